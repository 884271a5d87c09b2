/* Worked examples of a visit policy: facts, and what the evaluation must make of them. */
#include "modules/visit/visit_rules.h"

#define HAS_I64(m, lo, hi, label) WR_I64_OPT(struct example_facts, m, lo, hi, label, #m)
#define OPT_ENUM(m, it, label)                                                                     \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT,                                         \
        .off = offsetof(struct example_facts, m),                                                  \
        .has_off = offsetof(struct example_facts, has_##m) + 1, .items = (it), .doc = #m,          \
        .zh = (label)                                                                              \
    }

static const struct wr_enum_item stages[] = {
    {"preview", WR_STAGE_PREVIEW, "入企前", "preview"},
    {"plan", WR_STAGE_PLAN, "审批", "application and approval"},
    {"check_in", WR_STAGE_CHECK_IN, "签到", "check-in"},
    {0},
};

struct example_facts {
    struct wr_str at;
    int64_t kind, source;
    bool has_insp_class, has_stage, has_plate, has_status, has_risk, has_class, has_permit_class,
        has_credit_grade;
    bool has_env_code, has_positive_state, has_officers_n, has_certified_n;
    int64_t insp_class, stage, plate, status, risk, class, permit_class, credit_grade, env_code,
        positive_state;
    struct wr_str evidence_ref, emergency_reason;
    bool state_owned;
    int64_t officers_n, certified_n;
    bool has_recused_n, has_used, has_day_n, has_week_n, has_month_n, has_low_yield_n, has_open_n;
    int64_t recused_n, used, day_n, week_n, month_n, low_yield_n, open_n;
    bool has_merge_n, has_approval, has_late_scan, override_approved, no_code;
    int64_t merge_n, approval, late_scan;
};

static const struct wr_field facts_fields[] = {
    WR_DATE(struct example_facts, at, "日期", "day the visit is judged at"),
    WR_ENUM(struct example_facts, kind, wr_visit_kinds, "类型", "kind"),
    WR_ENUM(struct example_facts, source, wr_visit_sources, "来源", "source"),
    OPT_ENUM(insp_class, wr_insp_classes, "检查类别"),
    OPT_ENUM(stage, stages, "环节"),
    OPT_ENUM(plate, wr_genuines, "信息牌"),
    OPT_ENUM(status, wr_ent_statuses, "状态"),
    OPT_ENUM(risk, wr_risks, "风险"),
    OPT_ENUM(class, wr_ent_classes, "类别"),
    OPT_ENUM(permit_class, wr_permit_classes, "许可管理类别"),
    OPT_ENUM(credit_grade, wr_credit_grades, "信用等级"),
    OPT_ENUM(env_code, wr_env_codes, "环保码"),
    OPT_ENUM(positive_state, wr_positive_states, "正面清单"),
    WR_TEXT_OPT(struct example_facts, evidence_ref, 0, 80, "依据编号", "evidence reference"),
    WR_TEXT_OPT(struct example_facts, emergency_reason, 0, 200, "紧急情形", "emergency reason"),
    WR_BOOL_OPT(struct example_facts, state_owned, "国企", "state-owned"),
    HAS_I64(officers_n, 0, 10, "人数"),
    HAS_I64(certified_n, 0, 10, "持证人数"),
    HAS_I64(recused_n, 0, 10, "回避人数"),
    HAS_I64(used, 0, 1000, "已计次数"),
    HAS_I64(day_n, 0, 1000, "今日次数"),
    HAS_I64(week_n, 0, 1000, "本周次数"),
    HAS_I64(month_n, 0, 1000, "本月次数"),
    HAS_I64(low_yield_n, 0, 1000, "连续未发现问题"),
    HAS_I64(open_n, 0, 1000, "进行中"),
    HAS_I64(merge_n, 0, 1000, "可合并的任务"),
    OPT_ENUM(approval, wr_approvals, "审批"),
    OPT_ENUM(late_scan, wr_late_scans, "补扫"),
    WR_BOOL_OPT(struct example_facts, override_approved, "理由已批准",
                "the reason to go again was approved"),
    WR_BOOL_OPT(struct example_facts, no_code, "无码", "without scanning"),
    {0},
};

struct example_expect {
    int64_t verdict;
    struct wr_list rules;
    bool has_counts_toward_cap, counts_toward_cap;
    struct wr_str next_allowed;
    bool has_cap;
    int64_t cap;
};

static const struct wr_field expect_fields[] = {
    WR_ENUM(struct example_expect, verdict, wr_visit_verdicts, "结论", "verdict"),
    WR_STRS_OPT(struct example_expect, rules, WR_VISIT_REASONS_MAX, "规则",
                "rules that fire, in order"),
    {.name = "counts_toward_cap",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(struct example_expect, counts_toward_cap),
     .has_off = offsetof(struct example_expect, has_counts_toward_cap) + 1,
     .doc = "counts toward the cap",
     .zh = "计入"},
    WR_DATE_OPT(struct example_expect, next_allowed, "下次可查", "first day allowed"),
    WR_I64_OPT(struct example_expect, cap, 0, 366, "上限", "cap"),
    {0},
};

struct example {
    struct wr_str name;
    struct example_facts facts;
    struct example_expect expect;
};

