// The officer's rotating code over HTTP: register a phone, get a badge, sign codes as a phone does, and what is refused.
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID, sign, verify, createPublicKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault } from './lib/server.mjs'

const STEP_MS = 30_000

/** A phone with a key pair of its own. */
class Phone {
  constructor(client) {
    this.client = client
    this.uid = randomUUID()
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    this.key = privateKey
    this.public_key = publicKey.export({ format: 'jwk' }).x
  }

  body = (more = {}) => ({ uid: this.uid, name: '试验手机', public_key: this.public_key, ...more })
  register = (more) => this.client.post('/api/v1/devices', this.body(more))
  async renew() {
    const r = await this.client.post(`/api/v1/devices/${this.uid}/badge`)
    if (r.status === 200) this.badge = r.body
    return r
  }

  /** The code at a time; `task` is a part of its own. */
  code(task = '', at = Date.now(), badge = this.badge.badge) {
    const before = `${badge}.${task}.${Math.floor(at / STEP_MS)}`
    return `${before}.${sign(null, Buffer.from(`wurao-officer-code-v1\n${before}`), this.key).toString('base64url')}`
  }
}

const statement = (officer, plate = '') => Buffer.from(['1', '', officer, 0, '', plate, 'inspection', '', 'plan', '', '《环境保护法》', '', ''].map((x) => `${x}\n`).join('')).toString('base64url')

