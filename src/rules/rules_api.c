/* Rule packs over HTTP: what they say, what differs, whom a change affects. Reads only. */
#include "base/actor.h"
#include "rules/rules_fields.h"
#include "rules/rules_view.h"

#define IMPACT_SHOWN_MAX 100

struct with_query {
    struct wr_str with;
};
static const struct wr_field with_fields[] = {
    WR_STR(struct with_query, with, 3, 80, "比较对象", "id of the other pack: kind/name"),
    {0},
};

/* ---- one pack ----------------------------------------------------------------------------------- */

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

static int get_pack(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_pack *p;
    struct wr_pack_whole whole;
    int rc = path_pack(r, &p);
    if (rc == 0) {
        rc = wr_pack_whole_of(r->ctx, wr_rules_kind_of(r->ctx->rules, p), p, &whole);
    }
    return rc < 0 ? rc : wr_reply(w, wr_pack_whole_fields, &whole);
}

/** A pack's whole file, to start a draft from. */
struct pack_file {
    struct wr_str pack, pack_version, content;
};
static const struct wr_field pack_file_fields[] = {
    WR_STR(struct pack_file, pack, 3, 80, "规则包", "kind/name"),
    WR_STR(struct pack_file, pack_version, 1, 20, "版本", "its version"),
    WR_TEXT(struct pack_file, content, 2, WR_PACK_BYTES_MAX, "内容", "the whole file"),
    {0},
};

static int get_file(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_pack *p;
    int rc = path_pack(r, &p);
    if (rc < 0) {
        return rc;
    }
    const struct pack_file f = {p->id, p->version, wr_pack_file_text(r->ctx, p)};
    return f.content.p ? wr_reply(w, pack_file_fields, &f) : wr_fail(r->ctx, WR_K_memory);
}

static int get_packs(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_rules *rules = r->ctx->rules;
    size_t n = rules ? wr_rules_count(rules) : 0;
    struct wr_pack_head *heads = wr_arena_array(r->ctx->arena, n + 1, sizeof(*heads));
    if (!heads) {
        return wr_fail(r->ctx, WR_K_memory);
    }
    for (size_t i = 0; i < n; i++) {
        heads[i] = wr_pack_head_of(r->ctx, wr_rules_at(rules, i));
    }
    return wr_reply_list(w, wr_pack_head_fields, sizeof(*heads), (struct wr_list){heads, n},
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
    struct wr_pack_diff d;
    wr_pack_diff_of(r->ctx, wr_rules_kind_of(r->ctx->rules, a), a, b, &d);
    return wr_reply(w, wr_pack_diff_fields, &d);
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
    {WR_GET, "/api/v1/rule-packs", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pack_head_fields,
     get_packs, "Rule packs in use (规则包)", WR_RT_LIST},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0,
     wr_pack_whole_fields, get_pack,
     "What a rule pack says, with its examples' results (规则包内容)", 0},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}/file", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0,
     pack_file_fields, get_file,
     "The whole file with its examples, to start a draft from (规则包文件)", WR_RT_LARGE},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}/diff", WR_ROLE_STAFF, WR_RATE_READ, with_fields,
     sizeof(struct with_query), wr_pack_diff_fields, get_diff,
     "What differs between two rule packs, in words (规则包比较)", 0},
    {WR_GET, "/api/v1/rule-packs/{kind}/{name}/impact", WR_ROLE_STAFF, WR_RATE_READ, with_fields,
     sizeof(struct with_query), wr_pack_impact_fields, get_impact,
     "Whom the change from one pack to another would affect today (规则变动影响)", WR_RT_LARGE},
    {0},
};
