#pragma once
/* Use cases of imports and what they take and give; for import_*.c only. */

#include "http/http.h"
#include "modules/enterprise/import.h"

/** import_batch without its content. */
struct wr_import_batch {
    int64_t id;
    struct wr_str kind, filename, sha256, charset;
    int64_t state;
    struct wr_str columns, mapping, options; /* JSON */
    int64_t total, new_n, changed_n, same_n, error_n, warning_n;
    int64_t user_id, district_id, created_ms, version;
    struct wr_str user_name;
};
struct wr_import_fault_row {
    int64_t seq, row_no, col_no;
    struct wr_str field, value;
    int64_t severity;
    struct wr_str key, zh, en;
};
struct wr_import_done_row {
    int64_t row_no, action, entity_id, version;
    struct wr_str before;
};
struct wr_import_query {
    struct wr_str kind;
    bool has_limit;
    int64_t limit, cursor;
};
struct wr_import_kind_query {
    struct wr_str kind;
};
struct wr_import_template_query {
    bool has_format;
    int64_t format; /* enum wr_table_format */
};
struct wr_import_fault_query {
    bool has_severity, has_limit, has_cursor;
    int64_t severity, limit, cursor;
};
struct wr_import_check {
    struct wr_list mapping; /* of struct wr_import_mapping; empty: as proposed */
    bool has_options;
    struct wr_import_options options;
};
struct wr_import_undo {
    struct wr_str reason;
    bool partial;
};
struct wr_import_field_item {
    struct wr_str name, zh, doc;
    bool required;
};
extern const struct wr_field wr_import_batch_fields[], wr_import_fault_row_fields[],
    wr_import_done_fields[], wr_import_query_fields[], wr_import_kind_query_fields[],
    wr_import_template_query_fields[], wr_import_fault_query_fields[], wr_import_check_fields[],
    wr_import_undo_fields[], wr_import_field_item_fields[];

/** A page of a list; `next` is the cursor or absent. */
struct wr_import_page {
    struct wr_list items;
    struct wr_str next;
    int64_t total;
};

/** Kind by its name. @return 0, WR_EINVALID (names those there are) */
WR_MUST_CHECK int wr_import_kind_find(struct wr_ctx *ctx, struct wr_str name,
                                      const struct wr_import_kind **ret);
/** Names of all kinds, NULL-terminated. */
const struct wr_import_kind *const *wr_import_kinds(void);

/**
 * A large arena in place of the request's while a file is worked on; `close` gives it back and carries the error over.
 * Nothing else taken meanwhile survives.
 */
struct wr_import_room {
    struct wr_arena arena;
    struct wr_arena *before;
};
void wr_import_room_open(struct wr_ctx *ctx, struct wr_import_room *room);
void wr_import_room_close(struct wr_ctx *ctx, struct wr_import_room *room);

/** Keep a file and propose its mapping. @return 0, WR_EINVALID (unreadable file), WR_ELIMIT */
WR_MUST_CHECK int wr_import_svc_upload(struct wr_ctx *ctx, struct wr_str kind,
                                       struct wr_str filename, struct wr_str bytes,
                                       int64_t *ret_id);
/** Dry run; its faults are kept with the batch. @return 0, WR_EINVALID (mapping, options), WR_ECONFLICT (state) */
WR_MUST_CHECK int wr_import_svc_check(struct wr_ctx *ctx, int64_t id,
                                      const struct wr_import_check *in);
/** @return 0, WR_ECONFLICT (state; errors and not partial) */
WR_MUST_CHECK int wr_import_svc_commit(struct wr_ctx *ctx, int64_t id);
/** @return 0, WR_ECONFLICT (state; faults name the rows whose records were touched since) */
WR_MUST_CHECK int wr_import_svc_undo(struct wr_ctx *ctx, int64_t id,
                                     const struct wr_import_undo *in);
WR_MUST_CHECK int wr_import_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_import *ret);
WR_MUST_CHECK int wr_import_svc_list(struct wr_ctx *ctx, const struct wr_import_query *q,
                                     struct wr_import_page *ret);
WR_MUST_CHECK int wr_import_svc_faults(struct wr_ctx *ctx, int64_t id,
                                       const struct wr_import_fault_query *q,
                                       struct wr_import_page *ret);
/** Dry run of a file that is kept nowhere, for the command line. `tell` is called for each fault. */
WR_MUST_CHECK int wr_import_svc_try(struct wr_ctx *ctx, struct wr_str kind, struct wr_str bytes,
                                    const struct wr_import_check *in,
                                    void (*tell)(void *arg, const struct wr_import_fault *f),
                                    void *arg, struct wr_import *ret);
