/* Use cases of imports that read the file: upload, check, commit. */
#include "modules/enterprise/enterprise_svc.h"

#include "base/crypto.h"
#include "base/text.h"
#include "modules/enterprise/import_batch.h"
#include "modules/enterprise/import_run.h"
#include "modules/enterprise/import_store.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>

#define FILENAME_CHARS_MAX 200

/** What the transactions of this file are about. */
struct work {
    const struct wr_import_kind *kind;
    struct wr_import_batch batch;
    struct wr_str content;
    struct wr_table table;
    struct wr_list columns;
    const struct wr_import_check *check;
    struct wr_import_lists lists; /* mapping and options in use */
    struct wr_import_result result;
    struct wr_arena keep;
    int64_t id;
};

/* ---- upload --------------------------------------------------------------------------------- */

static bool same_headers(const struct wr_list *a, const struct wr_list *b)
{
    const struct wr_import_column *x = a->p;
    const struct wr_import_column *y = b->p;
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!wr_str_eq(x[i].header, y[i].header))
            return false;
    return true;
}

/** A file with the columns of one imported before is mapped as that one was. */
static int remember_mapping(struct wr_tx *tx, struct work *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list earlier;
    struct wr_import_column *c = w->columns.p;
    int rc = wr_import_store_committed(tx, w->batch.kind, &earlier);
    const struct wr_import_batch *b = earlier.p;
    for (size_t i = 0; rc == 0 && i < earlier.n; i++) {
        struct wr_import_lists l;
        rc = wr_import_batch_lists(ctx, &b[i], &l);
        if (rc != 0 || !wr_import_batch_in_scope(&ctx->actor, &b[i]) ||
            !same_headers(&w->columns, &l.columns))
            continue;
        const struct wr_import_mapping *m = l.mapping.p;
        for (size_t k = 0; k < w->columns.n; k++)
            c[k].field = (struct wr_str){NULL, 0};
        for (size_t k = 0; k < l.mapping.n; k++)
            if (m[k].index >= 0 && (size_t)m[k].index < w->columns.n)
                c[m[k].index].field = m[k].field;
        break;
    }
    return rc;
}

static int upload_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = remember_mapping(tx, w);
    w->batch.columns = wr_import_list_json(wr_tx_ctx(tx), wr_import_column_fields,
                                           sizeof(struct wr_import_column), &w->columns);
    if (rc == 0)
        rc = wr_import_store_insert(tx, &w->batch, w->content, &w->batch.id);
    return rc == 0 ? wr_import_batch_log(tx, &w->batch, "import.upload", WR_S("")) : rc;
}

static int read_table(struct wr_ctx *ctx, struct work *w)
{
    int rc = wr_table_read(ctx, w->content, wr_import_known(ctx->arena, w->kind), &w->table);
    if (rc == 0 && w->table.n_rows == 0)
        rc = wr_fail(ctx, WR_K_import_rows);
    if (rc != 0)
        return rc;
    w->columns = wr_import_propose(ctx, w->kind, &w->table);
    return w->columns.n > 0 ? 0 : wr_fail(ctx, WR_K_memory);
}

/** Display name: no folders, no control characters, bounded. */
static struct wr_str plain_filename(struct wr_ctx *ctx, struct wr_str name)
{
    struct wr_str s = wr_utf8_valid(name) ? name : WR_S("");
    for (size_t i = s.n; i > 0; i--) {
        if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') {
            s = wr_str_sub(s, i, s.n);
            break;
        }
    }
    while (wr_utf8_len(s) > FILENAME_CHARS_MAX)
        s.n--;
    return s.n == 0 || wr_text_has_control(s) || !wr_utf8_valid(s) ? WR_S("file")
                                                                   : wr_arena_dup(ctx->arena, s);
}

static int upload(struct wr_ctx *ctx, struct work *w)
{
    uint8_t sha[WR_SHA256];
    int rc = read_table(ctx, w);
    if (rc != 0)
        return rc;
    wr_sha256(w->content.p, w->content.n, sha);
    w->batch.kind = wr_str(w->kind->name);
    w->batch.sha256 = wr_hex(ctx->arena, sha, sizeof(sha));
    w->batch.charset = wr_str(w->table.charset);
    w->batch.state = WR_IMPORT_UPLOADED;
    w->batch.mapping = WR_S("[]");
    w->batch.options = WR_S("{}");
    w->batch.total = (int64_t)w->table.n_rows;
    w->batch.user_id = ctx->actor.user_id;
    w->batch.district_id = ctx->actor.district_id;
    w->batch.created_ms = wr_ctx_now(ctx);
    return wr_tx_run(ctx, WR_TX_WRITE, "import.upload", upload_tx, w);
}

