#pragma once
/* What follows a visit: result, disputes, filings, closing; and visits nobody scanned for. For this module's own api. */

#include "modules/visit/visit_use.h"

/* ---- use cases ---------------------------------------------------------------------------------- */

/** @return 0, WR_ECONFLICT (visit.told, visit.state), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_svc_tell_result(struct wr_ctx *ctx, int64_t id,
                                           const struct wr_visit_result *in, struct wr_visit *ret);
/** The officer contests a refusal; supervision decides (VIS-8). @return 0, WR_ECONFLICT (visit.state, visit.contested) */
WR_MUST_CHECK int wr_visit_svc_contest(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                                       struct wr_visit *ret);
WR_MUST_CHECK int wr_visit_svc_judge_refusal(struct wr_ctx *ctx, int64_t id,
                                             const struct wr_refusal_verdict *in,
                                             struct wr_visit *ret);
/** Decide about a record made without network that the rules speak against. Nobody decides about his own visit.
 *  @return 0, WR_ECONFLICT (visit.no_conflict), WR_EDENIED (visit.own_conflict), WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_svc_decide(struct wr_ctx *ctx, int64_t id,
                                      const struct wr_visit_decision *in, struct wr_visit *ret);
/** A visit without code was filed (备案, V4). @return 0, WR_ECONFLICT (visit.not_due), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_svc_file_no_code(struct wr_ctx *ctx, int64_t id,
                                            const struct wr_no_code_filing *in,
                                            struct wr_visit *ret);

/** Report that somebody came without scanning. A repeat of the same uid gives the same report. @return 0, WR_ECONFLICT (visit.uid_used), WR_EINVALID */
WR_MUST_CHECK int wr_unscanned_svc_report(struct wr_ctx *ctx, const struct wr_unscanned_new *in,
                                          struct wr_unscanned *ret);
WR_MUST_CHECK int wr_unscanned_svc_answer(struct wr_ctx *ctx, int64_t id,
                                          const struct wr_unscanned_answer *in,
                                          struct wr_unscanned *ret);
/** Within the actor's row scope, newest first; an enterprise sees its own. */
WR_MUST_CHECK int wr_unscanned_svc_list(struct wr_ctx *ctx, const struct wr_unscanned_filter *f,
                                        struct wr_list *ret, struct wr_str *ret_next);

/* ---- store -------------------------------------------------------------------------------------- */

WR_MUST_CHECK int wr_visit_store_told(struct wr_tx *tx, int64_t id,
                                      const struct wr_visit_result *in, int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_contest(struct wr_tx *tx, int64_t id, struct wr_str reason,
                                         int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_judge_refusal(struct wr_tx *tx, int64_t id,
                                               const struct wr_refusal_verdict *in, int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_decide(struct wr_tx *tx, int64_t id,
                                        const struct wr_visit_decision *in, int64_t user_id,
                                        int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_file_no_code(struct wr_tx *tx, int64_t id, struct wr_str ref,
                                              int64_t now_ms);
WR_MUST_CHECK int wr_visit_store_set_mission(struct wr_tx *tx, int64_t id, int64_t mission_id);
WR_MUST_CHECK int wr_visit_store_close(struct wr_tx *tx, int64_t id, int64_t now_ms);
struct wr_visit_closing {
    int64_t id, enterprise_id, checked_in_ms, told_ms;
};
/** Visits checked out and told before `before_ms`, oldest first, at most `limit`. */
WR_MUST_CHECK int wr_visit_store_closable(struct wr_tx *tx, int64_t before_ms, int64_t limit,
                                          struct wr_list *ret);

WR_MUST_CHECK int wr_unscanned_store_insert(struct wr_tx *tx, const struct wr_unscanned *u,
                                            int64_t user_id, int64_t *ret_id);
WR_MUST_CHECK int wr_unscanned_store_get(struct wr_tx *tx, int64_t id, struct wr_unscanned *ret);
WR_MUST_CHECK int wr_unscanned_store_by_uid(struct wr_tx *tx, struct wr_str uid,
                                            struct wr_unscanned *ret);
WR_MUST_CHECK int wr_unscanned_store_answer(struct wr_tx *tx, const struct wr_unscanned *u);
struct wr_unscanned_page {
    struct wr_unscanned_filter f;
    int64_t district_id, before_id;
};
WR_MUST_CHECK int wr_unscanned_store_list(struct wr_tx *tx, const struct wr_unscanned_page *p,
                                          struct wr_list *ret);
