/* Rules that look at hour means: E1, E3, Z1 without minutes, K1, J1, L1, L2, and what days are made of. */
#include "modules/offsite/offsite_engine.h"

#include <math.h>

static const struct wr_offsite_rule_row *rule(const struct look *l, int which)
{
    return l->s->pack->rule[which];
}

/* ---- limits --------------------------------------------------------------------------------------- */

/** Hours beyond the limit among the last 24, this one included. */
static int64_t count_over(struct hours *h, int64_t t_ms, bool over)
{
    int64_t passed = h->over_ms == 0 ? 24 : (t_ms - h->over_ms) / HOUR_MS;
    h->over = passed >= 24 ? 0 : (h->over << passed) & 0xFFFFFFu;
    h->over |= over ? 1u : 0;
    h->over_ms = t_ms;
    int64_t n = 0;
    for (int i = 0; i < 24; i++)
        n += (h->over >> i) & 1u;
    return n;
}

/** E1: a valid hour mean beyond the limit. Invalid ones neither raise nor end it. */
static void judge_limit(struct look *l, struct seen *x, double v, bool valid,
                        const struct wr_offsite_bound *b)
{
    const struct wr_offsite_rule_row *r = rule(l, WR_OR_E1);
    if (r == NULL || b == NULL || !valid || isnan(v))
        return;
    bool high = b->has_hi && v > b->hi;
    bool low = b->has_lo && v < b->lo;
    double clear_at = b->has_hi ? b->hi * (double)r->p[WR_P_E1_CLEAR_BP] / 10000 : INFINITY;
    struct about a = about_of(l, WR_OR_E1, x);
    a.value = v;
    a.bound = low ? b->lo : b->hi;
    a.recent = count_over(x->f->h, l->row->t_ms, high || low);
    watch_step(&x->f->h->e1, high || low ? HOLD : v <= clear_at ? CLEAR : KEEP, &a);
}

/** E3: for hours at the limit without passing it. An hour above belongs to E1 and changes nothing here. */
static void judge_near(struct look *l, struct seen *x, double v, bool valid,
                       const struct wr_offsite_bound *b)
{
    const struct wr_offsite_rule_row *r = rule(l, WR_OR_E3);
    struct watch *w = &x->f->h->e3;
    if (r == NULL || b == NULL || !b->has_hi || !valid || isnan(v) || x->f->role == WR_FR_PH)
        return;
    double share = (double)r->p[WR_P_E3_SHARE_BP] / 10000;
    double clear = share - (double)r->p[WR_P_E3_HYST_BP] / 10000;
    bool near = v >= b->hi * share && v <= b->hi;
    struct about a = about_of(l, WR_OR_E3, x);
    a.value = v;
    a.bound = b->hi * share;
    if (near && w->run == 0)
        w->since_ms = l->row->t_ms;
    a.since_ms = w->since_ms;
    if (near)
        w->run++;
    bool enough = w->run >= r->p[WR_P_E3_HOURS];
    watch_step(w, near && enough ? HOLD : v < b->hi * clear ? CLEAR : KEEP, &a);
}

/* ---- shape ---------------------------------------------------------------------------------------- */

/** Range known for the factor: the device's own, else the physical one of the pack. */
static double span_of(const struct look *l, const struct seen *x)
{
    const struct wr_offsite_point_conf *c = l->p->conf;
    for (size_t i = 0; i < c->ranges_n; i++)
        if (wr_str_eq(c->ranges[i].factor, wr_str(x->f->code)))
            return c->ranges[i].hi - c->ranges[i].lo;
    return NAN;
}

/** K1: hour after hour the same, within the variation allowed. */
static void judge_constant(struct look *l, struct seen *x)
{
    const struct wr_offsite_rule_row *r = rule(l, WR_OR_K1);
    struct hours *h = x->f->h;
    bool looks = x->f->role == WR_FR_POLLUTANT || x->f->role == WR_FR_O2;
    if (r == NULL || !looks || isnan(x->avg) || x->avg == 0 || !wr_offsite_mark_normal(x->mark))
        return;
    double lo = fmin(h->k_min, x->avg), hi = fmax(h->k_max, x->avg);
    double mean = fabs(hi + lo) / 2;
    double span = span_of(l, x);
    bool same =
        hi - lo <= 0 || (hi - lo < mean * (double)r->p[WR_P_K1_VARIATION_BP] / 10000 &&
                         (isnan(span) || hi - lo < span * (double)r->p[WR_P_K1_RANGE_BP] / 10000));
    bool joined = h->last_ms != INT64_MIN && l->row->t_ms - h->last_ms <= HOUR_MS;
    struct about a = about_of(l, WR_OR_K1, x);
    if (!same || !joined || isnan(h->k_min)) {
        h->k_min = h->k_max = x->avg;
        h->k_from_ms = l->row->t_ms;
        h->k1.run = 0;
        watch_step(&h->k1, CLEAR, &a);
        h->k1.run = 1;
        return;
    }
    h->k_min = lo;
    h->k_max = hi;
    h->k1.run++;
    a.since_ms = h->k_from_ms;
    watch_step(&h->k1, h->k1.run >= r->p[WR_P_K1_HOURS] ? HOLD : KEEP, &a);
}

