#include "http/http.h"

#include "http/server.h"

#include <unistd.h>

/** The version of a versioned object is its entity tag, so that a change can be sent with If-Match. */
static void tag_by_version(struct wr_resp *w, const struct wr_field *fields, const void *obj)
{
    const struct wr_field *f = wr_field_find(fields, WR_S("version"));
    if (f == NULL || f->type != WR_F_I64) {
        return;
    }
    int64_t version = 0;
    memcpy(&version, (const char *)obj + f->off, sizeof(version));
    w->version = version;
}

static int reply_as(struct wr_resp *w, const struct wr_field *fields, const void *obj,
                    enum wr_mask mask)
{
    tag_by_version(w, fields, obj);
    wr_json_encode(&w->body, fields, obj, mask);
    return w->body.failed ? WR_ELIMIT : 0;
}

int wr_reply(struct wr_resp *w, const struct wr_field *fields, const void *obj)
{
    return reply_as(w, fields, obj, WR_MASK_PERSONAL);
}

int wr_reply_unmasked(struct wr_resp *w, const struct wr_field *fields, const void *obj)
{
    return reply_as(w, fields, obj, WR_MASK_NONE);
}

int wr_reply_list(struct wr_resp *w, const struct wr_field *fields, size_t obj_size,
                  struct wr_list items, struct wr_str next, int64_t total)
{
    struct wr_jw j;
    wr_jw_init(&j, &w->body);
    wr_jw_obj(&j, NULL);
    wr_jw_list(&j, "items");
    for (size_t i = 0; i < items.n; i++) {
        wr_jw_struct(&j, NULL, fields, (const char *)items.p + i * obj_size, WR_MASK_PERSONAL);
    }
    wr_jw_list_end(&j);
    if (next.n > 0) {
        wr_jw_str(&j, "next", next);
    }
    if (total >= 0) {
        wr_jw_i64(&j, "total", total);
    }
    wr_jw_obj_end(&j);
    return w->body.failed ? WR_ELIMIT : 0;
}

int wr_reply_none(struct wr_resp *w)
{
    w->status = 204;
    wr_buf_clear(&w->body);
    return 0;
}

int wr_reply_created(struct wr_req *r, struct wr_resp *w, int64_t id)
{
    struct wr_jw j;
    wr_jw_init(&j, &w->body);
    wr_jw_obj(&j, NULL);
    wr_jw_i64(&j, "id", id);
    wr_jw_obj_end(&j);
    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, WR_FMT "/%lld", WR_ARG(r->path), (long long)id);
    return w->body.failed || w->location.p == NULL ? WR_ELIMIT : 0;
}

int wr_req_id(const struct wr_req *r, size_t i, int64_t *ret)
{
    int64_t id = 0;
    struct wr_str text = i < WR_ROUTE_ARGS_MAX ? r->args[i] : (struct wr_str){NULL, 0};
    if (text.n == 0 || text.p[0] < '1' || text.p[0] > '9' || !wr_str_i64(text, &id) ||
        id > WR_ID_MAX) {
        return wr_fail(r->ctx, WR_K_not_found, wr_str_sub(text, 0, 40));
    }
    *ret = id;
    return 0;
}

int wr_req_upload_bytes(struct wr_req *r, size_t max, struct wr_str *ret)
{
    if (r->upload.fd < 0 || r->upload.size_bytes == 0) {
        return wr_fail(r->ctx, WR_K_http_empty_upload);
    }
    if (r->upload.size_bytes > (int64_t)max) {
        return wr_fail(r->ctx, WR_K_http_too_large, wr_arena_printf(r->ctx->arena, "%zu", max));
    }
    size_t n = (size_t)r->upload.size_bytes;
    char *p = wr_arena_alloc(r->ctx->arena, n + 1);
    if (p == NULL) {
        return wr_fail(r->ctx, WR_K_limit_reached, WR_S("memory"),
                       wr_arena_printf(r->ctx->arena, "%zu", max));
    }
    for (size_t at = 0; at < n;) {
        ssize_t got = pread(r->upload.fd, p + at, n - at, (off_t)at);
        if (got <= 0) {
            return wr_fail(r->ctx, WR_K_io, WR_S("spool"));
        }
        at += (size_t)got;
    }
    *ret = (struct wr_str){p, n};
    return 0;
}
