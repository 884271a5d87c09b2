/* The visit policy: every rule on both sides of its bound, life cycle, distances, codes. */
#include "visit_world.h"

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
                                   .certified_n = 2,
                                   .approval = WR_APPROVAL_GIVEN};
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
SET(low_lifted, f->low_yield_n = 3; f->override_approved = true)
SET(low_2_lifted, f->low_yield_n = 2; f->override_approved = true)
SET(merge_1, f->merge_n = 1)
SET(unapproved, f->approval = WR_APPROVAL_NONE)
SET(pending, f->approval = WR_APPROVAL_PENDING)
SET(expired, f->approval = WR_APPROVAL_EXPIRED)
SET(other_officers, f->approval = WR_APPROVAL_OTHER)
SET(plan_unapproved, f->approval = WR_APPROVAL_NONE; f->stage = WR_STAGE_PLAN)
SET(help_unapproved, f->approval = WR_APPROVAL_NONE; f->kind = WR_VISIT_HELP)
SET(preview_unapproved, f->approval = WR_APPROVAL_NONE; f->stage = WR_STAGE_PREVIEW)
SET(preview_approved, f->stage = WR_STAGE_PREVIEW)
SET(preview_emergency, f->approval = WR_APPROVAL_NONE; f->stage = WR_STAGE_PREVIEW;
    f->source = WR_SOURCE_EMERGENCY)
SET(emergency_unapproved, f->approval = WR_APPROVAL_NONE; f->source = WR_SOURCE_EMERGENCY;
    f->emergency_reason = WR_S("罐体泄漏"))
SET(emergency_unapproved_bare, f->approval = WR_APPROVAL_NONE; f->source = WR_SOURCE_EMERGENCY)
SET(no_code, f->no_code = true)
SET(no_code_forged, f->no_code = true; f->genuine = WR_GENUINE_FORGED)
SET(late_before, f->late_scan = WR_LATE_BEFORE_LEAVE)
SET(late_after, f->late_scan = WR_LATE_AFTER_LEAVE)
SET(emergency_late_before, f->source = WR_SOURCE_EMERGENCY; f->emergency_reason = WR_S("罐体泄漏");
    f->late_scan = WR_LATE_BEFORE_LEAVE)
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
        {"BLOCK_LOW_YIELD", WR_EFFECT_DENY, low_2, low_3},
        {"BLOCK_LOW_YIELD", WR_EFFECT_DENY, low_lifted, low_3},
        {"LOW_YIELD_LIFTED", WR_EFFECT_ALLOW, low_2_lifted, low_lifted},
        {"LOW_YIELD_LIFTED", WR_EFFECT_ALLOW, low_3, low_lifted},
        {"PROPOSE_MERGE", WR_EFFECT_ALLOW, nothing, merge_1},
        {"BLOCK_NO_APPROVAL", WR_EFFECT_DENY, nothing, unapproved},
        {"BLOCK_NO_APPROVAL", WR_EFFECT_DENY, plan_unapproved, pending},
        {"BLOCK_NO_APPROVAL", WR_EFFECT_DENY, preview_unapproved, expired},
        {"BLOCK_NO_APPROVAL", WR_EFFECT_DENY, help_unapproved, other_officers},
        {"BLOCK_NO_APPROVAL", WR_EFFECT_DENY, emergency_unapproved, emergency_unapproved_bare},
        {"NEED_APPROVAL", WR_EFFECT_ALLOW, preview_approved, preview_unapproved},
        {"NEED_APPROVAL", WR_EFFECT_ALLOW, preview_emergency, preview_unapproved},
        {"NEED_APPROVAL", WR_EFFECT_ALLOW, plan_unapproved, preview_unapproved},
        {"NEED_APPROVAL", WR_EFFECT_ALLOW, unapproved, preview_unapproved},
        {"NO_CODE", WR_EFFECT_ALLOW, nothing, no_code},
        {"NO_CODE", WR_EFFECT_ALLOW, forged, no_code_forged},
        {"BLOCK_PLATE", WR_EFFECT_DENY, no_code_forged, forged},
        {"LATE_BEFORE_LEAVE", WR_EFFECT_WARN, nothing, late_before},
        {"LATE_BEFORE_LEAVE", WR_EFFECT_ALLOW, late_after, emergency_late_before},
        {"LATE_AFTER_LEAVE", WR_EFFECT_WARN, late_before, late_after},
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

