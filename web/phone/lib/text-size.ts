/** Larger type by the person's own choice, beside what the phone itself is set to. */
import { ref } from 'vue'

const KEY = 'wurao.text'
export const SIZES = ['100', '125', '150'] as const
export type TextSize = (typeof SIZES)[number]

function stored(): TextSize {
  try {
    const s = localStorage.getItem(KEY)
    return SIZES.find((x) => x === s) ?? '100'
  } catch {
    return '100'
  }
}

export const textSize = ref<TextSize>(stored())

export function applyTextSize(): void {
  document.documentElement.style.fontSize = textSize.value === '100' ? '' : `${textSize.value}%`
}

export function setTextSize(size: TextSize): void {
  textSize.value = size
  applyTextSize()
  try {
    localStorage.setItem(KEY, size)
  } catch {
    // Private mode: the choice lasts as long as the page.
  }
}
