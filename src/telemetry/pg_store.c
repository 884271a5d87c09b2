/*
 * PostgreSQL: schema `telemetry`, tables `real` and `long`, one partition a month. Only pg_store*.c know
 * libpq. Parameters and results travel in binary form; a batch is one INSERT over arrays.
 */
#include "telemetry/pg_store.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>

#define BATCH 4096

/* ---- connections ------------------------------------------------------------------------------- */

static void ignore_notice(void *arg, const PGresult *res)
{
    (void)arg;
    (void)res;
}

bool tele_pg_is_good(const PGresult *res)
{
    ExecStatusType st = PQresultStatus(res);
    return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || st == PGRES_SINGLE_TUPLE;
}

int tele_pg_failed(struct wr_ctx *ctx, PGconn *c, const PGresult *res)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    bool soft = PQstatus(c) != CONNECTION_OK || !state || strncmp(state, "08", 2) == 0 ||
                strncmp(state, "40", 2) == 0 || strncmp(state, "57", 2) == 0 ||
                strncmp(state, "53", 2) == 0 || strncmp(state, "55", 2) == 0;
    const char *text = res ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;

    return wr_fail(ctx, soft ? WR_K_tele_away : WR_K_tele_store,
                   wr_arena_dup(ctx->arena, wr_str_trim(wr_str(text ? text : PQerrorMessage(c)))));
}

static int run(struct wr_ctx *ctx, PGconn *c, const char *sql)
{
    PGresult *res = PQexec(c, sql);
    int rc = tele_pg_is_good(res) ? 0 : tele_pg_failed(ctx, c, res);
    PQclear(res);
    return rc;
}

static int set_up(struct wr_ctx *ctx, const struct store *s, PGconn *c)
{
    char sql[320];

    (void)PQsetNoticeReceiver(c, ignore_notice, NULL);
    (void)snprintf(sql, sizeof(sql),
                   "SET client_encoding = 'UTF8'; SET client_min_messages = warning;"
                   "SET lock_timeout = %lld; SET synchronous_commit = %s",
                   (long long)s->opt.wait_ms_max, s->opt.sync ? "on" : "off");
    return run(ctx, c, sql);
}

static int connect_new(struct wr_ctx *ctx, struct store *s, PGconn **ret)
{
    const char *const keys[] = {"connect_timeout",  "keepalives_idle", "gssencmode",
                                "application_name", "dbname",          NULL};
    const char *const values[] = {"5", "30", "disable", "wurao-telemetry", s->url, NULL};
    PGconn *c = PQconnectdbParams(keys, values, 1);
    int rc = PQstatus(c) == CONNECTION_OK ? set_up(ctx, s, c) : tele_pg_failed(ctx, c, NULL);

    if (rc != 0) {
        PQfinish(c);
        return rc;
    }
    *ret = c;
    return 0;
}

int tele_pg_borrow(struct wr_ctx *ctx, struct store *s, PGconn **ret)
{
    PGconn *c = NULL;

    (void)pthread_mutex_lock(&s->lock);
    if (s->idle_n > 0)
        c = s->idle[--s->idle_n];
    (void)pthread_mutex_unlock(&s->lock);
    if (c) {
        *ret = c;
        return 0;
    }
    return connect_new(ctx, s, ret);
}

void tele_pg_give_back(struct store *s, PGconn *c)
{
    bool keep = PQstatus(c) == CONNECTION_OK && PQtransactionStatus(c) == PQTRANS_IDLE;

    (void)pthread_mutex_lock(&s->lock);
    if (keep && s->idle_n < IDLE_MAX)
        s->idle[s->idle_n++] = WR_TAKE(c);
    (void)pthread_mutex_unlock(&s->lock);
    if (c)
        PQfinish(c);
}

/* ---- binary arrays ----------------------------------------------------------------------------- */

static void put_i32(struct wr_buf *b, int32_t v)
{
    uint32_t be = htobe32((uint32_t)v);
    wr_buf_add(b, &be, sizeof(be));
}

static void put_i64(struct wr_buf *b, int64_t v)
{
    uint64_t be = htobe64((uint64_t)v);
    wr_buf_add(b, &be, sizeof(be));
}

#define OID_BYTEA 17
#define OID_INT8 20
#define OID_BYTEAS 1001
#define OID_INT8S 1016

