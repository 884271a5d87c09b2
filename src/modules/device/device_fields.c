#include "modules/device/device_use.h"

const struct wr_enum_item wr_mediums[] = {
    {"gas", WR_MEDIUM_GAS, "废气", "exhaust gas"},
    {"water", WR_MEDIUM_WATER, "废水", "wastewater"},
    {"noise", WR_MEDIUM_NOISE, "噪声", "noise"},
    {"electricity", WR_MEDIUM_ELECTRICITY, "用电", "electricity"},
    {"condition", WR_MEDIUM_CONDITION, "工况", "working condition"},
    {"other", WR_MEDIUM_OTHER, "其他", "other"},
    {0},
};
const struct wr_enum_item wr_logger_dialects[] = {
    {"auto", WR_DIALECT_AUTO, "按标志位识别", "by Flag"},
    {"2005", WR_DIALECT_2005, "HJ/T 212-2005", "HJ/T 212-2005"},
    {"2017", WR_DIALECT_2017, "HJ 212-2017", "HJ 212-2017"},
    {"2025", WR_DIALECT_2025, "HJ 212-2025", "HJ 212-2025"},
    {"surface", WR_DIALECT_SURFACE, "地表水", "surface water"},
    {0},
};
const struct wr_enum_item wr_logger_levels[] = {
    {"strict", WR_LEVEL_STRICT, "严格", "to the letter"},
    {"compat", WR_LEVEL_COMPAT, "兼容", "tolerant, counted"},
    {"legacy", WR_LEVEL_LEGACY, "旧设备", "habits of 2005"},
    {0},
};
const struct wr_enum_item wr_logger_labels[] = {
    {"start", WR_LABEL_START, "时段起始", "DataTime is the start of the period"},
    {"end", WR_LABEL_END, "时段结束", "DataTime is the end of the period"},
    {0},
};
const struct wr_enum_item wr_logger_statuses[] = {
    {"active", WR_LOGGER_ACTIVE, "启用", "in use"},
    {"stopped", WR_LOGGER_STOPPED, "停用", "not in use"},
    {0},
};
const struct wr_enum_item wr_command_states[] = {
    {"queued", WR_COMMAND_QUEUED, "待发送", "waits for the station"},
    {"sent", WR_COMMAND_SENT, "已发送", "sent, not answered yet"},
    {"accepted", WR_COMMAND_ACCEPTED, "执行中", "accepted by the station"},
    {"done", WR_COMMAND_DONE, "完成", "done"},
    {"refused", WR_COMMAND_REFUSED, "被拒绝", "refused by the station"},
    {"failed", WR_COMMAND_FAILED, "失败", "failed in the station"},
    {"timeout", WR_COMMAND_TIMEOUT, "超时", "no answer"},
    {"cancelled", WR_COMMAND_CANCELLED, "已取消", "cancelled"},
    {"expired", WR_COMMAND_EXPIRED, "已过期", "the station did not come"},
    {0},
};
const struct wr_enum_item wr_command_origins[] = {
    {"person", WR_ORIGIN_PERSON, "人工", "a person"},
    {"clock", WR_ORIGIN_CLOCK, "时钟偏差", "a wrong clock"},
    {"gap", WR_ORIGIN_GAP, "数据缺失", "missing data"},
    {0},
};
const struct wr_enum_item wr_command_kinds[] = {
    {"set_time", WR_CMD_SET_TIME, "校准时间", "set the time (1012)"},
    {"get_time", WR_CMD_GET_TIME, "提取时间", "get the time (1011)"},
    {"set_timeout", WR_CMD_SET_TIMEOUT, "设置超时与重发", "set time-out and re-sends (1000)"},
    {"get_real_interval", WR_CMD_GET_REAL_INTERVAL, "提取实时间隔",
     "get real-time interval (1061)"},
    {"set_real_interval", WR_CMD_SET_REAL_INTERVAL, "设置实时间隔",
     "set real-time interval (1062)"},
    {"get_minute_interval", WR_CMD_GET_MINUTE_INTERVAL, "提取分钟间隔",
     "get minute interval (1063)"},
    {"set_minute_interval", WR_CMD_SET_MINUTE_INTERVAL, "设置分钟间隔",
     "set minute interval (1064)"},
    {"start_real", WR_CMD_START_REAL, "开始实时数据", "start real-time data (2011)"},
    {"stop_real", WR_CMD_STOP_REAL, "停止实时数据", "stop real-time data (2012)"},
    {"start_state", WR_CMD_START_STATE, "开始设施状态", "start facility state (2021)"},
    {"stop_state", WR_CMD_STOP_STATE, "停止设施状态", "stop facility state (2022)"},
    {"backfill_minute", WR_CMD_BACKFILL_MINUTE, "补传分钟数据", "ask for minute data (2051)"},
    {"backfill_hour", WR_CMD_BACKFILL_HOUR, "补传小时数据", "ask for hour data (2061)"},
    {"backfill_day", WR_CMD_BACKFILL_DAY, "补传日数据", "ask for day data (2031)"},
    {"backfill_runtime", WR_CMD_BACKFILL_RUNTIME, "补传运行时间", "ask for running times (2041)"},
    {"calibrate", WR_CMD_CALIBRATE, "零点量程校准", "zero and span calibration (3011)"},
    {"sample", WR_CMD_SAMPLE, "即时采样", "sample now (3012)"},
    {"clean", WR_CMD_CLEAN, "清洗反吹", "clean, blow back (3013)"},
    {"compare", WR_CMD_COMPARE, "比对采样", "comparison sample (3014)"},
    {"retain", WR_CMD_RETAIN, "超标留样", "retain a sample (3015)"},
    {"get_info", WR_CMD_GET_INFO, "提取设备标识", "get instrument identity (3019)"},
    {0},
};

