/* Officers, recusals, liaisons, their tasks and plans in the database, and what the log says of it all. */
#include "store.h"

#include "app/embedded.h"
#include "base/calendar.h"
#include "base/keys.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/enterprise/enterprise_use.h"
#include "modules/liaison/liaison_use.h"
#include "modules/liaison/plan_rules.h"
#include "modules/officer/officer_rules.h"
#include "modules/officer/officer_use.h"
#include "modules/region/region_svc.h"

#include <stdio.h>

static const struct wr_audit_entity *const *const ENTITIES[] = {
    wr_region_entities, wr_enterprise_entities, wr_officer_entities, wr_liaison_entities, NULL};

static const struct wr_stmt SECOND_MAIN = {.name = "t_second_main",
                                           .sql =
                                               "INSERT INTO liaison_assignment (enterprise_id, "
                                               "officer_id, kind, from_ms, reason, note, version)"
                                               " VALUES ($1, $2, 'main', 1, 'initial', '', 1)",
                                           .params = "ii",
                                           .cols = "",
                                           .ephemeral = true};

#define OFFICERS 4
#define FILES 8
#define T0 INT64_C(1790000000000) /* 2026-09-21 */

/* Two districts; officers 0, 1, 2 in the first, 3 in the second; enterprises 0 … 5 in the first, 6 and 7 in the second. */
static struct {
    int64_t districts[2], officers[OFFICERS], files[FILES];
} made;

static int make_tx(struct wr_tx *tx, void *arg)
{
    static const char *const officers[OFFICERS] = {"张试", "李试", "王试", "赵试"};
    static const char *const files[FILES] = {"甲厂", "乙厂", "丙厂", "丁厂",
                                             "戊厂", "己厂", "庚厂", "辛厂"};
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    int rc = 0;
    (void)arg;
    for (int i = 0; rc == 0 && i < 2; i++) {
        struct wr_region d = {.name = i ? WR_S("金水区") : WR_S("中原区"),
                              .level = WR_REGION_DISTRICT};
        rc = wr_region_add_in(tx, &d, &made.districts[i]);
    }
    for (int i = 0; rc == 0 && i < OFFICERS; i++) {
        struct wr_officer o = {.name = wr_str(officers[i]),
                               .unit = WR_S("分局"),
                               .title = WR_S(""),
                               .cert_no = wr_arena_printf(a, "A%d", i),
                               .phone = WR_S("0371-60000000"),
                               .in_post = true,
                               .capacity = 3,
                               .has_lng_e6 = true,
                               .has_lat_e6 = true,
                               .lng_e6 = 113600000 + 10000 * i,
                               .lat_e6 = 34700000,
                               .district_id = made.districts[i == 3]};
        rc = wr_officer_add_in(tx, &o, &made.officers[i]);
    }
    for (int i = 0; rc == 0 && i < FILES; i++) {
        struct wr_enterprise e = WR_ENTERPRISE_NEW;
        e.name = wr_str(files[i]);
        e.district_id = made.districts[i >= 6];
        e.has_lng_e6 = e.has_lat_e6 = true;
        e.lng_e6 = 113600000 + 5000 * i;
        e.lat_e6 = 34700000;
        rc = wr_enterprise_add_in(tx, &e, WR_S("测试"), &made.files[i]);
    }
    return rc;
}

static void begin(struct store *s)
{
    s->ctx.entities = ENTITIES;
    s->ctx.actor = (struct wr_actor){.system = true};
    s->clock.now_ms = T0;
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.make", make_tx, NULL));
}

static void end(struct store *s)
{
    struct wr_audit_verdict v;
    s->ctx.actor = (struct wr_actor){.system = true};
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg("log: " WR_FMT, WR_ARG(v.first_bad));
}

static int64_t assign(struct store *s, int file, int officer)
{
    struct wr_assignment_new in = {.enterprise_id = made.files[file],
                                   .officer_id = made.officers[officer],
                                   .kind = WR_LIAISON_MAIN,
                                   .reason = WR_LIAISON_ROTATION,
                                   .note = WR_S("交接清楚")};
    struct wr_assignment a;
    store_ok(&s->ctx, wr_liaison_svc_assign(&s->ctx, &in, &a));
    assert_int_equal(a.officer_id, made.officers[officer]);
    return a.id;
}

