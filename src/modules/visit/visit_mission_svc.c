/* Use cases of missions: application, approval, notice, merging. permission -> load -> rules -> store -> audit. */
#include "modules/visit/visit_gate.h"

#include "base/events.h"
#include "base/text.h"
#include "modules/visit/visit_mission_store.h"
#include "modules/visit/visit_mission_use.h"

#include <inttypes.h>

#define NUMBER_DIGITS 5

static struct wr_str action_note(struct wr_ctx *ctx, struct wr_str note)
{
    return wr_audit_payload1(ctx, "note", note.p ? note : WR_S(""));
}

static int keep(struct wr_tx *tx, struct wr_mission *m, const char *action, struct wr_str payload)
{
    int rc = wr_mission_store_update(tx, m);
    m->version++;
    return rc < 0
               ? rc
               : wr_audit_append(tx, &WR_MISSION_ENTITY, m->id, m->enterprise_id, action, payload);
}

int wr_mission_get_in(struct wr_tx *tx, int64_t id, struct wr_mission *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_mission_store_get(tx, id, ret);
    bool told = ret->notice_ms != 0 && ret->notice_how != WR_NOTICE_NONE;
    bool seen = wr_actor_has(&ctx->actor, WR_ROLE_STAFF) || told || ret->done_visit_id != 0;
    if (rc == WR_ENOTFOUND ||
        (rc == 0 &&
         (!seen || !wr_enterprise_in_scope(&ctx->actor, ret->district_id, ret->enterprise_id)))) {
        return wr_fail(ctx, WR_K_not_found, WR_S("该任务 mission"));
    }
    return rc;
}

static int check_state(struct wr_ctx *ctx, const struct wr_mission *m, int64_t state)
{
    if (m->state == state && m->done_visit_id == 0) {
        return 0;
    }
    const struct wr_enum_item *s = wr_enum_item(wr_mission_states, m->state);
    bool en = ctx->lang == WR_LANG_EN;
    return wr_fail(ctx, WR_K_mission_state,
                   m->done_visit_id ? (en ? WR_S("carried out") : WR_S("已实施"))
                                    : wr_str(en ? s->en : s->zh));
}

/* ---- application -------------------------------------------------------------------------------- */

static void check_days(struct wr_ctx *ctx, const struct wr_mission_new *in)
{
    struct wr_date from, to;
    char today[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), today);
    if (!wr_date_parse(in->planned_from, &from) || !wr_date_parse(in->planned_to, &to)) {
        return; /* the field table has told it */
    }
    int32_t days = wr_date_to_days(to) - wr_date_to_days(from);
    if (days < 0 || days > WR_MISSION_DAYS_MAX) {
        wr_fault(ctx, WR_S("planned_to"), WR_K_mission_days, in->planned_to,
                 wr_arena_printf(ctx->arena, "%d", WR_MISSION_DAYS_MAX));
    }
    if (in->visit_id == 0 && wr_str_cmp(in->planned_to, wr_str(today)) < 0) {
        wr_fault(ctx, WR_S("planned_to"), WR_K_mission_past, in->planned_to);
    }
}

