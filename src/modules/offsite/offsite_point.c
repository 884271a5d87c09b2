/* Rows of one outlet: in order, by factor, with what is valid. */
#include "modules/offsite/offsite_engine.h"

#include <math.h>

#define FACTORS_MAX 256

struct wr_offsite_site *wr_offsite_site_new(struct wr_arena *a,
                                            const struct wr_offsite_site_conf *conf,
                                            const struct wr_offsite_pack *pack,
                                            struct wr_offsite_sink sink)
{
    struct wr_offsite_site *s = wr_arena_new(a, struct wr_offsite_site);
    if (s == NULL)
        return NULL;
    *s = (struct wr_offsite_site){.a = a, .conf = conf, .pack = pack, .sink = sink};
    s->points = wr_arena_array(a, conf->points_n + 1, sizeof(*s->points));
    if (s->points == NULL || !lines_new(s))
        return NULL;
    for (size_t i = 0; i < conf->points_n; i++) {
        struct point *p = &s->points[i];
        p->conf = &conf->points[i];
        p->day_ms = p->alike_ms = p->month_from_ms = p->em_ms = INT64_MIN;
        for (int k = 0; k < SLOTS; k++)
            p->series[k].last_ms = INT64_MIN;
    }
    return s;
}

void wr_offsite_site_move(struct wr_offsite_site *s, struct wr_arena *a,
                          const struct wr_offsite_site_conf *conf, struct wr_offsite_sink sink)
{
    s->a = a;
    s->conf = conf;
    s->sink = sink;
}

struct point *point_of(struct wr_offsite_site *s, int64_t outlet_id)
{
    for (size_t i = 0; i < s->conf->points_n; i++)
        if (s->conf->points[i].outlet_id == outlet_id)
            return &s->points[i];
    return NULL;
}

static struct factor *add_factor(struct wr_offsite_site *s, struct point *p, struct wr_str code)
{
    if (p->factors_n == p->factors_cap) {
        size_t cap = p->factors_cap == 0 ? 8 : p->factors_cap * 2;
        struct factor *more = cap <= FACTORS_MAX ? wr_arena_array(s->a, cap, sizeof(*more)) : NULL;
        if (more == NULL)
            return NULL;
        if (p->factors_n > 0)
            memcpy(more, p->factors, p->factors_n * sizeof(*more));
        p->factors = more;
        p->factors_cap = cap;
    }
    struct factor *f = &p->factors[p->factors_n];
    if (!wr_str_copy_z(code, f->code, sizeof(f->code)))
        return NULL;
    p->factors_n++;
    f->code_n = code.n;
    f->role = wr_offsite_role_of(code);
    f->physical = wr_offsite_physical_of(s->pack, code);
    f->negative = (f->physical != NULL && f->physical->negative) || f->role == WR_FR_CONDITION;
    return f;
}

/** The factor, looked for from where the last one of the row stood: packets keep their order. */
static struct factor *factor_of(struct wr_offsite_site *s, struct point *p, struct wr_str code,
                                size_t *hint)
{
    for (size_t i = 0; i < p->factors_n; i++) {
        size_t k = (*hint + i) % p->factors_n;
        if (p->factors[k].code_n == code.n && memcmp(p->factors[k].code, code.p, code.n) == 0) {
            *hint = k + 1;
            return &p->factors[k];
        }
    }
    return add_factor(s, p, code);
}

struct hours *hours_of(struct wr_offsite_site *s, struct factor *f)
{
    if (f->h == NULL) {
        f->h = wr_arena_new(s->a, struct hours);
        if (f->h != NULL) {
            f->h->last = NAN;
            f->h->last_ms = f->h->ring_hour = INT64_MIN;
            f->h->top = NAN;
            f->h->k_min = f->h->k_max = NAN;
        }
    }
    return f->h;
}

struct seen *seen_of(struct look *l, const char *code)
{
    for (size_t i = 0; i < l->n; i++)
        if (wr_str_eq(wr_offsite_factor_2017(wr_str(l->seen[i].f->code)), wr_str(code)))
            return &l->seen[i];
    return NULL;
}

