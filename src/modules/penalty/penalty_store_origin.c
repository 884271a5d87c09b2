/* SQL for what a new case is compared with: visits, findings and complaints of rooms below, earlier cases of the party. */
#include "modules/penalty/penalty_store.h"

#define V struct wr_pen_visit_row
static const struct wr_field visit_fields[] = {
    WR_ID(V, id, "编号", "visit"),
    WR_ID(V, enterprise_id, "企业", "enterprise"),
    WR_STR(V, state, 1, 20, "状态", "state"),
    WR_STR(V, source, 1, 20, "来源", "source"),
    WR_STR_OPT(V, evidence_ref, 0, 200, "依据编号", "evidence"),
    WR_MS(V, checked_in_ms, "签到", "checked in"),
    WR_MS_OPT(V, checked_out_ms, "签退", "checked out"),
    WR_STR_OPT(V, refusal_decision, 0, 20, "拒绝的认定", "what supervision said of a refusal"),
    {0},
};
const struct wr_stmt WR_PEN_VISIT = {
    .name = "penalty_visit",
    .sql = "SELECT id, enterprise_id, state, source, evidence_ref, checked_in_ms, checked_out_ms, "
           "refusal_decision FROM visit WHERE id = $1",
    .params = "i",
    .cols = "iitttiIT"};
const struct wr_stmt WR_PEN_FINDING = {
    .name = "penalty_finding",
    .sql = "SELECT visit_id FROM visit_finding WHERE id = $1 AND withdrawn_ms IS NULL",
    .params = "i",
    .cols = "i"};
const struct wr_stmt WR_PEN_COMPLAINT = {
    .name = "penalty_complaint",
    .sql = "SELECT COALESCE(enterprise_id, 0) AS enterprise_id FROM complaint WHERE id = $1",
    .params = "i",
    .cols = "i"};

#define K struct wr_pen_known
static const struct wr_field known_fields[] = {
    WR_JSON(K, value, 2000, "取值", "value"),
    WR_TEXT_OPT(K, evidence, 0, 500, "证据", "where it is proved"),
    WR_STR(K, number, 1, 60, "立案号", "number"),
    {0},
};
const struct wr_stmt WR_PEN_KNOWN = {
    .name = "penalty_known",
    .sql = "SELECT v.value, v.evidence, c.number FROM penalty_value v JOIN penalty_case c ON c.id "
           "= v.case_id WHERE c.enterprise_id = $1 AND c.id <> $2 AND v.kind = 'factor' AND v.name "
           "= $3 AND v.confirmed_ms IS NOT NULL AND c.decision_date IS NOT NULL ORDER BY c.id DESC "
           "LIMIT 1",
    .params = "iit",
    .cols = "ttt"};
const struct wr_stmt WR_PEN_EARLIER_NUMBERS = {
    .name = "penalty_earlier_numbers",
    .sql = "SELECT number FROM penalty_case WHERE enterprise_id = $1 AND table_id = $2 AND "
           "act_date >= $3 AND act_date < $4 AND state IN ('decided', 'served', 'closed') ORDER BY "
           "id DESC LIMIT $5",
    .params = "ittti",
    .cols = "t"};

int wr_pen_store_known(struct wr_tx *tx, const struct wr_pen_docket *d, struct wr_str name, K *ret)
{
    return wr_query_one(tx, &WR_PEN_KNOWN, known_fields, ret, WR_I(d->enterprise_id), WR_I(d->id),
                        WR_T(name));
}

int wr_pen_store_earlier_numbers(struct wr_tx *tx, const struct wr_pen_docket *d,
                                 struct wr_str from, int64_t most, struct wr_str *ret)
{
    static const struct wr_field fields[] = {
        WR_STR(struct wr_pen_known, number, 1, 60, "立案号", "number"), {0}};
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list l;
    int rc = wr_query_list(tx, &WR_PEN_EARLIER_NUMBERS, fields, sizeof(K), (size_t)most, &l,
                           WR_I(d->enterprise_id), WR_T(d->table_id), WR_T(from), WR_T(d->act_date),
                           WR_I(most));
    const K *k = l.p;

    *ret = WR_S("");
    for (size_t i = 0; rc == 0 && i < l.n; i++)
        *ret = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(*ret), i ? "、" : "",
                               WR_ARG(k[i].number));
    return rc;
}

int wr_pen_store_visit(struct wr_tx *tx, int64_t id, V *ret)
{
    return wr_query_one(tx, &WR_PEN_VISIT, visit_fields, ret, WR_I(id));
}

int wr_pen_store_finding(struct wr_tx *tx, int64_t id, int64_t *ret_visit)
{
    return wr_query_i64(tx, &WR_PEN_FINDING, ret_visit, WR_I(id));
}

int wr_pen_store_complaint(struct wr_tx *tx, int64_t id, int64_t *ret_enterprise)
{
    return wr_query_i64(tx, &WR_PEN_COMPLAINT, ret_enterprise, WR_I(id));
}
