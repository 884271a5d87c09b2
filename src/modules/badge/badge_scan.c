/* The enterprise's scan of an officer's code: judged again here, then kept as evidence. */
#include "base/calendar.h"
#include "base/text.h"
#include "modules/badge/badge_store.h"

#include <assert.h>
#include <inttypes.h>

#define AHEAD_MS INT64_C(120000) /* a phone's clock may be this fast */

int wr_officer_scan_get_in(struct wr_tx *tx, int64_t id, struct wr_officer_scan *ret)
{
    return wr_officer_scan_store_get(tx, id, ret);
}

int wr_officer_scan_by_uid_in(struct wr_tx *tx, struct wr_str uid, struct wr_officer_scan *ret)
{
    return wr_officer_scan_store_by_uid(tx, uid, ret);
}

int wr_officer_scan_for_in(struct wr_tx *tx, int64_t enterprise_id, int64_t officer_id,
                           int64_t from_ms, int64_t to_ms, struct wr_officer_scan *ret)
{
    return wr_officer_scan_store_for(tx, enterprise_id, officer_id, from_ms, to_ms, ret);
}

int wr_officer_scan_link_in(struct wr_tx *tx, int64_t id, int64_t visit_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer_scan s;

    int rc = wr_officer_scan_store_get(tx, id, &s);
    if (rc < 0 || s.visit_id == visit_id)
        return rc;
    if (s.visit_id != 0)
        return wr_fail(ctx, WR_K_badge_linked);
    rc = wr_officer_scan_store_link(tx, id, visit_id);
    struct wr_str visit = wr_arena_printf(ctx->arena, "%" PRId64, visit_id);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_OFFICER_SCAN_ENTITY, id, s.enterprise_id,
                                    "officer_scan.link", wr_audit_payload1(ctx, "visit", visit));
}

/* ---- judging ------------------------------------------------------------------------------------- */

struct scan {
    const struct wr_officer_scan_new *in;
    struct wr_officer_code code;
    struct wr_device device;
    int64_t at_ms;
    bool offline;
    struct wr_officer_scan *ret;
};

static int fail_of(struct wr_ctx *ctx, enum wr_code_fault fault, bool offline)
{
    switch (fault) {
    case WR_CODE_GOOD:
        return 0;
    case WR_CODE_FOREIGN:
        return wr_fail(ctx, WR_K_badge_foreign);
    case WR_CODE_DEVICE:
        return wr_fail(ctx, WR_K_badge_device_sig);
    case WR_CODE_WARRANT:
        return wr_fail(ctx, WR_K_badge_warrant);
    case WR_CODE_CERTIFICATE:
        return wr_fail(ctx, WR_K_badge_cert_expired);
    case WR_CODE_EXPIRED:
        return wr_fail(ctx, WR_K_badge_expired);
    case WR_CODE_STALE:
    default:
        return offline ? wr_fail(ctx, WR_K_badge_offline_time) : wr_fail(ctx, WR_K_badge_replayed);
    }
}

/** Which moment counts: now, or when a phone without network says it scanned. */
static int choose_time(struct wr_ctx *ctx, struct scan *s)
{
    int64_t now = wr_ctx_now(ctx);

    s->at_ms = now;
    s->offline = false;
    if (s->in->at_ms == 0 || wr_badge_step_fits(s->code.step, now))
        return 0;
    if (s->in->at_ms > now + AHEAD_MS || s->in->at_ms < now - WR_BADGE_LATE_MS)
        return wr_fail(ctx, WR_K_badge_offline_late,
                       wr_arena_printf(ctx->arena, "%d", (int)(WR_BADGE_LATE_MS / WR_DAY_MS)));
    s->at_ms = s->in->at_ms;
    s->offline = true;
    return 0;
}

/** The phone that the badge names must be registered for that officer, and not have been revoked by then. */
static int load_device(struct wr_tx *tx, struct scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_badge *b = &s->code.badge;
    struct wr_str key = wr_base64url(ctx->arena, b->device_key, sizeof(b->device_key));

    int rc = wr_device_store_by_key(tx, key, &s->device);
    if (rc == WR_ENOTFOUND || (rc == 0 && s->device.officer_id != b->officer_id))
        return wr_fail(ctx, WR_K_badge_unknown_device);
    if (rc == 0 && s->device.revoked && s->device.revoked_ms <= s->at_ms)
        return wr_fail(ctx, WR_K_badge_revoked);
    return rc;
}

static int judge(struct wr_tx *tx, struct scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool own = true;

    assert(ctx->keys);
    if (!wr_officer_code_parse(ctx->arena, s->in->code, &s->code))
        return wr_fail(ctx, WR_K_badge_syntax);
    int rc = choose_time(ctx, s);
    if (rc == 0)
        rc = fail_of(ctx, wr_officer_code_check(ctx->arena, &s->code, ctx->keys, s->at_ms),
                     s->offline);
    if (rc == 0)
        rc = load_device(tx, s);
    if (rc == 0 && s->code.task.plate.n > 0)
        rc = wr_badge_store_plate_of(tx, s->code.task.plate, ctx->actor.enterprise_id, &own);
    return rc == 0 && !own ? wr_fail(ctx, WR_K_badge_other_enterprise) : rc;
}

