#pragma once
/* What the files of the library share. Not installed. */
#include "hj212/hj212.h"

#include <string.h>

#define HJ212_CONTENT_LOW 1u  /* a byte of 0x00 … 0x20: blanks, line ends, other controls */
#define HJ212_CONTENT_HIGH 2u /* a byte above 0x7F */

/** Classes of bytes, for hj212_all(). */
#define HJ212_C_DIGIT 1u
#define HJ212_C_HEX_UPPER 2u
#define HJ212_C_ALNUM 4u
#define HJ212_C_BLANK 8u
extern const uint8_t hj212_class[256];
/** Value of a hexadecimal digit; 0xFF: none. */
extern const uint8_t hj212_hex[256];

static inline bool hj212_is(char c, unsigned classes)
{
    return (hj212_class[(unsigned char)c] & classes) != 0;
}

/** Are all bytes of the class? True for none. */
static inline bool hj212_all(struct hj212_str s, unsigned classes)
{
    unsigned all = classes;
    for (size_t i = 0; i < s.n; i++) {
        all &= hj212_class[(unsigned char)s.p[i]];
    }
    return all == classes;
}

/** Little-endian loads: byte 0 is the lowest. */
static inline uint64_t hj212_load64(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof(w));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

static inline uint32_t hj212_load32(const char *p)
{
    uint32_t w;
    memcpy(&w, p, sizeof(w));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap32(w);
#endif
    return w;
}

/** Are the 8 bytes of w all digits? */
static inline bool hj212_digits8(uint64_t w)
{
    return ((w & UINT64_C(0xF0F0F0F0F0F0F0F0)) |
            ((w + UINT64_C(0x0606060606060606)) & UINT64_C(0xF0F0F0F0F0F0F0F0)) >> 4) ==
           UINT64_C(0x3333333333333333);
}

/** Are all bytes digits, of which there are at least 8? */
static inline bool hj212_all_digits(struct hj212_str s)
{
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        if (!hj212_digits8(hj212_load64(s.p + i))) {
            return false;
        }
    }
    return hj212_digits8(hj212_load64(s.p + s.n - 8));
}

/** The first n (0 … 8) bytes of p, the others zero; reads no more than n bytes. */
static inline uint64_t hj212_load_n(const char *p, size_t n)
{
    uint64_t w = 0;
    for (size_t i = n; i > 0; i--) {
        w = w << 8 | (unsigned char)p[i - 1];
    }
    return w;
}

static inline bool hj212_eq(struct hj212_str a, const char *text)
{
    size_t n = strlen(text);
    return a.n == n && memcmp(a.p, text, n) == 0;
}
bool hj212_eq_nocase(struct hj212_str a, const char *text);
/** Without blanks at both ends. */
struct hj212_str hj212_trim(struct hj212_str s);
static inline bool hj212_is_blank(char c)
{
    return hj212_is(c, HJ212_C_BLANK);
}

/** CRC and HJ212_CONTENT_… in one pass. */
uint16_t hj212_crc_scan(const char *p, size_t n, uint8_t *ret_content);

/**
 * A short plain decimal: at most 8 characters of digits and one point between digits. The 8 bytes that end with the value
 * are read, so at least 8 bytes of the caller's buffer must end there.
 * @return false: not of this form (then hj212_number() decides)
 */
static inline bool hj212_short_number(const char *v, size_t n, double *ret)
{
    static const double power[8] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    if (n - 1 >= 8) {
        return false;
    }
    /* The last character is the highest byte; what stands before the value becomes leading zeros. */
    unsigned before = 64 - 8 * (unsigned)n;
    uint64_t keep = ~UINT64_C(0) << before;
    uint64_t w = (hj212_load64(v + n - 8) & keep) | (zeros & ~keep);
    uint64_t x = w ^ UINT64_C(0x2E2E2E2E2E2E2E2E);
    uint64_t low7 = UINT64_C(0x7F7F7F7F7F7F7F7F);
    uint64_t point = ~(((x & low7) + low7) | x | low7);
    unsigned decimals = 0;
    if (point != 0) {
        unsigned at = (unsigned)__builtin_ctzll(point) & ~7u; /* in bits */
        decimals = 7 - at / 8;
        if (decimals == 0 || at == before) {
            return false;
        }
        uint64_t above = ~UINT64_C(0) << at << 8;
        w = (w & above) | (w & ~(~UINT64_C(0) << at)) << 8 | 0x30;
    }
    if (!hj212_digits8(w)) {
        return false;
    }
    w -= zeros;
    w = w * 10 + (w >> 8);
    w = ((w & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
         ((w >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >>
        32;
    *ret = (double)(uint32_t)w / power[decimals];
    return true;
}
