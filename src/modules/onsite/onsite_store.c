/* SQL of the room: what names a clue as its evidence. */
#include "modules/onsite/onsite_store.h"

#include "modules/onsite/onsite_svc.h"

#define T struct wr_onsite_trace
static const struct wr_field cols[] = {
    WR_ID_OPT(T, mission_id, "", ""),
    WR_STR_OPT(T, mission_state, 0, 20, "", ""),
    WR_STR_OPT(T, mission_number, 0, 60, "", ""),
    WR_ID_OPT(T, visit_id, "", ""),
    WR_STR_OPT(T, visit_state, 0, 20, "", ""),
    WR_STR_OPT(T, conclusion, 0, 30, "", ""),
    WR_I64(T, findings_n, 0, WR_ID_MAX, "", ""),
    {0},
};
/* One row in any case: both sides may be missing. */
static const struct wr_stmt Q_TRACE = {
    .name = "onsite_trace",
    .sql = "SELECT m.id AS mission_id, m.state AS mission_state, m.number AS mission_number, v.id "
           "AS visit_id, v.state AS visit_state, v.conclusion, (SELECT COUNT(*) FROM visit_finding "
           "f WHERE f.visit_id = v.id AND f.withdrawn_ms IS NULL) AS findings_n FROM enterprise e "
           "LEFT JOIN mission m ON m.id = (SELECT MAX(x.id) FROM mission x WHERE x.source = "
           "'offsite_clue' AND x.evidence_ref = $1 AND x.enterprise_id = $2) LEFT JOIN visit v ON "
           "v.id = (SELECT MAX(y.id) FROM visit y WHERE y.source = 'offsite_clue' AND "
           "y.evidence_ref = $1 AND y.enterprise_id = $2 AND y.state NOT IN ('cancelled', "
           "'refused')) WHERE e.id = $2",
    .params = "ti",
    .cols = "ITTITTi"};

const struct wr_stmt *const wr_onsite_stmts[] = {&Q_TRACE, NULL};

int wr_onsite_store_trace(struct wr_tx *tx, struct wr_str number, int64_t enterprise_id, T *ret)
{
    return wr_query_one(tx, &Q_TRACE, cols, ret, WR_T(number), WR_I(enterprise_id));
}
