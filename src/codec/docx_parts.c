/* Papers as Office Open XML: the package, its fixed parts, and its pictures. */
#include "codec/docx_write_in.h"

#include "base/calendar.h"
#include "codec/zip_write.h"

#include <stdio.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WML "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

size_t wr_docx_image(struct wr_docx *d, const struct wr_doc_image *im)
{
    for (size_t i = 0; i < d->images_n; i++)
        if (d->images[i]->id == im->id)
            return i;
    if (d->images_n == WR_DOCX_IMAGES_MAX) {
        d->too_many = true;
        return 0;
    }
    d->images[d->images_n] = im;
    return d->images_n++;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void part_begin(struct wr_docx *d, struct wr_buf *b, const char *root, const char *space)
{
    wr_buf_clear(b);
    wr_buf_lit(b, XML_HEAD);
    wr_xml_init(&d->x, b);
    wr_xml_open(&d->x, root);
    wr_xml_attr(&d->x, space, wr_str(strcmp(space, "xmlns:w") == 0 ? WML : PACKAGE));
}

/** An element with two or three attributes and nothing inside. */
static void leaf(struct wr_xml *x, const char *name, const char *const attrs[6])
{
    wr_xml_open(x, name);
    for (size_t i = 0; i < 6 && attrs[i]; i += 2)
        wr_xml_attr(x, attrs[i], wr_str(attrs[i + 1]));
    wr_xml_close(x);
}
#define LEAF(x, name, ...) leaf((x), (name), (const char *const[6]){__VA_ARGS__})

static void content_types(struct wr_docx *d, struct wr_buf *b)
{
    static const char *const parts[][2] = {
        {"/word/document.xml", "wordprocessingml.document.main"},
        {"/word/styles.xml", "wordprocessingml.styles"},
        {"/word/footer1.xml", "wordprocessingml.footer"},
    };
    char type[128];

    wr_buf_clear(b);
    wr_buf_lit(b, XML_HEAD);
    wr_xml_init(&d->x, b);
    wr_xml_open(&d->x, "Types");
    wr_xml_attr(&d->x, "xmlns", WR_S(PACKAGE "content-types"));
    LEAF(&d->x, "Default", "Extension", "rels", "ContentType",
         "application/vnd.openxmlformats-package.relationships+xml");
    LEAF(&d->x, "Default", "Extension", "xml", "ContentType", "application/xml");
    LEAF(&d->x, "Default", "Extension", "jpeg", "ContentType", "image/jpeg");
    for (size_t i = 0; i < WR_ARRAY_LEN(parts); i++) {
        (void)snprintf(type, sizeof(type), "application/vnd.openxmlformats-officedocument.%s+xml",
                       parts[i][1]);
        LEAF(&d->x, "Override", "PartName", parts[i][0], "ContentType", type);
    }
    LEAF(&d->x, "Override", "PartName", "/docProps/core.xml", "ContentType",
         "application/vnd.openxmlformats-package.core-properties+xml");
    wr_xml_close(&d->x);
}

static void rels_begin(struct wr_docx *d, struct wr_buf *b)
{
    wr_buf_clear(b);
    wr_buf_lit(b, XML_HEAD);
    wr_xml_init(&d->x, b);
    wr_xml_open(&d->x, "Relationships");
    wr_xml_attr(&d->x, "xmlns", WR_S(PACKAGE "relationships"));
}

static void rel(struct wr_docx *d, const char *id, const char *type, const char *target)
{
    LEAF(&d->x, "Relationship", "Id", id, "Type", type, "Target", target);
}

static void package_rels(struct wr_docx *d, struct wr_buf *b)
{
    rels_begin(d, b);
    rel(d, "rDoc", OFFICE "relationships/officeDocument", "word/document.xml");
    rel(d, "rCore", PACKAGE "relationships/metadata/core-properties", "docProps/core.xml");
    wr_xml_close(&d->x);
}

static void document_rels(struct wr_docx *d, struct wr_buf *b)
{
    char id[32], target[48];

    rels_begin(d, b);
    rel(d, "rStyles", OFFICE "relationships/styles", "styles.xml");
    rel(d, "rFoot", OFFICE "relationships/footer", "footer1.xml");
    for (size_t i = 0; i < d->images_n; i++) {
        (void)snprintf(id, sizeof(id), "rImg%zu", i + 1);
        (void)snprintf(target, sizeof(target), "media/image%zu.jpeg", i + 1);
        rel(d, id, OFFICE "relationships/image", target);
    }
    wr_xml_close(&d->x);
}

static void core(struct wr_docx *d, struct wr_buf *b)
{
    char made[WR_STAMP_TEXT];

    wr_stamp_format(d->doc->made_ms, made);
    wr_buf_clear(b);
    wr_buf_lit(b, XML_HEAD);
    wr_xml_init(&d->x, b);
    wr_xml_open(&d->x, "cp:coreProperties");
    wr_xml_attr(&d->x, "xmlns:cp", WR_S(PACKAGE "metadata/core-properties"));
    wr_xml_attr(&d->x, "xmlns:dc", WR_S("http://purl.org/dc/elements/1.1/"));
    wr_xml_attr(&d->x, "xmlns:dcterms", WR_S("http://purl.org/dc/terms/"));
    wr_xml_attr(&d->x, "xmlns:xsi", WR_S("http://www.w3.org/2001/XMLSchema-instance"));
    wr_xml_open(&d->x, "dc:title");
    wr_xml_text(&d->x, d->doc->title);
    wr_xml_close(&d->x);
    wr_xml_open(&d->x, "dc:creator");
    wr_xml_text(&d->x, d->doc->issuer);
    wr_xml_close(&d->x);
    wr_xml_open(&d->x, "dcterms:created");
    wr_xml_attr(&d->x, "xsi:type", WR_S("dcterms:W3CDTF"));
    wr_xml_text(&d->x, wr_str(made));
    wr_xml_close(&d->x);
    wr_xml_close(&d->x);
}

static void styles(struct wr_docx *d, struct wr_buf *b)
{
    part_begin(d, b, "w:styles", "xmlns:w");
    wr_xml_open(&d->x, "w:docDefaults");
    wr_xml_open(&d->x, "w:rPrDefault");
    wr_xml_open(&d->x, "w:rPr");
    LEAF(&d->x, "w:rFonts", "w:ascii", "Times New Roman", "w:hAnsi", "Times New Roman",
         "w:eastAsia", "仿宋");
    LEAF(&d->x, "w:sz", "w:val", "24");
    LEAF(&d->x, "w:lang", "w:val", "en-US", "w:eastAsia", "zh-CN");
    wr_xml_close(&d->x);
    wr_xml_close(&d->x);
    wr_xml_close(&d->x);
    wr_xml_open(&d->x, "w:style");
    wr_xml_attr(&d->x, "w:type", WR_S("paragraph"));
    wr_xml_attr(&d->x, "w:default", WR_S("1"));
    wr_xml_attr(&d->x, "w:styleId", WR_S("a"));
    LEAF(&d->x, "w:name", "w:val", "Normal");
    wr_xml_close(&d->x);
    wr_xml_close(&d->x);
}

/** A field of the page number kind: PAGE, NUMPAGES. */
static void field(struct wr_xml *x, const struct wr_docx_style *st, const char *name)
{
    wr_xml_open(x, "w:fldSimple");
    wr_xml_attr(x, "w:instr", wr_str(name));
    wr_docx_run(x, st, WR_S("1"));
    wr_xml_close(x);
}

static void footer(struct wr_docx *d, struct wr_buf *b)
{
    const struct wr_docx_style st = {
        .face = WR_DOCX_SONG, .pt = 9, .leading = 1.3, .align = WR_DOC_CENTER};
    struct wr_xml *x = &d->x;

    part_begin(d, b, "w:ftr", "xmlns:w");
    wr_docx_para_begin(x, &st);
    wr_docx_run(x, &st, WR_S("第 "));
    field(x, &st, " PAGE ");
    wr_docx_run(x, &st, WR_S(" 页　共 "));
    field(x, &st, " NUMPAGES ");
    wr_docx_run(x, &st, WR_S(" 页"));
    wr_xml_close(x);
    if (d->doc->foot.n > 0) {
        wr_docx_para_begin(x, &st);
        wr_docx_run(x, &st, d->doc->foot);
        wr_xml_close(x);
    }
    wr_xml_close(x);
}

static void document(struct wr_docx *d, struct wr_buf *b)
{
    struct wr_xml *x = &d->x;

    part_begin(d, b, "w:document", "xmlns:w");
    wr_xml_attr(x, "xmlns:r", WR_S(OFFICE "relationships"));
    wr_xml_attr(x, "xmlns:wp",
                WR_S("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"));
    wr_xml_attr(x, "xmlns:a", WR_S("http://schemas.openxmlformats.org/drawingml/2006/main"));
    wr_xml_attr(x, "xmlns:pic", WR_S("http://schemas.openxmlformats.org/drawingml/2006/picture"));
    wr_xml_open(x, "w:body");
    wr_docx_body(d);
    wr_xml_open(x, "w:sectPr");
    LEAF(x, "w:footerReference", "w:type", "default", "r:id", "rFoot");
    LEAF(x, "w:pgSz", "w:w", "11906", "w:h", "16838"); /* A4 */
    wr_xml_open(x, "w:pgMar");
    double top = wr_doc_top_mm(d->doc);
    const struct {
        const char *name;
        double mm;
    } edges[] = {
        {"w:top", top},
        {"w:right", WR_DOC_PAGE_W_MM - WR_DOC_LEFT_MM - WR_DOC_WIDTH_MM},
        {"w:bottom", WR_DOC_PAGE_H_MM - top - wr_doc_height_mm(d->doc)},
        {"w:left", WR_DOC_LEFT_MM},
        {"w:header", 15},
        {"w:footer", 14},
        {"w:gutter", 0},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(edges); i++)
        wr_xml_attrf(x, edges[i].name, "%d", (int)(edges[i].mm * WR_DOCX_TWIPS_PER_MM + 0.5));
    wr_xml_close(x);
    wr_xml_close(x);
    wr_xml_close(x);
    wr_xml_close(x);
}

/* ---- the package ----------------------------------------------------------------------------- */

static int collect(void *arg, const void *p, size_t n)
{
    wr_buf_add(arg, p, n);
    return 0;
}

static int add_parts(struct wr_ctx *ctx, struct wr_docx *d, struct wr_zip *z, struct wr_buf *b)
{
    /* The document before its relations: it collects the pictures. */
    static const struct {
        const char *name;
        void (*write)(struct wr_docx *d, struct wr_buf *b);
    } parts[] = {
        {"[Content_Types].xml", content_types},
        {"_rels/.rels", package_rels},
        {"docProps/core.xml", core},
        {"word/document.xml", document},
        {"word/styles.xml", styles},
        {"word/footer1.xml", footer},
        {"word/_rels/document.xml.rels", document_rels},
    };
    char name[48];
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(parts); i++) {
        parts[i].write(d, b);
        rc = b->failed ? wr_fail(ctx, WR_K_limit_reached, WR_S("DOCX"), WR_S("32 MiB"))
                       : wr_zip_add(ctx, z, wr_str(parts[i].name), wr_buf_view(b));
    }
    for (size_t i = 0; rc == 0 && i < d->images_n; i++) {
        (void)snprintf(name, sizeof(name), "word/media/image%zu.jpeg", i + 1);
        rc = wr_zip_add(ctx, z, wr_str(name), d->images[i]->jpeg);
    }
    if (rc == 0 && d->too_many)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("图片 (pictures)"), WR_S("32"));
    return rc;
}

int wr_doc_docx(struct wr_ctx *ctx, const struct wr_doc *doc, struct wr_buf *out)
{
    struct wr_docx d = {.doc = doc};
    WR_CLEANUP(wr_buf_done) struct wr_buf part;
    struct wr_zip *z = NULL;

    wr_buf_init(&part, WR_DOC_BYTES_MAX);
    int rc = wr_zip_new(ctx, collect, out, doc->made_ms, &z);
    if (rc < 0)
        return rc;
    rc = add_parts(ctx, &d, z, &part);
    if (rc < 0) {
        wr_zip_free(z);
        return rc;
    }
    rc = wr_zip_end(ctx, z);
    if (rc == 0 && out->failed)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("DOCX"), WR_S("32 MiB"));
    return rc;
}
