#pragma once

#include "http/router.h"

/** Counters of the server. Any thread; written with relaxed atomics. */
struct wr_metrics;

enum wr_refusal {
    WR_REFUSED_QUEUE,
    WR_REFUSED_DEADLINE,
    WR_REFUSED_STREAMS,
    WR_REFUSED_RATE,
    WR_REFUSED_BODY,
    WR_REFUSED_STOPPING,
    WR_REFUSED_N
};
/** Rows behind the routes' own: what is not a route. */
enum wr_other { WR_OTHER_ASSET, WR_OTHER_SYSTEM, WR_OTHER_UNKNOWN, WR_OTHER_N };

WR_MUST_CHECK int wr_metrics_new(const struct wr_router *router, struct wr_metrics **ret);
void wr_metrics_free(struct wr_metrics *m);
/** One finished request. @param row  index of the route, or wr_router_count() + enum wr_other */
void wr_metrics_request(struct wr_metrics *m, size_t row, int status, int64_t us);
void wr_metrics_refused(struct wr_metrics *m, enum wr_refusal why);
/** One figure without labels, with its HELP and TYPE lines. @param type  "gauge" or "counter" */
void wr_metrics_one(struct wr_buf *b, const char *name, const char *type, const char *help,
                    double value);
/** Prometheus text of the counters; rows without a request are left out. */
void wr_metrics_text(const struct wr_metrics *m, struct wr_buf *b);
/** Name of a row: "GET /api/v1/enterprises/{id}", "asset" … */
void wr_metrics_row_name(const struct wr_metrics *m, size_t row, const char **ret_method,
                         const char **ret_path);
