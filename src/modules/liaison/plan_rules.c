#include "modules/liaison/plan_rules.h"

#include "base/alloc.h"

#include <math.h>

/* Enough for the values that queries bring; documentation lives in the header. */
#define O struct wr_plan_officer
#define PLACE(st, lng, lat)                                                                        \
    WR_I64_OPT(st, lng, -180000000, 180000000, "经度", "longitude"),                               \
        WR_I64_OPT(st, lat, -90000000, 90000000, "纬度", "latitude")
const struct wr_field wr_plan_officer_fields[] = {
    WR_ID(O, id, "编号", "officer"),
    WR_ID(O, district_id, "区县编号", "district"),
    PLACE(O, lng_e6, lat_e6),
    WR_I64(O, capacity, 0, WR_ID_MAX, "上限", "enterprises at most"),
    WR_I64(O, load, 0, WR_ID_MAX, "企业数", "enterprises now"),
    {0},
};
#undef O
#define E struct wr_plan_enterprise
const struct wr_field wr_plan_enterprise_fields[] = {
    WR_ID(E, id, "编号", "enterprise"),
    WR_ID(E, district_id, "区县编号", "district"),
    PLACE(E, lng_e6, lat_e6),
    WR_ID_OPT(E, officer_id, "人员编号", "present liaison"),
    WR_BOOL_OPT(E, officer_in_post, "在岗", "whether he is in post"),
    WR_ID_OPT(E, officer_district_id, "人员区县", "his district"),
    PLACE(E, officer_lng_e6, officer_lat_e6),
    {0},
};
#undef E

int64_t wr_plan_distance_m(int64_t lng1_e6, int64_t lat1_e6, int64_t lng2_e6, int64_t lat2_e6)
{
    const double metres_per_e6 = 0.111195; /* of latitude, mean radius 6371 km */
    const double radians_per_e6 = 3.14159265358979323846 / 180e6;
    double mid = (double)(lat1_e6 + lat2_e6) / 2 * radians_per_e6;
    double dx = (double)(lng1_e6 - lng2_e6) * metres_per_e6 * cos(mid);
    double dy = (double)(lat1_e6 - lat2_e6) * metres_per_e6;
    double d = sqrt(dx * dx + dy * dy);
    return d > (double)WR_PLAN_DISTANCE_MAX_M ? WR_PLAN_DISTANCE_MAX_M : (int64_t)llround(d);
}

/* An enterprise without a place is equally far from everybody; an office without one is a middling way off. */
static int64_t distance_to(const struct wr_plan_enterprise *e, bool has_place, int64_t lng_e6,
                           int64_t lat_e6)
{
    if (!e->has_lng_e6 || !e->has_lat_e6)
        return 0;
    return has_place ? wr_plan_distance_m(e->lng_e6, e->lat_e6, lng_e6, lat_e6)
                     : WR_PLAN_DISTANCE_UNKNOWN_M;
}

static int64_t distance_of(const struct wr_plan_enterprise *e, const struct wr_plan_officer *o)
{
    return distance_to(e, o->has_lng_e6 && o->has_lat_e6, o->lng_e6, o->lat_e6);
}

static int64_t distance_now(const struct wr_plan_enterprise *e)
{
    return distance_to(e, e->has_officer_lng_e6 && e->has_officer_lat_e6, e->officer_lng_e6,
                       e->officer_lat_e6);
}

