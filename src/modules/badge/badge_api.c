#include "modules/badge/badge_use.h"

static int post_devices(struct wr_req *r, struct wr_resp *w)
{
    struct wr_device d;

    int rc = wr_device_svc_add(r->ctx, r->in, &d);
    if (rc < 0)
        return rc;
    w->status = 201;
    return wr_reply(w, wr_device_fields, &d);
}

static int get_devices(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;

    int rc = wr_device_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_device_fields, sizeof(struct wr_device), items, next, -1);
}

static int post_revoke(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_device_reason *in = r->in;
    struct wr_device d;

    int rc = wr_device_svc_revoke(r->ctx, r->args[0], in->reason, &d);
    return rc < 0 ? rc : wr_reply(w, wr_device_fields, &d);
}

static int post_badge(struct wr_req *r, struct wr_resp *w)
{
    struct wr_badge_issued b;

    int rc = wr_badge_svc_issue(r->ctx, r->args[0], &b);
    return rc < 0 ? rc : wr_reply(w, wr_badge_issued_fields, &b);
}

static int post_scans(struct wr_req *r, struct wr_resp *w)
{
    struct wr_officer_scan s;

    int rc = wr_officer_scan_svc_add(r->ctx, r->in, &s);
    if (rc < 0)
        return rc;
    w->status = 201;
    return wr_reply(w, wr_officer_scan_fields, &s);
}

static int list_scans(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;

    int rc = wr_officer_scan_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_officer_scan_fields, sizeof(struct wr_officer_scan), items,
                                  next, -1);
}

static int get_revocations(struct wr_req *r, struct wr_resp *w)
{
    struct wr_badge_revocations out;

    int rc = wr_badge_svc_revocations(r->ctx, &out);
    if (rc < 0)
        return rc;
    w->cache_s = 60;
    return wr_reply(w, wr_badge_revocations_fields, &out);
}

#define DEVICE_READERS (WR_ROLE_OFFICER | WR_ROLE_ADMINS | WR_ROLE_SECADMIN)

const struct wr_route wr_badge_routes[] = {
    {WR_POST, "/api/v1/devices", WR_ROLE_OFFICER, WR_RATE_WRITE, wr_device_new_fields,
     sizeof(struct wr_device_new), wr_device_fields, post_devices,
     "Register this phone and its public key (登记设备)", WR_RT_CREATED},
    {WR_GET, "/api/v1/devices", DEVICE_READERS, WR_RATE_READ, wr_device_query_fields,
     sizeof(struct wr_device_query), wr_device_fields, get_devices,
     "Phones: an officer's own, or those of the district (设备列表)", WR_RT_LIST},
    {WR_POST, "/api/v1/devices/{uid}/revoke", DEVICE_READERS, WR_RATE_WRITE,
     wr_device_reason_fields, sizeof(struct wr_device_reason), wr_device_fields, post_revoke,
     "Trust a phone no longer (停用设备)", 0},
    {WR_POST, "/api/v1/devices/{uid}/badge", WR_ROLE_OFFICER, WR_RATE_WRITE, NULL, 0,
     wr_badge_issued_fields, post_badge,
     "Sign a badge and the approved missions for this phone (签发执法码凭证)", 0},
    {WR_POST, "/api/v1/my/officer-scans", WR_ROLE_ENTERPRISE, WR_RATE_CHECKIN,
     wr_officer_scan_new_fields, sizeof(struct wr_officer_scan_new), wr_officer_scan_fields,
     post_scans, "Keep the proof of an officer's code that was scanned (记录核对)", WR_RT_CREATED},
    {WR_GET, "/api/v1/my/officer-scans", WR_ROLE_ENTERPRISE, WR_RATE_READ, wr_my_scan_query_fields,
     sizeof(struct wr_officer_scan_query), wr_officer_scan_fields, list_scans,
     "The enterprise's own scans of officers' codes, newest first (本企业核对记录)", WR_RT_LIST},
    {WR_GET, "/api/v1/officer-scans", WR_ROLE_STAFF, WR_RATE_READ, wr_officer_scan_query_fields,
     sizeof(struct wr_officer_scan_query), wr_officer_scan_fields, list_scans,
     "Scans of officers' codes by enterprises, newest first (执法码核对记录)", WR_RT_LIST},
    {WR_GET, "/api/v1/public/badge-revocations", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0,
     wr_badge_revocations_fields, get_revocations,
     "Signed list of phones whose codes are not valid any more (停用的执法码设备)", 0},
    {0},
};
