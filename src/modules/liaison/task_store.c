#include "modules/liaison/task_store.h"

#include "modules/liaison/liaison_stmts.h"
#include "modules/liaison/liaison_svc.h"

#define TASKS_MAX 200
#define CODE                                                                                       \
    "SELECT id, code, name_zh, name_en, due_days, active, sort, origin, version FROM "             \
    "liaison_task_code"
#define CODE_TYPES "itttiiiti"
#define TASK                                                                                       \
    "SELECT t.id, t.assignment_id, t.enterprise_id, e.name AS enterprise_name, t.officer_id, "     \
    "o.name AS officer_name, t.task_code, CASE WHEN $1 = 'en' THEN c.name_en ELSE c.name_zh END "  \
    "AS task_name, t.due_on, t.done_ms, t.cancelled_ms, t.result, t.note, t.evidence_ids FROM "    \
    "liaison_task t JOIN enterprise e ON e.id = t.enterprise_id JOIN officer o ON o.id = "         \
    "t.officer_id LEFT JOIN liaison_task_code c ON c.code = t.task_code"
#define TASK_TYPES                                                                                 \
    "iiititt"                                                                                      \
    "TtIITTT"

const struct wr_stmt wr_task_q_code_row = {.name = "liaison_task_code_audit_row",
                                           .sql = "SELECT * FROM liaison_task_code WHERE id = $1",
                                           .params = "i",
                                           .cols = "*"};
const struct wr_stmt wr_task_q_code_ids = {.name = "liaison_task_code_audit_ids",
                                           .sql = "SELECT id FROM liaison_task_code ORDER BY id",
                                           .params = "",
                                           .cols = "i"};
const struct wr_audit_entity WR_TASK_CODE_ENTITY = {
    .table = "liaison_task_code", .row = &wr_task_q_code_row, .ids = &wr_task_q_code_ids};

const struct wr_stmt wr_task_q_code_get = {.name = "liaison_task_code_get",
                                           .sql = CODE " WHERE id = $1",
                                           .params = "i",
                                           .cols = CODE_TYPES};
const struct wr_stmt wr_task_q_code_by_code = {.name = "liaison_task_code_by_code",
                                               .sql = CODE " WHERE code = $1",
                                               .params = "t",
                                               .cols = CODE_TYPES};
const struct wr_stmt wr_task_q_codes = {.name = "liaison_task_codes",
                                        .sql = CODE " ORDER BY sort, id LIMIT $1",
                                        .params = "i",
                                        .cols = CODE_TYPES};
const struct wr_stmt wr_task_q_code_insert = {
    .name = "liaison_task_code_insert",
    .sql = "INSERT INTO liaison_task_code (code, name_zh, name_en, due_days, active, sort, origin, "
           "version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING id",
    .params = "tttiiit",
    .cols = "i"};
const struct wr_stmt wr_task_q_code_update = {
    .name = "liaison_task_code_update",
    .sql = "UPDATE liaison_task_code SET code = $3, name_zh = $4, name_en = $5, due_days = $6, "
           "active = $7,"
           " sort = $8, version = version + 1 WHERE id = $1 AND version = $2",
    .params = "iitttiii",
    .cols = ""};
const struct wr_stmt wr_task_q_get = {
    .name = "liaison_task_get", .sql = TASK " WHERE t.id = $2", .params = "ti", .cols = TASK_TYPES};
