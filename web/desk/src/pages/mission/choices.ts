import type { Pair } from '@shared/i18n'

/** Laws an inspection may stand on. Which article applies, and in which version, is for the officer to write. */
export const LAWS: Pair[] = [
  ['《大气污染防治法》', 'Air Pollution Law'],
  ['《水污染防治法》', 'Water Pollution Law'],
  ['《固体废物污染环境防治法》', 'Solid Waste Law'],
  ['《环境影响评价法》', 'EIA Law'],
  ['《排污许可管理条例》', 'Permit Regulation'],
  ['《建设项目环境保护管理条例》', 'Construction Project Regulation'],
]
