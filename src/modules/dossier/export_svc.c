#include "modules/dossier/export.h"

#include "base/calendar.h"
#include "modules/dossier/dossier_store.h"
#include "modules/dossier/dossier_svc.h"
#include "modules/dossier/export_store.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>

#define PAGE 200

/** One export under way. */
struct work {
    const struct wr_export_kind *kind;
    const struct wr_export_query *q;
    enum wr_table_format format;
    struct wr_export_filter filter;
    struct wr_dossier_query list; /* enterprises */
    int64_t from_ms, to_ms;       /* to_ms 0: no period */
    struct wr_str period, asked,
        filter_text; /* filters as asked for; those with district and scope, for people */
    struct wr_table_writer *writer;
    struct wr_buf *out;
    int64_t rows_n;
};

int wr_export_kind_find(struct wr_ctx *ctx, struct wr_str name, const struct wr_export_kind **ret)
{
    struct wr_str names = WR_S("");
    for (const struct wr_export_kind *k = wr_export_kinds; k->name != NULL; k++) {
        if (wr_str_eq(name, wr_str(k->name))) {
            *ret = k;
            return 0;
        }
        names = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(names), names.n > 0 ? ", " : "",
                                k->name);
    }
    return wr_fail(ctx, WR_K_export_kind, name, names);
}

/* ---- what was asked for --------------------------------------------------------------------- */

static struct wr_str add_filter(struct wr_ctx *ctx, struct wr_str all, const char *name,
                                struct wr_str value)
{
    return wr_arena_printf(ctx->arena, WR_FMT "%s%s=" WR_FMT, WR_ARG(all), all.n > 0 ? ", " : "",
                           name, WR_ARG(value));
}

/** Filters by the kind's own table; what it does not know is refused, not ignored. */
static int read_filters(struct wr_ctx *ctx, struct work *w)
{
    static const char *const own[] = {"format", "from", "to"};
    const struct wr_field *table =
        w->kind->filters != NULL ? w->kind->filters : wr_dossier_query_fields;
    void *into = w->kind->filters != NULL ? (void *)&w->filter : (void *)&w->list;
    for (const struct wr_field *f = wr_export_query_fields; f->name != NULL; f++) {
        bool general = false;
        struct wr_str name = wr_str(f->name);
        struct wr_str text = wr_field_to_text(ctx, f, w->q, false);
        for (size_t i = 0; i < WR_ARRAY_LEN(own); i++)
            general = general || wr_str_eq(name, wr_str(own[i]));
        if (general || text.n == 0)
            continue;
        const struct wr_field *target = wr_field_find(table, name);
        if (target == NULL) {
            wr_fault(ctx, name, WR_K_input_unknown, text);
            continue;
        }
        if (!wr_field_from_text(ctx, target, text, name, into) || strcmp(f->name, "sort") == 0 ||
            strcmp(f->name, "district_id") == 0)
            continue;
        w->asked = add_filter(ctx, w->asked, ctx->lang == WR_LANG_ZH ? f->zh : f->name,
                              wr_field_to_text(ctx, target, into, true));
    }
    return wr_faults_end(ctx);
}

static int read_period(struct wr_ctx *ctx, struct work *w)
{
    struct wr_date from = {1970, 1, 1};
    struct wr_date to = wr_date_of_ms(wr_ctx_now(ctx));
    if (w->q->from.n == 0 && w->q->to.n == 0)
        return 0;
    bool good = (w->q->from.n == 0 || wr_date_parse(w->q->from, &from)) &&
                (w->q->to.n == 0 || wr_date_parse(w->q->to, &to));
    if (!good || wr_date_to_days(from) > wr_date_to_days(to)) {
        wr_fault(ctx, WR_S("from"), WR_K_export_period, w->q->from, w->q->to);
        return wr_faults_end(ctx);
    }
    char text[2][WR_DATE_TEXT];
    wr_date_format(from, text[0]);
    wr_date_format(to, text[1]);
    w->period = wr_arena_printf(ctx->arena, "%s..%s", text[0], text[1]);
    w->from_ms = wr_date_to_ms(from);
    w->to_ms = wr_date_to_ms(to) + WR_DAY_MS;
    return 0;
}

static int64_t scope_of(const struct wr_ctx *ctx)
{
    return ctx->actor.system ? 0 : ctx->actor.district_id;
}

