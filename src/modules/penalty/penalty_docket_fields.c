#include "modules/penalty/penalty_docket.h"

/** Texts as they are: full-width signs stay. */
#define TEXTS_OPT(st, m, hi, label, text)                                                          \
    {                                                                                              \
        .name = #m, .type = WR_F_STRS, .flags = WR_FF_OPT | WR_FF_MULTILINE,                       \
        .off = offsetof(st, m), .max = (hi), .doc = (text), .zh = (label)                          \
    }

/** True, false, or not stated. */
#define YES_NO(st, m, label, text)                                                                 \
    {                                                                                              \
        .name = #m, .type = WR_F_BOOL, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .doc = (text), .zh = (label)                         \
    }

#define FEN_MAX INT64_C(1000000000000000)
#define FEN(st, m, zh, doc) WR_I64_OPT(st, m, 0, FEN_MAX, zh, doc)

const struct wr_enum_item wr_pen_sources[] = {
    {"visit", WR_PEN_SRC_VISIT, "入企检查", "visit"},
    {"clue", WR_PEN_SRC_CLUE, "非现场线索", "off-site clue"},
    {"problem", WR_PEN_SRC_PROBLEM, "问题台账", "problem"},
    {"complaint", WR_PEN_SRC_COMPLAINT, "投诉举报", "complaint"},
    {"transfer", WR_PEN_SRC_TRANSFER, "移送", "transfer"},
    {"manual", WR_PEN_SRC_MANUAL, "手工登记", "by hand"},
    {0},
};
const struct wr_enum_item wr_pen_states[] = {
    {"filed", WR_PEN_FILED, "已立案", "filed"},
    {"assessed", WR_PEN_ASSESSED, "已裁量", "assessed"},
    {"noticed", WR_PEN_NOTICED, "已告知", "noticed"},
    {"decided", WR_PEN_DECIDED, "已决定", "decided"},
    {"served", WR_PEN_SERVED, "已送达", "served"},
    {"closed", WR_PEN_CLOSED, "已结案", "closed"},
    {"withdrawn", WR_PEN_WITHDRAWN, "已撤销", "withdrawn"},
    {"transferred", WR_PEN_TRANSFERRED, "已移送", "transferred"},
    {0},
};
const struct wr_enum_item wr_pen_event_kinds[] = {
    {"filed", WR_PEN_EV_FILED, "立案", "filed"},
    {"assessed", WR_PEN_EV_ASSESSED, "裁量", "assessed"},
    {"order_served", WR_PEN_EV_ORDER_SERVED, "责令改正决定书送达", "order to correct served"},
    {"rechecked", WR_PEN_EV_RECHECKED, "复查", "re-checked"},
    {"reviewed", WR_PEN_EV_REVIEWED, "法制审核", "legal review"},
    {"collective", WR_PEN_EV_COLLECTIVE, "集体讨论", "collective discussion"},
    {"noticed", WR_PEN_EV_NOTICED, "告知", "notice"},
    {"statement", WR_PEN_EV_STATEMENT, "陈述申辩", "statement and defence"},
    {"hearing_requested", WR_PEN_EV_HEARING_REQUESTED, "要求听证", "hearing requested"},
    {"hearing_noticed", WR_PEN_EV_HEARING_NOTICED, "听证通知", "notice of the hearing"},
    {"hearing", WR_PEN_EV_HEARING, "听证", "hearing"},
    {"decided", WR_PEN_EV_DECIDED, "决定", "decided"},
    {"served", WR_PEN_EV_SERVED, "送达", "served"},
    {"paid", WR_PEN_EV_PAID, "缴款", "paid"},
    {"day_fine", WR_PEN_EV_DAY_FINE, "按日连续处罚", "fine by the day"},
    {"educated", WR_PEN_EV_EDUCATED, "教育、行政指导", "education and guidance"},
    {"published", WR_PEN_EV_PUBLISHED, "公开", "published"},
    {"credit_repaired", WR_PEN_EV_CREDIT_REPAIRED, "信用修复", "credit repaired"},
    {"closed", WR_PEN_EV_CLOSED, "结案", "closed"},
    {"withdrawn", WR_PEN_EV_WITHDRAWN, "撤销", "withdrawn"},
    {"transferred", WR_PEN_EV_TRANSFERRED, "移送", "transferred"},
    {0},
};

