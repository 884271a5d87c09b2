/* One record of a phone, through the use case of the visit it belongs to. */
#include "modules/delivery/delivery_store.h"

#include "base/text.h"
#include "modules/visit/visit_svc.h"

#include <inttypes.h>

/** One record under way. */
struct apply {
    struct wr_tx *tx;
    struct wr_ctx *ctx;
    struct wr_delivery *d;
    struct wr_delivery_kept *told;
    struct wr_visit visit; /* as it stood before; not for a check-in */
};

bool wr_delivery_is_skewed(struct wr_ctx *ctx, int64_t skew_ms, int64_t at_ms)
{
    int64_t max_ms = wr_visit_skew_max_ms(ctx, at_ms);
    return skew_ms > max_ms || skew_ms < -max_ms;
}

/** When a visit ended by the server's clock: the phone's, set right by what was measured when it was sent; within check-in and arrival. */
static int64_t ended_ms(const struct wr_delivery *d, const struct wr_visit *v)
{
    int64_t at_ms = d->device_ms + d->skew_ms;
    if (at_ms > d->received_ms) {
        at_ms = d->received_ms;
    }
    return at_ms < v->checked_in_ms ? v->checked_in_ms : at_ms;
}

/* ---- check-in ----------------------------------------------------------------------------------- */

/** What the phone had told its officer, from facts of when. */
struct phone_verdict {
    int64_t verdict, as_of_ms;
    struct wr_str headline;
};
static const struct wr_field phone_verdict_fields[] = {
    WR_ENUM(struct phone_verdict, verdict, wr_visit_verdicts, "离线判断", "what the phone said"),
    WR_MS(struct phone_verdict, as_of_ms, "数据时间", "from facts of when"),
    WR_TEXT_OPT(struct phone_verdict, headline, 0, 1200, "结论", "in one sentence"),
    {0},
};

/** The phone's verdict is taken out of the body: it is no part of a check-in. */
static int take_phone_verdict(struct apply *a, const struct wr_json *body, struct wr_str *ret)
{
    const struct wr_json *given = wr_json_get(body, "phone_verdict");
    struct phone_verdict v;
    *ret = (struct wr_str){NULL, 0};
    if (!given) {
        return 0;
    }
    int rc =
        wr_json_into(a->ctx, given, WR_S("phone_verdict"), phone_verdict_fields, &v, sizeof(v));
    if (rc == 0) {
        rc = wr_faults_end(a->ctx);
    }
    *ret = wr_json_text(a->ctx->arena, given);
    return rc;
}

/** The record names its visit and time; a body that does so as well must say the same. */
static int complete_body(struct apply *a, const struct wr_json *body, struct wr_str *ret)
{
    const struct wr_delivery *d = a->d;
    struct wr_str client_id = wr_json_str(wr_json_get(body, "client_id"));
    if (client_id.p && !wr_str_eq(wr_text_lower(a->ctx->arena, client_id), d->visit)) {
        wr_fault(a->ctx, WR_S("client_id"), WR_K_delivery_visit_other, client_id);
        return wr_faults_end(a->ctx);
    }
    struct wr_str patch = wr_arena_printf(a->ctx->arena,
                                          "{\"client_id\":\"" WR_FMT "\",\"device_ms\":%" PRId64
                                          ",\"phone_verdict\":null}",
                                          WR_ARG(d->visit), d->device_ms);
    *ret = wr_json_merge(a->ctx, d->body, patch);
    return ret->p ? 0 : a->ctx->err.code;
}

static int read_check_in(struct apply *a, struct wr_visit_new *in, struct wr_str *ret_verdict)
{
    struct wr_str whole = {NULL, 0};
    struct wr_json *body = wr_json_parse(a->ctx, a->d->body);
    if (!body) {
        return a->ctx->err.code;
    }
    int rc = take_phone_verdict(a, body, ret_verdict);
    if (rc == 0) {
        rc = complete_body(a, body, &whole);
    }
    wr_json_free(body);
    return rc < 0 ? rc : wr_json_decode(a->ctx, whole, wr_visit_new_fields, in, sizeof(*in));
}

static struct wr_str headline_of(struct wr_ctx *ctx, const struct wr_visit *v)
{
    struct wr_json *j = wr_json_parse(ctx, v->verdict_detail);
    struct wr_str s = wr_arena_dup(ctx->arena, wr_json_str(wr_json_get(j, "headline")));
    wr_json_free(j);
    return s;
}

static int apply_check_in(struct apply *a)
{
    const struct wr_delivery *d = a->d;
    struct wr_visit_new in;
    struct wr_visit v;
    struct wr_visit_queued q = {.device = d->device,
                                .device_ms = d->device_ms,
                                .received_ms = d->received_ms,
                                .skew_ms = d->skew_ms};
    int rc = read_check_in(a, &in, &q.phone_verdict);
    if (rc == 0) {
        rc = wr_visit_check_in_queued_in(a->tx, &in, &q, &v);
    }
    if (rc < 0) {
        return rc;
    }
    a->told->verdict = v.verdict;
    a->told->headline = headline_of(a->ctx, &v);
    a->told->visit_conflict = v.conflict == WR_CONFLICT_OPEN;
    return 0;
}

