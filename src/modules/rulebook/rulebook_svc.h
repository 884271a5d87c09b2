#pragma once
/* Rule packs of the bureau. The only header of this room, beside rulebook.h, that others include. */
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/rulebook/rulebook.h"

WR_MUST_CHECK int wr_rulebook_svc_list(struct wr_ctx *ctx, const struct wr_rule_draft_query *q,
                                       struct wr_list *ret);
/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_rulebook_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_rule_draft *ret);
/** Keep a draft. @return 0, WR_EINVALID (faults of the file under its own paths; a kind that is chosen by name) */
WR_MUST_CHECK int wr_rulebook_svc_draft(struct wr_ctx *ctx, const struct wr_rule_draft_in *in,
                                        struct wr_rule_draft *ret);
/**
 * Take a step (enum wr_rulebook_act). Publishing puts the pack on the shelf at once; other processes follow within ten seconds.
 * @return 0, WR_EINVALID (its first day has passed, its id is one that has served), WR_ECONFLICT (state, examples, begun),
 *         WR_EDENIED (four eyes), WR_ENOTFOUND
 */
WR_MUST_CHECK int wr_rulebook_svc_step(struct wr_ctx *ctx, int64_t id, int act, struct wr_str note,
                                       struct wr_rule_draft *ret);
/** Published packs onto the shelf, if they have changed. At the start, and a periodic job. */
WR_MUST_CHECK int wr_rulebook_svc_refresh(struct wr_ctx *ctx);

/** A draft's pack, loaded by itself. Free `set` with wr_rules_free. */
struct wr_rulebook_loaded {
    struct wr_rules *set;
    const struct wr_pack *pack;
    const struct wr_pack_kind *kind;
};
/** @return 0, WR_EINVALID (faults) */
WR_MUST_CHECK int wr_rulebook_load(struct wr_ctx *ctx, struct wr_str content,
                                   struct wr_rulebook_loaded *ret);
/** What it is compared with: the pack of the same id, else the one of its kind in force today; NULL: none. */
const struct wr_pack *wr_rulebook_before(struct wr_ctx *ctx, const struct wr_pack *p);

extern const struct wr_audit_entity WR_RULE_DRAFT_ENTITY;
extern const struct wr_audit_entity *const wr_rulebook_entities[];
extern const struct wr_route wr_rulebook_routes[];
extern const struct wr_stmt *const wr_rulebook_stmts[];
