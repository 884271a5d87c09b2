/* With db_pg_row.c the only files that know PostgreSQL. Parameters and results travel in binary form. */
#include "db/db_pg_in.h"

#include "base/alloc.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#define PARAMS_MAX WR_STMT_PARAMS_MAX
#define FETCH_ROWS 500
#define SMALL_WALKS 2

/** What an SQLSTATE means for the transaction. */
static enum wr_db_fail classify(const char *state)
{
    static const struct {
        const char *prefix;
        enum wr_db_fail kind;
    } known[] = {
        {"23", WR_DBF_CONFLICT}, {"40", WR_DBF_SOFT},    {"55P03", WR_DBF_SOFT},
        {"57014", WR_DBF_SOFT},  {"08", WR_DBF_LOST},    {"57P", WR_DBF_LOST},
        {"53300", WR_DBF_LOST},  {"53100", WR_DBF_FULL}, {"53200", WR_DBF_MEMORY},
        {"53", WR_DBF_IO},       {"54", WR_DBF_LIMIT},   {"25006", WR_DBF_READONLY},
        {"22", WR_DBF_BUG},      {"25", WR_DBF_BUG},     {"26", WR_DBF_BUG},
        {"42", WR_DBF_BUG},      {"0A", WR_DBF_BUG},     {"34", WR_DBF_BUG},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(known); i++) {
        if (strncmp(state, known[i].prefix, strlen(known[i].prefix)) == 0)
            return known[i].kind;
    }
    return WR_DBF_IO;
}

/** Record why `res` failed; a broken connection is seen here first. */
enum wr_db_fail wr_pg_failed(struct wr_conn *c, const PGresult *res, const char *what)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    if (PQstatus(pg(c)->h) != CONNECTION_OK) {
        c->lost = true;
        wr_db_error_set(&c->err, WR_DBF_LOST, "%s: %s", what, PQerrorMessage(pg(c)->h));
        return WR_DBF_LOST;
    }
    if (!state) {
        wr_db_error_set(&c->err, WR_DBF_IO, "%s: %s", what, PQerrorMessage(pg(c)->h));
        return WR_DBF_IO;
    }
    enum wr_db_fail kind = classify(state);
    const char *name = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
    const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    if (strcmp(state, "0A000") == 0 && text && strstr(text, "cached plan")) {
        c->lost = true; /* another process migrated: a fresh connection prepares anew */
        kind = WR_DBF_LOST;
    }
    if (kind == WR_DBF_LOST)
        c->lost = true;
    if (kind == WR_DBF_CONFLICT && name)
        wr_db_error_set(&c->err, kind, "%s", name);
    else
        wr_db_error_set(&c->err, kind, "%s: %s %s", what, state, text ? text : "");
    return kind;
}

bool wr_pg_is_good(const PGresult *res)
{
    ExecStatusType st = PQresultStatus(res);
    return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK;
}

static enum wr_db_fail pg_script(struct wr_conn *c, const char *sql)
{
    PGresult *res = PQexec(pg(c)->h, sql);
    enum wr_db_fail f = wr_pg_is_good(res) ? WR_DBF_NONE : wr_pg_failed(c, res, "script");
    PQclear(res);
    return f;
}

static void pg_close(struct wr_conn *c)
{
    wr_conn_free_preps(c);
    PQfinish(pg(c)->h);
    wr_free(c);
}

static void ignore_notice(void *arg, const PGresult *res)
{
    (void)arg;
    (void)res;
}

static enum wr_db_fail set_up(struct wr_conn *c)
{
    char sql[320];
    const struct wr_db_options *o = &c->db->opt;
    (void)snprintf(sql, sizeof sql,
                   "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;"
                   "SET timezone = 'UTC'; SET synchronous_commit = %s;"
                   "SET client_min_messages = warning; SET lock_timeout = %lld;"
                   "SET default_transaction_read_only = %s",
                   o->bulk ? "off" : "on", (long long)o->wait_ms_max, c->writer ? "off" : "on");
    return pg_script(c, sql);
}

