/* What a penalty pack says, as the tables a lawyer reads. */
#include "modules/penalty/penalty_case.h"
#include "rules/words.h"

struct speech {
    struct wr_ctx *ctx;
    struct wr_arena *a;
    struct wr_buf *b;
    const struct wr_pen_pack *p;
};

static const char *zh(const struct wr_enum_item *items, int64_t v)
{
    const struct wr_enum_item *it = wr_enum_item(items, v);
    return it ? it->zh : "";
}

static struct wr_str money(const struct speech *s, int64_t fen)
{
    return wr_pen_yuan(s->a, fen, true);
}

/** Statutory range: amounts, or shares of the amount it is computed from. */
static struct wr_str range(const struct speech *s, const struct wr_pen_column *k)
{
    struct wr_str lo = k->has_min_bp    ? wr_pen_percent(s->a, k->min_bp)
                       : k->has_min_fen ? money(s, k->min_fen)
                                        : WR_S("不设");
    struct wr_str hi = k->has_max_bp    ? wr_pen_percent(s->a, k->max_bp)
                       : k->has_max_fen ? money(s, k->max_fen)
                                        : WR_S("不设");

    return wr_arena_printf(s->a, WR_FMT " 至 " WR_FMT, WR_ARG(lo), WR_ARG(hi));
}

static struct wr_str base(const struct speech *s, const struct wr_pen_column *k)
{
    if (k->amount_fact < 0)
        return k->base_kind ? money(s, k->base_fen) : WR_S("—");
    return wr_arena_printf(s->a, WR_FMT "×" WR_FMT, WR_ARG(wr_pen_fact_zh(s->p, k->amount_fact)),
                           WR_ARG(wr_pen_percent(s->a, k->ratio_bp)));
}

static void say_columns(struct speech *s, const struct wr_pen_table *t)
{
    static const char *const heads[] = {"栏",       "起点",     "基数", "法定幅度",
                                        "合计下限", "合计上限", "性质", "依据"};
    const struct wr_pen_column *k = t->columns.p;
    struct wr_words_table w;

    wr_words_begin(&w, s->a, heads, WR_ARRAY_LEN(heads));
    for (size_t i = 0; i < t->columns.n; i++) {
        wr_words_cell(&w, k[i].zh.n ? wr_arena_printf(s->a, WR_FMT "［" WR_FMT "］",
                                                      WR_ARG(k[i].zh), WR_ARG(k[i].key))
                                    : WR_S("—"));
        wr_words_cell(&w, t->method == WR_PEN_WEIGHT_SUM ? wr_pen_percent(s->a, k[i].start_bp)
                                                         : WR_S("—"));
        wr_words_cell(&w, base(s, &k[i]));
        wr_words_cell(&w, range(s, &k[i]));
        wr_words_cell(&w, k[i].has_floor_bp ? wr_pen_percent(s->a, k[i].floor_bp) : WR_S("—"));
        wr_words_cell(&w, k[i].has_cap_bp ? wr_pen_percent(s->a, k[i].cap_bp) : WR_S("—"));
        wr_words_cell(&w, wr_words_tag(k[i].tag));
        wr_words_cell(&w, k[i].citation);
    }
    wr_words_end(&w, s->b);
}

/** How the value is given in a case: code of an option, or interval. */
static struct wr_str how(const struct speech *s, const struct wr_pen_level *l)
{
    const struct wr_str *when = l->when.p;
    struct wr_str text = l->option;

    for (size_t i = 0; i < l->when.n; i++)
        text = wr_arena_printf(s->a, WR_FMT "%s" WR_FMT, WR_ARG(text), text.n ? " " : "",
                               WR_ARG(when[i]));
    return text;
}

