/* Tables people exchange: CSV and XLSX read (with everything that is wrong with them) and written. */
#include "base/text.h"
#include "codec/json.h"
#include "codec/table.h"
#include "codec/xlsx_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

struct item {
    struct wr_str name, code, phone, day;
    int64_t count, made_ms, lng_e6;
    bool has_lng_e6;
};
static const struct wr_field item_fields[] = {
    WR_STR(struct item, name, 1, 100, "名称", "name"),
    WR_STR_OPT(struct item, code, 0, 30, "统一社会信用代码", "credit code"),
    {.name = "phone",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_PHONE,
     .off = offsetof(struct item, phone),
     .max = 20,
     .zh = "电话"},
    WR_DATE_OPT(struct item, day, "日期", "day"),
    WR_I64(struct item, count, -1000, 1000, "数量", "count"),
    WR_MS_OPT(struct item, made_ms, "时间", "made"),
    WR_I64_OPT(struct item, lng_e6, -180000000, 180000000, "经度", "longitude"),
    {0},
};

static struct wr_arena arena;
static struct wr_ctx ctx;

static int set_up(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)64 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

/** Header and rows as "charset|h,h|line:c,c|…"; or the error's key. */
static const char *show(int rc, const struct wr_table *t)
{
    static char text[8192];
    size_t n = 0;
    if (rc != 0) {
        (void)snprintf(text, sizeof(text), "%s", wr_key_info(ctx.err.key)->key);
        return text;
    }
    n += (size_t)snprintf(text, sizeof(text), "%s|", t->charset);
    for (size_t i = 0; i < t->n_cols; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s" WR_FMT, i > 0 ? "," : "",
                              WR_ARG(t->header[i]));
    for (size_t r = 0; r < t->n_rows && n < sizeof(text) - 200; r++) {
        n += (size_t)snprintf(text + n, sizeof(text) - n, "|%d:", (int)t->rows[r].line);
        for (size_t i = 0; i < t->rows[r].n; i++)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%s" WR_FMT, i > 0 ? "," : "",
                                  WR_ARG(t->rows[r].cells[i]));
    }
    return text;
}

struct csv_case {
    const char *name;
    struct wr_str bytes;
    const char *expect;
};
#define B(lit)                                                                                     \
    {                                                                                              \
        "" lit, sizeof(lit) - 1                                                                    \
    }
