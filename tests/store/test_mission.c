/* Missions and the life of a visit on both engines: reservation, approval, notice, merging, emergencies, disputes, closing. */
#include "visit_world.h"

#include "modules/visit/visit_life.h"
#include "modules/visit/visit_mission_store.h"

#define CITY WR_ROLE_CITY_ADMIN

static struct wr_mission_new plan(struct world *w, int e, int64_t n)
{
    return world_mission(w, &w->s->ctx, e, 0, 1, n);
}

static int submit(struct world *w, int officer, const struct wr_mission_new *in,
                  struct wr_mission *ret)
{
    world_as_officer(w, &w->s->ctx, officer);
    return wr_mission_svc_submit(&w->s->ctx, in, ret);
}

static void a_mission_reserves_its_place(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m, again;
    struct wr_visit v;
    const struct wr_mission_new first = plan(&w, 0, 1), second = plan(&w, 0, 2),
                                third = plan(&w, 0, 3);
    store_ok(ctx, submit(&w, 0, &first, &m));
    assert_true(m.state == WR_MISSION_SUBMITTED && m.counts_toward_cap && m.number.n == 0);
    store_ok(ctx, submit(&w, 0, &first, &again));
    assert_int_equal(again.id, m.id);
    struct wr_mission_new other = first;
    other.enterprise_id = w.enterprise[1];
    assert_int_equal(submit(&w, 0, &other, &again), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_mission_uid);
    store_ok(ctx, submit(&w, 0, &second, &m));
    assert_int_equal(submit(&w, 0, &third, &again), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_mission_denied);
    assert_true(world_told(ctx, "BLOCK_CAP"));
    /* Cancelling gives the place back; the visit takes over the one its mission holds. */
    world_as(ctx, CITY, 0);
    store_ok(ctx, wr_mission_svc_cancel(ctx, m.id, WR_S("改期"), &again));
    assert_int_equal(again.state, WR_MISSION_CANCELLED);
    store_ok(ctx, world_approve(&w, ctx, 0, &third, &m));
    const struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 50);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    assert_int_equal(v.mission_id, m.id);
    assert_true(wr_str_eq(v.mission_number, m.number));
    assert_int_equal(world_count(&w, 0, 2).slots, 2);
    store_ok(ctx, wr_mission_svc_get(ctx, m.id, &again));
    assert_int_equal(again.done_visit_id, v.id);
    world_as(ctx, CITY, 0);
    assert_int_equal(wr_mission_svc_cancel(ctx, m.id, WR_S("太晚"), &again), WR_ECONFLICT);
    world_verify(&w);
}

static void nobody_approves_his_own(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m, done;
    const struct wr_mission_new in = plan(&w, 0, 1);
    world_as(ctx, CITY, 0);
    store_ok(ctx, wr_mission_svc_submit(ctx, &in, &m)); /* by the administrator, for two officers */
    assert_int_equal(wr_mission_svc_approve(ctx, m.id, WR_S(""), &done), WR_EDENIED);
    assert_int_equal(ctx->err.key, WR_K_mission_own);
    world_as_officer(&w, ctx, 3);
    assert_int_equal(wr_mission_svc_approve(ctx, m.id, WR_S(""), &done), WR_EDENIED);
    assert_int_equal(ctx->err.key, WR_K_mission_approver);
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.user_id = 8, .roles = CITY};
    assert_int_equal(wr_mission_svc_reject(ctx, m.id, WR_S(" "), &done), WR_EINVALID);
    wr_err_reset(ctx);
    store_ok(ctx, wr_mission_svc_approve(ctx, m.id, WR_S("同意"), &done));
    assert_true(wr_str_eq(done.number, WR_S("检审〔2026〕00001号")) && done.approver_id == 8);
    assert_int_equal(wr_mission_svc_approve(ctx, m.id, WR_S("同意"), &done), WR_ECONFLICT);
    wr_err_reset(ctx);
    /* Number two follows; a rejected one takes none and frees its place. */
    const struct wr_mission_new next = plan(&w, 1, 2), no = plan(&w, 1, 3);
    store_ok(ctx, submit(&w, 0, &no, &m));
    world_as(ctx, CITY, 0);
    store_ok(ctx, wr_mission_svc_reject(ctx, m.id, WR_S("重复"), &done));
    assert_int_equal(world_count(&w, 1, 2).slots, 0);
    store_ok(ctx, world_approve(&w, ctx, 0, &next, &done));
    assert_true(wr_str_eq(done.number, WR_S("检审〔2026〕00002号")));
    world_verify(&w);
}

