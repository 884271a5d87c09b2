#include "http/server.h"

#include <sys/socket.h>

#define READ_MS 30000
#define SEND_MS 60000
/** Slowest client that is put up with. */
#define SLOW_BYTES_PER_S 8192

void wr_link_add(struct wr_http *h, struct wr_link *l)
{
    (void)pthread_mutex_lock(&h->links_lock);
    l->prev = NULL;
    l->next = h->links;
    if (h->links != NULL) {
        h->links->prev = l;
    }
    h->links = l;
    (void)pthread_mutex_unlock(&h->links_lock);
}

void wr_link_remove(struct wr_http *h, struct wr_link *l)
{
    (void)pthread_mutex_lock(&h->links_lock);
    if (l->prev != NULL) {
        l->prev->next = l->next;
    } else {
        h->links = l->next;
    }
    if (l->next != NULL) {
        l->next->prev = l->prev;
    }
    (void)pthread_mutex_unlock(&h->links_lock);
}

void wr_link_phase(struct wr_http *h, struct wr_link *l, enum wr_phase phase, int64_t bytes)
{
    int64_t slow_ms = bytes > 0 ? bytes * 1000 / SLOW_BYTES_PER_S : 0;
    int64_t allowed_ms = 0;
    switch (phase) {
    case WR_PHASE_IDLE:
        /* The library ends the silent; this ends those that send a header drop by drop. */
        allowed_ms = h->opt.idle_s * 1000 + READ_MS;
        break;
    case WR_PHASE_READING:
        allowed_ms = READ_MS + slow_ms;
        break;
    case WR_PHASE_SENDING:
        allowed_ms = SEND_MS + slow_ms;
        break;
    case WR_PHASE_WORKING:
        break;
    }
    (void)pthread_mutex_lock(&h->links_lock);
    l->deadline_ms = allowed_ms == 0 ? 0 : wr_mono_ms(h->clock) + allowed_ms;
    (void)pthread_mutex_unlock(&h->links_lock);
}

void wr_links_expire(struct wr_http *h, int64_t now_ms)
{
    (void)pthread_mutex_lock(&h->links_lock);
    for (struct wr_link *l = h->links; l != NULL; l = l->next) {
        if (l->deadline_ms != 0 && l->deadline_ms <= now_ms) {
            /* The descriptor stays the library's, which sees the end of the stream and cleans up. */
            (void)shutdown(l->fd, SHUT_RDWR);
            l->deadline_ms = 0;
        }
    }
    (void)pthread_mutex_unlock(&h->links_lock);
}
