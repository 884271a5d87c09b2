/* What the text files of tests/hj212 do not say: CRC, numbers, times, the encoder, answers, SM4, tables. */
#include "hj212/hj212.h"

#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MN "010000A8900016F000169DC0"

static struct hj212_msg msg;

static struct hj212_str str(const char *z)
{
    return (struct hj212_str){z, strlen(z)};
}

/** A small generator, the same on every machine. */
static uint32_t next_random(void)
{
    static uint64_t state = 20260301;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33);
}

static void crc_has_the_known_answers(void **state)
{
    (void)state;
    const char *example =
        "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=" MN ";Flag=5;CP=&&RtdInterval=30&&";
    assert_int_equal(hj212_crc("", 0), 0xFFFF);
    assert_int_equal(hj212_crc("\0", 1), 0x4040);
    assert_int_equal(hj212_crc("A", 1), 0x7080);
    assert_int_equal(hj212_crc("123456789", 9), 0x2F80);
    assert_int_equal(hj212_crc(example, strlen(example)), 0x1C80);
    assert_int_equal(hj212_crc_modbus("123456789", 9), 0x4B37);
    assert_int_equal(hj212_crc_modbus(example, strlen(example)), 0x0759);
}

static void crc_is_that_of_the_bitwise_form(void **state)
{
    (void)state;
    unsigned char b[320];
    for (int round = 0; round < 20000; round++) {
        size_t from = next_random() % 20;
        size_t n = next_random() % 300;
        for (size_t i = 0; i < n; i++)
            b[from + i] = (unsigned char)next_random();
        assert_int_equal(hj212_crc(b + from, n), hj212_crc_bitwise(b + from, n));
    }
}

static void number_is(const char *text)
{
    double got;
    double want = strtod(text, NULL);
    if (!hj212_number(str(text), false, &got) || memcmp(&got, &want, sizeof(got)) != 0)
        fail_msg("%s became %.17g instead of %.17g", text, got, want);
}

static void numbers_are_those_of_strtod(void **state)
{
    (void)state;
    static const char *const hard[] = {
        "0",
        "-0",
        "0.1",
        "9007199254740993",
        "9007199254740993.00000000000000000000000000000001",
        "1e23",
        "8.5e22",
        "1e-22",
        "0.500000000000000166533453693773481063544750213623046875",
        "3.518437208883201171875e13",
        "62.5364939768271845828",
        "1448997445238699",
        "5.00000000000000016653345369377348106354475021362304687499999999999999999999999999999",
        "123456789012345678901234567890.123456789"};
    char text[80];
    for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++)
        number_is(hard[i]);
    for (int round = 0; round < 20000; round++) {
        size_t digits = next_random() % 22 + 1;
        size_t point = next_random() % 24;
        size_t n = 0;
        for (size_t i = 0; i < digits; i++) {
            if (i == point && i > 0)
                text[n++] = '.';
            text[n++] = (char)('0' + next_random() % 10);
        }
        text[n] = '\0';
        number_is(text);
    }
}

static void numbers_have_a_form(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    "-",   "+",  ".",  "1.2.3", "1e",  "1e+",   "0x10",
                                      "NaN", "inf", " 1", "1 ", "1,2",   "--1", "1e101", "1e-102"};
    static const char *const loose[] = {"+1", ".5", "5.", "1e3", "-.5", "1234567890.12345678"};
    double v;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(hj212_number(str(bad[i]), false, &v));
    for (size_t i = 0; i < sizeof(loose) / sizeof(loose[0]); i++) {
        assert_false(hj212_number(str(loose[i]), true, &v));
        assert_true(hj212_number(str(loose[i]), false, &v));
    }
}

