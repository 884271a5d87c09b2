#include "modules/visit/visit_use.h"

#define ENUM_HAS(st, m, it, label, text)                                                           \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .items = (it), .doc = (text), .zh = (label)          \
    }
#define LNG(st) WR_I64_OPT(st, lng_e6, -180000000, 180000000, "经度", "micro-degrees, WGS-84")
#define LAT(st) WR_I64_OPT(st, lat_e6, -90000000, 90000000, "纬度", "micro-degrees, WGS-84")

/* ---- verdict ------------------------------------------------------------------------------------ */

static const struct wr_field reason_fields[] = {
    WR_STR(struct wr_visit_reason, rule, 1, 40, "规则", "rule that fired"),
    WR_ENUM(struct wr_visit_reason, effect, wr_visit_effects, "效力", "what follows from it"),
    WR_TEXT(struct wr_visit_reason, text, 1, 1000, "说明", "in words"),
    WR_TEXT(struct wr_visit_reason, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_reason, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

/** The members of a verdict; what begins with a verdict has them too. */
#define VERDICT_FIELDS                                                                             \
    WR_ENUM(struct wr_visit_verdict, verdict, wr_visit_verdicts, "判断",                           \
            "allow, warn (needs confirmation) or deny"),                                           \
        WR_BOOL(struct wr_visit_verdict, counts_toward_cap, "计入次数",                            \
                "counts toward the yearly cap"),                                                   \
        WR_TEXT(struct wr_visit_verdict, headline, 1, 1200, "结论", "one sentence"),               \
        WR_LIST(struct wr_visit_verdict, reasons, 0, WR_VISIT_REASONS_MAX, reason_fields,          \
                struct wr_visit_reason, "理由", "every rule that fired, in order of evaluation"),  \
        WR_DATE_OPT(struct wr_visit_verdict, next_allowed, "下次可入企日",                         \
                    "first day on which it would not be denied"),                                  \
        WR_ENUM_OPT(struct wr_visit_verdict, insp_class, wr_insp_classes, "检查类别",              \
                    "as given, else what the source stands for"),                                  \
        WR_I64(struct wr_visit_verdict, cap, 0, 366, "年度上限", "counted inspections a year"),    \
        WR_I64(struct wr_visit_verdict, used, 0, 100000, "已计次数", "counted this year"),         \
        WR_STR(struct wr_visit_verdict, policy, 1, 80, "规则包", "rule pack"),                     \
        WR_STR(struct wr_visit_verdict, policy_version, 1, 20, "规则包版本",                       \
               "version of the rule pack"),                                                        \
        WR_TEXT_OPT(struct wr_visit_verdict, emergency_reason, 0, 500, "紧急情形",                 \
                    "as told at check-in")

const struct wr_field wr_visit_verdict_fields[] = {
    VERDICT_FIELDS,
    {0},
};

static const struct wr_field outlook_visit_fields[] = {
    WR_ID(struct wr_outlook_visit, id, "编号", "id"),
    WR_MS(struct wr_outlook_visit, at_ms, "时间", "when"),
    WR_ENUM(struct wr_outlook_visit, kind, wr_visit_kinds, "入企类型", "kind"),
    WR_ENUM_OPT(struct wr_outlook_visit, insp_class, wr_insp_classes, "检查类别", "class"),
    WR_ENUM(struct wr_outlook_visit, state, wr_visit_states, "状态", "state"),
    WR_ENUM(struct wr_outlook_visit, conclusion, wr_conclusions, "结论", "conclusion"),
    WR_STR(struct wr_outlook_visit, unit, 0, 120, "单位", "unit"),
    WR_STR(struct wr_outlook_visit, officer_name, 0, 60, "执法人员", "officer"),
    {0},
};

static const struct wr_field outlook_enterprise_fields[] = {
    WR_ID(struct wr_outlook_enterprise, id, "编号", "id"),
    WR_STR(struct wr_outlook_enterprise, name, 1, 200, "企业名称", "name"),
    WR_STR(struct wr_outlook_enterprise, credit_code, 0, 18, "统一社会信用代码", "credit code"),
    WR_STR(struct wr_outlook_enterprise, address, 0, 300, "地址", "address"),
    WR_STR(struct wr_outlook_enterprise, district_name, 0, 60, "区县", "district"),
    WR_STR(struct wr_outlook_enterprise, industry_name, 0, 120, "行业", "industry"),
    WR_ENUM(struct wr_outlook_enterprise, status, wr_ent_statuses, "状态", "status"),
    WR_ENUM(struct wr_outlook_enterprise, class, wr_ent_classes, "类别", "class"),
    WR_ENUM(struct wr_outlook_enterprise, risk, wr_risks, "风险", "risk"),
    WR_ENUM(struct wr_outlook_enterprise, positive_state, wr_positive_states, "正面清单",
            "positive list"),
    WR_ENUM(struct wr_outlook_enterprise, credit_grade, wr_credit_grades, "信用等级",
            "credit grade"),
    WR_STR_OPT(struct wr_outlook_enterprise, officer_name, 1, 60, "联络员", "liaison"),
    WR_STR_OPT(struct wr_outlook_enterprise, officer_unit, 0, 120, "联络员单位",
               "unit of the liaison"),
    WR_STR_OPT(struct wr_outlook_enterprise, officer_phone, 0, 30, "联络电话",
               "duty phone, as on the plate"),
    WR_LIST(struct wr_outlook_enterprise, last_visits, 0, WR_OUTLOOK_VISITS, outlook_visit_fields,
            struct wr_outlook_visit, "最近入企", "last visits, newest first"),
    {0},
};

static const struct wr_field outlook_plate_fields[] = {
    WR_STR(struct wr_outlook_plate, code, 10, 10, "编号", "code"),
    WR_ENUM(struct wr_outlook_plate, status, wr_plate_statuses, "状态", "status"),
    WR_I64(struct wr_outlook_plate, ver, 0, 100000, "版本", "version"),
    WR_ENUM(struct wr_outlook_plate, genuine, wr_genuines, "验真", "what the scan came to"),
    WR_I64_OPT(struct wr_outlook_plate, hung_lng_e6, -180000000, 180000000, "经度",
               "where it hangs, micro-degrees"),
    WR_I64_OPT(struct wr_outlook_plate, hung_lat_e6, -90000000, 90000000, "纬度",
               "where it hangs, micro-degrees"),
    {0},
};

const struct wr_field wr_visit_outlook_fields[] = {
    VERDICT_FIELDS,
    WR_OBJ(struct wr_visit_outlook, enterprise, outlook_enterprise_fields, "企业",
           "the enterprise"),
    WR_OBJ_OPT(struct wr_visit_outlook, plate, outlook_plate_fields, "信息牌",
               "the plate, if one was scanned or typed"),
    WR_ID_OPT(struct wr_visit_outlook, mission_id, "任务", "mission it was judged with"),
    WR_STR_OPT(struct wr_visit_outlook, mission_number, 1, 60, "审批编号",
               "number of its approval"),
    WR_ENUM(struct wr_visit_outlook, approval, wr_approvals, "审批",
            "how far the approval has come"),
    {0},
};

const struct wr_field wr_visit_ask_fields[] = {
    WR_STR_OPT(struct wr_visit_ask, plate, 1, 300, "信息牌", "payload, link or typed code"),
    WR_ID_OPT(struct wr_visit_ask, enterprise_id, "企业", "enterprise, where no plate is at hand"),
    WR_ENUM(struct wr_visit_ask, kind, wr_visit_kinds, "入企类型", "help, inspection or other"),
    ENUM_HAS(struct wr_visit_ask, insp_class, wr_insp_classes, "检查类别",
             "class of an inspection; else what the source stands for"),
    WR_ENUM(struct wr_visit_ask, source, wr_visit_sources, "来源", "why"),
    WR_TEXT_OPT(struct wr_visit_ask, evidence_ref, 0, 80, "依据编号",
                "number of complaint, clue, order, request"),
    WR_ID_OPT(struct wr_visit_ask, second_officer_id, "第二名执法人员", "second officer"),
    WR_ID_OPT(struct wr_visit_ask, mission_id, "任务",
              "approved mission; absent: the fitting one, if there is one"),
    WR_ENUM_OPT(struct wr_visit_ask, late_scan, wr_late_scans, "补扫", "scanned late"),
    WR_ID_OPT(struct wr_visit_ask, officer_id, "执法人员", "absent: the one who asks"),
    WR_DATE_OPT(struct wr_visit_ask, planned_from, "计划起",
                "given: judged as a plan for that day, by which nothing is approved yet"),
    WR_TEXT_OPT(struct wr_visit_ask, override_reason, 0, 500, "再次检查理由",
                "of a plan: why a low-yield visit is needed"),
    {0},
};

/* ---- check-in ----------------------------------------------------------------------------------- */

const struct wr_field wr_visit_new_fields[] = {
    WR_STR(struct wr_visit_new, client_id, 36, 36, "客户端编号",
           "UUID made on the phone; a repeat gives the same visit"),
    WR_STR_OPT(struct wr_visit_new, plate, 1, 300, "信息牌",
               "payload, link or typed code; absent only with no_code_reason"),
    WR_ENUM(struct wr_visit_new, kind, wr_visit_kinds, "入企类型", "help, inspection or other"),
    ENUM_HAS(struct wr_visit_new, insp_class, wr_insp_classes, "检查类别",
             "class of an inspection; else what the source stands for"),
    WR_ENUM(struct wr_visit_new, source, wr_visit_sources, "来源", "why"),
    WR_TEXT_OPT(struct wr_visit_new, evidence_ref, 0, 80, "依据编号",
                "number of complaint, clue, order, request"),
    WR_TEXT(struct wr_visit_new, reason, 1, 500, "事由", "what the visit is for"),
    WR_ID_OPT(struct wr_visit_new, second_officer_id, "第二名执法人员",
              "second officer, another person"),
    WR_TEXT_OPT(struct wr_visit_new, assistants, 0, 200, "协助人员", "others who come along"),
    LNG(struct wr_visit_new),
    LAT(struct wr_visit_new),
    WR_I64_OPT(struct wr_visit_new, accuracy_m, 0, 1000000, "定位精度", "metres"),
    WR_MS(struct wr_visit_new, device_ms, "手机时间", "the phone's clock, as it is"),
    WR_BOOL_OPT(struct wr_visit_new, confirm_warn, "确认提示", "the officer has seen the warnings"),
    WR_TEXT_OPT(struct wr_visit_new, emergency_reason, 0, 500, "紧急情形",
                "needed when the source is emergency"),
    WR_ID_OPT(struct wr_visit_new, mission_id, "任务",
              "approved mission; absent: the fitting one, if there is one"),
    WR_ENUM_OPT(struct wr_visit_new, late_scan, wr_late_scans, "补扫",
                "before_leave or after_leave; absent: scanned before the start"),
    WR_TEXT_OPT(struct wr_visit_new, late_reason, 0, 500, "补扫原因", "needed with late_scan"),
    WR_TEXT_OPT(struct wr_visit_new, no_code_reason, 0, 500, "无码原因",
                "why no plate could be scanned"),
    WR_STR_OPT(struct wr_visit_new, credit_code, 0, 18, "统一社会信用代码",
               "from the business licence, in place of the plate"),
    WR_STR_OPT(struct wr_visit_new, scan_uid, 36, 36, "核对编号",
               "the enterprise's scan of the officer's code"),
    {0},
};

/* ---- record ------------------------------------------------------------------------------------- */

const struct wr_field wr_visit_item_fields[] = {
    WR_STR(struct wr_visit_item, code, 1, 20, "编号", "stable code"),
    WR_TEXT(struct wr_visit_item, text_zh, 1, 300, "内容", "Chinese"),
    WR_TEXT(struct wr_visit_item, text_en, 1, 300, "英文内容", "English"),
    WR_BOOL(struct wr_visit_item, required, "必查", "must be answered before check-out"),
    WR_ENUM_OPT(struct wr_visit_item, result, wr_item_results, "结果",
                "ok, problem, na; absent: not answered"),
    WR_TEXT(struct wr_visit_item, note, 0, 500, "说明", "note"),
    WR_STR_OPT(struct wr_visit_item, evidence, 0, 20, "佐证", "photo: an answer needs a picture"),
    {0},
};

static const struct wr_field answer_fields[] = {
    WR_STR(struct wr_visit_answer, code, 1, 20, "编号", "code of an item"),
    WR_ENUM(struct wr_visit_answer, result, wr_item_results, "结果", "ok, problem or na"),
    WR_TEXT_OPT(struct wr_visit_answer, note, 0, 500, "说明", "needed with problem and na"),
    {0},
};

const struct wr_field wr_visit_items_put_fields[] = {
    WR_LIST(struct wr_visit_items_put, items, 1, WR_VISIT_ITEMS_MAX, answer_fields,
            struct wr_visit_answer, "项目", "answers; items not named keep theirs"),
    {0},
};

const struct wr_field wr_visit_finding_fields[] = {
    WR_ID(struct wr_visit_finding, id, "编号", "id"),
    WR_ID(struct wr_visit_finding, visit_id, "入企", "visit"),
    WR_STR(struct wr_visit_finding, uid, 36, 36, "唯一编号", "stable id"),
    WR_STR_OPT(struct wr_visit_finding, item_code, 1, 20, "检查项", "item it belongs to"),
    WR_TEXT(struct wr_visit_finding, text, 1, 1000, "问题", "what was seen"),
    WR_ENUM(struct wr_visit_finding, severity, wr_severities, "程度",
            "slight, ordinary or serious"),
    WR_ID_OPT(struct wr_visit_finding, media_id, "照片", "photo"),
    WR_MS(struct wr_visit_finding, created_ms, "记录时间", "when it was recorded"),
    {0},
};

const struct wr_field wr_visit_finding_new_fields[] = {
    WR_STR(struct wr_visit_finding_new, uid, 36, 36, "唯一编号",
           "UUID made on the phone; a repeat gives the same finding"),
    WR_TEXT(struct wr_visit_finding_new, text, 1, 1000, "问题", "what was seen"),
    WR_ENUM(struct wr_visit_finding_new, severity, wr_severities, "程度",
            "slight, ordinary or serious"),
    WR_STR_OPT(struct wr_visit_finding_new, item_code, 1, 20, "检查项", "item it belongs to"),
    WR_ID_OPT(struct wr_visit_finding_new, media_id, "照片", "a photo of this visit"),
    {0},
};

const struct wr_field wr_visit_photo_fields[] = {
    WR_ID(struct wr_visit_photo, id, "编号", "id"),
    WR_ID(struct wr_visit_photo, media_id, "文件", "media"),
    WR_ENUM(struct wr_visit_photo, kind, wr_photo_kinds, "种类", "what it shows"),
    WR_MS(struct wr_visit_photo, taken_ms, "拍摄时间", "by the phone's clock"),
    WR_STR(struct wr_visit_photo, sha256, 64, 64, "哈希", "SHA-256 of the bytes as taken"),
    WR_BOOL(struct wr_visit_photo, seen_before, "曾出现", "the same bytes were sent before"),
    WR_STR_OPT(struct wr_visit_photo, item_code, 0, 20, "检查项", "item it shows"),
    {0},
};

#define PHOTO_DUE_FIELDS                                                                           \
    WR_STR(struct wr_visit_photo_due, sha256, 64, 64, "哈希",                                      \
           "SHA-256 of the bytes that will come, hex"),                                            \
        WR_ENUM(struct wr_visit_photo_due, kind, wr_photo_kinds, "种类", "what it shows"),         \
        WR_STR_OPT(struct wr_visit_photo_due, item_code, 0, 20, "检查项", "item it shows"),        \
        WR_MS(struct wr_visit_photo_due, taken_ms, "拍摄时间", "by the phone's clock")

const struct wr_field wr_visit_photo_due_new_fields[] = {PHOTO_DUE_FIELDS, {0}};
const struct wr_field wr_visit_photo_due_fields[] = {
    WR_ID(struct wr_visit_photo_due, id, "编号", "id"), PHOTO_DUE_FIELDS, {0}};

const struct wr_field wr_visit_photo_query_fields[] = {
    WR_ENUM(struct wr_visit_photo_query, kind, wr_photo_kinds, "种类", "what it shows"),
    WR_MS_OPT(struct wr_visit_photo_query, taken_ms, "拍摄时间",
              "by the phone's clock; absent: now"),
    WR_STR_OPT(struct wr_visit_photo_query, item_code, 0, 20, "检查项", "item it shows"),
    {0},
};

const struct wr_field wr_visit_check_out_fields[] = {
    WR_ENUM(struct wr_visit_check_out, conclusion, wr_conclusions, "结论",
            "what the visit came to"),
    WR_TEXT(struct wr_visit_check_out, summary, 1, 2000, "小结",
            "in words; the enterprise reads it"),
    WR_BOOL_OPT(struct wr_visit_check_out, confirm, "确认",
                "false: only show what would be recorded"),
    {0},
};

const struct wr_field wr_visit_cancel_fields[] = {
    WR_TEXT(struct wr_visit_cancel, reason, 2, 500, "取消原因",
            "stands in the log and is seen by the enterprise"),
    {0},
};

const struct wr_field wr_visit_refusal_fields[] = {
    WR_ENUM(struct wr_visit_refusal, reason, wr_refusals, "拒绝理由", "why the enterprise refuses"),
    WR_TEXT_OPT(struct wr_visit_refusal, note, 0, 500, "说明", "in words"),
    {0},
};

const struct wr_field wr_visit_rating_fields[] = {
    WR_I64(struct wr_visit_rating, score, 1, 5, "评分", "1 (bad) to 5 (good)"),
    WR_STRS_OPT(struct wr_visit_rating, tags, 8, "标签",
                "attitude, clear_basis, disturbing, no_scan, helpful, gift_hint"),
    WR_TEXT_OPT(struct wr_visit_rating, text, 0, 1000, "意见", "in words"),
    WR_MS(struct wr_visit_rating, created_ms, "评价时间", "when"),
    {0},
};

const struct wr_field wr_visit_rating_new_fields[] = {
    WR_I64(struct wr_visit_rating_new, score, 1, 5, "评分", "1 (bad) to 5 (good)"),
    WR_STRS_OPT(struct wr_visit_rating_new, tags, 8, "标签",
                "attitude, clear_basis, disturbing, no_scan, helpful, gift_hint"),
    WR_TEXT_OPT(struct wr_visit_rating_new, text, 0, 1000, "意见",
                "in words; read by supervision only"),
    {0},
};

/* ---- visit -------------------------------------------------------------------------------------- */

const struct wr_field wr_visit_fields[] = {
    WR_ID(struct wr_visit, id, "编号", "id"),
    WR_STR(struct wr_visit, client_id, 36, 36, "客户端编号", "made on the phone"),
    WR_ID(struct wr_visit, enterprise_id, "企业", "enterprise"),
    WR_STR(struct wr_visit, enterprise_name, 1, 200, "企业名称", "name of the enterprise"),
    WR_ID(struct wr_visit, district_id, "区县", "district, of its day"),
    WR_STR(struct wr_visit, district_name, 1, 60, "区县名称", "name of the district"),
    WR_ID_OPT(struct wr_visit, plate_id, "信息牌编号", "plate"),
    WR_I64(struct wr_visit, plate_ver, 0, 100000, "信息牌版本", "version of the plate"),
    WR_STR_OPT(struct wr_visit, plate_code, 10, 10, "信息牌", "code of the plate"),
    WR_ENUM(struct wr_visit, kind, wr_visit_kinds, "入企类型", "help, inspection or other"),
    WR_ENUM_OPT(struct wr_visit, insp_class, wr_insp_classes, "检查类别", "class of an inspection"),
    WR_ENUM(struct wr_visit, source, wr_visit_sources, "来源", "why"),
    WR_TEXT(struct wr_visit, evidence_ref, 0, 80, "依据编号",
            "number of complaint, clue, order, request"),
    WR_TEXT(struct wr_visit, reason, 0, 500, "事由", "what the visit is for"),
    WR_TEXT(struct wr_visit, unit, 0, 120, "执法单位", "unit of the officer, of its day"),
    WR_ID(struct wr_visit, officer_id, "执法人员", "officer"),
    WR_STR(struct wr_visit, officer_name, 1, 60, "执法人员姓名", "name of the officer"),
    WR_ID_OPT(struct wr_visit, second_officer_id, "第二名执法人员", "second officer"),
    WR_STR_OPT(struct wr_visit, second_officer_name, 1, 60, "第二名执法人员姓名",
               "name of the second officer"),
    WR_TEXT(struct wr_visit, assistants, 0, 200, "协助人员", "others who came along"),
    WR_ENUM(struct wr_visit, state, wr_visit_states, "状态", "where it stands"),
    WR_ENUM(struct wr_visit, verdict, wr_visit_verdicts, "判断",
            "allow or warn; deny only when it was recorded without network"),
    WR_BOOL(struct wr_visit, counts_toward_cap, "计入次数", "counts toward the yearly cap"),
    WR_STR(struct wr_visit, policy, 1, 80, "规则包", "rule pack it was judged by"),
    WR_STR(struct wr_visit, policy_version, 1, 20, "规则包版本", "version of the rule pack"),
    WR_JSON(struct wr_visit, verdict_detail, 32768, "判断详情",
            "the verdict as shown to the officer"),
    WR_MS(struct wr_visit, checked_in_ms, "签到时间", "server time"),
    WR_MS_OPT(struct wr_visit, checked_out_ms, "签退时间",
              "server time of check-out, cancelling or refusal"),
    WR_MS(struct wr_visit, device_ms, "手机时间", "the phone's clock, as given"),
    LNG(struct wr_visit),
    LAT(struct wr_visit),
    WR_I64_OPT(struct wr_visit, accuracy_m, 0, 1000000, "定位精度", "metres"),
    WR_I64_OPT(struct wr_visit, distance_m, 0, 30000000, "距离",
               "metres to the plate's place, else to the enterprise's"),
    WR_ENUM(struct wr_visit, conclusion, wr_conclusions, "结论", "what it came to"),
    WR_I64(struct wr_visit, findings_n, 0, 1000, "问题数", "findings"),
    WR_I64(struct wr_visit, photos_n, 0, 1000, "照片数", "photos"),
    WR_TEXT(struct wr_visit, summary, 0, 2000, "小结", "in words"),
    WR_STR_OPT(struct wr_visit, refusal_reason, 1, 40, "拒绝理由", "why the enterprise refused"),
    WR_TEXT_OPT(struct wr_visit, cancel_reason, 0, 500, "取消原因",
                "why it was cancelled, or the enterprise's words when it refused"),
    WR_ID_OPT(struct wr_visit, mission_id, "任务", "mission that was approved for it"),
    WR_STR_OPT(struct wr_visit, mission_number, 1, 60, "审批编号", "number of its approval"),
    WR_ENUM_OPT(struct wr_visit, late_scan, wr_late_scans, "补扫",
                "absent: scanned before the start"),
    WR_TEXT_OPT(struct wr_visit, late_reason, 0, 500, "补扫原因", "why it was late"),
    WR_BOOL_OPT(struct wr_visit, offline, "离线记录", "recorded without network"),
    WR_STR_OPT(struct wr_visit, device, 1, 36, "设备", "phone that recorded it"),
    WR_MS_OPT(struct wr_visit, received_ms, "到达时间", "when the offline record came in"),
    WR_I64_OPT(struct wr_visit, skew_ms, -WR_MS_MAX, WR_MS_MAX, "时钟差",
               "the server's clock less the phone's"),
    WR_JSON_OPT(struct wr_visit, phone_verdict, 4096, "手机判断",
                "what the phone said, and from facts of when"),
    WR_ENUM_OPT(struct wr_visit, conflict, wr_conflicts, "冲突",
                "recorded offline against the rules: open, accepted or irregular"),
    WR_TEXT_OPT(struct wr_visit, conflict_reason, 0, 500, "决定理由", "why it was decided so"),
    WR_MS_OPT(struct wr_visit, conflict_ms, "决定时间", "when it was decided"),
    WR_TEXT_OPT(struct wr_visit, no_code_reason, 0, 500, "无码原因",
                "why no plate could be scanned"),
    WR_DATE_OPT(struct wr_visit, no_code_due, "备案期限", "day by which it must be filed"),
    WR_TEXT_OPT(struct wr_visit, no_code_ref, 0, 120, "备案编号", "number of the filing"),
    WR_MS_OPT(struct wr_visit, no_code_filed_ms, "备案时间", "when it was filed"),
    WR_DATE_OPT(struct wr_visit, afterfill_due, "补办期限",
                "emergency: day by which the approval must be completed"),
    WR_ID_OPT(struct wr_visit, converted_from, "转自", "the help visit it was converted from"),
    WR_ID_OPT(struct wr_visit, scan_id, "亮码核对", "the enterprise's scan of the officer's code"),
    WR_MS_OPT(struct wr_visit, told_ms, "告知时间", "when the result was told"),
    WR_ENUM_OPT(struct wr_visit, told_how, wr_told_hows, "告知方式", "how it was told"),
    WR_TEXT_OPT(struct wr_visit, told_note, 0, 500, "告知说明", "note"),
    WR_MS_OPT(struct wr_visit, closed_ms, "办结时间", "when it was closed"),
    WR_TEXT_OPT(struct wr_visit, contest_reason, 0, 500, "异议",
                "why the officer contests the refusal"),
    WR_MS_OPT(struct wr_visit, contest_ms, "异议时间", "when it was contested"),
    WR_ENUM_OPT(struct wr_visit, refusal_decision, wr_refusal_decisions, "拒绝认定",
                "what supervision decided"),
    WR_TEXT_OPT(struct wr_visit, refusal_note, 0, 500, "认定说明", "why"),
    WR_MS_OPT(struct wr_visit, refusal_decided_ms, "认定时间", "when"),
    WR_LIST_OPT(struct wr_visit, items, WR_VISIT_ITEMS_MAX, wr_visit_item_fields,
                struct wr_visit_item, "检查项", "check-list"),
    WR_LIST_OPT(struct wr_visit, findings, WR_VISIT_FINDINGS_MAX, wr_visit_finding_fields,
                struct wr_visit_finding, "问题", "findings"),
    WR_LIST_OPT(struct wr_visit, photos, WR_VISIT_PHOTOS_MAX, wr_visit_photo_fields,
                struct wr_visit_photo, "照片", "photos"),
    WR_LIST_OPT(struct wr_visit, photos_due, WR_VISIT_PHOTOS_MAX, wr_visit_photo_due_fields,
                struct wr_visit_photo_due, "待传照片", "photos told of, not yet come in"),
    WR_OBJ_OPT(struct wr_visit, rating, wr_visit_rating_fields, "评价",
               "the enterprise's opinion; supervision only"),
    WR_I64(struct wr_visit, version, 1, WR_ID_MAX, "版本", "raised with every change"),
    {0},
};

const struct wr_field wr_visit_filter_fields[] = {
    WR_ID_OPT(struct wr_visit_filter, enterprise_id, "企业", "of this enterprise"),
    WR_ID_OPT(struct wr_visit_filter, officer_id, "执法人员", "by this officer, first or second"),
    ENUM_HAS(struct wr_visit_filter, kind, wr_visit_kinds, "入企类型", "of this kind"),
    ENUM_HAS(struct wr_visit_filter, source, wr_visit_sources, "来源", "from this source"),
    ENUM_HAS(struct wr_visit_filter, state, wr_visit_states, "状态", "in this state"),
    WR_DATE_OPT(struct wr_visit_filter, from, "起", "first day"),
    WR_DATE_OPT(struct wr_visit_filter, to, "止", "last day"),
    WR_ID_OPT(struct wr_visit_filter, district_id, "区县", "in this district"),
    WR_STR_OPT(struct wr_visit_filter, q, 0, 60, "企业名称", "part of the enterprise's name"),
    ENUM_HAS(struct wr_visit_filter, flag, wr_visit_flags, "待办", "that somebody has to look at"),
    {.name = "limit",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_visit_filter, limit),
     .min = 1,
     .max = 200,
     .doc = "items a page",
     .zh = "每页条数"},
    WR_STR_OPT(struct wr_visit_filter, cursor, 0, WR_VISIT_CURSOR_MAX, "翻页标记",
               "`next` of the page before"),
    {0},
};

const struct wr_field wr_my_today_fields[] = {
    WR_I64(struct wr_my_today, enterprises_n, 0, 100000, "联系企业",
           "enterprises the officer is liaison of"),
    WR_LIST(struct wr_my_today, tasks_overdue, 0, 200, wr_visit_my_task_fields,
            struct wr_visit_my_task, "逾期任务", "overdue"),
    WR_LIST(struct wr_my_today, tasks_due, 0, 200, wr_visit_my_task_fields, struct wr_visit_my_task,
            "近期任务", "due in 14 days"),
    WR_LIST(struct wr_my_today, open_visits, 0, 200, wr_visit_fields, struct wr_visit, "进行中",
            "visits not checked out"),
    WR_LIST(struct wr_my_today, recent, 0, 200, wr_visit_fields, struct wr_visit, "最近入企",
            "last visits"),
    {0},
};

const struct wr_field wr_visit_receipt_fields[] = {
    WR_ID(struct wr_visit_receipt, visit_id, "入企", "visit"),
    WR_JSON(struct wr_visit_receipt, leaf, 32768, "日志", "the leaf's members, for people"),
    WR_TEXT(struct wr_visit_receipt, leaf_text, 1, 2048, "日志原文", "exact bytes of the leaf"),
    WR_I64(struct wr_visit_receipt, index, 0, WR_ID_MAX, "序号", "index of the leaf"),
    WR_I64(struct wr_visit_receipt, tree_size, 1, WR_ID_MAX, "树的大小",
           "leaves under the checkpoint"),
    WR_STRS_OPT(struct wr_visit_receipt, path, 64, "路径", "inclusion path, base 64"),
    WR_TEXT(struct wr_visit_receipt, checkpoint, 1, 2048, "签名检查点", "signed note"),
    WR_STR(struct wr_visit_receipt, public_key, 1, 64, "公钥", "base64url"),
    WR_TEXT(struct wr_visit_receipt, row_text, 1, 262144, "行原文",
            "exact bytes of the row and its parts"),
    {0},
};

/* ---- complaints --------------------------------------------------------------------------------- */

const struct wr_field wr_complaint_fields[] = {
    WR_ID(struct wr_complaint, id, "编号", "id"),
    WR_STR(struct wr_complaint, case_code, WR_CASE_CODE, WR_CASE_CODE, "查询码",
           "given to the complainant"),
    WR_ID_OPT(struct wr_complaint, enterprise_id, "企业", "enterprise, if known"),
    WR_STR_OPT(struct wr_complaint, enterprise_name, 1, 200, "企业名称", "name of the enterprise"),
    WR_STR_OPT(struct wr_complaint, plate_code, 1, 300, "信息牌", "plate as told"),
    WR_ID_OPT(struct wr_complaint, visit_id, "入企", "visit, if told"),
    WR_ENUM(struct wr_complaint, about, wr_complaint_abouts, "投诉对象", "what it is about"),
    WR_TEXT(struct wr_complaint, text, 1, 2000, "内容", "in words"),
    {.name = "contact",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_PHONE,
     .off = offsetof(struct wr_complaint, contact),
     .max = 100,
     .doc = "how to reach the complainant",
     .zh = "联系方式"},
    WR_ENUM(struct wr_complaint, state, wr_complaint_states, "状态", "where it stands"),
    WR_MS(struct wr_complaint, received_ms, "受理时间", "when it came in"),
    WR_TEXT_OPT(struct wr_complaint, answer, 0, 2000, "答复", "answer"),
    WR_MS_OPT(struct wr_complaint, answered_ms, "答复时间", "when it was answered"),
    WR_I64(struct wr_complaint, version, 1, WR_ID_MAX, "版本", "raised with every change"),
    WR_ID_OPT(struct wr_complaint, district_id, "区县", "district of the enterprise"),
    {0},
};

const struct wr_field wr_complaint_public_fields[] = {
    WR_STR(struct wr_complaint, case_code, WR_CASE_CODE, WR_CASE_CODE, "查询码", "as given"),
    WR_ENUM(struct wr_complaint, state, wr_complaint_states, "状态", "where it stands"),
    WR_MS(struct wr_complaint, received_ms, "受理时间", "when it came in"),
    WR_TEXT_OPT(struct wr_complaint, answer, 0, 2000, "答复", "answer"),
    WR_MS_OPT(struct wr_complaint, answered_ms, "答复时间", "when it was answered"),
    {0},
};

const struct wr_field wr_complaint_new_fields[] = {
    WR_STR_OPT(struct wr_complaint_new, plate_code, 0, 300, "信息牌",
               "code or payload of the plate"),
    WR_ENUM(struct wr_complaint_new, about, wr_complaint_abouts, "投诉对象",
            "visit, officer, pollution or other"),
    WR_TEXT(struct wr_complaint_new, text, 5, 2000, "内容", "what happened"),
    WR_STR_OPT(struct wr_complaint_new, contact, 0, 100, "联系方式", "seen by the handler only"),
    WR_ID_OPT(struct wr_complaint_new, visit_id, "入企", "the visit it is about"),
    {0},
};

const struct wr_field wr_complaint_answer_fields[] = {
    WR_TEXT(struct wr_complaint_answer, answer, 0, 2000, "答复", "the complainant reads it"),
    WR_ENUM(struct wr_complaint_answer, state, wr_complaint_states, "状态",
            "handling, answered or closed"),
    {0},
};

const struct wr_field wr_complaint_filter_fields[] = {
    ENUM_HAS(struct wr_complaint_filter, state, wr_complaint_states, "状态", "in this state"),
    WR_BOOL_OPT(struct wr_complaint_filter, open, "未办结", "only those received or being handled"),
    {.name = "limit",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_complaint_filter, limit),
     .min = 1,
     .max = 200,
     .doc = "items a page",
     .zh = "每页条数"},
    WR_STR_OPT(struct wr_complaint_filter, cursor, 0, WR_VISIT_CURSOR_MAX, "翻页标记",
               "`next` of the page before"),
    {0},
};
