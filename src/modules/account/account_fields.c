#include "modules/account/account_fields.h"

const struct wr_enum_item wr_user_statuses[] = {
    {"active", WR_USER_ACTIVE, "启用", "active"},
    {"disabled", WR_USER_DISABLED, "停用", "disabled"},
    {0},
};

const struct wr_enum_item wr_role_items[] = {
    {"officer", WR_ROLE_OFFICER, "执法人员、联络员", "officer"},
    {"district_admin", WR_ROLE_DISTRICT_ADMIN, "区县管理员", "district administrator"},
    {"city_admin", WR_ROLE_CITY_ADMIN, "市级管理员", "city administrator"},
    {"legal", WR_ROLE_LEGAL, "法制审核", "legal reviewer"},
    {"hotline", WR_ROLE_HOTLINE, "热线坐席", "hotline operator"},
    {"leader", WR_ROLE_LEADER, "局领导", "leader"},
    {"enterprise", WR_ROLE_ENTERPRISE, "企业联系人", "enterprise contact"},
    {"facility", WR_ROLE_FACILITY, "医废单位", "facility, carrier or plant"},
    {"supervision", WR_ROLE_SUPERVISION, "执法监督", "supervision"},
    {"sysadmin", WR_ROLE_SYSADMIN, "系统管理员", "system administrator"},
    {"secadmin", WR_ROLE_SECADMIN, "安全管理员", "security administrator"},
    {"auditor", WR_ROLE_AUDITOR, "审计管理员", "audit administrator"},
    {0},
};

/** As stored; for the store only. */
const struct wr_field wr_user_row_fields[] = {
    WR_ID(struct wr_user, id, "编号", "id"),
    WR_STR(struct wr_user, username, 3, WR_USERNAME_MAX, "用户名", "user name"),
    WR_STR(struct wr_user, password_hash, 1, 128, "密码散列", "Argon2id"),
    WR_STR(struct wr_user, name, 1, 40, "姓名", "name"),
    WR_STR_OPT(struct wr_user, phone, 3, 20, "电话", "phone"),
    WR_I64(struct wr_user, roles, 0, 0xFFFF, "角色", "role bits"),
    WR_ID_OPT(struct wr_user, officer_id, "人员编号", "officer"),
    WR_ID_OPT(struct wr_user, enterprise_id, "企业编号", "enterprise"),
    WR_ID_OPT(struct wr_user, district_id, "区县编号", "district"),
    WR_STR_OPT(struct wr_user, district_name, 1, 40, "区县", "district"),
    WR_STR_OPT(struct wr_user, totp_secret, 16, 64, "动态码密钥", "base 32"),
    WR_BOOL(struct wr_user, totp_on, "动态码", "second factor on"),
    WR_I64(struct wr_user, totp_step, 0, WR_ID_MAX, "动态码步", "last step used"),
    WR_BOOL(struct wr_user, must_change, "须改密码", "a password change is due"),
    WR_ENUM(struct wr_user, status, wr_user_statuses, "状态", "status"),
    WR_MS(struct wr_user, created_ms, "创建时间", "created"),
    WR_MS(struct wr_user, password_ms, "密码时间", "when the password was set"),
    WR_I64(struct wr_user, version, 1, WR_ID_MAX, "版本", "version"),
    WR_I64(struct wr_user, failed_n, 0, 1000, "失败次数", "failures in a row"),
    WR_MS(struct wr_user, locked_until_ms, "锁定至", "locked until"),
    WR_MS(struct wr_user, last_login_ms, "最近登录", "last log-in"),
    {0},
};

