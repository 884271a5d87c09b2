/* One field from and to plain text: query strings, cells of a table, words of the command line. */
#include "codec/field.h"
#include "codec/field_check.h"
#include "codec/json.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_LIST_MAX 1000
#define TEXT_OUT_MAX ((size_t)256 << 10)

static bool bad_type(struct wr_field_bad *ret_bad, const char *name)
{
    *ret_bad = (struct wr_field_bad){.key = WR_K_input_type, .a0 = wr_str(name)};
    return false;
}

static bool i64_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                          void *obj, struct wr_field_bad *ret_bad)
{
    int64_t v;
    if (!wr_str_i64(text, &v))
        return bad_type(ret_bad, "integer");
    return wr_field_put_i64(ctx, f, v, obj, ret_bad);
}

static bool f64_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                          void *obj, struct wr_field_bad *ret_bad)
{
    char z[64];
    char *end = NULL;
    if (!wr_str_copy_z(text, z, sizeof(z)) || text.n == 0 || strspn(z, "0123456789+-.eE") != text.n)
        return bad_type(ret_bad, "number");
    double v = strtod(z, &end);
    if (*end != '\0')
        return bad_type(ret_bad, "number");
    return wr_field_put_f64(ctx, f, v, obj, ret_bad);
}

static bool bool_from_text(const struct wr_field *f, struct wr_str text, void *obj,
                           struct wr_field_bad *ret_bad)
{
    static const char *const yes[] = {"true", "1", "yes", "y", "是", "有"};
    static const char *const no[] = {"false", "0", "no", "n", "否", "无"};
    for (size_t i = 0; i < WR_ARRAY_LEN(yes); i++) {
        bool is_yes = wr_str_eq_nocase(text, wr_str(yes[i]));
        if (!is_yes && !wr_str_eq_nocase(text, wr_str(no[i])))
            continue;
        *(bool *)((char *)obj + f->off) = is_yes;
        wr_field_mark(f, obj);
        return true;
    }
    return bad_type(ret_bad, "boolean");
}

/** Names as outside, or the labels that pages and exports show. */
static bool enum_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                           void *obj, struct wr_field_bad *ret_bad)
{
    for (const struct wr_enum_item *it = f->items; it->name != NULL; it++) {
        bool same = wr_str_eq_nocase(text, wr_str(it->name)) ||
                    (it->zh != NULL && wr_str_eq(text, wr_str(it->zh))) ||
                    (it->en != NULL && wr_str_eq_nocase(text, wr_str(it->en)));
        if (same)
            return wr_field_put_enum(ctx, f, wr_str(it->name), obj, ret_bad);
    }
    return wr_field_put_enum(ctx, f, text, obj, ret_bad);
}

/** A run of digits at the start of *s as a number; -1 if there is none or it is longer than four. */
static int cut_digits(struct wr_str *s)
{
    int v = 0;
    size_t n = 0;
    while (n < s->n && n < 5 && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    *s = wr_str_sub(*s, n, s->n);
    return n == 0 || n > 4 ? -1 : v;
}

static bool cut_any(struct wr_str *s, const char *const *seps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (wr_str_starts(*s, wr_str(seps[i]))) {
            *s = wr_str_sub(*s, strlen(seps[i]), s->n);
            return true;
        }
    }
    return false;
}

/** What offices write: 2026-1-5, 2026/1/5, 2026.1.5, 2026年1月5日. The text itself when it is none of these. */
static struct wr_str usual_date(struct wr_ctx *ctx, struct wr_str text)
{
    static const char *const after_year[] = {"-", "/", ".", "年"};
    static const char *const after_month[] = {"-", "/", ".", "月"};
    struct wr_str s = text;
    int year = cut_digits(&s);
    if (year < 1000 || !cut_any(&s, after_year, WR_ARRAY_LEN(after_year)))
        return text;
    int month = cut_digits(&s);
    if (month < 1 || !cut_any(&s, after_month, WR_ARRAY_LEN(after_month)))
        return text;
    int day = cut_digits(&s);
    if (wr_str_eq(s, WR_S("日")))
        s.n = 0;
    if (day < 1 || s.n != 0 || month > 12 || day > 31)
        return text;
    struct wr_str iso = wr_arena_printf(ctx->arena, "%04d-%02d-%02d", year, month, day);
    return iso.p != NULL ? iso : text;
}

