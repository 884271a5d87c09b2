/*
 * The last days of the demonstration, one of each kind that somebody has to look at: applications that wait, plans that could
 * be one visit, records made without network, late scans, missing codes, an emergency, a contested refusal.
 */
#include "app/demo.h"
#include "modules/plate/plate_svc.h"
#include "modules/visit/visit_life.h"
#include "modules/visit/visit_mission_use.h"

#define DISTRICTS_MAX 4
#define ENTERPRISES_MIN 24 /* in smaller districts they would be a large part of all */
#define HOUR_MS INT64_C(3600000)

/** One case: an enterprise far down its district's list, two officers, an hour. */
struct scene {
    struct demo *d;
    struct wr_tx *tx;
    const struct demo_enterprise *e;
    const struct demo_officer *first, *second;
    size_t n; /* which case this is, over all */
};

static struct wr_str uid(const struct scene *s, char kind)
{
    return wr_arena_printf(s->d->ctx->arena, "0000000%c-0000-4000-8000-%012zu", kind, s->n);
}

static struct wr_str day(const struct scene *s, int days)
{
    char z[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(s->d->now_ms + days * WR_DAY_MS), z);
    return wr_arena_dup(s->d->ctx->arena, wr_str(z));
}

/** What the rules deny is no case; the city goes on without it. */
static int unless_denied(struct demo *d, int rc)
{
    enum wr_key key = d->ctx->err.key;
    if (rc != WR_ECONFLICT || (key != WR_K_mission_denied && key != WR_K_visit_denied))
        return rc;
    wr_err_reset(d->ctx);
    return 0;
}

static struct wr_mission_new application(const struct scene *s, char kind, int from, int to)
{
    return (struct wr_mission_new){
        .uid = uid(s, kind),
        .enterprise_id = s->e->id,
        .kind = WR_VISIT_INSPECTION,
        .source = WR_SOURCE_COMPLAINT,
        .evidence_ref = wr_arena_printf(s->d->ctx->arena, "12345-2026-%06zu", 900 + s->n),
        .reason = WR_S("核实群众投诉"),
        .basis = WR_S("《中华人民共和国行政处罚法》第四十二条"),
        .scope = WR_S("废气治理设施运行情况"),
        .officer_id = s->first->id,
        .second_officer_id = s->second->id,
        .planned_from = day(s, from),
        .planned_to = day(s, to)};
}

static int apply(const struct scene *s, char kind, int from, int to, struct wr_mission *ret)
{
    const struct wr_mission_new in = application(s, kind, from, to);
    demo_as_officer(s->d, s->first);
    return wr_mission_submit_in(s->tx, &in, ret);
}

static int approve(const struct scene *s, char kind, int from, int to, struct wr_mission *ret)
{
    int rc = apply(s, kind, from, to, ret);
    demo_as_system(s->d);
    return rc < 0 ? rc : wr_mission_approve_in(s->tx, ret->id, WR_S("同意"), ret);
}

static struct wr_visit_new arrival(const struct scene *s, int64_t kind, int64_t source)
{
    bool inspection = kind == WR_VISIT_INSPECTION;
    return (struct wr_visit_new){.client_id = uid(s, '9'),
                                 .plate = wr_str(s->e->plate),
                                 .kind = kind,
                                 .source = source,
                                 .reason = inspection ? WR_S("核实群众投诉") : WR_S("走访帮扶"),
                                 .second_officer_id = inspection ? s->second->id : 0,
                                 .has_lng_e6 = true,
                                 .has_lat_e6 = true,
                                 .has_accuracy_m = true,
                                 .lng_e6 = s->e->lng_e6 + 150,
                                 .lat_e6 = s->e->lat_e6 - 120,
                                 .accuracy_m = 18,
                                 .device_ms = s->d->clock.now_ms - 4000,
                                 .confirm_warn = true};
}

/* ---- the cases ---------------------------------------------------------------------------------- */

static int waits_for_approval(const struct scene *s)
{
    struct wr_mission m;
    return apply(s, 'a', 1, 5, &m);
}

static int could_be_one_visit(const struct scene *s)
{
    struct wr_mission m;
    struct scene other = *s;
    other.first = s->second;
    other.second = s->first;
    int rc = approve(s, 'b', 1, 4, &m);
    return rc < 0 ? rc : apply(&other, 'c', 2, 6, &m);
}

static int planned_for_today(const struct scene *s)
{
    struct wr_mission m;
    int rc = approve(s, 'd', 0, 3, &m);
    return rc < 0 ? rc : wr_mission_notify_in(s->tx, m.id, WR_NOTICE_APP, WR_S(""));
}

