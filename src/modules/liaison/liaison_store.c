#include "modules/liaison/liaison_store.h"

#include "modules/liaison/liaison_stmts.h"
#include "modules/liaison/liaison_svc.h"

#define LISTED_MAX 2000

#define ASSIGNMENT                                                                                 \
    "SELECT a.id, a.enterprise_id, e.name AS enterprise_name, a.officer_id, o.name AS "            \
    "officer_name, o.unit AS officer_unit, a.kind, a.from_ms, a.to_ms, a.until, a.reason, "        \
    "a.note, "                                                                                     \
    "a.ended_reason, a.version FROM liaison_assignment a JOIN enterprise e ON e.id = "             \
    "a.enterprise_id JOIN officer o ON o.id = a.officer_id"
#define TYPES                                                                                      \
    "iitittt"                                                                                      \
    "iITttTi"

WR_AUDIT_ROW_STMT(assignment, liaison_assignment);
WR_AUDIT_CHILD_STMT(task, liaison_task, assignment_id, id);
const struct wr_audit_entity WR_ASSIGNMENT_ENTITY = {.table = "liaison_assignment",
                                                     .row = &assignment_row,
                                                     .ids = &assignment_ids,
                                                     .children = {&task_children},
                                                     .child_tables = {"liaison_task"}};
const struct wr_audit_entity *const wr_liaison_entities[] = {
    &WR_ASSIGNMENT_ENTITY, &WR_TASK_CODE_ENTITY, &WR_PLAN_ENTITY, NULL};

static const struct wr_stmt Q_GET = {
    .name = "liaison_get", .sql = ASSIGNMENT " WHERE a.id = $1", .params = "i", .cols = TYPES};
static const struct wr_stmt Q_MAIN = {
    .name = "liaison_main",
    .sql = ASSIGNMENT " WHERE a.enterprise_id = $1 AND a.kind = 'main' AND a.to_ms IS NULL",
    .params = "i",
    .cols = TYPES};
static const struct wr_stmt Q_BEFORE = {
    .name = "liaison_before",
    .sql = ASSIGNMENT " WHERE a.enterprise_id = $1 AND a.kind = 'main' AND a.id < $2"
                      " ORDER BY a.id DESC LIMIT 1",
    .params = "ii",
    .cols = TYPES};
static const struct wr_stmt Q_AFTER = {
    .name = "liaison_after",
    .sql = ASSIGNMENT " WHERE a.enterprise_id = $1 AND a.kind = 'main' AND a.id > $2"
                      " ORDER BY a.id LIMIT 1",
    .params = "ii",
    .cols = TYPES};
static const struct wr_stmt Q_LIST = {.name = "liaison_list",
                                      .sql = ASSIGNMENT
                                      " WHERE ($1 IS NULL OR a.enterprise_id = $1)"
                                      " AND ($2 IS NULL OR a.officer_id = $2)"
                                      " AND ($3 IS NULL OR e.district_id = $3)"
                                      " AND ($4 IS NULL OR ($4 = 1 AND a.to_ms IS NULL)"
                                      " OR ($4 = 0 AND a.to_ms IS NOT NULL))"
                                      " AND ($5 IS NULL OR e.district_id = $5)"
                                      " AND ($6 IS NULL OR a.id < $6) ORDER BY a.id DESC LIMIT $7",
                                      .params = "IIIIIIi",
                                      .cols = TYPES};
static const struct wr_stmt Q_OF_ENTERPRISE = {
    .name = "liaison_of_enterprise",
    .sql = ASSIGNMENT " WHERE a.enterprise_id = $1 ORDER BY a.id DESC LIMIT $2",
    .params = "ii",
    .cols = TYPES};
static const struct wr_stmt Q_LOAD = {.name = "liaison_load",
                                      .sql = "SELECT COUNT(*) FROM liaison_assignment WHERE "
                                             "officer_id = $1 AND to_ms IS NULL AND kind = 'main'",
                                      .params = "i",
                                      .cols = "i"};
static const struct wr_stmt Q_COVERS = {
    .name = "liaison_covers",
    .sql = "SELECT COUNT(*) FROM liaison_assignment WHERE officer_id = $1 AND enterprise_id = $2"
           " AND to_ms IS NULL AND kind = 'cover'",
    .params = "ii",
    .cols = "i"};
static const struct wr_stmt Q_INSERT = {
    .name = "liaison_insert",
    .sql =
        "INSERT INTO liaison_assignment (enterprise_id, officer_id, kind, from_ms, until, reason,"
        " note, user_id, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) RETURNING id",
    .params = "iitiTttI",
    .cols = "i"};
