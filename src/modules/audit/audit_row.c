#include "modules/audit/audit_row.h"

#include "base/crypto.h"
#include "base/text.h"

#include <stdlib.h>

#define COLUMNS_MAX 96

struct column {
    struct wr_str name;
    size_t at;
};

static int by_name(const void *a, const void *b)
{
    return wr_str_cmp(((const struct column *)a)->name, ((const struct column *)b)->name);
}

static void put_value(struct wr_buf *b, struct wr_arena *a, const struct wr_cursor *c, size_t col)
{
    struct wr_str s;
    uint8_t h[WR_SHA256];
    switch (wr_cursor_type(c, col)) {
    case WR_V_I64:
        wr_buf_printf(b, "i:%lld\n", (long long)wr_cursor_i64(c, col));
        break;
    case WR_V_F64:
        wr_buf_printf(b, "r:%.17g\n", wr_cursor_f64(c, col));
        break;
    case WR_V_STR:
        s = wr_cursor_str(c, col);
        wr_buf_printf(b, "t:%zu:", s.n);
        wr_buf_str(b, s);
        wr_buf_c(b, '\n');
        break;
    case WR_V_BYTES:
        s = wr_cursor_str(c, col);
        wr_sha256(s.p, s.n, h);
        wr_buf_lit(b, "b:");
        wr_buf_str(b, wr_hex(a, h, sizeof h));
        wr_buf_c(b, '\n');
        break;
    case WR_V_NULL:
    default:
        break;
    }
}

/** Columns sorted by name, NULL ones left out, so that neither their order nor a later nullable column matters. */
static int put_row(struct wr_tx *tx, struct wr_buf *b, const struct wr_cursor *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct column cols[COLUMNS_MAX];
    size_t n = wr_cursor_cols(c);
    if (n > COLUMNS_MAX)
        return wr_fail(ctx, WR_K_bug, WR_S("audited row has too many columns"));
    for (size_t i = 0; i < n; i++)
        cols[i] = (struct column){wr_cursor_name(c, i), i};
    qsort(cols, n, sizeof cols[0], by_name);
    for (size_t i = 0; i < n; i++) {
        if (wr_cursor_is_null(c, cols[i].at))
            continue;
        wr_buf_str(b, cols[i].name);
        wr_buf_c(b, '=');
        put_value(b, ctx->arena, c, cols[i].at);
    }
    return 0;
}

static int put_children(struct wr_tx *tx, const struct wr_stmt *q, const char *table, int64_t id,
                        struct wr_buf *b)
{
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int rc = wr_cursor_open(tx, q, &c, WR_I(id));
    if (rc < 0)
        return rc;
    wr_buf_printf(b, "child %s\n", table);
    while ((rc = wr_cursor_next(c)) > 0) {
        rc = put_row(tx, b, c);
        if (rc < 0)
            return rc;
        wr_buf_lit(b, "end\n");
    }
    return rc;
}

int wr_audit_row_text(struct wr_tx *tx, const struct wr_audit_entity *e, int64_t id,
                      struct wr_buf *b)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int rc = wr_cursor_open(tx, e->row, &c, WR_I(id));
    if (rc < 0)
        return rc;
    rc = wr_cursor_next(c);
    if (rc < 0)
        return rc;
    if (rc == 0)
        return WR_ENOTFOUND;
    wr_buf_printf(b, "wurao-row-v1\n%s\n", e->table);
    rc = put_row(tx, b, c);
    for (size_t i = 0; rc == 0 && i < WR_AUDIT_CHILDREN_MAX && e->children[i]; i++)
        rc = put_children(tx, e->children[i], e->child_tables[i], id, b);
    if (rc == 0 && b->failed)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("audited row"), WR_S("4 MiB"));
    return rc;
}

int wr_audit_row_digest(struct wr_tx *tx, const struct wr_audit_entity *e, int64_t id,
                        struct wr_str *ret)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, WR_AUDIT_ROW_TEXT_MAX);
    int rc = wr_audit_row_text(tx, e, id, &b);
    if (rc == WR_ENOTFOUND) {
        *ret = WR_S("");
        return 0;
    }
    if (rc < 0)
        return rc;
    uint8_t h[WR_SHA256];
    wr_sha256(b.p, b.n, h);
    *ret = wr_hex(wr_tx_ctx(tx)->arena, h, sizeof h);
    return 0;
}
