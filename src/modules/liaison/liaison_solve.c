#include "modules/liaison/liaison_solve.h"

#include "base/alloc.h"
#include "base/err.h"

#include <stdbool.h>

/* Far above any path, far below overflow when two are added. */
#define FAR (INT64_MAX / 4)
#define NOBODY (-1)

/*
 * Nodes 0 … m-1 are officers, node m is "no officer" (unbounded, every enterprise may go there at none_cost and more).
 * move[a·nodes + b] is the cheapest change of cost when one enterprise of a moves to b, and who[…] that enterprise.
 */
struct work {
    const struct wr_solve *s;
    size_t nodes;
    int64_t none_cost;
    int64_t *move, *potential, *dist;
    int32_t *who, *prev;
    bool *done;
    int64_t *load;
    int32_t *first, *next; /* lists of the enterprises at a node */
    int32_t *at;           /* node of each enterprise placed so far */
};

static void work_done(struct work *w)
{
    wr_freep(&w->move);
    wr_freep(&w->potential);
    wr_freep(&w->dist);
    wr_freep(&w->who);
    wr_freep(&w->prev);
    wr_freep(&w->done);
    wr_freep(&w->load);
    wr_freep(&w->first);
    wr_freep(&w->next);
    wr_freep(&w->at);
}

static int64_t cost_of(const struct work *w, size_t enterprise, size_t node)
{
    if (node == w->s->officers_n)
        return w->none_cost + (w->s->without ? w->s->without[enterprise] : 0);
    int64_t c = w->s->cost[enterprise * w->s->officers_n + node];
    return c == WR_SOLVE_FORBIDDEN ? FAR : c;
}

/* What one more enterprise at the node adds to the balance term; FAR when it is full. */
static int64_t marginal(const struct work *w, size_t node)
{
    if (node == w->s->officers_n)
        return 0;
    if (w->load[node] >= w->s->officers[node].capacity)
        return FAR;
    return w->s->step * (2 * w->load[node] + 1);
}

static bool between(int64_t v, int64_t max)
{
    return v >= 0 && v <= max;
}

static bool in_range(const struct wr_solve *s)
{
    if (s->enterprises_n > WR_SOLVE_ENTERPRISES_MAX || s->officers_n > WR_SOLVE_OFFICERS_MAX ||
        !between(s->step, WR_SOLVE_STEP_MAX))
        return false;
    for (size_t j = 0; j < s->officers_n; j++)
        if (!between(s->officers[j].load0, WR_SOLVE_LOAD_MAX) ||
            !between(s->officers[j].capacity, WR_SOLVE_LOAD_MAX))
            return false;
    for (size_t k = 0; k < s->enterprises_n * s->officers_n; k++)
        if (s->cost[k] != WR_SOLVE_FORBIDDEN && !between(s->cost[k], WR_SOLVE_COST_MAX))
            return false;
    for (size_t i = 0; s->without && i < s->enterprises_n; i++)
        if (!between(s->without[i], WR_SOLVE_COST_MAX))
            return false;
    return true;
}

/*
 * Placing one more enterprise must be worth any rearrangement: a simple augmenting path visits each officer at most once,
 * so it changes the cost by less than this.
 */
static int64_t none_cost_of(const struct wr_solve *s)
{
    int64_t dearest = 0;
    int64_t load_max = 0;
    for (size_t k = 0; k < s->enterprises_n * s->officers_n; k++)
        if (s->cost[k] != WR_SOLVE_FORBIDDEN && s->cost[k] > dearest)
            dearest = s->cost[k];
    for (size_t i = 0; s->without && i < s->enterprises_n; i++)
        if (s->without[i] > dearest)
            dearest = s->without[i];
    for (size_t j = 0; j < s->officers_n; j++)
        if (s->officers[j].capacity > load_max)
            load_max = s->officers[j].capacity;
    return ((int64_t)s->officers_n + 2) * dearest + s->step * (2 * load_max + 1) + 1;
}

static int work_init(struct work *w, const struct wr_solve *s)
{
    size_t nodes = s->officers_n + 1;
    *w = (struct work){.s = s, .nodes = nodes, .none_cost = none_cost_of(s)};
    w->move = wr_alloc_array(nodes * nodes, sizeof(*w->move));
    w->who = wr_alloc_array(nodes * nodes, sizeof(*w->who));
    w->potential = wr_alloc_array(nodes, sizeof(*w->potential));
    w->dist = wr_alloc_array(nodes, sizeof(*w->dist));
    w->prev = wr_alloc_array(nodes, sizeof(*w->prev));
    w->done = wr_alloc_array(nodes, sizeof(*w->done));
    w->load = wr_alloc_array(nodes, sizeof(*w->load));
    w->first = wr_alloc_array(nodes, sizeof(*w->first));
    w->next = wr_alloc_array(s->enterprises_n, sizeof(*w->next));
    w->at = wr_alloc_array(s->enterprises_n, sizeof(*w->at));
    if (!w->move || !w->who || !w->potential || !w->dist || !w->prev || !w->done || !w->load ||
        !w->first || !w->next || !w->at)
        return WR_ENOMEM;
    for (size_t k = 0; k < nodes * nodes; k++) {
        w->move[k] = FAR;
        w->who[k] = NOBODY;
    }
    for (size_t j = 0; j < nodes; j++) {
        w->first[j] = NOBODY;
        w->load[j] = j < s->officers_n ? s->officers[j].load0 : 0;
    }
    return 0;
}

