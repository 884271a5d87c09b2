#pragma once

#include "modules/oversight/oversight.h"

/** Number of rows of each view, indexed by enum wr_oversight_view. @param scope  row scope of the actor, 0 = all */
WR_MUST_CHECK int wr_oversight_store_counts(struct wr_tx *tx, int64_t scope,
                                            const struct wr_oversight_query *q,
                                            int64_t ret[WR_VIEW_END]);
/** Rows of q->view, newest first, from q->cursor on. */
WR_MUST_CHECK int wr_oversight_store_visits(struct wr_tx *tx, int64_t scope,
                                            const struct wr_oversight_query *q, int64_t limit,
                                            struct wr_list *ret);
/** The same rows one by one, all of them. */
WR_MUST_CHECK int wr_oversight_store_walk(struct wr_tx *tx, int64_t scope,
                                          const struct wr_oversight_query *q,
                                          struct wr_cursor **ret);
/** Numbers of ratings, reports and complaints. */
WR_MUST_CHECK int wr_oversight_store_others(struct wr_tx *tx, int64_t scope,
                                            const struct wr_oversight_query *q,
                                            struct wr_oversight_overview *ret);
WR_MUST_CHECK int wr_oversight_store_unscanned(struct wr_tx *tx, int64_t scope,
                                               const struct wr_oversight_unscanned_query *q,
                                               int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_oversight_store_opinions(struct wr_tx *tx, int64_t scope,
                                              const struct wr_oversight_query *q, int64_t limit,
                                              struct wr_list *ret);
/** Inspections and exceptions of each officer (by his first place in the visit), or of each unit. */
WR_MUST_CHECK int wr_oversight_store_ranks(struct wr_tx *tx, int64_t scope,
                                           const struct wr_oversight_query *q, bool officers,
                                           struct wr_list *ret);
/** Inspections and exceptions of the whole city, whatever the scope: what shares are compared with. */
WR_MUST_CHECK int wr_oversight_store_mean(struct wr_tx *tx, const struct wr_oversight_query *q,
                                          struct wr_oversight_ranking *ret);
WR_MUST_CHECK int wr_oversight_store_burden(struct wr_tx *tx, int64_t scope,
                                            const struct wr_oversight_query *q, bool streets,
                                            struct wr_list *ret);
WR_MUST_CHECK int wr_oversight_store_ratings(struct wr_tx *tx, int64_t scope,
                                             const struct wr_oversight_query *q,
                                             struct wr_list *ret);
/** Moments and 0/1 exception of all inspections of the period. */
WR_MUST_CHECK int wr_oversight_store_moments(struct wr_tx *tx, int64_t scope,
                                             const struct wr_oversight_query *q,
                                             struct wr_cursor **ret);
/** Open form of an enterprise, as in the open rows. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_oversight_store_enterprise(struct wr_tx *tx, int64_t id, int64_t *ret_district,
                                                struct wr_str *ret_code);
extern const struct wr_stmt *const wr_oversight_stmts[];
