#include "modules/media/media_svc.h"

#include "base/crypto.h"
#include "base/text.h"
#include "codec/image.h"
#include "modules/media/media_store.h"

#define JPEG_QUALITY 85

static struct wr_str sha_hex(struct wr_ctx *ctx, struct wr_str bytes)
{
    uint8_t sum[WR_SHA256];

    wr_sha256(bytes.p, bytes.n, sum);
    return wr_hex(ctx->arena, sum, sizeof(sum));
}

int wr_media_prepare(struct wr_ctx *ctx, struct wr_str bytes, struct wr_media_new *ret)
{
    static const struct wr_image_limits limits = {.bytes_max = WR_MEDIA_BYTES_MAX,
                                                  .pixels_max = WR_MEDIA_PIXELS_MAX,
                                                  .edge_max = WR_MEDIA_EDGE_MAX};
    struct wr_media m = {.media_type = WR_S("image/jpeg"), .created_ms = wr_ctx_now(ctx)};
    WR_CLEANUP(wr_image_done) struct wr_image img = {0};

    int rc = wr_image_decode(ctx, bytes, &limits, &img);
    if (rc < 0)
        return rc;
    rc = wr_image_encode_jpeg(ctx, &img, JPEG_QUALITY, &m.content);
    if (rc < 0)
        return rc;
    m.width = img.width;
    m.height = img.height;
    m.size_bytes = (int64_t)m.content.n;
    m.sha256 = sha_hex(ctx, m.content);
    m.taken_sha256 = sha_hex(ctx, bytes);
    if (!m.sha256.p || !m.taken_sha256.p)
        return wr_fail(ctx, WR_K_memory);
    ret->m = m;
    return 0;
}

int wr_media_put_in(struct wr_tx *tx, const struct wr_media_new *n, int64_t enterprise_id,
                    int64_t *ret_id, bool *ret_seen_before)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t taken = 0;

    int rc = wr_media_store_taken(tx, n->m.taken_sha256, &taken);
    if (rc < 0)
        return rc;
    *ret_seen_before = taken > 0;
    rc = wr_media_store_by_sha(tx, n->m.sha256, ret_id);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    rc = wr_media_store_insert(tx, &n->m, ctx->actor.user_id, ret_id);
    if (rc < 0)
        return rc;
    return wr_audit_append(
        tx, &WR_MEDIA_ENTITY, *ret_id, enterprise_id, "media.put",
        wr_audit_payload2(ctx, "sha256", n->m.sha256, "taken_sha256", n->m.taken_sha256));
}

int wr_media_content_in(struct wr_tx *tx, int64_t id, struct wr_media *ret)
{
    int rc = wr_media_store_get(tx, id, ret);

    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该照片 photo")) : rc;
}
