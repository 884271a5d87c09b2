/** Amounts and shares as a decision writes them. */

/** 360,000 */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—'
  return (fen / 100).toFixed(fen % 100 ? 2 : 0).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** 36%, 12.5% */
export const share = (bp: number): string => `${(bp / 100).toFixed(2).replace(/\.?0+$/, '')}%`
