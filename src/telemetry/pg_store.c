/*
 * PostgreSQL: schema `telemetry`, tables `real` and `long`, one partition a month. The only file of telemetry/ that knows
 * libpq. Parameters and results travel in binary form; a batch is one INSERT over arrays.
 */
#include "telemetry/tele_in.h"

#include <endian.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>

#define IDLE_MAX 16
#define KNOWN_MAX 64
#define BATCH 4096

struct store {
    char url[1000];
    struct wr_tele_options opt;
    pthread_mutex_t lock; /* idle, known */
    PGconn *idle[IDLE_MAX];
    size_t idle_n;
    pthread_mutex_t write_lock;
    int known[KNOWN_MAX]; /* partitions seen to exist, class × 100000 + month */
    size_t known_n;
};

static const char *table(enum wr_tele_class class)
{
    return class == WR_TELE_CLASS_REAL ? "real" : "long";
}

/* ---- connections ------------------------------------------------------------------------------- */

static void ignore_notice(void *arg, const PGresult *res)
{
    (void)arg;
    (void)res;
}

static bool is_good(const PGresult *res)
{
    ExecStatusType st = PQresultStatus(res);
    return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || st == PGRES_SINGLE_TUPLE;
}

/** Lost connections, conflicts and time-outs may be tried again; the rest is a failure. */
static int failed(struct wr_ctx *ctx, PGconn *c, const PGresult *res)
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
    int rc = is_good(res) ? 0 : failed(ctx, c, res);
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
    int rc = PQstatus(c) == CONNECTION_OK ? set_up(ctx, s, c) : failed(ctx, c, NULL);

    if (rc != 0) {
        PQfinish(c);
        return rc;
    }
    *ret = c;
    return 0;
}

static int borrow(struct wr_ctx *ctx, struct store *s, PGconn **ret)
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

static void give_back(struct store *s, PGconn *c)
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

