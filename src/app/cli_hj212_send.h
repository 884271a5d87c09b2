#pragma once
/* The station simulator: what a station sends (cli_hj212_station.c) and how it is carried (cli_hj212_send.c). */
#include "app/cli_hj212.h"
#include "app/plausible.h"

enum wr_sim_scenario {
    WR_SIM_NORMAL,
    WR_SIM_EXCEEDANCE,
    WR_SIM_ZERO,
    WR_SIM_CONSTANT,
    WR_SIM_GAP,
    WR_SIM_SPLIT,
    WR_SIM_BAD_CRC,
    WR_SIM_ENCRYPTED,
    WR_SIM_MANY,
    WR_SIM_SCENARIOS
};
extern const char *const wr_sim_names[WR_SIM_SCENARIOS];

/** What holds for all simulated stations. */
struct wr_sim {
    enum wr_sim_scenario scenario;
    enum hj212_dialect dialect;
    uint64_t seed;
    uint32_t stations;
    int64_t from_ms, to_ms; /* simulated time */
    int64_t step_ms;        /* between real-time uploads */
    struct hj212_sm4 *key;
    const char *mn_prefix; /* 16 of 0-9A-F; 2005: its first 5 */
    bool live;             /* paced by the wall clock, without an end */
    int64_t now_ms;        /* live: the wall clock */
    const char *password;
};

/** What the next packet of a station is. */
struct wr_sim_station {
    uint32_t index;
    uint8_t phase;   /* of the step: 2011, 2051, 2061, 2031 */
    uint8_t part;    /* of a split packet, 0: none sent */
    bool filling;    /* a gap is being filled */
    int64_t at_ms;   /* simulated time of the step */
    int64_t fill_ms; /* next period to fill */
    int64_t qn_ms;   /* live: of the last packet; none comes twice */
    uint64_t n_sent;
};

void wr_sim_station_init(const struct wr_sim *sim, struct wr_sim_station *s, uint32_t index);
/** Say the last step again: its answer did not come. */
void wr_sim_again(const struct wr_sim *sim, struct wr_sim_station *s);
/** MN of a station, NUL-terminated. */
void wr_sim_mn(const struct wr_sim *sim, uint32_t index, char dst[32]);

struct wr_sim_packet {
    size_t n;    /* bytes in the caller's buffer; 0: the station has no more */
    uint64_t qn; /* 17 digits as a number; 0: none */
    bool wants_answer;
    bool damaged; /* its CRC is wrong: no answer may come */
};
/** Make the station's next packet. @param cap  at least 6 × HJ212_BUFFER_MIN for encrypted ones */
struct wr_sim_packet wr_sim_next(const struct wr_sim *sim, struct wr_sim_station *s, char *buf,
                                 size_t cap);
/**
 * The station's side of a dialogue that the host began: answers, rows asked for, result.
 * @return bytes written to buf
 */
size_t wr_sim_reply(const struct wr_sim *sim, const struct hj212_msg *request, char *buf,
                    size_t cap);

/* ---- carrying ---------------------------------------------------------------------------------- */
#define WR_SIM_IN_BYTES 4096
#define WR_SIM_OUT_BYTES 16384
#define WR_SIM_BUCKETS 1024

struct addrinfo;

struct wr_sim_sent {
    uint64_t qn;
    int64_t at_ns;
};

enum wr_sim_state { WR_SIM_CLOSED, WR_SIM_OPENING, WR_SIM_OPEN };

struct wr_sim_conn {
    int fd;
    enum wr_sim_state state;
    bool queued;              /* in the list of those that may send */
    bool blocked;             /* the socket is full */
    uint32_t first, n, turn;  /* its stations, and whose turn it is */
    uint32_t done;            /* stations that have no more */
    int64_t again_ns;         /* live: broken, to be opened anew then; 0: not broken */
    struct wr_sim_sent *ring; /* packets that wait for their answers */
    uint32_t head, waiting;
    char *out;
    size_t out_n;
    char *in;
    size_t in_n;
    struct hj212_framer framer;
};

struct wr_sim_sender {
    struct wr_ctx *ctx;
    struct wr_sim sim;
    struct addrinfo *to;
    uint32_t n_conns, window, opened, opening, failed, lost;
    int64_t rate, packets_max, seconds_max, wait_ns;
    uint32_t *listed; /* the stations' numbers; NULL: 0, 1, 2 … */
    struct wr_sim_conn *conns;
    struct wr_sim_station *stations;
    uint32_t *queue; /* ring of connections that may send */
    uint32_t queue_head, queue_n;
    int epoll;
    int64_t from_ns, last_ns; /* start, last thing that happened */
    /* report */
    uint64_t sent, bytes, wanted, answered, damaged, wrong, unexpected, requests;
    uint64_t latency[WR_SIM_BUCKETS];
    int64_t latency_max_ns;
};

/**
 * Send all that the stations have, within the limits given, and wait for the answers. Live: until SIGTERM or SIGINT;
 * connections that break are opened anew, what was missed meanwhile is sent later.
 */
void wr_sim_run(struct wr_sim_sender *s);
/**
 * Which stations a file names: every MN of the prefix in it, whatever stands around it (a list of `wurao device list` or of
 * `wurao export devices`).
 * @param ret    numbers in order of appearance, wr_alloc'ed
 * @return 0; WR_EINVALID: it cannot be read, or names none
 */
WR_MUST_CHECK int wr_sim_listed(struct wr_ctx *ctx, const char *path, const char *prefix,
                                uint32_t **ret, uint32_t *ret_n);
/** The latency that `share` of the answers did not exceed. */
double wr_sim_latency_ms(const struct wr_sim_sender *s, double share);

int wr_hj212_send_run(struct wr_ctx *ctx, struct wr_args *args);
