// Lists leave the house as files: told in the log, masked, guarded, within the row scope, with period and row count.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Server } from './lib/server.mjs'

const KINDS = ['enterprises', 'officers', 'plates', 'visits', 'visits-open', 'cases', 'assignments']

describe('exports', () => {
  const s = new Server({}, { city: 60 })
  let city, district, aud, contact
  before(async () => {
    await s.start('--demo')
    city = await s.login('city')
    district = await s.login('district')
    aud = await s.login('auditor')
    contact = await s.login('enterprise')
  })
  after(() => s.close())

  test('each kind in each format', async () => {
    for (const kind of KINDS) {
      const csv = await city.get(`/api/v1/exports/${kind}?format=csv`)
      assert.equal(csv.status, 200, `${kind}: ${csv.text}`)
      assert.match(csv.type, /^text\/csv/)
      assert.match(csv.headers.get('content-disposition'), /attachment/)
      assert.equal(csv.bytes[0], 0xef, 'BOM')
      const lines = csv.text.trim().split('\r\n')
      assert.match(lines.at(-1), /^"?# 期间 全部；筛选 全部；共 \d+ 行/)
      const xlsx = await city.get(`/api/v1/exports/${kind}`)
      assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK', kind)
      const json = await city.get(`/api/v1/exports/${kind}?format=json`)
      assert.equal(JSON.parse(json.text).items.length, JSON.parse(json.text).rows, kind)
    }
  })

  test('personal values are masked, a public list names no person', async () => {
    const all = JSON.parse((await city.get('/api/v1/exports/enterprises?format=json')).text).items
    assert.ok(all.some((e) => e.contact_phone?.includes('*')))
    assert.ok(all.every((e) => !e.contact_phone || e.contact_phone.includes('*')))
    const open = JSON.parse((await city.get('/api/v1/exports/visits-open?format=json')).text).items
    assert.ok(open.length > 0)
    assert.ok(open.every((v) => !Object.keys(v).some((k) => k.includes('officer') || k === 'summary')))
  })

  test('a district gets its own rows', async () => {
    const own = JSON.parse((await district.get('/api/v1/exports/enterprises?format=json')).text)
    const me = (await district.get('/api/v1/session')).body
    assert.ok(own.items.length > 0)
    assert.ok(own.items.every((e) => e.district_name === me.district_name))
    assert.match(own.filter, new RegExp(me.district_name))
  })

  test('filters, periods, and questions that make no sense', async () => {
    const day = '2020-01-01'
    const none = JSON.parse((await city.get(`/api/v1/exports/visits?format=json&from=${day}&to=${day}`)).text)
    assert.equal(none.rows, 0)
    assert.equal(none.period, `${day}..${day}`)
    const help = JSON.parse((await city.get('/api/v1/exports/visits?format=json&kind=help')).text).items
    assert.ok(help.every((v) => v.kind === 'help'))
    for (const [query, status] of [
      ['visits?class=key', 422],
      ['plates?status=nowhere', 422],
      ['visits?from=2026-12-31&to=2026-01-01', 422],
      ['visits?from=yesterday', 422],
      ['devils', 404],
      ['visits?format=pdf', 422],
    ])
      assert.equal((await city.get(`/api/v1/exports/${query}`)).status, status, query)
  })

  test('who may not, gets nothing', async () => {
    for (const client of [aud, contact]) assert.equal((await client.get('/api/v1/exports/enterprises')).status, 403)
    assert.equal((await s.client().get('/api/v1/exports/enterprises')).status, 401)
  })

  test('each one is told in the log', async () => {
    const leaves = await aud.get('/api/v1/audit/leaves?action=export.file')
    assert.equal(leaves.status, 200, leaves.text)
    assert.ok(leaves.body.items.length >= 3 * KINDS.length)
    assert.match(JSON.stringify(leaves.body.items[0].payload), /rows/)
  })
})
