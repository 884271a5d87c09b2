/* Plate codes, payloads, signatures and life cycle: pure rules. */
#include "base/text.h"
#include "modules/plate/plate_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static struct wr_arena arena;

static int begin(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)4 << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

static void make(uint64_t bits, char code[WR_PLATE_CODE + 1])
{
    wr_plate_code_make(bits, code);
    assert_int_equal(strlen(code), WR_PLATE_CODE);
    assert_true(wr_plate_code_valid(wr_str(code)));
}

/** Bits of the n-th code of a fixed, well spread series. */
static uint64_t spread(uint64_t n)
{
    return (n + 1) * UINT64_C(0x9E3779B97F4A7C15) >> 19;
}

static void every_wrong_character_is_caught(void **state)
{
    char code[WR_PLATE_CODE + 1];
    (void)state;

    for (uint64_t n = 0; n < 2000; n++) {
        make(spread(n), code);
        for (size_t i = 0; i < WR_PLATE_CODE; i++) {
            char right = code[i];
            for (size_t k = 0; k < 32; k++) {
                code[i] = alphabet[k];
                assert_int_equal(wr_plate_code_valid(wr_str(code)), alphabet[k] == right);
            }
            code[i] = right;
        }
    }
}

static void every_swap_of_two_is_caught(void **state)
{
    char code[WR_PLATE_CODE + 1];
    (void)state;

    for (uint64_t n = 0; n < 20000; n++) {
        make(spread(n), code);
        for (size_t i = 0; i < WR_PLATE_CODE; i++)
            for (size_t k = i + 1; k < WR_PLATE_CODE; k++) {
                char a = code[i], b = code[k];
                code[i] = b;
                code[k] = a;
                assert_int_equal(wr_plate_code_valid(wr_str(code)), a == b);
                code[i] = a;
                code[k] = b;
            }
    }
}

/**
 * The proof for all codes, not a sample: the check is linear, so an error is missed only if its difference alone sums to
 * zero. Differences of one symbol: 10 × 31. Of a swap: d at one place and d at the other, 45 × 31.
 */
static void no_difference_sums_to_zero(void **state)
{
    (void)state;

    for (size_t i = 0; i < WR_PLATE_CODE; i++)
        for (size_t d = 1; d < 32; d++) {
            char diff[WR_PLATE_CODE + 1] = "0000000000";
            diff[i] = alphabet[d];
            assert_false(wr_plate_code_valid(wr_str(diff)));
            for (size_t k = i + 1; k < WR_PLATE_CODE; k++) {
                diff[k] = alphabet[d];
                assert_false(wr_plate_code_valid(wr_str(diff)));
                diff[k] = '0';
            }
        }
}

static void codes_differ_when_bits_differ(void **state)
{
    char a[WR_PLATE_CODE + 1], b[WR_PLATE_CODE + 1];
    (void)state;

    for (int i = 0; i < 45; i++) {
        make(0, a);
        make(UINT64_C(1) << i, b);
        assert_string_not_equal(a, b);
    }
    make(UINT64_C(1) << 45, b); /* what is above the 45 bits does not count */
    assert_string_equal(a, b);
}

static void typed_codes_are_folded(void **state)
{
    static const struct {
        const char *name, *typed;
        enum wr_plate_typed want;
    } cases[] = {
        {"as printed", "01ABC-DEF29", WR_PLATE_TYPED_OK},
        {"lower case", "01abc-def29", WR_PLATE_TYPED_OK},
        {"letter O and I", "OIABC-DEF29", WR_PLATE_TYPED_OK},
        {"letter l", " olabc def29 ", WR_PLATE_TYPED_OK},
        {"full width", "０１ＡＢＣ－ＤＥＦ２９", WR_PLATE_TYPED_OK},
        {"long dash", "01ABC—DEF29", WR_PLATE_TYPED_OK},
        {"ideographic space", "01ABC　DEF29", WR_PLATE_TYPED_OK},
        {"zero-width space",
         "01ABC\xE2\x80\x8B"
         "DEF29",
         WR_PLATE_TYPED_OK},
        {"one wrong", "01ABC-DEF28", WR_PLATE_TYPED_TYPO},
        {"neighbours swapped", "10ABC-DEF29", WR_PLATE_TYPED_TYPO},
        {"too short", "01ABC-DEF2", WR_PLATE_TYPED_SYNTAX},
        {"too long", "01ABC-DEF299", WR_PLATE_TYPED_SYNTAX},
        {"letter U is no symbol", "01ABC-DEFUP", WR_PLATE_TYPED_SYNTAX},
        {"Chinese", "01ABC中DEF2", WR_PLATE_TYPED_SYNTAX},
        {"empty", "", WR_PLATE_TYPED_SYNTAX},
        {"only dashes", "----------", WR_PLATE_TYPED_SYNTAX},
        {"not UTF-8",
         "01ABC\xFF"
         "DEF29",
         WR_PLATE_TYPED_SYNTAX},
    };
    char code[WR_PLATE_CODE + 1];
    (void)state;

    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        enum wr_plate_typed got = wr_plate_code_fold(wr_str(cases[i].typed), code);
        if (got != cases[i].want)
            fail_msg("%s: %d, not %d", cases[i].name, got, cases[i].want);
        if (got == WR_PLATE_TYPED_OK)
            assert_string_equal(code, "01ABCDEF29");
    }
}

