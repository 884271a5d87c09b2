/* The rule pack of forms: decoding, and the checks that make a form safe to fill. */
#include "modules/paper/paper_form.h"

#include "base/calendar.h"

#define SAMPLE_MAX 65536

static const struct wr_enum_item kinds[] = {
    {"para", WR_DOC_PARA, "段落", "paragraph"},
    {"heading", WR_DOC_HEADING, "小标题", "heading"},
    {"note", WR_DOC_NOTE, "注", "note"},
    {"table", WR_DOC_TABLE, "表格", "table"},
    {"lines", WR_DOC_LINES, "空行", "ruled lines"},
    {"sign", WR_DOC_SIGN, "签名", "signature"},
    {0},
};
static const struct wr_enum_item styles[] = {
    {"plain", WR_STYLE_PLAIN, "顶格", "plain"},
    {"indent", WR_STYLE_INDENT, "首行缩进", "indented"},
    {"center", WR_STYLE_CENTER, "居中", "centred"},
    {"right", WR_STYLE_RIGHT, "居右", "at the right edge"},
    {0},
};

static const struct wr_field row_fields[] = {
    {.name = "cells",
     .type = WR_F_STRS,
     .flags = WR_FF_OPT | WR_FF_MULTILINE,
     .off = offsetof(struct wr_paper_form_row, cells),
     .max = WR_DOC_COLUMNS_MAX,
     .doc = "texts; # marks a label",
     .zh = "格"},
    WR_I64S_OPT(struct wr_paper_form_row, spans, WR_DOC_COLUMNS_MAX, "跨列", "columns of each"),
    {.name = "lines",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_paper_form_row, lines),
     .min = 1,
     .max = 40,
     .doc = "least height",
     .zh = "行高"},
    WR_TEXT_OPT(struct wr_paper_form_row, tail, 0, 300, "落款", "last line of the last cell"),
    WR_STR_OPT(struct wr_paper_form_row, image, 0, 40, "签名图", "pictures in the last cell"),
    WR_STR_OPT(struct wr_paper_form_row, when, 0, 40, "条件", "only when this is known"),
    WR_STR_OPT(struct wr_paper_form_row, unless, 0, 40, "除外", "only when this is not known"),
    WR_STR_OPT(struct wr_paper_form_row, each, 0, 40, "逐项", "a row for each item of this list"),
    WR_STR_OPT(struct wr_paper_form_row, element, 0, 40, "要素", "element it carries in words"),
    WR_BOOL_OPT(struct wr_paper_form_row, head, "表头", "repeated on each page"),
    {.name = "blank",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_paper_form_row, blank),
     .max = 40,
     .doc = "empty rows behind it",
     .zh = "空行"},
    {0},
};

static const struct wr_field block_fields[] = {
    WR_ENUM(struct wr_paper_form_block, kind, kinds, "种类", "kind"),
    WR_TEXT_OPT(struct wr_paper_form_block, text, 0, 2000, "文字", "text"),
    WR_TEXT_OPT(struct wr_paper_form_block, tail, 0, 200, "日期", "at the right edge"),
    WR_STR_OPT(struct wr_paper_form_block, image, 0, 40, "签名图", "pictures"),
    WR_ENUM_OPT(struct wr_paper_form_block, style, styles, "样式", "style"),
    WR_BOOL_OPT(struct wr_paper_form_block, bold, "加粗", "bold"),
    {.name = "lines",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_paper_form_block, lines),
     .min = 1,
     .max = 60,
     .doc = "ruled lines",
     .zh = "行数"},
    WR_I64S_OPT(struct wr_paper_form_block, cols, WR_DOC_COLUMNS_MAX, "列宽", "widths in parts"),
    WR_LIST_OPT(struct wr_paper_form_block, rows, 80, row_fields, struct wr_paper_form_row, "行",
                "rows"),
    WR_STR_OPT(struct wr_paper_form_block, when, 0, 40, "条件", "only when this is known"),
    WR_STR_OPT(struct wr_paper_form_block, unless, 0, 40, "除外", "only when this is not known"),
    WR_STR_OPT(struct wr_paper_form_block, element, 0, 40, "要素", "element it carries in words"),
    {0},
};

