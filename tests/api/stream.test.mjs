// `wurao hj212 send --live`: stations paced by the wall clock, and script/lib/stream.sh that keeps them sending beside a server.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { BIN, Server, sleep } from './lib/server.mjs'
import { frame, until } from './lib/station.mjs'

const ROOT = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const PREFIX = '410199DE00000000'
const mn = (n) => PREFIX + n.toString(16).toUpperCase().padStart(8, '0')
const part = (segment, name) => segment.match(new RegExp(`(?:^|;)${name}=([^;]*)`))?.[1]
const ms = (t) => Date.parse(`${t.slice(0, 4)}-${t.slice(4, 6)}-${t.slice(6, 8)}T${t.slice(8, 10)}:${t.slice(10, 12)}:${t.slice(12, 14)}+08:00`)

/** A host on a port of its own that answers, or not. */
function host(port, onSegment) {
  const sockets = new Set()
  const server = net.createServer((k) => {
    sockets.add(k)
    let text = ''
    k.on('error', () => {})
    k.on('data', (d) => {
      text += d.toString('latin1')
      for (let at; (at = text.indexOf('\r\n')) >= 0; text = text.slice(at + 2)) onSegment(k, text.slice(6, at - 4))
    })
  })
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done({ port: server.address().port, close: () => (sockets.forEach((k) => k.destroy()), new Promise((r) => server.close(r))) })))
}
const polite = (k, s) => k.write(frame(`QN=${part(s, 'QN')};ST=91;CN=9014;PW=${part(s, 'PW')};MN=${part(s, 'MN')};Flag=4;CP=&&&&`))

describe('hj212 send --live', () => {
  const s = new Server()
  after(async () => {
    s.exited ??= Promise.resolve()
    await s.close()
  })
  const running = []
  function send(...args) {
    const child = spawn(BIN, ['hj212', 'send', '--live', '--json', '--mn', PREFIX, ...args], { env: s.env, cwd: s.dir })
    let out = ''
    let err = ''
    child.stdout.on('data', (d) => (out += d))
    child.stderr.on('data', (d) => (err += d))
    running.push(child)
    return { child, ended: new Promise((done) => child.on('close', (status) => done({ status, err, ...JSON.parse(out || '{}') }))) }
  }
  after(() => running.forEach((c) => c.kill('SIGKILL')))

  test('sends at the pace of the wall clock, each station at its own moment', async () => {
    const seen = []
    const h = await host(0, (k, t) => (seen.push([Date.now(), t]), polite(k, t)))
    writeFileSync(join(s.dir, 'list'), `${mn(3)} online\n"mn":"${mn(40)}",\nA01,${mn(3).slice(0, 20)}ZZZZ\n`)
    const { ended } = send('--to', `127.0.0.1:${h.port}`, '--registered', 'list', '--interval', '2', '--seconds', '7')
    const r = await ended
    await h.close()
    assert.equal(r.status, 0, r.err)
    assert.deepEqual([r.stations, r.missing, r.scenario], [2, 0, 'live'])
    const real = seen.filter(([, t]) => part(t, 'CN') === '2011')
    for (const n of [3, 40]) {
      const mine = real.filter(([, t]) => part(t, 'MN') === mn(n))
      assert.ok(mine.length >= 3 && mine.length <= 5, `${mine.length} packets in 7 s`)
      assert.equal(new Set(mine.map(([, t]) => part(t, 'QN'))).size, mine.length)
      for (const [at, t] of mine) assert.ok(Math.abs(at - ms(t.match(/DataTime=(\d+)/)[1])) < 3000, t)
    }
    assert.ok(seen.every(([, t]) => [mn(3), mn(40)].includes(part(t, 'MN'))))
  })

  test('values are the same after a restart, and move from moment to moment', async () => {
    const run = async () => {
      const seen = []
      const h = await host(0, (k, t) => (seen.push(t), polite(k, t)))
      await send('--to', `127.0.0.1:${h.port}`, '--stations', '1', '--interval', '1', '--seconds', '12').ended
      await h.close()
      return new Map(seen.filter((t) => part(t, 'CN') === '2011').map((t) => [t.match(/DataTime=(\d+)/)[1], t.split('CP=')[1]]))
    }
    const runs = await Promise.all([run(), run()])
    assert.ok(new Set([...runs[0].values()].map((v) => v.replace(/DataTime=\d+;/, ''))).size >= 2, 'values move')
    const common = [...runs[0].keys()].filter((k) => runs[1].has(k))
    assert.ok(common.length > 0)
    for (const k of common) assert.equal(runs[0].get(k), runs[1].get(k))
  })

  test('a host that goes away is found again; what was missed comes later', async () => {
    const seen = []
    let h = await host(0, (k, t) => (seen.push(t), polite(k, t)))
    const { child, ended } = send('--to', `127.0.0.1:${h.port}`, '--stations', '2', '--interval', '1')
    await until(async () => seen.length, (n) => n >= 4)
    await h.close()
    await sleep(1500)
    h = await host(h.port, (k, t) => (seen.push(t), polite(k, t)))
    const n = seen.length
    await until(async () => seen.length, (m) => m >= n + 6)
    child.kill('SIGTERM')
    const r = await ended
    await h.close()
    assert.equal(r.status, 0, r.err)
    const times = seen.filter((t) => part(t, 'MN') === mn(0) && part(t, 'CN') === '2011').map((t) => ms(t.match(/DataTime=(\d+)/)[1]))
    const whole = [...new Set(times)].sort((a, b) => a - b)
    assert.equal((whole.at(-1) - whole[0]) / 1000, whole.length - 1, 'a second without a value')
  })

  test('an answer that never comes does not silence the others of the connection', async () => {
    const seen = []
    const h = await host(0, (k, t) => (seen.push(t), part(t, 'MN') === mn(0) ? undefined : polite(k, t)))
    const { ended } = send('--to', `127.0.0.1:${h.port}`, '--stations', '2', '--connections', '1', '--interval', '1', '--seconds', '6', '--wait', '1')
    const r = await ended
    await h.close()
    assert.ok(r.missing > 0 && r.answered > 0, JSON.stringify(r))
    assert.ok(seen.filter((t) => part(t, 'MN') === mn(1)).length >= 2)
  })

  test('a list without stations, and what does not go together, is told', async () => {
    writeFileSync(join(s.dir, 'none'), 'nothing\n')
    for (const args of [['--registered', 'none'], ['--registered', 'absent'], ['--hours', '2'], ['--scenario', 'gap']]) {
      const r = await send('--to', '127.0.0.1:9', ...args).ended
      assert.ok(r.status === 1 || r.status === 2, args.join(' '))
      assert.match(r.err, args[0] === '--registered' ? /none|absent/ : /--live/)
    }
  })
})

