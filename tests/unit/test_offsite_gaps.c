/* offsite: stretches the device marks, and what stands in for hours without a valid emission, on both sides of each bound. */
#include "base/attr.h"
#include "modules/offsite/offsite_emission.h"
#include "modules/offsite/offsite_run.h"
#include "rules/rules.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOUR INT64_C(3600000)
#define SO2 WR_S("a21026")

static struct wr_arena arena;
static struct wr_clock_fixed fixed;
static struct wr_ctx ctx;
static struct wr_rules *packs;
static const struct wr_offsite_pack *pack;

static int begin(void **state)
{
    (void)state;
    static const struct wr_pack_kind *const kinds[] = {&wr_offsite_pack_kind, NULL};
    const struct wr_pack_file *mine = NULL;
    wr_arena_init(&arena, (size_t)256 << 20);
    wr_clock_fixed_init(&fixed, INT64_C(1780000000000));
    wr_ctx_init(&ctx, &arena, &fixed.clock);
    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (strstr(wr_pack_files[i].path, "offsite/") != NULL)
            mine = &wr_pack_files[i];
    assert_non_null(mine);
    assert_int_equal(wr_rules_load_files(&ctx, mine, 1, &packs), 0);
    assert_int_equal(wr_rules_use_kinds(&ctx, packs, kinds), 0);
    pack = wr_rules_at(packs, 0)->typed;
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_rules_free(packs);
    wr_arena_done(&arena);
    return 0;
}

/* ---- marks of the device ---------------------------------------------------------------------------- */

static const char *code_of(const char *flag)
{
    const struct wr_offsite_mark_kind *k = wr_offsite_flag_kind(pack, wr_str(flag));
    return k == NULL ? "" : k->code.p;
}

static void flags_stand_for_marks(void **state)
{
    (void)state;
    static const struct {
        const char *flag, *code;
    } cases[] = {{"", ""},
                 {"N", ""},
                 {"F", "stop"},
                 {"D", "device_fault"},
                 {"S", ""},
                 {"B", "device_fault"},
                 {"M", "maintenance"},
                 {"C", "calibration"},
                 {"T", ""},
                 {"f", ""}};
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++)
        assert_string_equal(code_of(cases[i].flag), cases[i].code);
}

/** Feed flags of hours, one letter each, '-' where the hour did not come. @return segments, told as "stop 2-4;…" */
static const char *segments(const char *flags)
{
    static char told[200];
    struct wr_offsite_run run = {0}, ended;
    size_t n = 0;
    told[0] = 0;
    for (size_t i = 0; i <= strlen(flags); i++) {
        char letter[2] = {flags[i], 0};
        if (flags[i] == '-')
            continue;
        if (wr_offsite_run_take(&run, wr_offsite_flag_kind(pack, wr_str(letter)), (int64_t)i * HOUR,
                                HOUR, &ended))
            n += (size_t)snprintf(told + n, sizeof(told) - n, "%s %d-%d;", ended.kind->code.p,
                                  (int)(ended.from_ms / HOUR), (int)(ended.to_ms / HOUR));
    }
    return told;
}

static void equal_flags_make_one_segment(void **state)
{
    (void)state;
    assert_string_equal(segments("NNNN"), "");
    assert_string_equal(segments("NFFN"), "stop 1-3;");
    assert_string_equal(segments("FFDDN"), "stop 0-2;device_fault 2-4;");
    assert_string_equal(segments("DBDN"), "device_fault 0-3;");   /* both letters are one mark */
    assert_string_equal(segments("FF-FN"), "stop 0-2;stop 3-4;"); /* nothing is known of the gap */
    assert_string_equal(segments("MMM"), "maintenance 0-3;");
    assert_string_equal(segments("NSTN"), "");
}

static struct wr_offsite_span span(int64_t from_h, int64_t to_h, bool stopped, const char *factor)
{
    return (struct wr_offsite_span){.kind = stopped ? WR_OS_STOP : WR_OS_MAINTENANCE,
                                    .factor = wr_str(factor),
                                    .from_ms = from_h * HOUR,
                                    .to_ms = to_h * HOUR,
                                    .invalidates = true,
                                    .stopped = stopped};
}

static int64_t stopped_hours(const char *flag, const struct wr_offsite_span *s, size_t n)
{
    const struct wr_offsite_run r = {wr_offsite_flag_kind(pack, wr_str(flag)), 10 * HOUR,
                                     20 * HOUR};
    return wr_offsite_run_stopped(&r, SO2, s, n, NULL, NULL);
}

static void the_enterprise_replaces_what_it_covers_wholly(void **state)
{
    (void)state;
    const struct wr_offsite_span wholly = span(10, 20, false, NULL),
                                 partly = span(10, 19, false, NULL),
                                 other = span(9, 21, false, "a21002"),
                                 mine = span(9, 21, false, "a21026"),
                                 stop = span(15, 25, true, NULL), open = span(5, 0, false, NULL);
    assert_int_equal(stopped_hours("F", NULL, 0), 10);
    assert_int_equal(stopped_hours("M", NULL, 0), 0); /* maintenance does not stop the clock */
    assert_int_equal(stopped_hours("F", &wholly, 1), 0);
    assert_int_equal(stopped_hours("F", &partly, 1), 10); /* both stand */
    assert_int_equal(stopped_hours("F", &other, 1), 10);
    assert_int_equal(stopped_hours("F", &mine, 1), 0);
    assert_int_equal(stopped_hours("F", &stop, 1), 5); /* five left already by the other mark */
    assert_int_equal(stopped_hours("F", &open, 1), 0);
}