/** Comma-separated items. */
static bool list_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                           void *obj, struct wr_field_bad *ret_bad)
{
    size_t n = 0;
    size_t size = f->type == WR_F_I64S ? sizeof(int64_t) : sizeof(struct wr_str);
    char *items = wr_arena_array(
        ctx->arena, f->max > 0 && f->max < TEXT_LIST_MAX ? (size_t)f->max + 1 : TEXT_LIST_MAX,
        size);
    if (items == NULL)
        return bad_type(ret_bad, "array");
    for (struct wr_str rest = text; rest.p != NULL;) {
        struct wr_str item = wr_str_trim(wr_str_cut(&rest, ','));
        if (n > (size_t)f->max || n >= TEXT_LIST_MAX)
            break;
        if (f->type == WR_F_STRS)
            ((struct wr_str *)(void *)items)[n++] = wr_arena_dup(ctx->arena, item);
        else if (!wr_str_i64(item, &((int64_t *)(void *)items)[n++]))
            return bad_type(ret_bad, "integer");
    }
    if (!wr_field_check_count(ctx, f, n, ret_bad))
        return false;
    *(struct wr_list *)(void *)((char *)obj + f->off) = (struct wr_list){items, n};
    wr_field_mark(f, obj);
    return true;
}

static bool json_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                           void *obj, struct wr_field_bad *ret_bad)
{
    struct wr_json *j = wr_json_parse(ctx, text);
    struct wr_str canonical = j != NULL ? wr_json_text(ctx->arena, j) : (struct wr_str){NULL, 0};
    wr_json_free(j);
    if (canonical.p == NULL)
        return bad_type(ret_bad, "JSON");
    return wr_field_put_json(ctx, f, canonical, obj, ret_bad);
}

static bool text_into(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text, void *obj,
                      struct wr_field_bad *bad)
{
    struct wr_str t = wr_str_trim(text);
    switch (f->type) {
    case WR_F_STR:
        return wr_field_put_str(ctx, f, text, obj, bad);
    case WR_F_I64:
        return i64_from_text(ctx, f, t, obj, bad);
    case WR_F_BOOL:
        return bool_from_text(f, t, obj, bad);
    case WR_F_ENUM:
        return enum_from_text(ctx, f, t, obj, bad);
    case WR_F_DATE:
        return wr_field_put_date(ctx, f, usual_date(ctx, t), obj, bad);
    case WR_F_F64:
        return f64_from_text(ctx, f, t, obj, bad);
    case WR_F_STRS:
    case WR_F_I64S:
        return list_from_text(ctx, f, t, obj, bad);
    case WR_F_JSON:
        return json_from_text(ctx, f, t, obj, bad);
    case WR_F_OBJ:
    case WR_F_LIST:
    case WR_F_END:
        break;
    }
    return bad_type(bad, "text");
}

bool wr_field_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                        struct wr_str path, void *obj)
{
    struct wr_field_bad bad;
    struct wr_str shown = text;
    /* What is blank is absent; only whole texts have a say of their own in that. */
    if (wr_str_trim(text).n == 0 && f->type != WR_F_STR) {
        if ((f->flags & WR_FF_OPT) != 0)
            return true;
        bad = (struct wr_field_bad){.key = WR_K_input_required};
    } else {
        if (wr_utf8_valid(text)) {
            if (f->type != WR_F_STR && f->type != WR_F_JSON)
                text = wr_text_fold(ctx->arena, text);
            if (text_into(ctx, f, text, obj, &bad))
                return true;
        } else {
            bad = (struct wr_field_bad){.key = WR_K_input_text};
            shown = (struct wr_str){NULL, 0};
        }
    }
    wr_field_fault(ctx, f, path, shown, &bad);
    return false;
}

