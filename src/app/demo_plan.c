#include "app/demo_penalty.h"

#include "base/alloc.h"
#include "modules/visit/visit.h"

#include <stdlib.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define PER_10000_DAYS                                                                             \
    75               /* inspections and other visits a working day for each 10,000 enterprises */
#define TOLD_DAYS 7  /* a visit is closed so long after its result was told */
#define HELP_DAYS 78 /* a liaison comes about once a quarter: after so many days … */
#define HELP_MORE_DAYS 18  /* … and up to so many more */
#define NEGLECTED_DAYS 150 /* some were not called on for so long: their tasks are overdue */
#define COMPLAINTS_NEW 4   /* not yet answered */
#define LAST_HOURS 3       /* visits of the last day lie within so many hours before now */

static bool is_free_day(const struct demo *d, int32_t day)
{
    struct wr_date t = wr_date_from_days(day);
    static const struct wr_workdays weekdays_only = {NULL, 0};
    if (day == d->first_day + DEMO_YEAR_DAYS)
        return false; /* there is always something to see today */
    bool feast = (t.month == 10 && t.day <= 7) || (t.month == 1 && t.day == 1) ||
                 (t.month == 5 && t.day <= 3);
    return feast || !wr_is_workday(&weekdays_only, t);
}

static int64_t time_on(const struct demo *d, int32_t day, struct demo_rng *r)
{
    int64_t midnight_ms = wr_date_to_ms(wr_date_from_days(day));
    if (day < d->first_day + DEMO_YEAR_DAYS)
        return midnight_ms + 8 * HOUR_MS + demo_below(r, 9 * 60 * 60) * 1000;
    int64_t from_ms = d->now_ms - LAST_HOURS * HOUR_MS;
    if (from_ms < midnight_ms)
        from_ms = midnight_ms;
    return from_ms + demo_below(r, d->now_ms - from_ms + 1);
}

/** An officer of the district whose certificate holds on that day; `not` is left out. SIZE_MAX if there is none. */
static size_t find_certified(const struct demo *d, size_t district, size_t not, int32_t day,
                             struct demo_rng *r)
{
    if (district >= d->districts_n)
        return SIZE_MAX;
    const struct demo_district *t = &d->districts[district];
    size_t from = (size_t)demo_below(r, (int64_t)t->officers_n);
    for (size_t k = 0; k < t->officers_n; k++) {
        size_t i = t->officers_from + (from + k) % t->officers_n;
        if (i != not &&d->officers[i].cert_to >= day)
            return i;
    }
    return SIZE_MAX;
}

static int8_t pick_source(struct demo_rng *r, int8_t kind)
{
    static const int8_t inspections[] = {
        WR_SOURCE_PLAN,         WR_SOURCE_PLAN,      WR_SOURCE_PLAN,     WR_SOURCE_RANDOM_DRAW,
        WR_SOURCE_RANDOM_DRAW,  WR_SOURCE_COMPLAINT, WR_SOURCE_SUPERIOR, WR_SOURCE_OFFSITE_CLUE,
        WR_SOURCE_REINSPECTION, WR_SOURCE_TRANSFER,
    };
    static const int8_t others[] = {WR_SOURCE_PLAN, WR_SOURCE_PLAN, WR_SOURCE_PLAN, WR_SOURCE_PLAN,
                                    WR_SOURCE_SELF_REQUEST};
    if (kind == WR_VISIT_INSPECTION)
        return inspections[demo_below(r, WR_ARRAY_LEN(inspections))];
    return others[demo_below(r, WR_ARRAY_LEN(others))];
}

/** An inspection goes to somebody who is not on the positive list, except by mistake: then it is denied. */
static size_t pick_enterprise(const struct demo *d, struct demo_rng *r, int8_t kind)
{
    size_t i = (size_t)demo_below(r, (int64_t)d->enterprises_n);
    for (int tries = 0; kind == WR_VISIT_INSPECTION && tries < 20; tries++) {
        if (!d->enterprises[i].listed || demo_chance(r, 2))
            break;
        i = (size_t)demo_below(r, (int64_t)d->enterprises_n);
    }
    return i;
}

static size_t liaison_on(const struct demo_enterprise *e, int32_t day)
{
    return e->transfer_day != 0 && day >= e->transfer_day ? e->next_officer : e->officer;
}

