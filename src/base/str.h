#pragma once

#include "base/attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** A borrowed slice of UTF-8 text (or bytes). Never owns, is not NUL-terminated. {NULL, 0} is "absent". */
struct wr_str {
    const char *p;
    size_t n;
};

/** Slice of a string literal. */
#define WR_S(lit) ((struct wr_str){"" lit, sizeof(lit) - 1})
/** printf helpers: printf("name=" WR_FMT, WR_ARG(s)). */
#define WR_FMT "%.*s"
#define WR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/** Slice of a NUL-terminated string that outlives it; NULL gives the absent slice. */
static inline struct wr_str wr_str(const char *z)
{
    return (struct wr_str){z, z ? strlen(z) : 0};
}

static inline bool wr_str_eq(struct wr_str a, struct wr_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/** Bytewise order, shorter first on a common prefix: <0, 0, >0. */
int wr_str_cmp(struct wr_str a, struct wr_str b);
bool wr_str_starts(struct wr_str s, struct wr_str prefix);
bool wr_str_ends(struct wr_str s, struct wr_str suffix);
/** ASCII case-insensitive equality (headers, enum names). */
bool wr_str_eq_nocase(struct wr_str a, struct wr_str b);
/** Offset of the first `needle` in `s`, or -1. */
ptrdiff_t wr_str_find(struct wr_str s, struct wr_str needle);
/** Without leading and trailing ASCII blanks (space, tab, CR, LF). */
struct wr_str wr_str_trim(struct wr_str s);
/** s[from, from+n), clamped to s. */
struct wr_str wr_str_sub(struct wr_str s, size_t from, size_t n);
/** Cut at the first `sep`: returns what stands before it and advances *rest behind it (absent when there was none). */
struct wr_str wr_str_cut(struct wr_str *rest, char sep);
/**
 * Decimal integer, optional sign, the whole slice, no blanks.
 * @return false if it is not one or does not fit (then *ret is untouched)
 */
WR_MUST_CHECK bool wr_str_i64(struct wr_str s, int64_t *ret);
/** Copy into a caller's fixed buffer with NUL; false (and an empty string) if it does not fit. */
WR_MUST_CHECK bool wr_str_copy_z(struct wr_str s, char *dst, size_t dst_size);
