// The life of a visit on the desk: applied for, approved by another, notified, carried out, told, closed; and what goes wrong on the way.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import { assertAccessible, assertFits, assertNoFaults, launch, newPage, PASSWORD, startCity } from './helper.mjs'

const SCREEN = { viewport: { width: 1440, height: 900 } }
const day = (n) => new Date(Date.now() + 8 * 3600_000 + n * 86_400_000).toISOString().slice(0, 10)

let city, admin, officer, second, contact, browser
/** Pages of people at work: officer, district administrator, city administrator, supervision. */
const at = {}

before(async () => {
  city = await startCity({ args: ['--enterprises', '600'] })
  ;[admin, officer, second, contact] = await Promise.all(['city', 'officer', 'officer2', 'enterprise'].map((u) => city.login(u)))
  browser = await launch()
  for (const user of ['officer', 'district', 'city', 'supervision']) {
    at[user] = await newPage(browser, SCREEN)
    await login(at[user], user)
  }
})
after(async () => {
  await browser?.close()
  await city?.stop()
})

async function login(p, username) {
  await p.goto(`${city.url}/desk/login`)
  await p.fill('#login-username', username)
  await p.fill('#login-password', PASSWORD)
  await p.click('button[type=submit]')
  await p.waitForSelector('nav.nav')
}

async function settled(p) {
  await p.waitForSelector('main h1')
  await p.waitForFunction(() => !document.querySelector('main .loading, main [aria-busy=true]'))
}

async function open(p, path) {
  await p.goto(`${city.url}/desk${path}`)
  await settled(p)
  const shown = new URL(p.url())
  assert.equal(shown.pathname, `/desk${path.split('?')[0]}`, 'the page that was asked for')
}

const main = (p) => p.locator('main').innerText()
const dialog = (p) => p.locator('.el-dialog:visible')
const says = (p, text, where = 'main') => p.waitForFunction(([sel, t]) => document.querySelector(sel)?.innerText.includes(t), [where, text])

async function pick(p, label, text) {
  const box = p.getByRole('combobox', { name: label, exact: true })
  await box.click()
  await box.fill(text)
  // The list is made anew when the answer to what was typed comes.
  const option = p.locator('.el-select-dropdown__item:visible', { hasText: text }).first()
  for (let i = 0; i < 5; i++) {
    await p.waitForTimeout(400)
    if (await option.click({ timeout: 2000 }).then(() => true, () => false)) return
  }
  await option.click()
}

async function choose(p, label, option) {
  await p.locator('.el-select__wrapper', { has: p.getByRole('combobox', { name: label }) }).first().click()
  await p.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click()
}

/** An enterprise of the officer's district with a plate, where nobody has planned anything yet. */
const taken = new Set()
async function fresh() {
  const all = (await admin.get(`/enterprises?district_id=${officer.session.district_id}&status=active&plated=true&limit=100`)).items
  const e = all.find((x) => x.id !== contact.session.enterprise_id && x.positive_state === 'none' && !taken.has(x.id))
  assert.ok(e, 'the district has enough enterprises')
  taken.add(e.id)
  return admin.get(`/enterprises/${e.id}`)
}

/** A mission as the interface takes it. */
function plan(e, more = {}) {
  return {
    uid: randomUUID(), enterprise_id: e.id, kind: 'inspection', source: 'complaint', evidence_ref: '12345-2026-000123', reason: '核实投诉', basis: '《大气污染防治法》', scope: '治理设施运行情况',
    officer_id: officer.session.officer_id, second_officer_id: second.session.officer_id, planned_from: day(0), planned_to: day(2), ...more,
  }
}

const states = (p) => p.locator('.life li').evaluateAll((all) => all.map((li) => li.className))

