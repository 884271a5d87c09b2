#include "jobs/runner.h"

#include "base/alloc.h"
#include "base/log.h"

#include <dirent.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#define ARENA_BYTES_MAX ((size_t)64 << 20)
#define POLL_MS 500
#define TICK_MS 200
#define KEEP_MS (INT64_C(7) * 86400000)
#define SWEEP_EVERY_MS INT64_C(3600000)
#define PERIODICS_MAX 32

struct wr_jobs {
    struct wr_jobs_options opt;
    const struct wr_clock *clock;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* something to stop for */
    pthread_t worker, ticker;
    atomic_bool stopping;
    int64_t due_ms[PERIODICS_MAX]; /* monotonic */
    int64_t sweep_due_ms;
};

/* ---- one job -------------------------------------------------------------------------------- */

static const struct wr_job_kind *find_kind(const struct wr_jobs_options *opt, struct wr_str kind)
{
    for (const struct wr_job_kind *const *table = opt->kinds; *table; table++)
        for (const struct wr_job_kind *k = *table; k->kind; k++)
            if (wr_str_eq(wr_str(k->kind), kind))
                return k;
    return NULL;
}

static void begin(struct wr_jobs *j, struct wr_ctx *ctx, struct wr_arena *a)
{
    wr_arena_reset(a);
    wr_ctx_init(ctx, a, j->clock);
    j->opt.prepare(j->opt.prepare_arg, ctx);
    ctx->actor = (struct wr_actor){.system = true};
    ctx->request_id = WR_S("job");
}

static int run_as_asked(struct wr_jobs *j, struct wr_job_run *r, const struct wr_job_kind *k)
{
    struct wr_ctx *ctx = r->ctx;

    if (!k)
        return wr_fail(ctx, WR_K_job_unknown_kind, r->job.kind);
    if (r->job.user_id != 0 && j->opt.actor_of) {
        ctx->actor = (struct wr_actor){0};
        int rc = j->opt.actor_of(ctx, r->job.user_id);
        if (rc < 0)
            return rc;
    }
    return k->run(r);
}

/** Run one job to its end and write down how it ended. */
static void run_one(struct wr_jobs *j, struct wr_job_run *r)
{
    struct wr_ctx *ctx = r->ctx;
    int64_t from = wr_mono_ms(j->clock);

    int rc = run_as_asked(j, r, find_kind(&j->opt, r->job.kind));
    bool cut = rc < 0 && atomic_load(&j->stopping);
    wr_log(rc < 0 ? WR_LOG_WARN : WR_LOG_INFO, "job",
           "id=%" PRId64 " kind=" WR_FMT " code=%d ms=%" PRId64, r->job.id, WR_ARG(r->job.kind), rc,
           wr_mono_ms(j->clock) - from);
    ctx->actor = (struct wr_actor){.system = true};
    int end = cut ? wr_job_svc_requeue(ctx, r->job.id) : wr_job_svc_finish(ctx, r->job.id, rc);
    if (end < 0)
        wr_log(WR_LOG_ERROR, "job.finish", "id=%" PRId64 " code=%d", r->job.id, end);
}

static bool is_stopping(const void *arg)
{
    const struct wr_jobs *j = arg;

    return atomic_load(&j->stopping);
}

/** @return 1 a job was run, 0 none waits, negative the queue could not be read */
static int run_next(struct wr_jobs *j, struct wr_arena *a)
{
    struct wr_ctx ctx;
    struct wr_job_run r = {
        .ctx = &ctx, .spool_dir = j->opt.spool_dir, .stopping = is_stopping, .stopping_arg = j};

    begin(j, &ctx, a);
    int rc = wr_job_svc_take(&ctx, &r.job);
    if (rc == WR_ENOTFOUND)
        return 0;
    if (rc < 0) {
        wr_log(WR_LOG_WARN, "job.take", "code=%d", rc);
        return rc;
    }
    wr_err_reset(&ctx);
    run_one(j, &r);
    return 1;
}

/* ---- what is due ---------------------------------------------------------------------------- */

static void run_due(struct wr_jobs *j, struct wr_arena *a)
{
    struct wr_ctx ctx;
    int64_t now = wr_mono_ms(j->clock);

    for (size_t i = 0; j->opt.periodics && j->opt.periodics[i].name && i < PERIODICS_MAX; i++) {
        const struct wr_periodic *p = &j->opt.periodics[i];
        if (now < j->due_ms[i] || atomic_load(&j->stopping))
            continue;
        j->due_ms[i] = now + p->every_ms;
        begin(j, &ctx, a);
        int rc = p->run(&ctx);
        if (rc < 0)
            wr_log(WR_LOG_WARN, "periodic", "name=%s code=%d", p->name, rc);
    }
    if (now >= j->sweep_due_ms && !atomic_load(&j->stopping)) {
        int64_t n = 0;
        j->sweep_due_ms = now + SWEEP_EVERY_MS;
        begin(j, &ctx, a);
        int rc = wr_job_svc_sweep(&ctx, j->opt.spool_dir, wr_ctx_now(&ctx) - j->opt.keep_ms, &n);
        if (rc < 0 || n > 0)
            wr_log(rc < 0 ? WR_LOG_WARN : WR_LOG_INFO, "job.sweep", "code=%d files=%" PRId64, rc,
                   n);
    }
}

