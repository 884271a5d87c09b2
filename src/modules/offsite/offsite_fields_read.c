/* Replay, quality, coverage, video, push: requests and replies. */
#include "modules/offsite/offsite_pack.h"
#include "modules/offsite/offsite_use.h"

#define X struct wr_replay_query
const struct wr_field wr_replay_query_fields[] = {
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day"),
    WR_STR_OPT(X, rule, 0, 4, "规则", "only this rule"),
    WR_STR_OPT(X, pack, 0, 60, "规则包", "pack to judge by; absent: the one in force"),
    WR_ID_OPT(X, enterprise_id, "企业", "only this enterprise"),
    WR_STR_OPT(X, against, 0, 60, "对比规则包", "another pack to compare with"),
    {0},
};
#undef X

#define X struct wr_replay_try
const struct wr_field wr_replay_try_fields[] = {
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day"),
    WR_STR_OPT(X, rule, 0, 4, "规则", "only this rule"),
    WR_ID_OPT(X, enterprise_id, "企业", "only this enterprise"),
    WR_STR_OPT(X, against, 0, 60, "对比规则包", "compared with; absent: the one in force"),
    WR_TEXT(X, content, 2, 1048576, "内容", "the draft, the whole file as in rulepacks/"),
    {0},
};
#undef X

#define X struct wr_replay_item
const struct wr_field wr_replay_item_fields[] = {
    WR_STR(X, rule, 2, 4, "规则", "rule"),
    WR_STR_OPT(X, rule_zh, 0, 60, "名称", "name"),
    WR_STR_OPT(X, rule_en, 0, 80, "名称（英文）", "name, English"),
    WR_ENUM(X, level, wr_offsite_levels, "级别", "level"),
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR_OPT(X, enterprise_name, 0, 200, "企业名称", "name"),
    WR_ID_OPT(X, outlet_id, "排放口", "outlet"),
    WR_STR_OPT(X, outlet_code, 0, 40, "排放口编号", "code"),
    WR_ID_OPT(X, line_id, "产治线", "line"),
    WR_ID_OPT(X, other_outlet_id, "另一排放口", "L5"),
    WR_STR_OPT(X, factor, 0, 24, "因子", "factor"),
    WR_MS(X, from_ms, "起始", "since"),
    WR_MS(X, raised_ms, "触发时间", "raised"),
    WR_MS(X, last_ms, "最近", "last"),
    WR_STR_OPT(X, value, 0, 40, "数值", "worst value"),
    WR_STR_OPT(X, bound, 0, 40, "界限", "bound"),
    WR_I64(X, times, 0, WR_ID_MAX, "次数", "times"),
    WR_BOOL(X, fraud, "涉嫌造假", "fraud"),
    WR_STR_OPT(X, change, 0, 10, "变化", "added or gone, where two packs are compared"),
    {0},
};
#undef X

#define X struct wr_replay_rule
const struct wr_field wr_replay_rule_fields[] = {
    WR_STR(X, rule, 2, 4, "规则", "rule"),
    WR_STR_OPT(X, rule_zh, 0, 60, "名称", "name"),
    WR_STR_OPT(X, rule_en, 0, 80, "名称（英文）", "name, English"),
    WR_I64(X, n, 0, WR_ID_MAX, "线索", "clues"),
    WR_I64(X, enterprises_n, 0, WR_ID_MAX, "企业", "enterprises"),
    WR_I64(X, before_n, 0, WR_ID_MAX, "对比", "by the other pack"),
    {0},
};
#undef X

#define X struct wr_replay
const struct wr_field wr_replay_fields[] = {
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day"),
    WR_STR(X, pack, 1, 60, "规则包", "pack"),
    WR_STR(X, pack_version, 1, 20, "版本", "version"),
    WR_STR_OPT(X, against, 0, 60, "对比规则包", "other pack"),
    WR_I64(X, enterprises_n, 0, WR_ID_MAX, "企业", "looked at"),
    WR_I64(X, outlets_n, 0, WR_ID_MAX, "点位", "points"),
    WR_I64(X, rows_n, 0, WR_ID_MAX, "数据行", "rows judged"),
    WR_I64(X, n, 0, WR_ID_MAX, "线索", "clues"),
    WR_I64(X, before_n, 0, WR_ID_MAX, "对比线索", "by the other pack"),
    WR_I64(X, shown_n, 0, WR_ID_MAX, "列出", "items told"),
    WR_LIST_OPT(X, rules, 40, wr_replay_rule_fields, struct wr_replay_rule, "规则", "by rule"),
    WR_LIST_OPT(X, items, 2000, wr_replay_item_fields, struct wr_replay_item, "线索",
                "the first ones"),
    {0},
};
#undef X

