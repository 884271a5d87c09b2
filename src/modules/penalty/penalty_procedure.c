/* Procedure (程序): which step may follow, deadlines. Pure. */
#include "modules/penalty/penalty_docket.h"

#include "base/calendar.h"
#include "rules/workdays.h"

bool wr_pen_is_spared(int64_t outcome)
{
    return outcome == WR_PEN_NO_PENALTY_MUST || outcome == WR_PEN_NO_PENALTY_MAY;
}

bool wr_pen_proposed(const struct wr_pen_docket *d, int64_t *ret_fen)
{
    if (d->deviation_approved_by != 0 && d->has_deviation_fen) {
        *ret_fen = d->deviation_fen;
        return true;
    }
    *ret_fen = d->computed_fen;
    return d->has_computed_fen;
}

int64_t wr_pen_state_after(int64_t kind)
{
    static const int64_t after[] = {
        [WR_PEN_EV_ASSESSED] = WR_PEN_ASSESSED,      [WR_PEN_EV_NOTICED] = WR_PEN_NOTICED,
        [WR_PEN_EV_DECIDED] = WR_PEN_DECIDED,        [WR_PEN_EV_SERVED] = WR_PEN_SERVED,
        [WR_PEN_EV_CLOSED] = WR_PEN_CLOSED,          [WR_PEN_EV_WITHDRAWN] = WR_PEN_WITHDRAWN,
        [WR_PEN_EV_TRANSFERRED] = WR_PEN_TRANSFERRED};

    return kind >= 0 && kind < (int64_t)WR_ARRAY_LEN(after) ? after[kind] : 0;
}

static bool happened(const struct wr_pen_docket *d, int64_t kind)
{
    const struct wr_pen_event *e = d->events.p;

    for (size_t i = 0; i < d->events.n; i++)
        if (e[i].kind == kind)
            return true;
    return false;
}

/** What must have happened before a step; 0: nothing. */
static int64_t before(int64_t kind)
{
    switch ((enum wr_pen_event_kind)kind) {
    case WR_PEN_EV_RECHECKED:
        return WR_PEN_EV_ORDER_SERVED;
    case WR_PEN_EV_STATEMENT:
    case WR_PEN_EV_HEARING_REQUESTED:
        return WR_PEN_EV_NOTICED;
    case WR_PEN_EV_HEARING_NOTICED:
        return WR_PEN_EV_HEARING_REQUESTED;
    case WR_PEN_EV_HEARING:
        return WR_PEN_EV_HEARING_NOTICED;
    case WR_PEN_EV_SERVED:
    case WR_PEN_EV_PUBLISHED:
        return WR_PEN_EV_DECIDED;
    case WR_PEN_EV_PAID:
    case WR_PEN_EV_CLOSED:
        return WR_PEN_EV_SERVED;
    case WR_PEN_EV_DAY_FINE:
        return WR_PEN_EV_RECHECKED;
    case WR_PEN_EV_CREDIT_REPAIRED:
        return WR_PEN_EV_PAID;
    case WR_PEN_EV_FILED:
    case WR_PEN_EV_ASSESSED:
    case WR_PEN_EV_ORDER_SERVED:
    case WR_PEN_EV_REVIEWED:
    case WR_PEN_EV_COLLECTIVE:
    case WR_PEN_EV_NOTICED:
    case WR_PEN_EV_DECIDED:
    case WR_PEN_EV_EDUCATED:
    case WR_PEN_EV_WITHDRAWN:
    case WR_PEN_EV_TRANSFERRED:
        break;
    }
    return 0;
}

/** One reason in two languages. */
struct why {
    const char *zh, *en;
};

static const struct why *decide_fault(const struct wr_pen_docket *d)
{
    static const struct why unassessed = {"尚未裁量", "it has not been assessed"},
                            untold = {"处罚决定之前须告知", "a penalty needs a notice first"},
                            grave = {"复杂重大案件须先经法制审核和集体讨论",
                                     "a grave case needs legal review and collective discussion"},
                            unheard = {"当事人要求听证，尚未听证",
                                       "a hearing was asked for and has not been held"},
                            untaught = {"不予处罚的，应当先对当事人进行教育",
                                        "not punished: education comes first (L33d)"};
    bool spared = wr_pen_is_spared(d->outcome);

    if (d->outcome == 0)
        return &unassessed;
    if (!spared && d->state != WR_PEN_NOTICED)
        return &untold;
    if (d->grave && (!happened(d, WR_PEN_EV_REVIEWED) || !happened(d, WR_PEN_EV_COLLECTIVE)))
        return &grave;
    if (happened(d, WR_PEN_EV_HEARING_REQUESTED) && !happened(d, WR_PEN_EV_HEARING))
        return &unheard;
    return spared && !happened(d, WR_PEN_EV_EDUCATED) ? &untaught : NULL;
}

