/* The record of a visit on both engines: check-list to rating, receipts, lists, complaints, random life. */
#include "visit_world.h"

#include "base/text.h"

#define OFFICERS_CERTIFIED 8

/** Two by two pixels. */
static const unsigned char TINY_PNG[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xfd,
    0xd4, 0x9a, 0x73, 0x00, 0x00, 0x00, 0x12, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8,
    0xcf, 0xc0, 0xc0, 0x00, 0xc2, 0x0c, 0xff, 0x81, 0x00, 0x00, 0x1f, 0xee, 0x05, 0xfb, 0x0b,
    0xd9, 0x68, 0x8b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

/* ---- the record ------------------------------------------------------------------------------------ */

static struct wr_visit_items_put answer_all(struct wr_ctx *ctx, const struct wr_visit *v)
{
    const struct wr_visit_item *it = v->items.p;
    struct wr_visit_answer *a = wr_arena_array(ctx->arena, v->items.n, sizeof *a);
    for (size_t i = 0; i < v->items.n; i++)
        a[i] = (struct wr_visit_answer){.code = it[i].code,
                                        .result = i % 3 == 2 ? WR_ITEM_NA : WR_ITEM_OK,
                                        .note = i % 3 == 2 ? WR_S("本企业无此项") : WR_S("")};
    return (struct wr_visit_items_put){.items = {a, v->items.n}};
}

static void a_visit_from_gate_to_rating(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v, seen;
    struct wr_visit_finding f, same;
    store_ok(ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    int64_t id = v.id;
    store_ok(ctx, wr_visit_svc_get(ctx, id, &v));
    assert_true(v.items.n > 5 && v.findings.n == 0);

    const struct wr_visit_check_out out = {
        .conclusion = WR_CONCLUSION_NONE, .summary = WR_S("已检查"), .confirm = true};
    assert_int_equal(wr_visit_svc_check_out(ctx, id, &out, &seen), WR_EINVALID);
    assert_int_equal(ctx->err.faults->key, WR_K_visit_item_open);
    wr_err_reset(ctx);
    struct wr_visit_answer bad[2] = {{.code = WR_S("ZZ"), .result = WR_ITEM_OK},
                                     {.code = WR_S("A1"), .result = WR_ITEM_PROBLEM}};
    const struct wr_visit_items_put bad_items = {.items = {bad, 2}};
    assert_int_equal(wr_visit_svc_put_items(ctx, id, &bad_items, &seen), WR_EINVALID);
    assert_int_equal(ctx->err.n_faults, 2);
    wr_err_reset(ctx);
    const struct wr_visit_items_put items = answer_all(ctx, &v);
    store_ok(ctx, wr_visit_svc_put_items(ctx, id, &items, &seen));
    assert_int_equal(((const struct wr_visit_item *)seen.items.p)[2].result, WR_ITEM_NA);

    struct wr_visit_finding_new fin = {.uid = WR_S("AAAAAAAA-0000-4000-8000-000000000001"),
                                       .text = WR_S("台账缺页"),
                                       .severity = WR_SEVERITY_SLIGHT,
                                       .item_code = WR_S("B8")};
    store_ok(ctx, wr_visit_svc_add_finding(ctx, id, &fin, &f));
    store_ok(ctx, wr_visit_svc_add_finding(ctx, id, &fin, &same));
    assert_int_equal(f.id, same.id);
    fin.text = WR_S("别的");
    assert_int_equal(wr_visit_svc_add_finding(ctx, id, &fin, &same), WR_ECONFLICT);
    wr_err_reset(ctx);
    assert_int_equal(wr_visit_svc_check_out(ctx, id, &out, &seen),
                     WR_EINVALID); /* findings, and "none" */
    world_as_officer(&w, ctx, 2);
    assert_int_equal(wr_visit_svc_withdraw_finding(ctx, f.id), WR_EDENIED);
    world_as_officer(&w, ctx, 1); /* the second officer may */
    store_ok(ctx, wr_visit_svc_withdraw_finding(ctx, f.id));
    assert_int_equal(wr_visit_svc_cancel(ctx, id, WR_S("改期")),
                     WR_ECONFLICT); /* there are answers */
    wr_err_reset(ctx);

    const struct wr_visit_check_out look = {.conclusion = WR_CONCLUSION_NONE,
                                            .summary = WR_S("已检查")};
    store_ok(ctx, wr_visit_svc_check_out(ctx, id, &look, &seen));
    assert_true(seen.state == WR_VISIT_IN_PROGRESS && wr_str_eq(seen.summary, WR_S("已检查")));
    store_ok(ctx, wr_visit_svc_check_out(ctx, id, &out, &seen));
    assert_int_equal(seen.state, WR_VISIT_CHECKED_OUT);
    assert_int_equal(wr_visit_svc_check_out(ctx, id, &out, &seen), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_visit_state);

    struct wr_str tags[] = {WR_S("clear_basis"), WR_S("helpful")};
    const struct wr_visit_rating_new rating = {
        .score = 2, .tags = {tags, 2}, .text = WR_S("来得太早")};
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    assert_int_equal(wr_visit_svc_rate(ctx, id, &rating), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_visit_svc_rate(ctx, id, &rating));
    assert_int_equal(wr_visit_svc_rate(ctx, id, &rating), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_visit_rated);
    world_verify(&w);
}

static void photos_are_kept_once(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    struct wr_visit_photo first, again, elsewhere;
    struct wr_visit_finding f;
    struct wr_media m;
    const struct wr_visit_photo_query q = {.kind = WR_PHOTO_SCENE, .taken_ms = 5};
    const struct wr_str png = {(const char *)TINY_PNG, sizeof TINY_PNG};
    store_ok(ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    int64_t id = v.id;
    store_ok(ctx, wr_visit_svc_add_photo(ctx, id, &q, png, &first));
    assert_false(first.seen_before);
    store_ok(ctx, wr_visit_svc_add_photo(ctx, id, &q, png, &again));
    assert_true(again.id == first.id && !again.seen_before);
    const struct wr_visit_finding_new fin = {.uid = WR_S("aaaaaaaa-0000-4000-8000-000000000001"),
                                             .text = WR_S("标志牌缺失"),
                                             .severity = WR_SEVERITY_SLIGHT,
                                             .media_id = first.media_id};
    store_ok(ctx, wr_visit_svc_add_finding(ctx, id, &fin, &f));
    store_ok(ctx, world_check_in(&w, 2, 3, 1, 2, &v));
    store_ok(ctx, wr_visit_svc_add_photo(ctx, v.id, &q, png, &elsewhere));
    assert_true(elsewhere.seen_before && elsewhere.media_id == first.media_id);
    assert_int_equal(wr_visit_svc_photo(ctx, v.id, first.id, &m), WR_ENOTFOUND);
    store_ok(ctx, wr_visit_svc_photo(ctx, id, first.id, &m));
    assert_true(m.content.n > 0);
    world_as_officer(&w, ctx, 4);
    assert_int_equal(wr_visit_svc_add_photo(ctx, id, &q, png, &again), WR_EDENIED);
    assert_int_equal(wr_visit_svc_add_photo(ctx, id, &q, WR_S("not a picture"), &again),
                     WR_EINVALID);
    world_verify(&w);
}

/** Who sees the rating: supervision its content, the enterprise that it was given, nobody else anything. */
static void ratings_are_hidden_from_the_rated(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v, before, after;
    struct wr_list list;
    struct wr_str next;
    world_as_officer(&w, ctx, 0);
    struct wr_visit_new in = world_planned(&w, ctx, 0, -1, 1);
    in.kind = WR_VISIT_OTHER;
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
    store_ok(ctx, wr_visit_svc_get(ctx, v.id, &before));
    const struct wr_visit_items_put items = answer_all(ctx, &before);
    store_ok(ctx, wr_visit_svc_put_items(ctx, v.id, &items, &before));
    const struct wr_visit_check_out out = {
        .conclusion = WR_CONCLUSION_ADVICE, .summary = WR_S("交流"), .confirm = true};
    store_ok(ctx, wr_visit_svc_check_out(ctx, v.id, &out, &before));
    const struct wr_visit_rating_new rating = {.score = 1, .text = WR_S("评价秘密")};
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_visit_svc_rate(ctx, v.id, &rating));
    store_ok(ctx, wr_visit_svc_mine(ctx, &(struct wr_visit_filter){0}, &list, &next));
    assert_int_equal(((const struct wr_visit *)list.p)[0].state, WR_VISIT_RATED);
    assert_false(((const struct wr_visit *)list.p)[0].has_rating);
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_visit_svc_get(ctx, v.id, &after));
    assert_int_equal(after.state, before.state);
    assert_int_equal(after.version, before.version);
    assert_false(after.has_rating);
    struct wr_buf b;
    struct wr_jw jw;
    wr_buf_init(&b, 1 << 20);
    wr_jw_init(&jw, &b);
    wr_jw_obj(&jw, NULL);
    store_ok(ctx, wr_visit_svc_receipt(ctx, v.id, &jw));
    wr_jw_obj_end(&jw);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("visit.check_out")) >= 0);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("评价秘密")) < 0 &&
                wr_str_find(wr_buf_view(&b), WR_S("rating")) < 0);
    wr_buf_clear(&b);
    store_ok(ctx, wr_visit_svc_receipt_svg(ctx, v.id, &b));
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("<svg")) >= 0);
    wr_buf_done(&b);
    world_as(ctx, WR_ROLE_SUPERVISION, 0);
    store_ok(ctx, wr_visit_svc_get(ctx, v.id, &after));
    assert_true(after.has_rating && after.rating.score == 1 && after.state == WR_VISIT_RATED);
    world_verify(&w);
}

