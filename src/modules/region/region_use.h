#pragma once

#include "modules/region/region_fields.h"

/** All regions, districts first. */
WR_MUST_CHECK int wr_region_svc_list(struct wr_ctx *ctx, struct wr_list *ret);
/** @return 0, WR_EINVALID (a street without district, a district with one), WR_ECONFLICT (code taken) */
WR_MUST_CHECK int wr_region_svc_add(struct wr_ctx *ctx, const struct wr_region_new *in,
                                    int64_t *ret_id);
/** @return as above, WR_ECONFLICT also for another version, WR_ENOTFOUND */
WR_MUST_CHECK int wr_region_svc_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                                       const struct wr_region_new *in);
