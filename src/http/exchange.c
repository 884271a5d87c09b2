#include "http/server.h"

#include "base/crypto.h"
#include "base/log.h"
#include "http/assets.h"
#include "http/head.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/spool.h"

#include <time.h>
#include <unistd.h>

#define XCHG_BYTES_MAX ((size_t)512 << 10)
#define REQUEST_ID_MAX 64
#define STATUS_CLIENT_GONE 499 /* of the log and the counters only */

static int64_t now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct wr_xchg *wr_xchg_new(struct wr_http *h, const char *uri)
{
    struct wr_xchg *x = wr_alloc(sizeof(*x));
    if (x == NULL) {
        return NULL;
    }
    x->http = h;
    x->refs = 1;
    x->spool_fd = -1;
    x->started_us = now_us();
    wr_arena_init(&x->mem, XCHG_BYTES_MAX);
    wr_out_init(&x->out);
    wr_buf_init(&x->body, WR_JSON_BODY_MAX);
    x->uri = wr_arena_dup(&x->mem, wr_str(uri));
    (void)pthread_mutex_lock(&h->lock);
    h->open_n++;
    (void)pthread_mutex_unlock(&h->lock);
    return x;
}

static void free_xchg(struct wr_xchg *x)
{
    atomic_llong *account = x->spool_fd >= 0 ? &x->http->spool_bytes : &x->http->bodies_bytes;
    (void)atomic_fetch_sub(account, x->charged_bytes);
    if (x->spool_fd >= 0) {
        (void)close(x->spool_fd);
    }
    wr_buf_done(&x->body);
    wr_out_done(&x->out);
    wr_arena_done(&x->mem);
    wr_free(x);
}

void wr_xchg_unref(struct wr_xchg *x)
{
    struct wr_http *h = x->http;
    (void)pthread_mutex_lock(&h->lock);
    bool last = --x->refs == 0;
    (void)pthread_mutex_unlock(&h->lock);
    if (!last) {
        return;
    }
    free_xchg(x);
    (void)pthread_mutex_lock(&h->lock);
    h->open_n--;
    (void)pthread_cond_broadcast(&h->idle);
    (void)pthread_mutex_unlock(&h->lock);
}

struct wr_str wr_xchg_header(const struct wr_xchg *x, const char *name)
{
    for (size_t i = 0; i < x->n_headers; i++) {
        if (wr_str_eq_nocase(x->headers[i].name, wr_str(name))) {
            return x->headers[i].value;
        }
    }
    return (struct wr_str){NULL, 0};
}

void wr_xchg_refuse(struct wr_xchg *x, enum wr_key key, struct wr_str arg0, struct wr_str arg1)
{
    struct wr_arena arena;
    wr_arena_init(&arena, (size_t)64 << 10);
    struct wr_ctx ctx;
    wr_ctx_init(&ctx, &arena, x->http->clock);
    ctx.lang = x->lang;
    ctx.request_id = x->request_id;
    (void)wr_fail(&ctx, key, arg0, arg1);
    struct wr_out *out = &x->out;
    wr_buf_clear(&out->headers);
    wr_buf_clear(&out->body);
    out->status = wr_problem_status(&ctx.err);
    wr_problem_write(&out->body, &ctx, out->status);
    wr_out_header(out, "Content-Type", WR_S("application/problem+json"));
    wr_out_header(out, "Content-Language", x->lang == WR_LANG_EN ? WR_S("en") : WR_S("zh-CN"));
    wr_out_header(out, "Cache-Control", WR_S("no-store"));
    wr_out_header(out, "Content-Security-Policy",
                  WR_S("default-src 'none'; frame-ancestors 'none'"));
    if (out->status == 503 || out->status == 429) {
        wr_out_header(out, "Retry-After", WR_S("2"));
    }
    wr_out_common(out, x);
    wr_arena_done(&arena);
}

