#pragma once

#include "http/server.h"

/**
 * Run a POST that carries an Idempotency-Key: a repetition gets the stored answer, a different request under the same key
 * is refused, one that comes while the first still runs too. Answers of success are stored; refusals may be tried again.
 */
WR_MUST_CHECK int wr_idempotent_run(struct wr_worker *w, struct wr_xchg *x, struct wr_req *r,
                                    struct wr_resp *resp);
