/* Data quality of one outlet: rates and reasons by day and factor. */
#include "modules/offsite/offsite_outlet.h"
#include "modules/offsite/offsite_run.h"

#include "base/calendar.h"

#include <math.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define FACTORS_MAX 60
#define DAYS_MAX 366

/** One factor of one day while it is added up. */
struct cell {
    struct wr_offsite_hour hour[24];
    const struct wr_offsite_mark_kind *kind[24]; /* as the device marks the hour */
    double value[24];
    int32_t hour_n;
    uint32_t stopped; /* by the device: one bit for each hour of the day */
    struct wr_quality_day d;
};
struct grid {
    char factors[FACTORS_MAX][WR_TELE_FACTOR_MAX + 1];
    size_t factors_n;
    struct cell **cells; /* day × factor */
    int64_t from_ms;
    size_t days_n;
};

static int factor_at(struct grid *g, const char *code)
{
    for (size_t i = 0; i < g->factors_n; i++)
        if (strcmp(g->factors[i], code) == 0)
            return (int)i;
    if (g->factors_n == FACTORS_MAX ||
        !wr_str_copy_z(wr_str(code), g->factors[g->factors_n], WR_TELE_FACTOR_MAX + 1))
        return -1;
    return (int)g->factors_n++;
}

static struct cell *cell_of(struct wr_ctx *ctx, struct grid *g, int64_t t_ms, const char *code)
{
    int f = factor_at(g, code);
    size_t day = (size_t)((t_ms - g->from_ms) / WR_DAY_MS);
    if (f < 0 || day >= g->days_n)
        return NULL;
    struct cell **at = &g->cells[day * FACTORS_MAX + (size_t)f];
    if (*at == NULL)
        *at = wr_arena_new(ctx->arena, struct cell);
    return *at;
}

static void count_reason(struct wr_quality_day *d, enum wr_offsite_reason why)
{
    d->flagged += why == WR_REASON_FLAG;
    d->marked += why == WR_REASON_MARKED;
    d->physical += why == WR_REASON_PHYSICAL;
    d->not_numbers += why == WR_REASON_NOT_A_NUMBER;
    d->versioned += why == WR_REASON_DUPLICATE;
}

/** What a year of samples is added to, one after the other: a list of them would be more than a request may hold. */
struct adding {
    struct wr_ctx *ctx;
    const struct wr_offsite_outlet *o;
    struct grid *g;
};

static int add_hour(void *arg, const struct wr_tele_sample *s)
{
    const struct adding *a = arg;
    struct cell *x = cell_of(a->ctx, a->g, s->t_ms, s->factor);
    if (x == NULL)
        return a->ctx->arena->exhausted ? wr_fail(a->ctx, WR_K_memory) : 0;
    if (x->hour_n == 24)
        return 0;
    enum wr_offsite_reason why = wr_offsite_hour_reason(a->o, s);
    count_reason(&x->d, why);
    x->value[x->hour_n] = why == WR_REASON_NONE ? s->value : NAN;
    x->kind[x->hour_n] = wr_offsite_flag_kind(a->o->pack, wr_str(s->flag));
    x->hour[x->hour_n++] =
        (struct wr_offsite_hour){.t_ms = s->t_ms,
                                 .received_ms = s->received_ms,
                                 .backfill = s->backfill,
                                 .normal = wr_offsite_mark_normal(wr_str(s->flag)),
                                 .invalid = why != WR_REASON_NONE};
    return 0;
}

static int add_reported(void *arg, const struct wr_tele_sample *s)
{
    const struct adding *a = arg;
    struct cell *x = isnan(s->value) ? NULL : cell_of(a->ctx, a->g, s->t_ms, s->factor);
    if (x != NULL) {
        x->d.has_reported_mean = true;
        x->d.reported_mean = s->value;
    }
    return a->ctx->arena->exhausted ? wr_fail(a->ctx, WR_K_memory) : 0;
}

