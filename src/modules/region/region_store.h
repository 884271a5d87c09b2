#pragma once

#include "db/db.h"
#include "modules/region/region.h"

WR_MUST_CHECK int wr_region_store_list(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_region_store_get(struct wr_tx *tx, int64_t id, struct wr_region *ret);
WR_MUST_CHECK int wr_region_store_insert(struct wr_tx *tx, const struct wr_region *r,
                                         int64_t *ret_id);
/** @return 0, WR_ECONFLICT (the version is not r->version) */
WR_MUST_CHECK int wr_region_store_update(struct wr_tx *tx, const struct wr_region *r);