/* ---- check-list --------------------------------------------------------------------------------- */

static const struct wr_visit_answer *find_answer(const struct wr_list *answers, struct wr_str code)
{
    const struct wr_visit_answer *p = answers->p;
    for (size_t i = 0; i < answers->n; i++) {
        if (wr_str_eq(p[i].code, code)) {
            return &p[i];
        }
    }
    return NULL;
}

static bool is_same(const struct wr_visit_item *it, const struct wr_visit_answer *a)
{
    return it->result == a->result && wr_str_eq(it->note, a->note);
}

/** What this queue last answered to an item; NULL if it never did. */
static int own_answer(struct apply *a, const struct wr_list *bodies, struct wr_str code,
                      struct wr_visit_answer *ret, bool *ret_found)
{
    const struct wr_delivery_body *b = bodies->p;
    *ret_found = false;
    for (size_t i = 0; i < bodies->n; i++) {
        struct wr_visit_items_put put;
        int rc = wr_json_decode(a->ctx, b[i].body, wr_visit_items_put_fields, &put, sizeof(put));
        if (rc < 0) {
            return rc; /* it was decoded when it was applied */
        }
        const struct wr_visit_answer *found = find_answer(&put.items, code);
        if (found) {
            *ret = *found;
            *ret_found = true;
            return 0;
        }
    }
    return 0;
}

/** Did anybody else change the visit since the version the phone had seen? */
static int is_changed_by_others(struct apply *a, bool *ret)
{
    int64_t base = a->d->base_version > 0 ? a->d->base_version : 1, own = 0;
    *ret = false;
    if (a->visit.version <= base || a->d->decided_ms != 0) {
        return 0;
    }
    int rc = wr_delivery_store_own_changes(a->tx, a->d, a->visit.id, base, &own);
    *ret = rc == 0 && a->visit.version - base > own;
    return rc;
}

/** Would this answer overwrite one that somebody else gave and this phone has not seen? */
static int is_disputed(struct apply *a, const struct wr_list *bodies,
                       const struct wr_visit_item *it, const struct wr_visit_answer *mine,
                       bool *ret)
{
    struct wr_visit_answer own;
    bool found = false;
    *ret = it->result != 0 && !is_same(it, mine);
    if (!*ret) {
        return 0;
    }
    int rc = own_answer(a, bodies, it->code, &own, &found);
    *ret = !found || !is_same(it, &own);
    return rc;
}

/** Part the answers: those to be taken, and those to be decided by a person. */
static int part_answers(struct apply *a, const struct wr_list *answers, struct wr_list *ret_free,
                        struct wr_list *ret_disputes)
{
    struct wr_list items, bodies;
    int rc = wr_visit_items_in(a->tx, &a->visit, &items);
    if (rc == 0) {
        rc = wr_delivery_store_own_answers(a->tx, a->d, a->visit.id, &bodies);
    }
    struct wr_visit_answer *out = wr_arena_array(a->ctx->arena, answers->n + 1, sizeof(*out));
    struct wr_delivery_dispute *dis = wr_arena_array(a->ctx->arena, answers->n + 1, sizeof(*dis));
    if (rc < 0 || !out || !dis) {
        return rc < 0 ? rc : wr_fail(a->ctx, WR_K_memory);
    }
    *ret_free = (struct wr_list){out, 0};
    *ret_disputes = (struct wr_list){dis, 0};
    const struct wr_visit_answer *mine = answers->p;
    const struct wr_visit_item *it = items.p;
    for (size_t i = 0; rc == 0 && i < answers->n; i++) {
        bool disputed = false;
        size_t k = 0;
        while (k < items.n && !wr_str_eq(it[k].code, mine[i].code)) {
            k++;
        }
        rc = k < items.n ? is_disputed(a, &bodies, &it[k], &mine[i], &disputed) : 0;
        if (disputed) {
            dis[ret_disputes->n++] = (struct wr_delivery_dispute){.code = mine[i].code,
                                                                  .mine = mine[i].result,
                                                                  .mine_note = mine[i].note,
                                                                  .theirs = it[k].result,
                                                                  .theirs_note = it[k].note};
        } else {
            out[ret_free->n++] = mine[i];
        }
    }
    return rc;
}

static void tell_disputes(struct apply *a, const struct wr_list *disputes)
{
    struct wr_err kept = a->ctx->err;
    (void)wr_fail(a->ctx, WR_K_delivery_dispute,
                  wr_arena_printf(a->ctx->arena, "%zu", disputes->n));
    a->told->key = wr_str(wr_key_info(a->ctx->err.key)->key);
    a->told->zh = a->ctx->err.zh;
    a->told->en = a->ctx->err.en;
    a->told->disputes = *disputes;
    a->ctx->err = kept;
}

