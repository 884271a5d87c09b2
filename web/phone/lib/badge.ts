/** The officer's rotating code: made anew every 30 s from what is on the phone, with or without network. */
import { encode } from 'uqr'
import { computed, onMounted, onScopeDispose, ref, shallowRef, type Ref } from 'vue'

import { ApiError } from '@shared/api'
import { base64url } from '@shared/proof/bytes'
import { codeBefore, codeSigned, statementBody, STEP_MS, type Statement } from '@shared/proof/badge'
import type { IssuedBadge } from '@shared/types'

import { deviceSign, fetchBadge, keptBadge } from './device'

/** A badge this old is renewed when there is a network; it also brings the newest approvals. */
const RENEW_MS = 10 * 60_000

export const ownTask = (s: Statement): string => base64url(statementBody(s))

export async function makeCode(badge: string, task: string, step: number): Promise<string> {
  const before = codeBefore(badge, task, step)
  return `${before}.${base64url(await deviceSign(codeSigned(before)))}`
}

export interface QrPath {
  /** Modules of a side, quiet zone included. */
  size: number
  d: string
}

const QUIET = 4

/** The dark modules as one path of runs. */
export function qrPath(text: string): QrPath {
  const { size, data } = encode(text, { ecc: 'L', boostEcc: false, border: 0 })
  let d = ''
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (x < row.length && row[x]) x++
      d += `M${from + QUIET} ${y + QUIET}h${x - from}v1h${from - x}z`
    }
  })
  return { size: size + 2 * QUIET, d }
}

export interface ShownCode {
  badge: Ref<IssuedBadge | null>
  qr: Ref<QrPath | null>
  link: Ref<string>
  /** 1 … 0 of the 30 seconds that are left. */
  left: Ref<number>
  seconds: Ref<number>
  gotMs: Ref<number>
  skewMs: Ref<number>
  fault: Ref<ApiError | null>
  busy: Ref<boolean>
  expired: Ref<boolean>
  refresh: () => Promise<void>
  /** Make the code again, when the task has changed. */
  redraw: () => Promise<void>
}

/** Shows a code as long as the page is open. @param task the task part, empty for none */
export function useCode(task: () => string): ShownCode {
  const badge = shallowRef<IssuedBadge | null>(null)
  const qr = shallowRef<QrPath | null>(null)
  const link = ref('')
  const left = ref(1)
  const seconds = ref(30)
  const gotMs = ref(0)
  const skewMs = ref(0)
  const fault = shallowRef<ApiError | null>(null)
  const busy = ref(false)
  const nowMs = ref(Date.now())
  const expired = computed(() => !!badge.value && nowMs.value + skewMs.value >= badge.value.expires_ms)
  let shown = ''
  let timer: ReturnType<typeof setInterval> | undefined

  const redraw = async (): Promise<void> => {
    const b = badge.value
    const step = Math.floor((Date.now() + skewMs.value) / STEP_MS)
    if (!b || expired.value) {
      qr.value = null
      link.value = shown = ''
      return
    }
    const want = `${b.badge}.${task()}.${step}`
    if (want === shown) return
    shown = want
    const code = await makeCode(b.badge, task(), step)
    // Another one was asked for meanwhile.
    if (want !== shown) return
    link.value = `${window.location.origin}/o#${code}`
    qr.value = qrPath(link.value)
  }

  const tick = (): void => {
    nowMs.value = Date.now()
    const into = (((Date.now() + skewMs.value) % STEP_MS) + STEP_MS) % STEP_MS
    left.value = 1 - into / STEP_MS
    seconds.value = Math.ceil((STEP_MS - into) / 1000)
    void redraw()
  }

  const refresh = async (): Promise<void> => {
    busy.value = true
    fault.value = null
    try {
      const got = await fetchBadge()
      badge.value = got.badge
      gotMs.value = Date.now()
      skewMs.value = got.skewMs
    } catch (e) {
      fault.value = e instanceof ApiError ? e : new ApiError(0, 'bug', String(e))
      // Revoked or without certificate: nothing may be shown. Without network what is kept is still good.
      if (!fault.value.offline && fault.value.status < 500 && fault.value.status !== 429) badge.value = null
    } finally {
      busy.value = false
      tick()
    }
  }

  const onShow = (): void => {
    if (!document.hidden && Date.now() - gotMs.value > RENEW_MS) void refresh()
  }

  onMounted(async () => {
    const kept = await keptBadge().catch(() => null)
    if (kept) {
      badge.value = kept.badge
      gotMs.value = kept.got_ms
    }
    tick()
    timer = setInterval(tick, 250)
    document.addEventListener('visibilitychange', onShow)
    window.addEventListener('online', onShow)
    await refresh()
  })
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onShow)
    window.removeEventListener('online', onShow)
  })
  return { badge, qr, link, left, seconds, gotMs, skewMs, fault, busy, expired, refresh, redraw }
}

/** Keeps the screen on while the page shows. */
export function useAwake(): void {
  let lock: { release: () => Promise<void> } | null = null
  const hold = async (): Promise<void> => {
    if (document.hidden) return
    try {
      lock = (await navigator.wakeLock?.request('screen')) ?? null
    } catch {
      // Low battery or not allowed: the phone dims as always.
    }
  }
  const onShow = (): void => void hold()
  onMounted(() => {
    void hold()
    document.addEventListener('visibilitychange', onShow)
  })
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onShow)
    void lock?.release().catch(() => undefined)
  })
}
