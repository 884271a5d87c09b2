#pragma once
/* Packs as one request sees them: those of the program, those published in the database, copies for a replay. */
#include "modules/penalty/penalty_store.h"

#define WR_PEN_SHELF_MAX 40
struct wr_pen_shelf {
    struct wr_rules *loaded[WR_PEN_SHELF_MAX];
    size_t n;
    struct wr_pen_book book;
};
/** Books of the program and those published. Close it whether or not this succeeds. */
WR_MUST_CHECK int wr_pen_shelf_open(struct wr_tx *tx, struct wr_pen_shelf *s);
/** Load one file's text and put it in place of the pack of the same id. @return 0, WR_EINVALID (faults) */
WR_MUST_CHECK int wr_pen_shelf_load(struct wr_ctx *ctx, struct wr_pen_shelf *s,
                                    struct wr_str content, const struct wr_pen_pack **ret);
void wr_pen_shelf_close(struct wr_pen_shelf *s);
/** The whole file of a loaded pack, canonical, without its examples. */
struct wr_str wr_pen_pack_text(struct wr_ctx *ctx, const struct wr_pen_pack *p);
/** The same with its examples: what a draft starts from. */
struct wr_str wr_pen_pack_file(struct wr_ctx *ctx, const struct wr_pen_pack *p);
struct wr_str wr_pen_sha256(struct wr_ctx *ctx, struct wr_str content);
/** Keep a copy of a pack that was used, once. @return its id */
WR_MUST_CHECK int wr_pen_shelf_keep(struct wr_tx *tx, const struct wr_pen_pack *p, int64_t *ret_id);
