// Printed plates are read back by a reader that is not ours (zbar), as drawn and after what a street does to them.
// usage: node decode.mjs DRAW_PLATES
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'

const draw = process.argv[2]
const dir = mkdtempSync(join(tmpdir(), 'wurao-print-'))
let payloads = []

before(() => {
  for (const tool of ['zbarimg', 'pdftoppm', 'pdftotext'])
    assert.equal(spawnSync(tool, ['-h']).error, undefined, `${tool} is not installed (apt-get install zbar-tools poppler-utils)`)
  execFileSync(draw, [dir])
  payloads = readFileSync(join(dir, 'payloads.txt'), 'utf8').trim().split('\n')
})
after(() => rmSync(dir, { recursive: true, force: true }))

/** All QR codes of an image file. */
function scan(file) {
  const r = spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' })
  return r.stdout.split('\n').filter(Boolean)
}

/** Pages of a PDF as grey images (PGM) at `dpi`. */
function pages(pdf, dpi) {
  const stem = join(dir, `${pdf}-${dpi}`)
  execFileSync('pdftoppm', ['-gray', '-r', String(dpi), join(dir, pdf), stem])
  return readdirSync(dir).filter((f) => f.startsWith(`${pdf}-${dpi}-`)).sort().map((f) => join(dir, f))
}

function readPgm(file) {
  const bytes = readFileSync(file)
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'))
  return { w: Number(head[1]), h: Number(head[2]), p: bytes.subarray(head[0].length) }
}

function writePgm(file, { w, h, p }) {
  writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${w} ${h}\n255\n`), p]))
  return file
}

/** A phone looks at one plate: the four of a page apart. */
function quarters(file) {
  const { w, h, p } = readPgm(file)
  const [qw, qh] = [w >> 1, h >> 1]
  return [0, 1, 2, 3].map((i) => {
    const q = Buffer.alloc(qw * qh)
    for (let y = 0; y < qh; y++) p.copy(q, y * qw, (y + (i >> 1) * qh) * w + (i & 1) * qw, (y + (i >> 1) * qh) * w + (i & 1) * qw + qw)
    return { w: qw, h: qh, p: q }
  })
}

/** The same noise in every run. */
function noise(amplitude) {
  let s = 12345
  return (p) => {
    for (let i = 0; i < p.length; i++) {
      s = (s * 1103515245 + 12345) % 2147483648
      p[i] = Math.max(0, Math.min(255, p[i] + (s / 2147483648 - 0.5) * 2 * amplitude))
    }
  }
}

function blur(p, w, h) {
  const q = Uint8Array.from(p)
  for (let y = 1; y < h - 1; y++)
    for (let x = 1; x < w - 1; x++) {
      let sum = 0
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += q[(y + dy) * w + x + dx]
      p[y * w + x] = sum / 9
    }
}

/** A faded print in the sun: black becomes grey, one side of the page lies in the light. */
function fade(p, w) {
  for (let i = 0; i < p.length; i++) p[i] = 60 + p[i] * 0.6 + ((i % w) / w) * 30
}

for (const layout of ['single', 'a4_2', 'a4_4', 'a3_8'])
  test(`${layout}: all plates are read`, () => {
    const seen = new Set(pages(`${layout}.pdf`, 150).flatMap(scan))
    assert.deepEqual([...seen].sort(), [...payloads].sort())
  })

for (const [name, dpi, changes] of [
  ['from further away', 80, []],
  ['with a noisy camera', 120, [noise(60)]],
  ['out of focus', 120, [blur, blur]],
  ['faded in the sun', 120, [fade]],
  ['all of it at once', 150, [fade, blur, noise(10)]],
])
  test(`a4_4: read ${name}`, () => {
    const seen = new Set()
    const file = join(dir, 'look.pgm')
    for (const page of pages('a4_4.pdf', dpi).slice(0, 2))
      for (const plate of quarters(page)) {
        for (const change of changes) change(plate.p, plate.w, plate.h)
        scan(writePgm(file, plate)).forEach((t) => seen.add(t))
      }
    assert.deepEqual([...seen].sort(), [...payloads].sort())
  })

test('single: read with a dirty spot on the code', () => {
  const [file] = pages('single.pdf', 100)
  const page = readPgm(file)
  const { w, h, p } = page
  // a splash of about 14 × 14 modules inside the code (right half of the plate), away from its finders
  for (let y = Math.round(h * 0.52); y < h * 0.64; y++)
    for (let x = Math.round(w * 0.66); x < w * 0.745; x++) p[y * w + x] = 120
  writePgm(file, page)
  assert.deepEqual(scan(file), [payloads[0]])
})

test('the preview image is read', () => assert.deepEqual(scan(join(dir, 'one.png')), [payloads[2]]))

test('texts are selectable and nothing is cut off', () => {
  for (const pdf of ['one.pdf', 'a4_4.pdf', 'a3_8.pdf']) {
    const text = execFileSync('pdftotext', ['-raw', join(dir, pdf), '-'], { encoding: 'utf8' }).replace(/\s/g, '')
    for (const part of [
      '郑州航空港经济综合实验区示例精密电子信息技术与半导体材料制造股份有限公司第二分公司（港区南厂）',
      '入企检查信息牌', '郑州市生态环境局中原分局', '0371-60000000', '12345', '检查须扫码', '演示数据',
    ])
      assert.ok(text.includes(part), `${pdf}: ${part}`)
  }
})

test('the contents list names every plate and its page', () => {
  const pagesOfText = execFileSync('pdftotext', ['-layout', join(dir, 'a4_4.pdf'), '-'], { encoding: 'utf8' }).split('\f')
  const text = pagesOfText.at(-2).replace(/ /g, '')
  for (const p of payloads) {
    const code = /\/p\/(.{5})(.{5})\./.exec(p)
    assert.ok(text.includes(`${code[1]}-${code[2]}`), code[0])
  }
  assert.ok(text.includes('中原区') && text.includes('金水区') && text.includes('第2页'))
})

test('the SVG is a picture of its own, in millimetres', () => {
  const svg = readFileSync(join(dir, 'one.svg'), 'utf8')
  assert.match(svg, /width="277mm" height="190mm"/)
  assert.ok(!/https?:\/\/(?!www\.w3\.org)/.test(svg.replace(/data:[^"]*/g, '')), 'refers to nothing outside')
  assert.match(svg, /<path transform="translate\(/)
})
