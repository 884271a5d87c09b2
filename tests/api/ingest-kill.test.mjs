// kill -9 in the middle of load: what was acknowledged against what is stored. Nothing missing, nothing double.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Station, frame, stamp } from './lib/station.mjs'
import { BOTH, Server } from './lib/server.mjs'

const STATIONS = Number(process.env.WURAO_KILL_STATIONS ?? 12)
const ROUNDS = Number(process.env.WURAO_KILL_ROUNDS ?? 3)
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
const mnOf = (i) => `F${String(i).padStart(23, '0')}`

/** Sends real-time packets as fast as answers allow, and remembers which QN was answered. */
class Sender {
  constructor(i, t0) {
    this.mn = mnOf(i)
    this.t0 = t0
    this.tick = 0
    this.open = new Map() // QN -> DataTime
    this.acked = new Set() // DataTime
    this.sent = new Set()
  }

  packet(t) {
    const qn = stamp(t, 14) + '000'
    this.open.set(qn, stamp(t))
    this.sent.add(stamp(t))
    return frame(`QN=${qn};ST=32;CN=2011;PW=123456;MN=${this.mn};Flag=5;CP=&&DataTime=${stamp(t)};w01018-Rtd=${(t / 1000) % 1000}.5,w01018-Flag=N;w21003-Rtd=-1.25,w21003-Flag=D&&`)
  }

  async run(port, until) {
    const st = (this.st = new Station(port))
    const taken = st.take.bind(st)
    st.take = (text) => {
      const qn = /QN=(\d{17});/.exec(text)?.[1]
      if (/CN=9014/.test(text) && this.open.has(qn)) {
        this.acked.add(this.open.get(qn))
        this.open.delete(qn)
      } else taken(text)
    }
    await st.open()
    st.socket.on('error', () => {})
    // what was not answered before is sent again: a duplicate where the host had it already
    for (const [, t] of [...this.open]) st.write(this.packet(this.t0 + [...this.sent].indexOf(t) * 1000))
    while (!st.ended && Date.now() < until) {
      if (this.open.size < 100) st.write(this.packet(this.t0 + this.tick++ * 1000))
      else await sleep(1)
      if (this.tick % 20 === 0) await sleep(0)
    }
    st.close()
  }
}

for (const engine of BOTH)
  describe(`kill -9 under load on ${engine}`, () => {
    const s = new Server({}, { city: 60, engine })
    before(() => s.start('--demo'))
    after(() => s.close())

    test('every acknowledged packet is stored once, and devices came in by import', async () => {
      let city = await s.login('city')
      const e = (await city.all('/api/v1/enterprises?limit=200')).find((x) => x.credit_code_status === 'ok')
      const lines = ['mn,password,dialect,credit_code,outlet,allowed_addresses']
      const outlets = []
      for (let i = 0; i < STATIONS; i++) {
        const r = await city.post(`/api/v1/enterprises/${e.id}/outlets`, { code: `DW8${String(i).padStart(2, '0')}`, kind: 'water', name: '排口', reason: '试验' })
        assert.equal(r.status, 201, r.text)
        outlets.push(r.body.id)
        lines.push(`${mnOf(i)},123456,2017,${e.credit_code},DW8${String(i).padStart(2, '0')},127.0.0.0/8`)
      }
      const file = join(s.dir, 'devices.csv')
      writeFileSync(file, lines.join('\r\n'))
      const dry = s.cli(['import', 'devices', file, '--dry-run', '--json'])
      assert.match(dry.stdout, new RegExp(`"new_n":${STATIONS}\\b`), dry.stdout)
      s.cli(['import', 'devices', file])
      assert.match(s.cli(['import', 'devices', file, '--json']).stdout, new RegExp(`"same_n":${STATIONS}\\b`))
      await sleep(1000) // the listener looks for new loggers twice a second

      const t0 = Math.floor(Date.now() / 1000) * 1000 - 20 * 3_600_000
      const senders = Array.from({ length: STATIONS }, (_, i) => new Sender(i, t0))
      for (let round = 0; round < ROUNDS; round++) {
        const until = Date.now() + 60_000
        const running = Promise.all(senders.map((x) => x.run(s.hj212, until)))
        await sleep(700 + round * 300)
        await s.stop('SIGKILL')
        await running
        await s.start('--demo')
      }
      await s.stop()

      const out = join(s.dir, 'readings.csv')
      s.cli(['export', 'readings', '--format', 'csv', '--out', out])
      const rows = readFileSync(out, 'utf8').replace(/^\uFEFF/, '').split('\r\n')
      assert.equal(rows.shift(), 'mn,cn,data_time,factor,field,value,flag,version,received_at')
      assert.match(rows.at(-1) || rows.at(-2), /^# .*行/)
      const stored = new Map()
      for (const line of rows.filter((l) => /^F0/.test(l))) {
        const [mn, cn, time, factor, field, value, flag, version] = line.split(',')
        const key = `${mn} ${time.slice(0, 19).replace(/\D/g, '')} ${factor}`
        assert.ok(!stored.has(key), `double: ${line}`)
        assert.deepEqual([cn, field, version], ['2011', 'rtd', '1'], line)
        assert.deepEqual(factor === 'w21003' ? [value, flag] : flag, factor === 'w21003' ? ['-1.25', 'D'] : 'N', line)
        stored.set(key, value)
      }
      let acked = 0
      for (const x of senders) {
        for (const t of x.acked) {
          acked++
          for (const factor of ['w01018', 'w21003']) assert.ok(stored.has(`${x.mn} ${t} ${factor}`), `missing: ${x.mn} ${t} ${factor}`)
        }
        for (const key of stored.keys()) if (key.startsWith(x.mn)) assert.ok(x.sent.has(key.split(' ')[1]), `never sent: ${key}`)
      }
      assert.ok(acked > STATIONS * 20, `only ${acked} acknowledged`)
      const devices = s.cli(['export', 'devices', '--format', 'csv', '--filter', `enterprise_id=${e.id}`]).stdout
      assert.match(devices, /mn,password,dialect,credit_code,outlet,allowed_addresses/)
      assert.match(devices, new RegExp(`${mnOf(0)},,2017,${e.credit_code},DW800,127.0.0.0/8`))
      assert.match(s.cli(['audit', 'verify']).stdout, /./)
    })
  })