/** Hours of the period, then days. */
static int add_all(struct adding *a, struct wr_str factor)
{
    int64_t to_ms = a->g->from_ms + (int64_t)a->g->days_n * WR_DAY_MS;
    struct wr_tele_query q = {.outlet_id = a->o->id,
                              .cn = WR_TELE_HOUR,
                              .factor = factor,
                              .field = WR_TELE_AVG,
                              .from_ms = a->g->from_ms,
                              .to_ms = to_ms,
                              .versions = WR_TELE_LATEST};
    int rc = wr_tele_each(a->ctx, a->ctx->telemetry, &q, add_hour, a);
    q.cn = WR_TELE_DAY;
    return rc != 0 ? rc : wr_tele_each(a->ctx, a->ctx->telemetry, &q, add_reported, a);
}

static void set_rate(bool *has, int64_t *ret, int64_t bp)
{
    *has = bp != WR_OFFSITE_NO_RATE;
    *ret = *has ? bp : 0;
}

/* ---- what the device marked as stopped --------------------------------------------------------------------- */

/** Cells of one factor, where the hours of a segment are noted. */
struct noting {
    struct cell **cells; /* of the first day */
    int64_t from_ms;
};

static void note_stopped(void *arg, int64_t hour_ms)
{
    const struct noting *n = arg;
    int64_t day = (hour_ms - n->from_ms) / WR_DAY_MS;
    struct cell *x = n->cells[day * FACTORS_MAX];
    if (x != NULL)
        x->stopped |= 1u << ((hour_ms - n->from_ms) % WR_DAY_MS / HOUR_MS);
}

static void note_device_stops(const struct wr_offsite_point_conf *c, const struct grid *g, size_t f)
{
    struct noting to = {g->cells + f, g->from_ms};
    struct wr_str factor = wr_str(g->factors[f]);
    struct wr_offsite_run run = {0}, ended;
    for (size_t day = 0; day < g->days_n; day++) {
        const struct cell *x = g->cells[day * FACTORS_MAX + f];
        for (int32_t i = 0; x != NULL && i < x->hour_n; i++)
            if (wr_offsite_run_take(&run, x->kind[i], x->hour[i].t_ms, HOUR_MS, &ended))
                (void)wr_offsite_run_stopped(&ended, factor, c->spans, c->spans_n, note_stopped,
                                             &to);
    }
    (void)wr_offsite_run_stopped(&run, factor, c->spans, c->spans_n, note_stopped, &to);
}

/** Is the hour out of the denominators, by a mark of the enterprise or of the device? */
static bool hour_stopped(const struct wr_offsite_point_conf *c, const struct cell *x,
                         int64_t day_ms, int64_t hour_ms)
{
    return (x->stopped >> ((hour_ms - day_ms) / HOUR_MS) & 1u) != 0 ||
           wr_offsite_span_stopped(c->spans, c->spans_n, hour_ms);
}

/** The hours that are not. @return how many */
static size_t running_hours(const struct wr_offsite_point_conf *c, const struct cell *x,
                            int64_t day_ms, struct wr_offsite_hour *out)
{
    size_t n = 0;
    for (int32_t i = 0; i < x->hour_n; i++)
        if (!hour_stopped(c, x, day_ms, x->hour[i].t_ms))
            out[n++] = x->hour[i];
    return n;
}

/* ---- days --------------------------------------------------------------------------------------------------- */

/** m³ of the hour from the flow's own cell of the day; NaN: none. */
static const struct cell *flow_cell(const struct grid *g, size_t day)
{
    for (size_t f = 0; f < g->factors_n; f++)
        if (wr_offsite_role_of(wr_str(g->factors[f])) == WR_FR_FLOW)
            return g->cells[day * FACTORS_MAX + f];
    return NULL;
}

static void close_mean(const struct wr_offsite_outlet *o, const struct grid *g, size_t day,
                       size_t f, struct cell *x)
{
    bool water = o->conf->medium == WR_OM_WATER;
    size_t need = (size_t)o->pack->number[water ? WR_ON_WATER_DAY_HOURS : WR_ON_GAS_DAY_HOURS];
    const struct cell *flow = water ? flow_cell(g, day) : NULL;
    bool weighs = flow != NULL && wr_offsite_role_of(wr_str(g->factors[f])) == WR_FR_POLLUTANT &&
                  flow->hour_n == x->hour_n;
    struct wr_offsite_mean m =
        weighs ? wr_offsite_mean_weighted(x->value, flow->value, (size_t)x->hour_n, need)
               : wr_offsite_mean_plain(x->value, (size_t)x->hour_n, need);
    x->d.has_day_mean = !isnan(m.value);
    x->d.day_mean = x->d.has_day_mean ? m.value : 0;
    x->d.day_valid = m.valid;
}

