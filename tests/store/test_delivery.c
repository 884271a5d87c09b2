/* Records of phones without network, on both engines: repeats, gaps, other content, refusals, disputes, quarantine. */
#include "delivery_world.h"

#include "modules/account/account_svc.h"
#include "modules/plate/plate_use.h"

/* ---- in order --------------------------------------------------------------------------------------- */

/** A visit from gate to gate as a phone would tell it; fills r. @return number of records */
static size_t whole_visit(struct phone *p, int e, struct wr_str visit, struct wr_delivery_record *r)
{
    struct wr_ctx *ctx = &p->w->s->ctx;
    size_t n = 0;
    r[n++] = record_of(p, WR_DELIVERY_CHECK_IN, visit, body_check_in(p->w, e));
    r[n++] = record_of(p, WR_DELIVERY_ITEMS, visit, body_items(ctx, 0, 1, ""));
    r[n++] = record_of(p, WR_DELIVERY_FINDING, visit,
                       body_finding(ctx, uuid_of(ctx, 0xf1, p->seq), "台账缺页"));
    r[n++] = record_of(p, WR_DELIVERY_PHOTO, visit, body_photo(ctx, p->seq));
    r[n++] = record_of(p, WR_DELIVERY_CHECK_OUT, visit, body_check_out(ctx, "已指导"));
    return n;
}

static void a_visit_comes_in_and_repeats_change_nothing(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_record r[8];
    struct wr_delivery_reply first, again;
    struct wr_visit v, same;
    struct wr_str visit = uuid_of(ctx, 0xab, 1);
    size_t n = whole_visit(&p, 0, visit, r);
    store_ok(ctx, deliver(&p, r, n, &first));
    assert_int_equal(first.next_seq, (int64_t)n + 1);
    assert_true(first.skew_ms == 700 && !first.skewed);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(result_at(&first, i)->state, WR_DELIVERY_APPLIED);
        assert_true(result_at(&first, i)->visit_id > 0);
    }
    assert_int_equal(result_at(&first, 0)->verdict, WR_EFFECT_ALLOW);
    assert_true(result_at(&first, 0)->headline.n > 0 && !result_at(&first, 0)->visit_conflict);
    assert_true(find_visit(&w, visit, &v));
    assert_int_equal(v.state, WR_VISIT_CHECKED_OUT);
    assert_true(v.offline && wr_str_eq(v.device, p.device) && v.skew_ms == 700 &&
                wr_str_find(v.phone_verdict, WR_S("可以入企")) >= 0);
    assert_int_equal(v.checked_in_ms, r[0].device_ms + 700);
    assert_int_equal(v.checked_out_ms, r[4].device_ms + 700);
    assert_true(v.findings.n == 1 && v.photos_due.n == 1 && v.conclusion == WR_CONCLUSION_ADVICE);

    store_ok(ctx, deliver(&p, r, n, &again));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(result_at(&again, i)->state, WR_DELIVERY_APPLIED);
        assert_int_equal(result_at(&again, i)->visit_version, result_at(&first, i)->visit_version);
        assert_true(wr_str_eq(result_at(&again, i)->headline, result_at(&first, i)->headline));
    }
    assert_true(find_visit(&w, visit, &same) && same.version == v.version);
    delivery_verify(&w);
}

