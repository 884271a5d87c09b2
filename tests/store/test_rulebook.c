/* Rule packs of the bureau on both engines: what is published serves here and in another process, also after faults. */
#include "visit_world.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "modules/rulebook/rulebook_svc.h"
#include "rules/shelf.h"

#include <stdio.h>

static const struct wr_audit_entity *const *const ENTITIES[] = {wr_rulebook_entities, NULL};

struct bureau {
    struct world w;
    struct wr_ctx *ctx;
    struct wr_rules_shelf *shelf;
    const struct wr_rules *kept; /* the world's own */
};

static struct bureau begin(struct store *s)
{
    struct bureau b = {.w = world_make(s), .ctx = &s->ctx};
    store_ok(b.ctx, wr_rules_shelf_new(b.ctx, NULL, wr_all_pack_kinds, &b.shelf));
    b.kept = b.ctx->rules;
    b.ctx->rules_shelf = b.shelf;
    b.ctx->rules = wr_rules_shelf_now(b.shelf);
    store_ok(b.ctx, wr_rulebook_svc_refresh(b.ctx)); /* of the test before, perhaps */
    return b;
}

static void end(struct bureau *b)
{
    struct wr_audit_verdict v;
    wr_err_reset(b->ctx);
    b->ctx->actor = (struct wr_actor){.system = true};
    store_ok(b->ctx, wr_audit_svc_verify(b->ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg(WR_FMT, WR_ARG(v.first_bad));
    b->ctx->rules = b->kept;
    b->ctx->rules_shelf = NULL;
    wr_rules_shelf_free(b->shelf);
}

static void as(struct bureau *b, int64_t user)
{
    wr_err_reset(b->ctx);
    b->ctx->actor = (struct wr_actor){.user_id = user, .roles = WR_ROLE_CITY_ADMIN};
    b->ctx->rules = wr_rules_shelf_now(b->shelf); /* as each request begins */
}

/** A draft of working days: the program's file under another id, with a first day. */
static int64_t draft(struct bureau *b, const char *name, const char *version, const char *from)
{
    char head[300];
    struct wr_rule_draft d;
    const struct wr_pack *p = wr_rules_by_id(b->ctx->rules, WR_S("workdays/default-2021"));
    (void)snprintf(head, sizeof(head),
                   "{\"head\":{\"id\":\"workdays/%s\",\"kind\":\"workdays\",\"version\":\"%s\","
                   "\"title_zh\":\"工作日\",\"title_en\":\"working days\",\"issuer\":\"本局\","
                   "\"jurisdiction\":\"\",\"valid_from\":\"%s\",\"status\":\"proposal\"},\"body\":",
                   name, version, from);
    const struct wr_rule_draft_in in = {
        .content = wr_arena_printf(b->ctx->arena, "%s" WR_FMT ",\"examples\":[]}", head,
                                   WR_ARG(wr_json_text(b->ctx->arena, p->body))),
        .note = WR_S("节假日安排")};
    as(b, 7);
    store_ok(b->ctx, wr_rulebook_svc_draft(b->ctx, &in, &d));
    return d.id;
}

static int step(struct bureau *b, int64_t user, int64_t id, int act)
{
    struct wr_rule_draft d;
    as(b, user);
    return wr_rulebook_svc_step(b->ctx, id, act, WR_S("同意"), &d);
}

static int64_t publish(struct bureau *b, const char *name, const char *version, const char *from)
{
    int64_t id = draft(b, name, version, from);
    store_ok(b->ctx, step(b, 7, id, WR_RB_SUBMIT));
    store_ok(b->ctx, step(b, 8, id, WR_RB_PUBLISH));
    return id;
}

static struct wr_rule_draft state_of(struct bureau *b, int64_t id)
{
    struct wr_rule_draft d;
    as(b, 7);
    store_ok(b->ctx, wr_rulebook_svc_get(b->ctx, id, &d));
    return d;
}

static struct wr_str serving(struct bureau *b, const char *day)
{
    as(b, 7);
    const struct wr_pack *p = wr_rules_in_force(b->ctx->rules, WR_S("workdays"), wr_str(day));
    return p->id;
}

static void what_is_published_serves_from_its_day_on(struct store *s)
{
    struct bureau b = begin(s);
    int64_t id = publish(&b, "bureau-1", "1", "2026-07-01");
    assert_true(state_of(&b, id).in_use);
    assert_true(wr_str_eq(serving(&b, "2026-06-30"), WR_S("workdays/default-2021")));
    assert_true(wr_str_eq(serving(&b, "2026-07-01"), WR_S("workdays/bureau-1")));
    /* another version of what has not begun takes its place */
    int64_t second = publish(&b, "bureau-1", "2", "2026-08-01");
    assert_int_equal(state_of(&b, id).state, WR_RB_REPLACED);
    assert_true(wr_str_eq(serving(&b, "2026-07-01"), WR_S("workdays/default-2021")));
    assert_true(wr_str_eq(serving(&b, "2026-08-01"), WR_S("workdays/bureau-1")));
    store_ok(b.ctx, step(&b, 7, second, WR_RB_WITHDRAW));
    assert_true(wr_str_eq(serving(&b, "2026-08-01"), WR_S("workdays/default-2021")));
    end(&b);
}

static void what_has_begun_stays(struct store *s)
{
    struct bureau b = begin(s);
    int64_t id = publish(&b, "bureau-2", "1", "2026-06-10"); /* today */
    assert_int_equal(step(&b, 8, id, WR_RB_WITHDRAW), WR_ECONFLICT);
    int64_t again = draft(&b, "bureau-2", "2", "2026-09-01");
    store_ok(b.ctx, step(&b, 7, again, WR_RB_SUBMIT));
    assert_int_equal(step(&b, 8, again, WR_RB_PUBLISH), WR_EINVALID);
    int64_t past = draft(&b, "bureau-3", "1", "2026-06-09");
    store_ok(b.ctx, step(&b, 7, past, WR_RB_SUBMIT));
    assert_int_equal(step(&b, 7, past, WR_RB_PUBLISH), WR_EDENIED);
    assert_int_equal(step(&b, 8, past, WR_RB_PUBLISH), WR_EINVALID);
    assert_int_equal(state_of(&b, past).state, WR_RB_SUBMITTED);
    end(&b);
}

/** Two programs on one database: the second follows with its next look, and a request under way keeps the set it began with. */
static void another_process_follows(struct store *s)
{
    struct bureau b = begin(s);
    struct wr_rules_shelf *other = NULL;
    const struct wr_rules *before = wr_rules_shelf_now(b.shelf);
    (void)publish(&b, "bureau-4", "1", "2026-06-20");
    assert_null(wr_rules_by_id(before, WR_S("workdays/bureau-4")));
    assert_non_null(wr_rules_by_id(wr_rules_shelf_now(b.shelf), WR_S("workdays/bureau-4")));
    store_ok(b.ctx, wr_rules_shelf_new(b.ctx, NULL, wr_all_pack_kinds, &other));
    b.ctx->rules_shelf = other;
    b.ctx->rules = wr_rules_shelf_now(other);
    int64_t late = draft(&b, "bureau-5", "1", "2026-06-21");
    b.ctx->rules_shelf = b.shelf;
    store_ok(b.ctx, step(&b, 7, late, WR_RB_SUBMIT));
    b.ctx->rules_shelf = other; /* publishes there */
    store_ok(b.ctx, step(&b, 8, late, WR_RB_PUBLISH));
    assert_non_null(wr_rules_by_id(wr_rules_shelf_now(other), WR_S("workdays/bureau-5")));
    assert_non_null(wr_rules_by_id(wr_rules_shelf_now(other), WR_S("workdays/bureau-4")));
    b.ctx->rules_shelf = b.shelf;
    wr_rules_shelf_free(other);
    end(&b);
}

/** The n-th step of the database fails: either all of a publication is there, or nothing. */
static void a_publication_is_whole_or_not_at_all(struct store *s)
{
    struct bureau b = begin(s);
    int64_t first = publish(&b, "bureau-6", "1", "2026-07-01");
    int64_t id = draft(&b, "bureau-6", "2", "2026-07-02");
    store_ok(b.ctx, step(&b, 7, id, WR_RB_SUBMIT));
    bool done = false;
    for (int n = 1; n < 60 && !done; n++) {
        wr_db_test_fail_step(b.ctx->db, n, WR_DBF_IO);
        int rc = step(&b, 8, id, WR_RB_PUBLISH);
        wr_db_test_fail_step(b.ctx->db, 0, WR_DBF_NONE);
        int64_t now = state_of(&b, id).state, old = state_of(&b, first).state;
        assert_true((now == WR_RB_PUBLISHED) == (old == WR_RB_REPLACED));
        if (rc == 0)
            assert_int_equal(now, WR_RB_PUBLISHED);
        done = now == WR_RB_PUBLISHED;
    }
    assert_true(done);
    as(&b, 7);
    store_ok(b.ctx,
             wr_rulebook_svc_refresh(b.ctx)); /* what the failure may have kept off the shelf */
    as(&b, 7);
    const struct wr_pack *p = wr_rules_by_id(b.ctx->rules, WR_S("workdays/bureau-6"));
    assert_true(p != NULL && wr_str_eq(p->version, WR_S("2")));
    end(&b);
}

int main(void)
{
    struct store_test tests[] = {
        STORE_TEST(what_is_published_serves_from_its_day_on),
        STORE_TEST(what_has_begun_stays),
        STORE_TEST(another_process_follows),
        STORE_TEST(a_publication_is_whole_or_not_at_all),
    };
    return world_run("rulebook", tests, WR_ARRAY_LEN(tests));
}
