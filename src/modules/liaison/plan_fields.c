#include "modules/liaison/liaison_fields.h"

const struct wr_enum_item wr_plan_whys[] = {
    {"uncovered", WR_WHY_UNCOVERED, "尚无联络员", "had no liaison"},
    {"not_in_post", WR_WHY_NOT_IN_POST, "原联络员不在岗", "the liaison is out of post"},
    {"other_district", WR_WHY_OTHER_DISTRICT, "原联络员属其他区县",
     "the liaison is of another district"},
    {"recused", WR_WHY_RECUSED, "原联络员应回避", "the liaison is recused"},
    {"balance", WR_WHY_BALANCE, "均衡负荷与距离", "balance of load and distance"},
    {0},
};

#define P struct wr_plan_params
const struct wr_field wr_plan_params_fields[] = {
    WR_ID_OPT(P, district_id, "区县编号", "this district only; absent: the whole city"),
    WR_I64(P, keep_bp, 0, 1000000, "延续权重",
           "weight of keeping present pairs; 10000 = as if 20 km nearer"),
    WR_I64(P, distance_bp, 0, 100000, "距离权重", "weight of distance; 10000 = one to one"),
    WR_I64_OPT(P, load_max, 1, 500, "每人上限",
               "enterprises an officer may have at most, beside his own ceiling"),
    WR_BOOL_OPT(P, only_uncovered, "仅补缺",
                "leave present pairs alone, only place enterprises without a liaison"),
    {0},
};
#undef P

#define F struct wr_plan_figures
const struct wr_field wr_plan_figures_fields[] = {
    WR_I64(F, load_min, 0, WR_ID_MAX, "最少企业数", "least load of an officer in post"),
    WR_I64(F, load_max, 0, WR_ID_MAX, "最多企业数", "greatest load"),
    WR_I64(F, load_mean_bp, 0, WR_ID_MAX, "平均企业数", "mean load, in ten-thousandths"),
    WR_I64(F, distance_mean_m, 0, WR_ID_MAX, "平均距离",
           "mean distance between office and enterprise, metres"),
    WR_I64(F, coverage_bp, 0, 10000, "覆盖率", "basis points"),
    {0},
};
#undef F

#define C struct wr_plan_change
const struct wr_field wr_plan_change_fields[] = {
    WR_ID(C, enterprise_id, "企业编号", "enterprise"),
    WR_STR_OPT(C, enterprise_name, 1, 120, "企业名称", "its name"),
    WR_ID_OPT(C, from_officer_id, "原联络员编号", "present liaison"),
    WR_STR_OPT(C, from_officer_name, 1, 40, "原联络员", "his name"),
    WR_ID_OPT(C, to_officer_id, "新联络员编号", "proposed liaison"),
    WR_STR_OPT(C, to_officer_name, 1, 40, "新联络员", "his name"),
    WR_I64(C, distance_m, 0, WR_ID_MAX, "距离", "metres to the proposed liaison's office"),
    WR_ENUM(C, reason, wr_plan_whys, "原因", "why it changes"),
    {0},
};
#undef C

#define SUMMARY(st)                                                                                \
    WR_I64(st, officers_n, 0, WR_ID_MAX, "人员数", "officers in post"),                            \
        WR_I64(st, enterprises_n, 0, WR_ID_MAX, "企业数", "enterprises considered"),               \
        WR_I64(st, changed_n, 0, WR_ID_MAX, "变动数", "pairs that change"),                        \
        WR_I64(st, unassigned_n, 0, WR_ID_MAX, "未能安排数",                                       \
               "enterprises for which nobody is left"),                                            \
        WR_I64(st, cost, 0, WR_ID_MAX, "总代价",                                                   \
               "the minimum that was reached, metre equivalents"),                                 \
        WR_I64(st, ms, 0, WR_ID_MAX, "计算耗时", "milliseconds"),                                  \
        WR_OBJ(st, before, wr_plan_figures_fields, "执行前", "as it is"),                          \
        WR_OBJ(st, after, wr_plan_figures_fields, "执行后", "as it would be")
const struct wr_field wr_plan_summary_fields[] = {SUMMARY(struct wr_plan_summary), {0}};

#define L struct wr_plan
const struct wr_field wr_plan_fields[] = {
    WR_ID(L, id, "编号", "id"),
    WR_ENUM(L, state, wr_plan_states, "状态", "state"),
    WR_MS(L, created_ms, "拟定时间", "when it was computed"),
    WR_STR_OPT(L, user_name, 1, 40, "拟定人", "by whom"),
    WR_ID_OPT(L, district_id, "区县编号", "district; absent: the whole city"),
    SUMMARY(L),
    WR_OBJ(L, params, wr_plan_params_fields, "参数", "what was asked"),
    WR_I64(L, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef L

#define R struct wr_plan_row
const struct wr_field wr_plan_row_fields[] = {
    WR_ID(R, id, "编号", "id"),
    WR_ENUM(R, state, wr_plan_states, "状态", "state"),
    WR_ID_OPT(R, district_id, "区县编号", "district"),
    WR_ID_OPT(R, user_id, "用户编号", "by whom"),
    WR_STR_OPT(R, user_name, 1, 40, "拟定人", "his name"),
    WR_MS(R, created_ms, "拟定时间", "when"),
    WR_I64(R, version, 1, WR_ID_MAX, "版本", "version"),
    WR_JSON(R, params, 4096, "参数", "what was asked"),
    WR_JSON(R, summary, 4096, "摘要", "figures"),
    WR_JSON(R, changes, WR_LIAISON_CHANGES_BYTES_MAX, "变动",
            "[[enterprise, from, to, distance, reason], …]"),
    {0},
};
#undef R

const struct wr_field wr_plan_reason_fields[] = {
    WR_STR(struct wr_plan_reason, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
