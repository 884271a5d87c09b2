#pragma once
/*
 * The Merkle tree of RFC 6962 §2.1, pure: hashes, paths and proofs over a tree whose nodes somebody else keeps.
 * A node (level, i) is the hash of the complete subtree over leaves [i·2^level, (i+1)·2^level); level 0 is the leaf hash.
 */
#include "base/crypto.h"
#include "modules/audit/audit.h"

struct wr_tree_hash {
    uint8_t b[WR_SHA256];
};

/** Fetch one complete node. @return 0 or a negative WR_E… that is passed on */
typedef int wr_tree_node_fn(void *arg, int level, int64_t i, struct wr_tree_hash *ret);

/** SHA-256(0x00 ‖ leaf text). */
struct wr_tree_hash wr_tree_leaf_hash(struct wr_str text);
/** SHA-256(0x01 ‖ left ‖ right). */
struct wr_tree_hash wr_tree_node_hash(const struct wr_tree_hash *l, const struct wr_tree_hash *r);

/** Root of the first `size` leaves; of none: SHA-256 of nothing. */
WR_MUST_CHECK int wr_tree_root(wr_tree_node_fn *node, void *arg, int64_t size,
                               struct wr_tree_hash *ret);
/** Inclusion path of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1). @return its length, negative on failure */
WR_MUST_CHECK int wr_tree_path(wr_tree_node_fn *node, void *arg, int64_t index, int64_t size,
                               struct wr_tree_hash ret[WR_AUDIT_PATH_MAX]);
/** Consistency proof between two sizes (RFC 6962 §2.1.2), 0 < from ≤ to. @return its length, negative on failure */
WR_MUST_CHECK int wr_tree_consistency(wr_tree_node_fn *node, void *arg, int64_t from, int64_t to,
                                      struct wr_tree_hash ret[WR_AUDIT_PATH_MAX]);

/** Does the path lead from the leaf to the root? (RFC 9162 §2.1.3.2) */
WR_MUST_CHECK bool wr_tree_verify_path(const struct wr_tree_hash *leaf, int64_t index, int64_t size,
                                       const struct wr_tree_hash *path, size_t n,
                                       const struct wr_tree_hash *root);
/** Is the older root a prefix of the newer? (RFC 9162 §2.1.4.2) */
WR_MUST_CHECK bool wr_tree_verify_consistency(int64_t from, int64_t to,
                                              const struct wr_tree_hash *from_root,
                                              const struct wr_tree_hash *to_root,
                                              const struct wr_tree_hash *path, size_t n);
