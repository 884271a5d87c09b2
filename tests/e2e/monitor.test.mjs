// Online monitoring on the desk over data that came by HJ 212: an unknown device is adopted, its data is seen live, as curves, by versions;
// a command runs its dialogue. A clue is raised, answered by the enterprise with a photo, and closed by keyboard.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { frame, stamp, Station, until } from '../api/lib/station.mjs'
import { assertAccessible, assertFilled, assertFits, assertNoFaults, choose, launch, loginPhone, newPage, PASSWORD, startCity } from './helper.mjs'

const HOUR = 3_600_000
const MN = '41010000A8900016F000169D'
const SCREEN = { viewport: { width: 1440, height: 900 } }
const now = Date.now()
const hour0 = Math.floor(now / HOUR) * HOUR

let city, admin, contact, browser, station, desk, outlet, other
const packet = (cn, items, mn = MN) => frame(`QN=${stamp(Date.now(), 17)};ST=32;CN=${cn};PW=123456;MN=${mn};Flag=4;CP=&&${items}&&`)
const hourly = (t, cod, more = '') => packet(2061, `DataTime=${stamp(t)};w01018-Avg=${cod},w01018-Min=${cod},w01018-Max=${cod},w01018-Flag=N;w00000-Avg=12.5,w00000-Cou=45,w00000-Flag=N${more}`)

