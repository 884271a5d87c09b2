// What the desk's forms ask: schemes in force, the questions of a table, steps of a case, the file a draft starts from; the party's own list.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Server, fault } from './lib/server.mjs'

const s = new Server({}, { city: 60 })
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
let officer, officer2, contact, legal

before(async () => {
  await s.start('--demo')
  ;[officer, officer2, contact, legal] = await Promise.all(['officer', 'officer2', 'enterprise', 'legal'].map((n) => s.login(n)))
})
after(() => s.close())

test('schemes in force on a day, none before the first', async () => {
  const all = await contact.all('/api/v1/penalties/schemes')
  const gd = all.find((x) => x.scheme === 'guangdong-2022')
  assert.equal(gd.tables.length, 16)
  assert.ok(gd.items.length >= 20)
  assert.equal(gd.computes, true)
  assert.equal(all.find((x) => x.scheme === 'zhengzhou-2022').computes, false)
  assert.equal(all.find((x) => x.pack === 'penalty/law-2021'), undefined, 'the law has no tables')
  assert.deepEqual((await contact.all('/api/v1/penalties/schemes?date=2010-01-01')).length, 0)
})

test('a sheet asks every factor once, with its levels, weights and sources', async () => {
  const r = await officer.get('/api/v1/penalties/sheet?scheme=guangdong&date=2022-05-01&tables=2.7.1,2.7.2')
  assert.equal(r.status, 200, r.text)
  const by = Object.fromEntries(r.body.questions.map((q) => [`${q.kind}.${q.name}`, q]))
  assert.equal(r.body.questions.filter((q) => q.kind === 'factor').length, 6, 'the second table shares its factors')
  assert.equal(by['factor.exceedance'].ask, 'exceedance')
  assert.equal(by['factor.flow'].ask, 'number')
  assert.deepEqual(by['factor.flow'].options.map((o) => o.bp), [0, 300, 1000])
  assert.equal(by['factor.pollutants'].ask, 'option')
  assert.equal(by['fact.harm'].ask, 'word')
  assert.ok(by['fact.harm'].clauses.includes('L33a'))
  assert.equal(by['fact.earlier_1y'].ask, 'number')
  assert.ok(by['fact.earlier_1y'].clauses.includes('np.6'))
  assert.equal(by['fact.time_barred'], undefined, 'what is derived is not asked')
  assert.equal(by['fact.act_ended_on'].group, 'limitation')
  assert.equal(by['fact.mitigated_fine_fen'].ask, 'fen')
  for (const q of r.body.questions) assert.ok(q.kind === 'fact' || q.citation, q.name)
  assert.ok(r.body.clauses.find((c) => c.code === 'L33c').must)
  const share = await officer.get('/api/v1/penalties/sheet?scheme=guangdong&date=2022-05-01&tables=1.1')
  assert.equal(share.body.questions.find((q) => q.name === 'investment_fen').group, 'amount')
  const columns = await officer.get('/api/v1/penalties/sheet?scheme=guangdong&date=2022-05-01&tables=1.8')
  assert.deepEqual(columns.body.columns.map((c) => c.code), ['in_time', 'overdue', 'person'])
  const item = await officer.get('/api/v1/penalties/sheet?scheme=guangdong&date=2022-05-01&item=np.20')
  assert.ok(item.body.questions.some((q) => q.name === 'ledger_kept'))
})

test('every table and every item of every scheme has a sheet', async () => {
  for (const x of await officer.all('/api/v1/penalties/schemes')) {
    for (const t of x.tables) {
      const r = await officer.get(`/api/v1/penalties/sheet?scheme=${x.scheme}&tables=${t.code}`)
      assert.equal(r.status, 200, `${x.scheme} ${t.code}: ${r.text}`)
      assert.ok(r.body.questions.some((q) => q.kind === 'factor'), `${x.scheme} ${t.code}`)
    }
    for (const i of x.items) assert.equal((await officer.get(`/api/v1/penalties/sheet?scheme=${x.scheme}&item=${i.code}`)).status, 200, i.code)
  }
})

