#include "modules/enterprise/enterprise_use.h"

const struct wr_field wr_status_change_fields[] = {
    WR_ENUM(struct wr_status_change, status, wr_ent_statuses, "状态", "active, closed or moved"),
    WR_DATE_OPT(struct wr_status_change, date, "日期", "since when"),
    WR_STR(struct wr_status_change, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
const struct wr_field wr_merge_fields[] = {
    WR_ID(struct wr_merge, into_id, "并入企业", "file that remains"),
    WR_STR(struct wr_merge, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
const struct wr_field wr_reason_fields[] = {
    WR_STR(struct wr_reason, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};

static int post_enterprise(struct wr_req *r, struct wr_resp *w)
{
    struct wr_enterprise e;
    int64_t id = 0;
    int rc = wr_req_patch(r, wr_enterprise_edit_fields, &WR_ENTERPRISE_NEW, &e, sizeof e);
    if (rc < 0)
        return rc;
    e.positive_state = WR_ENTERPRISE_NEW.positive_state;
    e.status = WR_ENTERPRISE_NEW.status;
    rc = wr_enterprise_svc_add(r->ctx, &e, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int patch_enterprise(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0, version = 0;
    struct wr_enterprise now, e;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_enterprise_svc_get(r->ctx, id, &now);
    if (rc == 0)
        rc = wr_req_patch(r, wr_enterprise_edit_fields, &now, &e, sizeof e);
    if (rc == 0)
        rc = wr_enterprise_svc_change(r->ctx, id, version, &e);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_status(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_enterprise_svc_status(r->ctx, id, r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_merge(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_enterprise_svc_merge(r->ctx, id, r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_unmerge(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_reason *in = r->in;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_enterprise_svc_unmerge(r->ctx, id, in->reason);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_history(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_list items;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_enterprise_svc_history(r->ctx, id, &items);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_enterprise_change_fields, sizeof(struct wr_enterprise_change),
                               items, (struct wr_str){0}, (int64_t)items.n);
}

const struct wr_route wr_enterprise_routes[] = {
    {WR_POST, "/api/v1/enterprises", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_enterprise_edit_fields,
     sizeof(struct wr_enterprise), NULL, post_enterprise, "Open a file (新建企业档案)",
     WR_RT_PATCH | WR_RT_CREATED},
    {WR_PATCH, "/api/v1/enterprises/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_enterprise_edit_fields,
     sizeof(struct wr_enterprise), NULL, patch_enterprise,
     "Change a file; needs If-Match and a reason (修改企业档案)", WR_RT_PATCH},
    {WR_POST, "/api/v1/enterprises/{id}/status", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_status_change_fields, sizeof(struct wr_status_change), NULL, post_status,
     "Close, mark as moved, reopen (变更状态)", 0},
    {WR_POST, "/api/v1/enterprises/{id}/merge", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_merge_fields,
     sizeof(struct wr_merge), NULL, post_merge,
     "Merge a duplicate into another file (合并重复档案)", 0},
    {WR_POST, "/api/v1/enterprises/{id}/unmerge", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_reason_fields,
     sizeof(struct wr_reason), NULL, post_unmerge, "Undo a merge (撤销合并)", 0},
    {WR_GET, "/api/v1/enterprises/{id}/history", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0,
     wr_enterprise_change_fields, get_history, "Changes of a file, newest first (变更历史)",
     WR_RT_LIST},
    {0},
};
