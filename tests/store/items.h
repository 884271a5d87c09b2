#pragma once
/* A use case on the harness's small table, for tests of transactions. */
#include "store.h"

static const struct wr_stmt ITEM_ADD = {
    .name = "t_item_add",
    .sql = "INSERT INTO item (name, n) VALUES ($1, $2) RETURNING id",
    .params = "ti",
    .cols = "i"};
static const struct wr_stmt ITEM_COUNT = {
    .name = "t_item_count",
    .sql = "SELECT COUNT(*) FROM item WHERE ($1 IS NULL OR name LIKE $1)",
    .params = "T",
    .cols = "i"};

/** One item to add; `fn` after it may fail or look on. */
struct item_add {
    struct wr_str name;
    int64_t n;
    int64_t ret_id;
    int then; /* what the use case returns after the insert */
};

static inline int item_add_in(struct wr_tx *tx, void *arg)
{
    struct item_add *a = arg;
    int rc = wr_query_i64(tx, &ITEM_ADD, &a->ret_id, WR_T(a->name), WR_I(a->n));
    if (rc != 0)
        return rc;
    wr_tx_note_leaf(tx);
    return a->then;
}

static inline int item_add(struct wr_ctx *ctx, const char *name, int64_t n, int then)
{
    struct item_add a = {.name = wr_str(name), .n = n, .then = then};
    return wr_tx_run(ctx, WR_TX_WRITE, "test.add", item_add_in, &a);
}

struct item_count {
    struct wr_str like;
    int64_t n;
};
static inline int item_count_in(struct wr_tx *tx, void *arg)
{
    struct item_count *c = arg;
    return wr_query_i64(tx, &ITEM_COUNT, &c->n, WR_T(c->like));
}

/** Rows whose name is LIKE `like` (NULL: all). */
static inline int64_t items_like(struct wr_ctx *ctx, const char *like)
{
    struct item_count c = {.like = wr_str(like), .n = -1};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_READ, "test.count", item_count_in, &c));
    return c.n;
}
