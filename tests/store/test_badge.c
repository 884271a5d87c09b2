/* Officers' phones, badges, rotating codes and the scans of enterprises, on both engines. */
#include "visit_world.h"

#include "app/embedded.h"
#include "base/text.h"
#include "modules/badge/badge_use.h"

#include <stdio.h>

static const struct wr_audit_entity *const *const ENTITIES[] = {wr_badge_entities, NULL};

/* Missions have their own use cases above this room; here only rows of them are needed. */
static const struct wr_stmt MISSION = {
    .name = "t_badge_mission",
    .sql = "INSERT INTO mission (uid, number, enterprise_id, district_id, kind, insp_class, "
           "source, evidence_ref, reason, basis, scope, unit, officer_id, second_officer_id, "
           "assistants, planned_from, planned_to, state, verdict, verdict_detail, "
           "counts_toward_cap, policy, policy_version, created_ms, version)"
           " VALUES ($1, $2, $3, $4, 'inspection', 'daily', 'plan', 'P-1', '年度计划', "
           "'《环境保护法》第二十四条', '', '中原分局', $5, $6, '', $7, $8, 'approved', 'allow', "
           "'{}', 1, 'p', '1', 1, 1) RETURNING id",
    .params = "ttiiiItt",
    .cols = "i",
    .ephemeral = true};
static const struct wr_stmt MISSION_CANCEL = {
    .name = "t_badge_mission_cancel",
    .sql = "UPDATE mission SET state = 'cancelled' WHERE id = $1",
    .params = "i",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt OUT_OF_POST = {.name = "t_badge_out",
                                           .sql = "UPDATE officer SET in_post = 0 WHERE id = $1",
                                           .params = "i",
                                           .cols = "",
                                           .ephemeral = true};
static const struct wr_stmt VISIT_TAMPER = {
    .name = "t_badge_tamper",
    .sql = "UPDATE officer_scan SET officer_name = '别人' WHERE id = $1",
    .params = "i",
    .cols = "",
    .ephemeral = true};

/** A phone of the test: its key pair and what it got from the server. */
struct phone {
    struct wr_str uid;
    uint8_t public_key[WR_ED25519_PUBLIC], secret_key[WR_ED25519_SECRET];
    struct wr_device device;
    struct wr_badge_issued issued;
};

static struct wr_str uuid(struct wr_ctx *ctx, int n)
{
    return wr_arena_printf(ctx->arena, "0000000a-0000-4000-8000-%012d", n);
}

static void make_pair(struct phone *p, struct wr_ctx *ctx, uint8_t seed, int n)
{
    const uint8_t bytes[32] = {seed, 7};
    *p = (struct phone){.uid = uuid(ctx, n)};
    wr_ed25519_seed(bytes, p->public_key, p->secret_key);
}

static struct wr_device_new device_new(struct wr_ctx *ctx, const struct phone *p)
{
    return (struct wr_device_new){
        .uid = p->uid,
        .name = WR_S("试验手机"),
        .public_key = wr_base64url(ctx->arena, p->public_key, sizeof(p->public_key))};
}

/** A phone of officer i, registered, with a badge. */
static struct phone phone_of(struct world *w, int i, uint8_t seed)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct phone p;

    world_as_officer(w, ctx, i);
    make_pair(&p, ctx, seed, seed);
    struct wr_device_new in = device_new(ctx, &p);
    store_ok(ctx, wr_device_svc_add(ctx, &in, &p.device));
    store_ok(ctx, wr_badge_svc_issue(ctx, p.uid, &p.issued));
    return p;
}

/** The code that the phone shows at a time. */
static struct wr_str code_at(struct wr_ctx *ctx, const struct phone *p, struct wr_str task,
                             int64_t at_ms)
{
    uint8_t sig[WR_ED25519_SIG];
    struct wr_arena *a = ctx->arena;
    struct wr_str before =
        wr_officer_code_before(a, p->issued.badge, task, at_ms / WR_BADGE_STEP_MS);

    wr_ed25519_sign(p->secret_key, wr_officer_code_signed(a, before), sig);
    return wr_officer_code_text(a, before, sig);
}

static void as_enterprise(struct world *w, int e)
{
    world_as(&w->s->ctx, WR_ROLE_ENTERPRISE, w->enterprise[e]);
}

static int scan(struct world *w, int e, int n, struct wr_str code, int64_t at_ms,
                struct wr_officer_scan *ret)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_officer_scan_new in = {.uid = uuid(ctx, 1000 + n), .code = code, .at_ms = at_ms};

    as_enterprise(w, e);
    return wr_officer_scan_svc_add(ctx, &in, ret);
}

