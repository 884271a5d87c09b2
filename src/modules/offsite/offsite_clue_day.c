/* What is judged when a day is over: E2, L4, L5, C1. */
#include "modules/offsite/offsite_engine.h"

#include "base/calendar.h"

#include <math.h>

static struct about at_day(struct wr_offsite_site *s, const struct point *p, int which,
                           const struct factor *f)
{
    return (struct about){.s = s,
                          .rule = which,
                          .outlet_id = p->conf->outlet_id,
                          .factor = f != NULL ? f->code : NULL,
                          .t_ms = p->day_ms,
                          .value = NAN,
                          .bound = NAN,
                          .spans = p->conf->spans,
                          .spans_n = p->conf->spans_n};
}

/** E2: mean of the valid hours, with enough of them, beyond the day's limit. */
static void judge_day_mean(struct wr_offsite_site *s, struct point *p, struct factor *f)
{
    struct hours *h = f->h;
    const struct wr_offsite_bound *b = bound_of(p, wr_str(f->code), WR_OG_DAY, p->day_ms);
    bool water = p->conf->medium == WR_OM_WATER;
    int64_t need = s->pack->number[water ? WR_ON_WATER_DAY_HOURS : WR_ON_GAS_DAY_HOURS];
    if (b == NULL || h->valid_n < need)
        return;
    bool weighted =
        water && f->role == WR_FR_POLLUTANT && h->weighted_n == h->valid_n && h->flow > 0;
    struct about a = at_day(s, p, WR_OR_E2, f);
    a.value = weighted ? h->load / h->flow : h->sum / h->valid_n;
    bool high = b->has_hi && a.value > b->hi, low = b->has_lo && a.value < b->lo;
    a.bound = low ? b->lo : b->hi;
    watch_step(&h->e2, high || low ? HOLD : CLEAR, &a);
}

/** L4: too many values at one and the same top, which is the range or the limit. */
static void judge_top(struct wr_offsite_site *s, struct point *p, struct factor *f)
{
    const struct wr_offsite_rule_row *r = s->pack->rule[WR_OR_L4];
    struct hours *h = f->h;
    if (r == NULL || h->top_of < r->p[WR_P_L4_MIN_N])
        return;
    double near = (double)r->p[WR_P_L4_NEAR_BP] / 10000;
    struct about a = at_day(s, p, WR_OR_L4, f);
    const struct wr_offsite_bound *b = bound_of(p, wr_str(f->code), WR_OG_HOUR, p->day_ms);
    if (b != NULL && b->has_hi && fabs(h->top - b->hi) <= b->hi * near)
        a.bound = b->hi;
    for (size_t i = 0; i < p->conf->ranges_n; i++)
        if (wr_str_eq(p->conf->ranges[i].factor, wr_str(f->code)) &&
            h->top >= p->conf->ranges[i].hi * (1 - near))
            a.bound = p->conf->ranges[i].hi;
    a.value = h->top;
    bool flat =
        !isnan(a.bound) && (int64_t)h->top_n * 10000 > (int64_t)h->top_of * r->p[WR_P_L4_SHARE_BP];
    watch_step(&h->l4, flat ? HOLD : CLEAR, &a);
}

static void forget_day(struct hours *h)
{
    h->sum = h->load = h->flow = 0;
    h->valid_n = h->weighted_n = h->top_n = h->top_of = 0;
    h->top = NAN;
}

/* ---- months (C1) ---------------------------------------------------------------------------------- */

static bool counts(const struct point *p, const struct factor *f)
{
    return f->h != NULL &&
           (f->role == WR_FR_POLLUTANT || (p->conf->medium == WR_OM_WATER && f->role == WR_FR_PH));
}

static void count_stopped(const struct point *p, struct factor *f, const struct wr_offsite_run *r)
{
    f->h->month_stopped += (int32_t)wr_offsite_run_stopped(r, wr_str(f->code), p->conf->spans,
                                                           p->conf->spans_n, NULL, NULL);
}

void keep_flag(struct wr_offsite_site *s, const struct point *p, struct factor *f, int64_t t_ms,
               struct wr_str flag)
{
    struct wr_offsite_run ended;
    if (wr_offsite_run_take(&f->h->run, wr_offsite_flag_kind(s->pack, flag), t_ms, HOUR_MS, &ended))
        count_stopped(p, f, &ended);
}

/** Hours the device marked as stopped in the month that ends; a segment under way goes on in the next one. */
static int64_t take_stopped(const struct point *p, struct factor *f)
{
    struct hours *h = f->h;
    count_stopped(p, f, &h->run);
    h->run.from_ms = h->run.to_ms;
    int64_t n = h->month_stopped;
    h->month_stopped = 0;
    return n;
}

/** C1: the share of valid hours of a month that was watched from its first hour on. */
static void close_month(struct wr_offsite_site *s, struct point *p, int64_t month_ms,
                        int64_t next_ms)
{
    const struct wr_offsite_rule_row *r = s->pack->rule[WR_OR_C1];
    bool whole = p->month_from_ms != INT64_MIN && p->month_from_ms < month_ms + DAY_MS;
    int64_t expected = 0;
    for (int64_t t = month_ms; whole && t < next_ms; t += HOUR_MS)
        expected += wr_offsite_span_stopped(p->conf->spans, p->conf->spans_n, t) ? 0 : 1;
    for (size_t i = 0; i < p->factors_n; i++) {
        struct factor *f = &p->factors[i];
        if (!counts(p, f))
            continue;
        int64_t valid = f->h->month_valid;
        int64_t of = expected - take_stopped(p, f);
        f->h->month_valid = 0;
        if (r == NULL || of <= 0)
            continue;
        struct about a = at_day(s, p, WR_OR_C1, f);
        a.t_ms = month_ms;
        a.value = (double)valid * 10000 / (double)of;
        a.bound = (double)r->p[WR_P_C1_CAPTURE_BP];
        watch_step(&f->h->c1, a.value < a.bound ? HOLD : CLEAR, &a);
    }
    p->month_from_ms = INT64_MIN;
}

