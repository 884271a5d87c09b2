#include "modules/job/job_svc.h"

#include "base/events.h"
#include "modules/job/job_store.h"
#include "modules/job/job_use.h"

#include <assert.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#define TELL_EVERY_MS 250
#define SPOOL_PATH_MAX 512
#define SWEEP_MAX 200

static char spool[SPOOL_PATH_MAX];

void wr_job_set_spool(const char *spool_dir)
{
    bool fits = wr_str_copy_z(wr_str(spool_dir), spool, sizeof(spool));
    assert(fits);
}

const char *wr_job_topic(struct wr_ctx *ctx, int64_t id)
{
    return wr_arena_printf(ctx->arena, "job:%" PRId64, id).p;
}

/* ---- what a page sees ----------------------------------------------------------------------- */

static bool sees_all(const struct wr_actor *a)
{
    return wr_actor_has(a, WR_ROLE_CITY_ADMIN | WR_ROLE_SYSADMIN);
}

/** Choose the language of the error, estimate the end. */
static void prepare_view(const struct wr_ctx *ctx, struct wr_job *j)
{
    struct wr_str en = j->error, zh = wr_str_cut(&en, '\n');
    int64_t spent = wr_ctx_now(ctx) - j->started_ms;

    if (j->error.n > 0)
        j->error = ctx->lang == WR_LANG_EN && en.n > 0 ? en : zh;
    j->has_eta_s = j->state == WR_JOB_RUNNING && j->done > 0 && j->total >= j->done && spent >= 0;
    if (j->has_eta_s)
        j->eta_s = (j->total - j->done) * spent / j->done / 1000;
}

struct get {
    int64_t id;
    struct wr_job *ret;
};

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct get *g = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_job_store_get(tx, g->id, g->ret);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !sees_all(&ctx->actor) && g->ret->user_id != ctx->actor.user_id))
        return wr_fail(ctx, WR_K_not_found, WR_S("该任务 job"));
    return rc;
}

int wr_job_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_job *ret)
{
    int rc = wr_tx_run(ctx, WR_TX_READ, "job.get", get_tx, &(struct get){id, ret});

    if (rc == 0)
        prepare_view(ctx, ret);
    return rc;
}

static void publish(struct wr_ctx *ctx, struct wr_job *j)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    prepare_view(ctx, j);
    wr_buf_init(&b, 16384);
    wr_json_encode(&b, wr_job_fields, j, WR_MASK_PERSONAL);
    const char *topic = wr_job_topic(ctx, j->id);
    if (!b.failed && topic)
        wr_events_publish(ctx, topic, "job", wr_buf_view(&b));
}

struct list {
    const struct wr_job_query *q;
    int64_t limit;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list *l = arg;
    const struct wr_actor *a = &wr_tx_ctx(tx)->actor;

    return wr_job_store_list(tx, sees_all(a) ? 0 : a->user_id, l->q->cursor, l->limit, l->ret);
}

int wr_job_svc_list(struct wr_ctx *ctx, const struct wr_job_query *q, struct wr_list *ret,
                    struct wr_str *ret_next)
{
    struct list l = {.q = q, .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT, .ret = ret};

    int rc = wr_tx_run(ctx, WR_TX_READ, "job.list", list_tx, &l);
    if (rc < 0)
        return rc;
    struct wr_job *jobs = ret->p;
    for (size_t i = 0; i < ret->n; i++)
        prepare_view(ctx, &jobs[i]);
    *ret_next = (struct wr_str){0};
    if (ret->n == (size_t)l.limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, jobs[ret->n - 1].id);
    return 0;
}

/* ---- cancel, result ------------------------------------------------------------------------- */

static int cancel_tx(struct wr_tx *tx, void *arg)
{
    struct get *g = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t changed = 0;

    int rc = get_tx(tx, g);
    if (rc < 0)
        return rc;
    if (g->ret->state != WR_JOB_QUEUED && g->ret->state != WR_JOB_RUNNING) {
        const struct wr_enum_item *it = wr_enum_item(wr_job_states, g->ret->state);
        return wr_fail(ctx, WR_K_job_over, wr_str(ctx->lang == WR_LANG_EN ? it->en : it->zh));
    }
    rc = wr_job_store_move(tx, g->id, (enum wr_job_state)g->ret->state, WR_JOB_CANCELLED,
                           wr_ctx_now(ctx), (struct wr_str){0}, &changed);
    g->ret->state = WR_JOB_CANCELLED;
    return rc;
}

