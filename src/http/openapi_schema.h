#pragma once
/* Component schemas of the OpenAPI document: every field table gets a name, once. Inside http/ only. */
#include "http/http.h"

#define WR_SCHEMAS_MAX 1024
#define WR_SCHEMA_NAME_MAX 96

/** As a merge patch nothing is required and null clears. */
enum wr_schema_kind { WR_SCHEMA_PLAIN, WR_SCHEMA_PATCH };

struct wr_schema {
    const struct wr_field *fields;
    enum wr_schema_kind kind;
    char name[WR_SCHEMA_NAME_MAX];
};
struct wr_schemas {
    struct wr_schema *items;
    size_t n;
};

WR_MUST_CHECK bool wr_schemas_init(struct wr_schemas *s);
void wr_schemas_done(struct wr_schemas *s);
/** Name what a route takes and gives, and all tables below it; the first route that has a table names it. */
void wr_schemas_add_route(struct wr_schemas *s, const struct wr_route *r);
/** NULL when the table is full. */
const char *wr_schemas_name(const struct wr_schemas *s, const struct wr_field *fields,
                            enum wr_schema_kind kind);
/** Append all as members of the open object `components.schemas`. */
void wr_schemas_write(const struct wr_schemas *s, struct wr_jw *w);
/** Members type, limits, enum of one field, into the open object of `w`. */
void wr_schema_type(const struct wr_schemas *s, struct wr_jw *w, const struct wr_field *f,
                    enum wr_schema_kind kind);
/** {"$ref": "#/components/schemas/NAME"} under `key`. */
void wr_schema_ref(struct wr_jw *w, const char *key, const char *name);
