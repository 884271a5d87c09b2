/* Draws plates into the folder argv[1] for decode.mjs, and the payloads that stand on them, one a line. */
#include "base/crypto.h"
#include "codec/image.h"
#include "codec/plate_draw.h"
#include "modules/plate/plate_rules.h"

#include <stdio.h>
#include <string.h>

#define PLATES 8
#define LONG_NAME                                                                                                                                \
    "郑州航空港经济综合实验区示例精密电子信息技术与半导体材料制造股份有限公司第二分公司（港区南厂" \
    "）"

static struct wr_arena arena;
static struct wr_ctx ctx;
static struct wr_plate_pen *pen;
static const char *folder;

static FILE *open_file(const char *name)
{
    char path[400];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return fopen(path, "wb");
}

static int to_file(void *arg, const void *p, size_t n)
{
    return fwrite(p, 1, n, arg) == n ? 0 : WR_EIO;
}

static int keep(const char *name, const struct wr_buf *b)
{
    FILE *f = open_file(name);

    if (!f)
        return WR_EIO;
    int rc = to_file(f, b->p, b->n);
    return fclose(f) == 0 ? rc : WR_EIO;
}

/** A grey oval on light ground: stands for a portrait. */
static int a_photo(struct wr_plate_photo **ret)
{
    static uint8_t rgb[300 * 400 * 3];
    struct wr_image img = {.width = 300, .height = 400, .rgb = rgb};
    struct wr_str jpeg;

    for (int y = 0; y < 400; y++)
        for (int x = 0; x < 300; x++) {
            int dx = (x - 150) * 4 / 3, dy = y - 180;
            memset(rgb + (y * 300 + x) * 3, dx * dx + dy * dy < 120 * 120 ? 130 : 225, 3);
        }
    int rc = wr_image_encode_jpeg(&ctx, &img, 90, &jpeg);
    return rc < 0 ? rc : wr_plate_photo_new(&ctx, 1, jpeg, ret);
}

static struct wr_plate_face face(int i, const struct wr_signing_key *key,
                                 const struct wr_plate_photo *photo)
{
    static const char *const names[] = {
        "河南示例环保新材料科技有限公司", "郑州力诚示例", LONG_NAME,
        "Zhengzhou Example Advanced Ceramics & Refractories (Joint Venture) Company Limited"};
    char code[WR_PLATE_CODE + 1];

    wr_plate_code_make((uint64_t)(i + 1) * UINT64_C(0x123456789), code);
    struct wr_str c = wr_arena_dup(&arena, wr_str(code));
    struct wr_str sig = wr_plate_sign(
        &arena, key,
        wr_plate_signed_text(&arena, c, WR_S("91410100123456788Y"), WR_S("2026-11-23")));
    struct wr_str payload = wr_plate_payload_text(&arena, c, wr_str(key->kid), sig);
    return (struct wr_plate_face){
        .bureau_name = WR_S("郑州市生态环境局"),
        .enterprise_name = wr_str(names[i % 4]),
        .credit_code = WR_S("91410100123456788Y"),
        .district_name = WR_S("中原区"),
        .officer_name = WR_S("示例"),
        .officer_unit = WR_S("郑州市生态环境局中原分局"),
        .officer_title = WR_S("执法员"),
        .officer_phone = WR_S("0371-60000000"),
        .supervision_phone = WR_S("12345"),
        .code_print = wr_plate_code_print(&arena, c),
        .payload = wr_plate_link(&arena, WR_S("https://wurao.example.cn"), payload),
        .site_host = WR_S("wurao.example.cn"),
        .issue_date = WR_S("2026-11-23"),
        .kid = wr_str(key->kid),
        .ver = 1,
        .made_up = true,
        .photo = i % 2 ? photo : NULL,
    };
}

static int draw_sheets(const char *name, enum wr_plate_layout layout,
                       const struct wr_plate_face *faces)
{
    struct wr_plate_sheets_meta meta = {
        .title = WR_S("试印"), .made_ms = 1700000000000, .total = PLATES};
    struct wr_plate_sheets *s;
    FILE *f = open_file(name);

    if (!f)
        return WR_EIO;
    int rc = wr_plate_sheets_new(&ctx, pen, layout, &meta, to_file, f, &s);
    for (int i = 0; rc == 0 && i < PLATES; i++)
        rc = wr_plate_sheets_add(&ctx, s, i < 5 ? WR_S("中原区") : WR_S("金水区"), &faces[i]);
    if (rc == 0)
        rc = wr_plate_sheets_end(&ctx, s);
    return fclose(f) == 0 ? rc : WR_EIO;
}

static int draw_alone(const struct wr_plate_face *f)
{
    struct wr_buf b;

    wr_buf_init(&b, (size_t)16 << 20);
    int rc = wr_plate_draw_png(&ctx, pen, f, 1000, &b);
    if (rc == 0)
        rc = keep("one.png", &b);
    wr_buf_clear(&b);
    if (rc == 0)
        rc = wr_plate_draw_pdf(&ctx, pen, f, &b);
    if (rc == 0)
        rc = keep("one.pdf", &b);
    wr_buf_clear(&b);
    if (rc == 0)
        rc = wr_plate_draw_svg(&ctx, pen, f, &b);
    if (rc == 0)
        rc = keep("one.svg", &b);
    wr_buf_done(&b);
    return rc;
}

static int draw_all(const struct wr_plate_photo *photo)
{
    static const uint8_t seed[32] = {42};
    struct wr_signing_key key = {.kid = "p1"};
    struct wr_plate_face faces[PLATES];
    FILE *list = open_file("payloads.txt");

    if (!list)
        return WR_EIO;
    wr_ed25519_seed(seed, key.public_key, key.secret_key);
    for (int i = 0; i < PLATES; i++) {
        faces[i] = face(i, &key, photo);
        fprintf(list, WR_FMT "\n", WR_ARG(faces[i].payload));
    }
    int rc = fclose(list) == 0 ? draw_alone(&faces[2]) : WR_EIO;
    if (rc == 0)
        rc = draw_sheets("single.pdf", WR_LAYOUT_SINGLE, faces);
    if (rc == 0)
        rc = draw_sheets("a4_2.pdf", WR_LAYOUT_A4_2, faces);
    if (rc == 0)
        rc = draw_sheets("a4_4.pdf", WR_LAYOUT_A4_4, faces);
    return rc < 0 ? rc : draw_sheets("a3_8.pdf", WR_LAYOUT_A3_8, faces);
}

int main(int argc, char **argv)
{
    struct wr_plate_photo *photo = NULL;

    if (argc != 2 || wr_crypto_init() != 0)
        return 2;
    folder = argv[1];
    wr_arena_init(&arena, (size_t)32 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    int rc = wr_plate_pen_new(&ctx, &pen);
    if (rc == 0)
        rc = a_photo(&photo);
    if (rc == 0)
        rc = draw_all(photo);
    if (rc < 0)
        fprintf(stderr, WR_FMT "\n", WR_ARG(ctx.err.en));
    wr_plate_photo_free(photo);
    wr_plate_pen_free(pen);
    wr_arena_done(&arena);
    return rc < 0 ? 1 : 0;
}
