/* Commands to stations, and the hashes of raw frames. */
#include "modules/device/device_store.h"

#define COMMANDS_OPEN_MAX 100000

WR_AUDIT_ROW_STMT(command, logger_command);
WR_AUDIT_ROW_STMT(anchor, frame_anchor);
WR_AUDIT_CHILD_STMT(hour, frame_hour, anchor_id, logger_id);
const struct wr_audit_entity WR_COMMAND_ENTITY = {
    .table = "logger_command", .row = &command_row, .ids = &command_ids};
const struct wr_audit_entity WR_ANCHOR_ENTITY = {.table = "frame_anchor",
                                                 .row = &anchor_row,
                                                 .ids = &anchor_ids,
                                                 .children = {&hour_children},
                                                 .child_tables = {"frame_hour"}};

#define COMMAND_COLS                                                                               \
    "SELECT c.id, c.logger_id, l.mn, c.kind, c.cn, c.params, c.origin, c.user_id,"                 \
    " u.name AS user_name, c.reason, c.state, c.qn, c.tries, c.qn_rtn, c.exe_rtn,"                 \
    " c.answer, c.rows_n, c.created_ms, c.sent_ms, c.ended_ms, c.version, o.enterprise_id,"        \
    " e.district_id FROM logger_command c JOIN logger l ON l.id = c.logger_id"                     \
    " LEFT JOIN app_user u ON u.id = c.user_id LEFT JOIN outlet o ON o.id = l.outlet_id"           \
    " LEFT JOIN enterprise e ON e.id = o.enterprise_id"
#define COMMAND_TYPES                                                                              \
    "iittittI"                                                                                     \
    "TttTiII"                                                                                      \
    "tiiIIiII"

#define C struct wr_logger_command
static const struct wr_field command_cols[] = {
    WR_ID(C, id, "", ""),
    WR_ID(C, logger_id, "", ""),
    WR_STR(C, mn, 0, 100, "", ""),
    WR_ENUM(C, kind, wr_command_kinds, "", ""),
    WR_I64(C, cn, 0, 9999, "", ""),
    WR_STR(C, params, 0, 1000, "", ""),
    WR_ENUM(C, origin, wr_command_origins, "", ""),
    WR_ID_OPT(C, user_id, "", ""),
    WR_STR_OPT(C, user_name, 0, 100, "", ""),
    WR_STR(C, reason, 0, 400, "", ""),
    WR_ENUM(C, state, wr_command_states, "", ""),
    WR_STR_OPT(C, qn, 0, 40, "", ""),
    WR_I64(C, tries, 0, WR_ID_MAX, "", ""),
    WR_I64_OPT(C, qn_rtn, -1, 100000, "", ""),
    WR_I64_OPT(C, exe_rtn, -1, 100000, "", ""),
    WR_TEXT(C, answer, 0, 4000, "", ""),
    WR_I64(C, rows_n, 0, WR_ID_MAX, "", ""),
    WR_MS(C, created_ms, "", ""),
    WR_MS_OPT(C, sent_ms, "", ""),
    WR_MS_OPT(C, ended_ms, "", ""),
    WR_I64(C, version, 1, WR_ID_MAX, "", ""),
    WR_ID_OPT(C, enterprise_id, "", ""),
    WR_ID_OPT(C, district_id, "", ""),
    {0},
};
#undef C

static const struct wr_stmt Q_GET = {.name = "logger_command_get",
                                     .sql = COMMAND_COLS " WHERE c.id = $1",
                                     .params = "i",
                                     .cols = COMMAND_TYPES};
#define IS_OPEN "c.state IN ('queued', 'sent', 'accepted')"
static const struct wr_stmt Q_LIST = {
    .name = "logger_command_list",
    .sql = COMMAND_COLS
    " WHERE ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR c.logger_id = $2)"
    " AND ($3 IS NULL OR (CASE WHEN " IS_OPEN " THEN 1 ELSE 0 END) = $3)"
    " AND ($4 = 0 OR c.id < $4) ORDER BY c.id DESC LIMIT $5",
    .params = "IIIii",
    .cols = COMMAND_TYPES};
