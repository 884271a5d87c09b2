/* Which penalty cases the demonstration has, and when each step is taken. */
#include "app/demo_penalty.h"
#include "modules/penalty/penalty_svc.h"
#include "modules/visit/visit.h"

#include <stdlib.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define LARGE_CITY 1000 /* enterprises from which on it has the whole set */
#define SMALL_SPREAD 5
#define OLD_FROM 556 /* days before now: cases that are over before the year begins … */
#define OLD_TO 725
#define YEAR_FROM 75 /* … and those of the year */
#define YEAR_TO 330
#define OLD_N 18
#define YEAR_N 30
#define CERT_DAYS (5 * 365)
#define DISTRICTS 4 /* most cases; every sixth lies elsewhere */

/* ---- what they are about ------------------------------------------------------------------------ */

#define CORRECTED                                                                                  \
    {                                                                                              \
        "corrected", {"\"in_term\"", "\"in_term\"", "\"late\""}, true                              \
    }
#define HARM                                                                                       \
    {                                                                                              \
        "harm", {"\"some\""}, true                                                                 \
    }
enum act { WATER, AIR, DUST, VOC, WASTE, BUILD, EVADE, GRADES, FAULT };
const struct demo_act_data demo_acts[] = {
    [WATER] =
        {"guangdong",
         "2.7.1",
         NULL,
         "超标排放水污染物案",
         "监测报告（演示）第{n}号",
         'w',
         {{"factors_n", {"1", "1", "2", "3"}, false},
          {"pollutants", {"\"class_b\"", "\"class_b\"", "\"class_b\"", "\"class_a\""}, false},
          {"area", {"\"ordinary\"", "\"ordinary\"", "\"restricted\"", "\"eco\""}, false},
          {"flow", {"12", "35", "60", "120", "260"}, false},
          {"exceedance",
           {"{\"measured\":\"71\",\"limit\":\"50\"}", "{\"measured\":\"96.4\",\"limit\":\"50\"}",
            "{\"measured\":\"180\",\"limit\":\"50\"}", "{\"measured\":\"7.9\",\"limit\":\"5\"}",
            "{\"measured\":\"26.5\",\"limit\":\"5\"}"},
           false},
          CORRECTED,
          HARM}},
    [AIR] =
        {"guangdong",
         "3.4.1",
         NULL,
         "超标排放大气污染物案",
         "监测报告（演示）第{n}号",
         'a',
         {{"factors_n", {"1", "1", "2"}, false},
          {"pollutants", {"\"voc\"", "\"class_b\"", "\"class_b\""}, false},
          {"area", {"\"ordinary\"", "\"ordinary\"", "\"restricted\""}, false},
          {"period", {"\"ordinary\"", "\"ordinary\"", "\"warning\""}, false},
          {"exceedance",
           {"{\"measured\":\"66\",\"limit\":\"60\"}", "{\"measured\":\"85.2\",\"limit\":\"60\"}",
            "{\"measured\":\"150\",\"limit\":\"60\"}", "{\"measured\":\"290\",\"limit\":\"60\"}"},
           false},
          CORRECTED,
          HARM}},
    [DUST] = {"guangdong",
              "3.24",
              NULL,
              "易产生扬尘的物料未密闭案",
              "现场检查笔录（演示）第{n}号",
              0,
              {CORRECTED, HARM}},
    [VOC] = {"guangdong",
             "3.14",
             NULL,
             "挥发性有机物废气未密闭案",
             "现场检查笔录（演示）第{n}号",
             0,
             {{"sealing",
               {"\"unsealed_used\"", "\"unsealed_used\"", "\"unsealed_not_used\"",
                "\"sealed_no_device\""},
               false},
              {"area", {"\"outside\"", "\"outside\"", "\"sensitive\""}, false},
              CORRECTED,
              HARM}},
    [WASTE] = {"guangdong",
               "4.18",
               NULL,
               "未按标准贮存危险废物案",
               "现场检查笔录（演示）第{n}号",
               0,
               {{"quantity_t", {"0.8", "1.5", "3.2", "6", "12"}, false},
                {"same_kind", {"\"none\"", "\"none\"", "\"yes\""}, false},
                {"rect", {"\"in_time\"", "\"in_time\"", "\"overdue\""}, false},
                HARM}},
    [BUILD] = {"guangdong",
               "1.1",
               NULL,
               "环评文件未经批准擅自开工建设案",
               "立项备案文件（演示）第{n}号",
               0,
               {{"eia", {"\"form\"", "\"form\"", "\"report\""}, false},
                {"location", {"\"ordinary\"", "\"ordinary\"", "\"restricted\""}, false},
                {"progress", {"\"foundation\"", "\"equipment\"", "\"in_use\""}, false},
                {"duration_months", {"2", "4", "8", "14"}, false},
                {"coop", {"\"yes\"", "\"yes\"", "\"no\""}, false},
                {"investment_fen", {"300000000", "850000000", "2000000000"}, true},
                HARM}},
    [EVADE] = {"guangdong",
               "2.8.1",
               NULL,
               "不正常运行水污染防治设施案",
               "现场检查笔录（演示）第{n}号",
               'w',
               {{"conduct", {"\"part\"", "\"whole\""}, false},
                {"pollutants", {"\"other\""}, false},
                {"area", {"\"ordinary\"", "\"restricted\""}, false},
                {"rect", {"\"overdue\""}, false},
                {"duration_days", {"1", "4", "9"}, false},
                HARM}},
    [GRADES] = {"mee",
                "5",
                NULL,
                "超标排放大气污染物案（等级）",
                "监测报告（演示）第{n}号",
                'a',
                {{"exceed_pct", {"8", "30", "70", "150"}, false},
                 {"period", {"\"ordinary\"", "\"warning\""}, false},
                 {"gas", {"\"general\""}, false},
                 {"gas_flow", {"800", "6000", "40000"}, false},
                 {"impact", {"\"county\""}, false},
                 HARM}},
    [FAULT] = {"zhengzhou",
               NULL,
               "zz.n1",
               "污染防治设施突发故障案",
               "故障报告（演示）第{n}号",
               0,
               {{"sudden_fault", {"true"}, true}}},
};

