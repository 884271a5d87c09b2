#include "base/str.h"

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

int wr_str_cmp(struct wr_str a, struct wr_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    if (d)
        return d;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool wr_str_starts(struct wr_str s, struct wr_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool wr_str_ends(struct wr_str s, struct wr_str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

bool wr_str_eq_nocase(struct wr_str a, struct wr_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

ptrdiff_t wr_str_find(struct wr_str s, struct wr_str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return -1;
    const char *at = memmem(s.p, s.n, needle.p, needle.n);
    return at ? at - s.p : -1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct wr_str wr_str_trim(struct wr_str s)
{
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    while (s.n && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    return s;
}

struct wr_str wr_str_sub(struct wr_str s, size_t from, size_t n)
{
    if (!s.p)
        return s;
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct wr_str){s.p + from, n};
}

struct wr_str wr_str_cut(struct wr_str *rest, char sep)
{
    struct wr_str all = *rest;
    const char *at = all.n ? memchr(all.p, sep, all.n) : NULL;
    if (!at) {
        *rest = (struct wr_str){NULL, 0};
        return all;
    }
    size_t n = (size_t)(at - all.p);
    *rest = (struct wr_str){at + 1, all.n - n - 1};
    return (struct wr_str){all.p, n};
}

bool wr_str_i64(struct wr_str s, int64_t *ret)
{
    bool negative = false;
    if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
        negative = s.p[0] == '-';
        s = wr_str_sub(s, 1, s.n);
    }
    if (s.n == 0)
        return false;
    int64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        int64_t digit = s.p[i] - '0';
        /* counted downwards, so that INT64_MIN fits */
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
            return false;
    }
    if (!negative && __builtin_sub_overflow(INT64_C(0), v, &v))
        return false;
    *ret = v;
    return true;
}

bool wr_str_copy_z(struct wr_str s, char *dst, size_t dst_size)
{
    if (s.n >= dst_size) {
        if (dst_size)
            dst[0] = 0;
        return false;
    }
    if (s.n)
        memcpy(dst, s.p, s.n);
    dst[s.n] = 0;
    return true;
}
