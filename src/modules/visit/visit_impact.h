#pragma once
/* What a change of the visit policy is judged by, enterprise by enterprise. Inside the module only. */
#include "db/db.h"
#include "modules/visit/visit_rules.h"

#define WR_VISIT_IMPACT_PAGE 1000

/** An active enterprise and what was counted there so far. */
struct wr_visit_impact_row {
    int64_t id;
    struct wr_str name, district_name;
    int64_t class, permit_class, risk, credit_grade, env_code, positive_state;
    bool state_owned;
    int64_t used, day_n, week_n, month_n;
};

/**
 * Active enterprises in the order of their ids.
 * @param after_id     the last one of the page before, 0 to begin
 * @param district_id  only of this district, 0: all
 * @param ret          [out] struct wr_visit_impact_row, at most WR_VISIT_IMPACT_PAGE
 */
WR_MUST_CHECK int wr_visit_impact_store_rows(struct wr_tx *tx, int64_t after_id,
                                             int64_t district_id, const struct wr_visit_windows *w,
                                             struct wr_list *ret);