/** A pack written before these numbers were asked for serves as it did. */
static void an_older_pack_has_the_numbers_of_the_program(void **state)
{
    (void)state;
    const void *typed = NULL;
    struct wr_pack older = *wr_rules_at(packs, 0);
    struct wr_str body = wr_json_text(&arena, older.body);
    for (ptrdiff_t at; (at = wr_str_find(body, WR_S("\"fill_"))) > 0;) {
        size_t from = (size_t)at, to = (size_t)at;
        while (body.p[from] != '{')
            from--;
        while (body.p[to] != '}')
            to++;
        body = wr_arena_printf(&arena, WR_FMT WR_FMT, WR_ARG(wr_str_sub(body, 0, from - 1)),
                               WR_ARG(wr_str_sub(body, to + 1, body.n)));
    }
    struct wr_json *tree = wr_json_parse(&ctx, body);
    assert_non_null(tree);
    older.body = tree;
    assert_int_equal(wr_offsite_pack_parse(&ctx, &older, &typed), 0);
    assert_int_equal(wr_offsite_substitute_of(typed, 9000, 25), 720);
    assert_int_equal(wr_offsite_substitute_of(typed, 7499, 1), 0);
    wr_json_free(tree);
}

/* ---- emissions (HJ 75-2017 §12, unverified) ---------------------------------------------------------- */

static void the_rule_follows_capture_and_length(void **state)
{
    (void)state;
    static const struct {
        int64_t capture_bp, gap_h, of;
    } cases[] = {{10000, 1, 180},  {9000, 24, 180}, {9000, 25, 720}, {8999, 1, 2160},
                 {8999, 25, 2160}, {7500, 1, 2160}, {7499, 1, 0},    {-1, 1, 0}};
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++)
        assert_int_equal(wr_offsite_substitute_of(pack, cases[i].capture_bp, cases[i].gap_h),
                         cases[i].of);
}

static void the_largest_before_the_gap_stands_in(void **state)
{
    (void)state;
    double rate[600], before[3] = {9, 1, 7};
    bool stopped[600] = {false};
    struct wr_emission_hole h[4];
    for (int i = 0; i < 600; i++)
        rate[i] = 2;
    rate[100] = 5;
    for (int i = 200; i < 210; i++)
        rate[i] = NAN; /* ten hours: 5 is among the 180 before */
    rate[0] = NAN;     /* one hour: only what came before the quarter */
    for (int i = 400; i < 430; i++)
        rate[i] = NAN; /* thirty hours: the 720 before reach back to the 9 */
    struct wr_emission_series s = {before, 3, rate, stopped, 600};
    assert_int_equal(wr_offsite_emission_holes(pack, &s, 9300, h, 4), 3);
    assert_true(h[0].at == 0 && h[0].n == 1 && h[0].of == 180 && h[0].rate == 9);
    assert_true(h[1].at == 200 && h[1].n == 10 && h[1].of == 180 && h[1].rate == 5);
    assert_true(h[2].at == 400 && h[2].n == 30 && h[2].of == 720 && h[2].rate == 9);
    /* between the two captures the 2160 before count, whatever the length */
    assert_int_equal(wr_offsite_emission_holes(pack, &s, 8000, h, 4), 3);
    assert_true(h[1].of == 2160 && h[1].rate == 9);
    /* below, nothing stands in */
    assert_int_equal(wr_offsite_emission_holes(pack, &s, 7000, h, 4), 3);
    assert_true(h[1].of == 0 && isnan(h[1].rate));
    /* what is found beyond the room is counted */
    assert_int_equal(wr_offsite_emission_holes(pack, &s, 9300, h, 1), 3);
}

static void a_stop_is_no_gap_and_ends_one(void **state)
{
    (void)state;
    double rate[8] = {3, NAN, NAN, NAN, NAN, 4, NAN, 1};
    bool stopped[8] = {false, false, true, true, false, false, false, false};
    struct wr_emission_hole h[4];
    struct wr_emission_series s = {NULL, 0, rate, stopped, 8};
    assert_int_equal(wr_offsite_emission_holes(pack, &s, 9500, h, 4), 3);
    assert_true(h[0].at == 1 && h[0].n == 1 && h[0].rate == 3);
    assert_true(h[1].at == 4 && h[1].n == 1 && h[1].rate == 3);
    assert_true(h[2].at == 6 && h[2].n == 1 && h[2].rate == 4);
    /* at the very beginning there is nothing to take */
    rate[0] = NAN;
    assert_int_equal(wr_offsite_emission_holes(pack, &s, 9500, h, 4), 3);
    assert_true(h[0].at == 0 && h[0].n == 2 && h[0].of == 0 && isnan(h[0].rate));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_stand_for_marks),
        cmocka_unit_test(equal_flags_make_one_segment),
        cmocka_unit_test(the_enterprise_replaces_what_it_covers_wholly),
        cmocka_unit_test(an_older_pack_has_the_numbers_of_the_program),
        cmocka_unit_test(the_rule_follows_capture_and_length),
        cmocka_unit_test(the_largest_before_the_gap_stands_in),
        cmocka_unit_test(a_stop_is_no_gap_and_ends_one),
    };
    return cmocka_run_group_tests_name("offsite gaps", tests, begin, end);
}
