#pragma once
/* QR codes (ISO/IEC 18004) as a matrix of modules. qr.c alone knows libqrencode. */

#include "base/buf.h"
#include "base/ctx.h"

#define WR_QR_TEXT_MAX                                                                             \
    2900 /* bytes; version 40 holds 2,953 at level L, 1,663 at Q; what the level cannot hold is WR_ELIMIT */
#define WR_QR_QUIET 4 /* modules of quiet zone on each side */

/** Share of the symbol that may be damaged: about 7, 15, 25, 30 %. */
enum wr_qr_level { WR_QR_L, WR_QR_M, WR_QR_Q, WR_QR_H };

/** A square of width × width modules, without the quiet zone. */
struct wr_qr {
    int width;
    int version; /* 1..40 */
    enum wr_qr_level level;
    const uint8_t *dark; /* width × width, row by row, 1 = dark */
};

static inline bool wr_qr_dark(const struct wr_qr *q, int x, int y)
{
    return q->dark[(size_t)y * (size_t)q->width + (size_t)x] != 0;
}

/**
 * Encode `text` in byte mode with the smallest version that holds it.
 * @param text     UTF-8, 1 … WR_QR_TEXT_MAX bytes
 * @param ret      [out] modules live in ctx->arena; written only on success
 * @return 0, WR_EINVALID (empty), WR_ELIMIT (too long, arena), WR_ENOMEM
 */
WR_MUST_CHECK int wr_qr_encode(struct wr_ctx *ctx, struct wr_str text, enum wr_qr_level level,
                               struct wr_qr *ret);

/**
 * One path that covers all dark modules, one rectangle for each horizontal run: `M4 4h7v1h-7z…` in units of modules,
 * shifted by (dx, dy). For the `d` attribute of an SVG path.
 */
void wr_qr_path(struct wr_buf *b, const struct wr_qr *q, int dx, int dy);

/** A complete SVG image of the symbol with its quiet zone, `size_mm` wide, black on white, with `title` for screen readers. */
void wr_qr_svg(struct wr_buf *b, const struct wr_qr *q, int size_mm, struct wr_str title);