/* ---- which cases there are ----------------------------------------------------------------------- */

/** A case with a reason to be looked at: how long ago it was filed, and where it stopped. */
struct special {
    enum act act;
    enum demo_way way;
    int ago;
    int8_t until;
    bool grave, small; /* small: also in a small city */
    bool named;        /* of the enterprise whose contact has a name of its own */
};
static const struct special specials[] = {
    {WATER, DEMO_FINED, 86, DEMO_C_FILE, false, true},       /* 90 days to the decision */
    {AIR, DEMO_FINED, 101, DEMO_C_KEEP, false, false},       /* those are over */
    {VOC, DEMO_FINED, 31, DEMO_C_NOTICE, false, true, true}, /* statement, request of a hearing */
    {WATER, DEMO_HEARING, 38, 0, true, false},               /* notice of the hearing */
    {VOC, DEMO_FINED, 49, DEMO_C_PAPER, false, false},       /* service, publication */
    {VOC, DEMO_FINED, 62, DEMO_C_PUBLISH, false, true},      /* payment */
    {EVADE, DEMO_FINED, 29, DEMO_C_ORDER, false, false},     /* re-check within 30 days */
    {WATER, DEMO_FINED, 144, 0, false, false},               /* credit repair */
    {VOC, DEMO_MAY, 15, DEMO_C_KEEP, false, true},           /* education before the decision */
    {AIR, DEMO_DEVIATED, 25, DEMO_C_DEVIATE, false, false},  /* a deviation waits */
    {BUILD, DEMO_WITHDRAWN, 200, 0, false, false},
    {EVADE, DEMO_TRANSFERRED, 150, 0, true, false},
    {EVADE, DEMO_BY_DAY, 240, 0, true, false},
    {WATER, DEMO_HEARING, 270, 0, true, false},
    {FAULT, DEMO_MUST, 180, 0, false, false},
    {GRADES, DEMO_FINED, 170, 0, false, false},
};
/** The others, over and over: what, and how it goes. */
static const struct {
    enum act act;
    enum demo_way way;
} usual[] = {
    {WATER, DEMO_FINED},   {AIR, DEMO_FINED},     {DUST, DEMO_FINED},   {VOC, DEMO_FINED},
    {WATER, DEMO_MUST},    {WATER, DEMO_LIGHTER}, {AIR, DEMO_DEVIATED}, {DUST, DEMO_MUST},
    {DUST, DEMO_FINED},    {VOC, DEMO_APOLOGY},   {WATER, DEMO_FINED},  {AIR, DEMO_FINED},
    {WASTE, DEMO_MUST},    {DUST, DEMO_HEAVIER},  {VOC, DEMO_FINED},    {WATER, DEMO_DEVIATED},
    {AIR, DEMO_LIGHTER},   {VOC, DEMO_MAY},       {DUST, DEMO_FINED},   {WASTE, DEMO_FINED},
    {WATER, DEMO_ANYWAY},  {AIR, DEMO_FINED},     {DUST, DEMO_FINED},   {VOC, DEMO_FINED},
    {WATER, DEMO_HEAVIER}, {AIR, DEMO_FINED},     {WASTE, DEMO_FINED},  {BUILD, DEMO_FINED},
    {WATER, DEMO_MAY},     {AIR, DEMO_FINED},     {BUILD, DEMO_FINED},  {WASTE, DEMO_LIGHTER},
    {GRADES, DEMO_FINED},  {FAULT, DEMO_MUST},
};

