#include "base/calendar.h"
#include "modules/oversight/oversight_use.h"

#include <inttypes.h>

#define TREND_MONTHS 12
#define HOUR_MS INT64_C(3600000)

/** One question under way: what was asked, what it is judged by, where the answer goes. */
struct work {
    struct wr_oversight_query q;
    const struct wr_oversight_pack *pack;
    int64_t scope, limit;
    bool other; /* officers instead of units, streets instead of enterprises */
    void *ret;
};

static struct wr_str day_text(struct wr_ctx *ctx, struct wr_date d)
{
    char day[WR_DATE_TEXT];
    wr_date_format(d, day);
    return wr_arena_dup(ctx->arena, wr_str(day));
}

/** The period asked for, the current month where none is told. */
static int read_period(struct wr_ctx *ctx, struct wr_str *from, struct wr_str *to,
                       int64_t *ret_from_ms, int64_t *ret_to_ms)
{
    struct wr_date today = wr_date_of_ms(wr_ctx_now(ctx));
    struct wr_date first = {today.year, today.month, 1};
    struct wr_date last = today;
    bool good =
        (from->n == 0 || wr_date_parse(*from, &first)) && (to->n == 0 || wr_date_parse(*to, &last));
    if (!good || wr_date_to_days(first) > wr_date_to_days(last)) {
        wr_fault(ctx, WR_S("from"), WR_K_export_period, *from, *from, *to);
        return wr_faults_end(ctx);
    }
    *from = day_text(ctx, first);
    *to = day_text(ctx, last);
    *ret_from_ms = wr_date_to_ms(first);
    *ret_to_ms = wr_date_to_ms(last) + WR_DAY_MS;
    return 0;
}

int wr_oversight_svc_period(struct wr_ctx *ctx, struct wr_oversight_query *q)
{
    return read_period(ctx, &q->from, &q->to, &q->from_ms, &q->to_ms);
}

static int prepare(struct wr_ctx *ctx, const struct wr_oversight_query *q, void *ret,
                   struct work *w)
{
    int64_t now = wr_ctx_now(ctx);
    *w = (struct work){.q = *q,
                       .scope = ctx->actor.system ? 0 : ctx->actor.district_id,
                       .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT,
                       .ret = ret};
    int rc = read_period(ctx, &w->q.from, &w->q.to, &w->q.from_ms, &w->q.to_ms);
    if (rc == 0)
        rc = wr_oversight_pack_on(ctx, now, &w->pack);
    if (rc < 0)
        return rc;
    w->q.open_before_ms = now - w->pack->value[WR_OV_OPEN_HOURS] * HOUR_MS;
    w->q.today = day_text(ctx, wr_date_of_ms(now));
    return 0;
}

/* ---- overview and lists ------------------------------------------------------------------------- */

static int overview_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_oversight_overview *o = w->ret;
    int64_t n[WR_VIEW_END] = {0};
    struct wr_oversight_figure *f = wr_arena_array(wr_tx_ctx(tx)->arena, WR_VIEW_END, sizeof(*f));
    if (f == NULL)
        return wr_fail(wr_tx_ctx(tx), WR_K_memory);
    *o = (struct wr_oversight_overview){.from = w->q.from,
                                        .to = w->q.to,
                                        .figures = {f, 0},
                                        .rows = w->pack->rows,
                                        .pack = w->pack->id,
                                        .pack_version = w->pack->version};
    int rc = wr_oversight_store_counts(tx, w->scope, &w->q, n);
    for (const struct wr_enum_item *it = wr_oversight_views; it->name != NULL; it++)
        f[o->figures.n++] = (struct wr_oversight_figure){it->value, n[it->value],
                                                         wr_oversight_view_has_period(it->value)};
    return rc < 0 ? rc : wr_oversight_store_others(tx, w->scope, &w->q, o);
}

int wr_oversight_svc_overview(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                              struct wr_oversight_overview *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.overview", overview_tx, &w);
}

