#pragma once

#include "modules/account/account_svc.h"

struct wr_login {
    struct wr_str username, password, totp;
};
struct wr_password_change {
    struct wr_str old_password, new_password;
};
struct wr_totp_code {
    struct wr_str code;
};
struct wr_totp_new {
    struct wr_str secret, otpauth;
};
/** What a page needs to know of whoever is logged in. */
struct wr_me {
    int64_t user_id;
    struct wr_str username, name;
    struct wr_list roles;
    int64_t officer_id, enterprise_id, district_id;
    struct wr_str district_name, csrf;
    bool must_change, totp_on, demo;
    int64_t idle_s;
};
struct wr_user_query {
    struct wr_str q;
    int64_t role, status, cursor;
    bool has_limit;
    int64_t limit;
};
/** A user as changed by an administrator. */
struct wr_user_edit {
    struct wr_str name, phone;
    struct wr_list roles;
    int64_t officer_id, enterprise_id, district_id;
    int64_t status;
    struct wr_str reason;
};
struct wr_user_created {
    int64_t id;
    struct wr_str password; /* shown once */
};
extern const struct wr_field wr_user_fields[], wr_user_row_fields[], wr_user_edit_fields[],
    wr_user_new_fields[], wr_login_fields[], wr_password_change_fields[], wr_totp_code_fields[],
    wr_totp_new_fields[], wr_me_fields[], wr_user_query_fields[], wr_user_created_fields[],
    wr_session_fields[];