const struct wr_stmt wr_task_q_list = {
    .name = "liaison_task_list",
    .sql = TASK
    " WHERE ($2 IS NULL OR t.officer_id = $2) AND ($3 IS NULL OR t.enterprise_id = $3)"
    " AND ($4 IS NULL OR e.district_id = $4) AND ($5 IS NULL OR e.district_id = $5)"
    " AND (($6 = 'live' AND t.done_ms IS NULL AND t.cancelled_ms IS NULL)"
    " OR ($6 = 'open' AND t.done_ms IS NULL AND t.cancelled_ms IS NULL AND t.due_on >= $7)"
    " OR ($6 = 'overdue' AND t.done_ms IS NULL AND t.cancelled_ms IS NULL AND t.due_on < $7)"
    " OR ($6 = 'done' AND t.done_ms IS NOT NULL)"
    " OR ($6 = 'cancelled' AND t.cancelled_ms IS NOT NULL))"
    " AND ($8 IS NULL OR t.due_on > $8 OR (t.due_on = $8 AND t.id > $9))"
    " ORDER BY t.due_on, t.id LIMIT $10",
    .params = "tIIIIttTIi",
    .cols = TASK_TYPES};
const struct wr_stmt wr_task_q_of_assignment = {
    .name = "liaison_task_of_assignment",
    .sql = TASK " JOIN liaison_assignment a ON a.id = t.assignment_id WHERE t.assignment_id = $2"
                " AND t.done_ms IS NULL AND (t.cancelled_ms IS NULL OR t.cancelled_ms = a.to_ms)"
                " ORDER BY t.due_on, t.id LIMIT $3",
    .params = "tii",
    .cols = TASK_TYPES};
const struct wr_stmt wr_task_q_insert = {
    .name = "liaison_task_insert",
    .sql = "INSERT INTO liaison_task (assignment_id, enterprise_id, officer_id, task_code, due_on, "
           "version)"
           " VALUES ($1, $2, $3, $4, $5, 1)",
    .params = "iiitt",
    .cols = ""};
const struct wr_stmt wr_task_q_done = {
    .name = "liaison_task_done",
    .sql = "UPDATE liaison_task SET done_ms = $2, result = $3, note = $4, evidence_ids = $5, "
           "version = version + 1"
           " WHERE id = $1 AND done_ms IS NULL AND cancelled_ms IS NULL",
    .params = "iitTT",
    .cols = ""};
const struct wr_stmt wr_task_q_cancel = {
    .name = "liaison_task_cancel",
    .sql =
        "UPDATE liaison_task SET cancelled_ms = $2, version = version + 1 WHERE assignment_id = $1"
        " AND done_ms IS NULL AND cancelled_ms IS NULL",
    .params = "ii",
    .cols = ""};
const struct wr_stmt wr_task_q_carried = {
    .name = "liaison_task_carried",
    .sql = TASK " JOIN liaison_assignment a ON a.id = t.assignment_id WHERE t.assignment_id = $2 "
                "AND t.task_code = $3"
                " AND t.cancelled_ms = a.to_ms ORDER BY t.id DESC LIMIT 1",
    .params = "tit",
    .cols = TASK_TYPES};
const struct wr_stmt wr_task_q_media = {.name = "liaison_task_media",
                                        .sql = "SELECT COUNT(*) FROM media WHERE id = $1",
                                        .params = "i",
                                        .cols = "i"};

static struct wr_val lang(struct wr_tx *tx)
{
    return WR_T(wr_tx_ctx(tx)->lang == WR_LANG_EN ? WR_S("en") : WR_S("zh"));
}

int wr_task_store_code(struct wr_tx *tx, int64_t id, struct wr_task_code *ret)
{
    return wr_query_one(tx, &wr_task_q_code_get, wr_task_code_fields, ret, WR_I(id));
}

int wr_task_store_code_by_code(struct wr_tx *tx, struct wr_str code, struct wr_task_code *ret)
{
    return wr_query_one(tx, &wr_task_q_code_by_code, wr_task_code_fields, ret, WR_T(code));
}

int wr_task_store_codes(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &wr_task_q_codes, wr_task_code_fields, sizeof(struct wr_task_code),
                         WR_LIAISON_TASK_CODES_MAX, ret, WR_I(WR_LIAISON_TASK_CODES_MAX));
}

int wr_task_store_code_insert(struct wr_tx *tx, const struct wr_task_code *c, int64_t *ret_id)
{
    return wr_query_i64(tx, &wr_task_q_code_insert, ret_id, WR_T(c->code), WR_T(c->name_zh),
                        WR_T(c->name_en), WR_I(c->due_days), WR_I(c->active), WR_I(c->sort),
                        WR_T(c->origin));
}

