/* What a visit policy says, in Chinese, for people who decide about it. */
#include "modules/visit/visit_policy.h"
#include "rules/words.h"

/** One description under way. */
struct speech {
    struct wr_arena *a;
    struct wr_buf *b;
    const struct wr_visit_policy *p;
};

static const char *zh(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return it ? it->zh : "";
}

static void begin(struct speech *s, struct wr_words_table *t, const char *const *heads, size_t n)
{
    wr_words_begin(t, s->a, heads, n);
}
#define BEGIN(s, t, ...)                                                                           \
    begin(s, t, (const char *const[]){__VA_ARGS__},                                                \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void number(struct speech *s, struct wr_words_table *t, int64_t n, const char *unit)
{
    wr_words_cell(t, wr_arena_printf(s->a, "%lld%s", (long long)n, unit));
}

static void cite(struct wr_words_table *t, struct wr_str citation, struct wr_str tag)
{
    wr_words_cell(t, wr_words_tag(tag));
    wr_words_cell(t, citation);
}

/** Add "name为“value”" to a list of conditions. */
static void condition(struct speech *s, struct wr_str *text, bool has, const char *name,
                      const struct wr_enum_item *items, int64_t value)
{
    if (has) {
        *text = wr_arena_printf(s->a, WR_FMT "%s%s为“%s”", WR_ARG(*text), text->n > 0 ? "，" : "",
                                name, zh(items, value));
    }
}

/** Names of the set bits, "、" between them; `all` for none. */
static struct wr_str names(struct speech *s, const struct wr_enum_item *items, uint32_t bits,
                           const char *none)
{
    struct wr_str text = WR_S("");
    for (const struct wr_enum_item *it = items; it->name; it++) {
        if ((bits & (1u << it->value)) != 0) {
            text =
                wr_arena_printf(s->a, WR_FMT "%s%s", WR_ARG(text), text.n > 0 ? "、" : "", it->zh);
        }
    }
    return text.n > 0 ? text : wr_str(none);
}

static void say_caps(struct speech *s)
{
    const struct wr_visit_cap_row *rows = s->p->caps.p;
    struct wr_words_table t;
    wr_buf_printf(s->b, "\n一、年度检查次数上限（自上而下，先符合者为准；达到上限时：%s）\n",
                  zh(wr_visit_effects, s->p->rule[WR_RULE_BLOCK_CAP]->effect));
    BEGIN(s, &t, "序", "适用企业", "每年上限", "性质", "依据");
    for (size_t i = 0; i < s->p->caps.n; i++) {
        const struct wr_visit_cap_row *c = &rows[i];
        struct wr_str who = WR_S("");
        condition(s, &who, c->has_risk, "风险", wr_risks, c->risk);
        condition(s, &who, c->has_class, "类别", wr_ent_classes, c->class);
        condition(s, &who, c->has_permit_class, "许可管理类别", wr_permit_classes, c->permit_class);
        condition(s, &who, c->has_credit_grade, "信用等级", wr_credit_grades, c->credit_grade);
        condition(s, &who, c->has_env_code, "环保码", wr_env_codes, c->env_code);
        number(s, &t, (int64_t)i + 1, "");
        wr_words_cell(&t, who.n > 0 ? who : WR_S("其余企业"));
        number(s, &t, c->cap, " 次");
        cite(&t, c->citation, c->tag);
    }
    wr_words_end(&t, s->b);
}

static struct wr_str which_visits(struct speech *s, const bool has[3], const int64_t value[3])
{
    struct wr_str text = WR_S("");
    condition(s, &text, has[0], "类型", wr_visit_kinds, value[0]);
    condition(s, &text, has[1], "类别", wr_insp_classes, value[1]);
    condition(s, &text, has[2], "来源", wr_visit_sources, value[2]);
    return text.n > 0 ? text : WR_S("其余入企");
}

static void say_counts(struct speech *s)
{
    const struct wr_visit_count_row *rows = s->p->counts.p;
    struct wr_words_table t;
    wr_buf_lit(s->b, "\n二、哪些入企计入年度次数（自上而下，先符合者为准）\n");
    BEGIN(s, &t, "序", "入企", "计入", "说明", "性质", "依据");
    for (size_t i = 0; i < s->p->counts.n; i++) {
        const struct wr_visit_count_row *c = &rows[i];
        number(s, &t, (int64_t)i + 1, "");
        wr_words_cell(&t, which_visits(s, (bool[]){c->has_kind, c->has_insp_class, c->has_source},
                                       (int64_t[]){c->kind, c->insp_class, c->source}));
        wr_words_cell(&t, c->counts ? WR_S("计入") : WR_S("不计入"));
        wr_words_cell(&t, c->text_zh);
        cite(&t, c->citation, c->tag);
    }
    wr_words_end(&t, s->b);
}

static void say_sources(struct speech *s)
{
    struct wr_words_table t;
    wr_buf_lit(s->b, "\n三、来源，及各来源须提供的依据\n");
    BEGIN(s, &t, "来源", "可用类别（第一个为默认）", "须填", "效果", "性质", "依据");
    for (int64_t i = 1; i < WR_SOURCE_END; i++) {
        const struct wr_visit_source_row *r = s->p->source[i];
        wr_words_cell(&t, wr_str(zh(wr_visit_sources, i)));
        uint32_t others = r->class_bits & ~(1u << r->default_class);
        struct wr_str rest = names(s, wr_insp_classes, others, "");
        wr_words_cell(&t,
                      wr_arena_printf(s->a, "%s%s" WR_FMT, zh(wr_insp_classes, r->default_class),
                                      rest.n > 0 ? "、" : "", WR_ARG(rest)));
        wr_words_cell(&t, r->has_evidence ? wr_arena_printf(s->a, WR_FMT "，如 " WR_FMT,
                                                            WR_ARG(r->evidence.label_zh),
                                                            WR_ARG(r->evidence.example))
                                          : WR_S("—"));
        wr_words_cell(&t,
                      wr_arena_printf(s->a, "%s%s%s",
                                      r->exception ? "例外：不受上限限制、不计入" : "受上限限制",
                                      r->routine ? "；正面清单企业不适用" : "",
                                      r->calendar_exempt ? "；不受日期限制" : ""));
        cite(&t, r->citation, r->tag);
    }
    wr_words_end(&t, s->b);
}

static void say_approvals(struct speech *s)
{
    const struct wr_visit_approval_row *rows = s->p->approvals.p;
    struct wr_words_table t;
    wr_buf_printf(s->b, "\n四、审批权限（自上而下，先符合者为准；未经批准时：%s）\n",
                  zh(wr_visit_effects, s->p->rule[WR_RULE_BLOCK_NO_APPROVAL]->effect));
    BEGIN(s, &t, "序", "入企", "审批", "批准人（任一）", "补办", "性质", "依据");
    for (size_t i = 0; i < s->p->approvals.n; i++) {
        const struct wr_visit_approval_row *a = &rows[i];
        number(s, &t, (int64_t)i + 1, "");
        wr_words_cell(&t, which_visits(s, (bool[]){a->has_kind, a->has_insp_class, a->has_source},
                                       (int64_t[]){a->kind, a->insp_class, a->source}));
        wr_words_cell(&t, a->required ? WR_S("须批准") : WR_S("不须"));
        wr_words_cell(&t, a->roles_zh.n > 0 ? a->roles_zh : WR_S("—"));
        if (a->afterfill_workdays > 0) {
            number(s, &t, a->afterfill_workdays, " 个工作日内");
        } else {
            wr_words_cell(&t, WR_S("—"));
        }
        cite(&t, a->citation, a->tag);
    }
    wr_words_end(&t, s->b);
}

static void say_notice(struct speech *s)
{
    wr_buf_printf(s->b, "\n五、事先通知\n  %s　［" WR_FMT "；" WR_FMT "］\n",
                  s->p->notice.required ? "检查须事先通知企业。" : "不要求事先通知。",
                  WR_ARG(wr_words_tag(s->p->notice.tag)), WR_ARG(s->p->notice.citation));
    if (s->p->notice.required) {
        struct wr_str free = names(s, wr_visit_sources, s->p->notice.exempt_bits, "没有");
        wr_buf_printf(s->b, "  可不事先通知（须写明理由）的来源：" WR_FMT "\n", WR_ARG(free));
    }
}

static void say_blackouts(struct speech *s)
{
    const struct wr_visit_blackout_row *rows = s->p->blackouts.p;
    const struct wr_visit_policy *p = s->p;
    struct wr_words_table t;
    wr_buf_printf(
        s->b, "\n六、检查日期和静默期\n  日常检查日期：每月 %lld 日至 %lld 日（日期之外：%s%s）\n",
        (long long)p->calendar.first_day, (long long)p->calendar.last_day,
        zh(wr_visit_effects, p->rule[WR_RULE_BLOCK_CALENDAR]->effect),
        p->calendar.exempt_state_owned ? "；国有企业不受限" : "");
    if (p->blackouts.n == 0) {
        wr_buf_lit(s->b, "  静默期：未设定\n");
        return;
    }
    wr_buf_printf(s->b, "  静默期内：%s\n",
                  zh(wr_visit_effects, p->rule[WR_RULE_BLOCK_BLACKOUT]->effect));
    BEGIN(s, &t, "静默期", "起", "止", "不安排的检查", "不受限的来源", "性质", "依据");
    for (size_t i = 0; i < p->blackouts.n; i++) {
        const struct wr_visit_blackout_row *r = &rows[i];
        wr_words_cell(&t, r->text_zh);
        wr_words_cell(&t, r->from.n == 5 ? wr_arena_printf(s->a, "每年 " WR_FMT, WR_ARG(r->from))
                                         : r->from);
        wr_words_cell(&t, r->to);
        wr_words_cell(&t, names(s, wr_insp_classes, r->class_bits, "各类检查"));
        wr_words_cell(&t, names(s, wr_visit_sources, r->exempt_bits, "没有"));
        cite(&t, r->citation, r->tag);
    }
    wr_words_end(&t, s->b);
}

static void say_numbers(struct speech *s)
{
    const struct wr_visit_policy *p = s->p;
    const struct {
        const char *what;
        int64_t n;
        const char *unit;
        enum wr_visit_rule rule;
    } rows[] = {
        {"检查人员（持有效执法证）不少于", p->officers.min_n, " 名", WR_RULE_BLOCK_CERT},
        {"重复检查提示线：每日", p->repeats.day_max, " 次", WR_RULE_WARN_REPEAT},
        {"重复检查提示线：每周", p->repeats.week_max, " 次", WR_RULE_WARN_REPEAT},
        {"重复检查提示线：每月", p->repeats.month_max, " 次", WR_RULE_WARN_REPEAT},
        {"低效检查：连续未发现问题", p->low_yield.visits_n, " 次", WR_RULE_BLOCK_LOW_YIELD},
        {"低效检查：回看", p->low_yield.days, " 日", WR_RULE_BLOCK_LOW_YIELD},
        {"综合查一次：合并期限", p->merge.days, " 日", WR_RULE_PROPOSE_MERGE},
        {"紧急情况：补办审批期限", p->emergency.afterfill_workdays, " 个工作日",
         WR_RULE_EMERGENCY_PATH},
        {"无码入企：备案期限", p->no_code.filing_workdays, " 个工作日", WR_RULE_NO_CODE},
    };
    struct wr_words_table t;
    wr_buf_lit(s->b, "\n七、数值和期限\n");
    BEGIN(s, &t, "项目", "数值", "效力", "性质", "依据");
    for (size_t i = 0; i < WR_ARRAY_LEN(rows); i++) {
        const struct wr_visit_rule_row *r = p->rule[rows[i].rule];
        wr_words_cell(&t, wr_str(rows[i].what));
        number(s, &t, rows[i].n, rows[i].unit);
        wr_words_cell(&t, wr_str(zh(wr_visit_effects, r->effect)));
        cite(&t, r->citation, r->tag);
    }
    wr_words_cell(&t, WR_S("企业未评价即办结"));
    number(s, &t, p->rating.days, " 日后");
    wr_words_cell(&t, WR_S("提示"));
    cite(&t, p->rating.citation, p->rating.tag);
    wr_words_cell(&t, WR_S("未签退视为超时"));
    number(s, &t, p->open.hours_max, " 小时后");
    wr_words_cell(&t, WR_S("提示"));
    cite(&t, p->open.citation, p->open.tag);
    wr_words_end(&t, s->b);
}

static void say_proof(struct speech *s)
{
    const struct wr_visit_proof_policy *p = &s->p->proof;
    const struct wr_visit_proof_weights *w = &p->weights;
    struct wr_arena *a = s->a;
    const struct {
        const char *what;
        int64_t weight;
        struct wr_str how;
    } rows[] = {
        {"信息牌签名", w->plate_signature,
         wr_arena_printf(a, "签名有效得满分；手工输入编号得 %lld%%；未扫码不得分",
                         (long long)p->plate_typed_bp / 100)},
        {"与信息牌的距离", w->distance,
         wr_arena_printf(a, "%lld 米以内得满分，%lld 米起不得分，其间递减",
                         (long long)p->distance_near_m, (long long)p->distance_far_m)},
        {"定位精度", w->accuracy,
         wr_arena_printf(a, "误差不超过 %lld 米得满分，超过的按比例扣减",
                         (long long)p->accuracy_poor_m)},
        {"两次入企间的速度", w->speed,
         wr_arena_printf(a, "每小时不超过 %lld 千米得满分，超过的按比例扣减",
                         (long long)p->speed_max_kmh)},
        {"手机时钟", w->clock,
         wr_arena_printf(a, "与服务器相差不超过 %lld 秒得满分，超过的按比例扣减",
                         (long long)p->skew_max_ms / 1000)},
        {"照片未曾用过", w->photo_new, WR_S("与别的入企相同的照片按比例扣减；没有照片不得分")},
        {"执法人员动态码", w->officer_code, WR_S("企业扫过得满分，没有扫不得分")},
        {"企业确认", w->enterprise_confirmed, WR_S("企业签字或评价得满分，没有不得分")},
    };
    struct wr_words_table t;
    wr_buf_printf(s->b,
                  "\n八、到场佐证的阈值和权重（总分低于 %lld%% 的列入监督清单；［" WR_FMT
                  "；" WR_FMT "］）\n",
                  (long long)p->score_low_bp / 100, WR_ARG(wr_words_tag(p->tag)),
                  WR_ARG(p->citation));
    BEGIN(s, &t, "佐证", "权重", "计分");
    for (size_t i = 0; i < WR_ARRAY_LEN(rows); i++) {
        wr_words_cell(&t, wr_str(rows[i].what));
        wr_words_cell(&t, wr_arena_printf(a, "%lld.%02lld%%", (long long)rows[i].weight / 100,
                                          (long long)rows[i].weight % 100));
        wr_words_cell(&t, rows[i].how);
    }
    wr_words_end(&t, s->b);
    wr_buf_lit(s->b, "  以上均为佐证，任何一项都不能单独证明到场；网页无法识别伪造的定位。\n");
}

/** A rule's text without the numbers of what fills it: "{0}" is shown as "…". */
static struct wr_str plain(struct speech *s, struct wr_str text)
{
    struct wr_str out = WR_S("");
    while (text.n > 0) {
        ptrdiff_t at = wr_str_find(text, WR_S("{"));
        bool hole = at >= 0 && (size_t)at + 2 < text.n && text.p[at + 2] == '}';
        size_t n = at < 0 ? text.n : (size_t)at;
        out = wr_arena_printf(s->a, WR_FMT WR_FMT "%s", WR_ARG(out), WR_ARG(wr_str_sub(text, 0, n)),
                              at < 0 ? "" : (hole ? "…" : "{"));
        text = wr_str_sub(text, at < 0 ? text.n : n + (hole ? 3 : 1), text.n);
    }
    return out;
}

static void say_rules(struct speech *s)
{
    struct wr_words_table t;
    wr_buf_lit(s->b, "\n九、判断规则（按顺序逐条判断，凡符合的全部列出，以最严者为结论）\n");
    BEGIN(s, &t, "序", "效力", "规则", "说明", "性质", "依据");
    for (size_t r = 0; r < WR_RULE_N; r++) {
        const struct wr_visit_rule_row *row = s->p->rule[r];
        number(s, &t, (int64_t)r + 1, "");
        wr_words_cell(&t, wr_str(zh(wr_visit_effects, row->effect)));
        wr_words_cell(&t, row->id);
        wr_words_cell(&t, plain(s, row->text_zh));
        cite(&t, row->citation, row->tag);
    }
    wr_words_end(&t, s->b);
}

void wr_visit_policy_describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    struct speech s = {.a = ctx->arena, .b = out, .p = pack->typed};
    say_caps(&s);
    say_counts(&s);
    say_sources(&s);
    say_approvals(&s);
    say_notice(&s);
    say_blackouts(&s);
    say_numbers(&s);
    say_proof(&s);
    say_rules(&s);
}