static void times_are_chinese(void **state)
{
    (void)state;
    int64_t ms;
    char text[18];
    assert_true(hj212_time_ms(str("20160801085857"), &ms));
    assert_int_equal(ms, INT64_C(1470013137000));
    assert_true(hj212_time_ms(str("20160801085857223"), &ms));
    assert_int_equal(ms, INT64_C(1470013137223));
    hj212_time_text(ms, 17, text);
    assert_string_equal(text, "20160801085857223");
    hj212_time_text(ms, 14, text);
    assert_string_equal(text, "20160801085857");
    assert_true(hj212_time_ms(str("20240229000000"), &ms));
    static const char *const bad[] = {"20230229000000", "20161301000000", "20160832000000",
                                      "20160801240000", "20160801006000", "2016080108585",
                                      "2016080108585x", "00000000000000"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(hj212_time_ms(str(bad[i]), &ms));
}

/* ---- encoder and answers ----------------------------------------------------------------------- */
static void frame_is(const char *buf, size_t n, const char *want)
{
    char text[2048];
    size_t want_n = hj212_frame_segment(str(want), text, sizeof(text));
    if (n != want_n || memcmp(buf, text, n) != 0)
        fail_msg("%.*s instead of %s", (int)n, buf, want);
}

static void the_encoder_keeps_the_order_of_the_dialect(void **state)
{
    (void)state;
    char buf[HJ212_BUFFER_MIN];
    struct hj212_writer w;
    struct hj212_header h = {.qn = str("20260301120000001"),
                             .st = str("32"),
                             .cn = str("2051"),
                             .pw = str("123456"),
                             .mn = str(MN),
                             .ack_wanted = true,
                             .pnum = 2,
                             .pno = 1,
                             .flag = HJ212_FLAG_AUTO};
    hj212_begin(&w, buf, sizeof(buf), &h);
    hj212_put(&w, str("DataTime"), str("20260301115000"));
    hj212_put_number(&w, str("w01018"), HJ212_F_AVG, 40.125, 2);
    hj212_put_number(&w, str("w01018"), HJ212_F_MIN, -0.004, 2);
    hj212_put_value(&w, str("w01018"), HJ212_F_FLAG, str("N"));
    hj212_put_number(&w, str("w01001"), HJ212_F_AVG, 7, 1);
    frame_is(
        buf, hj212_end(&w),
        "QN=20260301120000001;ST=32;CN=2051;PW=123456;MN=" MN ";Flag=7;PNUM=2;PNO=1;CP=&&"
        "DataTime=20260301115000;w01018-Avg=40.12,w01018-Min=0.00,w01018-Flag=N;w01001-Avg=7.0&&");
    h.dialect = HJ212_2005;
    hj212_begin(&w, buf, sizeof(buf), &h);
    frame_is(buf, hj212_end(&w),
             "QN=20260301120000001;PNUM=2;PNO=1;ST=32;CN=2051;PW=123456;MN=" MN ";Flag=3;CP=&&&&");
    h.dialect = HJ212_2025;
    h.pnum = h.pno = 0;
    h.back_fill = true;
    hj212_begin(&w, buf, sizeof(buf), &h);
    frame_is(buf, hj212_end(&w),
             "QN=20260301120000001;ST=32;CN=2051;PW=123456;MN=" MN ";Flag=9;RF=1;CP=&&&&");
}

static void the_encoder_refuses_what_would_break_the_packet(void **state)
{
    (void)state;
    static const char *const bad[] = {"a;b", "a,b", "a&&b", "a&", "##", " a", "a\r\n", "//a//b;//"};
    char buf[200];
    struct hj212_writer w;
    struct hj212_header h = {.st = str("32"), .cn = str("2011"), .flag = HJ212_FLAG_AUTO};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        hj212_begin(&w, buf, sizeof(buf), &h);
        hj212_put(&w, str("x"), str(bad[i]));
        assert_int_equal(hj212_end(&w), 0);
        assert_int_equal(w.error, HJ212_EVALUE);
    }
    hj212_begin(&w, buf, sizeof(buf), &h);
    hj212_put(&w, str("x"), str("//text, and; more//"));
    assert_int_not_equal(hj212_end(&w), 0);
    for (size_t cap = 0; cap < 40; cap++) {
        hj212_begin(&w, buf, cap, &h);
        hj212_put(&w, str("x"), str("1"));
        if (hj212_end(&w) == 0)
            assert_int_equal(w.error, HJ212_ESPACE);
        else
            assert_int_equal(cap, strlen("##0000ST=32;CN=2011;Flag=4;CP=&&x=1&&0000\r\n"));
    }
}

static void parse(const char *segment)
{
    struct hj212_frame frame = hj212_frame_of_segment(str(segment));
    struct hj212_profile p = hj212_compat();
    assert_int_equal(hj212_parse(&frame, &p, &msg), HJ212_OK);
}

