#pragma once
/* Penalty cases for the tests, on the small bureau of visit_world.h: filed by its first officer, decided by a legal reviewer. */
#include "visit_world.h"

#include "modules/enterprise/enterprise_svc.h"
#include "modules/penalty/penalty_svc.h"

struct world dk_begin(struct store *s);
void dk_give(struct world *w, struct wr_ctx *ctx);
void dk_end(struct store *s);
struct wr_pen_new dk_filing(struct world *w, struct wr_ctx *ctx, int e, int64_t n);
void dk_as_legal(struct wr_ctx *ctx);
void dk_confirm(struct world *w, struct wr_ctx *ctx, struct wr_pen_docket *d, const char *flow);
void dk_event(struct wr_ctx *ctx, struct wr_pen_docket *d, int64_t kind, const char *day);
int dk_try_event(struct wr_ctx *ctx, struct wr_pen_docket *d, int64_t kind, const char *day);
int dk_decide(struct wr_ctx *ctx, struct wr_pen_docket *d, const char *day);
void dk_decided(struct world *w, int e, int64_t n, const char *act, const char *flow,
                struct wr_pen_docket *ret);
const struct wr_pen_fact_row *dk_value(const struct wr_pen_docket *d, const char *name);
