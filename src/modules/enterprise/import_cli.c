/* wurao import KIND FILE */
#include "modules/enterprise/enterprise_svc.h"

#include "base/file.h"
#include "codec/table.h"
#include "modules/enterprise/import_rules.h"
#include "modules/enterprise/import_use.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>

/** What the words of the command came to. */
struct wish {
    struct wr_args *args;
    const char *kind, *file, *district, *datum, *undo, *reason;
    bool dry_run, partial;
    struct wr_import_check check;
    bool first_printed; /* of the JSON list of faults */
};

static int bad_value(struct wr_ctx *ctx, const char *option, const char *value, const char *want)
{
    return wr_fail(ctx, WR_K_app_value, wr_str(option), wr_str(value), wr_str(want));
}

struct district_question {
    struct wr_str text;
    int64_t id;
};

static int district_tx(struct wr_tx *tx, void *arg)
{
    struct district_question *q = arg;
    struct wr_list regions;
    int rc = wr_region_list_in(tx, &regions);
    const struct wr_region *r =
        rc == 0 ? wr_import_region(&regions, WR_REGION_DISTRICT, 0, q->text) : NULL;
    if (rc == 0 && r == NULL)
        return wr_fail(
            wr_tx_ctx(tx), WR_K_not_found,
            wr_arena_printf(wr_tx_ctx(tx)->arena, "区县 district " WR_FMT, WR_ARG(q->text)));
    q->id = r != NULL ? r->id : 0;
    return rc;
}

static int read_options(struct wr_ctx *ctx, struct wish *w)
{
    struct wr_import_options *o = &w->check.options;
    o->partial = w->partial;
    if (w->datum != NULL) {
        o->datum = wr_enum_value(wr_geo_datums, wr_str(w->datum));
        o->has_datum = true;
        if (o->datum < 0)
            return bad_value(ctx, "--datum", w->datum, "wgs84, gcj02, unknown");
    }
    if (w->district == NULL)
        return 0;
    struct district_question q = {.text = wr_str(w->district)};
    int rc = wr_tx_run(ctx, WR_TX_READ, "import.district", district_tx, &q);
    o->district_id = q.id;
    return rc;
}

/* ---- printing ------------------------------------------------------------------------------- */

static void print_fault(void *arg, const struct wr_import_fault *f)
{
    struct wish *w = arg;
    if (w->args->json) {
        struct wr_buf b;
        struct wr_import_fault shown = *f;
        if (shown.message.p == NULL)
            shown.message = f->zh;
        wr_buf_init(&b, 65536);
        wr_json_encode(&b, wr_import_fault_fields, &shown, WR_MASK_PERSONAL);
        (void)fprintf(w->args->out, "%s" WR_FMT, w->first_printed ? ",\n" : "",
                      WR_ARG(wr_buf_view(&b)));
        wr_buf_done(&b);
        w->first_printed = true;
        return;
    }
    char column[32] = "";
    if (f->column > 0)
        (void)snprintf(column, sizeof(column), " 第 %" PRId64 " 列", f->column);
    (void)fprintf(w->args->out,
                  "%s 第 %" PRId64 " 行%s " WR_FMT " “" WR_FMT "”: " WR_FMT " / " WR_FMT "\n",
                  f->severity == WR_IMPORT_ERROR ? "错误 error" : "提示 warning", f->row, column,
                  WR_ARG(f->field), WR_ARG(f->value), WR_ARG(f->zh), WR_ARG(f->en));
}

static int print_kept_faults(struct wr_ctx *ctx, struct wish *w, int64_t id)
{
    int64_t printed = 0;
    int64_t total = 0;
    struct wr_import_fault_query q = {.has_limit = true, .limit = 200};
    for (;;) {
        struct wr_import_page page;
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        int rc = wr_import_svc_faults(ctx, id, &q, &page);
        const struct wr_import_fault *f = page.items.p;
        for (size_t i = 0; rc == 0 && i < page.items.n; i++)
            print_fault(w, &f[i]);
        bool more = rc == 0 && page.next.n > 0 && wr_str_i64(page.next, &q.cursor);
        printed += (int64_t)page.items.n;
        total = page.total >= 0 ? page.total : total;
        wr_arena_rewind(ctx->arena, mark);
        q.has_cursor = true;
        if (more)
            continue;
        if (rc == 0 && printed < total && !w->args->json)
            (void)fprintf(w->args->out,
                          "… 其余 %" PRId64 " 条略 / %" PRId64 " more are not shown\n",
                          total - printed, total - printed);
        return rc;
    }
}

static void print_head(const struct wish *w)
{
    if (w->args->json)
        (void)fprintf(w->args->out, "{\"faults\":[\n");
}

