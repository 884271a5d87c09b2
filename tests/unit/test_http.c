/* Pure parts of http/: headers, routes, cookies, rates, streams, metrics. */
#include "http/assets.h"
#include "http/cookie.h"
#include "http/head.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/rate.h"
#include "http/router.h"
#include "http/sse.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct wr_arena arena;

static int make_arena(void **state WR_UNUSED)
{
    wr_arena_init(&arena, (size_t)4 << 20);
    return 0;
}

static int drop_arena(void **state WR_UNUSED)
{
    wr_arena_done(&arena);
    return 0;
}

static void same(struct wr_str got, const char *want)
{
    if (want == NULL) {
        assert_null(got.p);
        return;
    }
    assert_non_null(got.p);
    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p, want, got.n);
}

static void test_unescape(void **state WR_UNUSED)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"abc", "abc"},       {"%E4%BD%A0", "你"}, {"a%2Fb", "a/b"},
        {"a+b", "a+b"},       {"%", NULL},         {"%4", NULL},
        {"%4g", NULL},        {"%00", NULL},       {"a%0Ab", NULL},
        {"%C0%AF", NULL},     {"%ED%A0%80", NULL}, {"%ff", NULL},
        {"%7f", NULL},        {"%41", "A"},        {"", ""},
        {"%2e%2e%2f", "../"}, {"%25", "%"},        {"%2541", "%41"},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        same(wr_head_unescape(&arena, wr_str(cases[i].in)), cases[i].out);
    }
}

static void test_lang(void **state WR_UNUSED)
{
    static const struct {
        const char *header;
        enum wr_lang lang;
    } cases[] = {
        {NULL, WR_LANG_ZH},
        {"", WR_LANG_ZH},
        {"en", WR_LANG_EN},
        {"en-GB,en;q=0.9", WR_LANG_EN},
        {"zh-CN,zh;q=0.9,en;q=0.8", WR_LANG_ZH},
        {"en;q=0.5, zh;q=0.4", WR_LANG_EN},
        {"en;q=0.4, zh;q=0.5", WR_LANG_ZH},
        {"fr,de;q=0.9", WR_LANG_ZH},
        {"en;q=0", WR_LANG_ZH},
        {"*", WR_LANG_ZH},
        {"EN-us", WR_LANG_EN},
        {"en;q=nonsense", WR_LANG_ZH},
        {";;;,,,", WR_LANG_ZH},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        assert_int_equal(wr_head_lang(wr_str(cases[i].header)), cases[i].lang);
    }
}

static void test_encoding(void **state WR_UNUSED)
{
    static const struct {
        const char *header;
        bool gz, br;
        enum wr_encoding want;
    } cases[] = {
        {NULL, true, true, WR_ENC_IDENTITY},
        {"gzip, deflate, br", true, true, WR_ENC_BR},
        {"gzip, deflate, br", true, false, WR_ENC_GZIP},
        {"gzip, deflate, br", false, false, WR_ENC_IDENTITY},
        {"gzip;q=1, br;q=0.5", true, true, WR_ENC_GZIP},
        {"br;q=0, gzip", true, true, WR_ENC_GZIP},
        {"br;q=0, gzip;q=0", true, true, WR_ENC_IDENTITY},
        {"*", true, true, WR_ENC_BR},
        {"*;q=0", true, true, WR_ENC_IDENTITY},
        {"identity", true, true, WR_ENC_IDENTITY},
        {"gzip;q=0.001", true, true, WR_ENC_GZIP},
        {"gzip;q=2", true, true, WR_ENC_IDENTITY},
        {"br;q=0.2, gzip;q=0.9", false, true, WR_ENC_BR},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        assert_int_equal(wr_head_encoding(wr_str(cases[i].header), cases[i].gz, cases[i].br),
                         cases[i].want);
    }
}

