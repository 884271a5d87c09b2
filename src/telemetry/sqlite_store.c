/*
 * One SQLite file a class and month: real-2026-11.db, long-2026-11.db. Only this file and sqlite_store_read.c know SQLite.
 * One writer at a time; readers have connections of their own and see whole appends (write-ahead log).
 */
#include "telemetry/sqlite_store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char SCHEMA[] =
    "CREATE TABLE IF NOT EXISTS r (outlet INTEGER NOT NULL, cn INTEGER NOT NULL, t INTEGER NOT "
    "NULL,"
    " seq INTEGER NOT NULL, received INTEGER NOT NULL, source INTEGER NOT NULL,"
    " backfill INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (outlet, cn, t, seq))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS flushed (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;"
    "INSERT INTO flushed VALUES (1, 0) ON CONFLICT DO NOTHING;";
static const char PUT[] = "INSERT INTO r (outlet, cn, t, seq, received, source, backfill, body)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";
static const char FIND[] =
    "SELECT body FROM r WHERE outlet = ?1 AND cn = ?2 AND t = ?3 ORDER BY seq";

void lite_path(const struct store *s, struct file_id id, const char *tail, char dst[480])
{
    (void)snprintf(dst, 480, "%s/%s-%04d-%02d.db%s", s->dir,
                   id.class == WR_TELE_CLASS_REAL ? "real" : "long", id.month / 12,
                   id.month % 12 + 1, tail);
}

int lite_failed(struct wr_ctx *ctx, sqlite3 *db)
{
    int code = db ? sqlite3_errcode(db) & 0xff : SQLITE_NOMEM;
    struct wr_str text =
        wr_arena_dup(ctx->arena, wr_str(db ? sqlite3_errmsg(db) : "out of memory"));

    return wr_fail(
        ctx, code == SQLITE_BUSY || code == SQLITE_LOCKED ? WR_K_tele_away : WR_K_tele_store, text);
}

int lite_script(struct wr_ctx *ctx, sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : lite_failed(ctx, db);
}

int lite_prepare(struct wr_ctx *ctx, sqlite3 *db, const char *sql, sqlite3_stmt **ret)
{
    return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL) == SQLITE_OK
               ? 0
               : lite_failed(ctx, db);
}

