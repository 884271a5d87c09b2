/*
 * Discretion: what must hold for every case. Figures are computed a second time here, from the text of the pack and the numbers
 * of the explanation alone; every boundary of the Guangdong tables and list is tried on both sides and on itself.
 */
#include "modules/penalty/penalty_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MICRO INT64_C(1000000)
#define EPS 1 /* one millionth */

static struct wr_arena arena;
static struct wr_ctx ctx;
static struct wr_rules *rules;
static const struct wr_pack_kind *const kinds[] = {&wr_penalty_kind, NULL};
static const struct wr_pen_pack *gd, *law;
static uint64_t seed = 7;
static struct wr_pen_case c;
static struct wr_pen_result r, then;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static int begin(void **state)
{
    struct wr_pack_file files[8];
    size_t n = 0;

    (void)state;
    wr_arena_init(&arena, (size_t)512 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (wr_str_starts(wr_str(wr_pack_files[i].path), WR_S("penalty/")))
            files[n++] = wr_pack_files[i];
    assert_int_equal(wr_rules_load_files(&ctx, files, n, &rules), 0);
    assert_int_equal(wr_rules_use_kinds(&ctx, rules, kinds), 0);
    ctx.rules = rules;
    gd = wr_rules_by_id(rules, WR_S("penalty/guangdong-2022"))->typed;
    law = wr_rules_by_id(rules, WR_S("penalty/law-2021"))->typed;
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_rules_free(rules);
    wr_arena_done(&arena);
    return 0;
}

/* ---- cases ---------------------------------------------------------------------------------------------- */

static void put_micro(int fact, int64_t micro)
{
    struct wr_pen_num num = micro % MICRO == 0 ? (struct wr_pen_num){micro / MICRO, 1}
                                               : (struct wr_pen_num){micro, MICRO};

    c.vals[fact] = (struct wr_pen_value){.type = WR_PEN_NUMBER, .num = num, .text = WR_S("drawn")};
}

static void put_bool(int fact, bool b)
{
    c.vals[fact] = (struct wr_pen_value){.type = WR_PEN_BOOL, .b = b, .text = WR_S("drawn")};
}

static void put_word(int fact, struct wr_str words)
{
    struct wr_str rest = words, word = wr_str_cut(&rest, '|');
    c.vals[fact] = (struct wr_pen_value){.type = WR_PEN_WORD, .word = word, .text = word};
}

static int64_t micro_of(struct wr_pen_num v)
{
    return (int64_t)((wr_pen_wide)v.n * MICRO / v.d);
}

/** A value for which the condition holds. */
static void satisfy(const struct wr_pen_cond *k)
{
    if (k->op == WR_PEN_WORDS)
        put_word(k->fact, k->words);
    else if (k->op != WR_PEN_IN)
        put_bool(k->fact, k->op == WR_PEN_IS);
    else if (k->span.has_lo)
        put_micro(k->fact, micro_of(k->span.lo) + (k->span.lo_incl ? 0 : EPS));
    else
        put_micro(k->fact, micro_of(k->span.hi) - (k->span.hi_incl                ? 0
                                                   : micro_of(k->span.hi) < MICRO ? EPS
                                                                                  : MICRO));
}

static void start(const struct wr_pen_table *t, const struct wr_pen_column *k)
{
    c = (struct wr_pen_case){.pack = gd, .law = law, .act_day = 19113};
    if (t) {
        c.tables[0] = t;
        c.columns[0] = k;
        c.tables_n = 1;
        if (k->amount_fact >= 0)
            put_micro(k->amount_fact, (int64_t)(500 + draw(2000000)) * MICRO);
    }
}

/** Any table, any levels. */
static void draw_case(void)
{
    const struct wr_pen_table *t =
        (const struct wr_pen_table *)gd->tables.p + draw((uint32_t)gd->tables.n);
    const struct wr_pen_factor *f = t->factors.p;

    start(t, (const struct wr_pen_column *)t->columns.p + draw((uint32_t)t->columns.n));
    for (size_t i = 0; i < t->factors.n; i++)
        satisfy(
            &((const struct wr_pen_level *)f[i].levels.p)[draw((uint32_t)f[i].levels.n)].any.p[0]);
}

/* ---- in the range, or for a reason -------------------------------------------------------------------------- */

static bool has_reason(void)
{
    for (size_t i = 0; i < r.steps_n; i++)
        if (r.steps[i].note == WR_PEN_NOTE_UNDER_MIN && r.steps[i].clause &&
            r.steps[i].clause->citation.n > 0)
            return true;
    return false;
}

static void outside_the_range_only_with_a_recorded_reason(void **state)
{
    static const enum wr_pen_fact flags[] = {
        WR_PEN_F_APOLOGY, WR_PEN_F_ELIMINATES_HARM, WR_PEN_F_HEAVIER, WR_PEN_F_MERITORIOUS,
        WR_PEN_F_LIGHTER, WR_PEN_F_MITIGATED,       WR_PEN_F_COERCED, WR_PEN_F_CONFESSED};
    int below = 0, refused = 0;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        draw_case();
        for (size_t k = 0; k < WR_ARRAY_LEN(flags); k++)
            if (draw(3) == 0)
                put_bool((int)flags[k], true);
        if (draw(2))
            put_micro(WR_PEN_F_MITIGATED_FINE_FEN, (int64_t)draw(20000000) * MICRO);
        wr_pen_derive(&c);
        if (wr_pen_judge(&ctx, &c, &r) < 0) { /* no ground, or more than was computed */
            refused++;
            wr_err_reset(&ctx);
            continue;
        }
        assert_true(r.if_punished_fen <= r.max_fen);
        if (r.if_punished_fen < r.min_fen) {
            below++;
            assert_int_equal(r.outcome, WR_PEN_MITIGATED);
            assert_true(has_reason());
        }
    }
    assert_true(below > 100 && refused > 100);
}

