/* Fewer points for a drawing, no extreme lost. */
#include "telemetry/telemetry.h"

#include <math.h>

/** Must this sample stay whatever its value: a change of mark, the edge of a gap? */
static bool is_edge(const struct wr_tele_sample *s, size_t n, size_t i)
{
    if (i == 0 || i + 1 == n)
        return true;
    if (strcmp(s[i].flag, s[i - 1].flag) != 0 || strcmp(s[i].flag, s[i + 1].flag) != 0)
        return true;
    bool nan = isnan(s[i].value);
    return nan != (bool)isnan(s[i - 1].value) || nan != (bool)isnan(s[i + 1].value);
}

/** Keep first, lowest, highest, last and the edges of s[from, to). @return samples written */
static size_t keep_bucket(const struct wr_tele_sample *s, size_t n, size_t from, size_t to,
                          struct wr_tele_sample *out)
{
    size_t low = from;
    size_t high = from;
    size_t kept = 0;

    for (size_t i = from; i < to; i++) {
        if (isnan(s[i].value))
            continue;
        if (isnan(s[low].value) || s[i].value < s[low].value)
            low = i;
        if (isnan(s[high].value) || s[i].value > s[high].value)
            high = i;
    }
    for (size_t i = from; i < to; i++) {
        if (i == from || i + 1 == to || i == low || i == high || is_edge(s, n, i))
            out[kept++] = s[i];
    }
    return kept;
}

/* `out` may be `s`: a sample is written where it stood or before, and what lies before it is read no more or unchanged. */
size_t wr_tele_thin(const struct wr_tele_sample *s, size_t n, size_t buckets,
                    struct wr_tele_sample *out)
{
    size_t kept = 0;

    if (n == 0 || buckets == 0 || n / 4 <= buckets) {
        if (out != s)
            memcpy(out, s, n * sizeof(*s));
        return n;
    }
    int64_t first = s[0].t_ms;
    int64_t span = s[n - 1].t_ms - first + 1;
    size_t from = 0;
    while (from < n) {
        size_t bucket = (size_t)((double)(s[from].t_ms - first) / (double)span * (double)buckets);
        size_t to = from;
        while (to < n &&
               (size_t)((double)(s[to].t_ms - first) / (double)span * (double)buckets) == bucket)
            to++;
        kept += keep_bucket(s, n, from, to, out + kept);
        from = to;
    }
    return kept;
}
