// The mutual proof: the officer's phone shows a code that changes, the enterprise's phone and anybody's verify it; reports of
// those who showed none. The pages' own check is held to the vectors of the server's rules first.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '../..')
const fromWeb = createRequire(join(root, 'web/package.json'))

describe('the pages judge as the server does', () => {
  const vectors = JSON.parse(readFileSync(join(root, 'tests/unit/data/badge-vectors.json'), 'utf8'))
  const out = mkdtempSync(join(tmpdir(), 'wurao-badge-'))
  let badge, bytes, signing
  before(async () => {
    const { build } = await import(pathToFileURL(fromWeb.resolve('rolldown')).href)
    const part = async (name) => {
      await build({ input: join(root, `web/shared/proof/${name}.ts`), cwd: join(root, 'web'), output: { file: join(out, `${name}.mjs`), format: 'esm' }, logLevel: 'silent' })
      return import(pathToFileURL(join(out, `${name}.mjs`)).href)
    }
    ;[badge, bytes, signing] = [await part('badge'), await part('bytes'), await part('sign')]
  })
  after(() => rmSync(out, { recursive: true, force: true }))

  test('every vector comes to the same', () => {
    assert.ok(vectors.cases.length > 50)
    for (const v of vectors.cases) {
      const c = badge.parseOfficerCode(v.code)
      assert.equal(c ? badge.checkOfficerCode(c, vectors.keys, v.at_ms) : 'syntax', v.fault, v.name)
      if (v.fault !== 'good') continue
      assert.equal(c.step, v.step, v.name)
      assert.deepEqual({ ...c.badge, device_key: bytes.base64url(c.badge.device_key) }, v.badge, v.name)
      assert.deepEqual(c.task, v.task ?? null, v.name)
    }
  })

  test('a code made in the page is the code made by the server', () => {
    const seed = bytes.unbase64url(vectors.device_seed)
    const remake = (name, task) => {
      const v = vectors.cases.find((x) => x.name === name)
      const before = badge.codeBefore(v.code.split('.')[0], task, v.step)
      return [`${before}.${bytes.base64url(signing.ed25519Sign(seed, badge.codeSigned(before)))}`, v.code]
    }
    assert.equal(...remake('identity only', ''))
    const said = { officer_id: 42, plate: '7K3QF9YB2X', kind: 'inspection', insp_class: 'immediate', source: 'emergency', evidence_ref: '', basis: '突发事件应急处置' }
    assert.equal(...remake("the officer's own statement", bytes.base64url(badge.statementBody(said))))
  })

  test('every changed character is noticed', () => {
    const v = vectors.cases.find((x) => x.name === 'an approved mission')
    for (let i = 0; i < v.code.length; i += 7) {
      const other = v.code.slice(0, i) + (v.code[i] === 'A' ? 'B' : 'A') + v.code.slice(i + 1)
      const c = badge.parseOfficerCode(other)
      assert.ok(!c || badge.checkOfficerCode(c, vectors.keys, v.at_ms) !== 'good', `at ${i}`)
    }
  })

  test('the revocation list is believed only as signed', () => {
    assert.ok(badge.revocationsHold(vectors.revocations, vectors.keys))
    assert.ok(!badge.revocationsHold({ ...vectors.revocations, keys: vectors.revocations.keys.slice(1) }, vectors.keys))
    assert.ok(!badge.revocationsHold({ ...vectors.revocations, issued_ms: vectors.revocations.issued_ms + 1 }, vectors.keys))
  })

  test('each check is told by itself', () => {
    const judged = (name, at) => {
      const v = vectors.cases.find((x) => x.name === name)
      const c = badge.parseOfficerCode(v.code)
      const r = badge.judge(c, bytes.base64url(c.badge.device_key), { keys: vectors.keys, revoked: [], atMs: v.at_ms, ...at })
      return { answer: r.answer, ...Object.fromEntries(r.checks.map((x) => [x.check, x.state])) }
    }
    const good = { answer: 'allow', bureau: 'ok', phone: 'ok', fresh: 'ok', certificate: 'ok', badge: 'ok', revoked: 'ok', task: 'ok', day: 'ok' }
    assert.deepEqual(judged('an approved mission'), good)
    assert.deepEqual(judged('an approved mission', { plate: '7K3QF9YB2X' }), { ...good, place: 'ok' })
    assert.deepEqual(judged('an approved mission', { plate: '0000000000' }), { ...good, place: 'bad', answer: 'deny' })
    assert.equal(judged('an approved mission', { revoked: [vectors.cases[0].badge.device_key] }).answer, 'deny')
    assert.equal(judged('an approved mission', { revoked: null }).answer, 'warn')
    assert.equal(judged('an approved mission', { keys: [] }).answer, 'warn')
    assert.equal(judged("the officer's own statement").answer, 'warn')
    assert.equal(judged('identity only').task, 'warn')
    assert.equal(judged('three steps old').fresh, 'bad')
    assert.equal(judged('an approval that somebody else signed').task, 'bad')
    assert.equal(judged("another officer's approval", { keys: [] }).task, 'bad')
  })
})
