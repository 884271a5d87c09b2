/* JSON object -> C struct by a field table; every fault is collected before the decoding fails. */
#include "codec/field_check.h"
#include "codec/json.h"
#include "codec/json_tree.h"

#include "base/text.h"

static void decode_object(struct wr_ctx *ctx, const struct wr_json *j, const struct wr_path *up,
                          const struct wr_field *fields, void *obj);

/** What a fault shows of a value: texts as they are, the rest as JSON, long ones shortened by the fault. */
static struct wr_str shown(struct wr_ctx *ctx, const struct wr_json *j)
{
    enum wr_json_type type = wr_json_type(j);
    if (type == WR_JT_STR)
        return wr_json_str(j);
    if (type == WR_JT_OBJ)
        return WR_S("{…}");
    if (type == WR_JT_LIST)
        return WR_S("[…]");
    return wr_json_text(ctx->arena, j);
}

static void fault(struct wr_ctx *ctx, const struct wr_field *f, const struct wr_path *path,
                  const struct wr_json *j, const struct wr_field_bad *bad)
{
    wr_field_fault(ctx, f, wr_path_text(ctx, path),
                   j != NULL ? shown(ctx, j) : (struct wr_str){NULL, 0}, bad);
}

static bool wrong_type(struct wr_field_bad *bad, const char *name)
{
    *bad = (struct wr_field_bad){.key = WR_K_input_type, .a0 = wr_str(name)};
    return false;
}

static void *list_memory(struct wr_ctx *ctx, size_t n, size_t size, struct wr_field_bad *bad)
{
    void *p = wr_arena_array(ctx->arena, n + 1, size);
    if (p == NULL)
        *bad = (struct wr_field_bad){WR_K_limit_reached, WR_S("memory"),
                                     wr_arena_printf(ctx->arena, "%zu", ctx->arena->max_bytes)};
    return p;
}

/** One item of a list of texts or integers, with the checks of a single field of its kind. */
static bool decode_item(struct wr_ctx *ctx, const struct wr_field *f, const struct wr_json *j,
                        void *at, struct wr_field_bad *bad)
{
    if (f->type == WR_F_I64S)
        return wr_json_i64(j, (int64_t *)at) ? true : wrong_type(bad, "integer");
    /* Codes and names are folded; texts with lines stay as they were written. */
    unsigned fold = (f->flags & WR_FF_MULTILINE) != 0 ? 0 : WR_FF_FOLD;
    struct wr_field item = {.name = f->name,
                            .type = WR_F_STR,
                            .flags = (f->flags | fold) & ~(unsigned)WR_FF_OPT,
                            .max = 1000};
    if (wr_json_type(j) != WR_JT_STR)
        return wrong_type(bad, "string");
    return wr_field_put_str(ctx, &item, wr_json_str(j), at, bad);
}

static void decode_list(struct wr_ctx *ctx, const struct wr_field *f, const struct wr_json *j,
                        const struct wr_path *path, void *obj)
{
    struct wr_field_bad bad;
    size_t n = wr_json_len(j);
    size_t size = f->type == WR_F_LIST
                      ? f->sub_size
                      : (f->type == WR_F_STRS ? sizeof(struct wr_str) : sizeof(int64_t));
    char *items = NULL;
    if (!wr_field_check_count(ctx, f, n, &bad) ||
        (items = list_memory(ctx, n, size, &bad)) == NULL) {
        fault(ctx, f, path, j, &bad);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct wr_path here = {.up = path, .index = i};
        const struct wr_json *value = wr_json_at(j, i);
        if (f->type == WR_F_LIST)
            decode_object(ctx, value, &here, f->sub, items + i * size);
        else if (!decode_item(ctx, f, value, items + i * size, &bad))
            fault(ctx, f, &here, value, &bad);
    }
    *(struct wr_list *)(void *)((char *)obj + f->off) = (struct wr_list){items, n};
    wr_field_mark(f, obj);
}

static bool decode_bool(const struct wr_field *f, const struct wr_json *j, void *obj,
                        struct wr_field_bad *bad)
{
    bool v;
    if (!wr_json_bool(j, &v))
        return wrong_type(bad, "boolean");
    *(bool *)((char *)obj + f->off) = v;
    wr_field_mark(f, obj);
    return true;
}

