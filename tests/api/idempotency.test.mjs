// A request that is sent again because its answer was lost is done once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Server } from './lib/server.mjs'

describe('Idempotency-Key', () => {
  const s = new Server()
  let sys, other
  before(async () => {
    s.addUser('sys', 'sysadmin')
    s.addUser('sys2', 'sysadmin')
    await s.start()
    sys = await s.login('sys')
    other = await s.login('sys2')
  })
  after(() => s.close())

  const make = (client, key, username) =>
    client.post('/api/v1/users', { username, name: '重复', roles: ['legal'] }, { headers: { 'Idempotency-Key': key } })

  test('a repetition gets the same answer and does nothing', async () => {
    const a = await make(sys, 'key-aaaa-1', 'once')
    const b = await make(sys, 'key-aaaa-1', 'once')
    assert.equal(a.status, 201)
    assert.equal(b.status, 201)
    assert.deepEqual(b.body, a.body)
    const found = (await sys.get('/api/v1/users?q=once')).body.items
    assert.equal(found.length, 1)
  })

  test('the same key for another body is refused', async () => {
    const r = await make(sys, 'key-aaaa-1', 'twice')
    assert.equal(r.status, 422)
    assert.equal(r.body.key, 'http.key_reused')
  })

  test('keys of different users do not meet', async () => {
    const r = await make(other, 'key-aaaa-1', 'hers')
    assert.equal(r.status, 201)
  })

  test('a refusal is not remembered', async () => {
    const r = await sys.post('/api/v1/users', { username: 'x y', name: '', roles: [] }, { headers: { 'Idempotency-Key': 'key-bbbb-1' } })
    assert.equal(r.status, 422)
    const again = await make(sys, 'key-bbbb-1', 'mended')
    assert.equal(again.status, 201)
  })

  test('many at once: one is done, the others wait or get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => make(sys, 'key-cccc-1', 'crowd')))
    const made = answers.filter((r) => r.status === 201)
    assert.ok(made.length >= 1)
    for (const r of answers) assert.ok(r.status === 201 || r.body.key === 'http.key_running', `${r.status} ${r.text}`)
    for (const r of made) assert.deepEqual(r.body, made[0].body)
    assert.equal((await sys.get('/api/v1/users?q=crowd')).body.items.length, 1)
  })

  test('a malformed key is told', async () => {
    for (const key of ['short', 'x'.repeat(65), 'with space', 'ümlaut-key'])
      assert.equal((await make(sys, Buffer.from(key).toString('latin1'), 'bad')).status, 400, key)
  })
})
