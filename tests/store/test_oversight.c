/* The monthly statement from the database and from an exported file; figures and their lists; ranks; weak proofs. */
#include "visit_world.h"

#include "base/keys.h"
#include "base/text.h"
#include "modules/dossier/export.h"
#include "modules/oversight/oversight_use.h"

#include <stdio.h>

/* ---- a year of rows, made by the use cases and finished by hand ----------------------------------- */

static const struct wr_stmt MARK = {
    .name = "test_mark",
    .sql = "UPDATE visit SET late_scan = $2, offline = $3, conflict = $4, no_code_reason = $5,"
           " no_code_due = $6, no_code_filed_ms = $7, afterfill_due = $8, counts_toward_cap = $9,"
           " source = $10 WHERE id = $1",
    .params = "iTITTTITit",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt REFUSE = {
    .name = "test_refuse",
    .sql = "UPDATE visit SET state = 'refused', refusal_reason = 'no_scan', contest_ms = $2,"
           " refusal_decision = $3 WHERE id = $1",
    .params = "iIT",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt REPORT = {
    .name = "test_report",
    .sql =
        "INSERT INTO unscanned (uid, enterprise_id, district_id, kind, reason, note, people,"
        " at_ms, state, version) VALUES ($1, $2, $3, 'missing', 'no_scan', '', '两人', $4, $5, 1)",
    .params = "tiiit",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt PLAN = {
    .name = "test_plan",
    .sql =
        "INSERT INTO mission (uid, number, enterprise_id, district_id, kind, insp_class, source,"
        " evidence_ref, reason, basis, scope, unit, officer_id, assistants, planned_from,"
        " planned_to, state, override_reason, verdict, verdict_detail, counts_toward_cap, policy,"
        " policy_version, created_ms, version) VALUES ($1, $2, $3, $4, 'inspection', 'daily',"
        " 'plan', '', '计划', '依据', '范围', '中原分局', $5, '', $6, $6, $7, $8, 'allow', '{}', 1,"
        " 'p', '1', 0, 1)",
    .params = "ttiiittT",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt LINK = {.name = "test_link",
                                    .sql = "UPDATE visit SET mission_id = (SELECT id FROM mission "
                                           "WHERE number = $2) WHERE id = $1",
                                    .params = "it",
                                    .cols = "",
                                    .ephemeral = true};

struct marks {
    const char *late, *conflict, *no_code_due, *afterfill_due, *source;
    bool offline, exception;
    int64_t filed_ms;
};
struct step {
    struct world *w;
    const struct wr_stmt *q;
    struct wr_val v[10];
    size_t n;
};

static int step_tx(struct wr_tx *tx, void *arg)
{
    const struct step *s = arg;
    return wr_exec_n(tx, s->q, NULL, s->v, s->n);
}

static void run_step(struct world *w, struct step s)
{
    wr_err_reset(&w->s->ctx);
    store_ok(&w->s->ctx, wr_tx_run(&w->s->ctx, WR_TX_WRITE, "test.step", step_tx, &s));
}

static struct wr_val words(const char *z)
{
    return z != NULL ? WR_T(wr_str(z)) : WR_NULL;
}

static void mark(struct world *w, int64_t id, struct marks m)
{
    run_step(w,
             (struct step){.q = &MARK,
                           .n = 10,
                           .v = {WR_I(id), words(m.late), WR_IOPT(m.offline, 1), words(m.conflict),
                                 words(m.no_code_due ? "牌丢失" : NULL), words(m.no_code_due),
                                 WR_IDOPT(m.filed_ms), words(m.afterfill_due), WR_I(!m.exception),
                                 words(m.source ? m.source : "plan")}});
}

static void refuse(struct world *w, int64_t id, bool contested, const char *decision)
{
    run_step(w, (struct step){
                    .q = &REFUSE, .n = 3, .v = {WR_I(id), WR_IOPT(contested, 1), words(decision)}});
}

static void report(struct world *w, const char *uid, const char *day, const char *state)
{
    run_step(w, (struct step){.q = &REPORT,
                              .n = 5,
                              .v = {words(uid), WR_I(w->enterprise[0]), WR_I(w->district[0]),
                                    WR_I(world_day_ms(day)), words(state)}});
}

static void plan(struct world *w, const char *number, const char *day, const char *state,
                 const char *override)
{
    run_step(w, (struct step){.q = &PLAN,
                              .n = 8,
                              .v = {words(number), words(number), WR_I(w->enterprise[0]),
                                    WR_I(w->district[0]), WR_I(w->officer[0]), words(day),
                                    words(state), words(override)}});
}

static const struct wr_stmt VISIT = {
    .name = "test_visit",
    .sql =
        "INSERT INTO visit (client_id, enterprise_id, plate_id, plate_ver, kind, insp_class,"
        " source, evidence_ref, reason, unit, district_id, officer_id, assistants, state,"
        " verdict, verdict_detail, counts_toward_cap, policy, policy_version, checked_in_ms,"
        " checked_out_ms, device_ms, lng_e6, lat_e6, accuracy_m, distance_m, conclusion,"
        " summary, version) VALUES ($1, $2, NULL, NULL, 'inspection', 'daily', 'plan', '', '计划',"
        " '中原分局', $3, $4, '', 'checked_out', 'allow', '{\"cap\":2,\"reasons\":[]}', 1,"
        " 'visit-policy/default-2026', '1', $5, $6, $5, $7, 34746000, 20, $8, 'none', '', 1)"
        " RETURNING id",
    .params = "tiiiiiii",
    .cols = "i",
    .ephemeral = true};

struct made {
    struct world *w;
    int64_t at_ms, lng_e6, id;
    int e, officer;
    int64_t n;
};

static int made_tx(struct wr_tx *tx, void *arg)
{
    struct made *m = arg;
    char uid[40];
    (void)snprintf(uid, sizeof uid, "00000000-0000-4000-8000-%012lld", (long long)m->n);
    int rc =
        wr_query_i64(tx, &VISIT, &m->id, WR_T(wr_str(uid)), WR_I(m->w->enterprise[m->e]),
                     WR_I(m->w->district[0]), WR_I(m->w->officer[m->officer]), WR_I(m->at_ms),
                     WR_I(m->at_ms + 5400000), WR_I(m->lng_e6), WR_I((m->lng_e6 - 113625000) / 11));
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_VISIT_ENTITY, m->id, m->w->enterprise[m->e],
                                    "visit.check_in", (struct wr_str){NULL, 0});
}

/** An inspection of 90 minutes by one officer, made without the gate: what is counted here are rows. */
static int64_t visit_at(struct world *w, int64_t at_ms, int e, int officer, int64_t n,
                        int64_t lng_e6)
{
    struct made m = {w, at_ms, lng_e6, 0, e, officer, n};
    w->s->clock.now_ms = at_ms;
    wr_err_reset(&w->s->ctx);
    store_ok(&w->s->ctx, wr_tx_run(&w->s->ctx, WR_TX_WRITE, "test.visit", made_tx, &m));
    return m.id;
}

static int64_t visit_on(struct world *w, const char *day, int e, int officer, int64_t n)
{
    return visit_at(w, world_day_ms(day) + 10 * INT64_C(3600000), e, officer, n, 113626000);
}

static void as_system(struct world *w)
{
    wr_err_reset(&w->s->ctx);
    w->s->ctx.actor = (struct wr_actor){.system = true};
}

/** January to June 2026 at four enterprises, with one of everything the statement counts in May. */
static struct world year_make(struct store *s)
{
    struct world w = world_make(s);
    (void)visit_on(&w, "2026-01-20", 0, 0, 1);
    int64_t late = visit_on(&w, "2026-05-21", 1, 2, 2);
    int64_t wild = visit_on(&w, "2026-05-22", 1, 2, 3);
    int64_t refused = visit_on(&w, "2026-05-23", 2, 4, 4);
    int64_t planned = visit_on(&w, "2026-05-25", 3, 0, 5);
    (void)visit_on(&w, "2026-06-03", 3, 0, 6);
    plan(&w, "检审〔2026〕0001号", "2026-05-25", "approved", "群众反映强烈");
    plan(&w, "检审〔2026〕0002号", "2026-05-28", "approved", NULL);
    plan(&w, "检审〔2026〕0003号", "2026-05-28", "cancelled", NULL);
    plan(&w, "检审〔2026〕0009号", "2026-06-30", "approved", NULL);
    run_step(&w,
             (struct step){.q = &LINK, .n = 2, .v = {WR_I(planned), words("检审〔2026〕0001号")}});
    mark(&w, late,
         (struct marks){.late = "after_leave",
                        .no_code_due = "2026-05-26",
                        .filed_ms = world_day_ms("2026-05-27")});
    mark(&w, wild,
         (struct marks){.exception = true,
                        .source = "complaint",
                        .offline = true,
                        .conflict = "open",
                        .no_code_due = "2026-05-27",
                        .afterfill_due = "2026-05-26"});
    refuse(&w, refused, true, NULL);
    report(&w, "r1", "2026-05-10", "reported");
    report(&w, "r2", "2026-05-11", "confirmed");
    report(&w, "r3", "2026-04-11", "unfounded");
    w.s->clock.now_ms = world_day_ms("2026-06-10") + 43200000;
    as_system(&w);
    return w;
}

static struct wr_statement live(struct world *w, const char *month, const char *enterprise)
{
    struct wr_statement_reply r;
    const struct wr_statement_ask ask = {.enterprise = wr_str(enterprise)};
    as_system(w);
    store_ok(&w->s->ctx, wr_statement_svc_month(&w->s->ctx, wr_str(month), &ask, &r));
    return r.statement;
}

static struct wr_str export(struct world *w, const char *from, const char *to)
{
    const struct wr_export_kind *kind = NULL;
    const struct wr_export_query q = {
        .has_format = true, .format = WR_TABLE_CSV, .from = wr_str(from), .to = wr_str(to)};
    struct wr_str filename;
    struct wr_buf out;
    as_system(w);
    wr_buf_init(&out, (size_t)1 << 22);
    store_ok(&w->s->ctx, wr_export_kind_find(&w->s->ctx, WR_S("visits-open"), &kind));
    store_ok(&w->s->ctx, wr_export_svc_file(&w->s->ctx, kind, &q, &out, &filename));
    struct wr_str bytes = wr_arena_dup(&w->s->arena, wr_buf_view(&out));
    wr_buf_done(&out);
    return bytes;
}

/* ---- statement ------------------------------------------------------------------------------------ */

static void every_number_of_the_month(struct store *s)
{
    struct world w = year_make(s);
    struct wr_statement m = live(&w, "2026-05", NULL);
    assert_true(m.complete);
    const int64_t got[] = {m.planned_n,
                           m.planned_done_n,
                           m.inspections_n,
                           m.counted_n,
                           m.exceptions_n,
                           m.inspected_n,
                           m.month_max_n,
                           m.month_max_enterprises_n,
                           m.year_inspections_n,
                           m.year_max_n,
                           m.year_max_enterprises_n,
                           m.overridden_n,
                           m.refused_n,
                           m.refused_contested_n,
                           m.late_after_n,
                           m.no_code_n,
                           m.no_code_late_n,
                           m.no_code_overdue_n,
                           m.offline_n,
                           m.conflict_open_n,
                           m.unscanned_reported_n,
                           m.unscanned_confirmed_n,
                           m.unscanned_unfounded_n,
                           m.afterfill_n,
                           m.afterfill_overdue_n};
    const int64_t want[] = {2, 1, 3, 2, 1, 2, 2, 1, 4, 2, 1, 1, 1,
                            1, 1, 2, 1, 1, 1, 1, 1, 1, 0, 1, 1};
    for (size_t i = 0; i < WR_ARRAY_LEN(got); i++) {
        if (got[i] != want[i])
            fail_msg("number %zu is %lld, not %lld\n%.*s", i, (long long)got[i], (long long)want[i],
                     WR_ARG(m.text));
    }
    assert_true(wr_str_find(m.text, WR_S("\nexceptions.complaint 1\n")) > 0);
    struct wr_statement j = live(&w, "2026-06", NULL);
    assert_false(j.complete);
    assert_true(wr_str_eq(j.until, WR_S("2026-06-10")));
    assert_int_equal(j.planned_n, 0); /* what is still to come stays hidden */
}

static void file_and_database_say_the_same(struct store *s)
{
    static const char *const months[] = {"2026-01", "2026-04", "2026-05", "2026-06"};
    struct world w = year_make(s);
    struct wr_str all = export(&w, NULL, NULL);
    struct wr_str year = export(&w, "2026-01-01", "2026-06-10");
    char code[24];
    (void)snprintf(code, sizeof code, "E%lld", (long long)w.enterprise[1]);
    const char *scopes[] = {NULL, code};
    for (size_t i = 0; i < WR_ARRAY_LEN(months) * 2; i++) {
        const char *month = months[i / 2], *scope = scopes[i % 2];
        struct wr_statement a = live(&w, month, scope), b;
        for (int f = 0; f < 2; f++) {
            store_ok(&s->ctx, wr_statement_from_file(&s->ctx, f ? all : year, wr_str(month),
                                                     wr_str(scope ? scope : "city"), &b));
            if (!wr_str_eq(a.text, b.text) || !wr_str_eq(a.sha256, b.sha256))
                fail_msg("%s differs\n%.*s\n%.*s", month, WR_ARG(a.text), WR_ARG(b.text));
        }
    }
    assert_true(live(&w, "2026-05", code).inspections_n == 2);
}

static void a_changed_byte_is_refused_or_told(struct store *s)
{
    struct world w = year_make(s);
    struct wr_str file = export(&w, "2026-01-01", "2026-05-31");
    struct wr_statement real = live(&w, "2026-05", NULL), got;
    char *copy = wr_arena_alloc(&s->arena, file.n);
    ptrdiff_t trailer = wr_str_find(file, WR_S("\r\n# "));
    size_t refused = 0;
    assert_true(trailer > 0);
    for (size_t i = 0; i < (size_t)trailer; i++) {
        memcpy(copy, file.p, file.n);
        copy[i] = copy[i] == '1' ? '2' : '1';
        wr_err_reset(&s->ctx);
        struct wr_arena_mark m = wr_arena_mark(&s->arena);
        int rc = wr_statement_from_file(&s->ctx, (struct wr_str){copy, file.n}, WR_S("2026-05"),
                                        WR_S("city"), &got);
        refused += rc != 0;
        assert_true(rc != 0 || !wr_str_eq(got.sha256, real.sha256));
        wr_arena_rewind(&s->arena, m);
    }
    assert_int_equal(refused, trailer);
    /* rows altered together with their seal: it computes, to another hash */
    ptrdiff_t end = wr_str_find(file, WR_S("SHA-256 "));
    ptrdiff_t head = wr_str_find(file, WR_S("\r\n"));
    uint8_t hash[WR_SHA256];
    memcpy(copy, file.p, file.n);
    ptrdiff_t six = wr_str_find((struct wr_str){copy, file.n}, WR_S(",daily,plan,1,"));
    assert_true(six > 0);
    copy[six + 12] = '0';
    wr_sha256(copy + head + 2, (size_t)(trailer - head), hash);
    struct wr_str hex = wr_hex(&s->arena, hash, sizeof hash);
    memcpy(copy + end + 8, hex.p, hex.n);
    store_ok(&s->ctx, wr_statement_from_file(&s->ctx, (struct wr_str){copy, file.n},
                                             WR_S("2026-05"), WR_S("city"), &got));
    assert_false(wr_str_eq(got.sha256, real.sha256));
}

static void unfit_files_are_named(struct store *s)
{
    struct world w = year_make(s);
    struct wr_statement got;
    struct wr_str part = export(&w, "2026-03-01", "2026-05-31");
    struct wr_str early = export(&w, "2026-01-01", "2026-04-30");
    const struct wr_str files[] = {part,
                                   early,
                                   WR_S("编号,日期\r\n1,2\r\n"),
                                   WR_S("\xEF\xBB\xBF\r\n"),
                                   wr_str_sub(part, 0, part.n - 40),
                                   WR_S("")};
    for (size_t i = 0; i < WR_ARRAY_LEN(files); i++) {
        wr_err_reset(&s->ctx);
        assert_int_equal(
            wr_statement_from_file(&s->ctx, files[i], WR_S("2026-05"), WR_S("city"), &got),
            WR_EINVALID);
        assert_int_equal(s->ctx.err.key, WR_K_statement_file);
    }
    wr_err_reset(&s->ctx);
    assert_int_equal(wr_statement_from_file(&s->ctx, part, WR_S("2026-13"), WR_S("city"), &got),
                     WR_EINVALID);
    struct wr_statement_reply r;
    const struct wr_statement_ask ask = {0};
    wr_err_reset(&s->ctx);
    assert_int_equal(wr_statement_svc_month(&s->ctx, WR_S("2026-07"), &ask, &r), WR_EINVALID);
}

static void heads_of_two_months_are_consistent(struct store *s)
{
    struct world w = world_make(s);
    struct wr_statement_reply r;
    const struct wr_statement_ask ask = {0};
    as_system(&w);
    (void)visit_on(&w, "2026-04-21", 0, 0, 1);
    s->clock.now_ms = world_day_ms("2026-05-01");
    store_ok(&s->ctx, wr_audit_svc_checkpoint(&s->ctx));
    (void)visit_on(&w, "2026-05-21", 1, 2, 2);
    s->clock.now_ms = world_day_ms("2026-06-02");
    store_ok(&s->ctx, wr_audit_svc_checkpoint(&s->ctx));
    as_system(&w);
    store_ok(&s->ctx, wr_statement_svc_month(&s->ctx, WR_S("2026-05"), &ask, &r));
    const uint8_t *key = s->ctx.keys->audit.public_key;
    assert_true(r.proof.from.size < r.proof.to.size);
    assert_null(wr_audit_span_fault(&s->ctx, &r.proof, key));
    struct wr_audit_span forged = r.proof;
    forged.path.n -= 1;
    assert_non_null(wr_audit_span_fault(&s->ctx, &forged, key));
    forged = r.proof;
    forged.from.size -= 1;
    assert_non_null(wr_audit_span_fault(&s->ctx, &forged, key));
    store_ok(&s->ctx, wr_statement_svc_month(&s->ctx, WR_S("2026-06"), &ask, &r));
    assert_true(r.proof.has_from && !r.proof.has_to);
    assert_non_null(wr_audit_span_fault(&s->ctx, &r.proof, key));
}

/* ---- supervision ---------------------------------------------------------------------------------- */

static int64_t length_of(struct world *w, int64_t view, struct wr_oversight_query q)
{
    struct wr_oversight_page p = {0};
    q.view = view;
    q.has_limit = true;
    q.limit = 1; /* page by page: the cursors lead through all of it */
    int64_t n = 0;
    do {
        store_ok(&w->s->ctx, wr_oversight_svc_visits(&w->s->ctx, &q, &p));
        n += (int64_t)p.items.n;
        if (p.next.n > 0)
            assert_true(wr_str_i64(p.next, &q.cursor));
    } while (p.next.n > 0);
    return n;
}

static void each_figure_is_the_length_of_its_list(struct store *s)
{
    struct world w = year_make(s);
    struct wr_oversight_overview o;
    struct wr_oversight_query q = {.from = WR_S("2026-05-01"), .to = WR_S("2026-05-31")};
    store_ok(&s->ctx, wr_oversight_svc_overview(&s->ctx, &q, &o));
    const struct wr_oversight_figure *f = o.figures.p;
    int64_t sum = 0;
    for (size_t i = 0; i < o.figures.n; i++) {
        assert_int_equal(length_of(&w, f[i].view, q), f[i].n);
        sum += f[i].n;
    }
    assert_int_equal(sum, 12);
    assert_int_equal(f[WR_VIEW_CONTESTED - 1].n, 1);
    assert_int_equal(f[WR_VIEW_NO_CODE_OVERDUE - 1].n, 1);
    assert_int_equal(f[WR_VIEW_AFTERFILL_OVERDUE - 1].n, 1);
    assert_int_equal(f[WR_VIEW_INSPECTION - 1].n, 3);
    assert_int_equal(o.unscanned_n, 2);
    /* a district sees its own, and none of its neighbour's */
    s->ctx.actor = (struct wr_actor){.roles = WR_ROLE_DISTRICT_ADMIN, .district_id = w.district[1]};
    store_ok(&s->ctx, wr_oversight_svc_overview(&s->ctx, &q, &o));
    f = o.figures.p;
    for (size_t i = 0; i < o.figures.n; i++)
        assert_int_equal(f[i].n, 0);
}

static void shares_are_compared_with_the_city(struct store *s)
{
    struct world w = year_make(s);
    struct wr_oversight_ranking r;
    struct wr_oversight_query q = {.from = WR_S("2026-05-01"), .to = WR_S("2026-05-31")};
    store_ok(&s->ctx, wr_oversight_svc_ranking(&s->ctx, &q, true, &r));
    assert_int_equal(r.inspections_n, 3);
    assert_int_equal(r.mean_bp, 3333);
    const struct wr_oversight_rank *k = r.items.p;
    assert_int_equal(r.items.n, 2);
    for (size_t i = 0; i < r.items.n; i++)
        assert_true(k[i].rank == 0 && !k[i].enough && !k[i].flagged);
    struct wr_oversight_trend t;
    store_ok(&s->ctx, wr_oversight_svc_trend(&s->ctx, &q, &t));
    const struct wr_oversight_month *m = t.items.p;
    assert_true(wr_str_eq(m[11].month, WR_S("2026-05")) && m[11].share_bp == 3333);
    assert_true(wr_str_eq(m[7].month, WR_S("2026-01")) && m[7].inspections_n == 1);
    struct wr_oversight_burdens b;
    store_ok(&s->ctx, wr_oversight_svc_burden(&s->ctx, &q, false, &b));
    const struct wr_oversight_burden *x = b.items.p;
    assert_int_equal(b.items.n, 2);
    assert_true(x[0].visits_n == 2 && x[0].rank == 1 && x[1].rank == 0);
    store_ok(&s->ctx, wr_oversight_svc_burden(&s->ctx, &q, true, &b));
    struct wr_oversight_ratings g;
    store_ok(&s->ctx, wr_oversight_svc_ratings(&s->ctx, &q, &g));
    assert_int_equal(g.n, 0);
    (void)w;
}

static void weak_proofs_are_gathered_and_judged(struct store *s)
{
    struct world w = world_make(s);
    struct wr_visit_proof p;
    struct wr_oversight_doubts d;
    int64_t at_ms = world_day_ms("2026-05-21") + 36000000;
    (void)visit_at(&w, at_ms, 0, 0, 1, 113626000);
    int64_t id = visit_at(&w, at_ms + 60000, 1, 0, 2, 113845000); /* 20 km in a minute */
    as_system(&w);
    store_ok(&s->ctx, wr_oversight_svc_proof(&s->ctx, id, &p));
    const struct wr_visit_proof_item *items = p.items.p;
    bool weak_speed = false, weak_distance = false;
    for (size_t i = 0; i < p.items.n; i++) {
        weak_speed |= items[i].code == WR_PROOF_SPEED && items[i].state == WR_PROOF_WEAK;
        weak_distance |= items[i].code == WR_PROOF_DISTANCE && items[i].state == WR_PROOF_WEAK;
        assert_true(items[i].text.n > 0);
    }
    assert_true(weak_speed && weak_distance);
    const struct wr_oversight_query q = {.from = WR_S("2026-05-01"), .to = WR_S("2026-05-31")};
    store_ok(&s->ctx, wr_oversight_svc_doubts(&s->ctx, &q, &d));
    assert_int_equal(d.judged_n, 2);
    const struct wr_oversight_doubt *x = d.items.p;
    assert_true(d.low_n == (int64_t)d.items.n);
    if (p.low)
        assert_true(d.low_n >= 1 && x[0].id == id && x[0].why.n > 0);
    s->ctx.actor = (struct wr_actor){.roles = WR_ROLE_SUPERVISION, .district_id = w.district[1]};
    assert_int_equal(wr_oversight_svc_proof(&s->ctx, id, &p), WR_ENOTFOUND);
}

#define T(fn)                                                                                      \
    {                                                                                              \
        .name = #fn, .run = fn                                                                     \
    }
int main(void)
{
    struct store_test tests[] = {
        T(every_number_of_the_month),          T(file_and_database_say_the_same),
        T(a_changed_byte_is_refused_or_told),  T(unfit_files_are_named),
        T(heads_of_two_months_are_consistent), T(each_figure_is_the_length_of_its_list),
        T(shares_are_compared_with_the_city),  T(weak_proofs_are_gathered_and_judged)};
    return world_run("oversight", tests, WR_ARRAY_LEN(tests));
}
