#include "modules/offsite/offsite_outlet.h"

#include "base/calendar.h"

#include <inttypes.h>
#include <math.h>

#define HOUR_MS INT64_C(3600000)
#define SAMPLES_MAX 2000000

static int open_tx(struct wr_tx *tx, void *arg)
{
    struct wr_offsite_outlet *o = arg;
    struct wr_site_row s;
    int rc = wr_offsite_see_outlet_in(tx, o->id, &s);
    return rc < 0 ? rc : wr_offsite_load_in(tx, s.id, o->pack, &o->load);
}

int wr_offsite_outlet_open(struct wr_ctx *ctx, int64_t id, struct wr_offsite_outlet *ret)
{
    *ret = (struct wr_offsite_outlet){.id = id};
    int rc = wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &ret->pack);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "offsite.outlet", open_tx, ret);
    if (rc == 0 && ctx->telemetry == NULL)
        return wr_fail(ctx, WR_K_tele_none);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < ret->load.conf.points_n; i++)
        if (ret->load.conf.points[i].outlet_id == id)
            ret->conf = &ret->load.conf.points[i];
    if (ret->conf == NULL)
        return wr_fail(ctx, WR_K_not_found, WR_S("该监测点位 monitored outlet"));
    const struct wr_point_row *p = wr_offsite_load_point(&ret->load, id);
    ret->minute_min = p != NULL && p->minute_interval_min > 0 ? p->minute_interval_min : 10;
    return 0;
}

int wr_offsite_period(struct wr_ctx *ctx, struct wr_str from, struct wr_str to, int64_t days_max,
                      int64_t *ret_from_ms, int64_t *ret_to_ms)
{
    struct wr_date a = {0}, b = {0};
    bool good = wr_date_parse(from, &a) && wr_date_parse(to, &b);
    int64_t n = good ? wr_date_to_days(b) - wr_date_to_days(a) + 1 : 0;
    if (n < 1)
        wr_fault(ctx, WR_S("from"), WR_K_export_period, from, from, to);
    else if (n > days_max)
        wr_fault(ctx, WR_S("to"), WR_K_offsite_days, to,
                 wr_arena_printf(ctx->arena, "%" PRId64, days_max),
                 wr_arena_printf(ctx->arena, "%" PRId64, n));
    int rc = wr_faults_end(ctx);
    *ret_from_ms = wr_date_to_ms(a);
    *ret_to_ms = wr_date_to_ms(b) + WR_DAY_MS;
    return rc;
}

int wr_offsite_outlet_read(struct wr_ctx *ctx, const struct wr_offsite_outlet *o, int cn,
                           int64_t from_ms, int64_t to_ms, struct wr_list *ret)
{
    const struct wr_tele_query q = {.outlet_id = o->id,
                                    .cn = cn,
                                    .field = -1,
                                    .from_ms = from_ms,
                                    .to_ms = to_ms,
                                    .versions = WR_TELE_LATEST,
                                    .max = SAMPLES_MAX};
    return wr_tele_read(ctx, ctx->telemetry, &q, ret);
}

enum wr_offsite_reason wr_offsite_hour_reason(const struct wr_offsite_outlet *o,
                                              const struct wr_tele_sample *s)
{
    const struct wr_offsite_point_conf *c = o->conf;
    const struct wr_offsite_rule_row *t1 = o->pack->rule[WR_OR_T1];
    const struct wr_offsite_physical *ph = wr_offsite_physical_of(o->pack, wr_str(s->factor));
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
