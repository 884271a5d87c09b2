#pragma once
/* Complaints (投诉) of citizens and enterprises: store and use cases. */

#include "db/db.h"
#include "modules/visit/visit_svc.h"

struct wr_complaint_page {
    int64_t state, district_id, before_id, limit;
    bool open; /* only those received or being handled */
};
WR_MUST_CHECK int wr_complaint_store_insert(struct wr_tx *tx, const struct wr_complaint *c,
                                            int64_t *ret_id);
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_complaint_store_get(struct wr_tx *tx, int64_t id, struct wr_complaint *ret);
WR_MUST_CHECK int wr_complaint_store_by_code(struct wr_tx *tx, struct wr_str case_code,
                                             struct wr_complaint *ret);
WR_MUST_CHECK int wr_complaint_store_list(struct wr_tx *tx, const struct wr_complaint_page *p,
                                          struct wr_list *ret);
/** @return 0, WR_ECONFLICT (answered by somebody else meanwhile) */
WR_MUST_CHECK int wr_complaint_store_answer(struct wr_tx *tx, const struct wr_complaint *c,
                                            int64_t user_id);

/** Take a complaint, from anybody. @param ret_code  the only key to follow it */
WR_MUST_CHECK int wr_complaint_svc_add(struct wr_ctx *ctx, const struct wr_complaint_new *in,
                                       struct wr_str *ret_code);
/** Follow a case by its code. @return 0, WR_ENOTFOUND (also: no code at all) */
WR_MUST_CHECK int wr_complaint_svc_follow(struct wr_ctx *ctx, struct wr_str case_code,
                                          struct wr_complaint *ret);
WR_MUST_CHECK int wr_complaint_svc_list(struct wr_ctx *ctx, const struct wr_complaint_filter *f,
                                        struct wr_list *ret, struct wr_str *ret_next);
/** @return 0, WR_ECONFLICT (complaint.state), WR_EINVALID (complaint.answer_state), WR_ENOTFOUND */
WR_MUST_CHECK int wr_complaint_svc_answer(struct wr_ctx *ctx, int64_t id,
                                          const struct wr_complaint_answer *in);
