#include "modules/penalty/penalty_svc.h"

#define CASE_BYTES_MAX ((size_t)1 << 20)
#define OUT_BYTES_MAX ((size_t)4 << 20)

static void close_file(FILE **f)
{
    if (*f && *f != stdin)
        fclose(*f);
}

/** The whole file, or standard input for "-". */
static int read_file(struct wr_ctx *ctx, const char *path, struct wr_str *ret)
{
    WR_CLEANUP(close_file) FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *p = wr_arena_alloc(ctx->arena, CASE_BYTES_MAX + 1);

    if (!f)
        return wr_fail(ctx, WR_K_io, wr_str(path));
    if (!p)
        return wr_fail(ctx, WR_K_memory);
    size_t n = fread(p, 1, CASE_BYTES_MAX + 1, f);
    if (ferror(f))
        return wr_fail(ctx, WR_K_io, wr_str(path));
    if (n > CASE_BYTES_MAX)
        return wr_fail(ctx, WR_K_limit_reached, wr_str(path), WR_S("1048576"));
    *ret = (struct wr_str){p, n};
    return 0;
}

static void print_json(FILE *out, const struct wr_field *fields, const void *obj)
{
    struct wr_buf b;

    wr_buf_init(&b, OUT_BYTES_MAX);
    wr_json_encode(&b, fields, obj, WR_MASK_NONE);
    fprintf(out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    wr_buf_done(&b);
}

struct loaded {
    struct wr_json *json;
    struct wr_pen_case *c;
    struct wr_pen_result *r;
    struct wr_pen_book book;
};

static int assess_file(struct wr_ctx *ctx, const char *path, struct loaded *l)
{
    struct wr_str text;
    int rc = path ? read_file(ctx, path, &text) : wr_fail(ctx, WR_K_penalty_which);

    if (rc < 0)
        return rc;
    l->json = wr_json_parse(ctx, text);
    l->c = wr_arena_new(ctx->arena, struct wr_pen_case);
    l->r = wr_arena_new(ctx->arena, struct wr_pen_result);
    if (!l->json)
        return ctx->err.code;
    if (!l->c || !l->r)
        return wr_fail(ctx, WR_K_memory);
    wr_pen_book_of(ctx->rules, &l->book);
    return wr_pen_assess(ctx, &l->book, l->json, l->c, l->r);
}

static int assess(struct wr_ctx *ctx, struct wr_args *args)
{
    struct loaded l = {0};
    struct wr_pen_view v;
    bool what_if = wr_args_flag(args, "--what-if");
    const char *path = wr_args_next(args);
    int rc = wr_args_end(ctx, args);

    if (rc == 0)
        rc = assess_file(ctx, path, &l);
    if (rc == 0)
        rc = wr_pen_show(ctx, l.c, l.r, &v);
    if (rc == 0 && !what_if)
        print_json(args->out, wr_pen_view_fields, &v);
    if (rc == 0 && what_if) {
        struct wr_list changes;
        rc = wr_pen_what_if(ctx, l.c, l.r, &changes);
        const struct wr_pen_change *k = changes.p;
        for (size_t i = 0; rc == 0 && i < changes.n; i++)
            print_json(args->out, wr_pen_change_fields, &k[i]);
    }
    wr_json_free(l.json);
    return rc;
}

const struct wr_command wr_penalty_commands[] = {
    {"penalty", "assess", "CASE.json|- [--what-if]",
     "裁量推算：结论、金额、逐步过程和依据（JSON）/ assess a case, with every step", false, false,
     assess, NULL, NULL},
    {0},
};
