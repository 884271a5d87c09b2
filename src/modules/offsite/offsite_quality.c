/* Data quality of one outlet: rates and reasons by day and factor, and one day's hours recomputed beside what was reported. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"

#include <inttypes.h>
#include <math.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define FACTORS_MAX 60
#define DAYS_MAX 366
#define SAMPLES_MAX 2000000
#define MINUTES_MAX 1500

struct work {
    int64_t outlet_id;
    const struct wr_offsite_pack *pack;
    struct wr_offsite_load load;
};

static int open_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_site_row s;
    int rc = wr_offsite_see_outlet_in(tx, w->outlet_id, &s);
    return rc < 0 ? rc : wr_offsite_load_in(tx, s.id, w->pack, &w->load);
}

static int open_outlet(struct wr_ctx *ctx, int64_t outlet_id, struct work *w,
                       const struct wr_offsite_point_conf **ret)
{
    *w = (struct work){.outlet_id = outlet_id};
    int rc = wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &w->pack);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "offsite.quality", open_tx, w);
    if (rc == 0 && ctx->telemetry == NULL)
        return wr_fail(ctx, WR_K_tele_none);
    for (size_t i = 0; rc == 0 && i < w->load.conf.points_n; i++)
        if (w->load.conf.points[i].outlet_id == outlet_id) {
            *ret = &w->load.conf.points[i];
            return 0;
        }
    return rc < 0 ? rc : wr_fail(ctx, WR_K_not_found, WR_S("该监测点位 monitored outlet"));
}

static int read(struct wr_ctx *ctx, int64_t outlet_id, int cn, struct wr_str factor,
                int64_t from_ms, int64_t to_ms, struct wr_list *ret)
{
    const struct wr_tele_query q = {.outlet_id = outlet_id,
                                    .cn = cn,
                                    .factor = factor,
                                    .field = -1,
                                    .from_ms = from_ms,
                                    .to_ms = to_ms,
                                    .versions = WR_TELE_LATEST,
                                    .max = SAMPLES_MAX};
    return wr_tele_read(ctx, ctx->telemetry, &q, ret);
}

static enum wr_offsite_reason reason_of(const struct work *w, const struct wr_offsite_point_conf *c,
                                        const struct wr_tele_sample *s)
{
    const struct wr_offsite_rule_row *t1 = w->pack->rule[WR_OR_T1];
    const struct wr_offsite_physical *ph = wr_offsite_physical_of(w->pack, wr_str(s->factor));
    const struct wr_offsite_value_facts f = {
        .value = s->value,
        .duplicate = s->version > 1,
        .t_ms = s->t_ms,
        .received_ms = s->received_ms,
        .backfill = s->backfill,
        .future_ms = t1 != NULL ? t1->p[WR_P_T1_FUTURE_S] * 1000 : 0,
        .old_ms = t1 != NULL ? t1->p[WR_P_T1_OLD_DAYS] * WR_DAY_MS : 0,
        .has_range = ph != NULL && (ph->has_lo || ph->has_hi),
        .range_lo = ph != NULL && ph->has_lo ? ph->lo : -INFINITY,
        .range_hi = ph != NULL && ph->has_hi ? ph->hi : INFINITY,
        .mark = wr_str(s->flag),
        .marked =
            wr_offsite_span_invalid(c->spans, c->spans_n, wr_str(s->factor), s->t_ms, HOUR_MS)};
    return wr_offsite_valid_value(&f);
}

/* ---- calendar ------------------------------------------------------------------------------------------------ */

