// At the gate: scan, verdict, check-in, record, check-out, receipt; and what the enterprise sees of it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { assertAccessible, assertFits, assertNoFaults, filmOf, firstLoadBytes, launch, loginPhone, newPage, PASSWORD, startCity, takePictures } from './helper.mjs'
import { openWire } from './wire.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const TAPS_MAX = 6
/** Lines of the browser about requests that the wire did not let through. */
const CUT = /net::ERR_/
const PHONE_FIRST_LOAD_MAX = 150_000

let city, wire, officer, second, admin, contact
/** An enterprise that may be inspected by plan, and its plate. */
let target, plate
/** One that may not. */
let spared
let camera
let visitId, mission

const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)

/** An inspection of today, applied for and approved. */
async function approved(enterpriseId, reason) {
  const made = await officer.post('/missions', {
    uid: randomUUID(), enterprise_id: enterpriseId, kind: 'inspection', source: 'plan', reason, basis: '大气污染防治法第二十九条', scope: '污染防治设施运行',
    second_officer_id: second.session.officer_id, planned_from: today(), planned_to: today(),
  })
  return admin.post(`/missions/${made.id}/approve`, {})
}

const planned = (client, enterpriseId, secondId) =>
  client.post('/visits/verdict', { enterprise_id: enterpriseId, kind: 'inspection', source: 'plan', second_officer_id: secondId })

async function plateOf(code) {
  const { items } = await admin.get(`/plates?q=${code}`)
  return items.find((p) => p.code === code)
}

/** A contact person of the enterprise, with a password of her own. */
async function makeContact(enterpriseId) {
  const sys = await city.login('sysadmin')
  const made = await sys.post('/users', { username: 'gate.contact', name: '企业联系人', roles: ['enterprise'], enterprise_id: enterpriseId })
  const first = await city.login('gate.contact', made.password)
  await first.post('/session/password', { old_password: made.password, new_password: 'Gate-contact-2026' })
  return { username: 'gate.contact', password: 'Gate-contact-2026' }
}

