#include "modules/enterprise/import_run.h"

#include "base/text.h"

#define SEEN_SLOTS_MIN 1024

/* ---- keys seen ------------------------------------------------------------------------------ */

struct seen_key {
    struct wr_str key;
    int64_t first_line, n;
};
/** Open addressing, at most half full; lives in the run's `keep`. */
struct wr_import_seen {
    struct seen_key *slots;
    size_t cap, n;
};

static uint64_t hash_of(struct wr_str s)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return h;
}

static struct seen_key *slot_of(struct seen_key *slots, size_t cap, struct wr_str key)
{
    size_t i = hash_of(key) & (cap - 1);
    while (slots[i].n != 0 && !wr_str_eq(slots[i].key, key))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(struct wr_import_run *run)
{
    struct wr_import_seen *s = run->seen;
    size_t cap = s->cap == 0 ? SEEN_SLOTS_MIN : s->cap * 2;
    struct seen_key *slots = wr_arena_array(run->keep, cap, sizeof(*slots));
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < s->cap; i++)
        if (s->slots[i].n != 0)
            *slot_of(slots, cap, s->slots[i].key) = s->slots[i];
    s->slots = slots;
    s->cap = cap;
    return true;
}

int64_t wr_import_seen(struct wr_import_run *run, struct wr_str key, int64_t line,
                       int64_t *ret_first_line)
{
    struct wr_import_seen *s = run->seen;
    if (s->n * 2 >= s->cap && !grow(run))
        return -1;
    struct seen_key *k = slot_of(s->slots, s->cap, key);
    if (k->n == 0) {
        k->key = wr_arena_dup(run->keep, key);
        k->first_line = line;
        s->n++;
        if (k->key.p == NULL)
            return -1;
    }
    *ret_first_line = k->first_line;
    return k->n++;
}

/* ---- cells ---------------------------------------------------------------------------------- */

bool wr_import_is_none(struct wr_str s)
{
    static const char *const words[] = {"-",  "--",   "—",    "——",    "/",
                                        "\\", "无",   "暂无", "不详",  "N/A",
                                        "NA", "null", "#N/A", "#REF!", "#VALUE!"};
    for (size_t i = 0; i < WR_ARRAY_LEN(words); i++)
        if (wr_str_eq_nocase(s, wr_str(words[i])))
            return true;
    return false;
}

struct wr_str wr_import_cell(struct wr_ctx *ctx, struct wr_str cell)
{
    struct wr_str s = cell.p != NULL ? wr_text_fold(ctx->arena, cell) : cell;
    return s.n == 0 || wr_import_is_none(s) ? (struct wr_str){NULL, 0} : s;
}

void wr_import_put(struct wr_import_run *run, const struct wr_field *f, const char *name,
                   struct wr_str cell, void *obj)
{
    if (wr_import_cell(run->errors, cell).n > 0)
        (void)wr_field_from_text(run->errors, f, cell, wr_str(name), obj);
}

/* ---- the pass ------------------------------------------------------------------------------- */

struct pass {
    struct wr_import_run *run;
    const struct wr_import_kind *kind;
    const struct wr_table *table;
    const struct wr_import_map *map;
    struct wr_import_result *ret;
    struct wr_ctx errors, warnings; /* scratch: each row's faults, drained after it */
    size_t cap_faults, cap_done;
};

static int no_memory(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_limit_reached, WR_S("memory"),
                   wr_arena_printf(ctx->arena, "%zu", WR_IMPORT_ARENA_MAX));
}

/** Room for one more item in a list of the result. */
static void *grown(struct wr_arena *a, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    size_t more = *cap == 0 ? 256 : *cap * 2;
    char *p = wr_arena_array(a, more, size);
    if (p != NULL && n > 0)
        memcpy(p, items, n * size);
    if (p != NULL)
        *cap = more;
    return p;
}

/** Column from 1 of a field, 0 if it has none. */
static int64_t column_of(const struct pass *p, struct wr_str field)
{
    for (size_t i = 0; i < p->map->n_cols; i++)
        if (p->map->field[i] >= 0 &&
            wr_str_eq(field, wr_str(p->kind->fields[p->map->field[i]].name)))
            return (int64_t)i + 1;
    return 0;
}

static bool keep_fault(struct pass *p, const struct wr_fault *f, int64_t line,
                       enum wr_import_severity severity)
{
    struct wr_import_result *r = p->ret;
    struct wr_arena *a = p->run->keep;
    if (r->n_faults >= WR_IMPORT_FAULTS_KEPT_MAX)
        return true;
    r->faults = grown(a, r->faults, r->n_faults, &p->cap_faults, sizeof(*r->faults));
    if (r->faults == NULL)
        return false;
    r->faults[r->n_faults++] =
        (struct wr_import_fault){.row = line,
                                 .column = column_of(p, f->path),
                                 .field = wr_arena_dup(a, f->path),
                                 .value = wr_arena_dup(a, f->value.p ? f->value : WR_S("")),
                                 .severity = severity,
                                 .key = wr_str(wr_key_info(f->key)->key),
                                 .zh = wr_arena_dup(a, f->zh),
                                 .en = wr_arena_dup(a, f->en)};
    return true;
}

