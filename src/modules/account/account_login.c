/* Logging in, staying in, leaving. */
#include "base/crypto.h"
#include "base/security.h"
#include "base/text.h"
#include "modules/account/account_rules.h"
#include "modules/account/account_store.h"
#include "modules/account/account_use.h"

#include <inttypes.h>

#define IDEM_KEEP_MS (INT64_C(86400000) * 2)

/** Spend the time of a password check, so that an unknown name answers as slowly as a known one. */
static void spend_time(struct wr_ctx *ctx, struct wr_str password)
{
    char hash[WR_PASSWORD_HASH];
    enum wr_password_cost cost =
        wr_account_limits(ctx)->fast_hash ? WR_PASSWORD_MIN : WR_PASSWORD_INTERACTIVE;
    if (wr_password_hash(password, cost, hash) == 0)
        wr_mem_wipe(hash, sizeof hash);
}

static struct wr_str token_hash(struct wr_ctx *ctx, struct wr_str token)
{
    uint8_t h[WR_SHA256];
    wr_sha256(token.p, token.n, h);
    return wr_hex(ctx->arena, h, sizeof h);
}

static struct wr_me me_of(struct wr_ctx *ctx, const struct wr_user *u, struct wr_str csrf)
{
    const struct wr_security *s = wr_account_limits(ctx);
    return (struct wr_me){.user_id = u->id,
                          .username = u->username,
                          .name = u->name,
                          .roles = wr_account_rules_role_names(ctx->arena, (uint32_t)u->roles),
                          .officer_id = u->officer_id,
                          .enterprise_id = u->enterprise_id,
                          .district_id = u->district_id,
                          .district_name = u->district_name,
                          .csrf = csrf,
                          .must_change = u->must_change && !s->demo,
                          .totp_on = u->totp_on,
                          .demo = s->demo,
                          .idle_s = wr_account_rules_idle_ms(s, (uint32_t)u->roles) / 1000};
}

struct find {
    struct wr_str username;
    struct wr_user user;
};

static int find_tx(struct wr_tx *tx, void *arg)
{
    struct find *f = arg;
    return wr_account_store_by_name(tx, f->username, &f->user);
}

/** One failure more: counted, locked at the limit, told in the log. Returns the answer for the client. */
struct failure {
    const struct wr_user *user;
    enum wr_key why;
};

static int failure_tx(struct wr_tx *tx, void *arg)
{
    const struct failure *f = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_user u = {0};
    int rc = wr_account_store_user(tx, f->user->id, &u);
    if (rc < 0)
        return rc;
    struct wr_lock l = wr_account_rules_failed(
        wr_account_limits(ctx), (struct wr_lock){u.failed_n, u.locked_until_ms}, wr_ctx_now(ctx));
    rc = wr_account_store_put_login(tx, u.id, l.failed_n, l.locked_until_ms, u.last_login_ms);
    if (rc < 0)
        return rc;
    const char *action =
        l.locked_until_ms > wr_ctx_now(ctx) ? "account.locked" : "account.login_failed";
    return wr_audit_event(tx, 0, action, wr_audit_payload1(ctx, "username", u.username));
}

static int refuse(struct wr_ctx *ctx, const struct wr_user *u, enum wr_key why)
{
    struct failure f = {u, why};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "account.login_failed", failure_tx, &f);
    return rc < 0 ? rc : wr_fail(ctx, why);
}

struct enter {
    struct wr_user *user;
    struct wr_str token, csrf, address, agent;
    int64_t totp_step;
};

static int enter_tx(struct wr_tx *tx, void *arg)
{
    struct enter *e = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t now = wr_ctx_now(ctx);
    struct wr_user u = {0};
    int rc = wr_account_store_user(tx, e->user->id, &u);
    if (rc < 0)
        return rc;
    if (e->totp_step > 0) {
        if (e->totp_step <= u.totp_step) /* the same code in two log-ins at once */
            return wr_fail(ctx, WR_K_login_totp_wrong);
        u.totp_step = e->totp_step;
        rc = wr_account_store_update(tx, &u);
        if (rc == 0)
            rc = wr_audit_append(tx, &WR_USER_ENTITY, u.id, u.enterprise_id, "account.totp_used",
                                 (struct wr_str){0});
        if (rc < 0)
            return rc;
    }
    rc = wr_account_store_put_login(tx, u.id, 0, 0, now);
    if (rc == 0)
        rc = wr_account_store_add_session(tx, u.id, token_hash(ctx, e->token), e->csrf, now,
                                          e->address, e->agent);
    if (rc == 0)
        rc = wr_account_store_trim_sessions(tx, u.id, wr_account_limits(ctx)->sessions_max);
    ctx->actor.user_id = u.id;
    return rc < 0 ? rc
                  : wr_audit_event(tx, u.enterprise_id, "account.login",
                                   wr_audit_payload1(ctx, "username", u.username));
}