int lite_open(struct wr_ctx *ctx, struct store *s, struct file_id id, int flags, sqlite3 **ret)
{
    char path[480];

    lite_path(s, id, "", path);
    if (sqlite3_open_v2(path, ret, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        int rc = lite_failed(ctx, *ret);
        (void)sqlite3_close(*ret);
        *ret = NULL;
        return rc;
    }
    (void)sqlite3_busy_timeout(*ret, (int)s->opt.wait_ms_max);
    return 0;
}

/* ---- writers ----------------------------------------------------------------------------------- */

static void close_writer(struct writer *w)
{
    (void)sqlite3_finalize(w->put);
    (void)sqlite3_finalize(w->find);
    (void)sqlite3_close(w->db);
    *w = (struct writer){0};
}

static int make_durable(struct wr_ctx *ctx, const struct store *s, struct writer *w)
{
    if (!w->dirty || s->opt.sync)
        return 0;
    /* a commit with synchronous = FULL syncs the whole log, what was appended before included */
    int rc = lite_script(ctx, w->db,
                         "PRAGMA synchronous = FULL; UPDATE flushed SET n = n + 1;"
                         "PRAGMA synchronous = NORMAL");
    w->dirty = w->dirty && rc != 0;
    return rc;
}

static int open_writer(struct wr_ctx *ctx, struct store *s, struct file_id id, struct writer *w)
{
    *w = (struct writer){.id = id};
    int rc = lite_open(ctx, s, id, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &w->db);
    if (rc == 0)
        rc = lite_script(
            ctx, w->db,
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536;"
            "PRAGMA wal_autocheckpoint = 8192");
    if (rc == 0)
        rc = lite_script(ctx, w->db,
                         s->opt.sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    if (rc == 0)
        rc = lite_script(ctx, w->db, SCHEMA);
    if (rc == 0)
        rc = lite_prepare(ctx, w->db, PUT, &w->put);
    if (rc == 0)
        rc = lite_prepare(ctx, w->db, FIND, &w->find);
    if (rc != 0)
        close_writer(w);
    return rc;
}

/** The writer of one file; the one not used for longest gives way. write_lock is held. */
static int writer_of(struct wr_ctx *ctx, struct store *s, struct file_id id, struct writer **ret)
{
    struct writer *oldest = &s->writers[0];

    for (size_t i = 0; i < WRITERS_MAX; i++) {
        struct writer *w = &s->writers[i];
        if (w->db && same_file(w->id, id)) {
            w->used = ++s->write_tick;
            *ret = w;
            return 0;
        }
        if (w->used < oldest->used)
            oldest = w;
    }
    int rc = oldest->db ? make_durable(ctx, s, oldest) : 0;
    if (rc != 0)
        return rc;
    close_writer(oldest);
    rc = open_writer(ctx, s, id, oldest);
    if (rc == 0) {
        oldest->used = ++s->write_tick;
        *ret = oldest;
    }
    return rc;
}

/* ---- append ------------------------------------------------------------------------------------ */

static int put(struct wr_ctx *ctx, struct writer *w, const struct wr_tele_rec *r, int seq,
               struct wr_str body, bool *ret_taken)
{
    sqlite3_stmt *q = w->put;
    const int64_t v[] = {r->outlet_id,   r->cn,        r->t_ms,    seq,
                         r->received_ms, r->source_id, r->backfill};

    for (size_t i = 0; i < WR_ARRAY_LEN(v); i++)
        (void)sqlite3_bind_int64(q, (int)i + 1, v[i]);
    (void)sqlite3_bind_blob64(q, 8, body.p, body.n, SQLITE_STATIC);
    int step = sqlite3_step(q);
    int rc = step == SQLITE_DONE ? 0 : lite_failed(ctx, w->db);
    *ret_taken = rc == 0 && sqlite3_changes(w->db) == 0;
    (void)sqlite3_reset(q);
    return rc;
}

/** Bodies stored under the key, in order of seq. */
static int find(struct wr_ctx *ctx, struct writer *w, const struct wr_tele_rec *r,
                struct wr_str *bodies, size_t *ret_n)
{
    sqlite3_stmt *q = w->find;
    int step = SQLITE_DONE;
    size_t n = 0;
    int rc = 0;

    (void)sqlite3_bind_int64(q, 1, r->outlet_id);
    (void)sqlite3_bind_int64(q, 2, r->cn);
    (void)sqlite3_bind_int64(q, 3, r->t_ms);
    while (rc == 0 && n < WR_TELE_SEQ_MAX && (step = sqlite3_step(q)) == SQLITE_ROW) {
        struct wr_str b = {sqlite3_column_blob(q, 0), (size_t)sqlite3_column_bytes(q, 0)};
        bodies[n] = wr_arena_dup(ctx->arena, b);
        if (!bodies[n++].p)
            rc = wr_fail(ctx, WR_K_memory);
    }
    if (rc == 0 && step != SQLITE_DONE && step != SQLITE_ROW)
        rc = lite_failed(ctx, w->db);
    (void)sqlite3_reset(q);
    *ret_n = n;
    return rc;
}

/** The key is taken: keep what is new as the next row of the moment. */
static int add_to_moment(struct wr_ctx *ctx, struct writer *w, struct wr_tele_rec *r)
{
    struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
    struct wr_str *bodies = wr_arena_array(ctx->arena, WR_TELE_SEQ_MAX, sizeof(*bodies));
    struct wr_buf body;
    bool taken = false;
    size_t n = 0;

    if (!bodies)
        return wr_fail(ctx, WR_K_memory);
    wr_buf_init(&body, WR_TELE_BODY_MAX);
    int rc = find(ctx, w, r, bodies, &n);
    if (rc == 0)
        r->row->outcome = wr_tele_merge(r->body, bodies, n, &body, &r->row->version);
    if (rc == 0 && body.n > 0 && n >= WR_TELE_SEQ_MAX)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("versions"), WR_S("1000"));
    if (rc == 0 && body.n > 0)
        rc = put(ctx, w, r, (int)n, wr_buf_view(&body), &taken);
    wr_buf_done(&body);
    if (rc == 0)
        wr_arena_rewind(ctx->arena, mark);
    return rc;
}

static int append_to(struct wr_ctx *ctx, struct writer *w, struct wr_tele_rec *recs, size_t n)
{
    int rc = lite_script(ctx, w->db, "BEGIN IMMEDIATE");

    if (rc != 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        bool taken = false;
        recs[i].row->outcome = WR_TELE_NEW;
        recs[i].row->version = 1;
        rc = put(ctx, w, &recs[i], 0, recs[i].body, &taken);
        if (rc == 0 && taken)
            rc = add_to_moment(ctx, w, &recs[i]);
    }
    if (rc == 0)
        rc = lite_script(ctx, w->db, "COMMIT");
    if (rc != 0 && sqlite3_get_autocommit(w->db) == 0)
        (void)sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL);
    w->dirty = true;
    return rc;
}

