#include "http/openapi_schema.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdio.h>

#define PATH_PREFIX "/api/v1/"
#define WORD_MAX 40

bool wr_schemas_init(struct wr_schemas *s)
{
    s->n = 0;
    s->items = wr_alloc_array(WR_SCHEMAS_MAX, sizeof(*s->items));
    return s->items != NULL;
}

void wr_schemas_done(struct wr_schemas *s)
{
    s->items = wr_free(s->items);
    s->n = 0;
}

const char *wr_schemas_name(const struct wr_schemas *s, const struct wr_field *fields,
                            enum wr_schema_kind kind)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->items[i].fields == fields && s->items[i].kind == kind)
            return s->items[i].name;
    return NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool is_taken(const struct wr_schemas *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->items[i].name, name) == 0)
            return true;
    return false;
}

static void append(char name[WR_SCHEMA_NAME_MAX], const char *word)
{
    size_t n = strlen(name);
    (void)snprintf(name + n, WR_SCHEMA_NAME_MAX - n, "%s", word);
}

/** "task-codes" → "TaskCodes": appended to `name`. */
static void append_camel(char name[WR_SCHEMA_NAME_MAX], struct wr_str word)
{
    bool upper = true;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        char out[2] = {upper && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c, '\0'};
        upper = !letter;
        if (letter)
            append(name, out);
    }
}

/** English plural to singular, as far as our paths need it. */
static struct wr_str singular(struct wr_str word, char dst[WORD_MAX])
{
    static const char *const same[] = {"ss", "us", "is", "news", "series"};
    if (word.n < 3 || word.n >= WORD_MAX - 2 || word.p[word.n - 1] != 's')
        return word;
    for (size_t i = 0; i < WR_ARRAY_LEN(same); i++)
        if (wr_str_ends(word, wr_str(same[i])))
            return word;
    const char *ending = "";
    size_t cut = 1;
    if (wr_str_ends(word, WR_S("ies"))) {
        ending = "y";
        cut = 3;
    } else if (wr_str_ends(word, WR_S("aves"))) {
        ending = "f";
        cut = 3;
    } else if (wr_str_ends(word, WR_S("sses"))) {
        cut = 2;
    }
    int n = snprintf(dst, WORD_MAX, "%.*s%s", (int)(word.n - cut), word.p, ending);
    return (struct wr_str){dst, n > 0 ? (size_t)n : 0};
}

/** "/api/v1/enterprises/{id}/outlets" → "EnterpriseOutlet". */
static void resource_name(const char *path, char name[WR_SCHEMA_NAME_MAX])
{
    char word[WORD_MAX];
    struct wr_str rest = wr_str(path);
    name[0] = '\0';
    if (wr_str_starts(rest, WR_S(PATH_PREFIX)))
        rest = wr_str_sub(rest, sizeof(PATH_PREFIX) - 1, rest.n);
    while (rest.p != NULL) {
        struct wr_str segment = wr_str_cut(&rest, '/');
        if (segment.n > 0 && segment.p[0] != '{')
            append_camel(name, singular(segment, word));
    }
}

/** `base`, or base with the lowest number from 2 on that is free. */
static void free_name(const struct wr_schemas *s, const char *base, char name[WR_SCHEMA_NAME_MAX])
{
    (void)snprintf(name, WR_SCHEMA_NAME_MAX, "%s", base);
    for (int i = 2; is_taken(s, name); i++)
        (void)snprintf(name, WR_SCHEMA_NAME_MAX, "%.80s%d", base, i);
}

static void add(struct wr_schemas *s, const struct wr_field *fields, enum wr_schema_kind kind,
                const char *base)
{
    if (fields == NULL || wr_schemas_name(s, fields, kind) != NULL || s->n >= WR_SCHEMAS_MAX)
        return;
    struct wr_schema *item = &s->items[s->n];
    char name[WR_SCHEMA_NAME_MAX];
    free_name(s, base, name);
    *item = (struct wr_schema){.fields = fields, .kind = kind};
    memcpy(item->name, name, sizeof(name));
    s->n++;
    for (const struct wr_field *f = fields; f->name != NULL; f++) {
        char below[WR_SCHEMA_NAME_MAX];
        char word[WORD_MAX];
        if (f->sub == NULL)
            continue;
        (void)snprintf(below, sizeof(below), "%.80s", base);
        append_camel(below,
                     f->type == WR_F_LIST ? singular(wr_str(f->name), word) : wr_str(f->name));
        add(s, f->sub, WR_SCHEMA_PLAIN, below);
    }
}