static int approval_of(struct wr_tx *tx, const struct scan *s, int64_t *ret)
{
    const struct wr_task *t = &s->code.task;
    bool stands = false;

    *ret = WR_SCAN_UNAPPROVED;
    if (!s->code.has_task || t->mission_id == 0)
        return 0;
    int rc = wr_badge_store_stands(tx, t->mission_id, t->officer_id, &stands);
    *ret = !stands                         ? WR_SCAN_WITHDRAWN
           : wr_task_day_fits(t, s->at_ms) ? WR_SCAN_APPROVED
                                           : WR_SCAN_OTHER_DAY;
    return rc;
}

/* ---- keeping ------------------------------------------------------------------------------------- */

static struct wr_str present(struct wr_str s)
{
    return s.p ? s : WR_S("");
}

/** The task part of the code, as text. */
static struct wr_str task_text(const struct wr_officer_code *c)
{
    struct wr_str rest = c->text;

    (void)wr_str_cut(&rest, '.');
    return present(wr_str_cut(&rest, '.'));
}

static int keep(struct wr_tx *tx, struct scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_officer_code *c = &s->code;
    struct wr_officer_scan r = {.uid = s->in->uid,
                                .enterprise_id = ctx->actor.enterprise_id,
                                .officer_id = c->badge.officer_id,
                                .officer_name = c->badge.name,
                                .unit = present(c->badge.unit),
                                .cert_no = c->badge.cert_no,
                                .device_id = s->device.id,
                                .step = c->step,
                                .code = c->text,
                                .kind = present(c->task.kind),
                                .insp_class = present(c->task.insp_class),
                                .source = present(c->task.source),
                                .evidence_ref = present(c->task.evidence_ref),
                                .basis = present(c->task.basis),
                                .mission_number = present(c->task.number),
                                .mission_id = c->task.mission_id,
                                .at_ms = s->at_ms,
                                .received_ms = wr_ctx_now(ctx),
                                .offline = s->offline,
                                .user_id = ctx->actor.user_id};

    int rc = approval_of(tx, s, &r.approval);
    if (rc == 0)
        rc = wr_officer_scan_store_insert(tx, &r, task_text(c), &r.id);
    if (rc < 0)
        return rc;
    struct wr_str approval = wr_str(wr_enum_item(wr_scan_approvals, r.approval)->name);
    rc = wr_audit_append(tx, &WR_OFFICER_SCAN_ENTITY, r.id, r.enterprise_id, "officer_scan.add",
                         wr_audit_payload2(ctx, "approval", approval, "how",
                                           r.offline ? WR_S("offline") : WR_S("online")));
    return rc < 0 ? rc : wr_officer_scan_store_get(tx, r.id, s->ret);
}

/** The same code scanned before: by this enterprise it is the same scan, by another one it is refused. */
static int same_code(struct wr_tx *tx, struct scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer_scan old;

    int rc = wr_officer_scan_store_by_step(tx, s->device.id, s->code.step, &old);
    if (rc < 0)
        return rc;
    if (old.enterprise_id != ctx->actor.enterprise_id)
        return wr_fail(ctx, WR_K_badge_used);
    *s->ret = old;
    return 0;
}

/** The same uid again: an answer that got lost. */
static int same_uid(struct wr_tx *tx, struct scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer_code code;
    struct wr_officer_scan old;

    int rc = wr_officer_scan_store_by_uid(tx, s->in->uid, &old);
    if (rc < 0)
        return rc;
    if (old.enterprise_id != ctx->actor.enterprise_id ||
        !wr_officer_code_parse(ctx->arena, s->in->code, &code) || !wr_str_eq(code.text, old.code))
        return wr_fail(ctx, WR_K_badge_uid_used);
    *s->ret = old;
    return 0;
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct scan *s = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = same_uid(tx, s);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    rc = judge(tx, s);
    if (rc == 0)
        rc = same_code(tx, s);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    return keep(tx, s);
}

int wr_officer_scan_svc_add(struct wr_ctx *ctx, const struct wr_officer_scan_new *in,
                            struct wr_officer_scan *ret)
{
    struct scan s = {.in = in, .ret = ret};

    if (!wr_badge_uuid(in->uid))
        wr_fault(ctx, WR_S("uid"), WR_K_visit_uuid, in->uid);
    int rc = wr_faults_end(ctx);
    if (rc == 0 && ctx->actor.enterprise_id == 0)
        rc = wr_fail(ctx, WR_K_denied, WR_S("企业账号 (an enterprise's account)"));
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "officer_scan.add", add_tx, &s);
}

/* ---- list ---------------------------------------------------------------------------------------- */

struct list {
    struct wr_officer_scan_query q;
    int64_t district_id, limit;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list *l = arg;
    return wr_officer_scan_store_list(tx, &l->q, l->district_id, l->limit, l->ret);
}

int wr_officer_scan_svc_list(struct wr_ctx *ctx, const struct wr_officer_scan_query *q,
                             struct wr_list *ret, struct wr_str *ret_next)
{
    struct list l = {.q = *q,
                     .district_id = ctx->actor.district_id,
                     .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT,
                     .ret = ret};

    if (!wr_actor_has(&ctx->actor, WR_ROLE_STAFF)) { /* a contact sees the enterprise's own */
        l.q.enterprise_id = ctx->actor.enterprise_id;
        l.district_id = 0;
        if (l.q.enterprise_id == 0)
            return wr_fail(ctx, WR_K_denied, WR_S("企业账号 (an enterprise's account)"));
    }
    int rc = wr_tx_run(ctx, WR_TX_READ, "officer_scan.list", list_tx, &l);
    if (rc < 0)
        return rc;
    const struct wr_officer_scan *s = ret->p;
    *ret_next = (struct wr_str){0};
    if (ret->n == (size_t)l.limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, s[ret->n - 1].id);
    return 0;
}
