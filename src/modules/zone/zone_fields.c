#include "modules/zone/zone_store.h"

#define Z struct wr_zone
#define COMMON                                                                                     \
    WR_ID(Z, id, "编号", "id"), WR_TEXT(Z, name, 1, 200, "名称", "name"),                          \
        WR_TEXT(Z, source, 1, 400, "依据", "document it comes from"),                              \
        WR_I64(Z, west, -180000000, 180000000, "西", "micro-degrees"),                             \
        WR_I64(Z, south, -90000000, 90000000, "南", "micro-degrees"),                              \
        WR_I64(Z, east, -180000000, 180000000, "东", "micro-degrees"),                             \
        WR_I64(Z, north, -90000000, 90000000, "北", "micro-degrees"),                              \
        WR_DATE_OPT(Z, valid_from, "起", "in force from this day"),                                \
        WR_DATE_OPT(Z, valid_to, "止", "in force to this day"),                                    \
        WR_MS(Z, created_ms, "导入时间", "imported"),                                              \
        WR_I64(Z, version, 1, WR_ID_MAX, "版本", "version of the row")

const struct wr_field wr_zone_fields[] = {
    COMMON,
    WR_STRS_OPT(Z, classes, 8, "类别", "codes of levels, the strictest first"),
    {0},
};
const struct wr_field wr_zone_row_fields[] = {
    COMMON,
    WR_STR(struct wr_zone_row, class_text, 0, 200, "类别", "codes with commas between them"),
    WR_STR_OPT(Z, shape, 0, 4194304, "形状", "rings"),
    {0},
};
const struct wr_field wr_zone_at_fields[] = {
    WR_I64(struct wr_zone_at_query, lng_e6, -180000000, 180000000, "经度", "micro-degrees"),
    WR_I64(struct wr_zone_at_query, lat_e6, -90000000, 90000000, "纬度", "micro-degrees"),
    WR_DATE_OPT(struct wr_zone_at_query, day, "日期", "day; absent: today"),
    {0},
};
