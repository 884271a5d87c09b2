/** The unified social credit code (统一社会信用代码, GB 32100-2015), as a business licence's QR code or a person gives it. */
const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Does the check character fit? Weights 3^(i−1) mod 31. */
export function creditCodeOk(code: string): boolean {
  if (code.length !== 18) return false
  let sum = 0
  let weight = 1
  for (const c of code.slice(0, 17)) {
    const v = SYMBOLS.indexOf(c)
    if (v < 0) return false
    sum += v * weight
    weight = (weight * 3) % 31
  }
  return SYMBOLS[(31 - (sum % 31)) % 31] === code[17]
}

/** The first valid code in a text: licences carry it in a link, alone, or among other words. */
export function creditCodeIn(text: string): string | null {
  for (const m of text.toUpperCase().matchAll(/(?=([0-9A-HJ-NPQRTUWXY]{18}))/g)) if (m[1] && creditCodeOk(m[1])) return m[1]
  return null
}
