// What the browser tests share: a demonstration city on a port of its own, clients of its interface, a browser that tells faults.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')
const fromWeb = createRequire(join(root, 'web/package.json'))
export const { chromium } = fromWeb('playwright-core')
const axeSource = readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8')
const run = promisify(execFile)

export const PASSWORD = 'Wurao-demo-2026'
const BINARY = process.env.WURAO_BIN ?? join(root, 'build/wurao')
const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => existsSync(p))

/** A session of the interface, as the pages use it. */
export class Client {
  constructor(url) {
    this.url = url
    this.cookie = ''
    this.csrf = ''
    this.session = null
  }

  async call(method, path, body, headers = {}) {
    const raw = body instanceof Uint8Array
    const r = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'Accept-Language': 'zh-CN',
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(method === 'GET' ? {} : { 'X-CSRF-Token': this.csrf, Origin: this.url }),
        ...(body === undefined || raw ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    })
    const set = r.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0]
    return r
  }

  /** The answer's JSON; a refusal is an error that names it. */
  async ask(method, path, body, headers) {
    const r = await this.call(method, path, body, headers)
    const text = await r.text()
    if (!r.ok) throw Object.assign(new Error(`${method} ${path}: ${r.status} ${text.slice(0, 600)}`), { status: r.status, body: text ? JSON.parse(text) : null })
    return text ? JSON.parse(text) : null
  }

  get(path) {
    return this.ask('GET', path)
  }

  post(path, body = {}, headers) {
    return this.ask('POST', path, body, headers)
  }

  async login(username, password = PASSWORD) {
    this.session = await this.post('/sessions', { username, password })
    this.csrf = this.session.csrf
    return this
  }
}

/** A demonstration city, served until `stop`. `options.args` are given to `wurao demo`. */
export async function startCity(options = {}) {
  assert.ok(existsSync(BINARY), `no program at ${BINARY}: run script/build, or set WURAO_BIN`)
  const dir = mkdtempSync(join(tmpdir(), 'wurao-e2e-'))
  const db = `sqlite:${join(dir, 'wurao.db')}`
  const env = { ...process.env, LANG: 'zh_CN.UTF-8', ...options.env }
  await run(BINARY, ['demo', '--db', db, '--seed', '7', ...(options.args ?? ['--enterprises', '150'])], { cwd: dir, env, maxBuffer: 1 << 26 })
  const assets = process.env.WURAO_ASSETS ? ['--assets', process.env.WURAO_ASSETS] : []
  const child = spawn(BINARY, ['serve', '--demo', '--json', '--listen', '127.0.0.1:0', '--hj212', '127.0.0.1:0', '--db', db, ...assets], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  child.stderr.on('data', (chunk) => {
    log = (log + chunk).slice(-20_000)
  })
  const { url, hj212_port: hj212 } = await new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`the server did not start:\n${log}`)), 60_000)
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}:\n${log}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return
      clearTimeout(timer)
      done(JSON.parse(line))
    })
  })
  child.removeAllListeners('exit')
  return {
    url,
    /** Port for data loggers. */
    hj212,
    dir,
    db,
    /** What the server logged lately. */
    log: () => log,
    login: (username, password) => new Client(url).login(username, password),
    anonymous: () => new Client(url),
    /** A command on the same database, while it is served. */
    command: (...args) => run(BINARY, [...args, '--db', db], { cwd: dir, env }),
    async stop() {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

export function launch(...flags) {
  assert.ok(CHROMIUM, 'no Chromium found: install it, or set CHROMIUM')
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...flags] })
}

/** Refusals that a test asks for; the browser writes a line about each failed request. */
const EXPECTED = /^Failed to load resource: the server responded with a status of (401|404|409|422)/

/**
 * A page that keeps what went wrong on it: console errors, uncaught exceptions, broken policy. `faults(page)` must stay empty.
 * `allow` names further console messages that a test provokes.
 */
