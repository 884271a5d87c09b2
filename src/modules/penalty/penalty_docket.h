#pragma once
/* Cases (案件): facts with evidence, assessment, procedure. No I/O. */
#include "modules/penalty/penalty_case.h"

enum wr_pen_source {
    WR_PEN_SRC_VISIT = 1,
    WR_PEN_SRC_CLUE,
    WR_PEN_SRC_PROBLEM,
    WR_PEN_SRC_COMPLAINT,
    WR_PEN_SRC_TRANSFER,
    WR_PEN_SRC_MANUAL
};
extern const struct wr_enum_item wr_pen_sources[];
enum wr_pen_state {
    WR_PEN_FILED = 1,
    WR_PEN_ASSESSED,
    WR_PEN_NOTICED,
    WR_PEN_DECIDED,
    WR_PEN_SERVED,
    WR_PEN_CLOSED,
    WR_PEN_WITHDRAWN,
    WR_PEN_TRANSFERRED
};
extern const struct wr_enum_item wr_pen_states[];
enum wr_pen_event_kind {
    WR_PEN_EV_FILED = 1,
    WR_PEN_EV_ASSESSED,
    WR_PEN_EV_ORDER_SERVED,
    WR_PEN_EV_RECHECKED,
    WR_PEN_EV_REVIEWED,
    WR_PEN_EV_COLLECTIVE,
    WR_PEN_EV_NOTICED,
    WR_PEN_EV_STATEMENT,
    WR_PEN_EV_HEARING_REQUESTED,
    WR_PEN_EV_HEARING_NOTICED,
    WR_PEN_EV_HEARING,
    WR_PEN_EV_DECIDED,
    WR_PEN_EV_SERVED,
    WR_PEN_EV_PAID,
    WR_PEN_EV_DAY_FINE,
    WR_PEN_EV_EDUCATED,
    WR_PEN_EV_PUBLISHED,
    WR_PEN_EV_CREDIT_REPAIRED,
    WR_PEN_EV_CLOSED,
    WR_PEN_EV_WITHDRAWN,
    WR_PEN_EV_TRANSFERRED
};
extern const struct wr_enum_item wr_pen_event_kinds[];

#define WR_PEN_VALUES_LISTED_MAX 100
#define WR_PEN_EVENTS_MAX 200
#define WR_PEN_PAPERS_MAX 16

struct wr_pen_fact_row {
    int64_t id;
    struct wr_str kind, name, value, evidence;
    bool proposed;
    int64_t confirmed_by, confirmed_ms;
    struct wr_str confirmed_name;
    struct wr_str label; /* in words, of the pack */
    struct wr_str why;   /* of a proposal: how the system came to it */
};
struct wr_pen_event {
    int64_t id, kind, at_ms, user_id;
    struct wr_str day, note, user_name;
    bool has_amount_fen;
    int64_t amount_fen;
    struct wr_str due;               /* of an order: last day to correct; may be absent */
    bool has_continuing, continuing; /* of a re-check: found going on */
};
struct wr_pen_due {
    struct wr_str id, name, from_day, due, done_day, citation, tag;
    bool overdue, late;
    int64_t days_left;
};
struct wr_pen_paper {
    struct wr_str form, title, number;
    bool ready;
    struct wr_list missing; /* struct wr_str */
};
extern const struct wr_field wr_pen_paper_fields[];

struct wr_pen_docket {
    int64_t id;
    struct wr_str uid, number;
    int64_t enterprise_id, district_id;
    struct wr_str enterprise_name, district_name;
    int64_t source;
    struct wr_str source_ref, title, act_date, unit;
    int64_t visit_id, finding_id, officer_id, second_officer_id;
    struct wr_str officer_name, second_officer_name;
    struct wr_str scheme, table_id, more_tables, column_key, item;
    bool grave;
    int64_t state;
    struct wr_str input, result;
    int64_t outcome; /* 0: not assessed */
    struct wr_str rule, table_taken, pack, pack_version;
    bool has_computed_fen, has_raw_bp, has_min_fen, has_max_fen, has_deviation_fen, has_notice_fen,
        has_fine_fen;
    int64_t computed_fen, raw_bp, min_fen, max_fen, deviation_fen, notice_fen, fine_fen;
    int64_t pack_id, law_pack_id, assessed_ms, deviation_by, deviation_approved_by, deviation_ms;
    struct wr_str deviation_reason, decision_date, decision_note;
    int64_t decided_by, created_by, created_ms, version;
    struct wr_list values, events, clocks; /* only of one case read by itself */
};
extern const struct wr_field wr_pen_docket_fields[];     /* of one case */
extern const struct wr_field wr_pen_docket_row_fields[]; /* of lists: without parts and JSON */
extern const struct wr_field wr_pen_fact_row_fields[], wr_pen_event_fields[];

