#pragma once
/* The loop of a clue (facts of enforcement §9): who may do what in which state, and what follows. Pure. */
#include "modules/offsite/offsite.h"

/** State after the act, or -1: not in this state. */
int64_t wr_clue_next(int64_t state, int64_t act);
/** Roles that may do it. */
uint32_t wr_clue_roles(int64_t act);
/** Must somebody answer it? Information is only noted. */
bool wr_clue_is_noted(int64_t level);
/** Does the rule's event meet a condition for a visit by itself? 0: no, else enum wr_clue_why. */
int64_t wr_clue_converts(const struct wr_offsite_event *e, int64_t hours_n);
/** Is a deadline of the state over? 0: no, else enum wr_clue_why. */
int64_t wr_clue_overdue(const struct wr_clue *c, int64_t now_ms);
/** Key of the one open clue of a rule and object. */
struct wr_str wr_clue_open_key(struct wr_arena *a, const struct wr_offsite_event *e);
/** Outcomes a person may close it with from the desk. */
bool wr_clue_may_close_as(int64_t outcome);
