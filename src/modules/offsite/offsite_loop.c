#include "modules/offsite/offsite_loop.h"

#include "base/calendar.h"

#include <inttypes.h>

#define REVIEWERS (WR_ROLE_OFFICER | WR_ROLE_ADMINS | WR_ROLE_LEGAL)

#define B(s) (1u << WR_CLUE_##s)
static const struct {
    int64_t act, to; /* to 0: the state stays */
    unsigned from;
    uint32_t roles;
} acts[] = {
    {WR_CA_ANSWER, WR_CLUE_ANSWERED, B(PUSHED), WR_ROLE_ENTERPRISE},
    /* who was escalated may still be heard; it changes nothing by itself */
    {WR_CA_ANSWER, 0, B(ANSWERED) | B(ESCALATED) | B(ONSITE) | B(NOTED), WR_ROLE_ENTERPRISE},
    {WR_CA_CLOSE, WR_CLUE_CLOSED,
     B(NOTED) | B(PUSHED) | B(ANSWERED) | B(RECTIFYING) | B(RECTIFIED) | B(ESCALATED), REVIEWERS},
    {WR_CA_RECTIFY, WR_CLUE_RECTIFYING, B(PUSHED) | B(ANSWERED), REVIEWERS},
    {WR_CA_RECTIFIED, WR_CLUE_RECTIFIED, B(RECTIFYING), WR_ROLE_ENTERPRISE},
    {WR_CA_VERIFY, WR_CLUE_CLOSED, B(RECTIFIED), REVIEWERS},
    {WR_CA_REJECT, WR_CLUE_ESCALATED, B(RECTIFIED), REVIEWERS},
    {WR_CA_ESCALATE, WR_CLUE_ESCALATED,
     B(NOTED) | B(PUSHED) | B(ANSWERED) | B(RECTIFYING) | B(RECTIFIED), REVIEWERS},
    {WR_CA_OVERDUE, WR_CLUE_ESCALATED, B(PUSHED) | B(RECTIFYING), 0},
    {WR_CA_MISSION, WR_CLUE_ONSITE, B(ESCALATED), REVIEWERS},
    {WR_CA_MISSION_GONE, WR_CLUE_ESCALATED, B(ONSITE), 0},
    {WR_CA_VISITED, WR_CLUE_CLOSED, B(ESCALATED) | B(ONSITE), 0},
    {WR_CA_END, WR_CLUE_CLOSED, B(NOTED), 0},
};

int64_t wr_clue_next(int64_t state, int64_t act)
{
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (acts[i].act == act && ((acts[i].from >> state) & 1u) != 0)
            return acts[i].to != 0 ? acts[i].to : state;
    return -1;
}

uint32_t wr_clue_roles(int64_t act)
{
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (acts[i].act == act)
            return acts[i].roles;
    return 0;
}

bool wr_clue_is_noted(int64_t level)
{
    return level == WR_OL_INFO;
}

int64_t wr_clue_converts(const struct wr_offsite_event *e, int64_t hours_n)
{
    if (e->fraud)
        return WR_WHY_FRAUD;
    if (e->rule == WR_OR_E2)
        return WR_WHY_DAY;
    return e->rule == WR_OR_E1 && e->recent >= hours_n ? WR_WHY_HOURS : 0;
}

int64_t wr_clue_overdue(const struct wr_clue *c, int64_t now_ms)
{
    struct wr_date d;
    if (c->state == WR_CLUE_PUSHED && c->answer_due_ms != 0 && now_ms > c->answer_due_ms)
        return WR_WHY_UNANSWERED;
    bool late = c->state == WR_CLUE_RECTIFYING && c->rectify_due.n > 0 &&
                wr_date_parse(c->rectify_due, &d) && now_ms >= wr_date_to_ms(d) + WR_DAY_MS;
    return late ? WR_WHY_RECTIFY_LATE : 0;
}

struct wr_str wr_clue_open_key(struct wr_arena *a, const struct wr_offsite_event *e)
{
    return wr_arena_printf(a, "%s/%" PRId64 "/%" PRId64 "/%s",
                           wr_enum_item(wr_offsite_rules, e->rule)->name, e->outlet_id, e->line_id,
                           e->factor);
}

bool wr_clue_may_close_as(int64_t outcome)
{
    return outcome >= WR_OUTCOME_FALSE && outcome <= WR_OUTCOME_OTHER;
}

