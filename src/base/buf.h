#pragma once

#include "base/attr.h"
#include "base/str.h"

/**
 * Growing byte buffer with a ceiling. Errors stick: after the first refused append `failed` is set and
 * nothing more is added, so that a writer checks once at its end.
 */
struct wr_buf {
    char *p;
    size_t n;
    size_t cap;
    size_t max;
    bool failed;
};

/** @param max  ceiling in bytes, > 0; there is no unlimited form */
void wr_buf_init(struct wr_buf *b, size_t max);
void wr_buf_done(struct wr_buf *b);
/** Empty it, keep the memory. */
void wr_buf_clear(struct wr_buf *b);
void wr_buf_add(struct wr_buf *b, const void *p, size_t n);
void wr_buf_str(struct wr_buf *b, struct wr_str s);
void wr_buf_c_grow(struct wr_buf *b, char c); /* wr_buf_c when there is no room */
static inline void wr_buf_c(struct wr_buf *b, char c)
{
    if (!b->failed && b->n < b->cap)
        b->p[b->n++] = c;
    else
        wr_buf_c_grow(b, c);
}
void wr_buf_i64(struct wr_buf *b, int64_t v);
void wr_buf_printf(struct wr_buf *b, const char *fmt, ...) WR_PRINTF(2, 3);
static inline struct wr_str wr_buf_view(const struct wr_buf *b)
{
    return (struct wr_str){b->p, b->n};
}
#define wr_buf_lit(b, lit) wr_buf_add((b), "" lit, sizeof(lit) - 1)