static const struct csv_case csv_cases[] = {
    {"plain", B("name,count\na,1\nb,2\n"), "utf-8|name,count|2:a,1|3:b,2"},
    {"BOM, CRLF, labels, no final line end", B("\xEF\xBB\xBF名称,数量\r\n甲,1"),
     "utf-8-bom|名称,数量|2:甲,1"},
    {"GB18030", B("\xC3\xFB\xB3\xC6,\xCA\xFD\xC1\xBF\r\n\xBC\xD7,1\r\n"),
     "gb18030|名称,数量|2:甲,1"},
    {"semicolons", B("name;count\n\"a;b\";1\n"), "utf-8|name,count|2:a;b,1"},
    {"tabs", B("name\tcount\na,b\t1\n"), "utf-8|name,count|2:a,b,1"},
    {"quotes", B("name,count\n\"a \"\"b\"\"\",1\n\"x\ny\",2\n\"\",3\n"),
     "utf-8|name,count|2:a \"b\",1|3:x\ny,2|4:,3"},
    {"titles above the header", B("企业名单,,\n2022年,,\n名称,统一社会信用代码,数量\n甲,,1\n"),
     "utf-8|名称,统一社会信用代码,数量|4:甲,,1"},
    {"full-width and blanks in the header", B(" Ｎａｍｅ ,COUNT\na,1\n"),
     "utf-8| Ｎａｍｅ ,COUNT|2:a,1"},
    {"few known columns", B("x,name,y,z,w\n1,a,2,3,4\n"), "utf-8|x,name,y,z,w|2:1,a,2,3,4"},
    {"blank rows keep the count", B("name,count\n\n,,\na,1\n"), "utf-8|name,count|4:a,1"},
    {"old Mac line ends", B("name,count\ra,1\r"), "utf-8|name,count|2:a,1"},
    {"our trailer is not a row", B("name,count\na,1\n# 期间 全部；共 1 行\n"),
     "utf-8|name,count|2:a,1"},
    {"guard taken off", B("name,count\n'=1+1,1\n'a,2\n=2+2,3\n"),
     "utf-8|name,count|2:=1+1,1|3:'a,2|4:=2+2,3"},
    {"longer row", B("name,count\na,1,extra\n"), "utf-8|name,count|2:a,1,extra"},
    {"empty file", B(""), "table.empty"},
    {"blank file", B(" \n,\n"), "table.empty"},
    {"header only", B("name,count\n"), "utf-8|name,count"},
    {"open quote", B("name,count\n\"a,1\n"), "table.quote"},
    {"text behind a quote", B("name,count\n\"a\"b,1\n"), "table.quote"},
    {"UTF-16", B("\xFF\xFEn\0a\0"), "table.charset"},
    {"binary", B("name\0\x01,count\n"), "table.charset"},
    {"neither charset", B("name\xFF\xFF,count\na\xFF,1\n"), "table.charset"},
    {"old xls or encrypted", B("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), "table.xls"},
    {"ZIP that is none", B("PK\x03\x04garbage"), "table.xlsx"},
};

static void csv_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(csv_cases); i++) {
        struct wr_table t;
        wr_err_reset(&ctx);
        int rc = wr_table_read(&ctx, csv_cases[i].bytes, item_fields, &t);
        const char *got = show(rc, &t);
        if (strcmp(got, csv_cases[i].expect) != 0)
            fail_msg("%s: \"%s\"", csv_cases[i].name, got);
    }
}

static void csv_ceilings(void **state)
{
    (void)state;
    struct wr_buf b;
    struct wr_table t;
    wr_buf_init(&b, (size_t)8 << 20);
    wr_buf_lit(&b, "name,count\n");
    for (size_t i = 0; i <= WR_TABLE_CELL_MAX; i++)
        wr_buf_c(&b, 'x');
    assert_int_equal(wr_table_read(&ctx, wr_buf_view(&b), item_fields, &t), WR_ELIMIT);
    wr_buf_clear(&b);
    wr_buf_lit(&b, "name,count\n");
    for (size_t i = 0; i <= WR_TABLE_COLS_MAX; i++)
        wr_buf_lit(&b, "1,");
    wr_buf_lit(&b, "1\n");
    assert_int_equal(wr_table_read(&ctx, wr_buf_view(&b), item_fields, &t), WR_ELIMIT);
    wr_buf_clear(&b);
    wr_buf_lit(&b, "name\n");
    for (size_t i = 0; i <= WR_TABLE_ROWS_MAX; i++)
        wr_buf_lit(&b, "a\n");
    assert_int_equal(wr_table_read(&ctx, wr_buf_view(&b), item_fields, &t), WR_ELIMIT);
    assert_int_equal(
        wr_table_read(&ctx, ((struct wr_str){b.p, WR_TABLE_BYTES_MAX + 1}), item_fields, &t),
        WR_ELIMIT);
    wr_buf_done(&b);
}

static void small_memory_is_a_limit_not_a_crash(void **state)
{
    (void)state;
    struct wr_arena small;
    struct wr_buf b;
    wr_buf_init(&b, (size_t)1 << 20);
    wr_buf_lit(&b, "name,count\n");
    for (int i = 0; i < 5000; i++)
        wr_buf_lit(&b, "\"a\"\"b\",1\n");
    for (size_t max = 1000; max < 400000; max += 7919) {
        struct wr_table t;
        wr_arena_init(&small, max);
        ctx.arena = &small;
        wr_err_reset(&ctx);
        int rc = wr_table_read(&ctx, wr_buf_view(&b), item_fields, &t);
        assert_true(rc == 0 || rc == WR_ELIMIT);
        wr_arena_done(&small);
    }
    ctx.arena = &arena;
    wr_buf_done(&b);
}

