/*
 * The demonstration's year, carried out in the order of time through the use cases that the phones use. What the policy
 * denies stays denied.
 */
#include "app/demo_penalty.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/liaison/liaison_svc.h"
#include "modules/plate/plate_svc.h"
#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_mission.h"
#include "modules/visit/visit_policy.h"
#include "modules/visit/visit_svc.h"

#include <stdio.h>

#define ITEMS_MAX 30
#define UUID_TEXT 37

static void make_uuid(struct demo_rng *r, char text[UUID_TEXT])
{
    unsigned long long a = demo_next(r), b = demo_next(r);
    (void)snprintf(text, UUID_TEXT, "%08llx-%04llx-4%03llx-%04llx-%012llx", a >> 32,
                   (a >> 16) & 0xffff, a & 0xfff, 0x8000 | (b >> 50), b & 0xffffffffffffULL);
}

/** A number in the form the source wants; invented. */
static struct wr_str evidence_of(struct wr_ctx *ctx, const struct demo_visit *v, struct demo_rng *r)
{
    int year = wr_date_of_ms(v->at_ms).year;
    int n = (int)demo_below(r, 900) + 100;
    switch (v->source) {
    case WR_SOURCE_COMPLAINT:
        return wr_arena_printf(ctx->arena, "12345-%d-%06d", year, n);
    case WR_SOURCE_TRANSFER:
        return wr_arena_printf(ctx->arena, "移〔%d〕%d号", year, n);
    case WR_SOURCE_SUPERIOR:
        return wr_arena_printf(ctx->arena, "演示督〔%d〕%d号", year, n);
    case WR_SOURCE_OFFSITE_CLUE:
        return wr_arena_printf(ctx->arena, "XS-%d-%04d", year, n);
    case WR_SOURCE_SELF_REQUEST:
        return wr_arena_printf(ctx->arena, "SQ-%d-%04d", year, n);
    case WR_SOURCE_REINSPECTION:
        return wr_arena_printf(ctx->arena, "责改〔%d〕%d号", year, n);
    default:
        return WR_S("");
    }
}

static const char *reason_of(const struct demo_visit *v, struct demo_rng *r)
{
    if (v->kind == WR_VISIT_INSPECTION)
        return v->source == WR_SOURCE_PLAN          ? "年度检查计划"
               : v->source == WR_SOURCE_RANDOM_DRAW ? "双随机抽查"
                                                    : "按任务来源开展检查";
    return v->kind == WR_VISIT_HELP ? demo_help_reasons[demo_below(r, (int64_t)demo_help_reasons_n)]
                                    : "送达文书资料";
}

/** Denials are part of a real year: they are counted and change nothing. */
static int take_denial(struct demo *d, int rc)
{
    if (rc != WR_ECONFLICT ||
        (d->ctx->err.key != WR_K_visit_denied && d->ctx->err.key != WR_K_visit_confirm &&
         d->ctx->err.key != WR_K_mission_denied))
        return rc;
    wr_err_reset(d->ctx);
    return 0;
}

/** What the visit was for, by its source; the same at application and check-in. */
static struct demo_rng words_rng(const struct demo *d, size_t i)
{
    return demo_rng(d->seed, DEMO_VISIT, UINT64_C(70000000) + i);
}

static struct wr_mission_new mission_of(struct demo *d, const struct demo_visit *v, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_VISIT, UINT64_C(80000000) + i);
    struct demo_rng words = words_rng(d, i);
    char uuid[UUID_TEXT], day[WR_DATE_TEXT];
    make_uuid(&r, uuid);
    wr_date_format(wr_date_of_ms(v->at_ms), day);
    struct wr_str on = wr_arena_dup(d->ctx->arena, wr_str(day));
    return (struct wr_mission_new){
        .uid = wr_arena_dup(d->ctx->arena, wr_str(uuid)),
        .enterprise_id = d->enterprises[v->enterprise].id,
        .kind = v->kind,
        .source = v->source,
        .evidence_ref = evidence_of(d->ctx, v, &words),
        .reason = wr_str(reason_of(v, &words)),
        .basis = WR_S("《中华人民共和国行政处罚法》第四十二条；《排污许可管理条例》"),
        .scope = WR_S("排污许可执行、污染防治设施运行、环境管理台账"),
        .officer_id = d->officers[v->officer].id,
        .second_officer_id = v->second == UINT32_MAX ? 0 : d->officers[v->second].id,
        .planned_from = on,
        .planned_to = on};
}

