#include "http/server.h"

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "http/cookie.h"
#include "http/head.h"
#include "http/idempotency.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/rate.h"
#include "http/sse.h"

#include <stdio.h>

static struct wr_str req_header(const struct wr_req *r, const char *name)
{
    return wr_xchg_header(r->priv, name);
}

static bool changes_state(enum wr_method m)
{
    return m != WR_GET;
}

/** Who asks, and how often. */
static int check_client(struct wr_xchg *x, struct wr_req *r, bool *ret_csrf_ok,
                        bool *ret_must_change)
{
    struct wr_http *h = x->http;
    struct wr_ctx *ctx = r->ctx;
    int rc = 0;
    r->session_token = wr_cookie_find(wr_xchg_header(x, "Cookie"), wr_cookie_name(h->secure));
    if (h->opt.auth != NULL && r->session_token.p != NULL) {
        rc = h->opt.auth->identify(ctx, r->session_token, wr_xchg_header(x, "X-CSRF-Token"),
                                   ret_csrf_ok, ret_must_change);
    }
    struct wr_str client = r->address;
    if (ctx->actor.user_id != 0) {
        client = wr_arena_printf(ctx->arena, "u%lld", (long long)ctx->actor.user_id);
    }
    int64_t retry_s = 0;
    if (!wr_rates_take(h->rates, x->route->rate, client, wr_mono_ms(h->clock), &retry_s)) {
        wr_metrics_refused(h->metrics, WR_REFUSED_RATE);
        rc = wr_fail(ctx, WR_K_http_rate, wr_arena_printf(ctx->arena, "%lld", (long long)retry_s));
        ctx->err.retry_after_s = retry_s;
    }
    if (rc == WR_EUNAUTH && x->route->roles == WR_ROLE_PUBLIC) {
        /* An expired login is nobody, and nobody may ask this. */
        wr_err_reset(ctx);
        ctx->actor = (struct wr_actor){0};
        return 0;
    }
    return rc;
}

/** What a route does, in the language of the reply: its doc reads "English (中文)". */
static struct wr_str doc_in(const struct wr_route *route, enum wr_lang lang)
{
    struct wr_str doc = wr_str(route->doc);
    size_t open = doc.n;
    while (open > 0 && doc.p[open - 1] != '(') {
        open--;
    }
    if (open < 2 || doc.p[doc.n - 1] != ')') {
        return doc;
    }
    return lang == WR_LANG_EN ? wr_str_trim(wr_str_sub(doc, 0, open - 1))
                              : wr_str_sub(doc, open, doc.n - open - 1);
}

static int check_role(const struct wr_xchg *x, struct wr_ctx *ctx, bool must_change)
{
    const struct wr_route *route = x->route;
    if (route->roles == WR_ROLE_PUBLIC) {
        return 0;
    }
    if (ctx->actor.user_id == 0) {
        return wr_fail(ctx, WR_K_unauthenticated);
    }
    if (!wr_actor_has(&ctx->actor, route->roles)) {
        return wr_fail(ctx, WR_K_denied, doc_in(route, ctx->lang));
    }
    if (must_change && !(route->flags & WR_RT_MUST_CHANGE_OK)) {
        return wr_fail(ctx, WR_K_http_must_change);
    }
    return 0;
}

/** A change must come from our own pages (Origin, Sec-Fetch-Site) and, with a login, carry its token. */
static int check_csrf(const struct wr_xchg *x, struct wr_ctx *ctx, bool csrf_ok)
{
    if (!changes_state(x->method)) {
        return 0;
    }
    struct wr_str site = wr_xchg_header(x, "Sec-Fetch-Site");
    bool from_elsewhere =
        site.p != NULL && !wr_str_eq(site, WR_S("same-origin")) && !wr_str_eq(site, WR_S("none"));
    struct wr_str origin = wr_xchg_header(x, "Origin");
    if (origin.p != NULL &&
        !wr_head_same_origin(origin, wr_str(x->http->opt.public_url), wr_xchg_header(x, "Host"))) {
        from_elsewhere = true;
    }
    bool needs_token = !(x->route->flags & WR_RT_NO_CSRF);
    if (from_elsewhere || (needs_token && !csrf_ok)) {
        return wr_fail(ctx, WR_K_http_csrf);
    }
    return 0;
}

