/** Puts the app on the phone (sw.ts), and tells of a new version. It is never put in place by itself. */
import { ref } from 'vue'

/** A new version is ready and waits. */
export const updateReady = ref(false)
/** It is being put in place: that waits until the version before has answered what it was asked. */
export const updating = ref(false)

const LOOK_MS = 30 * 60_000
const PATIENCE_MS = 15_000
let waiting: ServiceWorker | null = null
let started = false

/** Keeps the app on the phone. Called after a log-in: before it nothing is worth keeping. */
export async function keepOnPhone(): Promise<void> {
  if (started || !import.meta.env.PROD || !('serviceWorker' in navigator)) return
  started = true
  try {
    const reg = await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' })
    const told = (w: ServiceWorker | null): void => {
      // The first version of all has nothing to replace.
      if (!w || !navigator.serviceWorker.controller) return
      waiting = w
      updateReady.value = true
    }
    told(reg.waiting)
    reg.addEventListener('updatefound', () => {
      const w = reg.installing
      w?.addEventListener('statechange', () => {
        if (w.state === 'installed') told(w)
      })
    })
    const look = (): void => void reg.update().catch(() => undefined)
    setInterval(look, LOOK_MS)
    window.addEventListener('online', look)
    // Browsers delete what a page keeps when space runs short, unless it is said to be wanted.
    void navigator.storage?.persist?.().catch(() => false)
  } catch {
    started = false // no secure page, or a private window: the app works as long as there is a network
  }
}

/** Puts the new version in place and opens the page anew; a person asked for it. */
export async function update(): Promise<void> {
  if (updating.value) return
  updating.value = true
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true })
  // Yet another version may have taken the place of the one that was announced.
  const now = (await navigator.serviceWorker.getRegistration('/m/').catch(() => undefined))?.waiting ?? waiting
  const again = (): void => window.location.reload()
  // One that is in place already, or was given up, tells no change any more.
  if (!now || now.state === 'activated' || now.state === 'redundant') return again()
  now.addEventListener('statechange', () => {
    if (now.state === 'activated' || now.state === 'redundant') again()
  })
  now.postMessage('skip-waiting')
  // A version that answers something for ever must not keep the new one out of sight.
  setTimeout(again, PATIENCE_MS)
}

/** Is the app on the phone, so that it opens without a network? */
export const kept = (): boolean => !!navigator.serviceWorker?.controller

/** Opened from the home screen? Then browsers do not delete what it keeps after a week. */
export const onHomeScreen = (): boolean => window.matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true

/** The browser inside WeChat may forget everything at any time. */
export const inWeChat = (): boolean => /MicroMessenger/i.test(navigator.userAgent)
