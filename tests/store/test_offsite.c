/* Off-site supervision on both engines: a clue from its row to its end, deadlines, working days, visits, packs compared. */
#include "visit_world.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "modules/device/device_use.h"
#include "modules/enterprise/enterprise_use.h"
#include "modules/offsite/offsite_use.h"
#include "modules/onsite/onsite_svc.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define HOUR_MS INT64_C(3600000)
#define SO2 "a21026"
#define NOX "a21002"

static const struct wr_audit_entity *const *const ENTITIES[] = {wr_offsite_entities, NULL};

struct site {
    struct world w;
    struct store *s;
    struct wr_ctx *ctx;
    int64_t outlet;
    int n; /* of uids */
};

static void limit_to(struct site *t, const char *factor, const char *hi)
{
    int64_t id = 0;
    const struct wr_limit l = {.outlet_id = t->outlet,
                               .factor = wr_str(factor),
                               .grain = WR_OG_HOUR,
                               .hi = wr_str(hi),
                               .from_day = WR_S("2020-01-01"),
                               .source = WR_S("排污许可证")};
    store_ok(t->ctx, wr_limit_svc_add(t->ctx, &l, &id));
}

/** A monitored outlet with a logger and limits, 10 June 2026 at noon. */
static struct site make_site(struct store *s)
{
    struct site t = {.w = world_make(s), .s = s, .ctx = &s->ctx};
    char url[200];
    int64_t logger_id = 0;
    struct wr_outlet o = {.enterprise_id = t.w.enterprise[0],
                          .code = WR_S("DA001"),
                          .kind = WR_OUTLET_AIR,
                          .name = WR_S("总排口"),
                          .pollutants = WR_S(""),
                          .standard_name = WR_S(""),
                          .reason = WR_S("试验")};
    struct wr_outlet_factor f[] = {{.factor = WR_S(SO2)}, {.factor = WR_S(NOX)}};
    struct wr_logger l = WR_LOGGER_NEW;
    wr_offsite_live_end(); /* of the test before */
    (void)snprintf(url, sizeof(url), "sqlite-dir:%s/telemetry", s->dir);
    const struct wr_tele_options opt = {.create = true, .sync = true};
    store_ok(&s->ctx, wr_tele_open(&s->ctx, url, &opt, &s->ctx.telemetry));
    store_ok(&s->ctx, wr_outlet_svc_add(&s->ctx, &o, &t.outlet));
    struct wr_monitor m = {
        .outlet_id = t.outlet, .medium = WR_MEDIUM_GAS, .factors = {f, WR_ARRAY_LEN(f)}};
    store_ok(&s->ctx, wr_monitor_svc_put(&s->ctx, &m));
    l.mn = WR_S("010000A8900016F000169DC0");
    l.password = WR_S("123456");
    l.outlet_id = t.outlet;
    store_ok(&s->ctx, wr_logger_svc_add(&s->ctx, &l, &logger_id));
    limit_to(&t, SO2, "35");
    limit_to(&t, NOX, "50");
    return t;
}