export async function newPage(browser, options = {}) {
  const { allow, ...context } = options
  const ctx = await browser.newContext({ locale: 'zh-CN', ...context })
  const page = await ctx.newPage()
  const wrong = []
  page.on('console', (m) => {
    if (m.type() === 'error' && !EXPECTED.test(m.text()) && !allow?.test(m.text())) wrong.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (e) => wrong.push(`uncaught: ${e.message}`))
  await page.exposeFunction('__policyBroken', (text) => {
    wrong.push(`policy: ${text}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => window.__policyBroken(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))
  })
  page.faults = wrong
  return page
}

export function assertNoFaults(page) {
  assert.deepEqual(page.faults, [], 'the page has console errors, exceptions or breaks its policy')
}

/** Wait until what fades or slides in has arrived: half-transparent text has no contrast to measure. */
async function settled(page) {
  await page.evaluate(async () => {
    for (let round = 0; round < 20; round++) {
      await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
      const moving = document.getAnimations().filter((a) => a.playState === 'running' && a.effect?.getComputedTiming().endTime !== Infinity)
      if (moving.length === 0) return
      await Promise.allSettled(moving.map((a) => a.finished))
    }
  })
}

/** Nothing serious on the page as it stands (axe). */
export async function assertAccessible(page, what) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  await settled(page)
  // Rows of a list are alike: the first ten speak for all.
  const hidden = await page.evaluateHandle(() => {
    const rows = [...document.querySelectorAll('tbody tr:nth-child(n+11)')].filter((e) => !e.querySelector('[rowspan]') && !e.closest('tbody').querySelector('[rowspan]'))
    for (const e of rows) e.style.display = 'none'
    return rows
  })
  // Bars that stick lie over what scrolls below them; what they cover now is not too small.
  const unstick = await page.evaluateHandle(() => {
    const stuck = [...document.querySelectorAll('body *')].filter((e) => getComputedStyle(e).position === 'sticky')
    for (const e of stuck) e.style.position = 'static'
    return stuck
  })
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
    return r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join('\n    ')}`)
  })
  await hidden.evaluate((rows) => {
    for (const e of rows) e.style.display = ''
  })
  await unstick.evaluate((stuck) => {
    for (const e of stuck) e.style.position = ''
  })
  assert.deepEqual(found, [], `axe on ${what}`)
}

/** No sideways scrolling, once charts have taken the new width. */
export async function assertFits(page, what) {
  await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, null, { timeout: 3000 }).catch(() => {})
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${what} is ${over} px wider than the screen`)
}

/** No text tells a reader the name of a number, such as {hours}, where its value belongs. */
export async function assertFilled(page, what) {
  assert.deepEqual((await page.locator('body').innerText()).match(/\{\w+\}/g), null, what)
}

/** Opens a select of Element Plus and takes an option; its list must be gone before the next click. */
export async function choose(page, select, text) {
  const list = page.locator('.el-select-dropdown__item:visible')
  for (let i = 0; i < 5; i++) {
    if (!(await list.count())) await select.click()
    // A dialog that is still opening may close the list under the click: it is opened again.
    const taken = await list.filter({ hasText: text }).first().click({ timeout: 3000 }).then(() => true, () => false)
    if (!taken) continue
    const gone = await list.first().waitFor({ state: 'hidden', timeout: 3000 }).then(() => true, () => false)
    if (gone) return
    await page.keyboard.press('Escape')
  }
  throw new Error(`the list of options stays open after ${text}`)
}

/** Bytes over the wire of a first visit to `path` (nothing cached), pages and scripts, without answers of the interface. */
export async function firstLoadBytes(browser, url) {
  const page = await newPage(browser)
  let bytes = 0
  const sizes = []
  page.on('requestfinished', (r) => {
    if (!new URL(r.url()).pathname.startsWith('/api/')) sizes.push(r.sizes().then((s) => (bytes += s.responseBodySize)))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await Promise.all(sizes)
  await page.context().close()
  return bytes
}

/** Pass a login page of the phone. */
export async function loginPhone(page, url, username, password = PASSWORD) {
  await page.goto(`${url}/m/`)
  await page.fill('input[name=username]', username)
  await page.fill('input[name=password]', password)
  await page.click('button[type=submit]')
  await page.waitForSelector('nav.tabs')
}

/** A film of the printed plate, held a little askew before a grey wall, for a faked camera. @returns one frame (JPEG) */
export async function filmOf(browser, png, file) {
  const page = await newPage(browser)
  const jpeg = await page.evaluate(async (data) => {
    const img = new Image()
    img.src = `data:image/png;base64,${data}`
    await img.decode()
    const canvas = document.createElement('canvas')
    canvas.width = 1280
    canvas.height = 960
    const g = canvas.getContext('2d')
    g.fillStyle = '#8b8f90'
    g.fillRect(0, 0, canvas.width, canvas.height)
    const scale = Math.min(900 / img.width, 900 / img.height)
    g.translate(canvas.width / 2, canvas.height / 2)
    g.rotate(0.05)
    g.drawImage(img, (-img.width * scale) / 2, (-img.height * scale) / 2, img.width * scale, img.height * scale)
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1]
  }, png.toString('base64'))
  await page.context().close()
  const frame = Buffer.from(jpeg, 'base64')
  writeFileSync(file, Buffer.concat(Array.from({ length: 10 }, () => frame)))
  return frame
}

/** A picture like no other. */
let pictures = 0
async function picture(page) {
  const data = await page.evaluate((n) => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 480
    const g = canvas.getContext('2d')
    g.fillStyle = `hsl(${(n * 47) % 360} 60% 60%)`
    g.fillRect(0, 0, 640, 480)
    g.fillStyle = '#000'
    g.fillRect(20 + n * 30, 40, 20, 300)
    return canvas.toDataURL('image/jpeg').split(',')[1]
  }, pictures++)
  return { name: `${pictures}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(data, 'base64') }
}

/** Items that ask for a picture get one each. */
export async function takePictures(page) {
  const asking = page.locator('article.check', { hasText: '这一项需要照片' })
  for (let left = await asking.count(); left > 0; left--) {
    await asking.first().locator('input[type=file]').setInputFiles(await picture(page))
    await page.waitForFunction((n) => [...document.querySelectorAll('article.check')].filter((e) => e.innerText.includes('这一项需要照片')).length < n, left)
  }
}
