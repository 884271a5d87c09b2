// Packs the built web pages for the binary: `node embed.mjs DIST OUT.c OUT.bin DEPFILE`.
// OUT.bin holds every file plain, gzip and brotli (where that is smaller); OUT.c the table of struct wr_asset over it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TYPES = {
  css: 'text/css; charset=utf-8',
  geojson: 'application/geo+json',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
}
const PACKED = new Set(['jpg', 'png', 'webp', 'woff', 'woff2'])

function fail(text) {
  console.error(`embed: ${text}`)
  process.exit(1)
}

function walk(dir, prefix = '') {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = `${prefix}/${e.name}`
    return e.isDirectory() ? walk(join(dir, e.name), path) : [path]
  })
}

// An absent variant is null: not smaller, or of a kind that is packed already.
function variants(raw, ext) {
  if (PACKED.has(ext) || raw.length < 200) return { gz: null, br: null }
  const gz = gzipSync(raw, { level: 9 })
  const br = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  })
  return { gz: gz.length < raw.length ? gz : null, br: br.length < raw.length ? br : null }
}

const [dist, outC, outBin, depfile] = process.argv.slice(2)
if (!depfile) fail('usage: embed.mjs DIST OUT.c OUT.bin DEPFILE')
if (!statSync(dist, { throwIfNoEntry: false })?.isDirectory()) fail(`${dist} is not a folder; run script/build`)

const paths = walk(dist).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
if (!paths.length) fail(`${dist} is empty; run script/build`)
const blob = []
let at = 0
const place = (bytes) => {
  if (!bytes) return ['NULL', 0]
  const from = at
  blob.push(bytes)
  at += bytes.length
  return [`wr_asset_bytes + ${from}`, bytes.length]
}

const rows = paths.map((path) => {
  const ext = path.split('.').pop().toLowerCase()
  const type = TYPES[ext]
  if (!type) fail(`no media type is known for ${path}; add it to script/embed.mjs`)
  if (/["\\\x00-\x1f]/.test(path)) fail(`bad file name ${JSON.stringify(path)}`)
  const raw = readFileSync(join(dist, path))
  const { gz, br } = variants(raw, ext)
  const [rawP, rawN] = place(raw)
  const [gzP, gzN] = place(gz)
  const [brP, brN] = place(br)
  const etag = createHash('sha256').update(raw).digest('hex')
  const immutable = /^\/assets\/.*-[\w-]{8,}\.\w+$/.test(path)
  return `    {"${path}", "${type}", ${rawP}, ${gzP}, ${brP}, ${rawN}, ${gzN}, ${brN},\n     "${etag}", ${immutable}},`
})

const bin = resolve(outBin)
const bytes = Buffer.concat(blob)
const c = `#include "app/embedded.h"

/* ${createHash('sha256').update(bytes).digest('hex')} */
__asm__(".section .rodata\\n.balign 16\\n.global wr_asset_bytes\\nwr_asset_bytes:\\n"
        ".incbin \\"${bin}\\"\\n.byte 0\\n.text\\n");
extern const unsigned char wr_asset_bytes[] __attribute__((visibility("hidden")));

const struct wr_asset wr_assets[] = {
${rows.join('\n')}
};
const size_t wr_assets_n = sizeof(wr_assets) / sizeof(wr_assets[0]);
`
writeFileSync(outBin, bytes)
writeFileSync(outC, c)
writeFileSync(depfile, `${outC} ${outBin}: ${paths.map((p) => join(dist, p).replaceAll(' ', '\\ ')).join(' ')}\n`)
