/* Photos in pieces: what has arrived lies in a file that outlives the server; the whole becomes a photo of its visit. */
#include "modules/delivery/upload_file.h"
#include "modules/delivery/upload_store.h"

#include "base/crypto.h"
#include "base/text.h"

#include <inttypes.h>

const struct wr_field wr_upload_query_fields[] = {
    WR_I64(struct wr_upload_query, offset, 0, WR_UPLOAD_BYTES_MAX, "位置",
           "where the piece begins: what has arrived so far"),
    WR_I64(struct wr_upload_query, total, 1, WR_UPLOAD_BYTES_MAX, "大小", "bytes of the whole"),
    {.name = "kind",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_upload_query, kind),
     .has_off = offsetof(struct wr_upload_query, has_kind) + 1,
     .items = wr_photo_kinds,
     .doc = "what it shows; else as the record told",
     .zh = "种类"},
    WR_STR_OPT(struct wr_upload_query, item_code, 1, 20, "检查项",
               "item it belongs to; else as the record told"),
    WR_MS_OPT(struct wr_upload_query, taken_ms, "拍摄时间",
              "by the phone's clock; else as the record told"),
    {0},
};

const struct wr_field wr_upload_look_fields[] = {
    WR_FIELD_(struct wr_upload_look, total, WR_F_I64, WR_FF_OPT, 1, WR_UPLOAD_BYTES_MAX, NULL, NULL,
              0, "大小", "bytes of the whole, to be told again once it is whole"),
    {0},
};

const struct wr_field wr_upload_state_fields[] = {
    WR_STR(struct wr_upload_state, sha256, 64, 64, "哈希", "of the whole"),
    WR_I64(struct wr_upload_state, received, 0, WR_UPLOAD_BYTES_MAX, "已收到", "bytes"),
    WR_I64(struct wr_upload_state, total, 0, WR_UPLOAD_BYTES_MAX, "大小",
           "bytes of the whole; 0: nothing has come"),
    WR_ID_OPT(struct wr_upload_state, photo_id, "照片", "the photo, once it is whole"),
    {0},
};

/** One request under way. */
struct work {
    int64_t visit_id;
    struct wr_str sha256;
    int64_t total, now_ms;
    struct wr_visit_photo photo; /* id 0: has not come */
    struct wr_visit_photo_due due;
    struct wr_upload_row row; /* id 0: nothing has come */
};

static int check_sha(struct wr_ctx *ctx, struct wr_str sha256)
{
    uint8_t sum[WR_SHA256];
    if (!wr_unhex(sha256, sum, sizeof(sum)) ||
        !wr_str_eq(sha256, wr_text_lower(ctx->arena, sha256))) {
        wr_fault(ctx, WR_S("sha256"), WR_K_upload_sha, sha256);
    }
    return wr_faults_end(ctx);
}

static int look_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_visit_photo_find_in(tx, w->visit_id, w->sha256, &w->photo, &w->due);
    if (rc < 0 || w->photo.id != 0) {
        return rc;
    }
    rc = wr_upload_store_get(tx, w->visit_id, w->sha256, &w->row);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        w->row = (struct wr_upload_row){0};
        return 0;
    }
    return rc;
}

/** What to say of a photo: the last byte counts only once the photo is taken, so that a phone sends it again after a crash. */
static struct wr_upload_state state_of(const struct work *w, int64_t received, int64_t total)
{
    struct wr_upload_state s = {.sha256 = w->sha256, .received = received, .total = total};
    if (w->photo.id != 0) {
        s.photo_id = w->photo.id;
        s.received = s.total = total;
    } else if (received >= total && total > 0) {
        s.received = total - 1;
    }
    return s;
}

int wr_upload_svc_get(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                      const struct wr_upload_look *q, struct wr_upload_state *ret)
{
    struct work w = {.visit_id = visit_id, .sha256 = sha256};
    int64_t received = 0;
    int rc = check_sha(ctx, sha256);
    if (rc == 0) {
        rc = wr_tx_run(ctx, WR_TX_READ, "upload.look", look_tx, &w);
    }
    if (rc == 0 && w.photo.id == 0 && w.row.id != 0) {
        rc = wr_part_size(ctx, visit_id, sha256, &received);
    }
    if (rc == 0) {
        *ret = state_of(&w, received, w.photo.id != 0 ? q->total : w.row.total_bytes);
    }
    return rc;
}