/* ---- payload -------------------------------------------------------------------------------- */

#define CODE "01ABCDEF29"

static struct wr_signing_key a_key(void)
{
    static const uint8_t seed[32] = {7};
    struct wr_signing_key k = {.kid = "p1"};

    wr_ed25519_seed(seed, k.public_key, k.secret_key);
    return k;
}

static struct wr_str a_signature(void)
{
    struct wr_signing_key k = a_key();

    return wr_plate_sign(
        &arena, &k,
        wr_plate_signed_text(&arena, WR_S(CODE), WR_S("91410100123456788Y"), WR_S("2026-11-23")));
}

static void the_signed_bytes_are_the_documented_ones(void **state)
{
    struct wr_str t =
        wr_plate_signed_text(&arena, WR_S(CODE), WR_S("91410100123456788Y"), WR_S("2026-11-23"));
    (void)state;

    assert_true(wr_str_eq(t, WR_S("wurao-plate-v1\n01ABCDEF29\n91410100123456788Y\n2026-11-23\n")));
    const struct wr_str codes[] = {WR_S("0000000000"), WR_S(CODE)};
    t = wr_plate_revocations_text(&arena, 1700000000000, codes, 2);
    assert_true(
        wr_str_eq(t, WR_S("wurao-revocations-v1\n1700000000000\n0000000000\n01ABCDEF29\n")));
    t = wr_plate_revocations_text(&arena, 5, NULL, 0);
    assert_true(wr_str_eq(t, WR_S("wurao-revocations-v1\n5\n")));
}

static void a_payload_survives_printing_and_parsing(void **state)
{
    struct wr_signing_key k = a_key();
    struct wr_str sig = a_signature();
    struct wr_str payload = wr_plate_payload_text(&arena, WR_S(CODE), WR_S("p1"), sig);
    const struct wr_str forms[] = {
        payload,
        wr_plate_link(&arena, WR_S("https://wurao.example.cn"), payload),
        wr_arena_printf(&arena, "https://example.cn/p/p/" WR_FMT "?from=wechat#top",
                        WR_ARG(payload)),
        wr_arena_printf(&arena, "  /p/" WR_FMT "\n", WR_ARG(payload)),
    };
    (void)state;

    assert_int_equal(sig.n, WR_PLATE_SIG_TEXT);
    for (size_t i = 0; i < WR_ARRAY_LEN(forms); i++) {
        struct wr_plate_payload p;
        assert_true(wr_plate_is_payload(forms[i]));
        assert_true(wr_plate_payload_parse(&arena, forms[i], &p));
        assert_string_equal(p.code, CODE);
        assert_string_equal(p.kid, "p1");
        assert_true(wr_str_eq(p.sig_text, sig));
        struct wr_str text = wr_plate_signed_text(&arena, wr_str(p.code),
                                                  WR_S("91410100123456788Y"), WR_S("2026-11-23"));
        assert_true(wr_ed25519_verify(k.public_key, text, p.sig));
    }
}