/** Path arguments, percent-decoded. */
static int take_args(const struct wr_xchg *x, struct wr_req *r)
{
    for (size_t i = 0; i < WR_ROUTE_ARGS_MAX && x->match.args[i].p != NULL; i++) {
        r->args[i] = wr_head_unescape(r->ctx->arena, x->match.args[i]);
        if (r->args[i].p == NULL) {
            return wr_fail(r->ctx, WR_K_http_bad_request, WR_S("path"));
        }
    }
    return 0;
}

static const struct wr_field no_fields[] = {{0}};

static int decode_query(const struct wr_xchg *x, struct wr_req *r, void *obj)
{
    const struct wr_route *route = x->route;
    if (route->in == NULL) {
        char nothing[8] = {0};
        return x->query.n == 0
                   ? 0
                   : wr_query_decode(r->ctx, x->query, no_fields, nothing, sizeof(nothing));
    }
    return wr_query_decode(r->ctx, x->query.p != NULL ? x->query : WR_S(""), route->in, obj,
                           route->in_size);
}

static int decode_body(const struct wr_xchg *x, struct wr_req *r, void *obj)
{
    const struct wr_route *route = x->route;
    if (route->in == NULL) {
        return 0;
    }
    bool patch = (route->flags & WR_RT_PATCH) != 0;
    struct wr_str type = wr_xchg_header(x, "Content-Type");
    bool known = wr_head_media_is(type, WR_S("application/json")) ||
                 (patch && wr_head_media_is(type, WR_S("application/merge-patch+json")));
    if (x->body.n > 0 && !known) {
        return wr_fail(r->ctx, WR_K_http_media_type, WR_S("application/json"),
                       wr_str_sub(type, 0, 60));
    }
    r->body = x->body.n > 0 ? wr_buf_view(&x->body) : WR_S("{}");
    return patch ? 0 : wr_json_decode(r->ctx, r->body, route->in, obj, route->in_size);
}

static int decode_input(const struct wr_xchg *x, struct wr_req *r)
{
    const struct wr_route *route = x->route;
    void *obj = NULL;
    if (route->in != NULL && !(route->flags & WR_RT_PATCH)) {
        obj = wr_arena_alloc(r->ctx->arena, route->in_size);
        if (obj == NULL) {
            return wr_fail(r->ctx, WR_K_limit_reached, WR_S("memory"), WR_S("8 MiB"));
        }
    }
    r->in = obj;
    bool by_query = x->method == WR_GET || x->method == WR_DELETE || (route->flags & WR_RT_UPLOAD);
    int rc = by_query ? decode_query(x, r, obj) : decode_body(x, r, obj);
    if (rc != 0 || !(route->flags & WR_RT_UPLOAD)) {
        return rc;
    }
    if (x->spool_fd < 0 || x->received_bytes == 0) {
        return wr_fail(r->ctx, WR_K_http_empty_upload);
    }
    r->upload = (struct wr_upload){
        .fd = x->spool_fd,
        .size_bytes = x->received_bytes,
        .filename = wr_head_filename(r->ctx->arena, wr_xchg_header(x, "X-Filename")),
        .media_type = wr_xchg_header(x, "Content-Type"),
    };
    return 0;
}

static int take_if_match(const struct wr_xchg *x, struct wr_req *r)
{
    struct wr_str given = wr_xchg_header(x, "If-Match");
    r->if_match = wr_head_etag(given);
    return given.p != NULL && r->if_match.p == NULL ? wr_fail(r->ctx, WR_K_http_if_match) : 0;
}

