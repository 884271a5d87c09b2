/* Slow and hostile clients, uploads, pages, rates: what comes over the wire. */
#include "http_fixture.h"

/* ---- slow and hostile clients ---------------------------------------------------------------- */

static void test_slow_header(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    o.idle_s = 1;
    fixture_start(&o);
    int fd = dial();
    int64_t from_ms = now_ms();
    send_text(fd, "GET /api/fast HTTP/1.1\r\nHo");
    struct answer a;
    receive(fd, &a);
    assert_true(a.status == 0 || a.status == 408);
    assert_true(now_ms() - from_ms < 6000);
    (void)close(fd);
    fixture_stop(500);
}

static const struct {
    const char *request;
    int status; /* 0: the connection is just closed */
    const char *key;
} hostile[] = {
    {"GARBAGE\r\n\r\n", -1, NULL},
    {"GET /api/fast HTTP/1.1\r\n\r\n", 400, NULL},
    {"GET /api/fast HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, NULL},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
     "-1\r\n\r\n{}",
     400, NULL},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
     "2\r\nContent-Length: 3\r\n\r\n{}",
     400, NULL},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: "
     "chunked\r\n\r\n0\r\n\r\n",
     400, NULL},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400, NULL},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n{}", -1,
     NULL},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n\r\n{}", 413,
     "http.too_large"},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 415, "http.media_type"},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
     "2\r\n\r\n{}",
     422, "input.required"},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
     "1\r\n\r\n{",
     400, "input.syntax"},
    {"GET /api/fast HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 400, "http.no_body"},
    {"GET /api/fast?x=1 HTTP/1.1\r\nHost: x\r\n\r\n", 422, "input.unknown"},
    {"GET /api/slow?n=1&n=2 HTTP/1.1\r\nHost: x\r\n\r\n", 422, "input.duplicate"},
    {"GET /api/slow?n=zz HTTP/1.1\r\nHost: x\r\n\r\n", 422, "input.type"},
    {"GET /api/../api/fast HTTP/1.1\r\nHost: x\r\n\r\n", 404, "http.no_route"},
    {"GET /api/%66ast HTTP/1.1\r\nHost: x\r\n\r\n", 404, "http.no_route"},
    {"DELETE /api/fast HTTP/1.1\r\nHost: x\r\n\r\n", 405, "http.method"},
    {"BREW /api/fast HTTP/1.1\r\nHost: x\r\n\r\n", 405, "http.method"},
    {"POST /app.html HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405, "http.method"},
    {"GET /api/fails HTTP/1.1\r\nHost: x\r\n\r\n", 500, "bug"},
    {"GET /assets/gone.js HTTP/1.1\r\nHost: x\r\n\r\n", 404, "http.no_route"},
    {"GET /../../etc/passwd.txt HTTP/1.1\r\nHost: x\r\n\r\n", 404, "http.no_route"},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nOrigin: http://evil\r\nContent-Type: "
     "application/json\r\nContent-Length: 7\r\n\r\n{\"n\":1}",
     403, "http.csrf"},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: cross-site\r\nContent-Type: "
     "application/json\r\nContent-Length: 7\r\n\r\n{\"n\":1}",
     403, "http.csrf"},
    {"POST /api/echo HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: "
     "application/json\r\nContent-Length: 7\r\n\r\n{\"n\":1}",
     200, "{\"n\":1}"},
    {"POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 422, "http.empty_upload"},
};

static void test_hostile_requests(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    o.idle_s = 2;
    fixture_start(&o);
    for (size_t i = 0; i < WR_ARRAY_LEN(hostile); i++) {
        struct answer a;
        ask(hostile[i].request, &a);
        bool closed_or_400 =
            hostile[i].status == -1 && (a.status == 0 || a.status == 400 || a.status == 413);
        if (!closed_or_400 && a.status != hostile[i].status) {
            fail_msg("case %zu: status %d, not %d: %s", i, a.status, hostile[i].status,
                     hostile[i].request);
        }
        if (hostile[i].key != NULL && strstr(a.text, hostile[i].key) == NULL) {
            fail_msg("case %zu: no %s in %s", i, hostile[i].key, a.text);
        }
    }
    fixture_stop(500);
}

