#include "modules/media/media_svc.h"
#include "modules/officer/officer_rules.h"
#include "modules/officer/officer_use.h"

static int get_officers(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_officer_svc_list(r->ctx, r->in, &items, &next);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_officer_fields, sizeof(struct wr_officer), items, next, -1);
}

static int post_officer(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_officer_svc_add(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int get_officer(struct wr_req *r, struct wr_resp *w)
{
    struct wr_officer o;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_officer_svc_get(r->ctx, id, &o);
    return rc < 0 ? rc : wr_reply(w, wr_officer_fields, &o);
}

static int patch_officer(struct wr_req *r, struct wr_resp *w)
{
    struct wr_officer o;
    struct wr_officer_edit merged;
    int64_t id = 0;
    int64_t version = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_officer_svc_get(r->ctx, id, &o);
    if (rc < 0)
        return rc;
    struct wr_officer_edit current = wr_officer_rules_edit_of(&o);
    rc = wr_req_patch(r, wr_officer_edit_fields, &current, &merged, sizeof(merged));
    if (rc == 0)
        rc = wr_officer_svc_change(r->ctx, id, version, &merged, &o);
    return rc < 0 ? rc : wr_reply(w, wr_officer_fields, &o);
}

static int put_photo(struct wr_req *r, struct wr_resp *w)
{
    struct wr_officer_photo reply = {0};
    struct wr_str bytes;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_upload_bytes(r, WR_MEDIA_BYTES_MAX, &bytes);
    if (rc == 0)
        rc = wr_officer_svc_photo(r->ctx, id, bytes, &reply.photo_id);
    return rc < 0 ? rc : wr_reply(w, wr_officer_photo_fields, &reply);
}

static int get_recusals(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_recusal_svc_list(r->ctx, id, &items);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_recusal_fields, sizeof(struct wr_recusal), items,
                         (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int post_recusal(struct wr_req *r, struct wr_resp *w)
{
    int64_t officer_id = 0;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &officer_id);
    if (rc == 0)
        rc = wr_recusal_svc_add(r->ctx, officer_id, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int delete_recusal(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_recusal_end *in = r->in;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_recusal_svc_end(r->ctx, id, in->reason);
    return rc < 0 ? rc : wr_reply_none(w);
}

const struct wr_route wr_officer_routes[] = {
    {WR_GET, "/api/v1/officers", WR_ROLE_STAFF, WR_RATE_READ, wr_officer_query_fields,
     sizeof(struct wr_officer_query), wr_officer_fields, get_officers, "Officers (执法人员)",
     WR_RT_LIST},
    {WR_POST, "/api/v1/officers", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_officer_edit_fields,
     sizeof(struct wr_officer_edit), NULL, post_officer, "Add an officer (新增执法人员)",
     WR_RT_CREATED},
    {WR_GET, "/api/v1/officers/{id}", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_officer_fields,
     get_officer, "One officer (执法人员详情)", 0},
    {WR_PATCH, "/api/v1/officers/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_officer_edit_fields,
     sizeof(struct wr_officer_edit), wr_officer_fields, patch_officer,
     "Change an officer; If-Match carries the version (修改执法人员)", WR_RT_PATCH},
    {WR_PUT, "/api/v1/officers/{id}/photo", WR_ROLE_ADMINS, WR_RATE_UPLOAD, NULL, 0,
     wr_officer_photo_fields, put_photo, "The photo that stands on plates (执法人员照片)",
     WR_RT_UPLOAD},
    {WR_GET, "/api/v1/officers/{id}/recusals", WR_ROLE_ADMINS, WR_RATE_READ, NULL, 0,
     wr_recusal_fields, get_recusals, "Recusals of an officer, ended ones too (回避记录)",
     WR_RT_LIST},
    {WR_POST, "/api/v1/officers/{id}/recusals", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_recusal_new_fields, sizeof(struct wr_recusal_new), NULL, post_recusal,
     "Keep officer and enterprise apart (登记回避)", WR_RT_CREATED},
    {WR_DELETE, "/api/v1/recusals/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_recusal_end_fields,
     sizeof(struct wr_recusal_end), NULL, delete_recusal, "End a recusal (结束回避)", 0},
    {0},
};
