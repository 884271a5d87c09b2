/* Process lines: meters to minutes, minutes to states (§16). */
#include "modules/offsite/offsite_line.h"

#include <math.h>

#define JUMP_MAX_MIN (7 * 1440)
#define STEP_UNKNOWN_MIN 15

bool lines_new(struct wr_offsite_site *s)
{
    s->lines = wr_arena_array(s->a, s->conf->lines_n + 1, sizeof(*s->lines));
    for (size_t i = 0; s->lines != NULL && i < s->conf->lines_n; i++) {
        struct line *l = &s->lines[i];
        const struct wr_offsite_line_conf *c = &s->conf->lines[i];
        *l = (struct line){.conf = c,
                           .min = INT64_MIN,
                           .newest_min = INT64_MIN,
                           .off_from = INT64_MIN,
                           .producing_from = INT64_MIN,
                           .producing_to = INT64_MIN,
                           .treating_from = INT64_MIN,
                           .treating_to = INT64_MIN,
                           .day_no = INT64_MIN};
        l->ch = wr_arena_array(s->a, c->channels_n + 1, sizeof(*l->ch));
        if (l->ch == NULL)
            return false;
        for (size_t k = 0; k < c->channels_n; k++) {
            struct channel *ch = &l->ch[k];
            ch->conf = &c->channels[k];
            ch->value = ch->held = NAN;
            ch->held_min = INT64_MIN;
            for (int j = 0; j < LINE_RING; j++)
                ch->ring_min[j] = INT64_MIN;
            if (ch->conf->role == WR_OC_TREATMENT)
                ch->history = wr_arena_new(s->a, struct history);
        }
    }
    return s->lines != NULL;
}

/* ---- states (§16) --------------------------------------------------------------------------------- */

/** OFF < off ≤ IDLE < run ≤ RUN of rated, with a band around each bound that must be passed to leave a state. */
static enum power state_of(const struct wr_offsite_pack *p, const struct channel *ch, double v)
{
    double share = v / ch->conf->rated * 10000;
    double off = (double)p->number[WR_ON_POWER_OFF_BP], run = (double)p->number[WR_ON_POWER_RUN_BP];
    double band = (double)p->number[WR_ON_POWER_HYST_BP];
    double off_at = ch->state == POWER_OFF    ? off + band
                    : ch->state >= POWER_IDLE ? off - band
                                              : off;
    double run_at = ch->state == POWER_RUN       ? run - band
                    : ch->state != POWER_UNKNOWN ? run + band
                                                 : run;
    return share < off_at ? POWER_OFF : share < run_at ? POWER_IDLE : POWER_RUN;
}

static void step_state(const struct wr_offsite_pack *p, struct channel *ch)
{
    if (isnan(ch->value) || ch->conf->quantity == WR_OQ_VOLTAGE)
        return;
    enum power next = state_of(p, ch, ch->value);
    if (next == ch->state) {
        ch->next_n = 0;
        return;
    }
    ch->next_n = next == ch->next ? ch->next_n + 1 : 1;
    ch->next = next;
    if (ch->next_n >= p->number[WR_ON_POWER_SAMPLES]) {
        ch->state = next;
        ch->next_n = 0;
    }
}

/** The value that stands for the minute: measured in it, else held for a while. */
static void read_channel(struct channel *ch, int64_t minute)
{
    size_t at = (size_t)(minute % LINE_RING);
    if (ch->ring_min[at] == minute) {
        ch->held = ch->ring[at];
        ch->held_min = minute;
    }
    int64_t hold = ch->step_min * 2 > HOLD_MIN ? ch->step_min * 2 : HOLD_MIN;
    bool stands = ch->held_min != INT64_MIN && minute - ch->held_min <= hold;
    ch->value = stands ? ch->held : NAN;
}

static void judge_minute_of(struct wr_offsite_site *s, struct line *l, int64_t minute)
{
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        read_channel(&l->ch[i], minute);
        step_state(s->pack, &l->ch[i]);
    }
    l->min = minute;
    judge_power(s, l, minute);
}

/** All minutes up to `until`, one after the other. */
static void advance(struct wr_offsite_site *s, struct line *l, int64_t until)
{
    if (l->min == INT64_MIN)
        return;
    if (until - l->min > JUMP_MAX_MIN)
        l->min = until - JUMP_MAX_MIN;
    for (int64_t m = l->min + 1; m <= until; m++)
        judge_minute_of(s, l, m);
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static void put(struct wr_offsite_site *s, struct line *l, struct channel *ch, int64_t minute,
                double v)
{
    if (l->min == INT64_MIN)
        l->min = minute - 1;
    if (minute > l->newest_min) {
        l->newest_min = minute;
        advance(s, l, minute - SETTLE_MIN);
    }
    if (minute <= l->min) /* judged already; the rebuild from history sees it in its place */
        return;
    if (ch->held_min != INT64_MIN && minute > ch->held_min &&
        (ch->step_min == 0 || minute - ch->held_min < ch->step_min))
        ch->step_min = minute - ch->held_min;
    size_t at = (size_t)(minute % LINE_RING);
    ch->ring[at] = v;
    ch->ring_min[at] = minute;
}

void lines_row(struct wr_offsite_site *s, const struct wr_offsite_row *row)
{
    int64_t minute = row->t_ms / MINUTE_MS;
    for (size_t i = 0; i < s->conf->lines_n; i++) {
        struct line *l = &s->lines[i];
        for (size_t k = 0; k < l->conf->channels_n; k++) {
            struct channel *ch = &l->ch[k];
            if (ch->conf->outlet_id != row->outlet_id)
                continue;
            for (size_t j = 0; j < row->n; j++) {
                const struct wr_offsite_value *v = &row->values[j];
                bool field = v->field == WR_TELE_RTD || v->field == WR_TELE_AVG;
                if (field && !isnan(v->value) && wr_str_eq(v->factor, ch->conf->factor))
                    put(s, l, ch, minute, v->value);
            }
        }
    }
}

/** Without rows a minute is judged only when no meter's next row can still speak of it. */
static int64_t patience_of(const struct line *l)
{
    int64_t step = 0;
    for (size_t i = 0; i < l->conf->channels_n; i++) {
        int64_t mine = l->ch[i].step_min > 0 ? l->ch[i].step_min : STEP_UNKNOWN_MIN;
        step = mine > step ? mine : step;
    }
    return 2 * step + SETTLE_MIN;
}

void lines_tick(struct wr_offsite_site *s, int64_t now_ms)
{
    for (size_t i = 0; i < s->conf->lines_n; i++)
        advance(s, &s->lines[i], now_ms / MINUTE_MS - patience_of(&s->lines[i]));
}
