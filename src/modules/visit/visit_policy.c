#include "modules/visit/visit_policy.h"

#include "base/calendar.h"

#define ENUM_HAS(st, m, it, label, text)                                                           \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .items = (it), .doc = (text), .zh = (label)          \
    }

static const char *const rule_ids[WR_RULE_N] = {
    [WR_RULE_BLOCK_PLATE] = "BLOCK_PLATE",
    [WR_RULE_PLATE_TYPED] = "PLATE_TYPED",
    [WR_RULE_BLOCK_STATUS] = "BLOCK_STATUS",
    [WR_RULE_WARN_STATUS] = "WARN_STATUS",
    [WR_RULE_BLOCK_CERT] = "BLOCK_CERT",
    [WR_RULE_NEED_OFFICERS] = "NEED_OFFICERS",
    [WR_RULE_BLOCK_RECUSAL] = "BLOCK_RECUSAL",
    [WR_RULE_BLOCK_CLASS] = "BLOCK_CLASS",
    [WR_RULE_EXEMPT_POSITIVE] = "EXEMPT_POSITIVE",
    [WR_RULE_BLOCK_CALENDAR] = "BLOCK_CALENDAR",
    [WR_RULE_BLOCK_CAP] = "BLOCK_CAP",
    [WR_RULE_BLOCK_EVIDENCE] = "BLOCK_EVIDENCE",
    [WR_RULE_BLOCK_EMERGENCY] = "BLOCK_EMERGENCY",
    [WR_RULE_ALLOW_EXCEPTION] = "ALLOW_EXCEPTION",
    [WR_RULE_EMERGENCY_PATH] = "EMERGENCY_PATH",
    [WR_RULE_BLOCK_LOW_YIELD] = "BLOCK_LOW_YIELD",
    [WR_RULE_WARN_REPEAT] = "WARN_REPEAT",
    [WR_RULE_PROPOSE_MERGE] = "PROPOSE_MERGE",
    [WR_RULE_COUNT_RULE] = "COUNT_RULE",
    [WR_RULE_HELP_ONLY] = "HELP_ONLY",
    [WR_RULE_ALLOW] = "ALLOW",
};

/* ---- the body, declared ------------------------------------------------------------------------- */

