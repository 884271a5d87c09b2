#include "modules/visit/visit_use.h"

/* ---- before the gate ---------------------------------------------------------------------------- */

static int post_verdict(struct wr_req *r, struct wr_resp *w)
{
    struct wr_visit_outlook o;
    int rc = wr_visit_svc_verdict(r->ctx, r->in, &o);
    return rc < 0 ? rc : wr_reply_unmasked(w, wr_visit_outlook_fields, &o);
}

static int post_visit(struct wr_req *r, struct wr_resp *w)
{
    struct wr_visit v;
    int rc = wr_visit_svc_check_in(r->ctx, r->in, &v);
    if (rc < 0) {
        return rc;
    }
    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, "/api/v1/visits/%lld", (long long)v.id);
    return wr_reply(w, wr_visit_fields, &v);
}

/* ---- record ------------------------------------------------------------------------------------- */

static int put_items(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_put_items(r->ctx, id, r->in, &v);
    }
    return rc < 0 ? rc : wr_reply(w, wr_visit_fields, &v);
}

static int post_finding(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit_finding f;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_add_finding(r->ctx, id, r->in, &f);
    }
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, wr_visit_finding_fields, &f);
}

static int delete_finding(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_withdraw_finding(r->ctx, id);
    }
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_photo(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_str bytes;
    struct wr_visit_photo p;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_req_upload_bytes(r, WR_MEDIA_BYTES_MAX, &bytes);
    }
    if (rc == 0) {
        rc = wr_visit_svc_add_photo(r->ctx, id, r->in, bytes, &p);
    }
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, wr_visit_photo_fields, &p);
}

static int get_photo(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0, photo_id = 0;
    struct wr_media m;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_req_id(r, 1, &photo_id);
    }
    if (rc == 0) {
        rc = wr_visit_svc_photo(r->ctx, id, photo_id, &m);
    }
    if (rc < 0) {
        return rc;
    }
    w->media_type = wr_arena_cstr(r->ctx->arena, m.media_type);
    w->etag = m.sha256;
    wr_buf_str(&w->body, m.content);
    return w->body.failed ? WR_ELIMIT : 0;
}

static int post_check_out(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_check_out(r->ctx, id, r->in, &v);
    }
    return rc < 0 ? rc : wr_reply(w, wr_visit_fields, &v);
}

static int post_cancel(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    const struct wr_visit_cancel *in = r->in;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_cancel(r->ctx, id, in->reason);
    }
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_refuse(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_refuse(r->ctx, id, r->in);
    }
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_rating(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_rate(r->ctx, id, r->in);
    }
    return rc < 0 ? rc : wr_reply_none(w);
}

/* ---- reading ------------------------------------------------------------------------------------ */

static int get_visit(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_get(r->ctx, id, &v);
    }
    return rc < 0 ? rc : wr_reply(w, wr_visit_fields, &v);
}

static int get_visits(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_visit_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_visit_fields, sizeof(struct wr_visit), items, next, -1);
}

static int get_mine(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_visit_svc_mine(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_visit_fields, sizeof(struct wr_visit), items, next, -1);
}

static int get_receipt(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_jw j;
    int rc = wr_req_id(r, 0, &id);
    wr_jw_init(&j, &w->body);
    wr_jw_obj(&j, NULL);
    if (rc == 0) {
        rc = wr_visit_svc_receipt(r->ctx, id, &j);
    }
    wr_jw_obj_end(&j);
    return rc == 0 && w->body.failed ? WR_ELIMIT : rc;
}

static int get_receipt_svg(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_visit_svc_receipt_svg(r->ctx, id, &w->body);
    }
    w->media_type = "image/svg+xml";
    return rc == 0 && w->body.failed ? WR_ELIMIT : rc;
}

struct checklist_query {
    int64_t enterprise_id;
};
static const struct wr_field checklist_query_fields[] = {
    WR_ID_OPT(struct checklist_query, enterprise_id, "企业",
              "with the lists of its industry and permit class; absent: the base list"),
    {0},
};

static int get_checklist(struct wr_req *r, struct wr_resp *w)
{
    const struct checklist_query *q = r->in;
    struct wr_checklist c;
    int64_t kind = wr_enum_value(wr_visit_kinds, r->args[0]);
    if (kind < 0) {
        return wr_fail(r->ctx, WR_K_not_found, WR_S("该类检查清单 check-list"));
    }
    int rc = wr_visit_svc_checklist(r->ctx, kind, q->enterprise_id, &c);
    return rc < 0 ? rc : wr_reply(w, wr_checklist_fields, &c);
}

/* ---- an officer's own pages --------------------------------------------------------------------- */

struct search {
    struct wr_str q;
};
static const struct wr_field search_fields[] = {
    WR_STR_OPT(struct search, q, 0, 60, "企业名称", "part of the name, or pinyin initials"),
    {0},
};

static int get_today(struct wr_req *r, struct wr_resp *w)
{
    struct wr_my_today t;
    int rc = wr_visit_svc_today(r->ctx, &t);
    return rc < 0 ? rc : wr_reply(w, wr_my_today_fields, &t);
}

