/* At the gate: check-in. permission -> load -> rules -> store -> audit, in one transaction. */
#include "modules/visit/visit_gate.h"

#include "base/text.h"
#include "modules/visit/visit_mission_store.h"

#include <inttypes.h>

#define UNBOUNDED_SLOTS 366
#define LATEST_QUEUED_MS (INT64_C(30) * WR_DAY_MS) /* older records keep the time they came in */

/** The emergency reason is kept in the verdict's JSON. */
static struct wr_str stored_emergency(struct wr_ctx *ctx, const struct wr_visit *v)
{
    struct wr_json *j = wr_json_parse(ctx, v->verdict_detail);
    struct wr_str s = wr_arena_dup(ctx->arena, wr_json_str(wr_json_get(j, "emergency_reason")));
    wr_json_free(j);
    return s;
}

static bool same_i64(bool has_a, int64_t a, bool has_b, int64_t b)
{
    return has_a == has_b && (!has_a || a == b);
}

static bool same_place(const struct wr_visit *v, const struct wr_visit_new *in)
{
    return same_i64(v->has_lng_e6, v->lng_e6, in->has_lng_e6, in->lng_e6) &&
           same_i64(v->has_lat_e6, v->lat_e6, in->has_lat_e6, in->lat_e6) &&
           same_i64(v->has_accuracy_m, v->accuracy_m, in->has_accuracy_m, in->accuracy_m);
}

static bool same_words(struct wr_ctx *ctx, const struct wr_visit *v, const struct wr_visit_new *in)
{
    return wr_str_eq(v->evidence_ref, in->evidence_ref) && wr_str_eq(v->reason, in->reason) &&
           wr_str_eq(v->assistants, in->assistants) && wr_str_eq(v->late_reason, in->late_reason) &&
           wr_str_eq(v->no_code_reason, in->no_code_reason) &&
           wr_str_eq(stored_emergency(ctx, v), in->emergency_reason);
}

/** Did this check-in come before, word for word? */
static bool is_repeat(struct wr_ctx *ctx, const struct wr_visit *v, const struct wr_visit_new *in,
                      int64_t plate_id)
{
    return v->officer_id == ctx->actor.officer_id && v->plate_id == plate_id &&
           (in->mission_id == 0 || v->mission_id == in->mission_id) &&
           v->late_scan == in->late_scan && v->kind == in->kind && v->source == in->source &&
           (!in->has_insp_class || v->insp_class == in->insp_class) &&
           v->second_officer_id == in->second_officer_id && v->device_ms == in->device_ms &&
           same_place(v, in) && same_words(ctx, v, in);
}

/** @return 1 a repeat (*ret is the visit), 0 new, negative */
static int find_repeat(struct wr_visit_gate *g, const struct wr_visit_new *in, struct wr_visit *ret)
{
    int rc = wr_visit_store_by_client(g->tx, in->client_id, ret);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(g->ctx);
        return 0;
    }
    if (rc < 0) {
        return rc;
    }
    int64_t plate_id = 0;
    if (in->plate.n > 0) {
        struct wr_plate_scan scan;
        rc = wr_plate_scan_in(g->tx, in->plate, &scan);
        plate_id = rc == 0 && scan.found ? scan.plate.id : -1;
    }
    if (rc < 0) {
        return rc;
    }
    return is_repeat(g->ctx, ret, in, plate_id) ? 1 : wr_fail(g->ctx, WR_K_visit_client_id);
}

static void put_distance(const struct wr_visit_gate *g, struct wr_visit *v)
{
    const struct wr_plate *p = &g->scan.plate;
    const struct wr_enterprise *e = &g->enterprise;
    bool hung = p->has_hung_lng_e6 && p->has_hung_lat_e6;
    bool known = hung || (e->has_lng_e6 && e->has_lat_e6);
    if (known && v->has_lng_e6 && v->has_lat_e6) {
        v->has_distance_m = true;
        v->distance_m =
            wr_visit_rules_distance_m(v->lng_e6, v->lat_e6, hung ? p->hung_lng_e6 : e->lng_e6,
                                      hung ? p->hung_lat_e6 : e->lat_e6);
    }
}