const struct wr_logger WR_LOGGER_NEW = {.dialect = WR_DIALECT_AUTO,
                                        .level = WR_LEVEL_COMPAT,
                                        .label = WR_LABEL_START,
                                        .real_interval_s = 30,
                                        .minute_interval_min = 10,
                                        .overtime_s = 5,
                                        .recount = 3,
                                        .auto_time = true,
                                        .auto_backfill = true,
                                        .status = WR_LOGGER_ACTIVE};

#define L struct wr_logger
#define SECRET(st, m, lo, hi, label, text)                                                         \
    {                                                                                              \
        .name = #m, .type = WR_F_STR, .flags = WR_FF_OPT | WR_FF_SECRET, .off = offsetof(st, m),   \
        .min = (lo), .max = (hi), .doc = (text), .zh = (label)                                     \
    }
#define LOGGER_OWN                                                                                 \
    WR_ENUM(L, dialect, wr_logger_dialects, "协议版本", "dialect"),                                \
        WR_ENUM(L, level, wr_logger_levels, "解析级别", "how tolerant its packets are read"),      \
        WR_STR_OPT(L, leniencies, 0, 400, "额外容许",                                              \
                   "leniencies beyond the level, divided by commas (docs/hj212.md)"),              \
        WR_ID_OPT(L, outlet_id, "排放口", "outlet it reports for"),                                \
        WR_STR_OPT(L, allowed_addresses, 0, 400, "允许地址",                                       \
                   "addresses or prefixes it may come from, divided by commas; empty: any"),       \
        WR_ENUM(L, label, wr_logger_labels, "时标口径", "what DataTime of a period tells"),        \
        WR_I64(L, real_interval_s, 1, 3600, "实时间隔（秒）", "RtdInterval"),                      \
        WR_I64(L, minute_interval_min, 1, 60, "分钟间隔", "MinInterval"),                          \
        WR_I64(L, overtime_s, 1, 99, "超时（秒）", "waiting for an answer"),                       \
        WR_I64(L, recount, 0, 99, "重发次数", "sent again so many times"),                         \
        WR_BOOL(L, auto_time, "自动校时", "set the time when its clock is wrong"),                 \
        WR_BOOL(L, auto_backfill, "自动补传", "ask for what is missing"),                          \
        WR_DATE_OPT(L, legal_review_date, "法制审核日期", "legal review on file since"),           \
        WR_DATE_OPT(L, technical_review_date, "技术审核日期", "technical review on file since"),   \
        WR_ENUM(L, status, wr_logger_statuses, "状态", "in use"),                                  \
        WR_STR_OPT(L, note, 0, 400, "备注", "note")

