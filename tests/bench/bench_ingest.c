/*
 * Load on the HJ 212 listener, over real sockets: many stations that send real-time packets of four factors and want each
 * one answered. Counts answers, which the host sends only after its disk has the packet.
 *   bench_ingest PORT STATIONS CONNECTIONS SECONDS WINDOW [PREFIX]
 * WINDOW: packets a connection may have unanswered; 0: connect, send one packet each, wait, and hold (memory test).
 * Prints one JSON object. Exit 1 when an answer is missing.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "hj212/hj212.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define OUT_BYTES 65536

struct link {
    int fd;
    long first, n; /* stations it carries */
    long next;     /* station whose turn it is */
    long sent, answered;
    size_t seen; /* characters of ANSWER that came last */
    char out[OUT_BYTES];
    size_t out_n, out_at;
    bool dead;
};

static int64_t start_ms;
static long *ticks; /* packets sent by each station */
static const char *prefix = "BE";
static long bytes_sent;

static struct hj212_str z(const char *s)
{
    return (struct hj212_str){s, strlen(s)};
}

/** One real-time packet of a station: four factors with marks. */
static size_t make_packet(long station, char *buf, size_t cap)
{
    static const char *const codes[] = {"w01018", "w21003", "w00000", "w01001"};
    struct hj212_writer w;
    char mn[32];
    char qn[18];
    char time[18];
    char value[24];
    long tick = ticks[station]++;

    (void)snprintf(mn, sizeof(mn), "%s%022ld", prefix, station);
    hj212_time_text(start_ms + tick * 1000 + station % 1000, 17, qn);
    hj212_time_text(start_ms + tick * 1000, 14, time);
    struct hj212_header h = {.dialect = HJ212_2017,
                             .qn = z(qn),
                             .st = z("32"),
                             .cn = z("2011"),
                             .pw = z("123456"),
                             .mn = z(mn),
                             .ack_wanted = true,
                             .flag = HJ212_FLAG_AUTO};
    hj212_begin(&w, buf, cap, &h);
    hj212_put(&w, z("DataTime"), z(time));
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(value, sizeof(value), "%ld.%03ld", (station + tick) % 97, tick % 1000);
        hj212_put_value(&w, z(codes[i]), HJ212_F_RTD, z(value));
        hj212_put_value(&w, z(codes[i]), HJ212_F_FLAG, z("N"));
    }
    return hj212_end(&w);
}

static void fill(struct link *l, long window, bool more)
{
    if (l->out_at > 0 && l->out_at == l->out_n)
        l->out_at = l->out_n = 0;
    while (more && l->sent - l->answered < window && l->out_n + 1024 < OUT_BYTES) {
        l->out_n += make_packet(l->first + l->next, l->out + l->out_n, OUT_BYTES - l->out_n);
        l->next = (l->next + 1) % l->n;
        l->sent++;
    }
}

/** Does this character end an answer? The host asks things of its own as well: those are no answers. */
static bool is_answer(struct link *l, char c)
{
    static const char ANSWER[] = "CN=9014;";

    l->seen = c == ANSWER[l->seen] ? l->seen + 1 : c == ANSWER[0];
    if (l->seen < sizeof(ANSWER) - 1)
        return false;
    l->seen = 0;
    return true;
}

static void push(struct link *l)
{
    while (l->out_at < l->out_n && !l->dead) {
        ssize_t n = send(l->fd, l->out + l->out_at, l->out_n - l->out_at, MSG_NOSIGNAL);
        if (n < 0) {
            l->dead = errno != EAGAIN && errno != EWOULDBLOCK;
            return;
        }
        l->out_at += (size_t)n;
        bytes_sent += n;
    }
}

static void pull(struct link *l)
{
    static char in[262144];
    ssize_t n = recv(l->fd, in, sizeof(in), 0);

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK))
        l->dead = true;
    for (ssize_t i = 0; i < n; i++)
        l->answered += is_answer(l, in[i]);
}

