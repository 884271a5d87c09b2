// The registry: lists, one file per enterprise, changes with history, row scope.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault } from './lib/server.mjs'

const journey = (engine) => () => {
  const s = new Server({}, { city: 60, engine })
  let city, district, officer, contact, aud
  before(async () => {
    await s.start('--demo')
    city = await s.login('city')
    district = await s.login('district')
    officer = await s.login('officer')
    contact = await s.login('enterprise')
    aud = await s.login('auditor')
  })
  after(() => s.close())

  const own = () => contact.me.enterprise_id
  const get = async (id, client = city) => (await client.get(`/api/v1/enterprises/${id}`)).body

  test('pages are stable, complete and bounded', async () => {
    const once = await city.all('/api/v1/enterprises?limit=200')
    const paged = await city.all('/api/v1/enterprises?limit=7')
    assert.equal(once.length, 60)
    assert.deepEqual(
      paged.map((e) => e.id),
      once.map((e) => e.id),
    )
    assert.equal((await city.get('/api/v1/enterprises?limit=201')).status, 422)
    assert.equal((await city.get('/api/v1/enterprises?limit=0')).status, 422)
    assert.ok([400, 422].includes((await city.get('/api/v1/enterprises?cursor=nonsense')).status))
    const first = await city.get('/api/v1/enterprises?limit=1')
    assert.equal(first.body.total, 60)
  })

  test('search by part of the name, credit code and plate', async () => {
    const [e] = (await city.get('/api/v1/enterprises?limit=1')).body.items
    for (const q of [e.name.slice(2, 6), e.credit_code, e.plate_code].filter(Boolean)) {
      const found = await city.all(`/api/v1/enterprises?q=${encodeURIComponent(q)}`)
      assert.ok(found.some((x) => x.id === e.id), q)
    }
    for (const q of ['%', '_', "'; DROP TABLE enterprise; --", '\\', '100%', '"', '%25'])
      assert.equal((await city.get(`/api/v1/enterprises?q=${encodeURIComponent(q)}`)).status, 200, q)
    assert.equal((await city.all('/api/v1/enterprises?limit=200')).length, 60)
  })

  test('a filter that does not exist, or a value that is none, is told', async () => {
    const r = await city.get('/api/v1/enterprises?colour=red&status=sleeping')
    assert.equal(r.status, 422)
    assert.equal(fault(r, 'colour').key, 'input.unknown')
    assert.equal(fault(r, 'status').key, 'input.enum')
  })

  test('row scope: a district sees its own, a contact only his enterprise', async () => {
    const all = await city.all('/api/v1/enterprises?limit=200')
    const mine = await district.all('/api/v1/enterprises?limit=200')
    assert.ok(mine.length > 0 && mine.length < all.length)
    assert.ok(mine.every((e) => e.district_id === district.me.district_id))
    const foreign = all.find((e) => e.district_id !== district.me.district_id)
    assert.equal((await district.get(`/api/v1/enterprises/${foreign.id}`)).status, 404)
    assert.equal((await district.get(`/api/v1/enterprises?district_id=${foreign.district_id}`)).body.items.length, 0)
    for (const path of ['history', 'timeline', 'outlets', 'equipment'])
      assert.equal((await district.get(`/api/v1/enterprises/${foreign.id}/${path}`)).status, 404, path)
    const r = await district.patch(`/api/v1/enterprises/${foreign.id}`, { note: '越权', reason: '越权尝试' }, foreign.version)
    assert.equal(r.status, 404)
    assert.equal((await contact.get(`/api/v1/enterprises/${own()}`)).status, 200)
    const other = all.find((e) => e.id !== own())
    assert.equal((await contact.get(`/api/v1/enterprises/${other.id}`)).status, 404)
    assert.equal((await contact.get('/api/v1/enterprises')).status, 403)
  })

  test('phones are masked; to see one is a logged act', async () => {
    const e = await get(own())
    assert.match(e.contact_phone, /\*/)
    const r = await city.post('/api/v1/unmask', { entity: 'enterprise', id: own(), field: 'contact_phone', reason: '电话核实' })
    assert.equal(r.status, 200, r.text)
    assert.match(r.body.value, /^[\d-]{7,}$/)
    const leaves = await aud.all(`/api/v1/audit/leaves?enterprise_id=${own()}`)
    const told = leaves.find((l) => /unmask/.test(l.action))
    assert.ok(told, leaves.map((l) => l.action).join(' '))
    assert.ok(!JSON.stringify(told).includes(r.body.value))
  })

  test('a change carries the version, the reason, and leaves history', async () => {
    const before = await city.get(`/api/v1/enterprises/${own()}`)
    assert.equal(before.headers.get('etag'), `"${before.body.version}"`)
    const none = await city.patch(`/api/v1/enterprises/${own()}`, { note: '无版本', reason: '测试' })
    assert.equal(none.status, 428)
    const good = await city.patch(`/api/v1/enterprises/${own()}`, { note: '门口已换新', reason: '现场核实' }, before.body.version)
    assert.ok([200, 204].includes(good.status), good.text)
    const stale = await city.patch(`/api/v1/enterprises/${own()}`, { note: '旧版本', reason: '现场核实' }, before.body.version)
    assert.equal(stale.status, 409)
    assert.equal(stale.body.key, 'version.conflict')
    const now = await get(own())
    assert.equal(now.note, '门口已换新')
    assert.equal(now.version, before.body.version + 1)
    const [h] = (await city.get(`/api/v1/enterprises/${own()}/history`)).body.items
    assert.equal(h.reason, '现场核实')
    assert.match(JSON.stringify(h.changes), /note/)
    const timeline = await city.all(`/api/v1/enterprises/${own()}/timeline`)
    assert.ok(timeline.some((t) => t.kind === 'change'))
  })

  test('If-None-Match of the version seen gives 304', async () => {
    const a = await city.get(`/api/v1/enterprises/${own()}`)
    const b = await city.get(`/api/v1/enterprises/${own()}`, { headers: { 'If-None-Match': a.headers.get('etag') } })
    assert.equal(b.status, 304)
    assert.equal(b.bytes.length, 0)
  })

  test('two who change the same at once: one wins, the other is told', async () => {
    const { version } = await get(own())
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => city.patch(`/api/v1/enterprises/${own()}`, { note: `第${i}人`, reason: '同时修改' }, version)),
    )
    assert.equal(answers.filter((r) => r.status < 300).length, 1)
    assert.equal(answers.filter((r) => r.status === 409).length, 7)
    assert.equal((await get(own())).version, version + 1)
  })

  test('names with markup and formulas stay text', async () => {
    const [some] = (await city.get('/api/v1/enterprises?limit=1')).body.items
    const name = `<img src=x onerror=alert(1)>=1+1公司`
    const r = await city.post('/api/v1/enterprises', { name, district_id: some.district_id, reason: '测试', paired: true })
    assert.equal(r.status, 201, r.text)
    assert.match(r.headers.get('location'), /^\/api\/v1\/enterprises\/\d+$/)
    const e = await get(r.body.id)
    assert.equal(e.name, name)
    assert.equal(e.credit_code_status, 'blank')
  })

  test('all faults of a new enterprise at once', async () => {
    const r = await city.post('/api/v1/enterprises', {
      name: '',
      district_id: 0,
      lng_e6: 999_999_999,
      class: 'huge',
      permit_valid_to: '2026-02-30',
      colour: 'red',
    })
    assert.equal(r.status, 422)
    for (const path of ['name', 'lng_e6', 'class', 'permit_valid_to', 'colour']) assert.ok(fault(r, path), path)
  })

  test('closing, reopening, merging and unmerging', async () => {
    const items = await city.all('/api/v1/enterprises?limit=200')
    const [a, b] = items.filter((e) => e.id !== own() && e.status === 'active').slice(-2)
    assert.equal((await city.post(`/api/v1/enterprises/${a.id}/status`, { status: 'closed', date: '2026-01-05', reason: '停产注销' })).status, 204)
    assert.equal((await get(a.id)).status, 'closed')
    assert.equal((await city.post(`/api/v1/enterprises/${a.id}/status`, { status: 'active', date: '2026-02-05', reason: '误操作' })).status, 204)
    assert.equal((await city.post(`/api/v1/enterprises/${a.id}/merge`, { into_id: a.id, reason: '自己' })).status >= 400, true)
    const merged = await city.post(`/api/v1/enterprises/${a.id}/merge`, { into_id: b.id, reason: '重复登记' })
    assert.equal(merged.status, 204, merged.text)
    const now = await get(a.id)
    assert.equal(now.status, 'merged')
    assert.equal(now.merged_into, b.id)
    assert.equal((await city.post(`/api/v1/enterprises/${a.id}/unmerge`, { reason: '不是一家' })).status, 204)
    assert.notEqual((await get(a.id)).status, 'merged')
  })

  test('outlets and equipment hang on their enterprise', async () => {
    const made = await city.post(`/api/v1/enterprises/${own()}/outlets`, {
      code: 'DA901',
      kind: 'air',
      name: '锅炉烟囱',
      pollutants: 'SO2,NOx',
      standard_name: 'GB 13271',
      status: 'active',
      reason: '新增',
    })
    assert.equal(made.status, 201, made.text)
    const again = await city.post(`/api/v1/enterprises/${own()}/outlets`, { code: 'DA901', kind: 'air', name: '重复', reason: '新增' })
    assert.ok([409, 422].includes(again.status))
    const list = await contact.all(`/api/v1/enterprises/${own()}/outlets`)
    const o = list.find((x) => x.code === 'DA901')
    assert.equal((await city.delete(`/api/v1/outlets/${o.id}?reason=${encodeURIComponent('登记错误')}`)).status, 204)
    assert.ok(!(await contact.all(`/api/v1/enterprises/${own()}/outlets`)).some((x) => x.id === o.id))
  })

  test('the map holds all points, the officer may read and not change', async () => {
    const map = await officer.get('/api/v1/enterprises/map')
    assert.equal(map.status, 200)
    assert.ok(map.body.items.length > 0)
    assert.equal((await officer.patch(`/api/v1/enterprises/${own()}`, { note: 'x', reason: 'yy' }, 1)).status, 403)
  })

  test('the log of all that verifies', async () => {
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.body.ok, true, v.text)
  })
}

for (const engine of ENGINES) describe(`enterprises on ${engine}`, journey(engine))
