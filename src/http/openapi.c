#include "http/openapi.h"

#include "base/alloc.h"
#include "http/openapi_schema.h"
#include "http/router.h"

#include <ctype.h>
#include <stdio.h>

#define OPERATION_ID_MAX 160
#define PREFIX "/api/v1/"

struct document {
    struct wr_jw w;
    struct wr_schemas schemas;
    const struct wr_route **routes;
    size_t n;
};

static bool input_is_query(const struct wr_route *r)
{
    return r->method == WR_GET || r->method == WR_DELETE || (r->flags & WR_RT_UPLOAD) != 0;
}

static bool is_argument(struct wr_str segment)
{
    return segment.n > 2 && segment.p[0] == '{';
}

/* ---- parameters ------------------------------------------------------------------------------ */

static void open_param(struct wr_jw *w, const char *in, struct wr_str name, bool required,
                       const char *doc)
{
    wr_jw_obj(w, NULL);
    wr_jw_str(w, "name", name);
    wr_jw_str(w, "in", wr_str(in));
    wr_jw_bool(w, "required", required);
    wr_jw_str(w, "description", wr_str(doc));
}

static void write_text_param(struct wr_jw *w, const char *in, struct wr_str name, bool required,
                             const char *doc)
{
    open_param(w, in, name, required, doc);
    wr_jw_obj(w, "schema");
    wr_jw_str(w, "type", WR_S("string"));
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

static void write_path_params(struct wr_jw *w, const struct wr_route *r)
{
    struct wr_str rest = wr_str(r->path);
    while (rest.p != NULL) {
        struct wr_str segment = wr_str_cut(&rest, '/');
        if (is_argument(segment)) {
            write_text_param(w, "path", wr_str_sub(segment, 1, segment.n - 2), true,
                             "part of the address");
        }
    }
}

static void write_params(struct document *d, const struct wr_route *r)
{
    struct wr_jw *w = &d->w;
    wr_jw_list(w, "parameters");
    write_path_params(w, r);
    for (const struct wr_field *f = input_is_query(r) ? r->in : NULL; f != NULL && f->name != NULL;
         f++) {
        open_param(w, "query", wr_str(f->name), (f->flags & WR_FF_OPT) == 0,
                   f->doc != NULL ? f->doc : "");
        wr_jw_obj(w, "schema");
        wr_schema_type(&d->schemas, w, f, WR_SCHEMA_PLAIN);
        wr_jw_obj_end(w);
        wr_jw_obj_end(w);
    }
    if (r->flags & WR_RT_UPLOAD) {
        write_text_param(w, "header", WR_S("X-Filename"), false,
                         "name of the file, percent-encoded UTF-8");
    }
    if (r->flags & WR_RT_PATCH) {
        write_text_param(w, "header", WR_S("If-Match"), false,
                         "version seen, in quotes; required for versioned objects");
    }
    if (r->method == WR_POST && r->roles != WR_ROLE_PUBLIC && !(r->flags & WR_RT_UPLOAD)) {
        write_text_param(w, "header", WR_S("Idempotency-Key"), false,
                         "8 to 64 characters; a repetition gets the same answer");
    }
    wr_jw_list_end(w);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static void write_binary(struct wr_jw *w, const char *type)
{
    wr_jw_obj(w, "content");
    wr_jw_obj(w, type);
    wr_jw_obj(w, "schema");
    wr_jw_str(w, "type", WR_S("string"));
    wr_jw_str(w, "format", WR_S("binary"));
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

static void write_request_body(struct document *d, const struct wr_route *r)
{
    struct wr_jw *w = &d->w;
    bool upload = (r->flags & WR_RT_UPLOAD) != 0;
    if (!upload && (r->in == NULL || input_is_query(r))) {
        return;
    }
    wr_jw_obj(w, "requestBody");
    wr_jw_bool(w, "required", true);
    if (upload) {
        write_binary(w, "application/octet-stream");
    } else {
        enum wr_schema_kind kind = (r->flags & WR_RT_PATCH) ? WR_SCHEMA_PATCH : WR_SCHEMA_PLAIN;
        wr_jw_obj(w, "content");
        wr_jw_obj(w, "application/json");
        wr_schema_ref(w, "schema", wr_schemas_name(&d->schemas, r->in, kind));
        wr_jw_obj_end(w);
        wr_jw_obj_end(w);
    }
    wr_jw_obj_end(w);
}

static void write_page(struct document *d, const struct wr_route *r)
{
    struct wr_jw *w = &d->w;
    wr_jw_obj(w, "schema");
    wr_jw_str(w, "type", WR_S("object"));
    wr_jw_bool(w, "additionalProperties", false);
    wr_jw_list(w, "required");
    wr_jw_str(w, NULL, WR_S("items"));
    wr_jw_list_end(w);
    wr_jw_obj(w, "properties");
    wr_jw_obj(w, "items");
    wr_jw_str(w, "type", WR_S("array"));
    wr_schema_ref(w, "items", wr_schemas_name(&d->schemas, r->out, WR_SCHEMA_PLAIN));
    wr_jw_obj_end(w);
    wr_jw_obj(w, "next");
    wr_jw_str(w, "type", WR_S("string"));
    wr_jw_str(w, "description", WR_S("cursor of the next page; absent at the end"));
    wr_jw_obj_end(w);
    wr_jw_obj(w, "total");
    wr_jw_str(w, "type", WR_S("integer"));
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

static void write_json_content(struct document *d, const struct wr_route *r)
{
    struct wr_jw *w = &d->w;
    wr_jw_obj(w, "content");
    wr_jw_obj(w, "application/json");
    if (r->out == NULL) {
        wr_jw_obj(w, "schema");
        wr_jw_obj_end(w);
    } else if (r->flags & WR_RT_LIST) {
        write_page(d, r);
    } else {
        wr_schema_ref(w, "schema", wr_schemas_name(&d->schemas, r->out, WR_SCHEMA_PLAIN));
    }
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

/** {"id": n} of wr_reply_created. */
static void write_id_content(struct wr_jw *w)
{
    wr_jw_obj(w, "content");
    wr_jw_obj(w, "application/json");
    wr_schema_ref(w, "schema", "Created");
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

static void write_problem(struct wr_jw *w)
{
    wr_jw_obj(w, "default");
    wr_jw_str(w, "description",
              WR_S("refused or failed: `key` says why, `faults` names every faulty field"));
    wr_jw_obj(w, "content");
    wr_jw_obj(w, "application/problem+json");
    wr_schema_ref(w, "schema", "Problem");
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

static void write_success(struct document *d, const struct wr_route *r)
{
    struct wr_jw *w = &d->w;
    bool created = (r->flags & WR_RT_CREATED) != 0;
    bool bare = (r->flags & (WR_RT_FILE | WR_RT_STREAM)) == 0 && r->out == NULL;
    bool nothing = bare && !created && r->method != WR_GET;
    wr_jw_obj(w, nothing ? "204" : created ? "201" : "200");
    wr_jw_str(w, "description", nothing ? WR_S("done") : created ? WR_S("made") : WR_S("as asked"));
    if (r->flags & WR_RT_STREAM) {
        write_binary(w, "text/event-stream");
    } else if (r->flags & WR_RT_FILE) {
        write_binary(w, "*/*");
    } else if (bare && created) {
        write_id_content(w);
    } else if (!nothing) {
        write_json_content(d, r);
    }
    wr_jw_obj_end(w);
}

/* ---- operations ------------------------------------------------------------------------------ */

/** "task-codes" → "TaskCodes". */
static size_t add_camel(char *dst, size_t n, struct wr_str word)
{
    bool upper = true;
    for (size_t i = 0; i < word.n && n < OPERATION_ID_MAX - 1; i++) {
        unsigned char c = (unsigned char)word.p[i];
        if (isalnum(c)) {
            dst[n++] = upper ? (char)toupper(c) : (char)c;
        }
        upper = !isalnum(c);
    }
    return n;
}

/** PATCH /api/v1/entries/{id}/parts → "patchEntriesByIdParts". */
static struct wr_str operation_id(const struct wr_route *r, char dst[OPERATION_ID_MAX])
{
    size_t n = 0;
    for (const char *c = wr_method_name(r->method); *c != '\0'; c++) {
        dst[n++] = (char)tolower((unsigned char)*c);
    }
    struct wr_str rest = wr_str(r->path);
    rest = wr_str_starts(rest, WR_S(PREFIX)) ? wr_str_sub(rest, sizeof(PREFIX) - 1, rest.n) : rest;
    while (rest.p != NULL) {
        struct wr_str segment = wr_str_cut(&rest, '/');
        if (is_argument(segment)) {
            n = add_camel(dst, n, WR_S("by"));
            segment = wr_str_sub(segment, 1, segment.n - 2);
        }
        n = add_camel(dst, n, segment);
    }
    return (struct wr_str){dst, n};
}

/** First word of the path behind the prefix: what the interface is about. */
static struct wr_str tag_of(const struct wr_route *r)
{
    struct wr_str rest = wr_str(r->path);
    if (!wr_str_starts(rest, WR_S(PREFIX))) {
        return WR_S("system");
    }
    rest = wr_str_sub(rest, sizeof(PREFIX) - 1, rest.n);
    return wr_str_cut(&rest, '/');
}

static const struct {
    uint32_t bit;
    const char *name;
} role_names[] = {
    {WR_ROLE_OFFICER, "officer"},         {WR_ROLE_DISTRICT_ADMIN, "district_admin"},
    {WR_ROLE_CITY_ADMIN, "city_admin"},   {WR_ROLE_LEGAL, "legal"},
    {WR_ROLE_HOTLINE, "hotline"},         {WR_ROLE_LEADER, "leader"},
    {WR_ROLE_ENTERPRISE, "enterprise"},   {WR_ROLE_FACILITY, "facility"},
    {WR_ROLE_SUPERVISION, "supervision"}, {WR_ROLE_SYSADMIN, "sysadmin"},
    {WR_ROLE_SECADMIN, "secadmin"},       {WR_ROLE_AUDITOR, "auditor"},
};

static void write_requirement(struct wr_jw *w, const char *scheme)
{
    wr_jw_list(w, scheme);
    wr_jw_list_end(w);
}

static void write_security(struct wr_jw *w, const struct wr_route *r)
{
    wr_jw_list(w, "security");
    if (r->roles != WR_ROLE_PUBLIC) {
        wr_jw_obj(w, NULL);
        write_requirement(w, "session");
        if (r->method != WR_GET && !(r->flags & WR_RT_NO_CSRF)) {
            write_requirement(w, "csrf");
        }
        wr_jw_obj_end(w);
    }
    wr_jw_list_end(w);
    wr_jw_list(w, "x-roles");
    for (size_t i = 0; i < WR_ARRAY_LEN(role_names); i++) {
        if (r->roles & role_names[i].bit) {
            wr_jw_str(w, NULL, wr_str(role_names[i].name));
        }
    }
    wr_jw_list_end(w);
}

static void write_operation(struct document *d, const struct wr_route *r)
{
    static const char *const methods[WR_METHODS_N] = {"get", "post", "put", "patch", "delete"};
    struct wr_jw *w = &d->w;
    char id[OPERATION_ID_MAX];
    wr_jw_obj(w, methods[r->method]);
    wr_jw_str(w, "operationId", operation_id(r, id));
    wr_jw_str(w, "summary", wr_str(r->doc));
    wr_jw_list(w, "tags");
    wr_jw_str(w, NULL, tag_of(r));
    wr_jw_list_end(w);
    write_security(w, r);
    write_params(d, r);
    write_request_body(d, r);
    wr_jw_obj(w, "responses");
    write_success(d, r);
    write_problem(w);
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

/** Is this the first route with its path? */
static bool first_of_path(const struct document *d, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(d->routes[k]->path, d->routes[i]->path) == 0) {
            return false;
        }
    }
    return true;
}

static void write_path(struct document *d, const char *path)
{
    wr_jw_obj(&d->w, path);
    for (size_t i = 0; i < d->n; i++) {
        if (strcmp(d->routes[i]->path, path) == 0) {
            write_operation(d, d->routes[i]);
        }
    }
    wr_jw_obj_end(&d->w);
}

/* ---- document -------------------------------------------------------------------------------- */

struct problem_fault {
    struct wr_str path, key, value, message;
};
static const struct wr_field fault_fields[] = {
    WR_STR(struct problem_fault, path, 0, 0, "位置", "field, or row and column"),
    WR_STR(struct problem_fault, key, 0, 0, "原因代码", "registered key"),
    WR_STR(struct problem_fault, value, 0, 0, "收到的值", "as given, shortened"),
    WR_STR(struct problem_fault, message, 0, 0, "说明", "what is wrong and how to mend it"),
    {0},
};
struct problem_doc {
    struct wr_str type, title, detail, key, request_id;
    int64_t status;
    struct wr_list faults;
};
static const struct wr_field problem_fields[] = {
    WR_STR(struct problem_doc, type, 0, 0, "类型", "/problems/KEY"),
    WR_STR(struct problem_doc, title, 0, 0, "标题", "kind of failure"),
    WR_I64(struct problem_doc, status, 100, 599, "状态码", "HTTP status"),
    WR_STR(struct problem_doc, detail, 0, 0, "说明", "what is wrong, in the language asked for"),
    WR_STR(struct problem_doc, key, 0, 0, "原因代码", "registered key"),
    WR_STR(struct problem_doc, request_id, 0, 0, "请求编号", "as in the log"),
    WR_LIST(struct problem_doc, faults, 0, 0, fault_fields, struct problem_fault, "逐项",
            "every faulty field"),
    {0},
};
struct created_doc {
    int64_t id;
};
static const struct wr_field created_fields[] = {
    WR_ID(struct created_doc, id, "编号", "of the new object"),
    {0},
};

static void write_info(struct wr_jw *w, const char *version)
{
    wr_jw_obj(w, "info");
    wr_jw_str(w, "title", WR_S("Wurao 无扰"));
    wr_jw_str(w, "version", wr_str(version));
    wr_jw_str(w, "description",
              WR_S("Working system of an ecology and environment bureau (生态环境局). Times are "
                   "milliseconds UTC, dates "
                   "civil days of Asia/Shanghai, coordinates micro-degrees of CGCS2000."));
    wr_jw_obj(w, "license");
    wr_jw_str(w, "name", WR_S("Apache-2.0"));
    wr_jw_str(w, "identifier", WR_S("Apache-2.0"));
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
    wr_jw_list(w, "servers");
    wr_jw_obj(w, NULL);
    wr_jw_str(w, "url", WR_S("/"));
    wr_jw_obj_end(w);
    wr_jw_list_end(w);
}

static void write_scheme(struct wr_jw *w, const char *key, const char *in, const char *name,
                         const char *doc)
{
    wr_jw_obj(w, key);
    wr_jw_str(w, "type", WR_S("apiKey"));
    wr_jw_str(w, "in", wr_str(in));
    wr_jw_str(w, "name", wr_str(name));
    wr_jw_str(w, "description", wr_str(doc));
    wr_jw_obj_end(w);
}

static void write_components(struct document *d)
{
    struct wr_jw *w = &d->w;
    wr_jw_obj(w, "components");
    wr_jw_obj(w, "securitySchemes");
    write_scheme(w, "session", "cookie", "wurao",
                 "set by POST /api/v1/sessions; named __Host-wurao behind https");
    write_scheme(w, "csrf", "header", "X-CSRF-Token", "token of GET /api/v1/session");
    wr_jw_obj_end(w);
    wr_jw_obj(w, "schemas");
    wr_schemas_write(&d->schemas, w);
    wr_jw_obj_end(w);
    wr_jw_obj_end(w);
}

static bool first_of_tag(const struct document *d, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (wr_str_eq(tag_of(d->routes[k]), tag_of(d->routes[i]))) {
            return false;
        }
    }
    return true;
}

static void write_tags(struct document *d)
{
    struct wr_jw *w = &d->w;
    wr_jw_list(w, "tags");
    for (size_t i = 0; i < d->n; i++) {
        if (first_of_tag(d, i)) {
            wr_jw_obj(w, NULL);
            wr_jw_str(w, "name", tag_of(d->routes[i]));
            wr_jw_obj_end(w);
        }
    }
    wr_jw_list_end(w);
}

/** All routes of all tables as one array. */
static bool collect(struct document *d, const struct wr_route *const *tables)
{
    size_t n = 0;
    for (size_t t = 0; tables[t] != NULL; t++) {
        for (const struct wr_route *r = tables[t]; r->path != NULL; r++) {
            n++;
        }
    }
    d->routes = wr_alloc_array(n + 1, sizeof(*d->routes));
    for (size_t t = 0; d->routes != NULL && tables[t] != NULL; t++) {
        for (const struct wr_route *r = tables[t]; r->path != NULL; r++) {
            d->routes[d->n++] = r;
        }
    }
    return d->routes != NULL;
}

static void write_document(struct document *d, struct wr_buf *b, const char *version)
{
    static const struct wr_route problem = {
        .method = WR_GET, .path = PREFIX "problem", .out = problem_fields};
    static const struct wr_route created = {
        .method = WR_GET, .path = PREFIX "created", .out = created_fields};
    wr_schemas_add_route(&d->schemas, &problem);
    wr_schemas_add_route(&d->schemas, &created);
    for (size_t i = 0; i < d->n; i++) {
        wr_schemas_add_route(&d->schemas, d->routes[i]);
    }
    wr_jw_init(&d->w, b);
    wr_jw_obj(&d->w, NULL);
    wr_jw_str(&d->w, "openapi", WR_S("3.1.0"));
    write_info(&d->w, version);
    write_tags(d);
    wr_jw_obj(&d->w, "paths");
    for (size_t i = 0; i < d->n; i++) {
        if (first_of_path(d, i)) {
            write_path(d, d->routes[i]->path);
        }
    }
    wr_jw_obj_end(&d->w);
    write_components(d);
    wr_jw_obj_end(&d->w);
}

void wr_openapi(struct wr_buf *b, const struct wr_route *const *tables, const char *version)
{
    struct document d = {0};
    if (wr_schemas_init(&d.schemas) && collect(&d, tables)) {
        write_document(&d, b, version);
    } else {
        b->failed = true;
    }
    wr_schemas_done(&d.schemas);
    wr_free(d.routes);
}
