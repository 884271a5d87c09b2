/* Curves, latest values, days, raw frames: what the telemetry store has of an outlet. */
#include "base/calendar.h"
#include "hj212/hj212.h"
#include "modules/device/device_rules.h"
#include "modules/device/device_store.h"
#include "telemetry/raw.h"

#include <arpa/inet.h>
#include <math.h>

#define LATE_MS INT64_C(600000)
#define HOUR_MS INT64_C(3600000)

struct outlet {
    int64_t id;
    struct wr_monitor m;
};

static int outlet_tx(struct wr_tx *tx, void *arg)
{
    struct outlet *o = arg;
    return wr_monitor_may_see_in(tx, o->id, &o->m);
}

/** The outlet if the actor may see it, and a store to look into. */
static int open_outlet(struct wr_ctx *ctx, int64_t outlet_id, struct outlet *ret)
{
    *ret = (struct outlet){.id = outlet_id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "outlet.see", outlet_tx, ret);
    if (rc == 0 && !ctx->telemetry)
        rc = wr_fail(ctx, WR_K_tele_none);
    return rc;
}

static int check_period(struct wr_ctx *ctx, int64_t from_ms, int64_t to_ms)
{
    if (from_ms >= to_ms)
        wr_fault(ctx, WR_S("from_ms"), WR_K_logger_command_period, (struct wr_str){0});
    return wr_faults_end(ctx);
}

/* ---- curve --------------------------------------------------------------------------------------- */

static struct wr_str unit_of(const struct wr_monitor *m, struct wr_str factor,
                             const struct hj212_factor *known, int64_t field)
{
    const struct wr_outlet_factor *f = m->factors.p;
    for (size_t i = 0; i < m->factors.n; i++)
        if (wr_str_eq(f[i].factor, factor) && f[i].unit.n > 0 && field != WR_TELE_COU)
            return f[i].unit;
    if (!known)
        return (struct wr_str){0};
    return wr_str(field == WR_TELE_COU ? known->unit_emission : known->unit);
}

static struct wr_str name_of(const struct wr_monitor *m, struct wr_str factor,
                             const struct hj212_factor *known)
{
    const struct wr_outlet_factor *f = m->factors.p;
    for (size_t i = 0; i < m->factors.n; i++)
        if (wr_str_eq(f[i].factor, factor) && f[i].name.n > 0)
            return f[i].name;
    return wr_str(known ? known->name : NULL);
}

static int fill_points(struct wr_ctx *ctx, const struct wr_tele_sample *s, size_t n, bool full,
                       struct wr_list *ret)
{
    struct wr_curve_point *p = wr_arena_array(ctx->arena, n + 1, sizeof(*p));
    if (!p)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++) {
        p[i] = (struct wr_curve_point){.t_ms = s[i].t_ms,
                                       .has_v = !isnan(s[i].value),
                                       .v = s[i].value,
                                       .version = s[i].version,
                                       .backfill = s[i].backfill};
        if (full || isnan(s[i].value))
            p[i].text = s[i].text;
        p[i].received_ms = full ? s[i].received_ms : 0;
        if (s[i].flag[0] != '\0' && strcmp(s[i].flag, "N") != 0)
            p[i].flag = wr_str(s[i].flag);
    }
    *ret = (struct wr_list){p, n};
    return 0;
}

/** From fine to coarse, and the longest period whose points can still be told apart. */
static const struct {
    int cn;
    int64_t span_ms;
} grains[] = {{WR_TELE_REAL, 6 * HOUR_MS},
              {WR_TELE_MINUTE, 4 * WR_DAY_MS},
              {WR_TELE_HOUR, 120 * WR_DAY_MS},
              {WR_TELE_DAY, INT64_MAX}};

/** The same thing in another grain: an instant where periods have their mean. */
static int field_of(int cn, const struct wr_curve_query *q)
{
    bool instant = wr_tele_class_of(cn) == WR_TELE_CLASS_REAL;
    if (!q->has_field)
        return instant ? WR_TELE_RTD : WR_TELE_AVG;
    switch (q->field) {
    case WR_TELE_RTD:
    case WR_TELE_AVG:
        return instant ? WR_TELE_RTD : WR_TELE_AVG;
    case WR_TELE_ZS_RTD:
    case WR_TELE_ZS_AVG:
        return instant ? WR_TELE_ZS_RTD : WR_TELE_ZS_AVG;
    default:
        return (int)q->field;
    }
}

