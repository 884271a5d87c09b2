#pragma once
/*
 * News for live pages. A use case tells it after its transaction has committed; whoever serves streams delivers it.
 * The server gives an implementation that calls wr_http_publish(h, topic, event, data); commands and tests give none.
 * Delivery is a courtesy: pages ask again after a gap, so nothing may depend on it.
 */
#include "base/ctx.h"

struct wr_events {
    /** From any thread. `data` is one line of JSON, without personal data; it is copied before this returns. */
    void (*publish)(void *arg, const char *topic, const char *event, struct wr_str data);
    void *arg;
};

/** Topic of GET /api/v1/events. */
#define WR_TOPIC_EVENTS "events"

/** Tell an event if somebody listens; fine without ctx->events. Call after wr_tx_run returned 0, never inside it. */
static inline void wr_events_publish(const struct wr_ctx *ctx, const char *topic, const char *event,
                                     struct wr_str data)
{
    if (ctx->events && ctx->events->publish) {
        ctx->events->publish(ctx->events->arg, topic, event, data);
    }
}
