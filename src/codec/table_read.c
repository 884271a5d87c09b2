/* What CSV and XLSX have in common: rows kept, header found. */
#include "codec/table_rows.h"

#include "base/text.h"

#include <inttypes.h>

#define HEADER_LOOK_ROWS 20

int wr_table_memory(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_limit_reached, WR_S("memory"),
                   wr_arena_printf(ctx->arena, "%zu", ctx->arena->max_bytes));
}

int wr_cell_check(struct wr_ctx *ctx, struct wr_str cell, int64_t line)
{
    if (cell.n <= WR_TABLE_CELL_MAX || wr_utf8_len(cell) <= WR_TABLE_CELL_MAX)
        return 0;
    return wr_fail(ctx, WR_K_limit_reached,
                   wr_arena_printf(ctx->arena, "characters in a cell (row %" PRId64 ")", line),
                   WR_S("32767"));
}

static bool is_blank_cell(struct wr_str s)
{
    return wr_str_trim(s).n == 0;
}

static int grow(struct wr_ctx *ctx, struct wr_rows *rows)
{
    size_t cap = rows->cap == 0 ? 256 : rows->cap * 2;
    struct wr_table_row *p = wr_arena_array(ctx->arena, cap, sizeof(*p));
    if (p == NULL)
        return wr_table_memory(ctx);
    if (rows->n > 0)
        memcpy(p, rows->rows, rows->n * sizeof(*p));
    rows->rows = p;
    rows->cap = cap;
    return 0;
}

int wr_rows_add(struct wr_ctx *ctx, struct wr_rows *rows, const struct wr_str *cells, size_t n,
                int64_t line)
{
    while (n > 0 && is_blank_cell(cells[n - 1]))
        n--;
    if (n == 0)
        return 0;
    if (rows->n >= WR_TABLE_ROWS_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("rows"), WR_S("100000"));
    int rc = rows->n == rows->cap ? grow(ctx, rows) : 0;
    if (rc != 0)
        return rc;
    struct wr_str *copy = wr_arena_array(ctx->arena, n, sizeof(*copy));
    if (copy == NULL)
        return wr_table_memory(ctx);
    memcpy(copy, cells, n * sizeof(*copy));
    rows->rows[rows->n++] = (struct wr_table_row){copy, n, line};
    return 0;
}

/** Is `cell` a name or a label of the table, whatever its case, width or inner blanks? */
static bool is_known(struct wr_ctx *ctx, const struct wr_field *known, struct wr_str cell)
{
    struct wr_str folded = wr_text_fold(ctx->arena, cell);
    for (const struct wr_field *f = known; f->name != NULL; f++) {
        if (wr_str_eq_nocase(folded, wr_str(f->name)) ||
            (f->zh != NULL && wr_str_eq_nocase(folded, wr_str(f->zh))))
            return true;
    }
    return false;
}

/**
 * Index of the header: the first of the first rows with at least half of its cells known; else the one with most known
 * cells; else the first row with at least two cells (or simply the first).
 */
static size_t find_header(struct wr_ctx *ctx, const struct wr_field *known,
                          const struct wr_rows *rows)
{
    size_t best = 0;
    size_t best_known = 0;
    size_t first_wide = rows->n;
    struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
    for (size_t i = 0; i < rows->n && i < HEADER_LOOK_ROWS; i++) {
        size_t filled = 0;
        size_t n_known = 0;
        for (size_t k = 0; k < rows->rows[i].n; k++) {
            if (is_blank_cell(rows->rows[i].cells[k]))
                continue;
            filled++;
            n_known += known != NULL && is_known(ctx, known, rows->rows[i].cells[k]);
        }
        if (first_wide == rows->n && filled >= 2)
            first_wide = i;
        if (n_known > best_known) {
            best_known = n_known;
            best = i;
        }
        if (n_known > 0 && n_known * 2 >= filled)
            break;
    }
    wr_arena_rewind(ctx->arena, mark);
    if (best_known > 0)
        return best;
    return known != NULL && first_wide < rows->n ? first_wide : 0;
}

/** The closing line of our own exports: "# …" alone in the first cell of the last row. */
static bool is_trailer(const struct wr_table_row *row)
{
    return row->n == 1 && wr_str_starts(row->cells[0], WR_S("# "));
}

static int find_charset(struct wr_ctx *ctx, struct wr_str bytes, struct wr_str *ret_text,
                        const char **ret_charset)
{
    bool utf16 = bytes.n >= 2 &&
                 (memcmp(bytes.p, "\xFF\xFE", 2) == 0 || memcmp(bytes.p, "\xFE\xFF", 2) == 0);
    *ret_text = (struct wr_str){NULL, 0};
    bool mark = wr_str_starts(bytes, WR_S("\xEF\xBB\xBF"));
    const char *found = NULL;
    if (!utf16 && memchr(bytes.p, '\0', bytes.n) == NULL)
        *ret_text = wr_text_decode(ctx->arena, bytes, &found);
    if (ret_text->p != NULL) {
        bool utf8 = strcmp(found, "UTF-8") == 0;
        *ret_charset = !utf8 ? "gb18030" : (mark ? "utf-8-bom" : "utf-8");
        return 0;
    }
    return ctx->arena->exhausted ? wr_table_memory(ctx) : wr_fail(ctx, WR_K_table_charset);
}

int wr_table_read(struct wr_ctx *ctx, struct wr_str bytes, const struct wr_field *known,
                  struct wr_table *ret)
{
    struct wr_rows rows = {0};
    int rc;
    *ret = (struct wr_table){0};
    if (bytes.n > WR_TABLE_BYTES_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("bytes"),
                       wr_arena_printf(ctx->arena, "%zu", WR_TABLE_BYTES_MAX));
    if (bytes.n == 0)
        return wr_fail(ctx, WR_K_table_empty);
    if (wr_str_starts(bytes, WR_S("PK\x03\x04"))) {
        ret->charset = "xlsx";
        rc = wr_xlsx_rows(ctx, bytes, &rows, &ret->sheet);
    } else if (wr_str_starts(bytes, WR_S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) {
        rc = wr_fail(ctx, WR_K_table_xls);
    } else {
        struct wr_str text;
        rc = find_charset(ctx, bytes, &text, &ret->charset);
        if (rc == 0)
            rc = wr_csv_rows(ctx, text, &rows);
    }
    if (rc != 0)
        return rc;
    if (rows.n == 0)
        return wr_fail(ctx, WR_K_table_empty);
    size_t header = find_header(ctx, known, &rows);
    ret->header = rows.rows[header].cells;
    ret->n_cols = rows.rows[header].n;
    ret->rows = rows.rows + header + 1;
    ret->n_rows = rows.n - header - 1;
    if (ret->n_rows > 0 && is_trailer(&ret->rows[ret->n_rows - 1]))
        ret->n_rows--;
    return 0;
}
