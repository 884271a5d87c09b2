#include "modules/visit/visit_gate.h"

#include "base/text.h"
#include "modules/visit/visit_mission_store.h"
#include "rules/workdays.h"

#define VERDICT_JSON_MAX 32768

struct wr_str wr_visit_verdict_json(struct wr_ctx *ctx, const struct wr_visit_verdict *v)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, VERDICT_JSON_MAX);
    wr_json_encode(&b, wr_visit_verdict_fields, v, WR_MASK_NONE);
    return b.failed ? (struct wr_str){NULL, 0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

struct wr_visit_gate wr_visit_gate_at(struct wr_tx *tx, enum wr_visit_stage stage, int64_t now_ms)
{
    return (struct wr_visit_gate){
        .ctx = wr_tx_ctx(tx),
        .tx = tx,
        .now_ms = now_ms,
        .used_until_ms = stage == WR_STAGE_PREVIEW ? now_ms : WR_MS_MAX,
        .facts = {.stage = stage, .workdays = wr_rules_workdays(wr_tx_ctx(tx)->rules, now_ms)}};
}

int64_t wr_visit_gate_plan_ms(int64_t now_ms, struct wr_str planned_from)
{
    struct wr_date d;
    int64_t from_ms = wr_date_parse(planned_from, &d) ? wr_date_to_ms(d) + WR_DAY_MS / 2 : now_ms;
    return from_ms > now_ms ? from_ms : now_ms;
}

void wr_visit_gate_plan(struct wr_visit_facts *f, int64_t kind, int64_t insp_class, int64_t source,
                        struct wr_str evidence_ref, struct wr_str override_reason)
{
    f->kind = kind;
    f->insp_class = insp_class;
    f->source = source;
    f->evidence_ref = evidence_ref;
    f->override_approved = wr_str_trim(override_reason).n > 0;
}

int wr_visit_gate_plate(struct wr_visit_gate *g, struct wr_str text)
{
    int rc = wr_plate_scan_in(g->tx, text, &g->scan);
    if (rc < 0) {
        return rc;
    }
    if (!g->scan.found) {
        wr_fault(g->ctx, WR_S("plate"), WR_K_visit_plate_unknown, text);
        return wr_faults_end(g->ctx);
    }
    g->facts.has_plate = true;
    g->facts.genuine = g->scan.genuine;
    return wr_enterprise_get_in(g->tx, g->scan.plate.enterprise_id, &g->enterprise);
}

/* ---- mission ------------------------------------------------------------------------------------ */

static void day_text(int64_t ms, char day[WR_DATE_TEXT])
{
    wr_date_format(wr_date_of_ms(ms), day);
}

static int check_mission(struct wr_visit_gate *g, int64_t id)
{
    const struct wr_mission *m = &g->mission;
    const struct wr_visit_facts *f = &g->facts;
    struct wr_str given = wr_arena_printf(g->ctx->arena, "%lld", (long long)id);
    if (m->enterprise_id != g->enterprise.id) {
        wr_fault(g->ctx, WR_S("mission_id"), WR_K_mission_enterprise, given, m->enterprise_name);
    } else if (m->kind != f->kind || m->source != f->source) {
        wr_fault(g->ctx, WR_S("mission_id"), WR_K_mission_kind, given);
    } else if (m->done_visit_id != 0) {
        wr_fault(g->ctx, WR_S("mission_id"), WR_K_mission_done, given);
    }
    return wr_faults_end(g->ctx);
}

int wr_visit_gate_mission(struct wr_visit_gate *g, int64_t mission_id, int64_t first_officer_id)
{
    int rc;
    if (mission_id != 0) {
        rc = wr_mission_store_get(g->tx, mission_id, &g->mission);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(g->ctx);
            wr_fault(g->ctx, WR_S("mission_id"), WR_K_not_found, ((struct wr_str){NULL, 0}),
                     WR_S("该任务 mission"));
            return wr_faults_end(g->ctx);
        }
        return rc < 0 ? rc : check_mission(g, mission_id);
    }
    char day[WR_DATE_TEXT];
    day_text(g->now_ms, day);
    rc = first_officer_id == 0
             ? WR_ENOTFOUND
             : wr_mission_store_fitting(g->tx, g->enterprise.id, first_officer_id, g->facts.kind,
                                        g->facts.source, wr_str(day), &g->mission);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(g->ctx);
        g->mission = (struct wr_mission){0};
        return 0;
    }
    return rc;
}

/* ---- facts -------------------------------------------------------------------------------------- */

