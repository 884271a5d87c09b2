// Rule packs over HTTP and on the command line: what they say, what differs, whom a change affects.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault } from './lib/server.mjs'

const PACKS = resolve(import.meta.dirname, '../../rulepacks')
const POLICY = '/api/v1/rule-packs/visit-policy/default-2026'

const packs = (engine) => () => {
  const s = new Server({}, { city: 120, engine })
  const drafts = mkdtempSync(join(tmpdir(), 'wurao-packs-'))
  let city, district, contact, anyone
  before(async () => {
    await s.start('--demo')
    ;[city, district, contact] = await Promise.all(['city', 'district', 'enterprise'].map((n) => s.login(n)))
    anyone = s.client()
  })
  after(() => {
    rmSync(drafts, { recursive: true })
    return s.close()
  })

  /** A draft folder with the policy of 2026 changed. */
  function draft(name, change) {
    const dir = join(drafts, name)
    mkdirSync(join(dir, 'visit-policy'), { recursive: true })
    const pack = JSON.parse(readFileSync(join(PACKS, 'visit-policy/default-2026.json'), 'utf8'))
    change(pack)
    writeFileSync(join(dir, 'visit-policy/default-2026.json'), JSON.stringify(pack))
    return dir
  }

  test('every pack is listed, and one of each kind is in force today', async () => {
    const list = await city.all('/api/v1/rule-packs')
    const ids = list.map((p) => p.id)
    for (const kind of ['visit-policy', 'visit-checklist']) for (const y of [2021, 2026]) assert.ok(ids.includes(`${kind}/default-${y}`), kind)
    for (const kind of new Set(list.map((p) => p.kind))) assert.equal(list.filter((p) => p.kind === kind && p.in_force).length, 1)
    assert.equal((await contact.get('/api/v1/rule-packs')).status, 403)
    assert.equal((await anyone.get('/api/v1/rule-packs')).status, 401)
  })

  test('a pack says in words what it holds, and its examples come out', async () => {
    const r = await city.get(POLICY)
    assert.equal(r.status, 200, r.text)
    for (const word of ['年度检查次数上限', '审批权限', '静默期', '到场佐证', 'BLOCK_NO_APPROVAL', '重庆市政府令第375号第十八条'])
      assert.ok(r.body.words.includes(word), word)
    assert.ok(!/\{\d\}/.test(r.body.words))
    assert.equal(r.body.body.no_code.filing_workdays, 3)
    assert.equal(r.body.examples.length, r.body.examples_n)
    assert.ok(r.body.examples.every((e) => e.good && e.name), JSON.stringify(r.body.examples.filter((e) => !e.good)))
    assert.deepEqual(r.body.notes, [])
    const lists = await city.get('/api/v1/rule-packs/visit-checklist/default-2026')
    assert.ok(lists.body.words.includes('行业代码 4411'))
    assert.equal((await city.get('/api/v1/rule-packs/visit-policy/none')).status, 404)
  })

  test('two packs are compared in words; packs of two kinds are not', async () => {
    const r = await city.get('/api/v1/rule-packs/visit-policy/default-2021/diff?with=visit-policy/default-2026')
    assert.equal(r.status, 200, r.text)
    assert.equal(r.body.changes_n, r.body.changes.length)
    const cap = r.body.changes.find((c) => c.path === 'rules.BLOCK_CAP.effect')
    assert.deepEqual([cap.op, cap.words, cap.before, cap.after], ['changed', '规则〔BLOCK_CAP〕 效力：警告 → 禁止', '"warn"', '"deny"'])
    assert.ok(r.body.changes.some((c) => c.op === 'added' && c.path.startsWith('approvals.')))
    const same = await city.get(`${POLICY}/diff?with=visit-policy/default-2026`)
    assert.equal(same.body.changes_n, 0)
    const other = await city.get(`${POLICY}/diff?with=visit-checklist/default-2026`)
    assert.equal(other.status, 422, other.text)
    assert.ok(fault(other, 'with'))
    assert.equal((await city.get(`${POLICY}/diff?with=visit-policy/none`)).status, 404)
  })

  test('the impact names enterprises whose verdict or cap changes, within the row scope', async () => {
    const r = await city.get(`/api/v1/rule-packs/visit-policy/default-2021/impact?with=visit-policy/default-2026`)
    assert.equal(r.status, 200, r.text)
    assert.ok(r.body.examined_n >= 100, r.text)
    const n = (words) => r.body.counts.find((c) => c.what_zh === words).n
    assert.ok(n('年度上限减少') > 0, 'ordinary ones: 4 becomes 2')
    assert.equal(n('年度上限增加'), 0)
    assert.ok(r.body.items.length > 0 && r.body.items.length <= r.body.changed_n && r.body.changed_n <= r.body.examined_n)
    for (const i of r.body.items) assert.notEqual(i.before_zh, i.after_zh)
    const back = await city.get(`${POLICY}/impact?with=visit-policy/default-2021`)
    assert.equal(back.body.counts.find((c) => c.what_zh === '年度上限增加').n, n('年度上限减少'))
    const none = await city.get(`${POLICY}/impact?with=visit-policy/default-2026`)
    assert.equal(none.body.changed_n, 0)
    const own = await district.get(`/api/v1/rule-packs/visit-policy/default-2021/impact?with=visit-policy/default-2026`)
    assert.ok(own.body.examined_n > 0 && own.body.examined_n < r.body.examined_n)
    assert.equal(new Set(own.body.items.map((i) => i.place)).size, 1)
    const lists = await city.get('/api/v1/rule-packs/visit-checklist/default-2021/impact?with=visit-checklist/default-2026')
    assert.equal(lists.status, 409, lists.text)
  })

  test('a draft is checked, tested and compared before it serves', () => {
    assert.match(s.cli(['rules', 'check', '--strict']).stdout, /0 处重叠，0 处空档，0 处核对/)
    const late = draft('late', (p) => (p.head.valid_from = '2026-03-01'))
    const gap = s.cli(['rules', 'check', '--draft', late])
    assert.match(gap.stdout, /空档: visit-policy 自 2026-01-01 至 2026-02-28/)
    assert.notEqual(s.cli(['rules', 'check', '--strict', '--draft', late], { ok: false }).status, 0)
    const hidden = draft('hidden', (p) => p.body.caps.splice(1, 0, { ...p.body.caps[0], class: 'key', cap: 3 }))
    const json = JSON.parse(s.cli(['rules', 'check', '--json', '--draft', hidden]).stdout)
    assert.deepEqual(json.notes.map((n) => [n.pack, n.path]), [['visit-policy/default-2026', 'caps[1]']])
    const looser = draft('looser', (p) => (p.body.caps.at(-1).cap = 3))
    assert.notEqual(s.cli(['rules', 'test', '--draft', looser], { ok: false }).status, 0)
    const words = s.cli(['rules', 'diff', '--affects', '--draft', looser, 'visit-policy/default-2026']).stdout
    assert.match(words, /年度上限〔其余〕 年度上限：2 → 3/)
    assert.match(words, /年度上限增加：[1-9]\d* 家/)
    const both = JSON.parse(s.cli(['rules', 'diff', '--affects', '--json', '--draft', looser, 'visit-policy/default-2026']).stdout)
    assert.equal(both.changes.length, 1)
    assert.ok(both.impact.changed_n > 0)
    cpSync(join(PACKS, 'visit-policy'), join(drafts, 'same', 'visit-policy'), { recursive: true })
    assert.match(s.cli(['rules', 'diff', '--draft', join(drafts, 'same'), 'visit-policy/default-2026']).stdout, /0 处不同/)
  })

  test('a penalty pack is checked, shown and compared in its own words', () => {
    const id = 'penalty/guangdong-2022'
    assert.match(s.cli(['rules', 'test', id]).stdout, /(\d+)\/\1 个算例相符/)
    assert.match(s.cli(['rules', 'show', id]).stdout, /表 2\.7\.1　超标、超总量排水（权重累加）/)
    const dir = join(drafts, 'lighter', 'penalty')
    mkdirSync(dir, { recursive: true })
    const pack = JSON.parse(readFileSync(join(PACKS, `${id}.json`), 'utf8'))
    const table = pack.body.tables.find((t) => t.id === '2.7.1')
    table.factors.find((f) => f.key === 'area').levels.find((l) => l.option === 'source').bp = 1450
    table.columns[0].max_fen = 90_000_000
    pack.body.clauses.find((c) => c.id === 'np.1').strength = 'may'
    pack.body.clauses = pack.body.clauses.filter((c) => c.id !== 'np.20')
    writeFileSync(join(dir, 'guangdong-2022.json'), JSON.stringify(pack))
    const words = s.cli(['rules', 'diff', '--affects', '--draft', join(drafts, 'lighter'), id]).stdout
    assert.match(words, /因素〔area〕 档〔source〕 权重：15% → 14\.50%/)
    assert.match(words, /法定上限：1000000元 → 900000元/)
    assert.match(words, /情形〔np\.1〕 应当或可以：应当 → 可以/)
    assert.match(words, /- 删除 情形〔np\.20〕/)
    assert.match(words, /4 处不同/)
    const checked = s.cli(['rules', 'check', '--draft', join(drafts, 'lighter')]).stdout
    assert.match(checked, /表 2\.7\.1 起点与各因素最高权重之和为 99\.50%/)
    assert.notEqual(s.cli(['rules', 'test', '--draft', join(drafts, 'lighter'), id], { ok: false }).status, 0)
    assert.match(s.cli(['rules', 'diff', id, 'penalty/mee-2019']).stdout, /- 删除 情形：21 项：np\.1、np\.2/)
  })

  test('an enterprise has the check-lists of its industry on top of the base list', async () => {
    const base = (await city.get('/api/v1/visit-checklists/inspection')).body.items
    let printer
    for (const { id } of await city.all('/api/v1/enterprises?limit=200')) {
      printer = (await city.get(`/api/v1/enterprises/${id}`)).body
      if (/^C(21|23|36)/.test(printer.industry_code)) break
    }
    assert.match(printer.industry_code, /^C(21|23|36)/, 'the city has an enterprise that prints or coats')
    const own = (await city.get(`/api/v1/visit-checklists/inspection?enterprise_id=${printer.id}`)).body.items
    assert.ok(own.length > base.length)
    const v1 = own.find((i) => i.code === 'V1')
    assert.deepEqual([v1.evidence, v1.required], ['photo', true])
    assert.ok(v1.list_zh && v1.hint_zh)
    assert.ok(base.every((i) => !i.list_zh))
  })
}

for (const engine of ENGINES) describe(`rule packs (${engine})`, packs(engine))
