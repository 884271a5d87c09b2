/* The store's door: rows are checked, encoded, sorted by month and handed on. */
#include "telemetry/raw.h"
#include "telemetry/tele_in.h"

#include <stdatomic.h>
#include <stdlib.h>

#define YEAR_MIN 1990
#define YEAR_MAX 2200

struct wr_tele {
    const struct wr_tele_ops *ops;
    void *store;
    struct wr_tele_options opt;
    char raw_dir[400];
    atomic_llong rows_new, rows_same, rows_versioned, appends, append_ms_sum;
};

/* ---- opening ----------------------------------------------------------------------------------- */

static int open_store(struct wr_ctx *ctx, struct wr_str url, const struct wr_tele_options *opt,
                      struct wr_tele *t)
{
    if (wr_str_starts(url, WR_S("sqlite-dir:"))) {
        t->ops = &wr_tele_sqlite_ops;
        return wr_tele_sqlite_open(ctx, wr_str_sub(url, 11, url.n), opt, &t->store);
    }
    if (wr_str_starts(url, WR_S("postgres://")) || wr_str_starts(url, WR_S("postgresql://"))) {
        t->ops = &wr_tele_pg_ops;
        return wr_tele_pg_open(ctx, wr_arena_cstr(ctx->arena, url), opt, &t->store);
    }
    if (wr_str_starts(url, WR_S("clickhouse+http://"))) {
        t->ops = &wr_tele_ch_ops;
        return wr_tele_ch_open(ctx, url, opt, &t->store);
    }
    return wr_fail(ctx, WR_K_tele_url);
}

int wr_tele_open(struct wr_ctx *ctx, const char *url, const struct wr_tele_options *opt,
                 struct wr_tele **ret)
{
    struct wr_tele *t = wr_alloc(sizeof(*t));
    if (!t)
        return wr_fail(ctx, WR_K_memory);
    t->opt = *opt;
    if (t->opt.wait_ms_max == 0)
        t->opt.wait_ms_max = 5000;
    bool fits = wr_str_copy_z(wr_str(opt->raw_dir), t->raw_dir, sizeof(t->raw_dir));
    int rc = !fits ? wr_fail(ctx, WR_K_tele_url) : open_store(ctx, wr_str(url), &t->opt, t);
    if (rc != 0) {
        (void)wr_free(t);
        return rc;
    }
    *ret = t;
    return 0;
}

void wr_tele_close(struct wr_tele *t)
{
    if (t) {
        t->ops->close(t->store);
        (void)wr_free(t);
    }
}

const char *wr_tele_raw_dir(const struct wr_tele *t)
{
    return t->raw_dir;
}

const char *wr_tele_kind(const struct wr_tele *t)
{
    return t->ops->kind;
}

enum wr_tele_class wr_tele_class_of(int cn)
{
    return cn == WR_TELE_REAL || cn == WR_TELE_STATE ? WR_TELE_CLASS_REAL : WR_TELE_CLASS_LONG;
}

/* ---- append ------------------------------------------------------------------------------------ */

static bool value_fits(const struct wr_tele_value *v)
{
    return v->factor.n >= 1 && v->factor.n <= WR_TELE_FACTOR_MAX &&
           (unsigned)v->field < WR_TELE_FIELDS_N && v->text.n <= WR_TELE_TEXT_MAX &&
           v->flag.n <= WR_TELE_FLAG_MAX;
}

static bool time_fits(int64_t t_ms)
{
    return t_ms >= wr_tele_month_ms(YEAR_MIN * 12) && t_ms < wr_tele_month_ms(YEAR_MAX * 12);
}

static int check_row(struct wr_ctx *ctx, const struct wr_tele_row *r)
{
    bool good = r->outlet_id > 0 && r->cn >= 2000 && r->cn <= 3999 && time_fits(r->t_ms) &&
                r->n >= 1 && r->n <= WR_TELE_VALUES_MAX;
    if (!good)
        return wr_fail(ctx, WR_K_tele_row,
                       wr_arena_printf(ctx->arena, "outlet %lld, cn %d, t %lld, n %zu",
                                       (long long)r->outlet_id, r->cn, (long long)r->t_ms, r->n));
    for (size_t i = 0; i < r->n; i++)
        if (!value_fits(&r->values[i]))
            return wr_fail(ctx, WR_K_tele_row,
                           wr_arena_printf(ctx->arena, "value %zu, factor " WR_FMT, i,
                                           WR_ARG(wr_str_sub(r->values[i].factor, 0, 40))));
    return 0;
}

/** By class, month, key, order of arrival. */
struct item {
    struct wr_tele_rec rec;
    int group; /* class and month */
};

static int by_key(const void *pa, const void *pb)
{
    const struct item *a = pa;
    const struct item *b = pb;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->rec.outlet_id != b->rec.outlet_id)
        return a->rec.outlet_id < b->rec.outlet_id ? -1 : 1;
    if (a->rec.cn != b->rec.cn)
        return a->rec.cn < b->rec.cn ? -1 : 1;
    if (a->rec.t_ms != b->rec.t_ms)
        return a->rec.t_ms < b->rec.t_ms ? -1 : 1;
    return a->rec.row < b->rec.row ? -1 : 1;
}