static void gaps_are_parked_and_released_in_order(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_record r[8];
    struct wr_delivery_reply reply;
    struct wr_visit v;
    struct wr_str visit = uuid_of(ctx, 0xab, 1);
    size_t n = whole_visit(&p, 0, visit, r);
    store_ok(ctx, deliver(&p, r + 1, n - 1, &reply)); /* all but the check-in */
    for (size_t i = 0; i < n - 1; i++)
        assert_int_equal(result_at(&reply, i)->state, WR_DELIVERY_PARKED);
    assert_int_equal(reply.next_seq, 1);
    assert_false(find_visit(&w, visit, &v));
    struct phone other =
        phone_make(&w, 1, 1); /* the same phone in another hand: a queue of its own */
    struct wr_delivery_record o =
        record_of(&other, WR_DELIVERY_CHECK_IN, uuid_of(ctx, 0xac, 1), body_check_in(&w, 1));
    o.uid = uuid_of(ctx, 0x77, 1);
    (void)deliver_one(&other, &o, WR_DELIVERY_APPLIED);
    store_ok(ctx, deliver(&p, r, 1, &reply));
    assert_int_equal(reply.next_seq, (int64_t)n + 1);
    assert_true(find_visit(&w, visit, &v) && v.state == WR_VISIT_CHECKED_OUT);
    delivery_verify(&w);
}

static void other_content_under_a_number_is_kept_apart(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_reply reply;
    struct wr_list mine;
    struct wr_str next, visit = uuid_of(ctx, 0xab, 1);
    struct wr_delivery_record a = record_of(&p, WR_DELIVERY_CHECK_IN, visit, body_check_in(&w, 0));
    (void)deliver_one(&p, &a, WR_DELIVERY_APPLIED);
    struct wr_delivery_record number = a, uid = a;
    number.uid = uuid_of(ctx, 0x77, 1);
    number.body = body_check_in(&w, 1);
    uid.seq = 2;
    struct wr_delivery_result res = deliver_one(&p, &number, WR_DELIVERY_FAILED);
    assert_true(wr_str_eq(res.error.key, WR_S("delivery.seq_used")));
    res = deliver_one(&p, &uid, WR_DELIVERY_FAILED);
    assert_true(wr_str_eq(res.error.key, WR_S("delivery.uid_used")));
    (void)deliver_one(&p, &number, WR_DELIVERY_FAILED); /* and repeats of them are the same */
    (void)deliver_one(&p, &a, WR_DELIVERY_APPLIED);
    struct wr_delivery_record third =
        record_of(&p, WR_DELIVERY_ITEMS, visit, body_items(ctx, 0, 1, ""));
    third.seq = 3; /* number 2 is taken by the one with the wrong uid: the queue goes on */
    store_ok(ctx, deliver(&p, &third, 1, &reply));
    assert_int_equal(result_at(&reply, 0)->state, WR_DELIVERY_APPLIED);
    assert_int_equal(reply.next_seq, 4);
    store_ok(ctx, wr_delivery_svc_mine(ctx, &(struct wr_delivery_filter){0}, &mine, &next));
    assert_int_equal(mine.n, 4); /* nothing was lost, nothing doubled */
    for (int i = 0; i < WR_DELIVERY_TWINS_MAX + 3; i++) {
        number.device_ms++;
        res = deliver_one(&p, &number, WR_DELIVERY_FAILED);
    }
    assert_true(wr_str_eq(res.error.key, WR_S("delivery.twins")));
    store_ok(ctx, wr_delivery_svc_mine(ctx, &(struct wr_delivery_filter){0}, &mine, &next));
    assert_int_equal(mine.n, 3 + WR_DELIVERY_TWINS_MAX);
    delivery_verify(&w);
}

/* ---- what the rules refuse -------------------------------------------------------------------------- */

