#include "rules/rules_view.h"

#include "base/calendar.h"

#define WORDS_BYTES_MAX ((size_t)1 << 20)
#define TEXT_MAX ((size_t)2 << 20)

#define H struct wr_pack_head
#define HEAD_FIELDS                                                                                \
    WR_STR(H, id, 3, 80, "编号", "kind/name"), WR_STR(H, kind, 1, 40, "种类", "kind of pack"),     \
        WR_STR(H, version, 1, 20, "版本", "version"),                                              \
        WR_TEXT(H, title_zh, 1, 200, "标题", "title, Chinese"),                                    \
        WR_TEXT(H, title_en, 1, 200, "英文标题", "title, English"),                                \
        WR_TEXT(H, issuer, 1, 200, "制定机关", "who issued it"),                                   \
        WR_STR(H, jurisdiction, 0, 12, "适用区划", "region code prefix, empty: anywhere"),         \
        WR_DATE(H, valid_from, "生效日", "first day in force"),                                    \
        WR_DATE_OPT(H, valid_to, "失效日", "last day in force; absent: open"),                     \
        WR_STR(H, status, 1, 20, "性质", "law, news, proposal or unverified"),                     \
        WR_TEXT_OPT(H, note_zh, 0, 2000, "说明", "what a reader must know, Chinese"),              \
        WR_TEXT_OPT(H, note_en, 0, 2000, "英文说明", "what a reader must know, English"),          \
        WR_STR(H, sha256, 64, 64, "摘要", "SHA-256 of the file, hex"),                             \
        WR_I64(H, examples_n, 0, WR_PACK_EXAMPLES_MAX, "算例", "worked examples"),                 \
        WR_BOOL(H, in_force, "现行", "in force today")

const struct wr_field wr_pack_head_fields[] = {HEAD_FIELDS, {0}};

static const struct wr_field example_fields[] = {
    WR_TEXT(struct wr_pack_example_result, name, 0, 120, "算例", "name"),
    WR_BOOL(struct wr_pack_example_result, good, "相符", "came out as written"),
    WR_TEXT_OPT(struct wr_pack_example_result, came, 0, 2000, "实得", "what came out instead"),
    {0},
};

static const struct wr_field note_fields[] = {
    WR_STR(struct wr_pack_note, path, 0, 200, "位置", "place in the body"),
    WR_TEXT(struct wr_pack_note, zh, 1, 300, "说明", "what to look at, Chinese"),
    WR_TEXT(struct wr_pack_note, en, 1, 300, "英文说明", "what to look at, English"),
    {0},
};

#define W struct wr_pack_whole
const struct wr_field wr_pack_whole_fields[] = {
    HEAD_FIELDS,
    WR_TEXT(W, words, 0, WORDS_BYTES_MAX, "文字", "what the pack says, in Chinese"),
    WR_JSON(W, body, WR_PACK_BYTES_MAX, "内容", "the pack's body"),
    WR_LIST(W, examples, 0, WR_PACK_EXAMPLES_MAX, example_fields, struct wr_pack_example_result,
            "算例", "worked examples with their results"),
    WR_LIST(W, notes, 0, WR_PACK_NOTES_MAX, note_fields, struct wr_pack_note, "核对",
            "what an author should look at"),
    {0},
};

#define D struct wr_pack_diff
const struct wr_field wr_pack_diff_fields[] = {
    WR_STR(D, from, 3, 80, "原规则包", "first pack"),
    WR_STR(D, from_version, 1, 20, "原版本", "its version"),
    WR_STR(D, to, 3, 80, "新规则包", "second pack"),
    WR_STR(D, to_version, 1, 20, "新版本", "its version"),
    WR_I64(D, changes_n, 0, WR_ID_MAX, "不同", "differences found"),
    WR_LIST(D, changes, 0, WR_PACK_CHANGES_MAX, wr_pack_change_fields, struct wr_pack_change,
            "变动", "the first ones"),
    {0},
};

struct wr_pack_head wr_pack_head_of(struct wr_ctx *ctx, const struct wr_pack *p)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), day);
    return (struct wr_pack_head){
        .id = p->id,
        .kind = p->kind,
        .version = p->version,
        .title_zh = p->title_zh,
        .title_en = p->title_en,
        .issuer = p->issuer,
        .jurisdiction = p->jurisdiction,
        .valid_from = p->valid_from,
        .valid_to = p->valid_to,
        .status = p->status,
        .note_zh = p->note_zh,
        .note_en = p->note_en,
        .sha256 = p->sha256,
        .examples_n = (int64_t)wr_json_len(p->examples),
        .in_force = ctx->rules && wr_rules_in_force(ctx->rules, p->kind, wr_str(day)) == p,
    };
}

