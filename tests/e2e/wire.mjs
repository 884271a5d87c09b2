// The wire between a phone and the server, which a test can cut: before a request, or after it arrived and before its answer.
import { createServer, request } from 'node:http'

/**
 * Passes everything on to `target` until told otherwise.
 * `cut`: no request gets through. `lose(match, n)`: the next n requests that match arrive, their answers do not.
 * `replace(path, change)`: the answer's text is changed on its way. `log`: what was asked.
 */
export async function openWire(target) {
  const to = new URL(target)
  const lost = []
  const replaced = new Map()
  const log = []
  let down = false
  const server = createServer((req, res) => {
    if (down) {
      req.socket.destroy()
      return
    }
    log.push(`${req.method} ${req.url}`)
    const loss = lost.find((l) => l.n > 0 && l.match.test(`${req.method} ${req.url}`))
    if (loss) loss.n--
    const change = replaced.get(req.url.split('?')[0])
    const headers = { ...req.headers }
    if (change) delete headers['accept-encoding'], delete headers['if-none-match']
    const up = request({ host: to.hostname, port: to.port, method: req.method, path: req.url, headers }, (r) => {
      if (loss || down) {
        r.resume()
        r.on('end', () => req.socket.destroy())
        return
      }
      if (!change) {
        res.writeHead(r.statusCode, r.headers)
        r.pipe(res)
        return
      }
      const parts = []
      r.on('data', (p) => parts.push(p))
      r.on('end', () => {
        const body = Buffer.from(change(Buffer.concat(parts).toString('utf8')))
        const { 'content-length': _n, etag: _e, ...rest } = r.headers
        res.writeHead(r.statusCode, { ...rest, 'content-length': body.length })
        res.end(body)
      })
    })
    up.on('error', () => req.socket.destroy())
    req.pipe(up)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    log,
    cut(on = true) {
      down = on
      if (on) server.closeAllConnections()
    },
    lose: (match, n = 1) => lost.push({ match, n }),
    replace: (path, change) => replaced.set(path, change),
    close: () =>
      new Promise((done) => {
        server.close(done)
        server.closeAllConnections()
      }),
  }
}
