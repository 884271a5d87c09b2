#pragma once
/* A case file → a bound case → a result as people and programs read it. */
#include "modules/penalty/penalty_rules.h"

#define WR_PEN_BOOK_MAX WR_PACKS_MAX

/** Packs of kind `penalty` that may be used, in no order. */
struct wr_pen_book {
    const struct wr_pen_pack *p[WR_PEN_BOOK_MAX];
    size_t n;
};
/** All of the loaded rule packs. */
void wr_pen_book_of(const struct wr_rules *r, struct wr_pen_book *ret);
void wr_pen_book_add(struct wr_pen_book *b, const struct wr_pen_pack *p);
/** In force on the day: by the name of the scheme, of its pack, or of its family. NULL with a fault at `path`. */
const struct wr_pen_pack *wr_pen_book_find(struct wr_ctx *ctx, const struct wr_pen_book *b,
                                           struct wr_str scheme, int32_t day, struct wr_str path);

/** "1.1、1.8": ids of its tables, for messages. */
struct wr_str wr_pen_table_ids(struct wr_ctx *ctx, const struct wr_pen_pack *p);

/** What was asked, as decoded from a case file. */
struct wr_pen_ask {
    struct wr_str scheme, table, column, item, act_date, decision_date, name;
    struct wr_list tables;        /* struct wr_str, further provisions */
    struct wr_str factors, facts; /* JSON objects */
};
extern const struct wr_field wr_pen_ask_fields[];

/** Resolve the names of a case against one pack. Faults name table, factor, value and document. */
WR_MUST_CHECK int wr_pen_bind(struct wr_ctx *ctx, const struct wr_pen_book *b,
                              const struct wr_pen_pack *pack, const struct wr_json *j,
                              struct wr_pen_case *ret);
/**
 * Bind and judge a case file: the rules of the act's day, or those of the decision's day where they are lighter (L37).
 * @param ret_case  the case by the rules that were applied
 * @return 0, WR_EINVALID with all faults, WR_ECONFLICT
 */
WR_MUST_CHECK int wr_pen_assess(struct wr_ctx *ctx, const struct wr_pen_book *b,
                                const struct wr_json *j, struct wr_pen_case *ret_case,
                                struct wr_pen_result *ret);

/* ---- for people and programs ------------------------------------------------------------------ */

struct wr_pen_line {
    struct wr_str step, table, factor, name, value, level, rule, met, note, text, citation, tag,
        evidence, by;
    bool has_bp, has_from_bp, has_sum_bp, has_fen, has_from_fen, has_base_fen, has_ratio_bp,
        has_grade;
    int64_t bp, from_bp, sum_bp, fen, from_fen, base_fen, ratio_bp, grade;
};
struct wr_pen_hit {
    struct wr_str rule, text, citation, tag;
};
struct wr_pen_view {
    int64_t outcome;
    struct wr_str outcome_text;
    bool has_raw_bp, has_bp, has_fine_fen, has_if_punished_fen, has_min_fen, has_max_fen,
        has_lo_fen, has_hi_fen;
    int64_t raw_bp, bp, fine_fen, if_punished_fen, min_fen, max_fen, lo_fen, hi_fen;
    bool clamped, education_required, guidance;
    struct wr_list must, may, lighter;  /* struct wr_pen_hit */
    struct wr_list trace;               /* struct wr_pen_line */
    struct wr_list warnings, citations; /* struct wr_str */
    struct wr_str table, table_name, column, scheme, pack, version, law_pack, law_version;
};
extern const struct wr_field wr_pen_view_fields[];
extern const struct wr_field wr_pen_line_fields[];
/** The result in words of ctx->lang. Slices live in ctx->arena or in packs and case. */
WR_MUST_CHECK int wr_pen_show(struct wr_ctx *ctx, const struct wr_pen_case *c,
                              const struct wr_pen_result *r, struct wr_pen_view *ret);
/** "36%", "12.5%"; "360,000元". */
struct wr_str wr_pen_percent(struct wr_arena *a, int64_t bp);
struct wr_str wr_pen_yuan(struct wr_arena *a, int64_t fen, bool zh);

/* ---- what-if ---------------------------------------------------------------------------------- */

struct wr_pen_change {
    struct wr_str kind; /* fact | factor */
    struct wr_str name, label, from, to, to_text, text;
    int64_t outcome;
    struct wr_str outcome_text;
    bool has_fine_fen, has_saved_fen;
    int64_t fine_fen, saved_fen;
    struct wr_str rule;        /* the clause that would decide, may be absent */
    struct wr_str by, by_text; /* last day for it and which term that is; absent: none */
};
extern const struct wr_field wr_pen_change_fields[];
/** The whole in one sentence, with the day where there is one. */
struct wr_str wr_pen_change_words(struct wr_ctx *ctx, const struct wr_pen_change *c);
/** Single changes of facts that change the outcome or the fine for the better, best first. @param ret struct wr_pen_change */
WR_MUST_CHECK int wr_pen_what_if(struct wr_ctx *ctx, const struct wr_pen_case *c,
                                 const struct wr_pen_result *r, struct wr_list *ret);
