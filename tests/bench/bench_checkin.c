/*
 * Check-ins as fast as they go: policy verdict, durable write, audit leaf, by many threads on one database.
 *   bench_checkin DB-URL THREADS SECONDS GROUP_MAX
 * GROUP_MAX is how many of them may share one commit; 1 is the comparison. Prints one line: rate, p50, p99, members a group.
 */
#include "app/app.h"
#include "base/crypto.h"
#include "db/db_int.h"
#include "modules/visit/visit_svc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define THREADS_MAX 128
#define SAMPLES_MAX 2000000
#define GATES_MAX 5000

/** An officer before a gate of his. */
struct gate {
    int64_t officer_id, user_id;
    struct wr_str plate;
};
static const struct wr_field gate_fields[] = {
    WR_ID(struct gate, officer_id, "执法人员", "officer"),
    WR_ID(struct gate, user_id, "账号", "user"),
    WR_STR(struct gate, plate, 10, 10, "信息牌", "plate"),
    {0},
};
static const struct wr_stmt GATES = {
    .name = "bench_gates",
    .sql =
        "SELECT o.id AS officer_id, u.id AS user_id, p.code AS plate FROM officer o"
        " JOIN app_user u ON u.officer_id = o.id"
        " JOIN liaison_assignment a ON a.officer_id = o.id AND a.kind = 'main' AND a.to_ms IS NULL"
        " JOIN plate p ON p.enterprise_id = a.enterprise_id AND p.status = 'hung' ORDER BY p.code",
    .params = "",
    .cols = "iit"};

static struct wr_app app;
static struct wr_list gates;
static _Atomic int64_t samples_n;
static int32_t samples_us[SAMPLES_MAX];
static atomic_bool stop;

static int64_t mono_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void die(const struct wr_ctx *ctx, const char *what)
{
    (void)fprintf(stderr, "bench_checkin: %s: %.*s\n", what, WR_ARG(ctx->err.en));
    exit(1);
}

static int load_gates(struct wr_tx *tx, void *arg)
{
    return wr_query_list(tx, &GATES, gate_fields, sizeof(struct gate), GATES_MAX, arg);
}

static int check_in(struct wr_tx *tx, void *arg)
{
    const struct gate *g = arg;
    unsigned long long r[2];
    char uuid[40];
    wr_random(r, sizeof r);
    (void)snprintf(uuid, sizeof uuid, "%08llx-%04llx-4%03llx-8%03llx-%012llx", r[0] >> 32,
                   (r[0] >> 16) & 0xffff, r[0] & 0xfff, r[1] >> 52, r[1] & 0xffffffffffffULL);
    struct wr_visit_new in = {.client_id = wr_str(uuid),
                              .plate = g->plate,
                              .kind = WR_VISIT_HELP,
                              .source = WR_SOURCE_PLAN,
                              .reason = WR_S("性能测试"),
                              .device_ms = wr_ctx_now(wr_tx_ctx(tx)),
                              .confirm_warn = true};
    struct wr_visit made;
    return wr_visit_check_in_in(tx, &in, &made);
}

static void *work(void *arg)
{
    struct wr_arena a;
    struct wr_ctx ctx;
    wr_arena_init(&a, WR_ARENA_REQUEST_MAX);
    wr_ctx_init(&ctx, &a, wr_clock_system());
    wr_app_prepare(&app, &ctx);
    const struct gate *all = gates.p;
    for (size_t i = (size_t)(uintptr_t)arg; !atomic_load(&stop); i += 17) {
        struct gate g = all[i % gates.n];
        ctx.actor = (struct wr_actor){
            .user_id = g.user_id, .roles = WR_ROLE_OFFICER, .officer_id = g.officer_id};
        int64_t from_us = mono_us();
        if (wr_tx_run(&ctx, WR_TX_WRITE, "bench.check_in", check_in, &g) != 0)
            die(&ctx, "check-in");
        int64_t at = atomic_fetch_add(&samples_n, 1);
        if (at < SAMPLES_MAX)
            samples_us[at] = (int32_t)(mono_us() - from_us);
        wr_err_reset(&ctx);
        wr_arena_reset(&a);
    }
    wr_arena_done(&a);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    return *(const int32_t *)a < *(const int32_t *)b ? -1
                                                     : *(const int32_t *)a > *(const int32_t *)b;
}

static void open_app(struct wr_ctx *ctx, const char *url)
{
    if (wr_app_configure(&app, ctx, NULL, url) != 0 || wr_app_load_rules(&app, ctx) != 0 ||
        wr_app_open_db(&app, ctx, false) != 0 || wr_app_open_keys(&app, ctx) != 0)
        die(ctx, "open");
    wr_app_prepare(&app, ctx);
    if (wr_tx_run(ctx, WR_TX_READ, "bench.gates", load_gates, &gates) != 0 || gates.n == 0)
        die(ctx, "gates: make the demonstration city first");
}

int main(int argc, char **argv)
{
    if (argc != 5 || wr_crypto_init() != 0) {
        (void)fprintf(stderr, "usage: bench_checkin DB-URL THREADS SECONDS GROUP_MAX\n");
        return 2;
    }
    size_t threads = (size_t)strtoul(argv[2], NULL, 10);
    long seconds = strtol(argv[3], NULL, 10);
    struct wr_ctx ctx;
    app.clock = wr_clock_system();
    wr_arena_init(&app.arena, (size_t)256 << 20);
    wr_ctx_init(&ctx, &app.arena, app.clock);
    ctx.actor.system = true;
    open_app(&ctx, argv[1]);
    wr_db_test_group_max(app.db, (size_t)strtoul(argv[4], NULL, 10));
    pthread_t t[THREADS_MAX];
    threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
    int64_t from_us = mono_us();
    for (size_t i = 0; i < threads; i++) {
        if (pthread_create(&t[i], NULL, work, (void *)(uintptr_t)i) != 0)
            die(&ctx, "thread");
    }
    struct timespec pause = {.tv_sec = seconds};
    (void)nanosleep(&pause, NULL);
    atomic_store(&stop, true);
    for (size_t i = 0; i < threads; i++)
        pthread_join(t[i], NULL);
    double took_s = (double)(mono_us() - from_us) / 1e6;
    size_t n = samples_n < SAMPLES_MAX ? (size_t)samples_n : SAMPLES_MAX;
    qsort(samples_us, n, sizeof samples_us[0], by_size);
    struct wr_db_stats s;
    wr_db_stats(app.db, &s);
    (void)printf("%.0f %.1f %.1f %.1f\n", (double)samples_n / took_s,
                 n ? samples_us[n / 2] / 1000.0 : 0, n ? samples_us[n * 99 / 100] / 1000.0 : 0,
                 s.groups > 0 ? (double)s.group_members / (double)s.groups : 0);
    wr_app_done(&app);
    return 0;
}
