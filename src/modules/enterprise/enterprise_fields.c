#include "modules/enterprise/enterprise.h"

#define E struct wr_enterprise

const struct wr_enum_item wr_uscc_statuses[] = {
    {"ok", WR_USCC_OK, "正确", "correct"},
    {"bad_check", WR_USCC_BAD_CHECK, "校验位错误", "wrong check character"},
    {"bad_char", WR_USCC_BAD_CHAR, "含非法字符", "illegal character"},
    {"bad_len", WR_USCC_BAD_LEN, "长度不是 18 位", "not 18 characters"},
    {"blank", WR_USCC_BLANK, "空", "empty"},
    {"masked", WR_USCC_MASKED, "已脱敏", "masked"},
    {0},
};
const struct wr_enum_item wr_permit_statuses[] = {
    {"ok", WR_PERMIT_OK, "正确", "correct"},
    {"mismatch", WR_PERMIT_MISMATCH, "与信用代码不一致", "does not begin with the credit code"},
    {"blank", WR_PERMIT_BLANK, "空", "empty"},
    {"malformed", WR_PERMIT_MALFORMED, "格式错误", "malformed"},
    {0},
};
const struct wr_enum_item wr_geo_statuses[] = {
    {"ok", WR_GEO_OK, "正常", "within the city"},
    {"outside", WR_GEO_OUTSIDE, "在市域范围外", "outside the city"},
    {"missing", WR_GEO_MISSING, "缺失", "missing"},
    {0},
};
const struct wr_enum_item wr_geo_datums[] = {
    {"wgs84", WR_DATUM_WGS84, "CGCS2000/WGS-84", "CGCS2000/WGS-84"},
    {"gcj02", WR_DATUM_GCJ02, "国测局坐标 GCJ-02", "GCJ-02, converted"},
    {"unknown", WR_DATUM_UNKNOWN, "未知", "unknown"},
    {0},
};
const struct wr_enum_item wr_ent_classes[] = {
    {"key", WR_CLASS_KEY, "重点", "key"},
    {"special", WR_CLASS_SPECIAL, "特殊", "special"},
    {"general", WR_CLASS_GENERAL, "一般", "general"},
    {"other", WR_CLASS_OTHER, "其他", "other"},
    {0},
};
const struct wr_enum_item wr_permit_classes[] = {
    {"key", WR_PERMIT_CLASS_KEY, "重点管理", "key management"},
    {"simplified", WR_PERMIT_CLASS_SIMPLIFIED, "简化管理", "simplified management"},
    {"registration", WR_PERMIT_CLASS_REGISTRATION, "登记管理", "registration"},
    {"none", WR_PERMIT_CLASS_NONE, "无", "none"},
    {0},
};
const struct wr_enum_item wr_scales[] = {
    {"large", WR_SCALE_LARGE, "大型", "large"},       {"medium", WR_SCALE_MEDIUM, "中型", "medium"},
    {"small", WR_SCALE_SMALL, "小型", "small"},       {"micro", WR_SCALE_MICRO, "微型", "micro"},
    {"unknown", WR_SCALE_UNKNOWN, "未知", "unknown"}, {0},
};
const struct wr_enum_item wr_credit_grades[] = {
    {"a", WR_CREDIT_A, "诚信", "A"},          {"b", WR_CREDIT_B, "良好", "B"},
    {"c", WR_CREDIT_C, "警示", "C"},          {"d", WR_CREDIT_D, "不良", "D"},
    {"none", WR_CREDIT_NONE, "未评", "none"}, {0},
};
const struct wr_enum_item wr_env_codes[] = {
    {"green", WR_ENV_GREEN, "绿码", "green"},
    {"yellow", WR_ENV_YELLOW, "黄码", "yellow"},
    {"red", WR_ENV_RED, "红码", "red"},
    {"none", WR_ENV_NONE, "无", "none"},
    {0},
};
const struct wr_enum_item wr_perf_grades[] = {
    {"a", WR_PERF_A, "A 级", "A"},
    {"b", WR_PERF_B, "B 级", "B"},
    {"b_minus", WR_PERF_B_MINUS, "B− 级", "B−"},
    {"c", WR_PERF_C, "C 级", "C"},
    {"d", WR_PERF_D, "D 级", "D"},
    {"leading", WR_PERF_LEADING, "引领性", "leading"},
    {"none", WR_PERF_NONE, "未评级", "none"},
    {0},
};
const struct wr_enum_item wr_risks[] = {
    {"high", WR_RISK_HIGH, "高风险", "high"},
    {"ordinary", WR_RISK_ORDINARY, "一般", "ordinary"},
    {0},
};
const struct wr_enum_item wr_positive_states[] = {
    {"none", WR_POSITIVE_NONE, "未列入", "not listed"},
    {"listed", WR_POSITIVE_LISTED, "已列入", "listed"},
    {"suspended", WR_POSITIVE_SUSPENDED, "暂停", "suspended"},
    {0},
};
const struct wr_enum_item wr_ent_statuses[] = {
    {"active", WR_ENT_ACTIVE, "在产", "active"},
    {"closed", WR_ENT_CLOSED, "关闭", "closed"},
    {"moved", WR_ENT_MOVED, "搬迁", "moved away"},
    {"merged", WR_ENT_MERGED, "已合并", "merged"},
    {0},
};
const struct wr_enum_item wr_outlet_kinds[] = {
    {"air", WR_OUTLET_AIR, "废气", "air"},
    {"water", WR_OUTLET_WATER, "废水", "water"},
    {"noise", WR_OUTLET_NOISE, "噪声", "noise"},
    {"other", WR_OUTLET_OTHER, "其他", "other"},
    {0},
};
const struct wr_enum_item wr_part_statuses[] = {
    {"active", WR_PART_ACTIVE, "在用", "in use"},
    {"stopped", WR_PART_STOPPED, "停用", "stopped"},
    {0},
};
const struct wr_enum_item wr_equipment_kinds[] = {
    {"production", WR_EQUIPMENT_PRODUCTION, "生产设施", "production"},
    {"treatment", WR_EQUIPMENT_TREATMENT, "治理设施", "treatment"},
    {"monitoring", WR_EQUIPMENT_MONITORING, "监测设备", "monitoring"},
    {0},
};