/* ---- more severe is never cheaper ----------------------------------------------------------------------------- */

static int64_t fine_with(enum wr_pen_fact flag, bool on)
{
    struct wr_pen_case kept = c;

    put_bool((int)flag, on);
    wr_pen_derive(&c);
    assert_int_equal(wr_pen_judge(&ctx, &c, &then), 0);
    c = kept;
    return then.if_punished_fen;
}

static void grounds_move_the_fine_one_way_only(void **state)
{
    static const enum wr_pen_fact down[] = {WR_PEN_F_APOLOGY, WR_PEN_F_ELIMINATES_HARM,
                                            WR_PEN_F_MERITORIOUS, WR_PEN_F_LIGHTER};

    (void)state;
    for (int i = 0; i < 5000; i++) {
        draw_case();
        if (draw(2))
            put_bool((int)down[draw(WR_ARRAY_LEN(down))], true);
        assert_true(fine_with(WR_PEN_F_HEAVIER, true) >= fine_with(WR_PEN_F_HEAVIER, false));
        for (size_t k = 0; k < WR_ARRAY_LEN(down); k++)
            assert_true(fine_with(down[k], true) <= fine_with(down[k], false));
    }
}

/* ---- the explanation, added up again ---------------------------------------------------------------------------- */

/** n/d fen, exact. */
struct exact {
    wr_pen_wide n, d;
};

static void step_again(struct exact *x, const struct wr_pen_line *l)
{
    if (wr_str_eq(l->step, WR_S("amount")))
        *x = (struct exact){(wr_pen_wide)l->base_fen * l->ratio_bp * l->bp, 100000000};
    else if (wr_str_eq(l->step, WR_S("band")) && l->has_from_fen && l->has_base_fen)
        *x = (struct exact){(wr_pen_wide)l->from_fen * 10000 +
                                (wr_pen_wide)(l->base_fen - l->from_fen) * l->bp,
                            10000};
    else if (wr_str_eq(l->step, WR_S("band")))
        *x = (struct exact){(wr_pen_wide)(l->has_base_fen ? l->base_fen : l->from_fen) * l->bp,
                            10000};
    else if (wr_str_eq(l->step, WR_S("adjust")) && l->has_bp)
        *x = (struct exact){x->n * (10000 + l->bp), x->d * 10000};
    else if (wr_str_eq(l->step, WR_S("clamp")))
        *x = (struct exact){l->fen, 1};
}

/** Money in the words must be the money in the numbers. */
static void words_agree(const struct wr_pen_line *l)
{
    bool told = wr_str_eq(l->step, WR_S("amount")) || wr_str_eq(l->step, WR_S("band")) ||
                wr_str_eq(l->step, WR_S("adjust")) || wr_str_eq(l->step, WR_S("clamp")) ||
                wr_str_eq(l->step, WR_S("round"));
    if (told && wr_str_find(l->text, wr_pen_yuan(&arena, l->fen, true)) < 0)
        fail_msg("“" WR_FMT "” does not name %lld fen", WR_ARG(l->text), (long long)l->fen);
    if (l->has_sum_bp && wr_str_find(l->text, wr_pen_percent(&arena, l->sum_bp)) < 0)
        fail_msg("“" WR_FMT "” does not name %lld bp", WR_ARG(l->text), (long long)l->sum_bp);
}

