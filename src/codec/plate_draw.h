#pragma once
/*
 * The drawing of plates (信息牌): one face from plain texts, alone as SVG, PDF or PNG, or many on sheets with crop marks.
 * plate_*.c and doc_pdf*.c of this folder alone know cairo and pango.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "codec/qr.h"

#define WR_PLATE_W_MM                                                                              \
    277.0 /* drawn at this size; layouts scale it, QR modules stay ≥ 0.9 mm on the smallest */
#define WR_PLATE_H_MM 190.0

/** Fonts, loaded once for a series of plates; used by one thread at a time. */
struct wr_plate_pen;
/** @return 0, WR_EIO (plate.no_font: no font with Chinese characters on this machine), WR_ENOMEM */
WR_MUST_CHECK int wr_plate_pen_new(struct wr_ctx *ctx, struct wr_plate_pen **ret);
struct wr_plate_pen *wr_plate_pen_free(struct wr_plate_pen *p);

struct wr_plate_photo; /* a portrait, decoded once, drawn on many plates */

/** Decode a JPEG (of our own media store) for drawing. @param id tells equal photos apart within one PDF, > 0 */
WR_MUST_CHECK int wr_plate_photo_new(struct wr_ctx *ctx, int64_t id, struct wr_str jpeg,
                                     struct wr_plate_photo **ret);
struct wr_plate_photo *wr_plate_photo_free(struct wr_plate_photo *p);

/** What stands on one plate. All slices are borrowed for the call; absent ones leave their place empty. */
struct wr_plate_face {
    struct wr_str bureau_name;
    struct wr_str enterprise_name;
    struct wr_str credit_code;
    struct wr_str district_name;
    struct wr_str officer_name; /* absent: 待指派 */
    struct wr_str officer_unit;
    struct wr_str officer_title;
    struct wr_str officer_phone; /* duty phone */
    struct wr_str supervision_phone;
    struct wr_str code_print; /* ABCDE-FGHJK */
    struct wr_str payload;    /* the link in the QR code */
    struct wr_str site_host;  /* where the code can be typed */
    struct wr_str issue_date;
    struct wr_str kid;
    int64_t ver;
    bool made_up;                       /* demonstration data: says so on its face */
    const struct wr_plate_photo *photo; /* NULL: an empty frame */
};

enum wr_plate_layout { WR_LAYOUT_SINGLE, WR_LAYOUT_A4_2, WR_LAYOUT_A4_4, WR_LAYOUT_A3_8 };

/** One plate, cut to its edge, without page or crop marks. */
WR_MUST_CHECK int wr_plate_draw_svg(struct wr_ctx *ctx, struct wr_plate_pen *pen,
                                    const struct wr_plate_face *f, struct wr_buf *out);
/** @param width_px  200..4000 */
WR_MUST_CHECK int wr_plate_draw_png(struct wr_ctx *ctx, struct wr_plate_pen *pen,
                                    const struct wr_plate_face *f, int width_px,
                                    struct wr_buf *out);
/** One plate on an A4 page with crop marks. */
WR_MUST_CHECK int wr_plate_draw_pdf(struct wr_ctx *ctx, struct wr_plate_pen *pen,
                                    const struct wr_plate_face *f, struct wr_buf *out);

/* ---- sheets --------------------------------------------------------------------------------- */

struct wr_plate_sheets;

struct wr_plate_sheets_meta {
    struct wr_str title;  /* of the document, and on each page's foot */
    struct wr_str filter; /* what was chosen, for the foot; may be absent */
    int64_t made_ms;
    size_t total; /* plates to come, > 0 */
};

/** Plates on one page of a layout. */
size_t wr_plate_layout_per_page(enum wr_plate_layout layout);
/**
 * Begin a PDF. Bytes go to `write` as pages are finished, so that memory does not grow with the number of plates.
 * @param write  returns 0 or a negative WR_E… that ends the drawing
 */
WR_MUST_CHECK int wr_plate_sheets_new(struct wr_ctx *ctx, struct wr_plate_pen *pen,
                                      enum wr_plate_layout layout,
                                      const struct wr_plate_sheets_meta *meta,
                                      int (*write)(void *arg, const void *p, size_t n), void *arg,
                                      struct wr_plate_sheets **ret);
/** @param group  heading of the contents list under which it is listed (the district) */
WR_MUST_CHECK int wr_plate_sheets_add(struct wr_ctx *ctx, struct wr_plate_sheets *s,
                                      struct wr_str group, const struct wr_plate_face *f);
/** Contents list, then the end of the file. Frees `s` in any case. */
WR_MUST_CHECK int wr_plate_sheets_end(struct wr_ctx *ctx, struct wr_plate_sheets *s);
struct wr_plate_sheets *wr_plate_sheets_free(struct wr_plate_sheets *s);