int wr_task_store_code_update(struct wr_tx *tx, const struct wr_task_code *c)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &wr_task_q_code_update, &changed, WR_I(c->id), WR_I(c->version),
                     WR_T(c->code), WR_T(c->name_zh), WR_T(c->name_en), WR_I(c->due_days),
                     WR_I(c->active), WR_I(c->sort));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_task_store_get(struct wr_tx *tx, int64_t id, struct wr_liaison_task *ret)
{
    return wr_query_one(tx, &wr_task_q_get, wr_liaison_task_fields, ret, lang(tx), WR_I(id));
}

/* "2026-11-23.17" as day and id; absent and 0 when there is no cursor or a bad one. */
static int64_t split_cursor(struct wr_str cursor, struct wr_str *ret_day)
{
    int64_t id = 0;
    *ret_day = wr_str_cut(&cursor, '.');
    if (!cursor.p || !wr_str_i64(cursor, &id))
        *ret_day = (struct wr_str){NULL, 0};
    return id;
}

int wr_task_store_list(struct wr_tx *tx, const struct wr_task_query *q, int64_t scope_id,
                       struct wr_str today, int64_t limit, struct wr_list *ret)
{
    struct wr_str day;
    int64_t id = split_cursor(q->cursor, &day);
    struct wr_str state =
        q->has_state ? wr_str(wr_enum_item(wr_task_states, q->state)->name) : WR_S("live");
    return wr_query_list(tx, &wr_task_q_list, wr_liaison_task_fields,
                         sizeof(struct wr_liaison_task), (size_t)limit, ret, lang(tx),
                         WR_IDOPT(q->officer_id), WR_IDOPT(q->enterprise_id),
                         WR_IDOPT(q->district_id), WR_IDOPT(scope_id), WR_T(state), WR_T(today),
                         WR_T(day), WR_IOPT(day.p != NULL, id), WR_I(limit));
}

int wr_task_store_of_assignment(struct wr_tx *tx, int64_t assignment_id, struct wr_list *ret)
{
    return wr_query_list(tx, &wr_task_q_of_assignment, wr_liaison_task_fields,
                         sizeof(struct wr_liaison_task), TASKS_MAX, ret, lang(tx),
                         WR_I(assignment_id), WR_I(TASKS_MAX));
}

int wr_task_store_insert(struct wr_tx *tx, const struct wr_liaison_task *t)
{
    return wr_exec(tx, &wr_task_q_insert, NULL, WR_I(t->assignment_id), WR_I(t->enterprise_id),
                   WR_I(t->officer_id), WR_T(t->task_code), WR_T(t->due_on));
}

int wr_task_store_done(struct wr_tx *tx, const struct wr_liaison_task *t)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &wr_task_q_done, &changed, WR_I(t->id), WR_I(t->done_ms), WR_T(t->result),
                     WR_T(t->note), WR_T(t->evidence_ids));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_task_store_cancel(struct wr_tx *tx, int64_t assignment_id, int64_t cancelled_ms)
{
    return wr_exec(tx, &wr_task_q_cancel, NULL, WR_I(assignment_id), WR_I(cancelled_ms));
}

int wr_task_store_carried(struct wr_tx *tx, int64_t assignment_id, struct wr_str code,
                          struct wr_str *ret_due_on)
{
    struct wr_liaison_task t;
    int rc = wr_query_one(tx, &wr_task_q_carried, wr_liaison_task_fields, &t, lang(tx),
                          WR_I(assignment_id), WR_T(code));
    if (rc == 0)
        *ret_due_on = t.due_on;
    return rc;
}

int wr_task_store_media_exists(struct wr_tx *tx, int64_t media_id, bool *ret)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &wr_task_q_media, &n, WR_I(media_id));
    *ret = n > 0;
    return rc;
}
