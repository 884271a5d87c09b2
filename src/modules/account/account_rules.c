#include "modules/account/account_rules.h"

#include "base/crypto.h"

#define ADMINISTRATORS (WR_ROLE_SYSADMIN | WR_ROLE_SECADMIN | WR_ROLE_AUDITOR)
#define PHONE_ROLES (WR_ROLE_OFFICER | WR_ROLE_ENTERPRISE | WR_ROLE_FACILITY)

const struct wr_security *wr_account_limits(const struct wr_ctx *ctx)
{
    static const struct wr_security fallback = {.desk_idle_ms = 1800000,
                                                .desk_absolute_ms = 43200000,
                                                .phone_idle_ms = 43200000,
                                                .phone_absolute_ms = 604800000,
                                                .lock_after = 5,
                                                .lock_ms = 900000,
                                                .password_chars_min = 10,
                                                .sessions_max = 5};
    return ctx->security ? ctx->security : &fallback;
}

static int kinds_of_characters(struct wr_str s)
{
    bool upper = false, lower = false, digit = false, sign = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= '0' && c <= '9')
            digit = true;
        else
            sign = true;
    }
    return upper + lower + digit + sign;
}

void wr_account_rules_password(struct wr_ctx *ctx, struct wr_str path, struct wr_str password,
                               struct wr_str username)
{
    int64_t min = wr_account_limits(ctx)->password_chars_min;
    if ((int64_t)password.n < min || kinds_of_characters(password) < 3)
        wr_fault(ctx, path, WR_K_password_weak, WR_S(""),
                 wr_arena_printf(ctx->arena, "%lld", (long long)min));
    else if (wr_str_eq_nocase(password, username))
        wr_fault(ctx, path, WR_K_password_same, WR_S(""));
}

bool wr_account_rules_username(struct wr_str s)
{
    if (s.n < 3 || s.n > WR_USERNAME_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || (c != '.' && c != '_' && c != '-')))
            return false;
    }
    return true;
}

static struct wr_str all_role_names(struct wr_arena *a)
{
    struct wr_str s = WR_S("");
    for (const struct wr_enum_item *i = wr_role_items; i->name; i++)
        s = wr_arena_printf(a, WR_FMT "%s%s", WR_ARG(s), s.n ? ", " : "", i->name);
    return s;
}

uint32_t wr_account_rules_roles(struct wr_ctx *ctx, struct wr_list names)
{
    uint32_t roles = 0;
    const struct wr_str *p = names.p;
    for (size_t i = 0; i < names.n; i++) {
        int64_t bit = wr_enum_value(wr_role_items, p[i]);
        if (bit < 0)
            wr_fault(ctx, WR_S("roles"), WR_K_user_role_unknown, p[i], p[i],
                     all_role_names(ctx->arena));
        else
            roles |= (uint32_t)bit;
    }
    uint32_t admin = roles & ADMINISTRATORS;
    if (admin != 0 && (roles != admin || (admin & (admin - 1)) != 0))
        wr_fault(ctx, WR_S("roles"), WR_K_user_roles, WR_S(""));
    if (roles == 0 && ctx->err.n_faults == 0)
        wr_fault(ctx, WR_S("roles"), WR_K_input_required, WR_S(""));
    return roles;
}

void wr_account_rules_links(struct wr_ctx *ctx, uint32_t roles, int64_t officer_id,
                            int64_t enterprise_id, int64_t district_id)
{
    if ((roles & WR_ROLE_OFFICER) != 0 && officer_id == 0)
        wr_fault(ctx, WR_S("officer_id"), WR_K_user_role_link, WR_S(""), WR_S("officer"),
                 WR_S("officer_id"));
    if ((roles & WR_ROLE_ENTERPRISE) != 0 && enterprise_id == 0)
        wr_fault(ctx, WR_S("enterprise_id"), WR_K_user_role_link, WR_S(""), WR_S("enterprise"),
                 WR_S("enterprise_id"));
    if ((roles & WR_ROLE_DISTRICT_ADMIN) != 0 && district_id == 0)
        wr_fault(ctx, WR_S("district_id"), WR_K_user_role_link, WR_S(""), WR_S("district_admin"),
                 WR_S("district_id"));
}

struct wr_list wr_account_rules_role_names(struct wr_arena *a, uint32_t roles)
{
    struct wr_str *names = wr_arena_array(a, 32, sizeof *names);
    struct wr_list l = {names, 0};
    for (const struct wr_enum_item *i = wr_role_items; names && i->name; i++)
        if ((roles & (uint32_t)i->value) != 0)
            names[l.n++] = wr_str(i->name);
    return l;
}

struct wr_lock wr_account_rules_failed(const struct wr_security *s, struct wr_lock before,
                                       int64_t now_ms)
{
    struct wr_lock after = {before.failed_n + 1, before.locked_until_ms};
    if (after.failed_n >= s->lock_after)
        after = (struct wr_lock){0, now_ms + s->lock_ms};
    return after;
}

/** Whoever holds a desk role beside a phone role is held to the desk's limits. */
static bool only_phone(uint32_t roles)
{
    return (roles & PHONE_ROLES) != 0 && (roles & ~(uint32_t)PHONE_ROLES) == 0;
}

int64_t wr_account_rules_idle_ms(const struct wr_security *s, uint32_t roles)
{
    return only_phone(roles) ? s->phone_idle_ms : s->desk_idle_ms;
}

bool wr_account_rules_session_alive(const struct wr_security *s, uint32_t roles,
                                    const struct wr_session *se, int64_t now_ms)
{
    int64_t absolute = only_phone(roles) ? s->phone_absolute_ms : s->desk_absolute_ms;
    return now_ms - se->seen_ms < wr_account_rules_idle_ms(s, roles) &&
           now_ms - se->created_ms < absolute;
}

int64_t wr_account_rules_totp(struct wr_str secret, struct wr_str code, int64_t last_step,
                              int64_t now_ms)
{
    int64_t given, now = now_ms / WR_TOTP_STEP_MS;
    if (code.n != 6 || !wr_str_i64(code, &given) || given < 0)
        return -1;
    for (int64_t step = now - 1; step <= now + 1; step++)
        if (step > last_step &&
            wr_totp((const uint8_t *)secret.p, secret.n, step) == (uint32_t)given)
            return step;
    return -1;
}
