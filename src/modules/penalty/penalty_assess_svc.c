/* Assessing: a file, a case as it stands, what-if, keeping the result with copies of the packs. */
#include "modules/penalty/penalty_use.h"

#define INPUT_MAX ((size_t)256 << 10)

struct work {
    int64_t id;
    struct wr_pen_docket *ret;
    struct wr_pen_run *run;
    struct wr_pen_view *view;
    struct wr_list *list;
};

static const struct wr_str NONE = {NULL, 0};

/* ---- assessing a file, without a case -------------------------------------------------------------- */

struct file_work {
    struct work w;
    struct wr_str json;
};

static int assess_tx(struct wr_tx *tx, void *arg)
{
    struct file_work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_pen_shelf_open(tx, &w->w.run->shelf);

    rc = rc < 0 ? rc : wr_pen_run_text(ctx, w->w.run, w->json);
    return rc < 0 ? rc : wr_pen_show_copy(ctx, w->w.run, w->w.view);
}

int wr_penalty_svc_assess(struct wr_ctx *ctx, struct wr_str json, struct wr_pen_view *ret)
{
    struct file_work w = {.w = {.view = ret}, .json = json};

    return wr_pen_with_run(ctx, WR_TX_READ, "penalty.assess", assess_tx, &w.w, &w.w.run);
}

/* ---- preview, what-if, keeping ---------------------------------------------------------------------------- */

static int run_in(struct wr_tx *tx, struct work *w, struct wr_pen_docket *d, bool all)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str text;
    int rc = wr_pen_load_in(tx, w->id, d);

    rc = rc < 0 ? rc : wr_pen_shelf_open(tx, &w->run->shelf);
    rc = rc < 0 ? rc : wr_pen_input_of(ctx, d, all, &text);
    rc = rc < 0 ? rc : wr_pen_run_text(ctx, w->run, text);
    if (rc == 0)
        d->input = text;
    return rc;
}

static int preview_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_pen_docket d;
    int rc = run_in(tx, w, &d, true);

    return rc < 0 ? rc : wr_pen_show_copy(wr_tx_ctx(tx), w->run, w->view);
}

int wr_penalty_svc_preview(struct wr_ctx *ctx, int64_t id, struct wr_pen_view *ret)
{
    struct work w = {.id = id, .view = ret};

    return wr_pen_with_run(ctx, WR_TX_READ, "penalty.preview", preview_tx, &w, &w.run);
}

static int what_if_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket d;
    int rc = run_in(tx, w, &d, true);

    rc = rc < 0 ? rc : wr_pen_what_if(ctx, &w->run->c, &w->run->r, w->list);
    if (rc == 0 && d.outcome == 0)
        d.outcome = w->run->r.outcome;
    rc = rc < 0 ? rc : wr_pen_terms(ctx, &d, w->run->c.law, wr_pen_today(ctx), w->list);
    struct wr_pen_change *k = w->list->p;
    for (size_t i = 0; rc == 0 && i < w->list->n; i++) { /* names of a published pack go with it */
        k[i].name = wr_arena_dup(ctx->arena, k[i].name);
        k[i].label = wr_arena_dup(ctx->arena, k[i].label);
        k[i].to = wr_arena_dup(ctx->arena, k[i].to);
        k[i].to_text = wr_arena_dup(ctx->arena, k[i].to_text);
        k[i].from = k[i].from.p ? wr_arena_dup(ctx->arena, k[i].from) : NONE;
        k[i].rule = k[i].rule.p ? wr_arena_dup(ctx->arena, k[i].rule) : NONE;
        k[i].by_text = k[i].by_text.p ? wr_arena_dup(ctx->arena, k[i].by_text) : NONE;
    }
    return rc;
}

int wr_penalty_svc_what_if(struct wr_ctx *ctx, int64_t id, struct wr_list *ret)
{
    struct work w = {.id = id, .list = ret};

    return wr_pen_with_run(ctx, WR_TX_READ, "penalty.what_if", what_if_tx, &w, &w.run);
}