static int sqlite_append(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                         struct wr_tele_rec *recs, size_t n)
{
    struct store *s = store;
    struct writer *w = NULL;

    (void)pthread_mutex_lock(&s->write_lock);
    int rc = writer_of(ctx, s, (struct file_id){class, month}, &w);
    if (rc == 0)
        rc = append_to(ctx, w, recs, n);
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

static int sqlite_flush(struct wr_ctx *ctx, void *store)
{
    struct store *s = store;
    int rc = 0;

    (void)pthread_mutex_lock(&s->write_lock);
    for (size_t i = 0; rc == 0 && i < WRITERS_MAX; i++)
        if (s->writers[i].db)
            rc = make_durable(ctx, s, &s->writers[i]);
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

/* ---- keeping ----------------------------------------------------------------------------------- */

/** "real-2026-11.db" */
static bool parse_name(const char *name, struct wr_tele_month_of *ret)
{
    struct wr_str s = wr_str(name);
    bool real = wr_str_starts(s, WR_S("real-"));

    if ((!real && !wr_str_starts(s, WR_S("long-"))) || s.n != 15 || !wr_str_ends(s, WR_S(".db")))
        return false;
    ret->class = real ? WR_TELE_CLASS_REAL : WR_TELE_CLASS_LONG;
    return wr_tele_month_parse(wr_str_sub(s, 5, 7), &ret->month);
}

#define MONTHS_MAX 6000

int lite_months(struct wr_ctx *ctx, void *store, struct wr_list *ret)
{
    const struct store *s = store;
    struct wr_tele_month_of *m = wr_arena_array(ctx->arena, MONTHS_MAX, sizeof(*m));
    const struct dirent *e = NULL;
    size_t n = 0;

    if (!m)
        return wr_fail(ctx, WR_K_memory);
    DIR *d = opendir(s->dir);
    if (!d)
        return wr_fail(ctx, WR_K_tele_store, wr_str(strerror(errno)));
    while (n < MONTHS_MAX && (e = readdir(d)) != NULL)
        if (parse_name(e->d_name, &m[n]))
            n++;
    (void)closedir(d);
    *ret = (struct wr_list){m, n};
    return 0;
}

static int sqlite_drop(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    struct store *s = store;
    struct file_id id = {class, month};
    char path[480];
    int rc = 0;

    (void)pthread_mutex_lock(&s->write_lock);
    for (size_t i = 0; i < WRITERS_MAX; i++)
        if (s->writers[i].db && same_file(s->writers[i].id, id))
            close_writer(&s->writers[i]);
    lite_forget_readers(s, id);
    for (size_t i = 0; i < WR_ARRAY_LEN(tails) && rc == 0; i++) {
        lite_path(s, id, tails[i], path);
        if (unlink(path) != 0 && errno != ENOENT)
            rc = wr_fail(ctx, WR_K_tele_store, wr_str(strerror(errno)));
    }
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

/* ---- life -------------------------------------------------------------------------------------- */

static void sqlite_close(void *store)
{
    struct store *s = store;

    for (size_t i = 0; i < READERS_MAX; i++)
        lite_close_reader(s->idle[i]);
    for (size_t i = 0; i < WRITERS_MAX; i++)
        close_writer(&s->writers[i]);
    (void)pthread_mutex_destroy(&s->write_lock);
    (void)pthread_mutex_destroy(&s->read_lock);
    (void)wr_free(s);
}

int wr_tele_sqlite_open(struct wr_ctx *ctx, struct wr_str path, const struct wr_tele_options *opt,
                        void **ret_store)
{
    struct store *s = wr_alloc(sizeof(*s));

    if (!s)
        return wr_fail(ctx, WR_K_memory);
    s->opt = *opt;
    int rc =
        path.n > 0 && wr_str_copy_z(path, s->dir, sizeof(s->dir)) ? 0 : wr_fail(ctx, WR_K_tele_url);
    if (rc == 0 && opt->create && mkdir(s->dir, 0700) != 0 && errno != EEXIST)
        rc = wr_fail(ctx, WR_K_tele_store, wr_str(strerror(errno)));
    if (rc == 0 && access(s->dir, R_OK | X_OK) != 0)
        rc = wr_fail(ctx, WR_K_tele_store, wr_str(strerror(errno)));
    if (rc != 0) {
        (void)wr_free(s);
        return rc;
    }
    (void)pthread_mutex_init(&s->write_lock, NULL);
    (void)pthread_mutex_init(&s->read_lock, NULL);
    *ret_store = s;
    return 0;
}

const struct wr_tele_ops wr_tele_sqlite_ops = {.kind = "sqlite",
                                               .close = sqlite_close,
                                               .append = sqlite_append,
                                               .scan = lite_scan,
                                               .months = lite_months,
                                               .drop = sqlite_drop,
                                               .check = lite_check,
                                               .flush = sqlite_flush,
                                               .backup = lite_backup};