/* ---- threads -------------------------------------------------------------------------------- */

/** Wait, but not past a stop. */
static void rest(struct wr_jobs *j, int64_t ms)
{
    struct timespec until;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(ms / 1000);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&j->lock);
    while (!atomic_load(&j->stopping) && pthread_cond_timedwait(&j->wake, &j->lock, &until) == 0)
        ;
    (void)pthread_mutex_unlock(&j->lock);
}

static void *work(void *arg)
{
    struct wr_jobs *j = arg;
    struct wr_arena a;

    wr_arena_init(&a, j->opt.arena_bytes_max);
    while (!atomic_load(&j->stopping))
        if (run_next(j, &a) <= 0)
            rest(j, j->opt.poll_ms);
    wr_arena_done(&a);
    return NULL;
}

static void *tick(void *arg)
{
    struct wr_jobs *j = arg;
    struct wr_arena a;

    wr_arena_init(&a, j->opt.arena_bytes_max);
    while (!atomic_load(&j->stopping)) {
        run_due(j, &a);
        rest(j, TICK_MS);
    }
    wr_arena_done(&a);
    return NULL;
}

static void set_defaults(struct wr_jobs *j, const struct wr_jobs_options *opt,
                         const struct wr_clock *clock)
{
    j->opt = *opt;
    j->clock = clock;
    if (j->opt.arena_bytes_max == 0)
        j->opt.arena_bytes_max = ARENA_BYTES_MAX;
    if (j->opt.poll_ms == 0)
        j->opt.poll_ms = POLL_MS;
    if (j->opt.keep_ms == 0)
        j->opt.keep_ms = KEEP_MS;
    wr_job_set_spool(opt->spool_dir);
}

/** Files that a job was still writing when the program was killed. */
static void remove_parts(const char *spool_dir)
{
    DIR *d = opendir(spool_dir);
    struct dirent *e;

    while (d && (e = readdir(d)) != NULL) {
        struct wr_str name = wr_str(e->d_name);
        if (wr_str_starts(name, WR_S("job-")) && wr_str_ends(name, WR_S(".part")))
            (void)unlinkat(dirfd(d), e->d_name, 0);
    }
    if (d)
        (void)closedir(d);
}

static int recover(struct wr_jobs *j)
{
    struct wr_arena a;
    struct wr_ctx ctx;
    int64_t n = 0;

    remove_parts(j->opt.spool_dir);
    wr_arena_init(&a, WR_ARENA_REQUEST_MAX);
    begin(j, &ctx, &a);
    int rc = wr_job_svc_recover(&ctx, &n);
    if (rc == 0 && n > 0)
        wr_log(WR_LOG_WARN, "job.recover", "failed=%" PRId64, n);
    wr_arena_done(&a);
    return rc;
}

static int start_threads(struct wr_jobs *j)
{
    pthread_condattr_t attr;

    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&j->lock, NULL);
    (void)pthread_cond_init(&j->wake, &attr);
    (void)pthread_condattr_destroy(&attr);
    if (pthread_create(&j->worker, NULL, work, j) != 0)
        return WR_ENOMEM;
    if (pthread_create(&j->ticker, NULL, tick, j) == 0)
        return 0;
    atomic_store(&j->stopping, true);
    (void)pthread_join(j->worker, NULL);
    return WR_ENOMEM;
}

int wr_jobs_start(const struct wr_jobs_options *opt, const struct wr_clock *clock,
                  struct wr_jobs **ret)
{
    struct wr_jobs *j = wr_alloc(sizeof(*j));

    if (!j)
        return WR_ENOMEM;
    set_defaults(j, opt, clock);
    int rc = recover(j);
    if (rc == 0)
        rc = start_threads(j);
    if (rc < 0) {
        wr_free(j);
        return rc;
    }
    *ret = j;
    return 0;
}

void wr_jobs_stop(struct wr_jobs *j)
{
    if (!j)
        return;
    (void)pthread_mutex_lock(&j->lock);
    atomic_store(&j->stopping, true);
    (void)pthread_cond_broadcast(&j->wake);
    (void)pthread_mutex_unlock(&j->lock);
    (void)pthread_join(j->worker, NULL);
    (void)pthread_join(j->ticker, NULL);
    (void)pthread_cond_destroy(&j->wake);
    (void)pthread_mutex_destroy(&j->lock);
    wr_free(j);
}

int wr_jobs_drain(const struct wr_jobs_options *opt, const struct wr_clock *clock, int64_t *ret_ran)
{
    struct wr_jobs j = {0};
    struct wr_arena a;
    int rc = 0;

    set_defaults(&j, opt, clock);
    *ret_ran = 0;
    wr_arena_init(&a, j.opt.arena_bytes_max);
    while ((rc = run_next(&j, &a)) > 0)
        (*ret_ran)++;
    wr_arena_done(&a);
    return rc;
}
