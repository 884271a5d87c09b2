/* Photos: recognised by their bytes, bounded, turned upright, shrunk by area, written without metadata. */
#include "codec/image.h"
#include "codec/image_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <png.h>
#include <webp/encode.h>

static struct wr_arena arena;
static struct wr_ctx ctx;
static const struct wr_image_limits limits = {
    .bytes_max = 1 << 20, .pixels_max = 4000000, .edge_max = 400};

static int begin(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)16 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

/** Four quarters: red, green, blue, white, from the upper left in reading order. */
static struct wr_image quarters(int w, int h)
{
    static const uint8_t colours[4][3] = {
        {220, 20, 20}, {20, 200, 20}, {20, 20, 220}, {250, 250, 250}};
    struct wr_image img = {
        .width = w, .height = h, .rgb = wr_arena_alloc(&arena, (size_t)w * (size_t)h * 3)};

    assert_non_null(img.rgb);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            memcpy(img.rgb + ((size_t)y * (size_t)w + (size_t)x) * 3,
                   colours[(y >= h / 2) * 2 + (x >= w / 2)], 3);
    return img;
}

static bool near(const struct wr_image *img, int x, int y, int r, int g, int b)
{
    const uint8_t *p = img->rgb + ((size_t)y * (size_t)img->width + (size_t)x) * 3;

    return abs(p[0] - r) < 24 && abs(p[1] - g) < 24 && abs(p[2] - b) < 24;
}

/** Which colour stands in each quarter, as one of r g b w. */
static void assert_quarters(const struct wr_image *img, const char *want)
{
    for (int i = 0; i < 4; i++) {
        int x = img->width * (1 + 2 * (i % 2)) / 4, y = img->height * (1 + 2 * (i / 2)) / 4;
        bool ok = (want[i] == 'r' && near(img, x, y, 220, 20, 20)) ||
                  (want[i] == 'g' && near(img, x, y, 20, 200, 20)) ||
                  (want[i] == 'b' && near(img, x, y, 20, 20, 220)) ||
                  (want[i] == 'w' && near(img, x, y, 250, 250, 250));
        if (!ok)
            fail_msg("quarter %d is not %c", i, want[i]);
    }
}

static struct wr_str a_jpeg(int w, int h)
{
    struct wr_image img = quarters(w, h);
    struct wr_str jpeg;

    assert_int_equal(wr_image_encode_jpeg(&ctx, &img, 90, &jpeg), 0);
    return jpeg;
}

/** The same JPEG with an EXIF block that says `turn`. */
static struct wr_str with_orientation(struct wr_str jpeg, int turn, bool big_endian)
{
    unsigned char app1[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0,    0,    'I', 'I',
                            42,   0,    8, 0,  0,   0,   1,   0,   0x12, 0x01, 3,   0,
                            1,    0,    0, 0,  0,   0,   0,   0,   0,    0,    0,   0};
    static const unsigned char motorola[] = {'M', 'M',  0,    42, 0, 0, 0, 8, 0,
                                             1,   0x01, 0x12, 0,  3, 0, 0, 0, 1};

    if (big_endian) {
        memcpy(app1 + 10, motorola, sizeof(motorola));
        app1[29] = (unsigned char)turn;
    } else {
        app1[28] = (unsigned char)turn;
    }
    char *p = wr_arena_alloc(&arena, jpeg.n + sizeof(app1));
    assert_non_null(p);
    memcpy(p, jpeg.p, 2);
    memcpy(p + 2, app1, sizeof(app1));
    memcpy(p + 2 + sizeof(app1), jpeg.p + 2, jpeg.n - 2);
    return (struct wr_str){p, jpeg.n + sizeof(app1)};
}

