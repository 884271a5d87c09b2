#include "modules/liaison/plan_store.h"

#include "modules/liaison/liaison_solve.h"
#include "modules/liaison/liaison_stmts.h"
#include "modules/liaison/liaison_svc.h"

const struct wr_stmt wr_plan_q_row = {.name = "liaison_plan_audit_row",
                                      .sql = "SELECT * FROM liaison_plan WHERE id = $1",
                                      .params = "i",
                                      .cols = "*"};
const struct wr_stmt wr_plan_q_ids = {.name = "liaison_plan_audit_ids",
                                      .sql = "SELECT id FROM liaison_plan ORDER BY id",
                                      .params = "",
                                      .cols = "i"};
const struct wr_audit_entity WR_PLAN_ENTITY = {
    .table = "liaison_plan", .row = &wr_plan_q_row, .ids = &wr_plan_q_ids};

const struct wr_stmt wr_plan_q_get = {.name = "liaison_plan_get",
                                      .sql =
                                          "SELECT p.id, p.state, p.district_id, p.user_id, u.name "
                                          "AS user_name, p.created_ms, p.version, p.params,"
                                          " p.summary, p.changes FROM liaison_plan p LEFT JOIN "
                                          "app_user u ON u.id = p.user_id WHERE p.id = $1",
                                      .params = "i",
                                      .cols = "itIITiittt"};
const struct wr_stmt wr_plan_q_insert = {
    .name = "liaison_plan_insert",
    .sql = "INSERT INTO liaison_plan (state, district_id, params, summary, changes, user_id, "
           "created_ms, version)"
           " VALUES ('proposed', $1, $2, $3, $4, $5, $6, 1) RETURNING id",
    .params = "ItttIi",
    .cols = "i"};
const struct wr_stmt wr_plan_q_state = {.name = "liaison_plan_state",
                                        .sql = "UPDATE liaison_plan SET state = $2, version = "
                                               "version + 1 WHERE id = $1 AND state = 'proposed'",
                                        .params = "it",
                                        .cols = ""};
const struct wr_stmt wr_plan_q_officers = {
    .name = "liaison_plan_officers",
    .sql = "SELECT o.id, o.district_id, o.lng_e6, o.lat_e6, o.capacity, (SELECT COUNT(*) FROM "
           "liaison_assignment a WHERE"
           " a.officer_id = o.id AND a.to_ms IS NULL AND a.kind = 'main') AS load FROM officer o "
           "WHERE o.in_post = 1"
           " AND o.district_id IS NOT NULL AND ($1 IS NULL OR o.district_id = $1) ORDER BY o.id "
           "LIMIT $2",
    .params = "Ii",
    .cols = "iiIIii"};
const struct wr_stmt wr_plan_q_enterprises = {
    .name = "liaison_plan_enterprises",
    .sql = "SELECT e.id, e.district_id, e.lng_e6, e.lat_e6, a.officer_id, o.in_post AS "
           "officer_in_post,"
           " o.district_id AS officer_district_id, o.lng_e6 AS officer_lng_e6, o.lat_e6 AS "
           "officer_lat_e6 FROM enterprise e"
           " LEFT JOIN liaison_assignment a ON a.enterprise_id = e.id AND a.kind = 'main' AND "
           "a.to_ms IS NULL"
           " LEFT JOIN officer o ON o.id = a.officer_id WHERE e.paired = 1 AND e.status = 'active'"
           " AND ($1 IS NULL OR e.district_id = $1) ORDER BY e.id LIMIT $2",
    .params = "Ii",
    .cols = "iiIIIIIII"};
const struct wr_stmt wr_plan_q_names = {
    .name = "liaison_plan_names",
    .sql = "SELECT e.name AS enterprise_name, f.name AS from_officer_name, t.name AS "
           "to_officer_name FROM enterprise e"
           " LEFT JOIN officer f ON f.id = $2 LEFT JOIN officer t ON t.id = $3 WHERE e.id = $1",
    .params = "iII",
    .cols = "tTT"};

int wr_plan_store_get(struct wr_tx *tx, int64_t id, struct wr_plan_row *ret)
{
    return wr_query_one(tx, &wr_plan_q_get, wr_plan_row_fields, ret, WR_I(id));
}

int wr_plan_store_insert(struct wr_tx *tx, const struct wr_plan_row *p, int64_t *ret_id)
{
    return wr_query_i64(tx, &wr_plan_q_insert, ret_id, WR_IDOPT(p->district_id), WR_T(p->params),
                        WR_T(p->summary), WR_T(p->changes), WR_IDOPT(p->user_id),
                        WR_I(p->created_ms));
}

int wr_plan_store_state(struct wr_tx *tx, int64_t id, int64_t state)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &wr_plan_q_state, &changed, WR_I(id),
                     WR_T(wr_str(wr_enum_item(wr_plan_states, state)->name)));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_plan_store_officers(struct wr_tx *tx, int64_t district_id, struct wr_list *ret)
{
    return wr_query_list(tx, &wr_plan_q_officers, wr_plan_officer_fields,
                         sizeof(struct wr_plan_officer), WR_PLAN_OFFICERS_MAX, ret,
                         WR_IDOPT(district_id), WR_I(WR_PLAN_OFFICERS_MAX));
}

int wr_plan_store_enterprises(struct wr_tx *tx, int64_t district_id, struct wr_list *ret)
{
    return wr_query_list(tx, &wr_plan_q_enterprises, wr_plan_enterprise_fields,
                         sizeof(struct wr_plan_enterprise), WR_SOLVE_ENTERPRISES_MAX, ret,
                         WR_IDOPT(district_id), WR_I(WR_SOLVE_ENTERPRISES_MAX));
}

int wr_plan_store_names(struct wr_tx *tx, struct wr_plan_change *c)
{
    struct wr_plan_change names;
    int rc =
        wr_query_one(tx, &wr_plan_q_names, wr_plan_change_fields, &names, WR_I(c->enterprise_id),
                     WR_IDOPT(c->from_officer_id), WR_IDOPT(c->to_officer_id));
    if (rc < 0)
        return rc;
    c->enterprise_name = names.enterprise_name;
    c->from_officer_name = names.from_officer_name;
    c->to_officer_name = names.to_officer_name;
    return 0;
}
