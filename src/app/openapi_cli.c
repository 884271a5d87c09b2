#include "app/app.h"
#include "app/modules.h"
#include "app/system.h"
#include "base/command.h"
#include "http/openapi.h"

#include <stdio.h>

static int print_contract(struct wr_ctx *ctx, struct wr_args *args)
{
    int rc = wr_args_end(ctx, args);
    if (rc != 0) {
        return rc;
    }
    struct wr_buf b;
    wr_buf_init(&b, WR_OPENAPI_BYTES_MAX);
    wr_system_contract(&b);
    bool ok = !b.failed && fwrite(b.p, 1, b.n, args->out) == b.n && fputc('\n', args->out) != EOF;
    wr_buf_done(&b);
    return ok ? 0 : wr_fail(ctx, WR_K_io, WR_S("stdout"));
}

const struct wr_command wr_openapi_commands[] = {
    {"openapi", NULL, "", "打印接口契约 / print the OpenAPI document", false, false,
     print_contract},
    {0},
};
