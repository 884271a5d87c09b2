/** Words around a monthly statement, the same on the desk and on the public page. */
import { messages } from './i18n'
import type { StatementCheck } from './proof/statement'

export const statementText = messages({
  earlier: ['上一月', 'Earlier month'],
  later: ['下一月', 'Later month'],
  download: ['下载公示正文', 'Download the text'],
  rows: ['下载公开数据', 'Download the rows'],
  verify: ['在本机核验', 'Verify here'],
  busy: ['正在核验…', 'Checking…'],
  checked: ['逐步核验', 'Step by step'],
  covers: ['{from} 至 {until}', '{from} to {until}'],
  incomplete: ['本月尚未结束，数字会变', 'The month is not over; the numbers will change'],
  hash: ['公示哈希（SHA-256）', 'Hash of the statement (SHA-256)'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  how: ['由 {n} 行公开数据算出。任何人都可以下载公开数据，用 wurao visit statement --month {month} --from-export 文件名 重新算出同样的数字和同样的哈希。', 'Made of {n} open rows. Anybody can download them and recompute the same numbers and the same hash: wurao visit statement --month {month} --from-export FILE'],
  head: ['月末后第一个日志签名头：{n} 片叶，签署于 {at}', 'First signed head of the log after the month: {n} leaves, signed at {at}'],
  noHead: ['月末之后还没有日志签名头', 'No head of the log was signed after the month yet'],
  noKey: ['没有可用的公钥，请联网后再试。', 'No public key is known; try again with a network.'],
  key_server: ['公钥：刚从本局网站取得', 'Key: just obtained from the bureau’s site'],
  key_cache: ['公钥：本机以前保存的', 'Key: kept on this device from before'],
  key_told: ['公钥取自公示本身，只能证明前后一致', 'The key came with the statement itself: this proves consistency only'],
  text_ok: ['公示正文的 SHA-256 与所示一致', 'The text has the hash that is shown'],
  text_bad: ['公示正文的 SHA-256 与所示不一致', 'The text does not have the hash that is shown'],
  numbers_ok: ['页面上的每个数字都写在正文里', 'Every number shown stands in the text'],
  numbers_bad: ['页面上的数字与正文不一致', 'Numbers shown differ from the text'],
  rows_ok: ['公开数据的 SHA-256 与正文所写一致', 'The open rows have the hash that the text names'],
  rows_bad: ['公开数据的 SHA-256 与正文所写不一致', 'The open rows do not have the hash that the text names'],
  rows_absent: ['单家公示不下载全部公开数据，请用命令行重算', 'Rows are not fetched for one enterprise; recompute with the command'],
  from_ok: ['月初后第一个签名头由本局密钥签署', 'The first head after the month’s beginning is signed by the bureau’s key'],
  from_bad: ['月初签名头的签名不成立', 'The signature of the older head does not hold'],
  from_absent: ['月初之后还没有签名头', 'There is no head after the month’s beginning'],
  to_ok: ['月末后第一个签名头由本局密钥签署', 'The first head after the month’s end is signed by the bureau’s key'],
  to_bad: ['月末签名头的签名不成立', 'The signature of the newer head does not hold'],
  to_absent: ['月末之后还没有签名头', 'There is no head after the month’s end'],
  path_ok: ['前一签名头是后一签名头的前缀：其间没有记录被改动或删除', 'The older head is a prefix of the newer: nothing before it was altered or removed'],
  path_bad: ['前后两个签名头不一致：有记录被改动或删除', 'The two heads are not consistent: something was altered or removed'],
  path_absent: ['缺少签名头，无法核验一致性', 'Without both heads consistency cannot be checked'],
})
type Key = Parameters<typeof statementText>[0]

export const statementStep = (c: StatementCheck): string => statementText(`${c.step}_${c.state}` as Key)
