#include "codec/image_in.h"

#include "base/alloc.h"

#include <webp/decode.h>

#define FORMAT_LOSSLESS 2

static uint32_t u32_le(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;

    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* Walk the RIFF chunks for the EXIF one. */
static int orientation_of(struct wr_str b)
{
    size_t at = 12;

    while (at + 8 <= b.n) {
        size_t n = u32_le(b.p + at + 4);
        if (n > b.n - at - 8)
            return 1;
        if (memcmp(b.p + at, "EXIF", 4) == 0) {
            struct wr_str exif = {b.p + at + 8, n};
            if (wr_str_starts(exif, (struct wr_str){"Exif\0\0", 6}))
                exif = wr_str_sub(exif, 6, exif.n);
            return wr_exif_orientation(exif);
        }
        at += 8 + n + (n & 1);
    }
    return 1;
}

static int scaled(int side, int longest, int edge_max)
{
    int64_t v = ((int64_t)side * edge_max + longest / 2) / longest;

    return v < 1 ? 1 : (int)v;
}

/* Lay RGBA on white, in place, three bytes a pixel. */
static void lay_on_white(uint8_t *p, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++) {
        unsigned a = p[i * 4 + 3];
        for (size_t c = 0; c < 3; c++)
            p[i * 3 + c] = (uint8_t)((p[i * 4 + c] * a + 255u * (255u - a) + 127u) / 255u);
    }
}

static int fail_of(struct wr_ctx *ctx, VP8StatusCode code)
{
    if (code == VP8_STATUS_OUT_OF_MEMORY)
        return wr_fail(ctx, WR_K_memory);
    return wr_fail(ctx, WR_K_media_broken,
                   code == VP8_STATUS_NOT_ENOUGH_DATA ? WR_S("the file is cut short")
                                                      : WR_S("WebP"));
}

static int decode_into(struct wr_ctx *ctx, struct wr_str bytes, WebPDecoderConfig *c,
                       struct wr_image *img)
{
    size_t pixels = (size_t)img->width * (size_t)img->height;

    img->rgb = wr_alloc_array(pixels, 4);
    if (!img->rgb)
        return wr_fail(ctx, WR_K_memory);
    c->output.colorspace = MODE_RGBA;
    c->output.is_external_memory = 1;
    c->output.u.RGBA =
        (WebPRGBABuffer){.rgba = img->rgb, .stride = img->width * 4, .size = pixels * 4};
    VP8StatusCode code = WebPDecode((const uint8_t *)bytes.p, bytes.n, c);
    WebPFreeDecBuffer(&c->output);
    if (code != VP8_STATUS_OK) {
        wr_image_done(img);
        return fail_of(ctx, code);
    }
    lay_on_white(img->rgb, pixels);
    return 0;
}

int wr_image_read_webp(struct wr_ctx *ctx, struct wr_str bytes, const struct wr_image_limits *l,
                       struct wr_image *ret, int *ret_turn)
{
    WebPDecoderConfig c;
    struct wr_image img = {0};

    if (!WebPInitDecoderConfig(&c))
        return wr_fail(ctx, WR_K_bug, WR_S("libwebp version"));
    VP8StatusCode code = WebPGetFeatures((const uint8_t *)bytes.p, bytes.n, &c.input);
    if (code != VP8_STATUS_OK)
        return fail_of(ctx, code);
    if (c.input.has_animation)
        return wr_fail(ctx, WR_K_media_animated);
    int w = c.input.width, h = c.input.height, longest = w > h ? w : h;
    int rc = wr_image_check_size(ctx, w, h, c.input.format == FORMAT_LOSSLESS, l);
    if (rc < 0)
        return rc;
    img.width = w;
    img.height = h;
    if (longest > l->edge_max) {
        img.width = c.options.scaled_width = scaled(w, longest, l->edge_max);
        img.height = c.options.scaled_height = scaled(h, longest, l->edge_max);
        c.options.use_scaling = 1;
    }
    rc = decode_into(ctx, bytes, &c, &img);
    if (rc < 0)
        return rc;
    *ret_turn = orientation_of(bytes);
    *ret = img;
    return 0;
}