#define FACT struct wr_pen_fact_row
const struct wr_field wr_pen_fact_row_fields[] = {
    WR_ID(FACT, id, "编号", "id"),
    WR_STR(FACT, kind, 4, 6, "种类", "factor or fact"),
    WR_STR(FACT, name, 1, 40, "名称", "name in the pack"),
    WR_TEXT_OPT(FACT, label, 0, 400, "说明", "the same in words"),
    WR_JSON(FACT, value, 2000, "取值", "value"),
    WR_TEXT(FACT, evidence, 0, 500, "证据", "where it is proved"),
    WR_TEXT_OPT(FACT, why, 0, 500, "建议的理由", "how the system came to its proposal"),
    WR_BOOL(FACT, proposed, "系统建议", "proposed by the system"),
    WR_ID_OPT(FACT, confirmed_by, "认定人", "user who confirmed it"),
    WR_TEXT_OPT(FACT, confirmed_name, 0, 100, "认定人姓名", "his name"),
    WR_MS_OPT(FACT, confirmed_ms, "认定时间", "when"),
    {0},
};
#define EVENT struct wr_pen_event
const struct wr_field wr_pen_event_fields[] = {
    WR_ID(EVENT, id, "编号", "id"),
    WR_ENUM(EVENT, kind, wr_pen_event_kinds, "步骤", "step"),
    WR_STR(EVENT, day, 10, 10, "日期", "day"),
    WR_TEXT(EVENT, note, 0, 2000, "说明", "note"),
    FEN(EVENT, amount_fen, "金额", "fen"),
    WR_DATE_OPT(EVENT, due, "改正期限", "of an order: last day to correct"),
    YES_NO(EVENT, continuing, "仍在继续", "of a re-check: whether it was found going on"),
    WR_ID_OPT(EVENT, user_id, "经办人", "user"),
    WR_TEXT_OPT(EVENT, user_name, 0, 100, "经办人姓名", "his name"),
    WR_MS(EVENT, at_ms, "记录时间", "recorded"),
    {0},
};
#define DUE struct wr_pen_due
static const struct wr_field due_fields[] = {
    WR_STR(DUE, id, 1, 40, "编号", "name of the clock"),
    WR_TEXT(DUE, name, 1, 400, "期限", "what it is"),
    WR_STR(DUE, from_day, 10, 10, "起算日", "counts from"),
    WR_STR(DUE, due, 10, 10, "到期日", "last day"),
    WR_STR_OPT(DUE, done_day, 10, 10, "完成日", "done on"),
    WR_BOOL(DUE, overdue, "已逾期", "not done and past"),
    WR_BOOL(DUE, late, "逾期完成", "done after the last day"),
    WR_I64(DUE, days_left, -100000, 100000, "剩余天数", "days to the last day"),
    WR_TEXT(DUE, citation, 0, 300, "依据", "where it stands"),
    WR_STR(DUE, tag, 1, 20, "性质", "law, proposal or unverified"),
    {0},
};

