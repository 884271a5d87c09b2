#pragma once

#include "modules/job/job_svc.h"

WR_MUST_CHECK int wr_job_store_insert(struct wr_tx *tx, const struct wr_job *j, int64_t *ret_id);
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_job_store_get(struct wr_tx *tx, int64_t id, struct wr_job *ret);
/** Newest first, below id `before` (0: from the newest). @param user_id 0: of everybody */
WR_MUST_CHECK int wr_job_store_list(struct wr_tx *tx, int64_t user_id, int64_t before,
                                    int64_t limit, struct wr_list *ret);
/** Oldest job that waits. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_job_store_next(struct wr_tx *tx, struct wr_job *ret);
/** From `from` to `to`; sets started or ended time as `to` asks. @param ret_changed 0 when it was not in `from` */
WR_MUST_CHECK int wr_job_store_move(struct wr_tx *tx, int64_t id, enum wr_job_state from,
                                    enum wr_job_state to, int64_t now_ms, struct wr_str error,
                                    int64_t *ret_changed);
/** @param ret_changed 0 when it is not running any more */
WR_MUST_CHECK int wr_job_store_progress(struct wr_tx *tx, int64_t id, int64_t done, int64_t total,
                                        int64_t *ret_changed);
WR_MUST_CHECK int wr_job_store_result(struct wr_tx *tx, int64_t id, struct wr_str name,
                                      struct wr_str type, struct wr_str path);
/** Jobs whose result file is past its keeping time, and forgetting the file. */
WR_MUST_CHECK int wr_job_store_stale(struct wr_tx *tx, int64_t ended_before_ms, int64_t limit,
                                     struct wr_list *ret);
WR_MUST_CHECK int wr_job_store_forget(struct wr_tx *tx, int64_t id);
/** All running ones fail with `error`. */
WR_MUST_CHECK int wr_job_store_fail_running(struct wr_tx *tx, int64_t now_ms, struct wr_str error,
                                            int64_t *ret_changed);