static void refused(struct store *s, int rc, enum wr_key key)
{
    assert_true(rc < 0);
    if (s->ctx.err.key != key)
        fail_msg("key %s, want %s", wr_key_info(s->ctx.err.key)->key, wr_key_info(key)->key);
    wr_err_reset(&s->ctx);
}

static int try_assign(struct store *s, int64_t file, int64_t officer)
{
    struct wr_assignment_new in = {
        .enterprise_id = file, .officer_id = officer, .reason = WR_LIAISON_TRANSFER};
    struct wr_assignment a;
    return wr_liaison_svc_assign(&s->ctx, &in, &a);
}

static struct wr_officer officer(struct store *s, int i)
{
    struct wr_officer o;
    store_ok(&s->ctx, wr_officer_svc_get(&s->ctx, made.officers[i], &o));
    return o;
}

static void change_officer(struct store *s, int i, bool in_post, int64_t capacity)
{
    struct wr_officer o = officer(s, i);
    struct wr_officer_edit e = wr_officer_rules_edit_of(&o);
    e.in_post = in_post;
    e.capacity = capacity;
    e.reason = WR_S("测试");
    store_ok(&s->ctx, wr_officer_svc_change(&s->ctx, o.id, o.version, &e, &o));
}

static struct wr_list tasks(struct store *s, struct wr_task_query q)
{
    struct wr_list items;
    struct wr_str next;
    store_ok(&s->ctx, wr_task_svc_list(&s->ctx, &q, &items, &next));
    return items;
}

/* ---- officers ---- */

static void officers_are_kept_by_certificate(struct store *s)
{
    begin(s);
    struct wr_officer o = officer(s, 0);
    assert_int_equal(o.cert_state, WR_CERT_VALID);
    assert_true(wr_str_eq(o.pinyin, WR_S("zs")));
    struct wr_officer_edit e = wr_officer_rules_edit_of(&o);
    e.reason = WR_S("测试");
    int64_t id = 0;
    refused(s, wr_officer_svc_add(&s->ctx, &e, &id), WR_K_officer_cert_taken);
    e.cert_no = WR_S("NEW");
    e.cert_from = WR_S("2026-01-01");
    e.cert_to = WR_S("2026-09-20");
    store_ok(&s->ctx, wr_officer_svc_add(&s->ctx, &e, &id));
    struct wr_officer added;
    store_ok(&s->ctx, wr_officer_svc_get(&s->ctx, id, &added));
    assert_int_equal(added.cert_state, WR_CERT_EXPIRED);
    refused(s, wr_officer_svc_change(&s->ctx, o.id, o.version + 1, &e, &o), WR_K_version_conflict);
    e.phone = WR_S("x");
    e.cert_to = WR_S("2025-01-01");
    e.has_lat_e6 = false;
    assert_int_equal(wr_officer_svc_add(&s->ctx, &e, &id), WR_EINVALID);
    assert_int_equal(s->ctx.err.n_faults, 3);
    wr_err_reset(&s->ctx);
    end(s);
}

static void officers_are_listed_by_scope_and_word(struct store *s)
{
    begin(s);
    struct wr_list items;
    struct wr_str next;
    struct wr_officer_query q = {.has_limit = true, .limit = 3};
    store_ok(&s->ctx, wr_officer_svc_list(&s->ctx, &q, &items, &next));
    assert_int_equal(items.n, 3);
    assert_true(wr_str_i64(next, &q.cursor));
    store_ok(&s->ctx, wr_officer_svc_list(&s->ctx, &q, &items, &next));
    assert_int_equal(items.n, 1);
    assert_null(next.p);
    static const struct {
        const char *q;
        size_t n;
    } words[] = {{"试", 4}, {"LS", 1}, {"A1", 1}, {"%", 0}, {"_", 0}, {"\\", 0}, {"分局", 4}};
    for (size_t i = 0; i < WR_ARRAY_LEN(words); i++) {
        q = (struct wr_officer_query){.q = wr_str(words[i].q)};
        store_ok(&s->ctx, wr_officer_svc_list(&s->ctx, &q, &items, &next));
        assert_int_equal(items.n, words[i].n);
    }
    s->ctx.actor = (struct wr_actor){
        .user_id = 9, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = made.districts[1]};
    q = (struct wr_officer_query){0};
    store_ok(&s->ctx, wr_officer_svc_list(&s->ctx, &q, &items, &next));
    assert_int_equal(items.n, 1);
    struct wr_officer o;
    refused(s, wr_officer_svc_get(&s->ctx, made.officers[0], &o), WR_K_not_found);
    struct wr_officer_edit e = {.name = WR_S("外人"),
                                .unit = WR_S("分局"),
                                .phone = WR_S("12345"),
                                .in_post = true,
                                .district_id = made.districts[0],
                                .reason = WR_S("测试")};
    int64_t id = 0;
    refused(s, wr_officer_svc_add(&s->ctx, &e, &id), WR_K_denied);
    end(s);
}

