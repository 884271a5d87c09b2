#include "modules/visit/visit_open.h"

#include "base/calendar.h"
#include "codec/json.h"

const struct wr_enum_item wr_open_records[] = {
    {"mission", WR_OPEN_MISSION, "计划", "planned visit"},
    {"unscanned", WR_OPEN_UNSCANNED, "未扫码报告", "report of an unscanned visit"},
    {"visit", WR_OPEN_VISIT, "入企", "visit"},
    {0},
};

/* ---- columns ------------------------------------------------------------------------------------ */

#define R struct wr_open_row
#define FLAG(m, label, text) WR_I64(R, m, 0, 1, label, text)
#define WORD(m, hi, label, text) WR_STR_OPT(R, m, 1, hi, label, text)
const struct wr_field wr_open_row_fields[] = {
    WR_ENUM(R, record, wr_open_records, "记录", "mission, unscanned or visit"),
    WR_ID(R, id, "编号", "number of the record"),
    WR_DATE(R, day, "日期", "day of the visit or report; last planned day of a mission"),
    WORD(time, 8, "时刻", "check-in, Asia/Shanghai"),
    WORD(enterprise, 20, "企业", "credit code where it is right, else E and the file's number"),
    WORD(district, 20, "区县", "code of the district of its day"),
    WORD(unit, 120, "单位", "unit that came or will come"),
    WR_ENUM_OPT(R, kind, wr_visit_kinds, "类型", "help, inspection, other"),
    WR_ENUM_OPT(R, class, wr_insp_classes, "检查类别", "class of an inspection"),
    WR_ENUM_OPT(R, source, wr_visit_sources, "来源", "ground of the visit"),
    FLAG(counted, "计次", "1: counts toward the yearly cap"),
    WR_I64_OPT(R, cap, 0, 366, "年度上限", "yearly cap as judged at the check-in"),
    WR_ENUM_OPT(R, verdict, wr_visit_verdicts, "判断", "verdict"),
    WORD(policy, 120, "规则包", "policy and version"),
    WR_STR(R, state, 1, 20, "状态", "state of the record"),
    WR_ENUM_OPT(R, late_scan, wr_late_scans, "补扫", "scanned late; empty: before the start"),
    FLAG(no_code, "无码", "1: no plate could be scanned"),
    WR_DATE_OPT(R, no_code_due, "备案期限", "day by which it must be filed"),
    WR_DATE_OPT(R, no_code_filed, "备案日期", "day it was filed"),
    FLAG(offline, "离线", "1: recorded without network"),
    WORD(conflict, 20, "冲突", "open, accepted or irregular"),
    WORD(refusal, 40, "拒绝理由", "why the enterprise refused"),
    FLAG(contested, "异议", "1: the officer contests the refusal"),
    WORD(refusal_decision, 20, "拒绝认定", "upheld or unfounded"),
    WR_I64(R, findings, 0, 100000, "问题数", "findings, withdrawn ones left out"),
    WR_ENUM_OPT(R, conclusion, wr_conclusions, "结论", "conclusion of an ended visit"),
    WR_I64_OPT(R, minutes, 0, 10000000, "分钟", "from check-in to check-out"),
    WORD(mission, 60, "审批编号", "number of the approval"),
    WR_I64(R, units, 0, 100, "单位数", "units that came together"),
    FLAG(overridden, "越级批准", "1: approved in spite of visits without findings"),
    FLAG(converted, "帮扶转检查", "1: a help visit became this inspection"),
    WR_DATE_OPT(R, afterfill_due, "补批期限", "emergency: day by which it must be approved"),
    WR_DATE_OPT(R, afterfill_done, "补批日期", "day it was approved"),
    FLAG(mutual, "亮码", "1: the enterprise scanned the officer's code"),
    WR_I64_OPT(R, leaf, 0, WR_ID_MAX, "日志序号", "newest leaf of the record"),
    WORD(leaf_hash, 64, "叶哈希", "hash of that leaf"),
    {0},
};

/* ---- rows of the database ----------------------------------------------------------------------- */

/** A row with the moments and texts that days and numbers are made of. */
struct raw {
    struct wr_open_row r;
    int64_t enterprise_id, at_ms, out_ms, filed_ms, done_ms;
    struct wr_str credit_code, detail, policy_id, policy_version;
};

#define RAW(m, ty, fl)                                                                             \
    {                                                                                              \
        .name = #m, .type = (ty), .flags = (fl), .off = offsetof(struct raw, m), .max = WR_ID_MAX  \
    }
#define INNER(m, ty, fl)                                                                           \
    {                                                                                              \
        .name = #m, .type = (ty), .flags = (fl), .off = offsetof(struct raw, r.m),                 \
        .max = WR_ID_MAX                                                                           \
    }
