/**
 * The one way to the server. Replies are JSON; faults are RFC 9457 problem details and become an ApiError.
 * Reading code: `const page = await api.list<Enterprise>('/enterprises', { q, limit: 50 })`.
 */
import { locale, messages } from './i18n'
import type { Fault, Page, Session } from './types'

const BASE = '/api/v1'

const t = messages({
  network: ['无法连接服务器，请检查网络后重试。已填写的内容仍保留在本页。', 'The server cannot be reached. Check the network and try again; what you typed is kept on this page.'],
  timeout: ['服务器没有及时应答，请稍后重试。已填写的内容仍保留在本页。', 'The server did not answer in time. Try again later; what you typed is kept on this page.'],
  unexpected: ['服务器返回了意外的应答（{status}），请稍后重试。', 'The server gave an unexpected answer ({status}). Try again later.'],
})

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[]
export type Query = Record<string, QueryValue>

export class ApiError extends Error {
  readonly status: number
  /** Stable name of the fault, such as "version.conflict"; "network" or "timeout" if no answer came. */
  readonly key: string
  readonly detail: string
  readonly faults: Fault[]
  readonly requestId: string
  readonly retryAfterS: number | null
  /** The whole problem document, for extension members. */
  readonly body: Record<string, unknown>

  constructor(status: number, key: string, title: string, body: Record<string, unknown> = {}, retryAfterS: number | null = null) {
    super(title)
    this.name = 'ApiError'
    this.status = status
    this.key = key
    this.body = body
    this.detail = typeof body.detail === 'string' ? body.detail : ''
    this.faults = Array.isArray(body.faults) ? (body.faults as Fault[]) : []
    this.requestId = typeof body.request_id === 'string' ? body.request_id : ''
    this.retryAfterS = retryAfterS
  }

  /** No answer came: the request may be sent again later. */
  get offline(): boolean {
    return this.status === 0
  }

  /** Faults by field path, first message of each. */
  get byPath(): Record<string, string> {
    const out: Record<string, string> = {}
    for (const f of this.faults) out[f.path] ??= f.message
    return out
  }

  /** One line for a person. */
  get text(): string {
    return this.detail && this.detail !== this.message ? `${this.message}：${this.detail}` : this.message
  }
}

export interface CallOptions {
  query?: Query
  /** Version of the object that is changed; sent as If-Match. */
  version?: number
  /** A repeat with the same key is answered like the first time. */
  idempotencyKey?: string
  signal?: AbortSignal
  timeoutMs?: number
  headers?: Record<string, string>
  /** Do not ask the person to log in again on 401. */
  quiet401?: boolean
}

/** Set while somebody is logged in here, so that a page opened without login asks for nothing and gets no 401. */
const MARK = 'wurao.in'

function mark(on: boolean): void {
  try {
    if (on) localStorage.setItem(MARK, '1')
    else localStorage.removeItem(MARK)
  } catch {
    // Private mode: the session is asked for each time.
  }
}

function marked(): boolean {
  try {
    return localStorage.getItem(MARK) === '1'
  } catch {
    return true
  }
}

let csrf = ''
let repliedMs = Date.now()

/** When the server last answered a call of this page (for the idle limit of the session). */
export function lastReplyMs(): number {
  return repliedMs
}

let onUnauthorized: (() => Promise<boolean>) | null = null

/** Called when a call is answered by 401: shows the login over the page; true if the person is logged in again. */
export function setUnauthorizedHandler(handler: (() => Promise<boolean>) | null): void {
  onUnauthorized = handler
}

export function setCsrf(token: string): void {
  csrf = token
}

export function queryString(query?: Query): string {
  if (!query) return ''
  const p = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) {
    if (v === null || v === undefined || v === '') continue
    if (Array.isArray(v)) {
      if (v.length) p.set(k, v.join(','))
    } else {
      p.set(k, String(v))
    }
  }
  const s = p.toString()
  return s ? `?${s}` : ''
}

/** Address of an API path, for links, images and event sources. */
export function apiUrl(path: string, query?: Query): string {
  return `${BASE}${path}${queryString(query)}`
}

/** A random version 4 UUID; works on plain http too. */
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
  const h = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

function language(): string {
  return locale.value === 'en' ? 'en, zh;q=0.5' : 'zh-CN, zh;q=0.9, en;q=0.5'
}

