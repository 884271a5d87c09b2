// Vue drops the space that begins an element: <span> {{ x }}</span> sticks to the word before it.
import { end, fault, lineOf, read, walk } from './lib.mjs'

const LOST = /(?:\}\}|\/>|<\/\w+>)<\w+(?:\s[^<>]*)?> \{\{/g

for (const path of walk('web', (p) => p.endsWith('.vue') && !p.includes('node_modules'))) {
  const text = read(path)
  for (const m of text.matchAll(LOST)) fault(path, lineOf(text, m.index), 'the space before {{ is lost: write it before the element')
}
end('spaces')