/* ---- XLSX made by hand ---------------------------------------------------------------------- */

struct part {
    const char *name, *text;
};
#define BOOK                                                                                       \
    {"xl/workbook.xml",                                                                            \
     "<workbook xmlns:r=\"r\"><sheets><sheet name=\"隐藏\" state=\"hidden\" r:id=\"rId9\"/>"     \
     "<sheet name=\"名单\" r:id=\"rId1\"/></sheets></workbook>"},                                  \
    {                                                                                              \
        "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" "                  \
                                      "Target=\"worksheets/sheet1.xml\"/></Relationships>"         \
    }
#define SHEET(rows)                                                                                \
    {                                                                                              \
        "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" rows "</sheetData></worksheet>"       \
    }
#define HEAD                                                                                       \
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>name</t></is></c><c r=\"B1\" "                \
    "t=\"inlineStr\"><is><t>count</t></is></c></row>"

struct xlsx_case {
    const char *name;
    struct part parts[6];
    const char *expect;
};
static const struct xlsx_case xlsx_cases[] = {
    {"inline strings, numbers, booleans, errors",
     {BOOK,
      SHEET(HEAD
            "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>甲</t></r><r><t "
            "xml:space=\"preserve\"> 乙</t></r></is></c><c r=\"B3\"><v>1.1000000000000001</v></c>"
            "<c r=\"C3\" t=\"b\"><v>1</v></c><c r=\"D3\" t=\"e\"><v>#N/A</v></c><c r=\"F3\" "
            "t=\"str\"><f>A1</f><v>res</v></c></row>")},
     "xlsx|name,count|3:甲 乙,1.1,TRUE,#N/A,,res"},
    {"shared strings, rich text, phonetic guides, escapes",
     {BOOK,
      {"xl/sharedStrings.xml",
       "<x:sst xmlns:x=\"u\"><x:si><x:t>name</x:t></x:si><x:si><x:t>count</x:t></x:si>"
       "<x:si><x:r><x:t>中</x:t></x:r><x:rPh><x:t>ちゅう</x:t></x:rPh><x:r><x:t>原&amp;_x000D_</"
       "x:t></x:r></x:si></x:sst>"},
      SHEET("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c "
            "t=\"s\"><v>2</v></c><c t=\"s\"><v>99</v></c></row>")},
     "xlsx|name,count|2:中原&"},
    {"dates by format",
     {BOOK,
      {"xl/styles.xml",
       "<styleSheet><numFmts><numFmt numFmtId=\"164\" "
       "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
       "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;d&quot;\"/><numFmt numFmtId=\"166\" "
       "formatCode=\"[h]:mm\"/></numFmts>"
       "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
       "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf "
       "numFmtId=\"165\"/><xf numFmtId=\"22\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>"},
      SHEET(
          HEAD
          "<row r=\"2\"><c r=\"A2\" s=\"0\"><v>44927</v></c><c r=\"B2\" s=\"1\"><v>44927</v></c><c "
          "r=\"C2\" s=\"2\"><v>1</v></c><c r=\"D2\" s=\"3\"><v>5</v></c>"
          "<c r=\"E2\" s=\"4\"><v>44927.5</v></c><c r=\"F2\" s=\"5\"><v>0.25</v></c><c r=\"G2\" "
          "s=\"1\"><v>60</v></c><c r=\"H2\" s=\"1\"><v>61</v></c><c r=\"I2\" "
          "s=\"1\"><v>-3</v></c></row>")},
     "xlsx|name,count|2:44927,2023-01-01,1900-01-01,5,2023-01-01 "
     "12:00:00,06:00:00,1900-02-29,1900-03-01,-3"},
    {"1904 dates",
     {{"xl/workbook.xml", "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet "
                          "name=\"s\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" "
                                     "Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
      SHEET(HEAD "<row r=\"2\"><c r=\"A2\" s=\"0\"><v>43465</v></c></row>")},
     "xlsx|name,count|2:2023-01-01"},
    {"damaged credit code shows",
     {BOOK, SHEET(HEAD "<row r=\"2\"><c r=\"A2\"><v>9.1410100123456794E+17</v></c></row>")},
     "xlsx|name,count|2:9.14101001234568e+17"},
    {"title rows",
     {BOOK,
      SHEET(
          "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>某某名单</v></c></row><row r=\"2\"/><row "
          "r=\"4\"><c r=\"A4\" t=\"str\"><v>名称</v></c><c r=\"B4\" t=\"str\"><v>数量</v></c></row>"
          "<row r=\"5\"><c r=\"B5\"><v>7</v></c></row>")},
     "xlsx|名称,数量|5:,7"},
    {"DTD is refused",
     {BOOK,
      {"xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet>&a;</worksheet>"}},
     "table.xlsx"},
    {"broken XML", {BOOK, {"xl/worksheets/sheet1.xml", "<worksheet><row>"}}, "table.xlsx"},
    {"no workbook", {{"x.txt", "x"}}, "table.xlsx"},
    {"missing sheet", {BOOK}, "table.xlsx"},
    {"external relation is not followed",
     {{"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" "
       "Target=\"file:///etc/passwd\"/></Relationships>"}},
     "table.empty"},
    {"path trick stays inside the archive",
     {{"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" "
                                     "Target=\"../../../etc/passwd\"/></Relationships>"}},
     "table.xlsx"},
    {"too many columns",
     {BOOK, SHEET(HEAD "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>")},
     "limit.reached"},
    {"styled blanks far right are nothing",
     {BOOK, SHEET(HEAD "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"XFD2\" s=\"1\"/></row>")},
     "xlsx|name,count|2:1"},
    {"hostile references",
     {BOOK, SHEET(HEAD "<row r=\"-5\"><c r=\"1\"><v>x</v></c></row>")},
     "limit.reached"},
    {"empty sheet", {BOOK, SHEET("")}, "table.empty"},
};

/** A ZIP of the parts, in memory of the arena. */
static struct wr_str zip_of(const struct part *parts, size_t n)
{
    char path[] = "/tmp/wr-xlsx-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    for (size_t i = 0; i < n && parts[i].name != NULL; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].text, strlen(parts[i].text), 0);
        assert_true(zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *p = wr_arena_alloc(&arena, 4 << 20);
    size_t got = fread(p, 1, 4 << 20, f);
    (void)fclose(f);
    (void)remove(path);
    return (struct wr_str){p, got};
}

static void xlsx_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(xlsx_cases); i++) {
        struct wr_table t;
        wr_err_reset(&ctx);
        int rc = wr_table_read(&ctx, zip_of(xlsx_cases[i].parts, 6), item_fields, &t);
        const char *got = show(rc, &t);
        if (strcmp(got, xlsx_cases[i].expect) != 0)
            fail_msg("%s: \"%s\"", xlsx_cases[i].name, got);
        wr_arena_reset(&arena);
    }
}

