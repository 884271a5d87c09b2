#include "modules/audit/audit_cli.h"

#include "base/file.h"
#include "base/keys.h"
#include "base/text.h"
#include "codec/json.h"
#include "modules/audit/audit_proof.h"

#include <inttypes.h>
#include <stdlib.h>

#define RECEIPT_BYTES_MAX ((size_t)1 << 20)

static void print_struct(struct wr_args *a, const struct wr_field *fields, const void *obj)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, (size_t)1 << 20);
    wr_json_encode(&b, fields, obj, WR_MASK_PERSONAL);
    fprintf(a->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
}

static int run_verify(struct wr_ctx *ctx, struct wr_args *a)
{
    struct wr_audit_verdict v;
    int rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = wr_audit_svc_verify(ctx, ctx->entities, &v);
    if (rc < 0)
        return rc;
    if (a->json)
        print_struct(a, wr_audit_verdict_fields, &v);
    else if (v.ok)
        fprintf(a->out, "ok: %" PRId64 " leaves, %" PRId64 " rows\n", v.leaves, v.rows);
    return v.ok ? 0 : wr_fail(ctx, WR_K_audit_broken, v.first_bad);
}

static int run_head(struct wr_ctx *ctx, struct wr_args *a)
{
    struct wr_audit_checkpoint c;
    int rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = wr_audit_svc_head(ctx, &c);
    if (rc < 0)
        return rc;
    if (a->json)
        print_struct(a, wr_audit_checkpoint_fields, &c);
    else
        fprintf(a->out, WR_FMT, WR_ARG(c.note));
    return 0;
}

/** `--name N` as a number, or a fault. */
static int64_t number_opt(struct wr_ctx *ctx, struct wr_args *a, const char *name)
{
    const char *text = wr_args_opt(a, name);
    int64_t v = 0;
    if (!text)
        wr_fault(ctx, wr_str(name), WR_K_input_required, WR_S(""));
    else if (!wr_str_i64(wr_str(text), &v) || v < 0)
        wr_fault(ctx, wr_str(name), WR_K_input_type, wr_str(text), WR_S("number"));
    return v;
}

static int run_proof(struct wr_ctx *ctx, struct wr_args *a)
{
    struct wr_audit_proof_query q = {number_opt(ctx, a, "--index"), number_opt(ctx, a, "--size")};
    struct wr_audit_proof p;
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = wr_audit_svc_proof(ctx, &q, &p);
    if (rc < 0)
        return rc;
    if (a->json) {
        print_struct(a, wr_audit_proof_fields, &p);
        return 0;
    }
    for (size_t i = 0; i < p.path.n; i++)
        fprintf(a->out, WR_FMT "\n", WR_ARG(((const struct wr_str *)p.path.p)[i]));
    return 0;
}

/** The key to check against: --key BASE64URL (no database needed to believe it), else this installation's own. */
static int key_to_use(struct wr_ctx *ctx, const char *text, const uint8_t **ret)
{
    if (!text) {
        *ret = ctx->keys->audit.public_key;
        return 0;
    }
    struct wr_str key = wr_unbase64url(ctx->arena, wr_str(text));
    if (key.n != WR_ED25519_PUBLIC)
        return wr_fail(ctx, WR_K_audit_key, wr_str(text));
    *ret = (const uint8_t *)key.p;
    return 0;
}

static int run_check_receipt(struct wr_ctx *ctx, struct wr_args *a)
{
    const char *key_text = wr_args_opt(a, "--key");
    const char *path = wr_args_next(a);
    const uint8_t *key = NULL;
    struct wr_audit_receipt r;
    struct wr_audit_check c;
    WR_CLEANUP(wr_buf_done) struct wr_buf body = {0};
    int rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = key_to_use(ctx, key_text, &key);
    if (rc == 0)
        rc = wr_file_read(ctx, path ? path : "-", RECEIPT_BYTES_MAX, &body);
    if (rc == 0)
        rc = wr_json_decode(ctx, wr_buf_view(&body), wr_audit_receipt_fields, &r, sizeof r);
    if (rc < 0)
        return rc;
    wr_audit_check_receipt(ctx, &r, key, &c);
    if (a->json) {
        print_struct(a, wr_audit_check_fields, &c);
    } else {
        const struct wr_audit_step *s = c.steps.p;
        for (size_t i = 0; i < c.steps.n; i++)
            fprintf(a->out, "%s " WR_FMT ": " WR_FMT "\n", s[i].ok ? "ok " : "BAD",
                    WR_ARG(s[i].step), WR_ARG(s[i].text));
    }
    return c.ok ? 0 : wr_fail(ctx, WR_K_audit_receipt);
}

const struct wr_command wr_audit_commands[] = {
    {"audit", "verify", "[--json]",
     "全量核验日志与证据行 / walk the whole log and every row of evidence", true, true, run_verify},
    {"audit", "head", "[--json]", "签署并打印最新签名头 / sign and print the newest checkpoint",
     true, true, run_head},
    {"audit", "proof", "--index N --size N [--json]",
     "打印一片叶的包含证明 / print the inclusion path of a leaf", true, true, run_proof},
    {"audit", "check-receipt", "[FILE|-] [--key BASE64URL] [--json]",
     "离线验证回执 / check a receipt without any database", false, true, run_check_receipt},
    {0},
};
