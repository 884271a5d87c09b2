/* The visit policy and its packs: every rule on both sides of its bound, examples, life cycle, distances, codes, diff. */
#include "base/buf.h"
#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_rules.h"
#include "modules/visit/visit_svc.h"
#include "rules/rules.h"
#include "rules/rules_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct wr_pack_kind *const kinds[] = {&wr_visit_policy_kind, &wr_visit_checklist_kind,
                                                   NULL};

struct world {
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_rules *rules;
    const struct wr_visit_policy *p; /* of 2026 */
};

static int set_up(void **state)
{
    static struct world w;
    w = (struct world){0};
    wr_arena_init(&w.arena, (size_t)64 << 20);
    wr_ctx_init(&w.ctx, &w.arena, wr_clock_system());
    if (wr_rules_load(&w.ctx, NULL, &w.rules) < 0 ||
        wr_rules_use_kinds(&w.ctx, w.rules, kinds) < 0) {
        for (const struct wr_fault *f = w.ctx.err.faults; f; f = f->next) {
            fprintf(stderr, WR_FMT ": " WR_FMT " (" WR_FMT ")\n", WR_ARG(f->path), WR_ARG(f->en),
                    WR_ARG(f->value));
        }
        return -1;
    }
    w.ctx.rules = w.rules;
    w.p = wr_rules_by_id(w.rules, WR_S("visit-policy/default-2026"))->typed;
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    wr_rules_free(w->rules);
    wr_arena_done(&w->arena);
    return 0;
}

static int64_t at(const char *day)
{
    struct wr_date d;
    assert_true(wr_date_parse(wr_str(day), &d));
    return wr_date_to_ms(d) + INT64_C(10) * 3600 * 1000;
}

/** An ordinary planned inspection by two certified officers, about to check in. */
static struct wr_visit_facts ordinary(void)
{
    return (struct wr_visit_facts){.kind = WR_VISIT_INSPECTION,
                                   .source = WR_SOURCE_PLAN,
                                   .stage = WR_STAGE_CHECK_IN,
                                   .has_plate = true,
                                   .genuine = WR_GENUINE,
                                   .status = WR_ENT_ACTIVE,
                                   .class = WR_CLASS_GENERAL,
                                   .permit_class = WR_PERMIT_CLASS_NONE,
                                   .risk = WR_RISK_ORDINARY,
                                   .credit_grade = WR_CREDIT_NONE,
                                   .env_code = WR_ENV_NONE,
                                   .positive_state = WR_POSITIVE_NONE,
                                   .officers_n = 2,
                                   .certified_n = 2};
}

static struct wr_visit_verdict judge(struct world *w, const struct wr_visit_policy *p,
                                     const struct wr_visit_facts *f, const char *day)
{
    struct wr_visit_verdict v;
    assert_int_equal(wr_visit_rules_judge(&w->arena, p, f, at(day), WR_LANG_ZH, &v), 0);
    return v;
}

static bool fired(const struct wr_visit_verdict *v, const char *rule)
{
    const struct wr_visit_reason *r = v->reasons.p;
    for (size_t i = 0; i < v->reasons.n; i++) {
        if (wr_str_eq(r[i].rule, wr_str(rule))) {
            return true;
        }
    }
    return false;
}

/* ---- bounds ------------------------------------------------------------------------------------- */

struct bound {
    const char *rule;
    int64_t verdict;                         /* when it fires */
    void (*below)(struct wr_visit_facts *f); /* just not firing */
    void (*above)(struct wr_visit_facts *f); /* just firing */
};

static void nothing(struct wr_visit_facts *f)
{
    (void)f;
}
#define SET(name, stmt)                                                                            \
    static void name(struct wr_visit_facts *f)                                                     \
    {                                                                                              \
        stmt;                                                                                      \
    }
