// Functions nobody may call, the heap outside base/, SQL outside *_store.c, and markup in C text.
import { cFiles, end, fault, lineOf, read, strip } from './lib.mjs'

const BANNED =
  /\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|localtime|gmtime|ctime|asctime|rand|srand|system|popen|alloca|tmpnam|mktemp|scanf|sscanf|fscanf)\s*\(/g
const HEAP = /\b(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf|vasprintf|free)\s*\(/g
const SQL = /"\s*(SELECT\s|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS|CREATE (TABLE|INDEX|UNIQUE)|DROP |ALTER TABLE|PRAGMA )/g
const HTML = /<\/?(html|body|head|div|span|p|br|script|style|table|tr|td|a|img|h[1-6]|form|input|meta)\b[^"]*>|text\/html/gi

/** Build tools run on the developer's machine only; base/ owns the heap. */
const TOOLS = /^src\/(gen|rules)\/embed\w*\.c$/
const HEAP_OK = /^src\/base\//
/** Libraries that hand over their own heap: their owner frees it. */
const FREE_OK = /^src\/(codec|db|http)\//
const SQL_OK = /^src\/(db\/|(modules\/\w+|app|telemetry)\/\w+_store\w*\.c$)/
const HTML_OK = /^src\/(gen|http)\//

function each(re, text, fn) {
  for (const m of text.matchAll(re)) fn(m, lineOf(text, m.index))
}

for (const path of cFiles('src')) {
  const raw = read(path)
  const code = strip(raw, 'nothing')
  const withText = strip(raw, 'strings')
  each(BANNED, code, (m, n) => fault(path, n, `${m[1]} is banned`))
  if (!HEAP_OK.test(path) && !TOOLS.test(path))
    each(HEAP, code, (m, n) => {
      if (m[1] === 'free' && FREE_OK.test(path)) return
      fault(path, n, `${m[1]}: take an arena, a buffer or wr_alloc`)
    })
  if (!SQL_OK.test(path) && path.endsWith('.c'))
    each(SQL, withText, (m, n) => fault(path, n, `SQL belongs into *_store.c: ${m[0].slice(0, 30)}`))
  if (!HTML_OK.test(path)) {
    each(/"(?:[^"\\\n]|\\.)*"/g, withText, (lit, n) => {
      const m = lit[0].match(HTML)
      if (m) fault(path, n, `no markup in C: ${m[0]}`)
    })
  }
}
end('banned')
