/* Sockets: accept, read, answer, close. One thread, level-triggered epoll. */
#include "ingest/ingest_in.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 512
#define TICK_MS 1000
#define TAG_LISTEN UINT64_C(0xffffffff00000001)
#define TAG_WAKE UINT64_C(0xffffffff00000002)
#define ENDING_MS INT64_C(10000)

void address_text(const uint8_t address[16], char dst[48])
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    bool v4 = memcmp(address, mapped, sizeof(mapped)) == 0;

    if (!inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? address + 12 : address, dst, 48))
        dst[0] = '\0';
}

/* ---- connections -------------------------------------------------------------------------------- */

static void watch(struct wr_ingest *g, struct conn *c)
{
    struct epoll_event e = {.events = (c->paused || g->held ? 0u : EPOLLIN) |
                                      (c->wants_out ? EPOLLOUT : 0u),
                            .data.u64 = (uint64_t)c->gen << 32 | c->index};
    (void)epoll_ctl(g->epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

void conn_close(struct wr_ingest *g, struct conn *c)
{
    if (c->fd < 0)
        return;
    stations_detach(g, c);
    (void)close(c->fd);
    c->fd = -1;
    c->left = wr_free(c->left);
    c->out = wr_free(c->out);
    c->left_n = c->out_n = c->out_at = 0;
    g->free_conns[g->free_n++] = c->index;
    g->conns_open--;
    atomic_store(&g->n_connections, (long long)g->conns_open);
}

/** Write what lies in the out-buffer. */
static void conn_flush(struct wr_ingest *g, struct conn *c)
{
    while (c->out_at < c->out_n) {
        ssize_t n = send(c->fd, c->out + c->out_at, c->out_n - c->out_at, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!c->wants_out) {
                c->wants_out = true;
                watch(g, c);
            }
            return;
        }
        if (n <= 0) {
            conn_close(g, c);
            return;
        }
        c->out_at += (size_t)n;
    }
    c->out = wr_free(c->out);
    c->out_n = c->out_at = 0;
    if (c->wants_out) {
        c->wants_out = false;
        watch(g, c);
    }
}

static void touch(struct wr_ingest *g, struct conn *c)
{
    if (!c->touched) {
        c->touched = true;
        g->touched[g->touched_n++] = c;
    }
}

void conn_send(struct wr_ingest *g, struct conn *c, const char *p, size_t n)
{
    if (c->fd < 0)
        return;
    if (c->out_n - c->out_at + n > WR_INGEST_OUT_MAX) {
        c->closing = true; /* it sends and does not read */
        touch(g, c);
        return;
    }
    if (c->out_at > 0) {
        memmove(c->out, c->out + c->out_at, c->out_n - c->out_at);
        c->out_n -= c->out_at;
        c->out_at = 0;
    }
    size_t cap = 512;
    while (cap < c->out_n + n)
        cap *= 2;
    char *bigger = wr_realloc_array(c->out, cap, 1);
    if (!bigger) {
        c->closing = true;
        touch(g, c);
        return;
    }
    c->out = bigger;
    memcpy(c->out + c->out_n, p, n);
    c->out_n += n;
    touch(g, c);
}

static void flush_touched(struct wr_ingest *g)
{
    for (size_t i = 0; i < g->touched_n; i++) {
        struct conn *c = g->touched[i];
        c->touched = false;
        if (c->fd >= 0 && c->closing)
            conn_close(g, c);
        else if (c->fd >= 0)
            conn_flush(g, c);
    }
    g->touched_n = 0;
}

/* ---- accepting ----------------------------------------------------------------------------------- */

static bool may_connect(const struct wr_ingest *g, const uint8_t address[16])
{
    size_t same = 0;

    if (g->conns_open == g->opt.connections_max)
        return false;
    if (g->opt.per_address_max >= g->opt.connections_max)
        return true;
    for (size_t i = 0; i < g->conns_n; i++)
        same += g->conns[i].fd >= 0 && memcmp(g->conns[i].address, address, 16) == 0;
    return same < g->opt.per_address_max;
}

static void take_address(const struct sockaddr_storage *from, uint8_t ret[16])
{
    if (from->ss_family == AF_INET6) {
        memcpy(ret, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
    } else {
        memset(ret, 0, 16);
        ret[10] = ret[11] = 0xff;
        memcpy(ret + 12, &((const struct sockaddr_in *)from)->sin_addr, 4);
    }
}

static void accept_one(struct wr_ingest *g, int fd, const struct sockaddr_storage *from)
{
    const int yes = 1;
    uint8_t address[16];
    struct hj212_profile any = hj212_compat();

    take_address(from, address);
    if (!may_connect(g, address)) {
        (void)close(fd);
        return;
    }
    uint32_t index = g->free_n > 0 ? g->free_conns[--g->free_n] : (uint32_t)g->conns_n++;
    struct conn *c = &g->conns[index];
    uint32_t gen = c->gen + 1;
    *c = (struct conn){.fd = fd, .index = index, .gen = gen, .last_ms = g->mono_ms};
    memcpy(c->address, address, sizeof(address));
    any.allowed =
        HJ212_ALL_LENIENCIES; /* whose frame it is, and what that station may, comes later */
    any.lazy_numbers = true;
    hj212_framer_init(&c->framer, any);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof(yes));
    struct epoll_event e = {.events = g->held ? 0u : EPOLLIN,
                            .data.u64 = (uint64_t)gen << 32 | index};
    g->conns_open++;
    atomic_store(&g->n_connections, (long long)g->conns_open);
    atomic_fetch_add(&g->n_accepted, 1);
    if (epoll_ctl(g->epoll_fd, EPOLL_CTL_ADD, fd, &e) != 0)
        conn_close(g, c);
}

static void accept_all(struct wr_ingest *g)
{
    for (int i = 0; i < 1000; i++) {
        struct sockaddr_storage from;
        socklen_t n = sizeof(from);
        int fd = accept4(g->listen_fd, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        accept_one(g, fd, &from);
    }
}

/* ---- reading ------------------------------------------------------------------------------------- */

/** Keep the beginning of a frame for the next read; connections that wait hold nothing. */
static void keep_left(struct wr_ingest *g, struct conn *c, const char *p, size_t n)
{
    if (n == 0) {
        c->left = wr_free(c->left);
        c->left_n = 0;
        return;
    }
    char *left = wr_realloc_array(c->left, n, 1);
    if (!left) {
        c->closing = true;
        touch(g, c);
        return;
    }
    if (c->left_n == 0)
        c->left_ms = g->mono_ms;
    memcpy(left, p, n);
    c->left = left;
    c->left_n = n;
}

static void conn_read(struct wr_ingest *g, struct conn *c)
{
    size_t have = c->left_n;

    if (have > 0)
        memcpy(g->read_buf, c->left, have);
    ssize_t n = recv(c->fd, g->read_buf + have, WR_INGEST_READ_BYTES - have, 0);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    bool end = n <= 0;
    size_t all = have + (n > 0 ? (size_t)n : 0);
    size_t done = take_frames(g, c, g->read_buf, all, end);
    if (end) {
        conn_close(g, c);
        return;
    }
    c->last_ms = g->mono_ms;
    if (c->fd < 0)
        return;
    if (done > 0 && c->left_n > 0)
        c->left_n = 0; /* what is left now began to arrive now */
    keep_left(g, c, g->read_buf + done, all - done);
    if (g->opt.frames_per_s_max > 0 && c->frames_in_second > g->opt.frames_per_s_max &&
        !c->paused) {
        c->paused = true; /* until the second is over */
        watch(g, c);
    }
}

static void each_second(struct wr_ingest *g)
{
    for (size_t i = 0; i < g->conns_n; i++) {
        struct conn *c = &g->conns[i];
        if (c->fd < 0)
            continue;
        c->frames_in_second = 0;
        if (c->paused) {
            c->paused = false;
            watch(g, c);
        }
        if (c->left_n > 0 && g->mono_ms - c->left_ms > g->opt.frame_s * 1000) {
            (void)take_frames(g, c, c->left, c->left_n, true);
            c->left = wr_free(c->left);
            c->left_n = 0;
        }
        if (c->closing || g->mono_ms - c->last_ms > g->opt.idle_s * 1000)
            conn_close(g, c);
    }
    stations_report(g);
}

/* ---- batches ------------------------------------------------------------------------------------- */

static void hold(struct wr_ingest *g, bool held)
{
    if (g->held == held)
        return;
    g->held = held;
    if (held)
        atomic_fetch_add(&g->n_held, 1);
    for (size_t i = 0; i < g->conns_n; i++)
        if (g->conns[i].fd >= 0)
            watch(g, &g->conns[i]);
}

/** Hand the batch to the journal when that is idle, or when it is big; stop reading when too much is under way. */
static void hand_over(struct wr_ingest *g)
{
    struct batch *b = g->batch;
    struct batch *fresh = NULL;

    (void)pthread_mutex_lock(&g->lock);
    bool idle = g->write_q.n == 0 && !g->writing;
    bool crowded =
        g->write_q.n >= WR_INGEST_BATCHES_MAX || g->backlog_bytes > g->opt.backlog_bytes_max;
    (void)pthread_mutex_unlock(&g->lock);
    if (b->frames > 0 && (idle || b->raw.n >= WR_INGEST_BATCH_BYTES)) {
        fresh = batch_new();
        if (fresh) {
            b->hour = g->now_ms / WR_RAW_HOUR_MS;
            (void)pthread_mutex_lock(&g->lock);
            queue_put(&g->write_q, b);
            (void)pthread_cond_signal(&g->to_write);
            (void)pthread_mutex_unlock(&g->lock);
            g->batch = fresh;
        }
    }
    hold(g, crowded || g->batch->raw.n >= 2 * WR_INGEST_BATCH_BYTES);
}

static void send_acks(struct wr_ingest *g, const struct batch *b)
{
    size_t at = 0;

    while (at + sizeof(struct ack) <= b->acks.n) {
        struct ack a;
        memcpy(&a, b->acks.p + at, sizeof(a));
        at += sizeof(a);
        struct conn *c = &g->conns[a.conn];
        if (c->fd >= 0 && c->gen == a.gen)
            conn_send(g, c, b->acks.p + at, a.n);
        at += a.n;
        atomic_fetch_add_explicit(&g->n_acks, 1, memory_order_relaxed);
    }
}

static void take_done(struct wr_ingest *g)
{
    (void)pthread_mutex_lock(&g->lock);
    struct batch *b = g->done;
    g->done = NULL;
    g->done_tail = &g->done;
    (void)pthread_mutex_unlock(&g->lock);
    while (b) {
        struct batch *next = b->done_next;
        send_acks(g, b);
        batch_unref(b);
        b = next;
    }
}

/* ---- the loop ------------------------------------------------------------------------------------ */

static void take_registry(struct wr_ingest *g)
{
    unsigned gen = atomic_load(&g->registry_gen);
    if (gen == g->reg_gen)
        return;
    (void)pthread_mutex_lock(&g->lock);
    struct registry *fresh = registry_ref(g->registry);
    (void)pthread_mutex_unlock(&g->lock);
    g->reg = registry_unref(g->reg);
    g->reg = fresh;
    g->reg_gen = gen;
}

static void handle(struct wr_ingest *g, const struct epoll_event *e)
{
    uint64_t drop = 0;

    if (e->data.u64 == TAG_LISTEN) {
        accept_all(g);
        return;
    }
    if (e->data.u64 == TAG_WAKE) {
        (void)!read(g->wake_fd, &drop, sizeof(drop));
        return;
    }
    struct conn *c = &g->conns[(uint32_t)e->data.u64];
    if (c->fd < 0 || c->gen != (uint32_t)(e->data.u64 >> 32))
        return;
    if (e->events & EPOLLOUT)
        conn_flush(g, c);
    if (c->fd >= 0 && (e->events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        conn_read(g, c);
}

static void look_at_clocks(struct wr_ingest *g)
{
    g->now_ms = wr_now_ms(g->clock);
    g->mono_ms = wr_mono_ms(g->clock);
}

static void turn(struct wr_ingest *g, int wait_ms)
{
    struct epoll_event events[EVENTS];
    int n = epoll_wait(g->epoll_fd, events, EVENTS, wait_ms);

    look_at_clocks(g);
    take_registry(g);
    for (int i = 0; i < n; i++) {
        handle(g, &events[i]);
        if (g->batch->raw.n >= WR_INGEST_BATCH_BYTES)
            hand_over(g);
    }
    take_done(g);
    send_orders(g);
    flush_touched(g);
    hand_over(g);
    if (g->mono_ms - g->last_tick_ms >= TICK_MS) {
        g->last_tick_ms = g->mono_ms;
        each_second(g);
    }
}

/** Nothing is read any more; what was read goes to disk and is answered. */
static void wind_up(struct wr_ingest *g)
{
    int64_t until = wr_mono_ms(g->clock) + ENDING_MS;
    bool busy = true;

    g->opt.backlog_bytes_max = 0;
    hold(g, true);
    while (busy && wr_mono_ms(g->clock) < until) {
        (void)pthread_mutex_lock(&g->lock);
        busy = g->write_q.n > 0 || g->writing || g->done != NULL;
        (void)pthread_mutex_unlock(&g->lock);
        busy = busy || g->batch->frames > 0;
        turn(g, 20);
    }
    for (size_t i = 0; i < g->conns_n; i++)
        conn_close(g, &g->conns[i]);
    stations_report(g);
}

void *socket_main(void *arg)
{
    struct wr_ingest *g = arg;

    look_at_clocks(g);
    g->last_tick_ms = g->mono_ms;
    while (!atomic_load(&g->stopping))
        turn(g, 250);
    (void)epoll_ctl(g->epoll_fd, EPOLL_CTL_DEL, g->listen_fd, NULL);
    wind_up(g);
    (void)pthread_mutex_lock(&g->lock);
    g->socket_ended = true;
    (void)pthread_cond_broadcast(&g->to_write);
    (void)pthread_cond_broadcast(&g->to_keep);
    (void)pthread_mutex_unlock(&g->lock);
    return NULL;
}

/* ---- listening ----------------------------------------------------------------------------------- */

static bool parse_listen(const char *listen, struct sockaddr_storage *ret, socklen_t *ret_n)
{
    struct wr_str s = wr_str(listen);
    struct sockaddr_in *v4 = (struct sockaddr_in *)ret;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret;
    size_t colon = s.n;
    int64_t port = 0;
    char host[64];

    while (colon > 0 && s.p[colon - 1] != ':')
        colon--;
    if (colon == 0 || !wr_str_i64(wr_str_sub(s, colon, s.n), &port) || port < 0 || port > 65535)
        return false;
    struct wr_str h = wr_str_sub(s, 0, colon - 1);
    if (h.n >= 2 && h.p[0] == '[')
        h = wr_str_sub(h, 1, h.n - 2);
    *ret = (struct sockaddr_storage){0};
    if (!wr_str_copy_z(h, host, sizeof(host)))
        return false;
    if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons((uint16_t)port);
        *ret_n = sizeof(*v4);
        return true;
    }
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons((uint16_t)port);
    *ret_n = sizeof(*v6);
    return inet_pton(AF_INET6, host, &v6->sin6_addr) == 1;
}

/** As many descriptors as connections, where the system lets us. */
static void raise_limit(const struct wr_ingest *g)
{
    struct rlimit r;
    rlim_t want = (rlim_t)g->opt.connections_max + 1024;

    if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= want)
        return;
    r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
    (void)setrlimit(RLIMIT_NOFILE, &r);
}

int socket_listen(struct wr_ctx *ctx, struct wr_ingest *g)
{
    struct sockaddr_storage at;
    socklen_t n = 0;
    const int yes = 1;

    raise_limit(g);
    if (!parse_listen(g->listen, &at, &n))
        return wr_fail(ctx, WR_K_ingest_listen, wr_str(g->listen), WR_S("EINVAL"));
    g->listen_fd = socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)setsockopt(g->listen_fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (g->listen_fd < 0 || bind(g->listen_fd, (struct sockaddr *)&at, n) != 0 ||
        listen(g->listen_fd, 4096) != 0)
        return wr_fail(ctx, WR_K_ingest_listen, wr_str(g->listen), wr_str(strerror(errno)));
    n = sizeof(at);
    if (getsockname(g->listen_fd, (struct sockaddr *)&at, &n) == 0)
        g->port = ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                                 : ((struct sockaddr_in *)&at)->sin_port);
    struct epoll_event e = {.events = EPOLLIN, .data.u64 = TAG_LISTEN};
    int rc = epoll_ctl(g->epoll_fd, EPOLL_CTL_ADD, g->listen_fd, &e);
    e.data.u64 = TAG_WAKE;
    if (rc == 0)
        rc = epoll_ctl(g->epoll_fd, EPOLL_CTL_ADD, g->wake_fd, &e);
    return rc == 0 ? 0
                   : wr_fail(ctx, WR_K_ingest_listen, wr_str(g->listen), wr_str(strerror(errno)));
}