static int apply_items(struct apply *a)
{
    struct wr_visit_items_put in;
    struct wr_list undisputed, disputes = {NULL, 0};
    bool changed = false;
    int rc = wr_json_decode(a->ctx, a->d->body, wr_visit_items_put_fields, &in, sizeof(in));
    if (rc == 0) {
        rc = is_changed_by_others(a, &changed);
    }
    undisputed = in.items;
    if (rc == 0 && changed) {
        rc = part_answers(a, &in.items, &undisputed, &disputes);
    }
    if (rc == 0 && undisputed.n > 0) {
        rc = wr_visit_put_items_in(a->tx, a->visit.id, &undisputed);
    }
    if (rc == 0 && disputes.n > 0) {
        tell_disputes(a, &disputes);
    }
    return rc;
}

/* ---- findings, photos --------------------------------------------------------------------------- */

static int apply_finding(struct apply *a)
{
    struct wr_visit_finding_new in;
    struct wr_visit_finding f;
    int rc = wr_json_decode(a->ctx, a->d->body, wr_visit_finding_new_fields, &in, sizeof(in));
    return rc < 0 ? rc : wr_visit_add_finding_in(a->tx, a->visit.id, &in, &f);
}

struct withdrawal {
    struct wr_str uid;
};
static const struct wr_field withdrawal_fields[] = {
    WR_STR(struct withdrawal, uid, 36, 36, "唯一编号", "uid of the finding"),
    {0},
};

static int apply_withdrawal(struct apply *a)
{
    struct withdrawal in;
    int rc = wr_json_decode(a->ctx, a->d->body, withdrawal_fields, &in, sizeof(in));
    return rc < 0 ? rc : wr_visit_withdraw_finding_in(a->tx, in.uid);
}

static int apply_photo(struct apply *a)
{
    struct wr_visit_photo_due in;
    int rc = wr_json_decode(a->ctx, a->d->body, wr_visit_photo_due_new_fields, &in, sizeof(in));
    return rc < 0 ? rc : wr_visit_photo_due_in(a->tx, a->visit.id, &in);
}

/* ---- the end ------------------------------------------------------------------------------------ */

static int apply_check_out(struct apply *a)
{
    struct wr_visit_check_out in;
    const struct wr_visit *v = &a->visit;
    int rc = wr_json_decode(a->ctx, a->d->body, wr_visit_check_out_fields, &in, sizeof(in));
    if (rc < 0) {
        return rc;
    }
    bool ended = v->state == WR_VISIT_CHECKED_OUT || v->state == WR_VISIT_RATED ||
                 v->state == WR_VISIT_CLOSED;
    if (ended && v->conclusion == in.conclusion && wr_str_eq(v->summary, in.summary)) {
        return 0; /* it came over the network as well, and only the answer was lost */
    }
    in.confirm = true;
    return wr_visit_check_out_at_in(a->tx, v->id, &in, ended_ms(a->d, v));
}

static int apply_cancel(struct apply *a)
{
    struct wr_visit_cancel in;
    int rc = wr_json_decode(a->ctx, a->d->body, wr_visit_cancel_fields, &in, sizeof(in));
    if (rc < 0) {
        return rc;
    }
    if (a->visit.state == WR_VISIT_CANCELLED && wr_str_eq(a->visit.cancel_reason, in.reason)) {
        return 0;
    }
    return wr_visit_cancel_in(a->tx, a->visit.id, in.reason);
}

/* ---- one record --------------------------------------------------------------------------------- */

static int run(struct apply *a)
{
    switch ((enum wr_delivery_kind)a->d->r.kind) {
    case WR_DELIVERY_CHECK_IN:
        return apply_check_in(a);
    case WR_DELIVERY_ITEMS:
        return apply_items(a);
    case WR_DELIVERY_FINDING:
        return apply_finding(a);
    case WR_DELIVERY_FINDING_WITHDRAW:
        return apply_withdrawal(a);
    case WR_DELIVERY_PHOTO:
        return apply_photo(a);
    case WR_DELIVERY_CHECK_OUT:
        return apply_check_out(a);
    case WR_DELIVERY_CANCEL:
        return apply_cancel(a);
    }
    return wr_fail(a->ctx, WR_K_bug, WR_S("kind of delivery"));
}

int wr_delivery_apply_in(struct wr_tx *tx, struct wr_delivery *d, struct wr_delivery_kept *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct apply a = {.tx = tx, .ctx = ctx, .d = d, .told = ret};
    *ret = (struct wr_delivery_kept){0};
    int rc = 0;
    if (d->r.kind != WR_DELIVERY_CHECK_IN) {
        rc = wr_visit_by_client_in(tx, d->visit, &a.visit);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(ctx);
            rc = wr_fail(ctx, WR_K_delivery_visit_unknown);
        }
    }
    rc = rc < 0 ? rc : run(&a);
    if (rc == 0) {
        rc = wr_visit_by_client_in(tx, d->visit, &a.visit);
    }
    if (rc < 0) {
        return rc;
    }
    d->r.visit_id = a.visit.id;
    d->r.visit_version = a.visit.version;
    d->enterprise_id = a.visit.enterprise_id;
    return 0;
}
