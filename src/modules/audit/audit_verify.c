/* The walk over everything: each leaf, each node, each signed head, each row of evidence. */
#include "base/text.h"
#include "modules/audit/audit_note.h"
#include "modules/audit/audit_row.h"
#include "modules/audit/audit_store.h"

#include <inttypes.h>

struct walk {
    struct wr_tx *tx;
    struct wr_ctx *ctx;
    struct wr_audit_verdict *v;
    struct wr_tree_hash stack
        [WR_AUDIT_PATH_MAX]; /* roots of the complete subtrees so far, one per set bit of `leaves` */
    struct wr_cursor *heads;
    struct wr_audit_checkpoint head; /* next checkpoint to meet */
    bool has_head;
};

/** Keep the first finding; the walk goes on only while all is well. */
static int bad(struct walk *w, const char *fmt, ...) WR_PRINTF(2, 3);
static int bad(struct walk *w, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    w->v->ok = false;
    w->v->first_bad = wr_arena_vprintf(w->ctx->arena, fmt, ap);
    va_end(ap);
    return 1;
}

static struct wr_tree_hash root_of(const struct walk *w)
{
    struct wr_tree_hash h;
    bool any = false;
    wr_sha256("", 0, h.b);
    for (int level = 0; level < 62; level++) {
        if (((w->v->leaves >> level) & 1) == 0)
            continue;
        h = any ? wr_tree_node_hash(&w->stack[level], &h) : w->stack[level];
        any = true;
    }
    return h;
}

static int next_head(struct walk *w)
{
    int rc = wr_cursor_next(w->heads);
    w->has_head = rc > 0;
    return rc > 0 ? wr_cursor_into(w->heads, w->ctx->arena, wr_audit_checkpoint_fields, &w->head)
                  : rc;
}

