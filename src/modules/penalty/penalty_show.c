/* A result in words: one line of the explanation for each step, numbers beside the words. */
#include "modules/penalty/penalty_case.h"

/** Texts as they are: full-width signs stay. */
#define TEXTS_OPT(st, m, hi, label, text)                                                          \
    {                                                                                              \
        .name = #m, .type = WR_F_STRS, .flags = WR_FF_OPT | WR_FF_MULTILINE,                       \
        .off = offsetof(st, m), .max = (hi), .doc = (text), .zh = (label)                          \
    }

#define LINE struct wr_pen_line
#define TEXT(st, m, zh, doc) WR_TEXT_OPT(st, m, 0, 2000, zh, doc)
#define MOST INT64_C(1000000000000000)
/** Fen and basis points; those of an adjustment may be negative. */
#define FEN(st, m, zh, doc) WR_I64_OPT(st, m, -MOST, MOST, zh, doc)
const struct wr_field wr_pen_line_fields[] = {
    WR_STR(LINE, step, 1, 20, "步骤", "kind of step"),
    TEXT(LINE, table, "表号", "table"),
    TEXT(LINE, factor, "因素", "key of the factor"),
    TEXT(LINE, rule, "情形", "id of the clause"),
    TEXT(LINE, name, "名称", "what was looked at"),
    TEXT(LINE, value, "取值", "value as given"),
    TEXT(LINE, level, "档", "level it falls into"),
    TEXT(LINE, met, "是否符合", "yes, no or unknown"),
    FEN(LINE, from_bp, "原比例", "before, basis points"),
    FEN(LINE, bp, "比例", "basis points"),
    FEN(LINE, sum_bp, "累计", "sum so far, basis points"),
    FEN(LINE, base_fen, "基数", "what the percentage is taken of, fen"),
    FEN(LINE, ratio_bp, "系数", "share of the base, basis points"),
    FEN(LINE, from_fen, "原金额", "before, fen"),
    FEN(LINE, fen, "金额", "fen"),
    FEN(LINE, grade, "等级", "grade"),
    TEXT(LINE, note, "提示", "code of a remark"),
    TEXT(LINE, text, "说明", "the step in words"),
    TEXT(LINE, evidence, "证据", "where the fact is proved"),
    TEXT(LINE, by, "认定人", "who confirmed it"),
    TEXT(LINE, citation, "依据", "where the rule stands"),
    TEXT(LINE, tag, "性质", "law, news, computed, proposal or unverified"),
    {0},
};

static const struct wr_field hit_fields[] = {
    WR_STR(struct wr_pen_hit, rule, 1, 40, "编号", "id of the clause"),
    WR_TEXT(struct wr_pen_hit, text, 0, 1000, "情形", "what it says"),
    WR_TEXT(struct wr_pen_hit, citation, 0, 300, "依据", "where it stands"),
    WR_STR(struct wr_pen_hit, tag, 0, 20, "性质", "law, news, computed, proposal or unverified"),
    {0},
};

