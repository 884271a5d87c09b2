/* Cases of penalties on both engines: filing, facts, keeping, procedure, four eyes, numbers under concurrency, paging, packs. */
#include "penalty_world.h"

#include <pthread.h>

#define THREADS 8

/* ---- filing -------------------------------------------------------------------------------------------- */

static void a_filing_is_one_case_however_often_it_comes(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d, again;
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 1);

    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_true(wr_str_eq(d.number, WR_S("环立〔2026〕00001号")));
    assert_int_equal(d.state, WR_PEN_FILED);
    assert_true(wr_str_eq(d.unit, WR_S("中原分局")));
    assert_int_equal(d.district_id, w.district[0]);
    assert_int_equal(d.events.n, 1);
    const struct wr_pen_fact_row *count = dk_value(&d, "count2y");
    assert_true(count && count->proposed && count->confirmed_ms == 0 &&
                wr_str_eq(count->value, WR_S("1")) && count->evidence.n > 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &again));
    assert_int_equal(again.id, d.id);
    in.title = WR_S("另一案由");
    assert_int_equal(wr_penalty_svc_file(ctx, &in, &again), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_penalty_uid);
    in = dk_filing(&w, ctx, 1, 2);
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &again));
    assert_true(wr_str_eq(again.number, WR_S("环立〔2026〕00002号")));
    dk_end(s);
}

static void a_filing_names_all_that_is_wrong(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 1);

    world_as_officer(&w, ctx, 0);
    in.second_officer_id = in.officer_id;
    in.act_date = WR_S("2026-06-11");
    in.source = WR_PEN_SRC_VISIT;
    assert_int_equal(wr_penalty_svc_file(ctx, &in, &d), WR_EINVALID);
    assert_int_equal(ctx->err.n_faults, 3);
    in = dk_filing(&w, ctx, 0, 1);
    in.second_officer_id = w.officer[8]; /* certificate expired */
    wr_err_reset(ctx);
    assert_int_equal(wr_penalty_svc_file(ctx, &in, &d), WR_EINVALID);
    assert_true(wr_str_eq(ctx->err.faults->path, WR_S("second_officer_id")));
    in = dk_filing(&w, ctx, 0, 1);
    in.table = WR_S("9.9");
    wr_err_reset(ctx);
    assert_int_equal(wr_penalty_svc_file(ctx, &in, &d), WR_EINVALID);
    in = dk_filing(&w, ctx, 0, 1);
    in.act_date = WR_S("2010-01-01"); /* before every version of the scheme */
    wr_err_reset(ctx);
    assert_int_equal(wr_penalty_svc_file(ctx, &in, &d), WR_EINVALID);
    assert_true(wr_str_eq(ctx->err.faults->path, WR_S("act_date")));
    in = dk_filing(&w, ctx, 0, 1); /* nothing of all this has used a number */
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_true(wr_str_eq(d.number, WR_S("环立〔2026〕00001号")));
    dk_end(s);
}

/* ---- at once ------------------------------------------------------------------------------------------- */

struct rush {
    struct world *w;
    int64_t n, id; /* n: what the uid is made of, or the case */
    pthread_barrier_t *start;
    int rc;
    enum wr_key key;
    char number[80];
};

