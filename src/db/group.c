/*
 * One writer, many transactions, one COMMIT. Whoever holds the writer runs his transaction as a savepoint of the open
 * group; when others wait in the queue he passes the writer on and waits for the group's COMMIT, otherwise he commits
 * for all. The queue is first come, first served, and a thread that is granted the writer cannot miss it, so a group
 * always has somebody who will end it.
 */
#include "db/db_int.h"

#include "base/alloc.h"

#include <assert.h>

static void count_wait(struct wr_db *db, int64_t ms)
{
    atomic_fetch_add(&db->wait_ms_sum, ms);
    int64_t max = atomic_load(&db->wait_ms_max);
    while (ms > max && !atomic_compare_exchange_weak(&db->wait_ms_max, &max, ms))
        ;
}

static void leave_queue(struct wr_writer *w, struct wr_writer_wait *me)
{
    struct wr_writer_wait *before = NULL;
    struct wr_writer_wait **at = &w->head;
    while (*at && *at != me) {
        before = *at;
        at = &(*at)->next;
    }
    assert(*at == me);
    *at = me->next;
    if (w->tail == me)
        w->tail = before;
}

static bool wait_in_queue(struct wr_writer *w, int64_t deadline_ms)
{
    struct wr_writer_wait me = {0};
    wr_db_cond_init(&me.cond);
    if (w->tail)
        w->tail->next = &me;
    else
        w->head = &me;
    w->tail = &me;
    bool in_time = true;
    while (!me.granted && in_time)
        in_time = wr_db_cond_wait(&me.cond, &w->lock, deadline_ms);
    if (!me.granted)
        leave_queue(w, &me);
    pthread_cond_destroy(&me.cond);
    return me.granted;
}

/** The lock is held. */
static void grant_next(struct wr_writer *w)
{
    struct wr_writer_wait *next = w->head;
    if (!next) {
        w->taken = false;
        return;
    }
    w->head = next->next;
    if (!w->head)
        w->tail = NULL;
    next->granted = true;
    pthread_cond_signal(&next->cond);
}

enum wr_db_fail wr_writer_take(struct wr_db *db, int64_t deadline_ms, struct wr_db_error *reterr)
{
    struct wr_writer *w = &db->w;
    int64_t from_ms = wr_db_mono_ms();
    pthread_mutex_lock(&w->lock);
    bool mine = true;
    if (w->taken)
        mine = wait_in_queue(w, deadline_ms);
    else
        w->taken = true;
    pthread_mutex_unlock(&w->lock);
    count_wait(db, wr_db_mono_ms() - from_ms);
    if (!mine) {
        wr_db_error_set(reterr, WR_DBF_SOFT, "waited too long for the writer");
        return WR_DBF_SOFT;
    }
    if (w->conn)
        return WR_DBF_NONE;
    enum wr_db_fail f = wr_db_connect(db, true, deadline_ms, &w->conn, reterr);
    if (f != WR_DBF_NONE)
        wr_writer_give(db);
    return f;
}

void wr_writer_give(struct wr_db *db)
{
    assert(!db->w.group);
    if (db->w.conn && db->w.conn->lost) {
        db->be->close(db->w.conn);
        db->w.conn = NULL;
    }
    pthread_mutex_lock(&db->w.lock);
    grant_next(&db->w);
    pthread_mutex_unlock(&db->w.lock);
}

static struct wr_group *group_new(void)
{
    struct wr_group *g = wr_alloc(sizeof *g);
    if (!g)
        return NULL;
    wr_db_cond_init(&g->done_cond);
    g->born_ms = wr_db_mono_ms();
    return g;
}

/** The lock is held. */
static void group_unref(struct wr_group *g)
{
    assert(g->refs > 0);
    if (--g->refs > 0)
        return;
    pthread_cond_destroy(&g->done_cond);
    wr_free(g);
}

