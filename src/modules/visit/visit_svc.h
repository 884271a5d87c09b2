#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/visit/visit.h"
#include "rules/rules.h"

/** Judge a visit that nobody has begun, at ctx's time, without officers. @return 0, WR_ENOTFOUND, WR_ECONFLICT (no policy) */
WR_MUST_CHECK int wr_visit_preview_in(struct wr_tx *tx, int64_t enterprise_id, int64_t kind,
                                      int64_t source, struct wr_visit_verdict *ret);
/**
 * Check in (扫码入企) as the actor's officer, at ctx's time. A repeated client_id with the same content gives the same visit.
 * @param ret  [out] the visit as stored, without its parts
 * @return 0, WR_ECONFLICT (visit.denied or visit.confirm, with the verdict as extension member; visit.client_id),
 *         WR_EDENIED (the actor is no officer), WR_EINVALID (faults), WR_EBUSY
 */
WR_MUST_CHECK int wr_visit_check_in_in(struct wr_tx *tx, const struct wr_visit_new *in,
                                       struct wr_visit *ret);
/** Answer items of the check-list. @return 0, WR_EINVALID (faults), WR_ECONFLICT (state), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_put_items_in(struct wr_tx *tx, int64_t id,
                                        const struct wr_list *answers);
/** End the visit. @return 0, WR_EINVALID (faults: required items open, conclusion), WR_ECONFLICT (state), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_check_out_in(struct wr_tx *tx, int64_t id,
                                        const struct wr_visit_check_out *in);
WR_MUST_CHECK int wr_visit_add_finding_in(struct wr_tx *tx, int64_t id,
                                          const struct wr_visit_finding_new *in,
                                          struct wr_visit_finding *ret);
WR_MUST_CHECK int wr_visit_rate_in(struct wr_tx *tx, int64_t id,
                                   const struct wr_visit_rating_new *in);
/**
 * Visits within the actor's row scope, newest first, without their parts and without ratings.
 * @param f         `limit` 0: WR_PAGE_DEFAULT
 * @param ret_next  cursor of the next page, absent at the end
 * @return 0, WR_EINVALID (cursor)
 */
WR_MUST_CHECK int wr_visit_list_in(struct wr_tx *tx, const struct wr_visit_filter *f,
                                   struct wr_list *ret, struct wr_str *ret_next);

extern const struct wr_audit_entity WR_VISIT_ENTITY, WR_RATING_ENTITY, WR_COMPLAINT_ENTITY;
extern const struct wr_audit_entity *const wr_visit_entities[];
extern const struct wr_route wr_visit_routes[];
extern const struct wr_route wr_complaint_routes[];
extern const struct wr_stmt *const wr_visit_stmts[],
    *const wr_visit_parts_stmts[], *const wr_visit_my_stmts[], *const wr_complaint_stmts[];
extern const struct wr_command wr_visit_commands[];
extern const struct wr_pack_kind wr_visit_policy_kind, wr_visit_checklist_kind;