/** Values to factors. An array of factors may move while it grows, so all are known before any is pointed at. */
static void gather(struct look *l)
{
    size_t hint = 0;
    const struct wr_offsite_row *row = l->row;
    for (size_t i = 0; i < row->n; i++)
        (void)factor_of(l->s, l->p, row->values[i].factor, &hint);
    hint = 0;
    for (size_t i = 0; i < row->n; i++) {
        const struct wr_offsite_value *v = &row->values[i];
        struct factor *f = factor_of(l->s, l->p, v->factor, &hint);
        if (f == NULL)
            continue;
        struct seen *x = l->n > 0 && l->seen[l->n - 1].f == f ? &l->seen[l->n - 1] : NULL;
        if (x == NULL) {
            if (l->n == SEEN_MAX)
                return;
            x = &l->seen[l->n++];
            *x = (struct seen){.f = f, .avg = NAN, .zs = NAN, .cou = NAN};
        }
        x->mark = wr_str(v->mark);
        if (v->field == WR_TELE_AVG || v->field == WR_TELE_RTD)
            x->avg = v->value;
        else if (v->field == WR_TELE_ZS_AVG || v->field == WR_TELE_ZS_RTD)
            x->zs = v->value;
        else if (v->field == WR_TELE_COU)
            x->cou = v->value;
    }
}

enum wr_offsite_reason reason_of(const struct look *l, const struct seen *x, double v)
{
    const struct wr_offsite_point_conf *c = l->p->conf;
    const struct wr_offsite_rule_row *t1 = l->s->pack->rule[WR_OR_T1];
    const struct wr_offsite_physical *ph = x->f->physical;
    struct wr_offsite_value_facts facts = {
        .value = v,
        .duplicate = l->row->version > 1,
        .t_ms = l->row->t_ms,
        .received_ms = l->row->received_ms,
        .backfill = l->row->backfill,
        .future_ms = t1 ? t1->p[WR_P_T1_FUTURE_S] * 1000 : 0,
        .old_ms = t1 ? t1->p[WR_P_T1_OLD_DAYS] * DAY_MS : 0,
        .has_range = ph != NULL && (ph->has_lo || ph->has_hi),
        .range_lo = ph != NULL && ph->has_lo ? ph->lo : -INFINITY,
        .range_hi = ph != NULL && ph->has_hi ? ph->hi : INFINITY,
        .mark = x->mark,
        .marked = wr_offsite_span_invalid(c->spans, c->spans_n, wr_str(x->f->code), l->row->t_ms,
                                          l->len_ms),
    };
    return wr_offsite_valid_value(&facts);
}

double judged_value(const struct look *l, const struct seen *x)
{
    double v = x->avg;
    bool converts = l->p->conf->has_o2_ref && x->f->role == WR_FR_POLLUTANT;
    if (!converts)
        return v;
    if (!isnan(x->zs))
        return x->zs;
    double guard = (double)l->s->pack->number[WR_ON_O2_GUARD_E2] / 100;
    (void)wr_offsite_to_reference(x->avg, l->o2, l->p->conf->o2_ref, guard, &v);
    return v;
}

const struct wr_offsite_bound *bound_of(const struct point *p, struct wr_str code, int64_t grain,
                                        int64_t t_ms)
{
    struct wr_str name = wr_offsite_factor_2017(code);
    for (size_t i = 0; i < p->conf->bounds_n; i++) {
        const struct wr_offsite_bound *b = &p->conf->bounds[i];
        if (b->grain == grain && b->from_ms <= t_ms && (b->to_ms == 0 || t_ms < b->to_ms) &&
            wr_str_eq(wr_offsite_factor_2017(b->factor), name))
            return b;
    }
    return NULL;
}