SET(used_1, f->used = 1)
SET(used_2, f->used = 2)
SET(high_used_3, f->risk = WR_RISK_HIGH; f->used = 3)
SET(high_used_4, f->risk = WR_RISK_HIGH; f->used = 4)
SET(week_1, f->week_n = 1)
SET(week_2, f->week_n = 2)
SET(month_2, f->month_n = 2)
SET(month_3, f->month_n = 3)
SET(day_1, f->day_n = 1)
SET(low_2, f->low_yield_n = 2)
SET(low_3, f->low_yield_n = 3)
SET(one_certified, f->certified_n = 1)
SET(third_uncertified, f->officers_n = 3)
SET(recused, f->recused_n = 1)
SET(open_1, f->open_n = 1)
SET(listed, f->positive_state = WR_POSITIVE_LISTED)
SET(suspended, f->positive_state = WR_POSITIVE_SUSPENDED)
SET(forged, f->genuine = WR_GENUINE_FORGED)
SET(voided, f->genuine = WR_GENUINE_VOID)
SET(lost, f->genuine = WR_GENUINE_LOST)
SET(replaced, f->genuine = WR_GENUINE_REPLACED)
SET(typed, f->genuine = WR_GENUINE_UNSIGNED)
SET(no_plate, f->has_plate = false; f->genuine = WR_GENUINE_FORGED)
SET(merged, f->status = WR_ENT_MERGED)
SET(closed, f->status = WR_ENT_CLOSED)
SET(class_case, f->insp_class = WR_INSP_CASE)
SET(class_special, f->insp_class = WR_INSP_SPECIAL)
SET(complaint_short, f->source = WR_SOURCE_COMPLAINT; f->evidence_ref = WR_S("T12"))
SET(complaint_no_digit, f->source = WR_SOURCE_COMPLAINT; f->evidence_ref = WR_S("电话投诉"))
SET(complaint_good, f->source = WR_SOURCE_COMPLAINT; f->evidence_ref = WR_S("T123"); f->used = 9)
SET(emergency_bare, f->source = WR_SOURCE_EMERGENCY)
SET(emergency_told, f->source = WR_SOURCE_EMERGENCY; f->emergency_reason = WR_S("罐体泄漏"))

static void test_bounds(void **state)
{
    static const struct bound bounds[] = {
        {"BLOCK_CAP", WR_EFFECT_DENY, used_1, used_2},
        {"BLOCK_CAP", WR_EFFECT_DENY, high_used_3, high_used_4},
        {"WARN_REPEAT", WR_EFFECT_WARN, nothing, day_1},
        {"WARN_REPEAT", WR_EFFECT_WARN, week_1, week_2},
        {"WARN_REPEAT", WR_EFFECT_WARN, month_2, month_3},
        {"BLOCK_LOW_YIELD", WR_EFFECT_WARN, low_2, low_3},
        {"BLOCK_CERT", WR_EFFECT_DENY, nothing, one_certified},
        {"BLOCK_CERT", WR_EFFECT_DENY, nothing, third_uncertified},
        {"BLOCK_RECUSAL", WR_EFFECT_DENY, nothing, recused},
        {"PROPOSE_MERGE", WR_EFFECT_ALLOW, nothing, open_1},
        {"EXEMPT_POSITIVE", WR_EFFECT_DENY, suspended, listed},
        {"BLOCK_PLATE", WR_EFFECT_DENY, nothing, forged},
        {"BLOCK_PLATE", WR_EFFECT_DENY, typed, voided},
        {"BLOCK_PLATE", WR_EFFECT_DENY, no_plate, lost},
        {"BLOCK_PLATE", WR_EFFECT_DENY, nothing, replaced},
        {"PLATE_TYPED", WR_EFFECT_ALLOW, nothing, typed},
        {"BLOCK_STATUS", WR_EFFECT_DENY, closed, merged},
        {"WARN_STATUS", WR_EFFECT_WARN, nothing, closed},
        {"BLOCK_CLASS", WR_EFFECT_DENY, class_special, class_case},
        {"BLOCK_EVIDENCE", WR_EFFECT_DENY, complaint_good, complaint_short},
        {"BLOCK_EVIDENCE", WR_EFFECT_DENY, complaint_good, complaint_no_digit},
        {"ALLOW_EXCEPTION", WR_EFFECT_ALLOW, complaint_short, complaint_good},
        {"BLOCK_EMERGENCY", WR_EFFECT_DENY, emergency_told, emergency_bare},
    };
    struct world *w = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(bounds); i++) {
        struct wr_visit_facts below = ordinary(), above = ordinary();
        bounds[i].below(&below);
        bounds[i].above(&above);
        struct wr_visit_verdict vb = judge(w, w->p, &below, "2026-06-10"),
                                va = judge(w, w->p, &above, "2026-06-10");
        if (fired(&vb, bounds[i].rule) || !fired(&va, bounds[i].rule) ||
            va.verdict != bounds[i].verdict) {
            fail_msg("%s (row %zu): below fired=%d above fired=%d verdict=%d", bounds[i].rule, i,
                     fired(&vb, bounds[i].rule), fired(&va, bounds[i].rule), (int)va.verdict);
        }
    }
}

