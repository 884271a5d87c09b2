#pragma once

#include "modules/oversight/oversight.h"
#include "rules/rules.h"

/** Thresholds in force at a time; they live as long as the packs. @return 0, WR_ECONFLICT (oversight.no_pack) */
WR_MUST_CHECK int wr_oversight_pack_on(struct wr_ctx *ctx, int64_t at_ms,
                                       const struct wr_oversight_pack **ret);
