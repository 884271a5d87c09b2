/*
 * The integrity check of the time series, a part at a time: what came since the last look by outlet and time; every month again
 * after WR_CHECK_DAYS, with the engine's own check. Where it stopped is kept, so that a restart goes on there.
 */
#include "base/calendar.h"
#include "base/log.h"
#include "modules/device/device_store.h"

#include <inttypes.h>
#include <stdlib.h>

#define ROWS_MAX 500000
#define PART_ROWS 50000
#define BUDGET_MS 20000
#define OVERLAP_MS (2 * INT64_C(3600000)) /* periods that were under way at the last look */
#define AHEAD_MS WR_DAY_MS                /* a station's clock may be ahead */
#define OUTLETS_MAX 500
#define NEW "new"

static int64_t rows_max = ROWS_MAX;

void wr_device_set_check(int64_t rows)
{
    rows_max = rows > 0 ? rows : ROWS_MAX;
}

struct run {
    struct wr_ctx *ctx;
    struct wr_list known; /* struct wr_series_check */
    int64_t left, began_mono, now;
    struct wr_tele_report all;
};

static bool is_spent(const struct run *r)
{
    return r->left <= 0 || wr_mono_ms(r->ctx->clock) - r->began_mono > BUDGET_MS;
}

static int known_tx(struct wr_tx *tx, void *arg)
{
    return wr_series_check_list(tx, arg);
}

static int put_tx(struct wr_tx *tx, void *arg)
{
    return wr_series_check_put(tx, arg);
}

static int drop_tx(struct wr_tx *tx, void *arg)
{
    const struct wr_str *name = arg;
    return wr_series_check_drop(tx, *name);
}

static struct wr_series_check of_name(const struct run *r, struct wr_str name)
{
    const struct wr_series_check *c = r->known.p;
    for (size_t i = 0; i < r->known.n; i++)
        if (wr_str_eq(c[i].name, name))
            return c[i];
    return (struct wr_series_check){.name = name};
}

/** Add what a part found to the pass and to the run. */
static void take_report(struct run *r, struct wr_series_check *c, const struct wr_tele_report *part)
{
    c->rows_n += part->rows;
    c->bad_n += part->bad;
    if (part->bad > 0 && c->first_bad.n == 0)
        c->first_bad = part->first_bad;
    if (part->bad > 0 && r->all.bad == 0)
        r->all.first_bad = part->first_bad;
    r->all.rows += part->rows;
    r->all.values += part->values;
    r->all.bad += part->bad;
    r->left -= part->rows;
}

static void set_key(struct wr_series_check *c, struct wr_tele_key k)
{
    c->after_outlet = k.outlet_id;
    c->after_cn = k.cn;
    c->after_t = k.t_ms;
    c->after_seq = k.seq;
}

static void begin(struct wr_series_check *c, int64_t now)
{
    if (c->begun_ms != 0)
        return;
    set_key(c, (struct wr_tele_key){0});
    c->begun_ms = now;
    c->rows_n = c->bad_n = 0;
    c->first_bad = (struct wr_str){0};
}

static void end(struct wr_series_check *c)
{
    c->done_ms = c->begun_ms;
    c->begun_ms = 0;
    set_key(c, (struct wr_tele_key){0});
}

static int keep(struct run *r, struct wr_series_check *c)
{
    return wr_tx_run(r->ctx, WR_TX_WRITE, "series.check", put_tx, c);
}

/* ---- what is new ----------------------------------------------------------------------------------- */

struct outlets {
    int64_t after_id;
    struct wr_list list;
};

static int outlets_tx(struct wr_tx *tx, void *arg)
{
    struct outlets *o = arg;
    return wr_monitor_list_in(tx, o->after_id, OUTLETS_MAX, &o->list);
}

static int check_outlet(struct run *r, struct wr_series_check *c, int64_t outlet_id)
{
    static const int codes[] = {WR_TELE_REAL,   WR_TELE_STATE, WR_TELE_DAY,  WR_TELE_RUNTIME,
                                WR_TELE_MINUTE, WR_TELE_HOUR,  WR_TELE_FIVE, WR_TELE_INFO};
    struct wr_arena_mark mark = wr_arena_mark(r->ctx->arena);
    struct wr_tele_report part = {0};
    /* a day's row carries the day's beginning */
    int64_t from = c->done_ms - OVERLAP_MS - WR_DAY_MS;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(codes); i++) {
        bool days = codes[i] == WR_TELE_DAY || codes[i] == WR_TELE_RUNTIME;
        rc = wr_tele_check_rows(r->ctx, r->ctx->telemetry, outlet_id, codes[i],
                                days ? from : from + WR_DAY_MS, r->now + AHEAD_MS, &part);
    }
    take_report(r, c, &part);
    if (rc == 0 && part.bad == 0)
        wr_arena_rewind(r->ctx->arena, mark);
    return rc;
}