describe('a city that streams', () => {
  const s = new Server()
  let city, outlet
  before(async () => {
    s.addUser('city', 'city_admin')
    await s.start()
    city = await s.login('city')
    const region = await city.post('/api/v1/regions', { name: '某某区', level: 'district', reason: '新设' })
    assert.equal(region.status, 201, region.text)
    const e = await city.post('/api/v1/enterprises', { name: '流数据试验厂', district_id: region.body.id, reason: '试验', paired: true })
    assert.equal(e.status, 201, e.text)
    const o = await city.post(`/api/v1/enterprises/${e.body.id}/outlets`, { code: 'DW001', kind: 'water', name: '总排口', reason: '试验' })
    assert.equal(o.status, 201, o.text)
    outlet = o.body.id
    const l = await city.post('/api/v1/loggers', { mn: mn(0), password: '123456', outlet_id: outlet, dialect: '2017' })
    assert.equal(l.status, 201, l.text)
  })
  after(() => s.close())

  test('latest values change, live pages hear of it, a sender that dies comes back, the server takes it along', async () => {
    const log = join(s.dir, 'stream.log')
    const stream = await city.stream('/api/v1/events')
    const script = `. "${ROOT}/script/lib/stream.sh"; wurao="$BIN" stream_city "$SERVER" "$DB" "127.0.0.1:$PORT" "$LOG"`
    spawn('bash', ['-c', `set -euo pipefail; ${script}`], { env: { ...s.env, BIN, SERVER: String(s.child.pid), DB: s.db, PORT: String(s.hj212), LOG: log, WURAO_STREAM_S: '1' } })
    const latest = async () => (await city.get(`/api/v1/outlets/${outlet}/latest`)).body.items
    const one = await until(latest, (l) => l.length > 0, 20_000)
    const values = (l) => JSON.stringify(l.map((r) => r.value))
    // They move slowly: two seconds that follow each other may round to the same.
    await until(latest, (l) => l[0].t_ms > one[0].t_ms && values(l) !== values(one), 40_000)
    let told = null
    for (let i = 0; i < 50 && told?.event !== 'readings'; i++) told = await stream.next(10_000)
    assert.equal(told.event, 'readings')
    assert.equal(told.data.outlet_id, outlet)
    assert.ok(told.data.values.some((v) => v.factor === 'w01018' && v.field === 'rtd'))
    stream.close()

    const senders = () => pids('send', s.hj212)
    const [first] = senders()
    process.kill(first, 'SIGKILL')
    await until(async () => senders(), (p) => p.length === 1 && p[0] !== first, 20_000)
    await s.stop()
    await until(async () => senders(), (p) => p.length === 0)
  })
})

/** Our own senders to that port. */
function pids(verb, port) {
  const found = []
  for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    let words = []
    try {
      words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
    } catch {
      continue
    }
    if (words[1] === 'hj212' && words[2] === verb && words.includes(`127.0.0.1:${port}`)) found.push(Number(name))
  }
  return found
}
