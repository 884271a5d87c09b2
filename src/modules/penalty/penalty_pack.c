/* Packs of kind `penalty`: decoding, cross-references, what makes a pack safe to compute with. */
#include "modules/penalty/penalty_pack.h"

static const struct wr_str NO_VALUE = {NULL, 0};

struct parse {
    struct wr_ctx *ctx;
    struct wr_pen_pack *p;
    struct wr_str path;
};

static void wrong(struct parse *c, const char *member, struct wr_str value, const char *why)
{
    wr_fault(c->ctx, wr_arena_printf(c->ctx->arena, WR_FMT ".%s", WR_ARG(c->path), member),
             WR_K_rules_value, value, wr_str(why));
}

static struct parse inside(const struct parse *c, const char *list, size_t i)
{
    struct parse in = *c;

    in.path = wr_arena_printf(c->ctx->arena, WR_FMT ".%s[%zu]", WR_ARG(c->path), list, i);
    return in;
}

static void check_tag(struct parse *c, struct wr_str tag)
{
    if (!wr_pen_has_word(WR_S("law|news|computed|proposal|unverified"), tag))
        wrong(c, "tag", tag, "应为 law、news、computed、proposal、unverified 之一");
}

const struct wr_pen_table *wr_pen_table_of(const struct wr_pen_pack *p, struct wr_str id)
{
    const struct wr_pen_table *t = p->tables.p;

    for (size_t i = 0; i < p->tables.n; i++)
        if (wr_str_eq(t[i].id, id))
            return &t[i];
    return NULL;
}

const struct wr_pen_clause *wr_pen_clause_of(const struct wr_pen_pack *p, struct wr_str id)
{
    const struct wr_pen_clause *c = p->clauses.p;

    for (size_t i = 0; i < p->clauses.n; i++)
        if (wr_str_eq(c[i].id, id))
            return &c[i];
    return NULL;
}

/* ---- facts of the pack's own ---------------------------------------------------------------------- */

static struct wr_pen_own_fact *declare(struct parse *c, struct wr_str name, struct wr_str zh,
                                       struct wr_str en, int64_t type)
{
    struct wr_pen_pack *p = c->p;

    if (p->own_n == WR_PEN_OWN_MAX) {
        wrong(c, "facts", name, "自有事实和因素太多，至多 72 个");
        return NULL;
    }
    p->own[p->own_n] = (struct wr_pen_own_fact){.name = name, .zh = zh, .en = en, .type = type};
    return &p->own[p->own_n++];
}

static void declare_facts(struct parse *c)
{
    const struct wr_pen_own_fact *f = c->p->facts.p;

    for (size_t i = 0; i < c->p->facts.n; i++) {
        struct parse in = inside(c, "facts", i);
        if (wr_pen_fact_of(c->p, f[i].name) >= 0) {
            wrong(&in, "name", f[i].name, "已有同名的事实");
            continue;
        }
        struct wr_pen_own_fact *own = declare(&in, f[i].name, f[i].zh, f[i].en, f[i].type);
        if (own)
            own->words = f[i].words;
    }
}

/** Add "code=中文" to the words of a fact unless it is there. */
static void add_word(struct parse *c, struct wr_pen_own_fact *own, const struct wr_pen_level *l)
{
    for (struct wr_str rest = own->words; rest.p;) {
        struct wr_str pair = wr_str_cut(&rest, '|');
        if (wr_str_eq(wr_str_cut(&pair, '='), l->option))
            return;
    }
    own->words = wr_arena_printf(c->ctx->arena, WR_FMT "%s" WR_FMT "=" WR_FMT, WR_ARG(own->words),
                                 own->words.n > 0 ? "|" : "", WR_ARG(l->option), WR_ARG(l->zh));
}

static bool starts_span(struct wr_str s)
{
    return s.n > 0 && (s.p[0] == '[' || s.p[0] == '(');
}

