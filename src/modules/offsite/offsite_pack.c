/* Rule packs of kind "offsite": read, checked, looked up. */
#include "modules/offsite/offsite_pack.h"

#include "base/calendar.h"
#include "rules/words.h"

#include <inttypes.h>

#define BP_MAX 1000000

struct param_def {
    const char *id;
    int64_t lo, hi;
};
/** Parameters of each rule, in the order of the enums of offsite_pack.h. */
static const struct param_def params[WR_OR_N][WR_OFFSITE_PARAMS_MAX] = {
    [WR_OR_E1] = {{"clear_bp", 1, 10000}},
    [WR_OR_E3] = {{"share_bp", 1, 10000}, {"hours", 1, 720}, {"hyst_bp", 0, 5000}},
    [WR_OR_Z1] = {{"count", 1, 1000}, {"o2_max_e2", 0, 2100}},
    [WR_OR_N1] = {{"count", 1, 1000}},
    [WR_OR_K1] = {{"hours", 2, 720}, {"variation_bp", 0, 10000}, {"range_bp", 0, 10000}},
    [WR_OR_J1] = {{"times_e2", 101, 100000},
                  {"flow_bp", 0, BP_MAX},
                  {"factors", 1, 20},
                  {"floor_bp", 0, BP_MAX}},
    [WR_OR_L1] = {{"tolerance_bp", 0, 10000}},
    [WR_OR_L2] = {{"tolerance_bp", 0, 10000}, {"count", 1, 1000}},
    [WR_OR_L3] = {{"o2_max_e2", 0, 2100}},
    [WR_OR_L4] = {{"share_bp", 1, 10000}, {"min_n", 2, 10000}, {"near_bp", 0, 10000}},
    [WR_OR_L5] = {{"r_e4", 1, 10000}, {"hours", 24, 72}, {"min_n", 12, 72}},
    [WR_OR_C1] = {{"capture_bp", 1, 10000}},
    [WR_OR_T1] = {{"skew_s", 1, 86400},
                  {"future_s", 1, 86400},
                  {"old_days", 1, 3660},
                  {"count", 1, 1000}},
    [WR_OR_G1] = {{"real_times", 1, 1000},
                  {"minute_times", 1, 1000},
                  {"minute_add_min", 0, 1000},
                  {"hour_late_min", 0, 1440},
                  {"offline_min", 1, 100000},
                  {"offline_long_h", 1, 10000}},
    [WR_OR_W2] = {{"share_bp", 1, 10000}, {"min_n", 1, 1000000}},
    [WR_OR_P1] = {{"startup_min", 0, 1440}},
    [WR_OR_P2] = {{"lead_min", 0, 1440}, {"purge_min", 0, 1440}},
    [WR_OR_P3] = {{"share_bp", 1, 10000}, {"days", 1, 7}, {"min_n", 1, 100000}},
    [WR_OR_P4] = {{"over_bp", 1, BP_MAX}},
    [WR_OR_P5] = {{"volt_bp", 1, 10000}},
    [WR_OR_P6] = {{"guard_bp", 0, 10000}},
    [WR_OR_P7] = {{"days", 1, 10}},
    [WR_OR_P10] = {{"share_bp", 1, 10000}, {"min_kwh", 0, BP_MAX}},
};
static const struct param_def numbers[WR_ON_N] = {
    [WR_ON_GAS_MINUTE_N] = {"gas_minute_n", 1, 600},
    [WR_ON_GAS_HOUR_MINUTES] = {"gas_hour_minutes", 1, 60},
    [WR_ON_GAS_DAY_HOURS] = {"gas_day_hours", 1, 24},
    [WR_ON_WATER_MINUTE_N] = {"water_minute_n", 1, 600},
    [WR_ON_WATER_DAY_HOURS] = {"water_day_hours", 1, 24},
    [WR_ON_MONTH_DAYS] = {"month_days", 1, 31},
    [WR_ON_FEBRUARY_DAYS] = {"february_days", 1, 29},
    [WR_ON_GAS_FLAG_BP] = {"gas_flag_bp", 1, 10000},
    [WR_ON_O2_GUARD_E2] = {"o2_guard_e2", 1, 2099},
    [WR_ON_LATE_MIN] = {"late_min", 0, 1440},
    [WR_ON_ROUND_EVEN] = {"round_even", 0, 1},
    [WR_ON_QUIET_MIN] = {"quiet_min", 0, 43200},
    [WR_ON_POWER_OFF_BP] = {"power_off_bp", 0, 10000},
    [WR_ON_POWER_RUN_BP] = {"power_run_bp", 1, 10000},
    [WR_ON_POWER_HYST_BP] = {"power_hyst_bp", 0, 5000},
    [WR_ON_POWER_SAMPLES] = {"power_samples", 1, 60},
    [WR_ON_MARK_DAYS] = {"mark_days", 0, 366},
    [WR_ON_ANSWER_HOUR_H] = {"answer_hour_h", 1, 720},
    [WR_ON_ANSWER_DAY_H] = {"answer_day_h", 1, 720},
    [WR_ON_RECTIFY_DAYS] = {"rectify_days", 1, 366},
    [WR_ON_REVIEW_H] = {"review_h", 1, 720},
    [WR_ON_ESCALATE_HOURS_N] = {"escalate_hours_n", 1, 24},
    [WR_ON_COVERAGE_BP] = {"coverage_bp", 1, 10000},
    [WR_ON_COVERAGE_ANSWER_BP] = {"coverage_answer_bp", 1, 10000},
    [WR_ON_FILL_GOOD_BP] = {"fill_good_bp", 1, 10000},
    [WR_ON_FILL_POOR_BP] = {"fill_poor_bp", 0, 10000},
    [WR_ON_FILL_GAP_H] = {"fill_gap_h", 1, 2208},
    [WR_ON_FILL_SHORT_HOURS] = {"fill_short_hours", 1, 4320},
    [WR_ON_FILL_LONG_HOURS] = {"fill_long_hours", 1, 4320},
    [WR_ON_FILL_POOR_HOURS] = {"fill_poor_hours", 1, 4320},
};
/** Of packs written before the number was asked for; 0: it must stand in the pack. */
static const int64_t otherwise[WR_ON_N] = {
    [WR_ON_FILL_GOOD_BP] = 9000,    [WR_ON_FILL_POOR_BP] = 7500,   [WR_ON_FILL_GAP_H] = 24,
    [WR_ON_FILL_SHORT_HOURS] = 180, [WR_ON_FILL_LONG_HOURS] = 720, [WR_ON_FILL_POOR_HOURS] = 2160,
};

