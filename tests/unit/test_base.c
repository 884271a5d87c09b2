/* base: memory, slices, numbers, messages, arguments. */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/command.h"
#include "base/ctx.h"
#include "base/ini.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define assert_str(s, lit)                                                                         \
    do {                                                                                           \
        struct wr_str got_ = (s);                                                                  \
        if (!wr_str_eq(got_, WR_S(lit)))                                                           \
            fail_msg("got \"" WR_FMT "\", want \"%s\"", WR_ARG(got_), lit);                        \
    } while (0)

static void arena_gives_zeroed_memory_up_to_its_ceiling(void **state)
{
    (void)state;
    struct wr_arena a;
    wr_arena_init(&a, 100000);
    for (int round = 0; round < 3; round++) {
        size_t got = 0;
        unsigned char *p;
        while ((p = wr_arena_alloc(&a, 1000)) != NULL) {
            for (size_t i = 0; i < 1000; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xAB, 1000);
            got += 1000;
        }
        assert_in_range(got, 90000, 100000);
        assert_true(a.exhausted);
        wr_arena_reset(&a);
        assert_false(a.exhausted);
        assert_int_equal(a.used_bytes, 0);
    }
    assert_null(wr_arena_array(&a, SIZE_MAX / 2, 4));
    assert_null(wr_arena_alloc(&a, SIZE_MAX));
    wr_arena_done(&a);
    wr_arena_done(&a);
}

static void arena_rewinds_to_its_mark(void **state)
{
    (void)state;
    struct wr_arena a;
    wr_arena_init(&a, 1 << 20);
    struct wr_arena_mark start = wr_arena_mark(&a);
    struct wr_str kept = wr_arena_dup(&a, WR_S("kept"));
    struct wr_arena_mark mark = wr_arena_mark(&a);
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++)
            assert_non_null(wr_arena_alloc(&a, 700));
        wr_arena_rewind(&a, mark);
        assert_int_equal(a.used_bytes, mark.used_bytes);
    }
    assert_str(kept, "kept");
    wr_arena_rewind(&a, start);
    assert_int_equal(a.used_bytes, 0);
    assert_str(wr_arena_printf(&a, "%d-%s", 7, "x"), "7-x");
    wr_arena_done(&a);
}

static void arena_copies_end_with_nul(void **state)
{
    (void)state;
    struct wr_arena a;
    wr_arena_init(&a, 4096);
    assert_string_equal(wr_arena_cstr(&a, wr_str_sub(WR_S("abcdef"), 1, 3)), "bcd");
    assert_string_equal(wr_arena_cstr(&a, (struct wr_str){NULL, 0}), "");
    assert_null(wr_arena_dup(&a, (struct wr_str){NULL, 0}).p);
    assert_non_null(wr_arena_dup(&a, WR_S("")).p);
    wr_arena_done(&a);
}

static void heap_blocks_are_zeroed_and_checked(void **state)
{
    (void)state;
    int *p = wr_alloc_array(100, sizeof(int));
    assert_non_null(p);
    assert_int_equal(p[99], 0);
    assert_null(wr_alloc_array(SIZE_MAX / 2, 4));
    assert_null(wr_realloc_array(p, SIZE_MAX / 2, 4));
    p[99] = 5;
    p = wr_realloc_array(p, 200, sizeof(int));
    assert_non_null(p);
    assert_int_equal(p[99], 5);
    assert_null(wr_free(p));
    assert_null(wr_free(NULL));
    WR_CLEANUP(wr_freep) void *q = wr_alloc(0);
    assert_non_null(q);
}

static void buf_sticks_at_its_ceiling(void **state)
{
    (void)state;
    struct wr_buf b;
    wr_buf_init(&b, 10);
    wr_buf_lit(&b, "12345");
    wr_buf_i64(&b, INT64_C(-678));
    assert_str(wr_buf_view(&b), "12345-678");
    wr_buf_lit(&b, "90");
    assert_true(b.failed);
    wr_buf_c(&b, 'x');
    assert_str(wr_buf_view(&b), "12345-678");
    wr_buf_clear(&b);
    assert_false(b.failed);
    wr_buf_printf(&b, "%s", "0123456789");
    assert_false(b.failed);
    wr_buf_done(&b);
    wr_buf_init(&b, 1000);
    wr_buf_printf(&b, "%0500d", 1);
    assert_int_equal(b.n, 500);
    wr_buf_i64(&b, INT64_MIN);
    assert_true(wr_str_ends(wr_buf_view(&b), WR_S("1-9223372036854775808")));
    wr_buf_done(&b);
}