int wr_job_svc_cancel(struct wr_ctx *ctx, int64_t id)
{
    struct wr_job j;

    int rc = wr_tx_run(ctx, WR_TX_WRITE, "job.cancel", cancel_tx, &(struct get){id, &j});
    if (rc == 0)
        publish(ctx, &j);
    return rc;
}

int wr_job_svc_open_result(struct wr_ctx *ctx, int64_t id, struct wr_job *ret, int *ret_fd,
                           int64_t *ret_size)
{
    struct stat st;

    int rc = wr_job_svc_get(ctx, id, ret);
    if (rc < 0)
        return rc;
    if (ret->state != WR_JOB_DONE || ret->result_name.n == 0) {
        const struct wr_enum_item *it = wr_enum_item(wr_job_states, ret->state);
        return wr_fail(ctx, WR_K_job_not_ready, wr_str(ctx->lang == WR_LANG_EN ? it->en : it->zh));
    }
    if (ret->result_path.n == 0)
        return wr_fail(ctx, WR_K_job_result_gone);
    const char *path = wr_arena_printf(ctx->arena, "%s/" WR_FMT, spool, WR_ARG(ret->result_path)).p;
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd < 0)
        return wr_fail(ctx, WR_K_job_result_gone);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return wr_fail(ctx, WR_K_job_result_gone);
    }
    *ret_fd = fd;
    *ret_size = st.st_size;
    return 0;
}

/* ---- for use cases and running jobs --------------------------------------------------------- */

int wr_job_add_in(struct wr_tx *tx, const char *kind, struct wr_str params, int64_t total,
                  int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_job j = {.kind = wr_str(kind),
                       .params = params,
                       .total = total,
                       .user_id = ctx->actor.user_id,
                       .created_ms = wr_ctx_now(ctx)};

    if (params.n > WR_JOB_PARAMS_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("任务参数 (job parameters)"), WR_S("64 KiB"));
    return wr_job_store_insert(tx, &j, ret_id);
}

static int progress_tx(struct wr_tx *tx, void *arg)
{
    const struct wr_job *j = arg;
    int64_t changed = 0;

    int rc = wr_job_store_progress(tx, j->id, j->done, j->total, &changed);
    if (rc == 0 && changed == 0)
        return wr_fail(wr_tx_ctx(tx), WR_K_job_cancelled);
    return rc;
}

int wr_job_svc_progress(struct wr_job_run *r, int64_t done, int64_t total)
{
    int64_t now = wr_mono_ms(r->ctx->clock);

    r->job.done = done;
    r->job.total = total;
    if (r->stopping && r->stopping(r->stopping_arg))
        return wr_fail(r->ctx, WR_K_busy);
    if (r->told_mono_ms != 0 && done < total && now - r->told_mono_ms < TELL_EVERY_MS)
        return 0;
    r->told_mono_ms = now;
    struct wr_arena_mark mark = wr_arena_mark(r->ctx->arena);
    int rc = wr_tx_run(r->ctx, WR_TX_WRITE, "job.progress", progress_tx, &r->job);
    if (rc == 0) {
        struct wr_job seen = r->job;
        seen.state = WR_JOB_RUNNING;
        publish(r->ctx, &seen);
        wr_arena_rewind(r->ctx->arena, mark);
    }
    return rc;
}

struct result {
    int64_t id;
    struct wr_str name, type, path;
};

static int result_tx(struct wr_tx *tx, void *arg)
{
    const struct result *s = arg;

    return wr_job_store_result(tx, s->id, s->name, s->type, s->path);
}

int wr_job_svc_result(struct wr_job_run *r, struct wr_str name, struct wr_str media_type,
                      struct wr_str path)
{
    struct result s = {r->job.id, name, media_type, path};

    int rc = wr_tx_run(r->ctx, WR_TX_WRITE, "job.result", result_tx, &s);
    if (rc == 0) {
        r->job.result_name = name;
        r->job.result_type = media_type;
        r->job.result_path = path;
    }
    return rc;
}

/* ---- for the runner ------------------------------------------------------------------------- */

