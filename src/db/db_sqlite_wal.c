#include "db/db_sqlite.h"

#include "base/alloc.h"

#include <sqlite3.h>

#define TELL_FRAMES 500    /* moved in the background as soon as there are so many */
#define ALONE_FRAMES 16000 /* 64 MiB: the background does not keep up, the writer helps */

struct wr_wal {
    const char *path;
    pthread_mutex_t lock;
    pthread_cond_t told;
    pthread_t thread;
    bool running, due, stop; /* under the lock */
    int frames_told;         /* of the writer alone */
};

static bool wait_until_due(struct wr_wal *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->due && !w->stop)
        pthread_cond_wait(&w->told, &w->lock);
    w->due = false;
    bool go_on = !w->stop;
    pthread_mutex_unlock(&w->lock);
    return go_on;
}

/* What fails here is tried again with the next frames, and by the writer in the end. */
static void *move_frames(void *arg)
{
    struct wr_wal *w = arg;
    sqlite3 *h = NULL;
    if (sqlite3_open_v2(w->path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
        SQLITE_OK) {
        (void)sqlite3_wal_autocheckpoint(h, 0);
        (void)sqlite3_exec(h, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
        while (wait_until_due(w))
            (void)sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
    (void)sqlite3_close_v2(h);
    return NULL;
}

static void tell(struct wr_wal *w)
{
    pthread_mutex_lock(&w->lock);
    if (!w->running)
        w->running = pthread_create(&w->thread, NULL, move_frames, w) == 0;
    w->due = true;
    pthread_cond_signal(&w->told);
    pthread_mutex_unlock(&w->lock);
}

/** SQLite calls it after each COMMIT of the writer with the number of frames in the log. */
static int after_commit(void *arg, sqlite3 *h, const char *name, int frames)
{
    struct wr_wal *w = arg;
    if (frames < w->frames_told)
        w->frames_told = 0; /* the log began anew */
    if (frames >= ALONE_FRAMES) {
        (void)sqlite3_wal_checkpoint_v2(h, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    } else if (frames - w->frames_told >= TELL_FRAMES) {
        w->frames_told = frames;
        tell(w);
    }
    return SQLITE_OK;
}

struct wr_wal *wr_wal_watch(struct sqlite3 *writer, const char *path)
{
    struct wr_wal *w = wr_alloc(sizeof *w);
    if (!w)
        return NULL;
    w->path = path;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->told, NULL);
    (void)sqlite3_wal_hook(writer, after_commit, w);
    return w;
}

void wr_wal_stop(struct wr_wal *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->told);
    bool running = w->running;
    pthread_mutex_unlock(&w->lock);
    if (running)
        (void)pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->told);
    pthread_mutex_destroy(&w->lock);
    wr_free(w);
}