static void kinds_are_known_by_their_bytes(void **state)
{
    (void)state;
    assert_int_equal(wr_image_kind_of(a_jpeg(8, 8)), WR_IMAGE_JPEG);
    assert_int_equal(wr_image_kind_of((struct wr_str){"\x89PNG\r\n\x1A\n....", 12}), WR_IMAGE_PNG);
    assert_int_equal(wr_image_kind_of((struct wr_str){"RIFF\0\0\0\0WEBPVP8 ", 16}), WR_IMAGE_WEBP);
    assert_int_equal(wr_image_kind_of((struct wr_str){"\0\0\0\x18"
                                                      "ftypheic",
                                                      12}),
                     WR_IMAGE_HEIC);
    assert_int_equal(wr_image_kind_of((struct wr_str){"\0\0\0\x18"
                                                      "ftypmp42",
                                                      12}),
                     WR_IMAGE_UNKNOWN);
    assert_int_equal(wr_image_kind_of(WR_S("GIF89a")), WR_IMAGE_GIF);
    assert_int_equal(wr_image_kind_of(WR_S("<svg xmlns=")), WR_IMAGE_UNKNOWN);
    assert_int_equal(wr_image_kind_of(WR_S("")), WR_IMAGE_UNKNOWN);
}

static void a_photo_is_turned_upright(void **state)
{
    /* what the upright picture shows when the stored one is r g / b w */
    static const char *const want[] = {"",     "rgbw", "grwb", "wbgr", "bwrg",
                                       "rbgw", "brwg", "wgbr", "gwrb"};
    struct wr_str jpeg = a_jpeg(160, 80);
    (void)state;

    for (int turn = 1; turn <= 8; turn++)
        for (int big = 0; big < 2; big++) {
            struct wr_image img;
            assert_int_equal(
                wr_image_decode(&ctx, with_orientation(jpeg, turn, big), &limits, &img), 0);
            assert_int_equal(img.width, turn < 5 ? 160 : 80);
            assert_int_equal(img.height, turn < 5 ? 80 : 160);
            assert_quarters(&img, want[turn]);
            wr_image_done(&img);
        }
}

static void metadata_does_not_come_through(void **state)
{
    struct wr_image img;
    struct wr_str out;
    (void)state;

    assert_int_equal(
        wr_image_decode(&ctx, with_orientation(a_jpeg(64, 64), 6, false), &limits, &img), 0);
    assert_int_equal(wr_image_encode_jpeg(&ctx, &img, 85, &out), 0);
    wr_image_done(&img);
    assert_true(wr_str_find(out, WR_S("Exif")) < 0);
    assert_true(wr_str_find(out, (struct wr_str){"\xFF\xE1", 2}) < 0);
}

static void large_photos_are_shrunk(void **state)
{
    struct wr_image img;
    (void)state;

    assert_int_equal(wr_image_decode(&ctx, a_jpeg(1601, 803), &limits, &img), 0);
    assert_int_equal(img.width, 400);
    assert_in_range(img.height, 200, 201);
    assert_quarters(&img, "rgbw");
    wr_image_done(&img);
}

static void shrinking_averages_by_area(void **state)
{
    /* 5 × 1 pixels to 2 × 1: each takes two and a half */
    uint8_t row[15] = {0, 0, 0, 100, 100, 100, 200, 200, 200, 50, 50, 50, 10, 10, 10};
    struct wr_image src = {.width = 5, .height = 1, .rgb = row}, dst;
    (void)state;

    assert_int_equal(wr_image_shrink(&ctx, &src, 2, &dst), 0);
    assert_int_equal(dst.width, 2);
    assert_int_equal(dst.rgb[0], 80); /* (0 + 100 + 200/2) / 2.5 */
    assert_int_equal(dst.rgb[3], 64); /* (200/2 + 50 + 10) / 2.5 */
    wr_image_done(&dst);
    /* a flat picture stays flat at every ratio */
    for (int w = 1; w < 40; w++)
        for (int edge = 1; edge <= w; edge++) {
            static uint8_t flat[40 * 40 * 3];
            memset(flat, 137, sizeof(flat));
            src = (struct wr_image){.width = w, .height = 40 - w, .rgb = flat};
            assert_int_equal(wr_image_shrink(&ctx, &src, edge, &dst), 0);
            for (int i = 0; i < dst.width * dst.height * 3; i++)
                assert_int_equal(dst.rgb[i], 137);
            wr_image_done(&dst);
        }
}

