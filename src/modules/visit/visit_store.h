#pragma once
/* SQL of visits; takes a transaction, knows no rules. */

#include "codec/json.h"
#include "db/db.h"
#include "modules/visit/visit_rules.h"

/** What the windows of time hold for one enterprise and officer. */
struct wr_visit_counts {
    int64_t used, day_n, week_n, month_n, low_yield_n, open_n, merge_n;
};
struct wr_visit_count_ask {
    int64_t enterprise_id, officer_id;
    int64_t mission_id; /* whose own reservation does not count, 0 */
    int64_t now_ms;
    int64_t used_until_ms; /* counted inspections up to here (WR_MS_MAX: all of the year) */
    const struct wr_visit_windows *windows;
    struct wr_str today,
        merge_to; /* days in which other missions could be one visit with this one */
};
WR_MUST_CHECK int wr_visit_store_counts(struct wr_tx *tx, const struct wr_visit_count_ask *a,
                                        struct wr_visit_counts *ret);

/** Insert all columns of a new visit. */
WR_MUST_CHECK int wr_visit_store_insert(struct wr_tx *tx, const struct wr_visit *v,
                                        int64_t *ret_id);
/**
 * Take the lowest free slot of 1 … cap; the primary key lets no two visits have one.
 * @param visit_id, mission_id  whose it is; one of them is 0
 * @return 0, WR_EBUSY (no slot: somebody else was quicker)
 */
WR_MUST_CHECK int wr_visit_store_take_slot(struct wr_tx *tx, int64_t enterprise_id,
                                           struct wr_str period, int64_t visit_id,
                                           int64_t mission_id, int64_t cap);
/**
 * A visit takes over the slot its mission reserved in this period; a reservation it does not take is dropped.
 * @param visit_id  0: it does not count, and takes none
 */
WR_MUST_CHECK int wr_visit_store_claim_slot(struct wr_tx *tx, int64_t mission_id,
                                            struct wr_str period, int64_t visit_id,
                                            bool *ret_claimed);
WR_MUST_CHECK int wr_visit_store_drop_reservation(struct wr_tx *tx, int64_t mission_id);
WR_MUST_CHECK int wr_visit_store_free_slot(struct wr_tx *tx, int64_t visit_id);

/** One visit without its parts. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_store_get(struct wr_tx *tx, int64_t id, struct wr_visit *ret);
WR_MUST_CHECK int wr_visit_store_by_client(struct wr_tx *tx, struct wr_str client_id,
                                           struct wr_visit *ret);
/** Newest first. `before_ms`, `before_id`: the last one of the page before. */
struct wr_visit_page {
    struct wr_visit_filter f;
    int64_t from_ms, to_ms;
    int64_t before_ms, before_id;
};
WR_MUST_CHECK int wr_visit_store_list(struct wr_tx *tx, const struct wr_visit_page *p,
                                      struct wr_list *ret);

/** End states: check-out, cancel, refusal. Raises the version; changes only a visit that is in progress.
 *  @return 0, WR_ECONFLICT (it is not) */
WR_MUST_CHECK int wr_visit_store_check_out(struct wr_tx *tx, int64_t id, int64_t conclusion,
                                           struct wr_str summary, int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_cancel(struct wr_tx *tx, int64_t id, struct wr_str reason,
                                        int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_refuse(struct wr_tx *tx, int64_t id, int64_t reason,
                                        struct wr_str note, int64_t now_ms);
/** The enterprise's scan of the officer's code. */
WR_MUST_CHECK int wr_visit_store_set_scan(struct wr_tx *tx, int64_t id, int64_t scan_id);
/** A part of the record changed. */
WR_MUST_CHECK int wr_visit_store_touch(struct wr_tx *tx, int64_t id);

/* visit_store_parts.c */
WR_MUST_CHECK int wr_visit_store_items(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret);
WR_MUST_CHECK int wr_visit_store_add_item(struct wr_tx *tx, int64_t visit_id,
                                          const struct wr_visit_item *it);
WR_MUST_CHECK int wr_visit_store_answer(struct wr_tx *tx, int64_t visit_id,
                                        const struct wr_visit_answer *a);
WR_MUST_CHECK int wr_visit_store_findings(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret);
WR_MUST_CHECK int wr_visit_store_finding_by_uid(struct wr_tx *tx, struct wr_str uid,
                                                struct wr_visit_finding *ret);
WR_MUST_CHECK int wr_visit_store_finding(struct wr_tx *tx, int64_t id,
                                         struct wr_visit_finding *ret);
WR_MUST_CHECK int wr_visit_store_add_finding(struct wr_tx *tx, const struct wr_visit_finding *f,
                                             int64_t *ret_id);
WR_MUST_CHECK int wr_visit_store_withdraw_finding(struct wr_tx *tx, int64_t id, int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_photos(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret);
/** The photo of this visit that shows this media. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_store_photo_of(struct wr_tx *tx, int64_t visit_id, int64_t media_id,
                                          struct wr_visit_photo *ret);
WR_MUST_CHECK int wr_visit_store_add_photo(struct wr_tx *tx, int64_t visit_id,
                                           const struct wr_visit_photo *p, int64_t *ret_id);
/** Photos the record tells of whose bytes have not come yet. */
WR_MUST_CHECK int wr_visit_store_photos_due(struct wr_tx *tx, int64_t visit_id,
                                            struct wr_list *ret);
/** @param ret_added  false: it was told before */
WR_MUST_CHECK int wr_visit_store_add_photo_due(struct wr_tx *tx, int64_t visit_id,
                                               const struct wr_visit_photo_due *p, bool *ret_added);
WR_MUST_CHECK int wr_visit_store_photo_came(struct wr_tx *tx, int64_t visit_id,
                                            struct wr_str sha256);
/** @return 0, WR_ENOTFOUND: rated by nobody yet */
WR_MUST_CHECK int wr_visit_store_rating(struct wr_tx *tx, int64_t visit_id,
                                        struct wr_visit_rating *ret);
WR_MUST_CHECK int wr_visit_store_add_rating(struct wr_tx *tx, const struct wr_visit_rating *r,
                                            int64_t *ret_id);

/* visit_store_my.c */
struct wr_visit_my_task {
    int64_t id, assignment_id, enterprise_id;
    struct wr_str enterprise_name, task_code, task_name, due_on;
};
struct wr_visit_my_enterprise {
    int64_t id;
    struct wr_str name, address, district_name, plate_code;
    int64_t status, class, positive_state;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    int64_t last_visit_ms, tasks_open_n;
};
extern const struct wr_field wr_visit_my_task_fields[], wr_visit_my_enterprise_fields[];
/** Tasks of an officer due before day `before` (exclusive) and not before `from`. */
WR_MUST_CHECK int wr_visit_store_my_tasks(struct wr_tx *tx, int64_t officer_id, struct wr_str from,
                                          struct wr_str before, struct wr_list *ret);
WR_MUST_CHECK int wr_visit_store_my_enterprises_n(struct wr_tx *tx, int64_t officer_id,
                                                  int64_t *ret);
WR_MUST_CHECK int wr_visit_store_my_enterprises(struct wr_tx *tx, int64_t officer_id,
                                                struct wr_str q, struct wr_list *ret);
/** Ids of the enterprises with this credit code, at most two. */
WR_MUST_CHECK int wr_visit_store_by_credit_code(struct wr_tx *tx, struct wr_str code,
                                                struct wr_list *ret);
