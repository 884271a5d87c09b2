/* base: dates, text at the border, encodings, pinyin, cryptography, keys. */
#include "base/calendar.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/keys.h"
#include "base/pinyin.h"
#include "base/text.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define assert_str(s, want)                                                                        \
    do {                                                                                           \
        struct wr_str got_ = (s);                                                                  \
        struct wr_str want_ = (want);                                                              \
        if (!wr_str_eq(got_, want_))                                                               \
            fail_msg("got \"" WR_FMT "\", want \"" WR_FMT "\"", WR_ARG(got_), WR_ARG(want_));      \
    } while (0)

static struct wr_arena arena;

static int setup(void **state)
{
    (void)state;
    wr_arena_init(&arena, 4 << 20);
    return wr_crypto_init();
}

static int teardown(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

static void days_and_dates_agree(void **state)
{
    (void)state;
    struct wr_date last = wr_date_from_days(-30000);
    for (int32_t day = -29999; day < 90000; day++) {
        struct wr_date d = wr_date_from_days(day);
        assert_int_equal(wr_date_to_days(d), day);
        bool same_month = d.month == last.month && d.day == last.day + 1;
        assert_true(same_month || (d.day == 1 && d.month == last.month % 12 + 1));
        last = d;
    }
    assert_int_equal(wr_date_to_days((struct wr_date){1970, 1, 1}), 0);
    assert_int_equal(wr_date_weekday((struct wr_date){2026, 11, 23}), 1);
    assert_int_equal(wr_date_weekday((struct wr_date){1969, 12, 28}), 7);
}

static void dates_are_read_strictly(void **state)
{
    (void)state;
    static const struct {
        struct wr_str text;
        bool ok;
    } cases[] = {
        {WR_S("2026-11-23"), true},   {WR_S("2024-02-29"), true},
        {WR_S("2023-02-29"), false},  {WR_S("2026-13-01"), false},
        {WR_S("2026-04-31"), false},  {WR_S("2026-4-3"), false},
        {WR_S("1899-12-31"), false},  {WR_S("2201-01-01"), false},
        {WR_S("2026-11-23 "), false}, {WR_S("2026/11/23"), false},
        {WR_S("2026-00-10"), false},  {WR_S("2026-10-00"), false},
        {WR_S("-026-10-01"), false},  {(struct wr_str){NULL, 0}, false},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_date d = {0};
        char text[WR_DATE_TEXT];
        assert_int_equal(wr_date_parse(cases[i].text, &d), cases[i].ok);
        wr_date_format(d, text);
        assert_str(wr_str(text), cases[i].ok ? cases[i].text : WR_S(""));
    }
}

static void stamps_carry_the_zone(void **state)
{
    (void)state;
    static const struct {
        struct wr_str text;
        int64_t ms; /* -1: refused */
    } cases[] = {
        {WR_S("1970-01-01T08:00:00+08:00"), 0},
        {WR_S("1970-01-01T00:00:00Z"), 0},
        {WR_S("1970-01-01 00:00:00.123z"), 123},
        {WR_S("1970-01-01T00:00:00.5Z"), 500},
        {WR_S("1970-01-02"), INT64_C(57600000)},
        {WR_S("2022-05-01T00:00:00+08:00"), INT64_C(1651334400000)},
        {WR_S("2022-04-30T12:00:00-04:00"), INT64_C(1651334400000)},
        {WR_S("2022-05-01T00:00:00"), -1},
        {WR_S("2022-05-01T24:00:00Z"), -1},
        {WR_S("2022-05-01T00:60:00Z"), -1},
        {WR_S("2022-05-01T00:00:60Z"), -1},
        {WR_S("2022-05-01T00:00:00.Z"), -1},
        {WR_S("2022-05-01T00:00:00+0800"), -1},
        {WR_S("2022-05-01T00:00:00+08:00x"), -1},
        {WR_S("2022-05-01x"), -1},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        int64_t ms = -1;
        assert_int_equal(wr_stamp_parse(cases[i].text, &ms), cases[i].ms >= 0);
        assert_int_equal(ms, cases[i].ms);
    }
    char text[WR_STAMP_TEXT];
    wr_stamp_format(INT64_C(1651334400000) - 1, text);
    assert_string_equal(text, "2022-04-30T23:59:59+08:00");
    wr_stamp_format(-1, text);
    assert_string_equal(text, "1970-01-01T07:59:59+08:00");
    wr_stamp_format(INT64_MAX, text);
    wr_stamp_format(INT64_MIN, text);
    struct wr_date d = wr_date_of_ms(INT64_C(1651334400000));
    assert_int_equal(d.day, 1);
    assert_int_equal(wr_date_to_ms(d), INT64_C(1651334400000));
}

static void months_clamp_and_workdays_skip(void **state)
{
    (void)state;
    char text[WR_DATE_TEXT];
    wr_date_format(wr_date_add_months((struct wr_date){2024, 1, 31}, 1), text);
    assert_string_equal(text, "2024-02-29");
    wr_date_format(wr_date_add_months((struct wr_date){2024, 1, 31}, -2), text);
    assert_string_equal(text, "2023-11-30");
    wr_date_format(wr_date_add_months((struct wr_date){2024, 12, 1}, 12), text);
    assert_string_equal(text, "2025-12-01");

    /* 2026-10-01..07 free, Saturday 10-10 worked */
    struct wr_holiday h[8];
    int32_t first = wr_date_to_days((struct wr_date){2026, 10, 1});
    for (int i = 0; i < 7; i++)
        h[i] = (struct wr_holiday){first + i, false};
    h[7] = (struct wr_holiday){first + 9, true};
    struct wr_workdays w = {h, 8};
    assert_false(wr_is_workday(&w, (struct wr_date){2026, 10, 5}));
    assert_true(wr_is_workday(&w, (struct wr_date){2026, 10, 10}));
    assert_false(wr_is_workday(&w, (struct wr_date){2026, 10, 11}));
    wr_date_format(wr_add_workdays(&w, (struct wr_date){2026, 9, 30}, 3), text);
    assert_string_equal(text, "2026-10-10");
    wr_date_format(wr_add_workdays(&w, (struct wr_date){2026, 10, 3}, 0), text);
    assert_string_equal(text, "2026-10-03");
}

static void utf8_is_checked(void **state)
{
    (void)state;
    static const struct {
        struct wr_str text;
        bool ok;
    } cases[] = {
        {WR_S(""), true},
        {WR_S("abc 郑州 😀"), true},
        {WR_S("\xF4\x8F\xBF\xBF"), true},
        {WR_S("a\0b"), false},
        {WR_S("\xC0\xAF"), false},
        {WR_S("\xE0\x80\xAF"), false},
        {WR_S("\xED\xA0\x80"), false},
        {WR_S("\xF4\x90\x80\x80"), false},
        {WR_S("\xE9\x83"), false},
        {WR_S("\x80"), false},
        {WR_S("\xFF"), false},
        {WR_S("\xD6\xA3\xD6\xDD"), false}, /* 郑州 in GB18030 */
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++)
        assert_int_equal(wr_utf8_valid(cases[i].text), cases[i].ok);
    assert_int_equal(wr_utf8_len(WR_S("a郑😀")), 3);
    assert_true(wr_text_has_control(WR_S("a\rb")));
    assert_true(wr_text_has_control(WR_S("a\xC2\x85")));
    assert_false(wr_text_has_control(WR_S("a\tb\n郑")));
}

static void text_is_folded(void **state)
{
    (void)state;
    assert_str(wr_text_fold(&arena, WR_S("\xEF\xBB\xBF　ＡＢ１（郑\xE2\x80\x8B州）\xC2\xA0")),
               WR_S("AB1(郑州)"));
    assert_str(wr_text_fold(&arena, WR_S("")), WR_S(""));
    assert_str(wr_text_fold(&arena, WR_S("a\xFF\xFF\xFF")),
               WR_S("a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_str(wr_text_upper(&arena, WR_S("aZ郑1")), WR_S("AZ郑1"));
    assert_str(wr_text_lower(&arena, WR_S("aZ郑1")), WR_S("az郑1"));
}

static void search_patterns_take_the_text_literally(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part, *head;
    } c[] = {
        {"", "", ""},
        {"水泥", "%水泥%", "水泥%"},
        {"50%_\\", "%50\\%\\_\\\\%", "50\\%\\_\\\\%"},
        {"厂(演示)", "%厂_演示_%", "厂_演示_%"},
    };
    for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
        assert_str(wr_like_part(&arena, wr_str(c[i].text)), wr_str(c[i].part));
        assert_str(wr_like_head(&arena, wr_str(c[i].text)), wr_str(c[i].head));
    }
}

static void charset_is_recognised(void **state)
{
    (void)state;
    const char *charset = NULL;
    assert_str(wr_text_decode(&arena, WR_S("\xEF\xBB\xBF郑州"), &charset), WR_S("郑州"));
    assert_string_equal(charset, "UTF-8");
    assert_str(wr_text_decode(&arena, WR_S("\xD6\xA3\xD6\xDD,a"), &charset), WR_S("郑州,a"));
    assert_string_equal(charset, "GB18030");
    assert_str(wr_text_decode(&arena, WR_S("\xD6\xA3\x82\x35\x8F\x33"), &charset),
               WR_S("郑\xE9\xBE\xA6"));
    assert_null(wr_text_decode(&arena, WR_S("\xD6\xA3\xFF\xFF"), &charset).p);
    assert_null(wr_text_decode(&arena, WR_S("\xD6"), &charset).p);
    assert_null(wr_text_decode(&arena, WR_S("\xEF\xBB\xBF\xD6\xA3\xD6\xDD"), &charset).p);
    assert_int_equal(wr_text_decode(&arena, WR_S(""), &charset).n, 0);
}

static void personal_data_is_masked(void **state)
{
    (void)state;
    assert_str(wr_mask_phone(&arena, WR_S("13812345678")), WR_S("138****5678"));
    assert_str(wr_mask_phone(&arena, WR_S("0371-1234567")), WR_S("**********67"));
    assert_str(wr_mask_phone(&arena, WR_S("12")), WR_S("**"));
    assert_str(wr_mask_phone(&arena, WR_S("")), WR_S(""));
    assert_str(wr_mask_name(&arena, WR_S("张三丰")), WR_S("张**"));
    assert_str(wr_mask_name(&arena, WR_S("张")), WR_S("张"));
}

static void encodings_have_one_spelling(void **state)
{
    (void)state;
    static const struct {
        struct wr_str raw, b64, b64url, b32;
    } cases[] = {
        {WR_S(""), WR_S(""), WR_S(""), WR_S("")},
        {WR_S("f"), WR_S("Zg=="), WR_S("Zg"), WR_S("MY")},
        {WR_S("fo"), WR_S("Zm8="), WR_S("Zm8"), WR_S("MZXQ")},
        {WR_S("foo"), WR_S("Zm9v"), WR_S("Zm9v"), WR_S("MZXW6")},
        {WR_S("foob"), WR_S("Zm9vYg=="), WR_S("Zm9vYg"), WR_S("MZXW6YQ")},
        {WR_S("fooba"), WR_S("Zm9vYmE="), WR_S("Zm9vYmE"), WR_S("MZXW6YTB")},
        {WR_S("\xFF\xEF\xFE"), WR_S("/+/+"), WR_S("_-_-"), WR_S("77X74")},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_str raw = cases[i].raw;
        assert_str(wr_base64(&arena, raw.p, raw.n), cases[i].b64);
        assert_str(wr_base64url(&arena, raw.p, raw.n), cases[i].b64url);
        assert_str(wr_base32(&arena, raw.p, raw.n), cases[i].b32);
        assert_str(wr_unbase64(&arena, cases[i].b64), raw);
        assert_str(wr_unbase64url(&arena, cases[i].b64url), raw);
        assert_str(wr_unbase32(&arena, cases[i].b32), raw);
    }
    static const struct wr_str bad64[] = {WR_S("Zg"),   WR_S("Zg="),     WR_S("Zh=="),
                                          WR_S("Z==="), WR_S("===="),    WR_S("Zm9v\n"),
                                          WR_S("_-_-"), WR_S("Zg==Zg==")};
    for (size_t i = 0; i < WR_ARRAY_LEN(bad64); i++)
        assert_null(wr_unbase64(&arena, bad64[i]).p);
    static const struct wr_str bad_url[] = {WR_S("Z"),    WR_S("Zh"),   WR_S("Zm9"),
                                            WR_S("/+/+"), WR_S("Zg=="), WR_S("Zm9vY")};
    for (size_t i = 0; i < WR_ARRAY_LEN(bad_url); i++)
        assert_null(wr_unbase64url(&arena, bad_url[i]).p);
    assert_null(wr_unbase32(&arena, WR_S("MZ1")).p);
    assert_null(wr_unbase32(&arena, WR_S("M")).p);
    assert_null(wr_unbase32(&arena, WR_S("mzxw6")).p);
    uint8_t two[2];
    assert_str(wr_hex(&arena, "\x0f\xa0", 2), WR_S("0fa0"));
    assert_true(wr_unhex(WR_S("0FA0"), two, 2));
    assert_int_equal(two[1], 0xA0);
    assert_false(wr_unhex(WR_S("0fa"), two, 2));
    assert_false(wr_unhex(WR_S("0fag"), two, 2));
    assert_int_equal(wr_token(&arena, 32).n, 43);
}

static void initials_of_names(void **state)
{
    (void)state;
    static const struct {
        struct wr_str name, want;
    } cases[] = {
        {WR_S("郑州宇通客车股份有限公司"), WR_S("zzytkcgfyxgs")},
        {WR_S("荥阳市鑫源水泥厂"), WR_S("xysxysnc")},
        {WR_S("河南晟泓环保ＡＢ-12"), WR_S("hnshhbab12")},
        {WR_S("重庆银行"), WR_S("cqyh")},
        {WR_S("厦门重工"), WR_S("xmzg")},
        {WR_S("深圳珺濮漯淇"), WR_S("szjplq")},
        {WR_S("（）·—— "), WR_S("")},
        {WR_S("Mixed 曾 Case"), WR_S("mixedzcase")},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++)
        assert_str(wr_pinyin_initials(&arena, cases[i].name), cases[i].want);
    assert_int_equal(wr_pinyin_initials(&arena, (struct wr_str){NULL, 0}).n, 0);
}

static void hashes_match_published_values(void **state)
{
    (void)state;
    uint8_t h[WR_SHA256];
    wr_sha256("abc", 3, h);
    assert_str(wr_hex(&arena, h, sizeof(h)),
               WR_S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    struct wr_str parts[] = {WR_S("a"), {NULL, 0}, WR_S("bc")};
    uint8_t again[WR_SHA256];
    wr_sha256_v(parts, 3, again);
    assert_true(wr_mem_eq(h, again, sizeof(h)));
    wr_sha256(NULL, 0, h);
    assert_str(wr_str_sub(wr_hex(&arena, h, sizeof(h)), 0, 8), WR_S("e3b0c442"));
    /* RFC 6238, appendix B, last six digits */
    const uint8_t *secret = (const uint8_t *)"12345678901234567890";
    assert_int_equal(wr_totp(secret, 20, 59 / 30), 287082);
    assert_int_equal(wr_totp(secret, 20, INT64_C(1111111109) / 30), 81804);
    assert_int_equal(wr_totp(secret, 20, INT64_C(20000000000) / 30), 353130);
}

static void signatures_match_rfc_8032(void **state)
{
    (void)state;
    uint8_t seed[32];
    uint8_t pub[WR_ED25519_PUBLIC];
    uint8_t secret[WR_ED25519_SECRET];
    uint8_t sig[WR_ED25519_SIG];
    assert_true(wr_unhex(WR_S("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                         seed, 32));
    wr_ed25519_seed(seed, pub, secret);
    assert_str(wr_hex(&arena, pub, 32),
               WR_S("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    wr_ed25519_sign(secret, WR_S(""), sig);
    assert_str(wr_str_sub(wr_hex(&arena, sig, 64), 0, 16), WR_S("e5564300c360ac72"));
    assert_true(wr_ed25519_verify(pub, WR_S(""), sig));
    assert_false(wr_ed25519_verify(pub, WR_S("x"), sig));
    sig[5] ^= 1;
    assert_false(wr_ed25519_verify(pub, WR_S(""), sig));
}

static void passwords_are_hashed(void **state)
{
    (void)state;
    char hash[WR_PASSWORD_HASH];
    assert_int_equal(wr_password_hash(WR_S("秘密"), WR_PASSWORD_MIN, hash), 0);
    assert_true(wr_str_starts(wr_str(hash), WR_S("$argon2id$")));
    assert_true(wr_password_verify(WR_S("秘密"), hash));
    assert_false(wr_password_verify(WR_S("秘密 "), hash));
    assert_false(wr_password_verify(WR_S("秘密"), "nonsense"));
}

static void keys_are_made_once_and_rotated(void **state)
{
    (void)state;
    char dir[] = "/tmp/wurao-keys-XXXXXX";
    assert_non_null(mkdtemp(dir));
    char sub[64];
    (void)snprintf(sub, sizeof(sub), "%s/keys", dir);
    static struct wr_keys k;
    static struct wr_keys again;
    assert_int_equal(wr_keys_open(&k, sub, "example.org/log", 1000), 0);
    assert_int_equal(k.n_plate, 1);
    assert_string_equal(k.audit.kid, "log");
    assert_int_equal(wr_keys_rotate_plate(&k, sub, 2000), 0);
    assert_int_equal(wr_keys_open(&again, sub, "example.org/log", 3000), 0);
    assert_int_equal(again.n_plate, 2);
    assert_int_equal(again.plate[1].created_ms, 2000);
    assert_memory_equal(k.plate, again.plate, sizeof(k.plate));
    assert_ptr_equal(wr_keys_plate_by_kid(&again, WR_S("p2")), &again.plate[1]);
    assert_null(wr_keys_plate_by_kid(&again, WR_S("p3")));
    assert_null(wr_keys_plate_by_kid(&again, WR_S("log")));
    while (k.n_plate < WR_KEYS_PLATE_MAX)
        assert_int_equal(wr_keys_rotate_plate(&k, sub, 2000), 0);
    assert_int_equal(wr_keys_rotate_plate(&k, sub, 2000), -ENOSPC);

    char path[96];
    struct stat st;
    (void)snprintf(path, sizeof(path), "%s/p1.key", sub);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(wr_keys_open(&again, sub, "o", 0), -EPERM);
    assert_int_equal(chmod(path, 0600), 0);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs("wurao-key-1 p2 5 00\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(wr_keys_open(&again, sub, "o", 0), -EBADMSG);
    assert_int_equal(wr_keys_open(&again, "/proc/no/such", "o", 0), -ENOENT);
    assert_int_equal(wr_keys_open(&again, sub, "", 0), -EINVAL);
    for (int i = 0; i <= WR_KEYS_PLATE_MAX; i++) {
        if (i)
            (void)snprintf(path, sizeof(path), "%s/p%d.key", sub, i);
        else
            (void)snprintf(path, sizeof(path), "%s/log.key", sub);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(sub), 0);
    assert_int_equal(rmdir(dir), 0);
    wr_keys_done(&k);
}

static void clocks_tell_time(void **state)
{
    (void)state;
    struct wr_clock_fixed c;
    wr_clock_fixed_init(&c, 17);
    assert_int_equal(wr_now_ms(&c.clock), 17);
    c.now_ms = 18;
    assert_int_equal(wr_mono_ms(&c.clock), 18);
    assert_true(wr_now_ms(wr_clock_system()) > INT64_C(1600000000000));
    int64_t before = wr_mono_ms(wr_clock_system());
    assert_true(wr_mono_ms(wr_clock_system()) >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_agree),
        cmocka_unit_test(dates_are_read_strictly),
        cmocka_unit_test(stamps_carry_the_zone),
        cmocka_unit_test(months_clamp_and_workdays_skip),
        cmocka_unit_test(utf8_is_checked),
        cmocka_unit_test(text_is_folded),
        cmocka_unit_test(search_patterns_take_the_text_literally),
        cmocka_unit_test(charset_is_recognised),
        cmocka_unit_test(personal_data_is_masked),
        cmocka_unit_test(encodings_have_one_spelling),
        cmocka_unit_test(initials_of_names),
        cmocka_unit_test(hashes_match_published_values),
        cmocka_unit_test(signatures_match_rfc_8032),
        cmocka_unit_test(passwords_are_hashed),
        cmocka_unit_test(keys_are_made_once_and_rotated),
        cmocka_unit_test(clocks_tell_time),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
