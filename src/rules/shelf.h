#pragma once
/*
 * The packs in use while the program runs: those embedded, those of the folder read at the start, and those the bureau has
 * published, later ones in place of earlier ones of the same id. A set never changes: another one takes its place, and the old
 * one stays for an hour for whoever still reads it. Safe for many threads.
 */
#include "rules/rules.h"

struct wr_rules_shelf;
/** @param dir  folder with packs, NULL: none @param kinds  as wr_rules_use_kinds @return 0, WR_EINVALID (names file, place, mend) */
WR_MUST_CHECK int wr_rules_shelf_new(struct wr_ctx *ctx, const char *dir,
                                     const struct wr_pack_kind *const *kinds,
                                     struct wr_rules_shelf **ret);
void wr_rules_shelf_free(struct wr_rules_shelf *s);
/** The set in use now. Valid for the request or command that asks. */
const struct wr_rules *wr_rules_shelf_now(struct wr_rules_shelf *s);
/** Could the published packs be put on the shelf? @param files  borrowed @return 0, WR_EINVALID */
WR_MUST_CHECK int wr_rules_shelf_try(struct wr_ctx *ctx, struct wr_rules_shelf *s,
                                     const struct wr_pack_file *files, size_t n);
/** From now on these are the published packs. On failure the set in use stays. */
WR_MUST_CHECK int wr_rules_shelf_put(struct wr_ctx *ctx, struct wr_rules_shelf *s,
                                     const struct wr_pack_file *files, size_t n);
