#include "codec/plate_pen.h"

#include "base/alloc.h"
#include "base/calendar.h"

#include <cairo-pdf.h>

#define PLATES_MAX 100000
#define EDGE 8.0     /* of the page, left, right and top */
#define FOOT 10.0    /* of the page, below: the line about this page */
#define GUTTER 6.0   /* between plates; the crop marks stand in it */
#define MARK_GAP 1.2 /* from the edge of a plate to its mark */
#define MARK_LENGTH 3.6
#define LIST_ROW 4.6
#define LIST_COLUMN_MIN 92.0

struct layout {
    double page_w, page_h;
    int cols, rows;
};

static const struct layout layouts[] = {
    [WR_LAYOUT_SINGLE] = {297, 210, 1, 1},
    [WR_LAYOUT_A4_2] = {210, 297, 1, 2},
    [WR_LAYOUT_A4_4] = {297, 210, 2, 2},
    [WR_LAYOUT_A3_8] = {297, 420, 2, 4},
};

/** One line of the contents list. */
struct entry {
    char code[16];
    char *name;
    char *group; /* set where a new group begins */
    int page;
};

struct wr_plate_sheets {
    struct wr_plate_pen *pen;
    const struct layout *layout;
    double scale; /* of a face on this layout */
    cairo_surface_t *surface;
    cairo_t *cr;
    int (*write)(void *arg, const void *p, size_t n);
    void *arg;
    int write_rc;
    char *title;
    char *filter;
    char made[WR_STAMP_TEXT];
    size_t total, done;
    struct entry *entries;
    size_t n_entries;
    struct wr_qr qr; /* of the last face: sizes only */
};

size_t wr_plate_layout_per_page(enum wr_plate_layout layout)
{
    return (size_t)(layouts[layout].cols * layouts[layout].rows);
}

static cairo_status_t pass_on(void *arg, const unsigned char *p, unsigned n)
{
    struct wr_plate_sheets *s = arg;

    if (s->write_rc == 0)
        s->write_rc = s->write(s->arg, p, n);
    return s->write_rc < 0 ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static char *dup_z(struct wr_str s)
{
    char *z = wr_alloc(s.n + 1);

    if (z && s.n > 0)
        memcpy(z, s.p, s.n);
    return z;
}

static double scale_of(const struct layout *l)
{
    double w = (l->page_w - 2 * EDGE - (l->cols - 1) * GUTTER) / l->cols / WR_PLATE_W_MM;
    double h = (l->page_h - EDGE - FOOT - (l->rows - 1) * GUTTER) / l->rows / WR_PLATE_H_MM;
    double s = w < h ? w : h;

    return s < 1.0 ? s : 1.0;
}

static void describe(struct wr_plate_sheets *s)
{
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_TITLE, s->title);
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_SUBJECT, s->filter);
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATOR, "wurao");
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATE_DATE, s->made);
}

int wr_plate_sheets_new(struct wr_ctx *ctx, struct wr_plate_pen *pen, enum wr_plate_layout layout,
                        const struct wr_plate_sheets_meta *meta,
                        int (*write)(void *arg, const void *p, size_t n), void *arg,
                        struct wr_plate_sheets **ret)
{
    if (meta->total == 0 || meta->total > PLATES_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("信息牌 (plates)"), WR_S("100000"));
    struct wr_plate_sheets *s = wr_alloc(sizeof(*s));
    if (!s)
        return wr_fail(ctx, WR_K_memory);
    *s = (struct wr_plate_sheets){
        .pen = pen, .layout = &layouts[layout], .write = write, .arg = arg, .total = meta->total};
    s->scale = scale_of(s->layout);
    s->title = dup_z(meta->title);
    s->filter = dup_z(meta->filter);
    s->entries = wr_alloc_array(meta->total, sizeof(*s->entries));
    wr_stamp_format(meta->made_ms, s->made);
    if (!s->title || !s->filter || !s->entries) {
        wr_plate_sheets_free(s);
        return wr_fail(ctx, WR_K_memory);
    }
    s->surface = cairo_pdf_surface_create_for_stream(
        pass_on, s, s->layout->page_w * WR_PEN_PT_PER_MM, s->layout->page_h * WR_PEN_PT_PER_MM);
    s->cr = cairo_create(s->surface);
    cairo_scale(s->cr, WR_PEN_PT_PER_MM, WR_PEN_PT_PER_MM);
    describe(s);
    *ret = s;
    return 0;
}

struct wr_plate_sheets *wr_plate_sheets_free(struct wr_plate_sheets *s)
{
    if (!s)
        return NULL;
    if (s->cr)
        cairo_destroy(s->cr);
    if (s->surface)
        cairo_surface_destroy(s->surface);
    for (size_t i = 0; i < s->n_entries; i++) {
        wr_free(s->entries[i].name);
        wr_free(s->entries[i].group);
    }
    wr_free(s->entries);
    wr_free(s->title);
    wr_free(s->filter);
    return wr_free(s);
}

