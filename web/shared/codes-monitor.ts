/** Names of the codes of off-site supervision. */
import { table } from './codes'
import { labels } from './i18n'

export const MEDIUM = table({
  gas: ['废气', 'exhaust gas'],
  water: ['废水', 'wastewater'],
  noise: ['噪声', 'noise'],
  electricity: ['用电', 'electricity'],
  condition: ['工况', 'working condition'],
  other: ['其他', 'other'],
})

/** State of an outlet on the board: the worst that holds. */
export const POINT_STATE = table({
  exceeding: ['超标', 'above the limit', 'danger'],
  offline: ['离线', 'offline', 'danger'],
  late: ['数据迟到', 'late', 'warn'],
  none: ['未接入', 'no logger'],
  online: ['在线', 'online', 'ok'],
})

export const ONLINE = table({ yes: ['在线', 'online', 'ok'], no: ['离线', 'offline', 'danger'] })

export const GRAIN = table({
  2011: ['实时', 'real-time'],
  2051: ['分钟', 'minute'],
  2061: ['小时', 'hour'],
  2031: ['日', 'day'],
})

export const TELE_FIELD = table({
  rtd: ['实时值', 'real-time'],
  min: ['最小值', 'lowest'],
  avg: ['平均值', 'mean'],
  max: ['最大值', 'highest'],
  cou: ['累计值', 'total'],
  zsrtd: ['折算实时值', 'real-time, converted'],
  zsmin: ['折算最小值', 'lowest, converted'],
  zsavg: ['折算平均值', 'mean, converted'],
  zsmax: ['折算最大值', 'highest, converted'],
  rs: ['设施状态', 'state of a facility'],
  rt: ['设施运行时间', 'hours a facility ran'],
  data: ['噪声值', 'noise'],
  daydata: ['昼间值', 'noise, day'],
  nightdata: ['夜间值', 'noise, night'],
  info: ['现场信息', 'site information'],
  eflag: ['扩充标记', 'extended mark'],
  other: ['其他', 'other'],
  calc_avg: ['复核平均值', 'mean, recomputed'],
  calc_zsavg: ['复核折算平均值', 'converted mean, recomputed'],
  calc_cou: ['复核累计值', 'total, recomputed'],
})

/** Data marks of HJ 212-2017, and the two that only HJ/T 212-2005 has. */
export const DATA_MARK = table({
  N: ['正常', 'normal', 'ok'],
  F: ['停运', 'stopped', 'info'],
  M: ['维护', 'maintenance', 'info'],
  S: ['手工输入', 'set by hand', 'info'],
  D: ['故障', 'fault', 'warn'],
  C: ['校准', 'calibrating', 'info'],
  T: ['超测量上限', 'above range', 'warn'],
  B: ['通讯异常', 'link abnormal', 'warn'],
  P: ['电源故障', 'power fault', 'warn'],
  0: ['校准数据', 'calibration'],
  1: ['气象参数', 'meteorological'],
  2: ['异常数据', 'abnormal', 'warn'],
  3: ['正常数据', 'normal', 'ok'],
})

export const LOGGER_DIALECT = table({
  auto: ['按标志位识别', 'by Flag'],
  2005: ['HJ/T 212-2005', 'HJ/T 212-2005'],
  2017: ['HJ 212-2017', 'HJ 212-2017'],
  2025: ['HJ 212-2025', 'HJ 212-2025'],
  surface: ['地表水', 'surface water'],
})

export const LOGGER_LEVEL = table({
  strict: ['严格', 'to the letter'],
  compat: ['兼容', 'tolerant, counted'],
  legacy: ['旧设备', 'habits of 2005'],
})

export const LOGGER_LABEL = table({
  start: ['时段起始', 'start of the period'],
  end: ['时段结束', 'end of the period'],
})

export const LOGGER_STATUS = table({
  active: ['启用', 'in use', 'ok'],
  stopped: ['停用', 'not in use'],
})

