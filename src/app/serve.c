#include "app/app.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "base/log.h"
#include "http/metrics.h"
#include "ingest/ingest.h"
#include "jobs/runner.h"
#include "modules/account/account_svc.h"
#include "modules/delivery/delivery_svc.h"
#include "modules/liaison/liaison_svc.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *shell_for(struct wr_str path)
{
    if (wr_str_eq(path, WR_S("/m")) || wr_str_starts(path, WR_S("/m/"))) {
        return "/phone/index.html";
    }
    bool plate = wr_str_starts(path, WR_S("/p/")) || wr_str_eq(path, WR_S("/v")) ||
                 wr_str_starts(path, WR_S("/v/")) || wr_str_eq(path, WR_S("/s")) ||
                 wr_str_starts(path, WR_S("/s/")) || wr_str_eq(path, WR_S("/statement")) ||
                 wr_str_starts(path, WR_S("/statement/")) || wr_str_eq(path, WR_S("/o"));
    return plate ? "/plate/index.html" : "/desk/index.html";
}

static int idem_find(struct wr_ctx *ctx, struct wr_str key, struct wr_stored_answer *ret)
{
    struct wr_idem found = {0};
    int rc = wr_account_svc_idem_find(ctx, key, &found);
    if (rc == 0) {
        *ret = (struct wr_stored_answer){.route = found.route,
                                         .body_hash = found.body_hash,
                                         .status = found.status,
                                         .answer = found.answer};
    }
    return rc;
}

static int idem_store(struct wr_ctx *ctx, struct wr_str key, const struct wr_stored_answer *a)
{
    struct wr_idem i = {.key = key,
                        .route = a->route,
                        .body_hash = a->body_hash,
                        .status = a->status,
                        .answer = a->answer};
    return wr_account_svc_idem_store(ctx, &i);
}

static void publish(void *arg, const char *topic, const char *event, struct wr_str data)
{
    const struct wr_app *app = arg;
    wr_http_publish(app->http, topic, event, data);
}

/** /metrics may be asked while ingest stops. */
static pthread_mutex_t ingest_lock = PTHREAD_MUTEX_INITIALIZER;

static void db_metrics(void *arg, struct wr_buf *b)
{
    const struct wr_app *app = arg;
    struct wr_db_stats s;
    wr_db_stats(app->db, &s);
    wr_buf_printf(b,
                  "# HELP wurao_tx_total Transactions by mode.\n# TYPE wurao_tx_total counter\n"
                  "wurao_tx_total{mode=\"read\"} %lld\nwurao_tx_total{mode=\"write\"} %lld\n",
                  (long long)s.tx_read, (long long)s.tx_write);
    wr_metrics_one(b, "wurao_tx_retried_total", "counter", "Transactions run again.",
                   (double)s.tx_retried);
    wr_metrics_one(b, "wurao_tx_failed_total", "counter", "Transactions given up.",
                   (double)s.tx_failed);
    wr_metrics_one(b, "wurao_tx_wait_seconds_total", "counter", "Time waited for the writer.",
                   (double)s.tx_wait_ms_sum / 1000);
    wr_metrics_one(b, "wurao_tx_wait_seconds_max", "gauge", "Longest wait for the writer.",
                   (double)s.tx_wait_ms_max / 1000);
    wr_metrics_one(b, "wurao_tx_groups_total", "counter", "Group commits.", (double)s.groups);
    wr_metrics_one(b, "wurao_tx_group_members_total", "counter", "Transactions in group commits.",
                   (double)s.group_members);
    (void)pthread_mutex_lock(&ingest_lock);
    if (app->ingest != NULL)
        wr_ingest_metrics(app->ingest, b);
    (void)pthread_mutex_unlock(&ingest_lock);
}

/** Does the database answer, with the schema this program knows? */
static int ready(void *arg)
{
    struct wr_app *app = arg;
    struct wr_arena arena;
    wr_arena_init(&arena, (size_t)1 << 20);
    struct wr_ctx ctx;
    wr_ctx_init(&ctx, &arena, app->clock);
    wr_app_prepare(app, &ctx);
    int rc = wr_db_migration_check(&ctx, wr_migrations, wr_migrations_n);
    wr_arena_done(&arena);
    return rc;
}

/** Content-Security-Policy of the pages: our own files, and the tiles of the configured map. */
static struct wr_str page_policy(struct wr_app *app)
{
    struct wr_str tiles = app->config.site.tile_url;
    ptrdiff_t scheme = wr_str_find(tiles, WR_S("://"));
    size_t end = scheme < 0 ? 0 : (size_t)scheme + 3;
    while (scheme >= 0 && end < tiles.n && tiles.p[end] != '/') {
        end++;
    }
    struct wr_str host = wr_str_sub(tiles, 0, end);
    return wr_arena_printf(
        &app->arena,
        "default-src 'self'; img-src 'self' data: blob:%s" WR_FMT
        "; connect-src 'self'; worker-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
        host.n > 0 ? " " : "", WR_ARG(host));
}

