/* Rule packs of kind "oversight" (督察口径): thresholds, minimum counts, weights, each with its ground. */
#include "modules/oversight/oversight_pack.h"

#include "base/calendar.h"

/** What each row is called, and the values it may take. */
static const struct {
    const char *id;
    int64_t lo, hi;
} params[WR_OV_PARAMS] = {
    [WR_OV_OPEN_HOURS] = {"open_hours", 1, 720},
    [WR_OV_RANK_MIN] = {"rank_min", 1, 1000},
    [WR_OV_RANK_OVER_BP] = {"rank_over_bp", 0, 10000},
    [WR_OV_TREND_MIN] = {"trend_min", 1, 10000},
    [WR_OV_TREND_RISE_BP] = {"trend_rise_bp", 1, 10000},
    [WR_OV_RATING_MIN] = {"rating_min", 2, 1000},
    [WR_OV_RATING_LOW_E2] = {"rating_low_e2", 100, 500},
    [WR_OV_BURDEN_VISIT] = {"burden_visit_e2", 0, 100000},
    [WR_OV_BURDEN_HOUR] = {"burden_hour_e2", 0, 100000},
    [WR_OV_BURDEN_DOCUMENT] = {"burden_document_e2", 0, 100000},
    [WR_OV_BURDEN_UNIT] = {"burden_unit_e2", 0, 100000},
    [WR_OV_BURDEN_MIN] = {"burden_min", 1, 1000},
    [WR_OV_BURDEN_STREET] = {"burden_street_min", 1, 1000},
};

#define ROW struct wr_oversight_row
const struct wr_field wr_oversight_row_fields[] = {
    WR_STR(ROW, id, 1, 40, "编号", "what it decides"),
    WR_I64(ROW, value, 0, 1000000, "数值", "in the unit the text tells"),
    WR_TEXT(ROW, text_zh, 1, 300, "说明", "what it means, Chinese"),
    WR_TEXT(ROW, text_en, 1, 300, "英文说明", "what it means, English"),
    WR_TEXT_OPT(ROW, citation, 0, 300, "依据", "where it is written"),
    WR_STR(ROW, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};
static const struct wr_field body_fields[] = {
    WR_LIST(struct wr_oversight_pack, rows, 1, WR_OV_PARAMS, wr_oversight_row_fields, ROW, "口径",
            "one row for each threshold"),
    {0},
};

static int param_of(struct wr_str id)
{
    int i = 0;
    while (i < WR_OV_PARAMS && !wr_str_eq(id, wr_str(params[i].id)))
        i++;
    return i;
}

static void take_row(struct wr_ctx *ctx, struct wr_oversight_pack *p, size_t at, bool *seen)
{
    const ROW *r = (const ROW *)p->rows.p + at;
    struct wr_str path = wr_arena_printf(ctx->arena, "body.rows[%zu]", at);
    int i = param_of(r->id);
    if (i == WR_OV_PARAMS) {
        wr_fault(ctx, path, WR_K_input_unknown, r->id);
        return;
    }
    if (seen[i])
        wr_fault(ctx, path, WR_K_rules_row_twice, r->id, r->id);
    if (r->value < params[i].lo || r->value > params[i].hi)
        wr_fault(ctx, path, WR_K_input_range,
                 wr_arena_printf(ctx->arena, "%lld", (long long)r->value),
                 wr_arena_printf(ctx->arena, "%lld", (long long)params[i].lo),
                 wr_arena_printf(ctx->arena, "%lld", (long long)params[i].hi));
    seen[i] = true;
    p->value[i] = r->value;
}

static int parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    bool seen[WR_OV_PARAMS] = {false};
    struct wr_oversight_pack *p = wr_arena_new(ctx->arena, struct wr_oversight_pack);
    if (p == NULL)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), body_fields, p, sizeof(*p));
    if (rc < 0)
        return rc;
    p->id = pack->id;
    p->version = pack->version;
    for (size_t i = 0; i < p->rows.n; i++)
        take_row(ctx, p, i, seen);
    for (int i = 0; i < WR_OV_PARAMS; i++)
        if (!seen[i])
            wr_fault(ctx, WR_S("body.rows"), WR_K_input_required, wr_str(params[i].id));
    rc = wr_faults_end(ctx);
    if (rc == 0)
        *ret_typed = p;
    return rc;
}

/* ---- worked examples ---------------------------------------------------------------------------- */