/** The second factor, where there is one. @return the step used, 0 without a second factor, negative: refused */
static int64_t check_totp(struct wr_ctx *ctx, const struct wr_user *u, struct wr_str code)
{
    if (!u->totp_on)
        return 0;
    if (code.n == 0)
        return wr_fail(ctx, WR_K_login_totp_required);
    struct wr_str secret = wr_unbase32(ctx->arena, u->totp_secret);
    int64_t step = wr_account_rules_totp(secret, code, u->totp_step, wr_ctx_now(ctx));
    return step > 0 ? step : refuse(ctx, u, WR_K_login_totp_wrong);
}

int wr_account_svc_login(struct wr_ctx *ctx, const struct wr_login *in, struct wr_str address,
                         struct wr_str agent, struct wr_login_result *ret)
{
    struct find f = {.username = in->username};
    int rc = wr_tx_run(ctx, WR_TX_READ, "account.find", find_tx, &f);
    if (rc == WR_ENOTFOUND) {
        spend_time(ctx, in->password);
        return wr_fail(ctx, WR_K_login_failed);
    }
    if (rc < 0)
        return rc;
    int64_t wait_ms = f.user.locked_until_ms - wr_ctx_now(ctx);
    if (wait_ms > 0) {
        rc = wr_fail(ctx, WR_K_login_locked,
                     wr_arena_printf(ctx->arena, "%" PRId64, (wait_ms + 59999) / 60000));
        ctx->err.retry_after_s = (wait_ms + 999) / 1000;
        return rc;
    }
    const char *hash = wr_arena_cstr(ctx->arena, f.user.password_hash);
    if (!hash || !wr_password_verify(in->password, hash) || f.user.status != WR_USER_ACTIVE)
        return refuse(ctx, &f.user, WR_K_login_failed);
    struct enter e = {.user = &f.user,
                      .token = wr_token(ctx->arena, WR_TOKEN_BYTES),
                      .csrf = wr_token(ctx->arena, 24),
                      .address = address.p ? address : WR_S(""),
                      .agent = wr_str_sub(agent.p ? agent : WR_S(""), 0, 200)};
    e.totp_step = check_totp(ctx, &f.user, in->totp);
    if (e.totp_step < 0)
        return (int)e.totp_step;
    rc = wr_tx_run(ctx, WR_TX_WRITE, "account.login", enter_tx, &e);
    if (rc < 0)
        return rc;
    *ret = (struct wr_login_result){.token = e.token, .me = me_of(ctx, &f.user, e.csrf)};
    return 0;
}

/* ---- each request --------------------------------------------------------------------------- */

struct identity {
    struct wr_str hash;
    struct wr_user user;
    struct wr_session session;
};

static int identity_tx(struct wr_tx *tx, void *arg)
{
    struct identity *i = arg;
    return wr_account_store_by_token(tx, i->hash, &i->user, &i->session);
}

struct touch {
    int64_t session_id, now_ms;
};

static int touch_tx(struct wr_tx *tx, void *arg)
{
    const struct touch *t = arg;
    return wr_account_store_touch(tx, t->session_id, t->now_ms);
}

static int load_identity(struct wr_ctx *ctx, struct wr_str token, struct identity *i)
{
    i->hash = token_hash(ctx, token);
    int rc = wr_tx_run(ctx, WR_TX_READ, "account.identify", identity_tx, i);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_session_expired);
    if (rc < 0)
        return rc;
    if (i->user.status != WR_USER_ACTIVE ||
        !wr_account_rules_session_alive(wr_account_limits(ctx), (uint32_t)i->user.roles,
                                        &i->session, wr_ctx_now(ctx)))
        return wr_fail(ctx, WR_K_session_expired);
    return 0;
}

static bool password_is_old(const struct wr_security *s, const struct wr_user *u, int64_t now_ms)
{
    return s->password_days_max > 0 &&
           now_ms - u->password_ms > s->password_days_max * INT64_C(86400000);
}