static void an_approval_is_for_its_officers_and_days(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m;
    struct wr_visit v;
    const struct wr_mission_new in = plan(&w, 0, 1);
    struct wr_visit_new gate = world_planned(&w, ctx, 0, 1, 9);
    world_as_officer(&w, ctx, 0);
    assert_int_equal(wr_visit_svc_check_in(ctx, &gate, &v), WR_ECONFLICT);
    assert_true(world_told(ctx, "BLOCK_NO_APPROVAL"));
    store_ok(ctx, submit(&w, 0, &in, &m));
    gate.mission_id = m.id;
    assert_int_equal(wr_visit_svc_check_in(ctx, &gate, &v), WR_ECONFLICT); /* pending */
    assert_true(world_told(ctx, "BLOCK_NO_APPROVAL"));
    world_as(ctx, CITY, 0);
    store_ok(ctx, wr_mission_svc_approve(ctx, m.id, WR_S("同意"), &m));
    world_as_officer(&w, ctx, 0);
    gate.second_officer_id = w.officer[2]; /* not the one who was approved */
    assert_int_equal(wr_visit_svc_check_in(ctx, &gate, &v), WR_ECONFLICT);
    assert_true(world_told(ctx, "BLOCK_NO_APPROVAL"));
    gate.second_officer_id = w.officer[1];
    world_next_day(&w, 1);
    wr_err_reset(ctx);
    assert_int_equal(wr_visit_svc_check_in(ctx, &gate, &v), WR_ECONFLICT);
    world_next_day(&w, -1);
    wr_err_reset(ctx);
    gate.source = WR_SOURCE_RANDOM_DRAW;
    assert_int_equal(wr_visit_svc_check_in(ctx, &gate, &v), WR_EINVALID);
    assert_int_equal(ctx->err.faults->key, WR_K_mission_kind);
    gate.source = WR_SOURCE_PLAN;
    wr_err_reset(ctx);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &gate, &v));
}

static void plans_of_two_units_become_one_visit(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission a, b, joint;
    struct wr_list pairs;
    struct wr_visit v;
    const struct wr_mission_new first = world_mission(&w, ctx, 0, 0, 1, 1),
                                second = world_mission(&w, ctx, 0, 2, 3, 2);
    store_ok(ctx, world_approve(&w, ctx, 0, &first, &a));
    store_ok(ctx, submit(&w, 2, &second, &b));
    assert_true(wr_str_find(b.verdict_detail, WR_S("PROPOSE_MERGE")) >= 0);
    world_as(ctx, CITY, 0);
    store_ok(ctx, wr_mission_svc_proposals(ctx, &pairs));
    assert_int_equal(pairs.n, 1);
    store_ok(ctx, wr_mission_svc_merge(ctx, b.id, a.id, &joint));
    assert_int_equal(joint.units.n, 2);
    assert_int_equal(world_count(&w, 0, 2).slots, 1); /* one visit, one place */
    assert_int_equal(wr_mission_svc_merge(ctx, b.id, a.id, &joint), WR_ECONFLICT);
    wr_err_reset(ctx);
    store_ok(ctx, wr_mission_svc_proposals(ctx, &pairs));
    assert_int_equal(pairs.n, 0);
    /* An officer who joined may check in with one of the first unit. */
    world_as_officer(&w, ctx, 2);
    struct wr_visit_new in = world_planned(&w, ctx, 0, 0, 7);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    assert_int_equal(v.mission_id, a.id);
    world_verify(&w);
}

