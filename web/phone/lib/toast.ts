import { ref } from 'vue'

export const toast = ref('')
let timer: ReturnType<typeof setTimeout> | undefined

/** One line for a few seconds, read out politely. */
export function say(text: string): void {
  toast.value = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    toast.value = ''
  }, 4000)
}