static void the_explanation_adds_up(void **state)
{
    static const enum wr_pen_fact flags[] = {WR_PEN_F_APOLOGY, WR_PEN_F_ELIMINATES_HARM,
                                             WR_PEN_F_HEAVIER};
    struct wr_pen_view v;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        struct exact x = {0, 1};
        int64_t sum = 0;
        draw_case();
        for (size_t k = 0; k < WR_ARRAY_LEN(flags); k++)
            if (draw(3) == 0)
                put_bool((int)flags[k], true);
        wr_pen_derive(&c);
        assert_int_equal(wr_pen_judge(&ctx, &c, &r), 0);
        assert_int_equal(wr_pen_show(&ctx, &c, &r, &v), 0);
        const struct wr_pen_line *l = v.trace.p;
        for (size_t k = 0; k < v.trace.n; k++) {
            if (wr_str_eq(l[k].step, WR_S("start")) || wr_str_eq(l[k].step, WR_S("factor")))
                sum += l[k].has_bp ? l[k].bp : 0;
            if (wr_str_eq(l[k].step, WR_S("sum")))
                assert_int_equal(l[k].bp, sum);
            if (wr_str_eq(l[k].step, WR_S("floor")) || wr_str_eq(l[k].step, WR_S("cap"))) {
                assert_int_equal(l[k].from_bp, sum);
                sum = l[k].bp;
            }
            if (wr_str_eq(l[k].step, WR_S("amount")))
                assert_int_equal(l[k].bp, sum);
            step_again(&x, &l[k]);
            words_agree(&l[k]);
        }
        int64_t unit = (r.min_fen + 99) / 100 * 100 > r.max_fen ? 1 : 100; /* no whole yuan in it */
        wr_pen_wide u = unit * x.d, fen = (2 * x.n + u) / (2 * u) * unit;
        if (fen < r.min_fen)
            fen = (r.min_fen + unit - 1) / unit * unit;
        if (fen > r.max_fen)
            fen = r.max_fen / unit * unit;
        assert_int_equal(v.if_punished_fen, (int64_t)fen);
    }
}

/* ---- boundaries ------------------------------------------------------------------------------------------------ */

/** An interval as this test reads it: in millionths, with INT64_MIN and _MAX for no bound. */
struct range {
    int64_t lo, hi;
    bool lo_in, hi_in;
};

static int64_t decimal(struct wr_str s)
{
    int64_t n = 0, scale = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.') {
            scale = 1;
            continue;
        }
        n = n * 10 + (s.p[i] - '0');
        scale *= 10;
    }
    return scale == 0 ? n * MICRO : n * (MICRO / scale);
}

static struct range read_range(struct wr_str s)
{
    struct range g = {INT64_MIN, INT64_MAX, s.p[0] == '[', s.p[s.n - 1] == ']'};
    struct wr_str hi = wr_str_sub(s, 1, s.n - 2), lo = wr_str_cut(&hi, ',');

    if (!wr_str_eq(lo, WR_S("-")))
        g.lo = decimal(lo);
    if (!wr_str_eq(hi, WR_S("-")))
        g.hi = decimal(hi);
    return g;
}

static bool lies_in(struct range g, int64_t v)
{
    bool above = g.lo == INT64_MIN || v > g.lo || (v == g.lo && g.lo_in);
    bool below = g.hi == INT64_MAX || v < g.hi || (v == g.hi && g.hi_in);

    return above && below;
}

/** "[1,2)" or "multiple:[1,2)": the fact it is about, and the interval. */
static struct range range_of(const struct wr_pen_factor *f, struct wr_str when, int *ret_fact)
{
    struct wr_str rest = when, name = wr_str_cut(&rest, ':');

    *ret_fact = rest.p ? wr_pen_fact_of(gd, name) : f->fact;
    return read_range(rest.p ? rest : when);
}

/** Level that the pack's own text gives; -1: none. */
static int expected_level(const struct wr_pen_factor *f, int fact, int64_t v)
{
    const struct wr_pen_level *l = f->levels.p;
    int found = -1;

    for (size_t i = 0; i < f->levels.n; i++) {
        const struct wr_str *when = l[i].when.p;
        for (size_t k = 0; k < l[i].when.n; k++) {
            int about;
            struct range g = range_of(f, when[k], &about);
            if (about != fact || !lies_in(g, v))
                continue;
            assert_true(found < 0 || found == (int)i);
            found = (int)i;
        }
    }
    return found;
}