static const struct wr_field rule_row_fields[] = {
    WR_STR(struct wr_visit_rule_row, id, 3, 40, "规则", "rule"),
    WR_ENUM(struct wr_visit_rule_row, effect, wr_visit_effects, "效力",
            "what follows when it fires"),
    WR_TEXT(struct wr_visit_rule_row, text_zh, 1, 300, "说明", "text, Chinese"),
    WR_TEXT(struct wr_visit_rule_row, text_en, 1, 300, "英文说明", "text, English"),
    WR_TEXT(struct wr_visit_rule_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_rule_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field cap_row_fields[] = {
    ENUM_HAS(struct wr_visit_cap_row, risk, wr_risks, "风险", "only enterprises of this risk"),
    ENUM_HAS(struct wr_visit_cap_row, class, wr_ent_classes, "类别",
             "only enterprises of this class"),
    ENUM_HAS(struct wr_visit_cap_row, permit_class, wr_permit_classes, "许可管理类别",
             "only this permit class"),
    ENUM_HAS(struct wr_visit_cap_row, credit_grade, wr_credit_grades, "信用等级",
             "only this credit grade"),
    ENUM_HAS(struct wr_visit_cap_row, env_code, wr_env_codes, "环保码", "only this colour"),
    WR_I64(struct wr_visit_cap_row, cap, 0, 366, "年度上限", "counted inspections a year"),
    WR_TEXT(struct wr_visit_cap_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_cap_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field count_row_fields[] = {
    ENUM_HAS(struct wr_visit_count_row, kind, wr_visit_kinds, "入企类型",
             "only visits of this kind"),
    ENUM_HAS(struct wr_visit_count_row, insp_class, wr_insp_classes, "检查类别", "only this class"),
    ENUM_HAS(struct wr_visit_count_row, source, wr_visit_sources, "来源", "only this source"),
    WR_BOOL(struct wr_visit_count_row, counts, "计入", "counts toward the cap"),
    WR_TEXT(struct wr_visit_count_row, text_zh, 1, 300, "说明", "text, Chinese"),
    WR_TEXT(struct wr_visit_count_row, text_en, 1, 300, "英文说明", "text, English"),
    WR_TEXT(struct wr_visit_count_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_count_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

static const struct wr_field evidence_fields[] = {
    WR_TEXT(struct wr_visit_evidence, label_zh, 1, 60, "名称", "what is asked for, Chinese"),
    WR_TEXT(struct wr_visit_evidence, label_en, 1, 60, "英文名称", "what is asked for, English"),
    WR_TEXT(struct wr_visit_evidence, example, 1, 60, "示例", "example"),
    WR_I64(struct wr_visit_evidence, chars_min, 1, 40, "最少字数", "shortest reference accepted"),
    WR_BOOL(struct wr_visit_evidence, digit, "须含数字", "must hold a digit"),
    {0},
};

static const struct wr_field source_row_fields[] = {
    WR_ENUM(struct wr_visit_source_row, source, wr_visit_sources, "来源", "source"),
    WR_ENUM(struct wr_visit_source_row, default_class, wr_insp_classes, "默认类别",
            "class when none is given"),
    WR_STRS_OPT(struct wr_visit_source_row, classes, 4, "可用类别", "classes that go with it"),
    WR_BOOL(struct wr_visit_source_row, routine, "常规来源", "spared for the positive list"),
    WR_BOOL(struct wr_visit_source_row, exception, "例外",
            "with evidence neither counted nor capped"),
    WR_BOOL(struct wr_visit_source_row, calendar_exempt, "不受日期限制",
            "not bound to days of the month"),
    WR_OBJ_OPT(struct wr_visit_source_row, evidence, evidence_fields, "依据编号",
               "reference that must be given"),
    WR_TEXT(struct wr_visit_source_row, citation, 0, 300, "依据", "where it is written"),
    WR_STR(struct wr_visit_source_row, tag, 3, 20, "性质", "law, news, proposal or unverified"),
    {0},
};

#define PART(part, m, lo, hi, label, text)                                                         \
    {                                                                                              \
        .name = #m, .type = WR_F_I64,                                                              \
        .off = offsetof(struct wr_visit_policy, part.m) - offsetof(struct wr_visit_policy, part),  \
        .min = (lo), .max = (hi), .doc = (text), .zh = (label)                                     \
    }

static const struct wr_field officers_fields[] = {
    PART(officers, min_n, 1, 5, "人数", "certified officers an inspection needs"),
    {0},
};
static const struct wr_field repeats_fields[] = {
    PART(repeats, day_max, 1, 100, "每日", "inspections a day without a warning"),
    PART(repeats, week_max, 1, 100, "每周", "a week, Monday to Sunday"),
    PART(repeats, month_max, 1, 100, "每月", "a calendar month"),
    {0},
};
static const struct wr_field calendar_fields[] = {
    PART(calendar, first_day, 1, 28, "起", "first day of the month on which daily checks are made"),
    PART(calendar, last_day, 1, 31, "止", "last day of the month"),
    {.name = "exempt_state_owned",
     .type = WR_F_BOOL,
     .off = offsetof(struct wr_visit_policy, calendar.exempt_state_owned) -
            offsetof(struct wr_visit_policy, calendar),
     .doc = "state-owned enterprises are not bound",
     .zh = "国企除外"},
    {0},
};
static const struct wr_field low_yield_fields[] = {
    PART(low_yield, visits_n, 2, 20, "次数", "inspections in a row without a finding"),
    PART(low_yield, days, 1, 1100, "天数", "looked back"),
    {0},
};
static const struct wr_field merge_fields[] = {
    PART(merge, days, 1, 92, "天数", "how long an open visit is looked for"),
    {0},
};
static const struct wr_field emergency_fields[] = {
    PART(emergency, afterfill_workdays, 1, 30, "工作日", "to complete the formalities"),
    {0},
};

#define SECTION(m, table, label, text) WR_OBJ(struct wr_visit_policy, m, table, label, text)

static const struct wr_field body_fields[] = {
    WR_LIST(struct wr_visit_policy, rules, WR_RULE_N, WR_RULE_N, rule_row_fields,
            struct wr_visit_rule_row, "规则", "all rules"),
    WR_LIST(struct wr_visit_policy, caps, 1, 40, cap_row_fields, struct wr_visit_cap_row,
            "年度上限", "caps, first fit"),
    WR_LIST(struct wr_visit_policy, counts, 1, 80, count_row_fields, struct wr_visit_count_row,
            "计数", "what counts, first fit"),
    WR_LIST(struct wr_visit_policy, sources, WR_SOURCE_END - 1, WR_SOURCE_END - 1,
            source_row_fields, struct wr_visit_source_row, "来源", "each source"),
    SECTION(officers, officers_fields, "人员", "officers"),
    SECTION(repeats, repeats_fields, "频次提示", "repeats"),
    SECTION(calendar, calendar_fields, "检查日期", "days of the month"),
    SECTION(low_yield, low_yield_fields, "低效检查", "low yield"),
    SECTION(merge, merge_fields, "综合查一次", "combined checks"),
    SECTION(emergency, emergency_fields, "紧急情况", "emergencies"),
    {0},
};

/* ---- checks beyond the field tables ------------------------------------------------------------- */

static const struct wr_str NO_VALUE = {NULL, 0};

static void check_tag(struct wr_ctx *ctx, const char *list, size_t i, struct wr_str tag)
{
    static const char *const tags[] = {"law", "news", "proposal", "unverified", "computed"};
    for (size_t t = 0; t < WR_ARRAY_LEN(tags); t++) {
        if (wr_str_eq(tag, wr_str(tags[t]))) {
            return;
        }
    }
    wr_fault(ctx, wr_arena_printf(ctx->arena, "body.%s[%zu].tag", list, i), WR_K_rules_value, tag,
             WR_S("law, news, proposal, unverified, computed"));
}

static void index_rules(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    const struct wr_visit_rule_row *rows = p->rules.p;
    for (size_t i = 0; i < p->rules.n; i++) {
        size_t r = 0;
        while (r < WR_RULE_N && !wr_str_eq(rows[i].id, wr_str(rule_ids[r]))) {
            r++;
        }
        check_tag(ctx, "rules", i, rows[i].tag);
        if (r == WR_RULE_N || p->rule[r]) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.rules[%zu].id", i),
                     r == WR_RULE_N ? WR_K_rules_value : WR_K_rules_row_twice, rows[i].id,
                     rows[i].id);
        } else {
            p->rule[r] = &rows[i];
        }
    }
    for (size_t r = 0; r < WR_RULE_N; r++) {
        if (!p->rule[r]) {
            wr_fault(ctx, WR_S("body.rules"), WR_K_rules_row, NO_VALUE, wr_str(rule_ids[r]));
        }
    }
}

static void read_classes(struct wr_ctx *ctx, struct wr_visit_source_row *s, size_t i)
{
    const struct wr_str *names = s->classes.p;
    for (size_t c = 0; c < s->classes.n; c++) {
        int64_t v = wr_enum_value(wr_insp_classes, names[c]);
        if (v < 0) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.sources[%zu].classes[%zu]", i, c),
                     WR_K_rules_value, names[c], WR_S("daily, special, case, immediate"));
        } else {
            s->class_bits |= 1u << v;
        }
    }
    if ((s->class_bits & (1u << s->default_class)) == 0) {
        wr_fault(ctx, wr_arena_printf(ctx->arena, "body.sources[%zu].default_class", i),
                 WR_K_rules_value, NO_VALUE, WR_S("must be one of classes"));
    }
}

static void index_sources(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    struct wr_visit_source_row *rows = p->sources.p;
    for (size_t i = 0; i < p->sources.n; i++) {
        check_tag(ctx, "sources", i, rows[i].tag);
        read_classes(ctx, &rows[i], i);
        if (p->source[rows[i].source]) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.sources[%zu].source", i),
                     WR_K_rules_row_twice, NO_VALUE,
                     wr_str(wr_enum_item(wr_visit_sources, rows[i].source)->name));
        }
        p->source[rows[i].source] = &rows[i];
    }
}

