/* wurao visit paper */
#include "modules/paper/paper_svc.h"

static int read_id(struct wr_ctx *ctx, const char *option, const char *text, int64_t *ret)
{
    if (text && wr_str_i64(wr_str(text), ret) && *ret > 0)
        return 0;
    wr_fault(ctx, wr_str(option), text ? WR_K_input_type : WR_K_input_required, wr_str(text),
             WR_S("integer"));
    return wr_faults_end(ctx);
}

static int write_out(struct wr_ctx *ctx, const char *path, const struct wr_buf *b)
{
    FILE *f = fopen(path, "wbe");

    if (!f)
        return wr_fail(ctx, WR_K_file_open, wr_str(path));
    bool ok = fwrite(b->p, 1, b->n, f) == b->n;
    ok = fclose(f) == 0 && ok;
    return ok ? 0 : wr_fail(ctx, WR_K_io, wr_str(path));
}

/** Without --form: what papers there are, and what each lacks. */
static int show_list(struct wr_ctx *ctx, FILE *out, struct wr_paper_of of)
{
    struct wr_list items;
    int rc = wr_paper_svc_list(ctx, of, &items);
    const struct wr_paper *p = items.p;
    bool zh = ctx->lang == WR_LANG_ZH;

    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        const struct wr_str *m = p[i].missing.p;
        struct wr_str title = zh ? p[i].title_zh : p[i].title_en;
        fprintf(out, "%-9.*s  " WR_FMT, WR_ARG(p[i].form), WR_ARG(title));
        for (size_t k = 0; k < p[i].missing.n; k++)
            fprintf(out, "%s" WR_FMT, k == 0 ? (zh ? "　缺：" : "  missing: ") : (zh ? "、" : ", "),
                    WR_ARG(m[k]));
        fprintf(out, "\n");
    }
    return rc;
}

static int run_paper(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *visit = wr_args_opt(args, "--visit"), *mission = wr_args_opt(args, "--mission");
    const char *form = wr_args_opt(args, "--form"), *format = wr_args_opt(args, "--format");
    const char *path = wr_args_opt(args, "--out");
    int64_t kind = format ? wr_enum_value(wr_paper_formats, wr_str(format)) : WR_PAPER_PDF;
    struct wr_paper_of of = {.mission = mission != NULL};
    struct wr_str filename;
    WR_CLEANUP(wr_buf_done) struct wr_buf out;

    wr_buf_init(&out, WR_DOC_BYTES_MAX);
    int rc = read_id(ctx, mission ? "--mission" : "--visit", mission ? mission : visit, &of.id);
    if (kind < 0)
        wr_fault(ctx, WR_S("--format"), WR_K_input_enum, wr_str(format), WR_S("pdf, docx"));
    if (form && !path)
        wr_fault(ctx, WR_S("--out"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    if (rc == 0)
        rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_args_end(ctx, args);
    if (rc == 0 && !form)
        return show_list(ctx, args->out, of);
    if (rc == 0)
        rc = wr_paper_svc_file(ctx, of, wr_str(form), (enum wr_paper_format)kind, &out, &filename);
    return rc < 0 ? rc : write_out(ctx, path, &out);
}

const struct wr_command wr_paper_commands[] = {
    {"visit", "paper", "--visit ID | --mission ID [--form F --out FILE [--format pdf|docx]]",
     "检查文书：不给 --form 时列出各文书及所缺事项 / papers of a visit or a mission", true, true,
     run_paper},
    {0},
};
