/* What a pack of kind "offsite" says, in words; what its author should look at. */
#include "modules/offsite/offsite_pack.h"

#include "rules/words.h"

#include <inttypes.h>

#define WORDS_MAX ((size_t)2000)

/** A parameter as people read it: basis points as per cent, hundredths and ten-thousandths as decimals. */
static void put_value(struct wr_buf *b, struct wr_str id, int64_t v)
{
    int digits = wr_str_ends(id, WR_S("_e4")) ? 4 : wr_str_ends(id, WR_S("_e2")) ? 2 : 0;
    bool bp = wr_str_ends(id, WR_S("_bp"));
    if (bp)
        digits = 2;
    if (digits == 0) {
        wr_buf_i64(b, v);
        return;
    }
    char text[40];
    int64_t scale = digits == 4 ? 10000 : 100;
    int n = snprintf(text, sizeof(text), "%" PRId64 ".%0*" PRId64, v / scale, digits, v % scale);
    while (n > 0 && text[n - 1] == '0')
        n--;
    if (n > 0 && text[n - 1] == '.')
        n--;
    wr_buf_add(b, text, (size_t)n);
    if (bp)
        wr_buf_c(b, '%');
}

/** Value of the name between braces; false: nobody knows it. */
static bool put_name(struct wr_buf *b, const struct wr_offsite_rule_row *r, struct wr_str name)
{
    const struct wr_offsite_param *p = r->params.p;
    if (wr_str_eq(name, WR_S("delay_min"))) {
        wr_buf_i64(b, r->delay_min);
        return true;
    }
    for (size_t i = 0; i < r->params.n; i++)
        if (wr_str_eq(p[i].id, name)) {
            put_value(b, name, p[i].value);
            return true;
        }
    return false;
}

/** @return false: a name in braces is no parameter of the rule */
static bool fill(struct wr_buf *b, const struct wr_offsite_rule_row *r, struct wr_str text)
{
    bool good = true;
    for (size_t i = 0; i < text.n; i++) {
        struct wr_str rest = wr_str_sub(text, i + 1, text.n);
        ptrdiff_t end = text.p[i] == '{' ? wr_str_find(rest, WR_S("}")) : -1;
        if (end < 0) {
            wr_buf_c(b, text.p[i]);
            continue;
        }
        good = put_name(b, r, wr_str_sub(rest, 0, (size_t)end)) && good;
        i += (size_t)end + 1;
    }
    return good;
}

struct wr_str wr_offsite_rule_words(struct wr_arena *a, const struct wr_offsite_rule_row *r,
                                    bool en)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, WORDS_MAX);
    (void)fill(&b, r, en ? r->text_en : r->text_zh);
    return wr_arena_dup(a, wr_buf_view(&b));
}

/* ---- for authors ---------------------------------------------------------------------------------- */

static void review_rule(struct wr_ctx *ctx, const struct wr_offsite_rule_row *r, size_t at,
                        struct wr_pack_review *ret)
{
    struct wr_str path = wr_arena_printf(ctx->arena, "body.rules[%zu]", at);
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, WORDS_MAX);
    if (!fill(&b, r, r->text_zh) || !fill(&b, r, r->text_en))
        wr_pack_review_add(ctx, ret, path, WR_S("文字中花括号里的名称不是本规则的参数"),
                           WR_S("a name in braces is no parameter of this rule"));
    if (wr_str_eq(r->tag, WR_S("law")) && r->citation.n == 0)
        wr_pack_review_add(ctx, ret, path, WR_S("标为法定却没有依据"),
                           WR_S("tagged law without a citation"));
}

/** Does an example speak of this rule? */
static bool has_example(const struct wr_pack *pack, struct wr_str id)
{
    for (size_t i = 0; i < wr_json_len(pack->examples); i++)
        if (wr_str_eq(wr_json_str(wr_json_get(wr_json_at(pack->examples, i), "rule")), id))
            return true;
    return false;
}

void wr_offsite_pack_review(struct wr_ctx *ctx, const struct wr_pack *pack,
                            struct wr_pack_review *ret)
{
    const struct wr_offsite_pack *p = pack->typed;
    const struct wr_offsite_rule_row *rows = p->rules.p;
    for (size_t i = 0; i < p->rules.n; i++)
        review_rule(ctx, &rows[i], i, ret);
    for (int k = 0; k < WR_OR_N; k++) {
        struct wr_str id = wr_str(wr_enum_item(wr_offsite_rules, k)->name);
        if (p->rule[k] == NULL)
            wr_pack_review_add(ctx, ret, WR_S("body.rules"),
                               wr_arena_printf(ctx->arena, "没有规则 " WR_FMT, WR_ARG(id)),
                               wr_arena_printf(ctx->arena, "there is no rule " WR_FMT, WR_ARG(id)));
        else if (p->rule[k]->on && !has_example(pack, id))
            wr_pack_review_add(
                ctx, ret, WR_S("examples"),
                wr_arena_printf(ctx->arena, "规则 " WR_FMT " 没有算例", WR_ARG(id)),
                wr_arena_printf(ctx->arena, "rule " WR_FMT " has no example", WR_ARG(id)));
    }
}

void wr_offsite_pack_describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    const struct wr_offsite_pack *p = pack->typed;
    const struct wr_offsite_rule_row *r = p->rules.p;
    wr_buf_lit(out, "\n线索规则\n");
    for (size_t i = 0; i < p->rules.n; i++) {
        const struct wr_enum_item *level = wr_enum_item(wr_offsite_levels, r[i].level);
        struct wr_str words = wr_offsite_rule_words(ctx->arena, &r[i], false);
        struct wr_str tag = wr_words_tag(r[i].tag);
        wr_buf_printf(out, "  " WR_FMT "　" WR_FMT "（%s%s，" WR_FMT "）　" WR_FMT "\n",
                      WR_ARG(r[i].id), WR_ARG(r[i].name_zh), level ? level->zh : "",
                      r[i].on ? "" : "，停用", WR_ARG(tag), WR_ARG(words));
    }
    wr_buf_lit(out, "\n有效性与时限\n");
    const struct wr_offsite_number_row *n = p->numbers.p;
    for (size_t i = 0; i < p->numbers.n; i++) {
        struct wr_str tag = wr_words_tag(n[i].tag);
        wr_buf_printf(out, "  " WR_FMT " = %" PRId64 "　" WR_FMT "（" WR_FMT "）\n",
                      WR_ARG(n[i].id), n[i].value, WR_ARG(n[i].text_zh), WR_ARG(tag));
    }
    wr_buf_lit(out, "\n标记\n");
    const struct wr_offsite_mark_kind *m = p->marks.p;
    for (size_t i = 0; i < p->marks.n; i++) {
        struct wr_str tag = wr_words_tag(m[i].tag);
        wr_buf_printf(out, "  " WR_FMT "%s%s%s" WR_FMT "（" WR_FMT "）\n", WR_ARG(m[i].name_zh),
                      m[i].invalidates ? "，数据无效" : "", m[i].stopped ? "，不计应传" : "",
                      m[i].flags.n > 0 ? "，设备标记 " : "", WR_ARG(m[i].flags), WR_ARG(tag));
    }
}
