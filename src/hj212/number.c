/*
 * Decimal text to double, correctly rounded, without locale, heap or libc. Up to 15 digits one division or multiplication of
 * exact doubles is exact (Clinger). Longer texts are compared with the midpoint of neighbouring doubles in whole numbers.
 */
#include "hj212/hj212_int.h"

#define DIGITS_MAX 800 /* 768 decide every double; what follows only tells "a little more" */
#define MAGNITUDE_MAX                                                                              \
    100 /* powers of ten: no quantity is beyond, and it bounds the work for hostile input */
#define WORDS 128 /* of 32 bits: 10^900·2^1000 fit */
#define STANDARD_CHARS 18
#define EXACT_MAX (UINT64_C(1) << 53)

struct decimal {
    bool negative;
    uint64_t head;     /* the first 19 significant digits */
    unsigned n_digits; /* significant digits, leading zeros not counted */
    long exponent;     /* of ten, of the whole digit string */
    bool form;         /* exponent, plus sign, bare point */
    const char *p;     /* first significant digit */
    const char *stop;  /* behind the last character of the mantissa */
};

/* ---- whole numbers of any size ----------------------------------------------------------------- */
struct big {
    unsigned n;
    uint32_t w[WORDS];
};

static void big_mul_add(struct big *b, uint32_t factor, uint32_t add)
{
    uint64_t carry = add;
    for (unsigned i = 0; i < b->n; i++) {
        carry += (uint64_t)b->w[i] * factor;
        b->w[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0 && b->n < WORDS) {
        b->w[b->n++] = (uint32_t)carry;
    }
}

static void big_set(struct big *b, uint64_t v)
{
    b->n = 0;
    for (; v != 0; v >>= 32) {
        b->w[b->n++] = (uint32_t)v;
    }
}

static void big_ten(struct big *b, unsigned exponent)
{
    for (; exponent >= 9; exponent -= 9) {
        big_mul_add(b, 1000000000, 0);
    }
    for (; exponent > 0; exponent--) {
        big_mul_add(b, 10, 0);
    }
}

static void big_shift(struct big *b, unsigned bits)
{
    unsigned words = bits / 32;
    big_mul_add(b, (uint32_t)1 << (bits % 32), 0);
    if (b->n == 0 || words == 0 || b->n + words > WORDS) {
        return;
    }
    memmove(b->w + words, b->w, b->n * sizeof(b->w[0]));
    memset(b->w, 0, words * sizeof(b->w[0]));
    b->n += words;
}

static int big_cmp(const struct big *a, const struct big *b)
{
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    for (unsigned i = a->n; i > 0; i--) {
        if (a->w[i - 1] != b->w[i - 1]) {
            return a->w[i - 1] < b->w[i - 1] ? -1 : 1;
        }
    }
    return 0;
}

/** Order of the decimal and mantissa·2^exponent: <0, 0, >0. */
static int compare(const struct decimal *d, uint64_t mantissa, int exponent2)
{
    struct big a;
    struct big b;
    big_set(&a, 0);
    big_set(&b, mantissa);
    unsigned taken = 0;
    bool more = false;
    long exponent = d->exponent;
    for (const char *p = d->p; p < d->stop; p++) {
        if (*p == '.') {
            continue;
        }
        if (taken == DIGITS_MAX) {
            more = more || *p != '0';
            exponent++;
            continue;
        }
        big_mul_add(&a, 10, (uint32_t)(*p - '0'));
        taken++;
    }
    big_ten(exponent > 0 ? &a : &b, (unsigned)(exponent > 0 ? exponent : -exponent));
    big_shift(exponent2 < 0 ? &a : &b, (unsigned)(exponent2 < 0 ? -exponent2 : exponent2));
    int order = big_cmp(&a, &b);
    return order == 0 && more ? 1 : order;
}

/* ---- the nearest double ------------------------------------------------------------------------ */
static uint64_t bits_of(double v)
{
    uint64_t u;
    memcpy(&u, &v, sizeof(u));
    return u;
}

static double of_bits(uint64_t u)
{
    double v;
    memcpy(&v, &u, sizeof(v));
    return v;
}

static double scaled(double v, long exponent)
{
    for (; exponent >= 22; exponent -= 22) {
        v *= 1e22;
    }
    for (; exponent <= -22; exponent += 22) {
        v /= 1e22;
    }
    for (; exponent > 0; exponent--) {
        v *= 10;
    }
    for (; exponent < 0; exponent++) {
        v /= 10;
    }
    return v;
}

/** Twice the mantissa, plus one: the midpoint between the double of these bits and the next larger one. */
static int compare_midpoint(const struct decimal *d, uint64_t bits)
{
    uint64_t exponent = bits >> 52;
    uint64_t mantissa = (bits & (EXACT_MAX / 2 - 1)) | (exponent > 0 ? EXACT_MAX / 2 : 0);
    return compare(d, 2 * mantissa + 1, (int)(exponent > 0 ? exponent : 1) - 1076);
}

/** Start near, then walk to the double whose two midpoints enclose the decimal. */
static double nearest(const struct decimal *d)
{
    long extra = d->n_digits > 19 ? (long)d->n_digits - 19 : 0;
    uint64_t bits = bits_of(scaled((double)d->head, d->exponent + extra));
    for (;;) {
        int up = compare_midpoint(d, bits);
        if (up > 0 || (up == 0 && (bits & 1) != 0)) {
            bits++;
            continue;
        }
        int down = compare_midpoint(d, bits - 1);
        if (down < 0 || (down == 0 && (bits & 1) != 0)) {
            bits--;
            continue;
        }
        return of_bits(bits);
    }
}

/* ---- reading ----------------------------------------------------------------------------------- */
/** `e+12` at p: adds to the exponent. @return false: not an exponent */
static bool read_exponent(struct decimal *d, const char *p, const char *end)
{
    p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }
    if (p == end) {
        return false;
    }
    long e = 0;
    for (; p < end; p++) {
        if (!hj212_is(*p, HJ212_C_DIGIT)) {
            return false;
        }
        e = e < 100000 ? e * 10 + (*p - '0') : e;
    }
    d->exponent += negative ? -e : e;
    d->form = true;
    return true;
}

