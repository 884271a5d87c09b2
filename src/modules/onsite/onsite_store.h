#pragma once
#include "db/db.h"

/** Newest mission and visit that name a clue as their evidence; 0: none. */
struct wr_onsite_trace {
    int64_t mission_id;
    struct wr_str mission_state, mission_number;
    int64_t visit_id;
    struct wr_str visit_state, conclusion;
    int64_t findings_n;
};
WR_MUST_CHECK int wr_onsite_store_trace(struct wr_tx *tx, struct wr_str number,
                                        int64_t enterprise_id, struct wr_onsite_trace *ret);
