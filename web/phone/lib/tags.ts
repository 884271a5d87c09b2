import { labels } from '@shared/i18n'

/** How sure a rule is: the tag that its pack gives it. */
export const CODES_TAG = labels({
  law: ['法规文件', 'law'],
  'law, part': ['法规文件（部分）', 'law, in part'],
  news: ['公开报道', 'news'],
  proposal: ['本局设定（可调整）', 'set by the bureau'],
  unverified: ['未核实', 'unverified'],
  computed: ['计算', 'computed'],
})
