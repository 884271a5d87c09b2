/*
 * Monitored outlets of the demonstration: a registered logger with its reviews, limits, a year of days, five weeks of hours
 * and a day of minutes. Some have something to tell: exceedance, zero, constant values, a gap, maintenance.
 */
#include "app/demo.h"
#include "app/modules.h"
#include "app/plausible.h"
#include "modules/device/device_use.h"
#include "modules/offsite/offsite_use.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define HOURS (100 * 24)
#define MINUTES 144 /* of ten minutes */
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define ROWS_MAX 1024
#define FACTORS_MAX 10
#define VALUES_A_FACTOR 3

struct outlet {
    struct demo *d;
    int64_t id, logger_id;
    uint32_t station;
    enum wr_plausible_medium medium;
    const struct wr_plausible_factor *f;
    size_t f_n;
    int64_t now_ms; /* start of the running hour */
};

/** What the hours before today tell, one row a stretch; today's streaming goes on with wr_plausible_story_at. */
static const struct {
    uint32_t station;     /* of eleven */
    int16_t from_h, to_h; /* ago */
    int16_t every_h;      /* comes again */
    enum wr_plausible_story story;
} stories[] = {
    {0, 50, 54, HOURS, WR_STORY_FAULT},     {2, 72, 76, HOURS, WR_STORY_HIGH},
    {4, 40, 49, HOURS, WR_STORY_GAP},       {5, 20, 26, HOURS, WR_STORY_ZERO},
    {6, 120, 168, HOURS, WR_STORY_STOPPED}, {7, 60, 76, HOURS, WR_STORY_CONSTANT},
    {8, 200, 212, HOURS, WR_STORY_FAULT},   {8, 900, 930, HOURS, WR_STORY_FAULT},
    {9, 144, 147, 336, WR_STORY_CARE},
};

static enum wr_plausible_story story_of(const struct outlet *o, int64_t t_ms)
{
    int64_t ago = (o->now_ms - t_ms) / HOUR_MS;
    for (size_t i = 0; i < WR_ARRAY_LEN(stories); i++) {
        int64_t at = ago % stories[i].every_h;
        if (stories[i].station == o->station % 11 && at >= stories[i].from_h &&
            at < stories[i].to_h)
            return stories[i].story;
    }
    return WR_STORY_PLAIN;
}

static struct wr_str decimal(struct wr_ctx *ctx, double v, int decimals)
{
    return wr_arena_printf(ctx->arena, "%.*f", decimals, v);
}

static bool make_row(const struct outlet *o, int cn, int64_t t_ms, int64_t period_ms,
                     struct wr_tele_row *ret)
{
    struct wr_ctx *ctx = o->d->ctx;
    enum wr_plausible_story story = cn == WR_TELE_DAY ? WR_STORY_PLAIN : story_of(o, t_ms);
    struct wr_tele_value *v = wr_arena_array(ctx->arena, FACTORS_MAX * VALUES_A_FACTOR, sizeof(*v));
    if (story == WR_STORY_GAP || !v)
        return false;
    size_t n = 0;
    struct wr_str flag = wr_str(wr_plausible_flag(story));
    for (size_t i = 0; i < o->f_n; i++) {
        const struct wr_plausible_factor *f = &o->f[i];
        struct wr_plausible_summary s =
            wr_plausible_summary(o->d->seed, o->station, o->medium, f, t_ms, period_ms);
        const struct {
            enum wr_tele_field field;
            double value;
        } parts[] = {{WR_TELE_MIN, s.min}, {WR_TELE_AVG, s.avg}, {WR_TELE_MAX, s.max}};
        for (size_t k = 0; k < WR_ARRAY_LEN(parts); k++)
            v[n++] = (struct wr_tele_value){
                .factor = wr_str(f->code),
                .field = parts[k].field,
                .text = decimal(ctx, wr_plausible_told(f, story, parts[k].value), f->decimals),
                .flag = flag};
    }
    *ret = (struct wr_tele_row){.outlet_id = o->id,
                                .cn = cn,
                                .t_ms = t_ms,
                                .received_ms = t_ms + period_ms + 20000,
                                .source_id = o->logger_id,
                                .values = v,
                                .n = n};
    return true;
}

