/*
 * `wurao hj212 send`: simulated stations over TCP, and what came of it. One thread, epoll; knows the protocol only, so it can
 * be pointed at any host.
 */
#include "app/cli_hj212_send.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REPLY_BYTES ((size_t)256 << 10)
#define EVENTS 256
#define PATIENCE_MS 5000
#define OPENING_MAX 200 /* connections being opened at once: a listener's queue is short */
#define AGAIN_NS INT64_C(2000000000) /* live: until a broken connection is opened anew */
#define LIVE_TURN_MS 100

static struct hj212_msg msg;

static int64_t now_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- latency: sixteen buckets for each doubling ------------------------------------------------ */
static unsigned bucket_of(int64_t ns)
{
    uint64_t v = ns > 15 ? (uint64_t)ns : 16;
    unsigned top = 63 - (unsigned)__builtin_clzll(v);
    unsigned at = top * 16 + (unsigned)(v >> (top - 4) & 15);
    return at < WR_SIM_BUCKETS ? at : WR_SIM_BUCKETS - 1;
}

double wr_sim_latency_ms(const struct wr_sim_sender *s, double share)
{
    uint64_t want = (uint64_t)((double)s->answered * share);
    uint64_t seen = 0;
    for (unsigned i = 0; i < WR_SIM_BUCKETS; i++) {
        seen += s->latency[i];
        if (seen > want) {
            return (double)((uint64_t)(16 + i % 16) << (i / 16) >> 4) / 1e6;
        }
    }
    return 0;
}

/* ---- connections ------------------------------------------------------------------------------- */
static void enqueue(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    if (!c->queued && c->state == WR_SIM_OPEN && !c->blocked && c->waiting < s->window &&
        c->done < c->n) {
        c->queued = true;
        s->queue[(s->queue_head + s->queue_n++) % s->n_conns] = (uint32_t)(c - s->conns);
    }
}

static void watch(struct wr_sim_sender *s, struct wr_sim_conn *c, int op, bool out)
{
    struct epoll_event e = {.events = EPOLLIN | (out ? (uint32_t)EPOLLOUT : 0),
                            .data.u32 = (uint32_t)(c - s->conns)};
    (void)epoll_ctl(s->epoll, op, c->fd, &e);
}

static void drop(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    if (c->state == WR_SIM_OPENING) {
        s->opening--;
        s->failed++;
    } else if (c->state == WR_SIM_OPEN) {
        s->lost++;
    }
    c->state = WR_SIM_CLOSED;
    (void)close(c->fd);
    c->fd = -1;
    if (s->sim.live) {
        c->again_ns = now_ns() + AGAIN_NS;
        for (uint32_t i = 0; c->waiting > 0 && i < c->n; i++) {
            wr_sim_again(&s->sim, &s->stations[c->first + i]);
        }
        c->waiting = 0;
        c->out_n = c->in_n = 0;
        c->blocked = false;
        hj212_framer_init(&c->framer, hj212_compat());
    } else {
        c->done = c->n;
    }
}

