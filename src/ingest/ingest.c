#include "ingest/ingest_in.h"

#include "http/metrics.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static int make_buffers(struct wr_ctx *ctx, struct wr_ingest *g)
{
    size_t n = g->opt.connections_max;

    g->conns = wr_alloc_array(n, sizeof(*g->conns));
    g->free_conns = wr_alloc_array(n, sizeof(*g->free_conns));
    g->touched = wr_alloc_array(n, sizeof(*g->touched));
    g->read_buf = wr_alloc(WR_INGEST_READ_BYTES);
    g->plain_buf = wr_alloc(HJ212_BUFFER_MIN);
    g->msg = wr_alloc(sizeof(*g->msg));
    g->batch = batch_new();
    if (!g->conns || !g->free_conns || !g->touched || !g->read_buf || !g->plain_buf || !g->msg ||
        !g->batch)
        return wr_fail(ctx, WR_K_memory);
    return 0;
}

static int open_all(struct wr_ctx *ctx, struct wr_ingest *g)
{
    if (!ctx->telemetry)
        return wr_fail(ctx, WR_K_tele_none);
    if (!wr_str_copy_z(wr_str(g->opt.listen), g->listen, sizeof(g->listen)) ||
        !wr_str_copy_z(wr_str(g->opt.raw_dir), g->raw_dir, sizeof(g->raw_dir)))
        return wr_fail(ctx, WR_K_ingest_listen, wr_str(g->opt.listen), WR_S("ENAMETOOLONG"));
    g->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    g->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (g->epoll_fd < 0 || g->wake_fd < 0)
        return wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
    int rc = make_buffers(ctx, g);
    if (rc == 0)
        rc = registry_load(ctx, &g->registry);
    if (rc == 0)
        g->reg = registry_ref(g->registry);
    if (rc == 0)
        rc = wr_logger_svc_all_offline(ctx);
    if (rc == 0)
        rc = wr_raw_open(ctx, g->raw_dir, &g->raw);
    if (rc == 0)
        rc = apply_journal(g, ctx);
    return rc != 0 ? rc : socket_listen(ctx, g);
}

static void close_all(struct wr_ingest *g)
{
    const int fds[] = {g->listen_fd, g->epoll_fd, g->wake_fd};
    struct batch *b = NULL;

    for (size_t i = 0; i < WR_ARRAY_LEN(fds); i++)
        if (fds[i] >= 0)
            (void)close(fds[i]);
    while ((b = queue_take(&g->write_q)) != NULL || (b = queue_take(&g->apply_q)) != NULL)
        batch_unref(b);
    while (g->done) {
        b = g->done;
        g->done = b->done_next;
        batch_unref(b);
    }
    batch_unref(g->batch);
    while (g->notes) {
        struct note *next = g->notes->next;
        note_free(g->notes);
        g->notes = next;
    }
    while (g->orders) {
        struct order *next = g->orders->next;
        (void)wr_free(g->orders);
        g->orders = next;
    }
    stations_free(g);
    g->reg = registry_unref(g->reg);
    g->registry = registry_unref(g->registry);
    wr_raw_close(g->raw);
    (void)wr_free(g->conns);
    (void)wr_free(g->free_conns);
    (void)wr_free(g->touched);
    (void)wr_free(g->read_buf);
    (void)wr_free(g->plain_buf);
    (void)wr_free(g->msg);
    (void)pthread_mutex_destroy(&g->lock);
    (void)wr_free(g);
}

static int start_threads(struct wr_ctx *ctx, struct wr_ingest *g)
{
    static void *(*const mains[])(void *) = {keep_main, apply_main, journal_main, socket_main};

    for (size_t i = 0; i < WR_ARRAY_LEN(mains); i++) {
        int err = pthread_create(&g->threads[i], NULL, mains[i], g);
        if (err != 0)
            return wr_fail(ctx, WR_K_io, wr_str(strerror(err)));
        g->threads_n++;
    }
    return 0;
}

