/* CSV files of any bytes. What was read is within the ceilings, and its first column survives writing and reading. */
#include "fuzz.h"

#include "base/text.h"
#include "codec/table.h"

#include <assert.h>

static const struct wr_field name_fields[] = {
    {.name = "name",
     .type = WR_F_STR,
     .off = offsetof(struct fuzz_thing, name),
     .max = WR_TABLE_CELL_MAX,
     .zh = "名称"},
    {.name = "note",
     .type = WR_F_STR,
     .off = offsetof(struct fuzz_thing, note),
     .max = WR_TABLE_CELL_MAX,
     .zh = "备注"},
    {0},
};

static void check(const struct wr_table *t)
{
    assert(t->n_cols > 0 && t->n_cols <= WR_TABLE_COLS_MAX && t->n_rows <= WR_TABLE_ROWS_MAX);
    for (size_t i = 0; i < t->n_cols; i++)
        fuzz_touch(t->header[i]);
    for (size_t r = 0; r < t->n_rows; r++) {
        assert(t->rows[r].n > 0 && t->rows[r].n <= WR_TABLE_COLS_MAX && t->rows[r].line > 0);
        for (size_t i = 0; i < t->rows[r].n; i++) {
            assert(wr_utf8_valid(t->rows[r].cells[i]));
            fuzz_touch(t->rows[r].cells[i]);
        }
    }
}

/** A second cell that is never blank keeps every row. */
static void write_and_read_again(struct fuzz *f, const struct wr_table *t)
{
    struct wr_table_writer *w;
    struct wr_table again;
    struct wr_buf out;
    const struct wr_table_meta meta = {.title = WR_S("fuzz")};
    wr_buf_init(&out, WR_TABLE_BYTES_MAX);
    if (wr_table_writer_new(&f->ctx, WR_TABLE_CSV, name_fields, &meta, &w) != 0)
        return;
    for (size_t r = 0; r < t->n_rows; r++) {
        const struct fuzz_thing thing = {.name = t->rows[r].cells[0], .note = WR_S("x")};
        assert(wr_table_write(w, &thing) == 0);
    }
    assert(wr_table_writer_end(w, &out) == 0);
    assert(wr_table_read(&f->ctx, wr_buf_view(&out), name_fields, &again) == 0);
    assert(again.n_rows == t->n_rows);
    for (size_t r = 0; r < t->n_rows; r++)
        assert(wr_str_eq(again.rows[r].cells[0], t->rows[r].cells[0]));
    wr_buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    struct wr_table t;
    const struct wr_str bytes = {(const char *)data, size};
    fuzz_begin(&f);
    if (wr_table_read(&f.ctx, bytes, fuzz_thing_fields, &t) == 0) {
        check(&t);
        write_and_read_again(&f, &t);
    }
    fuzz_end(&f);
    return 0;
}