#define X struct wr_quality_query
const struct wr_field wr_quality_query_fields[] = {
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day; at most 366 days"),
    WR_STR_OPT(X, factor, 0, 24, "因子", "absent: all"),
    {0},
};
#undef X

#define X struct wr_device_mark_query
const struct wr_field wr_device_mark_query_fields[] = {
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day; at most 31 days"),
    {0},
};
#undef X

#define X struct wr_device_mark
const struct wr_field wr_device_mark_fields[] = {
    WR_STR_OPT(X, factor, 0, 24, "因子", "absent: all that were measured"),
    WR_STR_OPT(X, factor_name, 0, 60, "因子名称", "its name"),
    WR_STR(X, code, 1, 20, "代码", "of the pack's marks"),
    WR_STR(X, code_zh, 1, 40, "标记", "name"),
    WR_STR(X, code_en, 1, 60, "标记（英文）", "name, English"),
    WR_ENUM(X, kind, wr_offsite_span_kinds, "类别", "what it means to the rules"),
    WR_BOOL(X, invalidates, "数据无效", "data in it do not count"),
    WR_BOOL(X, stopped, "不计应传", "leaves the denominators"),
    WR_MS(X, from_ms, "起", "begin"),
    WR_MS(X, to_ms, "止", "end"),
    WR_BOOL(X, replaced, "已被替代", "a mark of the enterprise covers it"),
    {0},
};
#undef X

#define X struct wr_emission_query
const struct wr_field wr_emission_query_fields[] = {
    WR_STR(X, quarter, 6, 6, "季度", "such as 2026Q2"),
    {0},
};
#undef X

#define X struct wr_emission_sum
const struct wr_field wr_emission_sum_fields[] = {
    WR_STR_OPT(X, month, 7, 7, "月份", "absent: the quarter"),
    WR_STR(X, factor, 1, 24, "因子", "factor"),
    WR_STR_OPT(X, factor_name, 0, 60, "因子名称", "its name"),
    WR_I64(X, expected, 0, 2208, "应有小时", "hours expected"),
    WR_I64(X, stopped, 0, 2208, "停运小时", "hours marked as stopped"),
    WR_I64(X, valid, 0, 2208, "有效小时", "hours with a valid emission"),
    WR_I64_OPT(X, capture_bp, 0, 10000, "有效捕集率", "valid of expected, basis points"),
    WR_F64(X, measured_kg, "实测排放量", "kg of the valid hours"),
    WR_I64(X, filled, 0, 2208, "替代小时", "hours another value stands in for"),
    WR_F64(X, filled_kg, "替代排放量", "kg of them"),
    WR_I64(X, unfilled, 0, 2208, "未替代小时", "hours nothing stands in for"),
    WR_F64(X, total_kg, "合计", "kg, measured and filled in"),
    {0},
};
#undef X

#define X struct wr_emission_gap
const struct wr_field wr_emission_gap_fields[] = {
    WR_STR(X, factor, 1, 24, "因子", "factor"),
    WR_STR_OPT(X, factor_name, 0, 60, "因子名称", "its name"),
    WR_MS(X, from_ms, "起", "begin"),
    WR_MS(X, to_ms, "止", "end"),
    WR_I64(X, hours, 1, 2208, "小时数", "hours"),
    WR_I64(X, of_hours, 0, 4320, "取前多少有效小时的最大值",
           "valid hours before it; 0: nothing stands in"),
    WR_F64_OPT(X, rate, "替代值", "kg/h"),
    WR_F64_OPT(X, kg, "替代排放量", "kg"),
    {0},
};
#undef X