static void rush_all(struct world *w, void *(*fn)(void *), struct rush r[THREADS])
{
    pthread_t t[THREADS];
    pthread_barrier_t start;

    assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        r[i].w = w;
        r[i].start = &start;
        assert_int_equal(pthread_create(&t[i], NULL, fn, &r[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    pthread_barrier_destroy(&start);
}

static void *file_one(void *arg)
{
    struct rush *r = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    struct wr_pen_docket d = {0};

    store_ctx_init(r->w->s, &a, &ctx);
    dk_give(r->w, &ctx);
    world_as_officer(r->w, &ctx, 0);
    const struct wr_pen_new in = dk_filing(r->w, &ctx, 0, r->n);
    pthread_barrier_wait(r->start);
    do {
        wr_err_reset(&ctx);
        r->rc = wr_penalty_svc_file(&ctx, &in, &d);
    } while (r->rc == WR_EBUSY);
    r->id = d.id;
    (void)!wr_str_copy_z(d.number, r->number, sizeof(r->number));
    wr_arena_done(&a);
    return NULL;
}

static void numbers_have_no_gaps_when_many_file_at_once(struct store *s)
{
    struct world w = dk_begin(s);
    struct rush r[THREADS] = {0};
    bool seen[THREADS + 1] = {false};

    for (int i = 0; i < THREADS; i++)
        r[i].n = 100 + i;
    rush_all(&w, file_one, r);
    for (int i = 0; i < THREADS; i++) {
        int n = 0;
        assert_int_equal(r[i].rc, 0);
        assert_int_equal(sscanf(r[i].number, "环立〔2026〕%d号", &n), 1);
        assert_true(n >= 1 && n <= THREADS && !seen[n]);
        seen[n] = true;
    }
    for (int i = 0; i < THREADS; i++)
        r[i] = (struct rush){.n = 777};
    rush_all(&w, file_one, r);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(r[i].rc, 0);
        assert_int_equal(r[i].id, r[0].id);
    }
    dk_end(s);
}

static void *decide_one(void *arg)
{
    struct rush *r = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    struct wr_pen_docket d = {.id = r->id};

    store_ctx_init(r->w->s, &a, &ctx);
    dk_give(r->w, &ctx);
    dk_as_legal(&ctx);
    pthread_barrier_wait(r->start);
    do {
        wr_err_reset(&ctx);
        d.id = r->id;
        r->rc = dk_decide(&ctx, &d, "2026-06-10");
    } while (r->rc == WR_EBUSY);
    r->key = ctx.err.key;
    wr_arena_done(&a);
    return NULL;
}

static void *issue_one(void *arg)
{
    struct rush *r = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    struct wr_pen_paper p = {0};

    store_ctx_init(r->w->s, &a, &ctx);
    dk_give(r->w, &ctx);
    world_as_officer(r->w, &ctx, 0);
    pthread_barrier_wait(r->start);
    do {
        wr_err_reset(&ctx);
        r->rc = wr_penalty_svc_issue(&ctx, r->id, WR_S("decision"), &p);
    } while (r->rc == WR_EBUSY);
    r->key = ctx.err.key;
    (void)!wr_str_copy_z(p.number, r->number, sizeof(r->number));
    wr_arena_done(&a);
    return NULL;
}

static void a_case_is_decided_once_and_papers_are_numbered_once(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d[4];
    struct rush r[THREADS] = {0};
    int won = 0;
    bool seen[5] = {false};

    for (int i = 0; i < 4; i++) {
        struct wr_pen_new in = dk_filing(&w, ctx, i, 10 + i);
        world_as_officer(&w, ctx, 0);
        store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d[i]));
        dk_confirm(&w, ctx, &d[i], "60");
        store_ok(ctx, wr_penalty_svc_keep(ctx, d[i].id, &d[i]));
        dk_event(ctx, &d[i], WR_PEN_EV_NOTICED, "2026-06-10");
    }
    for (int i = 0; i < THREADS; i++)
        r[i].id = d[0].id;
    rush_all(&w, decide_one, r);
    for (int i = 0; i < THREADS; i++) {
        won += r[i].rc == 0;
        assert_true(r[i].rc == 0 || r[i].rc == WR_ECONFLICT);
    }
    assert_int_equal(won, 1);
    for (int i = 1; i < 4; i++) {
        dk_as_legal(ctx);
        store_ok(ctx, dk_decide(ctx, &d[i], "2026-06-10"));
    }
    for (int i = 0; i < THREADS; i++)
        r[i].id = d[i % 4].id;
    rush_all(&w, issue_one, r);
    for (int i = 0; i < THREADS; i++) {
        int n = 0;
        assert_int_equal(r[i].rc, 0);
        assert_int_equal(sscanf(r[i].number, "环罚决字〔2026〕%d号", &n), 1);
        assert_true(n >= 1 && n <= 4 && (i >= 4 || !seen[n]));
        seen[n] = true;
        assert_string_equal(r[i].number, r[i % 4].number);
    }
    dk_end(s);
}

/* ---- facts, result, procedure ------------------------------------------------------------------------------ */