enum wr_db_fail wr_group_enter(struct wr_db *db, struct wr_db_error *reterr)
{
    struct wr_conn *c = db->w.conn;
    struct wr_group *g = db->w.group;
    enum wr_db_fail f = WR_DBF_NONE;
    if (!g) {
        g = group_new();
        if (!g) {
            wr_db_error_set(reterr, WR_DBF_MEMORY, "no memory");
            wr_writer_give(db);
            return WR_DBF_MEMORY;
        }
        f = db->be->begin(c, WR_TX_WRITE);
        if (f != WR_DBF_NONE) {
            *reterr = c->err;
            pthread_cond_destroy(&g->done_cond);
            wr_free(g);
            wr_writer_give(db);
            return f;
        }
        db->w.group = g;
    } else {
        f = db->be->script(c, "SAVEPOINT member");
    }
    g->refs++;
    if (f != WR_DBF_NONE) {
        *reterr = c->err;
        wr_group_break(db, reterr);
    }
    return f;
}

/** End the group for all: tell the result, close it, give the writer away. The caller's reference stays. */
static void end_group(struct wr_db *db, const struct wr_db_error *result)
{
    struct wr_writer *w = &db->w;
    struct wr_group *g = w->group;
    bool lost = w->conn->lost;
    if (lost) {
        db->be->close(w->conn);
        w->conn = NULL;
    }
    if (!result) {
        atomic_fetch_add(&db->groups, 1);
        atomic_fetch_add(&db->group_members, (int64_t)g->members);
    }
    pthread_mutex_lock(&w->lock);
    if (result)
        g->result = *result;
    g->done = true;
    w->group = NULL;
    pthread_cond_broadcast(&g->done_cond);
    grant_next(w);
}

static void commit_group(struct wr_db *db)
{
    struct wr_conn *c = db->w.conn;
    enum wr_db_fail f = db->be->commit(c);
    struct wr_db_error e = c->err;
    if (f != WR_DBF_NONE && !c->lost && db->be->in_tx(c))
        db->be->rollback(c);
    end_group(db, f == WR_DBF_NONE ? NULL : &e);
}

/** Is it better to let the next one join than to commit now? The lock is held. */
static bool group_goes_on(const struct wr_db *db)
{
    const struct wr_group *g = db->w.group;
    return db->w.head && g->members < db->group_max &&
           wr_db_mono_ms() - g->born_ms < WR_GROUP_AGE_MS_MAX;
}

enum wr_db_fail wr_group_keep(struct wr_db *db, struct wr_db_error *reterr)
{
    struct wr_writer *w = &db->w;
    struct wr_group *g = w->group;
    bool joined = g->members > 0;
    if (joined && db->be->script(w->conn, "RELEASE SAVEPOINT member") != WR_DBF_NONE) {
        *reterr = w->conn->err;
        wr_group_break(db, reterr);
        return reterr->kind;
    }
    g->members++;
    pthread_mutex_lock(&w->lock);
    if (group_goes_on(db)) {
        grant_next(w);
    } else {
        pthread_mutex_unlock(&w->lock);
        commit_group(db); /* comes back with the lock */
    }
    while (!g->done)
        pthread_cond_wait(&g->done_cond, &w->lock);
    *reterr = g->result;
    group_unref(g);
    pthread_mutex_unlock(&w->lock);
    return reterr->kind;
}

void wr_group_undo(struct wr_db *db)
{
    struct wr_writer *w = &db->w;
    struct wr_group *g = w->group;
    if (g->members == 0) {
        struct wr_db_error nobody = {.kind = WR_DBF_SOFT};
        wr_group_break(db, &nobody);
        return;
    }
    if (!db->be->in_tx(w->conn) ||
        db->be->script(w->conn, "ROLLBACK TO SAVEPOINT member; RELEASE SAVEPOINT member") !=
            WR_DBF_NONE) {
        struct wr_db_error e = w->conn->err;
        if (e.kind == WR_DBF_NONE)
            wr_db_error_set(&e, WR_DBF_IO, "the transaction was ended by the engine");
        wr_group_break(db, &e);
        return;
    }
    pthread_mutex_lock(&w->lock);
    if (group_goes_on(db)) {
        grant_next(w);
    } else {
        pthread_mutex_unlock(&w->lock);
        commit_group(db);
    }
    group_unref(g);
    pthread_mutex_unlock(&w->lock);
}

void wr_group_break(struct wr_db *db, const struct wr_db_error *e)
{
    struct wr_group *g = db->w.group;
    struct wr_conn *c = db->w.conn;
    struct wr_db_error copy = *e;
    if (!c->lost && db->be->in_tx(c))
        db->be->rollback(c);
    end_group(db, &copy);
    group_unref(g);
    pthread_mutex_unlock(&db->w.lock);
}
