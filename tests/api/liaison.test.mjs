// One liaison officer for each enterprise: assignment, replacement, plans, tasks, coverage.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server } from './lib/server.mjs'

const journey = (engine) => () => {
  const s = new Server({}, { city: 60, engine })
  let city, district, officer, aud
  before(async () => {
    await s.start('--demo')
    city = await s.login('city')
    district = await s.login('district')
    officer = await s.login('officer')
    aud = await s.login('auditor')
  })
  after(() => s.close())

  const active = async (enterprise) =>
    (await city.all(`/api/v1/assignments?enterprise_id=${enterprise}&active=true`)).filter((a) => a.kind === 'main')

  test('coverage counts, and the uncovered are listed by name', async () => {
    const c = (await city.get('/api/v1/liaison/coverage')).body
    assert.ok(c.paired_n > 0 && c.covered_n <= c.paired_n)
    assert.equal(c.coverage_bp, Math.floor((c.covered_n * 10000) / c.paired_n))
    const uncovered = await city.all('/api/v1/enterprises?covered=false&paired=true&limit=200')
    assert.equal(uncovered.length, c.paired_n - c.covered_n)
    assert.equal(
      c.by_district.reduce((n, d) => n + d.paired_n, 0),
      c.paired_n,
    )
  })

  test('a replacement closes the old assignment in the same step', async () => {
    const [e] = (await city.get('/api/v1/enterprises?covered=true&limit=1')).body.items
    const [old] = await active(e.id)
    const officers = await city.all(`/api/v1/officers?district_id=${e.district_id}&in_post=true`)
    const next = officers.find((o) => o.id !== old.officer_id)
    const plate = (await city.get(`/api/v1/plates?enterprise_id=${e.id}`)).body.items.find((p) => !['void', 'replaced', 'lost'].includes(p.status))
    const r = await city.post('/api/v1/assignments', { enterprise_id: e.id, officer_id: next.id, kind: 'main', reason: 'transfer', note: '岗位调整' })
    assert.equal(r.status, 201, r.text)
    const now = await active(e.id)
    assert.equal(now.length, 1)
    assert.equal(now[0].officer_id, next.id)
    const history = await city.all(`/api/v1/assignments?enterprise_id=${e.id}`)
    assert.ok(history.find((a) => a.id === old.id).to_ms)
    if (plate) assert.equal((await city.get(`/api/v1/plates/${plate.id}`)).body.reprint_due, true)
    const sheet = await city.get(`/api/v1/assignments/${r.body.id}/handover`)
    assert.equal(sheet.status, 200, sheet.text)
    assert.match(JSON.stringify(sheet.body), new RegExp(next.name))
  })

  test('two who assign the same enterprise at once leave one liaison', async () => {
    const [e] = (await city.get('/api/v1/enterprises?covered=true&limit=1')).body.items
    const officers = (await city.all(`/api/v1/officers?district_id=${e.district_id}&in_post=true`)).slice(0, 6)
    const answers = await Promise.all(
      officers.map((o) =>
        city.post('/api/v1/assignments', { enterprise_id: e.id, officer_id: o.id, kind: 'main', reason: 'balance', note: '同时' }),
      ),
    )
    for (const r of answers) assert.ok([201, 409, 422].includes(r.status), `${r.status} ${r.text}`)
    assert.equal((await active(e.id)).length, 1)
  })

  test('an officer who must keep away is refused', async () => {
    const [e] = (await city.get('/api/v1/enterprises?covered=true&limit=1')).body.items
    const [now] = await active(e.id)
    const other = (await city.all(`/api/v1/officers?district_id=${e.district_id}&in_post=true`)).find((o) => o.id !== now.officer_id)
    const rec = await city.post(`/api/v1/officers/${other.id}/recusals`, { enterprise_id: e.id, reason: '亲属任职' })
    assert.equal(rec.status, 201, rec.text)
    const r = await city.post('/api/v1/assignments', { enterprise_id: e.id, officer_id: other.id, kind: 'main', reason: 'balance', note: '回避测试' })
    assert.ok([409, 422].includes(r.status), `${r.status} ${r.text}`)
  })

  test('a plan is proposed, looked at, applied; the figures stand on both sides', async () => {
    const made = await city.post('/api/v1/liaison/plans', { keep_bp: 5000, distance_bp: 5000 })
    assert.equal(made.status, 201, made.text)
    const plan = (await city.get(`/api/v1/liaison/plans/${made.body.id}`)).body
    assert.equal(plan.state, 'proposed')
    const changes = await city.all(`/api/v1/liaison/plans/${plan.id}/changes`)
    assert.equal(changes.length, plan.changed_n)
    const coverage = (await city.get('/api/v1/liaison/coverage')).body
    const applied = await city.post(`/api/v1/liaison/plans/${plan.id}/apply`, { reason: '年度调整' })
    assert.equal(applied.status, 200, applied.text)
    assert.equal(applied.body.state, 'applied')
    assert.ok((await city.get('/api/v1/liaison/coverage')).body.covered_n >= coverage.covered_n)
    const twice = await city.post(`/api/v1/liaison/plans/${plan.id}/apply`, { reason: '再来' })
    assert.equal(twice.status, 409)
  })

  test('six kinds of tasks; the officer reports one as done', async () => {
    const codes = await city.all('/api/v1/liaison/task-codes')
    assert.equal(codes.length, 6)
    assert.ok(codes.every((c) => c.origin === 'bureau-defined'))
    const open = await officer.all(`/api/v1/liaison/tasks?officer_id=${officer.me.officer_id}&state=open`)
    const overdue = await officer.all(`/api/v1/liaison/tasks?officer_id=${officer.me.officer_id}&state=overdue`)
    const task = [...overdue, ...open][0]
    assert.ok(task)
    const r = await officer.post(`/api/v1/liaison/tasks/${task.id}/done`, { result: '已走访', note: '企业正常生产' })
    assert.equal(r.status, 204, r.text)
    const again = await officer.post(`/api/v1/liaison/tasks/${task.id}/done`, { result: '已走访', note: '重复' })
    assert.equal(again.status, 409)
  })

  test('the workload view and the officer’s own day', async () => {
    const items = await city.all('/api/v1/liaison/workload')
    assert.ok(items.length > 5)
    const mine = (await district.get('/api/v1/liaison/workload')).body.items
    assert.ok(mine.length < items.length)
    const day = await officer.get('/api/v1/my/today')
    assert.equal(day.status, 200, day.text)
    assert.equal(typeof day.body.enterprises_n, 'number')
  })

  test('the log of all that verifies', async () => {
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.body.ok, true, v.text)
  })
}

for (const engine of ENGINES) describe(`liaisons on ${engine}`, journey(engine))
