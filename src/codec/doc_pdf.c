/* Papers as PDF: laid out twice, first to count the pages, then to draw. Units are points. */
#include "codec/doc_pdf_in.h"

#include "base/calendar.h"

#include <cairo-pdf.h>

#define MM WR_PEN_PT_PER_MM
#define GAP 4.0 /* between blocks */

/* ---- text ------------------------------------------------------------------------------------ */

static const char *const faces[] = {
    [WR_DOC_SONG] = "Noto Serif CJK SC, Source Han Serif SC, SimSun, serif",
    [WR_DOC_FANG] = "FangSong, FangSong_GB2312, STFangsong, Noto Serif CJK SC, Source Han Serif "
                    "SC, serif",
    [WR_DOC_HEI] = "Noto Sans CJK SC, Source Han Sans SC, SimHei, sans-serif",
};

struct wr_doc_flow wr_doc_flow_new(struct wr_doc_page *p, const struct wr_doc_face *f, double width,
                                   struct wr_str text)
{
    struct wr_doc_flow t = {.size = f->size, .leading = f->size * f->leading};
    PangoFontDescription *d = pango_font_description_from_string(faces[f->font]);
    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                            PANGO_ALIGN_RIGHT};

    pango_font_description_set_weight(d, f->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(d, f->size * PANGO_SCALE);
    t.layout = pango_layout_new(p->pen->context);
    pango_layout_set_font_description(t.layout, d);
    pango_font_description_free(d);
    pango_layout_set_width(t.layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(t.layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(t.layout, aligns[f->align]);
    pango_layout_set_indent(t.layout, f->indent ? (int)(2 * f->size * PANGO_SCALE) : 0);
    pango_layout_set_text(t.layout, text.p ? text.p : "", (int)text.n);
    t.left = text.n > 0 ? pango_layout_get_line_count(t.layout) : 0;
    t.at = pango_layout_get_iter(t.layout);
    return t;
}

void wr_doc_flow_done(struct wr_doc_flow *t)
{
    if (t->at)
        pango_layout_iter_free(t->at);
    if (t->layout)
        g_object_unref(t->layout);
    *t = (struct wr_doc_flow){0};
}

void wr_doc_flow_draw(struct wr_doc_page *p, struct wr_doc_flow *t, double x, double y, int n)
{
    for (int i = 0; i < n && t->left > 0; i++, t->left--) {
        PangoRectangle r;
        pango_layout_iter_get_line_extents(t->at, NULL, &r);
        if (p->draw) {
            /* the em square in the middle of its leading */
            double base = y + i * t->leading + (t->leading - t->size) / 2 + t->size * 0.88;
            wr_pen_color(p->cr, &WR_PEN_INK);
            cairo_move_to(p->cr, x + (double)r.x / PANGO_SCALE, base);
            pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(t->at));
        }
        (void)pango_layout_iter_next_line(t->at);
    }
}

double wr_doc_flow_width(struct wr_doc_flow *t)
{
    int w = 0, h = 0;

    pango_layout_get_size(t->layout, &w, &h);
    return (double)w / PANGO_SCALE;
}

/* ---- pages ----------------------------------------------------------------------------------- */

double wr_doc_room(const struct wr_doc_page *p)
{
    return (wr_doc_top_mm(p->doc) + wr_doc_height_mm(p->doc)) * MM - p->y;
}

static void draw_foot(struct wr_doc_page *p)
{
    const struct wr_doc_face small = {
        .font = WR_DOC_SONG, .size = 9, .leading = 1.3, .align = WR_DOC_CENTER};
    struct wr_str page = wr_arena_printf(p->ctx->arena, "第 %d 页　共 %d 页", p->page, p->pages);
    double y = (wr_doc_top_mm(p->doc) + wr_doc_height_mm(p->doc) + 7) * MM;

    for (int i = 0; i < 2; i++, y += 14) {
        struct wr_doc_flow t =
            wr_doc_flow_new(p, &small, WR_DOC_WIDTH_MM * MM, i == 0 ? page : p->doc->foot);
        wr_doc_flow_draw(p, &t, WR_DOC_LEFT_MM * MM, y, 2);
        wr_doc_flow_done(&t);
    }
}

void wr_doc_next_page(struct wr_doc_page *p)
{
    if (p->draw) {
        draw_foot(p);
        cairo_show_page(p->cr);
    }
    p->page++;
    p->y = wr_doc_top_mm(p->doc) * MM;
}

/** Text over as many pages as it takes. */
static void put_text(struct wr_doc_page *p, const struct wr_doc_face *f, struct wr_str text)
{
    struct wr_doc_flow t = wr_doc_flow_new(p, f, WR_DOC_WIDTH_MM * MM, text);

    while (t.left > 0) {
        int fits = (int)(wr_doc_room(p) / t.leading);
        int n = fits < t.left ? fits : t.left;
        if (n <= 0 || (n == 1 && t.left > 1 && fits < 2)) {
            wr_doc_next_page(p);
            continue;
        }
        wr_doc_flow_draw(p, &t, WR_DOC_LEFT_MM * MM, p->y, n);
        p->y += n * t.leading;
    }
    wr_doc_flow_done(&t);
}

/* ---- pictures -------------------------------------------------------------------------------- */

static const struct wr_plate_photo *photo_of(struct wr_doc_page *p, int64_t id)
{
    for (size_t i = 0; i < p->photos_n; i++)
        if (p->photos[i].id == id)
            return p->photos[i].photo;
    return NULL;
}

double wr_doc_images_height(const struct wr_list *images)
{
    const struct wr_doc_image *im = images->p;
    double most = 0, w = 0, h = 0;

    for (size_t i = 0; i < images->n; i++) {
        wr_doc_image_size(&im[i], &w, &h);
        most = h > most ? h : most;
    }
    return most * MM;
}

double wr_doc_images_draw(struct wr_doc_page *p, const struct wr_list *images, double x, double y)
{
    const struct wr_doc_image *im = images->p;

    for (size_t i = 0; i < images->n; i++) {
        double w = 0, h = 0;
        const struct wr_plate_photo *photo = photo_of(p, im[i].id);
        wr_doc_image_size(&im[i], &w, &h);
        if (p->draw && photo) {
            cairo_save(p->cr);
            cairo_translate(p->cr, x, y);
            cairo_scale(p->cr, w * MM / photo->width, h * MM / photo->height);
            cairo_set_source_surface(p->cr, photo->surface, 0, 0);
            cairo_paint(p->cr);
            cairo_restore(p->cr);
        }
        x += w * MM + 6;
    }
    return x;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void put_lines(struct wr_doc_page *p, int n)
{
    const double step = WR_DOC_RULED_MM * MM;

    for (int i = 0; i < n; i++) {
        if (wr_doc_room(p) < step)
            wr_doc_next_page(p);
        p->y += step;
        if (!p->draw)
            continue;
        wr_pen_color(p->cr, &WR_PEN_INK);
        cairo_set_line_width(p->cr, 0.5);
        cairo_move_to(p->cr, WR_DOC_LEFT_MM * MM, p->y - 2);
        cairo_rel_line_to(p->cr, WR_DOC_WIDTH_MM * MM, 0);
        cairo_stroke(p->cr);
    }
}

static void put_sign(struct wr_doc_page *p, const struct wr_doc_block *b)
{
    struct wr_doc_face f = {
        .font = WR_DOC_FANG, .size = WR_DOC_TABLE_PT, .leading = WR_DOC_LEADING};
    struct wr_doc_flow text = wr_doc_flow_new(p, &f, WR_DOC_WIDTH_MM * MM, b->text);
    f.align = WR_DOC_RIGHT;
    struct wr_doc_flow tail = wr_doc_flow_new(p, &f, WR_DOC_WIDTH_MM * MM, b->tail);
    double picture = wr_doc_images_height(&b->images);
    double body = text.leading * text.left, h = picture > body ? picture : body;
    bool apart = b->tail.n > 0 && b->images.n > 2;

    if (wr_doc_room(p) < h + (apart ? tail.leading : 0))
        wr_doc_next_page(p);
    double x = WR_DOC_LEFT_MM * MM, y = p->y + (h - body) / 2, w = wr_doc_flow_width(&text);
    wr_doc_flow_draw(p, &text, x, y, text.left);
    (void)wr_doc_images_draw(p, &b->images, x + w + 4, p->y + (h - picture) / 2);
    p->y += apart ? h : 0;
    wr_doc_flow_draw(p, &tail, x, apart ? p->y : y, 1);
    p->y += apart ? tail.leading : h;
    wr_doc_flow_done(&text);
    wr_doc_flow_done(&tail);
}

static void put_block(struct wr_doc_page *p, const struct wr_doc_block *b)
{
    struct wr_doc_face f = {.font = WR_DOC_FANG,
                            .size = p->doc->body_pt,
                            .leading = WR_DOC_LEADING,
                            .align = b->align,
                            .indent = b->indent,
                            .bold = b->bold};

    switch (b->kind) {
    case WR_DOC_HEADING:
        f.font = WR_DOC_HEI;
        put_text(p, &f, b->text);
        break;
    case WR_DOC_NOTE:
        f.size = WR_DOC_NOTE_PT;
        put_text(p, &f, b->text);
        break;
    case WR_DOC_TABLE:
        wr_doc_put_table(p, b);
        break;
    case WR_DOC_LINES:
        put_lines(p, b->n);
        break;
    case WR_DOC_SIGN:
        put_sign(p, b);
        break;
    case WR_DOC_PARA:
        put_text(p, &f, b->text);
        break;
    }
    p->y += GAP;
}

static void put_head(struct wr_doc_page *p)
{
    struct wr_doc_face f = {.font = WR_DOC_SONG,
                            .size = WR_DOC_ISSUER_PT,
                            .leading = 1.5,
                            .align = WR_DOC_CENTER,
                            .bold = true};
    const struct wr_doc *d = p->doc;

    put_text(p, &f, d->issuer);
    f.size = WR_DOC_TITLE_PT;
    put_text(p, &f, d->title);
    p->y += GAP;
    f = (struct wr_doc_face){.font = WR_DOC_FANG,
                             .size = WR_DOC_TABLE_PT,
                             .leading = WR_DOC_LEADING,
                             .align = WR_DOC_RIGHT};
    put_text(p, &f, d->number);
    p->y += GAP;
}

/** Height below which the beginning of a block looks lost at the foot of a page. */
static double first_height(const struct wr_doc_page *p, const struct wr_doc_block *b)
{
    const struct wr_doc_row *rows = b->rows.p;
    double line = p->doc->body_pt * WR_DOC_LEADING, h = 2 * line;

    if (b->kind == WR_DOC_TABLE)
        for (size_t i = 0; i < b->rows.n && i < 2; i++)
            h += (rows[i].lines > 1 ? rows[i].lines : 1) * WR_DOC_TABLE_PT * WR_DOC_LEADING;
    return h < WR_DOC_PAGE_H_MM * MM / 3 ? h : WR_DOC_PAGE_H_MM * MM / 3;
}

/** Height of the signatures from here on, which stay on one page. */
static double signs_height(const struct wr_doc_page *p, size_t from)
{
    const struct wr_doc_block *b = p->doc->blocks.p;
    double h = 0;

    for (size_t i = from; i < p->doc->blocks.n && b[i].kind == WR_DOC_SIGN; i++) {
        double line = WR_DOC_TABLE_PT * WR_DOC_LEADING,
               picture = wr_doc_images_height(&b[i].images);
        h += (picture > line ? picture : line) + (b[i].images.n > 2 ? line : 0) + GAP;
    }
    return h;
}

/** Would this block be torn from what it belongs to? */
static bool breaks_here(const struct wr_doc_page *p, size_t i)
{
    const struct wr_doc_block *b = p->doc->blocks.p;

    if (b[i].kind == WR_DOC_SIGN && (i == 0 || b[i - 1].kind != WR_DOC_SIGN))
        return wr_doc_room(p) < signs_height(p, i);
    return b[i].kind == WR_DOC_HEADING && i + 1 < p->doc->blocks.n &&
           wr_doc_room(p) < first_height(p, &b[i + 1]) + p->doc->body_pt * 2;
}

static void put_all(struct wr_doc_page *p)
{
    const struct wr_doc_block *b = p->doc->blocks.p;

    p->page = 1;
    p->y = wr_doc_top_mm(p->doc) * MM;
    put_head(p);
    for (size_t i = 0; i < p->doc->blocks.n; i++) {
        if (breaks_here(p, i))
            wr_doc_next_page(p);
        put_block(p, &b[i]);
    }
    if (p->draw) {
        draw_foot(p);
        cairo_show_page(p->cr);
    }
}

/* ---- the file -------------------------------------------------------------------------------- */

static int load_photos(struct wr_doc_page *p, const struct wr_list *images)
{
    const struct wr_doc_image *im = images->p;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < images->n; i++) {
        if (photo_of(p, im[i].id))
            continue;
        if (p->photos_n == WR_ARRAY_LEN(p->photos))
            return wr_fail(p->ctx, WR_K_limit_reached, WR_S("图片 (pictures)"), WR_S("32"));
        struct wr_plate_photo *photo = NULL;
        rc = wr_plate_photo_new(p->ctx, im[i].id, im[i].jpeg, &photo);
        if (rc == 0)
            p->photos[p->photos_n++] = (struct wr_doc_photo){im[i].id, photo};
    }
    return rc;
}

static int load_all_photos(struct wr_doc_page *p)
{
    const struct wr_doc_block *b = p->doc->blocks.p;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < p->doc->blocks.n; i++) {
        const struct wr_doc_row *rows = b[i].rows.p;
        rc = load_photos(p, &b[i].images);
        for (size_t r = 0; rc == 0 && r < b[i].rows.n; r++) {
            const struct wr_doc_cell *c = rows[r].cells.p;
            for (size_t k = 0; rc == 0 && k < rows[r].cells.n; k++)
                rc = load_photos(p, &c[k].images);
        }
    }
    return rc;
}