static bool is_for_all(const struct wr_visit_cap_row *c)
{
    return !c->has_risk && !c->has_class && !c->has_permit_class && !c->has_credit_grade &&
           !c->has_env_code;
}

static void check_caps(struct wr_ctx *ctx, const struct wr_visit_policy *p)
{
    const struct wr_visit_cap_row *rows = p->caps.p;
    for (size_t i = 0; i < p->caps.n; i++) {
        check_tag(ctx, "caps", i, rows[i].tag);
        if (is_for_all(&rows[i]) != (i + 1 == p->caps.n)) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.caps[%zu]", i), WR_K_rules_value,
                     NO_VALUE, WR_S("the last row, and only it, has no condition"));
        }
    }
}

static void require_count(struct wr_ctx *ctx, const struct wr_visit_policy *p, int64_t kind,
                          int64_t insp_class)
{
    const struct wr_enum_item *c = wr_enum_item(wr_insp_classes, insp_class);
    for (const struct wr_enum_item *s = wr_visit_sources; s->name; s++) {
        if (!wr_visit_policy_count(p, kind, insp_class, s->value)) {
            wr_fault(ctx, WR_S("body.counts"), WR_K_rules_row, NO_VALUE,
                     wr_arena_printf(ctx->arena, "%s/%s/%s",
                                     wr_enum_item(wr_visit_kinds, kind)->name, c ? c->name : "-",
                                     s->name));
        }
    }
}