static const struct wr_stmt Q_END = {
    .name = "liaison_end",
    .sql = "UPDATE liaison_assignment SET to_ms = $2, ended_reason = $3, version = version + 1"
           " WHERE id = $1 AND to_ms IS NULL",
    .params = "iit",
    .cols = ""};
static const struct wr_stmt Q_STALE = {
    .name = "liaison_stale",
    .sql = ASSIGNMENT " WHERE a.to_ms IS NULL AND (a.until < $1 OR e.status <> 'active')"
                      " ORDER BY a.id LIMIT $2",
    .params = "ti",
    .cols = TYPES};
static const struct wr_stmt Q_ACTIVE_AFTER = {
    .name = "liaison_active_after",
    .sql = "SELECT id FROM liaison_assignment WHERE kind = 'main' AND to_ms IS NULL AND id > $1"
           " ORDER BY id LIMIT 1",
    .params = "i",
    .cols = "i"};
static const struct wr_stmt Q_COVERAGE = {
    .name = "liaison_coverage",
    .sql = "SELECT d.id AS district_id, d.name, COUNT(*) AS paired_n, COUNT(a.id) AS covered_n,"
           " COUNT(CASE WHEN o.in_post = 0 THEN 1 END) AS not_in_post_n"
           " FROM enterprise e JOIN region d ON d.id = e.district_id"
           " LEFT JOIN liaison_assignment a ON a.enterprise_id = e.id AND a.kind = 'main'"
           " AND a.to_ms IS NULL LEFT JOIN officer o ON o.id = a.officer_id"
           " WHERE e.paired = 1 AND e.status = 'active' AND ($1 IS NULL OR e.district_id = $1)"
           " GROUP BY d.id, d.name ORDER BY d.id",
    .params = "I",
    .cols = "itiii"};
static const struct wr_stmt Q_WORKLOAD = {
    .name = "liaison_workload",
    .sql = "SELECT o.id AS officer_id, o.name AS officer_name, o.unit, d.name AS district_name,"
           " o.in_post, (SELECT COUNT(*) FROM liaison_assignment a WHERE a.officer_id = o.id AND"
           " a.to_ms IS NULL AND a.kind = 'main') AS enterprises_n,"
           " (SELECT COUNT(*) FROM liaison_task t WHERE t.officer_id = o.id AND t.done_ms IS NULL"
           " AND t.cancelled_ms IS NULL) AS tasks_open_n,"
           " (SELECT COUNT(*) FROM liaison_task t WHERE t.officer_id = o.id AND t.done_ms IS NULL"
           " AND t.cancelled_ms IS NULL AND t.due_on < $2) AS tasks_overdue_n, o.capacity"
           " FROM officer o LEFT JOIN region d ON d.id = o.district_id"
           " WHERE ($1 IS NULL OR o.district_id = $1) AND (o.in_post = 1 OR EXISTS (SELECT 1 FROM"
           " liaison_assignment x WHERE x.officer_id = o.id AND x.to_ms IS NULL))"
           " ORDER BY COALESCE(o.district_id, 0), o.unit, o.id LIMIT $3",
    .params = "Iti",
    .cols = "ittTiiiii"};
static const struct wr_stmt Q_VISITS = {
    .name = "liaison_visits",
    .sql = "SELECT v.id, v.checked_in_ms, v.kind, v.conclusion, o.name AS officer_name, v.summary"
           " FROM visit v JOIN officer o ON o.id = v.officer_id WHERE v.enterprise_id = $1"
           " AND v.state NOT IN ('refused', 'cancelled') ORDER BY v.checked_in_ms DESC, v.id DESC"
           " LIMIT $2",
    .params = "ii",
    .cols = "iitttt"};

const struct wr_stmt *const wr_liaison_stmts[] = {
    &Q_GET,        &Q_MAIN,       &Q_BEFORE, &Q_AFTER,        &Q_LIST,         &Q_OF_ENTERPRISE,
    &Q_LOAD,       &Q_COVERS,     &Q_INSERT, &Q_END,          &Q_STALE,        &Q_ACTIVE_AFTER,
    &Q_COVERAGE,   &Q_WORKLOAD,   &Q_VISITS, &assignment_row, &assignment_ids, &task_children,
    WR_TASK_STMTS, WR_PLAN_STMTS, NULL};

static struct wr_val reason_name(int64_t reason)
{
    return WR_T(wr_str(wr_enum_item(wr_liaison_reasons, reason)->name));
}