static void slices_compare_cut_and_trim(void **state)
{
    (void)state;
    assert_true(wr_str_cmp(WR_S("ab"), WR_S("abc")) < 0);
    assert_true(wr_str_cmp(WR_S("b"), WR_S("abc")) > 0);
    assert_int_equal(wr_str_cmp(WR_S(""), (struct wr_str){NULL, 0}), 0);
    assert_true(wr_str_starts(WR_S("abc"), WR_S("")));
    assert_false(wr_str_starts(WR_S("a"), WR_S("ab")));
    assert_true(wr_str_ends(WR_S("abc"), WR_S("bc")));
    assert_true(wr_str_eq_nocase(WR_S("Content-Type"), WR_S("cONTENT-tYPE")));
    assert_int_equal(wr_str_find(WR_S("hello"), WR_S("lo")), 3);
    assert_int_equal(wr_str_find(WR_S("hello"), WR_S("x")), -1);
    assert_str(wr_str_trim(WR_S(" \t a b \r\n")), "a b");
    assert_str(wr_str_sub(WR_S("abc"), 1, 99), "bc");
    assert_str(wr_str_sub(WR_S("abc"), 9, 1), "");
    struct wr_str rest = WR_S("a,,b");
    assert_str(wr_str_cut(&rest, ','), "a");
    assert_str(wr_str_cut(&rest, ','), "");
    assert_str(wr_str_cut(&rest, ','), "b");
    assert_null(rest.p);
    rest = WR_S("a,");
    (void)wr_str_cut(&rest, ',');
    assert_non_null(rest.p);
    char z[4];
    assert_true(wr_str_copy_z(WR_S("abc"), z, sizeof(z)));
    assert_string_equal(z, "abc");
    assert_false(wr_str_copy_z(WR_S("abcd"), z, sizeof(z)));
    assert_string_equal(z, "");
}

static void integers_are_read_strictly(void **state)
{
    (void)state;
    static const struct {
        struct wr_str text;
        bool ok;
        int64_t value;
    } cases[] = {
        {WR_S("0"), true, 0},
        {WR_S("-0"), true, 0},
        {WR_S("+17"), true, 17},
        {WR_S("9223372036854775807"), true, INT64_MAX},
        {WR_S("-9223372036854775808"), true, INT64_MIN},
        {WR_S("9223372036854775808"), false, 0},
        {WR_S("-9223372036854775809"), false, 0},
        {WR_S("99999999999999999999999"), false, 0},
        {WR_S(""), false, 0},
        {WR_S("-"), false, 0},
        {WR_S(" 1"), false, 0},
        {WR_S("1 "), false, 0},
        {WR_S("1a"), false, 0},
        {WR_S("0x10"), false, 0},
        {WR_S("--1"), false, 0},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        int64_t v = 42;
        assert_int_equal(wr_str_i64(cases[i].text, &v), cases[i].ok);
        assert_int_equal(v, cases[i].ok ? cases[i].value : 42);
    }
}

static int64_t zero_ms(void *arg)
{
    (void)arg;
    return 0;
}
static const struct wr_clock zero_clock = {zero_ms, zero_ms, NULL};