static void a_case_runs_from_facts_to_the_end(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_view v;
    bool same = false;
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 1);

    world_as_officer(&w, ctx, 0);
    in.grave = true;
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_int_equal(wr_penalty_svc_keep(ctx, d.id, &d), WR_EINVALID); /* nobody confirmed */
    assert_true(wr_str_starts(ctx->err.faults->path, WR_S("values.")));
    assert_int_equal(dk_try_event(ctx, &d, WR_PEN_EV_NOTICED, "2026-06-10"), WR_ECONFLICT);
    wr_err_reset(ctx);
    dk_confirm(&w, ctx, &d, "60");
    const struct wr_pen_fact_row *flow = dk_value(&d, "flow");
    assert_true(flow && flow->confirmed_by == 100 && !flow->proposed && flow->label.n > 0);
    store_ok(ctx, wr_penalty_svc_keep(ctx, d.id, &d));
    assert_int_equal(d.computed_fen, 36000000);
    assert_int_equal(d.raw_bp, 3600);
    assert_true(d.pack_id != 0 && d.law_pack_id != 0 && d.state == WR_PEN_ASSESSED);
    dk_event(ctx, &d, WR_PEN_EV_ORDER_SERVED, "2026-06-01");
    dk_event(ctx, &d, WR_PEN_EV_NOTICED, "2026-06-08");
    assert_int_equal(d.notice_fen, 36000000);
    assert_int_equal(dk_try_event(ctx, &d, WR_PEN_EV_HEARING, "2026-06-10"), WR_ECONFLICT);
    wr_err_reset(ctx);
    dk_event(ctx, &d, WR_PEN_EV_HEARING_REQUESTED, "2026-06-08");
    dk_as_legal(ctx);
    assert_int_equal(dk_decide(ctx, &d, "2026-06-10"), WR_ECONFLICT); /* not reviewed, not heard */
    world_as_officer(&w, ctx, 0);
    assert_int_equal(dk_try_event(ctx, &d, WR_PEN_EV_REVIEWED, "2026-06-09"), WR_EDENIED);
    dk_as_legal(ctx);
    dk_event(ctx, &d, WR_PEN_EV_REVIEWED, "2026-06-09");
    dk_event(ctx, &d, WR_PEN_EV_COLLECTIVE, "2026-06-09");
    dk_event(ctx, &d, WR_PEN_EV_HEARING_NOTICED, "2026-06-09");
    assert_int_equal(dk_decide(ctx, &d, "2026-06-10"), WR_ECONFLICT);
    wr_err_reset(ctx);
    dk_event(ctx, &d, WR_PEN_EV_HEARING, "2026-06-10");
    store_ok(ctx, dk_decide(ctx, &d, "2026-06-10"));
    assert_int_equal(d.fine_fen, 36000000);
    dk_event(ctx, &d, WR_PEN_EV_SERVED, "2026-06-10");
    dk_event(ctx, &d, WR_PEN_EV_PAID, "2026-06-10");
    dk_event(ctx, &d, WR_PEN_EV_CLOSED, "2026-06-10");
    assert_int_equal(d.state, WR_PEN_CLOSED);
    assert_int_equal(dk_try_event(ctx, &d, WR_PEN_EV_STATEMENT, "2026-06-10"), WR_ECONFLICT);
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_replay(ctx, d.id, &v, &same));
    assert_true(same && v.fine_fen == 36000000);
    dk_end(s);
}

static void a_deviation_needs_somebody_else(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_deviation_in dev = {.fine_fen = 30000000,
                                      .reason = WR_S("企业主动公开监测数据，社会影响较小")};
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 1);

    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    dk_confirm(&w, ctx, &d, "60");
    assert_int_equal(wr_penalty_svc_deviate(ctx, d.id, &dev, &d), WR_ECONFLICT); /* no result yet */
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_keep(ctx, d.id, &d));
    dev.fine_fen = 9999999; /* under the statutory minimum */
    assert_int_equal(wr_penalty_svc_deviate(ctx, d.id, &dev, &d), WR_EINVALID);
    dev.fine_fen = 30000000;
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_deviate(ctx, d.id, &dev, &d));
    ctx->actor.roles |= WR_ROLE_LEGAL; /* still his own case */
    assert_int_equal(wr_penalty_svc_approve(ctx, d.id, &d), WR_EDENIED);
    dk_as_legal(ctx);
    store_ok(ctx, wr_penalty_svc_approve(ctx, d.id, &d));
    world_as_officer(&w, ctx, 0);
    dk_event(ctx, &d, WR_PEN_EV_NOTICED, "2026-06-10");
    assert_int_equal(d.notice_fen, 30000000);
    dk_confirm(&w, ctx, &d, "500"); /* the defence brought something worse to light */
    store_ok(ctx, wr_penalty_svc_keep(ctx, d.id, &d));
    assert_int_equal(d.computed_fen, 43000000);
    assert_int_equal(d.deviation_approved_by, 0);
    dk_as_legal(ctx);
    assert_int_equal(dk_decide(ctx, &d, "2026-06-10"), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_penalty_above_notice);
    dk_end(s);
}