export const COMMAND_STATE = table({
  queued: ['待发送', 'waits', 'info'],
  sent: ['已发送', 'sent', 'accent'],
  accepted: ['执行中', 'in progress', 'accent'],
  done: ['完成', 'done', 'ok'],
  refused: ['被拒绝', 'refused', 'danger'],
  failed: ['失败', 'failed', 'danger'],
  timeout: ['超时', 'no answer', 'warn'],
  cancelled: ['已取消', 'cancelled'],
  expired: ['已过期', 'expired', 'warn'],
})

export const COMMAND_ORIGIN = table({
  person: ['人工', 'a person'],
  clock: ['时钟偏差', 'a wrong clock'],
  gap: ['数据缺失', 'missing data'],
})

export const COMMAND_KIND = table({
  backfill_hour: ['补传小时数据', 'ask for hour data'],
  backfill_minute: ['补传分钟数据', 'ask for minute data'],
  backfill_day: ['补传日数据', 'ask for day data'],
  backfill_runtime: ['补传运行时间', 'ask for running times'],
  set_time: ['校准时间', 'set the time'],
  get_time: ['提取时间', 'get the time'],
  sample: ['即时采样', 'sample now'],
  retain: ['超标留样', 'retain a sample'],
  compare: ['比对采样', 'comparison sample'],
  calibrate: ['零点量程校准', 'zero and span calibration'],
  clean: ['清洗反吹', 'clean, blow back'],
  get_real_interval: ['提取实时间隔', 'get the real-time interval'],
  set_real_interval: ['设置实时间隔', 'set the real-time interval'],
  get_minute_interval: ['提取分钟间隔', 'get the minute interval'],
  set_minute_interval: ['设置分钟间隔', 'set the minute interval'],
  set_timeout: ['设置超时与重发', 'set time-out and re-sends'],
  start_real: ['开始实时数据', 'start real-time data'],
  stop_real: ['停止实时数据', 'stop real-time data'],
  start_state: ['开始设施状态', 'start facility state'],
  stop_state: ['停止设施状态', 'stop facility state'],
  get_info: ['提取设备标识', 'get the instrument identity'],
})

export const FRAME_VERDICT = table({
  taken: ['已采用', 'taken', 'ok'],
  stranger: ['未登记', 'unknown MN', 'warn'],
  password: ['密码不符', 'wrong password', 'danger'],
  address: ['来源不符', 'address not allowed', 'danger'],
  syntax: ['格式不容许', 'not allowed', 'warn'],
  crc: ['校验错误', 'wrong CRC', 'warn'],
  key: ['密钥不符', 'wrong key', 'danger'],
  time: ['时间异常', 'implausible time', 'warn'],
  broken: ['报文残缺', 'broken frame', 'warn'],
})