#define PARAM struct wr_offsite_param
const struct wr_field wr_offsite_param_fields[] = {
    WR_STR(PARAM, id, 1, 40, "参数", "name; its end tells the unit"),
    WR_I64(PARAM, value, 0, BP_MAX, "数值", "value"),
    {0},
};
#define RULE struct wr_offsite_rule_row
const struct wr_field wr_offsite_rule_row_fields[] = {
    WR_STR(RULE, id, 1, 4, "编号", "E1 … P10"),
    WR_TEXT(RULE, name_zh, 1, 60, "名称", "name, Chinese"),
    WR_TEXT(RULE, name_en, 1, 80, "名称（英文）", "name, English"),
    WR_BOOL(RULE, on, "启用", "whether it speaks"),
    WR_ENUM(RULE, level, wr_offsite_levels, "级别", "how grave"),
    WR_BOOL_OPT(RULE, fraud, "涉嫌造假", "suspected fraud: escalated at once"),
    WR_BOOL_OPT(RULE, daily, "日报警", "answered by the deadline of daily alarms"),
    WR_I64(RULE, delay_min, 0, 43200, "持续分钟", "minutes the condition must hold"),
    WR_DATE_OPT(RULE, from, "起日", "first day"),
    WR_DATE_OPT(RULE, to, "止日", "last day"),
    WR_STRS_OPT(RULE, suppress, 6, "抑制情形", "kinds of stretches in which it is silent"),
    WR_LIST_OPT(RULE, params, WR_OFFSITE_PARAMS_MAX, wr_offsite_param_fields, PARAM, "参数",
                "its parameters"),
    WR_TEXT(RULE, text_zh, 1, 300, "规则", "the rule in words; {name} stands for a parameter"),
    WR_TEXT(RULE, text_en, 1, 400, "规则（英文）", "the rule in words, English"),
    WR_TEXT(RULE, next_zh, 1, 300, "建议处置", "suggested next step"),
    WR_TEXT(RULE, next_en, 1, 400, "建议处置（英文）", "suggested next step, English"),
    WR_TEXT_OPT(RULE, citation, 0, 300, "依据", "where it is written"),
    WR_STR(RULE, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};
#define NUMBER struct wr_offsite_number_row
const struct wr_field wr_offsite_number_row_fields[] = {
    WR_STR(NUMBER, id, 1, 40, "编号", "what it decides"),
    WR_I64(NUMBER, value, 0, BP_MAX, "数值", "in the unit the text tells"),
    WR_TEXT(NUMBER, text_zh, 1, 300, "说明", "what it means, Chinese"),
    WR_TEXT(NUMBER, text_en, 1, 400, "英文说明", "what it means, English"),
    WR_TEXT_OPT(NUMBER, citation, 0, 300, "依据", "where it is written"),
    WR_STR(NUMBER, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};
#define PHYSICAL struct wr_offsite_physical
const struct wr_field wr_offsite_physical_fields[] = {
    WR_STR(PHYSICAL, factor, 1, WR_TELE_FACTOR_MAX, "因子", "code"),
    WR_F64_OPT(PHYSICAL, lo, "下限", "lowest possible value"),
    WR_F64_OPT(PHYSICAL, hi, "上限", "highest possible value"),
    WR_BOOL_OPT(PHYSICAL, negative, "可为负", "may be negative"),
    WR_STR(PHYSICAL, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};
#define MARK struct wr_offsite_mark_kind
const struct wr_field wr_offsite_mark_kind_fields[] = {
    WR_STR(MARK, code, 1, 20, "代码", "code"),
    WR_TEXT(MARK, name_zh, 1, 40, "名称", "name, Chinese"),
    WR_TEXT(MARK, name_en, 1, 60, "名称（英文）", "name, English"),
    WR_ENUM(MARK, kind, wr_offsite_span_kinds, "类别", "what it means to the rules"),
    WR_BOOL(MARK, invalidates, "数据无效", "data are no basis for an exceedance"),
    WR_BOOL(MARK, stopped, "不计应传", "time leaves the denominator of the rates"),
    WR_I64_OPT(MARK, quota_h, 1, 8784, "年限额（小时）", "hours a year"),
    WR_STR_OPT(MARK, flags, 1, 20, "数据标记", "data flags by which the device itself sets it"),
    WR_TEXT_OPT(MARK, citation, 0, 300, "依据", "where it is written"),
    WR_STR(MARK, tag, 1, 20, "性质", "law, news, proposal or unverified"),
    {0},
};
static const struct wr_field body_fields[] = {
    WR_LIST(struct wr_offsite_pack, rules, 1, WR_OR_N, wr_offsite_rule_row_fields, RULE, "规则",
            "clue rules"),
    WR_LIST(struct wr_offsite_pack, numbers, 1, WR_ON_N, wr_offsite_number_row_fields, NUMBER,
            "数值", "numbers that are no rule's own"),
    WR_LIST_OPT(struct wr_offsite_pack, physical, 500, wr_offsite_physical_fields, PHYSICAL,
                "物理范围", "what a factor can be"),
    WR_LIST(struct wr_offsite_pack, marks, 1, 40, wr_offsite_mark_kind_fields, MARK, "标记",
            "marks that may be set"),
    WR_STR(struct wr_offsite_pack, flag_order, 1, 20, "标记次序",
           "water: abnormal data marks, the first one wins a tie"),
    {0},
};

/* ---- reading -------------------------------------------------------------------------------------- */

static void out_of_range(struct wr_ctx *ctx, struct wr_str path, int64_t value,
                         const struct param_def *d)
{
    wr_fault(ctx, path, WR_K_input_range, wr_arena_printf(ctx->arena, "%" PRId64, value),
             wr_arena_printf(ctx->arena, "%" PRId64, d->lo),
             wr_arena_printf(ctx->arena, "%" PRId64, d->hi));
}

/** Place of a name in a list of definitions; -1 if there is none. */
static int place_of(const struct param_def *d, int max, struct wr_str id)
{
    for (int i = 0; i < max && d[i].id != NULL; i++)
        if (wr_str_eq(id, wr_str(d[i].id)))
            return i;
    return -1;
}

static void take_params(struct wr_ctx *ctx, RULE *r, struct wr_str path)
{
    bool seen[WR_OFFSITE_PARAMS_MAX] = {false};
    const struct param_def *d = params[r->rule];
    const PARAM *p = r->params.p;
    for (size_t i = 0; i < r->params.n; i++) {
        struct wr_str at = wr_arena_printf(ctx->arena, WR_FMT ".params[%zu]", WR_ARG(path), i);
        int k = place_of(d, WR_OFFSITE_PARAMS_MAX, p[i].id);
        if (k < 0) {
            wr_fault(ctx, at, WR_K_input_unknown, p[i].id);
            continue;
        }
        if (seen[k])
            wr_fault(ctx, at, WR_K_rules_row_twice, p[i].id, p[i].id);
        if (p[i].value < d[k].lo || p[i].value > d[k].hi)
            out_of_range(ctx, at, p[i].value, &d[k]);
        seen[k] = true;
        r->p[k] = p[i].value;
    }
    for (int k = 0; k < WR_OFFSITE_PARAMS_MAX && d[k].id != NULL; k++)
        if (!seen[k])
            wr_fault(ctx, path, WR_K_input_required, wr_str(d[k].id));
}

static void take_days(RULE *r)
{
    struct wr_date d;
    r->from_ms = r->from.n > 0 && wr_date_parse(r->from, &d) ? wr_date_to_ms(d) : 0;
    r->to_ms = r->to.n > 0 && wr_date_parse(r->to, &d) ? wr_date_to_ms(d) + WR_DAY_MS : 0;
}

static void take_rule(struct wr_ctx *ctx, struct wr_offsite_pack *p, size_t at)
{
    RULE *r = (RULE *)p->rules.p + at;
    struct wr_str path = wr_arena_printf(ctx->arena, "body.rules[%zu]", at);
    r->rule = wr_enum_value(wr_offsite_rules, r->id);
    if (r->rule < 0) {
        wr_fault(ctx, path, WR_K_input_unknown, r->id);
        return;
    }
    if (p->rule[r->rule] != NULL)
        wr_fault(ctx, path, WR_K_rules_row_twice, r->id, r->id);
    const struct wr_str *names = r->suppress.p;
    for (size_t i = 0; i < r->suppress.n; i++) {
        int64_t kind = wr_enum_value(wr_offsite_span_kinds, names[i]);
        if (kind < 0)
            wr_fault(ctx, path, WR_K_input_unknown, names[i]);
        else
            r->suppress_kinds |= 1u << kind;
    }
    take_params(ctx, r, path);
    take_days(r);
    p->rule[r->rule] = r;
}

static void take_numbers(struct wr_ctx *ctx, struct wr_offsite_pack *p)
{
    bool seen[WR_ON_N] = {false};
    const NUMBER *rows = p->numbers.p;
    for (size_t i = 0; i < p->numbers.n; i++) {
        struct wr_str path = wr_arena_printf(ctx->arena, "body.numbers[%zu]", i);
        int k = place_of(numbers, WR_ON_N, rows[i].id);
        if (k < 0) {
            wr_fault(ctx, path, WR_K_input_unknown, rows[i].id);
            continue;
        }
        if (seen[k])
            wr_fault(ctx, path, WR_K_rules_row_twice, rows[i].id, rows[i].id);
        if (rows[i].value < numbers[k].lo || rows[i].value > numbers[k].hi)
            out_of_range(ctx, path, rows[i].value, &numbers[k]);
        seen[k] = true;
        p->number[k] = rows[i].value;
    }
    for (int k = 0; k < WR_ON_N; k++) {
        if (!seen[k] && otherwise[k] == 0)
            wr_fault(ctx, WR_S("body.numbers"), WR_K_input_required, wr_str(numbers[k].id));
        else if (!seen[k])
            p->number[k] = otherwise[k];
    }
}

/** A flag stands for one mark. */
static void check_flags(struct wr_ctx *ctx, const MARK *m, size_t at)
{
    for (size_t k = 0; k < m[at].flags.n; k++) {
        struct wr_str flag = wr_str_sub(m[at].flags, k, 1);
        for (size_t j = 0; j < at; j++)
            if (m[j].flags.n > 0 && memchr(m[j].flags.p, flag.p[0], m[j].flags.n) != NULL)
                wr_fault(ctx, wr_arena_printf(ctx->arena, "body.marks[%zu].flags", at),
                         WR_K_rules_row_twice, flag, flag);
    }
}

static void check_marks(struct wr_ctx *ctx, const struct wr_offsite_pack *p)
{
    const MARK *m = p->marks.p;
    for (size_t i = 0; i < p->marks.n; i++) {
        for (size_t j = 0; j < i; j++)
            if (wr_str_eq(m[i].code, m[j].code))
                wr_fault(ctx, wr_arena_printf(ctx->arena, "body.marks[%zu]", i),
                         WR_K_rules_row_twice, m[i].code, m[i].code);
        check_flags(ctx, m, i);
    }
}

int wr_offsite_pack_parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct wr_offsite_pack *p = wr_arena_new(ctx->arena, struct wr_offsite_pack);
    if (p == NULL)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), body_fields, p, sizeof(*p));
    if (rc < 0)
        return rc;
    p->id = pack->id;
    p->version = pack->version;
    p->status = pack->status;
    p->sha256 = pack->sha256;
    for (size_t i = 0; i < p->rules.n; i++)
        take_rule(ctx, p, i);
    take_numbers(ctx, p);
    check_marks(ctx, p);
    rc = wr_faults_end(ctx);
    if (rc == 0)
        *ret_typed = p;
    return rc;
}

