/* Procedure of a case: steps, deviation, decision; reading cases. */
#include "modules/penalty/penalty_use.h"

#include "base/calendar.h"

#include <inttypes.h>

struct work {
    int64_t id;
    const void *in;
    void *ret;
    struct wr_list *list;
};

static const struct wr_str NONE = {NULL, 0};

static int run(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
               int (*fn)(struct wr_tx *, void *), struct work w)
{
    return wr_tx_run(ctx, mode, name, fn, &w);
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;

    return wr_pen_load_in(tx, w->id, w->ret);
}

int wr_penalty_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_pen_docket *ret)
{
    return run(ctx, WR_TX_READ, "penalty.get", get_tx, (struct work){.id = id, .ret = ret});
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;

    return wr_pen_store_list(tx, w->in, w->list);
}

int wr_penalty_svc_list(struct wr_ctx *ctx, const struct wr_pen_filter *given, struct wr_list *ret,
                        struct wr_str *ret_next)
{
    struct wr_pen_page page = {.f = *given, .before_id = WR_ID_MAX};
    struct wr_pen_filter *f = &page.f;

    *ret = (struct wr_list){NULL, 0};
    *ret_next = NONE;
    f->limit = f->limit > 0 ? f->limit : WR_PAGE_DEFAULT;
    if (f->cursor.n > 0 && !wr_str_i64(f->cursor, &page.before_id))
        return wr_fail(ctx, WR_K_visit_cursor);
    if (!wr_actor_has(&ctx->actor, WR_ROLE_STAFF)) {
        f->enterprise_id = ctx->actor.enterprise_id;
        page.told = true;
    } else if (ctx->actor.district_id != 0) {
        if (f->district_id != 0 && f->district_id != ctx->actor.district_id)
            return 0;
        f->district_id = ctx->actor.district_id;
    }
    int rc = run(ctx, WR_TX_READ, "penalty.list", list_tx, (struct work){.in = &page, .list = ret});
    if (rc == 0 && (int64_t)ret->n == f->limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64,
                                    ((const struct wr_pen_docket *)ret->p + ret->n - 1)->id);
    return rc;
}

/* ---- steps -------------------------------------------------------------------------------------------- */

static int check_step(struct wr_ctx *ctx, const struct wr_pen_docket *d, int64_t kind)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    const struct wr_enum_item *it = wr_enum_item(wr_pen_event_kinds, kind);
    const char *why = wr_pen_step_fault(d, kind, zh);

    return why ? wr_fail(ctx, WR_K_penalty_step, wr_str(zh ? it->zh : it->en), wr_str(why)) : 0;
}

static int check_day(struct wr_ctx *ctx, const struct wr_pen_docket *d, struct wr_str day)
{
    if (wr_str_cmp(day, wr_pen_today(ctx)) > 0)
        wr_fault(ctx, WR_S("day"), WR_K_penalty_future, day);
    if (wr_str_cmp(day, d->act_date) < 0)
        wr_fault(ctx, WR_S("day"), WR_K_rules_dates, day, day, d->act_date);
    return wr_faults_end(ctx);
}

static int keep(struct wr_tx *tx, struct wr_pen_docket *d, const struct wr_pen_event *e,
                const char *action)
{
    int rc = wr_pen_store_update(tx, d);

    rc = rc < 0 || !e ? rc : wr_pen_store_add_event(tx, d->id, e);
    rc = rc < 0 ? rc
                : wr_audit_append(
                      tx, &WR_PENALTY_ENTITY, d->id, d->enterprise_id, action,
                      e ? wr_audit_payload1(wr_tx_ctx(tx), "step",
                                            wr_str(wr_enum_item(wr_pen_event_kinds, e->kind)->name))
                        : NONE);
    return rc < 0 ? rc : wr_pen_load_in(tx, d->id, d);
}

