// The demonstration city, and the commands that keep a database: check, backup, restore, copy.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BIN } from './lib/server.mjs'

const AT = '2026-11-23T15:00:00+08:00'
const env = { ...process.env, WURAO_SECURITY_FAST_HASH: 'true', LANG: 'C.UTF-8' }

describe('demonstration city', () => {
  const dir = mkdtempSync(join(tmpdir(), 'wurao-demo-'))
  after(() => rmSync(dir, { recursive: true, force: true }))

  const file = (name) => join(dir, name, 'wurao.db')
  const run = (name, ...args) => spawnSync(BIN, [...args, '--db', `sqlite:${file(name)}`], { env, encoding: 'utf8', timeout: 180_000 })
  const good = (name, ...args) => {
    const r = run(name, ...args)
    assert.equal(r.status, 0, `wurao ${args.join(' ')}: ${r.stderr}`)
    return r
  }
  const make = (name, seed, n = 60) =>
    JSON.parse(good(name, 'demo', '--enterprises', String(n), '--seed', String(seed), '--at', AT, '--json').stdout)
  /** Everything a reader of the registry sees, without what differs by design (plate keys, random case codes). */
  const content = (name, kind) => good(name, 'export', kind, '--format', 'csv', '--at', AT).stdout

  test('is made in an empty database, whole and provable', () => {
    const made = make('a', 3)
    assert.equal(made.enterprises, 60)
    assert.ok(made.visits > 200, JSON.stringify(made))
    assert.match(good('a', 'audit', 'verify').stdout, /ok/)
    good('a', 'db', 'check')
  })

  test('has penalty cases, with a few near a deadline', () => {
    const cases = JSON.parse(good('a', 'export', 'cases', '--format', 'json', '--at', AT).stdout).items
    assert.ok(cases.length >= 6 && cases.length < 20, String(cases.length))
    for (const state of ['filed', 'noticed', 'closed']) assert.ok(cases.some((c) => c.state === state), state)
    assert.ok(cases.some((c) => c.outcome === 'no_penalty_must'))
    const fined = cases.find((c) => c.fine_fen > 0)
    assert.match(good('a', 'penalty', 'replay', String(fined.id), '--at', AT).stdout, /"fine_fen"/)
  })

  test('is refused where there is something', () => {
    const r = run('a', 'demo', '--enterprises', '60', '--lang', 'en')
    assert.equal(r.status, 1)
    assert.match(r.stderr, /already holds data/)
    assert.match(good('a', 'audit', 'verify').stdout, /ok/)
  })

  test('is the same for the same seed and day, another for another seed', () => {
    assert.deepEqual(make('b', 3), make('c', 3))
    for (const kind of ['enterprises', 'visits', 'cases']) {
      assert.equal(content('b', kind), content('a', kind), kind)
      assert.equal(content('b', kind), content('c', kind), kind)
    }
    make('d', 4)
    assert.notEqual(content('d', 'enterprises'), content('a', 'enterprises'))
  })

  test('outlets are monitored where one asks for it', () => {
    good('m', 'demo', '--enterprises', '60', '--monitoring', '--at', AT)
    const devices = JSON.parse(good('m', 'export', 'devices', '--format', 'json', '--at', AT).stdout).items
    assert.ok(devices.length > 0 && devices.length <= 6, String(devices.length))
    const day = JSON.parse(good('m', 'export', 'readings', '--format', 'json', '--from', '2026-11-20', '--to', '2026-11-20', '--at', AT).stdout).items
    assert.ok(day.filter((r) => r.cn === 2061 || r.cn === '2061').length >= 24, `${day.length} readings of a day`)
    const other = JSON.parse(good('a', 'export', 'devices', '--format', 'json', '--at', AT).stdout).items
    assert.equal(other.length, 0)
  })

  test('wrong usage is told', () => {
    for (const args of [['--seed', 'x'], ['--seed', '-1'], ['--enterprises', '49'], ['--enterprises', '5001'], ['--nonsense']]) {
      const r = run('e', 'demo', ...args, '--lang', 'en')
      assert.equal(r.status, 2, args.join(' '))
      assert.match(r.stderr, new RegExp(args[0]))
    }
    assert.ok(!existsSync(file('e')))
  })

  test('prints its accounts, again on request', () => {
    const out = good('a', 'demo', '--accounts', '--password', 'Jingtian-bai-2026').stdout
    for (const name of ['city', 'district', 'officer', 'enterprise', 'sysadmin', 'secadmin', 'auditor', 'Jingtian-bai-2026'])
      assert.match(out, new RegExp(name))
  })

  test('backup and restore', () => {
    const copy = join(dir, 'backup.db')
    good('a', 'db', 'backup', copy)
    assert.equal(statSync(copy).mode & 0o777, 0o600)
    assert.equal(run('a', 'db', 'backup', copy).status, 1)
    const before = content('a', 'enterprises')
    assert.equal(run('a', 'db', 'restore', copy).status, 1)
    good('a', 'db', 'restore', copy, '--replace')
    assert.equal(content('a', 'enterprises'), before)
    assert.equal(readdirSync(join(dir, 'a')).filter((f) => f.includes('.replaced-')).length, 1)
    assert.match(good('a', 'audit', 'verify').stdout, /ok/)
    const r = run('a', 'db', 'restore', join(dir, 'nothing.db'), '--replace')
    assert.equal(r.status, 1)
    assert.ok(!existsSync(join(dir, 'nothing.db')))
  })

  test('copies into another database, and back', { skip: process.env.WURAO_TEST_PG ? false : 'WURAO_TEST_PG is not set' }, () => {
    const schema = `wr_demo_${process.pid}`
    const base = process.env.WURAO_TEST_PG
    const psql = (sql) => spawnSync('psql', [base, '-q', '-c', sql], { encoding: 'utf8' })
    assert.equal(psql(`CREATE SCHEMA ${schema}`).status, 0)
    const pg = `${base}${base.includes('?') ? '&' : '?'}options=-csearch_path%3D${schema}`
    try {
      good('a', 'db', 'copy', '--to', pg)
      const keys = { ...env, WURAO_PATHS_KEYS: join(dir, 'a', 'keys') }
      const there = (...args) => spawnSync(BIN, [...args, '--db', pg], { env: keys, encoding: 'utf8', timeout: 180_000 })
      const verified = there('audit', 'verify')
      assert.equal(verified.status, 0, verified.stderr + verified.stdout)
      assert.equal(there('export', 'enterprises', '--format', 'csv', '--at', AT).stdout, content('a', 'enterprises'))
      const back = there('db', 'copy', '--to', `sqlite:${join(dir, 'back.db')}`)
      assert.equal(back.status, 0, back.stderr)
      assert.equal(there('db', 'copy', '--to', `sqlite:${join(dir, 'back.db')}`).status, 1)
    } finally {
      psql(`DROP SCHEMA ${schema} CASCADE`)
    }
    const r = spawnSync(BIN, ['audit', 'verify', '--db', `sqlite:${join(dir, 'back.db')}`], {
      env: { ...env, WURAO_PATHS_KEYS: join(dir, 'a', 'keys') },
      encoding: 'utf8',
    })
    assert.equal(r.status, 0, r.stderr)
  })
})
