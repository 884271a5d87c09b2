/* Batches to disk, one fdatasync each: what is not written yet grows meanwhile, so that the disk sets the size of a group. */
#include "ingest/ingest_in.h"

#include <time.h>
#include <unistd.h>

struct batch *batch_new(void)
{
    struct batch *b = wr_alloc(sizeof(*b));
    if (b) {
        atomic_init(&b->refs, 1);
        wr_buf_init(&b->raw, WR_INGEST_BATCH_BYTES * 4);
        wr_buf_init(&b->acks, WR_INGEST_BATCH_BYTES * 4);
    }
    return b;
}

void batch_unref(struct batch *b)
{
    if (b && atomic_fetch_sub(&b->refs, 1) == 1) {
        wr_buf_done(&b->raw);
        wr_buf_done(&b->acks);
        (void)wr_free(b);
    }
}

void queue_put(struct queue *q, struct batch *b)
{
    b->next = NULL;
    if (q->tail)
        q->tail->next = b;
    else
        q->head = b;
    q->tail = b;
    q->n++;
}

struct batch *queue_take(struct queue *q)
{
    struct batch *b = q->head;
    if (b) {
        q->head = b->next;
        if (!q->head)
            q->tail = NULL;
        q->n--;
    }
    return b;
}

static int64_t micros(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/** Until it is on disk; a full disk holds everything up, and loses nothing. @return false: told to stop */
static bool write_batch(struct wr_ingest *g, struct wr_ctx *ctx, struct batch *b)
{
    for (int tries = 0;; tries++) {
        int64_t began = micros();
        int rc = wr_raw_write(ctx, g->raw, b->hour, wr_buf_view(&b->raw), &b->pos);
        if (rc == 0) {
            atomic_fetch_add(&g->n_sync_us, micros() - began);
            atomic_fetch_add(&g->n_batches, 1);
            return true;
        }
        if (tries == 0)
            wr_log(WR_LOG_ERROR, "ingest.journal", "error=" WR_LOG_Q, WR_LOG_QARG(ctx->err.en));
        wr_err_reset(ctx);
        wr_arena_reset(ctx->arena);
        if (atomic_load(&g->stopping) && tries > 3)
            return false;
        (void)usleep(200000);
    }
}

/** To the sockets for its answers, and on to the store. */
static void pass_on(struct wr_ingest *g, struct batch *b, bool written)
{
    uint64_t one = 1;

    (void)pthread_mutex_lock(&g->lock);
    g->writing = false;
    if (written) {
        atomic_fetch_add(&b->refs, 1);
        g->backlog_bytes += b->raw.n;
        queue_put(&g->apply_q, b);
        b->done_next = NULL;
        *g->done_tail = b;
        g->done_tail = &b->done_next;
        (void)pthread_cond_signal(&g->to_apply);
    }
    (void)pthread_mutex_unlock(&g->lock);
    (void)!write(g->wake_fd, &one, sizeof(one));
    if (!written)
        batch_unref(b);
}

void *journal_main(void *arg)
{
    struct wr_ingest *g = arg;
    struct wr_arena arena;
    struct wr_ctx ctx;

    wr_arena_init(&arena, (size_t)1 << 20);
    wr_ctx_init(&ctx, &arena, g->clock);
    (void)pthread_mutex_lock(&g->lock);
    for (;;) {
        while (g->write_q.n == 0 && !g->socket_ended)
            (void)pthread_cond_wait(&g->to_write, &g->lock);
        struct batch *b = queue_take(&g->write_q);
        if (!b)
            break;
        g->writing = true;
        (void)pthread_mutex_unlock(&g->lock);
        pass_on(g, b, write_batch(g, &ctx, b));
        wr_arena_reset(&arena);
        (void)pthread_mutex_lock(&g->lock);
    }
    g->write_ended = true;
    (void)pthread_cond_broadcast(&g->to_apply);
    (void)pthread_mutex_unlock(&g->lock);
    wr_arena_done(&arena);
    return NULL;
}
