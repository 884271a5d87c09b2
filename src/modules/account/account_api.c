#include "http/cookie.h"
#include "modules/account/account_fields.h"
#include "modules/account/account_use.h"

static int post_session(struct wr_req *r, struct wr_resp *w)
{
    struct wr_login_result out;
    int rc = wr_account_svc_login(r->ctx, r->in, r->address, r->user_agent, &out);
    if (rc < 0)
        return rc;
    wr_cookie_issue(r, w, out.token);
    return wr_reply(w, wr_me_fields, &out.me);
}

static int get_session(struct wr_req *r, struct wr_resp *w)
{
    struct wr_me me;
    int rc = wr_account_svc_me(r->ctx, r->session_token, &me);
    return rc < 0 ? rc : wr_reply(w, wr_me_fields, &me);
}

static int delete_session(struct wr_req *r, struct wr_resp *w)
{
    int rc = wr_account_svc_logout(r->ctx);
    if (rc < 0)
        return rc;
    wr_cookie_revoke(r, w);
    return wr_reply_none(w);
}

static int post_password(struct wr_req *r, struct wr_resp *w)
{
    int rc = wr_account_svc_change_password(r->ctx, r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_totp(struct wr_req *r, struct wr_resp *w)
{
    struct wr_totp_new n;
    int rc = wr_account_svc_totp_new(r->ctx, &n);
    return rc < 0 ? rc : wr_reply(w, wr_totp_new_fields, &n);
}

static int put_totp(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_totp_code *in = r->in;
    int rc = wr_account_svc_totp_on(r->ctx, in->code);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_totp_off(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_totp_code *in = r->in;
    int rc = wr_account_svc_totp_off(r->ctx, in->code);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_users(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_account_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc : wr_reply_list(w, wr_user_fields, sizeof(struct wr_user), items, next, -1);
}

static int post_user(struct wr_req *r, struct wr_resp *w)
{
    struct wr_user_created out;
    int rc = wr_account_svc_add(r->ctx, r->in, &out);
    return rc < 0 ? rc : wr_reply(w, wr_user_created_fields, &out);
}

static int patch_user(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0, version = 0;
    struct wr_user_edit now = {0}, in;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_account_svc_edit_form(r->ctx, id, &now);
    if (rc == 0)
        rc = wr_req_patch(r, wr_user_edit_fields, &now, &in, sizeof in);
    if (rc == 0)
        rc = wr_account_svc_edit(r->ctx, id, version, &in);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_unlock(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_account_svc_unlock(r->ctx, id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_reset(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_user_created out;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_account_svc_reset_password(r->ctx, id, &out);
    return rc < 0 ? rc : wr_reply(w, wr_user_created_fields, &out);
}

#define ADMINISTRATORS (WR_ROLE_SYSADMIN | WR_ROLE_SECADMIN | WR_ROLE_AUDITOR)

const struct wr_route wr_account_routes[] = {
    {WR_POST, "/api/v1/sessions", WR_ROLE_PUBLIC, WR_RATE_LOGIN, wr_login_fields,
     sizeof(struct wr_login), wr_me_fields, post_session, "Log in (登录)",
     WR_RT_NO_CSRF | WR_RT_CREATED},
    {WR_GET, "/api/v1/session", WR_ROLE_ANY, WR_RATE_READ, NULL, 0, wr_me_fields, get_session,
     "Who is logged in (当前登录)", WR_RT_MUST_CHANGE_OK},
    {WR_DELETE, "/api/v1/session", WR_ROLE_ANY, WR_RATE_WRITE, NULL, 0, NULL, delete_session,
     "Log out (退出)", WR_RT_MUST_CHANGE_OK},
    {WR_POST, "/api/v1/session/password", WR_ROLE_ANY, WR_RATE_LOGIN, wr_password_change_fields,
     sizeof(struct wr_password_change), NULL, post_password, "Change the password (修改密码)",
     WR_RT_MUST_CHANGE_OK},
    {WR_POST, "/api/v1/session/totp", WR_ROLE_ANY, WR_RATE_WRITE, NULL, 0, wr_totp_new_fields,
     post_totp, "Ask for a second-factor secret (获取动态码密钥)", 0},
    {WR_PUT, "/api/v1/session/totp", WR_ROLE_ANY, WR_RATE_LOGIN, wr_totp_code_fields,
     sizeof(struct wr_totp_code), NULL, put_totp, "Turn the second factor on (启用动态码)", 0},
    {WR_POST, "/api/v1/session/totp/off", WR_ROLE_ANY, WR_RATE_LOGIN, wr_totp_code_fields,
     sizeof(struct wr_totp_code), NULL, post_totp_off, "Turn the second factor off (停用动态码)",
     0},
    {WR_GET, "/api/v1/users", ADMINISTRATORS, WR_RATE_READ, wr_user_query_fields,
     sizeof(struct wr_user_query), wr_user_fields, get_users, "Users (用户)", WR_RT_LIST},
    {WR_POST, "/api/v1/users", WR_ROLE_SYSADMIN, WR_RATE_WRITE, wr_user_new_fields,
     sizeof(struct wr_user_new), wr_user_created_fields, post_user,
     "Add a user; answers a one-time password (新增用户)", WR_RT_CREATED},
    {WR_PATCH, "/api/v1/users/{id}", WR_ROLE_SYSADMIN | WR_ROLE_SECADMIN, WR_RATE_WRITE,
     wr_user_edit_fields, sizeof(struct wr_user_edit), NULL, patch_user,
     "Change a user: roles by the security, the rest by the system administrator (修改用户)",
     WR_RT_PATCH},
    {WR_POST, "/api/v1/users/{id}/unlock", WR_ROLE_SECADMIN, WR_RATE_WRITE, NULL, 0, NULL,
     post_unlock, "Unlock after failed log-ins (解锁)", 0},
    {WR_POST, "/api/v1/users/{id}/reset-password", WR_ROLE_SECADMIN, WR_RATE_WRITE, NULL, 0,
     wr_user_created_fields, post_reset, "Give a one-time password (重置密码)", 0},
    {0},
};