static void add_visit(const struct demo *d, struct demo_year *y, int32_t day, size_t enterprise,
                      int8_t kind, struct demo_rng *r)
{
    const struct demo_enterprise *e = &d->enterprises[enterprise];
    bool inspection = kind == WR_VISIT_INSPECTION;
    size_t officer =
        inspection ? find_certified(d, e->district, SIZE_MAX, day, r) : liaison_on(e, day);
    if (officer == SIZE_MAX || y->visits_n == y->visits_max)
        return;
    size_t second = inspection || demo_chance(r, 30)
                        ? find_certified(d, d->officers[officer].district, officer, day, r)
                        : SIZE_MAX;
    struct demo_visit v = {.at_ms = time_on(d, day, r),
                           .enterprise = (uint32_t)enterprise,
                           .officer = (uint32_t)officer,
                           .second = second == SIZE_MAX ? UINT32_MAX : (uint32_t)second,
                           .kind = kind,
                           .source = pick_source(r, kind),
                           .minutes = (int8_t)(15 + demo_below(r, 90)),
                           .problem = inspection && demo_chance(r, 28)};
    if (v.at_ms < d->now_ms)
        y->visits[y->visits_n++] = v;
}

/** The liaison's rounds through one enterprise. */
static void plan_rounds(const struct demo *d, struct demo_year *y, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_VISIT, UINT64_C(60000000) + i);
    int32_t last = d->first_day + DEMO_YEAR_DAYS;
    if (i % 17 == 5)
        last -= NEGLECTED_DAYS;
    int32_t day = d->first_day + (int32_t)demo_below(&r, HELP_DAYS + HELP_MORE_DAYS / 2);
    while (day <= last) {
        int32_t at = is_free_day(d, day) ? day + 1 + (int32_t)demo_below(&r, 4) : day;
        while (is_free_day(d, at))
            at++;
        if (at <= last)
            add_visit(d, y, at, i, WR_VISIT_HELP, &r);
        day += HELP_DAYS + (int32_t)demo_below(&r, HELP_MORE_DAYS + 1);
    }
}

/** Inspections and other visits of one day. */
static void plan_day(const struct demo *d, struct demo_year *y, int32_t day)
{
    struct demo_rng r =
        demo_rng(d->seed, DEMO_VISIT, UINT64_C(20000000) + (uint64_t)(day - d->first_day));
    int64_t mean = (int64_t)d->enterprises_n * PER_10000_DAYS / 10000 + 1;
    int64_t n = is_free_day(d, day) ? 0 : mean * 3 / 4 + demo_below(&r, mean / 2 + 1);
    for (int64_t i = 0; i < n; i++) {
        int8_t kind = demo_chance(&r, 80) ? WR_VISIT_INSPECTION : WR_VISIT_OTHER;
        add_visit(d, y, day, pick_enterprise(d, &r, kind), kind, &r);
    }
}

static void add_event(const struct demo *d, struct demo_year *y, size_t i, enum demo_phase phase,
                      int64_t at_ms)
{
    if (at_ms <= d->now_ms && y->events_n < y->events_max)
        y->events[y->events_n++] = (struct demo_event){at_ms, (uint32_t)i, phase};
}

/** Begin, end and what follows; a few are refused by the enterprise or called off. */
static void plan_visit_events(const struct demo *d, struct demo_year *y, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_VISIT, UINT64_C(10000000) + i);
    const struct demo_visit *v = &y->visits[i];
    int64_t out_ms = v->at_ms + v->minutes * MINUTE_MS;
    bool contact = d->enterprises[v->enterprise].user_id != 0;
    bool inspection = v->kind == WR_VISIT_INSPECTION;
    if (v->kind == WR_VISIT_INSPECTION)
        add_event(d, y, i, DEMO_APPLY, v->at_ms - (1 + demo_below(&r, 4)) * WR_DAY_MS);
    add_event(d, y, i, DEMO_CHECK_IN, v->at_ms);
    if (inspection && contact && demo_chance(&r, 3)) {
        add_event(d, y, i, DEMO_REFUSE, v->at_ms + 4 * MINUTE_MS);
        return;
    }
    if (!inspection && demo_below(&r, 300) == 0) {
        add_event(d, y, i, DEMO_CANCEL, v->at_ms + 9 * MINUTE_MS);
        return;
    }
    add_event(d, y, i, DEMO_CHECK_OUT, out_ms);
    if (demo_chance(&r, 95)) {
        add_event(d, y, i, DEMO_TELL, out_ms + 2 * HOUR_MS);
        add_event(d, y, i, DEMO_CLOSE, out_ms + 2 * HOUR_MS + TOLD_DAYS * WR_DAY_MS);
    }
    if (v->kind == WR_VISIT_HELP) /* written down in the evening */
        add_event(d, y, i, DEMO_TASKS,
                  wr_date_to_ms(wr_date_of_ms(out_ms)) + 20 * HOUR_MS + (int64_t)(i % 1000));
    if (contact && demo_chance(&r, 60))
        add_event(d, y, i, DEMO_RATE, out_ms + (1 + demo_below(&r, 40)) * HOUR_MS);
}

