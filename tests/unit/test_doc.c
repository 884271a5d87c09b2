/* Papers: one model, the same text as PDF, DOCX and lines; nothing is lost between pages. */
#include "codec/doc.h"
#include "codec/image.h"
#include "codec/xlsx_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct wr_arena arena;
static struct wr_ctx ctx;

static int begin(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)64 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

/** A white picture with a dark bar across it. */
static struct wr_doc_image signature(int64_t id, int w, int h)
{
    struct wr_doc_image ret = {.id = id, .width = w, .height = h};
    struct wr_image img = {
        .width = w, .height = h, .rgb = wr_arena_alloc(&arena, (size_t)w * (size_t)h * 3)};

    memset(img.rgb, 255, (size_t)w * (size_t)h * 3);
    for (int x = w / 8; x < w * 7 / 8; x++)
        for (int y = h / 2 - 3; y < h / 2 + 3; y++)
            memset(img.rgb + ((size_t)(y + (x * 13 % 9)) * (size_t)w + (size_t)x) * 3, 20, 3);
    assert_int_equal(wr_image_encode_jpeg(&ctx, &img, 80, &ret.jpeg), 0);
    return ret;
}

#define CELL(t) ((struct wr_doc_cell){.text = WR_S(t), .span = 1})
#define LABEL(t) ((struct wr_doc_cell){.text = WR_S(t), .span = 1, .label = true})

static struct wr_buf pdf_of(const struct wr_doc *d)
{
    struct wr_buf b;

    wr_buf_init(&b, WR_DOC_BYTES_MAX);
    assert_int_equal(wr_doc_pdf(&ctx, d, &b), 0);
    assert_true(b.n > 1000 && memcmp(b.p, "%PDF-", 5) == 0);
    return b;
}

static struct wr_buf docx_of(const struct wr_doc *d)
{
    struct wr_buf b;

    wr_buf_init(&b, WR_DOC_BYTES_MAX);
    assert_int_equal(wr_doc_docx(&ctx, d, &b), 0);
    return b;
}

/** Text of a PDF in the order it was drawn, by poppler. */
static struct wr_str pdf_text(const struct wr_buf *pdf)
{
    char path[] = "/tmp/wurao-doc-XXXXXX", command[128];
    WR_CLEANUP(wr_buf_done) struct wr_buf out;
    char chunk[4096];
    int fd = mkstemp(path);

    wr_buf_init(&out, (size_t)4 << 20);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pdf->p, pdf->n), pdf->n);
    (void)close(fd);
    (void)snprintf(command, sizeof(command), "pdftotext -raw %s -", path);
    FILE *f = popen(command, "r"); /* a fixed command */
    assert_non_null(f);
    for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
        wr_buf_add(&out, chunk, n);
    assert_int_equal(pclose(f), 0);
    (void)unlink(path);
    return wr_arena_dup(&arena, wr_buf_view(&out));
}

struct reading {
    struct wr_buf out;
    bool in_text;
    size_t pictures;
};

static void on_start(struct wr_xlsx_part *p, struct wr_str name, const char **atts)
{
    struct reading *r = p->arg;
    (void)atts;
    r->in_text = wr_str_eq(name, WR_S("t"));
    r->pictures += wr_str_eq(name, WR_S("blip"));
}

static void on_end(struct wr_xlsx_part *p, struct wr_str name)
{
    struct reading *r = p->arg;
    (void)name;
    r->in_text = false;
}

static void on_text(struct wr_xlsx_part *p, struct wr_str text)
{
    struct reading *r = p->arg;
    if (r->in_text)
        wr_buf_str(&r->out, text);
}

/** Text of a part of a DOCX; fails when the part is no well-formed XML. */
static struct wr_str docx_text(const struct wr_buf *docx, const char *part, size_t *ret_pictures)
{
    struct wr_xlsx x;
    struct reading r = {0};
    struct wr_xlsx_part p = {.arg = &r, .start = on_start, .end = on_end, .text = on_text};