static void the_enterprise_is_told_once(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m;
    struct wr_list list;
    const struct wr_mission_new in = plan(&w, 0, 1);
    const struct wr_mission_notice none = {.how = WR_NOTICE_NONE}, app = {.how = WR_NOTICE_APP};
    store_ok(ctx, world_approve(&w, ctx, 0, &in, &m));
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    assert_int_equal(wr_mission_svc_get(ctx, m.id, &m), WR_ENOTFOUND); /* hidden before notice */
    store_ok(ctx, wr_mission_svc_notices(ctx, &list));
    assert_int_equal(list.n, 0);
    world_as_officer(&w, ctx, 0);
    assert_int_equal(wr_mission_svc_notify(ctx, m.id, &none, &m), WR_EINVALID);
    wr_err_reset(ctx);
    store_ok(ctx, wr_mission_svc_notify(ctx, 1, &app, &m));
    assert_int_equal(wr_mission_svc_notify(ctx, 1, &app, &m), WR_ECONFLICT);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_mission_svc_notices(ctx, &list));
    assert_int_equal(list.n, 1);
    store_ok(ctx, wr_mission_svc_get(ctx, 1, &m));
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    assert_int_equal(wr_mission_svc_get(ctx, 1, &m), WR_ENOTFOUND);
}

static void an_emergency_is_approved_afterwards(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m;
    struct wr_visit v;
    struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 1);
    in.source = WR_SOURCE_EMERGENCY;
    in.emergency_reason = WR_S("储罐泄漏，有气味外逸");
    in.late_scan = WR_LATE_BEFORE_LEAVE;
    world_as_officer(&w, ctx, 0);
    assert_int_equal(wr_visit_svc_check_in(ctx, &in, &v), WR_EINVALID); /* late without reason */
    wr_err_reset(ctx);
    in.late_reason = WR_S("先行处置");
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    assert_true(wr_str_eq(v.afterfill_due, WR_S("2026-06-12")) && v.mission_id == 0);
    struct wr_visit_filter f = {.has_flag = true, .flag = WR_FLAG_AFTERFILL};
    struct wr_list list;
    struct wr_str next;
    store_ok(ctx, wr_visit_svc_list(ctx, &f, &list, &next));
    assert_int_equal(list.n, 1);
    struct wr_mission_new after = plan(&w, 0, 2);
    after.source = WR_SOURCE_EMERGENCY;
    after.visit_id = v.id;
    store_ok(ctx, world_approve(&w, ctx, 0, &after, &m));
    store_ok(ctx, wr_visit_svc_get(ctx, v.id, &v));
    assert_int_equal(v.mission_id, m.id);
    store_ok(ctx, wr_visit_svc_list(ctx, &f, &list, &next));
    assert_int_equal(list.n, 0);
    after.uid = WR_S("22222222-0000-4000-8000-000000000001");
    assert_int_equal(submit(&w, 0, &after, &m), WR_EINVALID); /* completed already */
    world_verify(&w);
}

static void a_help_visit_becomes_an_inspection(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m;
    struct wr_visit help, v;
    struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 1);
    in.kind = WR_VISIT_HELP;
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &help));
    struct wr_mission_new turn = plan(&w, 0, 2);
    turn.converted_from = help.id;
    store_ok(ctx, world_approve(&w, ctx, 0, &turn, &m));
    in = world_planned(&w, ctx, 0, 1, 2);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    assert_int_equal(v.converted_from, help.id);
    turn.uid = WR_S("22222222-0000-4000-8000-000000000002");
    turn.converted_from = v.id; /* an inspection is no help visit */
    assert_int_equal(submit(&w, 0, &turn, &m), WR_EINVALID);
}

static void without_a_code_it_is_filed(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_mission m;
    struct wr_visit v;
    const struct wr_mission_new plan_it = plan(&w, 0, 1);
    store_ok(ctx, world_approve(&w, ctx, 0, &plan_it, &m));
    struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 1);
    in.no_code_reason = WR_S("信息牌被遮挡，现场无网络");
    assert_int_equal(wr_visit_svc_check_in(ctx, &in, &v), WR_EINVALID); /* and a plate */
    wr_err_reset(ctx);
    in.plate = (struct wr_str){NULL, 0};
    in.credit_code = wr_arena_printf(ctx->arena, "%lld", (long long)w.enterprise[0]);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    assert_true(v.plate_id == 0 && wr_str_eq(v.no_code_due, WR_S("2026-06-15")));
    const struct wr_no_code_filing filing = {.ref = WR_S("郑司备〔2026〕3号")};
    world_as_officer(&w, ctx, 4);
    assert_int_equal(wr_visit_svc_file_no_code(ctx, v.id, &filing, &v), WR_EDENIED);
    world_as_officer(&w, ctx, 1);
    store_ok(ctx, wr_visit_svc_file_no_code(ctx, 1, &filing, &v));
    assert_true(v.no_code_filed_ms > 0);
    assert_int_equal(wr_visit_svc_file_no_code(ctx, 1, &filing, &v), WR_ECONFLICT);
    world_verify(&w);
}

