#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/device/device.h"
#include "modules/enterprise/enterprise_svc.h"

/* ---- for the rooms above ---------------------------------------------------------------------- */

/** One logger, whoever asks. @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_logger_get_in(struct wr_tx *tx, int64_t id, struct wr_logger *ret);
/** Loggers by id, after `after_id`, for exports. Absent members (0) filter nothing; the period is that of registration. */
struct wr_logger_walk {
    int64_t scope_id, district_id, enterprise_id, from_ms, to_ms;
};
WR_MUST_CHECK int wr_logger_walk_in(struct wr_tx *tx, const struct wr_logger_walk *q,
                                    int64_t after_id, int64_t limit, struct wr_list *ret);
/** The active logger of an outlet (the newest where there are several). @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_logger_of_outlet_in(struct wr_tx *tx, int64_t outlet_id,
                                         struct wr_logger *ret);
/** The outlet as monitored, with its factors; not scoped. @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_monitor_get_in(struct wr_tx *tx, int64_t outlet_id, struct wr_monitor *ret);
/** All monitored outlets by id, after `after_id`. List of struct wr_monitor without factors. */
WR_MUST_CHECK int wr_monitor_list_in(struct wr_tx *tx, int64_t after_outlet_id, int64_t limit,
                                     struct wr_list *ret);
/** May the actor see this outlet? @return 0, WR_ENOTFOUND (with message; also: not his) */
WR_MUST_CHECK int wr_monitor_may_see_in(struct wr_tx *tx, int64_t outlet_id,
                                        struct wr_monitor *ret);

/* ---- for ingest -------------------------------------------------------------------------------- */

/** Does the address fall under the list ("10.1.0.0/16, 192.0.2.7")? An empty list: every address does. */
bool wr_logger_address_allowed(struct wr_str list, struct wr_str address);
/** The frame with the value of PW= replaced by asterisks. */
struct wr_str wr_logger_blank_password(struct wr_arena *a, struct wr_str frame);
/** Changes when any logger was added or changed: count and latest change in one number. */
WR_MUST_CHECK int wr_logger_svc_stamp(struct wr_ctx *ctx, int64_t *ret);
/** Every active logger, with password and key. List of struct wr_logger in ctx->arena. */
WR_MUST_CHECK int wr_logger_svc_active(struct wr_ctx *ctx, struct wr_list *ret);

/** What was heard since the last report. */
/** Two counts that are no leniency: packets of the day, and those among them with a defect of CRC, length or Flag (W2). */
#define WR_COUNT_PACKETS "packets"
#define WR_COUNT_DEFECTIVE "defective"
struct wr_logger_heard {
    int64_t logger_id;
    bool online;
    struct wr_str address;
    int64_t last_ms, last_data_ms; /* 0: none */
    int64_t skew_ms;
    int64_t frames, refused;
    struct wr_list counts; /* struct wr_logger_count, `day` absent: of last_ms */
};
/** Not evidence. */
WR_MUST_CHECK int wr_logger_svc_heard(struct wr_ctx *ctx, const struct wr_logger_heard *h,
                                      size_t n);
/** All are off line: at start and at the end. */
WR_MUST_CHECK int wr_logger_svc_all_offline(struct wr_ctx *ctx);
/** Strangers seen; beyond WR_STRANGERS_MAX new ones are dropped. */
WR_MUST_CHECK int wr_stranger_svc_seen(struct wr_ctx *ctx, const struct wr_stranger *s, size_t n);

/** Commands not ended, oldest first. List of struct wr_logger_command. */
WR_MUST_CHECK int wr_command_svc_open(struct wr_ctx *ctx, struct wr_list *ret);
/** One step of a dialogue, as the station's socket saw it. Absent and negative members stay as they are. */
struct wr_command_step {
    int64_t id;
    int64_t state;
    struct wr_str qn;
    int64_t tries;   /* -1: as it was */
    int64_t qn_rtn;  /* -1 */
    int64_t exe_rtn; /* -1 */
    struct wr_str answer;
    int64_t rows_n;            /* -1 */
    int64_t sent_ms, ended_ms; /* 0: as it was */
};
/** @return 0, WR_ECONFLICT (it has ended meanwhile: cancelled) */
WR_MUST_CHECK int wr_command_svc_step(struct wr_ctx *ctx, const struct wr_command_step *s);
/** A command that nobody typed (clock, gap), unless one of the kind is open already. *ret_id 0: there was. */
WR_MUST_CHECK int wr_command_svc_auto(struct wr_ctx *ctx, int64_t logger_id,
                                      enum wr_command_kind kind, enum wr_command_origin origin,
                                      int64_t from_ms, int64_t to_ms, int64_t *ret_id);

/* ---- jobs (app/modules.c) ---------------------------------------------------------------------- */

/** Hash and anchor every hour of raw frames that has ended. */
WR_MUST_CHECK int wr_frame_svc_anchor(struct wr_ctx *ctx);
/** Look for gaps of the last days and queue requests for them; one open request a station. */
WR_MUST_CHECK int wr_gap_svc_scan(struct wr_ctx *ctx);
/** Drop what is kept no longer: real-time months, raw frames, counts, strangers. */
WR_MUST_CHECK int wr_device_svc_retain(struct wr_ctx *ctx);
/**
 * A part of the telemetry store's integrity check, every hour: rows that came since the last look, then months that were not
 * read for WR_CHECK_DAYS, as many rows as one run may read. What is bad is logged.
 */
WR_MUST_CHECK int wr_device_svc_check(struct wr_ctx *ctx);
#define WR_CHECK_DAYS 30
/** Rows of one run; for tests. @param rows  0: as it was (500,000) */
void wr_device_set_check(int64_t rows);

/** How long things are kept; told once at start. Days. */
struct wr_device_keep {
    int64_t real_days, long_days, raw_days;
};
void wr_device_set_keep(const struct wr_device_keep *keep);

/** Insert and change with their leaves; scope and outlet are checked. `id` is set by add. */
WR_MUST_CHECK int wr_logger_add_in(struct wr_tx *tx, struct wr_logger *l);
WR_MUST_CHECK int wr_logger_change_in(struct wr_tx *tx, struct wr_logger *l);
/** For the undo of an import. @return 0, WR_ECONFLICT (something refers to it) */
WR_MUST_CHECK int wr_logger_remove_in(struct wr_tx *tx, struct wr_logger *l, struct wr_str reason);

extern const struct wr_audit_entity WR_LOGGER_ENTITY, WR_MONITOR_ENTITY, WR_COMMAND_ENTITY,
    WR_ANCHOR_ENTITY;
extern const struct wr_audit_entity *const wr_device_entities[];
extern const struct wr_route wr_logger_routes[];
extern const struct wr_stmt *const wr_logger_stmts[],
    *const wr_logger_command_stmts[], *const wr_stranger_stmts[], *const wr_series_check_stmts[];
extern const struct wr_command wr_logger_commands[];
extern const struct wr_import_kind WR_IMPORT_DEVICES;
