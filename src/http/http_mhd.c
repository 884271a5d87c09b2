#include "http/server.h"

#include "base/log.h"
#include "http/head.h"
#include "http/metrics.h"
#include "http/rate.h"
#include "http/sse.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <unistd.h>

#define IO_THREADS 2
#define HEADER_BYTES_DEFAULT ((size_t)32 << 10)
#define STREAM_CHUNK_BYTES 4096
/** Bytes of a refused body that are read and dropped, so that the client gets to see the answer. */
#define DROP_BYTES_MAX ((int64_t)64 << 20)

void wr_mhd_wake(void *conn)
{
    MHD_resume_connection(conn);
}

static void park_request(struct wr_xchg *x)
{
    MHD_suspend_connection(x->conn);
}

static void park_stream(void *conn)
{
    MHD_suspend_connection(conn);
}

static ssize_t read_stream(void *cls, uint64_t pos WR_UNUSED, char *dst, size_t max)
{
    ssize_t n = wr_stream_read(cls, dst, max, park_stream);
    return n < 0 ? MHD_CONTENT_READER_END_OF_STREAM : n;
}

static void close_stream(void *cls)
{
    wr_stream_close(cls);
}

/** The library takes a pointer to non-const and only reads it. */
static struct MHD_Response *from_memory(const void *p, size_t n)
{
    static char nothing[1];
    union {
        const void *in;
        void *out;
    } u = {.in = p};
    return MHD_create_response_from_buffer(n, n > 0 ? u.out : nothing, MHD_RESPMEM_PERSISTENT);
}

/** The library's reply object of `out`; the bytes stay ours until the request has ended. */
static struct MHD_Response *make_response(struct wr_out *out)
{
    struct MHD_Response *r = NULL;
    if (out->stream != NULL) {
        r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_CHUNK_BYTES, read_stream,
                                              out->stream, close_stream);
        if (r != NULL) {
            out->stream = NULL;
        }
    } else if (out->fd >= 0 && out->fd_n > 0) {
        r = MHD_create_response_from_fd_at_offset64((uint64_t)out->fd_n, out->fd,
                                                    (uint64_t)out->fd_from);
        if (r != NULL) {
            out->fd = -1;
        }
    } else if (out->fixed != NULL) {
        r = from_memory(out->fixed, out->fixed_n);
    } else {
        r = from_memory(out->body.p, out->body.n);
    }
    if (r == NULL) {
        return NULL;
    }
    for (size_t at = 0; at < out->headers.n;) {
        const char *name = out->headers.p + at;
        const char *value = name + strlen(name) + 1;
        (void)MHD_add_response_header(r, name, value);
        at += strlen(name) + strlen(value) + 2;
    }
    if (out->close) {
        (void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    return r;
}

static enum MHD_Result send_out(struct wr_xchg *x)
{
    struct wr_out *out = &x->out;
    int64_t bytes = out->fd >= 0 ? out->fd_n : (int64_t)(out->body.n + out->fixed_n);
    bool stream = out->stream != NULL;
    out->close = out->close || x->http->stopping;
    struct MHD_Response *r = make_response(out);
    if (r == NULL) {
        return MHD_NO;
    }
    wr_link_phase(x->http, x->link, stream ? WR_PHASE_WORKING : WR_PHASE_SENDING, bytes);
    enum MHD_Result queued = MHD_queue_response(x->conn, (unsigned)out->status, r);
    MHD_destroy_response(r);
    x->sent = queued == MHD_YES;
    return queued;
}

static enum MHD_Result copy_header(void *cls, enum MHD_ValueKind kind WR_UNUSED, const char *key,
                                   size_t key_n, const char *value, size_t value_n)
{
    struct wr_xchg *x = cls;
    if (x->n_headers == WR_HEADERS_MAX) {
        return MHD_NO;
    }
    struct wr_header *h = &x->headers[x->n_headers++];
    h->name = wr_arena_dup(&x->mem, (struct wr_str){key, key_n});
    h->value = wr_arena_dup(&x->mem, (struct wr_str){value != NULL ? value : "", value_n});
    return MHD_YES;
}

static void read_method(struct wr_xchg *x, const char *method)
{
    x->method_text = wr_arena_cstr(&x->mem, wr_str(method));
    x->method_text = x->method_text != NULL ? x->method_text : "";
    x->head = strcmp(method, "HEAD") == 0;
    for (size_t m = 0; m < WR_METHODS_N; m++) {
        if (strcmp(method, wr_method_name((enum wr_method)m)) == 0 || (x->head && m == WR_GET)) {
            x->method = (enum wr_method)m;
            x->method_known = true;
            return;
        }
    }
}

/** First call of a request: all headers are there, nothing of the body. */
static enum MHD_Result first_call(struct wr_xchg *x, struct MHD_Connection *conn,
                                  const char *method)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    x->seen = true;
    x->conn = conn;
    x->link = info != NULL ? info->socket_context : NULL;
    if (x->link == NULL) {
        return MHD_NO;
    }
    read_method(x, method);
    (void)MHD_get_connection_values_n(conn, MHD_HEADER_KIND, copy_header, x);
    if (wr_xchg_begin(x) &&
        (x->length < 0 || x->length > DROP_BYTES_MAX || wr_xchg_header(x, "Expect").p != NULL)) {
        return send_out(x);
    }
    wr_link_phase(x->http, x->link, WR_PHASE_READING,
                  x->length > 0 ? x->length : (int64_t)wr_xchg_body_max(x));
    return MHD_YES;
}

