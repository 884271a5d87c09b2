#include "base/command.h"
#include "rules/rules.h"
#include "rules/rules_diff.h"
#include "rules/rules_fields.h"
#include "rules/words.h"

#include <stdio.h>

#define OUT_BYTES_MAX ((size_t)4 << 20)
#define OVERLAPS_SHOWN_MAX 64
#define IMPACT_SHOWN_MAX 50

static void print_and_done(struct wr_args *args, struct wr_buf *b)
{
    if (b->n > 0) {
        fwrite(b->p, 1, b->n, args->out);
    }
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

/** Everything an author should look at: overlaps, gaps, and what each kind finds in its packs. */
struct findings {
    struct wr_pack_overlap overlaps[OVERLAPS_SHOWN_MAX];
    struct wr_pack_gap gaps[OVERLAPS_SHOWN_MAX];
    size_t overlaps_n, gaps_n;
    struct wr_pack_review review;
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void find_all(struct wr_ctx *ctx, const struct wr_rules *r, struct findings *f)
{
    f->overlaps_n = wr_rules_overlaps(r, f->overlaps, OVERLAPS_SHOWN_MAX);
    f->gaps_n = wr_rules_gaps(ctx, r, f->gaps, OVERLAPS_SHOWN_MAX);
    for (size_t i = 0; i < wr_rules_count(r); i++) {
        const struct wr_pack *p = wr_rules_at(r, i);
        const struct wr_pack_kind *k = wr_rules_kind_of(r, p);
        f->review.pack = p->id;
        if (k && k->review) {
            k->review(ctx, p, &f->review);
        }
    }
}

static void print_findings(struct wr_buf *b, const struct wr_rules *r, const struct findings *f)
{
    for (size_t i = 0; i < least(f->overlaps_n, OVERLAPS_SHOWN_MAX); i++) {
        const struct wr_pack_overlap *o = &f->overlaps[i];
        wr_buf_printf(b, "重叠: " WR_FMT " 与 " WR_FMT " 自 " WR_FMT " 起同时有效，以后者为准\n",
                      WR_ARG(o->loser->id), WR_ARG(o->winner->id), WR_ARG(o->from));
    }
    for (size_t i = 0; i < least(f->gaps_n, OVERLAPS_SHOWN_MAX); i++) {
        const struct wr_pack_gap *g = &f->gaps[i];
        wr_buf_printf(b, "空档: " WR_FMT " 自 " WR_FMT " 至 " WR_FMT "没有有效的规则包\n",
                      WR_ARG(g->kind), WR_ARG(g->from), WR_ARG(g->to.n > 0 ? g->to : WR_S("以后")));
    }
    for (size_t i = 0; i < least(f->review.n, WR_PACK_NOTES_MAX) && f->review.notes; i++) {
        const struct wr_pack_note *t = &f->review.notes[i];
        wr_buf_printf(b, "核对: " WR_FMT " " WR_FMT " " WR_FMT "\n", WR_ARG(t->pack),
                      WR_ARG(t->path), WR_ARG(t->zh));
    }
    wr_buf_printf(b, "%zu 个规则包，%zu 处重叠，%zu 处空档，%zu 处核对\n", wr_rules_count(r),
                  f->overlaps_n, f->gaps_n, f->review.n);
}

static void json_gaps(struct wr_jw *w, const struct findings *f)
{
    wr_jw_list(w, "gaps");
    for (size_t i = 0; i < least(f->gaps_n, OVERLAPS_SHOWN_MAX); i++) {
        wr_jw_obj(w, NULL);
        wr_jw_str(w, "kind", f->gaps[i].kind);
        wr_jw_str(w, "from", f->gaps[i].from);
        if (f->gaps[i].to.n > 0) {
            wr_jw_str(w, "to", f->gaps[i].to);
        }
        wr_jw_obj_end(w);
    }
    wr_jw_list_end(w);
}

static void json_notes(struct wr_jw *w, const struct findings *f)
{
    wr_jw_list(w, "notes");
    for (size_t i = 0; i < least(f->review.n, WR_PACK_NOTES_MAX) && f->review.notes; i++) {
        const struct wr_pack_note *t = &f->review.notes[i];
        wr_jw_obj(w, NULL);
        wr_jw_str(w, "pack", t->pack);
        wr_jw_str(w, "path", t->path);
        wr_jw_str(w, "zh", t->zh);
        wr_jw_str(w, "en", t->en);
        wr_jw_obj_end(w);
    }
    wr_jw_list_end(w);
}

static void print_check_json(struct wr_buf *b, const struct wr_rules *r, const struct findings *f)
{
    struct wr_jw w;
    const struct wr_pack_overlap *o = f->overlaps;
    size_t n = least(f->overlaps_n, OVERLAPS_SHOWN_MAX);
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
    for (size_t i = 0; i < n; i++) {
        wr_jw_obj(&w, NULL);
        wr_jw_str(&w, "loser", o[i].loser->id);
        wr_jw_str(&w, "winner", o[i].winner->id);
        wr_jw_str(&w, "from", o[i].from);
        wr_jw_obj_end(&w);
    }
    wr_jw_list_end(&w);
    json_gaps(&w, f);
    json_notes(&w, f);
    wr_jw_obj_end(&w);
    wr_buf_c(b, '\n');
}

/** @param strict  anything to look at is a failure */
static int print_check(struct wr_ctx *ctx, struct wr_args *args, const struct wr_rules *r,
                       bool strict)
{
    struct wr_buf b;
    struct findings *f = wr_arena_new(ctx->arena, struct findings);
    if (!f) {
        return wr_fail(ctx, WR_K_memory);
    }
    find_all(ctx, r, f);
    wr_buf_init(&b, OUT_BYTES_MAX);
    if (args->json) {
        print_check_json(&b, r, f);
    } else {
        for (size_t i = 0; i < wr_rules_count(r); i++) {
            print_pack_line(&b, wr_rules_at(r, i));
        }
        print_findings(&b, r, f);
    }
    print_and_done(args, &b);
    size_t n = f->overlaps_n + f->gaps_n + f->review.n;
    return strict && n > 0 ? wr_fail(ctx, WR_K_rules_notes, wr_arena_printf(ctx->arena, "%zu", n))
                           : 0;
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
    (void)wr_args_flag(args,
                       "--published"); /* opened the database, and with it what is published */
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
    bool strict = wr_args_flag(args, "--strict");
    int rc = choose_rules(ctx, args, &r, &draft);
    if (rc == 0) {
        rc = wr_args_end(ctx, args);
    }
    if (rc == 0) {
        rc = print_check(ctx, args, r, strict);
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
                  p->jurisdiction.n ? p->jurisdiction.p : "不限", WR_ARG(wr_words_tag(p->status)));
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

/** {changes:[…], impact?:{…}} */
static void print_diff_json(struct wr_buf *b, const struct wr_list *changes,
                            const struct wr_pack_impact *impact)
{
    const struct wr_pack_change *c = changes->p;
    struct wr_jw w;
    wr_jw_init(&w, b);
    wr_jw_obj(&w, NULL);
    wr_jw_list(&w, "changes");
    for (size_t i = 0; i < changes->n; i++) {
        wr_jw_struct(&w, NULL, wr_pack_change_fields, &c[i], WR_MASK_NONE);
    }
    wr_jw_list_end(&w);
    if (impact) {
        wr_jw_struct(&w, "impact", wr_pack_impact_fields, impact, WR_MASK_NONE);
    }
    wr_jw_obj_end(&w);
    wr_buf_c(b, '\n');
}

static void print_changes(struct wr_buf *b, const struct wr_pack *from, const struct wr_pack *to,
                          const struct wr_list *changes, size_t n)
{
    static const char signs[] = {[WR_CHANGE_ADDED] = '+',
                                 [WR_CHANGE_REMOVED] = '-',
                                 [WR_CHANGE_CHANGED] = '~',
                                 [WR_CHANGE_ORDER] = '~'};
    const struct wr_pack_change *c = changes->p;
    wr_buf_printf(b, "--- " WR_FMT " v" WR_FMT "\n+++ " WR_FMT " v" WR_FMT "\n", WR_ARG(from->id),
                  WR_ARG(from->version), WR_ARG(to->id), WR_ARG(to->version));
    for (size_t i = 0; i < changes->n; i++) {
        wr_buf_printf(b, "%c " WR_FMT "\n", signs[c[i].op], WR_ARG(c[i].words));
    }
    if (n > changes->n) {
        wr_buf_printf(b, "…… 另有 %zu 处\n", n - changes->n);
    }
    wr_buf_printf(b, "%zu 处不同\n", n);
}

static void print_impact(struct wr_buf *b, const struct wr_pack_impact *m)
{
    const struct wr_pack_impact_count *c = m->counts.p;
    const struct wr_pack_impact_item *it = m->items.p;
    wr_buf_printf(b, "\n影响（按 " WR_FMT " 的情况推算）：%lld 家中 %lld 家有变化\n",
                  WR_ARG(m->day), (long long)m->examined_n, (long long)m->changed_n);
    for (size_t i = 0; i < m->counts.n; i++) {
        wr_buf_printf(b, "  " WR_FMT "：%lld 家\n", WR_ARG(c[i].what_zh), (long long)c[i].n);
    }
    for (size_t i = 0; i < m->items.n; i++) {
        wr_buf_printf(
            b, "  " WR_FMT "（" WR_FMT "，" WR_FMT "）\n    原：" WR_FMT "\n    新：" WR_FMT "\n",
            WR_ARG(it[i].name), WR_ARG(it[i].place), WR_ARG(it[i].ask_zh), WR_ARG(it[i].before_zh),
            WR_ARG(it[i].after_zh));
    }
    if ((int64_t)m->items.n < m->changed_n) {
        wr_buf_printf(b, "  …… 另有 %lld 家\n", (long long)(m->changed_n - (int64_t)m->items.n));
    }
}

static int diff_two(struct wr_ctx *ctx, struct wr_args *args, const struct wr_pack *a,
                    const struct wr_pack *b, bool affects)
{
    struct wr_buf out;
    struct wr_list changes;
    struct wr_pack_impact impact = {0};
    const struct wr_pack_kind *k = wr_rules_kind_of(ctx->rules, a);
    if (!wr_str_eq(a->kind, b->kind)) {
        return wr_fail(ctx, WR_K_rules_two_kinds, a->kind, b->kind);
    }
    if (affects) {
        int rc = k->affects ? k->affects(ctx, a, b, IMPACT_SHOWN_MAX, &impact)
                            : wr_fail(ctx, WR_K_rules_no_impact, a->kind);
        if (rc < 0) {
            return rc;
        }
    }
    size_t n = wr_rules_diff(ctx, k->body, a->body, b->body, &changes);
    wr_buf_init(&out, OUT_BYTES_MAX);
    if (args->json) {
        print_diff_json(&out, &changes, affects ? &impact : NULL);
    } else {
        print_changes(&out, a, b, &changes, n);
        if (affects) {
            print_impact(&out, &impact);
        }
    }
    print_and_done(args, &out);
    return 0;
}

static int diff(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_rules *r;
    struct wr_rules *draft;
    const struct wr_pack *a = NULL, *b = NULL;
    bool affects = wr_args_flag(args, "--affects");
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
        rc = diff_two(ctx, args, a, b, affects);
    }
    wr_rules_free(draft);
    return rc;
}

const struct wr_command wr_rules_commands[] = {
    {"rules", "check", "[--draft DIR] [--published] [--strict] [--json]",
     "检查规则包，报告重叠、空档和轮不到的行 / check all rule packs, tell overlaps, gaps, rows out "
     "of "
     "reach",
     false, false, check, "--published"},
    {"rules", "test", "[--draft DIR] [--published] [ID]",
     "运行规则包的算例 / run the worked examples of the rule packs", false, false, test,
     "--published"},
    {"rules", "show", "[--draft DIR] [--published] ID",
     "规则包说了什么 / what a rule pack says, in Chinese", false, false, show, "--published"},
    {"rules", "diff", "[--draft DIR] [--affects] [--json] ID [ID]",
     "比较两个规则包，及会影响谁 / differences between two rule packs, and whom they affect", false,
     false, diff, "--affects"},
    {0},
};
