/* Papers as Office Open XML (ECMA-376): the body. Widths in twips (1/20 pt), sizes in half points. */
#include "codec/docx_write_in.h"

#define EMU_PER_MM 36000
#define WIDTH_TWIPS 8844 /* WR_DOC_WIDTH_MM */

static const char *const faces[] = {
    [WR_DOCX_SONG] = "宋体", [WR_DOCX_FANG] = "仿宋", [WR_DOCX_HEI] = "黑体"};

/** An element with one attribute w:val. */
static void val(struct wr_xml *x, const char *name, const char *value)
{
    wr_xml_open(x, name);
    wr_xml_attr(x, "w:val", wr_str(value));
    wr_xml_close(x);
}

static void vali(struct wr_xml *x, const char *name, int value)
{
    wr_xml_open(x, name);
    wr_xml_attrf(x, "w:val", "%d", value);
    wr_xml_close(x);
}

static void run_style(struct wr_xml *x, const struct wr_docx_style *st)
{
    wr_xml_open(x, "w:rPr");
    wr_xml_open(x, "w:rFonts");
    wr_xml_attr(x, "w:ascii", WR_S("Times New Roman"));
    wr_xml_attr(x, "w:hAnsi", WR_S("Times New Roman"));
    wr_xml_attr(x, "w:eastAsia", wr_str(faces[st->face]));
    wr_xml_close(x);
    if (st->bold) {
        wr_xml_open(x, "w:b");
        wr_xml_close(x);
    }
    vali(x, "w:sz", (int)(st->pt * 2));
    vali(x, "w:szCs", (int)(st->pt * 2));
    wr_xml_close(x);
}

void wr_docx_run(struct wr_xml *x, const struct wr_docx_style *st, struct wr_str text)
{
    wr_xml_open(x, "w:r");
    run_style(x, st);
    wr_xml_open(x, "w:t");
    wr_xml_attr(x, "xml:space", WR_S("preserve"));
    wr_xml_text(x, text);
    wr_xml_close(x);
    wr_xml_close(x);
}

void wr_docx_para_begin(struct wr_xml *x, const struct wr_docx_style *st)
{
    static const char *const aligns[] = {"left", "center", "right"};

    wr_xml_open(x, "w:p");
    wr_xml_open(x, "w:pPr");
    if (st->keep) {
        wr_xml_open(x, "w:keepNext");
        wr_xml_close(x);
    }
    if (st->ruled) {
        wr_xml_open(x, "w:pBdr");
        const char *const edges[] = {"w:bottom", "w:between"};
        for (size_t i = 0; i < WR_ARRAY_LEN(edges); i++) {
            wr_xml_open(x, edges[i]);
            wr_xml_attr(x, "w:val", WR_S("single"));
            wr_xml_attr(x, "w:sz", WR_S("4"));
            wr_xml_attr(x, "w:space", WR_S("1"));
            wr_xml_attr(x, "w:color", WR_S("000000"));
            wr_xml_close(x);
        }
        wr_xml_close(x);
    }
    if (st->tab) {
        wr_xml_open(x, "w:tabs");
        wr_xml_open(x, "w:tab");
        wr_xml_attr(x, "w:val", WR_S("right"));
        wr_xml_attrf(x, "w:pos", "%d", WIDTH_TWIPS);
        wr_xml_close(x);
        wr_xml_close(x);
    }
    wr_xml_open(x, "w:spacing");
    wr_xml_attr(x, "w:before", WR_S("0"));
    wr_xml_attrf(x, "w:after", "%d", st->after);
    wr_xml_attrf(x, "w:line", "%d", (int)(st->pt * st->leading * 20));
    wr_xml_attr(x, "w:lineRule", st->exact ? WR_S("exact") : WR_S("atLeast"));
    wr_xml_close(x);
    if (st->indent) {
        wr_xml_open(x, "w:ind");
        wr_xml_attr(x, "w:firstLineChars", WR_S("200"));
        wr_xml_attrf(x, "w:firstLine", "%d", (int)(st->pt * 40));
        wr_xml_close(x);
    }
    val(x, "w:jc", aligns[st->align]);
    if (st->tab)
        val(x, "w:textAlignment", "center");
    run_style(x, st);
    wr_xml_close(x);
}

