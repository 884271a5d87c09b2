/* Rules that look at single rows: N1, Z1, L3, W1, R1, T1, G1, W2. */
#include "modules/offsite/offsite_engine.h"

#include <math.h>
#include <stdlib.h>

/* ---- any row -------------------------------------------------------------------------------------- */

/** N1: below zero, where that cannot be. Also marked data count: a negative value says something of the instrument. */
static void judge_negative(struct look *l, struct seen *x)
{
    const struct wr_offsite_rule_row *r = l->s->pack->rule[WR_OR_N1];
    double v = !isnan(x->avg) && x->avg < 0 ? x->avg : x->zs;
    if (isnan(x->avg) && isnan(x->zs))
        return;
    bool below = v < 0 && !x->f->negative;
    if (!below && !x->f->n1.open && x->f->n1.run == 0)
        return;
    struct about a = about_of(l, WR_OR_N1, x);
    a.value = v;
    a.bound = 0;
    x->f->n1.run = below ? x->f->n1.run + 1 : 0;
    bool enough = r != NULL && x->f->n1.run >= r->p[WR_P_N1_COUNT];
    watch_step(&x->f->n1, !below ? CLEAR : enough ? HOLD : KEEP, &a);
}

enum clock { CLOCK_RIGHT, CLOCK_SKEWED, CLOCK_FUTURE, CLOCK_OLD };

static enum clock clock_of(const struct wr_offsite_row *row, const struct wr_offsite_rule_row *r)
{
    int64_t ahead = row->t_ms - row->received_ms;
    if (ahead > r->p[WR_P_T1_FUTURE_S] * 1000)
        return CLOCK_FUTURE;
    if (row->backfill)
        return CLOCK_RIGHT;
    if (ahead < -r->p[WR_P_T1_OLD_DAYS] * DAY_MS)
        return CLOCK_OLD;
    bool skewed = row->cn == WR_TELE_REAL && llabs(ahead) > r->p[WR_P_T1_SKEW_S] * 1000;
    return skewed ? CLOCK_SKEWED : CLOCK_RIGHT;
}

/** T1: the clock of the station against ours. Only instants say how far it is off. */
static void judge_clock(struct look *l)
{
    const struct wr_offsite_rule_row *r = l->s->pack->rule[WR_OR_T1];
    const struct wr_offsite_row *row = l->row;
    if (r == NULL || row->received_ms <= 0)
        return;
    enum clock clock = clock_of(row, r);
    bool seen = clock != CLOCK_RIGHT;
    struct watch *w = &l->p->t1;
    if (!seen && (row->cn != WR_TELE_REAL || (!w->open && w->run == 0)))
        return;
    struct about a = about_of(l, WR_OR_T1, NULL);
    a.t_ms = row->received_ms;
    a.value = (double)(row->t_ms - row->received_ms) / 1000;
    a.bound = (double)r->p[clock == CLOCK_FUTURE ? WR_P_T1_FUTURE_S : WR_P_T1_SKEW_S];
    w->run = seen ? w->run + 1 : 0;
    bool enough = clock >= CLOCK_FUTURE || w->run >= r->p[WR_P_T1_COUNT];
    watch_step(w, !seen ? CLEAR : enough ? HOLD : KEEP, &a);
}

static bool is_setting(struct wr_str code)
{
    return wr_str_starts(code, WR_S("i13001")) || wr_str_starts(code, WR_S("i13007")) ||
           wr_str_starts(code, WR_S("i13008"));
}

static struct setting *setting_of(struct wr_offsite_site *s, struct point *p, struct wr_str code)
{
    for (size_t i = 0; i < p->settings_n; i++)
        if (wr_str_eq(wr_str(p->settings[i].code), code))
            return &p->settings[i];
    if (p->settings == NULL)
        p->settings = wr_arena_array(s->a, SETTINGS_MAX, sizeof(*p->settings));
    if (p->settings == NULL || p->settings_n == SETTINGS_MAX)
        return NULL;
    struct setting *x = &p->settings[p->settings_n];
    if (!wr_str_copy_z(code, x->code, sizeof(x->code)))
        return NULL;
    x->value = NAN;
    p->settings_n++;
    return x;
}

/** W1: range, slope or intercept are not what they were; reported maintenance explains it. */
static void judge_settings(struct look *l)
{
    for (size_t i = 0; i < l->row->n; i++) {
        const struct wr_offsite_value *v = &l->row->values[i];
        if (!is_setting(v->factor) || isnan(v->value))
            continue;
        struct setting *x = setting_of(l->s, l->p, v->factor);
        if (x == NULL)
            return;
        double before = x->value;
        x->value = v->value;
        if (isnan(before) || before == v->value) /* as sent: equal texts are equal doubles */
            continue;
        struct about a = about_of(l, WR_OR_W1, NULL);
        a.factor = x->code;
        a.value = v->value;
        a.bound = before;
        watch_once(&l->p->w1, &a);
    }
}

