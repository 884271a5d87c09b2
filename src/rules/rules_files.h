#pragma once
/* Pack files in a folder. Inside rules/ only. */
#include "rules/rules.h"

/**
 * Read dir/<kind>/<name>.json, sorted by path; other files are passed over.
 * @param ret  [out] list of struct wr_pack_file; paths and bytes live in ctx->arena
 * @return 0, WR_EINVALID (a file too large, too many), WR_EIO (names the folder or file), WR_ELIMIT
 */
WR_MUST_CHECK int wr_rules_read_dir(struct wr_ctx *ctx, const char *dir, struct wr_list *ret);