before(async () => {
  city = await startCity({ args: ['--enterprises', '100'] })
  ;[admin, contact] = await Promise.all(['city', 'enterprise'].map((u) => city.login(u)))
  const own = contact.session.enterprise_id
  await admin.post(`/enterprises/${own}/outlets`, { code: 'DW801', kind: 'water', name: '总排口', reason: '联网监测' })
  await admin.post(`/enterprises/${own}/outlets`, { code: 'DA801', kind: 'air', name: '锅炉排口', reason: '联网监测' })
  const all = (await admin.get(`/enterprises/${own}/outlets`)).items
  outlet = all.find((o) => o.code === 'DW801').id
  other = all.find((o) => o.code === 'DA801').id
  await admin.ask('PUT', `/outlets/${outlet}/monitor`, { medium: 'water', factors: [{ factor: 'w01018', range_low: '0', range_high: '200' }, { factor: 'w00000' }] }, { 'If-Match': '"0"' })
  station = await new Station(city.hj212).open()
  browser = await launch()
  desk = await newPage(browser, SCREEN)
  await login(desk, 'city')
})
after(async () => {
  station?.close()
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
const drawn = (p) => p.waitForFunction(() => {
  const c = document.querySelector('.chart canvas')
  if (!c) return false
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data
  let n = 0
  for (let i = 0; i < d.length; i += 4) if (d[i] === 11 && d[i + 1] === 107 && d[i + 2] === 116) n++
  return n > 50
})

test('a device that nobody registered is adopted with one click', async () => {
  station.write(packet(2011, `DataTime=${stamp(now)};w01018-Rtd=31.5,w01018-Flag=N`))
  await until(() => admin.get('/logger-quarantine'), (r) => r.items.length === 1)
  const p = desk
  await open(p, '/monitor/quarantine')
  await assertAccessible(p, 'quarantine')
  await p.getByRole('button', { name: '接纳' }).click()
  const box = p.getByRole('combobox', { name: '排放口' })
  await box.click()
  await box.fill('DW801')
  await p.locator('.el-select-dropdown__item:visible', { hasText: 'DW801' }).first().click()
  await dialog(p).getByRole('button', { name: '接纳' }).click()
  await p.waitForURL(/\/monitor\/loggers\/\d+$/)
  await says(p, MN)
  const l = (await admin.get(`/loggers?q=${MN}`)).items[0]
  assert.equal(l.outlet_id, outlet)
  assert.equal(l.has_password, true)
})

test('values come to the live board while one looks; only theirs move', async () => {
  const p = desk
  await open(p, '/monitor')
  await p.locator('.live.open').waitFor()
  const row = p.locator('.board > li', { hasText: 'DW801' })
  await row.waitFor()
  await until(async () => {
    station.write(packet(2011, `DataTime=${stamp(Math.floor(Date.now() / 1000) * 1000)};w01018-Rtd=47.25,w01018-Flag=N;w00000-Rtd=12.1,w00000-Flag=N`))
    await new Promise((r) => setTimeout(r, 400))
    return row.innerText()
  }, (t) => t.includes('47.25') && t.includes('化学需氧量') && t.includes('在线'), 15_000)
  await assertAccessible(p, 'live board')
  assertNoFaults(p)
})

test('curves: limit, marks, zoom reads finer data, overlay, table and CSV', async () => {
  for (let k = 60; k > 1; k--) station.write(hourly(hour0 - k * HOUR, (30 + (k % 7)).toFixed(3), k % 20 === 0 ? ',w00000-Flag=N' : ''))
  station.write(packet(2061, `DataTime=${stamp(hour0 - 61 * HOUR)};w01018-Avg=5,w01018-Flag=M`))
  for (let k = 200; k > 0; k--) station.write(packet(2051, `DataTime=${stamp(Math.floor(now / 600_000) * 600_000 - k * 600_000)};w01018-Avg=${(30 + (k % 5)).toFixed(2)},w01018-Flag=${k % 50 < 6 ? 'M' : 'N'}`))
  // All of them are counted before the store is asked.
  await until(() => admin.get(`/loggers?q=${MN}`), (r) => r.items[0].frames >= 260, 20_000)
  await until(() => admin.get(`/outlets/${outlet}/curve?cn=2061&factor=w01018&field=avg&from_ms=${hour0 - 70 * HOUR}&to_ms=${now}`), (c) => c.points.length === 60)
  const p = desk
  await open(p, `/monitor/outlets/${outlet}`)
  await drawn(p)
  await says(p, '143')
  // Eight hours would be shown by minutes; of these days there are hours only.
  await open(p, `/monitor/outlets/${outlet}?from=${hour0 - 58 * HOUR}&to=${hour0 - 50 * HOUR}`)
  await says(p, '这段时间没有分钟数据，显示小时数据。')
  await drawn(p)
  await open(p, `/monitor/outlets/${outlet}`)
  await drawn(p)
  await p.getByRole('button', { name: '7 天' }).click()
  await says(p, '小时数据共 60 个')
  await drawn(p)
  await p.waitForTimeout(1000) // the axis moves over to the longer period
  const chart = await p.locator('.chart').boundingBox()
  await p.mouse.move(chart.x + chart.width * 0.8, chart.y + 150)
  await p.mouse.down()
  await p.mouse.move(chart.x + chart.width * 0.95, chart.y + 170, { steps: 6 })
  await p.mouse.up()
  await p.waitForURL(/from=\d+/)
  await p.locator('section.panel', { hasText: '曲线' }).getByRole('button', { name: '分钟', exact: true }).click()
  await says(p, '分钟数据共')
  await p.getByRole('button', { name: '24 小时' }).click()
  await p.locator('.el-select__wrapper', { has: p.getByRole('combobox', { name: '叠加' }) }).click()
  await p.locator('.el-select-dropdown__item:visible', { hasText: '流量' }).or(p.locator('.el-select-dropdown__item:visible', { hasText: '污水' })).first().click()
  await p.waitForURL(/over=/)
  await p.keyboard.press('Escape')
  await p.locator('section.panel', { hasText: '曲线' }).getByRole('button', { name: '表格' }).click()
  assert.ok((await p.locator('table.plain').last().innerText()).includes('维护'), 'marks are told in the table')
  const [file] = await Promise.all([p.waitForEvent('download'), p.getByRole('button', { name: 'CSV' }).click()])
  assert.match(file.suggestedFilename(), /DW801-w01018-2051-.*\.csv/)
  await assertAccessible(p, 'point page')
  assertNoFaults(p)
})

test('history that came again with another value shows both', async () => {
  station.write(hourly(hour0 - 5 * HOUR, '12.000'))
  await until(() => admin.get(`/outlets/${outlet}/curve?cn=2061&factor=w01018&field=avg&versions=true&from_ms=${hour0 - 5 * HOUR}&to_ms=${hour0 - 4 * HOUR}`), (c) => c.points.length === 2)
  const p = desk
  await open(p, `/monitor/outlets/${outlet}?view=versions`)
  await p.getByRole('button', { name: '对照' }).first().click()
  await says(p, '12.000')
  const row = await p.locator('tr', { hasText: '12.000' }).first().innerText()
  assert.match(row, /3\d\.000[\s\S]*12\.000/, 'as first sent, and now')
  await open(p, `/monitor/outlets/${outlet}?view=frames`)
  const frames = await p.locator('td.frame').first().innerText()
  assert.match(frames, /PW=\*{6}/, 'the password is blanked')
  await open(p, `/monitor/calendar?outlet=${outlet}`)
  await p.locator('.year-map').waitFor()
  assert.ok((await p.locator('.year-map rect').count()) >= 365)
  await assertAccessible(p, 'data quality calendar')
  assertNoFaults(p)
})

test('what the device marked is told, marked anew on the phone, and emissions are summed up', async () => {
  const p = desk
  await open(p, `/monitor/outlets/${outlet}?view=limits`)
  const marks = p.locator('section.panel', { hasText: '设备自动标记' })
  await marks.locator('tbody tr').first().waitFor()
  assert.match(await marks.innerText(), /维护[\s\S]*有效/)

  const phone = await newPage(browser, { viewport: { width: 390, height: 844 } })
  await loginPhone(phone, city.url, 'enterprise')
  await phone.goto(`${city.url}/m/alarms/declare`)
  await phone.locator('.chip[aria-pressed=true]', { hasText: 'DW801' }).waitFor() // the only one that is monitored
  await phone.locator('[data-test=auto] summary').click()
  await phone.getByRole('button', { name: '改标这一段' }).last().click()
  await phone.getByRole('radio', { name: '自动监测设备故障' }).click()
  await phone.locator('#d-reason').fill('探头堵塞，已更换')
  await assertAccessible(phone, 'declare with marks of the device')
  await assertFits(phone, 'declare with marks of the device')
  await phone.click('[data-test=send]')
  await phone.waitForURL('**/m/alarms')
  await phone.context().close()

  await open(p, `/monitor/outlets/${outlet}?view=limits`)
  await says(p, '以企业标记为准')
  await assertAccessible(p, 'marks of the device')
  await p.getByRole('link', { name: '排放量' }).click()
  await says(p, '季度排放量')
  await says(p, '废水没有已知的替代规则')
  await assertAccessible(p, 'emissions')
  const [file] = await Promise.all([p.waitForEvent('download'), p.getByRole('button', { name: 'CSV' }).click()])
  const text = readFileSync(await file.path(), 'utf8')
  assert.match(text, /w01018,\d{4}Q\d,\d+,0,\d+/)
  assertNoFaults(p)
})

test('a command runs its dialogue with the station; leniencies are counted', async () => {
  const bad = packet(2011, `DataTime=${stamp(now - 60_000)};w01018-Rtd=30.1,w01018-Flag=N`)
  station.write(bad.slice(0, -6) + bad.slice(-6, -2).toLowerCase() + '\r\n')
  const l = (await admin.get(`/loggers?q=${MN}`)).items[0]
  const p = desk
  await open(p, `/monitor/loggers/${l.id}`)
  await p.getByRole('button', { name: '下发命令' }).click()
  await choose(p, dialog(p).locator('.el-select__wrapper').first(), '提取实时间隔')
  await dialog(p).getByRole('button', { name: '下发' }).click()
  await says(p, '请填写事由', '.el-dialog')
  await dialog(p).locator('input').last().fill('核对上传间隔')
  await assertAccessible(p, 'send a command')
  await dialog(p).getByRole('button', { name: '下发' }).click()
  const q = await station.wait('1061')
  station.write(frame(`QN=${q.fields.QN};ST=91;CN=9011;PW=123456;MN=${MN};Flag=4;CP=&&QnRtn=1&&`))
  station.write(frame(`QN=${q.fields.QN};ST=32;CN=1061;PW=123456;MN=${MN};Flag=4;CP=&&RtdInterval=30&&`))
  station.write(frame(`QN=${q.fields.QN};ST=91;CN=9012;PW=123456;MN=${MN};Flag=4;CP=&&ExeRtn=1&&`))
  await p.locator('tr', { hasText: '提取实时间隔' }).locator('.is-ok').waitFor({ timeout: 20_000 })
  await p.getByRole('button', { name: '对话' }).first().click()
  await says(p, 'ExeRtn=1')
  assertNoFaults(p)
})

test('a clue: raised by the data, answered on the phone with a photo, closed by keyboard', async () => {
  await admin.post('/limits', { outlet_id: outlet, factor: 'w01018', grain: 'hour', hi: '50', from_day: '2026-01-01', source: '排污许可证 表 7' })
  await until(async () => {
    station.write(hourly(hour0 - HOUR, '88.500'))
    await new Promise((r) => setTimeout(r, 500))
    return admin.get('/clues?rule=E1')
  }, (r) => r.items.length > 0, 20_000)
  const clue = (await admin.get('/clues?rule=E1')).items[0]
  const phone = await newPage(browser, { viewport: { width: 390, height: 844 } })
  await loginPhone(phone, city.url, 'enterprise')
  await phone.goto(`${city.url}/m/alarms`)
  await phone.locator('[data-test=alarms] a', { hasText: '小时均值超标' }).first().click()
  await phone.waitForURL(/\/m\/alarms\/\d+/)
  await assertFits(phone, 'alarm on the phone')
  await assertAccessible(phone, 'alarm on the phone')
  await phone.locator('[data-test=send]').click()
  await says(phone, '请选择原因')
  await phone.getByRole('radio', { name: '生产或治污异常' }).click()
  await phone.fill('#alarm-text', '曝气风机跳闸，已于当日恢复')
  await phone.locator('[data-test=photo]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64') })
  await phone.locator('form li img').waitFor()
  await phone.locator('[data-test=send]').click()
  await phone.locator('[data-test=answered] img').waitFor()
  assertNoFaults(phone)
  await phone.goto(`${city.url}/m/alarms/declare`)
  await phone.getByRole('button', { name: /DW801/ }).or(phone.locator('.chip[aria-pressed=true]', { hasText: 'DW801' })).first().waitFor()
  if ((await phone.locator('.chip[aria-pressed=true]').count()) === 0) await phone.getByRole('button', { name: /DW801/ }).click()
  await phone.getByRole('radio', { name: '维护', exact: true }).click()
  await phone.fill('#d-reason', '更换药剂泵')
  await assertAccessible(phone, 'declare on the phone')
  await phone.locator('[data-test=send]').click()
  await phone.locator('[data-test=marks]', { hasText: '更换药剂泵' }).waitFor()
  assert.equal((await admin.get(`/marks?outlet_id=${outlet}`)).items.length, 2)
  assertNoFaults(phone)
  await phone.context().close()

  const p = desk
  await open(p, '/clues?rule=E1&state=answered')
  await says(p, '曝气风机跳闸')
  await says(p, '88.5')
  await assertAccessible(p, 'inbox')
  await p.keyboard.press('j')
  await p.keyboard.press('k')
  await p.keyboard.press('c')
  await dialog(p).locator('label', { hasText: '其他合理原因' }).click()
  await dialog(p).locator('textarea').fill('风机故障属实，已恢复')
  await assertAccessible(p, 'close a clue')
  await dialog(p).getByRole('button', { name: '办结' }).click()
  await until(() => admin.get(`/clues/${clue.id}`), (c) => c.clue.state === 'closed' && c.clue.outcome === 'explained')
  assert.equal((await admin.get(`/clues/${clue.id}`)).photos.length, 1)
  assertNoFaults(p)
})