static enum MHD_Result take_body(struct wr_xchg *x, const char *p, size_t n)
{
    wr_xchg_body(x, p, n);
    int64_t ceiling = (int64_t)wr_xchg_body_max(x) + DROP_BYTES_MAX;
    return x->received_bytes > ceiling ? MHD_NO : MHD_YES;
}

/** The request is complete. */
static enum MHD_Result last_call(struct wr_xchg *x)
{
    struct wr_http *h = x->http;
    if (wr_xchg_ready(x)) {
        return send_out(x);
    }
    wr_link_phase(h, x->link, WR_PHASE_WORKING, 0);
    int rc = wr_pool_submit(h, x, park_request);
    if (rc == 0) {
        return MHD_YES;
    }
    wr_metrics_refused(h->metrics, rc == WR_EBUSY ? WR_REFUSED_QUEUE : WR_REFUSED_STOPPING);
    wr_xchg_refuse(x, rc == WR_EBUSY ? WR_K_http_queue_full : WR_K_http_stopping,
                   (struct wr_str){NULL, 0}, (struct wr_str){NULL, 0});
    return send_out(x);
}

static enum MHD_Result on_request(void *cls WR_UNUSED, struct MHD_Connection *conn,
                                  const char *url WR_UNUSED, const char *method,
                                  const char *version WR_UNUSED, const char *body, size_t *body_n,
                                  void **req_cls)
{
    struct wr_xchg *x = *req_cls;
    if (x == NULL) {
        return MHD_NO;
    }
    if (!x->seen) {
        return first_call(x, conn, method);
    }
    if (*body_n > 0) {
        size_t n = *body_n;
        *body_n = 0;
        return take_body(x, body, n);
    }
    (void)pthread_mutex_lock(&x->http->lock);
    enum wr_xchg_state state = x->state;
    (void)pthread_mutex_unlock(&x->http->lock);
    return state == WR_X_READING ? last_call(x) : send_out(x);
}

/** The address line has arrived, as it was sent. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *conn WR_UNUSED)
{
    return wr_xchg_new(cls, uri);
}

static void on_completed(void *cls WR_UNUSED, struct MHD_Connection *conn WR_UNUSED, void **req_cls,
                         enum MHD_RequestTerminationCode how WR_UNUSED)
{
    struct wr_xchg *x = *req_cls;
    *req_cls = NULL;
    if (x == NULL) {
        return;
    }
    if (x->link != NULL) {
        wr_link_phase(x->http, x->link, WR_PHASE_IDLE, 0);
        wr_xchg_account(x);
    }
    wr_xchg_unref(x);
}

static void name_address(struct MHD_Connection *conn, char dst[46])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *sa = info != NULL ? info->client_addr : NULL;
    (void)snprintf(dst, 46, "?");
    if (sa != NULL && sa->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)sa;
        (void)inet_ntop(AF_INET, &in->sin_addr, dst, 46);
    } else if (sa != NULL && sa->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)sa;
        (void)inet_ntop(AF_INET6, &in6->sin6_addr, dst, 46);
    }
}

static void on_connection(void *cls, struct MHD_Connection *conn, void **socket_cls,
                          enum MHD_ConnectionNotificationCode what)
{
    struct wr_http *h = cls;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        struct wr_link *gone = *socket_cls;
        if (gone != NULL) {
            wr_link_remove(h, gone);
            wr_free(gone);
            *socket_cls = NULL;
        }
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct wr_link *l = wr_alloc(sizeof(*l));
    if (l == NULL || info == NULL) {
        wr_free(l);
        return;
    }
    l->fd = info->connect_fd;
    name_address(conn, l->address);
    wr_link_add(h, l);
    wr_link_phase(h, l, WR_PHASE_IDLE, 0);
    *socket_cls = l;
}

/** Paths and queries stay as they were sent; router and decoder unescape what they take. */
static size_t keep_escapes(void *cls WR_UNUSED, struct MHD_Connection *conn WR_UNUSED, char *text)
{
    return strlen(text);
}