static int chosen_level(const struct wr_pen_factor *f, bool *ret_gap)
{
    for (size_t i = 0; i < r.steps_n; i++)
        if (r.steps[i].kind == WR_PEN_S_FACTOR && r.steps[i].factor == f) {
            *ret_gap = r.steps[i].note == WR_PEN_NOTE_GAP;
            return (int)(r.steps[i].level - (const struct wr_pen_level *)f->levels.p);
        }
    return -1;
}

static void try_value(const struct wr_pen_table *t, const struct wr_pen_factor *f, int fact,
                      int64_t v)
{
    int expected = expected_level(f, fact, v);
    bool gap = false;

    start(t, t->columns.p);
    put_micro(fact, v);
    wr_pen_derive(&c);
    int rc = wr_pen_judge(&ctx, &c, &r);
    if (rc < 0) { /* no level: said so, with table, factor and value */
        assert_int_equal(expected, -1);
        assert_true(ctx.err.n_faults == 1 && wr_str_find(ctx.err.faults->en, t->id) >= 0);
        wr_err_reset(&ctx);
        return;
    }
    int chosen = chosen_level(f, &gap);
    if (expected < 0) {
        assert_true(gap && chosen == (int)f->lowest);
        return;
    }
    if (chosen != expected)
        fail_msg("table " WR_FMT ", " WR_FMT " at %lld millionths: level %d, the pack says %d",
                 WR_ARG(t->id), WR_ARG(f->key), (long long)v, chosen, expected);
}

static size_t try_bounds(const struct wr_pen_table *t, const struct wr_pen_factor *f)
{
    const struct wr_pen_level *l = f->levels.p;
    int64_t e = f->integer ? MICRO : EPS;
    size_t n = 0;

    for (size_t i = 0; i < f->levels.n; i++) {
        const struct wr_str *when = l[i].when.p;
        for (size_t k = 0; k < l[i].when.n; k++) {
            int fact;
            struct range g = range_of(f, when[k], &fact);
            const int64_t at[] = {g.lo, g.hi};
            for (size_t b = 0; b < 2; b++) {
                if (at[b] == INT64_MIN || at[b] == INT64_MAX)
                    continue;
                try_value(t, f, fact, at[b] - e);
                try_value(t, f, fact, at[b]);
                try_value(t, f, fact, at[b] + e);
                n++;
            }
        }
    }
    return n;
}

static void every_boundary_of_the_tables_on_both_sides(void **state)
{
    const struct wr_pen_table *t = gd->tables.p;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < gd->tables.n; i++)
        for (size_t k = 0; k < t[i].factors.n; k++)
            n += try_bounds(&t[i], (const struct wr_pen_factor *)t[i].factors.p + k);
    assert_true(n > 180);
}

/** "multiple<0.1", "quantity_t:[0,0.1]" → interval; false: not about a number. */
static bool cond_range(struct wr_str s, struct range *ret)
{
    for (size_t i = 0; i < s.n; i++) {
        bool incl = i + 1 < s.n && s.p[i + 1] == '=';
        struct wr_str rest = wr_str_sub(s, i + 1 + (incl && s.p[i] != ':'), s.n);
        if (s.p[i] == ':')
            *ret = read_range(rest);
        else if (s.p[i] == '<')
            *ret = (struct range){INT64_MIN, decimal(rest), false, incl};
        else if (s.p[i] == '>')
            *ret = (struct range){decimal(rest), INT64_MAX, incl, false};
        else
            continue;
        return true;
    }
    return false;
}

static size_t try_cond(const struct wr_pen_cond *k)
{
    struct range g;
    size_t n = 0;

    if (k->op != WR_PEN_IN)
        return 0;
    assert_true(cond_range(k->text, &g));
    const int64_t at[] = {g.lo, g.hi};
    for (size_t b = 0; b < 2; b++)
        for (int64_t e = -EPS; at[b] != INT64_MIN && at[b] != INT64_MAX && e <= EPS;
             e += EPS, n++) {
            put_micro(k->fact, at[b] + e);
            enum wr_pen_truth expected = lies_in(g, at[b] + e) ? WR_PEN_YES : WR_PEN_NO;
            if (wr_pen_cond_truth(k, c.vals) != expected)
                fail_msg(WR_FMT " at %lld millionths", WR_ARG(k->text), (long long)(at[b] + e));
        }
    return n;
}

