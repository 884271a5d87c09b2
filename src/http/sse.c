#include "http/sse.h"

#include "base/alloc.h"

#include <pthread.h>

struct wr_stream {
    struct wr_streams *home;
    struct wr_stream *prev, *next;
    void *conn;
    char topic[WR_TOPIC_MAX];
    size_t topic_n;
    struct wr_buf pending;
    size_t sent; /* bytes of pending already given out */
    bool parked;
    bool ended;
    int64_t opened_ms, beat_ms;
};

struct wr_streams {
    pthread_mutex_t lock;
    void (*wake)(void *conn);
    struct wr_stream *first;
    size_t n, max;
    int64_t age_ms_max;
    uint64_t event_id;
    bool ending;
};

int wr_streams_new(size_t max, int64_t age_s_max, void (*wake)(void *conn), struct wr_streams **ret)
{
    struct wr_streams *s = wr_alloc(sizeof(*s));
    if (s == NULL) {
        return WR_ENOMEM;
    }
    (void)pthread_mutex_init(&s->lock, NULL);
    s->wake = wake;
    s->max = max;
    s->age_ms_max = age_s_max * 1000;
    *ret = s;
    return 0;
}

void wr_streams_free(struct wr_streams *s)
{
    if (s != NULL) {
        (void)pthread_mutex_destroy(&s->lock);
        wr_free(s);
    }
}

int wr_stream_open(struct wr_streams *s, struct wr_str topic, void *conn, int64_t mono_ms,
                   struct wr_stream **ret)
{
    if (topic.n == 0 || topic.n > WR_TOPIC_MAX) {
        return WR_EINVALID;
    }
    struct wr_stream *st = wr_alloc(sizeof(*st));
    if (st == NULL) {
        return WR_ENOMEM;
    }
    *st = (struct wr_stream){
        .home = s, .conn = conn, .topic_n = topic.n, .opened_ms = mono_ms, .beat_ms = mono_ms};
    memcpy(st->topic, topic.p, topic.n);
    wr_buf_init(&st->pending, WR_STREAM_PENDING_MAX);
    wr_buf_lit(&st->pending, "retry: 3000\n: ok\n\n");
    (void)pthread_mutex_lock(&s->lock);
    bool full = s->n >= s->max || s->ending;
    if (!full) {
        st->next = s->first;
        if (s->first != NULL) {
            s->first->prev = st;
        }
        s->first = st;
        s->n++;
    }
    (void)pthread_mutex_unlock(&s->lock);
    if (full) {
        wr_buf_done(&st->pending);
        wr_free(st);
        return WR_EBUSY;
    }
    *ret = st;
    return 0;
}

ssize_t wr_stream_read(struct wr_stream *st, char *dst, size_t max, void (*park)(void *conn))
{
    struct wr_streams *s = st->home;
    ssize_t result = 0;
    (void)pthread_mutex_lock(&s->lock);
    size_t left = st->pending.n - st->sent;
    if (left > 0 && !st->pending.failed) {
        size_t n = left < max ? left : max;
        memcpy(dst, st->pending.p + st->sent, n);
        st->sent += n;
        if (st->sent == st->pending.n) {
            wr_buf_clear(&st->pending);
            st->sent = 0;
        }
        result = (ssize_t)n;
    } else if (st->ended || st->pending.failed) {
        result = -1;
    } else {
        st->parked = true;
        park(st->conn);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return result;
}

void wr_stream_close(struct wr_stream *st)
{
    if (st == NULL) {
        return;
    }
    struct wr_streams *s = st->home;
    (void)pthread_mutex_lock(&s->lock);
    if (st->prev != NULL) {
        st->prev->next = st->next;
    } else {
        s->first = st->next;
    }
    if (st->next != NULL) {
        st->next->prev = st->prev;
    }
    s->n--;
    (void)pthread_mutex_unlock(&s->lock);
    wr_buf_done(&st->pending);
    wr_free(st);
}

/* With the lock held. */
static void unpark(struct wr_stream *st)
{
    if (st->parked) {
        st->parked = false;
        st->home->wake(st->conn);
    }
}

void wr_streams_publish(struct wr_streams *s, struct wr_str topic, const char *event,
                        struct wr_str data)
{
    (void)pthread_mutex_lock(&s->lock);
    s->event_id++;
    for (struct wr_stream *st = s->first; st != NULL; st = st->next) {
        if (!wr_str_eq((struct wr_str){st->topic, st->topic_n}, topic) || st->ended) {
            continue;
        }
        wr_buf_printf(&st->pending, "id: %llu\nevent: %s\ndata: ", (unsigned long long)s->event_id,
                      event);
        wr_buf_str(&st->pending, data);
        wr_buf_lit(&st->pending, "\n\n");
        unpark(st);
    }
    (void)pthread_mutex_unlock(&s->lock);
}

void wr_streams_tick(struct wr_streams *s, int64_t mono_ms)
{
    (void)pthread_mutex_lock(&s->lock);
    for (struct wr_stream *st = s->first; st != NULL; st = st->next) {
        if (mono_ms - st->opened_ms >= s->age_ms_max) {
            st->ended = true;
            unpark(st);
        } else if (mono_ms - st->beat_ms >= WR_STREAM_BEAT_MS) {
            st->beat_ms = mono_ms;
            if (st->pending.n == 0) {
                wr_buf_lit(&st->pending, ": beat\n\n");
            }
            unpark(st);
        }
    }
    (void)pthread_mutex_unlock(&s->lock);
}

void wr_streams_end(struct wr_streams *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->ending = true;
    for (struct wr_stream *st = s->first; st != NULL; st = st->next) {
        st->ended = true;
        unpark(st);
    }
    (void)pthread_mutex_unlock(&s->lock);
}

size_t wr_streams_count(struct wr_streams *s)
{
    (void)pthread_mutex_lock(&s->lock);
    size_t n = s->n;
    (void)pthread_mutex_unlock(&s->lock);
    return n;
}
