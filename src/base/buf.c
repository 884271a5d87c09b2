#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void wr_buf_init(struct wr_buf *b, size_t max)
{
    assert(max > 0);
    *b = (struct wr_buf){.max = max};
}

void wr_buf_done(struct wr_buf *b)
{
    free(b->p);
    *b = (struct wr_buf){.max = b->max};
}

void wr_buf_clear(struct wr_buf *b)
{
    b->n = 0;
    b->failed = false;
}

/* Room for n more bytes, or `failed`. */
static bool reserve(struct wr_buf *b, size_t n)
{
    if (b->failed)
        return false;
    if (n > b->max - b->n) {
        b->failed = true;
        return false;
    }
    if (n <= b->cap - b->n)
        return true;
    size_t cap = b->cap < 256 ? 256 : b->cap + b->cap / 2;
    if (cap < b->n + n)
        cap = b->n + n;
    if (cap > b->max)
        cap = b->max;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void wr_buf_add(struct wr_buf *b, const void *p, size_t n)
{
    if (n == 0 || !reserve(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void wr_buf_str(struct wr_buf *b, struct wr_str s)
{
    wr_buf_add(b, s.p, s.n);
}

void wr_buf_c_grow(struct wr_buf *b, char c)
{
    if (!reserve(b, 1))
        return;
    b->p[b->n++] = c;
}

void wr_buf_i64(struct wr_buf *b, int64_t v)
{
    char digits[20];
    size_t i = sizeof(digits);
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--i] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        digits[--i] = '-';
    wr_buf_add(b, digits + i, sizeof(digits) - i);
}

void wr_buf_printf(struct wr_buf *b, const char *fmt, ...)
{
    char small[256];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(small, sizeof(small), fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->failed = true;
        return;
    }
    if ((size_t)n < sizeof(small)) {
        wr_buf_add(b, small, (size_t)n);
        return;
    }
    char *big = malloc((size_t)n + 1);
    if (!big) {
        b->failed = true;
        return;
    }
    va_start(ap, fmt);
    (void)vsnprintf(big, (size_t)n + 1, fmt, ap);
    va_end(ap);
    wr_buf_add(b, big, (size_t)n);
    free(big);
}
