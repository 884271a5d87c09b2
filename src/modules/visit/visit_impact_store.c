#include "modules/visit/visit_impact.h"

#include "modules/visit/visit_svc.h"

#define ROW struct wr_visit_impact_row
static const struct wr_field row_fields[] = {
    WR_ID(ROW, id, "编号", "id"),
    WR_STR(ROW, name, 1, 200, "名称", "name"),
    WR_STR(ROW, district_name, 0, 60, "区县", "district"),
    WR_ENUM(ROW, class, wr_ent_classes, "类别", "class"),
    WR_ENUM(ROW, permit_class, wr_permit_classes, "许可管理类别", "permit class"),
    WR_ENUM(ROW, risk, wr_risks, "风险", "risk"),
    WR_ENUM(ROW, credit_grade, wr_credit_grades, "信用等级", "credit grade"),
    WR_ENUM(ROW, env_code, wr_env_codes, "环保码", "colour"),
    WR_ENUM(ROW, positive_state, wr_positive_states, "正面清单", "positive list"),
    WR_BOOL(ROW, state_owned, "国企", "state-owned"),
    WR_I64(ROW, used, 0, WR_ID_MAX, "已计", "counted this year"),
    WR_I64(ROW, day_n, 0, WR_ID_MAX, "今日", "inspections today"),
    WR_I64(ROW, week_n, 0, WR_ID_MAX, "本周", "this week"),
    WR_I64(ROW, month_n, 0, WR_ID_MAX, "本月", "this month"),
    {0},
};

#define SINCE(n, as) " COALESCE(SUM(CASE WHEN checked_in_ms >= $" n " THEN 1 ELSE 0 END), 0) AS " as

static const struct wr_stmt Q_ROWS = {
    .name = "visit_impact_rows",
    .sql =
        "SELECT e.id, e.name, d.name AS district_name, e.class, e.permit_class, e.risk,"
        " e.credit_grade, e.env_code, e.positive_state, e.state_owned,"
        " COALESCE(q.n, 0) AS used, COALESCE(v.day_n, 0) AS day_n,"
        " COALESCE(v.week_n, 0) AS week_n, COALESCE(v.month_n, 0) AS month_n"
        " FROM enterprise e JOIN region d ON d.id = e.district_id"
        " LEFT JOIN (SELECT enterprise_id, COUNT(*) AS n FROM visit_quota WHERE period = $3"
        " GROUP BY enterprise_id) q ON q.enterprise_id = e.id"
        " LEFT JOIN (SELECT enterprise_id," SINCE("4", "day_n") "," SINCE("5", "week_n") "," SINCE(
            "6", "month_n") " FROM visit WHERE kind = 'inspection'"
                            " AND state NOT IN ('cancelled', 'refused') AND checked_in_ms >= $7"
                            " GROUP BY enterprise_id) v ON v.enterprise_id = e.id"
                            " WHERE e.id > $1 AND ($2 IS NULL OR e.district_id = $2)"
                            " AND e.status = 'active' ORDER BY e.id LIMIT $8",
    .params = "iItiiiii",
    .cols = "ittttttttiiiii"};

const struct wr_stmt *const wr_visit_impact_stmts[] = {&Q_ROWS, NULL};

int wr_visit_impact_store_rows(struct wr_tx *tx, int64_t after_id, int64_t district_id,
                               const struct wr_visit_windows *w, struct wr_list *ret)
{
    int64_t from_ms = w->week_ms < w->month_ms ? w->week_ms : w->month_ms;
    return wr_query_list(tx, &Q_ROWS, row_fields, sizeof(ROW), WR_VISIT_IMPACT_PAGE, ret,
                         WR_I(after_id), WR_IDOPT(district_id), WR_T(wr_str(w->period)),
                         WR_I(w->day_ms), WR_I(w->week_ms), WR_I(w->month_ms), WR_I(from_ms),
                         WR_I(WR_VISIT_IMPACT_PAGE));
}