static void open_conn(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    int one = 1;
    c->fd = socket(s->to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    c->again_ns = 0;
    if (c->fd < 0) {
        s->failed++;
        c->done = s->sim.live ? c->done : c->n;
        c->again_ns = now_ns() + AGAIN_NS;
        return;
    }
    (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    c->state = WR_SIM_OPENING;
    s->opening++;
    if (connect(c->fd, s->to->ai_addr, s->to->ai_addrlen) != 0 && errno != EINPROGRESS) {
        drop(s, c);
        return;
    }
    watch(s, c, EPOLL_CTL_ADD, true);
}

static void flush_out(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    while (c->out_n > 0) {
        ssize_t n = send(c->fd, c->out, c->out_n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno != EAGAIN) {
            drop(s, c);
            return;
        }
        if (n < 0) {
            if (!c->blocked) {
                watch(s, c, EPOLL_CTL_MOD, true);
            }
            c->blocked = true;
            return;
        }
        c->out_n -= (size_t)n;
        memmove(c->out, c->out + n, c->out_n);
    }
    if (c->blocked) {
        watch(s, c, EPOLL_CTL_MOD, false);
    }
    c->blocked = false;
}

/* ---- sending ----------------------------------------------------------------------------------- */
/** One packet of the next station that has one. @return false: there is none */
static bool make_packet(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    static char packet[6 * HJ212_BUFFER_MIN];
    for (uint32_t tried = 0; c->done < c->n && tried < c->n; tried++) {
        struct wr_sim_station *station = &s->stations[c->first + c->turn];
        c->turn = (c->turn + 1) % c->n;
        if (station->at_ms >= s->sim.to_ms) {
            continue; /* counted when it ended */
        }
        struct wr_sim_packet p = wr_sim_next(&s->sim, station, packet, sizeof(packet));
        c->done += station->at_ms >= s->sim.to_ms;
        if (p.n == 0) {
            continue;
        }
        memcpy(c->out + c->out_n, packet, p.n);
        c->out_n += p.n;
        s->sent++;
        s->bytes += p.n;
        s->damaged += p.damaged;
        s->wanted += p.wants_answer;
        if (p.wants_answer) {
            uint32_t at = (c->head + c->waiting++) % s->window;
            c->ring[at] = (struct wr_sim_sent){p.qn, now_ns()};
        }
        return true;
    }
    return false;
}

/** Packets until the window, the buffer or the budget is full. @return packets made */
static int64_t fill_out(struct wr_sim_sender *s, struct wr_sim_conn *c, int64_t budget)
{
    int64_t made = 0;
    size_t room = s->sim.key != NULL ? HJ212_ENCRYPTED_MAX + HJ212_FRAME_EXTRA : 2048;
    while (made < budget && c->waiting < s->window && c->out_n + room <= WR_SIM_OUT_BYTES &&
           make_packet(s, c)) {
        made++;
    }
    return made;
}

static void send_some(struct wr_sim_sender *s)
{
    int64_t budget = INT64_MAX;
    if (s->rate > 0) {
        budget =
            (int64_t)((double)(now_ns() - s->from_ns) / 1e9 * (double)s->rate) - (int64_t)s->sent;
    }
    int64_t left = s->packets_max - (int64_t)s->sent;
    budget = budget < left ? budget : left;
    for (uint32_t i = s->queue_n; i > 0 && budget > 0; i--) {
        struct wr_sim_conn *c = &s->conns[s->queue[s->queue_head]];
        s->queue_head = (s->queue_head + 1) % s->n_conns;
        s->queue_n--;
        c->queued = false;
        if (c->state != WR_SIM_OPEN) {
            continue;
        }
        budget -= fill_out(s, c, budget < 32 ? budget : 32);
        flush_out(s, c);
        enqueue(s, c);
    }
}

/* ---- receiving --------------------------------------------------------------------------------- */
static uint64_t number_of(struct hj212_str t)
{
    uint64_t v = 0;
    for (size_t i = 0; i < t.n && t.p[i] >= '0' && t.p[i] <= '9'; i++) {
        v = v * 10 + (uint64_t)(t.p[i] - '0');
    }
    return v;
}

static void take_answer(struct wr_sim_sender *s, struct wr_sim_conn *c, uint64_t qn)
{
    for (uint32_t i = 0; i < c->waiting; i++) {
        struct wr_sim_sent *w = &c->ring[(c->head + i) % s->window];
        if (w->qn != qn) {
            continue;
        }
        int64_t ns = now_ns() - w->at_ns;
        s->latency[bucket_of(ns)]++;
        s->latency_max_ns = ns > s->latency_max_ns ? ns : s->latency_max_ns;
        s->answered++;
        *w = c->ring[c->head]; /* the oldest takes its place */
        c->head = (c->head + 1) % s->window;
        c->waiting--;
        return;
    }
    if (s->damaged > 0) {
        s->wrong++;
    } else {
        s->unexpected++;
    }
}

/** All of a reply, waiting for the peer where it must: a packet may not be cut. */
static void send_all(struct wr_sim_sender *s, struct wr_sim_conn *c, const char *p, size_t n)
{
    while (n > 0 && c->state == WR_SIM_OPEN) {
        struct pollfd ready = {.fd = c->fd, .events = POLLOUT};
        ssize_t put = send(c->fd, p, n, MSG_NOSIGNAL);
        if (put > 0) {
            p += put;
            n -= (size_t)put;
        } else if (put < 0 && errno != EINTR &&
                   (errno != EAGAIN || poll(&ready, 1, PATIENCE_MS) <= 0)) {
            drop(s, c);
        }
    }
}

static void take_request(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    static char reply[REPLY_BYTES];
    size_t n = wr_sim_reply(&s->sim, &msg, reply, sizeof(reply));
    s->requests++;
    send_all(s, c, c->out, c->out_n);
    c->out_n = 0;
    send_all(s, c, reply, n);
}

static void take_frame(struct wr_sim_sender *s, struct wr_sim_conn *c,
                       const struct hj212_frame *frame)
{
    const struct hj212_profile p = hj212_compat();
    if (hj212_parse(frame, &p, &msg) != HJ212_OK) {
        s->unexpected++;
        return;
    }
    if (msg.command == 9014 || msg.command == 9013) {
        take_answer(s, c, number_of(hj212_answered_qn(&msg)));
    } else {
        take_request(s, c);
    }
}

static void receive(struct wr_sim_sender *s, struct wr_sim_conn *c)
{
    ssize_t got = recv(c->fd, c->in + c->in_n, WR_SIM_IN_BYTES - c->in_n, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        drop(s, c);
        return;
    }
    c->in_n += (size_t)got;
    s->last_ns = now_ns();
    size_t from = 0;
    for (enum hj212_got g = HJ212_BAD; g != HJ212_MORE && c->state == WR_SIM_OPEN;) {
        struct hj212_frame frame;
        g = hj212_next(&c->framer, c->in + from, c->in_n - from, false, &frame);
        if (g == HJ212_FRAME) {
            take_frame(s, c, &frame);
        } else if (g == HJ212_BAD) {
            s->unexpected++;
        }
        from += frame.consumed;
    }
    c->in_n -= from;
    memmove(c->in, c->in + from, c->in_n);
    if (c->in_n == WR_SIM_IN_BYTES && c->state == WR_SIM_OPEN) {
        drop(s, c); /* no host has that much to say at once */
    }
}

static void event(struct wr_sim_sender *s, struct wr_sim_conn *c, uint32_t events)
{
    if (c->state == WR_SIM_OPENING) {
        int error = 0;
        socklen_t n = sizeof(error);
        (void)getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &n);
        if (error != 0 || (events & (EPOLLERR | EPOLLHUP)) != 0) {
            drop(s, c);
            return;
        }
        c->state = WR_SIM_OPEN;
        s->opening--;
        s->last_ns = now_ns();
        watch(s, c, EPOLL_CTL_MOD, false);
    }
    if ((events & EPOLLOUT) != 0 && c->state == WR_SIM_OPEN) {
        flush_out(s, c);
    }
    if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0 && c->state == WR_SIM_OPEN) {
        receive(s, c);
    }
    enqueue(s, c);
}

