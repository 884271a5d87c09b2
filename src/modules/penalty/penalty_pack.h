#pragma once
/* Packs of kind `penalty`: schemes of discretion and the law they serve, decoded and cross-referenced. */
#include "modules/penalty/penalty.h"
#include "modules/penalty/penalty_expr.h"
#include "rules/rules.h"

#define WR_PENALTY_KIND "penalty"
#define WR_PEN_TABLES_MAX 120
#define WR_PEN_FACTORS_MAX 16
#define WR_PEN_LEVELS_MAX 16
#define WR_PEN_CLAUSES_MAX 120
#define WR_PEN_CONDS_MAX 12 /* of one level, of one alternative of a clause */
#define WR_PEN_INPUTS_MAX 4

enum wr_pen_method { WR_PEN_WEIGHT_SUM = 1, WR_PEN_BAND, WR_PEN_GRADE };
extern const struct wr_enum_item wr_pen_methods[];
enum wr_pen_base { WR_PEN_FIXED_MAX = 1, WR_PEN_AMOUNT_X_RATIO, WR_PEN_MULTIPLE_OF_AMOUNT };
extern const struct wr_enum_item wr_pen_bases[];
enum wr_pen_effect { WR_PEN_E_NO_PENALTY = 1, WR_PEN_E_LIGHTER };
extern const struct wr_enum_item wr_pen_effects[];
enum wr_pen_strength { WR_PEN_MUST = 1, WR_PEN_MAY };
extern const struct wr_enum_item wr_pen_strengths[];

/** One comparison: `name`, `!name`, `name<3`, `name=word|word`, `name:[3,8)`. */
enum wr_pen_op { WR_PEN_IS, WR_PEN_IS_NOT, WR_PEN_IN, WR_PEN_WORDS };
struct wr_pen_cond {
    int fact;
    enum wr_pen_op op;
    struct wr_pen_span span;
    struct wr_str words; /* "a|b" */
    struct wr_str text;  /* as written */
};
/** All of them. */
struct wr_pen_conds {
    struct wr_pen_cond *p;
    size_t n;
};

struct wr_pen_level {
    struct wr_str option; /* code; for words what the fact must be */
    struct wr_list when;  /* struct wr_str: any of them */
    struct wr_str zh, en;
    bool has_bp, has_grade;
    int64_t bp, grade;
    struct wr_str citation, tag, reading;
    struct wr_pen_conds any; /* decoded `when` (or the option) */
};
struct wr_pen_factor {
    struct wr_str key, zh, en, unit, domain, change, input;
    bool integer, primary;
    struct wr_list gaps; /* struct wr_str */
    struct wr_str gap_note;
    struct wr_list levels; /* struct wr_pen_level */
    struct wr_str citation, tag;
    int fact;                      /* the fact a plain value is given to */
    struct wr_pen_conds gap;       /* decoded gaps */
    int inputs[WR_PEN_INPUTS_MAX]; /* all facts its levels look at */
    size_t inputs_n;
    size_t lowest;           /* level of least weight or grade */
    struct wr_pen_span span; /* domain of numbers */
};
struct wr_pen_column {
    struct wr_str key, zh, en;
    int64_t start_bp, base_kind;
    int64_t base_fen, ratio_bp;
    struct wr_str amount; /* name of the fact it is a share of */
    bool has_min_fen, has_max_fen, has_min_bp, has_max_bp, has_floor_bp, has_cap_bp, has_reach_bp;
    int64_t min_fen, max_fen, min_bp, max_bp, floor_bp, cap_bp;
    int64_t
        reach_bp; /* what start and maxima add up to where it is not 100 %; reach_note says why */
    struct wr_str reach_note, citation, tag;
    int amount_fact;
};
struct wr_pen_row {
    struct wr_list when; /* struct wr_str "factor=option", all of them */
    bool has_lo_fen, has_hi_fen;
    int64_t lo_fen, hi_fen;
    struct wr_str zh, citation, tag;
    int8_t level[WR_PEN_FACTORS_MAX]; /* of each factor; -1: any */
};
struct wr_pen_table {
    struct wr_str id, zh, en;
    int64_t method;
    struct wr_str violates, liability; /* provisions, as printed */
    struct wr_str factors_of, note_zh;
    struct wr_list columns, factors, rows;
    struct wr_str citation, tag;
};
struct wr_pen_clause {
    struct wr_str id;
    int64_t effect, strength;
    struct wr_list tables; /* struct wr_str: only of these; empty: of all */
    struct wr_list when;   /* struct wr_str "a & b": any of them */
    struct wr_list unless; /* struct wr_str: if one is proved, it does not apply */
    struct wr_str zh, en, basis, citation, tag;
    bool slot;     /* not filled in: never applies */
    bool off;      /* a slot, or its text is not confirmed: never applies */
    bool listed;   /* an item of a list: looked at only for its tables or when asked for */
    bool guidance; /* goes with administrative guidance (行政指导) */
    struct wr_pen_conds *any; /* decoded `when` */
    struct wr_pen_conds never;
};
struct wr_pen_own_fact {
    struct wr_str name, zh, en;
    int64_t type;
    struct wr_str words;
};
struct wr_pen_clock {
    struct wr_str id, from, to, zh, en, unit; /* unit: day | workday */
    int64_t days;
    struct wr_str citation, tag;
};