struct queued {
    struct wr_visit_new in;
    struct wr_visit_queued q;
    struct wr_visit v;
};

static int queued_tx(struct wr_tx *tx, void *arg)
{
    struct queued *w = arg;
    return wr_visit_check_in_queued_in(tx, &w->in, &w->q, &w->v);
}

static void a_record_against_the_rules_waits_for_a_decision(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    store_ok(ctx, world_check_in(&w, 2, 3, 0, 1, &v));
    world_next_day(&w, 40);
    store_ok(ctx, world_check_in(&w, 4, 5, 0, 2, &v));
    world_as_officer(&w, ctx, 0);
    struct queued off = {.in = world_planned(&w, ctx, 0, 1, 3),
                         .q = {.device = WR_S("33333333-0000-4000-8000-000000000001"),
                               .device_ms = s->clock.now_ms - 7200000,
                               .received_ms = s->clock.now_ms,
                               .skew_ms = 60000,
                               .phone_verdict = WR_S("{\"verdict\":\"allow\",\"as_of_ms\":1}")}};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.queued", queued_tx, &off));
    assert_true(off.v.offline && off.v.conflict == WR_CONFLICT_OPEN &&
                off.v.verdict == WR_EFFECT_DENY);
    assert_int_equal(off.v.checked_in_ms, s->clock.now_ms - 7200000 + 60000);
    assert_int_equal(world_count(&w, 0, 3).slots, 3); /* beyond the cap, and seen to be */
    int64_t id = off.v.id;
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.queued", queued_tx, &off));
    assert_int_equal(off.v.id, id);
    const struct wr_visit_decision d = {.decision = WR_CONFLICT_IRREGULAR,
                                        .reason = WR_S("次数已满")};
    assert_int_equal(wr_visit_svc_decide(ctx, id, &d, &v), WR_EDENIED); /* his own */
    world_as(ctx, CITY, 0);
    store_ok(ctx, wr_visit_svc_decide(ctx, id, &d, &v));
    assert_int_equal(v.conflict, WR_CONFLICT_IRREGULAR);
    assert_int_equal(wr_visit_svc_decide(ctx, id, &d, &v), WR_ECONFLICT);
    world_verify(&w);
}

static void a_refusal_is_contested_and_decided(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    store_ok(ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    int64_t id = v.id;
    const struct wr_visit_refusal refusal = {.reason = WR_REFUSAL_NO_CERTIFICATE};
    const struct wr_refusal_verdict ruling = {.decision = WR_REFUSAL_UNFOUNDED,
                                              .note = WR_S("证件已出示")};
    assert_int_equal(wr_visit_svc_contest(ctx, id, WR_S("已出示证件"), &v), WR_ECONFLICT);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_visit_svc_refuse(ctx, id, &refusal));
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_visit_svc_contest(ctx, id, WR_S("已出示证件"), &v));
    assert_int_equal(wr_visit_svc_contest(ctx, id, WR_S("再次"), &v), WR_ECONFLICT);
    assert_int_equal(wr_visit_svc_judge_refusal(ctx, id, &ruling, &v), WR_EDENIED);
    world_as(ctx, WR_ROLE_SUPERVISION, 0);
    store_ok(ctx, wr_visit_svc_judge_refusal(ctx, id, &ruling, &v));
    assert_int_equal(v.refusal_decision, WR_REFUSAL_UNFOUNDED);
    assert_int_equal(wr_visit_svc_judge_refusal(ctx, id, &ruling, &v), WR_ECONFLICT);
    world_verify(&w);
}

