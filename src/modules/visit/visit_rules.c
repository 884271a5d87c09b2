#include "modules/visit/visit_rules.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#define BLACKOUT_DAYS_MAX 1100
#define NEXT_DAY_ROUNDS_MAX 40

/** One evaluation under way. */
struct judge {
    struct wr_arena *a;
    const struct wr_visit_policy *p;
    const struct wr_visit_facts *f;
    enum wr_lang lang;
    struct wr_date today;
    const struct wr_visit_source_row *source;
    struct wr_visit_reason *reasons;
    size_t n;
    struct wr_visit_verdict *v;
    bool inspection;
    bool exception;      /* an exception source with what it needs */
    bool spared;         /* by the positive list: the cap is zero, and said to be */
    struct wr_date next; /* latest of the first days that denials tell */
    bool never;          /* a denial that no waiting cures */
    bool full;           /* the arena was refused */
};

/** What fills {0} … {3} of a rule's texts. */
struct fill {
    struct wr_str zh[4], en[4];
};

/* ---- texts -------------------------------------------------------------------------------------- */

static struct wr_str number(struct judge *j, int64_t v)
{
    return wr_arena_printf(j->a, "%" PRId64, v);
}

static struct wr_str day_text(struct judge *j, struct wr_date d)
{
    char z[WR_DATE_TEXT];
    wr_date_format(d, z);
    return wr_arena_dup(j->a, wr_str(z));
}

static struct wr_str fill_text(struct judge *j, struct wr_str pattern, const struct wr_str args[4])
{
    size_t n = pattern.n;
    for (size_t i = 0; i < 4; i++) {
        n +=
            4 *
            args[i]
                .n; /* a text may name an argument several times; four are enough for any sentence */
    }
    char *dst = wr_arena_alloc(j->a, n + 1);
    size_t used = 0;
    for (size_t i = 0; dst && i < pattern.n; i++) {
        struct wr_str piece = {pattern.p + i, 1};
        if (i + 2 < pattern.n && pattern.p[i] == '{' && pattern.p[i + 2] == '}' &&
            pattern.p[i + 1] >= '0' && pattern.p[i + 1] <= '3') {
            piece = args[pattern.p[i + 1] - '0'];
            i += 2;
        }
        if (piece.n > n - used) {
            break;
        }
        if (piece.n > 0) {
            memcpy(dst + used, piece.p, piece.n);
        }
        used += piece.n;
    }
    j->full = j->full || !dst;
    return (struct wr_str){dst, dst ? used : 0};
}

static void add_reason(struct judge *j, struct wr_visit_reason r)
{
    assert(j->n < WR_VISIT_REASONS_MAX);
    r.text = j->lang == WR_LANG_EN ? r.text_en : r.text_zh;
    j->reasons[j->n++] = r;
    if (r.effect > j->v->verdict) {
        j->v->verdict = r.effect;
    }
}

/** A rule fires with an effect no harder than `at_most`. @return it, WR_EFFECT_OFF when the policy does not use the rule */
static int64_t fire_at_most(struct judge *j, enum wr_visit_rule rule, const struct fill *with,
                            int64_t at_most)
{
    static const struct fill nothing;
    const struct wr_visit_rule_row *row = j->p->rule[rule];
    const struct fill *args = with ? with : &nothing;
    if (row->effect == WR_EFFECT_OFF) {
        return WR_EFFECT_OFF;
    }
    int64_t effect = row->effect < at_most ? row->effect : at_most;
    add_reason(j, (struct wr_visit_reason){.rule = row->id,
                                           .effect = effect,
                                           .text_zh = fill_text(j, row->text_zh, args->zh),
                                           .text_en = fill_text(j, row->text_en, args->en),
                                           .citation = row->citation,
                                           .tag = row->tag});
    return effect;
}

/** A rule fires. @return its effect, WR_EFFECT_OFF when the policy does not use it */
static int64_t fire(struct judge *j, enum wr_visit_rule rule, const struct fill *with)
{
    return fire_at_most(j, rule, with, WR_EFFECT_DENY);
}

