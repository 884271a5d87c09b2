#pragma once
/*
 * Inside of http/: the server object, one request on its way, and the line between what knows the library
 * (http_mhd.c) and what does not (all other files).
 */
#include "base/alloc.h"
#include "http/http.h"
#include "http/router.h"

#include <pthread.h>
#include <stdatomic.h>

#define WR_HEADERS_MAX 64
#define WR_PATH_BYTES_MAX 2048
#define WR_REPLY_BYTES_MAX ((size_t)32 << 20)
#define WR_REPLY_HEADERS_BYTES_MAX ((size_t)16 << 10)
/** All bodies held in memory at once; beyond it requests are answered 503. */
#define WR_BODIES_BYTES_MAX ((int64_t)128 << 20)
/** All uploads spooled at once; beyond it uploads are answered 503. */
#define WR_SPOOL_BYTES_MAX ((int64_t)1 << 30)

struct wr_rates;
struct wr_metrics;
struct wr_streams;
struct wr_stream;

struct wr_header {
    struct wr_str name;
    struct wr_str value;
};

/** A reply ready to be sent: built by whoever answers, sent by http_mhd.c. */
struct wr_out {
    int status;
    struct wr_buf headers; /* name NUL value NUL … */
    struct wr_buf body;
    const void *fixed; /* sent instead of body, outlives the server */
    size_t fixed_n;
    int fd; /* -1, or a file sent instead of body; owned */
    int64_t fd_from;
    int64_t fd_n;
    struct wr_stream *stream; /* owned until it is sent */
    int64_t user_id;          /* for the log */
    bool close;               /* end the connection behind it */
};

enum wr_xchg_state {
    WR_X_READING,  /* the library's thread owns it */
    WR_X_QUEUED,   /* suspended, waiting for a worker */
    WR_X_RUNNING,  /* suspended, a worker owns it */
    WR_X_ANSWERED, /* `out` is complete; the library's thread owns it */
    WR_X_ABANDONED, /* the deadline passed: 503 is in `out`; a worker may still look at the request, not at `out` */
};

/** What a request is, seen from its path. */
enum wr_target { WR_T_ROUTE, WR_T_HEALTH, WR_T_READY, WR_T_METRICS, WR_T_ASSET, WR_T_REFUSED };

/** One request and its reply. Two owners while a worker has it: `refs`, under http->lock. */
struct wr_xchg {
    struct wr_http *http;
    void *conn; /* the library's; http_mhd.c only */
    struct wr_link *link;
    struct wr_arena mem; /* texts of the request */
    int refs;
    enum wr_xchg_state state;    /* under http->lock once it was queued */
    struct wr_xchg *prev, *next; /* list of those with a deadline, under http->lock */
    int64_t started_us;          /* monotonic */
    int64_t deadline_ms;

    enum wr_target target;
    const struct wr_route *route;
    struct wr_match match;
    const char *method_text;
    enum wr_method method;
    bool method_known, head, seen, refused_early, sent;
    struct wr_str uri, path, query;
    struct wr_header headers[WR_HEADERS_MAX];
    size_t n_headers;
    struct wr_str request_id;
    struct wr_str address;
    enum wr_lang lang;

    int64_t length; /* Content-Length, -1 if chunked, 0 if none */
    struct wr_buf body;
    int spool_fd;
    int64_t received_bytes;
    int64_t charged_bytes; /* counted in http->bodies_bytes or spool_bytes */
    bool overflow;         /* the body went over its ceiling: the rest is dropped, 413 follows */
    bool spool_failed, crowded;

    struct wr_out out;
};

/** One connection: who it is, and by when its present phase must end. */
struct wr_link {
    struct wr_link *prev, *next; /* under http->links_lock */
    int fd;
    int64_t deadline_ms; /* monotonic; 0: none; under http->links_lock */
    char address[46];
};

struct wr_worker {
    struct wr_http *http;
    pthread_t thread;
    bool started;
    struct wr_arena arena;
};

struct wr_http {
    struct wr_http_options opt;
    const struct wr_clock *clock;
    bool secure; /* public_url is https */
    struct wr_router *router;
    struct wr_rates *rates;
    struct wr_metrics *metrics;
    struct wr_streams *streams;
    void *daemon;  /* http_mhd.c only */
    int listen_fd; /* of a daemon that accepts no more, or -1 */
    int port;