static void a_result_is_told_and_the_visit_closed(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    struct wr_visit_new in = world_planned(&w, ctx, 0, 1, 1);
    const struct wr_visit_result told = {.how = WR_TOLD_BOTH};
    in.kind = WR_VISIT_OTHER;
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    int64_t id = v.id;
    const struct wr_visit_answer answer = {.code = WR_S("O1"), .result = WR_ITEM_OK};
    const struct wr_visit_items_put items = {.items = {(void *)&answer, 1}};
    const struct wr_visit_check_out out = {
        .conclusion = WR_CONCLUSION_NONE, .summary = WR_S("已送达"), .confirm = true};
    assert_int_equal(wr_visit_svc_tell_result(ctx, id, &told, &v), WR_ECONFLICT);
    wr_err_reset(ctx);
    store_ok(ctx, wr_visit_svc_put_items(ctx, id, &items, &v));
    store_ok(ctx, wr_visit_svc_check_out(ctx, id, &out, &v));
    store_ok(ctx, wr_visit_svc_tell_result(ctx, id, &told, &v));
    assert_int_equal(wr_visit_svc_tell_result(ctx, id, &told, &v), WR_ECONFLICT);
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.system = true};
    world_next_day(&w, 6);
    store_ok(ctx, wr_visit_svc_close_due(ctx));
    store_ok(ctx, wr_visit_svc_get(ctx, id, &v));
    assert_int_equal(v.state, WR_VISIT_CHECKED_OUT);
    world_next_day(&w, 2);
    store_ok(ctx, wr_visit_svc_close_due(ctx));
    store_ok(ctx, wr_visit_svc_get(ctx, id, &v));
    assert_true(v.state == WR_VISIT_CLOSED && v.closed_ms == s->clock.now_ms);
    world_verify(&w);
}

static void a_visit_nobody_scanned_for_is_reported(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_unscanned u, again;
    struct wr_list list;
    struct wr_str next;
    const struct wr_unscanned_filter all = {0};
    struct wr_unscanned_new in = {.uid = WR_S("AAAAAAAA-0000-4000-8000-000000000009"),
                                  .kind = WR_UNSCANNED_MISSING,
                                  .reason = WR_REFUSAL_NO_SCAN,
                                  .people = WR_S("两名人员，未出示证件")};
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_unscanned_svc_report(ctx, &in, &u));
    store_ok(ctx, wr_unscanned_svc_report(ctx, &in, &again));
    assert_int_equal(again.id, u.id);
    in.reason = WR_REFUSAL_NO_CODE;
    assert_int_equal(wr_unscanned_svc_report(ctx, &in, &again), WR_ECONFLICT);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    store_ok(ctx, wr_unscanned_svc_list(ctx, &all, &list, &next));
    assert_int_equal(list.n, 0);
    const struct wr_unscanned_answer yes = {.state = WR_UNSCANNED_CONFIRMED,
                                            .answer = WR_S("已责令整改")};
    ctx->actor = (struct wr_actor){
        .user_id = 9, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = w.district[1]};
    assert_int_equal(wr_unscanned_svc_answer(ctx, u.id, &yes, &again), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_SUPERVISION, 0);
    store_ok(ctx, wr_unscanned_svc_answer(ctx, u.id, &yes, &again));
    assert_int_equal(wr_unscanned_svc_answer(ctx, u.id, &yes, &again), WR_ECONFLICT);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_unscanned_svc_list(ctx, &all, &list, &next));
    assert_int_equal(((const struct wr_unscanned *)list.p)->state, WR_UNSCANNED_CONFIRMED);
    world_verify(&w);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "a mission reserves its place", .run = a_mission_reserves_its_place},
        {.name = "nobody approves his own", .run = nobody_approves_his_own},
        {.name = "an approval is for its officers and days",
         .run = an_approval_is_for_its_officers_and_days},
        {.name = "plans of two units become one visit", .run = plans_of_two_units_become_one_visit},
        {.name = "the enterprise is told once", .run = the_enterprise_is_told_once},
        {.name = "an emergency is approved afterwards", .run = an_emergency_is_approved_afterwards},
        {.name = "a help visit becomes an inspection", .run = a_help_visit_becomes_an_inspection},
        {.name = "without a code it is filed", .run = without_a_code_it_is_filed},
        {.name = "a record against the rules waits for a decision",
         .run = a_record_against_the_rules_waits_for_a_decision},
        {.name = "a refusal is contested and decided", .run = a_refusal_is_contested_and_decided},
        {.name = "a result is told and the visit closed",
         .run = a_result_is_told_and_the_visit_closed},
        {.name = "a visit nobody scanned for is reported",
         .run = a_visit_nobody_scanned_for_is_reported},
    };
    return world_run("store mission", tests, WR_ARRAY_LEN(tests));
}
