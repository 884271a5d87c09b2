#pragma once

#include "codec/field.h"

#define WR_ZONES_MAX 5000
#define WR_ZONE_POINTS_MAX 50000 /* of one zone */
#define WR_ZONE_RINGS_MAX 1000

/** An environmental zone (功能区、敏感区): where rules are stricter. Coordinates in micro-degrees, CGCS2000. */
struct wr_zone {
    int64_t id;
    struct wr_str name;
    struct wr_list
        classes;          /* struct wr_str: codes of levels in penalty packs, the strictest first */
    struct wr_str source; /* document it comes from */
    int64_t west, south, east, north;
    struct wr_str valid_from, valid_to; /* days; absent: open */
    int64_t created_ms, version;
    struct wr_str shape; /* "[[x,y,x,y,…],…]": rings, outer ones and holes alike */
};
extern const struct wr_field wr_zone_fields[]; /* without the shape */

struct wr_zone_at_query {
    int64_t lng_e6, lat_e6;
    struct wr_str day; /* absent: today */
};
extern const struct wr_field wr_zone_at_fields[];