#define VIEW struct wr_pen_view
const struct wr_field wr_pen_view_fields[] = {
    WR_ENUM(VIEW, outcome, wr_pen_outcomes, "结论", "what is proposed"),
    WR_TEXT(VIEW, outcome_text, 0, 100, "结论说明", "the same in words"),
    FEN(VIEW, raw_bp, "权重合计", "sum of start and weights, before floor and cap"),
    FEN(VIEW, bp, "适用比例", "after floor and cap"),
    FEN(VIEW, fine_fen, "罚款", "fen; 0 when not punished; absent: a person states it"),
    FEN(VIEW, if_punished_fen, "如予处罚", "fen, if it is punished after all"),
    FEN(VIEW, min_fen, "法定下限", "statutory minimum, fen"),
    FEN(VIEW, max_fen, "法定上限", "statutory maximum, fen"),
    FEN(VIEW, lo_fen, "可取下限", "a person decides from here, fen"),
    FEN(VIEW, hi_fen, "可取上限", "to here, fen"),
    WR_BOOL(VIEW, clamped, "按法定幅度修正", "moved into the statutory range"),
    WR_LIST(VIEW, must, 0, WR_PEN_HITS_MAX, hit_fields, struct wr_pen_hit, "应当不予处罚",
            "grounds that forbid a penalty"),
    WR_LIST(VIEW, may, 0, WR_PEN_HITS_MAX, hit_fields, struct wr_pen_hit, "可以不予处罚",
            "grounds that allow to leave it"),
    WR_LIST(VIEW, lighter, 0, WR_PEN_HITS_MAX, hit_fields, struct wr_pen_hit, "从轻或者减轻",
            "grounds to be lighter or to mitigate"),
    WR_BOOL(VIEW, education_required, "应当教育", "not punished: education is mandatory (L33d)"),
    WR_BOOL(VIEW, guidance, "行政指导", "goes with administrative guidance"),
    WR_LIST(VIEW, trace, 0, WR_PEN_STEPS_MAX, wr_pen_line_fields, LINE, "推算过程",
            "every step, in order"),
    TEXTS_OPT(VIEW, warnings, WR_PEN_STEPS_MAX, "提示", "what a person should look at"),
    TEXTS_OPT(VIEW, citations, WR_PEN_STEPS_MAX, "依据", "every rule used, once"),
    WR_STR_OPT(VIEW, table, 0, 40, "表号", "table the amount was taken from"),
    TEXT(VIEW, table_name, "表名", "its name"),
    WR_STR_OPT(VIEW, column, 0, 40, "栏", "its column"),
    WR_STR(VIEW, scheme, 1, 80, "基准", "scheme"),
    WR_STR(VIEW, pack, 1, 80, "规则包", "pack"),
    WR_STR(VIEW, version, 1, 20, "版本", "version of the pack"),
    WR_STR_OPT(VIEW, law_pack, 0, 80, "法律规则包", "pack of the law"),
    WR_STR_OPT(VIEW, law_version, 0, 20, "法律规则包版本", "its version"),
    {0},
};

/* ---- figures in words ------------------------------------------------------------------------------ */

/** Digits of n ≥ 0 from the end of `text` on, with a comma after each three if told. @return where they begin */
static size_t digits(char *text, size_t end, int64_t n, bool grouped)
{
    size_t at = end;

    for (int i = 0; n > 0 || i == 0; i++, n /= 10) {
        if (grouped && i > 0 && i % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + n % 10);
    }
    return at;
}

#define FIGURE 64

struct wr_str wr_pen_percent(struct wr_arena *a, int64_t bp)
{
    char text[FIGURE];
    int64_t n = bp < 0 ? -bp : bp, rest = n % 100;
    size_t end = FIGURE, at;

    text[--end] = '%';
    at = end;
    if (rest % 10 != 0)
        text[--at] = (char)('0' + rest % 10);
    if (rest != 0) {
        text[--at] = (char)('0' + rest / 10);
        text[--at] = '.';
    }
    at = digits(text, at, n / 100, false);
    if (bp < 0)
        text[--at] = '-';
    return wr_arena_dup(a, (struct wr_str){text + at, FIGURE - at});
}

struct wr_str wr_pen_yuan(struct wr_arena *a, int64_t fen, bool zh)
{
    char text[FIGURE];
    int64_t n = fen < 0 ? -fen : fen, rest = n % 100;
    size_t at = FIGURE;

    if (rest > 0) {
        text[--at] = (char)('0' + rest % 10);
        text[--at] = (char)('0' + rest / 10);
        text[--at] = '.';
    }
    at = digits(text, at, n / 100, true);
    if (fen < 0)
        text[--at] = '-';
    const struct wr_str s = {text + at, FIGURE - at};
    return zh ? WR_JOIN(a, s, WR_S("元")) : WR_JOIN(a, WR_S("CNY "), s);
}

struct show {
    struct wr_ctx *ctx;
    struct wr_arena *a;
    const struct wr_pen_case *c;
    const struct wr_pen_result *r;
    bool zh;
};

static struct wr_str pick(const struct show *s, struct wr_str zh, struct wr_str en)
{
    return s->zh || en.n == 0 ? zh : en;
}

