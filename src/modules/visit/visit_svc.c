/* Before the gate and at it: verdict and check-in. permission -> load -> rules -> store -> audit, in one transaction. */
#include "modules/visit/visit_use.h"

#include "base/events.h"
#include "base/text.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer_svc.h"

#include <inttypes.h>

#define VERDICT_JSON_MAX 32768

/** Everything one judgement needs, loaded by one path for verdict and check-in alike. */
struct gate {
    struct wr_ctx *ctx;
    struct wr_tx *tx;
    const struct wr_visit_policy *policy;
    int64_t now_ms;
    int64_t used_until_ms;
    struct wr_visit_windows windows;
    struct wr_plate_scan scan;
    struct wr_enterprise enterprise;
    struct wr_officer first, second;
    struct wr_visit_facts facts;
    struct wr_visit_verdict verdict;
};

struct wr_str wr_visit_verdict_json(struct wr_ctx *ctx, const struct wr_visit_verdict *v)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, VERDICT_JSON_MAX);
    wr_json_encode(&b, wr_visit_verdict_fields, v, WR_MASK_NONE);
    return b.failed ? (struct wr_str){NULL, 0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

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

/* ---- loading ------------------------------------------------------------------------------------ */

/** What was scanned or typed, and the enterprise it belongs to. */
static int load_plate(struct gate *g, struct wr_str text)
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

static int add_officer(struct gate *g, int64_t id, struct wr_officer *ret)
{
    char day[WR_DATE_TEXT];
    bool recused = false;
    wr_date_format(wr_date_of_ms(g->now_ms), day);
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

static int load_officers(struct gate *g, int64_t second_id)
{
    int64_t first_id = g->ctx->actor.officer_id;
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

static int load_counts(struct gate *g)
{
    struct wr_visit_counts c;
    wr_visit_rules_windows(g->policy, g->now_ms, &g->windows);
    int rc = wr_visit_store_counts(g->tx, g->enterprise.id, g->ctx->actor.officer_id, &g->windows,
                                   g->now_ms, g->used_until_ms, &c);
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
    return 0;
}

static int judge(struct gate *g, int64_t second_officer_id)
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
        rc = load_officers(g, second_officer_id);
    }
    if (rc == 0) {
        rc = load_counts(g);
    }
    if (rc == 0) {
        rc =
            wr_visit_rules_judge(g->ctx->arena, g->policy, f, g->now_ms, g->ctx->lang, &g->verdict);
    }
    return rc;
}

static void check_class(struct wr_ctx *ctx, int64_t kind, bool has_class)
{
    if (kind != WR_VISIT_INSPECTION && has_class) {
        wr_fault(ctx, WR_S("insp_class"), WR_K_visit_class_help, ((struct wr_str){NULL, 0}));
    }
}

static struct gate gate_of(struct wr_tx *tx, enum wr_visit_stage stage)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t now_ms = wr_ctx_now(ctx);
    return (struct gate){.ctx = ctx,
                         .tx = tx,
                         .now_ms = now_ms,
                         .used_until_ms = stage == WR_STAGE_CHECK_IN ? WR_MS_MAX : now_ms,
                         .facts = {.stage = stage}};
}

/* ---- verdict ------------------------------------------------------------------------------------ */

int wr_visit_preview_in(struct wr_tx *tx, int64_t enterprise_id, int64_t kind, int64_t source,
                        struct wr_visit_verdict *ret)
{
    struct gate g = gate_of(tx, WR_STAGE_PREVIEW);
    g.facts.kind = kind;
    g.facts.source = source;
    int rc = wr_enterprise_get_in(tx, enterprise_id, &g.enterprise);
    if (rc == 0) {
        rc = judge(&g, 0);
    }
    if (rc == 0) {
        *ret = g.verdict;
    }
    return rc;
}

static int load_last_visits(struct gate *g, struct wr_list *ret)
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

static int fill_outlook(struct gate *g, struct wr_visit_outlook *ret)
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
static void alert(struct wr_ctx *ctx, const struct wr_plate_scan *scan)
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
    struct gate g = gate_of(tx, WR_STAGE_PREVIEW);
    g.facts.kind = ask->kind;
    g.facts.insp_class = ask->insp_class;
    g.facts.source = ask->source;
    g.facts.evidence_ref = ask->evidence_ref;
    int rc = ask->plate.n > 0 ? load_plate(&g, ask->plate)
                              : wr_enterprise_get_in(tx, ask->enterprise_id, &g.enterprise);
    w->scan = g.scan;
    if (rc == 0) {
        rc = judge(&g, ask->second_officer_id);
    }
    return rc < 0 ? rc : fill_outlook(&g, w->ret);
}

int wr_visit_svc_verdict(struct wr_ctx *ctx, const struct wr_visit_ask *ask,
                         struct wr_visit_outlook *ret)
{
    struct verdict_work w = {.ask = ask, .ret = ret};
    *ret = (struct wr_visit_outlook){0};
    check_class(ctx, ask->kind, ask->has_insp_class);
    if ((ask->plate.n > 0) == (ask->enterprise_id != 0)) {
        wr_fault(ctx, WR_S("plate"), WR_K_visit_target, ask->plate);
    }
    int rc = wr_faults_end(ctx);
    if (rc == 0) {
        rc = wr_tx_run(ctx, WR_TX_READ, "visit.verdict", verdict_tx, &w);
        alert(ctx, &w.scan);
    }
    return rc;
}

/* ---- check-in ----------------------------------------------------------------------------------- */

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