static struct wr_str workday_text(const struct wr_visit_gate *g, int64_t days)
{
    char z[WR_DATE_TEXT];
    wr_date_format(wr_add_workdays(g->facts.workdays, wr_date_of_ms(g->now_ms), (int32_t)days), z);
    return wr_arena_dup(g->ctx->arena, wr_str(z));
}

/** Inspections without code are filed with the justice bureau (V4). */
static struct wr_str due_no_code(const struct wr_visit_gate *g)
{
    return g->facts.no_code && g->facts.kind == WR_VISIT_INSPECTION
               ? workday_text(g, g->policy->no_code.filing_workdays)
               : (struct wr_str){NULL, 0};
}

/** An emergency acts first; its approval is completed afterwards (VIS-9). */
static struct wr_str due_afterfill(const struct wr_visit_gate *g)
{
    const struct wr_visit_facts *f = &g->facts;
    const struct wr_visit_approval_row *row =
        wr_visit_policy_approval(g->policy, f->kind, g->verdict.insp_class, f->source);
    return row->required && f->source == WR_SOURCE_EMERGENCY && f->approval != WR_APPROVAL_GIVEN
               ? workday_text(g, wr_visit_policy_afterfill(g->policy, row))
               : (struct wr_str){NULL, 0};
}

static struct wr_visit visit_of(const struct wr_visit_gate *g, const struct wr_visit_new *in)
{
    const struct wr_visit_verdict *d = &g->verdict;
    struct wr_visit v = {.client_id = wr_text_lower(g->ctx->arena, in->client_id),
                         .enterprise_id = g->enterprise.id,
                         .enterprise_name = g->enterprise.name,
                         .district_id = g->enterprise.district_id,
                         .district_name = g->enterprise.district_name,
                         .plate_id = g->scan.plate.id,
                         .plate_ver = g->scan.plate.ver,
                         .plate_code = g->scan.plate.code,
                         .kind = in->kind,
                         .insp_class = d->insp_class,
                         .source = in->source,
                         .evidence_ref = in->evidence_ref,
                         .reason = in->reason,
                         .unit = g->first.unit,
                         .officer_id = g->first.id,
                         .officer_name = g->first.name,
                         .second_officer_id = g->second.id,
                         .second_officer_name = g->second.name,
                         .assistants = in->assistants,
                         .state = WR_VISIT_IN_PROGRESS,
                         .verdict = d->verdict,
                         .counts_toward_cap = d->counts_toward_cap,
                         .policy = d->policy,
                         .policy_version = d->policy_version,
                         .verdict_detail = wr_visit_verdict_json(g->ctx, d),
                         .checked_in_ms = g->now_ms,
                         .device_ms = in->device_ms,
                         .has_lng_e6 = in->has_lng_e6,
                         .has_lat_e6 = in->has_lat_e6,
                         .has_accuracy_m = in->has_accuracy_m,
                         .lng_e6 = in->lng_e6,
                         .lat_e6 = in->lat_e6,
                         .accuracy_m = in->accuracy_m,
                         .conclusion = WR_CONCLUSION_NONE,
                         .mission_id = g->mission.id,
                         .mission_number = g->mission.number,
                         .late_scan = in->late_scan,
                         .late_reason = in->late_reason,
                         .no_code_reason = in->no_code_reason,
                         .no_code_due = due_no_code(g),
                         .afterfill_due = due_afterfill(g),
                         .converted_from = g->mission.converted_from,
                         .version = 1};
    put_distance(g, &v);
    return v;
}

static int64_t slots(const struct wr_visit_gate *g, const struct wr_visit *v)
{
    return g->verdict.cap_binds && !v->offline ? g->verdict.cap : UNBOUNDED_SLOTS;
}

