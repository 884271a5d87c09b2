/* A use case with packs: taken from the shelf, given back at its end, and what is shown copied out of them. */
#include "modules/penalty/penalty_use.h"

#define COPY_MAX ((size_t)1 << 20)

int wr_pen_run_text(struct wr_ctx *ctx, struct wr_pen_run *run, struct wr_str text)
{
    wr_json_free(run->json);
    run->json = wr_json_parse(ctx, text);
    return run->json ? wr_pen_assess(ctx, &run->shelf.book, run->json, &run->c, &run->r)
                     : ctx->err.code;
}

void wr_pen_run_close(struct wr_pen_run *run)
{
    wr_json_free(run->json);
    run->json = NULL;
    wr_pen_shelf_close(&run->shelf);
}

int wr_pen_with_run(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
                    int (*fn)(struct wr_tx *, void *), void *arg, struct wr_pen_run **at)
{
    struct wr_pen_run *run = wr_arena_new(ctx->arena, struct wr_pen_run);

    if (!run)
        return wr_fail(ctx, WR_K_memory);
    *at = run;
    int rc = wr_tx_run(ctx, mode, name, fn, arg);
    wr_pen_run_close(run);
    return rc;
}

int wr_pen_with_shelf(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
                      int (*fn)(struct wr_tx *, void *), void *arg, struct wr_pen_shelf **at)
{
    struct wr_pen_shelf *shelf = wr_arena_new(ctx->arena, struct wr_pen_shelf);

    if (!shelf)
        return wr_fail(ctx, WR_K_memory);
    *at = shelf;
    int rc = wr_tx_run(ctx, mode, name, fn, arg);
    wr_pen_shelf_close(shelf);
    return rc;
}

int wr_pen_copy(struct wr_ctx *ctx, const struct wr_field *fields, const void *from, void *ret,
                size_t size)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, COPY_MAX);
    wr_json_encode(&b, fields, from, WR_MASK_NONE);
    return b.failed ? wr_fail(ctx, WR_K_memory)
                    : wr_json_decode(ctx, wr_buf_view(&b), fields, ret, size);
}

int wr_pen_show_copy(struct wr_ctx *ctx, const struct wr_pen_run *run, struct wr_pen_view *ret)
{
    struct wr_pen_view v;
    int rc = wr_pen_show(ctx, &run->c, &run->r, &v);

    return rc < 0 ? rc : wr_pen_copy(ctx, wr_pen_view_fields, &v, ret, sizeof(*ret));
}