/** What is said must name the state, who may approve, and the days of terms. */
static void test_says_what_to_do(void **state)
{
    struct world *w = *state;
    struct wr_visit_facts f = ordinary();
    f.approval = WR_APPROVAL_PENDING;
    struct wr_visit_verdict v = judge(w, w->p, &f, "2026-06-10");
    assert_true(wr_str_find(v.headline, WR_S("待审批")) >= 0 &&
                wr_str_find(v.headline, WR_S("区县管理员、市级管理员、局领导")) >= 0);
    f.insp_class = WR_INSP_SPECIAL;
    v = judge(w, w->p, &f, "2026-06-10");
    assert_true(wr_str_find(v.headline, WR_S("请先由市级管理员、局领导批准")) >= 0);

    /* Friday the 30th of January 2026: three working days on is Wednesday. */
    f = ordinary();
    f.no_code = true;
    v = judge(w, w->p, &f, "2026-01-30");
    const struct wr_visit_reason *r = v.reasons.p;
    assert_true(wr_str_find(r[0].text_zh, WR_S("在 2026-02-04 前（3 个工作日内）")) >= 0);
    f = ordinary();
    f.source = WR_SOURCE_EMERGENCY;
    f.emergency_reason = WR_S("泄漏");
    v = judge(w, w->p, &f, "2026-01-30");
    r = v.reasons.p;
    assert_true(wr_str_find(r[1].text_zh, WR_S("在 2026-02-03 前（2 个工作日内）")) >= 0);
}

static void test_blackouts(void **state)
{
    struct world *w = *state;
    struct wr_visit_policy with = *w->p;
    struct wr_visit_blackout_row rows[] = {
        {.from = WR_S("06-07"),
         .to = WR_S("06-10"),
         .text_zh = WR_S("考试"),
         .text_en = WR_S("exams"),
         .class_bits = 1u << WR_INSP_DAILY,
         .exempt_bits = 1u << WR_SOURCE_COMPLAINT},
        {.from = WR_S("12-30"),
         .to = WR_S("01-02"),
         .text_zh = WR_S("元旦"),
         .text_en = WR_S("NY")},
        {.from = WR_S("2026-08-01"),
         .to = WR_S("2026-08-01"),
         .text_zh = WR_S("一日"),
         .text_en = WR_S("a day")},
    };
    with.blackouts = (struct wr_list){rows, WR_ARRAY_LEN(rows)};
    static const struct {
        const char *day;
        bool blocked;
        const char *next;
    } cases[] = {
        {"2026-06-06", false, ""},          {"2026-06-07", true, "2026-06-11"},
        {"2026-06-10", true, "2026-06-11"}, {"2026-06-11", false, ""},
        {"2026-12-29", false, ""},          {"2026-12-30", true, "2027-01-03"},
        {"2027-01-02", true, "2027-01-03"}, {"2027-01-03", false, ""},
        {"2026-08-01", true, "2026-08-02"}, {"2027-08-01", false, ""},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_visit_facts f = ordinary();
        struct wr_visit_verdict v = judge(w, &with, &f, cases[i].day);
        if (fired(&v, "BLOCK_BLACKOUT") != cases[i].blocked ||
            !wr_str_eq(v.next_allowed, wr_str(cases[i].next))) {
            fail_msg("%s: next " WR_FMT, cases[i].day, WR_ARG(v.next_allowed));
        }
    }
    struct wr_visit_facts f = ordinary();
    f.insp_class = WR_INSP_SPECIAL; /* another class */
    struct wr_visit_verdict v = judge(w, &with, &f, "2026-06-07");
    assert_false(fired(&v, "BLOCK_BLACKOUT"));
    f = ordinary(); /* an exempt source */
    f.source = WR_SOURCE_COMPLAINT;
    f.insp_class = WR_INSP_DAILY;
    f.evidence_ref = WR_S("T123");
    v = judge(w, &with, &f, "2026-06-07");
    assert_false(fired(&v, "BLOCK_BLACKOUT"));
    f = ordinary(); /* help is not bound */
    f.kind = WR_VISIT_HELP;
    v = judge(w, &with, &f, "2026-12-31");
    assert_false(fired(&v, "BLOCK_BLACKOUT"));
    /* The day after the cap's year is itself in a window. */
    f = ordinary();
    f.used = 2;
    v = judge(w, &with, &f, "2026-10-10");
    assert_true(fired(&v, "BLOCK_CAP") && wr_str_eq(v.next_allowed, WR_S("2027-01-03")));
    /* A window that never ends gives no next day. */
    rows[0] = (struct wr_visit_blackout_row){.from = WR_S("01-01"), .to = WR_S("12-31")};
    f = ordinary();
    v = judge(w, &with, &f, "2026-05-05");
    assert_true(fired(&v, "BLOCK_BLACKOUT") && v.next_allowed.n == 0);
}

