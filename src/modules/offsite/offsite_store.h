#pragma once
/* SQL of the room. No rules. */
#include "db/db.h"
#include "modules/audit/audit_svc.h"
#include "modules/enterprise/enterprise.h"
#include "modules/offsite/offsite.h"
#include "modules/offsite/offsite_valid.h"

/* ---- what the rules know of (offsite_store_conf.c) -------------------------------------------------- */

/** A monitored outlet of an enterprise. */
struct wr_point_row {
    int64_t id;
    struct wr_str code, name;
    int64_t enterprise_id, medium; /* enum wr_offsite_medium */
    bool has_reference_o2_bp;
    int64_t reference_o2_bp;
    struct wr_str mn, legal_review_date, technical_review_date; /* of its active logger */
    int64_t minute_interval_min;
};
struct wr_range_row {
    int64_t outlet_id;
    struct wr_str factor, range_low, range_high;
};
/** Packets of one station's day, and those among them with a defect (W2). */
struct wr_packet_day {
    int64_t outlet_id;
    struct wr_str day;
    int64_t packets, defects;
};
/** Enterprises with a monitored outlet or a process line, by id. */
struct wr_site_row {
    int64_t id, district_id;
    struct wr_str name, credit_code, district_name;
    int64_t positive_state;
};
WR_MUST_CHECK int wr_offsite_store_sites(struct wr_tx *tx, int64_t district_id,
                                         int64_t enterprise_id, struct wr_list *ret);
WR_MUST_CHECK int wr_offsite_store_points(struct wr_tx *tx, int64_t enterprise_id,
                                          struct wr_list *ret);
WR_MUST_CHECK int wr_offsite_store_point(struct wr_tx *tx, int64_t outlet_id,
                                         struct wr_point_row *ret);
WR_MUST_CHECK int wr_offsite_store_ranges(struct wr_tx *tx, int64_t enterprise_id,
                                          struct wr_list *ret);
/** struct wr_packet_day of [from_day, to_day), by day. */
WR_MUST_CHECK int wr_offsite_store_packets(struct wr_tx *tx, int64_t enterprise_id,
                                           struct wr_str from_day, struct wr_str to_day,
                                           struct wr_list *ret);
/** Enterprise and its district of an outlet. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_offsite_store_owner(struct wr_tx *tx, int64_t outlet_id,
                                         struct wr_site_row *ret);
WR_MUST_CHECK int wr_offsite_store_enterprise(struct wr_tx *tx, int64_t id,
                                              struct wr_site_row *ret);
/** A change of limits, marks, lines, orders, outlets or loggers, as the log has it. */
struct wr_conf_change {
    int64_t seq;
    int64_t enterprise_id; /* 0: of no enterprise */
};
/** Changes behind `after_seq`, in order. List of struct wr_conf_change. */
WR_MUST_CHECK int wr_offsite_store_changes(struct wr_tx *tx, int64_t after_seq, int64_t limit,
                                           struct wr_list *ret);
/** Newest leaf of the log; -1: none. */
WR_MUST_CHECK int wr_offsite_store_newest(struct wr_tx *tx, int64_t *ret_seq);
/* ---- certificates that are kept (offsite_store_kept.c) -------------------------------------------------------- */

struct wr_coverage_month {
    int64_t id;
    struct wr_str month;
    int64_t made_ms;
    struct wr_str pack, pack_version;
    int64_t need_bp, need_answer_bp;
};
struct wr_coverage_entry {
    int64_t enterprise_id, district_id;
    bool listed, covered;
    struct wr_str body; /* JSON of a struct wr_offsite_coverage_row */
};
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_coverage_store_month(struct wr_tx *tx, struct wr_str month,
                                          struct wr_coverage_month *ret);
/** Entries by name of the enterprise's number. District, enterprise 0: all. List of struct wr_coverage_entry. */
WR_MUST_CHECK int wr_coverage_store_entries(struct wr_tx *tx, int64_t month_id, int64_t district_id,
                                            int64_t enterprise_id, bool listed,
                                            struct wr_list *ret);
