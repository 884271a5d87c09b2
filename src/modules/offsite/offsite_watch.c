/* A condition under way: delay, quiet time, suppression, one open episode. */
#include "modules/offsite/offsite_engine.h"

#include <math.h>

/** Go on telling an open episode at most this often. */
#define TELL_MS HOUR_MS

static void speak(const struct watch *w, int said, const struct about *a,
                  const struct wr_offsite_rule_row *r)
{
    struct wr_offsite_event e = {
        .said = said,
        .rule = a->rule,
        .outlet_id = a->outlet_id,
        .line_id = a->line_id,
        .other_outlet_id = a->other_id,
        .from_ms = w->from_ms,
        .raised_ms = w->raised_ms,
        .last_ms = w->last_ms,
        .value = w->worst,
        .bound = a->bound,
        .n = w->n,
        .fraud = r->fraud,
        .outage = a->outage,
        .recent = a->recent,
    };
    if (a->factor != NULL && !wr_str_copy_z(wr_str(a->factor), e.factor, sizeof(e.factor)))
        e.factor[0] = 0;
    a->s->sink.said(a->s->sink.arg, &e);
}

static void take_value(struct watch *w, const struct about *a)
{
    double base = isnan(a->bound) ? 0 : a->bound;
    if (isnan(w->worst) || (!isnan(a->value) && fabs(a->value - base) > fabs(w->worst - base)))
        w->worst = a->value;
}

/** Rows that come late, one by one, end a gap and show the next: that is not told each time. */
static bool flaps(const struct about *a)
{
    return a->rule == WR_OR_G1;
}

static void raise_it(struct watch *w, const struct about *a, const struct wr_offsite_rule_row *r)
{
    int64_t quiet_ms = a->s->pack->number[WR_ON_QUIET_MIN] * MINUTE_MS;
    bool again = w->ever && w->since_ms - w->last_ms <= quiet_ms;
    if (!again) {
        w->from_ms = w->since_ms;
        w->raised_ms = a->t_ms;
        w->worst = NAN;
        w->n = 0;
    }
    w->muted = again && flaps(a) && a->t_ms - w->told_ms < TELL_MS;
    w->open = w->ever = true;
    w->last_ms = a->t_ms;
    w->n++;
    take_value(w, a);
    if (w->muted)
        return;
    w->told_ms = a->t_ms;
    speak(w, again ? WR_SAID_EXTEND : WR_SAID_RAISE, a, r);
}

void watch_step(struct watch *w, enum hold hold, const struct about *a)
{
    const struct wr_offsite_rule_row *r = wr_offsite_rule_on(a->s->pack, a->rule, a->t_ms);
    if (r == NULL || (hold == HOLD &&
                      wr_offsite_span_kinds_at(a->spans, a->spans_n, r->suppress_kinds, a->t_ms)))
        hold = CLEAR;
    if (hold == KEEP)
        return;
    if (hold == CLEAR) {
        bool was = w->open;
        w->since_ms = INT64_MIN;
        w->run = 0;
        w->open = false;
        if (was && r != NULL && !w->muted)
            speak(w, WR_SAID_END, a, r);
        w->muted = false;
        return;
    }
    if (w->since_ms == INT64_MIN || w->since_ms == 0)
        w->since_ms = a->since_ms != 0 ? a->since_ms : a->t_ms;
    if (!w->open) {
        if (a->t_ms - w->since_ms >= r->delay_min * MINUTE_MS)
            raise_it(w, a, r);
        return;
    }
    w->last_ms = a->t_ms;
    w->n++;
    take_value(w, a);
    if (a->t_ms - w->told_ms >= TELL_MS) {
        w->told_ms = a->t_ms;
        w->muted = false;
        speak(w, WR_SAID_EXTEND, a, r);
    }
}

void watch_once(struct watch *w, const struct about *a)
{
    struct about now = *a;
    const struct wr_offsite_rule_row *r = wr_offsite_rule_on(a->s->pack, a->rule, a->t_ms);
    if (r == NULL)
        return;
    /* the delay of such a rule is part of its condition */
    now.since_ms = a->t_ms - r->delay_min * MINUTE_MS;
    watch_step(w, HOLD, &now);
    watch_step(w, CLEAR, &now);
}