const struct wr_enterprise WR_ENTERPRISE_NEW = {
    .credit_code_status = WR_USCC_BLANK,
    .permit_status = WR_PERMIT_BLANK,
    .industry_edition = {"2017", 4},
    .geo_status = WR_GEO_MISSING,
    .geo_datum = WR_DATUM_UNKNOWN,
    .class = WR_CLASS_OTHER,
    .permit_class = WR_PERMIT_CLASS_NONE,
    .scale = WR_SCALE_UNKNOWN,
    .credit_grade = WR_CREDIT_NONE,
    .env_code = WR_ENV_NONE,
    .performance_grade = WR_PERF_NONE,
    .risk = WR_RISK_ORDINARY,
    .paired = true,
    .positive_state = WR_POSITIVE_NONE,
    .status = WR_ENT_ACTIVE,
    .version = 1,
};

#define PERSONAL(m, flag, lo, hi, label, text)                                                     \
    {                                                                                              \
        .name = #m, .type = WR_F_STR, .flags = WR_FF_OPT | WR_FF_FOLD | (flag),                    \
        .off = offsetof(E, m), .min = (lo), .max = (hi), .zh = (label), .doc = (text)              \
    }

/* Members that a person edits; the stored table repeats them between its own. */
#define EDITED                                                                                     \
    WR_STR_OPT(E, permit_no, 0, 40, "排污许可证编号", "permit number as given (HJ 608-2017)"),     \
        WR_DATE_OPT(E, permit_valid_to, "许可证有效期至", "last day of the permit"),               \
        WR_ID(E, district_id, "区县编号", "district"),                                             \
        WR_ID_OPT(E, street_id, "街道编号", "street or town"),                                     \
        WR_STR_OPT(E, address, 0, 200, "地址", "address"),                                         \
        WR_STR_OPT(E, industry_code, 0, 8, "行业代码", "GB/T 4754 code"),                          \
        WR_STR_OPT(E, industry_edition, 0, 4, "行业分类版本",                                      \
                   "edition of GB/T 4754: 2011 or 2017"),                                          \
        WR_STR_OPT(E, industry_name, 0, 80, "行业类别", "industry in words"),                      \
        WR_I64_OPT(E, lng_e6, -180000000, 180000000, "经度",                                       \
                   "longitude, micro-degrees CGCS2000/WGS-84"),                                    \
        WR_I64_OPT(E, lat_e6, -90000000, 90000000, "纬度",                                         \
                   "latitude, micro-degrees CGCS2000/WGS-84"),                                     \
        WR_ENUM(E, geo_datum, wr_geo_datums, "坐标系", "system the coordinates were given in"),    \
        WR_ENUM(E, class, wr_ent_classes, "监管类别",                                              \
                "class for double-random sampling and caps"),                                      \
        WR_ENUM(E, permit_class, wr_permit_classes, "许可管理类别", "permit class"),               \
        WR_ENUM(E, scale, wr_scales, "企业规模", "size"),                                          \
        WR_ENUM(E, credit_grade, wr_credit_grades, "信用等级", "environmental credit grade"),      \
        WR_ENUM(E, env_code, wr_env_codes, "环保码", "colour code"),                               \
        WR_ENUM(E, performance_grade, wr_perf_grades, "绩效等级",                                  \
                "performance grade for heavy-pollution control"),                                  \
        WR_ENUM(E, risk, wr_risks, "风险等级", "risk for caps"),                                   \
        WR_BOOL(E, state_owned, "国有企业", "state-owned"),                                        \
        WR_BOOL(E, paired, "结对帮扶", "shall have a liaison officer (一企一人)"),                 \
        PERSONAL(contact_name, WR_FF_NAME, 0, 40, "联系人", "contact person"),                     \
        PERSONAL(contact_phone, WR_FF_PHONE, 0, 20, "联系电话", "contact's phone"),                \
        WR_TEXT_OPT(E, note, 0, 2000, "备注", "note")

