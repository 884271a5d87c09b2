/* History to rows, in the order in which they were due: what the rules saw live. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"

#include <math.h>
#include <stdlib.h>

#define WINDOW_MS (INT64_C(6) * 3600000)
#define SAMPLES_MAX 2000000
#define ARENA_MAX ((size_t)768 << 20)
#define MINUTE_MS INT64_C(60000)

static const int codes[] = {WR_TELE_REAL, WR_TELE_MINUTE, WR_TELE_HOUR, WR_TELE_DAY, WR_TELE_INFO};

struct one {
    struct wr_offsite_row row;
    int64_t due_ms;
};
struct window {
    struct one *rows;
    size_t n, cap;
};

int64_t wr_offsite_warm_from(int64_t from_ms)
{
    struct wr_date d = wr_date_of_ms(from_ms);
    int64_t month = wr_date_to_ms((struct wr_date){d.year, d.month, 1});
    int64_t days = wr_date_to_ms(d) - 11 * WR_DAY_MS;
    return month < days ? month : days;
}

int64_t wr_offsite_fine_from(const struct wr_offsite_load *l, int64_t from_ms)
{
    return from_ms - (l->conf.lines_n > 0 ? 11 : 1) * WR_DAY_MS;
}

static bool add_row(struct wr_arena *a, struct window *w, const struct one *x)
{
    if (w->n == w->cap) {
        size_t cap = w->cap == 0 ? 256 : w->cap * 2;
        struct one *more = wr_arena_array(a, cap, sizeof(*more));
        if (more == NULL)
            return false;
        if (w->n > 0)
            memcpy(more, w->rows, w->n * sizeof(*more));
        w->rows = more;
        w->cap = cap;
    }
    w->rows[w->n++] = *x;
    return true;
}

/** Samples of one moment to one row. @return samples taken, 0 without memory */
static size_t take_moment(struct wr_arena *a, const struct wr_tele_sample *s, size_t n,
                          struct wr_offsite_row *row)
{
    size_t k = 0;
    while (k < n && s[k].t_ms == s[0].t_ms)
        k++;
    struct wr_offsite_value *v = wr_arena_array(a, k, sizeof(*v));
    if (v == NULL)
        return 0;
    row->t_ms = s[0].t_ms;
    row->received_ms = s[0].received_ms;
    row->backfill = s[0].backfill;
    row->version = 1;
    for (size_t i = 0; i < k; i++) {
        v[i] = (struct wr_offsite_value){
            .factor = wr_str(s[i].factor), .field = s[i].field, .value = s[i].value};
        memcpy(v[i].mark, s[i].flag, sizeof(v[i].mark));
        if (s[i].received_ms < row->received_ms)
            row->received_ms = s[i].received_ms;
        if (s[i].version > row->version)
            row->version = s[i].version;
    }
    row->values = v;
    row->n = k;
    return k;
}

static int read_series(struct wr_ctx *ctx, struct window *w, const struct wr_point_row *p, int cn,
                       int64_t from_ms, int64_t to_ms)
{
    int64_t minute_ms = p->minute_interval_min * MINUTE_MS;
    int64_t len = wr_offsite_row_due(cn, 0, minute_ms);
    const struct wr_tele_query q = {.outlet_id = p->id,
                                    .cn = cn,
                                    .field = -1,
                                    .from_ms = from_ms - len,
                                    .to_ms = to_ms - len,
                                    .versions = WR_TELE_LATEST,
                                    .max = SAMPLES_MAX};
    struct wr_list l = {0};
    int rc = wr_tele_read(ctx, ctx->telemetry, &q, &l);
    const struct wr_tele_sample *s = l.p;
    for (size_t i = 0; rc == 0 && i < l.n;) {
        struct one x = {.row = {.outlet_id = p->id, .cn = cn}};
        size_t k = take_moment(ctx->arena, s + i, l.n - i, &x.row);
        x.due_ms = x.row.t_ms + len;
        if (k == 0 || !add_row(ctx->arena, w, &x))
            return wr_fail(ctx, WR_K_memory);
        i += k;
    }
    return rc;
}