static void recusals_keep_pairs_apart(struct store *s)
{
    begin(s);
    struct wr_recusal_new in = {.enterprise_id = made.files[0], .reason = WR_S("亲属任职")};
    int64_t id = 0;
    int64_t a = assign(s, 0, 0);
    refused(s, wr_recusal_svc_add(&s->ctx, made.officers[0], &in, &id), WR_K_recusal_is_liaison);
    (void)assign(s, 0, 1);
    store_ok(&s->ctx, wr_recusal_svc_add(&s->ctx, made.officers[0], &in, &id));
    refused(s, wr_recusal_svc_add(&s->ctx, made.officers[0], &in, &id), WR_K_recusal_exists);
    refused(s, try_assign(s, made.files[0], made.officers[0]), WR_K_liaison_recused);
    struct wr_list items;
    store_ok(&s->ctx, wr_recusal_svc_list(&s->ctx, made.officers[0], &items));
    assert_int_equal(items.n, 1);
    store_ok(&s->ctx, wr_recusal_svc_end(&s->ctx, id, WR_S("已调离")));
    refused(s, wr_recusal_svc_end(&s->ctx, id, WR_S("已调离")), WR_K_recusal_ended);
    assert_int_not_equal(a, assign(s, 0, 0));
    end(s);
}

/* ---- liaisons ---- */

struct pair {
    int64_t file, officer;
};

static int second_tx(struct wr_tx *tx, void *arg)
{
    const struct pair *p = arg;
    return wr_exec(tx, &SECOND_MAIN, NULL, WR_I(p->file), WR_I(p->officer));
}

static void an_enterprise_has_one_liaison(struct store *s)
{
    begin(s);
    int64_t first = assign(s, 0, 0);
    refused(s, try_assign(s, made.files[0], made.officers[0]), WR_K_liaison_same);
    s->clock.now_ms += 5 * WR_DAY_MS;
    int64_t second = assign(s, 0, 1);
    struct pair p = {made.files[0], made.officers[2]};
    assert_int_equal(wr_tx_run(&s->ctx, WR_TX_WRITE, "test.second", second_tx, &p), WR_ECONFLICT);
    wr_err_reset(&s->ctx);

    struct wr_list items;
    struct wr_str next;
    struct wr_assignment_query q = {.enterprise_id = made.files[0]};
    store_ok(&s->ctx, wr_liaison_svc_list(&s->ctx, &q, &items, &next));
    const struct wr_assignment *a = items.p;
    assert_int_equal(items.n, 2);
    assert_int_equal(a[0].id, second);
    assert_int_equal(a[0].to_ms, 0);
    assert_int_equal(a[1].id, first);
    assert_int_equal(a[1].to_ms, a[0].from_ms);
    assert_int_equal(a[1].ended_reason, WR_LIAISON_ROTATION);
    q = (struct wr_assignment_query){.has_active = true, .active = false};
    store_ok(&s->ctx, wr_liaison_svc_list(&s->ctx, &q, &items, &next));
    assert_int_equal(items.n, 1);

    struct wr_assignment_end out = {.reason = WR_LIAISON_LEAVE, .note = WR_S("病假")};
    store_ok(&s->ctx, wr_liaison_svc_end(&s->ctx, second, &out));
    refused(s, wr_liaison_svc_end(&s->ctx, second, &out), WR_K_liaison_ended);
    out.reason = WR_LIAISON_EXPIRED;
    assert_int_equal(wr_liaison_svc_end(&s->ctx, second, &out), WR_EINVALID);
    end(s);
}

