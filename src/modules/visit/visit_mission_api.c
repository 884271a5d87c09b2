#include "modules/visit/visit_mission_use.h"

static int reply(struct wr_resp *w, int rc, const struct wr_mission *m)
{
    return rc < 0 ? rc : wr_reply(w, wr_mission_fields, m);
}

static int post_mission(struct wr_req *r, struct wr_resp *w)
{
    struct wr_mission m;
    int rc = wr_mission_svc_submit(r->ctx, r->in, &m);
    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, "/api/v1/missions/%lld", (long long)m.id);
    return reply(w, rc, &m);
}

static int get_missions(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_mission_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_mission_fields, sizeof(struct wr_mission), items, next, -1);
}

static int get_mission(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_mission m;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_mission_svc_get(r->ctx, id, &m), &m);
}

static int post_approve(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    const struct wr_mission_note *in = r->in;
    struct wr_mission m;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_mission_svc_approve(r->ctx, id, in->note, &m), &m);
}

static int post_reject(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    const struct wr_mission_note *in = r->in;
    struct wr_mission m;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_mission_svc_reject(r->ctx, id, in->note, &m), &m);
}

static int post_notify(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_mission m;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_mission_svc_notify(r->ctx, id, r->in, &m), &m);
}

static int post_cancel(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    const struct wr_visit_cancel *in = r->in;
    struct wr_mission m;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_mission_svc_cancel(r->ctx, id, in->reason, &m), &m);
}

static int post_merge(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    const struct wr_mission_merge *in = r->in;
    struct wr_mission m;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_mission_svc_merge(r->ctx, id, in->into_id, &m), &m);
}

static int reply_all(struct wr_resp *w, int rc, struct wr_list items)
{
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_mission_fields, sizeof(struct wr_mission), items,
                                  (struct wr_str){NULL, 0}, -1);
}

static int get_mine(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_mission_svc_mine(r->ctx, &items);
    return reply_all(w, rc, items);
}

static int get_notices(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_mission_svc_notices(r->ctx, &items);
    return reply_all(w, rc, items);
}

static int get_proposals(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_mission_svc_proposals(r->ctx, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_mission_pair_fields, sizeof(struct wr_mission_pair), items,
                                  (struct wr_str){NULL, 0}, -1);
}

#define APPLICANTS (WR_ROLE_OFFICER | WR_ROLE_ADMINS)
#define APPROVERS (WR_ROLE_ADMINS | WR_ROLE_LEADER | WR_ROLE_LEGAL)

const struct wr_route wr_mission_routes[] = {
    {WR_POST, "/api/v1/missions", APPLICANTS, WR_RATE_WRITE, wr_mission_new_fields,
     sizeof(struct wr_mission_new), wr_mission_fields, post_mission,
     "Apply for a visit; its place under the cap is reserved (入企任务申请)", WR_RT_CREATED},
    {WR_GET, "/api/v1/missions", WR_ROLE_STAFF, WR_RATE_READ, wr_mission_filter_fields,
     sizeof(struct wr_mission_filter), wr_mission_fields, get_missions,
     "Missions, newest first (入企任务)", WR_RT_LIST},
    {WR_GET, "/api/v1/missions/proposals", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0,
     wr_mission_pair_fields, get_proposals, "Missions that could be one visit (综合查一次建议)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/missions/{id}", WR_ROLE_STAFF | WR_ROLE_ENTERPRISE, WR_RATE_READ, NULL, 0,
     wr_mission_fields, get_mission, "One mission with its units (任务详情)", 0},
    {WR_POST, "/api/v1/missions/{id}/approve", APPROVERS, WR_RATE_WRITE, wr_mission_note_fields,
     sizeof(struct wr_mission_note), wr_mission_fields, post_approve,
     "Approve; who may is data, and never the applicant (批准)", 0},
    {WR_POST, "/api/v1/missions/{id}/reject", APPROVERS, WR_RATE_WRITE, wr_mission_note_fields,
     sizeof(struct wr_mission_note), wr_mission_fields, post_reject,
     "Reject, with a reason (不予批准)", 0},
    {WR_POST, "/api/v1/missions/{id}/notify", APPLICANTS, WR_RATE_WRITE, wr_mission_notice_fields,
     sizeof(struct wr_mission_notice), wr_mission_fields, post_notify,
     "The enterprise was told, or why not (检查通知)", 0},
    {WR_POST, "/api/v1/missions/{id}/cancel", APPLICANTS, WR_RATE_WRITE, wr_visit_cancel_fields,
     sizeof(struct wr_visit_cancel), wr_mission_fields, post_cancel,
     "Cancel before it is carried out; its place is free again (取消任务)", 0},
    {WR_POST, "/api/v1/missions/{id}/merge", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_mission_merge_fields,
     sizeof(struct wr_mission_merge), wr_mission_fields, post_merge,
     "Become part of another mission; replies with that one (综合查一次)", 0},
    {WR_GET, "/api/v1/my/missions", WR_ROLE_OFFICER, WR_RATE_READ, NULL, 0, wr_mission_fields,
     get_mine, "An officer's own open missions (我的任务)", WR_RT_LIST},
    {WR_GET, "/api/v1/my/notices", WR_ROLE_ENTERPRISE, WR_RATE_READ, NULL, 0, wr_mission_fields,
     get_notices, "Visits my enterprise was told of (检查通知)", WR_RT_LIST},
    {0},
};