static void array_head(struct wr_buf *b, int32_t type, size_t n)
{
    wr_buf_clear(b);
    put_i32(b, 1);
    put_i32(b, 0);
    put_i32(b, type);
    put_i32(b, (int32_t)n);
    put_i32(b, 1);
}

static int64_t column(const struct wr_tele_rec *r, size_t col)
{
    const int64_t v[] = {r->outlet_id, r->cn, r->t_ms, r->received_ms, r->source_id, r->backfill};
    return v[col];
}

#define COLS 6

static void fill_arrays(struct wr_buf arrays[COLS + 1], const struct wr_tele_rec *recs, size_t n)
{
    for (size_t k = 0; k < COLS; k++) {
        array_head(&arrays[k], OID_INT8, n);
        for (size_t i = 0; i < n; i++) {
            put_i32(&arrays[k], 8);
            put_i64(&arrays[k], column(&recs[i], k));
        }
    }
    array_head(&arrays[COLS], OID_BYTEA, n);
    for (size_t i = 0; i < n; i++) {
        put_i32(&arrays[COLS], (int32_t)recs[i].body.n);
        wr_buf_str(&arrays[COLS], recs[i].body);
    }
}

/* ---- append ------------------------------------------------------------------------------------ */

/** Make the month's partition unless it is known to exist. write_lock is held. */
static int need_partition(struct wr_ctx *ctx, struct store *s, PGconn *c, enum wr_tele_class class,
                          int month)
{
    char sql[300];
    int key = (int)class * 100000 + month;

    for (size_t i = 0; i < s->known_n; i++)
        if (s->known[i] == key)
            return 0;
    (void)snprintf(sql, sizeof(sql),
                   "CREATE TABLE IF NOT EXISTS telemetry.%s_%04d_%02d PARTITION OF telemetry.%s"
                   " FOR VALUES FROM (%lld) TO (%lld)",
                   table(class), month / 12, month % 12 + 1, table(class),
                   (long long)wr_tele_month_ms(month), (long long)wr_tele_month_ms(month + 1));
    int rc = run(ctx, c, sql);
    if (rc == 0)
        s->known[s->known_n < KNOWN_MAX ? s->known_n++ : KNOWN_MAX - 1] = key;
    return rc;
}

static bool returned(const PGresult *res, int at, const struct wr_tele_rec *r)
{
    uint64_t v[3];

    if (at >= PQntuples(res))
        return false;
    for (int k = 0; k < 3; k++) {
        memcpy(&v[k], PQgetvalue(res, at, k), sizeof(v[k]));
        v[k] = be64toh(v[k]);
    }
    return (int64_t)v[0] == r->outlet_id && (int64_t)v[1] == r->cn && (int64_t)v[2] == r->t_ms;
}

/** Insert all with seq 0; rows whose key is taken keep outcome SAME, for the caller to look at. */
static int insert_batch(struct wr_ctx *ctx, PGconn *c, enum wr_tele_class class,
                        struct wr_buf arrays[COLS + 1], struct wr_tele_rec *recs, size_t n)
{
    static const Oid types[] = {OID_INT8S, OID_INT8S, OID_INT8S, OID_INT8S,
                                OID_INT8S, OID_INT8S, OID_BYTEAS};
    const char *values[COLS + 1];
    int lengths[COLS + 1];
    static const int formats[] = {1, 1, 1, 1, 1, 1, 1};
    char sql[400];

    fill_arrays(arrays, recs, n);
    for (size_t k = 0; k <= COLS; k++) {
        if (arrays[k].failed)
            return wr_fail(ctx, WR_K_memory);
        values[k] = arrays[k].p;
        lengths[k] = (int)arrays[k].n;
    }
    (void)snprintf(sql, sizeof(sql),
                   "INSERT INTO telemetry.%s (outlet, cn, t, seq, received, source, backfill, body)"
                   " SELECT o, c, t, 0, r, s, b, y FROM"
                   " unnest($1, $2, $3, $4, $5, $6, $7) AS u (o, c, t, r, s, b, y)"
                   " ON CONFLICT DO NOTHING RETURNING outlet, cn, t",
                   table(class));
    PGresult *res = PQexecParams(c, sql, COLS + 1, types, values, lengths, formats, 1);
    int rc = tele_pg_is_good(res) ? 0 : tele_pg_failed(ctx, c, res);
    int at = 0;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        bool is_new = returned(res, at, &recs[i]);
        recs[i].row->outcome = is_new ? WR_TELE_NEW : WR_TELE_SAME;
        recs[i].row->version = is_new;
        at += is_new;
    }
    if (rc == 0 && at != PQntuples(res))
        rc = wr_fail(ctx, WR_K_bug, WR_S("order of inserted rows"));
    PQclear(res);
    return rc;
}

