#include "modules/enterprise/import_map.h"

#include "base/text.h"

#include <stdio.h>

#define KNOWN_MAX 512
#define SHOWN_BYTES_MAX 90

const struct wr_field *wr_import_known(struct wr_arena *a, const struct wr_import_kind *kind)
{
    size_t n = 0;
    struct wr_field *known = wr_arena_array(a, KNOWN_MAX + 1, sizeof(*known));
    for (const struct wr_import_field *f = kind->fields;
         known != NULL && f->name != NULL && n < KNOWN_MAX; f++) {
        known[n++] = (struct wr_field){.name = f->name, .type = WR_F_STR, .zh = f->zh};
        for (struct wr_str rest = wr_str(f->aliases); rest.p != NULL && n < KNOWN_MAX;) {
            const char *alias = wr_arena_cstr(a, wr_str_cut(&rest, '|'));
            if (alias != NULL && alias[0] != '\0')
                known[n++] = (struct wr_field){.name = alias, .type = WR_F_STR};
        }
    }
    return known;
}

/** Without width, blanks, a star for "required", and what stands in brackets at the end. */
static struct wr_str plain_header(struct wr_ctx *ctx, struct wr_str header)
{
    struct wr_str s = wr_text_fold(ctx->arena, header);
    char *p = wr_arena_alloc(ctx->arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; p != NULL && i < s.n && s.p[i] != '('; i++)
        if (strchr(" \t\r\n*", s.p[i]) == NULL)
            p[n++] = s.p[i];
    return (struct wr_str){p, p != NULL ? n : 0};
}

static bool is_alias(const struct wr_import_field *f, struct wr_str header)
{
    for (struct wr_str rest = wr_str(f->aliases); rest.p != NULL;) {
        struct wr_str alias = wr_str_cut(&rest, '|');
        if (alias.n > 0 && wr_str_eq_nocase(alias, header))
            return true;
    }
    return false;
}

int wr_import_field_of(struct wr_ctx *ctx, const struct wr_import_kind *kind, struct wr_str header)
{
    struct wr_str h = plain_header(ctx, header);
    if (h.n == 0)
        return -1;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; kind->fields[i].name != NULL; i++) {
            const struct wr_import_field *f = &kind->fields[i];
            bool own = wr_str_eq_nocase(h, wr_str(f->name)) || wr_str_eq_nocase(h, wr_str(f->zh));
            if (pass == 0 ? own : is_alias(f, h))
                return i;
        }
    }
    return -1;
}

/** For a page: bounded, one line, nothing invisible. */
static struct wr_str shown(struct wr_ctx *ctx, struct wr_str s)
{
    size_t n = s.n < SHOWN_BYTES_MAX ? s.n : SHOWN_BYTES_MAX;
    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    char *p = wr_arena_alloc(ctx->arena, n + 1);
    for (size_t i = 0; p != NULL && i < n; i++)
        p[i] = (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F ? ' ' : s.p[i];
    struct wr_str line = {p, p != NULL ? n : 0};
    return p == NULL || wr_text_has_control(line) ? WR_S("?") : line;
}

static struct wr_list samples_of(struct wr_ctx *ctx, const struct wr_table *t, size_t col)
{
    struct wr_str *items = wr_arena_array(ctx->arena, WR_IMPORT_SAMPLES_MAX, sizeof(*items));
    size_t n = 0;
    for (size_t r = 0; items != NULL && r < t->n_rows && n < WR_IMPORT_SAMPLES_MAX; r++)
        if (col < t->rows[r].n && wr_str_trim(t->rows[r].cells[col]).n > 0)
            items[n++] = shown(ctx, t->rows[r].cells[col]);
    return (struct wr_list){items, n};
}

struct wr_list wr_import_propose(struct wr_ctx *ctx, const struct wr_import_kind *kind,
                                 const struct wr_table *t)
{
    bool taken[WR_IMPORT_FIELDS_MAX] = {false};
    struct wr_import_column *c = wr_arena_array(ctx->arena, t->n_cols + 1, sizeof(*c));
    for (size_t i = 0; c != NULL && i < t->n_cols; i++) {
        int f = wr_import_field_of(ctx, kind, t->header[i]);
        c[i] = (struct wr_import_column){.index = (int64_t)i,
                                         .header = shown(ctx, t->header[i]),
                                         .samples = samples_of(ctx, t, i)};
        if (f >= 0 && !taken[f]) {
            c[i].field = wr_str(kind->fields[f].name);
            taken[f] = true;
        }
    }
    return (struct wr_list){c, c != NULL ? t->n_cols : 0};
}

static int field_by_name(const struct wr_import_kind *kind, struct wr_str name)
{
    for (int i = 0; kind->fields[i].name != NULL; i++)
        if (wr_str_eq(name, wr_str(kind->fields[i].name)))
            return i;
    return -1;
}

/** One line of the mapping into the map, or a fault. */
static void take_line(struct wr_ctx *ctx, const struct wr_import_kind *kind,
                      const struct wr_import_mapping *m, size_t i, bool *taken,
                      struct wr_import_map *map)
{
    struct wr_str path = wr_arena_printf(ctx->arena, "mapping[%zu]", i);
    int f = field_by_name(kind, m->field);
    if (m->index < 0 || (size_t)m->index >= map->n_cols)
        wr_fault(ctx, path, WR_K_import_column, m->field,
                 wr_arena_printf(ctx->arena, "%lld", (long long)m->index),
                 wr_arena_printf(ctx->arena, "%zu", map->n_cols));
    else if (f < 0)
        wr_fault(ctx, path, WR_K_import_field, m->field, m->field);
    else if (taken[f] || map->field[m->index] >= 0)
        wr_fault(ctx, path, WR_K_import_twice, m->field, wr_str(kind->fields[f].zh));
    else {
        map->field[m->index] = (int16_t)f;
        taken[f] = true;
    }
}

int wr_import_map_make(struct wr_ctx *ctx, const struct wr_import_kind *kind,
                       const struct wr_table *t, const struct wr_list *mapping,
                       struct wr_import_map *ret)
{
    bool taken[WR_IMPORT_FIELDS_MAX] = {false};
    const struct wr_import_mapping *m = mapping->p;
    ret->n_cols = t->n_cols;
    memset(ret->field, -1, sizeof(ret->field));
    for (size_t i = 0; i < mapping->n; i++)
        take_line(ctx, kind, &m[i], i, taken, ret);
    for (int i = 0; kind->fields[i].name != NULL; i++)
        if (kind->fields[i].required && !taken[i])
            wr_fault(ctx, WR_S("mapping"), WR_K_import_column_missing, wr_str(kind->fields[i].name),
                     wr_str(kind->fields[i].zh));
    return wr_faults_end(ctx);
}