static void test_range(void **state WR_UNUSED)
{
    static const struct {
        const char *header;
        int64_t size;
        enum wr_range_kind kind;
        int64_t from, n;
    } cases[] = {
        {NULL, 10, WR_RANGE_ALL, 0, 0},
        {"bytes=0-3", 10, WR_RANGE_PART, 0, 4},
        {"bytes=4-", 10, WR_RANGE_PART, 4, 6},
        {"bytes=-3", 10, WR_RANGE_PART, 7, 3},
        {"bytes=-30", 10, WR_RANGE_PART, 0, 10},
        {"bytes=9-99", 10, WR_RANGE_PART, 9, 1},
        {"bytes=10-", 10, WR_RANGE_BAD, 0, 0},
        {"bytes=10-12", 10, WR_RANGE_BAD, 0, 0},
        {"bytes=-0", 10, WR_RANGE_BAD, 0, 0},
        {"bytes=5-3", 10, WR_RANGE_ALL, 0, 0},
        {"bytes=0-1,3-4", 10, WR_RANGE_ALL, 0, 0},
        {"items=0-1", 10, WR_RANGE_ALL, 0, 0},
        {"bytes=a-b", 10, WR_RANGE_ALL, 0, 0},
        {"bytes=", 10, WR_RANGE_ALL, 0, 0},
        {"bytes=--3", 10, WR_RANGE_ALL, 0, 0},
        {"bytes=99999999999999999999-", 10, WR_RANGE_ALL, 0, 0},
        {"bytes=0-", 0, WR_RANGE_BAD, 0, 0},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        int64_t from = -1;
        int64_t n = -1;
        enum wr_range_kind kind = wr_head_range(wr_str(cases[i].header), cases[i].size, &from, &n);
        assert_int_equal(kind, cases[i].kind);
        if (kind == WR_RANGE_PART) {
            assert_int_equal(from, cases[i].from);
            assert_int_equal(n, cases[i].n);
        }
    }
}

static void test_etag(void **state WR_UNUSED)
{
    assert_true(wr_head_etag_match(WR_S("\"3\""), WR_S("3")));
    assert_true(wr_head_etag_match(WR_S("W/\"3\""), WR_S("3")));
    assert_true(wr_head_etag_match(WR_S("\"1\", \"2\" ,\"3\""), WR_S("3")));
    assert_true(wr_head_etag_match(WR_S("*"), WR_S("3")));
    assert_false(wr_head_etag_match(WR_S("3"), WR_S("3")));
    assert_false(wr_head_etag_match(WR_S("\"33\""), WR_S("3")));
    assert_false(wr_head_etag_match((struct wr_str){NULL, 0}, WR_S("3")));
    same(wr_head_etag(WR_S("\"12\"")), "12");
    same(wr_head_etag(WR_S(" W/\"12\" ")), "12");
    same(wr_head_etag(WR_S("12")), NULL);
    same(wr_head_etag(WR_S("\"1\", \"2\"")), NULL);
    same(wr_head_etag(WR_S("*")), NULL);
}

static void test_origin(void **state WR_UNUSED)
{
    struct wr_str none = WR_S("");
    assert_true(wr_head_same_origin(WR_S("http://a:1"), none, WR_S("a:1")));
    assert_true(wr_head_same_origin(WR_S("https://a"), none, WR_S("a")));
    assert_false(wr_head_same_origin(WR_S("http://b"), none, WR_S("a")));
    assert_false(wr_head_same_origin(WR_S("null"), none, WR_S("a")));
    assert_false(wr_head_same_origin(WR_S("http://"), none, none));
    assert_true(
        wr_head_same_origin(WR_S("https://x.cn"), WR_S("https://x.cn/base"), WR_S("inner:8600")));
    assert_false(wr_head_same_origin(WR_S("http://x.cn"), WR_S("https://x.cn"), WR_S("x.cn")));
    assert_false(
        wr_head_same_origin(WR_S("https://x.cn.evil"), WR_S("https://x.cn"), WR_S("x.cn")));
}

static void test_forwarded(void **state WR_UNUSED)
{
    same(wr_head_forwarded(WR_S("1.2.3.4")), "1.2.3.4");
    same(wr_head_forwarded(WR_S("9.9.9.9, 1.2.3.4")), "1.2.3.4");
    same(wr_head_forwarded(WR_S("::1")), "::1");
    same(wr_head_forwarded(WR_S("evil")), NULL);
    same(wr_head_forwarded(WR_S("1.2.3.4, ")), NULL);
    same(wr_head_forwarded((struct wr_str){NULL, 0}), NULL);
}