static bool own_work(const struct wr_ctx *ctx, const struct wr_pen_docket *d)
{
    const struct wr_actor *a = &ctx->actor;

    return !a->system && ((a->user_id != 0 && a->user_id == d->created_by) ||
                          (a->officer_id != 0 && (a->officer_id == d->officer_id ||
                                                  a->officer_id == d->second_officer_id)));
}

/** What the fine would be if a MAY is not used; false: a person states it. */
static int if_punished(struct wr_ctx *ctx, const struct wr_pen_docket *d, bool *ret_known,
                       int64_t *ret_fen)
{
    struct wr_pen_view v;
    int rc = wr_json_decode(ctx, d->result, wr_pen_view_fields, &v, sizeof(v));

    *ret_known = rc == 0 && v.has_if_punished_fen;
    *ret_fen = v.if_punished_fen;
    return rc;
}

/**
 * The notice tells the amount: nothing above it can be decided afterwards. Where a MAY shall not be used, it tells what the
 * fine would be; who must not be punished gets no such notice.
 */
static int tell_amount(struct wr_ctx *ctx, struct wr_pen_docket *d,
                       const struct wr_pen_event_in *in)
{
    int64_t fen = 0;
    bool known = wr_pen_proposed(d, &fen);
    int rc = 0;

    if (d->outcome == WR_PEN_NO_PENALTY_MUST)
        return wr_fail(ctx, WR_K_penalty_must, d->rule);
    if (d->outcome == WR_PEN_NO_PENALTY_MAY)
        rc = if_punished(ctx, d, &known, &fen);
    if (rc < 0)
        return rc;
    if (!known && !in->has_amount_fen)
        return wr_fail(ctx, WR_K_penalty_no_amount);
    d->has_notice_fen = true;
    d->notice_fen = known ? fen : in->amount_fen;
    return 0;
}

/** Only a re-check says whether it goes on, only an order sets a term, not before the order itself. */
static int check_members(struct wr_ctx *ctx, const struct wr_pen_event_in *in)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    const struct wr_enum_item *order = wr_enum_item(wr_pen_event_kinds, WR_PEN_EV_ORDER_SERVED);
    const struct wr_enum_item *recheck = wr_enum_item(wr_pen_event_kinds, WR_PEN_EV_RECHECKED);

    if (in->has_continuing && in->kind != WR_PEN_EV_RECHECKED)
        wr_fault(ctx, WR_S("continuing"), WR_K_penalty_member, NONE,
                 wr_str(zh ? recheck->zh : recheck->en));
    if (in->due.n > 0 && in->kind != WR_PEN_EV_ORDER_SERVED)
        wr_fault(ctx, WR_S("due"), WR_K_penalty_member, in->due,
                 wr_str(zh ? order->zh : order->en));
    else if (in->due.n > 0 && wr_str_cmp(in->due, in->day) < 0)
        wr_fault(ctx, WR_S("due"), WR_K_rules_dates, in->due, in->due, in->day);
    return wr_faults_end(ctx);
}

/** The law of the case: by the act's day. */
static const struct wr_pen_pack *law_of(struct wr_ctx *ctx, const struct wr_pen_shelf *s,
                                        const struct wr_pen_docket *d)
{
    struct wr_date act;
    const struct wr_pen_pack *p = NULL, *law = NULL;

    if (!wr_date_parse(d->act_date, &act))
        return NULL;
    int32_t day = wr_date_to_days(act);
    p = wr_pen_book_find(ctx, &s->book, d->scheme, day, WR_S("act_date"));
    if (p)
        law = p->has_day_fine ? p : wr_pen_book_find(ctx, &s->book, p->law, day, WR_S("act_date"));
    wr_err_reset(ctx);
    return law;
}

static int by_day_in(struct wr_tx *tx, const struct wr_pen_docket *d, struct wr_pen_by_day *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_shelf *shelf = wr_arena_new(ctx->arena, struct wr_pen_shelf);
    int rc = shelf ? wr_pen_shelf_open(tx, shelf) : wr_fail(ctx, WR_K_memory);

    rc = rc < 0 ? rc : wr_pen_by_day_of(ctx, law_of(ctx, shelf, d), d, ret);
    if (shelf)
        wr_pen_shelf_close(shelf);
    return rc;
}

