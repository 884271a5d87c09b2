#pragma once
/* Validity of values, aggregation of marks, marks of device and enterprise, rates (facts §7, §13). Pure. */

#include "modules/offsite/offsite_rule.h"

/** Why a value takes no part in statistics, limits and the effective rate; in the order of the tests (§13.2). */
enum wr_offsite_reason {
    WR_REASON_NONE,
    WR_REASON_NOT_A_NUMBER,
    WR_REASON_DUPLICATE, /* came again with another value (R1) */
    WR_REASON_TIME,      /* outside of time (T1) */
    WR_REASON_PHYSICAL,  /* outside the physical range of the factor */
    WR_REASON_FLAG,      /* X-Flag is not N */
    WR_REASON_MARKED,    /* covered by an invalidating mark */
    WR_REASON_TOO_FEW,   /* statistic below its minimum count */
};
extern const struct wr_enum_item wr_offsite_reasons[];

/** What is known of one value. */
struct wr_offsite_value_facts {
    double value;
    bool duplicate; /* another version with another value exists */
    int64_t t_ms, received_ms;
    bool backfill;
    int64_t future_ms, old_ms; /* bounds of T1 */
    bool has_range;
    double range_lo, range_hi; /* physical range */
    struct wr_str mark;        /* "" counts as N (2005 devices send none) */
    bool marked;               /* covered by an invalidating mark */
    bool has_count;
    int64_t count, count_min; /* of a statistic */
};
enum wr_offsite_reason wr_offsite_valid_value(const struct wr_offsite_value_facts *f);
/** N, or none sent. */
bool wr_offsite_mark_normal(struct wr_str mark);

/**
 * Water: one abnormal child makes the parent abnormal, with the most frequent abnormal mark, ties in the order of `order`
 * (pack: FDBCMT S). A child that never came counts as abnormal (B). §7.
 * @param marks     of the children that came
 * @param expected  children expected; fewer than came: as many as came
 * @param order     letters, first wins a tie
 * @return the letter, 'N' when all are normal
 */
char wr_offsite_flag_water(const struct wr_str *marks, size_t n, size_t expected,
                           struct wr_str order);
/** Gas: N from `share_bp` of the expected children on, else D. §7. */
char wr_offsite_flag_gas(const struct wr_str *marks, size_t n, size_t expected, int64_t share_bp);

/* ---- marks (§13.3) -------------------------------------------------------------------------------- */

enum wr_offsite_mark_by { WR_MARK_DEVICE = 1, WR_MARK_ENTERPRISE };
extern const struct wr_enum_item wr_offsite_mark_bys[];
/** A stretch of time somebody marked. */
struct wr_offsite_mark {
    int64_t id;
    int64_t by; /* enum wr_offsite_mark_by */
    struct wr_offsite_span span;
    bool replaced; /* [out] a mark of the enterprise covers all of it */
};
/**
 * A mark of the enterprise replaces a segment of the device it fully covers (same factor, or for all factors); where they
 * overlap in part both stand. Sets `replaced`.
 * @param out  room for n
 * @return spans that stand, by time
 */
size_t wr_offsite_marks_resolve(struct wr_offsite_mark *marks, size_t n,
                                struct wr_offsite_span *out);
/** Is [t, t+len) of this factor touched by a span that invalidates? */
bool wr_offsite_span_invalid(const struct wr_offsite_span *s, size_t n, struct wr_str factor,
                             int64_t t_ms, int64_t len_ms);
/** Is the moment inside a span that leaves the denominators? */
bool wr_offsite_span_stopped(const struct wr_offsite_span *s, size_t n, int64_t t_ms);
/** Is the moment inside a span of one of these kinds? @param kinds  bits 1 << enum wr_offsite_span_kind */
bool wr_offsite_span_kinds_at(const struct wr_offsite_span *s, size_t n, unsigned kinds,
                              int64_t t_ms);

/* ---- rates (§13.4) -------------------------------------------------------------------------------- */

/** What came of one hour. */
struct wr_offsite_hour {
    int64_t t_ms;
    int64_t received_ms;
    bool backfill;
    bool normal;  /* mark N or none */
    bool invalid; /* covered by an invalidating mark, or another reason */
};
#define WR_OFFSITE_NO_RATE (-1) /* not applicable: neither 0 % nor 100 % */
struct wr_offsite_rates {
    int64_t expected, received, in_time, valid;
    int64_t transmission_bp;      /* received / expected; at once (即时) */
    int64_t transmission_full_bp; /* with back-fill (补全) */
    int64_t validity_bp;          /* valid / received */
    int64_t effective_bp;         /* 传输有效率, with back-fill */
};
/**
 * Rates of one factor over some days.
 * @param hours    hours that came, one each
 * @param stopped  hours marked 停运 or 停排 among the expected ones
 * @param total    hours of the period
 * @param late_ms  an hour that came later than this after its end counts only with back-fill
 */
struct wr_offsite_rates wr_offsite_rates_of(const struct wr_offsite_hour *hours, size_t n,
                                            int64_t total, int64_t stopped, int64_t late_ms);
