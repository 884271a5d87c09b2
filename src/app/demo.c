/* wurao demo: makes the demonstration city in an empty database. */
#include "app/demo.h"

#include "app/embedded.h"
#include "base/alloc.h"
#include "base/command.h"
#include "modules/account/account_svc.h"
#include "modules/audit/audit_svc.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define ARENA_MAX ((size_t)64 << 20)
#define ENTERPRISES_DEFAULT 2200
#define ENTERPRISES_MIN 50
#define BAR_WIDTH 30

/* ---- small tools ------------------------------------------------------------------------------ */

/** The mixing step of splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

struct demo_rng demo_rng(uint64_t seed, uint64_t stream, uint64_t i)
{
    /* mixed between the parts: neighbouring streams must not be one sequence, shifted */
    return (struct demo_rng){mix(mix(mix(seed + UINT64_C(0xD1342543DE82EF95)) + stream) + i)};
}

uint64_t demo_next(struct demo_rng *r)
{
    return mix(r->s += UINT64_C(0x9E3779B97F4A7C15));
}

int64_t demo_below(struct demo_rng *r, int64_t n)
{
    return (int64_t)(demo_next(r) % (uint64_t)n);
}

bool demo_chance(struct demo_rng *r, int64_t percent)
{
    return demo_below(r, 100) < percent;
}

void demo_at(struct demo *d, int64_t at_ms)
{
    d->clock.now_ms = at_ms;
}

void demo_as_system(struct demo *d)
{
    d->ctx->actor = (struct wr_actor){.system = true};
}

void demo_as_officer(struct demo *d, const struct demo_officer *o)
{
    d->ctx->actor =
        (struct wr_actor){.user_id = o->user_id, .roles = WR_ROLE_OFFICER, .officer_id = o->id};
}

void demo_as_enterprise(struct demo *d, const struct demo_enterprise *e)
{
    d->ctx->actor = (struct wr_actor){
        .user_id = e->user_id, .roles = WR_ROLE_ENTERPRISE, .enterprise_id = e->id};
}

void demo_progress(struct demo *d, const char *what, size_t done, size_t total)
{
    int percent = total == 0 ? 100 : (int)(done * 100 / total);
    if (percent == d->bar)
        return;
    d->bar = percent;
    if (!isatty(STDERR_FILENO)) {
        if (percent == 100)
            (void)fprintf(stderr, "%s %zu\n", what, total);
        return;
    }
    char bar[BAR_WIDTH + 1];
    for (int i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < percent * BAR_WIDTH / 100 ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    (void)fprintf(stderr, "\r\033[K[%s] %3d%% %s %zu/%zu%s", bar, percent, what, done, total,
                  percent == 100 ? "\n" : "");
    (void)fflush(stderr);
}

struct batch {
    struct demo *d;
    demo_one *one;
    size_t from, to;
};

static int run_batch(struct wr_tx *tx, void *arg)
{
    const struct batch *b = arg;
    int rc = 0;
    for (size_t i = b->from; rc == 0 && i < b->to; i++)
        rc = b->one(tx, b->d, i);
    return rc;
}

int demo_batch(struct demo *d, size_t from, size_t to, demo_one *one)
{
    struct batch b = {d, one, from, to};
    int rc = wr_tx_run(d->ctx, WR_TX_WRITE, "demo", run_batch, &b);
    if (rc == 0)
        wr_arena_reset(&d->arena);
    return rc;
}

int demo_each(struct demo *d, const char *what, size_t n, demo_one *one)
{
    d->bar = -1;
    for (size_t from = 0; from < n; from += DEMO_BATCH) {
        size_t to = from + DEMO_BATCH < n ? from + DEMO_BATCH : n;
        int rc = demo_batch(d, from, to, one);
        if (rc != 0)
            return rc;
        demo_progress(d, what, to, n);
    }
    return 0;
}

/* ---- the command ------------------------------------------------------------------------------ */

/** Open (or make) the database without a sync for each commit: nothing is lost that cannot be made again. */
static int open_empty(struct wr_app *app, struct wr_ctx *ctx)
{
    int rc =
        wr_app_open_db(app, ctx, true); /* makes the folder, says what is wrong with the place */
    if (rc != 0)
        return rc;
    wr_db_close(app->db);
    app->db = ctx->db = NULL;
    struct wr_db_options opt = {
        .readers_max = 1, .wait_ms_max = app->config.db.wait_ms_max, .create = true, .bulk = true};
    rc = wr_db_open(ctx, app->db_url, &opt, &app->db);
    ctx->db = app->db;
    if (rc == 0)
        rc = wr_db_migrate(ctx, wr_migrations, wr_migrations_n, NULL);
    return rc != 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "demo.empty", demo_is_empty, NULL);
}

static int make_all(struct demo *d)
{
    static int (*const steps[])(struct demo *) = {
        demo_make_regions,  demo_make_photos, demo_make_officers,  demo_make_enterprises,
        demo_make_accounts, demo_make_parts,  demo_make_old_cases, demo_make_liaisons,
        demo_make_plates,   demo_make_year,   demo_make_cases,
    };
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(steps); i++) {
        demo_as_system(d);
        rc = steps[i](d);
    }
    if (rc != 0)
        return rc;
    demo_as_system(d);
    demo_at(d, d->now_ms);
    return wr_audit_svc_checkpoint(d->ctx);
}