/** A decision by the day: the amount follows from the re-checks, of a fine that has been decided. */
static int take_day_fine(struct wr_tx *tx, const struct wr_pen_docket *d, struct wr_pen_event *e)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_by_day b;
    int rc = by_day_in(tx, d, &b);

    if (rc < 0)
        return rc;
    if (!b.base_decided || b.days == 0)
        return wr_fail(ctx, WR_K_penalty_no_day_fine,
                       b.base_decided            ? b.text
                       : ctx->lang == WR_LANG_ZH ? WR_S("原处罚尚未决定")
                                                 : WR_S("the original fine has not been decided"));
    if (e->has_amount_fen && e->amount_fen != b.fine_fen) {
        wr_fault(ctx, WR_S("amount_fen"), WR_K_penalty_day_amount,
                 wr_arena_printf(ctx->arena, "%" PRId64, e->amount_fen), b.text);
        return wr_faults_end(ctx);
    }
    e->has_amount_fen = true;
    e->amount_fen = b.fine_fen;
    return 0;
}

static bool needs_another(int64_t kind)
{
    return kind == WR_PEN_EV_REVIEWED || kind == WR_PEN_EV_COLLECTIVE || kind == WR_PEN_EV_DAY_FINE;
}

static int event_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket *d = w->ret;
    const struct wr_pen_event_in *in = w->in;
    struct wr_pen_event e = {.kind = in->kind,
                             .day = in->day,
                             .note = in->note,
                             .has_amount_fen = in->has_amount_fen,
                             .amount_fen = in->amount_fen,
                             .due = in->due,
                             .has_continuing = in->has_continuing,
                             .continuing = in->continuing};
    int rc = wr_pen_load_in(tx, w->id, d);

    if (rc < 0)
        return rc;
    if (in->kind == WR_PEN_EV_FILED || in->kind == WR_PEN_EV_ASSESSED ||
        in->kind == WR_PEN_EV_DECIDED) {
        wr_fault(ctx, WR_S("kind"), WR_K_rules_value, NONE,
                 WR_S("filed, assessed, decided: POST /penalties, …/assess, …/decide"));
        return wr_faults_end(ctx);
    }
    rc = check_day(ctx, d, in->day);
    rc = rc < 0 ? rc : check_members(ctx, in);
    rc = rc < 0 ? rc : check_step(ctx, d, in->kind);
    if (rc < 0)
        return rc;
    if (needs_another(in->kind) && own_work(ctx, d))
        return wr_fail(ctx, WR_K_penalty_four_eyes);
    rc = in->kind == WR_PEN_EV_NOTICED    ? tell_amount(ctx, d, in)
         : in->kind == WR_PEN_EV_DAY_FINE ? take_day_fine(tx, d, &e)
                                          : 0;
    if (rc < 0)
        return rc;
    if (wr_pen_state_after(in->kind) != 0)
        d->state = wr_pen_state_after(in->kind);
    return keep(tx, d, &e, "penalty.step");
}

int wr_penalty_svc_event(struct wr_ctx *ctx, int64_t id, const struct wr_pen_event_in *in,
                         struct wr_pen_docket *ret)
{
    return run(ctx, WR_TX_WRITE, "penalty.step", event_tx,
               (struct work){.id = id, .in = in, .ret = ret});
}

/* ---- deviation ---------------------------------------------------------------------------------------------- */

