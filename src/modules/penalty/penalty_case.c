/* Case files: names of schemes, tables, factors and facts resolved, values read exactly. */
#include "modules/penalty/penalty_case.h"

#include "base/calendar.h"

#define JSON_MAX 65536

const struct wr_field wr_pen_ask_fields[] = {
    WR_STR(struct wr_pen_ask, scheme, 1, 80, "基准", "scheme, its pack or its family"),
    WR_STR_OPT(struct wr_pen_ask, table, 0, 40, "表号", "table of the provision violated"),
    WR_STRS_OPT(struct wr_pen_ask, tables, WR_PEN_PROVISIONS_MAX - 1, "其他表号",
                "tables of further provisions violated by the same act"),
    WR_STR_OPT(struct wr_pen_ask, column, 0, 40, "栏", "column of the table"),
    WR_STR_OPT(struct wr_pen_ask, item, 0, 40, "清单项", "item of a no-penalty list"),
    WR_DATE(struct wr_pen_ask, act_date, "行为日", "day of the act"),
    WR_DATE_OPT(struct wr_pen_ask, decision_date, "决定日", "day of the decision"),
    WR_TEXT_OPT(struct wr_pen_ask, name, 0, 200, "名称", "what the case is called"),
    WR_JSON_OPT(struct wr_pen_ask, factors, JSON_MAX, "因素", "value of each factor"),
    WR_JSON_OPT(struct wr_pen_ask, facts, JSON_MAX, "事实", "facts the law asks for"),
    {0},
};

/* ---- books ------------------------------------------------------------------------------------------ */

void wr_pen_book_add(struct wr_pen_book *b, const struct wr_pen_pack *p)
{
    for (size_t i = 0; i < b->n; i++)
        if (wr_str_eq(b->p[i]->pack->id, p->pack->id)) {
            b->p[i] = p;
            return;
        }
    if (b->n < WR_PEN_BOOK_MAX)
        b->p[b->n++] = p;
}

void wr_pen_book_of(const struct wr_rules *r, struct wr_pen_book *ret)
{
    ret->n = 0;
    for (size_t i = 0; r && i < wr_rules_count(r); i++) {
        const struct wr_pack *p = wr_rules_at(r, i);
        if (wr_str_eq(p->kind, WR_S(WR_PENALTY_KIND)) && p->typed)
            wr_pen_book_add(ret, p->typed);
    }
}

static bool named(const struct wr_pen_pack *p, struct wr_str scheme)
{
    return wr_str_eq(p->scheme, scheme) || wr_str_eq(p->family, scheme) ||
           wr_str_eq(p->pack->id, scheme);
}

static bool in_force(const struct wr_pack *p, struct wr_str day)
{
    return wr_str_cmp(p->valid_from, day) <= 0 &&
           (p->valid_to.n == 0 || wr_str_cmp(day, p->valid_to) <= 0);
}

static struct wr_str day_text(struct wr_ctx *ctx, int32_t day)
{
    char z[WR_DATE_TEXT];

    wr_date_format(wr_date_from_days(day), z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

static const struct wr_pen_pack *latest(const struct wr_pen_book *b, struct wr_str scheme,
                                        struct wr_str day)
{
    const struct wr_pen_pack *best = NULL;

    for (size_t i = 0; i < b->n; i++)
        if (named(b->p[i], scheme) && in_force(b->p[i]->pack, day) &&
            (!best || wr_str_cmp(best->pack->valid_from, b->p[i]->pack->valid_from) < 0))
            best = b->p[i];
    return best;
}

const struct wr_pen_pack *wr_pen_book_find(struct wr_ctx *ctx, const struct wr_pen_book *b,
                                           struct wr_str scheme, int32_t day, struct wr_str path)
{
    struct wr_str days = WR_S(""), schemes = WR_S(""), text = day_text(ctx, day);
    const struct wr_pen_pack *best = latest(b, scheme, text);

    if (best)
        return best;
    for (size_t i = 0; i < b->n; i++) {
        const struct wr_pack *p = b->p[i]->pack;
        schemes = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(schemes), i ? "、" : "",
                                  WR_ARG(b->p[i]->scheme));
        if (named(b->p[i], scheme))
            days = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT " " WR_FMT " .. " WR_FMT,
                                   WR_ARG(days), days.n ? "; " : "", WR_ARG(p->id),
                                   WR_ARG(p->valid_from), WR_ARG(p->valid_to));
    }
    if (days.n == 0)
        wr_fault(ctx, WR_S("scheme"), WR_K_penalty_unknown_scheme, scheme, scheme, schemes);
    else
        wr_fault(ctx, path, WR_K_penalty_date, text, text, scheme, days);
    return NULL;
}

