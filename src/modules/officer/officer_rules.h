#pragma once

#include "modules/officer/officer_fields.h"

/** Check what a person entered; faults are added to the context, nothing else happens. */
void wr_officer_rules_check(struct wr_ctx *ctx, const struct wr_officer_edit *e);
/** The officer that `e` makes of `o`; derives the pinyin initials. */
void wr_officer_rules_apply(struct wr_ctx *ctx, const struct wr_officer_edit *e,
                            struct wr_officer *o);
/** What a person sees to edit. */
struct wr_officer_edit wr_officer_rules_edit_of(const struct wr_officer *o);
