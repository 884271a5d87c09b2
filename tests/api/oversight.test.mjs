// What supervision sees, and the statement anybody can recompute: roles, figures and their lists, database against file.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { BIN, ENGINES, Server } from './lib/server.mjs'

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const day = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
const monthsAgo = (n) => {
  const [y, m] = day(Date.now()).split('-').map(Number)
  const k = y * 12 + m - 1 - n
  return `${Math.floor(k / 12)}-${String((k % 12) + 1).padStart(2, '0')}`
}
const LISTS = ['open_long', 'late', 'exception', 'refused', 'contested', 'conflict', 'no_code_due', 'no_code_overdue', 'afterfill_due', 'afterfill_overdue', 'offline', 'overridden', 'inspection']

const journey = (engine) => () => {
  const s = new Server({}, { city: 240, engine })
  let city, district, supervision, leader, officer, contact, aud, anyone
  const month = monthsAgo(1)
  const year = month.slice(0, 4)
  before(async () => {
    await s.start('--demo')
    ;[city, district, supervision, leader, officer, contact, aud] = await Promise.all(['city', 'district', 'supervision', 'leader', 'officer', 'enterprise', 'auditor'].map((n) => s.login(n)))
    anyone = s.client()
  })
  after(() => s.close())

  const rowsOf = async (m) => {
    const r = await anyone.get(`/api/v1/public/statements/${m}/rows`)
    assert.equal(r.status, 200, r.text)
    assert.match(r.type, /^text\/csv/)
    return r
  }
  const bodyOf = (bytes) => bytes.subarray(bytes.indexOf(10) + 1, bytes.lastIndexOf(10, bytes.length - 2) + 1)

  test('the statement is public, and every number stands in its hashed text', async () => {
    const r = await anyone.get(`/api/v1/public/statements/${month}`)
    assert.equal(r.status, 200, r.text)
    const { statement: st, proof } = r.body
    assert.equal(sha256(st.text), st.sha256)
    const lines = new Map(st.text.split('\n').slice(1, -1).map((l) => l.split(' ')))
    for (const [k, v] of Object.entries(st)) if (typeof v === 'number') assert.equal(lines.get(k.replace(/_n$/, '')), String(v), k)
    assert.ok(st.inspections_n > 0 && st.rows_n > st.inspections_n)
    assert.equal(st.exceptions.reduce((n, x) => n + x.n, 0), st.exceptions_n)
    assert.equal(st.counted_n + st.exceptions_n, st.inspections_n)
    assert.ok(proof.to?.note.includes('\n\n'))
    assert.doesNotMatch(r.text, /officer|姓名/)
    for (const client of [city, supervision, officer]) assert.equal((await client.get(`/api/v1/statements/${month}`)).body.statement.sha256, st.sha256)
  })

  test('the open rows have the hash that the statement names, and no person', async () => {
    const { statement: st } = (await anyone.get(`/api/v1/public/statements/${month}`)).body
    const csv = await rowsOf(month)
    assert.equal(sha256(bodyOf(csv.bytes)), st.rows_sha256)
    assert.match(csv.text.trim().split('\r\n').at(-1), new RegExp(`SHA-256 ${st.rows_sha256}$`))
    const names = (await city.all('/api/v1/officers?limit=200')).map((o) => o.name)
    for (const name of names) assert.ok(!csv.text.includes(name), name)
    const exported = await city.get(`/api/v1/exports/visits-open?format=csv&from=${year}-01-01&to=${st.until}`)
    assert.equal(sha256(bodyOf(exported.bytes)), st.rows_sha256)
  })

  test('database and file say the same; a changed byte is refused', async () => {
    const csv = await rowsOf(month)
    const file = join(s.dir, 'open.csv')
    writeFileSync(file, csv.bytes)
    const live = s.cli(['visit', 'statement', '--month', month], {})
    // Alone: no database of that name exists.
    const alone = spawnSync(BIN, ['visit', 'statement', '--month', month, '--from-export', file, '--db', `sqlite:${s.dir}/none/none.db`], { env: s.env, encoding: 'utf8' })
    assert.equal(alone.status, 0, alone.stderr)
    assert.equal(alone.stdout, live.stdout)
    const code = bodyOf(csv.bytes).toString().split('\r\n').map((l) => l.split(',')).find((c) => c[0] === 'visit' && c[7] === 'inspection')[4]
    const one = (from) => s.cli(['visit', 'statement', '--month', month, '--enterprise', code, ...from], {}).stdout
    assert.equal(one([]), one(['--from-export', file]))
    assert.match(one([]), new RegExp(`scope ${code}\n`))
    for (const at of [csv.bytes.indexOf('inspection'), csv.bytes.indexOf(',1,') + 1, csv.bytes.length - 20]) {
      const bad = Buffer.from(csv.bytes)
      bad[at] = bad[at] === 0x30 ? 0x31 : 0x30
      writeFileSync(file, bad)
      const r = s.cli(['visit', 'statement', '--month', month, '--from-export', file], { ok: false })
      assert.equal(r.status, 1, `byte ${at}`)
    }
    const xlsx = await city.get('/api/v1/exports/visits-open')
    writeFileSync(file, xlsx.bytes)
    assert.equal(s.cli(['visit', 'statement', '--month', month, '--from-export', file], { ok: false }).status, 1)
    const verified = s.cli(['visit', 'statement', '--month', month, '--verify'], { ok: false })
    assert.equal(verified.status, 0, verified.stderr)
  })

  test('months that are none, or to come, are refused; enterprises see their own', async () => {
    for (const m of ['2026-13', 'yesterday', monthsAgo(-1)]) assert.equal((await anyone.get(`/api/v1/public/statements/${m}`)).status, 422, m)
    const mine = await contact.get(`/api/v1/statements/${month}`)
    assert.equal(mine.status, 200, mine.text)
    assert.notEqual(mine.body.statement.scope, 'city')
    const other = (await city.all('/api/v1/enterprises?limit=200')).find((e) => e.id !== contact.me.enterprise_id)
    assert.equal((await contact.get(`/api/v1/statements/${month}?enterprise_id=${other.id}`)).status, 404)
    assert.equal((await city.get(`/api/v1/statements/${month}?enterprise_id=${other.id}`)).status, 200)
  })

  test('every figure is the length of its list', async () => {
    const period = `from=${year}-01-01&to=${day(Date.now())}`
    const o = await supervision.get(`/api/v1/oversight?${period}`)
    assert.equal(o.status, 200, o.text)
    assert.deepEqual(o.body.figures.map((f) => f.view).sort(), [...LISTS].sort())
    for (const f of o.body.figures) {
      const rows = await supervision.all(`/api/v1/oversight/visits?view=${f.view}&${period}&limit=200`)
      assert.equal(rows.length, f.n, f.view)
    }
    const reports = await supervision.all(`/api/v1/oversight/unscanned?${period}&limit=200`)
    assert.equal(reports.length, o.body.unscanned_n)
    assert.equal((await supervision.all('/api/v1/oversight/unscanned?open=true&limit=200')).length, o.body.unscanned_open_n)
    const file = await supervision.get(`/api/v1/oversight/visits/file?view=exception&${period}&format=json`)
    assert.equal(JSON.parse(file.text).rows, o.body.figures.find((f) => f.view === 'exception').n)
    const leaves = await aud.get('/api/v1/audit/leaves?action=export.file')
    assert.match(JSON.stringify(leaves.body.items[0].payload), /oversight exception/)
  })

  test('a district sees its own rows, and the share of the whole city beside them', async () => {
    const period = `from=${year}-01-01&to=${day(Date.now())}`
    const all = await supervision.get(`/api/v1/oversight/exceptions?${period}`)
    const own = await district.get(`/api/v1/oversight/exceptions?${period}`)
    assert.equal(own.body.mean_bp, all.body.mean_bp)
    assert.ok(own.body.items.length < all.body.items.length)
    const rows = await district.all(`/api/v1/oversight/visits?view=inspection&${period}&limit=200`)
    assert.ok(rows.length > 0 && rows.every((v) => v.district_name === district.me.district_name))
    for (const r of all.body.items) {
      assert.equal(r.enough, r.inspections_n >= all.body.min_n)
      assert.equal(r.rank > 0, r.enough)
      assert.equal(r.share_bp, Math.floor((r.exceptions_n * 10000) / r.inspections_n))
    }
    const units = await leader.get(`/api/v1/oversight/exceptions?${period}&by=unit`)
    assert.equal(units.body.items.reduce((n, r) => n + r.inspections_n, 0), all.body.inspections_n)
  })

  test('burden, trend and ratings show their minimum counts', async () => {
    const period = `from=${year}-01-01&to=${day(Date.now())}`
    const b = (await supervision.get(`/api/v1/oversight/burden?${period}`)).body
    assert.ok(b.items.length > 0)
    for (const r of b.items) {
      const index = r.visits_n * b.visit_e2 + Math.floor((r.minutes * b.hour_e2) / 60) + r.documents_n * b.document_e2 + r.units_n * b.unit_e2
      assert.equal(r.index_e2, index, r.name)
      assert.equal(r.enough, r.visits_n >= b.min_n)
    }
    const streets = (await supervision.get(`/api/v1/oversight/burden?${period}&by=street`)).body
    assert.equal(streets.items.reduce((n, r) => n + r.visits_n, 0), b.items.reduce((n, r) => n + r.visits_n, 0))
    const t = (await leader.get(`/api/v1/oversight/trend?${period}`)).body
    assert.equal(t.items.length, 12)
    for (const [i, m] of t.items.entries()) if (m.warn) assert.ok(i > 0 && m.rise_bp >= t.rise_bp && m.enough && t.items[i - 1].enough)
    const r = (await leader.get(`/api/v1/oversight/ratings?${period}`)).body
    for (const u of r.items) assert.equal(u.mean_e2 !== undefined, u.n >= r.min_n)
  })

  test('words of ratings and weak proofs are for supervision alone', async () => {
    const [visit] = (await city.get('/api/v1/visits?limit=1')).body.items
    const proof = await supervision.get(`/api/v1/visits/${visit.id}/proof`)
    assert.equal(proof.status, 200, proof.text)
    assert.ok(proof.body.items.length > 5 && proof.body.items.every((i) => i.text.length > 0))
    const doubts = await supervision.get(`/api/v1/oversight/doubts?from=${month}-01&to=${day(Date.now())}`)
    assert.equal(doubts.status, 200, doubts.text)
    assert.ok(doubts.body.items.every((d) => d.score_bp < 10000 && d.why.length > 0))
    for (const d of doubts.body.items.slice(0, 2)) {
      const one = (await supervision.get(`/api/v1/visits/${d.id}/proof`)).body
      assert.equal(one.score_bp, d.score_bp)
      assert.equal(one.low, true)
    }
    assert.equal((await supervision.get('/api/v1/oversight/opinions')).status, 200)
    for (const client of [city, district, leader, officer, contact, aud]) {
      assert.equal((await client.get(`/api/v1/visits/${visit.id}/proof`)).status, 403, client.me.username)
      assert.equal((await client.get('/api/v1/oversight/opinions')).status, 403)
      assert.equal((await client.get('/api/v1/oversight/doubts')).status, 403)
    }
    for (const client of [officer, contact, aud]) assert.equal((await client.get('/api/v1/oversight')).status, 403, client.me.username)
    assert.equal((await anyone.get('/api/v1/oversight')).status, 401)
    assert.equal((await supervision.get('/api/v1/visits/99999999/proof')).status, 404)
  })
}

for (const engine of ENGINES) describe(`oversight on ${engine}`, journey(engine))
