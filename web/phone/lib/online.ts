import { onScopeDispose, ref, type Ref } from 'vue'

/** What the phone believes; only a reply proves a network. */
export function useOnline(): Ref<boolean> {
  const online = ref(navigator.onLine)
  const set = (): void => {
    online.value = navigator.onLine
  }
  window.addEventListener('online', set)
  window.addEventListener('offline', set)
  onScopeDispose(() => {
    window.removeEventListener('online', set)
    window.removeEventListener('offline', set)
  })
  return online
}