static void a_refused_record_takes_no_other_with_it(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_record r[8];
    struct wr_delivery_reply reply;
    struct wr_visit v;
    struct wr_str visit = uuid_of(ctx, 0xab, 1), none = uuid_of(ctx, 0xab, 2);
    r[0] = record_of(&p, WR_DELIVERY_CHECK_IN, visit, body_check_in(&w, 0));
    r[1] = record_of(&p, WR_DELIVERY_ITEMS, visit,
                     WR_S("{\"items\":[{\"code\":\"ZZ\",\"result\":\"ok\"}]}"));
    r[2] = record_of(&p, WR_DELIVERY_FINDING, none,
                     body_finding(ctx, uuid_of(ctx, 0xf1, 1), "无此入企"));
    r[3] = record_of(&p, WR_DELIVERY_CHECK_IN, none, WR_S("{\"plate\":7,\"party\":true}"));
    r[4] = record_of(&p, WR_DELIVERY_ITEMS, visit, body_items(ctx, 0, 1, ""));
    r[5] = record_of(&p, WR_DELIVERY_CANCEL, visit, WR_S("{\"reason\":\"改期\"}"));
    r[6] = record_of(&p, WR_DELIVERY_CHECK_OUT, visit, body_check_out(ctx, "已指导"));
    r[7] = record_of(&p, WR_DELIVERY_ITEMS, visit, body_items(ctx, 0, 1, "晚了"));
    store_ok(ctx, deliver(&p, r, 8, &reply));
    static const int64_t want[] = {WR_DELIVERY_APPLIED, WR_DELIVERY_FAILED,  WR_DELIVERY_FAILED,
                                   WR_DELIVERY_FAILED,  WR_DELIVERY_APPLIED, WR_DELIVERY_CONFLICT,
                                   WR_DELIVERY_APPLIED, WR_DELIVERY_CONFLICT};
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(result_at(&reply, i)->state, want[i]);
    const struct wr_delivery_error *e = &result_at(&reply, 1)->error;
    assert_true(
        wr_str_eq(((const struct wr_delivery_fault *)e->faults.p)->path, WR_S("items[0].code")));
    assert_true(wr_str_eq(result_at(&reply, 2)->error.key, WR_S("delivery.visit_unknown")));
    assert_true(result_at(&reply, 3)->error.faults.n >= 4); /* all faults of a body at once */
    assert_true(wr_str_eq(result_at(&reply, 5)->error.key, WR_S("visit.cancel_started")));
    assert_true(wr_str_eq(result_at(&reply, 7)->error.key, WR_S("visit.state")));
    assert_true(find_visit(&w, visit, &v) && v.state == WR_VISIT_CHECKED_OUT);
    delivery_verify(&w);
}

static struct wr_str body_inspection(struct world *w, int e, int64_t second)
{
    return wr_arena_printf(w->s->ctx.arena,
                           "{\"plate\":\"" WR_FMT
                           "\",\"kind\":\"inspection\",\"source\":\"plan\",\"reason\":\"年度计划\","
                           "\"second_officer_id\":%lld}",
                           WR_ARG(w->payload[e]), (long long)second);
}

/** What was allowed when the phone said so, and is not by the time it comes in, is recorded and told. */
static void a_denied_check_in_is_recorded_as_a_conflict(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0), old = phone_make(&w, 2, 8);
    struct wr_visit v;
    store_ok(ctx, world_check_in(&w, 2, 3, 0, 1, &v)); /* the cap of two is reached meanwhile */
    world_next_day(&w, 40);
    store_ok(ctx, world_check_in(&w, 4, 5, 0, 2, &v));
    world_next_day(&w, 40);
    struct wr_str visit = uuid_of(ctx, 0xab, 1);
    struct wr_delivery_record r =
        record_of(&p, WR_DELIVERY_CHECK_IN, visit, body_inspection(&w, 0, w.officer[1]));
    struct wr_delivery_result res = deliver_one(&p, &r, WR_DELIVERY_APPLIED);
    assert_true(res.verdict == WR_EFFECT_DENY && res.visit_conflict && res.headline.n > 0);
    assert_true(find_visit(&w, visit, &v) && v.conflict == WR_CONFLICT_OPEN &&
                wr_str_find(v.verdict_detail, WR_S("BLOCK_CAP")) >= 0);
    struct wr_delivery_record items = record_of(
        &p, WR_DELIVERY_ITEMS, visit, WR_S("{\"items\":[{\"code\":\"A1\",\"result\":\"ok\"}]}"));
    (void)deliver_one(&p, &items, WR_DELIVERY_APPLIED); /* its record is kept all the same */

    struct wr_list plates;
    struct wr_str next;
    world_as(ctx, WR_ROLE_CITY_ADMIN, 0); /* a plate that was revoked meanwhile */
    const struct wr_plate_query q = {.enterprise_id = w.enterprise[1]};
    store_ok(ctx, wr_plate_svc_list(ctx, &q, &plates, &next));
    store_ok(ctx, wr_plate_svc_end(ctx, ((const struct wr_plate *)plates.p)->id, WR_PLATE_VOID,
                                   WR_S("测试作废")));
    struct wr_delivery_record gone =
        record_of(&p, WR_DELIVERY_CHECK_IN, uuid_of(ctx, 0xab, 2), body_check_in(&w, 1));
    res = deliver_one(&p, &gone, WR_DELIVERY_APPLIED);
    assert_true(res.verdict == WR_EFFECT_DENY && res.visit_conflict);

    struct wr_delivery_record expired = record_of(&old, WR_DELIVERY_CHECK_IN, uuid_of(ctx, 0xab, 3),
                                                  body_inspection(&w, 2, w.officer[1]));
    res = deliver_one(&old, &expired, WR_DELIVERY_APPLIED); /* the officer's certificate ran out */
    assert_true(res.verdict == WR_EFFECT_DENY && res.visit_conflict);
    delivery_verify(&w);
}

