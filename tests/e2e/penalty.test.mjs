// Penalty discretion on the desk and the party's phone: the calculator, a case from filing to decision by two people, what the party sees,
// a changed scheme with impact and four eyes, consistency.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import { assertAccessible, assertFits, assertNoFaults, choose, launch, loginPhone, newPage, PASSWORD, startCity } from './helper.mjs'

const SCREEN = { viewport: { width: 1440, height: 900 } }
const day = (n = 0) => new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)
let city, admin, contact, second, mateName, browser, officer, legal, id

before(async () => {
  city = await startCity({ args: ['--enterprises', '100'] })
  ;[admin, contact, second] = await Promise.all(['city', 'enterprise', 'officer2'].map((u) => city.login(u)))
  mateName = (await admin.get(`/officers/${second.session.officer_id}`)).name
  browser = await launch()
  officer = await newPage(browser, SCREEN)
  legal = await newPage(browser, SCREEN)
  for (const p of [officer, legal]) p.setDefaultTimeout(12_000)
  await login(officer, 'officer')
  await login(legal, 'legal')
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
async function open(p, path) {
  await p.goto(`${city.url}/desk${path}`)
  await p.waitForSelector('main h1')
  await p.waitForFunction(() => !document.querySelector('main .loading, main [aria-busy=true]'))
}
const dialog = (p) => p.locator('.el-dialog:visible')
const says = (p, text, where = 'main') => p.waitForFunction(([sel, t]) => document.querySelector(sel)?.innerText.includes(t), [where, text])
const select = (p, label) => p.locator('.el-form-item', { hasText: label }).locator('.el-select__wrapper').first()
const question = (p, name) => p.locator(`[id="row-${name}"]`)
const fine = (p) => p.locator('.outcome:not(.stale) .big')
async function fits(p, path) {
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    await p.setViewportSize({ width, height })
    await assertFits(p, `${path} at ${width}`)
  }
}
/** The vector P1 of the facts: 36 % of a million yuan. */
async function answerP1(p) {
  await question(p, 'factor.factors_n').locator('input').fill('2')
  await question(p, 'factor.pollutants').getByRole('radio', { name: /第一类污染物/ }).check()
  await question(p, 'factor.area').getByRole('radio', { name: /限批区/ }).check()
  await question(p, 'factor.flow').locator('input').first().fill('60')
  await question(p, 'factor.exceedance').getByLabel('实测值').fill('31.25')
  await question(p, 'factor.exceedance').getByLabel('限值', { exact: false }).last().fill('5')
  await question(p, 'factor.count2y').locator('input').fill('2')
}

test('the calculator follows the table line by line, and keeps what was typed', async () => {
  const p = officer
  await open(p, '/penalties/calculator')
  await choose(p, select(p, '裁量基准'), '广东')
  await choose(p, select(p, '裁量表'), '2.7.1')
  await question(p, 'factor.flow').waitFor()
  await answerP1(p)
  await fine(p).filter({ hasText: '360,000' }).waitFor()
  assert.match(await p.locator('.outcome').innerText(), /36%/)
  const trace = await p.locator('table.plain').last().innerText()
  assert.match(trace, /2\.7\.1/)
  await question(p, 'factor.flow').locator('li.on', { hasText: '50吨以上不足200吨' }).waitFor()
  await question(p, 'factor.flow').locator('input').first().fill('x')
  await question(p, 'factor.flow').locator('.danger-text').waitFor()
  await question(p, 'factor.flow').locator('input').first().fill('500')
  await fine(p).filter({ hasText: '430,000' }).waitFor()
  await assertAccessible(p, 'calculator')
  await fits(p, 'calculator')
  const [file] = await Promise.all([p.waitForEvent('download'), p.getByRole('button', { name: '导出案情文件' }).click()])
  assert.equal(file.suggestedFilename(), 'case-2.7.1.json')
  await p.waitForTimeout(600)
  await p.reload()
  await says(p, '已恢复您')
  await fine(p).filter({ hasText: '430,000' }).waitFor()
  await question(p, 'factor.flow').locator('input').first().fill('60')
  await fine(p).filter({ hasText: '360,000' }).waitFor()
  assertNoFaults(p)
})

test('a case is filed from what was computed; its faults stand at their fields', async () => {
  const p = officer
  await p.waitForTimeout(600)
  await p.getByRole('button', { name: '按此立案' }).click()
  await p.waitForURL(/penalties\/new/)
  await says(p, '项案情')
  await p.getByRole('button', { name: '立案' }).click()
  await p.locator('.el-form-item__error').nth(2).waitFor()
  await p.locator('.el-form-item', { hasText: '案由' }).locator('input').fill('超标排放水污染物案')
  const party = p.getByRole('combobox', { name: '当事人' })
  await party.click()
  const { name } = await admin.get(`/enterprises/${contact.session.enterprise_id}`)
  await party.fill(name)
  await p.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click()
  const mate = p.getByRole('combobox', { name: '协办人员' })
  await mate.click()
  await mate.fill(mateName)
  await p.locator('.el-select-dropdown__item:visible', { hasText: mateName }).first().click()
  await assertAccessible(p, 'file a case')
  await p.getByRole('button', { name: '立案' }).click()
  await p.waitForURL(/\/penalties\/\d+/)
  id = Number(new URL(p.url()).pathname.split('/').at(-1))
  await says(p, '系统建议，待认定')
  assertNoFaults(p)
})

test('every fact is confirmed with its evidence before the result is kept', async () => {
  const p = officer
  await fine(p).filter({ hasText: '360,000' }).waitFor()
  assert.ok(await p.getByRole('button', { name: '裁量定稿' }).isDisabled())
  await p.getByRole('button', { name: /认定并保存/ }).click()
  await says(p, '请填写证据')
  await p.getByLabel('本次认定的证据').fill('现场检查笔录第2页')
  await p.getByRole('button', { name: /认定并保存/ }).click()
  await p.waitForFunction(() => !document.querySelector('main .meta ~ .warn-text') || !document.body.innerText.includes('未保存'))
  if (await p.getByRole('button', { name: /认定全部建议/ }).count()) await p.getByRole('button', { name: /认定全部建议/ }).click()
  await p.waitForFunction(() => !document.querySelector('main').innerText.includes('待认定'))
  await p.getByRole('button', { name: '裁量定稿' }).click()
  await p.getByRole('button', { name: '重新裁量' }).waitFor()
  const kept = await admin.get(`/penalties/${id}`)
  assert.equal(kept.state, 'assessed')
  assert.equal(kept.computed_fen, 36_000_000)
  await p.getByRole('button', { name: '按当天规则重演' }).click()
  await says(p, '重演结果一致')
  assert.ok((await p.locator('table.plain').last().innerText()).includes('现场检查笔录第2页'), 'the trace names the evidence')
  await assertAccessible(p, 'a case')
  await fits(p, 'a case')
  assertNoFaults(p)
})

test('a deviation is asked for by one and approved by another; then the notice', async () => {
  const p = officer
  await p.getByRole('button', { name: '申请偏离' }).click()
  await dialog(p).locator('input').first().fill('300000')
  await dialog(p).locator('textarea').fill('短')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '至少 10 个字', '.el-dialog')
  await dialog(p).locator('textarea').fill('企业主动安装在线监测并公开数据，社会影响较小')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '已申请偏离')
  assert.equal(await p.getByRole('button', { name: '批准偏离' }).count(), 0)
  await open(legal, `/penalties/${id}`)
  await legal.getByRole('button', { name: '批准偏离' }).click()
  await dialog(legal).getByRole('button', { name: '确定' }).click()
  await says(legal, '偏离已批准')
  await open(p, `/penalties/${id}`)
  await p.getByRole('button', { name: '记录一步' }).click()
  await choose(p, dialog(p).locator('.el-select__wrapper').first(), '告知')
  await says(p, '不因申辩加重', '.el-dialog')
  await assertAccessible(p, 'record a step')
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '已告知：300,000')
  await says(p, '还剩')
  assertNoFaults(p)
  assertNoFaults(legal)
})

