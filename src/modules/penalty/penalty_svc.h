#pragma once
/* Penalties: assessment, cases, packs. The only header of this room, beside penalty.h, that others include. */
#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/penalty/penalty_docket.h"
#include "modules/penalty/penalty_sheet.h"

/** Assess a case file (JSON object). @return 0, WR_EINVALID (all faults), WR_ECONFLICT */
WR_MUST_CHECK int wr_penalty_svc_assess(struct wr_ctx *ctx, struct wr_str json,
                                        struct wr_pen_view *ret);
/** Schemes in force on a day, with tables and lists. @param ret struct wr_pen_scheme */
WR_MUST_CHECK int wr_penalty_svc_schemes(struct wr_ctx *ctx, const struct wr_pen_sheet_query *q,
                                         struct wr_list *ret);
/** What a case of these tables is asked. @return 0, WR_EINVALID (unknown scheme, table, item, day outside all packs) */
WR_MUST_CHECK int wr_penalty_svc_sheet(struct wr_ctx *ctx, const struct wr_pen_sheet_query *q,
                                       struct wr_pen_sheet *ret);
/** The file of a pack in use, with its examples. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_penalty_svc_source(struct wr_ctx *ctx, struct wr_str pack,
                                        struct wr_pen_pack_source *ret);
/** Steps of a case and why some cannot be recorded now. @param ret struct wr_pen_step_row @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_penalty_svc_steps(struct wr_ctx *ctx, int64_t id, struct wr_list *ret);
/** File a case; values the system knows are proposed. A repeated uid gives the same case. @return 0, WR_EINVALID, WR_ECONFLICT */
WR_MUST_CHECK int wr_penalty_svc_file(struct wr_ctx *ctx, const struct wr_pen_new *in,
                                      struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_list(struct wr_ctx *ctx, const struct wr_pen_filter *f,
                                      struct wr_list *ret, struct wr_str *ret_next);
/** Confirm values, each with its evidence. @return 0, WR_EINVALID (unknown factor, value …), WR_ECONFLICT (state) */
WR_MUST_CHECK int wr_penalty_svc_values(struct wr_ctx *ctx, int64_t id,
                                        const struct wr_pen_values_in *in,
                                        struct wr_pen_docket *ret);
/** What comes out as things stand, proposed values included; nothing is kept. */
WR_MUST_CHECK int wr_penalty_svc_preview(struct wr_ctx *ctx, int64_t id, struct wr_pen_view *ret);
WR_MUST_CHECK int wr_penalty_svc_what_if(struct wr_ctx *ctx, int64_t id, struct wr_list *ret);
/** Keep the result with copies of the packs; every value must be confirmed. */
WR_MUST_CHECK int wr_penalty_svc_keep(struct wr_ctx *ctx, int64_t id, struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_event(struct wr_ctx *ctx, int64_t id,
                                       const struct wr_pen_event_in *in, struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_deviate(struct wr_ctx *ctx, int64_t id,
                                         const struct wr_pen_deviation_in *in,
                                         struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_approve(struct wr_ctx *ctx, int64_t id, struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_decide(struct wr_ctx *ctx, int64_t id,
                                        const struct wr_pen_decide_in *in,
                                        struct wr_pen_docket *ret);
WR_MUST_CHECK int wr_penalty_svc_precedents(struct wr_ctx *ctx, int64_t id,
                                            struct wr_pen_precedents *ret);
WR_MUST_CHECK int wr_penalty_svc_board(struct wr_ctx *ctx, const struct wr_pen_board_query *q,
                                       struct wr_pen_board *ret);

/** Fine by the day of a case as things stand. */
WR_MUST_CHECK int wr_penalty_svc_by_day(struct wr_ctx *ctx, int64_t id, struct wr_pen_by_day *ret);

/** Run a kept case again with the packs of its day. @param ret_same  the same outcome and fine came out */
WR_MUST_CHECK int wr_penalty_svc_replay(struct wr_ctx *ctx, int64_t id, struct wr_pen_view *ret,
                                        bool *ret_same);
/** Past cases by another pack: of the program by its id, or of the database by number. */
WR_MUST_CHECK int wr_penalty_svc_impact(struct wr_ctx *ctx, struct wr_str pack, int64_t stored_id,
                                        struct wr_pen_impact *ret);

/* Packs: draft -> preview -> submitted -> published by another person. */
WR_MUST_CHECK int wr_penalty_svc_packs(struct wr_ctx *ctx, struct wr_list *ret);
WR_MUST_CHECK int wr_penalty_svc_pack(struct wr_ctx *ctx, int64_t id, struct wr_pen_stored *ret);
WR_MUST_CHECK int wr_penalty_svc_draft(struct wr_ctx *ctx, const struct wr_pen_draft_in *in,
                                       struct wr_pen_stored *ret);
WR_MUST_CHECK int wr_penalty_svc_pack_preview(struct wr_ctx *ctx, int64_t id,
                                              struct wr_pen_preview *ret);
/** action: submit, publish, reject */
WR_MUST_CHECK int wr_penalty_svc_pack_step(struct wr_ctx *ctx, int64_t id, const char *action,
                                           struct wr_str note, struct wr_pen_stored *ret);

WR_MUST_CHECK int wr_penalty_svc_papers(struct wr_ctx *ctx, int64_t id, struct wr_list *ret);
/** Give a paper its number, once. */
WR_MUST_CHECK int wr_penalty_svc_issue(struct wr_ctx *ctx, int64_t id, struct wr_str form,
                                       struct wr_pen_paper *ret);
/** @param docx  else PDF */
WR_MUST_CHECK int wr_penalty_svc_paper(struct wr_ctx *ctx, int64_t id, struct wr_str form,
                                       bool docx, struct wr_buf *out, struct wr_str *ret_filename);

/** Cases one by one, oldest first. @param each  given struct wr_pen_export; its code ends the walk */
WR_MUST_CHECK int wr_penalty_walk_in(struct wr_tx *tx, const struct wr_pen_walk *q,
                                     int (*each)(void *arg, const void *obj), void *arg);

extern const struct wr_audit_entity WR_PENALTY_ENTITY, WR_PENALTY_PACK_ENTITY;
extern const struct wr_audit_entity *const wr_penalty_entities[];
extern const struct wr_route wr_penalty_routes[];
extern const struct wr_stmt *const wr_penalty_stmts[];
extern const struct wr_command wr_penalty_commands[];
