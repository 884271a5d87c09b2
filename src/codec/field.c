#include "codec/field.h"
#include "codec/field_check.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ENUM_TEXT_MAX 1024

size_t wr_field_count(const struct wr_field *fields)
{
    size_t n = 0;
    while (fields[n].name != NULL)
        n++;
    return n;
}

const struct wr_field *wr_field_find(const struct wr_field *fields, struct wr_str name)
{
    for (const struct wr_field *f = fields; f->name != NULL; f++)
        if (wr_str_eq(wr_str(f->name), name))
            return f;
    return NULL;
}

int64_t wr_enum_value(const struct wr_enum_item *items, struct wr_str name)
{
    for (const struct wr_enum_item *it = items; it->name != NULL; it++)
        if (wr_str_eq(wr_str(it->name), name))
            return it->value;
    return -1;
}

const struct wr_enum_item *wr_enum_item(const struct wr_enum_item *items, int64_t value)
{
    for (const struct wr_enum_item *it = items; it->name != NULL; it++)
        if (it->value == value)
            return it;
    return NULL;
}

static struct wr_str number_text(struct wr_ctx *ctx, int64_t v)
{
    return wr_arena_printf(ctx->arena, "%" PRId64, v);
}

struct wr_str wr_path_text(struct wr_ctx *ctx, const struct wr_path *path)
{
    if (path == NULL)
        return WR_S("");
    struct wr_str up = wr_path_text(ctx, path->up);
    if (path->name.p == NULL)
        return wr_arena_printf(ctx->arena, WR_FMT "[%zu]", WR_ARG(up), path->index);
    if (up.n == 0)
        return path->name;
    return wr_arena_printf(ctx->arena, WR_FMT "." WR_FMT, WR_ARG(up), WR_ARG(path->name));
}

void wr_field_mark(const struct wr_field *f, void *obj)
{
    if (f->has_off != 0)
        *(bool *)((char *)obj + f->has_off - 1) = true;
}

/** Line ends of multi-line texts become \n, so that one text has one spelling. */
static struct wr_str unify_newlines(struct wr_ctx *ctx, struct wr_str s)
{
    if (wr_str_find(s, WR_S("\r")) < 0)
        return s;
    char *p = wr_arena_alloc(ctx->arena, s.n + 1);
    if (p == NULL)
        return (struct wr_str){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
        else if (i + 1 == s.n || s.p[i + 1] != '\n')
            p[n++] = '\n';
    }
    return (struct wr_str){p, n};
}

static bool has_line_break_or_tab(struct wr_str s)
{
    return memchr(s.p, '\n', s.n) != NULL || memchr(s.p, '\t', s.n) != NULL;
}

/** Fold, upper-case, unify line ends as the flags say. The absent slice when the arena is full. */
static struct wr_str normalise(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text)
{
    struct wr_str s = wr_arena_dup(ctx->arena, text);
    if (s.p != NULL && (f->flags & WR_FF_MULTILINE) != 0)
        s = unify_newlines(ctx, s);
    if (s.p != NULL && (f->flags & WR_FF_FOLD) != 0)
        s = wr_text_fold(ctx->arena, s);
    if (s.p != NULL && (f->flags & WR_FF_UPPER) != 0)
        s = wr_text_upper(ctx->arena, s);
    return s;
}

static bool refuse(struct wr_field_bad *ret_bad, enum wr_key key, struct wr_str a0,
                   struct wr_str a1)
{
    *ret_bad = (struct wr_field_bad){key, a0, a1};
    return false;
}

static bool out_of_memory(struct wr_ctx *ctx, struct wr_field_bad *ret_bad)
{
    return refuse(ret_bad, WR_K_limit_reached, WR_S("memory"),
                  number_text(ctx, (int64_t)ctx->arena->max_bytes));
}

/** Is the number of characters what the field allows? An optional text may always be empty: that clears it. */
static bool check_length(struct wr_ctx *ctx, const struct wr_field *f, size_t chars,
                         struct wr_field_bad *ret_bad)
{
    int64_t n = (int64_t)chars;
    bool too_long = f->max > 0 && n > f->max;
    if (n >= f->min && !too_long)
        return true;
    if (n == 0 && (f->flags & WR_FF_OPT) != 0)
        return true;
    return refuse(ret_bad, n == 0 ? WR_K_input_required : WR_K_input_length,
                  number_text(ctx, f->min), number_text(ctx, f->max));
}