static int identify(struct wr_ctx *ctx, struct wr_str token, struct wr_str csrf, bool *ret_csrf_ok,
                    bool *ret_must_change)
{
    struct identity i = {0};
    *ret_csrf_ok = *ret_must_change = false;
    int rc = load_identity(ctx, token, &i);
    if (rc < 0)
        return rc;
    const struct wr_security *s = wr_account_limits(ctx);
    int64_t now = wr_ctx_now(ctx);
    ctx->actor = (struct wr_actor){.user_id = i.user.id,
                                   .roles = (uint32_t)i.user.roles,
                                   .officer_id = i.user.officer_id,
                                   .enterprise_id = i.user.enterprise_id,
                                   .district_id = i.user.district_id,
                                   .session_id = i.session.id};
    *ret_csrf_ok = csrf.n == i.session.csrf.n && wr_mem_eq(csrf.p, i.session.csrf.p, csrf.n);
    *ret_must_change = !s->demo && (i.user.must_change || password_is_old(s, &i.user, now));
    if (now - i.session.seen_ms >= WR_SESSION_TOUCH_MS) {
        struct touch t = {i.session.id, now};
        rc = wr_tx_run(ctx, WR_TX_WRITE, "account.touch", touch_tx, &t);
        if (rc == WR_EBUSY) /* the next request will do it */
            rc = 0;
    }
    return rc;
}

const struct wr_auth wr_account_auth = {.identify = identify};

struct become {
    int64_t user_id;
    struct wr_user user;
};

static int become_tx(struct wr_tx *tx, void *arg)
{
    struct become *b = arg;
    return wr_account_store_user(tx, b->user_id, &b->user);
}

int wr_account_svc_become(struct wr_ctx *ctx, int64_t user_id)
{
    struct become b = {.user_id = user_id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "account.become", become_tx, &b);
    if (rc < 0)
        return rc;
    if (b.user.status != WR_USER_ACTIVE)
        return wr_fail(ctx, WR_K_denied, b.user.username);
    ctx->actor = (struct wr_actor){.user_id = b.user.id,
                                   .roles = (uint32_t)b.user.roles,
                                   .officer_id = b.user.officer_id,
                                   .enterprise_id = b.user.enterprise_id,
                                   .district_id = b.user.district_id};
    return 0;
}

int wr_account_svc_me(struct wr_ctx *ctx, struct wr_str token, struct wr_me *ret)
{
    struct identity i = {0};
    int rc = load_identity(ctx, token, &i);
    if (rc < 0)
        return rc;
    *ret = me_of(ctx, &i.user, i.session.csrf);
    ret->must_change =
        ret->must_change ||
        (!ret->demo && password_is_old(wr_account_limits(ctx), &i.user, wr_ctx_now(ctx)));
    return 0;
}

static int logout_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    (void)arg;
    int rc = wr_account_store_end_session(tx, ctx->actor.session_id);
    return rc < 0
               ? rc
               : wr_audit_event(tx, ctx->actor.enterprise_id, "account.logout", (struct wr_str){0});
}

int wr_account_svc_logout(struct wr_ctx *ctx)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "account.logout", logout_tx, NULL);
}

/* ---- keeping tidy --------------------------------------------------------------------------- */

static int sweep_tx(struct wr_tx *tx, void *arg)
{
    (void)arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_security *s = wr_account_limits(ctx);
    int64_t now = wr_ctx_now(ctx);
    int64_t idle = s->phone_idle_ms > s->desk_idle_ms ? s->phone_idle_ms : s->desk_idle_ms;
    int64_t absolute =
        s->phone_absolute_ms > s->desk_absolute_ms ? s->phone_absolute_ms : s->desk_absolute_ms;
    return wr_account_store_sweep(tx, now - idle, now - absolute, now - IDEM_KEEP_MS);
}

int wr_account_svc_sweep(struct wr_ctx *ctx)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "account.sweep", sweep_tx, NULL);
}

struct idem {
    struct wr_str key;
    const struct wr_idem *in;
    struct wr_idem *ret;
};

static int idem_find_tx(struct wr_tx *tx, void *arg)
{
    struct idem *i = arg;
    return wr_account_store_idem(tx, wr_tx_ctx(tx)->actor.user_id, i->key, i->ret);
}

int wr_account_svc_idem_find(struct wr_ctx *ctx, struct wr_str key, struct wr_idem *ret)
{
    struct idem i = {.key = key, .ret = ret};
    return wr_tx_run(ctx, WR_TX_READ, "account.idem_find", idem_find_tx, &i);
}

static int idem_store_tx(struct wr_tx *tx, void *arg)
{
    struct idem *i = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    return wr_account_store_put_idem(tx, ctx->actor.user_id, i->in, wr_ctx_now(ctx));
}

int wr_account_svc_idem_store(struct wr_ctx *ctx, const struct wr_idem *in)
{
    struct idem i = {.in = in};
    return wr_tx_run(ctx, WR_TX_WRITE, "account.idem_store", idem_store_tx, &i);
}
