#pragma once

#include "modules/media/media_svc.h"

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_media_store_by_sha(struct wr_tx *tx, struct wr_str sha256, int64_t *ret_id);
/** How many pictures were made from exactly these bytes as sent. */
WR_MUST_CHECK int wr_media_store_taken(struct wr_tx *tx, struct wr_str taken_sha256,
                                       int64_t *ret_n);
WR_MUST_CHECK int wr_media_store_insert(struct wr_tx *tx, const struct wr_media *m, int64_t user_id,
                                        int64_t *ret_id);
/** The row with its content, copied to the arena. @return 0, WR_ENOTFOUND, WR_ELIMIT */
WR_MUST_CHECK int wr_media_store_get(struct wr_tx *tx, int64_t id, struct wr_media *ret);
