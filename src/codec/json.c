/* The only file that knows jansson. */
#include "codec/json.h"
#include "codec/field_check.h"
#include "codec/json_tree.h"

#include "base/text.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

static json_t *tree(const struct wr_json *j)
{
    return (json_t *)(uintptr_t)j;
}

static const struct wr_json *view(const json_t *j)
{
    return (const struct wr_json *)(const void *)j;
}

/** Nesting of brackets outside strings, looked at before any parser recurses. */
static bool too_deep(struct wr_str text)
{
    unsigned depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > WR_JSON_DEPTH_MAX)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

static struct wr_str number(struct wr_ctx *ctx, int64_t v)
{
    return wr_arena_printf(ctx->arena, "%" PRId64, v);
}

static void syntax_error(struct wr_ctx *ctx, const json_error_t *e)
{
    (void)wr_fail(ctx, WR_K_input_syntax, number(ctx, e->line), number(ctx, e->column),
                  wr_arena_dup(ctx->arena, wr_str(e->text)));
}

/** The member's name in `duplicate object key near '"name"'`. */
static struct wr_str duplicate_name(struct wr_ctx *ctx, const json_error_t *e)
{
    const char *from = strstr(e->text, "'\"");
    const char *to = from != NULL ? strrchr(e->text, '"') : NULL;
    if (to == NULL || to <= from + 2)
        return wr_arena_printf(ctx->arena, "%d:%d", e->line, e->column);
    return wr_arena_dup(ctx->arena, (struct wr_str){from + 2, (size_t)(to - from) - 2});
}

