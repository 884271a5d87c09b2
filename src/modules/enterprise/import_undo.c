/* Use cases of imports that do not read the file again: undo, and looking. */
#include "modules/enterprise/enterprise_svc.h"

#include "modules/enterprise/import_batch.h"
#include "modules/enterprise/import_store.h"

#include <inttypes.h>

struct work {
    int64_t id;
    const struct wr_import_undo *in;
    const struct wr_import_kind *kind;
    struct wr_import_batch batch;
    struct wr_list done; /* of struct wr_import_done_row, last row first */
    const struct wr_import_done_row *row;
    struct wr_import *show;
    const struct wr_import_query *query;
    const struct wr_import_fault_query *fault_query;
    struct wr_import_page *page;
};

/* ---- undo ----------------------------------------------------------------------------------- */

static int undo_one(struct wr_tx *tx, struct work *w, const struct wr_import_done_row *row)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_import_done done = {.row = row->row_no,
                                        .action = row->action,
                                        .entity_id = row->entity_id,
                                        .version = row->version,
                                        .before = row->before};
    struct wr_import_run run = {.tx = tx, .batch_id = w->id, .keep = ctx->arena};
    run.reason = wr_arena_printf(ctx->arena, "撤销导入批次 %" PRId64 " undo: " WR_FMT, w->id,
                                 WR_ARG(w->in->reason));
    int rc = w->kind->undo_row(&run, &done);
    return rc == 0 ? wr_import_store_forget_done(tx, w->id, row->row_no) : rc;
}

static void tell_conflict(struct wr_ctx *ctx, const struct wr_import_done_row *row)
{
    wr_fault(ctx, wr_arena_printf(ctx->arena, "row %" PRId64, row->row_no), WR_K_import_undo_row,
             ((struct wr_str){NULL, 0}));
}

static int begin_undo(struct wr_tx *tx, struct work *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_import_batch_get(tx, w->id, &w->batch);
    if (rc == 0)
        rc = wr_import_batch_expect(ctx, &w->batch, WR_IMPORT_COMMITTED, WR_IMPORT_COMMITTED);
    if (rc == 0)
        rc = wr_import_kind_find(ctx, w->batch.kind, &w->kind);
    return rc == 0 ? wr_import_store_done(tx, w->id, &w->done) : rc;
}

/** All rows or none. A record that was touched is named; on the first one the engine refuses, the rest is not tried. */
static int undo_all_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t conflicts = 0;
    int rc = begin_undo(tx, w);
    const struct wr_import_done_row *rows = w->done.p;
    for (size_t i = 0; rc == 0 && i < w->done.n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        bool in_use = false;
        rc = undo_one(tx, w, &rows[i]);
        if (rc == WR_ECONFLICT) {
            in_use = ctx->err.code ==
                     WR_ECONFLICT; /* from a constraint: the transaction is of no more use */
            tell_conflict(ctx, &rows[i]);
            conflicts++;
            rc = 0;
        } else if (rc == 0) {
            wr_arena_rewind(ctx->arena, mark);
        }
        if (in_use)
            break;
    }
    if (rc == 0 && conflicts > 0)
        rc = wr_fail(ctx, WR_K_import_undo_conflict,
                     wr_arena_printf(ctx->arena, "%" PRId64, conflicts));
    return rc == 0 ? wr_import_batch_store(tx, &w->batch, WR_IMPORT_UNDONE, "import.undo",
                                           w->in->reason)
                   : rc;
}

static int begin_undo_tx(struct wr_tx *tx, void *arg)
{
    return begin_undo(tx, arg);
}

static int undo_row_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return undo_one(tx, w, w->row);
}

static int end_undo_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_import_batch_store(tx, &w->batch, WR_IMPORT_UNDONE, "import.undo", w->in->reason);
}

/** Row by row, each in a transaction of its own; what was touched since stays. Broken off, it can be asked for again. */
static int undo_partly(struct wr_ctx *ctx, struct work *w)
{
    int rc = wr_tx_run(ctx, WR_TX_READ, "import.undo.look", begin_undo_tx, w);
    const struct wr_import_done_row *rows = w->done.p;
    for (size_t i = 0; rc == 0 && i < w->done.n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        w->row = &rows[i];
        rc = wr_tx_run(ctx, WR_TX_WRITE, "import.undo.row", undo_row_tx, w);
        if (rc == WR_ECONFLICT)
            rc = 0;
        wr_err_reset(ctx);
        if (rc == 0)
            wr_arena_rewind(ctx->arena, mark);
    }
    return rc == 0 ? wr_tx_run(ctx, WR_TX_WRITE, "import.undo", end_undo_tx, w) : rc;
}

