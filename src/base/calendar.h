#pragma once

#include "base/attr.h"
#include "base/str.h"

/** Civil date in Asia/Shanghai (+08:00, no daylight saving). The zero value is "no date". */
struct wr_date {
    int16_t year;
    int8_t month; /* 1..12 */
    int8_t day;   /* 1..31 */
};

#define WR_DAY_MS INT64_C(86400000)
#define WR_DATE_TEXT 11  /* "2026-11-23" and NUL */
#define WR_STAMP_TEXT 26 /* "2026-11-23T18:00:00+08:00" and NUL */

struct wr_date wr_date_of_ms(int64_t ms);
/** Midnight (+08:00) at which the day begins, ms UTC. */
int64_t wr_date_to_ms(struct wr_date d);
/** Strict YYYY-MM-DD of an existing day, years 1900..2200. */
WR_MUST_CHECK bool wr_date_parse(struct wr_str s, struct wr_date *ret);
/** "2026-11-23" into dst. */
void wr_date_format(struct wr_date d, char dst[WR_DATE_TEXT]);
/** Days since 1970-01-01 and back. */
int32_t wr_date_to_days(struct wr_date d);
struct wr_date wr_date_from_days(int32_t days);
/** Same day of month n months on, clamped to the month's end (31 Jan + 1 = 28/29 Feb). */
struct wr_date wr_date_add_months(struct wr_date d, int32_t n);
/** 1 = Monday … 7 = Sunday. */
int wr_date_weekday(struct wr_date d);
/** RFC 3339 with +08:00 into dst. */
void wr_stamp_format(int64_t ms, char dst[WR_STAMP_TEXT]);
/** RFC 3339 date-time with zone, or a bare date (its midnight in +08:00). */
WR_MUST_CHECK bool wr_stamp_parse(struct wr_str s, int64_t *ret_ms);

/** Exceptions to Monday–Friday of one or more years (the State Council's yearly notice), sorted by day. */
struct wr_holiday {
    int32_t day; /* days since 1970-01-01 */
    bool works;  /* true: a weekend day that is worked; false: a weekday that is free */
};
struct wr_workdays {
    const struct wr_holiday *exceptions;
    size_t n;
};
bool wr_is_workday(const struct wr_workdays *w, struct wr_date d);
/** The n-th working day after d (n ≥ 0; 0 gives d itself). The day of the act does not count. */
struct wr_date wr_add_workdays(const struct wr_workdays *w, struct wr_date d, int32_t n);