static void unfit_officers_are_refused(struct store *s)
{
    begin(s);
    refused(s, try_assign(s, made.files[0], made.officers[3]), WR_K_liaison_district);
    refused(s, try_assign(s, made.files[0], 999), WR_K_not_found);
    refused(s, try_assign(s, 999, made.officers[0]), WR_K_not_found);
    change_officer(s, 1, false, 3);
    refused(s, try_assign(s, made.files[0], made.officers[1]), WR_K_liaison_not_in_post);
    change_officer(s, 0, true, 1);
    (void)assign(s, 0, 0);
    refused(s, try_assign(s, made.files[1], made.officers[0]), WR_K_liaison_capacity);
    struct wr_status_change closed = {
        .status = WR_ENT_CLOSED, .date = WR_S("2026-09-01"), .reason = WR_S("停产")};
    store_ok(&s->ctx, wr_enterprise_svc_status(&s->ctx, made.files[0], &closed));
    refused(s, try_assign(s, made.files[0], made.officers[2]), WR_K_liaison_enterprise);
    int64_t n = 0;
    store_ok(&s->ctx, wr_liaison_svc_sweep(&s->ctx, &n));
    assert_int_equal(n, 1);
    assert_int_equal(officer(s, 0).enterprises_n, 0);
    s->ctx.actor = (struct wr_actor){
        .user_id = 9, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = made.districts[1]};
    refused(s, try_assign(s, made.files[1], made.officers[0]), WR_K_not_found);
    end(s);
}

static void a_cover_stands_beside_until_its_day(struct store *s)
{
    begin(s);
    struct wr_assignment a;
    (void)assign(s, 0, 0);
    struct wr_assignment_new in = {.enterprise_id = made.files[0],
                                   .officer_id = made.officers[1],
                                   .kind = WR_LIAISON_COVER,
                                   .reason = WR_LIAISON_COVERING};
    refused(s, wr_liaison_svc_assign(&s->ctx, &in, &a), WR_K_input_faulty);
    in.until = WR_S("2026-09-20");
    refused(s, wr_liaison_svc_assign(&s->ctx, &in, &a), WR_K_input_faulty);
    in.until = WR_S("2026-09-30");
    store_ok(&s->ctx, wr_liaison_svc_assign(&s->ctx, &in, &a));
    assert_int_equal(a.kind, WR_LIAISON_COVER);
    refused(s, wr_liaison_svc_assign(&s->ctx, &in, &a), WR_K_liaison_cover);
    in.officer_id = made.officers[0];
    refused(s, wr_liaison_svc_assign(&s->ctx, &in, &a), WR_K_liaison_same);
    int64_t n = 0;
    s->clock.now_ms = T0 + 9 * WR_DAY_MS;
    store_ok(&s->ctx, wr_liaison_svc_sweep(&s->ctx, &n));
    assert_int_equal(n, 0);
    s->clock.now_ms = T0 + 10 * WR_DAY_MS;
    store_ok(&s->ctx, wr_liaison_svc_sweep(&s->ctx, &n));
    assert_int_equal(n, 1);
    assert_int_equal(officer(s, 0).enterprises_n, 1);
    end(s);
}

static void figures_add_up(struct store *s)
{
    begin(s);
    for (int i = 0; i < 3; i++)
        (void)assign(s, i, 0);
    (void)assign(s, 6, 3);
    change_officer(s, 3, false, 3);
    struct wr_coverage c;
    store_ok(&s->ctx, wr_liaison_svc_coverage(&s->ctx, 0, &c));
    assert_int_equal(c.paired_n, 8);
    assert_int_equal(c.covered_n, 4);
    assert_int_equal(c.coverage_bp, 5000);
    assert_int_equal(c.not_in_post_n, 1);
    assert_int_equal(c.by_district.n, 2);
    s->clock.now_ms += 60 * WR_DAY_MS; /* T4 and T5 are overdue, the other four open */
    struct wr_list rows;
    store_ok(&s->ctx, wr_liaison_svc_workload(&s->ctx, made.districts[0], &rows));
    const struct wr_workload *w = rows.p;
    assert_int_equal(rows.n, 3);
    assert_int_equal(w[0].enterprises_n, 3);
    assert_int_equal(w[0].tasks_open_n, 18);
    assert_int_equal(w[0].tasks_overdue_n, 6);
    assert_int_equal(w[1].tasks_open_n, 0);
    end(s);
}

/* ---- tasks ---- */