/** A document of the procedure: its words are data, {name} is filled from the case. */
struct wr_pen_form {
    struct wr_str form, zh, en, number, when; /* when: any | fined | spared */
    struct wr_list needs, paras;              /* struct wr_str */
    bool annex;                               /* with every step of the assessment */
    struct wr_str citation, tag;
};

struct wr_pen_rounding {
    int64_t unit_fen; /* 100: to the yuan; half up */
    struct wr_str citation, tag;
};
struct wr_pen_bounds {
    bool below_incl, above_incl; /* “以下”, “以上” */
    struct wr_str citation, tag;
};
struct wr_pen_band_rule {
    int64_t ordinary_bp, lighter_bp, heavier_bp;       /* place between lo and hi */
    int64_t max_only_lighter_bp, max_only_ordinary_bp; /* of the maximum */
    int64_t min_only_ordinary_x, min_only_heavier_x;   /* times the minimum */
    struct wr_str citation, tag;
};
struct wr_pen_apology {
    int64_t least_bp, most_bp;
    struct wr_str note_zh, citation, tag;
};
struct wr_pen_adjust {
    int64_t lighter_cut_bp, heavier_add_bp, near_bp; /* near_bp: warn this near to an end */
    struct wr_str citation, tag;
};
struct wr_pen_limitation {
    int64_t years, grave_years;
    struct wr_str citation, tag;
};
struct wr_pen_day_fine {
    int64_t recheck_days;
    struct wr_str citation, tag;
};
struct wr_pen_late {
    int64_t day_bp, most_bp;
    struct wr_str citation, tag;
};
struct wr_pen_formula {
    struct wr_str text, note_zh, citation, tag;
    bool confirmed;
    struct wr_pen_expr expr;
};

struct wr_pen_pack {
    struct wr_str scheme, family, law, doc_no;
    int64_t window_years; /* for "within two years" */
    bool has_bounds, has_band_rule, has_apology, has_adjust, has_limitation, has_day_fine, has_late,
        has_formula;
    bool has_rounding;
    struct wr_pen_bounds bounds;
    struct wr_pen_rounding rounding;
    struct wr_pen_band_rule band_rule;
    struct wr_pen_apology apology;
    struct wr_pen_adjust adjust;
    struct wr_pen_limitation limitation;
    struct wr_pen_day_fine day_fine;
    struct wr_pen_late late;
    struct wr_pen_formula formula;
    struct wr_list facts;   /* struct wr_pen_own_fact; those of factors are added */
    struct wr_list tables;  /* struct wr_pen_table */
    struct wr_list clauses; /* struct wr_pen_clause */
    struct wr_list clocks;  /* struct wr_pen_clock */
    struct wr_list papers;  /* struct wr_pen_form */
    struct wr_pen_own_fact own[WR_PEN_OWN_MAX];
    size_t own_n;
    const struct wr_pack *pack;
};

extern const struct wr_field wr_pen_body_fields[];
extern const struct wr_pack_kind wr_penalty_kind;

const struct wr_pen_table *wr_pen_table_of(const struct wr_pen_pack *p, struct wr_str id);
const struct wr_pen_clause *wr_pen_clause_of(const struct wr_pen_pack *p, struct wr_str id);
/** Number of a fact by name, -1 if the pack and the common list do not know it. */
int wr_pen_fact_of(const struct wr_pen_pack *p, struct wr_str name);
struct wr_str wr_pen_fact_zh(const struct wr_pen_pack *p, int fact);
struct wr_str wr_pen_fact_text(const struct wr_pen_pack *p, int fact, bool zh);
enum wr_pen_type wr_pen_fact_type(const struct wr_pen_pack *p, int fact);
/** "a=甲|b=乙" of a fact, absent if it is not a word. */
struct wr_str wr_pen_fact_words(const struct wr_pen_pack *p, int fact);
struct wr_str wr_pen_fact_name(const struct wr_pen_pack *p, int fact);

enum wr_pen_truth wr_pen_cond_truth(const struct wr_pen_cond *c, const struct wr_pen_value *vals);
/** Does `word` stand in "a|b|c"? */
bool wr_pen_has_word(struct wr_str words, struct wr_str word);
/**
 * Decode one comparison. @return NULL, or why not
 */
const char *wr_pen_cond_parse(const struct wr_pen_pack *p, struct wr_str text,
                              struct wr_pen_cond *ret);

/* Inside the room: the parts of the kind. */
int wr_pen_affects(struct wr_ctx *ctx, const struct wr_pack *a, const struct wr_pack *b,
                   size_t shown_max, struct wr_pack_impact *ret);
void wr_pen_describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out);
void wr_pen_review(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_pack_review *ret);
int wr_pen_run_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                       const struct wr_json *example, struct wr_str path, struct wr_str *ret_diff);
/** What stands in the braces of a document must be one of these names. NULL-terminated. */
extern const char *const wr_pen_paper_names[];