for (const engine of ENGINES)
  describe(`officers' codes on ${engine}`, () => {
    const s = new Server({}, { city: 60, engine })
    let officer, district, city, contact, stranger, anyone, phone, mine, theirs
    before(async () => {
      await s.start('--demo')
      ;[officer, district, city] = [await s.login('officer'), await s.login('district'), await s.login('city')]
      anyone = s.client()
      const list = (await city.all('/api/v1/enterprises?limit=200')).filter((e) => e.plate_code && e.district_id === officer.me.district_id)
      ;[mine, theirs] = list
      for (const [name, e] of [['gate.one', mine], ['gate.two', theirs]]) s.addUser(name, 'enterprise', '--enterprise', String(e.id)) // prettier-ignore
      ;[contact, stranger] = [await s.login('gate.one'), await s.login('gate.two')]
      phone = new Phone(officer)
    })
    after(() => s.close())

    const scan = (code, more = {}, who = contact) => who.post('/api/v1/my/officer-scans', { uid: randomUUID(), code, ...more })
    const refused = async (key, reply, status = 409) => {
      const r = await reply
      assert.equal(r.body?.key, key, r.text)
      assert.equal(r.status, status)
    }

    test('a phone is registered once, by an officer', async () => {
      const r = await phone.register()
      assert.equal(r.status, 201, r.text)
      assert.equal((await phone.register()).body.id, r.body.id)
      await refused('device.taken', phone.register({ uid: randomUUID() }))
      const bad = await phone.register({ uid: 'x'.repeat(36), public_key: 'A'.repeat(42) + '_' })
      assert.equal(bad.status, 422)
      assert.ok(fault(bad, 'uid') && fault(bad, 'public_key'), bad.text)
      assert.equal((await contact.post('/api/v1/devices', phone.body())).status, 403)
      assert.deepEqual((await officer.get('/api/v1/devices')).body.items.map((d) => d.uid), [phone.uid])
    })

    test('the badge is signed by a key that everybody can ask for', async () => {
      assert.equal((await phone.renew()).status, 200)
      const bytes = Buffer.from(phone.badge.badge, 'base64url')
      const [form, kid, id, name, , cert] = bytes.toString('utf8').split('\n')
      assert.deepEqual([form, Number(id), name, cert], ['1', phone.badge.officer_id, phone.badge.name, phone.badge.cert_no])
      const key = (await anyone.get('/api/v1/public/keys')).body.items.find((k) => k.kid === kid && k.purpose === 'plate')
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.public_key }, format: 'jwk' })
      assert.ok(verify(null, Buffer.concat([Buffer.from('wurao-badge-v1\n'), bytes.subarray(0, -64)]), publicKey, bytes.subarray(-64)))
      assert.equal(bytes.subarray(-96, -64).toString('base64url'), phone.public_key)
      assert.ok(phone.badge.expires_ms - phone.badge.issued_ms <= 7 * 86_400_000)
      assert.equal((await city.post(`/api/v1/devices/${phone.uid}/badge`)).status, 403)
      await refused('not_found', (await s.login('officer2')).post(`/api/v1/devices/${phone.uid}/badge`), 404)
    })

    test('a scan is kept once, and seen by those concerned', async () => {
      const uid = randomUUID()
      const code = phone.code(statement(phone.badge.officer_id, mine.plate_code))
      const r = await scan(`https://gate.example/o#${code}`, { uid })
      assert.equal(r.status, 201, r.text)
      assert.deepEqual([r.body.approval, r.body.offline, r.body.basis], ['unapproved', false, '《环境保护法》'])
      assert.equal((await scan(code, { uid })).body.id, r.body.id)
      assert.equal((await scan(code)).body.id, r.body.id)
      await refused('badge.uid_used', scan(phone.code('', Date.now() - STEP_MS), { uid }))
      assert.ok((await contact.get('/api/v1/my/officer-scans')).body.items.some((x) => x.id === r.body.id))
      assert.equal((await stranger.get('/api/v1/my/officer-scans')).body.items.length, 0)
      assert.ok((await city.get(`/api/v1/officer-scans?enterprise_id=${mine.id}`)).body.items.some((x) => x.id === r.body.id))
    })

    test('the visit takes the scan into its record: one made before, and one made after the check-in', async () => {
      const record = async (o) => {
        const v = await officer.post('/api/v1/visits', { client_id: randomUUID(), plate: mine.plate_code, kind: 'other', source: 'plan', reason: '送达文书', device_ms: Date.now(), confirm_warn: true, ...o })
        assert.equal(v.status, 201, v.text)
        return v.body
      }
      const first = (await city.get(`/api/v1/officer-scans?enterprise_id=${mine.id}`)).body.items[0]
      const before = await record()
      assert.equal(before.scan_id, first.id)
      const after = await record()
      assert.equal(after.scan_id, undefined)
      const late = await scan(phone.code(statement(phone.badge.officer_id, mine.plate_code), Date.now() + STEP_MS))
      assert.equal(late.status, 201, late.text)
      const at = `/api/v1/visits/${after.id}`
      assert.equal((await officer.put(`${at}/items`, { items: [{ code: 'O1', result: 'ok' }] })).status, 200)
      const out = await officer.post(`${at}/check-out`, { conclusion: 'none', summary: '已送达', confirm: true })
      assert.equal(out.status, 200, out.text)
      assert.equal(out.body.scan_id, late.body.id)
      assert.equal((await city.get(`/api/v1/officer-scans?enterprise_id=${mine.id}`)).body.items.find((x) => x.id === late.body.id).visit_id, after.id)
    })

    test('each refusal says why', async () => {
      const now = Date.now()
      await refused('badge.syntax', scan('https://gate.example/p/ABC'), 422)
      await refused('badge.used', scan(phone.code('', now), {}, contact).then(() => scan(phone.code('', now), {}, stranger)))
      await refused('badge.replayed', scan(phone.code('', now - 10 * STEP_MS)))
      await refused('badge.other_enterprise', scan(phone.code(statement(phone.badge.officer_id, theirs.plate_code))))
      await refused('badge.warrant', scan(phone.code(statement(phone.badge.officer_id + 1))))
      const thief = new Phone(officer)
      thief.badge = phone.badge
      await refused('badge.device_sig', scan(thief.code()))
      const forged = Buffer.from(phone.badge.badge, 'base64url')
      forged[forged.length - 70] ^= 1
      await refused('badge.foreign', scan(phone.code('', now, forged.toString('base64url'))))
      assert.equal((await scan('A'.repeat(2601))).status, 422)
      assert.equal((await officer.post('/api/v1/my/officer-scans', { uid: randomUUID(), code: phone.code() })).status, 403)
    })

    test('one made without network must fit its time, and is marked', async () => {
      const at = Date.now() - 3_600_000
      // The badge is younger than that scan: made valid by no clock.
      await refused('badge.expired', scan(phone.code('', at), { at_ms: at }))
      const soon = Date.now() - 4 * STEP_MS
      await refused('badge.offline_time', scan(phone.code('', soon), { at_ms: soon - 5 * STEP_MS }))
      const r = await scan(phone.code('', soon), { at_ms: soon })
      assert.equal(r.status, 201, r.text)
      assert.deepEqual([r.body.offline, r.body.at_ms], [true, soon])
      await refused('badge.offline_late', scan(phone.code('', soon - 60 * STEP_MS), { at_ms: Date.now() + 3_600_000 }))
    })

    test('a revoked phone is in the signed list and refused', async () => {
      const before = (await anyone.get('/api/v1/public/badge-revocations')).body
      assert.ok(!(before.keys ?? []).includes(phone.public_key))
      await refused('not_found', (await s.login('officer2')).post(`/api/v1/devices/${phone.uid}/revoke`, { reason: '遗失' }), 404)
      const r = await city.post(`/api/v1/devices/${phone.uid}/revoke`, { reason: '遗失' })
      assert.equal(r.status, 200, r.text)
      assert.equal(r.body.revoked, true)
      const list = (await anyone.get('/api/v1/public/badge-revocations')).body
      assert.ok(list.keys.includes(phone.public_key))
      const key = (await anyone.get('/api/v1/public/keys')).body.items.find((k) => k.kid === list.kid && k.purpose === 'plate')
      const text = ['wurao-badge-revocations-v1', list.issued_ms, ...list.keys].map((x) => `${x}\n`).join('')
      assert.ok(verify(null, Buffer.from(text), createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.public_key }, format: 'jwk' }), Buffer.from(list.sig, 'base64url')))
      await refused('badge.revoked', scan(phone.code('', Date.now() + STEP_MS)))
      await refused('device.revoked', phone.renew())
      await refused('device.revoked', phone.register())
    })

    test('nothing of it is in the log', () => {
      assert.ok(!s.log.includes(phone.badge.badge.slice(0, 40)))
      assert.ok(!s.log.includes(phone.badge.name))
    })
  })
