#include "rules/rules_diff.h"

#define SHOWN_BYTES_MAX 240

struct diff {
    struct wr_ctx *ctx;
    struct wr_buf *out;
    size_t n;
};

static void compare(struct diff *d, struct wr_str path, const struct wr_json *a,
                    const struct wr_json *b);

static struct wr_str shown(struct diff *d, const struct wr_json *j)
{
    struct wr_str s = wr_json_text(d->ctx->arena, j);
    size_t n = s.n < SHOWN_BYTES_MAX ? s.n : SHOWN_BYTES_MAX;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) {
        n--;
    }
    return wr_str_sub(s, 0, n);
}

static void tell(struct diff *d, struct wr_str path, const struct wr_json *a,
                 const struct wr_json *b)
{
    d->n++;
    wr_buf_printf(d->out, "%c " WR_FMT ": ", a && b ? '~' : (a ? '-' : '+'), WR_ARG(path));
    if (a) {
        wr_buf_str(d->out, shown(d, a));
    }
    if (a && b) {
        wr_buf_lit(d->out, " -> ");
    }
    if (b) {
        wr_buf_str(d->out, shown(d, b));
    }
    wr_buf_c(d->out, '\n');
}

static struct wr_str child_path(struct diff *d, struct wr_str path, struct wr_str name)
{
    return path.n == 0
               ? name
               : wr_arena_printf(d->ctx->arena, WR_FMT "." WR_FMT, WR_ARG(path), WR_ARG(name));
}

static const char *z(struct diff *d, struct wr_str s)
{
    const char *c = wr_arena_cstr(d->ctx->arena, s);
    return c ? c : "";
}

static void compare_objects(struct diff *d, struct wr_str path, const struct wr_json *a,
                            const struct wr_json *b)
{
    for (size_t i = 0; i < wr_json_len(a); i++) {
        struct wr_str key = wr_json_key(a, i);
        compare(d, child_path(d, path, key), wr_json_member(a, i), wr_json_get(b, z(d, key)));
    }
    for (size_t i = 0; i < wr_json_len(b); i++) {
        struct wr_str key = wr_json_key(b, i);
        if (!wr_json_get(a, z(d, key))) {
            tell(d, child_path(d, path, key), NULL, wr_json_member(b, i));
        }
    }
}

/** What names a row of a list; absent if nothing does. */
static struct wr_str row_name(const struct wr_json *row)
{
    static const char *const names[] = {"id", "source", "code", "name", "kind"};
    for (size_t i = 0; wr_json_is_obj(row) && i < WR_ARRAY_LEN(names); i++) {
        struct wr_str s = wr_json_str(wr_json_get(row, names[i]));
        if (s.p) {
            return s;
        }
    }
    return (struct wr_str){NULL, 0};
}

static const struct wr_json *row_by_name(const struct wr_json *list, struct wr_str name)
{
    for (size_t i = 0; i < wr_json_len(list); i++) {
        if (wr_str_eq(row_name(wr_json_at(list, i)), name)) {
            return wr_json_at(list, i);
        }
    }
    return NULL;
}

static bool all_named(const struct wr_json *list)
{
    for (size_t i = 0; i < wr_json_len(list); i++) {
        struct wr_str name = row_name(wr_json_at(list, i));
        if (!name.p || row_by_name(list, name) != wr_json_at(list, i)) {
            return false;
        }
    }
    return true;
}

static void compare_named(struct diff *d, struct wr_str path, const struct wr_json *a,
                          const struct wr_json *b)
{
    for (size_t i = 0; i < wr_json_len(a); i++) {
        struct wr_str name = row_name(wr_json_at(a, i));
        compare(d, child_path(d, path, name), wr_json_at(a, i), row_by_name(b, name));
    }
    for (size_t i = 0; i < wr_json_len(b); i++) {
        struct wr_str name = row_name(wr_json_at(b, i));
        if (!row_by_name(a, name)) {
            tell(d, child_path(d, path, name), NULL, wr_json_at(b, i));
        }
    }
}

static void compare_by_place(struct diff *d, struct wr_str path, const struct wr_json *a,
                             const struct wr_json *b)
{
    size_t n_a = wr_json_len(a), n_b = wr_json_len(b);
    for (size_t i = 0; i < n_a || i < n_b; i++) {
        struct wr_str here = wr_arena_printf(d->ctx->arena, WR_FMT "[%zu]", WR_ARG(path), i);
        compare(d, here, i < n_a ? wr_json_at(a, i) : NULL, i < n_b ? wr_json_at(b, i) : NULL);
    }
}

static void compare(struct diff *d, struct wr_str path, const struct wr_json *a,
                    const struct wr_json *b)
{
    if (!a || !b) {
        tell(d, path, a, b);
    } else if (wr_json_is_obj(a) && wr_json_is_obj(b)) {
        compare_objects(d, path, a, b);
    } else if (wr_json_is_list(a) && wr_json_is_list(b) && all_named(a) && all_named(b)) {
        compare_named(d, path, a, b);
    } else if (wr_json_is_list(a) && wr_json_is_list(b)) {
        compare_by_place(d, path, a, b);
    } else if (!wr_str_eq(wr_json_text(d->ctx->arena, a), wr_json_text(d->ctx->arena, b))) {
        tell(d, path, a, b);
    }
}

size_t wr_rules_diff(struct wr_ctx *ctx, const struct wr_json *a, const struct wr_json *b,
                     struct wr_buf *out)
{
    struct diff d = {.ctx = ctx, .out = out};
    compare(&d, WR_S(""), a, b);
    return d.n;
}
