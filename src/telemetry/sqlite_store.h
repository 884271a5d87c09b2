#pragma once
/* Inside of the SQLite store: its files, who writes and who reads them. */
#include "telemetry/tele_in.h"

#include <pthread.h>
#include <sqlite3.h>

#define WRITERS_MAX 6
#define READERS_MAX 32 /* idle ones kept open */

struct file_id {
    enum wr_tele_class class;
    int month;
};
struct writer {
    struct file_id id;
    sqlite3 *db;
    sqlite3_stmt *put, *find;
    int64_t used;
    bool dirty; /* written since the last flush */
};
struct reader {
    struct file_id id;
    sqlite3 *db;
    sqlite3_stmt *fore, *back;
    int64_t used;
};
struct store {
    char dir[400];
    struct wr_tele_options opt;
    pthread_mutex_t write_lock; /* writers */
    pthread_mutex_t read_lock;  /* list of idle readers */
    struct writer writers[WRITERS_MAX];
    struct reader *idle[READERS_MAX];
    int64_t write_tick, read_tick; /* each under its own lock */
};

static inline bool same_file(struct file_id a, struct file_id b)
{
    return a.class == b.class && a.month == b.month;
}

/** "DIR/real-2026-11.db" and a tail such as "-wal". */
void lite_path(const struct store *s, struct file_id id, const char *tail, char dst[480]);
/** The connection's error as the context's. @return WR_EBUSY, WR_EIO */
int lite_failed(struct wr_ctx *ctx, sqlite3 *db);
int lite_script(struct wr_ctx *ctx, sqlite3 *db, const char *sql);
int lite_prepare(struct wr_ctx *ctx, sqlite3 *db, const char *sql, sqlite3_stmt **ret);
int lite_open(struct wr_ctx *ctx, struct store *s, struct file_id id, int flags, sqlite3 **ret);

/* ---- readers (sqlite_store_read.c) ------------------------------------------------------------- */

void lite_close_reader(struct reader *r); /* NULL is fine */
/** Close the idle readers of a file. */
void lite_forget_readers(struct store *s, struct file_id id);
int lite_scan(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
              int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg);
int lite_months(struct wr_ctx *ctx, void *store, struct wr_list *ret);
int lite_backup(struct wr_ctx *ctx, void *store, const char *to, int64_t *ret_months);
int lite_check(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
               const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
               struct wr_str *ret_bad);
