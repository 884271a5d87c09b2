#pragma once
/* Inside of ingest/. Who owns what: conn and station belong to the socket thread; a batch passes from thread to thread. */
#include "base/alloc.h"
#include "base/log.h"
#include "hj212/hj212.h"
#include "ingest/ingest.h"
#include "modules/device/device_svc.h"
#include "telemetry/raw.h"

#include <pthread.h>
#include <stdatomic.h>

#define WR_INGEST_READ_BYTES ((size_t)256 << 10)
#define WR_INGEST_BATCH_BYTES ((size_t)4 << 20)
#define WR_INGEST_OUT_MAX ((size_t)256 << 10) /* answers one slow station may leave lying */
#define WR_INGEST_BATCHES_MAX 8               /* read, not yet on disk */
#define WR_INGEST_NOTES_MAX 20000             /* messages to the keeping thread */
#define WR_SKEW_MS_MAX INT64_C(60000)         /* facts/hj212.md §15 T1 */

/* ---- registry (registry.c): loggers as ingest needs them, never changed once made ------------------ */

struct profile {
    int64_t id, outlet_id;
    struct wr_str mn, password, allowed_addresses;
    struct hj212_profile hj;
    unsigned char key[HJ212_KEY_BYTES];
    bool has_key, label_end, auto_time;
    int64_t minute_ms;
    int64_t overtime_ms, recount;
};
struct registry {
    atomic_int refs;
    struct wr_arena arena;
    struct profile *p;
    size_t n;
    uint32_t *by_mn, *by_id; /* open addressing, index + 1 */
    size_t size;             /* a power of two */
};
WR_MUST_CHECK int registry_load(struct wr_ctx *ctx, struct registry **ret);
const struct profile *registry_by_mn(const struct registry *r, const char *mn, size_t n);
const struct profile *registry_by_id(const struct registry *r, int64_t id);
struct registry *registry_ref(struct registry *r);
struct registry *registry_unref(struct registry *r); /* returns NULL */

/* ---- batches ---------------------------------------------------------------------------------------- */

/** Where an answer goes; its bytes follow in batch.acks. */
struct ack {
    uint32_t conn; /* index */
    uint32_t gen;
    uint32_t n;
};
struct batch {
    struct batch *next;      /* to be written, or to be applied */
    struct batch *done_next; /* to be answered */
    atomic_int refs;
    int64_t hour;
    struct wr_buf raw;  /* journal records */
    struct wr_buf acks; /* struct ack, bytes, struct ack, bytes … */
    size_t frames;
    struct wr_raw_pos pos; /* behind it, once written */
};
struct batch *batch_new(void);
void batch_unref(struct batch *b);

struct queue {
    struct batch *head, *tail;
    size_t n;
};
void queue_put(struct queue *q, struct batch *b);
struct batch *queue_take(struct queue *q);

/* ---- notes from the socket thread to the keeping thread --------------------------------------------- */

enum note_kind {
    NOTE_HEARD,    /* counters of a station */
    NOTE_STRANGER, /* an unknown MN */
    NOTE_SENT,     /* a command left */
    NOTE_OFFLINE,  /* a command could not be sent: not connected */
    NOTE_ANSWER,   /* 9011, 9012, 9013 */
    NOTE_TOLD,     /* what a get command brought */
    NOTE_ROW,      /* a data packet while a request for history is open */
    NOTE_CLOCK,    /* the station's clock is wrong, or it asked for the time */
};
struct note {
    struct note *next;
    enum note_kind kind;
    int64_t logger_id, command_id;
    int cn, code;
    char qn[24];
    struct wr_logger_heard heard;
    struct wr_logger_count counts[HJ212_LENIENCIES + WR_RAW_VERDICTS + 2];
    char address[48];
    struct wr_str text
        [8]; /* into `bytes`: of a stranger (mn, password, st, cn, dialect, factors, frame), or told */
    char *bytes;
};
struct note *note_new(enum note_kind kind);
void note_free(struct note *n);
/** Copies into the note, found again as note.text. */
bool note_texts(struct note *n, const struct wr_str *parts, size_t count);

/** A command for a station's socket. */
struct order {
    struct order *next;
    int64_t logger_id, command_id;
    int cn;
    bool history; /* rows that come now are back-fill */
    char qn[24];
    char params[1000];
};

/* ---- socket thread ---------------------------------------------------------------------------------- */

