#pragma once
/* Measures shared by the renderers of papers; nobody else includes it. GB/T 9704-2012: A4, type area 156 × 225 mm. */

#include "codec/doc.h"

#define WR_DOC_PAGE_W_MM 210.0
#define WR_DOC_PAGE_H_MM 297.0
#define WR_DOC_LEFT_MM 28.0
#define WR_DOC_WIDTH_MM 156.0
#define WR_DOC_TITLE_PT 22 /* 二号 */
#define WR_DOC_ISSUER_PT 16
#define WR_DOC_TABLE_PT 12    /* 小四 */
#define WR_DOC_NOTE_PT 10.5   /* 五号 */
#define WR_DOC_LEADING 1.6    /* from baseline to baseline, in sizes */
#define WR_DOC_RULED_MM 9.5   /* between lines for handwriting */
#define WR_DOC_SIGN_H_MM 14.0 /* of a signature's picture, at most */
#define WR_DOC_SIGN_W_MM 36.0

static inline double wr_doc_top_mm(const struct wr_doc *d)
{
    return d->sheet ? 25.0 : 37.0;
}
/** Height of the type area. */
static inline double wr_doc_height_mm(const struct wr_doc *d)
{
    return d->sheet ? 245.0 : 225.0;
}

/** Size on paper of a signature's picture: as large as the two limits allow. */
void wr_doc_image_size(const struct wr_doc_image *i, double *ret_w_mm, double *ret_h_mm);