static void answer_is(const char *segment, uint16_t cn, int code, const char *want)
{
    char buf[HJ212_BUFFER_MIN];
    parse(segment);
    frame_is(buf, hj212_answer(&msg, cn, code, buf, sizeof(buf)), want);
}

static void answers_have_the_form_of_the_dialect(void **state)
{
    (void)state;
    const char *upload = "QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=" MN ";Flag=5;CP=&&&&";
    answer_is(upload, 9014, 0,
              "QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=" MN ";Flag=4;CP=&&&&");
    answer_is(upload, 9011, HJ212_QN_READY,
              "QN=20160801085857223;ST=91;CN=9011;PW=123456;MN=" MN ";Flag=4;CP=&&QnRtn=1&&");
    answer_is(upload, 9012, HJ212_EXE_NO_DATA,
              "QN=20160801085857223;ST=91;CN=9012;PW=123456;MN=" MN ";Flag=4;CP=&&ExeRtn=100&&");
    answer_is("QN=20260706103512345;ST=21;CN=2011;PW=123456;MN=A1;Flag=9;CP=&&DataTime="
              "20260706103000&&",
              9014, 0, "QN=20260706103512345;ST=91;CN=9014;PW=123456;MN=A1;Flag=8;CP=&&&&");
    const char *old = "ST=32;CN=2051;QN=20160801085857223;PW=123456;MN=88888880000001;PNO=1;PNUM=2;"
                      "Flag=3;CP=&&DataTime=20160801080000;011-Avg=1.1&&";
    answer_is(old, 9014, 0, "ST=91;CN=9014;CP=&&QN=20160801085857223;CN=2051;PNO=1;PNUM=2&&");
    answer_is(
        old, 9011, 1,
        "ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20160801085857223;QnRtn=1&&");
    answer_is(old, 9012, 1,
              "ST=91;CN=9012;PW=123456;MN=88888880000001;CP=&&QN=20160801085857223;ExeRtn=1&&");
    /* The known packet of docs: 87 bytes, CRC 3240. */
    char buf[200];
    parse(upload);
    size_t n = hj212_answer(&msg, 9014, 0, buf, sizeof(buf));
    assert_memory_equal(buf + n - 6, "3240\r\n", 6);
}

static void due_is(const char *segment, uint16_t want)
{
    parse(segment);
    assert_int_equal(hj212_answer_due(&msg), want);
}

static void only_what_wants_an_answer_gets_one(void **state)
{
    (void)state;
#define HEAD "QN=20160801085857223;ST=32;CN="
#define REST(flag) ";PW=123456;MN=" MN ";Flag=" flag ";CP=&&&&"
    due_is(HEAD "2011" REST("5"), 9014);
    due_is(HEAD "2011" REST("4"), 0);
    due_is(HEAD "1013" REST("5"), 9013);
    due_is(HEAD "9014" REST("5"), 0);
    due_is(HEAD "9015" REST("9"), 9013);
    due_is(HEAD "9015" REST("8"), 0);
    due_is(HEAD "9021" REST("5"), 9014);
    due_is("ST=32;CN=2072;PW=123456;MN=88888880000001;CP=&&&&", 9013);
    due_is("ST=91;CN=9012;PW=123456;MN=88888880000001;Flag=1;CP=&&QN=1;ExeRtn=1&&", 9014);
}

/* ---- SM4, tables ------------------------------------------------------------------------------- */
static void sm4_writes_the_block_of_appendix_a2(void **state)
{
    (void)state;
    struct hj212_sm4 *k = hj212_sm4_new((const unsigned char *)"0000000000000000");
    char plain[400];
    char wire[2000];
    if (!hj212_has_sm4() || k == NULL) {
        skip();
    }
    size_t n = hj212_frame_segment(str("QN=20240527000000000;ST=32;CN=2011;PW=123456;MN=" MN
                                       ";Flag=9;CP=&&"
                                       "DataTime=20240527000000&&"),
                                   plain, sizeof(plain));
    size_t wire_n = hj212_encrypt(k, (struct hj212_str){plain, n}, wire, sizeof(wire));
    assert_int_equal(wire_n, n + 64 + 1); /* 64 characters for each block, and the braces */
    const char *block =
        "{0xE4,0x3E,0x15,0x9A,0xCF,0xAB,0x24,0x2C,0xB5,0x31,0x55,0xFB,0x8B,0x92,0x81,"
        "0xA1}7000000&&";
    assert_non_null(memmem(wire, wire_n, block, strlen(block)));
    assert_int_equal(hj212_encrypt(k, (struct hj212_str){plain, n}, wire, wire_n - 1), 0);
    (void)hj212_sm4_free(k);
}

