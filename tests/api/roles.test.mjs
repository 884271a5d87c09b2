// Who may what: every operation of the contract, asked by every role.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Server } from './lib/server.mjs'

const ROLES = [
  'officer', 'district_admin', 'city_admin', 'legal', 'hotline', 'leader', 'enterprise', 'facility', 'supervision', 'sysadmin',
  'secadmin', 'auditor',
] // prettier-ignore

/** Asked by somebody who may, these would end the session or the server's patience. */
const ENDS_SESSION = new Set(['DELETE /api/v1/session', 'POST /api/v1/session/password'])

describe('roles and routes', () => {
  const s = new Server()
  const clients = new Map()
  before(async () => {
    s.addUser('first', 'city_admin')
    await s.start()
    const first = await s.login('first')
    const region = await first.post('/api/v1/regions', { name: '某某区', level: 'district', reason: '新设' })
    assert.equal(region.status, 201, region.text)
    const belongs = {
      officer: ['--officer', '999999'],
      enterprise: ['--enterprise', '999999'],
      district_admin: ['--district', String(region.body.id)],
    }
    for (const role of ROLES) {
      const name = `u-${role.replaceAll('_', '-')}`
      s.addUser(name, role, ...(belongs[role] ?? []))
      clients.set(role, await s.login(name))
    }
  })
  after(() => s.close())

  const address = (path) => path.replace(/\{[^}]+\}/g, '999999999')

  async function ask(client, { method, path, op }) {
    if (op.responses['200']?.content?.['text/event-stream']) {
      const stream = await client.stream(address(path))
      stream.close()
      return stream.status
    }
    const upload = op.requestBody?.content['application/octet-stream']
    const o = { check: true }
    if (upload) Object.assign(o, { raw: 'x', headers: { 'Content-Type': 'application/octet-stream' } })
    else if (op.requestBody) o.body = {}
    return (await client.request(method, address(path), o)).status
  }

  test('nobody: only what is public', async () => {
    for (const operation of s.contract.operations()) {
      const status = await ask(s.client(), operation)
      const name = `${operation.method} ${operation.path}`
      if (operation.op['x-roles'].length) assert.equal(status, 401, name)
      else assert.ok(![401, 403].includes(status) || operation.path === '/api/v1/sessions', `${name}: ${status}`)
    }
  })

  for (const role of ROLES)
    test(`${role}: 403 for what is others', never for what is its own`, async () => {
      for (const operation of s.contract.operations()) {
        const name = `${operation.method} ${operation.path}`
        const allowed = operation.op['x-roles']
        if (!allowed.length || ENDS_SESSION.has(name)) continue
        const status = await ask(clients.get(role), operation)
        if (!allowed.includes(role)) assert.equal(status, 403, name)
        else assert.ok(status !== 401 && status < 500, `${name}: ${status}`)
      }
    })
})
