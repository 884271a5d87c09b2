// `wurao hj212` from outside: decode, encode and bench, with packets made here.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BIN, Server } from './lib/server.mjs'

/** The CRC, bit by bit, as appendix A says. */
function crc(bytes) {
  let reg = 0xffff
  for (const b of bytes) {
    reg = (reg >> 8) ^ b
    for (let i = 0; i < 8; i++) reg = reg & 1 ? (reg >> 1) ^ 0xa001 : reg >> 1
  }
  return reg.toString(16).toUpperCase().padStart(4, '0')
}
function frame(segment, tail = '\r\n') {
  const bytes = Buffer.from(segment)
  return Buffer.concat([Buffer.from(`##${String(bytes.length).padStart(4, '0')}`), bytes, Buffer.from(crc(bytes) + tail)])
}
const head = 'QN=20260301120000123;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&'
const data = `${head}DataTime=20260301120000;w01018-Rtd=22.50,w01018-Flag=N;w01001-Rtd=7.1,w01001-Flag=N&&`

describe('hj212', () => {
  const s = new Server()
  after(async () => {
    s.exited = Promise.resolve()
    await s.close()
  })
  const run = (args, input) => spawnSync(BIN, ['hj212', ...args], { env: s.env, cwd: s.dir, timeout: 60_000, input, maxBuffer: 64 << 20 })
  const lines = (r) => {
    assert.equal(r.status, 0, String(r.stderr))
    return String(r.stdout).split('\n').filter(Boolean).map((l) => JSON.parse(l))
  }

  test('a packet becomes one object', () => {
    const [m] = lines(run(['decode'], frame(data)))
    assert.equal(m.ok, true)
    assert.equal(m.error, null)
    assert.deepEqual(m.leniencies, [])
    assert.deepEqual([m.qn, m.st, m.cn, m.mn, m.flag, m.version, m.ack_wanted], ['20260301120000123', '32', '2011', '010000A8900016F000169DC0', 5, 1, true])
    assert.equal(m.data_time, '20260301120000')
    assert.deepEqual(m.factors, [
      { code: 'w01018', name: '化学需氧量', rtd: 22.5, flag: 'N' },
      { code: 'w01001', name: 'pH值', rtd: 7.1, flag: 'N' },
    ])
    assert.match(String(run(['decode'], frame(data)).stdout), /"rtd":22\.50,/, 'decimal text is kept')
  })

  test('junk, missing tails and damage are told apart', () => {
    const bad = frame(data)
    bad[bad.length - 3] ^= 1
    const got = lines(run(['decode'], Buffer.concat([Buffer.from('junk'), frame(data), bad, frame(data, ''), frame(data, '\n')])))
    assert.deepEqual(got.map((m) => m.error), [null, 'bad_crc', null, null])
    assert.deepEqual(got.map((m) => m.leniencies), [[], [], ['missing_crlf'], ['missing_cr']])
    assert.equal(got[0].skipped, 4)
    assert.equal(got[1].mn, '010000A8900016F000169DC0', 'whose bad frame it was')
  })

  test('strict refuses by name what tolerant names', () => {
    const odd = frame(`${head}DataTime=20260301120000000;w01018-Rtd=1&&`)
    assert.deepEqual(lines(run(['decode'], odd))[0].leniencies, ['data_time_17_digits'])
    const [m] = lines(run(['decode', '--strict'], odd))
    assert.deepEqual([m.ok, m.error, m.refused], [false, 'bad_syntax', 'data_time_17_digits'])
    assert.equal(lines(run(['decode', '--strict', '--allow', 'data_time_17_digits'], odd))[0].ok, true)
    assert.equal(run(['decode', '--allow', 'anything'], odd).status, 2)
  })

  test('decode, encode, decode is the same', () => {
    const all = [
      data,
      'ST=91;CN=9014;CP=&&QN=20160801085857223;CN=2051&&',
      'QN=20260301120000123;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=11;PNUM=2;PNO=1;RF=1;CP=&&DataTime=20260301110000;w01018-Avg=1.10,w01018-i13001=100,w01018-Flag=N&&',
      'QN=20260301120000123;ST=32;CN=3020;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20260301110000;PolId=w01018;i11001-Info=//清洗,管路;1//&&',
      'QN=20260301120000123;ST=32;CN=1021;PW=123456;MN=88888880000001;Flag=1;CP=&&PolId=101;PolId=102&&',
      `${head}DataTime=20260301120000;w00000-Avg=1,w00000-Avg=2.0&&`,
    ]
    const first = run(['decode'], Buffer.concat(all.map((t) => frame(t))))
    assert.deepEqual(lines(first).map((m) => m.ok), all.map(() => true))
    const bytes = run(['encode'], first.stdout)
    assert.equal(bytes.status, 0, String(bytes.stderr))
    const plain = (m) => ({ ...m, leniencies: [], at: 0, bytes: 0 })
    assert.deepEqual(lines(run(['decode'], bytes.stdout)).map(plain), lines(first).map(plain))
  })

  test('what cannot be encoded is told with its line', () => {
    for (const [line, text] of [['{"ok":false}', /line 2.*bad frame/], ['{"st":"32"', /line 2/], ['[]', /line 2/], ['{"st":"3;2","cn":"2011"}', /line 2.*bad_value/]]) {
      const r = run(['encode', '--lang', 'en'], `{"st":"32","cn":"2011"}\n${line}\n`)
      assert.equal(r.status, 1, line)
      assert.match(String(r.stderr), text)
    }
  })

  test('encryption needs the key, and the header does not', () => {
    writeFileSync(join(s.dir, 'key'), '0000000000000000\n')
    const plain = run(['decode'], frame(data.replace('Flag=5', 'Flag=9')))
    const wire = run(['encode', '--key-file', 'key'], plain.stdout)
    assert.match(String(wire.stdout), /CP=&&\{0x/)
    const [without] = lines(run(['decode'], wire.stdout))
    assert.deepEqual([without.error, without.mn], ['no_key', '010000A8900016F000169DC0'])
    assert.deepEqual(lines(run(['decode', '--key-file', 'key'], wire.stdout))[0].factors, lines(plain)[0].factors)
  })

  test('bench counts and compares', () => {
    writeFileSync(join(s.dir, 'packets'), Buffer.concat([frame(data), frame(data)]))
    const b = JSON.parse(String(run(['bench', 'packets', '--seconds', '1', '--json']).stdout))
    assert.ok(b.packets > 0 && b.bytes >= b.packets * frame(data).length && b.seconds >= 1)
    assert.ok(b.packets_per_s > 0 && b.mb_per_s > 0 && b.naive_packets_per_s > 0 && b.memcpy_mb_per_s > 0)
    assert.ok(Math.abs(b.share_crc + b.share_scan + b.share_number - 1) < 0.01)
    assert.equal(run(['bench', 'nothing']).status, 1)
  })
})

/** A host that answers what a station sends, as the standard says. */
function host(onFrame) {
  const sockets = new Set()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    let rest = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data])
      for (;;) {
        const n = rest.length >= 6 ? Number(rest.subarray(2, 6)) + 12 : Infinity
        if (rest.length < n) return
        const segment = rest.subarray(6, n - 6)
        const good = rest.subarray(n - 6, n - 2).toString() === crc(segment)
        onFrame(socket, String(segment), good)
        rest = rest.subarray(n)
      }
    })
  })
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () =>
      done({ to: `127.0.0.1:${server.address().port}`, close: () => (sockets.forEach((k) => k.destroy()), server.close()) }),
    ),
  )
}
const part = (segment, name) => segment.match(new RegExp(`(?:^|;)${name}=([^;]*)`))?.[1]
const answer = (segment, cn, cp = '') =>
  frame(`QN=${part(segment, 'QN')};ST=91;CN=${cn};PW=${part(segment, 'PW')};MN=${part(segment, 'MN')};Flag=4;CP=&&${cp}&&`)
