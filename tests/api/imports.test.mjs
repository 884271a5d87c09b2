// Files from offices: mapping proposed, every fault by row and column, all or nothing, undone as a whole.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { Server } from './lib/server.mjs'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
/** A made-up credit code with its right check digit. */
function creditCode(n) {
  const body = `91410100MA9${String(n).padStart(6, '0')}`
  const sum = [...body].reduce((a, c, i) => a + ALPHABET.indexOf(c) * WEIGHTS[i], 0)
  return body + ALPHABET[(31 - (sum % 31)) % 31]
}

const HEADER = '企业名称,统一社会信用代码,区县,地址'
const row = (n, code = creditCode(n), name = `测试${n}号有限公司`, district = '中原区') => `${name},${code},${district},测试路${n}号`
const csv = (rows) => [HEADER, ...rows].join('\r\n') + '\r\n'

/** A zip with stored or deflated entries, for XLSX files that are none. */
function zip(entries) {
  const parts = []
  const central = []
  let at = 0
  for (const { name, data, size } of entries) {
    const packed = deflateRawSync(data)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(size ?? data.length, 22)
    head.writeUInt16LE(name.length, 26)
    const dir = Buffer.alloc(46)
    dir.writeUInt32LE(0x02014b50, 0)
    dir.writeUInt16LE(20, 6)
    dir.writeUInt16LE(8, 10)
    dir.writeUInt32LE(packed.length, 20)
    dir.writeUInt32LE(size ?? data.length, 24)
    dir.writeUInt16LE(name.length, 28)
    dir.writeUInt32LE(at, 42)
    central.push(dir, Buffer.from(name))
    parts.push(head, Buffer.from(name), packed)
    at += 30 + name.length + packed.length
  }
  const tail = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(tail.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, tail, end])
}