int wr_ingest_start(struct wr_ctx *ctx, const struct wr_ingest_options *opt, struct wr_ingest **ret)
{
    struct wr_ingest *g = wr_alloc(sizeof(*g));

    if (!g)
        return wr_fail(ctx, WR_K_memory);
    g->opt = *opt;
    g->clock = ctx->clock;
    g->listen_fd = g->epoll_fd = g->wake_fd = -1;
    g->done_tail = &g->done;
    g->notes_tail = &g->notes;
    g->orders_tail = &g->orders;
    (void)pthread_mutex_init(&g->lock, NULL);
    (void)pthread_cond_init(&g->to_write, NULL);
    (void)pthread_cond_init(&g->to_apply, NULL);
    (void)pthread_cond_init(&g->to_keep, NULL);
    int rc = open_all(ctx, g);
    if (rc == 0)
        rc = start_threads(ctx, g);
    if (rc != 0) {
        if (g->threads_n > 0)
            wr_ingest_stop(g);
        else
            close_all(g);
        return rc;
    }
    *ret = g;
    return 0;
}

int wr_ingest_port(const struct wr_ingest *g)
{
    return g->port;
}

void wr_ingest_stop(struct wr_ingest *g)
{
    uint64_t one = 1;

    if (!g)
        return;
    atomic_store(&g->stopping, true);
    (void)!write(g->wake_fd, &one, sizeof(one));
    if (g->threads_n <
        WR_ARRAY_LEN(g->threads)) { /* the socket thread never began: end the others */
        (void)pthread_mutex_lock(&g->lock);
        g->socket_ended = true;
        g->write_ended = g->threads_n < 3;
        (void)pthread_cond_broadcast(&g->to_write);
        (void)pthread_cond_broadcast(&g->to_apply);
        (void)pthread_cond_broadcast(&g->to_keep);
        (void)pthread_mutex_unlock(&g->lock);
    }
    for (size_t i = g->threads_n; i-- > 0;)
        (void)pthread_join(g->threads[i], NULL);
    close_all(g);
}

void wr_ingest_metrics(struct wr_ingest *g, struct wr_buf *b)
{
    const struct {
        const char *name, *type, *help;
        double v;
    } m[] = {
        {"wurao_hj212_connections", "gauge", "Connected stations' sockets.",
         (double)g->n_connections},
        {"wurao_hj212_accepted_total", "counter", "Connections accepted.", (double)g->n_accepted},
        {"wurao_hj212_frames_total", "counter", "Frames seen.", (double)g->n_frames},
        {"wurao_hj212_taken_total", "counter", "Frames taken.", (double)g->n_taken},
        {"wurao_hj212_refused_total", "counter", "Frames not taken.", (double)g->n_refused},
        {"wurao_hj212_strangers_total", "counter", "Frames of unknown MNs.",
         (double)g->n_strangers},
        {"wurao_hj212_answers_total", "counter", "Answers to data, after the disk.",
         (double)g->n_acks},
        {"wurao_hj212_batches_total", "counter", "Batches synced to disk.", (double)g->n_batches},
        {"wurao_hj212_sync_seconds_total", "counter", "Time spent writing and syncing.",
         (double)g->n_sync_us / 1e6},
        {"wurao_hj212_rows_total", "counter", "Rows brought into the telemetry store.",
         (double)g->n_rows},
        {"wurao_hj212_held_total", "counter", "Times that sockets were not read.",
         (double)g->n_held},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(m); i++)
        wr_metrics_one(b, m[i].name, m[i].type, m[i].help, m[i].v);
    (void)pthread_mutex_lock(&g->lock);
    double backlog = (double)g->backlog_bytes;
    (void)pthread_mutex_unlock(&g->lock);
    wr_metrics_one(b, "wurao_hj212_backlog_bytes", "gauge",
                   "Frames on disk, not yet in the telemetry store.", backlog);
}