static void every_code_and_key_is_described(void **state)
{
    (void)state;
    for (int code = WR_OK; code >= WR_EBUG; code--)
        assert_int_equal(wr_code_info(code)->code, code);
    assert_int_equal(wr_code_info(-99)->code, WR_EBUG);
    assert_int_equal(wr_code_info(5)->code, WR_EBUG);
    for (unsigned k = 0; k < WR_K_COUNT; k++) {
        const struct wr_key_info *info = wr_key_info((enum wr_key)k);
        assert_non_null(info->key);
        assert_true(info->zh[0] && info->en[0]);
        for (unsigned other = 0; other < k; other++)
            assert_string_not_equal(info->key, wr_key_info((enum wr_key)other)->key);
        /* either text may use an argument of its own, but not be the only one to use any */
        if (!strchr(info->zh, '{') != !strchr(info->en, '{'))
            fail_msg("%s: one language only has arguments", info->key);
    }
}

static void failures_fill_their_message(void **state)
{
    (void)state;
    struct wr_arena a;
    struct wr_ctx ctx;
    wr_arena_init(&a, 1 << 20);
    wr_ctx_init(&ctx, &a, &zero_clock);
    assert_int_equal(wr_fail(&ctx, WR_K_input_range, WR_S("1"), WR_S("9")), WR_EINVALID);
    assert_str(wr_err_text(&ctx), "应在 1 到 9 之间");
    ctx.lang = WR_LANG_EN;
    assert_str(wr_err_text(&ctx), "must be between 1 and 9");
    assert_int_equal(wr_fail(&ctx, WR_K_busy), WR_EBUSY);
    assert_int_equal(ctx.err.key, WR_K_busy);

    char *big = malloc(5000);
    assert_non_null(big);
    for (size_t i = 0; i + 3 <= 5000; i += 3)
        memcpy(big + i, "中", 3);
    (void)wr_fail(&ctx, WR_K_not_found, (struct wr_str){big, 4998});
    assert_true(ctx.err.en.n < 300);
    free(big);
    wr_err_reset(&ctx);
    assert_int_equal(ctx.err.code, 0);

    assert_int_equal(wr_faults_end(&ctx), 0);
    for (int i = 0; i < WR_FAULTS_MAX + 5; i++)
        wr_fault(&ctx, WR_S("a.b"), WR_K_input_required, WR_S("v"));
    assert_int_equal(ctx.err.n_faults, WR_FAULTS_MAX + 5);
    assert_int_equal(wr_faults_end(&ctx), WR_EINVALID);
    size_t n = 0;
    for (const struct wr_fault *f = ctx.err.faults; f; f = f->next, n++)
        assert_str(f->path, "a.b");
    assert_int_equal(n, WR_FAULTS_MAX);
    wr_arena_done(&a);

    wr_arena_init(&a, 1);
    wr_ctx_init(&ctx, &a, &zero_clock);
    assert_int_equal(wr_fail(&ctx, WR_K_busy), WR_EBUSY);
    assert_true(wr_err_text(&ctx).n > 0);
    wr_fault(&ctx, WR_S("a"), WR_K_input_required, WR_S("v"));
    assert_int_equal(wr_faults_end(&ctx), WR_EINVALID);
    wr_arena_done(&a);
}

static void arguments_are_asked_for_by_name(void **state)
{
    (void)state;
    struct wr_arena a;
    struct wr_ctx ctx;
    wr_arena_init(&a, 1 << 16);
    wr_ctx_init(&ctx, &a, &zero_clock);
    char *words[] = {"FILE", "--db", "sqlite:x", "--dry-run", "--limit=5", "--", "--odd", "--db"};
    struct wr_args args = {.argc = (int)WR_ARRAY_LEN(words), .argv = words};
    assert_string_equal(wr_args_opt(&args, "--db"), "sqlite:x");
    assert_null(wr_args_opt(&args, "--db"));
    assert_string_equal(wr_args_opt(&args, "--limit"), "5");
    assert_int_equal(wr_args_end(&ctx, &args), WR_EINVALID);
    assert_true(wr_args_flag(&args, "--dry-run"));
    assert_false(wr_args_flag(&args, "--dry-run"));
    assert_string_equal(wr_args_next(&args), "FILE");
    assert_string_equal(wr_args_next(&args), "--odd");
    assert_string_equal(wr_args_next(&args), "--db");
    assert_null(wr_args_next(&args));
    assert_int_equal(wr_args_end(&ctx, &args), 0);

    char *bad[] = {"--db"};
    args = (struct wr_args){.argc = 1, .argv = bad};
    assert_null(wr_args_opt(&args, "--db"));
    assert_null(wr_args_next(&args));
    assert_int_equal(wr_args_end(&ctx, &args), WR_EINVALID);
    wr_arena_done(&a);
}