static int dial(int port)
{
    const int yes = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        return -1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    (void)fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void sum(const struct link *l, long n, long *sent, long *answered, long *dead)
{
    *sent = *answered = *dead = 0;
    for (long i = 0; i < n; i++) {
        *sent += l[i].sent;
        *answered += l[i].answered;
        *dead += l[i].dead;
    }
}

static void run(int ep, struct link *links, long n, double seconds, long window)
{
    const struct wr_clock *c = wr_clock_system();
    struct epoll_event events[512];
    int64_t began = wr_mono_ms(c);
    int64_t end = began + (int64_t)(seconds * 1000);
    long quiet = 0;
    long before = -1;

    for (long i = 0; i < n; i++) {
        fill(&links[i], window, true);
        push(&links[i]);
    }
    for (;;) {
        bool more = wr_mono_ms(c) < end && window > 1;
        int k = epoll_wait(ep, events, 512, 100);
        for (int i = 0; i < k; i++) {
            struct link *l = events[i].data.ptr;
            pull(l);
            fill(l, window, more);
            push(l);
        }
        if (k == 0)
            for (long i = 0; i < n; i++)
                push(&links[i]);
        long sent = 0;
        long answered = 0;
        long dead = 0;
        if (!more && k == 0) {
            sum(links, n, &sent, &answered, &dead);
            quiet = answered == before ? quiet + 1 : 0;
            before = answered;
            if (answered >= sent || quiet > 100)
                return;
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        (void)fprintf(stderr,
                      "usage: bench_ingest PORT STATIONS CONNECTIONS SECONDS WINDOW [PREFIX]\n");
        return 2;
    }
    int port = (int)strtol(argv[1], NULL, 10);
    long stations = strtol(argv[2], NULL, 10);
    long n = strtol(argv[3], NULL, 10);
    double seconds = strtod(argv[4], NULL);
    long window = strtol(argv[5], NULL, 10);
    if (argc > 6)
        prefix = argv[6];
    struct rlimit files = {200000, 200000};
    (void)setrlimit(RLIMIT_NOFILE, &files);
    (void)signal(SIGPIPE, SIG_IGN);
    start_ms = (wr_now_ms(wr_clock_system()) / 1000 - 36000) * 1000;
    ticks = wr_alloc_array((size_t)stations, sizeof(long));
    struct link *links = wr_alloc_array((size_t)n, sizeof(*links));
    int ep = epoll_create1(EPOLL_CLOEXEC);
    if (!ticks || !links || ep < 0)
        return 2;
    for (long i = 0; i < n; i++) {
        links[i].first = stations * i / n;
        links[i].n = stations * (i + 1) / n - links[i].first;
        links[i].fd = dial(port);
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &links[i]};
        if (links[i].fd < 0 || links[i].n < 1 ||
            epoll_ctl(ep, EPOLL_CTL_ADD, links[i].fd, &e) != 0) {
            (void)fprintf(stderr, "connection %ld: %s\n", i, strerror(errno));
            return 2;
        }
    }
    int64_t began = wr_mono_ms(wr_clock_system());
    run(ep, links, n, seconds, window > 0 ? window : 1);
    double took = (double)(wr_mono_ms(wr_clock_system()) - began) / 1000;
    long sent = 0;
    long answered = 0;
    long dead = 0;
    sum(links, n, &sent, &answered, &dead);
    (void)printf("{\"sent\":%ld,\"answered\":%ld,\"dead\":%ld,\"seconds\":%.3f,\"per_s\":%.0f,"
                 "\"mb_per_s\":%.1f}\n",
                 sent, answered, dead, took, (double)answered / took,
                 (double)bytes_sent / took / 1e6);
    (void)fflush(stdout);
    if (window == 0)
        (void)sleep((unsigned)seconds);
    return answered == sent ? 0 : 1;
}