static void print_summary(struct wish *w, const struct wr_import *i)
{
    const char *state = wr_enum_item(wr_import_states, i->state)->name;
    if (w->args->json)
        (void)fprintf(w->args->out,
                      "],\"id\":%" PRId64 ",\"state\":\"%s\",\"dry_run\":%s,\"total\":%" PRId64
                      ",\"new_n\":%" PRId64 ",\"changed_n\":%" PRId64 ",\"same_n\":%" PRId64
                      ",\"error_n\":%" PRId64 ",\"warning_n\":%" PRId64 "}\n",
                      i->id, state, w->dry_run ? "true" : "false", i->total, i->new_n, i->changed_n,
                      i->same_n, i->error_n, i->warning_n);
    else
        (void)fprintf(w->args->out,
                      "%s %s: 共 %" PRId64 " 行，新增 %" PRId64 "，变更 %" PRId64 "，相同 %" PRId64
                      "，错误 %" PRId64 "，提示 %" PRId64 " / rows %" PRId64 ", new %" PRId64
                      ", changed %" PRId64 ", same %" PRId64 ", errors %" PRId64
                      ", warnings %" PRId64 "\n",
                      w->dry_run ? "试导入 dry run" : "批次 batch", w->dry_run ? "" : state,
                      i->total, i->new_n, i->changed_n, i->same_n, i->error_n, i->warning_n,
                      i->total, i->new_n, i->changed_n, i->same_n, i->error_n, i->warning_n);
    if (!w->args->json && i->id != 0)
        (void)fprintf(w->args->out,
                      "撤销 undo: wurao import " WR_FMT " --undo %" PRId64 " --reason TEXT\n",
                      WR_ARG(i->kind), i->id);
}

/* ---- the command ---------------------------------------------------------------------------- */

static int try_file(struct wr_ctx *ctx, struct wish *w, struct wr_str bytes)
{
    struct wr_import i;
    print_head(w);
    int rc = wr_import_svc_try(ctx, wr_str(w->kind), bytes, &w->check, print_fault, w, &i);
    if (rc != 0)
        return rc;
    print_summary(w, &i);
    return i.error_n > 0 && !w->partial
               ? wr_fail(ctx, WR_K_import_has_errors,
                         wr_arena_printf(ctx->arena, "%" PRId64, i.error_n))
               : 0;
}

static int import_file(struct wr_ctx *ctx, struct wish *w, struct wr_str bytes)
{
    struct wr_import i;
    int64_t id = 0;
    int rc = wr_import_svc_upload(ctx, wr_str(w->kind), wr_str(w->file), bytes, &id);
    if (rc == 0)
        rc = wr_import_svc_check(ctx, id, &w->check);
    if (rc != 0)
        return rc;
    print_head(w);
    rc = print_kept_faults(ctx, w, id);
    if (rc == 0)
        rc = wr_import_svc_commit(ctx, id);
    int shown = wr_import_svc_get(ctx, id, &i);
    if (shown == 0)
        print_summary(w, &i);
    return rc;
}

static int undo_batch(struct wr_ctx *ctx, struct wish *w)
{
    struct wr_import_undo in = {
        .reason = wr_str(w->reason != NULL ? w->reason : "命令行撤销 undone on the command line"),
        .partial = w->partial};
    struct wr_import i;
    int64_t id;
    if (!wr_str_i64(wr_str(w->undo), &id) || id <= 0)
        return bad_value(ctx, "--undo", w->undo, "BATCH");
    int rc = wr_import_svc_undo(ctx, id, &in);
    if (rc == 0)
        rc = wr_import_svc_get(ctx, id, &i);
    if (rc != 0)
        return rc;
    print_head(w);
    print_summary(w, &i);
    return 0;
}

static int run_import(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wish w = {.args = args};
    struct wr_buf bytes = {0};
    w.district = wr_args_opt(args, "--district");
    w.datum = wr_args_opt(args, "--datum");
    w.undo = wr_args_opt(args, "--undo");
    w.reason = wr_args_opt(args, "--reason");
    w.dry_run = wr_args_flag(args, "--dry-run");
    w.partial = wr_args_flag(args, "--partial");
    w.kind = wr_args_next(args);
    w.file = w.undo == NULL ? wr_args_next(args) : NULL;
    int rc = wr_args_end(ctx, args);
    if (rc == 0 && (w.kind == NULL || (w.undo == NULL && w.file == NULL)))
        rc = bad_value(ctx, "wurao import", w.kind != NULL ? w.kind : "", "KIND FILE");
    if (rc == 0 && w.undo != NULL)
        return undo_batch(ctx, &w);
    if (rc == 0)
        rc = read_options(ctx, &w);
    if (rc == 0)
        rc = wr_file_read(ctx, w.file, WR_TABLE_BYTES_MAX, &bytes);
    if (rc == 0)
        rc = w.dry_run ? try_file(ctx, &w, wr_buf_view(&bytes))
                       : import_file(ctx, &w, wr_buf_view(&bytes));
    wr_buf_done(&bytes);
    return rc;
}

const struct wr_command wr_enterprise_commands[] = {
    {"import", NULL,
     "KIND FILE [--dry-run] [--partial] [--district CODE|NAME] [--datum wgs84|gcj02|unknown] "
     "[--undo BATCH [--reason TEXT]]",
     "导入名录（CSV、XLSX） / import a list (CSV, XLSX); all rows or none", true, true, run_import},
    {0},
};
