#pragma once
/*
 * Formulas that stand in a pack (等级公式): + − * / ^, brackets, min(a,b), max(a,b), sum(…B…), and the names N, M (statutory
 * minimum and maximum, fen), A (grade of the primary factor), n (number of the others). Inside sum() B is the grade of one of
 * the others after the other. Values are exact fractions: a result that would lose a digit is refused, never rounded quietly.
 */
#include "base/ctx.h"
#include "modules/penalty/penalty_num.h"

#define WR_PEN_EXPR_NODES_MAX 64
#define WR_PEN_EXPR_CHARS_MAX 200
#define WR_PEN_GRADES_MAX 24

struct wr_pen_expr_node {
    char op; /* '#' number, 'N' 'M' 'A' 'B' 'n' names, + - * / ^, 'm' min, 'x' max, 's' sum */
    int8_t a, b;
    int64_t number;
};
struct wr_pen_expr {
    struct wr_pen_expr_node nodes[WR_PEN_EXPR_NODES_MAX];
    int n, root;
};
struct wr_pen_expr_values {
    int64_t n_fen, m_fen; /* statutory minimum, maximum */
    int64_t a;            /* 1..5 */
    int64_t b[WR_PEN_GRADES_MAX];
    int64_t b_n;
};
/** @return NULL, or what is wrong with it in a few words, with *ret_at the place (byte) */
const char *wr_pen_expr_parse(struct wr_str text, struct wr_pen_expr *ret, size_t *ret_at);
/** @return false: divided by nothing, or a number too large to stay exact */
WR_MUST_CHECK bool wr_pen_expr_eval(const struct wr_pen_expr *e, const struct wr_pen_expr_values *v,
                                    wr_pen_wide *ret_n, wr_pen_wide *ret_d);