static struct wr_str number_text(struct wr_xchg *x, int64_t n)
{
    return wr_arena_printf(&x->mem, "%lld", (long long)n);
}

static const struct wr_str none = {NULL, 0};

/** Split the address, name the request, read what decides about language and client. */
static void read_head(struct wr_xchg *x)
{
    struct wr_str rest = x->uri;
    x->path = wr_str_cut(&rest, '?');
    x->query = rest;
    x->lang = wr_head_lang(wr_xchg_header(x, "Accept-Language"));
    struct wr_str id = wr_xchg_header(x, "X-Request-Id");
    if (wr_head_token_ok(id, 1, REQUEST_ID_MAX)) {
        x->request_id = id;
    } else {
        uint64_t r = 0;
        wr_random(&r, sizeof(r));
        x->request_id = wr_arena_printf(&x->mem, "%016llx", (unsigned long long)r);
    }
    const char *proxy = x->http->opt.trusted_proxy;
    struct wr_str direct = wr_str(x->link->address);
    struct wr_str forwarded = none;
    if (proxy != NULL && proxy[0] != '\0' && wr_str_eq(direct, wr_str(proxy))) {
        forwarded = wr_head_forwarded(wr_xchg_header(x, "X-Forwarded-For"));
    }
    /* A copy: a worker past its deadline may outlive the connection. */
    x->address = wr_arena_dup(&x->mem, forwarded.p != NULL ? forwarded : direct);
}

static enum wr_target find_target(struct wr_xchg *x)
{
    if (wr_str_eq(x->path, WR_S("/healthz"))) {
        return WR_T_HEALTH;
    }
    if (wr_str_eq(x->path, WR_S("/readyz"))) {
        return WR_T_READY;
    }
    if (wr_str_eq(x->path, WR_S("/metrics"))) {
        return WR_T_METRICS;
    }
    if (wr_str_starts(x->path, WR_S("/api/")) || wr_str_eq(x->path, WR_S("/api"))) {
        return WR_T_ROUTE;
    }
    return WR_T_ASSET;
}

static bool refuse_method(struct wr_xchg *x, unsigned allow)
{
    char text[48];
    wr_router_allow_text(allow, text);
    wr_xchg_refuse(x, WR_K_http_method, wr_str_sub(wr_str(x->method_text), 0, 20), wr_str(text));
    wr_out_header(&x->out, "Allow", wr_str(text));
    return true;
}

/** Routes: known path, known method. @return true when refused */
static bool find_route(struct wr_xchg *x)
{
    wr_router_match(x->http->router, x->method, x->path, &x->match);
    x->route = x->match.route;
    if (x->match.allow == 0) {
        wr_xchg_refuse(x, WR_K_http_no_route, wr_str_sub(x->path, 0, 100), none);
        return true;
    }
    if (x->route == NULL || !x->method_known) {
        x->route = NULL;
        return refuse_method(x, x->match.allow);
    }
    return false;
}

/** Is the framing of the body beyond doubt? @return true when refused */
static bool check_framing(struct wr_xchg *x)
{
    int lengths = 0;
    int codings = 0;
    int hosts = 0;
    for (size_t i = 0; i < x->n_headers; i++) {
        lengths += wr_str_eq_nocase(x->headers[i].name, WR_S("Content-Length"));
        codings += wr_str_eq_nocase(x->headers[i].name, WR_S("Transfer-Encoding"));
        hosts += wr_str_eq_nocase(x->headers[i].name, WR_S("Host"));
    }
    int64_t length = 0;
    struct wr_str text = wr_xchg_header(x, "Content-Length");
    bool bad_length = lengths == 1 && (text.n == 0 || text.p[0] < '0' || text.p[0] > '9' ||
                                       !wr_str_i64(text, &length));
    bool bad_coding =
        codings == 1 && !wr_str_eq_nocase(wr_xchg_header(x, "Transfer-Encoding"), WR_S("chunked"));
    if (lengths > 1 || codings > 1 || hosts > 1 || (lengths > 0 && codings > 0) || bad_length ||
        bad_coding) {
        wr_xchg_refuse(x, WR_K_http_bad_request, WR_S("Content-Length, Transfer-Encoding, Host"),
                       none);
        return true;
    }
    x->length = codings > 0 ? -1 : length;
    return false;
}