static void cancelling_and_refusing_release_the_slot(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    store_ok(ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    int64_t first = v.id;
    store_ok(ctx, world_check_in(&w, 2, 3, 0, 2, &v));
    assert_int_equal(world_check_in(&w, 4, 5, 0, 3, &v), WR_ECONFLICT);
    world_as_officer(&w, ctx, 4);
    assert_int_equal(wr_visit_svc_cancel(ctx, first, WR_S("走错门")), WR_EDENIED);
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_visit_svc_cancel(ctx, first, WR_S("走错门")));
    assert_int_equal(world_count(&w, 0, 2).slots, 1);
    store_ok(ctx, world_check_in(&w, 4, 5, 0, 4, &v)); /* takes the free slot 1 */
    const struct wr_visit_refusal no = {.reason = WR_REFUSAL_NO_CERTIFICATE,
                                        .note = WR_S("未出示证件")};
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    assert_int_equal(wr_visit_svc_refuse(ctx, v.id, &no), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_visit_svc_refuse(ctx, v.id, &no));
    store_ok(ctx, wr_visit_svc_get(ctx, v.id, &v));
    assert_true(v.state == WR_VISIT_REFUSED && wr_str_eq(v.refusal_reason, WR_S("no_certificate")));
    struct world_count c = world_count(&w, 0, 2);
    assert_int_equal(c.slots, 1);
    assert_int_equal(c.visits, 3);
    world_verify(&w);
}

