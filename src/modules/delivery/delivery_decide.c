/* Looking at records, and deciding about those that were not taken. */
#include "modules/delivery/delivery_queue.h"

#include "modules/account/account_svc.h"

#include <inttypes.h>

struct work {
    struct wr_delivery_page page;
    struct wr_list *list;
    struct wr_delivery *d;
    int64_t id;
    struct wr_str reason;
    struct wr_actor decider;
};

/* ---- lists -------------------------------------------------------------------------------------- */

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_delivery_store_list(tx, &w->page, w->list);
    struct wr_delivery *d = w->list->p;
    for (size_t i = 0; rc == 0 && i < w->list->n; i++) {
        rc = wr_delivery_tell(wr_tx_ctx(tx), &d[i]);
    }
    return rc;
}

static int list(struct wr_ctx *ctx, struct work *w, const struct wr_delivery_filter *f,
                struct wr_str *ret_next)
{
    w->page.state = f->state;
    w->page.limit = f->limit > 0 ? f->limit : WR_PAGE_DEFAULT;
    w->page.before_id = WR_ID_MAX;
    *ret_next = (struct wr_str){NULL, 0};
    if (f->cursor.n > 0 && !wr_str_i64(f->cursor, &w->page.before_id)) {
        return wr_fail(ctx, WR_K_input_cursor);
    }
    int rc = wr_tx_run(ctx, WR_TX_READ, "delivery.list", list_tx, w);
    if (rc == 0 && (int64_t)w->list->n == w->page.limit) {
        const struct wr_delivery *last = (const struct wr_delivery *)w->list->p + w->list->n - 1;
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, last->id);
    }
    return rc;
}

int wr_delivery_svc_mine(struct wr_ctx *ctx, const struct wr_delivery_filter *f,
                         struct wr_list *ret, struct wr_str *ret_next)
{
    struct work w = {.list = ret, .page = {.user_id = ctx->actor.user_id}};
    return list(ctx, &w, f, ret_next);
}

int wr_delivery_svc_list(struct wr_ctx *ctx, const struct wr_delivery_filter *f,
                         struct wr_list *ret, struct wr_str *ret_next)
{
    struct work w = {.list = ret,
                     .page = {.district_id = ctx->actor.district_id, .undecided = !f->has_state}};
    return list(ctx, &w, f, ret_next);
}

/* ---- deciding ----------------------------------------------------------------------------------- */

/** A record of the decider's district that waits for a decision. */
static int load(struct wr_tx *tx, const struct work *w, struct wr_delivery *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_delivery_store_get(tx, w->id, ret);
    int64_t mine = w->decider.district_id;
    if (rc == WR_ENOTFOUND || (rc == 0 && mine != 0 && ret->district_id != mine)) {
        return wr_fail(ctx, WR_K_not_found, WR_S("该记录 record"));
    }
    if (rc == 0 && (ret->r.state == WR_DELIVERY_APPLIED || ret->r.state == WR_DELIVERY_DISCARDED)) {
        const struct wr_enum_item *s = wr_enum_item(wr_delivery_states, ret->r.state);
        rc = wr_fail(ctx, WR_K_delivery_state, wr_str(ctx->lang == WR_LANG_EN ? s->en : s->zh));
    }
    return rc;
}

static int look_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = load(tx, w, w->d);
    return rc == 0 && w->d->twin > 0 ? wr_fail(wr_tx_ctx(tx), WR_K_delivery_twin) : rc;
}

/** Its turn has come: what stands in its way is set aside. */
static int give_turn(struct wr_tx *tx, struct wr_delivery *d, const struct wr_actor *decider)
{
    d->r.state = WR_DELIVERY_PARKED;
    d->answer = (struct wr_str){NULL, 0};
    d->applied_ms = 0;
    d->decided_by = decider->user_id;
    d->decided_ms = wr_ctx_now(wr_tx_ctx(tx));
    return wr_delivery_settle_in(tx, d, "delivery.release");
}

static int release_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int64_t next = 0;
    int rc = look_tx(tx, w);
    if (rc == 0) {
        rc = wr_delivery_store_next(tx, w->d->device, w->d->user_id, &next);
    }
    if (rc == 0) {
        rc = give_turn(tx, w->d, &w->decider);
    }
    return rc == 0 && next < w->d->r.seq
               ? wr_delivery_store_set_next(tx, w->d->device, w->d->user_id, w->d->r.seq)
               : rc;
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_delivery_store_get(tx, w->id, w->d);
    return rc < 0 ? rc : wr_delivery_tell(wr_tx_ctx(tx), w->d);
}

int wr_delivery_svc_release(struct wr_ctx *ctx, int64_t id, struct wr_delivery *ret)
{
    struct work w = {.id = id, .d = ret, .decider = ctx->actor};
    int rc = wr_tx_run(ctx, WR_TX_READ, "delivery.look", look_tx, &w);
    if (rc == 0) { /* whoever made it must still be somebody: asked before anything changes */
        rc = wr_account_svc_become(ctx, ret->user_id);
    }
    struct wr_actor maker = ctx->actor;
    ctx->actor = w.decider;
    if (rc == 0) {
        rc = wr_tx_run(ctx, WR_TX_WRITE, "delivery.release", release_tx, &w);
    }
    if (rc == 0) {
        ctx->actor = maker;
        rc = wr_delivery_run_queue(ctx, ret->device, ret->user_id);
        ctx->actor = w.decider;
    }
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "delivery.get", get_tx, &w);
}

static int discard_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_delivery *d = w->d;
    int rc = load(tx, w, d);
    if (rc < 0) {
        return rc;
    }
    d->r.state = WR_DELIVERY_DISCARDED;
    d->decided_by = w->decider.user_id;
    d->applied_ms = d->decided_ms = wr_ctx_now(wr_tx_ctx(tx));
    d->decision_reason = w->reason;
    return wr_delivery_settle_in(tx, d, "delivery.discard");
}

int wr_delivery_svc_discard(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                            struct wr_delivery *ret)
{
    struct work w = {.id = id, .d = ret, .decider = ctx->actor, .reason = reason};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "delivery.discard", discard_tx, &w);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "delivery.get", get_tx, &w);
}
