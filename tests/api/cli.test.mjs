// The front door of the command line: help, wrong usage, configuration, languages, exit codes.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BIN, Server } from './lib/server.mjs'

describe('command line', () => {
  const s = new Server()
  after(async () => {
    s.exited = Promise.resolve()
    await s.close()
  })
  const run = (args, env = {}) => spawnSync(BIN, args, { env: { ...s.env, ...env }, encoding: 'utf8', cwd: s.dir, timeout: 20_000 })

  test('help lists every command, in both languages', () => {
    const zh = run(['help'])
    assert.equal(zh.status, 0)
    for (const word of ['serve', 'import', 'plate print', 'visit verdict', 'audit verify', 'db migrate', 'user add', 'demo', 'rules check', 'openapi'])
      assert.match(zh.stdout, new RegExp(`wurao ${word}\\b`), word)
    assert.match(zh.stdout, /通用选项/)
    assert.match(run(['help', '--lang', 'en']).stdout, /everywhere:/)
    assert.match(run(['help'], { LC_ALL: 'en_GB.UTF-8' }).stdout, /everywhere:/)
    const one = run(['help', 'db'])
    assert.doesNotMatch(one.stdout, /wurao serve/)
    assert.equal(run(['db', '--help']).status, 0)
    assert.equal(run(['help', 'nonsense']).status, 2)
    assert.match(run(['--version']).stdout, /^wurao \d+\.\d+\.\d+$/m)
  })

  test('wrong usage is 2 and says what would be right', () => {
    for (const [args, text] of [
      [[], /wurao/],
      [['frobnicate'], /frobnicate/],
      [['db'], /migrate/],
      [['db', 'frobnicate'], /migrate, check/],
      [['openapi', '--frob'], /--frob/],
      [['openapi', 'extra'], /extra/],
      [['openapi', '--lang', 'fr'], /zh, en/],
      [['openapi', '--at', 'yesterday'], /2026-/],
    ]) {
      const r = run(args)
      assert.equal(r.status, 2, `${args.join(' ')}: ${r.stderr}`)
      assert.match(r.stderr + r.stdout, text, args.join(' '))
    }
  })

  test('refused or failed is 1, in words or as a problem document', () => {
    const missing = run(['db', 'check', '--db', `sqlite:${s.dir}/none.db`, '--lang', 'en'])
    assert.equal(missing.status, 1)
    assert.match(missing.stderr, /none\.db does not exist yet; run `wurao db migrate`/)
    const json = run(['db', 'check', '--db', `sqlite:${s.dir}/none.db`, '--json'])
    assert.equal(JSON.parse(json.stderr).key, 'db.missing')
    const url = run(['db', 'check', '--db', 'mysql://x'])
    assert.notEqual(url.status, 0)
    assert.match(url.stderr, /sqlite:/)
  })

  test('a configuration file, overruled by the environment, shown with its secrets hidden', () => {
    const file = join(s.dir, 'wurao.ini')
    writeFileSync(file, '# 注释\n[http]\nworkers = 3\nlisten = 127.0.0.1:0\n\n[site]\nbureau_name = "某市生态环境局"\n[db]\nurl = postgres://u:secret@h/n\n')
    const shown = run(['config', 'show', '--json', '--config', file], { WURAO_HTTP_WORKERS: '5' })
    assert.equal(shown.status, 0, shown.stderr)
    const c = JSON.parse(shown.stdout)
    assert.equal(c.http.workers, '5')
    assert.equal(c.http.listen, '127.0.0.1:0')
    assert.equal(c.site.bureau_name, '某市生态环境局')
    assert.doesNotMatch(shown.stdout, /secret/)
    const again = join(s.dir, 'again.ini')
    writeFileSync(again, run(['config', 'show']).stdout)
    assert.equal(run(['config', 'check', '--config', again]).status, 0)
  })

  test('every fault of a configuration, with its place', () => {
    const file = join(s.dir, 'bad.ini')
    writeFileSync(file, '[http]\nworkers = many\nwrokers = 4\nidle_s = 0\n[kitchen]\nsink = 1\n[log]\nlevel = loud\n')
    const r = run(['config', 'check', '--config', file, '--lang', 'en'])
    assert.equal(r.status, 1)
    for (const text of [/line 2, \[http\] workers/, /line 3, \[http\] wrokers/, /line 4, \[http\] idle_s/, /line 6, \[kitchen\] sink/, /line 8, \[log\] level/])
      assert.match(r.stderr, text)
    writeFileSync(file, '[http\nworkers 4\n')
    assert.match(run(['config', 'check', '--config', file, '--lang', 'en']).stderr, /line 1/)
    assert.match(run(['config', 'check', '--config', join(s.dir, 'no.ini'), '--lang', 'en']).stderr, /no\.ini/)
  })

  test('the password of a database may come as a systemd credential', () => {
    const dir = join(s.dir, 'credentials')
    mkdirSync(dir)
    writeFileSync(join(dir, 'db.url'), `${s.db}\n`)
    const r = run(['db', 'check'], { CREDENTIALS_DIRECTORY: dir })
    assert.equal(r.status, 0, r.stderr)
  })
})
