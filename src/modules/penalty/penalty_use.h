#pragma once
/* Inside the room: use cases in a transaction, shared by its services. */
#include "modules/enterprise/enterprise_svc.h"
#include "modules/offsite/offsite.h"
#include "modules/penalty/penalty_shelf.h"
#include "modules/penalty/penalty_svc.h"

/** Where a case comes from; id 0: not from there. */
struct wr_pen_origin {
    struct wr_pen_visit_row visit;
    struct wr_clue clue;
};
/** Load visit and clue; each reference must exist and be the party's. @return 0, WR_EINVALID (faults) */
WR_MUST_CHECK int wr_pen_origin_in(struct wr_tx *tx, const struct wr_pen_new *in,
                                   struct wr_pen_origin *ret);
/** Propose what the system knows of a case that has just been filed, each with evidence and reason. */
WR_MUST_CHECK int wr_pen_propose(struct wr_tx *tx, const struct wr_pen_docket *d,
                                 const struct wr_pen_case *c, const struct wr_enterprise *e,
                                 const struct wr_pen_origin *o);

/** The case within the actor's row scope; the party sees its own once it was told. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_pen_load_in(struct wr_tx *tx, int64_t id, struct wr_pen_docket *ret);
/** The case file of a case as JSON text; `all`: proposed values too. */
WR_MUST_CHECK int wr_pen_input_of(struct wr_ctx *ctx, const struct wr_pen_docket *d, bool all,
                                  struct wr_str *ret);
struct wr_pen_run {
    struct wr_pen_shelf shelf;
    struct wr_json *json;
    struct wr_pen_case c;
    struct wr_pen_result r;
};
/** Assess a text with the shelf's packs; close the run afterwards. */
WR_MUST_CHECK int wr_pen_run_text(struct wr_ctx *ctx, struct wr_pen_run *run, struct wr_str text);
void wr_pen_run_close(struct wr_pen_run *run);
/**
 * Run a use case that needs packs, and give them back whatever happens.
 * @param arg  given to `fn`
 * @param at   where `fn` finds the run (the shelf), a member of *arg
 */
WR_MUST_CHECK int wr_pen_with_run(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
                                  int (*fn)(struct wr_tx *, void *), void *arg,
                                  struct wr_pen_run **at);
WR_MUST_CHECK int wr_pen_with_shelf(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
                                    int (*fn)(struct wr_tx *, void *), void *arg,
                                    struct wr_pen_shelf **at);
/** A copy that outlives the packs it points into. @param size  of the struct that `fields` describes */
WR_MUST_CHECK int wr_pen_copy(struct wr_ctx *ctx, const struct wr_field *fields, const void *from,
                              void *ret, size_t size);
/** What a run shows, as such a copy. */
WR_MUST_CHECK int wr_pen_show_copy(struct wr_ctx *ctx, const struct wr_pen_run *run,
                                   struct wr_pen_view *ret);
struct wr_str wr_pen_today(struct wr_ctx *ctx);
