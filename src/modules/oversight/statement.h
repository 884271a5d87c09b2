#pragma once
/* The monthly statement (月度入企公示): types, and the pure function from open rows to it. docs/statement.md has the exact bytes. */

#include "base/arena.h"
#include "base/crypto.h"
#include "modules/visit/visit_svc.h"

#define WR_STATEMENT_ROWS_MAX 2000000
#define WR_STATEMENT_MONTH 7 /* "2026-05" */

/** Inspections that did not count, by the ground that spared them. */
struct wr_statement_source {
    int64_t source; /* enum wr_visit_source */
    int64_t n;
};

/** What the bureau says of one month. Every number is a count of open rows; which rows, docs/statement.md tells. */
struct wr_statement {
    struct wr_str scope;       /* "city", or an enterprise as in the open rows */
    struct wr_str month;       /* "2026-05" */
    struct wr_str from, until; /* first day of the year, last day that is covered */
    bool complete;             /* the month was over when the rows were read */
    int64_t planned_n, planned_done_n;
    int64_t inspections_n, counted_n, help_n, other_n, cancelled_n, inspected_n;
    int64_t month_max_n, month_max_enterprises_n;
    int64_t year_inspections_n, year_counted_n, year_max_n, year_max_enterprises_n;
    int64_t at_cap_n, over_cap_n;
    int64_t exceptions_n;
    struct wr_list exceptions; /* struct wr_statement_source, all sources in their order */
    int64_t overridden_n;
    int64_t refused_n, refused_upheld_n, refused_unfounded_n, refused_contested_n, refused_stands_n;
    int64_t late_before_n, late_after_n;
    int64_t no_code_n, no_code_filed_n, no_code_late_n, no_code_overdue_n, no_code_pending_n;
    int64_t offline_n, conflict_open_n, conflict_accepted_n, conflict_irregular_n;
    int64_t unscanned_reported_n, unscanned_confirmed_n, unscanned_unfounded_n;
    int64_t afterfill_n, afterfill_done_n, afterfill_late_n, afterfill_overdue_n,
        afterfill_pending_n;
    int64_t joint_n, mutual_n, converted_n;
    int64_t rows_n;
    struct wr_str rows_sha256; /* of the rows that were used, in order */
    struct wr_str text;        /* canonical text of all of the above */
    struct wr_str sha256;      /* of that text */
};
extern const struct wr_field wr_statement_fields[];

struct wr_tally;
/** A statement under way. It owns its memory until wr_statement_done. */
struct wr_statement_sum {
    struct wr_arena arena;
    struct wr_statement s;
    int64_t sources[WR_SOURCE_END];
    struct wr_tally *enterprises, *missions;
    struct wr_sha256 hash;
    char month_from[WR_DATE_TEXT], month_to[WR_DATE_TEXT];
};

/** Is this the name of a month, "2026-05"? @param ret_first, ret_last  its days */
WR_MUST_CHECK bool wr_statement_month(struct wr_str text, struct wr_date *ret_first,
                                      struct wr_date *ret_last);
/**
 * Begin.
 * @param month    a month as wr_statement_month takes it
 * @param scope    "city" or an enterprise as in the rows; copied
 * @param covered  last day the rows are known to cover
 * @param as_of    day on which the rows were read
 */
void wr_statement_begin(struct wr_statement_sum *sum, struct wr_str month, struct wr_str scope,
                        struct wr_date covered, struct wr_date as_of);
/**
 * Count one row, in the order of wr_open_each_in. Rows outside the year so far or the scope are passed over.
 * @param line  its sealed line (codec/table.h)
 * @return false when the memory is used up
 */
WR_MUST_CHECK bool wr_statement_add(struct wr_statement_sum *sum, const struct wr_open_row *row,
                                    struct wr_str line);
/** The result, in `a`. @return false when either memory is used up */
WR_MUST_CHECK bool wr_statement_end(struct wr_statement_sum *sum, struct wr_arena *a,
                                    struct wr_statement *ret);
void wr_statement_done(struct wr_statement_sum *sum);
