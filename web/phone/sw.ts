/**
 * Keeps the phone app itself on the phone, so that it opens without a network. It keeps no answers of the interface:
 * those hold personal data and belong to lib/facts.ts and lib/queue.ts, which know whose they are and when to forget them.
 *
 * - All files of the app are fetched when a version is installed; they have hashed names, so the cache is always right.
 * - The page that begins the app (the shell) is asked from the network, with a short patience, and else taken from the
 *   cache. The cached shell and the cached files are of one version: a new shell is never put beside old files.
 * - A new version waits until a person asks for it (lib/update.ts). The version before stays, for pages that still run it.
 */
declare const __FILES__: string[]
declare const __VERSION__: string

const worker = self as unknown as ServiceWorkerGlobalScope
const PREFIX = 'wurao-phone-'
const NAME = PREFIX + __VERSION__
const SHELL = '/phone/index.html'
/** Files beside the hashed ones, that the home screen shows. */
const EXTRA = ['/m/icon-192.png', '/m/icon-512.png']
const PATIENCE_MS = 4000

async function install(): Promise<void> {
  const cache = await caches.open(NAME)
  await cache.addAll(__FILES__)
  // Past the browser's own cache: these have no hash in their names.
  await cache.addAll([SHELL, ...EXTRA].map((path) => new Request(path, { cache: 'reload' })))
}

/** Removes all versions but this one and the one before it. */
async function tidy(): Promise<void> {
  const old = (await caches.keys()).filter((n) => n.startsWith(PREFIX) && n !== NAME)
  await Promise.all(old.slice(0, -1).map((n) => caches.delete(n)))
  await worker.clients.claim()
}

/** A file with a hashed name: from any version that has it. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

const kept = async (): Promise<Response | undefined> => (await caches.open(NAME)).match(SHELL)

/** The shell from the network, if it comes soon and whole. */
async function shell(request: Request): Promise<Response> {
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  try {
    const answer = await Promise.race([fetch(request, { signal: abort.signal }), late])
    if (answer && answer.status < 500) return answer
    // Only a page that can be replaced is given up.
    const page = await kept()
    if (page) {
      abort.abort()
      return page
    }
    return answer ?? (await fetch(request))
  } catch {
    return (await kept()) ?? Response.error()
  } finally {
    clearTimeout(timer)
  }
}

worker.addEventListener('install', (e) => e.waitUntil(install()))
worker.addEventListener('activate', (e) => e.waitUntil(tidy()))

worker.addEventListener('fetch', (e) => {
  const { request } = e
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    // Only pages of this app; a link that ends like a file is one.
    if (/^\/m(\/|$)/.test(url.pathname) && !/\.\w+$/.test(url.pathname)) e.respondWith(shell(request))
  } else if (url.pathname.startsWith('/assets/') || EXTRA.includes(url.pathname)) {
    e.respondWith(file(request))
  }
})

worker.addEventListener('message', (e) => {
  const what: unknown = e.data
  if (what === 'skip-waiting') void worker.skipWaiting()
  if (what === 'version') e.source?.postMessage({ version: __VERSION__ })
})