/** The fact a factor is about: a common one, or one of its own that its levels describe. */
static void declare_factor(struct parse *c, struct wr_pen_factor *f)
{
    const struct wr_pen_level *l = f->levels.p;
    const struct wr_str *when = l[0].when.p;
    bool words = l[0].when.n == 0, spans = !words && starts_span(when[0]);

    if (f->input.n > 0) {
        f->fact = wr_pen_fact_of(c->p, f->input);
        if (f->fact < 0)
            wrong(c, "input", f->input, "没有这个事实名");
        return;
    }
    f->fact = wr_pen_fact_of(c->p, f->key);
    if (f->fact < 0) {
        if (!words && !spans)
            wrong(c, "input", f->key, "各档看的是其他事实，请用 input 写明默认输入");
        else if (declare(c, f->key, f->zh, f->en, words ? WR_PEN_WORD : WR_PEN_NUMBER))
            f->fact = WR_PEN_FACTS_N + (int)c->p->own_n - 1;
    }
    if (f->fact < WR_PEN_FACTS_N)
        return;
    struct wr_pen_own_fact *own = &c->p->own[f->fact - WR_PEN_FACTS_N];
    if (own->type != (words ? WR_PEN_WORD : WR_PEN_NUMBER))
        wrong(c, "key", f->key, "同名的因素在别的表里是另一种类型");
    for (size_t i = 0; words && i < f->levels.n; i++)
        add_word(c, own, &l[i]);
}

static void each_own_factor(struct parse *c, void (*fn)(struct parse *, struct wr_pen_factor *))
{
    struct wr_pen_table *t = c->p->tables.p;

    for (size_t i = 0; i < c->p->tables.n; i++) {
        struct parse in = inside(c, "tables", i);
        struct wr_pen_factor *f = t[i].factors.p;
        for (size_t k = 0; t[i].factors_of.n == 0 && k < t[i].factors.n; k++) {
            struct parse deep = inside(&in, "factors", k);
            fn(&deep, &f[k]);
        }
    }
}

/* ---- factors ---------------------------------------------------------------------------------------- */

/** Decode texts as conditions; a bare interval speaks of `fact`. */
static void read_conds(struct parse *c, const char *member, const struct wr_list *texts, int fact,
                       struct wr_pen_conds *ret)
{
    const struct wr_str *s = texts->p;

    ret->p = wr_arena_array(c->ctx->arena, texts->n + 1, sizeof(*ret->p));
    for (size_t i = 0; ret->p && i < texts->n; i++) {
        struct wr_str text = s[i];
        if (starts_span(text) && fact >= 0)
            text = wr_arena_printf(c->ctx->arena, WR_FMT ":" WR_FMT,
                                   WR_ARG(wr_pen_fact_name(c->p, fact)), WR_ARG(text));
        const char *why = wr_pen_cond_parse(c->p, text, &ret->p[ret->n]);
        if (why)
            wrong(c, member, s[i], why);
        else
            ret->n++;
    }
}

static void add_inputs(struct parse *c, struct wr_pen_factor *f, const struct wr_pen_conds *conds)
{
    for (size_t i = 0; i < conds->n; i++) {
        size_t k = 0;
        while (k < f->inputs_n && f->inputs[k] != conds->p[i].fact)
            k++;
        if (k == WR_PEN_INPUTS_MAX)
            wrong(c, "levels", f->key, "一个因素至多看四项事实");
        else if (k == f->inputs_n)
            f->inputs[f->inputs_n++] = conds->p[i].fact;
    }
}

static void read_level(struct parse *c, struct wr_pen_factor *f, struct wr_pen_level *l)
{
    if (l->when.n > 0) {
        read_conds(c, "when", &l->when, f->fact, &l->any);
    } else {
        struct wr_str text =
            wr_arena_printf(c->ctx->arena, WR_FMT "=" WR_FMT,
                            WR_ARG(wr_pen_fact_name(c->p, f->fact)), WR_ARG(l->option));
        struct wr_list one = {&text, 1};
        if (l->option.n == 0)
            wrong(c, "option", l->zh, "应有代码 option 或者条件 when");
        else
            read_conds(c, "option", &one, f->fact, &l->any);
    }
    if (!l->has_bp && !l->has_grade && l->option.n == 0)
        wrong(c, "bp", l->zh, "应有权重 bp、等级 grade 或者代码 option");
    check_tag(c, l->tag);
    add_inputs(c, f, &l->any);
}

static int64_t weight_of(const struct wr_pen_level *l)
{
    return l->has_bp ? l->bp : l->has_grade ? l->grade : 0;
}

static void read_factor(struct parse *c, struct wr_pen_factor *f)
{
    struct wr_pen_level *l = f->levels.p;

    if (f->fact < 0)
        return;
    for (size_t i = 0; i < f->levels.n; i++) {
        struct parse in = inside(c, "levels", i);
        read_level(&in, f, &l[i]);
        if (weight_of(&l[i]) < weight_of(&l[f->lowest]))
            f->lowest = i;
    }
    read_conds(c, "gaps", &f->gaps, f->fact, &f->gap);
    struct wr_str domain = f->domain.n > 0 ? f->domain : WR_S("[0,-)");
    if (!wr_pen_span_parse(domain, &f->span))
        wrong(c, "domain", f->domain, "区间应写作 [1,-)");
    if (f->gaps.n > 0 && f->gap_note.n == 0)
        wrong(c, "gap_note", NO_VALUE, "有空档时应说明原文如何规定");
    check_tag(c, f->tag);
}