static const struct wr_field form_fields[] = {
    WR_STR(struct wr_paper_form, form, 2, 40, "文书", "name, stable"),
    WR_TEXT(struct wr_paper_form, title_zh, 2, 100, "名称", "title, Chinese"),
    WR_TEXT(struct wr_paper_form, title_en, 2, 100, "英文名称", "title, English"),
    WR_TEXT_OPT(struct wr_paper_form, number, 0, 100, "文号", "pattern of its number"),
    WR_BOOL_OPT(struct wr_paper_form, mission, "任务", "made of a mission"),
    WR_BOOL_OPT(struct wr_paper_form, visit, "入企", "made of a visit"),
    WR_BOOL_OPT(struct wr_paper_form, enterprise, "企业可读", "the inspected unit may read it"),
    WR_BOOL_OPT(struct wr_paper_form, sheet, "表单", "margins of a form"),
    WR_BOOL_OPT(struct wr_paper_form, approved, "经批准", "only of an approved mission"),
    WR_I64(struct wr_paper_form, body_pt, 10, 18, "字号", "size of paragraphs, points"),
    WR_STRS_OPT(struct wr_paper_form, needs, WR_PF_N, "必备", "facts it must have"),
    WR_STRS_OPT(struct wr_paper_form, elements, WR_PF_N, "要素", "what it must carry"),
    WR_LIST(struct wr_paper_form, blocks, 1, 80, block_fields, struct wr_paper_form_block, "内容",
            "from top to bottom"),
    {0},
};

static const struct wr_field body_fields[] = {
    WR_JSON(struct wr_paper_forms, sample, SAMPLE_MAX, "样例", "case of the worked examples"),
    WR_LIST(struct wr_paper_forms, forms, 1, WR_PAPER_FORMS_MAX, form_fields, struct wr_paper_form,
            "文书", "forms"),
    {0},
};

const struct wr_paper_form *wr_paper_form_find(const struct wr_paper_forms *p, struct wr_str name)
{
    const struct wr_paper_form *forms = p->forms.p;

    for (size_t i = 0; i < p->forms.n; i++)
        if (wr_str_eq(forms[i].form, name))
            return &forms[i];
    return NULL;
}

int wr_paper_forms_on(struct wr_ctx *ctx, int64_t at_ms, const struct wr_paper_forms **ret)
{
    char day[WR_DATE_TEXT];

    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *p =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_PAPER_FORM_KIND), wr_str(day)) : NULL;
    if (!p || !p->typed)
        return wr_fail(ctx, WR_K_paper_no_forms, wr_str(day));
    *ret = p->typed;
    return 0;
}

/* ---- checks: every name is known, every table is square, every required element is there ------------ */

struct check {
    struct wr_ctx *ctx;
    struct wr_str path; /* of the form */
    bool used[WR_PF_N];
    const struct wr_paper_form *form;
};

static void wrong(struct check *c, struct wr_str at, struct wr_str value, const char *why)
{
    wr_fault(c->ctx, wr_arena_printf(c->ctx->arena, WR_FMT WR_FMT, WR_ARG(c->path), WR_ARG(at)),
             WR_K_rules_value, value, wr_str(why));
}

static bool list_has(int list, struct wr_str column)
{
    if (list < 0)
        return false;
    if (wr_str_eq(column, WR_S("n")))
        return true;
    for (size_t i = 0; i < WR_PAPER_COLUMNS; i++)
        if (wr_paper_list_names[list].columns[i] &&
            wr_str_eq(column, wr_str(wr_paper_list_names[list].columns[i])))
            return true;
    return false;
}

/** What stands between braces: a fact, or a column of the list, perhaps with the width of its blank. */
static void check_braces(struct check *c, struct wr_str at, struct wr_str text, int list)
{
    struct wr_str width = text, name = wr_str_cut(&width, '|');
    int64_t chars = 1;
    int fact = wr_paper_fact_of(name);
    bool column = wr_str_starts(name, WR_S(".")) && list_has(list, wr_str_sub(name, 1, name.n));

    if (fact < 0 && !column)
        wrong(c, at, text, "没有这个要素名");
    if (fact >= 0)
        c->used[fact] = true;
    if (width.p && (!wr_str_i64(width, &chars) || chars < 1 || chars > 60))
        wrong(c, at, text, "空位长度应为 1 至 60");
}

static void check_text(struct check *c, struct wr_str at, struct wr_str text, int list)
{
    struct wr_paper_piece piece;
    struct wr_str rest = text;
    bool bad = false, open = false;

    while (wr_paper_next(&rest, &piece, &bad)) {
        bad = bad || (piece.mark == '[' && open) || (piece.mark == ']' && !open);
        open = piece.mark ? piece.mark == '[' : open;
        if (piece.braces)
            check_braces(c, at, piece.text, list);
    }
    if (bad || open)
        wrong(c, at, text, "括号不成对");
}

