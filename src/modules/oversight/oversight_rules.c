/* Ranks, burden, trend, ratings: pure. A ranking without minimum counts is unfair; each shows its own. */
#include "modules/oversight/oversight.h"

#include <stdlib.h>

static int64_t share_bp(int64_t part, int64_t whole)
{
    return whole > 0 ? part * 10000 / whole : 0;
}

/* ---- exceptions --------------------------------------------------------------------------------- */

static int by_share(const void *pa, const void *pb)
{
    const struct wr_oversight_rank *a = pa, *b = pb;
    if (a->enough != b->enough)
        return a->enough ? -1 : 1;
    if (a->enough && a->share_bp != b->share_bp)
        return a->share_bp > b->share_bp ? -1 : 1;
    if (a->exceptions_n != b->exceptions_n)
        return a->exceptions_n > b->exceptions_n ? -1 : 1;
    int c = wr_str_cmp(a->name, b->name);
    return c != 0 ? c : (a->officer_id > b->officer_id) - (a->officer_id < b->officer_id);
}

void wr_oversight_rules_rank(const struct wr_oversight_pack *p, struct wr_oversight_ranking *r)
{
    struct wr_oversight_rank *rows = r->items.p;
    r->min_n = p->value[WR_OV_RANK_MIN];
    r->over_bp = p->value[WR_OV_RANK_OVER_BP];
    r->mean_bp = share_bp(r->exceptions_n, r->inspections_n);
    for (size_t i = 0; i < r->items.n; i++) {
        rows[i].share_bp = share_bp(rows[i].exceptions_n, rows[i].inspections_n);
        rows[i].enough = rows[i].inspections_n >= r->min_n;
        rows[i].flagged = rows[i].enough && rows[i].share_bp >= r->mean_bp + r->over_bp;
    }
    if (r->items.n > 0)
        qsort(rows, r->items.n, sizeof(*rows), by_share);
    for (size_t i = 0; i < r->items.n && rows[i].enough; i++) {
        bool tie = i > 0 && rows[i].share_bp == rows[i - 1].share_bp;
        rows[i].rank = tie ? rows[i - 1].rank : (int64_t)i + 1;
    }
}

/* ---- burden ------------------------------------------------------------------------------------- */

int64_t wr_oversight_rules_burden(const struct wr_oversight_pack *p, int64_t visits_n,
                                  int64_t minutes, int64_t documents_n, int64_t units_n)
{
    return visits_n * p->value[WR_OV_BURDEN_VISIT] + minutes * p->value[WR_OV_BURDEN_HOUR] / 60 +
           documents_n * p->value[WR_OV_BURDEN_DOCUMENT] + units_n * p->value[WR_OV_BURDEN_UNIT];
}

static int by_index(const void *pa, const void *pb)
{
    const struct wr_oversight_burden *a = pa, *b = pb;
    if (a->enough != b->enough)
        return a->enough ? -1 : 1;
    if (a->index_e2 != b->index_e2)
        return a->index_e2 > b->index_e2 ? -1 : 1;
    int c = wr_str_cmp(a->name, b->name);
    return c != 0 ? c : (a->id > b->id) - (a->id < b->id);
}

void wr_oversight_rules_burdens(const struct wr_oversight_pack *p, bool streets,
                                struct wr_oversight_burdens *b)
{
    struct wr_oversight_burden *rows = b->items.p;
    b->min_n = p->value[streets ? WR_OV_BURDEN_STREET : WR_OV_BURDEN_MIN];
    b->visit_e2 = p->value[WR_OV_BURDEN_VISIT];
    b->hour_e2 = p->value[WR_OV_BURDEN_HOUR];
    b->document_e2 = p->value[WR_OV_BURDEN_DOCUMENT];
    b->unit_e2 = p->value[WR_OV_BURDEN_UNIT];
    for (size_t i = 0; i < b->items.n; i++) {
        struct wr_oversight_burden *x = &rows[i];
        int64_t each = x->enterprises_n > 0 ? x->enterprises_n : 1;
        x->index_e2 =
            wr_oversight_rules_burden(p, x->visits_n, x->minutes, x->documents_n, x->units_n) /
            each;
        x->enough = (streets ? x->enterprises_n : x->visits_n) >= b->min_n;
    }
    if (b->items.n > 0)
        qsort(rows, b->items.n, sizeof(*rows), by_index);
    for (size_t i = 0; i < b->items.n && rows[i].enough; i++) {
        bool tie = i > 0 && rows[i].index_e2 == rows[i - 1].index_e2;
        rows[i].rank = tie ? rows[i - 1].rank : (int64_t)i + 1;
    }
}

/* ---- trend -------------------------------------------------------------------------------------- */

void wr_oversight_rules_trend(const struct wr_oversight_pack *p, struct wr_oversight_trend *t)
{
    struct wr_oversight_month *m = t->items.p;
    t->min_n = p->value[WR_OV_TREND_MIN];
    t->rise_bp = p->value[WR_OV_TREND_RISE_BP];
    for (size_t i = 0; i < t->items.n; i++) {
        m[i].share_bp = share_bp(m[i].exceptions_n, m[i].inspections_n);
        m[i].enough = m[i].inspections_n >= t->min_n;
        bool comparable = i > 0 && m[i].enough && m[i - 1].enough;
        m[i].rise_bp = comparable ? m[i].share_bp - m[i - 1].share_bp : 0;
        m[i].warn = comparable && m[i].rise_bp >= t->rise_bp;
    }
}

/* ---- ratings ------------------------------------------------------------------------------------ */

static int by_unit(const void *pa, const void *pb)
{
    const struct wr_oversight_rating *a = pa, *b = pb;
    if (a->has_mean_e2 != b->has_mean_e2)
        return a->has_mean_e2 ? -1 : 1;
    if (a->has_mean_e2 && a->mean_e2 != b->mean_e2)
        return a->mean_e2 < b->mean_e2 ? -1 : 1;
    return wr_str_cmp(a->unit, b->unit);
}

void wr_oversight_rules_ratings(const struct wr_oversight_pack *p, struct wr_oversight_ratings *r)
{
    struct wr_oversight_rating *rows = r->items.p;
    int64_t sum = 0;
    r->min_n = p->value[WR_OV_RATING_MIN];
    r->low_e2 = p->value[WR_OV_RATING_LOW_E2];
    for (size_t i = 0; i < r->items.n; i++) {
        r->n += rows[i].n;
        sum += rows[i].sum;
        rows[i].has_mean_e2 = rows[i].n > 0 && rows[i].n >= r->min_n;
        rows[i].mean_e2 = rows[i].has_mean_e2 ? rows[i].sum * 100 / rows[i].n : 0;
        rows[i].flagged = rows[i].has_mean_e2 && rows[i].mean_e2 < r->low_e2;
    }
    r->has_mean_e2 = r->n > 0 && r->n >= r->min_n;
    r->mean_e2 = r->has_mean_e2 ? sum * 100 / r->n : 0;
    if (r->items.n > 0)
        qsort(rows, r->items.n, sizeof(*rows), by_unit);
}
