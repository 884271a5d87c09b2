/* Characters, slices, UTF-8 and times. */
#include "hj212/hj212_int.h"

#define D (HJ212_C_DIGIT | HJ212_C_HEX_UPPER | HJ212_C_ALNUM)
#define H (HJ212_C_HEX_UPPER | HJ212_C_ALNUM)
#define A HJ212_C_ALNUM

const uint8_t hj212_class[256] = {
    [' '] = HJ212_C_BLANK,
    ['\t'] = HJ212_C_BLANK,
    ['\r'] = HJ212_C_BLANK,
    ['\n'] = HJ212_C_BLANK,
    ['0'] = D,
    ['1'] = D,
    ['2'] = D,
    ['3'] = D,
    ['4'] = D,
    ['5'] = D,
    ['6'] = D,
    ['7'] = D,
    ['8'] = D,
    ['9'] = D,
    ['A'] = H,
    ['B'] = H,
    ['C'] = H,
    ['D'] = H,
    ['E'] = H,
    ['F'] = H,
    ['G'] = A,
    ['H'] = A,
    ['I'] = A,
    ['J'] = A,
    ['K'] = A,
    ['L'] = A,
    ['M'] = A,
    ['N'] = A,
    ['O'] = A,
    ['P'] = A,
    ['Q'] = A,
    ['R'] = A,
    ['S'] = A,
    ['T'] = A,
    ['U'] = A,
    ['V'] = A,
    ['W'] = A,
    ['X'] = A,
    ['Y'] = A,
    ['Z'] = A,
    ['a'] = A,
    ['b'] = A,
    ['c'] = A,
    ['d'] = A,
    ['e'] = A,
    ['f'] = A,
    ['g'] = A,
    ['h'] = A,
    ['i'] = A,
    ['j'] = A,
    ['k'] = A,
    ['l'] = A,
    ['m'] = A,
    ['n'] = A,
    ['o'] = A,
    ['p'] = A,
    ['q'] = A,
    ['r'] = A,
    ['s'] = A,
    ['t'] = A,
    ['u'] = A,
    ['v'] = A,
    ['w'] = A,
    ['x'] = A,
    ['y'] = A,
    ['z'] = A,
};

#define X 0xFF
#define X16 X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X
/* clang-format off */
const uint8_t hj212_hex[256] = {
    X16,
    X16,
    X16,
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, X, X, X, X, X, X,
    X, 10, 11, 12, 13, 14, 15, X, X, X, X, X, X, X, X, X,
    X16,
    X, 10, 11, 12, 13, 14, 15, X, X, X, X, X, X, X, X, X,
    X16,
    X16,
    X16,
    X16,
    X16,
    X16,
    X16,
    X16,
    X16,
};
/* clang-format on */
#undef X

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool hj212_eq_nocase(struct hj212_str a, const char *text)
{
    size_t i = 0;
    for (; i < a.n && text[i] != '\0'; i++) {
        if (lower(a.p[i]) != lower(text[i])) {
            return false;
        }
    }
    return i == a.n && text[i] == '\0';
}

struct hj212_str hj212_trim(struct hj212_str s)
{
    while (s.n > 0 && hj212_is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && hj212_is_blank(s.p[s.n - 1])) {
        s.n--;
    }
    return s;
}

/** Bytes of the UTF-8 character at p, 0 if it is none. */
static size_t utf8_length(const unsigned char *p, size_t n)
{
    unsigned c = p[0];
    if (c < 0x80) {
        return 1;
    }
    size_t want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || n < want) {
        return 0;
    }
    /* The second byte rules out overlong forms, surrogates and what lies above U+10FFFF. */
    unsigned from = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned to = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < from || p[1] > to) {
        return 0;
    }
    for (size_t i = 2; i < want; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return want;
}

bool hj212_is_utf8(struct hj212_str text)
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t i = 0;
    while (i < text.n) {
        size_t n = utf8_length(p + i, text.n - i);
        if (n == 0) {
            return false;
        }
        i += n;
    }
    return true;
}

/* ---- times ------------------------------------------------------------------------------------- */
#define SECOND_MS INT64_C(1000)
#define DAY_MS INT64_C(86400000)
#define CHINA_MS (8 * 3600 * SECOND_MS)

static unsigned two(const char *p)
{
    return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

/** Days since 1970-01-01 of a Gregorian date; years from March on, so that the leap day is the last. */
static int64_t days_of(unsigned y, unsigned m, unsigned d)
{
    y -= m <= 2;
    unsigned era = y / 400;
    unsigned year_of_era = y % 400;
    unsigned day_of_year = (153 * (m + (m > 2 ? -3U : 9U)) + 2) / 5 + d - 1;
    unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * 146097 + day_of_era - 719468;
}

static unsigned days_in(unsigned y, unsigned m)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    return m == 2 && leap ? 29 : days[m - 1];
}

bool hj212_time_ms(struct hj212_str text, int64_t *ret_ms)
{
    if ((text.n != 14 && text.n != 17) || !hj212_all_digits(text)) {
        return false;
    }
    const char *p = text.p;
    unsigned y = two(p) * 100 + two(p + 2);
    unsigned m = two(p + 4);
    unsigned d = two(p + 6);
    unsigned hour = two(p + 8);
    unsigned minute = two(p + 10);
    unsigned second = two(p + 12);
    if (y < 1970 || m < 1 || m > 12 || d < 1 || d > days_in(y, m)) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    unsigned ms = text.n == 17 ? two(p + 14) * 10 + (unsigned)(p[16] - '0') : 0;
    *ret_ms = days_of(y, m, d) * DAY_MS +
              ((int64_t)hour * 3600 + minute * 60 + second) * SECOND_MS + ms - CHINA_MS;
    return true;
}

/** `digits` decimal digits of v. */
static void put_digits(char *p, int digits, unsigned v)
{
    for (int i = digits - 1; i >= 0; i--) {
        p[i] = (char)('0' + v % 10);
        v /= 10;
    }
}

void hj212_time_text(int64_t ms, int digits, char dst[18])
{
    int64_t local = ms + CHINA_MS;
    int64_t days = local / DAY_MS - (local % DAY_MS < 0);
    unsigned of_day = (unsigned)(local - days * DAY_MS);
    unsigned day = (unsigned)(days + 719468);
    unsigned of_era = day % 146097;
    unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
    unsigned month = (5 * of_year + 2) / 153;
    year += day / 146097 * 400 + (month >= 10);
    put_digits(dst, 4, year);
    put_digits(dst + 4, 2, month < 10 ? month + 3 : month - 9);
    put_digits(dst + 6, 2, of_year - (153 * month + 2) / 5 + 1);
    put_digits(dst + 8, 2, of_day / 3600000);
    put_digits(dst + 10, 2, of_day / 60000 % 60);
    put_digits(dst + 12, 2, of_day / 1000 % 60);
    put_digits(dst + 14, 3, of_day % 1000);
    dst[digits == 17 ? 17 : 14] = '\0';
}

int32_t hj212_period_s(uint16_t command)
{
    switch (command) {
    case 2061:
        return 3600;
    case 2031:
    case 2041:
        return 86400;
    case 2111: /* 2025: furnace temperature, means of 5 minutes */
        return 300;
    case 2051:
        return -1;
    default:
        return 0;
    }
}
