// Adds up what the suites left in a folder (script/test) and prints the one closing line: `sum.mjs DIR FAILED`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [dir, sawFailure] = process.argv.slice(2)
let passed = 0
let failed = 0

// A program with cmocka or node:test tests counts each of them; any other program counts as one.
function addProgram(test) {
  const out = `${test.stdout ?? ''}\n${test.stderr ?? ''}`
  const tap = out.match(/^# pass (\d+)$[\s\S]*?^# fail (\d+)$/m)
  if (tap) {
    passed += Number(tap[1])
    failed += test.result === 'OK' ? Number(tap[2]) : Math.max(Number(tap[2]), 1)
    return
  }
  const ok = (out.match(/^\[ {7}OK \]/gm) ?? []).length
  const bad = new Set([...out.matchAll(/^\[ {2}FAILED {2}\] (?!\d+ test)(.+)$/gm)].map((m) => m[1])).size
  const good = test.result === 'OK' || test.result === 'EXPECTEDFAIL'
  passed += ok > 0 || !good ? ok : 1
  failed += good ? bad : Math.max(bad, 1)
}

for (const name of readdirSync(dir)) {
  const body = readFileSync(join(dir, name), 'utf8')
  if (name.endsWith('.testlog')) {
    for (const line of body.split('\n').filter(Boolean)) addProgram(JSON.parse(line))
  } else if (name.endsWith('.json')) {
    const r = JSON.parse(body)
    passed += r.passed
    failed += r.failed
  }
}
if (failed === 0 && sawFailure !== '0') failed = 1
if (passed + failed === 0) failed = 1
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