size_t wr_xchg_body_max(const struct wr_xchg *x)
{
    if (x->target != WR_T_ROUTE || x->route == NULL || x->method == WR_GET) {
        return 0;
    }
    if (x->route->flags & WR_RT_UPLOAD) {
        return x->http->opt.upload_bytes_max;
    }
    return x->route->in != NULL && x->method != WR_DELETE ? x->http->opt.body_bytes_max : 0;
}

static bool check_body_size(struct wr_xchg *x)
{
    size_t max = wr_xchg_body_max(x);
    if (max == 0 && x->length != 0) {
        wr_xchg_refuse(x, WR_K_http_no_body, none, none);
        return true;
    }
    if (x->length > (int64_t)max) {
        wr_metrics_refused(x->http->metrics, WR_REFUSED_BODY);
        wr_xchg_refuse(x, WR_K_http_too_large, number_text(x, (int64_t)max), none);
        return true;
    }
    return false;
}

/** Uploads cost disk before anybody was asked who it is: without a login's outer signs none is spooled. */
static bool check_upload(struct wr_xchg *x)
{
    if (x->route == NULL || !(x->route->flags & WR_RT_UPLOAD) ||
        x->route->roles == WR_ROLE_PUBLIC) {
        return false;
    }
    if (wr_xchg_header(x, "Cookie").p == NULL) {
        wr_xchg_refuse(x, WR_K_unauthenticated, none, none);
        return true;
    }
    if (wr_xchg_header(x, "X-CSRF-Token").p == NULL) {
        wr_xchg_refuse(x, WR_K_http_csrf, none, none);
        return true;
    }
    return false;
}

static bool begin_refused(struct wr_xchg *x)
{
    read_head(x);
    x->target = WR_T_REFUSED;
    x->length = -1; /* until its framing is known, whatever follows is not read */
    if (x->uri.p == NULL || x->path.n > WR_PATH_BYTES_MAX ||
        x->uri.n > (size_t)WR_PATH_BYTES_MAX * 4) {
        x->path = x->query = none;
        wr_xchg_refuse(x, WR_K_http_uri_long, number_text(x, WR_PATH_BYTES_MAX), none);
        return true;
    }
    if (x->n_headers >= WR_HEADERS_MAX) {
        wr_xchg_refuse(x, WR_K_http_headers, number_text(x, WR_HEADERS_MAX - 1), none);
        return true;
    }
    if (x->http->stopping) {
        wr_metrics_refused(x->http->metrics, WR_REFUSED_STOPPING);
        wr_xchg_refuse(x, WR_K_http_stopping, none, none);
        return true;
    }
    if (check_framing(x)) {
        return true;
    }
    x->target = find_target(x);
    if (x->target == WR_T_ROUTE) {
        if (find_route(x)) {
            return true;
        }
    } else if (!x->method_known || x->method != WR_GET) {
        return refuse_method(x, 1U << WR_GET);
    }
    return check_body_size(x) || check_upload(x);
}

bool wr_xchg_begin(struct wr_xchg *x)
{
    if (begin_refused(x)) {
        x->refused_early = true;
        /* The body that may follow is not read. */
        x->out.close = x->length != 0;
        return true;
    }
    return false;
}

