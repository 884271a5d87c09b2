// What the build embeds by list is complete: every migration and every rule pack is named in its meson.build.
import { end, fault, read, walk } from './lib.mjs'

const lists = [
  ['sql', /\.sql$/, 'src/gen/meson.build'],
  ['rulepacks', /\.json$/, 'src/rules/meson.build'],
]
for (const [dir, pattern, list] of lists) {
  const text = read(list)
  for (const path of walk(dir, (p) => pattern.test(p)))
    if (!text.includes(`/${path}'`)) fault(path, 1, `is not named in ${list}`)
}
end('lists')
