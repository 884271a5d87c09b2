#include "modules/penalty/penalty_sheet.h"

#define O struct wr_pen_option
#define Q struct wr_pen_question

struct sheet {
    struct wr_ctx *ctx;
    const struct wr_pen_case *c;
    bool zh;
    Q *q;
    size_t n;
    O *clauses;
    size_t clauses_n;
    int at[WR_PEN_VALUES_MAX]; /* question of each fact, 0: none, else its place + 1 */
};

static struct wr_str either(bool zh, struct wr_str z, struct wr_str e)
{
    return zh || e.n == 0 ? z : e;
}

/* ---- schemes -------------------------------------------------------------------------------------- */

static int tables_of(struct wr_ctx *ctx, const struct wr_pen_pack *p, bool zh, struct wr_list *ret)
{
    const struct wr_pen_table *t = p->tables.p;
    O *o = wr_arena_array(ctx->arena, p->tables.n + 1, sizeof(*o));

    if (!o)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < p->tables.n; i++)
        o[i] = (O){.code = t[i].id,
                   .text = either(zh, t[i].zh, t[i].en),
                   .hint = t[i].violates.n > 0 ? t[i].violates : t[i].liability,
                   .citation = t[i].citation,
                   .tag = t[i].tag};
    *ret = (struct wr_list){o, p->tables.n};
    return 0;
}

static int items_of(struct wr_ctx *ctx, const struct wr_pen_pack *p, bool zh, struct wr_list *ret)
{
    const struct wr_pen_clause *k = p->clauses.p;
    O *o = wr_arena_array(ctx->arena, p->clauses.n + 1, sizeof(*o));

    if (!o)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < p->clauses.n; i++)
        if (k[i].listed && !k[i].off)
            o[ret->n++] = (O){.code = k[i].id,
                              .text = either(zh, k[i].zh, k[i].en),
                              .hint = k[i].basis,
                              .citation = k[i].citation,
                              .tag = k[i].tag,
                              .tables = k[i].tables,
                              .must = k[i].strength == WR_PEN_MUST};
    ret->p = o;
    return 0;
}

static bool has_amounts(const struct wr_pen_pack *p)
{
    const struct wr_pen_table *t = p->tables.p;

    for (size_t i = 0; i < p->tables.n; i++)
        if (t[i].method != WR_PEN_GRADE || (p->has_formula && p->formula.confirmed))
            return true;
    return false;
}

int wr_pen_scheme_of(struct wr_ctx *ctx, const struct wr_pen_pack *p, struct wr_pen_scheme *ret)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    const struct wr_pack *k = p->pack;

    *ret = (struct wr_pen_scheme){.scheme = p->scheme,
                                  .family = p->family,
                                  .title = either(zh, k->title_zh, k->title_en),
                                  .pack = k->id,
                                  .version = k->version,
                                  .issuer = k->issuer,
                                  .doc_no = p->doc_no,
                                  .status = k->status,
                                  .valid_from = k->valid_from,
                                  .valid_to = k->valid_to,
                                  .computes = has_amounts(p)};
    int rc = tables_of(ctx, p, zh, &ret->tables);
    return rc < 0 ? rc : items_of(ctx, p, zh, &ret->items);
}

/* ---- questions ------------------------------------------------------------------------------------- */

/** The question of a fact: the one there is, or a new one. NULL: there is no room. */
static Q *question(struct sheet *s, int fact, const char *kind, const char *group)
{
    if (s->at[fact] == 0) {
        if (s->n == WR_PEN_VALUES_MAX)
            return NULL;
        s->q[s->n++] = (Q){.kind = wr_str(kind), .group = wr_str(group)};
        s->at[fact] = (int)s->n;
    }
    return &s->q[s->at[fact] - 1];
}

static int levels_of(struct sheet *s, const struct wr_pen_factor *f, struct wr_list *ret)
{
    const struct wr_pen_level *l = f->levels.p;
    O *o = wr_arena_array(s->ctx->arena, f->levels.n + 1, sizeof(*o));

    if (!o)
        return wr_fail(s->ctx, WR_K_memory);
    for (size_t i = 0; i < f->levels.n; i++)
        o[i] = (O){.code = l[i].option,
                   .text = either(s->zh, l[i].zh, l[i].en),
                   .hint = l[i].reading,
                   .citation = l[i].citation,
                   .tag = l[i].tag,
                   .has_bp = l[i].has_bp,
                   .bp = l[i].bp,
                   .has_grade = l[i].has_grade,
                   .grade = l[i].grade};
    *ret = (struct wr_list){o, f->levels.n};
    return 0;
}

static struct wr_str ask_factor(const struct sheet *s, const struct wr_pen_factor *f)
{
    if (f->input.n > 0)
        return WR_S("exceedance");
    return wr_pen_fact_type(s->c->pack, f->fact) == WR_PEN_NUMBER ? WR_S("number") : WR_S("option");
}

