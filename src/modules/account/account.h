#pragma once

#include "codec/field.h"

#define WR_USERNAME_MAX 32
#define WR_PASSWORD_MAX 128
#define WR_TOTP_SECRET 20
#define WR_TOTP_STEP_MS INT64_C(30000)
#define WR_TOKEN_BYTES 32
#define WR_SESSION_TOUCH_MS                                                                        \
    INT64_C(60000) /* how old `seen_ms` may grow before it is written again */

enum wr_user_status { WR_USER_ACTIVE, WR_USER_DISABLED };
extern const struct wr_enum_item wr_user_statuses[];
/** Role bits with names and labels (角色). */
extern const struct wr_enum_item wr_role_items[];

/** Somebody who logs in. */
struct wr_user {
    int64_t id;
    struct wr_str username, password_hash, name, phone;
    int64_t roles;             /* enum wr_role bits */
    struct wr_list role_names; /* of struct wr_str, for pages */
    int64_t officer_id, enterprise_id, district_id;
    struct wr_str district_name;
    struct wr_str totp_secret; /* base 32 */
    bool totp_on;
    int64_t totp_step;
    bool must_change;
    int64_t status;
    int64_t created_ms, password_ms, version;
    int64_t failed_n, locked_until_ms, last_login_ms;
};

/** One log-in of one person. */
struct wr_session {
    int64_t id, user_id;
    struct wr_str csrf;
    int64_t created_ms, seen_ms;
};
