#pragma once
/* What differs between two packs. Inside rules/ only. */
#include "rules/rules.h"

/**
 * One line for each difference between two JSON trees: `~ path: old -> new`, `- path: old`, `+ path: new`. Objects in lists are
 * matched by what names them (id, source, code, kind), so that a moved row is no difference.
 * @return number of differences
 */
size_t wr_rules_diff(struct wr_ctx *ctx, const struct wr_json *a, const struct wr_json *b,
                     struct wr_buf *out);
