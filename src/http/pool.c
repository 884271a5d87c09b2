#include "http/server.h"

#include "http/metrics.h"
#include "http/sse.h"

#include <stdio.h>
#include <time.h>

#define TICK_MS 250

static void list_add(struct wr_http *h, struct wr_xchg *x)
{
    x->prev = NULL;
    x->next = h->active;
    if (h->active != NULL) {
        h->active->prev = x;
    }
    h->active = x;
}

static void list_remove(struct wr_http *h, struct wr_xchg *x)
{
    if (x->prev != NULL) {
        x->prev->next = x->next;
    } else {
        h->active = x->next;
    }
    if (x->next != NULL) {
        x->next->prev = x->prev;
    }
    x->prev = x->next = NULL;
}

/** Routes that work on whole files or the whole log are given ten times as long. */
static int64_t deadline_of(const struct wr_http *h, const struct wr_xchg *x)
{
    bool large = x->route != NULL && (x->route->flags & (WR_RT_LARGE | WR_RT_UPLOAD)) != 0;
    return wr_mono_ms(h->clock) + h->opt.request_ms_max * (large ? 10 : 1);
}

int wr_pool_submit(struct wr_http *h, struct wr_xchg *x, void (*park)(struct wr_xchg *x))
{
    int rc = 0;
    (void)pthread_mutex_lock(&h->lock);
    if (h->stopping) {
        rc = WR_ELIMIT;
    } else if (h->queue_n == h->opt.queue_max) {
        rc = WR_EBUSY;
    } else {
        /* Parked before a worker can see it, so that its wake-up cannot come first. */
        park(x);
        x->refs++;
        x->state = WR_X_QUEUED;
        x->deadline_ms = deadline_of(h, x);
        list_add(h, x);
        h->queue[(h->queue_head + h->queue_n) % h->opt.queue_max] = x;
        h->queue_n++;
        (void)pthread_cond_signal(&h->work);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return rc;
}

/** Wait for the next queued request; NULL when the server ends. With h->lock held. */
static struct wr_xchg *pop_queue(struct wr_http *h)
{
    while (h->queue_n == 0 && !h->ending) {
        (void)pthread_cond_wait(&h->work, &h->lock);
    }
    if (h->queue_n == 0) {
        return NULL;
    }
    struct wr_xchg *x = h->queue[h->queue_head];
    h->queue_head = (h->queue_head + 1) % h->opt.queue_max;
    h->queue_n--;
    return x;
}

/** The next request that still has time, with its state set to running; NULL when the server ends. */
static struct wr_xchg *take_next(struct wr_http *h)
{
    for (;;) {
        (void)pthread_mutex_lock(&h->lock);
        struct wr_xchg *x = pop_queue(h);
        bool in_time = x != NULL && x->state == WR_X_QUEUED;
        if (in_time) {
            x->state = WR_X_RUNNING;
            h->running_n++;
        }
        (void)pthread_mutex_unlock(&h->lock);
        if (x == NULL || in_time) {
            return x;
        }
        wr_xchg_unref(x);
    }
}

static void finish(struct wr_http *h, struct wr_xchg *x, struct wr_out *out)
{
    (void)pthread_mutex_lock(&h->lock);
    h->running_n--;
    bool wanted = x->state == WR_X_RUNNING;
    if (wanted) {
        wr_out_done(&x->out);
        x->out = *out;
        x->state = WR_X_ANSWERED;
        list_remove(h, x);
    }
    (void)pthread_cond_broadcast(&h->idle);
    (void)pthread_mutex_unlock(&h->lock);
    if (wanted) {
        wr_mhd_wake(x->conn);
    } else {
        wr_out_done(out);
    }
    wr_xchg_unref(x);
}

static void *worker_main(void *arg)
{
    struct wr_worker *w = arg;
    for (struct wr_xchg *x = take_next(w->http); x != NULL; x = take_next(w->http)) {
        struct wr_out out;
        wr_out_init(&out);
        wr_arena_reset(&w->arena);
        wr_pipeline_run(w, x, &out);
        finish(w->http, x, &out);
    }
    return NULL;
}

void wr_pool_expire(struct wr_http *h, int64_t now_ms, bool all)
{
    struct wr_xchg *late[64];
    size_t n = 0;
    do {
        n = 0;
        (void)pthread_mutex_lock(&h->lock);
        struct wr_xchg *x = h->active;
        while (x != NULL && n < WR_ARRAY_LEN(late)) {
            struct wr_xchg *next = x->next;
            if (all || x->deadline_ms <= now_ms) {
                x->state = WR_X_ABANDONED;
                list_remove(h, x);
                late[n++] = x;
            }
            x = next;
        }
        (void)pthread_mutex_unlock(&h->lock);
        for (size_t i = 0; i < n; i++) {
            /* Nobody else wakes it now, so its connection still holds it. */
            char text[24];
            (void)snprintf(text, sizeof(text), "%lld", (long long)h->opt.request_ms_max);
            wr_metrics_refused(h->metrics, all ? WR_REFUSED_STOPPING : WR_REFUSED_DEADLINE);
            wr_xchg_refuse(late[i], all ? WR_K_http_stopping : WR_K_http_deadline, wr_str(text),
                           (struct wr_str){NULL, 0});
            wr_mhd_wake(late[i]->conn);
        }
    } while (n == WR_ARRAY_LEN(late));
}

static void *ticker_main(void *arg)
{
    struct wr_http *h = arg;
    (void)pthread_mutex_lock(&h->lock);
    while (!h->ending) {
        struct timespec until;
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        (void)pthread_cond_timedwait(&h->tick, &h->lock, &until);
        (void)pthread_mutex_unlock(&h->lock);
        int64_t now_ms = wr_mono_ms(h->clock);
        wr_pool_expire(h, now_ms, false);
        wr_streams_tick(h->streams, now_ms);
        wr_links_expire(h, now_ms);
        (void)pthread_mutex_lock(&h->lock);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return NULL;
}

int wr_pool_start(struct wr_http *h)
{
    for (size_t i = 0; i < h->opt.workers; i++) {
        struct wr_worker *w = &h->workers[i];
        w->http = h;
        wr_arena_init(&w->arena, WR_ARENA_REQUEST_MAX);
        if (pthread_create(&w->thread, NULL, worker_main, w) != 0) {
            return WR_ENOMEM;
        }
        w->started = true;
    }
    if (pthread_create(&h->ticker, NULL, ticker_main, h) != 0) {
        return WR_ENOMEM;
    }
    h->ticker_started = true;
    return 0;
}

/** Wait on `idle` until `done(h)` holds or the time is over. */
static void wait_until(struct wr_http *h, bool (*done)(const struct wr_http *h), int64_t wait_ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(wait_ms / 1000);
    until.tv_nsec += (long)(wait_ms % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    (void)pthread_mutex_lock(&h->lock);
    while (!done(h) && pthread_cond_timedwait(&h->idle, &h->lock, &until) == 0) {
    }
    (void)pthread_mutex_unlock(&h->lock);
}

static bool no_work_left(const struct wr_http *h)
{
    return h->active == NULL;
}

static bool no_request_left(const struct wr_http *h)
{
    return h->open_n == 0;
}

void wr_pool_drain(struct wr_http *h, int64_t wait_ms)
{
    wait_until(h, no_work_left, wait_ms);
    wr_pool_expire(h, wr_mono_ms(h->clock), true);
    /* What has been answered wants to reach its client. */
    wait_until(h, no_request_left, wait_ms < 2000 ? wait_ms : 2000);
}

void wr_pool_end(struct wr_http *h)
{
    (void)pthread_mutex_lock(&h->lock);
    h->ending = true;
    (void)pthread_cond_broadcast(&h->work);
    (void)pthread_cond_broadcast(&h->tick);
    (void)pthread_mutex_unlock(&h->lock);
    for (size_t i = 0; i < h->opt.workers; i++) {
        if (h->workers[i].started) {
            (void)pthread_join(h->workers[i].thread, NULL);
            wr_arena_done(&h->workers[i].arena);
        }
    }
    if (h->ticker_started) {
        (void)pthread_join(h->ticker, NULL);
    }
}