/** The place under the cap: the one its mission reserved, else the lowest free one. */
static int take_slot(struct wr_visit_gate *g, const struct wr_visit *v)
{
    bool claimed = false;
    int rc = 0;
    if (v->mission_id != 0) {
        rc = wr_visit_store_claim_slot(g->tx, v->mission_id, wr_str(g->windows.period),
                                       v->counts_toward_cap ? v->id : 0, &claimed);
    }
    if (rc < 0 || claimed || !v->counts_toward_cap) {
        return rc;
    }
    return wr_visit_store_take_slot(g->tx, v->enterprise_id, wr_str(g->windows.period), v->id, 0,
                                    slots(g, v));
}

static int store(struct wr_visit_gate *g, struct wr_str scan_uid, struct wr_visit *v)
{
    int rc = wr_visit_scan_find_in(g->tx, v, scan_uid, v->checked_in_ms, &v->scan_id);
    rc = rc < 0 ? rc : wr_visit_store_insert(g->tx, v, &v->id);
    rc = rc < 0 ? rc : wr_visit_scan_link_in(g->tx, v->scan_id, v->id);
    if (rc == 0) {
        rc = take_slot(g, v);
    }
    if (rc < 0) {
        return rc;
    }
    return wr_audit_append(
        g->tx, &WR_VISIT_ENTITY, v->id, v->enterprise_id,
        v->offline ? "visit.check_in_offline" : "visit.check_in",
        wr_audit_payload3(g->ctx, "kind", wr_str(wr_enum_item(wr_visit_kinds, v->kind)->name),
                          "source", wr_str(wr_enum_item(wr_visit_sources, v->source)->name),
                          "verdict", wr_str(wr_enum_item(wr_visit_verdicts, v->verdict)->name)));
}

static void check_target(struct wr_ctx *ctx, const struct wr_visit_new *in)
{
    bool no_code = wr_str_trim(in->no_code_reason).n > 0;
    if (!no_code && in->plate.n == 0) {
        wr_fault(ctx, WR_S("plate"), WR_K_visit_no_plate, ((struct wr_str){NULL, 0}));
    }
    if (no_code && (in->plate.n > 0 || in->credit_code.n == 0)) {
        wr_fault(ctx, WR_S("credit_code"), WR_K_visit_no_code_target, in->credit_code);
    }
    if (in->late_scan != WR_LATE_NONE && wr_str_trim(in->late_reason).n == 0) {
        wr_fault(ctx, WR_S("late_reason"), WR_K_visit_late_reason, in->late_reason);
    }
}

static int check_input(struct wr_ctx *ctx, const struct wr_visit_new *in)
{
    if (!wr_visit_rules_uuid(in->client_id)) {
        wr_fault(ctx, WR_S("client_id"), WR_K_visit_uuid, in->client_id);
    }
    wr_visit_check_class(ctx, in->kind, in->has_insp_class);
    check_target(ctx, in);
    return wr_faults_end(ctx);
}

/** The enterprise of a visit without code: by the credit code on its licence, its plate code or its number. */
static int load_without_code(struct wr_visit_gate *g, struct wr_str code)
{
    struct wr_visit_ask ask = {0};
    int rc = wr_visit_find_in(g->tx, code, &ask);
    if (rc == WR_EINVALID) {
        wr_err_reset(g->ctx);
        wr_fault(g->ctx, WR_S("credit_code"), WR_K_visit_enterprise_code, code, code);
        return wr_faults_end(g->ctx);
    }
    if (rc < 0) {
        return rc;
    }
    g->facts.no_code = true;
    return ask.plate.n > 0 ? wr_visit_gate_plate(g, ask.plate)
                           : wr_enterprise_get_in(g->tx, ask.enterprise_id, &g->enterprise);
}

