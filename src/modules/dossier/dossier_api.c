#include "modules/dossier/dossier_svc.h"

static int get_list(struct wr_req *r, struct wr_resp *w)
{
    struct wr_page p;
    int rc = wr_dossier_svc_list(r->ctx, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_dossier_row_fields, sizeof(struct wr_enterprise), p.items,
                                  p.next, p.total);
}

static int get_one(struct wr_req *r, struct wr_resp *w)
{
    struct wr_enterprise e;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_dossier_svc_get(r->ctx, id, &e);
    if (rc < 0)
        return rc;
    w->etag = wr_arena_printf(r->ctx->arena, "%lld", (long long)e.version);
    return wr_reply(w, wr_enterprise_fields, &e);
}

static int get_timeline(struct wr_req *r, struct wr_resp *w)
{
    struct wr_page p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_dossier_svc_timeline(r->ctx, id, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_timeline_fields, sizeof(struct wr_timeline_item), p.items,
                                  p.next, -1);
}

static int get_map(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_dossier_svc_map(r->ctx, r->in, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_map_point_fields, sizeof(struct wr_map_point), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int get_duplicates(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_dossier_svc_duplicates(r->ctx, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_duplicate_fields, sizeof(struct wr_duplicate), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int get_today(struct wr_req *r, struct wr_resp *w)
{
    struct wr_today t = {0};
    int rc = wr_dossier_svc_today(r->ctx, &t);
    return rc < 0 ? rc : wr_reply(w, wr_today_fields, &t);
}

static int post_unmask(struct wr_req *r, struct wr_resp *w)
{
    struct wr_unmasked u = {0};
    int rc = wr_dossier_svc_unmask(r->ctx, r->in, &u);
    return rc < 0 ? rc : wr_reply_unmasked(w, wr_unmasked_fields, &u);
}

#define DESK (WR_ROLE_STAFF)

const struct wr_route wr_dossier_routes[] = {
    {WR_GET, "/api/v1/enterprises", DESK, WR_RATE_READ, wr_dossier_query_fields,
     sizeof(struct wr_dossier_query), wr_dossier_row_fields, get_list,
     "Enterprises, searched and filtered (企业列表)", WR_RT_LIST},
    {WR_GET, "/api/v1/enterprises/map", DESK, WR_RATE_READ, wr_map_query_fields,
     sizeof(struct wr_dossier_query), wr_map_point_fields, get_map, "Points of the map (地图点位)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/enterprises/duplicates", WR_ROLE_ADMINS, WR_RATE_READ, NULL, 0,
     wr_duplicate_fields, get_duplicates, "Files that may be the same enterprise (疑似重复)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/enterprises/{id}", DESK | WR_ROLE_ENTERPRISE, WR_RATE_READ, NULL, 0,
     wr_enterprise_fields, get_one, "One enterprise (一企一档)", 0},
    {WR_GET, "/api/v1/enterprises/{id}/timeline", DESK, WR_RATE_READ, wr_timeline_query_fields,
     sizeof(struct wr_timeline_query), wr_timeline_fields, get_timeline,
     "Everything that happened to it, newest first (时间线)", WR_RT_LIST},
    {WR_GET, "/api/v1/desk/today", DESK, WR_RATE_READ, NULL, 0, wr_today_fields, get_today,
     "Figures of the first page (工作台)", 0},
    {WR_POST, "/api/v1/unmask", DESK | WR_ROLE_SYSADMIN | WR_ROLE_SECADMIN, WR_RATE_WRITE,
     wr_unmask_fields, sizeof(struct wr_unmask), wr_unmasked_fields, post_unmask,
     "A personal value in full; the reason is logged (查看完整信息)", 0},
    {0},
};
