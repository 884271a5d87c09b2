export interface Column {
  key: string
  label: string
  align?: 'right' | 'nowrap'
  mono?: boolean
  /** Long text: gets its share of the width before it wraps. */
  wide?: boolean
  /** Always shown. */
  fixed?: boolean
  /** Not shown unless chosen. */
  off?: boolean
}
