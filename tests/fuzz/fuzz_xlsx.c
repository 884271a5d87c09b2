/*
 * XLSX files of any bytes. As checksums stop most mutations of a ZIP, input that is none is taken as the XML of a sheet, with
 * its shared strings behind a form feed, and packed into a good ZIP first.
 */
#include "fuzz.h"

#include "codec/table.h"

#include <zip.h>

static const char workbook[] =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"rId1\"/></sheets></workbook>";
static const char rels[] =
    "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
static const char styles[] = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
                             "numFmtId=\"22\"/><xf numFmtId=\"45\"/></cellXfs></styleSheet>";

static bool add(zip_t *z, const char *name, const void *p, size_t n)
{
    zip_source_t *s = zip_source_buffer(z, p, n, 0);
    if (s == NULL)
        return false;
    zip_int64_t at = zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8);
    if (at < 0)
        zip_source_free(s);
    return at >= 0 && zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0;
}

static struct wr_str pack(struct fuzz *f, struct wr_str sheet, struct wr_str strings)
{
    struct wr_str bytes = {NULL, 0};
    zip_error_t e;
    zip_stat_t st;
    zip_error_init(&e);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = target != NULL ? zip_open_from_source(target, ZIP_TRUNCATE, &e) : NULL;
    if (z == NULL)
        return bytes;
    zip_source_keep(target);
    bool ok = add(z, "xl/workbook.xml", workbook, sizeof(workbook) - 1) &&
              add(z, "xl/_rels/workbook.xml.rels", rels, sizeof(rels) - 1) &&
              add(z, "xl/styles.xml", styles, sizeof(styles) - 1) &&
              add(z, "xl/worksheets/sheet1.xml", sheet.p, sheet.n) &&
              (strings.n == 0 || add(z, "xl/sharedStrings.xml", strings.p, strings.n));
    if (!ok || zip_close(z) != 0)
        zip_discard(z);
    else if (zip_source_stat(target, &st) == 0 && zip_source_open(target) == 0) {
        char *p = wr_arena_alloc(&f->arena, st.size);
        if (p != NULL && zip_source_read(target, p, st.size) == (zip_int64_t)st.size)
            bytes = (struct wr_str){p, st.size};
        (void)zip_source_close(target);
    }
    zip_source_free(target);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    struct wr_table t;
    struct wr_str bytes = {(const char *)data, size};
    fuzz_begin(&f);
    if (!wr_str_starts(bytes, WR_S("PK"))) {
        struct wr_str strings = bytes;
        struct wr_str sheet = wr_str_cut(&strings, '\f');
        bytes = pack(&f, sheet, strings);
    }
    if (bytes.n > 0 && wr_table_read(&f.ctx, bytes, fuzz_thing_fields, &t) == 0) {
        fuzz_touch(t.sheet);
        for (size_t r = 0; r < t.n_rows; r++)
            for (size_t i = 0; i < t.rows[r].n; i++)
                fuzz_touch(t.rows[r].cells[i]);
    }
    fuzz_end(&f);
    return 0;
}
