/* Rules of electricity and working conditions: P1 … P10 (§16). Minutes are minutes since 1970. */
#include "modules/offsite/offsite_line.h"

#include <math.h>
#include <stdlib.h>

#define DAY_MIN 1440
#define ZONE_MIN 480
#define ENOUGH_DAY_MIN 1200 /* minutes of a day that is a baseline */

static struct about about_line(struct wr_offsite_site *s, const struct line *l, int which,
                               int64_t minute)
{
    return (struct about){.s = s,
                          .rule = which,
                          .line_id = l->conf->line_id,
                          .t_ms = minute * MINUTE_MS,
                          .value = NAN,
                          .bound = NAN,
                          .spans = l->conf->spans,
                          .spans_n = l->conf->spans_n};
}

static const struct wr_offsite_rule_row *rule(const struct wr_offsite_site *s, int which)
{
    return s->pack->rule[which];
}

static bool measures_load(const struct channel *ch)
{
    return ch->conf->quantity != WR_OQ_VOLTAGE;
}

/** Power of the role in kW, only of meters that measure power; NaN: none speaks. */
static double power_of(const struct line *l, int64_t role)
{
    double sum = NAN;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        const struct channel *ch = &l->ch[i];
        if (ch->conf->role == role && ch->conf->quantity == WR_OQ_POWER && !isnan(ch->value))
            sum = isnan(sum) ? ch->value : sum + ch->value;
    }
    return sum;
}

static bool any_runs(const struct line *l, int64_t role)
{
    for (size_t i = 0; i < l->conf->channels_n; i++)
        if (l->ch[i].conf->role == role && measures_load(&l->ch[i]) && l->ch[i].state == POWER_RUN)
            return true;
    return false;
}

/** Best state among the treatment devices that stand in for this one. */
static enum power group_state(const struct line *l, size_t of)
{
    enum power best = POWER_UNKNOWN;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        const struct channel *ch = &l->ch[i];
        bool same = i == of || (ch->conf->group != 0 && ch->conf->group == l->ch[of].conf->group);
        if (ch->conf->role == WR_OC_TREATMENT && measures_load(ch) && same && ch->state > best)
            best = ch->state;
    }
    return best;
}

/** Do all groups run, and is one of them wholly off? A spare device alone is no group. */
static void treatment_of(const struct line *l, bool *ret_all_run, bool *ret_one_off)
{
    size_t n = 0;
    *ret_all_run = true;
    *ret_one_off = false;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        const struct channel *ch = &l->ch[i];
        if (ch->conf->role != WR_OC_TREATMENT || !measures_load(ch) ||
            (ch->conf->spare && ch->conf->group == 0))
            continue;
        enum power state = group_state(l, i);
        n++;
        *ret_all_run = *ret_all_run && state >= POWER_IDLE;
        *ret_one_off = *ret_one_off || state == POWER_OFF;
    }
    *ret_all_run = *ret_all_run && n > 0;
}

/* ---- production and treatment (P1, P2, P3) ---------------------------------------------------------- */

/** P1: production runs, a group of treatment devices is wholly off. At start-up more time is given. */
static void judge_together(struct wr_offsite_site *s, struct line *l, int64_t minute, bool one_off)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P1);
    struct about a = about_line(s, l, WR_OR_P1, minute);
    if (r == NULL)
        return;
    bool both = l->producing && one_off;
    int64_t since = l->producing_from > l->off_from ? l->producing_from : l->off_from;
    bool startup = l->off_from <= l->producing_from;
    int64_t wait = startup && r->p[WR_P_P1_STARTUP_MIN] > r->delay_min
                       ? r->p[WR_P_P1_STARTUP_MIN] - r->delay_min
                       : 0;
    a.since_ms = since * MINUTE_MS;
    a.value = power_of(l, WR_OC_PRODUCTION);
    watch_step(&l->p1,
               !both                                                 ? CLEAR
               : l->p1.open || minute - since >= wait + r->delay_min ? HOLD
                                                                     : KEEP,
               &a);
}

/** P2: treatment that began late, or ended early. */
static void judge_times(struct wr_offsite_site *s, struct line *l, int64_t minute, bool began,
                        bool ended)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P2);
    if (r == NULL)
        return;
    struct about a = about_line(s, l, WR_OR_P2, minute);
    int64_t lead = l->conf->has_lead ? l->conf->lead_min : r->p[WR_P_P2_LEAD_MIN];
    int64_t purge = l->conf->has_purge ? l->conf->purge_min : r->p[WR_P_P2_PURGE_MIN];
    if (began && l->producing && !l->late_known &&
        minute - l->producing_from > lead + r->delay_min) {
        a.value = (double)(minute - l->producing_from);
        a.bound = (double)lead;
        watch_once(&l->p2, &a);
    }
    l->late_known = l->late_known || (l->producing && l->treating);
    if (ended && l->late_known && !l->treating && l->treating_to >= l->producing_from &&
        minute - l->treating_to > purge + r->delay_min) {
        a.value = (double)(minute - l->treating_to);
        a.bound = (double)purge;
        watch_once(&l->p2, &a);
    }
}

