// Checks what a first visit loads, compressed (gzip −9), against the budgets: `node script/budget.mjs [desk|phone|plate]…` after a build.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const KB = 1000

/** Each holds the chart library, which they share: whoever saw one pays for the next only what it adds. */
const CHARTS = { DayChart: 200 * KB, TrendChart: 200 * KB, BoxChart: 200 * KB, CurveChart: 230 * KB }

/** `first`: the pages a first visit may open; the costliest counts. `route`: what one more page may add. */
const BUDGETS = {
  desk: { first: ['Login', 'Home'], firstMax: 450 * KB, routeMax: 60 * KB, apart: { ...CHARTS, DistrictMap: 60 * KB } },
  phone: { first: ['Login', 'Today', 'Scan'], firstMax: 150 * KB, routeMax: 80 * KB, apart: {} },
  plate: { first: [], firstMax: 60 * KB, routeMax: 60 * KB, apart: {} },
}

const sizes = new Map()
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(`${root}/dist/${file}`), { level: 9 }).length)
  return sizes.get(file)
}

/** A chunk, what it imports at once, and their styles. */
function closure(chunks, chunk, seen = new Set()) {
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const css of chunk.css) seen.add(css)
  for (const file of chunk.imports) closure(chunks, chunks.get(file), seen)
  return seen
}

const sum = (files) => [...files].reduce((n, f) => n + size(f), 0)
const kb = (n) => `${(n / KB).toFixed(1)} kB`
let bad = 0

function check(what, n, max) {
  const over = n > max
  if (over) bad++
  console.log(`${over ? 'TOO BIG' : 'ok     '}  ${what.padEnd(28)} ${kb(n).padStart(10)} of ${kb(max)}`)
}

const apps = process.argv.slice(2).length ? process.argv.slice(2) : Object.keys(BUDGETS)
for (const app of apps) {
  const graph = `${root}/node_modules/.cache/wurao/${app}.json`
  const budget = BUDGETS[app]
  if (!budget || !existsSync(graph)) {
    console.error(`budget: no build of ${app}; run npm run build`)
    process.exit(2)
  }
  const list = JSON.parse(readFileSync(graph, 'utf8'))
  const chunks = new Map(list.map((c) => [c.file, c]))
  const entry = list.find((c) => c.entry)
  const base = closure(chunks, entry)
  const html = `${app}/index.html`
  let first = sum(base) + size(html)
  for (const c of list) {
    if (c.entry || base.has(c.file) || !list.some((x) => x.dynamic.includes(c.file))) continue
    const added = [...closure(chunks, c)].filter((f) => !base.has(f))
    const n = sum(added)
    if (budget.first.includes(c.name)) first = Math.max(first, sum(base) + size(html) + n)
    check(`${app}: ${c.name}`, n, budget.apart[c.name] ?? budget.routeMax)
  }
  check(`${app}: first load`, first, budget.firstMax)
}
process.exit(bad ? 1 : 0)
