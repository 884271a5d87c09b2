#pragma once
/* Exact numbers of the discretion engine: fractions and intervals. No floating point anywhere. */
#include "base/str.h"

__extension__ typedef __int128 wr_pen_wide;

/** n/d with d > 0; |n| and d at most 1e18. */
struct wr_pen_num {
    int64_t n, d;
};
#define WR_PEN_DIGITS_MAX 15 /* of a decimal text */

/** Decimal text such as "-3", "0.093"; at most 15 digits, 9 of them behind the point. */
WR_MUST_CHECK bool wr_pen_num_parse(struct wr_str s, struct wr_pen_num *ret);
/**
 * (measured − limit) / limit, exact. Both decimals of at most 9 digits, limit > 0.
 * Source: facts ENG-3 (compare unrounded, because published decisions round inconsistently).
 */
WR_MUST_CHECK bool wr_pen_num_multiple(struct wr_str measured, struct wr_str limit,
                                       struct wr_pen_num *ret);
/** <0, 0, >0. */
int wr_pen_num_cmp(struct wr_pen_num a, struct wr_pen_num b);

/** Which numbers: `[3,8)`, `(-,50)`, `[200,-)`; inclusivity is always written, never assumed. */
struct wr_pen_span {
    struct wr_pen_num lo, hi;
    bool has_lo, has_hi, lo_incl, hi_incl;
};
WR_MUST_CHECK bool wr_pen_span_parse(struct wr_str s, struct wr_pen_span *ret);
bool wr_pen_span_has(const struct wr_pen_span *s, struct wr_pen_num v);
