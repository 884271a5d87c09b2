/* Is the database whole, and a copy of it in a file. */
#include "db/db_int.h"
#include "db/db_sqlite.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static const struct wr_stmt INTEGRITY = {.name = "db_integrity",
                                         .sql =
                                             "SELECT integrity_check FROM pragma_integrity_check",
                                         .params = "",
                                         .cols = "t"};
static const struct wr_stmt ORPHANS = {
    .name = "db_orphans",
    .sql = "SELECT \"table\", COUNT(*) FROM pragma_foreign_key_check GROUP BY 1",
    .params = "",
    .cols = "ti"};
static const struct wr_stmt PG_NOT_VALID = {
    .name = "db_pg_not_valid",
    .sql = "SELECT conname::text AS name FROM pg_constraint WHERE NOT convalidated AND "
           "connamespace = to_regnamespace(current_schema())"
           " UNION ALL SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid "
           "= i.indexrelid"
           " WHERE NOT indisvalid AND c.relnamespace = to_regnamespace(current_schema())",
    .params = "",
    .cols = "t"};
static const struct wr_stmt PG_TABLES = {
    .name = "db_pg_tables",
    .sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
    .params = "",
    .cols = "t"};

/** The first row's first column, unless it says "ok", is what is wrong. */
static int first_row_is_a_fault(struct wr_tx *tx, const struct wr_stmt *q)
{
    struct wr_cursor *c WR_CLEANUP(wr_cursor_closep) = NULL;
    int rc = wr_cursor_open(tx, q, &c);
    if (rc != 0)
        return rc;
    rc = wr_cursor_next(c);
    if (rc <= 0)
        return rc;
    struct wr_str text = wr_cursor_str(c, 0);
    return wr_str_eq(text, WR_S("ok")) ? 0 : wr_fail(tx->ctx, WR_K_db_damaged, text);
}

static int check_sqlite(struct wr_tx *tx, void *arg)
{
    (void)arg;
    int rc = first_row_is_a_fault(tx, &INTEGRITY);
    return rc != 0 ? rc : first_row_is_a_fault(tx, &ORPHANS);
}

/** Read every row of one table once: a page that cannot be read fails here. */
static int read_through(struct wr_tx *tx, struct wr_str table)
{
    char sql[160];
    (void)snprintf(sql, sizeof sql, "SELECT COUNT(t.*) FROM \"%.*s\" t", WR_ARG(table));
    struct wr_stmt q = {.name = "db_read_through", .sql = sql, .params = "", .cols = "i"};
    if (wr_conn_exec(tx->conn, &q, NULL, 0) == WR_DBF_NONE)
        return 0;
    return wr_fail(tx->ctx, WR_K_db_damaged, wr_str(tx->conn->err.text));
}

static int check_pg(struct wr_tx *tx, void *arg)
{
    (void)arg;
    int rc = first_row_is_a_fault(tx, &PG_NOT_VALID);
    if (rc != 0)
        return rc;
    struct wr_cursor *c WR_CLEANUP(wr_cursor_closep) = NULL;
    rc = wr_cursor_open(tx, &PG_TABLES, &c);
    if (rc != 0)
        return rc;
    while ((rc = wr_cursor_next(c)) > 0) {
        rc = read_through(tx, wr_cursor_str(c, 0));
        if (rc != 0)
            return rc;
    }
    return rc;
}

int wr_db_check(struct wr_ctx *ctx)
{
    bool lite = wr_db_engine(ctx->db) == WR_DB_SQLITE;
    return wr_tx_run(ctx, WR_TX_READ, "db.check", lite ? check_sqlite : check_pg, NULL);
}