/** A rule fires that no waiting cures. */
static void fire_for_good(struct judge *j, enum wr_visit_rule rule, const struct fill *with)
{
    if (fire(j, rule, with) == WR_EFFECT_DENY) {
        j->never = true;
    }
}

/** A rule fires that ends on day `next`. */
static void fire_until(struct judge *j, enum wr_visit_rule rule, const struct fill *with,
                       struct wr_date next)
{
    if (fire(j, rule, with) == WR_EFFECT_DENY &&
        (j->next.year == 0 || wr_date_to_days(next) > wr_date_to_days(j->next))) {
        j->next = next;
    }
}

static struct fill fill_same(struct wr_str a, struct wr_str b)
{
    return (struct fill){.zh = {a, b}, .en = {a, b}};
}

static struct fill fill_enum(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return (struct fill){.zh = {wr_str(it ? it->zh : "")}, .en = {wr_str(it ? it->en : "")}};
}

/* ---- the rules, in order ------------------------------------------------------------------------ */

static const struct wr_workdays *workdays_of(const struct judge *j)
{
    static const struct wr_workdays plain;
    return j->f->workdays ? j->f->workdays : &plain;
}

/** The last day of a term of working days that begins today, and the term. */
static struct fill fill_term(struct judge *j, int64_t workdays)
{
    struct wr_date by = wr_add_workdays(workdays_of(j), j->today, (int32_t)workdays);
    return fill_same(day_text(j, by), number(j, workdays));
}

static bool emergency_told(const struct judge *j)
{
    return wr_str_trim(j->f->emergency_reason).n > 0 || wr_str_trim(j->f->evidence_ref).n > 0;
}

/** Act first, complete the formalities afterwards: only in an emergency that was told. */
static bool on_emergency_path(const struct judge *j)
{
    return j->f->source == WR_SOURCE_EMERGENCY && emergency_told(j);
}

static void rule_no_code(struct judge *j)
{
    const struct fill by = fill_term(j, j->p->no_code.filing_workdays);
    (void)fire(j, WR_RULE_NO_CODE, &by);
}

static void rule_late(struct judge *j)
{
    if (j->f->late_scan == WR_LATE_BEFORE_LEAVE) {
        (void)fire_at_most(j, WR_RULE_LATE_BEFORE_LEAVE, NULL,
                           on_emergency_path(j) ? WR_EFFECT_INFO : WR_EFFECT_DENY);
    } else if (j->f->late_scan == WR_LATE_AFTER_LEAVE) {
        (void)fire(j, WR_RULE_LATE_AFTER_LEAVE, NULL);
    }
}

static void rule_plate(struct judge *j)
{
    if (j->f->no_code) {
        rule_no_code(j);
        return;
    }
    if (!j->f->has_plate || j->f->genuine == WR_GENUINE) {
        return;
    }
    const struct fill with = fill_enum(wr_genuines, j->f->genuine);
    if (j->f->genuine == WR_GENUINE_UNSIGNED) {
        (void)fire(j, WR_RULE_PLATE_TYPED, NULL);
    } else {
        fire_for_good(j, WR_RULE_BLOCK_PLATE, &with);
    }
}

static void rule_status(struct judge *j)
{
    const struct fill with = fill_enum(wr_ent_statuses, j->f->status);
    if (j->f->status == WR_ENT_MERGED) {
        fire_for_good(j, WR_RULE_BLOCK_STATUS, &with);
    } else if (j->f->status != WR_ENT_ACTIVE) {
        fire_for_good(j, WR_RULE_WARN_STATUS, &with);
    }
}