static int32_t today(const struct demo *d)
{
    return wr_date_to_days(wr_date_of_ms(d->now_ms));
}

static bool certified(const struct demo_officer *o, int32_t day)
{
    return o->cert_to >= day && o->cert_to - CERT_DAYS <= day;
}

/** Two officers of the district with certificates of that day. */
static bool find_two(const struct demo *d, size_t district, int32_t day, struct demo_case *c)
{
    const struct demo_district *t = &d->districts[district];
    size_t found = 0;

    for (size_t i = t->officers_from; found < 2 && i < t->officers_from + t->officers_n; i++) {
        if (!certified(&d->officers[i], day))
            continue;
        *(found == 0 ? &c->first : &c->second) = i;
        found++;
    }
    return found == 2;
}

static bool has_outlet(const struct demo_enterprise *e, char outlet)
{
    return outlet == 'w'   ? e->industry->water != NULL
           : outlet == 'a' ? e->industry->air != NULL
                           : true;
}

static bool is_fined(enum demo_way way)
{
    return way != DEMO_MUST && way != DEMO_MAY && way != DEMO_ANYWAY && way != DEMO_WITHDRAWN &&
           way != DEMO_TRANSFERRED;
}

/** What is looked for, best first. */
enum wanted { AGAIN, OUTLET, ANY };

static bool is_wanted(const struct demo_enterprise *e, enum wanted w,
                      const struct demo_act_data *act)
{
    if (w == AGAIN)
        return e->fined_for == act;
    return !e->accused && (w == ANY || has_outlet(e, act->outlet));
}

/**
 * An enterprise of the district, from a drawn place on: one that did the same before where that is wanted, else one with such an
 * outlet, else any. Nobody else is a party twice. @return false: there is none left
 */
static bool find_enterprise(const struct demo *d, size_t district, bool again, struct demo_rng *r,
                            struct demo_case *c)
{
    const struct demo_district *t = &d->districts[district];
    size_t from = (size_t)demo_below(r, (int64_t)t->enterprises_n);

    for (enum wanted w = again ? AGAIN : OUTLET; w <= ANY; w++)
        for (size_t k = 0; k < t->enterprises_n; k++) {
            size_t i = t->enterprises_from + (from + k) % t->enterprises_n;
            c->enterprise = i;
            if (is_wanted(&d->enterprises[i], w, c->act))
                return true;
        }
    return false;
}

