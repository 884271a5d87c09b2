#pragma once
/* Coordinates as lists hold them: decimal degrees, degrees-minutes-seconds, swapped, with a comma. Pure. */

#include "base/site.h"
#include "base/str.h"

enum wr_place_note {
    WR_PLACE_DMS = 1,   /* was degrees, minutes, seconds */
    WR_PLACE_COMMA = 2, /* had a decimal comma */
    WR_PLACE_SWAPPED =
        4, /* longitude and latitude stood in each other's column; read the right way round */
    WR_PLACE_ZERO = 8,       /* zero: taken as missing */
    WR_PLACE_HALF = 16,      /* only one of the two */
    WR_PLACE_UNREADABLE = 32 /* no number, or not on the globe */
};
struct wr_place {
    bool has; /* both numbers are there */
    int64_t lng_e6, lat_e6;
    unsigned notes; /* enum wr_place_note bits */
};
/** One coordinate in micro-degrees, rounded half up. @param notes  DMS and COMMA are added */
WR_MUST_CHECK bool wr_place_degrees(struct wr_str text, int64_t *ret_e6, unsigned *notes);
/**
 * Read a pair of cells (folded, blank when empty). Swapped ones are recognised when only the other reading is in the city's
 * box, or on the globe where there is no box.
 */
struct wr_place wr_place_read(struct wr_str lng, struct wr_str lat, const struct wr_site *site);
/** GCJ-02 (国测局坐标) to WGS-84, to about a metre. Outside China the input comes back. */
void wr_place_from_gcj02(int64_t *lng_e6, int64_t *lat_e6);
