#include "modules/job/job_store.h"

#define COLS                                                                                       \
    "id, kind, params, state, done, total, user_id, created_ms, started_ms, ended_ms, error, "     \
    "result_name, result_type,"                                                                    \
    " result_path"
#define TYPES "itttiiIiIITTTT"
#define STALE_MAX 1000

static const struct wr_field row_fields[] = {
    WR_ID(struct wr_job, id, "编号", "id"),
    WR_STR(struct wr_job, kind, 1, 40, "类型", "kind"),
    WR_JSON(struct wr_job, params, WR_JOB_PARAMS_MAX, "参数", "parameters"),
    WR_ENUM(struct wr_job, state, wr_job_states, "状态", "state"),
    WR_I64(struct wr_job, done, 0, WR_ID_MAX, "已完成", "done"),
    WR_I64(struct wr_job, total, 0, WR_ID_MAX, "总数", "total"),
    WR_ID_OPT(struct wr_job, user_id, "用户", "who asked"),
    WR_MS(struct wr_job, created_ms, "提交时间", "when it was asked"),
    WR_MS_OPT(struct wr_job, started_ms, "开始时间", "when it began"),
    WR_MS_OPT(struct wr_job, ended_ms, "结束时间", "when it ended"),
    WR_TEXT_OPT(struct wr_job, error, 0, 4000, "错误", "why it failed"),
    WR_STR_OPT(struct wr_job, result_name, 0, 200, "文件名", "file name of the result"),
    WR_STR_OPT(struct wr_job, result_type, 0, 100, "文件类型", "media type of the result"),
    WR_STR_OPT(struct wr_job, result_path, 0, 200, "路径", "file below the spool folder"),
    {0},
};

static const struct wr_stmt Q_INSERT = {
    .name = "job_insert",
    .sql = "INSERT INTO job (kind, params, state, done, total, user_id, created_ms)"
           " VALUES ($1, $2, 'queued', 0, $3, $4, $5) RETURNING id",
    .params = "ttiIi",
    .cols = "i",
    .ephemeral = true};
static const struct wr_stmt Q_GET = {.name = "job_get",
                                     .sql = "SELECT " COLS " FROM job WHERE id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_LIST = {.name = "job_list",
                                      .sql = "SELECT " COLS
                                             " FROM job WHERE ($1 = 0 OR user_id = $1) AND ($2 = 0 "
                                             "OR id < $2) ORDER BY id DESC LIMIT $3",
                                      .params = "iii",
                                      .cols = TYPES};
static const struct wr_stmt Q_NEXT = {.name = "job_next",
                                      .sql = "SELECT " COLS
                                             " FROM job WHERE state = 'queued' ORDER BY id LIMIT 1",
                                      .params = "",
                                      .cols = TYPES};
static const struct wr_stmt Q_MOVE = {
    .name = "job_move",
    .sql = "UPDATE job SET state = $3, started_ms = CASE $3 WHEN 'running' THEN $4 WHEN 'queued' "
           "THEN NULL ELSE started_ms END,"
           " ended_ms = CASE WHEN $3 IN ('done', 'failed', 'cancelled') THEN $4 ELSE NULL END,"
           " done = CASE WHEN $3 IN ('queued', 'running') THEN 0 ELSE done END, error = $5 WHERE "
           "id = $1 AND state = $2",
    .params = "ittiT",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_PROGRESS = {
    .name = "job_progress",
    .sql = "UPDATE job SET done = $2, total = $3 WHERE id = $1 AND state = 'running'",
    .params = "iii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_RESULT = {
    .name = "job_result",
    .sql = "UPDATE job SET result_name = $2, result_type = $3, result_path = $4 WHERE id = $1",
    .params = "ittt",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_STALE = {
    .name = "job_stale",
    .sql = "SELECT " COLS
           " FROM job WHERE result_path IS NOT NULL AND ended_ms < $1 ORDER BY id LIMIT $2",
    .params = "ii",
    .cols = TYPES};
static const struct wr_stmt Q_FORGET = {.name = "job_forget",
                                        .sql = "UPDATE job SET result_path = NULL WHERE id = $1",
                                        .params = "i",
                                        .cols = "",
                                        .ephemeral = true};
static const struct wr_stmt Q_FAIL_RUNNING = {
    .name = "job_fail_running",
    .sql = "UPDATE job SET state = 'failed', ended_ms = $1, error = $2 WHERE state = 'running'",
    .params = "it",
    .cols = "",
    .ephemeral = true};

const struct wr_stmt *const wr_job_stmts[] = {&Q_INSERT, &Q_GET,          &Q_LIST,   &Q_NEXT,
                                              &Q_MOVE,   &Q_PROGRESS,     &Q_RESULT, &Q_STALE,
                                              &Q_FORGET, &Q_FAIL_RUNNING, NULL};

static struct wr_str state_name(enum wr_job_state s)
{
    return wr_str(wr_enum_item(wr_job_states, s)->name);
}

int wr_job_store_insert(struct wr_tx *tx, const struct wr_job *j, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(j->kind), WR_T(j->params), WR_I(j->total),
                        WR_IDOPT(j->user_id), WR_I(j->created_ms));
}

int wr_job_store_get(struct wr_tx *tx, int64_t id, struct wr_job *ret)
{
    *ret = (struct wr_job){0};
    return wr_query_one(tx, &Q_GET, row_fields, ret, WR_I(id));
}

int wr_job_store_list(struct wr_tx *tx, int64_t user_id, int64_t before, int64_t limit,
                      struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, row_fields, sizeof(struct wr_job), (size_t)limit, ret,
                         WR_I(user_id), WR_I(before), WR_I(limit));
}

int wr_job_store_next(struct wr_tx *tx, struct wr_job *ret)
{
    *ret = (struct wr_job){0};
    return wr_query_one(tx, &Q_NEXT, row_fields, ret);
}

int wr_job_store_move(struct wr_tx *tx, int64_t id, enum wr_job_state from, enum wr_job_state to,
                      int64_t now_ms, struct wr_str error, int64_t *ret_changed)
{
    return wr_exec(tx, &Q_MOVE, ret_changed, WR_I(id), WR_T(state_name(from)), WR_T(state_name(to)),
                   WR_I(now_ms), WR_T(error));
}

int wr_job_store_progress(struct wr_tx *tx, int64_t id, int64_t done, int64_t total,
                          int64_t *ret_changed)
{
    return wr_exec(tx, &Q_PROGRESS, ret_changed, WR_I(id), WR_I(done), WR_I(total));
}

int wr_job_store_result(struct wr_tx *tx, int64_t id, struct wr_str name, struct wr_str type,
                        struct wr_str path)
{
    return wr_exec(tx, &Q_RESULT, NULL, WR_I(id), WR_T(name), WR_T(type), WR_T(path));
}

int wr_job_store_stale(struct wr_tx *tx, int64_t ended_before_ms, int64_t limit,
                       struct wr_list *ret)
{
    return wr_query_list(tx, &Q_STALE, row_fields, sizeof(struct wr_job), STALE_MAX, ret,
                         WR_I(ended_before_ms), WR_I(limit < STALE_MAX ? limit : STALE_MAX));
}

int wr_job_store_forget(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_FORGET, NULL, WR_I(id));
}

int wr_job_store_fail_running(struct wr_tx *tx, int64_t now_ms, struct wr_str error,
                              int64_t *ret_changed)
{
    return wr_exec(tx, &Q_FAIL_RUNNING, ret_changed, WR_I(now_ms), WR_T(error));
}
