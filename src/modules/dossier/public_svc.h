#pragma once
/* What the public sees of a plate, without login (信息牌公开页). Reads many rooms; nobody includes it. */

#include "db/db.h"
#include "http/http.h"

#define WR_PUBLIC_VISITS_MAX 5

struct wr_public_visit {
    int64_t at_ms;
    struct wr_str kind, unit, result;
};

/** The answer to a scan. Of a plate that is not valid only what warns the reader is told: no officer, no visits. */
struct wr_public_plate {
    int64_t genuine; /* enum wr_genuine */
    struct wr_str code, code_print;
    int64_t enterprise_id; /* only for somebody who is logged in */
    struct wr_str enterprise_name, credit_code, issue_date, district_name;
    struct wr_str officer_name, officer_unit, officer_phone;
    int64_t officer_photo_id;
    struct wr_str supervision_phone;
    struct wr_list rights;      /* struct wr_str */
    struct wr_list last_visits; /* struct wr_public_visit */
    /* for a page that verifies by itself */
    struct wr_str signed_text, sig, kid, public_key;
};
extern const struct wr_field wr_public_plate_fields[];

/** @param text  a payload or a typed code @return 0 also for forged and unknown ones, WR_EINVALID (mistyped) */
WR_MUST_CHECK int wr_public_svc_plate(struct wr_ctx *ctx, struct wr_str text,
                                      struct wr_public_plate *ret);
/** The liaison's portrait, if `id` is the one of the live plate with this code. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_public_svc_photo(struct wr_ctx *ctx, int64_t id, struct wr_str code,
                                      struct wr_str *ret_jpeg);

extern const struct wr_route wr_public_routes[];
extern const struct wr_stmt *const wr_public_stmts[];
