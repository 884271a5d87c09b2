/* Two signed heads of the log and the proof between them: what a monthly statement stands on. */
#include "base/keys.h"
#include "base/text.h"
#include "modules/audit/audit_note.h"
#include "modules/audit/audit_store.h"
#include "modules/audit/audit_svc.h"

#define M struct wr_audit_mark
const struct wr_field wr_audit_mark_fields[] = {
    WR_I64(M, size, 0, WR_ID_MAX, "叶数", "leaves under this head"),
    WR_MS(M, at_ms, "签署时间", "when it was signed"),
    WR_STR(M, root, 64, 64, "根哈希", "hex root hash"),
    WR_TEXT(M, note, 1, WR_AUDIT_NOTE_MAX, "签名头", "signed note as published (C2SP checkpoint)"),
    {0},
};

#define S struct wr_audit_span
const struct wr_field wr_audit_span_fields[] = {
    WR_OBJ_OPT(S, from, wr_audit_mark_fields, "起", "older head; absent: none is that late"),
    WR_OBJ_OPT(S, to, wr_audit_mark_fields, "止", "newer head; absent: none is that late"),
    WR_STRS_OPT(S, path, WR_AUDIT_PATH_MAX, "一致性证明", "RFC 6962 §2.1.2, base 64"),
    WR_STR_OPT(S, public_key, 43, 43, "公钥", "compare it with the published one"),
    {0},
};

static int first_after(struct wr_tx *tx, int64_t at_ms, bool *ret_has, struct wr_audit_mark *ret)
{
    int rc = wr_audit_store_checkpoint_after(tx, at_ms, ret);
    *ret_has = rc == 0;
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(wr_tx_ctx(tx));
    return 0;
}

static int prove(struct wr_tx *tx, struct wr_audit_span *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
    int n = wr_tree_consistency(wr_audit_store_node, tx, s->from.size, s->to.size, path);
    if (n < 0)
        return n;
    struct wr_str *items = wr_arena_array(ctx->arena, (size_t)n + 1, sizeof(*items));
    if (items == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (int i = 0; i < n; i++)
        items[i] = wr_base64(ctx->arena, path[i].b, WR_SHA256);
    s->path = (struct wr_list){items, (size_t)n};
    return 0;
}

int wr_audit_span_in(struct wr_tx *tx, int64_t from_ms, int64_t to_ms, struct wr_audit_span *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    memset(ret, 0, sizeof(*ret));
    int rc = first_after(tx, from_ms, &ret->has_from, &ret->from);
    if (rc == 0)
        rc = first_after(tx, to_ms, &ret->has_to, &ret->to);
    if (rc == 0 && ctx->keys != NULL)
        ret->public_key = wr_base64url(ctx->arena, ctx->keys->audit.public_key, WR_ED25519_PUBLIC);
    if (rc < 0 || !ret->has_from || !ret->has_to || ret->from.size == 0)
        return rc;
    return prove(tx, ret);
}

static bool note_fits(struct wr_ctx *ctx, const struct wr_audit_mark *m, const uint8_t *key,
                      struct wr_tree_hash *ret_root)
{
    struct wr_audit_head head;
    if (!wr_audit_note_open(ctx->arena, m->note, key, &head))
        return false;
    *ret_root = head.root;
    return head.size == m->size &&
           wr_str_eq(wr_hex(ctx->arena, head.root.b, sizeof(head.root.b)), m->root);
}

static bool path_leads(struct wr_ctx *ctx, const struct wr_audit_span *s,
                       const struct wr_tree_hash roots[2])
{
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
    const struct wr_str *items = s->path.p;
    if (s->path.n > WR_AUDIT_PATH_MAX)
        return false;
    for (size_t i = 0; i < s->path.n; i++) {
        struct wr_str bytes = wr_unbase64(ctx->arena, items[i]);
        if (bytes.n != WR_SHA256)
            return false;
        memcpy(path[i].b, bytes.p, WR_SHA256);
    }
    return wr_tree_verify_consistency(s->from.size, s->to.size, &roots[0], &roots[1], path,
                                      s->path.n);
}

const char *wr_audit_span_fault(struct wr_ctx *ctx, const struct wr_audit_span *s,
                                const uint8_t public_key[WR_ED25519_PUBLIC])
{
    bool zh = ctx->lang == WR_LANG_ZH;
    struct wr_tree_hash roots[2];
    if (!s->has_from || !s->has_to)
        return zh ? "没有覆盖该期间的签名头" : "no signed head covers the period";
    if (!note_fits(ctx, &s->from, public_key, &roots[0]))
        return zh ? "上一个签名头的签名不成立" : "the signature of the older head does not hold";
    if (!note_fits(ctx, &s->to, public_key, &roots[1]))
        return zh ? "本期签名头的签名不成立" : "the signature of the newer head does not hold";
    if (!path_leads(ctx, s, roots))
        return zh ? "前后两个签名头不一致：其间的记录被改动"
                  : "the heads are not consistent: what lies before the older one was altered";
    return NULL;
}