static void names_lead_to_their_factors(void **state)
{
    (void)state;
    assert_string_equal(hj212_factor_of(str("w01018"))->name, "化学需氧量");
    assert_string_equal(hj212_factor_of(str("011"))->code, "w01018");
    assert_string_equal(hj212_factor_2005(str("S01"))->code, "a19001");
    assert_string_equal(hj212_factor_of(str("e10105"))->code, "e101xx");
    assert_null(hj212_factor_of(str("nothing")));
    assert_null(hj212_factor_of(str("")));
    size_t n;
    const struct hj212_factor *rows = hj212_factors(&n);
    for (size_t i = 1; i < n; i++)
        assert_true(strcmp(rows[i - 1].code, rows[i].code) <= 0);
    double ratio;
    assert_true(hj212_unit_ratio(str("mg/L"), str("ug/L"), &ratio) && ratio == 1000);
    assert_true(hj212_unit_ratio(str("m3/h"), str("L/s"), &ratio));
    assert_true(ratio * 3.6 > 0.999999 && ratio * 3.6 < 1.000001);
    assert_false(hj212_unit_ratio(str("mg/L"), str("kPa"), &ratio));
    assert_string_equal(hj212_command_of(3013, HJ212_2005)->en, "operate a device");
    assert_string_equal(hj212_command_of(3013, HJ212_2017)->en, "clean or blow back");
    assert_null(hj212_command_of(2072, HJ212_2017));
    assert_string_equal(hj212_mark_of(str("F"), HJ212_2005, 0)->en, "discharge source stopped");
    assert_string_equal(hj212_mark_of(str("F"), HJ212_2017, 0)->en, "instrument stopped");
    assert_string_equal(hj212_mark_of(str("2"), HJ212_2005, HJ212_ST('2', '2'))->en, "abnormal");
}

static void every_name_is_found_again(void **state)
{
    (void)state;
    for (unsigned i = 0; i < HJ212_LENIENCIES; i++) {
        enum hj212_leniency l;
        assert_true(hj212_leniency_of(str(hj212_leniency_name((enum hj212_leniency)i)), &l));
        assert_int_equal(l, i);
        assert_true(hj212_leniency_meaning(l)[0] != '\0');
    }
    for (unsigned i = 1; i < HJ212_FIELDS; i++) {
        enum hj212_field f = (enum hj212_field)i;
        if (f != HJ212_F_INFOID) {
            assert_int_equal(hj212_field_of(str(hj212_field_name(f))), f);
            assert_int_equal(hj212_field_of(str(hj212_field_lower(f))), f);
        }
    }
    for (unsigned i = 0; i < HJ212_ERRORS; i++)
        assert_string_not_equal(hj212_error_name((enum hj212_error)i), "unknown");
    uint64_t set;
    struct hj212_str unknown;
    assert_true(hj212_leniencies_of(str("crc_modbus, blanks"), &set, &unknown));
    assert_true(set == (HJ212_BIT(HJ212_L_CRC_MODBUS) | HJ212_BIT(HJ212_L_BLANKS)));
    assert_false(hj212_leniencies_of(str("blanks,none"), &set, &unknown));
    assert_int_equal(unknown.n, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_has_the_known_answers),
        cmocka_unit_test(crc_is_that_of_the_bitwise_form),
        cmocka_unit_test(numbers_are_those_of_strtod),
        cmocka_unit_test(numbers_have_a_form),
        cmocka_unit_test(times_are_chinese),
        cmocka_unit_test(the_encoder_keeps_the_order_of_the_dialect),
        cmocka_unit_test(the_encoder_refuses_what_would_break_the_packet),
        cmocka_unit_test(answers_have_the_form_of_the_dialect),
        cmocka_unit_test(only_what_wants_an_answer_gets_one),
        cmocka_unit_test(sm4_writes_the_block_of_appendix_a2),
        cmocka_unit_test(names_lead_to_their_factors),
        cmocka_unit_test(every_name_is_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