/** Is the flow about what it was? Without a flow nothing speaks for a change. */
static bool same_condition(const struct look *l, int64_t flow_bp)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct seen *x = &l->seen[i];
        if (x->f->role == WR_FR_FLOW && x->f->h != NULL && !isnan(x->f->h->last) && !isnan(x->avg))
            return fabs(x->avg - x->f->h->last) <= fabs(x->f->h->last) * (double)flow_bp / 10000;
    }
    return true;
}

static bool jumps(const struct look *l, const struct seen *x, const struct wr_offsite_rule_row *r)
{
    const struct hours *h = x->f->h;
    if (x->f->role != WR_FR_POLLUTANT || h == NULL || isnan(x->avg) || isnan(h->last) ||
        h->last <= 0 || l->row->t_ms - h->last_ms > HOUR_MS || !wr_offsite_mark_normal(x->mark))
        return false;
    const struct wr_offsite_bound *b = bound_of(l->p, wr_str(x->f->code), WR_OG_HOUR, l->row->t_ms);
    double floor = b != NULL && b->has_hi ? b->hi * (double)r->p[WR_P_J1_FLOOR_BP] / 10000 : 0;
    return x->avg > h->last * (double)r->p[WR_P_J1_TIMES_E2] / 100 && x->avg >= floor;
}

/** J1: several times the hour before, although the working condition did not change. */
static void judge_jumps(struct look *l)
{
    const struct wr_offsite_rule_row *r = rule(l, WR_OR_J1);
    int64_t n = 0;
    for (size_t i = 0; r != NULL && i < l->n; i++)
        n += jumps(l, &l->seen[i], r) ? 1 : 0;
    if (r == NULL || n < r->p[WR_P_J1_FACTORS] || !same_condition(l, r->p[WR_P_J1_FLOW_BP]))
        return;
    for (size_t i = 0; i < l->n; i++) {
        struct seen *x = &l->seen[i];
        if (!jumps(l, x, r))
            continue;
        struct about a = about_of(l, WR_OR_J1, x);
        a.bound = x->f->h->last;
        watch_once(&x->f->h->j1, &a);
    }
}

/* ---- logic ---------------------------------------------------------------------------------------- */

static bool sound(const struct seen *x)
{
    return x != NULL && !isnan(x->avg) && wr_offsite_mark_normal(x->mark);
}

/** Is `part` above `whole` by more than the tolerance? */
static bool above(double part, double whole, int64_t tolerance_bp)
{
    return part > whole * (1 + (double)tolerance_bp / 10000);
}

/** Sum of the components of NMHC that are sound; how many there are in *ret_n. */
static double components_of(struct look *l, size_t *ret_n)
{
    static const char *const components[] = {"a25002", "a25003", "a25005"};
    double sum = 0;
    for (size_t i = 0; i < WR_ARRAY_LEN(components); i++) {
        const struct seen *c = seen_of(l, components[i]);
        sum += sound(c) ? c->avg : 0;
        *ret_n += sound(c) ? 1 : 0;
    }
    return sum;
}

/** L1: a part above the whole. The first pair that is broken is told. */
static void judge_logic(struct look *l)
{
    const struct wr_offsite_rule_row *r = rule(l, WR_OR_L1);
    if (r == NULL)
        return;
    size_t n = 0;
    double sum = components_of(l, &n);
    const struct seen *ammonia = seen_of(l, "w21003"), *bod = seen_of(l, "w01017");
    const struct {
        const struct seen *whole, *part;
        bool known;
        double value;
    } pairs[] = {
        {seen_of(l, "w21001"), ammonia, sound(ammonia), sound(ammonia) ? ammonia->avg : 0},
        {seen_of(l, "w01018"), bod, sound(bod), sound(bod) ? bod->avg : 0},
        {seen_of(l, "a24088"), seen_of(l, "a24088"), n > 0, sum},
    };
    struct about a = about_of(l, WR_OR_L1, NULL);
    enum hold hold = KEEP;
    for (size_t i = 0; i < WR_ARRAY_LEN(pairs) && hold != HOLD; i++) {
        if (!pairs[i].known || !sound(pairs[i].whole))
            continue;
        hold = CLEAR;
        if (above(pairs[i].value, pairs[i].whole->avg, r->p[WR_P_L1_TOLERANCE_BP])) {
            hold = HOLD;
            a.value = pairs[i].value;
            a.bound = pairs[i].whole->avg;
            a.factor = pairs[i].part->f->code;
        }
    }
    watch_step(&l->p->l1, hold, &a);
}

