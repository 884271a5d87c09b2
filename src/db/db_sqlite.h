#pragma once
/* What only SQLite can do. */
#include "db/db_int.h"

/** Online copy of the whole database to `path`, made with mode 0600; `path` must not exist. */
enum wr_db_fail wr_sqlite_backup(struct wr_conn *c, const char *path, struct wr_db_error *reterr);
/** Leave write-ahead mode, which succeeds only where nobody else has the file open. */
enum wr_db_fail wr_sqlite_alone(struct wr_conn *c);

struct sqlite3;
struct wr_wal;
/**
 * From now on what the writer commits is moved from the write-ahead log into the database by a thread of its own, so
 * that no transaction waits for it. The thread begins when there is something to move.
 * @param writer  the writing connection; its hook of the log is taken
 * @param path    the file; must live until wr_wal_stop
 * @return NULL when there is no memory: then SQLite does it by itself, within the commit
 */
struct wr_wal *wr_wal_watch(struct sqlite3 *writer, const char *path);
/** Before the writer is closed. NULL is allowed. */
void wr_wal_stop(struct wr_wal *w);