static void test_explains_itself(void **state)
{
    struct world *w = *state;
    struct wr_visit_facts f = ordinary();
    f.used = 2;
    f.positive_state = WR_POSITIVE_LISTED;
    f.certified_n = 1;
    struct wr_visit_verdict v = judge(w, w->p, &f, "2026-06-10");
    const struct wr_visit_reason *r = v.reasons.p;
    static const char *const order[] = {"BLOCK_CERT", "EXEMPT_POSITIVE", "COUNT_RULE"};
    assert_int_equal(v.reasons.n, WR_ARRAY_LEN(order));
    for (size_t i = 0; i < v.reasons.n; i++) {
        assert_true(wr_str_eq(r[i].rule, wr_str(order[i])));
        assert_true(r[i].text_zh.n > 0 && r[i].text_en.n > 0 && r[i].citation.n > 0 &&
                    r[i].tag.n > 0);
        assert_true(wr_str_find(r[i].text_zh, WR_S("{")) < 0 &&
                    wr_str_find(r[i].text_en, WR_S("{")) < 0);
    }
    assert_true(wr_str_starts(v.headline, WR_S("不可入企：")));
    assert_int_equal(v.cap, 0);
    assert_int_equal(v.next_allowed.n, 0); /* no day cures a missing certificate */
}

static void test_next_day(void **state)
{
    struct world *w = *state;
    struct wr_visit_facts f = ordinary();
    f.used = 2;
    struct wr_visit_verdict v = judge(w, w->p, &f, "2026-12-31");
    assert_true(wr_str_eq(v.next_allowed, WR_S("2027-01-01")));

    /* The rule of the last third of the month, when a bureau switches it on. */
    struct wr_visit_policy strict = *w->p;
    struct wr_visit_rule_row row = *w->p->rule[WR_RULE_BLOCK_CALENDAR];
    row.effect = WR_EFFECT_DENY;
    strict.rule[WR_RULE_BLOCK_CALENDAR] = &row;
    v = judge(w, &strict, &f, "2026-06-10");
    assert_true(fired(&v, "BLOCK_CALENDAR") && wr_str_eq(v.next_allowed, WR_S("2027-01-21")));
    f.used = 0;
    v = judge(w, &strict, &f, "2026-06-20");
    assert_true(wr_str_eq(v.next_allowed, WR_S("2026-06-21")));
    v = judge(w, &strict, &f, "2026-06-21");
    assert_int_equal(v.verdict, WR_EFFECT_ALLOW);
    f.state_owned = true;
    v = judge(w, &strict, &f, "2026-06-10");
    assert_false(fired(&v, "BLOCK_CALENDAR"));
    f.state_owned = false;
    strict.calendar.first_day = 5;
    strict.calendar.last_day = 10;
    v = judge(w, &strict, &f, "2026-12-11");
    assert_true(wr_str_eq(v.next_allowed, WR_S("2027-01-05")));
}

static void test_help_is_kept_apart(void **state)
{
    struct world *w = *state;
    struct wr_visit_facts f = ordinary();
    f.kind = WR_VISIT_HELP;
    f.used = 9;
    f.day_n = 9;
    f.certified_n = 0;
    f.positive_state = WR_POSITIVE_LISTED;
    struct wr_visit_verdict v = judge(w, w->p, &f, "2026-06-10");
    assert_int_equal(v.verdict, WR_EFFECT_ALLOW);
    assert_false(v.counts_toward_cap);
    assert_true(fired(&v, "HELP_ONLY"));
    assert_int_equal(v.insp_class, WR_INSP_NONE);
}

