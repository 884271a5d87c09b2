/*
 * All tables from one database to another, whatever the engines: one read transaction there, one write transaction here,
 * foreign keys checked at its end, and each table read back and compared before the COMMIT.
 */
#include "db/db_int.h"

#include "base/buf.h"
#include "base/crypto.h"

#include <stdio.h>

#define TABLES_MAX 200
#define COLUMNS_MAX 100
#define BATCH_ROWS_MAX 64
#define BATCH_BYTES_MAX ((size_t)4 << 20)
#define BATCH_ARENA_MAX ((size_t)512 << 20)
#define SQL_BYTES_MAX ((size_t)1 << 20)
#define PROGRESS_ROWS 1000

struct column {
    struct wr_str table_name;
    struct wr_str column_name;
    struct wr_str type_name;
    int64_t is_identity;
};

static const struct wr_field column_fields[] = {
    WR_STR(struct column, table_name, 1, 200, "表", "table"),
    WR_STR(struct column, column_name, 1, 200, "列", "column"),
    WR_STR(struct column, type_name, 1, 200, "类型", "type in the engine's words"),
    WR_I64(struct column, is_identity, 0, 1, "自增", "numbered by the database"),
    {0},
};

static const struct wr_stmt COLUMNS = {
    .name = "db_columns",
    .sql = "SELECT m.name AS table_name, p.name AS column_name, p.type AS type_name,"
           " CASE WHEN p.pk = 1 AND m.sql LIKE '%AUTOINCREMENT%' THEN 1 ELSE 0 END AS is_identity"
           " FROM sqlite_master m JOIN pragma_table_info(m.name) p"
           " WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' AND m.name <> "
           "'schema_migration'"
           " ORDER BY m.name, p.cid",
    .sql_pg = "SELECT table_name::text, column_name::text, data_type::text AS type_name,"
              " CASE is_identity WHEN 'YES' THEN 1 ELSE 0 END AS is_identity FROM "
              "information_schema.columns"
              " WHERE table_schema = current_schema() AND table_name <> 'schema_migration'"
              " ORDER BY table_name::text COLLATE \"C\", ordinal_position",
    .params = "",
    .cols = "ttti",
};
static const struct wr_stmt HISTORY = {
    .name = "db_copy_history",
    .sql = "SELECT version, sha256 FROM schema_migration ORDER BY version",
    .params = "",
    .cols = "it"};

static const char *const fk_later[] = {
    [WR_DB_SQLITE] = "PRAGMA defer_foreign_keys = ON",
    [WR_DB_PG] = "DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS t, conname "
                 "FROM pg_constraint"
                 " WHERE contype = 'f' AND connamespace = to_regnamespace(current_schema()::text) "
                 "LOOP EXECUTE"
                 " format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', r.t, "
                 "r.conname);"
                 " END LOOP; END $$",
};
static const char *const fk_now[] = {
    [WR_DB_SQLITE] = "",
    [WR_DB_PG] = "SET CONSTRAINTS ALL IMMEDIATE;"
                 "DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS t, conname "
                 "FROM pg_constraint"
                 " WHERE contype = 'f' AND connamespace = to_regnamespace(current_schema()::text) "
                 "LOOP EXECUTE"
                 " format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', r.t, r.conname); "
                 "END LOOP; END $$",
};

/** Sums over all rows of a table that do not depend on their order. */
struct sums {
    int64_t rows;
    uint64_t row[WR_SHA256 / 8];
    uint64_t column[COLUMNS_MAX];
};

struct table {
    struct wr_str name;
    struct wr_str names[COLUMNS_MAX];
    char letters[COLUMNS_MAX + 1];
    size_t n;
    bool identity;
};

struct copy {
    struct wr_ctx *ctx;
    struct wr_tx from, to;
    struct wr_arena batch; /* values of the rows not yet written */
    struct wr_buf sql;
    wr_db_progress *progress;
    void *arg;
};