/** All checks in their order, then the handler. */
static int run_route(struct wr_worker *w, struct wr_xchg *x, struct wr_req *r, struct wr_resp *resp)
{
    bool csrf_ok = false;
    bool must_change = false;
    int rc = check_client(x, r, &csrf_ok, &must_change);
    rc = rc != 0 ? rc : check_role(x, r->ctx, must_change);
    rc = rc != 0 ? rc : check_csrf(x, r->ctx, csrf_ok);
    rc = rc != 0 ? rc : take_args(x, r);
    rc = rc != 0 ? rc : take_if_match(x, r);
    rc = rc != 0 ? rc : decode_input(x, r);
    if (rc != 0) {
        return rc;
    }
    if (x->method == WR_POST && r->idempotency_key.p != NULL) {
        return wr_idempotent_run(w, x, r, resp);
    }
    return x->route->handler(r, resp);
}

static void fill_req(struct wr_req *r, struct wr_xchg *x, struct wr_ctx *ctx)
{
    *r = (struct wr_req){
        .ctx = ctx,
        .method = x->method,
        .path = x->path,
        .query = x->query,
        .upload = {.fd = -1},
        .if_none_match = wr_xchg_header(x, "If-None-Match"),
        .idempotency_key = wr_xchg_header(x, "Idempotency-Key"),
        .user_agent = wr_str_sub(wr_xchg_header(x, "User-Agent"), 0, 200),
        .address = x->address,
        .priv = x,
        .header = req_header,
    };
    if (!wr_utf8_valid(r->user_agent)) {
        r->user_agent = WR_S("");
    }
}

static void put_problem(struct wr_out *out, const struct wr_ctx *ctx)
{
    wr_buf_clear(&out->body);
    out->status = wr_problem_status(&ctx->err);
    wr_problem_write(&out->body, ctx, out->status);
    wr_out_header(out, "Content-Type", WR_S("application/problem+json"));
    wr_out_header(out, "Cache-Control", WR_S("no-store"));
    int64_t retry_s = ctx->err.retry_after_s;
    if (retry_s > 0 || out->status == 503 || out->status == 429) {
        wr_out_header(out, "Retry-After",
                      wr_arena_printf(ctx->arena, "%lld", (long long)(retry_s > 0 ? retry_s : 2)));
    }
    int level = wr_code_info(ctx->err.code)->log_level;
    if (level >= WR_LOG_ERROR) {
        wr_log(WR_LOG_ERROR, "http.failed", "id=" WR_FMT " key=%s at=%s:%d detail=\"" WR_FMT "\"",
               WR_ARG(ctx->request_id), wr_key_info(ctx->err.key)->key,
               ctx->err.file ? ctx->err.file : "?", ctx->err.line, WR_ARG(ctx->err.en));
    }
}

static void put_cache(struct wr_out *out, const struct wr_xchg *x, struct wr_ctx *ctx,
                      const struct wr_resp *resp)
{
    if (resp->cache_s <= 0) {
        wr_out_header(out, "Cache-Control", WR_S("no-store"));
        return;
    }
    const char *who = x->route->roles == WR_ROLE_PUBLIC ? "public" : "private";
    wr_out_header(out, "Cache-Control",
                  wr_arena_printf(ctx->arena, "%s, max-age=%lld", who, (long long)resp->cache_s));
}

/** Entity tag, and 304 where the client has it already. */
static void put_etag(struct wr_out *out, const struct wr_xchg *x, struct wr_req *r,
                     const struct wr_resp *resp)
{
    struct wr_str etag = resp->etag;
    if (etag.p == NULL && resp->version > 0) {
        etag = wr_arena_printf(r->ctx->arena, "%lld", (long long)resp->version);
    }
    if (etag.p == NULL) {
        return;
    }
    wr_out_header(out, "ETag", wr_arena_printf(r->ctx->arena, "\"" WR_FMT "\"", WR_ARG(etag)));
    if (x->method == WR_GET && out->status == 200 && r->if_none_match.p != NULL &&
        wr_head_etag_match(r->if_none_match, etag)) {
        out->status = 304;
        wr_buf_clear(&out->body);
        if (out->fd >= 0) {
            out->fd_n = 0;
        }
    }
}