#define INNER_ENUM(m, it)                                                                          \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(struct raw, r.m),       \
        .items = (it)                                                                              \
    }
static const struct wr_field raw_fields[] = {
    INNER(id, WR_F_I64, 0),
    INNER(day, WR_F_STR, WR_FF_OPT),
    INNER(district, WR_F_STR, WR_FF_OPT),
    INNER(unit, WR_F_STR, WR_FF_OPT),
    INNER_ENUM(kind, wr_visit_kinds),
    INNER_ENUM(class, wr_insp_classes),
    INNER_ENUM(source, wr_visit_sources),
    INNER(counted, WR_F_I64, 0),
    INNER_ENUM(verdict, wr_visit_verdicts),
    INNER(state, WR_F_STR, 0),
    INNER_ENUM(late_scan, wr_late_scans),
    INNER(no_code, WR_F_I64, 0),
    INNER(no_code_due, WR_F_STR, WR_FF_OPT),
    INNER(offline, WR_F_I64, 0),
    INNER(conflict, WR_F_STR, WR_FF_OPT),
    INNER(refusal, WR_F_STR, WR_FF_OPT),
    INNER(contested, WR_F_I64, 0),
    INNER(refusal_decision, WR_F_STR, WR_FF_OPT),
    INNER(findings, WR_F_I64, 0),
    INNER_ENUM(conclusion, wr_conclusions),
    INNER(mission, WR_F_STR, WR_FF_OPT),
    INNER(units, WR_F_I64, 0),
    INNER(overridden, WR_F_I64, 0),
    INNER(converted, WR_F_I64, 0),
    INNER(afterfill_due, WR_F_STR, WR_FF_OPT),
    INNER(mutual, WR_F_I64, 0),
    {.name = "leaf",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(struct raw, r.leaf),
     .has_off = offsetof(struct raw, r.has_leaf) + 1},
    INNER(leaf_hash, WR_F_STR, WR_FF_OPT),
    RAW(enterprise_id, WR_F_I64, WR_FF_OPT),
    RAW(at_ms, WR_F_I64, WR_FF_OPT),
    RAW(out_ms, WR_F_I64, WR_FF_OPT),
    RAW(filed_ms, WR_F_I64, WR_FF_OPT),
    RAW(done_ms, WR_F_I64, WR_FF_OPT),
    RAW(credit_code, WR_F_STR, WR_FF_OPT),
    RAW(detail, WR_F_STR, WR_FF_OPT),
    RAW(policy_id, WR_F_STR, WR_FF_OPT),
    RAW(policy_version, WR_F_STR, WR_FF_OPT),
    {0},
};

#define DISTRICT " COALESCE(NULLIF(d.code, ''), d.name) AS district,"
#define CODE " CASE WHEN e.credit_code_status = 'ok' THEN e.credit_code END AS credit_code"
#define LEAF_COLS " l.seq AS leaf, l.hash AS leaf_hash"
#define LEAF(entity)                                                                               \
    " LEFT JOIN audit_leaf l ON l.entity = '" entity "' AND l.entity_id = t.id AND l.seq ="        \
    " (SELECT MAX(x.seq) FROM audit_leaf x WHERE x.entity = '" entity "' AND x.entity_id = t.id)"
#define UNITS(mission)                                                                             \
    " 1 + (SELECT COUNT(DISTINCT u.unit) FROM mission_unit u WHERE u.mission_id = " mission        \
    " AND u.unit <> t.unit) AS units,"
#define YES(cond, name) " CASE WHEN " cond " THEN 1 ELSE 0 END AS " name ","
/* $1 scope, $2 district, $3 enterprise, $4 kind, $5 from, $6 to */
#define FILTER                                                                                     \
    " WHERE ($1 IS NULL OR t.district_id = $1) AND ($2 IS NULL OR t.district_id = $2)"             \
    " AND ($3 IS NULL OR t.enterprise_id = $3)"
#define PERIOD(col) " AND ($5 IS NULL OR " col " >= $5) AND ($6 IS NULL OR " col " < $6)"

#define MISSION_COLS                                                                               \
    "t.id, t.planned_to AS day," DISTRICT " t.unit, t.kind, t.insp_class AS class, t.source,"      \
    " t.counts_toward_cap AS counted, t.verdict, t.state, t.number AS mission," UNITS("t.id")      \
        YES("COALESCE(t.override_reason, '') <> ''", "overridden")                                 \
            YES("t.converted_from IS NOT NULL", "converted") LEAF_COLS                             \
        ", t.enterprise_id," CODE ", t.policy AS policy_id, t.policy_version"
