/* Statements inside a transaction: bind, step, and rows into structs. */
#include "db/db_int.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdio.h>

struct wr_cursor {
    struct wr_tx *tx;
    struct wr_prep *p;
    bool ended;
    char (*number)[24]; /* an int64 column as text, one place a column */
    size_t numbers_n;
};

static bool letter_takes(char letter, enum wr_val_type t)
{
    if (t == WR_V_NULL)
        return letter >= 'A' && letter <= 'Z';
    switch (letter | 0x20) {
    case 't':
        return t == WR_V_STR;
    case 'i':
        return t == WR_V_I64;
    case 'r':
        return t == WR_V_F64;
    case 'b':
        return t == WR_V_BYTES;
    default:
        return false;
    }
}

int wr_val_check(struct wr_ctx *ctx, const struct wr_stmt *q, const struct wr_val *v, size_t n)
{
    char text[160];
    if (n != strlen(q->params)) {
        (void)snprintf(text, sizeof text, "%s: %zu values for %zu parameters", q->name, n,
                       strlen(q->params));
        return wr_fail(ctx, WR_K_db_bug, wr_str(text));
    }
    for (size_t i = 0; i < n; i++) {
        if (!letter_takes(q->params[i], v[i].type)) {
            (void)snprintf(text, sizeof text, "%s: value %zu does not fit its letter %c", q->name,
                           i + 1, q->params[i]);
            return wr_fail(ctx, WR_K_db_bug, wr_str(text));
        }
        if (v[i].type == WR_V_STR && v[i].s.n > 0 && memchr(v[i].s.p, 0, v[i].s.n))
            return wr_fail(ctx, WR_K_input_text);
    }
    return 0;
}

/** A statement failed: from now on the transaction can only be undone. */
static int stick(struct wr_tx *tx)
{
    tx->error = tx->conn->err;
    tx->failed = wr_db_fail_ctx(tx->ctx, &tx->error);
    return tx->failed;
}

static int begin_stmt(struct wr_tx *tx, const struct wr_stmt *q, const struct wr_val *v, size_t n,
                      enum wr_fetch how, struct wr_prep **ret)
{
    if (tx->failed != 0)
        return wr_fail(tx->ctx, WR_K_db_bug, wr_str("a statement after one that failed"));
    int rc = wr_val_check(tx->ctx, q, v, n);
    if (rc != 0)
        return rc;
    struct wr_prep *p = NULL;
    if (wr_conn_prep(tx->conn, q, v, n, &p) != WR_DBF_NONE)
        return stick(tx);
    if (tx->conn->be->start(p, v, n, how) != WR_DBF_NONE) {
        wr_conn_prep_done(p);
        return stick(tx);
    }
    *ret = p;
    return 0;
}

/** The statement is over: count what it wrote. */
static int64_t count_changed(struct wr_tx *tx, struct wr_prep *p)
{
    int64_t n = tx->conn->be->changed(p);
    if (!p->q->ephemeral)
        tx->changed_n += n;
    return n;
}

/** "No such row" without spending the arena: callers ask in loops and mostly replace the message. */
static int no_row(struct wr_ctx *ctx)
{
    const struct wr_key_info *k = wr_key_info(WR_K_db_no_row);
    ctx->err.code = k->code;
    ctx->err.key = WR_K_db_no_row;
    ctx->err.zh = wr_str(k->zh);
    ctx->err.en = wr_str(k->en);
    ctx->err.file = __FILE__;
    ctx->err.line = __LINE__;
    return WR_ENOTFOUND;
}

int wr_exec_n(struct wr_tx *tx, const struct wr_stmt *q, int64_t *ret_changed,
              const struct wr_val *v, size_t n)
{
    struct wr_prep *p = NULL;
    int rc = begin_stmt(tx, q, v, n, WR_FETCH_NOW, &p);
    if (rc != 0)
        return rc;
    bool row = true;
    enum wr_db_fail f = WR_DBF_NONE;
    while (f == WR_DBF_NONE && row)
        f = wr_conn_step(p, &row);
    if (f == WR_DBF_NONE) {
        int64_t changed = count_changed(tx, p);
        if (ret_changed)
            *ret_changed = changed;
    } else {
        rc = stick(tx);
    }
    wr_conn_prep_done(p);
    return rc;
}