const struct wr_field wr_logger_fields[] = {
    WR_ID(L, id, "编号", "id"),
    WR_STR(L, mn, 1, WR_LOGGER_MN_MAX, "设备标识 MN", "identity as sent"),
    LOGGER_OWN,
    WR_BOOL(L, has_password, "已设密码", "a password is on file; it is never shown"),
    WR_BOOL(L, has_key, "已设密钥", "an SM4 key is on file; it is never shown"),
    WR_ID_OPT(L, enterprise_id, "企业", "enterprise of the outlet"),
    WR_STR_OPT(L, enterprise_name, 0, 400, "企业名称", "enterprise"),
    WR_STR_OPT(L, outlet_code, 0, 20, "排放口编号", "outlet"),
    WR_STR_OPT(L, outlet_name, 0, 200, "排放口名称", "outlet"),
    WR_BOOL(L, online, "在线", "connected"),
    WR_STR_OPT(L, address, 0, 60, "来源地址", "where the last frame came from"),
    WR_MS_OPT(L, last_ms, "最近报文", "last frame"),
    WR_MS_OPT(L, last_data_ms, "最近数据时间", "newest DataTime"),
    WR_I64_OPT(L, skew_ms, -WR_ID_MAX, WR_ID_MAX, "时钟偏差", "its clock less ours, milliseconds"),
    WR_I64(L, frames, 0, WR_ID_MAX, "报文数", "frames so far"),
    WR_I64(L, refused, 0, WR_ID_MAX, "未采用", "frames not taken"),
    WR_MS(L, created_ms, "登记时间", "registered"),
    WR_MS(L, updated_ms, "更新时间", "last changed"),
    WR_I64(L, version, 1, WR_ID_MAX, "版本", "version of the record"),
    {0},
};
const struct wr_field wr_logger_edit_fields[] = {
    WR_STR(L, mn, 1, WR_LOGGER_MN_MAX, "设备标识 MN", "identity as sent"),
    SECRET(L, password, 1, 24, "访问密码", "PW of its packets; left out: unchanged"),
    SECRET(L, sm4_key, 16, 16, "SM4 密钥", "16 characters, 2025 only; left out: unchanged"),
    LOGGER_OWN,
    WR_STR_OPT(L, reason, 0, 200, "事由", "why it is changed"),
    {0},
};
#undef L

#define F struct wr_outlet_factor
static const struct wr_field factor_fields[] = {
    WR_STR(F, factor, 1, 24, "因子编码", "code of 2017, such as w01018"),
    WR_STR_OPT(F, name, 0, 100, "因子名称", "left out: the name in the standard"),
    WR_STR_OPT(F, unit, 0, 20, "单位", "unit the station sends; empty: that of the standard"),
    WR_STR_OPT(F, range_low, 0, 24, "量程下限", "lower end of the range, decimal"),
    WR_STR_OPT(F, range_high, 0, 24, "量程上限", "upper end of the range, decimal"),
    {0},
};
#undef F

#define M struct wr_monitor
#define MONITOR_OWN                                                                                \
    WR_ENUM(M, medium, wr_mediums, "监测类别", "what is monitored"),                               \
        WR_I64_OPT(M, reference_o2_bp, 0, 2090, "基准含氧量（基点）",                              \
                   "reference oxygen in basis points, 1100 = 11 %; left out: none prescribed"),    \
        WR_LIST_OPT(M, factors, 200, factor_fields, struct wr_outlet_factor, "监测因子",           \
                    "factors measured there")

const struct wr_field wr_monitor_fields[] = {
    WR_ID(M, outlet_id, "排放口", "outlet"),
    MONITOR_OWN,
    WR_ID(M, enterprise_id, "企业", "enterprise"),
    WR_STR(M, enterprise_name, 0, 400, "企业名称", "enterprise"),
    WR_STR(M, outlet_code, 0, 20, "排放口编号", "code of the outlet"),
    WR_STR(M, outlet_name, 0, 200, "排放口名称", "name of the outlet"),
    WR_ID_OPT(M, logger_id, "数采仪", "its active logger"),
    WR_STR_OPT(M, mn, 0, WR_LOGGER_MN_MAX, "设备标识 MN", "of the logger"),
    WR_BOOL(M, online, "在线", "the logger is connected"),
    WR_BOOL(M, reviewed, "审核齐备",
            "legal and technical review are on file: its data is evidence"),
    WR_MS_OPT(M, last_ms, "最近报文", "last frame"),
    WR_MS_OPT(M, last_data_ms, "最近数据时间", "newest DataTime"),
    WR_I64(M, version, 0, WR_ID_MAX, "版本", "version; 0: not set up yet"),
    {0},
};
const struct wr_field wr_monitor_edit_fields[] = {
    MONITOR_OWN,
    WR_STR_OPT(M, reason, 0, 200, "事由", "why it is changed"),
    {0},
};
#undef M