static void say_levels(struct speech *s, const struct wr_pen_table *t)
{
    static const char *const sums[] = {"因素［代码］", "档", "取值", "权重", "性质", "依据"};
    static const char *const grades[] = {"因素［代码］", "档", "取值", "等级", "性质", "依据"};
    static const char *const bands[] = {"因素［代码］", "档", "取值", "—", "性质", "依据"};
    const struct wr_pen_factor *f = t->factors.p;
    struct wr_words_table w;

    wr_words_begin(&w, s->a,
                   t->method == WR_PEN_WEIGHT_SUM ? sums
                   : t->method == WR_PEN_GRADE    ? grades
                                                  : bands,
                   6);
    for (size_t i = 0; i < t->factors.n; i++) {
        const struct wr_pen_level *l = f[i].levels.p;
        for (size_t k = 0; k < f[i].levels.n; k++) {
            wr_words_cell(&w, k > 0 ? WR_S("")
                                    : wr_arena_printf(s->a, WR_FMT "［" WR_FMT "］" WR_FMT "%s",
                                                      WR_ARG(f[i].zh), WR_ARG(f[i].key),
                                                      WR_ARG(f[i].unit),
                                                      f[i].primary ? "（首要）" : ""));
            wr_words_cell(&w, l[k].reading.n
                                  ? wr_arena_printf(s->a, WR_FMT "（" WR_FMT "）", WR_ARG(l[k].zh),
                                                    WR_ARG(l[k].reading))
                                  : l[k].zh);
            wr_words_cell(&w, how(s, &l[k]));
            wr_words_cell(&w, l[k].has_bp ? wr_pen_percent(s->a, l[k].bp)
                              : l[k].has_grade
                                  ? wr_arena_printf(s->a, "%lld", (long long)l[k].grade)
                                  : WR_S("—"));
            wr_words_cell(&w, wr_words_tag(l[k].tag));
            wr_words_cell(&w, l[k].citation);
        }
        if (f[i].gap_note.n > 0) {
            wr_words_cell(&w, WR_S(""));
            wr_words_cell(&w, f[i].gap_note);
            for (int k = 0; k < 4; k++)
                wr_words_cell(&w, WR_S("—"));
        }
    }
    wr_words_end(&w, s->b);
}

static void say_rows(struct speech *s, const struct wr_pen_table *t)
{
    static const char *const heads[] = {"情形", "罚款幅度", "性质", "依据"};
    const struct wr_pen_row *r = t->rows.p;
    struct wr_words_table w;

    wr_words_begin(&w, s->a, heads, WR_ARRAY_LEN(heads));
    for (size_t i = 0; i < t->rows.n; i++) {
        struct wr_str amount;
        if (r[i].has_lo_fen && r[i].has_hi_fen && r[i].lo_fen == r[i].hi_fen)
            amount = wr_arena_printf(s->a, WR_FMT "（定额）", WR_ARG(money(s, r[i].lo_fen)));
        else
            amount =
                wr_arena_printf(s->a, WR_FMT " 至 " WR_FMT,
                                WR_ARG(r[i].has_lo_fen ? money(s, r[i].lo_fen) : WR_S("不设")),
                                WR_ARG(r[i].has_hi_fen ? money(s, r[i].hi_fen) : WR_S("不设")));
        wr_words_cell(&w, r[i].zh.n ? r[i].zh : WR_S("—"));
        wr_words_cell(&w, amount);
        wr_words_cell(&w, wr_words_tag(r[i].tag));
        wr_words_cell(&w, r[i].citation);
    }
    wr_words_end(&w, s->b);
}

static void say_table(struct speech *s, const struct wr_pen_table *t)
{
    wr_buf_printf(s->b,
                  "\n表 " WR_FMT "　" WR_FMT "（%s）\n  违反：" WR_FMT "　处罚依据：" WR_FMT "\n",
                  WR_ARG(t->id), WR_ARG(t->zh), zh(wr_pen_methods, t->method), WR_ARG(t->violates),
                  WR_ARG(t->liability));
    if (t->note_zh.n > 0)
        wr_buf_printf(s->b, "  说明：" WR_FMT "\n", WR_ARG(t->note_zh));
    say_columns(s, t);
    if (t->factors_of.n > 0)
        wr_buf_printf(s->b, "  因素和权重同表 " WR_FMT "\n", WR_ARG(t->factors_of));
    else
        say_levels(s, t);
    say_rows(s, t);
}

