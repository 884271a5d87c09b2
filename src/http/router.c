#include "http/router.h"

#include "base/alloc.h"

#define NONE UINT32_MAX

struct node {
    struct wr_str segment; /* of a route's literal path */
    bool is_arg;
    uint32_t first_child;
    uint32_t next;
    uint32_t route[WR_METHODS_N]; /* index or NONE */
};

struct wr_router {
    const struct wr_route **routes;
    size_t n_routes;
    struct node *nodes;
    size_t n_nodes;
    size_t cap_nodes;
};

static const char *const method_names[WR_METHODS_N] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

const char *wr_method_name(enum wr_method m)
{
    return method_names[m];
}

static int add_node(struct wr_router *r, struct wr_str segment, bool is_arg, uint32_t *ret)
{
    if (r->n_nodes == r->cap_nodes) {
        size_t cap = r->cap_nodes == 0 ? 64 : r->cap_nodes * 2;
        struct node *grown = wr_realloc_array(r->nodes, cap, sizeof(struct node));
        if (grown == NULL) {
            return WR_ENOMEM;
        }
        r->nodes = grown;
        r->cap_nodes = cap;
    }
    struct node *n = &r->nodes[r->n_nodes];
    *n = (struct node){.segment = segment, .is_arg = is_arg, .first_child = NONE, .next = NONE};
    for (size_t m = 0; m < WR_METHODS_N; m++) {
        n->route[m] = NONE;
    }
    *ret = (uint32_t)r->n_nodes++;
    return 0;
}

/** Child of `parent` for this segment, made if missing. Arguments stand last, so that literals are tried first. */
static int child_for(struct wr_router *r, uint32_t parent, struct wr_str segment, uint32_t *ret)
{
    bool is_arg = segment.n > 0 && segment.p[0] == '{';
    uint32_t last = NONE;
    for (uint32_t i = r->nodes[parent].first_child; i != NONE; i = r->nodes[i].next) {
        if (is_arg ? r->nodes[i].is_arg
                   : (!r->nodes[i].is_arg && wr_str_eq(r->nodes[i].segment, segment))) {
            *ret = i;
            return 0;
        }
        if (is_arg || !r->nodes[i].is_arg) {
            last = i;
        }
    }
    uint32_t made = NONE;
    int rc = add_node(r, segment, is_arg, &made);
    if (rc != 0) {
        return rc;
    }
    if (last == NONE) {
        r->nodes[made].next = r->nodes[parent].first_child;
        r->nodes[parent].first_child = made;
    } else {
        r->nodes[made].next = r->nodes[last].next;
        r->nodes[last].next = made;
    }
    *ret = made;
    return 0;
}

static int add_route(struct wr_router *r, const struct wr_route *route)
{
    struct wr_str path = wr_str(route->path);
    if (path.n == 0 || path.p[0] != '/') {
        return WR_EBUG;
    }
    struct wr_str rest = wr_str_sub(path, 1, path.n);
    uint32_t at = 0;
    size_t segments = 0;
    size_t args = 0;
    while (rest.p != NULL) {
        struct wr_str segment = wr_str_cut(&rest, '/');
        args += segment.n > 0 && segment.p[0] == '{' ? 1 : 0;
        if (++segments > WR_PATH_SEGMENTS_MAX || args > WR_ROUTE_ARGS_MAX) {
            return WR_EBUG;
        }
        int rc = child_for(r, at, segment, &at);
        if (rc != 0) {
            return rc;
        }
    }
    uint32_t *slot = &r->nodes[at].route[route->method];
    if (*slot != NONE) {
        return WR_EBUG;
    }
    *slot = (uint32_t)r->n_routes;
    r->routes[r->n_routes++] = route;
    return 0;
}

int wr_router_new(const struct wr_route *const *tables, struct wr_router **ret)
{
    size_t n = 0;
    for (size_t t = 0; tables[t] != NULL; t++) {
        for (const struct wr_route *route = tables[t]; route->path != NULL; route++) {
            n++;
        }
    }
    struct wr_router *r = wr_alloc(sizeof(*r));
    if (r == NULL) {
        return WR_ENOMEM;
    }
    uint32_t root = NONE;
    r->routes = wr_alloc_array(n + 1, sizeof(*r->routes));
    int rc = r->routes == NULL ? WR_ENOMEM : add_node(r, WR_S(""), false, &root);
    for (size_t t = 0; rc == 0 && tables[t] != NULL; t++) {
        for (const struct wr_route *route = tables[t]; rc == 0 && route->path != NULL; route++) {
            rc = add_route(r, route);
        }
    }
    if (rc != 0) {
        wr_router_free(r);
        return rc;
    }
    *ret = r;
    return 0;
}

void wr_router_free(struct wr_router *r)
{
    if (r == NULL) {
        return;
    }
    wr_free(r->routes);
    wr_free(r->nodes);
    wr_free(r);
}

size_t wr_router_count(const struct wr_router *r)
{
    return r->n_routes;
}

const struct wr_route *wr_router_at(const struct wr_router *r, size_t i)
{
    return r->routes[i];
}

/** Walk down; true when a node with any method was reached. Depth is bounded by WR_PATH_SEGMENTS_MAX. */
static bool walk(const struct wr_router *r, uint32_t at, struct wr_str rest, size_t n_args,
                 struct wr_match *m, uint32_t *ret)
{
    if (rest.p == NULL) {
        for (size_t i = 0; i < WR_METHODS_N; i++) {
            m->allow |= r->nodes[at].route[i] != NONE ? 1U << i : 0;
        }
        *ret = at;
        return m->allow != 0;
    }
    struct wr_str segment = wr_str_cut(&rest, '/');
    for (uint32_t i = r->nodes[at].first_child; i != NONE; i = r->nodes[i].next) {
        const struct node *child = &r->nodes[i];
        if (child->is_arg) {
            if (segment.n == 0) {
                continue;
            }
            m->args[n_args] = segment;
            if (walk(r, i, rest, n_args + 1, m, ret)) {
                return true;
            }
            m->args[n_args] = (struct wr_str){NULL, 0};
        } else if (wr_str_eq(child->segment, segment) && walk(r, i, rest, n_args, m, ret)) {
            return true;
        }
    }
    return false;
}

void wr_router_match(const struct wr_router *r, enum wr_method method, struct wr_str path,
                     struct wr_match *ret)
{
    *ret = (struct wr_match){0};
    if (path.n == 0 || path.p[0] != '/') {
        return;
    }
    uint32_t at = 0;
    if (!walk(r, 0, (struct wr_str){path.p + 1, path.n - 1}, 0, ret, &at)) {
        return;
    }
    uint32_t route = r->nodes[at].route[method];
    if (route != NONE) {
        ret->route = r->routes[route];
        ret->index = route;
    }
}

void wr_router_allow_text(unsigned allow, char dst[48])
{
    size_t n = 0;
    dst[0] = '\0';
    for (size_t i = 0; i < WR_METHODS_N; i++) {
        if ((allow & (1U << i)) == 0) {
            continue;
        }
        const char *name = i == WR_GET ? "GET, HEAD" : method_names[i];
        const char *comma = n > 0 ? ", " : "";
        size_t len = strlen(comma) + strlen(name);
        memcpy(dst + n, comma, strlen(comma));
        memcpy(dst + n + strlen(comma), name, strlen(name) + 1);
        n += len;
    }
}
