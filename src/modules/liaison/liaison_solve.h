#pragma once
/*
 * Who looks after which enterprise: an exact minimum-cost assignment. Pure: no database, no clock, integers only,
 * the same input always gives the same answer.
 *
 * Leave as few enterprises as possible without an officer; among those answers minimise
 *   Σ cost(i, officer of i)  +  Σ_j step · load_j²  +  Σ without[i] of the enterprises left without
 * over all assignments that respect capacities and forbidden pairs. The second sum is convex: it balances.
 *
 * Method: successive shortest paths with potentials. Enterprises are added one by one in their order; each time the
 * shortest augmenting path in the residual graph is found by Dijkstra over the officers only, because between two
 * officers only the cheapest enterprise to move matters. A flow kept free of negative cycles by shortest augmentations
 * is of minimum cost (Ahuja, Magnanti, Orlin, "Network Flows", ch. 9.7 and 14.4 for convex arc costs).
 */
#include "base/attr.h"

#include <stddef.h>
#include <stdint.h>

/** A pair that may not be (recusal, another district). */
#define WR_SOLVE_FORBIDDEN INT64_MAX
/** Left without an officer. */
#define WR_SOLVE_NONE (-1)

#define WR_SOLVE_ENTERPRISES_MAX 20000
#define WR_SOLVE_OFFICERS_MAX 1000
#define WR_SOLVE_COST_MAX INT64_C(100000000000)
#define WR_SOLVE_LOAD_MAX 2000
#define WR_SOLVE_STEP_MAX INT64_C(100000000)

struct wr_solve_officer {
    int64_t
        load0; /* enterprises he keeps in any case; they count for balance and capacity, 0 … WR_SOLVE_LOAD_MAX */
    int64_t capacity; /* with them; 0 … WR_SOLVE_LOAD_MAX */
};

struct wr_solve {
    size_t enterprises_n, officers_n;
    const int64_t *
        cost; /* [enterprise · officers_n + officer]: 0 … WR_SOLVE_COST_MAX, or WR_SOLVE_FORBIDDEN */
    const int64_t *
        without; /* [enterprise]: 0 … WR_SOLVE_COST_MAX for being the one left without; NULL: all 0 */
    const struct wr_solve_officer *officers;
    int64_t step; /* weight of balance, 0 … WR_SOLVE_STEP_MAX */
};

struct wr_solve_result {
    int64_t cost;        /* the minimum of the sum above */
    size_t unassigned_n; /* as few as possible */
};

/**
 * Solve it.
 * @param officer_of  [out] officers_n-index of each enterprise, or WR_SOLVE_NONE; enterprises_n entries
 * @return 0, WR_EINVALID (a number out of its range above), WR_ENOMEM
 */
WR_MUST_CHECK int wr_liaison_solve(const struct wr_solve *s, int32_t *officer_of,
                                   struct wr_solve_result *ret);