/** @return 0, WR_ECONFLICT (the month is kept already) */
WR_MUST_CHECK int wr_coverage_store_keep(struct wr_tx *tx, const struct wr_coverage_month *m,
                                         const struct wr_list *entries, int64_t *ret_id);
/** Outlet by credit code and code. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_offsite_store_find_outlet(struct wr_tx *tx, struct wr_str credit,
                                               struct wr_str code, int64_t *ret);
WR_MUST_CHECK int wr_offsite_store_find_outlet_of(struct wr_tx *tx, int64_t enterprise_id,
                                                  struct wr_str code, int64_t *ret);

WR_MUST_CHECK int wr_limit_store_list(struct wr_tx *tx, const struct wr_limit_query *q,
                                      int64_t scope, int64_t own, int64_t limit,
                                      struct wr_list *ret);
WR_MUST_CHECK int wr_limit_store_get(struct wr_tx *tx, int64_t id, struct wr_limit *ret);
WR_MUST_CHECK int wr_limit_store_find(struct wr_tx *tx, const struct wr_limit *l,
                                      struct wr_limit *ret);
WR_MUST_CHECK int wr_limit_store_insert(struct wr_tx *tx, const struct wr_limit *l,
                                        int64_t *ret_id);
WR_MUST_CHECK int wr_limit_store_update(struct wr_tx *tx, const struct wr_limit *l);
WR_MUST_CHECK int wr_limit_store_delete(struct wr_tx *tx, int64_t id, int64_t version);

WR_MUST_CHECK int wr_mark_store_list(struct wr_tx *tx, const struct wr_mark_query *q, int64_t scope,
                                     int64_t own, int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_mark_store_active(struct wr_tx *tx, int64_t enterprise_id,
                                       struct wr_list *ret);
WR_MUST_CHECK int wr_mark_store_get(struct wr_tx *tx, int64_t id, struct wr_mark *ret);
WR_MUST_CHECK int wr_mark_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_mark *ret);
WR_MUST_CHECK int wr_mark_store_insert(struct wr_tx *tx, const struct wr_mark *m, int64_t *ret_id);
/** State and end of m->id if it still has m->version. @return 0, WR_ECONFLICT */
WR_MUST_CHECK int wr_mark_store_update(struct wr_tx *tx, const struct wr_mark *m);

WR_MUST_CHECK int wr_line_store_list(struct wr_tx *tx, int64_t enterprise_id, int64_t scope,
                                     struct wr_list *ret);
WR_MUST_CHECK int wr_line_store_get(struct wr_tx *tx, int64_t id, struct wr_power_line *ret);
WR_MUST_CHECK int wr_line_store_channels(struct wr_tx *tx, int64_t line_id, struct wr_list *ret);
WR_MUST_CHECK int wr_line_store_insert(struct wr_tx *tx, const struct wr_power_line *l,
                                       int64_t *ret_id);
WR_MUST_CHECK int wr_line_store_update(struct wr_tx *tx, const struct wr_power_line *l);
/** Channels anew. */
WR_MUST_CHECK int wr_line_store_set_channels(struct wr_tx *tx, int64_t line_id,
                                             const struct wr_list *channels);
WR_MUST_CHECK int wr_order_store_list(struct wr_tx *tx, int64_t enterprise_id, int64_t scope,
                                      struct wr_list *ret);
WR_MUST_CHECK int wr_order_store_insert(struct wr_tx *tx, const struct wr_control_order *o,
                                        int64_t *ret_id);
WR_MUST_CHECK int wr_order_store_get(struct wr_tx *tx, int64_t id, struct wr_control_order *ret);
WR_MUST_CHECK int wr_order_store_end(struct wr_tx *tx, int64_t id, int64_t to_ms, int64_t version);

/* ---- clues (offsite_store.c) -------------------------------------------------------------------------- */

