#include "codec/table.h"
#include "http/http.h"
#include "modules/oversight/oversight.h"

#define N(st, m, label, text) WR_I64(st, m, 0, WR_ID_MAX, label, text)

/* ---- statement ---------------------------------------------------------------------------------- */

static const struct wr_field source_fields[] = {
    WR_ENUM(struct wr_statement_source, source, wr_visit_sources, "来源", "ground"),
    N(struct wr_statement_source, n, "次数", "inspections"),
    {0},
};

#define S struct wr_statement
const struct wr_field wr_statement_fields[] = {
    WR_STR(S, scope, 1, 20, "范围", "city, or an enterprise as in the open rows"),
    WR_STR(S, month, 7, 7, "月份", "month"),
    WR_DATE(S, from, "自", "first day of the year"),
    WR_DATE(S, until, "至", "last day covered"),
    WR_BOOL(S, complete, "已满月", "the month was over when the rows were read"),
    N(S, planned_n, "计划检查", "approved inspections whose last planned day lies in the month"),
    N(S, planned_done_n, "按计划完成", "of these carried out"),
    N(S, inspections_n, "实际检查", "inspections carried out"),
    N(S, counted_n, "计次检查", "of these counted toward the yearly cap"),
    N(S, help_n, "帮扶入企", "help visits"),
    N(S, other_n, "其他入企", "other visits"),
    N(S, cancelled_n, "取消", "cancelled visits"),
    N(S, inspected_n, "受检企业", "enterprises inspected in the month"),
    N(S, month_max_n, "单家最多（当月）", "most inspections of one enterprise in the month"),
    N(S, month_max_enterprises_n, "达到该数的企业（当月）", "how many have it"),
    N(S, year_inspections_n, "年内检查", "inspections since 1 January"),
    N(S, year_counted_n, "年内计次", "of these counted"),
    N(S, year_max_n, "单家最多（年内）", "most inspections of one enterprise since 1 January"),
    N(S, year_max_enterprises_n, "达到该数的企业（年内）", "how many have it"),
    N(S, at_cap_n, "达到年度上限", "enterprises whose cap is used up"),
    N(S, over_cap_n, "超过年度上限", "enterprises beyond their cap"),
    N(S, exceptions_n, "例外检查", "inspections that did not count"),
    WR_LIST(S, exceptions, 0, WR_SOURCE_END, source_fields, struct wr_statement_source,
            "例外按来源", "the same by ground"),
    N(S, overridden_n, "越级批准", "visits approved in spite of visits without findings"),
    N(S, refused_n, "企业拒绝", "visits refused"),
    N(S, refused_upheld_n, "拒绝成立", "refusals found to be right"),
    N(S, refused_unfounded_n, "拒绝不成立", "refusals found to be unfounded"),
    N(S, refused_contested_n, "争议待裁", "contested, not decided"),
    N(S, refused_stands_n, "无异议", "not contested"),
    N(S, late_before_n, "离开前补扫", "scanned before leaving"),
    N(S, late_after_n, "离开后补录", "entered after leaving"),
    N(S, no_code_n, "无码入企", "visits without a scan"),
    N(S, no_code_filed_n, "按期备案", "of these filed in time"),
    N(S, no_code_late_n, "逾期备案", "filed late"),
    N(S, no_code_overdue_n, "逾期未备案", "not filed, the day has passed"),
    N(S, no_code_pending_n, "待备案", "not filed, the day has not passed"),
    N(S, offline_n, "离线记录", "recorded without network"),
    N(S, conflict_open_n, "冲突待定", "conflicts not decided"),
    N(S, conflict_accepted_n, "冲突已认可", "conflicts accepted"),
    N(S, conflict_irregular_n, "冲突不合规", "conflicts found irregular"),
    N(S, unscanned_reported_n, "未扫码报告待核", "reports not answered"),
    N(S, unscanned_confirmed_n, "未扫码属实", "reports confirmed"),
    N(S, unscanned_unfounded_n, "未扫码不属实", "reports found unfounded"),
    N(S, afterfill_n, "紧急补批", "emergency visits that need approval afterwards"),
    N(S, afterfill_done_n, "按期补批", "of these approved in time"),
    N(S, afterfill_late_n, "逾期补批", "approved late"),
    N(S, afterfill_overdue_n, "逾期未补批", "not approved, the day has passed"),
    N(S, afterfill_pending_n, "待补批", "not approved, the day has not passed"),
    N(S, joint_n, "综合查一次", "visits of several units together"),
    N(S, mutual_n, "亮码", "visits at which the officer's code was scanned"),
    N(S, converted_n, "帮扶转检查", "help visits that became inspections"),
    N(S, rows_n, "行数", "open rows used"),
    WR_STR(S, rows_sha256, 64, 64, "行哈希", "SHA-256 of these rows"),
    WR_TEXT(S, text, 1, 16384, "正文", "canonical text"),
    WR_STR(S, sha256, 64, 64, "公示哈希", "SHA-256 of the text"),
    {0},
};