static int add_officer(struct wr_visit_gate *g, int64_t id, struct wr_officer *ret)
{
    char day[WR_DATE_TEXT];
    bool recused = false;
    day_text(g->now_ms, day);
    int rc = wr_officer_get_in(g->tx, id, ret);
    if (rc == 0) {
        rc = wr_officer_recused_in(g->tx, id, g->enterprise.id, &recused);
    }
    if (rc < 0) {
        return rc;
    }
    g->facts.officers_n++;
    g->facts.certified_n +=
        ret->in_post && wr_officer_cert_state(ret, wr_str(day)) == WR_CERT_VALID;
    g->facts.recused_n += recused;
    return 0;
}

static int load_officers(struct wr_visit_gate *g, int64_t first_id, int64_t second_id)
{
    if (second_id != 0 && second_id == first_id) {
        wr_fault(g->ctx, WR_S("second_officer_id"), WR_K_visit_same_officer,
                 ((struct wr_str){NULL, 0}));
        return wr_faults_end(g->ctx);
    }
    int rc = first_id != 0 ? add_officer(g, first_id, &g->first) : 0;
    if (rc == 0 && second_id != 0) {
        rc = add_officer(g, second_id, &g->second);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(g->ctx);
            wr_fault(g->ctx, WR_S("second_officer_id"), WR_K_not_found, ((struct wr_str){NULL, 0}),
                     WR_S("该执法人员 officer"));
            rc = wr_faults_end(g->ctx);
        }
    }
    return rc;
}

static int load_counts(struct wr_visit_gate *g, int64_t officer_id)
{
    struct wr_visit_counts c;
    char today[WR_DATE_TEXT], merge_to[WR_DATE_TEXT];
    day_text(g->now_ms, today);
    day_text(g->now_ms + g->policy->merge.days * WR_DAY_MS, merge_to);
    wr_visit_rules_windows(g->policy, g->now_ms, &g->windows);
    const struct wr_visit_count_ask ask = {.enterprise_id = g->enterprise.id,
                                           .officer_id = officer_id,
                                           .mission_id = g->mission.id,
                                           .now_ms = g->now_ms,
                                           .used_until_ms = g->used_until_ms,
                                           .windows = &g->windows,
                                           .today = wr_str(today),
                                           .merge_to = wr_str(merge_to)};
    int rc = wr_visit_store_counts(g->tx, &ask, &c);
    if (rc < 0) {
        return rc;
    }
    struct wr_visit_facts *f = &g->facts;
    f->used = c.used;
    f->day_n = c.day_n;
    f->week_n = c.week_n;
    f->month_n = c.month_n;
    f->low_yield_n = c.low_yield_n;
    f->open_n = c.open_n;
    f->merge_n = c.merge_n;
    return 0;
}

static void put_approval(struct wr_visit_gate *g, int64_t first_id, int64_t second_id)
{
    char day[WR_DATE_TEXT];
    day_text(g->now_ms, day);
    if (g->mission.id == 0 || g->facts.stage == WR_STAGE_PLAN) {
        return;
    }
    g->facts.approval = wr_mission_rules_approval(&g->mission, first_id, second_id, wr_str(day));
    g->facts.override_approved =
        g->facts.approval == WR_APPROVAL_GIVEN && g->mission.override_reason.n > 0;
}

int wr_visit_gate_judge(struct wr_visit_gate *g, int64_t first_officer_id,
                        int64_t second_officer_id)
{
    const struct wr_enterprise *e = &g->enterprise;
    struct wr_visit_facts *f = &g->facts;
    f->status = e->status;
    f->class = e->class;
    f->permit_class = e->permit_class;
    f->risk = e->risk;
    f->credit_grade = e->credit_grade;
    f->env_code = e->env_code;
    f->positive_state = e->positive_state;
    f->state_owned = e->state_owned;
    int rc = wr_visit_policy_on(g->ctx, g->now_ms, &g->policy);
    if (rc == 0) {
        rc = load_officers(g, first_officer_id, second_officer_id);
    }
    if (rc == 0) {
        rc = load_counts(g, first_officer_id);
    }
    if (rc < 0) {
        return rc;
    }
    put_approval(g, first_officer_id, second_officer_id);
    return wr_visit_rules_judge(g->ctx->arena, g->policy, f, g->now_ms, g->ctx->lang, &g->verdict);
}

int wr_visit_gate_refuse(struct wr_visit_gate *g, enum wr_key key)
{
    int rc = wr_fail(g->ctx, key,
                     g->ctx->lang == WR_LANG_EN ? g->verdict.headline_en : g->verdict.headline_zh);
    g->ctx->err.extra_json = wr_visit_verdict_json(g->ctx, &g->verdict);
    g->ctx->err.extra_name = "verdict";
    return rc;
}
