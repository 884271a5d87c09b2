#pragma once
/* What only SQLite can do. */
#include "db/db_int.h"

/** Online copy of the whole database to `path`, made with mode 0600; `path` must not exist. */
enum wr_db_fail wr_sqlite_backup(struct wr_conn *c, const char *path, struct wr_db_error *reterr);
/** Leave write-ahead mode, which succeeds only where nobody else has the file open. */
enum wr_db_fail wr_sqlite_alone(struct wr_conn *c);