void wr_xchg_body(struct wr_xchg *x, const char *p, size_t n)
{
    struct wr_http *h = x->http;
    x->received_bytes += (int64_t)n;
    if (x->overflow || x->spool_failed || x->crowded) {
        return;
    }
    if (x->received_bytes > (int64_t)wr_xchg_body_max(x)) {
        x->overflow = true;
        return;
    }
    bool upload = (x->route->flags & WR_RT_UPLOAD) != 0;
    if (upload && x->spool_fd < 0) {
        x->spool_fd = wr_spool_open(h->opt.spool_dir);
        x->spool_failed = x->spool_fd < 0;
    }
    atomic_llong *account = upload ? &h->spool_bytes : &h->bodies_bytes;
    int64_t ceiling = upload ? WR_SPOOL_BYTES_MAX : WR_BODIES_BYTES_MAX;
    if (x->spool_failed) {
        return;
    }
    x->charged_bytes += (int64_t)n;
    if (atomic_fetch_add(account, (long long)n) + (long long)n > ceiling) {
        x->crowded = true;
        return;
    }
    if (!upload) {
        wr_buf_add(&x->body, p, n);
        x->crowded = x->body.failed;
    } else if (!wr_spool_write(x->spool_fd, p, n)) {
        x->spool_failed = true;
    }
}

static void answer_health(struct wr_xchg *x)
{
    wr_out_header(&x->out, "Content-Type", WR_S("text/plain; charset=utf-8"));
    wr_out_header(&x->out, "Cache-Control", WR_S("no-store"));
    wr_out_common(&x->out, x);
    wr_buf_lit(&x->out.body, "ok\n");
}

bool wr_xchg_ready(struct wr_xchg *x)
{
    if (x->refused_early) {
        return true;
    }
    if (x->overflow) {
        wr_metrics_refused(x->http->metrics, WR_REFUSED_BODY);
        wr_xchg_refuse(x, WR_K_http_too_large, number_text(x, (int64_t)wr_xchg_body_max(x)), none);
        return true;
    }
    if (x->crowded) {
        wr_metrics_refused(x->http->metrics, WR_REFUSED_BODY);
        wr_xchg_refuse(x, WR_K_busy, none, none);
        return true;
    }
    if (x->spool_failed) {
        wr_xchg_refuse(x, WR_K_io, WR_S("spool"), none);
        return true;
    }
    if (x->target == WR_T_HEALTH) {
        answer_health(x);
        return true;
    }
    if (x->target == WR_T_ASSET) {
        if (!wr_assets_answer(x)) {
            wr_xchg_refuse(x, WR_K_http_no_route, wr_str_sub(x->path, 0, 100), none);
        }
        return true;
    }
    return false;
}

static size_t metrics_row(const struct wr_xchg *x)
{
    size_t routes = wr_router_count(x->http->router);
    if (x->target == WR_T_ROUTE && x->route != NULL) {
        return x->match.index;
    }
    if (x->target == WR_T_ASSET) {
        return routes + (x->out.status == 404 ? WR_OTHER_UNKNOWN : WR_OTHER_ASSET);
    }
    bool system = x->target == WR_T_HEALTH || x->target == WR_T_READY || x->target == WR_T_METRICS;
    return routes + (system ? WR_OTHER_SYSTEM : WR_OTHER_UNKNOWN);
}

void wr_xchg_account(struct wr_xchg *x)
{
    if (!x->sent) {
        x->out.status = STATUS_CLIENT_GONE;
    }
    int64_t us = now_us() - x->started_us;
    size_t row = metrics_row(x);
    wr_metrics_request(x->http->metrics, row, x->out.status, us);
    const char *method = "";
    const char *route = "";
    wr_metrics_row_name(x->http->metrics, row, &method, &route);
    bool quiet = row >= wr_router_count(x->http->router) && x->out.status < 400;
    wr_log(quiet ? WR_LOG_DEBUG : WR_LOG_INFO, "http.request",
           "id=" WR_FMT " user=%lld method=%s route=%s status=%d ms=%lld in=%lld out=%zu",
           WR_ARG(x->request_id), (long long)x->out.user_id, x->method_known ? x->method_text : "?",
           route, x->out.status, (long long)(us / 1000), (long long)x->received_bytes,
           x->out.body.n + x->out.fixed_n);
}
