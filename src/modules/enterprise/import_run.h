#pragma once
/* One pass over a file: rows to objects, objects to the registry, faults collected. Takes a transaction, knows no SQL. */

#include "codec/table.h"
#include "modules/enterprise/import.h"
#include "modules/enterprise/import_map.h"

/** What a pass found. Lists live in the arena of the caller's room (`keep`). */
struct wr_import_result {
    int64_t total, new_n, changed_n, same_n, error_n, warning_n;
    struct wr_import_fault
        *faults; /* in order of rows and columns, at most WR_IMPORT_FAULTS_KEPT_MAX */
    size_t n_faults;
    struct wr_import_done *done; /* rows written, of a real pass */
    size_t n_done;
};

/**
 * Go over all rows.
 * @param apply  write what has no errors; else a dry run
 * @param keep   arena for the result; ctx->arena is emptied after each row
 * @return 0 (faults of rows are in *ret), or a failure of the whole run
 */
WR_MUST_CHECK int wr_import_pass(struct wr_import_run *run, const struct wr_import_kind *kind,
                                 const struct wr_table *t, const struct wr_import_map *map,
                                 bool apply, struct wr_import_result *ret);