const struct wr_field wr_user_fields[] = {
    WR_ID(struct wr_user, id, "编号", "id"),
    WR_STR(struct wr_user, username, 3, WR_USERNAME_MAX, "用户名", "user name"),
    WR_STR(struct wr_user, name, 1, 40, "姓名", "name"),
    {.name = "phone",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_PHONE,
     .off = offsetof(struct wr_user, phone),
     .min = 3,
     .max = 20,
     .zh = "电话",
     .doc = "phone, masked"},
    {.name = "roles",
     .type = WR_F_STRS,
     .off = offsetof(struct wr_user, role_names),
     .max = 12,
     .zh = "角色",
     .doc = "role names"},
    WR_ID_OPT(struct wr_user, officer_id, "人员编号", "the officer this user is"),
    WR_ID_OPT(struct wr_user, enterprise_id, "企业编号", "the enterprise this contact belongs to"),
    WR_ID_OPT(struct wr_user, district_id, "区县编号", "row scope; absent: the whole city"),
    WR_STR_OPT(struct wr_user, district_name, 1, 40, "区县", "name of the district"),
    WR_BOOL(struct wr_user, totp_on, "动态码", "second factor on"),
    WR_BOOL(struct wr_user, must_change, "须改密码", "a password change is due"),
    WR_ENUM(struct wr_user, status, wr_user_statuses, "状态", "status"),
    WR_MS(struct wr_user, created_ms, "创建时间", "created"),
    WR_I64(struct wr_user, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    WR_MS(struct wr_user, locked_until_ms, "锁定至", "locked until; 0: not locked"),
    WR_MS(struct wr_user, last_login_ms, "最近登录", "last log-in; 0: never"),
    {0},
};

const struct wr_field wr_user_new_fields[] = {
    WR_STR(struct wr_user_new, username, 3, WR_USERNAME_MAX, "用户名", "[a-z0-9._-]{3,32}"),
    WR_STR(struct wr_user_new, name, 1, 40, "姓名", "name"),
    WR_STR_OPT(struct wr_user_new, phone, 3, 20, "电话", "phone"),
    {.name = "roles",
     .type = WR_F_STRS,
     .off = offsetof(struct wr_user_new, roles),
     .min = 1,
     .max = 12,
     .zh = "角色",
     .doc = "role names"},
    WR_ID_OPT(struct wr_user_new, officer_id, "人员编号",
              "the officer this user is (role officer)"),
    WR_ID_OPT(struct wr_user_new, enterprise_id, "企业编号",
              "the contact's enterprise (role enterprise)"),
    WR_ID_OPT(struct wr_user_new, district_id, "区县编号", "row scope (role district_admin)"),
    {0},
};

const struct wr_field wr_user_edit_fields[] = {
    WR_STR(struct wr_user_edit, name, 1, 40, "姓名", "name"),
    WR_STR_OPT(struct wr_user_edit, phone, 3, 20, "电话", "phone"),
    {.name = "roles",
     .type = WR_F_STRS,
     .off = offsetof(struct wr_user_edit, roles),
     .min = 1,
     .max = 12,
     .zh = "角色",
     .doc = "role names; only the security administrator changes them"},
    WR_ID_OPT(struct wr_user_edit, officer_id, "人员编号", "officer"),
    WR_ID_OPT(struct wr_user_edit, enterprise_id, "企业编号", "enterprise"),
    WR_ID_OPT(struct wr_user_edit, district_id, "区县编号", "row scope"),
    WR_ENUM(struct wr_user_edit, status, wr_user_statuses, "状态", "status"),
    WR_STR(struct wr_user_edit, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};

const struct wr_field wr_login_fields[] = {
    WR_STR(struct wr_login, username, 1, WR_USERNAME_MAX, "用户名", "user name"),
    {.name = "password",
     .type = WR_F_STR,
     .flags = WR_FF_SECRET,
     .off = offsetof(struct wr_login, password),
     .min = 1,
     .max = WR_PASSWORD_MAX,
     .zh = "密码",
     .doc = "password"},
    WR_STR_OPT(struct wr_login, totp, 6, 6, "动态验证码",
               "one-time code, where the account has a second factor"),
    {0},
};

const struct wr_field wr_password_change_fields[] = {
    {.name = "old_password",
     .type = WR_F_STR,
     .flags = WR_FF_SECRET,
     .off = offsetof(struct wr_password_change, old_password),
     .min = 1,
     .max = WR_PASSWORD_MAX,
     .zh = "原密码",
     .doc = "present password"},
    {.name = "new_password",
     .type = WR_F_STR,
     .flags = WR_FF_SECRET,
     .off = offsetof(struct wr_password_change, new_password),
     .min = 1,
     .max = WR_PASSWORD_MAX,
     .zh = "新密码",
     .doc = "new password"},
    {0},
};

const struct wr_field wr_totp_code_fields[] = {
    WR_STR(struct wr_totp_code, code, 6, 6, "动态验证码", "one-time code"),
    {0},
};
const struct wr_field wr_totp_new_fields[] = {
    WR_STR(struct wr_totp_new, secret, 16, 64, "密钥", "base 32, to type by hand"),
    WR_STR(struct wr_totp_new, otpauth, 1, 300, "链接", "otpauth link, to be shown as a QR code"),
    {0},
};

const struct wr_field wr_me_fields[] = {
    WR_ID(struct wr_me, user_id, "用户编号", "user"),
    WR_STR(struct wr_me, username, 1, WR_USERNAME_MAX, "用户名", "user name"),
    WR_STR(struct wr_me, name, 1, 40, "姓名", "name"),
    WR_STRS_OPT(struct wr_me, roles, 12, "角色", "role names"),
    WR_ID_OPT(struct wr_me, officer_id, "人员编号", "officer"),
    WR_ID_OPT(struct wr_me, enterprise_id, "企业编号", "enterprise"),
    WR_ID_OPT(struct wr_me, district_id, "区县编号", "row scope"),
    WR_STR_OPT(struct wr_me, district_name, 1, 40, "区县", "district"),
    WR_STR(struct wr_me, csrf, 1, 64, "CSRF", "value for the X-CSRF-Token header"),
    WR_BOOL(struct wr_me, must_change, "须改密码", "a password change is due before anything else"),
    WR_BOOL(struct wr_me, totp_on, "动态码", "second factor on"),
    WR_BOOL(struct wr_me, demo, "演示", "demonstration data"),
    WR_I64(struct wr_me, idle_s, 0, 1000000, "空闲时限",
           "seconds without a request after which the session ends"),
    {0},
};

const struct wr_field wr_user_query_fields[] = {
    WR_STR_OPT(struct wr_user_query, q, 1, 40, "搜索", "part of user name or name"),
    WR_ENUM_OPT(struct wr_user_query, role, wr_role_items, "角色", "role"),
    WR_ID_OPT(struct wr_user_query, cursor, "游标", "`next` of the page before"),
    WR_I64_OPT(struct wr_user_query, limit, 1, WR_PAGE_MAX, "条数", "rows a page"),
    {0},
};

const struct wr_field wr_user_created_fields[] = {
    WR_ID(struct wr_user_created, id, "编号", "id"),
    WR_STR(struct wr_user_created, password, 1, 64, "初始密码", "one-time password, shown once"),
    {0},
};

const struct wr_field wr_session_fields[] = {
    WR_ID(struct wr_session, id, "编号", "id"),
    WR_ID(struct wr_session, user_id, "用户", "user"),
    WR_STR(struct wr_session, csrf, 1, 64, "CSRF", "CSRF value"),
    WR_MS(struct wr_session, created_ms, "开始", "logged in"),
    WR_MS(struct wr_session, seen_ms, "最近", "last request"),
    {0},
};

const struct wr_field wr_idem_fields[] = {
    WR_STR(struct wr_idem, key, 1, 64, "键", "key"),
    WR_STR(struct wr_idem, route, 1, 120, "路由", "route"),
    WR_STR(struct wr_idem, body_hash, 1, 64, "正文摘要", "hex SHA-256 of the body"),
    WR_I64(struct wr_idem, status, 100, 599, "状态", "HTTP status"),
    WR_TEXT(struct wr_idem, answer, 0, 1048576, "答复", "body"),
    {0},
};
