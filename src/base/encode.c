/* Bytes as text: base 16, 32 and 64. Declared in text.h. */
#include "base/crypto.h"
#include "base/text.h"

static const char abc_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char abc_std[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char abc_32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static const struct wr_str absent = {NULL, 0};

struct wr_str wr_hex(struct wr_arena *a, const void *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    if (n > SIZE_MAX / 2 - 1)
        return absent;
    const unsigned char *b = p;
    char *out = wr_arena_alloc(a, n * 2 + 1);
    if (!out)
        return absent;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[b[i] >> 4];
        out[2 * i + 1] = digits[b[i] & 15];
    }
    return (struct wr_str){out, n * 2};
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool wr_unhex(struct wr_str s, void *dst, size_t n)
{
    if (s.n % 2 || s.n / 2 != n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (hex_value(s.p[i]) < 0)
            return false;
    unsigned char *out = dst;
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)(hex_value(s.p[2 * i]) << 4 | hex_value(s.p[2 * i + 1]));
    return true;
}

/* Groups of `bits` bits, most significant first, the last one filled with zero bits. */
static struct wr_str encode(struct wr_arena *a, const void *p, size_t n, const char *abc,
                            unsigned bits, size_t pad_to)
{
    if (n > SIZE_MAX / 16)
        return absent;
    const unsigned char *b = p;
    size_t len = (n * 8 + bits - 1) / bits;
    size_t padded = (len + pad_to - 1) / pad_to * pad_to;
    char *out = wr_arena_alloc(a, padded + 1);
    if (!out)
        return absent;
    uint32_t acc = 0;
    unsigned have = 0;
    size_t o = 0;
    for (size_t i = 0; i < n; i++) {
        acc = (acc << 8 | b[i]) & 0xFFFFFF;
        for (have += 8; have >= bits; have -= bits)
            out[o++] = abc[acc >> (have - bits) & ((1u << bits) - 1)];
    }
    if (have)
        out[o++] = abc[acc << (bits - have) & ((1u << bits) - 1)];
    memset(out + o, '=', padded - o);
    return (struct wr_str){out, padded};
}

/* The one spelling that `encode` would give without padding; anything else is absent. */
static struct wr_str decode(struct wr_arena *a, struct wr_str s, const char *abc, unsigned bits)
{
    size_t n = s.n / 8 * bits + s.n % 8 * bits / 8;
    char *out = wr_arena_alloc(a, n + 1);
    if (!out)
        return absent;
    uint32_t acc = 0;
    unsigned have = 0;
    size_t o = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.p[i] ? strchr(abc, s.p[i]) : NULL;
        if (!at)
            return absent;
        acc = (acc << bits | (uint32_t)(at - abc)) & 0xFFFFFF;
        have += bits;
        if (have >= 8) {
            have -= 8;
            out[o++] = (char)(acc >> have & 0xFF);
        }
    }
    bool spare = have >= bits || (acc & ((1u << have) - 1)) != 0;
    return spare ? absent : (struct wr_str){out, o};
}

struct wr_str wr_base64url(struct wr_arena *a, const void *p, size_t n)
{
    return encode(a, p, n, abc_url, 6, 1);
}

struct wr_str wr_base64(struct wr_arena *a, const void *p, size_t n)
{
    return encode(a, p, n, abc_std, 6, 4);
}

struct wr_str wr_unbase64url(struct wr_arena *a, struct wr_str s)
{
    return decode(a, s, abc_url, 6);
}

struct wr_str wr_unbase64(struct wr_arena *a, struct wr_str s)
{
    if (s.n % 4)
        return absent;
    size_t pad = wr_str_ends(s, WR_S("==")) ? 2 : wr_str_ends(s, WR_S("=")) ? 1 : 0;
    return decode(a, wr_str_sub(s, 0, s.n - pad), abc_std, 6);
}

struct wr_str wr_base32(struct wr_arena *a, const void *p, size_t n)
{
    return encode(a, p, n, abc_32, 5, 1);
}

struct wr_str wr_unbase32(struct wr_arena *a, struct wr_str s)
{
    return decode(a, s, abc_32, 5);
}

struct wr_str wr_token(struct wr_arena *a, size_t n)
{
    void *p = wr_arena_alloc(a, n);
    if (!p)
        return absent;
    wr_random(p, n);
    return wr_base64url(a, p, n);
}
