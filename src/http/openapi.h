#pragma once

#include "http/http.h"

#define WR_OPENAPI_BYTES_MAX ((size_t)8 << 20)

/**
 * The OpenAPI 3.1 document of all routes, from the tables that decode and encode them. Same routes, same bytes.
 * @param tables   NULL-terminated list of tables that end with a zero row
 * @param version  of the program
 */
void wr_openapi(struct wr_buf *b, const struct wr_route *const *tables, const char *version);