int wr_import_svc_upload(struct wr_ctx *ctx, struct wr_str kind, struct wr_str filename,
                         struct wr_str bytes, int64_t *ret_id)
{
    struct wr_import_room room;
    struct work w = {.content = bytes};
    int rc = wr_import_kind_find(ctx, kind, &w.kind);
    if (rc != 0)
        return rc;
    wr_import_room_open(ctx, &room);
    w.batch.filename = plain_filename(ctx, filename);
    rc = upload(ctx, &w);
    wr_import_room_close(ctx, &room);
    *ret_id = w.batch.id;
    if (rc == 0)
        wr_import_batch_publish(ctx, w.batch.id, "uploaded");
    return rc;
}

/* ---- check ---------------------------------------------------------------------------------- */

/** Mapping and options of this check: as asked, else as proposed. */
static int choose(struct wr_ctx *ctx, struct work *w)
{
    const struct wr_import_column *c = w->columns.p;
    const struct wr_import_check *in = w->check;
    w->lists.options = in->options;
    if (!w->lists.options.has_datum)
        w->lists.options.datum = WR_DATUM_UNKNOWN;
    w->lists.options.has_datum = true;
    w->lists.mapping = in->mapping;
    if (in->mapping.n > 0)
        return 0;
    struct wr_import_mapping *m = wr_arena_array(ctx->arena, w->columns.n + 1, sizeof(*m));
    size_t n = 0;
    for (size_t i = 0; m != NULL && i < w->columns.n; i++)
        if (c[i].field.n > 0)
            m[n++] = (struct wr_import_mapping){c[i].index, c[i].field};
    w->lists.mapping = (struct wr_list){m, n};
    return m != NULL ? 0 : wr_fail(ctx, WR_K_memory);
}

/** The default district must be a district, and the actor's. */
static int check_district(struct wr_tx *tx, int64_t id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_actor *a = &ctx->actor;
    struct wr_region r;
    if (id == 0)
        return 0;
    int rc = wr_region_get_in(tx, id, &r);
    bool own = a->system || a->district_id == 0 || a->district_id == id;
    if (rc != 0 && rc != WR_ENOTFOUND)
        return rc;
    if (rc == WR_ENOTFOUND || r.level != WR_REGION_DISTRICT || !own)
        wr_fault(ctx, WR_S("options.district_id"), WR_K_import_district,
                 wr_arena_printf(ctx->arena, "%" PRId64, id));
    return wr_faults_end(ctx);
}

/** One pass in this transaction. The result lives in w->keep. */
static int pass(struct wr_tx *tx, struct work *w, bool apply)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_import_map map;
    struct wr_import_run run = {.tx = tx,
                                .options = w->lists.options,
                                .batch_id = apply ? w->batch.id : 0,
                                .keep = &w->keep};
    wr_arena_reset(&w->keep);
    run.reason = wr_arena_printf(ctx->arena, "导入批次 %" PRId64 " import", w->batch.id);
    int rc = wr_import_map_make(ctx, w->kind, &w->table, &w->lists.mapping, &map);
    if (rc == 0)
        rc = check_district(tx, run.options.district_id);
    return rc == 0 ? wr_import_pass(&run, w->kind, &w->table, &map, apply, &w->result) : rc;
}

static void set_counts(struct wr_import_batch *b, const struct wr_import_result *r)
{
    b->new_n = r->new_n;
    b->changed_n = r->changed_n;
    b->same_n = r->same_n;
    b->error_n = r->error_n;
    b->warning_n = r->warning_n;
}

/** The batch, its file read again, and what can be done with it now. */
static int load(struct wr_tx *tx, struct work *w, enum wr_import_state a, enum wr_import_state b)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_import_batch_get(tx, w->id, &w->batch);
    if (rc == 0)
        rc = wr_import_kind_find(ctx, w->batch.kind, &w->kind);
    if (rc == 0)
        rc = wr_import_batch_expect(ctx, &w->batch, a, b);
    return rc;
}

static int check_read_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = load(tx, w, WR_IMPORT_UPLOADED, WR_IMPORT_CHECKED);
    if (rc == 0)
        rc = wr_import_store_content(tx, w->id, &w->content);
    if (rc == 0)
        rc = read_table(ctx, w);
    if (rc == 0)
        rc = choose(ctx, w);
    if (rc == 0)
        rc = pass(tx, w, false);
    return rc;
}

