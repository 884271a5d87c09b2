#pragma once

#include "modules/dossier/dossier.h"

/** Outside name of a kind of the time line. */
struct wr_str wr_timeline_kind_name(int64_t kind);
/** Fill title and detail in the context's language from the raw texts, and drop these. */
void wr_timeline_say(struct wr_ctx *ctx, struct wr_timeline_item *t);
