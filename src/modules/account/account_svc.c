/* Accounts and who may change what of them (三员分立). */
#include "modules/account/account_svc.h"

#include "base/crypto.h"
#include "base/security.h"
#include "base/text.h"
#include "modules/account/account_rules.h"
#include "modules/account/account_store.h"
#include "modules/account/account_use.h"

#include <inttypes.h>

struct wr_str wr_account_hash(struct wr_ctx *ctx, struct wr_str password)
{
    char hash[WR_PASSWORD_HASH];
    enum wr_password_cost cost =
        wr_account_limits(ctx)->fast_hash ? WR_PASSWORD_MIN : WR_PASSWORD_INTERACTIVE;
    if (wr_password_hash(password, cost, hash) != 0)
        return (struct wr_str){0};
    return wr_arena_dup(ctx->arena, wr_str(hash));
}

/** A password that a person can read out: four groups of letters and digits, and a sign. */
static struct wr_str one_time_password(struct wr_ctx *ctx)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    char out[20];
    uint8_t r[16];
    wr_random(r, sizeof r);
    size_t n = 0;
    for (size_t i = 0; i < sizeof r; i++) {
        if (i > 0 && i % 4 == 0)
            out[n++] = '-';
        out[n++] = letters[r[i] % (sizeof letters - 1)];
    }
    out[0] = 'W';
    out[1] = 'r';
    out[2] = (char)('2' + r[2] % 8);
    return wr_arena_dup(ctx->arena, (struct wr_str){out, n});
}

int wr_account_add_in(struct wr_tx *tx, const struct wr_user_new *in, struct wr_str password_hash,
                      bool must_change, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    if (!wr_account_rules_username(in->username))
        wr_fault(ctx, WR_S("username"), WR_K_user_username, in->username);
    uint32_t roles = wr_account_rules_roles(ctx, in->roles);
    wr_account_rules_links(ctx, roles, in->officer_id, in->enterprise_id, in->district_id);
    int rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    struct wr_user u = {.username = in->username,
                        .password_hash = password_hash,
                        .name = in->name,
                        .phone = in->phone,
                        .roles = roles,
                        .officer_id = in->officer_id,
                        .enterprise_id = in->enterprise_id,
                        .district_id = in->district_id,
                        .must_change = must_change,
                        .created_ms = wr_ctx_now(ctx)};
    rc = wr_account_store_insert(tx, &u, ret_id);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_user_taken, in->username);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_USER_ENTITY, *ret_id, in->enterprise_id, "account.add",
                           wr_audit_payload1(ctx, "username", in->username));
}

int wr_account_name_in(struct wr_tx *tx, int64_t user_id, struct wr_str *ret)
{
    struct wr_user u = {0};
    *ret = (struct wr_str){0};
    if (user_id == 0)
        return 0;
    int rc = wr_account_store_user(tx, user_id, &u);
    if (rc == 0)
        *ret = u.name;
    return rc == WR_ENOTFOUND ? 0 : rc;
}

/* ---- the administrators' work --------------------------------------------------------------- */

struct add {
    const struct wr_user_new *in;
    struct wr_str hash;
    int64_t id;
};

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct add *a = arg;
    return wr_account_add_in(tx, a->in, a->hash, true, &a->id);
}

int wr_account_svc_add(struct wr_ctx *ctx, const struct wr_user_new *in,
                       struct wr_user_created *ret)
{
    ret->password = one_time_password(ctx);
    struct add a = {.in = in, .hash = wr_account_hash(ctx, ret->password)};
    if (!a.hash.p)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "account.add", add_tx, &a);
    ret->id = a.id;
    return rc;
}

struct list {
    const struct wr_user_query *q;
    int64_t limit;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    const struct list *l = arg;
    return wr_account_store_list(tx, l->q, l->limit, l->ret);
}

int wr_account_svc_list(struct wr_ctx *ctx, const struct wr_user_query *q, struct wr_list *ret,
                        struct wr_str *ret_next)
{
    struct list l = {q, q->has_limit ? q->limit : WR_PAGE_DEFAULT, ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "account.list", list_tx, &l);
    *ret_next = (struct wr_str){0};
    if (rc < 0)
        return rc;
    struct wr_user *u = ret->p;
    for (size_t i = 0; i < ret->n; i++) {
        u[i].role_names = wr_account_rules_role_names(ctx->arena, (uint32_t)u[i].roles);
        if (u[i].locked_until_ms <= wr_ctx_now(ctx))
            u[i].locked_until_ms = 0;
    }
    if (ret->n == (size_t)l.limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, u[ret->n - 1].id);
    return 0;
}

/** What is changed of one user, inside one transaction. */
struct change {
    int64_t id, version;    /* version 0: whatever it is */
    struct wr_str username; /* instead of id */
    const struct wr_user_edit *edit;
    struct wr_str hash; /* of the new password; or the secret, the one-time code */
    struct wr_str reason;
    const char *action;
    int (*apply)(struct wr_tx *tx, struct wr_user *u, const struct change *c);
    bool end_sessions;
};

