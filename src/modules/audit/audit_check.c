#include "modules/audit/audit_check.h"

#include "base/text.h"
#include "modules/audit/audit_note.h"

#define STEPS 4

static bool add_step(struct wr_ctx *ctx, struct wr_audit_check *c, bool ok, const char *step,
                     const char *zh, const char *en)
{
    struct wr_audit_step *s = (struct wr_audit_step *)c->steps.p + c->steps.n++;
    *s = (struct wr_audit_step){
        .step = wr_str(step), .ok = ok, .text = wr_str(ctx->lang == WR_LANG_ZH ? zh : en)};
    c->ok = c->ok && ok;
    return ok;
}

/** Line `n` (from 0) of a text. */
static struct wr_str line_of(struct wr_str text, size_t n)
{
    struct wr_str line = wr_str_cut(&text, '\n');
    while (n-- > 0)
        line = wr_str_cut(&text, '\n');
    return line;
}

static bool row_fits(struct wr_ctx *ctx, const struct wr_audit_receipt *r)
{
    if (r->row_text.n == 0)
        return true;
    uint8_t h[WR_SHA256];
    wr_sha256(r->row_text.p, r->row_text.n, h);
    return wr_str_eq(wr_hex(ctx->arena, h, sizeof h), line_of(r->leaf_text, 8));
}

static bool leaf_fits(const struct wr_audit_receipt *r)
{
    int64_t seq;
    return wr_str_eq(line_of(r->leaf_text, 0), WR_S("wurao-leaf-v1")) &&
           wr_str_i64(line_of(r->leaf_text, 1), &seq) && seq == r->index;
}

static bool path_fits(struct wr_ctx *ctx, const struct wr_audit_receipt *r,
                      const struct wr_audit_head *head)
{
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
    if (r->path.n > WR_AUDIT_PATH_MAX || head->size != r->tree_size)
        return false;
    const struct wr_str *p = r->path.p;
    for (size_t i = 0; i < r->path.n; i++) {
        struct wr_str h = wr_unbase64(ctx->arena, p[i]);
        if (h.n != WR_SHA256)
            return false;
        memcpy(path[i].b, h.p, WR_SHA256);
    }
    struct wr_tree_hash leaf = wr_tree_leaf_hash(r->leaf_text);
    return wr_tree_verify_path(&leaf, r->index, head->size, path, r->path.n, &head->root);
}

void wr_audit_check_receipt(struct wr_ctx *ctx, const struct wr_audit_receipt *r,
                            const uint8_t public_key[WR_ED25519_PUBLIC], struct wr_audit_check *ret)
{
    *ret = (struct wr_audit_check){
        .ok = true, .steps = {wr_arena_array(ctx->arena, STEPS, sizeof(struct wr_audit_step)), 0}};
    if (!ret->steps.p) {
        ret->ok = false;
        return;
    }
    struct wr_audit_head head;
    if (!add_step(ctx, ret, wr_audit_note_open(ctx->arena, r->checkpoint, public_key, &head),
                  "checkpoint", "签名头由本局公钥签署",
                  "the checkpoint is signed by the bureau's key"))
        return;
    if (!add_step(ctx, ret, leaf_fits(r), "leaf", "叶的序号与回执一致",
                  "the leaf has the receipt's index"))
        return;
    if (!add_step(ctx, ret, path_fits(ctx, r, &head), "path", "叶在签名头之下的树中",
                  "the leaf is in the tree under the checkpoint"))
        return;
    (void)add_step(ctx, ret, row_fits(ctx, r), "row", "记录原文与叶中的摘要一致",
                   "the record's text has the digest in the leaf");
}
