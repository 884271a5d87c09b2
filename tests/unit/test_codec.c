/* Field tables: JSON in and out, query strings, text of one field. */
#include "base/calendar.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum colour { RED, GREEN };
static const struct wr_enum_item colours[] = {
    {"red", RED, "红", "Red"}, {"green", GREEN, "绿", "Green"}, {0}};

struct part {
    struct wr_str code;
    int64_t weight_g;
};
static const struct wr_field part_fields[] = {
    {.name = "code",
     .type = WR_F_STR,
     .flags = WR_FF_FOLD | WR_FF_UPPER,
     .off = offsetof(struct part, code),
     .min = 2,
     .max = 6},
    WR_I64(struct part, weight_g, 0, 1000, "重量", "weight"),
    {0},
};

struct thing {
    int64_t id;
    struct wr_str name, note, password, phone, owner, day, extra;
    int64_t colour, made_ms, lng_e6;
    bool good, has_lng_e6, has_ratio, has_main;
    double ratio;
    struct part main;
    struct wr_list parts, tags, ids;
};
static const struct wr_field thing_fields[] = {
    {.name = "id", .type = WR_F_I64, .flags = WR_FF_READONLY, .off = offsetof(struct thing, id)},
    WR_STR(struct thing, name, 1, 10, "名称", "name"),
    WR_TEXT_OPT(struct thing, note, 0, 20, "备注", "note"),
    {.name = "password",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_SECRET,
     .off = offsetof(struct thing, password),
     .min = 8,
     .max = 20},
    {.name = "phone",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_PHONE | WR_FF_FOLD,
     .off = offsetof(struct thing, phone),
     .max = 20,
     .zh = "电话"},
    {.name = "owner",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_NAME,
     .off = offsetof(struct thing, owner),
     .max = 20},
    WR_DATE_OPT(struct thing, day, "日期", "day"),
    WR_JSON_OPT(struct thing, extra, 40, "附加", "extra"),
    WR_ENUM(struct thing, colour, colours, "颜色", "colour"),
    WR_MS_OPT(struct thing, made_ms, "时间", "made"),
    WR_I64_OPT(struct thing, lng_e6, -180000000, 180000000, "经度", "longitude"),
    WR_BOOL_OPT(struct thing, good, "好", "good"),
    WR_F64_OPT(struct thing, ratio, "比", "ratio"),
    WR_OBJ_OPT(struct thing, main, part_fields, "主件", "main part"),
    WR_LIST_OPT(struct thing, parts, 3, part_fields, struct part, "部件", "parts"),
    WR_STRS_OPT(struct thing, tags, 3, "标签", "tags"),
    WR_I64S_OPT(struct thing, ids, 3, "编号", "ids"),
    {0},
};

struct fixture {
    struct wr_arena arena;
    struct wr_ctx ctx;
};

static struct fixture fx;

static int set_up(void **state)
{
    (void)state;
    wr_arena_init(&fx.arena, WR_ARENA_REQUEST_MAX);
    wr_ctx_init(&fx.ctx, &fx.arena, wr_clock_system());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    wr_arena_done(&fx.arena);
    return 0;
}

/** "path:key=value; …" of all faults, or the error's key. */
static const char *faults_text(void)
{
    static char text[4096];
    size_t n = 0;
    text[0] = '\0';
    for (const struct wr_fault *f = fx.ctx.err.faults; f != NULL && n < sizeof(text); f = f->next)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s" WR_FMT ":%s=" WR_FMT,
                              n > 0 ? "; " : "", WR_ARG(f->path), wr_key_info(f->key)->key,
                              WR_ARG(f->value));
    if (n == 0)
        (void)snprintf(text, sizeof(text), "%s",
                       fx.ctx.err.code == 0 ? "" : wr_key_info(fx.ctx.err.key)->key);
    return text;
}