static int change_tx(struct wr_tx *tx, void *arg)
{
    const struct change *c = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_user u = {0};
    int rc = c->username.p ? wr_account_store_by_name(tx, c->username, &u)
                           : wr_account_store_user(tx, c->id, &u);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该用户 user"));
    if (rc < 0)
        return rc;
    if (c->version != 0 && u.version != c->version)
        return wr_fail(ctx, WR_K_version_conflict,
                       wr_arena_printf(ctx->arena, "%" PRId64, u.version));
    rc = c->apply(tx, &u, c);
    if (rc == 0)
        rc = wr_account_store_update(tx, &u);
    if (rc == 0 && c->end_sessions)
        rc = wr_account_store_trim_sessions(tx, u.id, 0);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_USER_ENTITY, u.id, u.enterprise_id, c->action,
                           wr_audit_payload2(ctx, "username", u.username, "reason", c->reason));
}

static int apply_edit(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_user_edit *e = c->edit;
    uint32_t roles = wr_account_rules_roles(ctx, e->roles);
    wr_account_rules_links(ctx, roles, e->officer_id, e->enterprise_id, e->district_id);
    int rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    bool roles_change = roles != (uint32_t)u->roles;
    bool rest_changes = !wr_str_eq(e->name, u->name) || !wr_str_eq(e->phone, u->phone) ||
                        e->status != u->status || e->officer_id != u->officer_id ||
                        e->enterprise_id != u->enterprise_id || e->district_id != u->district_id;
    if (u->id == ctx->actor.user_id && (roles_change || e->status != WR_USER_ACTIVE))
        return wr_fail(ctx, WR_K_user_self);
    if (roles_change && !wr_actor_has(&ctx->actor, WR_ROLE_SECADMIN))
        return wr_fail(
            ctx, WR_K_denied,
            WR_S("角色由安全管理员修改 roles are changed by the security administrator"));
    if (rest_changes && !wr_actor_has(&ctx->actor, WR_ROLE_SYSADMIN))
        return wr_fail(
            ctx, WR_K_denied,
            WR_S("账号资料由系统管理员修改 account data are changed by the system administrator"));
    u->name = e->name;
    u->phone = e->phone;
    u->roles = roles;
    u->officer_id = e->officer_id;
    u->enterprise_id = e->enterprise_id;
    u->district_id = e->district_id;
    u->status = e->status;
    return 0;
}

int wr_account_svc_edit(struct wr_ctx *ctx, int64_t id, int64_t version,
                        const struct wr_user_edit *in)
{
    struct change c = {.id = id,
                       .version = version,
                       .edit = in,
                       .reason = in->reason,
                       .action = "account.change",
                       .apply = apply_edit,
                       .end_sessions = in->status == WR_USER_DISABLED};
    return wr_tx_run(ctx, WR_TX_WRITE, "account.change", change_tx, &c);
}

struct form {
    int64_t id;
    struct wr_user user;
};

static int form_tx(struct wr_tx *tx, void *arg)
{
    struct form *f = arg;
    int rc = wr_account_store_user(tx, f->id, &f->user);
    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该用户 user")) : rc;
}

int wr_account_svc_edit_form(struct wr_ctx *ctx, int64_t id, struct wr_user_edit *ret)
{
    struct form f = {.id = id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "account.form", form_tx, &f);
    if (rc == 0)
        *ret = (struct wr_user_edit){
            .name = f.user.name,
            .phone = f.user.phone,
            .roles = wr_account_rules_role_names(ctx->arena, (uint32_t)f.user.roles),
            .officer_id = f.user.officer_id,
            .enterprise_id = f.user.enterprise_id,
            .district_id = f.user.district_id,
            .status = f.user.status};
    return rc;
}

static int unlock_tx(struct wr_tx *tx, void *arg)
{
    struct form *f = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = form_tx(tx, f);
    if (rc == 0)
        rc = wr_account_store_put_login(tx, f->id, 0, 0, f->user.last_login_ms);
    return rc < 0 ? rc
                  : wr_audit_event(tx, 0, "account.unlock",
                                   wr_audit_payload1(ctx, "username", f->user.username));
}

int wr_account_svc_unlock(struct wr_ctx *ctx, int64_t id)
{
    struct form f = {.id = id};
    return wr_tx_run(ctx, WR_TX_WRITE, "account.unlock", unlock_tx, &f);
}

static int apply_reset(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    u->password_hash = c->hash;
    u->password_ms = wr_ctx_now(wr_tx_ctx(tx));
    u->must_change = true;
    return 0;
}

int wr_account_svc_reset_password(struct wr_ctx *ctx, int64_t id, struct wr_user_created *ret)
{
    *ret = (struct wr_user_created){.id = id, .password = one_time_password(ctx)};
    struct change c = {.id = id,
                       .hash = wr_account_hash(ctx, ret->password),
                       .action = "account.reset_password",
                       .apply = apply_reset,
                       .end_sessions = true};
    if (!c.hash.p)
        return wr_fail(ctx, WR_K_memory);
    return wr_tx_run(ctx, WR_TX_WRITE, "account.reset_password", change_tx, &c);
}