/* ---- values ------------------------------------------------------------------------------------------- */

struct bind {
    struct wr_ctx *ctx;
    const struct wr_pen_pack *p;
    struct wr_pen_case *c;
    struct wr_str path;
    const struct wr_pen_factor *factor; /* being read; NULL: a fact */
    const struct wr_pen_table *table;   /* the factor's */
};

static struct wr_str document(const struct wr_pen_pack *p)
{
    return p->doc_no.n > 0 ? p->doc_no : p->pack->title_zh;
}

/** "a（甲）、b（乙）" of words, or of a factor's levels. */
static struct wr_str choices(struct bind *b, int fact)
{
    struct wr_str out = WR_S("");

    for (size_t i = 0; b->factor && i < b->factor->levels.n; i++) {
        const struct wr_pen_level *l = (const struct wr_pen_level *)b->factor->levels.p + i;
        out =
            wr_arena_printf(b->ctx->arena, WR_FMT "%s" WR_FMT "（" WR_FMT "）", WR_ARG(out),
                            i ? "、" : "", WR_ARG(l->option.n ? l->option : l->zh), WR_ARG(l->zh));
    }
    for (struct wr_str rest = wr_pen_fact_words(b->p, fact); !b->factor && rest.n > 0;) {
        struct wr_str zh = wr_str_cut(&rest, '|'), code = wr_str_cut(&zh, '=');
        out = wr_arena_printf(b->ctx->arena, WR_FMT "%s" WR_FMT "（" WR_FMT "）", WR_ARG(out),
                              out.n ? "、" : "", WR_ARG(code), WR_ARG(zh));
    }
    return out;
}

static void refuse(struct bind *b, int fact, struct wr_str given)
{
    static const char *const wants[] = {[WR_PEN_BOOL] = "true 或 false",
                                        [WR_PEN_NUMBER] = "数值（不超过15位数字）",
                                        [WR_PEN_WORD] = "",
                                        [WR_PEN_DAY] = "YYYY-MM-DD 的日期"};
    enum wr_pen_type type = wr_pen_fact_type(b->p, fact);
    struct wr_str want = type == WR_PEN_WORD ? choices(b, fact) : wr_str(wants[type]);

    if (b->factor)
        wr_fault_at(b->ctx, b->path, WR_K_penalty_unknown_value, given,
                    (const struct wr_str[4]){b->table->id, b->factor->zh, want, document(b->p)});
    else
        wr_fault(b->ctx, b->path, WR_K_penalty_fact_value, given, wr_pen_fact_zh(b->p, fact), want,
                 document(b->p));
}

/** A number's text: as given, or the shortest digits that mean the same number. */
static struct wr_str number_text(struct bind *b, const struct wr_json *j)
{
    if (wr_json_str(j).p)
        return wr_str_trim(wr_json_str(j));
    return wr_json_text(b->ctx->arena, j);
}

static bool read_bool(const struct wr_json *j, bool *ret)
{
    struct wr_str s = wr_json_str(j);

    if (wr_json_bool(j, ret))
        return true;
    *ret = wr_str_eq(s, WR_S("true")) || wr_str_eq(s, WR_S("是"));
    return *ret || wr_str_eq(s, WR_S("false")) || wr_str_eq(s, WR_S("否"));
}

/** The code of a word given as code or in Chinese; absent if there is none. */
static struct wr_str read_word(struct bind *b, int fact, struct wr_str s)
{
    for (struct wr_str rest = wr_pen_fact_words(b->p, fact); s.n > 0 && rest.n > 0;) {
        struct wr_str zh = wr_str_cut(&rest, '|'), code = wr_str_cut(&zh, '=');
        if (wr_str_eq(s, code) || wr_str_eq(s, zh))
            return code;
    }
    return (struct wr_str){NULL, 0};
}

