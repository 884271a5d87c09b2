// Builds the web apps into web/dist: `node script/build.mjs [desk|phone|plate]…`. Without names: all, into an empty folder.
// What belongs to what is kept for script/budget.mjs.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

import { writeOffline } from './offline.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const graphs = `${root}/node_modules/.cache/wurao`
const named = process.argv.slice(2)
const apps = named.length ? named : ['desk', 'phone', 'plate']

mkdirSync(graphs, { recursive: true })
if (!named.length) rmSync(`${root}/dist`, { recursive: true, force: true })
for (const app of apps) {
  if (!existsSync(`${root}/${app}/index.html`)) {
    console.error(`web: ${app}/index.html is missing`)
    process.exit(1)
  }
  process.env.WURAO_APP = app
  const { output } = await build({ root, configFile: `${root}/vite.config.ts`, logLevel: 'warn' })
  const chunks = output.filter((o) => o.type === 'chunk').map((c) => ({
    file: c.fileName,
    name: c.name,
    entry: c.isEntry,
    imports: c.imports,
    dynamic: c.dynamicImports,
    css: [...(c.viteMetadata?.importedCss ?? [])],
  }))
  writeFileSync(`${graphs}/${app}.json`, JSON.stringify(chunks))
  if (app === 'phone') await writeOffline(root, output)
  console.log(`web: ${app} built`)
}
