/* Discretion: properties of the evaluation over many drawn cases, boundaries on both sides, formulas, what the pack loader refuses. */
#include "modules/penalty/penalty_docket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct wr_arena arena;
static struct wr_ctx ctx;
static struct wr_rules *rules;
static struct wr_pen_book book;
static const struct wr_pack_kind *const kinds[] = {&wr_penalty_kind, NULL};
static uint64_t seed = 42;

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
    wr_arena_init(&arena, (size_t)256 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (wr_str_starts(wr_str(wr_pack_files[i].path), WR_S("penalty/")))
            files[n++] = wr_pack_files[i];
    assert_int_equal(wr_rules_load_files(&ctx, files, n, &rules), 0);
    assert_int_equal(wr_rules_use_kinds(&ctx, rules, kinds), 0);
    ctx.rules = rules;
    wr_pen_book_of(rules, &book);
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_rules_free(rules);
    wr_arena_done(&arena);
    return 0;
}

static void every_worked_example_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < wr_rules_count(rules); i++) {
        const struct wr_pack *p = wr_rules_at(rules, i);
        for (size_t k = 0; k < wr_json_len(p->examples); k++) {
            struct wr_str diff = {NULL, 0};
            const struct wr_json *x = wr_json_at(p->examples, k);
            assert_int_equal(wr_pen_run_example(&ctx, p, x, WR_S("example"), &diff), 0);
            if (diff.p)
                fail_msg(WR_FMT ": " WR_FMT, WR_ARG(wr_json_str(wr_json_get(x, "name"))),
                         WR_ARG(diff));
        }
    }
}

/* ---- drawn cases -------------------------------------------------------------------------------------- */

static void put_number(struct wr_pen_case *c, int fact, int64_t n, int64_t d)
{
    c->vals[fact] =
        (struct wr_pen_value){.type = WR_PEN_NUMBER, .num = {n, d}, .text = WR_S("drawn")};
}

/** A value that lies in the level by its first condition. */
static void put_level(struct wr_pen_case *c, const struct wr_pen_level *l)
{
    const struct wr_pen_cond *k = &l->any.p[0];

    if (k->op == WR_PEN_WORDS) {
        c->vals[k->fact] =
            (struct wr_pen_value){.type = WR_PEN_WORD, .word = k->words, .text = k->words};
        return;
    }
    struct wr_pen_num v = k->span.has_lo ? k->span.lo : (struct wr_pen_num){0, 1};
    if (k->span.has_lo && !k->span.lo_incl)
        v = (struct wr_pen_num){v.n * 1000 + v.d, v.d * 1000};
    put_number(c, k->fact, v.n, v.d);
}

static void clear_inputs(struct wr_pen_case *c, const struct wr_pen_factor *f)
{
    for (size_t i = 0; i < f->inputs_n; i++)
        c->vals[f->inputs[i]] = (struct wr_pen_value){0};
}

static const struct wr_pen_pack *pack(const char *id)
{
    return wr_rules_by_id(rules, wr_str(id))->typed;
}

static void draw_case(struct wr_pen_case *c, const struct wr_pen_pack *p,
                      const struct wr_pen_table *t, uint8_t levels[WR_PEN_FACTORS_MAX])
{
    const struct wr_pen_factor *f = t->factors.p;
    const struct wr_pen_column *k = t->columns.p;

    *c = (struct wr_pen_case){.pack = p,
                              .law = pack("penalty/law-2021"),
                              .tables = {t},
                              .columns = {&k[draw((uint32_t)t->columns.n)]},
                              .tables_n = 1,
                              .act_day = 19113};
    for (size_t i = 0; i < t->factors.n; i++) {
        levels[i] = (uint8_t)draw((uint32_t)f[i].levels.n);
        put_level(c, (const struct wr_pen_level *)f[i].levels.p + levels[i]);
    }
    if (c->columns[0]->amount_fact >= 0)
        put_number(c, c->columns[0]->amount_fact, 1 + draw(2000000000), 1);
    static const enum wr_pen_fact flags[] = {WR_PEN_F_APOLOGY, WR_PEN_F_ELIMINATES_HARM,
                                             WR_PEN_F_HEAVIER, WR_PEN_F_MERITORIOUS};
    for (size_t i = 0; i < WR_ARRAY_LEN(flags); i++)
        if (draw(4) == 0)
            c->vals[flags[i]] = (struct wr_pen_value){.type = WR_PEN_BOOL, .b = true};
}