static void lists_turn_pages(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    for (int i = 0; i < 7; i++) {
        world_as_officer(&w, ctx, i % 4);
        struct wr_visit_new in = world_planned(&w, ctx, i % 2, -1, i + 1);
        in.kind = i % 3 == 0 ? WR_VISIT_OTHER : WR_VISIT_HELP;
        store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &v));
        s->clock.now_ms += i % 2 ? 0 : 1000; /* pairs share a time: the id decides */
    }
    world_as(ctx, WR_ROLE_LEADER, 0);
    struct wr_visit_filter f = {.limit = 3};
    struct wr_list page;
    struct wr_str next;
    int64_t last = INT64_MAX;
    size_t n = 0;
    do {
        store_ok(ctx, wr_visit_svc_list(ctx, &f, &page, &next));
        for (size_t i = 0; i < page.n; i++, n++) {
            int64_t id = ((const struct wr_visit *)page.p)[i].id;
            assert_true(id < last);
            last = id;
        }
        f.cursor = next;
    } while (next.n > 0);
    assert_int_equal(n, 7);
    f = (struct wr_visit_filter){
        .enterprise_id = w.enterprise[0], .has_kind = true, .kind = WR_VISIT_HELP};
    store_ok(ctx, wr_visit_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 2);
    f = (struct wr_visit_filter){.officer_id = w.officer[0]};
    store_ok(ctx, wr_visit_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 2);
    f = (struct wr_visit_filter){
        .q = WR_S("第2厂"), .from = WR_S("2026-06-10"), .to = WR_S("2026-06-10")};
    store_ok(ctx, wr_visit_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 3);
    f = (struct wr_visit_filter){.q = WR_S("%")};
    store_ok(ctx, wr_visit_svc_list(ctx, &f, &page, &next));
    assert_int_equal(page.n, 0);
    f = (struct wr_visit_filter){.cursor = WR_S("12-x")};
    assert_int_equal(wr_visit_svc_list(ctx, &f, &page, &next), WR_EINVALID);
    world_as_officer(&w, ctx, 9);
    store_ok(ctx, wr_visit_svc_list(ctx, &(struct wr_visit_filter){0}, &page, &next));
    assert_int_equal(page.n, 0);
    world_as_officer(&w, ctx, 0);
    struct wr_my_today today;
    store_ok(ctx, wr_visit_svc_today(ctx, &today));
    assert_int_equal(today.open_visits.n, 2);
    assert_int_equal(today.recent.n, 2);
}