void wr_schemas_add_route(struct wr_schemas *s, const struct wr_route *r)
{
    char name[WR_SCHEMA_NAME_MAX];
    resource_name(r->path, name);
    add(s, r->out, WR_SCHEMA_PLAIN, name);
    bool body = r->method != WR_GET && r->method != WR_DELETE && (r->flags & WR_RT_UPLOAD) == 0;
    if (!body)
        return;
    if ((r->flags & WR_RT_PATCH) != 0) {
        append(name, "Patch");
        add(s, r->in, WR_SCHEMA_PATCH, name);
    } else {
        append(name, "Input");
        add(s, r->in, WR_SCHEMA_PLAIN, name);
    }
}

/* ---- schemas -------------------------------------------------------------------------------- */

void wr_schema_ref(struct wr_jw *w, const char *key, const char *name)
{
    char text[WR_SCHEMA_NAME_MAX + 32];
    (void)snprintf(text, sizeof(text), "#/components/schemas/%s", name != NULL ? name : "Problem");
    wr_jw_obj(w, key);
    wr_jw_str(w, "$ref", wr_str(text));
    wr_jw_obj_end(w);
}

static void write_type(struct wr_jw *w, const char *type, bool nullable)
{
    if (!nullable) {
        wr_jw_str(w, "type", wr_str(type));
        return;
    }
    wr_jw_list(w, "type");
    wr_jw_str(w, NULL, wr_str(type));
    wr_jw_str(w, NULL, WR_S("null"));
    wr_jw_list_end(w);
}

static void write_text(struct wr_jw *w, const struct wr_field *f, bool nullable)
{
    write_type(w, "string", nullable);
    if (f->min > 0 && (f->flags & (WR_FF_OPT | WR_FF_READONLY)) == 0)
        wr_jw_i64(w, "minLength", f->min);
    if (f->max > 0)
        wr_jw_i64(w, "maxLength", f->max);
}

static void write_enum(struct wr_jw *w, const struct wr_field *f, bool nullable)
{
    write_type(w, "string", nullable);
    wr_jw_list(w, "enum");
    for (const struct wr_enum_item *it = f->items; it->name != NULL; it++)
        wr_jw_str(w, NULL, wr_str(it->name));
    if (nullable)
        wr_jw_null(w, NULL);
    wr_jw_list_end(w);
    wr_jw_obj(w, "x-labels");
    for (const struct wr_enum_item *it = f->items; it->name != NULL; it++)
        wr_jw_str(w, it->name, wr_str(it->zh != NULL ? it->zh : it->name));
    wr_jw_obj_end(w);
}

static void write_number(struct wr_jw *w, const struct wr_field *f, bool nullable)
{
    write_type(w, f->type == WR_F_I64 ? "integer" : "number", nullable);
    wr_jw_str(w, "format", f->type == WR_F_I64 ? WR_S("int64") : WR_S("double"));
    if (f->min == 0 && f->max == 0)
        return;
    wr_jw_i64(w, "minimum", f->min);
    wr_jw_i64(w, "maximum", f->max);
}

static void write_list(const struct wr_schemas *s, struct wr_jw *w, const struct wr_field *f,
                       bool nullable)
{
    write_type(w, "array", nullable);
    if (f->type == WR_F_LIST) {
        wr_schema_ref(w, "items", wr_schemas_name(s, f->sub, WR_SCHEMA_PLAIN));
    } else {
        wr_jw_obj(w, "items");
        wr_jw_str(w, "type", f->type == WR_F_STRS ? WR_S("string") : WR_S("integer"));
        if (f->type == WR_F_I64S)
            wr_jw_str(w, "format", WR_S("int64"));
        wr_jw_obj_end(w);
    }
    if (f->min > 0)
        wr_jw_i64(w, "minItems", f->min);
    if (f->max > 0)
        wr_jw_i64(w, "maxItems", f->max);
}

