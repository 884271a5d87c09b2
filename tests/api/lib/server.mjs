// Starts the real program on a free port with a database of its own, and talks to it as its users do.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Contract } from './contract.mjs'

const ROOT = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..')
export const BIN = process.env.WURAO_BIN ?? join(ROOT, 'build/wurao')
/** Makes large cities for tests about something else; small ones are made by the program under test. */
const CITY_BIN = process.env.WURAO_CITY_BIN ?? BIN
const SMALL_CITY = 60
export const PASSWORD = 'Jingtian-bai-2026'

/** Limits off, cheap password hashing: tests that are about a limit set it themselves. */
const ENV = {
  WURAO_SECURITY_FAST_HASH: 'true',
  WURAO_HTTP_RATE_READ: '0',
  WURAO_HTTP_RATE_WRITE: '0',
  WURAO_HTTP_RATE_LOGIN: '0',
  WURAO_HTTP_RATE_PUBLIC: '0',
  WURAO_HTTP_RATE_CHECKIN: '0',
  WURAO_HTTP_RATE_UPLOAD: '0',
  WURAO_HTTP_STOP_MS_MAX: '3000',
}

const sleep = (ms) => new Promise((r) => setTimeout(r, ms))

/** Engines for promises of durability: both, where script/test has started a PostgreSQL. */
export const BOTH = process.env.WURAO_TEST_PG ? ['sqlite', 'postgres'] : ['sqlite']
/**
 * Engines for journeys: PostgreSQL where there is one. Browsers go the same ways on SQLite, and store tests run on both;
 * WURAO_TEST_ENGINES=both goes every way twice.
 */
export const ENGINES = process.env.WURAO_TEST_ENGINES === 'both' ? BOTH : BOTH.slice(-1)

