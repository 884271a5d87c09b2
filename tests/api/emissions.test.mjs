// What a device marks by itself, and the emissions of a quarter with what stands in for gaps.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault } from './lib/server.mjs'

const HOUR = 3_600_000
const DAY = 24 * HOUR

for (const engine of ENGINES)
  describe(`marks of the device and emissions on ${engine}`, () => {
    const s = new Server({}, { city: 240, engine })
    const now = new Date(Date.now() + 8 * HOUR)
    /** The quarter before this one: its first hour, and how many it has. */
    const q = { year: now.getUTCFullYear(), n: Math.floor(now.getUTCMonth() / 3) - 1 }
    if (q.n < 0) Object.assign(q, { year: q.year - 1, n: 3 })
    const name = `${q.year}Q${q.n + 1}`
    const begin = Date.UTC(q.year, q.n * 3, 1) - 8 * HOUR
    const hours = (Date.UTC(q.year, q.n * 3 + 3, 1) - 8 * HOUR - begin) / HOUR
    const date = (ms) => new Date(ms + 8 * HOUR).toISOString().slice(0, 10)
    let city, contact, outlet, key

    const row = (t_ms, so2, flag = 'N', backfill = true) => ({ outlet: 'DA902', cn: 2061, t_ms, backfill, values: [{ factor: 'a21026', field: 'avg', value: String(so2), flag }, { factor: 'a00000', field: 'avg', value: '1', flag: 'N' }] })
    async function push(rows) {
      for (let i = 0; i < rows.length; i += 500) {
        const r = await s.client({ 'X-Push-Key': key }).post('/api/v1/push/readings', { rows: rows.slice(i, i + 500) })
        assert.equal(r.status, 200, r.text)
      }
    }
    const get = (path) => city.get(`/api/v1/outlets/${outlet}/${path}`)

    before(async () => {
      await s.start('--demo')
      ;[city, contact] = await Promise.all(['city', 'enterprise'].map((n) => s.login(n)))
      const made = await city.post(`/api/v1/enterprises/${contact.me.enterprise_id}/outlets`, { code: 'DA902', kind: 'air', name: '测试排口', pollutants: '二氧化硫', standard_name: '测试', status: 'active', reason: '测试' })
      outlet = made.body?.id ?? Number(made.headers.get('location').split('/').pop())
      const m = await city.get(`/api/v1/outlets/${outlet}/monitor`)
      const put = await city.request('PUT', `/api/v1/outlets/${outlet}/monitor`, { body: { medium: 'gas', factors: [{ factor: 'a21026' }, { factor: 'a00000' }], reason: '联网' }, headers: { 'If-Match': `"${m.body?.version ?? 0}"` } })
      assert.ok(put.status < 300, put.text)
      key = (await city.post('/api/v1/push-keys', { name: '测试网关', enterprise_id: contact.me.enterprise_id })).body.key
    })
    after(() => s.close())

    test('gaps of a good quarter are filled with the largest emission before them, a stop is none', async () => {
      const rows = []
      for (let h = 0; h < hours; h++) {
        if (h >= 500 && h < 530) continue // did not come
        const flag = h >= 100 && h < 110 ? 'D' : h >= 1000 && h < 1024 ? 'F' : 'N'
        rows.push(row(begin + h * HOUR, h === 50 ? 100 : 10, flag))
      }
      await push(rows)
      const r = await get(`emissions?quarter=${name}`)
      assert.equal(r.status, 200, r.text)
      assert.equal(r.body.fills, true)
      assert.equal(r.body.until_ms, begin + hours * HOUR)
      const all = r.body.sums.find((x) => x.factor === 'a21026' && !x.month)
      // 1 m³/s is 3600 m³ an hour: 10 mg/m³ are 0.036 kg, 100 mg/m³ are 0.36 kg
      const valid = hours - 10 - 30 - 24
      assert.deepEqual([all.expected, all.stopped, all.valid, all.filled, all.unfilled], [hours - 24, 24, valid, 40, 0])
      assert.ok(Math.abs(all.measured_kg - ((valid - 1) * 0.036 + 0.36)) < 0.001, String(all.measured_kg))
      assert.ok(Math.abs(all.filled_kg - 40 * 0.36) < 0.001, String(all.filled_kg))
      assert.ok(Math.abs(all.total_kg - all.measured_kg - all.filled_kg) < 0.002)
      assert.equal(all.capture_bp, Math.floor((valid * 10000) / (hours - 24)))
      const gaps = r.body.gaps.filter((g) => g.factor === 'a21026')
      assert.deepEqual(gaps.map((g) => [(g.from_ms - begin) / HOUR, g.hours, g.of_hours, g.rate, g.kg]), [[100, 10, 180, 0.36, 3.6], [500, 30, 720, 0.36, 10.8]])
      const months = r.body.sums.filter((x) => x.month)
      assert.equal(months.length, 3)
      assert.equal(months.reduce((n, m) => n + m.filled, 0), 40)
    })

    test('below three quarters of the hours nothing stands in, and that is told', async () => {
      const before = q.n === 0 ? `${q.year - 1}Q4` : `${q.year}Q${q.n}`
      await push([row(begin - 30 * DAY, 10), row(begin - 30 * DAY + 2 * HOUR, 10)])
      const r = await get(`emissions?quarter=${before}`)
      const all = r.body.sums.find((x) => !x.month)
      assert.deepEqual([all.valid, all.filled, all.filled_kg], [2, 0, 0])
      assert.ok(all.unfilled > 2000 && r.body.gaps.every((g) => g.of_hours === 0 && g.rate === undefined))
    })

    test('a quarter that is none, or not begun, is named', async () => {
      for (const bad of ['2026Q5', '9999Q1', '202601', '2026-2']) {
        const r = await get(`emissions?quarter=${bad}`)
        assert.equal(r.status, 422, bad)
        assert.ok(fault(r, 'quarter'), r.text)
      }
      assert.equal((await city.get('/api/v1/outlets/999999/emissions?quarter=2026Q1')).status, 404)
    })

    test('what the device marks is told, and a mark of the enterprise that covers it stands in its place', async () => {
      const yesterday = Date.parse(`${date(Date.now() - DAY)}T00:00:00+08:00`)
      const rows = []
      for (let h = 0; h < 24; h++) rows.push(row(yesterday + h * HOUR, 10, h >= 6 && h < 12 ? 'F' : h === 15 ? 'M' : 'N', false))
      await push(rows)
      const marks = async () => (await get(`device-marks?from=${date(yesterday)}&to=${date(yesterday)}`)).body.items
      const hour = (m) => [m.code, (m.from_ms - yesterday) / HOUR, (m.to_ms - yesterday) / HOUR, m.replaced]
      assert.deepEqual((await marks()).map(hour), [['maintenance', 15, 16, false], ['stop', 6, 12, false]])
      const day = async () => (await get(`quality?from=${date(yesterday)}&to=${date(yesterday)}&factor=a21026`)).body.days[0]
      const stopped = await day()
      assert.deepEqual([stopped.stopped, stopped.expected, stopped.received, stopped.valid], [6, 18, 18, 17])

      const mark = { uid: randomUUID(), outlet_id: outlet, code: 'device_fault', from_ms: yesterday + 5 * HOUR, to_ms: yesterday + 12 * HOUR, reason: '分析仪停机检修，并非停产' }
      const made = await contact.post('/api/v1/marks', mark)
      assert.equal(made.status, 201, made.text)
      assert.deepEqual((await marks()).map(hour), [['maintenance', 15, 16, false], ['stop', 6, 12, true]])
      const fault_ = await day()
      assert.deepEqual([fault_.stopped, fault_.expected, fault_.received, fault_.valid], [0, 24, 24, 16]) // the fifth hour is marked too
      const r = await get(`device-marks?from=${date(yesterday - 40 * DAY)}&to=${date(yesterday)}`)
      assert.equal(r.status, 422)
      assert.match(r.text, /31/)
    })
  })
