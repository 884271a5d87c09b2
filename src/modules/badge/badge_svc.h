#pragma once

#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/badge/badge.h"

/** The phone of that uid, revoked or not. @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_device_find_in(struct wr_tx *tx, struct wr_str uid, struct wr_device *ret);
/** It was heard of just now. Not evidence: needs no leaf. */
WR_MUST_CHECK int wr_device_seen_in(struct wr_tx *tx, int64_t id);

/**
 * The newest scan of the officer's code by the enterprise that no visit has taken yet.
 * @param from_ms, to_ms  time of the scan, both included
 * @return 0, WR_ENOTFOUND (no message)
 */
WR_MUST_CHECK int wr_officer_scan_for_in(struct wr_tx *tx, int64_t enterprise_id,
                                         int64_t officer_id, int64_t from_ms, int64_t to_ms,
                                         struct wr_officer_scan *ret);
/** @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_officer_scan_by_uid_in(struct wr_tx *tx, struct wr_str uid,
                                            struct wr_officer_scan *ret);
/** @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_officer_scan_get_in(struct wr_tx *tx, int64_t id, struct wr_officer_scan *ret);
/** The scan belongs to this visit. Appends its leaf. @return 0, WR_ENOTFOUND, WR_ECONFLICT (badge.linked: to another one) */
WR_MUST_CHECK int wr_officer_scan_link_in(struct wr_tx *tx, int64_t id, int64_t visit_id);

extern const struct wr_audit_entity WR_DEVICE_ENTITY, WR_OFFICER_SCAN_ENTITY;
extern const struct wr_audit_entity *const wr_badge_entities[];
extern const struct wr_route wr_badge_routes[];
extern const struct wr_stmt *const wr_badge_stmts[];
