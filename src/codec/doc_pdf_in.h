#pragma once
/* Between doc_pdf.c and doc_pdf_table.c. Units are points. */

#include "codec/doc_in.h"
#include "codec/plate_pen.h"

#include <pango/pangocairo.h>

struct wr_doc_photo {
    int64_t id;
    struct wr_plate_photo *photo;
};

/** Where the drawing stands. */
struct wr_doc_page {
    struct wr_ctx *ctx;
    const struct wr_doc *doc;
    struct wr_plate_pen *pen;
    cairo_t *cr;
    bool draw; /* false: only count the pages */
    int page, pages;
    double y; /* from the page's upper edge */
    struct wr_doc_photo photos[32];
    size_t photos_n;
};

enum wr_doc_font { WR_DOC_SONG, WR_DOC_FANG, WR_DOC_HEI };
struct wr_doc_face {
    enum wr_doc_font font;
    double size, leading; /* leading in sizes */
    enum wr_doc_align align;
    bool indent, bold;
};

/** A text broken into lines, drawn piece by piece. */
struct wr_doc_flow {
    PangoLayout *layout;
    PangoLayoutIter *at;
    int left; /* lines not yet drawn */
    double size, leading;
};
struct wr_doc_flow wr_doc_flow_new(struct wr_doc_page *p, const struct wr_doc_face *f, double width,
                                   struct wr_str text);
void wr_doc_flow_done(struct wr_doc_flow *t);
/** Draw the next n lines (or pass over them while counting), the first one's leading beginning at y. */
void wr_doc_flow_draw(struct wr_doc_page *p, struct wr_doc_flow *t, double x, double y, int n);
double wr_doc_flow_width(struct wr_doc_flow *t);

/** Height left on this page. */
double wr_doc_room(const struct wr_doc_page *p);
void wr_doc_next_page(struct wr_doc_page *p);

double wr_doc_images_height(const struct wr_list *images);
/** Side by side from x. @return x behind the last */
double wr_doc_images_draw(struct wr_doc_page *p, const struct wr_list *images, double x, double y);

void wr_doc_put_table(struct wr_doc_page *p, const struct wr_doc_block *b);
