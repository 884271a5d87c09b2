#pragma once
/* Use cases of this room's own pages. */
#include "modules/device/device_svc.h"
#include "telemetry/telemetry.h"

#define WR_CURVE_POINTS_MAX 20000
#define WR_CURVE_SAMPLES_MAX 2000000

struct wr_logger_query {
    struct wr_str q;
    int64_t enterprise_id, outlet_id;
    bool has_online, online;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_monitor_query {
    struct wr_str q;
    int64_t enterprise_id;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_stranger_query {
    bool ignored;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_adopt {
    int64_t outlet_id;
    struct wr_str password; /* absent: the one it was seen with */
    struct wr_str reason;
};
struct wr_command_new {
    int64_t logger_id, kind;
    struct wr_str factor, reason;
    bool has_value, has_from_ms, has_to_ms, has_count;
    int64_t value, from_ms, to_ms, count;
};
struct wr_command_query {
    int64_t logger_id;
    bool has_open, open;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_curve_query {
    bool has_cn, has_field;
    int64_t
        cn; /* enum wr_tele_cn; left out: by the length of the period, coarser where there is nothing */
    struct wr_str factor;
    int64_t field; /* left out: rtd of instants, avg of periods */
    int64_t from_ms, to_ms;
    bool has_points;
    int64_t points;
    bool versions;
};
struct wr_curve_point {
    int64_t t_ms;
    bool has_v;
    double v;
    struct wr_str text, flag;
    int64_t version, received_ms;
    bool backfill;
};
struct wr_curve {
    int64_t outlet_id, cn;
    struct wr_str factor, name, unit;
    int64_t field, stored_n; /* samples there were before thinning out */
    struct wr_list points;   /* struct wr_curve_point */
};
struct wr_reading {
    struct wr_str mn;
    int64_t cn;
    int64_t t_ms;
    struct wr_str factor;
    int64_t field;
    struct wr_str value, flag;
    int64_t version, received_ms;
    bool backfill;
};
struct wr_latest_query {
    bool has_cn;
    int64_t cn;
};
struct wr_day_query {
    int64_t cn, from_ms, to_ms;
    struct wr_str factor;
};
struct wr_day_row {
    struct wr_str day, factor;
    int64_t moments, normal, in_time, versioned;
};
struct wr_count_query {
    struct wr_str from, to;
};
struct wr_frame_query {
    int64_t from_ms, to_ms;
    bool has_limit;
    int64_t limit;
};
struct wr_frame_row {
    int64_t received_ms;
    struct wr_str address, verdict, frame; /* password blanked */
};
extern const struct wr_field wr_logger_query_fields[], wr_monitor_query_fields[],
    wr_stranger_query_fields[], wr_adopt_fields[], wr_command_new_fields[],
    wr_command_query_fields[], wr_curve_query_fields[], wr_curve_fields[], wr_reading_fields[],
    wr_latest_query_fields[], wr_day_query_fields[], wr_day_row_fields[], wr_count_query_fields[],
    wr_frame_query_fields[], wr_frame_row_fields[], wr_device_reason_only_fields[];
struct wr_device_reason_only {
    struct wr_str reason;
};

WR_MUST_CHECK int wr_logger_svc_list(struct wr_ctx *ctx, const struct wr_logger_query *q,
                                     struct wr_list *ret, struct wr_str *ret_next);
WR_MUST_CHECK int wr_logger_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_logger *ret);
/** @return 0, WR_EINVALID, WR_ECONFLICT (logger.mn_taken), WR_ENOTFOUND (outlet) */
WR_MUST_CHECK int wr_logger_svc_add(struct wr_ctx *ctx, struct wr_logger *l, int64_t *ret_id);
WR_MUST_CHECK int wr_logger_svc_change(struct wr_ctx *ctx, struct wr_logger *l);
WR_MUST_CHECK int wr_logger_svc_counts(struct wr_ctx *ctx, int64_t id,
                                       const struct wr_count_query *q, struct wr_list *ret);
WR_MUST_CHECK int wr_logger_svc_frames(struct wr_ctx *ctx, int64_t id,
                                       const struct wr_frame_query *q, struct wr_list *ret);
WR_MUST_CHECK int wr_logger_svc_hours(struct wr_ctx *ctx, int64_t id,
                                      const struct wr_frame_query *q, struct wr_list *ret);

WR_MUST_CHECK int wr_monitor_svc_list(struct wr_ctx *ctx, const struct wr_monitor_query *q,
                                      struct wr_list *ret, struct wr_str *ret_next);
WR_MUST_CHECK int wr_monitor_svc_get(struct wr_ctx *ctx, int64_t outlet_id, struct wr_monitor *ret);
/** Set it as a whole. @return 0, WR_ECONFLICT (version), WR_EINVALID */
WR_MUST_CHECK int wr_monitor_svc_put(struct wr_ctx *ctx, struct wr_monitor *m);

WR_MUST_CHECK int wr_stranger_svc_list(struct wr_ctx *ctx, const struct wr_stranger_query *q,
                                       struct wr_list *ret, struct wr_str *ret_next);
/** Register it as a logger of that outlet. @return 0, WR_ENOTFOUND, WR_ECONFLICT */
WR_MUST_CHECK int wr_stranger_svc_adopt(struct wr_ctx *ctx, int64_t id, const struct wr_adopt *in,
                                        int64_t *ret_logger_id);
WR_MUST_CHECK int wr_stranger_svc_ignore(struct wr_ctx *ctx, int64_t id);

/** @return 0, WR_EINVALID (each field that the kind lacks), WR_ENOTFOUND, WR_ELIMIT */
WR_MUST_CHECK int wr_command_svc_add(struct wr_ctx *ctx, const struct wr_command_new *in,
                                     struct wr_logger_command *ret);
WR_MUST_CHECK int wr_command_svc_list(struct wr_ctx *ctx, const struct wr_command_query *q,
                                      struct wr_list *ret, struct wr_str *ret_next);
WR_MUST_CHECK int wr_command_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_logger_command *ret);
/** @return 0, WR_ECONFLICT (logger.command_state: it was sent already) */
WR_MUST_CHECK int wr_command_svc_cancel(struct wr_ctx *ctx, int64_t id,
                                        struct wr_logger_command *ret);

/** One factor's curve, thinned out to `points`. @return 0, WR_ENOTFOUND, WR_EINVALID, WR_ELIMIT */
WR_MUST_CHECK int wr_curve_svc_read(struct wr_ctx *ctx, int64_t outlet_id,
                                    const struct wr_curve_query *q, struct wr_curve *ret);
/** Latest values: list of struct wr_reading. */
WR_MUST_CHECK int wr_curve_svc_latest(struct wr_ctx *ctx, int64_t outlet_id, int cn,
                                      struct wr_list *ret);
WR_MUST_CHECK int wr_curve_svc_days(struct wr_ctx *ctx, int64_t outlet_id,
                                    const struct wr_day_query *q, struct wr_list *ret);
