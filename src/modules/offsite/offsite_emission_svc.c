/* Emissions of one outlet in a quarter, from its hours. */
#include "modules/offsite/offsite_emission.h"
#include "modules/offsite/offsite_outlet.h"
#include "modules/offsite/offsite_run.h"

#include "base/calendar.h"

#include <inttypes.h>
#include <math.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define BEFORE_DAYS 180 /* how far back the rates before the quarter are looked for */
#define BEFORE_MAX ((size_t)BEFORE_DAYS * 24)
#define POLLUTANTS_MAX 40
#define HOLES_MAX 1200 /* every other hour of a quarter */
#define GAPS_SHOWN 2000

struct pollutant {
    char factor[WR_TELE_FACTOR_MAX + 1];
    double *rate; /* kg/h by hour of the quarter */
    bool *stopped;
    double *before;
    size_t before_n;
    struct wr_offsite_run run;
    double now; /* concentration of the moment; NaN: none, or not valid */
};
struct work {
    struct wr_ctx *ctx;
    struct wr_offsite_outlet o;
    struct wr_emissions *ret;
    int64_t from_ms, end_ms; /* of the quarter, as far as its hours must have come */
    size_t hours_n;
    struct pollutant p[POLLUTANTS_MAX];
    size_t n;
    int64_t t_ms; /* the moment under way; INT64_MIN: none */
    double flow, flow_cou;
};

/* ---- hours to rates ------------------------------------------------------------------------------- */

static struct pollutant *pollutant_of(struct work *w, const char *factor)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->p[i].factor, factor) == 0)
            return &w->p[i];
    struct pollutant *x = &w->p[w->n];
    if (w->n == POLLUTANTS_MAX || wr_offsite_role_of(wr_str(factor)) != WR_FR_POLLUTANT ||
        !wr_str_copy_z(wr_str(factor), x->factor, sizeof(x->factor)))
        return NULL;
    x->rate = wr_arena_array(w->ctx->arena, w->hours_n + 1, sizeof(*x->rate));
    x->stopped = wr_arena_array(w->ctx->arena, w->hours_n + 1, sizeof(*x->stopped));
    x->before = wr_arena_array(w->ctx->arena, BEFORE_MAX, sizeof(*x->before));
    if (x->rate == NULL || x->stopped == NULL || x->before == NULL)
        return NULL;
    for (size_t i = 0; i < w->hours_n; i++) {
        int64_t t_ms = w->from_ms + (int64_t)i * HOUR_MS;
        x->rate[i] = NAN;
        x->stopped[i] = wr_offsite_span_stopped(w->o.conf->spans, w->o.conf->spans_n, t_ms);
    }
    x->now = NAN;
    w->n++;
    return x;
}

/** Place of an hour in the quarter; -1: outside. */
static int64_t place_of(const struct work *w, int64_t t_ms)
{
    return t_ms >= w->from_ms && t_ms < w->end_ms && t_ms % HOUR_MS == 0
               ? (t_ms - w->from_ms) / HOUR_MS
               : -1;
}

static void close_moment(struct work *w)
{
    int64_t at = place_of(w, w->t_ms);
    for (size_t i = 0; w->t_ms != INT64_MIN && i < w->n; i++) {
        struct pollutant *x = &w->p[i];
        double kg =
            wr_offsite_hour_load(w->o.conf->medium == WR_OM_WATER, x->now, w->flow, w->flow_cou);
        x->now = NAN;
        if (at >= 0)
            x->rate[at] = kg;
        else if (!isnan(kg) && w->t_ms < w->from_ms && x->before_n < BEFORE_MAX)
            x->before[x->before_n++] = kg;
    }
    w->flow = w->flow_cou = NAN;
}

struct stopping {
    struct work *w;
    struct pollutant *x;
};

static void note_stopped(void *arg, int64_t hour_ms)
{
    const struct stopping *s = arg;
    int64_t at = place_of(s->w, hour_ms);
    if (at >= 0)
        s->x->stopped[at] = true;
}

static void close_run(struct work *w, struct pollutant *x, const struct wr_offsite_run *r)
{
    const struct wr_offsite_point_conf *c = w->o.conf;
    (void)wr_offsite_run_stopped(r, wr_str(x->factor), c->spans, c->spans_n, note_stopped,
                                 &(struct stopping){w, x});
}

