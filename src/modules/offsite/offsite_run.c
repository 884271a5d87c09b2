#include "modules/offsite/offsite_run.h"

#include "modules/offsite/offsite_valid.h"

#define HOUR_MS INT64_C(3600000)

const struct wr_offsite_mark_kind *wr_offsite_flag_kind(const struct wr_offsite_pack *p,
                                                        struct wr_str flag)
{
    const struct wr_offsite_mark_kind *m = p->marks.p;
    if (wr_offsite_mark_normal(flag))
        return NULL;
    for (size_t i = 0; i < p->marks.n; i++)
        if (m[i].flags.n > 0 && memchr(m[i].flags.p, flag.p[0], m[i].flags.n) != NULL)
            return &m[i];
    return NULL;
}

bool wr_offsite_run_take(struct wr_offsite_run *r, const struct wr_offsite_mark_kind *kind,
                         int64_t t_ms, int64_t len_ms, struct wr_offsite_run *ret_ended)
{
    if (kind != NULL && kind == r->kind && t_ms == r->to_ms) {
        r->to_ms = t_ms + len_ms;
        return false;
    }
    bool ended = r->kind != NULL;
    if (ended)
        *ret_ended = *r;
    *r = kind == NULL ? (struct wr_offsite_run){0}
                      : (struct wr_offsite_run){kind, t_ms, t_ms + len_ms};
    return ended;
}

bool wr_offsite_run_replaced(const struct wr_offsite_run *r, struct wr_str factor,
                             const struct wr_offsite_span *marks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool of = marks[i].factor.n == 0 || wr_str_eq(marks[i].factor, factor);
        bool ends_later = marks[i].to_ms == 0 || marks[i].to_ms >= r->to_ms;
        if (of && marks[i].from_ms <= r->from_ms && ends_later)
            return true;
    }
    return false;
}

int64_t wr_offsite_run_stopped(const struct wr_offsite_run *r, struct wr_str factor,
                               const struct wr_offsite_span *marks, size_t n,
                               void (*each)(void *arg, int64_t hour_ms), void *arg)
{
    int64_t hours = 0;
    if (r->kind == NULL || !r->kind->stopped || wr_offsite_run_replaced(r, factor, marks, n))
        return 0;
    for (int64_t t = r->from_ms; t < r->to_ms; t += HOUR_MS) {
        if (wr_offsite_span_stopped(marks, n, t))
            continue;
        hours++;
        if (each != NULL)
            each(arg, t);
    }
    return hours;
}