before(async () => {
  city = await startCity()
  wire = await openWire(city.url)
  ;[officer, second, admin] = await Promise.all(['officer', 'officer2', 'district'].map((u) => city.login(u)))
  const { items } = await admin.get('/enterprises?status=active&limit=200')
  for (const e of items.filter((x) => x.plate_code)) {
    const v = await planned(officer, e.id, second.session.officer_id)
    if (v.verdict === 'allow' && v.cap - v.used >= 2 && !target) target = e
    if (v.verdict === 'deny' && !spared) spared = e
    if (target && spared) break
  }
  assert.ok(target, 'no enterprise of the demonstration may be inspected twice by plan')
  assert.ok(spared, 'every enterprise of the demonstration may be inspected by plan')
  mission = await approved(target.id, '年度计划检查')
  contact = await makeContact(target.id)
  plate = await plateOf(target.plate_code)
  const png = Buffer.from(await (await admin.call('GET', `/plates/${plate.id}/image?format=png`)).arrayBuffer())
  const browser = await launch()
  const mjpeg = join(city.dir, 'plate.mjpeg')
  const frame = await filmOf(browser, png, mjpeg)
  writeFileSync(join(city.dir, 'site.jpg'), frame)
  await browser.close()
  camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${mjpeg}`]
})
after(async () => {
  await wire?.close()
  await city?.stop()
})

describe('officer', () => {
  let browser, page
  before(async () => {
    browser = await launch(...camera)
    page = await newPage(browser, { ...PHONE, permissions: ['geolocation', 'camera'], geolocation: at(plate) })
    await loginPhone(page, wire.url, 'officer')
  })
  after(() => browser?.close())

  /** Waits until nothing is on the phone only. */
  /** Sends until nothing waits: neither in the queue nor typed and on its way into it. */
  async function sendAll() {
    const state = () =>
      page.evaluate(() => {
        const save = document.querySelector('[data-test=save]')?.getAttribute('data-save')
        return document.querySelector('[data-test=send-now]') ? 'queued' : save === 'typing' || save === 'kept' ? save : 'sent'
      })
    for (let i = 0; i < 60; i++) {
      const now = await state()
      if (now === 'sent') return
      if (now === 'queued') await page.locator('[data-test=send-now]').click({ timeout: 500 }).catch(() => undefined)
      await page.waitForTimeout(500)
    }
    assert.equal(await state(), 'sent', 'something is left on the phone')
  }

  function at(p) {
    return { longitude: (p.hung_lng_e6 ?? 113_650_000) / 1e6 + 0.0003, latitude: (p.hung_lat_e6 ?? 34_750_000) / 1e6, accuracy: 15 }
  }

  test('scans the plate with the camera and is checked in with at most six taps', async () => {
    let taps = 0
    const tap = async (locator) => {
      taps++
      await locator.click()
    }
    await page.goto(`${wire.url}/m/today`)
    await tap(page.locator('nav.tabs a[href="/m/scan"]'))
    // Allowed before, the camera opens by itself.
    await page.waitForURL(/\/m\/check-in\?plate=/, { timeout: 30_000 })
    assert.ok(decodeURIComponent(page.url()).includes(plate.payload), 'the code that was read is the plate’s payload')

    await page.waitForSelector('[data-test=mission]')
    await page.waitForSelector('.verdict.allow')
    const box = await page.locator('.verdict').boundingBox()
    assert.ok(box.height >= PHONE.viewport.height * 0.45, 'the verdict fills the upper half')
    await assertAccessible(page, 'check-in')
    await assertFits(page, 'check-in')

    // An approved visit of today is what one has come for: kind, source and colleague are filled in.
    assert.match(await page.locator('[data-test=mission]').innerText(), new RegExp(mission.number))
    assert.equal(await page.getByRole('radio', { name: '检查' }).getAttribute('aria-checked'), 'true')
    const go = page.locator('[data-test=check-in]')
    await go.waitFor()
    await page.locator('summary').first().click() // not needed for the check-in: the citation is one tap away
    assert.ok((await page.locator('.cite').first().innerText()).length > 5)
    await tap(go)
    await page.waitForURL(/\/m\/visit\/\d+$/)
    assert.ok(taps <= TAPS_MAX, `${taps} taps from the scan to the check-in`)
    visitId = Number(page.url().split('/').pop())

    const v = await officer.get(`/visits/${visitId}`)
    assert.equal(v.state, 'in_progress')
    assert.equal(v.kind, 'inspection')
    assert.equal(v.plate_code, plate.code)
    assert.equal(v.second_officer_id, second.session.officer_id)
    assert.equal(v.mission_id, mission.id)
    assert.ok(v.lng_e6 && v.accuracy_m > 0, 'place and accuracy are recorded')
  })

  test('fills in the check-list; nothing is lost without network or on reload', async () => {
    await page.goto(`${wire.url}/m/visit/${visitId}`)
    await page.waitForSelector('article.check')
    await assertAccessible(page, 'visit in progress')
    const items = page.locator('article.check')
    const n = await items.count()
    assert.ok(n > 0)

    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const before = page.faults.length
    wire.cut()
    await items.nth(0).getByRole('radio', { name: '有问题' }).click()
    await items.nth(0).locator('textarea').fill('危废贮存间标识缺失')
    await page.waitForSelector('[data-save=kept]')
    await page.reload()
    await page.waitForSelector('article.check')
    assert.equal(await items.nth(0).locator('textarea').inputValue(), '危废贮存间标识缺失')
    assert.equal(await items.nth(0).getByRole('radio', { name: '有问题' }).getAttribute('aria-checked'), 'true')
    wire.cut(false)
    assert.ok(page.faults.slice(before).every((f) => CUT.test(f)), page.faults.join('\n'))
    page.faults.length = before

    for (let i = 1; i < n; i++) await items.nth(i).getByRole('radio', { name: '正常' }).click()
    await sendAll()
    await page.waitForSelector('[data-save=saved]')
    const stored = await officer.get(`/visits/${visitId}`)
    assert.equal(stored.items.filter((i) => i.result === 'problem').length, 1)
    assert.equal(stored.items.filter((i) => i.result === 'ok').length, n - 1)
  })

  test('records a finding and a photo, which is made small before it is sent', async () => {
    await page.locator('article.check').first().getByRole('button', { name: '记为问题' }).click()
    await page.locator('[role=dialog]').waitFor()
    await assertAccessible(page, 'finding')
    assert.equal(await page.inputValue('#finding'), '危废贮存间标识缺失')
    await page.fill('#finding', '危废贮存间标识缺失，未设置警示标志')
    await page.locator('[role=dialog] .btn.primary').click()
    await page.waitForSelector('.finding')

    // No network: the photo stays on the phone, over a reload too, and goes out in pieces when there is one.
    const seen = page.faults.length
    wire.cut()
    await page.setInputFiles('[data-test=photo]', join(city.dir, 'site.jpg'))
    await page.waitForSelector('li.waiting img')
    await page.reload()
    await page.waitForSelector('li.waiting img')
    wire.cut(false)
    assert.ok(page.faults.slice(seen).every((f) => CUT.test(f)), page.faults.join('\n'))
    page.faults.length = seen
    wire.log.length = 0
    await sendAll()
    await page.waitForSelector('li.sent img')
    const pieces = wire.log.filter((l) => l.includes('/uploads/') && l.startsWith('PUT'))
    assert.ok(pieces.length > 0 && pieces.every((l) => Number(/total=(\d+)/.exec(l)[1]) < 1_000_000), pieces.join('\n'))
    assert.equal(await page.locator('li.waiting').count(), 0)
    const v = await officer.get(`/visits/${visitId}`)
    assert.equal(v.findings.length, 1)
    assert.equal(v.photos.length, 1)
    // What failed while the wire was cut is told late.
    page.faults.splice(0, page.faults.length, ...page.faults.filter((f) => !CUT.test(f)))
    assertNoFaults(page)
  })

  test('sees what will be recorded and checks out', async () => {
    await takePictures(page)
    await page.waitForFunction(() => !document.body.innerText.includes('这一项需要照片'))
    await page.locator('[data-test=to-check-out]').click()
    await page.waitForSelector('[data-test=check-out]')
    assert.match(await page.locator('main').innerText(), /将要记录[\s\S]*照片\s*\d+ 个/)
    await assertAccessible(page, 'check-out')
    await page.locator('.choice', { hasText: '责令改正' }).click()
    await page.fill('#summary', '危废贮存间标识缺失，责令五日内改正。')
    await page.locator('[data-test=check-out]').click()
    // On a slow day the answer comes when the page has gone on.
    await page.waitForURL(/receipt|\/visit\/\d+$/)
    await sendAll()
    assert.equal((await officer.get(`/visits/${visitId}`)).state, 'checked_out')
    await page.goto(`${wire.url}/m/visit/${visitId}/receipt?new=1`)
  })

  test('the receipt is verified in the page; an altered one is refused', async () => {
    await page.waitForSelector('figure img')
    const qr = join(city.dir, 'receipt.png')
    const big = await newPage(browser, { viewport: { width: 1200, height: 1200 }, deviceScaleFactor: 2 })
    await big.setContent(`<body style="margin:40px;background:#fff">${await (await officer.call('GET', `/visits/${visitId}/receipt.svg`)).text()}`)
    await big.locator('svg').evaluate((e) => {
      e.setAttribute('width', '900')
      e.setAttribute('height', '900')
    })
    await big.screenshot({ path: qr })
    await big.context().close()

    await page.locator('[data-test=verify]').click()
    await page.waitForSelector('.proof[data-ok=true]')
    assert.deepEqual(await page.locator('.proof [data-step]').evaluateAll((l) => l.map((e) => e.dataset.state)), ['ok', 'ok', 'ok', 'ok'])
    await assertAccessible(page, 'receipt')

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '保存回执文件' }).click()])
    const file = join(city.dir, 'receipt.json')
    await download.saveAs(file)
    assertNoFaults(page)

    // Anyone, without logging in.
    const anyone = await newPage(browser, { ...PHONE, allow: /ERR_INTERNET_DISCONNECTED/ })
    await anyone.goto(`${wire.url}/v`)
    await anyone.setInputFiles('[data-test=file]', file)
    await anyone.waitForSelector('.proof[data-ok=true]')
    assert.match(await anyone.locator('.proof').innerText(), /危废贮存间标识缺失，责令五日内改正/)

    // Keys are known now: without any network.
    await anyone.getByRole('button', { name: '验证另一份' }).click()
    await anyone.context().setOffline(true)
    const text = readFileSync(file, 'utf8')
    const forged = { ...JSON.parse(text) }
    forged.row_text = forged.row_text.replace('责令五日内改正', '未发现任何问题') // as many characters
    assert.notEqual(forged.row_text, JSON.parse(text).row_text)
    for (const [what, receipt, step] of [
      ['row', forged, 'row'],
      ['leaf', { ...JSON.parse(text), leaf_text: JSON.parse(text).leaf_text.replace('visit.check_out', 'visit.check_in0') }, 'path'],
      ['head', { ...JSON.parse(text), checkpoint: JSON.parse(text).checkpoint.replace(/\n(\d+)\n/, (_, d) => `\n${Number(d) + 1}\n`) }, 'checkpoint'],
      ['index', { ...JSON.parse(text), index: JSON.parse(text).index + 1 }, 'leaf'],
    ]) {
      await anyone.fill('#receipt', JSON.stringify(receipt))
      await anyone.locator('form button[type=submit]').click()
      await anyone.waitForSelector('.proof[data-ok=false]')
      assert.equal(await anyone.locator(`[data-step=${step}]`).getAttribute('data-state'), 'bad', `altered ${what}`)
      await anyone.getByRole('button', { name: '验证另一份' }).click()
    }
    await anyone.fill('#receipt', text)
    await anyone.locator('form button[type=submit]').click()
    await anyone.waitForSelector('.proof[data-ok=true]')
    await anyone.context().setOffline(false)

    // And out of the code on the screen.
    await anyone.getByRole('button', { name: '验证另一份' }).click()
    await anyone.setInputFiles('input[type=file][accept="image/*"]', qr)
    await anyone.waitForSelector('.proof[data-ok=true]', { timeout: 60_000 })
    assert.equal(await anyone.locator('[data-step=row]').getAttribute('data-state'), 'absent')
    await assertAccessible(anyone, 'receipt check')
    assertNoFaults(anyone)
    await anyone.context().close()
  })

  test('a second inspection on the same day asks for confirmation; an answer that is lost makes no second visit', async () => {
    await approved(target.id, '投诉反映问题的核查')
    await page.goto(`${wire.url}/m/check-in?plate=${encodeURIComponent(plate.payload)}`)
    await page.waitForSelector('[data-test=mission]')
    await page.waitForSelector('.verdict.warn')
    await assertAccessible(page, 'warning')
    await page.locator('[data-test=check-in]').click()
    await page.locator('[data-test=confirm]').waitFor()
    assert.match(await page.locator('[role=dialog]').innerText(), /已检查该企业/)

    const seen = page.faults.length
    wire.lose(/POST \/api\/v1\/visits$/)
    await page.locator('[data-test=confirm]').click()
    // No answer: it is in the queue, and the visit goes on; the server knows it by its client_id.
    await page.waitForURL(/\/m\/visit\//)
    await sendAll()
    assert.ok(page.faults.slice(seen).every((f) => CUT.test(f)), page.faults.join('\n'))
    page.faults.length = seen
    const { items } = await officer.get(`/visits?enterprise_id=${target.id}&state=in_progress`)
    assert.equal(items.length, 1, 'one visit, not two')
    assert.ok([items[0].client_id, String(items[0].id)].includes(page.url().split('/').pop()), page.url())

    await page.getByRole('button', { name: '取消这次入企' }).click()
    await page.fill('#cancel', '企业停产，改期')
    await page.locator('[role=dialog] .btn.primary').click()
    await page.waitForURL(/\/m\/records/)
    await sendAll()
    assert.equal((await officer.get(`/visits/${items[0].id}`)).state, 'cancelled')
    page.faults.splice(0, page.faults.length, ...page.faults.filter((f) => !CUT.test(f)))
    assertNoFaults(page)
  })

  test('a session that ends meanwhile loses nothing that was typed', async () => {
    await page.goto(`${wire.url}/m/check-in?plate=${encodeURIComponent(plate.payload)}`)
    await page.waitForSelector('.verdict.allow, .verdict.warn')
    await page.selectOption('#source', 'self_request')
    await page.fill('#evidence', 'SQ-2026-0007')
    await page.context().clearCookies()
    await page.getByRole('radio', { name: '其他' }).click()
    await page.locator('[role=dialog] input[type=password]').waitFor()
    await page.fill('[role=dialog] input[type=password]', PASSWORD)
    await page.locator('[role=dialog] button[type=submit]').click()
    await page.waitForSelector('.verdict.allow, .verdict.warn')
    assert.equal(await page.inputValue('#evidence'), 'SQ-2026-0007')
    assertNoFaults(page)
  })

  test('an inspection that is denied cannot be recorded', async () => {
    const sparedPlate = await plateOf(spared.plate_code)
    await page.goto(`${wire.url}/m/check-in?plate=${encodeURIComponent(sparedPlate.payload)}`)
    await page.getByRole('radio', { name: '检查' }).click()
    await page.waitForSelector('.verdict.deny')
    assert.match(await page.locator('.verdict .word').innerText(), /不可以入企/)
    assert.equal(await page.locator('[data-test=check-in]').count(), 0)
    await assertAccessible(page, 'denied')
    const body = { client_id: randomUUID(), plate: sparedPlate.payload, kind: 'inspection', source: 'plan', reason: '计划检查', second_officer_id: second.session.officer_id, device_ms: Date.now(), confirm_warn: true }
    const r = await officer.call('POST', '/visits', body)
    const problem = await r.json()
    assert.equal(r.status, 409)
    assert.equal(problem.key, 'visit.denied')
    assert.equal(problem.verdict.verdict, 'deny')
    assert.ok(problem.verdict.reasons.some((x) => x.effect === 'deny' && x.citation))
    const { items } = await officer.get(`/visits?enterprise_id=${spared.id}&state=in_progress`)
    assert.equal(items.length, 0)
    assertNoFaults(page)
  })

  test('types the code with live feedback', async () => {
    await page.goto(`${wire.url}/m/scan`)
    await page.getByRole('button', { name: '输入编码' }).click()
    const wrong = plate.code.slice(0, 9) + (plate.code[9] === '0' ? '1' : '0')
    await page.fill('#code', wrong)
    await page.waitForSelector('#code[aria-invalid=true]')
    await page.fill('#code', plate.code.slice(0, 4))
    assert.match(await page.locator('#code-hint').innerText(), /还差 6 位/)
    await page.fill('#code', `${plate.code.slice(0, 5)}-${plate.code.slice(5)}`.toLowerCase().replace(/1/g, 'l').replace(/0/g, 'o'))
    await page.locator('form button[type=submit]').click()
    await page.waitForURL(/check-in/)
    assert.ok(page.url().endsWith(plate.code))
    await page.waitForSelector('.verdict.allow, .verdict.warn')
    assertNoFaults(page)
  })

  test('every screen fits 320 px and twice the type, and is accessible', async (t) => {
    // Without the film before the camera: it would leave the scan screen at once.
    const small = await launch()
    const large = await launch('--blink-settings=defaultFontSize=32')
    t.after(() => Promise.all([small.close(), large.close()]))
    const narrow = await newPage(small, { ...PHONE, viewport: { width: 320, height: 640 } })
    const big = await newPage(large, PHONE)
    for (const p of [narrow, big]) {
      await loginPhone(p, city.url, 'officer')
      for (const path of ['/m/scan', '/m/today', '/m/enterprises', `/m/enterprises/${target.id}`, '/m/records', `/m/visit/${visitId}`, `/m/visit/${visitId}/receipt`, `/m/check-in?plate=${plate.code}`, '/m/queue', '/m/me']) {
        await p.goto(city.url + path)
        await p.waitForLoadState('networkidle')
        assert.equal(new URL(p.url()).pathname, path.split('?')[0])
        await assertFits(p, path)
        if (p === narrow) await assertAccessible(p, path)
      }
      assertNoFaults(p)
    }
  })

  test('the first load is small', async () => {
    const bytes = await firstLoadBytes(browser, `${city.url}/m/login`)
    assert.ok(bytes < PHONE_FIRST_LOAD_MAX, `${bytes} bytes`)
  })
})

describe('enterprise', () => {
  let browser, page
  before(async () => {
    browser = await launch()
    page = await newPage(browser, PHONE)
    await loginPhone(page, city.url, contact.username, contact.password)
  })
  after(() => browser?.close())

  test('sees who came, on what ground, with what result; help and inspections are kept apart', async () => {
    const row = page.locator(`a[href="/m/who/${visitId}"]`)
    await row.waitFor()
    await assertAccessible(page, 'who came')
    await Promise.all([page.waitForResponse(/kind=help/), page.getByRole('radio', { name: '帮扶' }).click()])
    await assert.rejects(row.waitFor({ timeout: 800 }), 'an inspection stands among the help visits')
    await page.getByRole('radio', { name: '检查' }).click()
    await row.click()
    await page.waitForSelector('.facts')
    const text = await page.locator('main').innerText()
    for (const expected of [(await officer.get(`/visits/${visitId}`)).officer_name, '责令改正', '危废贮存间标识缺失', '为什么可以来']) assert.ok(text.includes(expected), expected)
    await assertAccessible(page, 'visit of the enterprise')
  })

  test('rates the visit; the rated unit cannot see it, supervision can', async () => {
    await page.locator('[data-test=rate]').click()
    assert.match(await page.locator('[role=dialog]').innerText(), /被评价单位看不到/)
    await page.locator('.stars label').nth(3).click()
    await page.getByRole('button', { name: '依据讲清楚' }).click()
    await page.fill('#rating', '讲得清楚')
    await assertAccessible(page, 'rating')
    await page.locator('[data-test=send-rating]').click()
    await page.waitForSelector('text=已评价')
    const seen = await officer.get(`/visits/${visitId}`)
    assert.equal(seen.rating, undefined)
    assert.equal(seen.state, 'checked_out', 'the state does not tell the rated unit')
    const supervision = await city.login('supervision')
    assert.equal((await supervision.get(`/visits/${visitId}`)).rating.score, 4)
  })

  test('verifies the receipt', async () => {
    await page.goto(`${city.url}/m/visit/${visitId}/receipt`)
    await page.locator('[data-test=verify]').click()
    await page.waitForSelector('.proof[data-ok=true]')
  })

  test('complains and follows the case', async () => {
    await page.goto(`${city.url}/m/complain?visit=${visitId}`)
    await page.locator('form button[type=submit]').click()
    await page.waitForSelector('#what[aria-invalid=true]')
    await page.fill('#what', '检查时间过长，影响装车。')
    await page.reload()
    assert.equal(await page.inputValue('#what'), '检查时间过长，影响装车。', 'what was typed outlives a reload')
    await page.locator('form button[type=submit]').click()
    const code = (await page.locator('[data-test=case-code]').innerText()).replace(/-/g, '')
    await page.goto(`${city.url}/s/${code}`)
    await page.waitForSelector('text=已受理')
  })

  test('refuses a visit that does not fit', async () => {
    const v = await second.post('/visits', { client_id: randomUUID(), plate: plate.payload, kind: 'help', source: 'plan', reason: '政策宣传', device_ms: Date.now(), confirm_warn: true })
    await page.goto(`${city.url}/m/who`)
    await page.waitForSelector('text=现在有人在企')
    await page.locator(`.notice a[href="/m/who/${v.id}"]`).click()
    await page.getByRole('link', { name: '拒绝本次入企' }).click()
    await page.getByLabel('没有出示执法证').check()
    await assertAccessible(page, 'refusal')
    await page.locator('.act .btn').click()
    await page.waitForURL(new RegExp(`/m/who/${v.id}$`))
    assert.equal((await second.get(`/visits/${v.id}`)).state, 'refused')
  })

  test('sees its liaison and its plate on a narrow screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['/m/who', '/m/liaison', '/m/plate', '/m/refuse', '/m/me', `/m/who/${visitId}`]) {
      await page.goto(city.url + path)
      await page.waitForLoadState('networkidle')
      await assertFits(page, path)
      await assertAccessible(page, path)
    }
    await page.goto(`${city.url}/m/liaison`)
    await page.waitForSelector('a[href^="tel:"]')
    assertNoFaults(page)
  })
})
