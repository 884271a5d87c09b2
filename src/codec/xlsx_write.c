/* XLSX by libxlsxwriter: data sheet, and a sheet that says what the data is. */
#include "codec/table_out.h"

#include "base/alloc.h"
#include "base/calendar.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define READ_BYTES 65536
#define COLUMN_WIDTH_MIN 8
#define COLUMN_WIDTH_MAX 40
#define SHEET_NAME_CHARS 31

struct wr_xlsx_out {
    char path[64];
    lxw_workbook *book;
    lxw_worksheet *data;
    lxw_format *header, *text, *date;
    lxw_row_t row;
    lxw_col_t cols;
};

/** Sheet names: at most 31 characters, none of []:*?/\ . */
static const char *sheet_name(struct wr_ctx *ctx, struct wr_str title)
{
    char *z = wr_arena_alloc(ctx->arena, title.n + 8);
    size_t n = 0;
    size_t chars = 0;
    if (z == NULL)
        return "data";
    for (size_t i = 0; i < title.n; i++) {
        bool first_byte = ((unsigned char)title.p[i] & 0xC0) != 0x80;
        if (first_byte && ++chars > SHEET_NAME_CHARS)
            break;
        z[n++] = strchr("[]:*?/\\'", title.p[i]) != NULL ? ' ' : title.p[i];
    }
    return n > 0 ? z : "data";
}

static const char *zstr(struct wr_ctx *ctx, struct wr_str s)
{
    const char *z = wr_arena_cstr(ctx->arena, s);
    return z != NULL ? z : "";
}

static void make_formats(struct wr_xlsx_out *x)
{
    x->header = workbook_add_format(x->book);
    format_set_bold(x->header);
    format_set_bg_color(x->header, 0xDDEBF7);
    format_set_border(x->header, LXW_BORDER_THIN);
    x->text = workbook_add_format(x->book);
    format_set_num_format(x->text, "@");
    x->date = workbook_add_format(x->book);
    format_set_num_format(x->date, "yyyy-mm-dd");
}

/** Wide enough for its label and for what usually stands below. */
static double column_width(struct wr_ctx *ctx, const struct wr_field *f)
{
    double w = (double)wr_utf8_len(wr_table_label(ctx, f)) * 2 + 4;
    double content = f->type == WR_F_STR ? (double)f->max : 12;
    w = content > w ? content : w;
    return w < COLUMN_WIDTH_MIN ? COLUMN_WIDTH_MIN : (w > COLUMN_WIDTH_MAX ? COLUMN_WIDTH_MAX : w);
}

static void write_header(struct wr_table_writer *w)
{
    struct wr_xlsx_out *x = w->xlsx;
    for (const struct wr_field *f = w->fields; f->name != NULL; f++) {
        if (!wr_table_has_column(f))
            continue;
        (void)worksheet_set_column(x->data, x->cols, x->cols, column_width(w->ctx, f),
                                   wr_table_is_number(f) ? NULL : x->text);
        (void)worksheet_write_string(x->data, 0, x->cols, zstr(w->ctx, wr_table_label(w->ctx, f)),
                                     x->header);
        x->cols++;
    }
    worksheet_freeze_panes(x->data, 1, 0);
    x->row = 1;
}

int wr_xlsx_out_new(struct wr_table_writer *w)
{
    struct wr_xlsx_out *x = wr_alloc(sizeof(*x));
    if (x == NULL)
        return wr_fail(w->ctx, WR_K_memory);
    w->xlsx = x;
    const char *dir = getenv("TMPDIR");
    int n = snprintf(x->path, sizeof(x->path), "%s/wurao-export-XXXXXX",
                     dir != NULL && strlen(dir) < 32 ? dir : "/tmp");
    int fd = n > 0 && (size_t)n < sizeof(x->path) ? mkstemp(x->path) : -1;
    if (fd < 0) {
        x->path[0] = '\0';
        return wr_fail(w->ctx, WR_K_io, wr_str("mkstemp"));
    }
    (void)close(fd);
    lxw_workbook_options opt = {.constant_memory = LXW_TRUE};
    x->book = workbook_new_opt(x->path, &opt);
    x->data =
        x->book != NULL ? workbook_add_worksheet(x->book, sheet_name(w->ctx, w->meta.title)) : NULL;
    if (x->data == NULL)
        return wr_fail(w->ctx, WR_K_memory);
    make_formats(x);
    write_header(w);
    return 0;
}

static bool write_date(struct wr_xlsx_out *x, lxw_col_t col, struct wr_str s)
{
    struct wr_date d;
    if (!wr_date_parse(s, &d))
        return false;
    lxw_datetime t = {.year = d.year, .month = d.month, .day = d.day};
    return worksheet_write_datetime(x->data, x->row, col, &t, x->date) == LXW_NO_ERROR;
}

static double number_of(struct wr_ctx *ctx, struct wr_str s)
{
    return strtod(zstr(ctx, s), NULL);
}

