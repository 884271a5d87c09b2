/* The bounded way into a ZIP of XML parts: libzip and expat, no DTD, no entities, every size counted. */
#include "codec/xlsx_in.h"

#include <expat.h>
#include <zip.h>

#define CHUNK_BYTES 16384

int wr_xlsx_broken(struct wr_ctx *ctx, const char *why)
{
    return wr_fail(ctx, WR_K_table_xlsx, wr_str(why));
}

int wr_xlsx_open(struct wr_xlsx *x, struct wr_ctx *ctx, struct wr_str bytes)
{
    zip_error_t e;
    *x = (struct wr_xlsx){.ctx = ctx};
    zip_error_init(&e);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &e);
    if (source != NULL) {
        x->zip = zip_open_from_source(source, ZIP_RDONLY, &e);
        if (x->zip == NULL)
            zip_source_free(source);
    }
    zip_error_fini(&e);
    if (x->zip == NULL)
        return wr_xlsx_broken(ctx, "ZIP");
    if (zip_get_num_entries(x->zip, 0) > WR_XLSX_ENTRIES_MAX) {
        wr_xlsx_close(x);
        return wr_fail(ctx, WR_K_limit_reached, WR_S("XLSX entries"),
                       wr_arena_printf(ctx->arena, "%d", WR_XLSX_ENTRIES_MAX));
    }
    return 0;
}

void wr_xlsx_close(struct wr_xlsx *x)
{
    if (x->zip != NULL)
        zip_discard(x->zip);
    x->zip = NULL;
}

static struct wr_str local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return wr_str(colon != NULL ? colon + 1 : name);
}

struct wr_str wr_xlsx_att(const char **atts, const char *name)
{
    for (size_t i = 0; atts[i] != NULL; i += 2)
        if (wr_str_eq(local_name(atts[i]), wr_str(name)))
            return wr_str(atts[i + 1]);
    return (struct wr_str){NULL, 0};
}

void wr_xlsx_stop(struct wr_xlsx_part *p, int rc)
{
    if (p->rc == 0)
        p->rc = rc;
    (void)XML_StopParser((XML_Parser)p->parser, XML_FALSE);
}

static void on_start(void *arg, const char *name, const char **atts)
{
    struct wr_xlsx_part *p = arg;
    if (p->rc != 0)
        return;
    if (++p->depth > WR_XLSX_DEPTH_MAX)
        wr_xlsx_stop(p, wr_xlsx_broken(p->xlsx->ctx, "XML depth"));
    else
        p->start(p, local_name(name), atts);
}

static void on_end(void *arg, const char *name)
{
    struct wr_xlsx_part *p = arg;
    if (p->rc != 0)
        return;
    p->depth--;
    p->end(p, local_name(name));
}

static void on_text(void *arg, const char *text, int n)
{
    struct wr_xlsx_part *p = arg;
    if (p->rc == 0 && p->text != NULL)
        p->text(p, (struct wr_str){text, (size_t)n});
}

/** A document type declaration has no business in an office file: it is how entity bombs come in. */
static void on_doctype(void *arg, const char *name, const char *sysid, const char *pubid,
                       int has_internal)
{
    struct wr_xlsx_part *p = arg;
    (void)name, (void)sysid, (void)pubid, (void)has_internal;
    wr_xlsx_stop(p, wr_xlsx_broken(p->xlsx->ctx, "DTD"));
}

/** Count what was unpacked, of this part and of all. */
static int check_size(struct wr_xlsx *x, size_t part_bytes, size_t packed_bytes)
{
    if (x->expanded > WR_XLSX_EXPANDED_MAX)
        return wr_fail(x->ctx, WR_K_limit_reached, WR_S("XLSX expanded bytes"),
                       wr_arena_printf(x->ctx->arena, "%zu", WR_XLSX_EXPANDED_MAX));
    if (part_bytes > WR_XLSX_RATIO_FLOOR && part_bytes / WR_XLSX_RATIO_MAX > packed_bytes)
        return wr_fail(x->ctx, WR_K_limit_reached, WR_S("XLSX compression ratio"),
                       wr_arena_printf(x->ctx->arena, "%d", WR_XLSX_RATIO_MAX));
    return 0;
}

/** Feed the parser to the part's end. */
static int pump(struct wr_xlsx *x, zip_file_t *file, size_t packed_bytes, struct wr_xlsx_part *p)
{
    XML_Parser parser = (XML_Parser)p->parser;
    size_t part_bytes = 0;
    for (;;) {
        void *chunk = XML_GetBuffer(parser, CHUNK_BYTES);
        zip_int64_t n = chunk != NULL ? zip_fread(file, chunk, CHUNK_BYTES) : -1;
        if (n < 0)
            return wr_xlsx_broken(x->ctx, "ZIP data");
        part_bytes += (size_t)n;
        x->expanded += (size_t)n;
        int rc = check_size(x, part_bytes, packed_bytes);
        if (rc != 0)
            return rc;
        enum XML_Status status = XML_ParseBuffer(parser, (int)n, n == 0);
        if (p->rc != 0)
            return p->rc;
        if (status != XML_STATUS_OK)
            return wr_xlsx_broken(x->ctx, XML_ErrorString(XML_GetErrorCode(parser)));
        if (n == 0)
            return 0;
    }
}

int wr_xlsx_parse(struct wr_xlsx *x, const char *name, struct wr_xlsx_part *p)
{
    zip_stat_t st;
    zip_stat_init(&st);
    if (zip_stat(x->zip, name, ZIP_FL_NOCASE, &st) != 0 || (st.valid & ZIP_STAT_COMP_SIZE) == 0)
        return WR_ENOTFOUND;
    zip_file_t *file = zip_fopen_index(x->zip, st.index, 0);
    if (file == NULL)
        return wr_xlsx_broken(x->ctx, "ZIP entry");
    XML_Parser parser = XML_ParserCreate(NULL);
    int rc = WR_ENOMEM;
    if (parser != NULL) {
        p->xlsx = x;
        p->parser = parser;
        XML_SetUserData(parser, p);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
        rc = pump(x, file, st.comp_size, p);
        XML_ParserFree(parser);
    } else {
        rc = wr_fail(x->ctx, WR_K_memory);
    }
    (void)zip_fclose(file);
    return rc;
}
