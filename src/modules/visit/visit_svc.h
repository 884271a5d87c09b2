#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/visit/visit.h"
#include "modules/visit/visit_offline.h"
#include "modules/visit/visit_open.h"
#include "modules/visit/visit_proof_svc.h"
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
/** What a phone knows of a check-in that it recorded without network. */
struct wr_visit_queued {
    struct wr_str device;        /* uid of the phone */
    int64_t device_ms;           /* the phone's clock at the check-in */
    int64_t received_ms;         /* server's clock when it came in */
    int64_t skew_ms;             /* server's clock less the phone's when it was sent */
    struct wr_str phone_verdict; /* JSON: what the phone had said; absent: nothing */
};
/**
 * Record a check-in that was made without network (VIS-7). It is judged again, with all that is known by now; a denial does
 * not refuse the record but opens a conflict for somebody to decide. Counted inspections beyond the cap stay visible as such.
 * @param ret  [out] the visit as stored, or as it was when this client_id came before
 * @return 0, WR_ECONFLICT (visit.client_id), WR_EDENIED (the actor is no officer), WR_EINVALID (faults), WR_EBUSY
 */
WR_MUST_CHECK int wr_visit_check_in_queued_in(struct wr_tx *tx, const struct wr_visit_new *in,
                                              const struct wr_visit_queued *q,
                                              struct wr_visit *ret);
/** The visit a phone made under this client_id, within the actor's row scope. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_by_client_in(struct wr_tx *tx, struct wr_str client_id,
                                        struct wr_visit *ret);
/** The record tells of a photo whose bytes come later. A repeat changes nothing. @return 0, WR_ENOTFOUND, WR_EDENIED, WR_ECONFLICT (state), WR_ELIMIT */
WR_MUST_CHECK int wr_visit_photo_due_in(struct wr_tx *tx, int64_t visit_id,
                                        const struct wr_visit_photo_due *in);
/** Answer items of the check-list. @return 0, WR_EINVALID (faults), WR_ECONFLICT (state), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_put_items_in(struct wr_tx *tx, int64_t id,
                                        const struct wr_list *answers);
/** End the visit. @return 0, WR_EINVALID (faults: required items open, conclusion), WR_ECONFLICT (state), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_check_out_in(struct wr_tx *tx, int64_t id,
                                        const struct wr_visit_check_out *in);
/** The same at another time, for a record that was made without network. */
WR_MUST_CHECK int wr_visit_check_out_at_in(struct wr_tx *tx, int64_t id,
                                           const struct wr_visit_check_out *in, int64_t at_ms);
WR_MUST_CHECK int wr_visit_withdraw_finding_in(struct wr_tx *tx, struct wr_str uid);
WR_MUST_CHECK int wr_visit_cancel_in(struct wr_tx *tx, int64_t id, struct wr_str reason);
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

/* ---- missions (visit_mission.h) ------------------------------------------------------------------ */

struct wr_mission;
struct wr_mission_new;
/**
 * Apply for a visit (检查审批). Judged as it would be on its first planned day; its place under the cap is reserved.
 * @return 0 (also for a repeat of the same uid), WR_ECONFLICT (mission.denied with the verdict; mission.uid), WR_EINVALID, WR_ENOTFOUND
 */
WR_MUST_CHECK int wr_mission_submit_in(struct wr_tx *tx, const struct wr_mission_new *in,
                                       struct wr_mission *ret);
/** Approve, after judging again. @return 0, WR_ECONFLICT (mission.state, mission.denied), WR_EDENIED (own application, no right), WR_ENOTFOUND */
WR_MUST_CHECK int wr_mission_approve_in(struct wr_tx *tx, int64_t id, struct wr_str note,
                                        struct wr_mission *ret);
/** A mission within the actor's row scope, with its units. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_mission_get_in(struct wr_tx *tx, int64_t id, struct wr_mission *ret);
/** The enterprise was told of an approved mission. `how` enum wr_notice_how; a reason with WR_NOTICE_NONE. */
WR_MUST_CHECK int wr_mission_notify_in(struct wr_tx *tx, int64_t id, int64_t how,
                                       struct wr_str reason);

/** Close one visit at ctx's time. @return 0, WR_ECONFLICT (not checked out, or its result not told) */
WR_MUST_CHECK int wr_visit_close_in(struct wr_tx *tx, int64_t id, int64_t enterprise_id);
/** Close visits whose result was told more than the policy's days ago; a periodic job. @return 0 */
WR_MUST_CHECK int wr_visit_svc_close_due(struct wr_ctx *ctx);
/** The result was told to the enterprise (结果告知). @return 0, WR_ECONFLICT (visit.state, visit.told), WR_EDENIED, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_tell_result_in(struct wr_tx *tx, int64_t id,
                                          const struct wr_visit_result *in);

/* ---- for records that come in later (modules/delivery) -------------------------------------------- */

/** Items as answered, else the check-list of its day. */
WR_MUST_CHECK int wr_visit_items_in(struct wr_tx *tx, const struct wr_visit *v,
                                    struct wr_list *ret);
/** Tell the live pages; after commit. */
void wr_visit_tell(struct wr_ctx *ctx, const struct wr_visit *v);
WR_MUST_CHECK int wr_visit_svc_add_photo(struct wr_ctx *ctx, int64_t id,
                                         const struct wr_visit_photo_query *q, struct wr_str bytes,
                                         struct wr_visit_photo *ret);
/**
 * The photo of the actor's own visit that was made from these bytes, and what its record told of it.
 * @param sha256   hex, of the bytes as taken
 * @param ret      [out] id 0: it has not come
 * @param ret_due  [out] id 0: no record told of it, or it has come
 * @return 0, WR_ENOTFOUND, WR_EDENIED, WR_ECONFLICT (state)
 */
WR_MUST_CHECK int wr_visit_photo_find_in(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256,
                                         struct wr_visit_photo *ret,
                                         struct wr_visit_photo_due *ret_due);
extern const struct wr_stmt *const wr_visit_offline_stmts[];

extern const struct wr_audit_entity WR_MISSION_ENTITY, WR_UNSCANNED_ENTITY;
extern const struct wr_route wr_mission_routes[], wr_visit_life_routes[];
extern const struct wr_stmt *const wr_mission_stmts[], *const wr_visit_life_stmts[];
extern const struct wr_audit_entity WR_VISIT_ENTITY, WR_RATING_ENTITY, WR_COMPLAINT_ENTITY;
extern const struct wr_audit_entity *const wr_visit_entities[];
extern const struct wr_route wr_visit_routes[];
extern const struct wr_route wr_complaint_routes[];
extern const struct wr_stmt *const wr_visit_stmts[],
    *const wr_visit_parts_stmts[], *const wr_visit_my_stmts[], *const wr_complaint_stmts[];
extern const struct wr_command wr_visit_commands[];
extern const struct wr_stmt *const wr_visit_impact_stmts[];
extern const struct wr_pack_kind wr_visit_policy_kind, wr_visit_checklist_kind;