const polite = (socket, segment, good) => {
  if (good && Number(part(segment, 'Flag')) & 1) socket.write(answer(segment, 9014))
}

describe('hj212 send', () => {
  const s = new Server()
  after(async () => {
    s.exited = Promise.resolve()
    await s.close()
  })
  const send = (args) =>
    new Promise((done) => {
      const child = spawn(BIN, ['hj212', 'send', '--json', '--wait', '2', ...args], { env: s.env, cwd: s.dir })
      let out = ''
      child.stdout.on('data', (d) => (out += d))
      child.on('close', (status) => done({ status, ...JSON.parse(out || '{}') }))
    })

  test('a normal hour is answered in full, and is the same again', async () => {
    const seen = []
    const h = await host((socket, segment, good) => {
      seen.push(segment)
      polite(socket, segment, good)
    })
    const first = await send(['--to', h.to, '--stations', '3', '--hours', '1', '--window', '4'])
    assert.equal(first.status, 0, JSON.stringify(first))
    assert.deepEqual([first.missing, first.unexpected, first.connections, first.answered], [0, 0, 3, first.sent])
    assert.ok(first.latency_ms.p50 > 0 && first.latency_ms.p99 >= first.latency_ms.p50 && first.latency_ms.max > 0)
    const mine = (mn) => seen.filter((t) => part(t, 'MN').endsWith(mn))
    assert.equal(new Set(mine('00000001').map((t) => part(t, 'QN'))).size, mine('00000001').length, 'each QN once')
    assert.ok(mine('00000000').some((t) => part(t, 'CN') === '2051') && mine('00000000').some((t) => part(t, 'CN') === '2061'))
    const before = mine('00000002')
    seen.length = 0
    await send(['--to', h.to, '--stations', '3', '--hours', '1', '--window', '4'])
    assert.deepEqual(mine('00000002'), before)
    h.close()
  })

  test('scenarios differ in what they promise', async () => {
    const seen = []
    const h = await host((socket, segment, good) => {
      seen.push([segment, good])
      polite(socket, segment, good)
    })
    const damaged = await send(['--to', h.to, '--scenario', 'bad-crc'])
    assert.deepEqual([damaged.status, damaged.missing, damaged.wrongly_answered], [0, 0, 0])
    assert.equal(seen.filter(([, good]) => !good).length, damaged.damaged)
    assert.ok(damaged.damaged > 5)
    seen.length = 0
    await send(['--to', h.to, '--scenario', 'gap', '--hours', '4', '--dialect', '2025'])
    const filled = seen.filter(([t]) => /;RF=1;/.test(t)).map(([t]) => t.match(/DataTime=(\d+)/)[1])
    assert.deepEqual(filled, ['0100', '0110', '0120', '0130', '0140', '0150'].map((m) => `20260301${m}00`))
    seen.length = 0
    await send(['--to', h.to, '--scenario', 'split'])
    const parts = seen.filter(([t]) => part(t, 'PNUM')).map(([t]) => part(t, 'PNO'))
    assert.ok(parts.length >= 10 && parts.every((p, i) => p === String((i % 2) + 1)))
    h.close()
  })

  test('a host that answers too little, or damaged packets, is told', async () => {
    let n = 0
    const lazy = await host((socket, segment, good) => (n++ % 3 === 0 ? undefined : polite(socket, segment, good)))
    const less = await send(['--to', lazy.to, '--window', '200'])
    assert.equal(less.status, 1)
    assert.equal(less.missing, Math.ceil(less.sent / 3))
    lazy.close()
    const careless = await host((socket, segment) => polite(socket, segment, true))
    const wrong = await send(['--to', careless.to, '--scenario', 'bad-crc'])
    assert.deepEqual([wrong.status, wrong.wrongly_answered], [1, wrong.damaged])
    careless.close()
    assert.equal((await send(['--to', lazy.to])).connections_failed, 1)
  })

  test('the station answers a host that asks for history', async () => {
    const got = []
    let asked = false
    const h = await host((socket, segment, good) => {
      if (part(segment, 'QN') === '20260301990000000' || part(segment, 'Flag') === '4') got.push(segment)
      polite(socket, segment, good)
      if (!asked) {
        asked = true
        socket.write(
          frame(
            `QN=20260301990000000;ST=32;CN=2051;PW=123456;MN=${part(segment, 'MN')};Flag=5;CP=&&BeginTime=20260301001000;EndTime=20260301003000&&`,
          ),
        )
      }
    })
    const r = await send(['--to', h.to])
    h.close()
    assert.deepEqual([r.status, r.requests], [0, 1])
    assert.deepEqual(got.map((t) => part(t, 'CN')), ['9011', '2051', '2051', '2051', '9012'])
    assert.match(got.at(-1), /ExeRtn=1&&/)
  })
})
