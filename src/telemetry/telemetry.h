#pragma once
/*
 * Time series of monitoring points behind one interface, three stores: SQLite files by month (default), PostgreSQL
 * partitions, ClickHouse over HTTP. docs/telemetry.md has the layout, docs/adr/0013 the figures behind it.
 *
 * What arrives in one packet is one row: outlet × command code × start of period, with all its factor groups. A group that
 * arrives again and says the same changes nothing; one that says something else is kept beside the first as the next
 * version of that factor. Nothing is ever overwritten. What a packet says of other factors joins the same moment.
 *
 * The open store is found in ctx->telemetry (NULL: this program has none) and may be used by any number of threads.
 */
#include "base/ctx.h"
#include "codec/field.h"

struct wr_tele;

#define WR_TELE_FACTOR_MAX 24   /* bytes of a factor code, such as w01018, SB12, Nh3-scr */
#define WR_TELE_TEXT_MAX 200    /* bytes of one value as text */
#define WR_TELE_FLAG_MAX 4      /* characters of a data mark (facts/hj212.md §7) */
#define WR_TELE_VALUES_MAX 1024 /* values of one row */
#define WR_TELE_ROWS_MAX 65536  /* rows of one append */

/** Command code (CN) as the grain of a row; any other code of 2000–3999 may be kept as well. */
enum wr_tele_cn {
    WR_TELE_REAL = 2011,    /* real-time; time = instant of collection */
    WR_TELE_STATE = 2021,   /* facility state (SBx-RS); instant */
    WR_TELE_DAY = 2031,     /* time = start of the day, +08:00 */
    WR_TELE_RUNTIME = 2041, /* facility hours of a day (SBx-RT) */
    WR_TELE_MINUTE = 2051,  /* start of the period; its length is the station's MinInterval */
    WR_TELE_HOUR = 2061,    /* start of the hour */
    WR_TELE_FIVE = 2111,    /* furnace temperature, 5-minute mean (2025) */
    WR_TELE_INFO = 3020,    /* site information (ixxxxx-Info) */
};

/** Which of a factor's values; by the suffix of its name in the packet (facts/hj212.md §6). */
enum wr_tele_field {
    WR_TELE_RTD,
    WR_TELE_MIN,
    WR_TELE_AVG,
    WR_TELE_MAX,
    WR_TELE_COU,
    WR_TELE_ZS_RTD,
    WR_TELE_ZS_MIN,
    WR_TELE_ZS_AVG,
    WR_TELE_ZS_MAX,
    WR_TELE_RS,
    WR_TELE_RT,
    WR_TELE_DATA,       /* noise */
    WR_TELE_DAY_DATA,   /* noise, day hours */
    WR_TELE_NIGHT_DATA, /* noise, night hours */
    WR_TELE_INFO_VALUE,
    WR_TELE_EFLAG, /* extended mark: text, value NaN */
    WR_TELE_OTHER, /* a key without a known suffix */
    /* recomputed here, beside what was reported (facts/hj212.md §12) */
    WR_TELE_CALC_AVG,
    WR_TELE_CALC_ZS_AVG,
    WR_TELE_CALC_COU,
    WR_TELE_FIELDS_N
};
/** Names outside: rtd, min, avg, max, cou, zsrtd, zsmin, zsavg, zsmax, rs, rt, data, daydata, nightdata, info, eflag, other, … */
extern const struct wr_enum_item wr_tele_fields[];

/** One value of a row to be stored. */
struct wr_tele_value {
    struct wr_str factor; /* 1..WR_TELE_FACTOR_MAX bytes; values of one factor stand together */
    enum wr_tele_field field;
    struct wr_str text; /* as sent; absent: `value` is written in its shortest exact form */
    double value;       /* read only where text is absent; NaN is kept as NaN */
    struct wr_str flag; /* mark of the factor's group, up to 4 characters; empty: none was sent */
};

enum wr_tele_outcome {
    WR_TELE_NEW, /* at least one factor is new at that moment, none has another value than before */
    WR_TELE_SAME, /* everything was there already: nothing was written */
    WR_TELE_VERSIONED, /* at least one factor was there with another value or mark: kept as its next version (R1) */
};

/** One row to be stored, and what became of it. */
struct wr_tele_row {
    int64_t outlet_id;
    int cn;              /* enum wr_tele_cn, or another code of 2000..3999 */
    int64_t t_ms;        /* start of period or instant, ms UTC */
    int64_t received_ms; /* when the packet arrived, ms UTC */
    int64_t
        source_id; /* of the data logger (data_logger.id), 0: computed here or pushed over HTTP */
    bool backfill; /* RF=1, or an answer to a request for history */
    const struct wr_tele_value *values;
    size_t n;
    enum wr_tele_outcome outcome; /* [out] */
    int32_t version; /* [out] highest version among the factors written; 0 for WR_TELE_SAME */
};

/* ---- opening -------------------------------------------------------------------------------- */

