// Three separate administrators (三员分立): one runs the system, one grants rights, one looks at what both did.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PASSWORD, Server } from './lib/server.mjs'

describe('three administrators', () => {
  const s = new Server()
  let sys, sec, aud
  before(async () => {
    s.addUser('sys', 'sysadmin')
    s.addUser('sec', 'secadmin')
    s.addUser('aud', 'auditor')
    await s.start()
    sys = await s.login('sys')
    sec = await s.login('sec')
    aud = await s.login('aud')
  })
  after(() => s.close())

  const find = async (client, username) =>
    (await client.get(`/api/v1/users?q=${username}`)).body.items.find((u) => u.username === username)

  test('the three roles exclude each other', async () => {
    for (const roles of [['sysadmin', 'secadmin'], ['secadmin', 'auditor'], ['sysadmin', 'auditor'], ['sysadmin', 'city_admin']]) {
      const r = await sys.post('/api/v1/users', { username: 'mixed', name: '某某', roles })
      assert.equal(r.status, 422, roles.join('+'))
    }
    assert.notEqual(s.cli(['user', 'add', 'mixed', '--role', 'sysadmin,auditor'], { input: `${PASSWORD}\n`, ok: false }).status, 0)
  })

  test('the system administrator makes an account, with a password that works once', async () => {
    const r = await sys.post('/api/v1/users', { username: 'newcomer', name: '新来', roles: ['legal'] })
    assert.equal(r.status, 201)
    const c = await s.login('newcomer', r.body.password)
    assert.equal(c.me.must_change, true)
    assert.equal((await sec.post('/api/v1/users', { username: 'other', name: '他', roles: ['legal'] })).status, 403)
    assert.equal((await aud.post('/api/v1/users', { username: 'other', name: '他', roles: ['legal'] })).status, 403)
  })

  test('only the security administrator changes roles, only the system administrator the rest', async () => {
    const u = await find(sys, 'newcomer')
    const byWrong = await sys.patch(`/api/v1/users/${u.id}`, { roles: ['city_admin'], reason: '换岗' }, u.version)
    assert.equal(byWrong.status, 403)
    const byRight = await sec.patch(`/api/v1/users/${u.id}`, { roles: ['leader'], reason: '换岗' }, u.version)
    assert.equal(byRight.status, 204, byRight.text)
    const now = await find(sec, 'newcomer')
    assert.deepEqual(now.roles, ['leader'])
    assert.equal(now.version, u.version + 1)
    const name = await sec.patch(`/api/v1/users/${u.id}`, { name: '改名', reason: '写错' }, now.version)
    assert.equal(name.status, 403)
    assert.equal((await sys.patch(`/api/v1/users/${u.id}`, { name: '改名', reason: '写错' }, now.version)).status, 204)
  })

  test('a change needs the version that was seen', async () => {
    const u = await find(sys, 'newcomer')
    const none = await sys.patch(`/api/v1/users/${u.id}`, { name: '甲乙', reason: '试一试' })
    assert.equal(none.status, 428)
    assert.equal(none.body.key, 'version.required')
    const stale = await sys.patch(`/api/v1/users/${u.id}`, { name: '甲乙', reason: '试一试' }, u.version - 1)
    assert.equal(stale.status, 409)
    assert.equal(stale.body.key, 'version.conflict')
    const junk = await sys.patch(`/api/v1/users/${u.id}`, { name: '甲乙', reason: '试一试' }, undefined, { headers: { 'If-Match': 'x' } })
    assert.equal(junk.status, 400)
  })

  test('nobody raises himself', async () => {
    const me = await find(sec, 'sec')
    const r = await sec.patch(`/api/v1/users/${me.id}`, { roles: ['auditor'], reason: '我要' }, me.version)
    assert.ok([403, 409, 422].includes(r.status), String(r.status))
    assert.deepEqual((await find(sec, 'sec')).roles, ['secadmin'])
  })

  test('a disabled account is out at once', async () => {
    const r = await sys.post('/api/v1/users', { username: 'shortly', name: '短暂', roles: ['legal'] })
    const c = await s.login('shortly', r.body.password)
    const u = await find(sys, 'shortly')
    assert.equal((await sys.patch(`/api/v1/users/${u.id}`, { status: 'disabled', reason: '离职' }, u.version)).status, 204)
    assert.equal((await c.get('/api/v1/session')).status, 401)
    assert.equal((await s.client().post('/api/v1/sessions', { username: 'shortly', password: r.body.password })).status, 401)
  })

  test('a reset password is the security administrator’s to give, and must be changed', async () => {
    const u = await find(sec, 'newcomer')
    assert.equal((await sys.post(`/api/v1/users/${u.id}/reset-password`)).status, 403)
    const r = await sec.post(`/api/v1/users/${u.id}/reset-password`)
    assert.equal(r.status, 200, r.text)
    const c = await s.login('newcomer', r.body.password)
    assert.equal(c.me.must_change, true)
  })

  test('the auditor sees all of it, the others do not; the log verifies', async () => {
    assert.equal((await sys.get('/api/v1/audit/leaves')).status, 403)
    assert.equal((await sec.get('/api/v1/audit/leaves')).status, 403)
    const leaves = await aud.all('/api/v1/audit/leaves?entity=app_user')
    const actions = leaves.map((l) => l.action)
    assert.ok(leaves.length >= 8, String(leaves.length))
    assert.ok(new Set(actions).size >= 3, actions.join(' '))
    assert.doesNotMatch(JSON.stringify(leaves), new RegExp(PASSWORD))
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.status, 200, v.text)
    assert.equal(v.body.ok, true, v.text)
    assert.equal((await sys.post('/api/v1/audit/verify')).status, 403)
  })

  test('health and settings are the system administrator’s, without secrets', async () => {
    const h = await sys.get('/api/v1/system/health')
    assert.equal(h.status, 200)
    assert.equal(h.body.db, 'sqlite')
    const items = await sys.all('/api/v1/system/config')
    assert.ok(items.find((i) => i.name === 'http.workers'))
    assert.equal((await aud.get('/api/v1/system/config')).status, 403)
  })
})
