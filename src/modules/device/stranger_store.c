/* MNs that nobody registered. */
#include "modules/device/device_store.h"

static struct wr_str text(struct wr_str s)
{
    return s.p ? s : WR_S("");
}

#define STRANGER_COLS                                                                              \
    "SELECT id, mn, password, st, cn, dialect, address, factors, frame, frames, first_ms, "        \
    "last_ms,"                                                                                     \
    " ignored FROM logger_stranger"
#define STRANGER_TYPES                                                                             \
    "itttttttt"                                                                                    \
    "iiii"
#define S struct wr_stranger
static const struct wr_field stranger_cols[] = {
    WR_ID(S, id, "", ""),
    WR_STR(S, mn, 0, 100, "", ""),
    WR_STR(S, password, 0, 100, "", ""),
    WR_STR(S, st, 0, 100, "", ""),
    WR_STR(S, cn, 0, 100, "", ""),
    WR_STR(S, dialect, 0, 100, "", ""),
    WR_STR(S, address, 0, 100, "", ""),
    WR_STR(S, factors, 0, 10000, "", ""),
    WR_STR(S, frame, 0, 20000, "", ""),
    WR_I64(S, frames, 0, WR_ID_MAX, "", ""),
    WR_MS(S, first_ms, "", ""),
    WR_MS(S, last_ms, "", ""),
    WR_BOOL(S, ignored, "", ""),
    {0},
};
#undef S

static const struct wr_stmt Q_STRANGER = {.name = "logger_stranger_get",
                                          .sql = STRANGER_COLS " WHERE id = $1",
                                          .params = "i",
                                          .cols = STRANGER_TYPES};
static const struct wr_stmt Q_STRANGERS = {.name = "logger_stranger_list",
                                           .sql = STRANGER_COLS
                                           " WHERE (ignored = 0 OR $1 = 1) AND ($2 = 0 OR id < $2)"
                                           " ORDER BY id DESC LIMIT $3",
                                           .params = "iii",
                                           .cols = STRANGER_TYPES};
static const struct wr_stmt Q_STRANGER_AGAIN = {
    .name = "logger_stranger_again",
    .sql = "UPDATE logger_stranger SET password = $2, st = $3, cn = $4, dialect = $5, address = $6,"
           " factors = CASE WHEN $7 = '' THEN factors ELSE $7 END, frame = $8,"
           " frames = frames + $9, last_ms = $10 WHERE mn = $1",
    .params = "ttttttttii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_STRANGER_N = {.name = "logger_stranger_n",
                                            .sql = "SELECT COUNT(*) FROM logger_stranger",
                                            .params = "",
                                            .cols = "i"};
static const struct wr_stmt Q_STRANGER_INSERT = {
    .name = "logger_stranger_insert",
    .sql = "INSERT INTO logger_stranger (mn, password, st, cn, dialect, address, factors, frame,"
           " frames, first_ms, last_ms, ignored)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)",
    .params = "ttttttttiii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_STRANGER_DELETE = {.name = "logger_stranger_delete",
                                                 .sql = "DELETE FROM logger_stranger WHERE id = $1",
                                                 .params = "i",
                                                 .cols = "",
                                                 .ephemeral = true};
static const struct wr_stmt Q_STRANGER_IGNORE = {.name = "logger_stranger_ignore",
                                                 .sql = "UPDATE logger_stranger SET ignored = 1 "
                                                        "WHERE id = $1",
                                                 .params = "i",
                                                 .cols = "",
                                                 .ephemeral = true};
static const struct wr_stmt Q_STRANGER_DROP = {.name = "logger_stranger_drop",
                                               .sql = "DELETE FROM logger_stranger WHERE "
                                                      "last_ms < $1 AND ignored = 0",
                                               .params = "i",
                                               .cols = "",
                                               .ephemeral = true};

int wr_stranger_store_get(struct wr_tx *tx, int64_t id, struct wr_stranger *ret)
{
    return wr_query_one(tx, &Q_STRANGER, stranger_cols, ret, WR_I(id));
}

int wr_stranger_store_list(struct wr_tx *tx, const struct wr_stranger_query *q, int64_t limit,
                           struct wr_list *ret)
{
    return wr_query_list(tx, &Q_STRANGERS, stranger_cols, sizeof(struct wr_stranger), (size_t)limit,
                         ret, WR_I(q->ignored), WR_I(q->cursor), WR_I(limit));
}

int wr_stranger_store_again(struct wr_tx *tx, const struct wr_stranger *s, int64_t *ret_n)
{
    return wr_exec(tx, &Q_STRANGER_AGAIN, ret_n, WR_T(s->mn), WR_T(text(s->password)),
                   WR_T(text(s->st)), WR_T(text(s->cn)), WR_T(text(s->dialect)),
                   WR_T(text(s->address)), WR_T(text(s->factors)), WR_T(text(s->frame)),
                   WR_I(s->frames), WR_I(s->last_ms));
}

int wr_stranger_store_count(struct wr_tx *tx, int64_t *ret_n)
{
    return wr_query_i64(tx, &Q_STRANGER_N, ret_n);
}

int wr_stranger_store_insert(struct wr_tx *tx, const struct wr_stranger *s)
{
    return wr_exec(tx, &Q_STRANGER_INSERT, NULL, WR_T(s->mn), WR_T(text(s->password)),
                   WR_T(text(s->st)), WR_T(text(s->cn)), WR_T(text(s->dialect)),
                   WR_T(text(s->address)), WR_T(text(s->factors)), WR_T(text(s->frame)),
                   WR_I(s->frames), WR_I(s->first_ms), WR_I(s->last_ms));
}

int wr_stranger_store_delete(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_STRANGER_DELETE, NULL, WR_I(id));
}

int wr_stranger_store_ignore(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_STRANGER_IGNORE, NULL, WR_I(id));
}

int wr_stranger_store_drop(struct wr_tx *tx, int64_t before_ms)
{
    return wr_exec(tx, &Q_STRANGER_DROP, NULL, WR_I(before_ms));
}

const struct wr_stmt *const wr_stranger_stmts[] = {
    &Q_STRANGER,        &Q_STRANGERS,       &Q_STRANGER_AGAIN, &Q_STRANGER_N, &Q_STRANGER_INSERT,
    &Q_STRANGER_DELETE, &Q_STRANGER_IGNORE, &Q_STRANGER_DROP,  NULL,
};