static void plan_other_events(const struct demo *d, struct demo_year *y)
{
    for (size_t i = 0; i < d->enterprises_n; i++) {
        int32_t day = d->enterprises[i].transfer_day;
        int64_t at_ms = wr_date_to_ms(wr_date_from_days(day)) + 7 * HOUR_MS;
        if (day == 0)
            continue;
        add_event(d, y, i, DEMO_TRANSFER, at_ms);
        if (i % 3 != 0) /* the others still wait for their new plate */
            add_event(d, y, i, DEMO_REPRINT, at_ms + 9 * WR_DAY_MS);
    }
    for (size_t i = 0; i < DEMO_COMPLAINTS; i++) {
        struct demo_rng r = demo_rng(d->seed, DEMO_COMPLAINT, 1000 + i);
        int64_t at_ms = wr_date_to_ms(wr_date_from_days(d->first_day)) +
                        demo_below(&r, DEMO_YEAR_DAYS * WR_DAY_MS);
        if (i < COMPLAINTS_NEW)
            at_ms = d->now_ms - (int64_t)(i + 1) * 11 * HOUR_MS;
        add_event(d, y, i, DEMO_COMPLAIN, at_ms);
        add_event(d, y, i, DEMO_ANSWER, at_ms + (2 + demo_below(&r, 10)) * WR_DAY_MS);
    }
}

static int by_time(const void *a, const void *b)
{
    const struct demo_event *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    if (x->phase != y->phase)
        return (int)x->phase - (int)y->phase;
    return x->i < y->i ? -1 : x->i > y->i;
}

int demo_plan_year(struct demo *d, struct demo_year *y)
{
    size_t n = d->enterprises_n;
    *y = (struct demo_year){0};
    y->visits_max = n * (DEMO_YEAR_DAYS / HELP_DAYS + 2) +
                    (DEMO_YEAR_DAYS + 1) * (n * PER_10000_DAYS / 10000 + 2) * 2;
    y->events_max = y->visits_max * 7 + n * 2 + (size_t)DEMO_COMPLAINTS * 2 +
                    (size_t)DEMO_CASES_MAX * DEMO_STEPS_MAX;
    y->visits = wr_alloc_array(y->visits_max, sizeof *y->visits);
    y->events = wr_alloc_array(y->events_max, sizeof *y->events);
    y->docket = wr_alloc(sizeof *y->docket);
    if (!y->visits || !y->events || !y->docket)
        return wr_fail(d->ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++)
        plan_rounds(d, y, i);
    for (int32_t day = d->first_day; day <= d->first_day + DEMO_YEAR_DAYS; day++)
        plan_day(d, y, day);
    for (size_t i = 0; i < y->visits_n; i++)
        plan_visit_events(d, y, i);
    plan_other_events(d, y);
    demo_plan_cases(d, y, false, y->docket);
    for (size_t i = 0; i < y->docket->steps_n; i++)
        add_event(d, y, i, DEMO_CASE, y->docket->steps[i].at_ms);
    qsort(y->events, y->events_n, sizeof *y->events, by_time);
    return 0;
}

void demo_plan_done(struct demo_year *y)
{
    y->visits = wr_free(y->visits);
    y->events = wr_free(y->events);
    y->docket = wr_free(y->docket);
}
