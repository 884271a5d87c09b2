/* Tables for people and programs: CSV and JSON here, XLSX in xlsx_write.c. */
#include "codec/json.h"
#include "codec/table_out.h"

#include "base/alloc.h"
#include "base/calendar.h"
#include "base/text.h"

#include <inttypes.h>

#define WR_TABLE_LINE_MAX ((size_t)8 << 20)

bool wr_table_has_column(const struct wr_field *f)
{
    return (f->flags & WR_FF_SECRET) == 0 && f->type != WR_F_OBJ && f->type != WR_F_LIST &&
           f->type != WR_F_JSON;
}

struct wr_str wr_table_label(const struct wr_ctx *ctx, const struct wr_field *f)
{
    return wr_str(ctx->lang == WR_LANG_ZH && f->zh != NULL && f->zh[0] != '\0' ? f->zh : f->name);
}

struct wr_str wr_table_cell(struct wr_ctx *ctx, const struct wr_field *f, const void *obj)
{
    struct wr_str s = wr_field_to_text(ctx, f, obj, true);
    if ((f->flags & WR_FF_PHONE) != 0)
        return wr_mask_phone(ctx->arena, s);
    if ((f->flags & WR_FF_NAME) != 0)
        return wr_mask_name(ctx->arena, s);
    return s;
}

bool wr_table_is_number(const struct wr_field *f)
{
    if (f->type == WR_F_F64)
        return true;
    struct wr_str name = wr_str(f->name);
    return f->type == WR_F_I64 && !wr_str_ends(name, WR_S("_ms")) && !wr_str_ends(name, WR_S("id"));
}

const char *wr_table_media_type(enum wr_table_format format)
{
    switch (format) {
    case WR_TABLE_CSV:
        return "text/csv; charset=utf-8";
    case WR_TABLE_XLSX:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case WR_TABLE_JSON:
        break;
    }
    return "application/json";
}

/** A minus and digits: a spreadsheet reads a number, not a formula. */
static bool is_negative_number(struct wr_str s)
{
    bool point = false;
    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] == '.' && !point)
            point = true;
        else if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n > 1 && s.p[0] == '-';
}

/** A text cell that a spreadsheet would run as a formula gets a leading apostrophe. */
static bool needs_guard(const struct wr_field *f, struct wr_str s)
{
    return s.n > 0 && !is_negative_number(s) && !wr_table_is_number(f) &&
           !wr_str_ends(wr_str(f->name), WR_S("_e6")) && strchr("=+-@\t\r", s.p[0]) != NULL;
}

static void csv_cell(struct wr_buf *b, struct wr_str s, bool guard)
{
    bool quote = guard;
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = strchr(",\"\n\r;\t", s.p[i]) != NULL;
    if (!quote) {
        wr_buf_str(b, s);
        return;
    }
    wr_buf_c(b, '"');
    if (guard)
        wr_buf_c(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            wr_buf_c(b, '"');
        wr_buf_c(b, s.p[i]);
    }
    wr_buf_c(b, '"');
}

static void csv_header(struct wr_table_writer *w)
{
    bool comma = false;
    wr_buf_lit(&w->buf, "\xEF\xBB\xBF");
    for (const struct wr_field *f = w->fields; f->name != NULL; f++) {
        if (!wr_table_has_column(f))
            continue;
        if (comma)
            wr_buf_c(&w->buf, ',');
        comma = true;
        csv_cell(&w->buf, wr_table_label(w->ctx, f), false);
    }
    wr_buf_lit(&w->buf, "\r\n");
}

static void csv_line(struct wr_ctx *ctx, const struct wr_field *fields, const void *obj, bool codes,
                     struct wr_buf *out)
{
    bool comma = false;
    for (const struct wr_field *f = fields; f->name != NULL; f++) {
        if (!wr_table_has_column(f))
            continue;
        if (comma)
            wr_buf_c(out, ',');
        comma = true;
        struct wr_str cell =
            codes ? wr_field_to_text(ctx, f, obj, false) : wr_table_cell(ctx, f, obj);
        csv_cell(out, cell, needs_guard(f, cell));
    }
    wr_buf_lit(out, "\r\n");
}

void wr_table_sealed_line(struct wr_ctx *ctx, const struct wr_field *fields, const void *obj,
                          struct wr_buf *out)
{
    csv_line(ctx, fields, obj, true, out);
}

static void seal_row(struct wr_table_writer *w, const void *obj)
{
    wr_buf_clear(&w->line);
    wr_table_sealed_line(w->ctx, w->fields, obj, &w->line);
    wr_sha256_add(&w->seal, w->line.p, w->line.n);
}

struct wr_str wr_table_seal(struct wr_table_writer *w)
{
    uint8_t hash[WR_SHA256];
    if (!w->meta.sealed)
        return (struct wr_str){NULL, 0};
    wr_sha256_end(&w->seal, hash);
    return wr_hex(w->ctx->arena, hash, sizeof hash);
}

static void csv_row(struct wr_table_writer *w, const void *obj)
{
    if (w->meta.sealed)
        wr_buf_str(&w->buf, wr_buf_view(&w->line));
    else
        csv_line(w->ctx, w->fields, obj, false, &w->buf);
}

static struct wr_str or_all(const struct wr_table_writer *w, struct wr_str s)
{
    if (s.n > 0)
        return s;
    return w->ctx->lang == WR_LANG_ZH ? WR_S("全部") : WR_S("all");
}