static struct wr_str conditions(const struct speech *s, const struct wr_pen_clause *k)
{
    const struct wr_str *when = k->when.p, *unless = k->unless.p;
    struct wr_str text = WR_S("");

    for (size_t i = 0; i < k->when.n; i++)
        text = wr_arena_printf(s->a, WR_FMT "%s" WR_FMT, WR_ARG(text), i ? " 或 " : "",
                               WR_ARG(when[i]));
    for (size_t i = 0; i < k->unless.n; i++)
        text = wr_arena_printf(s->a, WR_FMT "%s" WR_FMT, WR_ARG(text), i ? "、" : "；除外：",
                               WR_ARG(unless[i]));
    return text;
}

static void say_clauses(struct speech *s)
{
    static const char *const heads[] = {"编号", "情形", "违反", "效果", "条件（& 为并且）",
                                        "性质", "依据"};
    const struct wr_pen_clause *k = s->p->clauses.p;
    struct wr_words_table w;

    if (s->p->clauses.n == 0)
        return;
    wr_buf_lit(s->b, "\n不予处罚、从轻或者减轻的情形\n");
    wr_words_begin(&w, s->a, heads, WR_ARRAY_LEN(heads));
    for (size_t i = 0; i < s->p->clauses.n; i++) {
        wr_words_cell(&w, k[i].id);
        wr_words_cell(&w, k[i].slot ? wr_arena_printf(s->a, "（待填）" WR_FMT, WR_ARG(k[i].zh))
                                    : k[i].zh);
        wr_words_cell(&w, k[i].basis.n ? k[i].basis : WR_S("—"));
        wr_words_cell(&w, wr_arena_printf(s->a, "%s%s%s", zh(wr_pen_strengths, k[i].strength),
                                          zh(wr_pen_effects, k[i].effect),
                                          k[i].guidance ? "，并行政指导" : ""));
        wr_words_cell(&w, k[i].slot ? WR_S("不适用，直至填写") : conditions(s, &k[i]));
        wr_words_cell(&w, wr_words_tag(k[i].tag));
        wr_words_cell(&w, k[i].citation);
    }
    wr_words_end(&w, s->b);
}

static void say_clocks(struct speech *s)
{
    static const char *const heads[] = {"编号", "期限", "起算", "完成", "天数", "性质", "依据"};
    const struct wr_pen_clock *k = s->p->clocks.p;
    struct wr_words_table w;

    if (s->p->clocks.n == 0)
        return;
    wr_buf_lit(s->b, "\n程序期限\n");
    wr_words_begin(&w, s->a, heads, WR_ARRAY_LEN(heads));
    for (size_t i = 0; i < s->p->clocks.n; i++) {
        wr_words_cell(&w, k[i].id);
        wr_words_cell(&w, k[i].zh);
        wr_words_cell(&w, k[i].from);
        wr_words_cell(&w, k[i].to);
        wr_words_cell(&w,
                      wr_arena_printf(s->a, "%lld%s", (long long)k[i].days,
                                      wr_str_eq(k[i].unit, WR_S("workday")) ? " 个工作日" : " 日"));
        wr_words_cell(&w, wr_words_tag(k[i].tag));
        wr_words_cell(&w, k[i].citation);
    }
    wr_words_end(&w, s->b);
}

static void rule(struct speech *s, bool has, struct wr_str text, struct wr_str citation,
                 struct wr_str tag)
{
    if (has)
        wr_buf_printf(s->b, "  " WR_FMT "　［" WR_FMT "；" WR_FMT "］\n", WR_ARG(text),
                      WR_ARG(wr_words_tag(tag)), WR_ARG(citation));
}