static void test_filename(void **state WR_UNUSED)
{
    same(wr_head_filename(&arena, WR_S("a.csv")), "a.csv");
    same(wr_head_filename(&arena, WR_S("%E4%BC%81%E4%B8%9A.xlsx")), "企业.xlsx");
    same(wr_head_filename(&arena, WR_S("..%2F..%2Fetc%2Fpasswd")), "passwd");
    same(wr_head_filename(&arena, WR_S("C:%5Ctemp%5Cx.csv")), "x.csv");
    same(wr_head_filename(&arena, WR_S("a%00b")), NULL);
    struct wr_str d = wr_head_disposition(&arena, WR_S("企业 1.csv"));
    same(d, "attachment; filename=\"___1.csv\"; filename*=UTF-8''%E4%BC%81%E4%B8%9A%201.csv");
    same(wr_head_disposition(&arena, WR_S("a\"\r\nb.csv")),
         "attachment; filename=\"a___b.csv\"; filename*=UTF-8''a%22%0D%0Ab.csv");
}

static void test_cookie(void **state WR_UNUSED)
{
    struct wr_str name = wr_cookie_name(false);
    same(wr_cookie_find(WR_S("wurao=abc"), name), "abc");
    same(wr_cookie_find(WR_S("a=1; wurao=abc; b=2"), name), "abc");
    same(wr_cookie_find(WR_S("a=1;wurao=abc"), name), "abc");
    same(wr_cookie_find(WR_S("xwurao=abc"), name), NULL);
    same(wr_cookie_find(WR_S("wurao"), name), NULL);
    same(wr_cookie_find(WR_S("wurao="), name), NULL);
    same(wr_cookie_find(WR_S("wurao=a; wurao=b"), name), NULL);
    same(wr_cookie_find(WR_S("wurao=a b"), name), NULL);
    same(wr_cookie_find(WR_S("wurao=\"a\""), name), NULL);
    same(wr_cookie_find((struct wr_str){NULL, 0}, name), NULL);
    same(wr_cookie_find(WR_S("wurao=abc"), wr_cookie_name(true)), NULL);
    same(wr_cookie_text(&arena, true, WR_S("t")),
         "__Host-wurao=t; Path=/; HttpOnly; SameSite=Lax; Secure");
    same(wr_cookie_text(&arena, false, WR_S("t")), "wurao=t; Path=/; HttpOnly; SameSite=Lax");
}

static int nothing(struct wr_req *r WR_UNUSED, struct wr_resp *w WR_UNUSED)
{
    return 0;
}

#define ROUTE(m, p)                                                                                \
    {                                                                                              \
        .method = (m), .path = (p), .handler = nothing, .doc = "x"                                 \
    }
static const struct wr_route routes_a[] = {
    ROUTE(WR_GET, "/api/v1/things"),           ROUTE(WR_POST, "/api/v1/things"),
    ROUTE(WR_GET, "/api/v1/things/{id}"),      ROUTE(WR_PATCH, "/api/v1/things/{id}"),
    ROUTE(WR_GET, "/api/v1/things/map"),       ROUTE(WR_GET, "/api/v1/things/{id}/parts/{part}"),
    ROUTE(WR_GET, "/api/v1/things/map/tiles"), {0},
};
static const struct wr_route routes_b[] = {
    ROUTE(WR_GET, "/api/openapi.json"),
    ROUTE(WR_DELETE, "/api/v1/others/{id}"),
    {0},
};