int wr_liaison_store_get(struct wr_tx *tx, int64_t id, struct wr_assignment *ret)
{
    return wr_query_one(tx, &Q_GET, wr_assignment_fields, ret, WR_I(id));
}

int wr_liaison_store_main(struct wr_tx *tx, int64_t enterprise_id, struct wr_assignment *ret)
{
    return wr_query_one(tx, &Q_MAIN, wr_assignment_fields, ret, WR_I(enterprise_id));
}

int wr_liaison_store_before(struct wr_tx *tx, int64_t enterprise_id, int64_t id,
                            struct wr_assignment *ret)
{
    return wr_query_one(tx, &Q_BEFORE, wr_assignment_fields, ret, WR_I(enterprise_id), WR_I(id));
}

int wr_liaison_store_after(struct wr_tx *tx, int64_t enterprise_id, int64_t id,
                           struct wr_assignment *ret)
{
    return wr_query_one(tx, &Q_AFTER, wr_assignment_fields, ret, WR_I(enterprise_id), WR_I(id));
}

int wr_liaison_store_list(struct wr_tx *tx, const struct wr_assignment_query *q, int64_t scope_id,
                          int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_assignment_fields, sizeof(struct wr_assignment),
                         (size_t)limit, ret, WR_IDOPT(q->enterprise_id), WR_IDOPT(q->officer_id),
                         WR_IDOPT(q->district_id), WR_IOPT(q->has_active, q->active),
                         WR_IDOPT(scope_id), WR_IDOPT(q->cursor), WR_I(limit));
}

int wr_liaison_store_of_enterprise(struct wr_tx *tx, int64_t enterprise_id, int64_t limit,
                                   struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OF_ENTERPRISE, wr_assignment_fields, sizeof(struct wr_assignment),
                         (size_t)limit, ret, WR_I(enterprise_id), WR_I(limit));
}

int wr_liaison_store_load(struct wr_tx *tx, int64_t officer_id, int64_t *ret)
{
    return wr_query_i64(tx, &Q_LOAD, ret, WR_I(officer_id));
}

int wr_liaison_store_covers(struct wr_tx *tx, int64_t officer_id, int64_t enterprise_id, bool *ret)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &Q_COVERS, &n, WR_I(officer_id), WR_I(enterprise_id));
    *ret = n > 0;
    return rc;
}

int wr_liaison_store_insert(struct wr_tx *tx, const struct wr_assignment *a, int64_t user_id,
                            int64_t *ret_id)
{
    struct wr_str kind = wr_str(wr_enum_item(wr_liaison_kinds, a->kind)->name);
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_I(a->enterprise_id), WR_I(a->officer_id),
                        WR_T(kind), WR_I(a->from_ms), WR_T(a->until), reason_name(a->reason),
                        WR_T(a->note.p ? a->note : WR_S("")), WR_IDOPT(user_id));
}

int wr_liaison_store_end(struct wr_tx *tx, int64_t id, int64_t to_ms, int64_t reason)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_END, &changed, WR_I(id), WR_I(to_ms), reason_name(reason));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_liaison_store_stale(struct wr_tx *tx, struct wr_str today, int64_t limit,
                           struct wr_list *ret)
{
    return wr_query_list(tx, &Q_STALE, wr_assignment_fields, sizeof(struct wr_assignment),
                         (size_t)limit, ret, WR_T(today), WR_I(limit));
}

int wr_liaison_store_active_after(struct wr_tx *tx, int64_t after_id, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_ACTIVE_AFTER, ret_id, WR_I(after_id));
}

int wr_liaison_store_coverage(struct wr_tx *tx, int64_t district_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_COVERAGE, wr_coverage_row_fields, sizeof(struct wr_coverage_row),
                         LISTED_MAX, ret, WR_IDOPT(district_id));
}

int wr_liaison_store_workload(struct wr_tx *tx, int64_t district_id, struct wr_str today,
                              struct wr_list *ret)
{
    return wr_query_list(tx, &Q_WORKLOAD, wr_workload_fields, sizeof(struct wr_workload),
                         LISTED_MAX, ret, WR_IDOPT(district_id), WR_T(today), WR_I(LISTED_MAX));
}

int wr_liaison_store_visits(struct wr_tx *tx, int64_t enterprise_id, int64_t limit,
                            struct wr_list *ret)
{
    return wr_query_list(tx, &Q_VISITS, wr_handover_visit_fields, sizeof(struct wr_handover_visit),
                         (size_t)limit, ret, WR_I(enterprise_id), WR_I(limit));
}