/** One factor of one day while it is added up. */
struct cell {
    struct wr_offsite_hour hour[24];
    double value[24];
    int32_t hour_n;
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
    const struct work *w;
    const struct wr_offsite_point_conf *c;
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
    enum wr_offsite_reason why = reason_of(a->w, a->c, s);
    count_reason(&x->d, why);
    x->value[x->hour_n] = why == WR_REASON_NONE ? s->value : NAN;
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
    struct wr_tele_query q = {.outlet_id = a->w->outlet_id,
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

/** m³ of the hour from the flow's own cell of the day; NaN: none. */
static const struct cell *flow_cell(const struct grid *g, size_t day)
{
    for (size_t f = 0; f < g->factors_n; f++)
        if (wr_offsite_role_of(wr_str(g->factors[f])) == WR_FR_FLOW)
            return g->cells[day * FACTORS_MAX + f];
    return NULL;
}

static void close_mean(const struct work *w, const struct wr_offsite_point_conf *c,
                       const struct grid *g, size_t day, size_t f, struct cell *x)
{
    bool water = c->medium == WR_OM_WATER;
    size_t need = (size_t)w->pack->number[water ? WR_ON_WATER_DAY_HOURS : WR_ON_GAS_DAY_HOURS];
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

static void close_cell(struct wr_ctx *ctx, const struct work *w,
                       const struct wr_offsite_point_conf *c, const struct grid *g, size_t day,
                       size_t f, struct cell *x)
{
    char text[WR_DATE_TEXT];
    int64_t day_ms = g->from_ms + (int64_t)day * WR_DAY_MS;
    int64_t now = wr_ctx_now(ctx), total = 24;
    if (day_ms + WR_DAY_MS > now)
        total = now > day_ms ? (now - day_ms) / HOUR_MS : 0;
    for (int64_t h = 0; h < total; h++)
        x->d.stopped += wr_offsite_span_stopped(c->spans, c->spans_n, day_ms + h * HOUR_MS);
    struct wr_offsite_rates r = wr_offsite_rates_of(x->hour, (size_t)x->hour_n, total, x->d.stopped,
                                                    w->pack->number[WR_ON_LATE_MIN] * MINUTE_MS);
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
    close_mean(w, c, g, day, f, x);
}

static int collect(struct wr_ctx *ctx, const struct work *w, const struct wr_offsite_point_conf *c,
                   struct grid *g, struct wr_list *ret)
{
    struct wr_quality_day *out =
        wr_arena_array(ctx->arena, g->days_n * g->factors_n + 1, sizeof(*out));
    size_t n = 0;
    if (out == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t day = 0; day < g->days_n; day++)
        for (size_t f = 0; f < g->factors_n; f++) {
            struct cell **at = &g->cells[day * FACTORS_MAX + f];
            if (*at == NULL) /* a factor that came on other days: nothing came on this one */
                *at = wr_arena_new(ctx->arena, struct cell);
            if (*at == NULL)
                return wr_fail(ctx, WR_K_memory);
            close_cell(ctx, w, c, g, day, f, *at);
            if ((*at)->d.expected > 0 || (*at)->d.received > 0 || (*at)->d.stopped > 0)
                out[n++] = (*at)->d;
        }
    *ret = (struct wr_list){out, n};
    return 0;
}

int wr_offsite_svc_quality(struct wr_ctx *ctx, int64_t outlet_id, const struct wr_quality_query *q,
                           struct wr_quality *ret)
{
    struct work w;
    struct grid g = {.factors_n = 0};
    const struct wr_offsite_point_conf *c = NULL;
    struct wr_date from = {0}, to = {0};
    *ret = (struct wr_quality){.outlet_id = outlet_id, .from = q->from, .to = q->to};
    bool good = wr_date_parse(q->from, &from) && wr_date_parse(q->to, &to);
    int64_t n = good ? wr_date_to_days(to) - wr_date_to_days(from) + 1 : 0;
    if (n < 1)
        wr_fault(ctx, WR_S("from"), WR_K_export_period, q->from, q->from, q->to);
    else if (n > DAYS_MAX)
        wr_fault(ctx, WR_S("to"), WR_K_offsite_quality_days, q->to,
                 wr_arena_printf(ctx->arena, "%" PRId64, n));
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = open_outlet(ctx, outlet_id, &w, &c);
    if (rc < 0)
        return rc;
    g.from_ms = wr_date_to_ms(from);
    g.days_n = (size_t)n;
    g.cells = wr_arena_array(ctx->arena, g.days_n * FACTORS_MAX, sizeof(struct cell *));
    if (g.cells == NULL)
        return wr_fail(ctx, WR_K_memory);
    rc = add_all(&(struct adding){ctx, &w, c, &g}, q->factor);
    if (rc < 0)
        return rc;
    ret->pack = w.pack->id;
    ret->pack_version = w.pack->version;
    return collect(ctx, &w, c, &g, &ret->days);
}

/* ---- one day's hours ------------------------------------------------------------------------------------------ */

/** Minutes of one factor in one hour. */
struct minutes {
    double v[MINUTES_MAX];
    struct wr_str mark[MINUTES_MAX];
    size_t n, valid;
};

static void gather_minutes(const struct wr_list *l, const char *factor, int64_t from_ms,
                           struct minutes *m)
{
    const struct wr_tele_sample *s = l->p;
    m->n = m->valid = 0;
    for (size_t i = 0; i < l->n && m->n < MINUTES_MAX; i++) {
        if (s[i].field != WR_TELE_AVG || s[i].t_ms < from_ms || s[i].t_ms >= from_ms + HOUR_MS ||
            strcmp(s[i].factor, factor) != 0)
            continue;
        bool sound = wr_offsite_mark_normal(wr_str(s[i].flag)) && !isnan(s[i].value);
        m->v[m->n] = sound ? s[i].value : NAN;
        m->mark[m->n++] = wr_str(s[i].flag);
        m->valid += sound ? 1 : 0;
    }
}

static double value_at(const struct wr_list *l, int64_t t_ms, enum wr_offsite_role role,
                       const char *factor, int field)
{
    const struct wr_tele_sample *s = l->p;
    for (size_t i = 0; i < l->n; i++)
        if (s[i].t_ms == t_ms && s[i].field == field &&
            (factor != NULL ? strcmp(s[i].factor, factor) == 0
                            : wr_offsite_role_of(wr_str(s[i].factor)) == role))
            return s[i].value;
    return NAN;
}

static void put(bool *has, double *ret, double v)
{
    *has = !isnan(v);
    *ret = *has ? v : 0;
}

/** kg of the hour: water by m³, gas by the flow as sent (m³/s, dry standard by assumption of the device). */
static double load_of(const struct wr_offsite_point_conf *c, const struct wr_list *hours,
                      const struct wr_tele_sample *s)
{
    double cou = value_at(hours, s->t_ms, WR_FR_FLOW, NULL, WR_TELE_COU);
    double q = value_at(hours, s->t_ms, WR_FR_FLOW, NULL, WR_TELE_AVG);
    if (wr_offsite_role_of(wr_str(s->factor)) != WR_FR_POLLUTANT)
        return NAN;
    if (c->medium == WR_OM_WATER)
        return wr_offsite_load_water(isnan(cou) ? wr_offsite_flow_m3(q, 3600) : cou, s->value);
    return wr_offsite_load_gas(s->value, isnan(cou) ? q * 3600 : cou);
}

static void fill_hour(struct wr_ctx *ctx, const struct work *w,
                      const struct wr_offsite_point_conf *c, const struct wr_list *hours,
                      const struct wr_list *minutes, const struct wr_tele_sample *s,
                      struct minutes *m, struct wr_hour_row *r)
{
    const struct wr_point_row *p = wr_offsite_load_point(&w->load, c->outlet_id);
    int64_t step = p != NULL && p->minute_interval_min > 0 ? p->minute_interval_min : 10;
    size_t expected = (size_t)(60 / step);
    gather_minutes(minutes, s->factor, s->t_ms, m);
    char flag[2] = {0};
    if (m->n > 0)
        flag[0] =
            c->medium == WR_OM_WATER
                ? wr_offsite_flag_water(m->mark, m->n, expected, w->pack->flag_order)
                : wr_offsite_flag_gas(m->mark, m->n, expected, w->pack->number[WR_ON_GAS_FLAG_BP]);
    *r = (struct wr_hour_row){.t_ms = s->t_ms,
                              .factor = wr_str(s->factor),
                              .value = s->text,
                              .flag = wr_str(s->flag[0] != 0 ? s->flag : NULL),
                              .minutes_n = (int64_t)m->n,
                              .minutes_valid = (int64_t)m->valid * step,
                              .calc_flag = wr_arena_dup(ctx->arena, wr_str(flag)),
                              .reason = reason_of(w, c, s),
                              .version = s->version,
                              .received_ms = s->received_ms,
                              .backfill = s->backfill};
    if (r->reason == WR_REASON_NONE && m->n > 0 && c->medium == WR_OM_GAS &&
        r->minutes_valid < w->pack->number[WR_ON_GAS_HOUR_MINUTES])
        r->reason = WR_REASON_TOO_FEW;
    put(&r->has_zs, &r->zs, value_at(hours, s->t_ms, WR_FR_OTHER, s->factor, WR_TELE_ZS_AVG));
    put(&r->has_calc_avg, &r->calc_avg, wr_offsite_mean_plain(m->v, m->n, 0).value);
    put(&r->has_calc_load, &r->calc_load, load_of(c, hours, s));
    double zs = NAN, o2 = value_at(hours, s->t_ms, WR_FR_O2, NULL, WR_TELE_AVG);
    if (c->has_o2_ref && wr_offsite_role_of(wr_str(s->factor)) == WR_FR_POLLUTANT)
        (void)wr_offsite_to_reference(s->value, o2, c->o2_ref,
                                      (double)w->pack->number[WR_ON_O2_GUARD_E2] / 100, &zs);
    put(&r->has_calc_zs, &r->calc_zs, zs);
}

int wr_offsite_svc_hours(struct wr_ctx *ctx, int64_t outlet_id, struct wr_str day,
                         struct wr_list *ret)
{
    struct work w;
    const struct wr_offsite_point_conf *c = NULL;
    struct wr_list hours = {0}, minutes = {0};
    struct wr_date d = {0};
    *ret = (struct wr_list){0};
    int rc = open_outlet(ctx, outlet_id, &w, &c);
    int64_t from = wr_date_parse(day, &d) ? wr_date_to_ms(d) : 0;
    if (rc == 0)
        rc = read(ctx, outlet_id, WR_TELE_HOUR, (struct wr_str){NULL, 0}, from, from + WR_DAY_MS,
                  &hours);
    if (rc == 0)
        rc = read(ctx, outlet_id, WR_TELE_MINUTE, (struct wr_str){NULL, 0}, from, from + WR_DAY_MS,
                  &minutes);
    if (rc < 0)
        return rc;
    const struct wr_tele_sample *s = hours.p;
    struct wr_hour_row *out = wr_arena_array(ctx->arena, hours.n + 1, sizeof(*out));
    struct minutes *m = wr_arena_new(ctx->arena, struct minutes);
    size_t n = 0;
    if (out == NULL || m == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < hours.n; i++)
        if (s[i].field == WR_TELE_AVG)
            fill_hour(ctx, &w, c, &hours, &minutes, &s[i], m, &out[n++]);
    *ret = (struct wr_list){out, n};
    return 0;
}
