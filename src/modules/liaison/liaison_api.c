#include "modules/liaison/liaison_use.h"

#define NO_NEXT ((struct wr_str){NULL, 0})

static int get_assignments(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_liaison_svc_list(r->ctx, r->in, &items, &next);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_assignment_fields, sizeof(struct wr_assignment), items, next, -1);
}

static int post_assignment(struct wr_req *r, struct wr_resp *w)
{
    struct wr_assignment a;
    int rc = wr_liaison_svc_assign(r->ctx, r->in, &a);
    return rc < 0 ? rc : wr_reply(w, wr_assignment_fields, &a);
}

static int post_end(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_liaison_svc_end(r->ctx, id, r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_handover(struct wr_req *r, struct wr_resp *w)
{
    struct wr_handover h;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_liaison_svc_handover(r->ctx, id, &h);
    return rc < 0 ? rc : wr_reply(w, wr_handover_fields, &h);
}

static int get_coverage(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_district_query *q = r->in;
    struct wr_coverage c;
    int rc = wr_liaison_svc_coverage(r->ctx, q->district_id, &c);
    return rc < 0 ? rc : wr_reply(w, wr_coverage_fields, &c);
}

static int get_workload(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_district_query *q = r->in;
    struct wr_list items;
    int rc = wr_liaison_svc_workload(r->ctx, q->district_id, &items);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_workload_fields, sizeof(struct wr_workload), items, NO_NEXT,
                         (int64_t)items.n);
}

/* ---- plans ---- */

static int post_plan(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plan p;
    int rc = wr_plan_svc_propose(r->ctx, r->in, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plan_fields, &p);
}

static int get_plan(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plan p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plan_svc_get(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plan_fields, &p);
}

static int get_changes(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int64_t id = 0;
    int64_t total = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plan_svc_changes(r->ctx, id, r->in, &items, &next, &total);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_plan_change_fields, sizeof(struct wr_plan_change), items, next,
                         total);
}

static int post_apply(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_plan_reason *in = r->in;
    struct wr_plan p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plan_svc_apply(r->ctx, id, in->reason, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plan_fields, &p);
}

static int post_discard(struct wr_req *r, struct wr_resp *w)
{
    struct wr_plan p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_plan_svc_discard(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_plan_fields, &p);
}

/* ---- tasks ---- */

static int get_codes(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_task_svc_codes(r->ctx, &items);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_task_code_fields, sizeof(struct wr_task_code), items, NO_NEXT,
                         (int64_t)items.n);
}