/** Move a scratch context's faults of one row to the result. */
static int drain(struct pass *p, struct wr_ctx *from, int64_t line,
                 enum wr_import_severity severity)
{
    for (const struct wr_fault *f = from->err.faults; f != NULL; f = f->next)
        if (!keep_fault(p, f, line, severity))
            return no_memory(wr_tx_ctx(p->run->tx));
    int64_t n = (int64_t)from->err.n_faults;
    if (severity == WR_IMPORT_ERROR)
        p->ret->error_n += n;
    else
        p->ret->warning_n += n;
    wr_err_reset(from);
    return 0;
}

static void fill_row(struct pass *p, const struct wr_table_row *from, struct wr_import_row *to)
{
    *to = (struct wr_import_row){.line = from->line};
    for (size_t i = 0; i < p->map->n_cols; i++)
        if (p->map->field[i] >= 0)
            to->cell[p->map->field[i]] = i < from->n ? from->cells[i] : WR_S("");
    if (from->n > p->map->n_cols)
        wr_fault(&p->errors, WR_S(""), WR_K_import_cells_more, from->cells[p->map->n_cols]);
    for (int i = 0; p->kind->fields[i].name != NULL; i++)
        if (p->kind->fields[i].required && wr_str_trim(to->cell[i]).n == 0)
            wr_fault(&p->errors, wr_str(p->kind->fields[i].name), WR_K_input_required,
                     ((struct wr_str){NULL, 0}));
}

static int keep_done(struct pass *p, const struct wr_import_done *d)
{
    struct wr_import_result *r = p->ret;
    r->done = grown(p->run->keep, r->done, r->n_done, &p->cap_done, sizeof(*r->done));
    if (r->done == NULL)
        return no_memory(wr_tx_ctx(p->run->tx));
    r->done[r->n_done] = *d;
    r->done[r->n_done].before = wr_arena_dup(p->run->keep, d->before);
    return r->done[r->n_done++].before.p != NULL ? 0 : no_memory(wr_tx_ctx(p->run->tx));
}

static int apply(struct pass *p, const void *obj, enum wr_import_action action, int64_t line)
{
    struct wr_import_done d = {.row = line, .action = action, .before = WR_S("{}")};
    int rc = p->kind->apply_row(p->run, obj, action, &d);
    return rc == 0 ? keep_done(p, &d) : rc;
}

static void count(struct wr_import_result *r, enum wr_import_action action)
{
    r->new_n += action == WR_IMPORT_NEW;
    r->changed_n += action == WR_IMPORT_CHANGED;
    r->same_n += action == WR_IMPORT_SAME;
}

static int one_row(struct pass *p, const struct wr_table_row *from, bool write)
{
    struct wr_import_row row;
    enum wr_import_action action = WR_IMPORT_SKIPPED;
    void *obj = wr_arena_alloc(p->errors.arena, p->kind->obj_size);
    if (obj == NULL)
        return no_memory(wr_tx_ctx(p->run->tx));
    fill_row(p, from, &row);
    int rc = p->kind->read_row(p->run, &row, obj, &action);
    bool faulty = p->errors.err.n_faults > 0;
    if (rc == 0)
        rc = drain(p, &p->errors, row.line, WR_IMPORT_ERROR);
    if (rc == 0)
        rc = drain(p, &p->warnings, row.line, WR_IMPORT_WARNING);
    if (rc != 0 || faulty || action == WR_IMPORT_SKIPPED)
        return rc;
    count(p->ret, action);
    return write && action != WR_IMPORT_SAME ? apply(p, obj, action, row.line) : 0;
}

int wr_import_pass(struct wr_import_run *run, const struct wr_import_kind *kind,
                   const struct wr_table *t, const struct wr_import_map *map, bool write,
                   struct wr_import_result *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    struct wr_import_seen seen = {0};
    struct pass p = {.run = run,
                     .kind = kind,
                     .table = t,
                     .map = map,
                     .ret = ret,
                     .errors = *ctx,
                     .warnings = *ctx};
    *ret = (struct wr_import_result){.total = (int64_t)t->n_rows};
    wr_err_reset(&p.errors);
    wr_err_reset(&p.warnings);
    run->errors = &p.errors;
    run->warnings = &p.warnings;
    run->seen = &seen;
    int rc = kind->begin(run);
    for (size_t i = 0; rc == 0 && i < t->n_rows; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        rc = one_row(&p, &t->rows[i], write);
        if (rc == 0 && ctx->arena->exhausted)
            rc = no_memory(ctx);
        if (rc == 0)
            wr_arena_rewind(ctx->arena, mark);
    }
    run->errors = run->warnings = NULL;
    run->seen = NULL;
    return rc;
}