static int encode_all(struct wr_ctx *ctx, struct wr_tele_row *rows, size_t n, struct item *items,
                      struct wr_buf *bytes)
{
    for (size_t i = 0; i < n; i++) {
        struct wr_tele_row *r = &rows[i];
        size_t at = bytes->n;
        int rc = check_row(ctx, r);
        if (rc != 0)
            return rc;
        wr_tele_encode(r, bytes);
        items[i] =
            (struct item){.rec = {.outlet_id = r->outlet_id,
                                  .cn = r->cn,
                                  .t_ms = r->t_ms,
                                  .received_ms = r->received_ms,
                                  .source_id = r->source_id,
                                  .backfill = r->backfill,
                                  .body = {.n = bytes->n - at},
                                  .row = r},
                          .group = (int)wr_tele_class_of(r->cn) * 100000 + wr_tele_month(r->t_ms)};
    }
    if (bytes->failed)
        return wr_fail(ctx, WR_K_memory);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        items[i].rec.body.p = bytes->p + at;
        at += items[i].rec.body.n;
    }
    return 0;
}

static int store_groups(struct wr_ctx *ctx, struct wr_tele *t, const struct item *items, size_t n,
                        struct wr_tele_rec *recs)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n;) {
        size_t k = 0;
        int group = items[i].group;
        for (; i < n && items[i].group == group; i++)
            recs[k++] = items[i].rec;
        rc =
            t->ops->append(ctx, t->store, group >= 100000 ? WR_TELE_CLASS_LONG : WR_TELE_CLASS_REAL,
                           group % 100000, recs, k);
    }
    return rc;
}

static void count(struct wr_tele *t, const struct wr_tele_row *rows, size_t n)
{
    long long new_n = 0;
    long long same_n = 0;
    for (size_t i = 0; i < n; i++) {
        new_n += rows[i].outcome == WR_TELE_NEW;
        same_n += rows[i].outcome == WR_TELE_SAME;
    }
    atomic_fetch_add(&t->rows_new, new_n);
    atomic_fetch_add(&t->rows_same, same_n);
    atomic_fetch_add(&t->rows_versioned, (long long)n - new_n - same_n);
}

int wr_tele_append(struct wr_ctx *ctx, struct wr_tele *t, struct wr_tele_row *rows, size_t n)
{
    int64_t began = wr_mono_ms(ctx->clock);
    struct wr_buf bytes;

    if (n == 0)
        return 0;
    if (n > WR_TELE_ROWS_MAX)
        return wr_fail(ctx, WR_K_tele_row, WR_S("n > 65536"));
    struct item *items = wr_alloc_array(n, sizeof(*items));
    struct wr_tele_rec *recs = wr_alloc_array(n, sizeof(*recs));
    wr_buf_init(&bytes, (size_t)1 << 30);
    int rc = items && recs ? encode_all(ctx, rows, n, items, &bytes) : wr_fail(ctx, WR_K_memory);
    if (rc == 0) {
        qsort(items, n, sizeof(*items), by_key);
        rc = store_groups(ctx, t, items, n, recs);
    }
    wr_buf_done(&bytes);
    (void)wr_free(items);
    (void)wr_free(recs);
    if (rc == 0) {
        count(t, rows, n);
        atomic_fetch_add(&t->appends, 1);
        atomic_fetch_add(&t->append_ms_sum, wr_mono_ms(ctx->clock) - began);
    }
    return rc;
}

int wr_tele_flush(struct wr_ctx *ctx, struct wr_tele *t)
{
    return t->ops->flush(ctx, t->store);
}

void wr_tele_stats(struct wr_tele *t, struct wr_tele_stats *ret)
{
    *ret = (struct wr_tele_stats){.rows_new = atomic_load(&t->rows_new),
                                  .rows_same = atomic_load(&t->rows_same),
                                  .rows_versioned = atomic_load(&t->rows_versioned),
                                  .appends = atomic_load(&t->appends),
                                  .append_ms_sum = atomic_load(&t->append_ms_sum)};
}

const struct wr_tele_ops *wr_tele_ops_of(const struct wr_tele *t)
{
    return t->ops;
}

void *wr_tele_store_of(const struct wr_tele *t)
{
    return t->store;
}

int wr_tele_walk(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn, int64_t from_ms,
                 int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg)
{
    return t->ops->scan(ctx, t->store, outlet_id, cn, from_ms, to_ms, back, each, arg);
}

/* ---- keeping ----------------------------------------------------------------------------------- */

int wr_tele_drop_before(struct wr_ctx *ctx, struct wr_tele *t, enum wr_tele_class class,
                        int64_t before_ms, int64_t *ret_months)
{
    struct wr_list months = {0};

    *ret_months = 0;
    int rc = t->ops->months(ctx, t->store, &months);
    const struct wr_tele_month_of *m = months.p;
    for (size_t i = 0; rc == 0 && i < months.n; i++) {
        if (m[i].class != class || wr_tele_month_ms(m[i].month + 1) > before_ms)
            continue;
        rc = t->ops->drop(ctx, t->store, class, m[i].month);
        *ret_months += rc == 0;
    }
    return rc;
}

int wr_tele_backup(struct wr_ctx *ctx, struct wr_tele *t, const char *to,
                   struct wr_tele_copied *ret)
{
    /* first of all: what the store's copy is sure to hold */
    struct wr_raw_pos applied = t->raw_dir[0] ? wr_raw_applied(t->raw_dir) : (struct wr_raw_pos){0};
    struct wr_str series = wr_arena_printf(ctx->arena, "%s.telemetry", to);
    struct wr_str raw = wr_arena_printf(ctx->arena, "%s.raw", to);
    *ret = (struct wr_tele_copied){.series = t->ops->backup != NULL};
    if (!series.p || !raw.p)
        return wr_fail(ctx, WR_K_memory);
    int rc = ret->series ? t->ops->backup(ctx, t->store, series.p, &ret->months) : 0;
    return rc != 0 || !t->raw_dir[0]
               ? rc
               : wr_raw_copy(ctx, t->raw_dir, raw.p, applied, &ret->raw_files);
}