struct wr_tele_options {
    const char *
        raw_dir; /* folder of raw frames (telemetry/raw.h), for those who look at them; NULL: none */
    bool create; /* make folder, tables */
    bool
        sync; /* an append is on disk when it returns; false: the caller keeps a journal of its own */
    int64_t wait_ms_max; /* for a connection or an answer, then WR_EBUSY; 0: 5000 */
};
/**
 * `sqlite-dir:PATH`, `postgres://…` (schema `telemetry` of that database) or
 * `clickhouse+http://[user:password@]HOST:PORT/DATABASE[?cluster=NAME]`.
 * @return 0, WR_EINVALID (bad URL), WR_EIO
 */
WR_MUST_CHECK int wr_tele_open(struct wr_ctx *ctx, const char *url,
                               const struct wr_tele_options *opt, struct wr_tele **ret);
void wr_tele_close(struct wr_tele *t); /* NULL is fine */
/** "sqlite", "postgres", "clickhouse". */
const char *wr_tele_kind(const struct wr_tele *t);

/** wr_tele_options.raw_dir; "" if there is none. */
const char *wr_tele_raw_dir(const struct wr_tele *t);

/* ---- writing -------------------------------------------------------------------------------- */

/**
 * Store rows, any order, any mixture of outlets; all of one month and class or none. Appending the same rows again is
 * harmless (WR_TELE_SAME), so a caller who does not know whether it succeeded repeats it. Two rows of one moment in one
 * call are taken in their order.
 * @param rows  1..WR_TELE_ROWS_MAX; `outcome` and `version` of each are filled on success
 * @return 0, WR_EINVALID (a value out of its limits), WR_EBUSY (store away: try again), WR_EIO
 */
WR_MUST_CHECK int wr_tele_append(struct wr_ctx *ctx, struct wr_tele *t, struct wr_tele_row *rows,
                                 size_t n);

/** Everything appended before is on disk when it returns; needed only without wr_tele_options.sync. @return 0, WR_EBUSY, WR_EIO */
WR_MUST_CHECK int wr_tele_flush(struct wr_ctx *ctx, struct wr_tele *t);

/* ---- reading -------------------------------------------------------------------------------- */

enum wr_tele_versions { WR_TELE_LATEST, WR_TELE_ALL_VERSIONS };

struct wr_tele_query {
    int64_t outlet_id;
    int cn;
    struct wr_str factor; /* absent: all */
    int field;            /* enum wr_tele_field; -1: all */
    int64_t from_ms;      /* t_ms ≥ */
    int64_t to_ms;        /* t_ms < */
    enum wr_tele_versions versions;
    size_t max; /* samples at most, ≥ 1; more is WR_ELIMIT (wr_tele_each: no limit where 0) */
};

/** One stored value. */
struct wr_tele_sample {
    int64_t t_ms;
    int64_t received_ms;
    int64_t source_id;
    double value;       /* NaN where the text is no number */
    struct wr_str text; /* decimal text as sent */
    char factor[WR_TELE_FACTOR_MAX + 1];
    char flag[WR_TELE_FLAG_MAX + 1]; /* "" none was sent */
    int8_t field;                    /* enum wr_tele_field */
    bool backfill;
    int16_t version; /* from 1 */
};

/**
 * Samples by time; within one moment in the order they were sent; with WR_TELE_ALL_VERSIONS the versions of a factor in
 * their order.
 * @param ret  list of struct wr_tele_sample in ctx->arena
 * @return 0, WR_ELIMIT (more than q->max), WR_EBUSY, WR_EIO
 */
WR_MUST_CHECK int wr_tele_read(struct wr_ctx *ctx, struct wr_tele *t, const struct wr_tele_query *q,
                               struct wr_list *ret);
/**
 * The same one by one, without a list. `text` of a sample lives until `each` returns.
 * @param each  0 to go on, other values end the walk and are returned
 */
WR_MUST_CHECK int wr_tele_each(struct wr_ctx *ctx, struct wr_tele *t, const struct wr_tele_query *q,
                               int (*each)(void *arg, const struct wr_tele_sample *s), void *arg);
/**
 * Latest moment of one outlet and code at or before `at_ms` (looking back at most 62 days), latest versions.
 * @param ret  list of struct wr_tele_sample; empty if there is none
 */
WR_MUST_CHECK int wr_tele_last(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn,
                               int64_t at_ms, struct wr_list *ret);

/** What came of one factor on one day (+08:00): for transmission rates and the data-quality calendar. */
struct wr_tele_day {
    int64_t day_ms; /* midnight +08:00 */
    char factor[WR_TELE_FACTOR_MAX + 1];
    int64_t moments; /* distinct periods received */
    int64_t normal;  /* of these: mark N or none */
    int64_t
        in_time; /* of these: first arrived without back-fill and within `late_ms` of the end of the period */
    int64_t versioned; /* moments with more than one version */
};
/**
 * Days with at least one moment, by day and factor.
 * @param factor     absent: all
 * @param period_ms  length of a period, for `in_time`; 0 for instants
 * @param late_ms    tolerance
 * @param ret        list of struct wr_tele_day
 */
