/* `wurao hj212 send`: its options and its report. */
#include "app/cli_hj212_send.h"

#include "base/alloc.h"
#include "codec/json.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define STATIONS_MAX 100000
#define WINDOW_MAX 1024

/* ---- report ------------------------------------------------------------------------------------ */
static void put_real(struct wr_jw *w, const char *key, double v)
{
    char b[40];
    int n = snprintf(b, sizeof(b), "%.3f", v);
    wr_jw_raw(w, key, (struct wr_str){b, n > 0 ? (size_t)n : 0});
}

static const char *name_of(const struct wr_sim_sender *s)
{
    return s->sim.live ? "live" : wr_sim_names[s->sim.scenario];
}

static void print_json(const struct wr_sim_sender *s, FILE *out, double seconds)
{
    struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, 8192);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_str(&w, "scenario", wr_str(name_of(s)));
    wr_jw_i64(&w, "stations", s->sim.stations);
    wr_jw_i64(&w, "connections", s->n_conns);
    wr_jw_i64(&w, "connections_failed", s->failed);
    wr_jw_i64(&w, "connections_lost", s->lost);
    wr_jw_i64(&w, "sent", (int64_t)s->sent);
    wr_jw_i64(&w, "bytes", (int64_t)s->bytes);
    wr_jw_i64(&w, "answers_wanted", (int64_t)s->wanted);
    wr_jw_i64(&w, "answered", (int64_t)s->answered);
    wr_jw_i64(&w, "missing", (int64_t)(s->wanted - s->answered));
    wr_jw_i64(&w, "damaged", (int64_t)s->damaged);
    wr_jw_i64(&w, "wrongly_answered", (int64_t)s->wrong);
    wr_jw_i64(&w, "unexpected", (int64_t)s->unexpected);
    wr_jw_i64(&w, "requests", (int64_t)s->requests);
    put_real(&w, "seconds", seconds);
    put_real(&w, "packets_per_s", seconds > 0 ? (double)s->sent / seconds : 0);
    wr_jw_obj(&w, "latency_ms");
    put_real(&w, "p50", wr_sim_latency_ms(s, 0.50));
    put_real(&w, "p99", wr_sim_latency_ms(s, 0.99));
    put_real(&w, "max", (double)s->latency_max_ns / 1e6);
    wr_jw_obj_end(&w);
    wr_jw_obj_end(&w);
    (void)fprintf(out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    wr_buf_done(&b);
}

static void print_text(const struct wr_sim_sender *s, FILE *out, double seconds, bool zh)
{
    (void)fprintf(out,
                  zh ? "场景 %s：%u 个站点，%u 个连接（失败 %u，中断 %u）\n"
                     : "scenario %s: %u stations, %u connections (%u failed, %u lost)\n",
                  name_of(s), s->sim.stations, s->n_conns, s->failed, s->lost);
    (void)fprintf(out,
                  zh ? "发送 %llu 包（%.0f 包/秒），应答 %llu，缺 %llu；错误 CRC %llu，其中被应答 "
                       "%llu；意外 %llu；上位机请求 %llu\n"
                     : "sent %llu packets (%.0f/s), answered %llu, missing %llu; damaged %llu, "
                       "answered all the "
                       "same %llu; unexpected %llu; requests of the host %llu\n",
                  (unsigned long long)s->sent, seconds > 0 ? (double)s->sent / seconds : 0,
                  (unsigned long long)s->answered, (unsigned long long)(s->wanted - s->answered),
                  (unsigned long long)s->damaged, (unsigned long long)s->wrong,
                  (unsigned long long)s->unexpected, (unsigned long long)s->requests);
    (void)fprintf(out,
                  zh ? "应答时延 p50 %.2f 毫秒，p99 %.2f 毫秒，最长 %.2f 毫秒\n"
                     : "answers after p50 %.2f ms, p99 %.2f ms, at most %.2f ms\n",
                  wr_sim_latency_ms(s, 0.50), wr_sim_latency_ms(s, 0.99),
                  (double)s->latency_max_ns / 1e6);
}