static char letter_of_type(struct wr_str type)
{
    static const struct {
        const char *type;
        char letter;
    } known[] = {
        {"INTEGER", 'I'}, {"BIGINT", 'I'},           {"TEXT", 'T'},  {"REAL", 'R'},
        {"BLOB", 'B'},    {"DOUBLE PRECISION", 'R'}, {"BYTEA", 'B'},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(known); i++) {
        if (wr_str_eq_nocase(type, wr_str(known[i].type)))
            return known[i].letter;
    }
    return 0;
}

/** The next table out of the list of columns. */
static int next_table(struct wr_ctx *ctx, const struct wr_list *columns, size_t *at,
                      struct table *ret)
{
    const struct column *c = columns->p;
    *ret = (struct table){.name = c[*at].table_name};
    for (; *at < columns->n && wr_str_eq(c[*at].table_name, ret->name); (*at)++) {
        char letter = letter_of_type(c[*at].type_name);
        if (letter == 0 || ret->n == COLUMNS_MAX)
            return wr_fail(ctx, WR_K_db_copy, ret->name, c[*at].column_name, WR_S("type"));
        ret->names[ret->n] = c[*at].column_name;
        ret->letters[ret->n++] = letter;
        ret->identity = ret->identity || c[*at].is_identity != 0;
    }
    return 0;
}

static void add_names(struct wr_buf *b, const struct table *t)
{
    for (size_t i = 0; i < t->n; i++)
        wr_buf_printf(b, "%s\"" WR_FMT "\"", i ? ", " : "", WR_ARG(t->names[i]));
}

static int end_sql(struct copy *c, const struct table *t)
{
    wr_buf_c(&c->sql, '\0');
    return c->sql.failed
               ? wr_fail(c->ctx, WR_K_db_copy, t->name, WR_S("*"), WR_S("too many columns"))
               : 0;
}

static void add_sums(struct sums *s, const struct wr_cursor *row, const struct table *t)
{
    struct wr_sha256 h;
    wr_sha256_init(&h);
    for (size_t i = 0; i < t->n; i++) {
        enum wr_val_type type = wr_cursor_type(row, i);
        uint64_t head[2] = {(uint64_t)type, 0};
        struct wr_str text = {0};
        double r = 0;
        if (type == WR_V_I64) {
            head[1] = (uint64_t)wr_cursor_i64(row, i);
        } else if (type == WR_V_F64) {
            r = wr_cursor_f64(row, i);
            memcpy(&head[1], &r, sizeof r);
        } else if (type != WR_V_NULL) {
            text = wr_cursor_str(row, i);
            head[1] = text.n;
        }
        wr_sha256_add(&h, head, sizeof head);
        uint64_t mix = (head[0] * 31 + head[1]) * UINT64_C(0x9E3779B97F4A7C15);
        if (text.n > 0)
            wr_sha256_add(&h, text.p, text.n);
        for (size_t k = 0; k < text.n; k++)
            mix = (mix ^ (uint8_t)text.p[k]) * UINT64_C(0x100000001B3);
        s->column[i] += mix;
    }
    uint64_t digest[WR_SHA256 / 8];
    wr_sha256_end(&h, (uint8_t *)digest);
    for (size_t i = 0; i < WR_ARRAY_LEN(digest); i++)
        s->row[i] += digest[i];
    s->rows++;
}

static int keep_row(struct copy *c, const struct wr_cursor *row, const struct table *t,
                    struct wr_val *v)
{
    for (size_t i = 0; i < t->n; i++) {
        v[i] = (struct wr_val){.type = wr_cursor_type(row, i)};
        if (v[i].type == WR_V_I64)
            v[i].i = wr_cursor_i64(row, i);
        else if (v[i].type == WR_V_F64)
            v[i].r = wr_cursor_f64(row, i);
        else if (v[i].type != WR_V_NULL)
            v[i].s = wr_arena_dup(&c->batch, wr_cursor_str(row, i));
        if ((v[i].type == WR_V_STR || v[i].type == WR_V_BYTES) && !v[i].s.p)
            return wr_fail(c->ctx, WR_K_db_arena);
    }
    return 0;
}

