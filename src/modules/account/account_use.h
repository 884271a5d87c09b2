#pragma once

#include "modules/account/account_fields.h"

/** What a log-in gives: the cookie's value (told once) and what the page needs. */
struct wr_login_result {
    struct wr_str token;
    struct wr_me me;
};
/**
 * Log in. Failures are counted; too many lock the account for a while. Unknown names take as long as wrong passwords.
 * @return 0, WR_EUNAUTH (login.failed, login.totp_required, login.totp_wrong), WR_ELIMIT (login.locked)
 */
WR_MUST_CHECK int wr_account_svc_login(struct wr_ctx *ctx, const struct wr_login *in,
                                       struct wr_str address, struct wr_str agent,
                                       struct wr_login_result *ret);
WR_MUST_CHECK int wr_account_svc_logout(struct wr_ctx *ctx);
WR_MUST_CHECK int wr_account_svc_me(struct wr_ctx *ctx, struct wr_str token, struct wr_me *ret);
/** Other sessions of the user end. @return 0, WR_EINVALID (password.wrong, password.weak, password.same) */
WR_MUST_CHECK int wr_account_svc_change_password(struct wr_ctx *ctx,
                                                 const struct wr_password_change *in);
/** A new second factor, not yet active. */
WR_MUST_CHECK int wr_account_svc_totp_new(struct wr_ctx *ctx, struct wr_totp_new *ret);
/** Turn the second factor on (off) with a code that it shows. */
WR_MUST_CHECK int wr_account_svc_totp_on(struct wr_ctx *ctx, struct wr_str code);
WR_MUST_CHECK int wr_account_svc_totp_off(struct wr_ctx *ctx, struct wr_str code);

WR_MUST_CHECK int wr_account_svc_list(struct wr_ctx *ctx, const struct wr_user_query *q,
                                      struct wr_list *ret, struct wr_str *ret_next);
/** @return 0, WR_EINVALID, WR_ECONFLICT (user.taken) */
WR_MUST_CHECK int wr_account_svc_add(struct wr_ctx *ctx, const struct wr_user_new *in,
                                     struct wr_user_created *ret);
/** As it can be edited. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_account_svc_edit_form(struct wr_ctx *ctx, int64_t id,
                                           struct wr_user_edit *ret);
/** Only the security administrator changes roles, only the system administrator the rest. */
WR_MUST_CHECK int wr_account_svc_edit(struct wr_ctx *ctx, int64_t id, int64_t version,
                                      const struct wr_user_edit *in);
WR_MUST_CHECK int wr_account_svc_unlock(struct wr_ctx *ctx, int64_t id);
/** A one-time password; all sessions of the user end. */
WR_MUST_CHECK int wr_account_svc_reset_password(struct wr_ctx *ctx, int64_t id,
                                                struct wr_user_created *ret);
/** Command line: set a password, lock an account. */
WR_MUST_CHECK int wr_account_svc_set_password(struct wr_ctx *ctx, struct wr_str username,
                                              struct wr_str password);
WR_MUST_CHECK int wr_account_svc_disable(struct wr_ctx *ctx, struct wr_str username,
                                         struct wr_str reason);
