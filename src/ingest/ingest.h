#pragma once
/*
 * The HJ 212 listener: frames of data loggers to raw files, answers, the telemetry store and whoever judges it.
 * Three threads: one reads and answers sockets (epoll), one writes batches to the journal and waits for the disk, one takes
 * what is on disk into the store; a fourth keeps the registry, commands and counters. docs/ingest.md tells the whole way.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "telemetry/telemetry.h"

struct wr_ingest;

struct wr_ingest_options {
    const char *listen;  /* "127.0.0.1:8612"; port 0 picks one */
    const char *raw_dir; /* journal */
    size_t connections_max, per_address_max;
    int64_t frames_per_s_max; /* of one connection; 0: unlimited */
    int64_t idle_s, frame_s;
    size_t backlog_bytes_max; /* on disk, not yet in the store; beyond it sockets are not read */
    /** Fill db, telemetry, events of a thread's context. */
    void (*prepare)(void *arg, struct wr_ctx *ctx);
    void *prepare_arg;
    /**
     * After a batch is in the store: judge it. Rows that say nothing new have outcome WR_TELE_SAME. May be called again with
     * the same rows after a crash. Its failure is logged and stops nothing. NULL: nobody judges.
     */
    int (*on_rows)(struct wr_ctx *ctx, const struct wr_tele_row *rows, size_t n);
};

/**
 * Take into the store what an earlier run left in the journal, then listen.
 * @return 0, WR_EINVALID (address), WR_EIO (address in use, folder)
 */
WR_MUST_CHECK int wr_ingest_start(struct wr_ctx *ctx, const struct wr_ingest_options *opt,
                                  struct wr_ingest **ret);
int wr_ingest_port(const struct wr_ingest *g);
/** Stop reading, answer what is on disk, bring it into the store. NULL is fine. */
void wr_ingest_stop(struct wr_ingest *g);
/** Prometheus text. */
void wr_ingest_metrics(struct wr_ingest *g, struct wr_buf *b);