static struct wr_str note_text(const struct show *s, enum wr_pen_note n)
{
    return wr_str(s->zh ? wr_pen_note_names[n].zh : wr_pen_note_names[n].en);
}

static struct wr_str label(const struct show *s, const struct wr_enum_item *items, int64_t v)
{
    const struct wr_enum_item *it = wr_enum_item(items, v);

    return wr_str(!it ? "" : s->zh ? it->zh : it->en);
}

#define PCT(bp) WR_ARG(wr_pen_percent(s->a, bp))
#define YUAN(fen) WR_ARG(wr_pen_yuan(s->a, fen, s->zh))

/* ---- one step --------------------------------------------------------------------------------------- */

/** Word values in the words of the level or of the common list. */
static struct wr_str shown_value(const struct show *s, const struct wr_pen_step *t)
{
    const struct wr_pen_value *v = t->value;

    if (!v || v->type != WR_PEN_WORD)
        return v ? v->text : (struct wr_str){NULL, 0};
    return t->level ? pick(s, t->level->zh, t->level->en) : v->word;
}

/** "废水日排放量：60（50吨以上不足200吨）"; the value is left out where it says the same. */
static struct wr_str level_words(const struct show *s, const LINE *l)
{
    if (l->value.n == 0 || wr_str_eq(l->value, l->level))
        return WR_JOIN(s->a, l->name, WR_S("："), l->level);
    return WR_JOIN(s->a, l->name, WR_S("："), l->value, WR_S("（"), l->level, WR_S("）"));
}

static void show_factor(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    l->factor = t->factor->key;
    l->name = pick(s, t->factor->zh, t->factor->en);
    l->level = t->level ? pick(s, t->level->zh, t->level->en) : (struct wr_str){NULL, 0};
    l->value = shown_value(s, t);
    l->citation = t->level ? t->level->citation : t->factor->citation;
    l->tag = t->level ? t->level->tag : t->factor->tag;
    l->has_grade = t->grade > 0;
    l->grade = t->grade;
    if (t->value) {
        l->evidence = t->value->evidence;
        l->by = t->value->by;
    }
    if (!t->level) {
        l->text = wr_arena_printf(s->a,
                                  s->zh ? "首要因素：" WR_FMT "，%lld 级"
                                        : "primary factor: " WR_FMT ", grade %lld",
                                  WR_ARG(l->name), (long long)t->grade);
        return;
    }
    struct wr_str what = level_words(s, l);
    if (t->level->has_bp) {
        l->has_bp = l->has_sum_bp = true;
        l->bp = t->bp;
        l->sum_bp = t->from_bp;
        what = WR_JOIN(s->a, what, s->zh ? WR_S("，+") : WR_S(", +"), wr_pen_percent(s->a, t->bp),
                       s->zh ? WR_S("，累计 ") : WR_S(", sum "), wr_pen_percent(s->a, t->from_bp));
    } else if (t->level->has_grade) {
        what = wr_arena_printf(s->a, s->zh ? WR_FMT "，%lld 级" : WR_FMT ", grade %lld",
                               WR_ARG(what), (long long)t->level->grade);
    }
    l->text = what;
}

static void show_clause(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    const struct wr_pen_clause *k = t->clause;

    l->rule = k->id;
    l->name = pick(s, k->zh, k->en);
    l->met = wr_str(wr_enum_item(wr_pen_truths, t->met)->name);
    l->citation = k->citation;
    l->tag = k->tag;
    l->text =
        WR_JOIN(s->a, k->id, WR_S(" "), l->name, WR_S("（"),
                label(s, wr_pen_strengths, k->strength), s->zh ? WR_S("") : WR_S(": "),
                label(s, wr_pen_effects, k->effect), WR_S("）："), label(s, wr_pen_truths, t->met));
}

static void show_limitation(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    const struct wr_pen_limitation *m = &s->c->law->limitation;

    l->met = wr_str(wr_enum_item(wr_pen_truths, t->met)->name);
    l->value = t->value ? t->value->text : (struct wr_str){NULL, 0};
    l->citation = m->citation;
    l->tag = m->tag;
    l->text = t->note                ? note_text(s, t->note)
              : t->met == WR_PEN_YES ? wr_str(s->zh ? "已过追责时效" : "barred by time")
                                     : wr_str(s->zh ? "未过追责时效" : "not barred by time");
}

