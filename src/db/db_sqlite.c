/* This file and db_sqlite_wal.c alone know SQLite. */
#include "db/db_sqlite.h"
#include "db/db_int.h"

#include "base/alloc.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARAMS_MAX WR_STMT_PARAMS_MAX

struct lite_conn {
    struct wr_conn c;
    sqlite3 *h;
    struct wr_wal *wal; /* of the writer */
};

struct lite_prep {
    struct wr_prep p;
    sqlite3_stmt *s;
    size_t n_params;
    int at[]; /* position of $1, $2 … : SQLite numbers them by first appearance */
};

static struct lite_conn *lite(struct wr_conn *c)
{
    return (struct lite_conn *)c;
}

static struct lite_prep *lite_prep(struct wr_prep *p)
{
    return (struct lite_prep *)p;
}

static enum wr_db_fail classify(int rc, int extended)
{
    if (extended == SQLITE_CONSTRAINT_DATATYPE)
        return WR_DBF_BUG;
    switch (rc) {
    case SQLITE_CONSTRAINT:
        return WR_DBF_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return WR_DBF_SOFT;
    case SQLITE_READONLY:
        return WR_DBF_READONLY;
    case SQLITE_FULL:
        return WR_DBF_FULL;
    case SQLITE_TOOBIG:
        return WR_DBF_LIMIT;
    case SQLITE_NOMEM:
        return WR_DBF_MEMORY;
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        return WR_DBF_BUG;
    default:
        return WR_DBF_IO;
    }
}

static enum wr_db_fail failed(struct wr_conn *c, const char *what)
{
    sqlite3 *h = lite(c)->h;
    int ext = sqlite3_extended_errcode(h);
    enum wr_db_fail kind = classify(ext & 0xff, ext);
    if (kind == WR_DBF_CONFLICT)
        wr_db_error_set(&c->err, kind, "%s", sqlite3_errmsg(h));
    else
        wr_db_error_set(&c->err, kind, "%s: %s", what, sqlite3_errmsg(h));
    return kind;
}

static enum wr_db_fail lite_script(struct wr_conn *c, const char *sql)
{
    if (sqlite3_exec(lite(c)->h, sql, NULL, NULL, NULL) == SQLITE_OK)
        return WR_DBF_NONE;
    return failed(c, "sqlite");
}

/** WAL needs shared memory and locks: says so where the file system has none. */
static enum wr_db_fail check_wal(struct wr_conn *c)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(lite(c)->h, "PRAGMA journal_mode = WAL", -1, &s, NULL) != SQLITE_OK)
        return failed(c, "journal_mode");
    int rc = sqlite3_step(s);
    bool wal = rc == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "wal") == 0;
    enum wr_db_fail f = WR_DBF_NONE;
    if (rc != SQLITE_ROW) {
        f = failed(c, "journal_mode");
    } else if (!wal && !c->db->single) {
        wr_db_error_set(&c->err, WR_DBF_IO, "no write-ahead log on this file system: %s",
                        c->db->target);
        f = WR_DBF_IO;
    }
    sqlite3_finalize(s);
    return f;
}

static enum wr_db_fail set_up(struct wr_conn *c)
{
    sqlite3 *h = lite(c)->h;
    sqlite3_extended_result_codes(h, 1);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    int64_t wait_ms = c->db->opt.wait_ms_max;
    sqlite3_busy_timeout(h, wait_ms > 60000 ? 60000 : (int)wait_ms);
    /* LIKE counts letter case as PostgreSQL does */
    enum wr_db_fail f =
        lite_script(c, "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON;"
                       "PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY;"
                       "PRAGMA cache_size = -8000");
    if (f == WR_DBF_NONE && c->writer)
        f = check_wal(c);
    if (f == WR_DBF_NONE)
        f = lite_script(c, !c->writer        ? "PRAGMA query_only = ON"
                           : c->db->opt.bulk ? "PRAGMA synchronous = OFF"
                                             : "PRAGMA synchronous = FULL;"
                                               "PRAGMA cache_size = -48000");
    if (f == WR_DBF_NONE && c->writer && !c->db->opt.bulk && !c->db->single)
        lite(c)->wal = wr_wal_watch(h, c->db->target);
    return f;
}