static void check_name(struct check *c, struct wr_str at, struct wr_str name)
{
    if (name.n > 0 && wr_paper_fact_of(name) < 0 && wr_paper_list_of(name) < 0)
        wrong(c, at, name, "没有这个要素或清单");
}

static void check_image(struct check *c, struct wr_str at, struct wr_str name)
{
    if (name.n == 0)
        return;
    if (!wr_str_eq(name, WR_S("enterprise_signature")) &&
        !wr_str_eq(name, WR_S("officer_signature")))
        wrong(c, at, name, "应为 enterprise_signature 或 officer_signature");
}

static void check_row(struct check *c, struct wr_str at, const struct wr_paper_form_row *r,
                      size_t cols_n)
{
    const struct wr_str *cells = r->cells.p;
    const int64_t *spans = r->spans.p;
    int list = r->each.n > 0 ? wr_paper_list_of(r->each) : -1;
    int64_t sum = r->spans.n > 0 ? 0 : (int64_t)r->cells.n;

    for (size_t i = 0; i < r->spans.n; i++)
        sum += spans[i] > 0 && spans[i] <= WR_DOC_COLUMNS_MAX ? spans[i] : WR_DOC_COLUMNS_MAX + 1;
    if ((r->spans.n > 0 && r->spans.n != r->cells.n) || sum != (int64_t)cols_n || sum == 0)
        wrong(c, at, (struct wr_str){0}, "各格所跨列数之和应等于表格列数");
    if (r->each.n > 0 && list < 0)
        wrong(c, at, r->each, "没有这个清单");
    for (size_t i = 0; i < r->cells.n; i++)
        check_text(c, at, cells[i], list);
    check_text(c, at, r->tail, list);
    check_name(c, at, r->when);
    check_name(c, at, r->unless);
    check_image(c, at, r->image);
}

static void check_block(struct check *c, const struct wr_paper_form_block *b, size_t i)
{
    const struct wr_paper_form_row *rows = b->rows.p;
    const int64_t *cols = b->cols.p;
    struct wr_str at = wr_arena_printf(c->ctx->arena, ".blocks[%zu]", i);

    check_text(c, at, b->text, -1);
    check_text(c, at, b->tail, -1);
    check_name(c, at, b->when);
    check_name(c, at, b->unless);
    check_image(c, at, b->image);
    if ((b->kind == WR_DOC_TABLE) != (b->rows.n > 0 && b->cols.n > 0))
        wrong(c, at, (struct wr_str){0}, "表格应有列宽和行，其他内容没有");
    if ((b->kind == WR_DOC_LINES) != (b->lines > 0))
        wrong(c, at, (struct wr_str){0}, "空行应有行数，其他内容没有");
    for (size_t k = 0; k < b->cols.n; k++)
        if (cols[k] < 1 || cols[k] > 1000)
            wrong(c, at, (struct wr_str){0}, "列宽应为 1 至 1000");
    for (size_t k = 0; k < b->rows.n; k++)
        check_row(c, wr_arena_printf(c->ctx->arena, ".blocks[%zu].rows[%zu]", i, k), &rows[k],
                  b->cols.n);
}

/** Does some block or row say that it carries the element in words? */
static bool said(const struct wr_paper_form *f, struct wr_str element)
{
    const struct wr_paper_form_block *b = f->blocks.p;

    for (size_t i = 0; i < f->blocks.n; i++) {
        const struct wr_paper_form_row *r = b[i].rows.p;
        if (wr_str_eq(b[i].element, element))
            return true;
        for (size_t k = 0; k < b[i].rows.n; k++)
            if (wr_str_eq(r[k].element, element))
                return true;
    }
    return false;
}

static void check_form(struct check *c)
{
    const struct wr_paper_form *f = c->form;
    const struct wr_paper_form_block *b = f->blocks.p;
    const struct wr_str *needs = f->needs.p, *elements = f->elements.p;

    if (!f->mission && !f->visit)
        wrong(c, WR_S(".visit"), (struct wr_str){0}, "应由任务或入企记录生成");
    check_text(c, WR_S(".number"), f->number, -1);
    for (size_t i = 0; i < f->blocks.n; i++)
        check_block(c, &b[i], i);
    for (size_t i = 0; i < f->needs.n; i++)
        check_name(c, WR_S(".needs"), needs[i]);
    for (size_t i = 0; i < f->elements.n; i++) {
        int fact = wr_paper_fact_of(elements[i]);
        if (!(fact >= 0 && c->used[fact]) && !said(f, elements[i]))
            wrong(c, WR_S(".elements"), elements[i], "文书中没有这个要素");
    }
}

