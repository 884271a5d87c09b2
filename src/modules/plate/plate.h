#pragma once

#include "codec/field.h"

enum wr_plate_status {
    WR_PLATE_DRAFT,
    WR_PLATE_ISSUED,
    WR_PLATE_PRINTED,
    WR_PLATE_HUNG,
    WR_PLATE_LOST,
    WR_PLATE_VOID,
    WR_PLATE_REPLACED
};
extern const struct wr_enum_item wr_plate_statuses[];
/** What a scan of a payload comes to. */
enum wr_genuine {
    WR_GENUINE,
    WR_GENUINE_FORGED,
    WR_GENUINE_UNKNOWN,
    WR_GENUINE_VOID,
    WR_GENUINE_LOST,
    WR_GENUINE_REPLACED,
    WR_GENUINE_UNSIGNED
};
extern const struct wr_enum_item wr_genuines[];

extern const struct wr_enum_item
    wr_plate_layouts[]; /* enum wr_plate_layout of codec/plate_draw.h */

#define WR_PLATE_CODE 10
#define WR_PLATE_PRINTS_MAX 10000 /* plates of one print job */

/** One plate (信息牌). */
struct wr_plate {
    int64_t id;
    struct wr_str code, code_print;
    int64_t enterprise_id;
    struct wr_str enterprise_name, district_name;
    int64_t district_id;
    int64_t ver;
    struct wr_str kid, sig, credit_code, issue_date;
    struct wr_str payload, url;
    int64_t status;
    int64_t officer_id;
    struct wr_str officer_name;
    bool reprint_due;
    int64_t printed_ms, hung_ms;
    bool has_hung_lng_e6, has_hung_lat_e6;
    int64_t hung_lng_e6, hung_lat_e6, hung_accuracy_m;
    int64_t hung_photo_id, replaced_by;
    struct wr_str reason;
    int64_t created_ms, version;
};
extern const struct wr_field wr_plate_fields[];
