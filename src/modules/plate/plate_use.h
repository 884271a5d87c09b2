#pragma once
/* Use cases of this module's own pages and commands. */

#include "codec/plate_draw.h"
#include "modules/plate/plate_svc.h"

struct wr_plate_query {
    struct wr_str q;
    bool has_status, has_reprint_due, has_limit;
    int64_t status;
    bool reprint_due;
    int64_t district_id, enterprise_id;
    int64_t limit, cursor;
};
struct wr_plate_issue {
    struct wr_list enterprise_ids; /* int64 */
    int64_t district_id;
    bool all_missing;
};
struct wr_plate_issued {
    int64_t issued_n;
};
struct wr_plate_reason {
    struct wr_str reason;
};
struct wr_plate_hang {
    bool has_lng_e6, has_lat_e6, has_accuracy_m;
    int64_t lng_e6, lat_e6, accuracy_m;
    int64_t photo_id;
};
struct wr_plate_event {
    int64_t at_ms;
    struct wr_str kind, user_name, note;
};
enum wr_plate_image { WR_PLATE_IMAGE_SVG, WR_PLATE_IMAGE_PDF, WR_PLATE_IMAGE_PNG };
struct wr_plate_image_query {
    int64_t format; /* enum wr_plate_image */
};
enum wr_plate_print_format { WR_PLATE_PRINT_PDF, WR_PLATE_PRINT_SVG_ZIP };
struct wr_plate_print {
    int64_t district_id;
    bool has_status;
    int64_t status;
    bool reprint_due;   /* only those */
    struct wr_list ids; /* int64; others are ignored when given */
    int64_t layout;     /* enum wr_plate_layout */
    int64_t format;     /* enum wr_plate_print_format */
};
struct wr_plate_key {
    struct wr_str kid, alg, public_key;
    int64_t created_ms;
    struct wr_str purpose;
};
struct wr_plate_revocations {
    int64_t issued_ms;
    struct wr_list codes; /* struct wr_str */
    struct wr_str kid, sig;
};
extern const struct wr_field wr_plate_query_fields[], wr_plate_issue_fields[],
    wr_plate_issued_fields[], wr_plate_reason_fields[], wr_plate_hang_fields[],
    wr_plate_event_fields[], wr_plate_image_query_fields[], wr_plate_print_fields[],
    wr_plate_key_fields[], wr_plate_revocations_fields[];
extern const struct wr_enum_item wr_plate_print_formats[];

WR_MUST_CHECK int wr_plate_svc_list(struct wr_ctx *ctx, const struct wr_plate_query *q,
                                    struct wr_list *ret, struct wr_str *ret_next);
/** @return 0, WR_ENOTFOUND (also: not in the actor's district) */
WR_MUST_CHECK int wr_plate_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_plate *ret);
WR_MUST_CHECK int wr_plate_svc_history(struct wr_ctx *ctx, int64_t id, struct wr_list *ret);
/** Issue for the enterprises named, or for all active, paired ones without a live plate (of a district). Those that have one are passed over. */
WR_MUST_CHECK int wr_plate_svc_issue(struct wr_ctx *ctx, const struct wr_plate_issue *in,
                                     int64_t *ret_n);
/** Issue a new plate, with a new code; the old one is replaced in the same transaction. */
WR_MUST_CHECK int wr_plate_svc_replace(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                                       int64_t *ret_new_id);
/** @param to  WR_PLATE_LOST or WR_PLATE_VOID */
WR_MUST_CHECK int wr_plate_svc_end(struct wr_ctx *ctx, int64_t id, enum wr_plate_status to,
                                   struct wr_str reason);
WR_MUST_CHECK int wr_plate_svc_hung(struct wr_ctx *ctx, int64_t id, const struct wr_plate_hang *in);
WR_MUST_CHECK int wr_plate_svc_revocations(struct wr_ctx *ctx, struct wr_plate_revocations *ret);
/** Public keys of plates and of the audit log. */
WR_MUST_CHECK int wr_plate_svc_keys(struct wr_ctx *ctx, struct wr_list *ret);
/** Judge a text as a gate would. @return as wr_plate_scan_in */
WR_MUST_CHECK int wr_plate_svc_scan(struct wr_ctx *ctx, struct wr_str text,
                                    struct wr_plate_scan *ret);

/* ---- printing (plate_print.c) ---- */
WR_MUST_CHECK int wr_plate_svc_image(struct wr_ctx *ctx, int64_t id, enum wr_plate_image format,
                                     struct wr_plate *ret, struct wr_buf *out);
/** Queue a job plate.print. @return 0, WR_ENOTFOUND (plate.none_to_print), WR_ELIMIT */
WR_MUST_CHECK int wr_plate_svc_print(struct wr_ctx *ctx, const struct wr_plate_print *in,
                                     struct wr_job *ret);
/**
 * Draw and mark as printed.
 * @param path      file to write; must not exist
 * @param progress  called now and then; a negative answer ends the work
 */
WR_MUST_CHECK int wr_plate_svc_print_to(struct wr_ctx *ctx, const struct wr_plate_print *in,
                                        const char *path,
                                        int (*progress)(void *arg, int64_t done, int64_t total),
                                        void *arg, int64_t *ret_n);
