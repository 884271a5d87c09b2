#pragma once
/* Off-site supervision: what other rooms may use. */

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/offsite/offsite.h"
#include "rules/rules.h"

/* ---- as data arrives (offsite_live.c) ------------------------------------------------------------------- */

/**
 * Judge rows that have just been stored (ingest, HTTP push). Rows with outcome WR_TELE_SAME are passed over. State is kept per
 * enterprise in this process; what comes out of order, or for an enterprise not looked at yet, is judged from the store by the
 * next wr_offsite_svc_live. One caller at a time waits for the other.
 * @return 0; failures of the database are told and tried again by wr_offsite_svc_live
 */
WR_MUST_CHECK int wr_offsite_on_rows(struct wr_ctx *ctx, const struct wr_tele_row *rows, size_t n);
/** Every few seconds: catch up with what on_rows left, and with what did not come. */
WR_MUST_CHECK int wr_offsite_svc_live(struct wr_ctx *ctx);
/** Limits, marks or lines of an enterprise changed: begin anew from history. 0: all. */
void wr_offsite_live_forget(int64_t enterprise_id);
/** Drop all state, at the end. */
void wr_offsite_live_end(void);

/**
 * Keep the certificate of coverage of the month before, once the days in which its data may be marked have passed. It does not
 * change any more after that. A periodic job.
 */
WR_MUST_CHECK int wr_offsite_svc_keep_coverage(struct wr_ctx *ctx);

/* ---- the loop -------------------------------------------------------------------------------------------- */

/** Deadlines that passed escalate by themselves; a periodic job. */
WR_MUST_CHECK int wr_clue_svc_tend(struct wr_ctx *ctx);
/** A clue by its number, within the actor's scope. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_clue_by_number_in(struct wr_tx *tx, struct wr_str number, struct wr_clue *ret);
WR_MUST_CHECK int wr_clue_get_in(struct wr_tx *tx, int64_t id, struct wr_clue *ret);
/** Escalated and on-site clues, for the room that knows missions. List of struct wr_clue. */
WR_MUST_CHECK int wr_clue_escalated_in(struct wr_tx *tx, int64_t after_id, int64_t limit,
                                       struct wr_list *ret);
/** A mission was applied for. @return 0, WR_ECONFLICT (clue.state) */
WR_MUST_CHECK int wr_clue_mission_in(struct wr_tx *tx, int64_t id, int64_t mission_id,
                                     struct wr_str number);
/** It was rejected, cancelled or merged. */
WR_MUST_CHECK int wr_clue_mission_gone_in(struct wr_tx *tx, int64_t id, struct wr_str why);
/** Somebody was at the gate: closes it. @param found  problems were found */
WR_MUST_CHECK int wr_clue_visited_in(struct wr_tx *tx, int64_t id, int64_t visit_id, bool found);

extern const struct wr_pack_kind wr_offsite_pack_kind;
extern const struct wr_audit_entity WR_CLUE_ENTITY, WR_LIMIT_ENTITY, WR_MARK_ENTITY, WR_LINE_ENTITY,
    WR_ORDER_ENTITY, WR_VIDEO_ENTITY, WR_PUSH_KEY_ENTITY, WR_COVERAGE_ENTITY;
extern const struct wr_audit_entity *const wr_offsite_entities[];
extern const struct wr_route wr_clue_routes[], wr_offsite_routes[];
extern const struct wr_stmt *const wr_clue_stmts[],
    *const wr_offsite_conf_stmts[], *const wr_offsite_push_stmts[], *const wr_coverage_stmts[];
extern const struct wr_command wr_offsite_commands[];
extern const struct wr_import_kind WR_IMPORT_LIMITS;

/* ---- exports -------------------------------------------------------------------------------------------------- */

/** Clues raised in [from, to), newest first; to_ms 0: all. District and enterprise 0: all. */
WR_MUST_CHECK int wr_clue_walk_in(struct wr_tx *tx, int64_t district, int64_t enterprise_id,
                                  int64_t from_ms, int64_t to_ms,
                                  int (*each)(void *arg, const void *obj), void *arg);
/** All limits, as the import takes them. */
WR_MUST_CHECK int wr_limit_walk_in(struct wr_tx *tx, int64_t district, int64_t enterprise_id,
                                   int (*each)(void *arg, const void *obj), void *arg);