#define C struct wr_logger_count
const struct wr_field wr_logger_count_fields[] = {
    WR_DATE(C, day, "日期", "day"),
    WR_STR(C, name, 1, 60, "名称", "leniency or error (docs/hj212.md)"),
    WR_I64(C, n, 0, WR_ID_MAX, "次数", "packets"),
    {0},
};
#undef C

#define S struct wr_stranger
const struct wr_field wr_stranger_fields[] = {
    WR_ID(S, id, "编号", "id"),
    WR_STR(S, mn, 1, WR_LOGGER_MN_MAX, "设备标识 MN", "identity as sent"),
    WR_STR_OPT(S, st, 0, 8, "系统编码", "ST of the last packet"),
    WR_STR_OPT(S, cn, 0, 8, "命令编码", "CN of the last packet"),
    WR_STR_OPT(S, dialect, 0, 10, "协议版本", "dialect by its Flag"),
    WR_STR_OPT(S, address, 0, 60, "来源地址", "where it came from"),
    WR_STR_OPT(S, factors, 0, 2000, "因子", "codes of the last packet"),
    WR_TEXT_OPT(S, frame, 0, 10100, "最近报文", "last packet, password blanked"),
    WR_I64(S, frames, 0, WR_ID_MAX, "报文数", "packets"),
    WR_MS(S, first_ms, "首次出现", "first seen"),
    WR_MS(S, last_ms, "最近出现", "last seen"),
    WR_BOOL(S, ignored, "已忽略", "a person put it aside"),
    {0},
};
#undef S

#define C struct wr_logger_command
const struct wr_field wr_logger_command_fields[] = {
    WR_ID(C, id, "编号", "id"),
    WR_ID(C, logger_id, "数采仪", "logger"),
    WR_STR(C, mn, 1, WR_LOGGER_MN_MAX, "设备标识 MN", "of the logger"),
    WR_ENUM(C, kind, wr_command_kinds, "命令", "what it asks"),
    WR_I64(C, cn, 0, 9999, "命令编码", "CN"),
    WR_STR_OPT(C, params, 0, 900, "参数", "data area of the request"),
    WR_ENUM(C, origin, wr_command_origins, "来源", "who asked"),
    WR_STR_OPT(C, user_name, 0, 100, "操作人", "user"),
    WR_STR_OPT(C, reason, 0, 200, "事由", "why"),
    WR_ENUM(C, state, wr_command_states, "状态", "state"),
    WR_STR_OPT(C, qn, 0, 20, "请求编码", "QN of the exchange"),
    WR_I64(C, tries, 0, 1000, "发送次数", "times sent"),
    WR_I64_OPT(C, qn_rtn, 0, 999, "请求回应", "QnRtn"),
    WR_I64_OPT(C, exe_rtn, 0, 999, "执行结果", "ExeRtn"),
    WR_STR_OPT(C, answer, 0, 2000, "回传内容", "what the station told besides"),
    WR_I64(C, rows_n, 0, WR_ID_MAX, "回传数据包", "data packets during the dialogue"),
    WR_MS(C, created_ms, "提出时间", "asked"),
    WR_MS_OPT(C, sent_ms, "发送时间", "first sent"),
    WR_MS_OPT(C, ended_ms, "结束时间", "ended"),
    WR_I64(C, version, 1, WR_ID_MAX, "版本", "version of the record"),
    {0},
};
#undef C

#define H struct wr_frame_hour
const struct wr_field wr_frame_hour_fields[] = {
    WR_MS(H, hour_ms, "小时", "hour of arrival"),
    WR_I64(H, frames, 0, WR_ID_MAX, "报文数", "frames"),
    WR_I64(H, bytes, 0, WR_ID_MAX, "字节数", "bytes"),
    WR_STR(H, sha256, 64, 64, "SHA-256", "over time of arrival and bytes of each frame"),
    {0},
};
#undef H

/* ---- questions --------------------------------------------------------------------------------- */

#define PAGE(Q)                                                                                    \
    WR_I64_OPT(Q, limit, 1, WR_PAGE_MAX, "每页", "items a page"),                                  \
        WR_ID_OPT(Q, cursor, "游标", "`next` of the page before")