static int open_stream(struct wr_out *out, struct wr_xchg *x, struct wr_req *r,
                       const struct wr_resp *resp)
{
    struct wr_http *h = x->http;
    int rc = wr_stream_open(h->streams, wr_str(resp->stream_topic), x->conn, wr_mono_ms(h->clock),
                            &out->stream);
    if (rc == WR_EBUSY) {
        wr_metrics_refused(h->metrics, WR_REFUSED_STREAMS);
        rc = wr_fail(r->ctx, WR_K_http_streams_full,
                     wr_arena_printf(r->ctx->arena, "%zu", h->opt.streams_max));
        r->ctx->err.retry_after_s = 30;
    } else if (rc != 0) {
        rc = wr_fail(r->ctx, rc == WR_ENOMEM ? WR_K_memory : WR_K_bug, WR_S("stream"));
    }
    if (rc == 0) {
        wr_out_header(out, "Content-Type", WR_S("text/event-stream; charset=utf-8"));
        wr_out_header(out, "X-Accel-Buffering", WR_S("no"));
    }
    return rc;
}

static void put_reply(struct wr_out *out, struct wr_xchg *x, struct wr_req *r, struct wr_resp *resp)
{
    struct wr_ctx *ctx = r->ctx;
    bool created = (x->route->flags & WR_RT_CREATED) && resp->status == 200;
    out->status = created ? 201 : resp->status;
    if (resp->stream_topic == NULL && out->status != 204) {
        wr_out_header(out, "Content-Type",
                      wr_str(resp->media_type != NULL ? resp->media_type : "application/json"));
    }
    if (resp->filename.p != NULL) {
        wr_out_header(out, "Content-Disposition", wr_head_disposition(ctx->arena, resp->filename));
    }
    wr_out_header(out, "Location", resp->location);
    wr_out_header(out, "Set-Cookie", resp->set_cookie);
    put_cache(out, x, ctx, resp);
    put_etag(out, x, r, resp);
}

/** What a drawn picture may do when somebody opens it as a page: nothing. */
static void put_policy(struct wr_out *out, const struct wr_resp *resp)
{
    bool drawn =
        resp->media_type != NULL && wr_str_starts(wr_str(resp->media_type), WR_S("image/svg"));
    wr_out_header(out, "Content-Security-Policy",
                  drawn ? WR_S("default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                               "frame-ancestors 'none'; sandbox")
                        : WR_S("default-src 'none'; frame-ancestors 'none'"));
}

static void answer_route(struct wr_worker *w, struct wr_xchg *x, struct wr_ctx *ctx,
                         struct wr_out *out)
{
    struct wr_req r;
    fill_req(&r, x, ctx);
    struct wr_resp resp = {.status = 200, .file_fd = -1, .body = out->body};
    int rc = run_route(w, x, &r, &resp);
    out->body = resp.body;
    out->user_id = ctx->actor.user_id;
    if (rc == 0 && resp.body.failed) {
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("reply"), WR_S("32 MiB"));
    }
    if (rc == 0 && ctx->arena->exhausted) {
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("memory"), WR_S("8 MiB"));
    }
    if (rc != 0 && ctx->err.code == 0) {
        rc = wr_fail(ctx, WR_K_bug, WR_S("no reason given"));
    }
    if (resp.file_fd >= 0) {
        out->fd = resp.file_fd;
        out->fd_n = resp.file_size;
    }
    if (rc == 0 && resp.stream_topic != NULL) {
        rc = open_stream(out, x, &r, &resp);
    }
    if (rc == 0) {
        put_reply(out, x, &r, &resp);
    } else {
        if (out->fd >= 0) {
            out->fd_n = 0;
        }
        put_problem(out, ctx);
        wr_out_header(out, "Set-Cookie", resp.set_cookie);
    }
    put_policy(out, &resp);
    wr_out_header(out, "Content-Language", ctx->lang == WR_LANG_EN ? WR_S("en") : WR_S("zh-CN"));
}