#define D struct wr_pen_docket
#define HEAD                                                                                       \
    WR_ID(D, id, "编号", "id"), WR_STR(D, uid, 36, 36, "客户端编号", "uuid of the filing"),        \
        WR_STR(D, number, 1, 60, "立案号", "number of the case"),                                  \
        WR_ID(D, enterprise_id, "当事人编号", "party"),                                            \
        WR_TEXT(D, enterprise_name, 0, 400, "当事人", "name of the party"),                        \
        WR_ID(D, district_id, "区县编号", "district"),                                             \
        WR_TEXT(D, district_name, 0, 100, "区县", "name of the district"),                         \
        WR_ENUM(D, source, wr_pen_sources, "来源", "source"),                                      \
        WR_TEXT(D, source_ref, 0, 200, "来源编号", "reference of the source"),                     \
        WR_ID_OPT(D, visit_id, "入企", "visit"), WR_ID_OPT(D, finding_id, "发现", "finding"),      \
        WR_TEXT(D, title, 1, 200, "案由", "what the case is about"),                               \
        WR_STR(D, act_date, 10, 10, "行为日", "day of the act"),                                   \
        WR_TEXT(D, unit, 0, 200, "承办机构", "unit"), WR_ID(D, officer_id, "主办", "officer"),     \
        WR_TEXT(D, officer_name, 0, 100, "主办姓名", "officer's name"),                            \
        WR_ID(D, second_officer_id, "协办", "second officer"),                                     \
        WR_TEXT(D, second_officer_name, 0, 100, "协办姓名", "second officer's name"),              \
        WR_STR(D, scheme, 1, 80, "裁量基准", "scheme"),                                            \
        WR_STR_OPT(D, table_id, 0, 40, "裁量表", "table"),                                         \
        WR_JSON_OPT(D, more_tables, 500, "其他裁量表", "further tables"),                          \
        WR_STR_OPT(D, column_key, 0, 40, "栏", "column"),                                          \
        WR_STR_OPT(D, item, 0, 40, "清单项", "item of a no-penalty list"),                         \
        WR_BOOL(D, grave, "复杂重大", "complex or grave"),                                         \
        WR_ENUM(D, state, wr_pen_states, "状态", "state"),                                         \
        WR_ENUM_OPT(D, outcome, wr_pen_outcomes, "结论", "outcome"),                               \
        WR_STR_OPT(D, rule, 0, 40, "情形", "clause that spares"),                                  \
        FEN(D, computed_fen, "推算罚款", "computed fine, fen"),                                    \
        FEN(D, raw_bp, "权重合计", "sum, basis points"),                                           \
        WR_STR_OPT(D, table_taken, 0, 40, "采用的表", "table taken"),                              \
        FEN(D, min_fen, "法定下限", "fen"), FEN(D, max_fen, "法定上限", "fen"),                    \
        WR_STR_OPT(D, pack, 0, 80, "规则包", "pack"),                                              \
        WR_STR_OPT(D, pack_version, 0, 20, "规则包版本", "its version"),                           \
        WR_ID_OPT(D, pack_id, "规则包留存", "copy of the pack"),                                   \
        WR_ID_OPT(D, law_pack_id, "法律规则包留存", "copy of the law's pack"),                     \
        WR_MS_OPT(D, assessed_ms, "裁量时间", "assessed"),                                         \
        FEN(D, deviation_fen, "偏离后的罚款", "fine after deviation, fen"),                        \
        WR_TEXT_OPT(D, deviation_reason, 0, 2000, "偏离理由", "why"),                              \
        WR_ID_OPT(D, deviation_by, "提出人", "who asked"),                                         \
        WR_ID_OPT(D, deviation_approved_by, "批准人", "who approved"),                             \
        WR_MS_OPT(D, deviation_ms, "偏离时间", "when"),                                            \
        FEN(D, notice_fen, "告知的罚款", "told in the notice, fen"),                               \
        FEN(D, fine_fen, "决定的罚款", "decided, fen"),                                            \
        WR_STR_OPT(D, decision_date, 10, 10, "决定日", "day of the decision"),                     \
        WR_ID_OPT(D, decided_by, "决定人", "who decided"),                                         \
        WR_TEXT_OPT(D, decision_note, 0, 2000, "决定说明", "note"),                                \
        WR_ID_OPT(D, created_by, "登记人", "who filed it"),                                        \
        WR_MS(D, created_ms, "登记时间", "recorded"),                                              \
        WR_I64(D, version, 1, WR_ID_MAX, "版本", "version of the row")