static void tasks_open_close_and_come_again(struct store *s)
{
    begin(s);
    (void)assign(s, 0, 0);
    struct wr_list items = tasks(s, (struct wr_task_query){.enterprise_id = made.files[0]});
    struct wr_liaison_task *t = items.p;
    assert_int_equal(items.n, 6);
    assert_true(wr_str_eq(t[0].task_code, WR_S("T4")));
    assert_true(wr_str_eq(t[0].due_on, WR_S("2026-10-21")));
    assert_true(wr_str_eq(t[0].task_name, WR_S("设施运行")));

    struct wr_task_done in = {.result = WR_S("正常")};
    int64_t none[] = {12345};
    in.evidence_ids = (struct wr_list){none, 1};
    refused(s, wr_task_svc_done(&s->ctx, t[0].id, &in), WR_K_liaison_evidence);
    in.evidence_ids.n = 0;
    s->ctx.actor =
        (struct wr_actor){.user_id = 5, .roles = WR_ROLE_OFFICER, .officer_id = made.officers[1]};
    refused(s, wr_task_svc_done(&s->ctx, t[0].id, &in), WR_K_liaison_task_owner);
    s->ctx.actor.officer_id = made.officers[0];
    s->clock.now_ms += 35 * WR_DAY_MS;
    store_ok(&s->ctx, wr_task_svc_done(&s->ctx, t[0].id, &in));
    refused(s, wr_task_svc_done(&s->ctx, t[0].id, &in), WR_K_liaison_task_closed);

    struct wr_task_query q = {
        .officer_id = made.officers[0], .has_state = true, .state = WR_TASK_OVERDUE};
    assert_int_equal(tasks(s, q).n, 1); /* T5 */
    q.state = WR_TASK_DONE;
    assert_int_equal(tasks(s, q).n, 1);
    q.state = WR_TASK_OPEN;
    items = tasks(s, q);
    t = items.p;
    assert_int_equal(items.n, 5);
    assert_true(wr_str_eq(t[0].due_on, WR_S("2026-11-25"))); /* T4 again */
    q = (struct wr_task_query){.has_limit = true, .limit = 2};
    size_t seen = 0;
    do {
        struct wr_str next;
        store_ok(&s->ctx, wr_task_svc_list(&s->ctx, &q, &items, &next));
        seen += items.n;
        q.cursor = next;
    } while (q.cursor.p);
    assert_int_equal(seen, 6);
    end(s);
}

static void open_tasks_go_over_with_their_day(struct store *s)
{
    begin(s);
    int64_t first = assign(s, 0, 0);
    s->clock.now_ms +=
        40 * WR_DAY_MS; /* 2026-10-31: T4, T5 overdue since 10-21; T1, T3 due 12-20 */
    int64_t second = assign(s, 0, 1);
    struct wr_list items = tasks(s, (struct wr_task_query){.enterprise_id = made.files[0]});
    const struct wr_liaison_task *t = items.p;
    assert_int_equal(items.n, 6);
    assert_true(wr_str_eq(t[0].due_on, WR_S("2026-11-07")));
    assert_true(wr_str_eq(t[2].due_on, WR_S("2026-12-20")));
    assert_int_equal(t[0].officer_id, made.officers[1]);

    struct wr_handover h;
    store_ok(&s->ctx, wr_liaison_svc_handover(&s->ctx, first, &h));
    assert_true(h.has_from_officer && h.has_to_officer);
    assert_int_equal(h.from_officer.id, made.officers[0]);
    assert_int_equal(h.to_officer.id, made.officers[1]);
    assert_int_equal(h.open_tasks.n, 6);
    assert_int_equal(h.notes.n, 2);
    store_ok(&s->ctx, wr_liaison_svc_handover(&s->ctx, second, &h));
    assert_int_equal(h.from_officer.id, made.officers[0]);
    assert_int_equal(h.to_officer.id, made.officers[1]);
    assert_int_equal(h.open_tasks.n, 6);
    store_ok(&s->ctx, wr_liaison_svc_handover(&s->ctx, assign(s, 1, 0), &h));
    assert_false(h.has_from_officer);
    refused(s, wr_liaison_svc_handover(&s->ctx, 999, &h), WR_K_not_found);
    end(s);
}