static int ask_about_factor(struct sheet *s, const struct wr_pen_table *t,
                            const struct wr_pen_factor *f)
{
    const struct wr_pen_level *l = f->levels.p;
    Q *q = s->at[f->fact] == 0 ? question(s, f->fact, "factor", "factor") : NULL;

    if (!q)
        return 0; /* another table of the case asks it */
    q->table = t->id;
    q->name = f->key;
    q->label = either(s->zh, f->zh, f->en);
    q->unit = f->unit;
    q->ask = ask_factor(s, f);
    q->domain = f->domain;
    q->hint = f->gap_note;
    q->citation = f->citation;
    q->tag = f->tag;
    q->integer = f->integer;
    q->lowest = f->levels.n > 0 ? either(s->zh, l[f->lowest].zh, l[f->lowest].en) : WR_S("");
    for (size_t i = 0; i < f->inputs_n; i++)
        s->at[f->inputs[i]] = s->at[f->fact]; /* given with the factor */
    return levels_of(s, f, &q->options);
}

static int words_of(struct sheet *s, struct wr_str words, struct wr_list *ret)
{
    O *o = wr_arena_array(s->ctx->arena, WR_PEN_LEVELS_MAX, sizeof(*o));

    if (!o)
        return wr_fail(s->ctx, WR_K_memory);
    while (words.n > 0 && ret->n < WR_PEN_LEVELS_MAX) {
        struct wr_str zh = wr_str_cut(&words, '|'), code = wr_str_cut(&zh, '=');
        o[ret->n++] = (O){.code = code, .text = s->zh ? zh : code};
    }
    ret->p = o;
    return 0;
}

static struct wr_str ask_fact(const struct sheet *s, int fact)
{
    if (fact == WR_PEN_F_INVESTMENT || fact == WR_PEN_F_AMOUNT ||
        fact == WR_PEN_F_MITIGATED_FINE_FEN)
        return WR_S("fen");
    if (fact == WR_PEN_F_APOLOGY_CUT_BP)
        return WR_S("percent");
    switch (wr_pen_fact_type(s->c->pack, fact)) {
    case WR_PEN_BOOL:
        return WR_S("bool");
    case WR_PEN_NUMBER:
        return WR_S("number");
    case WR_PEN_WORD:
        return WR_S("word");
    case WR_PEN_DAY:
        break;
    }
    return WR_S("day");
}

static int ask_about_fact(struct sheet *s, int fact, const char *group, Q **ret)
{
    bool is_new = s->at[fact] == 0;

    *ret = fact == WR_PEN_F_TIME_BARRED ? NULL : question(s, fact, "fact", group);
    if (!*ret || !is_new)
        return 0;
    (*ret)->name = wr_pen_fact_name(s->c->pack, fact);
    (*ret)->label = wr_pen_fact_text(s->c->pack, fact, s->zh);
    (*ret)->ask = ask_fact(s, fact);
    return words_of(s, wr_pen_fact_words(s->c->pack, fact), &(*ret)->options);
}

static int ask_about_facts(struct sheet *s, const int *facts, size_t n, const char *group)
{
    Q *q;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = ask_about_fact(s, facts[i], group, &q);
    return rc;
}

/* ---- clauses ----------------------------------------------------------------------------------------- */

/** The clause's id beside every fact it looks at, once. */
static int tell(struct sheet *s, const struct wr_pen_clause *k, int fact)
{
    Q *q;
    int rc = ask_about_fact(s, fact, k->effect == WR_PEN_E_LIGHTER ? "lighter" : "spared", &q);

    if (rc < 0 || !q)
        return rc;
    struct wr_str *ids = q->clauses.p;
    if (!ids)
        ids = wr_arena_array(s->ctx->arena, WR_PEN_CLAUSES_MAX, sizeof(*ids));
    if (!ids)
        return wr_fail(s->ctx, WR_K_memory);
    q->clauses.p = ids;
    bool told = q->clauses.n > 0 && wr_str_eq(ids[q->clauses.n - 1], k->id);
    if (!told && q->clauses.n < WR_PEN_CLAUSES_MAX)
        ids[q->clauses.n++] = k->id;
    return 0;
}

static int ask_about_clause(struct sheet *s, const struct wr_pen_clause *k)
{
    int rc = 0;

    s->clauses[s->clauses_n++] = (O){.code = k->id,
                                     .text = either(s->zh, k->zh, k->en),
                                     .hint = k->basis,
                                     .citation = k->citation,
                                     .tag = k->tag,
                                     .must = k->strength == WR_PEN_MUST};
    for (size_t i = 0; i < k->when.n; i++)
        for (size_t n = 0; rc == 0 && n < k->any[i].n; n++)
            rc = tell(s, k, k->any[i].p[n].fact);
    for (size_t i = 0; rc == 0 && i < k->never.n; i++)
        rc = tell(s, k, k->never.p[i].fact);
    return rc;
}

