#pragma once

#include "db/db.h"
#include "modules/liaison/liaison_fields.h"
#include "modules/liaison/plan_rules.h"

WR_MUST_CHECK int wr_plan_store_get(struct wr_tx *tx, int64_t id, struct wr_plan_row *ret);
WR_MUST_CHECK int wr_plan_store_insert(struct wr_tx *tx, const struct wr_plan_row *p,
                                       int64_t *ret_id);
/** @return 0, WR_ECONFLICT (no longer proposed) */
WR_MUST_CHECK int wr_plan_store_state(struct wr_tx *tx, int64_t id, int64_t state);
/** Officers in post of the districts in question, by id; city-level ones are left out. */
WR_MUST_CHECK int wr_plan_store_officers(struct wr_tx *tx, int64_t district_id,
                                         struct wr_list *ret);
/** Active paired enterprises with their present liaison, by id. */
WR_MUST_CHECK int wr_plan_store_enterprises(struct wr_tx *tx, int64_t district_id,
                                            struct wr_list *ret);
/** Fill the names of a change. */
WR_MUST_CHECK int wr_plan_store_names(struct wr_tx *tx, struct wr_plan_change *c);
