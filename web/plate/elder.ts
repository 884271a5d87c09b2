/** Elder mode (长辈版): larger type, fewer things. */
import { ref } from 'vue'

const KEY = 'wurao.elder'

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) === '1'
  } catch {
    return false
  }
}

export const elder = ref(stored())

function apply(): void {
  document.documentElement.style.fontSize = elder.value ? '137.5%' : ''
}
apply()

export function setElder(on: boolean): void {
  elder.value = on
  apply()
  try {
    localStorage.setItem(KEY, on ? '1' : '0')
  } catch {
    // Private mode: the choice lasts as long as the page.
  }
}