static void close_cell(struct wr_ctx *ctx, const struct wr_offsite_outlet *o, const struct grid *g,
                       size_t day, size_t f, struct cell *x)
{
    char text[WR_DATE_TEXT];
    int64_t day_ms = g->from_ms + (int64_t)day * WR_DAY_MS;
    int64_t now = wr_ctx_now(ctx), total = 24;
    if (day_ms + WR_DAY_MS > now)
        total = now > day_ms ? (now - day_ms) / HOUR_MS : 0;
    for (int64_t h = 0; h < total; h++)
        x->d.stopped += hour_stopped(o->conf, x, day_ms, day_ms + h * HOUR_MS);
    struct wr_offsite_hour running[24];
    size_t n = running_hours(o->conf, x, day_ms, running);
    struct wr_offsite_rates r = wr_offsite_rates_of(running, n, total, x->d.stopped,
                                                    o->pack->number[WR_ON_LATE_MIN] * MINUTE_MS);
    wr_date_format(wr_date_of_ms(day_ms), text);
    x->d.day = wr_arena_dup(ctx->arena, wr_str(text));
    x->d.factor = wr_arena_dup(ctx->arena, wr_str(g->factors[f]));
    x->d.expected = r.expected;
    x->d.received = r.received;
    x->d.in_time = r.in_time;
    x->d.valid = r.valid;
    set_rate(&x->d.has_transmission_bp, &x->d.transmission_bp, r.transmission_bp);
    set_rate(&x->d.has_full_bp, &x->d.full_bp, r.transmission_full_bp);
    set_rate(&x->d.has_validity_bp, &x->d.validity_bp, r.validity_bp);
    set_rate(&x->d.has_effective_bp, &x->d.effective_bp, r.effective_bp);
    close_mean(o, g, day, f, x);
}

static int collect(struct wr_ctx *ctx, const struct wr_offsite_outlet *o, struct grid *g,
                   struct wr_list *ret)
{
    struct wr_quality_day *out =
        wr_arena_array(ctx->arena, g->days_n * g->factors_n + 1, sizeof(*out));
    size_t n = 0;
    if (out == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t f = 0; f < g->factors_n; f++)
        note_device_stops(o->conf, g, f);
    for (size_t day = 0; day < g->days_n; day++)
        for (size_t f = 0; f < g->factors_n; f++) {
            struct cell **at = &g->cells[day * FACTORS_MAX + f];
            if (*at == NULL) /* a factor that came on other days: nothing came on this one */
                *at = wr_arena_new(ctx->arena, struct cell);
            if (*at == NULL)
                return wr_fail(ctx, WR_K_memory);
            close_cell(ctx, o, g, day, f, *at);
            if ((*at)->d.expected > 0 || (*at)->d.received > 0 || (*at)->d.stopped > 0)
                out[n++] = (*at)->d;
        }
    *ret = (struct wr_list){out, n};
    return 0;
}

int wr_offsite_svc_quality(struct wr_ctx *ctx, int64_t outlet_id, const struct wr_quality_query *q,
                           struct wr_quality *ret)
{
    struct wr_offsite_outlet o;
    struct grid g = {.factors_n = 0};
    int64_t to_ms = 0;
    *ret = (struct wr_quality){.outlet_id = outlet_id, .from = q->from, .to = q->to};
    int rc = wr_offsite_period(ctx, q->from, q->to, DAYS_MAX, &g.from_ms, &to_ms);
    if (rc == 0)
        rc = wr_offsite_outlet_open(ctx, outlet_id, &o);
    if (rc < 0)
        return rc;
    g.days_n = (size_t)((to_ms - g.from_ms) / WR_DAY_MS);
    g.cells = wr_arena_array(ctx->arena, g.days_n * FACTORS_MAX, sizeof(struct cell *));
    if (g.cells == NULL)
        return wr_fail(ctx, WR_K_memory);
    rc = add_all(&(struct adding){ctx, &o, &g}, q->factor);
    if (rc < 0)
        return rc;
    ret->pack = o.pack->id;
    ret->pack_version = o.pack->version;
    return collect(ctx, &o, &g, &ret->days);
}