static int post_code(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_task_svc_code_add(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int patch_code(struct wr_req *r, struct wr_resp *w)
{
    struct wr_task_code c;
    struct wr_task_code_edit merged;
    int64_t id = 0;
    int64_t version = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_task_svc_code(r->ctx, id, &c);
    if (rc < 0)
        return rc;
    struct wr_task_code_edit current = {.code = c.code,
                                        .name_zh = c.name_zh,
                                        .name_en = c.name_en,
                                        .due_days = c.due_days,
                                        .active = c.active,
                                        .sort = c.sort};
    rc = wr_req_patch(r, wr_task_code_edit_fields, &current, &merged, sizeof(merged));
    if (rc == 0)
        rc = wr_task_svc_code_change(r->ctx, id, version, &merged, &c);
    return rc < 0 ? rc : wr_reply(w, wr_task_code_fields, &c);
}

static int get_tasks(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_task_svc_list(r->ctx, r->in, &items, &next);
    if (rc < 0)
        return rc;
    return wr_reply_list(w, wr_liaison_task_fields, sizeof(struct wr_liaison_task), items, next,
                         -1);
}

static int post_done(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_task_svc_done(r->ctx, id, r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

const struct wr_route wr_liaison_routes[] = {
    {WR_GET, "/api/v1/assignments", WR_ROLE_STAFF, WR_RATE_READ, wr_assignment_query_fields,
     sizeof(struct wr_assignment_query), wr_assignment_fields, get_assignments,
     "Assignments of liaisons, newest first (结对记录)", WR_RT_LIST},
    {WR_POST, "/api/v1/assignments", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_assignment_new_fields,
     sizeof(struct wr_assignment_new), wr_assignment_fields, post_assignment,
     "Assign or replace the liaison, or add a cover (安排或更换联络员、代理)", WR_RT_CREATED},
    {WR_POST, "/api/v1/assignments/{id}/end", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_assignment_end_fields, sizeof(struct wr_assignment_end), NULL, post_end,
     "End an assignment without successor (结束结对)", 0},
    {WR_GET, "/api/v1/assignments/{id}/handover", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0,
     wr_handover_fields, get_handover, "Hand-over sheet (交接单)", 0},
    {WR_GET, "/api/v1/liaison/coverage", WR_ROLE_STAFF, WR_RATE_READ, wr_district_query_fields,
     sizeof(struct wr_district_query), wr_coverage_fields, get_coverage,
     "Coverage by district (结对覆盖率)", 0},
    {WR_GET, "/api/v1/liaison/workload", WR_ROLE_STAFF, WR_RATE_READ, wr_district_query_fields,
     sizeof(struct wr_district_query), wr_workload_fields, get_workload,
     "Workload by officer (工作量)", WR_RT_LIST},
    {WR_POST, "/api/v1/liaison/plans", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_plan_params_fields,
     sizeof(struct wr_plan_params), wr_plan_fields, post_plan,
     "Compute an optimal distribution and propose it (拟定结对方案)", WR_RT_CREATED},
    {WR_GET, "/api/v1/liaison/plans/{id}", WR_ROLE_ADMINS, WR_RATE_READ, NULL, 0, wr_plan_fields,
     get_plan, "A plan with its figures before and after (方案)", 0},
    {WR_GET, "/api/v1/liaison/plans/{id}/changes", WR_ROLE_ADMINS, WR_RATE_READ,
     wr_page_query_fields, sizeof(struct wr_page_query), wr_plan_change_fields, get_changes,
     "Who would change (方案变动明细)", WR_RT_LIST},
    {WR_POST, "/api/v1/liaison/plans/{id}/apply", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_plan_reason_fields, sizeof(struct wr_plan_reason), wr_plan_fields, post_apply,
     "Carry a plan out (执行方案)", 0},
    {WR_POST, "/api/v1/liaison/plans/{id}/discard", WR_ROLE_ADMINS, WR_RATE_WRITE, NULL, 0,
     wr_plan_fields, post_discard, "Discard a plan (放弃方案)", 0},
    {WR_GET, "/api/v1/liaison/task-codes", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0,
     wr_task_code_fields, get_codes, "Task codes, bureau-defined (任务代码)", WR_RT_LIST},
    {WR_POST, "/api/v1/liaison/task-codes", WR_ROLE_CITY_ADMIN, WR_RATE_WRITE,
     wr_task_code_edit_fields, sizeof(struct wr_task_code_edit), NULL, post_code,
     "Add a task code; it opens a task in every active assignment (新增任务代码)", WR_RT_CREATED},
    {WR_PATCH, "/api/v1/liaison/task-codes/{id}", WR_ROLE_CITY_ADMIN, WR_RATE_WRITE,
     wr_task_code_edit_fields, sizeof(struct wr_task_code_edit), wr_task_code_fields, patch_code,
     "Change a task code; If-Match carries its version (修改任务代码)", WR_RT_PATCH},
    {WR_GET, "/api/v1/liaison/tasks", WR_ROLE_STAFF, WR_RATE_READ, wr_task_query_fields,
     sizeof(struct wr_task_query), wr_liaison_task_fields, get_tasks, "Tasks by due day (任务清单)",
     WR_RT_LIST},
    {WR_POST, "/api/v1/liaison/tasks/{id}/done", WR_ROLE_OFFICER | WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_task_done_fields, sizeof(struct wr_task_done), NULL, post_done,
     "Close a task with its result (办结任务)", 0},
    {0},
};
