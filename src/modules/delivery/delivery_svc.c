/* Taking what phones deliver: kept first, then applied in the order of each queue. */
#include "modules/delivery/delivery_queue.h"

#include "base/crypto.h"
#include "base/text.h"

#include <inttypes.h>

/** A batch under way. */
struct take {
    struct wr_ctx *ctx;
    struct wr_tx *tx;
    const struct wr_delivery_batch *in;
    struct wr_str device; /* lower case */
    int64_t now_ms, skew_ms;
    enum wr_key distrust; /* WR_K_COUNT: the phone is trusted */
    int64_t *ids;         /* of each record, 0: not kept */
    struct wr_delivery_reply *reply;
};

/* ---- keeping ------------------------------------------------------------------------------------ */

/** Of everything the phone made: a repeat of a record has the same, whatever else it is called. */
static struct wr_str content_sha(struct wr_ctx *ctx, const struct wr_delivery_record *r,
                                 struct wr_str device)
{
    uint8_t sum[WR_SHA256];
    const struct wr_str parts[] = {
        wr_arena_printf(ctx->arena, "%" PRId64 "\n" WR_FMT "\n%s\n" WR_FMT "\n", r->seq,
                        WR_ARG(wr_text_lower(ctx->arena, r->uid)),
                        wr_enum_item(wr_delivery_kinds, r->kind)->name,
                        WR_ARG(wr_text_lower(ctx->arena, r->visit))),
        wr_arena_printf(ctx->arena, "%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n" WR_FMT,
                        r->base_version, r->device_ms, r->mono_ms, ctx->actor.user_id,
                        WR_ARG(device)),
        r->body};
    wr_sha256_v(parts, WR_ARRAY_LEN(parts), sum);
    return wr_hex(ctx->arena, sum, sizeof(sum));
}

static struct wr_delivery delivery_of(struct take *t, const struct wr_delivery_record *r)
{
    struct wr_ctx *ctx = t->ctx;
    return (struct wr_delivery){.r = {.seq = r->seq,
                                      .uid = wr_text_lower(ctx->arena, r->uid),
                                      .kind = r->kind,
                                      .state = WR_DELIVERY_PARKED},
                                .device = t->device,
                                .user_id = ctx->actor.user_id,
                                .district_id = ctx->actor.district_id,
                                .visit = wr_text_lower(ctx->arena, r->visit),
                                .base_version = r->base_version,
                                .device_ms = r->device_ms,
                                .mono_ms = r->mono_ms,
                                .sent_ms = t->in->sent_ms,
                                .received_ms = t->now_ms,
                                .skew_ms = t->skew_ms,
                                .body = r->body,
                                .content_sha256 = content_sha(ctx, r, t->device),
                                .version = 1};
}

/** The error of a key as it is kept, without failing. */
static void refuse_as(struct wr_ctx *ctx, struct wr_delivery *d, int64_t state, enum wr_key key,
                      struct wr_str arg)
{
    struct wr_err before = ctx->err;
    struct wr_delivery_kept k = {0};
    wr_err_reset(ctx);
    (void)wr_fail(ctx, key, arg);
    wr_delivery_keep_error(ctx, &k);
    ctx->err = before;
    d->r.state = state;
    d->answer = wr_delivery_keep(ctx, &k);
    d->applied_ms = wr_ctx_now(ctx);
}

static int insert(struct take *t, struct wr_delivery *d, int64_t *ret_id)
{
    int rc = wr_delivery_store_insert(t->tx, d, ret_id);
    return rc < 0
               ? rc
               : wr_audit_append(
                     t->tx, &WR_DELIVERY_ENTITY, *ret_id, 0, "delivery.receive",
                     wr_audit_payload2(
                         t->ctx, "kind", wr_str(wr_enum_item(wr_delivery_kinds, d->r.kind)->name),
                         "state", wr_str(wr_enum_item(wr_delivery_states, d->r.state)->name)));
}