static void fill_options(struct wr_app *app, const char *listen, const char *assets_dir,
                         struct wr_http_options *o)
{
    const struct wr_config_http *c = &app->config.http;
    *o = (struct wr_http_options){
        .listen = listen,
        .workers = (size_t)c->workers,
        .queue_max = (size_t)c->queue_max,
        .connections_max = (size_t)c->connections_max,
        .per_address_max = (size_t)c->per_address_max,
        .streams_max = (size_t)c->streams_max,
        .idle_s = c->idle_s,
        .request_ms_max = c->request_ms_max,
        .body_bytes_max = (size_t)c->body_bytes_max,
        .upload_bytes_max = (size_t)c->upload_bytes_max,
        .rate_per_min = {[WR_RATE_READ] = c->rate_read,
                         [WR_RATE_WRITE] = c->rate_write,
                         [WR_RATE_LOGIN] = c->rate_login,
                         [WR_RATE_PUBLIC] = c->rate_public,
                         [WR_RATE_CHECKIN] = c->rate_checkin,
                         [WR_RATE_UPLOAD] = c->rate_upload},
        .spool_dir = app->spool_dir,
        .public_url = wr_arena_cstr(&app->arena, c->public_url),
        .trusted_proxy = wr_arena_cstr(&app->arena, c->trusted_proxy),
        .auth = &wr_account_auth,
        .routes = wr_all_routes,
        .prepare = wr_app_prepare,
        .prepare_arg = app,
        .shell_for = shell_for,
        .csp = page_policy(app),
        .metrics = db_metrics,
        .ready = ready,
        .hooks_arg = app,
        .idempotency_find = idem_find,
        .idempotency_store = idem_store,
        .assets = wr_assets,
        .assets_n = wr_assets_n,
        .assets_dir = assets_dir,
        .header_bytes_max = (size_t)c->header_bytes_max,
        .stream_s_max = c->stream_s_max,
        .version = WR_VERSION,
    };
}

/** Wait for SIGTERM or SIGINT, which were blocked before any thread was made. */
static void wait_for_end(int fd)
{
    struct signalfd_siginfo what;
    ssize_t n = 0;
    do {
        n = read(fd, &what, sizeof(what));
    } while (n < 0 && errno == EINTR);
    wr_log(WR_LOG_INFO, "serve.stopping", "signal=%u", n > 0 ? what.ssi_signo : 0U);
}

static void announce(const struct wr_app *app, const struct wr_args *args, const char *listen)
{
    struct wr_str host = wr_str(listen);
    while (host.n > 0 && host.p[host.n - 1] != ':') {
        host.n--;
    }
    int port = wr_http_port(app->http);
    bool zh = app->lang == WR_LANG_ZH;
    if (args->json) {
        (void)fprintf(
            args->out, "{\"url\":\"http://" WR_FMT "%d\",\"port\":%d,\"hj212_port\":%d}\n",
            WR_ARG(host), port, port, app->ingest != NULL ? wr_ingest_port(app->ingest) : 0);
    } else {
        (void)fprintf(args->out,
                      zh ? "无扰已启动：http://" WR_FMT "%d\n"
                         : "Wurao is serving on http://" WR_FMT "%d\n",
                      WR_ARG(host), port);
    }
    (void)fflush(args->out);
    wr_log(WR_LOG_INFO, "serve.started", "port=%d", port);
}

static int start_jobs(struct wr_app *app, struct wr_jobs **ret)
{
    const struct wr_jobs_options o = {
        .prepare = wr_app_prepare,
        .prepare_arg = app,
        .actor_of = wr_account_svc_become,
        .kinds = wr_all_job_kinds,
        .periodics = wr_all_periodics,
        .spool_dir = app->spool_dir,
    };
    wr_job_set_spool(app->spool_dir);
    wr_upload_set_spool(app->spool_dir);
    return wr_jobs_start(&o, app->clock, ret);
}