struct bad_case {
    const char *name, *body, *faults;
    int rc;
};
static const struct bad_case bad_cases[] = {
    {"missing fields", "{}", "name:input.required=; colour:input.required=", WR_EINVALID},
    {"all faults at once",
     "{\"name\":\"\",\"colour\":\"blue\",\"x\":1,\"lng_e6\":999999999999,\"good\":1}",
     "name:input.required=; colour:input.enum=blue; x:input.unknown=; "
     "lng_e6:input.range=999999999999; good:input.type=1",
     WR_EINVALID},
    {"duplicate member, and the rest is still read",
     "{\"name\":\"a\",\"name\":\"b\",\"colour\":\"blue\"}",
     "name:input.duplicate=; colour:input.enum=blue", WR_EINVALID},
    {"length counts characters", "{\"name\":\"一二三四五六七八九十一\",\"colour\":\"red\"}",
     "name:input.length=一二三四五六七八九十一", WR_EINVALID},
    {"control character", "{\"name\":\"a\\u0007\",\"colour\":\"red\"}", "name:input.text=a\a",
     WR_EINVALID},
    {"newline in a single-line text", "{\"name\":\"a\\nb\",\"colour\":\"red\"}",
     "name:input.text=a\nb", WR_EINVALID},
    {"secret is not told", "{\"name\":\"a\",\"colour\":\"red\",\"password\":\"short\"}",
     "password:input.length=", WR_EINVALID},
    {"secret of a wrong type is not told",
     "{\"name\":\"a\",\"colour\":\"red\",\"password\":12345678}",
     "password:input.type=", WR_EINVALID},
    {"read-only field on input", "{\"name\":\"a\",\"colour\":\"red\",\"id\":3}",
     "id:input.unknown=", WR_EINVALID},
    {"paths into lists",
     "{\"name\":\"a\",\"colour\":\"red\",\"parts\":[{\"code\":\"aa\",\"weight_g\":1},{\"code\":"
     "\"a\",\"weight_g\":-1,\"z\":0}]}",
     "parts[1].code:input.length=a; parts[1].weight_g:input.range=-1; parts[1].z:input.unknown=",
     WR_EINVALID},
    {"paths into objects", "{\"name\":\"a\",\"colour\":\"red\",\"main\":{\"code\":\"abc\"}}",
     "main.weight_g:input.required=", WR_EINVALID},
    {"object expected", "{\"name\":\"a\",\"colour\":\"red\",\"main\":[1]}", "main:input.type=[…]",
     WR_EINVALID},
    {"too many items", "{\"name\":\"a\",\"colour\":\"red\",\"ids\":[1,2,3,4]}",
     "ids:input.items=[…]", WR_EINVALID},
    {"item of a wrong type",
     "{\"name\":\"a\",\"colour\":\"red\",\"ids\":[1,\"2\"],\"tags\":[\"x\",1]}",
     "ids[1]:input.type=2; tags[1]:input.type=1", WR_EINVALID},
    {"real for integer", "{\"name\":\"a\",\"colour\":\"red\",\"made_ms\":1.5}",
     "made_ms:input.type=1.5", WR_EINVALID},
    {"no such day", "{\"name\":\"a\",\"colour\":\"red\",\"day\":\"2026-02-30\"}",
     "day:input.date=2026-02-30", WR_EINVALID},
    {"JSON member too long",
     "{\"name\":\"a\",\"colour\":\"red\",\"extra\":\"0123456789012345678901234567890123456789\"}",
     "extra:input.length=0123456789012345678901234567890123456789", WR_EINVALID},
    {"list at top", "[]", ":input.type=[…]", WR_EINVALID},
    {"not JSON", "{\"name\":", "input.syntax", WR_EINVALID},
    {"two values", "{} {}", "input.syntax", WR_EINVALID},
    {"empty body", "", "input.syntax", WR_EINVALID},
    {"NUL in a text", "{\"name\":\"a\\u0000\"}", "input.syntax", WR_EINVALID},
    {"lone surrogate", "{\"name\":\"\\ud800\"}", "input.syntax", WR_EINVALID},
    {"broken UTF-8", "{\"name\":\"\xFF\"}", "input.syntax", WR_EINVALID},
    {"integer beyond 64 bits", "{\"name\":\"a\",\"made_ms\":99999999999999999999}", "input.syntax",
     WR_EINVALID},
};

