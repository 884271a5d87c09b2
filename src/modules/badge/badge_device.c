/* Officers' phones: registered, listed, revoked; badges and warrants signed for them. */
#include "base/calendar.h"
#include "base/text.h"
#include "modules/badge/badge_store.h"
#include "modules/officer/officer_svc.h"

#include <assert.h>
#include <inttypes.h>

#define REVOKERS (WR_ROLE_ADMINS | WR_ROLE_SECADMIN)

int wr_device_find_in(struct wr_tx *tx, struct wr_str uid, struct wr_device *ret)
{
    return wr_device_store_by_uid(tx, uid, ret);
}

int wr_device_seen_in(struct wr_tx *tx, int64_t id)
{
    return wr_device_store_seen(tx, id, wr_ctx_now(wr_tx_ctx(tx)));
}

static int leaf(struct wr_tx *tx, const struct wr_device *d, const char *action, const char *key,
                struct wr_str value)
{
    return wr_audit_append(tx, &WR_DEVICE_ENTITY, d->id, 0, action,
                           wr_audit_payload2(wr_tx_ctx(tx), "device", d->uid, key, value));
}

/* ---- register ---------------------------------------------------------------------------------- */

struct add {
    const struct wr_device_new *in;
    struct wr_device *ret;
};

static bool is_key(struct wr_arena *a, struct wr_str text)
{
    return wr_unbase64url(a, text).n == WR_ED25519_PUBLIC;
}

static int check_new(struct wr_ctx *ctx, const struct wr_device_new *in)
{
    if (!wr_badge_uuid(in->uid))
        wr_fault(ctx, WR_S("uid"), WR_K_visit_uuid, in->uid);
    if (!is_key(ctx->arena, in->public_key))
        wr_fault(ctx, WR_S("public_key"), WR_K_device_key, in->public_key);
    int rc = wr_faults_end(ctx);
    if (rc == 0 && (ctx->actor.officer_id == 0 || ctx->actor.user_id == 0))
        rc = wr_fail(ctx, WR_K_badge_no_officer);
    return rc;
}

/** The device that has this uid or this key already, if any. */
static int known(struct wr_tx *tx, const struct wr_device_new *in, struct wr_device *ret)
{
    int rc = wr_device_store_by_uid(tx, in->uid, ret);
    if (rc == WR_ENOTFOUND)
        rc = wr_device_store_by_key(tx, in->public_key, ret);
    return rc;
}

static int insert(struct wr_tx *tx, const struct wr_device_new *in, struct wr_device *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_device d = {.uid = in->uid,
                          .user_id = ctx->actor.user_id,
                          .officer_id = ctx->actor.officer_id,
                          .name = in->name,
                          .public_key = in->public_key,
                          .created_ms = wr_ctx_now(ctx)};
    int64_t live = 0;

    int rc = wr_device_store_live_n(tx, d.user_id, &live);
    if (rc == 0 && live >= WR_DEVICES_MAX)
        rc = wr_fail(ctx, WR_K_device_too_many, wr_arena_printf(ctx->arena, "%d", WR_DEVICES_MAX));
    if (rc == 0)
        rc = wr_device_store_insert(tx, &d, &d.id);
    if (rc == 0)
        rc = leaf(tx, &d, "device.add", "name", d.name);
    return rc < 0 ? rc : wr_device_store_by_uid(tx, d.uid, ret);
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct add *x = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_device old;

    int rc = known(tx, x->in, &old);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return insert(tx, x->in, x->ret);
    }
    if (rc < 0)
        return rc;
    if (old.user_id != ctx->actor.user_id || old.officer_id != ctx->actor.officer_id ||
        !wr_str_eq(old.uid, x->in->uid) || !wr_str_eq(old.public_key, x->in->public_key))
        return wr_fail(ctx, WR_K_device_taken);
    if (old.revoked)
        return wr_fail(ctx, WR_K_device_revoked);
    *x->ret = old;
    return 0;
}

int wr_device_svc_add(struct wr_ctx *ctx, const struct wr_device_new *in, struct wr_device *ret)
{
    int rc = check_new(ctx, in);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "device.add", add_tx, &(struct add){in, ret});
}

/* ---- list ---------------------------------------------------------------------------------------- */

struct list {
    const struct wr_device_query *q;
    int64_t user_id, district_id, limit;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list *l = arg;
    return wr_device_store_list(tx, l->q, l->user_id, l->district_id, l->limit, l->ret);
}