static int open_all(struct wr_app *app, struct wr_ctx *ctx)
{
    int rc = wr_app_open_db(app, ctx, true);
    rc = rc != 0 ? rc : wr_app_migrate_or_check(app, ctx);
    rc = rc != 0 ? rc : wr_app_open_keys(app, ctx);
    rc = rc != 0 ? rc : wr_app_open_telemetry(app, ctx, true);
    if (rc == 0 && mkdir(app->spool_dir, 0700) != 0 && errno != EEXIST) {
        rc = wr_fail(ctx, WR_K_app_folder, wr_str(app->spool_dir), wr_str(strerror(errno)));
    }
    return rc != 0 ? rc : wr_app_add_published(app, ctx);
}

static int start_http(struct wr_app *app, struct wr_ctx *ctx, const char *listen,
                      const char *assets_dir)
{
    struct wr_http_options o;
    fill_options(app, listen, assets_dir, &o);
    app->events = (struct wr_events){.publish = publish, .arg = app};
    int rc = wr_http_start(&o, app->clock, &app->http);
    return rc == 0 ? 0
                   : wr_fail(ctx, rc == WR_EBUG ? WR_K_bug : WR_K_app_listen,
                             wr_str(rc == WR_EBUG ? "routes" : listen));
}

static int start_ingest(struct wr_app *app, struct wr_ctx *ctx, const char *listen)
{
    const struct wr_config_ingest *c = &app->config.ingest;
    const struct wr_ingest_options o = {.listen = listen,
                                        .raw_dir = app->raw_dir,
                                        .connections_max = (size_t)c->connections_max,
                                        .per_address_max = (size_t)c->per_address_max,
                                        .frames_per_s_max = c->frames_per_s_max,
                                        .idle_s = c->idle_s,
                                        .frame_s = c->frame_s,
                                        .backlog_bytes_max = (size_t)c->backlog_mib << 20,
                                        .prepare = wr_app_prepare,
                                        .prepare_arg = app,
                                        .on_rows = wr_run_row_hooks};
    return strcmp(listen, "off") == 0 ? 0 : wr_ingest_start(ctx, &o, &app->ingest);
}

static void stop_ingest(struct wr_app *app)
{
    (void)pthread_mutex_lock(&ingest_lock);
    struct wr_ingest *g = WR_TAKE(app->ingest);
    (void)pthread_mutex_unlock(&ingest_lock);
    wr_ingest_stop(g);
}

/** SIGTERM and SIGINT are read from a descriptor; blocked before any thread is made, so that none is interrupted. */
static int catch_end(struct wr_ctx *ctx, int *ret_fd)
{
    sigset_t stop;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigaddset(&stop, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &stop, NULL);
    *ret_fd = signalfd(-1, &stop, SFD_CLOEXEC);
    return *ret_fd >= 0 ? 0 : wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
}

static int serve(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_app *app = args->app;
    const char *listen = wr_args_opt(args, "--listen");
    const char *assets_dir = wr_args_opt(args, "--assets");
    const char *hj212 = wr_args_opt(args, "--hj212");
    app->security.demo = app->security.demo || wr_args_flag(args, "--demo");
    int rc = wr_args_end(ctx, args);
    if (rc != 0) {
        return rc;
    }
    listen = listen != NULL ? listen : wr_arena_cstr(&app->arena, app->config.http.listen);
    hj212 = hj212 != NULL ? hj212 : wr_arena_cstr(&app->arena, app->config.ingest.listen);
    if (app->config.http.public_url.n == 0) {
        app->site.public_url = wr_arena_printf(&app->arena, "http://%s", listen);
    }
    int fd = -1;
    struct wr_jobs *jobs = NULL;
    rc = catch_end(ctx, &fd);
    rc = rc != 0 ? rc : open_all(app, ctx);
    rc = rc != 0 ? rc : start_http(app, ctx, listen, assets_dir);
    rc = rc != 0 ? rc : start_ingest(app, ctx, hj212);
    if (rc == 0) {
        rc = start_jobs(app, &jobs);
        rc = rc == 0 || ctx->err.code != 0 ? rc : wr_fail(ctx, WR_K_bug, WR_S("jobs"));
    }
    if (rc == 0) {
        announce(app, args, listen);
        wait_for_end(fd);
        wr_log(WR_LOG_INFO, "serve.ending", "uptime_s=%lld",
               (long long)((wr_now_ms(app->clock) - app->started_ms) / 1000));
    }
    stop_ingest(app);
    /* Jobs tell their progress through http: they end first. */
    wr_jobs_stop(jobs);
    if (app->http != NULL) {
        wr_http_stop(app->http, app->config.http.stop_ms_max);
        app->http = NULL;
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return rc;
}

const struct wr_command wr_serve_commands[] = {
    {"serve", NULL, "[--listen HOST:PORT] [--hj212 HOST:PORT|off] [--assets DIR] [--demo]",
     "启动服务 / serve pages and interfaces", false, false, serve},
    {0},
};