static void rule_officers(struct judge *j)
{
    const struct wr_visit_facts *f = j->f;
    int64_t min = j->p->officers.min_n;
    struct fill with = fill_same(number(j, min), number(j, f->certified_n));
    if (j->inspection && (f->certified_n < f->officers_n ||
                          (f->stage == WR_STAGE_CHECK_IN && f->certified_n < min))) {
        fire_for_good(j, WR_RULE_BLOCK_CERT, &with);
    } else if (j->inspection && f->certified_n < min) {
        (void)fire(j, WR_RULE_NEED_OFFICERS, &with);
    }
    if (f->recused_n > 0) {
        fire_for_good(j, WR_RULE_BLOCK_RECUSAL, NULL);
    }
}

static const struct wr_visit_approval_row *approval_row(const struct judge *j)
{
    return wr_visit_policy_approval(j->p, j->f->kind, j->v->insp_class, j->f->source);
}

static void rule_approval(struct judge *j)
{
    const struct wr_visit_facts *f = j->f;
    const struct wr_visit_approval_row *row = approval_row(j);
    if (!row->required || f->approval == WR_APPROVAL_GIVEN || f->stage == WR_STAGE_PLAN) {
        return;
    }
    struct fill with = fill_enum(wr_approvals, f->approval);
    with.zh[1] = row->roles_zh;
    with.en[1] = row->roles_en;
    if (f->stage == WR_STAGE_CHECK_IN) {
        if (!on_emergency_path(j)) {
            fire_for_good(j, WR_RULE_BLOCK_NO_APPROVAL, &with);
        }
    } else if (f->source != WR_SOURCE_EMERGENCY) {
        (void)fire(j, WR_RULE_NEED_APPROVAL, &with);
    }
}

static void rule_class(struct judge *j)
{
    if ((j->source->class_bits & (1u << j->v->insp_class)) != 0) {
        return;
    }
    struct fill with = fill_enum(wr_visit_sources, j->f->source);
    const struct wr_enum_item *c = wr_enum_item(wr_insp_classes, j->v->insp_class);
    with.zh[1] = wr_str(c ? c->zh : "");
    with.en[1] = wr_str(c ? c->en : "");
    fire_for_good(j, WR_RULE_BLOCK_CLASS, &with);
}

static void rule_positive(struct judge *j)
{
    if (j->f->positive_state != WR_POSITIVE_LISTED || !j->source->routine) {
        return;
    }
    const struct fill with = fill_enum(wr_visit_sources, j->f->source);
    if (fire(j, WR_RULE_EXEMPT_POSITIVE, &with) == WR_EFFECT_DENY) {
        j->never = j->spared = true;
        j->v->cap = 0;
    }
}

static bool calendar_binds(const struct judge *j)
{
    return j->v->insp_class == WR_INSP_DAILY && !j->source->calendar_exempt &&
           !(j->f->state_owned && j->p->calendar.exempt_state_owned);
}

/** The first day from d on that lies in the allowed part of a month. */
static struct wr_date next_calendar_day(const struct judge *j, struct wr_date d)
{
    int8_t first = (int8_t)j->p->calendar.first_day;
    if (d.day > j->p->calendar.last_day) {
        d.day = 1;
        d = wr_date_add_months(d, 1);
    }
    if (d.day < first) {
        d.day = first;
    }
    return d;
}

static void rule_calendar(struct judge *j)
{
    if (!calendar_binds(j) ||
        (j->today.day >= j->p->calendar.first_day && j->today.day <= j->p->calendar.last_day)) {
        return;
    }
    const struct fill with =
        fill_same(number(j, j->p->calendar.first_day), number(j, j->p->calendar.last_day));
    fire_until(j, WR_RULE_BLOCK_CALENDAR, &with, next_calendar_day(j, j->today));
}

/** The first day from d on that no window of the policy forbids; false if there is none in three years. */
static bool after_blackouts(const struct judge *j, struct wr_date *d)
{
    for (int32_t days = wr_date_to_days(*d), n = 0; n <= BLACKOUT_DAYS_MAX; n++) {
        *d = wr_date_from_days(days + n);
        if (!wr_visit_policy_blackout(j->p, *d, j->v->insp_class, j->f->source)) {
            return true;
        }
    }
    return false;
}