static const struct wr_stmt Q_OPEN = {.name = "logger_command_open_list",
                                      .sql = COMMAND_COLS " WHERE " IS_OPEN " ORDER BY c.id",
                                      .params = "",
                                      .cols = COMMAND_TYPES};
static const struct wr_stmt Q_OPEN_N = {
    .name = "logger_command_open_n",
    .sql = "SELECT COUNT(*) FROM logger_command c WHERE c.logger_id = $1 AND " IS_OPEN
           " AND ($2 IS NULL OR c.kind = $2)",
    .params = "iT",
    .cols = "i"};
static const struct wr_stmt Q_SAME_N = {
    .name = "logger_command_same_n",
    .sql = "SELECT COUNT(*) FROM logger_command WHERE logger_id = $1 AND params = $2 AND"
           " created_ms >= $3",
    .params = "iti",
    .cols = "i"};
static const struct wr_stmt Q_INSERT = {
    .name = "logger_command_insert",
    .sql = "INSERT INTO logger_command (logger_id, kind, cn, params, origin, user_id, reason,"
           " state, tries, answer, rows_n, created_ms, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, '', 0, $8, 1) RETURNING id",
    .params = "itittIti",
    .cols = "i"};
static const struct wr_stmt Q_STEP = {
    .name = "logger_command_step",
    .sql = "UPDATE logger_command SET state = $2, qn = COALESCE($3, qn), tries = COALESCE($4,"
           " tries), qn_rtn = COALESCE($5, qn_rtn), exe_rtn = COALESCE($6, exe_rtn),"
           " answer = COALESCE($7, answer), rows_n = COALESCE($8, rows_n),"
           " sent_ms = COALESCE(sent_ms, $9), ended_ms = COALESCE($10, ended_ms),"
           " version = version + 1 WHERE id = $1",
    .params = "itTIIITIII",
    .cols = ""};
static const struct wr_stmt Q_ANCHOR_LAST = {
    .name = "frame_anchor_last",
    .sql = "SELECT COALESCE(MAX(hour_ms), 0) AS h FROM frame_anchor",
    .params = "",
    .cols = "i"};
static const struct wr_stmt Q_ANCHOR_INSERT = {
    .name = "frame_anchor_insert",
    .sql = "INSERT INTO frame_anchor (hour_ms, frames, bytes, created_ms, version)"
           " VALUES ($1, $2, $3, $4, 1) RETURNING id",
    .params = "iiii",
    .cols = "i"};
static const struct wr_stmt Q_HOUR_INSERT = {
    .name = "frame_hour_insert",
    .sql = "INSERT INTO frame_hour (anchor_id, logger_id, frames, bytes, sha256)"
           " VALUES ($1, $2, $3, $4, $5)",
    .params = "iiiit",
    .cols = ""};
static const struct wr_stmt Q_HOUR_LIST = {
    .name = "frame_hour_list",
    .sql = "SELECT a.hour_ms, h.logger_id, h.frames, h.bytes, h.sha256 FROM frame_anchor a"
           " JOIN frame_hour h ON h.anchor_id = a.id WHERE a.hour_ms >= $2 AND a.hour_ms < $3"
           " AND h.logger_id = $1 ORDER BY a.hour_ms",
    .params = "iii",
    .cols = "iiiit"};

#define H struct wr_frame_hour
static const struct wr_field hour_cols[] = {
    WR_MS(H, hour_ms, "", ""),
    WR_I64(H, logger_id, 0, WR_ID_MAX, "", ""),
    WR_I64(H, frames, 0, WR_ID_MAX, "", ""),
    WR_I64(H, bytes, 0, WR_ID_MAX, "", ""),
    WR_STR(H, sha256, 0, 100, "", ""),
    {0},
};
#undef H

int wr_command_store_get(struct wr_tx *tx, int64_t id, struct wr_logger_command *ret)
{
    return wr_query_one(tx, &Q_GET, command_cols, ret, WR_I(id));
}