/** One paragraph for each line of the text; an empty text is one empty paragraph. */
static void paras(struct wr_xml *x, const struct wr_docx_style *st, struct wr_str text)
{
    struct wr_str rest = text;

    do {
        struct wr_str line = wr_str_cut(&rest, '\n');
        wr_docx_para_begin(x, st);
        if (line.n > 0)
            wr_docx_run(x, st, line);
        wr_xml_close(x);
    } while (rest.p);
}

/* ---- pictures -------------------------------------------------------------------------------- */

static void picture_shape(struct wr_xml *x, size_t nth, int64_t cx, int64_t cy)
{
    wr_xml_open(x, "pic:blipFill");
    wr_xml_open(x, "a:blip");
    wr_xml_attrf(x, "r:embed", "rImg%zu", nth + 1);
    wr_xml_close(x);
    wr_xml_open(x, "a:stretch");
    wr_xml_open(x, "a:fillRect");
    wr_xml_close(x);
    wr_xml_close(x);
    wr_xml_close(x);
    wr_xml_open(x, "pic:spPr");
    wr_xml_open(x, "a:xfrm");
    wr_xml_open(x, "a:off");
    wr_xml_attr(x, "x", WR_S("0"));
    wr_xml_attr(x, "y", WR_S("0"));
    wr_xml_close(x);
    wr_xml_open(x, "a:ext");
    wr_xml_attrf(x, "cx", "%lld", (long long)cx);
    wr_xml_attrf(x, "cy", "%lld", (long long)cy);
    wr_xml_close(x);
    wr_xml_close(x);
    wr_xml_open(x, "a:prstGeom");
    wr_xml_attr(x, "prst", WR_S("rect"));
    wr_xml_open(x, "a:avLst");
    wr_xml_close(x);
    wr_xml_close(x);
    wr_xml_close(x);
}

/** Name and number of a drawing. */
static void named(struct wr_xml *x, const char *element, unsigned id)
{
    wr_xml_open(x, element);
    wr_xml_attrf(x, "id", "%u", id);
    wr_xml_attrf(x, "name", "picture %u", id);
    wr_xml_close(x);
}

static void picture(struct wr_docx *d, const struct wr_doc_image *im)
{
    struct wr_xml *x = &d->x;
    double w = 0, h = 0;
    size_t nth = wr_docx_image(d, im);
    unsigned id = ++d->drawings;

    wr_doc_image_size(im, &w, &h);
    int64_t cx = (int64_t)(w * EMU_PER_MM), cy = (int64_t)(h * EMU_PER_MM);
    wr_xml_open(x, "w:r");
    wr_xml_open(x, "w:drawing");
    wr_xml_open(x, "wp:inline");
    wr_xml_open(x, "wp:extent");
    wr_xml_attrf(x, "cx", "%lld", (long long)cx);
    wr_xml_attrf(x, "cy", "%lld", (long long)cy);
    wr_xml_close(x);
    named(x, "wp:docPr", id);
    wr_xml_open(x, "a:graphic");
    wr_xml_open(x, "a:graphicData");
    wr_xml_attr(x, "uri", WR_S("http://schemas.openxmlformats.org/drawingml/2006/picture"));
    wr_xml_open(x, "pic:pic");
    wr_xml_open(x, "pic:nvPicPr");
    named(x, "pic:cNvPr", id);
    wr_xml_open(x, "pic:cNvPicPr");
    wr_xml_close(x);
    wr_xml_close(x);
    picture_shape(x, nth, cx, cy);
    for (int i = 0; i < 5; i++)
        wr_xml_close(x);
    wr_xml_close(x);
}