const struct wr_field wr_logger_query_fields[] = {
    WR_STR_OPT(struct wr_logger_query, q, 0, 60, "查找", "part of MN or enterprise"),
    WR_ID_OPT(struct wr_logger_query, enterprise_id, "企业", "only of this enterprise"),
    WR_ID_OPT(struct wr_logger_query, outlet_id, "排放口", "only of this outlet"),
    {.name = "online",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_logger_query, online),
     .has_off = offsetof(struct wr_logger_query, has_online) + 1,
     .max = 1,
     .doc = "only those connected, or not",
     .zh = "在线"},
    PAGE(struct wr_logger_query),
    {0},
};
const struct wr_field wr_monitor_query_fields[] = {
    WR_STR_OPT(struct wr_monitor_query, q, 0, 60, "查找", "part of enterprise, outlet or MN"),
    WR_ID_OPT(struct wr_monitor_query, enterprise_id, "企业", "only of this enterprise"),
    PAGE(struct wr_monitor_query),
    {0},
};
const struct wr_field wr_stranger_query_fields[] = {
    WR_BOOL_OPT(struct wr_stranger_query, ignored, "已忽略", "also those put aside"),
    PAGE(struct wr_stranger_query),
    {0},
};
const struct wr_field wr_adopt_fields[] = {
    WR_ID(struct wr_adopt, outlet_id, "排放口", "outlet it reports for"),
    SECRET(struct wr_adopt, password, 1, 24, "访问密码", "left out: the one it was seen with"),
    WR_STR_OPT(struct wr_adopt, reason, 0, 200, "事由", "why"),
    {0},
};
const struct wr_field wr_device_reason_only_fields[] = {
    WR_STR_OPT(struct wr_device_reason_only, reason, 0, 200, "事由", "why"),
    {0},
};
const struct wr_field wr_command_new_fields[] = {
    WR_ID(struct wr_command_new, logger_id, "数采仪", "logger"),
    WR_ENUM(struct wr_command_new, kind, wr_command_kinds, "命令", "what to ask"),
    WR_STR_OPT(struct wr_command_new, factor, 1, 24, "因子",
               "instrument (PolId), where it matters"),
    WR_I64_OPT(struct wr_command_new, value, 0, 3600, "值",
               "interval (seconds, minutes) or time-out (seconds)"),
    WR_I64_OPT(struct wr_command_new, count, 1, 99, "次数", "re-sends of set_timeout"),
    WR_I64_OPT(struct wr_command_new, from_ms, 0, WR_MS_MAX, "自", "first moment asked for"),
    WR_I64_OPT(struct wr_command_new, to_ms, 0, WR_MS_MAX, "至", "last moment asked for"),
    WR_STR_OPT(struct wr_command_new, reason, 0, 200, "事由", "why"),
    {0},
};
const struct wr_field wr_command_query_fields[] = {
    WR_ID_OPT(struct wr_command_query, logger_id, "数采仪", "only of this logger"),
    {.name = "open",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_command_query, open),
     .has_off = offsetof(struct wr_command_query, has_open) + 1,
     .max = 1,
     .doc = "only those not ended, or ended",
     .zh = "未结束"},
    PAGE(struct wr_command_query),
    {0},
};
#define Q struct wr_curve_query
const struct wr_field wr_curve_query_fields[] = {
    WR_I64_OPT(Q, cn, 2000, 3999, "命令编码",
               "2011 real-time, 2051 minute, 2061 hour, 2031 day. Left out: what suits the period, "
               "or the next coarser one that has data; the answer says which"),
    WR_STR(Q, factor, 1, 24, "因子", "code of the factor"),
    WR_ENUM_OPT(Q, field, wr_tele_fields, "取值",
                "rtd, avg, max, zsavg …; left out: rtd of instants, avg of periods"),
    WR_MS(Q, from_ms, "自", "from, included"),
    WR_MS(Q, to_ms, "至", "to, not included"),
    WR_I64_OPT(Q, points, 10, WR_CURVE_POINTS_MAX, "点数",
               "thin out to about so many; no extreme is lost. Left out: all"),
    WR_BOOL_OPT(Q, versions, "各版本", "also values that a later one replaced"),
    {0},
};
#undef Q
#define P struct wr_curve_point
static const struct wr_field point_fields[] = {
    WR_MS(P, t_ms, "时间", "start of the period, or instant"),
    WR_F64_OPT(P, v, "数值", "absent where the text is no number"),
    WR_STR_OPT(P, text, 0, WR_TELE_TEXT_MAX, "原文", "as sent; absent in thinned curves"),
    WR_STR_OPT(P, flag, 0, 4, "标记", "data mark; absent: N"),
    WR_I64(P, version, 1, 32767, "版本", "1: as first sent"),
    WR_MS_OPT(P, received_ms, "接收时间", "absent in thinned curves"),
    WR_BOOL_OPT(P, backfill, "补传", "came later"),
    {0},
};
#undef P
#define C struct wr_curve
const struct wr_field wr_curve_fields[] = {
    WR_ID(C, outlet_id, "排放口", "outlet"),
    WR_I64(C, cn, 2000, 3999, "命令编码", "grain"),
    WR_STR(C, factor, 1, 24, "因子", "code"),
    WR_STR_OPT(C, name, 0, 100, "因子名称", "as the outlet calls it, or the name in the standard"),
    WR_STR_OPT(C, unit, 0, 20, "单位", "unit"),
    WR_ENUM(C, field, wr_tele_fields, "取值", "field"),
    WR_I64(C, stored_n, 0, WR_ID_MAX, "存储点数", "values before thinning out"),
    WR_LIST(C, points, 0, WR_CURVE_SAMPLES_MAX, point_fields, struct wr_curve_point, "点",
            "points"),
    {0},
};
#undef C
#define R struct wr_reading
const struct wr_field wr_reading_fields[] = {
    WR_STR_OPT(R, mn, 0, WR_LOGGER_MN_MAX, "MN", "identity of the logger"),
    WR_I64(R, cn, 2000, 3999, "命令编码", "grain"),
    WR_MS(R, t_ms, "数据时间", "start of the period, or instant"),
    WR_STR(R, factor, 1, 24, "因子", "code"),
    WR_ENUM(R, field, wr_tele_fields, "取值", "field"),
    WR_STR(R, value, 0, WR_TELE_TEXT_MAX, "值", "as sent"),
    WR_STR_OPT(R, flag, 0, 4, "标记", "data mark"),
    WR_I64(R, version, 1, 32767, "版本", "1: as first sent"),
    WR_MS(R, received_ms, "接收时间", "received"),
    WR_BOOL(R, backfill, "补传", "came later"),
    {0},
};
#undef R
const struct wr_field wr_latest_query_fields[] = {
    WR_I64_OPT(struct wr_latest_query, cn, 2000, 3999, "命令编码", "grain; left out: 2011"),
    {0},
};
const struct wr_field wr_day_query_fields[] = {
    WR_I64(struct wr_day_query, cn, 2000, 3999, "命令编码", "grain"),
    WR_MS(struct wr_day_query, from_ms, "自", "from, included"),
    WR_MS(struct wr_day_query, to_ms, "至", "to, not included"),
    WR_STR_OPT(struct wr_day_query, factor, 1, 24, "因子", "only this one"),
    {0},
};
const struct wr_field wr_day_row_fields[] = {
    WR_DATE(struct wr_day_row, day, "日期", "day"),
    WR_STR(struct wr_day_row, factor, 1, 24, "因子", "code"),
    WR_I64(struct wr_day_row, moments, 0, WR_ID_MAX, "收到", "distinct periods received"),
    WR_I64(struct wr_day_row, normal, 0, WR_ID_MAX, "正常", "of these: mark N or none"),
    WR_I64(struct wr_day_row, in_time, 0, WR_ID_MAX, "及时", "of these: in time, not back-filled"),
    WR_I64(struct wr_day_row, versioned, 0, WR_ID_MAX, "有修改",
           "of these: with more than one version"),
    {0},
};
const struct wr_field wr_count_query_fields[] = {
    WR_DATE(struct wr_count_query, from, "自", "first day"),
    WR_DATE(struct wr_count_query, to, "至", "last day"),
    {0},
};
const struct wr_field wr_frame_query_fields[] = {
    WR_MS(struct wr_frame_query, from_ms, "自", "arrival from, included"),
    WR_MS(struct wr_frame_query, to_ms, "至", "arrival to, not included; at most a day"),
    WR_I64_OPT(struct wr_frame_query, limit, 1, 1000, "条数", "frames at most; left out: 200"),
    {0},
};
const struct wr_field wr_frame_row_fields[] = {
    WR_MS(struct wr_frame_row, received_ms, "接收时间", "arrival"),
    WR_STR_OPT(struct wr_frame_row, address, 0, 60, "来源地址", "from"),
    WR_STR(struct wr_frame_row, verdict, 1, 20, "处理", "taken, or why not"),
    WR_TEXT(struct wr_frame_row, frame, 0, 20000, "报文", "as it came, password blanked"),
    {0},
};
