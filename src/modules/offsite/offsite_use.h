#pragma once
/* Use cases of the room, for its own api, commands and tests. */

#include "modules/offsite/offsite.h"
#include "modules/offsite/offsite_loop.h"
#include "modules/offsite/offsite_site.h"
#include "modules/offsite/offsite_store.h"
#include "modules/offsite/offsite_svc.h"

/** Fields of a question that is answered by pages: `limit`, `cursor`. */
#define WR_OFFSITE_PAGE(st)                                                                        \
    WR_I64_OPT(st, limit, 1, 200, "条数", "rows a page"),                                          \
    {                                                                                              \
        .name = "cursor", .type = WR_F_I64, .flags = WR_FF_OPT, .off = offsetof(st, cursor),       \
        .max = WR_ID_MAX, .doc = "of the next page", .zh = "游标"                                \
    }

/* ---- small helpers (offsite_names.c) ------------------------------------------------------------------ */

/** Name of an enum's value for the database; NULL: it has none. */
struct wr_val wr_offsite_name(const struct wr_enum_item *items, int64_t value);
/** Text, '' where it is absent; and NULL where it is empty. */
struct wr_val wr_offsite_text(struct wr_str s);
struct wr_val wr_offsite_optional(struct wr_str s);
/** An update that changed nothing lost a race: WR_ECONFLICT. */
int wr_offsite_changed_one(struct wr_tx *tx, int rc, int64_t changed);
/** District the actor is bound to, 0: all; his own enterprise, 0: not bound to one. */
int64_t wr_offsite_scope(const struct wr_ctx *ctx);
int64_t wr_offsite_own(const struct wr_ctx *ctx);
/** Decimal text as a number. @return false: it is none, or not finite */
bool wr_offsite_decimal(struct wr_str text, double *ret);
/** Shortest text of a measured value; absent for NaN. */
struct wr_str wr_offsite_number_text(struct wr_arena *a, double v);
/** Name of a factor as people know it; absent if nobody does. */
struct wr_str wr_offsite_factor_name(struct wr_str code);
/** The enterprise, if the actor may see it. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_offsite_see_in(struct wr_tx *tx, int64_t enterprise_id,
                                    struct wr_site_row *ret);
WR_MUST_CHECK int wr_offsite_see_outlet_in(struct wr_tx *tx, int64_t outlet_id,
                                           struct wr_site_row *ret);

/* ---- what the rules need (offsite_load.c, offsite_feed.c) ---------------------------------------------- */

/** One enterprise as the rules see it, in the context's arena. */
struct wr_offsite_load {
    struct wr_site_row site;
    const struct wr_offsite_pack *pack;
    struct wr_list points; /* struct wr_point_row, as conf.points */
    struct wr_list lines;  /* struct wr_power_line, as conf.lines */
    struct wr_offsite_site_conf conf;
};
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_offsite_load_in(struct wr_tx *tx, int64_t enterprise_id,
                                     const struct wr_offsite_pack *pack,
                                     struct wr_offsite_load *ret);
WR_MUST_CHECK int wr_offsite_load(struct wr_ctx *ctx, int64_t enterprise_id,
                                  const struct wr_offsite_pack *pack, struct wr_offsite_load *ret);
const struct wr_point_row *wr_offsite_load_point(const struct wr_offsite_load *l,
                                                 int64_t outlet_id);
/** Where a rebuild begins so that it stands at `from_ms` as if it had always run. */
int64_t wr_offsite_warm_from(int64_t from_ms);
/**
 * Feed history into a site, in the order in which it was due.
 * @param from_ms, to_ms  of the ends of periods
 * @param fine_from_ms    minutes and instants only from here on
 * @param ret_rows        rows fed, may be NULL
 */
WR_MUST_CHECK int wr_offsite_feed(struct wr_ctx *ctx, const struct wr_offsite_load *l,
                                  struct wr_offsite_site *site, int64_t from_ms, int64_t to_ms,
                                  int64_t fine_from_ms, int64_t *ret_rows);
int64_t wr_offsite_fine_from(const struct wr_offsite_load *l, int64_t from_ms);
/** What was counted of the packets of an enterprise on the days that ended after `from_ms`, by `to_ms` (W2): struct wr_packet_day. */
WR_MUST_CHECK int wr_offsite_packets(struct wr_ctx *ctx, int64_t enterprise_id, int64_t from_ms,
                                     int64_t to_ms, struct wr_list *ret);