const struct wr_field wr_pen_docket_row_fields[] = {HEAD, {0}};
const struct wr_field wr_pen_docket_fields[] = {
    HEAD,
    WR_JSON_OPT(D, input, 262144, "案情", "the case as assessed"),
    WR_JSON_OPT(D, result, 262144, "推算结果", "the result with every step"),
    WR_LIST_OPT(D, values, WR_PEN_VALUES_LISTED_MAX, wr_pen_fact_row_fields, FACT, "事实和因素",
                "facts with their evidence"),
    WR_LIST_OPT(D, events, WR_PEN_EVENTS_MAX, wr_pen_event_fields, EVENT, "程序", "procedure"),
    WR_LIST_OPT(D, clocks, 60, due_fields, DUE, "期限", "deadlines"),
    {0},
};
const struct wr_field wr_pen_paper_fields[] = {
    WR_STR(struct wr_pen_paper, form, 1, 40, "文书", "form"),
    WR_TEXT(struct wr_pen_paper, title, 1, 100, "名称", "title"),
    WR_TEXT_OPT(struct wr_pen_paper, number, 0, 100, "文号", "number, once given"),
    WR_BOOL(struct wr_pen_paper, ready, "可出具", "nothing is missing"),
    TEXTS_OPT(struct wr_pen_paper, missing, 20, "缺少", "what is missing"),
    {0},
};

#define N struct wr_pen_new
const struct wr_field wr_pen_new_fields[] = {
    WR_STR(N, uid, 36, 36, "客户端编号", "uuid made by the client"),
    WR_ID(N, enterprise_id, "当事人", "party"),
    WR_ENUM(N, source, wr_pen_sources, "来源", "source"),
    WR_TEXT_OPT(N, source_ref, 0, 200, "来源编号", "reference of the source"),
    WR_ID_OPT(N, visit_id, "入企", "visit, where the source is one"),
    WR_ID_OPT(N, finding_id, "发现", "its finding"),
    WR_TEXT(N, title, 2, 200, "案由", "what the case is about"),
    WR_DATE(N, act_date, "行为日", "day of the act"),
    WR_ID_OPT(N, officer_id, "主办", "officer; absent: oneself"),
    WR_ID(N, second_officer_id, "协办", "second officer (L42)"),
    WR_STR(N, scheme, 1, 80, "裁量基准", "scheme, its pack or its family"),
    WR_STR_OPT(N, table, 0, 40, "裁量表", "table of the provision violated"),
    WR_STRS_OPT(N, tables, WR_PEN_PROVISIONS_MAX - 1, "其他裁量表", "further provisions"),
    WR_STR_OPT(N, column, 0, 40, "栏", "column of the table"),
    WR_STR_OPT(N, item, 0, 40, "清单项", "item of a no-penalty list"),
    WR_BOOL_OPT(N, grave, "复杂重大", "legal review and collective discussion are needed"),
    {0},
};
#define V struct wr_pen_value_in
static const struct wr_field value_in_fields[] = {
    WR_STR(V, kind, 4, 6, "种类", "factor or fact"),
    WR_STR(V, name, 1, 40, "名称", "name in the pack"),
    WR_JSON(V, value, 2000, "取值", "value as in a case file"),
    WR_TEXT(V, evidence, 1, 500, "证据", "where it is proved"),
    {0},
};
const struct wr_field wr_pen_values_in_fields[] = {
    WR_LIST(struct wr_pen_values_in, values, 1, WR_PEN_VALUES_LISTED_MAX, value_in_fields, V,
            "事实和因素", "values that the actor confirms"),
    {0},
};
const struct wr_field wr_pen_event_in_fields[] = {
    WR_ENUM(struct wr_pen_event_in, kind, wr_pen_event_kinds, "步骤", "step"),
    WR_DATE(struct wr_pen_event_in, day, "日期", "day, not after today"),
    WR_TEXT_OPT(struct wr_pen_event_in, note, 0, 2000, "说明", "note"),
    FEN(struct wr_pen_event_in, amount_fen, "金额",
        "fen: what was paid; in the notice of a MAY that shall not be used, the fine meant"),
    WR_DATE_OPT(struct wr_pen_event_in, due, "改正期限", "with order_served: last day to correct"),
    YES_NO(struct wr_pen_event_in, continuing, "仍在继续",
           "with rechecked: whether it was found going on"),
    {0},
};
const struct wr_field wr_pen_deviation_in_fields[] = {
    WR_I64(struct wr_pen_deviation_in, fine_fen, 0, FEN_MAX, "罚款", "fen"),
    WR_TEXT(struct wr_pen_deviation_in, reason, 10, 2000, "理由", "why, at least 10 characters"),
    {0},
};
const struct wr_field wr_pen_note_in_fields[] = {
    WR_TEXT_OPT(struct wr_pen_note_in, note, 0, 2000, "说明", "note"),
    {0},
};
const struct wr_field wr_pen_decide_in_fields[] = {
    WR_DATE(struct wr_pen_decide_in, day, "决定日", "day of the decision, not after today"),
    FEN(struct wr_pen_decide_in, fine_fen, "罚款", "fen, where the system gives no amount"),
    WR_BOOL_OPT(struct wr_pen_decide_in, punish_anyway, "仍予处罚",
                "a MAY is not used; impossible where a MUST applies"),
    WR_TEXT_OPT(struct wr_pen_decide_in, punish_reason, 0, 2000, "仍予处罚的理由", "why"),
    WR_TEXT_OPT(struct wr_pen_decide_in, note, 0, 2000, "说明", "note"),
    {0},
};
#define F struct wr_pen_filter
const struct wr_field wr_pen_filter_fields[] = {
    WR_STR_OPT(F, cursor, 0, 30, "游标", "from the last page"),
    {.name = "limit",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(F, limit),
     .min = 1,
     .max = 200,
     .doc = "rows a page",
     .zh = "每页"},
    {.name = "state",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(F, state),
     .has_off = offsetof(F, has_state) + 1,
     .items = wr_pen_states,
     .doc = "state",
     .zh = "状态"},
    WR_ID_OPT(F, enterprise_id, "当事人", "party"),
    WR_ID_OPT(F, officer_id, "执法人员", "officer"),
    WR_ID_OPT(F, district_id, "区县", "district"),
    WR_STR_OPT(F, table, 0, 40, "裁量表", "table"),
    WR_DATE_OPT(F, from, "自", "acts from this day"),
    WR_DATE_OPT(F, to, "至", "to this day"),
    WR_STR_OPT(F, q, 0, 60, "名称", "part of the party's name"),
    {0},
};