static void answer_ready(struct wr_xchg *x, struct wr_out *out)
{
    const struct wr_http_options *opt = &x->http->opt;
    bool ready = opt->ready == NULL || opt->ready(opt->hooks_arg) == 0;
    out->status = ready ? 200 : 503;
    if (!ready) {
        wr_out_header(out, "Retry-After", WR_S("5"));
    }
    wr_out_header(out, "Content-Type", WR_S("text/plain; charset=utf-8"));
    wr_buf_str(&out->body, ready ? WR_S("ready\n") : WR_S("not ready\n"));
}

/** Figures are for the machine itself (and whoever its proxy lets through without naming a client). */
static void answer_metrics(struct wr_xchg *x, struct wr_ctx *ctx, struct wr_out *out)
{
    struct wr_http *h = x->http;
    if (!wr_str_eq(x->address, WR_S("127.0.0.1")) && !wr_str_eq(x->address, WR_S("::1"))) {
        (void)wr_fail(ctx, WR_K_denied, WR_S("/metrics"));
        put_problem(out, ctx);
        return;
    }
    wr_out_header(out, "Content-Type", WR_S("text/plain; version=0.0.4; charset=utf-8"));
    struct wr_buf *b = &out->body;
    (void)pthread_mutex_lock(&h->lock);
    size_t queued = h->queue_n;
    size_t running = h->running_n;
    size_t open = h->open_n;
    (void)pthread_mutex_unlock(&h->lock);
    wr_buf_printf(b,
                  "# HELP wurao_build_info Version of the program.\n# TYPE wurao_build_info gauge\n"
                  "wurao_build_info{version=\"%s\"} 1\n",
                  h->opt.version != NULL ? h->opt.version : "");
    wr_metrics_one(b, "wurao_http_queue", "gauge", "Requests waiting for a worker.",
                   (double)queued);
    wr_metrics_one(b, "wurao_http_running", "gauge", "Requests being worked on.", (double)running);
    wr_metrics_one(b, "wurao_http_open", "gauge", "Requests begun and not ended.", (double)open);
    wr_metrics_one(b, "wurao_http_streams", "gauge", "Open event streams.",
                   (double)wr_streams_count(h->streams));
    wr_metrics_one(b, "wurao_http_bodies_bytes", "gauge", "Bodies held in memory.",
                   (double)atomic_load(&h->bodies_bytes));
    wr_metrics_one(b, "wurao_http_spool_bytes", "gauge", "Uploads held on disk.",
                   (double)atomic_load(&h->spool_bytes));
    wr_metrics_text(h->metrics, b);
    if (h->opt.metrics != NULL) {
        h->opt.metrics(h->opt.hooks_arg, b);
    }
}

void wr_pipeline_run(struct wr_worker *w, struct wr_xchg *x, struct wr_out *out)
{
    struct wr_http *h = x->http;
    struct wr_ctx ctx;
    bool large = x->target == WR_T_ROUTE && (x->route->flags & (WR_RT_LARGE | WR_RT_UPLOAD)) != 0;
    w->arena.max_bytes = large ? WR_ARENA_LARGE_MAX : WR_ARENA_REQUEST_MAX;
    wr_ctx_init(&ctx, &w->arena, h->clock);
    ctx.lang = x->lang;
    ctx.request_id = x->request_id;
    if (h->opt.prepare != NULL) {
        h->opt.prepare(h->opt.prepare_arg, &ctx);
    }
    if (x->target == WR_T_ROUTE) {
        answer_route(w, x, &ctx, out);
    } else {
        if (x->target == WR_T_READY) {
            answer_ready(x, out);
        } else {
            answer_metrics(x, &ctx, out);
        }
        wr_out_header(out, "Cache-Control", WR_S("no-store"));
    }
    wr_out_common(out, x);
}