const struct wr_field wr_enterprise_edit_fields[] = {
    /* Brackets of registered names are full-width: they are kept as they are. */
    {.name = "name",
     .type = WR_F_STR,
     .off = offsetof(E, name),
     .min = 2,
     .max = 120,
     .zh = "企业名称",
     .doc = "name as registered"},
    {.name = "credit_code",
     .type = WR_F_STR,
     .flags = WR_FF_OPT,
     .off = offsetof(E, credit_code_raw),
     .max = 60,
     .zh = "统一社会信用代码",
     .doc = "credit code as given; a wrong one is kept and flagged"},
    EDITED,
    WR_STR(E, reason, 2, 200, "理由", "why; stands in the history and in the log"),
    {0},
};

const struct wr_field wr_enterprise_fields[] = {
    WR_ID(E, id, "编号", "id"),
    WR_STR(E, name, 2, 120, "企业名称", "name as registered"),
    WR_STR(E, pinyin, 0, 120, "拼音首字母", "pinyin initials, for search"),
    WR_STR(E, credit_code, 0, 60, "统一社会信用代码", "normalised credit code (GB 32100-2015)"),
    WR_STR(E, credit_code_raw, 0, 60, "信用代码原文", "credit code as given"),
    WR_ENUM(E, credit_code_status, wr_uscc_statuses, "信用代码校验", "result of the check"),
    WR_ENUM(E, permit_status, wr_permit_statuses, "许可证校验", "result of the check"),
    EDITED,
    WR_STR_OPT(E, district_name, 0, 40, "区县", "district"),
    WR_STR_OPT(E, street_name, 0, 40, "街道", "street or town"),
    WR_ENUM(E, geo_status, wr_geo_statuses, "坐标校验", "whether the place lies in the city"),
    WR_ENUM(E, positive_state, wr_positive_states, "正面清单", "positive-list state"),
    WR_ENUM(E, status, wr_ent_statuses, "状态", "state of the file"),
    WR_DATE_OPT(E, status_date, "状态日期", "since when"),
    WR_ID_OPT(E, merged_into, "并入", "file it was merged into"),
    WR_BOOL(E, made_up, "合成数据", "made up for demonstration"),
    WR_ID_OPT(E, import_batch_id, "导入批次", "batch that brought it"),
    WR_MS(E, created_ms, "建档时间", "created"),
    WR_MS(E, updated_ms, "更新时间", "last change"),
    WR_I64(E, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    WR_ID_OPT(E, officer_id, "联络员编号", "main liaison"),
    WR_STR_OPT(E, officer_name, 0, 40, "联络员", "main liaison's name"),
    WR_STR_OPT(E, officer_unit, 0, 80, "联络员单位", "main liaison's unit"),
    WR_STR_OPT(E, plate_code, 0, 10, "信息牌编号", "live plate"),
    WR_STR_OPT(E, plate_status, 0, 20, "信息牌状态", "its state"),
    WR_MS_OPT(E, last_visit_ms, "最近入企", "last check-in"),
    WR_I64(E, visits_this_year, 0, 100000, "本年入企次数", "visits since 1 January"),
    {0},
};

#define C struct wr_enterprise_change
const struct wr_field wr_enterprise_change_fields[] = {
    WR_ID(C, id, "编号", "id"),
    WR_ID(C, enterprise_id, "企业编号", "enterprise"),
    WR_I64(C, version, 1, WR_ID_MAX, "版本", "version after the change"),
    WR_MS(C, changed_ms, "时间", "when"),
    WR_ID_OPT(C, user_id, "操作人编号", "who; absent: the system"),
    WR_STR_OPT(C, user_name, 0, 40, "操作人", "who"),
    WR_STR(C, reason, 0, 200, "理由", "why"),
    WR_JSON(C, changes, 65536, "变更", "list of {field, before, after}"),
    {0},
};

#define O struct wr_outlet
#define OUTLET_EDITED                                                                              \
    WR_STR(O, code, 2, 20, "编号", "outlet code such as DA001, DW001 (HJ 608-2017)"),              \
        WR_ENUM(O, kind, wr_outlet_kinds, "类别", "air, water, noise"),                            \
        WR_STR(O, name, 1, 80, "名称", "name"),                                                    \
        WR_STR_OPT(O, pollutants, 0, 500, "污染物", "pollutants, separated by commas"),            \
        WR_STR_OPT(O, standard_name, 0, 300, "执行标准", "emission standard"),                     \
        WR_I64_OPT(O, lng_e6, -180000000, 180000000, "经度", "longitude, micro-degrees"),          \
        WR_I64_OPT(O, lat_e6, -90000000, 90000000, "纬度", "latitude, micro-degrees"),             \
        WR_ENUM(O, status, wr_part_statuses, "状态", "in use or stopped")

const struct wr_field wr_outlet_fields[] = {
    WR_ID(O, id, "编号", "id"),
    WR_ID(O, enterprise_id, "企业编号", "enterprise"),
    OUTLET_EDITED,
    WR_I64(O, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    {0},
};
const struct wr_field wr_outlet_edit_fields[] = {
    OUTLET_EDITED,
    WR_STR(O, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};

#define Q struct wr_equipment
#define EQUIPMENT_EDITED                                                                           \
    WR_STR(Q, code, 2, 20, "编号", "equipment code such as TA001, MF0001"),                        \
        WR_ENUM(Q, kind, wr_equipment_kinds, "类别", "production, treatment, monitoring"),         \
        WR_STR(Q, name, 1, 80, "名称", "name"),                                                    \
        WR_ID_OPT(Q, outlet_id, "排放口", "outlet it belongs to"),                                 \
        WR_STR_OPT(Q, mn, 1, 24, "MN", "HJ 212 equipment identity"),                               \
        WR_ENUM(Q, status, wr_part_statuses, "状态", "in use or stopped")

const struct wr_field wr_equipment_fields[] = {
    WR_ID(Q, id, "编号", "id"),
    WR_ID(Q, enterprise_id, "企业编号", "enterprise"),
    EQUIPMENT_EDITED,
    WR_I64(Q, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    {0},
};
const struct wr_field wr_equipment_edit_fields[] = {
    EQUIPMENT_EDITED,
    WR_STR(Q, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
