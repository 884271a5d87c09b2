#pragma once

#include "modules/audit/audit_check.h"
#include "modules/audit/audit_store.h"

/** Newest signed head; one is made when the log has none or grew. */
WR_MUST_CHECK int wr_audit_svc_head(struct wr_ctx *ctx, struct wr_audit_checkpoint *ret);
/** Inclusion path of a leaf. @return 0, WR_ENOTFOUND (index or size beyond the log) */
WR_MUST_CHECK int wr_audit_svc_proof(struct wr_ctx *ctx, const struct wr_audit_proof_query *q,
                                     struct wr_audit_proof *ret);
/** Consistency of two sizes. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_audit_svc_consistency(struct wr_ctx *ctx,
                                           const struct wr_audit_consistency_query *q,
                                           struct wr_audit_proof *ret);
/** A page of leaves, newest first. `ret_next` is absent on the last page. */
WR_MUST_CHECK int wr_audit_svc_list(struct wr_ctx *ctx, const struct wr_audit_query *q,
                                    struct wr_list *ret, struct wr_str *ret_next);
/** wr_audit_check_receipt with the bureau's own key, then: is the leaf in this log, and is its row still as recorded? */
WR_MUST_CHECK int wr_audit_svc_check_receipt(struct wr_ctx *ctx, const struct wr_audit_receipt *r,
                                             struct wr_audit_check *ret);