static int bug_of(struct wr_tx *tx, const struct wr_prep *p, const char *what, const char *name)
{
    char text[200];
    (void)snprintf(text, sizeof text, "%s: %s %s", p->q->name, what, name);
    return wr_fail(tx->ctx, WR_K_db_bug, wr_str(text));
}

/** Match columns to fields by name; kept with the prepared statement. */
static int map_columns(struct wr_tx *tx, struct wr_prep *p, const struct wr_field *fields)
{
    const struct wr_backend *be = tx->conn->be;
    size_t n = be->cols(p);
    if (p->map && p->map_fields == fields && p->map_n == n)
        return 0;
    p->map_fields = NULL;
    const struct wr_field **map =
        (const struct wr_field **)wr_realloc_array((void *)p->map, n ? n : 1, sizeof *map);
    if (!map)
        return wr_fail(tx->ctx, WR_K_memory);
    p->map = map;
    for (size_t i = 0; i < n; i++) {
        const char *name = be->col_name(p, i);
        map[i] = wr_field_find(fields, wr_str(name));
        if (!map[i])
            return bug_of(tx, p, "no field for column", name);
    }
    p->map_n = n;
    p->map_fields = fields;
    return 0;
}

static int store_text(struct wr_tx *tx, struct wr_arena *a, struct wr_prep *p, size_t i,
                      const struct wr_field *f, void *at)
{
    struct wr_str s = tx->conn->be->col_str(p, i);
    if (f->type == WR_F_ENUM) {
        int64_t value = wr_enum_value(f->items, s);
        if (value < 0)
            return bug_of(tx, p, "a value the enum does not have in", f->name);
        *(int64_t *)at = value;
        return 0;
    }
    struct wr_str copy = wr_arena_dup(a, s);
    if (!copy.p)
        return wr_fail(tx->ctx, WR_K_db_arena);
    *(struct wr_str *)at = copy;
    return 0;
}

/** NULL: the field's zero, whatever stood there. */
static void store_absent(const struct wr_field *f, void *obj)
{
    void *at = (char *)obj + f->off;
    if (f->has_off != 0)
        *((bool *)obj + f->has_off - 1) = false;
    switch (f->type) {
    case WR_F_I64:
    case WR_F_ENUM:
        *(int64_t *)at = 0;
        break;
    case WR_F_BOOL:
        *(bool *)at = false;
        break;
    case WR_F_F64:
        *(double *)at = 0;
        break;
    case WR_F_STR:
    case WR_F_DATE:
    case WR_F_JSON:
        *(struct wr_str *)at = (struct wr_str){NULL, 0};
        break;
    case WR_F_LIST:
    case WR_F_STRS:
    case WR_F_I64S:
    case WR_F_OBJ:
    case WR_F_END:
        break;
    }
}

static int store_column(struct wr_tx *tx, struct wr_arena *a, struct wr_prep *p, size_t i,
                        void *obj)
{
    const struct wr_backend *be = tx->conn->be;
    const struct wr_field *f = p->map[i];
    enum wr_val_type t = be->col_type(p, i);
    if (t == WR_V_NULL)
        return store_absent(f, obj), 0;
    void *at = (char *)obj + f->off;
    if (f->has_off != 0)
        *((bool *)obj + f->has_off - 1) = true;
    switch (f->type) {
    case WR_F_I64:
        if (t == WR_V_I64)
            return *(int64_t *)at = be->col_i64(p, i), 0;
        break;
    case WR_F_BOOL:
        if (t == WR_V_I64)
            return *(bool *)at = be->col_i64(p, i) != 0, 0;
        break;
    case WR_F_F64:
        if (t == WR_V_F64 || t == WR_V_I64)
            return *(double *)at = be->col_f64(p, i), 0;
        break;
    case WR_F_STR:
    case WR_F_DATE:
    case WR_F_JSON:
        if (t == WR_V_STR || t == WR_V_BYTES)
            return store_text(tx, a, p, i, f, at);
        break;
    case WR_F_ENUM:
        if (t == WR_V_STR)
            return store_text(tx, a, p, i, f, at);
        break;
    case WR_F_OBJ:
    case WR_F_LIST:
    case WR_F_STRS:
    case WR_F_I64S:
    case WR_F_END:
        break;
    }
    return bug_of(tx, p, "the column's type does not fit field", f->name);
}

