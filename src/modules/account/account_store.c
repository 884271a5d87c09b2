#include "modules/account/account_store.h"

#include "base/text.h"

#define COLS                                                                                       \
    "u.id, u.username, u.password_hash, u.name, u.phone, u.roles, u.officer_id, u.enterprise_id, " \
    "u.district_id,"                                                                               \
    " r.name AS district_name, u.totp_secret, u.totp_on, u.totp_step, u.must_change, u.status, "   \
    "u.created_ms,"                                                                                \
    " u.password_ms, u.version, COALESCE(l.failed_n, 0) AS failed_n,"                              \
    " COALESCE(l.locked_until_ms, 0) AS locked_until_ms, COALESCE(l.last_login_ms, 0) AS "         \
    "last_login_ms"
#define TYPES "itttTiIIITTiiitiiiiii"
#define FROM                                                                                       \
    " FROM app_user u LEFT JOIN region r ON r.id = u.district_id LEFT JOIN login_state l ON "      \
    "l.user_id = u.id"

WR_AUDIT_ROW_STMT(user, app_user);
const struct wr_audit_entity WR_USER_ENTITY = {
    .table = "app_user", .row = &user_row, .ids = &user_ids};
const struct wr_audit_entity *const wr_account_entities[] = {&WR_USER_ENTITY, NULL};

static const struct wr_stmt Q_USER = {.name = "account_user",
                                      .sql = "SELECT " COLS FROM " WHERE u.id = $1",
                                      .params = "i",
                                      .cols = TYPES};
static const struct wr_stmt Q_BY_NAME = {.name = "account_by_name",
                                         .sql = "SELECT " COLS FROM " WHERE u.username = $1",
                                         .params = "t",
                                         .cols = TYPES};
static const struct wr_stmt Q_SESSION = {
    .name = "account_session",
    .sql = "SELECT id, user_id, csrf, created_ms, seen_ms FROM session WHERE token_hash = $1",
    .params = "t",
    .cols = "iitii"};
static const struct wr_stmt Q_LIST = {
    .name = "account_list",
    .sql =
        "SELECT " COLS FROM
        " WHERE ($1 IS NULL OR u.username LIKE $1 ESCAPE '\\' OR u.name LIKE $1 ESCAPE '\\') AND "
        "($2 IS NULL OR (u.roles & $2) <> 0)"
        " AND ($3 IS NULL OR u.id > $3) ORDER BY u.id LIMIT $4",
    .params = "TIIi",
    .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "account_insert",
    .sql = "INSERT INTO app_user (username, password_hash, name, phone, roles, officer_id, "
           "enterprise_id, district_id,"
           " totp_on, totp_step, must_change, status, created_ms, password_ms, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, 'active', $10, $10, 1) RETURNING id",
    .params = "tttTiIIIii",
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "account_update",
    .sql = "UPDATE app_user SET password_hash = $3, name = $4, phone = $5, roles = $6, officer_id "
           "= $7, enterprise_id = $8,"
           " district_id = $9, totp_secret = $10, totp_on = $11, totp_step = $12, must_change = "
           "$13, status = $14,"
           " password_ms = $15, version = version + 1 WHERE id = $1 AND version = $2",
    .params = "iittTiIIITiiiti",
    .cols = ""};
