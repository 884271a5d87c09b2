#pragma once

#include "db/db.h"
#include "modules/enterprise/import_use.h"

WR_MUST_CHECK int wr_import_store_insert(struct wr_tx *tx, const struct wr_import_batch *b,
                                         struct wr_str content, int64_t *ret_id);
WR_MUST_CHECK int wr_import_store_get(struct wr_tx *tx, int64_t id, struct wr_import_batch *ret);
WR_MUST_CHECK int wr_import_store_content(struct wr_tx *tx, int64_t id, struct wr_str *ret);
/** State, mapping, options and counts of b->id if it still has b->version; the version rises. @return 0, WR_ECONFLICT */
WR_MUST_CHECK int wr_import_store_update(struct wr_tx *tx, const struct wr_import_batch *b);
/** Newest first, below `cursor` if it is not 0. @param district_id  0: all */
WR_MUST_CHECK int wr_import_store_list(struct wr_tx *tx, struct wr_str kind, int64_t district_id,
                                       int64_t cursor, int64_t limit, struct wr_list *ret);
/** The last committed batches of a kind, to remember their mapping. */
WR_MUST_CHECK int wr_import_store_committed(struct wr_tx *tx, struct wr_str kind,
                                            struct wr_list *ret);

WR_MUST_CHECK int wr_import_store_clear_faults(struct wr_tx *tx, int64_t batch_id);
WR_MUST_CHECK int wr_import_store_add_fault(struct wr_tx *tx, int64_t batch_id, int64_t seq,
                                            const struct wr_import_fault *f);
/** Faults with a number above `after`. @param severity  NULL: all */
WR_MUST_CHECK int wr_import_store_faults(struct wr_tx *tx, int64_t batch_id, const char *severity,
                                         int64_t after, int64_t limit, struct wr_list *ret);

WR_MUST_CHECK int wr_import_store_add_done(struct wr_tx *tx, int64_t batch_id,
                                           const struct wr_import_done *d);
/** Rows of the registry the batch wrote, last first. */
WR_MUST_CHECK int wr_import_store_done(struct wr_tx *tx, int64_t batch_id, struct wr_list *ret);
WR_MUST_CHECK int wr_import_store_forget_done(struct wr_tx *tx, int64_t batch_id, int64_t row);