static void test_long_heads(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    static char text[200000];
    struct answer a;
    int n = snprintf(text, sizeof(text), "GET /api/fast HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 100; i++) {
        n += snprintf(text + n, sizeof(text) - (size_t)n, "X-H-%d: v\r\n", i);
    }
    (void)snprintf(text + n, sizeof(text) - (size_t)n, "\r\n");
    ask(text, &a);
    assert_int_equal(a.status, 431);
    n = snprintf(text, sizeof(text), "GET /api/fast HTTP/1.1\r\nHost: x\r\nX-Big: ");
    memset(text + n, 'a', 100000);
    (void)snprintf(text + n + 100000, 10, "\r\n\r\n");
    ask(text, &a);
    assert_true(a.status == 431 || a.status == 0 || a.status == 413);
    n = snprintf(text, sizeof(text), "GET /api/");
    memset(text + n, 'a', 5000);
    (void)snprintf(text + n + 5000, 40, " HTTP/1.1\r\nHost: x\r\n\r\n");
    ask(text, &a);
    assert_int_equal(a.status, 414);
    ask(GET("/api/fast"), &a);
    assert_int_equal(a.status, 200);
    fixture_stop(500);
}

static void test_uploads(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    static char block[65536];
    struct answer a;
    memset(block, 'u', sizeof(block));
    int fd = dial();
    send_text(fd, "POST /api/upload HTTP/1.1\r\nHost: x\r\nX-Filename: a.bin\r\nContent-Length: "
                  "1048576\r\n\r\n");
    for (int i = 0; i < 16; i++) {
        send_bytes(fd, block, sizeof(block));
    }
    receive(fd, &a);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.text, "{\"n\":1048576}"));
    /* The same connection, now in chunks, and more than is allowed. */
    send_text(fd, "POST /api/upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 17; i++) {
        send_text(fd, "10000\r\n");
        send_bytes(fd, block, sizeof(block));
        send_text(fd, "\r\n");
    }
    send_text(fd, "0\r\n\r\n");
    receive(fd, &a);
    assert_int_equal(a.status, 413);
    (void)close(fd);
    /* A body beyond its ceiling is read to its end, so that the client sees why it is refused. */
    fd = dial();
    send_text(fd, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n");
    send_bytes(fd, block, sizeof(block));
    receive(fd, &a);
    assert_int_equal(a.status, 413);
    assert_non_null(strstr(a.text, "http.too_large"));
    (void)close(fd);
    /* Broken off in the middle: nothing stays behind. */
    fd = dial();
    send_text(fd, "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n");
    send_bytes(fd, block, sizeof(block));
    (void)close(fd);
    fixture_stop(500);
}

static void test_big_reply_and_slow_reader(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    int fd = dial();
    send_text(fd, GET("/api/big?n=3000000"));
    size_t total = 0;
    static char block[100000];
    for (ssize_t got = 1; got > 0 && total<3000000; total += got> 0 ? (size_t)got : 0) {
        got = recv(fd, block, sizeof(block), 0);
        sleep_ms(2);
    }
    assert_true(total >= 3000000);
    (void)close(fd);
    /* And one who goes away while it is sent. */
    fd = dial();
    send_text(fd, GET("/api/big?n=3000000"));
    (void)recv(fd, block, 1000, 0);
    (void)close(fd);
    struct answer a;
    ask(GET("/api/fast"), &a);
    assert_int_equal(a.status, 200);
    fixture_stop(500);
}

