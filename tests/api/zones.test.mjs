// Zones on the map: imported from GeoJSON, looked up by point and day, and proposed as the area class of a case.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Server } from './lib/server.mjs'

const s = new Server({}, { city: 240 })
const day = (n = 0) => new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)
let officer, officer2, contact, own

before(async () => {
  await s.start('--demo')
  ;[officer, officer2, contact] = await Promise.all(['officer', 'officer2', 'enterprise'].map((n) => s.login(n)))
  // one of the officer's district that was never the party of a case
  const parties = new Set((await officer.all('/api/v1/penalties')).map((c) => c.enterprise_id))
  const free = (await officer.all('/api/v1/enterprises')).find((e) => !parties.has(e.id))
  own = (await officer.get(`/api/v1/enterprises/${free.id}`)).body
})
after(() => s.close())

/** A square around the enterprise, `r` degrees to each side. */
function zone(name, classes, r, more = {}) {
  const [x, y] = [own.lng_e6 / 1e6, own.lat_e6 / 1e6]
  const ring = [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r], [x - r, y - r]]
  return { type: 'Feature', properties: { name, classes, source: '功能区图（示例）', ...more }, geometry: { type: 'Polygon', coordinates: [ring] } }
}
function bring(features, ok = true) {
  const file = join(s.dir, 'zones.json')
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }))
  return s.cli(['zone', 'import', file], { ok })
}
const at = (query) => officer.all(`/api/v1/zones/at?${query}`)
const here = (more = '') => `lng_e6=${own.lng_e6}&lat_e6=${own.lat_e6}${more}`
async function proposedArea() {
  const r = await officer.post('/api/v1/penalties', { uid: randomUUID(), enterprise_id: own.id, source: 'manual', title: '超标排放水污染物案', act_date: day(-5), second_officer_id: officer2.me.officer_id, scheme: 'guangdong', table: '2.7.1' })
  assert.equal(r.status, 201, r.text)
  return r.body.values.find((v) => v.name === 'area')
}

test('without a map nothing is proposed', async () => {
  assert.deepEqual(await at(here()), [])
  assert.equal(await proposedArea(), undefined)
})

test('a faulty file names the feature, and nothing of it is kept', async () => {
  const r = bring([zone('好的', 'eco', 0.01), { ...zone('坏的', 'eco', 0.01), geometry: { type: 'Point', coordinates: [1, 2] } }], false)
  assert.notEqual(r.status, 0)
  assert.match(r.stderr, /features\[1\]\.geometry\.type/)
  assert.deepEqual(await at(here()), [])
})

test('a case of an enterprise inside gets the heaviest class its table knows, to be confirmed', async () => {
  assert.match(bring([zone('人居环境敏感区（示例）', 'restricted,sensitive', 0.02, { valid_from: '2020-01-01' }), zone('水源一级保护区（示例）', ['source', 'eco', 'sensitive'], 0.01, { valid_from: '2020-01-01' })]).stdout, /2/)
  const found = await at(here())
  assert.deepEqual(found.map((z) => z.name), ['人居环境敏感区（示例）', '水源一级保护区（示例）'])
  assert.deepEqual(found[1].classes, ['source', 'eco', 'sensitive'])
  assert.equal((await at(`lng_e6=${own.lng_e6 + 15_000}&lat_e6=${own.lat_e6}`)).length, 1)
  assert.equal((await at(here('&day=2019-12-31'))).length, 0)
  const v = await proposedArea()
  assert.equal(v.value, 'source')
  assert.equal(v.proposed, true)
  assert.match(v.evidence, /水源一级保护区/)
  assert.match(v.why, /坐标/)
})

test('a new shape of the same name ends the old one the day before', async () => {
  bring([zone('水源一级保护区（示例）', 'source', 0.000001, { valid_from: day(1) })])
  const all = (await officer.all('/api/v1/zones')).filter((z) => z.name === '水源一级保护区（示例）')
  assert.deepEqual(all.map((z) => [z.valid_from, z.valid_to]), [['2020-01-01', day(0)], [day(1), undefined]])
  assert.match(s.cli(['zone', 'list']).stdout, /人居环境敏感区/)
  s.cli(['audit', 'verify'])
  assert.equal((await contact.get('/api/v1/zones')).status, 403)
})