static void note_power(struct channel *ch, int64_t day)
{
    struct history *h = ch->history;
    if (h == NULL || isnan(ch->value))
        return;
    size_t row = (size_t)(day % HISTORY_DAYS);
    if (h->day[row] != day) {
        memset(h->bin[row], 0, sizeof(h->bin[row]));
        h->day[row] = day;
    }
    double share = ch->value / ch->conf->rated * BINS / 2;
    size_t bin = share <= 0 ? 0 : share >= BINS - 1 ? BINS - 1 : (size_t)share;
    if (h->bin[row][bin] < UINT16_MAX)
        h->bin[row][bin]++;
}

/** Median power of the days before today while production ran; NaN: not enough is known. */
static double median_of(const struct channel *ch, int64_t day, int64_t days, int64_t min_n)
{
    const struct history *h = ch->history;
    int64_t sum[BINS] = {0}, n = 0, below = 0;
    for (int row = 0; h != NULL && row < HISTORY_DAYS; row++) {
        if (h->day[row] >= day || h->day[row] < day - days)
            continue;
        for (int b = 0; b < BINS; b++) {
            sum[b] += h->bin[row][b];
            n += h->bin[row][b];
        }
    }
    if (n < min_n)
        return NAN;
    for (int b = 0; b < BINS; b++) {
        below += sum[b];
        if (below * 2 >= n)
            return (b + 0.5) * 2 / BINS * ch->conf->rated;
    }
    return NAN;
}

/** P3: treatment runs, but at less than the share of what it usually draws while production runs. */
static void judge_idling(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P3);
    int64_t day = (minute + ZONE_MIN) / DAY_MIN;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        struct channel *ch = &l->ch[i];
        if (r == NULL || ch->conf->role != WR_OC_TREATMENT || !measures_load(ch) || ch->conf->spare)
            continue;
        double median = median_of(ch, day, r->p[WR_P_P3_DAYS], r->p[WR_P_P3_MIN_N]);
        struct about a = about_line(s, l, WR_OR_P3, minute);
        a.outlet_id = ch->conf->outlet_id;
        a.value = ch->value;
        a.bound = median * (double)r->p[WR_P_P3_SHARE_BP] / 10000;
        bool off = ch->state == POWER_OFF; /* that is P1's */
        bool low = l->producing && !off && ch->value < a.bound;
        if (!isnan(ch->value))
            watch_step(&ch->p3, low ? HOLD : CLEAR, &a);
        if (l->producing)
            note_power(ch, day);
    }
}

/* ---- meters (P4, P5) -------------------------------------------------------------------------------- */

static void judge_meter(struct wr_offsite_site *s, struct line *l, struct channel *ch,
                        int64_t minute, bool dead)
{
    const struct wr_offsite_rule_row *r4 = rule(s, WR_OR_P4);
    char code[WR_TELE_FACTOR_MAX + 1];
    if (!wr_str_copy_z(ch->conf->factor, code, sizeof(code)))
        return;
    if (r4 != NULL && measures_load(ch) && !isnan(ch->value)) {
        struct about a = about_line(s, l, WR_OR_P4, minute);
        a.outlet_id = ch->conf->outlet_id;
        a.factor = code;
        a.value = ch->value;
        a.bound = ch->conf->rated * (double)r4->p[WR_P_P4_OVER_BP] / 10000;
        watch_step(&ch->p4, ch->value > a.bound ? HOLD : CLEAR, &a);
    }
    struct about a = about_line(s, l, WR_OR_P5, minute);
    a.outlet_id = ch->conf->outlet_id;
    a.factor = code;
    a.value = ch->value;
    watch_step(&ch->p5, dead ? HOLD : CLEAR, &a);
}

/** No sample, or a voltage far below rated. A meter that never spoke is not there yet. */
static bool is_dead(const struct channel *ch, const struct wr_offsite_rule_row *r)
{
    if (ch->held_min == INT64_MIN)
        return false;
    bool low = ch->conf->quantity == WR_OQ_VOLTAGE && !isnan(ch->value) &&
               ch->value < ch->conf->rated * (double)r->p[WR_P_P5_VOLT_BP] / 10000;
    return isnan(ch->value) || low;
}