static void test_rules_of_its_day(void **state)
{
    struct world *w = *state;
    const struct wr_visit_policy *old = NULL, *now = NULL;
    assert_int_equal(wr_visit_policy_on(&w->ctx, at("2023-05-04"), &old), 0);
    assert_int_equal(wr_visit_policy_on(&w->ctx, at("2026-05-04"), &now), 0);
    struct wr_visit_facts f = ordinary();
    f.used = 5;
    assert_int_equal(judge(w, old, &f, "2023-05-04").verdict, WR_EFFECT_WARN);
    assert_int_equal(judge(w, now, &f, "2026-05-04").verdict, WR_EFFECT_DENY);
    assert_false(judge(w, old, &f, "2023-05-04").cap_binds);
    assert_int_equal(wr_visit_policy_on(&w->ctx, at("2021-09-06"), &old), WR_ECONFLICT);
    assert_int_equal(w->ctx.err.key, WR_K_visit_no_policy);
    wr_err_reset(&w->ctx);
    assert_int_equal(wr_visit_policy_on(&w->ctx, at("2025-12-31"), &old), 0);
    assert_true(wr_str_eq(old->id, WR_S("visit-policy/default-2021")));
}

/** Whatever the facts, the verdict is the worst effect, denial has a reason, and only inspections count. */
static void test_every_combination(void **state)
{
    struct world *w = *state;
    struct wr_arena_mark mark = wr_arena_mark(&w->arena);
    size_t n = 0;
    for (uint32_t bits = 0; bits < 1u << 9; bits++) {
        for (int64_t source = 1; source < WR_SOURCE_END; source++) {
            struct wr_visit_facts f = ordinary();
            f.kind = 1 + (int64_t)(bits & 1u) + (int64_t)(bits >> 1 & 1u);
            f.source = source;
            f.used = (bits & 4u) ? 2 : 0;
            f.positive_state = (bits & 8u) ? WR_POSITIVE_LISTED : WR_POSITIVE_NONE;
            f.certified_n = (bits & 16u) ? 1 : 2;
            f.day_n = f.month_n = f.week_n = (bits & 32u) ? 4 : 0;
            f.evidence_ref = (bits & 64u) ? WR_S("2026-7") : WR_S("");
            f.stage = (bits & 128u) ? WR_STAGE_PREVIEW : WR_STAGE_CHECK_IN;
            f.insp_class = (bits & 256u) ? 1 + source % 4 : WR_INSP_NONE;
            struct wr_visit_verdict v = judge(w, w->p, &f, "2026-06-10");
            const struct wr_visit_reason *r = v.reasons.p;
            int64_t worst = WR_EFFECT_ALLOW;
            for (size_t i = 0; i < v.reasons.n; i++) {
                worst = r[i].effect > worst ? r[i].effect : worst;
            }
            assert_int_equal(v.verdict, worst);
            assert_true(v.headline.n > 0 && v.reasons.n > 0);
            assert_true(f.kind == WR_VISIT_INSPECTION || !v.counts_toward_cap);
            assert_true(v.next_allowed.n == 0 || v.verdict == WR_EFFECT_DENY);
            /* The promise: what counts and is let in has room under the cap. */
            assert_true(v.verdict == WR_EFFECT_DENY || !v.counts_toward_cap || v.used < v.cap);
            wr_arena_rewind(&w->arena, mark);
            n++;
        }
    }
    assert_int_equal(n, 512 * (WR_SOURCE_END - 1));
}

/* ---- packs -------------------------------------------------------------------------------------- */

static void test_worked_examples(void **state)
{
    struct world *w = *state;
    size_t n = 0;
    for (size_t i = 0; i < wr_rules_count(w->rules); i++) {
        const struct wr_pack *p = wr_rules_at(w->rules, i);
        const struct wr_pack_kind *k = wr_rules_kind_of(w->rules, p);
        for (size_t e = 0; e < wr_json_len(p->examples); e++, n++) {
            struct wr_str diff = {0};
            assert_int_equal(
                k->run_example(&w->ctx, p, wr_json_at(p->examples, e), WR_S("example"), &diff), 0);
            if (diff.p) {
                fail_msg(WR_FMT " example %zu: " WR_FMT, WR_ARG(p->id), e, WR_ARG(diff));
            }
        }
    }
    assert_true(n >= 40);
}

