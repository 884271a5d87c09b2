// What goes otherwise than planned: help that becomes an inspection, an emergency, a plate that cannot be scanned, a refusal;
// a phone that waits for Wi-Fi, or for days, or lives inside WeChat; and on the desk the rules and the phones themselves.
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'

import { assertAccessible, assertFits, assertNoFaults, launch, loginPhone, newPage, PASSWORD, startCity, takePictures } from './helper.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const SCREEN = { viewport: { width: 1440, height: 900 } }
const WECHAT = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.47'
const CUT = /net::ERR_|Failed to fetch|WebSocket/
const day = (n) => new Date(Date.now() + 8 * 3600_000 + n * 86_400_000).toISOString().slice(0, 10)

let city, officer, second, admin, contact, sup, browser, page, mine
/** Enterprises with a plate where the officer has no business yet. */
const free = []

before(async () => {
  city = await startCity()
  ;[officer, second, admin, contact, sup] = await Promise.all(['officer', 'officer2', 'city', 'enterprise', 'supervision'].map((u) => city.login(u)))
  mine = await admin.get(`/enterprises/${contact.session.enterprise_id}`)
  const { enterprises } = await officer.get('/my/offline')
  const plated = enterprises.filter((x) => x.plate && x.status === 'active' && x.id !== mine.id)
  const verdicts = await Promise.all(plated.map((e) => officer.post('/visits/verdict', { enterprise_id: e.id, kind: 'inspection', source: 'plan', second_officer_id: second.session.officer_id })))
  // The third is inspected by plan: its cap must allow it.
  const capable = plated.find((_, i) => verdicts[i].verdict !== 'deny' && verdicts[i].cap - verdicts[i].used >= 1)
  assert.ok(capable, 'an enterprise may be inspected by plan')
  const others = plated.filter((e) => e !== capable)
  free.push(others[0], others[1], capable, others[2])
  browser = await launch()
  page = await phone('officer')
})
after(async () => {
  await browser?.close()
  await city?.stop()
})

async function phone(username, options = {}) {
  const p = await newPage(browser, { ...PHONE, permissions: ['geolocation'], geolocation: { longitude: 113.65, latitude: 34.75, accuracy: 20 }, ...options })
  await loginPhone(p, city.url, username)
  return p
}

async function desk(username) {
  const p = await newPage(browser, SCREEN)
  await p.goto(`${city.url}/desk/login`)
  await p.fill('#login-username', username)
  await p.fill('#login-password', PASSWORD)
  await p.click('button[type=submit]')
  await p.waitForSelector('nav.nav')
  return p
}

async function open(p, path) {
  await p.goto(`${city.url}/desk${path}`)
  await settled(p)
}

async function settled(p) {
  await p.waitForSelector('main h1')
  await p.waitForFunction(() => !document.querySelector('main .loading, main [aria-busy=true]'))
}

const says = (p, text, where = 'main') => p.waitForFunction(([sel, t]) => document.querySelector(sel)?.innerText.includes(t), [where, text])

/** At the gate of an enterprise, the code typed in. */
async function atGate(p, e, kind, source) {
  await p.goto(`${city.url}/m/check-in?plate=${e.plate?.code ?? e.plate_code}`)
  await p.waitForSelector('.verdict.allow, .verdict.warn, .verdict.deny')
  if (kind) await p.getByRole('radio', { name: kind, exact: true }).click()
  if (source) await p.selectOption('#source', source)
}

