// `wurao db backup` takes database, time series and raw frames while loggers send; a server that starts from them lacks nothing that was answered.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { BIN, Server, sleep } from './lib/server.mjs'
import { stamp } from './lib/station.mjs'

const MN = 'A01000000000000000000000'
const HOUR = 3_600_000

describe('backup of what is measured', () => {
  const s = new Server()
  const t = new Server()
  const copy = join(s.dir, 'copy.db')
  let outlet, logger
  before(async () => {
    s.addUser('city', 'city_admin')
    await s.start()
    const city = await s.login('city')
    const region = await city.post('/api/v1/regions', { name: '某某区', level: 'district', reason: '新设' })
    const e = await city.post('/api/v1/enterprises', { name: '备份试验厂', district_id: region.body.id, reason: '试验', paired: true })
    const o = await city.post(`/api/v1/enterprises/${e.body.id}/outlets`, { code: 'DW001', kind: 'water', name: '总排口', reason: '试验' })
    outlet = o.body.id
    const l = await city.post('/api/v1/loggers', { mn: MN, password: '123456', outlet_id: outlet, dialect: '2017', auto_time: false, auto_backfill: false })
    assert.equal(l.status, 201, l.text)
    logger = l.body.id
    await sleep(1000) // the listener looks for new loggers twice a second
  })
  after(async () => {
    await s.close()
    await t.close()
  })

  const send = (...args) =>
    new Promise((done) => {
      const child = spawn(BIN, ['hj212', 'send', '--json', '--to', `127.0.0.1:${s.hj212}`, ...args], { env: s.env })
      let out = ''
      child.stdout.on('data', (d) => (out += d))
      child.on('close', () => done(JSON.parse(out)))
    })
  const stored = async (server, from, to) => {
    const c = await server.login('city')
    const r = await c.get(`/api/v1/outlets/${outlet}/curve?cn=2011&factor=w01018&field=rtd&from_ms=${from}&to_ms=${to}`)
    assert.equal(r.status, 200, r.text)
    return r.body.points.map((p) => `${p.t_ms} ${p.text}`)
  }
  // three days ago: instants older than a month are dropped
  const from = Math.floor((Date.now() + 8 * HOUR) / (24 * HOUR)) * 24 * HOUR - 8 * HOUR - 3 * 24 * HOUR

  test('is taken in the middle of it', async () => {
    const first = await send('--hours', '6', '--window', '100', '--from', stamp(from))
    assert.equal(first.missing, 0, JSON.stringify(first))
    const second = send('--hours', '48', '--window', '20', '--from', stamp(from + 24 * HOUR), '--rate', '1500')
    await sleep(300)
    const r = JSON.parse(s.cli(['db', 'backup', copy, '--json']).stdout)
    assert.equal(r.file, copy)
    assert.ok(r.months >= 2 && r.raw_files >= 1, JSON.stringify(r))
    assert.equal((await second).missing, 0)
    for (const path of [copy, `${copy}.telemetry`, `${copy}.raw`]) assert.equal(statSync(path).mode & 0o077, 0, path)
    assert.equal(s.cli(['db', 'backup', copy], { ok: false }).status, 1)
  })

  test('what was answered before it is there after a restore, and nothing is there twice', async () => {
    assert.equal(t.cli(['db', 'restore', copy], { ok: false }).status, 1)
    t.cli(['db', 'restore', copy, '--replace'])
    await t.start()
    const there = await stored(t, from, from + 24 * HOUR)
    assert.deepEqual(there, await stored(s, from, from + 24 * HOUR))
    assert.equal(there.length, 360)
    const later = await stored(t, from + 24 * HOUR, from + 72 * HOUR)
    const all = await stored(s, from + 24 * HOUR, from + 72 * HOUR)
    assert.equal(new Set(later).size, later.length)
    assert.deepEqual(later, all.slice(0, later.length), 'a beginning of what came later, without holes')
    const city = await t.login('city')
    const frames = await city.get(`/api/v1/loggers/${logger}/frames?from_ms=${Date.now() - HOUR}&to_ms=${Date.now() + HOUR}&limit=10`)
    assert.equal(frames.body.items.length, 10, frames.text)
    await t.stop()
  })

  test('a second restore puts the folders aside, a damaged copy touches nothing', async () => {
    t.cli(['db', 'restore', copy, '--replace'])
    const aside = readdirSync(t.dir).filter((n) => n.includes('.replaced-'))
    assert.deepEqual(aside.map((n) => n.split('.replaced-')[0]).sort(), ['raw', 'telemetry', 'wurao.db', 'wurao.db'])
    const months = readdirSync(`${copy}.telemetry`).map((n) => join(`${copy}.telemetry`, n))
    const month = months.filter((n) => n.includes('/real-')).sort((a, b) => statSync(b).size - statSync(a).size)[0]
    const bytes = readFileSync(month)
    writeFileSync(month, Buffer.concat([bytes.subarray(0, 20_000), Buffer.alloc(60_000, 7), bytes.subarray(80_000)]))
    const before = readdirSync(t.dir).sort()
    const r = t.cli(['db', 'restore', copy, '--replace', '--lang', 'en'], { ok: false })
    assert.equal(r.status, 1)
    assert.match(r.stderr, /real-\d{4}-\d\d/)
    assert.deepEqual(readdirSync(t.dir).sort(), before)
    assert.ok(existsSync(join(t.dir, 'telemetry')))
    t.cli(['db', 'restore', copy, '--replace', '--database-only'])
  })
})
