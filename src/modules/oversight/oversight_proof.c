/* Weak proofs of visits as supervision sees them: of one visit, and the list of those that score low. */
#include "base/calendar.h"
#include "modules/oversight/oversight_use.h"

#include <stdlib.h>

#define D struct wr_oversight_doubt
static const struct wr_field doubt_fields[] = {
    WR_ID(D, id, "编号", "visit"),
    WR_MS(D, at_ms, "入企时间", "checked in"),
    WR_ID(D, enterprise_id, "企业编号", "enterprise"),
    WR_STR(D, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_STR(D, district_name, 1, 60, "区县", "district of its day"),
    WR_STR(D, unit, 0, 120, "单位", "unit"),
    WR_ID(D, officer_id, "人员编号", "officer"),
    WR_STR(D, officer_name, 1, 60, "执法人员", "officer"),
    WR_ENUM(D, kind, wr_visit_kinds, "类型", "kind"),
    WR_I64(D, score_bp, 0, 10000, "得分", "weighted score, basis points"),
    WR_TEXT(D, why, 0, 4000, "原因", "what is weak or missing, a line each"),
    {0},
};
#define DS struct wr_oversight_doubts
const struct wr_field wr_oversight_doubts_fields[] = {
    WR_LIST(DS, items, 0, WR_DOUBTS_MAX, doubt_fields, D, "低分", "lowest first"),
    WR_I64(DS, low_n, 0, WR_ID_MAX, "低分数", "visits below the mark, also beyond the list's end"),
    WR_I64(DS, judged_n, 0, WR_ID_MAX, "评过", "visits judged"),
    WR_I64(DS, score_low_bp, 0, 10000, "低分线", "mark of the policy in force"),
    {0},
};

struct doubts {
    struct wr_ctx *ctx;
    struct wr_visit_proof_query q;
    struct wr_arena keep; /* the walk gives its own memory back row by row */
    struct wr_oversight_doubts *ret;
};

static struct wr_str reasons_of(struct wr_arena *a, const struct wr_visit_proof *p)
{
    const struct wr_visit_proof_item *items = p->items.p;
    struct wr_str all = WR_S("");
    for (size_t i = 0; i < p->items.n; i++) {
        if (items[i].state == WR_PROOF_WEAK || items[i].state == WR_PROOF_MISSING)
            all = wr_arena_printf(a, WR_FMT "%s" WR_FMT, WR_ARG(all), all.n > 0 ? "\n" : "",
                                  WR_ARG(items[i].text));
    }
    return all;
}

static int take(void *arg, const struct wr_visit_proof_case *c)
{
    struct doubts *d = arg;
    struct wr_arena *a = &d->keep;
    d->ret->judged_n += 1;
    d->ret->score_low_bp = d->ret->judged_n == 1 ? c->proof.score_low_bp : d->ret->score_low_bp;
    if (!c->proof.low)
        return 0;
    d->ret->low_n += 1;
    if (d->ret->items.n == WR_DOUBTS_MAX)
        return 0;
    D *x = (D *)d->ret->items.p + d->ret->items.n++;
    *x = (D){.id = c->id,
             .at_ms = c->at_ms,
             .enterprise_id = c->enterprise_id,
             .officer_id = c->officer_id,
             .enterprise_name = wr_arena_dup(a, c->enterprise_name),
             .district_name = wr_arena_dup(a, c->district_name),
             .unit = wr_arena_dup(a, c->unit),
             .officer_name = wr_arena_dup(a, c->officer_name),
             .kind = c->kind,
             .score_bp = c->proof.score_bp,
             .why = reasons_of(a, &c->proof)};
    return a->exhausted ? wr_fail(d->ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—")) : 0;
}

static int by_score(const void *pa, const void *pb)
{
    const D *a = pa, *b = pb;
    if (a->score_bp != b->score_bp)
        return a->score_bp < b->score_bp ? -1 : 1;
    return (a->id < b->id) - (a->id > b->id);
}

/** From the walk's own memory into the request's. */
static void settle(struct wr_ctx *ctx, struct wr_oversight_doubts *r)
{
    D *x = r->items.p;
    for (size_t i = 0; i < r->items.n; i++) {
        x[i].enterprise_name = wr_arena_dup(ctx->arena, x[i].enterprise_name);
        x[i].district_name = wr_arena_dup(ctx->arena, x[i].district_name);
        x[i].unit = wr_arena_dup(ctx->arena, x[i].unit);
        x[i].officer_name = wr_arena_dup(ctx->arena, x[i].officer_name);
        x[i].why = wr_arena_dup(ctx->arena, x[i].why);
    }
    if (r->items.n > 0)
        qsort(x, r->items.n, sizeof(*x), by_score);
}

static int doubts_tx(struct wr_tx *tx, void *arg)
{
    struct doubts *d = arg;
    D *items = wr_arena_array(d->ctx->arena, WR_DOUBTS_MAX, sizeof(*items));
    if (items == NULL)
        return wr_fail(d->ctx, WR_K_memory);
    *d->ret = (struct wr_oversight_doubts){.items = {items, 0}};
    wr_arena_reset(&d->keep);
    int rc = wr_visit_proofs_in(tx, &d->q, take, d);
    if (rc == 0)
        settle(d->ctx, d->ret);
    return rc;
}

int wr_oversight_svc_doubts(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                            struct wr_oversight_doubts *ret)
{
    struct doubts d = {.ctx = ctx, .ret = ret};
    struct wr_oversight_query own = *q;
    int rc = wr_oversight_svc_period(ctx, &own);
    if (rc < 0)
        return rc;
    d.q = (struct wr_visit_proof_query){.scope_id = ctx->actor.system ? 0 : ctx->actor.district_id,
                                        .district_id = own.district_id,
                                        .from_ms = own.from_ms,
                                        .to_ms = own.to_ms};
    wr_arena_init(&d.keep, (size_t)4 << 20);
    rc = wr_tx_run(ctx, WR_TX_READ, "oversight.doubts", doubts_tx, &d);
    wr_arena_done(&d.keep);
    return rc;
}

/* ---- one visit ---------------------------------------------------------------------------------- */

struct one {
    int64_t id;
    bool found;
    struct wr_ctx *ctx;
    struct wr_visit_proof *ret;
    struct wr_arena keep;
};

static int keep_one(void *arg, const struct wr_visit_proof_case *c)
{
    struct one *o = arg;
    struct wr_arena *a = &o->keep;
    struct wr_visit_proof_item *items = wr_arena_array(a, c->proof.items.n + 1, sizeof(*items));
    if (items == NULL)
        return wr_fail(o->ctx, WR_K_memory);
    memcpy(items, c->proof.items.p, c->proof.items.n * sizeof(*items));
    for (size_t i = 0; i < c->proof.items.n; i++) {
        items[i].text = wr_arena_dup(a, items[i].text);
        items[i].text_zh = wr_arena_dup(a, items[i].text_zh);
        items[i].text_en = wr_arena_dup(a, items[i].text_en);
    }
    *o->ret = c->proof;
    o->ret->items = (struct wr_list){items, c->proof.items.n};
    o->ret->note = wr_arena_dup(a, c->proof.note);
    o->found = true;
    return 0;
}

/** The walk gave its memory back: what is kept goes into the request's. */
static void settle_one(struct one *o)
{
    struct wr_arena *a = o->ctx->arena;
    struct wr_visit_proof_item *from = o->ret->items.p;
    struct wr_visit_proof_item *items = wr_arena_array(a, o->ret->items.n + 1, sizeof(*items));
    for (size_t i = 0; items != NULL && i < o->ret->items.n; i++) {
        items[i] = from[i];
        items[i].text = wr_arena_dup(a, from[i].text);
        items[i].text_zh = wr_arena_dup(a, from[i].text_zh);
        items[i].text_en = wr_arena_dup(a, from[i].text_en);
    }
    o->ret->items = (struct wr_list){items, items != NULL ? o->ret->items.n : 0};
    o->ret->note = wr_arena_dup(a, o->ret->note);
}

static int one_tx(struct wr_tx *tx, void *arg)
{
    struct one *o = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t at_ms = 0, district = 0;
    int64_t scope = ctx->actor.system ? 0 : ctx->actor.district_id;
    int rc = wr_visit_moment_in(tx, o->id, &at_ms, &district);
    if (rc == WR_ENOTFOUND || (rc == 0 && scope != 0 && scope != district))
        return wr_fail(ctx, WR_K_not_found, WR_S("该次入企 visit"));
    const struct wr_visit_proof_query q = {.visit_id = o->id, .from_ms = at_ms, .to_ms = at_ms + 1};
    if (rc == 0)
        rc = wr_visit_proofs_in(tx, &q, keep_one, o);
    if (rc == 0 && !o->found)
        rc = wr_fail(ctx, WR_K_not_found, WR_S("该次入企 visit"));
    if (rc == 0)
        settle_one(o);
    return rc;
}

int wr_oversight_svc_proof(struct wr_ctx *ctx, int64_t visit_id, struct wr_visit_proof *ret)
{
    struct one o = {.id = visit_id, .ctx = ctx, .ret = ret};
    wr_arena_init(&o.keep, (size_t)1 << 20);
    int rc = wr_tx_run(ctx, WR_TX_READ, "oversight.proof", one_tx, &o);
    wr_arena_done(&o.keep);
    return rc;
}
