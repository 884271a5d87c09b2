#include "modules/device/device_use.h"

static const struct wr_str NO_NEXT = {0};

static int get_monitors(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    struct wr_str next = {0};
    int rc = wr_monitor_svc_list(r->ctx, r->in, &l, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_monitor_fields, sizeof(struct wr_monitor), l, next, -1);
}

static int get_monitor(struct wr_req *r, struct wr_resp *w)
{
    struct wr_monitor m;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_monitor_svc_get(r->ctx, id, &m);
    return rc < 0 ? rc : wr_reply(w, wr_monitor_fields, &m);
}

static int put_monitor(struct wr_req *r, struct wr_resp *w)
{
    struct wr_monitor m = *(const struct wr_monitor *)r->in;
    int rc = wr_req_id(r, 0, &m.outlet_id);
    if (rc == 0)
        rc = wr_req_version(r, &m.version);
    if (rc == 0)
        rc = wr_monitor_svc_put(r->ctx, &m);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_curve(struct wr_req *r, struct wr_resp *w)
{
    struct wr_curve c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_curve_svc_read(r->ctx, id, r->in, &c);
    return rc < 0 ? rc : wr_reply(w, wr_curve_fields, &c);
}

static int get_latest(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_latest_query *q = r->in;
    struct wr_list l = {0};
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_curve_svc_latest(r->ctx, id, q->has_cn ? (int)q->cn : WR_TELE_REAL, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_reading_fields, sizeof(struct wr_reading), l, NO_NEXT, -1);
}

static int get_days(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_curve_svc_days(r->ctx, id, r->in, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_day_row_fields, sizeof(struct wr_day_row), l, NO_NEXT, -1);
}

static int get_loggers(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    struct wr_str next = {0};
    int rc = wr_logger_svc_list(r->ctx, r->in, &l, &next);
    return rc < 0 ? rc : wr_reply_list(w, wr_logger_fields, sizeof(struct wr_logger), l, next, -1);
}

static int get_logger(struct wr_req *r, struct wr_resp *w)
{
    struct wr_logger l;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_logger_svc_get(r->ctx, id, &l);
    return rc < 0 ? rc : wr_reply(w, wr_logger_fields, &l);
}

static int post_logger(struct wr_req *r, struct wr_resp *w)
{
    struct wr_logger l;
    int64_t id = 0;
    int rc = wr_req_patch(r, wr_logger_edit_fields, &WR_LOGGER_NEW, &l, sizeof(l));
    if (rc == 0)
        rc = wr_logger_svc_add(r->ctx, &l, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int patch_logger(struct wr_req *r, struct wr_resp *w)
{
    struct wr_logger now;
    struct wr_logger l;
    int64_t id = 0;
    int64_t version = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_version(r, &version);
    if (rc == 0)
        rc = wr_logger_svc_get(r->ctx, id, &now);
    if (rc == 0)
        rc = wr_req_patch(r, wr_logger_edit_fields, &now, &l, sizeof(l));
    if (rc < 0)
        return rc;
    l.id = id;
    l.version = version;
    rc = wr_logger_svc_change(r->ctx, &l);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_counts(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_logger_svc_counts(r->ctx, id, r->in, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_logger_count_fields, sizeof(struct wr_logger_count), l,
                                  NO_NEXT, -1);
}

static int get_frames(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_logger_svc_frames(r->ctx, id, r->in, &l);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_frame_row_fields, sizeof(struct wr_frame_row), l, NO_NEXT, -1);
}

static int get_hours(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_logger_svc_hours(r->ctx, id, r->in, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_frame_hour_fields, sizeof(struct wr_frame_hour), l, NO_NEXT,
                                  -1);
}

static int get_strangers(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    struct wr_str next = {0};
    int rc = wr_stranger_svc_list(r->ctx, r->in, &l, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_stranger_fields, sizeof(struct wr_stranger), l, next, -1);
}

static int post_adopt(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int64_t logger_id = 0;
    struct wr_logger l;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_stranger_svc_adopt(r->ctx, id, r->in, &logger_id);
    if (rc == 0)
        rc = wr_logger_svc_get(r->ctx, logger_id, &l);
    return rc < 0 ? rc : wr_reply(w, wr_logger_fields, &l);
}

static int post_ignore(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_stranger_svc_ignore(r->ctx, id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_commands(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    struct wr_str next = {0};
    int rc = wr_command_svc_list(r->ctx, r->in, &l, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_logger_command_fields, sizeof(struct wr_logger_command), l,
                                  next, -1);
}

static int get_command(struct wr_req *r, struct wr_resp *w)
{
    struct wr_logger_command c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_command_svc_get(r->ctx, id, &c);
    return rc < 0 ? rc : wr_reply(w, wr_logger_command_fields, &c);
}

static int post_command(struct wr_req *r, struct wr_resp *w)
{
    struct wr_logger_command c;
    int rc = wr_command_svc_add(r->ctx, r->in, &c);
    if (rc < 0)
        return rc;
    w->status = 201;
    return wr_reply(w, wr_logger_command_fields, &c);
}

static int post_cancel(struct wr_req *r, struct wr_resp *w)
{
    struct wr_logger_command c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_command_svc_cancel(r->ctx, id, &c);
    return rc < 0 ? rc : wr_reply(w, wr_logger_command_fields, &c);
}

#define READERS (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)
#define KEEPERS (WR_ROLE_ADMINS | WR_ROLE_SYSADMIN)

const struct wr_route wr_logger_routes[] = {
    {WR_GET, "/api/v1/outlets", READERS, WR_RATE_READ, wr_monitor_query_fields,
     sizeof(struct wr_monitor_query), wr_monitor_fields, get_monitors,
     "Monitored outlets with the state of their loggers (监测点)", WR_RT_LIST},
    {WR_GET, "/api/v1/outlets/{id}/monitor", READERS, WR_RATE_READ, NULL, 0, wr_monitor_fields,
     get_monitor, "One outlet as it is monitored (监测点)", 0},
    {WR_PUT, "/api/v1/outlets/{id}/monitor", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_monitor_edit_fields,
     sizeof(struct wr_monitor), NULL, put_monitor,
     "Set medium, reference oxygen, factors and ranges (设置监测点)", 0},
    {WR_GET, "/api/v1/outlets/{id}/curve", READERS, WR_RATE_READ, wr_curve_query_fields,
     sizeof(struct wr_curve_query), wr_curve_fields, get_curve, "Curve of one factor (曲线)",
     WR_RT_LARGE},
    {WR_GET, "/api/v1/outlets/{id}/latest", READERS, WR_RATE_READ, wr_latest_query_fields,
     sizeof(struct wr_latest_query), wr_reading_fields, get_latest, "Latest values (最新数据)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/outlets/{id}/days", READERS, WR_RATE_READ, wr_day_query_fields,
     sizeof(struct wr_day_query), wr_day_row_fields, get_days,
     "What came on each day, by factor (数据质量日历)", WR_RT_LIST | WR_RT_LARGE},
    {WR_GET, "/api/v1/loggers", READERS | WR_ROLE_SYSADMIN, WR_RATE_READ, wr_logger_query_fields,
     sizeof(struct wr_logger_query), wr_logger_fields, get_loggers, "Data loggers (数采仪)",
     WR_RT_LIST},
    {WR_POST, "/api/v1/loggers", KEEPERS, WR_RATE_WRITE, wr_logger_edit_fields,
     sizeof(struct wr_logger), NULL, post_logger, "Register a data logger (登记数采仪)",
     WR_RT_PATCH | WR_RT_CREATED},
    {WR_GET, "/api/v1/loggers/{id}", READERS | WR_ROLE_SYSADMIN, WR_RATE_READ, NULL, 0,
     wr_logger_fields, get_logger, "One data logger (数采仪)", 0},
    {WR_PATCH, "/api/v1/loggers/{id}", KEEPERS, WR_RATE_WRITE, wr_logger_edit_fields,
     sizeof(struct wr_logger), NULL, patch_logger, "Change a data logger (修改数采仪)",
     WR_RT_PATCH},
    {WR_GET, "/api/v1/loggers/{id}/counts", WR_ROLE_STAFF | WR_ROLE_SYSADMIN, WR_RATE_READ,
     wr_count_query_fields, sizeof(struct wr_count_query), wr_logger_count_fields, get_counts,
     "Leniencies made use of and errors, by day (容许与错误计数)", WR_RT_LIST},
    {WR_GET, "/api/v1/loggers/{id}/frames", WR_ROLE_STAFF | WR_ROLE_SYSADMIN, WR_RATE_READ,
     wr_frame_query_fields, sizeof(struct wr_frame_query), wr_frame_row_fields, get_frames,
     "Raw frames as they came (原始报文)", WR_RT_LIST | WR_RT_LARGE},
    {WR_GET, "/api/v1/loggers/{id}/frame-hours", WR_ROLE_STAFF | WR_ROLE_AUDITOR, WR_RATE_READ,
     wr_frame_query_fields, sizeof(struct wr_frame_query), wr_frame_hour_fields, get_hours,
     "Hashes of raw frames by hour, anchored in the log (报文哈希)", WR_RT_LIST},
    {WR_GET, "/api/v1/logger-quarantine", KEEPERS, WR_RATE_READ, wr_stranger_query_fields,
     sizeof(struct wr_stranger_query), wr_stranger_fields, get_strangers,
     "MNs that nobody registered, newest first (未登记设备)", WR_RT_LIST},
    {WR_POST, "/api/v1/logger-quarantine/{id}/adopt", KEEPERS, WR_RATE_WRITE, wr_adopt_fields,
     sizeof(struct wr_adopt), wr_logger_fields, post_adopt,
     "Register it as the logger of an outlet (接纳)", 0},
    {WR_POST, "/api/v1/logger-quarantine/{id}/ignore", KEEPERS, WR_RATE_WRITE,
     wr_device_reason_only_fields, sizeof(struct wr_device_reason_only), NULL, post_ignore,
     "Put it aside (忽略)", 0},
    {WR_GET, "/api/v1/logger-commands", WR_ROLE_STAFF | WR_ROLE_SYSADMIN, WR_RATE_READ,
     wr_command_query_fields, sizeof(struct wr_command_query), wr_logger_command_fields,
     get_commands, "Commands to loggers, newest first (反控命令)", WR_RT_LIST},
    {WR_POST, "/api/v1/logger-commands", KEEPERS, WR_RATE_WRITE, wr_command_new_fields,
     sizeof(struct wr_command_new), wr_logger_command_fields, post_command,
     "Send a command to a logger (下发命令)", WR_RT_CREATED},
    {WR_GET, "/api/v1/logger-commands/{id}", WR_ROLE_STAFF | WR_ROLE_SYSADMIN, WR_RATE_READ, NULL,
     0, wr_logger_command_fields, get_command, "One command and its dialogue (命令详情)", 0},
    {WR_POST, "/api/v1/logger-commands/{id}/cancel", KEEPERS, WR_RATE_WRITE, NULL, 0,
     wr_logger_command_fields, post_cancel, "Cancel a command not yet sent (取消命令)", 0},
    {0},
};