static void lite_close(struct wr_conn *c)
{
    wr_conn_free_preps(c);
    wr_wal_stop(lite(c)->wal);
    if (c->writer && c->db->opt.bulk && lite(c)->h) /* now all of it goes to disk */
        (void)lite_script(c, "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)");
    (void)sqlite3_close_v2(lite(c)->h);
    wr_free(c);
}

/** No statistics of memory: they cost a lock around every allocation of every thread. */
static void configure_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum wr_db_fail lite_open(struct wr_db *db, bool writer, struct wr_conn **ret,
                                 struct wr_db_error *reterr)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, configure_library);
    struct lite_conn *l = wr_alloc(sizeof *l);
    if (!l) {
        wr_db_error_set(reterr, WR_DBF_MEMORY, "no memory");
        return WR_DBF_MEMORY;
    }
    l->c = (struct wr_conn){.be = &wr_backend_sqlite, .db = db, .writer = writer};
    int flags = SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    if (writer && (db->opt.create || db->single))
        flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(db->target, &l->h, flags, NULL) != SQLITE_OK) {
        wr_db_error_set(reterr, WR_DBF_IO, "%s: %s", db->target,
                        l->h ? sqlite3_errmsg(l->h) : "no memory");
        (void)sqlite3_close_v2(l->h);
        wr_free(l);
        return WR_DBF_IO;
    }
    enum wr_db_fail f = set_up(&l->c);
    if (f != WR_DBF_NONE) {
        *reterr = l->c.err;
        lite_close(&l->c);
        return f;
    }
    *ret = &l->c;
    return WR_DBF_NONE;
}

static enum wr_db_fail lite_begin(struct wr_conn *c, enum wr_tx_mode mode)
{
    if (mode == WR_TX_WRITE)
        return lite_script(c, "BEGIN IMMEDIATE");
    return lite_script(c, c->writer ? "PRAGMA query_only = ON; BEGIN" : "BEGIN");
}

static bool lite_in_tx(struct wr_conn *c)
{
    return sqlite3_get_autocommit(lite(c)->h) == 0;
}

static void lite_rollback(struct wr_conn *c)
{
    if (lite_in_tx(c))
        (void)sqlite3_exec(lite(c)->h, "ROLLBACK", NULL, NULL, NULL);
    if (c->db->single)
        (void)sqlite3_exec(lite(c)->h, "PRAGMA query_only = OFF", NULL, NULL, NULL);
}

static enum wr_db_fail lite_commit(struct wr_conn *c)
{
    return lite_script(c, "COMMIT");
}

static void lite_prep_free(struct wr_prep *p)
{
    sqlite3_finalize(lite_prep(p)->s);
    wr_free(p);
}

static enum wr_db_fail find_params(struct wr_conn *c, struct lite_prep *l, const struct wr_stmt *q,
                                   bool folded)
{
    for (size_t i = 0; i < l->n_params; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "$%u", (unsigned)(i + 1) % 1000U);
        l->at[i] = sqlite3_bind_parameter_index(l->s, name);
        if (l->at[i] == 0 && !folded) {
            wr_db_error_set(&c->err, WR_DBF_BUG, "%s: %s is declared but not in the text", q->name,
                            name);
            return WR_DBF_BUG;
        }
    }
    return WR_DBF_NONE;
}

static enum wr_db_fail lite_prepare(struct wr_conn *c, const struct wr_stmt *q, const char *sql,
                                    struct wr_prep **ret)
{
    size_t n = strlen(q->params);
    if (n > PARAMS_MAX) {
        wr_db_error_set(&c->err, WR_DBF_BUG, "%s: more than %d parameters", q->name, PARAMS_MAX);
        return WR_DBF_BUG;
    }
    struct lite_prep *l = wr_alloc(sizeof *l + n * sizeof l->at[0]);
    if (!l) {
        wr_db_error_set(&c->err, WR_DBF_MEMORY, "no memory");
        return WR_DBF_MEMORY;
    }
    l->n_params = n;
    enum wr_db_fail f = WR_DBF_NONE;
    if (sqlite3_prepare_v3(lite(c)->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &l->s, NULL) !=
            SQLITE_OK ||
        !l->s)
        f = failed(c, q->name);
    else
        f = find_params(c, l, q, sql != q->sql);
    if (f != WR_DBF_NONE) {
        lite_prep_free(&l->p);
        return f;
    }
    *ret = &l->p;
    return WR_DBF_NONE;
}