static void ini_is_read_with_line_numbers(void **state)
{
    (void)state;
    struct wr_arena a;
    struct wr_ctx ctx;
    struct wr_ini ini;
    wr_arena_init(&a, 1 << 20);
    wr_ctx_init(&ctx, &a, &zero_clock);
    struct wr_str text =
        WR_S("\xEF\xBB\xBF# comment\r\ntop = 1\r\n\n[http]\nlisten = \"127.0.0.1:8600\"\n"
             "; other\nname=河南 = 好\nempty =");
    assert_int_equal(wr_ini_parse(&ctx, text, &ini), 0);
    assert_int_equal(ini.n, 4);
    assert_str(wr_ini_get(&ini, WR_S(""), WR_S("top"))->value, "1");
    assert_str(wr_ini_get(&ini, WR_S("http"), WR_S("listen"))->value, "127.0.0.1:8600");
    assert_str(wr_ini_get(&ini, WR_S("http"), WR_S("name"))->value, "河南 = 好");
    assert_int_equal(wr_ini_get(&ini, WR_S("http"), WR_S("empty"))->line, 8);
    assert_null(wr_ini_get(&ini, WR_S("http"), WR_S("top")));

    static const struct wr_str bad[] = {
        WR_S("x"),          WR_S("[a\nb=1"), WR_S("[]\n"),   WR_S("A=1"),
        WR_S("a=1\na = 2"), WR_S("=1"),      WR_S("a=\x01"), WR_S("a=\xFF"),
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++) {
        assert_int_equal(wr_ini_parse(&ctx, bad[i], &ini), WR_EINVALID);
        assert_int_equal(ctx.err.key, WR_K_input_syntax);
    }
    assert_int_equal(wr_ini_parse(&ctx, (struct wr_str){text.p, WR_INI_BYTES_MAX + 1}, &ini),
                     WR_ELIMIT);
    wr_arena_done(&a);
}

static void joined_and_formatted_texts_have_every_length(void **state)
{
    (void)state;
    struct wr_arena a;
    char text[700];
    wr_arena_init(&a, 1 << 20);
    for (size_t n = 500; n < 530; n++) { /* around the buffer that is tried first */
        memset(text, 'x', sizeof(text));
        struct wr_str s = wr_arena_printf(&a, "%.*s!", (int)n, text);
        assert_int_equal(s.n, n + 1);
        assert_true(s.p[n - 1] == 'x' && s.p[n] == '!' && s.p[n + 1] == '\0');
    }
    struct wr_str j = WR_JOIN(&a, WR_S("甲"), ((struct wr_str){NULL, 0}), WR_S(""), WR_S("b"));
    assert_true(wr_str_eq(j, WR_S("甲b")) && j.p[j.n] == '\0');
    assert_non_null(wr_arena_alloc(&a, 600000)); /* a block of its own is given back */
    wr_arena_reset(&a);
    assert_int_equal(a.used_bytes, 0);
    assert_non_null(wr_arena_alloc(&a, 1));
    wr_arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_memory_up_to_its_ceiling),
        cmocka_unit_test(arena_rewinds_to_its_mark),
        cmocka_unit_test(arena_copies_end_with_nul),
        cmocka_unit_test(joined_and_formatted_texts_have_every_length),
        cmocka_unit_test(heap_blocks_are_zeroed_and_checked),
        cmocka_unit_test(buf_sticks_at_its_ceiling),
        cmocka_unit_test(slices_compare_cut_and_trim),
        cmocka_unit_test(integers_are_read_strictly),
        cmocka_unit_test(every_code_and_key_is_described),
        cmocka_unit_test(failures_fill_their_message),
        cmocka_unit_test(arguments_are_asked_for_by_name),
        cmocka_unit_test(ini_is_read_with_line_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