#define P struct wr_pen_precedent
const struct wr_field wr_pen_precedent_fields[] = {
    WR_ID(P, id, "编号", "id"),
    WR_STR(P, number, 1, 60, "立案号", "number of the case"),
    WR_TEXT(P, enterprise_name, 0, 400, "当事人", "party"),
    WR_STR_OPT(P, decision_date, 10, 10, "决定日", "decided on"),
    WR_TEXT(P, unit, 0, 200, "承办机构", "unit"),
    WR_ENUM(P, outcome, wr_pen_outcomes, "结论", "outcome"),
    FEN(P, fine_fen, "罚款", "fen"),
    WR_I64(P, same_n, 0, 1000, "相同情节数", "facts and factors with the same value"),
    {0},
};
const struct wr_field wr_pen_precedents_fields[] = {
    WR_LIST(struct wr_pen_precedents, items, 0, 50, wr_pen_precedent_fields, P, "类案",
            "most similar first"),
    WR_I64(struct wr_pen_precedents, decided_n, 0, WR_ID_MAX, "同表已决", "decided of this table"),
    WR_I64(struct wr_pen_precedents, lower_n, 0, WR_ID_MAX, "较低", "with a lower fine"),
    WR_I64(struct wr_pen_precedents, equal_n, 0, WR_ID_MAX, "相同", "with the same fine"),
    WR_I64(struct wr_pen_precedents, higher_n, 0, WR_ID_MAX, "较高", "with a higher fine"),
    FEN(struct wr_pen_precedents, this_fen, "本案", "this case, fen"),
    {0},
};