int wr_account_svc_set_password(struct wr_ctx *ctx, struct wr_str username, struct wr_str password)
{
    wr_account_rules_password(ctx, WR_S("password"), password, username);
    int rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    struct change c = {.username = username,
                       .hash = wr_account_hash(ctx, password),
                       .action = "account.reset_password",
                       .apply = apply_reset,
                       .end_sessions = true};
    if (!c.hash.p)
        return wr_fail(ctx, WR_K_memory);
    return wr_tx_run(ctx, WR_TX_WRITE, "account.set_password", change_tx, &c);
}

static int apply_disable(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    (void)tx;
    (void)c;
    u->status = WR_USER_DISABLED;
    return 0;
}

int wr_account_svc_disable(struct wr_ctx *ctx, struct wr_str username, struct wr_str reason)
{
    struct change c = {.username = username,
                       .reason = reason,
                       .action = "account.disable",
                       .apply = apply_disable,
                       .end_sessions = true};
    return wr_tx_run(ctx, WR_TX_WRITE, "account.disable", change_tx, &c);
}

/* ---- a person's own account ----------------------------------------------------------------- */

static int apply_password(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    u->password_hash = c->hash;
    u->password_ms = wr_ctx_now(wr_tx_ctx(tx));
    u->must_change = false;
    return 0;
}

int wr_account_svc_change_password(struct wr_ctx *ctx, const struct wr_password_change *in)
{
    struct form f = {.id = ctx->actor.user_id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "account.form", form_tx, &f);
    if (rc < 0)
        return rc;
    const char *hash = wr_arena_cstr(ctx->arena, f.user.password_hash);
    if (!hash || !wr_password_verify(in->old_password, hash))
        wr_fault(ctx, WR_S("old_password"), WR_K_password_wrong, WR_S(""));
    else if (wr_str_eq(in->old_password, in->new_password))
        wr_fault(ctx, WR_S("new_password"), WR_K_password_same, WR_S(""));
    wr_account_rules_password(ctx, WR_S("new_password"), in->new_password, f.user.username);
    rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    struct change c = {.id = f.id,
                       .hash = wr_account_hash(ctx, in->new_password),
                       .action = "account.change_password",
                       .apply = apply_password};
    if (!c.hash.p)
        return wr_fail(ctx, WR_K_memory);
    return wr_tx_run(ctx, WR_TX_WRITE, "account.change_password", change_tx, &c);
}

static int apply_totp_new(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    if (u->totp_on)
        return wr_fail(wr_tx_ctx(tx), WR_K_totp_on);
    u->totp_secret = c->hash;
    return 0;
}

int wr_account_svc_totp_new(struct wr_ctx *ctx, struct wr_totp_new *ret)
{
    uint8_t secret[WR_TOTP_SECRET];
    struct form f = {.id = ctx->actor.user_id};
    wr_random(secret, sizeof secret);
    ret->secret = wr_base32(ctx->arena, secret, sizeof secret);
    struct change c = {
        .id = f.id, .hash = ret->secret, .action = "account.totp_new", .apply = apply_totp_new};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "account.totp_new", change_tx, &c);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "account.form", form_tx, &f);
    if (rc == 0)
        ret->otpauth = wr_arena_printf(
            ctx->arena, "otpauth://totp/Wurao:" WR_FMT "?secret=" WR_FMT "&issuer=Wurao",
            WR_ARG(f.user.username), WR_ARG(ret->secret));
    return rc;
}

/** The code proves that the person holds the secret; its step is used up. */
static int use_code(struct wr_ctx *ctx, struct wr_user *u, struct wr_str code)
{
    if (!u->totp_secret.p)
        return wr_fail(ctx, WR_K_totp_off);
    int64_t step = wr_account_rules_totp(wr_unbase32(ctx->arena, u->totp_secret), code,
                                         u->totp_step, wr_ctx_now(ctx));
    if (step < 0) {
        wr_fault(ctx, WR_S("code"), WR_K_login_totp_wrong, WR_S(""));
        return wr_faults_end(ctx);
    }
    u->totp_step = step;
    return 0;
}

static int apply_totp_on(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    u->totp_on = true;
    return use_code(wr_tx_ctx(tx), u, c->hash);
}

static int apply_totp_off(struct wr_tx *tx, struct wr_user *u, const struct change *c)
{
    int rc = use_code(wr_tx_ctx(tx), u, c->hash);
    u->totp_on = false;
    u->totp_secret = (struct wr_str){0};
    return rc;
}

int wr_account_svc_totp_on(struct wr_ctx *ctx, struct wr_str code)
{
    struct change c = {.id = ctx->actor.user_id,
                       .hash = code,
                       .action = "account.totp_on",
                       .apply = apply_totp_on};
    return wr_tx_run(ctx, WR_TX_WRITE, "account.totp_on", change_tx, &c);
}

int wr_account_svc_totp_off(struct wr_ctx *ctx, struct wr_str code)
{
    struct change c = {.id = ctx->actor.user_id,
                       .hash = code,
                       .action = "account.totp_off",
                       .apply = apply_totp_off};
    return wr_tx_run(ctx, WR_TX_WRITE, "account.totp_off", change_tx, &c);
}
