#include "modules/zone/zone_rules.h"

static bool between(int64_t a, int64_t v, int64_t b)
{
    return (a <= v && v <= b) || (b <= v && v <= a);
}

/** Sign of the turn from a→b to a→p; 0: on the line. */
static int64_t turn(struct wr_corner a, struct wr_corner b, int64_t x, int64_t y)
{
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

bool wr_zone_covers(const struct wr_ring *rings, size_t n, int64_t x, int64_t y)
{
    bool inside = false;

    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < rings[r].n; i++) {
            struct wr_corner a = rings[r].at[i], b = rings[r].at[(i + 1) % rings[r].n];
            int64_t side = turn(a, b, x, y);
            if (side == 0 && between(a.x, x, b.x) && between(a.y, y, b.y))
                return true;
            bool up = a.y <= y && b.y > y, down = b.y <= y && a.y > y;
            if ((up && side > 0) || (down && side < 0))
                inside = !inside;
        }
    return inside;
}
