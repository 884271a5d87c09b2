// The mutual proof: the officer's phone shows a code that changes, the enterprise's phone and anybody's verify it; reports of
// those who showed none. The pages' own check is held to the vectors of the server's rules first.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import * as helper from './helper.mjs'

const root = resolve(import.meta.dirname, '../..')
const fromWeb = createRequire(join(root, 'web/package.json'))

describe('the pages judge as the server does', () => {
  const vectors = JSON.parse(readFileSync(join(root, 'tests/unit/data/badge-vectors.json'), 'utf8'))
  const out = mkdtempSync(join(tmpdir(), 'wurao-badge-'))
  let badge, bytes, signing
  before(async () => {
    const { build } = await import(pathToFileURL(fromWeb.resolve('rolldown')).href)
    const part = async (name) => {
      await build({ input: join(root, `web/shared/proof/${name}.ts`), cwd: join(root, 'web'), output: { file: join(out, `${name}.mjs`), format: 'esm' }, logLevel: 'silent' })
      return import(pathToFileURL(join(out, `${name}.mjs`)).href)
    }
    ;[badge, bytes, signing] = [await part('badge'), await part('bytes'), await part('sign')]
  })
  after(() => rmSync(out, { recursive: true, force: true }))

  test('every vector comes to the same', () => {
    assert.ok(vectors.cases.length > 50)
    for (const v of vectors.cases) {
      const c = badge.parseOfficerCode(v.code)
      assert.equal(c ? badge.checkOfficerCode(c, vectors.keys, v.at_ms) : 'syntax', v.fault, v.name)
      if (v.fault !== 'good') continue
      assert.equal(c.step, v.step, v.name)
      assert.deepEqual({ ...c.badge, device_key: bytes.base64url(c.badge.device_key) }, v.badge, v.name)
      assert.deepEqual(c.task, v.task ?? null, v.name)
    }
  })

  test('a code made in the page is the code made by the server', () => {
    const seed = bytes.unbase64url(vectors.device_seed)
    const remake = (name, task) => {
      const v = vectors.cases.find((x) => x.name === name)
      const before = badge.codeBefore(v.code.split('.')[0], task, v.step)
      return [`${before}.${bytes.base64url(signing.ed25519Sign(seed, badge.codeSigned(before)))}`, v.code]
    }
    assert.equal(...remake('identity only', ''))
    const said = { officer_id: 42, plate: '7K3QF9YB2X', kind: 'inspection', insp_class: 'immediate', source: 'emergency', evidence_ref: '', basis: '突发事件应急处置' }
    assert.equal(...remake("the officer's own statement", bytes.base64url(badge.statementBody(said))))
  })

  test('every changed character is noticed', () => {
    const v = vectors.cases.find((x) => x.name === 'an approved mission')
    for (let i = 0; i < v.code.length; i += 7) {
      const other = v.code.slice(0, i) + (v.code[i] === 'A' ? 'B' : 'A') + v.code.slice(i + 1)
      const c = badge.parseOfficerCode(other)
      assert.ok(!c || badge.checkOfficerCode(c, vectors.keys, v.at_ms) !== 'good', `at ${i}`)
    }
  })

  test('the revocation list is believed only as signed', () => {
    assert.ok(badge.revocationsHold(vectors.revocations, vectors.keys))
    assert.ok(!badge.revocationsHold({ ...vectors.revocations, keys: vectors.revocations.keys.slice(1) }, vectors.keys))
    assert.ok(!badge.revocationsHold({ ...vectors.revocations, issued_ms: vectors.revocations.issued_ms + 1 }, vectors.keys))
  })

  test('each check is told by itself', () => {
    const judged = (name, at) => {
      const v = vectors.cases.find((x) => x.name === name)
      const c = badge.parseOfficerCode(v.code)
      const r = badge.judge(c, bytes.base64url(c.badge.device_key), { keys: vectors.keys, revoked: [], atMs: v.at_ms, ...at })
      return { answer: r.answer, ...Object.fromEntries(r.checks.map((x) => [x.check, x.state])) }
    }
    const good = { answer: 'allow', bureau: 'ok', phone: 'ok', fresh: 'ok', certificate: 'ok', badge: 'ok', revoked: 'ok', task: 'ok', day: 'ok' }
    assert.deepEqual(judged('an approved mission'), good)
    assert.deepEqual(judged('an approved mission', { plate: '7K3QF9YB2X' }), { ...good, place: 'ok' })
    assert.deepEqual(judged('an approved mission', { plate: '0000000000' }), { ...good, place: 'bad', answer: 'deny' })
    assert.equal(judged('an approved mission', { revoked: [vectors.cases[0].badge.device_key] }).answer, 'deny')
    assert.equal(judged('an approved mission', { revoked: null }).answer, 'warn')
    assert.equal(judged('an approved mission', { keys: [] }).answer, 'warn')
    assert.equal(judged("the officer's own statement").answer, 'warn')
    assert.equal(judged('identity only').task, 'warn')
    assert.equal(judged('three steps old').fresh, 'bad')
    assert.deepEqual(judged('the step changed'), { answer: 'deny', bureau: 'ok', phone: 'bad' })
    assert.deepEqual(judged('signed by somebody else under our name'), { answer: 'deny', bureau: 'bad', phone: 'ok' })
    assert.equal(judged('an approval that somebody else signed').task, 'bad')
    assert.equal(judged("another officer's approval", { keys: [] }).task, 'bad')
  })
})

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 3 }