test('a wrong scheme, table, item or day names itself', async () => {
  const of = (query) => officer.get(`/api/v1/penalties/sheet?${query}`)
  const table = await of('scheme=guangdong&date=2022-05-01&tables=9.9')
  assert.equal(table.status, 422)
  assert.match(fault(table, 'tables').message, /9\.9[\s\S]*2\.7\.1/)
  assert.ok(fault(await of('scheme=guangdong&date=2022-05-01&item=np.99'), 'item'))
  assert.ok(fault(await of('scheme=nowhere'), 'scheme'))
  assert.ok(fault(await of('scheme=guangdong&date=2001-01-01&tables=2.7.1'), 'date'))
})

test('an answered sheet is a case file that can be assessed', async () => {
  const sheet = (await officer.get('/api/v1/penalties/sheet?scheme=guangdong&date=2022-05-01&tables=2.7.1')).body
  const factors = Object.fromEntries(sheet.questions.filter((q) => q.kind === 'factor' && q.ask === 'option').map((q) => [q.name, q.options.at(-1).code]))
  const r = await officer.post('/api/v1/penalties/assess', { scheme: sheet.scheme, table: '2.7.1', act_date: '2022-05-01', factors })
  assert.equal(r.status, 200, r.text)
  for (const l of r.body.trace.filter((x) => x.step === 'factor' && factors[x.factor])) assert.equal(l.level, sheet.questions.find((q) => q.name === l.factor).options.at(-1).text)
})

test('steps say why they cannot be recorded; the party lists its cases once it was told', async () => {
  const filed = await officer.post('/api/v1/penalties', { uid: randomUUID(), enterprise_id: contact.me.enterprise_id, source: 'manual', title: '超标排放水污染物案', act_date: today, second_officer_id: officer2.me.officer_id, scheme: 'guangdong', table: '2.7.1' })
  assert.equal(filed.status, 201, filed.text)
  const path = `/api/v1/penalties/${filed.body.id}`
  const steps = Object.fromEntries((await officer.all(`${path}/steps`)).map((x) => [x.kind, x]))
  assert.equal(steps.order_served.ready, true)
  assert.equal(steps.noticed.ready, false)
  assert.ok(steps.noticed.why)
  assert.ok(steps.decided.why)
  assert.equal(steps.assessed, undefined)
  const mine = async () => (await contact.all('/api/v1/penalties')).filter((x) => x.id === filed.body.id).length
  assert.equal(await mine(), 0)
  await officer.put(`${path}/values`, { values: filed.body.values.map((v) => ({ kind: v.kind, name: v.name, value: v.value, evidence: '案件库' })) })
  assert.equal((await officer.post(`${path}/assess`)).status, 200)
  assert.equal((await officer.post(`${path}/events`, { kind: 'noticed', day: today })).status, 200)
  assert.equal(await mine(), 1)
  for (const c of await contact.all('/api/v1/penalties')) assert.equal(c.enterprise_id, contact.me.enterprise_id)
  assert.equal((await contact.get(`${path}/steps`)).status, 403)
  const line = await officer.all(`/api/v1/enterprises/${contact.me.enterprise_id}/timeline?kind=penalty`)
  const told = line.filter((x) => x.ref_id === filed.body.id)
  assert.deepEqual(told.map((x) => x.title), ['处罚告知', '立案'], 'the file tells the case, newest first')
  assert.equal(told[0].detail, `${filed.body.number} · 超标排放水污染物案`)
})

test('the file of a pack in use makes a draft as it is', async () => {
  const r = await legal.get('/api/v1/penalty-packs/source?pack=penalty/guangdong-2022')
  assert.equal(r.status, 200, r.text)
  const file = JSON.parse(r.body.content)
  assert.ok(file.examples.length > 10)
  const draft = await legal.post('/api/v1/penalty-packs', { content: r.body.content, note: '不作修改' })
  assert.equal(draft.status, 201, draft.text)
  assert.deepEqual((await legal.get(`/api/v1/penalty-packs/${draft.body.id}/preview`)).body.failed ?? [], [])
  assert.equal((await legal.get('/api/v1/penalty-packs/source?pack=penalty/none')).status, 404)
  assert.equal((await contact.get('/api/v1/penalty-packs/source?pack=penalty/guangdong-2022')).status, 403)
})