static enum wr_db_fail pg_open(struct wr_db *db, bool writer, struct wr_conn **ret,
                               struct wr_db_error *reterr)
{
    struct pg_conn *g = wr_alloc(sizeof *g);
    if (!g) {
        wr_db_error_set(reterr, WR_DBF_MEMORY, "no memory");
        return WR_DBF_MEMORY;
    }
    g->c = (struct wr_conn){.be = &wr_backend_pg, .db = db, .writer = writer};
    /* defaults first: what the URL says comes later and wins */
    const char *const keys[] = {"connect_timeout",  "keepalives_idle", "gssencmode",
                                "application_name", "dbname",          NULL};
    const char *const values[] = {"5", "30", "disable", "wurao", db->target, NULL};
    g->h = PQconnectdbParams(keys, values, 1);
    enum wr_db_fail f = WR_DBF_NONE;
    if (PQstatus(g->h) != CONNECTION_OK) {
        wr_db_error_set(reterr, WR_DBF_LOST, "%s", PQerrorMessage(g->h));
        f = WR_DBF_LOST;
    } else {
        (void)PQsetNoticeReceiver(g->h, ignore_notice, NULL);
        f = set_up(&g->c);
        *reterr = g->c.err;
    }
    if (f != WR_DBF_NONE) {
        pg_close(&g->c);
        return f;
    }
    *ret = &g->c;
    return WR_DBF_NONE;
}

/**
 * A writer locks first and only then gets its snapshot (LOCK TABLE before any query), so that the writers of several
 * processes follow each other instead of failing with serialisation errors.
 */
