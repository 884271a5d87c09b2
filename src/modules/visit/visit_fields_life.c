/* Requests and replies of what comes before and after the gate: missions, results, decisions, unscanned visits. */
#include "modules/visit/visit_life.h"
#include "modules/visit/visit_mission.h"
#include "modules/visit/visit_store.h"

#define ENUM_HAS(st, m, it, label, text)                                                           \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .items = (it), .doc = (text), .zh = (label)          \
    }
#define LIMIT(st)                                                                                  \
    {                                                                                              \
        .name = "limit", .type = WR_F_I64, .flags = WR_FF_OPT, .off = offsetof(st, limit),         \
        .min = 1, .max = 200, .doc = "items a page", .zh = "每页条数"                          \
    }
#define CURSOR(st)                                                                                 \
    WR_STR_OPT(st, cursor, 0, WR_VISIT_CURSOR_MAX, "翻页标记", "`next` of the page before")

/* ---- missions ------------------------------------------------------------------------------------ */

const struct wr_enum_item wr_mission_states[] = {
    {"submitted", WR_MISSION_SUBMITTED, "待审批", "to be approved"},
    {"approved", WR_MISSION_APPROVED, "已批准", "approved"},
    {"rejected", WR_MISSION_REJECTED, "未批准", "rejected"},
    {"cancelled", WR_MISSION_CANCELLED, "已取消", "cancelled"},
    {"merged", WR_MISSION_MERGED, "已并入综合查一次", "merged into a joint visit"},
    {0},
};

const struct wr_enum_item wr_notice_hows[] = {
    {"app", WR_NOTICE_APP, "系统通知", "in the system"},
    {"phone", WR_NOTICE_PHONE, "电话通知", "by telephone"},
    {"paper", WR_NOTICE_PAPER, "书面通知", "on paper"},
    {"none", WR_NOTICE_NONE, "不予事先通知", "not told beforehand, with a reason"},
    {0},
};

const struct wr_field wr_mission_unit_fields[] = {
    WR_ID(struct wr_mission_unit, id, "编号", "id"),
    WR_STR(struct wr_mission_unit, unit, 0, 120, "单位", "unit that joins"),
    WR_ID(struct wr_mission_unit, officer_id, "执法人员", "its officer"),
    WR_STR(struct wr_mission_unit, officer_name, 1, 60, "姓名", "name of the officer"),
    WR_ID_OPT(struct wr_mission_unit, from_mission_id, "原任务", "mission that was merged"),
    {0},
};