/* ---- PNG, WebP ------------------------------------------------------------------------------ */

static struct wr_str a_png(const void *pixels, unsigned w, unsigned h, png_uint_32 format)
{
    png_image img = {.version = PNG_IMAGE_VERSION, .width = w, .height = h, .format = format};
    png_alloc_size_t n = 0;

    assert_true(png_image_write_get_memory_size(img, n, 0, pixels, 0, NULL));
    char *p = wr_arena_alloc(&arena, n);
    assert_non_null(p);
    assert_true(png_image_write_to_memory(&img, p, &n, 0, pixels, 0, NULL));
    return (struct wr_str){p, n};
}

static void png_comes_as_rgb_on_white(void **state)
{
    struct wr_image src = quarters(60, 40), img;
    uint8_t rgba[4 * 4] = {255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 128, 9, 9, 9, 255},
                     gray[4] = {0, 80, 160, 255};
    (void)state;

    assert_int_equal(wr_image_decode(&ctx, a_png(src.rgb, 60, 40, PNG_FORMAT_RGB), &limits, &img),
                     0);
    assert_quarters(&img, "rgbw");
    wr_image_done(&img);
    assert_int_equal(wr_image_decode(&ctx, a_png(rgba, 4, 1, PNG_FORMAT_RGBA), &limits, &img), 0);
    assert_true(near(&img, 0, 0, 255, 0, 0));
    assert_true(near(&img, 1, 0, 255, 255, 255)); /* transparent: white paper */
    assert_in_range(img.rgb[6], 120, 190);        /* half: by light or by number */
    assert_int_equal(img.rgb[8], 255);
    wr_image_done(&img);
    assert_int_equal(wr_image_decode(&ctx, a_png(gray, 4, 1, PNG_FORMAT_GRAY), &limits, &img), 0);
    assert_true(near(&img, 1, 0, 80, 80, 80));
    wr_image_done(&img);
}

