// Data loggers over real TCP: registered, heard, answered after the disk, quarantined, adopted, commanded.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Station, frame, stamp, until } from './lib/station.mjs'
import { BIN, ENGINES, Server, fault } from './lib/server.mjs'

const HOUR = 3_600_000
const MN = '010000A8900016F000169DC0'
const cp = (items) => `CP=&&${items}&&`

for (const engine of ENGINES)
  describe(`data loggers on ${engine}`, () => {
    const s = new Server({}, { city: 60, engine })
    let city, district, officer, outlet, enterprise, other
    const stations = []
    const open = async () => {
      const st = await new Station(s.hj212).open()
      stations.push(st)
      return st
    }
    before(async () => {
      await s.start('--demo')
      ;[city, district, officer] = [await s.login('city'), await s.login('district'), await s.login('officer')]
      const all = await city.all('/api/v1/enterprises?limit=200')
      enterprise = all.find((e) => e.district_id === district.me.district_id)
      other = all.find((e) => e.district_id !== district.me.district_id)
      const r = await city.post(`/api/v1/enterprises/${enterprise.id}/outlets`, { code: 'DW901', kind: 'water', name: '总排口', reason: '试验' })
      assert.equal(r.status, 201, r.text)
      outlet = r.body.id
    })
    after(async () => {
      for (const st of stations) st.close()
      await s.close()
    })

    const packet = (mn, cn, items, { qn = stamp(Date.now(), 17), pw = '123456', flag = 5, st = 32, more = '' } = {}) =>
      frame(`QN=${qn};ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${flag};${more}${cp(items)}`)
    const curve = async (q, who = city) => {
      const r = await who.get(`/api/v1/outlets/${outlet}/curve?${new URLSearchParams(q)}`)
      assert.equal(r.status, 200, r.text)
      return r.body
    }
    const hourly = (from, to, more = {}) => curve({ cn: 2061, factor: 'w01018', field: 'avg', from_ms: from, to_ms: to, ...more })

    test('a logger is registered; its password is never told', async () => {
      const r = await city.post('/api/v1/loggers', { mn: MN, password: '123456', outlet_id: outlet, dialect: '2017', auto_time: false })
      assert.equal(r.status, 201, r.text)
      const l = (await city.get(`/api/v1/loggers/${r.body.id}`)).body
      assert.equal(l.has_password, true)
      assert.ok(!JSON.stringify(l).includes('123456'))
      assert.equal((await city.post('/api/v1/loggers', { mn: MN, outlet_id: outlet })).body.key, 'logger.mn_taken')
      const bad = await city.post('/api/v1/loggers', { mn: 'A B', allowed_addresses: '10.0.0.0/40', leniencies: 'crc_modbus,nonsense' })
      assert.equal(bad.status, 422)
      assert.ok(fault(bad, 'mn') && fault(bad, 'allowed_addresses') && fault(bad, 'leniencies'), bad.text)
      assert.equal((await officer.post('/api/v1/loggers', { mn: 'X' })).status, 403)
    })

    test('what is measured at an outlet is set as a whole', async () => {
      const path = `/api/v1/outlets/${outlet}/monitor`
      const now = (await city.get(path)).body
      assert.equal(now.version, 0)
      const body = { medium: 'water', factors: [{ factor: 'w01018', range_low: '0', range_high: '200' }, { factor: 'w00000' }] }
      assert.equal((await city.put(path, body, { headers: { 'If-Match': '"0"' } })).status, 204)
      const after = (await city.get(path)).body
      assert.deepEqual([after.version, after.medium, after.factors.length, after.factors[1].unit], [1, 'water', 2, 'mg/L'])
      assert.equal((await city.put(path, body, { headers: { 'If-Match': '"0"' } })).status, 409)
      const bad = await city.put(path, { medium: 'gas', factors: [{ factor: 'a', range_low: 'x' }, { factor: 'a' }] }, { headers: { 'If-Match': '"1"' } })
      assert.equal(bad.status, 422)
      assert.ok((await city.all('/api/v1/outlets?limit=200')).some((o) => o.outlet_id === outlet && o.mn === MN))
    })

    test('a factor keeps the name its outlet gives it, and the standard’s where it gives none', async () => {
      const path = `/api/v1/outlets/${outlet}/monitor`
      const now = (await city.get(path)).body
      const standard = now.factors.find((f) => f.factor === 'w01018').name
      const body = { medium: 'water', factors: [{ factor: 'w01018', name: '总排口 COD', range_low: '0', range_high: '200' }, { factor: 'w00000' }] }
      const put = (b, v) => city.put(path, b, { headers: { 'If-Match': `"${v}"` } })
      assert.equal((await put(body, now.version)).status, 204)
      const named = (await city.get(path)).body
      assert.equal(named.factors.find((f) => f.factor === 'w01018').name, '总排口 COD')
      assert.ok(named.factors.find((f) => f.factor === 'w00000').name)
      assert.equal((await curve({ factor: 'w01018', from_ms: Date.now() - HOUR, to_ms: Date.now() })).name, '总排口 COD')
      const listed = (await city.all('/api/v1/outlets?limit=200')).find((o) => o.outlet_id === outlet)
      assert.equal(listed.factors.find((f) => f.factor === 'w01018').name, '总排口 COD')
      // what a page read is what it writes back: the standard's own name is not frozen by that
      assert.equal((await put({ medium: 'water', factors: named.factors.map((f) => (f.factor === 'w01018' ? { ...f, name: standard } : f)) }, named.version)).status, 204)
      assert.equal((await city.get(path)).body.factors.find((f) => f.factor === 'w01018').name, standard)
    })

    const t0 = Math.floor(Date.now() / HOUR) * HOUR - 5 * HOUR
    test('a frame cut anywhere is answered by 9014 with its QN, after it can be read back', async () => {
      const st = await open()
      const bytes = packet(MN, 2061, `DataTime=${stamp(t0)};w01018-Avg=36.910,w01018-Min=30,w01018-Max=40,w01018-Flag=N`, { qn: '20160801085857223' })
      // The listener hears of a new logger within a moment; a station that gets no answer sends again.
      let a = null
      for (let tries = 0; tries < 5 && !a; tries++) {
        for (let i = 0; i < bytes.length; i += 7) {
          st.write(bytes.slice(i, i + 7))
          await new Promise((r) => setImmediate(r))
        }
        a = await st.maybe(3_000)
      }
      assert.equal(a.text, '##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n')
      const c = await until(async () => (await hourly(t0, t0 + HOUR)).points, (p) => p.length === 1)
      assert.deepEqual([c[0].text, c[0].v, c[0].version, c[0].flag], ['36.910', 36.91, 1, undefined])
    })

    test('the same again changes nothing; another value becomes a second version, both visible', async () => {
      const st = await open()
      const same = `DataTime=${stamp(t0)};w01018-Avg=36.910,w01018-Min=30,w01018-Max=40,w01018-Flag=N`
      st.write(packet(MN, 2061, same) + packet(MN, 2061, same.replaceAll('36.910', '12.5').replace('Flag=N', 'Flag=M')))
      await st.next()
      await st.next()
      const all = await until(async () => (await hourly(t0, t0 + HOUR, { versions: true })).points, (p) => p.length === 2)
      assert.deepEqual(all.map((p) => [p.text, p.version, p.flag]), [['36.910', 1, undefined], ['12.5', 2, 'M']])
      assert.deepEqual((await hourly(t0, t0 + HOUR)).points.map((p) => p.text), ['12.5'])
    })

    test('without a grain the finest that has data is shown, and said', async () => {
      const day = { factor: 'w01018', from_ms: t0 - HOUR, to_ms: t0 + 2 * HOUR }
      const c = await curve(day)
      assert.deepEqual([c.cn, c.field, c.points.map((p) => p.text)], [2061, 'avg', ['12.5']])
      assert.deepEqual([(await curve({ ...day, field: 'rtd' })).field, (await curve({ ...day, field: 'max' })).points.length], ['avg', 1])
      // asked for by name it stays empty; where nothing is at all it is the grain that suits the period
      assert.deepEqual([(await curve({ ...day, cn: 2011, field: 'rtd' })).points.length, (await curve({ ...day, factor: 'w21003' })).cn], [0, 2011])
    })

    test('nothing is answered to a wrong CRC, and the next frame is not lost', async () => {
      const st = await open()
      const good = packet(MN, 2061, `DataTime=${stamp(t0 + HOUR)};w01018-Avg=1,w01018-Flag=N`, { qn: stamp(Date.now(), 17) })
      const broken = good.replace('Avg=1', 'Avg=7')
      st.write(`junk##12${broken}${good}`)
      const a = await st.next()
      assert.match(a.text, /CN=9014/)
      assert.equal(await st.silent(300), true)
      const c = await until(async () => (await hourly(t0 + HOUR, t0 + 2 * HOUR)).points, (p) => p.length === 1)
      assert.equal(c[0].text, '1')
    })

    test('Flag without answer wanted gets none; heartbeat and time request get 9013', async () => {
      const st = await open()
      st.write(packet(MN, 2011, `DataTime=${stamp(Date.now())};w01018-Rtd=5,w01018-Flag=N`, { flag: 4 }))
      assert.equal(await st.silent(300), true)
      st.write(packet(MN, 1013, ''))
      assert.match((await st.next()).text, /CN=9013/)
      const now = await until(async () => (await city.get(`/api/v1/outlets/${outlet}/latest`)).body.items, (i) => i.length === 1)
      assert.deepEqual([now[0].factor, now[0].field, now[0].value, now[0].mn], ['w01018', 'rtd', '5', MN])
    })

    test('a wrong password is not taken, not answered, and counted', async () => {
      const st = await open()
      st.write(packet(MN, 2061, `DataTime=${stamp(t0 + 2 * HOUR)};w01018-Avg=2,w01018-Flag=N`, { pw: '999999' }))
      assert.equal(await st.silent(300), true)
      const day = stamp(Date.now()).replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3')
      const id = (await city.get(`/api/v1/loggers?q=${MN}`)).body.items[0].id
      const counts = await until(async () => (await city.get(`/api/v1/loggers/${id}/counts?from=${day}&to=${day}`)).body.items, (i) => i.some((c) => c.name === 'password'))
      const n = (name) => counts.find((c) => c.name === name)?.n ?? 0
      assert.ok(n('bad_crc') >= 1)
      assert.equal(n('packets'), (await city.get(`/api/v1/loggers/${id}`)).body.frames, 'all packets of the day, whatever became of them')
      assert.ok(n('defective') >= n('bad_crc') && n('defective') < n('packets'))
      assert.equal((await hourly(t0 + 2 * HOUR, t0 + 3 * HOUR)).points.length, 0)
      const l = (await city.get(`/api/v1/loggers/${id}`)).body
      assert.ok(l.refused >= 2 && l.online && l.last_ms > Date.now() - 60_000)
    })

    test('raw frames are kept, passwords blanked when shown', async () => {
      const id = (await city.get(`/api/v1/loggers?q=${MN}`)).body.items[0].id
      const r = (await city.get(`/api/v1/loggers/${id}/frames?from_ms=${Date.now() - HOUR}&to_ms=${Date.now() + HOUR}`)).body.items
      assert.ok(r.length >= 6)
      assert.ok(r.every((f) => !/PW=\d/.test(f.frame)), JSON.stringify(r))
      assert.deepEqual([...new Set(r.map((f) => f.verdict))].sort(), ['bad_crc', 'password', 'taken'])
    })

    test('an unknown MN is kept apart without answer, adopted by one click, and heard from then on', async () => {
      const mn = 'AB0000A8900016F000169DC1'
      const st = await open()
      st.write(packet(mn, 2061, `DataTime=${stamp(t0)};w01018-Avg=9,w01018-Flag=N`, { pw: 'secret' }))
      assert.equal(await st.silent(300), true)
      const q = await until(async () => (await city.get('/api/v1/logger-quarantine')).body.items, (i) => i.some((x) => x.mn === mn))
      const x = q.find((i) => i.mn === mn)
      assert.deepEqual([x.st, x.cn, x.dialect, x.factors], ['32', '2061', '2017', 'w01018'])
      assert.ok(!JSON.stringify(x).includes('secret'))
      const r2 = await city.post(`/api/v1/enterprises/${other.id}/outlets`, { code: 'DW902', kind: 'water', name: '排口', reason: '试验' })
      const r = await city.post(`/api/v1/logger-quarantine/${x.id}/adopt`, { outlet_id: r2.body.id })
      assert.equal(r.status, 200, r.text)
      assert.equal(r.body.mn, mn)
      await until(async () => {
        st.write(packet(mn, 2061, `DataTime=${stamp(t0)};w01018-Avg=9,w01018-Flag=N`, { pw: 'secret' }))
        return st.maybe(500)
      }, (a) => a && /CN=9014/.test(a.text))
      assert.ok(!(await city.get('/api/v1/logger-quarantine')).body.items.some((i) => i.mn === mn))
      // the other district does not see it
      assert.equal((await district.get(`/api/v1/outlets/${r2.body.id}/monitor`)).status, 404)
      assert.equal((await district.get(`/api/v1/loggers/${r.body.id}`)).status, 404)
      const y = 'AB0000A8900016F000169DC2'
      st.write(packet(y, 2011, `DataTime=${stamp(Date.now())};w01018-Rtd=9`))
      const z = (await until(async () => (await city.get('/api/v1/logger-quarantine')).body.items, (i) => i.some((k) => k.mn === y))).find((i) => i.mn === y)
      assert.equal((await city.post(`/api/v1/logger-quarantine/${z.id}/ignore`, { reason: '试验' })).status, 204)
      assert.ok(!(await city.get('/api/v1/logger-quarantine')).body.items.some((i) => i.mn === y))
      assert.ok((await city.get('/api/v1/logger-quarantine?ignored=true')).body.items.some((i) => i.mn === y))
    })

    const id = async () => (await city.get(`/api/v1/loggers?q=${MN}`)).body.items[0].id
    const ended = (c) => until(async () => (await city.get(`/api/v1/logger-commands/${c.id}`)).body, (x) => !['queued', 'sent', 'accepted'].includes(x.state), 20_000)
    const answer = (st, q, cn, more) => st.write(frame(`QN=${q.qn};ST=91;CN=${cn};PW=123456;MN=${MN};Flag=4;${cp(more)}`))

    test('a request for history: 9011, rows with QNs of their own, 9012', async () => {
      // the time request of an earlier test left a set_time behind: end it first
      const st = await open()
      st.write(packet(MN, 2011, `DataTime=${stamp(Date.now())};w01018-Rtd=6,w01018-Flag=N`))
      const seen = []
      const next = async (cn) => {
        for (;;) {
          const f = await st.next(15_000)
          seen.push(f.fields.CN)
          if (f.fields.CN === '1012') {
            answer(st, { qn: f.fields.QN }, 9011, 'QnRtn=1')
            answer(st, { qn: f.fields.QN }, 9012, 'ExeRtn=1')
          } else if (f.fields.CN === cn) return f
        }
      }
      await next('9014')
      const r = await city.post('/api/v1/logger-commands', { logger_id: await id(), kind: 'backfill_hour', from_ms: t0 + 2 * HOUR, to_ms: t0 + 3 * HOUR, reason: '缺数' })
      assert.equal(r.status, 201, r.text)
      const q = await next('2061')
      assert.equal(q.fields.cp, `BeginTime=${stamp(t0 + 2 * HOUR)};EndTime=${stamp(t0 + 3 * HOUR)}`)
      assert.deepEqual([q.fields.MN, q.fields.PW, q.fields.Flag, q.fields.ST], [MN, '123456', '5', '32'])
      const qn = q.fields.QN
      answer(st, { qn }, 9011, 'QnRtn=1')
      for (const h of [2, 3]) {
        st.write(packet(MN, 2061, `DataTime=${stamp(t0 + h * HOUR)};w01018-Avg=${h}.5,w01018-Flag=N`))
        await next('9014')
      }
      answer(st, { qn }, 9012, 'ExeRtn=1')
      const c = await ended(r.body)
      assert.deepEqual([c.state, c.qn_rtn, c.exe_rtn, c.rows_n, c.tries], ['done', 1, 1, 2, 1])
      const points = (await until(async () => (await hourly(t0 + 2 * HOUR, t0 + 4 * HOUR)).points, (p) => p.length === 2)).map((p) => [p.text, p.backfill])
      assert.deepEqual(points, [['2.5', true], ['3.5', true]])
    })

    test('a get command brings its answer; a refusal, a time-out and a cancel end it', async () => {
      const st = await open()
      st.write(packet(MN, 2011, `DataTime=${stamp(Date.now())};w01018-Rtd=6,w01018-Flag=N`))
      await st.next()
      const l = (await city.get(`/api/v1/loggers/${await id()}`)).body
      const p = await city.patch(`/api/v1/loggers/${l.id}`, { overtime_s: 1, recount: 1, auto_time: false }, l.version)
      assert.equal(p.status, 204, p.text)
      let r = await city.post('/api/v1/logger-commands', { logger_id: l.id, kind: 'get_real_interval' })
      let q = await st.wait('1061')
      answer(st, { qn: q.fields.QN }, 9011, 'QnRtn=1')
      st.write(frame(`QN=${q.fields.QN};ST=32;CN=1061;PW=123456;MN=${MN};Flag=4;${cp('RtdInterval=30')}`))
      answer(st, { qn: q.fields.QN }, 9012, 'ExeRtn=1')
      let c = await ended(r.body)
      assert.deepEqual([c.state, c.answer], ['done', 'RtdInterval=30'])
      r = await city.post('/api/v1/logger-commands', { logger_id: l.id, kind: 'set_minute_interval', value: 10 })
      q = await st.wait('1064')
      assert.equal(q.fields.cp, 'MinInterval=10')
      answer(st, { qn: q.fields.QN }, 9011, 'QnRtn=2')
      c = await ended(r.body)
      assert.deepEqual([c.state, c.qn_rtn], ['refused', 2])
      r = await city.post('/api/v1/logger-commands', { logger_id: l.id, kind: 'sample', factor: 'w01018' })
      const late = await city.post('/api/v1/logger-commands', { logger_id: l.id, kind: 'clean', factor: 'w01018' })
      q = await st.wait('3012')
      assert.equal((await st.wait('3012')).fields.QN, q.fields.QN)
      assert.equal((await city.post(`/api/v1/logger-commands/${late.body.id}/cancel`)).body?.state, 'cancelled')
      c = await ended(r.body)
      assert.deepEqual([c.state, c.tries], ['timeout', 2])
      assert.equal((await city.post(`/api/v1/logger-commands/${r.body.id}/cancel`)).body.key, 'logger.command_state')
      const bad = await city.post('/api/v1/logger-commands', { logger_id: l.id, kind: 'set_minute_interval', value: 7, factor: 'x' })
      assert.ok(fault(bad, 'value') && fault(bad, 'factor'), bad.text)
      const list = (await city.get(`/api/v1/logger-commands?logger_id=${l.id}`)).body.items
      assert.ok(list.length >= 4)
    })

    test('a wrong clock is set by 1012 without being asked', async () => {
      const mn = 'CD0000A8900016F000169DC3'
      const r = await city.post('/api/v1/loggers', { mn, password: '1', outlet_id: outlet })
      assert.equal(r.status, 201, r.text)
      const st = await open()
      const wrong = Date.now() - 10 * 60_000
      await until(async () => {
        st.write(packet(mn, 2011, `DataTime=${stamp(wrong)};w21003-Rtd=1,w21003-Flag=N`, { pw: '1', qn: stamp(wrong, 17) }))
        return st.maybe(500)
      }, (a) => a && a.fields.CN === '9014')
      const q = await st.wait('1012', 10_000)
      const told = q.fields.cp.match(/^SystemTime=(\d{14})$/)[1]
      assert.ok(Math.abs(Number(told) - Number(stamp(Date.now()))) < 10)
    })

    test('addresses that are not allowed, and MNs that move between sockets', async () => {
      const l = (await city.get(`/api/v1/loggers/${await id()}`)).body
      let r = await city.patch(`/api/v1/loggers/${l.id}`, { allowed_addresses: '10.0.0.0/8' }, l.version)
      assert.equal(r.status, 204, r.text)
      const st = await open()
      const hello = () => packet(MN, 2011, `DataTime=${stamp(Date.now())};w01018-Rtd=6,w01018-Flag=N`)
      await until(async () => {
        st.write(hello())
        return st.maybe(400)
      }, (a) => !a)
      r = await city.patch(`/api/v1/loggers/${l.id}`, { allowed_addresses: '10.0.0.0/8, 127.0.0.0/8' }, l.version + 1)
      assert.equal(r.status, 204, r.text)
      await until(async () => {
        st.write(hello())
        return st.maybe(400)
      }, (a) => a?.fields.CN === '9014')
      const second = await open()
      second.write(hello())
      await second.wait('9014')
      assert.equal(await st.closed(3000), true)
    })

    test('commands from the command line', async () => {
      const st = await open()
      st.write(packet(MN, 2011, `DataTime=${stamp(Date.now())};w01018-Rtd=6,w01018-Flag=N`))
      await st.wait('9014')
      const c = JSON.parse(s.cli(['device', 'command', '--mn', MN, '--kind', 'stop_real', '--json']).stdout)
      assert.deepEqual([c.state, c.cn, c.origin], ['queued', 2012, 'person'])
      const q = await st.wait('2012')
      answer(st, { qn: q.fields.QN }, 9013, '')
      assert.equal((await ended(c)).state, 'done')
      assert.match(s.cli(['device', 'list']).stdout, new RegExp(MN))
      assert.equal(s.cli(['device', 'command', '--mn', MN, '--kind', 'nonsense'], { ok: false }).status, 2)
      assert.equal(s.cli(['device', 'command', '--mn', 'NOBODY', '--kind', 'stop_real'], { ok: false }).status, 1)
      s.cli(['device', 'quarantine'])
    })

    test('SM4 of 2025 over a socket: with the key it is data, with another or none it is not answered', async () => {
      const KEY = '1234567890abcdef'
      const mns = ['5500000000000000000000A1', '5500000000000000000000A2', '5500000000000000000000A3']
      const ids = []
      for (const [i, mn] of mns.entries()) {
        const r = await city.post('/api/v1/loggers', { mn, password: '123456', outlet_id: i === 0 ? outlet : undefined, dialect: '2025', auto_time: false, ...(i < 2 ? { sm4_key: i === 0 ? KEY : 'fedcba0987654321' } : {}) })
        assert.equal(r.status, 201, r.text)
        ids.push(r.body.id)
        assert.ok(!JSON.stringify((await city.get(`/api/v1/loggers/${r.body.id}`)).body).includes(KEY))
      }
      writeFileSync(join(s.dir, 'sm4'), KEY)
      const sealed = (mn, value) => {
        const json = JSON.stringify({ qn: stamp(Date.now(), 17), st: '32', cn: '2061', pw: '123456', mn, flag: 9, dialect: '2025', data_time: stamp(t0 + 2 * HOUR), factors: [{ code: 'w21011', avg: value, flag: 'N' }] })
        const r = spawnSync(BIN, ['hj212', 'encode', '--key-file', join(s.dir, 'sm4')], { input: `${json}\n`, env: s.env })
        assert.equal(r.status, 0, String(r.stderr))
        assert.match(String(r.stdout), /CP=&&\{0x/)
        assert.ok(!String(r.stdout).includes('w21011'))
        return r.stdout
      }
      const st = await open()
      let a = null
      for (let i = 0; i < 5 && !a; i++) {
        st.socket.write(sealed(mns[0], 0.275))
        a = await st.maybe(3_000)
      }
      assert.deepEqual([a.fields.CN, a.fields.MN, a.fields.ST], ['9014', mns[0], '91'])
      const c = await until(async () => (await curve({ cn: 2061, factor: 'w21011', field: 'avg', from_ms: t0, to_ms: t0 + 4 * HOUR })).points, (p) => p.length === 1)
      assert.equal(c[0].text, '0.275')
      for (const mn of mns.slice(1)) st.socket.write(sealed(mn, 9))
      assert.equal(await st.silent(1500), true)
      // Text of a wrong key fits the eight bits of the CRC once in 256 hours: then it is refused for what it says.
      for (const id of ids.slice(1)) {
        const frames = await until(async () => (await city.get(`/api/v1/loggers/${id}/frames?from_ms=${Date.now() - HOUR}&to_ms=${Date.now() + HOUR}`)).body.items, (f) => f.length > 0)
        assert.ok(frames.every((x) => /^bad_/.test(x.verdict)), JSON.stringify(frames.map((x) => x.verdict)))
      }
      assert.ok(!s.log.includes(KEY))
    })

    test('a stopped server has everything in its store when it starts again', async () => {
      const st = await open()
      const hours = 200
      const from = t0 - 400 * HOUR
      for (let i = 0; i < hours; i++) st.write(packet(MN, 2061, `DataTime=${stamp(from + i * HOUR)};w21003-Avg=${i},w21003-Flag=N`))
      for (let i = 0; i < hours; i++) await st.next()
      await s.stop()
      await s.start('--demo')
      ;[city, district] = [await s.login('city'), await s.login('district')]
      const c = await curve({ cn: 2061, factor: 'w21003', field: 'avg', from_ms: from, to_ms: from + hours * HOUR })
      assert.equal(c.points.length, hours)
      const days = (await city.get(`/api/v1/outlets/${outlet}/days?cn=2061&factor=w21003&from_ms=${from}&to_ms=${from + hours * HOUR}`)).body.items
      assert.equal(days.reduce((n, d) => n + d.moments, 0), hours)
      const files = readdirSync(join(s.dir, 'raw')).filter((f) => f.endsWith('.raw'))
      assert.ok(files.some((f) => readFileSync(join(s.dir, 'raw', f)).includes('w21003-Avg=199')))
      assert.ok(!s.log.includes('123456'), 'passwords stay out of the log')
    })
  })
