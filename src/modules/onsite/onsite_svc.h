#pragma once
/* Off-site clues followed by visits. */

#include "db/db.h"
#include "http/http.h"

/** What became of escalated clues at the gate; a periodic job. */
WR_MUST_CHECK int wr_onsite_svc_tend(struct wr_ctx *ctx);
extern const struct wr_route wr_onsite_routes[];
extern const struct wr_stmt *const wr_onsite_stmts[];
