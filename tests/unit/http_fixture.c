#include "http_fixture.h"

#include "base/crypto.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/time.h>
#include <time.h>

/* ---- the routes under test ------------------------------------------------------------------- */

atomic_int handled;

void sleep_ms(int64_t ms)
{
    struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000L};
    (void)nanosleep(&t, NULL);
}

struct number {
    int64_t n;
};
static const struct wr_field number_fields[] = {
    WR_I64(struct number, n, 0, 100000000, "数", "a number"),
    {0},
};

static int fast(struct wr_req *r WR_UNUSED, struct wr_resp *w)
{
    const struct number out = {7};
    return wr_reply(w, number_fields, &out);
}

static int slow(struct wr_req *r, struct wr_resp *w)
{
    const struct number *in = r->in;
    sleep_ms(in->n);
    atomic_fetch_add(&handled, 1);
    return wr_reply(w, number_fields, in);
}

static int echo(struct wr_req *r, struct wr_resp *w)
{
    return wr_reply(w, number_fields, r->in);
}

static int big(struct wr_req *r, struct wr_resp *w)
{
    const struct number *in = r->in;
    for (int64_t i = 0; i < in->n; i++) {
        wr_buf_c(&w->body, 'x');
    }
    w->media_type = "text/plain";
    return 0;
}

static int upload(struct wr_req *r, struct wr_resp *w)
{
    struct wr_str bytes;
    int rc = wr_req_upload_bytes(r, (size_t)8 << 20, &bytes);
    if (rc != 0) {
        return rc;
    }
    struct number out = {0};
    for (size_t i = 0; i < bytes.n; i++) {
        out.n += bytes.p[i] == 'u';
    }
    return wr_reply(w, number_fields, &out);
}

static int stream(struct wr_req *r WR_UNUSED, struct wr_resp *w)
{
    w->stream_topic = "news";
    return 0;
}

static int fail_bare(struct wr_req *r WR_UNUSED, struct wr_resp *w WR_UNUSED)
{
    return WR_EIO;
}

#define PUBLIC(verb, url, reply, input, fn, more)                                                  \
    {                                                                                              \
        .method = (verb), .path = (url), .in = (input), .in_size = sizeof(struct number),          \
        .out = (reply), .handler = (fn), .doc = "t", .flags = (more) | WR_RT_NO_CSRF               \
    }
static const struct wr_route routes[] = {
    PUBLIC(WR_GET, "/api/fast", number_fields, NULL, fast, 0),
    PUBLIC(WR_GET, "/api/slow", number_fields, number_fields, slow, 0),
    PUBLIC(WR_POST, "/api/echo", number_fields, number_fields, echo, 0),
    PUBLIC(WR_GET, "/api/big", NULL, number_fields, big, WR_RT_FILE),
    PUBLIC(WR_POST, "/api/upload", number_fields, NULL, upload, WR_RT_UPLOAD),
    PUBLIC(WR_GET, "/api/stream", NULL, NULL, stream, WR_RT_STREAM),
    PUBLIC(WR_GET, "/api/fails", NULL, NULL, fail_bare, 0),
    {0},
};
static const struct wr_route *const tables[] = {routes, NULL};

/* ---- the server ------------------------------------------------------------------------------ */

static char spool[] = "/tmp/wurao-http-XXXXXX";
struct wr_http *server;

static const unsigned char page[] = "<p>";
static const unsigned char script[] = "0123456789";
static const unsigned char script_br[] = "br";
static const struct wr_asset assets[] = {
    {.path = "/app.html", .media_type = "text/x-page", .raw = page, .raw_n = 3, .etag = "e1"},
    {.path = "/assets/a-12345678.js",
     .media_type = "text/javascript",
     .raw = script,
     .raw_n = 10,
     .br = script_br,
     .br_n = 2,
     .etag = "e2",
     .immutable = true},
};

static const char *shell(struct wr_str path WR_UNUSED)
{
    return "/app.html";
}

struct wr_http_options fixture_options(void)
{
    return (struct wr_http_options){
        .listen = "127.0.0.1:0",
        .workers = 4,
        .queue_max = 64,
        .connections_max = 200,
        .per_address_max = 200,
        .streams_max = 2,
        .idle_s = 10,
        .request_ms_max = 5000,
        .body_bytes_max = 4096,
        .upload_bytes_max = 1 << 20,
        .spool_dir = spool,
        .public_url = "",
        .trusted_proxy = "",
        .routes = tables,
        .shell_for = shell,
        .csp = WR_S("default-src 'self'"),
        .assets = assets,
        .assets_n = WR_ARRAY_LEN(assets),
    };
}

void fixture_start(const struct wr_http_options *o)
{
    assert_int_equal(wr_http_start(o, wr_clock_system(), &server), 0);
    assert_true(wr_http_port(server) > 0);
}

void fixture_stop(int64_t wait_ms)
{
    wr_http_stop(server, wait_ms);
    server = NULL;
}

/* ---- a client -------------------------------------------------------------------------------- */

int64_t now_ms(void)
{
    return wr_mono_ms(wr_clock_system());
}

int dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval limit = {.tv_sec = 8};
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)wr_http_port(server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
    return fd;
}

void send_bytes(int fd, const void *p, size_t n)
{
    const char *at = p;
    while (n > 0) {
        ssize_t done = send(fd, at, n, MSG_NOSIGNAL);
        if (done <= 0) {
            return;
        }
        at += done;
        n -= (size_t)done;
    }
}

void send_text(int fd, const char *text)
{
    send_bytes(fd, text, strlen(text));
}

void receive(int fd, struct answer *a)
{
    *a = (struct answer){0};
    size_t want = 0;
    for (;;) {
        ssize_t got = recv(fd, a->text + a->n, sizeof(a->text) - 1 - a->n, 0);
        if (got <= 0) {
            break;
        }
        a->n += (size_t)got;
        a->text[a->n] = '\0';
        const char *end = strstr(a->text, "\r\n\r\n");
        if (end != NULL && want == 0) {
            const char *length = strstr(a->text, "Content-Length: ");
            want =
                (size_t)(end - a->text) + 4 + (length != NULL ? strtoul(length + 16, NULL, 10) : 0);
        }
        if ((want > 0 && a->n >= want) || a->n == sizeof(a->text) - 1) {
            break;
        }
    }
    if (a->n > 12) {
        a->status = (int)strtol(a->text + 9, NULL, 10);
    }
}

void ask(const char *text, struct answer *a)
{
    int fd = dial();
    send_text(fd, text);
    receive(fd, a);
    (void)close(fd);
}

int fixture_prepare(void **state WR_UNUSED)
{
    wr_log_set_level(WR_LOG_ERROR + 1);
    return wr_crypto_init() == 0 && mkdtemp(spool) != NULL ? 0 : -1;
}

int fixture_clear(void **state WR_UNUSED)
{
    /* Spooled uploads never had a name: the folder is empty. */
    return rmdir(spool);
}