/** P5: all phases of a device without voltage, or its meter silent; all of them at once is an outage of the site. */
static void judge_meters(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P5);
    size_t dead = 0, known = 0;
    for (size_t i = 0; r != NULL && i < l->conf->channels_n; i++) {
        known += l->ch[i].held_min != INT64_MIN ? 1 : 0;
        dead += is_dead(&l->ch[i], r) ? 1 : 0;
    }
    bool all = known > 1 && dead == known;
    for (size_t i = 0; r != NULL && i < l->conf->channels_n; i++)
        judge_meter(s, l, &l->ch[i], minute, !all && is_dead(&l->ch[i], r));
    struct about a = about_line(s, l, WR_OR_P5, minute);
    a.outage = true;
    a.value = (double)dead;
    if (r != NULL)
        watch_step(&l->p5, all ? HOLD : CLEAR, &a);
}

/* ---- orders (P6, P7) -------------------------------------------------------------------------------- */

static int by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;
    return (a > b) - (a < b);
}

/** kWh of a normal day: the median of the last ones; NaN: none is known. */
static double baseline_of(const struct line *l, int64_t days)
{
    double v[BASE_DAYS];
    int32_t n = l->base_n < (int32_t)days ? l->base_n : (int32_t)days;
    if (n == 0)
        return NAN;
    for (int32_t i = 0; i < n; i++)
        v[i] = l->base[(l->base_n - 1 - i) % BASE_DAYS];
    qsort(v, (size_t)n, sizeof(v[0]), by_value);
    return n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void count_energy(struct line *l, int64_t minute, double kw)
{
    int64_t hour = minute / 60;
    size_t at = (size_t)(hour % 24);
    if (l->hour_no[at] != hour) {
        l->hour_no[at] = hour;
        l->hour_kwh[at] = 0;
    }
    if (!isnan(kw)) {
        l->hour_kwh[at] += kw / 60;
        l->day_kwh += kw / 60;
        l->day_minutes++;
    }
}

static double last_hours(const struct line *l, int64_t minute, int64_t hours)
{
    double sum = 0;
    for (size_t i = 0; i < 24; i++)
        if (l->hour_no[i] > minute / 60 - hours && l->hour_no[i] <= minute / 60)
            sum += l->hour_kwh[i];
    return sum;
}

static const struct wr_offsite_order *order_at(const struct line *l, bool stop, int64_t t_ms)
{
    for (size_t i = 0; i < l->conf->orders_n; i++) {
        const struct wr_offsite_order *o = &l->conf->orders[i];
        if (o->stop == stop && o->from_ms + o->grace_min * MINUTE_MS <= t_ms &&
            (o->to_ms == 0 || t_ms < o->to_ms))
            return o;
    }
    return NULL;
}

/** P6: ordered to stop, but production draws more than the guard load. */
static void judge_stop(struct wr_offsite_site *s, struct line *l, int64_t minute, double kw)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P6);
    const struct wr_offsite_order *o = order_at(l, true, minute * MINUTE_MS);
    struct about a = about_line(s, l, WR_OR_P6, minute);
    if (r == NULL || (o == NULL && !l->p6.open))
        return;
    double day = baseline_of(l, BASE_DAYS);
    a.bound =
        l->conf->has_guard ? l->conf->guard_kwh : day / 24 * (double)r->p[WR_P_P6_GUARD_BP] / 10000;
    a.value = kw;
    bool draws = isnan(a.bound) ? l->producing || any_runs(l, WR_OC_PRODUCTION) : kw > a.bound;
    if (isnan(kw) && !l->producing && o != NULL)
        return;
    watch_step(&l->p6, o != NULL && (draws || l->producing) ? HOLD : CLEAR, &a);
}

/** P7: ordered to cut by a share, but the last 24 hours say otherwise. */
static void judge_cut(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P7);
    const struct wr_offsite_order *o = order_at(l, false, minute * MINUTE_MS);
    if (r == NULL || (o == NULL && !l->p7.open))
        return;
    struct about a = about_line(s, l, WR_OR_P7, minute);
    double day = baseline_of(l, r->p[WR_P_P7_DAYS]);
    a.value = last_hours(l, minute, 24);
    a.bound = o != NULL ? day * (double)(10000 - o->cut_bp) / 10000 : NAN;
    watch_step(&l->p7, o != NULL && a.value > a.bound ? HOLD : CLEAR, &a);
}

/* ---- data and electricity (P8, P9) ------------------------------------------------------------------ */