/** A sheet whose XML unpacks to `n` bytes of blanks. */
static struct wr_str bomb(size_t n)
{
    static const char head[] = "<worksheet><sheetData>" HEAD "<row r=\"2\">";
    char *text = malloc(n + 1);
    assert_non_null(text);
    memset(text, ' ', n);
    memcpy(text, head, sizeof(head) - 1);
    text[n] = '\0';
    const struct part parts[] = {BOOK, {"xl/worksheets/sheet1.xml", text}};
    struct wr_str bytes = zip_of(parts, 3);
    free(text);
    return bytes;
}

static void zip_bombs_are_stopped(void **state)
{
    (void)state;
    struct wr_table t;
    struct wr_str bytes = bomb((size_t)64 << 20);
    assert_true(bytes.n < 200000);
    assert_int_equal(wr_table_read(&ctx, bytes, item_fields, &t), WR_ELIMIT);
    assert_true(wr_str_find(ctx.err.en, WR_S("ratio")) > 0);
}

static void many_entries_are_stopped(void **state)
{
    (void)state;
    static char names[2100][16];
    static struct part parts[2100];
    struct wr_table t;
    for (size_t i = 0; i < WR_ARRAY_LEN(parts); i++) {
        (void)snprintf(names[i], sizeof(names[i]), "e%zu", i);
        parts[i] = (struct part){names[i], ""};
    }
    assert_int_equal(wr_table_read(&ctx, zip_of(parts, WR_ARRAY_LEN(parts)), item_fields, &t),
                     WR_ELIMIT);
}