static void bad_bodies_give_all_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(bad_cases); i++) {
        const struct bad_case *c = &bad_cases[i];
        struct thing t;
        wr_err_reset(&fx.ctx);
        int rc = wr_json_decode(&fx.ctx, wr_str(c->body), thing_fields, &t, sizeof(t));
        if (rc != c->rc || strcmp(faults_text(), c->faults) != 0)
            fail_msg("%s: %d, \"%s\"", c->name, rc, faults_text());
    }
}

static void depth_is_checked_before_recursion(void **state)
{
    (void)state;
    char body[200000];
    struct thing t;
    memset(body, '[', sizeof(body));
    assert_int_equal(
        wr_json_decode(&fx.ctx, (struct wr_str){body, sizeof(body)}, thing_fields, &t, sizeof(t)),
        WR_EINVALID);
    assert_int_equal(fx.ctx.err.key, WR_K_input_too_deep);
    wr_err_reset(&fx.ctx);
    assert_int_equal(wr_json_decode(&fx.ctx, WR_S("{\"name\":\"[[[[[[[[[\",\"colour\":\"red\"}"),
                                    thing_fields, &t, sizeof(t)),
                     0);
    assert_int_equal(
        wr_json_decode(
            &fx.ctx,
            WR_S("{\"name\":\"a\",\"colour\":\"red\",\"extra\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}"),
            thing_fields, &t, sizeof(t)),
        WR_EINVALID);
    assert_int_equal(fx.ctx.err.key, WR_K_input_too_deep);
}

static void oversized_body_is_a_limit(void **state)
{
    (void)state;
    struct thing t;
    struct wr_str big = {"{", WR_JSON_BODY_MAX + 1};
    assert_int_equal(wr_json_decode(&fx.ctx, big, thing_fields, &t, sizeof(t)), WR_ELIMIT);
}

static const char good_body[] = "{\"name\":\"Ａ１\xE2\x80\x8B "
                                "\",\"note\":\"一\\r\\n二\\t\\\"\",\"password\":\"secret-12\","
                                "\"phone\":\"13812345678\",\"owner\":\"张三丰\","
                                "\"day\":\"2026-11-23\",\"extra\":{\"b\":0.1,\"a\":[true,null]},"
                                "\"colour\":\"green\",\"made_ms\":1700000000000,\"lng_e6\":0,"
                                "\"good\":true,\"ratio\":0.25,\"main\":{\"code\":\"ab１\",\"weight_"
                                "g\":7},\"parts\":[{\"code\":\"xy\",\"weight_g\":0}],"
                                "\"tags\":[\"a\",\"\"],\"ids\":[9007199254740991]}";

static void good_body_round_trip(void **state)
{
    (void)state;
    struct thing t;
    struct wr_buf b;
    wr_buf_init(&b, 4096);
    assert_int_equal(wr_json_decode(&fx.ctx, wr_str(good_body), thing_fields, &t, sizeof(t)), 0);
    assert_true(wr_str_eq(t.name, WR_S("A1")));
    assert_true(wr_str_eq(t.note, WR_S("一\n二\t\"")));
    assert_true(wr_str_eq(t.main.code, WR_S("AB1")));
    assert_true(wr_str_eq(t.extra, WR_S("{\"a\":[true,null],\"b\":0.1}")));
    assert_true(t.has_lng_e6 && t.lng_e6 == 0);
    wr_json_encode(&b, thing_fields, &t, WR_MASK_PERSONAL);
    wr_buf_c(&b, '\0');
    assert_string_equal(b.p, "{\"id\":0,\"name\":\"A1\",\"note\":\"一\\n二\\t\\\"\",\"phone\":"
                             "\"138****5678\",\"owner\":\"张**\",\"day\":\"2026-11-23\","
                             "\"extra\":{\"a\":[true,null],\"b\":0.1},\"colour\":\"green\",\"made_"
                             "ms\":1700000000000,\"lng_e6\":0,\"good\":true,"
                             "\"ratio\":0.25,\"main\":{\"code\":\"AB1\",\"weight_g\":7},\"parts\":["
                             "{\"code\":\"XY\",\"weight_g\":0}],"
                             "\"tags\":[\"a\",\"\"],\"ids\":[9007199254740991]}");
    wr_buf_clear(&b);
    wr_json_encode(&b, thing_fields, &t, WR_MASK_NONE);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("13812345678")) > 0);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("secret")) < 0);
    wr_buf_done(&b);
}