const struct wr_field wr_mission_fields[] = {
    WR_ID(struct wr_mission, id, "编号", "id"),
    WR_STR(struct wr_mission, uid, 36, 36, "客户端编号", "made by the client"),
    WR_STR_OPT(struct wr_mission, number, 1, 60, "审批编号", "given with the approval"),
    WR_ID(struct wr_mission, enterprise_id, "企业", "enterprise"),
    WR_STR(struct wr_mission, enterprise_name, 1, 200, "企业名称", "name of the enterprise"),
    WR_ID(struct wr_mission, district_id, "区县", "district, of its day"),
    WR_STR(struct wr_mission, district_name, 1, 60, "区县名称", "name of the district"),
    WR_ENUM(struct wr_mission, kind, wr_visit_kinds, "入企类型", "help, inspection or other"),
    WR_ENUM_OPT(struct wr_mission, insp_class, wr_insp_classes, "检查类别",
                "class of an inspection"),
    WR_ENUM(struct wr_mission, source, wr_visit_sources, "任务来源", "why"),
    WR_TEXT(struct wr_mission, evidence_ref, 0, 80, "依据编号",
            "number of complaint, clue, order, request"),
    WR_TEXT(struct wr_mission, reason, 1, 500, "事由", "what the visit is for"),
    WR_TEXT(struct wr_mission, basis, 0, 500, "法律依据", "legal basis"),
    WR_TEXT(struct wr_mission, scope, 0, 500, "检查事项", "what will be looked at"),
    WR_TEXT(struct wr_mission, unit, 0, 120, "执法单位", "unit of the officer, of its day"),
    WR_ID(struct wr_mission, officer_id, "执法人员", "officer"),
    WR_STR(struct wr_mission, officer_name, 1, 60, "执法人员姓名", "name of the officer"),
    WR_ID_OPT(struct wr_mission, second_officer_id, "第二名执法人员", "second officer"),
    WR_STR_OPT(struct wr_mission, second_officer_name, 1, 60, "第二名执法人员姓名",
               "name of the second officer"),
    WR_TEXT(struct wr_mission, assistants, 0, 200, "协助人员", "others who come along"),
    WR_DATE(struct wr_mission, planned_from, "计划起", "first planned day"),
    WR_DATE(struct wr_mission, planned_to, "计划止", "last planned day"),
    WR_ENUM(struct wr_mission, state, wr_mission_states, "状态", "where it stands"),
    WR_TEXT_OPT(struct wr_mission, override_reason, 0, 500, "再次检查理由",
                "why in spite of visits that found nothing"),
    WR_ENUM(struct wr_mission, verdict, wr_visit_verdicts, "判断", "as judged last"),
    WR_JSON(struct wr_mission, verdict_detail, 32768, "判断详情", "the verdict as shown"),
    WR_BOOL(struct wr_mission, counts_toward_cap, "计入次数", "counts toward the yearly cap"),
    WR_STR(struct wr_mission, policy, 1, 80, "规则包", "rule pack it was judged by"),
    WR_STR(struct wr_mission, policy_version, 1, 20, "规则包版本", "version of the rule pack"),
    WR_ID_OPT(struct wr_mission, visit_id, "补办入企",
              "the emergency visit whose approval it completes"),
    WR_ID_OPT(struct wr_mission, converted_from, "转自", "the help visit that met a violation"),
    WR_ID_OPT(struct wr_mission, applicant_id, "申请人", "user who applied"),
    WR_STR_OPT(struct wr_mission, applicant_name, 1, 60, "申请人姓名", "who applied"),
    WR_MS(struct wr_mission, created_ms, "申请时间", "when it was applied for"),
    WR_ID_OPT(struct wr_mission, approver_id, "审批人", "user who decided"),
    WR_STR_OPT(struct wr_mission, approver_name, 1, 60, "审批人姓名", "who decided"),
    WR_MS_OPT(struct wr_mission, decided_ms, "审批时间", "when it was decided"),
    WR_TEXT_OPT(struct wr_mission, decision_note, 0, 500, "审批意见", "note"),
    WR_MS_OPT(struct wr_mission, notice_ms, "通知时间", "when the enterprise was told"),
    WR_ENUM_OPT(struct wr_mission, notice_how, wr_notice_hows, "通知方式", "how it was told"),
    WR_TEXT_OPT(struct wr_mission, no_notice_reason, 0, 500, "不通知原因",
                "why it was not told beforehand"),
    WR_ID_OPT(struct wr_mission, merged_into, "并入任务", "the joint visit it became part of"),
    WR_TEXT_OPT(struct wr_mission, cancel_reason, 0, 500, "取消原因", "why it was cancelled"),
    WR_ID_OPT(struct wr_mission, done_visit_id, "入企", "the visit that carried it out"),
    WR_LIST_OPT(struct wr_mission, units, WR_MISSION_UNITS_MAX, wr_mission_unit_fields,
                struct wr_mission_unit, "联合单位", "units of a joint visit"),
    WR_I64(struct wr_mission, version, 1, WR_ID_MAX, "版本", "raised with every change"),
    {0},
};

const struct wr_field wr_mission_new_fields[] = {
    WR_STR(struct wr_mission_new, uid, 36, 36, "客户端编号",
           "UUID made by the client; a repeat gives the same mission"),
    WR_ID(struct wr_mission_new, enterprise_id, "企业", "enterprise"),
    WR_ENUM(struct wr_mission_new, kind, wr_visit_kinds, "入企类型", "help, inspection or other"),
    ENUM_HAS(struct wr_mission_new, insp_class, wr_insp_classes, "检查类别",
             "class of an inspection; else what the source stands for"),
    WR_ENUM(struct wr_mission_new, source, wr_visit_sources, "任务来源", "why"),
    WR_TEXT_OPT(struct wr_mission_new, evidence_ref, 0, 80, "依据编号",
                "number of complaint, clue, order, request"),
    WR_TEXT(struct wr_mission_new, reason, 1, 500, "事由", "what the visit is for"),
    WR_TEXT_OPT(struct wr_mission_new, basis, 0, 500, "法律依据", "legal basis"),
    WR_TEXT_OPT(struct wr_mission_new, scope, 0, 500, "检查事项", "what will be looked at"),
    WR_ID_OPT(struct wr_mission_new, officer_id, "执法人员", "officer; absent: the applicant"),
    WR_ID_OPT(struct wr_mission_new, second_officer_id, "第二名执法人员",
              "second officer, another person; an inspection needs one"),
    WR_TEXT_OPT(struct wr_mission_new, assistants, 0, 200, "协助人员", "others who come along"),
    WR_DATE(struct wr_mission_new, planned_from, "计划起", "first planned day"),
    WR_DATE(struct wr_mission_new, planned_to, "计划止", "last planned day"),
    WR_TEXT_OPT(struct wr_mission_new, override_reason, 0, 500, "再次检查理由",
                "why in spite of visits that found nothing"),
    WR_ID_OPT(struct wr_mission_new, visit_id, "补办入企",
              "emergency visit whose approval this completes"),
    WR_ID_OPT(struct wr_mission_new, converted_from, "转自", "help visit that met a violation"),
    {0},
};

