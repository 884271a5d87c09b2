#pragma once
#include "modules/device/device_use.h"

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_logger_store_get(struct wr_tx *tx, int64_t id, struct wr_logger *ret);
WR_MUST_CHECK int wr_logger_store_by_mn(struct wr_tx *tx, struct wr_str mn, struct wr_logger *ret);
/** Outlet by the enterprise's credit code and its own code. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_logger_store_find_outlet(struct wr_tx *tx, struct wr_str credit_code,
                                              struct wr_str code, int64_t *ret_id);
WR_MUST_CHECK int wr_logger_store_of_outlet(struct wr_tx *tx, int64_t outlet_id,
                                            struct wr_logger *ret);
WR_MUST_CHECK int wr_logger_store_list(struct wr_tx *tx, const struct wr_logger_query *q,
                                       int64_t district_id, int64_t enterprise_id, int64_t limit,
                                       struct wr_list *ret);
WR_MUST_CHECK int wr_logger_store_walk(struct wr_tx *tx, const struct wr_logger_walk *q,
                                       int64_t after_id, int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_logger_store_active(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_logger_store_stamp(struct wr_tx *tx, int64_t *ret_n, int64_t *ret_ms);
/** @return 0, WR_ECONFLICT (the MN) */
WR_MUST_CHECK int wr_logger_store_insert(struct wr_tx *tx, const struct wr_logger *l,
                                         int64_t *ret_id);
WR_MUST_CHECK int wr_logger_store_update(struct wr_tx *tx, const struct wr_logger *l);
WR_MUST_CHECK int wr_logger_store_delete(struct wr_tx *tx, int64_t id);
WR_MUST_CHECK int wr_logger_store_heard(struct wr_tx *tx, const struct wr_logger_heard *h);
WR_MUST_CHECK int wr_logger_store_count(struct wr_tx *tx, int64_t logger_id, struct wr_str day,
                                        struct wr_str name, int64_t n);
WR_MUST_CHECK int wr_logger_store_all_offline(struct wr_tx *tx);
WR_MUST_CHECK int wr_logger_store_counts(struct wr_tx *tx, int64_t id, struct wr_str from,
                                         struct wr_str to, struct wr_list *ret);
WR_MUST_CHECK int wr_logger_store_drop_counts(struct wr_tx *tx, struct wr_str before);

WR_MUST_CHECK int wr_monitor_store_get(struct wr_tx *tx, int64_t outlet_id, struct wr_monitor *ret);
WR_MUST_CHECK int wr_monitor_store_factors(struct wr_tx *tx, int64_t monitor_id,
                                           struct wr_list *ret);
/** @param all  also outlets that were never set up and have no logger */
WR_MUST_CHECK int wr_monitor_store_list(struct wr_tx *tx, const struct wr_monitor_query *q,
                                        int64_t district_id, int64_t enterprise_id, int64_t limit,
                                        struct wr_list *ret);
WR_MUST_CHECK int wr_monitor_store_insert(struct wr_tx *tx, const struct wr_monitor *m,
                                          int64_t now_ms, int64_t *ret_id);
WR_MUST_CHECK int wr_monitor_store_update(struct wr_tx *tx, const struct wr_monitor *m,
                                          int64_t now_ms);
WR_MUST_CHECK int wr_monitor_store_set_factors(struct wr_tx *tx, int64_t monitor_id,
                                               const struct wr_list *factors);

WR_MUST_CHECK int wr_stranger_store_get(struct wr_tx *tx, int64_t id, struct wr_stranger *ret);
WR_MUST_CHECK int wr_stranger_store_list(struct wr_tx *tx, const struct wr_stranger_query *q,
                                         int64_t limit, struct wr_list *ret);
/** Update the known one. *ret_n 0: there is none. */
WR_MUST_CHECK int wr_stranger_store_again(struct wr_tx *tx, const struct wr_stranger *s,
                                          int64_t *ret_n);
WR_MUST_CHECK int wr_stranger_store_count(struct wr_tx *tx, int64_t *ret_n);
WR_MUST_CHECK int wr_stranger_store_insert(struct wr_tx *tx, const struct wr_stranger *s);
WR_MUST_CHECK int wr_stranger_store_delete(struct wr_tx *tx, int64_t id);
WR_MUST_CHECK int wr_stranger_store_ignore(struct wr_tx *tx, int64_t id);
WR_MUST_CHECK int wr_stranger_store_drop(struct wr_tx *tx, int64_t before_ms);

WR_MUST_CHECK int wr_command_store_get(struct wr_tx *tx, int64_t id, struct wr_logger_command *ret);
WR_MUST_CHECK int wr_command_store_list(struct wr_tx *tx, const struct wr_command_query *q,
                                        int64_t district_id, int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_command_store_open(struct wr_tx *tx, struct wr_list *ret);
/** @param kind  absent: of any kind */
WR_MUST_CHECK int wr_command_store_open_n(struct wr_tx *tx, int64_t logger_id, struct wr_str kind,
                                          int64_t *ret_n);
/** Requests of this kind and text since a moment, whatever became of them. */
WR_MUST_CHECK int wr_command_store_same_n(struct wr_tx *tx, int64_t logger_id, struct wr_str params,
                                          int64_t since_ms, int64_t *ret_n);
WR_MUST_CHECK int wr_command_store_insert(struct wr_tx *tx, const struct wr_logger_command *c,
                                          int64_t *ret_id);
WR_MUST_CHECK int wr_command_store_step(struct wr_tx *tx, const struct wr_command_step *s);

WR_MUST_CHECK int wr_anchor_store_last(struct wr_tx *tx, int64_t *ret_hour_ms);
WR_MUST_CHECK int wr_anchor_store_insert(struct wr_tx *tx, int64_t hour_ms, int64_t frames,
                                         int64_t bytes, int64_t now_ms, int64_t *ret_id);
WR_MUST_CHECK int wr_anchor_store_hour(struct wr_tx *tx, int64_t anchor_id,
                                       const struct wr_frame_hour *h);
WR_MUST_CHECK int wr_anchor_store_list(struct wr_tx *tx, int64_t logger_id, int64_t from_ms,
                                       int64_t to_ms, struct wr_list *ret);

/** Name of an enum's value, for a column. */
struct wr_str wr_device_name(const struct wr_enum_item *items, int64_t value);

/** How far the check of a month came ("long-2026-11"), or of what is new ("new": after_outlet is the last outlet done). */
struct wr_series_check {
    struct wr_str name;
    int64_t after_outlet, after_cn, after_t, after_seq; /* a struct wr_tele_key */
    int64_t begun_ms, done_ms, rows_n, bad_n;
    struct wr_str first_bad;
};
WR_MUST_CHECK int wr_series_check_list(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_series_check_put(struct wr_tx *tx, const struct wr_series_check *c);
WR_MUST_CHECK int wr_series_check_drop(struct wr_tx *tx, struct wr_str name);
