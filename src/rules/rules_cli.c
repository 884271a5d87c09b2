#include "base/command.h"
#include "rules/rules.h"
#include "rules/rules_diff.h"

#include <stdio.h>

#define OUT_BYTES_MAX ((size_t)4 << 20)
#define OVERLAPS_SHOWN_MAX 64

static void print_and_done(struct wr_args *args, struct wr_buf *b)
{
    fwrite(b->p, 1, b->n, args->out);
    wr_buf_done(b);
}

static int find_pack(struct wr_ctx *ctx, const struct wr_rules *r, const char *id,
                     const struct wr_pack **ret)
{
    *ret = wr_rules_by_id(r, wr_str(id));
    return *ret ? 0 : wr_fail(ctx, WR_K_not_found, wr_arena_printf(ctx->arena, "%s", id));
}

/* ---- check -------------------------------------------------------------------------------------- */

static void print_pack_line(struct wr_buf *b, const struct wr_pack *p)
{
    wr_buf_printf(
        b, WR_FMT "  v" WR_FMT "  " WR_FMT " .. " WR_FMT "  " WR_FMT "  算例 %zu  sha256 %.16s\n",
        WR_ARG(p->id), WR_ARG(p->version), WR_ARG(p->valid_from), (int)p->valid_to.n,
        p->valid_to.n ? p->valid_to.p : "", WR_ARG(p->status), wr_json_len(p->examples),
        p->sha256.p);
}

static void print_overlaps(struct wr_buf *b, const struct wr_rules *r)
{
    struct wr_pack_overlap o[OVERLAPS_SHOWN_MAX];
    size_t n = wr_rules_overlaps(r, o, WR_ARRAY_LEN(o));
    for (size_t i = 0; i < n && i < WR_ARRAY_LEN(o); i++) {
        wr_buf_printf(b, "重叠: " WR_FMT " 与 " WR_FMT " 自 " WR_FMT " 起同时有效，以后者为准\n",
                      WR_ARG(o[i].loser->id), WR_ARG(o[i].winner->id), WR_ARG(o[i].from));
    }
    wr_buf_printf(b, "%zu 个规则包，%zu 处重叠\n", wr_rules_count(r), n);
}

static void print_check_json(struct wr_buf *b, const struct wr_rules *r)
{
    struct wr_jw w;
    struct wr_pack_overlap o[OVERLAPS_SHOWN_MAX];
    size_t n = wr_rules_overlaps(r, o, WR_ARRAY_LEN(o));
    wr_jw_init(&w, b);
    wr_jw_obj(&w, NULL);
    wr_jw_list(&w, "packs");
    for (size_t i = 0; i < wr_rules_count(r); i++) {
        const struct wr_pack *p = wr_rules_at(r, i);
        wr_jw_obj(&w, NULL);
        wr_jw_str(&w, "id", p->id);
        wr_jw_str(&w, "version", p->version);
        wr_jw_str(&w, "valid_from", p->valid_from);
        if (p->valid_to.n > 0) {
            wr_jw_str(&w, "valid_to", p->valid_to);
        }
        wr_jw_str(&w, "status", p->status);
        wr_jw_str(&w, "sha256", p->sha256);
        wr_jw_i64(&w, "examples_n", (int64_t)wr_json_len(p->examples));
        wr_jw_obj_end(&w);
    }
    wr_jw_list_end(&w);
    wr_jw_list(&w, "overlaps");
    for (size_t i = 0; i < n && i < WR_ARRAY_LEN(o); i++) {
        wr_jw_obj(&w, NULL);
        wr_jw_str(&w, "loser", o[i].loser->id);
        wr_jw_str(&w, "winner", o[i].winner->id);
        wr_jw_str(&w, "from", o[i].from);
        wr_jw_obj_end(&w);
    }
    wr_jw_list_end(&w);
    wr_jw_obj_end(&w);
    wr_buf_c(b, '\n');
}

static int print_check(struct wr_args *args, const struct wr_rules *r)
{
    struct wr_buf b;
    wr_buf_init(&b, OUT_BYTES_MAX);
    if (args->json) {
        print_check_json(&b, r);
    } else {
        for (size_t i = 0; i < wr_rules_count(r); i++) {
            print_pack_line(&b, wr_rules_at(r, i));
        }
        print_overlaps(&b, r);
    }
    print_and_done(args, &b);
    return 0;
}

