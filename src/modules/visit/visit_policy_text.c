/* What a visit policy says, in Chinese, for people who decide about it. */
#include "modules/visit/visit_policy.h"

static const char *zh(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return it ? it->zh : "";
}

static void cite(struct wr_buf *b, struct wr_str citation, struct wr_str tag)
{
    wr_buf_printf(b, "　［" WR_FMT "%s" WR_FMT "］\n", WR_ARG(citation), citation.n > 0 ? "；" : "",
                  WR_ARG(tag));
}

static void condition(struct wr_buf *b, bool has, const char *name,
                      const struct wr_enum_item *items, int64_t value)
{
    if (has) {
        wr_buf_printf(b, "%s为“%s”", name, zh(items, value));
    }
}

static void describe_caps(struct wr_buf *b, const struct wr_visit_policy *p)
{
    const struct wr_visit_cap_row *rows = p->caps.p;
    wr_buf_printf(b, "\n一、年度检查次数上限（超过时%s）\n",
                  zh(wr_visit_effects, p->rule[WR_RULE_BLOCK_CAP]->effect));
    for (size_t i = 0; i < p->caps.n; i++) {
        const struct wr_visit_cap_row *c = &rows[i];
        wr_buf_printf(b, "  %zu. ", i + 1);
        condition(b, c->has_risk, "风险", wr_risks, c->risk);
        condition(b, c->has_class, "类别", wr_ent_classes, c->class);
        condition(b, c->has_permit_class, "许可管理类别", wr_permit_classes, c->permit_class);
        condition(b, c->has_credit_grade, "信用等级", wr_credit_grades, c->credit_grade);
        condition(b, c->has_env_code, "环保码", wr_env_codes, c->env_code);
        wr_buf_printf(b, "%s：每年 %lld 次", i + 1 == p->caps.n ? "其余企业" : "的企业",
                      (long long)c->cap);
        cite(b, c->citation, c->tag);
    }
}

static void describe_counts(struct wr_buf *b, const struct wr_visit_policy *p)
{
    const struct wr_visit_count_row *rows = p->counts.p;
    wr_buf_lit(b, "\n二、哪些入企计入次数（自上而下，先符合者为准）\n");
    for (size_t i = 0; i < p->counts.n; i++) {
        wr_buf_printf(b, "  %zu. " WR_FMT "%s", i + 1, WR_ARG(rows[i].text_zh),
                      rows[i].counts ? "（计入）" : "（不计入）");
        cite(b, rows[i].citation, rows[i].tag);
    }
}

static void describe_sources(struct wr_buf *b, const struct wr_visit_policy *p)
{
    wr_buf_lit(b, "\n三、来源\n");
    for (int64_t s = 1; s < WR_SOURCE_END; s++) {
        const struct wr_visit_source_row *r = p->source[s];
        wr_buf_printf(b, "  %lld. %s：默认按%s", (long long)s, zh(wr_visit_sources, s),
                      zh(wr_insp_classes, r->default_class));
        if (r->has_evidence) {
            wr_buf_printf(b, "；须填" WR_FMT "，如 " WR_FMT, WR_ARG(r->evidence.label_zh),
                          WR_ARG(r->evidence.example));
        }
        if (r->exception) {
            wr_buf_lit(b, "；例外，不受上限限制，不计入");
        }
        if (r->routine) {
            wr_buf_lit(b, "；正面清单企业不适用");
        }
        if (r->calendar_exempt) {
            wr_buf_lit(b, "；不受日期限制");
        }
        cite(b, r->citation, r->tag);
    }
}

static void describe_rules(struct wr_buf *b, const struct wr_visit_policy *p)
{
    wr_buf_lit(b, "\n四、判断规则（按顺序，全部列出，取最严者）\n");
    for (size_t r = 0; r < WR_RULE_N; r++) {
        const struct wr_visit_rule_row *row = p->rule[r];
        wr_buf_printf(b, "  %zu. %s　" WR_FMT "：" WR_FMT, r + 1, zh(wr_visit_effects, row->effect),
                      WR_ARG(row->id), WR_ARG(row->text_zh));
        cite(b, row->citation, row->tag);
    }
}

void wr_visit_policy_describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    (void)ctx;
    const struct wr_visit_policy *p = pack->typed;
    describe_caps(out, p);
    describe_counts(out, p);
    describe_sources(out, p);
    describe_rules(out, p);
    wr_buf_printf(out,
                  "\n五、数值\n  检查人员不少于 %lld 名持证；提示线：每日 %lld 次、每周 %lld "
                  "次、每月 %lld 次；"
                  "日常检查日期：每月 %lld 日至 %lld 日（%s）；低效检查：%lld 日内连续 %lld 次；"
                  "综合查一次：%lld 日内；紧急补办：%lld 个工作日\n",
                  (long long)p->officers.min_n, (long long)p->repeats.day_max,
                  (long long)p->repeats.week_max, (long long)p->repeats.month_max,
                  (long long)p->calendar.first_day, (long long)p->calendar.last_day,
                  zh(wr_visit_effects, p->rule[WR_RULE_BLOCK_CALENDAR]->effect),
                  (long long)p->low_yield.days, (long long)p->low_yield.visits_n,
                  (long long)p->merge.days, (long long)p->emergency.afterfill_workdays);
}