#define S struct wr_pen_sample
const struct wr_field wr_pen_sample_fields[] = {
    WR_ID(S, id, "编号", "id"),
    WR_STR(S, number, 1, 60, "立案号", "number"),
    WR_TEXT(S, enterprise_name, 0, 400, "当事人", "party"),
    WR_STR_OPT(S, table_taken, 0, 40, "裁量表", "table"),
    WR_TEXT(S, unit, 0, 200, "承办机构", "unit"),
    WR_ID(S, officer_id, "主办", "officer"),
    WR_TEXT(S, officer_name, 0, 100, "主办姓名", "his name"),
    WR_ENUM(S, outcome, wr_pen_outcomes, "结论", "outcome"),
    WR_STR_OPT(S, rule, 0, 40, "情形", "clause"),
    FEN(S, fine_fen, "罚款", "fen"),
    WR_BOOL(S, deviated, "偏离", "deviated"),
    {0},
};
#define SPREAD struct wr_pen_spread
#define AMOUNT(m, zh, doc) WR_I64(SPREAD, m, 0, FEN_MAX, zh, doc)
static const struct wr_field spread_fields[] = {
    WR_STR(SPREAD, table, 0, 40, "裁量表", "table"),
    WR_I64(SPREAD, n, 0, WR_ID_MAX, "件数", "cases"),
    AMOUNT(min_fen, "最低", "least"),
    AMOUNT(q1_fen, "四分之一", "first quarter"),
    AMOUNT(median_fen, "中位数", "median"),
    AMOUNT(q3_fen, "四分之三", "third quarter"),
    AMOUNT(max_fen, "最高", "most"),
    WR_I64(SPREAD, deviated_n, 0, WR_ID_MAX, "偏离件数", "decided otherwise than computed"),
    WR_LIST(SPREAD, outliers, 0, 100, wr_pen_precedent_fields, P, "离群", "far from the others"),
    {0},
};
#define GROUP struct wr_pen_group
static const struct wr_field group_fields[] = {
    WR_TEXT(GROUP, name, 0, 200, "名称", "unit or officer"),
    WR_ID_OPT(GROUP, id, "编号", "officer"),
    WR_I64(GROUP, n, 0, WR_ID_MAX, "件数", "cases"),
    WR_I64(GROUP, ratio_bp, 0, WR_ID_MAX, "与同表中位数之比",
           "mean of fine / median, 10,000 = as all"),
    WR_I64(GROUP, deviated_n, 0, WR_ID_MAX, "偏离件数", "decided otherwise than computed"),
    {0},
};
static const struct wr_field spared_fields[] = {
    WR_STR(struct wr_pen_spared, rule, 1, 40, "情形", "clause"),
    WR_I64(struct wr_pen_spared, must_n, 0, WR_ID_MAX, "应当不予处罚", "must"),
    WR_I64(struct wr_pen_spared, may_n, 0, WR_ID_MAX, "可以不予处罚", "may"),
    {0},
};
#define BOARD struct wr_pen_board
const struct wr_field wr_pen_board_fields[] = {
    WR_STR(BOARD, from, 10, 10, "自", "decided from"),
    WR_STR(BOARD, to, 10, 10, "至", "to"),
    WR_I64(BOARD, cases_n, 0, WR_ID_MAX, "已决案件", "decided"),
    WR_I64(BOARD, fined_n, 0, WR_ID_MAX, "处罚", "fined"),
    WR_I64(BOARD, spared_n, 0, WR_ID_MAX, "不予处罚", "not punished"),
    WR_I64(BOARD, least_n, 1, 1000, "最少件数", "smaller groups are not shown"),
    WR_I64(BOARD, units_hidden_n, 0, WR_ID_MAX, "未显示的机构", "units too small to show"),
    WR_I64(BOARD, officers_hidden_n, 0, WR_ID_MAX, "未显示的人员", "officers too small to show"),
    WR_LIST(BOARD, tables, 0, 200, spread_fields, SPREAD, "各表", "by table"),
    WR_LIST(BOARD, units, 0, 500, group_fields, GROUP, "各机构", "by unit"),
    WR_LIST(BOARD, officers, 0, 2000, group_fields, GROUP, "各人员", "by officer"),
    WR_LIST(BOARD, spared, 0, 200, spared_fields, struct wr_pen_spared, "不予处罚", "by kind"),
    {0},
};
const struct wr_field wr_pen_board_query_fields[] = {
    WR_DATE_OPT(struct wr_pen_board_query, from, "自", "decided from; absent: one year back"),
    WR_DATE_OPT(struct wr_pen_board_query, to, "至", "to; absent: today"),
    WR_I64_OPT(struct wr_pen_board_query, least_n, 3, 1000, "最少件数", "at least 3, default 5"),
    {0},
};