static void webp_is_read_and_shrunk(void **state)
{
    struct wr_image src = quarters(900, 300), img;
    uint8_t *bytes = NULL;
    (void)state;

    size_t n = WebPEncodeRGB(src.rgb, 900, 300, 900 * 3, 90, &bytes);
    assert_int_equal(wr_image_decode(&ctx, (struct wr_str){(char *)bytes, n}, &limits, &img), 0);
    assert_int_equal(img.width, 400);
    assert_int_equal(img.height, 133);
    assert_quarters(&img, "rgbw");
    wr_image_done(&img);
    assert_int_equal(wr_image_decode(&ctx, (struct wr_str){(char *)bytes, n / 2}, &limits, &img),
                     WR_EINVALID);
    WebPFree(bytes);
    n = WebPEncodeLosslessRGB(src.rgb, 900, 300, 900 * 3, &bytes);
    assert_int_equal(wr_image_decode(&ctx, (struct wr_str){(char *)bytes, n}, &limits, &img), 0);
    assert_quarters(&img, "rgbw");
    wr_image_done(&img);
    WebPFree(bytes);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void refused(struct wr_str bytes, const struct wr_image_limits *l, int code, enum wr_key key)
{
    struct wr_image img = {0};

    wr_err_reset(&ctx);
    int rc = wr_image_decode(&ctx, bytes, l, &img);
    if (rc != code || ctx.err.key != key)
        fail_msg("%d %s, not %d %s", rc, wr_key_info(ctx.err.key)->key, code,
                 wr_key_info(key)->key);
    assert_null(img.rgb);
}

static void faulty_files_get_a_clear_answer(void **state)
{
    struct wr_str jpeg = a_jpeg(300, 200), png;
    struct wr_image src = quarters(30, 20);
    struct wr_image_limits small = limits, few = limits;
    (void)state;

    png = a_png(src.rgb, 30, 20, PNG_FORMAT_RGB);
    small.bytes_max = 100;
    few.pixels_max = 500;
    refused(WR_S("hello"), &limits, WR_EINVALID, WR_K_media_not_an_image);
    refused(WR_S("GIF89a......"), &limits, WR_EINVALID, WR_K_media_not_an_image);
    refused((struct wr_str){"\0\0\0\x18"
                            "ftypheic\0\0\0\0",
                            16},
            &limits, WR_EINVALID, WR_K_media_heic);
    refused((struct wr_str){jpeg.p, jpeg.n / 2}, &limits, WR_EINVALID, WR_K_media_broken);
    refused((struct wr_str){jpeg.p, 30}, &limits, WR_EINVALID, WR_K_media_broken);
    refused((struct wr_str){png.p, png.n / 2}, &limits, WR_EINVALID, WR_K_media_broken);
    refused(jpeg, &small, WR_ELIMIT, WR_K_media_too_large);
    refused(jpeg, &few, WR_ELIMIT, WR_K_media_too_many_pixels);
    refused(png, &few, WR_ELIMIT, WR_K_media_too_many_pixels);
}

static void a_lying_header_takes_no_memory(void **state)
{
    struct wr_image src = quarters(30, 20);
    struct wr_str png = a_png(src.rgb, 30, 20, PNG_FORMAT_RGB), jpeg = a_jpeg(16, 16);
    char *p = wr_arena_alloc(&arena, png.n), *q = wr_arena_alloc(&arena, jpeg.n);
    (void)state;

    memcpy(p, png.p, png.n);
    memcpy(p + 16, "\0\0\x75\x30\0\0\x75\x30",
           8); /* 30000 × 30000; its checksum is wrong as well */
    refused((struct wr_str){p, png.n}, &limits, WR_EINVALID, WR_K_media_broken);
    memcpy(q, jpeg.p, jpeg.n);
    ptrdiff_t sof = wr_str_find(jpeg, (struct wr_str){"\xFF\xC0", 2});
    assert_true(sof > 0);
    memcpy(q + sof + 5, "\x75\x30\x75\x30", 4);
    refused((struct wr_str){q, jpeg.n}, &limits, WR_ELIMIT, WR_K_media_too_many_pixels);
}

static void odd_exif_is_no_reason_to_fail(void **state)
{
    (void)state;
    assert_int_equal(wr_exif_orientation(WR_S("")), 1);
    assert_int_equal(wr_exif_orientation((struct wr_str){"II*\0\xFF\xFF\xFF\xFF......", 14}), 1);
    assert_int_equal(
        wr_exif_orientation((struct wr_str){"II*\0\x08\0\0\0\xFF\xFF\x12\x01\x03\0", 14}), 1);
    assert_int_equal(wr_exif_orientation((struct wr_str){
                         "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0", 22}),
                     1);
    assert_int_equal(wr_exif_orientation((struct wr_str){
                         "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 22}),
                     6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kinds_are_known_by_their_bytes, begin, end),
        cmocka_unit_test_setup_teardown(a_photo_is_turned_upright, begin, end),
        cmocka_unit_test_setup_teardown(metadata_does_not_come_through, begin, end),
        cmocka_unit_test_setup_teardown(large_photos_are_shrunk, begin, end),
        cmocka_unit_test_setup_teardown(shrinking_averages_by_area, begin, end),
        cmocka_unit_test_setup_teardown(png_comes_as_rgb_on_white, begin, end),
        cmocka_unit_test_setup_teardown(webp_is_read_and_shrunk, begin, end),
        cmocka_unit_test_setup_teardown(faulty_files_get_a_clear_answer, begin, end),
        cmocka_unit_test_setup_teardown(a_lying_header_takes_no_memory, begin, end),
        cmocka_unit_test_setup_teardown(odd_exif_is_no_reason_to_fail, begin, end),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