/** Other content under a number or uid that was used: kept beside it. */
static int insert_twin(struct take *t, struct wr_delivery *d, const struct wr_list *at,
                       enum wr_key key, int64_t *ret_id)
{
    const struct wr_delivery *last =
        at->n > 0 ? (const struct wr_delivery *)at->p + at->n - 1 : NULL;
    struct wr_str arg = key == WR_K_delivery_uid_used
                            ? d->r.uid
                            : wr_arena_printf(t->ctx->arena, "%" PRId64, d->r.seq);
    d->twin = last ? last->twin + 1 : 1;
    *ret_id = 0;
    if (d->twin > WR_DELIVERY_TWINS_MAX) {
        return 0;
    }
    refuse_as(t->ctx, d, WR_DELIVERY_FAILED, key, arg);
    return insert(t, d, ret_id);
}

/** @return 1 it was kept before (*ret_id), 0 it is new, negative */
static int find_before(const struct wr_list *at, struct wr_str sha, int64_t *ret_id,
                       bool *ret_number_used)
{
    const struct wr_delivery *p = at->p;
    *ret_number_used = false;
    for (size_t i = 0; i < at->n; i++) {
        if (wr_str_eq(p[i].content_sha256, sha)) {
            *ret_id = p[i].id;
            return 1;
        }
        *ret_number_used = *ret_number_used || p[i].twin == 0;
    }
    return 0;
}

static int keep_one(struct take *t, const struct wr_delivery_record *r, int64_t *ret_id)
{
    struct wr_delivery d = delivery_of(t, r), other;
    struct wr_list at;
    bool number_used = false;
    int rc = wr_delivery_store_at(t->tx, d.device, d.user_id, d.r.seq, &at);
    if (rc < 0 || find_before(&at, d.content_sha256, ret_id, &number_used) == 1) {
        return rc;
    }
    if (number_used) {
        return insert_twin(t, &d, &at, WR_K_delivery_seq_used, ret_id);
    }
    rc = wr_delivery_store_by_uid(t->tx, d.r.uid, &other);
    if (rc == 0) {
        return insert_twin(t, &d, &at, WR_K_delivery_uid_used, ret_id);
    }
    if (rc != WR_ENOTFOUND) {
        return rc;
    }
    wr_err_reset(t->ctx);
    if (t->distrust != WR_K_COUNT) {
        refuse_as(t->ctx, &d, WR_DELIVERY_QUARANTINED, t->distrust, (struct wr_str){NULL, 0});
    }
    return insert(t, &d, ret_id);
}

/** What was parked when the phone was still trusted is not released by what comes after. */
static int quarantine_parked(struct take *t)
{
    struct wr_list parked;
    int rc = wr_delivery_store_ready(t->tx, t->device, t->ctx->actor.user_id, WR_DELIVERY_SEQ_MAX,
                                     WR_DELIVERY_PARKED_MAX, &parked);
    struct wr_delivery *d = parked.p;
    for (size_t i = 0; rc == 0 && i < parked.n; i++) {
        refuse_as(t->ctx, &d[i], WR_DELIVERY_QUARANTINED, t->distrust, (struct wr_str){NULL, 0});
        rc = wr_delivery_settle_in(t->tx, &d[i], "delivery.quarantine");
    }
    return rc;
}

static int keep_tx(struct wr_tx *tx, void *arg)
{
    struct take *t = arg;
    t->tx = tx;
    int rc = wr_delivery_distrust_in(tx, t->device, &t->distrust);
    if (rc == 0 && t->distrust != WR_K_COUNT) {
        rc = quarantine_parked(t);
    }
    const struct wr_delivery_record *r = t->in->records.p;
    for (size_t i = 0; rc == 0 && i < t->in->records.n; i++) {
        rc = keep_one(t, &r[i], &t->ids[i]);
    }
    return rc;
}

/* ---- the answer --------------------------------------------------------------------------------- */

