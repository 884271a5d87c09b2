// Stations under load, and what came of it: who was answered, and what is stored.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Station, frame, stamp } from './station.mjs'
import { sleep } from './server.mjs'

/** One station that sends real-time packets as fast as its answers allow, and remembers which were answered. */
export class Loader {
  constructor(mn, t0) {
    this.mn = mn
    this.t0 = t0
    this.tick = 0
    this.open = new Map() // QN -> DataTime
    this.acked = new Set() // DataTime
    this.sent = new Set()
    this.stopped = false
  }

  packet(t) {
    const qn = stamp(t, 14) + '000'
    this.open.set(qn, stamp(t))
    this.sent.add(stamp(t))
    return frame(`QN=${qn};ST=32;CN=2011;PW=123456;MN=${this.mn};Flag=5;CP=&&DataTime=${stamp(t)};w01018-Rtd=${(t / 1000) % 1000}.5,w01018-Flag=N&&`)
  }

  /** Until `stop` or the connection ends; at most `window` packets wait for their answers. */
  async run(port, window = 50) {
    const st = (this.st = new Station(port))
    st.take = (text) => {
      const qn = /QN=(\d{17});/.exec(text)?.[1]
      if (!/CN=9014/.test(text) || !this.open.has(qn)) return
      this.acked.add(this.open.get(qn))
      this.open.delete(qn)
    }
    await st.open()
    st.socket.on('error', () => {})
    while (!st.ended && !this.stopped) {
      if (this.open.size < window) st.write(this.packet(this.t0 + this.tick++ * 1000))
      else await sleep(2)
      if (this.tick % 20 === 0) await sleep(0)
    }
    st.close()
  }
}

/** Outlets and loggers by API; the loggers F000…0, F000…1, … */
export async function makeLoggers(s, n) {
  s.addUser('load', 'city_admin')
  const city = await s.login('load')
  const region = await city.post('/api/v1/regions', { name: '某某区', level: 'district', reason: '新设' })
  const e = await city.post('/api/v1/enterprises', { name: '负荷试验厂', district_id: region.body.id, reason: '试验', paired: true })
  const mns = []
  for (let i = 0; i < n; i++) {
    const o = await city.post(`/api/v1/enterprises/${e.body.id}/outlets`, { code: `DW8${String(i).padStart(2, '0')}`, kind: 'water', name: '排口', reason: '试验' })
    assert.equal(o.status, 201, o.text)
    mns.push(`F${String(i).padStart(23, '0')}`)
    const l = await city.post('/api/v1/loggers', { mn: mns[i], password: '123456', outlet_id: o.body.id, dialect: '2017', auto_time: false, auto_backfill: false })
    assert.equal(l.status, 201, l.text)
  }
  await sleep(1000) // the listener looks for new loggers twice a second
  return mns
}

/** Nothing that was answered is missing, nothing is there twice, nothing was never sent. @returns number answered */
export function compare(s, loaders) {
  const out = join(s.dir, `readings-${Math.random().toString(36).slice(2)}.csv`)
  s.cli(['export', 'readings', '--format', 'csv', '--out', out])
  const stored = new Set()
  for (const line of readFileSync(out, 'utf8').split('\r\n').filter((l) => /^F0/.test(l))) {
    const [mn, cn, time, factor, field, , , version] = line.split(',')
    const key = `${mn} ${time.slice(0, 19).replace(/\D/g, '')}`
    assert.deepEqual([cn, factor, field, version], ['2011', 'w01018', 'rtd', '1'], line)
    assert.ok(!stored.has(key), `double: ${line}`)
    stored.add(key)
  }
  let acked = 0
  for (const x of loaders) {
    for (const t of x.acked) assert.ok(stored.has(`${x.mn} ${t}`), `missing: ${x.mn} ${t}`)
    for (const key of stored) if (key.startsWith(x.mn)) assert.ok(x.sent.has(key.split(' ')[1]), `never sent: ${key}`)
    acked += x.acked.size
  }
  writeFileSync(out, '')
  return acked
}