const struct wr_enum_item wr_clue_states[] = {
    {"noted", WR_CLUE_NOTED, "已提示", "noted"},
    {"pushed", WR_CLUE_PUSHED, "待企业答复", "waits for the enterprise"},
    {"answered", WR_CLUE_ANSWERED, "待审核", "to be reviewed"},
    {"rectifying", WR_CLUE_RECTIFYING, "线上整改中", "online rectification"},
    {"rectified", WR_CLUE_RECTIFIED, "整改待验证", "to be verified"},
    {"escalated", WR_CLUE_ESCALATED, "转现场", "escalated"},
    {"onsite", WR_CLUE_ONSITE, "现场核查中", "visit under way"},
    {"closed", WR_CLUE_CLOSED, "已办结", "closed"},
    {0},
};
const struct wr_enum_item wr_clue_outcomes[] = {
    {"ended", WR_OUTCOME_ENDED, "提示已消失", "over"},
    {"false_alarm", WR_OUTCOME_FALSE, "误报", "false alarm"},
    {"fault", WR_OUTCOME_FAULT, "设备故障", "explained by a fault"},
    {"maintenance", WR_OUTCOME_MAINTENANCE, "维护校准", "explained by maintenance"},
    {"stop", WR_OUTCOME_STOP, "计划停产", "explained by a planned stop"},
    {"explained", WR_OUTCOME_OTHER, "其他合理原因", "explained otherwise"},
    {"verified", WR_OUTCOME_VERIFIED, "线上整改已验证", "rectified and verified"},
    {"no_violation", WR_OUTCOME_NO_VIOLATION, "现场核查未发现违法", "no violation on site"},
    {"case", WR_OUTCOME_CASE, "现场发现问题", "problems found on site"},
    {0},
};
const struct wr_enum_item wr_clue_causes[] = {
    {"fault", WR_CAUSE_FAULT, "监测设备故障", "fault of the device"},
    {"maintenance", WR_CAUSE_MAINTENANCE, "维护、校准、比对", "maintenance, calibration"},
    {"stop", WR_CAUSE_STOP, "停产、停运", "stop"},
    {"start", WR_CAUSE_START, "开停车", "start-up or shut-down"},
    {"process", WR_CAUSE_PROCESS, "生产或治污异常", "production or treatment"},
    {"power", WR_CAUSE_POWER, "停电", "power cut"},
    {"other", WR_CAUSE_OTHER, "其他", "other"},
    {0},
};
const struct wr_enum_item wr_clue_acts[] = {
    {"raise", WR_CA_RAISE, "触发", "raised"},
    {"answer", WR_CA_ANSWER, "企业答复", "answered"},
    {"close", WR_CA_CLOSE, "审核办结", "closed"},
    {"rectify", WR_CA_RECTIFY, "要求线上整改", "rectification ordered"},
    {"rectified", WR_CA_RECTIFIED, "企业报整改完成", "rectified"},
    {"verify", WR_CA_VERIFY, "验证通过", "verified"},
    {"reject", WR_CA_REJECT, "验证不通过", "not verified"},
    {"escalate", WR_CA_ESCALATE, "转现场", "escalated"},
    {"overdue", WR_CA_OVERDUE, "超期转现场", "escalated by its deadline"},
    {"mission", WR_CA_MISSION, "申请现场核查", "visit applied for"},
    {"mission_gone", WR_CA_MISSION_GONE, "现场任务未成", "mission came to nothing"},
    {"visited", WR_CA_VISITED, "现场核查完成", "visited"},
    {"end", WR_CA_END, "情形消失", "condition over"},
    {0},
};
const struct wr_enum_item wr_clue_whys[] = {
    {"fraud", WR_WHY_FRAUD, "涉嫌造假", "suspected fraud"},
    {"day_mean", WR_WHY_DAY, "日均值超标", "day mean above the limit"},
    {"hours", WR_WHY_HOURS, "24 小时内多次小时超标", "several hours within a day"},
    {"unanswered", WR_WHY_UNANSWERED, "逾期未答复", "not answered in time"},
    {"rectify_late", WR_WHY_RECTIFY_LATE, "逾期未整改", "not rectified in time"},
    {"not_verified", WR_WHY_NOT_VERIFIED, "整改未通过验证", "rectification not verified"},
    {"person", WR_WHY_PERSON, "人工决定", "somebody decided"},
    {0},
};
const struct wr_enum_item wr_mark_states[] = {
    {"active", WR_MARK_ACTIVE, "有效", "active"},
    {"withdrawn", WR_MARK_WITHDRAWN, "已撤回", "withdrawn"},
    {0},
};
