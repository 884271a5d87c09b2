#include "codec/image_in.h"

#include "base/alloc.h"

#include <png.h>

/** State of one decoder; libpng reports errors by a long jump out of it. */
struct job {
    struct wr_ctx *ctx;
    struct wr_str rest;
    const struct wr_image_limits *limits;
    png_structp png;
    png_infop info;
    struct wr_image_rows rows;
    uint8_t *whole; /* interlaced: all of it; else one row */
    char text[120];
    int turn;
    int rc;
};

static void hear_error(png_structp png, png_const_charp text)
{
    struct job *j = png_get_error_ptr(png);

    if (!wr_str_copy_z(wr_str(text), j->text, sizeof(j->text)))
        memcpy(j->text, "PNG", 4);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void read_bytes(png_structp png, png_bytep dst, size_t n)
{
    struct job *j = png_get_io_ptr(png);

    if (n > j->rest.n)
        png_error(png, "the file is cut short");
    memcpy(dst, j->rest.p, n);
    j->rest = wr_str_sub(j->rest, n, j->rest.n);
}

static void read_orientation(struct job *j)
{
    png_uint_32 n = 0;
    png_bytep exif = NULL;

    if (png_get_eXIf_1(j->png, j->info, &n, &exif) != 0)
        j->turn = wr_exif_orientation((struct wr_str){(const char *)exif, n});
}

/* Whatever the file holds, rows come as 8-bit RGB on white. */
static void ask_for_rgb(struct job *j)
{
    png_structp p = j->png;
    png_color_16 white = {.red = 0xFFFF, .green = 0xFFFF, .blue = 0xFFFF, .gray = 0xFFFF};
    int type = png_get_color_type(p, j->info);

    png_set_expand(p);
    if (png_get_bit_depth(p, j->info) == 16)
        png_set_scale_16(p);
    else
        white = (png_color_16){.red = 0xFF, .green = 0xFF, .blue = 0xFF, .gray = 0xFF};
    if (type == PNG_COLOR_TYPE_GRAY || type == PNG_COLOR_TYPE_GRAY_ALPHA)
        png_set_gray_to_rgb(p);
    if ((type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(p, j->info, PNG_INFO_tRNS) != 0)
        png_set_background_fixed(p, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, PNG_FP_1);
}

static void decode_rows(struct job *j, int w, int h)
{
    bool interlaced = png_get_interlace_type(j->png, j->info) != PNG_INTERLACE_NONE;
    int passes = png_set_interlace_handling(j->png);
    size_t line = (size_t)w * 3;

    png_read_update_info(j->png, j->info);
    if (png_get_rowbytes(j->png, j->info) != line)
        png_error(j->png, "unexpected row size");
    j->whole = wr_alloc_array(interlaced ? (size_t)h : 1, line);
    if (!j->whole) {
        j->rc = wr_fail(j->ctx, WR_K_memory);
        return;
    }
    j->rc = wr_image_rows_init(j->ctx, &j->rows, w, h, j->limits->edge_max);
    for (int pass = 0; j->rc == 0 && pass < passes; pass++)
        for (int y = 0; y < h; y++) {
            uint8_t *row = j->whole + (interlaced ? (size_t)y * line : 0);
            png_read_row(j->png, row, NULL);
            if (pass == passes - 1)
                wr_image_rows_add(&j->rows, row);
        }
    if (j->rc == 0)
        png_read_end(j->png, j->info);
}

static void decode(struct job *j)
{
    png_set_read_fn(j->png, j, read_bytes);
    png_set_user_limits(j->png, WR_IMAGE_SIDE_MAX, WR_IMAGE_SIDE_MAX);
    png_set_chunk_cache_max(j->png, 64);
    png_set_chunk_malloc_max(j->png, (png_alloc_size_t)1 << 20);
    png_set_crc_action(j->png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
    png_read_info(j->png, j->info);
    png_uint_32 w = png_get_image_width(j->png, j->info), h = png_get_image_height(j->png, j->info);
    bool whole = png_get_interlace_type(j->png, j->info) != PNG_INTERLACE_NONE;
    j->rc = wr_image_check_size(j->ctx, w, h, whole, j->limits);
    if (j->rc < 0)
        return;
    read_orientation(j);
    ask_for_rgb(j);
    decode_rows(j, (int)w, (int)h);
}

static int run(struct job *j)
{
    j->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, j, hear_error, ignore_warning);
    j->info = j->png ? png_create_info_struct(j->png) : NULL;
    if (!j->info)
        return wr_fail(j->ctx, WR_K_memory);
    if (setjmp(png_jmpbuf(j->png)) == 0)
        decode(j);
    else
        j->rc = wr_fail(j->ctx, WR_K_media_broken, wr_arena_dup(j->ctx->arena, wr_str(j->text)));
    return j->rc;
}

int wr_image_read_png(struct wr_ctx *ctx, struct wr_str bytes, const struct wr_image_limits *l,
                      struct wr_image *ret, int *ret_turn)
{
    struct job *j = wr_alloc(sizeof(*j));

    if (!j)
        return wr_fail(ctx, WR_K_memory);
    *j = (struct job){.ctx = ctx, .rest = bytes, .limits = l, .turn = 1};
    int rc = run(j);
    png_destroy_read_struct(&j->png, &j->info, NULL);
    if (rc == 0)
        wr_image_rows_take(&j->rows, ret);
    wr_image_rows_done(&j->rows);
    wr_free(j->whole);
    *ret_turn = j->turn;
    wr_free(j);
    return rc;
}