static int all_confirmed(struct wr_ctx *ctx, const struct wr_pen_docket *d)
{
    const struct wr_pen_fact_row *v = d->values.p;

    for (size_t i = 0; i < d->values.n; i++)
        if (v[i].confirmed_ms == 0)
            wr_fault(ctx, wr_arena_printf(ctx->arena, "values." WR_FMT, WR_ARG(v[i].name)),
                     WR_K_penalty_unconfirmed, v[i].value, v[i].label);
    return wr_faults_end(ctx);
}

/** Put the result into the case's row. */
static int take_result(struct wr_tx *tx, struct work *w, struct wr_pen_docket *d)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_pen_result *r = &w->run->r;
    struct wr_pen_view v;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    int rc = wr_pen_show(ctx, &w->run->c, r, &v);

    wr_buf_init(&b, INPUT_MAX);
    if (rc == 0)
        wr_json_encode(&b, wr_pen_view_fields, &v, WR_MASK_NONE);
    if (rc < 0 || b.failed)
        return rc < 0 ? rc : wr_fail(ctx, WR_K_memory);
    d->result = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    d->outcome = r->outcome;
    d->rule = r->must_n ? r->must[0]->id : r->may_n ? r->may[0]->id : NONE;
    d->has_computed_fen = r->fine_fen >= 0;
    d->computed_fen = r->fine_fen;
    d->has_raw_bp = r->raw_bp >= 0;
    d->raw_bp = r->raw_bp;
    d->table_taken = r->table ? r->table->id : NONE;
    d->has_min_fen = r->min_fen >= 0;
    d->min_fen = r->min_fen;
    d->has_max_fen = r->max_fen >= 0;
    d->max_fen = r->max_fen;
    d->pack = v.pack;
    d->pack_version = v.version;
    d->assessed_ms = wr_ctx_now(ctx);
    d->has_deviation_fen = false; /* a new result needs a new reason */
    d->deviation_reason = NONE;
    d->deviation_by = d->deviation_approved_by = d->deviation_ms = 0;
    rc = wr_pen_shelf_keep(tx, w->run->c.pack, &d->pack_id);
    return rc < 0 || !w->run->c.law ? rc : wr_pen_shelf_keep(tx, w->run->c.law, &d->law_pack_id);
}

static int keep_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_pen_event done = {.kind = WR_PEN_EV_ASSESSED, .day = wr_pen_today(ctx)};
    int rc = wr_pen_load_in(tx, w->id, w->ret);

    if (rc < 0)
        return rc;
    const char *why = wr_pen_step_fault(w->ret, WR_PEN_EV_ASSESSED, ctx->lang == WR_LANG_ZH);
    if (why)
        return wr_fail(ctx, WR_K_penalty_step, WR_S("assess"), wr_str(why));
    rc = all_confirmed(ctx, w->ret);
    rc = rc < 0 ? rc : run_in(tx, w, w->ret, false);
    rc = rc < 0 ? rc : take_result(tx, w, w->ret);
    if (rc == 0 && w->ret->state == WR_PEN_FILED)
        w->ret->state = WR_PEN_ASSESSED;
    rc = rc < 0 ? rc : wr_pen_store_update(tx, w->ret);
    rc = rc < 0 ? rc : wr_pen_store_add_event(tx, w->id, &done);
    rc = rc < 0
             ? rc
             : wr_audit_append(
                   tx, &WR_PENALTY_ENTITY, w->id, w->ret->enterprise_id, "penalty.assess",
                   wr_audit_payload2(ctx, "outcome",
                                     wr_str(wr_enum_item(wr_pen_outcomes, w->ret->outcome)->name),
                                     "pack", w->ret->pack));
    return rc < 0 ? rc : wr_pen_load_in(tx, w->id, w->ret);
}

int wr_penalty_svc_keep(struct wr_ctx *ctx, int64_t id, struct wr_pen_docket *ret)
{
    struct work w = {.id = id, .ret = ret};

    return wr_pen_with_run(ctx, WR_TX_WRITE, "penalty.keep", keep_tx, &w, &w.run);
}
