#include "modules/offsite/offsite_emission.h"

#include <math.h>

int64_t wr_offsite_substitute_of(const struct wr_offsite_pack *p, int64_t capture_bp, int64_t gap_h)
{
    if (capture_bp < p->number[WR_ON_FILL_POOR_BP])
        return 0;
    if (capture_bp < p->number[WR_ON_FILL_GOOD_BP])
        return p->number[WR_ON_FILL_POOR_HOURS];
    return p->number[gap_h <= p->number[WR_ON_FILL_GAP_H] ? WR_ON_FILL_SHORT_HOURS
                                                          : WR_ON_FILL_LONG_HOURS];
}

/** Largest of the last `of` valid rates before hour `at`; NaN: there are none. */
static double largest_before(const struct wr_emission_series *s, size_t at, int64_t of)
{
    double most = NAN;
    for (size_t i = at; i-- > 0 && of > 0;) {
        if (isnan(s->rate[i]))
            continue;
        of--;
        most = isnan(most) || s->rate[i] > most ? s->rate[i] : most;
    }
    for (size_t i = s->before_n; i-- > 0 && of > 0; of--)
        most = isnan(most) || s->before[i] > most ? s->before[i] : most;
    return most;
}

static bool is_hole(const struct wr_emission_series *s, size_t i)
{
    return i < s->n && isnan(s->rate[i]) && !s->stopped[i];
}

size_t wr_offsite_emission_holes(const struct wr_offsite_pack *p,
                                 const struct wr_emission_series *s, int64_t capture_bp,
                                 struct wr_emission_hole *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (!is_hole(s, i))
            continue;
        struct wr_emission_hole h = {.at = i};
        while (is_hole(s, i + h.n))
            h.n++;
        h.of = wr_offsite_substitute_of(p, capture_bp, (int64_t)h.n);
        h.rate = largest_before(s, i, h.of);
        if (isnan(h.rate))
            h.of = 0;
        if (n < max)
            out[n] = h;
        n++;
        i += h.n;
    }
    return n;
}
