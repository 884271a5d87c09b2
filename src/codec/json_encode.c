/* C struct -> JSON, straight into the reply's buffer. */
#include "codec/field_check.h"
#include "codec/json.h"

#include "base/text.h"

#include <assert.h>

#define MASK_ARENA_MAX 65536

/** Bytes that cannot stand in a JSON string as they are. */
static bool must_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void escape_byte(struct wr_buf *b, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"':
        wr_buf_lit(b, "\\\"");
        break;
    case '\\':
        wr_buf_lit(b, "\\\\");
        break;
    case '\n':
        wr_buf_lit(b, "\\n");
        break;
    case '\r':
        wr_buf_lit(b, "\\r");
        break;
    case '\t':
        wr_buf_lit(b, "\\t");
        break;
    default:
        wr_buf_lit(b, "\\u00");
        wr_buf_c(b, hex[c >> 4]);
        wr_buf_c(b, hex[c & 15]);
        break;
    }
}

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))
#define HIGH_BITS EACH_BYTE(0x80)

/** Is any of eight bytes zero? */
static uint64_t has_zero(uint64_t x)
{
    return (x - EACH_BYTE(1)) & ~x & HIGH_BITS;
}

/** How far from `from` on nothing has to be escaped, eight bytes at a time; the last few are looked at one by one. */
static size_t skip_plain(const char *p, size_t from, size_t n)
{
    for (uint64_t x; from + sizeof(x) <= n; from += sizeof(x)) {
        memcpy(&x, p + from, sizeof(x));
        uint64_t control = (x - EACH_BYTE(0x20)) & ~x & HIGH_BITS;
        if (control | has_zero(x ^ EACH_BYTE('"')) | has_zero(x ^ EACH_BYTE('\\')))
            break;
    }
    return from;
}

void wr_json_quote(struct wr_buf *b, struct wr_str s)
{
    size_t from = 0;
    wr_buf_c(b, '"');
    for (size_t i = skip_plain(s.p, 0, s.n); i < s.n; i++) {
        if (!must_escape((unsigned char)s.p[i]))
            continue;
        wr_buf_add(b, s.p + from, i - from);
        escape_byte(b, (unsigned char)s.p[i]);
        from = i + 1;
    }
    if (s.n > from)
        wr_buf_add(b, s.p + from, s.n - from);
    wr_buf_c(b, '"');
}

/** One encoding: where to, whether to mask, and the memory that masking needs (taken only if a personal field comes). */
struct encoder {
    struct wr_buf *b;
    enum wr_mask mask;
    bool has_arena;
    struct wr_arena arena;
};

static void encode_object(struct encoder *e, const struct wr_field *fields, const void *obj);

static void encode_text(struct encoder *e, const struct wr_field *f, struct wr_str s)
{
    bool personal = (f->flags & (WR_FF_PHONE | WR_FF_NAME)) != 0;
    if (!personal || e->mask == WR_MASK_NONE || s.n == 0) {
        wr_json_quote(e->b, s);
        return;
    }
    if (!e->has_arena) {
        wr_arena_init(&e->arena, MASK_ARENA_MAX);
        e->has_arena = true;
    }
    struct wr_str masked =
        (f->flags & WR_FF_PHONE) != 0 ? wr_mask_phone(&e->arena, s) : wr_mask_name(&e->arena, s);
    wr_json_quote(e->b, masked);
}

static void encode_list(struct encoder *e, const struct wr_field *f, const struct wr_list *list)
{
    wr_buf_c(e->b, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            wr_buf_c(e->b, ',');
        if (f->type == WR_F_LIST)
            encode_object(e, f->sub, (const char *)list->p + i * f->sub_size);
        else if (f->type == WR_F_STRS)
            encode_text(e, f, ((const struct wr_str *)list->p)[i]);
        else
            wr_buf_i64(e->b, ((const int64_t *)list->p)[i]);
    }
    wr_buf_c(e->b, ']');
}

static void encode_f64(struct wr_buf *b, double v)
{
    char z[32];
    wr_f64_text(v, z);
    wr_buf_str(b, z[0] != '\0' ? wr_str(z) : WR_S("null"));
}

static void encode_value(struct encoder *e, const struct wr_field *f, const void *p)
{
    const struct wr_enum_item *it;
    switch (f->type) {
    case WR_F_STR:
    case WR_F_DATE:
        encode_text(e, f, *(const struct wr_str *)p);
        break;
    case WR_F_I64:
        wr_buf_i64(e->b, *(const int64_t *)p);
        break;
    case WR_F_BOOL:
        wr_buf_str(e->b, *(const bool *)p ? WR_S("true") : WR_S("false"));
        break;
    case WR_F_ENUM:
        it = wr_enum_item(f->items, *(const int64_t *)p);
        if (it != NULL)
            wr_json_quote(e->b, wr_str(it->name));
        else
            wr_buf_lit(e->b, "null");
        break;
    case WR_F_F64:
        encode_f64(e->b, *(const double *)p);
        break;
    case WR_F_OBJ:
        encode_object(e, f->sub, p);
        break;
    case WR_F_LIST:
    case WR_F_STRS:
    case WR_F_I64S:
        encode_list(e, f, (const struct wr_list *)p);
        break;
    case WR_F_JSON:
        wr_buf_str(e->b,
                   ((const struct wr_str *)p)->n > 0 ? *(const struct wr_str *)p : WR_S("null"));
        break;
    case WR_F_END:
        break;
    }
}