async function goIn(p) {
  await p.locator('[data-test=check-in]').click()
  const sure = p.locator('[data-test=confirm]')
  await Promise.race([p.waitForURL(/\/m\/visit\//), sure.waitFor()])
  if (await sure.isVisible().catch(() => false)) await sure.click()
  await p.waitForURL(/\/m\/visit\/\d+$/)
  return Number(p.url().split('/').pop())
}

/** The other officer, out of the list. */
async function withSecond(p, within = 'main') {
  await p.locator(within).getByRole('button', { name: '选择…' }).click()
  const name = (await admin.get(`/officers/${second.session.officer_id}`)).name
  await p.locator('[role=dialog] input[type=search]').last().fill(name)
  await p.locator('[role=dialog] li button', { hasText: name }).last().click()
}

/** Answers the check-list: all well, except the first `problems`. */
async function fill(p, problems = 0) {
  const items = p.locator('article.check')
  await items.first().waitFor()
  const n = await items.count()
  for (let i = 0; i < n; i++) {
    await items.nth(i).getByRole('radio', { name: i < problems ? '有问题' : '正常' }).click()
    if (i < problems) await items.nth(i).locator('textarea').fill('废气治理设施未运行')
  }
  await takePictures(p)
}

async function checkOut(p, id, summary) {
  await p.locator('[data-test=to-check-out]').click()
  await p.waitForSelector('[data-test=check-out]')
  await p.fill('#summary', summary)
  await p.locator('[data-test=refused]').check()
  await p.fill('#refused-why', '负责人不在厂内')
  await p.locator('[data-test=check-out]').click()
  await p.waitForURL(/receipt|\/visit\/\d+$/)
  for (let i = 0; i < 40 && (await officer.get(`/visits/${id}`)).state === 'in_progress'; i++) await p.waitForTimeout(250)
  assert.equal((await officer.get(`/visits/${id}`)).state, 'checked_out')
  await p.goto(`${city.url}/m/visit/${id}`)
  await p.waitForSelector('main .head')
}

describe('on the phone', () => {
  let helpId, inspectionId

  test('a help visit that meets a violation becomes an inspection with an approval of its own', async () => {
    const e = free[0]
    await atGate(page, e, '帮扶')
    helpId = await goIn(page)
    await fill(page, 1)
    await page.locator('article.check').first().getByRole('button', { name: '记为问题' }).click()
    await page.locator('[role=dialog] .btn.primary').click()
    await page.waitForSelector('li.finding')
    assert.equal(await page.locator('[data-test=convert]').count(), 0, 'not before the help visit is over')
    await checkOut(page, helpId, '帮扶中发现废气治理设施未运行')
    await page.locator('[data-test=convert]').click()
    await page.waitForSelector('#m-reason')
    await assertAccessible(page, 'conversion')
    await page.locator('[data-test=send-mission]').click()
    assert.match(await page.locator('[role=dialog] .notice.danger').innerText(), /请填写/)
    await page.fill('#m-evidence', 'XS-2026-0042')
    await page.fill('#m-reason', '帮扶发现废气治理设施未运行')
    await page.fill('#m-basis', '《大气污染防治法》第二十条')
    await withSecond(page, '[role=dialog]')
    await page.locator('[data-test=send-mission]').click()
    await says(page, '等待审批')
    const [m] = (await admin.get(`/missions?enterprise_id=${e.id}&state=submitted`)).items
    assert.equal(m.converted_from, helpId)
    assert.equal(m.kind, 'inspection')
    const help = await officer.get(`/visits/${helpId}`)
    assert.equal(help.kind, 'help', 'the help visit stays what it was')
    await assert.rejects(officer.post(`/missions/${m.id}/approve`, {}), 'nobody approves an own application')

    // Not approved: one may not go in. Approved: it is what one has come for.
    await atGate(page, e, '检查', 'offsite_clue')
    await page.fill('#evidence', 'XS-2026-0042')
    await page.waitForSelector('[data-test=approval]')
    await page.waitForSelector('.verdict.deny')
    assert.equal(await page.locator('[data-test=check-in]').count(), 0)
    await admin.post(`/missions/${m.id}/approve`, {})
    await page.locator('[data-test=approval] button').click()
    await page.waitForSelector('[data-test=mission]')
    await page.waitForSelector('.verdict.allow, .verdict.warn')
    inspectionId = await goIn(page)
    const v = await officer.get(`/visits/${inspectionId}`)
    assert.deepEqual([v.kind, v.mission_id, v.converted_from], ['inspection', m.id, helpId])
    assertNoFaults(page)
  })

  test('the result is told, and both sides see how', async () => {
    await page.goto(`${city.url}/m/visit/${inspectionId}`)
    await fill(page)
    await checkOut(page, inspectionId, '治理设施已恢复运行')
    const card = page.locator('[data-test=result]')
    await card.getByRole('radio', { name: '纸质送达' }).click()
    await page.fill('#told-note', '当场送达厂长')
    await page.locator('[data-test=tell]').click()
    await card.locator('[role=status]').waitFor()
    assert.match(await card.innerText(), /已于 .+ 告知企业/)
    const v = await admin.get(`/visits/${inspectionId}`)
    assert.equal(v.told_how, 'paper')
    await assertAccessible(page, 'visit, result told')
    assertNoFaults(page)
  })

  test('an emergency: act first, scan before leaving, complete the approval afterwards on the desk', async () => {
    const e = free[1]
    await atGate(page, e, '检查', 'emergency')
    await withSecond(page)
    await page.locator('summary', { hasText: '更多' }).click()
    await page.getByRole('radio', { name: '补扫：离开前' }).click()
    await page.waitForSelector('.verdict.allow, .verdict.warn')
    // What an emergency has to say is asked at its field, not in a refusal afterwards.
    await page.locator('[data-test=check-in]').click()
    await says(page, '请写明紧急情形')
    await page.fill('#emergency', '储罐泄漏，有气味外逸')
    await page.locator('[data-test=check-in]').click()
    await says(page, '请写明补扫原因')
    await page.fill('#late-reason', '先行处置险情')
    await assertAccessible(page, 'emergency')
    const id = await goIn(page)
    let v = await officer.get(`/visits/${id}`)
    assert.deepEqual([v.late_scan, v.source, v.mission_id], ['before_leave', 'emergency', undefined])
    assert.ok(v.afterfill_due >= day(0), 'the days for the approval are set')
    assert.ok(![0, 6].includes(new Date(`${v.afterfill_due}T12:00:00Z`).getUTCDay()) || v.afterfill_due > day(1), 'they are working days')
    await says(page, '补扫（离开前）')
    await fill(page)
    await checkOut(page, id, '险情已排除')
    await says(page, v.afterfill_due)

    const p = await desk('officer')
    await open(p, `/visits/${id}`)
    await p.getByRole('link', { name: '补办审批' }).click()
    await p.waitForURL(/visit_id=/)
    await settled(p)
    await p.getByLabel('事由').fill('补办紧急入企审批')
    await p.getByLabel('法律依据').fill('《大气污染防治法》')
    const box = p.getByRole('combobox', { name: '协办人员', exact: true })
    const name = (await admin.get(`/officers/${second.session.officer_id}`)).name
    await box.click()
    await box.fill(name)
    await p.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click()
    await p.getByRole('button', { name: '提交审批' }).click()
    await p.waitForURL(/\/desk\/missions\/\d+$/)
    const mission = Number(/\d+$/.exec(p.url())[0])
    await admin.post(`/missions/${mission}/approve`, { note: '同意补办' })
    v = await officer.get(`/visits/${id}`)
    assert.equal(v.mission_id, mission)
    await page.reload()
    await page.waitForSelector('main .head')
    await page.waitForFunction(() => !document.querySelector('[data-test=afterfill]'))
    assertNoFaults(p)
    await p.context().close()

    const late = await sup.get(`/oversight/visits?view=late&from=${day(-1)}&to=${day(0)}`)
    assert.ok(late.items.some((x) => x.id === id), 'supervision sees every late scan')
    assertNoFaults(page)
  })

  test('a plate that cannot be scanned: the enterprise is chosen, and the inspection filed in time', async () => {
    const e = free[2]
    const m = await officer.post('/missions', {
      uid: randomUUID(), enterprise_id: e.id, kind: 'inspection', source: 'plan', reason: '年度计划检查', basis: '大气污染防治法第二十九条', scope: '污染防治设施运行',
      second_officer_id: second.session.officer_id, planned_from: day(0), planned_to: day(0),
    })
    await admin.post(`/missions/${m.id}/approve`, {})
    await page.goto(`${city.url}/m/scan`)
    await page.locator('[data-test=no-code]').click()
    await page.fill('[data-test=no-code-q]', e.name.slice(0, 6))
    await page.locator('[role=dialog] li button', { hasText: e.name }).click()
    await page.waitForURL(/enterprise=/)
    await page.waitForSelector('[data-test=mission]')
    await page.waitForSelector('.verdict.allow, .verdict.warn')
    await page.locator('[data-test=check-in]').click()
    await says(page, '请写明无法扫码的原因')
    await page.fill('#no-code', '信息牌被水淹，二维码无法辨认')
    const id = await goIn(page)
    const v = await officer.get(`/visits/${id}`)
    assert.ok(v.no_code_due >= day(0))
    // When it is due stands on the phone while one is still there.
    const card = page.locator('[data-test=filing]')
    assert.match(await card.innerText(), /须备案：.*(还剩|今天)/)
    await assertAccessible(page, 'visit without a scan')
    await page.fill('#filing', '司备〔2026〕7号')
    await card.getByRole('button', { name: '登记备案' }).click()
    await card.locator('[role=status]').waitFor()
    assert.match(await card.innerText(), /已备案，编号 司备〔2026〕7号/)
    assert.ok((await admin.get(`/visits/${id}`)).no_code_filed_ms > 0)
    await officer.post(`/visits/${id}/cancel`, { reason: '企业停产' })
    assertNoFaults(page)
  })

  test('an enterprise refuses, the officer contests; one that was not scanned is reported in two taps', async () => {
    const v = await officer.post('/visits', { client_id: randomUUID(), plate: mine.plate_code, kind: 'help', source: 'plan', reason: '政策宣传', device_ms: Date.now(), confirm_warn: true })
    const theirs = await phone('enterprise')
    await theirs.goto(`${city.url}/m/who/${v.id}`)
    await theirs.getByRole('link', { name: '拒绝本次入企' }).click()
    await theirs.locator('[data-test=refuse]').click()
    await says(theirs, '请选择原因')
    await theirs.getByLabel('没有出示执法证').check()
    await theirs.fill('#note', '没有看到证件')
    await theirs.locator('[data-test=refuse]').click()
    await theirs.waitForURL(new RegExp(`/m/who/${v.id}$`))
    await page.goto(`${city.url}/m/visit/${v.id}`)
    await page.fill('#contest', '入门时已当面出示证件')
    await assertAccessible(page, 'refused visit')
    await page.getByRole('button', { name: '提出异议' }).click()
    await says(page, '已提出异议：入门时已当面出示证件')
    const now = await sup.get(`/visits/${v.id}`)
    assert.deepEqual([now.state, now.contest_reason], ['refused', '入门时已当面出示证件'])

    await theirs.goto(`${city.url}/m/who`)
    await theirs.locator('[data-test=report-unscanned]').click()
    await theirs.locator('[data-reason=fewer_than_two]').click()
    await theirs.waitForSelector('[data-done=sent]')
    const told = (await sup.get('/unscanned?state=reported')).items.find((u) => u.enterprise_id === mine.id)
    assert.deepEqual([told.kind, told.reason], ['refused', 'fewer_than_two'])
    assertNoFaults(page)
    assertNoFaults(theirs)
    await theirs.context().close()
  })

  test('photos wait for Wi-Fi where that is wished; in WeChat, and after three days, the phone warns', async () => {
    const p = await phone('officer', { userAgent: WECHAT, allow: CUT })
    await p.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 30_000 })
    await p.goto(`${city.url}/m/queue`)
    assert.match(await p.locator('.notice.danger[role=alert]').innerText(), /微信内置浏览器/)
    await p.getByLabel('照片只用 Wi-Fi 上传').check()
    await atGate(p, free[3], '帮扶')
    const id = await goIn(p)
    const first = p.locator('article.check').first()
    await first.waitFor()
    await p.setInputFiles('[data-test=photo]', { name: 'x.png', mimeType: 'image/png', buffer: await p.screenshot() })
    await p.waitForSelector('li.waiting img')
    await says(p, '照片等待 Wi-Fi', '.queue')
    await says(p, '微信内置浏览器', '.queue')
    // Records go all the same; the picture goes when the button says so.
    await first.getByRole('radio', { name: '正常' }).click()
    await p.waitForSelector('[data-save=saved]', { timeout: 30_000 })
    let v = await officer.get(`/visits/${id}`)
    assert.equal(v.items[0].result, 'ok')
    assert.equal(v.photos?.length ?? 0, 0)
    await p.locator('[data-test=send-now]').click()
    await p.waitForSelector('li.sent img', { timeout: 30_000 })
    v = await officer.get(`/visits/${id}`)
    assert.equal(v.photos.length, 1)

    await p.context().setOffline(true)
    await p.locator('article.check').nth(1).getByRole('radio', { name: '正常' }).click()
    await p.waitForSelector('[data-save=kept]')
    await p.waitForSelector('.queue')
    assert.doesNotMatch(await p.locator('.queue').innerText(), /超过 3 天/)
    await p.evaluate(
      () =>
        new Promise((done) => {
          const r = indexedDB.open('wurao')
          r.onsuccess = () => {
            const store = r.result.transaction('records', 'readwrite').objectStore('records')
            store.openCursor().onsuccess = (e) => {
              const at = e.target.result
              if (!at) return
              if (at.value.state === 'waiting') at.update({ ...at.value, device_ms: at.value.device_ms - 4 * 86_400_000 })
              at.continue()
            }
            store.transaction.oncomplete = () => {
              r.result.close()
              done()
            }
          }
        }),
    )
    await p.goto(`${city.url}/m/today`)
    await says(p, '超过 3 天未上传', '.queue')
    await assertAccessible(p, 'old records')
    await p.goto(`${city.url}/m/queue`)
    await says(p, '有记录已超过 3 天未上传')
    await assertAccessible(p, 'queue with old records')
    await p.context().setOffline(false)
    await p.waitForFunction(() => /没有未上传/.test(document.body.innerText), null, { timeout: 30_000 })
    await officer.post(`/visits/${id}/cancel`, { reason: '改期' }).catch(() => undefined)
    assertNoFaults(p)
    await p.context().close()
  })

  // The others are looked at in phone.test.mjs.
  test('the pages at the gate fit 320 px and twice the type', async (t) => {
    const large = await launch('--blink-settings=defaultFontSize=32')
    t.after(() => large.close())
    const v = await officer.post('/visits', { client_id: randomUUID(), plate: mine.plate_code, kind: 'help', source: 'plan', reason: '政策宣传', device_ms: Date.now(), confirm_warn: true })
    for (const [b, options] of [[browser, { ...PHONE, viewport: { width: 320, height: 640 } }], [large, PHONE]]) {
      for (const [user, paths] of [
        ['officer', [`/m/check-in?enterprise=${free[2].id}`, `/m/visit/${v.id}`, `/m/visit/${v.id}/check-out`, '/m/code']],
        ['enterprise', [`/m/who/${v.id}`, '/m/check', '/m/refuse', `/m/refuse?visit=${v.id}`]],
      ]) {
        const p = await newPage(b, options)
        await loginPhone(p, city.url, user)
        for (const path of paths) {
          await p.goto(city.url + path)
          await p.waitForSelector('main > *')
          await p.waitForFunction(() => !/正在读取/.test(document.body.innerText))
          await p.waitForTimeout(200)
          assert.equal(new URL(p.url()).pathname, path.split('?')[0])
          await assertFits(p, path)
          const cut = await p.evaluate(() => [...document.querySelectorAll('button, a.btn, h1, h2, label')].filter((e) => e.offsetParent && !e.closest('.wr-sr') && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible').map((e) => e.innerText.slice(0, 30)))
          assert.deepEqual(cut, [], `cut off on ${path}`)
          if (b === browser && /check-out|enterprise=|refuse|who\/\d/.test(path)) await assertAccessible(p, path)

        }
        assertNoFaults(p)
        await p.context().close()
      }
    }
  })
})

describe('on the desk', () => {
  let p
  before(async () => {
    // A person has so many sessions at a time: the phones above have ended the first.
    officer = await city.login('officer')
    p = await desk('city')
  })
  after(() => p?.context().close())

  async function everyWidth(what) {
    for (const [width, height] of [[390, 844], [1024, 768], [1440, 900]]) {
      await p.setViewportSize({ width, height })
      await assertFits(p, `${what} at ${width}`)
      if (width !== 1024) await assertAccessible(p, `${what} at ${width}`)
    }
  }

  test('the rules: what is in force, what it says with its sources, its examples, what another would change and for whom', async () => {
    const { items } = await admin.get('/rule-packs')
    await open(p, '/rules')
    await p.waitForSelector('tbody tr')
    assert.equal(await p.locator('tbody tr').count(), items.length)
    const kinds = await p.locator('tbody tr td:nth-child(2)').allInnerTexts()
    assert.ok(kinds.every((k) => /[一-鿿]/.test(k)), `every kind has a name: ${kinds}`)
    const rows = await p.locator('tbody tr').evaluateAll((all) => all.map((r) => r.getBoundingClientRect().height))
    await everyWidth('rules')
    await p.setViewportSize({ width: 390, height: 844 })
    assert.ok((await p.locator('tbody tr').evaluateAll((all) => Math.max(...all.map((r) => r.getBoundingClientRect().height)))) < 120, `words are not squeezed to one character a line (${rows})`)
    await p.setViewportSize(SCREEN.viewport)

    const pack = items.find((x) => x.kind === 'visit-policy' && x.in_force)
    await p.getByRole('link', { name: pack.title_zh, exact: true }).click()
    await p.waitForURL(new RegExp(`/desk/rules/${pack.id}$`))
    await settled(p)
    await says(p, '尚未经本地机关审定')
    const words = await p.locator('.words').innerText()
    assert.match(words, /国办发〔2024〕54号/)
    await everyWidth('a rule pack')

    await p.getByRole('link', { name: '算例', exact: true }).click()
    await says(p, `${pack.examples_n} 个算例全部相符`)
    assert.equal(await p.locator('tbody tr').count(), pack.examples_n)
    await everyWidth('examples')

    await p.getByRole('link', { name: '与其他版本比较' }).click()
    await p.waitForURL(/tab=compare/)
    await p.waitForSelector('tbody tr')
    const other = items.find((x) => x.kind === pack.kind && x.id !== pack.id)
    const diff = await admin.get(`/rule-packs/${pack.id}/diff?with=${encodeURIComponent(other.id)}`)
    assert.ok(diff.changes_n > 0)
    assert.equal(await p.locator('tbody tr').count(), diff.changes.length)
    await p.getByRole('button', { name: '推算影响' }).click()
    await p.waitForFunction(() => /推算了 [\d,]+ 项判断/.test(document.querySelector('main').innerText), null, { timeout: 60_000 })
    const impact = await admin.get(`/rule-packs/${pack.id}/impact?with=${encodeURIComponent(other.id)}`)
    assert.ok((await p.locator('main').innerText()).replaceAll(',', '').includes(`推算了 ${impact.examined_n} 项判断`))
    await everyWidth('comparison')
    assertNoFaults(p)
  })

  test('a lost phone is revoked; what it sends is set aside, and each record taken or discarded', async () => {
    const uid = randomUUID()
    await officer.post('/devices', { uid, name: '测试手机甲', public_key: randomBytes(32).toString('base64url') })
    const visit = randomUUID()
    let seq = 0
    const record = (kind, body) => ({ seq: ++seq, uid: randomUUID(), kind, visit, device_ms: Date.now() - 60_000 + seq, mono_ms: seq * 1000, body })
    const send = (records) => officer.post('/deliveries', { device: uid, sent_ms: Date.now(), records })
    const inside = await send([record('check_in', { plate: (await admin.get(`/plates?q=${free[1].plate.code}`)).items[0].payload, kind: 'help', source: 'self_request', reason: '企业申请帮扶' })])
    assert.equal(inside.results[0].state, 'applied', JSON.stringify(inside))

    await open(p, '/system/devices')
    const row = p.locator('tbody tr', { hasText: '测试手机甲' })
    await row.getByRole('button', { name: '停用' }).click()
    const dialog = p.locator('.el-dialog:visible')
    assert.match(await dialog.innerText(), /将记录.*[\s\S]*测试手机甲[\s\S]*不可恢复/)
    await dialog.getByRole('button', { name: '停用' }).click()
    await says(p, '请填写', '.el-dialog')
    await dialog.locator('textarea').fill('手机遗失')
    await assertAccessible(p, 'revoke a phone')
    await dialog.getByRole('button', { name: '停用' }).click()
    await p.waitForFunction(() => [...document.querySelectorAll('tbody tr')].some((r) => r.innerText.includes('测试手机甲') && r.innerText.includes('手机遗失')))
    assert.equal(await row.getByRole('button', { name: '停用' }).count(), 0)

    const list = (await officer.get('/visit-checklists/help')).items.map((i) => ({ code: i.code, result: 'ok' }))
    const sent = await send([record('items', { items: list }), record('finding', { uid: randomUUID(), text: '标签缺失', severity: 'slight' })])
    assert.deepEqual(sent.results.map((r) => r.state), ['quarantined', 'quarantined'])
    await p.reload()
    await settled(p)
    const aside = p.locator('section.panel', { has: p.getByRole('heading', { name: '隔离的记录' }) })
    await aside.locator('tbody tr').first().waitFor()
    assert.equal(await aside.locator('tbody tr').count(), 2)
    await everyWidth('phones and what is set aside')

    // Looked at, taken, discarded: what is recorded is said first.
    const finding = aside.locator('tbody tr', { hasText: '问题' })
    await finding.locator('button').first().click()
    await says(p, '标签缺失', '.el-dialog pre')
    await assertAccessible(p, 'a record set aside')
    await p.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await finding.getByRole('button', { name: '作废' }).click()
    assert.match(await dialog.innerText(), /将记录/)
    await dialog.locator('textarea').fill('与本次入企无关')
    await dialog.getByRole('button', { name: '作废' }).click()
    await p.waitForFunction(() => document.querySelectorAll('section.panel:last-of-type tbody tr').length === 1)
    await aside.getByRole('button', { name: '采用' }).click()
    assert.match(await dialog.innerText(), /将记录/)
    await dialog.getByRole('button', { name: '采用' }).click()
    await says(p, '没有隔离的记录')
    const v = await officer.get(`/visits/${inside.results[0].visit_id}`)
    assert.ok(v.items.every((i) => i.result === 'ok'))
    assert.equal(v.findings?.length ?? 0, 0)
    const states = (await officer.get('/my/deliveries?limit=200')).items.filter((d) => d.device === uid).map((d) => d.state).sort()
    assert.deepEqual(states, ['applied', 'applied', 'discarded'])
    assertNoFaults(p)
  })
})