static void absent_members_are_left_out(void **state)
{
    (void)state;
    struct thing t = {.name = WR_S("n"), .colour = RED};
    struct wr_buf b;
    wr_buf_init(&b, 4096);
    wr_json_encode(&b, thing_fields, &t, WR_MASK_NONE);
    wr_buf_c(&b, '\0');
    assert_string_equal(b.p, "{\"id\":0,\"name\":\"n\",\"colour\":\"red\",\"good\":false}");
    wr_buf_done(&b);
}

static void null_is_absent_and_empty_is_cleared(void **state)
{
    (void)state;
    struct thing t;
    assert_int_equal(
        wr_json_decode(
            &fx.ctx,
            WR_S("{\"name\":\"a\",\"colour\":\"red\",\"note\":null,\"day\":\"\",\"lng_e6\":null}"),
            thing_fields, &t, sizeof(t)),
        0);
    assert_null(t.note.p);
    assert_non_null(t.day.p);
    assert_int_equal(t.day.n, 0);
    assert_false(t.has_lng_e6);
}

struct quote_case {
    struct wr_str in;
    const char *out;
};
static const struct quote_case quote_cases[] = {
    {{"", 0}, "\"\""},
    {{"a\"b\\c", 5}, "\"a\\\"b\\\\c\""},
    {{"\x01\x1f\n\r\t", 5}, "\"\\u0001\\u001f\\n\\r\\t\""},
    {{"汉</script>\xF0\x9F\x98\x80", 16}, "\"汉</script>\xF0\x9F\x98\x80\""},
};

static void quoting(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(quote_cases); i++) {
        struct wr_buf b;
        wr_buf_init(&b, 100);
        wr_json_quote(&b, quote_cases[i].in);
        wr_buf_c(&b, '\0');
        assert_string_equal(b.p, quote_cases[i].out);
        wr_buf_done(&b);
    }
}

struct query_case {
    const char *name, *query, *faults;
};
static const struct query_case query_cases[] = {
    {"good", "name=%E4%BD%A0%20+x&colour=red&lng_e6=-5&good=true&ids=1,2&tags=a,b", ""},
    {"labels of enums", "name=a&colour=%E7%BB%BF", ""},
    {"empty optional is absent", "name=a&colour=red&lng_e6=&day=", ""},
    {"unknown", "name=a&colour=red&zz=1", "zz:input.unknown="},
    {"duplicate", "name=a&colour=red&name=b", "name:input.duplicate="},
    {"missing", "", "name:input.required=; colour:input.required="},
    {"required but empty", "name=&colour=", "name:input.required=; colour:input.required="},
    {"broken escape", "name=%E4%B&colour=red", "name:input.text=%E4%B"},
    {"escape cut short", "name=a%4&colour=red", "name:input.text=a%4"},
    {"broken UTF-8", "name=%FF&colour=red", "name:input.text="},
    {"NUL", "name=a%00&colour=red", "name:input.text="},
    {"not a number", "name=a&colour=red&made_ms=1x", "made_ms:input.type=1x"},
    {"number too large", "name=a&colour=red&made_ms=99999999999999999999",
     "made_ms:input.type=99999999999999999999"},
    {"stray separators", "&&name=a&&colour=red&", ""},
};

static void query_strings(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(query_cases); i++) {
        const struct query_case *c = &query_cases[i];
        struct thing t;
        wr_err_reset(&fx.ctx);
        int rc = wr_query_decode(&fx.ctx, wr_str(c->query), thing_fields, &t, sizeof(t));
        if (strcmp(faults_text(), c->faults) != 0 || (rc == 0) != (c->faults[0] == '\0'))
            fail_msg("%s: %d \"%s\"", c->name, rc, faults_text());
    }
    struct thing t;
    wr_err_reset(&fx.ctx);
    assert_int_equal(
        wr_query_decode(&fx.ctx, wr_str(query_cases[0].query), thing_fields, &t, sizeof(t)), 0);
    assert_true(wr_str_eq(t.name, WR_S("你  x")));
    assert_int_equal(t.lng_e6, -5);
    assert_int_equal(t.ids.n, 2);
}