static int check_new(struct run *r)
{
    struct wr_series_check c = of_name(r, WR_S(NEW));
    struct outlets o = {0};
    bool more = true;
    int rc = 0;
    if (c.done_ms == 0 &&
        c.begun_ms == 0) { /* the first look: the months themselves are all to be read */
        c.done_ms = r->now;
        return keep(r, &c);
    }
    begin(&c, r->now);
    o.after_id = c.after_outlet;
    while (rc == 0 && more && !is_spent(r)) {
        rc = wr_tx_run(r->ctx, WR_TX_READ, "series.outlets", outlets_tx, &o);
        const struct wr_monitor *m = o.list.p;
        size_t i = 0;
        for (; rc == 0 && i < o.list.n && !is_spent(r); i++) {
            rc = check_outlet(r, &c, m[i].outlet_id);
            o.after_id = c.after_outlet = m[i].outlet_id;
        }
        more = i < o.list.n || o.list.n == OUTLETS_MAX;
    }
    if (rc == 0 && !more)
        end(&c);
    return rc < 0 ? rc : keep(r, &c);
}

/* ---- months ---------------------------------------------------------------------------------------- */

struct month {
    struct wr_tele_month_of m;
    struct wr_series_check c;
};

/** Those under way first, then those not read for longest. */
static int by_turn(const void *pa, const void *pb)
{
    const struct month *a = pa, *b = pb;
    if ((a->c.begun_ms != 0) != (b->c.begun_ms != 0))
        return a->c.begun_ms != 0 ? -1 : 1;
    if (a->c.done_ms != b->c.done_ms)
        return a->c.done_ms < b->c.done_ms ? -1 : 1;
    return (a->m.month > b->m.month) - (a->m.month < b->m.month);
}

static int check_month(struct run *r, struct month *m)
{
    bool more = true;
    int rc = 0;
    begin(&m->c, r->now);
    while (rc == 0 && more && !is_spent(r)) {
        struct wr_tele_report part = {0};
        struct wr_tele_key key = {m->c.after_outlet, m->c.after_cn, m->c.after_t, m->c.after_seq};
        rc = wr_tele_check_month(r->ctx, r->ctx->telemetry, m->m,
                                 r->left < PART_ROWS ? r->left : PART_ROWS, &key, &part, &more);
        set_key(&m->c, key);
        take_report(r, &m->c, &part);
    }
    if (rc == 0 && !more) {
        end(&m->c);
        r->all.months++;
    }
    return rc < 0 ? rc : keep(r, &m->c);
}

/** What is kept of months that were dropped goes. */
static int forget_dropped(struct run *r, const struct month *months, size_t n)
{
    struct wr_series_check *c = r->known.p;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < r->known.n; i++) {
        bool there = wr_str_eq(c[i].name, WR_S(NEW));
        for (size_t k = 0; k < n && !there; k++)
            there = wr_str_eq(c[i].name, months[k].c.name);
        if (!there)
            rc = wr_tx_run(r->ctx, WR_TX_WRITE, "series.forget", drop_tx, &c[i].name);
    }
    return rc;
}

static int check_months(struct run *r)
{
    struct wr_list l = {0};
    int rc = wr_tele_months(r->ctx, r->ctx->telemetry, &l);
    const struct wr_tele_month_of *m = l.p;
    struct month *months = rc == 0 ? wr_arena_array(r->ctx->arena, l.n + 1, sizeof(*months)) : NULL;
    if (!months)
        return rc != 0 ? rc : wr_fail(r->ctx, WR_K_memory);
    for (size_t i = 0; i < l.n; i++)
        months[i] = (struct month){m[i], of_name(r, wr_tele_month_name(r->ctx->arena, m[i]))};
    rc = forget_dropped(r, months, l.n);
    if (l.n > 0)
        qsort(months, l.n, sizeof(*months), by_turn);
    for (size_t i = 0; rc == 0 && i < l.n && !is_spent(r); i++)
        if (months[i].c.begun_ms != 0 || months[i].c.done_ms == 0 ||
            r->now - months[i].c.done_ms >= WR_CHECK_DAYS * WR_DAY_MS)
            rc = check_month(r, &months[i]);
    return rc;
}

int wr_device_svc_check(struct wr_ctx *ctx)
{
    struct run r = {
        .ctx = ctx, .left = rows_max, .began_mono = wr_mono_ms(ctx->clock), .now = wr_ctx_now(ctx)};
    if (!ctx->telemetry)
        return 0;
    int rc = wr_tx_run(ctx, WR_TX_READ, "series.checks", known_tx, &r.known);
    rc = rc != 0 ? rc : check_new(&r);
    rc = rc != 0 ? rc : check_months(&r);
    if (rc == 0 && r.all.rows > 0)
        wr_log(r.all.bad > 0 ? WR_LOG_ERROR : WR_LOG_INFO, "telemetry.checked",
               "months=%" PRId64 " rows=%" PRId64 " values=%" PRId64 " bad=%" PRId64
               " first=" WR_LOG_Q,
               r.all.months, r.all.rows, r.all.values, r.all.bad, WR_LOG_QARG(r.all.first_bad));
    return rc;
}
