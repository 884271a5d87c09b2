/* Rule packs over HTTP: what they say, what differs, whom a change affects. Reads only. */
#include "base/actor.h"
#include "base/calendar.h"
#include "rules/rules_diff.h"
#include "rules/rules_fields.h"

#define WORDS_BYTES_MAX ((size_t)1 << 20)
#define IMPACT_SHOWN_MAX 100

struct pack_head {
    struct wr_str id, kind, version, title_zh, title_en, issuer, jurisdiction, valid_from, valid_to,
        status, note_zh, note_en, sha256;
    int64_t examples_n;
    bool in_force;
};

/** How a worked example came out. */
struct example_result {
    struct wr_str name;
    bool good;
    struct wr_str came; /* what came instead */
};

struct pack_whole {
    struct pack_head head; /* first, so that its field table fits */
    struct wr_str words, body;
    struct wr_list examples; /* struct example_result */
    struct wr_list notes;    /* struct wr_pack_note */
};

#define H struct pack_head
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

static const struct wr_field head_fields[] = {HEAD_FIELDS, {0}};

static const struct wr_field example_fields[] = {
    WR_TEXT(struct example_result, name, 0, 120, "算例", "name"),
    WR_BOOL(struct example_result, good, "相符", "came out as written"),
    WR_TEXT_OPT(struct example_result, came, 0, 2000, "实得", "what came out instead"),
    {0},
};

static const struct wr_field note_fields[] = {
    WR_STR(struct wr_pack_note, path, 0, 200, "位置", "place in the body"),
    WR_TEXT(struct wr_pack_note, zh, 1, 300, "说明", "what to look at, Chinese"),
    WR_TEXT(struct wr_pack_note, en, 1, 300, "英文说明", "what to look at, English"),
    {0},
};

#define W struct pack_whole
static const struct wr_field whole_fields[] = {
    HEAD_FIELDS,
    WR_TEXT(W, words, 0, WORDS_BYTES_MAX, "文字", "what the pack says, in Chinese"),
    WR_JSON(W, body, WR_PACK_BYTES_MAX, "内容", "the pack's body"),
    WR_LIST(W, examples, 0, WR_PACK_EXAMPLES_MAX, example_fields, struct example_result, "算例",
            "worked examples with their results"),
    WR_LIST(W, notes, 0, WR_PACK_NOTES_MAX, note_fields, struct wr_pack_note, "核对",
            "what an author should look at"),
    {0},
};

struct diff_reply {
    struct wr_str from, from_version, to, to_version;
    int64_t changes_n;
    struct wr_list changes; /* struct wr_pack_change */
};

#define D struct diff_reply
static const struct wr_field diff_fields[] = {
    WR_STR(D, from, 3, 80, "原规则包", "first pack"),
    WR_STR(D, from_version, 1, 20, "原版本", "its version"),
    WR_STR(D, to, 3, 80, "新规则包", "second pack"),
    WR_STR(D, to_version, 1, 20, "新版本", "its version"),
    WR_I64(D, changes_n, 0, WR_ID_MAX, "不同", "differences found"),
    WR_LIST(D, changes, 0, WR_PACK_CHANGES_MAX, wr_pack_change_fields, struct wr_pack_change,
            "变动", "the first ones"),
    {0},
};

struct with_query {
    struct wr_str with;
};
static const struct wr_field with_fields[] = {
    WR_STR(struct with_query, with, 3, 80, "比较对象", "id of the other pack: kind/name"),
    {0},
};

/* ---- one pack ----------------------------------------------------------------------------------- */

static struct pack_head head_of(const struct wr_req *r, const struct wr_pack *p)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(r->ctx)), day);
    return (struct pack_head){
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
        .in_force = wr_rules_in_force(r->ctx->rules, p->kind, wr_str(day)) == p,
    };
}

static int find_pack(struct wr_ctx *ctx, struct wr_str id, const struct wr_pack **ret)
{
    *ret = ctx->rules ? wr_rules_by_id(ctx->rules, id) : NULL;
    return *ret ? 0 : wr_fail(ctx, WR_K_not_found, WR_S("该规则包 rule pack"));
}

/** The pack that the path names. */
static int path_pack(struct wr_req *r, const struct wr_pack **ret)
{
    return find_pack(
        r->ctx,
        wr_arena_printf(r->ctx->arena, WR_FMT "/" WR_FMT, WR_ARG(r->args[0]), WR_ARG(r->args[1])),
        ret);
}