/** The INSERT of `rows` rows at once. */
static int make_insert(struct copy *c, const struct table *t, size_t rows, struct wr_stmt **ret)
{
    char params[WR_STMT_PARAMS_MAX + 1] = "";
    wr_buf_clear(&c->sql);
    wr_buf_printf(&c->sql, "INSERT INTO \"" WR_FMT "\" (", WR_ARG(t->name));
    add_names(&c->sql, t);
    wr_buf_lit(&c->sql, ") VALUES ");
    for (size_t i = 0; i < rows * t->n; i++) {
        const char *before = i % t->n != 0 ? ", " : i ? "), (" : "(";
        wr_buf_printf(&c->sql, "%s$%zu", before, i + 1);
        params[i] = t->letters[i % t->n];
    }
    wr_buf_c(&c->sql, ')');
    int rc = end_sql(c, t);
    if (rc != 0)
        return rc;
    struct wr_stmt *q = wr_arena_new(c->ctx->arena, struct wr_stmt);
    if (!q)
        return wr_fail(c->ctx, WR_K_db_arena);
    *q = (struct wr_stmt){.name = "db_copy_insert", .cols = ""};
    q->sql = wr_arena_cstr(c->ctx->arena, wr_str(c->sql.p));
    q->params = wr_arena_cstr(c->ctx->arena, wr_str(params));
    *ret = q;
    return q->sql && q->params ? 0 : wr_fail(c->ctx, WR_K_db_arena);
}

/** @param full  the INSERT for full batches, prepared once a table */
static int write_batch(struct copy *c, const struct table *t, const struct wr_stmt *full,
                       const struct wr_val *v, size_t rows)
{
    struct wr_stmt *part = NULL;
    int rc = 0;
    if (rows * t->n != strlen(full->params))
        rc = make_insert(c, t, rows, &part);
    if (rc == 0)
        rc = wr_exec_n(&c->to, part ? part : full, NULL, v, rows * t->n);
    wr_arena_reset(&c->batch);
    return rc;
}

static int open_table(struct copy *c, struct wr_tx *tx, const struct table *t, struct wr_stmt *q,
                      struct wr_cursor **ret)
{
    wr_buf_clear(&c->sql);
    wr_buf_lit(&c->sql, "SELECT ");
    add_names(&c->sql, t);
    wr_buf_printf(&c->sql, " FROM \"" WR_FMT "\"", WR_ARG(t->name));
    int rc = end_sql(c, t);
    if (rc != 0)
        return rc;
    *q = (struct wr_stmt){.name = "db_copy_read", .params = "", .cols = "*"};
    q->sql = wr_arena_cstr(c->ctx->arena, wr_str(c->sql.p));
    return q->sql ? wr_cursor_open_n(tx, q, ret, NULL, 0) : wr_fail(c->ctx, WR_K_db_arena);
}

static int count_rows(struct copy *c, struct wr_tx *tx, const struct table *t, int64_t *ret)
{
    struct wr_stmt *q = wr_arena_new(c->ctx->arena, struct wr_stmt);
    struct wr_str sql =
        wr_arena_printf(c->ctx->arena, "SELECT COUNT(*) FROM \"" WR_FMT "\"", WR_ARG(t->name));
    if (!q || !sql.p)
        return wr_fail(c->ctx, WR_K_db_arena);
    *q = (struct wr_stmt){.name = "db_copy_count",
                          .sql = wr_arena_cstr(c->ctx->arena, sql),
                          .params = "",
                          .cols = "i"};
    return q->sql ? wr_query_i64(tx, q, ret) : wr_fail(c->ctx, WR_K_db_arena);
}

