#include "modules/delivery/delivery_use.h"

#include "base/crypto.h"
#include "base/text.h"

/* ---- deliveries --------------------------------------------------------------------------------- */

static int post_deliveries(struct wr_req *r, struct wr_resp *w)
{
    struct wr_delivery_reply reply;
    int rc = wr_delivery_svc_take(r->ctx, r->in, &reply);
    return rc < 0 ? rc : wr_reply(w, wr_delivery_reply_fields, &reply);
}

static int get_mine(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_delivery_svc_mine(r->ctx, r->in, &items, &next);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_delivery_fields, sizeof(struct wr_delivery), items, next, -1);
}

static int get_deliveries(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_delivery_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_delivery_fields, sizeof(struct wr_delivery), items, next, -1);
}

static int post_release(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_delivery d;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_delivery_svc_release(r->ctx, id, &d);
    }
    return rc < 0 ? rc : wr_reply(w, wr_delivery_fields, &d);
}

static int post_discard(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_delivery d;
    const struct wr_delivery_discard *in = r->in;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_delivery_svc_discard(r->ctx, id, in->reason, &d);
    }
    return rc < 0 ? rc : wr_reply(w, wr_delivery_fields, &d);
}

/* ---- photos in pieces --------------------------------------------------------------------------- */

static int get_upload(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_upload_state s;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_upload_svc_get(r->ctx, id, r->args[1], r->in, &s);
    }
    return rc < 0 ? rc : wr_reply(w, wr_upload_state_fields, &s);
}

static int put_upload(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_str bytes;
    struct wr_upload_state s;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_req_upload_bytes(r, (size_t)WR_UPLOAD_CHUNK_BYTES_MAX, &bytes);
    }
    if (rc == 0) {
        rc = wr_upload_svc_put(r->ctx, id, r->args[1], r->in, bytes, &s);
    }
    return rc < 0 ? rc : wr_reply(w, wr_upload_state_fields, &s);
}

/* ---- facts for verdicts without network --------------------------------------------------------- */

static int write_page(struct wr_resp *w, const struct wr_offline_page *page)
{
    wr_buf_clear(&w->body);
    return wr_reply_unmasked(w, wr_offline_page_fields, page);
}

/** The tag is of all but the time: an unchanged page costs nothing. */
static int get_offline(struct wr_req *r, struct wr_resp *w)
{
    uint8_t sum[WR_SHA256];
    struct wr_offline_page page;
    int rc = wr_delivery_svc_offline(r->ctx, r->in, &page);
    int64_t as_of_ms = page.as_of_ms;
    page.as_of_ms = 0;
    if (rc == 0) {
        rc = write_page(w, &page);
    }
    if (rc < 0) {
        return rc;
    }
    wr_sha256(w->body.p, w->body.n, sum);
    w->etag = wr_hex(r->ctx->arena, sum, sizeof(sum));
    page.as_of_ms = as_of_ms;
    return write_page(w, &page);
}

const struct wr_route wr_delivery_routes[] = {
    {WR_POST, "/api/v1/deliveries", WR_ROLE_OFFICER, WR_RATE_CHECKIN, wr_delivery_batch_fields,
     sizeof(struct wr_delivery_batch), wr_delivery_reply_fields, post_deliveries,
     "Deliver records made without network (上传离线记录)", WR_RT_LARGE},
    {WR_GET, "/api/v1/deliveries", WR_ROLE_ADMINS, WR_RATE_READ, wr_delivery_filter_fields,
     sizeof(struct wr_delivery_filter), wr_delivery_fields, get_deliveries,
     "Records of phones; without a state those that wait for a decision (离线记录)", WR_RT_LIST},
    {WR_POST, "/api/v1/deliveries/{id}/release", WR_ROLE_ADMINS, WR_RATE_WRITE, NULL, 0,
     wr_delivery_fields, post_release, "Take a record after all (放行离线记录)", WR_RT_LARGE},
    {WR_POST, "/api/v1/deliveries/{id}/discard", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_delivery_discard_fields, sizeof(struct wr_delivery_discard), wr_delivery_fields,
     post_discard, "Give a record up, with a reason (作废离线记录)", 0},
    {WR_GET, "/api/v1/my/deliveries", WR_ROLE_OFFICER, WR_RATE_READ, wr_delivery_filter_fields,
     sizeof(struct wr_delivery_filter), wr_delivery_fields, get_mine,
     "What became of my own records (我的离线记录)", WR_RT_LIST},
    {WR_GET, "/api/v1/my/offline", WR_ROLE_OFFICER, WR_RATE_READ, wr_offline_query_fields,
     sizeof(struct wr_offline_query), wr_offline_page_fields, get_offline,
     "Facts and verdicts to work with where there is no network (离线数据包)", WR_RT_LARGE},
    {WR_GET, "/api/v1/visits/{id}/uploads/{sha256}", WR_ROLE_OFFICER, WR_RATE_READ,
     wr_upload_look_fields, sizeof(struct wr_upload_look), wr_upload_state_fields, get_upload,
     "How much of a photo has arrived (续传进度)", 0},
    {WR_PUT, "/api/v1/visits/{id}/uploads/{sha256}", WR_ROLE_OFFICER, WR_RATE_UPLOAD,
     wr_upload_query_fields, sizeof(struct wr_upload_query), wr_upload_state_fields, put_upload,
     "Append a piece of a photo; at most 256 KiB (断点续传)", WR_RT_UPLOAD},
    {0},
};