/** Leniencies of the receiver and its errors, as counted by day. */
export const LENIENCY = labels({
  packets: ['报文', 'packets'],
  defective: ['校验、长度或 Flag 有缺陷', 'defects of CRC, length or Flag'],
  crc_modbus: ['采用 CRC-16/MODBUS', 'CRC-16/MODBUS'],
  crc_modbus_swapped: ['CRC-16/MODBUS 字节互换', 'CRC-16/MODBUS, bytes exchanged'],
  crc_lowercase: ['CRC 小写', 'CRC in lower case'],
  crc_unpadded: ['CRC 缺前导零', 'CRC without leading zeros'],
  wrong_length: ['长度错误', 'wrong length'],
  length_in_chars: ['长度按字符计', 'length counts characters'],
  length_on_wire: ['长度按密文计', 'length counts the ciphertext'],
  missing_cr: ['包尾缺回车', 'tail is LF alone'],
  missing_lf: ['包尾缺换行', 'tail is CR alone'],
  missing_crlf: ['缺包尾', 'no tail'],
  long_segment: ['数据段超过 1024 字节', 'segment over 1024 bytes'],
  gbk_text: ['GBK 编码', 'GBK text'],
  data_time_17_digits: ['时间 17 位', 'time of 17 digits'],
  time_format: ['时间格式不符', 'malformed time'],
  flag_after_cp: ['Flag 在 CP 之后', 'Flag behind CP'],
  flag_missing: ['缺 Flag', 'no Flag'],
  flag_format: ['Flag 格式不符', 'malformed Flag'],
  flag_without_pnum: ['拆分标志无 PNUM/PNO', 'Flag promises PNUM, none there'],
  pno_range: ['PNUM/PNO 越界', 'PNUM or PNO out of range'],
  duplicate_key: ['字段重复', 'a name occurs twice'],
  blanks: ['含空格', 'blanks'],
  header_separator: ['报头分隔符不符', 'header separator'],
  comma_between_items: ['应为分号而用逗号', 'comma for semicolon'],
  trailing_separator: ['末尾多分隔符', 'separator at the end'],
  empty_item: ['空项', 'empty item'],
  empty_value: ['空值', 'empty value'],
  text_value: ['应为数值而为文字', 'text for a number'],
  number_form: ['数值写法不符', 'form of a number'],
  doubled_suffix: ['后缀重复', 'suffix doubled'],
  key_case: ['字段名大小写不符', 'name in wrong case'],
  header_order: ['报头顺序不符', 'header order'],
  header_unknown: ['报头有标准外字段', 'unknown header field'],
  qn_missing: ['缺 QN', 'no QN'],
  qn_format: ['QN 格式不符', 'malformed QN'],
  mn_format: ['MN 格式不符', 'malformed MN'],
  pw_format: ['PW 格式不符', 'malformed PW'],
  st_format: ['ST 格式不符', 'malformed ST'],
  cn_format: ['CN 格式不符', 'malformed CN'],
  field_missing: ['缺 ST、PW 或 MN', 'ST, PW or MN missing'],
  rf_value: ['RF 值不符', 'malformed RF'],
  area_tail: ['数据区后有多余内容', 'something behind the data area'],
  area_open: ['数据区未以 && 结束', 'data area not closed'],
  bad_length: ['错误：长度', 'error: length'],
  bad_crc: ['错误：CRC', 'error: CRC'],
  bad_tail: ['错误：包尾', 'error: tail'],
  too_long: ['错误：过长', 'error: too long'],
  truncated: ['错误：截断', 'error: cut off'],
  bad_syntax: ['错误：语法', 'error: syntax'],
  too_many: ['错误：项目过多', 'error: too many items'],
  no_key: ['错误：无密钥', 'error: no key'],
  bad_cipher: ['错误：解密失败', 'error: decryption'],
  bad_value: ['错误：取值', 'error: value'],
  stranger: ['未登记', 'unknown MN'],
  password: ['密码不符', 'wrong password'],
  address: ['来源不符', 'address not allowed'],
  syntax: ['格式不容许', 'not allowed'],
  crc: ['校验错误', 'wrong CRC'],
  key: ['密钥不符', 'wrong key'],
  time: ['时间异常', 'implausible time'],
  broken: ['报文残缺', 'broken frame'],
})

/* ---- clues ---- */

export const CLUE_STATE = table({
  noted: ['已提示', 'noted'],
  pushed: ['待企业答复', 'waits for the enterprise', 'accent'],
  answered: ['待审核', 'to be reviewed', 'warn'],
  rectifying: ['线上整改中', 'online rectification', 'accent'],
  rectified: ['整改待验证', 'to be verified', 'warn'],
  escalated: ['转现场', 'needs a visit', 'danger'],
  onsite: ['现场核查中', 'visit under way', 'accent'],
  closed: ['已办结', 'closed', 'ok'],
})

export const CLUE_LEVEL = table({
  serious: ['严重', 'serious', 'danger'],
  warn: ['预警', 'warning', 'warn'],
  clue: ['线索', 'clue', 'info'],
  info: ['提示', 'information'],
})

export const CLUE_OUTCOME = table({
  false_alarm: ['误报', 'false alarm'],
  fault: ['设备故障', 'fault of the device'],
  maintenance: ['维护校准', 'maintenance'],
  stop: ['计划停产', 'planned stop'],
  explained: ['其他合理原因', 'explained otherwise'],
  ended: ['提示已消失', 'over'],
  verified: ['线上整改已验证', 'rectified and verified', 'ok'],
  no_violation: ['现场核查未发现违法', 'no violation on site', 'ok'],
  case: ['现场发现问题', 'problems found on site', 'danger'],
})

