#include "base/file.h"
#include "modules/penalty/penalty_svc.h"

#define CASE_BYTES_MAX ((size_t)1 << 20)
#define OUT_BYTES_MAX ((size_t)4 << 20)

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
    WR_CLEANUP(wr_buf_done) struct wr_buf text = {0};
    int rc =
        path ? wr_file_read(ctx, path, CASE_BYTES_MAX, &text) : wr_fail(ctx, WR_K_penalty_which);

    if (rc < 0)
        return rc;
    l->json = wr_json_parse(ctx, wr_buf_view(&text));
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

/** Its number in the database, or its number as printed. */
static int read_id(struct wr_ctx *ctx, const char *text, int64_t *ret)
{
    if (text && wr_str_i64(wr_str(text), ret) && *ret > 0)
        return 0;
    wr_fault(ctx, WR_S("CASE"), WR_K_penalty_which_case, wr_str(text));
    return wr_faults_end(ctx);
}

static int replay(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_pen_view v;
    int64_t id = 0;
    bool same = false;
    const char *text = wr_args_next(args);
    int rc = wr_args_end(ctx, args);

    rc = rc < 0 ? rc : read_id(ctx, text, &id);
    rc = rc < 0 ? rc : wr_penalty_svc_replay(ctx, id, &v, &same);
    if (rc < 0)
        return rc;
    print_json(args->out, wr_pen_view_fields, &v);
    return same ? 0 : wr_fail(ctx, WR_K_penalty_replay);
}

static void print_impact(FILE *out, const struct wr_pen_impact *m)
{
    const struct wr_pen_changed *k = m->items.p;

    fprintf(out, WR_FMT " v" WR_FMT "：推算 %lld 件，结果变化 %lld 件，不能推算 %lld 件\n",
            WR_ARG(m->pack), WR_ARG(m->pack_version), (long long)m->examined_n,
            (long long)m->changed_n, (long long)m->failed_n);
    for (size_t i = 0; i < m->items.n; i++)
        fprintf(out, "  " WR_FMT "（" WR_FMT "）：" WR_FMT " → " WR_FMT "\n", WR_ARG(k[i].number),
                WR_ARG(k[i].enterprise_name), WR_ARG(k[i].before_text),
                WR_ARG(k[i].why.n > 0 ? k[i].why : k[i].after_text));
}

/** PACK is one of the program or of paths.rulepacks by its id, or a draft of the database by its number. */
static int impact(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_pen_impact m;
    int64_t id = 0;
    const char *text = wr_args_next(args);
    int rc = wr_args_end(ctx, args);

    if (rc == 0 && !text)
        rc = wr_fail(ctx, WR_K_penalty_which_pack);
    if (rc == 0 && !wr_str_i64(wr_str(text), &id))
        id = 0;
    rc = rc < 0 ? rc : wr_penalty_svc_impact(ctx, wr_str(text), id, &m);
    if (rc < 0)
        return rc;
    if (args->json)
        print_json(args->out, wr_pen_impact_fields, &m);
    else
        print_impact(args->out, &m);
    return 0;
}

const struct wr_command wr_penalty_commands[] = {
    {"penalty", "assess", "CASE.json|- [--what-if]",
     "裁量推算：结论、金额、逐步过程和依据（JSON）/ assess a case, with every step", false, false,
     assess, NULL, NULL},
    {"penalty", "replay", "CASE",
     "以当日规则重演案件（编号）/ a kept case again by the packs of its day", true, false, replay,
     NULL, NULL},
    {"penalty", "impact", "PACK [--json]",
     "规则包对既往案件的影响（规则包编号或者草案号）/ past cases a pack would change", true, false,
     impact, NULL, NULL},
    {0},
};
