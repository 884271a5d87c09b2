#pragma once
/* The evaluation: a case bound to a scheme and a law → a result with its explanation, in one pass. Pure. */
#include "modules/penalty/penalty_pack.h"

#define WR_PEN_PROVISIONS_MAX 4

/** A case whose names are resolved. Slices and pointers are borrowed from pack and case text. */
struct wr_pen_case {
    const struct wr_pen_pack *pack; /* scheme */
    const struct wr_pen_pack *law;  /* the law it serves; NULL: none is in force */
    const struct wr_pen_table *tables[WR_PEN_PROVISIONS_MAX]; /* of each provision violated */
    const struct wr_pen_column *columns[WR_PEN_PROVISIONS_MAX];
    size_t tables_n;
    const struct wr_pen_clause
        *item;                     /* an item of a no-penalty list that was asked for; NULL: none */
    int32_t act_day, decision_day; /* days since 1970-01-01; decision 0: not decided yet */
    struct wr_pen_value vals[WR_PEN_VALUES_MAX];
};

/** Set what follows from other facts (first violation, only pH, time-barred). Call after any change of facts. */
void wr_pen_derive(struct wr_pen_case *c);
/** Is the clause looked at in this case? By its tables, or because its item was asked for; never a slot. */
bool wr_pen_concerns(const struct wr_pen_case *c, const struct wr_pen_clause *k);
/**
 * Judge a derived case. Order: facts §11.2.
 * @param ret  written as far as counts say, not cleared
 * @return 0, WR_EINVALID (a value in two levels or in none, an amount missing: the fault names table, factor, value,
 *         document), WR_ECONFLICT (penalty.formula_unconfirmed, penalty.no_ground)
 */
WR_MUST_CHECK int wr_pen_judge(struct wr_ctx *ctx, const struct wr_pen_case *c,
                               struct wr_pen_result *ret);

/**
 * Extra fine by the day (D1): the original fine for each day after service up to the day of the re-check's finding.
 * @param recheck_days  re-check within so many days after service
 * @return days counted; 0: the re-check was not after service or too late
 */
int64_t wr_pen_day_fine(int32_t served_day, int32_t recheck_day, int64_t recheck_days);
/** Late payment (L72): day_bp of the fine a day, at most most_bp of it. @return fen, rounded down */
int64_t wr_pen_late_fee(int64_t fine_fen, int64_t days, int64_t day_bp, int64_t most_bp);

/** Inside the room: exact money, in 10^-16 fen. */
#define WR_PEN_SCALE ((wr_pen_wide)10000000000000000)
struct wr_pen_money {
    wr_pen_wide amount, min, max; /* max < 0: none */
};
struct wr_pen_judge {
    struct wr_ctx *ctx;
    const struct wr_pen_case *c;
    struct wr_pen_result *r;
    const struct wr_pen_table *table;
    const struct wr_pen_column *column;
    struct wr_pen_money money;
    bool in_band; /* lighter and heavier are already in the amount */
    bool no_amount;
    int64_t raw_bp, bp;
    const struct wr_pen_row *row;
};
struct wr_pen_step *wr_pen_push(struct wr_pen_judge *j, enum wr_pen_step_kind kind);
/** The level of a factor; NULL with an error recorded. A note says why the lowest was taken. */
const struct wr_pen_level *wr_pen_find_level(struct wr_pen_judge *j, const struct wr_pen_factor *f,
                                             enum wr_pen_note *ret_note, int *ret_fact);
/** Amount of one table before adjustments, into j->money. */
int wr_pen_amount(struct wr_pen_judge *j);
/** Lighter, heavier, mitigation, apology; statutory range; rounding. @return the fine, fen */
int wr_pen_settle(struct wr_pen_judge *j, int64_t *ret_fen);
bool wr_pen_is_true(const struct wr_pen_case *c, enum wr_pen_fact f);
