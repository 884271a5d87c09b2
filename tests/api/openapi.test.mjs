// The contract itself: a linter finds no fault, and what it says is complete.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Server } from './lib/server.mjs'

const ROLES = new Set([
  'officer', 'district_admin', 'city_admin', 'legal', 'hotline', 'leader', 'enterprise', 'facility', 'supervision', 'sysadmin',
  'secadmin', 'auditor',
]) // prettier-ignore

describe('contract', () => {
  const s = new Server()
  before(() => s.start())
  after(() => s.close())

  test('a linter accepts it', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        // A failure is declared once, as `default`; the server's address is the one it was read from.
        'operation-4xx-response': 'off',
        'no-server-example.com': 'off',
        'tag-description': 'off',
        // `/enterprises/map` beside `/enterprises/{id}`: the router takes the literal one first.
        'no-ambiguous-paths': 'off',
      },
    })
    const problems = await lintFromString({ source: JSON.stringify(s.contract.doc), config })
    assert.deepEqual(
      problems.map((p) => `${p.ruleId}: ${p.message} ${p.location[0]?.pointer}`),
      [],
    )
  })

  test('the command prints what the server serves', () => {
    assert.deepEqual(JSON.parse(s.cli(['openapi']).stdout), s.contract.doc)
  })

  test('every operation says what it does and who may', () => {
    const ids = new Set()
    for (const { method, path, op } of s.contract.operations()) {
      const name = `${method} ${path}`
      assert.ok(op.summary?.length > 3, `${name} has no summary`)
      assert.ok(!ids.has(op.operationId), `${op.operationId} is there twice`)
      ids.add(op.operationId)
      for (const role of op['x-roles']) assert.ok(ROLES.has(role), `${name}: ${role}`)
      assert.equal(op['x-roles'].length === 0, op.security.length === 0, name)
      const reply = Object.entries(op.responses).find(([status]) => status.startsWith('2'))
      assert.ok(reply, `${name} never succeeds`)
      if (method !== 'GET' && op['x-roles'].length) assert.ok(op.security[0].csrf, `${name} needs no token`)
    }
  })

  test('every schema compiles and every field has a label', () => {
    for (const [name, schema] of Object.entries(s.contract.doc.components.schemas)) {
      s.contract.validator(`/components/schemas/${name}`)
      for (const [field, f] of Object.entries(schema.properties ?? {}))
        assert.ok(f.$ref || f.writeOnly || f.description, `${name}.${field} has no description`)
    }
  })

  test('enumerations have Chinese labels', () => {
    for (const [name, schema] of Object.entries(s.contract.doc.components.schemas))
      for (const [field, f] of Object.entries(schema.properties ?? {}))
        if (f.enum) assert.ok(f['x-labels'], `${name}.${field}`)
  })
})
