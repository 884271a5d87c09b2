/* One enterprise as the rules see it: points, limits, ranges, marks, lines, orders. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"

#include <math.h>

#define LIMITS_MAX 5000

/** What was read, before it is put together. */
struct parts {
    struct wr_list ranges, limits, marks, orders;
};

static int read_parts(struct wr_tx *tx, int64_t enterprise_id, struct wr_offsite_load *l,
                      struct parts *p)
{
    const struct wr_limit_query q = {.enterprise_id = enterprise_id};
    int rc = wr_offsite_store_points(tx, enterprise_id, &l->points);
    if (rc == 0)
        rc = wr_offsite_store_ranges(tx, enterprise_id, &p->ranges);
    if (rc == 0)
        rc = wr_limit_store_list(tx, &q, 0, 0, LIMITS_MAX, &p->limits);
    if (rc == 0)
        rc = wr_mark_store_active(tx, enterprise_id, &p->marks);
    if (rc == 0)
        rc = wr_line_store_list(tx, enterprise_id, 0, &l->lines);
    struct wr_power_line *lines = l->lines.p;
    for (size_t i = 0; rc == 0 && i < l->lines.n; i++)
        rc = wr_line_store_channels(tx, lines[i].id, &lines[i].channels);
    return rc < 0 ? rc : wr_order_store_list(tx, enterprise_id, 0, &p->orders);
}

/* ---- points ------------------------------------------------------------------------------------------- */

static size_t bounds_of(const struct parts *p, int64_t outlet_id, struct wr_offsite_bound *out)
{
    const struct wr_limit *t = p->limits.p;
    size_t n = 0;
    for (size_t i = 0; i < p->limits.n; i++) {
        struct wr_date d;
        if (t[i].outlet_id != outlet_id)
            continue;
        struct wr_offsite_bound *b = &out[n++];
        *b = (struct wr_offsite_bound){.factor = t[i].factor, .grain = t[i].grain};
        b->has_lo = wr_offsite_decimal(t[i].lo, &b->lo);
        b->has_hi = wr_offsite_decimal(t[i].hi, &b->hi);
        b->from_ms = wr_date_parse(t[i].from_day, &d) ? wr_date_to_ms(d) : 0;
        b->to_ms =
            t[i].to_day.n > 0 && wr_date_parse(t[i].to_day, &d) ? wr_date_to_ms(d) + WR_DAY_MS : 0;
    }
    return n;
}

static size_t ranges_of(const struct parts *p, int64_t outlet_id, struct wr_offsite_range *out)
{
    const struct wr_range_row *r = p->ranges.p;
    size_t n = 0;
    for (size_t i = 0; i < p->ranges.n; i++) {
        double lo = 0, hi = 0;
        if (r[i].outlet_id != outlet_id || !wr_offsite_decimal(r[i].range_high, &hi))
            continue;
        if (!wr_offsite_decimal(r[i].range_low, &lo))
            lo = 0;
        out[n++] = (struct wr_offsite_range){r[i].factor, lo, hi};
    }
    return n;
}

/** Marks of one outlet, those of the device replaced where the enterprise covers them. @return spans, -1 without memory */
static int64_t spans_of(struct wr_arena *a, const struct parts *p, int64_t outlet_id,
                        const struct wr_offsite_span **ret)
{
    const struct wr_mark *m = p->marks.p;
    struct wr_offsite_mark *marks = wr_arena_array(a, p->marks.n + 1, sizeof(*marks));
    struct wr_offsite_span *spans = wr_arena_array(a, p->marks.n + 1, sizeof(*spans));
    size_t n = 0;
    if (marks == NULL || spans == NULL)
        return -1;
    for (size_t i = 0; i < p->marks.n; i++)
        if (outlet_id == 0 || m[i].outlet_id == outlet_id)
            marks[n++] = (struct wr_offsite_mark){.id = m[i].id,
                                                  .by = m[i].made_by,
                                                  .span = {.kind = m[i].kind,
                                                           .factor = m[i].factor,
                                                           .from_ms = m[i].from_ms,
                                                           .to_ms = m[i].to_ms,
                                                           .invalidates = m[i].invalidates,
                                                           .stopped = m[i].stopped}};
    *ret = spans;
    return (int64_t)wr_offsite_marks_resolve(marks, n, spans);
}

static int make_points(struct wr_ctx *ctx, const struct parts *p, struct wr_offsite_load *l)
{
    const struct wr_point_row *rows = l->points.p;
    struct wr_offsite_point_conf *c = wr_arena_array(ctx->arena, l->points.n + 1, sizeof(*c));
    if (c == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < l->points.n; i++) {
        struct wr_offsite_bound *b = wr_arena_array(ctx->arena, p->limits.n + 1, sizeof(*b));
        struct wr_offsite_range *r = wr_arena_array(ctx->arena, p->ranges.n + 1, sizeof(*r));
        if (b == NULL || r == NULL)
            return wr_fail(ctx, WR_K_memory);
        c[i] = (struct wr_offsite_point_conf){.outlet_id = rows[i].id,
                                              .medium = rows[i].medium,
                                              .has_o2_ref = rows[i].has_reference_o2_bp,
                                              .o2_ref = (double)rows[i].reference_o2_bp / 100,
                                              .bounds = b,
                                              .bounds_n = bounds_of(p, rows[i].id, b),
                                              .ranges = r,
                                              .ranges_n = ranges_of(p, rows[i].id, r)};
        int64_t n = spans_of(ctx->arena, p, rows[i].id, &c[i].spans);
        if (n < 0)
            return wr_fail(ctx, WR_K_memory);
        c[i].spans_n = (size_t)n;
    }
    l->conf.points = c;
    l->conf.points_n = l->points.n;
    return 0;
}

