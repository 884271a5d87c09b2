#include "modules/delivery/upload_store.h"

#define COLS "id, visit_id, sha256, user_id, total_bytes, created_ms"
#define TYPES "iitiii"

static const struct wr_field row_fields[] = {
    WR_ID(struct wr_upload_row, id, "编号", "id"),
    WR_ID(struct wr_upload_row, visit_id, "入企", "visit"),
    WR_STR(struct wr_upload_row, sha256, 64, 64, "哈希", "of the whole"),
    WR_ID(struct wr_upload_row, user_id, "用户", "who began it"),
    WR_I64(struct wr_upload_row, total_bytes, 1, WR_UPLOAD_BYTES_MAX, "大小", "of the whole"),
    WR_MS(struct wr_upload_row, created_ms, "开始时间", "when it began"),
    {0},
};

static const struct wr_stmt Q_GET = {.name = "upload_get",
                                     .sql = "SELECT " COLS
                                            " FROM photo_upload WHERE visit_id = $1 AND sha256 = "
                                            "$2",
                                     .params = "it",
                                     .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "upload_insert",
    .sql = "INSERT INTO photo_upload (visit_id, sha256, user_id, total_bytes, created_ms)"
           " VALUES ($1, $2, $3, $4, $5)",
    .params = "itiii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_REMOVE = {
    .name = "upload_remove",
    .sql = "DELETE FROM photo_upload WHERE visit_id = $1 AND sha256 = $2",
    .params = "it",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_OPEN_N = {.name = "upload_open_n",
                                        .sql =
                                            "SELECT COUNT(*) FROM photo_upload WHERE user_id = $1",
                                        .params = "i",
                                        .cols = "i"};
static const struct wr_stmt Q_BEGUN_BEFORE = {
    .name = "upload_begun_before",
    .sql =
        "SELECT " COLS " FROM photo_upload WHERE created_ms < $1 AND id > $2 ORDER BY id LIMIT $3",
    .params = "iii",
    .cols = TYPES};

const struct wr_stmt *const wr_upload_stmts[] = {&Q_GET,    &Q_INSERT,       &Q_REMOVE,
                                                 &Q_OPEN_N, &Q_BEGUN_BEFORE, NULL};

int wr_upload_store_get(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256,
                        struct wr_upload_row *ret)
{
    return wr_query_one(tx, &Q_GET, row_fields, ret, WR_I(visit_id), WR_T(sha256));
}

int wr_upload_store_insert(struct wr_tx *tx, const struct wr_upload_row *u)
{
    return wr_exec(tx, &Q_INSERT, NULL, WR_I(u->visit_id), WR_T(u->sha256), WR_I(u->user_id),
                   WR_I(u->total_bytes), WR_I(u->created_ms));
}

int wr_upload_store_remove(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256)
{
    return wr_exec(tx, &Q_REMOVE, NULL, WR_I(visit_id), WR_T(sha256));
}

int wr_upload_store_open_n(struct wr_tx *tx, int64_t user_id, int64_t *ret)
{
    return wr_query_i64(tx, &Q_OPEN_N, ret, WR_I(user_id));
}

int wr_upload_store_begun_before(struct wr_tx *tx, int64_t before_ms, int64_t after_id,
                                 struct wr_list *ret)
{
    return wr_query_list(tx, &Q_BEGUN_BEFORE, row_fields, sizeof(struct wr_upload_row),
                         WR_UPLOADS_SWEPT_MAX, ret, WR_I(before_ms), WR_I(after_id),
                         WR_I(WR_UPLOADS_SWEPT_MAX));
}
