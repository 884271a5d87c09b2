#pragma once
/* Rows as the CSV and XLSX readers find them, before the header is looked for. Inside codec/ only. */
#include "codec/table.h"

/** Rows that hold at least one non-blank cell, in order of the file; grows in the arena by doubling. */
struct wr_rows {
    struct wr_table_row *rows;
    size_t n;
    size_t cap;
};

/** Copy `cells` without blank ones at the end and append them. @return 0, WR_ELIMIT (rows, columns or memory) */
WR_MUST_CHECK int wr_rows_add(struct wr_ctx *ctx, struct wr_rows *rows, const struct wr_str *cells,
                              size_t n, int64_t line);
/** 0, or WR_ELIMIT when a cell is longer than WR_TABLE_CELL_MAX characters. */
WR_MUST_CHECK int wr_cell_check(struct wr_ctx *ctx, struct wr_str cell, int64_t line);
WR_MUST_CHECK int wr_table_memory(struct wr_ctx *ctx);

/**
 * All rows of a CSV text (RFC 4180; comma, semicolon or tab, whichever parts the first row more often).
 * Cells are slices of `text` where they hold no doubled quotes.
 * @param text  valid UTF-8 in ctx->arena
 * @return 0, WR_EINVALID (quotes), WR_ELIMIT
 */
WR_MUST_CHECK int wr_csv_rows(struct wr_ctx *ctx, struct wr_str text, struct wr_rows *ret);
/** All rows of the first visible sheet that is not empty. @return 0, WR_EINVALID (broken), WR_ELIMIT (ceilings, zip bomb) */
WR_MUST_CHECK int wr_xlsx_rows(struct wr_ctx *ctx, struct wr_str bytes, struct wr_rows *ret,
                               struct wr_str *ret_sheet);
