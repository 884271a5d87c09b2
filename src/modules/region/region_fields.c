#include "modules/region/region_fields.h"

const struct wr_enum_item wr_region_levels[] = {
    {"district", WR_REGION_DISTRICT, "区县", "district"},
    {"street", WR_REGION_STREET, "街道、乡镇", "street or town"},
    {0},
};

const struct wr_field wr_region_fields[] = {
    WR_ID(struct wr_region, id, "编号", "id"),
    WR_STR_OPT(struct wr_region, code, 6, 12, "代码",
               "GB/T 2260 or statistical code; absent where there is none"),
    WR_STR(struct wr_region, name, 1, 40, "名称", "name"),
    WR_ID_OPT(struct wr_region, parent_id, "上级", "district of a street"),
    WR_ENUM(struct wr_region, level, wr_region_levels, "级别", "district or street"),
    WR_I64_OPT(struct wr_region, lng_e6, -180000000, 180000000, "经度",
               "label point, micro-degrees CGCS2000"),
    WR_I64_OPT(struct wr_region, lat_e6, -90000000, 90000000, "纬度",
               "label point, micro-degrees CGCS2000"),
    WR_DATE_OPT(struct wr_region, valid_from, "起", "in force from this day"),
    WR_DATE_OPT(struct wr_region, valid_to, "止", "in force to this day"),
    WR_I64(struct wr_region, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    {0},
};

const struct wr_field wr_region_new_fields[] = {
    WR_STR_OPT(struct wr_region_new, code, 6, 12, "代码",
               "GB/T 2260 (6) or statistical code (9, 12 digits)"),
    WR_STR(struct wr_region_new, name, 1, 40, "名称", "name"),
    WR_ID_OPT(struct wr_region_new, parent_id, "上级", "district of a street"),
    WR_ENUM(struct wr_region_new, level, wr_region_levels, "级别", "district or street"),
    WR_I64_OPT(struct wr_region_new, lng_e6, -180000000, 180000000, "经度", "label point"),
    WR_I64_OPT(struct wr_region_new, lat_e6, -90000000, 90000000, "纬度", "label point"),
    WR_DATE_OPT(struct wr_region_new, valid_from, "起", "in force from this day"),
    WR_DATE_OPT(struct wr_region_new, valid_to, "止", "in force to this day"),
    WR_STR(struct wr_region_new, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