static int run_examples(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *p,
                        struct wr_list *ret)
{
    size_t n = wr_json_len(p->examples);
    struct wr_pack_example_result *e = wr_arena_array(ctx->arena, n + 1, sizeof(*e));
    if (!e) {
        return wr_fail(ctx, WR_K_memory);
    }
    for (size_t i = 0; i < n; i++) {
        const struct wr_json *j = wr_json_at(p->examples, i);
        struct wr_str diff = {NULL, 0}, name = wr_json_str(wr_json_get(j, "name"));
        if (k->run_example(ctx, p, j, WR_S("example"), &diff) < 0) {
            diff = wr_arena_dup(ctx->arena, ctx->err.zh);
            wr_err_reset(ctx);
        }
        e[i] = (struct wr_pack_example_result){name.p ? name : WR_S(""), !diff.p, diff};
    }
    *ret = (struct wr_list){e, n};
    return 0;
}

static int describe(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *p,
                    struct wr_pack_whole *ret)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_pack_review review = {.pack = p->id};
    wr_buf_init(&b, WORDS_BYTES_MAX);
    if (k->describe) {
        k->describe(ctx, p, &b);
    }
    if (k->review) {
        k->review(ctx, p, &review);
    }
    ret->notes = (struct wr_list){review.notes ? (void *)review.notes : (void *)"",
                                  review.n < WR_PACK_NOTES_MAX ? review.n : WR_PACK_NOTES_MAX};
    ret->words = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    ret->body = wr_json_text(ctx->arena, p->body);
    return b.failed || !ret->words.p || !ret->body.p ? wr_fail(ctx, WR_K_memory) : 0;
}

int wr_pack_whole_of(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *p,
                     struct wr_pack_whole *ret)
{
    *ret = (struct wr_pack_whole){.head = wr_pack_head_of(ctx, p)};
    int rc = describe(ctx, k, p, ret);
    return rc < 0 ? rc : run_examples(ctx, k, p, &ret->examples);
}

void wr_pack_diff_of(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *a,
                     const struct wr_pack *b, struct wr_pack_diff *ret)
{
    *ret = (struct wr_pack_diff){
        .from = a->id, .from_version = a->version, .to = b->id, .to_version = b->version};
    ret->changes_n = (int64_t)wr_rules_diff(ctx, k->body, a->body, b->body, &ret->changes);
}

/* ---- the file ------------------------------------------------------------------------------------ */

static void write_head(struct wr_jw *w, const struct wr_pack *k)
{
    wr_jw_obj(w, "head");
    wr_jw_str(w, "id", k->id);
    wr_jw_str(w, "kind", k->kind);
    wr_jw_str(w, "version", k->version);
    wr_jw_str(w, "title_zh", k->title_zh);
    wr_jw_str(w, "title_en", k->title_en);
    wr_jw_str(w, "issuer", k->issuer);
    wr_jw_str(w, "jurisdiction", k->jurisdiction);
    wr_jw_str(w, "valid_from", k->valid_from);
    if (k->valid_to.n > 0)
        wr_jw_str(w, "valid_to", k->valid_to);
    wr_jw_str(w, "status", k->status);
    if (k->note_zh.n > 0)
        wr_jw_str(w, "note_zh", k->note_zh);
    if (k->note_en.n > 0)
        wr_jw_str(w, "note_en", k->note_en);
    wr_jw_obj_end(w);
}

struct wr_str wr_pack_text(struct wr_ctx *ctx, const struct wr_pack *p, struct wr_str examples)
{
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, TEXT_MAX);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    write_head(&w, p);
    wr_jw_raw(&w, "body", wr_json_text(ctx->arena, p->body));
    wr_jw_raw(&w, "examples", examples);
    wr_jw_obj_end(&w);
    return wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

struct wr_str wr_pack_file_text(struct wr_ctx *ctx, const struct wr_pack *p)
{
    return wr_pack_text(ctx, p, p->examples ? wr_json_text(ctx->arena, p->examples) : WR_S("[]"));
}