/** Inspected without network and without approval: the phone said yes, the rules say no. */
static int recorded_offline(const struct scene *s)
{
    struct wr_visit v;
    struct wr_visit_new in = arrival(s, WR_VISIT_INSPECTION, WR_SOURCE_PLAN);
    const struct wr_visit_queued q = {
        .device = uid(s, '8'),
        .device_ms = s->d->clock.now_ms - 5 * HOUR_MS,
        .received_ms = s->d->clock.now_ms,
        .skew_ms = 42000,
        .phone_verdict = wr_arena_printf(
            s->d->ctx->arena,
            "{\"verdict\":\"allow\",\"headline\":\"可以入企检查（离线判断）\",\"as_of_ms\":%lld}",
            (long long)(s->d->clock.now_ms - 30 * HOUR_MS))};
    in.device_ms = q.device_ms;
    demo_as_officer(s->d, s->first);
    return wr_visit_check_in_queued_in(s->tx, &in, &q, &v);
}

static int scanned_after_leaving(const struct scene *s)
{
    struct wr_visit v;
    struct wr_visit_new in = arrival(s, WR_VISIT_HELP, WR_SOURCE_PLAN);
    in.late_scan = WR_LATE_AFTER_LEAVE;
    in.late_reason = WR_S("现场无网络，返回后补录");
    demo_as_officer(s->d, s->first);
    return wr_visit_check_in_in(s->tx, &in, &v);
}

static int an_emergency(const struct scene *s)
{
    struct wr_visit v;
    struct wr_visit_new in = arrival(s, WR_VISIT_INSPECTION, WR_SOURCE_EMERGENCY);
    in.emergency_reason = WR_S("厂区储罐泄漏，有气味外逸");
    in.late_scan = WR_LATE_BEFORE_LEAVE;
    in.late_reason = WR_S("先行处置");
    demo_as_officer(s->d, s->first);
    return wr_visit_check_in_in(s->tx, &in, &v);
}

static int without_a_code(const struct scene *s)
{
    struct wr_visit v;
    struct wr_mission m;
    struct wr_visit_new in = arrival(s, WR_VISIT_INSPECTION, WR_SOURCE_COMPLAINT);
    int rc = approve(s, 'e', 0, 0, &m);
    in.evidence_ref = m.evidence_ref;
    in.no_code_reason = WR_S("信息牌被施工围挡遮住");
    in.plate = (struct wr_str){NULL, 0};
    in.credit_code = wr_arena_printf(s->d->ctx->arena, "%lld", (long long)s->e->id);
    demo_as_officer(s->d, s->first);
    return rc < 0 ? rc : wr_visit_check_in_in(s->tx, &in, &v);
}

static int (*const cases[])(const struct scene *s) = {
    waits_for_approval, could_be_one_visit,    planned_for_today, recorded_offline,
    without_a_code,     scanned_after_leaving, an_emergency,
};

static int make_one(struct wr_tx *tx, struct demo *d, size_t i)
{
    const struct demo_district *at = &d->districts[i / WR_ARRAY_LEN(cases)];
    size_t which = i % WR_ARRAY_LEN(cases);
    if (at->enterprises_n < ENTERPRISES_MIN || at->officers_n < 2)
        return 0;
    const struct scene s = {
        .d = d,
        .tx = tx,
        .e = &d->enterprises[at->enterprises_from + at->enterprises_n - 2 - which],
        .first = &d->officers[at->officers_from],
        .second = &d->officers[at->officers_from + 1],
        .n = i + 1};
    demo_at(d, d->now_ms);
    return unless_denied(d, cases[which](&s));
}

/** The named contact of an enterprise saw somebody come without scanning. */
static int report_unscanned(struct demo *d)
{
    const struct wr_unscanned_new in = {.uid = WR_S("0000000f-0000-4000-8000-000000000001"),
                                        .kind = WR_UNSCANNED_MISSING,
                                        .reason = WR_REFUSAL_NO_SCAN,
                                        .people = WR_S("两名人员，未出示执法码"),
                                        .note = WR_S("要求查看台账，未扫码")};
    struct wr_unscanned u;
    demo_as_enterprise(d, &d->enterprises[0]);
    return wr_unscanned_svc_report(d->ctx, &in, &u);
}

int demo_make_cases(struct demo *d)
{
    size_t districts = d->districts_n < DISTRICTS_MAX ? d->districts_n : DISTRICTS_MAX;
    const char *what = d->ctx->lang == WR_LANG_ZH ? "待办事项" : "matters that wait";
    int rc = demo_each(d, what, districts * WR_ARRAY_LEN(cases), make_one);
    demo_at(d, d->now_ms);
    return rc < 0 ? rc : report_unscanned(d);
}