test('a mission is applied for with its verdict live, approved by another, notified, carried out, told: the time line says so', async () => {
  const e = await admin.get(`/enterprises/${contact.session.enterprise_id}`)
  const p = at.officer
  await open(p, '/missions')
  await p.getByRole('link', { name: '申请入企' }).first().click()
  await p.waitForURL(/\/desk\/missions\/new/)
  await settled(p)
  await assertAccessible(p, 'application, empty')

  // Nothing chosen: each fault stands at its field, nothing is sent.
  await p.getByRole('button', { name: '提交审批' }).click()
  await says(p, '请选择企业')
  await pick(p, '企业', e.name.replace(/（.*/, ''))
  await says(p, '可以入企', '.verdict')
  await choose(p, '任务来源', '投诉举报')
  await says(p, '须填写', '.verdict')
  assert.match(await p.locator('.verdict').innerText(), /不得入企/, 'a complaint without its number is denied at once')
  await assertAccessible(p, 'application, denied')
  assert.equal(await p.getByLabel('投诉举报编号').getAttribute('placeholder'), '如 12345-2026-000123')
  await p.getByLabel('投诉举报编号').fill('12345-2026-000777')
  await says(p, '例外情形', '.verdict')
  await pick(p, '协办人员', (await admin.get(`/officers/${second.session.officer_id}`)).name)
  await p.getByLabel('事由').fill('核实噪声和异味投诉')
  await p.getByRole('button', { name: '大气污染防治法' }).first().click()
  await p.getByRole('button', { name: '按检查清单填写' }).click()
  assert.ok((await p.getByLabel('检查事项').inputValue()).length > 10, 'the scope comes from the check-list')

  // What is typed survives a closed page.
  await p.waitForFunction(() => Object.entries(localStorage).some(([k, v]) => k.includes('mission.new') && v.includes('核实噪声和异味投诉')))
  await open(p, '/missions/new')
  assert.equal(await p.getByLabel('事由').inputValue(), '核实噪声和异味投诉')
  await says(p, e.name)
  await says(p, '例外情形', '.verdict')
  await assertAccessible(p, 'application')
  await p.getByRole('button', { name: '提交审批' }).click()
  await p.waitForURL(/\/desk\/missions\/\d+$/)
  await settled(p)
  const id = Number(/\d+$/.exec(p.url())[0])
  const made = await admin.get(`/missions/${id}`)
  assert.equal(made.state, 'submitted')
  assert.equal(made.evidence_ref, '12345-2026-000777')
  assert.equal(await p.getByRole('button', { name: '批准', exact: true }).count(), 0, 'the applicant has no way to approve')
  assert.equal((await p.evaluate(() => Object.keys(localStorage).filter((k) => k.includes('mission.new')))).length, 0, 'the draft is gone once it is sent')

  const q = at.district
  await open(q, '/missions?state=submitted')
  await q.locator('tbody tr', { hasText: e.name }).locator('a').first().click()
  await q.waitForURL(new RegExp(`/desk/missions/${id}$`))
  await settled(q)
  await assertAccessible(q, 'mission to be decided')
  await q.getByRole('button', { name: '批准', exact: true }).click()
  assert.match(await dialog(q).innerText(), /将记录：[\s\S]*审批编号/, 'what will be recorded is shown first')
  await assertAccessible(q, 'approve')
  await dialog(q).locator('textarea').fill('同意，注意核实异味')
  await dialog(q).getByRole('button', { name: '批准' }).click()
  await says(q, '检审〔')
  await q.getByRole('button', { name: '通知企业' }).click()
  await dialog(q).locator('label', { hasText: '不予事先通知' }).click()
  await dialog(q).getByRole('button', { name: '确定' }).click()
  await says(q, '须写明原因', '.el-dialog')
  await dialog(q).locator('label', { hasText: '系统通知' }).click()
  await assertAccessible(q, 'notify')
  await dialog(q).getByRole('button', { name: '通知企业' }).click()
  await says(q, '系统通知', '.life')
  assert.deepEqual(await states(q), ['done', 'done', 'done', 'now', 'todo', 'todo', 'todo'])

  const v = await officer.post('/visits', {
    client_id: randomUUID(), plate: e.plate_code, kind: 'inspection', source: 'complaint', evidence_ref: '12345-2026-000777', reason: '核实噪声和异味投诉', second_officer_id: second.session.officer_id,
    device_ms: Date.now(), confirm_warn: true, mission_id: id,
  })
  await open(q, `/missions/${id}`)
  await says(q, '正在企业内', '.life')
  const list = await officer.get(`/visits/${v.id}`)
  const items = (list.items ?? []).map((i) => ({ code: i.code, result: 'na', note: '本次不涉及' }))
  if (items.length) await officer.ask('PUT', `/visits/${v.id}/items`, { items })
  await officer.post(`/visits/${v.id}/check-out`, { conclusion: 'none', summary: '现场未见异常', confirm: true })

  await open(p, `/visits/${v.id}`)
  await assertAccessible(p, 'visit, result to be told')
  await p.getByRole('button', { name: '结果告知', exact: true }).click()
  await dialog(p).locator('label', { hasText: '书面告知' }).first().click()
  await says(p, '将记录', '.el-dialog')
  await dialog(p).locator('textarea').fill('当场送达')
  await dialog(p).getByRole('button', { name: '结果告知', exact: true }).click()
  await says(p, '当场送达', '.life')
  assert.equal((await admin.get(`/visits/${v.id}`)).told_how, 'paper')
  assert.deepEqual((await states(p)).slice(0, 5), ['done', 'done', 'done', 'done', 'done'])

  // The same line stands on the mission's page: who, when, how, in order.
  await open(q, `/missions/${id}`)
  const line = await q.locator('.life').innerText()
  const decided = await admin.get(`/missions/${id}`)
  assert.match(line, /申请[\s\S]*审批[\s\S]*通知[\s\S]*入企[\s\S]*结果告知[\s\S]*评价[\s\S]*办结/)
  for (const text of [decided.applicant_name, decided.approver_name, decided.number, '系统通知', '书面告知：当场送达']) assert.ok(line.includes(text), `the time line says ${text}`)
  await assertAccessible(q, 'mission, carried out')
  assertNoFaults(p)
  assertNoFaults(q)
})

