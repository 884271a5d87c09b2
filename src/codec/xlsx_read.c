/* XLSX: which sheet, shared strings, styles, then its cells row by row. */
#include "codec/xlsx_in.h"

#include "base/text.h"

#include <inttypes.h>

#define CELL_BYTES_MAX ((size_t)WR_TABLE_CELL_MAX * 4 + 4)
#define PART_NAME_MAX 256

/** What the cells refer to, and the sheet chosen. */
struct book {
    struct wr_ctx *ctx;
    bool date1904;
    struct wr_str sheet_names[WR_XLSX_SHEETS_MAX];
    struct wr_str sheet_rels[WR_XLSX_SHEETS_MAX];
    struct wr_str sheet_paths[WR_XLSX_SHEETS_MAX];
    size_t n_sheets; /* visible ones */
    struct wr_str *strings;
    size_t n_strings, cap_strings;
    struct wr_buf text; /* of the string or cell under way */
    bool in_t, in_phonetic;
    int64_t format_ids[WR_XLSX_SHEETS_MAX];
    struct wr_str format_codes[WR_XLSX_SHEETS_MAX];
    size_t n_formats;
    unsigned char *kinds; /* enum wr_xlsx_kind by style index */
    size_t n_kinds;
    bool in_xfs;
    /* the sheet */
    struct wr_rows *rows;
    struct wr_str cells[WR_TABLE_COLS_MAX];
    size_t n_cells; /* columns reached in this row */
    int64_t line;
    size_t col; /* of the cell under way; WR_TABLE_COLS_MAX and above: outside */
    size_t next_col;
    char cell_type; /* 0 number, s shared, i inline, t other text, b boolean */
    int64_t style;
    bool in_v;
};

static struct book *book_of(struct wr_xlsx_part *p)
{
    return p->arg;
}

/* ---- workbook and its relations ------------------------------------------------------------- */

static void workbook_start(struct wr_xlsx_part *p, struct wr_str name, const char **atts)
{
    struct book *b = book_of(p);
    if (wr_str_eq(name, WR_S("workbookPr"))) {
        struct wr_str v = wr_xlsx_att(atts, "date1904");
        b->date1904 = wr_str_eq(v, WR_S("1")) || wr_str_eq(v, WR_S("true"));
    } else if (wr_str_eq(name, WR_S("sheet")) && b->n_sheets < WR_XLSX_SHEETS_MAX) {
        struct wr_str state = wr_xlsx_att(atts, "state");
        if (state.n > 0 && !wr_str_eq(state, WR_S("visible")))
            return;
        b->sheet_names[b->n_sheets] = wr_arena_dup(b->ctx->arena, wr_xlsx_att(atts, "name"));
        b->sheet_rels[b->n_sheets++] = wr_arena_dup(b->ctx->arena, wr_xlsx_att(atts, "id"));
    }
}

static void rels_start(struct wr_xlsx_part *p, struct wr_str name, const char **atts)
{
    struct book *b = book_of(p);
    struct wr_str id = wr_xlsx_att(atts, "Id");
    struct wr_str target = wr_xlsx_att(atts, "Target");
    bool external = wr_str_eq(wr_xlsx_att(atts, "TargetMode"), WR_S("External"));
    if (!wr_str_eq(name, WR_S("Relationship")) || external || target.n == 0 ||
        target.n > PART_NAME_MAX - 8)
        return;
    for (size_t i = 0; i < b->n_sheets; i++) {
        if (!wr_str_eq(b->sheet_rels[i], id))
            continue;
        bool absolute = target.p[0] == '/';
        b->sheet_paths[i] = absolute ? wr_arena_dup(b->ctx->arena, wr_str_sub(target, 1, target.n))
                                     : wr_arena_printf(b->ctx->arena, "xl/" WR_FMT, WR_ARG(target));
    }
}

static void ignore_end(struct wr_xlsx_part *p, struct wr_str name)
{
    (void)p, (void)name;
}

/* ---- shared strings ------------------------------------------------------------------------- */

