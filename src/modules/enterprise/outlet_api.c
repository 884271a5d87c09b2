#include "modules/enterprise/enterprise_use.h"

static int get_outlets(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_list items;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_outlet_svc_list(r->ctx, id, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_outlet_fields, sizeof(struct wr_outlet), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int post_outlet(struct wr_req *r, struct wr_resp *w)
{
    static const struct wr_outlet fresh = {.kind = WR_OUTLET_OTHER};
    struct wr_outlet o;
    int64_t enterprise_id = 0, id = 0;
    int rc = wr_req_id(r, 0, &enterprise_id);
    if (rc == 0)
        rc = wr_req_patch(r, wr_outlet_edit_fields, &fresh, &o, sizeof o);
    if (rc < 0)
        return rc;
    o.enterprise_id = enterprise_id;
    rc = wr_outlet_svc_add(r->ctx, &o, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int patch_outlet(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0, version = 0;
    struct wr_outlet now, o;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_outlet_svc_get(r->ctx, id, &now);
    if (rc == 0)
        rc = wr_req_patch(r, wr_outlet_edit_fields, &now, &o, sizeof o);
    if (rc < 0)
        return rc;
    o.id = id;
    o.version = version;
    rc = wr_outlet_svc_change(r->ctx, &o);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int delete_outlet(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_reason *in = r->in;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_outlet_svc_delete(r->ctx, id, in->reason);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_equipment(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_list items;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_equipment_svc_list(r->ctx, id, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_equipment_fields, sizeof(struct wr_equipment), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int post_equipment(struct wr_req *r, struct wr_resp *w)
{
    static const struct wr_equipment fresh = {.kind = WR_EQUIPMENT_PRODUCTION};
    struct wr_equipment q;
    int64_t enterprise_id = 0, id = 0;
    int rc = wr_req_id(r, 0, &enterprise_id);
    if (rc == 0)
        rc = wr_req_patch(r, wr_equipment_edit_fields, &fresh, &q, sizeof q);
    if (rc < 0)
        return rc;
    q.enterprise_id = enterprise_id;
    rc = wr_equipment_svc_add(r->ctx, &q, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int patch_equipment(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0, version = 0;
    struct wr_equipment now, q;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_equipment_svc_get(r->ctx, id, &now);
    if (rc == 0)
        rc = wr_req_patch(r, wr_equipment_edit_fields, &now, &q, sizeof q);
    if (rc < 0)
        return rc;
    q.id = id;
    q.version = version;
    rc = wr_equipment_svc_change(r->ctx, &q);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int delete_equipment(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_reason *in = r->in;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_equipment_svc_delete(r->ctx, id, in->reason);
    return rc < 0 ? rc : wr_reply_none(w);
}

#define READERS (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)

const struct wr_route wr_outlet_routes[] = {
    {WR_GET, "/api/v1/enterprises/{id}/outlets", READERS, WR_RATE_READ, NULL, 0, wr_outlet_fields,
     get_outlets, "Outlets (排放口)", WR_RT_LIST},
    {WR_POST, "/api/v1/enterprises/{id}/outlets", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_outlet_edit_fields, sizeof(struct wr_outlet), NULL, post_outlet,
     "Add an outlet (新增排放口)", WR_RT_PATCH | WR_RT_CREATED},
    {WR_PATCH, "/api/v1/outlets/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_outlet_edit_fields,
     sizeof(struct wr_outlet), NULL, patch_outlet, "Change an outlet (修改排放口)", WR_RT_PATCH},
    {WR_DELETE, "/api/v1/outlets/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_reason_fields,
     sizeof(struct wr_reason), NULL, delete_outlet,
     "Remove an outlet that nothing hangs on (删除排放口)", 0},
    {WR_GET, "/api/v1/enterprises/{id}/equipment", READERS, WR_RATE_READ, NULL, 0,
     wr_equipment_fields, get_equipment, "Equipment (设施设备)", WR_RT_LIST},
    {WR_POST, "/api/v1/enterprises/{id}/equipment", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_equipment_edit_fields, sizeof(struct wr_equipment), NULL, post_equipment,
     "Add equipment (新增设备)", WR_RT_PATCH | WR_RT_CREATED},
    {WR_PATCH, "/api/v1/equipment/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_equipment_edit_fields,
     sizeof(struct wr_equipment), NULL, patch_equipment, "Change equipment (修改设备)",
     WR_RT_PATCH},
    {WR_DELETE, "/api/v1/equipment/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_reason_fields,
     sizeof(struct wr_reason), NULL, delete_equipment, "Remove equipment (删除设备)", 0},
    {0},
};