static void show_amount(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    l->has_base_fen = l->has_ratio_bp = l->has_bp = l->has_fen = true;
    l->base_fen = t->from_fen;
    l->ratio_bp = t->from_bp;
    l->bp = t->bp;
    l->fen = t->fen;
    bool whole = t->from_bp == 10000;
    l->text =
        WR_JOIN(s->a, wr_pen_yuan(s->a, t->from_fen, s->zh), WR_S("×"),
                whole ? WR_S("") : wr_pen_percent(s->a, t->from_bp), whole ? WR_S("") : WR_S("×"),
                wr_pen_percent(s->a, t->bp), WR_S("="), wr_pen_yuan(s->a, t->fen, s->zh));
}

static void show_band(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    const struct wr_pen_row *r = t->row;

    l->has_fen = l->has_bp = true;
    l->fen = t->fen;
    l->bp = t->bp;
    l->has_from_fen = r->has_lo_fen;
    l->from_fen = r->lo_fen;
    l->has_base_fen = r->has_hi_fen;
    l->base_fen = r->hi_fen;
    l->level = r->zh;
    l->citation = r->citation;
    l->tag = r->tag;
    if (r->has_lo_fen && r->has_hi_fen)
        l->text = wr_arena_printf(s->a,
                                  s->zh ? WR_FMT " 至 " WR_FMT "，取 " WR_FMT " 处：" WR_FMT
                                        : WR_FMT " to " WR_FMT ", at " WR_FMT ": " WR_FMT,
                                  YUAN(r->lo_fen), YUAN(r->hi_fen), PCT(t->bp), YUAN(t->fen));
    else
        l->text =
            wr_arena_printf(s->a, WR_FMT "×" WR_FMT "=" WR_FMT,
                            YUAN(r->has_hi_fen ? r->hi_fen : r->lo_fen), PCT(t->bp), YUAN(t->fen));
}

static void show_money(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    l->has_fen = l->has_from_fen = true;
    l->fen = t->fen;
    l->from_fen = t->from_fen;
    l->has_bp = t->kind == WR_PEN_S_ADJUST && !t->value;
    l->bp = t->bp;
    if (t->clause) {
        l->rule = t->clause->id;
        l->citation = t->clause->citation;
        l->tag = t->clause->tag;
    }
    l->text = wr_arena_printf(
        s->a, WR_FMT "：" WR_FMT " → " WR_FMT,
        WR_ARG(t->note ? note_text(s, t->note) : label(s, wr_pen_step_kinds, t->kind)),
        YUAN(t->from_fen), YUAN(t->fen));
    if (l->has_bp)
        l->text = wr_arena_printf(s->a, WR_FMT "（%s" WR_FMT "）", WR_ARG(l->text),
                                  t->bp > 0 ? "+" : "", PCT(t->bp));
}

static void show_sum(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    l->has_bp = true;
    l->bp = t->bp;
    l->has_from_bp = t->kind == WR_PEN_S_FLOOR || t->kind == WR_PEN_S_CAP;
    l->from_bp = t->from_bp;
    l->has_sum_bp = t->kind == WR_PEN_S_START;
    l->sum_bp = t->bp;
    struct wr_str what = label(s, wr_pen_step_kinds, t->kind);
    l->text = l->has_from_bp ? WR_JOIN(s->a, what, WR_S("："), wr_pen_percent(s->a, t->from_bp),
                                       WR_S(" → "), wr_pen_percent(s->a, t->bp))
                             : WR_JOIN(s->a, what, WR_S(" "), wr_pen_percent(s->a, t->bp));
}

static void show_result(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    bool free = s->r->outcome == WR_PEN_NO_PENALTY_MUST || s->r->outcome == WR_PEN_NO_PENALTY_MAY;

    l->name = label(s, wr_pen_outcomes, s->r->outcome);
    l->has_fen = t->fen >= 0;
    l->fen = t->fen;
    l->text = t->fen < 0 || free
                  ? l->name
                  : wr_arena_printf(s->a, s->zh ? WR_FMT "，罚款 " WR_FMT : WR_FMT ", fine " WR_FMT,
                                    WR_ARG(l->name), YUAN(t->fen));
}