static const struct wr_stmt Q_PUT_LOGIN = {
    .name = "account_put_login",
    .sql = "INSERT INTO login_state (user_id, failed_n, locked_until_ms, last_login_ms) VALUES "
           "($1, $2, $3, $4)"
           " ON CONFLICT (user_id) DO UPDATE SET failed_n = excluded.failed_n,"
           " locked_until_ms = excluded.locked_until_ms, last_login_ms = excluded.last_login_ms",
    .params = "iiii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_ADD_SESSION = {
    .name = "account_add_session",
    .sql = "INSERT INTO session (user_id, token_hash, csrf, created_ms, seen_ms, address, agent) "
           "VALUES ($1, $2, $3, $4, $4, $5, $6)",
    .params = "ittitt",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_TRIM = {
    .name = "account_trim_sessions",
    .sql =
        "DELETE FROM session WHERE user_id = $1 AND id NOT IN"
        " (SELECT id FROM session WHERE user_id = $1 ORDER BY created_ms DESC, id DESC LIMIT $2)",
    .params = "ii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_TOUCH = {.name = "account_touch",
                                       .sql = "UPDATE session SET seen_ms = $2 WHERE id = $1",
                                       .params = "ii",
                                       .cols = "",
                                       .ephemeral = true};
static const struct wr_stmt Q_END = {.name = "account_end_session",
                                     .sql = "DELETE FROM session WHERE id = $1",
                                     .params = "i",
                                     .cols = "",
                                     .ephemeral = true};
static const struct wr_stmt Q_SWEEP = {
    .name = "account_sweep",
    .sql = "DELETE FROM session WHERE seen_ms < $1 OR created_ms < $2",
    .params = "ii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_SWEEP_IDEM = {.name = "account_sweep_idem",
                                            .sql = "DELETE FROM idempotency WHERE created_ms < $1",
                                            .params = "i",
                                            .cols = "",
                                            .ephemeral = true};
static const struct wr_stmt Q_IDEM = {.name = "account_idem",
                                      .sql = "SELECT key, route, body_hash, status, answer FROM "
                                             "idempotency WHERE user_id = $1 AND key = $2",
                                      .params = "it",
                                      .cols = "tttit"};
static const struct wr_stmt Q_PUT_IDEM = {
    .name = "account_put_idem",
    .sql = "INSERT INTO idempotency (user_id, key, route, body_hash, status, answer, created_ms)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    .params = "itttiti",
    .cols = "",
    .ephemeral = true};

const struct wr_stmt *const wr_account_stmts[] = {
    &Q_USER,       &Q_BY_NAME,     &Q_SESSION,  &Q_LIST,   &Q_INSERT, &Q_UPDATE,
    &Q_PUT_LOGIN,  &Q_ADD_SESSION, &Q_TRIM,     &Q_TOUCH,  &Q_END,    &Q_SWEEP,
    &Q_SWEEP_IDEM, &Q_IDEM,        &Q_PUT_IDEM, &user_row, &user_ids, NULL};

int wr_account_store_user(struct wr_tx *tx, int64_t id, struct wr_user *ret)
{
    return wr_query_one(tx, &Q_USER, wr_user_row_fields, ret, WR_I(id));
}

int wr_account_store_by_name(struct wr_tx *tx, struct wr_str username, struct wr_user *ret)
{
    return wr_query_one(tx, &Q_BY_NAME, wr_user_row_fields, ret, WR_T(username));
}

int wr_account_store_by_token(struct wr_tx *tx, struct wr_str token_hash, struct wr_user *ret,
                              struct wr_session *ret_session)
{
    int rc = wr_query_one(tx, &Q_SESSION, wr_session_fields, ret_session, WR_T(token_hash));
    return rc < 0 ? rc : wr_account_store_user(tx, ret_session->user_id, ret);
}

int wr_account_store_list(struct wr_tx *tx, const struct wr_user_query *q, int64_t limit,
                          struct wr_list *ret)
{
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    struct wr_str like = wr_like_part(a, q->q);
    return wr_query_list(tx, &Q_LIST, wr_user_row_fields, sizeof(struct wr_user), (size_t)limit,
                         ret, WR_T(like), WR_IDOPT(q->role), WR_IDOPT(q->cursor), WR_I(limit));
}

int wr_account_store_insert(struct wr_tx *tx, const struct wr_user *u, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(u->username), WR_T(u->password_hash),
                        WR_T(u->name), WR_T(u->phone), WR_I(u->roles), WR_IDOPT(u->officer_id),
                        WR_IDOPT(u->enterprise_id), WR_IDOPT(u->district_id), WR_I(u->must_change),
                        WR_I(u->created_ms));
}

int wr_account_store_update(struct wr_tx *tx, const struct wr_user *u)
{
    int64_t changed = 0;
    struct wr_str status = wr_str(wr_enum_item(wr_user_statuses, u->status)->name);
    int rc = wr_exec(tx, &Q_UPDATE, &changed, WR_I(u->id), WR_I(u->version), WR_T(u->password_hash),
                     WR_T(u->name), WR_T(u->phone), WR_I(u->roles), WR_IDOPT(u->officer_id),
                     WR_IDOPT(u->enterprise_id), WR_IDOPT(u->district_id), WR_T(u->totp_secret),
                     WR_I(u->totp_on), WR_I(u->totp_step), WR_I(u->must_change), WR_T(status),
                     WR_I(u->password_ms));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_account_store_put_login(struct wr_tx *tx, int64_t user_id, int64_t failed_n,
                               int64_t locked_until_ms, int64_t last_login_ms)
{
    return wr_exec(tx, &Q_PUT_LOGIN, NULL, WR_I(user_id), WR_I(failed_n), WR_I(locked_until_ms),
                   WR_I(last_login_ms));
}

int wr_account_store_add_session(struct wr_tx *tx, int64_t user_id, struct wr_str token_hash,
                                 struct wr_str csrf, int64_t now_ms, struct wr_str address,
                                 struct wr_str agent)
{
    return wr_exec(tx, &Q_ADD_SESSION, NULL, WR_I(user_id), WR_T(token_hash), WR_T(csrf),
                   WR_I(now_ms), WR_T(address), WR_T(agent));
}

int wr_account_store_trim_sessions(struct wr_tx *tx, int64_t user_id, int64_t keep)
{
    return wr_exec(tx, &Q_TRIM, NULL, WR_I(user_id), WR_I(keep));
}

int wr_account_store_touch(struct wr_tx *tx, int64_t session_id, int64_t now_ms)
{
    return wr_exec(tx, &Q_TOUCH, NULL, WR_I(session_id), WR_I(now_ms));
}

int wr_account_store_end_session(struct wr_tx *tx, int64_t session_id)
{
    return wr_exec(tx, &Q_END, NULL, WR_I(session_id));
}

int wr_account_store_sweep(struct wr_tx *tx, int64_t seen_ms, int64_t created_ms, int64_t idem_ms)
{
    int rc = wr_exec(tx, &Q_SWEEP, NULL, WR_I(seen_ms), WR_I(created_ms));
    return rc < 0 ? rc : wr_exec(tx, &Q_SWEEP_IDEM, NULL, WR_I(idem_ms));
}

int wr_account_store_idem(struct wr_tx *tx, int64_t user_id, struct wr_str key, struct wr_idem *ret)
{
    return wr_query_one(tx, &Q_IDEM, wr_idem_fields, ret, WR_I(user_id), WR_T(key));
}

int wr_account_store_put_idem(struct wr_tx *tx, int64_t user_id, const struct wr_idem *i,
                              int64_t now_ms)
{
    return wr_exec(tx, &Q_PUT_IDEM, NULL, WR_I(user_id), WR_T(i->key), WR_T(i->route),
                   WR_T(i->body_hash), WR_I(i->status), WR_T(i->answer), WR_I(now_ms));
}