/* Let the enterprise compete for being the cheapest to move away from its node. */
static void offer_moves(struct work *w, size_t node, int32_t enterprise)
{
    int64_t *move = w->move + node * w->nodes;
    int32_t *who = w->who + node * w->nodes;
    int64_t here = cost_of(w, (size_t)enterprise, node);
    for (size_t b = 0; b < w->nodes; b++) {
        int64_t there = cost_of(w, (size_t)enterprise, b);
        if (there < FAR && there - here < move[b]) {
            move[b] = there - here;
            who[b] = enterprise;
        }
    }
}

static void put(struct work *w, size_t node, int32_t enterprise)
{
    w->at[enterprise] = (int32_t)node;
    w->next[enterprise] = w->first[node];
    w->first[node] = enterprise;
    offer_moves(w, node, enterprise);
}

static void take(struct work *w, size_t node, int32_t enterprise)
{
    int32_t *link = &w->first[node];
    while (*link != enterprise)
        link = &w->next[*link];
    *link = w->next[enterprise];
    for (size_t b = 0; b < w->nodes; b++) {
        w->move[node * w->nodes + b] = FAR;
        w->who[node * w->nodes + b] = NOBODY;
    }
    for (int32_t i = w->first[node]; i != NOBODY; i = w->next[i])
        offer_moves(w, node, i);
}

/* The nearest node that is not done, or `nodes`. */
static size_t nearest(const struct work *w)
{
    size_t best = w->nodes;
    int64_t least = FAR;
    for (size_t j = 0; j < w->nodes; j++) {
        if (!w->done[j] && w->dist[j] < least) {
            least = w->dist[j];
            best = j;
        }
    }
    return best;
}

static void relax(struct work *w, size_t a)
{
    const int64_t *move = w->move + a * w->nodes;
    int64_t base = w->dist[a] + w->potential[a];
    for (size_t b = 0; b < w->nodes; b++) {
        if (w->done[b] || move[b] >= FAR)
            continue;
        int64_t d = base + move[b] - w->potential[b];
        if (d < w->dist[b]) {
            w->dist[b] = d;
            w->prev[b] = (int32_t)a;
        }
    }
}

/* Distances start at the new enterprise; the least of its reduced costs is taken as 0. */
static void start_at(struct work *w, size_t enterprise)
{
    int64_t least = FAR;
    for (size_t j = 0; j < w->nodes; j++) {
        int64_t c = cost_of(w, enterprise, j);
        w->dist[j] = c >= FAR ? FAR : c - w->potential[j];
        w->prev[j] = NOBODY;
        w->done[j] = false;
        if (w->dist[j] < least)
            least = w->dist[j];
    }
    for (size_t j = 0; j < w->nodes; j++)
        if (w->dist[j] < FAR)
            w->dist[j] -= least;
}

/*
 * Where the path of the next enterprise ends. The sink has the potential *sink: with it all arcs into the sink stay
 * non-negative, so the search may stop as soon as no open node is nearer than the sink.
 */
static size_t find_end(struct work *w, int64_t sink)
{
    size_t end = w->nodes;
    int64_t end_dist = FAR;
    for (;;) {
        size_t a = nearest(w);
        if (a == w->nodes || w->dist[a] >= end_dist)
            break;
        w->done[a] = true;
        int64_t m = marginal(w, a);
        int64_t d = m >= FAR ? FAR : w->dist[a] + m + w->potential[a] - sink;
        if (d < end_dist) {
            end_dist = d;
            end = a;
        }
        relax(w, a);
    }
    for (size_t j = 0; j < w->nodes; j++)
        if (w->done[j] && w->dist[j] < end_dist)
            w->potential[j] += w->dist[j] - end_dist;
    return end;
}

/* Walk the path backwards: each node hands its cheapest enterprise on, the first one takes the new enterprise. */
static void augment(struct work *w, int32_t enterprise, size_t end)
{
    w->load[end]++;
    size_t node = end;
    while (w->prev[node] != NOBODY) {
        size_t from = (size_t)w->prev[node];
        int32_t moved = w->who[from * w->nodes + node];
        take(w, from, moved);
        put(w, node, moved);
        node = from;
    }
    put(w, node, enterprise);
}

int wr_liaison_solve(const struct wr_solve *s, int32_t *officer_of, struct wr_solve_result *ret)
{
    if (!in_range(s))
        return WR_EINVALID;
    WR_CLEANUP(work_done) struct work w;
    int rc = work_init(&w, s);
    if (rc < 0)
        return rc;
    int64_t sink = 0;
    for (size_t i = 0; i < s->enterprises_n; i++) {
        start_at(&w, i);
        augment(&w, (int32_t)i, find_end(&w, sink));
    }
    *ret = (struct wr_solve_result){0};
    for (size_t i = 0; i < s->enterprises_n; i++) {
        size_t node = (size_t)w.at[i];
        officer_of[i] = node == s->officers_n ? WR_SOLVE_NONE : w.at[i];
        ret->cost += cost_of(&w, i, node);
        if (node < s->officers_n)
            continue;
        ret->unassigned_n++;
        ret->cost -= w.none_cost;
    }
    for (size_t j = 0; j < s->officers_n; j++)
        ret->cost += s->step * w.load[j] * w.load[j];
    return 0;
}