static bool goes_on_after_end(int64_t kind)
{
    return kind == WR_PEN_EV_PAID || kind == WR_PEN_EV_PUBLISHED ||
           kind == WR_PEN_EV_CREDIT_REPAIRED;
}

static bool comes_before_decision(int64_t kind)
{
    return kind == WR_PEN_EV_ASSESSED || kind == WR_PEN_EV_NOTICED || kind == WR_PEN_EV_DECIDED ||
           kind == WR_PEN_EV_STATEMENT;
}

static const struct why *step_fault(const struct wr_pen_docket *d, int64_t kind)
{
    static const struct why over = {"案件已了结", "the case is over"},
                            first = {"前一步骤尚未完成", "the step before it has not been taken"},
                            decided = {"已经作出决定", "it has been decided"},
                            unassessed = {"尚未裁量", "it has not been assessed"};

    if (d->state >= WR_PEN_CLOSED && !goes_on_after_end(kind))
        return &over;
    if (before(kind) != 0 && !happened(d, before(kind)))
        return &first;
    if (d->state >= WR_PEN_DECIDED && comes_before_decision(kind))
        return &decided;
    if (kind == WR_PEN_EV_NOTICED && d->outcome == 0)
        return &unassessed;
    return kind == WR_PEN_EV_DECIDED ? decide_fault(d) : NULL;
}

const char *wr_pen_step_fault(const struct wr_pen_docket *d, int64_t kind, bool zh)
{
    const struct why *w = step_fault(d, kind);

    return !w ? NULL : zh ? w->zh : w->en;
}

/* ---- deadlines --------------------------------------------------------------------------------- */

static const struct wr_pen_event *first_of(const struct wr_list *events, struct wr_str kind)
{
    const struct wr_pen_event *e = events->p;

    for (size_t i = 0; i < events->n; i++) {
        const struct wr_enum_item *it = wr_enum_item(wr_pen_event_kinds, e[i].kind);
        if (it && wr_str_eq(wr_str(it->name), kind))
            return &e[i];
    }
    return NULL;
}

static struct wr_str day_text(struct wr_ctx *ctx, struct wr_date d)
{
    char z[WR_DATE_TEXT];

    wr_date_format(d, z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

/** What the party may do, and need not: it lapses, nobody is late with it, and after the decision it is over. */
static bool is_right(struct wr_str to)
{
    return wr_str_eq(to, WR_S("statement")) || wr_str_eq(to, WR_S("hearing_requested"));
}

static bool due_of(struct wr_ctx *ctx, const struct wr_pen_clock *k, const struct wr_list *events,
                   const struct wr_workdays *workdays, int32_t today, bool decided,
                   struct wr_pen_due *ret)
{
    const struct wr_pen_event *from = first_of(events, k->from), *to = first_of(events, k->to);
    struct wr_date begin, done;
    bool right = is_right(k->to);

    if (!from || !wr_date_parse(from->day, &begin) || (right && !to && decided))
        return false;
    struct wr_date due = wr_str_eq(k->unit, WR_S("workday"))
                             ? wr_add_workdays(workdays, begin, (int32_t)k->days)
                             : wr_date_from_days(wr_date_to_days(begin) + (int32_t)k->days);
    bool is_done = to && wr_date_parse(to->day, &done);
    *ret = (struct wr_pen_due){.id = k->id,
                               .name = ctx->lang == WR_LANG_ZH || k->en.n == 0 ? k->zh : k->en,
                               .from_day = from->day,
                               .due = day_text(ctx, due),
                               .done_day = is_done ? to->day : (struct wr_str){NULL, 0},
                               .overdue = !is_done && !right && today > wr_date_to_days(due),
                               .late = is_done && wr_date_to_days(done) > wr_date_to_days(due),
                               .days_left = (int64_t)wr_date_to_days(due) - today,
                               .citation = k->citation,
                               .tag = k->tag};
    return true;
}

int wr_pen_clocks(struct wr_ctx *ctx, const struct wr_pen_pack *law, const struct wr_list *events,
                  int32_t today, struct wr_list *ret)
{
    const struct wr_pen_clock *k = law ? law->clocks.p : NULL;
    size_t n = 0, max = law ? law->clocks.n : 0;
    struct wr_pen_due *due = wr_arena_array(ctx->arena, max + 1, sizeof(*due));
    const struct wr_workdays *workdays =
        ctx->rules ? wr_rules_workdays(ctx->rules, wr_ctx_now(ctx)) : NULL;

    if (!due)
        return wr_fail(ctx, WR_K_memory);
    bool decided = first_of(events, WR_S("decided")) != NULL;
    for (size_t i = 0; i < max; i++)
        n += due_of(ctx, &k[i], events, workdays, today, decided, &due[n]);
    *ret = (struct wr_list){due, n};
    return 0;
}