/** Cursor of the page behind a full one: the id of its last row, the first member of every row type here. */
static struct wr_str next_of(struct wr_ctx *ctx, const struct wr_list *items, size_t size,
                             int64_t limit)
{
    if (items->n == 0 || items->n < (size_t)limit)
        return (struct wr_str){NULL, 0};
    const int64_t *id = (const void *)((const char *)items->p + (items->n - 1) * size);
    return wr_arena_printf(ctx->arena, "%" PRId64, *id);
}

static int visits_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_oversight_page *p = w->ret;
    int rc = wr_oversight_store_visits(tx, w->scope, &w->q, w->limit, &p->items);
    if (rc == 0)
        p->next = next_of(wr_tx_ctx(tx), &p->items, sizeof(struct wr_oversight_visit), w->limit);
    return rc;
}

int wr_oversight_svc_visits(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                            struct wr_oversight_page *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.visits", visits_tx, &w);
}

static int opinions_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_oversight_page *p = w->ret;
    int rc = wr_oversight_store_opinions(tx, w->scope, &w->q, w->limit, &p->items);
    if (rc == 0)
        p->next = next_of(wr_tx_ctx(tx), &p->items, sizeof(struct wr_oversight_opinion), w->limit);
    return rc;
}

int wr_oversight_svc_opinions(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                              struct wr_oversight_page *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.opinions", opinions_tx, &w);
}

struct reports {
    struct wr_oversight_unscanned_query q;
    int64_t scope, limit;
    struct wr_oversight_page *ret;
};

static int unscanned_tx(struct wr_tx *tx, void *arg)
{
    struct reports *r = arg;
    int rc = wr_oversight_store_unscanned(tx, r->scope, &r->q, r->limit, &r->ret->items);
    if (rc == 0)
        r->ret->next =
            next_of(wr_tx_ctx(tx), &r->ret->items, sizeof(struct wr_oversight_unscanned), r->limit);
    return rc;
}

int wr_oversight_svc_unscanned(struct wr_ctx *ctx, const struct wr_oversight_unscanned_query *q,
                               struct wr_oversight_page *ret)
{
    struct reports r = {.q = *q,
                        .scope = ctx->actor.system ? 0 : ctx->actor.district_id,
                        .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT,
                        .ret = ret};
    int rc = read_period(ctx, &r.q.from, &r.q.to, &r.q.from_ms, &r.q.to_ms);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.unscanned", unscanned_tx, &r);
}

/* ---- ranks, burden, trend, ratings -------------------------------------------------------------- */

static int ranking_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_oversight_ranking *r = w->ret;
    *r = (struct wr_oversight_ranking){0};
    int rc = wr_oversight_store_ranks(tx, w->scope, &w->q, w->other, &r->items);
    if (rc == 0)
        rc = wr_oversight_store_mean(tx, &w->q, r);
    if (rc == 0)
        wr_oversight_rules_rank(w->pack, r);
    return rc;
}

int wr_oversight_svc_ranking(struct wr_ctx *ctx, const struct wr_oversight_query *q, bool officers,
                             struct wr_oversight_ranking *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    w.other = officers;
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.ranking", ranking_tx, &w);
}

static int burden_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_oversight_burdens *b = w->ret;
    *b = (struct wr_oversight_burdens){0};
    int rc = wr_oversight_store_burden(tx, w->scope, &w->q, w->other, &b->items);
    if (rc == 0)
        wr_oversight_rules_burdens(w->pack, w->other, b);
    return rc;
}

int wr_oversight_svc_burden(struct wr_ctx *ctx, const struct wr_oversight_query *q, bool streets,
                            struct wr_oversight_burdens *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    w.other = streets;
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.burden", burden_tx, &w);
}

static int32_t month_no(struct wr_date d)
{
    return d.year * 12 + d.month - 1;
}

