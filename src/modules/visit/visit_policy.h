#pragma once
/* The visit policy (入企规则) of one rule pack of kind "visit-policy", typed. Read-only after it was parsed. */

#include "base/calendar.h"
#include "modules/enterprise/enterprise.h"
#include "modules/visit/visit.h"
#include "rules/rules.h"

#define WR_VISIT_POLICY_KIND "visit-policy"
#define WR_BP_ALL INT64_C(10000) /* the whole, in basis points */

/** Rules that can fire, in order of evaluation (facts §5.4). Each has one row in the pack: effect, texts, citation, tag. */
enum wr_visit_rule {
    WR_RULE_BLOCK_PLATE, /* forged, void, lost or replaced plate */
    WR_RULE_PLATE_TYPED, /* the code was typed: its signature was not seen */
    WR_RULE_NO_CODE,     /* certificate shown instead of a code: file with the justice bureau */
    WR_RULE_LATE_BEFORE_LEAVE, /* scanned before leaving: only legal on the emergency path */
    WR_RULE_LATE_AFTER_LEAVE,  /* entered after leaving: irregular, listed, never normal */
    WR_RULE_BLOCK_STATUS,      /* the file is merged; closed and moved ones warn */
    WR_RULE_WARN_STATUS,
    WR_RULE_BLOCK_CERT,        /* fewer certified officers than an inspection needs */
    WR_RULE_NEED_OFFICERS,     /* told before check-in, when the second officer is not known yet */
    WR_RULE_BLOCK_RECUSAL,     /* an officer has a recorded conflict */
    WR_RULE_NEED_APPROVAL,     /* told before check-in, when the approval is still to be given */
    WR_RULE_BLOCK_NO_APPROVAL, /* not approved and not on the emergency path */
    WR_RULE_BLOCK_CLASS,       /* the class does not go with the source */
    WR_RULE_EXEMPT_POSITIVE,   /* on the positive list and the source is routine */
    WR_RULE_BLOCK_CALENDAR,    /* daily check outside the allowed days of the month */
    WR_RULE_BLOCK_BLACKOUT,    /* in a window in which none are made */
    WR_RULE_BLOCK_CAP,         /* yearly cap used up */
    WR_RULE_BLOCK_EVIDENCE,    /* the source needs a reference that is missing */
    WR_RULE_BLOCK_EMERGENCY,   /* emergency without its reason */
    WR_RULE_ALLOW_EXCEPTION,   /* exception with evidence: not counted */
    WR_RULE_EMERGENCY_PATH,    /* act first, complete the formalities by … */
    WR_RULE_BLOCK_LOW_YIELD,   /* same officer, same enterprise, nothing found n times */
    WR_RULE_LOW_YIELD_LIFTED,  /* the same, but a reason to go again was approved */
    WR_RULE_WARN_REPEAT,       /* repeats per day, week, month */
    WR_RULE_PROPOSE_MERGE,     /* another visit is open or to be made: one combined check */
    WR_RULE_COUNT_RULE,        /* whether it counts, and by which row */
    WR_RULE_HELP_ONLY,         /* help must not be a disguised inspection */
    WR_RULE_ALLOW,
    WR_RULE_N
};

struct wr_visit_rule_row {
    struct wr_str id;
    int64_t effect;
    struct wr_str text_zh, text_en; /* {0} … {3} are filled by the evaluation */
    struct wr_str citation, tag;
};

/** Yearly cap for enterprises that meet all given conditions; the first row that fits counts. */
struct wr_visit_cap_row {
    bool has_risk, has_class, has_permit_class, has_credit_grade, has_env_code;
    int64_t risk, class, permit_class, credit_grade, env_code;
    int64_t cap;
    struct wr_str citation, tag;
};

/** Does it count (VIS-2)? The first row that fits decides. */
struct wr_visit_count_row {
    bool has_kind, has_insp_class, has_source;
    int64_t kind, insp_class, source;
    bool counts;
    struct wr_str text_zh, text_en;
    struct wr_str citation, tag;
};

/** What a source needs to be believed. */
struct wr_visit_evidence {
    struct wr_str label_zh, label_en, example;
    int64_t chars_min;
    bool digit; /* must hold a digit: a number of something */
};

struct wr_visit_source_row {
    int64_t source;
    int64_t default_class;
    struct wr_list classes; /* struct wr_str, names of wr_insp_classes */
    uint32_t class_bits;    /* 1 << enum wr_insp_class */
    bool routine;           /* what the positive list spares */
    bool exception;         /* with evidence not counted and not capped */
    bool calendar_exempt;
    bool has_evidence;
    struct wr_visit_evidence evidence;
    struct wr_str citation, tag;
};

/** Who approves what (审批权限); the first row that fits decides. */
struct wr_visit_approval_row {
    bool has_kind, has_insp_class, has_source;
    int64_t kind, insp_class, source;
    bool required;
    struct wr_list roles;             /* struct wr_str, names of wr_role_items */
    uint32_t role_bits;               /* enum wr_role: any of them may approve */
    struct wr_str roles_zh, roles_en; /* the same, as read by people */
    int64_t afterfill_workdays; /* on the emergency path; 0: as the section `emergency` says */
    struct wr_str citation, tag;
};

/** Days on which no inspections are made (静默期): "MM-DD" every year, or "YYYY-MM-DD" once. */
struct wr_visit_blackout_row {
    struct wr_str from,
        to; /* first and last day, both of one form; a yearly one may pass the year's end */
    struct wr_str text_zh, text_en;
    struct wr_list classes, exempt_sources; /* struct wr_str; no classes: all */
    uint32_t class_bits, exempt_bits;
    struct wr_str citation, tag;
};