/** Is there something to tell? Optional members that are absent are left out. */
static bool is_present(const struct wr_field *f, const void *obj)
{
    const void *p = (const char *)obj + f->off;
    if ((f->flags & WR_FF_OPT) == 0)
        return true;
    if (f->has_off != 0)
        return *(const bool *)((const char *)obj + f->has_off - 1);
    switch (f->type) {
    case WR_F_STR:
    case WR_F_JSON:
        return ((const struct wr_str *)p)->p != NULL;
    case WR_F_DATE:
        return ((const struct wr_str *)p)->n > 0;
    case WR_F_I64:
        return *(const int64_t *)p != 0;
    case WR_F_ENUM:
        return wr_enum_item(f->items, *(const int64_t *)p) != NULL;
    case WR_F_LIST:
    case WR_F_STRS:
    case WR_F_I64S:
        return ((const struct wr_list *)p)->p != NULL;
    case WR_F_BOOL:
    case WR_F_F64:
    case WR_F_OBJ:
    case WR_F_END:
        break;
    }
    return true;
}

/** `,"name":` in one piece where it is not longer than names are. */
static void put_name(struct wr_buf *b, bool comma, const char *name)
{
    char text[64];
    size_t n = strlen(name), at = 0;
    if (n + 4 > sizeof(text)) {
        if (comma)
            wr_buf_c(b, ',');
        wr_buf_c(b, '"');
        wr_buf_add(b, name, n);
        wr_buf_lit(b, "\":");
        return;
    }
    text[at] = ',';
    at += comma;
    text[at++] = '"';
    memcpy(text + at, name, n);
    at += n;
    text[at++] = '"';
    text[at++] = ':';
    wr_buf_add(b, text, at);
}

static void encode_object(struct encoder *e, const struct wr_field *fields, const void *obj)
{
    bool comma = false;
    wr_buf_c(e->b, '{');
    for (const struct wr_field *f = fields; f->name != NULL; f++) {
        if ((f->flags & WR_FF_SECRET) != 0 || !is_present(f, obj))
            continue;
        put_name(e->b, comma, f->name);
        comma = true;
        encode_value(e, f, (const char *)obj + f->off);
    }
    wr_buf_c(e->b, '}');
}

void wr_json_encode(struct wr_buf *b, const struct wr_field *fields, const void *obj,
                    enum wr_mask mask)
{
    struct encoder e = {.b = b, .mask = mask};
    encode_object(&e, fields, obj);
    if (e.has_arena)
        wr_arena_done(&e.arena);
}

/* ---- the small writer ----------------------------------------------------------------------- */

void wr_jw_init(struct wr_jw *w, struct wr_buf *b)
{
    *w = (struct wr_jw){.b = b};
}

static void before_value(struct wr_jw *w, const char *key)
{
    if (w->need_comma)
        wr_buf_c(w->b, ',');
    w->need_comma = true;
    if (key != NULL) {
        wr_json_quote(w->b, wr_str(key));
        wr_buf_c(w->b, ':');
    }
}

static void open_bracket(struct wr_jw *w, const char *key, char c)
{
    before_value(w, key);
    wr_buf_c(w->b, c);
    w->depth++;
    w->need_comma = false;
}

static void close_bracket(struct wr_jw *w, char c)
{
    assert(w->depth > 0);
    wr_buf_c(w->b, c);
    w->depth--;
    w->need_comma = true;
}

void wr_jw_obj(struct wr_jw *w, const char *key)
{
    open_bracket(w, key, '{');
}

void wr_jw_obj_end(struct wr_jw *w)
{
    close_bracket(w, '}');
}

void wr_jw_list(struct wr_jw *w, const char *key)
{
    open_bracket(w, key, '[');
}

void wr_jw_list_end(struct wr_jw *w)
{
    close_bracket(w, ']');
}

void wr_jw_str(struct wr_jw *w, const char *key, struct wr_str v)
{
    before_value(w, key);
    wr_json_quote(w->b, v);
}

void wr_jw_i64(struct wr_jw *w, const char *key, int64_t v)
{
    before_value(w, key);
    wr_buf_i64(w->b, v);
}

void wr_jw_bool(struct wr_jw *w, const char *key, bool v)
{
    before_value(w, key);
    wr_buf_str(w->b, v ? WR_S("true") : WR_S("false"));
}

void wr_jw_null(struct wr_jw *w, const char *key)
{
    before_value(w, key);
    wr_buf_lit(w->b, "null");
}

void wr_jw_raw(struct wr_jw *w, const char *key, struct wr_str json)
{
    before_value(w, key);
    wr_buf_str(w->b, json);
}

void wr_jw_struct(struct wr_jw *w, const char *key, const struct wr_field *fields, const void *obj,
                  enum wr_mask mask)
{
    before_value(w, key);
    wr_json_encode(w->b, fields, obj, mask);
}