WR_MUST_CHECK int wr_clue_store_insert(struct wr_tx *tx, const struct wr_clue *c, int64_t *ret_id);
/** All that may change, if it still has c->version. @return 0, WR_ECONFLICT */
WR_MUST_CHECK int wr_clue_store_update(struct wr_tx *tx, const struct wr_clue *c);
/** With samples. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_clue_store_get(struct wr_tx *tx, int64_t id, struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_store_by_key(struct wr_tx *tx, struct wr_str open_key,
                                       struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_store_by_number(struct wr_tx *tx, struct wr_str number,
                                          struct wr_clue *ret);
/** The same episode, open or closed: rule, object and beginning. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_clue_store_episode(struct wr_tx *tx, const struct wr_clue *like,
                                        struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_store_list(struct wr_tx *tx, const struct wr_clue_query *q, int64_t scope,
                                     int64_t own, int64_t now_ms, int64_t limit,
                                     struct wr_list *ret);
/** Those whose deadline may have passed. */
WR_MUST_CHECK int wr_clue_store_due(struct wr_tx *tx, int64_t now_ms, struct wr_str today,
                                    int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_clue_store_next_number(struct wr_tx *tx, struct wr_str like, int64_t *ret_n);
WR_MUST_CHECK int wr_clue_store_add_step(struct wr_tx *tx, const struct wr_clue_step *s);
WR_MUST_CHECK int wr_clue_store_steps(struct wr_tx *tx, int64_t clue_id, struct wr_list *ret);
WR_MUST_CHECK int wr_clue_store_add_photo(struct wr_tx *tx, int64_t clue_id, int64_t media_id,
                                          int64_t user_id, int64_t at_ms);
WR_MUST_CHECK int wr_clue_store_photos(struct wr_tx *tx, int64_t clue_id, struct wr_list *ret);
WR_MUST_CHECK int wr_clue_store_earlier(struct wr_tx *tx, const struct wr_clue *c,
                                        struct wr_list *ret);
WR_MUST_CHECK int wr_clue_store_tally(struct wr_tx *tx, const struct wr_clue *c,
                                      struct wr_list *ret);
WR_MUST_CHECK int wr_clue_store_counts(struct wr_tx *tx, int64_t scope, int64_t own, int64_t now_ms,
                                       struct wr_str today, struct wr_list *ret);
WR_MUST_CHECK int wr_clue_store_rules(struct wr_tx *tx, int64_t scope, int64_t own,
                                      int64_t since_ms, struct wr_list *ret);
/** Escalated or on site: those a visit may have ended. */
WR_MUST_CHECK int wr_clue_store_escalated(struct wr_tx *tx, int64_t after_id, int64_t limit,
                                          struct wr_list *ret);
/** Clues of a month that had to be answered, and those answered in time; by enterprise. */
struct wr_answer_row {
    int64_t enterprise_id, clues_n, answered_n;
};
WR_MUST_CHECK int wr_clue_store_answers(struct wr_tx *tx, int64_t from_ms, int64_t to_ms,
                                        int64_t now_ms, struct wr_list *ret);

/* ---- video, push (offsite_store_push.c) ---------------------------------------------------------------- */

WR_MUST_CHECK int wr_video_store_list(struct wr_tx *tx, int64_t enterprise_id, int64_t scope,
                                      struct wr_list *ret);
WR_MUST_CHECK int wr_video_store_get(struct wr_tx *tx, int64_t id, struct wr_video_point *ret);
WR_MUST_CHECK int wr_video_store_by_code(struct wr_tx *tx, struct wr_str code,
                                         struct wr_video_point *ret);
WR_MUST_CHECK int wr_video_store_insert(struct wr_tx *tx, const struct wr_video_point *v,
                                        int64_t *ret_id);
WR_MUST_CHECK int wr_video_store_update(struct wr_tx *tx, const struct wr_video_point *v);
WR_MUST_CHECK int wr_video_store_add_event(struct wr_tx *tx, const struct wr_video_event *e,
                                           bool *ret_new);
WR_MUST_CHECK int wr_video_store_events(struct wr_tx *tx, int64_t point_id, int64_t cursor,
                                        int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_push_store_keys(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_push_store_insert(struct wr_tx *tx, const struct wr_push_key *k,
                                       struct wr_str sha256, int64_t *ret_id);
WR_MUST_CHECK int wr_push_store_find(struct wr_tx *tx, struct wr_str sha256,
                                     struct wr_push_key *ret);
WR_MUST_CHECK int wr_push_store_stop(struct wr_tx *tx, int64_t id);