/** One plain value of a fact. */
static bool read_value(struct bind *b, int fact, const struct wr_json *j, struct wr_pen_value *ret)
{
    struct wr_pen_value v = {.type = (int8_t)wr_pen_fact_type(b->p, fact)};
    struct wr_date d;
    bool good = false;

    switch (wr_pen_fact_type(b->p, fact)) {
    case WR_PEN_BOOL:
        good = read_bool(j, &v.b);
        v.text = v.b ? WR_S("是") : WR_S("否");
        break;
    case WR_PEN_NUMBER:
        v.text = number_text(b, j);
        good = wr_pen_num_parse(v.text, &v.num);
        break;
    case WR_PEN_WORD:
        v.word = v.text = read_word(b, fact, wr_json_str(j));
        good = v.word.p != NULL;
        break;
    case WR_PEN_DAY:
        v.text = wr_json_str(j);
        good = wr_date_parse(v.text, &d);
        v.day = good ? wr_date_to_days(d) : 0;
        break;
    }
    if (!good)
        refuse(b, fact, wr_json_str(j).p ? wr_json_str(j) : wr_json_text(b->ctx->arena, j));
    else
        *ret = v;
    return good;
}

static bool same(const struct wr_pen_value *a, const struct wr_pen_value *b)
{
    return a->type == b->type && a->b == b->b && a->day == b->day &&
           (a->type != WR_PEN_NUMBER || wr_pen_num_cmp(a->num, b->num) == 0) &&
           wr_str_eq(a->word, b->word);
}

static void put(struct bind *b, int fact, struct wr_pen_value v)
{
    struct wr_pen_value *at = &b->c->vals[fact];

    if (at->type != 0 && v.type != 0 && !same(at, &v)) {
        wr_fault(b->ctx, b->path, WR_K_penalty_given_twice, v.text, wr_pen_fact_name(b->p, fact));
        return;
    }
    if (v.evidence.n == 0)
        v.evidence = at->evidence;
    if (v.by.n == 0)
        v.by = at->by;
    *at = v;
}

static int64_t weight_at(const struct bind *b, struct wr_str option)
{
    const struct wr_pen_level *l = b->factor->levels.p;

    for (size_t i = 0; i < b->factor->levels.n; i++)
        if (wr_str_eq(l[i].option, option))
            return l[i].has_bp ? l[i].bp : l[i].grade;
    return -1;
}

/** Several pollutants or areas: the heavier (art. 17). */
static bool read_several(struct bind *b, int fact, const struct wr_json *j,
                         struct wr_pen_value *ret)
{
    struct wr_pen_value best = {0}, one;

    for (size_t i = 0; i < wr_json_len(j); i++) {
        if (!read_value(b, fact, wr_json_at(j, i), &one))
            return false;
        bool more = best.type == 0 ||
                    (one.type == WR_PEN_WORD ? weight_at(b, one.word) > weight_at(b, best.word)
                                             : wr_pen_num_cmp(one.num, best.num) > 0);
        if (more)
            best = one;
    }
    best.heavier = wr_json_len(j) > 1;
    *ret = best;
    return true;
}

/** {"value":…, "evidence":…, "by":…}, {"measured":…, "limit":…} or named inputs. */
static void read_object(struct bind *b, int fact, const struct wr_json *j);

static bool is_null(struct bind *b, const struct wr_json *j)
{
    int64_t i;

    if (wr_json_str(j).p || wr_json_i64(j, &i) || wr_json_is_obj(j) || wr_json_is_list(j))
        return false;
    return wr_str_eq(wr_json_text(b->ctx->arena, j), WR_S("null"));
}

static void read_any(struct bind *b, int fact, const struct wr_json *j)
{
    struct wr_pen_value v = {0};

    if (is_null(b, j))
        return;
    if (wr_json_is_obj(j))
        read_object(b, fact, j);
    else if (wr_json_is_list(j) && b->factor ? read_several(b, fact, j, &v)
                                             : read_value(b, fact, j, &v))
        put(b, fact, v);
}