static int64_t get_i64(const PGresult *res, int col)
{
    uint64_t be = 0;
    memcpy(&be, PQgetvalue(res, 0, col), sizeof(be));
    return (int64_t)be64toh(be);
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
    int rc = is_good(res) ? 0 : failed(ctx, c, res);
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
    int rc = is_good(res) ? 0 : failed(ctx, c, res);
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
    int rc = is_good(res) ? 0 : failed(ctx, c, res);
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
    int rc = borrow(ctx, s, &c);
    if (rc == 0) {
        rc = need_partition(ctx, s, c, class, month);
        if (rc == 0)
            rc = append_all(ctx, c, class, recs, n);
        if (rc != 0)
            s->known_n = 0; /* somebody may have dropped it */
        give_back(s, c);
    }
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

static int pg_flush(struct wr_ctx *ctx, void *store)
{
    struct store *s = store;
    PGconn *c = NULL;
    int rc = s->opt.sync ? 0 : borrow(ctx, s, &c);

    if (rc == 0 && c) {
        /* a commit that waits for its log record waits for all before it */
        rc = run(ctx, c,
                 "BEGIN; SET LOCAL synchronous_commit = on;"
                 "UPDATE telemetry.flushed SET n = n + 1; COMMIT");
        give_back(s, c);
    }
    return rc;
}

/* ---- reading ----------------------------------------------------------------------------------- */

#define SELECT_ROWS "SELECT outlet, cn, t, seq, received, source, backfill, body FROM telemetry."

static int each_row(struct wr_ctx *ctx, PGconn *c, wr_tele_rec_fn *each, void *arg)
{
    PGresult *res = NULL;
    int rc = 0;

    if (PQsetSingleRowMode(c) != 1)
        rc = failed(ctx, c, NULL);
    while ((res = PQgetResult(c)) != NULL) {
        if (rc == 0 && !is_good(res))
            rc = failed(ctx, c, res);
        if (rc == 0 && PQresultStatus(res) == PGRES_SINGLE_TUPLE) {
            struct wr_tele_rec r = {
                .outlet_id = get_i64(res, 0),
                .cn = (int)get_i64(res, 1),
                .t_ms = get_i64(res, 2),
                .seq = (int32_t)get_i64(res, 3),
                .received_ms = get_i64(res, 4),
                .source_id = get_i64(res, 5),
                .backfill = get_i64(res, 6) != 0,
                .body = {PQgetvalue(res, 0, 7), (size_t)PQgetlength(res, 0, 7)}};
            rc = each(arg, &r);
        }
        PQclear(res);
        if (rc != 0) { /* stop early: what is still to come is thrown away with the statement */
            PGcancel *stop = PQgetCancel(c);
            char text[64];
            (void)PQcancel(stop, text, sizeof(text));
            PQfreeCancel(stop);
            while ((res = PQgetResult(c)) != NULL)
                PQclear(res);
            break;
        }
    }
    return rc;
}

static int pg_scan(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
                   int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg)
{
    struct store *s = store;
    PGconn *c = NULL;
    char sql[400];
    int rc = borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    (void)snprintf(sql, sizeof(sql),
                   SELECT_ROWS "%s WHERE outlet = %lld AND cn = %d AND t >= %lld AND t < %lld"
                               " ORDER BY t %s, seq",
                   table(wr_tele_class_of(cn)), (long long)outlet_id, cn, (long long)from_ms,
                   (long long)to_ms, back ? "DESC" : "");
    if (PQsendQueryParams(c, sql, 0, NULL, NULL, NULL, NULL, 1) != 1)
        rc = failed(ctx, c, NULL);
    else
        rc = each_row(ctx, c, each, arg);
    give_back(s, c);
    return rc;
}

/* ---- keeping ----------------------------------------------------------------------------------- */

static int pg_months(struct wr_ctx *ctx, void *store, struct wr_list *ret)
{
    struct store *s = store;
    PGconn *c = NULL;
    int rc = borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    PGresult *res = PQexec(c, "SELECT c.relname FROM pg_inherits i"
                              " JOIN pg_class c ON c.oid = i.inhrelid"
                              " JOIN pg_class p ON p.oid = i.inhparent"
                              " JOIN pg_namespace n ON n.oid = p.relnamespace"
                              " WHERE n.nspname = 'telemetry' AND p.relname IN ('real', 'long')"
                              " ORDER BY 1");
    rc = is_good(res) ? 0 : failed(ctx, c, res);
    size_t n = 0;
    struct wr_tele_month_of *m =
        wr_arena_array(ctx->arena, rc == 0 ? (size_t)PQntuples(res) + 1 : 1, sizeof(*m));
    if (rc == 0 && !m)
        rc = wr_fail(ctx, WR_K_memory);
    for (int i = 0; rc == 0 && i < PQntuples(res); i++) {
        const char *name = PQgetvalue(res, i, 0);
        m[n].class = strncmp(name, "real", 4) == 0 ? WR_TELE_CLASS_REAL : WR_TELE_CLASS_LONG;
        n += wr_tele_month_parse(wr_str_sub(wr_str(name), 5, 7), &m[n].month);
    }
    PQclear(res);
    give_back(s, c);
    if (rc == 0)
        *ret = (struct wr_list){m, n};
    return rc;
}

static int pg_drop(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month)
{
    struct store *s = store;
    PGconn *c = NULL;
    char sql[120];

    (void)pthread_mutex_lock(&s->write_lock);
    int rc = borrow(ctx, s, &c);
    if (rc == 0) {
        (void)snprintf(sql, sizeof(sql), "DROP TABLE IF EXISTS telemetry.%s_%04d_%02d",
                       table(class), month / 12, month % 12 + 1);
        rc = run(ctx, c, sql);
        s->known_n = 0;
        give_back(s, c);
    }
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

static int pg_check(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                    const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
                    struct wr_str *ret_bad)
{
    struct store *s = store;
    PGconn *c = NULL;
    char sql[400];
    char from[160] = "";
    int rc = borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    if (after)
        (void)snprintf(from, sizeof(from),
                       "WHERE (outlet, cn, t, seq) > (%" PRId64 ", %" PRId64 ", %" PRId64
                       ", %" PRId64 ")",
                       after->outlet_id, after->cn, after->t_ms, after->seq);
    (void)snprintf(sql, sizeof(sql), SELECT_ROWS "%s_%04d_%02d %s ORDER BY outlet, cn, t, seq",
                   table(class), month / 12, month % 12 + 1, from);
    if (PQsendQueryParams(c, sql, 0, NULL, NULL, NULL, NULL, 1) != 1)
        rc = failed(ctx, c, NULL);
    else
        rc = each_row(ctx, c, each, arg);
    give_back(s, c);
    if (rc == WR_EIO) { /* a damaged page is what the check is for */
        *ret_bad = wr_arena_dup(ctx->arena, wr_err_text(ctx));
        wr_err_reset(ctx);
        rc = 0;
    }
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

#define TABLE(name)                                                                                \
    "CREATE TABLE IF NOT EXISTS telemetry." name                                                   \
    " (outlet int8 NOT NULL, cn int8 NOT NULL, t int8 NOT NULL, seq int8 NOT NULL,"                \
    " received int8 NOT NULL, source int8 NOT NULL, backfill int8 NOT NULL, body bytea NOT NULL,"  \
    " PRIMARY KEY (outlet, cn, t, seq)) PARTITION BY RANGE (t);"

static int make_tables(struct wr_ctx *ctx, struct store *s)
{
    PGconn *c = NULL;
    int rc = borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    if (s->opt.create)
        rc = run(ctx, c,
                 "SELECT pg_advisory_lock(7717212); CREATE SCHEMA IF NOT EXISTS telemetry;" TABLE(
                     "real") TABLE("long") "CREATE TABLE IF NOT EXISTS telemetry.flushed"
                                           " (id int8 PRIMARY KEY, n int8 NOT NULL);"
                                           "INSERT INTO telemetry.flushed VALUES (1, 0)"
                                           " ON CONFLICT DO NOTHING;"
                                           "SELECT pg_advisory_unlock(7717212)");
    give_back(s, c);
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
                                           .scan = pg_scan,
                                           .months = pg_months,
                                           .drop = pg_drop,
                                           .check = pg_check,
                                           .flush = pg_flush};