describe('at the gate', () => {
  const { assertAccessible, assertFits, assertNoFaults, launch, loginPhone, newPage, startCity } = helper
  let city, officer, second, admin, enterprise, other
  let browser, officerPage, contactPage
  const contact = { username: 'code.contact', password: 'Code-contact-2026' }

  /** A day in China, `n` days from now. */
  const day = (n = 0) => new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)

  async function makeContact(enterpriseId) {
    const sys = await city.login('sysadmin')
    const made = await sys.post('/users', { username: contact.username, name: '企业联系人', roles: ['enterprise'], enterprise_id: enterpriseId })
    const first = await city.login(contact.username, made.password)
    await first.post('/session/password', { old_password: made.password, new_password: contact.password })
  }

  /** A mission of the officer at the enterprise, applied for and approved. */
  async function approve(target, from, to) {
    const leader = await city.login('city')
    const m = await officer.post('/missions', {
      uid: randomUUID(), enterprise_id: target.id, kind: 'inspection', insp_class: 'daily', source: 'plan', reason: '年度计划检查', basis: '《环境保护法》第二十四条', scope: '治理设施运行',
      second_officer_id: second.session.officer_id, planned_from: from, planned_to: to,
    }) // prettier-ignore
    return leader.post(`/missions/${m.id}/approve`, {})
  }

  before(async () => {
    city = await startCity()
    ;[officer, second, admin] = await Promise.all(['officer', 'officer2', 'district'].map((u) => city.login(u)))
    const { items } = await admin.get('/enterprises?status=active&limit=200')
    for (const e of items.filter((x) => x.plate_code)) {
      const v = await officer.post('/visits/verdict', { enterprise_id: e.id, kind: 'inspection', source: 'plan', second_officer_id: second.session.officer_id })
      if (v.verdict !== 'deny' && !enterprise) enterprise = e
      else if (enterprise && e.id !== enterprise.id) other = e
      if (enterprise && other) break
    }
    assert.ok(enterprise && other)
    await makeContact(enterprise.id)
    browser = await launch()
    const allow = /ERR_INTERNET_DISCONNECTED/
    officerPage = await newPage(browser, { ...PHONE, allow })
    contactPage = await newPage(browser, { ...PHONE, allow })
    await loginPhone(officerPage, city.url, 'officer')
    await loginPhone(contactPage, city.url, contact.username, contact.password)
  })
  after(async () => {
    await browser?.close()
    await city?.stop()
  })

  const shown = async () => {
    await officerPage.waitForSelector('[data-test=code] svg.qr path')
    return officerPage.getAttribute('[data-test=code]', 'data-link')
  }
  /** A picture of the code as it is on the officer's phone. */
  const photo = async () => ({ name: 'code.png', mimeType: 'image/png', buffer: await officerPage.locator('[data-test=code] svg.qr').screenshot() })
  const scanPhoto = async () => {
    await contactPage.goto(`${city.url}/m/check`)
    await contactPage.waitForSelector('[data-test=photo]', { state: 'attached' })
    await contactPage.setInputFiles('[data-test=photo]', await photo())
    await contactPage.waitForSelector('[data-answer]', { timeout: 30_000 })
  }
  const checks = (page) => page.$$eval('[data-check]', (list) => Object.fromEntries(list.map((e) => [e.dataset.check, e.dataset.state])))
  const answer = (page) => page.getAttribute('[data-answer]', 'data-answer')

  test('the officer shows a code for an approved mission', async () => {
    await approve(enterprise, day(), day(1))
    await officerPage.goto(`${city.url}/m/scan`)
    await officerPage.click('a[href="/m/code"]')
    const link = await shown()
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/o#[\w-]+\.[\w-]+\.\d+\.[\w-]{86}$/)
    assert.ok((await officerPage.locator('#task option:checked').innerText()).includes(enterprise.name))
    await assertAccessible(officerPage, 'the code')
    await assertFits(officerPage, 'the code')
    const box = await officerPage.locator('svg.qr').boundingBox()
    assert.ok(box.width >= 370, `the code is ${box.width} px wide`)
  })

  test('anybody who scans it sees who it is, each check, and that it is approved', async () => {
    const page = await newPage(browser, PHONE)
    await page.goto(await shown())
    await page.waitForSelector('[data-answer=allow]')
    const text = await page.locator('#app').innerText()
    const me = await officer.get(`/officers/${officer.session.officer_id}`)
    for (const said of [me.name, me.cert_no, '《环境保护法》第二十四条', '日常检查', enterprise.name]) assert.ok(text.includes(said), said)
    assert.deepEqual(await checks(page), { bureau: 'ok', phone: 'ok', fresh: 'ok', certificate: 'ok', badge: 'ok', revoked: 'ok', task: 'ok', day: 'ok' })
    await assertAccessible(page, 'officer’s code')
    await assertFits(page, 'officer’s code')
    await page.click('[data-test=complain]')
    await page.waitForSelector('textarea')
    assertNoFaults(page)
    await page.context().close()
  })

  test('an altered one is red and shows no name', async () => {
    const page = await newPage(browser, PHONE)
    const link = await shown()
    const badge = link.split('#')[1].split('.')[0]
    const at = link.indexOf(badge) + badge.length - 100
    await page.goto(link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1))
    await page.waitForSelector('[data-answer=deny]')
    assert.equal(await page.locator('[data-test=officer-name]').count(), 0)
    await page.goto('about:blank')
    await page.goto(`${city.url}/o#abc`)
    await page.waitForSelector('[data-state=broken]')
    await assertAccessible(page, 'broken code')
    assertNoFaults(page)
    await page.context().close()
  })

  test('the enterprise scans the officer’s screen and records the check', async () => {
    await scanPhoto()
    assert.equal(await answer(contactPage), 'allow')
    assert.equal((await checks(contactPage)).place, 'ok')
    await assertAccessible(contactPage, 'check of an officer')
    await assertFits(contactPage, 'check of an officer')
    await contactPage.click('[data-test=record]')
    await contactPage.waitForSelector('[data-test=recorded]')
    const { items } = await admin.get(`/officer-scans?enterprise_id=${enterprise.id}`)
    assert.equal(items.length, 1)
    assert.equal(items[0].approval, 'approved')
    assert.equal(items[0].offline, false)
    assert.equal(items[0].officer_id, officer.session.officer_id)
  })

  test('the camera reads it too', async () => {
    await officerPage.reload()
    await shown()
    const png = (await photo()).buffer
    const file = join(city.dir, 'code.mjpeg')
    const jpeg = await contactPage.evaluate(async (data) => {
      const img = new Image()
      img.src = `data:image/png;base64,${data}`
      await img.decode()
      const canvas = document.createElement('canvas')
      canvas.width = 1280
      canvas.height = 960
      const g = canvas.getContext('2d')
      g.fillStyle = '#8b8f90'
      g.fillRect(0, 0, canvas.width, canvas.height)
      g.translate(canvas.width / 2, canvas.height / 2)
      g.rotate(0.03)
      g.drawImage(img, -420, -420, 840, 840)
      return canvas.toDataURL('image/jpeg', 0.85).split(',')[1]
    }, png.toString('base64'))
    writeFileSync(file, Buffer.concat(Array.from({ length: 10 }, () => Buffer.from(jpeg, 'base64'))))
    const b = await launch('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`)
    try {
      const page = await newPage(b, { ...PHONE, permissions: ['camera'] })
      await loginPhone(page, city.url, contact.username, contact.password)
      await page.click('nav.tabs a[href="/m/check"]')
      await page.waitForSelector('[data-answer=allow]', { timeout: 30_000 })
      assertNoFaults(page)
    } finally {
      await b.close()
    }
  })

  test('without network: shown, checked and kept; sent when it is back', async () => {
    await officerPage.reload()
    await shown()
    await contactPage.goto(`${city.url}/m/check`)
    await contactPage.waitForSelector('[data-test=photo]', { state: 'attached' })
    await contactPage.waitForLoadState('networkidle')
    const before = (await admin.get(`/officer-scans?enterprise_id=${enterprise.id}`)).items.length
    await contactPage.waitForTimeout(500)
    await officerPage.context().setOffline(true)
    await contactPage.context().setOffline(true)
    // Another code than any that was recorded.
    const first = await shown()
    await officerPage.waitForFunction((l) => document.querySelector('[data-test=code]').dataset.link !== l, first, { timeout: 40_000 })
    await contactPage.setInputFiles('[data-test=photo]', await photo())
    await contactPage.waitForSelector('[data-answer=allow]', { timeout: 30_000 })
    await contactPage.click('[data-test=record]')
    await contactPage.waitForSelector('[data-test=recorded]')
    assert.match(await contactPage.locator('[data-test=recorded]').innerText(), /保存在本机/)
    await officerPage.context().setOffline(false)
    await contactPage.context().setOffline(false)
    for (let i = 0; i < 50 && (await admin.get(`/officer-scans?enterprise_id=${enterprise.id}`)).items.length === before; i++) await contactPage.waitForTimeout(200)
    assert.equal((await admin.get(`/officer-scans?enterprise_id=${enterprise.id}`)).items.length, before + 1)
  })

  test('the officer’s own statement is told apart from an approval', async () => {
    await officerPage.goto(`${city.url}/m/code?plate=${other.plate_code}`)
    await shown()
    assert.equal(await officerPage.inputValue('#task'), 'own')
    await officerPage.fill('#basis', '突发事件应急处置')
    await assertAccessible(officerPage, 'statement of one’s own')
    await officerPage.waitForTimeout(600)
    await scanPhoto()
    assert.equal(await answer(contactPage), 'deny') // it names another enterprise
    assert.deepEqual([(await checks(contactPage)).task, (await checks(contactPage)).place], ['warn', 'bad'])
    await officerPage.selectOption('#task', 'none')
    await officerPage.waitForTimeout(600)
    await scanPhoto()
    assert.equal(await answer(contactPage), 'warn')
  })

  test('a report of those who showed nothing takes two taps', async () => {
    await contactPage.goto(`${city.url}/m/who`)
    await contactPage.waitForSelector('[data-test=report-unscanned]')
    await contactPage.click('[data-test=report-unscanned]')
    await contactPage.waitForSelector('[data-reason=no_code]')
    await assertAccessible(contactPage, 'report')
    await contactPage.click('[data-reason=no_code]')
    await contactPage.waitForSelector('text=已报送监督部门')
    const { items } = await admin.get('/unscanned?state=reported')
    assert.ok(items.some((u) => u.enterprise_id === enterprise.id && u.reason === 'no_code'))
  })

  test('a revoked phone shows nothing, and what it showed before is refused', async () => {
    await officerPage.goto(`${city.url}/m/code`)
    const link = await shown()
    const [device] = (await officer.get('/devices')).items
    await admin.post(`/devices/${device.uid}/revoke`, { reason: '遗失' })
    const page = await newPage(browser, PHONE)
    await page.goto(link)
    await page.waitForSelector('[data-answer=deny]')
    assert.equal((await checks(page)).revoked, 'bad')
    await page.context().close()
    await officerPage.reload()
    await officerPage.waitForSelector('text=已被停用')
    assert.equal(await officerPage.locator('[data-test=code]').count(), 0)
    await officerPage.click('text=重新登记本机')
    await shown()
  })

  test('no page broke a rule', () => {
    assertNoFaults(officerPage)
    assertNoFaults(contactPage)
  })
})
