#pragma once
/* Shared by the files of this module. */

#include "base/site.h"
#include "modules/plate/plate_rules.h"
#include "modules/plate/plate_store.h"
#include "modules/plate/plate_use.h"

/** Texts of this installation. */
struct wr_site wr_plate_site(const struct wr_ctx *ctx);
/** Fill in code_print, payload and url. */
void wr_plate_complete(struct wr_ctx *ctx, struct wr_plate *p);
/** One plate, complete, if the actor may see it. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_plate_load(struct wr_tx *tx, int64_t id, struct wr_plate *ret);
/** The district to look in: the actor's own, or the one asked for; 0 = the whole city. @return 0, WR_EDENIED */
WR_MUST_CHECK int wr_plate_district(struct wr_ctx *ctx, int64_t asked, int64_t *ret);
/** Write an event of a plate and append its leaf. */
WR_MUST_CHECK int wr_plate_tell(struct wr_tx *tx, const struct wr_plate *p, const char *kind,
                                const char *action, struct wr_str note);
/** Record that `it` was printed as drawn: the officer on it, its version, state, event and leaf. */
WR_MUST_CHECK int wr_plate_mark_printed(struct wr_tx *tx, const struct wr_plate_item *it);