const struct wr_pack_kind wr_offsite_pack_kind = {
    .kind = WR_OFFSITE_PACK_KIND,
    .body = body_fields,
    .parse = wr_offsite_pack_parse,
    .run_example = wr_offsite_pack_example,
    .describe = wr_offsite_pack_describe,
    .review = wr_offsite_pack_review,
};

/* ---- looking up ----------------------------------------------------------------------------------- */

int wr_offsite_pack_on(struct wr_ctx *ctx, int64_t at_ms, const struct wr_offsite_pack **ret)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *pack =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_OFFSITE_PACK_KIND), wr_str(day)) : NULL;
    if (pack == NULL || pack->typed == NULL)
        return wr_fail(ctx, WR_K_offsite_no_pack, wr_str(day));
    *ret = pack->typed;
    return 0;
}

int wr_offsite_pack_by_id(struct wr_ctx *ctx, struct wr_str id, const struct wr_offsite_pack **ret)
{
    const struct wr_pack *pack = ctx->rules ? wr_rules_by_id(ctx->rules, id) : NULL;
    if (pack == NULL || pack->typed == NULL || !wr_str_eq(pack->kind, WR_S(WR_OFFSITE_PACK_KIND)))
        return wr_fail(ctx, WR_K_offsite_pack_unknown, id);
    *ret = pack->typed;
    return 0;
}