static void end_site(struct site *t)
{
    struct wr_audit_verdict v;
    wr_err_reset(t->ctx);
    t->ctx->actor = (struct wr_actor){.system = true};
    store_ok(t->ctx, wr_audit_svc_verify(t->ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg(WR_FMT, WR_ARG(v.first_bad));
    wr_offsite_live_end();
    wr_tele_close(t->ctx->telemetry);
    t->ctx->telemetry = NULL;
}

static void as_system(struct site *t)
{
    wr_err_reset(t->ctx);
    t->ctx->actor = (struct wr_actor){.system = true};
}
static void as_enterprise(struct site *t)
{
    world_as(t->ctx, WR_ROLE_ENTERPRISE, t->w.enterprise[0]);
}
static void as_city(struct site *t)
{
    world_as(t->ctx, WR_ROLE_CITY_ADMIN, 0);
}

/** An hour's mean of a factor, stored and judged as if it had just come. */
static void hour(struct site *t, const char *factor, int64_t t_ms, const char *value)
{
    const struct wr_tele_value v[] = {
        {.factor = wr_str(factor), .field = WR_TELE_AVG, .text = wr_str(value), .flag = WR_S("N")}};
    struct wr_tele_row r = {.outlet_id = t->outlet,
                            .cn = WR_TELE_HOUR,
                            .t_ms = t_ms,
                            .received_ms = t_ms + HOUR_MS + 5000,
                            .values = v,
                            .n = 1};
    store_ok(t->ctx, wr_tele_append(t->ctx, t->ctx->telemetry, &r, 1));
    store_ok(t->ctx, wr_offsite_on_rows(t->ctx, &r, 1));
}

static void look(struct site *t)
{
    as_system(t);
    for (int i = 0; i < 2; i++)
        store_ok(t->ctx, wr_offsite_svc_live(t->ctx));
}

static struct wr_clue clue_of(struct site *t, const char *rule, const char *factor)
{
    const struct wr_clue_query q = {.outlet_id = t->outlet, .rule = wr_str(rule)};
    struct wr_offsite_page page;
    as_city(t);
    store_ok(t->ctx, wr_clue_svc_list(t->ctx, &q, &page));
    const struct wr_clue *c = page.items.p;
    for (size_t i = 0; i < page.items.n; i++)
        if (wr_str_eq(c[i].factor, wr_str(factor)))
            return c[i];
    return (struct wr_clue){0};
}

/** One hour above the limit, two hours ago: a clue that waits for the enterprise. */
static struct wr_clue make_clue(struct site *t, const char *factor)
{
    int64_t now = wr_ctx_now(t->ctx) / HOUR_MS * HOUR_MS;
    as_system(t);
    hour(t, factor, now - 3 * HOUR_MS, "20");
    hour(t, factor, now - 2 * HOUR_MS, "62.5");
    look(t);
    struct wr_clue c = clue_of(t, "E1", factor);
    assert_true(c.id != 0);
    assert_int_equal(c.state, WR_CLUE_PUSHED);
    assert_true(wr_str_eq(c.value, WR_S("62.5")));
    return c;
}

static struct wr_clue now_of(struct site *t, int64_t id)
{
    struct wr_clue_card card;
    as_city(t);
    store_ok(t->ctx, wr_clue_svc_card(t->ctx, id, &card));
    return card.clue;
}

static void tend(struct site *t)
{
    as_system(t);
    store_ok(t->ctx, wr_clue_svc_tend(t->ctx));
}

static void an_unanswered_alarm_escalates_by_itself(struct store *s)
{
    struct site t = make_site(s);
    struct wr_clue c = make_clue(&t, SO2);
    const struct wr_clue_answer answer = {WR_CAUSE_PROCESS, WR_S("循环泵跳停")};
    assert_true(c.answer_due_ms > wr_ctx_now(t.ctx));
    s->clock.now_ms = c.answer_due_ms;
    tend(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_PUSHED); /* the last moment is in time */
    assert_false(now_of(&t, c.id).overdue);
    s->clock.now_ms = c.answer_due_ms + 1;
    assert_true(now_of(&t, c.id).overdue);
    for (int again = 0; again < 2; again++)
        tend(&t);
    c = now_of(&t, c.id);
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    assert_int_equal(c.escalate_reason, WR_WHY_UNANSWERED);
    assert_int_equal(c.escalated_ms, wr_ctx_now(t.ctx));
    struct wr_clue_card card;
    store_ok(t.ctx, wr_clue_svc_card(t.ctx, c.id, &card));
    assert_int_equal(card.steps.n, 2); /* raised, overdue: once */
    /* the enterprise is still heard; it changes nothing by itself */
    as_enterprise(&t);
    store_ok(t.ctx, wr_clue_svc_answer(t.ctx, c.id, &answer, &c));
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    end_site(&t);
}

static void an_answer_in_time_stops_the_clock(struct store *s)
{
    struct site t = make_site(s);
    struct wr_clue c = make_clue(&t, SO2);
    const struct wr_clue_answer answer = {WR_CAUSE_PROCESS, WR_S("循环泵跳停")};
    as_enterprise(&t);
    store_ok(t.ctx, wr_clue_svc_answer(t.ctx, c.id, &answer, &c));
    assert_int_equal(c.state, WR_CLUE_ANSWERED);
    world_next_day(&t.w, 30);
    tend(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_ANSWERED);
    end_site(&t);
}

/** Answered and to be put right. */
static struct wr_clue order_rectification(struct site *t, const char *factor, const char *due)
{
    struct wr_clue c = make_clue(t, factor);
    const struct wr_clue_answer answer = {WR_CAUSE_PROCESS, WR_S("循环泵跳停")};
    const struct wr_clue_rectify order = {.due = wr_str(due), .note = WR_S("请修复循环泵")};
    as_enterprise(t);
    store_ok(t->ctx, wr_clue_svc_answer(t->ctx, c.id, &answer, &c));
    assert_int_equal(wr_clue_svc_rectify(t->ctx, c.id, &order, &c), WR_EDENIED);
    as_city(t);
    store_ok(t->ctx, wr_clue_svc_rectify(t->ctx, c.id, &order, &c));
    assert_int_equal(c.state, WR_CLUE_RECTIFYING);
    return c;
}

static void what_was_put_right_is_verified_or_not(struct store *s)
{
    struct site t = make_site(s);
    struct wr_clue good = order_rectification(&t, SO2, NULL);
    struct wr_clue bad = order_rectification(&t, NOX, NULL);
    const struct wr_clue both[] = {good, bad};
    struct wr_clue c;
    as_city(&t);
    assert_int_equal(wr_clue_svc_act(t.ctx, good.id, WR_CA_VERIFY, WR_S("提前"), &c), WR_ECONFLICT);
    for (size_t i = 0; i < 2; i++) {
        as_enterprise(&t);
        store_ok(t.ctx, wr_clue_svc_act(t.ctx, both[i].id, WR_CA_RECTIFIED, WR_S("已修复"), &c));
        assert_int_equal(c.state, WR_CLUE_RECTIFIED);
        assert_int_equal(wr_clue_svc_act(t.ctx, both[i].id, WR_CA_VERIFY, WR_S("自己"), &c),
                         WR_EDENIED);
    }
    as_city(&t);
    store_ok(t.ctx, wr_clue_svc_act(t.ctx, good.id, WR_CA_VERIFY, WR_S("曲线已恢复"), &c));
    assert_int_equal(c.state, WR_CLUE_CLOSED);
    assert_int_equal(c.outcome, WR_OUTCOME_VERIFIED);
    assert_int_equal(c.closed_ms, wr_ctx_now(t.ctx));
    store_ok(t.ctx, wr_clue_svc_act(t.ctx, bad.id, WR_CA_REJECT, WR_S("仍然超标"), &c));
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    assert_int_equal(c.escalate_reason, WR_WHY_NOT_VERIFIED);
    /* the deadline of what is done has no meaning any more */
    world_next_day(&t.w, 30);
    tend(&t);
    assert_int_equal(now_of(&t, good.id).state, WR_CLUE_CLOSED);
    end_site(&t);
}

static void rectification_that_is_late_escalates(struct store *s)
{
    struct site t = make_site(s);
    struct wr_clue c = order_rectification(&t, SO2, "2026-06-12");
    s->clock.now_ms = world_day_ms("2026-06-13") - 1; /* the whole day counts */
    tend(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_RECTIFYING);
    s->clock.now_ms = world_day_ms("2026-06-13");
    tend(&t);
    c = now_of(&t, c.id);
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    assert_int_equal(c.escalate_reason, WR_WHY_RECTIFY_LATE);
    end_site(&t);
}

/* ---- packs of the bureau's own ------------------------------------------------------------------- */

static void write_file(const char *path, struct wr_str text)
{
    FILE *f = fopen(path, "wbe");
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
    assert_int_equal(fclose(f), 0);
}

static struct wr_str read_file(struct wr_ctx *ctx, const char *path)
{
    char *p = wr_arena_alloc(ctx->arena, 200000);
    FILE *f = fopen(path, "rbe");
    assert_non_null(f);
    size_t n = fread(p, 1, 200000, f);
    assert_int_equal(fclose(f), 0);
    return (struct wr_str){p, n};
}

static struct wr_str replaced(struct wr_ctx *ctx, struct wr_str s, const char *a, const char *b)
{
    ptrdiff_t at = wr_str_find(s, wr_str(a));
    assert_true(at >= 0);
    size_t behind = (size_t)at + strlen(a);
    return wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(wr_str_sub(s, 0, (size_t)at)), b,
                           WR_ARG(wr_str_sub(s, behind, s.n)));
}

/** The program's packs, with holidays on two working days, and a pack of rules that knows no E1 and comes into force in 2035. */
static struct wr_rules *own_rules(struct store *s)
{
    char dir[160], path[200];
    struct wr_rules *rules = NULL;
    (void)snprintf(dir, sizeof(dir), "%s/packs", s->dir);
    assert_int_equal(mkdir(dir, 0700), 0);
    struct wr_str days = read_file(&s->ctx, WR_SQL_DIR "/../rulepacks/workdays/default-2021.json");
    days = replaced(&s->ctx, days, "\"exceptions\": []",
                    "\"exceptions\": [{\"day\": \"2026-06-11\", \"works\": false, \"name_zh\": "
                    "\"试验\", \"citation\": \"试验\"}, "
                    "{\"day\": \"2026-06-12\", \"works\": false, \"name_zh\": \"试验\", "
                    "\"citation\": \"试验\"}]");
    (void)snprintf(path, sizeof(path), "%s/workdays", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/workdays/default-2021.json", dir);
    write_file(path, days);
    struct wr_str pack = read_file(&s->ctx, WR_SQL_DIR "/../rulepacks/offsite/default-2022.json");
    pack = replaced(&s->ctx, pack, "offsite/default-2022", "offsite/mild");
    pack = replaced(&s->ctx, pack, "2021-09-07", "2035-01-01");
    pack = replaced(&s->ctx, pack, "hour mean above the limit\", \"on\": true",
                    "hour mean above the limit\", \"on\": false");
    (void)snprintf(path, sizeof(path), "%s/offsite", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/offsite/mild.json", dir);
    write_file(path, pack);
    store_ok(&s->ctx, wr_rules_load(&s->ctx, dir, &rules));
    store_ok(&s->ctx, wr_rules_use_kinds(&s->ctx, rules, wr_all_pack_kinds));
    return rules;
}

static void a_deadline_counts_working_days(struct store *s)
{
    struct site t = make_site(s);
    /* five working days from Wednesday 10 June: 11, 12, 15, 16, 17 */
    assert_true(wr_str_eq(order_rectification(&t, SO2, NULL).rectify_due, WR_S("2026-06-17")));
    struct wr_rules *rules = own_rules(s);
    const struct wr_rules *kept = t.ctx->rules;
    t.ctx->rules = rules;
    /* 11 and 12 are holidays in the bureau's pack */
    assert_true(wr_str_eq(order_rectification(&t, NOX, NULL).rectify_due, WR_S("2026-06-19")));
    t.ctx->rules = kept;
    end_site(&t);
    wr_rules_free(rules);
}

static void two_packs_are_compared(struct store *s)
{
    struct site t = make_site(s);
    struct wr_replay r;
    struct wr_rules *rules = own_rules(s);
    const struct wr_rules *kept = t.ctx->rules;
    (void)make_clue(&t, SO2);
    t.ctx->rules = rules;
    as_system(&t);
    const struct wr_replay_query q = {.from = WR_S("2026-06-10"),
                                      .to = WR_S("2026-06-10"),
                                      .pack = WR_S("offsite/mild"),
                                      .against = WR_S("offsite/default-2022"),
                                      .rule = WR_S("E1")};
    store_ok(t.ctx, wr_offsite_svc_replay(t.ctx, &q, &r));
    assert_int_equal(r.n, 0);
    assert_int_equal(r.before_n, 1);
    const struct wr_replay_item *it = r.items.p;
    assert_int_equal(r.items.n, 1);
    assert_true(wr_str_eq(it->change, WR_S("gone")));
    assert_true(wr_str_eq(it->value, WR_S("62.5")));
    const struct wr_replay_query back = {
        .from = q.from, .to = q.to, .pack = q.against, .against = q.pack, .rule = q.rule};
    store_ok(t.ctx, wr_offsite_svc_replay(t.ctx, &back, &r));
    it = r.items.p;
    assert_true(r.n == 1 && r.before_n == 0 && wr_str_eq(it->change, WR_S("added")));
    /* nothing was written by any of it */
    assert_int_equal(clue_of(&t, "E1", SO2).times, 1);
    t.ctx->rules = kept;
    end_site(&t);
    wr_rules_free(rules);
}

/* ---- the gate ------------------------------------------------------------------------------------- */

static struct wr_visit_items_put answers(struct wr_ctx *ctx, const struct wr_visit *v)
{
    const struct wr_visit_item *it = v->items.p;
    struct wr_visit_answer *a = wr_arena_array(ctx->arena, v->items.n, sizeof(*a));
    for (size_t i = 0; i < v->items.n; i++)
        a[i] = (struct wr_visit_answer){.code = it[i].code, .result = WR_ITEM_OK, .note = WR_S("")};
    return (struct wr_visit_items_put){.items = {a, v->items.n}};
}

/** The mission for an escalated clue, applied for as the desk does. */
static struct wr_mission apply_for(struct site *t, const struct wr_clue *c)
{
    struct wr_mission m;
    struct wr_mission_new in = world_mission(&t->w, t->ctx, 0, 0, 1, ++t->n);
    in.source = WR_SOURCE_OFFSITE_CLUE;
    in.evidence_ref = c->number;
    in.has_insp_class = true;
    in.insp_class = WR_INSP_CASE;
    world_as_officer(&t->w, t->ctx, 0);
    store_ok(t->ctx, wr_mission_svc_submit(t->ctx, &in, &m));
    return m;
}

static void follow(struct site *t)
{
    as_system(t);
    store_ok(t->ctx, wr_onsite_svc_tend(t->ctx));
}

/** Visit with or without a finding. */
static void visit(struct site *t, const struct wr_mission *m, const struct wr_clue *c, bool found)
{
    struct wr_mission approved;
    struct wr_visit v;
    struct wr_visit_finding f;
    as_city(t);
    store_ok(t->ctx, wr_mission_svc_approve(t->ctx, m->id, WR_S("同意"), &approved));
    world_as_officer(&t->w, t->ctx, 0);
    struct wr_visit_new in = world_planned(&t->w, t->ctx, 0, 1, 100 + ++t->n);
    in.source = WR_SOURCE_OFFSITE_CLUE;
    in.evidence_ref = c->number;
    in.confirm_warn = true;
    store_ok(t->ctx, wr_visit_svc_check_in(t->ctx, &in, &v));
    int64_t id = v.id;
    store_ok(t->ctx, wr_visit_svc_get(t->ctx, id, &v));
    follow(t);
    assert_int_equal(now_of(t, c->id).state, WR_CLUE_ONSITE); /* they are still there */
    world_as_officer(&t->w, t->ctx, 0);
    const struct wr_visit_items_put items = answers(t->ctx, &v);
    store_ok(t->ctx, wr_visit_svc_put_items(t->ctx, id, &items, &v));
    const struct wr_visit_finding_new fin = {.uid = WR_S("bbbbbbbb-0000-4000-8000-000000000001"),
                                             .text = WR_S("脱硫设施停运"),
                                             .severity = WR_SEVERITY_SLIGHT};
    if (found)
        store_ok(t->ctx, wr_visit_svc_add_finding(t->ctx, id, &fin, &f));
    const struct wr_visit_check_out out = {.conclusion =
                                               found ? WR_CONCLUSION_ADVICE : WR_CONCLUSION_NONE,
                                           .summary = WR_S("已核实线索"),
                                           .confirm = true};
    store_ok(t->ctx, wr_visit_svc_check_out(t->ctx, id, &out, &v));
    follow(t);
}

static struct wr_clue escalated(struct site *t, const char *factor)
{
    struct wr_clue c = make_clue(t, factor);
    as_city(t);
    store_ok(t->ctx, wr_clue_svc_act(t->ctx, c.id, WR_CA_ESCALATE, WR_S("请到现场"), &c));
    return c;
}

static void what_the_visit_found_closes_the_clue(struct store *s)
{
    struct site t = make_site(s);
    struct wr_clue a = escalated(&t, SO2);
    struct wr_mission m = apply_for(&t, &a);
    follow(&t);
    assert_int_equal(now_of(&t, a.id).state, WR_CLUE_ONSITE);
    assert_int_equal(now_of(&t, a.id).mission_id, m.id);
    visit(&t, &m, &a, false);
    a = now_of(&t, a.id);
    assert_int_equal(a.state, WR_CLUE_CLOSED);
    assert_int_equal(a.outcome, WR_OUTCOME_NO_VIOLATION);
    assert_true(a.visit_id != 0);

    struct wr_clue b = escalated(&t, NOX);
    m = apply_for(&t, &b);
    follow(&t);
    visit(&t, &m, &b, true);
    assert_int_equal(now_of(&t, b.id).outcome, WR_OUTCOME_CASE);
    end_site(&t);
}

static void a_mission_that_comes_to_nothing_gives_the_clue_back(struct store *s)
{
    struct site t = make_site(s);
    struct wr_clue c = escalated(&t, SO2);
    struct wr_mission m = apply_for(&t, &c);
    follow(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_ONSITE);
    as_city(&t);
    store_ok(t.ctx, wr_mission_svc_reject(t.ctx, m.id, WR_S("先问企业"), &m));
    follow(&t);
    c = now_of(&t, c.id);
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    assert_int_equal(c.mission_id, 0);
    end_site(&t);
}

/* ---- changes made elsewhere ------------------------------------------------------------------------ */

static int add_limit_tx(struct wr_tx *tx, void *arg)
{
    const struct site *t = arg;
    int64_t id = 0;
    const struct wr_limit l = {.outlet_id = t->outlet,
                               .factor = WR_S("a34013"),
                               .grain = WR_OG_HOUR,
                               .hi = WR_S("10"),
                               .from_day = WR_S("2020-01-01"),
                               .source = WR_S("另一进程")};
    return wr_limit_add_in(tx, &l, &id);
}

static void limits_brought_in_elsewhere_are_taken_up(struct store *s)
{
    struct site t = make_site(s);
    int64_t now = wr_ctx_now(t.ctx) / HOUR_MS * HOUR_MS;
    hour(&t, "a34013", now - 3 * HOUR_MS, "12");
    look(&t);
    assert_int_equal(clue_of(&t, "E1", "a34013").id, 0);
    as_system(&t);
    store_ok(t.ctx, wr_tx_run(t.ctx, WR_TX_WRITE, "t.limit", add_limit_tx, &t));
    hour(&t, "a34013", now - 2 * HOUR_MS, "13");
    look(&t);
    struct wr_clue c = clue_of(&t, "E1", "a34013");
    assert_true(wr_str_eq(c.bound, WR_S("10")));
    assert_int_equal(c.times, 2); /* the hour before as well */
    end_site(&t);
}

/** A logger that sends what it kept for hours: each late row ends one gap and shows the next, and that is told once an hour. */
static void late_rows_do_not_tell_a_gap_each(struct store *s)
{
    struct site t = make_site(s);
    int64_t now = wr_ctx_now(t.ctx) / HOUR_MS * HOUR_MS;
    as_system(&t);
    look(&t);
    for (int i = 0; i < 300; i++) {
        const struct wr_tele_value v[] = {{.factor = WR_S(SO2),
                                           .field = WR_TELE_RTD,
                                           .text = wr_arena_printf(t.ctx->arena, "2%d.5", i % 7),
                                           .flag = WR_S("N")}};
        struct wr_tele_row r = {.outlet_id = t.outlet,
                                .cn = WR_TELE_REAL,
                                .t_ms = now - 20 * HOUR_MS + i * 60000,
                                .received_ms = now + i * 20,
                                .values = v,
                                .n = 1};
        store_ok(t.ctx, wr_tele_append(t.ctx, t.ctx->telemetry, &r, 1));
        store_ok(t.ctx, wr_offsite_on_rows(t.ctx, &r, 1));
    }
    look(&t);
    struct wr_clue c = clue_of(&t, "G1", "");
    assert_true(c.id != 0);
    assert_in_range(c.version, 1, 20);
    end_site(&t);
}

static struct wr_offsite_coverage coverage(struct site *t, const char *month)
{
    struct wr_offsite_coverage c;
    const struct wr_offsite_coverage_query q = {.month = wr_str(month)};
    store_ok(t->ctx, wr_offsite_svc_coverage(t->ctx, &q, &c));
    return c;
}

/** Half of May's hours are there, then all: what was kept in between stays. */
static void last_months_certificate_does_not_change(struct store *s)
{
    struct site t = make_site(s);
    int64_t may = world_day_ms("2026-05-01"), june = world_day_ms("2026-06-01");
    as_system(&t);
    for (int64_t at = may; at < june; at += 2 * HOUR_MS)
        hour(&t, SO2, at, "20");
    store_ok(t.ctx,
             wr_offsite_svc_keep_coverage(t.ctx)); /* the days for marks run until the 10th */
    assert_int_equal(coverage(&t, "2026-05").kept_ms, 0);
    world_next_day(&t.w, 1);
    for (int again = 0; again < 2; again++)
        store_ok(t.ctx, wr_offsite_svc_keep_coverage(t.ctx));
    struct wr_offsite_coverage kept = coverage(&t, "2026-05");
    const struct wr_offsite_coverage_row *r = kept.items.p;
    assert_int_equal(kept.kept_ms, wr_ctx_now(t.ctx));
    assert_int_equal(kept.enterprises_n, 1);
    assert_int_equal(r->availability_bp, 5000);
    assert_int_equal(r->enterprise_id, t.w.enterprise[0]);
    assert_int_equal(r->gaps.n, 2); /* reviews, availability */
    assert_true(wr_str_eq(r->enterprise_name, WR_S("试验第1厂")));
    int64_t made = kept.kept_ms;
    for (int64_t at = may + HOUR_MS; at < june; at += 2 * HOUR_MS)
        hour(&t, SO2, at, "20");
    world_next_day(&t.w, 20);
    store_ok(t.ctx, wr_offsite_svc_keep_coverage(t.ctx));
    kept = coverage(&t, "2026-05");
    r = kept.items.p;
    assert_int_equal(r->availability_bp, 5000);
    assert_int_equal(kept.kept_ms, made);
    assert_true(wr_str_eq(kept.pack, WR_S("offsite/default-2022")));
    assert_int_equal(coverage(&t, "2026-06").kept_ms, 0);
    /* an enterprise sees its own entry, another none of it */
    as_enterprise(&t);
    assert_int_equal(coverage(&t, "2026-05").items.n, 1);
    world_as(t.ctx, WR_ROLE_ENTERPRISE, t.w.enterprise[1]);
    assert_int_equal(coverage(&t, "2026-05").items.n, 0);
    world_as(t.ctx, WR_ROLE_DISTRICT_ADMIN, 0);
    t.ctx->actor.district_id = t.w.district[1];
    assert_int_equal(coverage(&t, "2026-05").items.n, 0);
    end_site(&t);
}

int main(void)
{
    struct store_test tests[] = {
        STORE_TEST(an_unanswered_alarm_escalates_by_itself),
        STORE_TEST(an_answer_in_time_stops_the_clock),
        STORE_TEST(what_was_put_right_is_verified_or_not),
        STORE_TEST(rectification_that_is_late_escalates),
        STORE_TEST(a_deadline_counts_working_days),
        STORE_TEST(two_packs_are_compared),
        STORE_TEST(what_the_visit_found_closes_the_clue),
        STORE_TEST(a_mission_that_comes_to_nothing_gives_the_clue_back),
        STORE_TEST(limits_brought_in_elsewhere_are_taken_up),
        STORE_TEST(late_rows_do_not_tell_a_gap_each),
        STORE_TEST(last_months_certificate_does_not_change),
    };
    return world_run("offsite", tests, WR_ARRAY_LEN(tests));
}
