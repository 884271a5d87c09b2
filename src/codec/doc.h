#pragma once
/*
 * A small model of official papers (文书): title, number, paragraphs, tables, ruled lines, signatures. One model, three
 * renderers that say the same text: PDF (A4, margins of GB/T 9704), DOCX and plain lines.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "codec/field.h"

#define WR_DOC_COLUMNS_MAX 8
#define WR_DOC_IMAGES_MAX 6 /* in one place */
#define WR_DOC_BYTES_MAX ((size_t)32 << 20)

enum wr_doc_align { WR_DOC_LEFT, WR_DOC_CENTER, WR_DOC_RIGHT };
enum wr_doc_kind {
    WR_DOC_PARA,    /* text, aligned, perhaps with its first line indented by two characters */
    WR_DOC_HEADING, /* text in black letters */
    WR_DOC_NOTE,    /* small text */
    WR_DOC_TABLE,   /* rows of cells with borders */
    WR_DOC_LINES,   /* `n` ruled lines for handwriting */
    WR_DOC_SIGN     /* text, pictures of signatures behind it, `tail` (a date) at the right edge */
};

/** A JPEG with its size in pixels, > 0. `id` > 0 tells equal pictures of one paper apart. */
struct wr_doc_image {
    int64_t id;
    struct wr_str jpeg;
    int64_t width, height;
};

/** One place of a table. Texts may hold newlines. */
struct wr_doc_cell {
    struct wr_str text;
    struct wr_str tail;    /* last line, at the right edge; absent: none */
    struct wr_list images; /* struct wr_doc_image, below the text */
    int span;              /* columns, >= 1 */
    bool label;            /* names what stands beside it */
    bool center;           /* like labels, but in the letters of values */
};
struct wr_doc_row {
    struct wr_list cells; /* struct wr_doc_cell; their spans add up to the table's columns */
    int lines;            /* least height, in lines of text */
    bool head;            /* repeated on each page the table goes on to */
};

struct wr_doc_block {
    enum wr_doc_kind kind;
    struct wr_str text, tail;
    enum wr_doc_align align;
    bool indent, bold;
    int n;                        /* LINES */
    int cols[WR_DOC_COLUMNS_MAX]; /* TABLE: widths in parts of their sum */
    size_t cols_n;
    struct wr_list rows;   /* struct wr_doc_row */
    struct wr_list images; /* struct wr_doc_image */
};

/** A paper. All slices are borrowed for the call; absent ones leave no line. */
struct wr_doc {
    struct wr_str issuer; /* above the title: who issues it */
    struct wr_str title;
    struct wr_str number; /* 发文字号, at the right edge below the title */
    struct wr_str foot;   /* small, at the foot of each page, below "第 x 页 共 y 页" */
    bool sheet;  /* a form: margins of 25 mm above and below in place of those of a letter */
    int body_pt; /* size of paragraphs: 16 (三号), 14 (四号) or 12 (小四); tables are 12 */
    struct wr_list blocks; /* struct wr_doc_block */
    int64_t made_ms;
};

/** @return 0, WR_EIO (plate.no_font: no font with Chinese characters), WR_EINVALID (a picture that is none), WR_ELIMIT, WR_ENOMEM */
WR_MUST_CHECK int wr_doc_pdf(struct wr_ctx *ctx, const struct wr_doc *d, struct wr_buf *out);
/** Office Open XML, as Word and WPS read it. @return 0, WR_ELIMIT, WR_ENOMEM */
WR_MUST_CHECK int wr_doc_docx(struct wr_ctx *ctx, const struct wr_doc *d, struct wr_buf *out);
/** What it says, a line for each paragraph and row; cells are divided by " | ". Foot and page numbers are left out. */
void wr_doc_text(const struct wr_doc *d, struct wr_buf *out);

#define WR_DOC_MEDIA_PDF "application/pdf"
#define WR_DOC_MEDIA_DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
