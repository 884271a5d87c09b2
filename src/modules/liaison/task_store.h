#pragma once

#include "db/db.h"
#include "modules/liaison/liaison_fields.h"

WR_MUST_CHECK int wr_task_store_code(struct wr_tx *tx, int64_t id, struct wr_task_code *ret);
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_task_store_code_by_code(struct wr_tx *tx, struct wr_str code,
                                             struct wr_task_code *ret);
/** In their order. */
WR_MUST_CHECK int wr_task_store_codes(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_task_store_code_insert(struct wr_tx *tx, const struct wr_task_code *c,
                                            int64_t *ret_id);
/** @return 0, WR_ECONFLICT (version) */
WR_MUST_CHECK int wr_task_store_code_update(struct wr_tx *tx, const struct wr_task_code *c);

WR_MUST_CHECK int wr_task_store_get(struct wr_tx *tx, int64_t id, struct wr_liaison_task *ret);
WR_MUST_CHECK int wr_task_store_list(struct wr_tx *tx, const struct wr_task_query *q,
                                     int64_t scope_id, struct wr_str today, int64_t limit,
                                     struct wr_list *ret);
/** Tasks of an assignment neither done nor, unless it ended, cancelled: what a successor finds. */
WR_MUST_CHECK int wr_task_store_of_assignment(struct wr_tx *tx, int64_t assignment_id,
                                              struct wr_list *ret);
WR_MUST_CHECK int wr_task_store_insert(struct wr_tx *tx, const struct wr_liaison_task *t);
/** @return 0, WR_ECONFLICT (done or cancelled already) */
WR_MUST_CHECK int wr_task_store_done(struct wr_tx *tx, const struct wr_liaison_task *t);
WR_MUST_CHECK int wr_task_store_cancel(struct wr_tx *tx, int64_t assignment_id,
                                       int64_t cancelled_ms);
/** Due day of the task of this code that was open when the assignment ended. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_task_store_carried(struct wr_tx *tx, int64_t assignment_id, struct wr_str code,
                                        struct wr_str *ret_due_on);
WR_MUST_CHECK int wr_task_store_media_exists(struct wr_tx *tx, int64_t media_id, bool *ret);