int wr_import_svc_undo(struct wr_ctx *ctx, int64_t id, const struct wr_import_undo *in)
{
    struct wr_import_room room;
    struct work w = {.id = id, .in = in};
    wr_import_room_open(ctx, &room);
    int rc = in->partial ? undo_partly(ctx, &w)
                         : wr_tx_run(ctx, WR_TX_WRITE, "import.undo", undo_all_tx, &w);
    wr_import_room_close(ctx, &room);
    if (rc == 0)
        wr_import_batch_publish(ctx, id, "undone");
    return rc;
}

/* ---- looking -------------------------------------------------------------------------------- */

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_import_batch_get(tx, w->id, &w->batch);
    return rc == 0 ? wr_import_batch_show(wr_tx_ctx(tx), &w->batch, w->show) : rc;
}

int wr_import_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_import *ret)
{
    struct work w = {.id = id, .show = ret};
    return wr_tx_run(ctx, WR_TX_READ, "import.get", get_tx, &w);
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list rows;
    int64_t district = ctx->actor.system ? 0 : ctx->actor.district_id;
    int64_t limit = w->query->has_limit ? w->query->limit : WR_PAGE_DEFAULT;
    int rc = wr_import_store_list(tx, w->query->kind, district, w->query->cursor, limit, &rows);
    if (rc != 0)
        return rc;
    const struct wr_import_batch *b = rows.p;
    struct wr_import *items = wr_arena_array(ctx->arena, rows.n + 1, sizeof(*items));
    if (items == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = wr_import_batch_show(ctx, &b[i], &items[i]);
    *w->page = (struct wr_import_page){.items = {items, rows.n}, .total = -1};
    if ((int64_t)rows.n == limit)
        w->page->next = wr_arena_printf(ctx->arena, "%" PRId64, b[rows.n - 1].id);
    return rc;
}

int wr_import_svc_list(struct wr_ctx *ctx, const struct wr_import_query *q,
                       struct wr_import_page *ret)
{
    struct work w = {.query = q, .page = ret};
    return wr_tx_run(ctx, WR_TX_READ, "import.list", list_tx, &w);
}

static int faults_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_import_fault_query *q = w->fault_query;
    struct wr_list rows;
    int64_t limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT;
    int rc = wr_import_batch_get(tx, w->id, &w->batch);
    if (rc == 0)
        rc = wr_import_store_faults(
            tx, w->id,
            q->has_severity ? wr_enum_item(wr_import_severities, q->severity)->name : NULL,
            q->has_cursor ? q->cursor : 0, limit, &rows);
    if (rc != 0)
        return rc;
    const struct wr_import_fault_row *r = rows.p;
    struct wr_import_fault *items = wr_arena_array(ctx->arena, rows.n + 1, sizeof(*items));
    if (items == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct wr_import_fault){.row = r[i].row_no,
                                            .column = r[i].col_no,
                                            .field = r[i].field,
                                            .value = r[i].value,
                                            .severity = r[i].severity,
                                            .key = r[i].key,
                                            .zh = r[i].zh,
                                            .en = r[i].en,
                                            .message = ctx->lang == WR_LANG_ZH ? r[i].zh : r[i].en};
    *w->page = (struct wr_import_page){.items = {items, rows.n}, .total = -1};
    if ((int64_t)rows.n == limit)
        w->page->next = wr_arena_printf(ctx->arena, "%" PRId64, r[rows.n - 1].seq);
    if (!q->has_cursor)
        w->page->total = !q->has_severity ? w->batch.error_n + w->batch.warning_n
                                          : (q->severity == WR_IMPORT_ERROR ? w->batch.error_n
                                                                            : w->batch.warning_n);
    return 0;
}

int wr_import_svc_faults(struct wr_ctx *ctx, int64_t id, const struct wr_import_fault_query *q,
                         struct wr_import_page *ret)
{
    struct work w = {.id = id, .fault_query = q, .page = ret};
    return wr_tx_run(ctx, WR_TX_READ, "import.faults", faults_tx, &w);
}
