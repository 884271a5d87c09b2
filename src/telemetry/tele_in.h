#pragma once
/* Inside of telemetry/: the bytes of a row, and what a store must be able to do. */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "telemetry/telemetry.h"

#define WR_TELE_BODY_MAX ((size_t)512 << 10) /* bytes of one row */
#define WR_TELE_SEQ_MAX 1000                 /* rows of one moment: parts and versions */
#define WR_TELE_MOMENT_BYTES_MAX ((size_t)8 << 20)

/** A row as a store keeps it. Key: outlet, cn, t_ms, seq. */
struct wr_tele_rec {
    int64_t outlet_id;
    int cn;
    int32_t seq;
    int64_t t_ms, received_ms, source_id;
    bool backfill;
    struct wr_str body;
    struct wr_tele_row *row; /* append only: where the outcome goes */
};

/* ---- bytes of a row (row.c) ------------------------------------------------------------------ */

/**
 * One factor group in a body: factor length, factor, head (bits 0–2 length of the mark, bit 3 computed here), mark, version
 * (one byte, 255 stays 255), number of values, then per value field, text length, text.
 */
struct wr_tele_group {
    struct wr_str factor, flag;
    int version;
    bool computed;
    size_t n;
    struct wr_str
        items; /* the values' bytes: two groups say the same when marks and items are equal */
};

/** Append the body of a row: each factor once, in order of first appearance, exact repetitions dropped. */
void wr_tele_encode(const struct wr_tele_row *row, struct wr_buf *out);
/** Next group of *body, which is advanced. @return 1 a group, 0 the end, -1 the bytes are no row */
int wr_tele_group_next(struct wr_str *body, struct wr_tele_group *ret);
/** Next value of a group; *items is advanced. @return false at the end */
bool wr_tele_item_next(struct wr_str *items, int *ret_field, struct wr_str *ret_text);
void wr_tele_group_put(struct wr_buf *out, const struct wr_tele_group *g);
/**
 * What of `body` is not yet said by the `n` bodies stored before; versions are numbered on from theirs.
 * @param out          the body to store; stays empty when all was said already
 * @param ret_version  highest version written
 */
enum wr_tele_outcome wr_tele_merge(struct wr_str body, const struct wr_str *stored, size_t n,
                                   struct wr_buf *out, int32_t *ret_version);
/** Shortest text that reads back as exactly `v`; "NaN" for what is no finite number. @return its length */
size_t wr_tele_format(double v, char dst[32]);

/* ---- months ---------------------------------------------------------------------------------- */

/** year × 12 + month − 1, of the day in +08:00. */
static inline int wr_tele_month(int64_t t_ms)
{
    struct wr_date d = wr_date_of_ms(t_ms);
    return d.year * 12 + d.month - 1;
}
static inline int64_t wr_tele_month_ms(int month)
{
    return wr_date_to_ms((struct wr_date){
        .year = (int16_t)(month / 12), .month = (int8_t)(month % 12 + 1), .day = 1});
}

/** "YYYY?MM" (one sign between) to a month. @return false: it is not */
static inline bool wr_tele_month_parse(struct wr_str s, int *ret)
{
    int64_t year = 0;
    int64_t month = 0;

    if (s.n != 7 || !wr_str_i64(wr_str_sub(s, 0, 4), &year) ||
        !wr_str_i64(wr_str_sub(s, 5, 2), &month) || year < 1000 || month < 1 || month > 12)
        return false;
    *ret = (int)(year * 12 + month - 1);
    return true;
}

/* ---- stores ---------------------------------------------------------------------------------- */

#define CHECK_STOP 1
typedef int wr_tele_rec_fn(void *arg, const struct wr_tele_rec *rec);

/** What one store can do. All calls from any thread. */
struct wr_tele_ops {
    const char *kind;
    void (*close)(void *store);
    /**
     * Store records of one class and month, sorted by key and by order of arrival, in one transaction. Their seq is 0; where
     * the key is taken the store reads what is there and uses wr_tele_merge. Fills row->outcome and version.
     */
    int (*append)(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                  struct wr_tele_rec *recs, size_t n);
    /** Records of [from, to) by t_ms (descending when `back`) and, within one moment, seq upward. */
    int (*scan)(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
                int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg);
    /** List of struct wr_tele_month_of. */
    int (*months)(struct wr_ctx *ctx, void *store, struct wr_list *ret);
    int (*drop)(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month);
    /**
     * The engine's own check of one month, then each record by key.
     * @param after    go on behind (or at) this key, without the engine's check; NULL: from the beginning
     * @param each     CHECK_STOP ends the walk
     * @param ret_bad  absent: it is sound
     * @return 0 the month's end, CHECK_STOP there is more
     */
    int (*check)(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                 const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
                 struct wr_str *ret_bad);
    /** Everything appended before is on disk when it returns. */
    int (*flush)(struct wr_ctx *ctx, void *store);
    /** Copy all months into the new folder `to`, each as of one moment. NULL: the engine has tools of its own. */
    int (*backup)(struct wr_ctx *ctx, void *store, const char *to, int64_t *ret_months);
};

int wr_tele_sqlite_open(struct wr_ctx *ctx, struct wr_str path, const struct wr_tele_options *opt,
                        void **ret_store);
int wr_tele_pg_open(struct wr_ctx *ctx, const char *url, const struct wr_tele_options *opt,
                    void **ret_store);
int wr_tele_ch_open(struct wr_ctx *ctx, struct wr_str url, const struct wr_tele_options *opt,
                    void **ret_store);
extern const struct wr_tele_ops wr_tele_sqlite_ops, wr_tele_pg_ops, wr_tele_ch_ops;

const struct wr_tele_ops *wr_tele_ops_of(const struct wr_tele *t);
void *wr_tele_store_of(const struct wr_tele *t);
/** Records of one outlet and code, from whatever store (telemetry.c). */
int wr_tele_walk(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn, int64_t from_ms,
                 int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg);
