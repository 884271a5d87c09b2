/* Clues and their card: requests and replies. */
#include "modules/offsite/offsite_pack.h"
#include "modules/offsite/offsite_use.h"

/** What a clue is about; X is its struct. */
#define CLUE_ABOUT                                                                                 \
    WR_ID(X, id, "编号", "id"), WR_STR(X, number, 1, 30, "线索编号", "number"),                    \
        WR_ID(X, enterprise_id, "企业", "enterprise"),                                             \
        WR_STR_OPT(X, enterprise_name, 0, 200, "企业名称", "its name"),                            \
        WR_ID(X, district_id, "区县", "district"),                                                 \
        WR_STR_OPT(X, district_name, 0, 60, "区县名称", "its name"),                               \
        WR_ID_OPT(X, outlet_id, "排放口", "outlet"),                                               \
        WR_STR_OPT(X, outlet_code, 0, 40, "排放口编号", "code"),                                   \
        WR_STR_OPT(X, outlet_name, 0, 100, "排放口名称", "name"),                                  \
        WR_ID_OPT(X, line_id, "产治线", "process line"),                                           \
        WR_STR_OPT(X, line_name, 0, 80, "产治线名称", "its name"),                                 \
        WR_ID_OPT(X, other_outlet_id, "另一排放口", "L5: the other one"),                          \
        WR_STR(X, rule, 2, 4, "规则", "E1 … P10"),                                                 \
        WR_STR_OPT(X, rule_zh, 0, 60, "规则名称", "its name"),                                     \
        WR_STR_OPT(X, rule_en, 0, 80, "规则名称（英文）", "its name, English"),                    \
        WR_ENUM(X, level, wr_offsite_levels, "级别", "how grave"),                                 \
        WR_BOOL(X, fraud, "涉嫌造假", "suspected fraud"),                                          \
        WR_BOOL(X, outage, "全厂", "the whole site"), WR_STR(X, pack, 1, 60, "规则包", "pack"),    \
        WR_STR(X, pack_version, 1, 20, "规则包版本", "version of the pack"),                       \
        WR_STR_OPT(X, factor, 0, 24, "因子", "code"),                                              \
        WR_STR_OPT(X, factor_name, 0, 60, "因子名称", "name"),                                     \
        WR_MS(X, from_ms, "起始", "since when it held"),                                           \
        WR_MS(X, raised_ms, "触发时间", "when the rule spoke"),                                    \
        WR_MS(X, last_ms, "最近", "last time it held"),                                            \
        WR_MS_OPT(X, ended_ms, "消失时间", "when it was over"),                                    \
        WR_STR_OPT(X, value, 0, 40, "数值", "worst value"),                                        \
        WR_STR_OPT(X, bound, 0, 40, "界限", "held against"),                                       \
        WR_I64(X, times, 0, WR_ID_MAX, "次数", "times it held"),                                   \
        WR_BOOL(X, evidence, "可作证据", "both reviews of the device were on file"),               \
        WR_DATE_OPT(X, legal_review_date, "法制审核", "date"),                                     \
        WR_DATE_OPT(X, technical_review_date, "技术审核", "date"),                                 \
        WR_STR_OPT(X, mn, 0, 40, "MN", "data logger")

/** How far its loop came. */
#define CLUE_LOOP                                                                                  \
    WR_ENUM(X, state, wr_clue_states, "状态", "state"), WR_MS(X, created_ms, "登记时间", "made"),  \
        WR_MS_OPT(X, answer_due_ms, "答复期限", "deadline"),                                       \
        WR_BOOL_OPT(X, overdue, "逾期", "a deadline is over"),                                     \
        WR_MS_OPT(X, answered_ms, "答复时间", "answered"),                                         \
        WR_ENUM_OPT(X, answer_cause, wr_clue_causes, "原因", "cause by the enterprise"),           \
        WR_TEXT_OPT(X, answer, 0, 1000, "答复", "answer"),                                         \
        WR_MS_OPT(X, reviewed_ms, "审核时间", "reviewed"),                                         \
        WR_TEXT_OPT(X, review_note, 0, 1000, "审核意见", "note"),                                  \
        WR_DATE_OPT(X, rectify_due, "整改期限", "day"),                                            \
        WR_MS_OPT(X, rectified_ms, "整改时间", "told as done"),                                    \
        WR_TEXT_OPT(X, rectify_note, 0, 1000, "整改说明", "what was done"),                        \
        WR_MS_OPT(X, escalated_ms, "转现场时间", "escalated"),                                     \
        WR_ENUM_OPT(X, escalate_reason, wr_clue_whys, "转现场原因", "why"),                        \
        WR_ID_OPT(X, mission_id, "现场任务", "mission"), WR_ID_OPT(X, visit_id, "入企", "visit"),  \
        WR_ENUM_OPT(X, outcome, wr_clue_outcomes, "结果", "outcome"),                              \
        WR_MS_OPT(X, closed_ms, "办结时间", "closed"),                                             \
        WR_TEXT_OPT(X, close_note, 0, 1000, "办结说明", "note"),                                   \
        WR_I64(X, version, 1, WR_ID_MAX, "版本", "version")

