// Before and after the gate: applications, approval, notice, joint visits, results, disputes, filings, visits nobody scanned for.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { Server, fault } from './lib/server.mjs'

describe('missions and what follows a visit', () => {
  const s = new Server({}, { city: 240, engine: 'sqlite' })
  let city, district, officer, officer2, contact, supervision
  before(async () => {
    await s.start('--demo')
    ;[city, district, officer, officer2, contact, supervision] = await Promise.all(
      ['city', 'district', 'officer', 'officer2', 'enterprise', 'supervision'].map((n) => s.login(n)),
    )
  })
  after(() => s.close())

  const day = (n = 0) => new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)
  const application = (more) => ({
    uid: randomUUID(),
    enterprise_id: contact.me.enterprise_id,
    kind: 'inspection',
    source: 'complaint',
    evidence_ref: '12345-2026-000777',
    reason: '核实投诉',
    basis: '行政处罚法第四十二条',
    scope: '废气治理设施',
    second_officer_id: officer2.me.officer_id,
    planned_from: day(),
    planned_to: day(2),
    ...more,
  })
  const plate = async () => (await city.all('/api/v1/plates?limit=200')).find((p) => p.enterprise_id === contact.me.enterprise_id && ['issued', 'printed', 'hung'].includes(p.status))
  const checkIn = async (o, client = officer) =>
    client.post('/api/v1/visits', { client_id: randomUUID(), plate: (await plate()).payload, device_ms: Date.now(), reason: '核实投诉', confirm_warn: true, ...o })
  const inspect = { kind: 'inspection', source: 'complaint', evidence_ref: '12345-2026-000777' }
  let mission

  test('an application tells all its faults, and the verdict that denies it', async () => {
    const r = await officer.post('/api/v1/missions', application({ uid: 'x'.repeat(36), planned_to: day(-3), planned_from: day(-1), second_officer_id: undefined, basis: '' }))
    assert.equal(r.status, 422, r.text)
    for (const path of ['uid', 'planned_to', 'second_officer_id', 'basis']) assert.ok(fault(r, path), `${path}: ${r.text}`)
    const denied = await officer.post('/api/v1/missions', application({ evidence_ref: undefined }))
    assert.equal(denied.status, 409, denied.text)
    assert.ok(denied.body.verdict.reasons.some((x) => x.rule === 'BLOCK_EVIDENCE'))
  })

  test('a plan is judged before it is sent as it will be when it is sent', async () => {
    const { enterprise_id, kind, source, evidence_ref, second_officer_id } = application()
    const ask = { enterprise_id, kind, source, evidence_ref, second_officer_id, officer_id: officer.me.officer_id, planned_from: day(5) }
    const before = await city.post('/api/v1/visits/verdict', ask)
    assert.equal(before.status, 200, before.text)
    assert.ok(!before.body.reasons.some((r) => r.rule === 'NEED_APPROVAL'), 'the approval is what is being asked for')
    const none = await city.post('/api/v1/visits/verdict', { ...ask, evidence_ref: undefined })
    const denied = await officer.post('/api/v1/missions', application({ evidence_ref: undefined, planned_from: day(5), planned_to: day(6) }))
    assert.equal(denied.status, 409, denied.text)
    assert.equal(none.body.verdict, 'deny')
    assert.deepEqual(none.body.reasons.map((r) => r.rule), denied.body.verdict.reasons.map((r) => r.rule))
    assert.equal((await city.post('/api/v1/visits/verdict', { ...ask, planned_from: '2026-02-30' })).status, 422)
  })

  test('applied for by an officer, approved by the bureau, told to the enterprise', async () => {
    const made = await officer.post('/api/v1/missions', application())
    assert.equal(made.status, 201, made.text)
    mission = `/api/v1/missions/${made.body.id}`
    assert.equal(made.body.state, 'submitted')
    assert.equal((await officer.post(`${mission}/approve`, {})).status, 403)
    assert.equal((await contact.get(mission)).status, 404)
    const approved = await district.post(`${mission}/approve`, { note: '同意' })
    assert.equal(approved.status, 200, approved.text)
    assert.equal(approved.body.state, 'approved')
    assert.equal((await officer.post(`${mission}/notify`, { how: 'none' })).status, 422)
    const told = await officer.post(`${mission}/notify`, { how: 'app' })
    assert.equal(told.body.notice_how, 'app', told.text)
    assert.ok((await contact.all('/api/v1/my/notices')).some((m) => m.id === made.body.id))
    assert.ok((await officer.all('/api/v1/my/missions')).some((m) => m.id === made.body.id))
    assert.ok((await city.all('/api/v1/missions?state=approved&limit=200')).some((m) => m.id === made.body.id))
  })

  test('two plans become one visit, a third is rejected, a fourth cancelled', async () => {
    const other = await officer2.post('/api/v1/missions', application({ evidence_ref: '12345-2026-000778', second_officer_id: officer.me.officer_id }))
    assert.equal(other.status, 201, other.text)
    const pairs = await city.all('/api/v1/missions/proposals')
    assert.ok(pairs.some((p) => p.second_id === other.body.id), JSON.stringify(pairs))
    const joint = await city.post(`/api/v1/missions/${other.body.id}/merge`, { into_id: Number(mission.split('/').pop()) })
    assert.equal(joint.status, 200, joint.text)
    const no = await officer2.post('/api/v1/missions', application({ evidence_ref: '12345-2026-000779', second_officer_id: officer.me.officer_id }))
    assert.equal((await district.post(`/api/v1/missions/${no.body.id}/reject`, {})).status, 422)
    assert.equal((await district.post(`/api/v1/missions/${no.body.id}/reject`, { note: '重复' })).body.state, 'rejected')
    const off = await officer2.post('/api/v1/missions', application({ evidence_ref: '12345-2026-000780', second_officer_id: officer.me.officer_id }))
    assert.equal((await officer2.post(`/api/v1/missions/${off.body.id}/cancel`, { reason: '改期' })).body.state, 'cancelled')
  })

  test('carried out, its result told', async () => {
    const v = await checkIn({ ...inspect, second_officer_id: officer2.me.officer_id })
    assert.equal(v.status, 201, v.text)
    assert.equal(v.body.mission_id, Number(mission.split('/').pop()))
    const at = `/api/v1/visits/${v.body.id}`
    const list = (await officer.get(at)).body.items
    const answers = list.map((i) => (i.evidence === 'photo' ? { code: i.code, result: 'na', note: '当日未生产' } : { code: i.code, result: 'ok' }))
    if (answers.some((a) => a.result === 'na')) {
      const bare = answers.map((a) => ({ code: a.code, result: 'ok' }))
      assert.equal((await officer.put(`${at}/items`, { items: bare })).status, 200)
      const open = await officer.post(`${at}/check-out`, { conclusion: 'none', summary: '未发现问题', confirm: true })
      assert.equal(open.body.faults[0].key, 'visit.item_photo', open.text)
    }
    assert.equal((await officer.put(`${at}/items`, { items: answers })).status, 200)
    assert.equal((await officer.post(`${at}/result`, { how: 'app' })).status, 409)
    assert.equal((await officer.post(`${at}/check-out`, { conclusion: 'none', summary: '未发现问题', confirm: true })).status, 200)
    const told = await officer.post(`${at}/result`, { how: 'both', note: '已送达' })
    assert.equal(told.status, 200, told.text)
    assert.equal(told.body.told_how, 'both')
    assert.equal((await officer.get(mission)).body.done_visit_id, v.body.id)
    assert.equal((await officer.post(`${at}/decision`, { decision: 'accepted', reason: '没有冲突' })).status, 403)
    assert.equal((await city.post(`${at}/decision`, { decision: 'accepted', reason: '没有冲突' })).body.key, 'visit.no_conflict')
  })

  test('a refusal is contested, and supervision decides', async () => {
    const v = await checkIn({ kind: 'help', source: 'self_request' })
    assert.equal(v.status, 201, v.text)
    const at = `/api/v1/visits/${v.body.id}`
    assert.equal((await contact.post(`${at}/refuse`, { reason: 'no_certificate' })).status, 204)
    const contest = await officer.post(`${at}/contest`, { reason: '证件已出示' })
    assert.equal(contest.status, 200, contest.text)
    assert.ok((await supervision.all('/api/v1/visits?flag=contested')).some((x) => x.id === v.body.id))
    const ruled = await supervision.post(`${at}/refusal-decision`, { decision: 'upheld', note: '证件已过期' })
    assert.equal(ruled.body.refusal_decision, 'upheld', ruled.text)
  })

  test('a visit without code is late, marked and filed', async () => {
    const credit = (await officer.get(`/api/v1/enterprises/${contact.me.enterprise_id}`)).body.credit_code
    const v = await checkIn({ kind: 'help', source: 'self_request', plate: undefined, credit_code: credit, no_code_reason: '信息牌损坏', late_scan: 'after_leave', late_reason: '现场无网络' })
    assert.equal(v.status, 201, v.text)
    assert.equal(v.body.late_scan, 'after_leave')
    assert.equal(v.body.plate_id, undefined)
    assert.ok((await city.all('/api/v1/visits?flag=late')).some((x) => x.id === v.body.id))
    assert.equal((await officer.post(`/api/v1/visits/${v.body.id}/no-code-filing`, { ref: '备1号' })).body.key, 'visit.not_due') // help needs none
  })

  test('the enterprise reports a visit nobody scanned for, and is answered', async () => {
    const body = { uid: randomUUID(), kind: 'missing', reason: 'no_scan', people: '两名人员' }
    const made = await contact.post('/api/v1/unscanned', body)
    assert.equal(made.status, 201, made.text)
    assert.equal((await contact.post('/api/v1/unscanned', body)).body.id, made.body.id)
    assert.ok((await city.all('/api/v1/unscanned?state=reported')).some((u) => u.id === made.body.id))
    const answer = await supervision.post(`/api/v1/unscanned/${made.body.id}/answer`, { state: 'confirmed', answer: '已约谈' })
    assert.equal(answer.status, 200, answer.text)
    assert.equal((await contact.all('/api/v1/my/unscanned')).find((u) => u.id === made.body.id).answer, '已约谈')
  })
})
