/* Tables of papers: rows as high as their fullest cell, broken over pages line by line where they must be. */
#include "codec/doc_pdf_in.h"

#define MM WR_PEN_PT_PER_MM
#define PAD_X 4.0
#define PAD_Y 4.0
#define BORDER 0.6

/** One cell while its row is drawn: lines of text, then pictures and the tail. */
struct place {
    const struct wr_doc_cell *cell;
    struct wr_doc_flow text, tail;
    double x, w;
    double foot; /* height of pictures and tail; 0 when drawn */
};

struct row {
    const struct wr_doc_row *row;
    struct place at[WR_DOC_COLUMNS_MAX];
    size_t n;
    double least;
    bool begun; /* a part of it stands on an earlier page */
};

static void row_begin(struct wr_doc_page *p, const struct wr_doc_block *b,
                      const struct wr_doc_row *r, struct row *ret)
{
    const struct wr_doc_cell *c = r->cells.p;
    double sum = 0, x = WR_DOC_LEFT_MM * MM;
    size_t col = 0;

    *ret = (struct row){.row = r, .least = r->lines * WR_DOC_TABLE_PT * WR_DOC_LEADING};
    for (size_t i = 0; i < b->cols_n; i++)
        sum += b->cols[i];
    for (size_t i = 0; i < r->cells.n && i < WR_DOC_COLUMNS_MAX; i++) {
        struct place *a = &ret->at[ret->n++];
        double parts = 0;
        for (int s = 0; s < c[i].span && col < b->cols_n; s++)
            parts += b->cols[col++];
        struct wr_doc_face f = {.font = c[i].label || r->head ? WR_DOC_HEI : WR_DOC_FANG,
                                .size = WR_DOC_TABLE_PT,
                                .leading = 1.4,
                                .align = c[i].label || c[i].center || r->head ? WR_DOC_CENTER
                                                                              : WR_DOC_LEFT};
        *a = (struct place){.cell = &c[i], .x = x, .w = parts / sum * WR_DOC_WIDTH_MM * MM};
        x += a->w;
        a->text = wr_doc_flow_new(p, &f, a->w - 2 * PAD_X, c[i].text);
        f.align = WR_DOC_RIGHT;
        a->tail = wr_doc_flow_new(p, &f, a->w - 2 * PAD_X, c[i].tail);
        a->foot = a->tail.leading * a->tail.left + wr_doc_images_height(&c[i].images);
    }
}

static void row_end(struct row *r)
{
    for (size_t i = 0; i < r->n; i++) {
        wr_doc_flow_done(&r->at[i].text);
        wr_doc_flow_done(&r->at[i].tail);
    }
}

/** Height of what is not yet drawn, 0: nothing. */
static double row_left(const struct row *r)
{
    double most = 0;

    for (size_t i = 0; i < r->n; i++) {
        double h = r->at[i].text.left * r->at[i].text.leading + r->at[i].foot;
        most = h > most ? h : most;
    }
    if (!r->begun && most < r->least)
        most = r->least;
    if (!r->begun && most <= 0)
        most = WR_DOC_TABLE_PT * 1.4;
    return most > 0 ? most + 2 * PAD_Y : 0;
}

static void place_draw(struct wr_doc_page *p, struct place *a, double h, bool whole)
{
    double inner = h - 2 * PAD_Y, used = a->text.left * a->text.leading;
    int fits = (int)(inner / a->text.leading + 0.001);
    int n = a->text.left < fits ? a->text.left : fits;
    double y = p->y + PAD_Y;

    if (whole && a->cell->tail.n == 0 && used + a->foot < inner)
        y += (inner - used - a->foot) / 2;
    wr_doc_flow_draw(p, &a->text, a->x + PAD_X, y, n);
    y += n * a->text.leading;
    if (a->text.left > 0 || a->foot <= 0 || y + a->foot > p->y + h - PAD_Y + 0.1)
        return;
    double images = wr_doc_images_height(&a->cell->images);
    (void)wr_doc_images_draw(p, &a->cell->images, a->x + PAD_X, y);
    double tail_y = p->y + h - PAD_Y - a->tail.left * a->tail.leading;
    wr_doc_flow_draw(p, &a->tail, a->x + PAD_X, tail_y > y + images ? tail_y : y + images,
                     a->tail.left);
    a->foot = 0;
}

static void borders(struct wr_doc_page *p, const struct row *r, double h)
{
    if (!p->draw)
        return;
    wr_pen_color(p->cr, &WR_PEN_INK);
    cairo_set_line_width(p->cr, BORDER);
    for (size_t i = 0; i < r->n; i++)
        cairo_rectangle(p->cr, r->at[i].x, p->y, r->at[i].w, h);
    cairo_stroke(p->cr);
}

static void row_part(struct wr_doc_page *p, struct row *r, double h, bool whole)
{
    for (size_t i = 0; i < r->n; i++)
        place_draw(p, &r->at[i], h, whole);
    borders(p, r, h);
    p->y += h;
    r->begun = true;
}

static void put_row(struct wr_doc_page *p, const struct wr_doc_block *b, const struct wr_doc_row *d)
{
    struct row r;

    row_begin(p, b, d, &r);
    row_part(p, &r, row_left(&r), true);
    row_end(&r);
}

/** Go on to the next page, with the table's head rows on top of it. */
static void turn(struct wr_doc_page *p, const struct wr_doc_block *b)
{
    const struct wr_doc_row *rows = b->rows.p;

    wr_doc_next_page(p);
    for (size_t i = 0; i < b->rows.n && rows[i].head; i++)
        put_row(p, b, &rows[i]);
}

/** A row that does not fit goes to the next page as a whole if it is small, else it is broken. */
static void put_row_broken(struct wr_doc_page *p, const struct wr_doc_block *b,
                           const struct wr_doc_row *d)
{
    struct row r;
    const double small = wr_doc_height_mm(p->doc) * MM / 4,
                 line = WR_DOC_TABLE_PT * 1.4 + 2 * PAD_Y;

    row_begin(p, b, d, &r);
    double need = row_left(&r);
    if (need > wr_doc_room(p) && (need < small || wr_doc_room(p) < 3 * line))
        turn(p, b);
    for (int parts = 0; (need = row_left(&r)) > 0 && parts < 200; parts++) {
        double room = wr_doc_room(p);
        bool fits = need <= room + 0.1;
        if (!fits && room < line) {
            turn(p, b);
            continue;
        }
        row_part(p, &r, fits ? need : room, fits && !r.begun);
        if (!fits)
            turn(p, b);
    }
    row_end(&r);
}

void wr_doc_put_table(struct wr_doc_page *p, const struct wr_doc_block *b)
{
    const struct wr_doc_row *rows = b->rows.p;

    for (size_t i = 0; i < b->rows.n; i++) {
        if (rows[i].head)
            put_row(p, b, &rows[i]);
        else
            put_row_broken(p, b, &rows[i]);
    }
}