#define X struct wr_clue
const struct wr_field wr_clue_row_fields[] = {
    CLUE_ABOUT,
    CLUE_LOOP,
    {0},
};
#undef X

#define X struct wr_clue
const struct wr_field wr_clue_fields[] = {
    CLUE_ABOUT,
    WR_JSON_OPT(X, samples, 400000, "样本",
                "series around it: [{cn, factor, field, points: [[t_ms, value, mark]]}]"),
    CLUE_LOOP,
    {0},
};
#undef X

#define X struct wr_clue
const struct wr_field wr_clue_export_fields[] = {
    WR_STR(X, number, 1, 30, "线索编号", "number"),
    WR_STR_OPT(X, enterprise_name, 0, 200, "企业名称", "enterprise"),
    WR_STR_OPT(X, district_name, 0, 60, "区县", "district"),
    WR_STR_OPT(X, outlet_code, 0, 40, "排放口", "outlet"),
    WR_STR(X, rule, 2, 4, "规则", "rule"),
    WR_ENUM(X, level, wr_offsite_levels, "级别", "level"),
    WR_BOOL(X, fraud, "涉嫌造假", "suspected fraud"),
    WR_STR_OPT(X, factor, 0, 24, "因子", "factor"),
    WR_MS(X, from_ms, "起始", "since"),
    WR_MS(X, raised_ms, "触发时间", "raised"),
    WR_MS(X, last_ms, "最近", "last"),
    WR_STR_OPT(X, value, 0, 40, "数值", "worst value"),
    WR_STR_OPT(X, bound, 0, 40, "界限", "bound"),
    WR_I64(X, times, 0, WR_ID_MAX, "次数", "times"),
    WR_BOOL(X, evidence, "可作证据", "admissible"),
    WR_ENUM(X, state, wr_clue_states, "状态", "state"),
    WR_MS_OPT(X, answer_due_ms, "答复期限", "deadline"),
    WR_MS_OPT(X, answered_ms, "答复时间", "answered"),
    WR_ENUM_OPT(X, answer_cause, wr_clue_causes, "原因", "cause"),
    WR_ENUM_OPT(X, escalate_reason, wr_clue_whys, "转现场原因", "why"),
    WR_ENUM_OPT(X, outcome, wr_clue_outcomes, "结果", "outcome"),
    WR_MS_OPT(X, closed_ms, "办结时间", "closed"),
    WR_STR(X, pack, 1, 60, "规则包", "pack"),
    WR_STR(X, pack_version, 1, 20, "规则包版本", "version"),
    {0},
};
#undef X

#define X struct wr_clue_step
const struct wr_field wr_clue_step_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_MS(X, at_ms, "时间", "time"),
    WR_ID_OPT(X, user_id, "用户", "user"),
    {.name = "user_name",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_NAME,
     .off = offsetof(X, user_name),
     .max = 60,
     .doc = "who",
     .zh = "经办人"},
    WR_ENUM(X, act, wr_clue_acts, "动作", "act"),
    WR_ENUM(X, state, wr_clue_states, "状态", "state after it"),
    WR_TEXT_OPT(X, note, 0, 1000, "说明", "note"),
    {0},
};
#undef X

#define X struct wr_clue_photo
const struct wr_field wr_clue_photo_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_ID(X, media_id, "照片", "photo"),
    WR_MS(X, at_ms, "时间", "time"),
    WR_STR_OPT(X, url, 0, 100, "地址", "where it is"),
    {0},
};
#undef X

#define X struct wr_clue_earlier
const struct wr_field wr_clue_earlier_fields[] = {
    WR_ID(X, id, "编号", "id"),
    WR_STR(X, number, 1, 30, "线索编号", "number"),
    WR_MS(X, raised_ms, "触发时间", "raised"),
    WR_ENUM(X, state, wr_clue_states, "状态", "state"),
    WR_ENUM_OPT(X, outcome, wr_clue_outcomes, "结果", "outcome"),
    WR_ENUM_OPT(X, answer_cause, wr_clue_causes, "原因", "cause"),
    WR_TEXT_OPT(X, close_note, 0, 1000, "说明", "note"),
    {0},
};
#undef X

#define X struct wr_clue_tally
const struct wr_field wr_clue_tally_fields[] = {
    WR_ENUM(X, outcome, wr_clue_outcomes, "结果", "outcome"),
    WR_I64(X, n, 0, WR_ID_MAX, "数量", "how many"),
    {0},
};
#undef X

