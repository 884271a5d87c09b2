/* What-if with days: until when a change can still be made in a case. Pure. */
#include "modules/penalty/penalty_docket.h"

#include "base/calendar.h"

#define CHANGE struct wr_pen_change
#define STEPS_MAX 4

struct terms {
    struct wr_ctx *ctx;
    const struct wr_pen_docket *d;
    const struct wr_pen_pack *law;
    struct wr_str today;
    bool zh;
};

static const struct wr_pen_event *last_of(const struct wr_pen_docket *d, int64_t kind)
{
    const struct wr_pen_event *e = d->events.p, *found = NULL;

    for (size_t i = 0; i < d->events.n; i++)
        found = e[i].kind == kind ? &e[i] : found;
    return found;
}

/** The running clock that ends with this step; NULL: none runs. */
static const struct wr_pen_due *clock_to(const struct terms *t, int64_t kind)
{
    const struct wr_pen_clock *k = t->law ? t->law->clocks.p : NULL;
    const struct wr_pen_due *due = t->d->clocks.p;
    struct wr_str to = wr_str(wr_enum_item(wr_pen_event_kinds, kind)->name);

    for (size_t i = 0; t->law && i < t->law->clocks.n; i++)
        for (size_t m = 0; wr_str_eq(k[i].to, to) && m < t->d->clocks.n; m++)
            if (wr_str_eq(due[m].id, k[i].id) && due[m].done_day.n == 0)
                return &due[m];
    return NULL;
}

/** Facts that an order's term is about; the others can come until it is decided. */
static bool is_of_order(struct wr_str name)
{
    return wr_str_eq(name, WR_S("corrected")) || wr_str_eq(name, WR_S("rect"));
}

/** The last day for one change. @return false: it comes too late */
static bool date_it(const struct terms *t, CHANGE *c)
{
    const struct wr_pen_event *order = last_of(t->d, WR_PEN_EV_ORDER_SERVED);
    const struct wr_pen_due *said = clock_to(t, WR_PEN_EV_STATEMENT);
    const struct wr_pen_due *decided = clock_to(t, WR_PEN_EV_DECIDED);

    if (is_of_order(c->name)) {
        if (order && order->due.n > 0) {
            c->by = order->due;
            c->by_text =
                wr_str(t->zh ? "责令改正决定书确定的期限" : "term of the order to correct");
        }
    } else if (said && wr_str_eq(c->name, WR_S("no_fault"))) {
        c->by = said->due;
        c->by_text = said->name;
    } else if (decided) {
        c->by = decided->due;
        c->by_text = decided->name;
    }
    return c->by.n == 0 || wr_str_cmp(c->by, t->today) >= 0;
}

static CHANGE step(const struct terms *t, int64_t kind, const struct wr_pen_due *due)
{
    const struct wr_enum_item *it = wr_enum_item(wr_pen_event_kinds, kind);
    const struct wr_enum_item *o = wr_enum_item(wr_pen_outcomes, t->d->outcome);
    struct wr_str name = wr_str(t->zh ? it->zh : it->en);

    return (CHANGE){.kind = WR_S("step"),
                    .name = wr_str(it->name),
                    .label = name,
                    .to = wr_str(it->name),
                    .to_text = name,
                    .outcome = t->d->outcome,
                    .outcome_text = wr_str(!o      ? ""
                                           : t->zh ? o->zh
                                                   : o->en),
                    .by = due->due,
                    .by_text = due->name};
}

/** What is a right, in words: it never makes the fine higher (L45). */
static void add_right(const struct terms *t, int64_t kind, CHANGE *list, size_t *n)
{
    const struct wr_pen_due *due = clock_to(t, kind);

    if (!due || wr_str_cmp(due->due, t->today) < 0 || t->d->state != WR_PEN_NOTICED)
        return;
    CHANGE c = step(t, kind, due);
    c.text =
        wr_arena_printf(t->ctx->arena,
                        t->zh ? "不迟于 " WR_FMT " 可以" WR_FMT "；不会因此加重处罚"
                              : "until " WR_FMT ": " WR_FMT "; it never aggravates the penalty",
                        WR_ARG(due->due), WR_ARG(c.label));
    list[(*n)++] = c;
}

static void add_payment(const struct terms *t, CHANGE *list, size_t *n)
{
    const struct wr_pen_due *due = clock_to(t, WR_PEN_EV_PAID);
    const struct wr_pen_docket *d = t->d;
    struct wr_arena *a = t->ctx->arena;

    if (!due || wr_str_cmp(due->due, t->today) < 0 || !d->has_fine_fen || d->fine_fen == 0)
        return;
    CHANGE c = step(t, WR_PEN_EV_PAID, due);
    c.has_fine_fen = true;
    c.fine_fen = d->fine_fen;
    c.text = wr_arena_printf(a,
                             t->zh ? "不迟于 " WR_FMT " 缴清罚款 " WR_FMT "：不加处罚款"
                                   : "pay " WR_FMT " until " WR_FMT ": nothing is added",
                             WR_ARG(t->zh ? due->due : wr_pen_yuan(a, d->fine_fen, false)),
                             WR_ARG(t->zh ? wr_pen_yuan(a, d->fine_fen, true) : due->due));
    if (t->law->has_late) {
        const struct wr_pen_late *l = &t->law->late;
        int64_t day = wr_pen_late_fee(d->fine_fen, 1, l->day_bp, l->most_bp);
        int64_t most = wr_pen_late_fee(d->fine_fen, INT32_MAX, l->day_bp, l->most_bp);
        c.text = wr_arena_printf(a,
                                 t->zh ? WR_FMT "（逾期每日加处 " WR_FMT "，最多 " WR_FMT "）"
                                       : WR_FMT " (late: " WR_FMT " a day, at most " WR_FMT ")",
                                 WR_ARG(c.text), WR_ARG(wr_pen_yuan(a, day, t->zh)),
                                 WR_ARG(wr_pen_yuan(a, most, t->zh)));
    }
    list[(*n)++] = c;
}

int wr_pen_terms(struct wr_ctx *ctx, const struct wr_pen_docket *d, const struct wr_pen_pack *law,
                 struct wr_str today, struct wr_list *changes)
{
    const struct terms t = {ctx, d, law, today, ctx->lang == WR_LANG_ZH};
    const CHANGE *given = changes->p;
    CHANGE *list = wr_arena_array(ctx->arena, changes->n + STEPS_MAX, sizeof(*list));
    size_t n = 0;

    if (!list)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; d->state < WR_PEN_DECIDED && i < changes->n; i++) {
        list[n] = given[i];
        if (!date_it(&t, &list[n]))
            continue;
        list[n].text = wr_pen_change_words(ctx, &list[n]);
        n++;
    }
    add_right(&t, WR_PEN_EV_STATEMENT, list, &n);
    add_right(&t, WR_PEN_EV_HEARING_REQUESTED, list, &n);
    add_payment(&t, list, &n);
    *changes = (struct wr_list){list, n};
    return 0;
}