static int ask_about_clauses(struct sheet *s, const struct wr_pen_pack *p)
{
    const struct wr_pen_clause *k = p ? p->clauses.p : NULL;
    int rc = 0;

    for (size_t i = 0; rc == 0 && p && i < p->clauses.n; i++)
        if (wr_pen_concerns(s->c, &k[i]))
            rc = ask_about_clause(s, &k[i]);
    return rc;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static int ask_about_tables(struct sheet *s)
{
    int rc = 0;
    Q *q;

    for (size_t t = 0; t < s->c->tables_n; t++) {
        const struct wr_pen_factor *f = s->c->tables[t]->factors.p;
        for (size_t i = 0; rc == 0 && i < s->c->tables[t]->factors.n; i++)
            rc = ask_about_factor(s, s->c->tables[t], &f[i]);
        const struct wr_pen_column *k = s->c->columns[t];
        if (rc == 0 && k->amount_fact >= 0)
            rc = ask_about_fact(s, k->amount_fact, "amount", &q);
    }
    return rc;
}

static int ask_about_the_rest(struct sheet *s)
{
    static const int limitation[] = {WR_PEN_F_ACT_ENDED_ON, WR_PEN_F_DISCOVERED_ON,
                                     WR_PEN_F_CONTINUING, WR_PEN_F_GRAVE_HARM};
    static const int apology[] = {WR_PEN_F_APOLOGY, WR_PEN_F_APOLOGY_EXCLUDED,
                                  WR_PEN_F_APOLOGY_CUT_BP};
    static const int adjust[] = {WR_PEN_F_LIGHTER, WR_PEN_F_HEAVIER, WR_PEN_F_MITIGATED,
                                 WR_PEN_F_MITIGATED_FINE_FEN};
    int rc = 0;

    if (s->c->law && s->c->law->has_limitation)
        rc = ask_about_facts(s, limitation, WR_ARRAY_LEN(limitation), "limitation");
    if (rc == 0 && s->c->pack->has_apology)
        rc = ask_about_facts(s, apology, WR_ARRAY_LEN(apology), "adjust");
    return rc < 0 ? rc : ask_about_facts(s, adjust, WR_ARRAY_LEN(adjust), "adjust");
}

static int columns_of(struct wr_ctx *ctx, const struct wr_pen_case *c, bool zh, struct wr_list *ret)
{
    const struct wr_pen_table *t = c->tables_n > 0 ? c->tables[0] : NULL;
    const struct wr_pen_column *k = t ? t->columns.p : NULL;
    O *o = wr_arena_array(ctx->arena, t ? t->columns.n + 1 : 1, sizeof(*o));

    if (!o)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; t && t->columns.n > 1 && i < t->columns.n; i++)
        o[ret->n++] = (O){.code = k[i].key,
                          .text = either(zh, k[i].zh, k[i].en),
                          .citation = k[i].citation,
                          .tag = k[i].tag};
    ret->p = o;
    return 0;
}

int wr_pen_sheet_of(struct wr_ctx *ctx, const struct wr_pen_case *c, struct wr_pen_sheet *ret)
{
    struct sheet *s = wr_arena_new(ctx->arena, struct sheet);
    const struct wr_pack *k = c->pack->pack;

    if (!s)
        return wr_fail(ctx, WR_K_memory);
    *s = (struct sheet){.ctx = ctx, .c = c, .zh = ctx->lang == WR_LANG_ZH};
    s->q = wr_arena_array(ctx->arena, WR_PEN_VALUES_MAX, sizeof(*s->q));
    s->clauses = wr_arena_array(ctx->arena, 2 * WR_PEN_CLAUSES_MAX, sizeof(*s->clauses));
    if (!s->q || !s->clauses)
        return wr_fail(ctx, WR_K_memory);
    int rc = ask_about_tables(s);
    rc = rc < 0 ? rc : ask_about_clauses(s, c->pack);
    rc = rc < 0 || c->law == c->pack ? rc : ask_about_clauses(s, c->law);
    rc = rc < 0 ? rc : ask_about_the_rest(s);
    *ret = (struct wr_pen_sheet){.scheme = c->pack->scheme,
                                 .pack = k->id,
                                 .version = k->version,
                                 .law_pack = c->law ? c->law->pack->id : (struct wr_str){NULL, 0},
                                 .title = either(s->zh, k->title_zh, k->title_en),
                                 .clauses = {s->clauses, s->clauses_n},
                                 .questions = {s->q, s->n}};
    return rc < 0 ? rc : columns_of(ctx, c, s->zh, &ret->columns);
}
