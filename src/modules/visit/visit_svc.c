/* Before the gate: may this visit happen, and why (not). */
#include "modules/visit/visit_gate.h"

#include "base/events.h"
#include "base/text.h"

#include <inttypes.h>

void wr_visit_tell(struct wr_ctx *ctx, const struct wr_visit *v)
{
    if (!ctx->events) {
        return;
    }
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, 4096);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_i64(&w, "id", v->id);
    wr_jw_str(&w, "enterprise_name", v->enterprise_name);
    wr_jw_str(&w, "kind", wr_str(wr_enum_item(wr_visit_kinds, v->kind)->name));
    wr_jw_str(&w, "state", wr_str(wr_enum_item(wr_visit_states, v->state)->name));
    wr_jw_i64(&w, "at_ms", wr_ctx_now(ctx));
    wr_jw_obj_end(&w);
    if (!b.failed) {
        wr_events_publish(ctx, WR_TOPIC_EVENTS, "visit", wr_buf_view(&b));
    }
}

void wr_visit_check_class(struct wr_ctx *ctx, int64_t kind, bool has_class)
{
    if (kind != WR_VISIT_INSPECTION && has_class) {
        wr_fault(ctx, WR_S("insp_class"), WR_K_visit_class_help, ((struct wr_str){NULL, 0}));
    }
}

/* ---- verdict ------------------------------------------------------------------------------------ */

int wr_visit_preview_in(struct wr_tx *tx, int64_t enterprise_id, int64_t kind, int64_t source,
                        struct wr_visit_verdict *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit_gate g = wr_visit_gate_at(tx, WR_STAGE_PREVIEW, wr_ctx_now(ctx));
    g.facts.kind = kind;
    g.facts.source = source;
    int rc = wr_enterprise_get_in(tx, enterprise_id, &g.enterprise);
    if (rc == 0) {
        rc = wr_visit_gate_mission(&g, 0, ctx->actor.officer_id);
    }
    if (rc == 0) {
        rc = wr_visit_gate_judge(&g, ctx->actor.officer_id, 0);
    }
    if (rc == 0) {
        *ret = g.verdict;
    }
    return rc;
}

static int load_last_visits(struct wr_visit_gate *g, struct wr_list *ret)
{
    const struct wr_visit_page page = {
        .f = {.enterprise_id = g->enterprise.id, .limit = WR_OUTLOOK_VISITS},
        .to_ms = g->now_ms + 1,
        .before_ms = WR_MS_MAX,
        .before_id = WR_ID_MAX};
    struct wr_list visits;
    int rc = wr_visit_store_list(g->tx, &page, &visits);
    if (rc < 0) {
        return rc;
    }
    struct wr_outlook_visit *out = wr_arena_array(g->ctx->arena, visits.n + 1, sizeof(*out));
    if (!out) {
        return wr_fail(g->ctx, WR_K_memory);
    }
    const struct wr_visit *v = visits.p;
    for (size_t i = 0; i < visits.n; i++) {
        out[i] = (struct wr_outlook_visit){.id = v[i].id,
                                           .at_ms = v[i].checked_in_ms,
                                           .kind = v[i].kind,
                                           .insp_class = v[i].insp_class,
                                           .state = v[i].state,
                                           .conclusion = v[i].conclusion,
                                           .unit = v[i].unit,
                                           .officer_name = v[i].officer_name};
    }
    *ret = (struct wr_list){out, visits.n};
    return 0;
}

