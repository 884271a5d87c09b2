// Penalties over HTTP: assessment, a case from filing to service, four eyes, documents, replay, packs of the bureau, consistency.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault } from './lib/server.mjs'

const ROOT = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const pack = (name) => JSON.parse(readFileSync(join(ROOT, `rulepacks/penalty/${name}.json`), 'utf8'))
const P1 = { factors_n: 2, pollutants: 'class_a', area: 'restricted', flow: '60', exceedance: '5', count2y: 2 }
const ask = (more) => ({ scheme: 'guangdong-2022', table: '2.7.1', act_date: '2022-05-01', factors: P1, ...more })

/** The arithmetic of a trace, done again from its integers alone. */
function recompute(view) {
  const own = view.trace.filter((l) => l.table === view.table)
  const start = own.find((l) => l.step === 'start')
  let bp = start.bp
  for (const l of own.filter((l) => l.step === 'factor')) {
    bp += l.bp
    assert.equal(l.sum_bp, bp, `${l.factor}: running sum`)
  }
  assert.equal(own.find((l) => l.step === 'sum').bp, bp)
  assert.equal(view.raw_bp, bp)
  for (const l of own.filter((l) => l.step === 'floor' || l.step === 'cap')) {
    assert.equal(l.from_bp, bp)
    bp = l.bp
  }
  const amount = own.find((l) => l.step === 'amount')
  assert.equal(amount.bp, bp)
  let exact = BigInt(amount.base_fen) * BigInt(amount.ratio_bp) * BigInt(bp) // in 1e-8 fen
  const scale = 100000000n
  assert.equal(BigInt(amount.fen), exact / scale)
  for (const l of own.filter((l) => l.step === 'adjust' && l.bp !== undefined)) exact = (exact * BigInt(10000 + l.bp)) / 10000n
  for (const l of own.filter((l) => l.step === 'clamp')) exact = BigInt(l.fen) * scale
  return Number(((exact + (scale * 100n) / 2n) / (scale * 100n)) * 100n)
}