static void test_assets(void **state WR_UNUSED)
{
    static const struct {
        const char *request;
        int status;
        const char *has;
    } cases[] = {
        {GET("/desk/anything"), 200, "\r\n\r\n<p>"},
        {GET("/desk/anything"), 200, "Content-Security-Policy: default-src 'self'"},
        {GET("/desk/anything"), 200, "Cache-Control: no-cache"},
        {GET("/p/ABC.k.sig"), 200, "\r\n\r\n<p>"},
        {GET("/assets/a-12345678.js"), 200, "\r\n\r\n0123456789"},
        {GET("/assets/a-12345678.js"), 200, "max-age=31536000, immutable"},
        {GET("/assets/a-12345678.js"), 200, "ETag: \"e2\""},
        {GET("/assets/other-12345678.js"), 404, "http.no_route"},
        {GET("/other.txt"), 404, "http.no_route"},
        {HEAD("/assets/a-12345678.js") "Accept-Encoding: gzip, br\r\n\r\n", 200,
         "Content-Encoding: br"},
        {HEAD("/assets/a-12345678.js") "Accept-Encoding: gzip, br\r\n\r\n", 200, "ETag: \"e2-br\""},
        {HEAD("/assets/a-12345678.js") "Accept-Encoding: br;q=0\r\n\r\n", 200,
         "\r\n\r\n0123456789"},
        {HEAD("/assets/a-12345678.js") "If-None-Match: \"x\", \"e2\"\r\n\r\n", 304, "ETag"},
        {HEAD("/assets/a-12345678.js") "Range: bytes=2-4\r\n\r\n", 206, "\r\n\r\n234"},
        {HEAD("/assets/a-12345678.js") "Range: bytes=2-4\r\nAccept-Encoding: br\r\n\r\n", 206,
         "Content-Range: bytes 2-4/10"},
        {HEAD("/assets/a-12345678.js") "Range: bytes=20-\r\n\r\n", 416,
         "Content-Range: bytes */10"},
    };
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct answer a;
        ask(cases[i].request, &a);
        if (a.status != cases[i].status || strstr(a.text, cases[i].has) == NULL) {
            fail_msg("case %zu: %s", i, a.text);
        }
    }
    fixture_stop(500);
}

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[100];
    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void test_assets_from_folder(void **state WR_UNUSED)
{
    static const struct {
        const char *request;
        int status;
        const char *has;
    } cases[] = {
        {GET("/a.js"), 200, "Content-Type: text/javascript; charset=utf-8"},
        {GET("/a.js"), 200, "\r\n\r\nabc"},
        {HEAD("/a.js") "Range: bytes=1-\r\n\r\n", 206, "\r\n\r\nbc"},
        {GET("/desk"), 200, "\r\n\r\npage"},
        {GET("/b.js"), 404, "http.no_route"},
        {GET("/.hidden.js"), 404, "http.no_route"},
        {GET("/../a.js"), 404, "http.no_route"},
        {GET("/%2e%2e/a.js"), 404, "http.no_route"},
    };
    char dir[] = "/tmp/wurao-assets-XXXXXX";
    assert_non_null(mkdtemp(dir));
    write_file(dir, "a.js", "abc");
    write_file(dir, "app.html", "page");
    write_file(dir, ".hidden.js", "no");
    struct wr_http_options o = fixture_options();
    o.assets_dir = dir;
    fixture_start(&o);
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct answer a;
        ask(cases[i].request, &a);
        if (a.status != cases[i].status || strstr(a.text, cases[i].has) == NULL) {
            fail_msg("case %zu: %s", i, a.text);
        }
    }
    fixture_stop(500);
    static const char *const names[] = {"a.js", "app.html", ".hidden.js"};
    for (size_t i = 0; i < WR_ARRAY_LEN(names); i++) {
        char path[100];
        (void)snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(dir), 0);
}

static void test_rates(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    o.rate_per_min[WR_RATE_READ] = 5;
    fixture_start(&o);
    struct answer a;
    for (int i = 0; i < 6; i++) {
        ask(GET("/api/fast"), &a);
        assert_int_equal(a.status, i < 5 ? 200 : 429);
    }
    assert_non_null(strstr(a.text, "Retry-After: 1"));
    fixture_stop(500);
}

static void test_bad_address(void **state WR_UNUSED)
{
    static const char *const bad[] = {
        "", "8600", "127.0.0.1", "127.0.0.1:99999", "256.0.0.1:80", "a b:1", "127.0.0.1:x"};
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++) {
        struct wr_http_options o = fixture_options();
        o.listen = bad[i];
        struct wr_http *none = NULL;
        assert_int_equal(wr_http_start(&o, wr_clock_system(), &none), WR_EINVALID);
        assert_null(none);
    }
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    char taken[40];
    (void)snprintf(taken, sizeof(taken), "127.0.0.1:%d", wr_http_port(server));
    fixture_stop(100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slow_header),
        cmocka_unit_test(test_hostile_requests),
        cmocka_unit_test(test_long_heads),
        cmocka_unit_test(test_uploads),
        cmocka_unit_test(test_big_reply_and_slow_reader),
        cmocka_unit_test(test_assets),
        cmocka_unit_test(test_assets_from_folder),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_bad_address),
    };
    return cmocka_run_group_tests_name("http_wire", tests, fixture_prepare, fixture_clear);
}