/** Do the main meters speak, and do all that speak say off? */
static bool main_is_off(const struct line *l)
{
    bool known = false, off = true;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        const struct channel *ch = &l->ch[i];
        if (ch->conf->role != WR_OC_MAIN || !measures_load(ch) || isnan(ch->value))
            continue;
        known = true;
        off = off && ch->state == POWER_OFF;
    }
    return known && off;
}

static void judge_against_data(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    const struct point *p =
        l->conf->emission_outlet_id != 0 ? point_of(s, l->conf->emission_outlet_id) : NULL;
    if (p == NULL)
        return;
    int64_t t = minute * MINUTE_MS;
    bool fresh = p->em_ms != INT64_MIN && t - p->em_ms <= 20 * MINUTE_MS;
    bool marked = wr_offsite_span_kinds_at(p->conf->spans, p->conf->spans_n, 1u << WR_OS_STOP, t) ||
                  (fresh && p->em_stopped);
    struct about a = about_line(s, l, WR_OR_P8, minute);
    a.value = power_of(l, WR_OC_PRODUCTION);
    a.outlet_id = l->conf->emission_outlet_id;
    watch_step(&l->p8, marked && l->producing ? HOLD : CLEAR, &a);
    a.rule = WR_OR_P9;
    bool emits = fresh && p->em_flow > 0 && p->em_conc > 0 && !p->em_stopped;
    a.value = p->em_conc;
    watch_step(&l->p9, emits && main_is_off(l) ? HOLD : CLEAR, &a);
}

/* ---- days (P10, baseline) --------------------------------------------------------------------------- */

void close_power_day(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    const struct wr_offsite_rule_row *r = rule(s, WR_OR_P10);
    double total = 0, parts = 0;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        struct channel *ch = &l->ch[i];
        if (ch->conf->role == WR_OC_MAIN)
            total += ch->day_kwh;
        else
            parts += ch->day_kwh;
        ch->day_kwh = 0;
    }
    struct about a = about_line(s, l, WR_OR_P10, minute);
    a.value = total - parts;
    if (r != NULL && total >= (double)r->p[WR_P_P10_MIN_KWH]) {
        a.bound = total * (double)r->p[WR_P_P10_SHARE_BP] / 10000;
        watch_step(&l->p10, a.value > a.bound ? HOLD : CLEAR, &a);
    }
    if (l->day_minutes >= ENOUGH_DAY_MIN && l->day_kwh > 0 && !l->day_ordered)
        l->base[l->base_n++ % BASE_DAYS] = l->day_kwh;
    l->day_kwh = 0;
    l->day_minutes = 0;
    l->day_ordered = false;
}

static void count_day(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    int64_t day = (minute + ZONE_MIN) / DAY_MIN;
    if (l->day_no != INT64_MIN && day != l->day_no)
        close_power_day(s, l, l->day_no * DAY_MIN - ZONE_MIN);
    l->day_no = day;
    for (size_t i = 0; i < l->conf->orders_n; i++) {
        const struct wr_offsite_order *o = &l->conf->orders[i];
        int64_t t = minute * MINUTE_MS;
        l->day_ordered = l->day_ordered || (o->from_ms <= t && (o->to_ms == 0 || t < o->to_ms));
    }
    for (size_t i = 0; i < l->conf->channels_n; i++)
        if (l->ch[i].conf->quantity == WR_OQ_POWER && !isnan(l->ch[i].value))
            l->ch[i].day_kwh += l->ch[i].value / 60;
}

/* ---- a minute --------------------------------------------------------------------------------------- */

void judge_power(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    bool all_run = false, one_off = false;
    bool was_producing = l->producing;
    double kw = power_of(l, WR_OC_PRODUCTION);
    treatment_of(l, &all_run, &one_off);
    l->producing = any_runs(l, WR_OC_PRODUCTION);
    l->was_treating = l->treating;
    l->treating = all_run;
    if (l->producing && !was_producing) {
        l->producing_from = minute;
        l->late_known = l->treating;
    }
    if (!l->was_treating && l->treating)
        l->treating_from = minute;
    if (l->was_treating && !l->treating)
        l->treating_to = minute;
    if (one_off && l->off_from == INT64_MIN)
        l->off_from = minute;
    if (!one_off)
        l->off_from = INT64_MIN;
    count_day(s, l, minute);
    count_energy(l, minute, kw);
    judge_together(s, l, minute, one_off);
    judge_times(s, l, minute, !l->was_treating && l->treating, was_producing && !l->producing);
    judge_idling(s, l, minute);
    judge_meters(s, l, minute);
    judge_stop(s, l, minute, kw);
    judge_cut(s, l, minute);
    judge_against_data(s, l, minute);
}
