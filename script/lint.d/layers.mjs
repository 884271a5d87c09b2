// Layers (docs/ARCHITECTURE.md): a file includes only its own folder or one further down the list; among modules only the
// doors (x.h, x_svc.h) of modules in a lower layer; each third-party library has one owner.
import { cFiles, end, fault, lineOf, read } from './lib.mjs'

const HOUSE = ['base', 'hj212', 'codec', 'db', 'http', 'telemetry', 'rules', 'modules', 'ingest', 'jobs', 'gen', 'app']
const MODULES = [
  ['region', 'audit', 'account', 'media', 'job', 'zone', 'rulebook'],
  ['enterprise'],
  ['officer', 'liaison'],
  ['plate', 'badge', 'device'],
  ['offsite'],
  ['visit'],
  ['onsite'],
  ['delivery'],
  ['penalty'],
  ['dossier'],
  ['paper'],
  ['oversight'],
]
/** Modules of the same layer that may know each other's doors, in this direction only. */
const BESIDE = new Map([
  ['account', ['audit', 'region']],
  ['region', ['audit']],
  ['zone', ['audit']],
  ['rulebook', ['audit']],
  ['media', ['audit', 'account']],
  ['job', ['audit', 'account', 'media']],
  ['liaison', ['officer']],
])
/** The embedded data is declared beside the front door, and defined below it. */
// The types of missions are a door of the room visit as well: no I/O.
const ALLOWED = new Set(['gen app/embedded.h', 'modules modules/visit/visit_mission.h'])
const OWNERS = [
  [/^microhttpd\.h$/, /^src\/http\/http_mhd\w*\.[ch]$/],
  [/^jansson\.h$/, /^src\/codec\/json\w*\.[ch]$/],
  [/^sqlite3\.h$/, /^src\/(db\/db_sqlite\w*|telemetry\/sqlite_store)\.[ch]$/],
  [/^libpq-fe\.h$|^libpq\//, /^src\/(db\/db_pg\w*|telemetry\/pg_store)\.[ch]$/],
  [/^curl\//, /^src\/telemetry\/ch_http\.c$/],
  [/^sodium/, /^src\/base\/crypto\.c$/],
  [/^openssl\//, /^src\/(base\/crypto|hj212\/sm4)\.c$/],
  [/^zip\.h$/, /^src\/codec\/xlsx_\w+\.[ch]$/],
  [/^expat\.h$/, /^src\/codec\/xlsx_\w+\.[ch]$/],
  [/^xlsxwriter/, /^src\/codec\/\w+\.c$/],
  [/^qrencode\.h$/, /^src\/codec\/\w+\.c$/],
  [/^(cairo|pango|glib)/, /^src\/codec\/\w+\.[ch]$/],
  [/^(jpeglib|png|webp\/.*|jerror)/, /^src\/codec\/image\w*\.[ch]$/],
  [/^iconv\.h$/, /^src\/base\/text\.c$/],
]

const layerOfModule = (m) => MODULES.findIndex((l) => l.includes(m))

// Why the file may not include the project header, or null.
function whyNot(path, header) {
  const [, room, module] = path.match(/^src\/(\w+)\/(?:(\w+)\/)?/)
  const [toRoom, toModule, toFile] = header.split('/')
  const from = HOUSE.indexOf(room)
  const to = HOUSE.indexOf(toRoom)
  if (from < 0) return `the folder src/${room} is not in the list of layers`
  if (to < 0) return `"${header}" names no layer; write the path from src/`
  if (ALLOWED.has(`${room} ${header}`)) return null
  if (to > from) return `${room} may not include ${toRoom}, which stands above it`
  if (room !== 'modules' || toRoom !== 'modules') {
    if (toRoom === 'modules' && room !== 'modules' && !/^\w+(_svc)?\.h$/.test(toFile))
      return `only x.h and x_svc.h of a module are its doors`
    return null
  }
  if (module === toModule) return null
  const a = layerOfModule(module)
  const b = layerOfModule(toModule)
  if (a < 0 || b < 0) return `the module ${a < 0 ? module : toModule} is in no layer`
  const beside = a === b && (BESIDE.get(module) ?? []).includes(toModule)
  if (b >= a && !beside) return `module ${module} (layer ${a}) may not include ${toModule} (layer ${b})`
  if (toFile !== `${toModule}.h` && toFile !== `${toModule}_svc.h`)
    return `only ${toModule}.h and ${toModule}_svc.h are doors of the module ${toModule}`
  return null
}

for (const path of cFiles('src')) {
  const text = read(path)
  for (const m of text.matchAll(/^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)[">]/gm)) {
    const line = lineOf(text, m.index)
    if (m[1] === '"') {
      const why = whyNot(path, m[2])
      if (why) fault(path, line, why)
      continue
    }
    for (const [header, owner] of OWNERS)
      if (header.test(m[2]) && !owner.test(path)) fault(path, line, `<${m[2]}> belongs to ${owner.source} alone`)
  }
}
end('layers')