/** What is known of a station while the program runs. */
struct station {
    int64_t logger_id; /* 0: free place */
    struct conn *conn;
    struct hj212_sm4 *key;
    unsigned char key_bytes[HJ212_KEY_BYTES];
    enum hj212_dialect dialect; /* of its last packet */
    char st[8];
    int64_t last_ms, last_data_ms, skew_ms, frames, refused, defective;
    uint32_t counts[HJ212_LENIENCIES + WR_RAW_VERDICTS];
    char qn[24];              /* of the command under way */
    int64_t history_until_ms; /* monotonic: rows of old times are back-fill */
    int64_t clock_told_ms;
    bool online, told_online, changed;
};
struct conn {
    int fd; /* -1: free */
    uint32_t index, gen;
    uint8_t address[16];
    struct hj212_framer framer;
    char *left; /* a frame that has not arrived whole */
    size_t left_n;
    int64_t left_ms; /* monotonic, when its first byte came */
    char *out;
    size_t out_n, out_at;
    int64_t last_ms; /* monotonic */
    int64_t second, frames_in_second;
    uint32_t stations_n;
    int64_t last_logger_id; /* whose packet came last: its profile is tried first */
    bool paused, wants_out, touched, closing;
};

struct wr_ingest {
    struct wr_ingest_options opt;
    const struct wr_clock *clock;
    char listen[80], raw_dir[400];
    int port, listen_fd, epoll_fd, wake_fd;
    atomic_bool stopping;
    struct wr_raw *raw;

    pthread_t threads[4];
    size_t threads_n;

    /* between threads, under lock */
    pthread_mutex_t lock;
    pthread_cond_t to_write, to_apply, to_keep, drained;
    struct queue write_q, apply_q;
    struct batch *done, **done_tail;
    size_t backlog_bytes; /* written, not applied */
    bool writing, applying, socket_ended, write_ended;
    struct note *notes, **notes_tail;
    size_t notes_n;
    struct order *orders, **orders_tail;
    struct registry *registry;
    atomic_uint registry_gen;

    /* socket thread alone */
    struct conn *conns;         /* connections_max places, touched as they are needed */
    size_t conns_n, conns_open; /* ever used, in use */
    uint32_t *free_conns;
    size_t free_n;
    struct registry *reg;
    unsigned reg_gen;
    struct station **stations; /* open addressing by logger id */
    size_t stations_size, stations_n;
    struct batch *batch;
    char *read_buf;
    char *plain_buf;
    struct hj212_msg *msg;
    bool held; /* not reading: too much is under way */
    struct conn **touched;
    size_t touched_n;
    int64_t now_ms, mono_ms, last_tick_ms;

    /* figures */
    atomic_llong n_connections, n_frames, n_taken, n_refused, n_strangers, n_acks, n_batches,
        n_sync_us, n_rows, n_held, n_accepted;
};

/* sockets.c */
void address_text(const uint8_t address[16], char dst[48]);
void *socket_main(void *arg);
WR_MUST_CHECK int socket_listen(struct wr_ctx *ctx, struct wr_ingest *g);
void conn_close(struct wr_ingest *g, struct conn *c);
/** Put bytes into the connection's out-buffer; a station that does not read is closed. */
void conn_send(struct wr_ingest *g, struct conn *c, const char *p, size_t n);
/* frames.c */
/** All whole frames of buf. @return bytes done with */
size_t take_frames(struct wr_ingest *g, struct conn *c, const char *buf, size_t n, bool end);
/* stations.c */
struct station *station_of(struct wr_ingest *g, int64_t logger_id, bool make);
void station_attach(struct wr_ingest *g, struct station *s, struct conn *c);
void stations_detach(struct wr_ingest *g, struct conn *c);
/** Once a second: counters that changed become notes. */
void stations_report(struct wr_ingest *g);
void stations_free(struct wr_ingest *g);
struct hj212_sm4 *station_key(struct station *s, const struct profile *p);
/* orders.c */
void send_orders(struct wr_ingest *g);
/** 9011 … 9013, and what else belongs to a dialogue. */
void note_dialogue(struct wr_ingest *g, struct station *s, const struct hj212_msg *m);
void post_note(struct wr_ingest *g, struct note *n);

/* journal.c */
void *journal_main(void *arg);
/* apply.c */
void *apply_main(void *arg);
WR_MUST_CHECK int apply_journal(struct wr_ingest *g, struct wr_ctx *ctx);
/* rows.c */
/** Period start by the station's label and the grain (facts/hj212.md §6.2). @return false: no DataTime */
bool row_time(const struct profile *p, const struct hj212_msg *m, int64_t *ret_ms);
/** The values of a message in `a`. @return false: there are none */
bool row_of(struct wr_arena *a, const struct profile *p, const struct hj212_msg *m,
            const struct wr_raw_rec *rec, struct wr_tele_row *ret);
/** Commands whose rows belong into the store. */
bool is_data(const struct hj212_msg *m);
/* keep.c */
void *keep_main(void *arg);
