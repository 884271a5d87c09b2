#include "codec/plate_pen.h"

#include <cairo-svg.h>

static cairo_status_t to_buf(void *arg, const unsigned char *p, unsigned n)
{
    struct wr_buf *b = arg;

    wr_buf_add(b, p, n);
    return b->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* Draw one face on a surface whose unit is `unit` per millimetre. */
static int draw_alone(struct wr_ctx *ctx, struct wr_plate_pen *pen, const struct wr_plate_face *f,
                      cairo_surface_t *s, double unit, enum wr_plate_qr_how how,
                      struct wr_qr *ret_qr)
{
    cairo_t *cr = cairo_create(s);

    cairo_scale(cr, unit, unit);
    int rc = wr_plate_face_draw(ctx, cr, pen, f, how, ret_qr);
    cairo_destroy(cr);
    return rc;
}

/** Put the code before the closing tag, which begins with the last "<". */
static int insert_qr(struct wr_ctx *ctx, const struct wr_qr *qr, struct wr_buf *b)
{
    char tail[32];
    size_t n = 0;

    while (n < b->n && n < sizeof(tail) && (n == 0 || b->p[b->n - n] != '<'))
        n++;
    if (n == 0 || n >= sizeof(tail) || b->p[b->n - n] != '<')
        return wr_fail(ctx, WR_K_bug, WR_S("end of the SVG"));
    memcpy(tail, b->p + b->n - n, n);
    b->n -= n;
    wr_plate_face_qr_svg(b, qr);
    wr_buf_add(b, tail, n);
    return b->failed ? wr_fail(ctx, WR_K_limit_reached, WR_S("SVG"), WR_S("16 MiB")) : 0;
}

int wr_plate_draw_svg(struct wr_ctx *ctx, struct wr_plate_pen *pen, const struct wr_plate_face *f,
                      struct wr_buf *out)
{
    struct wr_qr qr;
    cairo_surface_t *s =
        cairo_svg_surface_create_for_stream(to_buf, out, WR_PLATE_W_MM, WR_PLATE_H_MM);

    cairo_svg_surface_set_document_unit(s, CAIRO_SVG_UNIT_MM);
    int rc = draw_alone(ctx, pen, f, s, 1.0, WR_PLATE_QR_LEFT_OUT, &qr);
    cairo_surface_finish(s);
    if (rc == 0)
        rc = wr_pen_end(ctx, cairo_surface_status(s));
    cairo_surface_destroy(s);
    return rc < 0 ? rc : insert_qr(ctx, &qr, out);
}

int wr_plate_draw_png(struct wr_ctx *ctx, struct wr_plate_pen *pen, const struct wr_plate_face *f,
                      int width_px, struct wr_buf *out)
{
    double unit = width_px / WR_PLATE_W_MM;
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, (int)(WR_PLATE_H_MM * unit + 0.5));

    int rc = draw_alone(ctx, pen, f, s, unit, WR_PLATE_QR_DRAWN, NULL);
    if (rc == 0)
        rc = wr_pen_end(ctx, cairo_surface_write_to_png_stream(s, to_buf, out));
    cairo_surface_destroy(s);
    return rc;
}

static int pdf_to_buf(void *arg, const void *p, size_t n)
{
    struct wr_buf *b = arg;

    wr_buf_add(b, p, n);
    return b->failed ? WR_ELIMIT : 0;
}

int wr_plate_draw_pdf(struct wr_ctx *ctx, struct wr_plate_pen *pen, const struct wr_plate_face *f,
                      struct wr_buf *out)
{
    struct wr_plate_sheets_meta meta = {
        .title = f->code_print, .made_ms = wr_ctx_now(ctx), .total = 1};
    struct wr_plate_sheets *s;

    int rc = wr_plate_sheets_new(ctx, pen, WR_LAYOUT_SINGLE, &meta, pdf_to_buf, out, &s);
    if (rc < 0)
        return rc;
    rc = wr_plate_sheets_add(ctx, s, f->district_name, f);
    if (rc < 0) {
        wr_plate_sheets_free(s);
        return rc;
    }
    return wr_plate_sheets_end(ctx, s);
}
