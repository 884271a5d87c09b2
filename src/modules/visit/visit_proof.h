#pragma once
/*
 * Weak proofs of presence (到场佐证, facts PLT-7), pure. Each says what was measured and why it scores so. None proves presence
 * alone, and a web page cannot tell a forged position from a true one: the score is for supervision to look at, not a verdict.
 */
#include "base/arena.h"
#include "modules/visit/visit_policy.h"

enum wr_proof_code {
    WR_PROOF_PLATE_SIGNATURE = 1,
    WR_PROOF_DISTANCE,
    WR_PROOF_ACCURACY,
    WR_PROOF_SPEED,
    WR_PROOF_CLOCK,
    WR_PROOF_PHOTO_NEW,
    WR_PROOF_OFFICER_CODE,
    WR_PROOF_ENTERPRISE_CONFIRMED,
    WR_PROOF_END
};
enum wr_proof_state {
    WR_PROOF_GOOD = 1,
    WR_PROOF_WEAK,
    WR_PROOF_MISSING,       /* could have been there and was not: no score, but its weight counts */
    WR_PROOF_NOT_APPLICABLE /* cannot be measured here: left out of the total */
};
/** How the plate's code came in. */
enum wr_proof_plate { WR_PROOF_PLATE_SIGNED = 1, WR_PROOF_PLATE_TYPED, WR_PROOF_PLATE_NO_CODE };
extern const struct wr_enum_item wr_proof_codes[], wr_proof_states[];

/** What was measured. */
struct wr_visit_proof_facts {
    int64_t plate;     /* enum wr_proof_plate */
    bool no_reference; /* no position of the plate is on file: a distance cannot be told */
    bool has_distance, has_accuracy, has_prev, has_skew;
    int64_t distance_m, accuracy_m;
    int64_t prev_s, prev_m; /* since the officer's previous visit elsewhere: seconds, metres */
    int64_t skew_ms;        /* the phone's clock minus the server's */
    int64_t photos_n, photos_seen_n; /* of them with bytes that another visit has too */
    bool officer_code_seen;          /* the enterprise scanned the officer's rotating code */
    bool enterprise_rated_or_signed;
    bool offline; /* the time is the phone's, not the server's */
};

struct wr_visit_proof_item {
    int64_t code, state;
    int64_t score_bp, weight_bp;
    struct wr_str text, text_zh, text_en;
};

struct wr_visit_proof {
    int64_t score_bp;     /* of those that apply, by weight */
    int64_t score_low_bp; /* the policy's mark */
    bool low;
    struct wr_list items; /* struct wr_visit_proof_item, in the order of enum wr_proof_code */
    struct wr_str note;   /* what the score is not */
    struct wr_str tag;    /* nature of the thresholds */
    struct wr_str policy, policy_version;
};
extern const struct wr_field wr_visit_proof_fields[];

/**
 * Score the weak proofs of one visit.
 * @param a     owns every text of *ret
 * @param lang  language of `text` and `note`
 * @return 0, WR_ELIMIT (the arena is full)
 */
WR_MUST_CHECK int wr_visit_proof_judge(struct wr_arena *a, const struct wr_visit_policy *p,
                                       const struct wr_visit_proof_facts *f, enum wr_lang lang,
                                       struct wr_visit_proof *ret);