/** The first inspection of the district since that day which found something: the case begins with it. */
static void find_visit(const struct demo *d, const struct demo_year *y, size_t district,
                       struct demo_case *c)
{
    for (size_t i = 0; y && i < y->visits_n; i++) {
        const struct demo_visit *v = &y->visits[i];
        int32_t day = wr_date_to_days(wr_date_of_ms(v->at_ms));
        if (v->kind != WR_VISIT_INSPECTION || !v->problem || v->second == UINT32_MAX ||
            d->enterprises[v->enterprise].district != district ||
            d->enterprises[v->enterprise].accused || day < c->filed_day - 3 ||
            day > c->filed_day + 25)
            continue;
        c->visit = (int64_t)i;
        c->enterprise = v->enterprise;
        c->act_day = day;
        c->filed_day = day + 3;
        return;
    }
}

static void keep_case(struct demo *d, struct demo_docket *k, struct demo_case c)
{
    struct demo_enterprise *e = &d->enterprises[c.enterprise];

    if (k->cases_n == DEMO_CASES_MAX || !find_two(d, e->district, c.filed_day, &c))
        return;
    e->accused = true;
    e->fined_for = is_fined(c.way) ? c.act : NULL;
    k->cases[k->cases_n++] = c;
}

static void add_case(struct demo *d, const struct demo_year *y, struct demo_docket *k,
                     struct demo_case c, bool by_visit)
{
    size_t n = k->cases_n;
    struct demo_rng r = demo_rng(d->seed, DEMO_PENALTY, (uint64_t)c.filed_day * 100 + n);
    size_t districts = d->districts_n < DISTRICTS ? d->districts_n : DISTRICTS;
    size_t district = n % 6 == 5 ? (DISTRICTS + n / 6) % d->districts_n : n % districts;
    bool again = n % 7 == 3 && is_fined(c.way);

    if (d->districts[district].enterprises_n == 0)
        return;
    c.act_day = c.filed_day - 2 - (int32_t)demo_below(&r, 12);
    if (!find_enterprise(d, district, again, &r, &c))
        return;
    if (by_visit && !d->enterprises[c.enterprise].fined_for)
        find_visit(d, y, district, &c);
    keep_case(d, k, c);
}

/* ---- when ------------------------------------------------------------------------------------------ */

struct stage {
    uint8_t act;
    int16_t day; /* after filing */
    uint32_t ways;
};
#define W(way) (1u << DEMO_##way)
#define SPARED (W(MUST) | W(MAY))
#define ENDED (W(WITHDRAWN) | W(TRANSFERRED))
#define FINED_ALL (~(SPARED | ENDED))
static const struct stage stages[] = {
    {DEMO_C_FILE, 0, ~0u},
    {DEMO_C_ORDER, 2, ~0u},
    {DEMO_C_RECHECK, 16, ~0u},
    {DEMO_C_CONFIRM, 18, FINED_ALL},
    {DEMO_C_CONFIRM, 10, SPARED},
    {DEMO_C_KEEP, 20, FINED_ALL},
    {DEMO_C_KEEP, 12, SPARED},
    {DEMO_C_WITHDRAW, 19, W(WITHDRAWN)},
    {DEMO_C_TRANSFER, 19, W(TRANSFERRED)},
    {DEMO_C_DEVIATE, 21, W(DEVIATED)},
    {DEMO_C_APPROVE, 23, W(DEVIATED)},
    {DEMO_C_REVIEW, 24, FINED_ALL},
    {DEMO_C_COLLECTIVE, 26, FINED_ALL},
    {DEMO_C_NOTICE, 28, FINED_ALL},
    {DEMO_C_STATEMENT, 30, FINED_ALL},
    {DEMO_C_ASK_HEARING, 31, W(HEARING)},
    {DEMO_C_CALL_HEARING, 33, W(HEARING)},
    {DEMO_C_HEAR, 44, W(HEARING)},
    {DEMO_C_EDUCATE, 14, SPARED},
    {DEMO_C_DECIDE, 46, FINED_ALL},
    {DEMO_C_DECIDE, 20, SPARED},
    {DEMO_C_PAPER, 47, FINED_ALL},
    {DEMO_C_PAPER, 21, SPARED},
    {DEMO_C_SERVE, 49, FINED_ALL},
    {DEMO_C_SERVE, 23, SPARED},
    {DEMO_C_PUBLISH, 52, FINED_ALL},
    {DEMO_C_DAY_FINE, 54, W(BY_DAY)},
    {DEMO_C_PAY, 58, FINED_ALL},
    {DEMO_C_CLOSE, 62, FINED_ALL},
    {DEMO_C_CLOSE, 30, SPARED},
    {DEMO_C_CREDIT, 120, FINED_ALL},
};