static const struct wr_field example_fields[] = {
    WR_TEXT(struct example, name, 1, 120, "算例", "name"),
    WR_OBJ(struct example, facts, facts_fields, "事实", "facts"),
    WR_OBJ(struct example, expect, expect_fields, "应得", "what must come out"),
    {0},
};

static struct wr_visit_facts facts_of(const struct example_facts *e)
{
    struct wr_visit_facts f = {
        .kind = e->kind,
        .insp_class = e->insp_class,
        .source = e->source,
        .evidence_ref = e->evidence_ref,
        .emergency_reason = e->emergency_reason,
        .stage = e->has_stage ? (enum wr_visit_stage)e->stage : WR_STAGE_CHECK_IN,
        .has_plate = e->has_plate,
        .genuine = e->plate,
        .status = e->has_status ? e->status : WR_ENT_ACTIVE,
        .class = e->has_class ? e->class : WR_CLASS_GENERAL,
        .permit_class = e->has_permit_class ? e->permit_class : WR_PERMIT_CLASS_NONE,
        .risk = e->has_risk ? e->risk : WR_RISK_ORDINARY,
        .credit_grade = e->has_credit_grade ? e->credit_grade : WR_CREDIT_NONE,
        .env_code = e->has_env_code ? e->env_code : WR_ENV_NONE,
        .positive_state = e->has_positive_state ? e->positive_state : WR_POSITIVE_NONE,
        .state_owned = e->state_owned,
        .officers_n = e->has_officers_n ? e->officers_n : 2,
        .certified_n = e->has_certified_n ? e->certified_n : 2,
        .recused_n = e->recused_n,
        .used = e->used,
        .day_n = e->day_n,
        .week_n = e->week_n,
        .month_n = e->month_n,
        .low_yield_n = e->low_yield_n,
        .open_n = e->open_n,
        .merge_n = e->merge_n,
        .approval = e->has_approval ? e->approval : WR_APPROVAL_GIVEN,
        .late_scan = e->late_scan,
        .override_approved = e->override_approved,
        .no_code = e->no_code,
    };
    return f;
}

static bool same_rules(const struct wr_visit_verdict *v, const struct wr_list *wanted)
{
    const struct wr_visit_reason *r = v->reasons.p;
    const struct wr_str *w = wanted->p;
    for (size_t i = 0; i < v->reasons.n && i < wanted->n; i++) {
        if (!wr_str_eq(r[i].rule, w[i])) {
            return false;
        }
    }
    return v->reasons.n == wanted->n;
}

static struct wr_str what_came(struct wr_ctx *ctx, const struct wr_visit_verdict *v)
{
    struct wr_str s = wr_arena_printf(
        ctx->arena, "%s, counts=%s, cap=%lld, next=" WR_FMT ", rules:",
        wr_enum_item(wr_visit_verdicts, v->verdict)->name, v->counts_toward_cap ? "true" : "false",
        (long long)v->cap, WR_ARG(v->next_allowed.n ? v->next_allowed : WR_S("-")));
    const struct wr_visit_reason *r = v->reasons.p;
    for (size_t i = 0; i < v->reasons.n; i++) {
        s = wr_arena_printf(ctx->arena, WR_FMT " " WR_FMT, WR_ARG(s), WR_ARG(r[i].rule));
    }
    return s;
}

static int judge(struct wr_ctx *ctx, const struct wr_pack *p, const struct wr_json *example,
                 struct wr_str path, struct example *e, struct wr_visit_verdict *ret)
{
    struct wr_date day;
    int rc = wr_json_into(ctx, example, path, example_fields, e, sizeof(*e));
    if (rc < 0) {
        return rc;
    }
    if (!wr_date_parse(e->facts.at, &day)) {
        return wr_fail(ctx, WR_K_rules_example, e->facts.at);
    }
    const struct wr_visit_facts f = facts_of(&e->facts);
    return wr_visit_rules_judge(ctx->arena, p->typed, &f, wr_date_to_ms(day) + WR_DAY_MS / 2,
                                WR_LANG_ZH, ret);
}

int wr_visit_policy_judge_example(struct wr_ctx *ctx, const struct wr_pack *p,
                                  const struct wr_json *example, struct wr_str path,
                                  struct wr_visit_verdict *ret)
{
    struct example e;
    return judge(ctx, p, example, path, &e, ret);
}

int wr_visit_policy_run_example(struct wr_ctx *ctx, const struct wr_pack *p,
                                const struct wr_json *example, struct wr_str path,
                                struct wr_str *ret_diff)
{
    struct example e;
    struct wr_visit_verdict v;
    int rc = judge(ctx, p, example, path, &e, &v);
    if (rc < 0) {
        return rc;
    }
    bool same =
        v.verdict == e.expect.verdict && same_rules(&v, &e.expect.rules) &&
        (!e.expect.has_counts_toward_cap || e.expect.counts_toward_cap == v.counts_toward_cap) &&
        wr_str_eq(v.next_allowed, e.expect.next_allowed) &&
        (!e.expect.has_cap || e.expect.cap == v.cap);
    *ret_diff = same ? (struct wr_str){NULL, 0} : what_came(ctx, &v);
    return 0;
}