static void read_multiple(struct bind *b, const struct wr_json *j)
{
    const struct wr_json *m = wr_json_get(j, "measured"), *l = wr_json_get(j, "limit");
    struct wr_pen_value v = {.type = WR_PEN_NUMBER};
    struct wr_str measured = m ? number_text(b, m) : WR_S("");
    struct wr_str limit = l ? number_text(b, l) : WR_S("");

    v.text = wr_arena_printf(b->ctx->arena, "(" WR_FMT "-" WR_FMT ")/" WR_FMT, WR_ARG(measured),
                             WR_ARG(limit), WR_ARG(limit));
    if (!wr_pen_num_multiple(measured, limit, &v.num))
        refuse(b, WR_PEN_F_MULTIPLE, v.text);
    else
        put(b, WR_PEN_F_MULTIPLE, v);
}

static void read_member(struct bind *b, int fact, const struct wr_json *j, size_t i)
{
    struct wr_str name = wr_json_key(j, i);
    const struct wr_json *v = wr_json_member(j, i);
    int input = wr_pen_fact_of(b->p, name);

    if (wr_str_eq(name, WR_S("measured")) || wr_str_eq(name, WR_S("evidence")) ||
        wr_str_eq(name, WR_S("by")))
        return;
    if (wr_str_eq(name, WR_S("limit")))
        read_multiple(b, j);
    else if (wr_str_eq(name, WR_S("value")) && !wr_json_is_obj(v))
        read_any(b, fact, v);
    else if (input >= 0 && b->factor && !wr_json_is_obj(v))
        read_any(b, input, v);
    else
        refuse(b, fact, name);
}

static void read_object(struct bind *b, int fact, const struct wr_json *j)
{
    struct wr_str evidence = wr_json_str(wr_json_get(j, "evidence"));
    struct wr_str by = wr_json_str(wr_json_get(j, "by"));

    for (size_t i = 0; i < wr_json_len(j); i++)
        read_member(b, fact, j, i);
    for (size_t i = 0; b->factor && i < b->factor->inputs_n; i++) {
        b->c->vals[b->factor->inputs[i]].evidence = evidence;
        b->c->vals[b->factor->inputs[i]].by = by;
    }
    b->c->vals[fact].evidence = evidence;
    b->c->vals[fact].by = by;
}

/* ---- factors, facts --------------------------------------------------------------------------------------- */

/** The factor of that key or Chinese name in any of the case's tables. */
static bool find_factor(struct bind *b, struct wr_str key)
{
    for (size_t t = 0; t < b->c->tables_n; t++) {
        const struct wr_pen_factor *f = b->c->tables[t]->factors.p;
        b->table = b->c->tables[t];
        for (size_t i = 0; i < b->table->factors.n; i++) {
            b->factor = &f[i];
            if (wr_str_eq(f[i].key, key) || wr_str_eq(f[i].zh, key))
                return true;
        }
    }
    b->factor = NULL;
    return false;
}

static void unknown_factor(struct bind *b, struct wr_str key)
{
    struct wr_str keys = WR_S(""), table = b->c->tables_n > 0 ? b->c->tables[0]->id : WR_S("-");
    const struct wr_pen_factor *f = b->c->tables_n > 0 ? b->c->tables[0]->factors.p : NULL;

    for (size_t i = 0; f && i < b->c->tables[0]->factors.n; i++)
        keys = wr_arena_printf(b->ctx->arena, WR_FMT "%s" WR_FMT "（" WR_FMT "）", WR_ARG(keys),
                               i ? "、" : "", WR_ARG(f[i].key), WR_ARG(f[i].zh));
    wr_fault_at(b->ctx, b->path, WR_K_penalty_unknown_factor, key,
                (const struct wr_str[4]){table, key, keys, document(b->p)});
}

static void read_factors(struct bind *b, const struct wr_json *j)
{
    for (size_t i = 0; i < wr_json_len(j); i++) {
        struct wr_str key = wr_json_key(j, i);
        b->path = wr_arena_printf(b->ctx->arena, "factors." WR_FMT, WR_ARG(key));
        if (find_factor(b, key))
            read_any(b, b->factor->fact, wr_json_member(j, i));
        else
            unknown_factor(b, key);
    }
    b->factor = NULL;
}