static const struct wr_stmt Q_MISSIONS = {
    .name = "open_missions",
    .sql = "SELECT " MISSION_COLS " FROM mission t JOIN enterprise e ON e.id = t.enterprise_id"
           " JOIN region d ON d.id = t.district_id" LEAF("mission") FILTER
    " AND ($4 IS NULL OR t.kind = $4)" PERIOD(
        "t.planned_to") " AND t.planned_to < $7 AND t.state <> 'submitted' ORDER BY t.planned_to, "
                        "t.id",
    .params = "IIITTTt",
    .cols = "ittttTtitt"
            "TiiiIT"
            "iTtt"};

static const struct wr_stmt Q_UNSCANNED = {
    .name = "open_unscanned",
    .sql = "SELECT t.id, t.at_ms," DISTRICT " t.state, t.reason AS refusal," LEAF_COLS
           " FROM unscanned t JOIN region d ON d.id = t.district_id" LEAF("unscanned") FILTER
    " AND $3 IS NULL AND $4 IS NULL" PERIOD("t.at_ms") " ORDER BY t.at_ms, t.id",
    .params = "IIITII",
    .cols = "iitttIT"};

#define VISIT_COLS                                                                                 \
    "t.id, t.checked_in_ms AS at_ms, t.checked_out_ms AS out_ms," DISTRICT " t.unit, t.kind,"      \
    " t.insp_class AS class, t.source, t.counts_toward_cap AS counted, t.verdict, t.state,"        \
    " t.verdict_detail AS detail, t.policy AS policy_id, t.policy_version, t.late_scan," YES(      \
        "t.no_code_reason IS NOT NULL",                                                            \
        "no_code") " t.no_code_due, t.no_code_filed_ms AS filed_ms, COALESCE(t.offline, 0) AS "    \
                   "offline,"                                                                      \
                   " t.conflict, t.refusal_reason AS refusal," YES(                                \
                       "t.contest_ms IS NOT NULL",                                                 \
                       "contested") " t.refusal_decision, (SELECT COUNT(*) FROM visit_finding f "  \
                                    "WHERE f.visit_id = t.id"                                      \
                                    " AND f.withdrawn_ms IS NULL) AS findings, CASE WHEN t.state " \
                                    "IN ('checked_out', 'rated',"                                  \
                                    " 'closed') THEN t.conclusion END AS conclusion, m.number AS " \
                                    "mission," UNITS("t.mission_id") YES(                          \
                                        "COALESCE(m.override_reason, '') <> ''", "overridden")     \
                                        YES("t.converted_from IS NOT NULL",                        \
                                            "converted") " t.afterfill_due, CASE WHEN "            \
                                                         "t.afterfill_due IS NOT NULL THEN "       \
                                                         "(SELECT MIN(a.decided_ms)"               \
                                                         " FROM mission a WHERE a.visit_id = "     \
                                                         "t.id AND a.state = 'approved') END AS "  \
                                                         "done_ms," YES("t.scan_id IS NOT NULL",   \
                                                                        "mutual") LEAF_COLS        \
        ", t.enterprise_id," CODE
static const struct wr_stmt Q_VISITS = {
    .name = "open_visits",
    .sql = "SELECT " VISIT_COLS " FROM visit t JOIN enterprise e ON e.id = t.enterprise_id"
           " JOIN region d ON d.id = t.district_id LEFT JOIN mission m ON m.id = t.mission_id" LEAF(
               "visit") FILTER
    " AND ($4 IS NULL OR t.kind = $4)" PERIOD("t.checked_in_ms") " ORDER BY t.checked_in_ms, t.id",
    .params = "IIITII",
    .cols = "iiIttt"
            "Ttitt"
            "tttT"
            "iTIi"
            "TTi"
            "Ti"
            "TTi"
            "ii"
            "TI"
            "iITiT"};

const struct wr_stmt *const wr_open_stmts[] = {&Q_MISSIONS, &Q_UNSCANNED, &Q_VISITS, NULL};

/* ---- rows as published -------------------------------------------------------------------------- */

static struct wr_str day_of(struct wr_ctx *ctx, int64_t ms)
{
    char day[WR_DATE_TEXT];
    if (ms == 0)
        return (struct wr_str){NULL, 0};
    wr_date_format(wr_date_of_ms(ms), day);
    return wr_arena_dup(ctx->arena, wr_str(day));
}

