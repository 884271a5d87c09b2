#pragma once

#include "codec/field.h"

enum wr_cert_state { WR_CERT_NONE, WR_CERT_VALID, WR_CERT_EXPIRED };
extern const struct wr_enum_item wr_cert_states[];

/** An enforcement officer (执法人员); as a liaison (联络员) his name, unit and duty phone stand on the plate. */
struct wr_officer {
    int64_t id;
    struct wr_str name, pinyin, unit, title;
    int64_t district_id; /* 0: city level */
    struct wr_str district_name;
    struct wr_str cert_no, cert_from, cert_to;
    int64_t cert_state; /* as of today */
    bool in_post;
    struct wr_str phone;
    int64_t photo_id;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    int64_t capacity;
    int64_t enterprises_n;
    int64_t import_batch_id;
    int64_t created_ms, version;
};
extern const struct wr_field wr_officer_fields[];

/** Certificate state on a day; the validity days are inclusive. */
enum wr_cert_state wr_officer_cert_state(const struct wr_officer *o, struct wr_str day);

/** Officer and enterprise kept apart (回避). */
struct wr_recusal {
    int64_t id, officer_id, enterprise_id;
    struct wr_str officer_name, enterprise_name, reason;
    int64_t created_ms, ended_ms;
};
extern const struct wr_field wr_recusal_fields[];
