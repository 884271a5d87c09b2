/* What-if: which single change of facts changes the outcome for the better. */
#include "modules/penalty/penalty_case.h"

#include <stdlib.h>

#define CHANGES_MAX 64
#define CHANGE struct wr_pen_change

const struct wr_field wr_pen_change_fields[] = {
    WR_STR(CHANGE, kind, 1, 10, "种类", "fact, factor, or step of the procedure"),
    WR_STR(CHANGE, name, 1, 40, "名称", "name in a case"),
    WR_TEXT(CHANGE, label, 0, 400, "说明", "what it is"),
    WR_TEXT_OPT(CHANGE, from, 0, 200, "现在", "value now"),
    WR_TEXT(CHANGE, to, 0, 200, "变为", "value then"),
    WR_TEXT(CHANGE, to_text, 0, 400, "变为（说明）", "the same in words"),
    WR_TEXT(CHANGE, text, 0, 1000, "说法", "the whole in one sentence"),
    WR_DATE_OPT(CHANGE, by, "最迟", "last day for it, where there is a term"),
    WR_TEXT_OPT(CHANGE, by_text, 0, 400, "期限", "which term that is"),
    WR_ENUM(CHANGE, outcome, wr_pen_outcomes, "结论", "outcome then"),
    WR_TEXT(CHANGE, outcome_text, 0, 100, "结论说明", "the same in words"),
    WR_I64_OPT(CHANGE, fine_fen, 0, INT64_C(1000000000000000), "罚款", "fine then, fen"),
    WR_I64_OPT(CHANGE, saved_fen, INT64_C(-1000000000000000), INT64_C(1000000000000000), "减少",
               "less than now, fen"),
    WR_STR_OPT(CHANGE, rule, 0, 40, "情形", "the clause that decides"),
    {0},
};

struct search {
    struct wr_ctx *ctx;
    struct wr_pen_case c; /* a copy, changed and restored */
    struct wr_pen_result now, then;
    CHANGE found[CHANGES_MAX];
    size_t n;
};

static bool better(const struct wr_pen_result *then, const struct wr_pen_result *now)
{
    if (then->outcome != now->outcome)
        return then->outcome < now->outcome;
    return then->fine_fen >= 0 && then->fine_fen < now->fine_fen;
}

static struct wr_str word_zh(struct wr_str words, struct wr_str code)
{
    while (words.p) {
        struct wr_str zh = wr_str_cut(&words, '|');
        if (wr_str_eq(wr_str_cut(&zh, '='), code))
            return zh;
    }
    return code;
}

struct wr_str wr_pen_change_words(struct wr_ctx *ctx, const struct wr_pen_change *c)
{
    bool zh = ctx->lang == WR_LANG_ZH, fined = c->has_fine_fen && c->fine_fen > 0;
    struct wr_arena *a = ctx->arena;
    struct wr_str by = WR_S(""), fine = fined ? wr_pen_yuan(a, c->fine_fen, zh) : WR_S("");

    if (c->by.n > 0)
        by = wr_arena_printf(a, zh ? "不迟于 " WR_FMT "，" : " by " WR_FMT, WR_ARG(c->by));
    return wr_arena_printf(a,
                           zh ? "如" WR_FMT "“" WR_FMT "”为“" WR_FMT "”：" WR_FMT "%s" WR_FMT
                              : "if" WR_FMT " " WR_FMT " is " WR_FMT ": " WR_FMT "%s" WR_FMT,
                           WR_ARG(by), WR_ARG(c->label), WR_ARG(c->to_text),
                           WR_ARG(c->outcome_text), fined ? (zh ? "，罚款 " : ", fine ") : "",
                           WR_ARG(fine));
}