/** Every combination that can be asked for must have its row. */
static void check_counts(struct wr_ctx *ctx, const struct wr_visit_policy *p)
{
    const struct wr_visit_count_row *rows = p->counts.p;
    for (size_t i = 0; i < p->counts.n; i++) {
        check_tag(ctx, "counts", i, rows[i].tag);
    }
    require_count(ctx, p, WR_VISIT_HELP, WR_INSP_NONE);
    require_count(ctx, p, WR_VISIT_OTHER, WR_INSP_NONE);
    for (const struct wr_enum_item *c = wr_insp_classes; c->name; c++) {
        require_count(ctx, p, WR_VISIT_INSPECTION, c->value);
    }
}

static int parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct wr_visit_policy *p = wr_arena_new(ctx->arena, struct wr_visit_policy);
    if (!p) {
        return wr_fail(ctx, WR_K_memory);
    }
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), body_fields, p, sizeof(*p));
    if (rc < 0) {
        return rc;
    }
    index_rules(ctx, p);
    index_sources(ctx, p);
    check_caps(ctx, p);
    check_counts(ctx, p);
    if (p->calendar.last_day < p->calendar.first_day) {
        wr_fault(ctx, WR_S("body.calendar.last_day"), WR_K_rules_value, NO_VALUE,
                 WR_S("not before first_day"));
    }
    p->id = pack->id;
    p->version = pack->version;
    p->status = pack->status;
    rc = wr_faults_end(ctx);
    if (rc == 0) {
        *ret_typed = p;
    }
    return rc;
}

const struct wr_pack_kind wr_visit_policy_kind = {
    .kind = WR_VISIT_POLICY_KIND,
    .parse = parse,
    .run_example = wr_visit_policy_run_example,
    .describe = wr_visit_policy_describe,
};

/* ---- look-ups ----------------------------------------------------------------------------------- */

static bool fits(bool has, int64_t wanted, int64_t given)
{
    return !has || wanted == given;
}

const struct wr_visit_cap_row *wr_visit_policy_cap(const struct wr_visit_policy *p, int64_t risk,
                                                   int64_t class, int64_t permit_class,
                                                   int64_t credit_grade, int64_t env_code)
{
    const struct wr_visit_cap_row *rows = p->caps.p;
    for (size_t i = 0; i < p->caps.n; i++) {
        const struct wr_visit_cap_row *c = &rows[i];
        if (fits(c->has_risk, c->risk, risk) && fits(c->has_class, c->class, class) &&
            fits(c->has_permit_class, c->permit_class, permit_class) &&
            fits(c->has_credit_grade, c->credit_grade, credit_grade) &&
            fits(c->has_env_code, c->env_code, env_code)) {
            return c;
        }
    }
    return NULL;
}

const struct wr_visit_count_row *wr_visit_policy_count(const struct wr_visit_policy *p,
                                                       int64_t kind, int64_t insp_class,
                                                       int64_t source)
{
    const struct wr_visit_count_row *rows = p->counts.p;
    for (size_t i = 0; i < p->counts.n; i++) {
        const struct wr_visit_count_row *c = &rows[i];
        if (fits(c->has_kind, c->kind, kind) &&
            fits(c->has_insp_class, c->insp_class, insp_class) &&
            fits(c->has_source, c->source, source)) {
            return c;
        }
    }
    return NULL;
}

int wr_visit_policy_on(struct wr_ctx *ctx, int64_t at_ms, const struct wr_visit_policy **ret)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *p =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_VISIT_POLICY_KIND), wr_str(day)) : NULL;
    if (!p || !p->typed) {
        return wr_fail(ctx, WR_K_visit_no_policy, wr_arena_dup(ctx->arena, wr_str(day)));
    }
    *ret = p->typed;
    return 0;
}