/** Everything up to the verdict. @return 1 a repeat (*ret is the visit), 0 judged, negative */
static int arrive(struct wr_visit_gate *g, struct wr_visit_new *in, struct wr_visit *ret)
{
    int rc = check_input(g->ctx, in);
    if (rc < 0) {
        return rc;
    }
    if (g->ctx->actor.officer_id == 0) {
        return wr_fail(g->ctx, WR_K_visit_no_officer);
    }
    in->client_id = wr_text_lower(g->ctx->arena, in->client_id);
    rc = find_repeat(g, in, ret);
    if (rc != 0) {
        return rc;
    }
    g->facts.kind = in->kind;
    g->facts.insp_class = in->insp_class;
    g->facts.source = in->source;
    g->facts.evidence_ref = in->evidence_ref;
    g->facts.emergency_reason = in->emergency_reason;
    g->facts.late_scan = in->late_scan;
    rc =
        in->plate.n > 0 ? wr_visit_gate_plate(g, in->plate) : load_without_code(g, in->credit_code);
    if (rc == 0) {
        rc = wr_visit_gate_mission(g, in->mission_id, g->ctx->actor.officer_id);
    }
    return rc < 0 ? rc : wr_visit_gate_judge(g, g->ctx->actor.officer_id, in->second_officer_id);
}

/** @param ret_scan  [out] what was scanned, also when the check-in is refused */
static int check_in(struct wr_tx *tx, const struct wr_visit_new *given, struct wr_visit *ret,
                    struct wr_plate_scan *ret_scan)
{
    struct wr_visit_gate g = wr_visit_gate_at(tx, WR_STAGE_CHECK_IN, wr_ctx_now(wr_tx_ctx(tx)));
    struct wr_visit_new in = *given;
    int rc = arrive(&g, &in, ret);
    *ret_scan = g.scan;
    if (rc != 0) {
        return rc < 0 ? rc : 0;
    }
    if (g.verdict.verdict == WR_EFFECT_DENY) {
        return wr_visit_gate_refuse(&g, WR_K_visit_denied);
    }
    if (g.verdict.verdict == WR_EFFECT_WARN && !in.confirm_warn) {
        return wr_visit_gate_refuse(&g, WR_K_visit_confirm);
    }
    *ret = visit_of(&g, &in);
    return store(&g, in.scan_uid, ret);
}

int wr_visit_check_in_in(struct wr_tx *tx, const struct wr_visit_new *in, struct wr_visit *ret)
{
    struct wr_plate_scan scan;
    return check_in(tx, in, ret, &scan);
}

/** The server's time of an act that the phone's clock tells: corrected by the skew seen when it was sent, never after its coming in. */
static int64_t time_of_act(const struct wr_visit_queued *q)
{
    int64_t at = q->device_ms + q->skew_ms;
    return at > q->received_ms || at < q->received_ms - LATEST_QUEUED_MS ? q->received_ms : at;
}

int wr_visit_check_in_queued_in(struct wr_tx *tx, const struct wr_visit_new *given,
                                const struct wr_visit_queued *q, struct wr_visit *ret)
{
    struct wr_visit_gate g = wr_visit_gate_at(tx, WR_STAGE_CHECK_IN, time_of_act(q));
    struct wr_visit_new in = *given;
    int rc = arrive(&g, &in, ret);
    if (rc != 0) {
        return rc < 0 ? rc : 0;
    }
    *ret = visit_of(&g, &in);
    ret->offline = true;
    ret->device = q->device;
    ret->received_ms = q->received_ms;
    ret->has_skew_ms = true;
    ret->skew_ms = q->skew_ms;
    ret->phone_verdict = q->phone_verdict;
    ret->conflict = g.verdict.verdict == WR_EFFECT_DENY ? WR_CONFLICT_OPEN : 0;
    return store(&g, in.scan_uid, ret);
}

struct check_in_work {
    const struct wr_visit_new *in;
    struct wr_visit *ret;
    struct wr_plate_scan scan;
};

static int check_in_tx(struct wr_tx *tx, void *arg)
{
    struct check_in_work *w = arg;
    return check_in(tx, w->in, w->ret, &w->scan);
}

int wr_visit_svc_check_in(struct wr_ctx *ctx, const struct wr_visit_new *in, struct wr_visit *ret)
{
    struct check_in_work w = {.in = in, .ret = ret};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "visit.check_in", check_in_tx, &w);
    wr_visit_plate_alert(ctx, &w.scan);
    if (rc == 0 && ret->version == 1) {
        wr_visit_tell(ctx, ret);
    }
    return rc;
}