static void tell_unkept(struct take *t, const struct wr_delivery_record *r,
                        struct wr_delivery_result *ret)
{
    struct wr_ctx *ctx = t->ctx;
    struct wr_err before = ctx->err;
    *ret = (struct wr_delivery_result){
        .seq = r->seq, .uid = r->uid, .kind = r->kind, .state = WR_DELIVERY_FAILED};
    (void)wr_fail(ctx, WR_K_delivery_twins, wr_arena_printf(ctx->arena, "%" PRId64, r->seq),
                  wr_arena_printf(ctx->arena, "%d", WR_DELIVERY_TWINS_MAX));
    ret->has_error = true;
    ret->error = (struct wr_delivery_error){.key = wr_str(wr_key_info(ctx->err.key)->key),
                                            .title = ctx->lang == WR_LANG_EN ? WR_S("not kept")
                                                                             : WR_S("没有保存"),
                                            .detail = wr_err_text(ctx)};
    ctx->err = before;
}

static int answer_tx(struct wr_tx *tx, void *arg)
{
    struct take *t = arg;
    struct wr_delivery_result *out = t->reply->results.p;
    const struct wr_delivery_record *r = t->in->records.p;
    int rc = wr_delivery_store_next(tx, t->device, t->ctx->actor.user_id, &t->reply->next_seq);
    for (size_t i = 0; rc == 0 && i < t->in->records.n; i++) {
        struct wr_delivery d;
        if (t->ids[i] == 0) {
            tell_unkept(t, &r[i], &out[i]);
            continue;
        }
        rc = wr_delivery_store_get(tx, t->ids[i], &d);
        if (rc == 0) {
            rc = wr_delivery_tell(t->ctx, &d);
        }
        out[i] = d.r;
    }
    return rc;
}

/* ---- a batch ------------------------------------------------------------------------------------ */

static void check_uuid(struct wr_ctx *ctx, struct wr_str path, struct wr_str value)
{
    if (!wr_visit_rules_uuid(value)) {
        wr_fault(ctx, path, WR_K_visit_uuid, value);
    }
}

static int check_batch(struct wr_ctx *ctx, const struct wr_delivery_batch *in)
{
    const struct wr_delivery_record *r = in->records.p;
    check_uuid(ctx, WR_S("device"), in->device);
    for (size_t i = 0; i < in->records.n; i++) {
        check_uuid(ctx, wr_arena_printf(ctx->arena, "records[%zu].uid", i), r[i].uid);
        check_uuid(ctx, wr_arena_printf(ctx->arena, "records[%zu].visit", i), r[i].visit);
    }
    int rc = wr_faults_end(ctx);
    if (rc == 0 && ctx->actor.officer_id == 0) {
        rc = wr_fail(ctx, WR_K_visit_no_officer);
    }
    return rc;
}

int wr_delivery_svc_take(struct wr_ctx *ctx, const struct wr_delivery_batch *in,
                         struct wr_delivery_reply *ret)
{
    size_t n = in->records.n;
    int rc = check_batch(ctx, in);
    if (rc < 0) {
        return rc;
    }
    struct take t = {.ctx = ctx,
                     .in = in,
                     .device = wr_text_lower(ctx->arena, in->device),
                     .now_ms = wr_ctx_now(ctx),
                     .reply = ret};
    t.skew_ms = t.now_ms - in->sent_ms;
    t.ids = wr_arena_array(ctx->arena, n + 1, sizeof(*t.ids));
    *ret = (struct wr_delivery_reply){.device = t.device,
                                      .skew_ms = t.skew_ms,
                                      .skewed = wr_delivery_is_skewed(ctx, t.skew_ms, t.now_ms)};
    ret->results =
        (struct wr_list){wr_arena_array(ctx->arena, n + 1, sizeof(struct wr_delivery_result)), n};
    if (!t.ids || !ret->results.p) {
        return wr_fail(ctx, WR_K_memory);
    }
    rc = wr_tx_run(ctx, WR_TX_WRITE, "delivery.keep", keep_tx, &t);
    if (rc == 0) {
        rc = wr_delivery_run_queue(ctx, t.device, ctx->actor.user_id);
    }
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "delivery.answer", answer_tx, &t);
}
