/* Reading the SQLite store: idle connections by file, scans, the check. */
#include "telemetry/sqlite_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SELECT_ROWS "SELECT t, seq, received, source, backfill, body, outlet, cn FROM r"
static const char FORE[] =
    SELECT_ROWS " WHERE outlet = ?1 AND cn = ?2 AND t >= ?3 AND t < ?4 ORDER BY t, seq";
static const char BACK[] =
    SELECT_ROWS " WHERE outlet = ?1 AND cn = ?2 AND t >= ?3 AND t < ?4 ORDER BY t DESC, seq";
static const char WALK[] =
    SELECT_ROWS " WHERE (outlet, cn, t, seq) > (?1, ?2, ?3, ?4) ORDER BY outlet, cn, t, seq";

/* ---- readers ----------------------------------------------------------------------------------- */

void lite_close_reader(struct reader *r)
{
    if (r) {
        (void)sqlite3_finalize(r->fore);
        (void)sqlite3_finalize(r->back);
        (void)sqlite3_close(r->db);
        (void)wr_free(r);
    }
}

/** An idle reader of the file, taken out of the list; NULL if there is none. */
static struct reader *take_idle(struct store *s, struct file_id id)
{
    struct reader *r = NULL;

    (void)pthread_mutex_lock(&s->read_lock);
    for (size_t i = 0; i < READERS_MAX && !r; i++)
        if (s->idle[i] && same_file(s->idle[i]->id, id))
            r = WR_TAKE(s->idle[i]);
    (void)pthread_mutex_unlock(&s->read_lock);
    return r;
}

/** Keep a reader for the next one; the one idle for longest gives way. */
static void give_back(struct store *s, struct reader *r)
{
    size_t at = 0;

    (void)pthread_mutex_lock(&s->read_lock);
    r->used = ++s->read_tick;
    for (size_t i = 0; i < READERS_MAX; i++) {
        if (!s->idle[i]) {
            at = i;
            break;
        }
        if (s->idle[i]->used < s->idle[at]->used)
            at = i;
    }
    struct reader *out = s->idle[at];
    s->idle[at] = r;
    (void)pthread_mutex_unlock(&s->read_lock);
    lite_close_reader(out);
}

/** @return 0, WR_ENOTFOUND (its writer is about to make the table: no message), … */
static int prepare_reader(struct wr_ctx *ctx, struct reader *r)
{
    if (sqlite3_prepare_v3(r->db, FORE, -1, SQLITE_PREPARE_PERSISTENT, &r->fore, NULL) == SQLITE_OK)
        return lite_prepare(ctx, r->db, BACK, &r->back);
    bool no_table = (sqlite3_errcode(r->db) & 0xff) == SQLITE_ERROR &&
                    strncmp(sqlite3_errmsg(r->db), "no such table", 13) == 0;
    return no_table ? WR_ENOTFOUND : lite_failed(ctx, r->db);
}

/** @return 0, WR_ENOTFOUND (no such file, or nothing in it yet: no message), … */
static int reader_of(struct wr_ctx *ctx, struct store *s, struct file_id id, struct reader **ret)
{
    char path[480];
    struct reader *r = take_idle(s, id);
    int rc = 0;

    if (!r) {
        lite_path(s, id, "", path);
        if (access(path, F_OK) != 0)
            return WR_ENOTFOUND;
        r = wr_alloc(sizeof(*r));
        if (!r)
            return wr_fail(ctx, WR_K_memory);
        r->id = id;
        rc = lite_open(ctx, s, id, SQLITE_OPEN_READONLY, &r->db);
        if (rc == 0)
            rc = prepare_reader(ctx, r);
    }
    if (rc != 0) {
        lite_close_reader(r);
        return rc;
    }
    *ret = r;
    return 0;
}

void lite_forget_readers(struct store *s, struct file_id id)
{
    struct reader *r = NULL;
    while ((r = take_idle(s, id)) != NULL)
        lite_close_reader(r);
}

static int each_row(struct wr_ctx *ctx, sqlite3 *db, sqlite3_stmt *q, wr_tele_rec_fn *each,
                    void *arg)
{
    int step = SQLITE_DONE;
    int rc = 0;

    while (rc == 0 && (step = sqlite3_step(q)) == SQLITE_ROW) {
        struct wr_tele_rec r = {
            .t_ms = sqlite3_column_int64(q, 0),
            .seq = sqlite3_column_int(q, 1),
            .received_ms = sqlite3_column_int64(q, 2),
            .source_id = sqlite3_column_int64(q, 3),
            .backfill = sqlite3_column_int(q, 4) != 0,
            .body = {sqlite3_column_blob(q, 5), (size_t)sqlite3_column_bytes(q, 5)},
            .outlet_id = sqlite3_column_int64(q, 6),
            .cn = sqlite3_column_int(q, 7)};
        rc = each(arg, &r);
    }
    if (rc == 0 && step != SQLITE_DONE)
        rc = lite_failed(ctx, db);
    return rc;
}

static int scan_file(struct wr_ctx *ctx, struct store *s, struct file_id id, const int64_t key[4],
                     bool back, wr_tele_rec_fn *each, void *arg)
{
    struct reader *r = NULL;
    int rc = reader_of(ctx, s, id, &r);

    if (rc != 0)
        return rc == WR_ENOTFOUND ? 0 : rc;
    sqlite3_stmt *q = back ? r->back : r->fore;
    for (int i = 0; i < 4; i++)
        (void)sqlite3_bind_int64(q, i + 1, key[i]);
    rc = each_row(ctx, r->db, q, each, arg);
    (void)sqlite3_reset(q);
    give_back(s, r);
    return rc;
}