#define X struct wr_clue_card
const struct wr_field wr_clue_card_fields[] = {
    WR_OBJ(X, clue, wr_clue_fields, "线索", "the clue"),
    WR_TEXT(X, words_zh, 1, 600, "规则", "the rule with its numbers"),
    WR_TEXT(X, words_en, 1, 800, "规则（英文）", "the rule with its numbers, English"),
    WR_TEXT(X, speech_zh, 1, 600, "情形", "what happened"),
    WR_TEXT(X, speech_en, 1, 800, "情形（英文）", "what happened, English"),
    WR_TEXT(X, next_zh, 1, 300, "建议处置", "suggested next step"),
    WR_TEXT(X, next_en, 1, 400, "建议处置（英文）", "suggested next step, English"),
    WR_TEXT_OPT(X, citation, 0, 300, "依据", "where the rule is written"),
    WR_STR(X, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    WR_LIST_OPT(X, params, 8, wr_offsite_param_fields, struct wr_offsite_param, "参数",
                "parameters"),
    WR_LIST_OPT(X, steps, 500, wr_clue_step_fields, struct wr_clue_step, "经过", "hand-overs"),
    WR_LIST_OPT(X, photos, 50, wr_clue_photo_fields, struct wr_clue_photo, "照片", "photos"),
    WR_LIST_OPT(X, earlier, 20, wr_clue_earlier_fields, struct wr_clue_earlier, "以往",
                "earlier ones like it"),
    WR_LIST_OPT(X, tally, 20, wr_clue_tally_fields, struct wr_clue_tally, "以往结果",
                "how earlier ones ended"),
    WR_TEXT_OPT(X, limit_source, 0, 200, "限值来源", "source of the limit"),
    WR_STRS_OPT(X, actions, 20, "可办", "acts the reader may take now"),
    {0},
};
#undef X

#define X struct wr_clue_query
const struct wr_field wr_clue_query_fields[] = {
    WR_ID_OPT(X, enterprise_id, "企业", "enterprise"),
    WR_ID_OPT(X, district_id, "区县", "district"),
    WR_ID_OPT(X, outlet_id, "排放口", "outlet"),
    {.name = "state",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(X, state),
     .has_off = offsetof(X, has_state) + 1,
     .items = wr_clue_states,
     .doc = "state",
     .zh = "状态"},
    {.name = "level",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(X, level),
     .has_off = offsetof(X, has_level) + 1,
     .items = wr_offsite_levels,
     .doc = "level",
     .zh = "级别"},
    {.name = "fraud",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(X, fraud),
     .has_off = offsetof(X, has_fraud) + 1,
     .max = 1,
     .doc = "suspected fraud",
     .zh = "涉嫌造假"},
    WR_BOOL_OPT(X, open, "未办结", "only open ones"),
    WR_BOOL_OPT(X, overdue, "逾期", "only overdue ones"),
    WR_STR_OPT(X, rule, 0, 4, "规则", "rule"),
    WR_STR_OPT(X, q, 0, 60, "查找", "part of number or enterprise"),
    WR_DATE_OPT(X, from, "起日", "raised from"),
    WR_DATE_OPT(X, to, "止日", "raised to"),
    WR_OFFSITE_PAGE(X),
    {0},
};
#undef X

#define X struct wr_clue_answer
const struct wr_field wr_clue_answer_fields[] = {
    WR_ENUM(X, cause, wr_clue_causes, "原因", "cause"),
    WR_TEXT(X, text, 2, 1000, "答复", "what happened and what was done"),
    {0},
};
#undef X

#define X struct wr_clue_close
const struct wr_field wr_clue_close_fields[] = {
    WR_ENUM(X, outcome, wr_clue_outcomes, "结果",
            "false_alarm, fault, maintenance, stop or explained"),
    WR_TEXT(X, note, 2, 1000, "理由", "reason"),
    {0},
};
#undef X

#define X struct wr_clue_rectify
const struct wr_field wr_clue_rectify_fields[] = {
    WR_DATE_OPT(X, due, "期限", "last day; absent: by the pack"),
    WR_TEXT(X, note, 2, 1000, "要求", "what is to be done"),
    {0},
};
#undef X

#define X struct wr_clue_note
const struct wr_field wr_clue_note_fields[] = {
    WR_TEXT(X, note, 2, 1000, "说明", "note"),
    {0},
};
#undef X

#define X struct wr_clue_count
const struct wr_field wr_clue_count_fields[] = {
    WR_ENUM(X, state, wr_clue_states, "状态", "state"),
    WR_I64(X, n, 0, WR_ID_MAX, "数量", "how many"),
    WR_I64(X, overdue_n, 0, WR_ID_MAX, "逾期", "of these overdue"),
    {0},
};
#undef X

#define X struct wr_clue_rule_count
const struct wr_field wr_clue_rule_count_fields[] = {
    WR_STR(X, rule, 2, 4, "规则", "rule"),
    WR_STR_OPT(X, rule_zh, 0, 60, "名称", "name"),
    WR_STR_OPT(X, rule_en, 0, 80, "名称（英文）", "name, English"),
    WR_I64(X, n, 0, WR_ID_MAX, "数量", "all of the last 90 days"),
    WR_I64(X, open_n, 0, WR_ID_MAX, "未办结", "open"),
    WR_I64(X, false_n, 0, WR_ID_MAX, "误报", "false alarms"),
    {0},
};
#undef X

#define X struct wr_clue_summary
const struct wr_field wr_clue_summary_fields[] = {
    WR_LIST_OPT(X, states, 20, wr_clue_count_fields, struct wr_clue_count, "状态", "by state"),
    WR_LIST_OPT(X, rules, 40, wr_clue_rule_count_fields, struct wr_clue_rule_count, "规则",
                "by rule"),
    {0},
};
#undef X