struct wr_pen_new {
    struct wr_str uid;
    int64_t enterprise_id, source, visit_id, finding_id, officer_id, second_officer_id;
    struct wr_str source_ref, title, act_date, scheme, table, column, item;
    struct wr_list tables; /* struct wr_str */
    bool grave;
};
struct wr_pen_value_in {
    struct wr_str kind, name, value, evidence;
};
struct wr_pen_values_in {
    struct wr_list values; /* struct wr_pen_value_in */
};
struct wr_pen_event_in {
    int64_t kind;
    struct wr_str day, note;
    bool has_amount_fen;
    int64_t amount_fen;
    struct wr_str due;
    bool has_continuing, continuing;
};
struct wr_pen_deviation_in {
    int64_t fine_fen;
    struct wr_str reason;
};
struct wr_pen_note_in {
    struct wr_str note;
};
struct wr_pen_decide_in {
    struct wr_str day, note;
    bool has_fine_fen;
    int64_t fine_fen;   /* where the system gives no amount */
    bool punish_anyway; /* a MAY that is not used; never a MUST */
    struct wr_str punish_reason;
};
struct wr_pen_filter {
    struct wr_str cursor, q, table, from, to;
    int64_t limit, enterprise_id, officer_id, district_id;
    bool has_state;
    int64_t state;
};
extern const struct wr_field wr_pen_new_fields[], wr_pen_values_in_fields[],
    wr_pen_event_in_fields[], wr_pen_deviation_in_fields[], wr_pen_note_in_fields[],
    wr_pen_decide_in_fields[], wr_pen_filter_fields[];

/** Where a case stands among decided ones of its table. */
struct wr_pen_precedent {
    int64_t id;
    struct wr_str number, enterprise_name, decision_date, unit;
    int64_t outcome, same_n;
    bool has_fine_fen;
    int64_t fine_fen;
};
struct wr_pen_precedents {
    struct wr_list items; /* struct wr_pen_precedent, most similar first */
    int64_t decided_n, lower_n, equal_n, higher_n;
    bool has_this_fen;
    int64_t this_fen;
};
extern const struct wr_field wr_pen_precedents_fields[], wr_pen_precedent_fields[];

/* ---- consistency ------------------------------------------------------------------------------- */

struct wr_pen_sample { /* one decided case */
    int64_t id, officer_id, outcome, fine_fen;
    bool has_fine_fen, deviated;
    struct wr_str number, enterprise_name, table_taken, unit, officer_name, rule;
};
extern const struct wr_field wr_pen_sample_fields[];
struct wr_pen_spread {
    struct wr_str table, name;
    int64_t n, min_fen, q1_fen, median_fen, q3_fen, max_fen, deviated_n;
    struct wr_list outliers; /* struct wr_pen_precedent */
};
struct wr_pen_group { /* unit or officer: how its fines stand to the medians of their tables */
    struct wr_str name;
    int64_t id, n, ratio_bp, deviated_n; /* ratio: mean of fine / median, 10,000 = as all */
};
struct wr_pen_spared {
    struct wr_str rule, text;
    int64_t must_n, may_n;
};
struct wr_pen_board {
    struct wr_str from, to;
    int64_t cases_n, fined_n, spared_n, least_n;
    int64_t units_hidden_n, officers_hidden_n; /* groups too small to be shown */
    struct wr_list tables, units, officers, spared;
};
struct wr_pen_board_query {
    struct wr_str from, to;
    bool has_least_n;
    int64_t least_n;
};
extern const struct wr_field wr_pen_board_fields[], wr_pen_board_query_fields[];
/** Pure: figures of decided cases. @param samples struct wr_pen_sample, in any order (sorted by this call) */
WR_MUST_CHECK int wr_pen_board_of(struct wr_ctx *ctx, struct wr_list samples, int64_t least_n,
                                  struct wr_pen_board *ret);

/* ---- packs in the database -------------------------------------------------------------------- */

