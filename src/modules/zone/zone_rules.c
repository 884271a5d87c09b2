#include "modules/zone/zone_rules.h"

static bool between(int64_t a, int64_t v, int64_t b)
{
    return (a <= v && v <= b) || (b <= v && v <= a);
}

/** Sign of the turn from a→b to a→p; 0: on the line. */
static int64_t turn(const int64_t *a, const int64_t *b, int64_t x, int64_t y)
{
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
}

bool wr_zone_covers(const struct wr_ring *rings, size_t n, int64_t x, int64_t y)
{
    bool inside = false;

    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < rings[r].n; i++) {
            const int64_t *a = &rings[r].xy[2 * i];
            const int64_t *b = &rings[r].xy[2 * ((i + 1) % rings[r].n)];
            int64_t side = turn(a, b, x, y);
            if (side == 0 && between(a[0], x, b[0]) && between(a[1], y, b[1]))
                return true;
            bool up = a[1] <= y && b[1] > y, down = b[1] <= y && a[1] > y;
            if ((up && side > 0) || (down && side < 0))
                inside = !inside;
        }
    return inside;
}
