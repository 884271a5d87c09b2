#include "modules/visit/visit_complaint.h"

struct created {
    struct wr_str case_code;
};
static const struct wr_field created_fields[] = {
    WR_STR(struct created, case_code, WR_CASE_CODE, WR_CASE_CODE, "查询码",
           "keep it: the only key to follow the case"),
    {0},
};

static int post_complaint(struct wr_req *r, struct wr_resp *w)
{
    struct created c = {0};
    int rc = wr_complaint_svc_add(r->ctx, r->in, &c.case_code);
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, created_fields, &c);
}

static int get_followed(struct wr_req *r, struct wr_resp *w)
{
    struct wr_complaint c;
    int rc = wr_complaint_svc_follow(r->ctx, r->args[0], &c);
    return rc < 0 ? rc : wr_reply(w, wr_complaint_public_fields, &c);
}

/** Who handles complaints must be able to call back: contacts are shown to them as they are. */
static int get_complaints(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    struct wr_jw j;
    int rc = wr_complaint_svc_list(r->ctx, r->in, &items, &next);
    if (rc < 0) {
        return rc;
    }
    wr_jw_init(&j, &w->body);
    wr_jw_obj(&j, NULL);
    wr_jw_list(&j, "items");
    for (size_t i = 0; i < items.n; i++) {
        wr_jw_struct(&j, NULL, wr_complaint_fields, (const struct wr_complaint *)items.p + i,
                     WR_MASK_NONE);
    }
    wr_jw_list_end(&j);
    if (next.n > 0) {
        wr_jw_str(&j, "next", next);
    }
    wr_jw_obj_end(&j);
    return w->body.failed ? WR_ELIMIT : 0;
}

static int post_answer(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0) {
        rc = wr_complaint_svc_answer(r->ctx, id, r->in);
    }
    return rc < 0 ? rc : wr_reply_none(w);
}

#define HANDLERS (WR_ROLE_ADMINS | WR_ROLE_HOTLINE | WR_ROLE_SUPERVISION)

const struct wr_route wr_complaint_routes[] = {
    {WR_POST, "/api/v1/public/complaints", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, wr_complaint_new_fields,
     sizeof(struct wr_complaint_new), created_fields, post_complaint,
     "Complain, without login; the code follows the case (投诉)", WR_RT_NO_CSRF | WR_RT_CREATED},
    {WR_GET, "/api/v1/public/complaints/{case_code}", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0,
     wr_complaint_public_fields, get_followed, "Follow a case by its code (查询投诉)", 0},
    {WR_GET, "/api/v1/complaints", HANDLERS, WR_RATE_READ, wr_complaint_filter_fields,
     sizeof(struct wr_complaint_filter), wr_complaint_fields, get_complaints,
     "Complaints, newest first (投诉列表)", WR_RT_LIST},
    {WR_POST, "/api/v1/complaints/{id}/answer", HANDLERS, WR_RATE_WRITE, wr_complaint_answer_fields,
     sizeof(struct wr_complaint_answer), NULL, post_answer,
     "Take up, answer or close a complaint (答复投诉)", 0},
    {0},
};
