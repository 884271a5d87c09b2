#pragma once

#include "modules/officer/officer.h"

#define WR_OFFICER_CAPACITY_DEFAULT 30
#define WR_OFFICER_CAPACITY_MAX 500

/** What a person enters to add or change an officer. */
struct wr_officer_edit {
    struct wr_str name, unit, title;
    int64_t district_id;
    struct wr_str cert_no, cert_from, cert_to;
    bool in_post;
    struct wr_str phone;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    bool has_capacity;
    int64_t capacity;
    struct wr_str reason;
};
extern const struct wr_field wr_officer_edit_fields[];

struct wr_officer_query {
    struct wr_str q;
    int64_t district_id;
    bool has_in_post, in_post;
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_officer_query_fields[];

struct wr_recusal_new {
    int64_t enterprise_id;
    struct wr_str reason;
};
extern const struct wr_field wr_recusal_new_fields[];

struct wr_recusal_end {
    struct wr_str reason;
};
extern const struct wr_field wr_recusal_end_fields[];

struct wr_officer_photo {
    int64_t photo_id;
};
extern const struct wr_field wr_officer_photo_fields[];
