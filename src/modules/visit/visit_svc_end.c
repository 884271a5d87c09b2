/* How a visit ends: check-out, cancelling, the enterprise's refusal; and its rating. */
#include "modules/visit/visit_use.h"

#include <inttypes.h>

struct work {
    int64_t id;
    const void *in;
    struct wr_visit *visit;
    struct wr_str text;
};

static struct wr_str number(struct wr_ctx *ctx, int64_t n)
{
    return wr_arena_printf(ctx->arena, "%" PRId64, n);
}

int wr_visit_load_as_enterprise_in(struct wr_tx *tx, int64_t id, enum wr_visit_act act,
                                   struct wr_visit *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_visit_load_in(tx, id, ret);
    if (rc == 0 &&
        (ctx->actor.enterprise_id == 0 || ctx->actor.enterprise_id != ret->enterprise_id)) {
        return wr_fail(ctx, WR_K_not_found, WR_S("该次入企 visit"));
    }
    return rc < 0 ? rc : wr_visit_check_state(ctx, ret, act);
}

/* ---- check-out ---------------------------------------------------------------------------------- */

static bool shows(const struct wr_list *photos, const struct wr_list *due, struct wr_str code)
{
    const struct wr_visit_photo *p = photos->p;
    const struct wr_visit_photo_due *d = due->p;
    bool found = false;
    for (size_t i = 0; !found && i < photos->n; i++) {
        found = wr_str_eq(p[i].item_code, code);
    }
    for (size_t i = 0; !found && i < due->n; i++) {
        found = wr_str_eq(d[i].item_code, code);
    }
    return found;
}

/** Items whose answer needs a picture have one, or the record tells that it will come. */
static int check_evidence(struct wr_tx *tx, const struct wr_visit *v, const struct wr_list *items)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list photos, due;
    int rc = wr_visit_store_photos(tx, v->id, &photos);
    rc = rc < 0 ? rc : wr_visit_store_photos_due(tx, v->id, &due);
    const struct wr_visit_item *it = items->p;
    for (size_t i = 0; rc == 0 && i < items->n; i++) {
        bool answered = it[i].result == WR_ITEM_OK || it[i].result == WR_ITEM_PROBLEM;
        if (answered && it[i].evidence.n > 0 && !shows(&photos, &due, it[i].code)) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "items." WR_FMT, WR_ARG(it[i].code)),
                     WR_K_visit_item_photo, ((struct wr_str){NULL, 0}),
                     ctx->lang == WR_LANG_EN ? it[i].text_en : it[i].text_zh);
        }
    }
    return rc;
}

static int check_open_items(struct wr_tx *tx, const struct wr_visit *v)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list items;
    int rc = wr_visit_items_in(tx, v, &items);
    rc = rc < 0 ? rc : check_evidence(tx, v, &items);
    const struct wr_visit_item *it = items.p;
    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        if (it[i].required && it[i].result == 0) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "items." WR_FMT, WR_ARG(it[i].code)),
                     WR_K_visit_item_open, ((struct wr_str){NULL, 0}),
                     ctx->lang == WR_LANG_EN ? it[i].text_en : it[i].text_zh);
        }
    }
    return rc;
}

static int check_end(struct wr_tx *tx, const struct wr_visit *v,
                     const struct wr_visit_check_out *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = check_open_items(tx, v);
    if (rc < 0) {
        return rc;
    }
    if (v->findings_n > 0 && in->conclusion == WR_CONCLUSION_NONE) {
        wr_fault(ctx, WR_S("conclusion"), WR_K_visit_conclusion_findings, WR_S("none"),
                 number(ctx, v->findings_n));
    }
    if (!wr_visit_rules_conclusion_fits(v->kind, in->conclusion)) {
        wr_fault(ctx, WR_S("conclusion"), WR_K_visit_conclusion_kind,
                 wr_str(wr_enum_item(wr_conclusions, in->conclusion)->name));
    }
    return wr_faults_end(ctx);
}

/** The enterprise scanned the officer's code after the check-in. */
static int take_scan(struct wr_tx *tx, struct wr_visit *v, int64_t at_ms)
{
    int rc = wr_visit_scan_find_in(tx, v, (struct wr_str){NULL, 0}, at_ms, &v->scan_id);
    if (rc < 0 || v->scan_id == 0) {
        return rc;
    }
    rc = wr_visit_store_set_scan(tx, v->id, v->scan_id);
    return rc < 0 ? rc : wr_visit_scan_link_in(tx, v->scan_id, v->id);
}

