// Every figure of the desk's first page is the length of the list it leads to.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Server } from './lib/server.mjs'

describe('figures', () => {
  const s = new Server({}, { city: 60 })
  let city
  before(async () => {
    await s.start('--demo')
    city = await s.login('city')
  })
  after(() => s.close())

  const LISTS = {
    enterprises_n: '/api/v1/enterprises?status=active&limit=200',
    paired_n: '/api/v1/enterprises?status=active&paired=true&limit=200',
    uncovered_n: '/api/v1/enterprises?status=active&paired=true&covered=false&limit=200',
    plates_missing_n: '/api/v1/enterprises?status=active&plated=false&limit=200',
    complaints_open_n: '/api/v1/complaints?open=true&limit=200',
    open_visits_n: '/api/v1/visits?state=in_progress&limit=200',
  }

  async function compare(when) {
    const today = (await city.get('/api/v1/desk/today')).body
    for (const [figure, list] of Object.entries(LISTS)) assert.equal((await city.all(list)).length, today[figure], `${figure} ${when}`)
    return today
  }

  test('they are equal, and stay so when a plate is voided', async () => {
    const before = await compare('at first')
    const [plate] = (await city.get('/api/v1/plates?status=hung&limit=1')).body.items
    const r = await city.post(`/api/v1/plates/${plate.id}/void`, { reason: '核对数字' })
    assert.ok(r.status < 300, r.text)
    const later = await compare('with one plate less')
    assert.equal(later.plates_missing_n, before.plates_missing_n + 1)
  })
})
