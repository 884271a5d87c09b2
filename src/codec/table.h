#pragma once
/* Tables people exchange: CSV and XLSX behind one reader and one writer. */

#include "base/buf.h"
#include "codec/field.h"

#define WR_TABLE_BYTES_MAX ((size_t)32 << 20)
#define WR_TABLE_ROWS_MAX 100000
#define WR_TABLE_COLS_MAX 200
#define WR_TABLE_CELL_MAX 32767

struct wr_table_row {
    const struct wr_str *cells;
    size_t n;
    int64_t line; /* row number as a person counts it in the file, from 1 */
};

/** A whole table in an arena: header row found, rows as text. */
struct wr_table {
    struct wr_str sheet; /* sheet name, absent for CSV */
    const char *charset; /* "utf-8", "utf-8-bom", "gb18030", "xlsx" */
    const struct wr_str *header;
    size_t n_cols;
    struct wr_table_row *rows;
    size_t n_rows;
};

/**
 * Read CSV (UTF-8 with or without BOM, GB18030; comma, tab or semicolon) or XLSX (recognised by its magic bytes).
 * The header is the first of the first 20 rows with at least half of its cells known to `known` (names or labels), else the one
 * with most cells known, else the first with two cells; rows above it are skipped. Blank rows are left out, but counted.
 * The closing line of our own exports ("# …") is no row, and the apostrophe they put before a formula is taken off again.
 * Numbers of XLSX are given as their shortest text, dates as YYYY-MM-DD.
 * @param bytes  must outlive *ret: cells are slices of it where nothing had to be changed
 * @param known  field table whose names and zh labels are looked for; NULL: the first non-empty row is the header
 * @return 0, WR_EINVALID (broken file; message says how to mend it), WR_ELIMIT (a ceiling above, zip bomb)
 */
WR_MUST_CHECK int wr_table_read(struct wr_ctx *ctx, struct wr_str bytes,
                                const struct wr_field *known, struct wr_table *ret);

enum wr_table_format { WR_TABLE_CSV, WR_TABLE_XLSX, WR_TABLE_JSON };

/** Writes rows of one struct type. CSV: UTF-8 with BOM, CRLF, formula guard. XLSX: codes as text, header frozen, filter on. */
struct wr_table_writer;
struct wr_table_meta {
    struct wr_str title;  /* sheet name */
    struct wr_str period; /* "2026-01-01..2026-11-23" or absent */
    struct wr_str filter; /* as shown to the person, or absent */
    int64_t made_ms;
    /** Data that others recompute: CSV rows hold codes in every language, and the trailer the SHA-256 of their bytes. */
    bool sealed;
};
/** The line of one row as a sealed CSV holds it, with its CRLF. */
void wr_table_sealed_line(struct wr_ctx *ctx, const struct wr_field *fields, const void *obj,
                          struct wr_buf *out);
WR_MUST_CHECK int wr_table_writer_new(struct wr_ctx *ctx, enum wr_table_format format,
                                      const struct wr_field *fields,
                                      const struct wr_table_meta *meta,
                                      struct wr_table_writer **ret);
WR_MUST_CHECK int wr_table_write(struct wr_table_writer *w, const void *obj);
/** Trailer line or sheet with period and row count; the bytes go to `out`. Frees the writer. */
WR_MUST_CHECK int wr_table_writer_end(struct wr_table_writer *w, struct wr_buf *out);
void wr_table_writer_free(struct wr_table_writer *w);
const char *wr_table_media_type(enum wr_table_format format);