test('the party follows every line on its phone, with what can still change it', async () => {
  const p = await newPage(browser, { viewport: { width: 390, height: 844 } })
  await loginPhone(p, city.url, 'enterprise')
  await p.goto(`${city.url}/m/me`)
  await p.getByRole('link', { name: '我的案件' }).click()
  await p.locator('[data-test=penalties] a').first().click()
  await p.getByText('拟罚款 300,000 元').waitFor()
  await p.locator('[data-test=what-if] li').first().waitFor()
  const trace = await p.locator('[data-test=trace]').innerText()
  assert.match(trace, /\+10%/)
  assert.match(trace, /累计 36%/)
  await assertAccessible(p, 'the party’s case')
  await assertFits(p, 'the party’s case')
  await p.setViewportSize({ width: 320, height: 640 })
  await assertFits(p, 'the party’s case at 320')
  assertNoFaults(p)
  await p.context().close()
})

test('the legal reviewer decides; documents carry a number; the clocks go on', async () => {
  await open(legal, `/penalties/${id}`)
  await legal.getByRole('button', { name: '作出决定' }).click()
  await says(legal, '罚款 300,000 元', '.el-dialog')
  await dialog(legal).getByRole('button', { name: '确定' }).click()
  await says(legal, '决定：罚款 300,000 元')
  assert.equal((await admin.get(`/penalties/${id}`)).state, 'decided')
  const row = legal.locator('li', { hasText: '处罚决定' }).filter({ has: legal.getByRole('button', { name: 'PDF' }) }).first()
  await row.getByRole('button', { name: '编号' }).click()
  await row.locator('p', { hasText: '号' }).waitFor()
  const [file] = await Promise.all([legal.waitForEvent('download'), row.getByRole('button', { name: /PDF/ }).click()])
  assert.match(file.suggestedFilename(), /\.pdf$/)
  await open(legal, '/penalties?state=decided')
  await legal.locator('tbody tr', { hasText: '300,000' }).first().waitFor()
  await assertAccessible(legal, 'cases')
  await fits(legal, 'cases')
  assertNoFaults(legal)
})

