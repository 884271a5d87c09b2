#pragma once
/* What the database knows of the weak proofs of visits, judged by the policy of their day. */
#include "db/db.h"
#include "modules/visit/visit_proof.h"

/** One visit with its proofs. */
struct wr_visit_proof_case {
    int64_t id, at_ms, enterprise_id, officer_id;
    struct wr_str enterprise_name, district_name, unit, officer_name;
    int64_t kind;
    struct wr_visit_proof proof;
};
struct wr_visit_proof_query {
    int64_t visit_id; /* 0: all of the period */
    int64_t scope_id, district_id;
    int64_t from_ms, to_ms; /* half-open */
};
/**
 * Gather the facts of each visit and judge them, newest first. The officer's visit before comes from a window over his own
 * visits of the day before; the speed is that between the two check-ins, which errs in his favour.
 * @param each  gets a case that lives until it returns; non-zero ends the walk and is passed on
 * @return 0, WR_ECONFLICT (visit.no_policy), WR_ELIMIT, WR_EIO, what `each` returned
 */
WR_MUST_CHECK int wr_visit_proofs_in(struct wr_tx *tx, const struct wr_visit_proof_query *q,
                                     int (*each)(void *arg, const struct wr_visit_proof_case *c),
                                     void *arg);
/** When a visit began, and where. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_moment_in(struct wr_tx *tx, int64_t id, int64_t *ret_at_ms,
                                     int64_t *ret_district_id);
extern const struct wr_stmt *const wr_visit_proof_stmts[];
