#pragma once

#include "modules/plate/plate_use.h"

/** What one plate is drawn from: the plate, and who is liaison now. */
struct wr_plate_item {
    int64_t id;
    struct wr_str code, kid, sig, credit_code, issue_date;
    int64_t ver, status;
    int64_t printed_officer_id; /* 0: never printed */
    int64_t enterprise_id;
    struct wr_str enterprise_name, district_name;
    bool made_up;
    int64_t officer_id; /* liaison of now, 0: none */
    struct wr_str officer_name, officer_unit, officer_title, officer_phone;
    int64_t photo_id;
};

/** A page of plates, newest first. Scope: `district_id` 0 = all. */
WR_MUST_CHECK int wr_plate_store_list(struct wr_tx *tx, const struct wr_plate_query *q,
                                      int64_t limit, struct wr_list *ret);
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_plate_store_get(struct wr_tx *tx, int64_t id, struct wr_plate *ret);
WR_MUST_CHECK int wr_plate_store_by_code(struct wr_tx *tx, struct wr_str code,
                                         struct wr_plate *ret);
WR_MUST_CHECK int wr_plate_store_live(struct wr_tx *tx, int64_t enterprise_id,
                                      struct wr_plate *ret);
WR_MUST_CHECK int wr_plate_store_code_taken(struct wr_tx *tx, struct wr_str code, bool *ret);
WR_MUST_CHECK int wr_plate_store_insert(struct wr_tx *tx, const struct wr_plate *p,
                                        int64_t *ret_id);
/** New state with its reason. */
WR_MUST_CHECK int wr_plate_store_state(struct wr_tx *tx, int64_t id, enum wr_plate_status to,
                                       struct wr_str reason);
WR_MUST_CHECK int wr_plate_store_replaced_by(struct wr_tx *tx, int64_t id, int64_t new_id);
/** Printed with `officer_id` on it (0: nobody); clears the reprint mark. */
WR_MUST_CHECK int wr_plate_store_printed(struct wr_tx *tx, int64_t id, enum wr_plate_status to,
                                         int64_t officer_id, int64_t ver, int64_t now_ms);
WR_MUST_CHECK int wr_plate_store_hung(struct wr_tx *tx, int64_t id, const struct wr_plate_hang *h,
                                      int64_t now_ms);
WR_MUST_CHECK int wr_plate_store_reprint_due(struct wr_tx *tx, int64_t id);
WR_MUST_CHECK int wr_plate_store_event(struct wr_tx *tx, int64_t plate_id, int64_t at_ms,
                                       const char *kind, int64_t user_id, struct wr_str note);
WR_MUST_CHECK int wr_plate_store_events(struct wr_tx *tx, int64_t plate_id, struct wr_list *ret);
/** Time of the last event of a kind, 0 if there is none. */
WR_MUST_CHECK int wr_plate_store_last_event(struct wr_tx *tx, int64_t plate_id, const char *kind,
                                            int64_t *ret_at_ms);
/** Codes of void, lost and replaced plates, ascending. */
WR_MUST_CHECK int wr_plate_store_revoked(struct wr_tx *tx, struct wr_list *ret_codes);
/** Active, paired enterprises without a live plate, in the order in which they are hung: district, street, name. */
WR_MUST_CHECK int wr_plate_store_missing(struct wr_tx *tx, int64_t district_id, int64_t limit,
                                         struct wr_list *ret_ids);
/** Ids of the plates to print, in order of district, street and name. */
WR_MUST_CHECK int wr_plate_store_print_ids(struct wr_tx *tx, const struct wr_plate_print *in,
                                           int64_t district_id, struct wr_list *ret_ids);
/** @return 0, WR_ENOTFOUND (no such plate, or none that may be printed, or of another district than `district_id` ≠ 0) */
WR_MUST_CHECK int wr_plate_store_item(struct wr_tx *tx, int64_t id, int64_t district_id,
                                      struct wr_plate_item *ret);