static void test_router(void **state WR_UNUSED)
{
    static const struct {
        enum wr_method method;
        const char *path, *route, *arg0, *arg1;
        unsigned allow;
    } cases[] = {
        {WR_GET, "/api/v1/things", "/api/v1/things", NULL, NULL, 3},
        {WR_POST, "/api/v1/things", "/api/v1/things", NULL, NULL, 3},
        {WR_DELETE, "/api/v1/things", NULL, NULL, NULL, 3},
        {WR_GET, "/api/v1/things/7", "/api/v1/things/{id}", "7", NULL, 9},
        {WR_GET, "/api/v1/things/map", "/api/v1/things/map", NULL, NULL, 1},
        {WR_GET, "/api/v1/things/map/parts/2", "/api/v1/things/{id}/parts/{part}", "map", "2", 1},
        {WR_GET, "/api/v1/things/map/tiles", "/api/v1/things/map/tiles", NULL, NULL, 1},
        {WR_GET, "/api/v1/things/", NULL, NULL, NULL, 0},
        {WR_GET, "/api/v1/things//parts/2", NULL, NULL, NULL, 0},
        {WR_GET, "/api/v1/things/7/parts", NULL, NULL, NULL, 0},
        {WR_GET, "/api/v1", NULL, NULL, NULL, 0},
        {WR_GET, "/", NULL, NULL, NULL, 0},
        {WR_GET, "", NULL, NULL, NULL, 0},
        {WR_GET, "api/v1/things", NULL, NULL, NULL, 0},
        {WR_GET, "/api/openapi.json", "/api/openapi.json", NULL, NULL, 1},
        {WR_DELETE, "/api/v1/others/a%2Fb", "/api/v1/others/{id}", "a%2Fb", NULL, 16},
        {WR_GET, "/api/v1/things/../others", NULL, NULL, NULL, 0},
    };
    const struct wr_route *const tables[] = {routes_a, routes_b, NULL};
    struct wr_router *router = NULL;
    assert_int_equal(wr_router_new(tables, &router), 0);
    assert_int_equal(wr_router_count(router), 9);
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_match m;
        wr_router_match(router, cases[i].method, wr_str(cases[i].path), &m);
        assert_int_equal(m.allow, cases[i].allow);
        if (cases[i].route == NULL) {
            assert_null(m.route);
            continue;
        }
        assert_non_null(m.route);
        assert_string_equal(m.route->path, cases[i].route);
        assert_ptr_equal(wr_router_at(router, m.index), m.route);
        same(m.args[0], cases[i].arg0);
        same(m.args[1], cases[i].arg1);
    }
    char allow[48];
    wr_router_allow_text(31, allow);
    assert_string_equal(allow, "GET, HEAD, POST, PUT, PATCH, DELETE");
    wr_router_free(router);
}

static void test_router_refuses(void **state WR_UNUSED)
{
    static const struct wr_route twice[] = {
        ROUTE(WR_GET, "/api/a/{x}"), ROUTE(WR_GET, "/api/a/{y}"), {0}};
    static const struct wr_route many[] = {ROUTE(WR_GET, "/{a}/{b}/{c}/{d}/{e}"), {0}};
    static const struct wr_route bare[] = {ROUTE(WR_GET, "api"), {0}};
    const struct wr_route *const cases[] = {twice, many, bare};
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        const struct wr_route *const tables[] = {cases[i], NULL};
        struct wr_router *router = NULL;
        assert_int_equal(wr_router_new(tables, &router), WR_EBUG);
        assert_null(router);
    }
}

static void test_rates(void **state WR_UNUSED)
{
    const int64_t per_min[WR_RATE_N] = {[WR_RATE_LOGIN] = 3, [WR_RATE_WRITE] = 60};
    struct wr_rates *r = NULL;
    int64_t retry_s = 0;
    assert_int_equal(wr_rates_new(per_min, &r), 0);
    for (int i = 0; i < 1000; i++) {
        assert_true(wr_rates_take(r, WR_RATE_READ, WR_S("a"), 0, &retry_s));
    }
    for (int i = 0; i < 3; i++) {
        assert_true(wr_rates_take(r, WR_RATE_LOGIN, WR_S("a"), 1000, &retry_s));
    }
    assert_false(wr_rates_take(r, WR_RATE_LOGIN, WR_S("a"), 1000, &retry_s));
    assert_in_range(retry_s, 19, 21);
    assert_true(wr_rates_take(r, WR_RATE_LOGIN, WR_S("b"), 1000, &retry_s));
    assert_true(wr_rates_take(r, WR_RATE_WRITE, WR_S("a"), 1000, &retry_s));
    /* Asking again and again does not keep the bucket empty. */
    for (int64_t ms = 1001; ms < 20990; ms += 7) {
        assert_false(wr_rates_take(r, WR_RATE_LOGIN, WR_S("a"), ms, &retry_s));
    }
    assert_true(wr_rates_take(r, WR_RATE_LOGIN, WR_S("a"), 21100, &retry_s));
    assert_false(wr_rates_take(r, WR_RATE_LOGIN, WR_S("a"), 21100, &retry_s));
    /* A clock that goes back gives nothing and takes nothing. */
    assert_false(wr_rates_take(r, WR_RATE_LOGIN, WR_S("a"), 100, &retry_s));
    /* More clients than places: the table stays as it is and everybody new starts with a full bucket. */
    for (int i = 0; i < 30000; i++) {
        assert_true(
            wr_rates_take(r, WR_RATE_LOGIN, wr_arena_printf(&arena, "10.%d", i), 30000, &retry_s));
    }
    wr_rates_free(r);
}