/* ---- what the case base knows ------------------------------------------------------------------------------ */

static int64_t proposed_count(struct world *w, int e, int64_t n, const char *act)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_new in = dk_filing(w, ctx, e, n);
    int64_t count = 0;

    in.act_date = wr_str(act);
    world_as_officer(w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_true(wr_str_i64(dk_value(&d, "count2y")->value, &count));
    return count;
}

static void earlier_ones_count_back_from_the_act(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_pen_docket d;

    dk_decided(&w, 0, 1, "2024-05-20", "60", &d);
    assert_int_equal(proposed_count(&w, 0, 2, "2026-05-20"), 2); /* two years to the day */
    assert_int_equal(proposed_count(&w, 0, 3, "2026-05-21"), 1);
    assert_int_equal(proposed_count(&w, 0, 4, "2024-05-20"), 1); /* of the same day: not earlier */
    assert_int_equal(proposed_count(&w, 1, 5, "2026-05-20"), 1); /* another party */
    dk_end(s);
}

static void precedents_and_the_board_agree(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d[5];
    struct wr_pen_precedents p;
    struct wr_pen_board b;
    const struct wr_pen_board_query q = {.from = WR_S("2026-01-01"), .to = WR_S("2026-12-31")};
    static const char *const flows[] = {"10", "60", "60", "60", "500"};

    for (int i = 0; i < 5; i++)
        dk_decided(&w, i % WORLD_ENTERPRISES, 20 + i, "2026-05-20", flows[i], &d[i]);
    dk_as_legal(ctx);
    store_ok(ctx, wr_penalty_svc_precedents(ctx, d[1].id, &p));
    assert_int_equal(p.decided_n, 4);
    assert_int_equal(p.lower_n, 1);
    assert_int_equal(p.equal_n, 2);
    assert_int_equal(p.higher_n, 1);
    const struct wr_pen_precedent *first = p.items.p;
    assert_int_equal(first->same_n, 8);
    assert_int_equal(first->id, d[3].id); /* of equals the newest */
    store_ok(ctx, wr_penalty_svc_board(ctx, &q, &b));
    assert_int_equal(b.cases_n, 5);
    const struct wr_pen_spread *t = b.tables.p;
    assert_true(b.tables.n == 1 && t->n == 5 && t->median_fen == 36000000);
    assert_true(b.units.n == 1 && b.units_hidden_n == 0);
    dk_end(s);
}

static void lists_page_newest_first(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_filter f = {.limit = 10};
    struct wr_list page;
    struct wr_str next;
    int64_t last = INT64_MAX;
    size_t n = 0, pages = 0;

    world_as_officer(&w, ctx, 0);
    for (int i = 0; i < 25; i++) {
        struct wr_pen_new in = dk_filing(&w, ctx, i % 2, 100 + i);
        store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    }
    do {
        store_ok(ctx, wr_penalty_svc_list(ctx, &f, &page, &next));
        const struct wr_pen_docket *p = page.p;
        for (size_t i = 0; i < page.n; i++, n++) {
            assert_true(p[i].id < last);
            last = p[i].id;
        }
        pages++;
        f.cursor = next;
    } while (next.n > 0);
    assert_int_equal(n, 25);
    assert_int_equal(pages, 3);
    f = (struct wr_pen_filter){.limit = 200, .q = WR_S("第1厂"), .has_state = true};
    f.state = WR_PEN_FILED;
    store_ok(ctx, wr_penalty_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 13);
    f = (struct wr_pen_filter){.limit = 200, .q = WR_S("%")}; /* a sign, not a wildcard */
    store_ok(ctx, wr_penalty_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 0);
    world_as_officer(&w, ctx, 9); /* of the other district */
    f = (struct wr_pen_filter){.limit = 200};
    store_ok(ctx, wr_penalty_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 0);
    assert_int_equal(wr_penalty_svc_get(ctx, d.id, &d), WR_ENOTFOUND);
    dk_end(s);
}