static void codes_are_the_bureaus(struct store *s)
{
    begin(s);
    (void)assign(s, 0, 0);
    (void)assign(s, 1, 0);
    struct wr_list codes;
    store_ok(&s->ctx, wr_liaison_svc_seed(&s->ctx)); /* again: nothing */
    store_ok(&s->ctx, wr_task_svc_codes(&s->ctx, &codes));
    const struct wr_task_code *c = codes.p;
    assert_int_equal(codes.n, 6);
    assert_true(wr_str_eq(c[0].origin, WR_S("bureau-defined")));
    struct wr_task_code_edit in = {.code = WR_S("T1"),
                                   .name_zh = WR_S("走访"),
                                   .name_en = WR_S("Call"),
                                   .due_days = 10,
                                   .active = true,
                                   .sort = 9,
                                   .reason = WR_S("测试")};
    int64_t id = 0;
    refused(s, wr_task_svc_code_add(&s->ctx, &in, &id), WR_K_liaison_code_taken);
    in.code = WR_S("T7");
    store_ok(&s->ctx, wr_task_svc_code_add(&s->ctx, &in, &id));
    assert_int_equal(tasks(s, (struct wr_task_query){0}).n, 14);
    struct wr_task_code changed;
    in.active = false;
    in.code = WR_S("T2");
    refused(s, wr_task_svc_code_change(&s->ctx, id, 1, &in, &changed), WR_K_liaison_code_taken);
    in.code = WR_S("T7");
    refused(s, wr_task_svc_code_change(&s->ctx, id, 2, &in, &changed), WR_K_version_conflict);
    store_ok(&s->ctx, wr_task_svc_code_change(&s->ctx, id, 1, &in, &changed));
    assert_int_equal(changed.version, 2);
    (void)assign(s, 2, 0);
    assert_int_equal(tasks(s, (struct wr_task_query){.enterprise_id = made.files[2]}).n, 6);
    end(s);
}

/* ---- plans ---- */

static struct wr_plan propose(struct store *s, struct wr_plan_params p)
{
    struct wr_plan plan;
    store_ok(&s->ctx, wr_plan_svc_propose(&s->ctx, &p, &plan));
    return plan;
}

static void a_plan_covers_the_city(struct store *s)
{
    begin(s);
    (void)assign(s, 0, 1);
    struct wr_plan plan =
        propose(s, (struct wr_plan_params){.keep_bp = 10000, .distance_bp = 10000});
    assert_int_equal(plan.enterprises_n, 8);
    assert_int_equal(plan.changed_n, 7);
    assert_int_equal(plan.unassigned_n, 0);
    assert_int_equal(plan.before.coverage_bp, 1250);
    assert_int_equal(plan.after.coverage_bp, 10000);
    assert_int_equal(plan.after.load_min, 2);
    assert_int_equal(plan.after.load_max, 2);
    struct wr_list changes;
    struct wr_str next;
    int64_t total = 0;
    struct wr_page_query q = {.has_limit = true, .limit = 5};
    store_ok(&s->ctx, wr_plan_svc_changes(&s->ctx, plan.id, &q, &changes, &next, &total));
    assert_int_equal(total, 7);
    assert_int_equal(changes.n, 5);
    assert_true(wr_str_eq(next, WR_S("5")));
    assert_true(((const struct wr_plan_change *)changes.p)[0].to_officer_name.n > 0);
    store_ok(&s->ctx, wr_plan_svc_apply(&s->ctx, plan.id, WR_S("首次结对"), &plan));
    assert_int_equal(plan.state, WR_PLAN_APPLIED);
    refused(s, wr_plan_svc_apply(&s->ctx, plan.id, WR_S("再来"), &plan), WR_K_liaison_plan_state);
    refused(s, wr_plan_svc_discard(&s->ctx, plan.id, &plan), WR_K_liaison_plan_state);
    struct wr_coverage c;
    store_ok(&s->ctx, wr_liaison_svc_coverage(&s->ctx, 0, &c));
    assert_int_equal(c.coverage_bp, 10000);
    plan = propose(s, (struct wr_plan_params){.keep_bp = 10000, .distance_bp = 10000});
    assert_int_equal(plan.changed_n, 0);
    end(s);
}