#define X struct wr_emissions
const struct wr_field wr_emissions_fields[] = {
    WR_ID(X, outlet_id, "排放口", "outlet"),
    WR_STR(X, quarter, 6, 6, "季度", "quarter"),
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day"),
    WR_MS(X, until_ms, "截至", "hours before it are looked at"),
    WR_BOOL(X, fills, "有替代规则", "a rule fills gaps in (gas)"),
    WR_STR(X, pack, 1, 80, "规则包", "pack"),
    WR_STR(X, pack_version, 1, 40, "版本", "its version"),
    WR_LIST(X, sums, 0, 200, wr_emission_sum_fields, struct wr_emission_sum, "合计",
            "months, and the quarter, of each pollutant"),
    WR_LIST(X, gaps, 0, 2000, wr_emission_gap_fields, struct wr_emission_gap, "缺失时段",
            "hours without a valid value, the first ones"),
    {0},
};
#undef X

#define X struct wr_quality_day
const struct wr_field wr_quality_day_fields[] = {
    WR_DATE(X, day, "日", "day"),
    WR_STR(X, factor, 1, 24, "因子", "factor"),
    WR_I64(X, expected, 0, 24, "应传", "hours expected"),
    WR_I64(X, received, 0, 24, "实传", "hours received"),
    WR_I64(X, in_time, 0, 24, "即时", "in time"),
    WR_I64(X, valid, 0, 24, "有效", "valid"),
    WR_I64_OPT(X, transmission_bp, 0, 100000000, "即时传输率", "at once; absent: not applicable"),
    WR_I64_OPT(X, full_bp, 0, 100000000, "补全传输率", "with back-fill"),
    WR_I64_OPT(X, validity_bp, 0, 100000000, "有效率", "valid of received"),
    WR_I64_OPT(X, effective_bp, 0, 100000000, "传输有效率", "product"),
    WR_I64(X, versioned, 0, 24, "改动", "hours with another version"),
    WR_I64(X, stopped, 0, 24, "停运", "hours marked as stopped"),
    WR_I64(X, flagged, 0, 24, "标记异常", "data mark is not N"),
    WR_I64(X, marked, 0, 24, "标记无效", "invalidated"),
    WR_I64(X, physical, 0, 24, "超物理范围", "outside the physical range"),
    WR_I64(X, not_numbers, 0, 24, "非数值", "not numbers"),
    WR_F64_OPT(X, day_mean, "日均（重算）", "recomputed"),
    WR_F64_OPT(X, reported_mean, "日均（上报）", "reported"),
    WR_BOOL(X, day_valid, "有效日", "enough valid hours"),
    {0},
};
#undef X

#define X struct wr_quality
const struct wr_field wr_quality_fields[] = {
    WR_ID(X, outlet_id, "排放口", "outlet"),
    WR_DATE(X, from, "起日", "first day"),
    WR_DATE(X, to, "止日", "last day"),
    WR_STR(X, pack, 1, 60, "规则包", "pack"),
    WR_STR(X, pack_version, 1, 20, "版本", "version"),
    WR_LIST_OPT(X, days, 40000, wr_quality_day_fields, struct wr_quality_day, "日", "days"),
    {0},
};
#undef X

#define X struct wr_hour_query
const struct wr_field wr_hour_query_fields[] = {
    WR_DATE(X, day, "日", "day"),
    {0},
};
#undef X