#define ST struct wr_pen_stored
#define STORED                                                                                     \
    WR_ID(ST, id, "编号", "id"), WR_STR(ST, pack, 1, 80, "规则包", "pack"),                        \
        WR_STR(ST, pack_version, 1, 20, "版本", "its version"),                                    \
        WR_STR(ST, sha256, 64, 64, "SHA-256", "of the file"),                                      \
        WR_STR(ST, state, 1, 20, "状态",                                                           \
               "snapshot, draft, submitted, published, rejected, replaced"),                       \
        WR_TEXT_OPT(ST, note, 0, 2000, "修改说明", "why it is changed"),                           \
        WR_ID_OPT(ST, author_id, "起草人", "author"), WR_MS(ST, created_ms, "起草时间", "made"),   \
        WR_MS_OPT(ST, submitted_ms, "提交时间", "submitted"),                                      \
        WR_ID_OPT(ST, decided_by, "审定人", "who decided, not the author"),                        \
        WR_MS_OPT(ST, decided_ms, "审定时间", "decided"),                                          \
        WR_TEXT_OPT(ST, decision_note, 0, 2000, "审定说明", "note"),                               \
        WR_I64(ST, version, 1, WR_ID_MAX, "行版本", "version of the row")
const struct wr_field wr_pen_stored_row_fields[] = {STORED, {0}};
const struct wr_field wr_pen_stored_fields[] = {
    STORED, WR_TEXT(ST, content, 2, 1048576, "内容", "the whole file"), {0}};
const struct wr_field wr_pen_draft_in_fields[] = {
    WR_TEXT(struct wr_pen_draft_in, content, 2, 1048576, "内容",
            "the whole file, as in rulepacks/"),
    WR_TEXT(struct wr_pen_draft_in, note, 2, 2000, "修改说明", "why it is changed"),
    {0},
};
const struct wr_field wr_pen_preview_fields[] = {
    WR_STR(struct wr_pen_preview, pack, 1, 80, "规则包", "pack"),
    WR_STR(struct wr_pen_preview, pack_version, 1, 20, "版本", "its version"),
    WR_TEXT(struct wr_pen_preview, words, 0, 1048576, "内容", "what it says, as tables"),
    WR_I64(struct wr_pen_preview, examples_n, 0, 1000, "算例", "worked examples"),
    TEXTS_OPT(struct wr_pen_preview, failed, 1000, "不符的算例",
              "examples that come out otherwise"),
    TEXTS_OPT(struct wr_pen_preview, notes, 1000, "核对", "what to look at"),
    {0},
};
#define C struct wr_pen_changed
static const struct wr_field changed_fields[] = {
    WR_ID(C, id, "编号", "id"),
    WR_STR(C, number, 1, 60, "立案号", "number"),
    WR_TEXT(C, enterprise_name, 0, 400, "当事人", "party"),
    WR_ENUM_OPT(C, before_outcome, wr_pen_outcomes, "原结论", "outcome then"),
    FEN(C, before_fen, "原罚款", "fen"),
    WR_ENUM_OPT(C, after_outcome, wr_pen_outcomes, "新结论", "outcome by this pack"),
    FEN(C, after_fen, "新罚款", "fen"),
    WR_TEXT_OPT(C, why, 0, 1000, "不能推算的原因", "why it cannot be assessed by this pack"),
    {0},
};
const struct wr_field wr_pen_impact_fields[] = {
    WR_STR(struct wr_pen_impact, pack, 1, 80, "规则包", "pack"),
    WR_STR(struct wr_pen_impact, pack_version, 1, 20, "版本", "its version"),
    WR_I64(struct wr_pen_impact, examined_n, 0, WR_ID_MAX, "推算案件", "cases re-run"),
    WR_I64(struct wr_pen_impact, changed_n, 0, WR_ID_MAX, "结果变化", "with another outcome"),
    WR_I64(struct wr_pen_impact, failed_n, 0, WR_ID_MAX, "不能推算", "that it cannot assess"),
    WR_LIST(struct wr_pen_impact, items, 0, 1000, changed_fields, C, "变化的案件",
            "the first ones"),
    {0},
};