int wr_xlsx_out_row(struct wr_table_writer *w, const void *obj)
{
    struct wr_xlsx_out *x = w->xlsx;
    lxw_col_t col = 0;
    if (x->row >= WR_TABLE_ROWS_MAX * 10)
        return wr_fail(w->ctx, WR_K_limit_reached, WR_S("rows of a sheet"), WR_S("1000000"));
    for (const struct wr_field *f = w->fields; f->name != NULL; f++) {
        if (!wr_table_has_column(f))
            continue;
        struct wr_str s = wr_table_cell(w->ctx, f, obj);
        lxw_error e = LXW_NO_ERROR;
        if (s.n > 0 && wr_table_is_number(f))
            e = worksheet_write_number(x->data, x->row, col, number_of(w->ctx, s), NULL);
        else if (s.n > 0 && (f->type != WR_F_DATE || !write_date(x, col, s)))
            e = worksheet_write_string(x->data, x->row, col, zstr(w->ctx, s), x->text);
        if (e != LXW_NO_ERROR)
            return wr_fail(w->ctx, WR_K_io, wr_str(lxw_strerror(e)));
        col++;
    }
    x->row++;
    return 0;
}

struct about {
    struct wr_table_writer *w;
    lxw_worksheet *sheet;
    lxw_row_t row;
};

static void about_line(struct about *a, const char *zh, const char *en, struct wr_str value)
{
    struct wr_ctx *ctx = a->w->ctx;
    (void)worksheet_write_string(a->sheet, a->row, 0, ctx->lang == WR_LANG_ZH ? zh : en,
                                 a->w->xlsx->header);
    (void)worksheet_write_string(a->sheet, a->row++, 1, zstr(ctx, value), NULL);
}

static void about_fields(struct about *a)
{
    struct wr_ctx *ctx = a->w->ctx;
    static const char *const zh[] = {"列", "字段", "说明"};
    static const char *const en[] = {"column", "field", "meaning"};
    a->row++;
    for (lxw_col_t i = 0; i < 3; i++)
        (void)worksheet_write_string(a->sheet, a->row, i, ctx->lang == WR_LANG_ZH ? zh[i] : en[i],
                                     a->w->xlsx->header);
    a->row++;
    for (const struct wr_field *f = a->w->fields; f->name != NULL; f++) {
        if (!wr_table_has_column(f))
            continue;
        (void)worksheet_write_string(a->sheet, a->row, 0, zstr(ctx, wr_table_label(ctx, f)), NULL);
        (void)worksheet_write_string(a->sheet, a->row, 1, f->name, NULL);
        (void)worksheet_write_string(a->sheet, a->row++, 2, f->doc != NULL ? f->doc : "", NULL);
    }
}

/** Second sheet: period, filter, row count, time, field dictionary. */
static int write_about(struct wr_table_writer *w)
{
    char stamp[WR_STAMP_TEXT];
    bool zh = w->ctx->lang == WR_LANG_ZH;
    struct wr_str all = zh ? WR_S("全部") : WR_S("all");
    struct about a = {.w = w,
                      .sheet = workbook_add_worksheet(w->xlsx->book, zh ? "说明" : "about")};
    if (a.sheet == NULL)
        return wr_fail(w->ctx, WR_K_memory);
    (void)worksheet_set_column(a.sheet, 0, 1, 24, NULL);
    (void)worksheet_set_column(a.sheet, 2, 2, 60, NULL);
    wr_stamp_format(w->meta.made_ms, stamp);
    about_line(&a, "名称", "title", w->meta.title);
    about_line(&a, "期间", "period", w->meta.period.n > 0 ? w->meta.period : all);
    about_line(&a, "筛选", "filter", w->meta.filter.n > 0 ? w->meta.filter : all);
    about_line(&a, "行数", "rows", wr_arena_printf(w->ctx->arena, "%" PRId64, w->rows_n));
    about_line(&a, "生成时间", "made at", wr_str(stamp));
    struct wr_str seal = wr_table_seal(w);
    if (seal.n > 0)
        about_line(&a, "行 SHA-256", "SHA-256 of the rows", seal);
    about_fields(&a);
    return 0;
}

static int read_back(struct wr_table_writer *w, struct wr_buf *out)
{
    char chunk[READ_BYTES];
    FILE *f = fopen(w->xlsx->path, "rbe");
    if (f == NULL)
        return wr_fail(w->ctx, WR_K_io, wr_str(strerror(errno)));
    for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
        wr_buf_add(out, chunk, n);
    int bad = ferror(f);
    (void)fclose(f);
    return bad ? wr_fail(w->ctx, WR_K_io, WR_S("read")) : 0;
}

int wr_xlsx_out_end(struct wr_table_writer *w, struct wr_buf *out)
{
    struct wr_xlsx_out *x = w->xlsx;
    if (x->cols > 0)
        (void)worksheet_autofilter(x->data, 0, 0, x->row - 1, (lxw_col_t)(x->cols - 1));
    int rc = write_about(w);
    lxw_error e = workbook_close(WR_TAKE(x->book));
    if (rc == 0 && e != LXW_NO_ERROR)
        rc = wr_fail(w->ctx, WR_K_io, wr_str(lxw_strerror(e)));
    return rc == 0 ? read_back(w, out) : rc;
}

void wr_xlsx_out_free(struct wr_xlsx_out *x)
{
    if (x == NULL)
        return;
    if (x->book != NULL)
        (void)workbook_close(x->book);
    if (x->path[0] != '\0')
        (void)unlink(x->path);
    wr_free(x);
}