static int parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct wr_paper_forms *p = wr_arena_new(ctx->arena, struct wr_paper_forms);

    if (!p)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), body_fields, p, sizeof(*p));
    if (rc < 0)
        return rc;
    p->version =
        wr_arena_printf(ctx->arena, WR_FMT " v" WR_FMT, WR_ARG(pack->id), WR_ARG(pack->version));
    const struct wr_paper_form *forms = p->forms.p;
    for (size_t i = 0; i < p->forms.n; i++) {
        struct check c = {.ctx = ctx,
                          .form = &forms[i],
                          .path = wr_arena_printf(ctx->arena, "body.forms[%zu]", i)};
        check_form(&c);
        if (wr_paper_form_find(p, forms[i].form) != &forms[i])
            wr_fault(ctx, c.path, WR_K_rules_row_twice, forms[i].form, forms[i].form);
    }
    rc = wr_faults_end(ctx);
    if (rc == 0)
        *ret_typed = p;
    return rc;
}

/* ---- in words ------------------------------------------------------------------------------------ */

static void names(struct wr_buf *out, const char *label, const struct wr_list *list)
{
    const struct wr_str *s = list->p;

    if (list->n == 0)
        return;
    wr_buf_printf(out, "  %s：", label);
    for (size_t i = 0; i < list->n; i++) {
        int fact = wr_paper_fact_of(s[i]), list_no = wr_paper_list_of(s[i]);
        struct wr_str word = fact >= 0 ? wr_str(wr_paper_fact_names[fact].zh) : s[i];
        if (list_no >= 0)
            word = wr_str(wr_paper_list_names[list_no].zh);
        if (wr_str_eq(s[i], WR_S("recusal")))
            word = WR_S("申请回避的权利");
        if (wr_str_eq(s[i], WR_S("frequency")))
            word = WR_S("检查频次");
        wr_buf_printf(out, "%s" WR_FMT, i > 0 ? "、" : "", WR_ARG(word));
    }
    wr_buf_c(out, '\n');
}

static void describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    (void)ctx;
    const struct wr_paper_forms *p = pack->typed;
    const struct wr_paper_form *f = p->forms.p;

    for (size_t i = 0; i < p->forms.n; i++) {
        wr_buf_printf(out, "\n" WR_FMT "（" WR_FMT "）\n", WR_ARG(f[i].title_zh),
                      WR_ARG(f[i].form));
        wr_buf_printf(out, "  由%s%s%s生成；%s\n", f[i].mission ? "入企任务" : "",
                      f[i].mission && f[i].visit ? "或" : "", f[i].visit ? "入企记录" : "",
                      f[i].enterprise ? "被检查单位可以查看" : "仅内部查看");
        if (f[i].number.n > 0)
            wr_buf_printf(out, "  文号：" WR_FMT "\n", WR_ARG(f[i].number));
        names(out, "必备事项", &f[i].needs);
        names(out, "须载明的要素", &f[i].elements);
    }
}

/** Every form should have a worked example. */
static void review(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_pack_review *ret)
{
    const struct wr_paper_forms *p = pack->typed;
    const struct wr_paper_form *f = p->forms.p;

    for (size_t i = 0; i < p->forms.n; i++) {
        bool shown = false;
        for (size_t k = 0; k < wr_json_len(pack->examples); k++)
            shown =
                shown || wr_str_eq(wr_json_str(wr_json_get(wr_json_at(pack->examples, k), "form")),
                                   f[i].form);
        if (!shown)
            wr_pack_review_add(
                ctx, ret, wr_arena_printf(ctx->arena, "body.forms[%zu]", i),
                wr_arena_printf(ctx->arena, WR_FMT "没有算例", WR_ARG(f[i].title_zh)),
                wr_arena_printf(ctx->arena, WR_FMT ": no worked example", WR_ARG(f[i].title_en)));
    }
}

const struct wr_pack_kind wr_paper_form_kind = {
    .kind = WR_PAPER_FORM_KIND,
    .body = body_fields,
    .parse = parse,
    .run_example = wr_paper_run_example,
    .describe = describe,
    .review = review,
};