static int get_my_enterprises(struct wr_req *r, struct wr_resp *w)
{
    const struct search *s = r->in;
    struct wr_list items;
    int rc = wr_visit_svc_my_enterprises(r->ctx, s->q, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_visit_my_enterprise_fields,
                                  sizeof(struct wr_visit_my_enterprise), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

#define SEE (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)

const struct wr_route wr_visit_routes[] = {
    {WR_POST, "/api/v1/visits/verdict", WR_ROLE_STAFF, WR_RATE_CHECKIN, wr_visit_ask_fields,
     sizeof(struct wr_visit_ask), wr_visit_outlook_fields, post_verdict,
     "May this visit happen, and why (入企判断)", 0},
    {WR_POST, "/api/v1/visits", WR_ROLE_OFFICER, WR_RATE_CHECKIN, wr_visit_new_fields,
     sizeof(struct wr_visit_new), wr_visit_fields, post_visit, "Check in at a gate (扫码入企)",
     WR_RT_CREATED},
    {WR_GET, "/api/v1/visits", WR_ROLE_STAFF, WR_RATE_READ, wr_visit_filter_fields,
     sizeof(struct wr_visit_filter), wr_visit_fields, get_visits, "Visits, newest first (入企列表)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/visits/{id}", SEE, WR_RATE_READ, NULL, 0, wr_visit_fields, get_visit,
     "One visit with its record (入企记录)", 0},
    {WR_PUT, "/api/v1/visits/{id}/items", WR_ROLE_OFFICER, WR_RATE_WRITE, wr_visit_items_put_fields,
     sizeof(struct wr_visit_items_put), wr_visit_fields, put_items,
     "Answer items of the check-list (填写检查表)", 0},
    {WR_POST, "/api/v1/visits/{id}/findings", WR_ROLE_OFFICER, WR_RATE_WRITE,
     wr_visit_finding_new_fields, sizeof(struct wr_visit_finding_new), wr_visit_finding_fields,
     post_finding, "Record a finding (记录问题)", WR_RT_CREATED},
    {WR_DELETE, "/api/v1/findings/{id}", WR_ROLE_OFFICER, WR_RATE_WRITE, NULL, 0, NULL,
     delete_finding, "Withdraw a finding while the visit is in progress (撤回问题)", 0},
    {WR_POST, "/api/v1/visits/{id}/photos", WR_ROLE_OFFICER, WR_RATE_UPLOAD,
     wr_visit_photo_query_fields, sizeof(struct wr_visit_photo_query), wr_visit_photo_fields,
     post_photo, "Add a photo (上传照片)", WR_RT_UPLOAD | WR_RT_CREATED},
    {WR_GET, "/api/v1/visits/{id}/photos/{photo_id}", SEE, WR_RATE_READ, NULL, 0, NULL, get_photo,
     "One photo (查看照片)", WR_RT_FILE},
    {WR_POST, "/api/v1/visits/{id}/check-out", WR_ROLE_OFFICER, WR_RATE_WRITE,
     wr_visit_check_out_fields, sizeof(struct wr_visit_check_out), wr_visit_fields, post_check_out,
     "Check out; without confirm only shows the record (签退)", 0},
    {WR_POST, "/api/v1/visits/{id}/cancel", WR_ROLE_OFFICER | WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_visit_cancel_fields, sizeof(struct wr_visit_cancel), NULL, post_cancel,
     "Cancel a visit without records, with a reason (取消)", 0},
    {WR_POST, "/api/v1/visits/{id}/refuse", WR_ROLE_ENTERPRISE, WR_RATE_WRITE,
     wr_visit_refusal_fields, sizeof(struct wr_visit_refusal), NULL, post_refuse,
     "The enterprise refuses the visit (拒绝)", 0},
    {WR_POST, "/api/v1/visits/{id}/rating", WR_ROLE_ENTERPRISE, WR_RATE_WRITE,
     wr_visit_rating_new_fields, sizeof(struct wr_visit_rating_new), NULL, post_rating,
     "Rate a visit; read by supervision only (评价)", 0},
    {WR_GET, "/api/v1/visits/{id}/receipt", SEE, WR_RATE_READ, NULL, 0, wr_visit_receipt_fields,
     get_receipt, "Receipt with proof (回执)", 0},
    {WR_GET, "/api/v1/visits/{id}/receipt.svg", SEE, WR_RATE_READ, NULL, 0, NULL, get_receipt_svg,
     "QR of the receipt (回执二维码)", WR_RT_FILE},
    {WR_GET, "/api/v1/visit-checklists/{kind}", WR_ROLE_STAFF, WR_RATE_READ, checklist_query_fields,
     sizeof(struct checklist_query), wr_checklist_fields, get_checklist,
     "Check-list of a kind of visit, or of an enterprise (检查清单)", 0},
    {WR_GET, "/api/v1/my/today", WR_ROLE_OFFICER, WR_RATE_READ, NULL, 0, wr_my_today_fields,
     get_today, "An officer's day (今日)", 0},
    {WR_GET, "/api/v1/my/enterprises", WR_ROLE_OFFICER, WR_RATE_READ, search_fields,
     sizeof(struct search), wr_visit_my_enterprise_fields, get_my_enterprises,
     "Enterprises the officer is liaison of (我的企业)", WR_RT_LIST},
    {WR_GET, "/api/v1/my/visits", WR_ROLE_ENTERPRISE, WR_RATE_READ, wr_visit_filter_fields,
     sizeof(struct wr_visit_filter), wr_visit_fields, get_mine,
     "Visits to my enterprise (到访记录)", WR_RT_LIST},
    {0},
};