/** `n` periods up to and without `end_ms`. */
static int fill(const struct outlet *o, int cn, int64_t end_ms, int64_t period_ms, int64_t n)
{
    struct wr_ctx *ctx = o->d->ctx;
    static struct wr_tele_row rows[ROWS_MAX];
    size_t rows_n = 0;
    int rc = 0;
    for (int64_t i = n; rc == 0 && i > 0; i--) {
        rows_n += make_row(o, cn, end_ms - i * period_ms, period_ms, &rows[rows_n]) ? 1 : 0;
        if (rows_n == ROWS_MAX || (i == 1 && rows_n > 0)) {
            rc = wr_tele_append(ctx, ctx->telemetry, rows, rows_n);
            rows_n = 0;
        }
    }
    return rc;
}

static int fill_all(const struct outlet *o)
{
    int64_t midnight = wr_date_to_ms(wr_date_of_ms(o->now_ms));
    int rc = fill(o, WR_TELE_DAY, midnight, WR_DAY_MS, DEMO_YEAR_DAYS);
    rc = rc != 0 ? rc : fill(o, WR_TELE_HOUR, o->now_ms, HOUR_MS, HOURS);
    /* up to the present, so that a server started now finds no gap */
    int64_t minutes_end = o->d->now_ms / (10 * MINUTE_MS) * (10 * MINUTE_MS);
    return rc != 0 ? rc : fill(o, WR_TELE_MINUTE, minutes_end, 10 * MINUTE_MS, MINUTES);
}

static int add_limits(const struct outlet *o)
{
    struct wr_ctx *ctx = o->d->ctx;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < o->f_n; i++) {
        if (o->f[i].limit <= 0)
            continue;
        int64_t id = 0;
        struct wr_limit l = {.outlet_id = o->id,
                             .factor = wr_str(o->f[i].code),
                             .grain = WR_OG_HOUR,
                             .hi = decimal(ctx, o->f[i].limit, 1),
                             .from_day = WR_S("2020-01-01"),
                             .source = WR_S("演示限值（合成数据）")};
        rc = wr_limit_svc_add(ctx, &l, &id);
    }
    return rc;
}

static int add_monitor(const struct outlet *o)
{
    struct wr_ctx *ctx = o->d->ctx;
    bool gas = o->medium == WR_PLAUSIBLE_GAS;
    struct wr_outlet_factor *f = wr_arena_array(ctx->arena, FACTORS_MAX, sizeof(*f));
    if (!f)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < o->f_n; i++)
        f[i] = (struct wr_outlet_factor){.factor = wr_str(o->f[i].code)};
    struct wr_monitor m = {.outlet_id = o->id,
                           .medium = gas ? WR_MEDIUM_GAS : WR_MEDIUM_WATER,
                           .factors = {f, o->f_n},
                           .reason = WR_S("演示数据")};
    return wr_monitor_svc_put(ctx, &m);
}

/** The station of `wurao hj212 send` that sends the same medium: three of five are water. */
static uint32_t next_station(struct demo *d, bool gas)
{
    size_t gas_n = d->monitored_gas_n, water_n = d->monitored_n - gas_n;
    d->monitored_n++;
    d->monitored_gas_n += gas ? 1 : 0;
    return (uint32_t)(gas ? gas_n / 2 * 5 + 3 + gas_n % 2 : water_n / 3 * 5 + water_n % 3);
}

int demo_monitor_outlet(struct demo *d, bool gas, int64_t outlet_id)
{
    struct outlet o = {.d = d,
                       .id = outlet_id,
                       .station = next_station(d, gas),
                       .medium = gas ? WR_PLAUSIBLE_GAS : WR_PLAUSIBLE_WATER,
                       .now_ms = d->now_ms / HOUR_MS * HOUR_MS};
    o.f = wr_plausible_factors(o.medium, &o.f_n);
    struct wr_logger l = WR_LOGGER_NEW;
    l.mn = wr_arena_printf(d->ctx->arena, "410199DE00000000%08" PRIX32, o.station);
    l.password = WR_S("123456");
    l.dialect = WR_DIALECT_2017;
    l.outlet_id = outlet_id;
    l.reason = WR_S("演示数据");
    if (o.station % 7 != 3) { /* the others' data are a clue, no evidence */
        l.legal_review_date = WR_S("2024-03-01");
        l.technical_review_date = WR_S("2024-04-01");
    }
    int rc = add_monitor(&o);
    rc = rc != 0 ? rc : wr_logger_svc_add(d->ctx, &l, &o.logger_id);
    rc = rc != 0 ? rc : add_limits(&o);
    return rc != 0 ? rc : fill_all(&o);
}