int lite_scan(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
              int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg)
{
    struct store *s = store;
    const int64_t key[] = {outlet_id, cn, from_ms, to_ms};
    struct file_id id = {.class = wr_tele_class_of(cn)};
    int rc = 0;

    if (from_ms >= to_ms)
        return 0;
    int first = wr_tele_month(from_ms);
    int last = wr_tele_month(to_ms - 1);
    for (int i = 0; rc == 0 && i <= last - first; i++) {
        id.month = back ? last - i : first + i;
        rc = scan_file(ctx, s, id, key, back, each, arg);
    }
    return rc;
}

/* ---- check ------------------------------------------------------------------------------------- */

static int quick_check(struct wr_ctx *ctx, sqlite3 *db, struct wr_str *ret_bad)
{
    sqlite3_stmt *q = NULL;
    int rc = lite_prepare(ctx, db, "PRAGMA quick_check(1)", &q);

    if (rc != 0)
        return rc;
    if (sqlite3_step(q) != SQLITE_ROW) {
        *ret_bad = wr_arena_dup(ctx->arena, wr_str(sqlite3_errmsg(db)));
    } else {
        struct wr_str text = wr_str((const char *)sqlite3_column_text(q, 0));
        if (!wr_str_eq(text, WR_S("ok")))
            *ret_bad = wr_arena_dup(ctx->arena, text);
    }
    (void)sqlite3_finalize(q);
    return 0;
}

/** Rows behind the key; all where it is NULL. */
static int walk_from(struct wr_ctx *ctx, sqlite3 *db, const struct wr_tele_key *after,
                     wr_tele_rec_fn *each, void *arg)
{
    sqlite3_stmt *q = NULL;
    const struct wr_tele_key none = {.outlet_id = INT64_MIN};
    const struct wr_tele_key *k = after ? after : &none;
    const int64_t key[] = {k->outlet_id, k->cn, k->t_ms, k->seq};
    int rc = lite_prepare(ctx, db, WALK, &q);
    for (int i = 0; rc == 0 && i < 4; i++)
        (void)sqlite3_bind_int64(q, i + 1, key[i]);
    if (rc == 0)
        rc = each_row(ctx, db, q, each, arg);
    (void)sqlite3_finalize(q);
    return rc;
}

int lite_check(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
               const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
               struct wr_str *ret_bad)
{
    struct reader *r = NULL;
    struct wr_str found = {0};
    int rc = reader_of(ctx, store, (struct file_id){class, month}, &r);

    if (rc == WR_ENOTFOUND)
        return 0;
    if (rc == 0 && !after)
        rc = quick_check(ctx, r->db, &found);
    if (rc == 0 && !found.p)
        rc = walk_from(ctx, r->db, after, each, arg);
    if (rc == WR_EIO) { /* a file that cannot be read is what the check is for */
        found = wr_arena_dup(ctx->arena, wr_err_text(ctx));
        wr_err_reset(ctx);
        rc = 0;
    }
    if (found.p)
        *ret_bad = wr_arena_printf(
            ctx->arena, WR_FMT ": " WR_FMT,
            WR_ARG(wr_tele_month_name(ctx->arena, (struct wr_tele_month_of){class, month})),
            WR_ARG(found));
    if (r)
        lite_close_reader(r);
    return rc;
}

/* ---- backup ------------------------------------------------------------------------------------ */

static int copy_pages(struct wr_ctx *ctx, sqlite3 *from, const char *path)
{
    sqlite3 *to = NULL;
    int rc =
        sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
            ? 0
            : lite_failed(ctx, to);
    sqlite3_backup *b = rc == 0 ? sqlite3_backup_init(to, "main", from, "main") : NULL;
    if (rc == 0 && !b)
        rc = lite_failed(ctx, to);
    if (b) {
        int step = sqlite3_backup_step(b, -1); /* in one go: as of one moment */
        if (sqlite3_backup_finish(b) != SQLITE_OK || step != SQLITE_DONE)
            rc = lite_failed(ctx, to);
    }
    if (rc == 0) /* one file, without a log beside it */
        rc = lite_script(ctx, to, "PRAGMA journal_mode = DELETE");
    (void)sqlite3_close(to);
    return rc;
}

static int copy_month(struct wr_ctx *ctx, struct store *s, struct file_id id, const char *to)
{
    char path[480], name[480];
    sqlite3 *from = NULL;
    lite_path(s, id, "", path);
    struct wr_str copy = wr_arena_printf(ctx->arena, "%s/%s", to, strrchr(path, '/') + 1);
    if (!wr_str_copy_z(copy, name, sizeof(name)))
        return wr_fail(ctx, WR_K_tele_store, copy);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return wr_fail(ctx, WR_K_tele_store, wr_str(strerror(errno)));
    (void)close(fd);
    int rc = lite_open(ctx, s, id, SQLITE_OPEN_READONLY, &from);
    if (rc == 0)
        rc = copy_pages(ctx, from, name);
    (void)sqlite3_close(from);
    return rc;
}

int lite_backup(struct wr_ctx *ctx, void *store, const char *to, int64_t *ret_months)
{
    struct wr_list months = {0};
    *ret_months = 0;
    int rc = lite_months(ctx, store, &months);
    if (rc == 0 && mkdir(to, 0700) != 0)
        rc = errno == EEXIST ? wr_fail(ctx, WR_K_db_file_exists, wr_str(to))
                             : wr_fail(ctx, WR_K_tele_store, wr_str(strerror(errno)));
    const struct wr_tele_month_of *m = months.p;
    for (size_t i = 0; rc == 0 && i < months.n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        rc = copy_month(ctx, store, (struct file_id){m[i].class, m[i].month}, to);
        if (rc == 0)
            wr_arena_rewind(ctx->arena, mark);
        *ret_months += rc == 0;
    }
    return rc;
}