#define X struct wr_hour_row
const struct wr_field wr_hour_row_fields[] = {
    WR_MS(X, t_ms, "时间", "start of the hour"),
    WR_STR(X, factor, 1, 24, "因子", "factor"),
    WR_STR_OPT(X, value, 0, 40, "上报均值", "as reported"),
    WR_STR_OPT(X, flag, 0, 4, "标记", "mark"),
    WR_F64_OPT(X, zs, "上报折算", "reported, converted"),
    WR_F64_OPT(X, calc_avg, "重算均值", "recomputed from minutes"),
    WR_F64_OPT(X, calc_zs, "重算折算", "recomputed, converted"),
    WR_F64_OPT(X, calc_load, "排放量（kg）", "kg of the hour"),
    WR_I64(X, minutes_n, 0, 3600, "分钟数", "minute rows"),
    WR_I64(X, minutes_valid, 0, 3600, "有效分钟", "valid minutes (of 1-minute length)"),
    WR_STR_OPT(X, calc_flag, 0, 4, "重算标记", "mark aggregated from minutes"),
    WR_ENUM(X, reason, wr_offsite_reasons, "有效性", "why it does not count"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    WR_MS(X, received_ms, "到达", "arrived"),
    WR_BOOL_OPT(X, backfill, "补传", "back-fill"),
    {0},
};
#undef X

#define X struct wr_offsite_coverage_query
const struct wr_field wr_offsite_coverage_query_fields[] = {
    WR_STR_OPT(X, month, 0, 7, "月份", "YYYY-MM; absent: this month"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    WR_ID_OPT(X, enterprise_id, "企业", "enterprise"),
    WR_BOOL_OPT(X, positive, "正面清单", "only listed ones"),
    {0},
};
#undef X

#define X struct wr_offsite_coverage_gap
const struct wr_field wr_offsite_coverage_gap_fields[] = {
    WR_STR(X, kind, 1, 20, "类别", "no_point, availability, review or answers"),
    WR_TEXT(X, zh, 1, 200, "说明", "in words"),
    WR_TEXT(X, en, 1, 300, "说明（英文）", "in words, English"),
    WR_ID_OPT(X, outlet_id, "排放口", "outlet"),
    WR_STR_OPT(X, outlet_code, 0, 40, "排放口编号", "code"),
    WR_I64(X, value_bp, 0, 10000, "数值", "basis points"),
    {0},
};
#undef X

#define X struct wr_offsite_coverage_row
const struct wr_field wr_offsite_coverage_row_fields[] = {
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "name"),
    WR_STR_OPT(X, credit_code, 0, 40, "统一社会信用代码", "credit code"),
    WR_STR_OPT(X, district_name, 0, 60, "区县", "district"),
    WR_ENUM(X, positive_state, wr_positive_states, "正面清单", "on the positive list"),
    WR_BOOL(X, covered, "已覆盖", "really covered"),
    WR_I64(X, points_n, 0, WR_ID_MAX, "点位", "monitored points"),
    WR_I64(X, reviewed_n, 0, WR_ID_MAX, "已审核", "reviewed devices"),
    WR_I64_OPT(X, availability_bp, 0, 10000, "可用率", "worst point, with back-fill"),
    WR_I64_OPT(X, answered_bp, 0, 10000, "答复率", "answered in time"),
    WR_I64(X, clues_n, 0, WR_ID_MAX, "线索", "that had to be answered"),
    WR_I64(X, answered_n, 0, WR_ID_MAX, "按期答复", "in time"),
    WR_LIST_OPT(X, gaps, 200, wr_offsite_coverage_gap_fields, struct wr_offsite_coverage_gap,
                "缺口", "what is missing"),
    {0},
};
#undef X

#define X struct wr_offsite_coverage
const struct wr_field wr_offsite_coverage_fields[] = {
    WR_STR(X, month, 7, 7, "月份", "month"),
    WR_STR(X, pack, 1, 60, "规则包", "pack"),
    WR_STR(X, pack_version, 1, 20, "版本", "version"),
    WR_I64(X, need_bp, 0, 10000, "可用率要求", "availability needed"),
    WR_I64(X, need_answer_bp, 0, 10000, "答复率要求", "answers needed"),
    WR_I64(X, enterprises_n, 0, WR_ID_MAX, "企业", "enterprises"),
    WR_I64(X, covered_n, 0, WR_ID_MAX, "已覆盖", "covered"),
    WR_MS_OPT(X, kept_ms, "留存时间", "when it was kept, never to change; absent: as judged now"),
    WR_LIST_OPT(X, items, 5000, wr_offsite_coverage_row_fields, struct wr_offsite_coverage_row,
                "名单", "by name"),
    {0},
};
#undef X

/** The camera itself. */
#define VIDEO_OWN                                                                                  \
    WR_ID_OPT(X, outlet_id, "排放口", "outlet"),                                                   \
        WR_STR(X, code, 4, 40, "编码", "code of GB/T 28181"),                                      \
        WR_STR(X, name, 1, 80, "名称", "name"),                                                    \
        WR_STR(X, stream_url, 0, 300, "直播地址", "stream"),                                       \
        WR_STR(X, snapshot_url, 0, 300, "快照地址", "snapshot"),                                   \
        WR_BOOL(X, active, "启用", "in use")

#define X struct wr_video_point
const struct wr_field wr_video_point_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    VIDEO_OWN,
    WR_STR_OPT(X, outlet_code, 0, 40, "排放口编号", "code"),
    WR_MS_OPT(X, last_event_ms, "最近事件", "last event"),
    WR_MS(X, created_ms, "登记时间", "made"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef X

#define X struct wr_video_point
const struct wr_field wr_video_point_edit_fields[] = {
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    VIDEO_OWN,
    {0},
};
#undef X

/** What a gateway tells. */
#define EVENT_OWN                                                                                  \
    WR_STR(X, uid, 1, 64, "标识", "made by the gateway"), WR_MS(X, at_ms, "时间", "time"),         \
        WR_STR(X, kind, 1, 40, "类别", "kind, such as motion, offline, smoke"),                    \
        WR_TEXT_OPT(X, text, 0, 500, "说明", "text"),                                              \
        WR_STR_OPT(X, snapshot_url, 0, 300, "快照", "snapshot")

#define X struct wr_video_event
const struct wr_field wr_video_event_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_ID(X, point_id, "点位", "point"),
    WR_MS(X, received_ms, "到达", "arrived"),
    EVENT_OWN,
    {0},
};
#undef X

#define X struct wr_video_push
const struct wr_field wr_video_push_fields[] = {
    WR_STR(X, code, 4, 40, "编码", "code of the point"),
    EVENT_OWN,
    {0},
};
#undef X

#define X struct wr_push_key
const struct wr_field wr_push_key_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_STR(X, name, 1, 80, "名称", "name"),
    WR_ID_OPT(X, enterprise_id, "企业", "absent: any"),
    WR_STR_OPT(X, enterprise_name, 0, 200, "企业名称", "name"),
    WR_BOOL(X, active, "启用", "in use"),
    WR_MS(X, created_ms, "登记时间", "made"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef X

#define X struct wr_push_key
const struct wr_field wr_push_key_new_fields[] = {
    WR_STR(X, name, 1, 80, "名称", "name"),
    WR_ID_OPT(X, enterprise_id, "企业", "absent: any"),
    {0},
};
#undef X

#define X struct wr_push_key
const struct wr_field wr_push_key_made_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_STR(X, key, 20, 80, "密钥", "told once"),
    {0},
};
#undef X

#define X struct wr_push_value
const struct wr_field wr_push_value_fields[] = {
    WR_STR(X, factor, 1, 24, "因子", "code"),
    WR_STR(X, field, 1, 20, "字段", "rtd, min, avg, max, cou, zsrtd, zsavg, rs, rt, info"),
    WR_STR(X, value, 1, 200, "数值", "decimal text"),
    WR_STR_OPT(X, flag, 0, 4, "标记", "data mark"),
    {0},
};
#undef X

#define X struct wr_push_row
const struct wr_field wr_push_row_fields[] = {
    WR_STR_OPT(X, credit_code, 0, 18, "统一社会信用代码",
               "of the enterprise, where the key is for any"),
    WR_STR(X, outlet, 1, 40, "点位", "code of the outlet"),
    WR_I64(X, cn, 2011, 3999, "命令", "2011, 2051, 2061, 2031 …"),
    WR_MS(X, t_ms, "时间", "start of the period, or the instant"),
    WR_BOOL_OPT(X, backfill, "补传", "back-fill"),
    WR_LIST(X, values, 1, 200, wr_push_value_fields, struct wr_push_value, "数值", "values"),
    {0},
};
#undef X

#define X struct wr_push
const struct wr_field wr_push_fields[] = {
    WR_LIST(X, rows, 1, 1000, wr_push_row_fields, struct wr_push_row, "行", "rows"),
    {0},
};
#undef X

#define X struct wr_push_result
const struct wr_field wr_push_result_fields[] = {
    WR_I64(X, rows_n, 0, WR_ID_MAX, "行", "rows"),
    WR_I64(X, new_n, 0, WR_ID_MAX, "新增", "new"),
    WR_I64(X, same_n, 0, WR_ID_MAX, "重复", "there already"),
    WR_I64(X, versioned_n, 0, WR_ID_MAX, "改动", "another version was there: both are kept"),
    {0},
};
#undef X