/* ---- one page ------------------------------------------------------------------------------- */

static void line(cairo_t *cr, double x1, double y1, double x2, double y2)
{
    cairo_move_to(cr, x1, y1);
    cairo_line_to(cr, x2, y2);
}

static void draw_marks(cairo_t *cr, struct wr_pen_box b)
{
    const double g = MARK_GAP, l = MARK_GAP + MARK_LENGTH;

    for (int i = 0; i < 2; i++) {
        double x = b.x + (i ? b.w : 0), y = b.y + (i ? b.h : 0);
        line(cr, x, b.y - l, x, b.y - g);
        line(cr, x, b.y + b.h + g, x, b.y + b.h + l);
        line(cr, b.x - l, y, b.x - g, y);
        line(cr, b.x + b.w + g, y, b.x + b.w + l, y);
    }
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, 0.15);
    cairo_stroke(cr);
    /* the edge itself, faint: where the scissors go if the marks are lost */
    wr_pen_color(cr, &WR_PEN_LINE);
    cairo_set_line_width(cr, 0.1);
    cairo_rectangle(cr, b.x, b.y, b.w, b.h);
    cairo_stroke(cr);
}

static void draw_page_foot(struct wr_ctx *ctx, struct wr_plate_sheets *s, size_t from, size_t to,
                           struct wr_str extra)
{
    const struct layout *l = s->layout;
    size_t per_page = (size_t)(l->cols * l->rows), pages = (s->total + per_page - 1) / per_page;
    struct wr_pen_box box = {EDGE + 6, l->page_h - 4.6, l->page_w - 2 * EDGE - 12, 3.0};
    struct wr_pen_style st = {.size = 2.5, .size_one_line = 1.8, .color = &WR_PEN_GREY};
    char stamp[17];

    memcpy(stamp, s->made, 16);
    stamp[10] = ' ';
    stamp[16] = '\0';
    wr_pen_text(s->cr, s->pen, (struct wr_pen_box){box.x, box.y, box.w * 0.64, box.h}, &st,
                wr_arena_printf(ctx->arena, "%s%s%s　生成 %s　" WR_FMT, s->title,
                                s->filter[0] ? "　" : "", s->filter, stamp, WR_ARG(extra)));
    st.align = WR_PEN_RIGHT;
    wr_pen_text(s->cr, s->pen,
                (struct wr_pen_box){box.x + box.w * 0.65, box.y, box.w * 0.35, box.h}, &st,
                wr_arena_printf(ctx->arena, "序号 %zu–%zu / %zu　第 %zu / %zu 页", from, to,
                                s->total, (to + per_page - 1) / per_page, pages));
}

static void finish_page(struct wr_ctx *ctx, struct wr_plate_sheets *s)
{
    size_t per_page = (size_t)(s->layout->cols * s->layout->rows);
    size_t from = (s->done - 1) / per_page * per_page + 1;
    int um = (int)(wr_plate_face_module_mm(&s->qr) * s->scale * 100 + 0.5);

    draw_page_foot(ctx, s, from, s->done,
                   wr_arena_printf(ctx->arena, "二维码 Q 级、版本 %d、模块 %d.%02d mm",
                                   s->qr.version, um / 100, um % 100));
    cairo_show_page(s->cr);
}

static int note_entry(struct wr_ctx *ctx, struct wr_plate_sheets *s, struct wr_str group,
                      const struct wr_plate_face *f, int page)
{
    struct entry *e = &s->entries[s->n_entries];
    const char *last = NULL;

    for (size_t i = s->n_entries; i > 0 && !last; i--)
        last = s->entries[i - 1].group;
    *e = (struct entry){.page = page};
    if (!wr_str_copy_z(f->code_print, e->code, sizeof(e->code)))
        return wr_fail(ctx, WR_K_bug, WR_S("plate code too long"));
    e->name = dup_z(f->enterprise_name);
    if (group.n > 0 && (!last || !wr_str_eq(wr_str(last), group)))
        e->group = dup_z(group);
    s->n_entries++;
    if (!e->name)
        return wr_fail(ctx, WR_K_memory);
    if (e->group && s->total > 1) {
        char to[32];
        struct wr_str dest = wr_arena_printf(ctx->arena, "page=%d", page);
        if (wr_str_copy_z(dest, to, sizeof(to)))
            (void)cairo_pdf_surface_add_outline(s->surface, CAIRO_PDF_OUTLINE_ROOT, e->group, to,
                                                0);
    }
    return 0;
}