static void other_spellings_are_refused(void **state)
{
    struct wr_str s = a_signature();
    struct wr_plate_payload p;
    (void)state;

    /* the last character of 86 carries two bits: three more spellings decode to the same 64 bytes in a lax decoder */
    int accepted = 0;
    for (const char *c = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"; *c;
         c++) {
        struct wr_str t = wr_arena_printf(&arena, CODE ".p1.%.85s%c", s.p, *c);
        if (wr_plate_payload_parse(&arena, t, &p)) {
            accepted++;
            assert_int_equal(memchr("AQgw", *c, 4) != NULL, 1);
        }
    }
    assert_int_equal(accepted, 4);
    const struct wr_str bad[] = {
        wr_arena_printf(&arena, CODE ".p1." WR_FMT "=", WR_ARG(s)),
        wr_arena_printf(&arena, CODE ".p1.%.85s", s.p),
        wr_arena_printf(&arena, CODE ".P1." WR_FMT, WR_ARG(s)),
        wr_arena_printf(&arena, CODE ".." WR_FMT, WR_ARG(s)),
        wr_arena_printf(&arena, CODE ".p123456789012." WR_FMT, WR_ARG(s)),
        wr_arena_printf(&arena, "01abcdef29.p1." WR_FMT, WR_ARG(s)),
        wr_arena_printf(&arena, "01ABCDEF28.p1." WR_FMT, WR_ARG(s)),
        wr_arena_printf(&arena, "01ABC-DEF29.p1." WR_FMT, WR_ARG(s)),
        wr_arena_printf(&arena, CODE ".p1." WR_FMT ".x", WR_ARG(s)),
        wr_arena_printf(&arena, CODE ".p1.%.40s/%.45s", s.p, s.p + 41),
        wr_arena_printf(&arena, CODE ".p1.%.40s+%.45s", s.p, s.p + 41),
        WR_S("https://evil.example/p/"),
        WR_S("."),
        WR_S(".."),
        WR_S(""),
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++)
        if (wr_plate_payload_parse(&arena, bad[i], &p))
            fail_msg("accepted: %.*s", (int)bad[i].n, bad[i].p);
}

static void a_typed_code_is_no_payload(void **state)
{
    (void)state;
    assert_false(wr_plate_is_payload(WR_S("01ABC-DEF29")));
    assert_false(wr_plate_is_payload(WR_S("01ABC.DEF29")));
    assert_true(wr_plate_is_payload(WR_S("https://x/p/01ABCDEF29")));
    assert_true(wr_plate_is_payload(WR_S(CODE ".p1.AAAAAAAAAAAAAAAAAAAA")));
}

/* ---- life cycle ----------------------------------------------------------------------------- */

static void only_these_moves_are_legal(void **state)
{
    static const char *const legal[] = {
        /* to:  DIPHLVR   (draft, issued, printed, hung, lost, void, replaced) */
        ".x...x.", "..x..xx", "..xxxxx", "...xxxx", "......x", ".......", ".......",
    };
    (void)state;

    for (int from = WR_PLATE_DRAFT; from <= WR_PLATE_REPLACED; from++)
        for (int to = WR_PLATE_DRAFT; to <= WR_PLATE_REPLACED; to++)
            if (wr_plate_may_become((enum wr_plate_status)from, (enum wr_plate_status)to) !=
                (legal[from][to] == 'x'))
                fail_msg("%d -> %d", from, to);
}

static void what_a_scan_comes_to(void **state)
{
    (void)state;
    assert_int_equal(wr_plate_genuine_of(WR_PLATE_HUNG, true), WR_GENUINE);
    assert_int_equal(wr_plate_genuine_of(WR_PLATE_ISSUED, false), WR_GENUINE_UNSIGNED);
    assert_int_equal(wr_plate_genuine_of(WR_PLATE_VOID, true), WR_GENUINE_VOID);
    assert_int_equal(wr_plate_genuine_of(WR_PLATE_LOST, false), WR_GENUINE_LOST);
    assert_int_equal(wr_plate_genuine_of(WR_PLATE_REPLACED, true), WR_GENUINE_REPLACED);
    assert_int_equal(wr_plate_genuine_of(WR_PLATE_DRAFT, true), WR_GENUINE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wrong_character_is_caught),
        cmocka_unit_test(every_swap_of_two_is_caught),
        cmocka_unit_test(no_difference_sums_to_zero),
        cmocka_unit_test(codes_differ_when_bits_differ),
        cmocka_unit_test(typed_codes_are_folded),
        cmocka_unit_test_setup_teardown(the_signed_bytes_are_the_documented_ones, begin, end),
        cmocka_unit_test_setup_teardown(a_payload_survives_printing_and_parsing, begin, end),
        cmocka_unit_test_setup_teardown(other_spellings_are_refused, begin, end),
        cmocka_unit_test(a_typed_code_is_no_payload),
        cmocka_unit_test(only_these_moves_are_legal),
        cmocka_unit_test(what_a_scan_comes_to),
    };

    if (wr_crypto_init() != 0)
        return 1;
    return cmocka_run_group_tests_name("plate", tests, NULL, NULL);
}
