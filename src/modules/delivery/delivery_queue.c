#include "modules/delivery/delivery_queue.h"

#include "modules/account/account_svc.h"

#include <inttypes.h>

#define APPLY_MAX                                                                                  \
    10 /* records of one transaction: it holds the writer for some milliseconds only */

/** A record that its use case refused: its effects were undone with the transaction, its fate is written in the next one. */
struct refusal {
    int64_t id, state;
    struct wr_str answer;
};

struct arrival {
    struct wr_str visit;
    struct arrival *next;
};

struct queue {
    struct wr_ctx *ctx;
    struct wr_str device;
    int64_t user_id, next_seq;
    struct refusal refused[2 * APPLY_MAX];
    size_t refused_n;
    bool refused_now;
    struct wr_visit told[APPLY_MAX]; /* for the live pages, after commit */
    bool arrived[APPLY_MAX];         /* it was a check-in */
    size_t told_n;
    struct arrival *arrivals; /* visits that others may have been waiting for */
    size_t settled_n;
};

void wr_delivery_keep_error(struct wr_ctx *ctx, struct wr_delivery_kept *k)
{
    const struct wr_err *e = &ctx->err;
    size_t n = 0;
    struct wr_delivery_kept_fault *f =
        wr_arena_array(ctx->arena, WR_DELIVERY_FAULTS_MAX, sizeof(*f));
    for (const struct wr_fault *x = e->faults; f && x && n < WR_DELIVERY_FAULTS_MAX; x = x->next) {
        f[n++] = (struct wr_delivery_kept_fault){
            .path = x->path, .key = wr_str(wr_key_info(x->key)->key), .zh = x->zh, .en = x->en};
    }
    k->key = wr_str(wr_key_info(e->key)->key);
    k->zh = e->zh;
    k->en = e->en;
    k->faults = (struct wr_list){n > 0 ? f : NULL, n};
}

int wr_delivery_settle_in(struct wr_tx *tx, struct wr_delivery *d, const char *action)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_delivery_store_settle(tx, d);
    d->version++;
    return rc < 0 ? rc
                  : wr_audit_append(
                        tx, &WR_DELIVERY_ENTITY, d->id, d->enterprise_id, action,
                        wr_audit_payload2(
                            ctx, "kind", wr_str(wr_enum_item(wr_delivery_kinds, d->r.kind)->name),
                            "state", wr_str(wr_enum_item(wr_delivery_states, d->r.state)->name)));
}

/** Is this the rules' answer, which will be the same the next time, and not the database's trouble? */
static bool is_refusal(const struct wr_ctx *ctx, int rc)
{
    return rc < 0 && rc != WR_EBUSY && rc != WR_EIO && rc != WR_ENOMEM && !ctx->arena->exhausted;
}

static const struct refusal *find_refusal(const struct queue *q, int64_t id)
{
    for (size_t i = 0; i < q->refused_n; i++) {
        if (q->refused[i].id == id) {
            return &q->refused[i];
        }
    }
    return NULL;
}

static void note_refusal(struct queue *q, const struct wr_delivery *d, int rc)
{
    struct wr_delivery_kept k = {0};
    wr_delivery_keep_error(q->ctx, &k);
    if (q->refused_n == WR_ARRAY_LEN(q->refused)) {
        q->refused_n = 0; /* others moved the queue meanwhile: they will be asked again */
    }
    q->refused_now = true;
    q->refused[q->refused_n++] =
        (struct refusal){.id = d->id,
                         .state = rc == WR_ECONFLICT ? WR_DELIVERY_CONFLICT : WR_DELIVERY_FAILED,
                         .answer = wr_delivery_keep(q->ctx, &k)};
}

/** What the live pages will be told once it is committed. */
static int note_news(struct queue *q, struct wr_tx *tx, const struct wr_delivery *d)
{
    bool news = d->r.kind == WR_DELIVERY_CHECK_IN || d->r.kind == WR_DELIVERY_CHECK_OUT ||
                d->r.kind == WR_DELIVERY_CANCEL;
    if (!news) {
        return 0;
    }
    int rc = wr_visit_by_client_in(tx, d->visit, &q->told[q->told_n]);
    if (rc == 0) {
        q->arrived[q->told_n++] = d->r.kind == WR_DELIVERY_CHECK_IN;
    }
    return rc;
}

/** Write down that a record was refused, and the visit it would belong to. */
static int refuse_one(struct queue *q, struct wr_tx *tx, struct wr_delivery *d,
                      const struct refusal *no)
{
    struct wr_visit v;
    int rc = wr_visit_by_client_in(tx, d->visit, &v);
    if (rc < 0 && rc != WR_ENOTFOUND) {
        return rc;
    }
    wr_err_reset(q->ctx);
    d->r.visit_id = rc == 0 ? v.id : 0;
    d->enterprise_id = rc == 0 ? v.enterprise_id : 0;
    d->r.state = no->state;
    d->answer = no->answer;
    return wr_delivery_settle_in(tx, d, "delivery.refuse");
}

/** Apply one, or write down that it was refused. */
static int apply_one(struct queue *q, struct wr_tx *tx, struct wr_delivery *d)
{
    struct wr_delivery_kept k;
    const struct refusal *no = find_refusal(q, d->id);
    d->applied_ms = wr_ctx_now(q->ctx);
    if (no) {
        return refuse_one(q, tx, d, no);
    }
    int rc = wr_delivery_apply_in(tx, d, &k);
    if (is_refusal(q->ctx, rc)) {
        note_refusal(q, d, rc);
    }
    if (rc < 0) {
        return rc;
    }
    d->r.state = k.disputes.n > 0 ? WR_DELIVERY_CONFLICT : WR_DELIVERY_APPLIED;
    d->answer = wr_delivery_keep(q->ctx, &k);
    rc = note_news(q, tx, d);
    return rc < 0 ? rc : wr_delivery_settle_in(tx, d, "delivery.apply");
}