static void complaints_are_followed_by_their_code(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_complaint c;
    struct wr_str code, code2;
    struct wr_list list;
    struct wr_str next;
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){0}; /* the public */
    struct wr_complaint_new in = {.plate_code = w.code[0],
                                  .about = WR_ABOUT_VISIT,
                                  .text = WR_S("检查时没有出示证件"),
                                  .contact = WR_S("13812345678")};
    store_ok(ctx, wr_complaint_svc_add(ctx, &in, &code));
    assert_int_equal(code.n, WR_CASE_CODE);
    in.plate_code = WR_S("whatever!");
    store_ok(ctx, wr_complaint_svc_add(ctx, &in, &code2));
    assert_false(wr_str_eq(code, code2));
    in.visit_id = 999;
    assert_int_equal(wr_complaint_svc_add(ctx, &in, &code2), WR_EINVALID);
    wr_err_reset(ctx);
    store_ok(ctx, wr_complaint_svc_follow(ctx, wr_text_lower(ctx->arena, code), &c));
    assert_true(c.state == WR_COMPLAINT_RECEIVED && c.enterprise_id == w.enterprise[0]);
    assert_int_equal(wr_complaint_svc_follow(ctx, WR_S("000000000000"), &c), WR_ENOTFOUND);

    ctx->actor = (struct wr_actor){
        .user_id = 3, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = w.district[1]};
    wr_err_reset(ctx);
    store_ok(ctx, wr_complaint_svc_list(ctx, &(struct wr_complaint_filter){0}, &list, &next));
    assert_int_equal(list.n, 0);
    world_as(ctx, WR_ROLE_HOTLINE, 0);
    store_ok(ctx, wr_complaint_svc_list(ctx, &(struct wr_complaint_filter){0}, &list, &next));
    assert_int_equal(list.n, 2);
    int64_t id = ((const struct wr_complaint *)list.p)[1].id;
    struct wr_complaint_answer a = {.answer = WR_S(""), .state = WR_COMPLAINT_ANSWERED};
    assert_int_equal(wr_complaint_svc_answer(ctx, id, &a), WR_EINVALID);
    wr_err_reset(ctx);
    a = (struct wr_complaint_answer){.answer = WR_S("已核实并道歉"), .state = WR_COMPLAINT_CLOSED};
    store_ok(ctx, wr_complaint_svc_answer(ctx, id, &a));
    assert_int_equal(wr_complaint_svc_answer(ctx, id, &a), WR_ECONFLICT);
    wr_err_reset(ctx);
    store_ok(ctx, wr_complaint_svc_follow(ctx, code, &c));
    assert_true(c.state == WR_COMPLAINT_CLOSED && wr_str_eq(c.answer, WR_S("已核实并道歉")) &&
                c.answered_ms > 0);
    world_verify(&w);
}