static int take_tx(struct wr_tx *tx, void *arg)
{
    struct wr_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t changed = 0;

    int rc = wr_job_store_next(tx, j);
    if (rc < 0)
        return rc;
    j->started_ms = wr_ctx_now(ctx);
    rc = wr_job_store_move(tx, j->id, WR_JOB_QUEUED, WR_JOB_RUNNING, j->started_ms,
                           (struct wr_str){0}, &changed);
    if (rc == 0 && changed == 0)
        return WR_ENOTFOUND;
    j->state = WR_JOB_RUNNING;
    j->done = 0;
    return rc;
}

static int peek_tx(struct wr_tx *tx, void *arg)
{
    return wr_job_store_next(tx, arg);
}

int wr_job_svc_take(struct wr_ctx *ctx, struct wr_job *ret)
{
    /* The runner asks every second: look with a reader first and leave the writer alone. */
    int rc = wr_tx_run(ctx, WR_TX_READ, "job.peek", peek_tx, ret);

    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "job.take", take_tx, ret);
}

struct finish {
    int64_t id;
    enum wr_job_state to;
    struct wr_str error;
    struct wr_job job;
};

static int finish_tx(struct wr_tx *tx, void *arg)
{
    struct finish *f = arg;
    int64_t changed = 0;

    int rc = wr_job_store_move(tx, f->id, WR_JOB_RUNNING, f->to, wr_ctx_now(wr_tx_ctx(tx)),
                               f->error, &changed);
    return rc < 0 ? rc : wr_job_store_get(tx, f->id, &f->job);
}

int wr_job_svc_finish(struct wr_ctx *ctx, int64_t id, int rc)
{
    struct finish f = {.id = id, .to = rc < 0 ? WR_JOB_FAILED : WR_JOB_DONE};

    if (rc < 0)
        f.error = wr_arena_printf(ctx->arena, WR_FMT "\n" WR_FMT, WR_ARG(ctx->err.zh),
                                  WR_ARG(ctx->err.en));
    wr_err_reset(ctx);
    rc = wr_tx_run(ctx, WR_TX_WRITE, "job.finish", finish_tx, &f);
    if (rc == 0)
        publish(ctx, &f.job);
    return rc;
}

static int requeue_tx(struct wr_tx *tx, void *arg)
{
    int64_t changed = 0;

    return wr_job_store_move(tx, *(const int64_t *)arg, WR_JOB_RUNNING, WR_JOB_QUEUED, 0,
                             (struct wr_str){0}, &changed);
}

int wr_job_svc_requeue(struct wr_ctx *ctx, int64_t id)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "job.requeue", requeue_tx, &id);
}

static int recover_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_key_info *k = wr_key_info(WR_K_job_interrupted);

    return wr_job_store_fail_running(tx, wr_ctx_now(ctx),
                                     wr_arena_printf(ctx->arena, "%s\n%s", k->zh, k->en), arg);
}

int wr_job_svc_recover(struct wr_ctx *ctx, int64_t *ret_n)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "job.recover", recover_tx, ret_n);
}

struct sweep {
    int64_t before_ms;
    struct wr_list jobs;
};

static int stale_tx(struct wr_tx *tx, void *arg)
{
    struct sweep *s = arg;

    return wr_job_store_stale(tx, s->before_ms, SWEEP_MAX, &s->jobs);
}

static int forget_tx(struct wr_tx *tx, void *arg)
{
    const struct sweep *s = arg;
    const struct wr_job *jobs = s->jobs.p;

    for (size_t i = 0; i < s->jobs.n; i++) {
        int rc = wr_job_store_forget(tx, jobs[i].id);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int wr_job_svc_sweep(struct wr_ctx *ctx, const char *spool_dir, int64_t ended_before_ms,
                     int64_t *ret_n)
{
    struct sweep s = {.before_ms = ended_before_ms};

    int rc = wr_tx_run(ctx, WR_TX_READ, "job.stale", stale_tx, &s);
    *ret_n = (int64_t)s.jobs.n;
    if (rc < 0 || s.jobs.n == 0)
        return rc;
    const struct wr_job *jobs = s.jobs.p;
    for (size_t i = 0; i < s.jobs.n; i++) {
        const char *path =
            wr_arena_printf(ctx->arena, "%s/" WR_FMT, spool_dir, WR_ARG(jobs[i].result_path)).p;
        if (path)
            (void)unlink(path); /* gone already is as good */
    }
    return wr_tx_run(ctx, WR_TX_WRITE, "job.forget", forget_tx, &s);
}