/* ---- lines -------------------------------------------------------------------------------------------- */

static void make_channels(const struct wr_list *from, struct wr_offsite_channel *out)
{
    const struct wr_power_channel *c = from->p;
    for (size_t i = 0; i < from->n; i++) {
        double rated = 1;
        if (!wr_offsite_decimal(c[i].rated, &rated) || rated <= 0)
            rated = 1;
        out[i] = (struct wr_offsite_channel){.outlet_id = c[i].outlet_id,
                                             .factor = c[i].factor,
                                             .role = c[i].role,
                                             .quantity = c[i].quantity,
                                             .rated = rated,
                                             .group = c[i].group_no,
                                             .spare = c[i].spare};
    }
}

static struct wr_offsite_order *make_orders(struct wr_arena *a, const struct wr_list *from)
{
    const struct wr_control_order *o = from->p;
    struct wr_offsite_order *out = wr_arena_array(a, from->n + 1, sizeof(*out));
    for (size_t i = 0; out != NULL && i < from->n; i++)
        out[i] = (struct wr_offsite_order){.stop = o[i].stop,
                                           .cut_bp = o[i].cut_bp,
                                           .from_ms = o[i].from_ms,
                                           .to_ms = o[i].to_ms,
                                           .grace_min = o[i].grace_min};
    return out;
}

static int make_lines(struct wr_ctx *ctx, const struct parts *p, struct wr_offsite_load *l)
{
    const struct wr_power_line *rows = l->lines.p;
    struct wr_offsite_line_conf *c = wr_arena_array(ctx->arena, l->lines.n + 1, sizeof(*c));
    struct wr_offsite_order *orders = make_orders(ctx->arena, &p->orders);
    const struct wr_offsite_span *spans = NULL;
    size_t n = 0;
    if (c == NULL || orders == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < l->lines.n; i++) {
        struct wr_offsite_channel *ch =
            wr_arena_array(ctx->arena, rows[i].channels.n + 1, sizeof(*ch));
        if (ch == NULL)
            return wr_fail(ctx, WR_K_memory);
        if (!rows[i].active || n == WR_OFFSITE_LINES_MAX)
            continue;
        make_channels(&rows[i].channels, ch);
        int64_t spans_n = spans_of(ctx->arena, p, rows[i].emission_outlet_id, &spans);
        if (spans_n < 0)
            return wr_fail(ctx, WR_K_memory);
        c[n++] = (struct wr_offsite_line_conf){.line_id = rows[i].id,
                                               .channels = ch,
                                               .channels_n = rows[i].channels.n,
                                               .has_lead = rows[i].has_lead_min,
                                               .has_purge = rows[i].has_purge_min,
                                               .lead_min = rows[i].lead_min,
                                               .purge_min = rows[i].purge_min,
                                               .emission_outlet_id = rows[i].emission_outlet_id,
                                               .orders = orders,
                                               .orders_n = p->orders.n,
                                               .spans = spans,
                                               .spans_n = (size_t)spans_n};
        c[n - 1].has_guard = wr_offsite_decimal(rows[i].guard_kwh, &c[n - 1].guard_kwh);
    }
    l->conf.lines = c;
    l->conf.lines_n = n;
    return 0;
}

int wr_offsite_load_in(struct wr_tx *tx, int64_t enterprise_id, const struct wr_offsite_pack *pack,
                       struct wr_offsite_load *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct parts p = {0};
    *ret = (struct wr_offsite_load){.pack = pack, .conf = {.enterprise_id = enterprise_id}};
    int rc = wr_offsite_store_enterprise(tx, enterprise_id, &ret->site);
    if (rc == 0)
        rc = read_parts(tx, enterprise_id, ret, &p);
    if (rc == 0)
        rc = make_points(ctx, &p, ret);
    return rc < 0 ? rc : make_lines(ctx, &p, ret);
}

struct load_work {
    int64_t id;
    const struct wr_offsite_pack *pack;
    struct wr_offsite_load *ret;
};

static int load_tx(struct wr_tx *tx, void *arg)
{
    const struct load_work *w = arg;
    return wr_offsite_load_in(tx, w->id, w->pack, w->ret);
}

int wr_offsite_load(struct wr_ctx *ctx, int64_t enterprise_id, const struct wr_offsite_pack *pack,
                    struct wr_offsite_load *ret)
{
    struct load_work w = {enterprise_id, pack, ret};
    return wr_tx_run(ctx, WR_TX_READ, "offsite.load", load_tx, &w);
}

const struct wr_point_row *wr_offsite_load_point(const struct wr_offsite_load *l, int64_t outlet_id)
{
    const struct wr_point_row *p = l->points.p;
    for (size_t i = 0; i < l->points.n; i++)
        if (p[i].id == outlet_id)
            return &p[i];
    return NULL;
}