static int deviate_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket *d = w->ret;
    const struct wr_pen_deviation_in *in = w->in;
    int rc = wr_pen_load_in(tx, w->id, d);

    rc = rc < 0 ? rc : check_step(ctx, d, WR_PEN_EV_ASSESSED);
    if (rc < 0)
        return rc;
    if (!d->has_computed_fen || wr_pen_is_spared(d->outcome))
        return wr_fail(ctx, WR_K_penalty_no_result);
    int64_t lo = d->outcome == WR_PEN_MITIGATED ? 0 : d->min_fen;
    if ((d->has_min_fen && in->fine_fen < lo) || (d->has_max_fen && in->fine_fen > d->max_fen)) {
        wr_fault(ctx, WR_S("fine_fen"), WR_K_penalty_range,
                 wr_arena_printf(ctx->arena, "%" PRId64, in->fine_fen),
                 wr_arena_printf(ctx->arena, "%" PRId64, lo),
                 wr_arena_printf(ctx->arena, "%" PRId64, d->max_fen));
        return wr_faults_end(ctx);
    }
    d->has_deviation_fen = true;
    d->deviation_fen = in->fine_fen;
    d->deviation_reason = in->reason;
    d->deviation_by = ctx->actor.user_id;
    d->deviation_approved_by = 0;
    d->deviation_ms = wr_ctx_now(ctx);
    return keep(tx, d, NULL, "penalty.deviate");
}

int wr_penalty_svc_deviate(struct wr_ctx *ctx, int64_t id, const struct wr_pen_deviation_in *in,
                           struct wr_pen_docket *ret)
{
    return run(ctx, WR_TX_WRITE, "penalty.deviate", deviate_tx,
               (struct work){.id = id, .in = in, .ret = ret});
}

static int approve_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket *d = w->ret;
    int rc = wr_pen_load_in(tx, w->id, d);

    if (rc < 0)
        return rc;
    if (!d->has_deviation_fen || d->deviation_approved_by != 0)
        return wr_fail(ctx, WR_K_penalty_no_result);
    if (own_work(ctx, d) || (ctx->actor.user_id == d->deviation_by && !ctx->actor.system))
        return wr_fail(ctx, WR_K_penalty_four_eyes);
    d->deviation_approved_by = ctx->actor.user_id;
    return keep(tx, d, NULL, "penalty.approve");
}

int wr_penalty_svc_approve(struct wr_ctx *ctx, int64_t id, struct wr_pen_docket *ret)
{
    return run(ctx, WR_TX_WRITE, "penalty.approve", approve_tx,
               (struct work){.id = id, .ret = ret});
}

/* ---- decision ------------------------------------------------------------------------------------------------ */

/** MUST is never overridden; a MAY is, with a reason: then the amount is what it would be if punished. */
static int settle(struct wr_ctx *ctx, struct wr_pen_docket *d, const struct wr_pen_decide_in *in,
                  int64_t *ret_fen)
{
    int64_t fen = 0;

    if (in->punish_anyway && d->outcome == WR_PEN_NO_PENALTY_MUST)
        return wr_fail(ctx, WR_K_penalty_must, d->rule);
    if (in->punish_anyway && d->outcome == WR_PEN_NO_PENALTY_MAY) {
        if (wr_str_trim(in->punish_reason).n == 0) {
            wr_fault(ctx, WR_S("punish_reason"), WR_K_input_required, NONE);
            return wr_faults_end(ctx);
        }
        int rc = if_punished(ctx, d, &d->has_computed_fen, &d->computed_fen);
        if (rc < 0)
            return rc;
        d->outcome = WR_PEN_ORDINARY;
        d->decision_note = in->punish_reason;
    }
    bool known = wr_pen_proposed(d, &fen);
    if (!known && !in->has_fine_fen)
        return wr_fail(ctx, WR_K_penalty_no_amount);
    if (known && in->has_fine_fen && in->fine_fen != fen) {
        wr_fault(ctx, WR_S("fine_fen"), WR_K_penalty_amount_given,
                 wr_arena_printf(ctx->arena, "%" PRId64, in->fine_fen));
        return wr_faults_end(ctx);
    }
    *ret_fen = known ? fen : in->fine_fen;
    return 0;
}

