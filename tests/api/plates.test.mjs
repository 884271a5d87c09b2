// Plates: genuine, forged, void, typed; printing as a job with progress.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Server, sleep } from './lib/server.mjs'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('plates', () => {
  const s = new Server({}, { city: 60 })
  let city, officer, aud, anyone
  before(async () => {
    await s.start('--demo')
    city = await s.login('city')
    officer = await s.login('officer')
    aud = await s.login('auditor')
    anyone = s.client()
  })
  after(() => s.close())

  const live = async () => (await city.all('/api/v1/plates?limit=200')).filter((p) => ['issued', 'printed', 'hung'].includes(p.status))
  const scan = (payload) => anyone.get(`/api/v1/public/plates/${encodeURIComponent(payload)}`)

  test('a genuine one tells whose it is, without login', async () => {
    const [p] = await live()
    const r = await scan(p.payload)
    assert.equal(r.status, 200, r.text)
    assert.equal(r.body.genuine, 'genuine')
    assert.equal(r.body.enterprise_name, p.enterprise_name)
    assert.equal(r.body.enterprise_id, undefined)
    assert.ok(r.body.rights.length > 0)
    const keys = (await anyone.get('/api/v1/public/keys')).body.items
    assert.ok(keys.some((k) => k.kid === r.body.kid && k.public_key === r.body.public_key))
  })

  test('the signature verifies with nothing but the public key', async () => {
    const [p] = await live()
    const r = (await scan(p.payload)).body
    const key = await crypto.subtle.importKey('raw', Buffer.from(r.public_key, 'base64url'), { name: 'Ed25519' }, false, ['verify'])
    const text = Buffer.from(r.signed_text)
    assert.ok(await crypto.subtle.verify('Ed25519', key, Buffer.from(r.sig, 'base64url'), text))
    text[text.length - 1] ^= 1
    assert.ok(!(await crypto.subtle.verify('Ed25519', key, Buffer.from(r.sig, 'base64url'), text)))
  })

  test('a forged one is called so, whatever was changed', async () => {
    const [p, q] = await live()
    const [code, kid, sig] = p.payload.split('.')
    const flipped = sig.slice(0, 10) + (sig[10] === 'A' ? 'B' : 'A') + sig.slice(11)
    for (const payload of [
      `${code}.${kid}.${flipped}`,
      `${q.payload.split('.')[0]}.${kid}.${sig}`,
      `${code}.zz9.${sig}`,
      `${code}.${kid}.${sig.slice(0, -1)}`,
      `${code}.${kid}.${sig}A`,
      `${code}.${kid}.`,
    ]) {
      const r = await scan(payload)
      assert.ok(r.status === 200 ? r.body.genuine === 'forged' : [404, 422].includes(r.status), `${payload}: ${r.status} ${r.text}`)
      assert.notEqual(r.body.genuine, 'genuine')
    }
  })

  test('a typed code: folded, checked, and every slip is caught', async () => {
    const [p] = await live()
    const typed = await scan(` ${p.code_print.toLowerCase()} `)
    assert.equal(typed.status, 200, typed.text)
    assert.equal(typed.body.genuine, 'unsigned')
    for (let i = 0; i < 10; i++) {
      const c = ALPHABET[(ALPHABET.indexOf(p.code[i]) + 7) % 32]
      const r = await scan(p.code.slice(0, i) + c + p.code.slice(i + 1))
      assert.equal(r.status, 422, `character ${i}`)
      assert.equal(r.body.key, 'plate.code_typo')
    }
    for (let i = 0; i < 9; i++) {
      if (p.code[i] === p.code[i + 1]) continue
      const r = await scan(p.code.slice(0, i) + p.code[i + 1] + p.code[i] + p.code.slice(i + 2))
      assert.equal(r.status, 422, `neighbours at ${i}`)
    }
  })

  test('nonsense does no harm', async () => {
    for (const payload of ['x', '..', '%00', '../../etc', 'A'.repeat(900), '你好', '<svg>', "' OR 1=1 --", '0000000000'])
      assert.ok((await scan(payload)).status < 500, payload)
  })

  test('void is red, lost is told, a replacement takes over', async () => {
    const [, , a, b] = await live()
    const voided = await city.post(`/api/v1/plates/${a.id}/void`, { reason: '企业搬迁' })
    assert.equal(voided.status, 200, voided.text)
    assert.equal((await scan(a.payload)).body.genuine, 'void')
    const revoked = (await anyone.get('/api/v1/public/revocations')).body
    assert.ok(revoked.codes.includes(a.code))
    const replaced = await city.post(`/api/v1/plates/${b.id}/replace`, { reason: '损坏' })
    assert.equal(replaced.status, 200, replaced.text)
    assert.equal((await scan(b.payload)).body.genuine, 'replaced')
    const history = await city.all(`/api/v1/plates/${b.id}/history`)
    assert.ok(history.length >= 2)
    const issued = await city.post('/api/v1/plates', { enterprise_ids: [a.enterprise_id] })
    assert.equal(issued.status, 200, issued.text)
    assert.equal(issued.body.issued_n, 1)
  })

  test('pictures of one plate', async () => {
    const [p] = await live()
    for (const [format, magic] of [
      ['svg', '<?xml'],
      ['pdf', '%PDF'],
      ['png', '\x89PNG'],
    ]) {
      const r = await city.get(`/api/v1/plates/${p.id}/image?format=${format}`)
      assert.equal(r.status, 200, format)
      assert.ok(r.bytes.toString('latin1').startsWith(magic) || (format === 'svg' && r.text.startsWith('<svg')), format)
      if (format === 'svg') assert.match(r.headers.get('content-security-policy'), /sandbox/)
    }
  })

  test('printing is a job that tells its progress and can be fetched', async () => {
    const made = await city.post('/api/v1/plate-prints', { layout: 'a4_4', format: 'pdf' })
    assert.equal(made.status, 201, made.text)
    const stream = await city.stream(`/api/v1/jobs/${made.body.id}/events`)
    assert.equal(stream.status, 200)
    let job = null
    for (let i = 0; i < 200 && !['done', 'failed'].includes(job?.state); i++) {
      job = (await city.get(`/api/v1/jobs/${made.body.id}`)).body
      await sleep(100)
    }
    assert.equal(job.state, 'done', JSON.stringify(job))
    assert.equal(job.done, job.total)
    const told = []
    for (let e = await stream.next(1000); e; e = await stream.next(300)) told.push(e)
    stream.close()
    assert.ok(told.some((e) => e.event === 'job'), 'no event told of the job')
    const file = await city.get(`/api/v1/jobs/${made.body.id}/result`)
    assert.equal(file.status, 200)
    assert.ok(file.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
    assert.match(file.headers.get('content-disposition'), /^attachment; /)
    assert.equal((await officer.get(`/api/v1/jobs/${made.body.id}/result`)).status, 404)
    const part = await city.get(`/api/v1/jobs/${made.body.id}/result`, { headers: { Range: 'bytes=0-3' } })
    assert.ok([200, 206].includes(part.status))
  })

  test('hanging it up: place and accuracy', async () => {
    const p = (await live()).find((x) => x.status !== 'hung' && x.officer_id) ?? (await live())[0]
    const r = await city.post(`/api/v1/plates/${p.id}/hung`, { lng_e6: 113_650_000, lat_e6: 34_750_000, accuracy_m: 12 })
    assert.equal(r.status, 200, r.text)
    const now = (await city.get(`/api/v1/plates/${p.id}`)).body
    assert.equal(now.status, 'hung')
    assert.equal(now.hung_lng_e6, 113_650_000)
  })

  test('the log of all that verifies', async () => {
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.body.ok, true, v.text)
  })
})
