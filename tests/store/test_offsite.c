/* A clue on both engines: from its row to its end, deadlines, working days, visits, packs compared. */
#include "offsite_world.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "modules/onsite/onsite_svc.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/** One hour above the limit, two hours ago: a clue that waits for the enterprise. */
static struct wr_clue make_clue(struct site *t, const char *factor)
{
    int64_t now = wr_ctx_now(t->ctx) / HOUR_MS * HOUR_MS;
    site_as_system(t);
    site_hour(t, factor, now - 3 * HOUR_MS, "20");
    site_hour(t, factor, now - 2 * HOUR_MS, "62.5");
    site_look(t);
    struct wr_clue c = site_clue(t, "E1", factor);
    assert_true(c.id != 0);
    assert_int_equal(c.state, WR_CLUE_PUSHED);
    assert_true(wr_str_eq(c.value, WR_S("62.5")));
    return c;
}

static struct wr_clue now_of(struct site *t, int64_t id)
{
    struct wr_clue_card card;
    site_as_city(t);
    store_ok(t->ctx, wr_clue_svc_card(t->ctx, id, &card));
    return card.clue;
}

static void tend(struct site *t)
{
    site_as_system(t);
    store_ok(t->ctx, wr_clue_svc_tend(t->ctx));
}

static void an_unanswered_alarm_escalates_by_itself(struct store *s)
{
    struct site t = site_make(s);
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
    site_as_enterprise(&t);
    store_ok(t.ctx, wr_clue_svc_answer(t.ctx, c.id, &answer, &c));
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    site_end(&t);
}

static void an_answer_in_time_stops_the_clock(struct store *s)
{
    struct site t = site_make(s);
    struct wr_clue c = make_clue(&t, SO2);
    const struct wr_clue_answer answer = {WR_CAUSE_PROCESS, WR_S("循环泵跳停")};
    site_as_enterprise(&t);
    store_ok(t.ctx, wr_clue_svc_answer(t.ctx, c.id, &answer, &c));
    assert_int_equal(c.state, WR_CLUE_ANSWERED);
    world_next_day(&t.w, 30);
    tend(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_ANSWERED);
    site_end(&t);
}

/** Answered and to be put right. */
static struct wr_clue order_rectification(struct site *t, const char *factor, const char *due)
{
    struct wr_clue c = make_clue(t, factor);
    const struct wr_clue_answer answer = {WR_CAUSE_PROCESS, WR_S("循环泵跳停")};
    const struct wr_clue_rectify order = {.due = wr_str(due), .note = WR_S("请修复循环泵")};
    site_as_enterprise(t);
    store_ok(t->ctx, wr_clue_svc_answer(t->ctx, c.id, &answer, &c));
    assert_int_equal(wr_clue_svc_rectify(t->ctx, c.id, &order, &c), WR_EDENIED);
    site_as_city(t);
    store_ok(t->ctx, wr_clue_svc_rectify(t->ctx, c.id, &order, &c));
    assert_int_equal(c.state, WR_CLUE_RECTIFYING);
    return c;
}

static void what_was_put_right_is_verified_or_not(struct store *s)
{
    struct site t = site_make(s);
    struct wr_clue good = order_rectification(&t, SO2, NULL);
    struct wr_clue bad = order_rectification(&t, NOX, NULL);
    const struct wr_clue both[] = {good, bad};
    struct wr_clue c;
    site_as_city(&t);
    assert_int_equal(wr_clue_svc_act(t.ctx, good.id, WR_CA_VERIFY, WR_S("提前"), &c), WR_ECONFLICT);
    for (size_t i = 0; i < 2; i++) {
        site_as_enterprise(&t);
        store_ok(t.ctx, wr_clue_svc_act(t.ctx, both[i].id, WR_CA_RECTIFIED, WR_S("已修复"), &c));
        assert_int_equal(c.state, WR_CLUE_RECTIFIED);
        assert_int_equal(wr_clue_svc_act(t.ctx, both[i].id, WR_CA_VERIFY, WR_S("自己"), &c),
                         WR_EDENIED);
    }
    site_as_city(&t);
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
    site_end(&t);
}

static void rectification_that_is_late_escalates(struct store *s)
{
    struct site t = site_make(s);
    struct wr_clue c = order_rectification(&t, SO2, "2026-06-12");
    s->clock.now_ms = world_day_ms("2026-06-13") - 1; /* the whole day counts */
    tend(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_RECTIFYING);
    s->clock.now_ms = world_day_ms("2026-06-13");
    tend(&t);
    c = now_of(&t, c.id);
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    assert_int_equal(c.escalate_reason, WR_WHY_RECTIFY_LATE);
    site_end(&t);
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
    struct site t = site_make(s);
    /* five working days from Wednesday 10 June: 11, 12, 15, 16, 17 */
    assert_true(wr_str_eq(order_rectification(&t, SO2, NULL).rectify_due, WR_S("2026-06-17")));
    struct wr_rules *rules = own_rules(s);
    const struct wr_rules *kept = t.ctx->rules;
    t.ctx->rules = rules;
    /* 11 and 12 are holidays in the bureau's pack */
    assert_true(wr_str_eq(order_rectification(&t, NOX, NULL).rectify_due, WR_S("2026-06-19")));
    t.ctx->rules = kept;
    site_end(&t);
    wr_rules_free(rules);
}

static void two_packs_are_compared(struct store *s)
{
    struct site t = site_make(s);
    struct wr_replay r;
    struct wr_rules *rules = own_rules(s);
    const struct wr_rules *kept = t.ctx->rules;
    (void)make_clue(&t, SO2);
    t.ctx->rules = rules;
    site_as_system(&t);
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
    assert_int_equal(site_clue(&t, "E1", SO2).times, 1);
    t.ctx->rules = kept;
    site_end(&t);
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
    site_as_system(t);
    store_ok(t->ctx, wr_onsite_svc_tend(t->ctx));
}

/** Visit with or without a finding. */
static void visit(struct site *t, const struct wr_mission *m, const struct wr_clue *c, bool found)
{
    struct wr_mission approved;
    struct wr_visit v;
    struct wr_visit_finding f;
    site_as_city(t);
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
    site_as_city(t);
    store_ok(t->ctx, wr_clue_svc_act(t->ctx, c.id, WR_CA_ESCALATE, WR_S("请到现场"), &c));
    return c;
}

static void what_the_visit_found_closes_the_clue(struct store *s)
{
    struct site t = site_make(s);
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
    site_end(&t);
}

static void a_mission_that_comes_to_nothing_gives_the_clue_back(struct store *s)
{
    struct site t = site_make(s);
    struct wr_clue c = escalated(&t, SO2);
    struct wr_mission m = apply_for(&t, &c);
    follow(&t);
    assert_int_equal(now_of(&t, c.id).state, WR_CLUE_ONSITE);
    site_as_city(&t);
    store_ok(t.ctx, wr_mission_svc_reject(t.ctx, m.id, WR_S("先问企业"), &m));
    follow(&t);
    c = now_of(&t, c.id);
    assert_int_equal(c.state, WR_CLUE_ESCALATED);
    assert_int_equal(c.mission_id, 0);
    site_end(&t);
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
    };
    return world_run("offsite", tests, WR_ARRAY_LEN(tests));
}
