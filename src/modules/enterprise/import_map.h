#pragma once
/* Which column is which field. Pure. */

#include "codec/table.h"
#include "modules/enterprise/import.h"

/** Index into the kind's fields of each column, or -1. */
struct wr_import_map {
    int16_t field[WR_TABLE_COLS_MAX];
    size_t n_cols;
};
/** Names, labels and further headers of all fields as a field table, for finding the header row. */
const struct wr_field *wr_import_known(struct wr_arena *a, const struct wr_import_kind *kind);
/** Field of a header: its name, label or a further header, whatever width, case, blanks or bracketed units; -1 if none. */
int wr_import_field_of(struct wr_ctx *ctx, const struct wr_import_kind *kind, struct wr_str header);
/** Columns of the file, each with samples and a proposed field; a field is proposed once. @return items of struct wr_import_column */
struct wr_list wr_import_propose(struct wr_ctx *ctx, const struct wr_import_kind *kind,
                                 const struct wr_table *t);
/** Check a mapping against file and kind; all faults are collected. @return 0, WR_EINVALID */
WR_MUST_CHECK int wr_import_map_make(struct wr_ctx *ctx, const struct wr_import_kind *kind,
                                     const struct wr_table *t, const struct wr_list *mapping,
                                     struct wr_import_map *ret);