export const CLUE_CAUSE = table({
  fault: ['监测设备故障', 'fault of the device'],
  maintenance: ['维护、校准、比对', 'maintenance, calibration'],
  stop: ['停产、停运', 'stop'],
  start: ['开停车', 'start-up or shut-down'],
  process: ['生产或治污异常', 'production or treatment'],
  power: ['停电', 'power cut'],
  other: ['其他', 'other'],
})

export const CLUE_ACT = table({
  raise: ['触发', 'raised'],
  answer: ['企业答复', 'answered'],
  close: ['审核办结', 'closed'],
  rectify: ['要求线上整改', 'rectification ordered'],
  rectified: ['企业报整改完成', 'rectified'],
  verify: ['验证通过', 'verified'],
  reject: ['验证不通过', 'not verified'],
  escalate: ['转现场', 'escalated'],
  overdue: ['超期转现场', 'escalated by its deadline'],
  mission: ['申请现场核查', 'visit applied for'],
  mission_gone: ['现场任务未成', 'mission came to nothing'],
  visited: ['现场核查完成', 'visited'],
  end: ['情形消失', 'condition over'],
})

export const CLUE_WHY = table({
  fraud: ['涉嫌造假', 'suspected fraud'],
  day_mean: ['日均值超标', 'day mean above the limit'],
  hours: ['24 小时内多次小时超标', 'several hours within a day'],
  unanswered: ['逾期未答复', 'not answered in time'],
  rectify_late: ['逾期未整改', 'not rectified in time'],
  not_verified: ['整改未通过验证', 'rectification not verified'],
  person: ['人工决定', 'somebody decided'],
})

export const SPAN_KIND = table({
  maintenance: ['维护或设备故障', 'maintenance or device fault', 'info'],
  stop: ['停运、计划停产', 'declared stop', 'info'],
  spare: ['备用设备', 'spare unit'],
  outage: ['全厂停电', 'outage of the site', 'warn'],
  start: ['烘炉、启炉、停炉', 'start-up or shut-down'],
  fault: ['生产或治污故障', 'fault of production or treatment', 'warn'],
})

export const OFFSITE_RULE = labels({
  E1: ['小时均值超标', 'hour mean above the limit'],
  E2: ['日均值超标', 'day mean above the limit'],
  E3: ['贴限运行', 'close to the limit'],
  Z1: ['运行中零值', 'zero while running'],
  N1: ['负值', 'negative value'],
  K1: ['恒值', 'constant value'],
  J1: ['突变', 'jump'],
  L1: ['因子逻辑矛盾', 'contradiction between factors'],
  L2: ['折算值不符', 'conversion differs'],
  L3: ['标停未停（数据）', 'marked stopped, but emitting'],
  L4: ['封顶', 'flat top'],
  L5: ['数据雷同', 'series alike'],
  C1: ['月捕集率不足', 'monthly capture too low'],
  T1: ['时钟异常', 'clock'],
  G1: ['缺数、离线', 'missing data, offline'],
  R1: ['历史数据被改', 'altered history'],
  W1: ['量程、斜率、截距变更', 'range, slope or intercept changed'],
  W2: ['报文缺陷偏多', 'defective packets'],
  P1: ['产治不同步', 'production without treatment'],
  P2: ['治污迟开、早停', 'treatment late or ended early'],
  P3: ['治污空转、降频', 'treatment idling'],
  P4: ['用电超限', 'overload'],
  P5: ['停电、断线', 'power cut or meter offline'],
  P6: ['停产未停', 'stop order not followed'],
  P7: ['限产未限', 'limit order not followed'],
  P8: ['标停未停（用电）', 'marked stopped, but power runs'],
  P9: ['零用电有排放', 'emission without electricity'],
  P10: ['总分不符', 'total and parts differ'],
})
export const OFFSITE_RULES = ['E1', 'E2', 'E3', 'Z1', 'N1', 'K1', 'J1', 'L1', 'L2', 'L3', 'L4', 'L5', 'C1', 'T1', 'G1', 'R1', 'W1', 'W2', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10']
