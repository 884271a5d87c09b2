// Draws the phone app's icon as PNG, without any library: `png(size)` gives the bytes. The same mark as phone/icon.svg.
import { deflateSync } from 'node:zlib'

const GROUND = [0x0b, 0x6b, 0x74]
const HALF = 2 // of the stroke, on a grid of 64
/** Lines of the mark: four corners of a viewfinder and a tick. Inside the middle 60 %, so that any mask leaves it whole. */
const LINES = [
  [[18, 26], [18, 18], [26, 18]],
  [[38, 18], [46, 18], [46, 26]],
  [[46, 38], [46, 46], [38, 46]],
  [[26, 46], [18, 46], [18, 38]],
  [[25, 33], [30, 38], [40, 27]],
].flatMap((points) => points.slice(1).map((to, i) => [points[i], to]))

function distance([x, y], [[ax, ay], [bx, by]]) {
  const [dx, dy] = [bx - ax, by - ay]
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let c = 0xffffffff
  for (const b of body) c = TABLE[(c ^ b) & 255] ^ (c >>> 8)
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE((c ^ 0xffffffff) >>> 0, body.length + 4)
  return out
}

export function png(size) {
  const px = 64 / size
  const rows = Buffer.alloc(size * (1 + size * 3))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = [(x + 0.5) * px, (y + 0.5) * px]
      const d = Math.min(...LINES.map((l) => distance(at, l))) - HALF
      const white = Math.max(0, Math.min(1, 0.5 - d / px))
      for (let i = 0; i < 3; i++) rows[y * (1 + size * 3) + 1 + x * 3 + i] = Math.round(GROUND[i] + (255 - GROUND[i]) * white)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8) // 8 bits, RGB
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}
