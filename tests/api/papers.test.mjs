// Papers of missions and visits: what is missing, who may have them, PDF and DOCX with the same text, the log, the command.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { ENGINES, Server, fault } from './lib/server.mjs'

/** Bytes of one file of a ZIP, by its central directory. */
function unzip(zip, name) {
  let at = zip.readUInt32LE(zip.length - 6)
  for (let n = zip.readUInt16LE(zip.length - 12); n > 0; n--) {
    const [nameN, extraN, noteN] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o))
    if (zip.toString('utf8', at + 46, at + 46 + nameN) === name) {
      const local = zip.readUInt32LE(at + 42)
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      return inflateRawSync(zip.subarray(from, from + zip.readUInt32LE(at + 20)))
    }
    at += 46 + nameN + extraN + noteN
  }
  return null
}

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const docxText = (bytes) =>
  [...unzip(bytes, 'word/document.xml').toString('utf8').matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)]
    .map((m) => m[1].replace(/&(?:amp|lt|gt|quot|#39);/g, (e) => entities[e]))
    .join('')

/** Text in the order it was drawn, without page numbers and the line below them. */
function pdfText(bytes) {
  const dir = mkdtempSync(join(tmpdir(), 'wurao-paper-'))
  try {
    writeFileSync(join(dir, 'a.pdf'), bytes)
    const r = spawnSync('pdftotext', ['-raw', join(dir, 'a.pdf'), '-'], { encoding: 'utf8' })
    assert.equal(r.status, 0, `pdftotext (poppler-utils): ${r.stderr ?? r.error}`)
    return r.stdout
  } finally {
    rmSync(dir, { recursive: true })
  }
}
const squeeze = (s) => s.replace(/[\s\u3000]/g, '')
const withoutFoot = (s) => s.replace(/第\d+页共\d+页格式：paper-form\/[\w-]+v\d+/g, '')

const journey = (engine) => () => {
  const s = new Server({}, { city: 240, engine })
  let city, officer, officer2, contact, leader, hotline, enterprise
  before(async () => {
    await s.start('--demo')
    ;[city, officer, officer2, contact, leader, hotline] = await Promise.all(
      ['city', 'officer', 'officer2', 'enterprise', 'leader', 'hotline'].map((n) => s.login(n)),
    )
    enterprise = contact.me.enterprise_id
  })
  after(() => s.close())

  const day = (n) => new Date(Date.now() + n * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
  const apply = (more) =>
    officer.post('/api/v1/missions', {
      uid: randomUUID(),
      enterprise_id: enterprise,
      kind: 'inspection',
      source: 'complaint',
      evidence_ref: '12345-2026-000123',
      reason: '群众反映异味 <夜间>',
      basis: '《大气污染防治法》',
      scope: '废气治理设施运行',
      second_officer_id: officer2.me.officer_id,
      assistants: '',
      planned_from: day(0),
      planned_to: day(2),
      ...more,
    })
  let mission, visit

  test('a mission: the notice waits for the approval', async () => {
    const m = await apply()
    assert.equal(m.status, 201, JSON.stringify(m.body))
    mission = m.body.id
    const list = await officer.get(`/api/v1/missions/${mission}/papers`)
    assert.deepEqual(
      list.body.items.map((p) => [p.form, p.ready]),
      [
        ['approval', false],
        ['notice', false],
      ],
    )
    assert.ok(list.body.items[0].missing.includes('审批意见'))
    const en = await officer.get(`/api/v1/missions/${mission}/papers`, { headers: { 'Accept-Language': 'en' } })
    assert.ok(en.body.items[0].missing.includes('decision'))
    const early = await officer.get(`/api/v1/missions/${mission}/papers/notice`)
    assert.equal(early.status, 409)
    assert.equal(early.body.key, 'paper.not_approved')
    assert.equal((await contact.get(`/api/v1/missions/${mission}/papers`)).status, 404) // it was not told yet

    const given = await city.post(`/api/v1/missions/${mission}/approve`, {})
    assert.equal(given.status, 200, JSON.stringify(given.body))
    const told = await officer.post(`/api/v1/missions/${mission}/notify`, { how: 'app' })
    assert.equal(told.status, 200, JSON.stringify(told.body))
    assert.deepEqual((await contact.get(`/api/v1/missions/${mission}/papers`)).body.items.map((p) => p.form), ['notice'])
    assert.equal((await contact.get(`/api/v1/missions/${mission}/papers/approval`)).status, 404)
  })

  test('PDF and DOCX of a notice say the same', async () => {
    const pdf = await contact.get(`/api/v1/missions/${mission}/papers/notice`)
    assert.equal(pdf.status, 200)
    assert.equal(pdf.type, 'application/pdf')
    assert.match(decodeURIComponent(pdf.headers.get('content-disposition')), /行政检查通知书.*\.pdf/)
    const docx = await contact.get(`/api/v1/missions/${mission}/papers/notice?format=docx`)
    assert.equal(docx.type, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    const text = squeeze(docxText(docx.bytes))
    assert.equal(withoutFoot(squeeze(pdfText(pdf.bytes))), text)
    for (const what of ['行政检查通知书', '〔', '个案检查', '投诉举报（编号：12345-2026-000123）', '《大气污染防治法》', '<夜间>', '执法证号', '协助人员0人', '有权申请其回避'])
      assert.ok(text.includes(what), `${what} is not in ${text}`)
  })

  test('a visit: seven papers, the record with both signatures', async () => {
    const plate = (await city.all('/api/v1/plates?limit=200')).find((p) => p.enterprise_id === enterprise && ['issued', 'printed', 'hung'].includes(p.status))
    const v = await officer.post('/api/v1/visits', {
      client_id: randomUUID(),
      plate: plate.payload,
      kind: 'inspection',
      insp_class: 'case',
      source: 'complaint',
      evidence_ref: '12345-2026-000123',
      reason: '群众反映异味',
      second_officer_id: officer2.me.officer_id,
      mission_id: mission,
      device_ms: Date.now(),
      confirm_warn: true,
    })
    assert.equal(v.status, 201, JSON.stringify(v.body))
    visit = v.body.id
    const one = await officer.get(`/api/v1/visits/${visit}`)
    await officer.put(`/api/v1/visits/${visit}/items`, {
      items: one.body.items.map((i) => ({ code: i.code, result: i.evidence === 'photo' ? 'na' : 'ok', note: '现场查看' })),
    })
    const picture = (name) => readFileSync(new URL(`../fuzz/corpus/image/${name}`, import.meta.url))
    for (const [kind, name] of [
      ['signature', 'yuv420.jpg'],
      ['officer_signature', 'alpha.png'],
    ]) {
      const up = await officer.upload(`/api/v1/visits/${visit}/photos?kind=${kind}&taken_ms=${Date.now()}`, picture(name), name)
      assert.equal(up.status, 201, JSON.stringify(up.body))
    }
    const out = await officer.post(`/api/v1/visits/${visit}/check-out`, { conclusion: 'none', summary: '未见异常', confirm: true })
    assert.equal(out.status, 200, JSON.stringify(out.body))

    const list = await officer.get(`/api/v1/visits/${visit}/papers`)
    assert.deepEqual(
      list.body.items.map((p) => p.form),
      ['approval', 'notice', 'record', 'sampling', 'survey', 'inquiry', 'result'],
    )
    assert.equal(list.body.items[2].ready, true, JSON.stringify(list.body.items[2]))
    assert.deepEqual(list.body.items[6].missing, ['结果告知日期'])
    for (const { form } of list.body.items) {
      const pdf = await officer.get(`/api/v1/visits/${visit}/papers/${form}?format=pdf`)
      const docx = await officer.get(`/api/v1/visits/${visit}/papers/${form}?format=docx`)
      assert.equal(pdf.status, 200, form)
      const text = squeeze(docxText(docx.bytes))
      if (form !== 'record') assert.equal(withoutFoot(squeeze(pdfText(pdf.bytes))), text, form)
    }
    const docx = await officer.get(`/api/v1/visits/${visit}/papers/record?format=docx`)
    assert.ok(unzip(docx.bytes, 'word/media/image1.jpeg')?.length > 100)
    const text = squeeze(docxText(docx.bytes))
    for (const what of ['未发现问题', '不计入年度频次', '检查结论：未发现问题', '未见异常']) assert.ok(text.includes(what), what)
  })

  test('each reader gets what is his', async () => {
    const forms = async (client) => (await client.get(`/api/v1/visits/${visit}/papers`)).body.items?.map((p) => p.form)
    assert.deepEqual(await forms(contact), ['notice', 'record', 'result'])
    assert.equal((await contact.get(`/api/v1/visits/${visit}/papers/inquiry`)).status, 404)
    for (const client of [leader, hotline]) assert.equal((await client.get(`/api/v1/visits/${visit}/papers`)).status, 403)
    assert.equal((await s.client().get(`/api/v1/visits/${visit}/papers`)).status, 401)
    assert.equal((await officer.get('/api/v1/visits/99999999/papers')).status, 404)
    assert.equal((await officer.get(`/api/v1/visits/${visit}/papers/party`)).status, 404)
    assert.ok(fault(await officer.get(`/api/v1/visits/${visit}/papers/record?format=odt`), 'format'))
  })

  test('making a paper is told in the log', async () => {
    const auditor = await s.login('auditor')
    const leaves = await auditor.get('/api/v1/audit/leaves?action=paper.make&limit=20')
    const told = leaves.body.items.map((l) => JSON.stringify(l))
    assert.ok(told.length >= 16, `${told.length} papers in the log`)
    assert.ok(told.some((l) => /record \(paper-form\/default-2021 v1, docx\)/.test(l) && /[0-9a-f]{64}/.test(l)), told[0])
  })

  test('wurao visit paper', () => {
    const dir = mkdtempSync(join(tmpdir(), 'wurao-paper-'))
    const file = join(dir, 'record.docx')
    const list = s.cli(['visit', 'paper', '--visit', String(visit)])
    assert.match(list.stdout ?? String(list), /record +现场检查笔录/)
    s.cli(['visit', 'paper', '--visit', String(visit), '--form', 'record', '--format', 'docx', '--out', file])
    assert.ok(squeeze(docxText(readFileSync(file))).includes('现场检查笔录'))
    rmSync(dir, { recursive: true })
  })
}

for (const engine of ENGINES) describe(`papers on ${engine}`, journey(engine))
