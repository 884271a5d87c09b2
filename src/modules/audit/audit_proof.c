#include "modules/audit/audit_proof.h"

#include "base/keys.h"
#include "base/text.h"

#include <inttypes.h>

static int head_tx(struct wr_tx *tx, void *arg)
{
    return wr_audit_store_checkpoint(tx, arg);
}

int wr_audit_svc_head(struct wr_ctx *ctx, struct wr_audit_checkpoint *ret)
{
    int rc = wr_audit_svc_checkpoint(ctx);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "audit.head", head_tx, ret);
}

struct proof {
    int64_t a, b; /* index and size, or two sizes */
    struct wr_audit_proof *ret;
};

static int put_path(struct wr_ctx *ctx, const struct wr_tree_hash *path, int n,
                    struct wr_audit_proof *ret)
{
    struct wr_str *items = wr_arena_array(ctx->arena, (size_t)(n > 0 ? n : 1), sizeof *items);
    if (!items)
        return wr_fail(ctx, WR_K_memory);
    for (int i = 0; i < n; i++)
        items[i] = wr_base64(ctx->arena, path[i].b, WR_SHA256);
    ret->path = (struct wr_list){items, (size_t)n};
    return 0;
}

static int within_log(struct wr_tx *tx, int64_t size)
{
    int64_t have = 0;
    int rc = wr_audit_store_size(tx, &have);
    if (rc == 0 && size > have)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该大小的日志 log of that size"));
    return rc;
}

static int proof_tx(struct wr_tx *tx, void *arg)
{
    struct proof *p = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = within_log(tx, p->b);
    if (rc < 0)
        return rc;
    if (p->a >= p->b)
        return wr_fail(ctx, WR_K_not_found, WR_S("该序号的叶 leaf of that index"));
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
    int n = wr_tree_path(wr_audit_store_node, tx, p->a, p->b, path);
    *p->ret = (struct wr_audit_proof){.index = p->a, .size = p->b};
    return n < 0 ? n : put_path(ctx, path, n, p->ret);
}

int wr_audit_svc_proof(struct wr_ctx *ctx, const struct wr_audit_proof_query *q,
                       struct wr_audit_proof *ret)
{
    struct proof p = {q->index, q->size, ret};
    return wr_tx_run(ctx, WR_TX_READ, "audit.proof", proof_tx, &p);
}

static int consistency_tx(struct wr_tx *tx, void *arg)
{
    struct proof *p = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = within_log(tx, p->b);
    if (rc < 0)
        return rc;
    if (p->a > p->b)
        return wr_fail(ctx, WR_K_audit_sizes);
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
    int n = wr_tree_consistency(wr_audit_store_node, tx, p->a, p->b, path);
    *p->ret = (struct wr_audit_proof){.index = p->a, .size = p->b};
    return n < 0 ? n : put_path(ctx, path, n, p->ret);
}

int wr_audit_svc_consistency(struct wr_ctx *ctx, const struct wr_audit_consistency_query *q,
                             struct wr_audit_proof *ret)
{
    struct proof p = {q->from, q->to, ret};
    return wr_tx_run(ctx, WR_TX_READ, "audit.consistency", consistency_tx, &p);
}

struct list {
    struct wr_audit_filter filter;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list *l = arg;
    return wr_audit_store_list(tx, &l->filter, l->ret);
}

int wr_audit_svc_list(struct wr_ctx *ctx, const struct wr_audit_query *q, struct wr_list *ret,
                      struct wr_str *ret_next)
{
    struct list l = {.filter = {.entity = q->entity,
                                .action = q->action,
                                .actor = q->actor,
                                .entity_id = q->entity_id,
                                .enterprise_id = q->enterprise_id,
                                .has_from_ms = q->has_from_ms,
                                .from_ms = q->from_ms,
                                .has_to_ms = q->has_to_ms,
                                .to_ms = q->to_ms,
                                .before = q->cursor,
                                .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT},
                     .ret = ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "audit.list", list_tx, &l);
    *ret_next = (struct wr_str){0};
    if (rc == 0 && ret->n == (size_t)l.filter.limit) {
        const struct wr_audit_leaf *last = (const struct wr_audit_leaf *)ret->p + ret->n - 1;
        if (last->seq > 0)
            *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, last->seq);
    }
    return rc;
}

struct known {
    const struct wr_audit_receipt *receipt;
    bool same; /* the log holds this leaf at this place */
};

static int known_tx(struct wr_tx *tx, void *arg)
{
    struct known *k = arg;
    struct wr_audit_leaf l = {0};
    int rc = wr_audit_store_leaf(tx, k->receipt->index, &l);
    if (rc == WR_ENOTFOUND)
        return 0;
    if (rc < 0)
        return rc;
    struct wr_tree_hash h = wr_tree_leaf_hash(k->receipt->leaf_text);
    k->same = wr_str_eq(wr_hex(wr_tx_ctx(tx)->arena, h.b, sizeof h.b), l.hash);
    return 0;
}

int wr_audit_svc_check_receipt(struct wr_ctx *ctx, const struct wr_audit_receipt *r,
                               struct wr_audit_check *ret)
{
    struct known k = {.receipt = r};
    int rc = wr_tx_run(ctx, WR_TX_READ, "audit.check_receipt", known_tx, &k);
    if (rc < 0)
        return rc;
    wr_audit_check_receipt(ctx, r, ctx->keys->audit.public_key, ret);
    if (ret->ok && !k.same) {
        struct wr_audit_step *s = wr_arena_array(ctx->arena, ret->steps.n + 1, sizeof *s);
        if (!s)
            return wr_fail(ctx, WR_K_memory);
        memcpy(s, ret->steps.p, ret->steps.n * sizeof *s);
        s[ret->steps.n] = (struct wr_audit_step){
            .step = WR_S("known"),
            .text =
                ctx->lang == WR_LANG_ZH
                    ? WR_S("本局日志中该位置已不是这片叶：日志被改动")
                    : WR_S("the bureau's log has another leaf at this place: the log was altered")};
        ret->steps = (struct wr_list){s, ret->steps.n + 1};
        ret->ok = false;
    }
    return 0;
}