/* ---- live -------------------------------------------------------------------------------------- */
static volatile sig_atomic_t told_to_stop;

static void on_signal(int what)
{
    (void)what;
    told_to_stop = 1;
}

static void catch_signals(void)
{
    struct sigaction a = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &a, NULL);
    (void)sigaction(SIGINT, &a, NULL);
}

/** Answers that are not worth waiting for any longer count as missing, and the window opens again. */
static void forget_late(struct wr_sim_sender *s, struct wr_sim_conn *c, int64_t now)
{
    while (c->waiting > 0 && now - c->ring[c->head].at_ns > s->wait_ns) {
        c->head = (c->head + 1) % s->window;
        c->waiting--;
    }
}

static void live_turn(struct wr_sim_sender *s)
{
    int64_t now = now_ns();
    s->sim.now_ms = wr_ctx_now(s->ctx);
    for (uint32_t i = 0; i < s->opened; i++) {
        struct wr_sim_conn *c = &s->conns[i];
        if (c->state == WR_SIM_CLOSED && now >= c->again_ns && s->opening < OPENING_MAX) {
            open_conn(s, c);
        }
        forget_late(s, c, now);
        enqueue(s, c);
    }
}

/* ---- the run ----------------------------------------------------------------------------------- */
static bool sending_is_over(const struct wr_sim_sender *s)
{
    if ((int64_t)s->sent >= s->packets_max ||
        now_ns() - s->from_ns >= s->seconds_max * 1000000000) {
        return true;
    }
    for (uint32_t i = 0; i < s->n_conns; i++) {
        const struct wr_sim_conn *c = &s->conns[i];
        if (c->done < c->n || c->state == WR_SIM_OPENING || c->out_n > 0) {
            return false;
        }
    }
    return s->opened == s->n_conns;
}

static void open_some(struct wr_sim_sender *s)
{
    while (s->opened < s->n_conns && s->opening < OPENING_MAX) {
        open_conn(s, &s->conns[s->opened++]);
    }
}

/** Nothing came for too long, or all that was wanted came. */
static bool is_finished(const struct wr_sim_sender *s, bool over)
{
    bool quiet = now_ns() - s->last_ns > s->wait_ns;
    if (told_to_stop || (over && s->answered >= s->wanted)) {
        return true;
    }
    if (s->sim.live && !over) {
        return false;
    }
    return quiet && (over || s->queue_n == 0);
}

void wr_sim_run(struct wr_sim_sender *s)
{
    struct epoll_event events[EVENTS];
    bool over = false;
    s->from_ns = s->last_ns = now_ns();
    if (s->sim.live) {
        catch_signals();
    }
    for (unsigned round = 0; !is_finished(s, over); round++) {
        bool hurry = !over && s->queue_n > 0 && s->rate == 0;
        int turn_ms = s->sim.live ? LIVE_TURN_MS : hurry ? 0 : 1;
        if (!over) {
            if (s->sim.live) {
                live_turn(s);
            }
            open_some(s);
            send_some(s);
        }
        int n = epoll_wait(s->epoll, events, EVENTS, turn_ms);
        for (int i = 0; i < n; i++) {
            event(s, &s->conns[events[i].data.u32], events[i].events);
        }
        /* Looking at all connections is not done in every round. */
        if (!over && (round % 64 == 0 || n == 0)) {
            over = sending_is_over(s);
        }
    }
}