    wr_buf_init(&r.out, (size_t)4 << 20);
    assert_int_equal(wr_xlsx_open(&x, &ctx, wr_buf_view(docx)), 0);
    assert_int_equal(wr_xlsx_parse(&x, part, &p), 0);
    wr_xlsx_close(&x);
    struct wr_str text = wr_arena_dup(&arena, wr_buf_view(&r.out));
    wr_buf_done(&r.out);
    if (ret_pictures)
        *ret_pictures = r.pictures;
    return text;
}

/** Without blanks, line ends and our own dividers of cells. */
static struct wr_str squeezed(struct wr_str s)
{
    char *to = wr_arena_alloc(&arena, s.n + 1);
    size_t n = 0;

    assert_non_null(to);
    for (size_t i = 0; i < s.n; i++) {
        if (i + 2 < s.n && memcmp(s.p + i, "\xE3\x80\x80", 3) == 0)
            i += 2;
        else if (strchr(" \n\r\t\f|", s.p[i]) == NULL)
            to[n++] = s.p[i];
    }
    return (struct wr_str){to, n};
}

/** Cut every occurrence of a text out. */
static struct wr_str without(struct wr_str s, struct wr_str what)
{
    ptrdiff_t at;

    while ((at = wr_str_find(s, what)) >= 0)
        s = wr_arena_printf(&arena, WR_FMT WR_FMT, (int)at, s.p, (int)(s.n - (size_t)at - what.n),
                            s.p + at + what.n);
    return s;
}

static size_t count(struct wr_str s, struct wr_str what)
{
    size_t n = 0;
    ptrdiff_t at;

    while ((at = wr_str_find(s, what)) >= 0) {
        s = wr_str_sub(s, (size_t)at + what.n, s.n);
        n++;
    }
    return n;
}

static void assert_text(struct wr_str got, struct wr_str want)
{
    if (!wr_str_eq(got, want))
        print_message("got:  " WR_FMT "\nwant: " WR_FMT "\n", WR_ARG(got), WR_ARG(want));
    assert_true(wr_str_eq(got, want));
}

static void keep(const char *name, const struct wr_buf *b)
{
    const char *dir = getenv("WURAO_DOC_OUT");
    char path[256];

    if (!dir)
        return;
    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(b->p, 1, b->n, f), b->n);
    (void)fclose(f);
}

/* ---- tests ------------------------------------------------------------------------------------ */

static struct wr_doc small_paper(struct wr_doc_block *b, struct wr_list *rows)
{
    struct wr_doc_image *im = wr_arena_array(&arena, 2, sizeof(*im));
    struct wr_doc_row *r = wr_arena_array(&arena, 3, sizeof(*r));
    struct wr_doc_cell *c = wr_arena_array(&arena, 8, sizeof(*c));