static void a_plan_moves_only_what_must(struct store *s)
{
    begin(s);
    for (int i = 0; i < 3; i++)
        (void)assign(s, i, 0);
    for (int i = 3; i < 6; i++)
        (void)assign(s, i, 1);
    change_officer(s, 0, false, 3);
    struct wr_plan_output out;
    struct wr_plan_params p = {
        .keep_bp = 1000000, .distance_bp = 10000, .district_id = made.districts[0]};
    store_ok(&s->ctx, wr_plan_svc_simulate(&s->ctx, &p, &out));
    assert_int_equal(out.changes_n, 3);
    for (size_t i = 0; i < out.changes_n; i++) {
        assert_int_equal(out.changes[i].reason, WR_WHY_NOT_IN_POST);
        assert_int_equal(out.changes[i].to_officer_id, made.officers[2]);
    }
    change_officer(s, 2, true, 2); /* room for two: one stays where it is */
    store_ok(&s->ctx, wr_plan_svc_simulate(&s->ctx, &p, &out));
    assert_int_equal(out.changes_n, 2);
    assert_int_equal(out.summary.unassigned_n, 1);
    assert_int_equal(out.summary.after.coverage_bp, 10000);
    p.only_uncovered = true;
    store_ok(&s->ctx, wr_plan_svc_simulate(&s->ctx, &p, &out));
    assert_int_equal(out.changes_n, 2);
    p = (struct wr_plan_params){
        .has_load_max = true, .load_max = 2, .district_id = made.districts[0]};
    store_ok(&s->ctx, wr_plan_svc_simulate(&s->ctx, &p, &out));
    assert_int_equal(out.summary.unassigned_n, 2);
    end(s);
}

static void a_swap_of_full_officers_is_carried_out(struct store *s)
{
    begin(s);
    for (int i = 0; i < 3; i++) {
        (void)assign(s, i, 1); /* far from both, so that everything wants to change sides */
        (void)assign(s, i + 3, 0);
    }
    change_officer(s, 2, false, 3);
    struct wr_plan plan = propose(s, (struct wr_plan_params){.distance_bp = 100000});
    assert_true(plan.changed_n >= 4);
    assert_true(plan.after.distance_mean_m < plan.before.distance_mean_m);
    store_ok(&s->ctx, wr_plan_svc_apply(&s->ctx, plan.id, WR_S("就近"), &plan));
    assert_int_equal(officer(s, 0).enterprises_n, 3);
    assert_int_equal(officer(s, 1).enterprises_n, 3);
    end(s);
}

static void a_stale_plan_changes_nothing(struct store *s)
{
    begin(s);
    struct wr_plan plan = propose(s, (struct wr_plan_params){.distance_bp = 10000});
    (void)assign(s, 3, 2);
    refused(s, wr_plan_svc_apply(&s->ctx, plan.id, WR_S("执行"), &plan), WR_K_liaison_plan_stale);
    struct wr_coverage c;
    store_ok(&s->ctx, wr_liaison_svc_coverage(&s->ctx, 0, &c));
    assert_int_equal(c.covered_n, 1);
    s->ctx.actor = (struct wr_actor){
        .user_id = 0, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = made.districts[1]};
    refused(s, wr_plan_svc_get(&s->ctx, plan.id, &plan), WR_K_not_found);
    struct wr_plan own = propose(s, (struct wr_plan_params){.district_id = made.districts[0]});
    assert_int_equal(own.enterprises_n, 2);
    assert_int_equal(own.district_id, made.districts[1]);
    store_ok(&s->ctx, wr_plan_svc_discard(&s->ctx, own.id, &own));
    assert_int_equal(own.state, WR_PLAN_DISCARDED);
    end(s);
}

int main(void)
{
    const struct store_test tests[] = {STORE_TEST(officers_are_kept_by_certificate),
                                       STORE_TEST(officers_are_listed_by_scope_and_word),
                                       STORE_TEST(recusals_keep_pairs_apart),
                                       STORE_TEST(an_enterprise_has_one_liaison),
                                       STORE_TEST(unfit_officers_are_refused),
                                       STORE_TEST(a_cover_stands_beside_until_its_day),
                                       STORE_TEST(figures_add_up),
                                       STORE_TEST(tasks_open_close_and_come_again),
                                       STORE_TEST(open_tasks_go_over_with_their_day),
                                       STORE_TEST(codes_are_the_bureaus),
                                       STORE_TEST(a_plan_covers_the_city),
                                       STORE_TEST(a_plan_moves_only_what_must),
                                       STORE_TEST(a_swap_of_full_officers_is_carried_out),
                                       STORE_TEST(a_stale_plan_changes_nothing)};
    return store_run("liaison", tests, WR_ARRAY_LEN(tests));
}