static void write_object(const struct wr_schemas *s, struct wr_jw *w, const struct wr_field *f,
                         bool nullable)
{
    const char *name = wr_schemas_name(s, f->sub, WR_SCHEMA_PLAIN);
    char text[WR_SCHEMA_NAME_MAX + 32];
    (void)snprintf(text, sizeof(text), "#/components/schemas/%s", name != NULL ? name : "Problem");
    if (!nullable) {
        wr_jw_str(w, "$ref", wr_str(text));
        return;
    }
    wr_jw_list(w, "anyOf");
    wr_schema_ref(w, NULL, name);
    wr_jw_obj(w, NULL);
    wr_jw_str(w, "type", WR_S("null"));
    wr_jw_obj_end(w);
    wr_jw_list_end(w);
}

void wr_schema_type(const struct wr_schemas *s, struct wr_jw *w, const struct wr_field *f,
                    enum wr_schema_kind kind)
{
    bool nullable = kind == WR_SCHEMA_PATCH && (f->flags & WR_FF_OPT) != 0;
    switch (f->type) {
    case WR_F_STR:
        write_text(w, f, nullable);
        break;
    case WR_F_DATE:
        write_type(w, "string", nullable);
        wr_jw_str(w, "format", WR_S("date"));
        break;
    case WR_F_I64:
    case WR_F_F64:
        write_number(w, f, nullable);
        break;
    case WR_F_BOOL:
        write_type(w, "boolean", nullable);
        break;
    case WR_F_ENUM:
        write_enum(w, f, nullable);
        break;
    case WR_F_LIST:
    case WR_F_STRS:
    case WR_F_I64S:
        write_list(s, w, f, nullable);
        break;
    case WR_F_OBJ:
        write_object(s, w, f, nullable);
        break;
    case WR_F_JSON: /* any value */
    case WR_F_END:
        break;
    }
}

static void write_property(const struct wr_schemas *s, struct wr_jw *w, const struct wr_field *f,
                           enum wr_schema_kind kind)
{
    wr_jw_obj(w, f->name);
    wr_schema_type(s, w, f, kind);
    if (f->zh != NULL && f->zh[0] != '\0')
        wr_jw_str(w, "title", wr_str(f->zh));
    if (f->doc != NULL && f->doc[0] != '\0')
        wr_jw_str(w, "description", wr_str(f->doc));
    if ((f->flags & WR_FF_READONLY) != 0)
        wr_jw_bool(w, "readOnly", true);
    if ((f->flags & WR_FF_SECRET) != 0)
        wr_jw_bool(w, "writeOnly", true);
    wr_jw_obj_end(w);
}

static void write_schema(const struct wr_schemas *s, struct wr_jw *w, const struct wr_schema *item)
{
    bool any = false;
    wr_jw_obj(w, item->name);
    wr_jw_str(w, "type", WR_S("object"));
    /* A problem may carry extension members (RFC 9457 §3.2). */
    wr_jw_bool(w, "additionalProperties", strcmp(item->name, "Problem") == 0);
    wr_jw_obj(w, "properties");
    for (const struct wr_field *f = item->fields; f->name != NULL; f++) {
        write_property(s, w, f, item->kind);
        any = any || (f->flags & WR_FF_OPT) == 0;
    }
    wr_jw_obj_end(w);
    if (any && item->kind == WR_SCHEMA_PLAIN) {
        wr_jw_list(w, "required");
        for (const struct wr_field *f = item->fields; f->name != NULL; f++)
            if ((f->flags & WR_FF_OPT) == 0)
                wr_jw_str(w, NULL, wr_str(f->name));
        wr_jw_list_end(w);
    }
    wr_jw_obj_end(w);
}

void wr_schemas_write(const struct wr_schemas *s, struct wr_jw *w)
{
    for (size_t i = 0; i < s->n; i++)
        write_schema(s, w, &s->items[i]);
}