bool wr_field_put_str(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text, void *obj,
                      struct wr_field_bad *ret_bad)
{
    if (text.p == NULL)
        text = WR_S("");
    if (!wr_utf8_valid(text))
        return refuse(ret_bad, WR_K_input_text, (struct wr_str){0}, (struct wr_str){0});
    /* Four bytes a character at most: what is much longer than that is not worth folding. */
    if (f->max > 0 && text.n / 8 > (size_t)f->max)
        return refuse(ret_bad, WR_K_input_length, number_text(ctx, f->min),
                      number_text(ctx, f->max));
    struct wr_str s = normalise(ctx, f, text);
    if (s.p == NULL)
        return out_of_memory(ctx, ret_bad);
    bool one_line = (f->flags & WR_FF_MULTILINE) == 0;
    if (wr_text_has_control(s) || (one_line && has_line_break_or_tab(s)))
        return refuse(ret_bad, WR_K_input_text, (struct wr_str){0}, (struct wr_str){0});
    if (!check_length(ctx, f, wr_utf8_len(s), ret_bad))
        return false;
    *(struct wr_str *)((char *)obj + f->off) = s;
    wr_field_mark(f, obj);
    return true;
}

bool wr_field_put_i64(struct wr_ctx *ctx, const struct wr_field *f, int64_t v, void *obj,
                      struct wr_field_bad *ret_bad)
{
    bool bounded = f->min != 0 || f->max != 0;
    if (bounded && (v < f->min || v > f->max))
        return refuse(ret_bad, WR_K_input_range, number_text(ctx, f->min),
                      number_text(ctx, f->max));
    *(int64_t *)((char *)obj + f->off) = v;
    wr_field_mark(f, obj);
    return true;
}

bool wr_field_put_f64(struct wr_ctx *ctx, const struct wr_field *f, double v, void *obj,
                      struct wr_field_bad *ret_bad)
{
    bool bounded = f->min != 0 || f->max != 0;
    if (!isfinite(v))
        return refuse(ret_bad, WR_K_input_type, WR_S("number"), (struct wr_str){0});
    if (bounded && (v < (double)f->min || v > (double)f->max))
        return refuse(ret_bad, WR_K_input_range, number_text(ctx, f->min),
                      number_text(ctx, f->max));
    *(double *)((char *)obj + f->off) = v;
    wr_field_mark(f, obj);
    return true;
}

/** All outside names, "a, b, c". */
static struct wr_str enum_names(struct wr_ctx *ctx, const struct wr_enum_item *items)
{
    struct wr_buf b;
    wr_buf_init(&b, ENUM_TEXT_MAX);
    for (const struct wr_enum_item *it = items; it->name != NULL; it++) {
        if (it != items)
            wr_buf_lit(&b, ", ");
        wr_buf_str(&b, wr_str(it->name));
    }
    struct wr_str s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

bool wr_field_put_enum(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str name, void *obj,
                       struct wr_field_bad *ret_bad)
{
    for (const struct wr_enum_item *it = f->items; it->name != NULL; it++) {
        if (wr_str_eq(wr_str(it->name), name)) {
            *(int64_t *)((char *)obj + f->off) = it->value;
            wr_field_mark(f, obj);
            return true;
        }
    }
    return refuse(ret_bad, WR_K_input_enum, enum_names(ctx, f->items), (struct wr_str){0});
}

bool wr_field_put_date(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text, void *obj,
                       struct wr_field_bad *ret_bad)
{
    struct wr_date d;
    bool cleared = text.n == 0 && (f->flags & WR_FF_OPT) != 0;
    if (!cleared && !wr_date_parse(text, &d))
        return refuse(ret_bad, WR_K_input_date, (struct wr_str){0}, (struct wr_str){0});
    struct wr_str s = cleared ? WR_S("") : wr_arena_dup(ctx->arena, text);
    if (s.p == NULL)
        return out_of_memory(ctx, ret_bad);
    *(struct wr_str *)((char *)obj + f->off) = s;
    wr_field_mark(f, obj);
    return true;
}

bool wr_field_put_json(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str canonical,
                       void *obj, struct wr_field_bad *ret_bad)
{
    if (f->max > 0 && (int64_t)canonical.n > f->max)
        return refuse(ret_bad, WR_K_input_length, number_text(ctx, f->min),
                      number_text(ctx, f->max));
    *(struct wr_str *)((char *)obj + f->off) = canonical;
    wr_field_mark(f, obj);
    return true;
}

bool wr_field_check_count(struct wr_ctx *ctx, const struct wr_field *f, size_t n,
                          struct wr_field_bad *ret_bad)
{
    if ((int64_t)n < f->min || (int64_t)n > f->max)
        return refuse(ret_bad, WR_K_input_items, number_text(ctx, f->min),
                      number_text(ctx, f->max));
    return true;
}

void wr_field_fault(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str path,
                    struct wr_str value, const struct wr_field_bad *bad)
{
    struct wr_str shown = (f->flags & WR_FF_SECRET) != 0 ? (struct wr_str){NULL, 0} : value;
    wr_fault(ctx, path, bad->key, shown, bad->a0, bad->a1);
}

void wr_f64_text(double v, char dst[32])
{
    dst[0] = '\0';
    if (!isfinite(v))
        return;
    if (v == 0)
        v = 0; /* no minus before zero: it would not survive as an integer */
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(dst, 32, "%.*g", digits, v);
        if (strtod(dst, NULL) == v)
            return;
    }
}