static void share_factors(struct parse *c)
{
    struct wr_pen_table *t = c->p->tables.p;

    for (size_t i = 0; i < c->p->tables.n; i++) {
        struct parse in = inside(c, "tables", i);
        if (t[i].factors_of.n == 0)
            continue;
        const struct wr_pen_table *from = wr_pen_table_of(c->p, t[i].factors_of);
        if (!from || from->factors_of.n > 0 || t[i].factors.n > 0)
            wrong(&in, "factors_of", t[i].factors_of, "应为本包中自有因素的表，且本表不再列因素");
        else
            t[i].factors = from->factors;
    }
}

/* ---- tables ------------------------------------------------------------------------------------------ */

static void check_range(struct parse *c, const struct wr_pen_column *k, bool share)
{
    if (k->has_min_fen && k->has_max_fen && k->min_fen > k->max_fen)
        wrong(c, "min_fen", NO_VALUE, "法定下限大于上限");
    if (k->has_min_bp && k->has_max_bp && k->min_bp > k->max_bp)
        wrong(c, "min_bp", NO_VALUE, "法定下限大于上限");
    if ((k->has_min_bp || k->has_max_bp) && !share)
        wrong(c, "min_bp", NO_VALUE, "只有按金额计算的表才有比例上下限");
    if (k->has_floor_bp && k->has_cap_bp && k->floor_bp > k->cap_bp)
        wrong(c, "floor_bp", NO_VALUE, "合计下限大于上限");
    if (k->has_reach_bp && k->reach_note.n == 0)
        wrong(c, "reach_note", NO_VALUE, "最高合计不是 100 % 时应说明");
}

static void check_column(struct parse *c, struct wr_pen_column *k, bool sum)
{
    bool share = k->base_kind == WR_PEN_AMOUNT_X_RATIO || k->base_kind == WR_PEN_MULTIPLE_OF_AMOUNT;

    check_tag(c, k->tag);
    k->amount_fact = share ? wr_pen_fact_of(c->p, k->amount) : -1;
    if (share && (k->amount_fact < 0 || wr_pen_fact_type(c->p, k->amount_fact) != WR_PEN_NUMBER))
        wrong(c, "amount", k->amount, "应为数值事实的名称");
    if (share ? k->ratio_bp == 0 : sum && k->base_fen == 0)
        wrong(c, share ? "ratio_bp" : "base_fen", NO_VALUE, "缺少基数");
    if (sum && k->base_kind == 0)
        wrong(c, "base_kind", NO_VALUE, "缺少基数种类");
    check_range(c, k, share);
}

static int option_of(const struct wr_pen_factor *f, struct wr_str option)
{
    const struct wr_pen_level *l = f->levels.p;

    for (size_t i = 0; i < f->levels.n; i++)
        if (wr_str_eq(l[i].option, option))
            return (int)i;
    return -1;
}

static void read_row(struct parse *c, const struct wr_pen_table *t, struct wr_pen_row *r)
{
    const struct wr_pen_factor *f = t->factors.p;
    const struct wr_str *when = r->when.p;

    memset(r->level, -1, sizeof(r->level));
    for (size_t i = 0; i < r->when.n; i++) {
        struct wr_str option = when[i], key = wr_str_cut(&option, '=');
        size_t k = 0;
        while (k < t->factors.n && !wr_str_eq(f[k].key, key))
            k++;
        int at = k < t->factors.n ? option_of(&f[k], option) : -1;
        if (at < 0)
            wrong(c, "when", when[i], "没有这个因素或代码，应写作 因素=代码");
        else
            r->level[k] = (int8_t)at;
    }
    if (!r->has_lo_fen && !r->has_hi_fen)
        wrong(c, "lo_fen", NO_VALUE, "应有下限或上限");
    if (r->has_lo_fen && r->has_hi_fen && r->lo_fen > r->hi_fen)
        wrong(c, "lo_fen", NO_VALUE, "下限大于上限");
    check_tag(c, r->tag);
}

