#include "codec/image_in.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdio.h>
/* after stdio.h: */
#include <jerror.h>
#include <jpeglib.h>

/** State of one decoder or encoder; libjpeg reports errors by a long jump out of it. */
struct job {
    struct jpeg_error_mgr err;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    char text[JMSG_LENGTH_MAX];
    bool too_large; /* a ceiling of ours, not a broken file */
    struct wr_ctx *ctx;
    struct wr_str bytes;
    const struct wr_image_limits *limits;
    struct jpeg_decompress_struct dec;
    struct jpeg_compress_struct enc;
    struct wr_image_rows rows;
    uint8_t *line;
    int turn;
    int rc;
};

static void fail_job(j_common_ptr c)
{
    struct job *j = c->client_data;

    c->err->format_message(c, j->text);
    longjmp(j->out, 1);
}

static void hear_warning(j_common_ptr c, int level)
{
    int code = c->err->msg_code;

    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        fail_job(c); /* the file is cut short: half a photo is no evidence */
}

static void say_nothing(j_common_ptr c)
{
    (void)c;
}

/* A progressive file may repeat tiny scans over a large picture for hours of work. */
static void count_scans(j_common_ptr c)
{
    struct job *j = c->client_data;

    if (c->is_decompressor && j->dec.input_scan_number > WR_IMAGE_SCANS_MAX) {
        j->too_large = true;
        longjmp(j->out, 1);
    }
}

static void job_init(struct job *j, struct wr_ctx *ctx)
{
    *j = (struct job){.ctx = ctx, .turn = 1};
    jpeg_std_error(&j->err);
    j->err.error_exit = fail_job;
    j->err.emit_message = hear_warning;
    j->err.output_message = say_nothing;
    j->progress.progress_monitor = count_scans;
}

static void read_orientation(struct job *j)
{
    for (const struct jpeg_marker_struct *m = j->dec.marker_list; m; m = m->next)
        if (m->marker == JPEG_APP0 + 1 && m->data_length > 6 && memcmp(m->data, "Exif\0\0", 6) == 0)
            j->turn =
                wr_exif_orientation((struct wr_str){(const char *)m->data + 6, m->data_length - 6});
}

/* The decoder can halve a picture up to three times at almost no cost: as often as it stays above the size wanted. */
static void choose_scale(struct job *j)
{
    JDIMENSION longest =
        j->dec.image_width > j->dec.image_height ? j->dec.image_width : j->dec.image_height;

    j->dec.scale_num = 1;
    j->dec.scale_denom = 1;
    while (j->dec.scale_denom < 8 &&
           longest / (j->dec.scale_denom * 2) >= (JDIMENSION)j->limits->edge_max)
        j->dec.scale_denom *= 2;
}

static void cmyk_to_rgb(uint8_t *row, JDIMENSION n, bool inverted)
{
    for (JDIMENSION i = 0; i < n; i++) {
        unsigned c[4];
        for (int k = 0; k < 4; k++)
            c[k] = inverted ? row[i * 4 + (JDIMENSION)k] : 255u - row[i * 4 + (JDIMENSION)k];
        for (JDIMENSION k = 0; k < 3; k++)
            row[i * 3 + k] = (uint8_t)(c[k] * c[3] / 255u);
    }
}

static void decode_rows(struct job *j)
{
    struct jpeg_decompress_struct *d = &j->dec;
    bool cmyk = d->jpeg_color_space == JCS_CMYK || d->jpeg_color_space == JCS_YCCK;

    d->out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    d->dct_method = JDCT_ISLOW;
    choose_scale(j);
    jpeg_start_decompress(d);
    j->line = wr_alloc_array(d->output_width, 4);
    if (!j->line) {
        j->rc = wr_fail(j->ctx, WR_K_memory);
        return;
    }
    j->rc = wr_image_rows_init(j->ctx, &j->rows, (int)d->output_width, (int)d->output_height,
                               j->limits->edge_max);
    while (j->rc == 0 && d->output_scanline < d->output_height) {
        JSAMPROW row = j->line;
        jpeg_read_scanlines(d, &row, 1);
        if (cmyk)
            cmyk_to_rgb(j->line, d->output_width, d->saw_Adobe_marker);
        wr_image_rows_add(&j->rows, j->line);
    }
    if (j->rc == 0)
        jpeg_finish_decompress(d);
}