function headersOf(method: string, o: CallOptions): Headers {
  const h = new Headers(o.headers)
  h.set('Accept-Language', language())
  if (method !== 'GET' && csrf) h.set('X-CSRF-Token', csrf)
  if (o.version !== undefined) h.set('If-Match', `"${o.version}"`)
  if (o.idempotencyKey) h.set('Idempotency-Key', o.idempotencyKey)
  return h
}

function problem(status: number, type: string, text: string, retryAfter: string | null): ApiError {
  const wait = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null
  if (type.includes('json')) {
    try {
      const body = JSON.parse(text) as Record<string, unknown>
      const title = typeof body.title === 'string' && body.title ? body.title : t('unexpected', { status })
      return new ApiError(status, typeof body.key === 'string' ? body.key : `http.${status}`, title, body, wait)
    } catch {
      // Cut off on the way: fall through to the plain answer.
    }
  }
  return new ApiError(status, `http.${status}`, t('unexpected', { status }), {}, wait)
}

/** True if the call shall be sent once more: after a new login, or with a fresh CSRF token. */
async function mended(e: ApiError, path: string, o: CallOptions): Promise<boolean> {
  if (o.quiet401 || path.startsWith('/session')) return false
  if (e.status === 401 && onUnauthorized) return onUnauthorized()
  if (e.status === 403 && e.key.startsWith('csrf')) {
    const s = await call<Session>('GET', '/session', undefined, { quiet401: true })
    csrf = s.csrf
    return true
  }
  return false
}

async function send(method: string, path: string, body: BodyInit | undefined, o: CallOptions, type?: string): Promise<Response> {
  const headers = headersOf(method, o)
  if (type) headers.set('Content-Type', type)
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort('timeout'), o.timeoutMs ?? 60_000)
  const stop = (): void => abort.abort(o.signal?.reason)
  o.signal?.addEventListener('abort', stop)
  if (o.signal?.aborted) stop()
  try {
    return await fetch(apiUrl(path, o.query), { method, headers, body, signal: abort.signal, credentials: 'same-origin', cache: 'no-store' })
  } catch (e) {
    if (o.signal?.aborted) throw e
    if (abort.signal.aborted) throw new ApiError(0, 'timeout', t('timeout'))
    throw new ApiError(0, 'network', t('network'))
  } finally {
    clearTimeout(timer)
    o.signal?.removeEventListener('abort', stop)
  }
}

async function checked(method: string, path: string, body: BodyInit | undefined, o: CallOptions, type?: string): Promise<Response> {
  const met = new Set<number>() // a login may come first, and then a token that is out of date: each is mended once
  for (;;) {
    const r = await send(method, path, body, o, type)
    if (r.status !== 401) repliedMs = Date.now()
    if (r.ok) return r
    const e = problem(r.status, r.headers.get('Content-Type') ?? '', await r.text(), r.headers.get('Retry-After'))
    if (met.has(e.status) || !(await mended(e, path, o))) throw e
    met.add(e.status)
  }
}

async function call<T>(method: string, path: string, body: unknown, o: CallOptions = {}): Promise<T> {
  const r = await checked(method, path, body === undefined ? undefined : JSON.stringify(body), o, body === undefined ? undefined : 'application/json')
  if (r.status === 204) return undefined as T
  const text = await r.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export interface UploadOptions extends CallOptions {
  filename?: string
  method?: 'POST' | 'PUT'
  onProgress?: (sent: number, total: number) => void
}

/** Sends the file as the body. XMLHttpRequest, because fetch tells no progress. */
async function upload<T>(path: string, file: Blob, o: UploadOptions = {}): Promise<T> {
  const once = (): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const x = new XMLHttpRequest()
      const method = o.method ?? 'POST'
      x.open(method, apiUrl(path, o.query))
      headersOf(method, o).forEach((v, k) => x.setRequestHeader(k, v))
      x.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
      const name = o.filename ?? (file instanceof File ? file.name : '')
      if (name) x.setRequestHeader('X-Filename', encodeURIComponent(name))
      x.upload.onprogress = (e) => o.onProgress?.(e.loaded, e.total || file.size)
      x.onerror = () => reject(new ApiError(0, 'network', t('network')))
      x.onabort = () => reject(new DOMException('aborted', 'AbortError'))
      x.onload = () => {
        if (x.status >= 200 && x.status < 300) resolve((x.responseText ? JSON.parse(x.responseText) : undefined) as T)
        else reject(problem(x.status, x.getResponseHeader('Content-Type') ?? '', x.responseText, x.getResponseHeader('Retry-After')))
      }
      o.signal?.addEventListener('abort', () => x.abort())
      x.send(file)
    })
  try {
    return await once()
  } catch (e) {
    if (e instanceof ApiError && (await mended(e, path, o))) return once()
    throw e
  }
}