/* ---- alike (L5) ----------------------------------------------------------------------------------- */

void keep_hour(struct wr_offsite_site *s, struct factor *f, int64_t t_ms, double v)
{
    struct hours *h = f->h;
    if (f->role != WR_FR_POLLUTANT || t_ms % HOUR_MS != 0)
        return;
    int64_t hour = t_ms / HOUR_MS;
    if (h->ring == NULL) {
        h->ring = wr_arena_array(s->a, RING, sizeof(*h->ring));
        if (h->ring == NULL)
            return;
        for (int i = 0; i < RING; i++)
            h->ring[i] = NAN;
        h->ring_hour = hour - 1;
    }
    if (hour - h->ring_hour > RING)
        h->ring_hour = hour - RING;
    while (h->ring_hour < hour)
        h->ring[++h->ring_hour % RING] = NAN;
    h->ring[hour % RING] = (float)v;
}

/** The `n` hours before `end`, as doubles. @return numbers among them */
static size_t unroll(const struct hours *h, int64_t end_hour, int64_t n, double *out)
{
    size_t k = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t hour = end_hour - n + i;
        bool kept = hour <= h->ring_hour && hour > h->ring_hour - RING;
        out[i] = kept ? (double)h->ring[hour % RING] : NAN;
        k += isnan(out[i]) ? 0 : 1;
    }
    return k;
}

/** The day's hours against those of the day before. */
static double against_yesterday(const struct hours *h, int64_t end_hour)
{
    double b[48];
    size_t k = unroll(h, end_hour, 48, b);
    return k >= 44 ? wr_offsite_correlation(b, b + 24, 24) : NAN;
}

static void judge_alike(struct wr_offsite_site *s, struct point *p, struct factor *f,
                        int64_t day_ms)
{
    const struct wr_offsite_rule_row *r = s->pack->rule[WR_OR_L5];
    double mine[RING], other[RING];
    int64_t end = (day_ms + DAY_MS) / HOUR_MS;
    int64_t n = r->p[WR_P_L5_HOURS];
    struct about a = at_day(s, p, WR_OR_L5, f);
    a.t_ms = day_ms;
    a.bound = (double)r->p[WR_P_L5_R_E4] / 10000;
    a.value = against_yesterday(f->h, end);
    size_t k = unroll(f->h, end, n, mine);
    for (size_t i = 0; k >= (size_t)r->p[WR_P_L5_MIN_N] && i < s->conf->points_n; i++) {
        struct point *q = &s->points[i];
        for (size_t j = 0; q != p && j < q->factors_n; j++) {
            struct factor *g = &q->factors[j];
            if (g->h == NULL || g->h->ring == NULL || strcmp(g->code, f->code) != 0 ||
                unroll(g->h, end, n, other) < (size_t)r->p[WR_P_L5_MIN_N])
                continue;
            double c = wr_offsite_correlation(mine, other, (size_t)n);
            if (!isnan(c) && !(c <= a.value)) {
                a.value = c;
                a.other_id = q->conf->outlet_id;
            }
        }
    }
    if (!isnan(a.value))
        watch_step(&f->h->l5, a.value > a.bound ? HOLD : CLEAR, &a);
}

/* ---- days ----------------------------------------------------------------------------------------- */

static void close_day(struct wr_offsite_site *s, struct point *p)
{
    for (size_t i = 0; i < p->factors_n; i++) {
        struct factor *f = &p->factors[i];
        if (f->h == NULL)
            continue;
        judge_day_mean(s, p, f);
        judge_top(s, p, f);
        forget_day(f->h);
    }
    p->alike_ms = p->day_ms;
    struct wr_date d = wr_date_of_ms(p->day_ms), next = wr_date_of_ms(p->day_ms + DAY_MS);
    if (next.day == 1)
        close_month(s, p, wr_date_to_ms((struct wr_date){d.year, d.month, 1}), p->day_ms + DAY_MS);
    p->day_ms += DAY_MS;
}

void close_days(struct wr_offsite_site *s, struct point *p, int64_t t_ms)
{
    int64_t today = day_of(t_ms);
    if (p->day_ms == INT64_MIN) {
        p->day_ms = today;
        return;
    }
    if (p->day_ms < today - 40 * DAY_MS) /* a hole: days without any hour say nothing */
        p->day_ms = today - 40 * DAY_MS;
    while (p->day_ms < today)
        close_day(s, p);
    if (p->alike_ms != INT64_MIN && t_ms >= p->alike_ms + DAY_MS + HOUR_MS) {
        for (size_t i = 0; s->pack->rule[WR_OR_L5] != NULL && i < p->factors_n; i++)
            if (p->factors[i].h != NULL && p->factors[i].h->ring != NULL)
                judge_alike(s, p, &p->factors[i], p->alike_ms);
        p->alike_ms = INT64_MIN;
    }
}
