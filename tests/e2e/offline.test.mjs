// Without a network: the phone opens, scans, judges, records, signs and checks out; with the network back the server has
// what was entered, once. The wire is cut at every step, and answers are lost on their way.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { assertAccessible, assertFits, filmOf, launch, loginPhone, newPage, startCity, takePictures } from './helper.mjs'
import { openWire } from './wire.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const TAPS_MAX = 6
const NOTE = '危废贮存间标识缺失'
/** The wire is cut here on purpose: the browser writes a line about each request that fails. */
const CUT = /net::ERR_|Failed to fetch|WebSocket/

let city, wire, officer, second, admin, browser, camera
let target, plate, mission
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)

async function plateOf(code) {
  return (await admin.get(`/plates?q=${code}`)).items.find((p) => p.code === code)
}

async function approved(enterpriseId) {
  const made = await officer.post('/missions', {
    uid: crypto.randomUUID(), enterprise_id: enterpriseId, kind: 'inspection', source: 'plan', reason: '年度计划检查', basis: '大气污染防治法第二十九条',
    scope: '污染防治设施运行', second_officer_id: second.session.officer_id, planned_from: today(), planned_to: today(),
  })
  return admin.post(`/missions/${made.id}/approve`, {})
}

before(async () => {
  city = await startCity()
  wire = await openWire(city.url)
  ;[officer, second, admin] = await Promise.all(['officer', 'officer2', 'district'].map((u) => city.login(u)))
  const { enterprises } = await officer.get('/my/offline')
  for (const e of enterprises.filter((x) => x.plate && x.status === 'active')) {
    const v = await officer.post('/visits/verdict', { enterprise_id: e.id, kind: 'inspection', source: 'plan', second_officer_id: second.session.officer_id })
    if (v.cap - v.used >= 2) target ??= e
  }
  assert.ok(target, 'no enterprise of the officer may be inspected twice')
  mission = await approved(target.id)
  assert.equal(mission.state, 'approved')
  plate = await plateOf(target.plate.code)
  const png = Buffer.from(await (await admin.call('GET', `/plates/${plate.id}/image?format=png`)).arrayBuffer())
  writeFileSync(join(city.dir, 'plate.png'), png)
  const drawing = await launch()
  const mjpeg = join(city.dir, 'plate.mjpeg')
  writeFileSync(join(city.dir, 'site.jpg'), await filmOf(drawing, png, mjpeg))
  await drawing.close()
  camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${mjpeg}`]
  browser = await launch(...camera)
})
after(async () => {
  await browser?.close()
  await wire?.close()
  await city?.stop()
})

/** A phone on which an officer has logged in once: the app is kept on it, and the facts. */
async function phone(username = 'officer', options = {}) {
  const page = await newPage(browser, { ...PHONE, permissions: ['geolocation', 'camera'], geolocation: { longitude: plate.hung_lng_e6 / 1e6 + 0.0003, latitude: plate.hung_lat_e6 / 1e6, accuracy: 15 }, allow: CUT, ...options })
  await loginPhone(page, wire.url, username)
  await kept(page)
  return page
}

/** The app and the facts are on the phone. */
async function kept(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 30_000 })
  await page.waitForFunction(
    () =>
      new Promise((done) => {
        const r = indexedDB.open('wurao')
        r.onsuccess = () => {
          const g = r.result.transaction('kv').objectStore('kv').getAllKeys()
          g.onsuccess = () => {
            r.result.close()
            done(['as_of', 'missions', 'officers'].every((w) => g.result.some((k) => k.startsWith(w))) && g.result.includes('revocations'))
          }
        }
      }),
    null,
    { timeout: 30_000, polling: 500 },
  )
}

async function cut(page, on = true) {
  wire.cut(on)
  await page.context().setOffline(on)
}

/** The queue as it is stored on the phone. */
function stored(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const r = indexedDB.open('wurao')
        r.onsuccess = () => {
          const tx = r.result.transaction(['records', 'photos'])
          const records = tx.objectStore('records').getAll()
          const photos = tx.objectStore('photos').count()
          tx.oncomplete = () => {
            r.result.close()
            done({ photos: photos.result, records: records.result.map(({ uid, seq, kind, state, error, headline }) => ({ uid, seq, kind, state, error, headline })) })
          }
        }
      }),
  )
}

/** What is on the phone only. */
async function unsent(page) {
  const { records, photos } = await stored(page)
  return records.filter((r) => r.state === 'waiting').length + photos
}

/** Waits until everything has an answer, pressing the button now and then; what the answers are is another matter. */
async function allSent(page) {
  for (let i = 0; i < 60; i++) {
    if (!(await unsent(page).catch(() => 1))) return
    const go = page.locator('[data-test=send-now]')
    if (i % 3 === 2 && (await go.isEnabled({ timeout: 100 }).catch(() => false))) await go.click({ timeout: 1000 }).catch(() => undefined)
    await page.waitForTimeout(500)
  }
  assert.fail(`not sent: ${JSON.stringify(await stored(page), null, 1)}`)
}

async function visitsAt(enterpriseId) {
  const { items } = await officer.get(`/visits?enterprise_id=${enterpriseId}&limit=50`)
  return items.filter((v) => v.checked_in_ms > Date.now() - 3600_000)
}

async function sign(page, who) {
  await page.locator(`[data-signer=${who}] button`).click()
  const pad = page.locator('[data-test=pad]')
  await pad.waitFor()
  const box = await pad.boundingBox()
  await page.mouse.move(box.x + 30, box.y + 40)
  await page.mouse.down()
  // Nobody signs like another.
  const tall = who === 'enterprise' ? 40 : 60
  for (let i = 1; i <= 12; i++) await page.mouse.move(box.x + 30 + i * 15, box.y + 40 + (i % 2) * tall)
  await page.mouse.up()
  await page.locator('[data-test=sign-done]').click()
  await page.waitForSelector(`[data-signer=${who}] img`)
}

describe('a planned visit with the network gone', () => {
  let page, client
  let taps = 0
  const tap = async (locator) => {
    taps++
    await locator.click()
  }
  before(async () => {
    page = await phone()
  })
  after(() => page?.context().close())

  test('the app opens after the network is gone', async () => {
    await cut(page)
    await page.goto(`${wire.url}/m/today`)
    await page.waitForSelector('[data-test=missions]')
    await page.waitForSelector('text=没有网络，显示本机保存的内容')
    await assertAccessible(page, 'today without network')
  })

  test('the plate is scanned and judged from the last facts; at most six taps', async () => {
    await tap(page.locator('nav.tabs a[href="/m/scan"]'))
    await page.waitForURL(/\/m\/check-in\?plate=/, { timeout: 30_000 })
    await page.waitForSelector('.verdict.allow')
    assert.match(await page.locator('[data-test=as-of]').innerText(), /离线判断 · 截至 \d\d:\d\d/)
    assert.match(await page.locator('[data-test=mission]').innerText(), new RegExp(mission.number))
    assert.match(await page.locator('main').innerText(), /信息牌签名已在本机验证/)
    await assertAccessible(page, 'offline verdict')
    await assertFits(page, 'offline verdict')
    await tap(page.locator('[data-test=check-in]'))
    await page.waitForURL(/\/m\/visit\/local\//)
    assert.ok(taps <= TAPS_MAX, `${taps} taps`)
    client = page.url().split('/').pop()
    assert.equal(await unsent(page), 1)
  })

  test('the check-list is filled; a reload loses nothing', async () => {
    const items = page.locator('article.check')
    await items.first().waitFor()
    const n = await items.count()
    assert.ok(n > 3)
    await items.nth(0).getByRole('radio', { name: '有问题' }).click()
    await items.nth(0).locator('textarea').fill(NOTE)
    await page.reload()
    await page.waitForSelector('article.check')
    assert.equal(await items.nth(0).locator('textarea').inputValue(), NOTE)
    for (let i = 1; i < n - 1; i++) await items.nth(i).getByRole('radio', { name: '正常' }).click()
    await items.nth(n - 1).getByRole('radio', { name: '不适用' }).click()
    await items.nth(n - 1).locator('textarea').fill('不在重污染天气清单内')
    await page.waitForSelector('[data-save=kept]')
    await assertAccessible(page, 'check-list without network')
  })

  test('findings and photos are kept, also one for an item', async () => {
    await page.locator('article.check').first().getByRole('button', { name: '记为问题' }).click()
    assert.equal(await page.inputValue('#finding'), NOTE)
    await page.locator('[role=dialog] .btn.primary').click()
    await page.waitForSelector('li.finding')
    await page.setInputFiles('[data-test=photo]', join(city.dir, 'site.jpg'))
    await page.waitForSelector('li.waiting img')
    await page.locator('article.check').nth(0).locator('input[type=file]').setInputFiles(join(city.dir, 'plate.png'))
    await page.waitForFunction(() => document.querySelectorAll('li.waiting img').length === 2)
    // Items that ask for a picture get one.
    await takePictures(page)
    await page.waitForFunction(() => !document.body.innerText.includes('这一项需要照片'))
    await page.reload()
    await page.waitForSelector('li.waiting img')
    assert.ok((await page.locator('li.waiting img').count()) >= 2)
    assert.equal(await page.locator('li.finding').count(), 1)
  })

  test('both sides sign, and the visit is checked out', async () => {
    await page.locator('[data-test=to-check-out]').click()
    await page.waitForSelector('[data-test=check-out]')
    await sign(page, 'enterprise')
    await sign(page, 'first')
    await page.reload()
    await page.waitForSelector('[data-signer=enterprise] img')
    await assertAccessible(page, 'check-out without network')
    await page.locator('.choice', { hasText: '责令改正' }).click()
    await page.fill('#summary', '危废贮存间标识缺失，责令五日内改正。')
    await page.locator('[data-test=check-out]').click()
    await page.waitForSelector('[data-test=out-offline]')
  })

  test('the queue shows what waits, and gives it as a file', async () => {
    const n = await unsent(page)
    assert.ok(n >= 8, `${n} unsent`)
    await page.locator('.queue a[href="/m/queue"]').click()
    await page.waitForSelector(`[data-visit="${client}"]`)
    assert.match(await page.locator('[data-test=queue-state]').innerText(), new RegExp(`还有 ${n} 条未上传`))
    await assertAccessible(page, 'queue')
    await assertFits(page, 'queue')
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-test=export]').click()])
    const file = join(city.dir, 'queue.json')
    await download.saveAs(file)
    const exported = JSON.parse(readFileSync(file, 'utf8'))
    assert.deepEqual(exported.records.map((r) => r.seq), exported.records.map((_, i) => i + 1))
    assert.ok(exported.photos.length >= 4 && exported.photos.every((p) => p.base64.length > 100))
    assert.equal((await visitsAt(target.id)).length, 0, 'the server knows nothing yet')
  })

  test('closed and opened again without network, it is all there', async () => {
    const ctx = page.context()
    await page.close()
    page = await ctx.newPage()
    await page.goto(`${wire.url}/m/queue`)
    await page.waitForSelector(`[data-visit="${client}"]`)
  })

  test('with the network back everything arrives once, though answers are lost on the way', async () => {
    await page.goto(`${wire.url}/m/today`)
    wire.lose(/POST .*\/deliveries/, 2)
    wire.lose(/PUT .*\/uploads\//, 2)
    await cut(page, false)
    await allSent(page)
    assert.deepEqual((await stored(page)).records.filter((r) => r.state !== 'applied' && r.state !== 'done'), [])
    const all = await visitsAt(target.id)
    assert.equal(all.length, 1, 'one visit, not two')
    const v = await officer.get(`/visits/${all[0].id}`)
    assert.equal(v.client_id, client)
    assert.equal(v.state, 'checked_out')
    assert.equal(v.offline, true)
    assert.equal(v.conflict, undefined)
    assert.equal(v.mission_id, mission.id)
    assert.equal(v.kind, 'inspection')
    assert.equal(v.second_officer_id, second.session.officer_id)
    assert.equal(v.summary, '危废贮存间标识缺失，责令五日内改正。')
    assert.equal(v.conclusion, 'order_to_correct')
    assert.equal(v.items[0].note, NOTE)
    assert.equal(v.items.filter((i) => i.result === 'ok').length, v.items.length - 2)
    assert.equal(v.items.at(-1).result, 'na')
    assert.equal(v.findings.length, 1)
    assert.equal(v.findings[0].text, NOTE)
    assert.ok(v.photos.length >= 4)
    assert.equal(new Set(v.photos.map((p) => p.kind + p.sha256 + (p.item_code ?? ''))).size, v.photos.length)
    assert.deepEqual(v.photos.map((p) => p.kind).filter((k) => /signature/.test(k)).sort(), ['officer_signature', 'signature'])
    assert.ok(v.photos.some((p) => p.item_code === v.items[0].code))
    assert.equal((v.photos_due ?? []).length, 0)
    assert.ok(Math.abs(v.checked_in_ms - v.device_ms) < 120_000, 'the time of the visit is when it was, not when it was sent')
    // And the receipt.
    await page.goto(`${wire.url}/m/visit/${v.id}/receipt`)
    await page.locator('[data-test=verify]').click()
    await page.waitForSelector('.proof[data-ok=true]')
  })
})

describe('the wire is cut at every other step', () => {
  let page
  before(async () => {
    page = await phone()
  })
  after(() => page?.context().close())

  const open = (text) => page.goto(`${wire.url}/m/check-in?plate=${encodeURIComponent(text)}`)
  const help = async () => {
    await page.getByRole('radio', { name: '帮扶' }).click()
    await page.waitForSelector('.verdict.allow, .verdict.warn')
  }
  const goIn = async () => {
    await page.locator('[data-test=check-in]').click()
    const sure = page.locator('[data-test=confirm]')
    await Promise.race([page.waitForURL(/\/m\/visit\//), sure.waitFor()])
    if (await sure.isVisible().catch(() => false)) await sure.click()
    await page.waitForURL(/\/m\/visit\//)
  }

  test('after the verdict, before the check-in: the record goes to the queue, and the visit on', async () => {
    await open(plate.payload)
    await help()
    await cut(page)
    await goIn()
    assert.match(page.url(), /\/visit\/local\//)
    await cut(page, false)
    await allSent(page)
    const open1 = (await visitsAt(target.id)).filter((v) => v.state === 'in_progress')
    assert.equal(open1.length, 1)
    assert.equal(open1[0].offline, true)
  })

  test('in the check-list and before the check-out, with the answer to the last record lost', async () => {
    const items = page.locator('article.check')
    await items.first().waitFor()
    const n = await items.count()
    await cut(page)
    for (let i = 0; i < n; i++) await items.nth(i).getByRole('radio', { name: '正常' }).click()
    await page.waitForSelector('[data-save=kept]')
    await cut(page, false)
    await page.waitForSelector('[data-save=saved]', { timeout: 60_000 })
    await takePictures(page)
    await page.locator('[data-test=to-check-out]').click()
    await page.waitForSelector('[data-test=check-out]')
    await page.locator('[data-test=refused]').check()
    await page.fill('#refused-why', '负责人不在厂内')
    await page.fill('#summary', '政策宣传，无问题。')
    wire.lose(/POST .*\/deliveries/, 1)
    await page.locator('[data-test=check-out]').click()
    await page.waitForURL(/\/m\/visit\/[\w/-]+/)
    await allSent(page)
    const last = (await visitsAt(target.id)).sort((a, b) => b.id - a.id)[0]
    // The page may leave before the last record stands in the queue.
    let v = await officer.get(`/visits/${last.id}`)
    for (let i = 0; i < 60 && v.state === 'in_progress'; i++) {
      await page.waitForTimeout(500)
      await allSent(page)
      v = await officer.get(`/visits/${last.id}`)
    }
    assert.equal(v.state, 'checked_out')
    assert.equal(v.summary, '政策宣传，无问题。\n企业人员拒绝签字：负责人不在厂内')
    assert.ok(v.items.every((i) => i.result === 'ok'))
  })

  test('before the scan: an enterprise that this phone does not know may be recorded', async () => {
    // One that was added after the phone last asked.
    const { enterprises } = await officer.get('/my/offline')
    const foreign = enterprises.filter((e) => e.plate && e.id !== target.id && e.status === 'active').at(-1)
    await cut(page)
    await page.goto(`${wire.url}/m/me`)
    await page.waitForSelector('main')
    await page.evaluate(
      (key) =>
        new Promise((done) => {
          const r = indexedDB.open('wurao')
          r.onsuccess = () => {
            const tx = r.result.transaction('facts', 'readwrite')
            tx.objectStore('facts').delete(key)
            tx.oncomplete = () => {
              r.result.close()
              done()
            }
          }
        }),
      `${officer.session.user_id}.${foreign.id}`,
    )
    await open(foreign.plate.code)
    await page.waitForSelector('text=本机没有这家企业的资料')
    await assertAccessible(page, 'unknown enterprise')
    await goIn()
    await cut(page, false)
    await allSent(page)
    const { items } = await officer.get(`/visits?enterprise_id=${foreign.id}&state=in_progress`)
    assert.equal(items.length, 1, JSON.stringify((await stored(page)).records.at(-1)))
    await page.waitForSelector(`text=${foreign.name}`)
  })

  test('what disagrees with the server is shown side by side', async () => {
    const { enterprises } = await officer.get('/my/offline')
    const other = enterprises.find((e) => e.plate && e.id !== target.id && e.status === 'active')
    const p = await plateOf(other.plate.code)
    await cut(page)
    await open(p.payload)
    await help()
    await goIn()
    // Meanwhile the plate is reported lost.
    await admin.post(`/plates/${p.id}/lost`, { reason: '企业挂失' })
    await cut(page, false)
    await page.waitForSelector('text=服务器的判断与手机不同', { timeout: 60_000 })
    await page.goto(`${wire.url}/m/queue`)
    const record = page.locator('[data-kind=check_in][data-state=conflict]')
    await record.waitFor()
    assert.match(await record.innerText(), /手机的判断[\s\S]*可以入企[\s\S]*服务器的判断[\s\S]*不得入企/)
    await assertAccessible(page, 'conflict in the queue')
    const { items } = await officer.get(`/visits?enterprise_id=${other.id}&flag=conflict`)
    assert.equal(items.length, 1, 'kept for a decision, not refused')
    await record.getByRole('button', { name: '知道了' }).click()
    await page.waitForFunction(() => !document.querySelector('[data-state=conflict]'))
  })

  test('two tabs send once', async () => {
    await cut(page)
    await open(plate.payload)
    await help()
    await goIn()
    const client = page.url().split('/').pop()
    const twin = await page.context().newPage()
    await twin.goto(`${wire.url}/m/queue`)
    await twin.waitForSelector(`[data-visit="${client}"]`)
    wire.log.length = 0
    await cut(page, false)
    await Promise.all([page, twin].map((p) => p.evaluate(() => window.dispatchEvent(new Event('online')))))
    await allSent(page)
    await twin.waitForFunction(() => /没有未上传/.test(document.body.innerText), null, { timeout: 30_000 })
    assert.equal(wire.log.filter((l) => l.startsWith('POST /api/v1/deliveries')).length, 1)
    await twin.close()
  })

  test('a log-out with unsent records asks; nobody else sees them, and they are sent later', async () => {
    await cut(page)
    await open(plate.payload)
    await page.waitForSelector('.verdict')
    const goOn = page.getByRole('link', { name: '继续那一次' })
    await goOn.click()
    await page.waitForURL(/\/m\/visit\//)
    await page.locator('article.check').first().getByRole('radio', { name: '正常' }).click()
    await page.waitForSelector('[data-save=kept]')
    await page.goto(`${wire.url}/m/me`)
    await page.locator('[data-test=logout]').click()
    await page.waitForSelector('text=还有 1 条记录没有上传')
    await assertAccessible(page, 'log-out')
    await page.locator('[data-test=logout-go]').click()
    await page.waitForURL(/\/m\/login/)
    await cut(page, false)
    await loginPhone(page, wire.url, 'officer2')
    await page.goto(`${wire.url}/m/queue`)
    await page.waitForSelector('text=没有未上传的记录')
    await page.goto(`${wire.url}/m/me`)
    await page.locator('[data-test=logout]').click()
    await page.locator('[data-test=logout-go]').click()
    await page.waitForURL(/\/m\/login/)
    wire.log.length = 0
    await loginPhone(page, wire.url, 'officer')
    await allSent(page)
    const last = (await visitsAt(target.id)).sort((a, b) => b.id - a.id)[0]
    assert.equal((await officer.get(`/visits/${last.id}`)).items[0].result, 'ok')
  })

  test('a new version is offered, and put in place only when asked', async () => {
    await page.goto(`${wire.url}/m/today`)
    await kept(page)
    wire.replace('/m/sw.js', (text) => `${text}\n// another version`)
    await page.evaluate(() => navigator.serviceWorker.getRegistration('/m/').then((r) => r.update()))
    await page.waitForSelector('[data-test=update]', { timeout: 30_000 })
    await assertAccessible(page, 'update')
    // Not while something is being recorded.
    await open(plate.payload)
    await page.waitForSelector('.verdict')
    assert.equal(await page.locator('[data-test=update]').count(), 0)
    await page.goto(`${wire.url}/m/today`)
    await page.evaluate(() => {
      window.before = true
    })
    await page.locator('[data-test=update]').click()
    await page.waitForFunction(() => !window.before, undefined, { timeout: 60_000 })
    await page.waitForSelector('nav.tabs')
    assert.equal(await page.locator('[data-test=update]').count(), 0)
  })
})