static int fill_outlook(struct wr_visit_gate *g, struct wr_visit_outlook *ret)
{
    const struct wr_enterprise *e = &g->enterprise;
    struct wr_officer liaison = {0};
    struct wr_outlook_enterprise *o = &ret->enterprise;
    *o = (struct wr_outlook_enterprise){.id = e->id,
                                        .name = e->name,
                                        .credit_code = e->credit_code,
                                        .address = e->address,
                                        .district_name = e->district_name,
                                        .industry_name = e->industry_name,
                                        .status = e->status,
                                        .class = e->class,
                                        .risk = e->risk,
                                        .positive_state = e->positive_state,
                                        .credit_grade = e->credit_grade};
    int rc = wr_liaison_officer_in(g->tx, e->id, &liaison);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(g->ctx);
        rc = 0;
    }
    if (rc < 0) {
        return rc;
    }
    o->officer_name = liaison.name;
    o->officer_unit = liaison.unit;
    o->officer_phone = liaison.phone;
    ret->v = g->verdict;
    ret->mission_id = g->mission.id;
    ret->mission_number = g->mission.number;
    ret->approval = g->facts.approval;
    ret->has_plate = g->facts.has_plate;
    if (g->facts.has_plate) {
        const struct wr_plate *p = &g->scan.plate;
        ret->plate = (struct wr_outlook_plate){.code = p->code,
                                               .status = p->status,
                                               .ver = p->ver,
                                               .genuine = g->scan.genuine,
                                               .has_hung_lng_e6 = p->has_hung_lng_e6,
                                               .has_hung_lat_e6 = p->has_hung_lat_e6,
                                               .hung_lng_e6 = p->hung_lng_e6,
                                               .hung_lat_e6 = p->hung_lat_e6};
    }
    return load_last_visits(g, &o->last_visits);
}

/** Somebody stood at a gate with a plate that is not valid: the desk must hear of it, whatever the answer was. */
void wr_visit_plate_alert(struct wr_ctx *ctx, const struct wr_plate_scan *scan)
{
    if (!scan->found || scan->genuine == WR_GENUINE || scan->genuine == WR_GENUINE_UNSIGNED) {
        return;
    }
    struct wr_err kept = ctx->err;
    wr_err_reset(ctx);
    int rc = wr_plate_svc_alert(ctx, scan);
    (void)rc; /* the officer's answer does not depend on it */
    ctx->err = kept;
}

struct verdict_work {
    const struct wr_visit_ask *ask;
    struct wr_visit_outlook *ret;
    struct wr_plate_scan scan;
};

static int verdict_tx(struct wr_tx *tx, void *arg)
{
    struct verdict_work *w = arg;
    const struct wr_visit_ask *ask = w->ask;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool plan = ask->planned_from.n > 0;
    int64_t first = ask->officer_id ? ask->officer_id : ctx->actor.officer_id;
    struct wr_visit_gate g =
        wr_visit_gate_at(tx, plan ? WR_STAGE_PLAN : WR_STAGE_PREVIEW,
                         wr_visit_gate_plan_ms(wr_ctx_now(ctx), ask->planned_from));
    wr_visit_gate_plan(&g.facts, ask->kind, ask->insp_class, ask->source, ask->evidence_ref,
                       plan ? ask->override_reason : (struct wr_str){NULL, 0});
    g.facts.late_scan = ask->late_scan;
    int rc = ask->plate.n > 0 ? wr_visit_gate_plate(&g, ask->plate)
                              : wr_enterprise_get_in(tx, ask->enterprise_id, &g.enterprise);
    w->scan = g.scan;
    if (rc == 0 && !plan) {
        rc = wr_visit_gate_mission(&g, ask->mission_id, first);
    }
    if (rc == 0) {
        rc = wr_visit_gate_judge(&g, first, ask->second_officer_id);
    }
    return rc < 0 ? rc : fill_outlook(&g, w->ret);
}

int wr_visit_svc_verdict(struct wr_ctx *ctx, const struct wr_visit_ask *ask,
                         struct wr_visit_outlook *ret)
{
    struct verdict_work w = {.ask = ask, .ret = ret};
    *ret = (struct wr_visit_outlook){0};
    wr_visit_check_class(ctx, ask->kind, ask->has_insp_class);
    if ((ask->plate.n > 0) == (ask->enterprise_id != 0)) {
        wr_fault(ctx, WR_S("plate"), WR_K_visit_target, ask->plate);
    }
    int rc = wr_faults_end(ctx);
    if (rc == 0) {
        rc = wr_tx_run(ctx, WR_TX_READ, "visit.verdict", verdict_tx, &w);
        wr_visit_plate_alert(ctx, &w.scan);
    }
    return rc;
}