/* ---- queries ------------------------------------------------------------------------------------ */

const struct wr_enum_item wr_oversight_views[] = {
    {"open_long", WR_VIEW_OPEN_LONG, "超时未签退", "no check-out"},
    {"late", WR_VIEW_LATE, "补扫", "late scans"},
    {"exception", WR_VIEW_EXCEPTION, "例外检查", "exceptions"},
    {"refused", WR_VIEW_REFUSED, "企业拒绝", "refused"},
    {"contested", WR_VIEW_CONTESTED, "拒绝有争议待裁", "contested refusals"},
    {"conflict", WR_VIEW_CONFLICT, "离线冲突待定", "open conflicts"},
    {"no_code_due", WR_VIEW_NO_CODE_DUE, "无码待备案", "no-code filings due"},
    {"no_code_overdue", WR_VIEW_NO_CODE_OVERDUE, "无码逾期未备案", "no-code filings overdue"},
    {"afterfill_due", WR_VIEW_AFTERFILL_DUE, "紧急待补批", "approvals due afterwards"},
    {"afterfill_overdue", WR_VIEW_AFTERFILL_OVERDUE, "紧急逾期未补批",
     "approvals overdue afterwards"},
    {"offline", WR_VIEW_OFFLINE, "离线记录", "offline records"},
    {"overridden", WR_VIEW_OVERRIDDEN, "越级批准", "approved in spite of a block"},
    {"inspection", WR_VIEW_INSPECTION, "检查", "inspections"},
    {0},
};

bool wr_oversight_view_has_period(int64_t view)
{
    switch ((enum wr_oversight_view)view) {
    case WR_VIEW_LATE:
    case WR_VIEW_EXCEPTION:
    case WR_VIEW_REFUSED:
    case WR_VIEW_OFFLINE:
    case WR_VIEW_OVERRIDDEN:
    case WR_VIEW_INSPECTION:
        return true;
    case WR_VIEW_OPEN_LONG:
    case WR_VIEW_CONTESTED:
    case WR_VIEW_CONFLICT:
    case WR_VIEW_NO_CODE_DUE:
    case WR_VIEW_NO_CODE_OVERDUE:
    case WR_VIEW_AFTERFILL_DUE:
    case WR_VIEW_AFTERFILL_OVERDUE:
    case WR_VIEW_END:
        break;
    }
    return false;
}

#define Q struct wr_oversight_query
#define AREA                                                                                       \
    WR_DATE_OPT(Q, from, "自", "first day; the current month unless told; some views have none"),  \
        WR_DATE_OPT(Q, to, "至", "last day"), WR_ID_OPT(Q, district_id, "区县", "district")
#define PAGE                                                                                       \
    WR_I64_OPT(Q, limit, 1, WR_PAGE_MAX, "条数", "rows a page, 50 unless told"),                   \
        WR_ID_OPT(Q, cursor, "游标", "`next` of the page before")
#define OF_VIEW                                                                                    \
    WR_ENUM(Q, view, wr_oversight_views, "视图", "named query"), AREA,                             \
        WR_ID_OPT(Q, officer_id, "执法人员", "first officer"),                                     \
        WR_STR_OPT(Q, unit, 1, 120, "单位", "unit"),                                               \
        WR_ENUM_OPT(Q, source, wr_visit_sources, "来源", "ground")