static void test_packs_speak(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < wr_rules_count(w->rules); i++) {
        struct wr_buf b;
        wr_buf_init(&b, 1 << 20);
        const struct wr_pack *p = wr_rules_at(w->rules, i);
        wr_rules_kind_of(w->rules, p)->describe(&w->ctx, p, &b);
        assert_false(b.failed);
        assert_true(b.n > 500);
        wr_buf_done(&b);
    }
    struct wr_pack_overlap o[4];
    assert_int_equal(wr_rules_overlaps(w->rules, o, 4), 0);
}

static void test_diff(void **state)
{
    struct world *w = *state;
    struct wr_buf b;
    wr_buf_init(&b, 1 << 20);
    const struct wr_pack *p21 = wr_rules_by_id(w->rules, WR_S("visit-policy/default-2021"));
    const struct wr_pack *p26 = wr_rules_by_id(w->rules, WR_S("visit-policy/default-2026"));
    assert_int_equal(wr_rules_diff(&w->ctx, p26->body, p26->body, &b), 0);
    assert_true(wr_rules_diff(&w->ctx, p21->body, p26->body, &b) > 5);
    assert_true(
        wr_str_find(wr_buf_view(&b), WR_S("~ rules.BLOCK_CAP.effect: \"warn\" -> \"deny\"")) >= 0);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("~ repeats.month_max: 4 -> 3")) >= 0);
    wr_buf_done(&b);
}

/** Change one text of the 2026 pack and load it. @return the context's code; *first is the first fault's path */
static int load_changed(struct world *w, const char *from, const char *to, const char *path,
                        struct wr_str *first)
{
    const struct wr_pack_file *file = NULL;
    for (size_t i = 0; i < wr_pack_files_n; i++) {
        if (strcmp(wr_pack_files[i].path, "visit-policy/default-2026.json") == 0) {
            file = &wr_pack_files[i];
        }
    }
    if (!file) {
        fail_msg("the pack of 2026 is not embedded");
        return WR_EBUG;
    }
    struct wr_str text = {(const char *)file->p, file->n};
    ptrdiff_t cut = wr_str_find(text, wr_str(from));
    assert_true(cut >= 0);
    struct wr_str changed =
        wr_arena_printf(&w->arena, WR_FMT "%s" WR_FMT, (int)cut, text.p, to,
                        WR_ARG(wr_str_sub(text, (size_t)cut + strlen(from), text.n)));
    const struct wr_pack_file one = {path ? path : file->path, (const unsigned char *)changed.p,
                                     changed.n};
    struct wr_rules *r = NULL;
    wr_err_reset(&w->ctx);
    int rc = wr_rules_load_files(&w->ctx, &one, 1, &r);
    if (rc == 0) {
        rc = wr_rules_use_kinds(&w->ctx, r, kinds);
    }
    *first = w->ctx.err.faults ? w->ctx.err.faults->path : (struct wr_str){0};
    wr_rules_free(r);
    return rc;
}

