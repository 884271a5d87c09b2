#pragma once

#include "modules/badge/badge_use.h"

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_device_store_by_uid(struct wr_tx *tx, struct wr_str uid,
                                         struct wr_device *ret);
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_device_store_by_key(struct wr_tx *tx, struct wr_str public_key,
                                         struct wr_device *ret);
WR_MUST_CHECK int wr_device_store_live_n(struct wr_tx *tx, int64_t user_id, int64_t *ret_n);
WR_MUST_CHECK int wr_device_store_insert(struct wr_tx *tx, const struct wr_device *d,
                                         int64_t *ret_id);
WR_MUST_CHECK int wr_device_store_revoke(struct wr_tx *tx, int64_t id, int64_t now_ms,
                                         struct wr_str reason);
WR_MUST_CHECK int wr_device_store_seen(struct wr_tx *tx, int64_t id, int64_t now_ms);
/** Newest first. @param user_id 0: of everybody; district_id 0: of the whole city */
WR_MUST_CHECK int wr_device_store_list(struct wr_tx *tx, const struct wr_device_query *q,
                                       int64_t user_id, int64_t district_id, int64_t limit,
                                       struct wr_list *ret);
/** District of the officer whose phone it is; 0: the city. */
WR_MUST_CHECK int wr_device_store_district(struct wr_tx *tx, int64_t id, int64_t *ret_district_id);
/** Keys of phones revoked, or of officers out of post, since `since_ms`; ascending. */
WR_MUST_CHECK int wr_device_store_revoked(struct wr_tx *tx, int64_t since_ms,
                                          struct wr_list *ret_keys);

/** Approved missions of the officer, first or second or of a joint visit, that end on `day` or later. */
WR_MUST_CHECK int wr_badge_store_warrants(struct wr_tx *tx, int64_t officer_id, struct wr_str day,
                                          struct wr_list *ret);
/** Does an approved mission of that id stand, for that officer? */
WR_MUST_CHECK int wr_badge_store_stands(struct wr_tx *tx, int64_t mission_id, int64_t officer_id,
                                        bool *ret);
/** Is it a plate of that enterprise, of whatever age? */
WR_MUST_CHECK int wr_badge_store_plate_of(struct wr_tx *tx, struct wr_str plate_code,
                                          int64_t enterprise_id, bool *ret);

WR_MUST_CHECK int wr_officer_scan_store_get(struct wr_tx *tx, int64_t id,
                                            struct wr_officer_scan *ret);
WR_MUST_CHECK int wr_officer_scan_store_by_uid(struct wr_tx *tx, struct wr_str uid,
                                               struct wr_officer_scan *ret);
/** The first scan of that code by anybody. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_officer_scan_store_by_step(struct wr_tx *tx, int64_t device_id, int64_t step,
                                                struct wr_officer_scan *ret);
WR_MUST_CHECK int wr_officer_scan_store_for(struct wr_tx *tx, int64_t enterprise_id,
                                            int64_t officer_id, int64_t from_ms, int64_t to_ms,
                                            struct wr_officer_scan *ret);
WR_MUST_CHECK int wr_officer_scan_store_insert(struct wr_tx *tx, const struct wr_officer_scan *s,
                                               struct wr_str task, int64_t *ret_id);
WR_MUST_CHECK int wr_officer_scan_store_link(struct wr_tx *tx, int64_t id, int64_t visit_id);
WR_MUST_CHECK int wr_officer_scan_store_list(struct wr_tx *tx,
                                             const struct wr_officer_scan_query *q,
                                             int64_t district_id, int64_t limit,
                                             struct wr_list *ret);
