#pragma once
/*
 * One SQL text, two engines. A statement is declared once with $1..$n, prepared on SQLite and PostgreSQL, and run only
 * inside a transaction that wr_tx_run made.
 */
#include "codec/field.h"

struct wr_db;
struct wr_tx;

/**
 * One registered statement. `params` and `cols` hold one letter each: t text, i int64, r real, b bytes; upper case may be
 * NULL. `cols` is empty for statements without result.
 */
struct wr_stmt {
    const char *name; /* unique, [a-z0-9_]+ , begins with its module */
    const char *sql;
    const char *params;
    const char *cols;
    const char *sql_pg; /* only where one text cannot serve both; NULL otherwise */
    bool
        ephemeral; /* writes a table that is not evidence (sessions, idempotency keys, import drafts): needs no audit leaf */
};

/** Every module exports its statements as one NULL-terminated table; app/ concatenates them for the drift test. */
typedef const struct wr_stmt *const wr_stmt_table[];

enum wr_val_type { WR_V_NULL, WR_V_I64, WR_V_F64, WR_V_STR, WR_V_BYTES };
struct wr_val {
    enum wr_val_type type;
    int64_t i;
    double r;
    struct wr_str s;
};
#define WR_I(x) ((struct wr_val){.type = WR_V_I64, .i = (x)})
/** Text; the absent slice is NULL, an empty one is ''. */
#define WR_T(x) wr_val_text(x)
#define WR_R(x) ((struct wr_val){.type = WR_V_F64, .r = (x)})
#define WR_B(ptr, len) ((struct wr_val){.type = WR_V_BYTES, .s = {(const char *)(ptr), (len)}})
#define WR_NULL ((struct wr_val){.type = WR_V_NULL})
/** int64 or NULL when `has` is false; id or NULL when 0. */
#define WR_IOPT(has, x) ((has) ? WR_I(x) : WR_NULL)
#define WR_IDOPT(x) ((x) != 0 ? WR_I(x) : WR_NULL)
static inline struct wr_val wr_val_text(struct wr_str s)
{
    return (struct wr_val){.type = s.p ? WR_V_STR : WR_V_NULL, .s = s};
}

/* ---- opening -------------------------------------------------------------------------------- */

struct wr_db_options {
    size_t readers_max;  /* read connections, 1..64 */
    int64_t wait_ms_max; /* for a lock or a connection, then WR_EBUSY */
    bool create;         /* make the SQLite file if there is none */
    bool bulk; /* making a database from nothing: a crash may lose it until it is closed */
};
/** `sqlite:PATH`, `sqlite::memory:` (tests) or `postgres://…`. @return 0, WR_EINVALID (bad URL), WR_EIO */
WR_MUST_CHECK int wr_db_open(struct wr_ctx *ctx, const char *url, const struct wr_db_options *opt,
                             struct wr_db **ret);
void wr_db_close(struct wr_db *db);
enum wr_db_engine { WR_DB_SQLITE, WR_DB_PG };
enum wr_db_engine wr_db_engine(const struct wr_db *db);
/** Figures for /metrics: transactions, retries, waits. */
struct wr_db_stats {
    int64_t tx_read, tx_write, tx_retried, tx_failed, tx_wait_ms_sum, tx_wait_ms_max, groups,
        group_members;
};
void wr_db_stats(struct wr_db *db, struct wr_db_stats *ret);

/* ---- transactions --------------------------------------------------------------------------- */

enum wr_tx_mode { WR_TX_READ, WR_TX_WRITE };

/**
 * Run `fn` in a transaction: the only maker of a `struct wr_tx`, called by *_svc.c only.
 *
 * WRITE transactions of one process follow each other and are committed in groups (one fsync for all that wait);
 * each is a savepoint of its group, so that one that fails undoes itself only. When this returns 0 the data is on disk.
 * READ uses a connection of its own that the engine holds read-only.
 *
 * fn MUST have no effect outside the transaction and ctx->arena, because it may be run again (at most 5 times) after a
 * busy or serialisation failure; the arena is rewound before each run. It returns 0 to commit, negative to roll back.
 * A WRITE that changed rows of evidence and appended no audit leaf is rolled back with WR_EBUG.
 *
 * @param name  for log and metrics, such as "visit.create"
 * @return what fn returned, WR_EBUSY after the last try, WR_EIO
 */
