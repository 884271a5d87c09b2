/* QR matrices: structure, versions of real payload sizes, paths, limits. */
#include "codec/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static struct wr_arena arena;
static struct wr_ctx ctx;

static int begin(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)4 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

static struct wr_str of_length(size_t n)
{
    char *p = wr_arena_alloc(&arena, n + 1);

    assert_non_null(p);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)('a' + i % 26);
    return (struct wr_str){p, n};
}

static void finder_at(const struct wr_qr *q, int x0, int y0)
{
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++) {
            int ring = x < 6 - x ? x : 6 - x, other = y < 6 - y ? y : 6 - y;
            assert_int_equal(wr_qr_dark(q, x0 + x, y0 + y), (ring < other ? ring : other) != 1);
        }
}

static void has_its_three_finders(void **state)
{
    struct wr_qr q;
    (void)state;

    assert_int_equal(wr_qr_encode(&ctx, WR_S("https://wurao.example.cn/p/"), WR_QR_Q, &q), 0);
    assert_int_equal(q.width, 17 + 4 * q.version);
    finder_at(&q, 0, 0);
    finder_at(&q, q.width - 7, 0);
    finder_at(&q, 0, q.width - 7);
}

static void payload_sizes_need_the_versions_we_print_for(void **state)
{
    /* facts/conventions.md §13: what libqrencode chose for links of this length */
    static const struct {
        size_t n;
        enum wr_qr_level level;
        int version;
    } cases[] = {
        {126, WR_QR_M, 8},  {134, WR_QR_M, 8},  {140, WR_QR_M, 8},  {126, WR_QR_Q, 9},
        {134, WR_QR_Q, 10}, {140, WR_QR_Q, 10}, {126, WR_QR_H, 11}, {134, WR_QR_H, 11},
        {140, WR_QR_H, 12}, {60, WR_QR_H, 7},
    };
    struct wr_qr q;
    (void)state;

    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        assert_int_equal(wr_qr_encode(&ctx, of_length(cases[i].n), cases[i].level, &q), 0);
        if (q.version != cases[i].version)
            fail_msg("%zu bytes at level %d: version %d, not %d", cases[i].n, (int)cases[i].level,
                     q.version, cases[i].version);
    }
}

static void the_path_covers_the_dark_modules_and_nothing_else(void **state)
{
    static unsigned char seen[200][200];
    struct wr_buf b;
    struct wr_qr q;
    (void)state;

    assert_int_equal(wr_qr_encode(&ctx, of_length(134), WR_QR_Q, &q), 0);
    wr_buf_init(&b, 1 << 20);
    wr_qr_path(&b, &q, 4, 4);
    wr_buf_c(&b, '\0');
    assert_false(b.failed);
    memset(seen, 0, sizeof(seen));
    for (const char *p = b.p; *p;) {
        int x, y, run, back, used = 0;
        assert_int_equal(sscanf(p, "M%d %dh%dv1h-%dz%n", &x, &y, &run, &back, &used), 4);
        assert_int_equal(run, back);
        for (int i = 0; i < run; i++)
            seen[y][x + i]++;
        p += used;
    }
    for (int y = 0; y < q.width + 8; y++)
        for (int x = 0; x < q.width + 8; x++) {
            bool inside = x >= 4 && y >= 4 && x < q.width + 4 && y < q.width + 4;
            assert_int_equal(seen[y][x], inside && wr_qr_dark(&q, x - 4, y - 4));
        }
    wr_buf_done(&b);
}

static void an_svg_escapes_its_title(void **state)
{
    struct wr_buf b;
    struct wr_qr q;
    (void)state;

    assert_int_equal(wr_qr_encode(&ctx, WR_S("x"), WR_QR_L, &q), 0);
    wr_buf_init(&b, 1 << 20);
    wr_qr_svg(&b, &q, 40, WR_S("<script>&\"甲"));
    assert_false(b.failed);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("<script>")) < 0);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("&lt;script")) > 0);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("40mm")) > 0);
    wr_buf_done(&b);
}

static void limits_are_answers(void **state)
{
    struct wr_qr q;
    (void)state;

    assert_int_equal(wr_qr_encode(&ctx, WR_S(""), WR_QR_Q, &q), WR_EINVALID);
    assert_int_equal(wr_qr_encode(&ctx, of_length(WR_QR_TEXT_MAX + 1), WR_QR_Q, &q), WR_ELIMIT);
    assert_int_equal(wr_qr_encode(&ctx, of_length(1664), WR_QR_Q, &q),
                     WR_ELIMIT); /* one byte above version 40 */
    assert_int_equal(wr_qr_encode(&ctx, of_length(1663), WR_QR_Q, &q), 0);
    assert_int_equal(q.version, 40);
    assert_int_equal(wr_qr_encode(&ctx, of_length(WR_QR_TEXT_MAX), WR_QR_L, &q), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(has_its_three_finders, begin, end),
        cmocka_unit_test_setup_teardown(payload_sizes_need_the_versions_we_print_for, begin, end),
        cmocka_unit_test_setup_teardown(the_path_covers_the_dark_modules_and_nothing_else, begin,
                                        end),
        cmocka_unit_test_setup_teardown(an_svg_escapes_its_title, begin, end),
        cmocka_unit_test_setup_teardown(limits_are_answers, begin, end),
    };

    return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