void judge_any(struct look *l)
{
    judge_clock(l);
    if (l->row->cn == WR_TELE_INFO) {
        judge_settings(l);
        return;
    }
    if (l->row->version > 1) {
        struct about a = about_of(l, WR_OR_R1, NULL);
        a.value = l->row->version;
        watch_once(&l->p->r1, &a);
    }
    for (size_t i = 0; i < l->n; i++)
        judge_negative(l, &l->seen[i]);
}

/* ---- minutes -------------------------------------------------------------------------------------- */

/** Does it run, as far as oxygen and flow tell? KEEP: nothing is known. */
static enum hold runs(const struct look *l, int64_t o2_max_e2)
{
    if (!isnan(l->o2) && l->o2 < (double)o2_max_e2 / 100)
        return HOLD;
    if (!isnan(l->flow) && l->flow > 0 && (isnan(l->o2) || l->p->conf->medium == WR_OM_WATER))
        return HOLD;
    return isnan(l->o2) && isnan(l->flow) ? KEEP : CLEAR;
}

/** Z1: zero although it runs. */
static void judge_zero(struct look *l, struct seen *x, enum hold running)
{
    const struct wr_offsite_rule_row *r = l->s->pack->rule[WR_OR_Z1];
    struct watch *w = &x->f->z1;
    if (r == NULL || x->f->role != WR_FR_POLLUTANT || isnan(x->avg))
        return;
    bool zero = x->avg == 0 && running == HOLD;
    if (!zero && !w->open && w->run == 0)
        return;
    struct about a = about_of(l, WR_OR_Z1, x);
    if (zero && w->run == 0)
        w->since_ms = l->row->t_ms;
    a.since_ms = w->since_ms;
    w->run = zero ? w->run + 1 : 0;
    watch_step(w, !zero ? CLEAR : w->run >= r->p[WR_P_Z1_COUNT] ? HOLD : KEEP, &a);
}

/** Highest concentration of the row's pollutants, NaN if none is above zero; is one of them marked as stopped by the device? */
static double highest_of(const struct look *l, bool *ret_marked)
{
    double conc = NAN;
    for (size_t i = 0; i < l->n; i++) {
        const struct seen *x = &l->seen[i];
        if (x->f->role != WR_FR_POLLUTANT)
            continue;
        *ret_marked |= x->mark.n > 0 && x->mark.p[0] == 'F';
        if (x->avg > 0 && !(conc >= x->avg))
            conc = x->avg;
    }
    return conc;
}

/** L3: marked stopped, by the device or by the enterprise, but the data say it runs. */
static void judge_stopped(struct look *l)
{
    const struct wr_offsite_rule_row *r = l->s->pack->rule[WR_OR_L3];
    const struct wr_offsite_point_conf *c = l->p->conf;
    bool marked = wr_offsite_span_kinds_at(c->spans, c->spans_n, 1u << WR_OS_STOP, l->row->t_ms);
    double conc = highest_of(l, &marked);
    if (r == NULL || (!marked && !l->p->l3.open && l->p->l3.run == 0))
        return;
    /* oxygen that carries the mark itself still tells of the furnace */
    double o2 = l->o2;
    for (size_t i = 0; i < l->n; i++)
        if (l->seen[i].f->role == WR_FR_O2)
            o2 = l->seen[i].avg;
    struct look raw = *l;
    raw.o2 = o2;
    bool emits = marked && conc > 0 && runs(&raw, r->p[WR_P_L3_O2_MAX_E2]) == HOLD;
    struct about a = about_of(l, WR_OR_L3, NULL);
    a.value = conc;
    a.t_ms = l->row->t_ms + l->len_ms;
    if (emits && l->p->l3.run == 0)
        l->p->l3.since_ms = l->row->t_ms;
    a.since_ms = l->p->l3.since_ms;
    l->p->l3.run = emits ? l->p->l3.run + 1 : 0;
    watch_step(&l->p->l3, emits ? HOLD : CLEAR, &a);
}

void judge_minute(struct look *l)
{
    const struct wr_offsite_rule_row *z1 = l->s->pack->rule[WR_OR_Z1];
    enum hold running = z1 != NULL ? runs(l, z1->p[WR_P_Z1_O2_MAX_E2]) : KEEP;
    for (size_t i = 0; i < l->n; i++) {
        struct seen *x = &l->seen[i];
        judge_zero(l, x, running);
        if (x->f->role == WR_FR_POLLUTANT && x->f->h != NULL && wr_offsite_mark_normal(x->mark))
            count_top(x->f->h, x->avg);
    }
    judge_stopped(l);
}

/* ---- what does not come (G1) ---------------------------------------------------------------------- */

