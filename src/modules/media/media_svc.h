#pragma once

#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"

#define WR_MEDIA_BYTES_MAX ((size_t)12 << 20)
#define WR_MEDIA_PIXELS_MAX 40000000
#define WR_MEDIA_EDGE_MAX 1600

/** A photo kept by content: re-encoded, without EXIF. */
struct wr_media {
    int64_t id;
    struct wr_str sha256;       /* hex, of the bytes kept */
    struct wr_str taken_sha256; /* hex, of the bytes as sent */
    struct wr_str media_type;
    int64_t width, height, size_bytes, created_ms;
    struct wr_str content; /* only from wr_media_content_in */
};

/** An image after decoding and re-encoding, ready to be stored; made outside the transaction (slow, no database). */
struct wr_media_new {
    struct wr_media m; /* id 0 */
};
/**
 * Check the magic bytes (JPEG, PNG, WebP), decode within limits, shrink to WR_MEDIA_EDGE_MAX, encode as JPEG without metadata.
 * @return 0, WR_EINVALID (media.not_an_image, media.heic: says what to do), WR_ELIMIT
 */
WR_MUST_CHECK int wr_media_prepare(struct wr_ctx *ctx, struct wr_str bytes,
                                   struct wr_media_new *ret);
/** Store once by content; the same picture gives the same id. @param ret_seen_before the bytes as sent were stored before */
WR_MUST_CHECK int wr_media_put_in(struct wr_tx *tx, const struct wr_media_new *n,
                                  int64_t enterprise_id, int64_t *ret_id, bool *ret_seen_before);
WR_MUST_CHECK int wr_media_content_in(struct wr_tx *tx, int64_t id, struct wr_media *ret);
extern const struct wr_audit_entity WR_MEDIA_ENTITY;
extern const struct wr_audit_entity *const wr_media_entities[];
extern const struct wr_stmt *const wr_media_stmts[];
