#include "db/db_int.h"

#include <assert.h>
#include <time.h>

#define PAUSE_MS_FIRST 4

typedef int tx_fn(struct wr_tx *tx, void *arg);

/** Set while this thread is inside wr_tx_run: a transaction in a transaction is a programmer's error. */
static _Thread_local bool inside;

struct wr_ctx *wr_tx_ctx(struct wr_tx *tx)
{
    return tx->ctx;
}

enum wr_tx_mode wr_tx_mode(const struct wr_tx *tx)
{
    return tx->mode;
}

void wr_tx_note_leaf(struct wr_tx *tx)
{
    tx->leaves++;
}

size_t wr_tx_leaves(const struct wr_tx *tx)
{
    return tx->leaves;
}

static bool is_soft(enum wr_db_fail kind)
{
    return kind == WR_DBF_SOFT || kind == WR_DBF_LOST;
}

/** What the callback's answer comes to: a statement that failed cannot be committed, nor can evidence without a leaf. */
static int judge(struct wr_tx *tx, int rc)
{
    assert(rc <= 0);
    assert(tx->cursors_n == 0); /* each cursor is closed by whoever opened it */
    if (tx->failed != 0)
        return rc != 0 ? rc : wr_db_fail_ctx(tx->ctx, &tx->error);
    if (rc == 0 && tx->changed_n > 0 && tx->leaves == 0)
        return wr_fail(tx->ctx, WR_K_db_no_leaf, wr_str(tx->name));
    return rc;
}

static int give_error(struct wr_tx *tx, const struct wr_db_error *e, bool *ret_soft)
{
    *ret_soft = is_soft(e->kind);
    return wr_db_fail_ctx(tx->ctx, e);
}

static int run_write(struct wr_tx *tx, tx_fn *fn, void *arg, int64_t deadline_ms, bool *ret_soft)
{
    struct wr_db *db = tx->db;
    struct wr_db_error e = {0};
    if (wr_writer_take(db, deadline_ms, &e) != WR_DBF_NONE)
        return wr_db_fail_ctx(tx->ctx, &e); /* has waited long enough: no further try */
    if (wr_group_enter(db, &e) != WR_DBF_NONE)
        return give_error(tx, &e, ret_soft);
    tx->conn = db->w.conn;
    int rc = judge(tx, fn(tx, arg));
    if (rc == 0) {
        if (wr_group_keep(db, &e) == WR_DBF_NONE)
            return 0;
        return give_error(tx, &e, ret_soft);
    }
    enum wr_db_fail kind = tx->error.kind;
    if (kind == WR_DBF_NONE || kind == WR_DBF_CONFLICT || kind == WR_DBF_BUG ||
        kind == WR_DBF_READONLY || kind == WR_DBF_LIMIT) {
        wr_group_undo(db);
        *ret_soft = rc == WR_EBUSY; /* the use case itself asks for another try */
        return rc;
    }
    wr_group_break(db, &tx->error);
    *ret_soft = is_soft(kind);
    return rc;
}

/** Read with a connection already taken. */
static int read_on(struct wr_tx *tx, struct wr_conn *c, tx_fn *fn, void *arg, bool *ret_soft)
{
    tx->conn = c;
    if (c->be->begin(c, WR_TX_READ) != WR_DBF_NONE)
        return give_error(tx, &c->err, ret_soft);
    int rc = judge(tx, fn(tx, arg));
    if (!c->lost)
        c->be->rollback(c);
    if (rc != 0)
        *ret_soft = is_soft(tx->error.kind);
    return rc;
}

static int run_read(struct wr_tx *tx, tx_fn *fn, void *arg, int64_t deadline_ms, bool *ret_soft)
{
    struct wr_db *db = tx->db;
    struct wr_db_error e = {0};
    if (db->single) { /* one connection for all */
        if (wr_writer_take(db, deadline_ms, &e) != WR_DBF_NONE)
            return wr_db_fail_ctx(tx->ctx, &e);
        int rc = read_on(tx, db->w.conn, fn, arg, ret_soft);
        wr_writer_give(db);
        return rc;
    }
    struct wr_conn *c = wr_readers_take(db, deadline_ms, &e);
    if (!c)
        return wr_db_fail_ctx(tx->ctx, &e);
    int rc = read_on(tx, c, fn, arg, ret_soft);
    wr_readers_give(db, c);
    return rc;
}

/** Wait longer after each try, each thread for a different time. */
static void pause_with_jitter(int tries)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    uint64_t mix = ((uint64_t)ts.tv_nsec ^ (uint64_t)(uintptr_t)&ts) * UINT64_C(0x9E3779B97F4A7C15);
    long span_us = (long)(PAUSE_MS_FIRST << tries) * 1000;
    long us = span_us / 2 + (long)((mix >> 33) % (uint64_t)span_us);
    struct timespec pause = {.tv_sec = us / 1000000, .tv_nsec = (us % 1000000) * 1000};
    (void)nanosleep(&pause, NULL);
}

int wr_tx_run(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
              int (*fn)(struct wr_tx *tx, void *arg), void *arg)
{
    assert(!inside && ctx->db);
    inside = true;
    struct wr_db *db = ctx->db;
    int64_t deadline_ms = wr_db_mono_ms() + db->opt.wait_ms_max;
    struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
    int rc = 0;
    for (int tries = 0;; tries++) {
        struct wr_tx tx = {.ctx = ctx, .db = db, .mode = mode, .name = name};
        bool soft = false;
        rc = mode == WR_TX_WRITE ? run_write(&tx, fn, arg, deadline_ms, &soft)
                                 : run_read(&tx, fn, arg, deadline_ms, &soft);
        if (rc == 0 || !soft)
            break;
        if (tries + 1 >= WR_TX_TRIES_MAX) {
            rc = ctx->err.key == WR_K_db_away ? rc : wr_fail(ctx, WR_K_busy);
            break;
        }
        atomic_fetch_add(&db->tx_retried, 1);
        wr_err_reset(ctx);
        wr_arena_rewind(ctx->arena, mark);
        pause_with_jitter(tries);
    }
    atomic_fetch_add(mode == WR_TX_WRITE ? &db->tx_write : &db->tx_read, 1);
    if (rc == WR_EBUSY || rc == WR_EIO || rc == WR_EBUG)
        atomic_fetch_add(&db->tx_failed, 1);
    inside = false;
    return rc;
}
