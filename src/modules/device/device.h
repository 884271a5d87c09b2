#pragma once
/* Data loggers (数采仪) and monitored outlets: types and limits. The officers' phones are the room `badge`. */
#include "codec/field.h"

#define WR_LOGGERS_MAX 50000
#define WR_STRANGERS_MAX 5000
#define WR_LOGGER_MN_MAX 40
#define WR_LOGGER_COMMANDS_OPEN_MAX 20 /* of one station */

enum wr_medium {
    WR_MEDIUM_GAS,
    WR_MEDIUM_WATER,
    WR_MEDIUM_NOISE,
    WR_MEDIUM_ELECTRICITY,
    WR_MEDIUM_CONDITION,
    WR_MEDIUM_OTHER
};
enum wr_logger_dialect {
    WR_DIALECT_AUTO,
    WR_DIALECT_2005,
    WR_DIALECT_2017,
    WR_DIALECT_2025,
    WR_DIALECT_SURFACE
};
enum wr_logger_level { WR_LEVEL_STRICT, WR_LEVEL_COMPAT, WR_LEVEL_LEGACY };
enum wr_logger_label { WR_LABEL_START, WR_LABEL_END };
enum wr_logger_status { WR_LOGGER_ACTIVE, WR_LOGGER_STOPPED };
enum wr_command_state {
    WR_COMMAND_QUEUED,    /* waits for the station to be connected, or for an earlier one */
    WR_COMMAND_SENT,      /* no 9011 yet */
    WR_COMMAND_ACCEPTED,  /* 9011 said ready; 9012 to come */
    WR_COMMAND_DONE,      /* 9012: success, or no data; 9013 */
    WR_COMMAND_REFUSED,   /* 9011 said no */
    WR_COMMAND_FAILED,    /* 9012 said no */
    WR_COMMAND_TIMEOUT,   /* no answer after all tries */
    WR_COMMAND_CANCELLED, /* by a person before it was sent */
    WR_COMMAND_EXPIRED,   /* the station did not come within a day */
};
enum wr_command_origin { WR_ORIGIN_PERSON, WR_ORIGIN_CLOCK, WR_ORIGIN_GAP };
enum wr_command_kind {
    WR_CMD_SET_TIME,
    WR_CMD_GET_TIME,
    WR_CMD_SET_TIMEOUT,
    WR_CMD_GET_REAL_INTERVAL,
    WR_CMD_SET_REAL_INTERVAL,
    WR_CMD_GET_MINUTE_INTERVAL,
    WR_CMD_SET_MINUTE_INTERVAL,
    WR_CMD_START_REAL,
    WR_CMD_STOP_REAL,
    WR_CMD_START_STATE,
    WR_CMD_STOP_STATE,
    WR_CMD_BACKFILL_MINUTE,
    WR_CMD_BACKFILL_HOUR,
    WR_CMD_BACKFILL_DAY,
    WR_CMD_BACKFILL_RUNTIME,
    WR_CMD_CALIBRATE,
    WR_CMD_SAMPLE,
    WR_CMD_CLEAN,
    WR_CMD_COMPARE,
    WR_CMD_RETAIN,
    WR_CMD_GET_INFO,
};
extern const struct wr_enum_item wr_mediums[], wr_logger_dialects[], wr_logger_levels[],
    wr_logger_labels[], wr_logger_statuses[], wr_command_states[], wr_command_origins[],
    wr_command_kinds[];

/** A data logger. */
struct wr_logger {
    int64_t id;
    struct wr_str mn, password;
    int64_t dialect, level;
    struct wr_str leniencies;
    int64_t outlet_id;
    struct wr_str allowed_addresses, sm4_key;
    int64_t label, real_interval_s, minute_interval_min, overtime_s, recount;
    bool auto_time, auto_backfill;
    struct wr_str legal_review_date, technical_review_date;
    int64_t status;
    struct wr_str note;
    int64_t created_ms, updated_ms, version;
    /* joined */
    bool has_password, has_key;
    int64_t enterprise_id, district_id;
    struct wr_str enterprise_name, credit_code, outlet_code, outlet_name;
    bool online;
    struct wr_str address;
    int64_t last_ms, last_data_ms, frames, refused;
    bool has_skew_ms;
    int64_t skew_ms;
    struct wr_str reason; /* input */
};
/** As shown; passwords and keys are not among them. */
extern const struct wr_field wr_logger_fields[];
extern const struct wr_field wr_logger_edit_fields[];
extern const struct wr_logger WR_LOGGER_NEW;

struct wr_outlet_factor {
    struct wr_str factor, name, unit, range_low, range_high;
};
/** An outlet as it is monitored. */
struct wr_monitor {
    int64_t id, outlet_id;
    int64_t medium;
    bool has_reference_o2_bp;
    int64_t reference_o2_bp;
    struct wr_list factors; /* struct wr_outlet_factor */
    int64_t version;
    /* joined */
    int64_t enterprise_id, district_id;
    struct wr_str enterprise_name, outlet_code, outlet_name;
    int64_t logger_id;
    struct wr_str mn;
    bool online, reviewed; /* reviewed: both reviews are on file */
    int64_t last_ms, last_data_ms;
    struct wr_str reason; /* input */
};
extern const struct wr_field wr_monitor_fields[], wr_monitor_edit_fields[];

struct wr_logger_count {
    struct wr_str day, name;
    int64_t n;
};
struct wr_stranger {
    int64_t id;
    struct wr_str mn, password, st, cn, dialect, address, factors, frame;
    int64_t frames, first_ms, last_ms;
    bool ignored;
};
struct wr_logger_command {
    int64_t id, logger_id;
    struct wr_str mn;
    int64_t kind, cn;
    struct wr_str params;
    int64_t origin, user_id;
    struct wr_str user_name, reason;
    int64_t state;
    struct wr_str qn;
    int64_t tries;
    bool has_qn_rtn, has_exe_rtn;
    int64_t qn_rtn, exe_rtn;
    struct wr_str answer;
    int64_t rows_n, created_ms, sent_ms, ended_ms, version;
    int64_t enterprise_id, district_id;
};
struct wr_frame_hour {
    int64_t hour_ms, logger_id, frames, bytes;
    struct wr_str sha256;
};
extern const struct wr_field wr_logger_count_fields[], wr_stranger_fields[],
    wr_logger_command_fields[], wr_frame_hour_fields[];
