#include "db/db_int.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#define READERS_MAX 64
#define READERS_DEFAULT 4
#define WAIT_MS_DEFAULT 5000
#define RECONNECT_PAUSE_MS 100

int64_t wr_db_mono_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void wr_db_cond_init(pthread_cond_t *c)
{
    pthread_condattr_t a;
    pthread_condattr_init(&a);
    pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
    pthread_cond_init(c, &a);
    pthread_condattr_destroy(&a);
}

bool wr_db_cond_wait(pthread_cond_t *c, pthread_mutex_t *m, int64_t deadline_ms)
{
    struct timespec ts = {.tv_sec = (time_t)(deadline_ms / 1000),
                          .tv_nsec = (long)(deadline_ms % 1000) * 1000000};
    (void)pthread_cond_timedwait(c, m, &ts);
    return wr_db_mono_ms() < deadline_ms;
}

void wr_db_error_set(struct wr_db_error *e, enum wr_db_fail kind, const char *fmt, ...)
{
    e->kind = kind;
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    for (char *p = e->text; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
    }
}

int wr_db_fail_ctx(struct wr_ctx *ctx, const struct wr_db_error *e)
{
    struct wr_str text = wr_str(e->text);
    switch (e->kind) {
    case WR_DBF_NONE:
        return 0;
    case WR_DBF_CONFLICT:
        return wr_fail(ctx, WR_K_db_constraint, text);
    case WR_DBF_SOFT:
        return wr_fail(ctx, WR_K_busy);
    case WR_DBF_LOST:
        return wr_fail(ctx, WR_K_db_away, text);
    case WR_DBF_READONLY:
        return wr_fail(ctx, WR_K_db_readonly, text);
    case WR_DBF_FULL:
        return wr_fail(ctx, WR_K_db_full, text);
    case WR_DBF_LIMIT:
        return wr_fail(ctx, WR_K_db_too_big, text);
    case WR_DBF_MEMORY:
        return wr_fail(ctx, WR_K_memory);
    case WR_DBF_BUG:
        return wr_fail(ctx, WR_K_db_bug, text);
    case WR_DBF_UNKNOWN:
        return wr_fail(ctx, WR_K_db_commit_unknown, text);
    case WR_DBF_IO:
        break;
    }
    return wr_fail(ctx, WR_K_db_io, text);
}

enum wr_db_fail wr_db_connect(struct wr_db *db, bool writer, int64_t deadline_ms,
                              struct wr_conn **ret, struct wr_db_error *reterr)
{
    for (;;) {
        enum wr_db_fail f = db->be->open(db, writer, ret, reterr);
        if (f != WR_DBF_LOST || wr_db_mono_ms() + RECONNECT_PAUSE_MS >= deadline_ms)
            return f;
        struct timespec pause = {.tv_nsec = RECONNECT_PAUSE_MS * 1000000L};
        (void)nanosleep(&pause, NULL);
    }
}

