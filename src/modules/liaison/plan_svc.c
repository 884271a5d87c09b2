/* Plans: compute an optimal distribution, propose it, carry it out if nothing changed meanwhile. */
#include "modules/enterprise/enterprise_svc.h"
#include "modules/liaison/liaison_store.h"
#include "modules/liaison/liaison_use.h"
#include "modules/liaison/plan_rules.h"
#include "modules/liaison/plan_store.h"
#include "modules/officer/officer_svc.h"

#include <inttypes.h>

static const struct wr_str absent = {NULL, 0};

/* ---- compute ---- */

struct load_job {
    int64_t district_id;
    struct wr_list officers, enterprises, recusals;
};

static int load_tx(struct wr_tx *tx, void *arg)
{
    struct load_job *j = arg;
    int rc = wr_plan_store_officers(tx, j->district_id, &j->officers);
    if (rc == 0)
        rc = wr_plan_store_enterprises(tx, j->district_id, &j->enterprises);
    return rc < 0 ? rc : wr_officer_recusals_in(tx, &j->recusals);
}

int wr_plan_svc_simulate(struct wr_ctx *ctx, const struct wr_plan_params *params,
                         struct wr_plan_output *ret)
{
    int64_t scope = wr_liaison_scope(ctx);
    struct load_job j = {.district_id = scope != 0 ? scope : params->district_id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.plan_load", load_tx, &j);
    if (rc < 0)
        return rc;
    struct wr_plan_input in = {.params = *params,
                               .officers = j.officers.p,
                               .officers_n = j.officers.n,
                               .enterprises = j.enterprises.p,
                               .enterprises_n = j.enterprises.n,
                               .recusals = j.recusals.p,
                               .recusals_n = j.recusals.n};
    in.params.district_id = j.district_id;
    int64_t begin_ms = wr_mono_ms(ctx->clock);
    rc = wr_plan_compute(ctx, &in, ret);
    ret->summary.ms = wr_mono_ms(ctx->clock) - begin_ms;
    return rc;
}

/* ---- as rows ---- */

/* A struct as JSON text in the arena. */
static struct wr_str json_of(struct wr_ctx *ctx, const struct wr_field *fields, const void *obj)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, 4096);
    wr_json_encode(&b, fields, obj, WR_MASK_NONE);
    return b.failed ? absent : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

/* [[enterprise, from, to, distance, "why"], …] */
static struct wr_str changes_json(struct wr_ctx *ctx, const struct wr_plan_change *c, size_t n)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, (size_t)WR_LIAISON_CHANGES_BYTES_MAX);
    wr_buf_c(&b, '[');
    for (size_t i = 0; i < n; i++)
        wr_buf_printf(&b, "%s[%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",\"%s\"]",
                      i ? "," : "", c[i].enterprise_id, c[i].from_officer_id, c[i].to_officer_id,
                      c[i].distance_m, wr_enum_item(wr_plan_whys, c[i].reason)->name);
    wr_buf_c(&b, ']');
    return b.failed ? absent : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

static bool parse_change(const struct wr_json *row, struct wr_plan_change *ret)
{
    *ret = (struct wr_plan_change){
        .reason = wr_enum_value(wr_plan_whys, wr_json_str(wr_json_at(row, 4)))};
    return ret->reason >= 0 && wr_json_i64(wr_json_at(row, 0), &ret->enterprise_id) &&
           wr_json_i64(wr_json_at(row, 1), &ret->from_officer_id) &&
           wr_json_i64(wr_json_at(row, 2), &ret->to_officer_id) &&
           wr_json_i64(wr_json_at(row, 3), &ret->distance_m);
}

static void json_freep(struct wr_json **j)
{
    wr_json_free(*j);
}

/* Changes `from` … `from + max` of a stored plan. @param ret_total  how many there are in all */
static int parse_changes(struct wr_ctx *ctx, struct wr_str text, size_t from, size_t max,
                         struct wr_list *ret, size_t *ret_total)
{
    WR_CLEANUP(json_freep) struct wr_json *j = wr_json_parse(ctx, text);
    if (!j)
        return ctx->err.code;
    size_t total = wr_json_len(j);
    size_t n = from >= total ? 0 : total - from;
    n = n > max ? max : n;
    struct wr_plan_change *c = wr_arena_array(ctx->arena, n, sizeof(*c));
    if (!c)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++)
        if (!parse_change(wr_json_at(j, from + i), &c[i]))
            return wr_fail(ctx, WR_K_bug, WR_S("liaison_plan.changes"));
    *ret = (struct wr_list){c, n};
    *ret_total = total;
    return 0;
}

