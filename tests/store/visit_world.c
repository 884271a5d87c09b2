/* A small bureau for the tests of visits: made by the use cases of the modules below. */
#include "visit_world.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "base/keys.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer_svc.h"
#include "modules/oversight/oversight_svc.h"
#include "modules/paper/paper_svc.h"
#include "modules/region/region_svc.h"

#include <stdio.h>

#define NOON INT64_C(43200000)

static struct wr_keys keys;
static struct wr_rules *rules;
static const struct wr_audit_entity *const *const ENTITIES[] = {wr_visit_entities, NULL};

int64_t world_day_ms(const char *day)
{
    struct wr_date d;
    assert_true(wr_date_parse(wr_str(day), &d));
    return wr_date_to_ms(d);
}

static int make_people(struct wr_tx *tx, struct world *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = 0;
    for (int i = 0; rc == 0 && i < WORLD_OFFICERS; i++) {
        struct wr_officer o = {.name = wr_arena_printf(ctx->arena, "执法员%d", i + 1),
                               .unit = WR_S("中原分局"),
                               .title = WR_S("科员"),
                               .district_id = w->district[i == 9],
                               .cert_no = wr_arena_printf(ctx->arena, "ZZ%04d", i + 1),
                               .cert_from = WR_S("2020-01-01"),
                               .cert_to = i == 8 ? WR_S("2026-01-31") : WR_S("2030-12-31"),
                               .in_post = true,
                               .phone = WR_S("0371-60000000"),
                               .capacity = 20};
        rc = wr_officer_add_in(tx, &o, &w->officer[i]);
    }
    return rc;
}

static int make_enterprises(struct wr_tx *tx, struct world *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = 0;
    for (int i = 0; rc == 0 && i < WORLD_ENTERPRISES; i++) {
        struct wr_enterprise e = WR_ENTERPRISE_NEW;
        struct wr_plate p;
        int64_t plate_id = 0;
        e.name = wr_arena_printf(ctx->arena, "试验第%d厂", i + 1);
        e.district_id = w->district[0];
        e.has_lng_e6 = e.has_lat_e6 = true;
        e.lng_e6 = 113625000;
        e.lat_e6 = 34746000;
        rc = wr_enterprise_add_in(tx, &e, WR_S("测试"), &w->enterprise[i]);
        if (rc == 0)
            rc = wr_plate_issue_in(tx, w->enterprise[i], &plate_id);
        if (rc == 0)
            rc = wr_plate_live_in(tx, w->enterprise[i], &p);
        w->payload[i] = p.payload;
        w->code[i] = p.code;
    }
    return rc;
}

static int make_world_tx(struct wr_tx *tx, void *arg)
{
    struct world *w = arg;
    struct wr_region a = {
        .name = WR_S("中原区"), .code = WR_S("410102"), .level = WR_REGION_DISTRICT};
    struct wr_region b = {
        .name = WR_S("二七区"), .code = WR_S("410103"), .level = WR_REGION_DISTRICT};
    int rc = wr_region_add_in(tx, &a, &w->district[0]);
    if (rc == 0)
        rc = wr_region_add_in(tx, &b, &w->district[1]);
    if (rc == 0)
        rc = make_people(tx, w);
    return rc < 0 ? rc : make_enterprises(tx, w);
}

void world_give(struct world *w, struct wr_ctx *ctx)
{
    ctx->keys = &keys;
    ctx->rules = rules;
    ctx->entities = ENTITIES;
    ctx->db = w->s->db;
}

struct world world_make(struct store *s)
{
    struct world w = {.s = s};
    s->clock.now_ms = world_day_ms("2026-06-10") + NOON;
    world_give(&w, &s->ctx);
    s->ctx.actor = (struct wr_actor){.system = true};
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.world", make_world_tx, &w));
    return w;
}

void world_as_officer(struct world *w, struct wr_ctx *ctx, int i)
{
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.user_id = 100 + i,
                                   .roles = WR_ROLE_OFFICER,
                                   .officer_id = w->officer[i],
                                   .district_id = w->district[i == 9]};
}

void world_as(struct wr_ctx *ctx, uint32_t roles, int64_t enterprise_id)
{
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.user_id = 7, .roles = roles, .enterprise_id = enterprise_id};
}

/** A UUID made of a counter. */
static struct wr_str uuid(struct wr_ctx *ctx, int64_t n)
{
    return wr_arena_printf(ctx->arena, "00000000-0000-4000-8000-%012lld", (long long)n);
}

struct wr_visit_new world_planned(struct world *w, struct wr_ctx *ctx, int e, int second, int64_t n)
{
    return (struct wr_visit_new){.client_id = uuid(ctx, n),
                                 .plate = w->payload[e],
                                 .kind = WR_VISIT_INSPECTION,
                                 .source = WR_SOURCE_PLAN,
                                 .reason = WR_S("年度计划检查"),
                                 .second_officer_id = second < 0 ? 0 : w->officer[second],
                                 .device_ms = w->s->clock.now_ms - 1500,
                                 .has_lng_e6 = true,
                                 .has_lat_e6 = true,
                                 .has_accuracy_m = true,
                                 .lng_e6 = 113626000,
                                 .lat_e6 = 34746000,
                                 .accuracy_m = 20};
}

