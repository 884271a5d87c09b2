#pragma once
/* Geometry in integers: micro-degrees, no rounding. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One closed ring: x, y of each corner in turn; the last corner need not repeat the first. */
struct wr_ring {
    const int64_t *xy;
    size_t n; /* corners */
};
/**
 * Does the point lie in the shape? Even–odd over all rings, so that holes are outside; a point on a line lies inside.
 * @param x,y  micro-degrees within ±180 million: products fit in 64 bits
 */
bool wr_zone_covers(const struct wr_ring *rings, size_t n, int64_t x, int64_t y);
