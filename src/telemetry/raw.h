#pragma once
/*
 * Raw frames as they came, append-only files on disk: the journal of ingest (an answer goes out only after its frame is here),
 * and the evidence afterwards. One file holds frames of one hour of arrival; a new one is begun at each start, at each hour and
 * at WR_RAW_FILE_MAX. docs/ingest.md has the bytes.
 */
#include "base/buf.h"
#include "base/ctx.h"

#define WR_RAW_FILE_MAX ((int64_t)256 << 20)
#define WR_RAW_FRAME_MAX 16384
#define WR_RAW_HOUR_MS INT64_C(3600000)

/** What became of a frame. */
enum wr_raw_verdict {
    WR_RAW_TAKEN,    /* stored, answered where it asked for it */
    WR_RAW_STRANGER, /* nobody registered the MN */
    WR_RAW_PASSWORD, /* wrong PW */
    WR_RAW_ADDRESS,  /* from an address the station may not come from */
    WR_RAW_SYNTAX,   /* the station's profile does not allow what it says */
    WR_RAW_CRC,
    WR_RAW_KEY,    /* encrypted, no key or the wrong one */
    WR_RAW_TIME,   /* DataTime is none, or implausible */
    WR_RAW_BROKEN, /* head, length, tail */
    WR_RAW_VERDICTS
};
#define WR_RAW_BACKFILL 1u /* came as the answer to a request for history */

/** "taken", "stranger", … */
const char *wr_raw_verdict_name(enum wr_raw_verdict v);

struct wr_raw_rec {
    int64_t received_ms;
    int64_t logger_id;   /* 0: unknown */
    uint8_t address[16]; /* IPv6, IPv4 mapped */
    uint16_t verdict;
    uint16_t marks; /* WR_RAW_BACKFILL */
    struct wr_str frame;
};

/** A place in the journal; the next record begins there. */
struct wr_raw_pos {
    int64_t seq; /* of the file; 0: the beginning of all */
    int64_t offset;
};

/** Append one record's bytes to a batch. */
void wr_raw_put(struct wr_buf *b, const struct wr_raw_rec *r);

struct wr_raw;
/** @param dir  made if there is none (0700). @return 0, WR_EIO */
WR_MUST_CHECK int wr_raw_open(struct wr_ctx *ctx, const char *dir, struct wr_raw **ret);
void wr_raw_close(struct wr_raw *r);
/**
 * Write a batch and wait until it is on disk. One thread at a time.
 * @param hour     received_ms / WR_RAW_HOUR_MS of the batch's records
 * @param ret_pos  behind the batch
 * @return 0, WR_EIO (write the batch again: it goes to another file; what reached this one shows twice, and harms nothing)
 */
WR_MUST_CHECK int wr_raw_write(struct wr_ctx *ctx, struct wr_raw *r, int64_t hour,
                               struct wr_str batch, struct wr_raw_pos *ret_pos);

/** Remember that everything before `pos` is in the store. @return 0, WR_EIO */
WR_MUST_CHECK int wr_raw_set_applied(struct wr_ctx *ctx, const char *dir, struct wr_raw_pos pos);
/** {0, 0} when nothing was remembered. */
struct wr_raw_pos wr_raw_applied(const char *dir);

typedef int wr_raw_fn(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind);
/** Every whole record from `pos` on, in order of writing. A torn end of a file ends that file. @param each  0 to go on */
WR_MUST_CHECK int wr_raw_replay(struct wr_ctx *ctx, const char *dir, struct wr_raw_pos pos,
                                wr_raw_fn *each, void *arg);
/** Every whole record of arrival in [from, to), in order of writing; frames shown while they are written included. */
WR_MUST_CHECK int wr_raw_each(struct wr_ctx *ctx, const char *dir, int64_t from_ms, int64_t to_ms,
                              wr_raw_fn *each, void *arg);
/** Every record of a batch in memory; `behind` is {0, offset}. */
int wr_raw_walk(struct wr_str batch, wr_raw_fn *each, void *arg);
/** The oldest hour there is a file of; 0: none. */
WR_MUST_CHECK int wr_raw_first_hour(struct wr_ctx *ctx, const char *dir, int64_t *ret_hour);
/**
 * Copy all files into a new folder while they are written; the copy's last record may be torn, as after a crash.
 * @param applied  what the copy shall remember as stored: read with wr_raw_applied *before* the store was copied, so that a
 *                 start from both copies brings the rest into the store
 */
WR_MUST_CHECK int wr_raw_copy(struct wr_ctx *ctx, const char *from, const char *to,
                              struct wr_raw_pos applied, int64_t *ret_files);
/** Remove files of hours before `hour` that are wholly applied. */
WR_MUST_CHECK int wr_raw_drop_before(struct wr_ctx *ctx, const char *dir, int64_t hour,
                                     int64_t *ret_files);
