/* What follows a visit: result, disputes about refusals and offline records, filings, closing. */
#include "modules/visit/visit_life.h"
#include "modules/visit/visit_mission_use.h"

#include <inttypes.h>

#define CLOSE_AT_ONCE_MAX 200

struct work {
    int64_t id;
    const void *in;
    struct wr_str text;
};

static int note_leaf(struct wr_tx *tx, const struct wr_visit *v, const char *action,
                     struct wr_str payload)
{
    return wr_audit_append(tx, &WR_VISIT_ENTITY, v->id, v->enterprise_id, action, payload);
}

/** Run one use case, then read the visit again and tell the live pages. */
static int run(struct wr_ctx *ctx, const char *name, int (*fn)(struct wr_tx *, void *),
               struct work *w, struct wr_visit *ret)
{
    int rc = wr_tx_run(ctx, WR_TX_WRITE, name, fn, w);
    rc = rc < 0 ? rc : wr_visit_svc_get(ctx, w->id, ret);
    if (rc == 0) {
        wr_visit_tell(ctx, ret);
    }
    return rc;
}

/* ---- result ------------------------------------------------------------------------------------- */

int wr_visit_tell_result_in(struct wr_tx *tx, int64_t id, const struct wr_visit_result *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    int rc = wr_visit_load_own_in(tx, id, WR_ACT_TELL, &v);
    if (rc < 0) {
        return rc;
    }
    if (v.told_ms != 0) {
        return wr_fail(ctx, WR_K_visit_told);
    }
    rc = wr_visit_store_told(tx, id, in, wr_ctx_now(ctx));
    return rc < 0 ? rc
                  : note_leaf(tx, &v, "visit.result",
                              wr_audit_payload1(ctx, "how",
                                                wr_str(wr_enum_item(wr_told_hows, in->how)->name)));
}

static int tell_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_tell_result_in(tx, w->id, w->in);
}

int wr_visit_svc_tell_result(struct wr_ctx *ctx, int64_t id, const struct wr_visit_result *in,
                             struct wr_visit *ret)
{
    struct work w = {.id = id, .in = in};
    return run(ctx, "visit.result", tell_tx, &w, ret);
}

/* ---- refusals ----------------------------------------------------------------------------------- */

static int contest_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    int rc = wr_visit_load_own_in(tx, w->id, WR_ACT_CONTEST, &v);
    if (rc < 0) {
        return rc;
    }
    if (v.contest_ms != 0 || v.refusal_decided_ms != 0) {
        return wr_fail(ctx, WR_K_visit_contested);
    }
    rc = wr_visit_store_contest(tx, w->id, w->text, wr_ctx_now(ctx));
    return rc < 0 ? rc
                  : note_leaf(tx, &v, "visit.contest", wr_audit_payload1(ctx, "reason", w->text));
}

int wr_visit_svc_contest(struct wr_ctx *ctx, int64_t id, struct wr_str reason, struct wr_visit *ret)
{
    struct work w = {.id = id, .text = reason};
    return run(ctx, "visit.contest", contest_tx, &w, ret);
}

static int judge_refusal_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_refusal_verdict *in = w->in;
    struct wr_visit v;
    int rc = wr_visit_load_in(tx, w->id, &v);
    rc = rc < 0 ? rc : wr_visit_check_state(ctx, &v, WR_ACT_CONTEST);
    if (rc < 0) {
        return rc;
    }
    if (wr_visit_is_own(ctx, &v)) {
        return wr_fail(ctx, WR_K_visit_own_conflict);
    }
    if (v.refusal_decided_ms != 0) {
        return wr_fail(ctx, WR_K_visit_contested);
    }
    rc = wr_visit_store_judge_refusal(tx, w->id, in, wr_ctx_now(ctx));
    return rc < 0 ? rc
                  : note_leaf(tx, &v, "visit.refusal_decision",
                              wr_audit_payload1(
                                  ctx, "decision",
                                  wr_str(wr_enum_item(wr_refusal_decisions, in->decision)->name)));
}

int wr_visit_svc_judge_refusal(struct wr_ctx *ctx, int64_t id, const struct wr_refusal_verdict *in,
                               struct wr_visit *ret)
{
    struct work w = {.id = id, .in = in};
    return run(ctx, "visit.refusal_decision", judge_refusal_tx, &w, ret);
}