test('nobody decides about an own application, and is told so', async () => {
  const m = await admin.post('/missions', plan(await fresh()))
  await open(at.city, `/missions/${m.id}`)
  assert.match(await main(at.city), /不能审批自己的任务/)
  assert.equal(await at.city.getByRole('button', { name: '批准', exact: true }).count(), 0)
  await assertAccessible(at.city, 'own application')
  await open(at.district, `/missions/${m.id}`)
  await at.district.getByRole('button', { name: '不予批准' }).click()
  await dialog(at.district).getByRole('button', { name: '不予批准' }).click()
  await says(at.district, '请填写意见', '.el-dialog')
  await dialog(at.district).locator('textarea').fill('线索已由另一单位办结')
  await dialog(at.district).getByRole('button', { name: '不予批准' }).click()
  await says(at.district, '线索已由另一单位办结', '.life')
  assert.equal((await admin.get(`/missions/${m.id}`)).state, 'rejected')
  assertNoFaults(at.city)
  assertNoFaults(at.district)
})

test('several missions are approved at once; what is not possible is left out, and the result is told for each', async () => {
  const mine = await admin.post('/missions', plan(await fresh()))
  const others = []
  for (let i = 0; i < 3; i++) others.push(await officer.post('/missions', plan(await fresh())))
  const p = at.city
  await open(p, '/missions?state=submitted')
  await assertAccessible(p, 'missions')
  await assertFits(p, 'missions')
  await p.locator('thead .el-checkbox').click()
  await p.getByRole('button', { name: /批准所选/ }).click()
  await dialog(p).waitFor()
  // Between the look and the click one of them is withdrawn.
  await officer.post(`/missions/${others[1].id}/cancel`, { reason: '投诉人撤回' })
  assert.match(await dialog(p).innerText(), /须由他人审批/)
  await assertAccessible(p, 'approve several')
  const go = dialog(p).getByRole('button', { name: /^批准 \d+ 项$/ })
  const n = Number(/\d+/.exec(await go.innerText())[0])
  assert.ok(n >= 3)
  await go.click()
  await says(p, `已批准 ${n - 1} 项，未批准 1 项`, '.el-dialog')
  assert.match(await dialog(p).innerText(), /检审〔\d+〕\d+号/)
  await dialog(p).getByRole('button', { name: '完成' }).click()
  await p.locator('.el-dialog').waitFor({ state: 'hidden' })
  const now = await Promise.all([mine, ...others].map(async (m) => (await admin.get(`/missions/${m.id}`)).state))
  assert.deepEqual(now, ['submitted', 'approved', 'cancelled', 'approved'])
  assertNoFaults(p)
})

