#pragma once

#include "modules/region/region.h"

/** What a person enters to add or change a region. */
struct wr_region_new {
    struct wr_str code, name;
    int64_t parent_id, level;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    struct wr_str valid_from, valid_to, reason;
};
extern const struct wr_field wr_region_new_fields[];