/** Is this stage part of the case at all? */
static bool takes(const struct demo_case *c, size_t n, const struct stage *s)
{
    if ((s->ways & (1u << c->way)) == 0)
        return false;
    switch (s->act) {
    case DEMO_C_REVIEW:
    case DEMO_C_COLLECTIVE:
        return c->grave;
    case DEMO_C_STATEMENT:
        return n % 3 == 0;
    case DEMO_C_PAPER:
        return c->act->table && (n % 2 == 0 || c->until == DEMO_C_PAPER);
    case DEMO_C_CREDIT:
        return n % 2 == 0 && c->until == 0 && c->way != DEMO_FINED;
    default:
        return true;
    }
}

/** Offices are closed at weekends: what falls there is done on Monday. The order within a day is the order of the steps. */
static int64_t time_of(const struct demo_case *c, const struct stage *s)
{
    struct wr_date day = wr_date_from_days(c->filed_day + s->day);
    int weekday = wr_date_weekday(day);
    int later = weekday == 6 ? 2 : weekday == 7 ? 1 : 0;

    return wr_date_to_ms(day) + later * WR_DAY_MS + 9 * HOUR_MS + (s - stages) * 11 * MINUTE_MS;
}

static int by_time(const void *a, const void *b)
{
    const struct demo_case_step *x = a, *y = b;

    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (int)x->act - (int)y->act;
}

static void plan_steps(const struct demo *d, struct demo_docket *k)
{
    for (size_t n = 0; n < k->cases_n; n++) {
        const struct demo_case *c = &k->cases[n];
        int64_t last_ms = d->now_ms;
        for (size_t i = 0; c->until != 0 && i < WR_ARRAY_LEN(stages); i++)
            if (stages[i].act == c->until && (stages[i].ways & (1u << c->way)) != 0)
                last_ms = time_of(c, &stages[i]);
        for (size_t i = 0; i < WR_ARRAY_LEN(stages); i++) {
            int64_t at_ms = time_of(c, &stages[i]);
            if (takes(c, n, &stages[i]) && at_ms <= d->now_ms && at_ms <= last_ms)
                k->steps[k->steps_n++] = (struct demo_case_step){at_ms, (uint16_t)n, stages[i].act};
        }
    }
    qsort(k->steps, k->steps_n, sizeof(k->steps[0]), by_time);
}

void demo_plan_cases(struct demo *d, const struct demo_year *y, bool old, struct demo_docket *ret)
{
    bool large = d->enterprises_n >= LARGE_CITY;
    int n = old ? OLD_N : large ? YEAR_N : SMALL_SPREAD;
    int from = old ? OLD_FROM : YEAR_FROM, to = old ? OLD_TO : YEAR_TO;

    *ret = (struct demo_docket){0};
    for (int i = 0; (large || !old) && i < n; i++) {
        size_t u = (size_t)i + (old ? 7 : 0);
        int ago = to - (to - from) * i / n;
        u %= WR_ARRAY_LEN(usual);
        add_case(d, y, ret,
                 (struct demo_case){.act = &demo_acts[usual[u].act],
                                    .way = usual[u].way,
                                    .visit = -1,
                                    .filed_day = today(d) - ago},
                 i % 2 == 0);
    }
    for (size_t i = 0; !old && i < WR_ARRAY_LEN(specials); i++) {
        const struct special *s = &specials[i];
        const struct demo_case c = {.act = &demo_acts[s->act],
                                    .way = s->way,
                                    .filed_day = today(d) - s->ago,
                                    .act_day = today(d) - s->ago - 4,
                                    .visit = -1,
                                    .until = s->until,
                                    .grave = s->grave};
        if (s->named) /* the first one: its contact sees a case of his own */
            keep_case(d, ret, c);
        else if (large || s->small)
            add_case(d, y, ret, c, false);
    }
    plan_steps(d, ret);
}
