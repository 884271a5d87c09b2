/* All cases one by one, for exports. */
#include "modules/penalty/penalty_store.h"
#include "modules/penalty/penalty_svc.h"

#define PAGE 200
#define FEN_MAX INT64_C(1000000000000000)

#define R struct wr_pen_export
#define TEXT(m, hi, zh, doc) WR_STR_OPT(R, m, 0, hi, zh, doc)
#define FEN(m, zh, doc) WR_I64_OPT(R, m, 0, FEN_MAX, zh, doc)
/** Free texts of people (reasons, notes) stay in the case: they may name somebody. */
const struct wr_field wr_pen_export_fields[] = {
    WR_ID(R, id, "编号", "case"),
    WR_STR(R, number, 1, 24, "立案号", "number of the case"),
    TEXT(enterprise_name, 30, "当事人", "party"),
    TEXT(credit_code, 20, "统一社会信用代码", "normalised"),
    TEXT(district_name, 12, "区县", "district of its day"),
    TEXT(title, 30, "案由", "what the case is about"),
    WR_DATE(R, act_date, "行为日", "day of the act"),
    WR_ENUM(R, source, wr_pen_sources, "来源", "source"),
    TEXT(source_ref, 24, "来源编号", "reference of the source"),
    TEXT(unit, 24, "承办机构", "unit"),
    TEXT(officer_name, 10, "主办", "officer"),
    TEXT(second_officer_name, 10, "协办", "second officer"),
    TEXT(scheme, 24, "裁量基准", "scheme"),
    TEXT(table_id, 10, "裁量表", "table whose fine was taken, else the one it was filed by"),
    WR_BOOL(R, grave, "复杂重大", "complex or grave"),
    WR_ENUM(R, state, wr_pen_states, "状态", "state"),
    WR_ENUM_OPT(R, outcome, wr_pen_outcomes, "结论", "outcome"),
    TEXT(rule, 10, "情形", "clause that spares"),
    FEN(min_fen, "法定下限（分）", "statutory minimum"),
    FEN(max_fen, "法定上限（分）", "statutory maximum"),
    FEN(computed_fen, "推算罚款（分）", "computed"),
    WR_BOOL(R, deviated, "偏离", "decided otherwise than computed, approved"),
    FEN(notice_fen, "告知的罚款（分）", "told in the notice"),
    FEN(fine_fen, "决定的罚款（分）", "decided"),
    FEN(day_fine_fen, "按日连续处罚（分）", "fines by the day"),
    FEN(paid_fen, "已缴（分）", "paid"),
    WR_DATE_OPT(R, decision_date, "决定日", "day of the decision"),
    TEXT(pack, 24, "规则包", "pack"),
    TEXT(pack_version, 8, "规则包版本", "its version"),
    WR_MS(R, created_ms, "立案时间", "recorded"),
    {0},
};
#define PAID(kind_)                                                                                \
    "(SELECT CAST(SUM(v.amount_fen) AS BIGINT) FROM penalty_event v WHERE v.case_id = c.id AND "   \
    "v.kind = '" kind_ "')"
const struct wr_stmt WR_PEN_WALK = {
    .name = "penalty_walk",
    .sql = "SELECT c.id, c.number, e.name AS enterprise_name, e.credit_code, r.name AS "
           "district_name, c.title, c.act_date, c.source, c.source_ref, c.unit, o.name AS "
           "officer_name, o2.name AS second_officer_name, c.scheme, COALESCE(c.table_taken, "
           "c.table_id) AS table_id, c.grave, c.state, c.outcome, c.rule, c.min_fen, c.max_fen, "
           "c.computed_fen, CASE WHEN c.deviation_approved_by IS NULL THEN 0 ELSE 1 END AS "
           "deviated, c.notice_fen, c.fine_fen, " PAID("day_fine") " AS day_fine_fen, " PAID(
               "paid") " AS paid_fen, c.decision_date, c.pack, c.pack_version, c.created_ms FROM "
                       "penalty_case c JOIN enterprise e ON e.id = c.enterprise_id JOIN region r "
                       "ON r.id = c.district_id JOIN officer o ON o.id = c.officer_id JOIN officer "
                       "o2 ON o2.id = c.second_officer_id WHERE c.id > $1 AND ($2 IS NULL OR "
                       "c.district_id = $2) AND ($3 IS NULL OR c.enterprise_id = $3) AND ($4 IS "
                       "NULL OR c.officer_id = $4 OR c.second_officer_id = $4) AND ($5 IS NULL OR "
                       "c.state = $5) AND ($6 IS NULL OR c.created_ms >= $6) AND ($7 IS NULL OR "
                       "c.created_ms < $7) ORDER BY c.id LIMIT $8",
    .params = "iIIITIIi",
    .cols = "itttttttttttt"
            "TitTTIIIi"
            "IIIITTTi"};

int wr_penalty_walk_in(struct wr_tx *tx, const struct wr_pen_walk *q,
                       int (*each)(void *arg, const void *obj), void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_enum_item *state = wr_enum_item(wr_pen_states, q->state);
    int64_t after = 0;

    for (;;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_list l = {0};
        int rc = wr_query_list(tx, &WR_PEN_WALK, wr_pen_export_fields, sizeof(R), PAGE, &l,
                               WR_I(after), WR_IDOPT(q->district_id), WR_IDOPT(q->enterprise_id),
                               WR_IDOPT(q->officer_id), WR_T(wr_str(state ? state->name : NULL)),
                               WR_IOPT(q->to_ms != 0, q->from_ms), WR_IDOPT(q->to_ms), WR_I(PAGE));
        const R *row = l.p;
        for (size_t i = 0; rc == 0 && i < l.n; i++) {
            after = row[i].id;
            rc = each(arg, &row[i]);
        }
        bool last = l.n < PAGE;
        wr_arena_rewind(ctx->arena, mark);
        if (rc != 0 || last)
            return rc;
    }
}
