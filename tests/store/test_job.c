/* Long work and photos in the database: queue, progress, cancelling, a restart, and pictures stored once. */
#include "store.h"

#include "app/embedded.h"
#include "base/crypto.h"
#include "codec/image.h"
#include "jobs/runner.h"
#include "modules/job/job_use.h"
#include "modules/media/media_svc.h"

#include <stdio.h>
#include <unistd.h>

struct add {
    const char *kind;
    int64_t id;
};

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct add *a = arg;
    return wr_job_add_in(tx, a->kind, WR_S("{}"), 10, &a->id);
}

static int64_t add(struct store *s, const char *kind)
{
    struct add a = {.kind = kind};
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.add", add_tx, &a));
    return a.id;
}

static struct wr_job get(struct store *s, int64_t id)
{
    struct wr_job j;
    store_ok(&s->ctx, wr_job_svc_get(&s->ctx, id, &j));
    return j;
}

/* ---- kinds for the runner -------------------------------------------------------------------- */

static struct store *now_testing;

static int run_good(struct wr_job_run *r)
{
    char path[200];
    snprintf(path, sizeof(path), "%s/job-good.txt", r->spool_dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("result", f);
    fclose(f);
    for (int64_t i = 1; i <= 10; i++) {
        int rc = wr_job_svc_progress(r, i, 10);
        if (rc < 0)
            return rc;
    }
    return wr_job_svc_result(r, WR_S("结果.txt"), WR_S("text/plain"), WR_S("job-good.txt"));
}

static int run_bad(struct wr_job_run *r)
{
    return wr_fail(r->ctx, WR_K_io, WR_S("打印机"));
}

static int run_cancelled_meanwhile(struct wr_job_run *r)
{
    struct wr_arena a;
    struct wr_ctx other;
    int rc = wr_job_svc_progress(r, 1, 10);
    if (rc < 0)
        return rc;
    store_ctx_init(now_testing, &a, &other);
    other.actor.system = true;
    store_ok(&other, wr_job_svc_cancel(&other, r->job.id));
    wr_arena_done(&a);
    return wr_job_svc_progress(r, 10, 10);
}

static const struct wr_job_kind kinds[] = {{"test.good", run_good},
                                           {"test.bad", run_bad},
                                           {"test.cancelled", run_cancelled_meanwhile},
                                           {0}};
static const struct wr_job_kind *const kind_tables[] = {kinds, NULL};

static void prepare(void *arg, struct wr_ctx *ctx)
{
    const struct store *s = arg;
    ctx->db = s->db;
}

static int64_t drain(struct store *s)
{
    struct wr_jobs_options opt = {
        .prepare = prepare, .prepare_arg = s, .kinds = kind_tables, .spool_dir = s->dir};
    int64_t n = 0;
    now_testing = s;
    assert_int_equal(wr_jobs_drain(&opt, &s->clock.clock, &n), 0);
    return n;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void jobs_run_in_their_order(struct store *s)
{
    int fd = -1;
    int64_t size = 0;
    struct wr_job j;

    s->ctx.actor = (struct wr_actor){.user_id = 7, .roles = WR_ROLE_CITY_ADMIN};
    int64_t good = add(s, "test.good"), bad = add(s, "test.bad"), cut = add(s, "test.cancelled"),
            odd = add(s, "no.such");
    assert_int_equal(get(s, good).state, WR_JOB_QUEUED);
    assert_int_equal(drain(s), 4);
    j = get(s, good);
    assert_int_equal(j.state, WR_JOB_DONE);
    assert_int_equal(j.done, 10);
    assert_true(wr_str_eq(j.result_name, WR_S("结果.txt")));
    j = get(s, bad);
    assert_int_equal(j.state, WR_JOB_FAILED);
    assert_true(wr_str_find(j.error, WR_S("打印机")) > 0);
    assert_true(wr_str_find(j.error, WR_S("\n")) < 0);
    s->ctx.lang = WR_LANG_EN;
    assert_true(wr_str_starts(get(s, bad).error, WR_S("input/output failed")));
    assert_int_equal(get(s, cut).state, WR_JOB_CANCELLED);
    assert_int_equal(get(s, odd).state, WR_JOB_FAILED);
    store_ok(&s->ctx, wr_job_svc_open_result(&s->ctx, good, &j, &fd, &size));
    assert_int_equal(size, 6);
    close(fd);
    assert_int_equal(wr_job_svc_open_result(&s->ctx, bad, &j, &fd, &size), WR_ECONFLICT);
    assert_int_equal(wr_job_svc_cancel(&s->ctx, good), WR_ECONFLICT);
}

static void a_person_sees_his_own_jobs(struct store *s)
{
    struct wr_job_query q = {.has_limit = true, .limit = 2};
    struct wr_job j;
    struct wr_list list;
    struct wr_str next;

    s->ctx.actor = (struct wr_actor){.user_id = 7, .roles = WR_ROLE_DISTRICT_ADMIN};
    int64_t mine = add(s, "test.good");
    s->ctx.actor.user_id = 8;
    add(s, "test.good");
    assert_int_equal(wr_job_svc_get(&s->ctx, mine, &j), WR_ENOTFOUND);
    assert_int_equal(wr_job_svc_cancel(&s->ctx, mine), WR_ENOTFOUND);
    store_ok(&s->ctx, wr_job_svc_list(&s->ctx, &q, &list, &next));
    assert_int_equal(list.n, 1);
    assert_null(next.p);
    s->ctx.actor.user_id = 7;
    store_ok(&s->ctx, wr_job_svc_cancel(&s->ctx, mine));
    assert_int_equal(get(s, mine).state, WR_JOB_CANCELLED);
    assert_int_equal(drain(s), 1); /* the other one */
    s->ctx.actor.roles = WR_ROLE_SYSADMIN;
    store_ok(&s->ctx, wr_job_svc_list(&s->ctx, &q, &list, &next));
    assert_int_equal(list.n, 2);
    assert_non_null(next.p);
}

static void a_crash_fails_what_was_running(struct store *s)
{
    struct wr_job j;
    int64_t n = 0;

    s->ctx.actor.system = true;
    int64_t first = add(s, "test.good"), second = add(s, "test.good");
    store_ok(&s->ctx, wr_job_svc_take(&s->ctx, &j));
    assert_int_equal(j.id, first);
    store_ok(&s->ctx, wr_job_svc_recover(&s->ctx, &n));
    assert_int_equal(n, 1);
    assert_int_equal(get(s, first).state, WR_JOB_FAILED);
    assert_true(wr_str_find(get(s, first).error, WR_S("重启")) >= 0);
    store_ok(&s->ctx, wr_job_svc_take(&s->ctx, &j));
    assert_int_equal(j.id, second);
    store_ok(&s->ctx, wr_job_svc_requeue(&s->ctx, second)); /* an orderly stop */
    assert_int_equal(get(s, second).state, WR_JOB_QUEUED);
    assert_int_equal(drain(s), 1);
    assert_int_equal(get(s, second).state, WR_JOB_DONE);
}

static void results_are_kept_for_a_while(struct store *s)
{
    struct wr_job j;
    int64_t n = 0, size = 0;
    int fd = -1;

    s->ctx.actor.system = true;
    int64_t id = add(s, "test.good");
    assert_int_equal(drain(s), 1);
    store_ok(&s->ctx, wr_job_svc_sweep(&s->ctx, s->dir, s->clock.now_ms, &n));
    assert_int_equal(n, 0);
    store_ok(&s->ctx, wr_job_svc_sweep(&s->ctx, s->dir, s->clock.now_ms + 1, &n));
    assert_int_equal(n, 1);
    assert_int_equal(wr_job_svc_open_result(&s->ctx, id, &j, &fd, &size), WR_ENOTFOUND);
    assert_int_equal(get(s, id).state, WR_JOB_DONE);
}

static int count_ticks(struct wr_ctx *ctx)
{
    static int64_t n;
    assert_true(ctx->actor.system);
    return ++n % 2 ? 0 : wr_fail(ctx, WR_K_busy);
}

static void the_runner_starts_and_stops(struct store *s)
{
    static const struct wr_periodic periodics[] = {{"test.tick", 1000, count_ticks}, {0}};
    struct wr_jobs_options opt = {.prepare = prepare,
                                  .prepare_arg = s,
                                  .kinds = kind_tables,
                                  .spool_dir = s->dir,
                                  .periodics = periodics,
                                  .poll_ms = 10};
    struct wr_jobs *jobs = NULL;
    char part[128];

    s->ctx.actor.system = true;
    snprintf(part, sizeof(part), "%s/job-9.pdf.part", s->dir);
    fclose(fopen(part, "w"));
    assert_int_equal(wr_jobs_start(&opt, wr_clock_system(), &jobs), 0);
    assert_int_not_equal(access(part, F_OK), 0);
    int64_t id = add(s, "test.good");
    for (int i = 0; i < 500 && get(s, id).state != WR_JOB_DONE; i++)
        usleep(10000);
    assert_int_equal(get(s, id).state, WR_JOB_DONE);
    wr_jobs_stop(jobs);
}

/* ---- photos ---------------------------------------------------------------------------------- */

struct put {
    struct wr_media_new photo;
    int64_t id;
    bool seen_before;
    struct wr_media back;
};

static int put_tx(struct wr_tx *tx, void *arg)
{
    struct put *p = arg;
    return wr_media_put_in(tx, &p->photo, 0, &p->id, &p->seen_before);
}

static int back_tx(struct wr_tx *tx, void *arg)
{
    struct put *p = arg;
    return wr_media_content_in(tx, p->id, &p->back);
}

static void a_photo_is_stored_once(struct store *s)
{
    static const struct wr_audit_entity *const *const entities[] = {wr_media_entities, NULL};
    static uint8_t rgb[64 * 48 * 3];
    struct wr_image img = {.width = 64, .height = 48, .rgb = rgb};
    struct wr_str jpeg;
    struct put a = {0}, b = {0}, c = {0};
    struct wr_audit_verdict v;

    s->ctx.entities = entities;
    s->ctx.actor.system = true;
    for (size_t i = 0; i < sizeof(rgb); i++)
        rgb[i] = (uint8_t)(i * 7);
    store_ok(&s->ctx, wr_image_encode_jpeg(&s->ctx, &img, 95, &jpeg));
    store_ok(&s->ctx, wr_media_prepare(&s->ctx, jpeg, &a.photo));
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.put", put_tx, &a));
    assert_false(a.seen_before);
    b.photo = a.photo;
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.put", put_tx, &b));
    assert_true(b.seen_before);
    assert_int_equal(a.id, b.id);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.back", back_tx, &a));
    assert_true(wr_str_eq(a.back.content, a.photo.m.content));
    assert_int_equal(a.back.width, 64);
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, entities, &v));
    assert_true(v.ok);
    assert_int_equal(v.rows, 1);
    c.id = 999;
    assert_int_equal(wr_tx_run(&s->ctx, WR_TX_READ, "test.back", back_tx, &c), WR_ENOTFOUND);
    assert_int_equal(wr_media_prepare(&s->ctx, WR_S("not a photo"), &c.photo), WR_EINVALID);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "jobs run in their order", .run = jobs_run_in_their_order},
        {.name = "a person sees his own jobs", .run = a_person_sees_his_own_jobs},
        {.name = "a crash fails what was running", .run = a_crash_fails_what_was_running},
        {.name = "results are kept for a while", .run = results_are_kept_for_a_while},
        {.name = "the runner starts and stops", .run = the_runner_starts_and_stops},
        {.name = "a photo is stored once", .run = a_photo_is_stored_once},
    };
    if (wr_crypto_init() != 0)
        return 1;
    for (size_t i = 0; i < WR_ARRAY_LEN(tests); i++) {
        tests[i].migrations = wr_migrations;
        tests[i].migrations_n = wr_migrations_n;
    }
    return store_run("store job", tests, WR_ARRAY_LEN(tests));
}
