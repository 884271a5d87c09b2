#pragma once

#include "modules/dossier/export.h"

/** @param district  row scope of the actor, 0 = all  @param from_ms, to_ms  half-open; to_ms 0: no period */
WR_MUST_CHECK int wr_export_store_open(struct wr_tx *tx, const struct wr_stmt *q, int64_t district,
                                       const struct wr_export_filter *f, int64_t from_ms,
                                       int64_t to_ms, struct wr_cursor **ret);
extern const struct wr_stmt WR_EXPORT_OFFICERS, WR_EXPORT_PLATES, WR_EXPORT_VISITS,
    WR_EXPORT_ASSIGNMENTS;
