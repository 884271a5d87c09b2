// `wurao hj212` from outside: decode, encode and bench, with packets made here.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
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