static void on_library_log(void *cls WR_UNUSED, const char *fmt, va_list ap)
{
    char line[300];
    (void)vsnprintf(line, sizeof(line), fmt, ap);
    line[strcspn(line, "\r\n")] = '\0';
    wr_log(WR_LOG_DEBUG, "http.library", "text=\"%s\"", line);
}

/** "127.0.0.1:8600", "[::1]:8600", "0.0.0.0:80" into an address. */
static int parse_listen(const char *text, struct sockaddr_storage *ret)
{
    char host[64];
    struct wr_str all = wr_str(text);
    size_t colon = all.n;
    while (colon > 0 && all.p[colon - 1] != ':') {
        colon--;
    }
    int64_t port = 0;
    if (colon < 2 || !wr_str_i64(wr_str_sub(all, colon, all.n), &port) || port < 0 ||
        port > 65535) {
        return WR_EINVALID;
    }
    struct wr_str name = wr_str_sub(all, 0, colon - 1);
    if (name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']') {
        name = wr_str_sub(name, 1, name.n - 2);
    }
    name = wr_str_eq(name, WR_S("localhost")) ? WR_S("127.0.0.1") : name;
    if (!wr_str_copy_z(name, host, sizeof(host))) {
        return WR_EINVALID;
    }
    *ret = (struct sockaddr_storage){0};
    struct sockaddr_in *in = (void *)ret;
    struct sockaddr_in6 *in6 = (void *)ret;
    if (inet_pton(AF_INET, host, &in->sin_addr) == 1) {
        in->sin_family = AF_INET;
        in->sin_port = htons((uint16_t)port);
        return 0;
    }
    if (inet_pton(AF_INET6, host, &in6->sin6_addr) == 1) {
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons((uint16_t)port);
        return 0;
    }
    return WR_EINVALID;
}

int wr_mhd_start(struct wr_http *h)
{
    struct sockaddr_storage address;
    int rc = parse_listen(h->opt.listen, &address);
    if (rc != 0) {
        return rc;
    }
    const struct wr_http_options *opt = &h->opt;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    flags |= address.ss_family == AF_INET6 ? (unsigned)MHD_USE_IPv6 : 0U;
    bool behind_proxy = opt->trusted_proxy != NULL && opt->trusted_proxy[0] != '\0';
    errno = 0;
    h->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, h, MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_THREAD_POOL_SIZE, IO_THREADS,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)opt->connections_max,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, behind_proxy ? 0U : (unsigned)opt->per_address_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)opt->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        opt->header_bytes_max > 0 ? opt->header_bytes_max : HEADER_BYTES_DEFAULT,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_uri, h,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, h, MHD_OPTION_NOTIFY_COMPLETED, on_completed, h,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_END);
    if (h->daemon == NULL) {
        return errno == EADDRINUSE ? WR_ECONFLICT : WR_EIO;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT);
    h->port = info != NULL ? info->port : 0;
    return 0;
}

void wr_mhd_quiesce(struct wr_http *h)
{
    h->listen_fd = MHD_quiesce_daemon(h->daemon);
}

void wr_mhd_stop(struct wr_http *h)
{
    MHD_stop_daemon(h->daemon);
    h->daemon = NULL;
    if (h->listen_fd >= 0) {
        (void)close(h->listen_fd);
        h->listen_fd = -1;
    }
}