int wr_device_svc_list(struct wr_ctx *ctx, const struct wr_device_query *q, struct wr_list *ret,
                       struct wr_str *ret_next)
{
    bool others = wr_actor_has(&ctx->actor, REVOKERS);
    struct list l = {.q = q,
                     .user_id = others ? 0 : ctx->actor.user_id,
                     .district_id = others ? ctx->actor.district_id : 0,
                     .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT,
                     .ret = ret};

    int rc = wr_tx_run(ctx, WR_TX_READ, "device.list", list_tx, &l);
    if (rc < 0)
        return rc;
    const struct wr_device *d = ret->p;
    *ret_next = (struct wr_str){0};
    if (ret->n == (size_t)l.limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, d[ret->n - 1].id);
    return 0;
}

/* ---- revoke -------------------------------------------------------------------------------------- */

struct revoke {
    struct wr_str uid, reason;
    struct wr_device *ret;
};

static int may_revoke(struct wr_tx *tx, const struct wr_device *d, bool *ret)
{
    const struct wr_actor *who = &wr_tx_ctx(tx)->actor;
    int64_t district = 0;

    *ret = who->system || d->user_id == who->user_id;
    if (*ret || !wr_actor_has(who, REVOKERS))
        return 0;
    int rc = wr_device_store_district(tx, d->id, &district);
    *ret = who->district_id == 0 || who->district_id == district;
    return rc;
}

static int revoke_tx(struct wr_tx *tx, void *arg)
{
    struct revoke *r = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_device d;
    bool may = false;

    int rc = wr_device_store_by_uid(tx, r->uid, &d);
    if (rc == 0)
        rc = may_revoke(tx, &d, &may);
    if (rc == WR_ENOTFOUND || (rc == 0 && !may))
        return wr_fail(ctx, WR_K_not_found, WR_S("该设备 device"));
    if (rc == 0 && d.revoked)
        return wr_fail(ctx, WR_K_device_revoked);
    if (rc == 0)
        rc = wr_device_store_revoke(tx, d.id, wr_ctx_now(ctx), r->reason);
    if (rc == 0)
        rc = leaf(tx, &d, "device.revoke", "reason", r->reason);
    return rc < 0 ? rc : wr_device_store_by_uid(tx, r->uid, r->ret);
}

int wr_device_svc_revoke(struct wr_ctx *ctx, struct wr_str uid, struct wr_str reason,
                         struct wr_device *ret)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "device.revoke", revoke_tx,
                     &(struct revoke){uid, reason, ret});
}

/* ---- badge and warrants -------------------------------------------------------------------------- */

struct issue {
    struct wr_str uid;
    struct wr_badge_issued *ret;
};

static const struct wr_signing_key *newest_key(const struct wr_ctx *ctx)
{
    assert(ctx->keys && ctx->keys->n_plate > 0);
    return &ctx->keys->plate[ctx->keys->n_plate - 1];
}