static cairo_status_t collect(void *arg, const unsigned char *bytes, unsigned n)
{
    struct wr_buf *out = arg;

    wr_buf_add(out, bytes, n);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void describe(cairo_surface_t *s, const struct wr_doc *d, struct wr_ctx *ctx)
{
    char made[WR_STAMP_TEXT];
    const char *title = wr_arena_cstr(ctx->arena, d->title);
    const char *issuer = wr_arena_cstr(ctx->arena, d->issuer);

    wr_stamp_format(d->made_ms, made);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, title ? title : "");
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, issuer ? issuer : "");
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "wurao");
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, made);
}

static int draw(struct wr_doc_page *p, struct wr_buf *out)
{
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(collect, out, WR_DOC_PAGE_W_MM * MM,
                                                             WR_DOC_PAGE_H_MM * MM);
    p->cr = cairo_create(s);
    describe(s, p->doc, p->ctx);
    put_all(p);
    p->pages = p->page;
    p->draw = true;
    put_all(p);
    cairo_destroy(p->cr);
    cairo_surface_finish(s);
    int rc = out->failed ? wr_fail(p->ctx, WR_K_limit_reached, WR_S("PDF"), WR_S("32 MiB"))
                         : wr_pen_end(p->ctx, cairo_surface_status(s));
    cairo_surface_destroy(s);
    return rc;
}

int wr_doc_pdf(struct wr_ctx *ctx, const struct wr_doc *d, struct wr_buf *out)
{
    struct wr_doc_page p = {.ctx = ctx, .doc = d};
    int rc = wr_plate_pen_new(ctx, &p.pen);

    if (rc == 0)
        rc = load_all_photos(&p);
    if (rc == 0)
        rc = draw(&p, out);
    for (size_t i = 0; i < p.photos_n; i++)
        wr_plate_photo_free(p.photos[i].photo);
    wr_plate_pen_free(p.pen);
    return rc;
}
