/* Query strings by the same field tables as JSON bodies. */
#include "codec/field_check.h"
#include "codec/json.h"

#define QUERY_PARAMS_MAX 64
#define QUERY_BYTES_MAX 8192
#define QUERY_FIELDS_MAX 128

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/** %XX and + undone. @return false on a broken escape (or no memory) */
static bool percent_decode(struct wr_arena *a, struct wr_str s, struct wr_str *ret)
{
    char *p = wr_arena_alloc(a, s.n + 1);
    size_t n = 0;
    if (p == NULL)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            p[n++] = s.p[i] == '+' ? ' ' : s.p[i];
            continue;
        }
        if (i + 2 >= s.n)
            return false;
        int hi = hex_digit(s.p[i + 1]);
        int lo = hex_digit(s.p[i + 2]);
        if (hi < 0 || lo < 0)
            return false;
        p[n++] = (char)(hi * 16 + lo);
        i += 2;
    }
    *ret = (struct wr_str){p, n};
    return true;
}

static void take_param(struct wr_ctx *ctx, struct wr_str name, struct wr_str raw,
                       const struct wr_field *fields, bool *seen, void *obj)
{
    struct wr_str value;
    const struct wr_field *f = wr_field_find(fields, name);
    if (f == NULL || (f->flags & WR_FF_READONLY) != 0) {
        wr_fault(ctx, name, WR_K_input_unknown, ((struct wr_str){NULL, 0}));
        return;
    }
    size_t at = (size_t)(f - fields);
    if (at >= QUERY_FIELDS_MAX || seen[at]) {
        wr_fault(ctx, name, WR_K_input_duplicate, ((struct wr_str){NULL, 0}));
        return;
    }
    seen[at] = true;
    if (!percent_decode(ctx->arena, raw, &value))
        wr_fault(ctx, name, WR_K_input_text, raw);
    else if (value.n > 0 || (f->flags & WR_FF_OPT) == 0)
        (void)wr_field_from_text(ctx, f, value, name, obj);
}

int wr_query_decode(struct wr_ctx *ctx, struct wr_str query, const struct wr_field *fields,
                    void *obj, size_t obj_size)
{
    bool seen[QUERY_FIELDS_MAX] = {false};
    size_t n = 0;
    memset(obj, 0, obj_size);
    if (query.n > QUERY_BYTES_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("query bytes"),
                       wr_arena_printf(ctx->arena, "%d", QUERY_BYTES_MAX));
    for (struct wr_str rest = query; rest.p != NULL;) {
        struct wr_str value = wr_str_cut(&rest, '&');
        struct wr_str raw_name = wr_str_cut(&value, '=');
        struct wr_str name;
        if (raw_name.n == 0 && value.n == 0)
            continue;
        if (++n > QUERY_PARAMS_MAX)
            return wr_fail(ctx, WR_K_limit_reached, WR_S("query parameters"),
                           wr_arena_printf(ctx->arena, "%d", QUERY_PARAMS_MAX));
        if (percent_decode(ctx->arena, raw_name, &name))
            take_param(ctx, name, value, fields, seen, obj);
        else
            wr_fault(ctx, raw_name, WR_K_input_text, ((struct wr_str){NULL, 0}));
    }
    for (const struct wr_field *f = fields; f->name != NULL; f++) {
        size_t at = (size_t)(f - fields);
        if ((f->flags & (WR_FF_OPT | WR_FF_READONLY)) == 0 && at < QUERY_FIELDS_MAX && !seen[at])
            wr_fault(ctx, wr_str(f->name), WR_K_input_required, ((struct wr_str){NULL, 0}));
    }
    return wr_faults_end(ctx);
}
