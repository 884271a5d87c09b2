#include "modules/audit/audit_svc.h"

#include "base/text.h"
#include "codec/json.h"
#include "modules/audit/audit_note.h"
#include "modules/audit/audit_row.h"
#include "modules/audit/audit_store.h"

#include <inttypes.h>

static struct wr_str actor_text(const struct wr_ctx *ctx)
{
    if (ctx->actor.system)
        return WR_S("system");
    if (ctx->actor.user_id == 0)
        return WR_S("public");
    return wr_arena_printf(ctx->arena, "user:%" PRId64, ctx->actor.user_id);
}

/** Store the parents that leaf `seq` completes. */
static int grow_tree(struct wr_tx *tx, int64_t seq, struct wr_tree_hash h)
{
    int level = 0;
    for (int64_t i = seq; (i & 1) != 0; i >>= 1) {
        struct wr_tree_hash left;
        int rc = wr_audit_store_node(tx, level, i - 1, &left);
        if (rc < 0)
            return rc;
        h = wr_tree_node_hash(&left, &h);
        level++;
        rc = wr_audit_store_put_node(tx, level, i >> 1, &h);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int append(struct wr_tx *tx, struct wr_audit_leaf *l)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    if (wr_tx_mode(tx) != WR_TX_WRITE)
        return wr_fail(ctx, WR_K_bug, WR_S("an audit leaf outside a write transaction"));
    if (l->payload.n > WR_AUDIT_PAYLOAD_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("audit payload"), WR_S("16 KiB"));
    l->at_ms = wr_ctx_now(ctx);
    l->actor = actor_text(ctx);
    if (l->payload.n == 0)
        l->payload = WR_S("{}");
    int rc = wr_audit_store_size(tx, &l->seq);
    if (rc < 0)
        return rc;
    struct wr_tree_hash h = wr_tree_leaf_hash(wr_audit_leaf_text(ctx->arena, l));
    l->hash = wr_hex(ctx->arena, h.b, sizeof h.b);
    rc = wr_audit_store_insert(tx, l);
    if (rc == 0)
        rc = grow_tree(tx, l->seq, h);
    if (rc == 0)
        wr_tx_note_leaf(tx);
    return rc;
}

int wr_audit_append(struct wr_tx *tx, const struct wr_audit_entity *e, int64_t id,
                    int64_t enterprise_id, const char *action, struct wr_str payload)
{
    struct wr_audit_leaf l = {.action = wr_str(action),
                              .entity = wr_str(e->table),
                              .entity_id = id,
                              .enterprise_id = enterprise_id,
                              .payload = payload};
    int rc = wr_audit_row_digest(tx, e, id, &l.row_digest);
    return rc < 0 ? rc : append(tx, &l);
}

int wr_audit_event(struct wr_tx *tx, int64_t enterprise_id, const char *action,
                   struct wr_str payload)
{
    struct wr_audit_leaf l = {.action = wr_str(action),
                              .entity = WR_S("event"),
                              .row_digest = WR_S(""),
                              .enterprise_id = enterprise_id,
                              .payload = payload};
    return append(tx, &l);
}

struct wr_str wr_audit_payload_n(struct wr_ctx *ctx, const char *const *keys,
                                 const struct wr_str *values, size_t n)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, WR_AUDIT_PAYLOAD_MAX);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    for (size_t i = 0; i < n; i++)
        if (values[i].p)
            wr_jw_str(&w, keys[i], values[i]);
    wr_jw_obj_end(&w);
    return b.failed ? (struct wr_str){0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

/* ---- heads ---------------------------------------------------------------------------------- */

/** Sign the head as it is and keep it, unless the newest checkpoint has this size. */
static int checkpoint_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_audit_checkpoint *c = arg;
    int64_t size = 0;
    int rc = wr_audit_store_size(tx, &size);
    if (rc == 0)
        rc = wr_audit_store_checkpoint(tx, c);
    if (rc == 0 && c->size == size)
        return 0;
    if (rc < 0 && rc != WR_ENOTFOUND)
        return rc;
    struct wr_tree_hash root;
    rc = wr_tree_root(wr_audit_store_node, tx, size, &root);
    if (rc < 0)
        return rc;
    *c = (struct wr_audit_checkpoint){.size = size,
                                      .at_ms = wr_ctx_now(ctx),
                                      .root = wr_hex(ctx->arena, root.b, sizeof root.b),
                                      .note =
                                          wr_audit_note_sign(ctx->arena, ctx->keys, size, &root)};
    return wr_audit_store_put_checkpoint(tx, c);
}

int wr_audit_svc_checkpoint(struct wr_ctx *ctx)
{
    struct wr_audit_checkpoint c;
    return wr_tx_run(ctx, WR_TX_WRITE, "audit.checkpoint", checkpoint_tx, &c);
}

/* ---- receipts ------------------------------------------------------------------------------- */

struct receipt {
    const struct wr_audit_entity *entity;
    int64_t id;
    struct wr_audit_leaf leaf;
    struct wr_audit_checkpoint head;
    struct wr_str row_text;
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
    int path_n;
    bool stale; /* no checkpoint covers the leaf yet */
};

static int receipt_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct receipt *r = arg;
    int rc = wr_audit_store_newest(tx, wr_str(r->entity->table), r->id, &r->leaf);
    if (rc < 0)
        return rc;
    rc = wr_audit_store_checkpoint(tx, &r->head);
    r->stale = rc == WR_ENOTFOUND || (rc == 0 && r->head.size <= r->leaf.seq);
    if (r->stale)
        return 0;
    if (rc < 0)
        return rc;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, WR_AUDIT_ROW_TEXT_MAX);
    rc = wr_audit_row_text(tx, r->entity, r->id, &b);
    if (rc < 0)
        return rc;
    r->row_text = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    r->path_n = wr_tree_path(wr_audit_store_node, tx, r->leaf.seq, r->head.size, r->path);
    return r->path_n < 0 ? r->path_n : 0;
}

static void put_receipt(struct wr_ctx *ctx, const struct receipt *r, struct wr_jw *w)
{
    wr_jw_struct(w, "leaf", wr_audit_leaf_fields, &r->leaf, WR_MASK_PERSONAL);
    wr_jw_str(w, "leaf_text", wr_audit_leaf_text(ctx->arena, &r->leaf));
    wr_jw_i64(w, "index", r->leaf.seq);
    wr_jw_i64(w, "tree_size", r->head.size);
    wr_jw_list(w, "path");
    for (int i = 0; i < r->path_n; i++)
        wr_jw_str(w, NULL, wr_base64(ctx->arena, r->path[i].b, WR_SHA256));
    wr_jw_list_end(w);
    wr_jw_str(w, "checkpoint", r->head.note);
    wr_jw_str(w, "public_key",
              wr_base64url(ctx->arena, ctx->keys->audit.public_key, WR_ED25519_PUBLIC));
    wr_jw_str(w, "row_text", r->row_text);
}

int wr_audit_svc_receipt(struct wr_ctx *ctx, const struct wr_audit_entity *e, int64_t id,
                         struct wr_jw *w)
{
    struct receipt r = {.entity = e, .id = id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "audit.receipt", receipt_tx, &r);
    if (rc == 0 && r.stale) {
        rc = wr_audit_svc_checkpoint(ctx);
        if (rc == 0)
            rc = wr_tx_run(ctx, WR_TX_READ, "audit.receipt", receipt_tx, &r);
    }
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("回执 receipt"));
    if (rc == 0)
        put_receipt(ctx, &r, w);
    return rc;
}