/* ---- pieces ------------------------------------------------------------------------------------- */

/** Write down that it began, unless the user has too many under way. */
static int begin_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t open_n = 0;
    int rc = look_tx(tx, w);
    if (rc < 0 || w->photo.id != 0 || w->row.id != 0) {
        return rc;
    }
    rc = wr_upload_store_open_n(tx, ctx->actor.user_id, &open_n);
    if (rc == 0 && open_n >= WR_UPLOADS_OPEN_MAX) {
        rc = wr_fail(ctx, WR_K_upload_open, wr_arena_printf(ctx->arena, "%d", WR_UPLOADS_OPEN_MAX));
    }
    w->row = (struct wr_upload_row){.visit_id = w->visit_id,
                                    .sha256 = w->sha256,
                                    .user_id = ctx->actor.user_id,
                                    .total_bytes = w->total,
                                    .created_ms = w->now_ms};
    return rc < 0 ? rc : wr_upload_store_insert(tx, &w->row);
}

static int forget_tx(struct wr_tx *tx, void *arg)
{
    const struct work *w = arg;
    return wr_upload_store_remove(tx, w->visit_id, w->sha256);
}

/** The photo is whole, or never will be: nothing more is kept of its pieces. */
static int forget(struct wr_ctx *ctx, struct work *w, struct wr_part *p)
{
    wr_part_remove(p);
    return wr_tx_run(ctx, WR_TX_WRITE, "upload.forget", forget_tx, w);
}

/** Forget what can never become a photo, and say why. */
static int give_up(struct wr_ctx *ctx, struct work *w, struct wr_part *p)
{
    struct wr_err why = ctx->err;
    wr_err_reset(ctx);
    int rc = forget(ctx, w, p);
    if (rc == 0) {
        ctx->err = why;
        rc = why.code;
    }
    return rc;
}

static int check_whole(struct wr_ctx *ctx, const struct work *w, struct wr_str bytes)
{
    uint8_t sum[WR_SHA256], want[WR_SHA256];
    wr_sha256(bytes.p, bytes.n, sum);
    if (!wr_unhex(w->sha256, want, sizeof(want)) || memcmp(sum, want, sizeof(sum)) != 0) {
        return wr_fail(ctx, WR_K_upload_mismatch);
    }
    return 0;
}

static int take_photo(struct wr_ctx *ctx, struct work *w, const struct wr_upload_query *q,
                      struct wr_part *p)
{
    const struct wr_visit_photo_due *due = &w->due;
    const struct wr_visit_photo_query as = {
        .kind = q->has_kind ? q->kind : due->kind,
        .item_code = q->item_code.n > 0 ? q->item_code : due->item_code,
        .taken_ms = q->taken_ms != 0 ? q->taken_ms : due->taken_ms};
    struct wr_str bytes;
    int rc = wr_part_read(p, &bytes);
    if (rc == 0) {
        rc = check_whole(ctx, w, bytes);
    }
    if (rc == 0) {
        rc = wr_visit_svc_add_photo(ctx, w->visit_id, &as, bytes, &w->photo);
    }
    return rc == WR_EINVALID ? give_up(ctx, w, p) : rc < 0 ? rc : forget(ctx, w, p);
}

static int fail_offset(struct wr_ctx *ctx, int64_t received)
{
    struct wr_str n = wr_arena_printf(ctx->arena, "%" PRId64, received);
    int rc = wr_fail(ctx, WR_K_upload_offset, n);
    ctx->err.extra_name = "received";
    ctx->err.extra_json = n;
    return rc;
}

/** With the file locked: append, and take the photo when it is whole. */
static int put_locked(struct wr_ctx *ctx, struct work *w, const struct wr_upload_query *q,
                      struct wr_str bytes, struct wr_part *p)
{
    if (p->size_bytes < q->total) {
        if (q->offset != p->size_bytes) {
            return fail_offset(ctx, p->size_bytes);
        }
        int rc = wr_part_append(p, bytes);
        if (rc < 0 || p->size_bytes < q->total) {
            return rc;
        }
    }
    return take_photo(ctx, w, q, p);
}

