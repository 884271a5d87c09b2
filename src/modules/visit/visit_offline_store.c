#include "modules/visit/visit_offline.h"
#include "modules/visit/visit_svc.h"

static const struct wr_field row_fields[] = {
    WR_ID(struct wr_offline_row, id, "编号", "id"),
    WR_I64(struct wr_offline_row, tier, 0, 2, "远近", "tier"),
    {0},
};

static const struct wr_stmt Q_ENTERPRISES = {
    .name = "visit_offline_enterprises",
    .sql = "SELECT x.id, x.tier FROM (SELECT e.id, CASE WHEN EXISTS (SELECT 1 FROM "
           "liaison_assignment a WHERE a.enterprise_id = e.id AND a.officer_id = $1 AND a.to_ms IS "
           "NULL) THEN 0 WHEN EXISTS (SELECT 1 FROM mission m WHERE m.enterprise_id = e.id AND "
           "m.state IN ('submitted', 'approved') AND (m.officer_id = $1 OR m.second_officer_id = "
           "$1) AND m.planned_to >= $3) THEN 1 ELSE 2 END AS tier FROM enterprise e WHERE ($2 IS "
           "NULL OR e.district_id = $2) AND e.status <> 'merged') x WHERE (x.tier, x.id) > ($4, $5)"
           " ORDER BY x.tier, x.id LIMIT $6",
    .params = "iItiii",
    .cols = "ii"};

const struct wr_stmt *const wr_visit_offline_stmts[] = {&Q_ENTERPRISES, NULL};

int wr_offline_store_enterprises(struct wr_tx *tx, int64_t officer_id, int64_t district_id,
                                 struct wr_str day, int64_t after_tier, int64_t after_id,
                                 struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ENTERPRISES, row_fields, sizeof(struct wr_offline_row),
                         WR_OFFLINE_PAGE_MAX, ret, WR_I(officer_id), WR_IDOPT(district_id),
                         WR_T(day), WR_I(after_tier), WR_I(after_id), WR_I(WR_OFFLINE_PAGE_MAX));
}
