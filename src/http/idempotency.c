#include "http/idempotency.h"

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "http/head.h"

#include <stdio.h>

#define KEY_MIN 8
#define KEY_MAX 64
#define ANSWER_BYTES_MAX ((size_t)256 << 10)

/** Note that this worker works on `name`; false if another one does already. */
static bool claim_key(struct wr_worker *w, const char *name)
{
    struct wr_http *h = w->http;
    size_t mine = (size_t)(w - h->workers);
    bool free = true;
    (void)pthread_mutex_lock(&h->lock);
    for (size_t i = 0; i < h->opt.workers; i++) {
        free = free && strcmp(h->idem_keys[i], name) != 0;
    }
    if (free) {
        (void)snprintf(h->idem_keys[mine], sizeof(h->idem_keys[mine]), "%s", name);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return free;
}

static void release_key(struct wr_worker *w)
{
    struct wr_http *h = w->http;
    (void)pthread_mutex_lock(&h->lock);
    h->idem_keys[w - h->workers][0] = '\0';
    (void)pthread_mutex_unlock(&h->lock);
}

static struct wr_str hash_request(const struct wr_xchg *x, struct wr_arena *a)
{
    uint8_t digest[WR_SHA256];
    const struct wr_str parts[] = {x->path, WR_S("?"), x->query, WR_S("\n"), wr_buf_view(&x->body)};
    wr_sha256_v(parts, WR_ARRAY_LEN(parts), digest);
    return wr_hex(a, digest, sizeof(digest));
}

static int replay(struct wr_req *r, struct wr_resp *resp, const struct wr_stored_answer *a,
                  const char *route, struct wr_str hash)
{
    if (!wr_str_eq(a->route, wr_str(route)) || !wr_str_eq(a->body_hash, hash)) {
        return wr_fail(r->ctx, WR_K_http_key_reused);
    }
    resp->status = (int)a->status;
    wr_buf_str(&resp->body, a->answer);
    return 0;
}

static int run_and_store(struct wr_xchg *x, struct wr_req *r, struct wr_resp *resp,
                         struct wr_str hash)
{
    const struct wr_http_options *opt = &x->http->opt;
    int rc = x->route->handler(r, resp);
    bool plain = resp->file_fd < 0 && resp->stream_topic == NULL && resp->media_type == NULL &&
                 resp->set_cookie.p == NULL;
    if (rc != 0 || !plain || resp->body.failed || resp->body.n > ANSWER_BYTES_MAX) {
        return rc;
    }
    struct wr_stored_answer a = {
        .route = wr_str(x->route->path),
        .body_hash = hash,
        .status = (x->route->flags & WR_RT_CREATED) && resp->status == 200 ? 201 : resp->status,
        .answer = resp->body.n > 0 ? wr_buf_view(&resp->body) : WR_S(""),
    };
    if (opt->idempotency_store(r->ctx, r->idempotency_key, &a) != 0) {
        /* The work is done and on disk; only its repetition would not be recognised. */
        wr_log(WR_LOG_WARN, "http.idempotency_not_stored", "id=" WR_FMT " key=%s",
               WR_ARG(r->ctx->request_id), wr_key_info(r->ctx->err.key)->key);
        wr_err_reset(r->ctx);
    }
    return 0;
}

int wr_idempotent_run(struct wr_worker *w, struct wr_xchg *x, struct wr_req *r,
                      struct wr_resp *resp)
{
    const struct wr_http_options *opt = &x->http->opt;
    if (!wr_head_token_ok(r->idempotency_key, KEY_MIN, KEY_MAX)) {
        return wr_fail(r->ctx, WR_K_http_key_bad);
    }
    bool usable = opt->idempotency_find != NULL && r->ctx->actor.user_id != 0 &&
                  !(x->route->flags & WR_RT_UPLOAD);
    if (!usable) {
        return x->route->handler(r, resp);
    }
    char name[sizeof(x->http->idem_keys[0])];
    (void)snprintf(name, sizeof(name), "%lld " WR_FMT, (long long)r->ctx->actor.user_id,
                   WR_ARG(r->idempotency_key));
    if (!claim_key(w, name)) {
        r->ctx->err.retry_after_s = 1;
        return wr_fail(r->ctx, WR_K_http_key_running);
    }
    struct wr_str hash = hash_request(x, r->ctx->arena);
    struct wr_stored_answer found = {0};
    int rc = opt->idempotency_find(r->ctx, r->idempotency_key, &found);
    if (rc == 0) {
        rc = replay(r, resp, &found, x->route->path, hash);
    } else if (rc == WR_ENOTFOUND) {
        wr_err_reset(r->ctx);
        rc = run_and_store(x, r, resp, hash);
    }
    release_key(w);
    return rc;
}