    pthread_mutex_t lock; /* queue, states, list of requests under way */
    pthread_cond_t work;  /* something was queued, or the server stops */
    pthread_cond_t idle;  /* a request was answered or ended */
    pthread_cond_t tick;  /* the ticker shall leave */
    struct wr_xchg **queue;
    size_t queue_head, queue_n;
    struct wr_xchg *active;
    size_t running_n;
    size_t open_n;        /* requests between their first byte and their end */
    atomic_bool stopping; /* no new requests */
    bool ending;          /* workers and ticker leave */
    struct wr_worker *workers;
    char (*idem_keys)[96]; /* keys being worked on, one place per worker */
    pthread_t ticker;
    bool ticker_started;

    pthread_mutex_t links_lock;
    struct wr_link *links;

    atomic_llong bodies_bytes, spool_bytes;
};

/* ---- exchange.c: life of a request ---- */
struct wr_xchg *wr_xchg_new(struct wr_http *h, const char *uri);
/** Give up one reference. */
void wr_xchg_unref(struct wr_xchg *x);
/** Value of a header, absent if not sent; the first one if sent twice. */
struct wr_str wr_xchg_header(const struct wr_xchg *x, const char *name);
/** Find route, limits and early refusals, once the headers are known. True: `out` already holds the answer. */
bool wr_xchg_begin(struct wr_xchg *x);
/** Take a piece of the body. */
void wr_xchg_body(struct wr_xchg *x, const char *p, size_t n);
/** The body is complete: answers at once (then true), or is to be queued. */
bool wr_xchg_ready(struct wr_xchg *x);
/** Ceiling of this request's body in bytes. */
size_t wr_xchg_body_max(const struct wr_xchg *x);
/** Fill `out` with a problem of this key, in the library's thread. */
void wr_xchg_refuse(struct wr_xchg *x, enum wr_key key, struct wr_str arg0, struct wr_str arg1);
/** Log line and counters of a finished request. */
void wr_xchg_account(struct wr_xchg *x);

/* ---- pool.c: queue and workers ---- */
WR_MUST_CHECK int wr_pool_start(struct wr_http *h);
/** Reserve a place and hand over. `park` is called with the place reserved, before any worker can see the request.
 *  @return 0, WR_EBUSY (full), WR_ELIMIT (stopping) */
WR_MUST_CHECK int wr_pool_submit(struct wr_http *h, struct wr_xchg *x,
                                 void (*park)(struct wr_xchg *x));
/** Answer 503 where the deadline has passed; all of them when `all`. */
void wr_pool_expire(struct wr_http *h, int64_t now_ms, bool all);
/** Wait until nothing is queued or running, at most wait_ms. */
void wr_pool_drain(struct wr_http *h, int64_t wait_ms);
void wr_pool_end(struct wr_http *h);

/* ---- links.c: connections and their time ---- */
void wr_link_add(struct wr_http *h, struct wr_link *l);
void wr_link_remove(struct wr_http *h, struct wr_link *l);
/** What the connection does now decides how long it may take: a client that sends or reads drop by drop is cut off. */
enum wr_phase { WR_PHASE_IDLE, WR_PHASE_READING, WR_PHASE_WORKING, WR_PHASE_SENDING };
/** @param bytes  still to be read or sent, as far as known */
void wr_link_phase(struct wr_http *h, struct wr_link *l, enum wr_phase phase, int64_t bytes);
/** Cut off the connections whose time is over. */
void wr_links_expire(struct wr_http *h, int64_t now_ms);

/* ---- pipeline.c ---- */
/** Everything between the socket and the handler; runs in a worker. Fills `out`. */
void wr_pipeline_run(struct wr_worker *w, struct wr_xchg *x, struct wr_out *out);

/* ---- out.c ---- */
void wr_out_init(struct wr_out *out);
void wr_out_done(struct wr_out *out);
/** A value with CR or LF is dropped. */
void wr_out_header(struct wr_out *out, const char *name, struct wr_str value);
/** Headers every reply carries. */
void wr_out_common(struct wr_out *out, const struct wr_xchg *x);

/* ---- http_mhd.c ---- */
/** Let the library go on with a suspended connection; from any thread. */
void wr_mhd_wake(void *conn);
/** @return 0, WR_EINVALID (address), WR_ECONFLICT (port in use), WR_EIO */
WR_MUST_CHECK int wr_mhd_start(struct wr_http *h);
/** Accept no more connections. */
void wr_mhd_quiesce(struct wr_http *h);
/** End all connections; none may be suspended for a worker. */
void wr_mhd_stop(struct wr_http *h);
