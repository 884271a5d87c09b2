#pragma once
/* Use cases of this module's own pages. */

#include "modules/badge/badge_rules.h"
#include "modules/badge/badge_svc.h"

struct wr_device_new {
    struct wr_str uid, name, public_key;
};
struct wr_device_query {
    int64_t officer_id;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_device_reason {
    struct wr_str reason;
};
/** An approved mission, signed for one officer. */
struct wr_warrant {
    int64_t mission_id;
    struct wr_str number, enterprise_name, plate_code, kind, insp_class, source, evidence_ref,
        basis, reason, planned_from, planned_to;
    struct wr_str task;
};
struct wr_badge_issued {
    struct wr_str badge;
    int64_t issued_ms, expires_ms, officer_id;
    struct wr_str name, unit, cert_no, cert_to;
    struct wr_list warrants; /* struct wr_warrant */
};
struct wr_officer_scan_new {
    struct wr_str uid, code;
    int64_t at_ms; /* 0: with network */
};
struct wr_officer_scan_query {
    int64_t enterprise_id, officer_id;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_badge_revocations {
    int64_t issued_ms;
    struct wr_list keys; /* struct wr_str */
    struct wr_str kid, sig;
};
extern const struct wr_field wr_device_new_fields[], wr_device_query_fields[],
    wr_device_reason_fields[], wr_badge_issued_fields[], wr_officer_scan_new_fields[],
    wr_officer_scan_query_fields[], wr_my_scan_query_fields[], wr_badge_revocations_fields[];

/**
 * Register the phone of the officer who is logged in; the same uid and key again is the same device.
 * @return 0, WR_EINVALID, WR_EDENIED (badge.no_officer), WR_ECONFLICT (device.taken, device.revoked), WR_ELIMIT (device.too_many)
 */
WR_MUST_CHECK int wr_device_svc_add(struct wr_ctx *ctx, const struct wr_device_new *in,
                                    struct wr_device *ret);
/** An officer's own; those of the district or the city for administrators. */
WR_MUST_CHECK int wr_device_svc_list(struct wr_ctx *ctx, const struct wr_device_query *q,
                                     struct wr_list *ret, struct wr_str *ret_next);
/** @return 0, WR_ENOTFOUND (also: not the actor's to revoke), WR_ECONFLICT (device.revoked) */
WR_MUST_CHECK int wr_device_svc_revoke(struct wr_ctx *ctx, struct wr_str uid, struct wr_str reason,
                                       struct wr_device *ret);
/**
 * Sign a badge for the phone, and the officer's approved missions from today on.
 * @return 0, WR_ENOTFOUND (not the actor's phone), WR_ECONFLICT (device.revoked, badge.no_certificate, badge.not_in_post)
 */
WR_MUST_CHECK int wr_badge_svc_issue(struct wr_ctx *ctx, struct wr_str uid,
                                     struct wr_badge_issued *ret);
WR_MUST_CHECK int wr_badge_svc_revocations(struct wr_ctx *ctx, struct wr_badge_revocations *ret);

/**
 * Verify what the enterprise's phone scanned and keep it. The same uid again, or the same code again by the same enterprise, is
 * the same scan.
 * @return 0; WR_EINVALID (badge.syntax, input); WR_ECONFLICT with a key of its own for each refusal (docs/badge.md); WR_EDENIED
 */
WR_MUST_CHECK int wr_officer_scan_svc_add(struct wr_ctx *ctx, const struct wr_officer_scan_new *in,
                                          struct wr_officer_scan *ret);
/** Scans the actor may see: an enterprise its own, staff those of their district. Newest first. */
WR_MUST_CHECK int wr_officer_scan_svc_list(struct wr_ctx *ctx,
                                           const struct wr_officer_scan_query *q,
                                           struct wr_list *ret, struct wr_str *ret_next);