static int decide_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket *d = w->ret;
    const struct wr_pen_decide_in *in = w->in;
    struct wr_pen_event e = {.kind = WR_PEN_EV_DECIDED, .day = in->day, .note = in->note};
    int64_t fen = 0;
    int rc = wr_pen_load_in(tx, w->id, d);

    rc = rc < 0 ? rc : check_day(ctx, d, in->day);
    d->decision_note = in->note;
    rc = rc < 0 ? rc : settle(ctx, d, in, &fen);
    rc = rc < 0 ? rc : check_step(ctx, d, WR_PEN_EV_DECIDED);
    if (rc < 0)
        return rc;
    if (own_work(ctx, d))
        return wr_fail(ctx, WR_K_penalty_four_eyes);
    if (d->has_notice_fen && fen > d->notice_fen)
        return wr_fail(ctx, WR_K_penalty_above_notice,
                       wr_arena_printf(ctx->arena, "%" PRId64, d->notice_fen));
    d->has_fine_fen = e.has_amount_fen = true;
    d->fine_fen = e.amount_fen = fen;
    d->decision_date = in->day;
    d->decided_by = ctx->actor.user_id;
    d->state = WR_PEN_DECIDED;
    return keep(tx, d, &e, "penalty.decide");
}

int wr_penalty_svc_decide(struct wr_ctx *ctx, int64_t id, const struct wr_pen_decide_in *in,
                          struct wr_pen_docket *ret)
{
    return run(ctx, WR_TX_WRITE, "penalty.decide", decide_tx,
               (struct work){.id = id, .in = in, .ret = ret});
}

/* ---- fines by the day ---------------------------------------------------------------------------------------- */

static int by_day_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_pen_docket d;
    int rc = wr_pen_load_in(tx, w->id, &d);

    return rc < 0 ? rc : by_day_in(tx, &d, w->ret);
}

int wr_penalty_svc_by_day(struct wr_ctx *ctx, int64_t id, struct wr_pen_by_day *ret)
{
    return run(ctx, WR_TX_READ, "penalty.by_day", by_day_tx, (struct work){.id = id, .ret = ret});
}

/* ---- like cases, consistency ------------------------------------------------------------------------------------ */

static int precedents_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_pen_precedents *p = w->ret;
    struct wr_pen_docket d;
    int64_t fen = 0;
    int rc = wr_pen_load_in(tx, w->id, &d);

    if (rc < 0)
        return rc;
    bool known = d.has_fine_fen || wr_pen_proposed(&d, &fen);
    fen = d.has_fine_fen ? d.fine_fen : fen;
    rc = wr_pen_store_precedents(tx, &d, fen, p);
    p->has_this_fen = known;
    p->this_fen = fen;
    return rc;
}

int wr_penalty_svc_precedents(struct wr_ctx *ctx, int64_t id, struct wr_pen_precedents *ret)
{
    return run(ctx, WR_TX_READ, "penalty.precedents", precedents_tx,
               (struct work){.id = id, .ret = ret});
}

static int board_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_board *b = w->ret;
    struct wr_list samples;
    int rc = wr_pen_store_samples(tx, b->from, b->to, ctx->actor.district_id, &samples);

    return rc < 0 ? rc : wr_pen_board_of(ctx, samples, b->least_n, b);
}

int wr_penalty_svc_board(struct wr_ctx *ctx, const struct wr_pen_board_query *q,
                         struct wr_pen_board *ret)
{
    char from[WR_DATE_TEXT];

    wr_date_format(wr_date_add_months(wr_date_of_ms(wr_ctx_now(ctx)), -12), from);
    *ret = (struct wr_pen_board){.from = q->from.n > 0 ? q->from
                                                       : wr_arena_dup(ctx->arena, wr_str(from)),
                                 .to = q->to.n > 0 ? q->to : wr_pen_today(ctx),
                                 .least_n = q->has_least_n ? q->least_n : 5};
    return run(ctx, WR_TX_READ, "penalty.board", board_tx, (struct work){.ret = ret});
}