/** Applied for by the officer, approved by the bureau, told to the enterprise; before 2026 nobody asked for it. */
static int apply(struct wr_tx *tx, struct demo *d, const struct demo_visit *v, size_t i)
{
    const struct wr_visit_policy *policy;
    struct wr_mission m;
    int rc = wr_visit_policy_on(d->ctx, v->at_ms, &policy);
    if (rc != 0 || !wr_visit_policy_approval(policy, v->kind, 0, v->source)->required)
        return rc;
    const struct wr_mission_new in = mission_of(d, v, i);
    demo_as_officer(d, &d->officers[v->officer]);
    rc = wr_mission_submit_in(tx, &in, &m);
    if (rc != 0)
        return take_denial(d, rc);
    demo_as_system(d);
    rc = wr_mission_approve_in(tx, m.id, WR_S("同意"), &m);
    if (rc != 0)
        return take_denial(d, rc);
    demo_as_officer(d, &d->officers[v->officer]);
    return wr_mission_notify_in(tx, m.id, WR_NOTICE_APP, (struct wr_str){NULL, 0});
}

static int check_in(struct wr_tx *tx, struct demo *d, struct demo_visit *v, size_t i)
{
    struct demo_rng words = words_rng(d, i);
    struct demo_rng r = demo_rng(d->seed, DEMO_VISIT, UINT64_C(30000000) + i);
    const struct demo_enterprise *e = &d->enterprises[v->enterprise];
    char uuid[UUID_TEXT];
    make_uuid(&r, uuid);
    demo_as_officer(d, &d->officers[v->officer]);
    struct wr_visit_new in = {
        .client_id = wr_arena_dup(d->ctx->arena, wr_str(uuid)),
        .plate = wr_str(e->plate),
        .kind = v->kind,
        .source = v->source,
        .evidence_ref = evidence_of(d->ctx, v, &words),
        .reason = wr_str(reason_of(v, &words)),
        .second_officer_id = v->second == UINT32_MAX ? 0 : d->officers[v->second].id,
        .has_lng_e6 = true,
        .has_lat_e6 = true,
        .has_accuracy_m = true,
        .lng_e6 = e->lng_e6 + demo_below(&r, 800) - 400,
        .lat_e6 = e->lat_e6 + demo_below(&r, 800) - 400,
        .accuracy_m = 5 + demo_below(&r, 40),
        .device_ms = v->at_ms - demo_below(&r, 20000),
        .confirm_warn = true,
    };
    struct wr_visit made = {0};
    int rc = wr_visit_check_in_in(tx, &in, &made);
    v->id = rc == 0 ? made.id : 0;
    return take_denial(d, rc);
}

/** Answers to all required items; the problem, if there is one, stands at one of them. Items of an industry need pictures, which a
 * made-up visit does not have: they did not apply on the day. */
static int answer_items(struct wr_tx *tx, struct demo *d, const struct demo_visit *v,
                        struct demo_rng *r)
{
    struct wr_checklist list;
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, d->enterprises[v->enterprise].id, &e);
    if (rc == 0)
        rc = wr_checklist_for(d->ctx, v->kind, v->at_ms, e.industry_code, e.permit_class, &list);
    if (rc < 0)
        return rc;
    struct wr_visit_answer *a = wr_arena_array(d->ctx->arena, ITEMS_MAX, sizeof *a);
    if (!a)
        return wr_fail(d->ctx, WR_K_memory);
    const struct wr_checklist_item *items = list.items.p;
    struct wr_list answers = {a, 0};
    size_t problem = 0;
    for (size_t i = 0; i < list.items.n && answers.n < ITEMS_MAX; i++) {
        bool picture = items[i].evidence != WR_EVIDENCE_NONE;
        if (!items[i].required && !demo_chance(r, 40))
            continue;
        problem = picture ? problem : answers.n;
        a[answers.n++] =
            (struct wr_visit_answer){.code = items[i].code,
                                     .result = picture ? WR_ITEM_NA : WR_ITEM_OK,
                                     .note = picture ? WR_S("当日未生产，未查看") : WR_S("")};
    }
    if (v->problem && answers.n > 0) {
        a[problem].result = WR_ITEM_PROBLEM;
        a[problem].note = WR_S("见问题记录");
    }
    return answers.n == 0 ? 0 : wr_visit_put_items_in(tx, v->id, &answers);
}

