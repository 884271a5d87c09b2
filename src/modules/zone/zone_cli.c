#include "base/file.h"
#include "modules/zone/zone_svc.h"

#define FILE_BYTES_MAX ((size_t)16 << 20)

static int import(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *path = wr_args_next(args);
    WR_CLEANUP(wr_buf_done) struct wr_buf text = {0};
    size_t n = 0;
    int rc = wr_args_end(ctx, args);

    if (rc == 0 && !path)
        rc = wr_fail(ctx, WR_K_input_required, WR_S("FILE"));
    rc = rc < 0 ? rc : wr_file_read(ctx, path, FILE_BYTES_MAX, &text);
    rc = rc < 0 ? rc : wr_zone_svc_import(ctx, wr_buf_view(&text), &n);
    if (rc == 0)
        fprintf(args->out, ctx->lang == WR_LANG_ZH ? "已导入 %zu 个功能区\n" : "%zu zones\n", n);
    return rc;
}

static int list(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_list items;
    int rc = wr_args_end(ctx, args);

    rc = rc < 0 ? rc : wr_zone_svc_list(ctx, &items);
    const struct wr_zone *z = items.p;
    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        const struct wr_str *c = z[i].classes.p;
        fprintf(args->out, "%lld\t" WR_FMT "\t", (long long)z[i].id, WR_ARG(z[i].name));
        for (size_t k = 0; k < z[i].classes.n; k++)
            fprintf(args->out, "%s" WR_FMT, k ? "," : "", WR_ARG(c[k]));
        fprintf(args->out, "\t" WR_FMT " .. " WR_FMT "\t" WR_FMT "\n", WR_ARG(z[i].valid_from),
                WR_ARG(z[i].valid_to), WR_ARG(z[i].source));
    }
    return rc;
}

const struct wr_command wr_zone_commands[] = {
    {"zone", "import", "FILE|-", "导入功能区、敏感区（GeoJSON）/ environmental zones from GeoJSON",
     true, false, import, NULL, NULL},
    {"zone", "list", "", "功能区、敏感区 / environmental zones", true, false, list, NULL, NULL},
    {0},
};
