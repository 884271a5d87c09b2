/* The body of a visit policy, declared. */
#include "modules/account/account.h"
#include "modules/visit/visit_policy.h"

#define ENUM_HAS(st, m, it, label, text)                                                           \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .items = (it), .doc = (text), .zh = (label)          \
    }

/* A list of names; their labels are for differences, the check comes after decoding. */
#define NAMES(st, m, it, hi, label, text)                                                          \
    WR_FIELD_(st, m, WR_F_STRS, WR_FF_OPT, 0, hi, it, NULL, 0, label, text)

static const struct wr_field rule_row_fields[] = {
    WR_STR(struct wr_visit_rule_row, id, 3, 40, "规则", "rule"),
    WR_ENUM(struct wr_visit_rule_row, effect, wr_visit_effects, "效力",
            "what follows when it fires"),
    WR_TEXT(struct wr_visit_rule_row, text_zh, 1, 300, "说明", "text, Chinese"),
    WR_TEXT(struct wr_visit_rule_row, text_en, 1, 300, "英文说明", "text, English"),
    WR_TEXT(struct wr_visit_rule_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_rule_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field cap_row_fields[] = {
    ENUM_HAS(struct wr_visit_cap_row, risk, wr_risks, "风险", "only enterprises of this risk"),
    ENUM_HAS(struct wr_visit_cap_row, class, wr_ent_classes, "类别",
             "only enterprises of this class"),
    ENUM_HAS(struct wr_visit_cap_row, permit_class, wr_permit_classes, "许可管理类别",
             "only this permit class"),
    ENUM_HAS(struct wr_visit_cap_row, credit_grade, wr_credit_grades, "信用等级",
             "only this credit grade"),
    ENUM_HAS(struct wr_visit_cap_row, env_code, wr_env_codes, "环保码", "only this colour"),
    WR_I64(struct wr_visit_cap_row, cap, 0, 366, "年度上限", "counted inspections a year"),
    WR_TEXT(struct wr_visit_cap_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_cap_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field count_row_fields[] = {
    ENUM_HAS(struct wr_visit_count_row, kind, wr_visit_kinds, "入企类型",
             "only visits of this kind"),
    ENUM_HAS(struct wr_visit_count_row, insp_class, wr_insp_classes, "检查类别", "only this class"),
    ENUM_HAS(struct wr_visit_count_row, source, wr_visit_sources, "来源", "only this source"),
    WR_BOOL(struct wr_visit_count_row, counts, "计入", "counts toward the cap"),
    WR_TEXT(struct wr_visit_count_row, text_zh, 1, 300, "说明", "text, Chinese"),
    WR_TEXT(struct wr_visit_count_row, text_en, 1, 300, "英文说明", "text, English"),
    WR_TEXT(struct wr_visit_count_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_count_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field evidence_fields[] = {
    WR_TEXT(struct wr_visit_evidence, label_zh, 1, 60, "名称", "what is asked for, Chinese"),
    WR_TEXT(struct wr_visit_evidence, label_en, 1, 60, "英文名称", "what is asked for, English"),
    WR_TEXT(struct wr_visit_evidence, example, 1, 60, "示例", "example"),
    WR_I64(struct wr_visit_evidence, chars_min, 1, 40, "最少字数", "shortest reference accepted"),
    WR_BOOL(struct wr_visit_evidence, digit, "须含数字", "must hold a digit"),
    {0},
};

static const struct wr_field source_row_fields[] = {
    WR_ENUM(struct wr_visit_source_row, source, wr_visit_sources, "来源", "source"),
    WR_ENUM(struct wr_visit_source_row, default_class, wr_insp_classes, "默认类别",
            "class when none is given"),
    NAMES(struct wr_visit_source_row, classes, wr_insp_classes, 4, "可用类别",
          "classes that go with it"),
    WR_BOOL(struct wr_visit_source_row, routine, "常规来源", "spared for the positive list"),
    WR_BOOL(struct wr_visit_source_row, exception, "例外",
            "with evidence neither counted nor capped"),
    WR_BOOL(struct wr_visit_source_row, calendar_exempt, "不受日期限制",
            "not bound to days of the month"),
    WR_OBJ_OPT(struct wr_visit_source_row, evidence, evidence_fields, "依据编号",
               "reference that must be given"),
    WR_TEXT(struct wr_visit_source_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_source_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

#define PART(part, m, lo, hi, label, text)                                                         \
    {                                                                                              \
        .name = #m, .type = WR_F_I64,                                                              \
        .off = offsetof(struct wr_visit_policy, part.m) - offsetof(struct wr_visit_policy, part),  \
        .min = (lo), .max = (hi), .doc = (text), .zh = (label)                                     \
    }

static const struct wr_field officers_fields[] = {
    PART(officers, min_n, 1, 5, "人数", "certified officers an inspection needs"),
    {0},
};
static const struct wr_field repeats_fields[] = {
    PART(repeats, day_max, 1, 100, "每日", "inspections a day without a warning"),
    PART(repeats, week_max, 1, 100, "每周", "a week, Monday to Sunday"),
    PART(repeats, month_max, 1, 100, "每月", "a calendar month"),
    {0},
};
static const struct wr_field calendar_fields[] = {
    PART(calendar, first_day, 1, 28, "起", "first day of the month on which daily checks are made"),
    PART(calendar, last_day, 1, 31, "止", "last day of the month"),
    {.name = "exempt_state_owned",
     .type = WR_F_BOOL,
     .off = offsetof(struct wr_visit_policy, calendar.exempt_state_owned) -
            offsetof(struct wr_visit_policy, calendar),
     .doc = "state-owned enterprises are not bound",
     .zh = "国企除外"},
    {0},
};
static const struct wr_field low_yield_fields[] = {
    PART(low_yield, visits_n, 2, 20, "次数", "inspections in a row without a finding"),
    PART(low_yield, days, 1, 1100, "天数", "looked back"),
    {0},
};
static const struct wr_field merge_fields[] = {
    PART(merge, days, 1, 92, "天数", "how long an open visit is looked for"),
    {0},
};
static const struct wr_field emergency_fields[] = {
    PART(emergency, afterfill_workdays, 1, 30, "工作日", "to complete the formalities"),
    {0},
};
static const struct wr_field no_code_fields[] = {
    PART(no_code, filing_workdays, 1, 30, "工作日", "to file a check without a code"),
    {0},
};

#define PART_AT(part, m)                                                                           \
    (offsetof(struct wr_visit_policy, part.m) - offsetof(struct wr_visit_policy, part))
/** Where a section without a rule of its own is written, and its nature. */
#define PART_CITED(part)                                                                           \
    {.name = "citation",                                                                           \
     .type = WR_F_STR,                                                                             \
     .flags = WR_FF_MULTILINE,                                                                     \
     .off = PART_AT(part, citation),                                                               \
     .max = 300,                                                                                   \
     .doc = "where it is written",                                                                 \
     .zh = "依据"},                                                                                \
    {                                                                                              \
        .name = "tag", .type = WR_F_STR, .flags = WR_FF_FOLD, .off = PART_AT(part, tag), .min = 3, \
        .max = 20, .doc = "law, news, proposal or unverified", .zh = "性质"                      \
    }

static const struct wr_field notice_fields[] = {
    {.name = "required",
     .type = WR_F_BOOL,
     .off = PART_AT(notice, required),
     .doc = "inspections are announced",
     .zh = "须通知"},
    {.name = "exempt_sources",
     .type = WR_F_STRS,
     .flags = WR_FF_OPT,
     .off = PART_AT(notice, exempt_sources),
     .items = wr_visit_sources,
     .max = WR_SOURCE_END - 1,
     .doc = "sources that may go unannounced",
     .zh = "可不通知的来源"},
    PART_CITED(notice),
    {0},
};
static const struct wr_field rating_fields[] = {
    PART(rating, days, 1, 90, "天数", "a visit without a rating is closed after them"),
    PART_CITED(rating),
    {0},
};
static const struct wr_field open_fields[] = {
    PART(open, hours_max, 1, 240, "小时", "a visit without check-out is overdue after them"),
    PART_CITED(open),
    {0},
};

#define WEIGHT(m, label) WR_I64(struct wr_visit_proof_weights, m, 0, WR_BP_ALL, label, "weight, bp")

static const struct wr_field weights_fields[] = {
    WEIGHT(plate_signature, "信息牌签名"),
    WEIGHT(distance, "与信息牌的距离"),
    WEIGHT(accuracy, "定位精度"),
    WEIGHT(speed, "两次入企间速度"),
    WEIGHT(clock, "设备时钟"),
    WEIGHT(photo_new, "照片未曾用过"),
    WEIGHT(officer_code, "执法人员动态码"),
    WEIGHT(enterprise_confirmed, "企业确认"),
    {0},
};

static const struct wr_field proof_fields[] = {
    WR_I64(struct wr_visit_proof_policy, distance_near_m, 1, 100000, "近（米）",
           "full score up to this distance from the plate"),
    WR_I64(struct wr_visit_proof_policy, distance_far_m, 2, 1000000, "远（米）",
           "no score from this distance on"),
    WR_I64(struct wr_visit_proof_policy, accuracy_poor_m, 1, 100000, "精度差（米）",
           "a position less exact than this is weak"),
    WR_I64(struct wr_visit_proof_policy, speed_max_kmh, 1, 1000, "最高速度（千米/时）",
           "plausible between two visits of one officer"),
    WR_I64(struct wr_visit_proof_policy, skew_max_ms, 1, 86400000, "时钟偏差（毫秒）",
           "the phone's clock against the server's"),
    WR_I64(struct wr_visit_proof_policy, plate_typed_bp, 0, WR_BP_ALL, "手工输入得分",
           "what a typed code is worth, bp"),
    WR_I64(struct wr_visit_proof_policy, score_low_bp, 0, WR_BP_ALL, "低分线",
           "a total below is listed for supervision, bp"),
    WR_OBJ(struct wr_visit_proof_policy, weights, weights_fields, "权重",
           "of each proof, together 10000"),
    WR_TEXT(struct wr_visit_proof_policy, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_proof_policy, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field approval_row_fields[] = {
    ENUM_HAS(struct wr_visit_approval_row, kind, wr_visit_kinds, "入企类型",
             "only visits of this kind"),
    ENUM_HAS(struct wr_visit_approval_row, insp_class, wr_insp_classes, "检查类别",
             "only this class"),
    ENUM_HAS(struct wr_visit_approval_row, source, wr_visit_sources, "来源", "only this source"),
    WR_BOOL(struct wr_visit_approval_row, required, "须审批", "an approval is required"),
    NAMES(struct wr_visit_approval_row, roles, wr_role_items, 12, "批准人",
          "roles that may approve"),
    WR_FIELD_(struct wr_visit_approval_row, afterfill_workdays, WR_F_I64, WR_FF_OPT, 1, 30, NULL,
              NULL, 0, "补办工作日", "working days to complete an emergency's approval"),
    WR_TEXT(struct wr_visit_approval_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_approval_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field blackout_row_fields[] = {
    WR_STR(struct wr_visit_blackout_row, from, 5, 10, "起", "first day, MM-DD or YYYY-MM-DD"),
    WR_STR(struct wr_visit_blackout_row, to, 5, 10, "止", "last day, in the same form"),
    WR_TEXT(struct wr_visit_blackout_row, text_zh, 1, 60, "名称", "what it is, Chinese"),
    WR_TEXT(struct wr_visit_blackout_row, text_en, 1, 60, "英文名称", "what it is, English"),
    NAMES(struct wr_visit_blackout_row, classes, wr_insp_classes, 4, "检查类别",
          "classes that are not made; absent: all"),
    NAMES(struct wr_visit_blackout_row, exempt_sources, wr_visit_sources, WR_SOURCE_END - 1,
          "不受限的来源", "sources that may go all the same"),
    WR_TEXT(struct wr_visit_blackout_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_blackout_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

#define SECTION(m, table, label, text) WR_OBJ(struct wr_visit_policy, m, table, label, text)

const struct wr_field wr_visit_policy_body_fields[] = {
    WR_LIST(struct wr_visit_policy, rules, WR_RULE_N, WR_RULE_N, rule_row_fields,
            struct wr_visit_rule_row, "规则", "all rules"),
    WR_LIST(struct wr_visit_policy, caps, 1, 40, cap_row_fields, struct wr_visit_cap_row,
            "年度上限", "caps, first fit"),
    WR_LIST(struct wr_visit_policy, counts, 1, 80, count_row_fields, struct wr_visit_count_row,
            "计数", "what counts, first fit"),
    WR_LIST(struct wr_visit_policy, sources, WR_SOURCE_END - 1, WR_SOURCE_END - 1,
            source_row_fields, struct wr_visit_source_row, "来源", "each source"),
    SECTION(officers, officers_fields, "人员", "officers"),
    SECTION(repeats, repeats_fields, "频次提示", "repeats"),
    SECTION(calendar, calendar_fields, "检查日期", "days of the month"),
    SECTION(low_yield, low_yield_fields, "低效检查", "low yield"),
    SECTION(merge, merge_fields, "综合查一次", "combined checks"),
    SECTION(emergency, emergency_fields, "紧急情况", "emergencies"),
    WR_LIST(struct wr_visit_policy, approvals, 1, 80, approval_row_fields,
            struct wr_visit_approval_row, "审批权限", "who approves what, first fit"),
    WR_LIST(struct wr_visit_policy, blackouts, 0, 40, blackout_row_fields,
            struct wr_visit_blackout_row, "静默期", "days on which none are made"),
    SECTION(no_code, no_code_fields, "无码入企", "checks without a code"),
    SECTION(notice, notice_fields, "事先通知", "notice"),
    SECTION(rating, rating_fields, "评价", "ratings"),
    SECTION(open, open_fields, "未签退", "visits without check-out"),
    SECTION(proof, proof_fields, "到场佐证", "weak proofs of presence"),
    {0},
};