static void pictures(struct wr_docx *d, const struct wr_list *images)
{
    const struct wr_doc_image *im = images->p;

    for (size_t i = 0; i < images->n; i++)
        picture(d, &im[i]);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void cell(struct wr_docx *d, const struct wr_doc_cell *c, int width, bool head)
{
    struct wr_xml *x = &d->x;
    bool label = c->label || head;
    struct wr_docx_style st = {.face = label ? WR_DOCX_HEI : WR_DOCX_FANG,
                               .pt = WR_DOC_TABLE_PT,
                               .leading = 1.4,
                               .align = label || c->center ? WR_DOC_CENTER : WR_DOC_LEFT};

    wr_xml_open(x, "w:tc");
    wr_xml_open(x, "w:tcPr");
    wr_xml_open(x, "w:tcW");
    wr_xml_attrf(x, "w:w", "%d", width);
    wr_xml_attr(x, "w:type", WR_S("dxa"));
    wr_xml_close(x);
    if (c->span > 1)
        vali(x, "w:gridSpan", c->span);
    val(x, "w:vAlign", c->tail.n > 0 ? "top" : "center");
    wr_xml_close(x);
    if (c->text.n > 0 || (c->images.n == 0 && c->tail.n == 0))
        paras(x, &st, c->text);
    if (c->images.n > 0) {
        wr_docx_para_begin(x, &st);
        pictures(d, &c->images);
        wr_xml_close(x);
    }
    st.align = WR_DOC_RIGHT;
    if (c->tail.n > 0)
        paras(x, &st, c->tail);
    wr_xml_close(x);
}

static void row(struct wr_docx *d, const struct wr_doc_row *r, const int *widths, size_t n)
{
    struct wr_xml *x = &d->x;
    const struct wr_doc_cell *c = r->cells.p;
    size_t col = 0;

    wr_xml_open(x, "w:tr");
    wr_xml_open(x, "w:trPr");
    if (r->lines <= 3) {
        wr_xml_open(x, "w:cantSplit");
        wr_xml_close(x);
    }
    wr_xml_open(x, "w:trHeight");
    wr_xml_attrf(
        x, "w:val", "%d",
        (int)(((r->lines > 1 ? r->lines : 1) * WR_DOC_TABLE_PT * WR_DOC_LEADING + 4) * 20));
    wr_xml_attr(x, "w:hRule", WR_S("atLeast"));
    wr_xml_close(x);
    if (r->head) {
        wr_xml_open(x, "w:tblHeader");
        wr_xml_close(x);
    }
    wr_xml_close(x);
    for (size_t i = 0; i < r->cells.n; i++) {
        int width = 0;
        for (int s = 0; s < c[i].span && col < n; s++)
            width += widths[col++];
        cell(d, &c[i], width, r->head);
    }
    wr_xml_close(x);
}

static void table_style(struct wr_xml *x)
{
    static const char *const edges[] = {"w:top",   "w:left",    "w:bottom",
                                        "w:right", "w:insideH", "w:insideV"};

    wr_xml_open(x, "w:tblPr");
    wr_xml_open(x, "w:tblW");
    wr_xml_attrf(x, "w:w", "%d", WIDTH_TWIPS);
    wr_xml_attr(x, "w:type", WR_S("dxa"));
    wr_xml_close(x);
    val(x, "w:jc", "center");
    wr_xml_open(x, "w:tblBorders");
    for (size_t i = 0; i < WR_ARRAY_LEN(edges); i++) {
        wr_xml_open(x, edges[i]);
        wr_xml_attr(x, "w:val", WR_S("single"));
        wr_xml_attr(x, "w:sz", WR_S("4"));
        wr_xml_attr(x, "w:space", WR_S("0"));
        wr_xml_attr(x, "w:color", WR_S("000000"));
        wr_xml_close(x);
    }
    wr_xml_close(x);
    wr_xml_open(x, "w:tblLayout");
    wr_xml_attr(x, "w:type", WR_S("fixed"));
    wr_xml_close(x);
    wr_xml_open(x, "w:tblCellMar");
    for (size_t i = 1; i < 4; i += 2) {
        wr_xml_open(x, edges[i]);
        wr_xml_attr(x, "w:w", WR_S("80"));
        wr_xml_attr(x, "w:type", WR_S("dxa"));
        wr_xml_close(x);
    }
    wr_xml_close(x);
    wr_xml_close(x);
}

static void table(struct wr_docx *d, const struct wr_doc_block *b)
{
    struct wr_xml *x = &d->x;
    const struct wr_doc_row *rows = b->rows.p;
    int widths[WR_DOC_COLUMNS_MAX] = {0}, sum = 0;

    for (size_t i = 0; i < b->cols_n; i++)
        sum += b->cols[i];
    wr_xml_open(x, "w:tbl");
    table_style(x);
    wr_xml_open(x, "w:tblGrid");
    for (size_t i = 0; i < b->cols_n; i++) {
        widths[i] = WIDTH_TWIPS * b->cols[i] / sum;
        wr_xml_open(x, "w:gridCol");
        wr_xml_attrf(x, "w:w", "%d", widths[i]);
        wr_xml_close(x);
    }
    wr_xml_close(x);
    for (size_t i = 0; i < b->rows.n; i++)
        row(d, &rows[i], widths, b->cols_n);
    wr_xml_close(x);
    const struct wr_docx_style gap = {.face = WR_DOCX_FANG, .pt = 4, .leading = 1, .exact = true};
    paras(x, &gap, (struct wr_str){0}); /* two tables in a row would grow together */
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void sign(struct wr_docx *d, const struct wr_doc_block *b)
{
    struct wr_xml *x = &d->x;
    struct wr_docx_style st = {.face = WR_DOCX_FANG,
                               .pt = WR_DOC_TABLE_PT,
                               .leading = WR_DOC_LEADING,
                               .after = 80,
                               .tab = true};

    wr_docx_para_begin(x, &st);
    wr_docx_run(x, &st, b->text);
    pictures(d, &b->images);
    if (b->tail.n > 0) {
        wr_xml_open(x, "w:r");
        wr_xml_open(x, "w:tab");
        wr_xml_close(x);
        wr_xml_close(x);
        wr_docx_run(x, &st, b->tail);
    }
    wr_xml_close(x);
}

static void block(struct wr_docx *d, const struct wr_doc_block *b)
{
    struct wr_docx_style st = {.face = WR_DOCX_FANG,
                               .pt = d->doc->body_pt,
                               .leading = WR_DOC_LEADING,
                               .align = b->align,
                               .indent = b->indent,
                               .bold = b->bold,
                               .after = 80};
    struct wr_docx_style ruled = st;

    switch (b->kind) {
    case WR_DOC_TABLE:
        table(d, b);
        return;
    case WR_DOC_SIGN:
        sign(d, b);
        return;
    case WR_DOC_LINES:
        ruled.ruled = ruled.exact = true;
        ruled.after = 0;
        ruled.leading = WR_DOC_RULED_MM * WR_DOCX_TWIPS_PER_MM / 20 / ruled.pt;
        for (int i = 0; i < b->n; i++)
            paras(&d->x, &ruled, (struct wr_str){0});
        return;
    case WR_DOC_HEADING:
        st.face = WR_DOCX_HEI;
        st.keep = true;
        break;
    case WR_DOC_NOTE:
        st.pt = WR_DOC_NOTE_PT;
        break;
    case WR_DOC_PARA:
        break;
    }
    paras(&d->x, &st, b->text);
}

void wr_docx_body(struct wr_docx *d)
{
    const struct wr_doc_block *b = d->doc->blocks.p;
    struct wr_docx_style st = {.face = WR_DOCX_SONG,
                               .pt = WR_DOC_ISSUER_PT,
                               .leading = 1.5,
                               .align = WR_DOC_CENTER,
                               .bold = true,
                               .keep = true};

    if (d->doc->issuer.n > 0)
        paras(&d->x, &st, d->doc->issuer);
    st.pt = WR_DOC_TITLE_PT;
    st.after = 80;
    paras(&d->x, &st, d->doc->title);
    st = (struct wr_docx_style){.face = WR_DOCX_FANG,
                                .pt = WR_DOC_TABLE_PT,
                                .leading = WR_DOC_LEADING,
                                .align = WR_DOC_RIGHT,
                                .after = 80};
    if (d->doc->number.n > 0)
        paras(&d->x, &st, d->doc->number);
    for (size_t i = 0; i < d->doc->blocks.n; i++)
        block(d, &b[i]);
}
