#pragma once
/* Photos as people send them: JPEG, PNG, WebP in, a small clean JPEG out. Limits are checked before memory is taken. */

#include "base/ctx.h"

#define WR_IMAGE_SIDE_MAX 30000 /* pixels of one side */
#define WR_IMAGE_BUFFERED_PIXELS_MAX                                                               \
    16000000 /* kinds a decoder must hold whole: progressive JPEG, interlaced PNG, lossless WebP */
#define WR_IMAGE_SCANS_MAX 64 /* of a progressive JPEG */

enum wr_image_kind {
    WR_IMAGE_UNKNOWN,
    WR_IMAGE_JPEG,
    WR_IMAGE_PNG,
    WR_IMAGE_WEBP,
    WR_IMAGE_HEIC,
    WR_IMAGE_GIF,
};

struct wr_image_limits {
    size_t bytes_max;   /* of the file */
    int64_t pixels_max; /* of the picture as stored */
    int edge_max;       /* the result is shrunk until neither side is longer */
};

/** Pixels, 3 bytes each (sRGB), rows without padding. Heap memory: give back with wr_image_done. */
struct wr_image {
    int width;
    int height;
    uint8_t *rgb;
    enum wr_image_kind kind; /* of the file it came from */
};

/** By its first bytes; never by name or declared type. */
enum wr_image_kind wr_image_kind_of(struct wr_str bytes);

/**
 * Decode, turn upright by its EXIF orientation, lay transparent parts on white and shrink by area to `edge_max`.
 * @param ret  [out] written only on success
 * @return 0, WR_EINVALID (media.not_an_image, media.heic, media.broken, media.animated), WR_ELIMIT (media.too_large,
 *         media.too_many_pixels), WR_ENOMEM
 */
WR_MUST_CHECK int wr_image_decode(struct wr_ctx *ctx, struct wr_str bytes,
                                  const struct wr_image_limits *limits, struct wr_image *ret);
/** Shrink further, to `edge_max`; never enlarges. @return 0, WR_ENOMEM */
WR_MUST_CHECK int wr_image_shrink(struct wr_ctx *ctx, const struct wr_image *src, int edge_max,
                                  struct wr_image *ret);
/** Baseline JPEG without metadata, in ctx->arena. @param quality 1..100 @return 0, WR_ELIMIT */
WR_MUST_CHECK int wr_image_encode_jpeg(struct wr_ctx *ctx, const struct wr_image *img, int quality,
                                       struct wr_str *ret);
/** Frees the pixels; fine on a zeroed image. */
void wr_image_done(struct wr_image *img);