/* ---- packs -------------------------------------------------------------------------------------------------- */

/** The program's Guangdong pack with another start of table 2.7.1, without examples. */
static struct wr_str changed_pack(struct wr_ctx *ctx)
{
    const struct wr_pack *p = wr_rules_by_id(ctx->rules, WR_S("penalty/guangdong-2022"));
    struct wr_str body = wr_json_text(ctx->arena, p->body);
    ptrdiff_t at = wr_str_find(body, WR_S("\"start_bp\":700"));

    assert_true(at > 0);
    return wr_arena_printf(
        ctx->arena,
        "{\"head\":{\"id\":\"penalty/guangdong-2022\",\"kind\":\"penalty\",\"version\":\"2\","
        "\"title_zh\":\"试\",\"title_en\":\"t\",\"issuer\":\"试\",\"jurisdiction\":\"44\","
        "\"valid_from\":\"2022-01-01\",\"status\":\"law\"},\"body\":%.*s\"start_bp\":800" WR_FMT
        ",\"examples\":[]}",
        (int)at, body.p, WR_ARG(wr_str_sub(body, (size_t)at + 14, body.n)));
}

static void publish(struct wr_ctx *ctx, int64_t *ret_id)
{
    struct wr_pen_stored p;
    const struct wr_pen_draft_in in = {.content = changed_pack(ctx), .note = WR_S("起点调整")};

    dk_as_legal(ctx);
    store_ok(ctx, wr_penalty_svc_draft(ctx, &in, &p));
    *ret_id = p.id;
    assert_int_equal(wr_penalty_svc_pack_step(ctx, p.id, "publish", WR_S(""), &p), WR_ECONFLICT);
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_pack_step(ctx, *ret_id, "submit", WR_S(""), &p));
    assert_int_equal(wr_penalty_svc_pack_step(ctx, *ret_id, "publish", WR_S(""), &p), WR_EDENIED);
    world_as(ctx, WR_ROLE_LEADER, 0);
    store_ok(ctx, wr_penalty_svc_pack_step(ctx, *ret_id, "publish", WR_S("同意"), &p));
    assert_true(wr_str_eq(p.state, WR_S("published")) && p.decided_by == 7);
}

static void a_published_pack_serves_and_old_cases_stay(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket before, after;
    struct wr_pen_impact m;
    struct wr_pen_stored p;
    struct wr_pen_view v;
    bool same = false;
    int64_t first = 0, second = 0;

    dk_decided(&w, 0, 1, "2026-05-20", "60", &before);
    publish(ctx, &first);
    store_ok(ctx, wr_penalty_svc_impact(ctx, WR_S("penalty/guangdong-2022"), 0, &m));
    assert_true(m.examined_n == 1 && m.changed_n == 1);
    dk_decided(&w, 1, 2, "2026-05-20", "60", &after);
    assert_int_equal(after.fine_fen, 37000000);
    assert_true(after.pack_id != before.pack_id && after.law_pack_id == before.law_pack_id);
    store_ok(ctx, wr_penalty_svc_replay(ctx, before.id, &v, &same));
    assert_true(same && v.fine_fen == 36000000);
    publish(ctx, &second);
    store_ok(ctx, wr_penalty_svc_pack(ctx, first, &p));
    assert_true(wr_str_eq(p.state, WR_S("replaced")));
    dk_end(s);
}

int main(void)
{
#define TEST(fn)                                                                                   \
    {                                                                                              \
        .name = #fn, .run = fn                                                                     \
    }
    struct store_test tests[] = {
        TEST(a_filing_is_one_case_however_often_it_comes),
        TEST(a_filing_names_all_that_is_wrong),
        TEST(numbers_have_no_gaps_when_many_file_at_once),
        TEST(a_case_is_decided_once_and_papers_are_numbered_once),
        TEST(a_case_runs_from_facts_to_the_end),
        TEST(a_deviation_needs_somebody_else),
        TEST(earlier_ones_count_back_from_the_act),
        TEST(precedents_and_the_board_agree),
        TEST(lists_page_newest_first),
        TEST(a_published_pack_serves_and_old_cases_stay),
    };

    return world_run("penalty", tests, WR_ARRAY_LEN(tests));
}
