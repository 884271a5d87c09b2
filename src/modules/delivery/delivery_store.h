#pragma once
/* SQL of deliveries; takes a transaction, knows no rules. */

#include "db/db.h"
#include "modules/delivery/delivery_use.h"

/** Insert a record; answer and visit may be absent. */
WR_MUST_CHECK int wr_delivery_store_insert(struct wr_tx *tx, const struct wr_delivery *d,
                                           int64_t *ret_id);
/** One record. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_delivery_store_get(struct wr_tx *tx, int64_t id, struct wr_delivery *ret);
/** All records of a queue under one number, the first one first. */
WR_MUST_CHECK int wr_delivery_store_at(struct wr_tx *tx, struct wr_str device, int64_t user_id,
                                       int64_t seq, struct wr_list *ret);
/** The record that owns this uid. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_delivery_store_by_uid(struct wr_tx *tx, struct wr_str uid,
                                           struct wr_delivery *ret);
/** Parked records of a queue with numbers up to `seq`, in order, at most `max`. */
WR_MUST_CHECK int wr_delivery_store_ready(struct wr_tx *tx, struct wr_str device, int64_t user_id,
                                          int64_t seq, int64_t max, struct wr_list *ret);
/** Write state, visit, answer and decision of a record; raises its version. */
WR_MUST_CHECK int wr_delivery_store_settle(struct wr_tx *tx, const struct wr_delivery *d);
/** The first number a queue has not got; 1 for a new one. */
WR_MUST_CHECK int wr_delivery_store_next(struct wr_tx *tx, struct wr_str device, int64_t user_id,
                                         int64_t *ret);
WR_MUST_CHECK int wr_delivery_store_set_next(struct wr_tx *tx, struct wr_str device,
                                             int64_t user_id, int64_t next_seq);
/** Is there a record under this number whose turn is over? */
WR_MUST_CHECK int wr_delivery_store_is_past(struct wr_tx *tx, struct wr_str device, int64_t user_id,
                                            int64_t seq, bool *ret);
/** Records of one user (0: all) and district (0: all), newest first. */
struct wr_delivery_page {
    int64_t user_id, district_id;
    int64_t state;  /* 0: any */
    bool undecided; /* only parked, in conflict, refused or in quarantine */
    int64_t before_id, limit;
};
WR_MUST_CHECK int wr_delivery_store_list(struct wr_tx *tx, const struct wr_delivery_page *p,
                                         struct wr_list *ret);
/** How many of a visit's changes since version `from` came from this queue. */
WR_MUST_CHECK int wr_delivery_store_own_changes(struct wr_tx *tx, const struct wr_delivery *d,
                                                int64_t visit_id, int64_t from, int64_t *ret);
/** Bodies of the queue's applied answers to this visit's check-list, newest first. */
struct wr_delivery_body {
    struct wr_str body;
};
WR_MUST_CHECK int wr_delivery_store_own_answers(struct wr_tx *tx, const struct wr_delivery *d,
                                                int64_t visit_id, struct wr_list *ret);
/** Records of all queues that were refused because this visit's check-in had not come; queue by queue, in order. */
WR_MUST_CHECK int wr_delivery_store_waiting(struct wr_tx *tx, struct wr_str visit,
                                            struct wr_list *ret);