int wr_visit_check_out_in(struct wr_tx *tx, int64_t id, const struct wr_visit_check_out *in)
{
    return wr_visit_check_out_at_in(tx, id, in, wr_ctx_now(wr_tx_ctx(tx)));
}

int wr_visit_check_out_at_in(struct wr_tx *tx, int64_t id, const struct wr_visit_check_out *in,
                             int64_t at_ms)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    int rc = wr_visit_load_own_in(tx, id, WR_ACT_CHECK_OUT, &v);
    if (rc == 0) {
        rc = check_end(tx, &v, in);
    }
    if (rc == 0) {
        at_ms = at_ms > v.checked_in_ms ? at_ms : v.checked_in_ms;
        rc = wr_visit_store_check_out(tx, id, in->conclusion, in->summary, at_ms);
    }
    if (rc == 0 && v.scan_id == 0) {
        rc = take_scan(tx, &v, at_ms);
    }
    if (rc < 0) {
        return rc;
    }
    return wr_audit_append(
        tx, &WR_VISIT_ENTITY, id, v.enterprise_id, "visit.check_out",
        wr_audit_payload2(ctx, "conclusion",
                          wr_str(wr_enum_item(wr_conclusions, in->conclusion)->name), "findings",
                          number(ctx, v.findings_n)));
}

static int check_out_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_check_out_in(tx, w->id, w->in);
}

/** The checks of a check-out without its writes. */
static int look_at_end_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_visit v;
    int rc = wr_visit_load_own_in(tx, w->id, WR_ACT_CHECK_OUT, &v);
    return rc < 0 ? rc : check_end(tx, &v, w->in);
}

int wr_visit_svc_check_out(struct wr_ctx *ctx, int64_t id, const struct wr_visit_check_out *in,
                           struct wr_visit *ret)
{
    struct work w = {.id = id, .in = in};
    int rc = in->confirm ? wr_tx_run(ctx, WR_TX_WRITE, "visit.check_out", check_out_tx, &w)
                         : wr_tx_run(ctx, WR_TX_READ, "visit.check_out_look", look_at_end_tx, &w);
    if (rc == 0) {
        rc = wr_visit_svc_get(ctx, id, ret);
    }
    if (rc < 0) {
        return rc;
    }
    if (in->confirm) {
        wr_visit_tell(ctx, ret);
    } else {
        ret->conclusion = in->conclusion;
        ret->summary = in->summary;
    }
    return 0;
}

static bool has_answers(const struct wr_list *items)
{
    const struct wr_visit_item *it = items->p;
    for (size_t i = 0; i < items->n; i++) {
        if (it[i].result != 0) {
            return true;
        }
    }
    return false;
}

static int cancel(struct wr_tx *tx, int64_t id, struct wr_str reason, struct wr_visit *v)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list items;
    int rc = wr_visit_load_in(tx, id, v);
    if (rc == 0 && !wr_visit_is_own(ctx, v) && !wr_actor_has(&ctx->actor, WR_ROLE_ADMINS)) {
        rc = wr_fail(ctx, WR_K_visit_not_yours);
    }
    if (rc == 0) {
        rc = wr_visit_check_state(ctx, v, WR_ACT_CANCEL);
    }
    if (rc == 0) {
        rc = wr_visit_store_items(tx, v->id, &items);
    }
    if (rc < 0) {
        return rc;
    }
    if (v->findings_n > 0 || has_answers(&items)) {
        return wr_fail(ctx, WR_K_visit_cancel_started);
    }
    rc = wr_visit_store_cancel(tx, v->id, reason, wr_ctx_now(ctx));
    if (rc == 0) {
        rc = wr_visit_store_free_slot(tx, v->id);
    }
    v->state = WR_VISIT_CANCELLED;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_VISIT_ENTITY, v->id, v->enterprise_id, "visit.cancel",
                                    wr_audit_payload1(ctx, "reason", reason));
}

int wr_visit_cancel_in(struct wr_tx *tx, int64_t id, struct wr_str reason)
{
    struct wr_visit v;
    return cancel(tx, id, reason, &v);
}