static void rule_blackout(struct judge *j)
{
    const struct wr_visit_blackout_row *row =
        wr_visit_policy_blackout(j->p, j->today, j->v->insp_class, j->f->source);
    if (!row) {
        return;
    }
    const struct fill with = {.zh = {row->text_zh, row->from, row->to},
                              .en = {row->text_en, row->from, row->to}};
    struct wr_date next = j->today;
    if (after_blackouts(j, &next)) {
        fire_until(j, WR_RULE_BLOCK_BLACKOUT, &with, next);
    } else {
        fire_for_good(j, WR_RULE_BLOCK_BLACKOUT, &with);
    }
}

static void rule_cap(struct judge *j)
{
    j->v->cap_binds =
        j->v->counts_toward_cap && j->p->rule[WR_RULE_BLOCK_CAP]->effect == WR_EFFECT_DENY;
    if (!j->v->counts_toward_cap || j->f->used < j->v->cap || j->spared) {
        return;
    }
    const struct fill with = fill_same(number(j, j->f->used), number(j, j->v->cap));
    j->never = j->never || (j->v->cap == 0 && j->v->cap_binds);
    fire_until(j, WR_RULE_BLOCK_CAP, &with, (struct wr_date){(int16_t)(j->today.year + 1), 1, 1});
}

/** Is the reference what the source needs? */
static bool evidence_given(const struct judge *j)
{
    const struct wr_visit_evidence *e = &j->source->evidence;
    bool digit = false;
    struct wr_str s = wr_str_trim(j->f->evidence_ref);
    for (size_t i = 0; i < s.n; i++) {
        digit = digit || (s.p[i] >= '0' && s.p[i] <= '9');
    }
    return (int64_t)wr_utf8_len(s) >= e->chars_min && (digit || !e->digit);
}

static void rule_evidence(struct judge *j)
{
    if (j->source->has_evidence && !evidence_given(j)) {
        const struct wr_visit_evidence *e = &j->source->evidence;
        struct fill with = fill_enum(wr_visit_sources, j->f->source);
        with.zh[1] = e->label_zh;
        with.en[1] = e->label_en;
        with.zh[2] = with.en[2] = e->example;
        fire_for_good(j, WR_RULE_BLOCK_EVIDENCE, &with);
    }
    if (j->f->source == WR_SOURCE_EMERGENCY && j->f->stage == WR_STAGE_CHECK_IN &&
        !emergency_told(j)) {
        fire_for_good(j, WR_RULE_BLOCK_EMERGENCY, NULL);
    }
}

static void rule_exception(struct judge *j)
{
    if (!j->exception) {
        return;
    }
    struct fill with = fill_enum(wr_visit_sources, j->f->source);
    with.zh[1] = with.en[1] = j->f->evidence_ref;
    (void)fire(j, WR_RULE_ALLOW_EXCEPTION, &with);
    if (j->f->source == WR_SOURCE_EMERGENCY) {
        const struct fill by = fill_term(j, wr_visit_policy_afterfill(j->p, approval_row(j)));
        (void)fire(j, WR_RULE_EMERGENCY_PATH, &by);
    }
}

static void rule_low_yield(struct judge *j)
{
    if (j->exception || j->f->low_yield_n < j->p->low_yield.visits_n) {
        return;
    }
    const struct fill with =
        fill_same(number(j, j->f->low_yield_n), number(j, j->p->low_yield.days));
    if (j->f->override_approved) {
        (void)fire(j, WR_RULE_LOW_YIELD_LIFTED, &with);
    } else {
        fire_for_good(j, WR_RULE_BLOCK_LOW_YIELD, &with);
    }
}