int wr_db_backup(struct wr_ctx *ctx, const char *path)
{
    struct wr_db *db = ctx->db;
    if (db->be->engine != WR_DB_SQLITE)
        return wr_fail(ctx, WR_K_db_backup_pg);
    if (access(path, F_OK) == 0 || errno != ENOENT)
        return wr_fail(ctx, WR_K_db_file_exists, wr_str(path));
    struct wr_db_error e = {0};
    if (db->single)
        return wr_fail(ctx, WR_K_db_bug, wr_str("a database in memory has no backup"));
    struct wr_conn *c = wr_readers_take(db, wr_db_mono_ms() + db->opt.wait_ms_max, &e);
    if (!c)
        return wr_db_fail_ctx(ctx, &e);
    /* inside a read transaction: what others write meanwhile does not make the copy start again */
    enum wr_db_fail f = db->be->begin(c, WR_TX_READ);
    if (f == WR_DBF_NONE) {
        f = wr_sqlite_backup(c, path, &e);
        db->be->rollback(c);
    } else {
        e = c->err;
    }
    wr_readers_give(db, c);
    return f == WR_DBF_NONE ? 0 : wr_db_fail_ctx(ctx, &e);
}

int wr_db_alone(struct wr_ctx *ctx)
{
    struct wr_db *db = ctx->db;
    struct wr_db_error e = {0};
    if (db->be->engine != WR_DB_SQLITE || db->single)
        return 0;
    wr_readers_close_idle(db);
    if (wr_writer_take(db, wr_db_mono_ms() + db->opt.wait_ms_max, &e) != WR_DBF_NONE)
        return wr_db_fail_ctx(ctx, &e);
    enum wr_db_fail f = wr_sqlite_alone(db->w.conn);
    wr_writer_give(db);
    if (f == WR_DBF_NONE)
        return 0;
    return f == WR_DBF_SOFT ? wr_fail(ctx, WR_K_db_in_use) : wr_db_fail_ctx(ctx, &db->w.conn->err);
}

/** Is each of $1 … $n in the text? PostgreSQL does not mind one that is declared and never used. */
static bool uses_all_params(const char *sql, size_t n)
{
    bool used[WR_STMT_PARAMS_MAX + 1] = {false};
    size_t used_n = 0;
    for (const char *p = strchr(sql, '$'); p; p = strchr(p + 1, '$')) {
        size_t i = 0;
        for (const char *d = p + 1; *d >= '0' && *d <= '9' && i <= WR_STMT_PARAMS_MAX; d++)
            i = i * 10 + (size_t)(*d - '0');
        if (i == 0 || i > n)
            return false;
        used_n += used[i] ? 0 : 1;
        used[i] = true;
    }
    return used_n == n;
}

static int prepare_check(struct wr_ctx *ctx, struct wr_conn *c, const struct wr_stmt *q)
{
    struct wr_prep *p = NULL;
    size_t n = strlen(q->params);
    if (n > WR_STMT_PARAMS_MAX || !uses_all_params(wr_stmt_sql(c, q), n)) {
        wr_db_error_set(&c->err, WR_DBF_BUG,
                        "%s: the text does not use exactly the %zu parameters declared", q->name,
                        n);
        return wr_db_fail_ctx(ctx, &c->err);
    }
    if (c->be->prepare(c, q, wr_stmt_sql(c, q), &p) != WR_DBF_NONE)
        return wr_db_fail_ctx(ctx, &c->err);
    p->q = q;
    p->conn = c;
    int rc = c->be->drift(p) == WR_DBF_NONE ? 0 : wr_db_fail_ctx(ctx, &c->err);
    c->be->prep_free(p);
    return rc;
}

int wr_db_prepare_check(struct wr_ctx *ctx, const struct wr_stmt *q)
{
    struct wr_db *db = ctx->db;
    struct wr_db_error e = {0};
    if (wr_writer_take(db, wr_db_mono_ms() + db->opt.wait_ms_max, &e) != WR_DBF_NONE)
        return wr_db_fail_ctx(ctx, &e);
    int rc = prepare_check(ctx, db->w.conn, q);
    wr_writer_give(db);
    return rc;
}