static void test_bad_packs(void **state)
{
    static const struct {
        const char *from, *to, *path, *fault;
    } cases[] = {
        {"\"version\": \"1\"", "\"version\": \"2\"", NULL, NULL},
        {"\"version\": \"1\"", "\"version\": \"1\", \"colour\": 1", NULL,
         "visit-policy/default-2026.json: head.colour"},
        {"\"status\": \"proposal\"", "\"status\": \"maybe\"", NULL,
         "visit-policy/default-2026.json: head.status"},
        {"2026-01-01", "2026-02-30", NULL, "visit-policy/default-2026.json: head.valid_from"},
        {"\"valid_from\": \"2026-01-01\"",
         "\"valid_from\": \"2026-01-01\", \"valid_to\": \"2025-12-31\"", NULL,
         "visit-policy/default-2026.json: head.valid_to"},
        {"\"head\"", "\"haed\"", NULL, "visit-policy/default-2026.json: "},
        {"{", "[", NULL, "visit-policy/default-2026.json: "},
        {"\"version\": \"1\"", "\"version\": \"1\"", "visit-policy/other.json",
         "visit-policy/other.json: head.id"},
        {"\"version\": \"1\"", "\"version\": \"1\"", "nobody/default-2026.json",
         "nobody/default-2026.json: head.id"},
        {"\"id\": \"BLOCK_CAP\"", "\"id\": \"BLOCK_CAPS\"", NULL,
         "visit-policy/default-2026: body.rules[10].id"},
        {"\"id\": \"BLOCK_CAP\"", "\"id\": \"BLOCK_CERT\"", NULL,
         "visit-policy/default-2026: body.rules[10].id"},
        {"\"effect\": \"deny\"", "\"effect\": \"forbid\"", NULL,
         "visit-policy/default-2026: body.rules[0].effect"},
        {"\"risk\": \"high\", ", "", NULL, "visit-policy/default-2026: body.caps[0]"},
        {"\"cap\": 4", "\"cap\": 9999", NULL, "visit-policy/default-2026: body.caps[0].cap"},
        {"\"source\": \"plan\", \"default_class\": \"daily\"",
         "\"source\": \"plan\", \"default_class\": \"case\"", NULL,
         "visit-policy/default-2026: body.sources[0].default_class"},
        {"\"insp_class\": \"immediate\"", "\"insp_class\": \"daily\"", NULL,
         "visit-policy/default-2026: body.counts"},
        {"\"first_day\": 21", "\"first_day\": 28", NULL, NULL},
        {"\"last_day\": 31", "\"last_day\": 20", NULL,
         "visit-policy/default-2026: body.calendar.last_day"},
        {"\"min_n\": 2", "\"min_n\": \"2\"", NULL,
         "visit-policy/default-2026: body.officers.min_n"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_str first;
        int rc = load_changed(w, cases[i].from, cases[i].to, cases[i].path, &first);
        bool right = cases[i].fault ? rc == WR_EINVALID && wr_str_eq(first, wr_str(cases[i].fault))
                                    : rc == 0;
        if (!right) {
            fail_msg("case %zu: code %d, first fault \"" WR_FMT "\"", i, rc, WR_ARG(first));
        }
    }
    wr_err_reset(&w->ctx);
}

static void test_same_id_replaces(void **state)
{
    struct world *w = *state;
    char dir[] = "/tmp/wurao-rules-XXXXXX", path[128];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/visit-checklist", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/visit-checklist/default-2021.json", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("{\"head\":{\"id\":\"visit-checklist/"
          "default-2021\",\"kind\":\"visit-checklist\",\"version\":\"9\",\"title_zh\":\"本地\","
          "\"title_en\":\"local\",\"issuer\":\"x\",\"jurisdiction\":\"\",\"valid_from\":\"2021-01-"
          "01\",\"status\":\"proposal\"},"
          "\"body\":{\"lists\":[{\"kind\":\"help\",\"items\":[]}]},\"examples\":[]}",
          f);
    assert_int_equal(fclose(f), 0);
    struct wr_rules *r = NULL;
    assert_int_equal(wr_rules_load(&w->ctx, dir, &r), 0);
    assert_int_equal(wr_rules_count(r), wr_rules_count(w->rules));
    assert_true(
        wr_str_eq(wr_rules_by_id(r, WR_S("visit-checklist/default-2021"))->version, WR_S("9")));
    wr_rules_free(r);
    assert_int_equal(remove(path), 0);
    snprintf(path, sizeof(path), "%s/visit-checklist", dir);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(dir), 0);
    assert_int_equal(wr_rules_load(&w->ctx, dir, &r), WR_EIO);
    wr_err_reset(&w->ctx);
}

static void test_checklists(void **state)
{
    struct world *w = *state;
    struct wr_checklist c;
    wr_checklist_on(&w->ctx, WR_VISIT_INSPECTION, at("2026-06-10"), &c);
    assert_true(c.items.n >= 8);
    assert_true(wr_checklist_item_find(&c, WR_S("A1"))->required);
    assert_null(wr_checklist_item_find(&c, WR_S("Z9")));
    wr_checklist_on(&w->ctx, WR_VISIT_HELP, at("2020-06-10"), &c);
    assert_int_equal(c.items.n, 0);
    assert_non_null(c.items.p);
}

/* ---- life cycle and small things ---------------------------------------------------------------- */