static void every_boundary_of_the_list_on_both_sides(void **state)
{
    const struct wr_pen_clause *k = gd->clauses.p;
    size_t n = 0;

    (void)state;
    start(NULL, NULL);
    for (size_t i = 0; i < gd->clauses.n; i++)
        for (size_t a = 0; a < k[i].when.n; a++)
            for (size_t m = 0; m < k[i].any[a].n; m++)
                n += try_cond(&k[i].any[a].p[m]);
    assert_true(n > 90);
}

/* ---- MUST ---------------------------------------------------------------------------------------------------- */

/** Facts of the clause itself may not be touched, nor may its exceptions come true. */
static void mark(const struct wr_pen_conds *conds, bool *fixed)
{
    for (size_t i = 0; i < conds->n; i++)
        fixed[conds->p[i].fact] = true;
}

static void add_noise(const bool *fixed)
{
    for (int f = 0; f < WR_PEN_FACTS_N; f++) {
        if (fixed[f] || c.vals[f].type != 0 || draw(2) || f == WR_PEN_F_MITIGATED)
            continue;
        if (wr_pen_fact_names[f].type == WR_PEN_BOOL)
            put_bool(f, draw(2) == 1);
    }
}

static void try_must(const struct wr_pen_pack *p, const struct wr_pen_clause *k, size_t alternative)
{
    bool fixed[WR_PEN_VALUES_MAX] = {false};
    const struct wr_str *tables = k->tables.p;
    const struct wr_pen_table *t = k->tables.n > 0 ? wr_pen_table_of(gd, tables[0]) : NULL;

    if (!t && p != gd)
        t = (const struct wr_pen_table *)gd->tables.p + draw((uint32_t)gd->tables.n);
    start(t, t ? t->columns.p : NULL);
    c.item = t ? NULL : k;
    for (size_t i = 0; i < k->any[alternative].n; i++)
        satisfy(&k->any[alternative].p[i]);
    mark(&k->any[alternative], fixed);
    mark(&k->never, fixed);
    fixed[WR_PEN_F_CONTINUING] = fixed[WR_PEN_F_GRAVE_HARM] = fixed[WR_PEN_F_FIRST] = true;
    if (fixed[WR_PEN_F_TIME_BARRED])
        c.vals[WR_PEN_F_DISCOVERED_ON] =
            (struct wr_pen_value){.type = WR_PEN_DAY, .day = c.act_day + 3 * 366};
    add_noise(fixed);
    wr_pen_derive(&c);
    if (wr_pen_judge(&ctx, &c, &r) < 0)
        fail_msg(WR_FMT "[%zu]: " WR_FMT, WR_ARG(k->id), alternative, WR_ARG(wr_err_text(&ctx)));
    bool hit = false;
    for (size_t i = 0; i < r.must_n; i++)
        hit = hit || r.must[i] == k;
    for (size_t i = 0; i < r.may_n; i++)
        assert_ptr_not_equal(r.may[i], k);
    if (!hit || r.outcome != WR_PEN_NO_PENALTY_MUST || r.fine_fen != 0)
        fail_msg(WR_FMT "[%zu]: outcome %d", WR_ARG(k->id), alternative, (int)r.outcome);
}

static void no_must_ever_turns_into_a_may(void **state)
{
    const struct wr_pen_pack *const packs[] = {gd, law};
    size_t n = 0;

    (void)state;
    for (size_t p = 0; p < WR_ARRAY_LEN(packs); p++) {
        const struct wr_pen_clause *k = packs[p]->clauses.p;
        for (size_t i = 0; i < packs[p]->clauses.n; i++)
            for (size_t a = 0; a < k[i].when.n; a++)
                for (int m = 0; m < 200 && k[i].effect == WR_PEN_E_NO_PENALTY &&
                                k[i].strength == WR_PEN_MUST && !k[i].off;
                     m++, n++)
                    try_must(packs[p], &k[i], a);
    }
    assert_true(n > 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outside_the_range_only_with_a_recorded_reason),
        cmocka_unit_test(grounds_move_the_fine_one_way_only),
        cmocka_unit_test(the_explanation_adds_up),
        cmocka_unit_test(every_boundary_of_the_tables_on_both_sides),
        cmocka_unit_test(every_boundary_of_the_list_on_both_sides),
        cmocka_unit_test(no_must_ever_turns_into_a_may),
    };

    return cmocka_run_group_tests_name("penalty properties", tests, begin, end);
}
