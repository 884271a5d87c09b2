/* Numbers, dates and escapes of XLSX cells. */
#include "codec/xlsx_in.h"

#include "base/calendar.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DAYS_1900                                                                                  \
    25569              /* serial number of 1970-01-01 where 1900-01-01 is 1 and 1900-02-29 counts */
#define DAYS_1904 1462 /* between the two systems */
#define SERIAL_MAX 2958465.0 /* 9999-12-31 */

/** Built-in formats that show a day, the East Asian ones included (ECMA-376 18.8.30). */
static bool is_builtin_date(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || (id >= 57 && id <= 58);
}

static bool is_builtin_time(int64_t id)
{
    return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 ||
           id == 56;
}

/** End of a quoted or bracketed run, an escaped or padded character: what a format shows as it is, or not at all. */
static size_t skip_literal(struct wr_str code, size_t i)
{
    char end = code.p[i] == '"' ? '"' : (code.p[i] == '[' ? ']' : '\0');
    if (end == '\0')
        return i + 1; /* \x, _x, *x */
    for (i++; i < code.n && code.p[i] != end; i++)
        continue;
    return i;
}

/** Behind a bracket: "h]:mm" counts hours, "Red]" and "Magenta]" are colours. */
static bool is_elapsed(struct wr_str s)
{
    size_t n = 0;
    if (s.n == 0 || strchr("hHmMsS", s.p[0]) == NULL)
        return false;
    while (n < s.n && s.p[n] == s.p[0])
        n++;
    return n < s.n && s.p[n] == ']';
}

enum wr_xlsx_kind wr_xlsx_format_kind(int64_t id, struct wr_str code)
{
    if (code.p == NULL)
        return is_builtin_date(id) ? WR_XLSX_DATE
                                   : (is_builtin_time(id) ? WR_XLSX_TIME : WR_XLSX_NUMBER);
    enum wr_xlsx_kind kind = WR_XLSX_NUMBER;
    for (size_t i = 0; i < code.n && code.p[i] != ';'; i++) {
        char c = code.p[i];
        bool elapsed = c == '[' && is_elapsed(wr_str_sub(code, i + 1, code.n));
        if (strchr("yYdD", c) != NULL)
            return WR_XLSX_DATE;
        if (elapsed || strchr("hHsS", c) != NULL)
            kind = WR_XLSX_TIME;
        if (strchr("\"[\\_*", c) != NULL)
            i = skip_literal(code, i);
    }
    return kind;
}

static bool parse_number(struct wr_str s, double *ret)
{
    char z[64];
    char *end = NULL;
    struct wr_str t = wr_str_trim(s);
    if (t.n == 0 || !wr_str_copy_z(t, z, sizeof(z)) || strspn(z, "0123456789+-.eE") != t.n)
        return false;
    *ret = strtod(z, &end);
    return *end == '\0' && isfinite(*ret);
}

struct wr_str wr_xlsx_number_text(struct wr_arena *a, struct wr_str number)
{
    double v;
    if (!parse_number(number, &v))
        return wr_arena_dup(a, wr_str_trim(number));
    return v == 0 ? WR_S("0") : wr_arena_printf(a, "%.15g", v);
}

struct wr_str wr_xlsx_date_text(struct wr_arena *a, struct wr_str number, bool date1904)
{
    double v;
    char day_text[WR_DATE_TEXT];
    if (!parse_number(number, &v) || v < 0 || v >= SERIAL_MAX)
        return wr_xlsx_number_text(a, number);
    double whole = floor(v);
    int64_t seconds = llround((v - whole) * 86400);
    if (seconds == 86400) {
        whole += 1;
        seconds = 0;
    }
    int64_t serial = (int64_t)whole + (date1904 ? DAYS_1904 : 0);
    struct wr_str clock = wr_arena_printf(a, "%02" PRId64 ":%02" PRId64 ":%02" PRId64,
                                          seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (serial == 0)
        return clock;
    if (serial == 60 && !date1904)
        return WR_S(
            "1900-02-29"); /* the day that never was: the field's check refuses it by name */
    int64_t days = serial - DAYS_1900 + (serial < 60 ? 1 : 0);
    wr_date_format(wr_date_from_days((int32_t)days), day_text);
    if (seconds == 0)
        return wr_arena_dup(a, wr_str(day_text));
    return wr_arena_printf(a, "%s " WR_FMT, day_text, WR_ARG(clock));
}

static int hex_value(struct wr_str s)
{
    int v = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        int d = c >= '0' && c <= '9'
                    ? c - '0'
                    : (c >= 'A' && c <= 'F' ? c - 'A' + 10
                                            : (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1));
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

struct wr_str wr_xlsx_unescape(struct wr_arena *a, struct wr_str s)
{
    if (wr_str_find(s, WR_S("_x")) < 0)
        return s;
    char *p = wr_arena_alloc(a, s.n + 1);
    size_t n = 0;
    if (p == NULL)
        return s;
    for (size_t i = 0; i < s.n; i++) {
        bool escape = s.p[i] == '_' && i + 7 <= s.n && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
        int v = escape ? hex_value(wr_str_sub(s, i + 2, 4)) : -1;
        if (v == '\n' || v == '\t' || (v >= 0x20 && v < 0x7F)) {
            p[n++] = (char)v;
            i += 6;
        } else if (v >= 0 && v < 0x20) {
            i += 6;
        } else {
            p[n++] = s.p[i];
        }
    }
    return (struct wr_str){p, n};
}