static struct wr_json *parse(struct wr_ctx *ctx, struct wr_str text, bool tolerate_duplicates)
{
    json_error_t e;
    if (text.n > WR_JSON_BODY_MAX * 16) {
        (void)wr_fail(ctx, WR_K_limit_reached, WR_S("JSON bytes"),
                      number(ctx, (int64_t)WR_JSON_BODY_MAX * 16));
        return NULL;
    }
    if (too_deep(text)) {
        (void)wr_fail(ctx, WR_K_input_too_deep, number(ctx, WR_JSON_DEPTH_MAX));
        return NULL;
    }
    const char *p = text.p != NULL ? text.p : "";
    json_t *j = json_loadb(p, text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
    if (j == NULL && tolerate_duplicates && json_error_code(&e) == json_error_duplicate_key) {
        wr_fault(ctx, duplicate_name(ctx, &e), WR_K_input_duplicate, ((struct wr_str){NULL, 0}));
        j = json_loadb(p, text.n, JSON_DECODE_ANY, &e);
    }
    if (j == NULL && json_error_code(&e) == json_error_out_of_memory)
        (void)wr_fail(ctx, WR_K_memory);
    else if (j == NULL)
        syntax_error(ctx, &e);
    return (struct wr_json *)(void *)j;
}

struct wr_json *wr_json_parse(struct wr_ctx *ctx, struct wr_str text)
{
    return parse(ctx, text, false);
}

struct wr_json *wr_json_parse_faulty(struct wr_ctx *ctx, struct wr_str text)
{
    return parse(ctx, text, true);
}

void wr_json_free(struct wr_json *j)
{
    if (j != NULL)
        json_decref(tree(j));
}

const struct wr_json *wr_json_get(const struct wr_json *j, const char *key)
{
    return j != NULL ? view(json_object_get(tree(j), key)) : NULL;
}

const struct wr_json *wr_json_at(const struct wr_json *j, size_t i)
{
    return j != NULL ? view(json_array_get(tree(j), i)) : NULL;
}

size_t wr_json_len(const struct wr_json *j)
{
    if (j == NULL)
        return 0;
    return json_is_object(tree(j)) ? json_object_size(tree(j)) : json_array_size(tree(j));
}

static void *member_at(const struct wr_json *j, size_t i)
{
    void *it = j != NULL ? json_object_iter(tree(j)) : NULL;
    while (it != NULL && i-- > 0)
        it = json_object_iter_next(tree(j), it);
    return it;
}

struct wr_str wr_json_key(const struct wr_json *j, size_t i)
{
    void *it = member_at(j, i);
    return it != NULL ? wr_json_iter_key(it) : (struct wr_str){NULL, 0};
}

const struct wr_json *wr_json_member(const struct wr_json *j, size_t i)
{
    void *it = member_at(j, i);
    return it != NULL ? wr_json_iter_value(it) : NULL;
}

struct wr_str wr_json_str(const struct wr_json *j)
{
    if (j == NULL || !json_is_string(tree(j)))
        return (struct wr_str){NULL, 0};
    return (struct wr_str){json_string_value(tree(j)), json_string_length(tree(j))};
}

bool wr_json_i64(const struct wr_json *j, int64_t *ret)
{
    if (j == NULL || !json_is_integer(tree(j)))
        return false;
    *ret = json_integer_value(tree(j));
    return true;
}

bool wr_json_bool(const struct wr_json *j, bool *ret)
{
    if (j == NULL || !json_is_boolean(tree(j)))
        return false;
    *ret = json_is_true(tree(j));
    return true;
}

double wr_json_f64(const struct wr_json *j)
{
    return json_number_value(tree(j));
}

bool wr_json_is_obj(const struct wr_json *j)
{
    return j != NULL && json_is_object(tree(j));
}

bool wr_json_is_list(const struct wr_json *j)
{
    return j != NULL && json_is_array(tree(j));
}

enum wr_json_type wr_json_type(const struct wr_json *j)
{
    switch (json_typeof(tree(j))) {
    case JSON_OBJECT:
        return WR_JT_OBJ;
    case JSON_ARRAY:
        return WR_JT_LIST;
    case JSON_STRING:
        return WR_JT_STR;
    case JSON_INTEGER:
        return WR_JT_I64;
    case JSON_REAL:
        return WR_JT_F64;
    case JSON_TRUE:
    case JSON_FALSE:
        return WR_JT_BOOL;
    case JSON_NULL:
        break;
    }
    return WR_JT_NULL;
}

void *wr_json_iter_first(const struct wr_json *obj)
{
    return json_object_iter(tree(obj));
}

void *wr_json_iter_next(const struct wr_json *obj, void *it)
{
    return json_object_iter_next(tree(obj), it);
}

struct wr_str wr_json_iter_key(void *it)
{
    return (struct wr_str){json_object_iter_key(it), json_object_iter_key_len(it)};
}

const struct wr_json *wr_json_iter_value(void *it)
{
    return view(json_object_iter_value(it));
}

/* ---- merge patch (RFC 7396) ----------------------------------------------------------------- */

/* Recursion is bounded: no tree is deeper than WR_JSON_DEPTH_MAX. */
static int merge_into(json_t *base, const json_t *patch)
{
    for (void *it = json_object_iter((json_t *)(uintptr_t)patch); it != NULL;
         it = json_object_iter_next((json_t *)(uintptr_t)patch, it)) {
        const char *key = json_object_iter_key(it);
        json_t *value = json_object_iter_value(it);
        json_t *old = json_object_get(base, key);
        int rc;
        if (json_is_null(value))
            rc = old != NULL ? json_object_del(base, key) : 0;
        else if (!json_is_object(value))
            rc = json_object_set(base, key, value);
        else if (json_is_object(old))
            rc = merge_into(old, value);
        else if ((rc = json_object_set_new(base, key, json_object())) == 0)
            rc = merge_into(json_object_get(base, key), value);
        if (rc != 0)
            return rc;
    }
    return 0;
}

struct wr_str wr_json_merge(struct wr_ctx *ctx, struct wr_str base, struct wr_str patch)
{
    struct wr_str s = {NULL, 0};
    struct wr_json *b = wr_json_parse(ctx, base);
    struct wr_json *p = b != NULL ? wr_json_parse(ctx, patch) : NULL;
    if (p != NULL && (!wr_json_is_obj(b) || !wr_json_is_obj(p))) {
        wr_fault(ctx, WR_S(""), WR_K_input_type, ((struct wr_str){NULL, 0}), WR_S("object"));
        (void)wr_fail(ctx, WR_K_input_faulty);
    } else if (p != NULL) {
        if (merge_into(tree(b), tree(p)) == 0)
            s = wr_json_text(ctx->arena, b);
        if (s.p == NULL)
            (void)wr_fail(ctx, WR_K_memory);
    }
    wr_json_free(p);
    wr_json_free(b);
    return s;
}

/* ---- canonical text ------------------------------------------------------------------------- */

struct member {
    struct wr_str key;
    const struct wr_json *value;
};

static int by_key(const void *a, const void *b)
{
    return wr_str_cmp(((const struct member *)a)->key, ((const struct member *)b)->key);
}

static void write_value(struct wr_arena *a, struct wr_buf *b, const struct wr_json *j);

static void write_object(struct wr_arena *a, struct wr_buf *b, const struct wr_json *j)
{
    size_t n = wr_json_len(j);
    size_t i = 0;
    struct member *m = wr_arena_array(a, n + 1, sizeof(*m));
    if (m == NULL) {
        b->failed = true;
        return;
    }
    for (void *it = wr_json_iter_first(j); it != NULL && i < n; it = wr_json_iter_next(j, it))
        m[i++] = (struct member){wr_json_iter_key(it), wr_json_iter_value(it)};
    qsort(m, n, sizeof(*m), by_key);
    wr_buf_c(b, '{');
    for (i = 0; i < n; i++) {
        if (i > 0)
            wr_buf_c(b, ',');
        wr_json_quote(b, m[i].key);
        wr_buf_c(b, ':');
        write_value(a, b, m[i].value);
    }
    wr_buf_c(b, '}');
}

static void write_list(struct wr_arena *a, struct wr_buf *b, const struct wr_json *j)
{
    size_t n = wr_json_len(j);
    wr_buf_c(b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            wr_buf_c(b, ',');
        write_value(a, b, wr_json_at(j, i));
    }
    wr_buf_c(b, ']');
}

/* Recursion is bounded: no tree is deeper than WR_JSON_DEPTH_MAX. */
static void write_value(struct wr_arena *a, struct wr_buf *b, const struct wr_json *j)
{
    char z[32];
    switch (wr_json_type(j)) {
    case WR_JT_NULL:
        wr_buf_lit(b, "null");
        break;
    case WR_JT_BOOL:
        wr_buf_str(b, json_is_true(tree(j)) ? WR_S("true") : WR_S("false"));
        break;
    case WR_JT_I64:
        wr_buf_i64(b, json_integer_value(tree(j)));
        break;
    case WR_JT_F64:
        wr_f64_text(json_real_value(tree(j)), z);
        wr_buf_str(b, wr_str(z));
        break;
    case WR_JT_STR:
        wr_json_quote(b, wr_json_str(j));
        break;
    case WR_JT_OBJ:
        write_object(a, b, j);
        break;
    case WR_JT_LIST:
        write_list(a, b, j);
        break;
    }
}

struct wr_str wr_json_text(struct wr_arena *a, const struct wr_json *j)
{
    struct wr_buf b;
    struct wr_str s = {NULL, 0};
    wr_buf_init(&b, WR_JSON_BODY_MAX * 16);
    write_value(a, &b, j);
    if (!b.failed)
        s = wr_arena_dup(a, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}
