#include "http/server.h"

#include "http/metrics.h"
#include "http/rate.h"
#include "http/sse.h"

#include <time.h>

#define STREAM_S_DEFAULT 1800

static int init_locks(struct wr_http *h)
{
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) != 0) {
        return WR_ENOMEM;
    }
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&h->lock, NULL);
    (void)pthread_mutex_init(&h->links_lock, NULL);
    (void)pthread_cond_init(&h->work, &monotonic);
    (void)pthread_cond_init(&h->idle, &monotonic);
    (void)pthread_cond_init(&h->tick, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    return 0;
}

static void free_http(struct wr_http *h)
{
    wr_streams_free(h->streams);
    wr_metrics_free(h->metrics);
    wr_rates_free(h->rates);
    wr_router_free(h->router);
    wr_free(h->queue);
    wr_free(h->workers);
    wr_free(h->idem_keys);
    (void)pthread_mutex_destroy(&h->lock);
    (void)pthread_mutex_destroy(&h->links_lock);
    (void)pthread_cond_destroy(&h->work);
    (void)pthread_cond_destroy(&h->idle);
    (void)pthread_cond_destroy(&h->tick);
    wr_free(h);
}

static int make_parts(struct wr_http *h)
{
    const struct wr_http_options *opt = &h->opt;
    h->queue = wr_alloc_array(opt->queue_max, sizeof(*h->queue));
    h->workers = wr_alloc_array(opt->workers, sizeof(*h->workers));
    h->idem_keys = wr_alloc_array(opt->workers, sizeof(*h->idem_keys));
    int rc = h->queue == NULL || h->workers == NULL || h->idem_keys == NULL ? WR_ENOMEM : 0;
    rc = rc != 0 ? rc : wr_router_new(opt->routes, &h->router);
    rc = rc != 0 ? rc : wr_metrics_new(h->router, &h->metrics);
    rc = rc != 0 ? rc : wr_rates_new(opt->rate_per_min, &h->rates);
    int64_t age_s = opt->stream_s_max > 0 ? opt->stream_s_max : STREAM_S_DEFAULT;
    rc = rc != 0 ? rc : wr_streams_new(opt->streams_max, age_s, wr_mhd_wake, &h->streams);
    return rc;
}

int wr_http_start(const struct wr_http_options *opt, const struct wr_clock *clock,
                  struct wr_http **ret)
{
    if (opt->workers == 0 || opt->queue_max == 0 || opt->connections_max == 0 ||
        opt->request_ms_max <= 0 || opt->body_bytes_max > WR_JSON_BODY_MAX) {
        return WR_EINVALID;
    }
    struct wr_http *h = wr_alloc(sizeof(*h));
    if (h == NULL) {
        return WR_ENOMEM;
    }
    h->opt = *opt;
    h->clock = clock;
    h->listen_fd = -1;
    h->secure = opt->public_url != NULL && wr_str_starts(wr_str(opt->public_url), WR_S("https://"));
    int rc = init_locks(h);
    rc = rc != 0 ? rc : make_parts(h);
    rc = rc != 0 ? rc : wr_pool_start(h);
    *ret = h; /* known before the first request comes */
    rc = rc != 0 ? rc : wr_mhd_start(h);
    if (rc != 0) {
        *ret = NULL;
        if (h->workers != NULL) {
            wr_pool_end(h);
        }
        free_http(h);
        return rc;
    }
    return 0;
}

int wr_http_port(const struct wr_http *h)
{
    return h->port;
}

void *wr_req_hooks_arg(const struct wr_req *r)
{
    const struct wr_xchg *x = r->priv;
    return x->http->opt.hooks_arg;
}

void wr_http_publish(struct wr_http *h, const char *topic, const char *event, struct wr_str data)
{
    wr_streams_publish(h->streams, wr_str(topic), event, data);
}

void wr_http_stop(struct wr_http *h, int64_t wait_ms)
{
    h->stopping = true;
    wr_mhd_quiesce(h);
    wr_streams_end(h->streams);
    wr_pool_drain(h, wait_ms);
    wr_pool_end(h);
    wr_mhd_stop(h);
    free_http(h);
}