/* ---- options ----------------------------------------------------------------------------------- */
static int whole(struct wr_ctx *ctx, struct wr_args *args, const char *name, int64_t min,
                 int64_t max, int64_t *v)
{
    const char *given = wr_args_opt(args, name);
    if (given == NULL || (wr_str_i64(wr_str(given), v) && *v >= min && *v <= max)) {
        return 0;
    }
    return wr_fail(ctx, WR_K_app_value, wr_str(name), wr_str(given),
                   wr_arena_printf(ctx->arena, "%lld … %lld", (long long)min, (long long)max));
}

static int read_scenario(struct wr_ctx *ctx, struct wr_args *args, struct wr_sim_sender *s)
{
    const char *given = wr_args_opt(args, "--scenario");
    const char *dialect = wr_args_opt(args, "--dialect");
    bool known = given == NULL;
    for (unsigned i = 0; i < WR_SIM_SCENARIOS && !known; i++) {
        known = strcmp(given, wr_sim_names[i]) == 0;
        s->sim.scenario = known ? (enum wr_sim_scenario)i : WR_SIM_NORMAL;
    }
    if (!known) {
        return wr_fail(
            ctx, WR_K_app_value, WR_S("--scenario"), wr_str(given),
            WR_S("normal, exceedance, zero, constant, gap, split, bad-crc, encrypted, many"));
    }
    s->sim.dialect = s->sim.scenario == WR_SIM_ENCRYPTED ? HJ212_2025 : HJ212_2017;
    if (dialect != NULL && (!hj212_dialect_of(hj212_of_wr(wr_str(dialect)), &s->sim.dialect) ||
                            s->sim.dialect == HJ212_AUTO)) {
        return wr_fail(ctx, WR_K_app_value, WR_S("--dialect"), wr_str(dialect),
                       WR_S("2005, 2017, 2025, surface"));
    }
    int rc = wr_hj212_key(ctx, args, &s->sim.key);
    if (rc == 0 && s->sim.scenario == WR_SIM_ENCRYPTED && s->sim.key == NULL) {
        rc = wr_fail(ctx, WR_K_app_value, WR_S("--key-file"), WR_S(""),
                     WR_S("16 characters, or 32 hexadecimal digits"));
    }
    return rc;
}

static int read_times(struct wr_ctx *ctx, struct wr_args *args, struct wr_sim_sender *s)
{
    int64_t hours = 0;
    int64_t interval_s = 60;
    const char *from = wr_args_opt(args, "--from");
    int rc = whole(ctx, args, "--hours", 1, 24 * 400, &hours);
    rc = rc != 0 ? rc : whole(ctx, args, "--interval", 1, 3600, &interval_s);
    if (rc == 0 && !hj212_time_ms(hj212_of_wr(wr_str(from != NULL ? from : "20260301000000")),
                                  &s->sim.from_ms)) {
        rc = wr_fail(ctx, WR_K_app_value, WR_S("--from"), wr_str(from), WR_S("YYYYMMDDhhmmss"));
    }
    s->sim.step_ms = interval_s * 1000;
    s->sim.to_ms = s->sim.from_ms + (hours > 0 ? hours : 1) * 3600000;
    if (rc == 0 && s->sim.live) {
        s->sim.now_ms = wr_ctx_now(ctx);
        s->sim.from_ms = s->sim.now_ms / s->sim.step_ms * s->sim.step_ms;
        s->sim.to_ms = INT64_MAX;
        if (hours > 0 || from != NULL || s->sim.scenario != WR_SIM_NORMAL) {
            rc = wr_fail(ctx, WR_K_app_value, WR_S("--live"), WR_S("--hours, --from, --scenario"),
                         WR_S("--live --interval S [--seconds N]"));
        }
    }
    return rc;
}