test('coverage tells the gaps by name; a back-test writes nothing; every page fits', async () => {
  const p = desk
  await open(p, '/clues/coverage')
  await says(p, '非现场监管覆盖证明')
  await assertAccessible(p, 'coverage')
  const before = (await admin.get('/clues?limit=200')).items.length
  await open(p, '/clues/rules')
  await p.getByRole('button', { name: '近 7 天' }).click()
  await p.getByRole('button', { name: '开始回测' }).click()
  await p.locator('.fig', { hasText: /会触发 [1-9]/ }).waitFor({ timeout: 30_000 })
  await assertAccessible(p, 'back-test')
  assert.equal((await admin.get('/clues?limit=200')).items.length, before)
  await p.getByRole('link', { name: '修改并回测' }).first().click()
  await says(p, '没有改动')
  await p.locator('tbody tr', { hasText: 'E1' }).first().locator('.el-checkbox').click()
  await p.getByLabel('G1 offline_min').fill('45')
  await p.getByLabel('G1 offline_min').press('Tab')
  await says(p, '已改 2 处')
  await assertAccessible(p, 'change rules')
  await p.getByRole('button', { name: '近 7 天' }).click()
  await p.getByRole('button', { name: '回测改动' }).click()
  await p.locator('.fig', { hasText: '会触发' }).waitFor({ timeout: 30_000 })
  const [pack] = await Promise.all([p.waitForEvent('download'), p.getByRole('button', { name: '下载规则包' }).click()])
  const changed = JSON.parse(readFileSync(await pack.path(), 'utf8'))
  assert.match(changed.head.id, /^offsite\/bureau-/)
  assert.equal(changed.body.rules.find((r) => r.id === 'E1').on, false)
  assert.equal((await admin.get('/clues?limit=200')).items.length, before)
  // A change that every example stands: kept as a draft, published by somebody else, in force from its first day.
  await p.getByRole('button', { name: '全部还原' }).click()
  await p.getByText('通用数值').click()
  await p.getByLabel('coverage_bp 数值').fill('8800')
  await p.getByLabel('coverage_bp 数值').press('Tab')
  await p.getByRole('button', { name: '保存为草稿' }).click()
  await dialog(p).locator('textarea').fill('覆盖要求按本市实际下调')
  await assertAccessible(p, 'keep a draft of rules')
  await dialog(p).getByRole('button', { name: '保存为草稿' }).click()
  await p.waitForURL(/\/rules\/drafts\/\d+/)
  await says(p, '覆盖要求按本市实际下调')
  await says(p, '个算例全部相符')
  await assertAccessible(p, 'a draft of rules')
  await p.getByRole('button', { name: '提交审定' }).click()
  await dialog(p).getByRole('button', { name: '提交审定' }).click()
  await says(p, '本人起草的规则包须由他人审定')
  const draft = p.url().match(/drafts\/(\d+)/)[1]
  const reviewer = await newPage(browser, SCREEN)
  await login(reviewer, 'legal')
  await open(reviewer, `/rules/drafts/${draft}`)
  await reviewer.getByRole('button', { name: '推算' }).click()
  await reviewer.locator('.fig', { hasText: '会触发' }).waitFor({ timeout: 60_000 })
  await reviewer.getByRole('button', { name: '发布', exact: true }).click()
  await dialog(reviewer).getByRole('button', { name: '发布', exact: true }).click()
  await says(reviewer, '已发布')
  await open(reviewer, '/rules')
  await says(reviewer, 'offsite/bureau-')
  assertNoFaults(reviewer)
  await reviewer.context().close()
  const l = (await admin.get('/loggers')).items[0]
  const paths = ['/rules/drafts', `/rules/drafts/${draft}`, '/rules/drafts/new?pack=offsite/default-2022', '/monitor', '/monitor/calendar', '/monitor/loggers', `/monitor/loggers/${l.id}`, '/monitor/commands', `/monitor/outlets/${outlet}`, `/monitor/outlets/${outlet}?view=limits`, `/monitor/outlets/${other}`, '/clues', '/clues/coverage', '/clues/rules', '/clues/rules/edit?pack=offsite/default-2022']
  await p.getByRole('button', { name: 'English' }).click()
  await p.waitForFunction(() => document.documentElement.lang === 'en')
  for (const path of paths) {
    await open(p, path)
    await assertFits(p, `${path} in English`)
    await assertFilled(p, path)
    const words = await p.evaluate(() => [...document.querySelectorAll('nav, h2, th, dt, .quick, main label, .switch, main .el-button')].map((x) => x.innerText).join(' '))
    assert.doesNotMatch(words.replaceAll('中文', ''), /[\u4e00-\u9fff]/, path)
  }
  const narrow = await newPage(browser, { viewport: { width: 390, height: 844 } })
  await login(narrow, 'city')
  for (const path of paths) {
    await open(narrow, path)
    await assertFits(narrow, `${path} at 390`)
  }
  assertNoFaults(narrow)
  assertNoFaults(p)
})
