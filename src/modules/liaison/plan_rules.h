#pragma once
/* From the registry to the solver and back: who may look after whom, what it costs, and the figures before and after. */

#include "modules/liaison/liaison_fields.h"
#include "modules/liaison/liaison_solve.h"

#define WR_PLAN_OFFICERS_MAX 5000
/** Keeping a pair is worth this many metres at keep_bp = 10000. */
#define WR_PLAN_KEEP_M INT64_C(20000)
/** The k-th enterprise of an officer costs (2k − 1) times this many metres: load² in all. */
#define WR_PLAN_STEP_M INT64_C(1000)
/** Distances are cut off here; an office without a place counts as WR_PLAN_DISTANCE_UNKNOWN_M away. */
#define WR_PLAN_DISTANCE_MAX_M INT64_C(200000)
#define WR_PLAN_DISTANCE_UNKNOWN_M INT64_C(10000)

/** An officer in post. */
struct wr_plan_officer {
    int64_t id, district_id;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    int64_t capacity, load;
};
extern const struct wr_field wr_plan_officer_fields[];

/** An active paired enterprise with its present liaison (officer_id 0: none). */
struct wr_plan_enterprise {
    int64_t id, district_id;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    int64_t officer_id;
    bool officer_in_post;
    int64_t officer_district_id; /* 0: city level */
    bool has_officer_lng_e6, has_officer_lat_e6;
    int64_t officer_lng_e6, officer_lat_e6;
};
extern const struct wr_field wr_plan_enterprise_fields[];

struct wr_plan_input {
    struct wr_plan_params params;
    const struct wr_plan_officer *officers; /* by id */
    size_t officers_n;
    const struct wr_plan_enterprise *enterprises; /* by id */
    size_t enterprises_n;
    const struct wr_recusal *recusals; /* in force, by officer and enterprise */
    size_t recusals_n;
};

struct wr_plan_output {
    struct wr_plan_summary summary; /* ms is the caller's */
    struct wr_plan_change *changes; /* without names; by enterprise */
    size_t changes_n;
};

/** Metres between two places in micro-degrees (equirectangular; exact to 0.1 % within a city), cut off at the maximum. */
int64_t wr_plan_distance_m(int64_t lng1_e6, int64_t lat1_e6, int64_t lng2_e6, int64_t lat2_e6);

/**
 * The optimal plan. Everything in *ret lives in ctx->arena.
 * @return 0, WR_ELIMIT (liaison.plan_size), WR_ENOMEM
 */
WR_MUST_CHECK int wr_plan_compute(struct wr_ctx *ctx, const struct wr_plan_input *in,
                                  struct wr_plan_output *ret);
