#pragma once
/* The thread that runs queued jobs and the one that calls what is due every so often. */

#include "base/ctx.h"
#include "modules/job/job_svc.h"

/** Called again and again, with a context of its own whose actor is the system. A failure is logged and tried again next time. */
struct wr_periodic {
    const char *name; /* for the log: "audit.checkpoint" */
    int64_t every_ms; /* ≥ 1000 */
    int (*run)(struct wr_ctx *ctx);
};

struct wr_jobs_options {
    /** Fill db, rules, keys, site, entities, events of a context, as for a request. */
    void (*prepare)(void *arg, struct wr_ctx *ctx);
    void *prepare_arg;
    /** Fill ctx->actor with the user who asked; WR_EDENIED when he may not log in any more. NULL: jobs act as the system. */
    int (*actor_of)(struct wr_ctx *ctx, int64_t user_id);
    const struct wr_job_kind *const
        *kinds; /* NULL-terminated list of tables that each end with a zero row */
    const struct wr_periodic *periodics; /* ends with a zero row; may be NULL */
    const char *spool_dir;               /* exists */
    size_t arena_bytes_max;              /* of one job; 0: 64 MiB */
    int64_t poll_ms;                     /* how often the queue is looked at; 0: 500 */
    int64_t keep_ms;                     /* how long result files are kept; 0: 7 days */
};

struct wr_jobs;

/**
 * Clear up what an earlier run left (jobs cut off, files without a job's name), then start both threads.
 * @param clock  outlives the runner
 * @return 0, WR_ENOMEM, what the first look at the database failed with
 */
WR_MUST_CHECK int wr_jobs_start(const struct wr_jobs_options *opt, const struct wr_clock *clock,
                                struct wr_jobs **ret);
/** Ask the running job to stop at its next progress report, wait for both threads, free. NULL is fine. */
void wr_jobs_stop(struct wr_jobs *j);
/** Run all queued jobs in this thread and return (command line, tests). @return 0, or why the queue could not be read */
WR_MUST_CHECK int wr_jobs_drain(const struct wr_jobs_options *opt, const struct wr_clock *clock,
                                int64_t *ret_ran);
