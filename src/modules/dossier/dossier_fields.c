#include "http/http.h"
#include "modules/dossier/dossier.h"

static const struct wr_enum_item sorts[] = {
    {"name", WR_SORT_NAME, "名称", "name"},
    {"-updated", WR_SORT_UPDATED, "最近更新", "last change first"},
    {0},
};
static const struct wr_enum_item timeline_kinds[] = {
    {"visit", WR_TL_VISIT, "入企", "visit"},
    {"liaison", WR_TL_LIAISON, "联络员", "liaison"},
    {"plate", WR_TL_PLATE, "信息牌", "plate"},
    {"change", WR_TL_CHANGE, "档案变更", "change"},
    {"complaint", WR_TL_COMPLAINT, "投诉", "complaint"},
    {"clue", WR_TL_CLUE, "线索", "off-site clue"},
    {"penalty", WR_TL_PENALTY, "处罚", "penalty"},
    {0},
};

#define Q struct wr_dossier_query
#define ENUM_HAS(st, m, it, label, text)                                                           \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .items = (it), .zh = (label), .doc = (text)          \
    }
static const struct wr_enum_item yes_no[] = {
    {"false", 0, "否", "no"}, {"true", 1, "是", "yes"}, {0}};

const struct wr_field wr_dossier_query_fields[] = {
    WR_STR_OPT(Q, q, 1, 60, "搜索", "part of a name, credit code, plate code or pinyin initials"),
    WR_ID_OPT(Q, district_id, "区县", "district"),
    WR_ID_OPT(Q, street_id, "街道", "street or town"),
    ENUM_HAS(Q, status, wr_ent_statuses, "状态", "state of the file"),
    ENUM_HAS(Q, class, wr_ent_classes, "监管类别", "class"),
    ENUM_HAS(Q, credit_code_status, wr_uscc_statuses, "信用代码校验", "result of the code check"),
    ENUM_HAS(Q, positive_state, wr_positive_states, "正面清单", "positive-list state"),
    ENUM_HAS(Q, risk, wr_risks, "风险等级", "risk"),
    ENUM_HAS(Q, covered, yes_no, "已配联络员", "has a main liaison"),
    ENUM_HAS(Q, paired, yes_no, "结对帮扶", "shall have a liaison"),
    ENUM_HAS(Q, plated, yes_no, "有信息牌", "has a live plate"),
    WR_ENUM_OPT(Q, sort, sorts, "排序", "order; by name unless told"),
    WR_I64_OPT(Q, limit, 1, WR_PAGE_MAX, "条数", "rows a page, 50 unless told"),
    WR_STR_OPT(Q, cursor, 1, 400, "游标", "`next` of the page before"),
    {0},
};
const struct wr_field wr_map_query_fields[] = {
    WR_STR_OPT(Q, q, 1, 60, "搜索", "part of a name, credit code, plate code or pinyin initials"),
    WR_ID_OPT(Q, district_id, "区县", "district"),
    {0},
};

#define E struct wr_enterprise
const struct wr_field wr_dossier_row_fields[] = {
    WR_ID(E, id, "编号", "id"),
    WR_STR(E, name, 2, 120, "企业名称", "name"),
    WR_STR(E, credit_code, 0, 60, "统一社会信用代码", "normalised credit code"),
    WR_ENUM(E, credit_code_status, wr_uscc_statuses, "信用代码校验", "result of the check"),
    WR_ID(E, district_id, "区县编号", "district"),
    WR_STR_OPT(E, district_name, 0, 40, "区县", "district"),
    WR_STR_OPT(E, street_name, 0, 40, "街道", "street or town"),
    WR_STR_OPT(E, industry_name, 0, 80, "行业类别", "industry"),
    WR_ENUM(E, class, wr_ent_classes, "监管类别", "class"),
    WR_ENUM(E, risk, wr_risks, "风险等级", "risk"),
    WR_ENUM(E, performance_grade, wr_perf_grades, "绩效等级", "performance grade"),
    WR_ENUM(E, positive_state, wr_positive_states, "正面清单", "positive-list state"),
    WR_ENUM(E, status, wr_ent_statuses, "状态", "state of the file"),
    WR_BOOL(E, paired, "结对帮扶", "shall have a liaison"),
    WR_BOOL(E, made_up, "合成数据", "made up for demonstration"),
    WR_MS(E, updated_ms, "更新时间", "last change"),
    WR_I64(E, version, 1, WR_ID_MAX, "版本", "version"),
    WR_ID_OPT(E, officer_id, "联络员编号", "main liaison"),
    WR_STR_OPT(E, officer_name, 0, 40, "联络员", "main liaison"),
    WR_STR_OPT(E, officer_unit, 0, 80, "联络员单位", "his unit"),
    WR_STR_OPT(E, plate_code, 0, 10, "信息牌编号", "live plate"),
    WR_STR_OPT(E, plate_status, 0, 20, "信息牌状态", "its state"),
    WR_MS_OPT(E, last_visit_ms, "最近入企", "last check-in"),
    WR_I64(E, visits_this_year, 0, 100000, "本年入企次数", "visits since 1 January"),
    {0},
};

