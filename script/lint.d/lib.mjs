// Shared by the checks of script/lint: which files, their text without comments, and how faults are told.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export function walk(dir, test) {
  return readdirSync(join(root, dir), { withFileTypes: true })
    .flatMap((e) => {
      const path = `${dir}/${e.name}`
      if (e.isDirectory()) return walk(path, test)
      return test(path) ? [path] : []
    })
    .sort()
}

export const cFiles = (...dirs) => dirs.flatMap((d) => walk(d, (p) => /\.[ch]$/.test(p)))
export const read = (path) => readFileSync(join(root, path), 'utf8')

/**
 * C text with comments, and on demand strings, blanked out; lines stay where they are.
 * @param keep  'strings': literals stay; 'nothing': they become ""
 */
export function strip(text, keep) {
  const blank = (s) => s.replace(/[^\n]/g, ' ')
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\.)+'/g,
    (m) => {
      if (m[0] === '/') return blank(m)
      return keep === 'strings' ? m : m[0] + blank(m.slice(1, -1)) + m[0]
    },
  )
}

export const lineOf = (text, index) => text.slice(0, index).split('\n').length

const faults = []
export const fault = (path, line, text) => faults.push(`${path}:${line}: ${text}`)

/** Prints the faults and ends: 0 if there are none. */
export function end(what) {
  if (!faults.length) process.exit(0)
  for (const f of faults) console.error(f)
  console.error(`${what}: ${faults.length} fault${faults.length > 1 ? 's' : ''}`)
  process.exit(1)
}

export { dirname, join, relative }