/** Sum and amount again, from the levels alone. */
static void recompute(const struct wr_pen_case *c, const uint8_t *levels,
                      const struct wr_pen_result *r)
{
    const struct wr_pen_factor *f = c->tables[0]->factors.p;
    const struct wr_pen_column *k = c->columns[0];
    int64_t sum = k->start_bp, running = -1;

    for (size_t i = 0; i < c->tables[0]->factors.n; i++)
        sum += ((const struct wr_pen_level *)f[i].levels.p)[levels[i]].bp;
    assert_int_equal(r->raw_bp, sum);
    for (size_t i = 0; i < r->steps_n; i++) {
        const struct wr_pen_step *s = &r->steps[i];
        if (s->kind == WR_PEN_S_START)
            running = s->bp;
        if (s->kind == WR_PEN_S_FACTOR) {
            running += s->bp;
            assert_int_equal(running, s->from_bp);
        }
        if (s->kind == WR_PEN_S_AMOUNT) {
            wr_pen_wide exact = (wr_pen_wide)s->from_fen * s->from_bp * s->bp;
            assert_true(exact / 100000000 == s->fen);
        }
    }
    if (k->has_floor_bp && sum < k->floor_bp)
        sum = k->floor_bp;
    assert_int_equal(r->bp, sum > 10000 ? 10000 : sum);
}

static struct wr_pen_case c;
static struct wr_pen_result r, worse;

static void a_fine_lies_in_the_range_and_adds_up(void **state)
{
    const struct wr_pen_pack *p = pack("penalty/guangdong-2022");
    const struct wr_pen_table *t = p->tables.p;
    uint8_t levels[WR_PEN_FACTORS_MAX];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        draw_case(&c, p, &t[draw((uint32_t)p->tables.n)], levels);
        wr_pen_derive(&c);
        assert_int_equal(wr_pen_judge(&ctx, &c, &r), 0);
        assert_true(r.if_punished_fen >= r.min_fen && r.if_punished_fen <= r.max_fen);
        assert_true(r.if_punished_fen % 100 == 0 || r.min_fen % 100 != 0 || r.max_fen % 100 != 0);
        if (c.tables[0]->method == WR_PEN_WEIGHT_SUM)
            recompute(&c, levels, &r);
        assert_true(r.steps_n < WR_PEN_STEPS_MAX);
    }
}

static int64_t weight(const struct wr_pen_factor *f, size_t i)
{
    return ((const struct wr_pen_level *)f->levels.p)[i].bp;
}

static void a_more_severe_factor_never_lowers_the_fine(void **state)
{
    const struct wr_pen_pack *p = pack("penalty/guangdong-2022");
    const struct wr_pen_table *t = p->tables.p;
    uint8_t levels[WR_PEN_FACTORS_MAX];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        draw_case(&c, p, &t[draw((uint32_t)p->tables.n)], levels);
        wr_pen_derive(&c);
        assert_int_equal(wr_pen_judge(&ctx, &c, &r), 0);
        const struct wr_pen_factor *f = (const struct wr_pen_factor *)c.tables[0]->factors.p +
                                        draw((uint32_t)c.tables[0]->factors.n);
        size_t at = (size_t)(f - (const struct wr_pen_factor *)c.tables[0]->factors.p);
        for (size_t k = 0; k < f->levels.n; k++) {
            bool more = c.tables[0]->method == WR_PEN_BAND ? k >= levels[at]
                                                           : weight(f, k) >= weight(f, levels[at]);
            clear_inputs(&c, f);
            put_level(&c, (const struct wr_pen_level *)f->levels.p + k);
            assert_int_equal(wr_pen_judge(&ctx, &c, &worse), 0);
            assert_true(!more || worse.if_punished_fen >= r.if_punished_fen);
        }
    }
}

static void must_never_turns_into_may(void **state)
{
    const struct wr_pen_pack *p = pack("penalty/guangdong-2022");
    const struct wr_pen_table *t = p->tables.p;
    uint8_t levels[WR_PEN_FACTORS_MAX];

    (void)state;
    for (int i = 0; i < 5000; i++) {
        draw_case(&c, p, &t[draw((uint32_t)p->tables.n)], levels);
        c.vals[WR_PEN_F_NO_FAULT] = (struct wr_pen_value){.type = WR_PEN_BOOL, .b = true};
        for (int k = 0; k < WR_PEN_FACTS_N; k++)
            if (c.vals[k].type == 0 && wr_pen_fact_names[k].type == WR_PEN_BOOL && draw(2) &&
                k != WR_PEN_F_MITIGATED)
                c.vals[k] = (struct wr_pen_value){.type = WR_PEN_BOOL, .b = draw(2) == 1};
        c.vals[WR_PEN_F_NO_FAULT].b = true;
        wr_pen_derive(&c);
        assert_int_equal(wr_pen_judge(&ctx, &c, &r), 0);
        assert_int_equal(r.outcome, WR_PEN_NO_PENALTY_MUST);
        assert_int_equal(r.fine_fen, 0);
    }
}

