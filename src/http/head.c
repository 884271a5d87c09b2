#include "http/head.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <stdio.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

struct wr_str wr_head_unescape(struct wr_arena *a, struct wr_str s)
{
    const struct wr_str absent = {NULL, 0};
    char *out = wr_arena_alloc(a, s.n + 1);
    if (out == NULL) {
        return absent;
    }
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            int hi = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
            int lo = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
            if (hi < 0 || lo < 0) {
                return absent;
            }
            c = (char)(hi * 16 + lo);
            i += 2;
        }
        if ((unsigned char)c < 0x20 || c == 0x7f) {
            return absent;
        }
        out[n++] = c;
    }
    struct wr_str r = {out, n};
    return wr_utf8_valid(r) ? r : absent;
}

/** "0.85" → 850; 0 when it is malformed or above 1. */
static int read_quality(struct wr_str v)
{
    if (v.n == 0 || v.n > 5 || (v.p[0] != '0' && v.p[0] != '1') || (v.n > 1 && v.p[1] != '.')) {
        return 0;
    }
    int q = (v.p[0] - '0') * 1000;
    int unit = 100;
    for (size_t i = 2; i < v.n; i++, unit /= 10) {
        if (v.p[i] < '0' || v.p[i] > '9') {
            return 0;
        }
        q += (v.p[i] - '0') * unit;
    }
    return q > 1000 ? 0 : q;
}

/** q-value of one list element in thousandths; 1000 when there is none. */
static int quality_of(struct wr_str params)
{
    while (params.p != NULL && params.n > 0) {
        struct wr_str one = wr_str_trim(wr_str_cut(&params, ';'));
        if (one.n >= 2 && (one.p[0] == 'q' || one.p[0] == 'Q') && one.p[1] == '=') {
            return read_quality(wr_str_sub(one, 2, one.n));
        }
    }
    return 1000;
}

enum wr_lang wr_head_lang(struct wr_str accept_language)
{
    int zh = -1;
    int en = -1;
    for (int i = 0; i < 16 && accept_language.p != NULL; i++) {
        struct wr_str element = wr_str_cut(&accept_language, ',');
        struct wr_str tag = wr_str_trim(wr_str_cut(&element, ';'));
        int q = quality_of(element);
        struct wr_str primary = wr_str_trim(wr_str_cut(&tag, '-'));
        if (wr_str_eq_nocase(primary, WR_S("zh")) && q > zh) {
            zh = q;
        } else if (wr_str_eq_nocase(primary, WR_S("en")) && q > en) {
            en = q;
        }
    }
    return en > 0 && en > zh ? WR_LANG_EN : WR_LANG_ZH;
}

enum wr_encoding wr_head_encoding(struct wr_str accept_encoding, bool have_gz, bool have_br)
{
    int gz = -1;
    int br = -1;
    int any = -1;
    for (int i = 0; i < 16 && accept_encoding.p != NULL; i++) {
        struct wr_str element = wr_str_cut(&accept_encoding, ',');
        struct wr_str name = wr_str_trim(wr_str_cut(&element, ';'));
        int q = quality_of(element);
        if (wr_str_eq_nocase(name, WR_S("br"))) {
            br = q;
        } else if (wr_str_eq_nocase(name, WR_S("gzip")) || wr_str_eq_nocase(name, WR_S("x-gzip"))) {
            gz = q;
        } else if (wr_str_eq(name, WR_S("*"))) {
            any = q;
        }
    }
    gz = gz < 0 ? any : gz;
    br = br < 0 ? any : br;
    if (have_br && br > 0 && br >= (have_gz ? gz : 0)) {
        return WR_ENC_BR;
    }
    return have_gz && gz > 0 ? WR_ENC_GZIP : WR_ENC_IDENTITY;
}

static bool read_digits(struct wr_str s, int64_t *ret)
{
    return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9' && wr_str_i64(s, ret);
}

enum wr_range_kind wr_head_range(struct wr_str range, int64_t size, int64_t *ret_from,
                                 int64_t *ret_n)
{
    if (!wr_str_starts(range, WR_S("bytes=")) || wr_str_find(range, WR_S(",")) >= 0) {
        return WR_RANGE_ALL;
    }
    struct wr_str last_text = wr_str_trim(wr_str_sub(range, 6, range.n));
    struct wr_str first_text = wr_str_cut(&last_text, '-');
    if (last_text.p == NULL) {
        return WR_RANGE_ALL;
    }
    int64_t first = 0;
    int64_t last = size - 1;
    if (first_text.n == 0) {
        int64_t suffix = 0;
        if (!read_digits(last_text, &suffix)) {
            return WR_RANGE_ALL;
        }
        if (suffix == 0 || size == 0) {
            return WR_RANGE_BAD;
        }
        first = suffix >= size ? 0 : size - suffix;
    } else {
        bool bounded = last_text.n > 0;
        if (!read_digits(first_text, &first) ||
            (bounded && (!read_digits(last_text, &last) || last < first))) {
            return WR_RANGE_ALL;
        }
        if (first >= size) {
            return WR_RANGE_BAD;
        }
        last = last >= size ? size - 1 : last;
    }
    *ret_from = first;
    *ret_n = last - first + 1;
    return WR_RANGE_PART;
}