static void csv_trailer(struct wr_table_writer *w)
{
    char stamp[WR_STAMP_TEXT];
    struct wr_str period = or_all(w, w->meta.period);
    struct wr_str filter = or_all(w, w->meta.filter);
    wr_stamp_format(w->meta.made_ms, stamp);
    struct wr_str line;
    if (w->ctx->lang == WR_LANG_ZH)
        line = wr_arena_printf(w->ctx->arena,
                               "# 期间 " WR_FMT "；筛选 " WR_FMT "；共 %" PRId64 " 行；生成时间 %s",
                               WR_ARG(period), WR_ARG(filter), w->rows_n, stamp);
    else
        line = wr_arena_printf(
            w->ctx->arena, "# period " WR_FMT "; filter " WR_FMT "; %" PRId64 " rows; made at %s",
            WR_ARG(period), WR_ARG(filter), w->rows_n, stamp);
    struct wr_str seal = wr_table_seal(w);
    if (seal.n > 0)
        line = wr_arena_printf(w->ctx->arena, WR_FMT "%sSHA-256 " WR_FMT, WR_ARG(line),
                               w->ctx->lang == WR_LANG_ZH ? "；" : "; ", WR_ARG(seal));
    csv_cell(&w->buf, line, false);
    wr_buf_lit(&w->buf, "\r\n");
}

static void json_trailer(struct wr_table_writer *w)
{
    char stamp[WR_STAMP_TEXT];
    wr_stamp_format(w->meta.made_ms, stamp);
    wr_buf_lit(&w->buf, "\n],\"title\":");
    wr_json_quote(&w->buf, w->meta.title);
    wr_buf_lit(&w->buf, ",\"period\":");
    wr_json_quote(&w->buf, w->meta.period);
    wr_buf_lit(&w->buf, ",\"filter\":");
    wr_json_quote(&w->buf, w->meta.filter);
    wr_buf_printf(&w->buf, ",\"rows\":%" PRId64 ",\"made_at\":\"%s\"", w->rows_n, stamp);
    struct wr_str seal = wr_table_seal(w);
    if (seal.n > 0)
        wr_buf_printf(&w->buf, ",\"sha256\":\"" WR_FMT "\"", WR_ARG(seal));
    wr_buf_lit(&w->buf, "}\n");
}

int wr_table_writer_new(struct wr_ctx *ctx, enum wr_table_format format,
                        const struct wr_field *fields, const struct wr_table_meta *meta,
                        struct wr_table_writer **ret)
{
    struct wr_table_writer *w = wr_alloc(sizeof(*w));
    if (w == NULL)
        return wr_fail(ctx, WR_K_memory);
    w->ctx = ctx;
    w->format = format;
    w->fields = fields;
    w->meta = *meta;
    wr_buf_init(&w->buf, WR_TABLE_OUT_MAX);
    wr_buf_init(&w->line, WR_TABLE_LINE_MAX);
    wr_sha256_init(&w->seal);
    int rc = 0;
    if (format == WR_TABLE_CSV)
        csv_header(w);
    else if (format == WR_TABLE_JSON)
        wr_buf_lit(&w->buf, "{\"items\":[");
    else
        rc = wr_xlsx_out_new(w);
    if (rc != 0)
        wr_table_writer_free(w);
    else
        *ret = w;
    return rc;
}

static int too_large(struct wr_table_writer *w)
{
    return wr_fail(w->ctx, WR_K_limit_reached, WR_S("bytes of an export"),
                   wr_arena_printf(w->ctx->arena, "%zu", WR_TABLE_OUT_MAX));
}

int wr_table_write(struct wr_table_writer *w, const void *obj)
{
    int rc = 0;
    struct wr_arena_mark mark = wr_arena_mark(w->ctx->arena);
    if (w->meta.sealed)
        seal_row(w, obj);
    if (w->format == WR_TABLE_CSV) {
        csv_row(w, obj);
    } else if (w->format == WR_TABLE_JSON) {
        wr_buf_str(&w->buf, w->rows_n > 0 ? WR_S(",\n") : WR_S("\n"));
        wr_json_encode(&w->buf, w->fields, obj, WR_MASK_PERSONAL);
    } else {
        rc = wr_xlsx_out_row(w, obj);
    }
    if (rc == 0 && w->ctx->arena->exhausted)
        rc = wr_fail(w->ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—"));
    wr_arena_rewind(w->ctx->arena, mark);
    w->rows_n++;
    if (rc != 0)
        return rc;
    return w->buf.failed || w->line.failed ? too_large(w) : 0;
}

int wr_table_writer_end(struct wr_table_writer *w, struct wr_buf *out)
{
    int rc = 0;
    if (w->format == WR_TABLE_XLSX) {
        rc = wr_xlsx_out_end(w, out);
    } else {
        if (w->format == WR_TABLE_CSV)
            csv_trailer(w);
        else
            json_trailer(w);
        if (w->buf.failed)
            rc = too_large(w);
        else
            wr_buf_str(out, wr_buf_view(&w->buf));
    }
    if (rc == 0 && out->failed)
        rc = too_large(w);
    wr_table_writer_free(w);
    return rc;
}

void wr_table_writer_free(struct wr_table_writer *w)
{
    if (w == NULL)
        return;
    wr_xlsx_out_free(w->xlsx);
    wr_buf_done(&w->buf);
    wr_buf_done(&w->line);
    wr_free(w);
}