/** Feed those days from `from` on that ended by `to_ms`. @return where the others begin */
size_t wr_offsite_feed_packets(struct wr_offsite_site *site, const struct wr_list *days,
                               size_t from, int64_t to_ms);

/* ---- events to clues (offsite_apply.c) ------------------------------------------------------------------ */

/** What the rules said of one enterprise becomes clues; repeats change nothing. */
WR_MUST_CHECK int wr_offsite_apply(struct wr_ctx *ctx, int64_t enterprise_id,
                                   const struct wr_offsite_event *e, size_t n);
/** Add a step and its leaf after the clue was written. */
WR_MUST_CHECK int wr_clue_step_in(struct wr_tx *tx, const struct wr_clue *c, int64_t act,
                                  struct wr_str note);
/** Tell live pages; after commit. */
void wr_clue_tell(struct wr_ctx *ctx, const struct wr_clue *c);
/** Names of rule, factor, and whether it is overdue. */
void wr_clue_dress(struct wr_ctx *ctx, struct wr_clue *c);

/* ---- clues (offsite_clue_svc.c, offsite_card.c) ---------------------------------------------------------- */

WR_MUST_CHECK int wr_clue_svc_list(struct wr_ctx *ctx, const struct wr_clue_query *q,
                                   struct wr_offsite_page *ret);
WR_MUST_CHECK int wr_clue_svc_summary(struct wr_ctx *ctx, struct wr_clue_summary *ret);
WR_MUST_CHECK int wr_clue_svc_card(struct wr_ctx *ctx, int64_t id, struct wr_clue_card *ret);
WR_MUST_CHECK int wr_clue_svc_answer(struct wr_ctx *ctx, int64_t id,
                                     const struct wr_clue_answer *in, struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_svc_close(struct wr_ctx *ctx, int64_t id, const struct wr_clue_close *in,
                                    struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_svc_rectify(struct wr_ctx *ctx, int64_t id,
                                      const struct wr_clue_rectify *in, struct wr_clue *ret);
/** Acts that need but a note: RECTIFIED, VERIFY, REJECT, ESCALATE. */
WR_MUST_CHECK int wr_clue_svc_act(struct wr_ctx *ctx, int64_t id, int64_t act, struct wr_str note,
                                  struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_svc_add_photo(struct wr_ctx *ctx, int64_t id, struct wr_str bytes,
                                        struct wr_clue_photo *ret);
WR_MUST_CHECK int wr_clue_svc_photo(struct wr_ctx *ctx, int64_t id, int64_t media_id,
                                    struct wr_str *ret_content, struct wr_str *ret_type);
/** A clue the actor may see, in a transaction. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_clue_load_in(struct wr_tx *tx, int64_t id, struct wr_clue *ret);

/* ---- limits, marks, lines, orders (offsite_conf_svc.c) ---------------------------------------------------- */

WR_MUST_CHECK int wr_limit_svc_list(struct wr_ctx *ctx, const struct wr_limit_query *q,
                                    struct wr_offsite_page *ret);
WR_MUST_CHECK int wr_limit_svc_add(struct wr_ctx *ctx, const struct wr_limit *in, int64_t *ret_id);
WR_MUST_CHECK int wr_limit_svc_change(struct wr_ctx *ctx, const struct wr_limit *in);
WR_MUST_CHECK int wr_limit_add_in(struct wr_tx *tx, const struct wr_limit *in, int64_t *ret_id);
WR_MUST_CHECK int wr_limit_change_in(struct wr_tx *tx, const struct wr_limit *in);
WR_MUST_CHECK int wr_limit_remove_in(struct wr_tx *tx, const struct wr_limit *l,
                                     struct wr_str reason);
/** Faults of a limit by itself: decimals, order, days. */
void wr_limit_check(struct wr_ctx *errors, const struct wr_limit *l);
WR_MUST_CHECK int wr_mark_svc_list(struct wr_ctx *ctx, const struct wr_mark_query *q,
                                   struct wr_offsite_page *ret);
/** Declare a stop, report maintenance, mark data. A repeat of the uid gives the same mark. */
WR_MUST_CHECK int wr_mark_svc_add(struct wr_ctx *ctx, const struct wr_mark *in,
                                  struct wr_mark *ret);
WR_MUST_CHECK int wr_mark_svc_end(struct wr_ctx *ctx, int64_t id, int64_t to_ms,
                                  struct wr_mark *ret);
WR_MUST_CHECK int wr_mark_svc_withdraw(struct wr_ctx *ctx, int64_t id, struct wr_mark *ret);
WR_MUST_CHECK int wr_line_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret);
WR_MUST_CHECK int wr_line_svc_put(struct wr_ctx *ctx, const struct wr_power_line *in,
                                  int64_t *ret_id);
WR_MUST_CHECK int wr_order_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret);
WR_MUST_CHECK int wr_order_svc_add(struct wr_ctx *ctx, const struct wr_control_order *in,
                                   int64_t *ret_id);
WR_MUST_CHECK int wr_order_svc_end(struct wr_ctx *ctx, int64_t id);

/* ---- history (offsite_replay.c, offsite_quality.c, offsite_coverage.c) -------------------------------------- */

/** What the rules say over a period, judged anew; nothing is written. @return 0, WR_EINVALID, WR_ENOTFOUND (pack) */
WR_MUST_CHECK int wr_offsite_svc_replay(struct wr_ctx *ctx, const struct wr_replay_query *q,
                                        struct wr_replay *ret);
/** A draft on history, nothing is kept. @return as above; faults of the file under its own paths */
WR_MUST_CHECK int wr_offsite_svc_try(struct wr_ctx *ctx, const struct wr_replay_try *t,
                                     struct wr_replay *ret);
WR_MUST_CHECK int wr_offsite_svc_quality(struct wr_ctx *ctx, int64_t outlet_id,
                                         const struct wr_quality_query *q, struct wr_quality *ret);
/** Segments the device marked, newest first: struct wr_device_mark. @return 0, WR_EINVALID (period), WR_ENOTFOUND, WR_ELIMIT */
WR_MUST_CHECK int wr_offsite_svc_device_marks(struct wr_ctx *ctx, int64_t outlet_id,
                                              const struct wr_device_mark_query *q,
                                              struct wr_list *ret);
/** Emissions of a quarter with what stands in for gaps (HJ 75-2017 §12, unverified). @return 0, WR_EINVALID, WR_ENOTFOUND */
WR_MUST_CHECK int wr_offsite_svc_emissions(struct wr_ctx *ctx, int64_t outlet_id,
                                           const struct wr_emission_query *q,
                                           struct wr_emissions *ret);
WR_MUST_CHECK int wr_offsite_svc_hours(struct wr_ctx *ctx, int64_t outlet_id, struct wr_str day,
                                       struct wr_list *ret);
WR_MUST_CHECK int wr_offsite_svc_coverage(struct wr_ctx *ctx,
                                          const struct wr_offsite_coverage_query *q,
                                          struct wr_offsite_coverage *ret);

/* ---- video, push (offsite_push_svc.c) ------------------------------------------------------------------------ */

WR_MUST_CHECK int wr_video_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret);
WR_MUST_CHECK int wr_video_svc_put(struct wr_ctx *ctx, const struct wr_video_point *in,
                                   int64_t *ret_id);
