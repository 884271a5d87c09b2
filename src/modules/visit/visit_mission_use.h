#pragma once
/* Use cases of missions for this module's own api; others use visit_svc.h. */

#include "modules/visit/visit_mission.h"
#include "modules/visit/visit_use.h"

WR_MUST_CHECK int wr_mission_reject_in(struct wr_tx *tx, int64_t id, struct wr_str note,
                                       struct wr_mission *ret);
/** @return 0, WR_ECONFLICT (mission.state), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_mission_cancel_in(struct wr_tx *tx, int64_t id, struct wr_str reason);
/** One mission becomes part of another at the same enterprise (综合查一次). @return 0, WR_ECONFLICT (mission.merge), WR_ENOTFOUND */
WR_MUST_CHECK int wr_mission_merge_in(struct wr_tx *tx, int64_t id, int64_t into_id);
/** The approval of an emergency visit is complete: the visit names its mission. */
WR_MUST_CHECK int wr_visit_complete_approval_in(struct wr_tx *tx, const struct wr_mission *m);

WR_MUST_CHECK int wr_mission_svc_submit(struct wr_ctx *ctx, const struct wr_mission_new *in,
                                        struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_svc_approve(struct wr_ctx *ctx, int64_t id, struct wr_str note,
                                         struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_svc_reject(struct wr_ctx *ctx, int64_t id, struct wr_str note,
                                        struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_svc_notify(struct wr_ctx *ctx, int64_t id,
                                        const struct wr_mission_notice *in, struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_svc_cancel(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                                        struct wr_mission *ret);
/** @param ret  the mission that stays */
WR_MUST_CHECK int wr_mission_svc_merge(struct wr_ctx *ctx, int64_t id, int64_t into_id,
                                       struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_svc_list(struct wr_ctx *ctx, const struct wr_mission_filter *f,
                                      struct wr_list *ret, struct wr_str *ret_next);
/** The actor's own open missions, next first. */
WR_MUST_CHECK int wr_mission_svc_mine(struct wr_ctx *ctx, struct wr_list *ret);
/** Missions the actor's enterprise was told of. */
WR_MUST_CHECK int wr_mission_svc_notices(struct wr_ctx *ctx, struct wr_list *ret);
/** Pairs that could be one visit: open, same enterprise, planned within the policy's days of each other. */
WR_MUST_CHECK int wr_mission_svc_proposals(struct wr_ctx *ctx, struct wr_list *ret);
