#pragma once
/* Long work with progress: queued by a use case, run by jobs/, watched by a page. */
#include "db/db.h"
#include "http/http.h"

enum wr_job_state { WR_JOB_QUEUED, WR_JOB_RUNNING, WR_JOB_DONE, WR_JOB_FAILED, WR_JOB_CANCELLED };

struct wr_job {
    int64_t id;
    struct wr_str kind;
    struct wr_str params; /* JSON */
    int64_t state;
    int64_t done, total;
    int64_t user_id;
    int64_t created_ms, started_ms, ended_ms;
    struct wr_str error; /* Chinese, a newline, English; one of them when shown */
    struct wr_str result_name, result_type, result_path;
    bool has_eta_s;
    int64_t eta_s; /* estimated, while it runs */
};
extern const struct wr_enum_item wr_job_states[];
/** What a page sees of a job. */
extern const struct wr_field wr_job_fields[];
#define WR_JOB_PARAMS_MAX 65536

/** What a running job is given. */
struct wr_job_run {
    struct wr_ctx *ctx; /* actor is the user who asked */
    struct wr_job job;
    const char *spool_dir;
    int64_t told_mono_ms;              /* when progress was last written */
    bool (*stopping)(const void *arg); /* the server wants to end; NULL: never */
    const void *stopping_arg;
};
/** One kind of job. Modules export tables ended by a zero row; app/ hands them to jobs/. */
struct wr_job_kind {
    const char *kind;
    int (*run)(struct wr_job_run *r);
};
/** Queue one inside the caller's transaction. */
WR_MUST_CHECK int wr_job_add_in(struct wr_tx *tx, const char *kind, struct wr_str params,
                                int64_t total, int64_t *ret_id);
/** Tell progress (own transaction, at most a few times a second).
 *  @return 0, WR_ECONFLICT when the job was cancelled, WR_EBUSY when the server ends: stop in either case */
WR_MUST_CHECK int wr_job_svc_progress(struct wr_job_run *r, int64_t done, int64_t total);
/** Name the result file (already complete at spool_dir/path). */
WR_MUST_CHECK int wr_job_svc_result(struct wr_job_run *r, struct wr_str name,
                                    struct wr_str media_type, struct wr_str path);
/** One job as a page sees it, if the actor may: his own, or any for the city and system administrators. */
WR_MUST_CHECK int wr_job_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_job *ret);
/** Topic of a job's event stream in the arena: "job:12". */
const char *wr_job_topic(struct wr_ctx *ctx, int64_t id);

/* ---- for jobs/, which runs them ---- */
/** Take the oldest queued job: it is running now. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_job_svc_take(struct wr_ctx *ctx, struct wr_job *ret);
/** End a running job as done, or as failed with ctx->err when `rc` < 0; a cancelled one stays so. */
WR_MUST_CHECK int wr_job_svc_finish(struct wr_ctx *ctx, int64_t id, int rc);
/** Put a job back because the server stops. */
WR_MUST_CHECK int wr_job_svc_requeue(struct wr_ctx *ctx, int64_t id);
/** At start: jobs found running were cut off by a crash and fail with that reason. */
WR_MUST_CHECK int wr_job_svc_recover(struct wr_ctx *ctx, int64_t *ret_n);
/** Remove result files of jobs that ended before `ended_before_ms`. */
WR_MUST_CHECK int wr_job_svc_sweep(struct wr_ctx *ctx, const char *spool_dir,
                                   int64_t ended_before_ms, int64_t *ret_n);
/** Where the result files are; set once at start, before any request. */
void wr_job_set_spool(const char *spool_dir);

extern const struct wr_route wr_job_routes[];
extern const struct wr_stmt *const wr_job_stmts[];
