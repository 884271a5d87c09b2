#pragma once
/* Shared by the parts of the image decoder; nobody else includes it. */

#include "codec/image.h"

/** Takes rows of a picture from top to bottom and averages them by area into a smaller one; exact in integers. */
struct wr_image_rows {
    int src_w, src_h;
    int dst_w, dst_h;
    int y;          /* next source row */
    uint64_t *acc;  /* dst_w × 3 sums of the output row under way */
    uint32_t *line; /* dst_w × 3 sums of one source row */
    uint8_t *rgb;   /* dst_w × dst_h × 3 */
};

/** @return 0, WR_ENOMEM */
WR_MUST_CHECK int wr_image_rows_init(struct wr_ctx *ctx, struct wr_image_rows *r, int w, int h,
                                     int edge_max);
/** @param row  src_w × 3 bytes */
void wr_image_rows_add(struct wr_image_rows *r, const uint8_t *row);
/** The finished picture; rows that never came stay black. Frees the rest. */
void wr_image_rows_take(struct wr_image_rows *r, struct wr_image *ret);
void wr_image_rows_done(struct wr_image_rows *r);

/** Checks the sizes a file claims, before anything of that size is allocated. `whole`: the decoder must hold all of it. */
WR_MUST_CHECK int wr_image_check_size(struct wr_ctx *ctx, int64_t w, int64_t h, bool whole,
                                      const struct wr_image_limits *l);

/** Each reads one kind of file; `ret_turn` is the EXIF orientation 1..8. */
WR_MUST_CHECK int wr_image_read_jpeg(struct wr_ctx *ctx, struct wr_str bytes,
                                     const struct wr_image_limits *l, struct wr_image *ret,
                                     int *ret_turn);
WR_MUST_CHECK int wr_image_read_png(struct wr_ctx *ctx, struct wr_str bytes,
                                    const struct wr_image_limits *l, struct wr_image *ret,
                                    int *ret_turn);
WR_MUST_CHECK int wr_image_read_webp(struct wr_ctx *ctx, struct wr_str bytes,
                                     const struct wr_image_limits *l, struct wr_image *ret,
                                     int *ret_turn);

/** Orientation 1..8 of a TIFF block (what follows "Exif\0\0"); 1 if there is none or it makes no sense. */
int wr_exif_orientation(struct wr_str tiff);
