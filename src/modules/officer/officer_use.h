#pragma once

#include "modules/officer/officer_fields.h"
#include "modules/officer/officer_svc.h"

/** A page of officers the actor may see. @param ret_next  cursor of the next page, absent at the end */
WR_MUST_CHECK int wr_officer_svc_list(struct wr_ctx *ctx, const struct wr_officer_query *q,
                                      struct wr_list *ret, struct wr_str *ret_next);
WR_MUST_CHECK int wr_officer_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_officer *ret);
/** @return 0, WR_EINVALID (faults), WR_EDENIED (another district), WR_ECONFLICT (officer.cert_taken) */
WR_MUST_CHECK int wr_officer_svc_add(struct wr_ctx *ctx, const struct wr_officer_edit *in,
                                     int64_t *ret_id);
/** @return as above, WR_ENOTFOUND, WR_ECONFLICT also for another version; *ret is the officer as it stands then */
WR_MUST_CHECK int wr_officer_svc_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                                        const struct wr_officer_edit *in, struct wr_officer *ret);
/** @param bytes  the picture as sent @return 0, WR_EINVALID (no picture), WR_ELIMIT, WR_ENOTFOUND, WR_EDENIED */
WR_MUST_CHECK int wr_officer_svc_photo(struct wr_ctx *ctx, int64_t id, struct wr_str bytes,
                                       int64_t *ret_photo_id);

WR_MUST_CHECK int wr_recusal_svc_list(struct wr_ctx *ctx, int64_t officer_id, struct wr_list *ret);
/** @return 0, WR_ECONFLICT (recusal.exists, recusal.is_liaison), WR_ENOTFOUND, WR_EDENIED */
WR_MUST_CHECK int wr_recusal_svc_add(struct wr_ctx *ctx, int64_t officer_id,
                                     const struct wr_recusal_new *in, int64_t *ret_id);
/** @return 0, WR_ECONFLICT (recusal.ended), WR_ENOTFOUND, WR_EDENIED */
WR_MUST_CHECK int wr_recusal_svc_end(struct wr_ctx *ctx, int64_t id, struct wr_str reason);