/** The grain asked for; else the one that suits the period, or the next coarser one that has data. */
static int read_grain(struct wr_ctx *ctx, const struct wr_curve_query *q, struct wr_tele_query *t,
                      struct wr_list *ret)
{
    size_t first = 0;
    if (q->has_cn) {
        t->cn = (int)q->cn;
        t->field = q->has_field ? (int)q->field : field_of(t->cn, q);
        return wr_tele_read(ctx, ctx->telemetry, t, ret);
    }
    while (q->to_ms - q->from_ms > grains[first].span_ms)
        first++;
    int rc = 0;
    for (size_t i = first; rc == 0 && ret->n == 0 && i < WR_ARRAY_LEN(grains); i++) {
        t->cn = grains[i].cn;
        t->field = field_of(t->cn, q);
        rc = wr_tele_read(ctx, ctx->telemetry, t, ret);
    }
    if (rc == 0 && ret->n == 0) {
        t->cn = grains[first].cn;
        t->field = field_of(t->cn, q);
    }
    return rc;
}

int wr_curve_svc_read(struct wr_ctx *ctx, int64_t outlet_id, const struct wr_curve_query *q,
                      struct wr_curve *ret)
{
    struct outlet o;
    struct wr_list l = {0};
    const struct hj212_factor *known =
        hj212_factor_of((struct hj212_str){q->factor.p, q->factor.n});
    struct wr_tele_query t = {.outlet_id = outlet_id,
                              .factor = q->factor,
                              .from_ms = q->from_ms,
                              .to_ms = q->to_ms,
                              .versions = q->versions ? WR_TELE_ALL_VERSIONS : WR_TELE_LATEST,
                              .max = q->has_points ? WR_CURVE_SAMPLES_MAX : WR_CURVE_POINTS_MAX};
    int rc = check_period(ctx, q->from_ms, q->to_ms);

    if (rc == 0)
        rc = open_outlet(ctx, outlet_id, &o);
    if (rc == 0)
        rc = read_grain(ctx, q, &t, &l);
    if (rc != 0)
        return rc;
    *ret = (struct wr_curve){.outlet_id = outlet_id,
                             .cn = t.cn,
                             .factor = q->factor,
                             .name = name_of(&o.m, q->factor, known),
                             .unit = unit_of(&o.m, q->factor, known, t.field),
                             .field = t.field,
                             .stored_n = (int64_t)l.n};
    size_t n = l.n;
    if (q->has_points && !q->versions)
        n = wr_tele_thin(l.p, l.n, (size_t)q->points / 4 + 1, l.p);
    return fill_points(ctx, l.p, n, !q->has_points, &ret->points);
}

/* ---- latest -------------------------------------------------------------------------------------- */

int wr_curve_svc_latest(struct wr_ctx *ctx, int64_t outlet_id, int cn, struct wr_list *ret)
{
    struct outlet o;
    struct wr_list l = {0};
    int rc = open_outlet(ctx, outlet_id, &o);

    if (rc == 0)
        rc = wr_tele_last(ctx, ctx->telemetry, outlet_id, cn, wr_ctx_now(ctx) + WR_DAY_MS, &l);
    struct wr_reading *r = wr_arena_array(ctx->arena, l.n + 1, sizeof(*r));
    if (rc == 0 && !r)
        rc = wr_fail(ctx, WR_K_memory);
    if (rc != 0)
        return rc;
    const struct wr_tele_sample *s = l.p;
    for (size_t i = 0; i < l.n; i++)
        r[i] = (struct wr_reading){.mn = o.m.mn,
                                   .cn = cn,
                                   .t_ms = s[i].t_ms,
                                   .factor = wr_str(s[i].factor),
                                   .field = s[i].field,
                                   .value = s[i].text,
                                   .flag = wr_str(s[i].flag[0] ? s[i].flag : NULL),
                                   .version = s[i].version,
                                   .received_ms = s[i].received_ms,
                                   .backfill = s[i].backfill};
    *ret = (struct wr_list){r, l.n};
    return 0;
}