static void test_matrix(void **state)
{
    struct world *w = *state;
    const struct wr_visit_policy *p = w->p;
    const struct wr_visit_approval_row *a =
        wr_visit_policy_approval(p, WR_VISIT_INSPECTION, WR_INSP_DAILY, WR_SOURCE_PLAN);
    assert_true(a->required && a->role_bits == (WR_ROLE_ADMINS | WR_ROLE_LEADER));
    a = wr_visit_policy_approval(p, WR_VISIT_INSPECTION, WR_INSP_SPECIAL, WR_SOURCE_PLAN);
    assert_true(a->role_bits == (WR_ROLE_CITY_ADMIN | WR_ROLE_LEADER));
    assert_int_equal(wr_visit_policy_afterfill(p, a), p->emergency.afterfill_workdays);
    a = wr_visit_policy_approval(p, WR_VISIT_INSPECTION, WR_INSP_IMMEDIATE, WR_SOURCE_EMERGENCY);
    assert_int_equal(wr_visit_policy_afterfill(p, a), 2);
    a = wr_visit_policy_approval(p, WR_VISIT_HELP, WR_INSP_NONE, WR_SOURCE_PLAN);
    assert_false(a->required);
    assert_true(wr_visit_policy_needs_notice(p, WR_VISIT_INSPECTION, WR_SOURCE_PLAN));
    assert_false(wr_visit_policy_needs_notice(p, WR_VISIT_INSPECTION, WR_SOURCE_RANDOM_DRAW));
    assert_false(wr_visit_policy_needs_notice(p, WR_VISIT_HELP, WR_SOURCE_PLAN));
    assert_true(p->no_code.filing_workdays == 3 && p->rating.days == 7 && p->open.hours_max == 12);
    const struct wr_visit_policy *old =
        wr_rules_by_id(w->rules, WR_S("visit-policy/default-2021"))->typed;
    assert_false(wr_visit_policy_approval(old, WR_VISIT_INSPECTION, WR_INSP_DAILY, WR_SOURCE_PLAN)
                     ->required);
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
    for (uint32_t bits = 0; bits < 1u << 12; bits++) {
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
            f.approval = (bits & 512u) ? (int64_t)(bits % 5) : WR_APPROVAL_GIVEN;
            f.late_scan = (bits & 1024u) ? (int64_t)(1 + bits % 2) : WR_LATE_NONE;
            f.no_code = (bits & 2048u) != 0;
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
            /* Nobody checks in to inspect without an approval, but in an emergency that was told. */
            assert_true(v.verdict == WR_EFFECT_DENY || f.kind != WR_VISIT_INSPECTION ||
                        f.stage != WR_STAGE_CHECK_IN || f.approval == WR_APPROVAL_GIVEN ||
                        source == WR_SOURCE_EMERGENCY);
            /* Entered after leaving is never simply allowed. */
            assert_true(f.late_scan != WR_LATE_AFTER_LEAVE || v.verdict >= WR_EFFECT_WARN);
            wr_arena_rewind(&w->arena, mark);
            n++;
        }
    }
    assert_int_equal(n, 4096 * (WR_SOURCE_END - 1));
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
        cmocka_unit_test(test_says_what_to_do),
        cmocka_unit_test(test_blackouts),
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_help_is_kept_apart),
        cmocka_unit_test(test_rules_of_its_day),
        cmocka_unit_test(test_every_combination),
        cmocka_unit_test(test_life),
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_windows),
        cmocka_unit_test(test_identifiers),
    };
    return cmocka_run_group_tests_name("visit_rules", tests, set_up, tear_down);
}