#define refused(w, key_, call)                                                                     \
    do {                                                                                           \
        assert_int_not_equal((call), 0);                                                           \
        assert_string_equal(wr_key_info((w)->s->ctx.err.key)->key, wr_key_info(key_)->key);        \
    } while (0)

struct mission {
    struct world *w;
    int e, officer, second;
    const char *from, *to;
    int64_t id;
};

static int mission_tx(struct wr_tx *tx, void *arg)
{
    struct mission *m = arg;
    struct world *w = m->w;
    struct wr_str uid = uuid(wr_tx_ctx(tx), 5000 + m->e * 10 + m->officer);

    return wr_query_i64(tx, &MISSION, &m->id, WR_T(uid), WR_T(uid), WR_I(w->enterprise[m->e]),
                        WR_I(w->district[0]), WR_I(w->officer[m->officer]),
                        WR_IDOPT(m->second < 0 ? 0 : w->officer[m->second]), WR_T(wr_str(m->from)),
                        WR_T(wr_str(m->to)));
}

static int64_t approved(struct world *w, int e, int officer, int second, const char *from,
                        const char *to)
{
    struct mission m = {w, e, officer, second, from, to, 0};
    store_ok(&w->s->ctx, wr_tx_run(&w->s->ctx, WR_TX_WRITE, "test.mission", mission_tx, &m));
    return m.id;
}

struct run {
    const struct wr_stmt *q;
    int64_t id;
};

static int run_tx(struct wr_tx *tx, void *arg)
{
    const struct run *r = arg;
    return wr_exec(tx, r->q, NULL, WR_I(r->id));
}

static void run(struct world *w, const struct wr_stmt *q, int64_t id)
{
    struct run r = {q, id};
    store_ok(&w->s->ctx, wr_tx_run(&w->s->ctx, WR_TX_WRITE, "test.run", run_tx, &r));
}

static bool log_holds(struct world *w)
{
    struct wr_audit_verdict v;
    struct wr_ctx *ctx = &w->s->ctx;

    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_audit_svc_verify(ctx, ENTITIES, &v));
    return v.ok;
}

/* ---- devices ---------------------------------------------------------------------------------- */

static void a_phone_is_registered_once(struct store *s)
{
    struct world w = world_make(s);
    struct phone p = phone_of(&w, 0, 1), other;
    struct wr_device again;
    struct wr_device_new in = device_new(&s->ctx, &p);

    store_ok(&s->ctx, wr_device_svc_add(&s->ctx, &in, &again));
    assert_int_equal(again.id, p.device.id);
    world_as_officer(&w, &s->ctx, 1);
    refused(&w, WR_K_device_taken, wr_device_svc_add(&s->ctx, &in, &again));
    in.public_key = WR_S("AAAA");
    refused(&w, WR_K_input_faulty, wr_device_svc_add(&s->ctx, &in, &again));
    wr_err_reset(&s->ctx);
    for (int i = 0; i < WR_DEVICES_MAX; i++) {
        make_pair(&other, &s->ctx, (uint8_t)(50 + i), 50 + i);
        in = device_new(&s->ctx, &other);
        store_ok(&s->ctx, wr_device_svc_add(&s->ctx, &in, &again));
    }
    make_pair(&other, &s->ctx, 99, 99);
    in = device_new(&s->ctx, &other);
    refused(&w, WR_K_device_too_many, wr_device_svc_add(&s->ctx, &in, &again));
    as_enterprise(&w, 0);
    refused(&w, WR_K_badge_no_officer, wr_device_svc_add(&s->ctx, &in, &again));
    assert_true(log_holds(&w));
}