struct about about_of(const struct look *l, int rule, const struct seen *x)
{
    return (struct about){.s = l->s,
                          .rule = rule,
                          .outlet_id = l->p->conf->outlet_id,
                          .factor = x != NULL ? x->f->code : NULL,
                          .t_ms = l->row->t_ms,
                          .value = x != NULL ? x->avg : NAN,
                          .bound = NAN,
                          .spans = l->p->conf->spans,
                          .spans_n = l->p->conf->spans_n};
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static enum slot slot_of(int cn)
{
    switch (cn) {
    case WR_TELE_REAL:
        return SLOT_REAL;
    case WR_TELE_MINUTE:
        return SLOT_MINUTE;
    case WR_TELE_HOUR:
        return SLOT_HOUR;
    case WR_TELE_DAY:
        return SLOT_DAY;
    case WR_TELE_INFO:
        return SLOT_INFO;
    default:
        return SLOTS;
    }
}

int64_t wr_offsite_row_due(int cn, int64_t t_ms, int64_t minute_ms)
{
    enum slot slot = slot_of(cn);
    return t_ms + (slot == SLOT_MINUTE ? minute_ms
                   : slot == SLOT_HOUR ? HOUR_MS
                   : slot == SLOT_DAY  ? DAY_MS
                                       : 0);
}

static int64_t length_of(const struct point *p, enum slot slot)
{
    const int64_t step = p->series[SLOT_MINUTE].step_ms;
    return slot == SLOT_HOUR     ? HOUR_MS
           : slot == SLOT_DAY    ? DAY_MS
           : slot == SLOT_MINUTE ? (step > 0 ? step : 10 * MINUTE_MS)
                                 : 0;
}

/** What of the row stands for the emission now; lines ask for it. */
static void note_emission(struct look *l)
{
    struct point *p = l->p;
    p->em_ms = l->row->t_ms + l->len_ms;
    p->em_flow = l->flow;
    p->em_conc = NAN;
    p->em_stopped = false;
    for (size_t i = 0; i < l->n; i++) {
        const struct seen *x = &l->seen[i];
        if (x->f->role != WR_FR_POLLUTANT)
            continue;
        if (wr_offsite_mark_normal(x->mark) && !isnan(x->avg) && !(p->em_conc >= x->avg))
            p->em_conc = x->avg;
        if (x->mark.n > 0 && x->mark.p[0] == 'F')
            p->em_stopped = true;
    }
}

static void look_at(struct look *l, enum slot slot)
{
    gather(l);
    l->len_ms = length_of(l->p, slot);
    l->flow = l->o2 = NAN;
    for (size_t i = 0; i < l->n; i++) {
        struct seen *x = &l->seen[i];
        bool sound = wr_offsite_mark_normal(x->mark);
        if (x->f->role == WR_FR_FLOW && isnan(l->flow))
            l->flow = x->avg;
        else if (x->f->role == WR_FR_O2 && sound)
            l->o2 = x->avg;
    }
    judge_any(l);
    if (slot == SLOT_MINUTE)
        judge_minute(l);
    if (slot == SLOT_REAL || slot == SLOT_MINUTE)
        note_emission(l);
    if (slot == SLOT_HOUR)
        judge_hour(l);
}

/** Does the row come before what was judged? Then history is the better judge. */
static bool is_late(const struct point *p, enum slot slot, const struct wr_offsite_row *row)
{
    bool day_over = slot == SLOT_HOUR && p->day_ms != INT64_MIN && row->t_ms < p->day_ms;
    return row->t_ms <= p->series[slot].last_ms || day_over;
}

enum wr_offsite_fed wr_offsite_site_row(struct wr_offsite_site *s, const struct wr_offsite_row *row)
{
    enum slot slot = slot_of(row->cn);
    struct point *p = slot == SLOTS ? NULL : point_of(s, row->outlet_id);
    if (p == NULL)
        return WR_FED_UNKNOWN;
    if (is_late(p, slot, row))
        return WR_FED_LATE;
    struct series *r = &p->series[slot];
    if (slot == SLOT_HOUR)
        close_days(s, p, row->t_ms);
    judge_gap(s, p, slot, row);
    int64_t step = r->last_ms == INT64_MIN ? 0 : row->t_ms - r->last_ms;
    if (step > 0 && (r->step_ms == 0 || step < r->step_ms))
        r->step_ms = step;
    /* a clock that runs ahead must not make everything that follows late */
    bool sane = row->t_ms <= row->received_ms + HOUR_MS;
    if (sane) {
        r->last_ms = row->t_ms;
        r->n++;
    }
    struct look l = {.s = s, .p = p, .row = row};
    look_at(&l, slot);
    if (sane && (slot == SLOT_REAL || slot == SLOT_MINUTE))
        lines_row(s, row);
    return WR_FED_DONE;
}

void wr_offsite_site_tick(struct wr_offsite_site *s, int64_t now_ms)
{
    for (size_t i = 0; i < s->conf->points_n; i++) {
        /* a day is closed once its last hour can no longer come in time; before the first hour there is none */
        if (s->points[i].day_ms != INT64_MIN)
            close_days(s, &s->points[i],
                       now_ms - HOUR_MS - s->pack->number[WR_ON_LATE_MIN] * MINUTE_MS);
        judge_silence(s, &s->points[i], now_ms);
    }
    lines_tick(s, now_ms);
}