test('a changed scheme: drafted by form, with its impact, and published by somebody else', async () => {
  const p = legal
  await open(p, '/penalties/packs')
  await p.locator('tr', { hasText: 'guangdong-2022' }).getByRole('link', { name: '起草修改' }).click()
  await says(p, '起草修改：')
  await p.getByRole('link', { name: '裁量表', exact: true }).click()
  await choose(p, p.locator('.pick .el-select__wrapper'), '2.7.1')
  await p.getByLabel('起点').fill('8')
  await p.locator('td.warn-text', { hasText: '101%' }).waitFor()
  await assertAccessible(p, 'edit a scheme')
  await p.getByRole('button', { name: '检查并存为草稿' }).click()
  await says(p, '请写明为什么修改')
  await p.locator('.el-form-item', { hasText: '修改说明' }).locator('textarea').fill('起点调整为百分之八')
  await p.getByRole('button', { name: '检查并存为草稿' }).click()
  await p.waitForURL(/packs\/\d+$/)
  await says(p, '不符')
  assert.ok(await p.getByRole('button', { name: '提交审定' }).isDisabled(), 'examples do not hold')
  await p.getByRole('button', { name: '推算影响' }).click()
  await says(p, '件结果变化')
  assert.match(await p.locator('section', { hasText: '影响' }).first().innerText(), /360,000[\s\S]*370,000/)
  await assertAccessible(p, 'a draft')
  await fits(p, 'a draft')
  assertNoFaults(p)
  const content = JSON.parse((await admin.get('/penalty-packs/source?pack=penalty/zhengzhou-2022')).content)
  content.head.version = '2'
  const zz = content.body.clauses.find((c) => c.slot)
  delete zz.slot
  Object.assign(zz, { zh: '自行监测数据少量缺失且已补测', when: ['earlier_ever<1 & corrected=in_term & harm=none'], tag: 'proposal', tables: ['trial'] })
  const author = await city.login('legal')
  const made = await author.post('/penalty-packs', { content: JSON.stringify(content), note: '填写空位' })
  await open(p, `/penalties/packs/${made.id}`)
  await p.getByRole('button', { name: '提交审定' }).click()
  await dialog(p).getByRole('button', { name: '确定' }).click()
  await says(p, '本人起草的规则包须由他人审定')
  const boss = await newPage(browser, SCREEN)
  await login(boss, 'leader')
  await open(boss, `/penalties/packs/${made.id}`)
  await boss.getByRole('button', { name: '发布' }).click()
  await dialog(boss).getByRole('button', { name: '确定' }).click()
  await says(boss, '已发布')
  assertNoFaults(boss)
  await boss.context().close()
})

