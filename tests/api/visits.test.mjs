// The main job: scan, verdict, check-in, record, check-out, receipt; what the enterprise sees and says.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault } from './lib/server.mjs'

const journey = (engine) => () => {
  const s = new Server({}, { city: 240, engine })
  let city, officer, officer2, contact, supervision, leader, hotline, aud, anyone
  before(async () => {
    await s.start('--demo')
    ;[city, officer, officer2, contact, supervision, leader, hotline, aud] = await Promise.all(
      ['city', 'officer', 'officer2', 'enterprise', 'supervision', 'leader', 'hotline', 'auditor'].map((n) => s.login(n)),
    )
    anyone = s.client()
  })
  after(() => s.close())

  const plates = async () => (await city.all('/api/v1/plates?limit=200')).filter((p) => ['issued', 'printed', 'hung'].includes(p.status))
  const plateOf = async (enterprise) => (await plates()).find((p) => p.enterprise_id === enterprise)
  const inspection = (more) => ({
    kind: 'inspection',
    insp_class: 'daily',
    source: 'plan',
    evidence_ref: 'JH-2026-11',
    reason: '年度计划检查',
    second_officer_id: officer2.me.officer_id,
    ...more,
  })
  const verdictOf = (plate, o, client = officer) => {
    const { reason, ...ask } = o
    return client.post('/api/v1/visits/verdict', { plate: plate.payload, ...ask })
  }
  /** An item answered as in order; one that needs a picture did not apply. */
  const inOrder = (i) => (i.evidence ? { code: i.code, result: 'na', note: '当日未生产' } : { code: i.code, result: 'ok' })
  const device_ms = Date.now()
  const checkIn = (plate, o, client = officer, id = randomUUID()) =>
    client.post('/api/v1/visits', { client_id: id, plate: plate.payload, device_ms, lng_e6: 113_650_000, lat_e6: 34_750_000, accuracy_m: 20, ...o })

  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const apply = (plate, o, client = officer) => {
    const { evidence_ref, ...rest } = o
    return client.post('/api/v1/missions', {
      uid: randomUUID(), enterprise_id: plate.enterprise_id, evidence_ref, basis: '行政处罚法第四十二条', scope: '排污许可执行', planned_from: today, planned_to: today, ...rest,
    })
  }
  /** Applied for by an officer, approved by the city. */
  async function approve(plate, o, client = officer) {
    const m = await apply(plate, o, client)
    assert.equal(m.status, 201, m.text)
    const done = await city.post(`/api/v1/missions/${m.body.id}/approve`, { note: '同意' })
    assert.equal(done.status, 200, done.text)
    return done.body
  }

  /** A plate at whose gate a daily inspection would be allowed now, and how many are left in the year. */
  async function freePlate(skip = new Set()) {
    for (const p of (await plates()).filter((x) => x.district_name === officer.me.district_name)) {
      if (skip.has(p.id)) continue
      skip.add(p.id)
      const v = await verdictOf(p, inspection())
      if (v.status === 200 && v.body.verdict === 'allow' && v.body.cap - v.body.used >= 1) return { ...p, left: v.body.cap - v.body.used }
    }
    throw new Error('no enterprise is free for an inspection')
  }
  const used = new Set()

  test('the verdict comes with reasons and citations before anybody enters', async () => {
    const v = await verdictOf(await freePlate(new Set()), inspection())
    assert.equal(v.body.verdict, 'allow')
    assert.equal(v.body.counts_toward_cap, true)
    assert.ok(v.body.reasons.length > 0)
    for (const r of v.body.reasons) assert.ok(r.rule && r.text, JSON.stringify(r))
    assert.ok(v.body.reasons.some((r) => r.citation))
    assert.ok(v.body.policy && v.body.policy_version)
  })

  test('one officer alone may not inspect; help needs no second', async () => {
    const p = await freePlate(new Set())
    const denied = await checkIn(p, inspection({ second_officer_id: undefined }))
    assert.equal(denied.status, 409)
    assert.equal(denied.body.key, 'visit.denied')
    assert.equal(denied.body.verdict.verdict, 'deny')
    const help = await verdictOf(p, { kind: 'help', source: 'self_request' })
    assert.notEqual(help.body.verdict, 'deny')
    assert.equal(help.body.counts_toward_cap, false)
  })

  test('a forged plate opens no gate', async () => {
    const p = await freePlate(new Set())
    const [code, kid, sig] = p.payload.split('.')
    const forged = { ...p, payload: `${code}.${kid}.${sig.slice(0, -3)}AAA` }
    assert.ok((await verdictOf(forged, inspection())).status >= 400 || (await verdictOf(forged, inspection())).body.verdict === 'deny')
    assert.ok([409, 422].includes((await checkIn(forged, inspection())).status))
  })

  test('all faults of a check-in at once', async () => {
    const r = await officer.post('/api/v1/visits', { client_id: 'not-a-uuid', kind: 'party', device_ms: -1, lat_e6: 91_000_000, extra: 1 })
    assert.equal(r.status, 422)
    for (const path of ['kind', 'lat_e6', 'extra', 'source', 'device_ms']) assert.ok(fault(r, path), path)
  })

  test('neither plate nor a reason for its absence is told', async () => {
    const r = await checkIn({}, inspection({ plate: undefined }))
    assert.equal(r.status, 422, r.text)
    assert.ok(fault(r, 'plate'))
    const without = await checkIn({}, { kind: 'help', source: 'self_request', reason: '企业求助', plate: undefined, no_code_reason: '信息牌损坏' })
    assert.ok(fault(without, 'credit_code'), without.text)
  })

  test('a full inspection, from the gate to the receipt', async () => {
    const p = await freePlate(used)
    const id = randomUUID()
    const early = await checkIn(p, inspection(), officer, id)
    assert.equal(early.status, 409, early.text)
    assert.ok(early.body.verdict.reasons.some((r) => r.rule === 'BLOCK_NO_APPROVAL'))
    const mission = await approve(p, inspection())
    assert.match(mission.number, /^检审〔\d{4}〕\d{5}号$/)
    const events = await leader.stream('/api/v1/events')
    assert.equal(events.status, 200)
    const visit = await checkIn(p, inspection(), officer, id)
    assert.equal(visit.status, 201, visit.text)
    assert.equal(visit.body.mission_number, mission.number)
    assert.equal(visit.body.state, 'in_progress')
    const event = await events.next(4000)
    assert.equal(event?.event, 'visit')
    assert.equal(event.data.id, visit.body.id)
    events.close()

    // The phone sends it again: the same visit.
    const again = await checkIn(p, inspection(), officer, id)
    assert.ok([200, 201].includes(again.status), again.text)
    assert.equal(again.body.id, visit.body.id)

    const v = `/api/v1/visits/${visit.body.id}`
    const list = (await officer.get(v)).body.items
    const items = await officer.put(`${v}/items`, {
      items: list.map((i) => (i.code === 'B7' ? { code: i.code, result: 'problem', note: '两处无标签' } : inOrder(i))),
    })
    assert.equal(items.status, 200, items.text)
    const finding = await officer.post(`${v}/findings`, { uid: randomUUID(), text: '危废标签缺失两处', severity: 'slight', item_code: 'B7' })
    assert.equal(finding.status, 201, finding.text)
    const withdrawn = await officer.post(`${v}/findings`, { uid: randomUUID(), text: '误记', severity: 'slight' })
    assert.equal((await officer.delete(`/api/v1/findings/${withdrawn.body.id}`)).status, 204)

    const png = (await city.get(`/api/v1/plates/${p.id}/image?format=png`)).bytes
    const photo = await officer.upload(`${v}/photos?kind=scene&taken_ms=${Date.now()}`, png, '现场 1.png')
    assert.equal(photo.status, 201, photo.text)
    assert.match(photo.body.sha256, /^[0-9a-f]{64}$/)
    const picture = await officer.get(`${v}/photos/${photo.body.id}`)
    assert.equal(picture.status, 200)
    assert.equal(picture.type, 'image/jpeg')
    assert.ok(!picture.bytes.includes(Buffer.from('Exif')))
    for (const [bytes, name] of [
      [Buffer.from('<svg onload=alert(1)>'), 'x.png'],
      [Buffer.from('GIF89a'), 'x.gif'],
      [Buffer.concat([png.subarray(0, 200)]), 'cut.png'],
      [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500)]), 'x.jpg'],
    ])
      assert.equal((await officer.upload(`${v}/photos?kind=scene`, bytes, name)).status, 422, name)

    const other = await s.login('o0005')
    assert.equal((await other.post(`${v}/check-out`, { conclusion: 'advice', summary: '他人结束', confirm: true })).status >= 400, true)
    const out = await officer.post(`${v}/check-out`, { conclusion: 'advice', summary: '现场指导整改标签', confirm: true })
    assert.equal(out.status, 200, out.text)
    assert.equal(out.body.state, 'checked_out')
    assert.equal(out.body.findings_n, 1)
    assert.equal((await officer.post(`${v}/findings`, { uid: randomUUID(), text: '太晚了', severity: 'slight' })).status, 409)

    // The receipt: checked by the server, and by a command without any database.
    const receipt = (await officer.get(`${v}/receipt`)).body
    assert.equal((await anyone.post('/api/v1/public/audit/check-receipt', receipt)).body.ok, true)
    const offline = s.cli(['audit', 'check-receipt', '-'], { input: JSON.stringify(receipt), ok: false })
    assert.equal(offline.status, 0, offline.stderr + offline.stdout)
    const tampered = { ...receipt, leaf_text: receipt.leaf_text.replace(/visit/, 'vizit') }
    const bad = await anyone.post('/api/v1/public/audit/check-receipt', tampered)
    assert.ok(bad.status === 422 || bad.body.ok === false, bad.text)
    const svg = await officer.get(`${v}/receipt.svg`)
    assert.equal(svg.status, 200)
    assert.match(svg.type, /^image\/svg\+xml/)

    // The one visit that was approved has been made.
    const refused = await checkIn(p, inspection({ second_officer_id: officer.me.officer_id }), officer2)
    assert.equal(refused.status, 409, refused.text)
    assert.ok(refused.body.verdict.reasons.some((r) => r.rule === 'BLOCK_NO_APPROVAL'))
    const again2 = await checkIn(p, inspection({ mission_id: mission.id }))
    assert.equal(again2.status, 422, again2.text)
    assert.ok(fault(again2, 'mission_id'))
  })

  test('a cap lets no more in than are left, of many who come at the same instant', async () => {
    const p = await freePlate(used)
    const o = (i) => (i % 2 ? inspection() : inspection({ second_officer_id: officer.me.officer_id }))
    const who = (i) => (i % 2 ? officer : officer2)
    const told = (list) => list.map((r) => `${r.status} ${r.body?.key ?? ''}`).join(', ')
    const applied = await Promise.all(Array.from({ length: 12 }, (_, i) => apply(p, o(i), who(i))))
    const reserved = applied.filter((r) => r.status === 201)
    assert.equal(reserved.length, p.left, told(applied))
    for (const r of applied) assert.ok(r.status === 201 || r.body.key === 'mission.denied', r.text)
    for (const r of reserved) assert.equal((await city.post(`/api/v1/missions/${r.body.id}/approve`, {})).status, 200)
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => checkIn(p, { ...o(i), confirm_warn: true }, who(i))))
    const inside = answers.filter((r) => r.status === 201)
    assert.equal(inside.length, p.left, told(answers))
    for (const r of answers) assert.ok([201, 409].includes(r.status), r.text)
    const v = await city.all(`/api/v1/visits?enterprise_id=${p.enterprise_id}&state=in_progress&kind=inspection`)
    assert.equal(v.length, p.left)
    assert.equal((await officer.post(`/api/v1/visits/${inside[0].body.id}/cancel`, { reason: '测试结束' })).status <= 403, true)
  })

  test('the same check-in sent many times at once is one visit', async () => {
    const p = await freePlate(used)
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkIn(p, { kind: 'help', source: 'self_request', reason: '企业求助' }, officer, id)))
    const ids = new Set(answers.filter((r) => r.status < 300).map((r) => r.body.id))
    assert.equal(ids.size, 1, answers.map((r) => `${r.status} ${r.body?.key ?? ''}`).join(', '))
  })

  test('the enterprise sees who came, rates it, and the rated do not see that', async () => {
    const p = await plateOf(contact.me.enterprise_id)
    const visit = await checkIn(p, { kind: 'help', source: 'self_request', reason: '企业申请帮扶', confirm_warn: true })
    assert.equal(visit.status, 201, visit.text)
    const v = `/api/v1/visits/${visit.body.id}`
    const list = (await officer.get('/api/v1/visit-checklists/help')).body.items
    await officer.put(`${v}/items`, { items: list.map(inOrder) })
    const out = await officer.post(`${v}/check-out`, { conclusion: 'none', summary: '已答复企业问题', confirm: true })
    assert.equal(out.status, 200, out.text)
    const mine = await contact.all('/api/v1/my/visits')
    const seen = mine.find((x) => x.id === visit.body.id)
    assert.ok(seen)
    assert.equal(seen.rating, undefined)
    assert.ok(mine.every((x) => x.enterprise_id === contact.me.enterprise_id))
    const rated = await contact.post(`${v}/rating`, { score: 2, tags: ['disturbing'], text: '影响了生产' })
    assert.equal(rated.status, 204, rated.text)
    assert.equal((await contact.post(`${v}/rating`, { score: 5 })).status, 409)
    const bySupervision = (await supervision.get(v)).body
    assert.match(JSON.stringify(bySupervision.rating), /2/)
    for (const client of [officer, officer2, city, leader]) {
      const r = await client.get(v)
      assert.doesNotMatch(r.text, /影响了生产|disturbing|"rating"/, client.me.username)
    }
    const timeline = await officer.get(`/api/v1/enterprises/${contact.me.enterprise_id}/timeline`)
    assert.doesNotMatch(timeline.text, /影响了生产|disturbing/)
  })

  test('a visit of others is not the contact’s to see, rate or refuse', async () => {
    const other = (await city.all('/api/v1/visits?limit=200')).find((v) => v.enterprise_id !== contact.me.enterprise_id)
    assert.equal((await contact.get(`/api/v1/visits/${other.id}`)).status, 404)
    assert.equal((await contact.get(`/api/v1/visits/${other.id}/receipt`)).status, 404)
    assert.equal((await contact.post(`/api/v1/visits/${other.id}/rating`, { score: 1 })).status, 404)
    assert.equal((await contact.post(`/api/v1/visits/${other.id}/refuse`, { reason: 'no_scan' })).status, 404)
  })

  test('help and inspections are listed apart, and filters hold', async () => {
    const help = await city.all('/api/v1/visits?kind=help&limit=200')
    const inspections = await city.all('/api/v1/visits?kind=inspection&limit=200')
    assert.ok(help.length && inspections.length)
    assert.ok(help.every((v) => v.kind === 'help' && !v.counts_toward_cap))
    assert.ok(inspections.every((v) => v.kind === 'inspection'))
    assert.equal((await city.get('/api/v1/visits?from=2026-13-01')).status, 422)
  })

  test('a citizen complains, follows the case, and is answered', async () => {
    const [p] = await plates()
    const bad = await anyone.post('/api/v1/public/complaints', { about: 'officer', text: '' })
    assert.equal(bad.status, 422)
    const r = await anyone.post('/api/v1/public/complaints', {
      plate_code: p.code,
      about: 'visit',
      text: '检查时没有扫码<script>',
      contact: '13812345678',
    })
    assert.equal(r.status, 201, r.text)
    const follow = () => anyone.get(`/api/v1/public/complaints/${r.body.case_code}`)
    assert.equal((await follow()).body.state, 'received')
    assert.doesNotMatch((await follow()).text, /13812345678|扫码/)
    const c = (await hotline.all('/api/v1/complaints')).find((x) => x.case_code === r.body.case_code)
    assert.equal(c.text, '检查时没有扫码<script>')
    const answered = await hotline.post(`/api/v1/complaints/${c.id}/answer`, { answer: '已核实并批评教育', state: 'answered' })
    assert.equal(answered.status, 204, answered.text)
    assert.equal((await follow()).body.answer, '已核实并批评教育')
    assert.equal((await anyone.get('/api/v1/public/complaints/NOTACASE')).status >= 400, true)
  })

  test('the head of the log is public and grows consistently', async () => {
    const note = await anyone.get('/api/v1/public/audit/checkpoint')
    assert.equal(note.status, 200)
    assert.match(note.type, /^text\/plain/)
    const [origin, size, root] = note.text.split('\n')
    assert.ok(origin.length > 3 && Number(size) > 100 && Buffer.from(root, 'base64').length === 32)
    assert.equal((await anyone.get(`/api/v1/public/audit/proof?index=5&size=${size}`)).status, 200)
    assert.equal((await anyone.get(`/api/v1/public/audit/consistency?from=10&to=${size}`)).status, 200)
    assert.ok((await anyone.get(`/api/v1/public/audit/proof?index=${size}&size=${size}`)).status >= 400)
    assert.ok((await anyone.get('/api/v1/public/audit/proof?index=0&size=99999999')).status >= 400)
  })

  test('the desk’s figures of today, and the log of all that verifies', async () => {
    const today = await city.get('/api/v1/desk/today')
    assert.equal(today.status, 200, today.text)
    assert.ok(today.body.visits_today_n >= 3)
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.body.ok, true, v.text)
  })
}

for (const engine of ENGINES) describe(`visits on ${engine}`, journey(engine))