/** Every level has what the table's method needs. */
static void check_levels(struct parse *c, const struct wr_pen_table *t)
{
    const struct wr_pen_factor *f = t->factors.p;

    for (size_t i = 0; i < t->factors.n; i++) {
        const struct wr_pen_level *l = f[i].levels.p;
        for (size_t k = 0; k < f[i].levels.n; k++) {
            if ((t->method == WR_PEN_WEIGHT_SUM && !l[k].has_bp) ||
                (t->method == WR_PEN_GRADE && !l[k].has_grade) ||
                (t->method == WR_PEN_BAND && l[k].option.n == 0))
                wrong(c, "factors", l[k].zh, "该档缺少本方法需要的权重、等级或代码");
        }
        for (size_t k = 0; k < i; k++)
            if (wr_str_eq(f[i].key, f[k].key))
                wrong(c, "factors", f[i].key, "同一因素列了两次");
    }
}

static void check_table(struct parse *c, struct wr_pen_table *t)
{
    struct wr_pen_column *k = t->columns.p;
    struct wr_pen_row *r = t->rows.p;

    check_tag(c, t->tag);
    if (wr_pen_table_of(c->p, t->id) != t)
        wr_fault(c->ctx, c->path, WR_K_rules_row_twice, t->id, t->id);
    if (t->factors.n == 0)
        wrong(c, "factors", NO_VALUE, "至少一个因素");
    if ((t->method == WR_PEN_BAND) != (t->rows.n > 0))
        wrong(c, "rows", NO_VALUE, "幅度表应有幅度行，其他表没有");
    for (size_t i = 0; i < t->columns.n; i++) {
        struct parse in = inside(c, "columns", i);
        check_column(&in, &k[i], t->method == WR_PEN_WEIGHT_SUM);
    }
    for (size_t i = 0; i < t->rows.n; i++) {
        struct parse in = inside(c, "rows", i);
        read_row(&in, t, &r[i]);
    }
    check_levels(c, t);
}

/* ---- clauses, formula -------------------------------------------------------------------------------- */

/** "a & b" → conditions. */
static void read_all(struct parse *c, struct wr_str text, struct wr_pen_conds *ret)
{
    struct wr_str parts[WR_PEN_CONDS_MAX];
    struct wr_list list = {parts, 0};

    for (struct wr_str rest = text; rest.p && list.n < WR_PEN_CONDS_MAX;)
        parts[list.n++] = wr_str_trim(wr_str_cut(&rest, '&'));
    read_conds(c, "when", &list, -1, ret);
}

static void read_clause(struct parse *c, struct wr_pen_clause *k)
{
    const struct wr_str *when = k->when.p, *tables = k->tables.p;

    check_tag(c, k->tag);
    if (wr_pen_clause_of(c->p, k->id) != k)
        wr_fault(c->ctx, c->path, WR_K_rules_row_twice, k->id, k->id);
    if (k->slot != (k->when.n == 0))
        wrong(c, "when", NO_VALUE, "待填的情形没有条件，其他情形应有条件");
    k->off = k->slot || wr_str_eq(k->tag, WR_S("unverified"));
    k->any = wr_arena_array(c->ctx->arena, k->when.n + 1, sizeof(*k->any));
    for (size_t i = 0; k->any && i < k->when.n; i++)
        read_all(c, when[i], &k->any[i]);
    read_conds(c, "unless", &k->unless, -1, &k->never);
    for (size_t i = 0; i < k->tables.n; i++)
        if (!wr_pen_table_of(c->p, tables[i]))
            wrong(c, "tables", tables[i], "本包没有这张表");
}

static void read_formula(struct parse *c)
{
    struct wr_pen_formula *f = &c->p->formula;
    size_t at = 0;

    check_tag(c, f->tag);
    if (f->text.n == 0) {
        if (f->confirmed)
            wrong(c, "formula.text", NO_VALUE, "没有公式，不能标为已确认");
        return;
    }
    const char *why = wr_pen_expr_parse(f->text, &f->expr, &at);
    if (why)
        wrong(c, "formula.text", wr_str_sub(f->text, at, f->text.n), why);
}

/** Every {name} of a document is one that a case can fill. */
static void check_words(struct parse *c, struct wr_str text)
{
    ptrdiff_t at;

    while ((at = wr_str_find(text, WR_S("{"))) >= 0) {
        text = wr_str_sub(text, (size_t)at + 1, text.n);
        struct wr_str name = wr_str_cut(&text, '}');
        size_t i = 0;
        while (wr_pen_paper_names[i] && !wr_str_eq(name, wr_str(wr_pen_paper_names[i])))
            i++;
        if (!wr_pen_paper_names[i])
            wrong(c, "paras", name, "文书中没有这个要素名");
        if (!text.p)
            return;
    }
}

