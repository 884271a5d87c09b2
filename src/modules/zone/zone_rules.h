#pragma once
/* Geometry in integers: micro-degrees, no rounding. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wr_corner {
    int64_t x, y; /* micro-degrees */
};
/** One closed ring; the last corner need not repeat the first. */
struct wr_ring {
    const struct wr_corner *at;
    size_t n;
};
/**
 * Does the point lie in the shape? Even–odd over all rings, so that holes are outside; a point on a line lies inside.
 * @param x,y  micro-degrees within ±180 million: products fit in 64 bits
 */
bool wr_zone_covers(const struct wr_ring *rings, size_t n, int64_t x, int64_t y);
