#pragma once

#include "modules/job/job_svc.h"

struct wr_job_query {
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_job_query_fields[];

/** The actor's jobs, newest first; everybody's for the city and system administrators. @param ret_next absent at the end */
WR_MUST_CHECK int wr_job_svc_list(struct wr_ctx *ctx, const struct wr_job_query *q,
                                  struct wr_list *ret, struct wr_str *ret_next);
/** @return 0, WR_ENOTFOUND, WR_ECONFLICT (job.over) */
WR_MUST_CHECK int wr_job_svc_cancel(struct wr_ctx *ctx, int64_t id);
/** The result file, opened for reading. @return 0, WR_ENOTFOUND, WR_ECONFLICT (job.not_ready) */
WR_MUST_CHECK int wr_job_svc_open_result(struct wr_ctx *ctx, int64_t id, struct wr_job *ret,
                                         int *ret_fd, int64_t *ret_size);