static struct wr_str day_of(struct wr_ctx *ctx, int64_t ms)
{
    char z[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(ms), z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

struct wr_mission_new world_mission(struct world *w, struct wr_ctx *ctx, int e, int officer,
                                    int second, int64_t n)
{
    struct wr_str today = day_of(ctx, w->s->clock.now_ms);
    return (struct wr_mission_new){
        .uid = wr_arena_printf(ctx->arena, "11111111-0000-4000-8000-%012lld", (long long)n),
        .enterprise_id = w->enterprise[e],
        .kind = WR_VISIT_INSPECTION,
        .source = WR_SOURCE_PLAN,
        .reason = WR_S("年度计划检查"),
        .basis = WR_S("行政处罚法第四十二条"),
        .scope = WR_S("排污许可执行情况"),
        .officer_id = w->officer[officer],
        .second_officer_id = second < 0 ? 0 : w->officer[second],
        .planned_from = today,
        .planned_to = today};
}

int world_approve(struct world *w, struct wr_ctx *ctx, int officer, const struct wr_mission_new *in,
                  struct wr_mission *ret)
{
    world_as_officer(w, ctx, officer);
    int rc = wr_mission_svc_submit(ctx, in, ret);
    if (rc == 0) {
        world_as(ctx, WR_ROLE_CITY_ADMIN, 0);
        rc = wr_mission_svc_approve(ctx, ret->id, WR_S("同意"), ret);
    }
    struct wr_err kept = ctx->err;
    world_as_officer(w, ctx, officer);
    ctx->err = kept;
    return rc;
}

int world_check_in(struct world *w, int officer, int second, int e, int64_t n, struct wr_visit *ret)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_mission m;
    const struct wr_mission_new plan = world_mission(w, ctx, e, officer, second, n);
    (void)!world_approve(w, ctx, officer, &plan, &m); /* what is denied now is denied at the gate */
    world_as_officer(w, ctx, officer);
    struct wr_visit_new in = world_planned(w, ctx, e, second, n);
    in.confirm_warn = true;
    return wr_visit_svc_check_in(ctx, &in, ret);
}

void world_next_day(struct world *w, int days)
{
    w->s->clock.now_ms += days * WR_DAY_MS;
}

void world_verify(struct world *w)
{
    struct wr_audit_verdict v;
    struct wr_ctx *ctx = &w->s->ctx;
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_audit_svc_verify(ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg(WR_FMT, WR_ARG(v.first_bad));
}

bool world_told(struct wr_ctx *ctx, const char *rule)
{
    return ctx->err.extra_name && wr_str_find(ctx->err.extra_json, wr_str(rule)) >= 0;
}

/* ---- quota --------------------------------------------------------------------------------------- */

static const struct wr_stmt Q_SLOTS = {.name = "test_slots",
                                       .sql =
                                           "SELECT COUNT(*) FROM visit_quota q WHERE "
                                           "q.enterprise_id = $1 AND q.slot >= 1 AND q.slot <= $2",
                                       .params = "ii",
                                       .cols = "i"};
static const struct wr_stmt Q_COUNTED = {
    .name = "test_counted",
    .sql = "SELECT COUNT(*) FROM visit v WHERE v.enterprise_id = $1 AND v.counts_toward_cap = 1"
           " AND v.state NOT IN ('cancelled', 'refused')",
    .params = "i",
    .cols = "i"};
static const struct wr_stmt Q_VISITS = {.name = "test_visits",
                                        .sql =
                                            "SELECT COUNT(*) FROM visit WHERE enterprise_id = $1",
                                        .params = "i",
                                        .cols = "i"};

static int count_tx(struct wr_tx *tx, void *arg)
{
    struct world_count *c = arg;
    int rc = wr_query_i64(tx, &Q_SLOTS, &c->slots, WR_I(c->enterprise_id), WR_I(c->cap));
    if (rc == 0)
        rc = wr_query_i64(tx, &Q_COUNTED, &c->counted, WR_I(c->enterprise_id));
    return rc < 0 ? rc : wr_query_i64(tx, &Q_VISITS, &c->visits, WR_I(c->enterprise_id));
}

struct world_count world_count(struct world *w, int e, int64_t cap)
{
    struct world_count c = {.enterprise_id = w->enterprise[e], .cap = cap};
    store_ok(&w->s->ctx, wr_tx_run(&w->s->ctx, WR_TX_READ, "test.count", count_tx, &c));
    return c;
}

/** Fixed keys: nothing here depends on their being secret. */
static void make_keys(void)
{
    const uint8_t plate[32] = {1}, audit[32] = {2};
    wr_ed25519_seed(plate, keys.plate[0].public_key, keys.plate[0].secret_key);
    wr_ed25519_seed(audit, keys.audit.public_key, keys.audit.secret_key);
    snprintf(keys.plate[0].kid, sizeof keys.plate[0].kid, "p1");
    snprintf(keys.origin, sizeof keys.origin, "wurao.test/log");
    keys.n_plate = 1;
}

int world_run(const char *program, struct store_test *tests, size_t n)
{
    struct wr_ctx ctx;
    struct wr_arena arena;
    if (wr_crypto_init() < 0)
        return 1;
    make_keys();
    wr_arena_init(&arena, (size_t)16 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    if (wr_rules_load(&ctx, NULL, &rules) < 0 ||
        wr_rules_use_kinds(&ctx, rules, wr_all_pack_kinds) < 0)
        return 1;
    for (size_t i = 0; i < n; i++) {
        tests[i].migrations = wr_migrations;
        tests[i].migrations_n = wr_migrations_n;
    }
    int rc = store_run(program, tests, n);
    wr_rules_free(rules);
    wr_arena_done(&arena);
    return rc;
}
