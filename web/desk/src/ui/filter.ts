export interface Filter {
  key: string
  label: string
  options?: { value: string; label: string }[]
  type?: 'date'
  /** Text of a value that is not among the options. */
  show?: (value: string) => string
}
