#pragma once

#include "modules/enterprise/enterprise_svc.h"

struct wr_status_change {
    int64_t status;
    struct wr_str date, reason;
};
struct wr_merge {
    int64_t into_id;
    struct wr_str reason;
};
struct wr_reason {
    struct wr_str reason;
};
extern const struct wr_field wr_status_change_fields[], wr_merge_fields[], wr_reason_fields[];

/** @return 0, WR_EINVALID (faults), WR_EDENIED (a district that is not the actor's) */
WR_MUST_CHECK int wr_enterprise_svc_add(struct wr_ctx *ctx, struct wr_enterprise *e,
                                        int64_t *ret_id);
WR_MUST_CHECK int wr_enterprise_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_enterprise *ret);
/** @return 0, WR_ECONFLICT (version), WR_EINVALID, WR_ENOTFOUND, WR_EDENIED */
WR_MUST_CHECK int wr_enterprise_svc_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                                           const struct wr_enterprise *e);
/** Close, move, reopen. @return 0, WR_ECONFLICT (enterprise.state) */
WR_MUST_CHECK int wr_enterprise_svc_status(struct wr_ctx *ctx, int64_t id,
                                           const struct wr_status_change *in);
/** Mark `id` as a duplicate of `into`: its history shows on the other's page; unmerging undoes it. */
WR_MUST_CHECK int wr_enterprise_svc_merge(struct wr_ctx *ctx, int64_t id,
                                          const struct wr_merge *in);
WR_MUST_CHECK int wr_enterprise_svc_unmerge(struct wr_ctx *ctx, int64_t id, struct wr_str reason);
WR_MUST_CHECK int wr_enterprise_svc_history(struct wr_ctx *ctx, int64_t id, struct wr_list *ret);

WR_MUST_CHECK int wr_outlet_svc_list(struct wr_ctx *ctx, int64_t enterprise_id,
                                     struct wr_list *ret);
WR_MUST_CHECK int wr_outlet_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_outlet *ret);
/** @return 0, WR_ECONFLICT (outlet.code_taken) */
WR_MUST_CHECK int wr_outlet_svc_add(struct wr_ctx *ctx, struct wr_outlet *o, int64_t *ret_id);
WR_MUST_CHECK int wr_outlet_svc_change(struct wr_ctx *ctx, const struct wr_outlet *o);
/** @return 0, WR_ECONFLICT (equipment refers to it) */
WR_MUST_CHECK int wr_outlet_svc_delete(struct wr_ctx *ctx, int64_t id, struct wr_str reason);
WR_MUST_CHECK int wr_equipment_svc_list(struct wr_ctx *ctx, int64_t enterprise_id,
                                        struct wr_list *ret);
WR_MUST_CHECK int wr_equipment_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_equipment *ret);
WR_MUST_CHECK int wr_equipment_svc_add(struct wr_ctx *ctx, struct wr_equipment *q, int64_t *ret_id);
WR_MUST_CHECK int wr_equipment_svc_change(struct wr_ctx *ctx, const struct wr_equipment *q);
WR_MUST_CHECK int wr_equipment_svc_delete(struct wr_ctx *ctx, int64_t id, struct wr_str reason);