/** Go past all numbers that have had their turn. */
static int advance(struct queue *q, struct wr_tx *tx)
{
    bool past = true;
    int rc = 0;
    while (rc == 0 && past) {
        rc = wr_delivery_store_is_past(tx, q->device, q->user_id, q->next_seq, &past);
        q->next_seq += rc == 0 && past;
    }
    return rc;
}

static int apply_tx(struct wr_tx *tx, void *arg)
{
    struct queue *q = arg;
    int64_t before = 0;
    q->told_n = q->settled_n = 0;
    int rc = wr_delivery_store_next(tx, q->device, q->user_id, &before);
    q->next_seq = before;
    for (size_t n = 0; rc == 0 && n < APPLY_MAX; n++) {
        struct wr_list ready = {NULL, 0};
        rc = advance(q, tx);
        if (rc == 0) {
            rc = wr_delivery_store_ready(tx, q->device, q->user_id, q->next_seq, 1, &ready);
        }
        if (rc < 0 || ready.n == 0) {
            break;
        }
        rc = apply_one(q, tx, ready.p);
        q->settled_n++;
    }
    if (rc == 0) {
        rc = advance(q, tx);
    }
    return rc == 0 && q->next_seq != before
               ? wr_delivery_store_set_next(tx, q->device, q->user_id, q->next_seq)
               : rc;
}

/** What was committed: tell the live pages, and note whom others may have been waiting for. */
static int spread(struct queue *q)
{
    for (size_t i = 0; i < q->told_n; i++) {
        wr_visit_tell(q->ctx, &q->told[i]);
        struct arrival *a = q->arrived[i] ? wr_arena_new(q->ctx->arena, struct arrival) : NULL;
        if (q->arrived[i] && !a) {
            return wr_fail(q->ctx, WR_K_memory);
        }
        if (a) {
            *a = (struct arrival){.visit = q->told[i].client_id, .next = q->arrivals};
            q->arrivals = a;
        }
    }
    q->refused_n = 0;
    return 0;
}

static int run_queue(struct queue *q)
{
    struct wr_ctx *ctx = q->ctx;
    for (;;) {
        q->refused_now = false;
        int rc = wr_tx_run(ctx, WR_TX_WRITE, "delivery.apply", apply_tx, q);
        if (rc < 0 && q->refused_now) {
            wr_err_reset(ctx); /* undone; run again and write down why */
            continue;
        }
        if (rc == WR_EBUSY) {
            wr_err_reset(ctx); /* they are kept: the phone's next word goes on here */
            return 0;
        }
        if (rc < 0 || q->settled_n == 0) {
            return rc;
        }
        rc = spread(q);
        if (rc < 0) {
            return rc;
        }
    }
}

/* ---- others who waited for a check-in ------------------------------------------------------------ */

struct wake {
    struct wr_str visit;
    struct wr_list woken; /* struct wr_delivery */
};

static int wake_tx(struct wr_tx *tx, void *arg)
{
    struct wake *w = arg;
    int rc = wr_delivery_store_waiting(tx, w->visit, &w->woken);
    struct wr_delivery *d = w->woken.p;
    for (size_t i = 0; rc == 0 && i < w->woken.n; i++) {
        d[i].r.state = WR_DELIVERY_PARKED;
        d[i].answer = (struct wr_str){NULL, 0};
        d[i].applied_ms = 0;
        rc = wr_delivery_settle_in(tx, &d[i], "delivery.wake");
    }
    return rc;
}

/** The second officer's phone may have been quicker than the first one's: what was refused for want of the check-in has its turn. */
static int wake_others(struct queue *q, struct wr_str visit)
{
    struct wr_ctx *ctx = q->ctx;
    struct wake w = {.visit = visit};
    struct wr_actor me = ctx->actor;
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "delivery.wake", wake_tx, &w);
    const struct wr_delivery *d = w.woken.p;
    for (size_t i = 0; rc == 0 && i < w.woken.n; i++) {
        if (i > 0 && d[i].user_id == d[i - 1].user_id && wr_str_eq(d[i].device, d[i - 1].device)) {
            continue;
        }
        struct queue other = {.ctx = ctx, .device = d[i].device, .user_id = d[i].user_id};
        bool own = d[i].user_id == me.user_id;
        if (!own && wr_account_svc_become(ctx, d[i].user_id) < 0) {
            wr_err_reset(ctx); /* it waits for his next delivery */
            continue;
        }
        rc = run_queue(&other);
        ctx->actor = me;
    }
    return rc;
}

int wr_delivery_run_queue(struct wr_ctx *ctx, struct wr_str device, int64_t user_id)
{
    struct queue *q = wr_arena_new(ctx->arena, struct queue);
    if (!q) {
        return wr_fail(ctx, WR_K_memory);
    }
    *q = (struct queue){.ctx = ctx, .device = device, .user_id = user_id};
    int rc = run_queue(q);
    for (const struct arrival *a = q->arrivals; rc == 0 && a; a = a->next) {
        rc = wake_others(q, a->visit);
    }
    return rc;
}