/* ---- days ---------------------------------------------------------------------------------------- */

static int64_t period_of(int64_t cn)
{
    int32_t s = hj212_period_s((uint16_t)cn);
    return s > 0 ? s * INT64_C(1000) : 0;
}

int wr_curve_svc_days(struct wr_ctx *ctx, int64_t outlet_id, const struct wr_day_query *q,
                      struct wr_list *ret)
{
    struct outlet o;
    struct wr_list l = {0};
    int rc = check_period(ctx, q->from_ms, q->to_ms);

    if (rc == 0)
        rc = open_outlet(ctx, outlet_id, &o);
    if (rc == 0)
        rc = wr_tele_days(ctx, ctx->telemetry, outlet_id, (int)q->cn, q->factor, q->from_ms,
                          q->to_ms, period_of(q->cn), LATE_MS, &l);
    struct wr_day_row *r = wr_arena_array(ctx->arena, l.n + 1, sizeof(*r));
    if (rc == 0 && !r)
        rc = wr_fail(ctx, WR_K_memory);
    if (rc != 0)
        return rc;
    const struct wr_tele_day *d = l.p;
    for (size_t i = 0; i < l.n; i++) {
        char day[WR_DATE_TEXT];
        wr_date_format(wr_date_of_ms(d[i].day_ms), day);
        r[i] = (struct wr_day_row){.day = wr_arena_dup(ctx->arena, wr_str(day)),
                                   .factor = wr_str(d[i].factor),
                                   .moments = d[i].moments,
                                   .normal = d[i].normal,
                                   .in_time = d[i].in_time,
                                   .versioned = d[i].versioned};
    }
    *ret = (struct wr_list){r, l.n};
    return 0;
}

/* ---- raw frames ---------------------------------------------------------------------------------- */

struct frames {
    struct wr_ctx *ctx;
    int64_t logger_id;
    struct wr_frame_row *p;
    size_t n, max;
};

static struct wr_str address_text(struct wr_arena *a, const uint8_t address[16])
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    char text[INET6_ADDRSTRLEN];
    bool v4 = memcmp(address, mapped, sizeof(mapped)) == 0;

    if (!inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? address + 12 : address, text, sizeof(text)))
        return (struct wr_str){0};
    return wr_arena_dup(a, wr_str(text));
}

static int add_frame(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    struct frames *f = arg;
    (void)behind;

    if (rec->logger_id != f->logger_id)
        return 0;
    if (f->n == f->max)
        return 1;
    f->p[f->n++] = (struct wr_frame_row){
        .received_ms = rec->received_ms,
        .address = address_text(f->ctx->arena, rec->address),
        .verdict = wr_str(wr_raw_verdict_name((enum wr_raw_verdict)rec->verdict)),
        .frame = wr_device_blank_password(f->ctx->arena, rec->frame)};
    return 0;
}

int wr_logger_svc_frames(struct wr_ctx *ctx, int64_t id, const struct wr_frame_query *q,
                         struct wr_list *ret)
{
    struct wr_logger l;
    struct frames f = {.ctx = ctx, .logger_id = id, .max = q->has_limit ? (size_t)q->limit : 200};
    int rc = check_period(ctx, q->from_ms, q->to_ms);

    if (rc == 0 && q->to_ms - q->from_ms > WR_DAY_MS)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("to_ms - from_ms"), WR_S("86400000"));
    if (rc == 0)
        rc = wr_logger_svc_get(ctx, id, &l);
    if (rc == 0 && !ctx->telemetry)
        rc = wr_fail(ctx, WR_K_tele_none);
    f.p = wr_arena_array(ctx->arena, f.max, sizeof(*f.p));
    if (rc == 0 && !f.p)
        rc = wr_fail(ctx, WR_K_memory);
    const char *dir = rc == 0 ? wr_tele_raw_dir(ctx->telemetry) : "";
    if (rc == 0 && dir[0] != '\0')
        rc = wr_raw_each(ctx, dir, q->from_ms, q->to_ms, add_frame, &f);
    if (rc < 0)
        return rc;
    *ret = (struct wr_list){f.p, f.n};
    return 0;
}