static void show_other(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    const struct wr_pen_formula *f = &s->c->pack->formula;

    if (t->kind == WR_PEN_S_VERSION) {
        l->name = t->text;
        l->text = wr_arena_printf(s->a, WR_FMT "：" WR_FMT, WR_ARG(note_text(s, t->note)),
                                  WR_ARG(t->text));
    } else if (t->kind == WR_PEN_S_CHOOSE) {
        l->has_fen = t->fen >= 0;
        l->fen = t->fen;
        l->text = wr_arena_printf(
            s->a,
            s->zh ? "违反多个条款，按罚款数额高的处罚：表 " WR_FMT
                  : "several provisions: the one with the higher fine, table " WR_FMT,
            WR_ARG(s->r->table ? s->r->table->id : WR_S("-")));
        l->citation = WR_S("《行政处罚法》第二十九条");
        l->tag = WR_S("law");
    } else if (t->kind == WR_PEN_S_FORMULA) {
        l->has_fen = true;
        l->fen = t->fen;
        l->citation = f->citation;
        l->tag = f->tag;
        l->text = wr_arena_printf(s->a, WR_FMT "=" WR_FMT, WR_ARG(t->text), YUAN(t->fen));
    } else {
        l->text = note_text(s, t->note);
        if (t->clause) { /* the ground the remark stands on */
            l->rule = t->clause->id;
            l->citation = t->clause->citation;
            l->tag = t->clause->tag;
        }
    }
}

static void cite_column(const struct wr_pen_step *t, LINE *l)
{
    if (l->citation.n == 0 && t->column) {
        l->citation = t->column->citation;
        l->tag = t->column->tag;
    }
}

static void show_step(const struct show *s, const struct wr_pen_step *t, LINE *l)
{
    *l = (LINE){.step = wr_str(wr_enum_item(wr_pen_step_kinds, t->kind)->name),
                .note = wr_str(t->note ? wr_pen_note_names[t->note].code : NULL)};
    l->table = t->table ? t->table->id : (struct wr_str){NULL, 0};
    switch (t->kind) {
    case WR_PEN_S_FACTOR:
    case WR_PEN_S_GRADE:
        show_factor(s, t, l);
        break;
    case WR_PEN_S_CLAUSE:
        show_clause(s, t, l);
        break;
    case WR_PEN_S_LIMITATION:
        show_limitation(s, t, l);
        break;
    case WR_PEN_S_START:
    case WR_PEN_S_SUM:
    case WR_PEN_S_FLOOR:
    case WR_PEN_S_CAP:
        show_sum(s, t, l);
        break;
    case WR_PEN_S_AMOUNT:
        show_amount(s, t, l);
        break;
    case WR_PEN_S_BAND:
        show_band(s, t, l);
        break;
    case WR_PEN_S_CLAMP:
    case WR_PEN_S_ADJUST:
    case WR_PEN_S_ROUND:
        show_money(s, t, l);
        break;
    case WR_PEN_S_RESULT:
        show_result(s, t, l);
        break;
    case WR_PEN_S_VERSION:
    case WR_PEN_S_FORMULA:
    case WR_PEN_S_CHOOSE:
    case WR_PEN_S_WARNING:
        show_other(s, t, l);
        break;
    }
    cite_column(t, l);
}

/* ---- the whole --------------------------------------------------------------------------------------- */

static int show_hits(const struct show *s, const struct wr_pen_clause *const *k, size_t n,
                     struct wr_list *ret)
{
    struct wr_pen_hit *h = wr_arena_array(s->a, n + 1, sizeof(*h));

    if (!h)
        return wr_fail(s->ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++)
        h[i] =
            (struct wr_pen_hit){k[i]->id, pick(s, k[i]->zh, k[i]->en), k[i]->citation, k[i]->tag};
    *ret = (struct wr_list){h, n};
    return 0;
}

