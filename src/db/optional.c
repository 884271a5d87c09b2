#include "db/optional.h"

#include <string.h>

static const char TEST[] = " IS NULL OR ";

/** Behind a quoted text that begins at p. */
static const char *skip_quoted(const char *p, const char *end)
{
    char quote = *p++;
    while (p < end && *p != quote)
        p++;
    return p < end ? p + 1 : end;
}

/** A group `($n IS NULL OR condition)`. */
struct group {
    uint64_t bit;
    const char *from, *to; /* the condition */
};

/** Where the bracket closes that is open at s; NULL if it never does. */
static const char *closing_bracket(const char *s, const char *end)
{
    int depth = 1;
    while (s < end) {
        if (*s == '\'' || *s == '"') {
            s = skip_quoted(s, end);
            continue;
        }
        depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
        if (depth == 0)
            return s;
        s++;
    }
    return NULL;
}

/** @param p  at an opening bracket */
static bool read_group(const char *p, const char *end, struct group *ret)
{
    const char *s = p + 1;
    unsigned n = 0;
    if (s >= end || *s++ != '$')
        return false;
    for (; s < end && *s >= '0' && *s <= '9' && n <= 64; s++)
        n = n * 10 + (unsigned)(*s - '0');
    size_t len = sizeof TEST - 1;
    if (n == 0 || n > 64 || (size_t)(end - s) <= len || memcmp(s, TEST, len) != 0)
        return false;
    ret->bit = UINT64_C(1) << (n - 1);
    ret->from = s + len;
    ret->to = closing_bracket(ret->from, end);
    return ret->to != NULL;
}

uint64_t wr_optional_params(const char *sql)
{
    uint64_t bits = 0;
    const char *end = sql + strlen(sql);
    for (const char *p = sql; p < end; p++) {
        struct group g;
        if (*p == '\'' || *p == '"')
            p = skip_quoted(p, end) - 1;
        else if (*p == '(' && read_group(p, end, &g))
            bits |= g.bit;
    }
    return bits;
}

static void fold(const char *p, const char *end, uint64_t nulls, struct wr_buf *b)
{
    while (p < end) {
        struct group g;
        const char *next = p + 1;
        if (*p == '\'' || *p == '"') {
            next = skip_quoted(p, end);
            wr_buf_add(b, p, (size_t)(next - p));
        } else if (*p == '(' && read_group(p, end, &g)) {
            next = g.to + 1;
            if ((nulls & g.bit) != 0) {
                wr_buf_lit(b, "1 = 1");
            } else {
                wr_buf_c(b, '(');
                fold(g.from, g.to, nulls,
                     b); /* as deep as brackets are nested in a registered text */
                wr_buf_c(b, ')');
            }
        } else {
            wr_buf_c(b, *p);
        }
        p = next;
    }
}

void wr_optional_fold(const char *sql, uint64_t nulls, struct wr_buf *b)
{
    fold(sql, sql + strlen(sql), nulls, b);
}
