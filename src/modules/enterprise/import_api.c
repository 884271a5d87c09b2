#include "modules/enterprise/enterprise_svc.h"

#include "codec/table.h"
#include "modules/enterprise/import_use.h"

#define TEMPLATE_BYTES_MAX ((size_t)1 << 20)

static int reply_batch(struct wr_req *r, struct wr_resp *w, int64_t id)
{
    struct wr_import i;
    int rc = wr_import_svc_get(r->ctx, id, &i);
    return rc == 0 ? wr_reply(w, wr_import_fields, &i) : rc;
}

static int post_import(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_import_kind_query *q = r->in;
    struct wr_import_room room;
    struct wr_str bytes;
    int64_t id = 0;
    wr_import_room_open(r->ctx, &room);
    int rc = wr_req_upload_bytes(r, WR_TABLE_BYTES_MAX, &bytes);
    if (rc == 0)
        rc = wr_import_svc_upload(r->ctx, q->kind, r->upload.filename, bytes, &id);
    wr_import_room_close(r->ctx, &room);
    return rc == 0 ? reply_batch(r, w, id) : rc;
}

static int reply_page(struct wr_resp *w, const struct wr_field *fields, size_t size,
                      const struct wr_import_page *p)
{
    return wr_reply_list(w, fields, size, p->items, p->next, p->total);
}

static int get_imports(struct wr_req *r, struct wr_resp *w)
{
    struct wr_import_page p;
    int rc = wr_import_svc_list(r->ctx, r->in, &p);
    return rc == 0 ? reply_page(w, wr_import_fields, sizeof(struct wr_import), &p) : rc;
}

static int get_import(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    return rc == 0 ? reply_batch(r, w, id) : rc;
}

static int get_faults(struct wr_req *r, struct wr_resp *w)
{
    struct wr_import_page p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_import_svc_faults(r->ctx, id, r->in, &p);
    return rc == 0 ? reply_page(w, wr_import_fault_fields, sizeof(struct wr_import_fault), &p) : rc;
}

static int post_check(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_import_svc_check(r->ctx, id, r->in);
    return rc == 0 ? reply_batch(r, w, id) : rc;
}

static int post_commit(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_import_svc_commit(r->ctx, id);
    return rc == 0 ? reply_batch(r, w, id) : rc;
}

static int post_undo(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_import_svc_undo(r->ctx, id, r->in);
    return rc == 0 ? reply_batch(r, w, id) : rc;
}

static int get_fields(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_import_kind_query *q = r->in;
    const struct wr_import_kind *k = NULL;
    size_t n = 0;
    int rc = wr_import_kind_find(r->ctx, q->kind, &k);
    struct wr_import_field_item *items =
        wr_arena_array(r->ctx->arena, WR_IMPORT_FIELDS_MAX, sizeof(*items));
    if (rc == 0 && items == NULL)
        rc = wr_fail(r->ctx, WR_K_memory);
    for (; rc == 0 && k->fields[n].name != NULL; n++)
        items[n] = (struct wr_import_field_item){wr_str(k->fields[n].name), wr_str(k->fields[n].zh),
                                                 wr_str(k->fields[n].doc), k->fields[n].required};
    return rc == 0 ? wr_reply_list(w, wr_import_field_item_fields, sizeof(*items),
                                   (struct wr_list){items, n}, (struct wr_str){0}, (int64_t)n)
                   : rc;
}

