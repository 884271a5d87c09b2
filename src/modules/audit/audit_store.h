#pragma once

#include "db/db.h"
#include "modules/audit/audit_tree.h"

extern const struct wr_field wr_audit_leaf_fields[];

struct wr_audit_filter {
    struct wr_str entity, action, actor;
    int64_t entity_id, enterprise_id;
    bool has_from_ms, has_to_ms;
    int64_t from_ms, to_ms;
    int64_t before; /* leaves with a smaller seq; 0 = newest first page */
    int64_t limit;
};

/** Number of leaves. */
WR_MUST_CHECK int wr_audit_store_size(struct wr_tx *tx, int64_t *ret);
WR_MUST_CHECK int wr_audit_store_insert(struct wr_tx *tx, const struct wr_audit_leaf *l);
WR_MUST_CHECK int wr_audit_store_put_node(struct wr_tx *tx, int level, int64_t i,
                                          const struct wr_tree_hash *h);
/** wr_tree_node_fn over the stored nodes; `arg` is the transaction. */
WR_MUST_CHECK int wr_audit_store_node(void *tx, int level, int64_t i, struct wr_tree_hash *ret);
WR_MUST_CHECK int wr_audit_store_leaf(struct wr_tx *tx, int64_t seq, struct wr_audit_leaf *ret);
/** Newest leaf of one row. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_audit_store_newest(struct wr_tx *tx, struct wr_str entity, int64_t entity_id,
                                        struct wr_audit_leaf *ret);
/** All leaves from seq 0 up, one by one. */
WR_MUST_CHECK int wr_audit_store_walk(struct wr_tx *tx, int64_t from, struct wr_cursor **ret);
/** Ids of one entity that the log knows, ascending. */
WR_MUST_CHECK int wr_audit_store_ids(struct wr_tx *tx, struct wr_str entity,
                                     struct wr_cursor **ret);
WR_MUST_CHECK int wr_audit_store_list(struct wr_tx *tx, const struct wr_audit_filter *f,
                                      struct wr_list *ret);

struct wr_audit_checkpoint {
    int64_t size, at_ms;
    struct wr_str root, note;
};
extern const struct wr_field wr_audit_checkpoint_fields[];
WR_MUST_CHECK int wr_audit_store_put_checkpoint(struct wr_tx *tx,
                                                const struct wr_audit_checkpoint *c);
/** The newest one. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_audit_store_checkpoint(struct wr_tx *tx, struct wr_audit_checkpoint *ret);
/** All of them by size. */
WR_MUST_CHECK int wr_audit_store_checkpoints(struct wr_tx *tx, struct wr_cursor **ret);
/** The first one signed at or after a moment. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_audit_store_checkpoint_after(struct wr_tx *tx, int64_t at_ms,
                                                  struct wr_audit_mark *ret);