WR_MUST_CHECK int wr_tele_days(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn,
                               struct wr_str factor, int64_t from_ms, int64_t to_ms,
                               int64_t period_ms, int64_t late_ms, struct wr_list *ret);

/** A hole in a series: no row between. */
struct wr_tele_gap {
    int64_t from_ms; /* first period missing */
    int64_t to_ms;   /* last period missing (equal to from_ms for one) */
};
/**
 * Periods of `step_ms` in [from, to) without a row. from_ms is on the grid.
 * @param max  gaps at most; further ones are left out
 * @param ret  list of struct wr_tele_gap
 */
WR_MUST_CHECK int wr_tele_gaps(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn,
                               int64_t from_ms, int64_t to_ms, int64_t step_ms, size_t max,
                               struct wr_list *ret);

/* ---- thinning out (pure) -------------------------------------------------------------------- */

/**
 * Down-sample a curve for drawing: time is cut into `buckets`, of each bucket the first, lowest, highest and last number are
 * kept, and every sample at which the mark changes or a number gives way to no number (gaps stay gaps). No extreme is lost.
 * @param s    by time, of one factor and field
 * @param out  room for n; may be s itself
 * @return samples kept, ≤ n; n when n ≤ 4 × buckets
 */
size_t wr_tele_thin(const struct wr_tele_sample *s, size_t n, size_t buckets,
                    struct wr_tele_sample *out);

/* ---- keeping -------------------------------------------------------------------------------- */

/** What is kept how long: instants (2011, 2021) by default 30 days, everything else for years. */
enum wr_tele_class { WR_TELE_CLASS_REAL, WR_TELE_CLASS_LONG };
enum wr_tele_class wr_tele_class_of(int cn);
/**
 * Drop months of one class whose last moment is before `before_ms`; a month is the unit.
 * @param ret_months  how many were dropped
 */
WR_MUST_CHECK int wr_tele_drop_before(struct wr_ctx *ctx, struct wr_tele *t,
                                      enum wr_tele_class class, int64_t before_ms,
                                      int64_t *ret_months);
/** What a check found. */
struct wr_tele_report {
    int64_t months, rows, values;
    int64_t bad;             /* rows that do not decode, months the engine finds damaged */
    struct wr_str first_bad; /* in words */
};
/** Engine's own check of each month, and every row decoded. @return 0 also when something is bad; WR_EIO */
WR_MUST_CHECK int wr_tele_check(struct wr_ctx *ctx, struct wr_tele *t, struct wr_tele_report *ret);

struct wr_tele_month_of {
    enum wr_tele_class class;
    int month; /* year × 12 + month − 1 */
};
/** Months there are data of. List of struct wr_tele_month_of, in no order. */
WR_MUST_CHECK int wr_tele_months(struct wr_ctx *ctx, struct wr_tele *t, struct wr_list *ret);
/** "real-2026-11"; lives in the arena. */
struct wr_str wr_tele_month_name(struct wr_arena *a, struct wr_tele_month_of m);
struct wr_tele_key {
    int64_t outlet_id, cn, t_ms, seq;
};
/**
 * A part of wr_tele_check: at most `rows_max` rows of one month, behind *at (zeros: from the beginning, with the engine's own
 * check). *at and *ret are carried on.
 * @param ret_more  the month goes on behind *at
 */
WR_MUST_CHECK int wr_tele_check_month(struct wr_ctx *ctx, struct wr_tele *t,
                                      struct wr_tele_month_of m, int64_t rows_max,
                                      struct wr_tele_key *at, struct wr_tele_report *ret,
                                      bool *ret_more);
/** Rows of one outlet and code in [from, to) decoded. *ret is carried on. */
WR_MUST_CHECK int wr_tele_check_rows(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id,
                                     int cn, int64_t from_ms, int64_t to_ms,
                                     struct wr_tele_report *ret);

/** What a backup took. */
struct wr_tele_copied {
    bool series; /* false: PostgreSQL and ClickHouse are backed up by their own tools */
    int64_t months, raw_files;
};
/**
 * Copy the store and the raw frames while they are written: `to`.telemetry and `to`.raw, new folders. What was answered before
 * the call is in one of them; a server that starts from both brings the rest of the frames into the store.
 * @return 0, WR_ECONFLICT (a folder exists), WR_EIO
 */
WR_MUST_CHECK int wr_tele_backup(struct wr_ctx *ctx, struct wr_tele *t, const char *to,
                                 struct wr_tele_copied *ret);

/** Figures for /metrics. */
struct wr_tele_stats {
    int64_t rows_new, rows_same, rows_versioned, appends, append_ms_sum;
};
void wr_tele_stats(struct wr_tele *t, struct wr_tele_stats *ret);

/** Decimal text to double, correctly rounded; NaN if it is not wholly a number. */
double wr_tele_number(struct wr_str text);