int wr_plate_sheets_add(struct wr_ctx *ctx, struct wr_plate_sheets *s, struct wr_str group,
                        const struct wr_plate_face *f)
{
    const struct layout *l = s->layout;
    int per_page = l->cols * l->rows, at = (int)(s->done % (size_t)per_page),
        page = (int)(s->done / (size_t)per_page) + 1;
    double w = WR_PLATE_W_MM * s->scale, h = WR_PLATE_H_MM * s->scale;
    double x0 = (l->page_w - l->cols * w - (l->cols - 1) * GUTTER) / 2;
    double y0 = EDGE + (l->page_h - EDGE - FOOT - l->rows * h - (l->rows - 1) * GUTTER) / 2;
    struct wr_pen_box box = {x0 + (at % l->cols) * (w + GUTTER), y0 + (at / l->cols) * (h + GUTTER),
                             w, h};

    if (s->done >= s->total)
        return wr_fail(ctx, WR_K_bug, WR_S("more plates than announced"));
    int rc = note_entry(ctx, s, group, f, page);
    if (rc < 0)
        return rc;
    cairo_save(s->cr);
    cairo_translate(s->cr, box.x, box.y);
    cairo_scale(s->cr, s->scale, s->scale);
    rc = wr_plate_face_draw(ctx, s->cr, s->pen, f, WR_PLATE_QR_DRAWN, &s->qr);
    cairo_restore(s->cr);
    if (rc < 0)
        return s->write_rc < 0 ? s->write_rc : rc;
    draw_marks(s->cr, box);
    s->done++;
    if (at == per_page - 1)
        finish_page(ctx, s);
    return s->write_rc;
}

/* ---- contents list -------------------------------------------------------------------------- */

struct list {
    struct wr_plate_sheets *s;
    double top;
    int cols, rows; /* places on a page */
    int at;
    int page;
};

static void list_page_begin(struct wr_ctx *ctx, struct list *l)
{
    const struct layout *p = l->s->layout;

    wr_pen_text(l->s->cr, l->s->pen,
                (struct wr_pen_box){EDGE + 4, EDGE + 2, p->page_w - 2 * EDGE - 8, 6},
                &(struct wr_pen_style){.size = 5, .bold = true, .color = &WR_PEN_ACCENT},
                wr_arena_printf(ctx->arena, "目录　%s　共 %zu 块", l->s->title, l->s->total));
    wr_pen_fill(l->s->cr, &WR_PEN_ACCENT,
                (struct wr_pen_box){EDGE + 4, EDGE + 10, p->page_w - 2 * EDGE - 8, 0.4});
}

static struct wr_pen_box list_place(struct wr_ctx *ctx, struct list *l)
{
    const struct layout *p = l->s->layout;
    double w = (p->page_w - 2 * EDGE - 8) / l->cols;

    if (l->at == l->cols * l->rows) {
        cairo_show_page(l->s->cr);
        l->at = 0;
    }
    if (l->at == 0)
        list_page_begin(ctx, l);
    struct wr_pen_box b = {EDGE + 4 + l->at / l->rows * w, l->top + l->at % l->rows * LIST_ROW,
                           w - 4, LIST_ROW};
    l->at++;
    return b;
}

static void draw_list(struct wr_ctx *ctx, struct wr_plate_sheets *s)
{
    struct list l = {.s = s, .top = EDGE + 14};
    struct wr_pen_style plain = {.size = 2.7, .size_one_line = 1.2},
                        head = {.size = 3.2, .bold = true, .color = &WR_PEN_ACCENT};
    struct wr_pen_style right = {.size = 2.7, .align = WR_PEN_RIGHT, .color = &WR_PEN_GREY};

    l.cols = (int)((s->layout->page_w - 2 * EDGE - 8) / LIST_COLUMN_MIN);
    l.rows = (int)((s->layout->page_h - l.top - FOOT - 4) / LIST_ROW);
    for (size_t i = 0; i < s->n_entries; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        const struct entry *e = &s->entries[i];
        if (e->group)
            wr_pen_text(s->cr, s->pen, list_place(ctx, &l), &head, wr_str(e->group));
        struct wr_pen_box b = list_place(ctx, &l);
        wr_pen_text(s->cr, s->pen, (struct wr_pen_box){b.x, b.y, 9, b.h}, &right,
                    wr_arena_printf(ctx->arena, "%zu", i + 1));
        wr_pen_text(s->cr, s->pen, (struct wr_pen_box){b.x + 11, b.y, 23, b.h}, &plain,
                    wr_str(e->code));
        wr_pen_text(s->cr, s->pen, (struct wr_pen_box){b.x + 35, b.y, b.w - 50, 3}, &plain,
                    wr_str(e->name));
        wr_pen_text(s->cr, s->pen, (struct wr_pen_box){b.x + b.w - 14, b.y, 14, b.h}, &right,
                    wr_arena_printf(ctx->arena, "第 %d 页", e->page));
        wr_arena_rewind(ctx->arena, mark);
    }
    cairo_show_page(s->cr);
}

int wr_plate_sheets_end(struct wr_ctx *ctx, struct wr_plate_sheets *s)
{
    if (s->done % (size_t)(s->layout->cols * s->layout->rows) != 0)
        finish_page(ctx, s);
    if (s->total > 1)
        draw_list(ctx, s);
    cairo_surface_finish(s->surface);
    int rc = s->write_rc < 0 ? s->write_rc : wr_pen_end(ctx, cairo_surface_status(s->surface));
    wr_plate_sheets_free(s);
    return rc;
}
