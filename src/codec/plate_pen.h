#pragma once
/* Shared by the files that draw plates and papers; nobody else includes it. Units are millimetres. */

#include "codec/plate_draw.h"

#include <cairo.h>
#include <pango/pango.h>

#define WR_PEN_PT_PER_MM (72.0 / 25.4)

struct wr_plate_pen {
    PangoFontMap *fonts;
    PangoContext *context;
    PangoLayout *layout;
};

struct wr_plate_photo {
    cairo_surface_t *surface;
    int width, height;
};

struct wr_pen_color {
    double r, g, b;
};
extern const struct wr_pen_color WR_PEN_ACCENT, WR_PEN_INK, WR_PEN_GREY, WR_PEN_LINE, WR_PEN_WHITE,
    WR_PEN_WARN;

struct wr_pen_box {
    double x, y, w, h;
};

enum wr_pen_align { WR_PEN_LEFT, WR_PEN_CENTER, WR_PEN_RIGHT };

struct wr_pen_style {
    double size;          /* of the em square, at most */
    double size_one_line; /* shrink one line down to this, then wrap; 0: = size */
    double spacing;       /* between letters, in em */
    bool bold;
    enum wr_pen_align align;
    bool middle; /* vertically, else from the top */
    const struct wr_pen_color *color;
};

/**
 * Write text into a box: as large as the style allows, shrunk, then wrapped, then shrunk further until all of it fits.
 * Nothing is ever cut off.
 * @return the height used
 */
double wr_pen_text(cairo_t *cr, struct wr_plate_pen *pen, struct wr_pen_box box,
                   const struct wr_pen_style *st, struct wr_str text);
void wr_pen_color(cairo_t *cr, const struct wr_pen_color *c);
void wr_pen_fill(cairo_t *cr, const struct wr_pen_color *c, struct wr_pen_box box);

/** Draw the code with the face, or leave its place for wr_plate_face_qr_svg. */
enum wr_plate_qr_how { WR_PLATE_QR_DRAWN, WR_PLATE_QR_LEFT_OUT };
/** One face at WR_PLATE_W_MM × WR_PLATE_H_MM from the origin of `cr`. @param ret_qr [out] may be NULL */
WR_MUST_CHECK int wr_plate_face_draw(struct wr_ctx *ctx, cairo_t *cr, struct wr_plate_pen *pen,
                                     const struct wr_plate_face *f, enum wr_plate_qr_how qr_how,
                                     struct wr_qr *ret_qr);
/** The code as an SVG path in its place on the face (units: mm); a fifth of what cairo writes for it. */
void wr_plate_face_qr_svg(struct wr_buf *b, const struct wr_qr *qr);
/** Side of one QR module on the face, mm. */
double wr_plate_face_module_mm(const struct wr_qr *qr);
/** The state of a drawing as a result code. */
WR_MUST_CHECK int wr_pen_end(struct wr_ctx *ctx, cairo_status_t status);