/** Both sides of every boundary: the level changes exactly where the interval says. */
static void boundaries_hold_on_both_sides(void **state)
{
    const struct wr_pen_pack *p = pack("penalty/guangdong-2022");
    const struct wr_pen_table *t = p->tables.p;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < p->tables.n; i++) {
        const struct wr_pen_factor *f = t[i].factors.p;
        for (size_t k = 0; k < t[i].factors.n; k++) {
            const struct wr_pen_level *l = f[k].levels.p;
            for (size_t m = 0; m < f[k].levels.n; m++)
                for (size_t q = 0; q < l[m].any.n; q++) {
                    const struct wr_pen_span *s = &l[m].any.p[q].span;
                    if (l[m].any.p[q].op != WR_PEN_IN || !s->has_lo)
                        continue;
                    struct wr_pen_num below = {s->lo.n * 1000000 - s->lo.d, s->lo.d * 1000000};
                    assert_int_equal(wr_pen_span_has(s, s->lo), s->lo_incl);
                    assert_false(wr_pen_span_has(s, below));
                    n++;
                }
        }
    }
    assert_true(n > 60);
}

/* ---- fines by the day ------------------------------------------------------------------------------------- */

#define EVENT(kind_, day_, ...)                                                                    \
    {                                                                                              \
        .kind = WR_PEN_EV_##kind_, .day = WR_S(day_), __VA_ARGS__                                  \
    }
#define GOES_ON .has_continuing = true, .continuing = true

/** The vector of the facts, the ends of the term, a second order, what has been decided. */
static void fines_by_the_day_count_from_the_day_after_service(void **state)
{
    struct wr_pen_event e[] = {EVENT(ORDER_SERVED, "2026-06-01"),
                               EVENT(RECHECKED, "2026-06-11", GOES_ON),
                               EVENT(ORDER_SERVED, "2026-06-12"),
                               EVENT(RECHECKED, "2026-07-12", GOES_ON),
                               EVENT(ORDER_SERVED, "2026-07-13"),
                               EVENT(RECHECKED, "2026-08-13", GOES_ON),
                               EVENT(ORDER_SERVED, "2026-08-14"),
                               EVENT(RECHECKED, "2026-08-14", GOES_ON),
                               EVENT(RECHECKED, "2026-08-20", GOES_ON),
                               EVENT(DAY_FINE, "2026-08-21", .amount_fen = 200000000)};
    struct wr_pen_docket d = {
        .has_fine_fen = true, .fine_fen = 20000000, .outcome = WR_PEN_ORDINARY, .events = {e, 2}};
    struct wr_pen_by_day b;
    const struct wr_pen_pack *law = pack("penalty/law-2021");

    (void)state;
    assert_int_equal(wr_pen_by_day_of(&ctx, law, &d, &b), 0);
    assert_int_equal(b.days, 10);
    assert_int_equal(b.fine_fen, 200000000); /* 2,000,000 yuan */
    d.events.n = 9;
    assert_int_equal(wr_pen_by_day_of(&ctx, law, &d, &b), 0);
    const struct wr_pen_day_period *p = b.periods.p;
    assert_int_equal(b.periods.n, 4); /* the last re-check has no order before it */
    assert_int_equal(p[1].days, 30);
    assert_int_equal(p[2].days, 0); /* on the 31st day */
    assert_int_equal(p[3].days, 0); /* on the day of service */
    assert_int_equal(b.days, 40);
    d.events.n = 10;
    assert_int_equal(wr_pen_by_day_of(&ctx, law, &d, &b), 0);
    assert_int_equal(b.days, 0);
    assert_int_equal(b.decided_fen, 200000000);
    d.outcome = WR_PEN_NO_PENALTY_MUST; /* who is not punished is not fined by the day */
    assert_int_equal(wr_pen_by_day_of(&ctx, law, &d, &b), 0);
    assert_false(b.has_base_fen);
    assert_int_equal(b.fine_fen, 0);
    assert_int_equal(wr_pen_by_day_of(&ctx, NULL, &d, &b), 0);
    assert_int_equal(b.periods.n, 0);
    assert_int_equal(wr_pen_late_fee(20000000, 0, 300, 10000), 0);
    assert_int_equal(wr_pen_late_fee(20000000, 33, 300, 10000), 19800000);
    assert_int_equal(wr_pen_late_fee(20000000, 34, 300, 10000),
                     20000000); /* never above the fine */
}

