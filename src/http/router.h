#pragma once

#include "http/http.h"

#define WR_METHODS_N 5
#define WR_PATH_SEGMENTS_MAX 12

/** All routes as a tree over path segments, built once at start. A literal segment wins over an argument. */
struct wr_router;

/** What a path came to. */
struct wr_match {
    const struct wr_route *route;          /* NULL: no such path, or not with this method */
    size_t index;                          /* of the route, for counters */
    struct wr_str args[WR_ROUTE_ARGS_MAX]; /* still percent-encoded, slices of the path */
    unsigned allow; /* bits 1 << enum wr_method of the methods this path has; 0: no such path */
};

/**
 * @param tables  NULL-terminated list of tables that end with a zero row; must outlive the router
 * @return 0, WR_EBUG (two routes of one method and path, too many arguments or segments), WR_ENOMEM
 */
WR_MUST_CHECK int wr_router_new(const struct wr_route *const *tables, struct wr_router **ret);
void wr_router_free(struct wr_router *r);
size_t wr_router_count(const struct wr_router *r);
const struct wr_route *wr_router_at(const struct wr_router *r, size_t i);
void wr_router_match(const struct wr_router *r, enum wr_method method, struct wr_str path,
                     struct wr_match *ret);
/** "GET, POST" for the Allow header; GET brings HEAD along. */
void wr_router_allow_text(unsigned allow, char dst[48]);
const char *wr_method_name(enum wr_method m);
