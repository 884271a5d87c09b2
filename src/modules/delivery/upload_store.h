#pragma once
/* SQL of photos that come in pieces; the pieces themselves lie in the spool folder. */

#include "db/db.h"
#include "modules/delivery/delivery_use.h"

struct wr_upload_row {
    int64_t id, visit_id;
    struct wr_str sha256;
    int64_t user_id, total_bytes, created_ms;
};
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_upload_store_get(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256,
                                      struct wr_upload_row *ret);
WR_MUST_CHECK int wr_upload_store_insert(struct wr_tx *tx, const struct wr_upload_row *u);
WR_MUST_CHECK int wr_upload_store_remove(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256);
/** How many a user has under way. */
WR_MUST_CHECK int wr_upload_store_open_n(struct wr_tx *tx, int64_t user_id, int64_t *ret);
#define WR_UPLOADS_SWEPT_MAX 500
/** Those begun before a time, oldest first, at most WR_UPLOADS_SWEPT_MAX after `after_id`. */
WR_MUST_CHECK int wr_upload_store_begun_before(struct wr_tx *tx, int64_t before_ms,
                                               int64_t after_id, struct wr_list *ret);