static struct wr_str bare_etag(struct wr_str tag)
{
    tag = wr_str_trim(tag);
    if (wr_str_starts(tag, WR_S("W/"))) {
        tag = wr_str_sub(tag, 2, tag.n);
    }
    if (tag.n >= 2 && tag.p[0] == '"' && tag.p[tag.n - 1] == '"') {
        return wr_str_sub(tag, 1, tag.n - 2);
    }
    return (struct wr_str){NULL, 0};
}

bool wr_head_etag_match(struct wr_str if_none_match, struct wr_str etag)
{
    if (wr_str_eq(wr_str_trim(if_none_match), WR_S("*"))) {
        return true;
    }
    for (int i = 0; i < 32 && if_none_match.p != NULL; i++) {
        struct wr_str one = bare_etag(wr_str_cut(&if_none_match, ','));
        if (one.p != NULL && wr_str_eq(one, etag)) {
            return true;
        }
    }
    return false;
}

struct wr_str wr_head_etag(struct wr_str if_match)
{
    struct wr_str tag = bare_etag(if_match);
    if (tag.p == NULL || wr_str_find(tag, WR_S("\"")) >= 0) {
        return (struct wr_str){NULL, 0};
    }
    return tag;
}

bool wr_head_token_ok(struct wr_str s, size_t min, size_t max)
{
    if (s.n < min || s.n > max) {
        return false;
    }
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '.' || c == '_' || c == '-';
        if (!ok) {
            return false;
        }
    }
    return true;
}

struct wr_str wr_head_forwarded(struct wr_str forwarded_for)
{
    struct wr_str last = {NULL, 0};
    while (forwarded_for.p != NULL) {
        last = wr_str_trim(wr_str_cut(&forwarded_for, ','));
    }
    char text[INET6_ADDRSTRLEN];
    unsigned char address[16];
    if (!wr_str_copy_z(last, text, sizeof(text)) ||
        (inet_pton(AF_INET, text, address) != 1 && inet_pton(AF_INET6, text, address) != 1)) {
        return (struct wr_str){NULL, 0};
    }
    return last;
}

/** "https://example.cn/base" → "https://example.cn". */
static struct wr_str origin_of(struct wr_str url)
{
    ptrdiff_t scheme = wr_str_find(url, WR_S("://"));
    if (scheme < 0) {
        return (struct wr_str){NULL, 0};
    }
    size_t end = (size_t)scheme + 3;
    while (end < url.n && url.p[end] != '/') {
        end++;
    }
    return wr_str_sub(url, 0, end);
}

bool wr_head_same_origin(struct wr_str origin, struct wr_str public_url, struct wr_str host)
{
    if (public_url.n > 0) {
        return wr_str_eq_nocase(origin, origin_of(public_url));
    }
    char want[WR_ORIGIN_MAX];
    for (int i = 0; i < 2; i++) {
        int n =
            snprintf(want, sizeof(want), "%s://" WR_FMT, i == 0 ? "http" : "https", WR_ARG(host));
        if (n > 0 && (size_t)n < sizeof(want) && wr_str_eq_nocase(origin, wr_str(want))) {
            return host.n > 0;
        }
    }
    return false;
}

bool wr_head_media_is(struct wr_str content_type, struct wr_str want)
{
    return wr_str_eq_nocase(wr_str_trim(wr_str_cut(&content_type, ';')), want);
}

struct wr_str wr_head_filename(struct wr_arena *a, struct wr_str x_filename)
{
    struct wr_str name = wr_head_unescape(a, x_filename);
    if (name.p == NULL) {
        return (struct wr_str){NULL, 0};
    }
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\' || name.p[i - 1] == ':') {
            name = wr_str_sub(name, i, name.n);
            break;
        }
    }
    name = wr_text_fold(a, name);
    size_t n = name.n;
    while (n > 200 || (n < name.n && n > 0 && ((unsigned char)name.p[n] & 0xC0) == 0x80)) {
        n--;
    }
    return wr_str_sub(name, 0, n);
}

struct wr_str wr_head_disposition(struct wr_arena *a, struct wr_str filename)
{
    static const char hex[] = "0123456789ABCDEF";
    char *plain = wr_arena_alloc(a, filename.n + 1);
    char *escaped = wr_arena_alloc(a, filename.n * 3 + 1);
    if (plain == NULL || escaped == NULL) {
        return (struct wr_str){NULL, 0};
    }
    size_t np = 0;
    size_t ne = 0;
    for (size_t i = 0; i < filename.n; i++) {
        unsigned char c = (unsigned char)filename.p[i];
        bool safe = wr_head_token_ok((struct wr_str){&filename.p[i], 1}, 1, 1);
        if (safe) {
            plain[np++] = (char)c;
            escaped[ne++] = (char)c;
            continue;
        }
        if ((c & 0xC0) != 0x80) {
            plain[np++] = '_';
        }
        escaped[ne++] = '%';
        escaped[ne++] = hex[c >> 4];
        escaped[ne++] = hex[c & 15];
    }
    return wr_arena_printf(a, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s", (int)np,
                           plain, (int)ne, escaped);
}