static int bind_one(sqlite3_stmt *s, int at, const struct wr_val *v, sqlite3_destructor_type keep)
{
    const char *p = v->s.p ? v->s.p : "";
    switch (v->type) {
    case WR_V_NULL:
        return sqlite3_bind_null(s, at);
    case WR_V_I64:
        return sqlite3_bind_int64(s, at, v->i);
    case WR_V_F64:
        return sqlite3_bind_double(s, at, v->r);
    case WR_V_STR:
        return sqlite3_bind_text64(s, at, p, v->s.n, keep, SQLITE_UTF8);
    case WR_V_BYTES:
        return sqlite3_bind_blob64(s, at, p, v->s.n, keep);
    }
    return SQLITE_MISUSE;
}

static enum wr_db_fail lite_start(struct wr_prep *p, const struct wr_val *v, size_t n,
                                  enum wr_fetch how)
{
    struct lite_prep *l = lite_prep(p);
    sqlite3_destructor_type keep = how == WR_FETCH_WALK ? SQLITE_TRANSIENT : SQLITE_STATIC;
    for (size_t i = 0; i < n && i < l->n_params; i++) {
        if (l->at[i] != 0 && bind_one(l->s, l->at[i], &v[i], keep) != SQLITE_OK)
            return failed(p->conn, p->q->name);
    }
    return WR_DBF_NONE;
}

static enum wr_db_fail lite_step(struct wr_prep *p, bool *ret_row)
{
    int rc = sqlite3_step(lite_prep(p)->s);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return failed(p->conn, p->q->name);
    *ret_row = rc == SQLITE_ROW;
    return WR_DBF_NONE;
}

static int64_t lite_changed(struct wr_prep *p)
{
    if (sqlite3_stmt_readonly(lite_prep(p)->s))
        return 0;
    return sqlite3_changes64(lite(p->conn)->h);
}

static void lite_finish(struct wr_prep *p)
{
    (void)sqlite3_reset(lite_prep(p)->s);
    (void)sqlite3_clear_bindings(lite_prep(p)->s);
}

static size_t lite_cols(struct wr_prep *p)
{
    return (size_t)sqlite3_column_count(lite_prep(p)->s);
}

static const char *lite_col_name(struct wr_prep *p, size_t i)
{
    const char *name = sqlite3_column_name(lite_prep(p)->s, (int)i);
    return name ? name : "";
}

static enum wr_val_type lite_col_type(struct wr_prep *p, size_t i)
{
    switch (sqlite3_column_type(lite_prep(p)->s, (int)i)) {
    case SQLITE_INTEGER:
        return WR_V_I64;
    case SQLITE_FLOAT:
        return WR_V_F64;
    case SQLITE_TEXT:
        return WR_V_STR;
    case SQLITE_BLOB:
        return WR_V_BYTES;
    default:
        return WR_V_NULL;
    }
}

static int64_t lite_col_i64(struct wr_prep *p, size_t i)
{
    return sqlite3_column_int64(lite_prep(p)->s, (int)i);
}

static double lite_col_f64(struct wr_prep *p, size_t i)
{
    return sqlite3_column_double(lite_prep(p)->s, (int)i);
}

static struct wr_str lite_col_str(struct wr_prep *p, size_t i)
{
    sqlite3_stmt *s = lite_prep(p)->s;
    const char *t = NULL;
    if (sqlite3_column_type(s, (int)i) == SQLITE_BLOB)
        t = sqlite3_column_blob(s, (int)i);
    else
        t = (const char *)sqlite3_column_text(s, (int)i);
    return (struct wr_str){t ? t : "", (size_t)sqlite3_column_bytes(s, (int)i)};
}