describe('imports', () => {
  const s = new Server({}, { city: 60 })
  let city, district, aud
  before(async () => {
    await s.start('--demo')
    city = await s.login('city')
    district = await s.login('district')
    aud = await s.login('auditor')
  })
  after(() => s.close())

  const upload = (bytes, name = '企业.csv', client = city) => client.upload('/api/v1/imports?kind=enterprises', bytes, name)
  const count = async () => (await city.get('/api/v1/enterprises?limit=1')).body.total
  async function checked(bytes, name) {
    const up = await upload(bytes, name)
    assert.equal(up.status, 201, up.text)
    const r = await city.post(`/api/v1/imports/${up.body.id}/check`, {})
    assert.equal(r.status, 200, r.text)
    return r.body
  }
  const faults = (id) => city.all(`/api/v1/imports/${id}/faults`)

  test('columns are recognised, the dry run writes nothing', async () => {
    const n = await count()
    const b = await checked(csv([row(1), row(2)]))
    assert.equal(b.state, 'checked')
    assert.equal(b.total, 2)
    assert.equal(b.new_n, 2)
    assert.ok(b.columns.every((c) => c.field), JSON.stringify(b.columns))
    assert.equal(await count(), n)
  })

  test('commit, the same file again changes nothing, undo takes all of it back', async () => {
    const n = await count()
    const file = csv([row(11), row(12), row(13)])
    const b = await checked(file)
    const done = await city.post(`/api/v1/imports/${b.id}/commit`)
    assert.equal(done.status, 200, done.text)
    assert.equal(done.body.state, 'committed')
    assert.equal(await count(), n + 3)
    const again = await checked(file)
    assert.equal(again.new_n, 0)
    assert.equal(again.changed_n, 0)
    assert.equal(again.same_n, 3)
    const undone = await city.post(`/api/v1/imports/${b.id}/undo`, { reason: '试导入' })
    assert.equal(undone.status, 200, undone.text)
    assert.equal(await count(), n)
    assert.equal((await city.post(`/api/v1/imports/${b.id}/commit`)).status, 409)
  })

  test('faulty credit codes are reported by row and kept as they are', async () => {
    const good = creditCode(21)
    const wrongCheck = good.slice(0, 17) + (good[17] === 'A' ? 'B' : 'A')
    const b = await checked(
      csv([row(21), row(22, wrongCheck), row(23, `${good.slice(0, 9)}I${good.slice(10)}`), row(24, good.slice(0, 15)), row(25, ''), row(26, '9.14101E+17')]),
    )
    const list = await faults(b.id)
    for (const r of [3, 4, 5, 7]) assert.ok(list.some((f) => f.row === r && f.field === 'credit_code'), `row ${r}: ${JSON.stringify(list)}`)
    assert.ok(list.every((f) => f.message && f.key))
    const done = await city.post(`/api/v1/imports/${b.id}/commit`)
    if (done.status === 200) {
      const found = await city.all(`/api/v1/enterprises?q=${encodeURIComponent('测试22号')}`)
      assert.equal(found[0].credit_code_status, 'bad_check')
      assert.equal((await city.get(`/api/v1/enterprises/${found[0].id}`)).body.credit_code_raw, wrongCheck)
    } else assert.ok(b.error_n > 0, done.text)
  })

  test('GB18030, UTF-8 with and without BOM, tabs and semicolons', async () => {
    const text = csv([row(31)])
    for (const [bytes, charset] of [
      [Buffer.from(text), /utf-8/],
      [Buffer.from(`\ufeff${text}`), /utf-8-bom|utf-8/],
      [Buffer.from(text.replaceAll(',', '\t')), /utf-8/],
      [Buffer.from(text.replaceAll(',', ';')), /utf-8/],
    ]) {
      const b = await checked(bytes)
      assert.match(b.charset, charset)
      assert.equal(b.new_n, 1)
    }
    const gbk = Buffer.from('c6f3d2b5c3fbb3c6', 'hex') // 企业名称
    const b = await upload(Buffer.concat([gbk, Buffer.from(',credit_code\r\nABC,x\r\n')]))
    assert.equal(b.status, 201, b.text)
    assert.equal(b.body.charset, 'gb18030')
    assert.equal(b.body.columns[0].header, '企业名称')
  })

  test('files that are none, broken or hostile are refused with a mend', async () => {
    const sheet = Buffer.from('<worksheet><sheetData></sheetData></worksheet>')
    const bomb = zip([
      { name: '[Content_Types].xml', data: Buffer.from('<Types/>') },
      { name: 'xl/workbook.xml', data: Buffer.from('<workbook/>') },
      { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(120 << 20, 0x20) },
    ])
    const entities = zip([
      { name: 'xl/workbook.xml', data: Buffer.from('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>') },
      { name: 'xl/worksheets/sheet1.xml', data: sheet },
    ])
    const tricky = zip([
      { name: '../../etc/passwd', data: Buffer.from('x') },
      { name: 'xl/worksheets/sheet1.xml', data: sheet },
    ])
    for (const [bytes, name] of [
      [Buffer.from('PK\x03\x04 not really'), '坏的.xlsx'],
      [bomb, 'bomb.xlsx'],
      [entities, 'entities.xlsx'],
      [tricky, '..%2f..%2fx.xlsx'],
      [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), '旧.xls'],
      [Buffer.alloc(100), 'zeros.csv'],
      [Buffer.from('"unbalanced\r\n1,2\r\n'), 'q.csv'],
    ]) {
      const from = Date.now()
      const up = await upload(bytes, name)
      const answer = up.status === 201 ? await city.post(`/api/v1/imports/${up.body.id}/check`, {}) : up
      assert.ok([400, 413, 415, 422, 429].includes(answer.status) || (answer.status === 200 && answer.body.new_n === 0), `${name}: ${answer.status} ${answer.text}`)
      if (answer.status >= 400) assert.ok(answer.body.detail.length > 5, name)
      assert.ok(Date.now() - from < 8000, name)
    }
    assert.equal((await upload(Buffer.alloc(0))).status, 422)
  })

  test('a file beyond the ceiling is refused before it is stored', async () => {
    const r = await upload(Buffer.alloc(34 << 20, 0x61))
    assert.equal(r.status, 413)
    assert.match(r.body.detail, /33554432/)
    const metrics = (await s.client().get('/metrics')).text
    assert.match(metrics, /wurao_http_spool_bytes 0$/m)
  })

  test('formulas and markup arrive as text, and leave guarded', async () => {
    const b = await checked(csv([row(41, creditCode(41), '=HYPERLINK(1)公司'), row(42, creditCode(42), '<b>粗</b>公司')]))
    const done = await city.post(`/api/v1/imports/${b.id}/commit`)
    assert.equal(done.status, 200, done.text)
    const [e] = await city.all(`/api/v1/enterprises?q=HYPERLINK`)
    assert.equal(e.name, '=HYPERLINK(1)公司')
    await city.post(`/api/v1/imports/${b.id}/undo`, { reason: '清理' })
  })

  test('a district imports into itself only', async () => {
    const up = await upload(csv([row(51)]), 'x.csv', district)
    assert.equal(up.status, 201, up.text)
    const other = (await city.all('/api/v1/imports?limit=200')).find((i) => i.id !== up.body.id)
    assert.equal((await district.get(`/api/v1/imports/${other.id}`)).status, 404)
    const seen = await district.get(`/api/v1/imports/${up.body.id}`)
    assert.equal(seen.status, 200)
  })

  test('who may not, may not upload; without a token nothing is spooled', async () => {
    assert.equal((await upload(csv([row(61)]), 'x.csv', aud)).status, 403)
    const r = await city.upload('/api/v1/imports?kind=enterprises', csv([row(61)]), 'x.csv', { headers: { 'X-CSRF-Token': null } })
    assert.equal(r.status, 403)
    assert.equal((await upload(csv([row(61)]), 'x.csv', s.client())).status, 401)
  })

  test('templates are there, and the log verifies', async () => {
    for (const format of ['csv', 'xlsx']) {
      const t = await city.get(`/api/v1/import-templates/enterprises?format=${format}`)
      assert.equal(t.status, 200, format)
      assert.match(t.headers.get('content-disposition'), /attachment/)
    }
    const v = await aud.post('/api/v1/audit/verify')
    assert.equal(v.body.ok, true, v.text)
  })
})
