/* Working days: a pack of exceptions, its faults, and the days that come out of it. */
#include "rules/workdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct wr_arena arena;
static struct wr_ctx ctx;
static const struct wr_pack_kind *const kinds[] = {&wr_workdays_kind, NULL};

/** A pack with these exceptions and examples. @return code of loading, *ret must be freed */
static int load(const char *exceptions, const char *examples, struct wr_rules **ret)
{
    struct wr_str text = wr_arena_printf(
        &arena,
        "{\"head\":{\"id\":\"workdays/test\",\"kind\":\"workdays\",\"version\":\"1\","
        "\"title_zh\":\"历\",\"title_en\":\"days\",\"issuer\":\"市局\",\"jurisdiction\":\"\","
        "\"valid_from\":\"2026-01-01\",\"status\":\"proposal\"},"
        "\"body\":{\"exceptions\":[%s]},\"examples\":[%s]}",
        exceptions, examples);
    const struct wr_pack_file file = {"workdays/test.json", (const unsigned char *)text.p, text.n};
    wr_err_reset(&ctx);
    int rc = wr_rules_load_files(&ctx, &file, 1, ret);
    return rc < 0 ? rc : wr_rules_use_kinds(&ctx, *ret, kinds);
}

#define ROW(day, works)                                                                            \
    "{\"day\":\"" day "\",\"works\":" works ",\"name_zh\":\"节\",\"citation\":\"通知\"}"
#define FREE_WEEK ROW("2026-10-02", "false") "," ROW("2026-10-01", "false")
#define EXAMPLE "{\"name\":\"例\",\"from\":\"2026-09-30\",\"workdays\":1,\"day\":\"%s\"}"

static void days_that_are_free_or_worked_move_a_term(void **state)
{
    (void)state;
    struct wr_rules *r = NULL;
    assert_int_equal(load(FREE_WEEK "," ROW("2026-10-04", "true"), "", &r), 0);
    int64_t at_ms = wr_date_to_ms((struct wr_date){2026, 9, 30});
    char day[WR_DATE_TEXT];
    static const char *const want[] = {"2026-09-30", "2026-10-04", "2026-10-05"};
    for (int32_t n = 0; n < 3; n++) {
        wr_date_format(
            wr_add_workdays(wr_rules_workdays(r, at_ms), (struct wr_date){2026, 9, 30}, n), day);
        assert_string_equal(day, want[n]);
    }
    assert_int_equal(wr_rules_workdays(r, at_ms - 365 * WR_DAY_MS)->n, 0); /* before the pack */
    assert_int_equal(wr_rules_workdays(NULL, at_ms)->n, 0);
    wr_rules_free(r);
}

static void an_example_tells_the_day(void **state)
{
    (void)state;
    for (int right = 0; right < 2; right++) {
        struct wr_rules *r = NULL;
        struct wr_str diff;
        const char *day = right ? "2026-10-05" : "2026-10-01";
        struct wr_str e = wr_arena_printf(&arena, EXAMPLE, day);
        assert_int_equal(load(FREE_WEEK, wr_arena_cstr(&arena, e), &r), 0);
        const struct wr_pack *p = wr_rules_at(r, 0);
        assert_int_equal(wr_workdays_kind.run_example(&ctx, p, wr_json_at(p->examples, 0),
                                                      WR_S("examples[0]"), &diff),
                         0);
        assert_int_equal(diff.n == 0, right);
        wr_rules_free(r);
    }
}

static void faults_are_told_by_place(void **state)
{
    (void)state;
    static const struct {
        const char *exceptions, *path;
    } c[] = {
        {ROW("2026-10-03", "false"), "body.exceptions[0].day"}, /* a Saturday is free anyhow */
        {ROW("2026-10-05", "true"), "body.exceptions[0].day"},
        {ROW("2026-02-30", "true"), "body.exceptions[0].day"},
        {FREE_WEEK "," ROW("2026-10-01", "false"), "body.exceptions"},
        {"{\"day\":\"2026-10-01\",\"works\":false}", "body.exceptions[0].name_zh"},
    };
    for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
        struct wr_rules *r = NULL;
        assert_int_equal(load(c[i].exceptions, "", &r), WR_EINVALID);
        assert_non_null(ctx.err.faults);
        struct wr_str want = wr_arena_printf(&arena, "workdays/test: %s", c[i].path);
        if (!wr_str_eq(ctx.err.faults->path, want))
            fail_msg("case %zu: " WR_FMT, i, WR_ARG(ctx.err.faults->path));
        wr_rules_free(r);
    }
}

int main(void)
{
    wr_arena_init(&arena, 8 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_are_free_or_worked_move_a_term),
        cmocka_unit_test(an_example_tells_the_day),
        cmocka_unit_test(faults_are_told_by_place),
    };
    int failed = cmocka_run_group_tests_name("workdays", tests, NULL, NULL);
    wr_arena_done(&arena);
    return failed;
}
