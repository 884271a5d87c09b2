#pragma once
/* What a case is asked (事实清单): schemes in force, and for chosen tables every factor and fact with its levels. No I/O. */
#include "modules/penalty/penalty_docket.h"

struct wr_pen_sheet_query {
    struct wr_str date;   /* day of the act; absent: today */
    struct wr_str scheme; /* scheme, its pack or its family */
    struct wr_str tables; /* ids with commas between them, the first is the table of the case */
    struct wr_str item;   /* item of a no-penalty list */
};
extern const struct wr_field wr_pen_schemes_query_fields[], wr_pen_sheet_query_fields[];

/** A choice: a table, a column, an item, a level, a word. */
struct wr_pen_option {
    struct wr_str code, text, hint, citation, tag;
    struct wr_list tables; /* struct wr_str, of an item: only of these */
    bool has_bp, has_grade;
    int64_t bp, grade;
    bool must;
};
struct wr_pen_scheme {
    struct wr_str scheme, family, title, pack, version, issuer, doc_no, status, valid_from,
        valid_to;
    bool computes;                /* false: its formula is not confirmed, or there is none */
    struct wr_list tables, items; /* struct wr_pen_option */
};
extern const struct wr_field wr_pen_scheme_fields[];

/** One question. `ask` says how: option, number, bool, word, day, fen, exceedance. */
struct wr_pen_question {
    struct wr_str kind;  /* factor | fact */
    struct wr_str group; /* factor | amount | spared | lighter | limitation | adjust */
    struct wr_str table; /* of a factor */
    struct wr_str name, label, unit, ask, domain, hint, citation, tag, lowest;
    bool integer;
    struct wr_list options; /* struct wr_pen_option */
    struct wr_list clauses; /* struct wr_str: ids of the clauses that look at a fact */
};
struct wr_pen_sheet {
    struct wr_str scheme, pack, version, law_pack, title;
    struct wr_list columns;   /* struct wr_pen_option of the first table */
    struct wr_list clauses;   /* struct wr_pen_option: what may spare or make lighter */
    struct wr_list questions; /* struct wr_pen_question */
};
extern const struct wr_field wr_pen_sheet_fields[];

/** How a scheme presents itself, with its tables and the items of its list. Slices of the pack. */
WR_MUST_CHECK int wr_pen_scheme_of(struct wr_ctx *ctx, const struct wr_pen_pack *p,
                                   struct wr_pen_scheme *ret);
/**
 * Questions of a case: factors of its tables, then the facts its clauses and the law's look at.
 * @param law  may be NULL
 * @param c    only pack, tables, columns and item are looked at
 * @return 0, WR_ENOMEM
 */
WR_MUST_CHECK int wr_pen_sheet_of(struct wr_ctx *ctx, const struct wr_pen_case *c,
                                  struct wr_pen_sheet *ret);

/** A step of the procedure, and why it cannot be recorded now. */
struct wr_pen_step_row {
    int64_t kind;
    bool ready;
    struct wr_str why;
};
extern const struct wr_field wr_pen_step_row_fields[];

/** A pack's whole file, to start a draft from. */
struct wr_pen_source_query {
    struct wr_str pack;
};
struct wr_pen_pack_source {
    struct wr_str pack, pack_version, content;
};
extern const struct wr_field wr_pen_source_query_fields[], wr_pen_pack_source_fields[];
