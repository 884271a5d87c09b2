/*
 * What a client writes into its request line and headers: path through the router, escapes, cookies, ranges, languages, tags.
 * Input: lines of path, query, cookie, accept-encoding, accept-language, range, if-none-match, origin, forwarded-for, filename.
 */
#include "fuzz.h"

#include "http/cookie.h"
#include "http/head.h"
#include "http/router.h"

#include <assert.h>

static int nothing(struct wr_req *r, struct wr_resp *w)
{
    (void)r;
    (void)w;
    return 0;
}

#define ROUTE(verb, url)                                                                           \
    {                                                                                              \
        .method = (verb), .path = (url), .handler = nothing, .doc = "x"                            \
    }
static const struct wr_route routes[] = {
    ROUTE(WR_GET, "/api/v1/things"),
    ROUTE(WR_POST, "/api/v1/things"),
    ROUTE(WR_GET, "/api/v1/things/{id}"),
    ROUTE(WR_PATCH, "/api/v1/things/{id}"),
    ROUTE(WR_GET, "/api/v1/things/map"),
    ROUTE(WR_GET, "/api/v1/things/{id}/parts/{part}"),
    ROUTE(WR_DELETE, "/api/v1/things/{a}/{b}/{c}/{d}"),
    ROUTE(WR_GET, "/api/openapi.json"),
    {0},
};
static const struct wr_route *const tables[] = {routes, NULL};

static const struct wr_router *the_router(void)
{
    static struct wr_router *router;
    if (router == NULL) {
        int rc = wr_router_new(tables, &router);
        assert(rc == 0);
    }
    return router;
}

static void check_path(struct fuzz *f, struct wr_str path)
{
    for (int m = WR_GET; m <= WR_DELETE; m++) {
        struct wr_match match;
        wr_router_match(the_router(), (enum wr_method)m, path, &match);
        assert(match.route == NULL || (match.allow & (1U << m)) != 0);
        for (size_t i = 0; i < WR_ROUTE_ARGS_MAX && match.args[i].p != NULL; i++) {
            struct wr_str plain = wr_head_unescape(f->ctx.arena, match.args[i]);
            assert(plain.n <= match.args[i].n);
            fuzz_touch(plain);
        }
    }
}

static void check_range(struct wr_str range)
{
    for (int64_t size = 0; size < 40; size += 13) {
        int64_t from = 0;
        int64_t n = 0;
        if (wr_head_range(range, size, &from, &n) == WR_RANGE_PART) {
            assert(from >= 0 && n > 0 && from + n <= size);
        }
    }
}

static void check_names(struct fuzz *f, struct wr_str filename)
{
    struct wr_str name = wr_head_filename(f->ctx.arena, filename);
    assert(name.n <= 200);
    fuzz_touch(name);
    struct wr_str value = wr_head_disposition(f->ctx.arena, name);
    for (size_t i = 0; i < value.n; i++) {
        assert((unsigned char)value.p[i] >= 0x20 && (unsigned char)value.p[i] < 0x7f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    struct wr_str rest = {(const char *)data, size};
    fuzz_begin(&f);
    check_path(&f, wr_str_cut(&rest, '\n'));
    fuzz_touch(wr_head_unescape(f.ctx.arena, wr_str_cut(&rest, '\n')));
    struct wr_str cookie = wr_cookie_find(wr_str_cut(&rest, '\n'), wr_cookie_name(false));
    assert(cookie.n <= WR_SESSION_TOKEN_MAX);
    fuzz_touch(cookie);
    struct wr_str encoding = wr_str_cut(&rest, '\n');
    assert(wr_head_encoding(encoding, false, false) == WR_ENC_IDENTITY);
    assert(wr_head_encoding(encoding, true, false) != WR_ENC_BR);
    (void)wr_head_encoding(encoding, true, true);
    (void)wr_head_lang(wr_str_cut(&rest, '\n'));
    check_range(wr_str_cut(&rest, '\n'));
    struct wr_str tag = wr_str_cut(&rest, '\n');
    (void)wr_head_etag_match(tag, WR_S("3"));
    fuzz_touch(wr_head_etag(tag));
    (void)wr_head_same_origin(wr_str_cut(&rest, '\n'), WR_S(""), WR_S("127.0.0.1:8600"));
    fuzz_touch(wr_head_forwarded(wr_str_cut(&rest, '\n')));
    check_names(&f, rest);
    fuzz_end(&f);
    return 0;
}
