/* Limits, marks, lines, orders: requests and replies. */
#include "modules/offsite/offsite_pack.h"
#include "modules/offsite/offsite_use.h"

/** The limit itself. */
#define LIMIT_OWN                                                                                  \
    WR_ENUM(X, grain, wr_offsite_grains, "口径", "hour or day mean"),                              \
        WR_STR_OPT(X, lo, 0, 20, "下限", "decimal"), WR_STR_OPT(X, hi, 0, 20, "上限", "decimal"),  \
        WR_DATE(X, from_day, "起日", "first day"), WR_DATE_OPT(X, to_day, "止日", "last day"),     \
        WR_TEXT(X, source, 1, 200, "来源", "permit or standard")

#define X struct wr_limit
const struct wr_field wr_limit_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_ID(X, outlet_id, "排放口", "outlet"),
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    WR_STR_OPT(X, credit_code, 0, 40, "统一社会信用代码", "credit code"),
    WR_STR(X, outlet_code, 1, 40, "排放口", "code of the outlet"),
    WR_STR_OPT(X, outlet_name, 0, 100, "名称", "its name"),
    WR_STR(X, factor, 1, 24, "因子", "code"),
    WR_STR_OPT(X, factor_name, 0, 60, "因子名称", "its name"),
    LIMIT_OWN,
    WR_MS(X, created_ms, "登记时间", "made"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef X

#define X struct wr_limit
const struct wr_field wr_limit_edit_fields[] = {
    WR_ID(X, outlet_id, "排放口", "outlet"),
    WR_STR(X, factor, 1, 24, "因子", "code of 2017"),
    LIMIT_OWN,
    {0},
};
#undef X

#define X struct wr_limit
const struct wr_field wr_limit_export_fields[] = {
    WR_STR_OPT(X, credit_code, 0, 40, "统一社会信用代码", "credit code"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_STR(X, outlet_code, 1, 40, "排放口", "outlet"),
    WR_STR(X, factor, 1, 24, "因子", "code"),
    WR_ENUM(X, grain, wr_offsite_grains, "口径", "hour or day mean"),
    WR_STR_OPT(X, lo, 0, 20, "下限", "lower"),
    WR_STR_OPT(X, hi, 0, 20, "上限", "upper"),
    WR_DATE(X, from_day, "起日", "first day"),
    WR_DATE_OPT(X, to_day, "止日", "last day"),
    WR_TEXT(X, source, 1, 200, "来源", "source"),
    {0},
};
#undef X

#define X struct wr_limit_query
const struct wr_field wr_limit_query_fields[] = {
    WR_ID_OPT(X, outlet_id, "排放口", "outlet"),
    WR_ID_OPT(X, enterprise_id, "企业", "enterprise"),
    WR_OFFSITE_PAGE(X),
    {0},
};
#undef X

#define X struct wr_mark
const struct wr_field wr_mark_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_STR(X, uid, 8, 64, "标识", "made by the client"),
    WR_ID(X, outlet_id, "排放口", "outlet"),
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    WR_STR(X, outlet_code, 1, 40, "排放口", "code of the outlet"),
    WR_STR_OPT(X, outlet_name, 0, 100, "名称", "its name"),
    WR_STR_OPT(X, factor, 0, 24, "因子", "absent: all"),
    WR_ENUM(X, made_by, wr_offsite_mark_bys, "标记人", "who made it"),
    WR_STR(X, code, 1, 20, "代码", "of the pack's marks"),
    WR_STR_OPT(X, code_zh, 0, 40, "标记", "name"),
    WR_STR_OPT(X, code_en, 0, 60, "标记（英文）", "name, English"),
    WR_ENUM(X, kind, wr_offsite_span_kinds, "类别", "what it means to the rules"),
    WR_BOOL(X, invalidates, "数据无效", "data in it do not count"),
    WR_BOOL(X, stopped, "不计应传", "leaves the denominators"),
    WR_MS(X, from_ms, "起", "begin"),
    WR_MS_OPT(X, to_ms, "止", "end; absent: not known yet"),
    WR_TEXT(X, reason, 1, 500, "事由", "why"),
    WR_ENUM(X, state, wr_mark_states, "状态", "state"),
    WR_BOOL_OPT(X, replaced, "已被替代", "a mark of the enterprise covers it"),
    WR_ID_OPT(X, media_id, "证据", "evidence"),
    WR_ID_OPT(X, user_id, "填报人", "who"),
    WR_MS(X, created_ms, "填报时间", "made"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef X

#define X struct wr_mark
const struct wr_field wr_mark_new_fields[] = {
    WR_STR(X, uid, 8, 64, "标识", "made by the client"),
    WR_ID(X, outlet_id, "排放口", "outlet"),
    WR_STR_OPT(X, factor, 0, 24, "因子", "absent: all"),
    WR_STR(X, code, 1, 20, "代码", "of the pack's marks"),
    WR_MS(X, from_ms, "起", "begin"),
    WR_MS_OPT(X, to_ms, "止", "end"),
    WR_TEXT(X, reason, 1, 500, "事由", "why"),
    WR_ID_OPT(X, media_id, "证据", "evidence"),
    {0},
};
#undef X

#define X struct wr_mark_query
const struct wr_field wr_mark_query_fields[] = {
    WR_ID_OPT(X, outlet_id, "排放口", "outlet"),
    WR_ID_OPT(X, enterprise_id, "企业", "enterprise"),
    WR_MS_OPT(X, from_ms, "起", "from"),
    WR_MS_OPT(X, to_ms, "止", "to"),
    WR_OFFSITE_PAGE(X),
    {0},
};
#undef X

#define X struct wr_power_channel
const struct wr_field wr_power_channel_fields[] = {
    WR_ID_OPT(X, id, "编号", "id"),
    WR_ID(X, outlet_id, "点位", "point whose rows carry it"),
    WR_STR_OPT(X, outlet_code, 0, 40, "点位编号", "its code"),
    WR_STR(X, factor, 1, 24, "因子", "code"),
    WR_STR(X, name, 1, 80, "设备", "device"),
    WR_ENUM(X, role, wr_offsite_channel_roles, "角色", "role"),
    WR_ENUM(X, quantity, wr_offsite_quantities, "量", "what is measured"),
    WR_STR(X, rated, 1, 20, "额定", "decimal kW, A or V"),
    {.name = "group_no",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(X, group_no),
     .max = 100,
     .doc = "devices that stand in for each other; 0: alone",
     .zh = "组"},
    WR_BOOL_OPT(X, spare, "备用", "spare unit"),
    {0},
};
#undef X

/** The process line itself. */
#define LINE_OWN                                                                                   \
    WR_STR(X, name, 1, 80, "名称", "name"),                                                        \
        WR_ID_OPT(X, emission_outlet_id, "排放口", "outlet whose data it explains"),               \
        WR_I64_OPT(X, lead_min, 0, 1440, "提前分钟", "treatment may begin so much later"),         \
        WR_I64_OPT(X, purge_min, 0, 1440, "滞后分钟", "treatment may end so much earlier"),        \
        WR_STR_OPT(X, guard_kwh, 0, 20, "保安负荷", "declared guard load, decimal kWh an hour"),   \
        WR_BOOL(X, active, "启用", "judged"),                                                      \
        WR_LIST(X, channels, 1, WR_OFFSITE_CHANNELS_MAX, wr_power_channel_fields,                  \
                struct wr_power_channel, "设备", "meters")

#define X struct wr_power_line
const struct wr_field wr_power_line_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    LINE_OWN,
    WR_MS(X, created_ms, "登记时间", "made"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef X

#define X struct wr_power_line
const struct wr_field wr_power_line_edit_fields[] = {
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    LINE_OWN,
    {0},
};
#undef X

/** The order itself. */
#define ORDER_OWN                                                                                  \
    WR_STR(X, number, 1, 60, "文号", "number"), WR_BOOL(X, stop, "停产", "stop; else a cut"),      \
        WR_I64(X, cut_bp, 0, 10000, "压减", "basis points of the baseline"),                       \
        WR_MS(X, from_ms, "起", "begin"), WR_MS_OPT(X, to_ms, "止", "end"),                        \
        {.name = "grace_min",                                                                      \
         .type = WR_F_I64,                                                                         \
         .flags = WR_FF_OPT,                                                                       \
         .off = offsetof(X, grace_min),                                                            \
         .max = 10080,                                                                             \
         .doc = "minutes of grace",                                                                \
         .zh = "宽限分钟"},                                                                        \
        WR_TEXT_OPT(X, note, 0, 300, "说明", "note")

#define X struct wr_control_order
const struct wr_field wr_control_order_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    WR_STR(X, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    ORDER_OWN,
    WR_MS(X, created_ms, "登记时间", "made"),
    WR_I64(X, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef X

#define X struct wr_control_order
const struct wr_field wr_control_order_new_fields[] = {
    WR_ID(X, enterprise_id, "企业", "enterprise"),
    ORDER_OWN,
    {0},
};
#undef X

#define X struct wr_of_enterprise
const struct wr_field wr_of_enterprise_fields[] = {
    WR_ID_OPT(X, enterprise_id, "企业", "enterprise"),
    {0},
};
#undef X
