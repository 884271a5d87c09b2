// What makes the phone app work without a network, written into dist/m/ after its build: the service worker, which knows
// every file of the app by name, and the icons. m/ has no hashed names, so the server sends it with no-cache.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'vite'

import { png } from './icons.mjs'

const ICONS = [180, 192, 512]
const SHELL = 'phone/index.html'

export async function writeOffline(root, output) {
  const out = `${root}/dist/m`
  mkdirSync(out, { recursive: true })
  for (const size of ICONS) writeFileSync(`${out}/icon-${size}.png`, png(size))
  const files = output.map((o) => o.fileName).filter((f) => f.startsWith('assets/')).sort()
  const hash = createHash('sha256')
  for (const f of [...files, SHELL]) hash.update(f).update(readFileSync(`${root}/dist/${f}`))
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __FILES__: JSON.stringify(files.map((f) => `/${f}`)), __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 12)) },
    build: { target: ['chrome87', 'safari14'], outDir: out, emptyOutDir: false, lib: { entry: `${root}/phone/sw.ts`, formats: ['iife'], name: 'worker', fileName: () => 'sw.js' } },
  })
}