static void a_wrong_clock_is_told(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_reply reply;
    struct wr_delivery_record r =
        record_of(&p, WR_DELIVERY_CHECK_IN, uuid_of(ctx, 0xab, 1), body_check_in(&w, 0));
    struct wr_list mine;
    struct wr_str next;
    struct wr_visit v;
    int64_t slow = INT64_C(5) * 3600 * 1000;
    r.device_ms -= slow;
    const struct wr_delivery_batch in = {
        .device = p.device, .sent_ms = s->clock.now_ms - slow, .records = {&r, 1}};
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_delivery_svc_take(ctx, &in, &reply));
    assert_true(reply.skewed && reply.skew_ms == slow);
    store_ok(ctx, wr_delivery_svc_mine(ctx, &(struct wr_delivery_filter){0}, &mine, &next));
    assert_true(((const struct wr_delivery *)mine.p)->skewed);
    assert_true(find_visit(&w, r.visit, &v) && v.skew_ms == slow && v.device_ms == r.device_ms);
    assert_int_equal(v.checked_in_ms, r.device_ms + slow);
}

/* ---- two people at one record ----------------------------------------------------------------------- */

/** A check-in of officer 0 with officer 1. */
static struct wr_str body_together(struct world *w, int e)
{
    return wr_arena_printf(w->s->ctx.arena,
                           "{\"plate\":\"" WR_FMT
                           "\",\"kind\":\"help\",\"source\":\"self_request\",\"reason\":\"申请\","
                           "\"second_officer_id\":%lld}",
                           WR_ARG(w->payload[e]), (long long)w->officer[1]);
}

