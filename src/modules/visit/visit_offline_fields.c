#include "modules/visit/visit_offline.h"

#include "modules/plate/plate.h"

const struct wr_enum_item wr_offline_tiers[] = {
    {"own", WR_TIER_OWN, "本人联络", "I am its liaison"},
    {"mission", WR_TIER_MISSION, "有任务", "I have a mission there"},
    {"district", WR_TIER_DISTRICT, "本辖区", "in my district"},
    {0},
};

#define INDEX(st, m, label, text) WR_I64(st, m, 0, WR_OFFLINE_TABLE_MAX, label, text " (index)")

const struct wr_field wr_offline_reason_fields[] = {
    WR_STR(struct wr_offline_reason, rule, 1, 40, "规则", "rule that fired"),
    WR_ENUM(struct wr_offline_reason, effect, wr_visit_effects, "效力", "what follows from it"),
    WR_TEXT(struct wr_offline_reason, zh, 1, 1000, "说明", "in Chinese"),
    WR_TEXT(struct wr_offline_reason, en, 1, 1000, "英文说明", "in English"),
    WR_TEXT(struct wr_offline_reason, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_offline_reason, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

const struct wr_field wr_offline_headline_fields[] = {
    WR_TEXT(struct wr_offline_headline, zh, 1, 1200, "结论", "in Chinese"),
    WR_TEXT(struct wr_offline_headline, en, 1, 1200, "英文结论", "in English"),
    {0},
};

const struct wr_field wr_offline_verdict_fields[] = {
    WR_ENUM(struct wr_offline_verdict, kind, wr_visit_kinds, "入企类型", "kind"),
    WR_ENUM(struct wr_offline_verdict, source, wr_visit_sources, "来源", "source"),
    WR_ENUM_OPT(struct wr_offline_verdict, insp_class, wr_insp_classes, "检查类别",
                "what the source stands for"),
    WR_ENUM(struct wr_offline_verdict, verdict, wr_visit_verdicts, "判断", "allow, warn or deny"),
    WR_BOOL(struct wr_offline_verdict, counts_toward_cap, "计入次数", "counts toward the cap"),
    WR_BOOL(struct wr_offline_verdict, needs_evidence, "须填依据",
            "judged as if the evidence of its source were given: ask for it"),
    WR_I64(struct wr_offline_verdict, cap, 0, 366, "年度上限", "counted inspections a year"),
    WR_I64(struct wr_offline_verdict, used, 0, 100000, "已计次数", "counted this year"),
    INDEX(struct wr_offline_verdict, headline, "结论", "one sentence"),
    WR_I64S_OPT(struct wr_offline_verdict, reasons, WR_VISIT_REASONS_MAX, "理由",
                "indexes of reasons, in order of evaluation"),
    WR_DATE_OPT(struct wr_offline_verdict, next_allowed, "下次可入企日",
                "first day on which it would not be denied"),
    {0},
};

const struct wr_field wr_offline_evidence_fields[] = {
    WR_ENUM(struct wr_offline_evidence, source, wr_visit_sources, "来源", "source"),
    WR_TEXT(struct wr_offline_evidence, label_zh, 1, 100, "名称", "what it is called"),
    WR_TEXT(struct wr_offline_evidence, label_en, 1, 100, "英文名称", "in English"),
    WR_TEXT(struct wr_offline_evidence, example, 0, 100, "示例", "example"),
    WR_I64(struct wr_offline_evidence, chars_min, 0, 80, "最短", "characters at least"),
    WR_BOOL(struct wr_offline_evidence, digit, "含数字", "must hold a digit"),
    {0},
};

const struct wr_field wr_offline_item_fields[] = {
    WR_STR(struct wr_checklist_item, code, 1, 20, "编号", "stable code"),
    WR_TEXT(struct wr_checklist_item, text_zh, 1, 300, "内容", "Chinese"),
    WR_TEXT(struct wr_checklist_item, text_en, 1, 300, "英文内容", "English"),
    WR_BOOL(struct wr_checklist_item, required, "必查", "must be answered before check-out"),
    WR_ENUM_OPT(struct wr_checklist_item, evidence, wr_checklist_evidences, "佐证",
                "what must be there beside the answer"),
    WR_TEXT_OPT(struct wr_checklist_item, hint_zh, 0, 500, "提示", "how to look at it, Chinese"),
    WR_TEXT_OPT(struct wr_checklist_item, hint_en, 0, 500, "英文提示", "the same, English"),
    WR_TEXT_OPT(struct wr_checklist_item, list_zh, 0, 200, "清单",
                "title of the list it comes from; absent: the base list"),
    WR_TEXT_OPT(struct wr_checklist_item, list_en, 0, 200, "英文清单", "the same, English"),
    WR_TEXT_OPT(struct wr_checklist_item, citation, 0, 300, "依据", "where it is written"),
    {0},
};

const struct wr_field wr_offline_checklist_fields[] = {
    WR_ENUM(struct wr_offline_checklist, kind, wr_visit_kinds, "入企类型", "kind"),
    WR_TEXT(struct wr_offline_checklist, version, 0, 120, "版本", "pack and version"),
    WR_I64S_OPT(struct wr_offline_checklist, items, WR_VISIT_ITEMS_MAX, "项目",
                "indexes of items, in their order"),
    {0},
};

static const struct wr_field mission_fields[] = {
    WR_ID(struct wr_offline_mission, id, "编号", "id"),
    WR_STR_OPT(struct wr_offline_mission, number, 0, 60, "审批编号", "number of the approval"),
    WR_ENUM(struct wr_offline_mission, state, wr_mission_states, "状态", "state"),
    WR_ENUM(struct wr_offline_mission, approval, wr_approvals, "审批", "on the day it is judged"),
    WR_ENUM(struct wr_offline_mission, kind, wr_visit_kinds, "入企类型", "kind"),
    WR_ENUM_OPT(struct wr_offline_mission, insp_class, wr_insp_classes, "检查类别", "class"),
    WR_ENUM(struct wr_offline_mission, source, wr_visit_sources, "来源", "source"),
    WR_TEXT(struct wr_offline_mission, evidence_ref, 0, 80, "依据编号", "reference"),
    WR_TEXT(struct wr_offline_mission, reason, 0, 1000, "事由", "what for"),
    WR_TEXT(struct wr_offline_mission, basis, 0, 1000, "法律依据", "legal basis"),
    WR_TEXT(struct wr_offline_mission, scope, 0, 2000, "检查事项", "what is looked at"),
    WR_ID(struct wr_offline_mission, officer_id, "执法人员", "officer"),
    WR_STR(struct wr_offline_mission, officer_name, 0, 60, "执法人员姓名", "his name"),
    WR_ID_OPT(struct wr_offline_mission, second_officer_id, "第二名执法人员", "second officer"),
    WR_STR_OPT(struct wr_offline_mission, second_officer_name, 0, 60, "第二名执法人员姓名",
               "his name"),
    WR_TEXT(struct wr_offline_mission, assistants, 0, 200, "协助人员", "others"),
    WR_DATE(struct wr_offline_mission, planned_from, "计划起", "first planned day"),
    WR_DATE(struct wr_offline_mission, planned_to, "计划止", "last planned day"),
    WR_DATE(struct wr_offline_mission, day, "判断日", "day it was judged for"),
    INDEX(struct wr_offline_mission, verdict, "判断", "verdict"),
    {0},
};

static const struct wr_field visit_fields[] = {
    WR_ID(struct wr_offline_visit, id, "编号", "id"),
    WR_MS(struct wr_offline_visit, at_ms, "时间", "when"),
    WR_ENUM(struct wr_offline_visit, kind, wr_visit_kinds, "入企类型", "kind"),
    WR_ENUM_OPT(struct wr_offline_visit, insp_class, wr_insp_classes, "检查类别", "class"),
    WR_ENUM(struct wr_offline_visit, state, wr_visit_states, "状态", "state"),
    WR_ENUM(struct wr_offline_visit, conclusion, wr_conclusions, "结论", "conclusion"),
    WR_STR(struct wr_offline_visit, unit, 0, 120, "单位", "unit"),
    WR_STR(struct wr_offline_visit, officer_name, 0, 60, "执法人员", "officer"),
    {0},
};

static const struct wr_field plate_fields[] = {
    WR_STR(struct wr_offline_plate, code, 10, 10, "编号", "code"),
    WR_STR(struct wr_offline_plate, credit_code, 0, 18, "信用代码", "as signed"),
    WR_DATE(struct wr_offline_plate, issue_date, "签发日期", "as signed"),
    WR_ENUM(struct wr_offline_plate, status, wr_plate_statuses, "状态", "status"),
    WR_I64(struct wr_offline_plate, ver, 0, 100000, "版本", "version"),
    WR_I64_OPT(struct wr_offline_plate, hung_lng_e6, -180000000, 180000000, "经度",
               "where it hangs, micro-degrees"),
    WR_I64_OPT(struct wr_offline_plate, hung_lat_e6, -90000000, 90000000, "纬度",
               "where it hangs, micro-degrees"),
    {0},
};

const struct wr_field wr_offline_enterprise_fields[] = {
    WR_ID(struct wr_offline_enterprise, id, "编号", "id"),
    WR_STR(struct wr_offline_enterprise, name, 1, 200, "企业名称", "name"),
    WR_STR(struct wr_offline_enterprise, credit_code, 0, 18, "统一社会信用代码", "credit code"),
    WR_STR(struct wr_offline_enterprise, address, 0, 300, "地址", "address"),
    WR_STR(struct wr_offline_enterprise, district_name, 0, 60, "区县", "district"),
    WR_STR(struct wr_offline_enterprise, industry_name, 0, 120, "行业", "industry"),
    WR_ENUM(struct wr_offline_enterprise, tier, wr_offline_tiers, "关系", "why it is on the list"),
    WR_ENUM(struct wr_offline_enterprise, status, wr_ent_statuses, "状态", "status"),
    WR_ENUM(struct wr_offline_enterprise, class, wr_ent_classes, "类别", "class"),
    WR_ENUM(struct wr_offline_enterprise, risk, wr_risks, "风险", "risk"),
    WR_ENUM(struct wr_offline_enterprise, positive_state, wr_positive_states, "正面清单",
            "positive list"),
    WR_I64_OPT(struct wr_offline_enterprise, lng_e6, -180000000, 180000000, "经度",
               "micro-degrees"),
    WR_I64_OPT(struct wr_offline_enterprise, lat_e6, -90000000, 90000000, "纬度", "micro-degrees"),
    WR_STR_OPT(struct wr_offline_enterprise, officer_name, 1, 60, "联络员", "liaison"),
    WR_STR_OPT(struct wr_offline_enterprise, officer_unit, 0, 120, "联络员单位",
               "unit of the liaison"),
    WR_STR_OPT(struct wr_offline_enterprise, officer_phone, 0, 30, "联络电话",
               "duty phone, as on the plate"),
    WR_OBJ_OPT(struct wr_offline_enterprise, plate, plate_fields, "信息牌", "its live plate"),
    WR_LIST(struct wr_offline_enterprise, missions, 0, 500, mission_fields,
            struct wr_offline_mission, "任务", "the officer's open missions here"),
    WR_LIST(struct wr_offline_enterprise, last_visits, 0, WR_OFFLINE_VISITS, visit_fields,
            struct wr_offline_visit, "最近入企", "last visits, newest first"),
    WR_I64S_OPT(struct wr_offline_enterprise, verdicts, 100, "判断",
                "indexes of verdicts: one for each kind and source"),
    WR_I64S_OPT(struct wr_offline_enterprise, checklists, 10, "检查清单",
                "indexes of check-lists: one for each kind"),
    {0},
};
