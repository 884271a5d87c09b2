#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/liaison/liaison.h"
#include "modules/officer/officer.h"

/** Assign or replace the main liaison in the caller's transaction: closes the old row, opens tasks. Appends leaves.
 *  @param reason  one of wr_liaison_reasons' names */
WR_MUST_CHECK int wr_liaison_assign_in(struct wr_tx *tx, int64_t enterprise_id, int64_t officer_id,
                                       struct wr_str reason, struct wr_str note,
                                       int64_t *ret_assignment_id);
/** The officer who is main liaison now. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_liaison_officer_in(struct wr_tx *tx, int64_t enterprise_id,
                                        struct wr_officer *ret);
/** Put the six default task codes (T1–T6, "bureau-defined") into an empty code table. Does nothing otherwise. */
WR_MUST_CHECK int wr_liaison_seed_in(struct wr_tx *tx);
/** The same in a transaction of its own. */
WR_MUST_CHECK int wr_liaison_svc_seed(struct wr_ctx *ctx);
/** End covers past their last day and assignments of enterprises no longer active. @param ret_n  how many */
WR_MUST_CHECK int wr_liaison_svc_sweep(struct wr_ctx *ctx, int64_t *ret_n);
/** Both of the above: a periodic job. */
WR_MUST_CHECK int wr_liaison_svc_tend(struct wr_ctx *ctx);
extern const struct wr_audit_entity WR_ASSIGNMENT_ENTITY, WR_TASK_CODE_ENTITY, WR_PLAN_ENTITY;
extern const struct wr_audit_entity *const wr_liaison_entities[];
extern const struct wr_route wr_liaison_routes[];
extern const struct wr_stmt *const wr_liaison_stmts[];
extern const struct wr_command wr_liaison_commands[];
