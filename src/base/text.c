#include "base/text.h"

#include <iconv.h>

/* One code point of well-formed UTF-8 at p (n bytes there): its length, or 0 if it is malformed. */
static size_t decode_one(const unsigned char *p, size_t n, uint32_t *ret)
{
    if (n == 0)
        return 0;
    if (p[0] < 0x80) {
        *ret = p[0];
        return 1;
    }
    size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || n < len)
        return 0;
    uint32_t c = p[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *ret = c;
    return len;
}

static size_t encode_one(uint32_t c, char *p)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (char)(0xC0 | c >> 6);
        p[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (char)(0xE0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 0x3F));
        p[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    p[0] = (char)(0xF0 | c >> 18);
    p[1] = (char)(0x80 | (c >> 12 & 0x3F));
    p[2] = (char)(0x80 | (c >> 6 & 0x3F));
    p[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool wr_utf8_valid(struct wr_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0; i < s.n;) {
        uint32_t c;
        size_t len = decode_one(p + i, s.n - i, &c);
        if (len == 0 || c == 0)
            return false;
        i += len;
    }
    return true;
}

size_t wr_utf8_len(struct wr_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

uint32_t wr_utf8_next(struct wr_str *s)
{
    if (s->n == 0)
        return 0;
    uint32_t c = 0xFFFD;
    size_t len = decode_one((const unsigned char *)s->p, s->n, &c);
    if (len == 0)
        len = 1; /* malformed after all: step over the byte */
    s->p += len;
    s->n -= len;
    return c;
}

bool wr_text_has_control(struct wr_str s)
{
    while (s.n) {
        uint32_t c = wr_utf8_next(&s);
        if ((c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0))
            return true;
    }
    return false;
}

/* What the character becomes: another one, itself, or 0 for nothing. */
static uint32_t fold_one(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFF01 + '!';
    if (c == 0x3000 || c == 0xA0)
        return ' ';
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF)
        return 0;
    return c;
}

struct wr_str wr_text_fold(struct wr_arena *a, struct wr_str s)
{
    /* every replacement is no longer than what it replaces, except U+FFFD for a malformed byte */
    if (!s.p || s.n > SIZE_MAX / 3)
        return (struct wr_str){NULL, 0};
    bool valid = wr_utf8_valid(s);
    char *p = wr_arena_alloc(a, valid ? s.n + 1 : s.n * 3 + 1);
    if (!p)
        return (struct wr_str){NULL, 0};
    size_t n = 0;
    while (s.n) {
        uint32_t c = fold_one(wr_utf8_next(&s));
        if (c)
            n += encode_one(c, p + n);
    }
    struct wr_str folded = wr_str_trim((struct wr_str){p, n});
    p[folded.p - p + (ptrdiff_t)folded.n] = 0;
    return folded;
}

static struct wr_str shift_case(struct wr_arena *a, struct wr_str s, char from, char by)
{
    struct wr_str copy = wr_arena_dup(a, s);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] >= from && p[i] <= from + 25)
            p[i] = (char)(p[i] + by);
    return copy;
}

struct wr_str wr_text_upper(struct wr_arena *a, struct wr_str s)
{
    return shift_case(a, s, 'a', 'A' - 'a');
}

struct wr_str wr_text_lower(struct wr_arena *a, struct wr_str s)
{
    return shift_case(a, s, 'A', 'a' - 'A');
}

/* iconv from GB18030, the whole input or nothing. */
static struct wr_str from_gb18030(struct wr_arena *a, struct wr_str bytes)
{
    struct wr_str absent = {NULL, 0};
    if (bytes.n > SIZE_MAX / 4)
        return absent;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)(intptr_t)-1)
        return absent;
    /* two bytes become at most three, four become at most four */
    size_t cap = bytes.n + bytes.n / 2 + 4;
    char *out = wr_arena_alloc(a, cap + 1);
    char *in_p = (char *)(uintptr_t)bytes.p;
    size_t in_n = bytes.n;
    char *out_p = out;
    size_t out_n = cap;
    size_t rc = out ? iconv(cd, &in_p, &in_n, &out_p, &out_n) : (size_t)-1;
    (void)iconv_close(cd);
    struct wr_str s = {out, cap - out_n};
    return rc != (size_t)-1 && in_n == 0 && wr_utf8_valid(s) ? s : absent;
}

struct wr_str wr_text_decode(struct wr_arena *a, struct wr_str bytes, const char **ret_charset)
{
    struct wr_str body = bytes.p ? bytes : WR_S("");
    if (wr_str_starts(body, WR_S("\xEF\xBB\xBF")))
        body = wr_str_sub(body, 3, body.n);
    if (wr_utf8_valid(body)) {
        *ret_charset = "UTF-8";
        return body;
    }
    if (body.n != bytes.n) /* a UTF-8 mark before something that is not UTF-8 */
        return (struct wr_str){NULL, 0};
    struct wr_str s = from_gb18030(a, bytes);
    if (s.p)
        *ret_charset = "GB18030";
    return s;
}

struct wr_str wr_mask_phone(struct wr_arena *a, struct wr_str s)
{
    struct wr_str copy = wr_arena_dup(a, s);
    char *p = (char *)(uintptr_t)copy.p;
    size_t from = 0;
    size_t to = copy.n > 2 ? copy.n - 2 : 0;
    if (copy.n == 11 && p[0] == '1') {
        from = 3;
        to = 7;
    }
    if (copy.n && copy.n <= 2)
        to = copy.n;
    for (size_t i = from; i < to; i++)
        p[i] = '*';
    return copy;
}

struct wr_str wr_mask_name(struct wr_arena *a, struct wr_str s)
{
    if (s.n == 0)
        return s;
    struct wr_str rest = s;
    (void)wr_utf8_next(&rest);
    size_t head = s.n - rest.n;
    size_t stars = wr_utf8_len(rest);
    char *p = wr_arena_alloc(a, head + stars + 1);
    if (!p)
        return (struct wr_str){NULL, 0};
    memcpy(p, s.p, head);
    memset(p + head, '*', stars);
    return (struct wr_str){p, head + stars};
}

static struct wr_str like(struct wr_arena *a, struct wr_str s, bool anywhere)
{
    struct wr_str absent = {NULL, 0};
    char *p = s.n > 0 && s.n < SIZE_MAX / 2 - 3 ? wr_arena_alloc(a, s.n * 2 + 3) : NULL;
    if (!p)
        return absent;
    size_t n = 0;
    if (anywhere)
        p[n++] = '%';
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' || s.p[i] == '_' || s.p[i] == '\\')
            p[n++] = '\\';
        p[n++] = s.p[i] == '(' || s.p[i] == ')' ? '_' : s.p[i];
    }
    p[n++] = '%';
    return (struct wr_str){p, n};
}

struct wr_str wr_like_part(struct wr_arena *a, struct wr_str s)
{
    return like(a, s, true);
}

struct wr_str wr_like_head(struct wr_arena *a, struct wr_str s)
{
    return like(a, s, false);
}
