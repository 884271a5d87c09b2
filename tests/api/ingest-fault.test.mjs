// The disk is full, the database server is away: nothing is answered that is not stored, and all goes on when it is back.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Loader, compare, makeLoggers } from './lib/load.mjs'
import { Server, sleep } from './lib/server.mjs'
import { until } from './lib/station.mjs'

const HOUR = 3_600_000
const t0 = () => Math.floor(Date.now() / 1000) * 1000 - 20 * HOUR
const answered = (l) => l.reduce((n, x) => n + x.acked.size, 0)
/** Nobody was answered for a while. */
async function stands(loaders, ms = 1500) {
  for (let n = -1; n !== answered(loaders); await sleep(ms)) n = answered(loaders)
  return answered(loaders)
}

/** A small file system; mounting one needs to be root. */
function small(dir, size) {
  mkdirSync(dir, { recursive: true })
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', dir]).status === 0
}
const grow = (dir, size) => assert.equal(spawnSync('mount', ['-o', `remount,size=${size}`, dir]).status, 0)
const unmount = (dir) => spawnSync('umount', ['-l', dir])

for (const what of ['raw', 'telemetry'])
  describe(`a full disk under ${what}`, () => {
    const s = new Server()
    const dir = join(s.dir, 'small')
    const mounted = small(dir, what === 'raw' ? '1m' : '2m')
    let loaders = []
    before(async () => {
      if (!mounted) return
      if (what === 'raw') s.env.WURAO_TELEMETRY_RAW = join(dir, 'raw')
      else Object.assign(s.env, { WURAO_TELEMETRY_URL: `sqlite-dir:${join(dir, 'telemetry')}`, WURAO_INGEST_BACKLOG_MIB: '1' })
      await s.start()
      const from = t0()
      loaders = (await makeLoggers(s, 3)).map((mn) => new Loader(mn, from))
    })
    after(async () => {
      loaders.forEach((l) => (l.stopped = true))
      await s.stop('SIGKILL')
      if (mounted) unmount(dir)
      await s.close()
    })

    test('answers stop, and go on when there is room; what was answered is stored once', { skip: mounted ? false : 'mounting a small file system needs root' }, async () => {
      const running = Promise.all(loaders.map((l) => l.run(s.hj212)))
      await until(async () => /event=ingest\.(journal|store)/.test(s.log), Boolean, 60_000)
      const n = await stands(loaders)
      assert.ok(n > 100, String(n))
      assert.ok(loaders.every((l) => l.open.size > 0), 'they wait for answers')
      if (what === 'raw') assert.ok(readdirSync(join(dir, 'raw')).length < 10, 'no file for each try')
      grow(dir, '64m')
      await until(async () => answered(loaders), (m) => m > n + 100, 30_000)
      loaders.forEach((l) => (l.stopped = true))
      await running
      await s.stop()
      assert.ok(compare(s, loaders) >= n + 100)
    })

    test('killed on a full disk, it begins again with all that was answered', { skip: mounted ? false : 'mounting a small file system needs root' }, async () => {
      grow(dir, what === 'raw' ? '3m' : '4m')
      await s.start()
      const more = loaders.map((l, i) => new Loader(l.mn, t0() - (i + 1) * HOUR * 24))
      const running = Promise.all(more.map((l) => l.run(s.hj212)))
      await until(async () => /event=ingest\.(journal|store)/.test(s.log), Boolean, 120_000)
      await s.stop('SIGKILL')
      await running
      grow(dir, '128m')
      await s.start()
      await s.stop()
      for (const [i, l] of loaders.entries()) {
        for (const t of more[i].acked) l.acked.add(t)
        for (const t of more[i].sent) l.sent.add(t)
      }
      compare(s, loaders)
    })
  })

describe('PostgreSQL goes away while loggers send', { skip: process.env.WURAO_TEST_PG ? false : 'WURAO_TEST_PG is not set' }, () => {
  let s
  let loaders = []
  const psql = (sql) => {
    const r = spawnSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-c', sql, process.env.WURAO_TEST_PG], { encoding: 'utf8' })
    assert.equal(r.status, 0, r.stderr)
  }
  before(async () => {
    s = new Server({}, { engine: 'postgres' })
    await s.start()
    const from = t0()
    loaders = (await makeLoggers(s, 3)).map((mn) => new Loader(mn, from))
  })
  after(() => s.close())

  test('the journal takes what comes, the store follows; what was answered is stored once', async () => {
    const name = new URL(s.db).pathname.slice(1)
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`
    const running = Promise.all(loaders.map((l) => l.run(s.hj212, 10)))
    await until(async () => answered(loaders), (n) => n > 200, 30_000)
    for (let i = 0; i < 5; i++) {
      psql(cut) // in the middle of an append
      await sleep(150)
    }
    psql(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`)
    psql(cut)
    const n = answered(loaders)
    await sleep(3000)
    assert.ok(answered(loaders) > n, 'the disk is there, so that frames are answered')
    psql(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`)
    const back = answered(loaders)
    await until(async () => answered(loaders), (m) => m > back + 200, 30_000)
    loaders.forEach((l) => (l.stopped = true))
    await running
    await s.stop()
    assert.match(s.log, /event=ingest\.store/)
    assert.ok(compare(s, loaders) > back)
  })
})