static void repeat_in(struct judge *j, const char *zh, const char *en, int64_t n, int64_t max,
                      struct wr_date next)
{
    if (n < max) {
        return;
    }
    const struct fill with = {.zh = {wr_str(zh), number(j, n), number(j, max)},
                              .en = {wr_str(en), number(j, n), number(j, max)}};
    fire_until(j, WR_RULE_WARN_REPEAT, &with, next);
}

static void rule_repeat(struct judge *j)
{
    int32_t days = wr_date_to_days(j->today);
    struct wr_date first = {j->today.year, j->today.month, 1};
    repeat_in(j, "今日", "today", j->f->day_n, j->p->repeats.day_max, wr_date_from_days(days + 1));
    repeat_in(j, "本周", "this week", j->f->week_n, j->p->repeats.week_max,
              wr_date_from_days(days + 8 - wr_date_weekday(j->today)));
    repeat_in(j, "本月", "this month", j->f->month_n, j->p->repeats.month_max,
              wr_date_add_months(first, 1));
}

static void rule_merge(struct judge *j)
{
    if (j->f->open_n > 0 || j->f->merge_n > 0) {
        struct fill with = fill_same(number(j, j->f->open_n), number(j, j->p->merge.days));
        with.zh[2] = with.en[2] = number(j, j->f->merge_n);
        (void)fire(j, WR_RULE_PROPOSE_MERGE, &with);
    }
}

static void rule_counts(struct judge *j, const struct wr_visit_count_row *row)
{
    if (j->exception || j->p->rule[WR_RULE_COUNT_RULE]->effect == WR_EFFECT_OFF) {
        return; /* the exception has said so already */
    }
    add_reason(j, (struct wr_visit_reason){.rule = j->p->rule[WR_RULE_COUNT_RULE]->id,
                                           .effect = WR_EFFECT_INFO,
                                           .text_zh = row->text_zh,
                                           .text_en = row->text_en,
                                           .citation = row->citation,
                                           .tag = row->tag});
}

/* ---- the verdict -------------------------------------------------------------------------------- */

static const struct wr_visit_reason *first_with(const struct judge *j, int64_t effect)
{
    for (size_t i = 0; i < j->n; i++) {
        if (j->reasons[i].effect == effect) {
            return &j->reasons[i];
        }
    }
    return NULL;
}

static void head_allowed(struct judge *j)
{
    struct wr_visit_verdict *v = j->v;
    const struct wr_enum_item *k = wr_enum_item(wr_visit_kinds, j->f->kind);
    if (v->counts_toward_cap) {
        v->headline_zh = wr_arena_printf(
            j->a, "可以入企检查，本次计入年度次数（第 %" PRId64 " 次，上限 %" PRId64 " 次）",
            v->used + 1, v->cap);
        v->headline_en = wr_arena_printf(
            j->a, "You may inspect; it counts as number %" PRId64 " of %" PRId64 " this year",
            v->used + 1, v->cap);
    } else {
        v->headline_zh = wr_arena_printf(j->a, "可以入企%s，本次不计入年度检查次数",
                                         k->value == WR_VISIT_OTHER ? "" : k->zh);
        v->headline_en = wr_arena_printf(
            j->a, "You may enter (%s); it does not count as an inspection of the year", k->en);
    }
}

static void headline(struct judge *j)
{
    struct wr_visit_verdict *v = j->v;
    const struct wr_visit_reason *why = first_with(j, v->verdict);
    if (v->verdict == WR_EFFECT_DENY) {
        v->headline_zh = wr_arena_printf(j->a, "不可入企：" WR_FMT, WR_ARG(why->text_zh));
        v->headline_en = wr_arena_printf(j->a, "Do not enter: " WR_FMT, WR_ARG(why->text_en));
    } else if (v->verdict == WR_EFFECT_WARN) {
        v->headline_zh = wr_arena_printf(j->a, "可以入企，但须确认：" WR_FMT, WR_ARG(why->text_zh));
        v->headline_en =
            wr_arena_printf(j->a, "You may enter after confirming: " WR_FMT, WR_ARG(why->text_en));
    } else {
        head_allowed(j);
    }
    v->headline = j->lang == WR_LANG_EN ? v->headline_en : v->headline_zh;
    j->full = j->full || !v->headline_zh.p || !v->headline_en.p;
}