static int check_piece(struct wr_ctx *ctx, const struct wr_upload_query *q, struct wr_str bytes)
{
    if ((int64_t)bytes.n > WR_UPLOAD_CHUNK_BYTES_MAX) {
        return wr_fail(ctx, WR_K_upload_chunk,
                       wr_arena_printf(ctx->arena, "%" PRId64, WR_UPLOAD_CHUNK_BYTES_MAX));
    }
    if (q->offset + (int64_t)bytes.n > q->total) {
        wr_fault(ctx, WR_S("offset"), WR_K_upload_beyond,
                 wr_arena_printf(ctx->arena, "%" PRId64, q->offset),
                 wr_arena_printf(ctx->arena, "%" PRId64, q->total));
    }
    return wr_faults_end(ctx);
}

/** Somebody must have told what the photo shows: its record, or this request. */
static int check_kind(struct wr_ctx *ctx, const struct work *w, const struct wr_upload_query *q)
{
    if (!q->has_kind && w->due.id == 0) {
        wr_fault(ctx, WR_S("kind"), WR_K_upload_kind, ((struct wr_str){NULL, 0}));
    }
    return wr_faults_end(ctx);
}

/** The pieces of a photo that has not come whole. */
static int put_piece(struct wr_ctx *ctx, struct work *w, const struct wr_upload_query *q,
                     struct wr_str bytes, struct wr_part *p)
{
    int rc = check_kind(ctx, w, q);
    if (rc == 0 && w->row.id == 0) {
        rc = wr_tx_run(ctx, WR_TX_WRITE, "upload.begin", begin_tx, w);
    }
    if (rc < 0 || w->photo.id != 0) {
        return rc;
    }
    if (w->row.total_bytes != q->total) {
        return wr_fail(ctx, WR_K_upload_total,
                       wr_arena_printf(ctx->arena, "%" PRId64, w->row.total_bytes));
    }
    rc = wr_part_open(ctx, w->visit_id, w->sha256, p);
    return rc < 0 ? rc : put_locked(ctx, w, q, bytes, p);
}

int wr_upload_svc_put(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                      const struct wr_upload_query *q, struct wr_str bytes,
                      struct wr_upload_state *ret)
{
    struct work w = {
        .visit_id = visit_id, .sha256 = sha256, .total = q->total, .now_ms = wr_ctx_now(ctx)};
    WR_CLEANUP(wr_part_close) struct wr_part p = {.fd = -1};
    int rc = check_sha(ctx, sha256);
    if (rc == 0) {
        rc = check_piece(ctx, q, bytes);
    }
    if (rc == 0) {
        rc = wr_tx_run(ctx, WR_TX_READ, "upload.look", look_tx, &w);
    }
    if (rc == 0 && w.photo.id == 0) {
        rc = put_piece(ctx, &w, q, bytes, &p);
    }
    if (rc == 0) {
        *ret = state_of(&w, p.size_bytes, q->total);
    }
    return rc;
}

/* ---- sweeping ----------------------------------------------------------------------------------- */

struct sweep {
    int64_t before_ms, after_id;
    struct wr_list rows;
};

static int stale_tx(struct wr_tx *tx, void *arg)
{
    struct sweep *s = arg;
    return wr_upload_store_begun_before(tx, s->before_ms, s->after_id, &s->rows);
}

int wr_upload_svc_sweep(struct wr_ctx *ctx)
{
    struct sweep s = {.before_ms = wr_ctx_now(ctx) - WR_UPLOAD_KEEP_MS};
    int rc = 0;
    do {
        rc = wr_tx_run(ctx, WR_TX_READ, "upload.stale", stale_tx, &s);
        const struct wr_upload_row *r = s.rows.p;
        for (size_t i = 0; rc == 0 && i < s.rows.n; i++) {
            struct work w = {.visit_id = r[i].visit_id, .sha256 = r[i].sha256};
            s.after_id = r[i].id;
            if (wr_part_remove_stale(ctx, w.visit_id, w.sha256, s.before_ms)) {
                rc = wr_tx_run(ctx, WR_TX_WRITE, "upload.forget", forget_tx, &w);
            }
        }
    } while (rc == 0 && s.rows.n == WR_UPLOADS_SWEPT_MAX);
    return rc;
}