static void who_may_see_and_revoke(struct store *s)
{
    struct world w = world_make(s);
    struct phone p = phone_of(&w, 0, 1), q = phone_of(&w, 9, 2); /* of the other district */
    struct wr_device_query all = {.officer_id = 0};
    struct wr_device d;
    struct wr_list list;
    struct wr_str next;

    world_as_officer(&w, &s->ctx, 1);
    store_ok(&s->ctx, wr_device_svc_list(&s->ctx, &all, &list, &next));
    assert_int_equal(list.n, 0);
    refused(&w, WR_K_not_found, wr_device_svc_revoke(&s->ctx, p.uid, WR_S("丢失"), &d));
    world_as(&s->ctx, WR_ROLE_DISTRICT_ADMIN, 0);
    s->ctx.actor.district_id = w.district[0];
    store_ok(&s->ctx, wr_device_svc_list(&s->ctx, &all, &list, &next));
    assert_int_equal(list.n, 1);
    refused(&w, WR_K_not_found, wr_device_svc_revoke(&s->ctx, q.uid, WR_S("丢失"), &d));
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_device_svc_revoke(&s->ctx, p.uid, WR_S("丢失"), &d));
    assert_true(d.revoked);
    refused(&w, WR_K_device_revoked, wr_device_svc_revoke(&s->ctx, p.uid, WR_S("丢失"), &d));
    world_as_officer(&w, &s->ctx, 0);
    refused(&w, WR_K_device_revoked, wr_badge_svc_issue(&s->ctx, p.uid, &p.issued));
    world_as_officer(&w, &s->ctx, 9);
    store_ok(&s->ctx, wr_device_svc_revoke(&s->ctx, q.uid, WR_S("换手机"), &d)); /* one's own */
    assert_true(log_holds(&w));
}

static void a_badge_needs_a_certificate_and_a_post(struct store *s)
{
    struct world w = world_make(s);
    struct phone p = phone_of(&w, 0, 1);
    struct wr_device d;
    struct wr_badge_issued b;

    assert_int_equal(p.issued.expires_ms, s->clock.now_ms + WR_BADGE_LIFE_MS);
    world_as_officer(&w, &s->ctx, 1);
    refused(&w, WR_K_not_found, wr_badge_svc_issue(&s->ctx, p.uid, &b)); /* somebody else's phone */
    world_as_officer(&w, &s->ctx, 8); /* whose certificate ran out */
    make_pair(&p, &s->ctx, 8, 8);
    struct wr_device_new in = device_new(&s->ctx, &p);
    store_ok(&s->ctx, wr_device_svc_add(&s->ctx, &in, &d));
    refused(&w, WR_K_badge_no_certificate, wr_badge_svc_issue(&s->ctx, p.uid, &b));
    p = phone_of(&w, 2, 3);
    run(&w, &OUT_OF_POST, w.officer[2]);
    refused(&w, WR_K_badge_not_in_post, wr_badge_svc_issue(&s->ctx, p.uid, &b));
    /* and the badges that are out are called back */
    struct wr_badge_revocations r;
    store_ok(&s->ctx, wr_badge_svc_revocations(&s->ctx, &r));
    assert_int_equal(r.keys.n, 1);
}

/* ---- codes ------------------------------------------------------------------------------------ */

static void a_code_is_scanned_and_kept(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    int64_t mission = approved(&w, 0, 0, 1, "2026-06-10", "2026-06-12");
    struct phone p = phone_of(&w, 0, 1);
    struct wr_officer_scan got, again;

    assert_int_equal(p.issued.warrants.n, 1);
    const struct wr_warrant *warrant = p.issued.warrants.p;
    assert_int_equal(warrant->mission_id, mission);
    struct wr_str code = code_at(ctx, &p, warrant->task, s->clock.now_ms);
    struct wr_str link = wr_arena_printf(ctx->arena, "https://h/o#" WR_FMT, WR_ARG(code));
    store_ok(ctx, scan(&w, 0, 1, link, 0, &got));
    assert_int_equal(got.officer_id, w.officer[0]);
    assert_int_equal(got.mission_id, mission);
    assert_int_equal(got.approval, WR_SCAN_APPROVED);
    assert_false(got.offline);
    assert_true(wr_str_eq(got.code, code));
    assert_true(wr_str_eq(got.officer_name, WR_S("执法员1")));
    assert_true(wr_str_eq(got.source, WR_S("plan")));
    store_ok(ctx, scan(&w, 0, 1, code, 0, &again)); /* the answer got lost */
    assert_int_equal(again.id, got.id);
    store_ok(ctx, scan(&w, 0, 2, code, 0, &again)); /* a second person at the same gate */
    assert_int_equal(again.id, got.id);
    refused(&w, WR_K_badge_uid_used,
            scan(&w, 0, 1, code_at(ctx, &p, (struct wr_str){0}, s->clock.now_ms), 0, &again));
    assert_true(log_holds(&w));
    run(&w, &VISIT_TAMPER, got.id);
    assert_false(log_holds(&w));
}

