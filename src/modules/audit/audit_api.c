#include "modules/audit/audit_fields.h"
#include "modules/audit/audit_proof.h"

static int get_leaves(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_audit_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_audit_leaf_fields, sizeof(struct wr_audit_leaf), items,
                                  next, -1);
}

static int get_checkpoint(struct wr_req *r, struct wr_resp *w)
{
    struct wr_audit_checkpoint c;
    int rc = wr_audit_svc_head(r->ctx, &c);
    if (rc < 0)
        return rc;
    w->media_type = "text/plain; charset=utf-8";
    wr_buf_str(&w->body, c.note);
    return 0;
}

static int get_proof(struct wr_req *r, struct wr_resp *w)
{
    struct wr_audit_proof p;
    int rc = wr_audit_svc_proof(r->ctx, r->in, &p);
    return rc < 0 ? rc : wr_reply(w, wr_audit_proof_fields, &p);
}

static int get_consistency(struct wr_req *r, struct wr_resp *w)
{
    struct wr_audit_proof p;
    int rc = wr_audit_svc_consistency(r->ctx, r->in, &p);
    return rc < 0 ? rc : wr_reply(w, wr_audit_proof_fields, &p);
}

static int post_check(struct wr_req *r, struct wr_resp *w)
{
    struct wr_audit_check c;
    int rc = wr_audit_svc_check_receipt(r->ctx, r->in, &c);
    return rc < 0 ? rc : wr_reply(w, wr_audit_check_fields, &c);
}

static int post_verify(struct wr_req *r, struct wr_resp *w)
{
    struct wr_audit_verdict v;
    int rc = wr_audit_svc_verify(r->ctx, r->ctx->entities, &v);
    return rc < 0 ? rc : wr_reply(w, wr_audit_verdict_fields, &v);
}

const struct wr_route wr_audit_routes[] = {
    {WR_GET, "/api/v1/audit/leaves", WR_ROLE_AUDITOR, WR_RATE_READ, wr_audit_query_fields,
     sizeof(struct wr_audit_query), wr_audit_leaf_fields, get_leaves,
     "Leaves of the log, newest first (审计日志)", WR_RT_LIST},
    {WR_POST, "/api/v1/audit/verify", WR_ROLE_AUDITOR, WR_RATE_LOGIN, NULL, 0,
     wr_audit_verdict_fields, post_verify,
     "Walk the whole log and every row of evidence (全量核验)", WR_RT_LARGE},
    {WR_GET, "/api/v1/public/audit/checkpoint", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0, NULL,
     get_checkpoint, "Newest signed head of the log, a C2SP checkpoint (签名头)", WR_RT_FILE},
    {WR_GET, "/api/v1/public/audit/proof", WR_ROLE_PUBLIC, WR_RATE_PUBLIC,
     wr_audit_proof_query_fields, sizeof(struct wr_audit_proof_query), wr_audit_proof_fields,
     get_proof, "Inclusion path of a leaf (包含证明)", 0},
    {WR_GET, "/api/v1/public/audit/consistency", WR_ROLE_PUBLIC, WR_RATE_PUBLIC,
     wr_audit_consistency_query_fields, sizeof(struct wr_audit_consistency_query),
     wr_audit_proof_fields, get_consistency,
     "Proof that an older head is a prefix of a newer one (一致性证明)", 0},
    {WR_POST, "/api/v1/public/audit/check-receipt", WR_ROLE_PUBLIC, WR_RATE_PUBLIC,
     wr_audit_receipt_fields, sizeof(struct wr_audit_receipt), wr_audit_check_fields, post_check,
     "Check a receipt step by step (验证回执)", WR_RT_NO_CSRF},
    {0},
};
