#pragma once
/*
 * The provable log (可验证日志). Each write of evidence appends a leaf that carries a digest of the row as it now stands,
 * child rows included; the leaves are an RFC 6962 Merkle tree whose heads are signed. docs/audit.md has the exact bytes.
 */
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit.h"

/**
 * One kind of row that the log protects. `row` is `SELECT * FROM t WHERE id = $1` (or a list of columns where one, such as a
 * blob, stays out), `children` are `SELECT * FROM c WHERE t_id = $1 ORDER BY …`, `ids` is `SELECT id FROM t ORDER BY id`.
 * NULL columns do not enter the digest, so that a later migration may add a column without touching old digests.
 */
struct wr_audit_entity {
    const char *table;
    const struct wr_stmt *row;
    const struct wr_stmt *ids;
    const struct wr_stmt *children[WR_AUDIT_CHILDREN_MAX]; /* NULL-terminated unless full */
    const char *child_tables[WR_AUDIT_CHILDREN_MAX];
};

/** The three statements of a plain table with an `id`; put them into the module's statement table. */
#define WR_AUDIT_ROW_STMT(id_, table_)                                                             \
    static const struct wr_stmt id_##_row = {.name = #table_ "_audit_row",                         \
                                             .sql = "SELECT * FROM " #table_ " WHERE id = $1",     \
                                             .params = "i",                                        \
                                             .cols = "*"};                                         \
    static const struct wr_stmt id_##_ids = {.name = #table_ "_audit_ids",                         \
                                             .sql = "SELECT id FROM " #table_ " ORDER BY id",      \
                                             .params = "",                                         \
                                             .cols = "i"}
/** A child table: all rows that belong to parent id $1, in a fixed order. */
#define WR_AUDIT_CHILD_STMT(id_, table_, parent_col_, order_)                                      \
    static const struct wr_stmt id_##_children = {                                                 \
        .name = #table_ "_audit_children",                                                         \
        .sql = "SELECT * FROM " #table_ " WHERE " #parent_col_ " = $1 ORDER BY " #order_,          \
        .params = "i",                                                                             \
        .cols = "*"}

/**
 * Append the leaf of one write, after the write. The actor is ctx->actor, the time ctx->clock.
 * @param tx             a WRITE transaction
 * @param enterprise_id  whose file the row belongs to, 0 if none
 * @param action         "visit.check_in"; [a-z_.]{3,40}
 * @param payload        JSON object for people, at most WR_AUDIT_PAYLOAD_MAX bytes, without personal data; absent = {}
 * @return 0, WR_EBUG (not a write transaction, no such entity), WR_ELIMIT, WR_EBUSY, WR_EIO
 */
WR_MUST_CHECK int wr_audit_append(struct wr_tx *tx, const struct wr_audit_entity *e, int64_t id,
                                  int64_t enterprise_id, const char *action, struct wr_str payload);
/** An act that writes no row of evidence but must be told (login, unmasking, export). entity "event", id 0. */
WR_MUST_CHECK int wr_audit_event(struct wr_tx *tx, int64_t enterprise_id, const char *action,
                                 struct wr_str payload);

/** Build a small payload: wr_audit_payload(ctx, "reason", reason, "officer", name, NULL); values are struct wr_str. */
struct wr_str wr_audit_payload_n(struct wr_ctx *ctx, const char *const *keys,
                                 const struct wr_str *values, size_t n);
#define wr_audit_payload1(ctx, k1, v1)                                                             \
    wr_audit_payload_n((ctx), (const char *const[]){(k1)}, (const struct wr_str[]){(v1)}, 1)
#define wr_audit_payload2(ctx, k1, v1, k2, v2)                                                     \
    wr_audit_payload_n((ctx), (const char *const[]){(k1), (k2)},                                   \
                       (const struct wr_str[]){(v1), (v2)}, 2)
#define wr_audit_payload3(ctx, k1, v1, k2, v2, k3, v3)                                             \
    wr_audit_payload_n((ctx), (const char *const[]){(k1), (k2), (k3)},                             \
                       (const struct wr_str[]){(v1), (v2), (v3)}, 3)

/**
 * Proof of the newest leaf of one row: leaf, inclusion path and a signed checkpoint that covers it (one is made if needed).
 * Appends `leaf`, `leaf_text`, `index`, `tree_size`, `path`, `checkpoint`, `public_key`, `row` to the open JSON object of `w`.
 * @return 0, WR_ENOTFOUND (the row has no leaf), WR_EIO
 */
struct wr_jw;
WR_MUST_CHECK int wr_audit_svc_receipt(struct wr_ctx *ctx, const struct wr_audit_entity *e,
                                       int64_t id, struct wr_jw *w);
/** Sign the current head if it grew since the last checkpoint. Called by a job and by receipts. */
WR_MUST_CHECK int wr_audit_svc_checkpoint(struct wr_ctx *ctx);

/** What `verify` found. */
struct wr_audit_verdict {
    bool ok;
    int64_t leaves;
    int64_t rows;
    struct wr_str first_bad; /* in words: which row, what is wrong */
};
/** Walk all: leaf hashes, tree nodes, checkpoints, and the digest of every row of every entity. */
WR_MUST_CHECK int wr_audit_svc_verify(struct wr_ctx *ctx,
                                      const struct wr_audit_entity *const *const *entities,
                                      struct wr_audit_verdict *ret);

/**
 * The first heads signed at or after two moments, with the proof between them (audit_span.c).
 * @param from_ms, to_ms  in this order
 * @return 0, WR_EIO
 */
WR_MUST_CHECK int wr_audit_span_in(struct wr_tx *tx, int64_t from_ms, int64_t to_ms,
                                   struct wr_audit_span *ret);
/** Check a span with nothing but a key. @return NULL if it holds, else which step fails, in the context's language */
const char *wr_audit_span_fault(struct wr_ctx *ctx, const struct wr_audit_span *s,
                                const uint8_t public_key[32]);

extern const struct wr_route wr_audit_routes[];
extern const struct wr_stmt *const wr_audit_stmts[];