static int run_examples(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *p,
                        struct wr_list *ret)
{
    size_t n = wr_json_len(p->examples);
    struct example_result *e = wr_arena_array(ctx->arena, n + 1, sizeof(*e));
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
        e[i] = (struct example_result){name.p ? name : WR_S(""), !diff.p, diff};
    }
    *ret = (struct wr_list){e, n};
    return 0;
}

static int describe(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *p,
                    struct pack_whole *ret)
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

static int get_pack(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_pack *p;
    struct pack_whole whole = {0};
    int rc = path_pack(r, &p);
    if (rc < 0) {
        return rc;
    }
    const struct wr_pack_kind *k = wr_rules_kind_of(r->ctx->rules, p);
    whole.head = head_of(r, p);
    rc = describe(r->ctx, k, p, &whole);
    if (rc == 0) {
        rc = run_examples(r->ctx, k, p, &whole.examples);
    }
    return rc < 0 ? rc : wr_reply(w, whole_fields, &whole);
}

static int get_packs(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_rules *rules = r->ctx->rules;
    size_t n = rules ? wr_rules_count(rules) : 0;
    struct pack_head *heads = wr_arena_array(r->ctx->arena, n + 1, sizeof(*heads));
    if (!heads) {
        return wr_fail(r->ctx, WR_K_memory);
    }
    for (size_t i = 0; i < n; i++) {
        heads[i] = head_of(r, wr_rules_at(rules, i));
    }
    return wr_reply_list(w, head_fields, sizeof(*heads), (struct wr_list){heads, n},
                         (struct wr_str){NULL, 0}, (int64_t)n);
}

/* ---- two packs ---------------------------------------------------------------------------------- */

/** The pack of the path and the one it is compared with; both of one kind. */
static int two_packs(struct wr_req *r, const struct wr_pack **a, const struct wr_pack **b)
{
    const struct with_query *q = r->in;
    int rc = path_pack(r, a);
    if (rc == 0) {
        rc = find_pack(r->ctx, q->with, b);
    }
    if (rc == 0 && !wr_str_eq((*a)->kind, (*b)->kind)) {
        wr_fault(r->ctx, WR_S("with"), WR_K_rules_two_kinds, q->with, (*a)->kind, (*b)->kind);
        rc = wr_faults_end(r->ctx);
    }
    return rc;
}

static int get_diff(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_pack *a, *b;
    int rc = two_packs(r, &a, &b);
    if (rc < 0) {
        return rc;
    }
    struct diff_reply d = {
        .from = a->id, .from_version = a->version, .to = b->id, .to_version = b->version};
    const struct wr_pack_kind *k = wr_rules_kind_of(r->ctx->rules, a);
    d.changes_n = (int64_t)wr_rules_diff(r->ctx, k->body, a->body, b->body, &d.changes);
    return wr_reply(w, diff_fields, &d);
}

static int get_impact(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_pack *a, *b;
    struct wr_pack_impact impact = {0};
    int rc = two_packs(r, &a, &b);
    if (rc < 0) {
        return rc;
    }
    const struct wr_pack_kind *k = wr_rules_kind_of(r->ctx->rules, a);
    rc = k->affects ? k->affects(r->ctx, a, b, IMPACT_SHOWN_MAX, &impact)
                    : wr_fail(r->ctx, WR_K_rules_no_impact, a->kind);
    return rc < 0 ? rc : wr_reply(w, wr_pack_impact_fields, &impact);
}

const struct wr_route wr_rules_routes[] = {
    {WR_GET, "/api/v1/rule-packs", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, head_fields, get_packs,
     "Rule packs in use (规则包)", WR_RT_LIST},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, whole_fields,
     get_pack, "What a rule pack says, with its examples' results (规则包内容)", 0},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}/diff", WR_ROLE_STAFF, WR_RATE_READ, with_fields,
     sizeof(struct with_query), diff_fields, get_diff,
     "What differs between two rule packs, in words (规则包比较)", 0},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}/impact", WR_ROLE_STAFF, WR_RATE_READ, with_fields,
     sizeof(struct with_query), wr_pack_impact_fields, get_impact,
     "Whom the change from one pack to another would affect today (规则变动影响)", WR_RT_LARGE},
    {0},
};
