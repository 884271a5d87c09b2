#pragma once
/* Rule packs of kind "offsite": what counts as valid, which rules speak, what follows (facts of HJ 212 §12–§16). */

#include "modules/offsite/offsite_rule.h"
#include "modules/offsite/offsite_stat.h"
#include "rules/rules.h"

#define WR_OFFSITE_PARAMS_MAX 8

/* Parameters of each rule, by their place. Names and bounds: offsite_pack.c. */
enum { WR_P_E1_CLEAR_BP };
enum { WR_P_E3_SHARE_BP, WR_P_E3_HOURS, WR_P_E3_HYST_BP };
enum { WR_P_Z1_COUNT, WR_P_Z1_O2_MAX_E2 };
enum { WR_P_N1_COUNT };
enum { WR_P_K1_HOURS, WR_P_K1_VARIATION_BP, WR_P_K1_RANGE_BP };
enum { WR_P_J1_TIMES_E2, WR_P_J1_FLOW_BP, WR_P_J1_FACTORS, WR_P_J1_FLOOR_BP };
enum { WR_P_L1_TOLERANCE_BP };
enum { WR_P_L2_TOLERANCE_BP, WR_P_L2_COUNT };
enum { WR_P_L3_O2_MAX_E2 };
enum { WR_P_L4_SHARE_BP, WR_P_L4_MIN_N, WR_P_L4_NEAR_BP };
enum { WR_P_L5_R_E4, WR_P_L5_HOURS, WR_P_L5_MIN_N };
enum { WR_P_C1_CAPTURE_BP };
enum { WR_P_T1_SKEW_S, WR_P_T1_FUTURE_S, WR_P_T1_OLD_DAYS, WR_P_T1_COUNT };
enum {
    WR_P_G1_REAL_TIMES,
    WR_P_G1_MINUTE_TIMES,
    WR_P_G1_MINUTE_ADD_MIN,
    WR_P_G1_HOUR_LATE_MIN,
    WR_P_G1_OFFLINE_MIN,
    WR_P_G1_OFFLINE_LONG_H
};
enum { WR_P_W2_SHARE_BP, WR_P_W2_MIN_N };
enum { WR_P_P1_STARTUP_MIN };
enum { WR_P_P2_LEAD_MIN, WR_P_P2_PURGE_MIN };
enum { WR_P_P3_SHARE_BP, WR_P_P3_DAYS, WR_P_P3_MIN_N };
enum { WR_P_P4_OVER_BP };
enum { WR_P_P5_VOLT_BP };
enum { WR_P_P6_GUARD_BP };
enum { WR_P_P7_DAYS };
enum { WR_P_P10_SHARE_BP, WR_P_P10_MIN_KWH };

struct wr_offsite_param {
    struct wr_str id;
    int64_t value; /* unit by the end of the name: _bp, _min, _s, _h, _days, _e2 hundredths … */
};
/** One rule as the pack writes it. */
struct wr_offsite_rule_row {
    struct wr_str id;
    int64_t rule; /* enum wr_offsite_rule, of the id */
    bool on;
    int64_t level;
    bool fraud;              /* suspected fraud: goes straight to escalation */
    bool daily;              /* its alarm is answered by the daily deadline */
    int64_t delay_min;       /* how long the condition must hold */
    struct wr_str from, to;  /* days; absent: as long as the pack */
    struct wr_list suppress; /* struct wr_str: names of wr_offsite_span_kinds */
    struct wr_list params;   /* struct wr_offsite_param */
    struct wr_str name_zh, name_en, text_zh, text_en, next_zh, next_en, citation, tag;
    /* read from the above */
    unsigned suppress_kinds;
    int64_t from_ms, to_ms; /* to 0: open */
    int64_t p[WR_OFFSITE_PARAMS_MAX];
};
extern const struct wr_field wr_offsite_rule_row_fields[], wr_offsite_param_fields[];

