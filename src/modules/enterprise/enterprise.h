#pragma once

#include "codec/field.h"

/** State of a credit code as given (GB 32100-2015): faulty ones are kept and flagged, never dropped or mended. */
enum wr_uscc_status {
    WR_USCC_OK,
    WR_USCC_BAD_CHECK,
    WR_USCC_BAD_CHAR,
    WR_USCC_BAD_LEN,
    WR_USCC_BLANK,
    WR_USCC_MASKED
};
enum wr_permit_status { WR_PERMIT_OK, WR_PERMIT_MISMATCH, WR_PERMIT_BLANK, WR_PERMIT_MALFORMED };
enum wr_geo_status { WR_GEO_OK, WR_GEO_OUTSIDE, WR_GEO_MISSING };
enum wr_geo_datum { WR_DATUM_WGS84, WR_DATUM_GCJ02, WR_DATUM_UNKNOWN };
enum wr_ent_class { WR_CLASS_KEY, WR_CLASS_SPECIAL, WR_CLASS_GENERAL, WR_CLASS_OTHER };
enum wr_permit_class {
    WR_PERMIT_CLASS_KEY,
    WR_PERMIT_CLASS_SIMPLIFIED,
    WR_PERMIT_CLASS_REGISTRATION,
    WR_PERMIT_CLASS_NONE
};
enum wr_scale { WR_SCALE_LARGE, WR_SCALE_MEDIUM, WR_SCALE_SMALL, WR_SCALE_MICRO, WR_SCALE_UNKNOWN };
enum wr_credit_grade { WR_CREDIT_A, WR_CREDIT_B, WR_CREDIT_C, WR_CREDIT_D, WR_CREDIT_NONE };
enum wr_env_code { WR_ENV_GREEN, WR_ENV_YELLOW, WR_ENV_RED, WR_ENV_NONE };
enum wr_perf_grade {
    WR_PERF_A,
    WR_PERF_B,
    WR_PERF_B_MINUS,
    WR_PERF_C,
    WR_PERF_D,
    WR_PERF_LEADING,
    WR_PERF_NONE
};
enum wr_risk { WR_RISK_HIGH, WR_RISK_ORDINARY };
enum wr_positive_state { WR_POSITIVE_NONE, WR_POSITIVE_LISTED, WR_POSITIVE_SUSPENDED };
enum wr_ent_status { WR_ENT_ACTIVE, WR_ENT_CLOSED, WR_ENT_MOVED, WR_ENT_MERGED };

extern const struct wr_enum_item wr_uscc_statuses[], wr_permit_statuses[], wr_geo_statuses[],
    wr_geo_datums[], wr_ent_classes[], wr_permit_classes[], wr_scales[], wr_credit_grades[],
    wr_env_codes[], wr_perf_grades[], wr_risks[], wr_positive_states[], wr_ent_statuses[];

/** One file of the registry (一企一档). */
struct wr_enterprise {
    int64_t id;
    struct wr_str name, pinyin;
    struct wr_str credit_code, credit_code_raw;
    int64_t credit_code_status;
    struct wr_str permit_no;
    int64_t permit_status;
    struct wr_str permit_valid_to;
    int64_t district_id, street_id;
    struct wr_str district_name, street_name;
    struct wr_str address;
    struct wr_str industry_code, industry_edition, industry_name;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    int64_t geo_status, geo_datum;
    int64_t class, permit_class, scale, credit_grade, env_code, performance_grade, risk;
    bool state_owned, paired;
    int64_t positive_state;
    int64_t status;
    struct wr_str status_date;
    int64_t merged_into;
    struct wr_str contact_name, contact_phone;
    bool made_up;
    struct wr_str note;
    int64_t import_batch_id;
    int64_t created_ms, updated_ms, version;
    /* joined for pages */
    int64_t officer_id;
    struct wr_str officer_name, officer_unit;
    struct wr_str plate_code, plate_status;
    int64_t last_visit_ms;
    int64_t visits_this_year;
    struct wr_str reason; /* input: why it is changed */
};
/** As stored: columns of the table, for stores and exports. */
extern const struct wr_field wr_enterprise_fields[];
/** As a person edits it; members not given keep their value (RFC 7396). */
extern const struct wr_field wr_enterprise_edit_fields[];
/** What a new one is before anything is known of it. */
extern const struct wr_enterprise WR_ENTERPRISE_NEW;

/** One change of a file, with the fields that changed. */
struct wr_enterprise_change {
    int64_t id, enterprise_id, version, changed_ms, user_id;
    struct wr_str user_name, reason;
    struct wr_str changes; /* JSON [{field, before, after}] */
};
extern const struct wr_field wr_enterprise_change_fields[];

/** A place where something leaves the enterprise (排放口). */
struct wr_outlet {
    int64_t id, enterprise_id;
    struct wr_str code;
    int64_t kind; /* enum wr_outlet_kind */
    struct wr_str name, pollutants, standard_name;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    int64_t status; /* enum wr_part_status */
    int64_t version;
    struct wr_str reason;
};
enum wr_outlet_kind { WR_OUTLET_AIR, WR_OUTLET_WATER, WR_OUTLET_NOISE, WR_OUTLET_OTHER };
enum wr_part_status { WR_PART_ACTIVE, WR_PART_STOPPED };
extern const struct wr_enum_item wr_outlet_kinds[], wr_part_statuses[];
extern const struct wr_field wr_outlet_fields[], wr_outlet_edit_fields[];

/** Production, treatment or monitoring equipment (设施设备). */
struct wr_equipment {
    int64_t id, enterprise_id, outlet_id;
    struct wr_str code;
    int64_t kind; /* enum wr_equipment_kind */
    struct wr_str name, mn;
    int64_t status;
    int64_t version;
    struct wr_str reason;
};
enum wr_equipment_kind { WR_EQUIPMENT_PRODUCTION, WR_EQUIPMENT_TREATMENT, WR_EQUIPMENT_MONITORING };
extern const struct wr_enum_item wr_equipment_kinds[];
extern const struct wr_field wr_equipment_fields[], wr_equipment_edit_fields[];
