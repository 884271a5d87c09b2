// What every route has in common: paths, methods, limits, hostile input, headers, figures.
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, test } from 'node:test'
import { PASSWORD, Server, fault, sleep } from './lib/server.mjs'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const login = (c, raw, headers = {}) => c.request('POST', '/api/v1/sessions', { raw, headers: { ...JSON_TYPE, ...headers } })

describe('http', () => {
  const s = new Server()
  before(async () => {
    s.addUser('city', 'city_admin')
    await s.start()
  })
  after(() => s.close())

  test('an unknown path below /api/ is 404, a wrong method 405 with Allow', async () => {
    const a = await s.client().get('/api/v1/nothing-here')
    assert.equal(a.status, 404)
    assert.equal(a.type, 'application/problem+json')
    assert.equal(a.body.key, 'http.no_route')
    assert.equal(a.body.request_id, a.headers.get('x-request-id'))
    const b = await s.client().put('/api/v1/sessions', {})
    assert.equal(b.status, 405)
    assert.equal(b.headers.get('allow'), 'POST')
    for (const method of ['OPTIONS', 'PROPFIND'])
      assert.equal((await s.client().request(method, '/api/v1/session', { check: false })).status, 405)
  })

  test('paths cannot be tricked', async () => {
    for (const path of [
      '/api/v1/../v1/session',
      '/api/v1//session',
      '/api/v1/session/',
      '/api/v1/%73ession',
      '/api%2fv1%2fsession',
      '/API/v1/session',
      '/api/v1/session%00',
      '/api/v1/session;x=1',
      '/assets/../../../etc/passwd',
      '/assets/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2fetc%2fpasswd',
    ]) {
      const text = await s.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      // outside /api/ and /assets/ an unknown path is a page of the app, never an answer of the interface
      const shell = !/^\/(api|assets)\//.test(path) && /^HTTP\/1\.1 200 [^]*\r\nContent-Type: text\/html/.test(text)
      assert.ok(shell || /^HTTP\/1\.1 (404|400) /.test(text), `${path}: ${text.slice(0, 60)}`)
      assert.doesNotMatch(text, /root:/)
    }
  })

  test('ids that are none are not found', async () => {
    const c = await s.login('city')
    for (const id of ['0', '-1', 'abc', '1e3', '9007199254740993', '99999999999999999999', '%00', '1%2F2', "1'--", '%E4%BD%A0']) {
      const r = await c.get(`/api/v1/jobs/${id}`)
      assert.ok([404, 400].includes(r.status), `${id}: ${r.status}`)
    }
  })

  test('the request id of the client is used when it is well formed', async () => {
    const good = await s.client({ 'X-Request-Id': 'gate-7.a_b' }).get('/healthz')
    assert.equal(good.headers.get('x-request-id'), 'gate-7.a_b')
    const bad = await s.client({ 'X-Request-Id': 'a b"c' }).get('/healthz')
    assert.match(bad.headers.get('x-request-id'), /^[0-9a-f]{16}$/)
  })

  test('every reply carries the security headers', async () => {
    for (const path of ['/healthz', '/api/v1/session', '/api/v1/none', '/api/openapi.json', '/', '/assets/none.js']) {
      const r = await s.client().get(path)
      assert.equal(r.headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(r.headers.get('referrer-policy'), 'same-origin', path)
      assert.equal(r.headers.get('cross-origin-opener-policy'), 'same-origin', path)
      assert.match(r.headers.get('permissions-policy'), /camera=\(self\)/, path)
      assert.equal(r.headers.get('server'), null)
      if (path !== '/healthz') assert.match(r.headers.get('content-security-policy'), /default-src '(none|self)'/, path)
    }
  })

  test('HEAD answers like GET without a body', async () => {
    const r = await s.client().request('HEAD', '/api/openapi.json')
    assert.equal(r.status, 200)
    assert.equal(r.bytes.length, 0)
    assert.ok(Number(r.headers.get('content-length')) > 1000)
  })

  describe('bodies', () => {
    test('too large: 413 that names the limit', async () => {
      const r = await login(s.client(), `{"username":"${'x'.repeat(1 << 20)}"}`)
      assert.equal(r.status, 413)
      assert.equal(r.body.key, 'http.too_large')
      assert.match(r.body.detail, /1048576/)
    })

    test('nested too deep', async () => {
      const r = await login(s.client(), `{"username":${'['.repeat(5000)}${']'.repeat(5000)}}`)
      assert.equal(r.status, 400)
      assert.equal(r.body.key, 'input.too_deep')
    })

    test('not UTF-8', async () => {
      const raw = Buffer.concat([Buffer.from('{"username":"'), Buffer.from([0xc0, 0xaf, 0xff]), Buffer.from('","password":"x"}')])
      const r = await login(s.client(), raw)
      assert.ok([400, 422].includes(r.status), String(r.status))
    })

    test('lone surrogates and NUL', async () => {
      for (const text of ['\\ud800', '\\u0000', 'a\\u0000b']) {
        const r = await login(s.client(), `{"username":"${text}","password":"x"}`)
        assert.ok([400, 401, 422].includes(r.status), `${text}: ${r.status}`)
        assert.notEqual(r.body.key, 'bug')
      }
    })

    test('broken JSON tells line and column', async () => {
      for (const raw of ['{', '{"a":}', '[]', '"x"', '', 'null', '{"a":1,}', '{"a":1} x', '\ufeff{}', '{"a":NaN}']) {
        const r = await login(s.client(), raw)
        assert.ok([400, 422].includes(r.status), `${raw}: ${r.status}`)
      }
      const r = await login(s.client({ 'Accept-Language': 'en' }), '{\n "username": x}')
      assert.match(r.body.detail, /line 2/)
    })

    test('duplicate and unknown keys are faults', async () => {
      const r = await login(s.client(), '{"username":"a","username":"b","password":"x","nope":1}')
      assert.ok([400, 422].includes(r.status))
      if (r.status === 422) assert.ok(r.body.faults.some((f) => f.key === 'input.unknown'))
    })

    test('another media type is 415', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const r = await login(s.client(), '{"username":"a","password":"b"}', { 'Content-Type': type })
        assert.equal(r.status, 415, type)
      }
      const ok = await login(s.client(), `{"username":"city","password":"${PASSWORD}"}`, {
        'Content-Type': 'Application/JSON; charset=utf-8',
      })
      assert.equal(ok.status, 201)
    })

    test('a body where none belongs is refused', async () => {
      const c = await s.login('city')
      const r = await c.request('DELETE', '/api/v1/session', { raw: '{}', headers: JSON_TYPE })
      assert.equal(r.status, 400)
      assert.equal(r.body.key, 'http.no_body')
    })

    test('text from people comes back as it was, never as markup', async () => {
      const evil = '<script>alert(1)</script>'
      const r = await s.client().post('/api/v1/sessions', { username: evil, password: 'x', [evil]: 1 })
      assert.ok([401, 422].includes(r.status))
      assert.equal(r.type, 'application/problem+json')
    })
  })

  describe('queries', () => {
    test('unknown, repeated and broken parameters are faults', async () => {
      const c = await s.login('city')
      const unknown = await c.get('/api/v1/session?debug=1')
      assert.equal(unknown.status, 422)
      assert.equal(fault(unknown, 'debug').key, 'input.unknown')
      for (const query of ['?%', '?a=%zz', '?a=%ff', '?a=%00', '?=1', '?a=1&a=2', `?a=${'x'.repeat(3000)}`]) {
        const r = await c.get(`/api/v1/session${query}`)
        assert.ok([400, 422].includes(r.status), `${query}: ${r.status}`)
      }
    })
  })

  describe('the wire', () => {
    test('framing that could be read in two ways is refused', async () => {
      const body = '{"username":"a","password":"b"}'
      for (const headers of [
        `Content-Length: ${body.length}\r\nContent-Length: ${body.length + 1}`,
        `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked`,
        'Content-Length: -5',
        'Content-Length: 0x10',
        'Content-Length: 31, 31',
        'Transfer-Encoding: gzip',
        'Transfer-Encoding: chunked, identity',
      ]) {
        const text = await s.raw(
          `POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`,
          { ms: 1500 },
        )
        assert.match(text, /^(HTTP\/1\.1 4\d\d |$)/, `${headers}: ${text.slice(0, 80)}`)
        assert.doesNotMatch(text, /HTTP\/1\.1 [235]/, headers)
      }
    })

    test('header floods end in 431', async () => {
      const many = Array.from({ length: 200 }, (_, i) => `X-${i}: v`).join('\r\n')
      assert.match(await s.raw(`GET /healthz HTTP/1.1\r\nHost: x\r\n${many}\r\n\r\n`, { ms: 1500 }), /^HTTP\/1\.1 431 /)
      const big = await s.raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n`, { ms: 1500 })
      assert.match(big, /^(HTTP\/1\.1 (431|413) |$)/)
    })

    test('an endless address ends in 414', async () => {
      assert.match(await s.raw(`GET /api/${'a'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, { ms: 1500 }), /^HTTP\/1\.1 414 /)
    })

    test('garbage does no harm', async () => {
      for (const bytes of [
        '\r\n\r\n\r\n',
        '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
        'GET\r\n\r\n',
        'GET / HTTP/9.9\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'GET / HTTP/1.1\r\nHost : x\r\n\r\n',
        'GET / HTTP/1.1\r\n Host: x\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: x\r\nX\0Y: z\r\n\r\n',
        '\0'.repeat(1000),
      ])
        await s.raw(Buffer.from(bytes, 'latin1'), { ms: 300 })
      assert.equal((await s.client().get('/healthz')).status, 200)
    })

    test('several requests in one packet are answered in order', async () => {
      const one = (id) => `GET /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n\r\n`
      const text = await s.raw(one('p1') + one('p2') + one('p3'), { ms: 2000, until: '"p3"' })
      const at = ['p1', 'p2', 'p3'].map((id) => text.indexOf(`"request_id":"${id}"`))
      assert.ok(at[0] > 0 && at[0] < at[1] && at[1] < at[2], text.slice(0, 300))
    })

    test('a body sent drop by drop is put together', async () => {
      const body = JSON.stringify({ username: 'city', password: PASSWORD })
      const socket = net.connect(s.port, '127.0.0.1')
      let text = ''
      socket.on('data', (d) => (text += d))
      socket.write(`POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`)
      for (const c of body) {
        socket.write(c)
        await sleep(2)
      }
      for (let i = 0; i < 100 && !text.includes('\r\n\r\n'); i++) await sleep(20)
      socket.destroy()
      assert.match(text, /^HTTP\/1\.1 201 /)
    })

    test('chunked bodies are taken', async () => {
      const body = JSON.stringify({ username: 'city', password: PASSWORD })
      const chunks = body.match(/.{1,7}/g).map((c) => `${c.length.toString(16)}\r\n${c}\r\n`)
      const head = 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
      assert.match(await s.raw([head, ...chunks, '0\r\n\r\n'], { until: '"csrf"' }), /^HTTP\/1\.1 201 /)
    })

    test('Expect: 100-continue is answered, also with a refusal', async () => {
      const head = (n) =>
        `POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${n}\r\n\r\n`
      assert.match(await s.raw(head(40), { ms: 1000, until: '\r\n\r\n' }), /^HTTP\/1\.1 100 /)
      assert.match(await s.raw(head(99_000_000), { ms: 1000, until: '\r\n\r\n' }), /^HTTP\/1\.1 413 /)
    })

    test('clients that vanish leave the server well', async () => {
      for (let i = 0; i < 30; i++) {
        const socket = net.connect(s.port, '127.0.0.1')
        socket.on('error', () => {})
        socket.write('GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n')
        if (i % 2) await sleep(3)
        socket.resetAndDestroy()
      }
      assert.equal((await s.client().get('/readyz')).status, 200)
    })
  })

  test('figures for Prometheus count by route pattern', async () => {
    const r = await s.client().get('/metrics')
    assert.equal(r.status, 200)
    assert.match(r.type, /^text\/plain; version=0\.0\.4/)
    assert.match(r.text, /^wurao_http_requests_total\{method="POST",route="\/api\/v1\/sessions",status="201"\} \d+$/m)
    assert.match(r.text, /^wurao_http_request_seconds_bucket\{.*le="\+Inf"\} \d+$/m)
    assert.match(r.text, /^wurao_tx_total\{mode="write"\} \d+$/m)
    for (const line of r.text.trim().split('\n')) assert.match(line, /^(#|[a-z_0-9]+(\{.*\})? -?[\d.e+-]+$)/, line)
    const names = r.text.match(/^[a-z_0-9]+(?=[{ ])/gm)
    for (const name of new Set(names)) {
      const base = name.replace(/_(bucket|sum|count)$/, '')
      assert.ok(r.text.includes(`# TYPE ${name} `) || r.text.includes(`# TYPE ${base} `), `${name} has no TYPE line`)
    }
  })

  test('the access log has one line a request, with the pattern and not the address', async () => {
    const c = await s.login('city')
    await c.get('/api/v1/jobs/123456789')
    assert.ok(await s.logged(/event=http\.request id=\S+ user=\d+ method=GET route=\/api\/v1\/jobs\/\{id\} status=404/))
    assert.doesNotMatch(s.log, /123456789/)
  })
})

describe('limits', () => {
  const s = new Server({
    WURAO_HTTP_RATE_LOGIN: '5',
    WURAO_HTTP_IDLE_S: '1',
    WURAO_HTTP_BODY_BYTES_MAX: '2048',
    WURAO_HTTP_CONNECTIONS_MAX: '64',
  })
  before(() => s.start())
  after(() => s.close())

  test('too many log-ins from one address: 429 with Retry-After', async () => {
    const answers = []
    for (let i = 0; i < 7; i++) answers.push(await s.client().post('/api/v1/sessions', { username: 'x', password: 'y' }))
    assert.deepEqual(
      answers.map((r) => r.status),
      [401, 401, 401, 401, 401, 429, 429],
    )
    assert.equal(answers[6].body.key, 'http.rate')
    assert.ok(Number(answers[6].headers.get('retry-after')) >= 1)
    assert.match((await s.client().get('/metrics')).text, /wurao_http_refused_total\{limit="rate"\} 2/)
  })

  test('the configured ceiling of bodies holds', async () => {
    const r = await login(s.client(), `{"username":"${'x'.repeat(3000)}"}`)
    assert.equal(r.status, 413)
    assert.match(r.body.detail, /2048/)
  })

  test('a silent client is let go', async () => {
    const from = Date.now()
    await s.raw('GET /healthz HTTP/1.1\r\nHo', { ms: 8000 })
    assert.ok(Date.now() - from < 7000)
  })

  test('more connections than allowed wait or are closed, and the others go on', async () => {
    const sockets = Array.from({ length: 100 }, () => net.connect(s.port, '127.0.0.1').on('error', () => {}))
    await sleep(200)
    for (const socket of sockets) socket.destroy()
    await sleep(200)
    assert.equal((await s.client().get('/healthz')).status, 200)
  })
})