/** The filters in words: districts by name, and the row scope of who asks. */
static int name_filters(struct wr_tx *tx, struct work *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool zh = ctx->lang == WR_LANG_ZH;
    const int64_t ids[2] = {w->kind->filters != NULL ? w->filter.district_id : w->list.district_id,
                            scope_of(ctx)};
    const char *const names[2] = {zh ? "区县" : "district", zh ? "权限范围" : "scope"};
    int rc = 0;
    w->filter_text = w->asked;
    for (size_t i = 0; rc == 0 && i < 2; i++) {
        struct wr_region r;
        if (ids[i] == 0)
            continue;
        rc = wr_region_get_in(tx, ids[i], &r);
        if (rc == 0)
            w->filter_text = add_filter(ctx, w->filter_text, names[i], r.name);
    }
    return rc;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static int write_row(void *arg, const void *obj)
{
    struct work *w = arg;
    int rc = wr_table_write(w->writer, obj);
    w->rows_n += rc == 0;
    return rc;
}

static int write_page(struct wr_tx *tx, struct work *w, const struct wr_list *page, int64_t year_ms)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_enterprise *rows = page->p;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < page->n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_enterprise e;
        rc = wr_dossier_store_get(tx, rows[i].id, year_ms, &e);
        bool in_period = w->to_ms == 0 || (e.updated_ms >= w->from_ms && e.updated_ms < w->to_ms);
        if (rc == 0 && in_period)
            rc = write_row(w, &e);
        wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

/** The list the desk shows, page by page, each file in full. */
static int write_enterprises(struct wr_tx *tx, struct work *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_date today = wr_date_of_ms(wr_ctx_now(ctx));
    int64_t year_ms = wr_date_to_ms((struct wr_date){today.year, 1, 1});
    struct wr_dossier_at at = {0};
    char name[512];
    for (;;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_list page;
        int rc = wr_dossier_store_list(tx, &w->list, scope_of(ctx), year_ms, &at, PAGE, &page);
        if (rc == 0)
            rc = write_page(tx, w, &page, year_ms);
        if (rc != 0 || page.n < PAGE)
            return rc;
        const struct wr_enterprise *last = (const struct wr_enterprise *)page.p + page.n - 1;
        if (!wr_str_copy_z(last->name, name, sizeof(name)))
            return wr_fail(ctx, WR_K_bug, WR_S("name of a page's last row"));
        at = (struct wr_dossier_at){
            .set = true, .name = wr_str(name), .updated_ms = last->updated_ms, .id = last->id};
        wr_arena_rewind(ctx->arena, mark);
    }
}

static int write_cursor(struct wr_tx *tx, struct work *w)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int rc = wr_export_store_open(tx, w->kind->stmt, scope_of(ctx), &w->filter, w->from_ms,
                                  w->to_ms, &c);
    void *obj = rc == 0 ? wr_arena_alloc(ctx->arena, w->kind->obj_size) : NULL;
    if (rc == 0 && obj == NULL)
        return wr_fail(ctx, WR_K_memory);
    while (rc == 0 && (rc = wr_cursor_next(c)) == 1) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        memset(obj, 0, w->kind->obj_size);
        rc = wr_cursor_into(c, ctx->arena, w->kind->fields, obj);
        if (rc == 0)
            rc = write_row(w, obj);
        wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

static int read_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    w->rows_n = 0;
    wr_buf_clear(w->out);
    int rc = name_filters(tx, w);
    const struct wr_table_meta meta = {.title = wr_str(w->kind->zh),
                                       .period = w->period,
                                       .filter = w->filter_text,
                                       .made_ms = wr_ctx_now(ctx),
                                       .sealed = w->kind->rows != NULL};
    if (rc == 0)
        rc = wr_table_writer_new(ctx, w->format, w->kind->fields, &meta, &w->writer);
    if (rc != 0)
        return rc;
    if (w->kind->rows != NULL)
        rc = w->kind->rows(tx, scope_of(ctx), &w->filter, w->from_ms, w->to_ms, write_row, w);
    else
        rc = w->kind->stmt != NULL ? write_cursor(tx, w) : write_enterprises(tx, w);
    if (rc == 0)
        return wr_table_writer_end(WR_TAKE(w->writer), w->out);
    wr_table_writer_free(WR_TAKE(w->writer));
    return rc;
}

static int tell_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str what =
        wr_arena_printf(ctx->arena, "%s, %" PRId64 " rows", w->kind->name, w->rows_n);
    return wr_audit_event(
        tx, 0, "export.file",
        wr_audit_payload3(ctx, "export", what, "period", w->period, "filter", w->filter_text));
}

int wr_export_svc_file(struct wr_ctx *ctx, const struct wr_export_kind *kind,
                       const struct wr_export_query *q, struct wr_buf *out,
                       struct wr_str *ret_filename)
{
    static const char *const endings[] = {
        [WR_TABLE_CSV] = "csv", [WR_TABLE_XLSX] = "xlsx", [WR_TABLE_JSON] = "json"};
    char day[WR_DATE_TEXT];
    struct work w = {.kind = kind,
                     .q = q,
                     .out = out,
                     .format = q->has_format ? (enum wr_table_format)q->format : WR_TABLE_XLSX};
    int rc = read_filters(ctx, &w);
    if (rc == 0)
        rc = read_period(ctx, &w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "export.file", read_tx, &w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "export.tell", tell_tx, &w);
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), day);
    *ret_filename = wr_arena_printf(ctx->arena, "%s-%s.%s", kind->zh, day, endings[w.format]);
    return rc;
}