static char letter_of_decl(const char *decl)
{
    static const struct {
        const char *decl;
        char letter;
    } known[] = {{"INTEGER", 'i'}, {"INT", 'i'}, {"TEXT", 't'}, {"REAL", 'r'}, {"BLOB", 'b'}};
    for (size_t i = 0; i < WR_ARRAY_LEN(known); i++) {
        if (sqlite3_stricmp(known[i].decl, decl) == 0)
            return known[i].letter;
    }
    return '?';
}

static enum wr_db_fail lite_drift(struct wr_prep *p)
{
    struct lite_prep *l = lite_prep(p);
    struct wr_db_error *e = &p->conn->err;
    const struct wr_stmt *q = p->q;
    int params = sqlite3_bind_parameter_count(l->s);
    if ((size_t)params != l->n_params) {
        wr_db_error_set(e, WR_DBF_BUG, "%s: %zu parameters declared, %d in the text", q->name,
                        l->n_params, params);
        return WR_DBF_BUG;
    }
    if (strcmp(q->cols, "*") == 0)
        return WR_DBF_NONE;
    int cols = sqlite3_column_count(l->s);
    if ((size_t)cols != strlen(q->cols)) {
        wr_db_error_set(e, WR_DBF_BUG, "%s: %zu columns declared, %d given", q->name,
                        strlen(q->cols), cols);
        return WR_DBF_BUG;
    }
    for (int i = 0; i < cols; i++) {
        const char *decl = sqlite3_column_decltype(l->s, i);
        if (decl && letter_of_decl(decl) != (char)(q->cols[i] | 0x20)) {
            wr_db_error_set(e, WR_DBF_BUG, "%s: column %d (%s) is declared %c but is %s", q->name,
                            i + 1, sqlite3_column_name(l->s, i), q->cols[i], decl);
            return WR_DBF_BUG;
        }
    }
    return WR_DBF_NONE;
}

const struct wr_backend wr_backend_sqlite = {
    .engine = WR_DB_SQLITE,
    .name = "sqlite",
    .open = lite_open,
    .close = lite_close,
    .script = lite_script,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .in_tx = lite_in_tx,
    .prepare = lite_prepare,
    .prep_free = lite_prep_free,
    .start = lite_start,
    .step = lite_step,
    .changed = lite_changed,
    .finish = lite_finish,
    .cols = lite_cols,
    .col_name = lite_col_name,
    .col_type = lite_col_type,
    .col_i64 = lite_col_i64,
    .col_f64 = lite_col_f64,
    .col_str = lite_col_str,
    .drift = lite_drift,
};

enum wr_db_fail wr_sqlite_backup(struct wr_conn *c, const char *path, struct wr_db_error *reterr)
{
    sqlite3 *to = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE;
    mode_t mask = umask(077); /* a copy of everything: for its owner only */
    int rc = sqlite3_open_v2(path, &to, flags, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", NULL, NULL,
                          NULL);
    (void)umask(mask);
    sqlite3_backup *b =
        rc == SQLITE_OK ? sqlite3_backup_init(to, "main", lite(c)->h, "main") : NULL;
    if (b) {
        do {
            rc = sqlite3_backup_step(b, 1024);
            if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
                sqlite3_sleep(20);
        } while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
        (void)sqlite3_backup_finish(b);
    }
    enum wr_db_fail f = WR_DBF_NONE;
    if (!b || rc != SQLITE_DONE) {
        wr_db_error_set(reterr, classify(rc & 0xff, rc) == WR_DBF_FULL ? WR_DBF_FULL : WR_DBF_IO,
                        "%s: %s", path, to ? sqlite3_errmsg(to) : sqlite3_errstr(rc));
        f = reterr->kind;
    }
    (void)sqlite3_close_v2(to);
    if (f != WR_DBF_NONE && b)
        (void)unlink(path);
    return f;
}

enum wr_db_fail wr_sqlite_alone(struct wr_conn *c)
{
    sqlite3_busy_timeout(lite(c)->h, 500);
    return lite_script(c, "PRAGMA journal_mode = WAL; PRAGMA journal_mode = DELETE");
}