/* ---- records against the rules ------------------------------------------------------------------- */

static int decide_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_visit_decision *in = w->in;
    struct wr_visit v;
    int rc = wr_visit_load_in(tx, w->id, &v);
    if (rc < 0) {
        return rc;
    }
    if (v.conflict != WR_CONFLICT_OPEN) {
        return wr_fail(ctx, WR_K_visit_no_conflict);
    }
    if (wr_visit_is_own(ctx, &v)) {
        return wr_fail(ctx, WR_K_visit_own_conflict);
    }
    rc = wr_visit_store_decide(tx, w->id, in, ctx->actor.user_id, wr_ctx_now(ctx));
    return rc < 0
               ? rc
               : note_leaf(tx, &v, "visit.conflict",
                           wr_audit_payload2(ctx, "decision",
                                             wr_str(wr_enum_item(wr_conflicts, in->decision)->name),
                                             "reason", in->reason));
}

int wr_visit_svc_decide(struct wr_ctx *ctx, int64_t id, const struct wr_visit_decision *in,
                        struct wr_visit *ret)
{
    struct work w = {.id = id, .in = in};
    return run(ctx, "visit.conflict", decide_tx, &w, ret);
}

static int file_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_no_code_filing *in = w->in;
    struct wr_visit v;
    int rc = wr_visit_load_in(tx, w->id, &v);
    if (rc < 0) {
        return rc;
    }
    if (!wr_visit_is_own(ctx, &v) && !wr_actor_has(&ctx->actor, WR_ROLE_ADMINS)) {
        return wr_fail(ctx, WR_K_visit_not_yours);
    }
    if (v.no_code_due.n == 0 || v.no_code_filed_ms != 0) {
        return wr_fail(ctx, WR_K_visit_not_due);
    }
    rc = wr_visit_store_file_no_code(tx, w->id, in->ref, wr_ctx_now(ctx));
    return rc < 0
               ? rc
               : note_leaf(tx, &v, "visit.no_code_filing", wr_audit_payload1(ctx, "ref", in->ref));
}

int wr_visit_svc_file_no_code(struct wr_ctx *ctx, int64_t id, const struct wr_no_code_filing *in,
                              struct wr_visit *ret)
{
    struct work w = {.id = id, .in = in};
    return run(ctx, "visit.no_code_filing", file_tx, &w, ret);
}

int wr_visit_complete_approval_in(struct wr_tx *tx, const struct wr_mission *m)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_visit v = {.id = m->visit_id, .enterprise_id = m->enterprise_id};
    int rc = wr_visit_store_set_mission(tx, m->visit_id, m->id);
    return rc < 0
               ? rc
               : note_leaf(tx, &v, "visit.approval", wr_audit_payload1(ctx, "number", m->number));
}

/* ---- closing ------------------------------------------------------------------------------------ */

int wr_visit_close_in(struct wr_tx *tx, int64_t id, int64_t enterprise_id)
{
    const struct wr_visit v = {.id = id, .enterprise_id = enterprise_id};
    int rc = wr_visit_store_close(tx, id, wr_ctx_now(wr_tx_ctx(tx)));
    return rc < 0 ? rc : note_leaf(tx, &v, "visit.close", (struct wr_str){NULL, 0});
}

/** How many days after the telling is for the policy of the visit's day to say; it is never less than one. */
static int close_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t now_ms = wr_ctx_now(ctx);
    struct wr_list due;
    (void)arg;
    int rc = wr_visit_store_closable(tx, now_ms - WR_DAY_MS, CLOSE_AT_ONCE_MAX, &due);
    const struct wr_visit_closing *c = due.p;
    for (size_t i = 0; rc == 0 && i < due.n; i++) {
        const struct wr_visit_policy *p;
        rc = wr_visit_policy_on(ctx, c[i].checked_in_ms, &p);
        if (rc < 0 || c[i].told_ms + p->rating.days * WR_DAY_MS > now_ms) {
            continue;
        }
        rc = wr_visit_close_in(tx, c[i].id, c[i].enterprise_id);
    }
    return rc;
}

int wr_visit_svc_close_due(struct wr_ctx *ctx)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "visit.close_due", close_tx, NULL);
}
