/* One day's hours of an outlet, recomputed beside what was reported. */
#include "modules/offsite/offsite_outlet.h"

#include "base/calendar.h"

#include <math.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTES_MAX 1500

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
    return wr_offsite_hour_load(c->medium == WR_OM_WATER, s->value, q, cou);
}

static void fill_hour(struct wr_ctx *ctx, const struct wr_offsite_outlet *o,
                      const struct wr_list *hours, const struct wr_list *minutes,
                      const struct wr_tele_sample *s, struct minutes *m, struct wr_hour_row *r)
{
    const struct wr_offsite_point_conf *c = o->conf;
    int64_t step = o->minute_min;
    size_t expected = (size_t)(60 / step);
    gather_minutes(minutes, s->factor, s->t_ms, m);
    char flag[2] = {0};
    if (m->n > 0)
        flag[0] =
            c->medium == WR_OM_WATER
                ? wr_offsite_flag_water(m->mark, m->n, expected, o->pack->flag_order)
                : wr_offsite_flag_gas(m->mark, m->n, expected, o->pack->number[WR_ON_GAS_FLAG_BP]);
    *r = (struct wr_hour_row){.t_ms = s->t_ms,
                              .factor = wr_str(s->factor),
                              .value = s->text,
                              .flag = wr_str(s->flag[0] != 0 ? s->flag : NULL),
                              .minutes_n = (int64_t)m->n,
                              .minutes_valid = (int64_t)m->valid * step,
                              .calc_flag = wr_arena_dup(ctx->arena, wr_str(flag)),
                              .reason = wr_offsite_hour_reason(o, s),
                              .version = s->version,
                              .received_ms = s->received_ms,
                              .backfill = s->backfill};
    if (r->reason == WR_REASON_NONE && m->n > 0 && c->medium == WR_OM_GAS &&
        r->minutes_valid < o->pack->number[WR_ON_GAS_HOUR_MINUTES])
        r->reason = WR_REASON_TOO_FEW;
    put(&r->has_zs, &r->zs, value_at(hours, s->t_ms, WR_FR_OTHER, s->factor, WR_TELE_ZS_AVG));
    put(&r->has_calc_avg, &r->calc_avg, wr_offsite_mean_plain(m->v, m->n, 0).value);
    put(&r->has_calc_load, &r->calc_load, load_of(c, hours, s));
    double zs = NAN, o2 = value_at(hours, s->t_ms, WR_FR_O2, NULL, WR_TELE_AVG);
    if (c->has_o2_ref && wr_offsite_role_of(wr_str(s->factor)) == WR_FR_POLLUTANT)
        (void)wr_offsite_to_reference(s->value, o2, c->o2_ref,
                                      (double)o->pack->number[WR_ON_O2_GUARD_E2] / 100, &zs);
    put(&r->has_calc_zs, &r->calc_zs, zs);
}

int wr_offsite_svc_hours(struct wr_ctx *ctx, int64_t outlet_id, struct wr_str day,
                         struct wr_list *ret)
{
    struct wr_offsite_outlet o;
    struct wr_list hours = {0}, minutes = {0};
    struct wr_date d = {0};
    *ret = (struct wr_list){0};
    int rc = wr_offsite_outlet_open(ctx, outlet_id, &o);
    int64_t from = wr_date_parse(day, &d) ? wr_date_to_ms(d) : 0;
    if (rc == 0)
        rc = wr_offsite_outlet_read(ctx, &o, WR_TELE_HOUR, from, from + WR_DAY_MS, &hours);
    if (rc == 0)
        rc = wr_offsite_outlet_read(ctx, &o, WR_TELE_MINUTE, from, from + WR_DAY_MS, &minutes);
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
            fill_hour(ctx, &o, &hours, &minutes, &s[i], m, &out[n++]);
    *ret = (struct wr_list){out, n};
    return 0;
}