struct text_case {
    const char *field, *in, *plain, *label; /* plain NULL: refused */
};
static const struct text_case text_cases[] = {
    {"day", "2026/1/5", "2026-01-05", "2026-01-05"},
    {"day", "2026年11月23日", "2026-11-23", "2026-11-23"},
    {"day", "２０２６.1.5", "2026-01-05", "2026-01-05"},
    {"day", "5.1.2026", NULL, NULL},
    {"day", "2026-13-01", NULL, NULL},
    {"colour", "绿", "green", "绿"},
    {"colour", "Green", "green", "绿"},
    {"colour", "蓝", NULL, NULL},
    {"good", "是", "true", "是"},
    {"good", "０", "false", "否"},
    {"good", "maybe", NULL, NULL},
    {"ratio", "1.50", "1.5", "1.5"},
    {"ratio", "nan", NULL, NULL},
    {"ratio", "0x10", NULL, NULL},
    {"made_ms", "1700000000000", "1700000000000", "2023-11-15 06:13:20"},
    {"lng_e6", "-113625368", "-113625368", "-113.625368"},
    {"lng_e6", "5", "5", "0.000005"},
    {"tags", "a, b", "a,b", "a,b"},
    {"tags", "a,b,c,d", NULL, NULL},
    {"ids", "1,x", NULL, NULL},
    {"extra", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}", "{\"a\":2,\"b\":1}"},
    {"extra", "{", NULL, NULL},
    {"parts", "x", NULL, NULL},
};

static void texts_of_fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(text_cases); i++) {
        const struct text_case *c = &text_cases[i];
        const struct wr_field *f = wr_field_find(thing_fields, wr_str(c->field));
        struct thing t = {0};
        wr_err_reset(&fx.ctx);
        bool ok = wr_field_from_text(&fx.ctx, f, wr_str(c->in), wr_str(c->field), &t);
        if (ok != (c->plain != NULL))
            fail_msg("%s \"%s\": %s", c->field, c->in, faults_text());
        if (!ok)
            continue;
        assert_true(wr_str_eq(wr_field_to_text(&fx.ctx, f, &t, false), wr_str(c->plain)));
        assert_true(wr_str_eq(wr_field_to_text(&fx.ctx, f, &t, true), wr_str(c->label)));
    }
}

static void small_writer_puts_commas(void **state)
{
    (void)state;
    struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, 1000);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_str(&w, "a\"", WR_S("x"));
    wr_jw_list(&w, "l");
    wr_jw_i64(&w, NULL, -1);
    wr_jw_obj(&w, NULL);
    wr_jw_obj_end(&w);
    wr_jw_null(&w, NULL);
    wr_jw_list_end(&w);
    wr_jw_bool(&w, "t", true);
    wr_jw_raw(&w, "r", WR_S("[1]"));
    wr_jw_obj_end(&w);
    wr_buf_c(&b, '\0');
    assert_string_equal(b.p, "{\"a\\\"\":\"x\",\"l\":[-1,{},null],\"t\":true,\"r\":[1]}");
    wr_buf_done(&b);
}

static void tree_reads_in_order_and_prints_canonically(void **state)
{
    (void)state;
    struct wr_json *j =
        wr_json_parse(&fx.ctx, WR_S("{\"z\":1,\"a\":[\"x\",2.50,{\"y\":null,\"b\":false}]}"));
    int64_t v;
    bool flag;
    assert_non_null(j);
    assert_true(wr_str_eq(wr_json_key(j, 0), WR_S("z")));
    assert_true(wr_str_eq(wr_json_key(j, 1), WR_S("a")));
    assert_true(wr_json_i64(wr_json_member(j, 0), &v) && v == 1);
    assert_int_equal(wr_json_len(wr_json_get(j, "a")), 3);
    assert_true(wr_str_eq(wr_json_str(wr_json_at(wr_json_get(j, "a"), 0)), WR_S("x")));
    assert_true(wr_json_bool(wr_json_get(wr_json_at(wr_json_get(j, "a"), 2), "b"), &flag) && !flag);
    assert_null(wr_json_get(j, "none"));
    assert_null(wr_json_str(wr_json_get(j, "none")).p);
    assert_true(wr_str_eq(wr_json_text(&fx.arena, j),
                          WR_S("{\"a\":[\"x\",2.5,{\"b\":false,\"y\":null}],\"z\":1}")));
    wr_json_free(j);
    assert_null(wr_json_parse(&fx.ctx, WR_S("{\"a\":1,\"a\":2}")));
}

