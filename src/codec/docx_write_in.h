#pragma once
/* Between docx_write.c (the body) and docx_parts.c (the package around it). */

#include "codec/doc_in.h"
#include "codec/xml.h"

#define WR_DOCX_IMAGES_MAX 32
#define WR_DOCX_TWIPS_PER_MM 56.6929

enum wr_docx_face { WR_DOCX_SONG, WR_DOCX_FANG, WR_DOCX_HEI };
/** Of a paragraph and its runs. */
struct wr_docx_style {
    enum wr_docx_face face;
    double pt, leading; /* leading in sizes */
    enum wr_doc_align align;
    int after; /* space below, twips */
    bool bold, indent;
    bool keep;  /* with the next paragraph */
    bool ruled; /* a line below, for handwriting */
    bool tab;   /* a stop at the right edge */
    bool exact; /* height of the line */
};

struct wr_docx {
    const struct wr_doc *doc;
    struct wr_xml x;
    const struct wr_doc_image *images[WR_DOCX_IMAGES_MAX]; /* each once */
    size_t images_n;
    bool too_many;
    unsigned drawings;
};

void wr_docx_para_begin(struct wr_xml *x, const struct wr_docx_style *st);
void wr_docx_run(struct wr_xml *x, const struct wr_docx_style *st, struct wr_str text);
/** Everything inside w:body but the section. */
void wr_docx_body(struct wr_docx *d);
/** Place of a picture in the package; the same id has the same place. */
size_t wr_docx_image(struct wr_docx *d, const struct wr_doc_image *im);