static const struct wr_enum_item formats[] = {{"csv", WR_TABLE_CSV, "CSV", "CSV"},
                                              {"xlsx", WR_TABLE_XLSX, "XLSX", "XLSX"},
                                              {"json", WR_TABLE_JSON, "JSON", "JSON"},
                                              {0}};
static const struct wr_enum_item by_person[] = {
    {"officer", WR_BY_OFFICER, "人员", "officer"}, {"unit", WR_BY_UNIT, "单位", "unit"}, {0}};
static const struct wr_enum_item by_place[] = {
    {"enterprise", WR_BY_ENTERPRISE, "企业", "enterprise"},
    {"street", WR_BY_STREET, "街道", "street"},
    {0}};
const struct wr_field wr_oversight_query_fields[] = {AREA, {0}};
const struct wr_field wr_oversight_list_query_fields[] = {OF_VIEW, PAGE, {0}};
const struct wr_field wr_oversight_file_query_fields[] = {
    OF_VIEW,
    {.name = "format",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(Q, format),
     .has_off = offsetof(Q, has_format) + 1,
     .items = formats,
     .zh = "格式",
     .doc = "xlsx unless told"},
    {0},
};
const struct wr_field wr_oversight_rank_query_fields[] = {
    AREA, WR_ENUM_OPT(Q, by, by_person, "按", "officer or unit; officer unless told"), {0}};
const struct wr_field wr_oversight_burden_query_fields[] = {
    AREA, WR_ENUM_OPT(Q, by, by_place, "按", "enterprise or street; enterprise unless told"), {0}};
const struct wr_field wr_oversight_opinion_query_fields[] = {
    AREA, WR_STR_OPT(Q, unit, 1, 120, "单位", "unit"), PAGE, {0}};
#define UQ struct wr_oversight_unscanned_query
const struct wr_field wr_oversight_unscanned_query_fields[] = {
    WR_DATE_OPT(UQ, from, "自", "first day; the current month unless told"),
    WR_DATE_OPT(UQ, to, "至", "last day"),
    WR_ID_OPT(UQ, district_id, "区县", "district"),
    WR_ENUM_OPT(UQ, state, wr_unscanned_states, "状态", "reported, confirmed or unfounded"),
    WR_BOOL_OPT(UQ, open, "待核实", "only those not answered, whatever their day"),
    WR_I64_OPT(UQ, limit, 1, WR_PAGE_MAX, "条数", "rows a page, 50 unless told"),
    WR_ID_OPT(UQ, cursor, "游标", "`next` of the page before"),
    {0},
};

/* ---- overview and lists ------------------------------------------------------------------------- */

static const struct wr_field figure_fields[] = {
    WR_ENUM(struct wr_oversight_figure, view, wr_oversight_views, "视图", "list behind it"),
    N(struct wr_oversight_figure, n, "数量", "length of that list"),
    WR_BOOL(struct wr_oversight_figure, period, "按期间", "it counts a period, else what is open"),
    {0},
};
#define O struct wr_oversight_overview
const struct wr_field wr_oversight_overview_fields[] = {
    WR_DATE(O, from, "自", "first day"),
    WR_DATE(O, to, "至", "last day"),
    WR_LIST(O, figures, 0, WR_VIEW_END, figure_fields, struct wr_oversight_figure, "数字",
            "one for each view"),
    N(O, unscanned_n, "未扫码报告", "reports of the period"),
    N(O, unscanned_open_n, "未扫码待核", "reports not answered, of any day"),
    N(O, complaints_n, "投诉", "complaints of the period"),
    N(O, complaints_open_n, "投诉未办结", "complaints not closed, of any day"),
    N(O, ratings_n, "评价", "ratings of the period's visits"),
    WR_STR(O, pack, 1, 80, "规则包", "rule pack of the thresholds"),
    WR_STR(O, pack_version, 1, 20, "版本", "its version"),
    WR_LIST(O, rows, 0, WR_OV_PARAMS, wr_oversight_row_fields, struct wr_oversight_row, "口径",
            "thresholds, minimum counts and weights"),
    {0},
};