static void read_facts(struct bind *b, const struct wr_json *j)
{
    for (size_t i = 0; i < wr_json_len(j); i++) {
        struct wr_str key = wr_json_key(j, i);
        int fact = wr_pen_fact_of(b->p, key);
        b->path = wr_arena_printf(b->ctx->arena, "facts." WR_FMT, WR_ARG(key));
        if (fact < 0 || fact == WR_PEN_F_TIME_BARRED)
            wr_fault(b->ctx, b->path, WR_K_penalty_unknown_fact, key, key, document(b->p));
        else
            read_any(b, fact, wr_json_member(j, i));
    }
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

struct wr_str wr_pen_table_ids(struct wr_ctx *ctx, const struct wr_pen_pack *p)
{
    const struct wr_pen_table *t = p->tables.p;
    struct wr_str out = WR_S("");

    for (size_t i = 0; i < p->tables.n; i++)
        out = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(out), i ? "、" : "",
                              WR_ARG(t[i].id));
    return out;
}

static const struct wr_pen_column *find_column(struct bind *b, const struct wr_pen_table *t,
                                               struct wr_str key)
{
    const struct wr_pen_column *k = t->columns.p;
    struct wr_str keys = WR_S("");

    if (t->columns.n == 1 && key.n == 0)
        return k;
    for (size_t i = 0; i < t->columns.n; i++) {
        if (key.n > 0 && (wr_str_eq(k[i].key, key) || wr_str_eq(k[i].zh, key)))
            return &k[i];
        keys = wr_arena_printf(b->ctx->arena, WR_FMT "%s" WR_FMT "（" WR_FMT "）", WR_ARG(keys),
                               i ? "、" : "", WR_ARG(k[i].key), WR_ARG(k[i].zh));
    }
    wr_fault(b->ctx, WR_S("column"), WR_K_penalty_unknown_column, key, t->id, keys, document(b->p));
    return NULL;
}

static void add_table(struct bind *b, struct wr_str id, struct wr_str column)
{
    const struct wr_pen_table *t = wr_pen_table_of(b->p, id);
    struct wr_pen_case *c = b->c;

    if (!t) {
        wr_fault(b->ctx, WR_S("table"), WR_K_penalty_unknown_table, id, id, b->p->pack->title_zh,
                 wr_pen_table_ids(b->ctx, b->p));
        return;
    }
    const struct wr_pen_column *k =
        find_column(b, t, t->columns.n > 1 || c->tables_n == 0 ? column : WR_S(""));
    for (size_t i = 0; i < c->tables_n; i++)
        if (c->tables[i] == t)
            return;
    if (k && c->tables_n < WR_PEN_PROVISIONS_MAX) {
        c->tables[c->tables_n] = t;
        c->columns[c->tables_n++] = k;
    }
}

static void find_tables(struct bind *b, const struct wr_pen_ask *a)
{
    const struct wr_str *more = a->tables.p;

    if (a->table.n == 0 && a->tables.n == 0 && a->item.n == 0)
        wr_fault(b->ctx, WR_S("table"), WR_K_penalty_no_table, ((struct wr_str){NULL, 0}));
    if (a->table.n > 0)
        add_table(b, a->table, a->column);
    for (size_t i = 0; i < a->tables.n; i++)
        add_table(b, more[i], a->column);
    if (a->item.n == 0)
        return;
    b->c->item = wr_pen_clause_of(b->p, a->item);
    if (!b->c->item)
        wr_fault(b->ctx, WR_S("item"), WR_K_penalty_unknown_item, a->item, a->item,
                 b->p->pack->title_zh);
}

static int32_t day_of(struct wr_str s)
{
    struct wr_date d;

    return wr_date_parse(s, &d) ? wr_date_to_days(d) : 0;
}

/** The same with what was asked for already decoded. */
static int bind_asked(struct wr_ctx *ctx, const struct wr_pen_book *book,
                      const struct wr_pen_pack *pack, const struct wr_json *j,
                      const struct wr_pen_ask *a, struct wr_pen_case *ret)
{
    struct bind b = {.ctx = ctx, .p = pack, .c = ret};

    *ret = (struct wr_pen_case){
        .pack = pack, .act_day = day_of(a->act_date), .decision_day = day_of(a->decision_date)};
    if (pack->has_limitation)
        ret->law = pack;
    else if (pack->law.n > 0)
        ret->law = wr_pen_book_find(ctx, book, pack->law, ret->act_day, WR_S("act_date"));
    find_tables(&b, a);
    int rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    read_factors(&b, wr_json_get(j, "factors"));
    read_facts(&b, wr_json_get(j, "facts"));
    rc = wr_faults_end(ctx);
    if (rc == 0)
        wr_pen_derive(ret);
    return rc;
}