static PGresult *query_key(PGconn *c, const char *sql, const int64_t *v, int n, struct wr_str body)
{
    uint64_t be[8];
    const char *values[9];
    int lengths[9];
    Oid types[9];
    static const int formats[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};

    for (int i = 0; i < n; i++) {
        be[i] = htobe64((uint64_t)v[i]);
        values[i] = (const char *)&be[i];
        lengths[i] = 8;
        types[i] = OID_INT8;
    }
    values[n] = body.p;
    lengths[n] = (int)body.n;
    types[n] = OID_BYTEA;
    return PQexecParams(c, sql, body.p ? n + 1 : n, types, values, lengths, formats, 1);
}

static int insert_next(struct wr_ctx *ctx, PGconn *c, enum wr_tele_class class,
                       const struct wr_tele_rec *r, int seq, struct wr_str body)
{
    char sql[240];
    const int64_t v[] = {r->outlet_id,   r->cn,        r->t_ms,    seq,
                         r->received_ms, r->source_id, r->backfill};

    (void)snprintf(sql, sizeof(sql),
                   "INSERT INTO telemetry.%s (outlet, cn, t, seq, received, source, backfill, body)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                   table(class));
    PGresult *res = query_key(c, sql, v, 7, body);
    int rc = tele_pg_is_good(res) ? 0 : tele_pg_failed(ctx, c, res);
    PQclear(res);
    return rc;
}

static int add_to_moment(struct wr_ctx *ctx, PGconn *c, enum wr_tele_class class,
                         struct wr_tele_rec *r)
{
    char sql[200];
    const int64_t v[] = {r->outlet_id, r->cn, r->t_ms};
    struct wr_buf body;

    (void)snprintf(sql, sizeof(sql),
                   "SELECT body FROM telemetry.%s WHERE outlet = $1 AND cn = $2 AND t = $3"
                   " ORDER BY seq LIMIT %d",
                   table(class), WR_TELE_SEQ_MAX);
    PGresult *res = query_key(c, sql, v, 3, (struct wr_str){0});
    int rc = tele_pg_is_good(res) ? 0 : tele_pg_failed(ctx, c, res);
    size_t n = rc == 0 ? (size_t)PQntuples(res) : 0;
    struct wr_str *bodies = wr_arena_array(ctx->arena, n + 1, sizeof(*bodies));
    if (rc == 0 && !bodies)
        rc = wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < n; i++)
        bodies[i] =
            (struct wr_str){PQgetvalue(res, (int)i, 0), (size_t)PQgetlength(res, (int)i, 0)};
    wr_buf_init(&body, WR_TELE_BODY_MAX);
    if (rc == 0)
        r->row->outcome = wr_tele_merge(r->body, bodies, n, &body, &r->row->version);
    if (rc == 0 && body.n > 0 && n >= WR_TELE_SEQ_MAX)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("versions"), WR_S("1000"));
    if (rc == 0 && body.n > 0)
        rc = insert_next(ctx, c, class, r, (int)n, wr_buf_view(&body));
    wr_buf_done(&body);
    PQclear(res);
    return rc;
}

static int append_all(struct wr_ctx *ctx, PGconn *c, enum wr_tele_class class,
                      struct wr_tele_rec *recs, size_t n)
{
    struct wr_buf arrays[COLS + 1];
    int rc = run(ctx, c, "BEGIN");

    for (size_t k = 0; k <= COLS; k++)
        wr_buf_init(&arrays[k], (size_t)256 << 20);
    for (size_t i = 0; rc == 0 && i < n; i += BATCH)
        rc = insert_batch(ctx, c, class, arrays, recs + i, n - i < BATCH ? n - i : BATCH);
    for (size_t k = 0; k <= COLS; k++)
        wr_buf_done(&arrays[k]);
    for (size_t i = 0; rc == 0 && i < n; i++)
        if (recs[i].row->outcome == WR_TELE_SAME)
            rc = add_to_moment(ctx, c, class, &recs[i]);
    if (rc == 0)
        rc = run(ctx, c, "COMMIT");
    if (rc != 0) {
        PGresult *res = PQexec(c, "ROLLBACK");
        PQclear(res);
    }
    return rc;
}