const journey = (engine) => () => {
  const s = new Server({}, { city: 240, engine })
  let city, district, officer, officer2, contact, leader, supervision, legal
  before(async () => {
    s.addUser('legal-one', 'legal')
    await s.start('--demo')
    ;[city, district, officer, officer2, contact, leader, supervision, legal] = await Promise.all(
      ['city', 'district', 'officer', 'officer2', 'enterprise', 'leader', 'supervision', 'legal-one'].map((n) => s.login(n)),
    )
  })
  after(() => s.close())

  const day = (n = 0) => new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)
  const filing = (more) => ({
    uid: randomUUID(),
    enterprise_id: contact.me.enterprise_id,
    source: 'complaint',
    source_ref: '12345-2026-000777',
    title: '超标排放水污染物案',
    act_date: day(-20),
    second_officer_id: officer2.me.officer_id,
    scheme: 'guangdong',
    table: '2.7.1',
    ...more,
  })
  const value = (kind, name, v, evidence = '现场检查笔录第2页') => ({ kind, name, value: v, evidence })
  const p1 = (more = {}) => Object.entries({ ...P1, ...more }).map(([k, v]) => value('factor', k, v))
  const confirm = (path, extra = []) =>
    officer.put(`${path}/values`, { values: [...p1(), value('fact', 'earlier_1y', 0), value('fact', 'earlier_ever', 0), ...extra] })
  let path

  test('an assessment over HTTP is the one of the command, and its arithmetic adds up', async () => {
    const r = await contact.post('/api/v1/penalties/assess', ask())
    assert.equal(r.status, 200, r.text)
    assert.equal(r.body.fine_fen, 36_000_000)
    assert.equal(r.body.raw_bp, 3600)
    assert.equal(recompute(r.body), r.body.fine_fen)
    const file = join(s.dir, 'case.json')
    writeFileSync(file, JSON.stringify(ask()))
    assert.deepEqual(JSON.parse(s.cli(['penalty', 'assess', file]).stdout), r.body)
    const bad = await officer.post('/api/v1/penalties/assess', ask({ factors: { wind: 3, flow: 'x' }, facts: { harm: 'big' } }))
    assert.equal(bad.status, 422)
    for (const p of ['factors.wind', 'factors.flow', 'facts.harm']) assert.ok(fault(bad, p), `${p}: ${bad.text}`)
    assert.match(fault(bad, 'factors.wind').message ?? bad.text, /2\.7\.1/)
  })

  test('a case is filed by two officers, and what the system knows is proposed', async () => {
    const faulty = await officer.post('/api/v1/penalties', filing({ second_officer_id: officer.me.officer_id, act_date: day(3), source_ref: undefined }))
    assert.equal(faulty.status, 422, faulty.text)
    for (const p of ['second_officer_id', 'act_date', 'source_ref']) assert.ok(fault(faulty, p), p)
    assert.equal((await officer.post('/api/v1/penalties', filing({ table: '9.9' }))).status, 422)
    const body = filing()
    const made = await officer.post('/api/v1/penalties', body)
    assert.equal(made.status, 201, made.text)
    assert.equal((await officer.post('/api/v1/penalties', body)).body.id, made.body.id)
    path = `/api/v1/penalties/${made.body.id}`
    assert.match(made.body.number, /^环立〔\d{4}〕\d{5}号$/)
    const proposed = Object.fromEntries(made.body.values.map((v) => [v.name, v]))
    const n = proposed.count2y.value // the city may know earlier ones of this party
    assert.equal(n, proposed.count2y.why.match(/环立/g)?.length + 1 || 1)
    assert.equal(proposed.count2y.proposed, true)
    assert.match(proposed.count2y.why, new RegExp(`表 2\\.7\\.1 的已决案件 ${n - 1} 件.*；含本次 ${n} 次`))
    assert.equal(proposed.discovered_on, undefined) // nobody knows it
    assert.ok(made.body.clocks.some((c) => c.id === 'L60' && c.days_left === 90))
    assert.equal((await contact.get(path)).status, 404) // not told yet
    assert.ok((await city.all('/api/v1/penalties?state=filed')).some((c) => c.id === made.body.id))
  })

  test('nothing is kept while a proposal is unconfirmed; a wrong value names itself', async () => {
    const early = await officer.post(`${path}/assess`)
    assert.equal(early.status, 422, early.text)
    assert.ok(fault(early, 'values.count2y'))
    const bad = await officer.put(`${path}/values`, { values: [value('factor', 'area', 'moon')] })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /2\.7\.1/)
    assert.equal((await officer.put(`${path}/values`, { values: [value('factor', 'flow', 60, '')] })).status, 422)
    const r = await confirm(path)
    assert.equal(r.status, 200, r.text)
    const live = await officer.get(`${path}/assessment`)
    assert.equal(live.body.fine_fen, 36_000_000, live.text)
    assert.ok(live.body.trace.some((l) => l.factor === 'flow' && l.evidence === '现场检查笔录第2页' && l.by))
    const what = await officer.all(`${path}/what-if`)
    assert.ok(what.some((w) => w.name === 'eliminates_harm' && w.outcome === 'lighter'))
    const kept = await officer.post(`${path}/assess`)
    assert.equal(kept.status, 200, kept.text)
    assert.equal(kept.body.state, 'assessed')
    assert.equal(kept.body.computed_fen, 36_000_000)
    assert.equal((await legal.get(`${path}/replay`)).body.fine_fen, 36_000_000)
  })

  test('a deviation needs a reason and somebody else; a defence never aggravates', async () => {
    assert.equal((await officer.post(`${path}/deviation`, { fine_fen: 5_000_000, reason: '低于法定下限不可以，应当拒绝' })).status, 422)
    assert.equal((await officer.post(`${path}/deviation`, { fine_fen: 30_000_000, reason: '短' })).status, 422)
    const d = await officer.post(`${path}/deviation`, { fine_fen: 30_000_000, reason: '企业主动安装在线监测并公开数据，社会影响较小' })
    assert.equal(d.status, 200, d.text)
    assert.equal((await officer.post(`${path}/deviation/approve`)).status, 403)
    assert.equal((await legal.post(`${path}/deviation/approve`)).status, 200)
    const n = await officer.post(`${path}/events`, { kind: 'noticed', day: day(), note: '直接送达' })
    assert.equal(n.body.notice_fen, 30_000_000, n.text)
    assert.equal((await contact.get(path)).status, 200)
    assert.ok(n.body.clocks.some((c) => c.id === 'L63'))
    assert.equal((await officer.post(`${path}/events`, { kind: 'hearing', day: day() })).status, 409)
    const worse = await officer.put(`${path}/values`, { values: [value('factor', 'flow', '500', '陈述申辩材料')] })
    assert.equal(worse.status, 200, worse.text)
    assert.equal((await officer.post(`${path}/assess`)).body.computed_fen, 43_000_000)
    assert.equal((await legal.post(`${path}/decide`, { day: day() })).status, 409) // above the notice
    await officer.put(`${path}/values`, { values: [value('factor', 'flow', '10', '陈述申辩材料')] })
    assert.equal((await officer.post(`${path}/assess`)).body.computed_fen, 33_000_000)
    assert.equal((await legal.post(`${path}/decide`, { day: day() })).status, 409) // still above 300,000
    await officer.post(`${path}/deviation`, { fine_fen: 30_000_000, reason: '企业主动安装在线监测并公开数据，社会影响较小' })
    await legal.post(`${path}/deviation/approve`)
    assert.equal((await officer.post(`${path}/decide`, { day: day() })).status, 403)
    const done = await legal.post(`${path}/decide`, { day: day(), note: '同意' })
    assert.equal(done.status, 200, done.text)
    assert.equal(done.body.fine_fen, 30_000_000)
    assert.equal((await legal.post(`${path}/decide`, { day: day() })).status, 409)
    const served = await officer.post(`${path}/events`, { kind: 'served', day: day() })
    assert.equal(served.body.state, 'served')
    assert.ok(served.body.clocks.some((c) => c.id === 'PAY'))
    assert.ok(!served.body.clocks.some((c) => ['STATE', 'L63'].includes(c.id))) // rights that were not used are over, not overdue
  })

  test('documents carry a number once and the assessment as annex', async () => {
    const papers = await contact.all(`${path}/papers`)
    assert.deepEqual(papers.map((p) => p.form).sort(), ['decision', 'hearing', 'notice', 'order'])
    const numbered = await officer.post(`${path}/papers/decision`)
    assert.match(numbered.body.number, /^环罚决字〔\d{4}〕\d+号$/, numbered.text)
    assert.equal((await officer.post(`${path}/papers/decision`)).body.number, numbered.body.number)
    assert.equal((await officer.post(`${path}/papers/no_penalty`)).status, 404)
    for (const format of ['pdf', 'docx']) {
      const r = await contact.get(`${path}/papers/decision?format=${format}`)
      assert.equal(r.status, 200, r.text)
    }
    assert.equal((await contact.get(`${path}/papers/decision?format=odt`)).status, 422)
  })

  test('MUST is never overridden, MAY only with a reason; education comes first', async () => {
    const file = async (facts, source_ref) => {
      const made = await officer.post('/api/v1/penalties', filing({ source_ref }))
      const p = `/api/v1/penalties/${made.body.id}`
      const r = await confirm(p, facts)
      assert.equal(r.status, 200, r.text)
      return [p, await officer.post(`${p}/assess`)]
    }
    const [must, a] = await file([value('fact', 'no_fault', true)], 'a')
    assert.equal(a.body.outcome, 'no_penalty_must', a.text)
    assert.equal(a.body.rule, 'L33c')
    assert.equal((await legal.post(`${must}/decide`, { day: day(), punish_anyway: true, punish_reason: '应当拒绝' })).status, 409)
    assert.equal((await legal.post(`${must}/decide`, { day: day() })).status, 409) // not educated
    await officer.post(`${must}/events`, { kind: 'educated', day: day(), note: '当面宣讲水污染防治法' })
    const spared = await legal.post(`${must}/decide`, { day: day() })
    assert.equal(spared.body.fine_fen, 0, spared.text)
    assert.ok((await officer.all(`${must}/papers`)).some((p) => p.form === 'no_penalty' && p.ready))
    const [may, b] = await file([value('fact', 'harm', 'slight'), value('fact', 'corrected', 'in_term')], 'b')
    assert.equal(b.body.outcome, 'no_penalty_may', b.text)
    assert.equal((await legal.post(`${may}/decide`, { day: day(), punish_anyway: true })).status, 422)
    const like = await legal.get(`${may}/precedents`)
    assert.ok(like.body.items.length >= 2 && like.body.items[0].same_n > 0, like.text)
  })

  test('a MAY that is not used is told with its amount, and decided with a reason', async () => {
    const made = await officer.post('/api/v1/penalties', filing({ source_ref: 'c' }))
    const p = `/api/v1/penalties/${made.body.id}`
    await confirm(p, [value('fact', 'harm', 'slight'), value('fact', 'corrected', 'in_term')])
    assert.equal((await officer.post(`${p}/assess`)).body.outcome, 'no_penalty_may')
    const told = await officer.post(`${p}/events`, { kind: 'noticed', day: day() })
    assert.equal(told.body.notice_fen, 36_000_000, told.text)
    assert.ok((await officer.all(`${p}/papers`)).some((f) => f.form === 'notice' && f.ready))
    const done = await legal.post(`${p}/decide`, { day: day(), punish_anyway: true, punish_reason: '集体提示后仍然发生' })
    assert.equal(done.body.fine_fen, 36_000_000, done.text)
    assert.equal(done.body.outcome, 'ordinary')
    const must = (await officer.all('/api/v1/penalties?state=decided')).find((c) => c.outcome === 'no_penalty_must')
    assert.equal((await officer.post(`/api/v1/penalties/${must.id}/events`, { kind: 'noticed', day: day() })).status, 409)
  })

  test('a fine by the day follows from the re-checks, and is decided by somebody else', async () => {
    const made = await officer.post('/api/v1/penalties', filing({ source_ref: 'd', act_date: day(-60) }))
    const p = `/api/v1/penalties/${made.body.id}`
    await confirm(p)
    await officer.post(`${p}/assess`)
    const e = (kind, n, more = {}) => officer.post(`${p}/events`, { kind, day: day(n), ...more })
    assert.equal(fault(await e('order_served', -40, { due: day(-41) }), 'due')?.path, 'due')
    assert.equal(fault(await e('order_served', -40, { continuing: true }), 'continuing')?.path, 'continuing')
    assert.equal((await e('order_served', -40, { due: day(-30) })).status, 200)
    await e('rechecked', -30, { continuing: true })
    await e('order_served', -28)
    await e('rechecked', -20, { continuing: false })
    let b = await officer.get(`${p}/day-fine`)
    assert.equal(b.body.days, 10, b.text)
    assert.equal(b.body.fine_fen, 360_000_000)
    assert.equal(b.body.base_decided, false)
    assert.deepEqual(b.body.periods.map((x) => [x.days, x.fen]), [[10, 360_000_000], [0, 0]])
    assert.match(b.body.periods[0].text, /360,000元×10=3,600,000元/)
    assert.match(b.body.periods[1].text, /已改正/)
    assert.equal((await legal.post(`${p}/events`, { kind: 'day_fine', day: day() })).status, 409) // nothing decided yet
    await e('noticed', 0)
    await legal.post(`${p}/decide`, { day: day() })
    assert.equal((await e('day_fine', 0)).status, 403)
    const other = await legal.post(`${p}/events`, { kind: 'day_fine', day: day(), amount_fen: 1 })
    assert.ok(fault(other, 'amount_fen'), other.text)
    const done = await legal.post(`${p}/events`, { kind: 'day_fine', day: day() })
    assert.equal(done.body.events.at(-1).amount_fen, 360_000_000, done.text)
    b = await officer.get(`${p}/day-fine`)
    assert.deepEqual([b.body.days, b.body.decided_fen, b.body.periods[0].decided], [0, 360_000_000, true])
    assert.equal((await legal.post(`${p}/events`, { kind: 'day_fine', day: day() })).status, 409) // once
  })

  test('what-if says by which day, and what can still be done', async () => {
    const made = await officer.post('/api/v1/penalties', filing({ source_ref: 'e' }))
    const p = `/api/v1/penalties/${made.body.id}`
    await confirm(p, [value('fact', 'harm', 'slight'), value('fact', 'corrected', 'no')])
    await officer.post(`${p}/events`, { kind: 'order_served', day: day(-3), due: day(7) })
    let list = await officer.all(`${p}/what-if`)
    const corrected = list.find((w) => w.name === 'corrected')
    assert.deepEqual([corrected.by, corrected.outcome], [day(7), 'no_penalty_may'], JSON.stringify(list))
    assert.ok(corrected.text.includes(`不迟于 ${day(7)}`), corrected.text)
    assert.equal(list.find((w) => w.name === 'eliminates_harm').by, made.body.clocks.find((c) => c.id === 'L60').due)
    await officer.post(`${p}/events`, { kind: 'order_served', day: day(-2), due: day(-1) })
    list = await officer.all(`${p}/what-if`)
    assert.ok(!list.some((w) => w.name === 'corrected')) // that term is over
    await officer.post(`${p}/assess`)
    const told = await officer.post(`${p}/events`, { kind: 'noticed', day: day() })
    list = await contact.all(`${p}/what-if`)
    const hearing = list.find((w) => w.name === 'hearing_requested')
    assert.equal(hearing.kind, 'step')
    assert.equal(hearing.by, told.body.clocks.find((c) => c.id === 'L63').due)
    await legal.post(`${p}/decide`, { day: day() })
    const served = await officer.post(`${p}/events`, { kind: 'served', day: day() })
    list = await contact.all(`${p}/what-if`)
    assert.deepEqual(list.map((w) => w.name), ['paid'])
    assert.equal(list[0].by, served.body.clocks.find((c) => c.id === 'PAY').due)
    assert.match(list[0].text, /360,000元：不加处罚款（逾期每日加处 10,800元，最多 360,000元）/)
  })

  test('where a case comes from must exist; a visit is proposed with what it knows', async () => {
    const ask = (more) => officer.post('/api/v1/penalties', filing(more))
    const bad = async (more, path) => assert.ok(fault(await ask(more), path), path)
    await bad({ source: 'clue', source_ref: 'XS-2020-999999' }, 'source_ref')
    await bad({ source: 'complaint', source_ref: '999999' }, 'source_ref')
    await bad({ source: 'visit', visit_id: 999999 }, 'visit_id')
    const visits = (await officer.all('/api/v1/visits')).filter((v) => v.checked_out_ms && v.state !== 'refused')
    const mine = visits.find((v) => v.enterprise_id !== contact.me.enterprise_id)
    await bad({ source: 'visit', visit_id: mine.id }, 'visit_id') // of another enterprise
    const at = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
    const made = await ask({ source: 'visit', source_ref: undefined, enterprise_id: mine.enterprise_id, visit_id: mine.id, table: '3.5.1', act_date: at(mine.checked_in_ms) })
    assert.equal(made.status, 201, made.text)
    const known = Object.fromEntries(made.body.values.map((v) => [v.name, v]))
    assert.equal(known.discovered_on.value, at(mine.checked_in_ms))
    assert.equal(known.coop.value, 'yes')
    assert.match(known.coop.evidence, new RegExp(`入企记录第 ${mine.id} 号`))
    assert.ok(known.coop.why && known.coop.proposed)
    assert.equal(known.area, undefined)
  })

  test('cases leave the house as a file, without free texts', async () => {
    const json = JSON.parse((await city.get('/api/v1/exports/cases?format=json')).text)
    assert.equal(json.items.length, json.rows)
    const mine = json.items.find((c) => c.id === Number(path.split('/').at(-1)))
    assert.equal(mine.fine_fen, 30_000_000)
    assert.equal(mine.deviated, true)
    assert.ok(json.items.every((c) => !('deviation_reason' in c) && !('decision_note' in c)))
    const spared = JSON.parse((await city.get('/api/v1/exports/cases?format=json&state=decided')).text).items
    assert.ok(spared.length > 0 && spared.every((c) => c.state === 'decided'))
    const own = JSON.parse((await district.get('/api/v1/exports/cases?format=json')).text).items
    assert.ok(own.length > 0 && own.every((c) => c.district_name === district.me.district_name))
    assert.match(s.cli(['export', 'cases']).stdout, /环立〔\d{4}〕00001号/)
    assert.equal((await contact.get('/api/v1/exports/cases')).status, 403)
  })

  test('the log proves the cases; a replay years later gives the same', async () => {
    const id = path.split('/').at(-1)
    const r = s.cli(['penalty', 'replay', id, '--at', '2036-01-01'])
    assert.equal(JSON.parse(r.stdout).fine_fen, 33_000_000)
    s.cli(['audit', 'verify'])
  })

  test('a pack of the bureau: draft, preview, impact, four eyes, publication', async () => {
    const content = pack('guangdong-2022')
    const start = content.body.tables.find((t) => t.id === '2.7.1').columns[0]
    start.start_bp += 100 // 7 % -> 8 %: the sum is 101 % now, and examples fail
    content.head.version = '2'
    const faulty = await legal.post('/api/v1/penalty-packs', { content: '{"head":{}}', note: '试' })
    assert.equal(faulty.status, 422, faulty.text)
    const draft = await legal.post('/api/v1/penalty-packs', { content: JSON.stringify(content), note: '起点调整' })
    assert.equal(draft.status, 201, draft.text)
    let p = `/api/v1/penalty-packs/${draft.body.id}`
    const preview = await legal.get(`${p}/preview`)
    assert.ok(preview.body.failed.length > 0)
    assert.ok(preview.body.notes.some((n) => n.includes('101.00%')), preview.body.notes.join())
    assert.match(preview.body.words, /表 2\.7\.1/)
    const impact = await legal.get(`${p}/impact`)
    assert.ok(impact.body.changed_n >= 1 && impact.body.items.some((i) => i.before_fen === 33_000_000 && i.after_fen === 34_000_000), impact.text)
    assert.match(s.cli(['penalty', 'impact', String(draft.body.id)]).stdout, /结果变化 [1-9]/)
    assert.equal((await legal.post(`${p}/submit`, {})).status, 409)
    content.examples = content.examples.filter((x) => !x.case || !(x.case.table ?? '2.7.1').startsWith('2.7'))
    const second = await legal.post('/api/v1/penalty-packs', { content: JSON.stringify(content), note: '起点调整，去掉旧算例' })
    p = `/api/v1/penalty-packs/${second.body.id}`
    assert.equal((await legal.post(`${p}/submit`, {})).body.state, 'submitted')
    assert.equal((await legal.post(`${p}/publish`, {})).status, 403)
    const published = await leader.post(`${p}/publish`, { note: '同意' })
    assert.equal(published.body.state, 'published', published.text)
    assert.equal((await officer.post('/api/v1/penalties/assess', ask())).body.raw_bp, 3700)
    assert.equal((await legal.get(`${path}/replay`)).body.fine_fen, 33_000_000)
    assert.ok((await city.all('/api/v1/penalty-packs')).length >= 2)
    assert.equal((await city.get(p)).body.pack, 'penalty/guangdong-2022')
    const third = await legal.post('/api/v1/penalty-packs', { content: JSON.stringify({ ...content, head: { ...content.head, version: '3' } }), note: '再改' })
    const q = `/api/v1/penalty-packs/${third.body.id}`
    await legal.post(`${q}/submit`, {})
    assert.equal((await leader.post(`${q}/reject`, { note: '不同意' })).body.state, 'rejected')
  })

  test('consistency counts, and hides groups that are too small', async () => {
    const r = await supervision.get(`/api/v1/penalties/consistency?least_n=3&from=${day()}`)
    assert.equal(r.status, 200, r.text)
    assert.equal(r.body.cases_n, 5)
    assert.equal(r.body.fined_n, 4)
    assert.deepEqual(r.body.spared, [{ rule: 'L33c', must_n: 1, may_n: 0 }])
    assert.equal(r.body.units.length, 1)
    assert.equal(r.body.units[0].n, 4)
    assert.equal(r.body.officers_hidden_n, 0)
    assert.equal(r.body.tables[0].median_fen, 36_000_000)
    assert.equal((await supervision.get(`/api/v1/penalties/consistency?least_n=5&from=${day()}`)).body.units_hidden_n, 1)
    assert.equal((await officer.get('/api/v1/penalties/consistency')).status, 403)
    assert.equal((await district.get('/api/v1/penalties/consistency?least_n=1')).status, 422)
  })
}

for (const engine of ENGINES) describe(`penalties on ${engine}`, journey(engine))