WR_MUST_CHECK int wr_tx_run(struct wr_ctx *ctx, enum wr_tx_mode mode, const char *name,
                            int (*fn)(struct wr_tx *tx, void *arg), void *arg);
struct wr_ctx *wr_tx_ctx(struct wr_tx *tx);
enum wr_tx_mode wr_tx_mode(const struct wr_tx *tx);
/** Called by audit_store for each leaf appended. */
void wr_tx_note_leaf(struct wr_tx *tx);
size_t wr_tx_leaves(const struct wr_tx *tx);

/* ---- statements ----------------------------------------------------------------------------- */

#ifdef __cppcheck__ /* which does not know __VA_OPT__ */
#define WR_VALS_(...) ((const struct wr_val *)0)
#define WR_NVALS_(...) 0
#else
#define WR_VALS_(...)                                                                              \
    (const struct wr_val[])                                                                        \
    {                                                                                              \
        __VA_OPT__(__VA_ARGS__, )                                                                  \
        {                                                                                          \
            .type = WR_V_NULL                                                                      \
        }                                                                                          \
    }
#define WR_NVALS_(...) (sizeof(WR_VALS_(__VA_ARGS__)) / sizeof(struct wr_val) - 1)
#endif

/** Run a statement without result. @param ret_changed rows changed, may be NULL
 *  @return 0, WR_ECONFLICT (a constraint; ctx->err names it), WR_EBUSY, WR_EIO */
#define wr_exec(tx, q, ret_changed, ...)                                                           \
    wr_exec_n((tx), (q), (ret_changed), WR_VALS_(__VA_ARGS__), WR_NVALS_(__VA_ARGS__))
WR_MUST_CHECK int wr_exec_n(struct wr_tx *tx, const struct wr_stmt *q, int64_t *ret_changed,
                            const struct wr_val *v, size_t n);

/** Run a query whose one row is one int64 (COUNT, RETURNING id). @return 0, WR_ENOTFOUND (no row), … */
#define wr_query_i64(tx, q, ret, ...)                                                              \
    wr_query_i64_n((tx), (q), (ret), WR_VALS_(__VA_ARGS__), WR_NVALS_(__VA_ARGS__))
WR_MUST_CHECK int wr_query_i64_n(struct wr_tx *tx, const struct wr_stmt *q, int64_t *ret,
                                 const struct wr_val *v, size_t n);

/** One row into a struct (zeroed first): columns are matched to fields by name (an `AS` gives the name).
 *  Texts are copied to the arena. @return 0, WR_ENOTFOUND, WR_EBUG (a column no field has), … */
#define wr_query_one(tx, q, fields, obj, ...)                                                      \
    wr_query_one_n((tx), (q), (fields), memset((obj), 0, sizeof(*(obj))), WR_VALS_(__VA_ARGS__),   \
                   WR_NVALS_(__VA_ARGS__))
WR_MUST_CHECK int wr_query_one_n(struct wr_tx *tx, const struct wr_stmt *q,
                                 const struct wr_field *fields, void *obj, const struct wr_val *v,
                                 size_t n);

/** All rows (at most `max`) as a list of structs in the arena. More rows than `max` is WR_ELIMIT: page with LIMIT. */
#define wr_query_list(tx, q, fields, obj_size, max, ret, ...)                                      \
    wr_query_list_n((tx), (q), (fields), (obj_size), (max), (ret), WR_VALS_(__VA_ARGS__),          \
                    WR_NVALS_(__VA_ARGS__))
WR_MUST_CHECK int wr_query_list_n(struct wr_tx *tx, const struct wr_stmt *q,
                                  const struct wr_field *fields, size_t obj_size, size_t max,
                                  struct wr_list *ret, const struct wr_val *v, size_t n);

