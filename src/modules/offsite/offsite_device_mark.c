/* Stretches of time the device marked by itself, made of the flags of its minutes, before them of its hours. */
#include "modules/offsite/offsite_outlet.h"
#include "modules/offsite/offsite_run.h"

#include "base/calendar.h"

#include <stdlib.h>

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define DAYS_MAX 31
#define FACTORS_MAX 60
#define MARKS_MAX 2000

struct flagged {
    char factor[WR_TELE_FACTOR_MAX + 1];
    struct wr_offsite_run run;
};
struct work {
    struct wr_ctx *ctx;
    const struct wr_offsite_outlet *o;
    int64_t len_ms;   /* of a period */
    int64_t first_ms; /* the first one that came */
    struct flagged f[FACTORS_MAX];
    size_t factors_n;
    struct wr_device_mark *marks;
    size_t n;
};

static struct flagged *flagged_of(struct work *w, const char *factor)
{
    for (size_t i = 0; i < w->factors_n; i++)
        if (strcmp(w->f[i].factor, factor) == 0)
            return &w->f[i];
    if (w->factors_n == FACTORS_MAX ||
        !wr_str_copy_z(wr_str(factor), w->f[w->factors_n].factor, WR_TELE_FACTOR_MAX + 1))
        return NULL;
    return &w->f[w->factors_n++];
}

static int keep(struct work *w, const char *factor, const struct wr_offsite_run *r)
{
    const struct wr_offsite_point_conf *c = w->o->conf;
    if (w->n == MARKS_MAX)
        return wr_fail(w->ctx, WR_K_device_marks_many);
    w->marks[w->n++] = (struct wr_device_mark){
        .factor = wr_arena_dup(w->ctx->arena, wr_str(factor)),
        .code = r->kind->code,
        .code_zh = r->kind->name_zh,
        .code_en = r->kind->name_en,
        .kind = r->kind->kind,
        .invalidates = r->kind->invalidates,
        .stopped = r->kind->stopped,
        .from_ms = r->from_ms,
        .to_ms = r->to_ms,
        .replaced = wr_offsite_run_replaced(r, wr_str(factor), c->spans, c->spans_n)};
    return 0;
}

static int take(void *arg, const struct wr_tele_sample *s)
{
    struct work *w = arg;
    struct flagged *f = flagged_of(w, s->factor);
    struct wr_offsite_run ended;
    if (s->t_ms < w->first_ms)
        w->first_ms = s->t_ms;
    if (f == NULL ||
        !wr_offsite_run_take(&f->run, wr_offsite_flag_kind(w->o->pack, wr_str(s->flag)), s->t_ms,
                             w->len_ms, &ended))
        return 0;
    return keep(w, f->factor, &ended);
}

/** Flags of one code. */
static int take_all(struct work *w, int cn, int64_t len_ms, int64_t from_ms, int64_t to_ms)
{
    const struct wr_tele_query q = {.outlet_id = w->o->id,
                                    .cn = cn,
                                    .field = WR_TELE_AVG,
                                    .from_ms = from_ms,
                                    .to_ms = to_ms,
                                    .versions = WR_TELE_LATEST};
    w->len_ms = len_ms;
    int rc = wr_tele_each(w->ctx, w->ctx->telemetry, &q, take, w);
    for (size_t i = 0; rc == 0 && i < w->factors_n; i++)
        if (w->f[i].run.kind != NULL) {
            rc = keep(w, w->f[i].factor, &w->f[i].run);
            w->f[i].run.kind = NULL;
        }
    return rc;
}

static int by_time(const void *pa, const void *pb)
{
    const struct wr_device_mark *a = pa, *b = pb;
    if (a->from_ms != b->from_ms)
        return a->from_ms > b->from_ms ? -1 : 1;
    if (a->to_ms != b->to_ms)
        return a->to_ms > b->to_ms ? -1 : 1;
    int c = wr_str_cmp(a->code, b->code);
    return c != 0 ? c : wr_str_cmp(a->factor, b->factor);
}

static bool same_stretch(const struct wr_device_mark *a, const struct wr_device_mark *b)
{
    return a->from_ms == b->from_ms && a->to_ms == b->to_ms && wr_str_eq(a->code, b->code) &&
           a->replaced == b->replaced;
}

/** Newest first; what all factors say alike is said once, of all of them. */
static size_t join_factors(struct wr_device_mark *m, size_t n, size_t factors_n)
{
    size_t kept = 0;
    if (n > 0)
        qsort(m, n, sizeof(*m), by_time);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && same_stretch(&m[i], &m[k]); k++)
            ;
        bool all = k - i == factors_n && factors_n > 1;
        for (size_t j = i; j < (all ? i + 1 : k); j++) {
            struct wr_device_mark one = m[j];
            one.factor_name = wr_offsite_factor_name(one.factor);
            if (all)
                one.factor = one.factor_name = (struct wr_str){NULL, 0};
            m[kept++] = one;
        }
    }
    return kept;
}

int wr_offsite_svc_device_marks(struct wr_ctx *ctx, int64_t outlet_id,
                                const struct wr_device_mark_query *q, struct wr_list *ret)
{
    struct wr_offsite_outlet o;
    int64_t from_ms = 0, to_ms = 0;
    *ret = (struct wr_list){0};
    int rc = wr_offsite_period(ctx, q->from, q->to, DAYS_MAX, &from_ms, &to_ms);
    if (rc == 0)
        rc = wr_offsite_outlet_open(ctx, outlet_id, &o);
    if (rc < 0)
        return rc;
    struct work *w = wr_arena_new(ctx->arena, struct work);
    struct wr_device_mark *marks = wr_arena_array(ctx->arena, MARKS_MAX, sizeof(*marks));
    if (w == NULL || marks == NULL)
        return wr_fail(ctx, WR_K_memory);
    *w = (struct work){.ctx = ctx, .o = &o, .marks = marks, .first_ms = to_ms};
    rc = take_all(w, WR_TELE_MINUTE, o.minute_min * MINUTE_MS, from_ms, to_ms);
    if (rc == 0)
        rc = take_all(w, WR_TELE_HOUR, HOUR_MS, from_ms, w->first_ms - w->first_ms % HOUR_MS);
    *ret = (struct wr_list){marks, join_factors(marks, w->n, w->factors_n)};
    return rc;
}