static void approval_is_judged_on_the_day(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    int64_t mission = approved(&w, 0, 3, 0, "2026-06-11", "2026-06-12"); /* 0 is the second */
    struct phone p = phone_of(&w, 0, 1);
    struct wr_officer_scan got;

    assert_int_equal(p.issued.warrants.n, 1);
    struct wr_str task = ((const struct wr_warrant *)p.issued.warrants.p)->task;
    store_ok(ctx, scan(&w, 0, 1, code_at(ctx, &p, task, s->clock.now_ms), 0, &got));
    assert_int_equal(got.approval, WR_SCAN_OTHER_DAY);
    world_next_day(&w, 1);
    store_ok(ctx, scan(&w, 0, 2, code_at(ctx, &p, task, s->clock.now_ms), 0, &got));
    assert_int_equal(got.approval, WR_SCAN_APPROVED);
    s->clock.now_ms += WR_BADGE_STEP_MS;
    run(&w, &MISSION_CANCEL, mission);
    store_ok(ctx, scan(&w, 0, 3, code_at(ctx, &p, task, s->clock.now_ms), 0, &got));
    assert_int_equal(got.approval, WR_SCAN_WITHDRAWN);
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_badge_svc_issue(ctx, p.uid, &p.issued));
    assert_int_equal(p.issued.warrants.n, 0);
}

static void a_statement_of_ones_own_is_unapproved(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_of(&w, 0, 1), q = phone_of(&w, 1, 2);
    struct wr_task t = {.officer_id = w.officer[0],
                        .plate = w.code[1],
                        .kind = WR_S("inspection"),
                        .source = WR_S("emergency"),
                        .basis = WR_S("突发事件")};
    struct wr_str task = wr_badge_text(ctx->arena, wr_task_body(ctx->arena, &t), NULL);
    struct wr_officer_scan got;

    int64_t now = s->clock.now_ms;
    refused(&w, WR_K_badge_other_enterprise, scan(&w, 0, 1, code_at(ctx, &p, task, now), 0, &got));
    refused(&w, WR_K_badge_warrant, scan(&w, 1, 2, code_at(ctx, &q, task, now), 0, &got));
    store_ok(ctx, scan(&w, 1, 3, code_at(ctx, &p, task, now), 0, &got));
    assert_int_equal(got.approval, WR_SCAN_UNAPPROVED);
    assert_int_equal(got.mission_id, 0);
    assert_true(wr_str_eq(got.basis, WR_S("突发事件")));
    /* an approval that nobody gave */
    t.kid = WR_S("p1");
    t.mission_id = 77;
    t.from = t.to = WR_S("2026-06-10");
    task = wr_badge_text(ctx->arena, wr_task_body(ctx->arena, &t), p.secret_key);
    s->clock.now_ms += WR_BADGE_STEP_MS;
    refused(&w, WR_K_badge_warrant,
            scan(&w, 1, 4, code_at(ctx, &p, task, s->clock.now_ms), 0, &got));
}

static void old_and_used_codes_are_refused(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_of(&w, 0, 1);
    struct wr_str task = {0};
    struct wr_officer_scan got;
    int64_t now = s->clock.now_ms;

    struct wr_str code = code_at(ctx, &p, task, now);
    store_ok(ctx, scan(&w, 0, 1, code, 0, &got));
    refused(&w, WR_K_badge_used, scan(&w, 1, 2, code, 0, &got));
    store_ok(ctx, scan(&w, 0, 3, code_at(ctx, &p, task, now - 2 * WR_BADGE_STEP_MS), 0, &got));
    store_ok(ctx, scan(&w, 0, 4, code_at(ctx, &p, task, now + 2 * WR_BADGE_STEP_MS), 0, &got));
    refused(&w, WR_K_badge_replayed,
            scan(&w, 0, 5, code_at(ctx, &p, task, now - 3 * WR_BADGE_STEP_MS), 0, &got));
    refused(&w, WR_K_badge_replayed,
            scan(&w, 0, 6, code_at(ctx, &p, task, now + 3 * WR_BADGE_STEP_MS), 0, &got));
    refused(&w, WR_K_badge_syntax, scan(&w, 0, 7, WR_S("https://h/p/ABC"), 0, &got));
    as_enterprise(&w, 0);
    ctx->actor.enterprise_id = 0;
    struct wr_officer_scan_new in = {.uid = uuid(ctx, 1), .code = code};
    refused(&w, WR_K_denied, wr_officer_scan_svc_add(ctx, &in, &got));
}

