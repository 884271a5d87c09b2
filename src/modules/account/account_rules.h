#pragma once
/* Rules of accounts, pure: passwords, roles, lock-out, sessions. Source: GB/T 22239-2019 identity and access controls. */

#include "base/ctx.h"
#include "base/security.h"
#include "modules/account/account.h"

const struct wr_security *wr_account_limits(const struct wr_ctx *ctx);

/** Add faults under `path` unless the password is long enough and holds three of four kinds of characters. */
void wr_account_rules_password(struct wr_ctx *ctx, struct wr_str path, struct wr_str password,
                               struct wr_str username);
/** [a-z0-9._-]{3,32}, beginning with a letter or digit. */
bool wr_account_rules_username(struct wr_str s);
/** Role bits of names; faults under "roles" for unknown ones and for combinations the three-administrator rule forbids. */
uint32_t wr_account_rules_roles(struct wr_ctx *ctx, struct wr_list names);
/** An officer needs officer_id, an enterprise contact enterprise_id, a district administrator district_id. */
void wr_account_rules_links(struct wr_ctx *ctx, uint32_t roles, int64_t officer_id,
                            int64_t enterprise_id, int64_t district_id);
/** Names of the bits, in the arena. */
struct wr_list wr_account_rules_role_names(struct wr_arena *a, uint32_t roles);

/** State after one more failure at `now_ms`. */
struct wr_lock {
    int64_t failed_n, locked_until_ms;
};
struct wr_lock wr_account_rules_failed(const struct wr_security *s, struct wr_lock before,
                                       int64_t now_ms);
/** Idle time after which a session of these roles ends. */
int64_t wr_account_rules_idle_ms(const struct wr_security *s, uint32_t roles);
bool wr_account_rules_session_alive(const struct wr_security *s, uint32_t roles,
                                    const struct wr_session *se, int64_t now_ms);
/**
 * The time step whose code this is, within one step of `now_ms` and later than `last_step` (no replay); -1 if none.
 * RFC 6238: SHA-1, 6 digits, 30 s.
 */
int64_t wr_account_rules_totp(struct wr_str secret, struct wr_str code, int64_t last_step,
                              int64_t now_ms);
