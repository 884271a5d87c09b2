#pragma once
/* The three formats behind the table writer. Inside codec/ only. */
#include "base/crypto.h"
#include "codec/table.h"

#define WR_TABLE_OUT_MAX ((size_t)256 << 20)

struct wr_table_writer {
    struct wr_ctx *ctx;
    enum wr_table_format format;
    const struct wr_field *fields;
    struct wr_table_meta meta;
    int64_t rows_n;
    struct wr_buf buf;     /* CSV, JSON */
    struct wr_sha256 seal; /* of the sealed lines so far */
    struct wr_buf line;
    struct wr_xlsx_out *xlsx;
};

/** Columns of a table: everything but secrets and nested values. */
bool wr_table_has_column(const struct wr_field *f);
/** Label in the reader's language. */
struct wr_str wr_table_label(const struct wr_ctx *ctx, const struct wr_field *f);
/** Hex SHA-256 of all sealed lines, once; absent if the table is not sealed. */
struct wr_str wr_table_seal(struct wr_table_writer *w);
/** The cell's text, masked if it is personal. */
struct wr_str wr_table_cell(struct wr_ctx *ctx, const struct wr_field *f, const void *obj);
/** Is the column a plain number (not an id, a time or a coordinate)? */
bool wr_table_is_number(const struct wr_field *f);

WR_MUST_CHECK int wr_xlsx_out_new(struct wr_table_writer *w);
WR_MUST_CHECK int wr_xlsx_out_row(struct wr_table_writer *w, const void *obj);
WR_MUST_CHECK int wr_xlsx_out_end(struct wr_table_writer *w, struct wr_buf *out);
void wr_xlsx_out_free(struct wr_xlsx_out *x);
