#include "codec/image.h"

#include "codec/image_in.h"

#include "base/alloc.h"

enum wr_image_kind wr_image_kind_of(struct wr_str b)
{
    static const char *const heic_brands[] = {"heic", "heix", "hevc", "heim",
                                              "heis", "mif1", "msf1", "avif"};

    if (b.n >= 3 && memcmp(b.p, "\xFF\xD8\xFF", 3) == 0)
        return WR_IMAGE_JPEG;
    if (b.n >= 8 && memcmp(b.p, "\x89PNG\r\n\x1A\n", 8) == 0)
        return WR_IMAGE_PNG;
    if (b.n >= 12 && memcmp(b.p, "RIFF", 4) == 0 && memcmp(b.p + 8, "WEBP", 4) == 0)
        return WR_IMAGE_WEBP;
    if (b.n >= 6 && (memcmp(b.p, "GIF87a", 6) == 0 || memcmp(b.p, "GIF89a", 6) == 0))
        return WR_IMAGE_GIF;
    if (b.n >= 12 && memcmp(b.p + 4, "ftyp", 4) == 0)
        for (size_t i = 0; i < WR_ARRAY_LEN(heic_brands); i++)
            if (memcmp(b.p + 8, heic_brands[i], 4) == 0)
                return WR_IMAGE_HEIC;
    return WR_IMAGE_UNKNOWN;
}

void wr_image_done(struct wr_image *img)
{
    img->rgb = wr_free(img->rgb);
    img->width = img->height = 0;
}

int wr_image_check_size(struct wr_ctx *ctx, int64_t w, int64_t h, bool whole,
                        const struct wr_image_limits *l)
{
    int64_t max = l->pixels_max;

    if (whole && max > WR_IMAGE_BUFFERED_PIXELS_MAX)
        max = WR_IMAGE_BUFFERED_PIXELS_MAX;
    if (w < 1 || h < 1)
        return wr_fail(ctx, WR_K_media_broken, WR_S("0 × 0"));
    if (w > WR_IMAGE_SIDE_MAX || h > WR_IMAGE_SIDE_MAX || w * h > max)
        return wr_fail(ctx, WR_K_media_too_many_pixels,
                       wr_arena_printf(ctx->arena, "%lld × %lld", (long long)w, (long long)h),
                       wr_arena_printf(ctx->arena, "%lld", (long long)max / 10000));
    return 0;
}

/* ---- rows, averaged by area ----------------------------------------------------------------- */

static int scaled(int side, int longest, int edge_max)
{
    if (longest <= edge_max)
        return side;
    int64_t v = ((int64_t)side * edge_max + longest / 2) / longest;
    return v < 1 ? 1 : (int)v;
}

int wr_image_rows_init(struct wr_ctx *ctx, struct wr_image_rows *r, int w, int h, int edge_max)
{
    int longest = w > h ? w : h;

    *r = (struct wr_image_rows){.src_w = w, .src_h = h};
    r->dst_w = scaled(w, longest, edge_max);
    r->dst_h = scaled(h, longest, edge_max);
    size_t line = (size_t)r->dst_w * 3;
    r->acc = wr_alloc_array(line, sizeof(*r->acc));
    r->line = wr_alloc_array(line, sizeof(*r->line));
    r->rgb = wr_alloc_array((size_t)r->dst_h, line);
    if (r->acc && r->line && r->rgb)
        return 0;
    wr_image_rows_done(r);
    return wr_fail(ctx, WR_K_memory);
}

void wr_image_rows_done(struct wr_image_rows *r)
{
    r->acc = wr_free(r->acc);
    r->line = wr_free(r->line);
    r->rgb = wr_free(r->rgb);
}

/* In units of 1/(src_w·dst_w) source pixel x covers [x·dst_w, (x+1)·dst_w), output pixel j [j·src_w, (j+1)·src_w). */
static void sum_line(struct wr_image_rows *r, const uint8_t *row)
{
    uint32_t sw = (uint32_t)r->src_w, dw = (uint32_t)r->dst_w;
    uint32_t *out = r->line;
    uint32_t left = sw; /* what the output pixel still takes */

    memset(r->line, 0, (size_t)dw * 3 * sizeof(*r->line));
    for (uint32_t x = 0; x < sw; x++, row += 3) {
        uint32_t w = dw < left ? dw : left;
        for (int c = 0; c < 3; c++)
            out[c] += w * row[c];
        left -= w;
        if (left > 0)
            continue;
        out += 3;
        left = sw;
        if (w < dw) {
            for (int c = 0; c < 3; c++)
                out[c] += (dw - w) * row[c];
            left -= dw - w;
        }
    }
}

static void add_line(struct wr_image_rows *r, uint32_t weight)
{
    for (size_t i = 0; i < (size_t)r->dst_w * 3; i++)
        r->acc[i] += (uint64_t)r->line[i] * weight;
}

static void put_line(struct wr_image_rows *r, int y)
{
    uint8_t *out = r->rgb + (size_t)y * (size_t)r->dst_w * 3;
    uint64_t area = (uint64_t)r->src_w * (uint64_t)r->src_h;

    for (size_t i = 0; i < (size_t)r->dst_w * 3; i++)
        out[i] = (uint8_t)((r->acc[i] + area / 2) / area);
    memset(r->acc, 0, (size_t)r->dst_w * 3 * sizeof(*r->acc));
}