test('missions of two units at one enterprise are proposed and merged into one visit', async () => {
  const e = await fresh()
  const units = (await admin.get('/officers?in_post=true&limit=100')).items.filter((o) => o.cert_state === 'valid')
  const mine = await admin.get(`/officers/${officer.session.officer_id}`)
  const other = units.filter((o) => o.unit !== mine.unit)
  assert.ok(other.length >= 2, 'there is another unit')
  const unit = other[0].unit
  const pair = other.filter((o) => o.unit === unit).slice(0, 2)
  assert.equal(pair.length, 2)
  const a = await officer.post('/missions', plan(e))
  const b = await admin.post('/missions', plan(e, { officer_id: pair[0].id, second_officer_id: pair[1].id, planned_from: day(3), planned_to: day(4), evidence_ref: '12345-2026-000124' }))
  const p = at.city
  await open(p, '/missions/proposals')
  await assertAccessible(p, 'proposals')
  const row = p.locator('tbody tr', { hasText: e.name })
  await row.waitFor()
  const first = await row.locator('td').nth(1).innerText()
  await row.getByRole('button', { name: first.includes(mine.unit) ? '乙并入甲' : '甲并入乙' }).click()
  await says(p, '列为参加单位', '.el-dialog')
  await assertAccessible(p, 'merge')
  await dialog(p).getByRole('button', { name: '合并' }).click()
  await p.locator('.el-message', { hasText: '已合并' }).waitFor()
  assert.equal((await admin.get(`/missions/${b.id}`)).state, 'merged')
  assert.equal((await admin.get(`/missions/${b.id}`)).merged_into, a.id)
  await open(p, `/missions/${a.id}`)
  assert.match(await main(p), new RegExp(`参加单位[\\s\\S]*${unit}`))
  await assertAccessible(p, 'joint mission')
  await open(p, '/missions/proposals')
  assert.equal(await p.locator('tbody tr', { hasText: e.name }).count(), 0, 'merged pairs are proposed no more')
  assertNoFaults(p)
})

test('overdue missions and those to be carried out are found by one click, and the figures of 待处理 lead to their lists', async () => {
  const e = await fresh()
  const m = await officer.post('/missions', plan(e))
  const p = at.city
  await open(p, '/missions')
  await p.getByRole('link', { name: '待通知、待入企' }).click()
  await p.waitForURL(/due=todo/)
  await settled(p)
  assert.doesNotMatch(await main(p), new RegExp(e.name), 'what is not approved is not in it')
  await admin.post(`/missions/${m.id}/approve`, {})
  await p.reload()
  await settled(p)
  await says(p, e.name)
  await p.getByRole('link', { name: '已批准、逾期未入企' }).click()
  await p.waitForURL(/due=overdue/)
  await settled(p)
  const today = day(0)
  const late = []
  for (let cursor = ''; cursor !== undefined; ) {
    const next = await admin.get(`/missions?state=approved&to=${day(-1)}&limit=200${cursor && `&cursor=${cursor}`}`)
    late.push(...next.items.filter((x) => !x.done_visit_id && x.planned_to < today))
    cursor = next.next
  }
  if (late.length) assert.equal(await p.locator('tbody tr').count(), late.length, 'what is overdue, and nothing else')
  else assert.match(await main(p), /没有逾期未入企的任务/)
  const got = p.waitForEvent('download')
  await open(p, '/missions')
  await p.getByRole('button', { name: '导出 CSV' }).click()
  await got

  await officer.post('/missions', plan(await fresh()))
  await open(p, '/visits/pending')
  await assertAccessible(p, 'to be decided')
  const submitted = (await admin.get('/missions?state=submitted')).items.length
  const figure = p.locator('tbody tr', { hasText: '待审批的入企任务' }).locator('.fig a')
  assert.equal(await figure.innerText(), String(submitted))
  await figure.click()
  await p.waitForURL(/\/desk\/missions\?state=submitted$/)
  await settled(p)
  assert.equal(await p.locator('tbody tr').count(), submitted, 'the figure counts its list')
  await open(p, '/')
  await p.locator('.waiting a', { hasText: '待审批的入企任务' }).click()
  await p.waitForURL(/\/desk\/missions\?state=submitted$/)
  assertNoFaults(p)
})

