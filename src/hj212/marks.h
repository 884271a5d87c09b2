#pragma once
/* The places of `,` `;` `=` in a segment, 64 bytes at a time. Internal. */
#include "hj212/hj212_int.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct marks {
    const char *p;
    size_t n;
    size_t block;  /* offset of the 64 bytes that `mask` stands for */
    uint64_t mask; /* marks not taken yet */
};

#if defined(__SSE2__)
static inline uint64_t marks_of_16(const char *p)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i m = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')), _mm_cmpeq_epi8(v, _mm_set1_epi8(';'))),
        _mm_cmpeq_epi8(v, _mm_set1_epi8('=')));
    return (uint64_t)(unsigned)_mm_movemask_epi8(m);
}
#else
/** 0x80 in each byte of w that is c. */
static inline uint64_t bytes_equal(uint64_t w, unsigned char c)
{
    const uint64_t low7 = UINT64_C(0x7F7F7F7F7F7F7F7F);
    uint64_t x = w ^ (UINT64_C(0x0101010101010101) * c);
    return ~(((x & low7) + low7) | x | low7);
}

static inline uint64_t marks_of_8(const char *p)
{
    uint64_t w = hj212_load64(p);
    uint64_t m = bytes_equal(w, ',') | bytes_equal(w, ';') | bytes_equal(w, '=');
    return ((m >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

static inline uint64_t marks_of_16(const char *p)
{
    return marks_of_8(p) | marks_of_8(p + 8) << 8;
}
#endif

static inline uint64_t marks_of_64(const char *p)
{
    return marks_of_16(p) | marks_of_16(p + 16) << 16 | marks_of_16(p + 32) << 32 |
           marks_of_16(p + 48) << 48;
}

/** Marks of the 64 bytes at m->block, which is below m->n. Never reads outside [p, p+n). */
static inline uint64_t marks_of_block(const struct marks *m)
{
    size_t left = m->n - m->block;
    if (left >= 64) {
        return marks_of_64(m->p + m->block);
    }
    if (m->n >= 64) {
        return marks_of_64(m->p + m->n - 64) >> (64 - left);
    }
    char b[64] = {0};
    memcpy(b, m->p + m->block, left);
    return marks_of_64(b);
}

/** Marks of [from, n). */
static inline void marks_init(struct marks *m, const char *p, size_t from, size_t n)
{
    m->p = p;
    m->n = n;
    m->block = from;
    m->mask = from < n ? marks_of_block(m) : 0;
}

/** Offset of the next mark; n at the end, again and again. */
static inline size_t marks_next(struct marks *m)
{
    while (m->mask == 0) {
        m->block += 64;
        if (m->block >= m->n) {
            m->block = m->n;
            return m->n;
        }
        m->mask = marks_of_block(m);
    }
    size_t at = m->block + (size_t)__builtin_ctzll(m->mask);
    m->mask &= m->mask - 1;
    return at;
}