static int to_plan(struct wr_ctx *ctx, const struct wr_plan_row *row, struct wr_plan *ret)
{
    struct wr_plan_summary s;
    *ret = (struct wr_plan){.id = row->id,
                            .state = row->state,
                            .created_ms = row->created_ms,
                            .user_id = row->user_id,
                            .district_id = row->district_id,
                            .version = row->version,
                            .user_name = row->user_name};
    int rc = wr_json_decode(ctx, row->summary, wr_plan_summary_fields, &s, sizeof(s));
    if (rc == 0)
        rc = wr_json_decode(ctx, row->params, wr_plan_params_fields, &ret->params,
                            sizeof(ret->params));
    if (rc < 0)
        return rc;
    ret->officers_n = s.officers_n;
    ret->enterprises_n = s.enterprises_n;
    ret->changed_n = s.changed_n;
    ret->unassigned_n = s.unassigned_n;
    ret->cost = s.cost;
    ret->ms = s.ms;
    ret->before = s.before;
    ret->after = s.after;
    return 0;
}

/* A plan of the actor's scope: a district sees its own plans only. */
static int get_seen(struct wr_tx *tx, int64_t id, struct wr_plan_row *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t scope = wr_liaison_scope(ctx);
    int rc = wr_plan_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND || (rc == 0 && scope != 0 && ret->district_id != scope))
        return wr_fail(ctx, WR_K_not_found, WR_S("该方案 plan"));
    return rc;
}

/* ---- use cases ---- */

struct plan_job {
    int64_t id;
    struct wr_plan_row row;
    struct wr_str reason;
    struct wr_plan_change *changes;
    size_t changes_n;
};

static int propose_tx(struct wr_tx *tx, void *arg)
{
    struct plan_job *j = arg;
    int rc = wr_plan_store_insert(tx, &j->row, &j->id);
    if (rc == 0)
        rc = wr_audit_append(tx, &WR_PLAN_ENTITY, j->id, 0, "liaison.plan_propose", j->row.params);
    return rc < 0 ? rc : wr_plan_store_get(tx, j->id, &j->row);
}

int wr_plan_svc_propose(struct wr_ctx *ctx, const struct wr_plan_params *params,
                        struct wr_plan *ret)
{
    struct wr_plan_output out;
    struct wr_plan_params p = *params;
    int64_t scope = wr_liaison_scope(ctx);
    p.district_id = scope != 0 ? scope : p.district_id;
    int rc = wr_plan_svc_simulate(ctx, &p, &out);
    if (rc < 0)
        return rc;
    struct plan_job j = {.row = {.district_id = p.district_id,
                                 .user_id = ctx->actor.user_id,
                                 .created_ms = wr_ctx_now(ctx),
                                 .params = json_of(ctx, wr_plan_params_fields, &p),
                                 .summary = json_of(ctx, wr_plan_summary_fields, &out.summary),
                                 .changes = changes_json(ctx, out.changes, out.changes_n)}};
    if (!j.row.params.p || !j.row.summary.p || !j.row.changes.p)
        return wr_fail(ctx, WR_K_memory);
    rc = wr_tx_run(ctx, WR_TX_WRITE, "liaison.plan_propose", propose_tx, &j);
    return rc < 0 ? rc : to_plan(ctx, &j.row, ret);
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct plan_job *j = arg;
    return get_seen(tx, j->id, &j->row);
}

int wr_plan_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_plan *ret)
{
    struct plan_job j = {.id = id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.plan_get", get_tx, &j);
    return rc < 0 ? rc : to_plan(ctx, &j.row, ret);
}

static int names_tx(struct wr_tx *tx, void *arg)
{
    struct plan_job *j = arg;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < j->changes_n; i++)
        rc = wr_plan_store_names(tx, &j->changes[i]);
    return rc;
}

int wr_plan_svc_names(struct wr_ctx *ctx, struct wr_plan_change *changes, size_t n)
{
    struct plan_job j = {.changes = changes, .changes_n = n};
    return wr_tx_run(ctx, WR_TX_READ, "liaison.plan_names", names_tx, &j);
}

int wr_plan_svc_changes(struct wr_ctx *ctx, int64_t id, const struct wr_page_query *q,
                        struct wr_list *ret, struct wr_str *ret_next, int64_t *ret_total)
{
    struct plan_job j = {.id = id};
    size_t limit = (size_t)(q->has_limit ? q->limit : WR_PAGE_DEFAULT);
    size_t from = (size_t)q->cursor;
    size_t total = 0;
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.plan_get", get_tx, &j);
    if (rc == 0)
        rc = parse_changes(ctx, j.row.changes, from, limit, ret, &total);
    if (rc == 0)
        rc = wr_plan_svc_names(ctx, ret->p, ret->n);
    if (rc < 0)
        return rc;
    bool more = from < total && total - from > ret->n;
    *ret_next = more ? wr_arena_printf(ctx->arena, "%zu", from + ret->n) : absent;
    *ret_total = (int64_t)total;
    return 0;
}

/* ---- apply ---- */

static int fail_stale(struct wr_tx *tx, struct wr_plan_change *c)
{
    int rc = wr_plan_store_names(tx, c);
    return rc < 0 ? rc : wr_fail(wr_tx_ctx(tx), WR_K_liaison_plan_stale, c->enterprise_name);
}