static int check_new(struct wr_ctx *ctx, struct wr_mission_new *in)
{
    if (!wr_visit_rules_uuid(in->uid)) {
        wr_fault(ctx, WR_S("uid"), WR_K_visit_uuid, in->uid);
    }
    wr_visit_check_class(ctx, in->kind, in->has_insp_class);
    check_days(ctx, in);
    in->officer_id = in->officer_id ? in->officer_id : ctx->actor.officer_id;
    if (in->officer_id == 0) {
        wr_fault(ctx, WR_S("officer_id"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    }
    if (in->kind == WR_VISIT_INSPECTION && in->second_officer_id == 0) {
        wr_fault(ctx, WR_S("second_officer_id"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    }
    if (in->kind == WR_VISIT_INSPECTION && wr_str_trim(in->basis).n == 0) {
        wr_fault(ctx, WR_S("basis"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    }
    return wr_faults_end(ctx);
}

/** The visit a mission follows from: an emergency to be completed, or a help visit that met a violation. */
static int check_origin(struct wr_visit_gate *g, const struct wr_mission_new *in)
{
    struct wr_visit v;
    int64_t id = in->visit_id ? in->visit_id : in->converted_from;
    if (id == 0) {
        return 0;
    }
    const char *field = in->visit_id ? "visit_id" : "converted_from";
    struct wr_str given = wr_arena_printf(g->ctx->arena, "%" PRId64, id);
    int rc = wr_visit_load_in(g->tx, id, &v);
    if (rc < 0) {
        return rc;
    }
    bool fits = v.enterprise_id == in->enterprise_id &&
                (in->visit_id ? v.afterfill_due.n > 0 && v.mission_id == 0
                              : v.kind == WR_VISIT_HELP && v.state != WR_VISIT_CANCELLED &&
                                    v.state != WR_VISIT_REFUSED);
    if (!fits) {
        wr_fault(g->ctx, wr_str(field),
                 in->visit_id ? WR_K_mission_afterfill : WR_K_mission_converted, given);
    }
    return wr_faults_end(g->ctx);
}

static struct wr_mission mission_of(const struct wr_visit_gate *g, const struct wr_mission_new *in)
{
    const struct wr_visit_verdict *d = &g->verdict;
    return (struct wr_mission){.uid = wr_text_lower(g->ctx->arena, in->uid),
                               .enterprise_id = g->enterprise.id,
                               .enterprise_name = g->enterprise.name,
                               .district_id = g->enterprise.district_id,
                               .district_name = g->enterprise.district_name,
                               .kind = in->kind,
                               .insp_class = d->insp_class,
                               .source = in->source,
                               .evidence_ref = in->evidence_ref,
                               .reason = in->reason,
                               .basis = in->basis,
                               .scope = in->scope,
                               .unit = g->first.unit,
                               .officer_id = g->first.id,
                               .officer_name = g->first.name,
                               .second_officer_id = g->second.id,
                               .second_officer_name = g->second.name,
                               .assistants = in->assistants,
                               .planned_from = in->planned_from,
                               .planned_to = in->planned_to,
                               .state = WR_MISSION_SUBMITTED,
                               .override_reason = in->override_reason,
                               .verdict = d->verdict,
                               .verdict_detail = wr_visit_verdict_json(g->ctx, d),
                               .counts_toward_cap = d->counts_toward_cap && in->visit_id == 0,
                               .policy = d->policy,
                               .policy_version = d->policy_version,
                               .visit_id = in->visit_id,
                               .converted_from = in->converted_from,
                               .applicant_id = g->ctx->actor.user_id,
                               .created_ms = wr_ctx_now(g->ctx),
                               .version = 1};
}

/** @return 1 the same application came before (*ret), 0 new, negative */
static int find_repeat(struct wr_tx *tx, const struct wr_mission_new *in, struct wr_mission *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_mission_store_by_uid(tx, wr_text_lower(ctx->arena, in->uid), ret);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    bool same = rc == 0 && ret->applicant_id == ctx->actor.user_id &&
                ret->enterprise_id == in->enterprise_id && ret->kind == in->kind &&
                ret->source == in->source && wr_str_eq(ret->planned_from, in->planned_from);
    return rc < 0 ? rc : (same ? 1 : wr_fail(ctx, WR_K_mission_uid));
}

static int reserve(struct wr_visit_gate *g, const struct wr_mission *m)
{
    return m->counts_toward_cap
               ? wr_visit_store_take_slot(g->tx, m->enterprise_id, wr_str(g->windows.period), 0,
                                          m->id, g->verdict.cap_binds ? g->verdict.cap : 366)
               : 0;
}

int wr_mission_submit_in(struct wr_tx *tx, const struct wr_mission_new *given,
                         struct wr_mission *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_mission_new in = *given;
    int rc = check_new(ctx, &in);
    rc = rc < 0 ? rc : find_repeat(tx, &in, ret);
    if (rc != 0) {
        return rc < 0 ? rc : 0;
    }
    struct wr_visit_gate g = wr_visit_gate_at(
        tx, WR_STAGE_PLAN, wr_visit_gate_plan_ms(wr_ctx_now(ctx), in.planned_from));
    rc = wr_enterprise_get_in(tx, in.enterprise_id, &g.enterprise);
    rc = rc < 0 ? rc : check_origin(&g, &in);
    wr_visit_gate_plan(&g.facts, in.kind, in.insp_class, in.source, in.evidence_ref,
                       in.override_reason);
    rc = rc < 0 ? rc : wr_visit_gate_judge(&g, in.officer_id, in.second_officer_id);
    if (rc < 0) {
        return rc;
    }
    if (g.verdict.verdict == WR_EFFECT_DENY && in.visit_id == 0) {
        return wr_visit_gate_refuse(&g, WR_K_mission_denied);
    }
    *ret = mission_of(&g, &in);
    rc = wr_mission_store_insert(tx, ret, &ret->id);
    rc = rc < 0 ? rc : reserve(&g, ret);
    return rc < 0 ? rc
                  : wr_audit_append(
                        tx, &WR_MISSION_ENTITY, ret->id, ret->enterprise_id, "mission.submit",
                        wr_audit_payload2(
                            ctx, "kind", wr_str(wr_enum_item(wr_visit_kinds, ret->kind)->name),
                            "source", wr_str(wr_enum_item(wr_visit_sources, ret->source)->name)));
}

/* ---- approval ----------------------------------------------------------------------------------- */

/** Who may approve what is data; nobody approves his own application or his own visit (§6.2). */
static int check_approver(struct wr_visit_gate *g, const struct wr_mission *m)
{
    const struct wr_actor *a = &g->ctx->actor;
    const struct wr_visit_approval_row *row =
        wr_visit_policy_approval(g->policy, m->kind, m->insp_class, m->source);
    if (!wr_actor_has(a, row->role_bits)) {
        return wr_fail(g->ctx, WR_K_mission_approver,
                       g->ctx->lang == WR_LANG_EN ? row->roles_en : row->roles_zh);
    }
    bool own = (a->user_id != 0 && a->user_id == m->applicant_id) ||
               (a->officer_id != 0 &&
                (a->officer_id == m->officer_id || a->officer_id == m->second_officer_id));
    return own && !a->system ? wr_fail(g->ctx, WR_K_mission_own) : 0;
}

/** Load a mission that waits for a decision, judged again, before somebody who may decide. */
static int load_for_decision(struct wr_visit_gate *g, int64_t id, struct wr_mission *m)
{
    int rc = wr_mission_get_in(g->tx, id, m);
    rc = rc < 0 ? rc : check_state(g->ctx, m, WR_MISSION_SUBMITTED);
    rc = rc < 0 ? rc : wr_enterprise_get_in(g->tx, m->enterprise_id, &g->enterprise);
    if (rc < 0) {
        return rc;
    }
    g->mission = *m;
    g->now_ms = wr_visit_gate_plan_ms(g->now_ms, m->planned_from);
    wr_visit_gate_plan(&g->facts, m->kind, m->insp_class, m->source, m->evidence_ref,
                       m->override_reason);
    rc = wr_visit_gate_judge(g, m->officer_id, m->second_officer_id);
    return rc < 0 ? rc : check_approver(g, m);
}

/** 检审〔2026〕00012号: numbered within the year, without gaps. */
static int next_number(struct wr_tx *tx, struct wr_str *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int year = wr_date_of_ms(wr_ctx_now(ctx)).year;
    struct wr_str prefix = wr_arena_printf(ctx->arena, "检审〔%d〕", year);
    struct wr_str last;
    int64_t n = 0;
    int rc = wr_mission_store_last_number(tx, prefix, &last);
    for (size_t i = prefix.n; rc == 0 && i < last.n && last.p[i] >= '0' && last.p[i] <= '9'; i++) {
        n = n * 10 + (last.p[i] - '0');
    }
    *ret =
        wr_arena_printf(ctx->arena, WR_FMT "%0*" PRId64 "号", WR_ARG(prefix), NUMBER_DIGITS, n + 1);
    return rc;
}

static void decide(struct wr_ctx *ctx, struct wr_mission *m, int64_t state, struct wr_str note)
{
    m->state = state;
    m->approver_id = ctx->actor.user_id;
    m->decided_ms = wr_ctx_now(ctx);
    m->decision_note = note;
}

int wr_mission_approve_in(struct wr_tx *tx, int64_t id, struct wr_str note, struct wr_mission *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit_gate g = wr_visit_gate_at(tx, WR_STAGE_PLAN, wr_ctx_now(ctx));
    int rc = load_for_decision(&g, id, ret);
    if (rc < 0) {
        return rc;
    }
    if (g.verdict.verdict == WR_EFFECT_DENY && ret->visit_id == 0) {
        return wr_visit_gate_refuse(&g, WR_K_mission_denied);
    }
    rc = next_number(tx, &ret->number);
    decide(ctx, ret, WR_MISSION_APPROVED, note);
    ret->verdict = g.verdict.verdict;
    ret->verdict_detail = wr_visit_verdict_json(ctx, &g.verdict);
    ret->policy = g.verdict.policy;
    ret->policy_version = g.verdict.policy_version;
    rc = rc < 0 ? rc : keep(tx, ret, "mission.approve", action_note(ctx, note));
    return rc < 0 || ret->visit_id == 0 ? rc : wr_visit_complete_approval_in(tx, ret);
}

int wr_mission_reject_in(struct wr_tx *tx, int64_t id, struct wr_str note, struct wr_mission *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit_gate g = wr_visit_gate_at(tx, WR_STAGE_PLAN, wr_ctx_now(ctx));
    if (wr_str_trim(note).n == 0) {
        wr_fault(ctx, WR_S("note"), WR_K_input_required, note);
        return wr_faults_end(ctx);
    }
    int rc = load_for_decision(&g, id, ret);
    if (rc < 0) {
        return rc;
    }
    decide(ctx, ret, WR_MISSION_REJECTED, note);
    rc = wr_visit_store_drop_reservation(tx, id);
    return rc < 0 ? rc : keep(tx, ret, "mission.reject", action_note(ctx, note));
}

/* ---- notice, cancelling, merging ---------------------------------------------------------------- */

/** Those who applied, those who go, and the administrators. */
static int check_party(struct wr_ctx *ctx, const struct wr_mission *m)
{
    const struct wr_actor *a = &ctx->actor;
    bool party = wr_actor_has(a, WR_ROLE_ADMINS) ||
                 (a->user_id != 0 && a->user_id == m->applicant_id) ||
                 (a->officer_id != 0 &&
                  (a->officer_id == m->officer_id || a->officer_id == m->second_officer_id));
    return party ? 0 : wr_fail(ctx, WR_K_mission_not_yours);
}

int wr_mission_notify_in(struct wr_tx *tx, int64_t id, int64_t how, struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_mission m;
    if (how == WR_NOTICE_NONE && wr_str_trim(reason).n == 0) {
        wr_fault(ctx, WR_S("reason"), WR_K_mission_no_notice, reason);
        return wr_faults_end(ctx);
    }
    int rc = wr_mission_get_in(tx, id, &m);
    rc = rc < 0 ? rc : check_party(ctx, &m);
    rc = rc < 0 ? rc : check_state(ctx, &m, WR_MISSION_APPROVED);
    if (rc < 0) {
        return rc;
    }
    if (m.notice_ms != 0) {
        return wr_fail(ctx, WR_K_mission_notified);
    }
    m.notice_ms = wr_ctx_now(ctx);
    m.notice_how = how;
    m.no_notice_reason = how == WR_NOTICE_NONE ? reason : (struct wr_str){NULL, 0};
    return keep(tx, &m, "mission.notify",
                wr_audit_payload1(ctx, "how", wr_str(wr_enum_item(wr_notice_hows, how)->name)));
}

int wr_mission_cancel_in(struct wr_tx *tx, int64_t id, struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_mission m;
    int rc = wr_mission_get_in(tx, id, &m);
    rc = rc < 0 ? rc : check_party(ctx, &m);
    if (rc == 0 && m.state != WR_MISSION_APPROVED) {
        rc = check_state(ctx, &m, WR_MISSION_SUBMITTED);
    } else if (rc == 0) {
        rc = check_state(ctx, &m, WR_MISSION_APPROVED);
    }
    if (rc < 0) {
        return rc;
    }
    m.state = WR_MISSION_CANCELLED;
    m.cancel_reason = reason;
    rc = wr_visit_store_drop_reservation(tx, id);
    return rc < 0 ? rc : keep(tx, &m, "mission.cancel", wr_audit_payload1(ctx, "reason", reason));
}

static bool is_open(const struct wr_mission *m)
{
    return m->done_visit_id == 0 && m->visit_id == 0 &&
           (m->state == WR_MISSION_SUBMITTED || m->state == WR_MISSION_APPROVED);
}

static int add_units(struct wr_tx *tx, const struct wr_mission *from, const struct wr_mission *to)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const int64_t officers[] = {from->officer_id, from->second_officer_id};
    int rc = 0;
    size_t n = to->units.n;
    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(officers); i++) {
        const struct wr_mission_unit u = {
            .unit = from->unit, .officer_id = officers[i], .from_mission_id = from->id};
        if (u.officer_id == 0 || u.officer_id == to->officer_id ||
            u.officer_id == to->second_officer_id) {
            continue;
        }
        if (n++ >= WR_MISSION_UNITS_MAX) {
            return wr_fail(ctx, WR_K_limit_reached, WR_S("units"),
                           wr_arena_printf(ctx->arena, "%d", WR_MISSION_UNITS_MAX));
        }
        rc = wr_mission_store_add_unit(tx, to->id, &u, wr_ctx_now(ctx));
    }
    return rc;
}

int wr_mission_merge_in(struct wr_tx *tx, int64_t id, int64_t into_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_mission from, into;
    int rc = wr_mission_get_in(tx, id, &from);
    rc = rc < 0 ? rc : wr_mission_get_in(tx, into_id, &into);
    if (rc < 0) {
        return rc;
    }
    if (id == into_id || from.enterprise_id != into.enterprise_id || !is_open(&from) ||
        !is_open(&into)) {
        return wr_fail(ctx, WR_K_mission_merge);
    }
    from.state = WR_MISSION_MERGED;
    from.merged_into = into_id;
    rc = wr_visit_store_drop_reservation(tx, id);
    rc = rc < 0 ? rc : add_units(tx, &from, &into);
    struct wr_str pair = wr_arena_printf(ctx->arena, "%" PRId64, into_id);
    rc = rc < 0 ? rc : keep(tx, &from, "mission.merge", wr_audit_payload1(ctx, "into", pair));
    return rc < 0
               ? rc
               : keep(tx, &into, "mission.join",
                      wr_audit_payload1(ctx, "from", wr_arena_printf(ctx->arena, "%" PRId64, id)));
}