static int parked, woken;
static void fake_park(void *conn)
{
    parked++;
    assert_non_null(conn);
}
static void fake_wake(void *conn)
{
    woken++;
    assert_non_null(conn);
}

static void drain(struct wr_stream *st, const char *want)
{
    char got[4096];
    size_t n = 0;
    for (ssize_t k = wr_stream_read(st, got, 7, fake_park); k > 0;
         k = wr_stream_read(st, got + n, 7, fake_park)) {
        n += (size_t)k;
        assert_true(n < sizeof(got) - 8);
    }
    got[n] = '\0';
    assert_string_equal(got, want);
}

static void test_streams(void **state WR_UNUSED)
{
    struct wr_streams *s = NULL;
    struct wr_stream *a = NULL;
    struct wr_stream *b = NULL;
    struct wr_stream *c = NULL;
    int conn = 0;
    parked = woken = 0;
    assert_int_equal(wr_streams_new(2, 60, fake_wake, &s), 0);
    assert_int_equal(wr_stream_open(s, WR_S("x"), &conn, 0, &a), 0);
    assert_int_equal(wr_stream_open(s, WR_S("y"), &conn, 0, &b), 0);
    assert_int_equal(wr_stream_open(s, WR_S("y"), &conn, 0, &c), WR_EBUSY);
    assert_int_equal(wr_streams_count(s), 2);
    drain(a, "retry: 3000\n: ok\n\n");
    assert_int_equal(parked, 1);
    wr_streams_publish(s, WR_S("x"), "visit", WR_S("{\"id\":1}"));
    assert_int_equal(woken, 1);
    wr_streams_publish(s, WR_S("x"), "visit", WR_S("{\"id\":2}"));
    assert_int_equal(woken, 1); /* not parked any more */
    drain(a, "id: 1\nevent: visit\ndata: {\"id\":1}\n\nid: 2\nevent: visit\ndata: {\"id\":2}\n\n");
    wr_streams_tick(s, WR_STREAM_BEAT_MS);
    drain(a, ": beat\n\n");
    /* Nobody reads b: its queue overflows, and it ends. */
    char big[1000];
    memset(big, 'x', sizeof(big));
    for (int i = 0; i < 100; i++) {
        wr_streams_publish(s, WR_S("y"), "e", (struct wr_str){big, sizeof(big)});
    }
    char dst[16];
    assert_int_equal(wr_stream_read(b, dst, sizeof(dst), fake_park), -1);
    wr_stream_close(b);
    assert_int_equal(wr_stream_open(s, WR_S("y"), &conn, 0, &c), 0);
    /* Age ends a stream, after what was pending. */
    wr_streams_tick(s, 60000);
    assert_int_equal(wr_stream_read(a, dst, sizeof(dst), fake_park), -1);
    wr_stream_close(a);
    wr_streams_end(s);
    drain(c, "retry: 3000\n: ok\n\n");
    assert_int_equal(wr_stream_read(c, dst, sizeof(dst), fake_park), -1);
    wr_stream_close(c);
    assert_int_equal(wr_stream_open(s, WR_S("y"), &conn, 0, &c), WR_EBUSY);
    wr_streams_free(s);
}