/** How long after the start of the last period the next one must have come; 0: nothing is expected. */
static int64_t allowed_of(const struct point *p, enum slot slot,
                          const struct wr_offsite_rule_row *r)
{
    const struct series *x = &p->series[slot];
    if (slot == SLOT_HOUR)
        return x->n >= 1 ? 2 * HOUR_MS + r->p[WR_P_G1_HOUR_LATE_MIN] * MINUTE_MS : 0;
    if (slot == SLOT_MINUTE)
        return x->n >= 3 && x->step_ms <= 15 * MINUTE_MS
                   ? x->step_ms * (1 + r->p[WR_P_G1_MINUTE_TIMES]) +
                         r->p[WR_P_G1_MINUTE_ADD_MIN] * MINUTE_MS
                   : 0;
    if (slot != SLOT_REAL || x->n < 3 || x->step_ms > 10 * MINUTE_MS)
        return 0;
    int64_t by_step = x->step_ms * r->p[WR_P_G1_REAL_TIMES];
    int64_t offline = r->p[WR_P_G1_OFFLINE_MIN] * MINUTE_MS;
    return by_step > offline ? by_step : offline;
}

/** The slot has been silent from the last row until `until_ms`, longer than allowed. */
static void missing(struct wr_offsite_site *s, struct point *p, enum slot slot, int64_t allowed,
                    int64_t until_ms)
{
    const struct series *x = &p->series[slot];
    struct about a = {.s = s,
                      .rule = WR_OR_G1,
                      .outlet_id = p->conf->outlet_id,
                      .t_ms = x->last_ms + allowed,
                      .since_ms = x->last_ms + (slot == SLOT_HOUR ? HOUR_MS : x->step_ms),
                      .bound = (double)allowed / MINUTE_MS,
                      .value = (double)allowed / MINUTE_MS,
                      .spans = p->conf->spans,
                      .spans_n = p->conf->spans_n};
    bool stopped = wr_offsite_span_stopped(p->conf->spans, p->conf->spans_n, a.t_ms);
    if (stopped)
        return;
    if (!p->g1.open)
        watch_step(&p->g1, HOLD, &a);
    p->g1_by = p->g1.open ? slot : p->g1_by;
    a.t_ms = until_ms;
    a.value = (double)(until_ms - x->last_ms) / MINUTE_MS;
    watch_step(&p->g1, HOLD, &a);
}

void judge_gap(struct wr_offsite_site *s, struct point *p, enum slot slot,
               const struct wr_offsite_row *row)
{
    const struct wr_offsite_rule_row *r = s->pack->rule[WR_OR_G1];
    const struct series *x = &p->series[slot];
    if (r == NULL || x->last_ms == INT64_MIN || row->t_ms > row->received_ms + HOUR_MS)
        return;
    int64_t allowed = allowed_of(p, slot, r);
    if (allowed == 0)
        return;
    /* the moment at which the row was there: what was filled in later was missing until then */
    int64_t due = wr_offsite_row_due(row->cn, row->t_ms, x->step_ms);
    int64_t there = row->received_ms > due ? row->received_ms : due;
    if (there > x->last_ms + allowed)
        missing(s, p, slot, allowed, there);
    if (p->g1.open && p->g1_by == slot) {
        struct about a = {.s = s,
                          .rule = WR_OR_G1,
                          .outlet_id = p->conf->outlet_id,
                          .t_ms = there,
                          .bound = (double)allowed / MINUTE_MS,
                          .value = NAN};
        watch_step(&p->g1, CLEAR, &a);
    }
}

void judge_silence(struct wr_offsite_site *s, struct point *p, int64_t now_ms)
{
    const struct wr_offsite_rule_row *r = s->pack->rule[WR_OR_G1];
    for (int slot = 0; r != NULL && slot <= SLOT_HOUR; slot++) {
        const struct series *x = &p->series[slot];
        int64_t allowed = x->last_ms == INT64_MIN ? 0 : allowed_of(p, (enum slot)slot, r);
        if (allowed > 0 && now_ms > x->last_ms + allowed)
            missing(s, p, (enum slot)slot, allowed, now_ms);
    }
}

/* ---- defects of packets (W2) ---------------------------------------------------------------------- */

void wr_offsite_site_defects(struct wr_offsite_site *s, int64_t outlet_id, int64_t day_ms,
                             int64_t packets, int64_t defects)
{
    const struct wr_offsite_rule_row *r = s->pack->rule[WR_OR_W2];
    struct point *p = point_of(s, outlet_id);
    if (r == NULL || p == NULL || packets < r->p[WR_P_W2_MIN_N])
        return;
    struct about a = {.s = s,
                      .rule = WR_OR_W2,
                      .outlet_id = outlet_id,
                      .t_ms = day_ms + DAY_MS,
                      .since_ms = day_ms,
                      .value = (double)defects * 10000 / (double)packets,
                      .bound = (double)r->p[WR_P_W2_SHARE_BP],
                      .spans = p->conf->spans,
                      .spans_n = p->conf->spans_n};
    watch_step(&p->w2, a.value > a.bound ? HOLD : CLEAR, &a);
}