static int add_finding(struct wr_tx *tx, struct demo *d, const struct demo_visit *v,
                       struct demo_rng *r)
{
    char uuid[UUID_TEXT];
    make_uuid(r, uuid);
    struct wr_visit_finding_new in = {
        .uid = wr_arena_dup(d->ctx->arena, wr_str(uuid)),
        .text = wr_str(demo_findings[demo_below(r, (int64_t)demo_findings_n)]),
        .severity = demo_chance(r, 75)   ? WR_SEVERITY_SLIGHT
                    : demo_chance(r, 85) ? WR_SEVERITY_ORDINARY
                                         : WR_SEVERITY_SERIOUS,
    };
    struct wr_visit_finding made;
    return wr_visit_add_finding_in(tx, v->id, &in, &made);
}

static int check_out(struct wr_tx *tx, struct demo *d, const struct demo_visit *v, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_VISIT, UINT64_C(40000000) + i);
    demo_as_officer(d, &d->officers[v->officer]);
    int rc = answer_items(tx, d, v, &r);
    if (rc == 0 && v->problem)
        rc = add_finding(tx, d, v, &r);
    if (rc != 0)
        return rc;
    bool help = v->kind != WR_VISIT_INSPECTION;
    const char *text = help ? demo_help_summaries[demo_below(&r, (int64_t)demo_help_summaries_n)]
                       : v->problem ? "发现问题一项，已当场指导，要求限期改正。"
                                    : "未发现问题。";
    int64_t end = help ? WR_CONCLUSION_ADVICE : WR_CONCLUSION_NONE;
    if (v->problem)
        end = demo_chance(&r, 70)   ? WR_CONCLUSION_ORDER
              : demo_chance(&r, 60) ? WR_CONCLUSION_ADVICE
                                    : WR_CONCLUSION_CASE;
    struct wr_visit_check_out out = {.conclusion = end, .summary = wr_str(text), .confirm = true};
    return wr_visit_check_out_in(tx, v->id, &out);
}

static int rate(struct wr_tx *tx, struct demo *d, const struct demo_visit *v, size_t i)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_VISIT, UINT64_C(50000000) + i);
    demo_as_enterprise(d, &d->enterprises[v->enterprise]);
    static const int8_t scores[] = {5, 5, 5, 5, 5, 4, 4, 4, 3, 2};
    struct wr_str *tags = wr_arena_array(d->ctx->arena, 2, sizeof *tags);
    if (!tags)
        return wr_fail(d->ctx, WR_K_memory);
    int64_t score = scores[demo_below(&r, WR_ARRAY_LEN(scores))];
    tags[0] = score >= 4 ? WR_S("helpful") : WR_S("disturbing");
    tags[1] = score >= 4 ? WR_S("clear_basis") : WR_S("attitude");
    struct wr_visit_rating_new in = {
        .score = score, .tags = {tags, (size_t)(1 + demo_below(&r, 2))}, .text = WR_S("")};
    return wr_visit_rate_in(tx, v->id, &in);
}

static int tell(struct wr_tx *tx, struct demo *d, const struct demo_visit *v)
{
    const struct wr_visit_result in = {.how = WR_TOLD_APP};
    demo_as_officer(d, &d->officers[v->officer]);
    return wr_visit_tell_result_in(tx, v->id, &in);
}

static int close_visit(struct wr_tx *tx, struct demo *d, const struct demo_visit *v)
{
    demo_as_system(d);
    return wr_visit_close_in(tx, v->id, d->enterprises[v->enterprise].id);
}

static int transfer(struct wr_tx *tx, struct demo *d, struct demo_enterprise *e)
{
    int64_t id = 0;
    demo_as_system(d);
    return wr_liaison_assign_in(tx, e->id, d->officers[e->next_officer].id, WR_S("rotation"),
                                WR_S("轮岗"), &id);
}

static int reprint(struct wr_tx *tx, struct demo *d, const struct demo_enterprise *e)
{
    demo_as_officer(d, &d->officers[e->next_officer]);
    int rc = wr_plate_printed_in(tx, e->plate_id);
    return rc != 0 ? rc : wr_plate_hung_in(tx, e->plate_id, e->lng_e6 + 60, e->lat_e6 - 40, 8);
}