static void answers_of_others_are_not_overwritten(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0), q = phone_make(&w, 2, 1);
    struct wr_str visit = uuid_of(ctx, 0xab, 1);
    struct wr_visit v;
    struct wr_delivery_record in = record_of(&p, WR_DELIVERY_CHECK_IN, visit, body_together(&w, 0));
    (void)deliver_one(&p, &in, WR_DELIVERY_APPLIED);
    assert_true(find_visit(&w, visit, &v));
    struct wr_str a = ((const struct wr_visit_item *)v.items.p)[0].code,
                  b = ((const struct wr_visit_item *)v.items.p)[1].code;
    struct wr_str both = wr_arena_printf(ctx->arena,
                                         "{\"items\":[{\"code\":\"" WR_FMT
                                         "\",\"result\":\"ok\"},{\"code\":\"" WR_FMT
                                         "\",\"result\":\"na\",\"note\":\"没有\"}]}",
                                         WR_ARG(a), WR_ARG(b));
    struct wr_str one = wr_arena_printf(ctx->arena,
                                        "{\"items\":[{\"code\":\"" WR_FMT
                                        "\",\"result\":\"problem\",\"note\":\"坏了\"}]}",
                                        WR_ARG(a));
    struct wr_delivery_record mine = record_of(&p, WR_DELIVERY_ITEMS, visit, one);
    mine.base_version = 1;
    (void)deliver_one(&p, &mine, WR_DELIVERY_APPLIED);
    struct wr_delivery_record change = record_of(&p, WR_DELIVERY_ITEMS, visit, one);
    change.base_version = 1; /* my own change since then is no dispute */
    (void)deliver_one(&p, &change, WR_DELIVERY_APPLIED);
    struct wr_delivery_record theirs = record_of(&q, WR_DELIVERY_ITEMS, visit, both);
    theirs.base_version = 1; /* has not seen mine */
    struct wr_delivery_result res = deliver_one(&q, &theirs, WR_DELIVERY_CONFLICT);
    assert_int_equal(res.disputes.n, 1);
    const struct wr_delivery_dispute *d = res.disputes.p;
    assert_true(wr_str_eq(d->code, a) && d->mine == WR_ITEM_OK && d->theirs == WR_ITEM_PROBLEM &&
                wr_str_eq(d->theirs_note, WR_S("坏了")));
    assert_true(wr_str_eq(res.error.key, WR_S("delivery.dispute")));
    assert_true(find_visit(&w, visit, &v));
    const struct wr_visit_item *it = v.items.p;
    assert_true(it[0].result == WR_ITEM_PROBLEM &&
                it[1].result == WR_ITEM_NA); /* the rest is taken */
    struct wr_delivery_record seen = record_of(&q, WR_DELIVERY_ITEMS, visit, both);
    seen.base_version = v.version; /* now it has */
    (void)deliver_one(&q, &seen, WR_DELIVERY_APPLIED);
    assert_true(find_visit(&w, visit, &v));
    assert_int_equal(((const struct wr_visit_item *)v.items.p)[0].result, WR_ITEM_OK);
    delivery_verify(&w);
}

/* ---- deciding --------------------------------------------------------------------------------------- */

static const struct wr_stmt ADD_DEVICE = {
    .name = "t_device_add",
    .sql =
        "INSERT INTO device (uid, user_id, officer_id, name, public_key, created_ms, revoked_ms, "
        "revoke_reason, version) VALUES ($1, $2, $3, 'phone', $1, 1, $4, $5, 1)",
    .params = "tiiIT",
    .cols = ""};

struct device_new {
    struct wr_str uid;
    int64_t user_id, officer_id, revoked_ms;
};

static int add_device_tx(struct wr_tx *tx, void *arg)
{
    struct device_new *d = arg;
    wr_tx_note_leaf(tx);
    return wr_exec(tx, &ADD_DEVICE, NULL, WR_T(d->uid), WR_I(d->user_id), WR_I(d->officer_id),
                   WR_IDOPT(d->revoked_ms),
                   WR_T(d->revoked_ms ? WR_S("遗失") : (struct wr_str){0}));
}

static void add_device(struct world *w, struct device_new d)
{
    store_ok(&w->s->ctx, wr_tx_run(&w->s->ctx, WR_TX_WRITE, "test.device", add_device_tx, &d));
}

struct user_new {
    struct wr_user_new in;
    int64_t id;
};

static int add_user_tx(struct wr_tx *tx, void *arg)
{
    struct user_new *u = arg;
    return wr_account_add_in(tx, &u->in, WR_S("$argon2id$none"), false, &u->id);
}

/** Act as officer i with an account of his own, so that others can act in his name. */
static void with_account(struct phone *p)
{
    struct wr_ctx *ctx = &p->w->s->ctx;
    struct wr_str role = WR_S("officer");
    struct user_new u = {
        .in = {.username = wr_arena_printf(ctx->arena, "phone_officer_%d", p->officer),
               .name = WR_S("执法员"),
               .roles = {&role, 1},
               .officer_id = p->w->officer[p->officer]}};
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.user", add_user_tx, &u));
    ctx->actor = (struct wr_actor){
        .user_id = u.id, .roles = WR_ROLE_OFFICER, .officer_id = p->w->officer[p->officer]};
    p->officer = -1; /* the context acts as him from now on */
}