/** Who the stations are: prefix, password, and the file that lists them. */
static int read_prefix(struct wr_ctx *ctx, struct wr_args *args, struct wr_sim_sender *s)
{
    const char *prefix = wr_args_opt(args, "--mn");
    const char *password = wr_args_opt(args, "--password");
    const char *listed = wr_args_opt(args, "--registered");
    s->sim.mn_prefix = prefix != NULL ? prefix : "A010000000000000";
    s->sim.password = password != NULL ? password : "123456";
    if (strlen(s->sim.mn_prefix) != 16 || strspn(s->sim.mn_prefix, "0123456789ABCDEF") != 16) {
        return wr_fail(ctx, WR_K_app_value, WR_S("--mn"), wr_str(prefix), WR_S("16 × 0-9A-F"));
    }
    return listed == NULL
               ? 0
               : wr_sim_listed(ctx, listed, s->sim.mn_prefix, &s->listed, &s->sim.stations);
}

static int read_sizes(struct wr_ctx *ctx, struct wr_args *args, struct wr_sim_sender *s)
{
    int64_t stations = s->sim.scenario == WR_SIM_MANY ? 10000 : 1;
    int64_t window = 1;
    int64_t seed = 1;
    int64_t wait_s = 10;
    s->packets_max = INT64_MAX / 2;
    s->seconds_max = s->sim.live ? INT64_C(1000000000) : 1000000;
    int rc = read_prefix(ctx, args, s);
    rc = rc != 0 ? rc : whole(ctx, args, "--stations", 1, STATIONS_MAX, &stations);
    if (rc == 0 && s->listed != NULL) {
        stations = s->sim.stations;
    }
    int64_t conns = stations;
    rc = rc != 0 ? rc : whole(ctx, args, "--connections", 1, stations, &conns);
    rc = rc != 0 ? rc : whole(ctx, args, "--window", 1, WINDOW_MAX, &window);
    rc = rc != 0 ? rc : whole(ctx, args, "--rate", 1, 10000000, &s->rate);
    rc = rc != 0 ? rc : whole(ctx, args, "--packets", 1, INT64_MAX / 2, &s->packets_max);
    rc = rc != 0 ? rc : whole(ctx, args, "--seconds", 1, 1000000, &s->seconds_max);
    rc = rc != 0 ? rc : whole(ctx, args, "--wait", 1, 3600, &wait_s);
    rc = rc != 0 ? rc : whole(ctx, args, "--seed", 0, INT64_MAX, &seed);
    s->sim.stations = (uint32_t)stations;
    s->sim.seed = (uint64_t)seed;
    s->n_conns = (uint32_t)conns;
    s->window = (uint32_t)window;
    s->wait_ns = wait_s * 1000000000;
    return rc;
}

static int resolve(struct wr_ctx *ctx, const char *to, struct wr_sim_sender *s)
{
    const char *colon = to != NULL ? strrchr(to, ':') : NULL;
    struct addrinfo want = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    if (colon != NULL) {
        struct wr_str host = {to, (size_t)(colon - to)};
        const char *name = wr_arena_cstr(ctx->arena, host);
        if (name != NULL && getaddrinfo(name, colon + 1, &want, &s->to) == 0) {
            return 0;
        }
    }
    return wr_fail(ctx, WR_K_app_value, WR_S("--to"), wr_str(to != NULL ? to : ""),
                   WR_S("HOST:PORT"));
}

