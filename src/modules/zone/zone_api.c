#include "modules/zone/zone_svc.h"

static int reply(struct wr_resp *w, int rc, struct wr_list items)
{
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_zone_fields, sizeof(struct wr_zone), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int get_zones(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items = {NULL, 0};

    return reply(w, wr_zone_svc_list(r->ctx, &items), items);
}

static int get_at(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items = {NULL, 0};
    int rc = wr_zone_svc_at(r->ctx, r->in, &items);

    return reply(w, rc, items);
}

const struct wr_route wr_zone_routes[] = {
    {WR_GET, "/api/v1/zones", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_zone_fields, get_zones,
     "Environmental zones (功能区、敏感区)", WR_RT_LIST},
    {WR_GET, "/api/v1/zones/at", WR_ROLE_STAFF, WR_RATE_READ, wr_zone_at_fields,
     sizeof(struct wr_zone_at_query), wr_zone_fields, get_at,
     "Zones that hold a point on a day (所在功能区)", WR_RT_LIST},
    {0},
};