static int store_row(struct wr_tx *tx, struct wr_arena *a, struct wr_prep *p,
                     const struct wr_field *fields, void *obj)
{
    int rc = map_columns(tx, p, fields);
    for (size_t i = 0; rc == 0 && i < p->map_n; i++)
        rc = store_column(tx, a, p, i, obj);
    return rc;
}

/** What to do with the single row of a query. */
struct one_row {
    const struct wr_field *fields; /* NULL: an int64 is wanted */
    void *obj;
};

static int take_one(struct wr_tx *tx, struct wr_prep *p, const struct one_row *o)
{
    if (o->fields)
        return store_row(tx, tx->ctx->arena, p, o->fields, o->obj);
    enum wr_val_type t = tx->conn->be->col_type(p, 0);
    if (t != WR_V_I64 && t != WR_V_NULL)
        return bug_of(tx, p, "not an integer:", tx->conn->be->col_name(p, 0));
    *(int64_t *)o->obj = tx->conn->be->col_i64(p, 0);
    return 0;
}

static int run_one(struct wr_tx *tx, const struct wr_stmt *q, const struct one_row *o,
                   const struct wr_val *v, size_t n)
{
    struct wr_prep *p = NULL;
    int rc = begin_stmt(tx, q, v, n, WR_FETCH_NOW, &p);
    if (rc != 0)
        return rc;
    bool row = false;
    bool more = false;
    enum wr_db_fail f = wr_conn_step(p, &row);
    if (f == WR_DBF_NONE && row) {
        rc = take_one(tx, p, o);
        f = wr_conn_step(p, &more);
    }
    if (f != WR_DBF_NONE)
        rc = stick(tx);
    else if (!row)
        rc = no_row(tx->ctx);
    else if (rc == 0 && more)
        rc = bug_of(tx, p, "more than one row", "");
    if (f == WR_DBF_NONE)
        (void)count_changed(tx, p);
    wr_conn_prep_done(p);
    return rc;
}

int wr_query_i64_n(struct wr_tx *tx, const struct wr_stmt *q, int64_t *ret, const struct wr_val *v,
                   size_t n)
{
    int64_t value = 0;
    int rc = run_one(tx, q, &(struct one_row){.obj = &value}, v, n);
    if (rc == 0)
        *ret = value;
    return rc;
}

int wr_query_one_n(struct wr_tx *tx, const struct wr_stmt *q, const struct wr_field *fields,
                   void *obj, const struct wr_val *v, size_t n)
{
    return run_one(tx, q, &(struct one_row){.fields = fields, .obj = obj}, v, n);
}

/** Rows of a list while it grows. */
struct growing {
    char *p;
    size_t n, cap, size;
};

static int grow(struct wr_ctx *ctx, struct growing *g, size_t max)
{
    if (g->n < g->cap)
        return 0;
    size_t cap = g->cap ? g->cap * 2 : 16;
    if (cap > max)
        cap = max;
    char *p = wr_arena_array(ctx->arena, cap, g->size);
    if (!p)
        return wr_fail(ctx, WR_K_db_arena);
    if (g->n > 0)
        memcpy(p, g->p, g->n * g->size);
    g->p = p;
    g->cap = cap;
    return 0;
}

static int too_many(struct wr_tx *tx, size_t max)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", max);
    return wr_fail(tx->ctx, WR_K_limit_reached, wr_str("rows"), wr_str(text));
}

int wr_query_list_n(struct wr_tx *tx, const struct wr_stmt *q, const struct wr_field *fields,
                    size_t obj_size, size_t max, struct wr_list *ret, const struct wr_val *v,
                    size_t n)
{
    struct wr_prep *p = NULL;
    int rc = begin_stmt(tx, q, v, n, WR_FETCH_NOW, &p);
    if (rc != 0)
        return rc;
    struct growing g = {.size = obj_size};
    bool row = false;
    enum wr_db_fail f = WR_DBF_NONE;
    while (rc == 0 && (f = wr_conn_step(p, &row)) == WR_DBF_NONE && row) {
        rc = g.n == max ? too_many(tx, max) : grow(tx->ctx, &g, max);
        if (rc == 0)
            rc = store_row(tx, tx->ctx->arena, p, fields, g.p + g.n++ * obj_size);
    }
    if (f != WR_DBF_NONE)
        rc = stick(tx);
    else if (!row)
        (void)count_changed(tx, p);
    wr_conn_prep_done(p);
    if (rc == 0)
        *ret = (struct wr_list){.p = g.p, .n = g.n};
    return rc;
}