/** The actor's own live phone. */
static int own_device(struct wr_tx *tx, struct wr_str uid, struct wr_device *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_device_store_by_uid(tx, uid, ret);
    if (rc == WR_ENOTFOUND || (rc == 0 && (ret->user_id != ctx->actor.user_id ||
                                           ret->officer_id != ctx->actor.officer_id)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该设备 device"));
    return rc == 0 && ret->revoked ? wr_fail(ctx, WR_K_device_revoked) : rc;
}

static int fit_officer(struct wr_tx *tx, const struct wr_device *d, struct wr_str day,
                       struct wr_officer *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_officer_get_in(tx, d->officer_id, ret);
    if (rc < 0)
        return rc;
    if (!ret->in_post)
        return wr_fail(ctx, WR_K_badge_not_in_post);
    if (ret->cert_no.n == 0 || wr_officer_cert_state(ret, day) != WR_CERT_VALID)
        return wr_fail(ctx, WR_K_badge_no_certificate);
    return 0;
}

static int sign_badge(struct wr_ctx *ctx, const struct wr_device *d, const struct wr_officer *o,
                      struct wr_badge_issued *ret)
{
    struct wr_arena *a = ctx->arena;
    const struct wr_signing_key *key = newest_key(ctx);
    struct wr_badge b = {.kid = wr_str(key->kid),
                         .officer_id = o->id,
                         .name = wr_badge_line(a, o->name, WR_BADGE_NAME_MAX),
                         .unit = wr_badge_line(a, o->unit, WR_BADGE_UNIT_MAX),
                         .cert_no = wr_badge_line(a, o->cert_no, WR_BADGE_CERT_MAX),
                         .cert_to = o->cert_to,
                         .issued_s = wr_ctx_now(ctx) / 1000,
                         .expires_s = wr_badge_expiry_s(wr_ctx_now(ctx), o->cert_to)};
    struct wr_str public_key = wr_unbase64url(a, d->public_key);

    if (public_key.n != sizeof(b.device_key))
        return wr_fail(ctx, WR_K_device_key);
    memcpy(b.device_key, public_key.p, sizeof(b.device_key));
    *ret = (struct wr_badge_issued){.badge = wr_badge_issue(a, key, &b),
                                    .issued_ms = b.issued_s * 1000,
                                    .expires_ms = b.expires_s * 1000,
                                    .officer_id = b.officer_id,
                                    .name = b.name,
                                    .unit = b.unit,
                                    .cert_no = b.cert_no,
                                    .cert_to = b.cert_to};
    return ret->badge.p ? 0 : wr_fail(ctx, WR_K_memory);
}

static int sign_warrant(struct wr_ctx *ctx, int64_t officer_id, struct wr_warrant *w)
{
    struct wr_arena *a = ctx->arena;
    const struct wr_signing_key *key = newest_key(ctx);
    struct wr_task t = {.kid = wr_str(key->kid),
                        .officer_id = officer_id,
                        .mission_id = w->mission_id,
                        .number = wr_badge_line(a, w->number, WR_BADGE_NUMBER_MAX),
                        .plate = w->plate_code,
                        .kind = w->kind,
                        .insp_class = w->insp_class,
                        .source = w->source,
                        .evidence_ref = wr_badge_line(a, w->evidence_ref, WR_BADGE_REF_MAX),
                        .basis = wr_badge_line(a, w->basis, WR_BADGE_BASIS_MAX),
                        .from = w->planned_from,
                        .to = w->planned_to};

    w->task = wr_task_issue(a, key, &t);
    return w->task.p ? 0 : wr_fail(ctx, WR_K_memory);
}

static int issue_tx(struct wr_tx *tx, void *arg)
{
    struct issue *x = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    char text[WR_DATE_TEXT];
    struct wr_device d;
    struct wr_officer o;

    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), text);
    struct wr_str day = wr_arena_dup(ctx->arena, wr_str(text));
    int rc = own_device(tx, x->uid, &d);
    if (rc == 0)
        rc = fit_officer(tx, &d, day, &o);
    if (rc == 0)
        rc = sign_badge(ctx, &d, &o, x->ret);
    if (rc == 0)
        rc = wr_badge_store_warrants(tx, o.id, day, &x->ret->warrants);
    struct wr_warrant *w = rc == 0 ? x->ret->warrants.p : NULL;
    for (size_t i = 0; rc == 0 && i < x->ret->warrants.n; i++)
        rc = sign_warrant(ctx, o.id, &w[i]);
    if (rc == 0)
        rc = wr_device_store_seen(tx, d.id, wr_ctx_now(ctx));
    return rc < 0 ? rc
                  : leaf(tx, &d, "badge.issue", "expires_ms",
                         wr_arena_printf(ctx->arena, "%" PRId64, x->ret->expires_ms));
}

int wr_badge_svc_issue(struct wr_ctx *ctx, struct wr_str uid, struct wr_badge_issued *ret)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "badge.issue", issue_tx, &(struct issue){uid, ret});
}

/* ---- revocation list ----------------------------------------------------------------------------- */

static int revoked_tx(struct wr_tx *tx, void *arg)
{
    /* badges of a phone revoked earlier have run out by now */
    return wr_device_store_revoked(tx, wr_ctx_now(wr_tx_ctx(tx)) - WR_BADGE_LIFE_MS, arg);
}

int wr_badge_svc_revocations(struct wr_ctx *ctx, struct wr_badge_revocations *ret)
{
    struct wr_badge_revocations r = {.issued_ms = wr_ctx_now(ctx)};
    const struct wr_signing_key *key = newest_key(ctx);
    uint8_t sig[WR_ED25519_SIG];

    int rc = wr_tx_run(ctx, WR_TX_READ, "badge.revocations", revoked_tx, &r.keys);
    if (rc < 0)
        return rc;
    struct wr_str text = wr_badge_revocations_text(ctx->arena, r.issued_ms, r.keys.p, r.keys.n);
    if (!text.p)
        return wr_fail(ctx, WR_K_memory);
    wr_ed25519_sign(key->secret_key, text, sig);
    r.kid = wr_str(key->kid);
    r.sig = wr_base64url(ctx->arena, sig, sizeof(sig));
    *ret = r;
    return 0;
}