const struct wr_field wr_mission_filter_fields[] = {
    ENUM_HAS(struct wr_mission_filter, state, wr_mission_states, "状态", "in this state"),
    ENUM_HAS(struct wr_mission_filter, kind, wr_visit_kinds, "入企类型", "of this kind"),
    WR_ID_OPT(struct wr_mission_filter, enterprise_id, "企业", "of this enterprise"),
    WR_ID_OPT(struct wr_mission_filter, officer_id, "执法人员", "of this officer, first or second"),
    WR_ID_OPT(struct wr_mission_filter, district_id, "区县", "in this district"),
    WR_DATE_OPT(struct wr_mission_filter, from, "起", "planned not before"),
    WR_DATE_OPT(struct wr_mission_filter, to, "止", "planned not after"),
    WR_STR_OPT(struct wr_mission_filter, q, 0, 60, "企业名称", "part of the enterprise's name"),
    LIMIT(struct wr_mission_filter),
    CURSOR(struct wr_mission_filter),
    {0},
};

const struct wr_field wr_mission_pair_fields[] = {
    WR_ID(struct wr_mission_pair, enterprise_id, "企业", "enterprise"),
    WR_STR(struct wr_mission_pair, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID(struct wr_mission_pair, first_id, "任务一", "first mission"),
    WR_ID(struct wr_mission_pair, second_id, "任务二", "second mission"),
    WR_TEXT(struct wr_mission_pair, first_unit, 0, 120, "单位一", "unit of the first"),
    WR_TEXT(struct wr_mission_pair, second_unit, 0, 120, "单位二", "unit of the second"),
    WR_DATE(struct wr_mission_pair, first_from, "计划一起", "planned days of the first"),
    WR_DATE(struct wr_mission_pair, first_to, "计划一止", "planned days of the first"),
    WR_DATE(struct wr_mission_pair, second_from, "计划二起", "planned days of the second"),
    WR_DATE(struct wr_mission_pair, second_to, "计划二止", "planned days of the second"),
    {0},
};

const struct wr_field wr_mission_note_fields[] = {
    WR_TEXT_OPT(struct wr_mission_note, note, 0, 500, "意见", "note"),
    {0},
};
const struct wr_field wr_mission_notice_fields[] = {
    WR_ENUM(struct wr_mission_notice, how, wr_notice_hows, "通知方式", "how it was told"),
    WR_TEXT_OPT(struct wr_mission_notice, reason, 0, 500, "不通知原因",
                "needed when it was not told"),
    {0},
};
const struct wr_field wr_mission_merge_fields[] = {
    WR_ID(struct wr_mission_merge, into_id, "并入任务", "mission that stays"),
    {0},
};

/* ---- after the gate ------------------------------------------------------------------------------ */

const struct wr_field wr_visit_result_fields[] = {
    WR_ENUM(struct wr_visit_result, how, wr_told_hows, "告知方式", "how the result was told"),
    WR_TEXT_OPT(struct wr_visit_result, note, 0, 500, "说明", "note"),
    {0},
};
static const struct wr_enum_item decisions[] = {
    {"accepted", WR_CONFLICT_ACCEPTED, "予以认可", "accepted"},
    {"irregular", WR_CONFLICT_IRREGULAR, "认定不规范", "held irregular"},
    {0},
};
const struct wr_field wr_visit_decision_fields[] = {
    WR_ENUM(struct wr_visit_decision, decision, decisions, "决定", "accepted or irregular"),
    WR_TEXT(struct wr_visit_decision, reason, 2, 500, "理由", "stands in the log"),
    {0},
};
const struct wr_field wr_refusal_verdict_fields[] = {
    WR_ENUM(struct wr_refusal_verdict, decision, wr_refusal_decisions, "认定",
            "upheld or unfounded"),
    WR_TEXT(struct wr_refusal_verdict, note, 2, 500, "说明", "why"),
    {0},
};
const struct wr_field wr_no_code_filing_fields[] = {
    WR_TEXT(struct wr_no_code_filing, ref, 2, 120, "备案编号", "number of the filing"),
    {0},
};
const struct wr_field wr_visit_contest_fields[] = {
    WR_TEXT(struct wr_visit_cancel, reason, 2, 500, "异议理由", "why the refusal is contested"),
    {0},
};

/* ---- unscanned ----------------------------------------------------------------------------------- */

const struct wr_field wr_unscanned_fields[] = {
    WR_ID(struct wr_unscanned, id, "编号", "id"),
    WR_STR(struct wr_unscanned, uid, 36, 36, "客户端编号", "made on the phone"),
    WR_ID(struct wr_unscanned, enterprise_id, "企业", "enterprise"),
    WR_STR(struct wr_unscanned, enterprise_name, 1, 200, "企业名称", "its name"),
    WR_ID(struct wr_unscanned, district_id, "区县", "district, of its day"),
    WR_ENUM(struct wr_unscanned, kind, wr_unscanned_kinds, "情形",
            "came without scanning, or was turned away"),
    WR_ENUM(struct wr_unscanned, reason, wr_refusals, "理由", "why"),
    WR_TEXT(struct wr_unscanned, note, 0, 1000, "说明", "in words"),
    WR_TEXT(struct wr_unscanned, people, 0, 200, "来人", "who came, as the enterprise saw it"),
    WR_MS(struct wr_unscanned, at_ms, "时间", "when it was reported"),
    WR_ID_OPT(struct wr_unscanned, visit_id, "入企", "the visit it turned out to be"),
    WR_ENUM(struct wr_unscanned, state, wr_unscanned_states, "状态", "where it stands"),
    WR_TEXT_OPT(struct wr_unscanned, answer, 0, 1000, "处理结果", "the enterprise reads it"),
    WR_MS_OPT(struct wr_unscanned, answered_ms, "处理时间", "when it was answered"),
    WR_I64(struct wr_unscanned, version, 1, WR_ID_MAX, "版本", "raised with every change"),
    {0},
};
const struct wr_field wr_unscanned_new_fields[] = {
    WR_STR(struct wr_unscanned_new, uid, 36, 36, "客户端编号",
           "UUID made on the phone; a repeat gives the same report"),
    WR_ENUM(struct wr_unscanned_new, kind, wr_unscanned_kinds, "情形", "missing or refused"),
    WR_ENUM(struct wr_unscanned_new, reason, wr_refusals, "理由", "why"),
    WR_TEXT_OPT(struct wr_unscanned_new, note, 0, 1000, "说明", "in words"),
    WR_TEXT_OPT(struct wr_unscanned_new, people, 0, 200, "来人", "who came"),
    WR_ID_OPT(struct wr_unscanned_new, visit_id, "入企", "visit, if there is one"),
    {0},
};
static const struct wr_enum_item answers[] = {
    {"confirmed", WR_UNSCANNED_CONFIRMED, "属实", "confirmed"},
    {"unfounded", WR_UNSCANNED_UNFOUNDED, "不属实", "unfounded"},
    {0},
};
const struct wr_field wr_unscanned_answer_fields[] = {
    WR_ENUM(struct wr_unscanned_answer, state, answers, "认定", "confirmed or unfounded"),
    WR_TEXT(struct wr_unscanned_answer, answer, 2, 1000, "处理结果", "the enterprise reads it"),
    {0},
};
const struct wr_field wr_unscanned_filter_fields[] = {
    ENUM_HAS(struct wr_unscanned_filter, state, wr_unscanned_states, "状态", "in this state"),
    WR_ID_OPT(struct wr_unscanned_filter, enterprise_id, "企业", "of this enterprise"),
    LIMIT(struct wr_unscanned_filter),
    CURSOR(struct wr_unscanned_filter),
    {0},
};
