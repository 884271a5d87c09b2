/* Decimal text to double. */
#include "telemetry/telemetry.h"

#include <math.h>
#include <stdlib.h>

#define EXACT_DIGITS 15 /* below 2^53 */
#define EXACT_POWER 22  /* 10^22 is a double */

static const double powers[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                               1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                               1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

struct scan {
    uint64_t digits;
    int n_digits; /* significant ones */
    int after_point;
    bool negative, any, exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_sign(char c)
{
    return c == '-' || c == '+';
}

/** An exponent behind the digits, to the end. */
static bool scan_exponent(struct wr_str t, size_t i)
{
    i++;
    if (i < t.n && is_sign(t.p[i]))
        i++;
    size_t first = i;
    while (i < t.n && is_digit(t.p[i]))
        i++;
    return i > first && i == t.n;
}

static void take_digit(struct scan *s, char c, bool point)
{
    s->any = true;
    if (s->n_digits > 0 || c != '0')
        s->n_digits++;
    if (s->n_digits <= EXACT_DIGITS)
        s->digits = s->digits * 10 + (uint64_t)(c - '0');
    s->after_point += point ? 1 : 0;
}

/** Is the whole text a decimal number? */
static bool scan_number(struct wr_str t, struct scan *s)
{
    size_t i = 0;
    bool point = false;

    if (i < t.n && is_sign(t.p[i]))
        s->negative = t.p[i++] == '-';
    for (; i < t.n && (is_digit(t.p[i]) || (t.p[i] == '.' && !point)); i++) {
        if (t.p[i] == '.')
            point = true;
        else
            take_digit(s, t.p[i], point);
    }
    if (!s->any || i == t.n)
        return s->any;
    s->exponent = true;
    return (t.p[i] == 'e' || t.p[i] == 'E') && scan_exponent(t, i);
}

double wr_tele_number(struct wr_str text)
{
    struct scan s = {0};
    char z[WR_TELE_TEXT_MAX + 1];

    text = wr_str_trim(text);
    if (!scan_number(text, &s))
        return NAN;
    /* both exact: one correctly rounded division */
    if (!s.exponent && s.n_digits <= EXACT_DIGITS && s.after_point <= EXACT_POWER) {
        double v = (double)s.digits / powers[s.after_point];
        return s.negative ? -v : v;
    }
    if (!wr_str_copy_z(text, z, sizeof(z)))
        return NAN;
    double v = strtod(z, NULL);
    return isfinite(v) ? v : NAN;
}