/** Digits and one point from p on; ret_p: where they end. @return number of digits, leading zeros too */
static size_t read_digits(struct decimal *d, const char *p, const char *end, const char **ret_p)
{
    size_t n = 0;
    bool point = false;
    for (; p < end; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit <= 9) {
            n++;
            d->exponent -= point;
            if (digit == 0 && d->n_digits == 0) {
                continue;
            }
            d->p = d->n_digits == 0 ? p : d->p;
            d->head = d->n_digits < 19 ? d->head * 10 + digit : d->head;
            d->n_digits++;
        } else if (*p == '.' && !point) {
            point = true;
            d->form = d->form || n == 0 || p + 1 == end || !hj212_is(p[1], HJ212_C_DIGIT);
        } else {
            break;
        }
    }
    *ret_p = p;
    return n;
}

static bool read_decimal(struct hj212_str text, struct decimal *d)
{
    const char *p = text.p;
    const char *end = text.p + text.n;
    if (text.n > 0 && (*p == '-' || *p == '+')) {
        d->negative = *p == '-';
        d->form = *p == '+';
        p++;
    }
    if (read_digits(d, p, end, &p) == 0) {
        return false;
    }
    d->stop = p;
    return p == end || ((*p == 'e' || *p == 'E') && read_exponent(d, p, end));
}

bool hj212_number(struct hj212_str text, bool strict, double *ret)
{
    static const double power[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct decimal d = {0};
    *ret = __builtin_nan("");
    if (!read_decimal(text, &d) || (strict && (d.form || text.n > STANDARD_CHARS))) {
        return false;
    }
    long magnitude = d.exponent + (long)d.n_digits;
    if (d.n_digits > 0 && (magnitude > MAGNITUDE_MAX || magnitude < -MAGNITUDE_MAX)) {
        return false;
    }
    double v;
    if (d.n_digits == 0) {
        v = 0;
    } else if (d.n_digits <= 19 && d.head <= EXACT_MAX && d.exponent >= -22 && d.exponent <= 22) {
        v = d.exponent < 0 ? (double)d.head / power[-d.exponent]
                           : (double)d.head * power[d.exponent];
    } else {
        v = nearest(&d);
    }
    *ret = d.negative ? -v : v;
    return true;
}