/* ---- formulas, numbers ---------------------------------------------------------------------------------- */

static bool eval(const char *text, const struct wr_pen_expr_values *v, int64_t *n, int64_t *d)
{
    struct wr_pen_expr e;
    wr_pen_wide wn, wd;
    size_t at;

    assert_null(wr_pen_expr_parse(wr_str(text), &e, &at));
    if (!wr_pen_expr_eval(&e, v, &wn, &wd))
        return false;
    *n = (int64_t)wn;
    *d = (int64_t)wd;
    return true;
}

static void formulas_are_exact(void **state)
{
    const struct wr_pen_expr_values v = {
        .n_fen = 1000, .m_fen = 6000, .a = 4, .b = {1, 2, 5}, .b_n = 3};
    const struct wr_pen_expr_values none = {.n_fen = 1, .m_fen = 2, .a = 1};
    int64_t n, d;

    (void)state;
    /* 1000 + 5000 × (16 + (1+4+25)/3) / 50 = 3600 */
    assert_true(eval("N + (M-N)*(A^2 + sum(B^2)/n)/50", &v, &n, &d));
    assert_int_equal(n, 3600);
    assert_int_equal(d, 1);
    assert_true(eval("1/3 + 1/6", &v, &n, &d));
    assert_int_equal(n, 1);
    assert_int_equal(d, 2);
    assert_true(eval("min(max(A,2),3) - 10", &v, &n, &d));
    assert_int_equal(n, -7);
    assert_false(eval("sum(B)/n", &none, &n, &d));             /* divided by nothing */
    assert_false(eval("(M^4)^4*(M^4)^4*(M^4)^4", &v, &n, &d)); /* too large */
}

static void formulas_refuse_what_they_do_not_know(void **state)
{
    static const char *const bad[] = {
        "",   "N +",    "x",         "B",   "sum(sum(B))", "A^9", "(N",
        "N)", "min(A)", "system(1)", "1.5", "N;M",         "sum", "99999999999999"};
    struct wr_pen_expr e;
    size_t at;

    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++)
        if (!wr_pen_expr_parse(wr_str(bad[i]), &e, &at))
            fail_msg("“%s” was accepted", bad[i]);
}

static void numbers_are_compared_unrounded(void **state)
{
    struct wr_pen_num a, b;
    struct wr_pen_span s;

    (void)state;
    assert_true(wr_pen_num_multiple(WR_S("15.14"), WR_S("15"), &a));
    assert_true(wr_pen_num_parse(WR_S("0.0093"), &b));
    assert_true(wr_pen_num_cmp(a, b) > 0); /* 0.00933… */
    assert_true(wr_pen_num_parse(WR_S("0.01"), &b));
    assert_true(wr_pen_num_cmp(a, b) < 0); /* as it was published, rounded */
    assert_true(wr_pen_num_multiple(WR_S("20"), WR_S("5"), &a));
    assert_true(wr_pen_num_parse(WR_S("3"), &b));
    assert_int_equal(wr_pen_num_cmp(a, b), 0);
    assert_false(wr_pen_num_multiple(WR_S("1"), WR_S("0"), &a));
    static const char *const bad[] = {
        "", ".", "1.", ".5", "1e3", "--1", "1234567890123456", "0.1234567890"};
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++)
        assert_false(wr_pen_num_parse(wr_str(bad[i]), &a));
    static const char *const spans[] = {"", "[1,2", "[2,1]", "(1,1]", "[-,2]", "[1;2]", "[1,-]"};
    for (size_t i = 0; i < WR_ARRAY_LEN(spans); i++)
        assert_false(wr_pen_span_parse(wr_str(spans[i]), &s));
}

/* ---- what the loader refuses, what the review finds --------------------------------------------------------- */

static struct wr_str text_of(const char *path)
{
    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (strcmp(wr_pack_files[i].path, path) == 0)
            return (struct wr_str){(const char *)wr_pack_files[i].p, wr_pack_files[i].n};
    fail_msg("%s is not there", path);
    return (struct wr_str){NULL, 0};
}

