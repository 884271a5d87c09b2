/** Small geometry for the map: hulls for districts without an outline, a light grid of clusters. */

export interface XY {
  x: number
  y: number
}

/** Convex hull, Andrew's monotone chain. */
export function hull(points: readonly XY[]): XY[] {
  const p = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  if (p.length < 3) return p
  const cross = (o: XY, a: XY, b: XY): number => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)
  const half = (list: readonly XY[]): XY[] => {
    const out: XY[] = []
    for (const q of list) {
      while (out.length >= 2 && cross(out[out.length - 2] as XY, out[out.length - 1] as XY, q) <= 0) out.pop()
      out.push(q)
    }
    out.pop()
    return out
  }
  return [...half(p), ...half([...p].reverse())]
}

export interface Cluster<T> {
  x: number
  y: number
  items: T[]
}

/**
 * Groups what falls into the same square of the given size, at the mean of its members; then neighbours whose means
 * are closer than two thirds of it, so that no two marks hide each other.
 */
export function clusters<T>(items: readonly T[], at: (item: T) => XY, size: number): Cluster<T>[] {
  const out: Cluster<T>[] = []
  const near = (size * 2) / 3
  for (const c of grid(items, at, size).sort((a, b) => b.items.length - a.items.length)) {
    const other = out.find((o) => Math.hypot(o.x - c.x, o.y - c.y) < near)
    if (!other) out.push(c)
    else {
      const n = other.items.length + c.items.length
      other.x = (other.x * other.items.length + c.x * c.items.length) / n
      other.y = (other.y * other.items.length + c.y * c.items.length) / n
      other.items.push(...c.items)
    }
  }
  return out
}

function grid<T>(items: readonly T[], at: (item: T) => XY, size: number): Cluster<T>[] {
  const cells = new Map<string, Cluster<T>>()
  for (const item of items) {
    const p = at(item)
    const key = `${Math.floor(p.x / size)}:${Math.floor(p.y / size)}`
    const c = cells.get(key)
    if (c) {
      c.x += p.x
      c.y += p.y
      c.items.push(item)
    } else {
      cells.set(key, { x: p.x, y: p.y, items: [item] })
    }
  }
  return [...cells.values()].map((c) => ({ x: c.x / c.items.length, y: c.y / c.items.length, items: c.items }))
}