static bool name_ends(const struct wr_field *f, const char *suffix)
{
    return wr_str_ends(wr_str(f->name), wr_str(suffix));
}

/** For people: times and micro-degrees become what one reads. */
static struct wr_str i64_to_text(struct wr_ctx *ctx, const struct wr_field *f, int64_t v,
                                 bool label)
{
    if (label && name_ends(f, "_ms")) {
        char stamp[WR_STAMP_TEXT];
        if (v == 0)
            return WR_S("");
        wr_stamp_format(v, stamp);
        return wr_arena_printf(ctx->arena, "%.10s %.8s", stamp, stamp + 11);
    }
    if (label && name_ends(f, "_e6")) {
        uint64_t u = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
        return wr_arena_printf(ctx->arena, "%s%" PRIu64 ".%06" PRIu64, v < 0 ? "-" : "",
                               u / 1000000, u % 1000000);
    }
    return wr_arena_printf(ctx->arena, "%" PRId64, v);
}

static struct wr_str enum_to_text(struct wr_ctx *ctx, const struct wr_field *f, int64_t v,
                                  bool label)
{
    const struct wr_enum_item *it = wr_enum_item(f->items, v);
    if (it == NULL)
        return WR_S("");
    const char *shown = label ? (ctx->lang == WR_LANG_ZH ? it->zh : it->en) : NULL;
    return wr_str(shown != NULL ? shown : it->name);
}

static struct wr_str list_to_text(struct wr_ctx *ctx, const struct wr_field *f,
                                  const struct wr_list *list)
{
    struct wr_buf b;
    wr_buf_init(&b, TEXT_OUT_MAX);
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            wr_buf_c(&b, ',');
        if (f->type == WR_F_STRS)
            wr_buf_str(&b, ((const struct wr_str *)list->p)[i]);
        else
            wr_buf_i64(&b, ((const int64_t *)list->p)[i]);
    }
    struct wr_str s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

static struct wr_str object_to_text(struct wr_ctx *ctx, const struct wr_field *f, const void *obj)
{
    const struct wr_field one[] = {*f, {0}};
    struct wr_buf b;
    wr_buf_init(&b, TEXT_OUT_MAX);
    wr_json_encode(&b, one, obj, WR_MASK_PERSONAL);
    struct wr_str s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

struct wr_str wr_field_to_text(struct wr_ctx *ctx, const struct wr_field *f, const void *obj,
                               bool label)
{
    const char *p = (const char *)obj + f->off;
    bool absent = f->has_off != 0 && !*(const bool *)((const char *)obj + f->has_off - 1);
    if (absent || (f->flags & WR_FF_SECRET) != 0)
        return WR_S("");
    switch (f->type) {
    case WR_F_STR:
    case WR_F_DATE:
    case WR_F_JSON:
        return ((const struct wr_str *)(const void *)p)->p != NULL
                   ? *(const struct wr_str *)(const void *)p
                   : WR_S("");
    case WR_F_I64: {
        int64_t v = *(const int64_t *)(const void *)p;
        bool none = v == 0 && (f->flags & WR_FF_OPT) != 0 && f->has_off == 0;
        return none ? WR_S("") : i64_to_text(ctx, f, v, label);
    }
    case WR_F_BOOL: {
        bool v = *(const bool *)p;
        if (!label)
            return v ? WR_S("true") : WR_S("false");
        if (ctx->lang == WR_LANG_ZH)
            return v ? WR_S("是") : WR_S("否");
        return v ? WR_S("yes") : WR_S("no");
    }
    case WR_F_ENUM:
        return enum_to_text(ctx, f, *(const int64_t *)(const void *)p, label);
    case WR_F_F64: {
        char z[32];
        wr_f64_text(*(const double *)(const void *)p, z);
        return wr_arena_dup(ctx->arena, wr_str(z));
    }
    case WR_F_STRS:
    case WR_F_I64S:
        return list_to_text(ctx, f, (const struct wr_list *)(const void *)p);
    case WR_F_OBJ:
    case WR_F_LIST:
        return object_to_text(ctx, f, obj);
    case WR_F_END:
        break;
    }
    return WR_S("");
}