test('an emergency without a plate: filed, its approval completed afterwards', async () => {
  const e = await fresh()
  const v = await officer.post('/visits', {
    client_id: randomUUID(), kind: 'inspection', source: 'emergency', emergency_reason: '储罐泄漏，有气味外逸', reason: '应急处置', second_officer_id: second.session.officer_id, device_ms: Date.now(), confirm_warn: true,
    no_code_reason: '信息牌被水淹', credit_code: e.credit_code, late_scan: 'before_leave', late_reason: '先行处置',
  })
  const p = at.officer
  for (const flag of ['无码待备案', '待补办审批', '补扫、补录']) {
    await open(p, '/visits')
    await p.getByRole('link', { name: flag, exact: true }).click()
    await p.waitForURL(/flag=/)
    await settled(p)
    await says(p, e.name)
  }
  await open(p, `/visits/${v.id}`)
  await assertAccessible(p, 'emergency')
  await p.getByRole('button', { name: '登记备案' }).click()
  await dialog(p).locator('textarea').fill('司备〔2026〕7号')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '司备〔2026〕7号')
  await p.getByRole('link', { name: '补办审批' }).click()
  await p.waitForURL(/visit_id=/)
  await settled(p)
  await says(p, '补办入企记录')
  await pick(p, '协办人员', (await admin.get(`/officers/${second.session.officer_id}`)).name)
  await p.getByLabel('事由').fill('补办紧急入企审批')
  await p.getByLabel('法律依据').fill('《大气污染防治法》')
  await p.getByRole('button', { name: '提交审批' }).click()
  await p.waitForURL(/\/desk\/missions\/\d+$/)
  const id = Number(/\d+$/.exec(p.url())[0])
  await admin.post(`/missions/${id}/approve`, { note: '同意补办' })
  await open(p, `/visits/${v.id}`)
  assert.equal(await p.getByRole('link', { name: '补办审批' }).count(), 0)
  assert.equal((await admin.get(`/visits/${v.id}`)).mission_id, id)
  assertNoFaults(p)
})

test('a refusal is contested by the officer and decided by supervision', async () => {
  const e = await admin.get(`/enterprises/${contact.session.enterprise_id}`)
  const v = await officer.post('/visits', { client_id: randomUUID(), plate: e.plate_code, kind: 'help', source: 'plan', reason: '政策宣传', device_ms: Date.now(), confirm_warn: true })
  await contact.post(`/visits/${v.id}/refuse`, { reason: 'no_certificate', note: '没有看到证件' })
  const p = at.officer
  await open(p, `/visits/${v.id}`)
  await p.getByRole('button', { name: '提出异议' }).click()
  await dialog(p).locator('textarea').fill('入门时已当面出示证件')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '入门时已当面出示证件')
  const q = at.supervision
  await open(q, '/visits?flag=contested')
  await q.locator('tbody tr', { hasText: e.name }).locator('a').first().click()
  await q.waitForURL(new RegExp(`/desk/visits/${v.id}$`))
  await settled(q)
  await q.getByRole('button', { name: '裁定' }).click()
  await dialog(q).getByRole('button', { name: '确定' }).click()
  await says(q, '请选择', '.el-dialog')
  await dialog(q).locator('label', { hasText: '拒绝有理' }).click()
  await says(q, '没有不利影响', '.el-dialog')
  await dialog(q).locator('textarea').fill('监控显示未出示')
  await assertAccessible(q, 'decide a refusal')
  await dialog(q).getByRole('button', { name: '确定' }).click()
  await says(q, '已裁定：拒绝有理')
  assert.equal((await admin.get(`/visits/${v.id}`)).refusal_decision, 'upheld')
  assertNoFaults(p)
  assertNoFaults(q)
})

