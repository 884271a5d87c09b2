#include "modules/offsite/offsite_valid.h"

#include <math.h>
#include <stdlib.h>

#define HOUR_MS INT64_C(3600000)

bool wr_offsite_mark_normal(struct wr_str mark)
{
    return mark.n == 0 || (mark.n == 1 && mark.p[0] == 'N');
}

enum wr_offsite_reason wr_offsite_valid_value(const struct wr_offsite_value_facts *f)
{
    if (!isfinite(f->value))
        return WR_REASON_NOT_A_NUMBER;
    if (f->duplicate)
        return WR_REASON_DUPLICATE;
    if ((f->future_ms > 0 && f->t_ms > f->received_ms + f->future_ms) ||
        (f->old_ms > 0 && !f->backfill && f->t_ms < f->received_ms - f->old_ms))
        return WR_REASON_TIME;
    if (f->has_range && (f->value < f->range_lo || f->value > f->range_hi))
        return WR_REASON_PHYSICAL;
    if (!wr_offsite_mark_normal(f->mark))
        return WR_REASON_FLAG;
    if (f->marked)
        return WR_REASON_MARKED;
    if (f->has_count && f->count < f->count_min)
        return WR_REASON_TOO_FEW;
    return WR_REASON_NONE;
}

/* ---- aggregation of marks ------------------------------------------------------------------------- */

/** Place of a letter in the order; letters outside come last, by alphabet. */
static int rank_of(struct wr_str order, char letter)
{
    for (size_t i = 0; i < order.n; i++)
        if (order.p[i] == letter)
            return (int)i;
    return (int)order.n + (unsigned char)letter;
}

char wr_offsite_flag_water(const struct wr_str *marks, size_t n, size_t expected,
                           struct wr_str order)
{
    size_t count[128] = {0};
    for (size_t i = 0; i < n; i++)
        if (!wr_offsite_mark_normal(marks[i]))
            count[(unsigned char)marks[i].p[0] & 127]++;
    if (expected > n)
        count['B'] += expected - n;
    char best = 'N';
    size_t most = 0;
    for (int c = 1; c < 128; c++) {
        bool tie = count[c] > 0 && count[c] == most && best != 'N' &&
                   rank_of(order, (char)c) < rank_of(order, best);
        if (count[c] > most || tie) {
            most = count[c];
            best = (char)c;
        }
    }
    return best;
}

char wr_offsite_flag_gas(const struct wr_str *marks, size_t n, size_t expected, int64_t share_bp)
{
    int64_t normal = 0;
    int64_t of = (int64_t)(expected > n ? expected : n);
    for (size_t i = 0; i < n; i++)
        if (wr_offsite_mark_normal(marks[i]))
            normal++;
    return of > 0 && normal * 10000 >= of * share_bp ? 'N' : 'D';
}

/* ---- marks ---------------------------------------------------------------------------------------- */

static int64_t end_of(const struct wr_offsite_span *s)
{
    return s->to_ms != 0 ? s->to_ms : INT64_MAX;
}

static bool concerns(const struct wr_offsite_span *s, struct wr_str factor)
{
    return s->factor.n == 0 || factor.n == 0 || wr_str_eq(s->factor, factor);
}

/** Does the mark say something about everything the segment does? */
static bool covers(const struct wr_offsite_span *mark, const struct wr_offsite_span *segment)
{
    bool factor = mark->factor.n == 0 || wr_str_eq(mark->factor, segment->factor);
    return factor && mark->from_ms <= segment->from_ms && end_of(mark) >= end_of(segment);
}

static int by_time(const void *pa, const void *pb)
{
    const struct wr_offsite_span *a = pa, *b = pb;
    if (a->from_ms != b->from_ms)
        return a->from_ms < b->from_ms ? -1 : 1;
    return (a->kind > b->kind) - (a->kind < b->kind);
}

size_t wr_offsite_marks_resolve(struct wr_offsite_mark *marks, size_t n,
                                struct wr_offsite_span *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        marks[i].replaced = false;
        for (size_t j = 0; marks[i].by == WR_MARK_DEVICE && j < n; j++)
            if (marks[j].by == WR_MARK_ENTERPRISE && covers(&marks[j].span, &marks[i].span))
                marks[i].replaced = true;
        if (!marks[i].replaced)
            out[kept++] = marks[i].span;
    }
    if (kept > 0)
        qsort(out, kept, sizeof(*out), by_time);
    return kept;
}

bool wr_offsite_span_invalid(const struct wr_offsite_span *s, size_t n, struct wr_str factor,
                             int64_t t_ms, int64_t len_ms)
{
    int64_t end = t_ms + (len_ms > 0 ? len_ms : 1);
    for (size_t i = 0; i < n; i++)
        if (s[i].invalidates && s[i].from_ms < end && end_of(&s[i]) > t_ms &&
            concerns(&s[i], factor))
            return true;
    return false;
}

bool wr_offsite_span_stopped(const struct wr_offsite_span *s, size_t n, int64_t t_ms)
{
    for (size_t i = 0; i < n; i++)
        if (s[i].stopped && s[i].from_ms <= t_ms && end_of(&s[i]) > t_ms)
            return true;
    return false;
}

bool wr_offsite_span_kinds_at(const struct wr_offsite_span *s, size_t n, unsigned kinds,
                              int64_t t_ms)
{
    for (size_t i = 0; i < n; i++)
        if (((kinds >> s[i].kind) & 1u) != 0 && s[i].from_ms <= t_ms && end_of(&s[i]) > t_ms)
            return true;
    return false;
}

/* ---- rates ---------------------------------------------------------------------------------------- */

static int64_t share_bp(int64_t part, int64_t whole)
{
    return whole > 0 ? part * 10000 / whole : WR_OFFSITE_NO_RATE;
}

struct wr_offsite_rates wr_offsite_rates_of(const struct wr_offsite_hour *hours, size_t n,
                                            int64_t total, int64_t stopped, int64_t late_ms)
{
    struct wr_offsite_rates r = {.expected = total > stopped ? total - stopped : 0};
    for (size_t i = 0; i < n; i++) {
        const struct wr_offsite_hour *h = &hours[i];
        r.received++;
        if (!h->backfill && h->received_ms <= h->t_ms + HOUR_MS + late_ms)
            r.in_time++;
        if (h->normal && !h->invalid)
            r.valid++;
    }
    /* hours that came although marked stopped cannot make more than all */
    int64_t came = r.received < r.expected ? r.received : r.expected;
    int64_t in_time = r.in_time < r.expected ? r.in_time : r.expected;
    r.transmission_bp = share_bp(in_time, r.expected);
    r.transmission_full_bp = share_bp(came, r.expected);
    r.validity_bp = share_bp(r.valid, r.received);
    r.effective_bp = r.transmission_full_bp == WR_OFFSITE_NO_RATE ? WR_OFFSITE_NO_RATE
                     : r.received == 0                            ? 0
                                       : came * r.valid * 10000 / (r.expected * r.received);
    return r;
}
