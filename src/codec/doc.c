/* Papers as plain lines, and what both other renderers need. */
#include "codec/doc_in.h"

void wr_doc_image_size(const struct wr_doc_image *i, double *ret_w_mm, double *ret_h_mm)
{
    double w = i->width > 0 ? (double)i->width : 1, h = i->height > 0 ? (double)i->height : 1;
    double by_w = WR_DOC_SIGN_W_MM / w, by_h = WR_DOC_SIGN_H_MM / h;
    double scale = by_w < by_h ? by_w : by_h;

    *ret_w_mm = w * scale;
    *ret_h_mm = h * scale;
}

static void line(struct wr_buf *out, struct wr_str text)
{
    if (text.n == 0)
        return;
    wr_buf_str(out, text);
    wr_buf_c(out, '\n');
}

static void row_text(const struct wr_doc_row *r, struct wr_buf *out)
{
    const struct wr_doc_cell *c = r->cells.p;

    for (size_t i = 0; i < r->cells.n; i++) {
        if (i > 0)
            wr_buf_lit(out, " | ");
        wr_buf_str(out, c[i].text);
        if (c[i].text.n > 0 && c[i].tail.n > 0)
            wr_buf_c(out, ' ');
        wr_buf_str(out, c[i].tail);
    }
    wr_buf_c(out, '\n');
}

static void block_text(const struct wr_doc_block *b, struct wr_buf *out)
{
    const struct wr_doc_row *rows = b->rows.p;

    if (b->kind == WR_DOC_LINES)
        return;
    for (size_t i = 0; b->kind == WR_DOC_TABLE && i < b->rows.n; i++)
        row_text(&rows[i], out);
    if (b->kind == WR_DOC_SIGN && b->tail.n > 0) {
        wr_buf_str(out, b->text);
        wr_buf_c(out, ' ');
        line(out, b->tail);
    } else if (b->kind != WR_DOC_TABLE) {
        line(out, b->text);
    }
}

void wr_doc_text(const struct wr_doc *d, struct wr_buf *out)
{
    const struct wr_doc_block *b = d->blocks.p;

    line(out, d->issuer);
    line(out, d->title);
    line(out, d->number);
    for (size_t i = 0; i < d->blocks.n; i++)
        block_text(&b[i], out);
}