/* What the rows say of a change that the plan made. */
static enum wr_liaison_reason reason_of(const struct wr_plan_change *c)
{
    static const enum wr_liaison_reason reasons[] = {
        [WR_WHY_UNCOVERED] = WR_LIAISON_INITIAL,
        [WR_WHY_NOT_IN_POST] = WR_LIAISON_LEAVE,
        [WR_WHY_OTHER_DISTRICT] = WR_LIAISON_TRANSFER,
        [WR_WHY_RECUSED] = WR_LIAISON_ENTERPRISE_REQUEST,
        [WR_WHY_BALANCE] = WR_LIAISON_BALANCE,
    };
    return reasons[c->reason];
}

/* End the present assignment of one change. @param before_id  [out] its id, 0 if there was none */
static int release(struct wr_tx *tx, struct wr_plan_change *c, int64_t *before_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_assignment a;
    *before_id = 0;
    int rc = wr_liaison_store_main(tx, c->enterprise_id, &a);
    if (rc == WR_ENOTFOUND && c->from_officer_id == 0) {
        wr_err_reset(ctx);
        return 0;
    }
    if (rc < 0 && rc != WR_ENOTFOUND)
        return rc;
    if (rc == WR_ENOTFOUND || a.officer_id != c->from_officer_id)
        return fail_stale(tx, c);
    *before_id = a.id;
    return wr_liaison_end_in(tx, &a, reason_of(c));
}

static int place(struct wr_tx *tx, const struct wr_plan_change *c, int64_t before_id,
                 struct wr_str note)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    struct wr_officer o;
    struct wr_assignment a = {.enterprise_id = c->enterprise_id,
                              .officer_id = c->to_officer_id,
                              .kind = WR_LIAISON_MAIN,
                              .from_ms = wr_ctx_now(ctx),
                              .reason = reason_of(c),
                              .note = note};
    int64_t id = 0;
    int rc = wr_enterprise_get_in(tx, c->enterprise_id, &e);
    if (rc == 0)
        rc = wr_officer_get_in(tx, c->to_officer_id, &o);
    if (rc == 0)
        rc = wr_liaison_check_pair(tx, &e, &o);
    if (rc == 0)
        rc = wr_liaison_check_room(tx, &o);
    return rc < 0 ? rc : wr_liaison_begin_in(tx, &a, before_id, &id);
}

/* All old pairs end before the first new one begins: in between an officer may have more than his ceiling otherwise. */
static int carry_out(struct wr_tx *tx, struct wr_plan_change *c, size_t n, struct wr_str note)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t *before = wr_arena_array(ctx->arena, n, sizeof(*before));
    if (!before)
        return wr_fail(ctx, WR_K_memory);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < 2 * n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        rc = i < n ? release(tx, &c[i], &before[i]) : place(tx, &c[i - n], before[i - n], note);
        if (rc == 0)
            wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

static int end_plan(struct wr_tx *tx, struct plan_job *j, int64_t state, const char *action)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_plan_store_state(tx, j->id, state);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_liaison_plan_state);
    if (rc == 0)
        rc = wr_audit_append(tx, &WR_PLAN_ENTITY, j->id, 0, action,
                             wr_audit_payload1(ctx, "reason", j->reason));
    return rc < 0 ? rc : wr_plan_store_get(tx, j->id, &j->row);
}

static int apply_tx(struct wr_tx *tx, void *arg)
{
    struct plan_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list changes;
    size_t total = 0;
    int rc = get_seen(tx, j->id, &j->row);
    if (rc == 0 && j->row.state != WR_PLAN_PROPOSED)
        return wr_fail(ctx, WR_K_liaison_plan_state);
    if (rc == 0)
        rc = wr_liaison_seed_in(tx);
    if (rc == 0)
        rc = parse_changes(ctx, j->row.changes, 0, WR_SOLVE_ENTERPRISES_MAX, &changes, &total);
    if (rc == 0)
        rc = carry_out(tx, changes.p, changes.n, j->reason);
    return rc < 0 ? rc : end_plan(tx, j, WR_PLAN_APPLIED, "liaison.plan_apply");
}

int wr_plan_svc_apply(struct wr_ctx *ctx, int64_t id, struct wr_str reason, struct wr_plan *ret)
{
    struct plan_job j = {.id = id, .reason = reason};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "liaison.plan_apply", apply_tx, &j);
    return rc < 0 ? rc : to_plan(ctx, &j.row, ret);
}

static int discard_tx(struct wr_tx *tx, void *arg)
{
    struct plan_job *j = arg;
    int rc = get_seen(tx, j->id, &j->row);
    return rc < 0 ? rc : end_plan(tx, j, WR_PLAN_DISCARDED, "liaison.plan_discard");
}

int wr_plan_svc_discard(struct wr_ctx *ctx, int64_t id, struct wr_plan *ret)
{
    struct plan_job j = {.id = id, .reason = WR_S("")};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "liaison.plan_discard", discard_tx, &j);
    return rc < 0 ? rc : to_plan(ctx, &j.row, ret);
}
