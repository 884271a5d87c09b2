#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/account/account.h"
#include "modules/audit/audit_svc.h"

/** Who the client is: asked by the router before each handler. */
extern const struct wr_auth wr_account_auth;

/** What a new account is made of. */
struct wr_user_new {
    struct wr_str username, name, phone;
    struct wr_list roles; /* of struct wr_str: role names */
    int64_t officer_id, enterprise_id, district_id;
};
/**
 * Add an account with a given password (demo, tests, command line). Appends its leaf.
 * @param must_change  the password is to be changed at the first log-in
 * @return 0, WR_EINVALID (faults), WR_ECONFLICT (user name taken)
 */
WR_MUST_CHECK int wr_account_add_in(struct wr_tx *tx, const struct wr_user_new *in,
                                    struct wr_str password_hash, bool must_change, int64_t *ret_id);
/** Argon2id hash of a password in the arena, at the cost ctx->security asks for. Slow: call outside transactions. */
struct wr_str wr_account_hash(struct wr_ctx *ctx, struct wr_str password);
/** Display name of a user, for logs and time lines; absent if unknown. */
WR_MUST_CHECK int wr_account_name_in(struct wr_tx *tx, int64_t user_id, struct wr_str *ret);
/** Act as this user (a job he asked for). @return 0, WR_ENOTFOUND, WR_EDENIED (may not log in any more) */
WR_MUST_CHECK int wr_account_svc_become(struct wr_ctx *ctx, int64_t user_id);
/** Remove sessions past their limits and old idempotency answers; a periodic job. */
WR_MUST_CHECK int wr_account_svc_sweep(struct wr_ctx *ctx);

/* Idempotency-Key: what a repeated request is answered with (hooks of the router). */
struct wr_idem {
    struct wr_str key, route, body_hash, answer;
    int64_t status;
};
extern const struct wr_field wr_idem_fields[];
/** @return 0 (ret filled), WR_ENOTFOUND */
WR_MUST_CHECK int wr_account_svc_idem_find(struct wr_ctx *ctx, struct wr_str key,
                                           struct wr_idem *ret);
WR_MUST_CHECK int wr_account_svc_idem_store(struct wr_ctx *ctx, const struct wr_idem *i);

extern const struct wr_audit_entity WR_USER_ENTITY;
extern const struct wr_audit_entity *const wr_account_entities[];
extern const struct wr_route wr_account_routes[];
extern const struct wr_stmt *const wr_account_stmts[];
extern const struct wr_command wr_account_commands[];