static int cancel_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return cancel(tx, w->id, w->text, w->visit);
}

int wr_visit_svc_cancel(struct wr_ctx *ctx, int64_t id, struct wr_str reason)
{
    struct wr_visit v;
    struct work w = {.id = id, .visit = &v, .text = reason};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "visit.cancel", cancel_tx, &w);
    if (rc == 0) {
        wr_visit_tell(ctx, &v);
    }
    return rc;
}

static int refuse_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_visit_refusal *in = w->in;
    struct wr_visit *v = w->visit;
    int rc = wr_visit_load_as_enterprise_in(tx, w->id, WR_ACT_REFUSE, v);
    if (rc == 0) {
        rc = wr_visit_store_refuse(tx, v->id, in->reason, in->note, wr_ctx_now(ctx));
    }
    if (rc == 0) {
        rc = wr_visit_store_free_slot(tx, v->id);
    }
    v->state = WR_VISIT_REFUSED;
    return rc < 0 ? rc
                  : wr_audit_append(
                        tx, &WR_VISIT_ENTITY, v->id, v->enterprise_id, "visit.refuse",
                        wr_audit_payload1(ctx, "reason",
                                          wr_str(wr_enum_item(wr_refusals, in->reason)->name)));
}

int wr_visit_svc_refuse(struct wr_ctx *ctx, int64_t id, const struct wr_visit_refusal *in)
{
    struct wr_visit v;
    struct work w = {.id = id, .in = in, .visit = &v};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "visit.refuse", refuse_tx, &w);
    if (rc == 0) {
        wr_visit_tell(ctx, &v);
    }
    return rc;
}

/* ---- rating ------------------------------------------------------------------------------------- */

static void check_tags(struct wr_ctx *ctx, const struct wr_list *tags)
{
    const struct wr_str *t = tags->p;
    for (size_t i = 0; i < tags->n; i++) {
        if (wr_enum_value(wr_rating_tags, t[i]) < 0) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "tags[%zu]", i), WR_K_input_enum, t[i],
                     WR_S("attitude, clear_basis, disturbing, no_scan, helpful, gift_hint"));
        }
    }
}

static struct wr_str tags_json(struct wr_ctx *ctx, const struct wr_list *tags)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    const struct wr_str *t = tags->p;
    wr_buf_init(&b, 1024);
    wr_buf_c(&b, '[');
    for (size_t i = 0; i < tags->n; i++) {
        wr_buf_str(&b, i > 0 ? WR_S(",") : WR_S(""));
        wr_json_quote(&b, t[i]);
    }
    wr_buf_c(&b, ']');
    return b.failed ? (struct wr_str){NULL, 0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

int wr_visit_rate_in(struct wr_tx *tx, int64_t id, const struct wr_visit_rating_new *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    struct wr_visit_rating r;
    check_tags(ctx, &in->tags);
    int rc = wr_faults_end(ctx);
    if (rc == 0) {
        rc = wr_visit_load_as_enterprise_in(tx, id, WR_ACT_RATE, &v);
    }
    if (rc < 0) {
        return rc;
    }
    rc = wr_visit_store_rating(tx, id, &r);
    if (rc != WR_ENOTFOUND) {
        return rc < 0 ? rc : wr_fail(ctx, WR_K_visit_rated);
    }
    wr_err_reset(ctx);
    r = (struct wr_visit_rating){.visit_id = id,
                                 .score = in->score,
                                 .tags_json = tags_json(ctx, &in->tags),
                                 .text = in->text,
                                 .created_ms = wr_ctx_now(ctx)};
    rc = wr_visit_store_add_rating(tx, &r, &r.id);
    /* Not the visit's own row: its version, state and receipt must not tell the rated unit that it was rated. */
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_RATING_ENTITY, r.id, v.enterprise_id, "visit.rate",
                                    (struct wr_str){NULL, 0});
}

static int rate_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_rate_in(tx, w->id, w->in);
}

int wr_visit_svc_rate(struct wr_ctx *ctx, int64_t id, const struct wr_visit_rating_new *in)
{
    struct work w = {.id = id, .in = in};
    return wr_tx_run(ctx, WR_TX_WRITE, "visit.rate", rate_tx, &w);
}
