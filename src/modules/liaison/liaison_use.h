#pragma once

#include "modules/liaison/liaison_fields.h"
#include "modules/liaison/liaison_svc.h"

/* ---- inside a transaction ---- */

/** An assignment that may begin: enterprise active, officer in post, of its district or the city, not recused. */
WR_MUST_CHECK int wr_liaison_check_pair(struct wr_tx *tx, const struct wr_enterprise *e,
                                        const struct wr_officer *o);
/** End an active assignment: its open tasks are cancelled. Appends its leaf. */
WR_MUST_CHECK int wr_liaison_end_in(struct wr_tx *tx, const struct wr_assignment *a,
                                    int64_t reason);
/**
 * Begin an assignment; a main one gets a task for each active code, with the due day it had under `before_id` (0: none).
 * Appends its leaf. The caller has checked the pair.
 */
WR_MUST_CHECK int wr_liaison_begin_in(struct wr_tx *tx, const struct wr_assignment *a,
                                      int64_t before_id, int64_t *ret_id);
/** Fail unless the officer has room for one more. */
WR_MUST_CHECK int wr_liaison_check_room(struct wr_tx *tx, const struct wr_officer *o);
/** Row scope of the actor as a district id, 0: everything. */
int64_t wr_liaison_scope(const struct wr_ctx *ctx);
/** "2026-11-23" in the arena. */
struct wr_str wr_liaison_today(struct wr_ctx *ctx);

/* ---- assignments ---- */
WR_MUST_CHECK int wr_liaison_svc_list(struct wr_ctx *ctx, const struct wr_assignment_query *q,
                                      struct wr_list *ret, struct wr_str *ret_next);
/** @return 0, WR_EINVALID (faults), WR_ECONFLICT (in words), WR_ENOTFOUND */
WR_MUST_CHECK int wr_liaison_svc_assign(struct wr_ctx *ctx, const struct wr_assignment_new *in,
                                        struct wr_assignment *ret);
WR_MUST_CHECK int wr_liaison_svc_end(struct wr_ctx *ctx, int64_t id,
                                     const struct wr_assignment_end *in);
WR_MUST_CHECK int wr_liaison_svc_handover(struct wr_ctx *ctx, int64_t id, struct wr_handover *ret);
WR_MUST_CHECK int wr_liaison_svc_coverage(struct wr_ctx *ctx, int64_t district_id,
                                          struct wr_coverage *ret);
WR_MUST_CHECK int wr_liaison_svc_workload(struct wr_ctx *ctx, int64_t district_id,
                                          struct wr_list *ret);

/* ---- tasks ---- */
/** The two below inside a caller's transaction: the first page of a list, and closing one. */
WR_MUST_CHECK int wr_task_list_in(struct wr_tx *tx, const struct wr_task_query *q,
                                  struct wr_list *ret);
WR_MUST_CHECK int wr_task_done_in(struct wr_tx *tx, int64_t id, const struct wr_task_done *in);
WR_MUST_CHECK int wr_task_svc_list(struct wr_ctx *ctx, const struct wr_task_query *q,
                                   struct wr_list *ret, struct wr_str *ret_next);
/** Close a task; the next one of its code is opened. @return 0, WR_ECONFLICT, WR_EDENIED, WR_EINVALID (evidence), WR_ENOTFOUND */
WR_MUST_CHECK int wr_task_svc_done(struct wr_ctx *ctx, int64_t id, const struct wr_task_done *in);
WR_MUST_CHECK int wr_task_svc_codes(struct wr_ctx *ctx, struct wr_list *ret);
WR_MUST_CHECK int wr_task_svc_code(struct wr_ctx *ctx, int64_t id, struct wr_task_code *ret);
/** Add a code; active ones open a task in every active assignment at once. @return 0, WR_ECONFLICT (code taken) */
WR_MUST_CHECK int wr_task_svc_code_add(struct wr_ctx *ctx, const struct wr_task_code_edit *in,
                                       int64_t *ret_id);
WR_MUST_CHECK int wr_task_svc_code_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                                          const struct wr_task_code_edit *in,
                                          struct wr_task_code *ret);

/* ---- plans ---- */
struct wr_plan_output;
/** Compute without storing. */
WR_MUST_CHECK int wr_plan_svc_simulate(struct wr_ctx *ctx, const struct wr_plan_params *params,
                                       struct wr_plan_output *ret);
/** Compute and propose. */
WR_MUST_CHECK int wr_plan_svc_propose(struct wr_ctx *ctx, const struct wr_plan_params *params,
                                      struct wr_plan *ret);
WR_MUST_CHECK int wr_plan_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_plan *ret);
WR_MUST_CHECK int wr_plan_svc_changes(struct wr_ctx *ctx, int64_t id, const struct wr_page_query *q,
                                      struct wr_list *ret, struct wr_str *ret_next,
                                      int64_t *ret_total);
/** Carry a proposed plan out in one transaction. @return 0, WR_ECONFLICT (liaison.plan_state, liaison.plan_stale) */
WR_MUST_CHECK int wr_plan_svc_apply(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                                    struct wr_plan *ret);
WR_MUST_CHECK int wr_plan_svc_discard(struct wr_ctx *ctx, int64_t id, struct wr_plan *ret);
/** Fill in the names of changes, for people. */
WR_MUST_CHECK int wr_plan_svc_names(struct wr_ctx *ctx, struct wr_plan_change *changes, size_t n);