function filenameOf(disposition: string | null, fallback: string): string {
  if (!disposition) return fallback
  const star = /filename\*=UTF-8''([^;]+)/i.exec(disposition)
  if (star?.[1]) return decodeURIComponent(star[1])
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? fallback
}

/** Gives the bytes to the person as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const a = document.createElement('a')
  a.href = url
  a.download = name
  document.body.append(a)
  a.click()
  a.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export const api = {
  get: <T>(path: string, query?: Query, o: CallOptions = {}): Promise<T> => call<T>('GET', path, undefined, { ...o, query: { ...query, ...o.query } }),
  list: <T>(path: string, query?: Query, o: CallOptions = {}): Promise<Page<T>> => call<Page<T>>('GET', path, undefined, { ...o, query: { ...query, ...o.query } }),
  post: <T = void>(path: string, body?: unknown, o: CallOptions = {}): Promise<T> => call<T>('POST', path, body, o),
  put: <T = void>(path: string, body?: unknown, o: CallOptions = {}): Promise<T> => call<T>('PUT', path, body, o),
  patch: <T = void>(path: string, body: unknown, version?: number, o: CallOptions = {}): Promise<T> => call<T>('PATCH', path, body, { ...o, version }),
  del: <T = void>(path: string, query?: Query, o: CallOptions = {}): Promise<T> => call<T>('DELETE', path, undefined, { ...o, query }),
  text: async (path: string, query?: Query, o: CallOptions = {}): Promise<string> => (await checked('GET', path, undefined, { ...o, query })).text(),
  blob: async (path: string, query?: Query, o: CallOptions = {}): Promise<Blob> => (await checked('GET', path, undefined, { ...o, query })).blob(),
  upload,
  /** Every page of a list, up to a ceiling. */
  async all<T>(path: string, query?: Query, ceiling = 1000): Promise<T[]> {
    const out: T[] = []
    let cursor: string | undefined
    do {
      const page: Page<T> = await api.list<T>(path, { limit: 200, ...query, cursor })
      out.push(...page.items)
      cursor = page.next
    } while (cursor && out.length < ceiling)
    return out
  },
  /** Fetches a file and gives it to the person; faults are told like those of any other call. */
  async download(path: string, query?: Query, fallback = 'download'): Promise<void> {
    const r = await checked('GET', path, undefined, { query, timeoutMs: 300_000 })
    saveBlob(await r.blob(), filenameOf(r.headers.get('Content-Disposition'), fallback))
  },
  async session(o: CallOptions = {}): Promise<Session | null> {
    if (!marked()) return null
    try {
      const s = await call<Session>('GET', '/session', undefined, { ...o, quiet401: true })
      csrf = s.csrf
      return s
    } catch (e) {
      if (!(e instanceof ApiError) || e.status !== 401) throw e
      mark(false)
      return null
    }
  },
  async login(username: string, password: string, totp?: string): Promise<Session> {
    const s = await call<Session>('POST', '/sessions', totp ? { username, password, totp } : { username, password }, { quiet401: true })
    csrf = s.csrf
    mark(true)
    return s
  },
  async logout(): Promise<void> {
    // Out of here even if the server cannot be told.
    mark(false)
    await call<void>('DELETE', '/session', undefined, { quiet401: true })
    csrf = ''
  },
}

export type StreamState = 'connecting' | 'open' | 'lost'

export interface Stream {
  close(): void
}

/** Server-sent events with the parsed data of each; connects again by itself. */
export function stream(path: string, handlers: Record<string, (data: never) => void>, onState?: (s: StreamState) => void): Stream {
  let source: EventSource | null = null
  let closed = false
  let wait = 1000
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = (): void => {
    onState?.('connecting')
    source = new EventSource(apiUrl(path))
    source.onopen = () => {
      wait = 1000
      onState?.('open')
    }
    source.onerror = () => {
      if (closed) return
      onState?.('lost')
      source?.close()
      timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, 30_000)
    }
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (e) => {
        try {
          handle(JSON.parse((e as MessageEvent<string>).data) as never)
        } catch {
          // A damaged event is left out; the next list read shows the truth.
        }
      })
    }
  }
  open()
  return {
    close() {
      closed = true
      clearTimeout(timer)
      source?.close()
    },
  }
}