/** <t> is text, <rPh> holds phonetic guides that are not. */
static void text_start(struct book *b, struct wr_str name)
{
    if (wr_str_eq(name, WR_S("rPh")))
        b->in_phonetic = true;
    else if (wr_str_eq(name, WR_S("t")))
        b->in_t = !b->in_phonetic;
}

static void text_end(struct book *b, struct wr_str name)
{
    if (wr_str_eq(name, WR_S("rPh")))
        b->in_phonetic = false;
    else if (wr_str_eq(name, WR_S("t")))
        b->in_t = false;
}

static void strings_start(struct wr_xlsx_part *p, struct wr_str name, const char **atts)
{
    (void)atts;
    if (wr_str_eq(name, WR_S("si")))
        wr_buf_clear(&book_of(p)->text);
    text_start(book_of(p), name);
}

static int keep_string(struct book *b)
{
    if (b->n_strings >= WR_XLSX_STRINGS_MAX)
        return wr_fail(b->ctx, WR_K_limit_reached, WR_S("XLSX shared strings"),
                       wr_arena_printf(b->ctx->arena, "%d", WR_XLSX_STRINGS_MAX));
    if (b->n_strings == b->cap_strings) {
        size_t cap = b->cap_strings == 0 ? 1024 : b->cap_strings * 2;
        struct wr_str *grown = wr_arena_array(b->ctx->arena, cap, sizeof(*grown));
        if (grown == NULL)
            return wr_table_memory(b->ctx);
        if (b->n_strings > 0)
            memcpy(grown, b->strings, b->n_strings * sizeof(*grown));
        b->strings = grown;
        b->cap_strings = cap;
    }
    struct wr_str s =
        wr_arena_dup(b->ctx->arena, wr_xlsx_unescape(b->ctx->arena, wr_buf_view(&b->text)));
    if (s.p == NULL)
        return wr_table_memory(b->ctx);
    b->strings[b->n_strings++] = s;
    return 0;
}

static int check_text(struct book *b)
{
    if (b->text.failed)
        return wr_fail(b->ctx, WR_K_limit_reached, WR_S("characters in a cell"), WR_S("32767"));
    return wr_cell_check(b->ctx, wr_buf_view(&b->text), b->line);
}

static void strings_end(struct wr_xlsx_part *p, struct wr_str name)
{
    struct book *b = book_of(p);
    text_end(b, name);
    if (!wr_str_eq(name, WR_S("si")))
        return;
    int rc = check_text(b);
    if (rc == 0)
        rc = keep_string(b);
    if (rc != 0)
        wr_xlsx_stop(p, rc);
}

static void strings_text(struct wr_xlsx_part *p, struct wr_str text)
{
    struct book *b = book_of(p);
    if (b->in_t)
        wr_buf_str(&b->text, text);
}

/* ---- styles: which cells are dates ---------------------------------------------------------- */

static void keep_kind(struct book *b, const char **atts)
{
    int64_t id = 0;
    struct wr_str code = {NULL, 0};
    if (b->kinds == NULL) {
        b->kinds = wr_arena_alloc(b->ctx->arena, WR_XLSX_STYLES_MAX);
        if (b->kinds == NULL)
            return;
    }
    if (!wr_str_i64(wr_xlsx_att(atts, "numFmtId"), &id))
        id = 0;
    for (size_t i = 0; i < b->n_formats; i++)
        if (b->format_ids[i] == id)
            code = b->format_codes[i];
    if (b->n_kinds < WR_XLSX_STYLES_MAX)
        b->kinds[b->n_kinds++] = (unsigned char)wr_xlsx_format_kind(id, code);
}

static void styles_start(struct wr_xlsx_part *p, struct wr_str name, const char **atts)
{
    struct book *b = book_of(p);
    int64_t id;
    if (wr_str_eq(name, WR_S("cellXfs"))) {
        b->in_xfs = true;
    } else if (wr_str_eq(name, WR_S("xf")) && b->in_xfs) {
        keep_kind(b, atts);
    } else if (wr_str_eq(name, WR_S("numFmt")) && b->n_formats < WR_XLSX_SHEETS_MAX &&
               wr_str_i64(wr_xlsx_att(atts, "numFmtId"), &id)) {
        b->format_ids[b->n_formats] = id;
        b->format_codes[b->n_formats++] =
            wr_arena_dup(b->ctx->arena, wr_xlsx_att(atts, "formatCode"));
    }
}

