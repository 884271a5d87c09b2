/** Curves as a chart shows them: broken where data is missing, hatched where a mark stands, in the time of Shanghai. */
import type { CurvePoint } from '@shared/types'
import { DATA_MARK } from '@shared/codes-monitor'
import { HOUR } from './monitor'

/** ECharts draws in UTC: shifted, it shows Shanghai wherever the browser is. */
export const SHIFT = 8 * HOUR

export interface Line {
  key: string
  name: string
  unit: string
  points: CurvePoint[]
  /** Length of the line's period; 0: an instant. */
  period: number
}
export interface Limit {
  name: string
  value: number
}
/** A stretch that is marked: by the device in the data itself, or by a person. */
export interface Stretch {
  from: number
  to: number
  name: string
}
export interface Shown {
  from: number
  to: number
}

/** Pairs of time and value; a gap of more than three periods, or of more than thinning explains, is left open. */
export function pairs(line: Line, shown: Shown): [number, number | null][] {
  const wide = Math.max(line.period * 3, line.points.length ? ((shown.to - shown.from) / line.points.length) * 6 : 0)
  const out: [number, number | null][] = []
  let before = 0
  for (const p of line.points) {
    if (before && p.t_ms - before > wide) out.push([before + 1 + SHIFT, null])
    out.push([p.t_ms + SHIFT, p.v ?? null])
    before = p.t_ms
  }
  return out
}

/** Neighbouring points with the same data mark, as one stretch each. */
export function stretches(line: Line): Stretch[] {
  const out: Stretch[] = []
  let last: Stretch | null = null
  let mark = ''
  for (const [i, p] of line.points.entries()) {
    const flag = p.flag ?? ''
    const end = Math.min(line.points[i + 1]?.t_ms ?? p.t_ms + Math.max(line.period, 1), p.t_ms + Math.max(line.period * 3, 60_000))
    if (flag && last && flag === mark) last.to = end
    else if (flag) {
      last = { from: p.t_ms, to: end, name: `${flag} ${DATA_MARK.label(flag)}` }
      out.push(last)
    } else last = null
    mark = flag
  }
  return out
}

/** Slanting lines, as the fill of a marked stretch. */
export function hatch(colour: string, ground: string): { image: HTMLCanvasElement; repeat: 'repeat' } {
  const image = document.createElement('canvas')
  image.width = image.height = 8
  const g = image.getContext('2d')
  if (g) {
    g.fillStyle = ground
    g.fillRect(0, 0, 8, 8)
    g.strokeStyle = colour
    g.lineWidth = 1.2
    g.beginPath()
    g.moveTo(-2, 10)
    g.lineTo(10, -2)
    g.moveTo(-2, 2)
    g.lineTo(2, -2)
    g.moveTo(6, 10)
    g.lineTo(10, 6)
    g.stroke()
  }
  return { image, repeat: 'repeat' }
}
