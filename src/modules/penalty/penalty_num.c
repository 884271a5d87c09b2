#include "modules/penalty/penalty_num.h"

#define FRACTION_DIGITS_MAX 9
#define RATIO_DIGITS_MAX 9

/** Digits of a decimal with at most one point. @return false on anything else */
static bool read_digits(struct wr_str s, int digits_max, struct wr_pen_num *ret)
{
    int digits = 0, fraction = -1;
    struct wr_pen_num v = {0, 1};

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && fraction < 0 && i > 0) {
            fraction = 0;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || ++digits > digits_max)
            return false;
        v.n = v.n * 10 + (s.p[i] - '0');
        if (fraction >= 0) {
            fraction++;
            v.d *= 10;
        }
    }
    if (digits == 0 || fraction == 0 || fraction > FRACTION_DIGITS_MAX)
        return false;
    *ret = v;
    return true;
}

bool wr_pen_num_parse(struct wr_str s, struct wr_pen_num *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';

    if (!read_digits(minus ? wr_str_sub(s, 1, s.n) : s, WR_PEN_DIGITS_MAX, ret))
        return false;
    if (minus)
        ret->n = -ret->n;
    return true;
}

bool wr_pen_num_multiple(struct wr_str measured, struct wr_str limit, struct wr_pen_num *ret)
{
    struct wr_pen_num c, s;

    if (!read_digits(measured, RATIO_DIGITS_MAX, &c) || !read_digits(limit, RATIO_DIGITS_MAX, &s) ||
        s.n == 0)
        return false;
    /* (c/cd − s/sd) / (s/sd) = (c·sd − s·cd) / (s·cd); nine digits each: below 1e18 */
    *ret = (struct wr_pen_num){c.n * s.d - s.n * c.d, s.n * c.d};
    return true;
}

int wr_pen_num_cmp(struct wr_pen_num a, struct wr_pen_num b)
{
    wr_pen_wide left = (wr_pen_wide)a.n * b.d, right = (wr_pen_wide)b.n * a.d;

    return (left > right) - (left < right);
}

static bool read_bound(struct wr_str s, bool *has, struct wr_pen_num *ret)
{
    *has = !wr_str_eq(s, WR_S("-"));
    *ret = (struct wr_pen_num){0, 1};
    return !*has || wr_pen_num_parse(s, ret);
}

/** Does anything lie inside, and is no missing bound called included? */
static bool is_sound(const struct wr_pen_span *v)
{
    if ((!v->has_lo && v->lo_incl) || (!v->has_hi && v->hi_incl))
        return false;
    int order = v->has_lo && v->has_hi ? wr_pen_num_cmp(v->lo, v->hi) : -1;
    return order < 0 || (order == 0 && v->lo_incl && v->hi_incl);
}

bool wr_pen_span_parse(struct wr_str s, struct wr_pen_span *ret)
{
    struct wr_pen_span v = {0};

    if (s.n < 5 || (s.p[0] != '[' && s.p[0] != '(') || (s.p[s.n - 1] != ']' && s.p[s.n - 1] != ')'))
        return false;
    v.lo_incl = s.p[0] == '[';
    v.hi_incl = s.p[s.n - 1] == ']';
    struct wr_str hi = wr_str_sub(s, 1, s.n - 2);
    struct wr_str lo = wr_str_cut(&hi, ',');
    if (!hi.p || !read_bound(lo, &v.has_lo, &v.lo) || !read_bound(hi, &v.has_hi, &v.hi))
        return false;
    if (!is_sound(&v))
        return false; /* nothing lies inside */
    *ret = v;
    return true;
}

bool wr_pen_span_has(const struct wr_pen_span *s, struct wr_pen_num v)
{
    int lo = s->has_lo ? wr_pen_num_cmp(v, s->lo) : 1;
    int hi = s->has_hi ? wr_pen_num_cmp(v, s->hi) : -1;

    return (lo > 0 || (lo == 0 && s->lo_incl)) && (hi < 0 || (hi == 0 && s->hi_incl));
}
