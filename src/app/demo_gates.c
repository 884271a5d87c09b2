/* The demonstration's liaisons and plates: every paired enterprise has one of each before the year of visits begins. */
#include "app/demo.h"
#include "modules/liaison/liaison_svc.h"
#include "modules/plate/plate_svc.h"

#include <stdio.h>

#define HOUR_MS INT64_C(3600000)
#define LIAISON_DAYS 35 /* before the year of visits */
#define PLATE_DAYS 25
#define HANG_DAYS 20 /* the last is hung on the eve of the first visit */

static void on_day(struct demo *d, int32_t days_before, int64_t hour)
{
    demo_at(d, wr_date_to_ms(wr_date_from_days(d->first_day - days_before)) + hour * HOUR_MS);
}

/** The nearest officer of the district with few enterprises so far: one more counts as much as 3 km. */
static size_t nearest_free(const struct demo *d, const struct demo_enterprise *e)
{
    const struct demo_district *t = &d->districts[e->district];
    size_t best = t->officers_from;
    int64_t least = INT64_MAX;
    for (size_t i = t->officers_from; i < t->officers_from + t->officers_n; i++) {
        const struct demo_officer *o = &d->officers[i];
        int64_t dx = (o->lng_e6 - e->lng_e6) * 92 / 100000,
                dy = (o->lat_e6 - e->lat_e6) * 111 / 100000;
        int64_t load = (int64_t)o->load;
        int64_t cost = dx * dx + dy * dy + load * load * 900;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

static int assign(struct wr_tx *tx, struct demo *d, size_t i)
{
    const struct demo_enterprise *e = &d->enterprises[i];
    int64_t id = 0;
    return wr_liaison_assign_in(tx, e->id, d->officers[e->officer].id, WR_S("initial"),
                                WR_S("首次结对"), &id);
}

/** One enterprise in fifty gets another liaison in the course of the year. */
static void plan_transfer(struct demo *d, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_TASK, i);
    struct demo_enterprise *e = &d->enterprises[i];
    const struct demo_district *t = &d->districts[e->district];
    size_t next = t->officers_from + (e->officer - t->officers_from + 1) % t->officers_n;
    if (i % 50 != 21 || next == e->officer)
        return;
    e->next_officer = next;
    e->transfer_day = d->first_day + 60 + (int32_t)demo_below(&r, 240);
}

int demo_make_liaisons(struct demo *d)
{
    for (size_t i = 0; i < d->enterprises_n; i++) {
        d->enterprises[i].officer = nearest_free(d, &d->enterprises[i]);
        d->officers[d->enterprises[i].officer].load++;
        plan_transfer(d, i);
    }
    on_day(d, LIAISON_DAYS, 9);
    int rc = demo_set_terms(d);
    if (rc != 0)
        return rc;
    on_day(d, LIAISON_DAYS, 10);
    return demo_each(d, d->ctx->lang == WR_LANG_ZH ? "联络员结对" : "liaisons", d->enterprises_n,
                     assign);
}

static int issue(struct wr_tx *tx, struct demo *d, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_PLATE, i);
    struct demo_enterprise *e = &d->enterprises[i];
    struct wr_plate p;
    int rc = wr_plate_issue_bits_in(tx, e->id, demo_next(&r) >> 19, &e->plate_id);
    if (rc == 0)
        rc = wr_plate_live_in(tx, e->id, &p);
    if (rc == 0 && !wr_str_copy_z(p.code, e->plate, sizeof e->plate))
        rc = wr_fail(d->ctx, WR_K_bug, p.code);
    return rc;
}

static int print_plate(struct wr_tx *tx, struct demo *d, size_t i)
{
    return wr_plate_printed_in(tx, d->enterprises[i].plate_id);
}

/** One in fifty still waits to be hung. */
static int hang(struct wr_tx *tx, struct demo *d, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_PLATE, 1000000 + i);
    const struct demo_enterprise *e = &d->enterprises[i];
    if (i % 50 == 33)
        return 0;
    int32_t day = HANG_DAYS - (int32_t)(i * HANG_DAYS / d->enterprises_n);
    on_day(d, day, 9 + demo_below(&r, 8));
    demo_as_officer(d, &d->officers[e->officer]);
    return wr_plate_hung_in(tx, e->plate_id, e->lng_e6 + demo_below(&r, 300) - 150,
                            e->lat_e6 + demo_below(&r, 300) - 150, 4 + demo_below(&r, 20));
}

int demo_make_plates(struct demo *d)
{
    const char *what = d->ctx->lang == WR_LANG_ZH ? "信息牌" : "plates";
    on_day(d, PLATE_DAYS, 9);
    int rc = demo_each(d, what, d->enterprises_n, issue);
    on_day(d, PLATE_DAYS, 15);
    if (rc == 0)
        rc = demo_each(d, what, d->enterprises_n, print_plate);
    return rc != 0 ? rc : demo_each(d, what, d->enterprises_n, hang);
}