int wr_command_store_list(struct wr_tx *tx, const struct wr_command_query *q, int64_t district_id,
                          int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, command_cols, sizeof(struct wr_logger_command), (size_t)limit,
                         ret, WR_IDOPT(district_id), WR_IDOPT(q->logger_id),
                         WR_IOPT(q->has_open, q->open), WR_I(q->cursor), WR_I(limit));
}

int wr_command_store_open(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OPEN, command_cols, sizeof(struct wr_logger_command),
                         COMMANDS_OPEN_MAX, ret);
}

int wr_command_store_open_n(struct wr_tx *tx, int64_t logger_id, struct wr_str kind, int64_t *ret_n)
{
    return wr_query_i64(tx, &Q_OPEN_N, ret_n, WR_I(logger_id), WR_T(kind));
}

int wr_command_store_same_n(struct wr_tx *tx, int64_t logger_id, struct wr_str params,
                            int64_t since_ms, int64_t *ret_n)
{
    return wr_query_i64(tx, &Q_SAME_N, ret_n, WR_I(logger_id), WR_T(params), WR_I(since_ms));
}

int wr_command_store_insert(struct wr_tx *tx, const struct wr_logger_command *c, int64_t *ret_id)
{
    return wr_query_i64(
        tx, &Q_INSERT, ret_id, WR_I(c->logger_id), WR_T(wr_device_name(wr_command_kinds, c->kind)),
        WR_I(c->cn), WR_T(c->params), WR_T(wr_device_name(wr_command_origins, c->origin)),
        WR_IDOPT(c->user_id), WR_T(c->reason.p ? c->reason : WR_S("")), WR_I(c->created_ms));
}

int wr_command_store_step(struct wr_tx *tx, const struct wr_command_step *s)
{
    return wr_exec(tx, &Q_STEP, NULL, WR_I(s->id),
                   WR_T(wr_device_name(wr_command_states, s->state)), WR_T(s->qn),
                   WR_IOPT(s->tries >= 0, s->tries), WR_IOPT(s->qn_rtn >= 0, s->qn_rtn),
                   WR_IOPT(s->exe_rtn >= 0, s->exe_rtn), WR_T(s->answer),
                   WR_IOPT(s->rows_n >= 0, s->rows_n), WR_IDOPT(s->sent_ms), WR_IDOPT(s->ended_ms));
}

int wr_anchor_store_last(struct wr_tx *tx, int64_t *ret_hour_ms)
{
    return wr_query_i64(tx, &Q_ANCHOR_LAST, ret_hour_ms);
}

int wr_anchor_store_insert(struct wr_tx *tx, int64_t hour_ms, int64_t frames, int64_t bytes,
                           int64_t now_ms, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_ANCHOR_INSERT, ret_id, WR_I(hour_ms), WR_I(frames), WR_I(bytes),
                        WR_I(now_ms));
}

int wr_anchor_store_hour(struct wr_tx *tx, int64_t anchor_id, const struct wr_frame_hour *h)
{
    return wr_exec(tx, &Q_HOUR_INSERT, NULL, WR_I(anchor_id), WR_I(h->logger_id), WR_I(h->frames),
                   WR_I(h->bytes), WR_T(h->sha256));
}

int wr_anchor_store_list(struct wr_tx *tx, int64_t logger_id, int64_t from_ms, int64_t to_ms,
                         struct wr_list *ret)
{
    return wr_query_list(tx, &Q_HOUR_LIST, hour_cols, sizeof(struct wr_frame_hour), 10000, ret,
                         WR_I(logger_id), WR_I(from_ms), WR_I(to_ms));
}

const struct wr_stmt *const wr_logger_command_stmts[] = {
    &command_row,   &command_ids,     &anchor_row,    &anchor_ids,  &hour_children, &Q_GET,
    &Q_LIST,        &Q_OPEN,          &Q_OPEN_N,      &Q_SAME_N,    &Q_INSERT,      &Q_STEP,
    &Q_ANCHOR_LAST, &Q_ANCHOR_INSERT, &Q_HOUR_INSERT, &Q_HOUR_LIST, NULL,
};