/** A header row and nothing else, by the same writer as exports. */
static int write_template(struct wr_ctx *ctx, const struct wr_import_kind *k,
                          enum wr_table_format format, struct wr_buf *out)
{
    struct wr_field fields[WR_IMPORT_FIELDS_MAX + 1] = {0};
    const struct wr_table_meta meta = {.title = wr_str(k->zh), .made_ms = wr_ctx_now(ctx)};
    struct wr_table_writer *t = NULL;
    for (size_t i = 0; k->fields[i].name != NULL; i++) {
        fields[i] = (struct wr_field){.name = k->fields[i].name,
                                      .type = WR_F_STR,
                                      .off = i * sizeof(struct wr_str),
                                      .zh = k->fields[i].zh,
                                      .doc = k->fields[i].doc};
        if (format != WR_TABLE_CSV)
            continue;
        wr_buf_str(out, i == 0 ? WR_S("\xEF\xBB\xBF") : WR_S(","));
        wr_buf_str(out, wr_str(k->fields[i].zh));
    }
    if (format == WR_TABLE_CSV) {
        wr_buf_lit(out, "\r\n");
        return 0;
    }
    int rc = wr_table_writer_new(ctx, format, fields, &meta, &t);
    return rc == 0 ? wr_table_writer_end(t, out) : rc;
}

static int get_template(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_import_template_query *q = r->in;
    const struct wr_import_kind *k = NULL;
    enum wr_table_format format = q->has_format ? (enum wr_table_format)q->format : WR_TABLE_XLSX;
    int rc = wr_import_kind_find(r->ctx, r->args[0], &k);
    if (rc == 0)
        rc = write_template(r->ctx, k, format, &w->body);
    if (rc != 0)
        return rc == WR_EINVALID ? wr_fail(r->ctx, WR_K_not_found, WR_S("该模板 template")) : rc;
    w->media_type = wr_table_media_type(format);
    w->filename = wr_arena_printf(r->ctx->arena, "%s导入模板.%s", k->zh,
                                  format == WR_TABLE_CSV ? "csv" : "xlsx");
    return 0;
}

#define IMPORTERS WR_ROLE_ADMINS

const struct wr_route wr_import_routes[] = {
    {WR_POST, "/api/v1/imports", IMPORTERS, WR_RATE_UPLOAD, wr_import_kind_query_fields,
     sizeof(struct wr_import_kind_query), wr_import_fields, post_import,
     "Upload a CSV or XLSX file; proposes a mapping (上传导入文件)", WR_RT_UPLOAD | WR_RT_CREATED},
    {WR_GET, "/api/v1/imports", IMPORTERS, WR_RATE_READ, wr_import_query_fields,
     sizeof(struct wr_import_query), wr_import_fields, get_imports,
     "Batches, newest first (导入批次)", WR_RT_LIST},
    {WR_GET, "/api/v1/imports/fields", IMPORTERS, WR_RATE_READ, wr_import_kind_query_fields,
     sizeof(struct wr_import_kind_query), wr_import_field_item_fields, get_fields,
     "Fields that columns can be mapped to (可导入的字段)", WR_RT_LIST},
    {WR_GET, "/api/v1/imports/{id}", IMPORTERS, WR_RATE_READ, NULL, 0, wr_import_fields, get_import,
     "One batch (导入批次)", 0},
    {WR_POST, "/api/v1/imports/{id}/check", IMPORTERS, WR_RATE_WRITE, wr_import_check_fields,
     sizeof(struct wr_import_check), wr_import_fields, post_check,
     "Dry run: nothing is written to the registry (试导入)", 0},
    {WR_GET, "/api/v1/imports/{id}/faults", IMPORTERS, WR_RATE_READ, wr_import_fault_query_fields,
     sizeof(struct wr_import_fault_query), wr_import_fault_fields, get_faults,
     "Faults of the last pass by row and column (逐行问题)", WR_RT_LIST},
    {WR_POST, "/api/v1/imports/{id}/commit", IMPORTERS, WR_RATE_WRITE, NULL, 0, wr_import_fields,
     post_commit, "Import all rows, or none (确认导入)", 0},
    {WR_POST, "/api/v1/imports/{id}/undo", IMPORTERS, WR_RATE_WRITE, wr_import_undo_fields,
     sizeof(struct wr_import_undo), wr_import_fields, post_undo, "Undo the whole batch (撤销导入)",
     0},
    {WR_GET, "/api/v1/import-templates/{kind}", IMPORTERS, WR_RATE_READ,
     wr_import_template_query_fields, sizeof(struct wr_import_template_query), NULL, get_template,
     "An empty table with the headers (导入模板)", WR_RT_FILE},
    {0},
};