WR_MUST_CHECK int wr_video_svc_events(struct wr_ctx *ctx, int64_t id, int64_t cursor, int64_t limit,
                                      struct wr_list *ret);
WR_MUST_CHECK int wr_video_svc_push(struct wr_ctx *ctx, struct wr_str key,
                                    const struct wr_video_push *in);
WR_MUST_CHECK int wr_push_svc_keys(struct wr_ctx *ctx, struct wr_list *ret);
WR_MUST_CHECK int wr_push_svc_make(struct wr_ctx *ctx, const struct wr_push_key *in,
                                   struct wr_push_key *ret);
WR_MUST_CHECK int wr_push_svc_stop(struct wr_ctx *ctx, int64_t id);
/** Rows into the telemetry store, validated as those of HJ 212, and judged. */
WR_MUST_CHECK int wr_push_svc_rows(struct wr_ctx *ctx, struct wr_str key, const struct wr_push *in,
                                   struct wr_push_result *ret);

extern const struct wr_field wr_clue_step_fields[], wr_clue_photo_fields[],
    wr_clue_earlier_fields[], wr_clue_tally_fields[], wr_clue_count_fields[],
    wr_clue_rule_count_fields[], wr_replay_item_fields[], wr_replay_rule_fields[],
    wr_quality_day_fields[], wr_offsite_coverage_gap_fields[], wr_offsite_coverage_row_fields[],
    wr_push_value_fields[], wr_push_row_fields[];