/** With --draft DIR the embedded packs and those of DIR are loaded anew, so that a draft can be checked before it serves. */
static int load_draft(struct wr_ctx *ctx, const char *dir, struct wr_rules **ret)
{
    struct wr_rules *r = NULL;
    int rc = wr_rules_load(ctx, dir, &r);
    if (rc == 0) {
        rc = wr_rules_use_kinds(ctx, r, wr_rules_kinds(ctx->rules));
    }
    if (rc < 0) {
        wr_rules_free(r);
        return rc;
    }
    *ret = r;
    return 0;
}

/** The packs a command works on: the ones loaded at start, or a draft folder. *ret_draft is to be freed. */
static int choose_rules(struct wr_ctx *ctx, struct wr_args *args, const struct wr_rules **ret,
                        struct wr_rules **ret_draft)
{
    const char *dir = wr_args_opt(args, "--draft");
    *ret = ctx->rules;
    *ret_draft = NULL;
    if (!dir) {
        return 0;
    }
    int rc = load_draft(ctx, dir, ret_draft);
    *ret = *ret_draft;
    return rc;
}

static int check(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_rules *r;
    struct wr_rules *draft;
    int rc = choose_rules(ctx, args, &r, &draft);
    if (rc == 0) {
        rc = wr_args_end(ctx, args);
    }
    if (rc == 0) {
        rc = print_check(args, r);
    }
    wr_rules_free(draft);
    return rc;
}

/* ---- test --------------------------------------------------------------------------------------- */

static int test_pack(struct wr_ctx *ctx, const struct wr_rules *r, const struct wr_pack *p,
                     struct wr_buf *b, int64_t *failed)
{
    const struct wr_pack_kind *k = wr_rules_kind_of(r, p);
    size_t n = wr_json_len(p->examples);
    size_t good = 0;
    for (size_t i = 0; k && k->run_example && i < n; i++) {
        const struct wr_json *e = wr_json_at(p->examples, i);
        struct wr_str path =
            wr_arena_printf(ctx->arena, WR_FMT ": examples[%zu]", WR_ARG(p->id), i);
        struct wr_str diff = {NULL, 0};
        int rc = k->run_example(ctx, p, e, path, &diff);
        if (rc < 0) {
            return rc;
        }
        if (diff.p) {
            wr_buf_printf(b, "不符 " WR_FMT " “" WR_FMT "”: " WR_FMT "\n", WR_ARG(path),
                          WR_ARG(wr_json_str(wr_json_get(e, "name"))), WR_ARG(diff));
            (*failed)++;
        }
        good += diff.p == NULL;
    }
    wr_buf_printf(b, WR_FMT ": %zu/%zu 个算例相符\n", WR_ARG(p->id), good, n);
    return 0;
}

static int run_tests(struct wr_ctx *ctx, const struct wr_rules *r, const char *id, struct wr_buf *b)
{
    int64_t failed = 0;
    int rc = 0;
    const struct wr_pack *only = NULL;
    if (id) {
        rc = find_pack(ctx, r, id, &only);
    }
    for (size_t i = 0; rc == 0 && i < wr_rules_count(r); i++) {
        const struct wr_pack *p = wr_rules_at(r, i);
        if (!only || only == p) {
            rc = test_pack(ctx, r, p, b, &failed);
        }
    }
    if (rc == 0 && failed > 0) {
        return wr_fail(ctx, WR_K_rules_examples_failed,
                       wr_arena_printf(ctx->arena, "%lld", (long long)failed));
    }
    return rc;
}

static int test(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_rules *r;
    struct wr_rules *draft;
    struct wr_buf b;
    int rc = choose_rules(ctx, args, &r, &draft);
    const char *id = wr_args_next(args);
    if (rc == 0) {
        rc = wr_args_end(ctx, args);
    }
    wr_buf_init(&b, OUT_BYTES_MAX);
    if (rc == 0) {
        rc = run_tests(ctx, r, id, &b);
    }
    print_and_done(args, &b);
    wr_rules_free(draft);
    return rc;
}

