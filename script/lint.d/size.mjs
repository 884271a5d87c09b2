// A function fits a screen: at most 70 lines, cyclomatic complexity at most 15. A file is one idea: at most 620 lines.
import { cFiles, end, fault, lineOf, read, strip } from './lib.mjs'

const LINES_MAX = 70
const COMPLEXITY_MAX = 15
const FILE_LINES_MAX = 620

// Functions of a file: a name, a parameter list and a body at the outermost level.
function* functions(code) {
  const flat = code.replace(/^[ \t]*#(?:[^\n]*\\\n)*[^\n]*/gm, (m) => m.replace(/[^\n]/g, ' '))
  let depth = 0
  let start = -1
  for (let i = 0; i < flat.length; i++) {
    if (flat[i] === '{') {
      if (depth++ === 0) start = i
    } else if (flat[i] === '}' && --depth === 0) {
      const head = flat.slice(0, start)
      const m = head.match(/(\w+)\s*\([^;{}]*\)\s*(?:WR_\w+(?:\([^)]*\))?\s*)*$/)
      if (m && !/=\s*$/.test(head)) yield { name: m[1], at: m.index, body: flat.slice(start, i + 1), start, stop: i }
    }
  }
}

const complexity = (body) => 1 + (body.match(/\b(if|for|while|switch)\b|&&|\|\||\?/g) ?? []).length

for (const path of [...cFiles('src'), ...cFiles('tests')]) {
  const raw = read(path)
  const lines = raw.split('\n').length - 1
  if (lines > FILE_LINES_MAX) fault(path, FILE_LINES_MAX, `${lines} lines; ${FILE_LINES_MAX} are the most`)
  if (!path.endsWith('.c')) continue
  const code = strip(raw, 'nothing')
  for (const f of functions(code)) {
    const first = lineOf(code, f.at)
    const n = lineOf(code, f.stop) - first + 1
    if (n > LINES_MAX) fault(path, first, `${f.name} has ${n} lines; ${LINES_MAX} are the most`)
    const c = complexity(f.body)
    if (c > COMPLEXITY_MAX && path.startsWith('src/'))
      fault(path, first, `${f.name} has complexity ${c}; ${COMPLEXITY_MAX} is the most`)
  }
}
end('size')
