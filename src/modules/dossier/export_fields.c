#include "modules/dossier/export.h"
#include "modules/offsite/offsite.h"

#include "modules/dossier/export_store.h"
#include "modules/enterprise/enterprise.h"
#include "modules/liaison/liaison.h"
#include "modules/officer/officer.h"
#include "modules/penalty/penalty_svc.h"
#include "modules/plate/plate.h"
#include "modules/visit/visit_svc.h"

static const struct wr_enum_item formats[] = {{"csv", WR_TABLE_CSV, "CSV", "CSV"},
                                              {"xlsx", WR_TABLE_XLSX, "XLSX", "XLSX"},
                                              {"json", WR_TABLE_JSON, "JSON", "JSON"},
                                              {0}};
static const struct wr_enum_item yes_no[] = {
    {"false", 0, "否", "no"}, {"true", 1, "是", "yes"}, {0}};

#define Q struct wr_export_query
#define WORD(m, label, text) WR_STR_OPT(Q, m, 1, 60, label, text)
const struct wr_field wr_export_query_fields[] = {
    {.name = "format",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(Q, format),
     .has_off = offsetof(Q, has_format) + 1,
     .items = formats,
     .zh = "格式",
     .doc = "xlsx unless told"},
    WR_DATE_OPT(Q, from, "自", "first day"),
    WR_DATE_OPT(Q, to, "至", "last day"),
    WORD(q, "搜索", "part of a name"),
    WORD(district_id, "区县", "district"),
    WORD(street_id, "街道", "enterprises: street or town"),
    WORD(status, "状态", "of enterprises or plates"),
    WORD(class, "监管类别", "enterprises: class"),
    WORD(credit_code_status, "信用代码校验", "enterprises: result of the code check"),
    WORD(positive_state, "正面清单", "enterprises: positive-list state"),
    WORD(risk, "风险等级", "enterprises: risk"),
    WORD(covered, "已配联络员", "enterprises: true or false"),
    WORD(paired, "结对帮扶", "enterprises: true or false"),
    WORD(sort, "排序", "enterprises: as the list"),
    WORD(kind, "入企类型", "visits: help, inspection, other"),
    WORD(source, "任务来源", "visits: source"),
    WORD(state, "入企状态", "visits: state"),
    WORD(officer_id, "执法人员", "visits, assignments: officer"),
    WORD(enterprise_id, "企业", "plates, visits, assignments: enterprise"),
    WORD(in_post, "在岗", "officers: true or false"),
    WORD(active, "现行", "assignments: true or false"),
    WORD(reprint_due, "需重印", "plates: true or false"),
    WORD(outlet_id, "排放口", "readings: outlet"),
    WORD(cn, "命令编码", "readings: 2011, 2051, 2061, 2031 …"),
    {0},
};

/* ---- filters of each kind ------------------------------------------------------------------- */