static void test_metrics(void **state WR_UNUSED)
{
    const struct wr_route *const tables[] = {routes_a, NULL};
    struct wr_router *router = NULL;
    struct wr_metrics *m = NULL;
    assert_int_equal(wr_router_new(tables, &router), 0);
    assert_int_equal(wr_metrics_new(router, &m), 0);
    wr_metrics_request(m, 2, 200, 1500);
    wr_metrics_request(m, 2, 200, 9000000);
    wr_metrics_request(m, 2, 299, 1);
    wr_metrics_request(m, 9999, 404, 1);
    wr_metrics_refused(m, WR_REFUSED_RATE);
    struct wr_buf b;
    wr_buf_init(&b, (size_t)1 << 20);
    wr_metrics_text(m, &b);
    struct wr_str text = wr_buf_view(&b);
    assert_true(wr_str_find(text, WR_S("wurao_http_requests_total{method=\"GET\",route=\"/api/v1/"
                                       "things/{id}\",status=\"200\"} 2\n")) >= 0);
    assert_true(wr_str_find(text, WR_S("route=\"/api/v1/things/{id}\",status=\"0\"} 1\n")) >= 0);
    assert_true(wr_str_find(text, WR_S("route=\"/api/v1/things/{id}\",le=\"0.002\"} 2\n")) >= 0);
    assert_true(wr_str_find(text, WR_S("route=\"/api/v1/things/{id}\",le=\"+Inf\"} 3\n")) >= 0);
    assert_true(wr_str_find(text, WR_S("route=\"unknown\",status=\"404\"} 1\n")) >= 0);
    assert_true(wr_str_find(text, WR_S("wurao_http_refused_total{limit=\"rate\"} 1\n")) >= 0);
    wr_buf_done(&b);
    wr_metrics_free(m);
    wr_router_free(router);
}

static void test_problem(void **state WR_UNUSED)
{
    struct wr_ctx ctx;
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    ctx.request_id = WR_S("r1");
    ctx.lang = WR_LANG_EN;
    wr_fault(&ctx, WR_S("a\"b"), WR_K_input_required, WR_S("<x>"));
    assert_int_equal(wr_faults_end(&ctx), WR_EINVALID);
    assert_int_equal(wr_problem_status(&ctx.err), 422);
    ctx.err.extra_name = "verdict";
    ctx.err.extra_json = WR_S("{\"x\":1}");
    struct wr_buf b;
    wr_buf_init(&b, 4096);
    wr_problem_write(&b, &ctx, 422);
    struct wr_str text = wr_buf_view(&b);
    assert_true(wr_str_starts(text, WR_S("{\"type\":\"/problems/input.faulty\",")));
    assert_true(
        wr_str_find(text, WR_S("\"faults\":[{\"path\":\"a\\\"b\",\"key\":\"input.required\",")) >=
        0);
    assert_true(wr_str_ends(text, WR_S(",\"verdict\":{\"x\":1}}")));
    wr_buf_done(&b);
    wr_err_reset(&ctx);
    (void)wr_fail(&ctx, WR_K_http_method, WR_S("PUT"), WR_S("GET"));
    assert_int_equal(wr_problem_status(&ctx.err), 405);
    (void)wr_fail(&ctx, WR_K_version_conflict, WR_S("3"));
    assert_int_equal(wr_problem_status(&ctx.err), 409);
}

static void test_asset_table(void **state WR_UNUSED)
{
    static const struct wr_asset table[] = {
        {.path = "/a"}, {.path = "/a/b"}, {.path = "/b"}, {.path = "/c.js"}};
    for (size_t i = 0; i < WR_ARRAY_LEN(table); i++) {
        assert_ptr_equal(wr_asset_find(table, WR_ARRAY_LEN(table), wr_str(table[i].path)),
                         &table[i]);
    }
    assert_null(wr_asset_find(table, WR_ARRAY_LEN(table), WR_S("/a/")));
    assert_null(wr_asset_find(table, WR_ARRAY_LEN(table), WR_S("")));
    assert_null(wr_asset_find(table, 0, WR_S("/a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unescape),       cmocka_unit_test(test_lang),
        cmocka_unit_test(test_encoding),       cmocka_unit_test(test_range),
        cmocka_unit_test(test_etag),           cmocka_unit_test(test_origin),
        cmocka_unit_test(test_forwarded),      cmocka_unit_test(test_filename),
        cmocka_unit_test(test_cookie),         cmocka_unit_test(test_router),
        cmocka_unit_test(test_router_refuses), cmocka_unit_test(test_rates),
        cmocka_unit_test(test_streams),        cmocka_unit_test(test_metrics),
        cmocka_unit_test(test_problem),        cmocka_unit_test(test_asset_table),
    };
    return cmocka_run_group_tests_name("http", tests, make_arena, drop_arena);
}
