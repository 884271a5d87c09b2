#pragma once
/* Inside of src/db only (and its own tests): connections, prepared statements, the table of functions of an engine. */
#include "db/db.h"

#include <pthread.h>
#include <stdatomic.h>

/** Why an engine refused: what the transaction runner must know of it, whatever the engine calls it. */
enum wr_db_fail {
    WR_DBF_NONE,
    WR_DBF_CONFLICT, /* UNIQUE, FOREIGN KEY, CHECK, NOT NULL; the text names the constraint */
    WR_DBF_SOFT,     /* locked, serialisation, deadlock: the whole transaction may run again */
    WR_DBF_LOST,     /* connection gone: reconnect, then as SOFT unless a COMMIT was under way */
    WR_DBF_READONLY, /* a reader tried to write */
    WR_DBF_FULL,     /* disk full, or quota */
    WR_DBF_IO,
    WR_DBF_LIMIT, /* value too big for the engine */
    WR_DBF_MEMORY,
    WR_DBF_BUG,     /* bad SQL, wrong types, wrong use */
    WR_DBF_UNKNOWN, /* the connection broke during COMMIT: nobody knows */
};

#define WR_STMT_PARAMS_MAX 400
#define WR_DB_ERROR_TEXT 320
struct wr_db_error {
    enum wr_db_fail kind;
    char text[WR_DB_ERROR_TEXT];
};

struct wr_conn;

/** One prepared statement of one connection. First member of each engine's own struct. */
struct wr_prep {
    const struct wr_stmt *q;
    struct wr_conn *conn;
    bool cached; /* stays with the connection; else freed after use */
    bool in_use;
    uint64_t optional; /* parameters in `($n IS NULL OR …)`, optional.h */
    uint64_t nulls;    /* those that are NULL in this text */
    /* columns matched to fields, kept until another table of fields is asked for */
    const struct wr_field *map_fields;
    const struct wr_field **map;
    size_t map_n;
    struct wr_prep *next; /* in the bucket */
};

#define WR_PREP_BUCKETS 256

/** One connection. First member of each engine's own struct. Used by one thread at a time. */
struct wr_conn {
    const struct wr_backend *be;
    struct wr_db *db;
    bool writer;
    bool lost;
    struct wr_db_error err; /* of the last call that failed */
    struct wr_prep *preps[WR_PREP_BUCKETS];
    struct wr_conn *next_free;
};

/** How long the values bound by `start` live. */
enum wr_fetch {
    WR_FETCH_NOW,  /* all rows are taken before the call that passed the values returns */
    WR_FETCH_WALK, /* a cursor: values are copied, rows come in portions */
};

/** What an engine can do. Functions return enum wr_db_fail; the detail is in conn->err. */
struct wr_backend {
    enum wr_db_engine engine;
    const char *name;
    enum wr_db_fail (*open)(struct wr_db *db, bool writer, struct wr_conn **ret,
                            struct wr_db_error *reterr);
    void (*close)(struct wr_conn *c);
    /** One or more statements without parameters and rows. */
    enum wr_db_fail (*script)(struct wr_conn *c, const char *sql);
    enum wr_db_fail (*begin)(struct wr_conn *c, enum wr_tx_mode mode);
    enum wr_db_fail (*commit)(struct wr_conn *c);
    void (*rollback)(struct wr_conn *c);
    bool (*in_tx)(struct wr_conn *c);
    /** @param sql  the statement's text, or a folded one (optional.h) in which some parameters do not occur */
    enum wr_db_fail (*prepare)(struct wr_conn *c, const struct wr_stmt *q, const char *sql,
                               struct wr_prep **ret);
    void (*prep_free)(struct wr_prep *p);
    enum wr_db_fail (*start)(struct wr_prep *p, const struct wr_val *v, size_t n,
                             enum wr_fetch how);
    /** @param ret_row  true: there is a row; false: the end */
    enum wr_db_fail (*step)(struct wr_prep *p, bool *ret_row);
    /** Rows changed by the statement that just ended. */
    int64_t (*changed)(struct wr_prep *p);
    void (*finish)(struct wr_prep *p);
    size_t (*cols)(struct wr_prep *p);
    const char *(*col_name)(struct wr_prep *p, size_t i);
    enum wr_val_type (*col_type)(struct wr_prep *p, size_t i);
    int64_t (*col_i64)(struct wr_prep *p, size_t i);
    double (*col_f64)(struct wr_prep *p, size_t i);
    struct wr_str (*col_str)(struct wr_prep *p, size_t i);
    /** Compare a prepared statement with its declaration; 0 or BUG with the difference in conn->err. */
    enum wr_db_fail (*drift)(struct wr_prep *p);
};

extern const struct wr_backend wr_backend_sqlite;
extern const struct wr_backend wr_backend_pg;

#define WR_GROUP_MEMBERS_MAX 64
#define WR_GROUP_AGE_MS_MAX 10
#define WR_TX_TRIES_MAX 5

/** Transactions that share one COMMIT. Protected by wr_writer.lock; freed by the last who looks. */
struct wr_group {
    pthread_cond_t done_cond;
    bool done;
    struct wr_db_error result;
    size_t refs;    /* threads that will still look at it */
    size_t members; /* that want it committed */
    int64_t born_ms;
};