/* Row by row, for exports and long walks. */
struct wr_cursor;
#define wr_cursor_open(tx, q, ret, ...)                                                            \
    wr_cursor_open_n((tx), (q), (ret), WR_VALS_(__VA_ARGS__), WR_NVALS_(__VA_ARGS__))
WR_MUST_CHECK int wr_cursor_open_n(struct wr_tx *tx, const struct wr_stmt *q,
                                   struct wr_cursor **ret, const struct wr_val *v, size_t n);
/** @return 1 a row, 0 the end, negative a failure */
WR_MUST_CHECK int wr_cursor_next(struct wr_cursor *c);
size_t wr_cursor_cols(const struct wr_cursor *c);
struct wr_str wr_cursor_name(const struct wr_cursor *c, size_t col);
bool wr_cursor_is_null(const struct wr_cursor *c, size_t col);
int64_t wr_cursor_i64(const struct wr_cursor *c, size_t col);
double wr_cursor_f64(const struct wr_cursor *c, size_t col);
/** Valid until the next step. */
struct wr_str wr_cursor_str(const struct wr_cursor *c, size_t col);
enum wr_val_type wr_cursor_type(const struct wr_cursor *c, size_t col);
WR_MUST_CHECK int wr_cursor_into(const struct wr_cursor *c, struct wr_arena *a,
                                 const struct wr_field *fields, void *obj);
void wr_cursor_close(struct wr_cursor *c);
void wr_cursor_closep(struct wr_cursor **c); /* for WR_CLEANUP */

/**
 * Append filters to a listing without building SQL from input: each list query is a fixed text in which an absent filter is
 * passed as NULL: `($1 IS NULL OR district_id = $1)`. On PostgreSQL a parameter's type is declared by `params`.
 */

/* ---- keeping the database ------------------------------------------------------------------- */

struct wr_migration {
    int64_t version;
    const char *name;
    struct wr_str
        sql; /* with type tokens {pk} {i64} {real} {blob} {text}; statements divided by ";\n" */
};
/** Apply what is missing, one transaction each. Refuses a history that is newer or altered. */
WR_MUST_CHECK int wr_db_migrate(struct wr_ctx *ctx, const struct wr_migration *m, size_t n,
                                int64_t *ret_applied);
/** @return 0, WR_ENOTFOUND (an empty database), WR_ECONFLICT (not exactly what this program knows; the key says which way) */
WR_MUST_CHECK int wr_db_migration_check(struct wr_ctx *ctx, const struct wr_migration *m, size_t n);
/** State of each migration this program knows. */
struct wr_migration_state {
    int64_t version;
    struct wr_str name;
    int64_t applied_ms; /* 0: not yet applied */
};
extern const struct wr_field wr_migration_state_fields[];
/** List of struct wr_migration_state in the arena. @return 0, WR_ECONFLICT (newer or altered history), … */
WR_MUST_CHECK int wr_db_migration_list(struct wr_ctx *ctx, const struct wr_migration *m, size_t n,
                                       struct wr_list *ret);
/** Engine's own integrity check plus foreign keys. */
WR_MUST_CHECK int wr_db_check(struct wr_ctx *ctx);
/** Online backup of a SQLite database to `path` (must not exist). PostgreSQL: WR_EINVALID, points to pg_dump. */
WR_MUST_CHECK int wr_db_backup(struct wr_ctx *ctx, const char *path);
/** Is this process the only one that has the SQLite file open? Folds the write-ahead log into it. @return 0, WR_EBUSY */
WR_MUST_CHECK int wr_db_alone(struct wr_ctx *ctx);
/** Prepare `q` and compare parameter and column counts and column types; for the drift test. */
WR_MUST_CHECK int wr_db_prepare_check(struct wr_ctx *ctx, const struct wr_stmt *q);
/** Copy all tables from one database to another, empty and migrated one; counts and sums are compared at the end. */
typedef void wr_db_progress(void *arg, const char *table, int64_t done, int64_t total);
WR_MUST_CHECK int wr_db_copy(struct wr_ctx *ctx, struct wr_db *from, struct wr_db *to,
                             wr_db_progress *progress, void *arg);
