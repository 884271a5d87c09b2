/* Routes of limits, marks, lines, orders, quality, replay, coverage, video and push. */
#include "modules/offsite/offsite_use.h"

#define SEE (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)
static const struct wr_str NO_NEXT = {NULL, 0};

static int get_limits(struct wr_req *r, struct wr_resp *w)
{
    struct wr_offsite_page p;
    int rc = wr_limit_svc_list(r->ctx, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_limit_fields, sizeof(struct wr_limit), p.items, p.next, -1);
}

static int post_limit(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_limit_svc_add(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int put_limit(struct wr_req *r, struct wr_resp *w)
{
    struct wr_limit l = *(const struct wr_limit *)r->in;
    int rc = wr_req_id(r, 0, &l.id);
    if (rc == 0)
        rc = wr_req_version(r, &l.version);
    if (rc == 0)
        rc = wr_limit_svc_change(r->ctx, &l);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_marks(struct wr_req *r, struct wr_resp *w)
{
    struct wr_offsite_page p;
    int rc = wr_mark_svc_list(r->ctx, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_mark_fields, sizeof(struct wr_mark), p.items, p.next, -1);
}

static int post_mark(struct wr_req *r, struct wr_resp *w)
{
    struct wr_mark m;
    int rc = wr_mark_svc_add(r->ctx, r->in, &m);
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, wr_mark_fields, &m);
}

struct mark_end {
    int64_t to_ms;
};
static const struct wr_field mark_end_fields[] = {
    WR_MS_OPT(struct mark_end, to_ms, "止", "absent: now"),
    {0},
};

static int post_mark_end(struct wr_req *r, struct wr_resp *w)
{
    const struct mark_end *in = r->in;
    struct wr_mark m;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_mark_svc_end(r->ctx, id, in->to_ms, &m);
    return rc < 0 ? rc : wr_reply(w, wr_mark_fields, &m);
}

static int post_mark_withdraw(struct wr_req *r, struct wr_resp *w)
{
    struct wr_mark m;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_mark_svc_withdraw(r->ctx, id, &m);
    return rc < 0 ? rc : wr_reply(w, wr_mark_fields, &m);
}

static int get_mark_kinds(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_offsite_pack *p = NULL;
    int rc = wr_offsite_pack_on(r->ctx, wr_ctx_now(r->ctx), &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_offsite_mark_kind_fields,
                                  sizeof(struct wr_offsite_mark_kind), p->marks, NO_NEXT, -1);
}

static int get_rules(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_offsite_pack *p = NULL;
    int rc = wr_offsite_pack_on(r->ctx, wr_ctx_now(r->ctx), &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_offsite_rule_row_fields, sizeof(struct wr_offsite_rule_row),
                                  p->rules, NO_NEXT, -1);
}

static int get_lines(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_of_enterprise *q = r->in;
    struct wr_list l;
    int rc = wr_line_svc_list(r->ctx, q->enterprise_id, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_power_line_fields, sizeof(struct wr_power_line), l, NO_NEXT,
                                  -1);
}

static int post_line(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_line_svc_put(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int put_line(struct wr_req *r, struct wr_resp *w)
{
    struct wr_power_line l = *(const struct wr_power_line *)r->in;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &l.id);
    if (rc == 0)
        rc = wr_req_version(r, &l.version);
    if (rc == 0)
        rc = wr_line_svc_put(r->ctx, &l, &id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_orders(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_of_enterprise *q = r->in;
    struct wr_list l;
    int rc = wr_order_svc_list(r->ctx, q->enterprise_id, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_control_order_fields, sizeof(struct wr_control_order), l,
                                  NO_NEXT, -1);
}

static int post_order(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_order_svc_add(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int post_order_end(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_order_svc_end(r->ctx, id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_quality(struct wr_req *r, struct wr_resp *w)
{
    struct wr_quality q;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_offsite_svc_quality(r->ctx, id, r->in, &q);
    return rc < 0 ? rc : wr_reply(w, wr_quality_fields, &q);
}

static int get_device_marks(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l = {0};
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_offsite_svc_device_marks(r->ctx, id, r->in, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_device_mark_fields, sizeof(struct wr_device_mark), l,
                                  NO_NEXT, -1);
}

static int get_emissions(struct wr_req *r, struct wr_resp *w)
{
    struct wr_emissions e;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_offsite_svc_emissions(r->ctx, id, r->in, &e);
    return rc < 0 ? rc : wr_reply(w, wr_emissions_fields, &e);
}

static int get_hours(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_hour_query *q = r->in;
    struct wr_list l;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_offsite_svc_hours(r->ctx, id, q->day, &l);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_hour_row_fields, sizeof(struct wr_hour_row), l, NO_NEXT, -1);
}

static int post_try(struct wr_req *r, struct wr_resp *w)
{
    struct wr_replay p;
    int rc = wr_offsite_svc_try(r->ctx, r->in, &p);
    return rc < 0 ? rc : wr_reply(w, wr_replay_fields, &p);
}

static int get_replay(struct wr_req *r, struct wr_resp *w)
{
    struct wr_replay p;
    int rc = wr_offsite_svc_replay(r->ctx, r->in, &p);
    return rc < 0 ? rc : wr_reply(w, wr_replay_fields, &p);
}

static int get_coverage(struct wr_req *r, struct wr_resp *w)
{
    struct wr_offsite_coverage c;
    int rc = wr_offsite_svc_coverage(r->ctx, r->in, &c);
    return rc < 0 ? rc : wr_reply(w, wr_offsite_coverage_fields, &c);
}

static int get_videos(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_of_enterprise *q = r->in;
    struct wr_list l;
    int rc = wr_video_svc_list(r->ctx, q->enterprise_id, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_video_point_fields, sizeof(struct wr_video_point), l,
                                  NO_NEXT, -1);
}

static int post_video(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_video_svc_put(r->ctx, r->in, &id);
    return rc < 0 ? rc : wr_reply_created(r, w, id);
}

static int put_video(struct wr_req *r, struct wr_resp *w)
{
    struct wr_video_point v = *(const struct wr_video_point *)r->in;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &v.id);
    if (rc == 0)
        rc = wr_req_version(r, &v.version);
    if (rc == 0)
        rc = wr_video_svc_put(r->ctx, &v, &id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_video_events(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_video_svc_events(r->ctx, id, 0, WR_PAGE_MAX, &l);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_video_event_fields, sizeof(struct wr_video_event), l,
                                  NO_NEXT, -1);
}

static int get_keys(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list l;
    int rc = wr_push_svc_keys(r->ctx, &l);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_push_key_fields, sizeof(struct wr_push_key), l, NO_NEXT, -1);
}

static int post_key(struct wr_req *r, struct wr_resp *w)
{
    struct wr_push_key k;
    int rc = wr_push_svc_make(r->ctx, r->in, &k);
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, wr_push_key_made_fields, &k);
}

static int post_key_stop(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_push_svc_stop(r->ctx, id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int post_readings(struct wr_req *r, struct wr_resp *w)
{
    struct wr_push_result p;
    int rc = wr_push_svc_rows(r->ctx, r->header(r, "X-Push-Key"), r->in, &p);
    return rc < 0 ? rc : wr_reply(w, wr_push_result_fields, &p);
}

static int post_video_event(struct wr_req *r, struct wr_resp *w)
{
    int rc = wr_video_svc_push(r->ctx, r->header(r, "X-Push-Key"), r->in);
    return rc < 0 ? rc : wr_reply_none(w);
}

#define OF wr_of_enterprise_fields, sizeof(struct wr_of_enterprise)
#define MARKERS (WR_ROLE_ENTERPRISE | WR_ROLE_ADMINS)
#define REPLAYERS (WR_ROLE_ADMINS | WR_ROLE_LEADER | WR_ROLE_SUPERVISION | WR_ROLE_LEGAL)
const struct wr_route wr_offsite_routes[] = {
    {WR_GET, "/api/v1/limits", SEE, WR_RATE_READ, wr_limit_query_fields,
     sizeof(struct wr_limit_query), wr_limit_fields, get_limits, "Emission limits (排放限值)",
     WR_RT_LIST},
    {WR_POST, "/api/v1/limits", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_limit_edit_fields,
     sizeof(struct wr_limit), NULL, post_limit, "Add a limit (登记限值)", WR_RT_CREATED},
    {WR_PUT, "/api/v1/limits/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_limit_edit_fields,
     sizeof(struct wr_limit), NULL, put_limit, "Change a limit as a whole (修改限值)", 0},
    {WR_GET, "/api/v1/marks", SEE, WR_RATE_READ, wr_mark_query_fields, sizeof(struct wr_mark_query),
     wr_mark_fields, get_marks, "Marks, declared stops, maintenance (标记、停产、维护)",
     WR_RT_LIST},
    {WR_POST, "/api/v1/marks", MARKERS, WR_RATE_WRITE, wr_mark_new_fields, sizeof(struct wr_mark),
     wr_mark_fields, post_mark, "Mark data, declare a stop or maintenance (标记、申报)",
     WR_RT_CREATED},
    {WR_POST, "/api/v1/marks/{id}/end", MARKERS, WR_RATE_WRITE, mark_end_fields,
     sizeof(struct mark_end), wr_mark_fields, post_mark_end, "Move the end of a mark (结束、延长)",
     0},
    {WR_POST, "/api/v1/marks/{id}/withdraw", MARKERS, WR_RATE_WRITE, NULL, 0, wr_mark_fields,
     post_mark_withdraw, "Withdraw a mark (撤回标记)", 0},
    {WR_GET, "/api/v1/mark-kinds", SEE, WR_RATE_READ, NULL, 0, wr_offsite_mark_kind_fields,
     get_mark_kinds, "Marks that may be set (标记种类)", WR_RT_LIST},
    {WR_GET, "/api/v1/clue-rules", SEE, WR_RATE_READ, NULL, 0, wr_offsite_rule_row_fields,
     get_rules, "Clue rules in force (线索规则)", WR_RT_LIST},
    {WR_GET, "/api/v1/power-lines", SEE, WR_RATE_READ, OF, wr_power_line_fields, get_lines,
     "Process lines: production and its treatment (产治关联)", WR_RT_LIST},
    {WR_POST, "/api/v1/power-lines", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_power_line_edit_fields,
     sizeof(struct wr_power_line), NULL, post_line, "Add a process line (登记产治关联)",
     WR_RT_CREATED},
    {WR_PUT, "/api/v1/power-lines/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_power_line_edit_fields,
     sizeof(struct wr_power_line), NULL, put_line,
     "Change a process line as a whole (修改产治关联)", 0},
    {WR_GET, "/api/v1/control-orders", SEE, WR_RATE_READ, OF, wr_control_order_fields, get_orders,
     "Orders to stop or cut (管控令)", WR_RT_LIST},
    {WR_POST, "/api/v1/control-orders", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_control_order_new_fields,
     sizeof(struct wr_control_order), NULL, post_order, "Add an order (登记管控令)", WR_RT_CREATED},
    {WR_POST, "/api/v1/control-orders/{id}/end", WR_ROLE_ADMINS, WR_RATE_WRITE, NULL, 0, NULL,
     post_order_end, "End an order now (解除管控)", 0},
    {WR_GET, "/api/v1/outlets/{id}/quality", SEE, WR_RATE_READ, wr_quality_query_fields,
     sizeof(struct wr_quality_query), wr_quality_fields, get_quality,
     "Data quality by day and factor (数据质量日历)", WR_RT_LARGE},
    {WR_GET, "/api/v1/outlets/{id}/device-marks", SEE, WR_RATE_READ, wr_device_mark_query_fields,
     sizeof(struct wr_device_mark_query), wr_device_mark_fields, get_device_marks,
     "What the device marked by itself (设备自动标记)", WR_RT_LIST},
    {WR_GET, "/api/v1/outlets/{id}/emissions", SEE, WR_RATE_READ, wr_emission_query_fields,
     sizeof(struct wr_emission_query), wr_emissions_fields, get_emissions,
     "Emissions of a quarter, gaps filled in (季度排放量、缺失数据替代)", WR_RT_LARGE},
    {WR_GET, "/api/v1/outlets/{id}/hours", SEE, WR_RATE_READ, wr_hour_query_fields,
     sizeof(struct wr_hour_query), wr_hour_row_fields, get_hours,
     "Hours of a day, recomputed beside reported (小时值复核)", WR_RT_LIST},
    {WR_POST, "/api/v1/clue-replay", REPLAYERS, WR_RATE_READ, wr_replay_try_fields,
     sizeof(struct wr_replay_try), wr_replay_fields, post_try,
     "A draft of a pack on history, beside the one in force; nothing is kept (草案回测)", 0},
    {WR_GET, "/api/v1/clue-replay", REPLAYERS, WR_RATE_READ, wr_replay_query_fields,
     sizeof(struct wr_replay_query), wr_replay_fields, get_replay,
     "What the rules say over a period, by any pack; nothing is written (规则回放)", 0},
    {WR_GET, "/api/v1/coverage", SEE, WR_RATE_READ, wr_offsite_coverage_query_fields,
     sizeof(struct wr_offsite_coverage_query), wr_offsite_coverage_fields, get_coverage,
     "Off-site coverage certificate of a month (非现场覆盖证明)", 0},
    {WR_GET, "/api/v1/video-points", SEE, WR_RATE_READ, OF, wr_video_point_fields, get_videos,
     "Video points (视频点位)", WR_RT_LIST},
    {WR_POST, "/api/v1/video-points", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_video_point_edit_fields,
     sizeof(struct wr_video_point), NULL, post_video, "Add a video point (登记视频点位)",
     WR_RT_CREATED},
    {WR_PUT, "/api/v1/video-points/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, wr_video_point_edit_fields,
     sizeof(struct wr_video_point), NULL, put_video,
     "Change a video point as a whole (修改视频点位)", 0},
    {WR_GET, "/api/v1/video-points/{id}/events", SEE, WR_RATE_READ, NULL, 0, wr_video_event_fields,
     get_video_events, "Latest events of a video point (视频事件)", WR_RT_LIST},
    {WR_GET, "/api/v1/push-keys", WR_ROLE_ADMINS | WR_ROLE_SYSADMIN, WR_RATE_READ, NULL, 0,
     wr_push_key_fields, get_keys, "Keys that may push over HTTP (推送密钥)", WR_RT_LIST},
    {WR_POST, "/api/v1/push-keys", WR_ROLE_CITY_ADMIN | WR_ROLE_SYSADMIN, WR_RATE_WRITE,
     wr_push_key_new_fields, sizeof(struct wr_push_key), wr_push_key_made_fields, post_key,
     "Make a key; it is told once (生成推送密钥)", WR_RT_CREATED},
    {WR_POST, "/api/v1/push-keys/{id}/stop", WR_ROLE_CITY_ADMIN | WR_ROLE_SYSADMIN, WR_RATE_WRITE,
     NULL, 0, NULL, post_key_stop, "Stop a key (停用推送密钥)", 0},
    {WR_POST, "/api/v1/push/readings", WR_ROLE_PUBLIC, WR_RATE_UPLOAD, wr_push_fields,
     sizeof(struct wr_push), wr_push_result_fields, post_readings,
     "Electricity and working conditions over HTTP; header X-Push-Key (数据推送)", WR_RT_NO_CSRF},
    {WR_POST, "/api/v1/push/video-events", WR_ROLE_PUBLIC, WR_RATE_UPLOAD, wr_video_push_fields,
     sizeof(struct wr_video_push), NULL, post_video_event,
     "An event of a video gateway; header X-Push-Key (视频事件推送)", WR_RT_NO_CSRF},
    {0},
};