static void set_moments(struct wr_ctx *ctx, struct raw *raw)
{
    struct wr_open_row *r = &raw->r;
    if (raw->at_ms != 0)
        r->day = day_of(ctx, raw->at_ms);
    if (r->record == WR_OPEN_VISIT) {
        char stamp[WR_STAMP_TEXT];
        wr_stamp_format(raw->at_ms, stamp);
        r->time = wr_arena_dup(ctx->arena, wr_str_sub(wr_str(stamp), 11, 8));
    }
    r->has_minutes = raw->out_ms > raw->at_ms;
    r->minutes = r->has_minutes ? (raw->out_ms - raw->at_ms) / 60000 : 0;
    r->no_code_filed = day_of(ctx, raw->filed_ms);
    r->afterfill_done = day_of(ctx, raw->done_ms);
}

/** The cap that the officer was told; a record whose verdict cannot be read has none. */
static void set_cap(struct wr_ctx *ctx, struct raw *raw)
{
    if (raw->r.kind != WR_VISIT_INSPECTION || raw->detail.n == 0)
        return;
    struct wr_json *j = wr_json_parse(ctx, raw->detail);
    if (j == NULL) {
        wr_err_reset(ctx);
        return;
    }
    raw->r.has_cap = wr_json_i64(wr_json_get(j, "cap"), &raw->r.cap);
    wr_json_free(j);
}

static void finish(struct wr_ctx *ctx, struct raw *raw)
{
    struct wr_open_row *r = &raw->r;
    set_moments(ctx, raw);
    set_cap(ctx, raw);
    if (raw->credit_code.n > 0)
        r->enterprise = raw->credit_code;
    else if (raw->enterprise_id != 0)
        r->enterprise = wr_arena_printf(ctx->arena, "E%lld", (long long)raw->enterprise_id);
    if (raw->policy_id.n > 0)
        r->policy = wr_arena_printf(ctx->arena, WR_FMT " v" WR_FMT, WR_ARG(raw->policy_id),
                                    WR_ARG(raw->policy_version));
}

static int walk(struct wr_tx *tx, struct wr_cursor *c, int64_t record,
                int (*each)(void *arg, const struct wr_open_row *row), void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = 0;
    while (rc == 0 && (rc = wr_cursor_next(c)) == 1) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct raw raw = {.r = {.record = record}};
        rc = wr_cursor_into(c, ctx->arena, raw_fields, &raw);
        raw.r.record = record;
        if (rc == 0) {
            finish(ctx, &raw);
            rc = ctx->arena->exhausted ? wr_fail(ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—"))
                                       : each(arg, &raw.r);
        }
        wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

static struct wr_val day_val(struct wr_ctx *ctx, const struct wr_open_query *q, int64_t ms)
{
    return q->to_ms == 0 ? WR_NULL : WR_T(day_of(ctx, ms));
}

int wr_open_each_in(struct wr_tx *tx, const struct wr_open_query *q,
                    int (*each)(void *arg, const struct wr_open_row *row), void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_enum_item *kind = wr_enum_item(wr_visit_kinds, q->kind);
    struct wr_val kind_val = kind != NULL ? WR_T(wr_str(kind->name)) : WR_NULL;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *missions = NULL;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *reports = NULL;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *visits = NULL;

    int rc =
        wr_cursor_open(tx, &Q_MISSIONS, &missions, WR_IDOPT(q->scope_id), WR_IDOPT(q->district_id),
                       WR_IDOPT(q->enterprise_id), kind_val, day_val(ctx, q, q->from_ms),
                       day_val(ctx, q, q->to_ms), WR_T(day_of(ctx, wr_ctx_now(ctx))));
    if (rc == 0)
        rc = walk(tx, missions, WR_OPEN_MISSION, each, arg);
    wr_cursor_closep(&missions);
    missions = NULL;
    if (rc == 0)
        rc = wr_cursor_open(tx, &Q_UNSCANNED, &reports, WR_IDOPT(q->scope_id),
                            WR_IDOPT(q->district_id), WR_IDOPT(q->enterprise_id), kind_val,
                            WR_IOPT(q->to_ms != 0, q->from_ms), WR_IOPT(q->to_ms != 0, q->to_ms));
    if (rc == 0)
        rc = walk(tx, reports, WR_OPEN_UNSCANNED, each, arg);
    wr_cursor_closep(&reports);
    reports = NULL;
    if (rc == 0)
        rc = wr_cursor_open(tx, &Q_VISITS, &visits, WR_IDOPT(q->scope_id), WR_IDOPT(q->district_id),
                            WR_IDOPT(q->enterprise_id), kind_val,
                            WR_IOPT(q->to_ms != 0, q->from_ms), WR_IOPT(q->to_ms != 0, q->to_ms));
    return rc == 0 ? walk(tx, visits, WR_OPEN_VISIT, each, arg) : rc;
}