static int prepare(struct wr_sim_sender *s)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    s->conns = wr_alloc_array(s->n_conns, sizeof(s->conns[0]));
    s->stations = wr_alloc_array(s->sim.stations, sizeof(s->stations[0]));
    s->queue = wr_alloc_array(s->n_conns, sizeof(s->queue[0]));
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    bool good = s->conns != NULL && s->stations != NULL && s->queue != NULL && s->epoll >= 0;
    uint32_t first = 0;
    for (uint32_t i = 0; good && i < s->n_conns; i++) {
        struct wr_sim_conn *c = &s->conns[i];
        c->fd = -1;
        c->first = first;
        c->n = s->sim.stations / s->n_conns + (i < s->sim.stations % s->n_conns ? 1 : 0);
        first += c->n;
        c->ring = wr_alloc_array(s->window, sizeof(c->ring[0]));
        c->out = wr_alloc(WR_SIM_OUT_BYTES);
        c->in = wr_alloc(WR_SIM_IN_BYTES);
        good = c->ring != NULL && c->out != NULL && c->in != NULL;
        hj212_framer_init(&c->framer, hj212_compat());
    }
    for (uint32_t i = 0; good && i < s->sim.stations; i++) {
        wr_sim_station_init(&s->sim, &s->stations[i], s->listed != NULL ? s->listed[i] : i);
    }
    return good ? 0 : wr_fail(s->ctx, WR_K_io, wr_str(strerror(ENOMEM)));
}

static void clean_up(struct wr_sim_sender *s)
{
    for (uint32_t i = 0; s->conns != NULL && i < s->n_conns; i++) {
        struct wr_sim_conn *c = &s->conns[i];
        if (c->state != WR_SIM_CLOSED) {
            (void)close(c->fd);
        }
        c->ring = wr_free(c->ring);
        c->out = wr_free(c->out);
        c->in = wr_free(c->in);
    }
    s->conns = wr_free(s->conns);
    s->stations = wr_free(s->stations);
    s->listed = wr_free(s->listed);
    s->queue = wr_free(s->queue);
    if (s->epoll > 0) {
        (void)close(s->epoll);
    }
    if (s->to != NULL) {
        freeaddrinfo(s->to);
    }
    (void)hj212_sm4_free(s->sim.key);
}

/** Rows to import the stations with. */
static void list_stations(const struct wr_sim_sender *s, FILE *out)
{
    (void)fprintf(out, "mn,password,dialect,credit_code,outlet,allowed_addresses\n");
    for (uint32_t i = 0; i < s->sim.stations; i++) {
        char mn[32];
        wr_sim_mn(&s->sim, s->listed != NULL ? s->listed[i] : i, mn);
        (void)fprintf(out, "%s,%s,%s,,,\n", mn, s->sim.password,
                      hj212_dialect_name(s->sim.dialect));
    }
}

/** A live run may see its host restart: it is good when it was answered at all. */
static bool is_good(const struct wr_sim_sender *s)
{
    if (s->sim.live) {
        return s->answered > 0 || s->wanted == 0;
    }
    return s->answered == s->wanted && s->wrong == 0 && s->failed == 0 && s->lost == 0;
}

int wr_hj212_send_run(struct wr_ctx *ctx, struct wr_args *args)
{
    static struct wr_sim_sender s;
    s = (struct wr_sim_sender){.ctx = ctx};
    const char *to = wr_args_opt(args, "--to");
    bool list = wr_args_flag(args, "--list");
    s.sim.live = wr_args_flag(args, "--live");
    int rc = read_scenario(ctx, args, &s);
    rc = rc != 0 ? rc : read_times(ctx, args, &s);
    rc = rc != 0 ? rc : read_sizes(ctx, args, &s);
    rc = rc != 0 ? rc : wr_args_end(ctx, args);
    if (rc == 0 && list) {
        list_stations(&s, args->out);
    } else if (rc == 0) {
        rc = resolve(ctx, to, &s);
        rc = rc != 0 ? rc : prepare(&s);
        if (rc == 0) {
            wr_sim_run(&s);
            double seconds = (double)(s.last_ns - s.from_ns) / 1e9;
            if (args->json) {
                print_json(&s, args->out, seconds);
            } else {
                print_text(&s, args->out, seconds, ctx->lang == WR_LANG_ZH);
            }
            rc = is_good(&s) ? 0 : wr_fail(ctx, WR_K_hj212_send);
        }
    }
    clean_up(&s);
    return rc;
}