static int trend_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_oversight_trend *t = w->ret;
    struct wr_date first = wr_date_of_ms(w->q.from_ms);
    struct wr_oversight_month *m = wr_arena_array(ctx->arena, TREND_MONTHS, sizeof(*m));
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    if (m == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (int32_t i = 0; i < TREND_MONTHS; i++)
        m[i].month = wr_str_sub(day_text(ctx, wr_date_add_months(first, i)), 0, WR_STATEMENT_MONTH);
    int rc = wr_oversight_store_moments(tx, w->scope, &w->q, &c);
    while (rc == 0 && (rc = wr_cursor_next(c)) == 1) {
        int32_t i = month_no(wr_date_of_ms(wr_cursor_i64(c, 0))) - month_no(first);
        rc = 0;
        if (i < 0 || i >= TREND_MONTHS)
            continue;
        m[i].inspections_n += 1;
        m[i].exceptions_n += wr_cursor_i64(c, 1) == 0;
    }
    *t = (struct wr_oversight_trend){.items = {m, TREND_MONTHS}};
    wr_oversight_rules_trend(w->pack, t);
    return rc;
}

int wr_oversight_svc_trend(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                           struct wr_oversight_trend *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    if (rc < 0)
        return rc;
    struct wr_date last = wr_date_of_ms(w.q.to_ms - 1);
    last.day = 1;
    w.q.from_ms = wr_date_to_ms(wr_date_add_months(last, 1 - TREND_MONTHS));
    w.q.to_ms = wr_date_to_ms(wr_date_add_months(last, 1));
    return wr_tx_run(ctx, WR_TX_READ, "oversight.trend", trend_tx, &w);
}

static int ratings_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_oversight_ratings *r = w->ret;
    *r = (struct wr_oversight_ratings){0};
    int rc = wr_oversight_store_ratings(tx, w->scope, &w->q, &r->items);
    if (rc == 0)
        wr_oversight_rules_ratings(w->pack, r);
    return rc;
}

int wr_oversight_svc_ratings(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                             struct wr_oversight_ratings *ret)
{
    struct work w;
    int rc = prepare(ctx, q, ret, &w);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "oversight.ratings", ratings_tx, &w);
}

/* ---- a view as a file --------------------------------------------------------------------------- */

struct file {
    struct work w;
    enum wr_table_format format;
    struct wr_buf *out;
    int64_t rows_n;
};

static int file_tx(struct wr_tx *tx, void *arg)
{
    struct file *f = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_enum_item *view = wr_enum_item(wr_oversight_views, f->w.q.view);
    bool period = wr_oversight_view_has_period(f->w.q.view);
    struct wr_table_writer *writer = NULL;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    const struct wr_table_meta meta = {
        .title = wr_str(ctx->lang == WR_LANG_ZH ? view->zh : view->en),
        .period = period ? wr_arena_printf(ctx->arena, WR_FMT ".." WR_FMT, WR_ARG(f->w.q.from),
                                           WR_ARG(f->w.q.to))
                         : (struct wr_str){NULL, 0},
        .filter = f->w.q.unit,
        .made_ms = wr_ctx_now(ctx)};
    f->rows_n = 0;
    wr_buf_clear(f->out);
    int rc = wr_table_writer_new(ctx, f->format, wr_oversight_visit_fields, &meta, &writer);
    if (rc < 0)
        return rc;
    rc = wr_oversight_store_walk(tx, f->w.scope, &f->w.q, &c);
    while (rc == 0 && (rc = wr_cursor_next(c)) == 1) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_oversight_visit v = {0};
        rc = wr_cursor_into(c, ctx->arena, wr_oversight_visit_fields, &v);
        if (rc == 0)
            rc = wr_table_write(writer, &v);
        f->rows_n += 1;
        wr_arena_rewind(ctx->arena, mark);
    }
    if (rc == 0)
        return wr_table_writer_end(writer, f->out);
    wr_table_writer_free(writer);
    return rc;
}

static int tell_tx(struct wr_tx *tx, void *arg)
{
    struct file *f = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str what =
        wr_arena_printf(ctx->arena, "oversight %s, %" PRId64 " rows",
                        wr_enum_item(wr_oversight_views, f->w.q.view)->name, f->rows_n);
    return wr_audit_event(
        tx, 0, "export.file",
        wr_audit_payload3(ctx, "export", what, "from", f->w.q.from, "to", f->w.q.to));
}

int wr_oversight_svc_file(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                          enum wr_table_format format, struct wr_buf *out)
{
    struct file f = {.format = format, .out = out};
    int rc = prepare(ctx, q, NULL, &f.w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "oversight.file", file_tx, &f);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "oversight.tell", tell_tx, &f);
}