/** How strong each weak proof of presence is, in basis points; together 10,000. */
struct wr_visit_proof_weights {
    int64_t plate_signature, distance, accuracy, speed, clock, photo_new, officer_code,
        enterprise_confirmed;
};

/** Thresholds of the weak proofs of presence (facts PLT-7). */
struct wr_visit_proof_policy {
    int64_t distance_near_m,
        distance_far_m; /* to the plate: full score up to near, none from far */
    int64_t accuracy_poor_m;
    int64_t speed_max_kmh;  /* between two visits of one officer */
    int64_t skew_max_ms;    /* clock of the phone against the server's */
    int64_t plate_typed_bp; /* what a typed code is worth, where a signature is worth 10,000 */
    int64_t score_low_bp;   /* a total below is listed for supervision */
    struct wr_visit_proof_weights weights;
    struct wr_str citation, tag;
};

struct wr_visit_policy {
    struct wr_list rules; /* struct wr_visit_rule_row, as written */
    const struct wr_visit_rule_row *rule[WR_RULE_N];
    struct wr_list caps;    /* struct wr_visit_cap_row */
    struct wr_list counts;  /* struct wr_visit_count_row */
    struct wr_list sources; /* struct wr_visit_source_row */
    const struct wr_visit_source_row *source[WR_SOURCE_END];
    struct wr_list approvals; /* struct wr_visit_approval_row */
    struct wr_list blackouts; /* struct wr_visit_blackout_row */
    struct {
        int64_t min_n;
    } officers;
    struct {
        int64_t day_max, week_max, month_max;
    } repeats;
    struct {
        int64_t first_day, last_day;
        bool exempt_state_owned;
    } calendar;
    struct {
        int64_t visits_n, days;
    } low_yield;
    struct {
        int64_t days;
    } merge;
    struct {
        int64_t afterfill_workdays;
    } emergency;
    struct {
        int64_t filing_workdays; /* a check without a code is filed with the justice bureau */
    } no_code;
    struct {
        bool required;
        struct wr_list exempt_sources; /* struct wr_str: unannounced checks */
        uint32_t exempt_bits;          /* 1 << enum wr_visit_source */
        struct wr_str citation, tag;
    } notice;
    struct {
        int64_t days; /* without a rating a visit is closed after them */
        struct wr_str citation, tag;
    } rating;
    struct {
        int64_t hours_max; /* without check-out a visit is overdue after them */
        struct wr_str citation, tag;
    } open;
    struct wr_visit_proof_policy proof;
    struct wr_str id, version; /* of the pack */
    struct wr_str status;
};

extern const struct wr_pack_kind wr_visit_policy_kind;
extern const struct wr_field wr_visit_policy_body_fields[]; /* visit_policy_fields.c */

/** The row that decides the cap of an enterprise. Never NULL: a checked policy ends with a row for all. */
const struct wr_visit_cap_row *wr_visit_policy_cap(const struct wr_visit_policy *p, int64_t risk,
                                                   int64_t class, int64_t permit_class,
                                                   int64_t credit_grade, int64_t env_code);
/** The row that decides whether a visit counts; never NULL in a checked policy. */
const struct wr_visit_count_row *wr_visit_policy_count(const struct wr_visit_policy *p,
                                                       int64_t kind, int64_t insp_class,
                                                       int64_t source);
/**
 * The row of the approval matrix that decides; never NULL in a checked policy.
 * @param insp_class  enum wr_insp_class, 0 for visits that are no inspections
 */
const struct wr_visit_approval_row *wr_visit_policy_approval(const struct wr_visit_policy *p,
                                                             int64_t kind, int64_t insp_class,
                                                             int64_t source);
/** Working days in which an emergency's approval is completed afterwards (VIS-9). */
int64_t wr_visit_policy_afterfill(const struct wr_visit_policy *p,
                                  const struct wr_visit_approval_row *row);
/** Must the enterprise be notified before a visit from this source (凡检查必通知)? */
bool wr_visit_policy_needs_notice(const struct wr_visit_policy *p, int64_t kind, int64_t source);
/** The window that keeps an inspection from being made on a day; NULL if none does. */
const struct wr_visit_blackout_row *wr_visit_policy_blackout(const struct wr_visit_policy *p,
                                                             struct wr_date day, int64_t insp_class,
                                                             int64_t source);
/** The policy in force on a day. @return 0, WR_ECONFLICT (visit.no_policy) */
WR_MUST_CHECK int wr_visit_policy_on(struct wr_ctx *ctx, int64_t at_ms,
                                     const struct wr_visit_policy **ret);

/* visit_policy_text.c, visit_policy_example.c, visit_policy_review.c, visit_impact.c */
void wr_visit_policy_describe(struct wr_ctx *ctx, const struct wr_pack *p, struct wr_buf *out);
int wr_visit_policy_run_example(struct wr_ctx *ctx, const struct wr_pack *p,
                                const struct wr_json *example, struct wr_str path,
                                struct wr_str *ret_diff);
struct wr_visit_verdict;
/** What comes out of an example's facts. @return 0, WR_EINVALID (the example is faulty), WR_ELIMIT */
WR_MUST_CHECK int wr_visit_policy_judge_example(struct wr_ctx *ctx, const struct wr_pack *p,
                                                const struct wr_json *example, struct wr_str path,
                                                struct wr_visit_verdict *ret);
void wr_visit_policy_review(struct wr_ctx *ctx, const struct wr_pack *p,
                            struct wr_pack_review *ret);
int wr_visit_policy_affects(struct wr_ctx *ctx, const struct wr_pack *a, const struct wr_pack *b,
                            size_t shown_max, struct wr_pack_impact *ret);
