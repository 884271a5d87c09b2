#include "base/file.h"

#include <stdio.h>

#define CHUNK_BYTES 65536

int wr_file_read(struct wr_ctx *ctx, const char *path, size_t max, struct wr_buf *ret)
{
    char chunk[CHUNK_BYTES];
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");

    wr_buf_init(ret, max);
    if (!f)
        return wr_fail(ctx, WR_K_file_open, wr_str(path));
    for (size_t n; !ret->failed && (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
        wr_buf_add(ret, chunk, n);
    bool bad = ferror(f) != 0;
    if (f != stdin)
        (void)fclose(f);
    if (bad)
        return wr_fail(ctx, WR_K_io, wr_str(path));
    return ret->failed ? wr_fail(ctx, WR_K_limit_reached, wr_str(path),
                                 wr_arena_printf(ctx->arena, "%zu", max))
                       : 0;
}
