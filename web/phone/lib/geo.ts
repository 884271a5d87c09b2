/** Where the phone says it is. A weak proof: it lowers or raises a score later, it never blocks a check-in. */
import { onScopeDispose, ref, type Ref } from 'vue'

export interface Fix {
  lng_e6: number
  lat_e6: number
  accuracy_m: number
  at_ms: number
}

export type GeoState = 'off' | 'waiting' | 'ok' | 'denied' | 'failed'

const E6 = 1e6
const GOOD_M = 30

/** Great-circle distance in metres. */
export function distanceM(a: { lng_e6: number; lat_e6: number }, b: { lng_e6: number; lat_e6: number }): number {
  const rad = Math.PI / 180 / E6
  const dLat = (b.lat_e6 - a.lat_e6) * rad
  const dLng = (b.lng_e6 - a.lng_e6) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat_e6 * rad) * Math.cos(b.lat_e6 * rad) * Math.sin(dLng / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Watches the position while the screen is open, keeps the best fix, stops when it is good enough. */
export function usePosition(): { fix: Ref<Fix | null>; state: Ref<GeoState>; again: () => void } {
  const fix = ref<Fix | null>(null)
  const state = ref<GeoState>('off')
  let watch: number | null = null
  const stop = (): void => {
    if (watch !== null) navigator.geolocation.clearWatch(watch)
    watch = null
  }
  const again = (): void => {
    if (!('geolocation' in navigator) || !window.isSecureContext) {
      state.value = 'failed'
      return
    }
    stop()
    state.value = 'waiting'
    watch = navigator.geolocation.watchPosition(
      (p) => {
        const accuracy = Math.round(p.coords.accuracy)
        if (!fix.value || accuracy <= fix.value.accuracy_m || p.timestamp - fix.value.at_ms > 60_000) {
          fix.value = { lng_e6: Math.round(p.coords.longitude * E6), lat_e6: Math.round(p.coords.latitude * E6), accuracy_m: accuracy, at_ms: p.timestamp }
        }
        state.value = 'ok'
        if (accuracy <= GOOD_M) stop()
      },
      (e) => {
        if (!fix.value) state.value = e.code === e.PERMISSION_DENIED ? 'denied' : 'failed'
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
    )
  }
  onScopeDispose(stop)
  return { fix, state, again }
}