static int run_visit(struct wr_tx *tx, struct demo *d, struct demo_visit *v,
                     const struct demo_event *e)
{
    if (e->phase == DEMO_APPLY)
        return apply(tx, d, v, e->i);
    if (e->phase == DEMO_CHECK_IN)
        return check_in(tx, d, v, e->i);
    if (v->id == 0)
        return 0; /* was denied */
    if (e->phase == DEMO_TASKS)
        return demo_close_tasks(tx, d, &d->enterprises[v->enterprise], &d->officers[v->officer]);
    if (e->phase == DEMO_TELL)
        return tell(tx, d, v);
    if (e->phase == DEMO_CLOSE)
        return close_visit(tx, d, v);
    return e->phase == DEMO_CHECK_OUT ? check_out(tx, d, v, e->i) : rate(tx, d, v, e->i);
}

static int run_in(struct wr_tx *tx, struct demo *d, size_t i)
{
    const struct demo_event *e = &d->year->events[i];
    demo_at(d, e->at_ms);
    if (e->phase == DEMO_TRANSFER)
        return transfer(tx, d, &d->enterprises[e->i]);
    if (e->phase == DEMO_REPRINT)
        return reprint(tx, d, &d->enterprises[e->i]);
    struct demo_visit *v = &d->year->visits[e->i];
    return run_visit(tx, d, v, e);
}

/** An act with a transaction of its own. */
static int run_alone(struct demo *d, const struct demo_event *e)
{
    struct demo_year *y = d->year;
    demo_at(d, e->at_ms);
    if (e->phase == DEMO_COMPLAIN)
        return demo_complain(d, e->i, &y->complaints[e->i]);
    if (e->phase == DEMO_ANSWER)
        return demo_answer(d, e->i, y->complaints[e->i]);
    if (e->phase == DEMO_CASE)
        return demo_case_step(d, y->docket, y, e->i);
    const struct demo_visit *v = &y->visits[e->i];
    const struct demo_enterprise *at = &d->enterprises[v->enterprise];
    if (v->id == 0)
        return 0;
    if (e->phase == DEMO_REFUSE)
        return demo_refuse(d, at, v->id);
    return demo_cancel(d, &d->officers[v->officer], v->id);
}

static int month_of(int64_t ms)
{
    struct wr_date d = wr_date_of_ms(ms);
    return d.year * 12 + d.month;
}

/** Events from `from` on that can share a transaction: of one month, so that the log's head is signed between two. */
static size_t batch_end(const struct demo_year *y, size_t from)
{
    size_t to = from;
    int month = month_of(y->events[from].at_ms);
    while (to < y->events_n && to - from < DEMO_BATCH && y->events[to].phase < DEMO_REFUSE &&
           month_of(y->events[to].at_ms) == month)
        to++;
    return to;
}

/** The head of the log at the end of each month, as a bureau that runs has it: a statement proves its growth by two of them. */
static int sign_month(struct demo *d, int64_t before_ms, int64_t next_ms)
{
    if (month_of(before_ms) == month_of(next_ms))
        return 0;
    struct wr_date next = wr_date_of_ms(next_ms);
    next.day = 1;
    demo_as_system(d);
    demo_at(d, wr_date_to_ms(next) - 1000);
    return wr_audit_svc_checkpoint(d->ctx);
}

static int run_year(struct demo *d)
{
    const struct demo_year *y = d->year;
    d->bar = -1;
    for (size_t at = 0; at < y->events_n;) {
        size_t to = batch_end(y, at);
        int rc = to > at ? demo_batch(d, at, to, run_in) : run_alone(d, &y->events[at]);
        if (rc != 0)
            return rc;
        size_t last = to > at ? to - 1 : at;
        at = last + 1;
        rc = at < y->events_n ? sign_month(d, y->events[last].at_ms, y->events[at].at_ms) : 0;
        if (rc != 0)
            return rc;
        wr_arena_reset(&d->arena);
        demo_progress(d, d->ctx->lang == WR_LANG_ZH ? "一年工作" : "a year of work", at,
                      y->events_n);
    }
    return 0;
}

int demo_make_year(struct demo *d)
{
    struct demo_year y;
    int rc = demo_plan_year(d, &y);
    d->year = &y;
    if (rc == 0)
        rc = run_year(d);
    for (size_t i = 0; rc == 0 && i < y.visits_n; i++) {
        d->visits_n += y.visits[i].id != 0;
        d->denied_n += y.visits[i].id == 0;
    }
    demo_plan_done(&y);
    d->year = NULL;
    return rc;
}
