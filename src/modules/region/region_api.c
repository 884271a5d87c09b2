#include "modules/region/region_fields.h"
#include "modules/region/region_svc.h"
#include "modules/region/region_use.h"

static int get_regions(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_region_svc_list(r->ctx, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_region_fields, sizeof(struct wr_region), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int post_region(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_region_svc_add(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int put_region(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0, version = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_region_svc_change(r->ctx, id, version, r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

const struct wr_route wr_region_routes[] = {
    {WR_GET, "/api/v1/regions", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0, wr_region_fields,
     get_regions, "Districts and streets (区县与街道)", WR_RT_LIST},
    {WR_POST, "/api/v1/regions", WR_ROLE_CITY_ADMIN, WR_RATE_WRITE, wr_region_new_fields,
     sizeof(struct wr_region_new), NULL, post_region, "Add a region (新增地区)", WR_RT_CREATED},
    {WR_PUT, "/api/v1/regions/{id}", WR_ROLE_CITY_ADMIN, WR_RATE_WRITE, wr_region_new_fields,
     sizeof(struct wr_region_new), NULL, put_region,
     "Change a region; If-Match carries its version (修改地区)", 0},
    {0},
};
