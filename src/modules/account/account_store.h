#pragma once

#include "modules/account/account_fields.h"

WR_MUST_CHECK int wr_account_store_user(struct wr_tx *tx, int64_t id, struct wr_user *ret);
WR_MUST_CHECK int wr_account_store_by_name(struct wr_tx *tx, struct wr_str username,
                                           struct wr_user *ret);
/** The user behind a session token's hash, and the session. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_account_store_by_token(struct wr_tx *tx, struct wr_str token_hash,
                                            struct wr_user *ret, struct wr_session *ret_session);
WR_MUST_CHECK int wr_account_store_list(struct wr_tx *tx, const struct wr_user_query *q,
                                        int64_t limit, struct wr_list *ret);
/** @return 0, WR_ECONFLICT (user name taken) */
WR_MUST_CHECK int wr_account_store_insert(struct wr_tx *tx, const struct wr_user *u,
                                          int64_t *ret_id);
/** Write all that can change. @return 0, WR_ECONFLICT (another version) */
WR_MUST_CHECK int wr_account_store_update(struct wr_tx *tx, const struct wr_user *u);
/** Failures and locks; not evidence. */
WR_MUST_CHECK int wr_account_store_put_login(struct wr_tx *tx, int64_t user_id, int64_t failed_n,
                                             int64_t locked_until_ms, int64_t last_login_ms);
WR_MUST_CHECK int wr_account_store_add_session(struct wr_tx *tx, int64_t user_id,
                                               struct wr_str token_hash, struct wr_str csrf,
                                               int64_t now_ms, struct wr_str address,
                                               struct wr_str agent);
/** End all sessions of a user but the newest `keep`. */
WR_MUST_CHECK int wr_account_store_trim_sessions(struct wr_tx *tx, int64_t user_id, int64_t keep);
WR_MUST_CHECK int wr_account_store_touch(struct wr_tx *tx, int64_t session_id, int64_t now_ms);
WR_MUST_CHECK int wr_account_store_end_session(struct wr_tx *tx, int64_t session_id);
/** Sessions not seen since, or begun before these times; answers older than `idem_ms`. */
WR_MUST_CHECK int wr_account_store_sweep(struct wr_tx *tx, int64_t seen_ms, int64_t created_ms,
                                         int64_t idem_ms);
WR_MUST_CHECK int wr_account_store_idem(struct wr_tx *tx, int64_t user_id, struct wr_str key,
                                        struct wr_idem *ret);
WR_MUST_CHECK int wr_account_store_put_idem(struct wr_tx *tx, int64_t user_id,
                                            const struct wr_idem *i, int64_t now_ms);
