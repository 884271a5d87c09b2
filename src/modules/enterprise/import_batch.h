#pragma once
/* One batch: who may see it, its stored lists, its leaf, its news. Inside the import only. */

#include "codec/table.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/enterprise/import_use.h"

/** The stored JSON columns, read. */
struct wr_import_lists {
    struct wr_list columns; /* of struct wr_import_column */
    struct wr_list mapping; /* of struct wr_import_mapping */
    struct wr_import_options options;
};

/** Batches of a district are its administrators' own; the city sees all. */
bool wr_import_batch_in_scope(const struct wr_actor *a, const struct wr_import_batch *b);
/** @return 0, WR_ENOTFOUND (also: not the actor's) */
WR_MUST_CHECK int wr_import_batch_get(struct wr_tx *tx, int64_t id, struct wr_import_batch *ret);
/** 0 when the batch is in state x or y, else WR_ECONFLICT. */
WR_MUST_CHECK int wr_import_batch_expect(struct wr_ctx *ctx, const struct wr_import_batch *b,
                                         enum wr_import_state x, enum wr_import_state y);
WR_MUST_CHECK int wr_import_batch_lists(struct wr_ctx *ctx, const struct wr_import_batch *b,
                                        struct wr_import_lists *ret);
/** As a page shows it. */
WR_MUST_CHECK int wr_import_batch_show(struct wr_ctx *ctx, const struct wr_import_batch *b,
                                       struct wr_import *ret);
/** A list of structs as JSON text; the absent slice when it is too long. */
struct wr_str wr_import_list_json(struct wr_ctx *ctx, const struct wr_field *fields, size_t size,
                                  const struct wr_list *l);
struct wr_str wr_import_options_json(struct wr_ctx *ctx, const struct wr_import_options *o);
/** One leaf for what just became of the batch. */
WR_MUST_CHECK int wr_import_batch_log(struct wr_tx *tx, const struct wr_import_batch *b,
                                      const char *action, struct wr_str reason);
/** Write state, lists and counts, with its leaf. @return 0, WR_ECONFLICT (version) */
WR_MUST_CHECK int wr_import_batch_store(struct wr_tx *tx, struct wr_import_batch *b,
                                        enum wr_import_state state, const char *action,
                                        struct wr_str reason);
/** Tell live pages; after commit. */
void wr_import_batch_publish(struct wr_ctx *ctx, int64_t id, const char *state);