static void an_offline_scan_is_marked(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_of(&w, 0, 1);
    struct wr_device d;
    struct wr_officer_scan got;
    int64_t at = s->clock.now_ms + 60000;
    struct wr_str code = code_at(ctx, &p, (struct wr_str){0}, at),
                  later = code_at(ctx, &p, (struct wr_str){0}, at + 2 * 3600000);

    s->clock.now_ms += 3600000;
    refused(&w, WR_K_badge_offline_time, scan(&w, 0, 1, code, at + 5 * WR_BADGE_STEP_MS, &got));
    refused(&w, WR_K_badge_offline_late, scan(&w, 0, 1, code, at + 2 * 3600000, &got));
    store_ok(ctx, scan(&w, 0, 1, code, at, &got));
    assert_true(got.offline);
    assert_int_equal(got.at_ms, at);
    assert_int_equal(got.received_ms, s->clock.now_ms);
    /* revoked in between: what was scanned before that stands, what after does not */
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_device_svc_revoke(ctx, p.uid, WR_S("丢失"), &d));
    s->clock.now_ms += 3 * 3600000;
    refused(&w, WR_K_badge_revoked, scan(&w, 0, 2, later, at + 2 * 3600000, &got));
    struct wr_str before = code_at(ctx, &p, (struct wr_str){0}, at + 90000);
    store_ok(ctx, scan(&w, 0, 3, before, at + 90000, &got));
    world_next_day(&w, 8);
    refused(&w, WR_K_badge_offline_late, scan(&w, 0, 4, later, at + 2 * 3600000, &got));
}

static void dead_badges_are_refused(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_of(&w, 0, 1), q = p;
    struct wr_badge b;
    struct wr_str body, none = {0};
    struct wr_device d;
    struct wr_officer_scan got;
    uint8_t sig[WR_ED25519_SIG];

    assert_true(wr_badge_parse(ctx->arena, p.issued.badge, &b, &body, sig));
    q.issued.badge = wr_badge_text(ctx->arena, body, p.secret_key);
    refused(&w, WR_K_badge_foreign,
            scan(&w, 0, 1, code_at(ctx, &q, none, s->clock.now_ms), 0, &got));
    q = p;
    q.secret_key[0] ^= 1; /* another phone with a copy of the badge */
    refused(&w, WR_K_badge_device_sig,
            scan(&w, 0, 1, code_at(ctx, &q, none, s->clock.now_ms), 0, &got));
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_device_svc_revoke(ctx, p.uid, WR_S("丢失"), &d));
    refused(&w, WR_K_badge_revoked,
            scan(&w, 0, 1, code_at(ctx, &p, none, s->clock.now_ms), 0, &got));
    p = phone_of(&w, 0, 2);
    s->clock.now_ms += WR_BADGE_LIFE_MS;
    refused(&w, WR_K_badge_expired,
            scan(&w, 0, 1, code_at(ctx, &p, none, s->clock.now_ms), 0, &got));
    s->clock.now_ms = world_day_ms("2030-12-30"); /* the certificate ends with the 31st */
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_badge_svc_issue(ctx, p.uid, &p.issued));
    assert_int_equal(p.issued.expires_ms, world_day_ms("2031-01-01"));
    s->clock.now_ms = world_day_ms("2031-01-01");
    refused(&w, WR_K_badge_cert_expired,
            scan(&w, 0, 1, code_at(ctx, &p, none, s->clock.now_ms), 0, &got));
}

static void the_revocation_list_is_signed(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_of(&w, 0, 1), q = phone_of(&w, 1, 2);
    struct wr_badge_revocations r;
    struct wr_device d;

    store_ok(ctx, wr_device_svc_revoke(ctx, q.uid, WR_S("丢失"), &d));
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_device_svc_revoke(ctx, p.uid, WR_S("丢失"), &d));
    store_ok(ctx, wr_badge_svc_revocations(ctx, &r));
    assert_int_equal(r.keys.n, 2);
    const struct wr_str *keys = r.keys.p;
    assert_true(wr_str_cmp(keys[0], keys[1]) < 0);
    struct wr_str sig = wr_unbase64url(ctx->arena, r.sig);
    struct wr_str text = wr_badge_revocations_text(ctx->arena, r.issued_ms, keys, 2);
    const struct wr_signing_key *key = wr_keys_plate_by_kid(ctx->keys, r.kid);
    assert_true(key && wr_ed25519_verify(key->public_key, text, (const uint8_t *)sig.p));
    s->clock.now_ms +=
        WR_BADGE_LIFE_MS + 1; /* their badges have run out: nothing left to call back */
    store_ok(ctx, wr_badge_svc_revocations(ctx, &r));
    assert_int_equal(r.keys.n, 0);
}

