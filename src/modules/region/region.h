#pragma once

#include "codec/field.h"

/** A district (区县) or street (街道、乡镇). The table is editable: functional zones and renamed places have their own ids. */
struct wr_region {
    int64_t id;
    struct wr_str code; /* GB/T 2260 or statistical code; absent where there is none */
    struct wr_str name;
    int64_t parent_id;
    int64_t level; /* enum wr_region_level */
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    struct wr_str valid_from, valid_to;
    int64_t version;
};
enum wr_region_level { WR_REGION_DISTRICT, WR_REGION_STREET };
extern const struct wr_enum_item wr_region_levels[];
extern const struct wr_field wr_region_fields[];
#define WR_REGIONS_MAX 5000