/** Every kind but objects and lists. */
static bool decode_scalar(struct wr_ctx *ctx, const struct wr_field *f, const struct wr_json *j,
                          void *obj, struct wr_field_bad *bad)
{
    enum wr_json_type type = wr_json_type(j);
    int64_t i = 0;
    switch (f->type) {
    case WR_F_STR:
        return type == WR_JT_STR ? wr_field_put_str(ctx, f, wr_json_str(j), obj, bad)
                                 : wrong_type(bad, "string");
    case WR_F_ENUM:
        return type == WR_JT_STR ? wr_field_put_enum(ctx, f, wr_json_str(j), obj, bad)
                                 : wrong_type(bad, "string");
    case WR_F_DATE:
        return type == WR_JT_STR ? wr_field_put_date(ctx, f, wr_json_str(j), obj, bad)
                                 : wrong_type(bad, "string");
    case WR_F_I64:
        return wr_json_i64(j, &i) ? wr_field_put_i64(ctx, f, i, obj, bad)
                                  : wrong_type(bad, "integer");
    case WR_F_F64:
        if (type != WR_JT_F64 && type != WR_JT_I64)
            return wrong_type(bad, "number");
        return wr_field_put_f64(ctx, f, wr_json_f64(j), obj, bad);
    case WR_F_BOOL:
        return decode_bool(f, j, obj, bad);
    case WR_F_JSON: {
        struct wr_str canonical = wr_json_text(ctx->arena, j);
        return canonical.p != NULL ? wr_field_put_json(ctx, f, canonical, obj, bad)
                                   : wrong_type(bad, "JSON");
    }
    case WR_F_OBJ:
    case WR_F_LIST:
    case WR_F_STRS:
    case WR_F_I64S:
    case WR_F_END:
        break;
    }
    return wrong_type(bad, "value");
}

static void decode_field(struct wr_ctx *ctx, const struct wr_field *f, const struct wr_json *j,
                         const struct wr_path *path, void *obj)
{
    struct wr_field_bad bad;
    bool is_list = f->type == WR_F_LIST || f->type == WR_F_STRS || f->type == WR_F_I64S;
    if (wr_json_type(j) == WR_JT_NULL && f->type != WR_F_JSON) {
        if ((f->flags & WR_FF_OPT) != 0)
            return;
        bad = (struct wr_field_bad){.key = WR_K_input_required};
        fault(ctx, f, path, NULL, &bad);
    } else if (f->type == WR_F_OBJ) {
        decode_object(ctx, j, path, f->sub, (char *)obj + f->off);
        wr_field_mark(f, obj);
    } else if (is_list && !wr_json_is_list(j)) {
        (void)wrong_type(&bad, "array");
        fault(ctx, f, path, j, &bad);
    } else if (is_list) {
        decode_list(ctx, f, j, path, obj);
    } else if (!decode_scalar(ctx, f, j, obj, &bad)) {
        fault(ctx, f, path, j, &bad);
    }
}

static void require_fields(struct wr_ctx *ctx, const struct wr_json *j, const struct wr_path *up,
                           const struct wr_field *fields)
{
    const struct wr_field_bad missing = {.key = WR_K_input_required};
    for (const struct wr_field *f = fields; f->name != NULL; f++) {
        const struct wr_path here = {.up = up, .name = wr_str(f->name)};
        if ((f->flags & (WR_FF_OPT | WR_FF_READONLY)) == 0 && wr_json_get(j, f->name) == NULL)
            fault(ctx, f, &here, NULL, &missing);
    }
}

static void decode_object(struct wr_ctx *ctx, const struct wr_json *j, const struct wr_path *up,
                          const struct wr_field *fields, void *obj)
{
    if (!wr_json_is_obj(j)) {
        wr_fault(ctx, wr_path_text(ctx, up), WR_K_input_type, shown(ctx, j), WR_S("object"));
        return;
    }
    for (void *it = wr_json_iter_first(j); it != NULL; it = wr_json_iter_next(j, it)) {
        struct wr_str name = wr_json_iter_key(it);
        const struct wr_field *f = wr_field_find(fields, name);
        const struct wr_path here = {.up = up, .name = name};
        if (f == NULL || (f->flags & WR_FF_READONLY) != 0)
            wr_fault(ctx, wr_path_text(ctx, &here), WR_K_input_unknown, ((struct wr_str){NULL, 0}));
        else
            decode_field(ctx, f, wr_json_iter_value(it), &here, obj);
    }
    require_fields(ctx, j, up, fields);
}

static int end(struct wr_ctx *ctx)
{
    int rc = wr_faults_end(ctx);
    if (rc == 0 && ctx->arena->exhausted)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("memory"),
                       wr_arena_printf(ctx->arena, "%zu", ctx->arena->max_bytes));
    return rc;
}

int wr_json_decode(struct wr_ctx *ctx, struct wr_str body, const struct wr_field *fields, void *obj,
                   size_t obj_size)
{
    memset(obj, 0, obj_size);
    if (body.n > WR_JSON_BODY_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("JSON bytes"),
                       wr_arena_printf(ctx->arena, "%zu", WR_JSON_BODY_MAX));
    struct wr_json *j = wr_json_parse_faulty(ctx, body);
    if (j == NULL)
        return ctx->err.code;
    decode_object(ctx, j, NULL, fields, obj);
    wr_json_free(j);
    return end(ctx);
}

int wr_json_into(struct wr_ctx *ctx, const struct wr_json *j, struct wr_str path,
                 const struct wr_field *fields, void *obj, size_t obj_size)
{
    const struct wr_path base = {.name = path};
    memset(obj, 0, obj_size);
    decode_object(ctx, j, path.n > 0 ? &base : NULL, fields, obj);
    return end(ctx);
}
