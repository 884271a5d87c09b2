#include "http/metrics.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdatomic.h>

static const int statuses[] = {200, 201, 202, 204, 206, 304, 400, 401, 403, 404, 405, 409,
                               413, 414, 415, 416, 422, 428, 429, 431, 499, 500, 503, 0};
#define N_STATUSES WR_ARRAY_LEN(statuses)
static const int64_t bounds_us[] = {1000,  2000,   5000,   10000,   20000,
                                    50000, 100000, 250000, 1000000, 5000000};
#define N_BOUNDS WR_ARRAY_LEN(bounds_us)

struct row {
    atomic_llong by_status[N_STATUSES];
    atomic_llong by_time[N_BOUNDS + 1];
    atomic_llong sum_us;
};

struct wr_metrics {
    const struct wr_router *router;
    size_t n_rows;
    struct row *rows;
    atomic_llong refused[WR_REFUSED_N];
};

int wr_metrics_new(const struct wr_router *router, struct wr_metrics **ret)
{
    struct wr_metrics *m = wr_alloc(sizeof(*m));
    if (m == NULL) {
        return WR_ENOMEM;
    }
    m->router = router;
    m->n_rows = wr_router_count(router) + WR_OTHER_N;
    m->rows = wr_alloc_array(m->n_rows, sizeof(*m->rows));
    if (m->rows == NULL) {
        wr_free(m);
        return WR_ENOMEM;
    }
    *ret = m;
    return 0;
}

void wr_metrics_free(struct wr_metrics *m)
{
    if (m != NULL) {
        wr_free(m->rows);
        wr_free(m);
    }
}

static void count_one(atomic_llong *c, int64_t by)
{
    (void)atomic_fetch_add_explicit(c, by, memory_order_relaxed);
}

static long long value_of(const atomic_llong *c)
{
    return atomic_load_explicit(c, memory_order_relaxed);
}

void wr_metrics_request(struct wr_metrics *m, size_t row, int status, int64_t us)
{
    struct row *r = &m->rows[row < m->n_rows ? row : m->n_rows - 1];
    size_t s = 0;
    while (s < N_STATUSES - 1 && statuses[s] != status) {
        s++;
    }
    size_t t = 0;
    while (t < N_BOUNDS && us > bounds_us[t]) {
        t++;
    }
    count_one(&r->by_status[s], 1);
    count_one(&r->by_time[t], 1);
    count_one(&r->sum_us, us);
}

void wr_metrics_refused(struct wr_metrics *m, enum wr_refusal why)
{
    count_one(&m->refused[why], 1);
}

void wr_metrics_row_name(const struct wr_metrics *m, size_t row, const char **ret_method,
                         const char **ret_path)
{
    static const char *const others[WR_OTHER_N] = {"asset", "system", "unknown"};
    size_t n_routes = wr_router_count(m->router);
    if (row < n_routes) {
        const struct wr_route *route = wr_router_at(m->router, row);
        *ret_method = wr_method_name(route->method);
        *ret_path = route->path;
        return;
    }
    size_t other = row - n_routes;
    *ret_method = "";
    *ret_path = others[other < WR_OTHER_N ? other : WR_OTHER_UNKNOWN];
}

static void write_requests(const struct wr_metrics *m, struct wr_buf *b)
{
    wr_buf_lit(b,
               "# HELP wurao_http_requests_total Answered requests by route pattern and status.\n"
               "# TYPE wurao_http_requests_total counter\n");
    for (size_t i = 0; i < m->n_rows; i++) {
        const char *method = "";
        const char *path = "";
        wr_metrics_row_name(m, i, &method, &path);
        for (size_t s = 0; s < N_STATUSES; s++) {
            long long n = value_of(&m->rows[i].by_status[s]);
            if (n == 0) {
                continue;
            }
            wr_buf_printf(
                b, "wurao_http_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} %lld\n",
                method, path, statuses[s], n);
        }
    }
}

static void write_times(const struct wr_metrics *m, struct wr_buf *b)
{
    wr_buf_lit(
        b, "# HELP wurao_http_request_seconds Time from first byte to answer, by route pattern.\n"
           "# TYPE wurao_http_request_seconds histogram\n");
    for (size_t i = 0; i < m->n_rows; i++) {
        const struct row *r = &m->rows[i];
        const char *method = "";
        const char *path = "";
        wr_metrics_row_name(m, i, &method, &path);
        long long total = 0;
        for (size_t t = 0; t <= N_BOUNDS; t++) {
            total += value_of(&r->by_time[t]);
        }
        if (total == 0) {
            continue;
        }
        long long below = 0;
        for (size_t t = 0; t < N_BOUNDS; t++) {
            below += value_of(&r->by_time[t]);
            wr_buf_printf(
                b, "wurao_http_request_seconds_bucket{method=\"%s\",route=\"%s\",le=\"%g\"} %lld\n",
                method, path, (double)bounds_us[t] / 1e6, below);
        }
        wr_buf_printf(
            b, "wurao_http_request_seconds_bucket{method=\"%s\",route=\"%s\",le=\"+Inf\"} %lld\n",
            method, path, total);
        wr_buf_printf(b, "wurao_http_request_seconds_sum{method=\"%s\",route=\"%s\"} %.6f\n",
                      method, path, (double)value_of(&r->sum_us) / 1e6);
        wr_buf_printf(b, "wurao_http_request_seconds_count{method=\"%s\",route=\"%s\"} %lld\n",
                      method, path, total);
    }
}

void wr_metrics_one(struct wr_buf *b, const char *name, const char *type, const char *help,
                    double value)
{
    wr_buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n%s %.15g\n", name, help, name, type, name, value);
}

void wr_metrics_text(const struct wr_metrics *m, struct wr_buf *b)
{
    static const char *const why[WR_REFUSED_N] = {"queue_full", "deadline", "streams_full",
                                                  "rate",       "body",     "stopping"};
    write_requests(m, b);
    write_times(m, b);
    wr_buf_lit(b, "# HELP wurao_http_refused_total Requests refused at a limit.\n"
                  "# TYPE wurao_http_refused_total counter\n");
    for (size_t i = 0; i < WR_REFUSED_N; i++) {
        wr_buf_printf(b, "wurao_http_refused_total{limit=\"%s\"} %lld\n", why[i],
                      value_of(&m->refused[i]));
    }
}