/** Load the Guangdong pack with one text changed. @return code; *notes what its review says */
static int load_changed(const char *from, const char *to, struct wr_pack_review *notes)
{
    struct wr_str text = text_of("penalty/guangdong-2022.json");
    struct wr_rules *changed = NULL;
    ptrdiff_t at = wr_str_find(text, wr_str(from));

    assert_true(at >= 0);
    struct wr_str rest = wr_str_sub(text, (size_t)at + strlen(from), text.n);
    struct wr_str all =
        wr_arena_printf(&arena, WR_FMT "%s" WR_FMT, (int)at, text.p, to, WR_ARG(rest));
    const struct wr_pack_file file = {"penalty/guangdong-2022.json", (const unsigned char *)all.p,
                                      all.n};
    wr_err_reset(&ctx);
    int rc = wr_rules_load_files(&ctx, &file, 1, &changed);
    rc = rc < 0 ? rc : wr_rules_use_kinds(&ctx, changed, kinds);
    *notes = (struct wr_pack_review){.pack = WR_S("changed")};
    if (rc == 0)
        wr_pen_review(&ctx, wr_rules_at(changed, 0), notes);
    for (size_t i = 0; i < notes->n; i++)
        notes->notes[i].zh = wr_arena_dup(&arena, notes->notes[i].zh);
    wr_rules_free(changed);
    wr_err_reset(&ctx);
    return rc;
}

static void assert_noted(const char *from, const char *to, const char *word)
{
    struct wr_pack_review notes;

    assert_int_equal(load_changed(from, to, &notes), 0);
    for (size_t i = 0; i < notes.n; i++)
        if (wr_str_find(notes.notes[i].zh, wr_str(word)) >= 0)
            return;
    fail_msg("“%s” → “%s”: nobody says “%s” (%zu notes)", from, to, word, notes.n);
}

static void the_review_finds_what_is_wrong(void **state)
{
    (void)state;
    assert_noted("[50,200)", "[60,200)", "空档");
    assert_noted("[50,200)", "[40,200)", "重叠");
    assert_noted("[50,200)", "[50,200]", "边界两种读法");
    assert_noted("\"start_bp\": 700", "\"start_bp\": 800", "之和为 101.00%");
    assert_noted("\"when\": [\"[4,-)\"]", "\"when\": [\"[4,9]\"]", "之后没有对应的档");
    assert_noted("\"when\": [\"count2y=second\"]", "\"when\": [\"count2y=first\"]", "有多个幅度");
    assert_noted("\"domain\": \"[1,-)\"", "\"domain\": \"[2,-)\"", "轮不到的档");
}

static void the_loader_refuses_what_cannot_be_computed(void **state)
{
    static const char *const bad[][2] = {
        {"[50,200)", "[200,50)"},
        {"\"citation\": \"广东裁量表（2022） §2.7.1\"", "\"citation\": \"\""},
        {"\"tag\": \"law\"", "\"tag\": \"gospel\""},
        {"earlier_1y<1", "nobody_knows<1"},
        {"\"factors_of\": \"2.7.1\"", "\"factors_of\": \"9.9\""},
        {"\"min_fen\": 10000000", "\"min_fen\": 900000000000"},
        {"\"amount\": \"investment_fen\"", "\"amount\": \"harm\""},
        {"corrected=at_once|same_day", "corrected=yesterday|same_day"}};
    struct wr_pack_review notes;

    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++)
        if (load_changed(bad[i][0], bad[i][1], &notes) == 0)
            fail_msg("“%s” was accepted", bad[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_worked_example_holds),
        cmocka_unit_test(a_fine_lies_in_the_range_and_adds_up),
        cmocka_unit_test(a_more_severe_factor_never_lowers_the_fine),
        cmocka_unit_test(must_never_turns_into_may),
        cmocka_unit_test(boundaries_hold_on_both_sides),
        cmocka_unit_test(fines_by_the_day_count_from_the_day_after_service),
        cmocka_unit_test(formulas_are_exact),
        cmocka_unit_test(formulas_refuse_what_they_do_not_know),
        cmocka_unit_test(numbers_are_compared_unrounded),
        cmocka_unit_test(the_review_finds_what_is_wrong),
        cmocka_unit_test(the_loader_refuses_what_cannot_be_computed),
    };
    return cmocka_run_group_tests_name("penalty", tests, begin, end);
}