    im[0] = signature(1, 600, 200);
    im[1] = signature(2, 300, 200);
    c[0] = LABEL("被检查单位");
    c[1] = CELL("郑州某某机械制造有限公司 <A&B> \"甲\"");
    c[1].span = 3;
    c[2] = LABEL("检查类别");
    c[3] = CELL("日常检查");
    c[4] = LABEL("任务来源");
    c[5] = CELL("年度计划");
    c[6] = LABEL("审批意见");
    c[7] = (struct wr_doc_cell){.text = WR_S("同意。\n请两名持证人员前往。"),
                                .tail = WR_S("签名：__________　2026年3月2日"),
                                .images = {im, 1},
                                .span = 3};
    r[0] = (struct wr_doc_row){.cells = {c, 2}};
    r[1] = (struct wr_doc_row){.cells = {c + 2, 4}};
    r[2] = (struct wr_doc_row){.cells = {c + 6, 2}, .lines = 6};
    *rows = (struct wr_list){r, 3};
    b[0] = (struct wr_doc_block){.kind = WR_DOC_TABLE, .cols = {18, 32, 18, 32}, .cols_n = 4};
    b[0].rows = *rows;
    b[1] = (struct wr_doc_block){.kind = WR_DOC_HEADING, .text = WR_S("一、检查情况")};
    b[2] = (struct wr_doc_block){
        .kind = WR_DOC_PARA,
        .text =
            WR_S("依据《中华人民共和国行政处罚法》第四十二条、第五十五条，检查人员出示执法证件，"
                 "说明来意，并告知被检查单位依法享有陈述、申辩和申请回避的权利。"),
        .indent = true};
    b[3] = (struct wr_doc_block){.kind = WR_DOC_LINES, .n = 4};
    b[4] = (struct wr_doc_block){.kind = WR_DOC_SIGN,
                                 .text = WR_S("检查人员签名："),
                                 .tail = WR_S("2026年3月5日"),
                                 .images = {im, 2}};
    b[5] = (struct wr_doc_block){.kind = WR_DOC_NOTE, .text = WR_S("注：本文书一式两份。")};
    return (struct wr_doc){.issuer = WR_S("郑州市生态环境局"),
                           .title = WR_S("现场检查笔录"),
                           .number = WR_S("环检录〔2026〕3号"),
                           .foot = WR_S("样式 paper-form/test v1"),
                           .body_pt = 14,
                           .blocks = {b, 6},
                           .made_ms = INT64_C(1772683200000)};
}

static void three_renderers_say_the_same(void **state)
{
    struct wr_doc_block b[6];
    struct wr_list rows;
    struct wr_doc d = small_paper(b, &rows);
    WR_CLEANUP(wr_buf_done) struct wr_buf lines;
    size_t pictures = 0;
    (void)state;

    wr_buf_init(&lines, 1 << 20);
    wr_doc_text(&d, &lines);
    struct wr_str want = squeezed(wr_buf_view(&lines));
    struct wr_buf pdf = pdf_of(&d), docx = docx_of(&d), again = docx_of(&d);
    keep("small.pdf", &pdf);
    keep("small.docx", &docx);
    assert_text(squeezed(docx_text(&docx, "word/document.xml", &pictures)), want);
    assert_int_equal(pictures, 3);
    struct wr_str text = without(squeezed(pdf_text(&pdf)), squeezed(d.foot));
    assert_text(without(text, WR_S("第1页共1页")), want);
    assert_text(squeezed(docx_text(&docx, "word/footer1.xml", NULL)),
                WR_S("第1页共1页样式paper-form/testv1"));
    assert_int_equal(count(wr_buf_view(&docx), WR_S("word/media/image1.jpeg")), 2);
    assert_int_equal(count(wr_buf_view(&docx), WR_S("word/media/image3.jpeg")), 0);
    assert_int_equal(docx.n, again.n);
    assert_memory_equal(docx.p, again.p, docx.n);
    wr_buf_done(&pdf);
    wr_buf_done(&docx);
    wr_buf_done(&again);
}

static void every_part_is_sound_xml(void **state)
{
    static const char *const parts[] = {
        "[Content_Types].xml",         "_rels/.rels",     "docProps/core.xml",
        "word/document.xml",           "word/styles.xml", "word/footer1.xml",
        "word/_rels/document.xml.rels"};
    struct wr_doc_block b[6];
    struct wr_list rows;
    struct wr_doc d = small_paper(b, &rows);
    struct wr_buf docx = docx_of(&d);
    (void)state;

    for (size_t i = 0; i < WR_ARRAY_LEN(parts); i++)
        (void)docx_text(&docx, parts[i], NULL);
    wr_buf_done(&docx);
}

