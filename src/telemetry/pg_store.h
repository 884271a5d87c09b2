#pragma once
/* Inside of the PostgreSQL store: its connections, who writes and who reads over them. */
#include "telemetry/tele_in.h"

#include <libpq-fe.h>
#include <pthread.h>

#define IDLE_MAX 16
#define KNOWN_MAX 64

struct store {
    char url[1000];
    struct wr_tele_options opt;
    pthread_mutex_t lock; /* idle, known */
    PGconn *idle[IDLE_MAX];
    size_t idle_n;
    pthread_mutex_t write_lock;
    int known[KNOWN_MAX]; /* partitions seen to exist, class × 100000 + month */
    size_t known_n;
};

static inline const char *table(enum wr_tele_class class)
{
    return class == WR_TELE_CLASS_REAL ? "real" : "long";
}

bool tele_pg_is_good(const PGresult *res);
/** The connection's error as the context's: lost connections, conflicts and time-outs may be tried again. @return WR_EBUSY, WR_EIO */
int tele_pg_failed(struct wr_ctx *ctx, PGconn *c, const PGresult *res);
/** A connection that nobody else uses; give it back. */
int tele_pg_borrow(struct wr_ctx *ctx, struct store *s, PGconn **ret);
/** Kept for the next one if it is sound and outside a transaction, closed if not. */
void tele_pg_give_back(struct store *s, PGconn *c);

/* ---- reading (pg_store_read.c) ----------------------------------------------------------------- */

int tele_pg_scan(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
                 int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg);
int tele_pg_months(struct wr_ctx *ctx, void *store, struct wr_list *ret);
int tele_pg_check(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                  const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
                  struct wr_str *ret_bad);
