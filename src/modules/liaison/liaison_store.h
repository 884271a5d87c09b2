#pragma once

#include "db/db.h"
#include "modules/liaison/liaison_fields.h"

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_liaison_store_get(struct wr_tx *tx, int64_t id, struct wr_assignment *ret);
/** The active main assignment of an enterprise. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_liaison_store_main(struct wr_tx *tx, int64_t enterprise_id,
                                        struct wr_assignment *ret);
/** The main assignment before or after another one of the same enterprise. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_liaison_store_before(struct wr_tx *tx, int64_t enterprise_id, int64_t id,
                                          struct wr_assignment *ret);
WR_MUST_CHECK int wr_liaison_store_after(struct wr_tx *tx, int64_t enterprise_id, int64_t id,
                                         struct wr_assignment *ret);
WR_MUST_CHECK int wr_liaison_store_list(struct wr_tx *tx, const struct wr_assignment_query *q,
                                        int64_t scope_id, int64_t limit, struct wr_list *ret);
/** Newest first, also ended ones and covers. */
WR_MUST_CHECK int wr_liaison_store_of_enterprise(struct wr_tx *tx, int64_t enterprise_id,
                                                 int64_t limit, struct wr_list *ret);
/** Enterprises an officer is main liaison of now. */
WR_MUST_CHECK int wr_liaison_store_load(struct wr_tx *tx, int64_t officer_id, int64_t *ret);
WR_MUST_CHECK int wr_liaison_store_covers(struct wr_tx *tx, int64_t officer_id,
                                          int64_t enterprise_id, bool *ret);
WR_MUST_CHECK int wr_liaison_store_insert(struct wr_tx *tx, const struct wr_assignment *a,
                                          int64_t user_id, int64_t *ret_id);
WR_MUST_CHECK int wr_liaison_store_end(struct wr_tx *tx, int64_t id, int64_t to_ms, int64_t reason);
/** Active assignments that time or the enterprise's fate has ended: covers past their day, enterprises no longer active. */
WR_MUST_CHECK int wr_liaison_store_stale(struct wr_tx *tx, struct wr_str today, int64_t limit,
                                         struct wr_list *ret);
/** Ids of active main assignments above `after_id`. */
WR_MUST_CHECK int wr_liaison_store_active_after(struct wr_tx *tx, int64_t after_id,
                                                int64_t *ret_id);

/** By district; figures of it all are the caller's sum. */
WR_MUST_CHECK int wr_liaison_store_coverage(struct wr_tx *tx, int64_t district_id,
                                            struct wr_list *ret);
WR_MUST_CHECK int wr_liaison_store_workload(struct wr_tx *tx, int64_t district_id,
                                            struct wr_str today, struct wr_list *ret);
WR_MUST_CHECK int wr_liaison_store_visits(struct wr_tx *tx, int64_t enterprise_id, int64_t limit,
                                          struct wr_list *ret);
