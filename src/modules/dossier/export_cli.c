/* wurao export KIND */
#include "modules/dossier/export.h"

#include "modules/dossier/dossier_svc.h"

#include <stdio.h>

#define EXPORT_BYTES_MAX ((size_t)256 << 20)

static int take(struct wr_ctx *ctx, const char *name, struct wr_str text, struct wr_export_query *q)
{
    const struct wr_field *f = wr_field_find(wr_export_query_fields, wr_str(name));
    if (f == NULL) {
        wr_fault(ctx, wr_str(name), WR_K_input_unknown, text);
        return wr_faults_end(ctx);
    }
    return wr_field_from_text(ctx, f, text, wr_str(name), q) ? 0 : wr_faults_end(ctx);
}

/** --format, --from, --to, and any number of --filter NAME=VALUE. */
static int read_query(struct wr_ctx *ctx, struct wr_args *args, struct wr_export_query *q)
{
    static const char *const names[] = {"format", "from", "to"};
    static const char *const options[] = {"--format", "--from", "--to"};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(names); i++) {
        const char *text = wr_args_opt(args, options[i]);
        if (text != NULL)
            rc = take(ctx, names[i], wr_str(text), q);
    }
    for (const char *text; rc == 0 && (text = wr_args_opt(args, "--filter")) != NULL;) {
        struct wr_str value = wr_str(text);
        struct wr_str name = wr_str_cut(&value, '=');
        const char *z = wr_arena_cstr(ctx->arena, name);
        rc = z != NULL ? take(ctx, z, value, q) : wr_fail(ctx, WR_K_memory);
    }
    if (!q->has_format)
        q->format = WR_TABLE_CSV;
    q->has_format = true;
    return rc;
}

static int write_out(struct wr_ctx *ctx, FILE *shown, const char *path, const struct wr_buf *b)
{
    FILE *f = path != NULL ? fopen(path, "wbe") : shown;
    if (f == NULL)
        return wr_fail(ctx, WR_K_file_open, wr_str(path));
    bool ok = fwrite(b->p, 1, b->n, f) == b->n;
    ok = fflush(f) == 0 && ok;
    if (path != NULL)
        ok = fclose(f) == 0 && ok;
    return ok ? 0 : wr_fail(ctx, WR_K_io, wr_str(path != NULL ? path : "stdout"));
}

static int run_export(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_export_query q = {0};
    const struct wr_export_kind *kind = NULL;
    struct wr_buf out;
    struct wr_str filename;
    int rc = read_query(ctx, args, &q);
    const char *path = wr_args_opt(args, "--out");
    const char *name = wr_args_next(args);
    if (rc == 0)
        rc = wr_args_end(ctx, args);
    if (rc == 0)
        rc = wr_export_kind_find(ctx, wr_str(name), &kind);
    if (rc != 0)
        return rc;
    wr_buf_init(&out, EXPORT_BYTES_MAX);
    rc = wr_export_svc_file(ctx, kind, &q, &out, &filename);
    if (rc == 0)
        rc = write_out(ctx, args->out, path, &out);
    wr_buf_done(&out);
    return rc;
}

const struct wr_command wr_export_commands[] = {
    {"export", NULL,
     "KIND [--format csv|xlsx|json] [--from DAY] [--to DAY] [--filter NAME=VALUE]… [--out FILE]",
     "导出 / export enterprises, officers, plates, visits, visits-open, cases, assignments", true,
     true, run_export},
    {0},
};
