#include "base/file.h"
#include "base/keys.h"
#include "codec/json.h"
#include "modules/oversight/oversight_use.h"

#define FILE_BYTES_MAX ((size_t)256 << 20)
#define JSON_BYTES_MAX ((size_t)1 << 20)

static void print_json(const struct wr_args *args, const struct wr_statement *s)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, JSON_BYTES_MAX);
    wr_json_encode(&b, wr_statement_fields, s, WR_MASK_PERSONAL);
    (void)fprintf(args->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
}

static int from_file(struct wr_ctx *ctx, const char *path, struct wr_str month, struct wr_str scope,
                     struct wr_statement *ret)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    int rc = wr_file_read(ctx, path, FILE_BYTES_MAX, &b);
    return rc < 0 ? rc : wr_statement_from_file(ctx, wr_buf_view(&b), month, scope, ret);
}

static int verify(struct wr_ctx *ctx, const struct wr_args *args, const struct wr_audit_span *s)
{
    const char *fault = wr_audit_span_fault(ctx, s, ctx->keys->audit.public_key);
    if (fault != NULL)
        return wr_fail(ctx, WR_K_statement_proof, wr_str(fault));
    (void)fprintf(args->json ? stderr : args->out,
                  ctx->lang == WR_LANG_ZH
                      ? "一致性证明成立：%lld 片叶的签名头是 %lld 片叶的签名头的前缀\n"
                      : "consistent: the head of %lld leaves is a prefix of that of %lld leaves\n",
                  (long long)s->from.size, (long long)s->to.size);
    return 0;
}

static int run_statement(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *month = wr_args_opt(args, "--month");
    const char *enterprise = wr_args_opt(args, "--enterprise");
    const char *file = wr_args_opt(args, "--from-export");
    bool check = wr_args_flag(args, "--verify");
    struct wr_statement_reply r = {0};
    const struct wr_statement_ask ask = {.enterprise = wr_str(enterprise)};
    int rc = wr_args_end(ctx, args);
    if (rc == 0 && month == NULL) {
        wr_fault(ctx, WR_S("--month"), WR_K_input_required, ((struct wr_str){NULL, 0}));
        rc = wr_faults_end(ctx);
    }
    if (rc == 0 && file != NULL && check)
        rc = wr_fail(ctx, WR_K_statement_no_proof);
    if (rc == 0 && file != NULL)
        rc = from_file(ctx, file, wr_str(month),
                       enterprise != NULL ? wr_str(enterprise) : WR_S("city"), &r.statement);
    else if (rc == 0)
        rc = wr_statement_svc_month(ctx, wr_str(month), &ask, &r);
    if (rc < 0)
        return rc;
    if (args->json)
        print_json(args, &r.statement);
    else
        (void)fprintf(args->out, WR_FMT "sha256 " WR_FMT "\n", WR_ARG(r.statement.text),
                      WR_ARG(r.statement.sha256));
    return check ? verify(ctx, args, &r.proof) : 0;
}

const struct wr_command wr_oversight_commands[] = {
    {"visit", "statement",
     "--month YYYY-MM [--enterprise CODE] [--from-export FILE] [--verify] [--json]",
     "月度入企公示，由数据库或公开导出文件算出 / monthly statement, from the database or an "
     "exported file alone",
     true, true, run_statement, NULL, "--from-export"},
    {0},
};