#define ROWS 120
static void long_tables_lose_nothing(void **state)
{
    struct wr_doc_row *r = wr_arena_array(&arena, ROWS + 1, sizeof(*r));
    struct wr_doc_cell *c = wr_arena_array(&arena, (ROWS + 1) * 2, sizeof(*c));
    (void)state;

    c[0] = CELL("序号头");
    c[1] = CELL("内容头");
    r[0] = (struct wr_doc_row){.cells = {c, 2}, .head = true};
    for (size_t i = 1; i <= ROWS; i++) {
        c[2 * i] = (struct wr_doc_cell){.text = wr_arena_printf(&arena, "<%zu>", i), .span = 1};
        c[2 * i + 1] = (struct wr_doc_cell){
            .text = i % 40 == 0 ? wr_arena_printf(&arena, "甲%zu\n乙\n丙\n丁\n戊\n己%zu", i, i)
                                : WR_S("运行正常"),
            .span = 1};
        r[i] = (struct wr_doc_row){.cells = {c + 2 * i, 2}};
    }
    struct wr_doc_block b = {
        .kind = WR_DOC_TABLE, .cols = {1, 4}, .cols_n = 2, .rows = {r, ROWS + 1}};
    struct wr_doc d = {.title = WR_S("清单"), .body_pt = 14, .blocks = {&b, 1}};
    struct wr_buf pdf = pdf_of(&d);
    keep("long.pdf", &pdf);
    struct wr_str text = squeezed(pdf_text(&pdf));
    for (size_t i = 1; i <= ROWS; i++)
        assert_int_equal(count(text, wr_arena_printf(&arena, "<%zu>", i)), 1);
    size_t pages = count(text, WR_S("序号头"));
    assert_true(pages >= 4 && pages <= 12);
    for (size_t i = 1; i <= pages; i++)
        assert_int_equal(count(text, wr_arena_printf(&arena, "第%zu页共%zu页", i, pages)), 1);
    wr_buf_done(&pdf);
}

static void a_cell_longer_than_a_page_is_broken(void **state)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf text;
    (void)state;

    wr_buf_init(&text, 1 << 20);
    for (int i = 1; i <= 90; i++)
        wr_buf_printf(&text, "<%d>车间排气筒设有采样口，治理设施与生产设施同步运行，台账完整。\n",
                      i);
    struct wr_doc_cell c[] = {LABEL("检查情况"),
                              {.text = wr_buf_view(&text), .tail = WR_S("签名尾"), .span = 1}};
    struct wr_doc_row r = {.cells = {c, 2}};
    struct wr_doc_block b[] = {{.kind = WR_DOC_TABLE, .cols = {1, 5}, .cols_n = 2, .rows = {&r, 1}},
                               {.kind = WR_DOC_PARA, .text = wr_buf_view(&text)},
                               {.kind = WR_DOC_LINES, .n = 40}};
    struct wr_doc d = {.title = WR_S("现场检查笔录"), .body_pt = 16, .blocks = {b, 3}};
    struct wr_buf pdf = pdf_of(&d);
    keep("broken.pdf", &pdf);
    struct wr_str got = squeezed(pdf_text(&pdf));
    for (int i = 1; i <= 90; i++)
        assert_int_equal(count(got, wr_arena_printf(&arena, "<%d>", i)), 2);
    assert_int_equal(count(got, WR_S("签名尾")), 1);
    wr_buf_done(&pdf);
}

static void a_picture_that_is_none_is_refused(void **state)
{
    struct wr_doc_image im = {.id = 9, .jpeg = WR_S("not a picture"), .width = 10, .height = 10};
    struct wr_doc_block b = {.kind = WR_DOC_SIGN, .text = WR_S("签名："), .images = {&im, 1}};
    struct wr_doc d = {.title = WR_S("笔录"), .body_pt = 14, .blocks = {&b, 1}};
    WR_CLEANUP(wr_buf_done) struct wr_buf out;
    (void)state;

    wr_buf_init(&out, WR_DOC_BYTES_MAX);
    assert_int_equal(wr_doc_pdf(&ctx, &d, &out), WR_EINVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(three_renderers_say_the_same, begin, end),
        cmocka_unit_test_setup_teardown(every_part_is_sound_xml, begin, end),
        cmocka_unit_test_setup_teardown(long_tables_lose_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_cell_longer_than_a_page_is_broken, begin, end),
        cmocka_unit_test_setup_teardown(a_picture_that_is_none_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