static void test_life(void **state)
{
    (void)state;
    for (int64_t s = WR_VISIT_IN_PROGRESS; s <= WR_VISIT_CANCELLED; s++) {
        bool open = s == WR_VISIT_IN_PROGRESS;
        bool done = s == WR_VISIT_CHECKED_OUT || s == WR_VISIT_CLOSED;
        assert_int_equal(wr_visit_rules_may(s, WR_ACT_RECORD), open);
        assert_int_equal(wr_visit_rules_may(s, WR_ACT_CHECK_OUT), open);
        assert_int_equal(wr_visit_rules_may(s, WR_ACT_CANCEL), open);
        assert_int_equal(wr_visit_rules_may(s, WR_ACT_REFUSE), open);
        assert_int_equal(wr_visit_rules_may(s, WR_ACT_PHOTO), open || done);
        assert_int_equal(wr_visit_rules_may(s, WR_ACT_RATE), done);
    }
    assert_true(wr_visit_rules_conclusion_fits(WR_VISIT_INSPECTION, WR_CONCLUSION_CASE));
    assert_false(wr_visit_rules_conclusion_fits(WR_VISIT_HELP, WR_CONCLUSION_CASE));
    assert_false(wr_visit_rules_conclusion_fits(WR_VISIT_OTHER, WR_CONCLUSION_ORDER));
    assert_true(wr_visit_rules_conclusion_fits(WR_VISIT_HELP, WR_CONCLUSION_ADVICE));
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(wr_visit_rules_distance_m(113625000, 34746000, 113625000, 34746000), 0);
    assert_int_equal(wr_visit_rules_distance_m(0, 0, 0, 1000000), 111195);
    assert_int_equal(wr_visit_rules_distance_m(179999999, 0, -179999999, 0), 0);
    assert_int_equal(wr_visit_rules_distance_m(0, 0, 180000000, 0), 20015114);
    assert_in_range(wr_visit_rules_distance_m(113625000, 34746000, 113626000, 34746000), 90, 92);
}

static void test_windows(void **state)
{
    struct world *w = *state;
    struct wr_visit_windows win;
    wr_visit_rules_windows(w->p, at("2026-03-01"), &win); /* a Sunday */
    assert_int_equal(win.day_ms, at("2026-03-01") - INT64_C(36000000));
    assert_int_equal(win.week_ms, at("2026-02-23") - INT64_C(36000000));
    assert_int_equal(win.month_ms, win.day_ms);
    assert_int_equal(win.year_ms, at("2026-01-01") - INT64_C(36000000));
    assert_string_equal(win.period, "2026");
    wr_visit_rules_windows(w->p, at("2026-03-02"), &win); /* Monday */
    assert_int_equal(win.week_ms, win.day_ms);
}

static void test_identifiers(void **state)
{
    struct world *w = *state;
    assert_true(wr_visit_rules_uuid(WR_S("3f0c2b1a-5d6e-4f70-8A9B-0c1d2e3f4a5b")));
    assert_false(wr_visit_rules_uuid(WR_S("3f0c2b1a-5d6e-4f70-8A9B-0c1d2e3f4a5")));
    assert_false(wr_visit_rules_uuid(WR_S("3f0c2b1a05d6e-4f70-8A9B-0c1d2e3f4a5b")));
    assert_false(wr_visit_rules_uuid(WR_S("3f0c2b1a-5d6e-4f70-8A9B-0c1d2e3f4a5g")));
    assert_true(wr_str_eq(wr_visit_rules_case_code(&w->arena, WR_S("abcd-efgh-jkil")),
                          WR_S("ABCDEFGHJK11")));
    assert_true(wr_str_eq(wr_visit_rules_case_code(&w->arena, WR_S("O123 4567 89AB")),
                          WR_S("0123456789AB")));
    assert_null(wr_visit_rules_case_code(&w->arena, WR_S("0123456789A")).p);
    assert_null(wr_visit_rules_case_code(&w->arena, WR_S("0123456789ABC")).p);
    assert_null(wr_visit_rules_case_code(&w->arena, WR_S("0123456789AU")).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_explains_itself),
        cmocka_unit_test(test_next_day),
        cmocka_unit_test(test_help_is_kept_apart),
        cmocka_unit_test(test_rules_of_its_day),
        cmocka_unit_test(test_every_combination),
        cmocka_unit_test(test_worked_examples),
        cmocka_unit_test(test_packs_speak),
        cmocka_unit_test(test_diff),
        cmocka_unit_test(test_bad_packs),
        cmocka_unit_test(test_same_id_replaces),
        cmocka_unit_test(test_checklists),
        cmocka_unit_test(test_life),
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_windows),
        cmocka_unit_test(test_identifiers),
    };
    return cmocka_run_group_tests_name("visit_rules", tests, set_up, tear_down);
}