/** Numbers that are no rule's own. */
enum wr_offsite_number {
    WR_ON_GAS_MINUTE_N,
    WR_ON_GAS_HOUR_MINUTES,
    WR_ON_GAS_DAY_HOURS,
    WR_ON_WATER_MINUTE_N,
    WR_ON_WATER_DAY_HOURS,
    WR_ON_MONTH_DAYS,
    WR_ON_FEBRUARY_DAYS,
    WR_ON_GAS_FLAG_BP,
    WR_ON_O2_GUARD_E2,
    WR_ON_LATE_MIN,
    WR_ON_ROUND_EVEN,
    WR_ON_QUIET_MIN,
    WR_ON_POWER_OFF_BP,
    WR_ON_POWER_RUN_BP,
    WR_ON_POWER_HYST_BP,
    WR_ON_POWER_SAMPLES,
    WR_ON_MARK_DAYS,
    WR_ON_ANSWER_HOUR_H,
    WR_ON_ANSWER_DAY_H,
    WR_ON_RECTIFY_DAYS,
    WR_ON_REVIEW_H,
    WR_ON_ESCALATE_HOURS_N,
    WR_ON_COVERAGE_BP,
    WR_ON_COVERAGE_ANSWER_BP,
    WR_ON_FILL_GOOD_BP,
    WR_ON_FILL_POOR_BP,
    WR_ON_FILL_GAP_H,
    WR_ON_FILL_SHORT_HOURS,
    WR_ON_FILL_LONG_HOURS,
    WR_ON_FILL_POOR_HOURS,
    WR_ON_N
};
struct wr_offsite_number_row {
    struct wr_str id;
    int64_t value;
    struct wr_str text_zh, text_en, citation, tag;
};
/** Physical range of a factor, and whether it may be negative. */
struct wr_offsite_physical {
    struct wr_str factor;
    bool has_lo, has_hi;
    double lo, hi;
    bool negative;
    struct wr_str tag;
};
/** A mark an enterprise or device may set. */
struct wr_offsite_mark_kind {
    struct wr_str code;
    int64_t kind; /* enum wr_offsite_span_kind */
    bool invalidates, stopped;
    bool has_quota_h;
    int64_t quota_h;     /* hours a year */
    struct wr_str flags; /* data flags by which a device sets it */
    struct wr_str name_zh, name_en, citation, tag;
};
extern const struct wr_field wr_offsite_number_row_fields[], wr_offsite_mark_kind_fields[],
    wr_offsite_physical_fields[];

struct wr_offsite_pack {
    struct wr_list rules;     /* struct wr_offsite_rule_row, as written */
    struct wr_list numbers;   /* struct wr_offsite_number_row */
    struct wr_list physical;  /* struct wr_offsite_physical */
    struct wr_list marks;     /* struct wr_offsite_mark_kind */
    struct wr_str flag_order; /* water: abnormal marks, first wins a tie */
    /* read from the above */
    const struct wr_offsite_rule_row *rule[WR_OR_N]; /* NULL: not in the pack */
    int64_t number[WR_ON_N];
    struct wr_str id, version, status, sha256;
};
extern const struct wr_pack_kind wr_offsite_pack_kind;
/** Body to typed pack; faults under body.… @return 0, WR_EINVALID */
WR_MUST_CHECK int wr_offsite_pack_parse(struct wr_ctx *ctx, const struct wr_pack *pack,
                                        const void **ret_typed);
WR_MUST_CHECK int wr_offsite_pack_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                                          const struct wr_json *example, struct wr_str path,
                                          struct wr_str *ret_diff);
void wr_offsite_pack_review(struct wr_ctx *ctx, const struct wr_pack *pack,
                            struct wr_pack_review *ret);
void wr_offsite_pack_describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out);

/** The pack in force at a time; lives as long as the packs. @return 0, WR_ECONFLICT (offsite.no_pack) */
WR_MUST_CHECK int wr_offsite_pack_on(struct wr_ctx *ctx, int64_t at_ms,
                                     const struct wr_offsite_pack **ret);
/** A pack by id, of this kind. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_offsite_pack_by_id(struct wr_ctx *ctx, struct wr_str id,
                                        const struct wr_offsite_pack **ret);
/** The rule, if it speaks on that moment; else NULL. */
const struct wr_offsite_rule_row *wr_offsite_rule_on(const struct wr_offsite_pack *p, int rule,
                                                     int64_t t_ms);
/** Text of the rule with its parameters filled in: "{share_bp}" becomes "95%", "{delay_min}" "15". */
struct wr_str wr_offsite_rule_words(struct wr_arena *a, const struct wr_offsite_rule_row *r,
                                    bool en);
/** May this factor be negative by the pack? */
bool wr_offsite_may_be_negative(const struct wr_offsite_pack *p, struct wr_str factor);
/** Physical range by the pack, NULL: none is set. */
const struct wr_offsite_physical *wr_offsite_physical_of(const struct wr_offsite_pack *p,
                                                         struct wr_str factor);
/** Mark kind by its code, NULL: unknown. */
const struct wr_offsite_mark_kind *wr_offsite_mark_kind_of(const struct wr_offsite_pack *p,
                                                           struct wr_str code);
