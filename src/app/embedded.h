#pragma once
/* What the build puts into the binary besides code: migrations (sql/), web pages (web/dist) and rule packs (rulepacks/). */

#include "db/db.h"
#include "http/http.h"   /* wr_assets, wr_assets_n */
#include "rules/rules.h" /* wr_pack_files, wr_pack_files_n */

/** All migrations, in the order of their versions. */
extern const struct wr_migration wr_migrations[];
extern const size_t wr_migrations_n;