/** Judge with one value changed; keep it if the party is better off. */
static void try_value(struct search *s, int fact, struct wr_pen_value v, CHANGE what)
{
    const struct wr_pen_case before = s->c;
    bool zh = s->ctx->lang == WR_LANG_ZH;

    s->c.vals[fact] = v;
    s->c.vals[WR_PEN_F_MITIGATED].b = false; /* of this decision, not of the changed one */
    wr_pen_derive(&s->c);
    int rc = wr_pen_judge(s->ctx, &s->c, &s->then);
    s->c = before;
    if (rc < 0) {
        wr_err_reset(s->ctx);
        return;
    }
    if (!better(&s->then, &s->now) || s->n == CHANGES_MAX)
        return;
    const struct wr_enum_item *o = wr_enum_item(wr_pen_outcomes, s->then.outcome);
    what.outcome = s->then.outcome;
    what.outcome_text = wr_str(zh ? o->zh : o->en);
    what.has_fine_fen = s->then.fine_fen >= 0;
    what.fine_fen = s->then.fine_fen;
    what.has_saved_fen = what.has_fine_fen && s->now.fine_fen >= 0;
    what.saved_fen = s->now.fine_fen - s->then.fine_fen;
    if (s->then.must_n + s->then.may_n + s->then.lighter_n > 0)
        what.rule = (s->then.must_n  ? s->then.must[0]
                     : s->then.may_n ? s->then.may[0]
                                     : s->then.lighter[0])
                        ->id;
    what.text = wr_pen_change_words(s->ctx, &what);
    s->found[s->n++] = what;
}

static void try_facts(struct search *s)
{
    for (int i = 0; i < WR_PEN_FACTS_N; i++) {
        const struct wr_pen_fact_name *f = &wr_pen_fact_names[i];
        struct wr_str to = wr_str(f->can);
        bool zh = s->ctx->lang == WR_LANG_ZH;
        if (to.n == 0)
            continue;
        struct wr_pen_value v = {.type = (int8_t)f->type, .text = to};
        v.b = f->type == WR_PEN_BOOL;
        v.word = f->type == WR_PEN_WORD ? to : (struct wr_str){NULL, 0};
        struct wr_str to_text = f->type == WR_PEN_WORD ? word_zh(wr_str(f->words), to)
                                                       : (zh ? WR_S("是") : WR_S("yes"));
        try_value(s, i, v,
                  (CHANGE){.kind = WR_S("fact"),
                           .name = wr_str(f->name),
                           .label = wr_str(zh ? f->zh : f->en),
                           .from = s->c.vals[i].text,
                           .to = to,
                           .to_text = to_text});
    }
}

/** Factors the party can still change: cooperation, correction within the term. */
static void try_factor(struct search *s, const struct wr_pen_factor *f)
{
    const struct wr_pen_level *l = f->levels.p;
    bool zh = s->ctx->lang == WR_LANG_ZH;

    for (size_t i = 0; f->change.n > 0 && i < f->levels.n; i++) {
        if (!wr_str_eq(l[i].option, f->change))
            continue;
        try_value(s, f->fact,
                  (struct wr_pen_value){.type = WR_PEN_WORD, .word = f->change, .text = f->change},
                  (CHANGE){.kind = WR_S("factor"),
                           .name = f->key,
                           .label = zh || f->en.n == 0 ? f->zh : f->en,
                           .from = s->c.vals[f->fact].text,
                           .to = f->change,
                           .to_text = zh || l[i].en.n == 0 ? l[i].zh : l[i].en});
    }
}

static int by_gain(const void *a, const void *b)
{
    const CHANGE *x = a, *y = b;

    if (x->outcome != y->outcome)
        return x->outcome < y->outcome ? -1 : 1;
    return (x->fine_fen > y->fine_fen) - (x->fine_fen < y->fine_fen);
}

int wr_pen_what_if(struct wr_ctx *ctx, const struct wr_pen_case *c, const struct wr_pen_result *r,
                   struct wr_list *ret)
{
    struct search *s = wr_arena_new(ctx->arena, struct search);

    if (!s)
        return wr_fail(ctx, WR_K_memory);
    s->ctx = ctx;
    s->c = *c;
    s->now = *r;
    try_facts(s);
    for (size_t t = 0; t < c->tables_n; t++) {
        const struct wr_pen_factor *f = c->tables[t]->factors.p;
        for (size_t i = 0; i < c->tables[t]->factors.n; i++)
            if (t == 0 || c->tables[t]->factors.p != c->tables[0]->factors.p)
                try_factor(s, &f[i]);
    }
    qsort(s->found, s->n, sizeof(s->found[0]), by_gain);
    *ret = (struct wr_list){s->found, s->n};
    return 0;
}