void wr_image_rows_add(struct wr_image_rows *r, const uint8_t *row)
{
    if (r->y >= r->src_h)
        return;
    if (r->dst_w == r->src_w && r->dst_h == r->src_h) {
        memcpy(r->rgb + (size_t)r->y * (size_t)r->src_w * 3, row, (size_t)r->src_w * 3);
        r->y++;
        return;
    }
    int64_t from = (int64_t)r->y * r->dst_h, to = from + r->dst_h;
    int64_t out = from / r->src_h, edge = (out + 1) * r->src_h;
    sum_line(r, row);
    r->y++;
    if (to < edge) {
        add_line(r, (uint32_t)(to - from));
        return;
    }
    add_line(r, (uint32_t)(edge - from));
    put_line(r, (int)out);
    if (to > edge)
        add_line(r, (uint32_t)(to - edge));
}

void wr_image_rows_take(struct wr_image_rows *r, struct wr_image *ret)
{
    *ret = (struct wr_image){.width = r->dst_w, .height = r->dst_h, .rgb = WR_TAKE(r->rgb)};
    wr_image_rows_done(r);
}

int wr_image_shrink(struct wr_ctx *ctx, const struct wr_image *src, int edge_max,
                    struct wr_image *ret)
{
    struct wr_image_rows r;

    int rc = wr_image_rows_init(ctx, &r, src->width, src->height, edge_max);
    if (rc < 0)
        return rc;
    for (int y = 0; y < src->height; y++)
        wr_image_rows_add(&r, src->rgb + (size_t)y * (size_t)src->width * 3);
    wr_image_rows_take(&r, ret);
    ret->kind = src->kind;
    return 0;
}

/* ---- upright -------------------------------------------------------------------------------- */

/* Where pixel (x, y) of the upright picture stands in the stored one (EXIF orientations, CIPA DC-008 §4.6.4). */
static size_t stored_at(const struct wr_image *s, int turn, int x, int y)
{
    int w = s->width, h = s->height, sx = x, sy = y;

    switch (turn) {
    case 2:
        sx = w - 1 - x;
        break;
    case 3:
        sx = w - 1 - x, sy = h - 1 - y;
        break;
    case 4:
        sy = h - 1 - y;
        break;
    case 5:
        sx = y, sy = x;
        break;
    case 6:
        sx = y, sy = h - 1 - x;
        break;
    case 7:
        sx = w - 1 - y, sy = h - 1 - x;
        break;
    case 8:
        sx = w - 1 - y, sy = x;
        break;
    default:
        break;
    }
    return ((size_t)sy * (size_t)w + (size_t)sx) * 3;
}

static int turn_upright(struct wr_ctx *ctx, struct wr_image *img, int turn)
{
    struct wr_image up = {.width = img->width, .height = img->height, .kind = img->kind};

    if (turn < 2 || turn > 8)
        return 0;
    if (turn >= 5) {
        up.width = img->height;
        up.height = img->width;
    }
    up.rgb = wr_alloc_array((size_t)up.width * (size_t)up.height, 3);
    if (!up.rgb)
        return wr_fail(ctx, WR_K_memory);
    uint8_t *out = up.rgb;
    for (int y = 0; y < up.height; y++)
        for (int x = 0; x < up.width; x++, out += 3)
            memcpy(out, img->rgb + stored_at(img, turn, x, y), 3);
    wr_image_done(img);
    *img = up;
    return 0;
}

int wr_image_decode(struct wr_ctx *ctx, struct wr_str bytes, const struct wr_image_limits *l,
                    struct wr_image *ret)
{
    struct wr_image img = {0};
    int rc = 0, turn = 1;

    if (bytes.n > l->bytes_max)
        return wr_fail(ctx, WR_K_media_too_large,
                       wr_arena_printf(ctx->arena, "%zu", l->bytes_max >> 20));
    enum wr_image_kind kind = wr_image_kind_of(bytes);
    switch (kind) {
    case WR_IMAGE_JPEG:
        rc = wr_image_read_jpeg(ctx, bytes, l, &img, &turn);
        break;
    case WR_IMAGE_PNG:
        rc = wr_image_read_png(ctx, bytes, l, &img, &turn);
        break;
    case WR_IMAGE_WEBP:
        rc = wr_image_read_webp(ctx, bytes, l, &img, &turn);
        break;
    case WR_IMAGE_HEIC:
        return wr_fail(ctx, WR_K_media_heic);
    case WR_IMAGE_GIF:
    case WR_IMAGE_UNKNOWN:
    default:
        return wr_fail(ctx, WR_K_media_not_an_image);
    }
    if (rc < 0)
        return rc;
    img.kind = kind;
    rc = turn_upright(ctx, &img, turn);
    if (rc < 0) {
        wr_image_done(&img);
        return rc;
    }
    *ret = img;
    return 0;
}

/* ---- EXIF ----------------------------------------------------------------------------------- */

static uint32_t get_u(struct wr_str s, size_t at, size_t n, bool little)
{
    uint32_t v = 0;

    if (at > s.n || n > s.n - at)
        return 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t b = (unsigned char)s.p[at + (little ? n - 1 - i : i)];
        v = v << 8 | b;
    }
    return v;
}

int wr_exif_orientation(struct wr_str t)
{
    if (t.n < 14 || (memcmp(t.p, "II*\0", 4) != 0 && memcmp(t.p, "MM\0*", 4) != 0))
        return 1;
    bool little = t.p[0] == 'I';
    size_t ifd = get_u(t, 4, 4, little);
    uint32_t n = get_u(t, ifd, 2, little);
    for (uint32_t i = 0; i < n; i++) {
        size_t at = ifd + 2 + (size_t)i * 12;
        if (at + 12 > t.n)
            return 1;
        if (get_u(t, at, 2, little) == 0x0112) {
            uint32_t v = get_u(t, at + 8, 2, little);
            return v >= 1 && v <= 8 ? (int)v : 1;
        }
    }
    return 1;
}