static void add_once(struct wr_str *list, size_t *n, struct wr_str text)
{
    for (size_t i = 0; i < *n; i++)
        if (wr_str_eq(list[i], text))
            return;
    if (text.n > 0)
        list[(*n)++] = text;
}

static bool is_warning(const struct wr_pen_step *t)
{
    return t->kind == WR_PEN_S_WARNING || t->note == WR_PEN_NOTE_LOWEST ||
           t->note == WR_PEN_NOTE_GAP || t->note == WR_PEN_NOTE_NO_DISCOVERY;
}

static int show_trace(const struct show *s, VIEW *v)
{
    size_t n = s->r->steps_n;
    LINE *l = wr_arena_array(s->a, n + 1, sizeof(*l));
    struct wr_str *warn = wr_arena_array(s->a, n + 1, sizeof(*warn));
    struct wr_str *cite = wr_arena_array(s->a, n + 1, sizeof(*cite));

    if (!l || !warn || !cite)
        return wr_fail(s->ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++) {
        const struct wr_pen_step *t = &s->r->steps[i];
        show_step(s, t, &l[i]);
        if (is_warning(t))
            add_once(warn, &v->warnings.n,
                     t->factor ? wr_arena_printf(s->a, WR_FMT "：" WR_FMT, WR_ARG(l[i].name),
                                                 WR_ARG(note_text(s, t->note)))
                               : l[i].text);
        if (t->kind != WR_PEN_S_CLAUSE || t->met == WR_PEN_YES)
            add_once(cite, &v->citations.n, l[i].citation);
    }
    v->trace = (struct wr_list){l, n};
    v->warnings.p = warn;
    v->citations.p = cite;
    return 0;
}

static void show_figures(const struct show *s, VIEW *v)
{
    const struct wr_pen_result *r = s->r;

    v->has_raw_bp = r->raw_bp >= 0;
    v->raw_bp = r->raw_bp;
    v->has_bp = r->bp >= 0;
    v->bp = r->bp;
    v->has_fine_fen = r->fine_fen >= 0;
    v->fine_fen = r->fine_fen;
    v->has_if_punished_fen = r->if_punished_fen >= 0;
    v->if_punished_fen = r->if_punished_fen;
    v->has_min_fen = r->min_fen >= 0;
    v->min_fen = r->min_fen;
    v->has_max_fen = r->max_fen >= 0;
    v->max_fen = r->max_fen;
    v->has_lo_fen = r->lo_fen >= 0;
    v->lo_fen = r->lo_fen;
    v->has_hi_fen = r->hi_fen >= 0;
    v->hi_fen = r->hi_fen;
    v->clamped = r->clamped;
}

int wr_pen_show(struct wr_ctx *ctx, const struct wr_pen_case *c, const struct wr_pen_result *r,
                VIEW *ret)
{
    const struct show s = {ctx, ctx->arena, c, r, ctx->lang == WR_LANG_ZH};
    VIEW v = {.outcome = r->outcome,
              .outcome_text = label(&s, wr_pen_outcomes, r->outcome),
              .scheme = c->pack->scheme,
              .pack = c->pack->pack->id,
              .version = c->pack->pack->version};

    show_figures(&s, &v);
    if (r->table) {
        v.table = r->table->id;
        v.table_name = pick(&s, r->table->zh, r->table->en);
        v.column = r->column->key;
    }
    if (c->law) {
        v.law_pack = c->law->pack->id;
        v.law_version = c->law->pack->version;
    }
    v.education_required =
        r->outcome == WR_PEN_NO_PENALTY_MUST || r->outcome == WR_PEN_NO_PENALTY_MAY;
    for (size_t i = 0; i < r->must_n + r->may_n; i++)
        v.guidance = v.guidance || (i < r->must_n ? r->must[i] : r->may[i - r->must_n])->guidance;
    int rc = show_hits(&s, r->must, r->must_n, &v.must);
    if (rc == 0)
        rc = show_hits(&s, r->may, r->may_n, &v.may);
    if (rc == 0)
        rc = show_hits(&s, r->lighter, r->lighter_n, &v.lighter);
    if (rc == 0)
        rc = show_trace(&s, &v);
    *ret = v;
    return rc;
}
