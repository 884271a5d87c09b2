#pragma once
/* A small bureau for the tests of visits: two districts, four enterprises with plates, ten officers, 10 June 2026 at noon. */
#include "store.h"

#include "modules/visit/visit_complaint.h"
#include "modules/visit/visit_mission_use.h"
#include "modules/visit/visit_use.h"

#define WORLD_ENTERPRISES 4
#define WORLD_OFFICERS                                                                             \
    10 /* the first eight certified, the ninth expired, the tenth of the other district */

struct world {
    struct store *s;
    int64_t district[2];
    int64_t enterprise[WORLD_ENTERPRISES];
    struct wr_str payload[WORLD_ENTERPRISES];
    struct wr_str code[WORLD_ENTERPRISES];
    int64_t officer[WORLD_OFFICERS];
};

struct world world_make(struct store *s);
/** Give a context (of another thread) keys, rules and database. */
void world_give(struct world *w, struct wr_ctx *ctx);
int64_t world_day_ms(const char *day);
void world_next_day(struct world *w, int days);
/** Forget the last error and act as this officer, or as somebody with these roles. */
void world_as_officer(struct world *w, struct wr_ctx *ctx, int i);
void world_as(struct wr_ctx *ctx, uint32_t roles, int64_t enterprise_id);
/** A planned inspection of enterprise e; client_id is made of n; second officer -1: none. */
struct wr_visit_new world_planned(struct world *w, struct wr_ctx *ctx, int e, int second,
                                  int64_t n);
/** An application for the same inspection; uid is made of n. */
struct wr_mission_new world_mission(struct world *w, struct wr_ctx *ctx, int e, int officer,
                                    int second, int64_t n);
/** Applied for by the officer, approved by the city's administrator; ctx acts as the officer afterwards. @return as the use cases */
int world_approve(struct world *w, struct wr_ctx *ctx, int officer, const struct wr_mission_new *in,
                  struct wr_mission *ret);
/** Have it approved where that is possible, and check it in, warnings confirmed. */
int world_check_in(struct world *w, int officer, int second, int e, int64_t n,
                   struct wr_visit *ret);
/** Does the refusal's verdict hold this text? */
bool world_told(struct wr_ctx *ctx, const char *text);
/** Fail unless the log agrees with every row of visits, ratings and complaints. */
void world_verify(struct world *w);

struct world_count {
    int64_t enterprise_id, cap;
    int64_t slots;   /* slots taken within 1 … cap */
    int64_t counted; /* visits that count and were neither cancelled nor refused */
    int64_t visits;
};
struct world_count world_count(struct world *w, int e, int64_t cap);

/** Run tests on both engines with every migration. @return number of failures */
int world_run(const char *program, struct store_test *tests, size_t n);
