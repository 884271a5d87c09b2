// Logging in, staying in, leaving; passwords, second factor, lockout.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { PASSWORD, Server, fault } from './lib/server.mjs'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
function totp(secret, ms = Date.now()) {
  const bits = [...secret].map((c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / 30000)))
  const h = createHmac('sha1', key).update(counter).digest()
  const at = h[19] & 15
  return String((h.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe('accounts', () => {
  const s = new Server({ WURAO_SECURITY_LOCK_AFTER: '3' })
  before(async () => {
    for (const [name, role] of [
      ['city', 'city_admin'],
      ['lock', 'city_admin'],
      ['otp', 'city_admin'],
      ['fresh', 'city_admin'],
      ['leaver', 'city_admin'],
    ])
      s.addUser(name, role, ...(name === 'fresh' ? ['--must-change'] : []))
    await s.start()
  })
  after(() => s.close())

  test('the session cookie is for this site only', async () => {
    const c = s.client()
    const r = await c.post('/api/v1/sessions', { username: 'city', password: PASSWORD })
    assert.equal(r.status, 201)
    assert.equal(r.setCookie.length, 1)
    assert.match(r.setCookie[0], /^wurao=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    assert.equal(r.headers.get('cache-control'), 'no-store')
    assert.deepEqual(r.body.roles, ['city_admin'])
  })

  test('a wrong password and an unknown user are answered alike', async () => {
    const c = s.client({ 'Accept-Language': 'en' })
    const a = await c.post('/api/v1/sessions', { username: 'city', password: 'wrong-password' })
    const b = await c.post('/api/v1/sessions', { username: 'nobody-here', password: 'wrong-password' })
    assert.equal(a.status, 401)
    assert.equal(a.body.key, 'login.failed')
    assert.equal(b.status, 401)
    assert.equal(a.body.detail, b.body.detail)
    assert.doesNotMatch(a.text + b.text, /wrong-password/)
  })

  test('every faulty field of a log-in is named, in the language asked for', async () => {
    const zh = await s.client().post('/api/v1/sessions', { user: 'x', password: 5 })
    assert.equal(zh.status, 422)
    assert.equal(fault(zh, 'user').key, 'input.unknown')
    assert.equal(fault(zh, 'username').message, '必填')
    assert.ok(fault(zh, 'password'))
    assert.equal(zh.headers.get('content-language'), 'zh-CN')
    const en = await s.client({ 'Accept-Language': 'en' }).post('/api/v1/sessions', {})
    assert.equal(fault(en, 'username').message, 'is required')
  })

  test('failures in a row lock the account, also for the right password', async () => {
    const c = s.client()
    for (let i = 0; i < 3; i++) {
      const r = await c.post('/api/v1/sessions', { username: 'lock', password: `wrong-password-${i}` })
      assert.equal(r.status, 401)
    }
    const r = await c.post('/api/v1/sessions', { username: 'lock', password: PASSWORD })
    assert.equal(r.status, 429)
    assert.equal(r.body.key, 'login.locked')
    assert.ok(Number(r.headers.get('retry-after')) > 0)
  })

  test('a change without the token, or from another site, is refused', async () => {
    const c = await s.login('city')
    const no = await c.delete('/api/v1/session', { headers: { 'X-CSRF-Token': null } })
    assert.equal(no.status, 403)
    assert.equal(no.body.key, 'http.csrf')
    const wrong = await c.delete('/api/v1/session', { headers: { 'X-CSRF-Token': 'x'.repeat(32) } })
    assert.equal(wrong.status, 403)
    const elsewhere = await c.delete('/api/v1/session', { headers: { Origin: 'https://evil.example' } })
    assert.equal(elsewhere.status, 403)
    const cross = await c.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'cross-site' } })
    assert.equal(cross.status, 403)
    assert.equal((await c.get('/api/v1/session')).status, 200)
    const own = await c.delete('/api/v1/session', { headers: { Origin: s.url, 'Sec-Fetch-Site': 'same-origin' } })
    assert.equal(own.status, 204)
  })

  test('logging in from another site is refused, too', async () => {
    const r = await s
      .client()
      .post('/api/v1/sessions', { username: 'city', password: PASSWORD }, { headers: { Origin: 'https://evil.example' } })
    assert.equal(r.status, 403)
  })

  test('logging out ends the session on the server', async () => {
    const c = await s.login('leaver')
    const cookie = c.cookie
    assert.equal((await c.delete('/api/v1/session')).status, 204)
    assert.equal(c.cookie, null)
    c.cookie = cookie
    const r = await c.get('/api/v1/session')
    assert.equal(r.status, 401)
  })

  test('without a session nothing but the public may be asked', async () => {
    const r = await s.client().get('/api/v1/session')
    assert.equal(r.status, 401)
    assert.equal(r.body.key, 'unauthenticated')
    const forged = s.client()
    forged.cookie = `wurao=${'A'.repeat(43)}`
    assert.equal((await forged.get('/api/v1/session')).status, 401)
    assert.equal((await forged.get('/api/v1/public/config')).status, 200)
  })

  test('a first password must be changed before anything else', async () => {
    const c = await s.login('fresh')
    assert.equal(c.me.must_change, true)
    const blocked = await c.get('/api/v1/regions')
    if (s.contract.find('GET', '/api/v1/regions').op['x-roles'].length) assert.equal(blocked.status, 403)
    const events = await c.get('/api/v1/events')
    assert.equal(events.status, 403)
    assert.equal(events.body.key, 'http.must_change')
    const weak = await c.post('/api/v1/session/password', { old_password: PASSWORD, new_password: 'short' })
    assert.equal(weak.status, 422)
    assert.doesNotMatch(weak.text, /"short"/)
    const wrong = await c.post('/api/v1/session/password', { old_password: 'not-the-old-one', new_password: 'Another-good-one-1' })
    assert.ok([401, 403, 422].includes(wrong.status), String(wrong.status))
    const good = await c.post('/api/v1/session/password', { old_password: PASSWORD, new_password: 'Another-good-one-1' })
    assert.equal(good.status, 204)
    const again = await s.login('fresh', 'Another-good-one-1')
    assert.equal(again.me.must_change, false)
  })

  test('the second factor is asked for, and a code works once', async () => {
    const c = await s.login('otp')
    const made = await c.post('/api/v1/session/totp')
    assert.equal(made.status, 200)
    assert.match(made.body.otpauth, /^otpauth:\/\/totp\//)
    const bad = await c.put('/api/v1/session/totp', { code: '000000' })
    assert.notEqual(bad.status, 204)
    const now = Date.now()
    assert.equal((await c.put('/api/v1/session/totp', { code: totp(made.body.secret, now) })).status, 204)
    const without = await s.client().post('/api/v1/sessions', { username: 'otp', password: PASSWORD })
    assert.equal(without.status, 401)
    assert.equal(without.body.key, 'login.totp_required')
    // The code that turned it on is used up; the next one works, once.
    const code = totp(made.body.secret, now + 30000)
    const first = await s.client().post('/api/v1/sessions', { username: 'otp', password: PASSWORD, totp: code })
    assert.equal(first.status, 201, first.text)
    const replay = await s.client().post('/api/v1/sessions', { username: 'otp', password: PASSWORD, totp: code })
    assert.equal(replay.status, 401)
  })

  test('the log names no one and holds no secret', async () => {
    await s.logged(/route=\/api\/v1\/sessions/)
    assert.doesNotMatch(s.log, new RegExp(PASSWORD))
    assert.doesNotMatch(s.log, /wurao=|username|nobody-here/)
    assert.match(s.log, /event=http\.request id=\S+ user=\d+ method=POST route=\/api\/v1\/sessions status=201 ms=\d+/)
  })
})

describe('behind https', () => {
  const s = new Server({ WURAO_HTTP_PUBLIC_URL: 'https://wurao.example.cn', WURAO_HTTP_TRUSTED_PROXY: '127.0.0.1' })
  before(async () => {
    s.addUser('city', 'city_admin')
    await s.start()
  })
  after(() => s.close())

  test('cookie, origin and transport are strict', async () => {
    const c = s.client()
    const body = { username: 'city', password: PASSWORD }
    const r = await c.post('/api/v1/sessions', body, { headers: { Origin: 'https://wurao.example.cn' } })
    assert.equal(r.status, 201)
    assert.match(r.setCookie[0], /^__Host-wurao=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    assert.match(r.headers.get('strict-transport-security'), /max-age=/)
    assert.equal((await c.get('/api/v1/session')).status, 200)
    const inner = await s.client().post('/api/v1/sessions', body, { headers: { Origin: s.url } })
    assert.equal(inner.status, 403)
    const plain = s.client()
    plain.cookie = c.cookie.replace('__Host-', '')
    assert.equal((await plain.get('/api/v1/session')).status, 401)
  })

  test('figures are not for those whom the proxy names', async () => {
    assert.equal((await s.client().get('/metrics')).status, 200)
    assert.equal((await s.client({ 'X-Forwarded-For': '203.0.113.9' }).get('/metrics', { check: false })).status, 403)
  })
})

describe('idle and absolute limits', () => {
  const s = new Server({})
  before(async () => {
    s.addUser('city', 'city_admin')
    await s.start()
  })
  after(() => s.close())

  test('only so many sessions of one user are open', async () => {
    const first = await s.login('city')
    for (let i = 0; i < 5; i++) await s.login('city')
    assert.equal((await first.get('/api/v1/session')).status, 401)
  })
})