struct wr_conn *wr_readers_take(struct wr_db *db, int64_t deadline_ms, struct wr_db_error *reterr)
{
    struct wr_readers *r = &db->r;
    pthread_mutex_lock(&r->lock);
    bool in_time = true;
    while (!r->free && r->open_n >= db->opt.readers_max && in_time)
        in_time = wr_db_cond_wait(&r->freed, &r->lock, deadline_ms);
    struct wr_conn *c = r->free;
    if (c)
        r->free = c->next_free;
    else if (r->open_n < db->opt.readers_max)
        r->open_n++;
    else
        in_time = false;
    pthread_mutex_unlock(&r->lock);
    if (c)
        return c;
    if (!in_time && !c) {
        wr_db_error_set(reterr, WR_DBF_SOFT, "no free read connection");
        return NULL;
    }
    if (wr_db_connect(db, false, deadline_ms, &c, reterr) == WR_DBF_NONE)
        return c;
    pthread_mutex_lock(&r->lock);
    r->open_n--;
    pthread_cond_signal(&r->freed);
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/** When one connection broke, those that lie idle are most likely broken too. The lock is held. */
static struct wr_conn *take_all_idle(struct wr_readers *r)
{
    struct wr_conn *all = r->free;
    r->free = NULL;
    for (struct wr_conn *c = all; c; c = c->next_free)
        r->open_n--;
    return all;
}

static void close_all(struct wr_db *db, struct wr_conn *list)
{
    while (list) {
        struct wr_conn *next = list->next_free;
        db->be->close(list);
        list = next;
    }
}

void wr_readers_close_idle(struct wr_db *db)
{
    pthread_mutex_lock(&db->r.lock);
    struct wr_conn *idle = take_all_idle(&db->r);
    pthread_mutex_unlock(&db->r.lock);
    close_all(db, idle);
}

void wr_readers_give(struct wr_db *db, struct wr_conn *c)
{
    struct wr_readers *r = &db->r;
    struct wr_conn *broken = NULL;
    pthread_mutex_lock(&r->lock);
    if (c->lost) {
        broken = take_all_idle(r);
        c->next_free = broken;
        broken = c;
        r->open_n--;
        pthread_cond_broadcast(&r->freed);
    } else {
        c->next_free = r->free;
        r->free = c;
        pthread_cond_signal(&r->freed);
    }
    pthread_mutex_unlock(&r->lock);
    close_all(db, broken);
}

static char *copy_text(const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = wr_alloc(n);
    if (p)
        memcpy(p, s, n);
    return p;
}

static bool split_url(const char *url, const struct wr_backend **ret_be, const char **ret_target)
{
    if (strncmp(url, "sqlite:", 7) == 0 && url[7]) {
        *ret_be = &wr_backend_sqlite;
        *ret_target = url + 7;
        return true;
    }
    if (strncmp(url, "postgres://", 11) == 0 || strncmp(url, "postgresql://", 13) == 0) {
        *ret_be = &wr_backend_pg;
        *ret_target = url;
        return true;
    }
    return false;
}

static void fill_options(struct wr_db *db, const struct wr_db_options *opt)
{
    if (opt)
        db->opt = *opt;
    if (db->opt.readers_max == 0)
        db->opt.readers_max = READERS_DEFAULT;
    if (db->opt.readers_max > READERS_MAX)
        db->opt.readers_max = READERS_MAX;
    if (db->opt.wait_ms_max <= 0)
        db->opt.wait_ms_max = WAIT_MS_DEFAULT;
    db->single = db->be == &wr_backend_sqlite && strcmp(db->target, ":memory:") == 0;
    db->group_max = db->single ? 1 : WR_GROUP_MEMBERS_MAX;
}

int wr_db_open(struct wr_ctx *ctx, const char *url, const struct wr_db_options *opt,
               struct wr_db **ret)
{
    const struct wr_backend *be = NULL;
    const char *target = NULL;
    if (!split_url(url, &be, &target))
        return wr_fail(ctx, WR_K_db_url);
    struct wr_db *db = wr_alloc(sizeof *db);
    if (!db)
        return wr_fail(ctx, WR_K_memory);
    db->be = be;
    db->target = copy_text(target);
    if (!db->target) {
        wr_free(db);
        return wr_fail(ctx, WR_K_memory);
    }
    fill_options(db, opt);
    pthread_mutex_init(&db->w.lock, NULL);
    pthread_mutex_init(&db->r.lock, NULL);
    wr_db_cond_init(&db->r.freed);
    struct wr_db_error err = {0};
    if (wr_db_connect(db, true, wr_db_mono_ms() + db->opt.wait_ms_max, &db->w.conn, &err) !=
        WR_DBF_NONE) {
        wr_db_close(db);
        if (err.kind == WR_DBF_LOST)
            return wr_fail(ctx, WR_K_db_open, wr_str(err.text));
        return wr_db_fail_ctx(ctx, &err);
    }
    *ret = db;
    return 0;
}

void wr_db_close(struct wr_db *db)
{
    if (!db)
        return;
    assert(!db->w.taken && !db->w.group);
    wr_readers_close_idle(db);
    assert(db->r.open_n == 0); /* no reader is at work */
    if (db->w.conn)
        db->be->close(db->w.conn);
    pthread_mutex_destroy(&db->w.lock);
    pthread_mutex_destroy(&db->r.lock);
    pthread_cond_destroy(&db->r.freed);
    wr_free(db->target);
    wr_free(db);
}

enum wr_db_engine wr_db_engine(const struct wr_db *db)
{
    return db->be->engine;
}

void wr_db_stats(struct wr_db *db, struct wr_db_stats *ret)
{
    *ret = (struct wr_db_stats){
        .tx_read = atomic_load(&db->tx_read),
        .tx_write = atomic_load(&db->tx_write),
        .tx_retried = atomic_load(&db->tx_retried),
        .tx_failed = atomic_load(&db->tx_failed),
        .tx_wait_ms_sum = atomic_load(&db->wait_ms_sum),
        .tx_wait_ms_max = atomic_load(&db->wait_ms_max),
        .groups = atomic_load(&db->groups),
        .group_members = atomic_load(&db->group_members),
    };
}

void wr_db_test_fail_step(struct wr_db *db, int64_t n, enum wr_db_fail kind)
{
    atomic_store(&db->fail_kind, (int)kind);
    atomic_store(&db->fail_in, n);
}

void wr_db_test_group_max(struct wr_db *db, size_t n)
{
    db->group_max = n;
}