static void check_papers(struct parse *c)
{
    const struct wr_pen_form *f = c->p->papers.p;

    for (size_t i = 0; i < c->p->papers.n; i++) {
        struct parse in = inside(c, "papers", i);
        const struct wr_str *s = f[i].paras.p, *needs = f[i].needs.p;
        check_tag(&in, f[i].tag);
        if (!wr_pen_has_word(WR_S("any|fined|spared"), f[i].when))
            wrong(&in, "when", f[i].when, "应为 any、fined 或 spared");
        for (size_t k = 0; k < f[i].paras.n; k++)
            check_words(&in, s[k]);
        for (size_t k = 0; k < f[i].needs.n; k++)
            check_words(&in, wr_arena_printf(c->ctx->arena, "{" WR_FMT "}", WR_ARG(needs[k])));
    }
}

/** Sections that are there carry a known tag. */
static void check_sections(struct parse *c)
{
    const struct wr_pen_pack *p = c->p;
    const struct {
        bool has;
        struct wr_str tag;
    } all[] = {{p->has_bounds, p->bounds.tag},       {p->has_rounding, p->rounding.tag},
               {p->has_band_rule, p->band_rule.tag}, {p->has_apology, p->apology.tag},
               {p->has_adjust, p->adjust.tag},       {p->has_limitation, p->limitation.tag},
               {p->has_day_fine, p->day_fine.tag},   {p->has_late, p->late.tag}};

    for (size_t i = 0; i < WR_ARRAY_LEN(all); i++)
        if (all[i].has)
            check_tag(c, all[i].tag);
}

static void read_parts(struct parse *c)
{
    struct wr_pen_table *t = c->p->tables.p;
    struct wr_pen_clause *k = c->p->clauses.p;
    const struct wr_pen_clock *w = c->p->clocks.p;

    for (size_t i = 0; i < c->p->tables.n; i++) {
        struct parse in = inside(c, "tables", i);
        check_table(&in, &t[i]);
    }
    for (size_t i = 0; i < c->p->clauses.n; i++) {
        struct parse in = inside(c, "clauses", i);
        read_clause(&in, &k[i]);
    }
    for (size_t i = 0; i < c->p->clocks.n; i++) {
        struct parse in = inside(c, "clocks", i);
        check_tag(&in, w[i].tag);
        if (!wr_pen_has_word(WR_S("day|workday"), w[i].unit))
            wrong(&in, "unit", w[i].unit, "应为 day 或 workday");
    }
    check_papers(c);
    check_sections(c);
    if (c->p->has_formula)
        read_formula(c);
    if (c->p->has_apology && c->p->apology.least_bp > c->p->apology.most_bp)
        wrong(c, "apology.least_bp", NO_VALUE, "最少减幅大于最多减幅");
    if (c->p->has_limitation && c->p->own_n > 0)
        wrong(c, "facts", NO_VALUE, "法律规则包只能使用通用事实");
    const struct wr_pen_band_rule *b = &c->p->band_rule;
    if (c->p->has_band_rule && (b->lighter_bp >= b->ordinary_bp || b->heavier_bp < b->ordinary_bp))
        wrong(c, "band_rule", NO_VALUE, "从轻应低于一般，从重不低于一般");
}

static int parse_pack(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct wr_pen_pack *p = wr_arena_new(ctx->arena, struct wr_pen_pack);
    struct parse c = {.ctx = ctx, .p = p, .path = WR_S("body")};

    if (!p)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), wr_pen_body_fields, p, sizeof(*p));
    if (rc < 0)
        return rc;
    p->pack = pack;
    declare_facts(&c);
    each_own_factor(&c, declare_factor);
    each_own_factor(&c, read_factor);
    share_factors(&c);
    rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc; /* what follows looks into factors */
    read_parts(&c);
    rc = wr_faults_end(ctx);
    if (rc == 0)
        *ret_typed = p;
    return rc;
}

const struct wr_pack_kind wr_penalty_kind = {
    .kind = WR_PENALTY_KIND,
    .by_name = true,
    .body = wr_pen_body_fields,
    .parse = parse_pack,
    .run_example = wr_pen_run_example,
    .describe = wr_pen_describe,
    .review = wr_pen_review,
    .affects = wr_pen_affects,
};
