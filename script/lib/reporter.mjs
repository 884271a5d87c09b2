// Reporter for `node --test`: shows failures only, and writes {passed, failed} to the file WURAO_RESULTS for script/test.
import { writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'

const text = (error) => {
  const e = error?.cause ?? error
  return (e?.stack ?? String(e?.message ?? e)).split('\n').slice(0, 30).join('\n    ')
}

export default async function* reporter(source) {
  let passed = 0
  let failed = 0
  const spent = [] // milliseconds of each file
  const said = new Map() // what each file wrote to standard error, for a file that fails as a whole
  for await (const { type, data } of source) {
    if (type === 'test:stderr') said.set(data.file, ((said.get(data.file) ?? '') + data.message).slice(-4000))
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const container = data.details?.type === 'suite' || (data.file && resolve(data.name) === data.file)
    if (data.nesting === 0 && data.file) spent.push([data.details?.duration_ms ?? 0, relative(process.cwd(), data.file), data.name])
    if (type === 'test:pass') {
      if (!container && data.skip === undefined && data.todo === undefined) passed++
      continue
    }
    const own = data.details?.error
    // a group fails because a test in it fails: that one is counted and shown
    if (own?.failureType === 'subtestsFailed') continue
    failed++
    const where = data.file ? relative(process.cwd(), data.file) : ''
    if (container && data.file) yield said.get(data.file) ?? ''
    yield `FAILED ${where}${data.line ? `:${data.line}` : ''} ${data.name}\n    ${text(own)}\n`
  }
  const files = new Map()
  for (const [ms, file] of spent) files.set(file, (files.get(file) ?? 0) + ms)
  const slowest = [...files].sort((a, b) => b[1] - a[1]).slice(0, 8)
  if (slowest.length) yield `slowest: ${slowest.map(([file, ms]) => `${file.split('/').at(-1)} ${Math.round(ms / 1000)} s`).join(', ')}\n`
  if (process.env.WURAO_RESULTS) writeFileSync(process.env.WURAO_RESULTS, JSON.stringify({ passed, failed }))
}
