// The end of the server: what was begun is finished, streams are closed, nothing half is sent.
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, test } from 'node:test'
import { PASSWORD, Server, sleep } from './lib/server.mjs'

describe('graceful stop', () => {
  const s = new Server({ WURAO_SECURITY_FAST_HASH: 'false' }) // logging in takes a while
  before(async () => {
    s.addUser('city', 'city_admin')
    await s.start()
  })
  after(() => s.close())

  test('requests under way are answered, later ones refused, the exit code is 0', async () => {
    const c = await s.login('city')
    const stream = await c.stream('/api/v1/events')
    assert.equal(stream.status, 200)
    const idle = net.connect(s.port, '127.0.0.1')
    idle.on('error', () => {})
    const pending = Array.from({ length: 4 }, () =>
      s
        .client()
        .post('/api/v1/sessions', { username: 'city', password: PASSWORD })
        .then(
          (r) => r.status,
          (e) => e.cause?.code ?? e.message,
        ),
    )
    await sleep(60)
    const from = Date.now()
    const ended = s.stop()
    const statuses = await Promise.all(pending)
    const { code, signal } = await ended
    assert.equal(signal, null)
    assert.equal(code, 0, s.log)
    assert.ok(Date.now() - from < 8000)
    for (const status of statuses) assert.ok([201, 503].includes(status), String(status))
    assert.ok(statuses.includes(201))
    assert.equal(await stream.next(2000), null)
    assert.ok(stream.ended())
    idle.destroy()
    assert.match(s.log, /event=serve\.stopping signal=15/)
    assert.match(s.log, /event=serve\.ending/)
  })

  test('it starts again on what it left, and the log verifies', async () => {
    await s.start()
    const c = await s.login('city')
    assert.equal((await c.get('/api/v1/session')).status, 200)
    await s.stop('SIGINT')
    s.cli(['audit', 'verify'])
  })

  test('killed without warning it loses no session that was answered', async () => {
    await s.start()
    const c = await s.login('city')
    s.child.kill('SIGKILL')
    await s.exited
    await s.start()
    assert.equal((await c.get('/api/v1/session')).status, 200)
    await s.stop()
    s.cli(['audit', 'verify'])
    s.cli(['db', 'check'])
  })
})

describe('a start that cannot be', () => {
  const s = new Server()
  before(() => s.start())
  after(() => s.close())

  test('the port is taken, the address is nonsense, the option unknown', async () => {
    const taken = s.cli(['serve', '--listen', `127.0.0.1:${s.port}`, '--lang', 'en'], { ok: false })
    assert.equal(taken.status, 1)
    assert.match(taken.stderr, /cannot listen on 127\.0\.0\.1/)
    const nonsense = s.cli(['serve', '--listen', 'nowhere', '--lang', 'en'], { ok: false })
    assert.equal(nonsense.status, 1)
    assert.match(nonsense.stderr, /nowhere/)
    const unknown = s.cli(['serve', '--prot', '1'], { ok: false })
    assert.equal(unknown.status, 2)
    assert.match(unknown.stderr, /--prot/)
  })

  test('a faulty configuration is told line by line', () => {
    const bad = s.cli(['config', 'check', '--lang', 'en'], { ok: false })
    assert.equal(bad.status, 0)
    s.env.WURAO_HTTP_WORKERS = '0'
    s.env.WURAO_HTTP_NONSENSE = '1'
    const r = s.cli(['config', 'check', '--lang', 'en'], { ok: false })
    delete s.env.WURAO_HTTP_WORKERS
    delete s.env.WURAO_HTTP_NONSENSE
    assert.equal(r.status, 1)
    assert.match(r.stderr, /WURAO_HTTP_WORKERS/)
    assert.match(r.stderr, /WURAO_HTTP_NONSENSE/)
  })
})