test('what a phone judged without network stands beside what the server says, and a conflict is decided with its consequences shown', async () => {
  const waiting = (await admin.get('/visits?flag=conflict')).items
  assert.ok(waiting.length, 'the city has a record made without network that the rules speak against')
  const v = await admin.get(`/visits/${waiting[0].id}`)
  const p = at.city
  await open(p, '/visits/pending')
  await p.locator('tbody tr', { hasText: '判断不一致' }).locator('.fig a').click()
  await p.waitForURL(/flag=conflict/)
  await settled(p)
  assert.equal(await p.locator('tbody tr').count(), waiting.length)
  await open(p, `/visits/${v.id}`)
  const sides = await p.locator('.sides').innerText()
  assert.match(sides, /手机当时的判断[\s\S]*同步的资料[\s\S]*服务器的判断[\s\S]*不得入企/)
  await assertAccessible(p, 'conflict')
  await p.getByRole('button', { name: '作出决定' }).click()
  await dialog(p).locator('label', { hasText: '认定不规范' }).click()
  await says(p, '进入监督清单', '.el-dialog')
  await dialog(p).locator('label', { hasText: '予以认可' }).click()
  await says(p, '年度检查次数', '.el-dialog')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '请填写', '.el-dialog')
  await dialog(p).locator('textarea').fill('当时网络中断，人员和事由属实')
  await assertAccessible(p, 'decide a conflict')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '当时网络中断，人员和事由属实')
  assert.equal((await admin.get(`/visits/${v.id}`)).conflict, 'accepted')
  assert.equal(await p.getByRole('button', { name: '作出决定' }).count(), 0)
  assertNoFaults(p)
})

test('an unscanned entry reported by an enterprise is answered, and the enterprise reads the answer', async () => {
  const u = await contact.post('/unscanned', { uid: randomUUID(), kind: 'missing', reason: 'no_scan', note: '两人进厂，没有扫码', people: '自称环保局，2 人' })
  const p = at.supervision
  await open(p, '/unscanned')
  await assertAccessible(p, 'unscanned')
  await p.locator('tbody tr').first().getByRole('button').first().click()
  await dialog(p).waitFor()
  const told = await dialog(p).innerText()
  assert.ok(told.includes('两人进厂，没有扫码') && told.includes('自称环保局，2 人'), 'what the enterprise told is shown')
  await p.waitForURL(new RegExp(`id=${u.id}`))
  await dialog(p).locator('label', { hasText: '属实' }).first().click()
  await dialog(p).getByRole('button', { name: '提交答复' }).click()
  await says(p, '请填写答复', '.el-dialog')
  await dialog(p).locator('textarea').fill('经核实属实，已约谈当事人员')
  await assertAccessible(p, 'answer a report')
  await dialog(p).getByRole('button', { name: '提交答复' }).click()
  await p.locator('tbody tr', { hasText: '属实' }).waitFor()
  const mine = (await contact.get('/my/unscanned')).items.find((x) => x.id === u.id)
  assert.equal(mine.state, 'confirmed')
  assert.equal(mine.answer, '经核实属实，已约谈当事人员')
  assertNoFaults(p)
})

test('every page of missions and visits is accessible and fits, in both languages', async () => {
  const m = (await admin.get('/missions?limit=1')).items[0]
  const v = (await admin.get('/visits?limit=1')).items[0]
  const paths = ['/', '/missions', '/missions/new', '/missions/proposals', `/missions/${m.id}`, '/visits', '/visits/pending', '/visits/live', `/visits/${v.id}`, '/unscanned']
  const p = await newPage(browser, SCREEN)
  await login(p, 'city')
  // Opened once in each language; narrower screens are the same page made narrower.
  const fits = async (path) => {
    for (const [width, height] of [[1024, 768], [390, 844], [1440, 900]]) {
      await p.setViewportSize({ width, height })
      await assertFits(p, `${path} at ${width}`)
    }
  }
  for (const path of paths) {
    await open(p, path)
    await assertAccessible(p, path)
    await fits(path)
  }
  await p.getByRole('button', { name: 'English' }).click()
  await p.waitForFunction(() => document.documentElement.lang === 'en')
  for (const path of paths) {
    await open(p, path)
    await fits(`${path} in English`)
    const frame = await p.evaluate(() => [...document.querySelectorAll('nav, h2, th, .quick, .act .el-button, .act a, main label, .life strong')].map((x) => x.innerText).join(' '))
    assert.doesNotMatch(frame.replaceAll('中文', ''), /[\u4e00-\u9fff]/, path)
  }
  assertNoFaults(p)
  await p.context().close()
})