static void styles_end(struct wr_xlsx_part *p, struct wr_str name)
{
    if (wr_str_eq(name, WR_S("cellXfs")))
        book_of(p)->in_xfs = false;
}

/* ---- the sheet ------------------------------------------------------------------------------ */

/** Column of "AB12", from 0. */
static size_t column_of(struct wr_str ref)
{
    size_t col = 0;
    for (size_t i = 0; i < ref.n && i < 4 && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
        col = col * 26 + (size_t)(ref.p[i] - 'A') + 1;
    return col == 0 ? WR_TABLE_COLS_MAX : col - 1;
}

static void row_start(struct book *b, const char **atts)
{
    int64_t line;
    b->line++;
    if (wr_str_i64(wr_xlsx_att(atts, "r"), &line) && line > 0)
        b->line = line;
    memset(b->cells, 0, sizeof(b->cells));
    b->n_cells = 0;
    b->next_col = 0;
}

static void cell_start(struct book *b, const char **atts)
{
    struct wr_str ref = wr_xlsx_att(atts, "r");
    struct wr_str type = wr_xlsx_att(atts, "t");
    b->col = ref.n > 0 ? column_of(ref) : b->next_col;
    b->next_col = b->col + 1;
    if (!wr_str_i64(wr_xlsx_att(atts, "s"), &b->style))
        b->style = -1;
    if (wr_str_eq(type, WR_S("inlineStr")))
        b->cell_type = 'i';
    else if (type.n == 0 || wr_str_eq(type, WR_S("n")))
        b->cell_type = 0;
    else
        b->cell_type = type.n == 1 && (type.p[0] == 's' || type.p[0] == 'b') ? type.p[0] : 't';
    wr_buf_clear(&b->text);
}

static void sheet_start(struct wr_xlsx_part *p, struct wr_str name, const char **atts)
{
    struct book *b = book_of(p);
    if (wr_str_eq(name, WR_S("row")))
        row_start(b, atts);
    else if (wr_str_eq(name, WR_S("c")))
        cell_start(b, atts);
    else if (wr_str_eq(name, WR_S("v")))
        b->in_v = b->cell_type != 'i';
    else
        text_start(b, name);
}

/** The cell's content as text; the absent slice when memory ran out. */
static struct wr_str cell_text(struct book *b)
{
    struct wr_arena *a = b->ctx->arena;
    struct wr_str raw = wr_buf_view(&b->text);
    int64_t at;
    if (raw.n == 0)
        return WR_S("");
    if (b->cell_type == 's')
        return wr_str_i64(wr_str_trim(raw), &at) && at >= 0 && (size_t)at < b->n_strings
                   ? b->strings[at]
                   : WR_S("");
    if (b->cell_type == 'b')
        return raw.p[0] == '1' ? WR_S("TRUE") : WR_S("FALSE");
    if (b->cell_type != 0)
        return wr_arena_dup(a, wr_xlsx_unescape(a, raw));
    bool styled = b->style >= 0 && (size_t)b->style < b->n_kinds;
    if (styled && b->kinds[b->style] != WR_XLSX_NUMBER)
        return wr_xlsx_date_text(a, raw, b->date1904);
    return wr_xlsx_number_text(a, raw);
}

static int keep_cell(struct book *b)
{
    int rc = check_text(b);
    if (rc != 0)
        return rc;
    struct wr_str text = cell_text(b);
    if (text.p == NULL)
        return wr_table_memory(b->ctx);
    if (wr_str_trim(text).n == 0)
        return 0;
    if (b->col >= WR_TABLE_COLS_MAX)
        return wr_fail(b->ctx, WR_K_limit_reached, WR_S("columns"), WR_S("200"));
    b->cells[b->col] = text;
    if (b->col + 1 > b->n_cells)
        b->n_cells = b->col + 1;
    return 0;
}

static void sheet_end(struct wr_xlsx_part *p, struct wr_str name)
{
    struct book *b = book_of(p);
    int rc = 0;
    text_end(b, name);
    if (wr_str_eq(name, WR_S("v")))
        b->in_v = false;
    else if (wr_str_eq(name, WR_S("c")))
        rc = keep_cell(b);
    else if (wr_str_eq(name, WR_S("row")))
        rc = wr_rows_add(b->ctx, b->rows, b->cells, b->n_cells, b->line);
    if (rc != 0)
        wr_xlsx_stop(p, rc);
}

static void sheet_text(struct wr_xlsx_part *p, struct wr_str text)
{
    struct book *b = book_of(p);
    if (b->in_v || (b->in_t && b->cell_type == 'i'))
        wr_buf_str(&b->text, text);
}

/* ---- together ------------------------------------------------------------------------------- */

/** A part that may be missing. */
static int parse_optional(struct wr_xlsx *x, const char *name, struct wr_xlsx_part *p)
{
    int rc = wr_xlsx_parse(x, name, p);
    return rc == WR_ENOTFOUND ? 0 : rc;
}

static int read_book(struct wr_xlsx *x, struct book *b)
{
    struct wr_xlsx_part workbook = {.arg = b, .start = workbook_start, .end = ignore_end};
    struct wr_xlsx_part rels = {.arg = b, .start = rels_start, .end = ignore_end};
    struct wr_xlsx_part strings = {
        .arg = b, .start = strings_start, .end = strings_end, .text = strings_text};
    struct wr_xlsx_part styles = {.arg = b, .start = styles_start, .end = styles_end};
    int rc = wr_xlsx_parse(x, "xl/workbook.xml", &workbook);
    if (rc == WR_ENOTFOUND)
        return wr_xlsx_broken(b->ctx, "xl/workbook.xml");
    if (rc == 0)
        rc = parse_optional(x, "xl/_rels/workbook.xml.rels", &rels);
    if (rc == 0)
        rc = parse_optional(x, "xl/styles.xml", &styles);
    if (rc == 0)
        rc = parse_optional(x, "xl/sharedStrings.xml", &strings);
    return rc;
}

static int read_sheets(struct wr_xlsx *x, struct book *b, struct wr_str *ret_sheet)
{
    for (size_t i = 0; i < b->n_sheets && b->rows->n == 0; i++) {
        char path[PART_NAME_MAX];
        struct wr_xlsx_part sheet = {
            .arg = b, .start = sheet_start, .end = sheet_end, .text = sheet_text};
        if (b->sheet_paths[i].p == NULL || !wr_str_copy_z(b->sheet_paths[i], path, sizeof(path)))
            continue;
        b->line = 0;
        int rc = wr_xlsx_parse(x, path, &sheet);
        if (rc == WR_ENOTFOUND)
            return wr_xlsx_broken(b->ctx, path);
        if (rc != 0)
            return rc;
        *ret_sheet = b->sheet_names[i];
    }
    return 0;
}

int wr_xlsx_rows(struct wr_ctx *ctx, struct wr_str bytes, struct wr_rows *ret,
                 struct wr_str *ret_sheet)
{
    struct wr_xlsx x;
    *ret = (struct wr_rows){0};
    struct book *b = wr_arena_new(ctx->arena, struct book);
    if (b == NULL)
        return wr_table_memory(ctx);
    int rc = wr_xlsx_open(&x, ctx, bytes);
    if (rc != 0)
        return rc;
    b->ctx = ctx;
    b->rows = ret;
    wr_buf_init(&b->text, CELL_BYTES_MAX);
    rc = read_book(&x, b);
    if (rc == 0)
        rc = read_sheets(&x, b, ret_sheet);
    wr_buf_done(&b->text);
    wr_xlsx_close(&x);
    return rc;
}