/** L2: what was converted there is not what is converted here. */
static void judge_conversion(struct look *l, struct seen *x)
{
    const struct wr_offsite_rule_row *r = rule(l, WR_OR_L2);
    const struct wr_offsite_point_conf *c = l->p->conf;
    double here = NAN;
    if (r == NULL || !c->has_o2_ref || x->f->role != WR_FR_POLLUTANT || isnan(x->zs) || !sound(x))
        return;
    double guard = (double)l->s->pack->number[WR_ON_O2_GUARD_E2] / 100;
    if (wr_offsite_to_reference(x->avg, l->o2, c->o2_ref, guard, &here) != WR_CONVERT_DONE)
        return;
    struct watch *w = &x->f->h->l2;
    bool differs = wr_offsite_differs(here, x->zs, r->p[WR_P_L2_TOLERANCE_BP]);
    struct about a = about_of(l, WR_OR_L2, x);
    a.value = x->zs;
    a.bound = here;
    w->run = differs ? w->run + 1 : 0;
    watch_step(w, !differs ? CLEAR : w->run >= r->p[WR_P_L2_COUNT] ? HOLD : KEEP, &a);
}

/* ---- days ----------------------------------------------------------------------------------------- */

void count_top(struct hours *h, double v)
{
    if (isnan(v) || v <= 0)
        return;
    h->top_of++;
    if (isnan(h->top) || v > h->top) {
        h->top = v;
        h->top_n = 1;
    } else if (!(v < h->top)) {
        h->top_n++;
    }
}

/** Hour means that a day mean is made of; water is weighted by what flowed in the hour (m³). */
static void add_to_day(struct hours *h, double v, double flow_m3)
{
    h->sum += v;
    h->valid_n++;
    h->month_valid++;
    if (!isnan(flow_m3) && flow_m3 >= 0) {
        h->load += v * flow_m3;
        h->flow += flow_m3;
        h->weighted_n++;
    }
}

/** m³ of the hour: as counted, else from the mean flow in L/s. */
static double hour_flow(const struct look *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct seen *x = &l->seen[i];
        if (x->f->role == WR_FR_FLOW)
            return !isnan(x->cou) ? x->cou : wr_offsite_flow_m3(x->avg, 3600);
    }
    return NAN;
}

static void judge_factor(struct look *l, struct seen *x, double flow_m3)
{
    struct hours *h = x->f->h;
    double v = judged_value(l, x);
    bool valid = reason_of(l, x, v) == WR_REASON_NONE;
    const struct wr_offsite_bound *b = bound_of(l->p, wr_str(x->f->code), WR_OG_HOUR, l->row->t_ms);
    judge_limit(l, x, v, valid, b);
    judge_near(l, x, v, valid, b);
    judge_constant(l, x);
    judge_conversion(l, x);
    if (valid && (x->f->role == WR_FR_POLLUTANT || x->f->role == WR_FR_PH))
        add_to_day(h, v, l->p->conf->medium == WR_OM_WATER ? flow_m3 : NAN);
    bool minutes = l->p->series[SLOT_MINUTE].last_ms != INT64_MIN &&
                   l->row->t_ms - l->p->series[SLOT_MINUTE].last_ms < DAY_MS;
    if (!minutes && x->f->role == WR_FR_POLLUTANT && wr_offsite_mark_normal(x->mark))
        count_top(h, x->avg);
    keep_flag(l->s, l->p, x->f, l->row->t_ms, x->mark);
    keep_hour(l->s, x->f, l->row->t_ms, wr_offsite_mark_normal(x->mark) ? x->avg : NAN);
}

void judge_hour(struct look *l)
{
    double flow_m3 = hour_flow(l);
    for (size_t i = 0; i < l->n; i++)
        if (hours_of(l->s, l->seen[i].f) == NULL)
            return;
    judge_jumps(l);
    judge_logic(l);
    bool minutes = l->p->series[SLOT_MINUTE].last_ms != INT64_MIN &&
                   l->row->t_ms - l->p->series[SLOT_MINUTE].last_ms < 2 * HOUR_MS;
    for (size_t i = 0; i < l->n; i++)
        judge_factor(l, &l->seen[i], flow_m3);
    if (!minutes)
        judge_minute(l);
    for (size_t i = 0; i < l->n; i++) {
        l->seen[i].f->h->last = l->seen[i].avg;
        l->seen[i].f->h->last_ms = l->row->t_ms;
    }
    if (l->p->month_from_ms == INT64_MIN)
        l->p->month_from_ms = l->row->t_ms;
}