/** A new, empty database on the test server; it goes away with the server. */
function newDatabase() {
  const url = new URL(process.env.WURAO_TEST_PG)
  const name = `api_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  const r = spawnSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-c', `CREATE DATABASE ${name}`, url.href], { encoding: 'utf8' })
  assert.equal(r.status, 0, `psql: ${r.stderr ?? r.error}`)
  url.pathname = `/${name}`
  return url.href
}

export class Server {
  /**
   * @param engine  'sqlite', or 'postgres': a database of its own on the server of WURAO_TEST_PG
   * @param city    number of enterprises of a demonstration city to begin with; none: an empty database
   */
  constructor(env, { city, engine = 'sqlite' } = {}) {
    if (!existsSync(BIN)) throw new Error(`${BIN} is missing: build it, or name another in WURAO_BIN`)
    this.dir = mkdtempSync(join(tmpdir(), 'wurao-api-'))
    this.db = engine === 'postgres' ? newDatabase() : `sqlite:${join(this.dir, 'wurao.db')}`
    this.env = { ...process.env, ...ENV, LANG: 'C.UTF-8', WURAO_PATHS_KEYS: join(this.dir, 'keys'), WURAO_PATHS_SPOOL: join(this.dir, 'spool'), WURAO_TELEMETRY_URL: engine === 'postgres' ? this.db : `sqlite-dir:${join(this.dir, 'telemetry')}`, WURAO_TELEMETRY_RAW: join(this.dir, 'raw'), ...env }
    this.log = ''
    if (city) this.cli(['demo', '--enterprises', String(city), '--password', PASSWORD], { bin: city > SMALL_CITY ? CITY_BIN : BIN })
    else this.cli(['db', 'migrate'])
  }

  /** Run a command on this server's database. */
  cli(args, { input = '', ok = true, bin = BIN } = {}) {
    const r = spawnSync(bin, [...args, '--db', this.db], { env: this.env, input, encoding: 'utf8', timeout: 120_000 })
    this.stood = true
    if (ok) assert.equal(r.status, 0, `wurao ${args.join(' ')}: ${r.stderr}${r.error ?? ''}`)
    return r
  }

  addUser(name, role, ...more) {
    this.cli(['user', 'add', name, '--role', role, ...more], { input: `${PASSWORD}\n` })
  }

  async start(...args) {
    this.log = ''
    this.child = spawn(BIN, ['serve', '--listen', '127.0.0.1:0', '--hj212', '127.0.0.1:0', '--json', '--db', this.db, ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child.stderr.setEncoding('utf8').on('data', (t) => (this.log += t))
    this.exited = new Promise((done) => this.child.on('exit', (code, signal) => done({ code, signal })))
    const line = await new Promise((done, fail) => {
      let out = ''
      this.child.stdout.setEncoding('utf8').on('data', (t) => {
        out += t
        if (out.includes('\n')) done(out)
      })
      this.child.on('exit', (code) => fail(new Error(`wurao serve ended with ${code}: ${this.log}`)))
    })
    const { url, port, hj212_port } = JSON.parse(line)
    this.hj212 = hj212_port
    this.url = url
    this.port = port
    const doc = await (await fetch(`${url}/api/openapi.json`)).json()
    this.contract = new Contract(doc)
    return this
  }

  /** Ask it to end. @returns {code, signal} */
  async stop(signal = 'SIGTERM') {
    if (this.child?.exitCode === null && this.child.signalCode === null) this.child.kill(signal)
    return this.exited
  }

  async close() {
    await this.stop()
    rmSync(this.dir, { recursive: true, force: true })
  }

  client(headers) {
    return new Client(this, headers)
  }

  async login(username, password = PASSWORD, more = {}) {
    const c = this.client()
    const r = await c.post('/api/v1/sessions', { username, password, ...more })
    assert.equal(r.status, 201, JSON.stringify(r.body))
    c.me = r.body
    return c
  }

  /** Bytes in, bytes out, on a connection of its own. Resolves when the server closes it, or after `ms`. */
  raw(bytes, { ms = 3000, until } = {}) {
    return new Promise((done) => {
      const socket = net.connect(this.port, '127.0.0.1')
      let text = ''
      const end = () => {
        clearTimeout(timer)
        socket.destroy()
        done(text)
      }
      const timer = setTimeout(end, ms)
      socket.on('data', (d) => {
        text += d.toString('latin1')
        if (until && text.includes(until)) end()
      })
      socket.on('close', end)
      socket.on('error', () => {})
      for (const part of Array.isArray(bytes) ? bytes : [bytes]) socket.write(part)
    })
  }

  /** Wait until the log has a line that matches. */
  async logged(regex, ms = 3000) {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (regex.test(this.log)) return true
    return false
  }
}

export class Client {
  constructor(server, headers = {}) {
    this.server = server
    this.headers = headers
    this.cookie = null
    this.me = null
  }

  async request(method, path, { body, headers = {}, raw, check = true, redirect } = {}) {
    const h = { ...this.headers }
    if (this.cookie) h.Cookie = this.cookie
    if (method !== 'GET' && method !== 'HEAD' && this.me) h['X-CSRF-Token'] = this.me.csrf
    if (body !== undefined) h['Content-Type'] = 'application/json'
    Object.assign(h, headers)
    // While a command ran nothing was heard here: connections the server closed meanwhile are not to be used again.
    if (this.server.stood) {
      this.server.stood = false
      for (let n = 0; n < 3; n++) await new Promise(setImmediate) // a timer would be over before anything is read
    }
    for (const k of Object.keys(h)) if (h[k] === null) delete h[k]
    const res = await fetch(this.server.url + path, {
      method,
      headers: h,
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      redirect,
    })
    const type = res.headers.get('content-type')
    const bytes = Buffer.from(await res.arrayBuffer())
    const text = bytes.toString('utf8')
    const parsed = /json/.test(type ?? '') && text ? JSON.parse(text) : null
    const set = res.headers.getSetCookie()
    for (const c of set) {
      const [pair] = c.split(';')
      this.cookie = /=$/.test(pair) ? null : pair
    }
    if (check) this.server.contract.check(method, new URL(this.server.url + path).pathname, res.status, type, parsed)
    return { status: res.status, headers: res.headers, type, text, bytes, body: parsed, setCookie: set }
  }

  get = (path, o) => this.request('GET', path, o)
  post = (path, body, o) => this.request('POST', path, { body, ...o })
  put = (path, body, o) => this.request('PUT', path, { body, ...o })
  patch = (path, body, version, o = {}) =>
    this.request('PATCH', path, {
      body,
      ...o,
      headers: { ...(version === undefined ? {} : { 'If-Match': `"${version}"` }), ...o.headers },
    })
  delete = (path, o) => this.request('DELETE', path, o)
  upload = (path, bytes, filename, o = {}) =>
    this.request(o.method ?? 'POST', path, {
      raw: bytes,
      ...o,
      headers: { 'Content-Type': 'application/octet-stream', 'X-Filename': encodeURIComponent(filename), ...o.headers },
    })

  /** All pages of a list. */
  async all(path) {
    const items = []
    for (let next = null, n = 0; n < 1000; n++) {
      const url = next ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}` : path
      const r = await this.get(url)
      assert.equal(r.status, 200, JSON.stringify(r.body))
      items.push(...r.body.items)
      next = r.body.next
      if (!next) return items
    }
    throw new Error(`${path} never ends`)
  }

  /** An event stream: `next(ms)` resolves to {event, data} or null. */
  async stream(path) {
    const abort = new AbortController()
    const res = await fetch(this.server.url + path, { headers: { Cookie: this.cookie ?? '' }, signal: abort.signal })
    const reader = res.body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    let ended = false
    const pull = async () => {
      try {
        const { done, value } = await reader.read()
        if (done) ended = true
        else text += decoder.decode(value, { stream: true })
      } catch {
        ended = true
      }
    }
    let pending = null
    const next = async (ms = 5000) => {
      const end = Date.now() + ms
      for (;;) {
        const at = text.indexOf('\n\n')
        if (at >= 0) {
          const block = text.slice(0, at)
          text = text.slice(at + 2)
          const event = block.match(/^event: (.*)$/m)?.[1]
          if (!event) continue
          return { event, data: JSON.parse(block.match(/^data: (.*)$/m)[1]) }
        }
        if (ended || Date.now() >= end) return null
        pending ??= pull().finally(() => (pending = null))
        await Promise.race([pending, sleep(Math.max(1, end - Date.now()))])
      }
    }
    return { status: res.status, type: res.headers.get('content-type'), next, ended: () => ended, close: () => abort.abort() }
  }
}

export { sleep }

/** One fault of a problem document. */
export function fault(r, path) {
  return r.body?.faults?.find((f) => f.path === path)
}
