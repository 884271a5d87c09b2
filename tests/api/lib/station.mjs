// A station (现场机) for tests: frames with the right CRC over a real socket.
import net from 'node:net'

/** The CRC of HJ 212-2017, appendix A, bit by bit. */
export function crc(bytes) {
  let r = 0xffff
  for (const b of bytes) {
    r = (r >> 8) ^ b
    for (let i = 0; i < 8; i++) r = r & 1 ? (r >> 1) ^ 0xa001 : r >> 1
  }
  return r.toString(16).toUpperCase().padStart(4, '0')
}

export function frame(segment) {
  const bytes = Buffer.from(segment)
  return `##${String(bytes.length).padStart(4, '0')}${segment}${crc(bytes)}\r\n`
}

/** YYYYMMDDhhmmss[zzz] in +08:00. */
export function stamp(ms, digits = 14) {
  return new Date(ms + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, digits)
}

/** Ask until `good` says so. */
export async function until(ask, good, ms = 10_000) {
  for (const end = Date.now() + ms; ; ) {
    const got = await ask()
    if (good(got)) return got
    if (Date.now() > end) throw new Error(`not in ${ms} ms: ${JSON.stringify(got)}`)
    await new Promise((r) => setTimeout(r, 50))
  }
}

export class Station {
  constructor(port) {
    this.port = port
    this.frames = []
    this.text = ''
    this.waiting = []
    this.ended = false
  }

  open() {
    return new Promise((done, fail) => {
      this.socket = net.connect(this.port, '127.0.0.1', () => done(this))
      this.socket.on('error', fail)
      this.socket.on('close', () => (this.ended = true))
      this.socket.setEncoding('latin1').on('data', (t) => {
        this.text += t
        for (let at; (at = this.text.indexOf('\r\n')) >= 0; this.text = this.text.slice(at + 2)) this.take(this.text.slice(0, at + 2))
      })
    })
  }

  take(text) {
    const segment = text.slice(6, -6)
    const [header, data] = segment.split('CP=&&')
    const fields = Object.fromEntries(header.split(';').filter(Boolean).map((f) => f.split('=')))
    fields.cp = data?.replace(/&&$/, '') ?? ''
    const f = { text, fields, good: text.slice(-6, -2) === crc(Buffer.from(segment, 'latin1')) && Number(text.slice(2, 6)) === segment.length }
    if (!f.good) throw new Error(`a malformed frame from the host: ${text}`)
    const w = this.waiting.shift()
    if (w) w(f)
    else this.frames.push(f)
  }

  write(text) {
    this.socket.write(text, 'latin1')
  }

  /** The next frame, or null after `ms`. */
  maybe(ms) {
    if (this.frames.length > 0) return Promise.resolve(this.frames.shift())
    return new Promise((done) => {
      const take = (f) => {
        clearTimeout(timer)
        done(f)
      }
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((w) => w !== take)
        done(null)
      }, ms)
      this.waiting.push(take)
    })
  }

  async next(ms = 10_000) {
    const f = await this.maybe(ms)
    if (!f) throw new Error(`no frame in ${ms} ms`)
    return f
  }

  /** The next frame of that command; others are skipped. */
  async wait(cn, ms = 15_000) {
    for (const end = Date.now() + ms; ; ) {
      const f = await this.next(Math.max(1, end - Date.now()))
      if (f.fields.CN === cn) return f
    }
  }

  async silent(ms) {
    return (await this.maybe(ms)) === null
  }

  async closed(ms) {
    for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) if (this.ended) return true
    return false
  }

  close() {
    this.socket?.destroy()
  }
}
