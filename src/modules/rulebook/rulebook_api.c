#include "base/actor.h"
#include "modules/rulebook/rulebook_svc.h"
#include "rules/rules_fields.h"

#include <inttypes.h>

#define IMPACT_SHOWN_MAX 100
#define AUTHORS (WR_ROLE_LEGAL | WR_ROLE_CITY_ADMIN)
#define DECIDERS (WR_ROLE_LEGAL | WR_ROLE_LEADER | WR_ROLE_CITY_ADMIN)

static int get_drafts(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items = {0};
    int rc = wr_rulebook_svc_list(r->ctx, r->in, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_rule_draft_row_fields, sizeof(struct wr_rule_draft), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int post_draft(struct wr_req *r, struct wr_resp *w)
{
    struct wr_rule_draft d = {0};
    int rc = wr_rulebook_svc_draft(r->ctx, r->in, &d);
    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, "/api/v1/rule-drafts/%" PRId64, d.id);
    return rc < 0 ? rc : wr_reply(w, wr_rule_draft_row_fields, &d);
}

static int path_draft(struct wr_req *r, struct wr_rule_draft *ret)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    return rc < 0 ? rc : wr_rulebook_svc_get(r->ctx, id, ret);
}

static int get_draft(struct wr_req *r, struct wr_resp *w)
{
    struct wr_rule_draft d;
    int rc = path_draft(r, &d);
    return rc < 0 ? rc : wr_reply(w, wr_rule_draft_fields, &d);
}

/** The draft of the path, its pack loaded. */
static int load_draft(struct wr_req *r, struct wr_rulebook_loaded *ret)
{
    struct wr_rule_draft d;
    int rc = path_draft(r, &d);
    *ret = (struct wr_rulebook_loaded){0};
    return rc < 0 ? rc : wr_rulebook_load(r->ctx, d.content, ret);
}

static int get_preview(struct wr_req *r, struct wr_resp *w)
{
    struct wr_rulebook_loaded l;
    struct wr_pack_whole whole;
    int rc = load_draft(r, &l);
    rc = rc < 0 ? rc : wr_pack_whole_of(r->ctx, l.kind, l.pack, &whole);
    rc = rc < 0 ? rc : wr_reply(w, wr_pack_whole_fields, &whole);
    wr_rules_free(l.set);
    return rc;
}

/** The draft beside what serves in its place now. @return WR_ECONFLICT: nothing does */
static int load_beside(struct wr_req *r, struct wr_rulebook_loaded *l, const struct wr_pack **ret)
{
    int rc = load_draft(r, l);
    if (rc < 0)
        return rc;
    *ret = wr_rulebook_before(r->ctx, l->pack);
    return *ret != NULL ? 0 : wr_fail(r->ctx, WR_K_rulebook_nothing_before, l->pack->kind);
}

static int get_diff(struct wr_req *r, struct wr_resp *w)
{
    struct wr_rulebook_loaded l;
    const struct wr_pack *before = NULL;
    struct wr_pack_diff d;
    int rc = load_beside(r, &l, &before);
    if (rc == 0) {
        wr_pack_diff_of(r->ctx, l.kind, before, l.pack, &d);
        rc = wr_reply(w, wr_pack_diff_fields, &d);
    }
    wr_rules_free(l.set);
    return rc;
}

static int get_impact(struct wr_req *r, struct wr_resp *w)
{
    struct wr_rulebook_loaded l;
    const struct wr_pack *before = NULL;
    struct wr_pack_impact impact = {0};
    int rc = load_beside(r, &l, &before);
    if (rc == 0)
        rc = l.kind->affects ? l.kind->affects(r->ctx, before, l.pack, IMPACT_SHOWN_MAX, &impact)
                             : wr_fail(r->ctx, WR_K_rules_no_impact, l.pack->kind);
    rc = rc < 0 ? rc : wr_reply(w, wr_pack_impact_fields, &impact);
    wr_rules_free(l.set);
    return rc;
}

static int step(struct wr_req *r, struct wr_resp *w, int act)
{
    const struct wr_rule_draft_note *in = r->in;
    struct wr_rule_draft d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    rc = rc < 0 ? rc : wr_rulebook_svc_step(r->ctx, id, act, in->note, &d);
    return rc < 0 ? rc : wr_reply(w, wr_rule_draft_row_fields, &d);
}

static int post_submit(struct wr_req *r, struct wr_resp *w)
{
    return step(r, w, WR_RB_SUBMIT);
}

static int post_publish(struct wr_req *r, struct wr_resp *w)
{
    return step(r, w, WR_RB_PUBLISH);
}

static int post_reject(struct wr_req *r, struct wr_resp *w)
{
    return step(r, w, WR_RB_REJECT);
}

static int post_withdraw(struct wr_req *r, struct wr_resp *w)
{
    return step(r, w, WR_RB_WITHDRAW);
}

#define P "/api/v1/rule-drafts"
#define NOTE wr_rule_draft_note_fields, sizeof(struct wr_rule_draft_note), wr_rule_draft_row_fields
const struct wr_route wr_rulebook_routes[] = {
    {WR_GET, P, WR_ROLE_STAFF, WR_RATE_READ, wr_rule_draft_query_fields,
     sizeof(struct wr_rule_draft_query), wr_rule_draft_row_fields, get_drafts,
     "Rule packs written here, newest first (规则包草稿与发布)", WR_RT_LIST},
    {WR_POST, P, AUTHORS, WR_RATE_WRITE, wr_rule_draft_in_fields, sizeof(struct wr_rule_draft_in),
     wr_rule_draft_row_fields, post_draft, "Draft a pack: the whole file (起草规则包)",
     WR_RT_CREATED | WR_RT_LARGE},
    {WR_GET, P "/{id}", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_rule_draft_fields, get_draft,
     "A draft with its file (草稿)", WR_RT_LARGE},
    {WR_GET, P "/{id}/preview", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pack_whole_fields,
     get_preview, "What it says, its examples, what to look at (预览)", WR_RT_LARGE},
    {WR_GET, P "/{id}/diff", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pack_diff_fields, get_diff,
     "What differs from the pack that serves now (比较)", WR_RT_LARGE},
    {WR_GET, P "/{id}/impact", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pack_impact_fields,
     get_impact, "Whom it would affect today (影响)", WR_RT_LARGE},
    {WR_POST, P "/{id}/submit", AUTHORS, WR_RATE_WRITE, NOTE, post_submit,
     "Submit; its examples must hold (提交)", 0},
    {WR_POST, P "/{id}/publish", DECIDERS, WR_RATE_WRITE, NOTE, post_publish,
     "Publish; not by its author (发布)", 0},
    {WR_POST, P "/{id}/reject", DECIDERS, WR_RATE_WRITE, NOTE, post_reject,
     "Send back; not by its author (退回)", 0},
    {WR_POST, P "/{id}/withdraw", AUTHORS | DECIDERS, WR_RATE_WRITE, NOTE, post_withdraw,
     "Take back a draft, or a publication that has not begun (撤回)", 0},
    {0},
};
