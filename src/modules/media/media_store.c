#include "modules/media/media_store.h"

#define COLS "id, sha256, taken_sha256, media_type, width, height, size_bytes, created_ms"

/* The content itself stays out of the digest: sha256 stands for it, and `wurao audit verify` need not read gigabytes. */
static const struct wr_stmt media_row = {.name = "media_audit_row",
                                         .sql = "SELECT " COLS ", user_id FROM media WHERE id = $1",
                                         .params = "i",
                                         .cols = "*"};
static const struct wr_stmt media_ids = {.name = "media_audit_ids",
                                         .sql = "SELECT id FROM media ORDER BY id",
                                         .params = "",
                                         .cols = "i"};
const struct wr_audit_entity WR_MEDIA_ENTITY = {
    .table = "media", .row = &media_row, .ids = &media_ids};
const struct wr_audit_entity *const wr_media_entities[] = {&WR_MEDIA_ENTITY, NULL};

static const struct wr_field media_fields[] = {
    WR_ID(struct wr_media, id, "编号", "id"),
    WR_STR(struct wr_media, sha256, 64, 64, "指纹", "hex SHA-256 of the bytes kept"),
    WR_STR(struct wr_media, taken_sha256, 64, 64, "原始指纹", "hex SHA-256 of the bytes as sent"),
    WR_STR(struct wr_media, media_type, 3, 100, "类型", "media type"),
    WR_I64(struct wr_media, width, 1, 100000, "宽", "pixels"),
    WR_I64(struct wr_media, height, 1, 100000, "高", "pixels"),
    WR_I64(struct wr_media, size_bytes, 1, WR_ID_MAX, "大小", "bytes kept"),
    WR_MS(struct wr_media, created_ms, "时间", "when it was stored"),
    {0},
};

static const struct wr_stmt Q_BY_SHA = {.name = "media_by_sha",
                                        .sql = "SELECT id FROM media WHERE sha256 = $1",
                                        .params = "t",
                                        .cols = "i"};
static const struct wr_stmt Q_TAKEN = {.name = "media_taken",
                                       .sql = "SELECT count(*) FROM media WHERE taken_sha256 = $1",
                                       .params = "t",
                                       .cols = "i"};
static const struct wr_stmt Q_INSERT = {
    .name = "media_insert",
    .sql = "INSERT INTO media (sha256, taken_sha256, media_type, width, height, size_bytes, "
           "created_ms, user_id, content)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    .params = "tttiiiiIb",
    .cols = "i"};
static const struct wr_stmt Q_GET = {.name = "media_get",
                                     .sql = "SELECT " COLS " FROM media WHERE id = $1",
                                     .params = "i",
                                     .cols = "itttIIii"};
static const struct wr_stmt Q_CONTENT = {.name = "media_content",
                                         .sql = "SELECT content FROM media WHERE id = $1",
                                         .params = "i",
                                         .cols = "b"};

const struct wr_stmt *const wr_media_stmts[] = {&Q_BY_SHA,  &Q_TAKEN,   &Q_INSERT,  &Q_GET,
                                                &Q_CONTENT, &media_row, &media_ids, NULL};

int wr_media_store_by_sha(struct wr_tx *tx, struct wr_str sha256, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_BY_SHA, ret_id, WR_T(sha256));
}

int wr_media_store_taken(struct wr_tx *tx, struct wr_str taken_sha256, int64_t *ret_n)
{
    return wr_query_i64(tx, &Q_TAKEN, ret_n, WR_T(taken_sha256));
}

int wr_media_store_insert(struct wr_tx *tx, const struct wr_media *m, int64_t user_id,
                          int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(m->sha256), WR_T(m->taken_sha256),
                        WR_T(m->media_type), WR_I(m->width), WR_I(m->height), WR_I(m->size_bytes),
                        WR_I(m->created_ms), WR_IDOPT(user_id), WR_B(m->content.p, m->content.n));
}

static int read_content(struct wr_tx *tx, int64_t id, struct wr_media *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;

    int rc = wr_cursor_open(tx, &Q_CONTENT, &c, WR_I(id));
    if (rc < 0)
        return rc;
    rc = wr_cursor_next(c);
    if (rc <= 0)
        return rc < 0 ? rc : WR_ENOTFOUND;
    ret->content = wr_arena_dup(ctx->arena, wr_cursor_str(c, 0));
    return ret->content.p ? 0
                          : wr_fail(ctx, WR_K_limit_reached, WR_S("照片 (photo)"), WR_S("8 MiB"));
}

int wr_media_store_get(struct wr_tx *tx, int64_t id, struct wr_media *ret)
{
    *ret = (struct wr_media){0};
    int rc = wr_query_one(tx, &Q_GET, media_fields, ret, WR_I(id));

    return rc < 0 ? rc : read_content(tx, id, ret);
}
