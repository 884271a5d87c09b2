// Off-site supervision: limits, marks, data pushed over HTTP, clues raised as it arrives and over history, their loop to the gate.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault, sleep } from './lib/server.mjs'

const ROOT = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const HOUR = 3_600_000
const DAY = 24 * HOUR

for (const engine of ENGINES)
  describe(`off-site supervision on ${engine}`, () => {
    const s = new Server({}, { city: 240, engine })
    let city, district, officer, officer2, contact, other, enterprise, outlet, key, made902
    const day = (n = 0) => new Date(Date.now() + 8 * HOUR + n * DAY).toISOString().slice(0, 10)
    const midnight = (n = 0) => Date.parse(`${day(n)}T00:00:00+08:00`)

    before(async () => {
      await s.start('--demo')
      ;[city, district, officer, officer2, contact] = await Promise.all(['city', 'district', 'officer', 'officer2', 'enterprise'].map((n) => s.login(n)))
      enterprise = (await city.get(`/api/v1/enterprises/${contact.me.enterprise_id}`)).body
      other = (await city.all('/api/v1/enterprises?limit=200')).find((e) => e.id !== enterprise.id)
      const made = await city.post(`/api/v1/enterprises/${enterprise.id}/outlets`, { code: 'DA901', kind: 'air', name: '测试排口', pollutants: '二氧化硫', standard_name: '测试', status: 'active', reason: '测试' })
      assert.equal(made.status, 201, made.text)
      outlet = made.body?.id ?? Number(made.headers.get('location').split('/').pop())
    })
    after(() => s.close())

    const row = (t_ms, so2, more = {}) => ({
      outlet: 'DA901',
      cn: 2061,
      t_ms,
      values: [
        { factor: 'a21026', field: 'avg', value: String(so2), flag: more.flag ?? 'N' },
        { factor: 'a19001', field: 'avg', value: '8', flag: 'N' },
      ],
      ...(more.backfill ? { backfill: true } : {}),
    })
    const push = (rows, k = key) => s.client({ 'X-Push-Key': k }).post('/api/v1/push/readings', { rows })
    const clues = (q = '') => city.all(`/api/v1/clues?outlet_id=${outlet}&limit=200${q}`)
    /** Wait for the live rules to say it. */
    async function clue(rule, ok = () => true, ms = 60_000) {
      for (const end = Date.now() + ms; Date.now() < end; await sleep(500)) {
        const c = (await clues(`&rule=${rule}`)).find(ok)
        if (c) return c
      }
      throw new Error(`no clue ${rule}: ${s.log.slice(-800)}`)
    }

    test('an outlet is monitored, has a limit with its source, and every fault of a limit is named', async () => {
      const now = await city.get(`/api/v1/outlets/${outlet}/monitor`)
      const put = await city.request('PUT', `/api/v1/outlets/${outlet}/monitor`, {
        body: { medium: 'gas', factors: [{ factor: 'a21026', range_high: '200' }, { factor: 'a19001' }], reason: '联网' },
        headers: { 'If-Match': `"${now.body?.version ?? 0}"` },
      })
      assert.ok(put.status < 300, put.text)
      const limit = { outlet_id: outlet, factor: 'a21026', grain: 'hour', hi: '35', from_day: day(-400), source: '排污许可证' }
      const bad = await city.post('/api/v1/limits', { ...limit, hi: '很高', to_day: day(-500) })
      assert.equal(bad.status, 422, bad.text)
      assert.ok(fault(bad, 'hi') && fault(bad, 'to_day'), bad.text)
      assert.equal((await officer.post('/api/v1/limits', limit)).status, 403)
      const made = await city.post('/api/v1/limits', limit)
      assert.equal(made.status, 201, made.text)
      assert.equal((await city.post('/api/v1/limits', limit)).body.key, 'limit.twice')
      const list = await contact.all(`/api/v1/limits?outlet_id=${outlet}`)
      assert.equal(list.length, 1)
      assert.equal(list[0].source, '排污许可证')
      const put2 = await city.put(`/api/v1/limits/${list[0].id}`, { ...limit, source: '许可证第 2 版' }, { headers: { 'If-Match': `"${list[0].version}"` } })
      assert.ok(put2.status < 300, put2.text)
    })

    test('limits come in and go out as a table', async () => {
      const csv = ['credit_code,outlet,factor,grain,lo,hi,from_day,to_day,source', `${enterprise.credit_code},DA901,a21002,hour,,50,${day(-400)},,许可证`, `${enterprise.credit_code},DA901,02,day,,30,${day(-400)},,许可证`].join('\r\n')
      const up = await city.upload('/api/v1/imports?kind=limits', csv, '限值.csv')
      assert.equal(up.status, 201, up.text)
      const checked = await city.post(`/api/v1/imports/${up.body.id}/check`, {})
      assert.equal(checked.body.new_n, 2, checked.text)
      const done = await city.post(`/api/v1/imports/${up.body.id}/commit`)
      assert.equal(done.status, 200, done.text)
      const again = await city.upload('/api/v1/imports?kind=limits', csv, '限值.csv')
      assert.equal((await city.post(`/api/v1/imports/${again.body.id}/check`, {})).body.same_n, 2)
      const out = await city.get('/api/v1/exports/limits?format=csv')
      assert.equal(out.status, 200)
      assert.match(out.text, /a21026/) // 02 of 2005 is a21026 of 2017
    })

    test('a key is told once and opens one enterprise only', async () => {
      assert.equal((await push([row(midnight(-2), 10)], 'nobody')).status, 401)
      assert.equal((await officer.post('/api/v1/push-keys', { name: 'x' })).status, 403)
      const made = await city.post('/api/v1/push-keys', { name: '测试网关', enterprise_id: enterprise.id })
      assert.equal(made.status, 201, made.text)
      key = made.body.key
      assert.ok((await city.all('/api/v1/push-keys')).every((k) => k.key === undefined))
      const bad = await push([{ ...row(Date.now() + 10 * DAY, 1), outlet: 'DA901' }, { ...row(midnight(-2), 'x') }])
      assert.equal(bad.status, 422, bad.text)
      assert.ok(fault(bad, 'rows[0].t_ms') && fault(bad, 'rows[1].values[0]'), bad.text)
      assert.equal((await push([{ ...row(midnight(-2), 1), outlet: 'DA999' }])).status, 422)
    })

    test('data arrives, an hour above the limit raises a clue with its card', async () => {
      const rows = []
      for (let h = 0; h < 24; h++) rows.push(row(midnight(-1) + h * HOUR, h === 10 ? 52.5 : 20 + (h % 7)))
      const r = await push(rows)
      assert.equal(r.status, 200, r.text)
      assert.equal(r.body.new_n, 24)
      assert.equal((await push(rows)).body.same_n, 24)
      const c = await clue('E1')
      assert.equal(c.value, '52.5')
      assert.equal(c.bound, '35')
      assert.equal(c.state, 'pushed')
      assert.match(c.number, /^XS-\d{4}-\d{6}$/)
      assert.equal(c.evidence, false) // no device with both reviews
      const card = (await city.get(`/api/v1/clues/${c.id}`)).body
      assert.match(card.words_zh, /超过限值/)
      assert.equal(card.limit_source, '许可证第 2 版')
      assert.ok(card.actions.includes('close') && !card.actions.includes('answer'))
      assert.ok(JSON.parse(typeof card.clue.samples === 'string' ? card.clue.samples : JSON.stringify(card.clue.samples)).some((x) => x.factor === 'a21026' && x.points.some((p) => p[1] === '52.5')))
      assert.deepEqual((await contact.get(`/api/v1/clues/${c.id}`)).body.actions, ['answer'])
    })

    test('over history the same is said, and a changed rule shows what it would have said', async () => {
      const q = `from=${day(-1)}&to=${day(0)}&enterprise_id=${enterprise.id}`
      const r = await city.get(`/api/v1/clue-replay?${q}&rule=E1`)
      assert.equal(r.status, 200, r.text)
      const live = (await clues('&rule=E1'))[0]
      assert.equal(r.body.n, 1)
      const [it] = r.body.items
      for (const f of ['rule', 'from_ms', 'raised_ms', 'value', 'bound', 'outlet_id', 'factor']) assert.equal(it[f], live[f], f)
      const same = await city.get(`/api/v1/clue-replay?${q}&against=offsite/default-2022`)
      assert.equal(same.body.n, same.body.before_n)
      assert.ok(same.body.items.every((x) => !x.change))
      assert.equal((await city.get(`/api/v1/clue-replay?${q}&pack=offsite/none`)).status, 404)
      assert.equal((await contact.get(`/api/v1/clue-replay?${q}`)).status, 403)
      const file = JSON.parse(readFileSync(join(ROOT, 'rulepacks/offsite/default-2022.json'), 'utf8'))
      const without = structuredClone(file)
      without.body.rules.find((x) => x.id === 'E1').on = false
      without.head.version = '2'
      const ask = (content, more) => city.post('/api/v1/clue-replay', { from: day(-1), to: day(0), enterprise_id: enterprise.id, content: JSON.stringify(content), ...more })
      const tried = await ask(without)
      assert.equal(tried.status, 200, tried.text)
      assert.equal(tried.body.pack_version, '2')
      assert.equal(tried.body.against, 'offsite/default-2022')
      assert.ok(tried.body.items.some((x) => x.rule === 'E1' && x.change === 'gone'))
      assert.equal((await ask(file)).body.items.filter((x) => x.change).length, 0)
      const broken = structuredClone(file)
      broken.body.rules[0].level = 'loud'
      const refused = await ask(broken)
      assert.equal(refused.status, 422)
      assert.match(refused.text, /body\.rules\[0\]\.level/)
      assert.equal((await ask({ head: {} })).status, 422)
      assert.equal((await contact.post('/api/v1/clue-replay', {})).status, 403)
      if (engine === 'sqlite') {
        const cli = JSON.parse(s.cli(['offsite', 'replay', '--from', day(-1), '--to', day(0), '--rule', 'E1', '--enterprise', String(enterprise.id), '--json']).stdout)
        assert.deepEqual(cli.items.map((x) => [x.rule, x.raised_ms, x.value]), [['E1', live.raised_ms, live.value]])
      }
    })

    test('quality: rates of a day, and hours recomputed beside reported', async () => {
      const q = await contact.get(`/api/v1/outlets/${outlet}/quality?from=${day(-1)}&to=${day(-1)}&factor=a21026`)
      assert.equal(q.status, 200, q.text)
      const d = q.body.days[0]
      assert.equal(d.received, 24)
      assert.equal(d.valid, 24)
      assert.equal(d.effective_bp, 10000)
      assert.equal(d.day_valid, true)
      const hours = await contact.all(`/api/v1/outlets/${outlet}/hours?day=${day(-1)}`)
      assert.equal(hours.filter((h) => h.factor === 'a21026').length, 24)
      assert.ok(hours.every((h) => h.reason === 'valid'))
    })

    test('quality of a whole year is one answer; more than a year is refused in words', async () => {
      const factors = ['a21026', 'a21002', 'a34013', 'a19001', 'a01012', 'a00000']
      const made = await city.post(`/api/v1/enterprises/${enterprise.id}/outlets`, { code: 'DA902', kind: 'air', name: '全年排口', reason: '测试' })
      made902 = made.body.id
      const path = `/api/v1/outlets/${made902}`
      const put = await city.put(`${path}/monitor`, { medium: 'gas', factors: factors.map((factor) => ({ factor })), reason: '联网' }, { headers: { 'If-Match': '"0"' } })
      assert.equal(put.status, 204, put.text)
      const values = factors.map((factor) => ({ factor, field: 'avg', value: '12.5', flag: 'N' }))
      for (let d = -364; d < 0; d += 28) {
        const rows = []
        for (let k = d; k < d + 28; k++) for (let h = 0; h < 24; h++) rows.push({ outlet: 'DA902', cn: 2061, t_ms: midnight(k) + h * HOUR, values, backfill: true })
        assert.equal((await push(rows)).status, 200)
      }
      const q = await city.get(`${path}/quality?from=${day(-364)}&to=${day(0)}`)
      assert.equal(q.status, 200, q.text.slice(0, 300))
      const whole = q.body.days.filter((x) => x.received === 24)
      assert.equal(whole.length, 364 * factors.length)
      assert.ok(whole.every((x) => x.day_mean === 12.5))
      const long = await city.get(`${path}/quality?from=${day(-400)}&to=${day(0)}`)
      assert.equal(long.status, 422)
      assert.match(fault(long, 'to').zh ?? JSON.stringify(fault(long, 'to')), /366/)
      assert.ok(fault(await city.get(`${path}/quality?from=${day(0)}&to=${day(-1)}`), 'from'))
    })

    test('a limit that another process brings in holds from the next data on', async () => {
      const lower = join(s.dir, 'lower.csv')
      writeFileSync(lower, ['credit_code,outlet,factor,grain,lo,hi,from_day,to_day,source', `${enterprise.credit_code},DA902,a21018,hour,,10,${day(-400)},,另一进程`].join('\r\n'))
      s.cli(['import', 'limits', lower])
      const r = await push([{ outlet: 'DA902', cn: 2061, t_ms: midnight(0) - HOUR, values: [{ factor: 'a21018', field: 'avg', value: '12.6', flag: 'N' }], backfill: true }])
      assert.equal(r.status, 200, r.text)
      for (const end = Date.now() + 60_000; ; await sleep(500)) {
        const c = (await city.all(`/api/v1/clues?outlet_id=${made902}&rule=E1&limit=200`)).find((x) => x.factor === 'a21018')
        if (c) {
          assert.equal(c.bound, '10')
          break
        }
        if (Date.now() > end) throw new Error(`no clue by the new limit: ${s.log.slice(-500)}`)
      }
    })

    test('the enterprise answers with a photo, the bureau closes with a reason', async () => {
      const c = await clue('E1')
      assert.equal((await city.post(`/api/v1/clues/${c.id}/answer`, { cause: 'process', text: '不应由我答复' })).status, 403)
      const a = await contact.post(`/api/v1/clues/${c.id}/answer`, { cause: 'process', text: '脱硫循环泵跳停 20 分钟，已恢复' })
      assert.equal(a.status, 200, a.text)
      assert.equal(a.body.state, 'answered')
      const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
      const p = await contact.upload(`/api/v1/clues/${c.id}/photos`, png, '泵房.png')
      assert.equal(p.status, 200, p.text)
      assert.equal((await city.get(p.body.url)).status, 200)
      assert.equal((await city.post(`/api/v1/clues/${c.id}/close`, { outcome: 'verified', note: '不能这样办结' })).status, 422)
      const done = await city.post(`/api/v1/clues/${c.id}/close`, { outcome: 'fault', note: '有维修记录，情况属实' })
      assert.equal(done.status, 200, done.text)
      assert.equal(done.body.state, 'closed')
      assert.equal((await city.post(`/api/v1/clues/${c.id}/escalate`, { note: '再转' })).body.key, 'clue.state')
      const card = (await city.get(`/api/v1/clues/${c.id}`)).body
      assert.deepEqual(card.steps.map((x) => x.act), ['raise', 'answer', 'close'])
    })

    test('altered history is suspected fraud: escalated, and a visit follows that does not count', async () => {
      const r = await push([row(midnight(-1) + 5 * HOUR, 5)])
      assert.equal(r.body.versioned_n, 1, r.text)
      const c = await clue('R1')
      assert.equal(c.state, 'escalated')
      assert.equal(c.escalate_reason, 'fraud')
      const m = await officer.post(`/api/v1/clues/${c.id}/mission`, { uid: randomUUID(), second_officer_id: officer2.me.officer_id, planned_from: day(), planned_to: day(3) })
      assert.equal(m.status, 201, m.text)
      assert.equal(m.body.source, 'offsite_clue')
      assert.equal(m.body.evidence_ref, c.number)
      assert.equal(m.body.counts_toward_cap, false)
      const on = (await city.get(`/api/v1/clues/${c.id}`)).body.clue
      assert.equal(on.state, 'onsite')
      assert.equal(on.mission_id, m.body.id)
    })

    test('a stop needs an end, marks follow the pack, a repeat is the same', async () => {
      const mark = { uid: randomUUID(), outlet_id: outlet, code: 'stop', from_ms: Date.now() + HOUR, to_ms: Date.now() + DAY, reason: '计划检修' }
      assert.ok(fault(await contact.post('/api/v1/marks', { ...mark, to_ms: undefined }), 'to_ms'))
      assert.ok(fault(await contact.post('/api/v1/marks', { ...mark, code: 'holiday' }), 'code'))
      assert.ok(fault(await contact.post('/api/v1/marks', { ...mark, code: 'fault', from_ms: Date.now() - 20 * DAY }), 'from_ms'))
      const made = await contact.post('/api/v1/marks', mark)
      assert.equal(made.status, 201, made.text)
      assert.equal(made.body.kind, 'stop')
      assert.equal((await contact.post('/api/v1/marks', mark)).body.id, made.body.id)
      const ended = await contact.post(`/api/v1/marks/${made.body.id}/end`, { to_ms: mark.from_ms + HOUR })
      assert.equal(ended.body.to_ms, mark.from_ms + HOUR, ended.text)
      assert.equal((await contact.post(`/api/v1/marks/${made.body.id}/withdraw`)).body.state, 'withdrawn')
      assert.equal((await contact.post(`/api/v1/marks/${made.body.id}/withdraw`)).status, 409)
      assert.ok((await contact.all('/api/v1/mark-kinds')).some((k) => k.code === 'stop' && k.tag === 'unverified'))
    })

    test('process lines, orders and video belong to one enterprise', async () => {
      const line = { enterprise_id: enterprise.id, name: '一号线', emission_outlet_id: outlet, active: true, channels: [{ outlet_id: outlet, factor: 'd20405', name: '主机', role: 'production', quantity: 'power', rated: '100' }] }
      assert.equal((await city.post('/api/v1/power-lines', line)).status, 201)
      const wrong = await city.post('/api/v1/power-lines', { ...line, enterprise_id: other.id })
      assert.equal(wrong.status, 422, wrong.text)
      const [l] = await contact.all('/api/v1/power-lines')
      assert.equal(l.channels[0].rated, '100')
      const order = { enterprise_id: enterprise.id, number: '管控〔2026〕1号', stop: true, cut_bp: 0, from_ms: Date.now() }
      const o = await city.post('/api/v1/control-orders', order)
      assert.equal(o.status, 201, o.text)
      assert.equal((await city.post('/api/v1/control-orders', order)).status, 409)
      const [made] = await contact.all('/api/v1/control-orders')
      assert.equal((await city.post(`/api/v1/control-orders/${made.id}/end`)).status, 204)
      const video = { enterprise_id: enterprise.id, code: '41010000001310000001', name: '排口', stream_url: 'rtsp://127.0.0.1/live', snapshot_url: 'http://127.0.0.1/snap.jpg', active: true }
      assert.ok(fault(await city.post('/api/v1/video-points', { ...video, stream_url: 'javascript:1' }), 'stream_url'))
      assert.equal((await city.post('/api/v1/video-points', video)).status, 201)
      const event = { code: video.code, uid: 'e1', at_ms: Date.now(), kind: 'offline', text: '断线' }
      const gate = s.client({ 'X-Push-Key': key })
      assert.equal((await gate.post('/api/v1/push/video-events', event)).status, 204)
      assert.equal((await gate.post('/api/v1/push/video-events', event)).status, 204)
      const [v] = await contact.all('/api/v1/video-points')
      assert.equal((await contact.all(`/api/v1/video-points/${v.id}/events`)).length, 1)
    })

    test('coverage names its gaps', async () => {
      const r = await city.get(`/api/v1/coverage?month=${day(-1).slice(0, 7)}&enterprise_id=${enterprise.id}`)
      assert.equal(r.status, 200, r.text)
      const [e] = r.body.items
      assert.equal(e.covered, false)
      assert.ok(e.gaps.some((g) => g.kind === 'review' && g.outlet_code === 'DA901'))
      assert.ok(fault(await city.get('/api/v1/coverage?month=2199-01'), 'month'))
    })

    test('numbers, export, and nobody sees what is not his', async () => {
      const sum = (await city.get('/api/v1/clues/summary')).body
      assert.ok(sum.states.some((x) => x.state === 'closed' && x.n >= 1))
      assert.ok(sum.rules.some((x) => x.rule === 'E1' && x.rule_zh))
      const csv = await city.get('/api/v1/exports/clues?format=csv')
      assert.match(csv.text, /XS-\d{4}-000001/)
      assert.ok((await city.all('/api/v1/clue-rules')).length === 28)
      const mine = await contact.all('/api/v1/clues')
      assert.ok(mine.length > 0 && mine.every((c) => c.enterprise_id === enterprise.id))
      assert.equal((await s.client().get('/api/v1/clues')).status, 401)
      if (engine === 'sqlite') assert.match(s.cli(['audit', 'verify']).stdout, /./)
    })
  })