int wr_cursor_open_n(struct wr_tx *tx, const struct wr_stmt *q, struct wr_cursor **ret,
                     const struct wr_val *v, size_t n)
{
    struct wr_cursor *c = wr_alloc(sizeof *c);
    if (!c)
        return wr_fail(tx->ctx, WR_K_memory);
    c->tx = tx;
    int rc = begin_stmt(tx, q, v, n, WR_FETCH_WALK, &c->p);
    if (rc != 0) {
        wr_free(c);
        return rc;
    }
    tx->cursors_n++;
    *ret = c;
    return 0;
}

int wr_cursor_next(struct wr_cursor *c)
{
    if (c->ended)
        return 0;
    if (c->tx->failed != 0)
        return wr_fail(c->tx->ctx, WR_K_db_bug, wr_str("a cursor after a statement that failed"));
    bool row = false;
    if (wr_conn_step(c->p, &row) != WR_DBF_NONE)
        return stick(c->tx);
    if (!row) {
        c->ended = true;
        (void)count_changed(c->tx, c->p);
    }
    return row ? 1 : 0;
}

size_t wr_cursor_cols(const struct wr_cursor *c)
{
    return c->tx->conn->be->cols(c->p);
}

struct wr_str wr_cursor_name(const struct wr_cursor *c, size_t col)
{
    return wr_str(c->tx->conn->be->col_name(c->p, col));
}

bool wr_cursor_is_null(const struct wr_cursor *c, size_t col)
{
    return wr_cursor_type(c, col) == WR_V_NULL;
}

int64_t wr_cursor_i64(const struct wr_cursor *c, size_t col)
{
    return c->tx->conn->be->col_i64(c->p, col);
}

double wr_cursor_f64(const struct wr_cursor *c, size_t col)
{
    return c->tx->conn->be->col_f64(c->p, col);
}

/** An integer as text, the same on both engines. */
static struct wr_str number_text(struct wr_cursor *c, size_t col)
{
    size_t n = wr_cursor_cols(c);
    if (c->numbers_n < n) {
        void *p = wr_realloc_array(c->number, n, sizeof *c->number);
        if (!p)
            return (struct wr_str){"", 0};
        c->number = p;
        c->numbers_n = n;
    }
    int len =
        snprintf(c->number[col], sizeof c->number[col], "%lld", (long long)wr_cursor_i64(c, col));
    return (struct wr_str){c->number[col], (size_t)len};
}

struct wr_str wr_cursor_str(const struct wr_cursor *c, size_t col)
{
    switch (wr_cursor_type(c, col)) {
    case WR_V_STR:
    case WR_V_BYTES:
        return c->tx->conn->be->col_str(c->p, col);
    case WR_V_I64:
        return number_text((struct wr_cursor *)c, col);
    case WR_V_NULL:
    case WR_V_F64:
        break;
    }
    return (struct wr_str){NULL, 0};
}

enum wr_val_type wr_cursor_type(const struct wr_cursor *c, size_t col)
{
    return c->tx->conn->be->col_type(c->p, col);
}

int wr_cursor_into(const struct wr_cursor *c, struct wr_arena *a, const struct wr_field *fields,
                   void *obj)
{
    return store_row(c->tx, a, c->p, fields, obj);
}

void wr_cursor_close(struct wr_cursor *c)
{
    if (!c)
        return;
    assert(c->tx->cursors_n > 0);
    c->tx->cursors_n--;
    wr_conn_prep_done(c->p);
    wr_free(c->number);
    wr_free(c);
}

void wr_cursor_closep(struct wr_cursor **c)
{
    wr_cursor_close(*c);
    *c = NULL;
}