static int by_due(const void *pa, const void *pb)
{
    const struct one *a = pa, *b = pb;
    if (a->due_ms != b->due_ms)
        return a->due_ms < b->due_ms ? -1 : 1;
    if (a->row.outlet_id != b->row.outlet_id)
        return a->row.outlet_id < b->row.outlet_id ? -1 : 1;
    return (a->row.cn > b->row.cn) - (a->row.cn < b->row.cn);
}

static int feed_window(struct wr_ctx *ctx, const struct wr_offsite_load *l,
                       struct wr_offsite_site *site, int64_t from_ms, int64_t to_ms, bool fine,
                       int64_t *rows)
{
    struct window w = {0};
    const struct wr_point_row *p = l->points.p;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < l->points.n; i++)
        for (size_t k = 0; rc == 0 && k < WR_ARRAY_LEN(codes); k++)
            if (fine || (codes[k] != WR_TELE_REAL && codes[k] != WR_TELE_MINUTE))
                rc = read_series(ctx, &w, &p[i], codes[k], from_ms, to_ms);
    if (rc == 0 && w.n > 0)
        qsort(w.rows, w.n, sizeof(w.rows[0]), by_due);
    for (size_t i = 0; rc == 0 && i < w.n; i++)
        (void)wr_offsite_site_row(site, &w.rows[i].row);
    *rows += (int64_t)w.n;
    return rc;
}

/* ---- packets by day ------------------------------------------------------------------------------ */

struct packets {
    int64_t enterprise_id;
    char from[WR_DATE_TEXT], to[WR_DATE_TEXT];
    struct wr_list *ret;
};

static int packets_tx(struct wr_tx *tx, void *arg)
{
    const struct packets *p = arg;
    return wr_offsite_store_packets(tx, p->enterprise_id, wr_str(p->from), wr_str(p->to), p->ret);
}

int wr_offsite_packets(struct wr_ctx *ctx, int64_t enterprise_id, int64_t from_ms, int64_t to_ms,
                       struct wr_list *ret)
{
    struct packets p = {.enterprise_id = enterprise_id, .ret = ret};
    wr_date_format(wr_date_of_ms(from_ms), p.from);
    wr_date_format(wr_date_of_ms(to_ms), p.to);
    return wr_tx_run(ctx, WR_TX_READ, "offsite.packets", packets_tx, &p);
}

size_t wr_offsite_feed_packets(struct wr_offsite_site *site, const struct wr_list *days,
                               size_t from, int64_t to_ms)
{
    const struct wr_packet_day *d = days->p;
    struct wr_date day;
    for (; from < days->n; from++) {
        int64_t day_ms = wr_date_parse(d[from].day, &day) ? wr_date_to_ms(day) : 0;
        if (day_ms + WR_DAY_MS > to_ms)
            break;
        wr_offsite_site_defects(site, d[from].outlet_id, day_ms, d[from].packets, d[from].defects);
    }
    return from;
}

/* ---- all of it ------------------------------------------------------------------------------------ */

int wr_offsite_feed(struct wr_ctx *ctx, const struct wr_offsite_load *l,
                    struct wr_offsite_site *site, int64_t from_ms, int64_t to_ms,
                    int64_t fine_from_ms, int64_t *ret_rows)
{
    WR_CLEANUP(wr_arena_done) struct wr_arena a;
    struct wr_ctx sub = *ctx;
    struct wr_list packets = {0};
    size_t fed = 0;
    int64_t rows = 0;
    if (ctx->telemetry == NULL)
        return wr_fail(ctx, WR_K_tele_none);
    int rc = wr_offsite_packets(ctx, l->conf.enterprise_id, from_ms, to_ms, &packets);
    wr_arena_init(&a, ARENA_MAX);
    sub.arena = &a;
    for (int64_t t = from_ms; rc == 0 && t < to_ms; t += WINDOW_MS) {
        int64_t end = t + WINDOW_MS < to_ms ? t + WINDOW_MS : to_ms;
        rc = feed_window(&sub, l, site, t, end, end > fine_from_ms, &rows);
        fed = wr_offsite_feed_packets(site, &packets, fed, end);
        wr_arena_reset(&a);
    }
    if (rc < 0) /* the message lived in the arena that goes */
        return rc == WR_ELIMIT ? wr_fail(ctx, WR_K_offsite_feed_limit)
                               : wr_fail(ctx, WR_K_offsite_feed);
    if (ret_rows != NULL)
        *ret_rows += rows;
    return 0;
}