#define T struct wr_timeline_item
const struct wr_field wr_timeline_fields[] = {
    WR_MS(T, at_ms, "时间", "when"),
    WR_ENUM(T, kind, timeline_kinds, "类别", "kind"),
    WR_STR(T, what, 0, 40, "事项", "what of that kind"),
    {.name = "a",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_SECRET,
     .off = offsetof(T, a),
     .max = 65536},
    {.name = "b",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_SECRET,
     .off = offsetof(T, b),
     .max = 65536},
    WR_STR_OPT(T, title, 0, 200, "标题", "in words"),
    WR_STR_OPT(T, detail, 0, 500, "说明", "more"),
    WR_I64(T, ref_id, 0, WR_ID_MAX, "关联编号",
           "id of the visit, assignment, plate, change or complaint"),
    {0},
};
const struct wr_field wr_timeline_query_fields[] = {
    ENUM_HAS(struct wr_timeline_query, kind, timeline_kinds, "类别", "only this kind"),
    WR_I64_OPT(struct wr_timeline_query, limit, 1, WR_PAGE_MAX, "条数", "rows a page"),
    WR_STR_OPT(struct wr_timeline_query, cursor, 1, 100, "游标", "`next` of the page before"),
    {0},
};

#define P struct wr_map_point
const struct wr_field wr_map_point_fields[] = {
    WR_ID(P, id, "编号", "id"),
    WR_STR(P, name, 1, 120, "企业名称", "name"),
    WR_I64(P, lng_e6, -180000000, 180000000, "经度", "micro-degrees"),
    WR_I64(P, lat_e6, -90000000, 90000000, "纬度", "micro-degrees"),
    WR_BOOL(P, covered, "已配联络员", "has a main liaison"),
    WR_ENUM(P, status, wr_ent_statuses, "状态", "state of the file"),
    {0},
};

#define D struct wr_duplicate
const struct wr_field wr_duplicate_fields[] = {
    WR_ID(D, a_id, "档案一", "one file"),
    WR_STR(D, a_name, 1, 120, "名称一", "its name"),
    WR_ID(D, b_id, "档案二", "the other"),
    WR_STR(D, b_name, 1, 120, "名称二", "its name"),
    WR_STR(D, reason, 1, 20, "依据", "same_code, same_name or same_place"),
    {0},
};

#define N struct wr_day_count
static const struct wr_field day_fields[] = {
    WR_DATE(N, date, "日期", "day"),
    WR_I64(N, help_n, 0, 1000000, "帮扶", "help visits"),
    WR_I64(N, inspection_n, 0, 1000000, "检查", "inspections"),
    WR_I64(N, other_n, 0, 1000000, "其他", "others"),
    {0},
};
#define Y struct wr_today
#define COUNT(m, zh, doc) WR_I64(Y, m, 0, WR_ID_MAX, zh, doc)
const struct wr_field wr_today_fields[] = {
    COUNT(enterprises_n, "在册企业", "active files"),
    COUNT(paired_n, "结对帮扶企业", "active files that shall have a liaison"),
    COUNT(covered_n, "已配联络员", "of these, with a main liaison"),
    COUNT(coverage_bp, "覆盖率", "covered ÷ paired in basis points"),
    COUNT(uncovered_n, "未配联络员", "paired without a liaison"),
    COUNT(visits_today_n, "今日入企", "check-ins since midnight"),
    COUNT(open_visits_n, "未离场", "visits without check-out"),
    COUNT(tasks_overdue_n, "逾期任务", "liaison tasks past their day"),
    COUNT(plates_missing_n, "未制牌", "active files without a live plate"),
    COUNT(reprints_due_n, "待重印", "live plates whose printed liaison is not the present one"),
    COUNT(complaints_open_n, "待办投诉", "complaints not yet answered"),
    WR_LIST(Y, visits_by_day, 0, 31, day_fields, struct wr_day_count, "近 30 日入企",
            "check-ins of the last 30 days"),
    {0},
};

static const struct wr_enum_item unmask_entities[] = {
    {"enterprise", WR_UNMASK_ENTERPRISE, "企业", "enterprise"},
    {"officer", WR_UNMASK_OFFICER, "人员", "officer"},
    {"user", WR_UNMASK_USER, "用户", "user"},
    {0},
};
static const struct wr_enum_item unmask_what[] = {
    {"phone", WR_UNMASK_PHONE, "电话", "phone"},
    {"contact_phone", WR_UNMASK_CONTACT_PHONE, "联系电话", "contact's phone"},
    {"contact_name", WR_UNMASK_CONTACT_NAME, "联系人", "contact's name"},
    {0},
};
#define U struct wr_unmask
const struct wr_field wr_unmask_fields[] = {
    WR_ENUM(U, entity, unmask_entities, "对象", "kind of row"),
    WR_ID(U, id, "编号", "its id"),
    WR_ENUM(U, field, unmask_what, "字段", "which value"),
    WR_STR(U, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
const struct wr_field wr_unmasked_fields[] = {
    WR_STR(struct wr_unmasked, value, 0, 60, "完整内容", "the value as stored"),
    {0},
};