/** The second officer's phone finds a network before the first one's. */
static void a_second_phone_may_be_quicker(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0), q = phone_make(&w, 2, 1);
    struct wr_str visit = uuid_of(ctx, 0xab, 1);
    struct wr_visit v;
    struct wr_delivery_record finding = record_of(
        &q, WR_DELIVERY_FINDING, visit, body_finding(ctx, uuid_of(ctx, 0xf1, 1), "台账缺页"));
    struct wr_delivery_record in = record_of(&p, WR_DELIVERY_CHECK_IN, visit, body_together(&w, 0));
    with_account(&q);
    struct wr_actor second = ctx->actor;
    (void)deliver_one(&q, &finding, WR_DELIVERY_FAILED);
    (void)deliver_one(&p, &in, WR_DELIVERY_APPLIED);
    assert_int_equal(ctx->actor.officer_id, w.officer[0]);
    assert_true(find_visit(&w, visit, &v) && v.findings.n == 1);
    ctx->actor = second;
    (void)deliver_one(&q, &finding, WR_DELIVERY_APPLIED);
    delivery_verify(&w);
}

static void a_revoked_phone_is_kept_apart_until_somebody_decides(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_record r[8];
    struct wr_delivery_reply reply;
    struct wr_delivery d;
    struct wr_list list;
    struct wr_str next, visit = uuid_of(ctx, 0xab, 1);
    struct wr_visit v;
    size_t n = whole_visit(&p, 0, visit, r);
    with_account(&p);
    struct wr_actor officer = ctx->actor;
    store_ok(ctx, deliver(&p, r + 2, 1, &reply)); /* parked while it was trusted */
    assert_int_equal(result_at(&reply, 0)->state, WR_DELIVERY_PARKED);
    add_device(&w, (struct device_new){p.device, officer.user_id, officer.officer_id, 5});
    store_ok(ctx, deliver(&p, r, n, &reply));
    for (size_t i = 0; i < n; i++)
        assert_int_equal(result_at(&reply, i)->state, WR_DELIVERY_QUARANTINED);
    assert_true(wr_str_eq(result_at(&reply, 0)->error.key, WR_S("delivery.revoked")));
    assert_false(find_visit(&w, visit, &v));

    world_as(ctx, WR_ROLE_CITY_ADMIN, 0);
    const struct wr_delivery_filter f = {.has_state = true, .state = WR_DELIVERY_QUARANTINED};
    store_ok(ctx, wr_delivery_svc_list(ctx, &f, &list, &next));
    assert_int_equal(list.n, n);
    const struct wr_delivery *all =
        list.p; /* newest first, and the parked one was the first to come */
    for (int64_t seq = 1; seq <= (int64_t)n; seq++) {
        int64_t id = 0;
        for (size_t i = 0; i < n; i++)
            id = all[i].r.seq == seq ? all[i].id : id;
        if (seq == 4) {
            store_ok(ctx, wr_delivery_svc_discard(ctx, id, WR_S("不是本次的照片"), &d));
            assert_true(d.r.state == WR_DELIVERY_DISCARDED && d.decided_by == ctx->actor.user_id);
            assert_int_equal(wr_delivery_svc_release(ctx, id, &d), WR_ECONFLICT);
            wr_err_reset(ctx);
            continue;
        }
        store_ok(ctx, wr_delivery_svc_release(ctx, id, &d));
        assert_int_equal(d.r.state, WR_DELIVERY_APPLIED);
    }
    assert_true(find_visit(&w, visit, &v) && v.state == WR_VISIT_CHECKED_OUT);
    assert_int_equal(v.officer_id, officer.officer_id); /* in the name of who made it */
    assert_true(v.photos_due.n == 0);
    store_ok(ctx, wr_delivery_svc_list(ctx, &(struct wr_delivery_filter){0}, &list, &next));
    assert_int_equal(list.n, 0);
    delivery_verify(&w);
}

