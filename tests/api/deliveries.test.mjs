// Records of a phone that was without network, its photos in pieces, and the facts it takes along.
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { BOTH, Server, fault } from './lib/server.mjs'

const journey = (engine) => () => {
  const s = new Server({}, { city: 240, engine })
  let city, officer, officer2, leader, contact, aud
  before(async () => {
    await s.start('--demo')
    ;[city, officer, officer2, leader, contact, aud] = await Promise.all(
      ['city', 'officer', 'officer2', 'leader', 'enterprise', 'auditor'].map((n) => s.login(n)),
    )
  })
  after(() => s.close())

  /** A phone in somebody's hand: numbers its records as it makes them. */
  class Phone {
    constructor(client, device = randomUUID()) {
      this.client = client
      this.device = device
      this.seq = 0
    }
    record(kind, visit, body, more) {
      const seq = ++this.seq
      return { seq, uid: randomUUID(), kind, visit, device_ms: Date.now() - 60_000 + seq, mono_ms: seq * 1000, body, ...more }
    }
    send(records, more) {
      return this.client.post('/api/v1/deliveries', { device: this.device, sent_ms: Date.now(), records, ...more })
    }
    /** Send one that must come to this state. */
    async one(record, state) {
      const r = await this.send([record])
      assert.equal(r.status, 200, r.text)
      assert.equal(r.body.results[0].state, state, r.text)
      return r.body.results[0]
    }
  }

  const plates = async () =>
    (await city.all('/api/v1/plates?limit=200')).filter(
      (p) => ['issued', 'printed', 'hung'].includes(p.status) && p.district_name === officer.me.district_name,
    )
  const help = (plate, more) => ({ plate: plate.payload, kind: 'help', source: 'self_request', reason: '企业申请帮扶', ...more })
  const inspection = (plate, more) => ({
    plate: plate.payload,
    kind: 'inspection',
    source: 'plan',
    reason: '年度计划检查',
    second_officer_id: officer2.me.officer_id,
    phone_verdict: { verdict: 'allow', as_of_ms: Date.now() - 3_600_000, headline: '可以入企检查' },
    ...more,
  })
  const answers = async (kind) =>
    (await officer.get(`/api/v1/visit-checklists/${kind}`)).body.items.map((i) => ({ code: i.code, result: 'ok' }))
  let some = 0
  /** Help does not count: an enterprise may be helped several times. The last one is kept for its cap. */
  const nextPlate = async () => {
    const all = await plates()
    return all[some++ % (all.length - 1)]
  }

  test('a visit recorded without network comes in, in any order and as often as it is sent', async () => {
    const phone = new Phone(officer)
    const visit = randomUUID()
    const finding = randomUUID()
    const r = [
      phone.record('check_in', visit, help(await nextPlate())),
      phone.record('items', visit, { items: await answers('help') }),
      phone.record('finding', visit, { uid: finding, text: '台账缺页', severity: 'slight' }),
      phone.record('finding', visit, { uid: randomUUID(), text: '误记', severity: 'slight' }),
      phone.record('check_out', visit, { conclusion: 'advice', summary: '已指导补齐台账' }),
    ]
    r.splice(4, 0, phone.record('finding_withdraw', visit, { uid: r[3].body.uid }))
    ;[r[4].seq, r[5].seq] = [5, 6]
    const late = await phone.send([r[5], r[2], r[4]])
    assert.equal(late.status, 200, late.text)
    assert.deepEqual(late.body.results.map((x) => x.state), ['parked', 'parked', 'parked'])
    assert.equal(late.body.next_seq, 1)
    assert.ok(Math.abs(late.body.skew_ms) < 60_000 && !late.body.skewed)
    const parked = await officer.all('/api/v1/my/deliveries?state=parked')
    assert.equal(parked.length, 3)
    // Several batches at once, with repeats.
    const all = await Promise.all([phone.send([r[3], r[1]]), phone.send([r[0], r[1]]), phone.send([r[0], r[2], r[0]])])
    for (const x of all) assert.equal(x.status, 200, x.text)
    const done = await phone.send(r)
    assert.deepEqual(done.body.results.map((x) => x.state), Array(6).fill('applied'), done.text)
    assert.equal(done.body.next_seq, 7)
    const id = done.body.results[0].visit_id
    const v = (await officer.get(`/api/v1/visits/${id}`)).body
    assert.equal(v.state, 'checked_out')
    assert.equal(v.client_id, visit)
    assert.deepEqual(v.findings.map((f) => f.uid), [finding])
    assert.equal(v.conclusion, 'advice')
    const again = await phone.send(r)
    assert.deepEqual(again.body.results, done.body.results)
    assert.equal((await officer.get(`/api/v1/visits/${id}`)).body.version, v.version)
    assert.equal((await phone.send([])).body.next_seq, 7)
  })

  test('other content under a number is kept, told and not applied', async () => {
    const phone = new Phone(officer)
    const first = phone.record('check_in', randomUUID(), help(await nextPlate()))
    await phone.one(first, 'applied')
    const other = { ...first, uid: randomUUID(), body: { ...first.body, reason: '另一回事' } }
    const res = await phone.one(other, 'failed')
    assert.equal(res.error.key, 'delivery.seq_used')
    assert.ok(res.error.title && res.error.detail)
    await phone.one(first, 'applied')
    const kept = (await officer.all('/api/v1/my/deliveries?state=failed')).filter((d) => d.device === phone.device)
    assert.equal(kept.length, 1)
    assert.equal(kept[0].body.reason, '另一回事')
    const released = await city.post(`/api/v1/deliveries/${kept[0].id}/release`)
    assert.equal(released.status, 409)
    assert.equal(released.body.key, 'delivery.twin')
    const gone = await city.post(`/api/v1/deliveries/${kept[0].id}/discard`, { reason: '重复记录' })
    assert.equal(gone.body.state, 'discarded', gone.text)
  })

  test('a refused record keeps its faults and takes no other with it', async () => {
    const phone = new Phone(officer)
    const visit = randomUUID()
    const r = await phone.send([
      phone.record('check_in', visit, help(await nextPlate())),
      phone.record('items', visit, { items: [{ code: 'ZZ9', result: 'ok' }] }),
      phone.record('check_in', randomUUID(), { plate: 7, party: true }),
      phone.record('items', randomUUID(), { items: await answers('help') }),
      phone.record('items', visit, { items: await answers('help') }),
    ])
    assert.deepEqual(r.body.results.map((x) => x.state), ['applied', 'failed', 'failed', 'failed', 'applied'], r.text)
    assert.equal(r.body.results[1].error.faults[0].path, 'items[0].code')
    assert.ok(r.body.results[2].error.faults.some((f) => f.path === 'party'))
    assert.equal(r.body.results[3].error.key, 'delivery.visit_unknown')
    const en = await officer.post('/api/v1/deliveries', { device: phone.device, sent_ms: Date.now(), records: [] }, { headers: { 'Accept-Language': 'en' } })
    assert.equal(en.body.next_seq, 6)
    const bad = await officer.post('/api/v1/deliveries', { device: 'x', records: [{ seq: 0, kind: 'party', visit: 'y' }] })
    assert.equal(bad.status, 422)
    for (const path of ['device', 'sent_ms', 'records[0].seq', 'records[0].kind', 'records[0].visit', 'records[0].uid', 'records[0].body'])
      assert.ok(fault(bad, path), path)
    assert.equal((await leader.post('/api/v1/deliveries', {})).status, 403)
    assert.equal((await officer.get('/api/v1/deliveries')).status, 403)
  })

  /** Deliver a check-in that is denied by the time it comes in. */
  async function conflict(phone, plate, rule, body = inspection(plate)) {
    const visit = randomUUID()
    const res = await phone.one(phone.record('check_in', visit, body), 'applied')
    assert.equal(res.verdict, 'deny')
    assert.equal(res.visit_conflict, true)
    assert.ok(res.headline)
    const v = (await phone.client.get(`/api/v1/visits/${res.visit_id}`)).body
    assert.equal(v.conflict, 'open')
    assert.equal(v.offline, true)
    assert.equal(v.phone_verdict?.verdict ?? 'allow', 'allow')
    assert.match(JSON.stringify(v.verdict_detail), new RegExp(rule))
    await phone.one(phone.record('photo', visit, { sha256: 'a'.repeat(64), kind: 'scene', taken_ms: Date.now() }), 'applied')
    return res
  }

  test('the cap was reached meanwhile: the check-in is recorded as a conflict', async () => {
    const phone = new Phone(officer)
    for (let i = 0; i < 5; i++) {
      const plate = (await plates()).at(-1)
      const verdict = await officer.post('/api/v1/visits/verdict', {
        enterprise_id: plate.enterprise_id,
        kind: 'inspection',
        source: 'plan',
        second_officer_id: officer2.me.officer_id,
      })
      if (verdict.body.used >= verdict.body.cap) return conflict(phone, plate, 'BLOCK_CAP')
      await phone.one(phone.record('check_in', randomUUID(), inspection(plate)), 'applied')
    }
    assert.fail('the cap was never reached')
  })

  test('the plate was revoked meanwhile', async () => {
    const plate = await nextPlate()
    const gone = await city.post(`/api/v1/plates/${plate.id}/void`, { reason: '损坏作废' })
    assert.equal(gone.status, 200, gone.text)
    await conflict(new Phone(officer), plate, 'BLOCK_PLATE', help(plate))
  })

  test('the officer’s certificate has run out meanwhile', async () => {
    const o = await city.get(`/api/v1/officers/${officer.me.officer_id}`)
    const was = o.body.cert_to
    const changed = await city.patch(o.body.id ? `/api/v1/officers/${o.body.id}` : '', { cert_to: '2026-01-31', reason: '证件到期' }, o.body.version)
    assert.equal(changed.status, 200, changed.text)
    await conflict(new Phone(officer), await nextPlate(), 'BLOCK_CERT')
    const back = await city.patch(`/api/v1/officers/${o.body.id}`, { cert_to: was, reason: '恢复' }, changed.body.version)
    assert.equal(back.status, 200, back.text)
  })

  test('a wrong clock is measured and told', async () => {
    const phone = new Phone(officer)
    const slow = 3 * 3_600_000
    const record = phone.record('check_in', randomUUID(), help(await nextPlate()), { device_ms: Date.now() - slow - 5000 })
    const r = await phone.send([record], { sent_ms: Date.now() - slow })
    assert.equal(r.body.skewed, true)
    assert.ok(Math.abs(r.body.skew_ms - slow) < 60_000)
    const v = (await officer.get(`/api/v1/visits/${r.body.results[0].visit_id}`)).body
    assert.equal(v.device_ms, record.device_ms)
    assert.ok(Math.abs(v.checked_in_ms - (record.device_ms + r.body.skew_ms)) < 10)
    const [mine] = await officer.all('/api/v1/my/deliveries?state=applied&limit=1')
    assert.equal(typeof mine.skewed, 'boolean')
  })

  test('an answer of somebody else is not overwritten: both are told, an administrator decides', async () => {
    const [mine, theirs] = [new Phone(officer), new Phone(officer2)]
    const visit = randomUUID()
    const [a] = await answers('help')
    await mine.one(mine.record('check_in', visit, help(await nextPlate(), { second_officer_id: officer2.me.officer_id })), 'applied')
    await mine.one(mine.record('items', visit, { items: [{ ...a, result: 'problem', note: '坏了' }] }, { base_version: 1 }), 'applied')
    const res = await theirs.one(theirs.record('items', visit, { items: [a] }, { base_version: 1 }), 'conflict')
    assert.equal(res.disputes.length, 1)
    assert.deepEqual([res.disputes[0].mine, res.disputes[0].theirs, res.disputes[0].theirs_note], ['ok', 'problem', '坏了'])
    const item = async () => (await officer.get(`/api/v1/visits/${res.visit_id}`)).body.items.find((i) => i.code === a.code)
    assert.equal((await item()).result, 'problem')
    const open = (await city.all('/api/v1/deliveries?state=conflict')).find((d) => d.device === theirs.device)
    assert.ok(open.enterprise_id && open.user_id)
    const page = (await officer2.get('/api/v1/my/offline')).body
    assert.ok(page.conflicts.some((c) => c.id === open.id))
    const taken = await city.post(`/api/v1/deliveries/${open.id}/release`)
    assert.equal(taken.body.state, 'applied', taken.text)
    assert.equal((await item()).result, 'ok')
    assert.equal((await city.post(`/api/v1/deliveries/${open.id}/release`)).status, 409)
  })

  test('a revoked phone’s records are kept apart; an administrator releases or discards them', async () => {
    const phone = new Phone(officer)
    const key = Buffer.from(randomUUID().replaceAll('-', '') + randomUUID().replaceAll('-', ''), 'hex').toString('base64url')
    const added = await officer.post('/api/v1/devices', { uid: phone.device, name: '测试手机', public_key: key })
    assert.ok(added.status < 300, added.text)
    const visit = randomUUID()
    const r = [
      phone.record('check_in', visit, help(await nextPlate())),
      phone.record('items', visit, { items: await answers('help') }),
      phone.record('finding', visit, { uid: randomUUID(), text: '标签缺失', severity: 'slight' }),
    ]
    await phone.one(r[0], 'applied')
    const revoked = await city.post(`/api/v1/devices/${phone.device}/revoke`, { reason: '手机遗失' })
    assert.ok(revoked.status < 300, revoked.text)
    const sent = await phone.send(r)
    assert.deepEqual(sent.body.results.map((x) => x.state), ['applied', 'quarantined', 'quarantined'])
    assert.equal(sent.body.results[1].error.key, 'delivery.revoked')
    const kept = (await city.all('/api/v1/deliveries?state=quarantined')).filter((d) => d.device === phone.device)
    assert.equal(kept.length, 2)
    const [finding, items] = kept
    const released = await city.post(`/api/v1/deliveries/${items.id}/release`)
    assert.equal(released.body.state, 'applied', released.text)
    const discarded = await city.post(`/api/v1/deliveries/${finding.id}/discard`, { reason: '与本次入企无关' })
    assert.equal(discarded.body.state, 'discarded')
    assert.equal(discarded.body.decision_reason, '与本次入企无关')
    assert.equal((await city.post(`/api/v1/deliveries/${finding.id}/discard`, { reason: '再次' })).status, 409)
    assert.equal((await city.post('/api/v1/deliveries/99999999/release')).status, 404)
    const v = (await officer.get(`/api/v1/visits/${sent.body.results[0].visit_id}`)).body
    assert.equal(v.findings?.length ?? 0, 0)
    assert.ok(v.items.every((i) => i.result === 'ok'))
  })

  test('a photo comes in pieces and goes on after a dropped connection', async () => {
    const plate = await nextPlate()
    const photo = (await city.get(`/api/v1/plates/${plate.id}/image?format=png`)).bytes
    const sha = createHash('sha256').update(photo).digest('hex')
    const phone = new Phone(officer)
    const visit = randomUUID()
    await phone.one(phone.record('check_in', visit, help(plate)), 'applied')
    const { visit_id } = await phone.one(phone.record('photo', visit, { sha256: sha, kind: 'problem', taken_ms: 1_790_000_000_123 }), 'applied')
    const path = `/api/v1/visits/${visit_id}/uploads/${sha}`
    const size = Math.ceil(photo.length / 4)
    const put = (from, bytes = photo.subarray(from, from + size)) =>
      officer.upload(`${path}?offset=${from}&total=${photo.length}`, bytes, 'p.png', { method: 'PUT' })
    assert.deepEqual((await officer.get(path)).body, { sha256: sha, received: 0, total: 0 })
    assert.equal((await put(0)).body.received, size)

    // The connection breaks within the second piece: nothing of it counts.
    const head =
      `PUT ${path}?offset=${size}&total=${photo.length} HTTP/1.1\r\nHost: 127.0.0.1:${s.port}\r\nCookie: ${officer.cookie}\r\n` +
      `X-CSRF-Token: ${officer.me.csrf}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${size}\r\n\r\n`
    await s.raw([head, photo.subarray(size, size + 100)], { ms: 300 })
    const st = await officer.get(`${path}?total=${photo.length}`)
    assert.deepEqual(st.body, { sha256: sha, received: size, total: photo.length })

    const wrong = await put(3 * size)
    assert.equal(wrong.status, 409)
    assert.equal(wrong.body.key, 'upload.offset')
    assert.equal(wrong.body.received, size)
    await s.stop('SIGKILL') // and the server is killed
    await s.start('--demo')
    for (let at = (await officer.get(path)).body.received; at < photo.length; at += size) {
      const r = await put(at)
      assert.equal(r.status, 200, r.text)
      assert.equal(r.body.received, Math.min(at + size, photo.length))
    }
    const done = (await officer.get(`${path}?total=${photo.length}`)).body
    assert.equal(done.received, photo.length)
    assert.ok(done.photo_id)
    const repeat = await put(3 * size)
    assert.equal(repeat.body.photo_id, done.photo_id)
    const v = (await officer.get(`/api/v1/visits/${visit_id}`)).body
    assert.equal(v.photos.length, 1)
    assert.equal(v.photos[0].kind, 'problem')
    assert.equal(v.photos[0].taken_ms, 1_790_000_000_123)
    const picture = await officer.get(`/api/v1/visits/${visit_id}/photos/${done.photo_id}`)
    assert.equal(picture.type, 'image/jpeg')

    const big = Buffer.alloc(256 * 1024 + 1)
    assert.equal((await officer.upload(`${path}?offset=0&total=${big.length}`, big, 'p', { method: 'PUT' })).status, 413)
    const lies = createHash('sha256').update('other').digest('hex')
    const other = `/api/v1/visits/${visit_id}/uploads/${lies}`
    const mismatch = await officer.upload(`${other}?offset=0&total=100&kind=scene`, photo.subarray(0, 100), 'p', { method: 'PUT' })
    assert.equal(mismatch.status, 422)
    assert.equal(mismatch.body.key, 'upload.mismatch')
    assert.equal((await officer.upload(`/api/v1/visits/${visit_id}/uploads/XYZ?offset=0&total=1&kind=scene`, Buffer.from('x'), 'p', { method: 'PUT' })).status, 422)
    assert.equal((await (await s.login('o0005')).get(path)).status >= 403, true)
  })

  test('the facts to take along: my enterprises first, verdicts as at the gate, an unchanged page for nothing', async () => {
    const first = await officer.get('/api/v1/my/offline')
    assert.equal(first.status, 200, first.text)
    const page = first.body
    assert.ok(first.bytes.length < 150_000, `${first.bytes.length} bytes`)
    assert.ok(page.enterprises.length > 0 && page.checklists.length >= 3 && page.evidence.length > 0)
    const e = page.enterprises[0]
    for (const list of e.checklists.map((i) => page.checklists[i])) {
      const online = (await officer.get(`/api/v1/visit-checklists/${list.kind}?enterprise_id=${e.id}`)).body
      assert.equal(list.version, online.version)
      assert.deepEqual(list.items.map((i) => page.items[i].code), online.items.map((i) => i.code))
    }
    assert.equal(page.enterprises[0].tier, 'own')
    const etag = first.headers.get('etag')
    assert.ok(etag)
    const same = await officer.get('/api/v1/my/offline', { headers: { 'If-None-Match': etag } })
    assert.equal(same.status, 304)
    assert.equal(same.bytes.length, 0)

    for (const e of page.enterprises.slice(0, 8)) {
      for (const v of e.verdicts.map((i) => page.verdicts[i]).filter((x) => !x.needs_evidence)) {
        const gate = (await officer.post('/api/v1/visits/verdict', { enterprise_id: e.id, kind: v.kind, source: v.source })).body
        assert.equal(v.verdict, gate.verdict, `${e.name} ${v.kind} ${v.source}`)
        assert.equal(page.headlines[v.headline].zh, gate.headline)
        assert.deepEqual(
          v.reasons.map((i) => [page.reasons[i].rule, page.reasons[i].zh]),
          gate.reasons.map((r) => [r.rule, r.text]),
        )
      }
    }
    const seen = new Set(page.enterprises.map((e) => e.id))
    for (let next = page.next; next; ) {
      const r = await officer.get(`/api/v1/my/offline?cursor=${next}`)
      assert.ok(r.bytes.length < 150_000, `${r.bytes.length} bytes`)
      assert.equal(r.body.evidence, undefined)
      for (const e of r.body.enterprises) {
        assert.ok(!seen.has(e.id), 'no enterprise twice')
        seen.add(e.id)
      }
      next = r.body.next
    }
    const registry = await officer.all('/api/v1/enterprises?limit=200')
    for (const e of registry.filter((x) => x.status !== 'merged')) assert.ok(seen.has(e.id), e.name)
    assert.equal((await officer.get('/api/v1/my/offline?cursor=nonsense')).status, 422)
    assert.equal((await contact.get('/api/v1/my/offline')).status, 403)
    assert.equal((await officer.get(page.keys)).status, 200)
    assert.equal((await officer.get(page.revocations)).status, 200)
  })

  test('the log agrees with all of it', async () => {
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.body.ok, true, v.text)
  })
}

for (const engine of BOTH) describe(`deliveries on ${engine}`, journey(engine))