static int keep_faults(struct wr_tx *tx, struct work *w)
{
    int rc = wr_import_store_clear_faults(tx, w->id);
    for (size_t i = 0; rc == 0 && i < w->result.n_faults; i++)
        rc = wr_import_store_add_fault(tx, w->id, (int64_t)i + 1, &w->result.faults[i]);
    return rc;
}

static int check_write_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    w->batch.mapping = wr_import_list_json(ctx, wr_import_mapping_fields,
                                           sizeof(struct wr_import_mapping), &w->lists.mapping);
    w->batch.options = wr_import_options_json(ctx, &w->lists.options);
    set_counts(&w->batch, &w->result);
    int rc = keep_faults(tx, w);
    return rc == 0
               ? wr_import_batch_store(tx, &w->batch, WR_IMPORT_CHECKED, "import.check", WR_S(""))
               : rc;
}

int wr_import_svc_check(struct wr_ctx *ctx, int64_t id, const struct wr_import_check *in)
{
    struct wr_import_room room;
    struct work w = {.id = id, .check = in};
    wr_import_room_open(ctx, &room);
    wr_arena_init(&w.keep, WR_IMPORT_ARENA_MAX);
    /* The long part only reads; the short one writes what it found. Commit looks again anyway. */
    int rc = wr_tx_run(ctx, WR_TX_READ, "import.look", check_read_tx, &w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "import.check", check_write_tx, &w);
    wr_arena_done(&w.keep);
    wr_import_room_close(ctx, &room);
    if (rc == 0)
        wr_import_batch_publish(ctx, id, "checked");
    return rc;
}

static int try_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = choose(wr_tx_ctx(tx), w);
    return rc == 0 ? pass(tx, w, false) : rc;
}

int wr_import_svc_try(struct wr_ctx *ctx, struct wr_str kind, struct wr_str bytes,
                      const struct wr_import_check *in,
                      void (*tell)(void *arg, const struct wr_import_fault *f), void *arg,
                      struct wr_import *ret)
{
    struct wr_import_room room;
    struct work w = {.content = bytes, .check = in};
    int rc = wr_import_kind_find(ctx, kind, &w.kind);
    if (rc != 0)
        return rc;
    wr_import_room_open(ctx, &room);
    wr_arena_init(&w.keep, WR_IMPORT_ARENA_MAX);
    rc = read_table(ctx, &w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "import.try", try_tx, &w);
    for (size_t i = 0; rc == 0 && i < w.result.n_faults; i++)
        tell(arg, &w.result.faults[i]);
    const struct wr_import_result *r = &w.result;
    *ret = (struct wr_import){.kind = kind,
                              .state = WR_IMPORT_CHECKED,
                              .total = r->total,
                              .new_n = r->new_n,
                              .changed_n = r->changed_n,
                              .same_n = r->same_n,
                              .error_n = r->error_n,
                              .warning_n = r->warning_n};
    wr_arena_done(&w.keep);
    wr_import_room_close(ctx, &room);
    return rc;
}

/* ---- commit --------------------------------------------------------------------------------- */

static int commit_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = load(tx, w, WR_IMPORT_CHECKED, WR_IMPORT_CHECKED);
    if (rc == 0)
        rc = wr_import_store_content(tx, w->id, &w->content);
    if (rc == 0)
        rc = read_table(ctx, w);
    if (rc == 0)
        rc = wr_import_batch_lists(ctx, &w->batch, &w->lists);
    if (rc == 0)
        rc = pass(tx, w, true);
    if (rc != 0)
        return rc;
    if (w->result.error_n > 0 && !w->lists.options.partial)
        return wr_fail(ctx, WR_K_import_has_errors,
                       wr_arena_printf(ctx->arena, "%" PRId64, w->result.error_n));
    for (size_t i = 0; rc == 0 && i < w->result.n_done; i++)
        rc = wr_import_store_add_done(tx, w->id, &w->result.done[i]);
    set_counts(&w->batch, &w->result);
    if (rc == 0)
        rc = keep_faults(tx, w);
    return rc == 0 ? wr_import_batch_store(tx, &w->batch, WR_IMPORT_COMMITTED, "import.commit",
                                           WR_S(""))
                   : rc;
}

int wr_import_svc_commit(struct wr_ctx *ctx, int64_t id)
{
    struct wr_import_room room;
    struct work w = {.id = id};
    wr_import_room_open(ctx, &room);
    wr_arena_init(&w.keep, WR_IMPORT_ARENA_MAX);
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "import.commit", commit_tx, &w);
    wr_arena_done(&w.keep);
    wr_import_room_close(ctx, &room);
    if (rc == 0)
        wr_import_batch_publish(ctx, id, "committed");
    return rc;
}