test('consistency shows distributions, hides small groups, and leads to the cases', async () => {
  const clients = { officer: await city.login('officer'), legal: await city.login('legal') }
  const factors = { factors_n: 2, pollutants: 'class_a', area: 'restricted', flow: '60', exceedance: '5', count2y: 1 }
  for (let i = 0; i < 5; i++) {
    const made = await clients.officer.post('/penalties', { uid: randomUUID(), enterprise_id: contact.session.enterprise_id, source: 'manual', title: `同类案件 ${i}`, act_date: day(-30 - i), second_officer_id: second.session.officer_id, scheme: 'guangdong', table: '2.7.1' })
    const path = `/penalties/${made.id}`
    const values = Object.entries({ ...factors, flow: String(10 + i * 60) }).map(([name, value]) => ({ kind: 'factor', name, value, evidence: '笔录' }))
    await clients.officer.ask('PUT', `${path}/values`, { values: [...values, ...made.values.filter((v) => v.kind === 'fact').map((v) => ({ kind: v.kind, name: v.name, value: v.value, evidence: '案件库' }))] })
    await clients.officer.ask('POST', `${path}/assess`)
    await clients.officer.post(`${path}/events`, { kind: 'noticed', day: day() })
    await clients.legal.post(`${path}/decide`, { day: day() })
  }
  const p = legal
  await open(p, '/penalties/consistency?least_n=3')
  await p.locator('tr', { hasText: '2.7.1' }).first().waitFor()
  await p.locator('.chart canvas').waitFor()
  await assertAccessible(p, 'consistency')
  await fits(p, 'consistency')
  await p.locator('tr', { hasText: '2.7.1' }).getByRole('link').first().click()
  await p.waitForURL(/table=2\.7\.1/)
  await p.locator('tbody tr', { hasText: '同类案件' }).first().waitFor()
  assertNoFaults(p)
})

test('the pages of penalties speak English too', async () => {
  const p = legal
  await p.getByRole('button', { name: 'English' }).click()
  for (const path of ['/penalties', `/penalties/${id}`, '/penalties/calculator', '/penalties/consistency', '/penalties/packs', '/penalties/new']) {
    await open(p, path)
    await fits(p, `${path} in English`)
    const frame = await p.evaluate(() => [...document.querySelectorAll('nav, h2, th, summary strong, main label')].map((x) => x.innerText).join(' '))
    if (path !== '/penalties/calculator' && path !== `/penalties/${id}`) assert.doesNotMatch(frame.replaceAll('中文', ''), /[\u4e00-\u9fff]/, path)
  }
  assertNoFaults(p)
})