static int take_number(struct wr_ctx *ctx, struct wr_args *args, const char *name, int64_t lo,
                       int64_t hi, int64_t *ret)
{
    const char *text = wr_args_opt(args, name);
    if (!text)
        return 0;
    char range[2][24];
    (void)snprintf(range[0], sizeof range[0], "%" PRId64, lo);
    (void)snprintf(range[1], sizeof range[1], "%" PRId64, hi);
    if (!wr_str_i64(wr_str(text), ret) || *ret < lo || *ret > hi)
        wr_fault(ctx, wr_str(name), WR_K_input_range, wr_str(text), wr_str(range[0]),
                 wr_str(range[1]));
    return wr_faults_end(ctx);
}

static int make_city(struct wr_ctx *ctx, struct demo *d, const char *password)
{
    struct wr_ctx own = *ctx;
    d->ctx = &own;
    d->now_ms = wr_ctx_now(ctx);
    d->first_day = wr_date_to_days(wr_date_of_ms(d->now_ms)) - DEMO_YEAR_DAYS;
    wr_clock_fixed_init(&d->clock, d->now_ms);
    wr_arena_init(&d->arena, ARENA_MAX);
    own.arena = &d->arena;
    own.clock = &d->clock.clock;
    own.events = NULL;
    int rc = wr_str_copy_z(wr_account_hash(&own, wr_str(password)), d->hash, sizeof d->hash)
                 ? 0
                 : wr_fail(&own, WR_K_memory);
    d->password_hash = wr_str(d->hash);
    d->officers = wr_alloc_array(DEMO_ENTERPRISES_MAX, sizeof *d->officers);
    d->enterprises = wr_alloc_array(DEMO_ENTERPRISES_MAX, sizeof *d->enterprises);
    if (rc == 0)
        rc = d->officers && d->enterprises ? make_all(d) : wr_fail(&own, WR_K_memory);
    if (rc != 0) { /* the message lives in the other arena */
        ctx->err = own.err;
        ctx->err.zh = wr_arena_dup(ctx->arena, own.err.zh);
        ctx->err.en = wr_arena_dup(ctx->arena, own.err.en);
        ctx->err.faults = NULL;
    }
    wr_free(d->officers);
    wr_free(d->enterprises);
    wr_arena_done(&d->arena);
    return rc;
}

static void print_end(struct wr_ctx *ctx, const struct wr_args *args, const struct demo *d,
                      const char *password)
{
    if (args->json) {
        (void)fprintf(
            args->out,
            "{\"ok\":true,\"enterprises\":%zu,\"officers\":%zu,\"visits\":%zu,\"denied\":%zu}\n",
            d->enterprises_n, d->officers_n, d->visits_n, d->denied_n);
        return;
    }
    bool zh = ctx->lang == WR_LANG_ZH;
    (void)fprintf(
        args->out,
        zh ? "演示城市（合成数据）：企业 %zu 家，执法人员 %zu 名，入企 %zu 次，被拒 %zu 次\n"
           : "demonstration city (synthetic): %zu enterprises, %zu officers, %zu visits, %zu "
             "denied\n",
        d->enterprises_n, d->officers_n, d->visits_n, d->denied_n);
    demo_print_accounts(ctx, args->out, password);
}

static int run_demo(struct wr_ctx *ctx, struct wr_args *args)
{
    struct demo d = {.args = args};
    int64_t seed = 1, enterprises = ENTERPRISES_DEFAULT;
    const char *password = wr_args_opt(args, "--password");
    bool accounts_only = wr_args_flag(args, "--accounts");
    d.monitoring = wr_args_flag(args, "--monitoring");
    int rc = take_number(ctx, args, "--seed", 0, WR_ID_MAX, &seed);
    if (rc == 0)
        rc = take_number(ctx, args, "--enterprises", ENTERPRISES_MIN, DEMO_ENTERPRISES_MAX,
                         &enterprises);
    if (rc == 0)
        rc = wr_args_end(ctx, args);
    if (rc != 0)
        return rc;
    password = password ? password : DEMO_PASSWORD;
    if (accounts_only) {
        demo_print_accounts(ctx, args->out, password);
        return 0;
    }
    d.seed = (uint64_t)seed;
    d.enterprises_n = (size_t)enterprises;
    rc = open_empty(args->app, ctx);
    if (rc == 0 && d.monitoring)
        rc = wr_app_open_telemetry(args->app, ctx, true);
    if (rc == 0)
        rc = make_city(ctx, &d, password);
    if (rc == 0)
        print_end(ctx, args, &d, password);
    return rc;
}

const struct wr_command wr_demo_commands[] = {
    {"demo", NULL, "[--seed N] [--enterprises N] [--password TEXT] [--monitoring] [--accounts]",
     "在空数据库中建立演示城市 / make the demonstration city in an empty database", false, true,
     run_demo},
    {0},
};