#define PCT(bp) WR_ARG(wr_pen_percent(s->a, bp))
static void say_rules(struct speech *s)
{
    const struct wr_pen_pack *p = s->p;
    const struct wr_pen_band_rule *b = &p->band_rule;

    rule(s, p->has_bounds,
         wr_arena_printf(s->a, "“以上”%s本数，“以下”%s本数", p->bounds.above_incl ? "含" : "不含",
                         p->bounds.below_incl ? "含" : "不含"),
         p->bounds.citation, p->bounds.tag);
    rule(s, p->has_rounding,
         wr_arena_printf(s->a, "金额四舍五入到 " WR_FMT, WR_ARG(money(s, p->rounding.unit_fen))),
         p->rounding.citation, p->rounding.tag);
    rule(s, p->has_band_rule,
         wr_arena_printf(s->a,
                         "幅度内取值：从轻 " WR_FMT "、一般 " WR_FMT "、从重 " WR_FMT
                         "；只有上限：从轻 " WR_FMT "、一般 " WR_FMT
                         "；只有下限：一般 %lld 倍、从重 %lld 倍",
                         PCT(b->lighter_bp), PCT(b->ordinary_bp), PCT(b->heavier_bp),
                         PCT(b->max_only_lighter_bp), PCT(b->max_only_ordinary_bp),
                         (long long)b->min_only_ordinary_x, (long long)b->min_only_heavier_x),
         b->citation, b->tag);
    rule(s, p->has_apology,
         wr_arena_printf(s->a, "公开道歉承诺：减 " WR_FMT " 至 " WR_FMT "，不低于法定下限。" WR_FMT,
                         PCT(p->apology.least_bp), PCT(p->apology.most_bp),
                         WR_ARG(p->apology.note_zh)),
         p->apology.citation, p->apology.tag);
    rule(s, p->has_adjust,
         wr_arena_printf(
             s->a,
             "建议幅度：从轻减 " WR_FMT "，从重加 " WR_FMT "，距法定上下限 " WR_FMT " 以内提示复核",
             PCT(p->adjust.lighter_cut_bp), PCT(p->adjust.heavier_add_bp), PCT(p->adjust.near_bp)),
         p->adjust.citation, p->adjust.tag);
    rule(s, p->has_limitation,
         wr_arena_printf(s->a, "追责时效 %lld 年；涉及生命健康、金融安全且有危害后果 %lld 年",
                         (long long)p->limitation.years, (long long)p->limitation.grave_years),
         p->limitation.citation, p->limitation.tag);
    rule(s, p->has_day_fine,
         wr_arena_printf(s->a, "按日连续处罚：送达后 %lld 日内复查，自送达次日至复查发现之日计",
                         (long long)p->day_fine.recheck_days),
         p->day_fine.citation, p->day_fine.tag);
    rule(s, p->has_late,
         wr_arena_printf(s->a, "逾期缴款每日加处 " WR_FMT "，不超过罚款的 " WR_FMT,
                         PCT(p->late.day_bp), PCT(p->late.most_bp)),
         p->late.citation, p->late.tag);
    rule(s, p->has_formula,
         wr_arena_printf(s->a, "等级公式：" WR_FMT "（%s）。" WR_FMT,
                         WR_ARG(p->formula.text.n ? p->formula.text : WR_S("待填")),
                         p->formula.confirmed ? "已确认" : "未经本局确认，不计算金额",
                         WR_ARG(p->formula.note_zh)),
         p->formula.citation, p->formula.tag);
}

void wr_pen_describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    struct speech s = {.ctx = ctx, .a = ctx->arena, .b = out, .p = pack->typed};
    const struct wr_pen_table *t = s.p->tables.p;

    wr_buf_printf(out, "文号：" WR_FMT "　案情中写作 scheme=" WR_FMT "\n",
                  WR_ARG(s.p->doc_no.n ? s.p->doc_no : WR_S("—")), WR_ARG(s.p->scheme));
    say_rules(&s);
    for (size_t i = 0; i < s.p->tables.n; i++)
        say_table(&s, &t[i]);
    say_clauses(&s);
    say_clocks(&s);
}