static int pour(struct copy *c, const struct table *t, struct wr_cursor *rows, int64_t total,
                struct sums *ret)
{
    struct wr_val v[WR_STMT_PARAMS_MAX];
    size_t batch_max =
        WR_STMT_PARAMS_MAX / t->n < BATCH_ROWS_MAX ? WR_STMT_PARAMS_MAX / t->n : BATCH_ROWS_MAX;
    size_t n = 0;
    struct wr_stmt *full = NULL;
    int rc = make_insert(c, t, batch_max, &full);
    while (rc == 0 && (rc = wr_cursor_next(rows)) > 0) {
        add_sums(ret, rows, t);
        rc = keep_row(c, rows, t, v + n * t->n);
        n++;
        if (rc == 0 && (n == batch_max || c->batch.used_bytes > BATCH_BYTES_MAX)) {
            rc = write_batch(c, t, full, v, n);
            n = 0;
        }
        if (rc != 0)
            return rc;
        if (c->progress && ret->rows % PROGRESS_ROWS == 0)
            c->progress(c->arg, wr_arena_cstr(&c->batch, t->name), ret->rows, total);
    }
    return rc != 0 || n == 0 ? rc : write_batch(c, t, full, v, n);
}

static int compare(struct copy *c, const struct table *t, const struct sums *a,
                   const struct sums *b)
{
    if (a->rows != b->rows)
        return wr_fail(c->ctx, WR_K_db_copy, t->name, WR_S("*"), WR_S("row count"));
    if (memcmp(a->row, b->row, sizeof a->row) == 0)
        return 0;
    for (size_t i = 0; i < t->n; i++) {
        if (a->column[i] != b->column[i])
            return wr_fail(c->ctx, WR_K_db_copy, t->name, t->names[i], WR_S("sum"));
    }
    return wr_fail(c->ctx, WR_K_db_copy, t->name, WR_S("*"), WR_S("sum"));
}

static int sum_up(struct copy *c, struct wr_tx *tx, const struct table *t, struct sums *ret)
{
    struct wr_stmt *q = wr_arena_new(c->ctx->arena, struct wr_stmt);
    struct wr_cursor *rows WR_CLEANUP(wr_cursor_closep) = NULL;
    int rc = q ? open_table(c, tx, t, q, &rows) : wr_fail(c->ctx, WR_K_db_arena);
    while (rc == 0 && (rc = wr_cursor_next(rows)) > 0) {
        add_sums(ret, rows, t);
        rc = 0;
    }
    return rc;
}

/** Numbers given by the database go on behind the highest one copied. */
static int reset_identity(struct copy *c, const struct table *t)
{
    if (!t->identity || c->to.conn->be->engine != WR_DB_PG)
        return 0;
    char sql[320];
    (void)snprintf(sql, sizeof sql,
                   "SELECT setval(pg_get_serial_sequence('\"%.*s\"', 'id'), COALESCE(MAX(id), 1), "
                   "MAX(id) IS NOT NULL)"
                   " FROM \"%.*s\"",
                   WR_ARG(t->name), WR_ARG(t->name));
    if (c->to.conn->be->script(c->to.conn, sql) != WR_DBF_NONE)
        return wr_db_fail_ctx(c->ctx, &c->to.conn->err);
    return 0;
}

static int copy_table(struct copy *c, const struct table *t)
{
    struct sums from = {0}, to = {0};
    int64_t there = 0, total = 0;
    int rc = count_rows(c, &c->to, t, &there);
    if (rc == 0 && there != 0)
        return wr_fail(c->ctx, WR_K_db_copy_not_empty, t->name);
    if (rc == 0)
        rc = count_rows(c, &c->from, t, &total);
    struct wr_stmt *q = wr_arena_new(c->ctx->arena, struct wr_stmt);
    if (rc != 0 || !q)
        return rc != 0 ? rc : wr_fail(c->ctx, WR_K_db_arena);
    struct wr_cursor *rows = NULL;
    rc = open_table(c, &c->from, t, q, &rows);
    if (rc == 0)
        rc = pour(c, t, rows, total, &from);
    wr_cursor_close(rows);
    if (rc == 0)
        rc = sum_up(c, &c->to, t, &to);
    if (rc == 0)
        rc = compare(c, t, &from, &to);
    if (rc == 0)
        rc = reset_identity(c, t);
    if (rc == 0 && c->progress)
        c->progress(c->arg, wr_arena_cstr(&c->batch, t->name), total, total);
    return rc;
}