/* ---- for the visit ---------------------------------------------------------------------------- */

struct door {
    struct world *w;
    struct wr_str uid;
    int64_t scan_id, visit_id, other_visit_id, at_ms;
};

static int door_tx(struct wr_tx *tx, void *arg)
{
    struct door *d = arg;
    struct world *w = d->w;
    struct wr_officer_scan s;
    int64_t e = w->enterprise[0], o = w->officer[0];

    assert_int_equal(wr_officer_scan_for_in(tx, e, o, d->at_ms + 1, d->at_ms + 9, &s),
                     WR_ENOTFOUND);
    assert_int_equal(wr_officer_scan_for_in(tx, e, w->officer[1], 0, d->at_ms, &s), WR_ENOTFOUND);
    assert_int_equal(wr_officer_scan_for_in(tx, e, o, d->at_ms - 9, d->at_ms, &s), 0);
    assert_int_equal(s.id, d->scan_id);
    assert_int_equal(wr_officer_scan_by_uid_in(tx, d->uid, &s), 0);
    assert_int_equal(s.id, d->scan_id);
    int rc = wr_officer_scan_link_in(tx, d->scan_id, d->visit_id);
    if (rc == 0)
        rc = wr_officer_scan_link_in(tx, d->scan_id, d->visit_id); /* again: nothing changes */
    if (rc < 0)
        return rc;
    assert_int_equal(wr_officer_scan_link_in(tx, d->scan_id, d->other_visit_id), WR_ECONFLICT);
    assert_int_equal(wr_officer_scan_for_in(tx, e, o, d->at_ms - 9, d->at_ms, &s), WR_ENOTFOUND);
    assert_int_equal(wr_officer_scan_get_in(tx, d->scan_id, &s), 0);
    assert_int_equal(s.visit_id, d->visit_id);
    wr_err_reset(wr_tx_ctx(tx));
    return 0;
}

static int seen_tx(struct wr_tx *tx, void *arg)
{
    struct wr_device d;

    int rc = wr_device_find_in(tx, *(const struct wr_str *)arg, &d);
    return rc < 0 ? rc : wr_device_seen_in(tx, d.id); /* no leaf: it is no evidence */
}

static void a_visit_takes_its_scan(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_of(&w, 0, 1);
    struct wr_officer_scan got;
    struct wr_visit v, v2;

    assert_int_equal(world_check_in(&w, 0, 1, 0, 1, &v), 0);
    assert_int_equal(world_check_in(&w, 2, 3, 1, 2, &v2), 0);
    store_ok(ctx, scan(&w, 0, 1, code_at(ctx, &p, (struct wr_str){0}, s->clock.now_ms), 0, &got));
    struct door d = {&w, got.uid, got.id, v.id, v2.id, got.at_ms};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.door", door_tx, &d));
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.seen", seen_tx, &p.uid));
    assert_true(log_holds(&w));
    /* who sees it */
    struct wr_officer_scan_query q = {.enterprise_id = 0};
    struct wr_list list;
    struct wr_str next;
    as_enterprise(&w, 1);
    store_ok(ctx, wr_officer_scan_svc_list(ctx, &q, &list, &next));
    assert_int_equal(list.n, 0);
    as_enterprise(&w, 0);
    store_ok(ctx, wr_officer_scan_svc_list(ctx, &q, &list, &next));
    assert_int_equal(list.n, 1);
    world_as_officer(&w, ctx, 9); /* another district */
    store_ok(ctx, wr_officer_scan_svc_list(ctx, &q, &list, &next));
    assert_int_equal(list.n, 0);
}

int main(void)
{
    struct store_test tests[] = {
        STORE_TEST(a_phone_is_registered_once),
        STORE_TEST(who_may_see_and_revoke),
        STORE_TEST(a_badge_needs_a_certificate_and_a_post),
        STORE_TEST(a_code_is_scanned_and_kept),
        STORE_TEST(approval_is_judged_on_the_day),
        STORE_TEST(a_statement_of_ones_own_is_unapproved),
        STORE_TEST(old_and_used_codes_are_refused),
        STORE_TEST(an_offline_scan_is_marked),
        STORE_TEST(dead_badges_are_refused),
        STORE_TEST(the_revocation_list_is_signed),
        STORE_TEST(a_visit_takes_its_scan),
    };
    return world_run("badge", tests, sizeof(tests) / sizeof(tests[0]));
}