struct merge_case {
    const char *base, *patch, *expect; /* expect NULL: refused */
};
static const struct merge_case merge_cases[] = {
    {"{\"a\":1,\"b\":2}", "{\"b\":null,\"c\":[1]}", "{\"a\":1,\"c\":[1]}"},
    {"{\"a\":{\"x\":1,\"y\":2}}", "{\"a\":{\"y\":null,\"z\":3}}", "{\"a\":{\"x\":1,\"z\":3}}"},
    {"{\"a\":1}", "{\"a\":{\"x\":null,\"y\":1}}", "{\"a\":{\"y\":1}}"},
    {"{}", "[1]", NULL},
    {"{}", "{", NULL},
    {"{}", "{\"a\":1,\"a\":2}", NULL},
};

static void merge_patches(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(merge_cases); i++) {
        const struct merge_case *c = &merge_cases[i];
        wr_err_reset(&fx.ctx);
        struct wr_str s = wr_json_merge(&fx.ctx, wr_str(c->base), wr_str(c->patch));
        assert_true(c->expect == NULL ? s.p == NULL && fx.ctx.err.code == WR_EINVALID
                                      : wr_str_eq(s, wr_str(c->expect)));
    }
}

static void xml_escapes(void **state)
{
    (void)state;
    struct wr_buf b;
    struct wr_xml x;
    wr_buf_init(&b, 1000);
    wr_xml_init(&x, &b);
    wr_xml_open(&x, "a");
    wr_xml_attr(&x, "t", WR_S("\"<&'>\x01"));
    wr_xml_attrf(&x, "n", "%d", 5);
    wr_xml_open(&x, "b");
    wr_xml_close(&x);
    wr_xml_text(&x, WR_S("<script>&"));
    wr_xml_close(&x);
    wr_buf_c(&b, '\0');
    assert_string_equal(
        b.p, "<a t=\"&quot;&lt;&amp;&#39;&gt;\xEF\xBF\xBD\" n=\"5\"><b/>&lt;script&gt;&amp;</a>");
    wr_buf_done(&b);
}

/** Each byte that may stand in a text, at each place of texts of each length around eight. */
static void quoting_finds_what_to_escape_wherever_it_stands(void **state)
{
    struct wr_buf b;
    (void)state;
    wr_buf_init(&b, 1 << 16);
    for (size_t n = 1; n < 20; n++)
        for (size_t at = 0; at < n; at++)
            for (int c = 1; c < 256; c++) {
                char text[20];
                memset(text, 0xE4, sizeof(text)); /* high bytes are no control characters */
                text[at] = (char)c;
                bool named = c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t';
                size_t more = named ? 1 : c < 0x20 ? 5 : 0;
                wr_buf_clear(&b);
                wr_json_quote(&b, (struct wr_str){text, n});
                assert_int_equal(b.n, n + 2 + more);
                assert_true(b.p[0] == '"' && b.p[b.n - 1] == '"');
                assert_true((b.p[1 + at] == '\\') == (more > 0));
            }
    wr_buf_done(&b);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(bad_bodies_give_all_faults),
        T(depth_is_checked_before_recursion),
        T(oversized_body_is_a_limit),
        T(good_body_round_trip),
        T(absent_members_are_left_out),
        T(null_is_absent_and_empty_is_cleared),
        T(quoting),
        T(quoting_finds_what_to_escape_wherever_it_stands),
        T(query_strings),
        T(texts_of_fields),
        T(small_writer_puts_commas),
        T(tree_reads_in_order_and_prints_canonically),
        T(xml_escapes),
        T(merge_patches),
    };
    return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
