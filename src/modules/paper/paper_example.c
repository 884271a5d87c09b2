/* Worked examples of forms: a fixed case, filled, line by line. */
#include "modules/paper/paper_form.h"

#define LINES_MAX ((size_t)1 << 20)

static struct wr_str text_at(const struct wr_json *obj, const char *name)
{
    return wr_json_str(wr_json_get(obj, name));
}

/** Lay facts of one JSON object over those there are; a text "" takes one away. */
static int take_facts(struct wr_ctx *ctx, const struct wr_json *j, struct wr_str path,
                      struct wr_paper_facts *f)
{
    for (size_t i = 0; j && i < wr_json_len(j); i++) {
        struct wr_str name = wr_json_key(j, i), v = wr_json_str(wr_json_member(j, i));
        int fact = wr_paper_fact_of(name);
        if (fact < 0 || !v.p)
            wr_fault(ctx,
                     wr_arena_printf(ctx->arena, WR_FMT "." WR_FMT, WR_ARG(path), WR_ARG(name)),
                     WR_K_rules_value, v, WR_S("没有这个要素名，或不是文字"));
        else
            f->v[fact] = v;
    }
    return wr_faults_end(ctx);
}

static int take_list(struct wr_ctx *ctx, const struct wr_json *items, int list,
                     struct wr_paper_facts *f)
{
    struct wr_paper_row *rows = wr_arena_array(ctx->arena, wr_json_len(items) + 1, sizeof(*rows));

    if (!rows)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < wr_json_len(items); i++)
        for (size_t c = 0; c < WR_PAPER_COLUMNS && wr_paper_list_names[list].columns[c]; c++)
            rows[i].col[c] = text_at(wr_json_at(items, i), wr_paper_list_names[list].columns[c]);
    f->list[list] = (struct wr_list){rows, wr_json_len(items)};
    return 0;
}

static int take_lists(struct wr_ctx *ctx, const struct wr_json *j, struct wr_str path,
                      struct wr_paper_facts *f)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && j && i < wr_json_len(j); i++) {
        struct wr_str name = wr_json_key(j, i);
        int list = wr_paper_list_of(name);
        if (list < 0 || !wr_json_is_list(wr_json_member(j, i))) {
            wr_fault(ctx, path, WR_K_rules_value, name, WR_S("没有这个清单"));
            return wr_faults_end(ctx);
        }
        rc = take_list(ctx, wr_json_member(j, i), list, f);
    }
    return rc;
}

/** First line that came out otherwise, in words; absent: all are the same. */
static struct wr_str compare(struct wr_ctx *ctx, struct wr_str got, const struct wr_json *want)
{
    struct wr_str rest = got;

    for (size_t i = 0; i < wr_json_len(want); i++) {
        struct wr_str w = wr_json_str(wr_json_at(want, i));
        struct wr_str g = rest.n > 0 ? wr_str_cut(&rest, '\n') : WR_S("（没有这一行）");
        if (!wr_str_eq(g, w))
            return wr_arena_printf(ctx->arena, "第 %zu 行是“" WR_FMT "”", i + 1, WR_ARG(g));
    }
    if (rest.n == 0)
        return (struct wr_str){0};
    struct wr_str more = wr_str_cut(&rest, '\n');
    return wr_arena_printf(ctx->arena, "还有第 %zu 行“" WR_FMT "”", wr_json_len(want) + 1,
                           WR_ARG(more));
}

static int fault(struct wr_ctx *ctx, struct wr_str path, const char *member, struct wr_str value,
                 const char *why)
{
    wr_fault(ctx, wr_arena_printf(ctx->arena, WR_FMT ".%s", WR_ARG(path), member), WR_K_rules_value,
             value, wr_str(why));
    return wr_faults_end(ctx);
}

int wr_paper_run_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                         const struct wr_json *example, struct wr_str path, struct wr_str *ret_diff)
{
    const struct wr_paper_forms *p = pack->typed;
    const struct wr_json *sample = wr_json_get(pack->body, "sample");
    const struct wr_json *lines = wr_json_get(example, "lines");
    const struct wr_paper_form *form = wr_paper_form_find(p, text_at(example, "form"));
    struct wr_paper_facts f = {0};
    struct wr_doc d;
    WR_CLEANUP(wr_buf_done) struct wr_buf text;

    wr_buf_init(&text, LINES_MAX);
    if (!form)
        return fault(ctx, path, "form", text_at(example, "form"), "没有这种文书");
    if (!wr_json_is_list(lines))
        return fault(ctx, path, "lines", (struct wr_str){0}, "应为逐行文字的列表");
    int rc = take_facts(ctx, wr_json_get(sample, "facts"), WR_S("body.sample.facts"), &f);
    if (rc == 0)
        rc = take_lists(ctx, wr_json_get(sample, "lists"), WR_S("body.sample.lists"), &f);
    if (rc == 0)
        rc = take_facts(ctx, wr_json_get(example, "facts"), path, &f);
    if (rc == 0)
        rc = take_lists(ctx, wr_json_get(example, "lists"), path, &f);
    if (rc == 0)
        rc = wr_paper_fill(ctx, p, form, &f, &d);
    if (rc < 0)
        return rc;
    wr_doc_text(&d, &text);
    *ret_diff = compare(ctx, wr_arena_dup(ctx->arena, wr_buf_view(&text)), lines);
    return 0;
}