enum example_of { EXAMPLE_BURDEN = 1, EXAMPLE_TREND, EXAMPLE_RANK };
static const struct wr_enum_item example_kinds[] = {
    {"burden", EXAMPLE_BURDEN, "迎检负担", "burden"},
    {"trend", EXAMPLE_TREND, "环比", "trend"},
    {"rank", EXAMPLE_RANK, "例外排名", "rank"},
    {0},
};
/** Counts in; the index, or whether it warns, out. `a` and `b` are the month before and after, or one and the whole city. */
struct example {
    struct wr_str name;
    int64_t of;
    int64_t visits, minutes, documents, units;
    int64_t a_inspections, a_exceptions, b_inspections, b_exceptions;
    bool has_index_e2;
    int64_t index_e2;
    bool warn;
};
#define X struct example
#define COUNT(m, label)                                                                            \
    {                                                                                              \
        .name = #m, .type = WR_F_I64, .flags = WR_FF_OPT, .off = offsetof(X, m), .max = 1000000,   \
        .zh = (label), .doc = #m                                                                   \
    }
static const struct wr_field example_fields[] = {
    WR_TEXT(X, name, 1, 120, "算例", "name"),
    WR_ENUM(X, of, example_kinds, "算什么", "what is computed"),
    COUNT(visits, "次数"),
    COUNT(minutes, "分钟"),
    COUNT(documents, "资料"),
    COUNT(units, "单位"),
    COUNT(a_inspections, "前检查"),
    COUNT(a_exceptions, "前例外"),
    COUNT(b_inspections, "后检查"),
    COUNT(b_exceptions, "后例外"),
    WR_I64_OPT(X, index_e2, 0, 100000000, "指数", "index that must come out, hundredths"),
    WR_BOOL_OPT(X, warn, "预警", "whether it must warn"),
    {0},
};

static bool trend_warns(const struct wr_oversight_pack *p, const X *e)
{
    struct wr_oversight_month m[2] = {
        {.inspections_n = e->a_inspections, .exceptions_n = e->a_exceptions},
        {.inspections_n = e->b_inspections, .exceptions_n = e->b_exceptions}};
    struct wr_oversight_trend t = {.items = {m, 2}};
    wr_oversight_rules_trend(p, &t);
    return m[1].warn;
}

static bool rank_flags(const struct wr_oversight_pack *p, const X *e)
{
    struct wr_oversight_rank one = {
        .name = WR_S("a"), .inspections_n = e->a_inspections, .exceptions_n = e->a_exceptions};
    struct wr_oversight_ranking r = {
        .items = {&one, 1}, .inspections_n = e->b_inspections, .exceptions_n = e->b_exceptions};
    wr_oversight_rules_rank(p, &r);
    return one.flagged;
}

static int run_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                       const struct wr_json *example, struct wr_str path, struct wr_str *ret_diff)
{
    const struct wr_oversight_pack *p = pack->typed;
    X e;
    int rc = wr_json_into(ctx, example, path, example_fields, &e, sizeof(e));
    if (rc < 0)
        return rc;
    *ret_diff = (struct wr_str){NULL, 0};
    if (e.of == EXAMPLE_BURDEN) {
        int64_t got = wr_oversight_rules_burden(p, e.visits, e.minutes, e.documents, e.units);
        if (got != e.index_e2)
            *ret_diff = wr_arena_printf(ctx->arena, "指数为 %lld（百分之一）", (long long)got);
        return 0;
    }
    bool got = e.of == EXAMPLE_TREND ? trend_warns(p, &e) : rank_flags(p, &e);
    if (got != e.warn)
        *ret_diff = got ? WR_S("触发了预警") : WR_S("没有触发预警");
    return 0;
}

static void describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    (void)ctx;
    const struct wr_oversight_pack *p = pack->typed;
    const ROW *rows = p->rows.p;
    wr_buf_lit(out, "\n督察口径\n");
    for (size_t i = 0; i < p->rows.n; i++)
        wr_buf_printf(out, "  " WR_FMT " = %lld　" WR_FMT "%s" WR_FMT "（" WR_FMT "）\n",
                      WR_ARG(rows[i].id), (long long)rows[i].value, WR_ARG(rows[i].text_zh),
                      rows[i].citation.n > 0 ? "　依据：" : "", WR_ARG(rows[i].citation),
                      WR_ARG(rows[i].tag));
}

const struct wr_pack_kind wr_oversight_pack_kind = {
    .kind = WR_OVERSIGHT_PACK_KIND,
    .parse = parse,
    .run_example = run_example,
    .describe = describe,
};

int wr_oversight_pack_on(struct wr_ctx *ctx, int64_t at_ms, const struct wr_oversight_pack **ret)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *pack =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_OVERSIGHT_PACK_KIND), wr_str(day))
                   : NULL;
    if (pack == NULL || pack->typed == NULL)
        return wr_fail(ctx, WR_K_oversight_no_pack, wr_str(day));
    *ret = pack->typed;
    return 0;
}