static bool denies(const struct judge *j, enum wr_visit_rule rule)
{
    return j->p->rule[rule]->effect == WR_EFFECT_DENY;
}

static void tell_next_day(struct judge *j)
{
    if (j->v->verdict != WR_EFFECT_DENY || j->never || j->next.year == 0) {
        return;
    }
    /* The day must be free of every window; a window may end outside the allowed part of a month. */
    for (int i = 0; i < NEXT_DAY_ROUNDS_MAX; i++) {
        struct wr_date was = j->next;
        if (calendar_binds(j) && denies(j, WR_RULE_BLOCK_CALENDAR)) {
            j->next = next_calendar_day(j, j->next);
        }
        if (j->inspection && denies(j, WR_RULE_BLOCK_BLACKOUT) && !after_blackouts(j, &j->next)) {
            return;
        }
        if (wr_date_to_days(was) == wr_date_to_days(j->next)) {
            j->v->next_allowed = day_text(j, j->next);
            return;
        }
    }
}

static void judge_inspection(struct judge *j, const struct wr_visit_count_row *row)
{
    j->exception = j->source->exception && (!j->source->has_evidence || evidence_given(j));
    j->v->counts_toward_cap = row->counts && !j->exception;
    rule_class(j);
    rule_positive(j);
    rule_calendar(j);
    rule_blackout(j);
    rule_cap(j);
    rule_evidence(j);
    rule_exception(j);
    rule_low_yield(j);
    rule_repeat(j);
}

int wr_visit_rules_judge(struct wr_arena *a, const struct wr_visit_policy *p,
                         const struct wr_visit_facts *f, int64_t now_ms, enum wr_lang lang,
                         struct wr_visit_verdict *ret)
{
    assert(f->source > 0 && f->source < WR_SOURCE_END && wr_enum_item(wr_visit_kinds, f->kind));
    struct wr_visit_verdict v = {
        .verdict = WR_EFFECT_ALLOW, .used = f->used, .policy = p->id, .policy_version = p->version};
    struct judge j = {.a = a,
                      .p = p,
                      .f = f,
                      .lang = lang,
                      .today = wr_date_of_ms(now_ms),
                      .source = p->source[f->source],
                      .v = &v};
    j.inspection = f->kind == WR_VISIT_INSPECTION;
    j.reasons = wr_arena_array(a, WR_VISIT_REASONS_MAX, sizeof(*j.reasons));
    if (!j.reasons) {
        return WR_ELIMIT;
    }
    v.insp_class =
        j.inspection ? (f->insp_class ? f->insp_class : j.source->default_class) : WR_INSP_NONE;
    v.cap = wr_visit_policy_cap(p, f->risk, f->class, f->permit_class, f->credit_grade, f->env_code)
                ->cap;
    v.emergency_reason = f->emergency_reason;
    const struct wr_visit_count_row *row =
        wr_visit_policy_count(p, f->kind, v.insp_class, f->source);
    rule_plate(&j);
    rule_late(&j);
    rule_status(&j);
    rule_officers(&j);
    rule_approval(&j);
    if (j.inspection) {
        judge_inspection(&j, row);
    }
    rule_merge(&j);
    rule_counts(&j, row);
    if (!j.inspection) {
        (void)fire(&j, WR_RULE_HELP_ONLY, NULL);
    }
    if (v.verdict == WR_EFFECT_ALLOW) {
        const struct fill with = fill_enum(wr_visit_kinds, f->kind);
        (void)fire(&j, WR_RULE_ALLOW, &with);
    }
    headline(&j);
    tell_next_day(&j);
    v.reasons = (struct wr_list){j.reasons, j.n};
    if (j.full) {
        return WR_ELIMIT;
    }
    *ret = v;
    return 0;
}
