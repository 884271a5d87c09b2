#include "codec/qr.h"

#include "codec/xml.h"

#include <errno.h>
#include <qrencode.h>

static void free_code(QRcode **c)
{
    QRcode_free(*c);
}

static int fail_of_errno(struct wr_ctx *ctx, struct wr_str text, int err)
{
    if (err == ERANGE)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("二维码 (QR)"),
                       wr_arena_printf(ctx->arena, "%d bytes, %zu given", WR_QR_TEXT_MAX, text.n));
    return wr_fail(ctx, WR_K_memory);
}

int wr_qr_encode(struct wr_ctx *ctx, struct wr_str text, enum wr_qr_level level, struct wr_qr *ret)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};

    if (text.n == 0)
        return wr_fail(ctx, WR_K_input_required);
    if (text.n > WR_QR_TEXT_MAX)
        return fail_of_errno(ctx, text, ERANGE);
    WR_CLEANUP(free_code)
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, levels[level]);
    if (!code)
        return fail_of_errno(ctx, text, errno);
    size_t n = (size_t)code->width * (size_t)code->width;
    uint8_t *dark = wr_arena_alloc(ctx->arena, n);
    if (!dark)
        return fail_of_errno(ctx, text, ERANGE);
    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1u;
    *ret = (struct wr_qr){
        .width = code->width, .version = code->version, .level = level, .dark = dark};
    return 0;
}

void wr_qr_path(struct wr_buf *b, const struct wr_qr *q, int dx, int dy)
{
    for (int y = 0; y < q->width; y++) {
        for (int x = 0; x < q->width;) {
            int run = 0;
            while (x + run < q->width && wr_qr_dark(q, x + run, y))
                run++;
            if (run > 0)
                wr_buf_printf(b, "M%d %dh%dv1h-%dz", x + dx, y + dy, run, run);
            x += run + 1;
        }
    }
}

void wr_qr_svg(struct wr_buf *b, const struct wr_qr *q, int size_mm, struct wr_str title)
{
    int side = q->width + 2 * WR_QR_QUIET;
    struct wr_buf path;
    struct wr_xml x;

    wr_buf_init(&path, (size_t)64 << 10);
    wr_qr_path(&path, q, WR_QR_QUIET, WR_QR_QUIET);
    b->failed |= path.failed;
    wr_xml_init(&x, b);
    wr_xml_open(&x, "svg");
    wr_xml_attr(&x, "xmlns", WR_S("http://www.w3.org/2000/svg"));
    wr_xml_attrf(&x, "viewBox", "0 0 %d %d", side, side);
    wr_xml_attrf(&x, "width", "%dmm", size_mm);
    wr_xml_attrf(&x, "height", "%dmm", size_mm);
    wr_xml_attr(&x, "shape-rendering", WR_S("crispEdges"));
    wr_xml_attr(&x, "role", WR_S("img"));
    wr_xml_open(&x, "title");
    wr_xml_text(&x, title);
    wr_xml_close(&x);
    wr_xml_open(&x, "path");
    wr_xml_attr(&x, "fill", WR_S("#fff"));
    wr_xml_attrf(&x, "d", "M0 0h%dv%dh-%dz", side, side, side);
    wr_xml_close(&x);
    wr_xml_open(&x, "path");
    wr_xml_attr(&x, "fill", WR_S("#000"));
    wr_xml_attr(&x, "d", wr_buf_view(&path));
    wr_xml_close(&x);
    wr_xml_close(&x);
    wr_buf_done(&path);
}
