#include "modules/penalty/penalty_expr.h"

#define DEPTH_MAX 16
#define EXPONENT_MAX 4
#define LITERAL_MAX INT64_C(1000000000000)
#define WIDE_MAX ((wr_pen_wide)1 << 120)

struct reader {
    struct wr_str s;
    size_t at;
    struct wr_pen_expr *e;
    const char *wrong;
    int depth;
    bool in_sum;
};

static int sum_of(struct reader *r);

static int fail(struct reader *r, const char *why)
{
    r->wrong = r->wrong ? r->wrong : why;
    return 0;
}

static char look(struct reader *r)
{
    while (r->at < r->s.n && r->s.p[r->at] == ' ')
        r->at++;
    return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

static bool take(struct reader *r, char c)
{
    bool is = look(r) == c && c != '\0';

    r->at += is;
    return is;
}

static int add(struct reader *r, struct wr_pen_expr_node node)
{
    if (r->e->n == WR_PEN_EXPR_NODES_MAX)
        return fail(r, "公式太长");
    r->e->nodes[r->e->n] = node;
    return r->e->n++;
}

static int binary(struct reader *r, char op, int a, int b)
{
    return add(r, (struct wr_pen_expr_node){.op = op, .a = (int8_t)a, .b = (int8_t)b});
}

static int number(struct reader *r)
{
    int64_t v = 0;

    while (r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9') {
        v = v * 10 + (r->s.p[r->at++] - '0');
        if (v > LITERAL_MAX)
            return fail(r, "数字太大");
    }
    return add(r, (struct wr_pen_expr_node){.op = '#', .number = v});
}

/** What stands in the brackets of a function. */
static int call(struct reader *r, char op)
{
    if (!take(r, '('))
        return fail(r, "函数后应为括号");
    bool outer = r->in_sum;
    if (op == 's' && outer)
        return fail(r, "sum 不能嵌套");
    r->in_sum = outer || op == 's';
    int a = sum_of(r), b = 0;
    if (op != 's') {
        if (!take(r, ','))
            return fail(r, "min、max 应有两个参数");
        b = sum_of(r);
    }
    r->in_sum = outer;
    return take(r, ')') ? binary(r, op, a, b) : fail(r, "括号不成对");
}

static int name(struct reader *r)
{
    size_t from = r->at;

    while (r->at < r->s.n && ((r->s.p[r->at] | 32) >= 'a' && (r->s.p[r->at] | 32) <= 'z'))
        r->at++;
    struct wr_str word = wr_str_sub(r->s, from, r->at - from);
    if (wr_str_eq(word, WR_S("sum")))
        return call(r, 's');
    if (wr_str_eq(word, WR_S("min")))
        return call(r, 'm');
    if (wr_str_eq(word, WR_S("max")))
        return call(r, 'x');
    if (word.n != 1 || !strchr("NMABn", word.p[0])) {
        r->at = from;
        return fail(r, "不认识的名称，可用 N、M、A、B、n、sum、min、max");
    }
    if (word.p[0] == 'B' && !r->in_sum)
        return fail(r, "B 只能写在 sum( ) 之内");
    return add(r, (struct wr_pen_expr_node){.op = word.p[0]});
}

static int atom(struct reader *r)
{
    char c = look(r);

    if (r->wrong)
        return 0;
    if (c >= '0' && c <= '9')
        return number(r);
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return name(r);
    if (!take(r, '('))
        return fail(r, "此处应为数字、名称或括号");
    int inner = sum_of(r);
    return take(r, ')') ? inner : fail(r, "括号不成对");
}

static int power(struct reader *r)
{
    int a = atom(r);

    if (r->wrong || !take(r, '^'))
        return a;
    char c = look(r);
    if (c < '1' || c > '0' + EXPONENT_MAX)
        return fail(r, "指数应为 1 至 4");
    r->at++;
    return add(r, (struct wr_pen_expr_node){.op = '^', .a = (int8_t)a, .number = c - '0'});
}

static int product(struct reader *r)
{
    int a = power(r);

    for (char c = look(r); !r->wrong && (c == '*' || c == '/'); c = look(r)) {
        r->at++;
        int b = power(r);
        a = binary(r, c, a, b);
    }
    return a;
}

static int sum_of(struct reader *r)
{
    if (++r->depth > DEPTH_MAX)
        return fail(r, "括号嵌套太深");
    int a = product(r);
    for (char c = look(r); !r->wrong && (c == '+' || c == '-'); c = look(r)) {
        r->at++;
        int b = product(r);
        a = binary(r, c, a, b);
    }
    r->depth--;
    return a;
}

const char *wr_pen_expr_parse(struct wr_str text, struct wr_pen_expr *ret, size_t *ret_at)
{
    struct reader r = {.s = text, .e = ret};

    *ret = (struct wr_pen_expr){0};
    if (text.n == 0 || text.n > WR_PEN_EXPR_CHARS_MAX)
        return "公式应为 1 至 200 个字符";
    ret->root = sum_of(&r);
    if (!r.wrong && look(&r) != '\0')
        r.wrong = "公式之后有多余的内容";
    *ret_at = r.at;
    return r.wrong;
}

/* ---- evaluation ---------------------------------------------------------------------------------- */

struct fraction {
    wr_pen_wide n, d; /* d > 0, lowest terms */
};

static wr_pen_wide magnitude(wr_pen_wide v)
{
    return v < 0 ? -v : v;
}

static bool reduce(struct fraction *f)
{
    if (f->d == 0)
        return false;
    wr_pen_wide a = magnitude(f->n), b = magnitude(f->d);
    while (b != 0) {
        wr_pen_wide t = a % b;
        a = b;
        b = t;
    }
    wr_pen_wide g = f->d < 0 ? -a : a;
    f->n /= g;
    f->d /= g;
    return true;
}

/** a·b if it stays below 2^120. */
static bool times(wr_pen_wide a, wr_pen_wide b, wr_pen_wide *ret)
{
    if (a != 0 && magnitude(b) > WIDE_MAX / magnitude(a))
        return false;
    *ret = a * b;
    return true;
}

static bool combine(char op, struct fraction a, struct fraction b, struct fraction *ret)
{
    wr_pen_wide x, y;

    switch (op) {
    case '*':
        return times(a.n, b.n, &ret->n) && times(a.d, b.d, &ret->d) && reduce(ret);
    case '/':
        return times(a.n, b.d, &ret->n) && times(a.d, b.n, &ret->d) && reduce(ret);
    default:
        if (!times(a.n, b.d, &x) || !times(b.n, a.d, &y) || !times(a.d, b.d, &ret->d))
            return false;
        if (op == 'm' || op == 'x') {
            *ret = (x < y) == (op == 'm') ? a : b;
            return true;
        }
        ret->n = op == '+' ? x + y : x - y;
        return reduce(ret);
    }
}

struct eval {
    const struct wr_pen_expr *e;
    const struct wr_pen_expr_values *v;
    int64_t b; /* the grade sum() is at */
};

/* The tree is at most WR_PEN_EXPR_NODES_MAX deep, as every node stands behind its children. */
static bool value(struct eval *x, int at, struct fraction *ret);

static bool raise(struct eval *x, const struct wr_pen_expr_node *node, struct fraction *ret)
{
    struct fraction a, f = {1, 1};

    if (!value(x, node->a, &a))
        return false;
    for (int64_t i = 0; i < node->number; i++)
        if (!combine('*', f, a, &f))
            return false;
    *ret = f;
    return true;
}

static bool sum_over(struct eval *x, const struct wr_pen_expr_node *node, struct fraction *ret)
{
    struct fraction f = {0, 1}, one;

    for (int64_t i = 0; i < x->v->b_n; i++) {
        x->b = x->v->b[i];
        if (!value(x, node->a, &one) || !combine('+', f, one, &f))
            return false;
    }
    *ret = f;
    return true;
}

static int64_t named(const struct eval *x, const struct wr_pen_expr_node *node)
{
    switch (node->op) {
    case 'N':
        return x->v->n_fen;
    case 'M':
        return x->v->m_fen;
    case 'A':
        return x->v->a;
    case 'B':
        return x->b;
    case 'n':
        return x->v->b_n;
    default:
        return node->number;
    }
}

static bool value(struct eval *x, int at, struct fraction *ret)
{
    const struct wr_pen_expr_node *node = &x->e->nodes[at];
    struct fraction a, b;

    if (strchr("#NMABn", node->op)) {
        *ret = (struct fraction){named(x, node), 1};
        return true;
    }
    if (node->op == '^')
        return raise(x, node, ret);
    if (node->op == 's')
        return sum_over(x, node, ret);
    return value(x, node->a, &a) && value(x, node->b, &b) && combine(node->op, a, b, ret);
}

bool wr_pen_expr_eval(const struct wr_pen_expr *e, const struct wr_pen_expr_values *v,
                      wr_pen_wide *ret_n, wr_pen_wide *ret_d)
{
    struct eval x = {.e = e, .v = v};
    struct fraction f;

    if (e->n == 0 || !value(&x, e->root, &f))
        return false;
    *ret_n = f.n;
    *ret_d = f.d;
    return true;
}
