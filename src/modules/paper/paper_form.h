#pragma once
/* Forms of papers (文书格式) as rule packs of kind "paper-form": typed, checked, filled. */

#include "modules/paper/paper.h"
#include "rules/rules.h"

#define WR_PAPER_FORM_KIND "paper-form"
#define WR_PAPER_FORMS_MAX 16

enum wr_paper_style { WR_STYLE_PLAIN, WR_STYLE_INDENT, WR_STYLE_CENTER, WR_STYLE_RIGHT };

/**
 * A row of a table. In texts `{fact}` is the fact or a blank, `{fact|12}` a blank of 12, `[…{fact}…]` is left out when a
 * fact in it is not known; `{.column}` and `{.n}` are of the item of the list in `each`. A cell that begins with # is a label, with ^ centred.
 */
struct wr_paper_form_row {
    struct wr_list cells; /* struct wr_str */
    struct wr_list spans; /* int64_t; none: 1 each */
    int64_t lines;        /* least height */
    struct wr_str tail;   /* of the last cell */
    struct wr_str image;  /* of the last cell: enterprise_signature, officer_signature */
    struct wr_str when, unless, each, element;
    bool head;
    int64_t blank; /* rows left empty behind those of `each` */
};
struct wr_paper_form_block {
    int64_t kind; /* enum wr_doc_kind */
    struct wr_str text, tail, image;
    int64_t style;
    bool bold;
    int64_t lines;
    struct wr_list cols; /* int64_t */
    struct wr_list rows; /* struct wr_paper_form_row */
    struct wr_str when, unless;
    struct wr_str element; /* a required element this block carries in words, such as "recusal" */
};
struct wr_paper_form {
    struct wr_str form, title_zh, title_en, number;
    bool mission, visit; /* made of one of these */
    bool enterprise;     /* the inspected unit itself may read it */
    bool sheet;          /* margins of a form in place of those of a letter */
    bool approved;       /* of a mission only when that is approved */
    int64_t body_pt;
    struct wr_list needs;    /* struct wr_str: facts without which it is not complete */
    struct wr_list elements; /* struct wr_str: what it must carry, a fact or an `element` */
    struct wr_list blocks;   /* struct wr_paper_form_block */
};
struct wr_paper_forms {
    struct wr_list forms;  /* struct wr_paper_form */
    struct wr_str sample;  /* JSON: the case of the worked examples */
    struct wr_str version; /* pack and version */
};

extern const struct wr_pack_kind wr_paper_form_kind;

/** Forms in force on a day. @return 0, WR_ECONFLICT (paper.no_forms) */
WR_MUST_CHECK int wr_paper_forms_on(struct wr_ctx *ctx, int64_t at_ms,
                                    const struct wr_paper_forms **ret);
/** NULL if there is none of that name. */
const struct wr_paper_form *wr_paper_form_find(const struct wr_paper_forms *p, struct wr_str name);

/**
 * Fill a form. Everything is in ctx->arena or borrowed from form and facts.
 * @return 0, WR_ELIMIT (arena)
 */
WR_MUST_CHECK int wr_paper_fill(struct wr_ctx *ctx, const struct wr_paper_forms *p,
                                const struct wr_paper_form *form, const struct wr_paper_facts *f,
                                struct wr_doc *ret);

/* ---- inside: templates --------------------------------------------------------------------------- */

/** A piece of a template: literal text, or what stands between braces. */
struct wr_paper_piece {
    struct wr_str text;
    bool braces;
    char mark; /* '[' or ']' for the two ends of an optional part, else 0 */
};
/** @return false at the end. `*bad` is set for a brace or bracket without its other half. */
bool wr_paper_next(struct wr_str *rest, struct wr_paper_piece *ret, bool *bad);
/** The text of one template. @param row, list  of `each`, row NULL: none */
struct wr_str wr_paper_expand(struct wr_ctx *ctx, struct wr_str text,
                              const struct wr_paper_facts *f, int list,
                              const struct wr_paper_row *row, size_t n);

int wr_paper_run_example(struct wr_ctx *ctx, const struct wr_pack *p, const struct wr_json *example,
                         struct wr_str path, struct wr_str *ret_diff);
