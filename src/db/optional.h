#pragma once
/*
 * Optional filters. A list is one fixed text in which a filter that is not given is NULL: `($1 IS NULL OR x = $1)`. No
 * planner can use an index on x for that text, so each pattern of given and missing filters is prepared as a text of its
 * own, made from the fixed one and never from input: a missing filter becomes `1 = 1`, a given one its condition alone.
 */
#include "base/buf.h"

#include <stdint.h>

/** Bits (parameter number - 1) of the parameters that stand in a group `($n IS NULL OR …)`; at most $64. */
uint64_t wr_optional_params(const char *sql);
/** Append `sql` as it reads when exactly the parameters in `nulls` are NULL. */
void wr_optional_fold(const char *sql, uint64_t nulls, struct wr_buf *b);
