#pragma once
/* The rules of a visit, pure: (policy, facts, now) -> verdict with reasons. No SQL, no clock, no log. */

#include "base/arena.h"
#include "base/calendar.h"
#include "modules/plate/plate.h"
#include "modules/visit/visit_policy.h"

/** When the question is asked. A preview does not know the second officer yet; a plan is not approved yet. */
enum wr_visit_stage { WR_STAGE_PREVIEW, WR_STAGE_PLAN, WR_STAGE_CHECK_IN };

/** All that a verdict depends on. */
struct wr_visit_facts {
    int64_t kind, insp_class, source; /* insp_class 0: take the source's own */
    struct wr_str evidence_ref, emergency_reason;
    enum wr_visit_stage stage;
    bool has_plate;
    int64_t genuine; /* enum wr_genuine, if has_plate */
    /* the enterprise */
    int64_t status, class, permit_class, risk, credit_grade, env_code, positive_state;
    bool state_owned;
    /* the officers as given */
    int64_t officers_n, certified_n, recused_n;
    /* counted by the store, cancelled and refused visits left out */
    int64_t used;                   /* counted inspections this year */
    int64_t day_n, week_n, month_n; /* inspections of this enterprise so far */
    int64_t low_yield_n;    /* this officer's last inspections here in a row without a finding */
    int64_t open_n;         /* other visits open at this enterprise */
    int64_t merge_n;        /* missions of others here that could be one visit with this one */
    int64_t approval;       /* enum wr_approval */
    bool override_approved; /* a reason to go in spite of a low yield was approved */
    int64_t late_scan;      /* enum wr_late_scan */
    bool no_code; /* without scanning: plate lost, no network; certificate or licence shown */
    const struct wr_workdays *workdays; /* NULL: Monday to Friday */
};

/** Windows of time that the store counts in. */
struct wr_visit_windows {
    int64_t year_ms, month_ms, week_ms, day_ms; /* beginnings */
    int64_t low_yield_ms, merge_ms;
    char period[8]; /* year of the cap, "2026" */
};
void wr_visit_rules_windows(const struct wr_visit_policy *p, int64_t now_ms,
                            struct wr_visit_windows *ret);

/**
 * Judge a visit. Every rule that fires is told, in the order of facts §5.4; the worst effect is the verdict.
 * @param a       owns every text of *ret
 * @param now_ms  the time the visit is judged at
 * @param lang    language of `headline` and of each reason's `text`
 * @return 0, WR_ELIMIT (the arena is full)
 */
WR_MUST_CHECK int wr_visit_rules_judge(struct wr_arena *a, const struct wr_visit_policy *p,
                                       const struct wr_visit_facts *f, int64_t now_ms,
                                       enum wr_lang lang, struct wr_visit_verdict *ret);

/** What may be done with a visit in which state (facts §6.2). */
enum wr_visit_act {
    WR_ACT_RECORD, /* items, findings */
    WR_ACT_PHOTO,  /* photos are sent after the record, sometimes after check-out */
    WR_ACT_CHECK_OUT,
    WR_ACT_CANCEL,
    WR_ACT_REFUSE,
    WR_ACT_RATE,
    WR_ACT_TELL,    /* the result, to the enterprise */
    WR_ACT_CONTEST, /* a refusal */
    WR_ACT_N
};
bool wr_visit_rules_may(int64_t state, enum wr_visit_act act);
struct wr_str wr_visit_act_name(enum wr_visit_act act, enum wr_lang lang);

/** May a visit of this kind end with this conclusion? A help visit that meets a violation needs an inspection (LIA-6). */
bool wr_visit_rules_conclusion_fits(int64_t kind, int64_t conclusion);

/** Metres between two points in micro-degrees on a sphere of 6,371,008.8 m, rounded; at most 20,015,114. */
int64_t wr_visit_rules_distance_m(int64_t lng1_e6, int64_t lat1_e6, int64_t lng2_e6,
                                  int64_t lat2_e6);

/** Case code of a complaint folded for look-up: dashes and blanks dropped, upper case, O→0, I and L→1; absent if it is none. */
struct wr_str wr_visit_rules_case_code(struct wr_arena *a, struct wr_str typed);
