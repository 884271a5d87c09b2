/* Check-in on both engines: the cap under real concurrency, repeats, who may do what, plates, the rules of the day. */
#include "visit_world.h"

#include "modules/officer/officer_use.h"

#include <pthread.h>

#define THREADS 8
#define CAP 2

/** The plan of the first officer at an enterprise, approved. */
static void approve(struct world *w, int e, int second, int64_t source)
{
    struct wr_mission m;
    struct wr_mission_new plan = world_mission(w, &w->s->ctx, e, 0, second, 7000 + e);
    plan.source = source;
    plan.evidence_ref = source == WR_SOURCE_PLAN ? WR_S("") : WR_S("12345-2026-000123");
    store_ok(&w->s->ctx, world_approve(w, &w->s->ctx, 0, &plan, &m));
}

static void the_cap_holds_one_after_the_other(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v;
    store_ok(&s->ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    assert_true(v.id > 0 && v.counts_toward_cap && v.state == WR_VISIT_IN_PROGRESS &&
                v.verdict == WR_EFFECT_ALLOW);
    assert_int_equal(v.distance_m, 91);
    assert_true(wr_str_eq(v.policy, WR_S("visit-policy/default-2026")));
    world_next_day(&w, 40);
    store_ok(&s->ctx, world_check_in(&w, 2, 3, 0, 2, &v));
    world_next_day(&w, 40);
    assert_int_equal(world_check_in(&w, 4, 5, 0, 3, &v), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_visit_denied);
    assert_true(world_told(&s->ctx, "BLOCK_CAP") && world_told(&s->ctx, "BLOCK_NO_APPROVAL"));
    struct wr_mission m;
    const struct wr_mission_new third = world_mission(&w, &s->ctx, 0, 4, 5, 33);
    assert_int_equal(world_approve(&w, &s->ctx, 4, &third, &m), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_mission_denied);
    assert_true(world_told(&s->ctx, "\"next_allowed\":\"2027-01-01\""));
    struct world_count c = world_count(&w, 0, 2);
    assert_int_equal(c.visits, 2);
    assert_int_equal(c.slots, 2);
    /* Another enterprise and another year have slots of their own. */
    store_ok(&s->ctx, world_check_in(&w, 4, 5, 1, 4, &v));
    s->clock.now_ms = world_day_ms("2027-01-01");
    store_ok(&s->ctx, world_check_in(&w, 4, 5, 0, 5, &v));
    world_verify(&w);
}

static void an_exception_passes_a_full_cap_and_is_not_counted(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v;
    store_ok(&s->ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    world_next_day(&w, 40);
    store_ok(&s->ctx, world_check_in(&w, 0, 1, 0, 2, &v));
    world_next_day(&w, 40);
    world_as_officer(&w, &s->ctx, 0);
    struct wr_visit_new in = world_planned(&w, &s->ctx, 0, 1, 3);
    in.source = WR_SOURCE_COMPLAINT;
    assert_int_equal(wr_visit_svc_check_in(&s->ctx, &in, &v), WR_ECONFLICT);
    assert_true(world_told(&s->ctx, "BLOCK_EVIDENCE"));
    approve(&w, 0, 1, WR_SOURCE_COMPLAINT);
    in.evidence_ref = WR_S("12345-2026-000123");
    store_ok(&s->ctx, wr_visit_svc_check_in(&s->ctx, &in, &v));
    assert_false(v.counts_toward_cap);
    assert_int_equal(v.insp_class, WR_INSP_CASE);
    assert_int_equal(world_count(&w, 0, 2).slots, 2);
}

/* ---- concurrency --------------------------------------------------------------------------------- */

struct rush {
    struct world *w;
    int officer;
    int e;
    int64_t n;
    pthread_barrier_t *start;
    int rc;
    enum wr_key key;
};

static void *rush_in(void *arg)
{
    struct rush *r = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    struct wr_mission m;
    store_ctx_init(r->w->s, &a, &ctx);
    world_give(r->w, &ctx);
    world_as_officer(r->w, &ctx, r->officer);
    const struct wr_mission_new in =
        world_mission(r->w, &ctx, r->e, r->officer, (r->officer + 1) % THREADS, r->n);
    pthread_barrier_wait(r->start);
    do {
        wr_err_reset(&ctx);
        r->rc = wr_mission_svc_submit(&ctx, &in, &m);
    } while (r->rc == WR_EBUSY);
    r->key = ctx.err.key;
    wr_arena_done(&a);
    return NULL;
}

/** All threads apply for a visit to one enterprise at once. @return how many have a place under the cap */
static int rush(struct world *w, int e, int64_t n)
{
    pthread_t t[THREADS];
    struct rush r[THREADS];
    pthread_barrier_t start;
    int in = 0;
    assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        r[i] = (struct rush){.w = w, .officer = i, .e = e, .n = n + i, .start = &start};
        assert_int_equal(pthread_create(&t[i], NULL, rush_in, &r[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(t[i], NULL);
        in += r[i].rc == 0;
        assert_true(r[i].rc == 0 || (r[i].rc == WR_ECONFLICT && r[i].key == WR_K_mission_denied));
    }
    pthread_barrier_destroy(&start);
    return in;
}

static void two_at_once_cannot_pass_the_last_slot(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v;
    for (int e = 0; e < WORLD_ENTERPRISES; e++) {
        /* Odd ones have one slot taken: a cap of one is left. */
        int64_t taken = e % 2;
        if (taken) {
            store_ok(&s->ctx, world_check_in(&w, 0, 1, e, 900 + e, &v));
        }
        assert_int_equal(rush(&w, e, 100 * (e + 1)), CAP - taken);
        struct world_count c = world_count(&w, e, CAP);
        assert_int_equal(c.slots, CAP);
        assert_int_equal(c.visits, taken);
    }
    world_verify(&w);
}

/** The same delivery many times at once is one visit. */
static void *deliver(void *arg)
{
    struct rush *r = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    struct wr_visit v = {0};
    store_ctx_init(r->w->s, &a, &ctx);
    world_give(r->w, &ctx);
    world_as_officer(r->w, &ctx, 0);
    struct wr_visit_new in = world_planned(r->w, &ctx, r->e, 1, r->n);
    pthread_barrier_wait(r->start);
    do {
        wr_err_reset(&ctx);
        r->rc = wr_visit_svc_check_in(&ctx, &in, &v);
    } while (r->rc == WR_EBUSY);
    r->n = v.id;
    wr_arena_done(&a);
    return NULL;
}

static void a_repeated_delivery_is_one_visit(struct store *s)
{
    struct world w = world_make(s);
    approve(&w, 0, 1, WR_SOURCE_PLAN);
    pthread_t t[THREADS];
    struct rush r[THREADS];
    pthread_barrier_t start;
    assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        r[i] = (struct rush){.w = &w, .e = 0, .n = 77, .start = &start};
        assert_int_equal(pthread_create(&t[i], NULL, deliver, &r[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    pthread_barrier_destroy(&start);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(r[i].rc, 0);
        assert_int_equal(r[i].n, r[0].n);
    }
    assert_int_equal(world_count(&w, 0, 2).visits, 1);
    world_verify(&w);
}

static void other_content_under_a_client_id_is_a_conflict(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v, again;
    approve(&w, 0, 1, WR_SOURCE_PLAN);
    struct wr_visit_new in = world_planned(&w, &s->ctx, 0, 1, 5);
    store_ok(&s->ctx, wr_visit_svc_check_in(&s->ctx, &in, &v));
    store_ok(&s->ctx, wr_visit_svc_check_in(&s->ctx, &in, &again));
    assert_int_equal(v.id, again.id);
    struct wr_visit_new other[6];
    for (size_t i = 0; i < WR_ARRAY_LEN(other); i++)
        other[i] = in;
    other[0].reason = WR_S("另一事由");
    other[1].plate = w.payload[1];
    other[2].kind = WR_VISIT_HELP;
    other[3].second_officer_id = w.officer[2];
    other[4].lng_e6 += 1;
    other[5].device_ms += 1;
    for (size_t i = 0; i < WR_ARRAY_LEN(other); i++) {
        wr_err_reset(&s->ctx);
        assert_int_equal(wr_visit_svc_check_in(&s->ctx, &other[i], &again), WR_ECONFLICT);
        assert_int_equal(s->ctx.err.key, WR_K_visit_client_id);
    }
    world_as_officer(&w, &s->ctx, 1);
    assert_int_equal(wr_visit_svc_check_in(&s->ctx, &in, &again), WR_ECONFLICT);
    assert_int_equal(world_count(&w, 0, 2).visits, 1);
}

/* ---- officers, plates, scope ---------------------------------------------------------------------- */

static void an_inspection_needs_two_certified_officers(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v;
    struct wr_ctx *ctx = &s->ctx;
    assert_int_equal(world_check_in(&w, 0, -1, 0, 1, &v), WR_ECONFLICT);
    assert_true(world_told(ctx, "BLOCK_CERT"));
    assert_int_equal(world_check_in(&w, 0, 8, 0, 2, &v), WR_ECONFLICT); /* certificate expired */
    assert_true(world_told(ctx, "BLOCK_CERT"));
    assert_int_equal(world_check_in(&w, 0, 0, 0, 3, &v), WR_EINVALID);
    assert_int_equal(ctx->err.faults->key, WR_K_visit_same_officer);
    world_as_officer(&w, ctx, 0);
    struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 4);
    in.second_officer_id = 424242;
    assert_int_equal(wr_visit_svc_check_in(ctx, &in, &v), WR_EINVALID);
    assert_true(wr_str_eq(ctx->err.faults->path, WR_S("second_officer_id")));

    const struct wr_recusal_new recusal = {.enterprise_id = w.enterprise[0],
                                           .reason = WR_S("亲属在该企业任职")};
    int64_t id = 0;
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_recusal_svc_add(ctx, w.officer[1], &recusal, &id));
    assert_int_equal(world_check_in(&w, 0, 1, 0, 5, &v), WR_ECONFLICT);
    assert_true(world_told(ctx, "BLOCK_RECUSAL"));
    store_ok(ctx, world_check_in(&w, 0, 1, 1, 6, &v));
    assert_int_equal(world_count(&w, 0, 2).visits, 0);

    world_as(ctx, WR_ROLE_OFFICER, 0); /* an account without an officer behind it */
    in = world_planned(&w, ctx, 0, 1, 7);
    assert_int_equal(wr_visit_svc_check_in(ctx, &in, &v), WR_EDENIED);
}

static void a_warning_needs_confirmation(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v;
    struct wr_mission m;
    store_ok(&s->ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    const struct wr_mission_new plan = world_mission(&w, &s->ctx, 0, 2, 3, 2);
    store_ok(&s->ctx, world_approve(&w, &s->ctx, 2, &plan, &m));
    struct wr_visit_new in = world_planned(&w, &s->ctx, 0, 3, 2);
    assert_int_equal(wr_visit_svc_check_in(&s->ctx, &in, &v), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_visit_confirm);
    assert_true(world_told(&s->ctx, "WARN_REPEAT") && world_told(&s->ctx, "PROPOSE_MERGE"));
    wr_err_reset(&s->ctx);
    in.confirm_warn = true;
    store_ok(&s->ctx, wr_visit_svc_check_in(&s->ctx, &in, &v));
    assert_int_equal(v.verdict, WR_EFFECT_WARN);
}

static void plates_and_scope_are_checked(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit v;
    struct wr_ctx *ctx = &s->ctx;
    world_as_officer(&w, ctx, 0);
    struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 1);
    in.plate = wr_arena_printf(ctx->arena, "%.*sAAAA", (int)w.payload[0].n - 4, w.payload[0].p);
    assert_int_equal(wr_visit_svc_check_in(ctx, &in, &v), WR_ECONFLICT);
    assert_true(world_told(ctx, "BLOCK_PLATE"));
    approve(&w, 0, 1, WR_SOURCE_PLAN);
    in.plate = w.code[0]; /* typed: allowed, but told */
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    assert_true(wr_str_find(v.verdict_detail, WR_S("PLATE_TYPED")) >= 0);

    world_as_officer(&w, ctx, 9); /* of the other district */
    in = world_planned(&w, ctx, 1, 1, 2);
    assert_int_equal(wr_visit_svc_check_in(ctx, &in, &v), WR_ENOTFOUND);
    wr_err_reset(ctx);
    assert_int_equal(wr_visit_svc_get(ctx, 1, &v), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    assert_int_equal(wr_visit_svc_get(ctx, 1, &v), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_visit_svc_get(ctx, 1, &v));
}

static void the_verdict_is_that_of_its_day(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit_outlook o;
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit_ask ask = {
        .enterprise_id = w.enterprise[0], .kind = WR_VISIT_INSPECTION, .source = WR_SOURCE_PLAN};
    store_ok(ctx, wr_visit_svc_verdict(ctx, &ask, &o));
    assert_int_equal(o.v.verdict, WR_EFFECT_ALLOW);
    assert_int_equal(o.v.cap, 2);
    s->clock.now_ms = world_day_ms("2023-06-10");
    store_ok(ctx, wr_visit_svc_verdict(ctx, &ask, &o));
    assert_true(wr_str_eq(o.v.policy, WR_S("visit-policy/default-2021")));
    assert_int_equal(o.v.cap, 4);
    s->clock.now_ms = world_day_ms("2020-06-10");
    assert_int_equal(wr_visit_svc_verdict(ctx, &ask, &o), WR_ECONFLICT);
    wr_err_reset(ctx);
    ask.plate = w.payload[0];
    assert_int_equal(wr_visit_svc_verdict(ctx, &ask, &o), WR_EINVALID); /* one of the two */
    wr_err_reset(ctx);
    ask.enterprise_id = 0;
    s->clock.now_ms = world_day_ms("2026-07-01");
    store_ok(ctx, wr_visit_svc_verdict(ctx, &ask, &o));
    assert_true(o.has_plate && o.plate.genuine == WR_GENUINE && o.enterprise.id == w.enterprise[0]);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "the cap holds one after the other", .run = the_cap_holds_one_after_the_other},
        {.name = "an exception passes a full cap and is not counted",
         .run = an_exception_passes_a_full_cap_and_is_not_counted},
        {.name = "two at once cannot pass the last slot",
         .run = two_at_once_cannot_pass_the_last_slot},
        {.name = "a repeated delivery is one visit", .run = a_repeated_delivery_is_one_visit},
        {.name = "other content under a client id is a conflict",
         .run = other_content_under_a_client_id_is_a_conflict},
        {.name = "an inspection needs two certified officers",
         .run = an_inspection_needs_two_certified_officers},
        {.name = "a warning needs confirmation", .run = a_warning_needs_confirmation},
        {.name = "plates and scope are checked", .run = plates_and_scope_are_checked},
        {.name = "the verdict is that of its day", .run = the_verdict_is_that_of_its_day},
    };
    return world_run("store visit", tests, WR_ARRAY_LEN(tests));
}