/** Did this check-in come before, word for word? */
static bool is_repeat(struct wr_ctx *ctx, const struct wr_visit *v, const struct wr_visit_new *in,
                      int64_t plate_id)
{
    return v->officer_id == ctx->actor.officer_id && v->plate_id == plate_id &&
           v->kind == in->kind && v->source == in->source &&
           (!in->has_insp_class || v->insp_class == in->insp_class) &&
           wr_str_eq(v->evidence_ref, in->evidence_ref) && wr_str_eq(v->reason, in->reason) &&
           v->second_officer_id == in->second_officer_id &&
           wr_str_eq(v->assistants, in->assistants) && v->device_ms == in->device_ms &&
           same_i64(v->has_lng_e6, v->lng_e6, in->has_lng_e6, in->lng_e6) &&
           same_i64(v->has_lat_e6, v->lat_e6, in->has_lat_e6, in->lat_e6) &&
           same_i64(v->has_accuracy_m, v->accuracy_m, in->has_accuracy_m, in->accuracy_m) &&
           wr_str_eq(stored_emergency(ctx, v), in->emergency_reason);
}

/** @return 1 a repeat (*ret is the visit), 0 new, negative */
static int find_repeat(struct gate *g, const struct wr_visit_new *in, struct wr_visit *ret)
{
    int rc = wr_visit_store_by_client(g->tx, in->client_id, ret);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(g->ctx);
        return 0;
    }
    if (rc < 0) {
        return rc;
    }
    struct wr_plate_scan scan;
    rc = wr_plate_scan_in(g->tx, in->plate, &scan);
    if (rc < 0) {
        return rc;
    }
    return scan.found && is_repeat(g->ctx, ret, in, scan.plate.id)
               ? 1
               : wr_fail(g->ctx, WR_K_visit_client_id);
}

/** Answer with the verdict, so that the phone can show why. */
static int refuse(struct gate *g, enum wr_key key)
{
    int rc = wr_fail(g->ctx, key,
                     g->ctx->lang == WR_LANG_EN ? g->verdict.headline_en : g->verdict.headline_zh);
    g->ctx->err.extra_json = wr_visit_verdict_json(g->ctx, &g->verdict);
    g->ctx->err.extra_name = "verdict";
    return rc;
}

static void put_distance(const struct gate *g, struct wr_visit *v)
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

static struct wr_visit visit_of(const struct gate *g, const struct wr_visit_new *in)
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
                         .version = 1};
    put_distance(g, &v);
    return v;
}

static int store(struct gate *g, struct wr_visit *v)
{
    static const int64_t unbounded = 366;
    int rc = wr_visit_store_insert(g->tx, v, &v->id);
    if (rc == 0 && v->counts_toward_cap) {
        rc = wr_visit_store_take_slot(g->tx, v->enterprise_id, wr_str(g->windows.period), v->id,
                                      g->verdict.cap_binds ? g->verdict.cap : unbounded);
    }
    if (rc < 0) {
        return rc;
    }
    return wr_audit_append(
        g->tx, &WR_VISIT_ENTITY, v->id, v->enterprise_id, "visit.check_in",
        wr_audit_payload3(g->ctx, "kind", wr_str(wr_enum_item(wr_visit_kinds, v->kind)->name),
                          "source", wr_str(wr_enum_item(wr_visit_sources, v->source)->name),
                          "verdict", wr_str(wr_enum_item(wr_visit_verdicts, v->verdict)->name)));
}

static int check_input(struct wr_ctx *ctx, const struct wr_visit_new *in)
{
    if (!wr_visit_rules_uuid(in->client_id)) {
        wr_fault(ctx, WR_S("client_id"), WR_K_visit_uuid, in->client_id);
    }
    check_class(ctx, in->kind, in->has_insp_class);
    return wr_faults_end(ctx);
}

/** @param ret_scan  [out] what was scanned, also when the check-in is refused */
static int check_in(struct wr_tx *tx, const struct wr_visit_new *given, struct wr_visit *ret,
                    struct wr_plate_scan *ret_scan)
{
    struct gate g = gate_of(tx, WR_STAGE_CHECK_IN);
    struct wr_visit_new in = *given;
    *ret_scan = (struct wr_plate_scan){0};
    int rc = check_input(g.ctx, &in);
    if (rc < 0) {
        return rc;
    }
    if (g.ctx->actor.officer_id == 0) {
        return wr_fail(g.ctx, WR_K_visit_no_officer);
    }
    in.client_id = wr_text_lower(g.ctx->arena, in.client_id);
    rc = find_repeat(&g, &in, ret);
    if (rc != 0) {
        return rc < 0 ? rc : 0;
    }
    g.facts.kind = in.kind;
    g.facts.insp_class = in.insp_class;
    g.facts.source = in.source;
    g.facts.evidence_ref = in.evidence_ref;
    g.facts.emergency_reason = in.emergency_reason;
    rc = load_plate(&g, in.plate);
    *ret_scan = g.scan;
    if (rc == 0) {
        rc = judge(&g, in.second_officer_id);
    }
    if (rc < 0) {
        return rc;
    }
    if (g.verdict.verdict == WR_EFFECT_DENY) {
        return refuse(&g, WR_K_visit_denied);
    }
    if (g.verdict.verdict == WR_EFFECT_WARN && !in.confirm_warn) {
        return refuse(&g, WR_K_visit_confirm);
    }
    *ret = visit_of(&g, &in);
    return store(&g, ret);
}

int wr_visit_check_in_in(struct wr_tx *tx, const struct wr_visit_new *in, struct wr_visit *ret)
{
    struct wr_plate_scan scan;
    return check_in(tx, in, ret, &scan);
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
    alert(ctx, &w.scan);
    if (rc == 0 && ret->version == 1) {
        wr_visit_tell(ctx, ret);
    }
    return rc;
}