static int take(void *arg, const struct wr_tele_sample *s)
{
    struct work *w = arg;
    struct wr_offsite_run ended;
    if (s->t_ms != w->t_ms)
        close_moment(w);
    w->t_ms = s->t_ms;
    bool valid = wr_offsite_hour_reason(&w->o, s) == WR_REASON_NONE;
    if (wr_offsite_role_of(wr_str(s->factor)) == WR_FR_FLOW) {
        if (valid && s->field == WR_TELE_AVG)
            w->flow = s->value;
        else if (valid && s->field == WR_TELE_COU)
            w->flow_cou = s->value;
        return 0;
    }
    struct pollutant *x = s->field == WR_TELE_AVG ? pollutant_of(w, s->factor) : NULL;
    if (x == NULL)
        return w->ctx->arena->exhausted ? wr_fail(w->ctx, WR_K_memory) : 0;
    x->now = valid ? s->value : NAN;
    if (wr_offsite_run_take(&x->run, wr_offsite_flag_kind(w->o.pack, wr_str(s->flag)), s->t_ms,
                            HOUR_MS, &ended))
        close_run(w, x, &ended);
    return 0;
}

static int read_hours(struct work *w)
{
    const struct wr_tele_query q = {.outlet_id = w->o.id,
                                    .cn = WR_TELE_HOUR,
                                    .field = -1,
                                    .from_ms = w->from_ms - BEFORE_DAYS * WR_DAY_MS,
                                    .to_ms = w->end_ms,
                                    .versions = WR_TELE_LATEST};
    int rc = wr_tele_each(w->ctx, w->ctx->telemetry, &q, take, w);
    close_moment(w);
    for (size_t i = 0; i < w->n; i++)
        close_run(w, &w->p[i], &w->p[i].run);
    return rc;
}

/* ---- rates to sums --------------------------------------------------------------------------------- */

/** Months of the quarter, and the quarter, of one pollutant. */
struct sums {
    struct wr_emission_sum month[3], all;
};

/** To the gram, once, at output. */
static double round_kg(const struct work *w, double kg)
{
    return wr_offsite_round_to(
        kg, 3, w->o.pack->number[WR_ON_ROUND_EVEN] ? WR_ROUND_HALF_EVEN : WR_ROUND_HALF_UP);
}

static size_t month_at(const struct work *w, size_t hour)
{
    struct wr_date a = wr_date_of_ms(w->from_ms);
    struct wr_date d = wr_date_of_ms(w->from_ms + (int64_t)hour * HOUR_MS);
    return (size_t)(d.month - a.month);
}

static void add_hour(const struct work *w, const struct pollutant *x, size_t i, struct sums *s)
{
    struct wr_emission_sum *const both[] = {&s->month[month_at(w, i)], &s->all};
    for (size_t k = 0; k < WR_ARRAY_LEN(both); k++) {
        both[k]->stopped += x->stopped[i];
        both[k]->expected += !x->stopped[i];
        both[k]->valid += !isnan(x->rate[i]) && !x->stopped[i];
        both[k]->measured_kg += isnan(x->rate[i]) ? 0 : x->rate[i];
    }
}

static void add_hole(const struct work *w, const struct wr_emission_hole *h, struct sums *s)
{
    for (size_t i = h->at; i < h->at + h->n; i++) {
        struct wr_emission_sum *const both[] = {&s->month[month_at(w, i)], &s->all};
        for (size_t k = 0; k < WR_ARRAY_LEN(both); k++) {
            both[k]->filled += h->of > 0;
            both[k]->unfilled += h->of == 0;
            both[k]->filled_kg += h->of > 0 ? h->rate : 0;
        }
    }
}

static void add_gap(struct work *w, const struct pollutant *x, const struct wr_emission_hole *h)
{
    struct wr_list *l = &w->ret->gaps;
    if (l->n == GAPS_SHOWN)
        return;
    struct wr_emission_gap *g = (struct wr_emission_gap *)l->p + l->n++;
    int64_t from_ms = w->from_ms + (int64_t)h->at * HOUR_MS;
    *g = (struct wr_emission_gap){.factor = wr_arena_dup(w->ctx->arena, wr_str(x->factor)),
                                  .from_ms = from_ms,
                                  .to_ms = from_ms + (int64_t)h->n * HOUR_MS,
                                  .hours = (int64_t)h->n,
                                  .of_hours = h->of,
                                  .has_rate = h->of > 0,
                                  .has_kg = h->of > 0};
    g->factor_name = wr_offsite_factor_name(g->factor);
    g->rate = g->has_rate ? round_kg(w, h->rate) : 0;
    g->kg = g->has_kg ? round_kg(w, h->rate * (double)h->n) : 0;
}

static void dress(const struct work *w, const struct pollutant *x, struct wr_str month,
                  struct wr_emission_sum *s)
{
    s->factor = wr_arena_dup(w->ctx->arena, wr_str(x->factor));
    s->factor_name = wr_offsite_factor_name(s->factor);
    s->month = month;
    s->total_kg = round_kg(w, s->measured_kg + s->filled_kg);
    s->measured_kg = round_kg(w, s->measured_kg);
    s->filled_kg = round_kg(w, s->filled_kg);
    s->has_capture_bp = s->expected > 0;
    s->capture_bp = s->has_capture_bp ? s->valid * 10000 / s->expected : 0;
}