static bool is_recused(const struct wr_plan_input *in, int64_t officer_id, int64_t enterprise_id)
{
    size_t lo = 0;
    size_t hi = in->recusals_n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct wr_recusal *r = &in->recusals[mid];
        if (r->officer_id == officer_id && r->enterprise_id == enterprise_id)
            return true;
        if (r->officer_id < officer_id ||
            (r->officer_id == officer_id && r->enterprise_id < enterprise_id))
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

/* Why the present pair cannot stay; WR_WHY_BALANCE if it could. */
static enum wr_plan_why fault_of(const struct wr_plan_input *in, const struct wr_plan_enterprise *e)
{
    if (e->officer_id == 0)
        return WR_WHY_UNCOVERED;
    if (!e->officer_in_post)
        return WR_WHY_NOT_IN_POST;
    if (e->officer_district_id != 0 && e->officer_district_id != e->district_id)
        return WR_WHY_OTHER_DISTRICT;
    if (is_recused(in, e->officer_id, e->id))
        return WR_WHY_RECUSED;
    return WR_WHY_BALANCE;
}

/* Pairs that stay whatever the solver finds: with a sound city-level officer, and all sound ones when only gaps are filled. */
static bool is_fixed(const struct wr_plan_input *in, const struct wr_plan_enterprise *e)
{
    return fault_of(in, e) == WR_WHY_BALANCE &&
           (in->params.only_uncovered || e->officer_district_id == 0);
}

static const struct wr_plan_officer *officer_by_id(const struct wr_plan_input *in, int64_t id)
{
    size_t lo = 0;
    size_t hi = in->officers_n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (in->officers[mid].id == id)
            return &in->officers[mid];
        if (in->officers[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* One district's problem; officers of different districts never compete. */
struct part {
    size_t *officer_at, *enterprise_at; /* positions in the input */
    size_t officers_n, enterprises_n;
    struct wr_solve_officer *officers;
    int64_t *cost, *without;
    int32_t *officer_of;
};

static void part_done(struct part *p)
{
    wr_freep(&p->officer_at);
    wr_freep(&p->enterprise_at);
    wr_freep(&p->officers);
    wr_freep(&p->cost);
    wr_freep(&p->without);
    wr_freep(&p->officer_of);
}

static void collect(const struct wr_plan_input *in, int64_t district_id, struct part *p)
{
    p->officers_n = p->enterprises_n = 0;
    for (size_t j = 0; j < in->officers_n; j++)
        if (in->officers[j].district_id == district_id)
            p->officer_at[p->officers_n++] = j;
    for (size_t i = 0; i < in->enterprises_n; i++)
        if (in->enterprises[i].district_id == district_id && !is_fixed(in, &in->enterprises[i]))
            p->enterprise_at[p->enterprises_n++] = i;
}

static int64_t cost_of(const struct wr_plan_input *in, const struct wr_plan_enterprise *e,
                       const struct wr_plan_officer *o)
{
    if (is_recused(in, o->id, e->id))
        return WR_SOLVE_FORBIDDEN;
    int64_t cost = distance_of(e, o) * in->params.distance_bp;
    bool could_stay = fault_of(in, e) == WR_WHY_BALANCE;
    if (could_stay && e->officer_id != o->id)
        cost += WR_PLAN_KEEP_M * in->params.keep_bp;
    return cost;
}

/* Whoever has a sound liaison is left without a new one last: he keeps the one he has, ceiling or not. */
static int64_t without_of(const struct wr_plan_input *in, const struct wr_plan_enterprise *e)
{
    return fault_of(in, e) == WR_WHY_BALANCE ? WR_SOLVE_COST_MAX : 0;
}

/* Loads without the enterprises that are placed anew, ceilings, and all costs. */
static void fill(const struct wr_plan_input *in, struct part *p)
{
    for (size_t i = 0; i < p->enterprises_n; i++)
        p->without[i] = without_of(in, &in->enterprises[p->enterprise_at[i]]);
    for (size_t j = 0; j < p->officers_n; j++) {
        const struct wr_plan_officer *o = &in->officers[p->officer_at[j]];
        int64_t capacity = o->capacity;
        if (in->params.has_load_max && in->params.load_max < capacity)
            capacity = in->params.load_max;
        p->officers[j] = (struct wr_solve_officer){.load0 = o->load, .capacity = capacity};
        for (size_t i = 0; i < p->enterprises_n; i++) {
            const struct wr_plan_enterprise *e = &in->enterprises[p->enterprise_at[i]];
            if (e->officer_id == o->id)
                p->officers[j].load0--;
            p->cost[i * p->officers_n + j] = cost_of(in, e, o);
        }
    }
}

static int part_init(struct part *p, const struct wr_plan_input *in)
{
    *p = (struct part){0};
    p->officer_at = wr_alloc_array(in->officers_n, sizeof(*p->officer_at));
    p->enterprise_at = wr_alloc_array(in->enterprises_n, sizeof(*p->enterprise_at));
    p->officers = wr_alloc_array(in->officers_n, sizeof(*p->officers));
    p->officer_of = wr_alloc_array(in->enterprises_n, sizeof(*p->officer_of));
    p->without = wr_alloc_array(in->enterprises_n, sizeof(*p->without));
    return p->officer_at && p->enterprise_at && p->officers && p->officer_of && p->without
               ? 0
               : WR_ENOMEM;
}

/* Solve one district; the outcome goes to `to`, an officer's position for each enterprise of the input. */
static int solve_district(struct wr_ctx *ctx, const struct wr_plan_input *in, int64_t district_id,
                          int32_t *to, int64_t *cost)
{
    WR_CLEANUP(part_done) struct part p;
    struct wr_solve_result r;
    int rc = part_init(&p, in);
    if (rc < 0)
        return wr_fail(ctx, WR_K_memory);
    collect(in, district_id, &p);
    if (p.officers_n > WR_SOLVE_OFFICERS_MAX)
        return wr_fail(ctx, WR_K_liaison_plan_size, WR_S("20000"), WR_S("1000"));
    p.cost = wr_alloc_array(p.officers_n * p.enterprises_n, sizeof(*p.cost));
    if (!p.cost)
        return wr_fail(ctx, WR_K_memory);
    fill(in, &p);
    struct wr_solve s = {.enterprises_n = p.enterprises_n,
                         .officers_n = p.officers_n,
                         .cost = p.cost,
                         .without = p.without,
                         .officers = p.officers,
                         .step = WR_PLAN_STEP_M * 10000};
    rc = wr_liaison_solve(&s, p.officer_of, &r);
    if (rc == WR_ENOMEM)
        return wr_fail(ctx, WR_K_memory);
    if (rc < 0)
        return wr_fail(ctx, WR_K_bug, WR_S("liaison plan out of range"));
    for (size_t i = 0; i < p.enterprises_n; i++) {
        bool none = p.officer_of[i] < 0;
        to[p.enterprise_at[i]] = none ? WR_SOLVE_NONE : (int32_t)p.officer_at[p.officer_of[i]];
        r.cost -= none ? p.without[i] : 0;
    }
    *cost += r.cost / 10000;
    return 0;
}

static int solve_all(struct wr_ctx *ctx, const struct wr_plan_input *in, int32_t *to, int64_t *cost)
{
    for (size_t i = 0; i < in->enterprises_n; i++) {
        int64_t district_id = in->enterprises[i].district_id;
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = in->enterprises[k].district_id == district_id;
        int rc = seen ? 0 : solve_district(ctx, in, district_id, to, cost);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Figures of a distribution: loads of the officers in post, mean distance, coverage. */
static struct wr_plan_figures figures_of(const struct wr_plan_input *in, const int64_t *load,
                                         int64_t distance_m, int64_t covered_n)
{
    struct wr_plan_figures f = {0};
    int64_t sum = 0;
    for (size_t j = 0; j < in->officers_n; j++) {
        f.load_min = j == 0 || load[j] < f.load_min ? load[j] : f.load_min;
        f.load_max = load[j] > f.load_max ? load[j] : f.load_max;
        sum += load[j];
    }
    f.load_mean_bp = in->officers_n ? sum * 10000 / (int64_t)in->officers_n : 0;
    f.distance_mean_m = covered_n ? distance_m / covered_n : 0;
    f.coverage_bp = in->enterprises_n ? covered_n * 10000 / (int64_t)in->enterprises_n : 0;
    return f;
}

static void figures_before(const struct wr_plan_input *in, int64_t *load,
                           struct wr_plan_figures *ret)
{
    int64_t distance_m = 0;
    int64_t covered_n = 0;
    for (size_t j = 0; j < in->officers_n; j++)
        load[j] = in->officers[j].load;
    for (size_t i = 0; i < in->enterprises_n; i++) {
        if (in->enterprises[i].officer_id == 0)
            continue;
        covered_n++;
        distance_m += distance_now(&in->enterprises[i]);
    }
    *ret = figures_of(in, load, distance_m, covered_n);
}

/* Who changes, and the figures afterwards. Whoever cannot be placed keeps what he has. */
static void compare(const struct wr_plan_input *in, const int32_t *to, int64_t *load,
                    struct wr_plan_output *ret)
{
    int64_t distance_m = 0;
    int64_t covered_n = 0;
    for (size_t i = 0; i < in->enterprises_n; i++) {
        const struct wr_plan_enterprise *e = &in->enterprises[i];
        bool fixed = is_fixed(in, e);
        if (!fixed && to[i] == WR_SOLVE_NONE)
            ret->summary.unassigned_n++;
        bool moves = !fixed && to[i] != WR_SOLVE_NONE && in->officers[to[i]].id != e->officer_id;
        if (!moves) {
            covered_n += e->officer_id != 0;
            distance_m += e->officer_id != 0 ? distance_now(e) : 0;
            continue;
        }
        const struct wr_plan_officer *o = &in->officers[to[i]];
        const struct wr_plan_officer *old = officer_by_id(in, e->officer_id);
        load[to[i]]++;
        if (old)
            load[old - in->officers]--;
        covered_n++;
        distance_m += distance_of(e, o);
        ret->changes[ret->changes_n++] = (struct wr_plan_change){.enterprise_id = e->id,
                                                                 .from_officer_id = e->officer_id,
                                                                 .to_officer_id = o->id,
                                                                 .distance_m = distance_of(e, o),
                                                                 .reason = fault_of(in, e)};
    }
    ret->summary.after = figures_of(in, load, distance_m, covered_n);
}

int wr_plan_compute(struct wr_ctx *ctx, const struct wr_plan_input *in, struct wr_plan_output *ret)
{
    *ret = (struct wr_plan_output){0};
    if (in->enterprises_n >= WR_SOLVE_ENTERPRISES_MAX || in->officers_n >= WR_PLAN_OFFICERS_MAX)
        return wr_fail(ctx, WR_K_liaison_plan_size, WR_S("20000"), WR_S("5000"));
    int32_t *to = wr_arena_array(ctx->arena, in->enterprises_n, sizeof(*to));
    int64_t *load = wr_arena_array(ctx->arena, in->officers_n, sizeof(*load));
    ret->changes = wr_arena_array(ctx->arena, in->enterprises_n, sizeof(*ret->changes));
    if (!to || !load || !ret->changes)
        return wr_fail(ctx, WR_K_memory);
    int rc = solve_all(ctx, in, to, &ret->summary.cost);
    if (rc < 0)
        return rc;
    ret->summary.officers_n = (int64_t)in->officers_n;
    ret->summary.enterprises_n = (int64_t)in->enterprises_n;
    figures_before(in, load, &ret->summary.before);
    compare(in, to, load, ret);
    ret->summary.changed_n = (int64_t)ret->changes_n;
    return 0;
}