static int pg_append(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                     struct wr_tele_rec *recs, size_t n)
{
    struct store *s = store;
    PGconn *c = NULL;

    (void)pthread_mutex_lock(&s->write_lock);
    int rc = tele_pg_borrow(ctx, s, &c);
    if (rc == 0) {
        rc = need_partition(ctx, s, c, class, month);
        if (rc == 0)
            rc = append_all(ctx, c, class, recs, n);
        if (rc != 0)
            s->known_n = 0; /* somebody may have dropped it */
        tele_pg_give_back(s, c);
    }
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

static int pg_flush(struct wr_ctx *ctx, void *store)
{
    struct store *s = store;
    PGconn *c = NULL;
    int rc = s->opt.sync ? 0 : tele_pg_borrow(ctx, s, &c);

    if (rc == 0 && c) {
        /* a commit that waits for its log record waits for all before it */
        rc = run(ctx, c,
                 "BEGIN; SET LOCAL synchronous_commit = on;"
                 "UPDATE telemetry.flushed SET n = n + 1; COMMIT");
        tele_pg_give_back(s, c);
    }
    return rc;
}

/* ---- keeping ----------------------------------------------------------------------------------- */

static int pg_drop(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month)
{
    struct store *s = store;
    PGconn *c = NULL;
    char sql[120];

    (void)pthread_mutex_lock(&s->write_lock);
    int rc = tele_pg_borrow(ctx, s, &c);
    if (rc == 0) {
        (void)snprintf(sql, sizeof(sql), "DROP TABLE IF EXISTS telemetry.%s_%04d_%02d",
                       table(class), month / 12, month % 12 + 1);
        rc = run(ctx, c, sql);
        s->known_n = 0;
        tele_pg_give_back(s, c);
    }
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

/* ---- life -------------------------------------------------------------------------------------- */

static void pg_close(void *store)
{
    struct store *s = store;

    for (size_t i = 0; i < s->idle_n; i++)
        PQfinish(s->idle[i]);
    (void)pthread_mutex_destroy(&s->lock);
    (void)pthread_mutex_destroy(&s->write_lock);
    (void)wr_free(s);
}

#define COLUMNS                                                                                    \
    " (outlet int8 NOT NULL, cn int8 NOT NULL, t int8 NOT NULL, seq int8 NOT NULL,"                \
    " received int8 NOT NULL, source int8 NOT NULL, backfill int8 NOT NULL, body bytea NOT NULL,"  \
    " PRIMARY KEY (outlet, cn, t, seq)) PARTITION BY RANGE (t);"

/** Sent as one text, which is one transaction: its lock ends with it, in failure too. */
static const char SCHEMA[] =
    "SELECT pg_advisory_xact_lock(7717212);"
    "CREATE SCHEMA IF NOT EXISTS telemetry;"
    "CREATE TABLE IF NOT EXISTS telemetry.real" COLUMNS
    "CREATE TABLE IF NOT EXISTS telemetry.long" COLUMNS
    "CREATE TABLE IF NOT EXISTS telemetry.flushed (id int8 PRIMARY KEY, n int8 NOT NULL);"
    "INSERT INTO telemetry.flushed VALUES (1, 0) ON CONFLICT DO NOTHING";

static int make_tables(struct wr_ctx *ctx, struct store *s)
{
    PGconn *c = NULL;
    int rc = tele_pg_borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    if (s->opt.create)
        rc = run(ctx, c, SCHEMA);
    tele_pg_give_back(s, c);
    return rc;
}

int wr_tele_pg_open(struct wr_ctx *ctx, const char *url, const struct wr_tele_options *opt,
                    void **ret_store)
{
    struct store *s = wr_alloc(sizeof(*s));

    if (!s)
        return wr_fail(ctx, WR_K_memory);
    s->opt = *opt;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_mutex_init(&s->write_lock, NULL);
    int rc = url && wr_str_copy_z(wr_str(url), s->url, sizeof(s->url))
                 ? make_tables(ctx, s)
                 : wr_fail(ctx, WR_K_tele_url);
    if (rc != 0) {
        pg_close(s);
        return rc;
    }
    *ret_store = s;
    return 0;
}

const struct wr_tele_ops wr_tele_pg_ops = {.kind = "postgres",
                                           .close = pg_close,
                                           .append = pg_append,
                                           .scan = tele_pg_scan,
                                           .months = tele_pg_months,
                                           .drop = pg_drop,
                                           .check = tele_pg_check,
                                           .flush = pg_flush};
