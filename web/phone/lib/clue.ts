/** What the enterprise's pages of alarms share: words, pictures made small, deadlines. */
import { locale } from '@shared/i18n'
import type { Clue } from '@shared/types'

const SIDE = 1600

export const ruleName = (c: Pick<Clue, 'rule' | 'rule_zh' | 'rule_en'>): string => (locale.value === 'en' ? c.rule_en : c.rule_zh) || c.rule
export const placeOf = (c: Pick<Clue, 'outlet_code' | 'outlet_name' | 'line_name'>): string => [c.outlet_code, c.outlet_name].filter(Boolean).join(' ') || c.line_name || ''

/** The deadline that runs for the enterprise. */
export function dueOf(c: Pick<Clue, 'state' | 'answer_due_ms' | 'rectify_due'>): number | string | undefined {
  if (c.state === 'pushed') return c.answer_due_ms
  if (c.state === 'rectifying') return c.rectify_due
  return undefined
}
/** The enterprise has to do something. */
export const isMine = (c: Pick<Clue, 'state'>): boolean => c.state === 'pushed' || c.state === 'rectifying'

/** A picture as JPEG of at most 1600 px: quick to send from a factory floor. The file itself if it cannot be read here. */
export async function smaller(file: Blob): Promise<Blob> {
  try {
    const image = await createImageBitmap(file)
    const scale = Math.min(1, SIDE / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return await new Promise((done) => canvas.toBlob((b) => done(b ?? file), 'image/jpeg', 0.85))
  } catch {
    return file
  }
}