static void huge_cells_are_stopped(void **state)
{
    (void)state;
    struct wr_table t;
    struct wr_buf b;
    wr_buf_init(&b, (size_t)1 << 20);
    wr_buf_lit(&b, "<worksheet><sheetData>" HEAD "<row><c t=\"str\"><v>");
    for (int i = 0; i < 40000; i++)
        wr_buf_lit(&b, "汉");
    wr_buf_lit(&b, "</v></c></row></sheetData></worksheet>");
    wr_buf_c(&b, '\0');
    const struct part parts[] = {BOOK, {"xl/worksheets/sheet1.xml", b.p}};
    assert_int_equal(wr_table_read(&ctx, zip_of(parts, 3), item_fields, &t), WR_ELIMIT);
    wr_buf_done(&b);
}

static void truncated_xlsx_is_broken(void **state)
{
    (void)state;
    struct wr_str whole = zip_of(xlsx_cases[0].parts, 6);
    for (size_t n = 4; n < whole.n; n += 13) {
        struct wr_table t;
        wr_err_reset(&ctx);
        int rc = wr_table_read(&ctx, (struct wr_str){whole.p, n}, item_fields, &t);
        assert_true(rc < 0);
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

static const struct item items[] = {
    {.name = {"=cmd|' /C calc'!A0", 18},
     .code = {"91410100123456788Y", 18},
     .phone = {"13812345678", 11},
     .day = {"2026-11-23", 10},
     .count = -5,
     .made_ms = 1700000000000,
     .lng_e6 = -113625368,
     .has_lng_e6 = true},
    {.name = {"a,\"b\"\nc", 7}, .code = {"123456789012345678", 18}, .count = 3},
    {.name = {"+1", 2}},
};

static struct wr_str write_items(enum wr_table_format format)
{
    struct wr_table_writer *w;
    struct wr_buf out;
    const struct wr_table_meta meta = {.title = WR_S("名单[1]"),
                                       .period = WR_S("2026-01-01..2026-11-23"),
                                       .filter = WR_S("区县=金水"),
                                       .made_ms = 1700000000000};
    wr_buf_init(&out, (size_t)1 << 20);
    assert_int_equal(wr_table_writer_new(&ctx, format, item_fields, &meta, &w), 0);
    for (size_t i = 0; i < WR_ARRAY_LEN(items); i++)
        assert_int_equal(wr_table_write(w, &items[i]), 0);
    assert_int_equal(wr_table_writer_end(w, &out), 0);
    struct wr_str s = wr_arena_dup(&arena, wr_buf_view(&out));
    wr_buf_done(&out);
    return s;
}

static void csv_out(void **state)
{
    (void)state;
    struct wr_str s = write_items(WR_TABLE_CSV);
    assert_string_equal(
        s.p, "\xEF\xBB\xBF名称,统一社会信用代码,电话,日期,数量,时间,经度\r\n"
             "\"'=cmd|' /C calc'!A0\",91410100123456788Y,138****5678,2026-11-23,-5,2023-11-15 "
             "06:13:20,-113.625368\r\n"
             "\"a,\"\"b\"\"\nc\",123456789012345678,,,3,,\r\n"
             "\"'+1\",,,,0,,\r\n"
             "# 期间 2026-01-01..2026-11-23；筛选 区县=金水；共 3 行；生成时间 "
             "2023-11-15T06:13:20+08:00\r\n");
}

static void csv_reads_back(void **state)
{
    (void)state;
    struct wr_table t;
    assert_int_equal(wr_table_read(&ctx, write_items(WR_TABLE_CSV), item_fields, &t), 0);
    assert_int_equal(t.n_rows, 3);
    assert_true(wr_str_eq(t.rows[0].cells[0], items[0].name));
    assert_true(wr_str_eq(t.rows[1].cells[0], items[1].name));
    assert_true(wr_str_eq(t.rows[2].cells[0], items[2].name));
}

static void xlsx_reads_back(void **state)
{
    (void)state;
    struct wr_table t;
    struct wr_str s = write_items(WR_TABLE_XLSX);
    assert_int_equal(wr_table_read(&ctx, s, item_fields, &t), 0);
    assert_string_equal(
        show(0, &t),
        "xlsx|名称,统一社会信用代码,电话,日期,数量,时间,经度"
        "|2:=cmd|' /C calc'!A0,91410100123456788Y,138****5678,2026-11-23,-5,2023-11-15 "
        "06:13:20,-113.625368"
        "|3:a,\"b\"\nc,123456789012345678,,,3|4:+1,,,,0");
    assert_true(wr_str_eq(t.sheet, WR_S("名单 1 ")));
}

static void json_out(void **state)
{
    (void)state;
    struct wr_str s = write_items(WR_TABLE_JSON);
    struct wr_json *j = wr_json_parse(&ctx, s);
    int64_t rows = 0;
    assert_non_null(j);
    assert_int_equal(wr_json_len(wr_json_get(j, "items")), 3);
    assert_true(wr_json_i64(wr_json_get(j, "rows"), &rows) && rows == 3);
    assert_true(wr_str_eq(wr_json_str(wr_json_get(wr_json_at(wr_json_get(j, "items"), 0), "phone")),
                          WR_S("138****5678")));
    wr_json_free(j);
}

struct format_case {
    int64_t id;
    const char *code; /* NULL: built in */
    char kind;        /* n, d, t */
};
static const struct format_case format_cases[] = {
    {0, NULL, 'n'},
    {14, NULL, 'd'},
    {22, NULL, 'd'},
    {20, NULL, 't'},
    {31, NULL, 'd'},
    {49, NULL, 'n'},
    {0, "0.00", 'n'},
    {0, "yyyy-mm-dd", 'd'},
    {0, "[$-804]yyyy\"年\"m\"月\"d\"日\"", 'd'},
    {0, "h:mm", 't'},
    {0, "[h]:mm", 't'},
    {0, "[hh]", 't'},
    {0, "[Red]0.0;[Blue]-0.0", 'n'},
    {0, "[Magenta]0", 'n'},
    {0, "0\"d\"", 'n'},
    {0, "0\\d", 'n'},
    {0, "_d0", 'n'},
    {0, "General;yyyy", 'n'},
    {0, "\"open", 'n'},
};

static void number_formats(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(format_cases); i++) {
        const struct format_case *c = &format_cases[i];
        enum wr_xlsx_kind k = wr_xlsx_format_kind(c->id, wr_str(c->code));
        if ("ndt"[k] != c->kind)
            fail_msg("%d %s: %d", (int)c->id, c->code != NULL ? c->code : "", k);
    }
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(csv_files),
        T(csv_ceilings),
        T(small_memory_is_a_limit_not_a_crash),
        T(xlsx_files),
        T(zip_bombs_are_stopped),
        T(many_entries_are_stopped),
        T(huge_cells_are_stopped),
        T(truncated_xlsx_is_broken),
        T(csv_out),
        T(csv_reads_back),
        T(xlsx_reads_back),
        T(json_out),
        T(number_formats),
    };
    return cmocka_run_group_tests_name("codec_table", tests, NULL, NULL);
}