int wr_pen_bind(struct wr_ctx *ctx, const struct wr_pen_book *book, const struct wr_pen_pack *pack,
                const struct wr_json *j, struct wr_pen_case *ret)
{
    struct wr_pen_ask a;
    int rc = wr_json_into(ctx, j, WR_S(""), wr_pen_ask_fields, &a, sizeof(a));

    return rc < 0 ? rc : bind_asked(ctx, book, pack, j, &a, ret);
}

/* ---- old law or lighter ------------------------------------------------------------------------------------------- */

static int bind_and_judge(struct wr_ctx *ctx, const struct wr_pen_book *b,
                          const struct wr_pen_pack *p, const struct wr_json *j,
                          const struct wr_pen_ask *a, struct wr_pen_case *c,
                          struct wr_pen_result *r)
{
    int rc = bind_asked(ctx, b, p, j, a, c);

    return rc < 0 ? rc : wr_pen_judge(ctx, c, r);
}

/** Is `a` milder for the party than `b`? Not punished before punished, MUST before MAY, then the amount. */
static bool milder(const struct wr_pen_result *a, const struct wr_pen_result *b)
{
    bool a_free = a->outcome <= WR_PEN_NO_PENALTY_MAY, b_free = b->outcome <= WR_PEN_NO_PENALTY_MAY;

    if (a_free || b_free)
        return a_free && (!b_free || a->outcome < b->outcome);
    return a->fine_fen >= 0 && b->fine_fen >= 0 && a->fine_fen < b->fine_fen;
}

static void tell_version(struct wr_pen_result *r, const struct wr_pen_pack *p,
                         enum wr_pen_note note)
{
    if (r->steps_n == WR_PEN_STEPS_MAX)
        return;
    memmove(&r->steps[1], &r->steps[0], r->steps_n * sizeof(r->steps[0]));
    r->steps[0] = (struct wr_pen_step){.kind = WR_PEN_S_VERSION, .note = note, .text = p->pack->id};
    r->steps_n++;
}

int wr_pen_assess(struct wr_ctx *ctx, const struct wr_pen_book *b, const struct wr_json *j,
                  struct wr_pen_case *ret_case, struct wr_pen_result *ret)
{
    struct wr_pen_ask a;
    int rc = wr_json_into(ctx, j, WR_S(""), wr_pen_ask_fields, &a, sizeof(a));

    if (rc < 0)
        return rc;
    const struct wr_pen_pack *old =
        wr_pen_book_find(ctx, b, a.scheme, day_of(a.act_date), WR_S("act_date"));
    if (!old)
        return wr_faults_end(ctx);
    rc = bind_and_judge(ctx, b, old, j, &a, ret_case, ret);
    if (rc < 0)
        return rc;
    const struct wr_pen_pack *now =
        a.decision_date.n > 0 ? latest(b, old->family, a.decision_date) : NULL;
    if (!now || now == old) {
        tell_version(ret, old, WR_PEN_NOTE_OLD_LAW);
        return 0;
    }
    struct wr_pen_case *c = wr_arena_new(ctx->arena, struct wr_pen_case);
    struct wr_pen_result *r = wr_arena_new(ctx->arena, struct wr_pen_result);
    if (!c || !r)
        return wr_fail(ctx, WR_K_memory);
    bool lighter = bind_and_judge(ctx, b, now, j, &a, c, r) == 0 && milder(r, ret);
    wr_err_reset(ctx); /* the new rules need not know this table */
    if (lighter) {
        *ret_case = *c;
        *ret = *r; /* values point into the case that was copied: see wr_pen_show */
        for (size_t i = 0; i < ret->steps_n; i++)
            if (ret->steps[i].value)
                ret->steps[i].value = &ret_case->vals[ret->steps[i].value - c->vals];
    }
    tell_version(ret, lighter ? now : old, lighter ? WR_PEN_NOTE_NEW_LIGHTER : WR_PEN_NOTE_OLD_LAW);
    return 0;
}