/** One thread in the queue for the writer connection. */
struct wr_writer_wait {
    pthread_cond_t cond;
    bool granted;
    struct wr_writer_wait *next;
};

/** The one writing connection of the process and the queue before it. */
struct wr_writer {
    pthread_mutex_t lock;
    bool taken;
    struct wr_writer_wait *head, *tail;
    struct wr_group *group; /* open, or NULL; touched by the holder only */
    struct wr_conn *conn;   /* NULL while the connection is lost */
};

struct wr_readers {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct wr_conn *free;
    size_t open_n;
};

struct wr_db {
    const struct wr_backend *be;
    char *target; /* path, or the whole URL */
    struct wr_db_options opt;
    bool single;      /* in memory: one connection for all */
    size_t group_max; /* members of a group; 1 = every transaction has its own COMMIT */
    struct wr_writer w;
    struct wr_readers r;
    _Atomic int64_t tx_read, tx_write, tx_retried, tx_failed, wait_ms_sum, wait_ms_max, groups,
        group_members;
    _Atomic int64_t fail_in; /* tests: the n-th step from now fails; 0 = never */
    _Atomic int fail_kind;
};

/* db.c */
int64_t wr_db_mono_ms(void);
void wr_db_cond_init(pthread_cond_t *c);
/** @return false when the deadline (wr_db_mono_ms) has passed */
bool wr_db_cond_wait(pthread_cond_t *c, pthread_mutex_t *m, int64_t deadline_ms);
void wr_db_error_set(struct wr_db_error *e, enum wr_db_fail kind, const char *fmt, ...)
    WR_PRINTF(3, 4);
/** Open one connection, trying again until the deadline while the server is away. */
enum wr_db_fail wr_db_connect(struct wr_db *db, bool writer, int64_t deadline_ms,
                              struct wr_conn **ret, struct wr_db_error *reterr);
/** Take a reading connection; NULL with *reterr when there is none before the deadline. */
struct wr_conn *wr_readers_take(struct wr_db *db, int64_t deadline_ms, struct wr_db_error *reterr);
void wr_readers_give(struct wr_db *db, struct wr_conn *c);
void wr_readers_close_idle(struct wr_db *db);
/** Turn an engine's error into the context's. @return WR_E… */
int wr_db_fail_ctx(struct wr_ctx *ctx, const struct wr_db_error *e);
/** Tests only: let the n-th step from now fail as `kind`. */
void wr_db_test_fail_step(struct wr_db *db, int64_t n, enum wr_db_fail kind);
/** Tests and benchmarks: at most n transactions share a COMMIT. */
void wr_db_test_group_max(struct wr_db *db, size_t n);

/* conn.c */
enum wr_db_fail wr_conn_prep(struct wr_conn *c, const struct wr_stmt *q, const struct wr_val *v,
                             size_t n, struct wr_prep **ret);
/** End the use of a prepared statement; frees it unless it is kept. */
void wr_conn_prep_done(struct wr_prep *p);
void wr_conn_free_preps(struct wr_conn *c);
/** Step with the test's fault in between. */
enum wr_db_fail wr_conn_step(struct wr_prep *p, bool *ret_row);
/** Run one statement that is not kept; rows are ignored. For migrations, copies and checks. */
enum wr_db_fail wr_conn_exec(struct wr_conn *c, const struct wr_stmt *q, const struct wr_val *v,
                             size_t n);
/** Copy of the statement's text for this engine. */
const char *wr_stmt_sql(const struct wr_conn *c, const struct wr_stmt *q);

/* group.c */
/** Wait for the writer. On return 0 the caller holds it and its connection is up. */
enum wr_db_fail wr_writer_take(struct wr_db *db, int64_t deadline_ms, struct wr_db_error *reterr);
/** Give it to the next in the queue. The open group, if any, must have ended. */
void wr_writer_give(struct wr_db *db);
/** Enter the open group, or begin one. The caller holds the writer. */
enum wr_db_fail wr_group_enter(struct wr_db *db, struct wr_db_error *reterr);
/** Leave it with the work done; returns when it is on disk or has failed. Gives the writer away. */
enum wr_db_fail wr_group_keep(struct wr_db *db, struct wr_db_error *reterr);
/** Leave it with the work undone; the others' work stays. Gives the writer away. */
void wr_group_undo(struct wr_db *db);
/** Undo the whole group: everyone in it gets `e`. Gives the writer away. */
void wr_group_break(struct wr_db *db, const struct wr_db_error *e);

struct wr_tx {
    struct wr_ctx *ctx;
    struct wr_db *db;
    struct wr_conn *conn;
    enum wr_tx_mode mode;
    const char *name;
    size_t leaves;
    int64_t changed_n; /* rows of evidence written */
    size_t cursors_n;  /* open */
    int failed;        /* code of the first statement that failed; nothing runs after it */
    struct wr_db_error error;
};

/* query.c, used by copy.c and migrate.c too */
WR_MUST_CHECK int wr_val_check(struct wr_ctx *ctx, const struct wr_stmt *q, const struct wr_val *v,
                               size_t n);