struct version {
    int64_t version;
    struct wr_str sha256;
};
static const struct wr_field version_fields[] = {
    WR_I64(struct version, version, 0, WR_ID_MAX, "版本", "number"),
    WR_STR(struct version, sha256, 64, 64, "摘要", "hex SHA-256"),
    {0},
};

static int same_schema(struct copy *c)
{
    struct wr_list a, b;
    int rc = wr_query_list(&c->from, &HISTORY, version_fields, sizeof(struct version), 1000, &a);
    if (rc == 0)
        rc = wr_query_list(&c->to, &HISTORY, version_fields, sizeof(struct version), 1000, &b);
    if (rc != 0)
        return rc;
    const struct version *x = a.p, *y = b.p;
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++)
        same = x[i].version == y[i].version && wr_str_eq(x[i].sha256, y[i].sha256);
    return same ? 0 : wr_fail(c->ctx, WR_K_db_copy_schema);
}

static int copy_all(struct copy *c)
{
    struct wr_conn *to = c->to.conn;
    struct wr_list columns;
    int rc = same_schema(c);
    if (rc == 0)
        rc = wr_query_list(&c->to, &COLUMNS, column_fields, sizeof(struct column),
                           TABLES_MAX * COLUMNS_MAX, &columns);
    if (rc != 0)
        return rc;
    if (to->be->script(to, fk_later[to->be->engine]) != WR_DBF_NONE)
        return wr_db_fail_ctx(c->ctx, &to->err);
    for (size_t at = 0; rc == 0 && at < columns.n;) {
        struct table t;
        rc = next_table(c->ctx, &columns, &at, &t);
        if (rc == 0)
            rc = copy_table(c, &t);
    }
    if (rc != 0)
        return rc;
    if (to->be->script(to, fk_now[to->be->engine]) != WR_DBF_NONE ||
        to->be->commit(to) != WR_DBF_NONE)
        return wr_db_fail_ctx(c->ctx, &to->err);
    return 0;
}

static int with_both(struct wr_ctx *ctx, struct wr_conn *from, struct wr_conn *to,
                     wr_db_progress *progress, void *arg)
{
    struct copy c = {.ctx = ctx, .progress = progress, .arg = arg};
    c.from = (struct wr_tx){
        .ctx = ctx, .db = from->db, .conn = from, .mode = WR_TX_READ, .name = "db.copy"};
    c.to = (struct wr_tx){
        .ctx = ctx, .db = to->db, .conn = to, .mode = WR_TX_WRITE, .name = "db.copy"};
    if (from->be->begin(from, WR_TX_READ) != WR_DBF_NONE)
        return wr_db_fail_ctx(ctx, &from->err);
    int rc = to->be->begin(to, WR_TX_WRITE) == WR_DBF_NONE ? 0 : wr_db_fail_ctx(ctx, &to->err);
    if (rc == 0) {
        wr_arena_init(&c.batch, BATCH_ARENA_MAX);
        wr_buf_init(&c.sql, SQL_BYTES_MAX);
        rc = copy_all(&c);
        wr_buf_done(&c.sql);
        wr_arena_done(&c.batch);
    }
    wr_conn_free_preps(from); /* statements of this copy only: their texts end with it */
    wr_conn_free_preps(to);
    if (!from->lost)
        from->be->rollback(from);
    if (!to->lost && to->be->in_tx(to))
        to->be->rollback(to);
    return rc;
}

int wr_db_copy(struct wr_ctx *ctx, struct wr_db *from, struct wr_db *to, wr_db_progress *progress,
               void *arg)
{
    struct wr_db_error e = {0};
    struct wr_conn *src = wr_readers_take(from, wr_db_mono_ms() + from->opt.wait_ms_max, &e);
    if (!src)
        return wr_db_fail_ctx(ctx, &e);
    int rc = 0;
    if (wr_writer_take(to, wr_db_mono_ms() + to->opt.wait_ms_max, &e) == WR_DBF_NONE) {
        rc = with_both(ctx, src, to->w.conn, progress, arg);
        wr_writer_give(to);
    } else {
        rc = wr_db_fail_ctx(ctx, &e);
    }
    wr_readers_give(from, src);
    return rc;
}
