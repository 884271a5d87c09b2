#pragma once
/* Exports: one file per kind, with its period, filter and row count. Inside the module only. */

#include "codec/table.h"
#include "db/db.h"

/** What an export may be asked for; each kind takes its own part of it and refuses the rest. */
struct wr_export_query {
    bool has_format;
    int64_t format;         /* enum wr_table_format */
    struct wr_str from, to; /* days, both included */
    struct wr_str q, district_id, street_id, status, class, credit_code_status, positive_state,
        risk, covered, paired, sort, kind, source, state, officer_id, enterprise_id, in_post,
        active, reprint_due, outlet_id, cn;
};
extern const struct wr_field wr_export_query_fields[];

/** Filters of all kinds but enterprises, read. */
struct wr_export_filter {
    struct wr_str q;
    int64_t district_id, officer_id, enterprise_id, outlet_id;
    bool has_cn;
    int64_t cn;
    bool has_status, has_kind, has_source, has_in_post, has_active, has_reprint_due;
    int64_t status, kind, source, in_post, active, reprint_due;
};

struct wr_export_plate {
    struct wr_str code, enterprise_name, credit_code, district_name, issue_date, officer_name,
        officer_unit, reason;
    int64_t ver, status, printed_ms, hung_ms;
    bool reprint_due, has_hung_lng_e6, has_hung_lat_e6;
    int64_t hung_lng_e6, hung_lat_e6;
};
struct wr_export_visit {
    int64_t id, checked_in_ms, checked_out_ms;
    struct wr_str enterprise_name, credit_code, district_name, plate_code, evidence_ref, reason,
        unit, officer_name, second_officer_name, summary;
    int64_t kind, insp_class, source, state, verdict, conclusion, findings_n, photos_n, distance_m;
    bool counts_toward_cap, has_distance_m;
};
struct wr_export_assignment {
    struct wr_str enterprise_name, credit_code, district_name, officer_name, officer_unit, until,
        note;
    int64_t kind, from_ms, to_ms, reason, ended_reason;
    bool has_ended_reason;
};

struct wr_export_device {
    struct wr_str mn, password, dialect, credit_code, outlet, allowed_addresses;
};
struct wr_export_reading {
    struct wr_str mn;
    int64_t cn;
    struct wr_str data_time, factor, field, value, flag;
    int64_t version;
    struct wr_str received_at;
};

/** One kind of export. */
struct wr_export_kind {
    const char *name; /* "visits-open" */
    const char *zh;
    const struct wr_field *fields; /* columns */
    size_t obj_size;
    const struct wr_field
        *filters; /* of struct wr_export_filter; NULL: enterprises, by the list's own filters */
    const struct wr_stmt *stmt; /* rows; parameters as wr_export_store_open gives them */
    /** Rows of another kind of origin, instead of `stmt`; such a table is sealed (codec/table.h). */
    int (*rows)(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj), void *arg);
};
extern const struct wr_export_kind wr_export_kinds[]; /* ended by a zero row */
extern const struct wr_field wr_export_enterprise_fields[], wr_export_officer_fields[],
    wr_export_plate_fields[], wr_export_visit_fields[], wr_export_assignment_fields[],
    wr_export_officer_filters[], wr_export_plate_filters[], wr_export_visit_filters[],
    wr_export_open_visit_filters[], wr_export_assignment_filters[];

extern const struct wr_field wr_export_device_fields[], wr_export_reading_fields[],
    wr_export_device_filters[], wr_export_reading_filters[];
/** Rows of `devices` and `readings` (export_device.c). */
WR_MUST_CHECK int wr_export_device_rows(struct wr_tx *tx, int64_t district,
                                        const struct wr_export_filter *f, int64_t from_ms,
                                        int64_t to_ms, int (*each)(void *arg, const void *obj),
                                        void *arg);
WR_MUST_CHECK int wr_export_reading_rows(struct wr_tx *tx, int64_t district,
                                         const struct wr_export_filter *f, int64_t from_ms,
                                         int64_t to_ms, int (*each)(void *arg, const void *obj),
                                         void *arg);

/** Rows of `visits-open` (export_open.c). */
WR_MUST_CHECK int wr_export_open_rows(struct wr_tx *tx, int64_t district,
                                      const struct wr_export_filter *f, int64_t from_ms,
                                      int64_t to_ms, int (*each)(void *arg, const void *obj),
                                      void *arg);

/** Rows of `cases` (export_penalty.c). */
extern const struct wr_field wr_export_case_filters[];
WR_MUST_CHECK int wr_export_case_rows(struct wr_tx *tx, int64_t district,
                                      const struct wr_export_filter *f, int64_t from_ms,
                                      int64_t to_ms, int (*each)(void *arg, const void *obj),
                                      void *arg);

/** Rows of `clues` and `limits` (export_offsite.c). */
WR_MUST_CHECK int wr_export_clue_rows(struct wr_tx *tx, int64_t district,
                                      const struct wr_export_filter *f, int64_t from_ms,
                                      int64_t to_ms, int (*each)(void *arg, const void *obj),
                                      void *arg);
WR_MUST_CHECK int wr_export_limit_rows(struct wr_tx *tx, int64_t district,
                                       const struct wr_export_filter *f, int64_t from_ms,
                                       int64_t to_ms, int (*each)(void *arg, const void *obj),
                                       void *arg);

/** @return 0, WR_ENOTFOUND (names the kinds there are) */
WR_MUST_CHECK int wr_export_kind_find(struct wr_ctx *ctx, struct wr_str name,
                                      const struct wr_export_kind **ret);
/**
 * Write the file of one kind, then tell the log that it left the house.
 * @param out           the bytes
 * @param ret_filename  in the arena
 * @return 0, WR_ENOTFOUND (kind), WR_EINVALID (filters), WR_ELIMIT
 */
WR_MUST_CHECK int wr_export_svc_file(struct wr_ctx *ctx, const struct wr_export_kind *kind,
                                     const struct wr_export_query *q, struct wr_buf *out,
                                     struct wr_str *ret_filename);