/** Holes follow the medium: no rule is known for water. */
static int sum_up(struct work *w, const struct pollutant *x, struct wr_emission_hole *holes)
{
    struct wr_ctx *ctx = w->ctx;
    struct sums s = {0};
    struct wr_emission_sum *out = (struct wr_emission_sum *)w->ret->sums.p + w->ret->sums.n;
    const struct wr_emission_series series = {x->before, x->before_n, x->rate, x->stopped,
                                              w->hours_n};
    for (size_t i = 0; i < w->hours_n; i++)
        add_hour(w, x, i, &s);
    int64_t capture = s.all.expected > 0 && w->o.conf->medium == WR_OM_GAS
                          ? s.all.valid * 10000 / s.all.expected
                          : -1;
    size_t n = wr_offsite_emission_holes(w->o.pack, &series, capture, holes, HOLES_MAX);
    for (size_t i = 0; i < n && i < HOLES_MAX; i++) {
        add_hole(w, &holes[i], &s);
        add_gap(w, x, &holes[i]);
    }
    struct wr_date d = wr_date_of_ms(w->from_ms);
    for (int m = 0; m < 3; m++) {
        dress(w, x, wr_arena_printf(ctx->arena, "%04d-%02d", d.year, d.month + m), &s.month[m]);
        out[m] = s.month[m];
    }
    dress(w, x, (struct wr_str){NULL, 0}, &s.all);
    out[3] = s.all;
    w->ret->sums.n += 4;
    return 0;
}

static int collect(struct work *w)
{
    struct wr_ctx *ctx = w->ctx;
    struct wr_emission_hole *holes = wr_arena_array(ctx->arena, HOLES_MAX, sizeof(*holes));
    w->ret->sums.p = wr_arena_array(ctx->arena, w->n * 4 + 1, sizeof(struct wr_emission_sum));
    w->ret->gaps.p = wr_arena_array(ctx->arena, GAPS_SHOWN, sizeof(struct wr_emission_gap));
    if (holes == NULL || w->ret->sums.p == NULL || w->ret->gaps.p == NULL)
        return wr_fail(ctx, WR_K_memory);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < w->n; i++)
        rc = sum_up(w, &w->p[i], holes);
    return rc;
}

/* ---- the quarter ----------------------------------------------------------------------------------- */

/** "2026Q2" to its first day. @return false: none, or not begun */
static bool quarter_of(struct wr_str text, int64_t now_ms, struct wr_date *ret)
{
    int64_t year = 0;
    if (text.n != 6 || text.p[4] != 'Q' || text.p[5] < '1' || text.p[5] > '4' ||
        !wr_str_i64(wr_str_sub(text, 0, 4), &year) || year < 2000)
        return false;
    *ret = wr_date_add_months((struct wr_date){(int16_t)year, 1, 1}, (text.p[5] - '1') * 3);
    return wr_date_to_ms(*ret) <= now_ms;
}

static struct wr_str day_text(struct wr_ctx *ctx, int64_t ms)
{
    char text[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(ms), text);
    return wr_arena_dup(ctx->arena, wr_str(text));
}

int wr_offsite_svc_emissions(struct wr_ctx *ctx, int64_t outlet_id,
                             const struct wr_emission_query *q, struct wr_emissions *ret)
{
    struct wr_date first;
    int64_t now = wr_ctx_now(ctx);
    *ret = (struct wr_emissions){.outlet_id = outlet_id, .quarter = q->quarter};
    if (!quarter_of(q->quarter, now, &first)) {
        wr_fault(ctx, WR_S("quarter"), WR_K_emission_quarter, q->quarter);
        return wr_faults_end(ctx);
    }
    struct work *w = wr_arena_new(ctx->arena, struct work);
    if (w == NULL)
        return wr_fail(ctx, WR_K_memory);
    *w = (struct work){.ctx = ctx, .ret = ret, .from_ms = wr_date_to_ms(first), .t_ms = INT64_MIN};
    int rc = wr_offsite_outlet_open(ctx, outlet_id, &w->o);
    if (rc < 0)
        return rc;
    int64_t come = now - HOUR_MS - w->o.pack->number[WR_ON_LATE_MIN] * MINUTE_MS;
    int64_t end = wr_date_to_ms(wr_date_add_months(first, 3));
    w->end_ms = end < come ? end : come > w->from_ms ? come - come % HOUR_MS : w->from_ms;
    w->hours_n = (size_t)((w->end_ms - w->from_ms) / HOUR_MS);
    w->flow = w->flow_cou = NAN;
    ret->from = day_text(ctx, w->from_ms);
    ret->to = day_text(ctx, end - 1);
    ret->until_ms = w->end_ms;
    ret->fills = w->o.conf->medium == WR_OM_GAS;
    ret->pack = w->o.pack->id;
    ret->pack_version = w->o.pack->version;
    rc = read_hours(w);
    return rc < 0 ? rc : collect(w);
}