#define V struct wr_oversight_visit
const struct wr_field wr_oversight_visit_fields[] = {
    WR_ID(V, id, "编号", "visit"),
    WR_MS(V, at_ms, "入企时间", "checked in"),
    WR_MS_OPT(V, out_ms, "签退时间", "checked out"),
    WR_ID(V, enterprise_id, "企业编号", "enterprise"),
    WR_STR(V, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_STR(V, district_name, 1, 60, "区县", "district of its day"),
    WR_STR(V, unit, 0, 120, "单位", "unit"),
    WR_ID(V, officer_id, "人员编号", "officer"),
    WR_STR(V, officer_name, 1, 60, "执法人员", "officer"),
    WR_ENUM(V, kind, wr_visit_kinds, "类型", "kind"),
    WR_ENUM(V, source, wr_visit_sources, "来源", "ground"),
    WR_STR_OPT(V, evidence_ref, 1, 80, "依据编号", "evidence of the ground"),
    WR_STR_OPT(V, mission, 1, 60, "审批编号", "number of the approval"),
    WR_ENUM(V, state, wr_visit_states, "状态", "state"),
    WR_ENUM_OPT(V, late_scan, wr_late_scans, "补扫", "how late it was scanned"),
    WR_STR_OPT(V, refusal, 1, 40, "拒绝理由", "why the enterprise refused"),
    WR_STR_OPT(V, refusal_decision, 1, 20, "拒绝认定", "upheld or unfounded"),
    WR_STR_OPT(V, conflict, 1, 20, "冲突", "open, accepted or irregular"),
    WR_DATE_OPT(V, due, "期限", "day by which it must be filed or approved"),
    WR_BOOL(V, offline, "离线", "recorded without network"),
    {0},
};

#define U struct wr_oversight_unscanned
const struct wr_field wr_oversight_unscanned_fields[] = {
    WR_ID(U, id, "编号", "report"),
    WR_MS(U, at_ms, "时间", "when"),
    WR_ID(U, enterprise_id, "企业编号", "enterprise"),
    WR_STR(U, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_STR(U, district_name, 1, 60, "区县", "district"),
    WR_STR(U, kind, 1, 20, "类别", "missing or refused"),
    WR_STR(U, reason, 1, 40, "理由", "reason"),
    WR_TEXT_OPT(U, people, 1, 500, "来人", "who came, as the enterprise saw it"),
    WR_TEXT_OPT(U, note, 1, 1000, "说明", "note"),
    WR_STR(U, state, 1, 20, "状态", "reported, confirmed or unfounded"),
    WR_TEXT_OPT(U, answer, 1, 2000, "答复", "answer"),
    WR_ID_OPT(U, visit_id, "入企", "the visit it turned out to be"),
    {0},
};

#define P struct wr_oversight_opinion
const struct wr_field wr_oversight_opinion_fields[] = {
    WR_ID(P, id, "编号", "rating"),
    WR_ID(P, visit_id, "入企", "visit"),
    WR_MS(P, at_ms, "评价时间", "when"),
    WR_ID(P, enterprise_id, "企业编号", "enterprise"),
    WR_STR(P, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_STR(P, unit, 0, 120, "单位", "unit that was rated"),
    WR_I64(P, score, 1, 5, "评分", "1 to 5"),
    WR_JSON(P, tags, 1000, "标签", "tags"),
    WR_TEXT_OPT(P, text, 1, 2000, "内容", "in words"),
    {0},
};

/* ---- ranks, burden, trend, ratings -------------------------------------------------------------- */

#define K struct wr_oversight_rank
static const struct wr_field rank_fields[] = {
    WR_ID_OPT(K, officer_id, "人员编号", "officer; absent: a unit"),
    WR_STR(K, name, 1, 120, "名称", "officer or unit"),
    WR_STR_OPT(K, unit, 1, 120, "单位", "the officer's unit"),
    N(K, inspections_n, "检查", "inspections"),
    N(K, exceptions_n, "例外", "of these exceptions"),
    WR_I64(K, share_bp, 0, 10000, "占比", "share, basis points"),
    WR_BOOL(K, enough, "样本足够", "has the minimum count"),
    WR_BOOL(K, flagged, "标注", "far above the share of all"),
    WR_I64(K, rank, 0, 1000000, "名次", "0: too few to be ranked"),
    {0},
};
#define RK struct wr_oversight_ranking
const struct wr_field wr_oversight_ranking_fields[] = {
    WR_LIST(RK, items, 0, 5000, rank_fields, K, "排名", "ranked ones first"),
    N(RK, inspections_n, "检查", "inspections of all"),
    N(RK, exceptions_n, "例外", "exceptions of all"),
    WR_I64(RK, mean_bp, 0, 10000, "平均占比", "share of all, basis points"),
    N(RK, min_n, "最少次数", "inspections needed to be ranked"),
    N(RK, over_bp, "标注幅度", "basis points above the mean that mark"),
    {0},
};

#define B struct wr_oversight_burden
static const struct wr_field burden_fields[] = {
    WR_ID_OPT(B, id, "编号", "enterprise or street; absent: street not known"),
    WR_STR(B, name, 0, 200, "名称", "enterprise or street"),
    WR_STR_OPT(B, street_name, 1, 60, "街道", "the enterprise's street"),
    N(B, enterprises_n, "受访企业", "enterprises visited"),
    N(B, visits_n, "入企", "visits"),
    N(B, minutes, "在场分钟", "minutes on site"),
    N(B, documents_n, "资料", "documents photographed and items noted"),
    N(B, units_n, "单位", "units that came"),
    N(B, index_e2, "负担指数", "hundredths of a point, for each enterprise visited"),
    WR_BOOL(B, enough, "样本足够", "has the minimum count"),
    WR_I64(B, rank, 0, 1000000, "名次", "0: too few to be ranked"),
    {0},
};
#define BS struct wr_oversight_burdens
const struct wr_field wr_oversight_burdens_fields[] = {
    WR_LIST(BS, items, 0, 5000, burden_fields, B, "排名", "ranked ones first"),
    N(BS, min_n, "最少数", "visits, or for streets enterprises, needed to be ranked"),
    N(BS, visit_e2, "每次", "points of a visit, hundredths"),
    N(BS, hour_e2, "每小时", "points of an hour"),
    N(BS, document_e2, "每份资料", "points of a document"),
    N(BS, unit_e2, "每个单位", "points of a unit"),
    {0},
};

#define M struct wr_oversight_month
static const struct wr_field month_fields[] = {
    WR_STR(M, month, 7, 7, "月份", "month"),
    N(M, inspections_n, "检查", "inspections"),
    N(M, exceptions_n, "例外", "of these exceptions"),
    WR_I64(M, share_bp, 0, 10000, "占比", "share, basis points"),
    WR_I64(M, rise_bp, -10000, 10000, "升幅",
           "against the month before; 0 where it cannot be compared"),
    WR_BOOL(M, enough, "样本足够", "has the minimum count"),
    WR_BOOL(M, warn, "预警", "the share rose by the threshold or more"),
    {0},
};
#define T struct wr_oversight_trend
const struct wr_field wr_oversight_trend_fields[] = {
    WR_LIST(T, items, 0, 60, month_fields, M, "各月", "oldest first"),
    N(T, min_n, "最少次数", "inspections a month needs"),
    N(T, rise_bp, "预警升幅", "basis points"),
    {0},
};

#define RT struct wr_oversight_rating
static const struct wr_field rating_fields[] = {
    WR_STR(RT, unit, 0, 120, "单位", "unit"),
    N(RT, n, "评价数", "ratings"),
    WR_I64_OPT(RT, mean_e2, 100, 500, "平均分", "hundredths; absent: too few"),
    WR_BOOL(RT, flagged, "标注", "below the threshold"),
    {0},
};
#define RS struct wr_oversight_ratings
const struct wr_field wr_oversight_ratings_fields[] = {
    WR_LIST(RS, items, 0, 5000, rating_fields, RT, "各单位", "lowest mean first"),
    N(RS, n, "评价数", "ratings of all"),
    WR_I64_OPT(RS, mean_e2, 100, 500, "平均分", "hundredths; absent: too few"),
    N(RS, min_n, "最少评价数", "ratings needed before a mean is shown"),
    N(RS, low_e2, "标注线", "hundredths"),
    {0},
};
