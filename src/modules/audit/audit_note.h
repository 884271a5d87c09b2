#pragma once
/* Canonical texts of the log (docs/audit.md) and the signed-note form of its heads (C2SP checkpoint). Pure. */

#include "base/ctx.h"
#include "base/keys.h"
#include "modules/audit/audit_tree.h"

#define WR_AUDIT_NOTE_MAX 1024

/** The bytes that a leaf's hash is made of. */
struct wr_str wr_audit_leaf_text(struct wr_arena *a, const struct wr_audit_leaf *l);

/**
 * Sign a head: origin, size and root as a C2SP checkpoint with one Ed25519 signature line.
 * @return the note in the arena; absent when the arena is full
 */
struct wr_str wr_audit_note_sign(struct wr_arena *a, const struct wr_keys *keys, int64_t size,
                                 const struct wr_tree_hash *root);

/** A head taken out of a note. */
struct wr_audit_head {
    struct wr_str origin;
    int64_t size;
    struct wr_tree_hash root;
};
/**
 * Parse a note and check its signature under `public_key`.
 * @return false when the form, the key id or the signature is wrong
 */
WR_MUST_CHECK bool wr_audit_note_open(struct wr_arena *a, struct wr_str note,
                                      const uint8_t public_key[WR_ED25519_PUBLIC],
                                      struct wr_audit_head *ret);