/* ---- show, diff --------------------------------------------------------------------------------- */

static void describe_head(struct wr_buf *b, const struct wr_pack *p)
{
    wr_buf_printf(b, WR_FMT "（" WR_FMT "，第 " WR_FMT " 版）\n", WR_ARG(p->title_zh),
                  WR_ARG(p->id), WR_ARG(p->version));
    wr_buf_printf(b, "制定：" WR_FMT "　适用：%.*s　性质：" WR_FMT "\n", WR_ARG(p->issuer),
                  p->jurisdiction.n ? (int)p->jurisdiction.n : 6,
                  p->jurisdiction.n ? p->jurisdiction.p : "不限", WR_ARG(p->status));
    wr_buf_printf(b, "有效期：" WR_FMT " 至 %.*s\n", WR_ARG(p->valid_from),
                  p->valid_to.n ? (int)p->valid_to.n : 6, p->valid_to.n ? p->valid_to.p : "另定");
    if (p->note_zh.n > 0) {
        wr_buf_printf(b, "说明：" WR_FMT "\n", WR_ARG(p->note_zh));
    }
}

static int show(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_rules *r;
    struct wr_rules *draft;
    const struct wr_pack *p = NULL;
    int rc = choose_rules(ctx, args, &r, &draft);
    const char *id = wr_args_next(args);
    if (rc == 0) {
        rc = wr_args_end(ctx, args);
    }
    if (rc == 0) {
        rc = id ? find_pack(ctx, r, id, &p) : wr_fail(ctx, WR_K_rules_which);
    }
    if (rc == 0) {
        const struct wr_pack_kind *k = wr_rules_kind_of(r, p);
        struct wr_buf b;
        wr_buf_init(&b, OUT_BYTES_MAX);
        describe_head(&b, p);
        if (k && k->describe) {
            k->describe(ctx, p, &b);
        }
        print_and_done(args, &b);
    }
    wr_rules_free(draft);
    return rc;
}

static int diff_two(struct wr_ctx *ctx, struct wr_args *args, const struct wr_pack *a,
                    const struct wr_pack *b)
{
    struct wr_buf out;
    wr_buf_init(&out, OUT_BYTES_MAX);
    wr_buf_printf(&out, "--- " WR_FMT " v" WR_FMT "\n+++ " WR_FMT " v" WR_FMT "\n", WR_ARG(a->id),
                  WR_ARG(a->version), WR_ARG(b->id), WR_ARG(b->version));
    size_t n = wr_rules_diff(ctx, a->body, b->body, &out);
    wr_buf_printf(&out, "%zu 处不同\n", n);
    print_and_done(args, &out);
    return 0;
}

static int diff(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_rules *r;
    struct wr_rules *draft;
    const struct wr_pack *a = NULL, *b = NULL;
    int rc = choose_rules(ctx, args, &r, &draft);
    const char *id_a = wr_args_next(args);
    const char *id_b = wr_args_next(args);
    if (rc == 0) {
        rc = wr_args_end(ctx, args);
    }
    if (rc == 0 && (!id_a || (!id_b && !draft))) {
        rc = wr_fail(ctx, WR_K_rules_which);
    }
    if (rc == 0) {
        /* One id and a draft folder: the pack in use against its draft. */
        rc = find_pack(ctx, id_b ? r : ctx->rules, id_a, &a);
    }
    if (rc == 0) {
        rc = find_pack(ctx, r, id_b ? id_b : id_a, &b);
    }
    if (rc == 0) {
        rc = diff_two(ctx, args, a, b);
    }
    wr_rules_free(draft);
    return rc;
}

const struct wr_command wr_rules_commands[] = {
    {"rules", "check", "[--draft DIR] [--json]",
     "检查规则包，报告重叠 / load and check all rule packs, tell overlaps", false, false, check},
    {"rules", "test", "[--draft DIR] [ID]",
     "运行规则包的算例 / run the worked examples of the rule packs", false, false, test},
    {"rules", "show", "[--draft DIR] ID", "规则包说了什么 / what a rule pack says, in Chinese",
     false, false, show},
    {"rules", "diff", "[--draft DIR] ID [ID]",
     "比较两个规则包 / differences between two rule packs", false, false, diff},
    {0},
};
