/* Where a case comes from: it must exist and concern the party. What is known there becomes a proposal. */
#include "modules/penalty/penalty_use.h"

#include "modules/offsite/offsite_svc.h"

#include <inttypes.h>

/* ---- origin ----------------------------------------------------------------------------------------- */

/** What was not found is a fault of the form, not of the program. */
static int unless_missing(struct wr_ctx *ctx, int rc)
{
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    return 0;
}

/** What is wrong is collected first and told at the end: looking for what is missing forgets faults. */
struct wrong {
    bool visit, finding, clue, complaint;
};

static int load_visit(struct wr_tx *tx, const struct wr_pen_new *in, struct wr_pen_origin *ret,
                      struct wrong *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t visit = 0;
    int rc = 0;

    if (in->visit_id != 0)
        rc = unless_missing(ctx, wr_pen_store_visit(tx, in->visit_id, &ret->visit));
    w->visit = in->visit_id != 0 && ret->visit.enterprise_id != in->enterprise_id;
    if (rc == 0 && in->finding_id != 0)
        rc = unless_missing(ctx, wr_pen_store_finding(tx, in->finding_id, &visit));
    w->finding = in->finding_id != 0 && (visit == 0 || visit != in->visit_id);
    return rc;
}

/** A clue named as source must be one of the party; the one a visit was made for may be of another register. */
static int load_clue(struct wr_tx *tx, const struct wr_pen_new *in, struct wr_pen_origin *ret,
                     struct wrong *w)
{
    bool named = in->source == WR_PEN_SRC_CLUE;
    struct wr_str ref = named ? in->source_ref : ret->visit.evidence_ref;

    if (!named && !wr_str_eq(ret->visit.source, WR_S("offsite_clue")))
        return 0;
    int rc = unless_missing(wr_tx_ctx(tx), wr_clue_by_number_in(tx, wr_str_trim(ref), &ret->clue));
    if (rc == 0 && ret->clue.enterprise_id != in->enterprise_id) {
        ret->clue = (struct wr_clue){0};
        w->clue = named;
    }
    return rc;
}

/** Numbers of ours are digits; those of other registers (12345 …) are kept as they were given. */
static int check_complaint(struct wr_tx *tx, const struct wr_pen_new *in, struct wrong *w)
{
    int64_t id = 0, owner = -1;

    if (in->source != WR_PEN_SRC_COMPLAINT || !wr_str_i64(wr_str_trim(in->source_ref), &id))
        return 0;
    int rc = unless_missing(wr_tx_ctx(tx), wr_pen_store_complaint(tx, id, &owner));
    w->complaint = owner < 0 || (owner != 0 && owner != in->enterprise_id);
    return rc;
}

static int tell(struct wr_ctx *ctx, const struct wr_pen_new *in, const struct wrong *w)
{
    struct wr_arena *a = ctx->arena;

    if (w->visit)
        wr_fault(ctx, WR_S("visit_id"), WR_K_penalty_visit,
                 wr_arena_printf(a, "%" PRId64, in->visit_id));
    if (w->finding)
        wr_fault(ctx, WR_S("finding_id"), WR_K_penalty_finding,
                 wr_arena_printf(a, "%" PRId64, in->finding_id));
    if (w->clue)
        wr_fault(ctx, WR_S("source_ref"), WR_K_penalty_clue, in->source_ref);
    if (w->complaint)
        wr_fault(ctx, WR_S("source_ref"), WR_K_penalty_complaint, in->source_ref);
    return wr_faults_end(ctx);
}

int wr_pen_origin_in(struct wr_tx *tx, const struct wr_pen_new *in, struct wr_pen_origin *ret)
{
    struct wrong w = {0};

    *ret = (struct wr_pen_origin){0};
    int rc = load_visit(tx, in, ret, &w);
    rc = rc < 0 ? rc : load_clue(tx, in, ret, &w);
    rc = rc < 0 ? rc : check_complaint(tx, in, &w);
    return rc < 0 ? rc : tell(wr_tx_ctx(tx), in, &w);
}
