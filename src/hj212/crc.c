/*
 * The CRC of HJ 212. Its register keeps 8 bits of state, and the map L of that state has order 8, so bytes whose distances
 * to the end differ by a multiple of 8 act alike: XOR the segment together in eight lanes, then fold the lanes once.
 */
#include "hj212/hj212_int.h"

#define POLYNOMIAL 0xA001u
#define LANE 16

/* The powers of L are linear: each is described by the images of the eight bits. */
#define X1(x, n, image) ((((x) >> (n)) & 1) * (image))
#define X8(x, a, b, c, d, e, f, g, h)                                                              \
    (X1(x, 0, a) ^ X1(x, 1, b) ^ X1(x, 2, c) ^ X1(x, 3, d) ^ X1(x, 4, e) ^ X1(x, 5, f) ^           \
     X1(x, 6, g) ^ X1(x, 7, h))
#define P0(x) X8(x, 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80)
#define P1(x) X8(x, 0xC0, 0xC1, 0xC3, 0xC6, 0xCC, 0xD8, 0xF0, 0xA0)
#define P2(x) X8(x, 0x50, 0x90, 0x51, 0x52, 0x55, 0x5A, 0x44, 0x78)
#define P3(x) X8(x, 0x3C, 0x6C, 0xFC, 0xFD, 0x3F, 0x3B, 0x33, 0x22)
#define P4(x) X8(x, 0x11, 0x2D, 0x41, 0x81, 0x10, 0xD3, 0x15, 0x19)
#define P5(x) X8(x, 0x0C, 0x1D, 0x30, 0x60, 0xCC, 0x9D, 0xCF, 0xCA)
#define P6(x) X8(x, 0x05, 0x09, 0x14, 0x28, 0x55, 0xA9, 0x54, 0x57)
#define P7(x) X8(x, 0x03, 0x06, 0x0F, 0x1E, 0x3F, 0x7E, 0xFF, 0xFE)
/* Table T of the polynomial: L is its high byte. */
#define PT(x) X8(x, 0xC0C1, 0xC181, 0xC301, 0xC601, 0xCC01, 0xD801, 0xF001, 0xA001)

#define R4(P, x) P((x)), P((x) + 1), P((x) + 2), P((x) + 3)
#define R16(P, x) R4(P, (x)), R4(P, (x) + 4), R4(P, (x) + 8), R4(P, (x) + 12)
#define R64(P, x) R16(P, (x)), R16(P, (x) + 16), R16(P, (x) + 32), R16(P, (x) + 48)
#define R256(P) R64(P, 0), R64(P, 64), R64(P, 128), R64(P, 192)

static const uint8_t power[8][256] = {{R256(P0)}, {R256(P1)}, {R256(P2)}, {R256(P3)},
                                      {R256(P4)}, {R256(P5)}, {R256(P6)}, {R256(P7)}};
static const uint16_t table[256] = {R256(PT)};

typedef uint8_t lanes __attribute__((vector_size(LANE)));

static inline lanes load(const char *p)
{
    lanes v;
    memcpy(&v, p, sizeof(v));
    return v;
}

/** Byte 7 of x is the last byte of the segment; byte 0 is seven before it. */
static inline uint16_t fold(uint64_t x)
{
    unsigned y = 0;
    for (unsigned k = 0; k < 8; k++) {
        y ^= power[k][(x >> (56 - 8 * k)) & 0xFF];
    }
    return table[y];
}

static inline uint64_t xor_halves(lanes v)
{
    char b[LANE];
    memcpy(b, &v, sizeof(b));
    return hj212_load64(b) ^ hj212_load64(b + 8);
}

static inline uint64_t or_halves(lanes v)
{
    char b[LANE];
    memcpy(b, &v, sizeof(b));
    return hj212_load64(b) | hj212_load64(b + 8);
}

struct sums {
    lanes all; /* XOR of the bytes */
    lanes any; /* OR of the bytes */
    lanes low; /* 0xFF where a byte was 0x20 or less */
};

static inline void add(struct sums *s, lanes v)
{
    s->all ^= v;
    s->any |= v;
    s->low |= (lanes)(v <= 0x20);
}

static uint8_t content_of(const struct sums *s)
{
    return (uint8_t)((or_halves(s->low) != 0 ? HJ212_CONTENT_LOW : 0) |
                     ((or_halves(s->any) & UINT64_C(0x8080808080808080)) != 0 ? HJ212_CONTENT_HIGH
                                                                              : 0));
}

/** Fewer bytes than a vector: filled up in front with bytes that change nothing. */
static uint16_t scan_short(const char *p, size_t n, uint8_t *ret_content)
{
    char b[LANE];
    memset(b, '0', sizeof(b));
    memcpy(b + LANE - n, p, n);
    struct sums s = {0};
    add(&s, load(b));
    *ret_content = content_of(&s);
    memset(b, 0, LANE - n);
    if (n > 0) {
        b[LANE - n] = (char)(b[LANE - n] ^ (char)0xFF);
    }
    return n > 0 ? fold(xor_halves(load(b))) : 0xFFFF;
}

uint16_t hj212_crc_scan(const char *p, size_t n, uint8_t *ret_content)
{
    static const uint8_t masks[2 * LANE] = {0,    0,    0,    0,    0,    0,    0,    0,
                                            0,    0,    0,    0,    0,    0,    0,    0,
                                            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    if (n < LANE) {
        return scan_short(p, n, ret_content);
    }
    struct sums a = {0};
    struct sums b = {0};
    size_t i = 0;
    for (; i + 2 * (size_t)LANE <= n; i += 2 * (size_t)LANE) {
        add(&a, load(p + i));
        add(&b, load(p + i + LANE));
    }
    if (i + LANE <= n) {
        add(&a, load(p + i));
        i += LANE;
    }
    a.all ^= b.all;
    a.any |= b.any;
    a.low |= b.low;
    /* The rest is the end of a vector that lies over bytes already taken: those are masked away. */
    size_t rest = n - i;
    lanes last = load(p + n - LANE);
    lanes mask;
    memcpy(&mask, masks + rest, sizeof(mask));
    a.any |= last;
    a.low |= (lanes)(last <= 0x20);
    *ret_content = content_of(&a);
    /* Lanes of the whole vectors count from their end, which lies `rest` bytes before the end of the segment. */
    uint64_t x = xor_halves(a.all);
    unsigned turn = 8 * (unsigned)(rest & 7);
    x = x >> turn | x << ((64 - turn) & 63);
    x ^= xor_halves(last & mask);
    x ^= UINT64_C(0xFF) << (8 * ((0 - n) & 7)); /* the register starts as 0xFF */
    return fold(x);
}

uint16_t hj212_crc(const void *bytes, size_t n)
{
    uint8_t content;
    return hj212_crc_scan(bytes, n, &content);
}

uint16_t hj212_crc_bitwise(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    unsigned reg = 0xFFFF;
    for (size_t i = 0; i < n; i++) {
        reg = (reg >> 8) ^ p[i];
        for (int bit = 0; bit < 8; bit++) {
            reg = (reg & 1) != 0 ? (reg >> 1) ^ POLYNOMIAL : reg >> 1;
        }
    }
    return (uint16_t)reg;
}

uint16_t hj212_crc_modbus(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    unsigned reg = 0xFFFF;
    for (size_t i = 0; i < n; i++) {
        reg = (reg >> 8) ^ table[(reg ^ p[i]) & 0xFF];
    }
    return (uint16_t)reg;
}
