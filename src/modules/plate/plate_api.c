#include "modules/plate/plate_use.h"

#include <inttypes.h>

static int get_plates(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;

    int rc = wr_plate_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_plate_fields, sizeof(struct wr_plate), items, next, -1);
}

static int get_plate(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plate p;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plate_svc_get(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plate_fields, &p);
}

static int post_plates(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plate_issued out = {0};

    int rc = wr_plate_svc_issue(r->ctx, r->in, &out.issued_n);
    return rc < 0 ? rc : wr_reply(w, wr_plate_issued_fields, &out);
}

static int post_replace(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_plate_reason *in = r->in;
    struct wr_plate p;
    int64_t id = 0, new_id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plate_svc_replace(r->ctx, id, in->reason, &new_id);
    if (rc == 0)
        rc = wr_plate_svc_get(r->ctx, new_id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plate_fields, &p);
}

static int end_plate(struct wr_req *r, struct wr_resp *w, enum wr_plate_status to)
{
    const struct wr_plate_reason *in = r->in;
    struct wr_plate p;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plate_svc_end(r->ctx, id, to, in->reason);
    if (rc == 0)
        rc = wr_plate_svc_get(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plate_fields, &p);
}

static int post_void(struct wr_req *r, struct wr_resp *w)
{
    return end_plate(r, w, WR_PLATE_VOID);
}

static int post_lost(struct wr_req *r, struct wr_resp *w)
{
    return end_plate(r, w, WR_PLATE_LOST);
}

static int post_hung(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plate p;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plate_svc_hung(r->ctx, id, r->in);
    if (rc == 0)
        rc = wr_plate_svc_get(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plate_fields, &p);
}

static int get_history(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plate_svc_history(r->ctx, id, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_plate_event_fields, sizeof(struct wr_plate_event), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int get_image(struct wr_req *r, struct wr_resp *w)
{
    static const char *const types[] = {"image/svg+xml", "application/pdf", "image/png"};
    const struct wr_plate_image_query *q = r->in;
    struct wr_plate p;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plate_svc_image(r->ctx, id, (enum wr_plate_image)q->format, &p, &w->body);
    if (rc < 0)
        return rc;
    w->media_type = types[q->format];
    if (q->format == WR_PLATE_IMAGE_PDF)
        w->filename = wr_arena_printf(r->ctx->arena, WR_FMT ".pdf", WR_ARG(p.code_print));
    return 0;
}

static int post_prints(struct wr_req *r, struct wr_resp *w)
{
    struct wr_job j;

    int rc = wr_plate_svc_print(r->ctx, r->in, &j);
    if (rc < 0)
        return rc;
    rc = wr_reply(w, wr_job_fields, &j);
    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, "/api/v1/jobs/%" PRId64, j.id);
    return rc;
}

static int get_keys(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;

    int rc = wr_plate_svc_keys(r->ctx, &items);
    if (rc < 0)
        return rc;
    w->cache_s = 3600;
    return wr_reply_list(w, wr_plate_key_fields, sizeof(struct wr_plate_key), items,
                         (struct wr_str){0}, -1);
}

static int get_revocations(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plate_revocations out;

    int rc = wr_plate_svc_revocations(r->ctx, &out);
    if (rc < 0)
        return rc;
    w->cache_s = 60;
    return wr_reply(w, wr_plate_revocations_fields, &out);
}

#define READERS (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)
#define HANGERS (WR_ROLE_OFFICER | WR_ROLE_ADMINS)

const struct wr_route wr_plate_routes[] = {
    {WR_GET, "/api/v1/plates", WR_ROLE_STAFF, WR_RATE_READ, wr_plate_query_fields,
     sizeof(struct wr_plate_query), wr_plate_fields, get_plates,
     "Plates, newest first (信息牌列表)", WR_RT_LIST},
    {WR_POST, "/api/v1/plates", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_plate_issue_fields,
     sizeof(struct wr_plate_issue), wr_plate_issued_fields, post_plates,
     "Issue plates to enterprises that have none (制发信息牌)", 0},
    {WR_GET, "/api/v1/plates/{id}", READERS, WR_RATE_READ, NULL, 0, wr_plate_fields, get_plate,
     "One plate (信息牌)", 0},
    {WR_GET, "/api/v1/plates/{id}/history", READERS, WR_RATE_READ, NULL, 0, wr_plate_event_fields,
     get_history, "What happened to a plate, newest first (信息牌履历)", WR_RT_LIST},
    {WR_GET, "/api/v1/plates/{id}/image", READERS, WR_RATE_READ, wr_plate_image_query_fields,
     sizeof(struct wr_plate_image_query), NULL, get_image, "The plate as drawn (信息牌图样)",
     WR_RT_FILE},
    {WR_POST, "/api/v1/plates/{id}/replace", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_plate_reason_fields,
     sizeof(struct wr_plate_reason), wr_plate_fields, post_replace,
     "Issue a new plate, the old one ends; answers the new one (换发)", 0},
    {WR_POST, "/api/v1/plates/{id}/void", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_plate_reason_fields,
     sizeof(struct wr_plate_reason), wr_plate_fields, post_void, "Void a plate (作废)", 0},
    {WR_POST, "/api/v1/plates/{id}/lost", HANGERS, WR_RATE_WRITE, wr_plate_reason_fields,
     sizeof(struct wr_plate_reason), wr_plate_fields, post_lost, "Report a plate lost (挂失)", 0},
    {WR_POST, "/api/v1/plates/{id}/hung", HANGERS, WR_RATE_WRITE, wr_plate_hang_fields,
     sizeof(struct wr_plate_hang), wr_plate_fields, post_hung,
     "Record that it hangs at the gate, with place and photo (登记挂牌)", 0},
    {WR_POST, "/api/v1/plate-prints", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_plate_print_fields,
     sizeof(struct wr_plate_print), wr_job_fields, post_prints,
     "Print plates: queues a job (批量打印)", WR_RT_CREATED},
    {WR_GET, "/api/v1/public/keys", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0, wr_plate_key_fields,
     get_keys, "Public keys that verify plates and the log (公钥)", WR_RT_LIST},
    {WR_GET, "/api/v1/public/revocations", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0,
     wr_plate_revocations_fields, get_revocations,
     "Signed list of plates that are not valid any more (失效牌号)", 0},
    {0},
};