#define F struct wr_export_filter
#define HAS(name_, m, it, label)                                                                   \
    {                                                                                              \
        .name = (name_), .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(F, m),             \
        .has_off = offsetof(F, has_##m) + 1, .items = (it), .zh = (label)                          \
    }
#define PART WR_STR_OPT(F, q, 1, 60, "搜索", "part of a name")
#define DISTRICT WR_ID_OPT(F, district_id, "区县", "district")
#define OFFICER WR_ID_OPT(F, officer_id, "执法人员", "officer")
#define ENTERPRISE WR_ID_OPT(F, enterprise_id, "企业", "enterprise")

const struct wr_field wr_export_officer_filters[] = {
    PART, DISTRICT, HAS("in_post", in_post, yes_no, "在岗"), {0}};
const struct wr_field wr_export_plate_filters[] = {
    PART,
    DISTRICT,
    ENTERPRISE,
    HAS("status", status, wr_plate_statuses, "状态"),
    HAS("reprint_due", reprint_due, yes_no, "需重印"),
    {0}};
const struct wr_field wr_export_visit_filters[] = {
    PART,
    DISTRICT,
    OFFICER,
    ENTERPRISE,
    HAS("kind", kind, wr_visit_kinds, "入企类型"),
    HAS("source", source, wr_visit_sources, "任务来源"),
    HAS("state", status, wr_visit_states, "状态"),
    {0}};
const struct wr_field wr_export_open_visit_filters[] = {
    DISTRICT, ENTERPRISE, HAS("kind", kind, wr_visit_kinds, "入企类型"), {0}};
const struct wr_field wr_export_assignment_filters[] = {
    PART, DISTRICT, OFFICER, ENTERPRISE, HAS("active", active, yes_no, "现行"), {0}};

const struct wr_field wr_export_device_filters[] = {DISTRICT, ENTERPRISE, {0}};
const struct wr_field wr_export_reading_filters[] = {
    DISTRICT,
    ENTERPRISE,
    WR_ID_OPT(F, outlet_id, "排放口", "outlet"),
    WR_I64_OPT(F, cn, 2000, 3999, "命令编码", "command code"),
    {0}};

/* ---- columns -------------------------------------------------------------------------------- */

#define E struct wr_enterprise
#define TEXT(st, m, hi, label, text) WR_STR_OPT(st, m, 0, hi, label, text)
#define PERSONAL(st, m, flag, label, text)                                                         \
    {                                                                                              \
        .name = #m, .type = WR_F_STR, .flags = WR_FF_OPT | (flag), .off = offsetof(st, m),         \
        .max = 20, .zh = (label), .doc = (text)                                                    \
    }
/* Labels are those an import knows, so that a file may go out, be worked on, and come in again. */
const struct wr_field wr_export_enterprise_fields[] = {
    TEXT(E, name, 30, "企业名称", "name as registered"),
    {.name = "credit_code",
     .type = WR_F_STR,
     .flags = WR_FF_OPT,
     .off = offsetof(E, credit_code_raw),
     .max = 20,
     .zh = "统一社会信用代码",
     .doc = "as given"},
    WR_ENUM(E, credit_code_status, wr_uscc_statuses, "代码校验结果", "result of the check"),
    TEXT(E, permit_no, 24, "排污许可证编号", "permit number"),
    WR_ENUM(E, permit_status, wr_permit_statuses, "许可证校验结果", "result of the check"),
    WR_DATE_OPT(E, permit_valid_to, "许可证有效期至", "last day of the permit"),
    TEXT(E, district_name, 12, "区县", "district"),
    TEXT(E, street_name, 12, "街道", "street or town"),
    TEXT(E, address, 30, "地址", "address"),
    TEXT(E, industry_code, 8, "行业代码", "GB/T 4754 code"),
    TEXT(E, industry_edition, 4, "行业分类版本", "edition of GB/T 4754"),
    TEXT(E, industry_name, 20, "行业类别", "industry in words"),
    WR_I64_OPT(E, lng_e6, -180000000, 180000000, "经度", "degrees, CGCS2000/WGS-84"),
    WR_I64_OPT(E, lat_e6, -90000000, 90000000, "纬度", "degrees"),
    WR_ENUM(E, geo_status, wr_geo_statuses, "坐标校验结果", "whether the place lies in the city"),
    WR_ENUM(E, class, wr_ent_classes, "监管类别", "class"),
    WR_ENUM(E, permit_class, wr_permit_classes, "许可管理类别", "permit class"),
    WR_ENUM(E, scale, wr_scales, "企业规模", "size"),
    WR_ENUM(E, credit_grade, wr_credit_grades, "信用等级", "environmental credit grade"),
    WR_ENUM(E, env_code, wr_env_codes, "环保码", "colour code"),
    WR_ENUM(E, performance_grade, wr_perf_grades, "绩效等级", "performance grade"),
    WR_ENUM(E, risk, wr_risks, "风险等级", "risk"),
    WR_BOOL(E, state_owned, "国有企业", "state-owned"),
    WR_BOOL(E, paired, "结对帮扶", "shall have a liaison"),
    WR_ENUM(E, positive_state, wr_positive_states, "正面清单", "positive-list state"),
    WR_ENUM(E, status, wr_ent_statuses, "档案状态", "state of the file"),
    PERSONAL(E, contact_name, WR_FF_NAME, "联系人", "contact person, masked"),
    PERSONAL(E, contact_phone, WR_FF_PHONE, "联系电话", "contact's phone, masked"),
    TEXT(E, note, 40, "备注", "note"),
    TEXT(E, officer_name, 10, "联络员姓名", "main liaison"),
    TEXT(E, officer_unit, 20, "联络员单位", "his unit"),
    TEXT(E, plate_code, 10, "信息牌编号", "live plate"),
    WR_MS_OPT(E, last_visit_ms, "最近入企", "last check-in"),
    WR_I64(E, visits_this_year, 0, 100000, "本年入企次数", "visits since 1 January"),
    WR_BOOL(E, made_up, "合成数据", "made up for demonstration"),
    WR_MS_OPT(E, updated_ms, "更新时间", "last change"),
    {0},
};

#define O struct wr_officer
const struct wr_field wr_export_officer_fields[] = {
    TEXT(O, name, 10, "姓名", "name"),
    TEXT(O, unit, 24, "单位", "unit"),
    TEXT(O, title, 10, "职务", "title"),
    TEXT(O, district_name, 12, "区县", "district; empty: city level"),
    TEXT(O, cert_no, 16, "执法证号", "certificate number"),
    WR_DATE_OPT(O, cert_from, "执法证有效期起", "first day of validity"),
    WR_DATE_OPT(O, cert_to, "执法证有效期止", "last day of validity"),
    WR_BOOL(O, in_post, "在岗", "in post"),
    PERSONAL(O, phone, WR_FF_PHONE, "执法电话", "duty phone, masked"),
    WR_I64(O, capacity, 0, 500, "结对上限", "enterprises at most"),
    WR_I64(O, enterprises_n, 0, 100000, "结对企业数", "enterprises he is main liaison of"),
    WR_I64_OPT(O, lng_e6, -180000000, 180000000, "办公地点经度", "office, degrees"),
    WR_I64_OPT(O, lat_e6, -90000000, 90000000, "办公地点纬度", "office, degrees"),
    {0},
};

#define P struct wr_export_plate
const struct wr_field wr_export_plate_fields[] = {
    TEXT(P, code, 10, "信息牌编号", "code"),
    TEXT(P, enterprise_name, 30, "企业名称", "enterprise"),
    TEXT(P, credit_code, 20, "统一社会信用代码", "as signed"),
    TEXT(P, district_name, 12, "区县", "district"),
    WR_I64(P, ver, 0, 100000, "版次", "rises when the printed content changes"),
    WR_ENUM(P, status, wr_plate_statuses, "状态", "state"),
    WR_DATE_OPT(P, issue_date, "签发日期", "issued on"),
    TEXT(P, officer_name, 10, "联络员", "liaison whose name is printed on it"),
    TEXT(P, officer_unit, 24, "联络员单位", "his unit"),
    WR_BOOL(P, reprint_due, "需重印", "the liaison has changed since it was printed"),
    WR_MS_OPT(P, printed_ms, "打印时间", "printed"),
    WR_MS_OPT(P, hung_ms, "悬挂时间", "hung"),
    WR_I64_OPT(P, hung_lng_e6, -180000000, 180000000, "悬挂经度", "degrees"),
    WR_I64_OPT(P, hung_lat_e6, -90000000, 90000000, "悬挂纬度", "degrees"),
    TEXT(P, reason, 30, "事由", "why it was voided, lost or replaced"),
    {0},
};

#define V struct wr_export_visit
const struct wr_field wr_export_visit_fields[] = {
    WR_ID(V, id, "编号", "visit"),
    WR_MS(V, checked_in_ms, "签到时间", "checked in"),
    WR_MS_OPT(V, checked_out_ms, "签退时间", "checked out"),
    TEXT(V, enterprise_name, 30, "企业名称", "enterprise"),
    TEXT(V, credit_code, 20, "统一社会信用代码", "normalised"),
    TEXT(V, district_name, 12, "区县", "district of the day"),
    TEXT(V, plate_code, 10, "信息牌编号", "plate scanned"),
    WR_ENUM(V, kind, wr_visit_kinds, "入企类型", "help, inspection, other"),
    WR_ENUM_OPT(V, insp_class, wr_insp_classes, "检查类别", "class of inspection"),
    WR_ENUM(V, source, wr_visit_sources, "任务来源", "ground"),
    TEXT(V, evidence_ref, 30, "依据编号", "evidence the ground needs"),
    TEXT(V, reason, 30, "事由", "why"),
    TEXT(V, unit, 24, "执法单位", "unit"),
    TEXT(V, officer_name, 10, "执法人员", "officer"),
    TEXT(V, second_officer_name, 10, "第二执法人员", "second officer"),
    WR_ENUM(V, state, wr_visit_states, "状态", "state"),
    WR_ENUM(V, verdict, wr_visit_verdicts, "入企判断", "verdict at check-in"),
    WR_BOOL(V, counts_toward_cap, "计入频次", "counts toward the yearly cap"),
    WR_ENUM_OPT(V, conclusion, wr_conclusions, "结论", "conclusion"),
    WR_I64(V, findings_n, 0, 100000, "问题数", "findings"),
    WR_I64(V, photos_n, 0, 100000, "照片数", "photos"),
    WR_I64_OPT(V, distance_m, 0, WR_ID_MAX, "签到距离（米）", "from the plate's place"),
    TEXT(V, summary, 40, "情况", "summary"),
    {0},
};

#define A struct wr_export_assignment
const struct wr_field wr_export_assignment_fields[] = {
    TEXT(A, enterprise_name, 30, "企业名称", "enterprise"),
    TEXT(A, credit_code, 20, "统一社会信用代码", "normalised"),
    TEXT(A, district_name, 12, "区县", "district"),
    TEXT(A, officer_name, 10, "联络员", "officer"),
    TEXT(A, officer_unit, 24, "单位", "unit"),
    WR_ENUM(A, kind, wr_liaison_kinds, "类别", "main or cover"),
    WR_MS(A, from_ms, "自", "since"),
    WR_MS_OPT(A, to_ms, "至", "until; empty: still"),
    WR_DATE_OPT(A, until, "代管至", "last day of a cover"),
    WR_ENUM(A, reason, wr_liaison_reasons, "事由", "why"),
    TEXT(A, note, 30, "说明", "note"),
    {.name = "ended_reason",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(A, ended_reason),
     .has_off = offsetof(A, has_ended_reason) + 1,
     .items = wr_liaison_reasons,
     .zh = "结束事由",
     .doc = "why it ended"},
    {0},
};

const struct wr_export_kind wr_export_kinds[] = {
    {"enterprises", "企业名录", wr_export_enterprise_fields, sizeof(E), NULL, NULL},
    {"officers", "执法人员", wr_export_officer_fields, sizeof(O), wr_export_officer_filters,
     &WR_EXPORT_OFFICERS},
    {"plates", "信息牌", wr_export_plate_fields, sizeof(P), wr_export_plate_filters,
     &WR_EXPORT_PLATES},
    {"visits", "入企记录", wr_export_visit_fields, sizeof(V), wr_export_visit_filters,
     &WR_EXPORT_VISITS},
    {"visits-open", "入企公示", wr_open_row_fields, sizeof(struct wr_open_row),
     wr_export_open_visit_filters, NULL, wr_export_open_rows},
    {"devices", "数采仪", wr_export_device_fields, sizeof(struct wr_export_device),
     wr_export_device_filters, NULL, wr_export_device_rows},
    {"readings", "监测数据", wr_export_reading_fields, sizeof(struct wr_export_reading),
     wr_export_reading_filters, NULL, wr_export_reading_rows},
    {"clues", "非现场线索", wr_clue_export_fields, sizeof(struct wr_clue), wr_export_device_filters,
     NULL, wr_export_clue_rows},
    {"limits", "排放限值", wr_limit_export_fields, sizeof(struct wr_limit),
     wr_export_device_filters, NULL, wr_export_limit_rows},
    {"cases", "行政处罚案件", wr_pen_export_fields, sizeof(struct wr_pen_export),
     wr_export_case_filters, NULL, wr_export_case_rows},
    {"assignments", "联络员结对", wr_export_assignment_fields, sizeof(A),
     wr_export_assignment_filters, &WR_EXPORT_ASSIGNMENTS},
    {0},
};
