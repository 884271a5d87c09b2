#include "modules/audit/audit_store.h"

#include "base/text.h"
#include "modules/audit/audit_svc.h"

#define LEAF_COLS                                                                                  \
    "seq, at_ms, actor, action, entity, entity_id, enterprise_id, row_digest, payload, hash"
#define LEAF_TYPES "iitttiIttt"

static const struct wr_stmt Q_SIZE = {.name = "audit_size",
                                      .sql = "SELECT COALESCE(MAX(seq) + 1, 0) FROM audit_leaf",
                                      .params = "",
                                      .cols = "i"};
static const struct wr_stmt Q_INSERT = {.name = "audit_insert",
                                        .sql = "INSERT INTO audit_leaf (" LEAF_COLS
                                               ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                                        .params = "iitttiIttt",
                                        .cols = "",
                                        .ephemeral = true};
static const struct wr_stmt Q_PUT_NODE = {
    .name = "audit_put_node",
    .sql = "INSERT INTO audit_node (level, idx, hash) VALUES ($1, $2, $3)",
    .params = "iit",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_NODE = {
    .name = "audit_node",
    .sql = "SELECT hash FROM audit_node WHERE level = $1 AND idx = $2",
    .params = "ii",
    .cols = "t"};
static const struct wr_stmt Q_LEAF_HASH = {.name = "audit_leaf_hash",
                                           .sql = "SELECT hash FROM audit_leaf WHERE seq = $1",
                                           .params = "i",
                                           .cols = "t"};
static const struct wr_stmt Q_LEAF = {.name = "audit_leaf",
                                      .sql = "SELECT " LEAF_COLS " FROM audit_leaf WHERE seq = $1",
                                      .params = "i",
                                      .cols = LEAF_TYPES};
static const struct wr_stmt Q_NEWEST = {
    .name = "audit_newest",
    .sql = "SELECT " LEAF_COLS
           " FROM audit_leaf WHERE entity = $1 AND entity_id = $2 ORDER BY seq DESC LIMIT 1",
    .params = "ti",
    .cols = LEAF_TYPES};
static const struct wr_stmt Q_WALK = {.name = "audit_walk",
                                      .sql = "SELECT " LEAF_COLS
                                             " FROM audit_leaf WHERE seq >= $1 ORDER BY seq",
                                      .params = "i",
                                      .cols = LEAF_TYPES};
static const struct wr_stmt Q_IDS = {
    .name = "audit_ids",
    .sql = "SELECT DISTINCT entity_id FROM audit_leaf WHERE entity = $1 ORDER BY entity_id",
    .params = "t",
    .cols = "i"};
static const struct wr_stmt Q_LIST = {
    .name = "audit_list",
    .sql = "SELECT " LEAF_COLS " FROM audit_leaf"
           " WHERE ($1 IS NULL OR entity = $1) AND ($2 IS NULL OR entity_id = $2)"
           " AND ($3 IS NULL OR enterprise_id = $3) AND ($4 IS NULL OR action = $4) AND ($5 IS "
           "NULL OR actor = $5)"
           " AND ($6 IS NULL OR at_ms >= $6) AND ($7 IS NULL OR at_ms < $7) AND ($8 IS NULL OR seq "
           "< $8)"
           " ORDER BY seq DESC LIMIT $9",
    .params = "TIITTIIIi",
    .cols = LEAF_TYPES};
static const struct wr_stmt Q_PUT_CHECKPOINT = {
    .name = "audit_put_checkpoint",
    .sql = "INSERT INTO audit_checkpoint (size, at_ms, root, note) VALUES ($1, $2, $3, $4) ON "
           "CONFLICT DO NOTHING",
    .params = "iitt",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_CHECKPOINT = {
    .name = "audit_checkpoint",
    .sql = "SELECT size, at_ms, root, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1",
    .params = "",
    .cols = "iitt"};
static const struct wr_stmt Q_CHECKPOINTS = {
    .name = "audit_checkpoints",
    .sql = "SELECT size, at_ms, root, note FROM audit_checkpoint ORDER BY size",
    .params = "",
    .cols = "iitt"};

static const struct wr_stmt Q_CHECKPOINT_AFTER = {
    .name = "audit_checkpoint_after",
    .sql = "SELECT size, at_ms, root, note FROM audit_checkpoint WHERE at_ms >= $1"
           " ORDER BY size LIMIT 1",
    .params = "i",
    .cols = "iitt"};

const struct wr_stmt *const wr_audit_stmts[] = {&Q_SIZE,
                                                &Q_INSERT,
                                                &Q_PUT_NODE,
                                                &Q_NODE,
                                                &Q_LEAF_HASH,
                                                &Q_LEAF,
                                                &Q_NEWEST,
                                                &Q_WALK,
                                                &Q_IDS,
                                                &Q_LIST,
                                                &Q_PUT_CHECKPOINT,
                                                &Q_CHECKPOINT,
                                                &Q_CHECKPOINTS,
                                                &Q_CHECKPOINT_AFTER,
                                                NULL};

int wr_audit_store_size(struct wr_tx *tx, int64_t *ret)
{
    return wr_query_i64(tx, &Q_SIZE, ret);
}

int wr_audit_store_insert(struct wr_tx *tx, const struct wr_audit_leaf *l)
{
    return wr_exec(tx, &Q_INSERT, NULL, WR_I(l->seq), WR_I(l->at_ms), WR_T(l->actor),
                   WR_T(l->action), WR_T(l->entity), WR_I(l->entity_id), WR_IDOPT(l->enterprise_id),
                   WR_T(l->row_digest), WR_T(l->payload), WR_T(l->hash));
}

int wr_audit_store_put_node(struct wr_tx *tx, int level, int64_t i, const struct wr_tree_hash *h)
{
    return wr_exec(tx, &Q_PUT_NODE, NULL, WR_I(level), WR_I(i),
                   WR_T(wr_hex(wr_tx_ctx(tx)->arena, h->b, WR_SHA256)));
}

int wr_audit_store_node(void *arg, int level, int64_t i, struct wr_tree_hash *ret)
{
    struct wr_tx *tx = arg;
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int rc = level == 0 ? wr_cursor_open(tx, &Q_LEAF_HASH, &c, WR_I(i))
                        : wr_cursor_open(tx, &Q_NODE, &c, WR_I(level), WR_I(i));
    if (rc < 0)
        return rc;
    rc = wr_cursor_next(c);
    if (rc < 0)
        return rc;
    if (rc == 0 || !wr_unhex(wr_cursor_str(c, 0), ret->b, WR_SHA256))
        return wr_fail(wr_tx_ctx(tx), WR_K_audit_node_missing,
                       wr_arena_printf(wr_tx_ctx(tx)->arena, "(%d, %lld)", level, (long long)i));
    return 0;
}

int wr_audit_store_leaf(struct wr_tx *tx, int64_t seq, struct wr_audit_leaf *ret)
{
    return wr_query_one(tx, &Q_LEAF, wr_audit_leaf_fields, ret, WR_I(seq));
}

int wr_audit_store_newest(struct wr_tx *tx, struct wr_str entity, int64_t entity_id,
                          struct wr_audit_leaf *ret)
{
    return wr_query_one(tx, &Q_NEWEST, wr_audit_leaf_fields, ret, WR_T(entity), WR_I(entity_id));
}

int wr_audit_store_walk(struct wr_tx *tx, int64_t from, struct wr_cursor **ret)
{
    return wr_cursor_open(tx, &Q_WALK, ret, WR_I(from));
}

int wr_audit_store_ids(struct wr_tx *tx, struct wr_str entity, struct wr_cursor **ret)
{
    return wr_cursor_open(tx, &Q_IDS, ret, WR_T(entity));
}

int wr_audit_store_list(struct wr_tx *tx, const struct wr_audit_filter *f, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_audit_leaf_fields, sizeof(struct wr_audit_leaf),
                         (size_t)f->limit, ret, WR_T(f->entity), WR_IDOPT(f->entity_id),
                         WR_IDOPT(f->enterprise_id), WR_T(f->action), WR_T(f->actor),
                         WR_IOPT(f->has_from_ms, f->from_ms), WR_IOPT(f->has_to_ms, f->to_ms),
                         WR_IDOPT(f->before), WR_I(f->limit));
}

int wr_audit_store_put_checkpoint(struct wr_tx *tx, const struct wr_audit_checkpoint *c)
{
    return wr_exec(tx, &Q_PUT_CHECKPOINT, NULL, WR_I(c->size), WR_I(c->at_ms), WR_T(c->root),
                   WR_T(c->note));
}

int wr_audit_store_checkpoint(struct wr_tx *tx, struct wr_audit_checkpoint *ret)
{
    return wr_query_one(tx, &Q_CHECKPOINT, wr_audit_checkpoint_fields, ret);
}

int wr_audit_store_checkpoints(struct wr_tx *tx, struct wr_cursor **ret)
{
    return wr_cursor_open(tx, &Q_CHECKPOINTS, ret);
}

int wr_audit_store_checkpoint_after(struct wr_tx *tx, int64_t at_ms, struct wr_audit_mark *ret)
{
    return wr_query_one(tx, &Q_CHECKPOINT_AFTER, wr_audit_mark_fields, ret, WR_I(at_ms));
}