static void decode(struct job *j)
{
    struct jpeg_decompress_struct *d = &j->dec;

    jpeg_create_decompress(d);
    d->progress = &j->progress;
    jpeg_mem_src(d, (const unsigned char *)j->bytes.p, (unsigned long)j->bytes.n);
    jpeg_save_markers(d, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(d, TRUE);
    read_orientation(j);
    j->rc = wr_image_check_size(j->ctx, d->image_width, d->image_height, d->progressive_mode,
                                j->limits);
    if (j->rc == 0)
        decode_rows(j);
}

int wr_image_read_jpeg(struct wr_ctx *ctx, struct wr_str bytes, const struct wr_image_limits *l,
                       struct wr_image *ret, int *ret_turn)
{
    struct job *j = wr_alloc(sizeof(*j));

    if (!j)
        return wr_fail(ctx, WR_K_memory);
    job_init(j, ctx);
    j->bytes = bytes;
    j->limits = l;
    j->dec.err = &j->err;
    j->dec.client_data = j;
    if (setjmp(j->out) == 0)
        decode(j);
    else if (j->too_large)
        j->rc = wr_fail(ctx, WR_K_media_too_many_pixels, WR_S("progressive JPEG"),
                        wr_arena_printf(ctx->arena, "%d", WR_IMAGE_SCANS_MAX));
    else
        j->rc = wr_fail(ctx, WR_K_media_broken, wr_arena_dup(ctx->arena, wr_str(j->text)));
    jpeg_destroy_decompress(&j->dec);
    if (j->rc == 0)
        wr_image_rows_take(&j->rows, ret);
    wr_image_rows_done(&j->rows);
    wr_free(j->line);
    *ret_turn = j->turn;
    int rc = j->rc;
    wr_free(j);
    return rc;
}

/* ---- writing -------------------------------------------------------------------------------- */

/** Destination of the encoder: blocks that are appended to a bounded buffer. */
struct sink {
    struct jpeg_destination_mgr mgr;
    struct wr_buf *b;
    unsigned char block[8192];
};

static void sink_open(j_compress_ptr c)
{
    struct sink *s = (struct sink *)c->dest;

    s->mgr.next_output_byte = s->block;
    s->mgr.free_in_buffer = sizeof(s->block);
}

static boolean sink_flush(j_compress_ptr c)
{
    struct sink *s = (struct sink *)c->dest;

    wr_buf_add(s->b, s->block, sizeof(s->block));
    sink_open(c);
    return TRUE;
}

static void sink_close(j_compress_ptr c)
{
    struct sink *s = (struct sink *)c->dest;

    wr_buf_add(s->b, s->block, sizeof(s->block) - s->mgr.free_in_buffer);
}

static void encode(struct job *j, const struct wr_image *img, int quality, struct sink *s)
{
    struct jpeg_compress_struct *e = &j->enc;

    jpeg_create_compress(e);
    s->mgr.init_destination = sink_open;
    s->mgr.empty_output_buffer = sink_flush;
    s->mgr.term_destination = sink_close;
    e->dest = &s->mgr;
    e->image_width = (JDIMENSION)img->width;
    e->image_height = (JDIMENSION)img->height;
    e->input_components = 3;
    e->in_color_space = JCS_RGB;
    jpeg_set_defaults(e);
    jpeg_set_quality(e, quality, TRUE);
    e->optimize_coding = TRUE;
    jpeg_start_compress(e, TRUE);
    while (e->next_scanline < e->image_height) {
        JSAMPROW row = img->rgb + (size_t)e->next_scanline * (size_t)img->width * 3;
        jpeg_write_scanlines(e, &row, 1);
    }
    jpeg_finish_compress(e);
}

int wr_image_encode_jpeg(struct wr_ctx *ctx, const struct wr_image *img, int quality,
                         struct wr_str *ret)
{
    struct wr_buf b;
    struct sink s = {.b = &b};
    struct job *j = wr_alloc(sizeof(*j));

    if (!j)
        return wr_fail(ctx, WR_K_memory);
    wr_buf_init(&b, ctx->arena->max_bytes);
    job_init(j, ctx);
    j->enc.err = &j->err;
    j->enc.client_data = j;
    if (setjmp(j->out) == 0)
        encode(j, img, quality, &s);
    else
        j->rc = wr_fail(ctx, WR_K_bug, wr_arena_dup(ctx->arena, wr_str(j->text)));
    jpeg_destroy_compress(&j->enc);
    if (j->rc == 0) {
        struct wr_str kept =
            b.failed ? (struct wr_str){0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
        if (kept.p)
            *ret = kept;
        else
            j->rc = wr_fail(ctx, WR_K_limit_reached, WR_S("JPEG"),
                            wr_arena_printf(ctx->arena, "%zu MiB", ctx->arena->max_bytes >> 20));
    }
    int rc = j->rc;
    wr_buf_done(&b);
    wr_free(j);
    return rc;
}
