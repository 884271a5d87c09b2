// The page behind the code on a plate, for anybody: genuine or not, whose, by whom, and how to complain.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { assertAccessible, assertFits, assertNoFaults, firstLoadBytes, launch, loginPhone, newPage, startCity } from './helper.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const FIRST_LOAD_MAX = 60_000

let city, admin, browser, page, plates

before(async () => {
  city = await startCity()
  admin = await city.login('district')
  plates = (await admin.get('/plates?status=hung&limit=20')).items
  assert.ok(plates.length >= 4, 'the demonstration has plates that hang')
  browser = await launch()
  page = await newPage(browser, PHONE)
})
after(async () => {
  await browser?.close()
  await city?.stop()
})

const open = async (text, state) => {
  await page.goto(`${city.url}/p/${text}`)
  await page.waitForSelector(`[data-state=${state}]`)
}

test('a genuine plate is green, and the page has checked the signature itself', async () => {
  const p = plates[0]
  await open(p.payload, 'genuine')
  await page.waitForSelector('[data-own=ok]')
  assert.equal(await page.locator('.verdict.allow').count(), 1)
  const text = await page.locator('#app').innerText()
  assert.ok(text.includes(p.enterprise_name))
  assert.match(text, /联络员/)
  assert.match(text, /检查人员在这里应当怎样做/)
  assert.match(await page.locator('a[href^="tel:"]').first().getAttribute('href'), /^tel:[\d-]+$/)
  await assertAccessible(page, 'genuine plate')
  await assertFits(page, 'genuine plate')
  assertNoFaults(page)
})

test('a reply that does not fit the signature is not believed', async () => {
  const p = plates[0]
  await page.route('**/api/v1/public/plates/*', async (route) => {
    const r = await route.fetch()
    const body = await r.json()
    await route.fulfill({ response: r, json: { ...body, credit_code: '91410100MA00000000', signed_text: body.signed_text.replace(body.credit_code, '91410100MA00000000') } })
  })
  await open(p.payload, 'forged')
  await page.waitForSelector('[data-own=bad]')
  await page.unroute('**/api/v1/public/plates/*')
  assertNoFaults(page)
})

test('a forged plate is red and says what to do', async () => {
  const p = plates[1]
  const last = p.payload.at(-2)
  const forged = `${p.payload.slice(0, -2)}${last === 'A' ? 'B' : 'A'}${p.payload.at(-1)}`
  await open(forged, 'forged')
  assert.equal(await page.locator('.verdict.deny').count(), 1)
  assert.match(await page.locator('#app').innerText(), /假的信息牌[\s\S]*怎么办[\s\S]*监督电话/)
  assert.ok(!(await page.locator('#app').innerText()).includes(p.enterprise_name), 'a forged plate does not borrow the name')
  await assertAccessible(page, 'forged plate')
})

test('void and lost plates are red', async () => {
  await admin.post(`/plates/${plates[2].id}/void`, { reason: '企业搬迁' })
  await open(plates[2].payload, 'void')
  assert.equal(await page.locator('.verdict.deny').count(), 1)
  await admin.post(`/plates/${plates[3].id}/lost`, { reason: '大风吹落' })
  await open(plates[3].payload, 'lost')
  assert.match(await page.locator('#app').innerText(), /已挂失/)
  assertNoFaults(page)
})

test('a typed code, an unknown one and a mistyped one', async () => {
  const { code } = plates[0]
  await open(code, 'unsigned')
  assert.match(await page.locator('#app').innerText(), /没有核验二维码签名/)
  await open(code.slice(0, 9) + (code[9] === 'Z' ? 'Y' : 'Z'), 'unknown')
  await assertAccessible(page, 'unknown plate')
  assertNoFaults(page)
})

test('elder mode, English, 320 px', async () => {
  await page.setViewportSize({ width: 320, height: 640 })
  await open(plates[0].payload, 'genuine')
  await page.getByRole('button', { name: '长辈版' }).click()
  await assertFits(page, 'elder mode')
  await assertAccessible(page, 'elder mode')
  assert.ok((await page.locator('html').evaluate((e) => parseFloat(getComputedStyle(e).fontSize))) >= 20)
  await page.getByRole('button', { name: '标准版' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await page.waitForSelector('text=Genuine plate')
  await page.waitForSelector('text=Officers register by scanning')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await assertFits(page, 'English')
  await page.getByRole('button', { name: '中文' }).click()
  await page.setViewportSize(PHONE.viewport)
  assertNoFaults(page)
})

test('a complaint without logging in gets a case code and is answered', async () => {
  await open(plates[1].payload, 'genuine')
  await page.locator('[data-test=complain]').click()
  await page.fill('#what', '来人没有扫码就要求查看台账。')
  await page.locator('form button[type=submit]').click()
  const code = (await page.locator('[data-test=case-code]').innerText()).replace(/-/g, '')
  await assertAccessible(page, 'case code')

  const { items } = await admin.get('/complaints?state=received')
  const mine = items.find((c) => c.text.startsWith('来人没有扫码'))
  assert.ok(mine, 'the complaint reaches the bureau')
  await admin.post(`/complaints/${mine.id}/answer`, { answer: '已核实，对当事人批评教育。', state: 'answered' })
  await page.goto(`${city.url}/s`)
  await page.fill('#case', code.toLowerCase().replace(/(.{4})/g, '$1 '))
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('text=已核实，对当事人批评教育。')
  await assertAccessible(page, 'case')
  await page.fill('#case', 'ZZZZZZZZZZZZ')
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('[role=alert] >> text=没有这个查询码')
  assertNoFaults(page)
})

test('an officer who is logged in can go straight to the check-in', async () => {
  await open(plates[0].payload, 'genuine')
  assert.equal(await page.locator('[data-test=check-in]').count(), 0)
  await loginPhone(page, city.url, 'officer')
  await open(plates[0].payload, 'genuine')
  await page.locator('[data-test=check-in]').click()
  await page.waitForURL(/\/m\/check-in\?plate=/)
  await page.waitForSelector('.verdict.allow, .verdict.warn, .verdict.deny')
  assertNoFaults(page)
})

test('something that is no receipt is refused in words', async () => {
  await page.goto(`${city.url}/v#not-a-receipt`)
  await page.waitForSelector('[role=alert] >> text=这不是入企回执')
  await assertAccessible(page, 'receipt check')
  assertNoFaults(page)
})

test('the first load is small', async () => {
  const bytes = await firstLoadBytes(browser, `${city.url}/p/${plates[0].payload}`)
  assert.ok(bytes < FIRST_LOAD_MAX, `${bytes} bytes`)
})