struct wr_pen_stored {
    int64_t id;
    struct wr_str pack, pack_version, sha256, content, state, note, decision_note;
    int64_t author_id, decided_by, created_ms, submitted_ms, decided_ms, version;
};
struct wr_pen_stored_view {
    struct wr_pen_stored head;
    int64_t id;
    struct wr_str pack, pack_version, state, note, words;
    struct wr_list notes, failed; /* struct wr_str: what to look at, examples that fail */
};
struct wr_pen_draft_in {
    struct wr_str content, note;
};
struct wr_pen_changed { /* a past case whose outcome would change */
    int64_t id;
    struct wr_str number, enterprise_name, before_text, after_text, why;
    int64_t before_outcome, after_outcome;
    bool has_before_fen, has_after_fen;
    int64_t before_fen, after_fen;
};
struct wr_pen_impact {
    struct wr_str pack, pack_version;
    int64_t examined_n, changed_n, failed_n;
    struct wr_list items; /* struct wr_pen_changed */
};
extern const struct wr_field wr_pen_stored_fields[], wr_pen_stored_row_fields[],
    wr_pen_draft_in_fields[], wr_pen_impact_fields[], wr_pen_preview_fields[];
struct wr_pen_preview {
    struct wr_str pack, pack_version, words;
    struct wr_list notes, failed; /* struct wr_str */
    int64_t examples_n;
};

/**
 * Until which day each change can still be made, in one case: from its order's term and its clocks. Changes that come too late
 * are left out; what the party can still do in the procedure (to be heard, to pay in time) is added behind them. Pure.
 * @param changes  struct wr_pen_change, replaced
 */
WR_MUST_CHECK int wr_pen_terms(struct wr_ctx *ctx, const struct wr_pen_docket *d,
                               const struct wr_pen_pack *law, struct wr_str today,
                               struct wr_list *changes);

/** From an order served to the re-check after it. */
struct wr_pen_day_period {
    struct wr_str served_day, recheck_day, first_day, text;
    int64_t days, fen; /* 0: does not count, text says why */
    bool decided;
};
struct wr_pen_by_day {
    bool has_base_fen, base_decided;
    int64_t base_fen; /* original fine, for each day */
    int64_t days, fine_fen, decided_fen;
    struct wr_list periods; /* struct wr_pen_day_period */
    struct wr_str text, citation, tag;
};
extern const struct wr_field wr_pen_by_day_fields[];
/**
 * Fine by the day of a case. Pure. Source: facts D1; it starts anew with each order served after a re-check.
 * @param law  its rule; NULL or without one: nothing counts
 */
WR_MUST_CHECK int wr_pen_by_day_of(struct wr_ctx *ctx, const struct wr_pen_pack *law,
                                   const struct wr_pen_docket *d, struct wr_pen_by_day *ret);

/** One case as it leaves the house. */
struct wr_pen_export {
    int64_t id, source, state, outcome, created_ms;
    struct wr_str number, enterprise_name, credit_code, district_name, title, act_date, source_ref,
        unit, officer_name, second_officer_name, scheme, table_id, rule, decision_date, pack,
        pack_version;
    bool grave, deviated, has_min_fen, has_max_fen, has_computed_fen, has_notice_fen, has_fine_fen,
        has_day_fine_fen, has_paid_fen;
    int64_t min_fen, max_fen, computed_fen, notice_fen, fine_fen, day_fine_fen, paid_fen;
};
extern const struct wr_field wr_pen_export_fields[];
struct wr_pen_walk {
    int64_t district_id, enterprise_id, officer_id, state; /* 0: all */
    int64_t from_ms, to_ms;                                /* filed in [from, to); to 0: all */
};

/** Deadlines of the procedure from events and the law's clocks. Pure. @param ret struct wr_pen_due */
WR_MUST_CHECK int wr_pen_clocks(struct wr_ctx *ctx, const struct wr_pen_pack *law,
                                const struct wr_list *events, int32_t today, struct wr_list *ret);
/** May this step follow now? @return NULL, or why not (Chinese, English by `zh`) */
const char *wr_pen_step_fault(const struct wr_pen_docket *d, int64_t kind, bool zh);
/** State after a step; 0: unchanged. */
int64_t wr_pen_state_after(int64_t kind);
/** The amount that is proposed: an approved deviation, else what was computed. @return false: a person states it */
bool wr_pen_proposed(const struct wr_pen_docket *d, int64_t *ret_fen);
bool wr_pen_is_spared(int64_t outcome);