/* ---- random life ------------------------------------------------------------------------------------ */

static uint64_t seed;

static int pick(int n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)n);
}

static void random_step(struct world *w, int64_t n, int64_t *ids, size_t *n_ids)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_visit v;
    int officer = pick(OFFICERS_CERTIFIED);
    int64_t id = *n_ids ? ids[pick((int)*n_ids)] : 0;
    const struct wr_visit_check_out out = {
        .conclusion = WR_CONCLUSION_ADVICE, .summary = WR_S("随机"), .confirm = true};
    const struct wr_visit_refusal no = {.reason = WR_REFUSAL_OTHER};
    world_as_officer(w, ctx, officer);
    int rc = 0; /* whatever is refused is refused; what must hold is looked at afterwards */
    switch (pick(6)) {
    case 0:
        rc = wr_visit_svc_cancel(ctx, id, WR_S("随机取消"));
        break;
    case 1:
        world_as(ctx, WR_ROLE_ENTERPRISE, w->enterprise[pick(WORLD_ENTERPRISES)]);
        rc = wr_visit_svc_refuse(ctx, id, &no);
        break;
    case 2:
        if (wr_visit_svc_get(ctx, id, &v) == 0) {
            const struct wr_visit_items_put items = answer_all(ctx, &v);
            rc = wr_visit_svc_put_items(ctx, id, &items, &v);
        }
        break;
    case 3:
        rc = wr_visit_svc_check_out(ctx, id, &out, &v);
        break;
    default: {
        struct wr_visit_new in =
            world_planned(w, ctx, pick(WORLD_ENTERPRISES), pick(OFFICERS_CERTIFIED), n);
        in.kind = pick(3) ? WR_VISIT_INSPECTION : WR_VISIT_HELP;
        in.source = 1 + pick(WR_SOURCE_END - 1);
        in.evidence_ref = pick(2) ? WR_S("2026-17") : WR_S("");
        in.confirm_warn = pick(2);
        if (wr_visit_svc_check_in(ctx, &in, &v) == 0)
            ids[(*n_ids)++] = v.id;
        break;
    }
    }
    assert_true(rc > WR_EIO || rc == 0);
}

static void random_sequences_keep_the_cap(struct store *s)
{
    struct world w = world_make(s);
    int64_t ids[400];
    size_t n_ids = 0;
    seed = 20260610;
    for (int64_t n = 1; n <= 300; n++) {
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        random_step(&w, n, ids, &n_ids);
        wr_err_reset(&s->ctx);
        s->clock.now_ms += pick(5) * INT64_C(3600000);
        for (int e = 0; n % 20 == 0 && e < WORLD_ENTERPRISES; e++) {
            struct world_count c = world_count(&w, e, 2);
            assert_true(c.counted <= 2);
            assert_int_equal(c.slots, c.counted);
        }
        wr_arena_rewind(&s->arena, mark);
    }
    assert_true(n_ids > 20);
    world_verify(&w);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "a visit from gate to rating", .run = a_visit_from_gate_to_rating},
        {.name = "photos are kept once", .run = photos_are_kept_once},
        {.name = "ratings are hidden from the rated", .run = ratings_are_hidden_from_the_rated},
        {.name = "cancelling and refusing release the slot",
         .run = cancelling_and_refusing_release_the_slot},
        {.name = "lists turn pages", .run = lists_turn_pages},
        {.name = "complaints are followed by their code",
         .run = complaints_are_followed_by_their_code},
        {.name = "random sequences keep the cap", .run = random_sequences_keep_the_cap},
    };
    return world_run("store visit_record", tests, WR_ARRAY_LEN(tests));
}