const struct wr_offsite_rule_row *wr_offsite_rule_on(const struct wr_offsite_pack *p, int rule,
                                                     int64_t t_ms)
{
    const RULE *r = p->rule[rule];
    bool speaks = r != NULL && r->on && t_ms >= r->from_ms && (r->to_ms == 0 || t_ms < r->to_ms);
    return speaks ? r : NULL;
}

const struct wr_offsite_physical *wr_offsite_physical_of(const struct wr_offsite_pack *p,
                                                         struct wr_str factor)
{
    const PHYSICAL *x = p->physical.p;
    struct wr_str f = wr_offsite_factor_2017(factor);
    for (size_t i = 0; i < p->physical.n; i++)
        if (wr_str_eq(x[i].factor, f))
            return &x[i];
    return NULL;
}

bool wr_offsite_may_be_negative(const struct wr_offsite_pack *p, struct wr_str factor)
{
    const PHYSICAL *x = wr_offsite_physical_of(p, factor);
    return x != NULL && x->negative;
}

const struct wr_offsite_mark_kind *wr_offsite_mark_kind_of(const struct wr_offsite_pack *p,
                                                           struct wr_str code)
{
    const MARK *m = p->marks.p;
    for (size_t i = 0; i < p->marks.n; i++)
        if (wr_str_eq(m[i].code, code))
            return &m[i];
    return NULL;
}