/** Meet the checkpoints that were signed at this size. */
static int check_heads(struct walk *w)
{
    while (w->has_head && w->head.size == w->v->leaves) {
        struct wr_tree_hash root = root_of(w);
        struct wr_audit_head h;
        if (!wr_audit_note_open(w->ctx->arena, w->head.note, w->ctx->keys->audit.public_key, &h))
            return bad(w, "checkpoint of size %" PRId64 ": signature or form is wrong",
                       w->head.size);
        if (h.size != w->head.size || !wr_mem_eq(h.root.b, root.b, WR_SHA256))
            return bad(
                w, "checkpoint of size %" PRId64 ": its root is not that of the leaves below it",
                w->head.size);
        int rc = next_head(w);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/** Add a leaf to the running tree and compare the nodes it completes with those stored. */
static int add_leaf(struct walk *w, struct wr_tree_hash h)
{
    int level = 0;
    for (int64_t i = w->v->leaves; (i & 1) != 0; i >>= 1) {
        h = wr_tree_node_hash(&w->stack[level], &h);
        level++;
        struct wr_tree_hash stored;
        int rc = wr_audit_store_node(w->tx, level, i >> 1, &stored);
        if (rc == WR_EIO)
            return rc;
        if (rc < 0 || !wr_mem_eq(stored.b, h.b, WR_SHA256))
            return bad(w, "tree node (%d, %" PRId64 ") does not fit the leaves below it", level,
                       i >> 1);
    }
    w->stack[level] = h;
    w->v->leaves++;
    return check_heads(w);
}

static int walk_leaves(struct walk *w)
{
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *heads = NULL;
    int rc = wr_audit_store_walk(w->tx, 0, &c);
    if (rc == 0)
        rc = wr_audit_store_checkpoints(w->tx, &heads);
    w->heads = heads;
    if (rc == 0)
        rc = next_head(w);
    if (rc == 0)
        rc = check_heads(w);
    while (rc == 0) {
        struct wr_arena_mark mark = wr_arena_mark(w->ctx->arena);
        struct wr_audit_leaf l = {0};
        rc = wr_cursor_next(c);
        if (rc <= 0)
            break;
        rc = wr_cursor_into(c, w->ctx->arena, wr_audit_leaf_fields, &l);
        if (rc < 0)
            break;
        if (l.seq != w->v->leaves)
            return bad(w, "leaf %" PRId64 " is missing (next is %" PRId64 ")", w->v->leaves, l.seq);
        struct wr_tree_hash h = wr_tree_leaf_hash(wr_audit_leaf_text(w->ctx->arena, &l));
        if (!wr_str_eq(wr_hex(w->ctx->arena, h.b, sizeof h.b), l.hash))
            return bad(w, "leaf %" PRId64 " (" WR_FMT " of " WR_FMT " %" PRId64 ") was altered",
                       l.seq, WR_ARG(l.action), WR_ARG(l.entity), l.entity_id);
        int64_t kept = w->head.size;
        rc = add_leaf(w, h);
        if (rc == 0 && kept == w->head.size) /* a new head lives in the arena */
            wr_arena_rewind(w->ctx->arena, mark);
    }
    if (rc == 0 && w->has_head)
        return bad(w,
                   "checkpoint of size %" PRId64 " is beyond the log's %" PRId64
                   " leaves: leaves were cut off",
                   w->head.size, w->v->leaves);
    return rc;
}

/** Compare one row with what the log last said of it. */
static int check_row(struct walk *w, const struct wr_audit_entity *e, int64_t id)
{
    struct wr_arena_mark mark = wr_arena_mark(w->ctx->arena);
    struct wr_audit_leaf l = {0};
    struct wr_str now = {0};
    int rc = wr_audit_store_newest(w->tx, wr_str(e->table), id, &l);
    if (rc == WR_ENOTFOUND)
        return bad(w, "%s %" PRId64 ": the row has no leaf; it was inserted past the log", e->table,
                   id);
    if (rc == 0)
        rc = wr_audit_row_digest(w->tx, e, id, &now);
    if (rc < 0)
        return rc;
    if (!wr_str_eq(now, l.row_digest)) {
        if (now.n == 0)
            return bad(w,
                       "%s %" PRId64 ": the row was deleted past the log (last leaf %" PRId64 ")",
                       e->table, id, l.seq);
        return bad(w,
                   "%s %" PRId64 ": the row or its children are not as leaf %" PRId64 " (" WR_FMT
                   ") recorded them",
                   e->table, id, l.seq, WR_ARG(l.action));
    }
    w->v->rows++;
    wr_arena_rewind(w->ctx->arena, mark);
    return 0;
}

/** All ids of a cursor's first column through check_row. */
static int check_ids(struct walk *w, const struct wr_audit_entity *e, struct wr_cursor *c)
{
    int rc;
    while ((rc = wr_cursor_next(c)) > 0) {
        rc = check_row(w, e, wr_cursor_i64(c, 0));
        if (rc != 0)
            return rc;
    }
    return rc;
}

/** Rows that exist (edited? inserted?), then rows the log knows (deleted?). */
static int walk_entity(struct walk *w, const struct wr_audit_entity *e)
{
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *rows = NULL;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *known = NULL;
    int rc = wr_cursor_open(w->tx, e->ids, &rows);
    if (rc == 0)
        rc = check_ids(w, e, rows);
    if (rc != 0)
        return rc;
    int64_t counted = w->v->rows;
    rc = wr_audit_store_ids(w->tx, wr_str(e->table), &known);
    if (rc == 0)
        rc = check_ids(w, e, known);
    w->v->rows = counted;
    return rc;
}

struct verify {
    const struct wr_audit_entity *const *const *entities;
    struct wr_audit_verdict *v;
};

static int verify_tx(struct wr_tx *tx, void *arg)
{
    const struct verify *in = arg;
    *in->v = (struct wr_audit_verdict){.ok = true};
    struct walk w = {.tx = tx, .ctx = wr_tx_ctx(tx), .v = in->v};
    int rc = walk_leaves(&w);
    for (size_t i = 0; rc == 0 && in->entities[i]; i++)
        for (size_t j = 0; rc == 0 && in->entities[i][j]; j++)
            rc = walk_entity(&w, in->entities[i][j]);
    return rc > 0 ? 0 : rc;
}

int wr_audit_svc_verify(struct wr_ctx *ctx, const struct wr_audit_entity *const *const *entities,
                        struct wr_audit_verdict *ret)
{
    struct verify in = {entities, ret};
    return wr_tx_run(ctx, WR_TX_READ, "audit.verify", verify_tx, &in);
}