static enum wr_db_fail pg_begin(struct wr_conn *c, enum wr_tx_mode mode)
{
    if (mode == WR_TX_READ)
        return pg_script(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    enum wr_db_fail f = pg_script(
        c, "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE schema_migration IN EXCLUSIVE MODE");
    if (f != WR_DBF_NONE && !c->lost) {
        struct wr_db_error e = c->err;
        (void)pg_script(c, "ROLLBACK");
        c->err = e;
    }
    return f;
}

static enum wr_db_fail pg_commit(struct wr_conn *c)
{
    PGresult *res = PQexec(pg(c)->h, "COMMIT");
    enum wr_db_fail f = WR_DBF_NONE;
    if (!wr_pg_is_good(res)) {
        f = wr_pg_failed(c, res, "commit");
        if (f == WR_DBF_LOST)
            f = c->err.kind = WR_DBF_UNKNOWN;
    } else if (strcmp(PQcmdStatus(res), "COMMIT") != 0) {
        wr_db_error_set(&c->err, WR_DBF_IO, "the server rolled back instead of committing");
        f = WR_DBF_IO;
    }
    PQclear(res);
    return f;
}

static bool pg_in_tx(struct wr_conn *c)
{
    PGTransactionStatusType st = PQtransactionStatus(pg(c)->h);
    return st == PQTRANS_INTRANS || st == PQTRANS_INERROR;
}

static void pg_rollback(struct wr_conn *c)
{
    struct wr_db_error e = c->err;
    (void)pg_script(c, "ROLLBACK");
    c->err = e;
}

static Oid oid_of_letter(char letter)
{
    switch (letter | 0x20) {
    case 't':
        return OID_TEXT;
    case 'i':
        return OID_INT8;
    case 'r':
        return OID_FLOAT8;
    case 'b':
        return OID_BYTEA;
    default:
        return 0;
    }
}

static enum wr_db_fail pg_prepare(struct wr_conn *c, const struct wr_stmt *q, const char *sql,
                                  struct wr_prep **ret)
{
    Oid types[PARAMS_MAX];
    size_t n = strlen(q->params);
    if (n > PARAMS_MAX) {
        wr_db_error_set(&c->err, WR_DBF_BUG, "%s: more than %d parameters", q->name, PARAMS_MAX);
        return WR_DBF_BUG;
    }
    struct pg_prep *g = wr_alloc(sizeof *g);
    if (!g) {
        wr_db_error_set(&c->err, WR_DBF_MEMORY, "no memory");
        return WR_DBF_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        types[i] = oid_of_letter(q->params[i]);
    g->n_params = n;
    (void)snprintf(g->name, sizeof g->name, "s%llu", (unsigned long long)++pg(c)->names);
    PGresult *res = PQprepare(pg(c)->h, g->name, sql, (int)n, types);
    enum wr_db_fail f = wr_pg_is_good(res) ? WR_DBF_NONE : wr_pg_failed(c, res, q->name);
    PQclear(res);
    if (f != WR_DBF_NONE) {
        wr_free(g);
        return f;
    }
    *ret = &g->p;
    return WR_DBF_NONE;
}

static void drop_result(struct pg_prep *g)
{
    PQclear(g->res);
    g->res = NULL;
    g->row = -1;
}

static void pg_prep_free(struct wr_prep *p)
{
    struct pg_prep *g = pg_prep(p);
    drop_result(g);
    if (!p->cached && !p->conn->lost && PQtransactionStatus(pg(p->conn)->h) != PQTRANS_INERROR) {
        char sql[48];
        (void)snprintf(sql, sizeof sql, "DEALLOCATE %s", g->name);
        (void)pg_script(p->conn, sql);
    }
    wr_free(g);
}

/** Parameters in the form libpq wants them. */
struct pg_params {
    const char *values[PARAMS_MAX];
    int lengths[PARAMS_MAX];
    int formats[PARAMS_MAX];
    uint64_t numbers[PARAMS_MAX];
};

static uint64_t bits_of_double(double r)
{
    uint64_t u = 0;
    memcpy(&u, &r, sizeof u);
    return u;
}

static bool fill_params(struct pg_params *b, const struct wr_val *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        b->formats[i] = 1;
        b->lengths[i] = 8;
        b->values[i] = (const char *)&b->numbers[i];
        switch (v[i].type) {
        case WR_V_NULL:
            b->values[i] = NULL;
            break;
        case WR_V_I64:
            b->numbers[i] = htobe64((uint64_t)v[i].i);
            break;
        case WR_V_F64:
            b->numbers[i] = htobe64(bits_of_double(v[i].r));
            break;
        case WR_V_STR:
        case WR_V_BYTES:
            if (v[i].s.n > INT32_MAX / 2)
                return false;
            b->values[i] = v[i].s.p ? v[i].s.p : "";
            b->lengths[i] = (int)v[i].s.n;
            break;
        }
    }
    return true;
}

static bool can_walk(const char *sql)
{
    while (*sql == ' ' || *sql == '\n')
        sql++;
    return strncmp(sql, "SELECT", 6) == 0;
}

static enum wr_db_fail take_result(struct pg_prep *g, PGresult *res)
{
    drop_result(g);
    if (!wr_pg_is_good(res)) {
        enum wr_db_fail f = wr_pg_failed(g->p.conn, res, g->p.q->name);
        PQclear(res);
        return f;
    }
    g->res = res;
    const char *tuples = PQcmdTuples(res);
    g->changed = tuples[0] ? strtoll(tuples, NULL, 10) : 0;
    if (strncmp(PQcmdStatus(res), "SELECT", 6) == 0 || strncmp(PQcmdStatus(res), "FETCH", 5) == 0)
        g->changed = 0;
    return WR_DBF_NONE;
}

static enum wr_db_fail fetch_portion(struct pg_prep *g)
{
    char sql[64];
    (void)snprintf(sql, sizeof sql, "FETCH %d FROM %s", FETCH_ROWS, g->walk);
    g->portions_n++;
    return take_result(g, PQexecParams(pg(g->p.conn)->h, sql, 0, NULL, NULL, NULL, NULL, 1));
}

/** A walk goes through a cursor of the server, so that neither side holds all rows. */
static enum wr_db_fail start_walk(struct pg_prep *g, const struct pg_params *b, int n)
{
    struct pg_conn *h = pg(g->p.conn);
    const struct wr_stmt *q = g->p.q;
    const char *sql = wr_stmt_sql(g->p.conn, q);
    Oid types[PARAMS_MAX];
    for (int i = 0; i < n; i++)
        types[i] = oid_of_letter(q->params[i]);
    (void)snprintf(g->walk, sizeof g->walk, "c%llu", (unsigned long long)++h->names);
    size_t size = strlen(sql) + 80;
    char *text = wr_alloc(size);
    if (!text) {
        wr_db_error_set(&g->p.conn->err, WR_DBF_MEMORY, "no memory");
        return WR_DBF_MEMORY;
    }
    (void)snprintf(text, size, "DECLARE %s BINARY NO SCROLL CURSOR FOR %s", g->walk, sql);
    enum wr_db_fail f =
        take_result(g, PQexecParams(h->h, text, n, types, b->values, b->lengths, b->formats, 1));
    wr_free(text);
    g->walking = f == WR_DBF_NONE;
    g->portions_n = 0;
    return f == WR_DBF_NONE ? fetch_portion(g) : f;
}

static enum wr_db_fail pg_start(struct wr_prep *p, const struct wr_val *v, size_t n,
                                enum wr_fetch how)
{
    struct pg_prep *g = pg_prep(p);
    struct pg_params b;
    g->walking = false;
    g->changed = 0;
    if (n > g->n_params || !fill_params(&b, v, n)) {
        wr_db_error_set(&p->conn->err, WR_DBF_LIMIT, "%s: a value is longer than 1 GiB",
                        p->q->name);
        return WR_DBF_LIMIT;
    }
    if (how == WR_FETCH_WALK && g->small_n < SMALL_WALKS && can_walk(wr_stmt_sql(p->conn, p->q)))
        return start_walk(g, &b, (int)n);
    return take_result(
        g, PQexecPrepared(pg(p->conn)->h, g->name, (int)n, b.values, b.lengths, b.formats, 1));
}

static enum wr_db_fail pg_step(struct wr_prep *p, bool *ret_row)
{
    struct pg_prep *g = pg_prep(p);
    g->row++;
    int n = PQntuples(g->res);
    if (g->row >= n && g->walking && n == FETCH_ROWS) {
        enum wr_db_fail f = fetch_portion(g);
        if (f != WR_DBF_NONE)
            return f;
        g->row = 0;
        n = PQntuples(g->res);
    }
    *ret_row = g->row < n;
    return WR_DBF_NONE;
}

static int64_t pg_changed(struct wr_prep *p)
{
    return pg_prep(p)->changed;
}

/** Short results need no cursor with its three messages; one that grew long gets it again. */
static void remember_size(struct pg_prep *g)
{
    bool small = g->res && PQntuples(g->res) < FETCH_ROWS && (!g->walking || g->portions_n == 1);
    if (!small)
        g->small_n = 0;
    else if (g->small_n < SMALL_WALKS)
        g->small_n++;
}

static void pg_finish(struct wr_prep *p)
{
    struct pg_prep *g = pg_prep(p);
    remember_size(g);
    if (g->walking && !p->conn->lost && PQtransactionStatus(pg(p->conn)->h) == PQTRANS_INTRANS) {
        char sql[48];
        (void)snprintf(sql, sizeof sql, "CLOSE %s", g->walk);
        struct wr_db_error e = p->conn->err;
        (void)pg_script(p->conn, sql);
        p->conn->err = e;
    }
    g->walking = false;
    drop_result(g);
}

const struct wr_backend wr_backend_pg = {
    .engine = WR_DB_PG,
    .name = "postgresql",
    .open = pg_open,
    .close = pg_close,
    .script = pg_script,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .in_tx = pg_in_tx,
    .prepare = pg_prepare,
    .prep_free = pg_prep_free,
    .start = pg_start,
    .step = pg_step,
    .changed = pg_changed,
    .finish = pg_finish,
    .cols = wr_pg_cols,
    .col_name = wr_pg_col_name,
    .col_type = wr_pg_col_type,
    .col_i64 = wr_pg_col_i64,
    .col_f64 = wr_pg_col_f64,
    .col_str = wr_pg_col_str,
    .drift = wr_pg_drift,
};