static void a_phone_of_somebody_else_is_kept_apart(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_record r =
        record_of(&p, WR_DELIVERY_CHECK_IN, uuid_of(ctx, 0xab, 1), body_check_in(&w, 0));
    ctx->actor = (struct wr_actor){.system = true};
    add_device(&w, (struct device_new){p.device, 101, w.officer[1], 0});
    struct wr_delivery_result res = deliver_one(&p, &r, WR_DELIVERY_QUARANTINED);
    assert_true(wr_str_eq(res.error.key, WR_S("delivery.other_user")));
}

static void a_lost_record_is_given_up_by_a_person(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_delivery_record r[8];
    struct wr_delivery_reply reply;
    struct wr_delivery d;
    struct wr_list list;
    struct wr_str next, visit = uuid_of(ctx, 0xab, 1);
    struct wr_visit v;
    size_t n = whole_visit(&p, 0, visit, r);
    with_account(&p);
    struct wr_actor officer = ctx->actor;
    store_ok(ctx, deliver(&p, r, 1, &reply));
    store_ok(ctx, deliver(&p, r + 2, n - 2, &reply)); /* the check-list never comes */
    assert_int_equal(reply.next_seq, 2);
    s->clock.now_ms += WR_DELIVERY_PARKED_MS_MAX + 1;
    world_as(ctx, WR_ROLE_CITY_ADMIN, 0);
    store_ok(ctx, wr_delivery_svc_list(ctx, &(struct wr_delivery_filter){0}, &list, &next));
    assert_int_equal(list.n, n - 2);
    const struct wr_delivery *last = (const struct wr_delivery *)list.p + list.n - 1;
    assert_true(last->overdue && last->r.seq == 3);
    store_ok(ctx, wr_delivery_svc_release(ctx, last->id, &d));
    assert_int_equal(d.r.state, WR_DELIVERY_APPLIED);
    assert_true(find_visit(&w, visit, &v) && v.findings.n == 1);
    assert_int_equal(v.state, WR_VISIT_IN_PROGRESS); /* its check-out was refused: items are open */
    ctx->actor = officer;
    store_ok(ctx, deliver(&p, r + 1, 1, &reply)); /* and then it comes all the same */
    assert_int_equal(result_at(&reply, 0)->state, WR_DELIVERY_APPLIED);
    assert_int_equal(reply.next_seq, (int64_t)n + 1);
    delivery_verify(&w);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "a visit comes in and repeats change nothing",
         .run = a_visit_comes_in_and_repeats_change_nothing},
        {.name = "gaps are parked and released in order",
         .run = gaps_are_parked_and_released_in_order},
        {.name = "other content under a number is kept apart",
         .run = other_content_under_a_number_is_kept_apart},
        {.name = "a refused record takes no other with it",
         .run = a_refused_record_takes_no_other_with_it},
        {.name = "a denied check-in is recorded as a conflict",
         .run = a_denied_check_in_is_recorded_as_a_conflict},
        {.name = "a wrong clock is told", .run = a_wrong_clock_is_told},
        {.name = "answers of others are not overwritten",
         .run = answers_of_others_are_not_overwritten},
        {.name = "a second phone may be quicker", .run = a_second_phone_may_be_quicker},
        {.name = "a revoked phone is kept apart until somebody decides",
         .run = a_revoked_phone_is_kept_apart_until_somebody_decides},
        {.name = "a phone of somebody else is kept apart",
         .run = a_phone_of_somebody_else_is_kept_apart},
        {.name = "a lost record is given up by a person",
         .run = a_lost_record_is_given_up_by_a_person},
    };
    return world_run("store delivery", tests, WR_ARRAY_LEN(tests));
}
