/* Reading: rows of a moment are put together, versions told apart. */
#include "telemetry/tele_in.h"

#include <math.h>

#define LOOK_BACK_MS (62 * WR_DAY_MS)

/* ---- moments ----------------------------------------------------------------------------------- */

typedef int moment_fn(void *arg, const struct wr_tele_rec *recs, size_t n);

/** Collects the records of one moment; bodies are copied because a store keeps one only until the next. */
struct moments {
    struct wr_ctx *ctx;
    moment_fn *each;
    void *arg;
    struct wr_tele_rec recs[WR_TELE_SEQ_MAX];
    size_t n;
    struct wr_buf bytes;
};

static int end_moment(struct moments *m)
{
    size_t at = 0;

    if (m->n == 0)
        return 0;
    for (size_t i = 0; i < m->n; i++) {
        m->recs[i].body.p = m->bytes.p + at;
        at += m->recs[i].body.n;
    }
    int rc = m->each(m->arg, m->recs, m->n);
    m->n = 0;
    wr_buf_clear(&m->bytes);
    return rc;
}

static int take_rec(void *arg, const struct wr_tele_rec *rec)
{
    struct moments *m = arg;
    int rc = 0;

    if (m->n > 0 && m->recs[0].t_ms != rec->t_ms)
        rc = end_moment(m);
    if (rc != 0 || m->n >= WR_TELE_SEQ_MAX)
        return rc;
    m->recs[m->n++] = *rec;
    wr_buf_str(&m->bytes, rec->body);
    return m->bytes.failed ? wr_fail(m->ctx, WR_K_memory) : 0;
}

/** Walk moment by moment; going back in time the records of one moment still come by seq upward. */
static int walk(struct wr_ctx *ctx, struct wr_tele *t, const struct wr_tele_query *q, bool back,
                moment_fn *each, void *arg)
{
    struct moments *m = wr_alloc(sizeof(*m));

    if (!m)
        return wr_fail(ctx, WR_K_memory);
    m->ctx = ctx;
    m->each = each;
    m->arg = arg;
    wr_buf_init(&m->bytes, WR_TELE_MOMENT_BYTES_MAX);
    int rc = wr_tele_walk(ctx, t, q->outlet_id, q->cn, q->from_ms, q->to_ms, back, take_rec, m);
    if (rc == 0)
        rc = end_moment(m);
    wr_buf_done(&m->bytes);
    (void)wr_free(m);
    return rc;
}

/* ---- samples ----------------------------------------------------------------------------------- */

struct reading {
    struct wr_ctx *ctx;
    const struct wr_tele_query *q;
    int (*each)(void *arg, const struct wr_tele_sample *s);
    void *arg;
};

/** Does a later record of the moment say the same factor anew? */
static bool superseded(const struct wr_tele_rec *recs, size_t n, size_t at,
                       const struct wr_tele_group *g)
{
    for (size_t i = at + 1; i < n; i++) {
        struct wr_str body = recs[i].body;
        struct wr_tele_group o;
        while (wr_tele_group_next(&body, &o) == 1)
            if (o.computed == g->computed && wr_str_eq(o.factor, g->factor))
                return true;
    }
    return false;
}

static int emit_group(const struct reading *r, const struct wr_tele_rec *rec,
                      const struct wr_tele_group *g)
{
    struct wr_tele_sample s = {.t_ms = rec->t_ms,
                               .received_ms = rec->received_ms,
                               .source_id = rec->source_id,
                               .backfill = rec->backfill,
                               .version = (int16_t)g->version};
    struct wr_str items = g->items;
    int field = 0;
    int rc = 0;

    if (!wr_str_copy_z(g->factor, s.factor, sizeof(s.factor)) ||
        !wr_str_copy_z(g->flag, s.flag, sizeof(s.flag)))
        return 0;
    while (rc == 0 && wr_tele_item_next(&items, &field, &s.text)) {
        if (r->q->field >= 0 && r->q->field != field)
            continue;
        s.field = (int8_t)field;
        s.value = wr_tele_number(s.text);
        rc = r->each(r->arg, &s);
    }
    return rc;
}

static int emit_moment(void *arg, const struct wr_tele_rec *recs, size_t n)
{
    const struct reading *r = arg;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct wr_str body = recs[i].body;
        struct wr_tele_group g;
        int more = 0;
        while (rc == 0 && (more = wr_tele_group_next(&body, &g)) == 1) {
            if (r->q->factor.p && !wr_str_eq(g.factor, r->q->factor))
                continue;
            if (r->q->versions == WR_TELE_LATEST && superseded(recs, n, i, &g))
                continue;
            rc = emit_group(r, &recs[i], &g);
        }
        if (more < 0)
            return wr_fail(r->ctx, WR_K_tele_damaged);
    }
    return rc;
}

int wr_tele_each(struct wr_ctx *ctx, struct wr_tele *t, const struct wr_tele_query *q,
                 int (*each)(void *arg, const struct wr_tele_sample *s), void *arg)
{
    struct reading r = {ctx, q, each, arg};
    return walk(ctx, t, q, false, emit_moment, &r);
}

struct listing {
    struct wr_ctx *ctx;
    size_t max;
    struct wr_tele_sample *p;
    size_t n, cap;
};

static int add_sample(void *arg, const struct wr_tele_sample *s)
{
    struct listing *l = arg;

    if (l->n >= l->max)
        return wr_fail(l->ctx, WR_K_limit_reached, WR_S("samples"),
                       wr_arena_printf(l->ctx->arena, "%zu", l->max));
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 256;
        struct wr_tele_sample *p = wr_arena_array(l->ctx->arena, cap, sizeof(*p));
        if (!p)
            return wr_fail(l->ctx, WR_K_memory);
        if (l->n > 0)
            memcpy(p, l->p, l->n * sizeof(*p));
        l->p = p;
        l->cap = cap;
    }
    l->p[l->n] = *s;
    l->p[l->n].text = wr_arena_dup(l->ctx->arena, s->text);
    if (!l->p[l->n++].text.p)
        return wr_fail(l->ctx, WR_K_memory);
    return 0;
}

int wr_tele_read(struct wr_ctx *ctx, struct wr_tele *t, const struct wr_tele_query *q,
                 struct wr_list *ret)
{
    struct listing l = {.ctx = ctx, .max = q->max};
    int rc = wr_tele_each(ctx, t, q, add_sample, &l);
    if (rc == 0)
        *ret = (struct wr_list){l.p, l.n};
    return rc;
}

/* ---- last moment ------------------------------------------------------------------------------- */

#define FOUND 1

static int emit_last(void *arg, const struct wr_tele_rec *recs, size_t n)
{
    int rc = emit_moment(arg, recs, n);
    return rc == 0 ? FOUND : rc;
}

int wr_tele_last(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn, int64_t at_ms,
                 struct wr_list *ret)
{
    struct listing l = {.ctx = ctx, .max = WR_TELE_VALUES_MAX * 4};
    struct wr_tele_query q = {.outlet_id = outlet_id,
                              .cn = cn,
                              .field = -1,
                              .from_ms = at_ms - LOOK_BACK_MS,
                              .to_ms = at_ms + 1};
    struct reading r = {ctx, &q, add_sample, &l};
    int rc = walk(ctx, t, &q, true, emit_last, &r);
    if (rc == FOUND)
        rc = 0;
    if (rc == 0)
        *ret = (struct wr_list){l.p, l.n};
    return rc;
}

/* ---- days --------------------------------------------------------------------------------------- */

struct days {
    struct wr_ctx *ctx;
    struct wr_str factor;
    int64_t period_ms, late_ms;
    struct wr_tele_day *p;
    size_t n, cap;
    size_t day_from; /* first entry of the day under way */
};

static struct wr_tele_day *day_of(struct days *d, int64_t day_ms, struct wr_str factor)
{
    if (d->n == 0 || d->p[d->day_from].day_ms != day_ms)
        d->day_from = d->n;
    for (size_t i = d->day_from; i < d->n; i++)
        if (wr_str_eq(wr_str(d->p[i].factor), factor))
            return &d->p[i];
    if (d->n == d->cap) {
        size_t cap = d->cap ? d->cap * 2 : 64;
        struct wr_tele_day *p = wr_arena_array(d->ctx->arena, cap, sizeof(*p));
        if (!p)
            return NULL;
        if (d->n > 0)
            memcpy(p, d->p, d->n * sizeof(*p));
        d->p = p;
        d->cap = cap;
    }
    struct wr_tele_day *e = &d->p[d->n++];
    *e = (struct wr_tele_day){.day_ms = day_ms};
    return wr_str_copy_z(factor, e->factor, sizeof(e->factor)) ? e : NULL;
}

static bool in_time(const struct days *d, const struct wr_tele_rec *rec)
{
    return !rec->backfill && rec->received_ms <= rec->t_ms + d->period_ms + d->late_ms;
}

static int count_moment(void *arg, const struct wr_tele_rec *recs, size_t n)
{
    struct days *d = arg;
    int64_t day_ms = wr_date_to_ms(wr_date_of_ms(recs[0].t_ms));

    for (size_t i = 0; i < n; i++) {
        struct wr_str body = recs[i].body;
        struct wr_tele_group g;
        while (wr_tele_group_next(&body, &g) == 1) {
            if (g.computed || (d->factor.p && !wr_str_eq(g.factor, d->factor)))
                continue;
            struct wr_tele_day *e = day_of(d, day_ms, g.factor);
            if (!e)
                return wr_fail(d->ctx, WR_K_memory);
            if (g.version == 1) {
                e->moments++;
                e->in_time += in_time(d, &recs[i]);
            }
            e->versioned += g.version == 2;
            if (!superseded(recs, n, i, &g))
                e->normal += g.flag.n == 0 || wr_str_eq(g.flag, WR_S("N"));
        }
    }
    return 0;
}

int wr_tele_days(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn,
                 struct wr_str factor, int64_t from_ms, int64_t to_ms, int64_t period_ms,
                 int64_t late_ms, struct wr_list *ret)
{
    struct days d = {.ctx = ctx, .factor = factor, .period_ms = period_ms, .late_ms = late_ms};
    struct wr_tele_query q = {
        .outlet_id = outlet_id, .cn = cn, .field = -1, .from_ms = from_ms, .to_ms = to_ms};
    int rc = walk(ctx, t, &q, false, count_moment, &d);
    if (rc == 0)
        *ret = (struct wr_list){d.p, d.n};
    return rc;
}

/* ---- gaps --------------------------------------------------------------------------------------- */

struct gaps {
    struct wr_ctx *ctx;
    int64_t from_ms, step_ms, next_ms; /* next_ms: first period not yet accounted for */
    size_t max;
    struct wr_tele_gap *p;
    size_t n;
};

static void add_gap(struct gaps *g, int64_t to_ms)
{
    if (to_ms > g->next_ms && g->n < g->max)
        g->p[g->n++] = (struct wr_tele_gap){g->next_ms, to_ms - g->step_ms};
}

static int see_moment(void *arg, const struct wr_tele_rec *rec)
{
    struct gaps *g = arg;
    int64_t slot = g->from_ms + (rec->t_ms - g->from_ms) / g->step_ms * g->step_ms;

    add_gap(g, slot);
    if (slot + g->step_ms > g->next_ms)
        g->next_ms = slot + g->step_ms;
    return 0;
}

int wr_tele_gaps(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn, int64_t from_ms,
                 int64_t to_ms, int64_t step_ms, size_t max, struct wr_list *ret)
{
    struct gaps g = {
        .ctx = ctx, .from_ms = from_ms, .step_ms = step_ms, .next_ms = from_ms, .max = max};

    g.p = wr_arena_array(ctx->arena, max, sizeof(*g.p));
    if (!g.p || step_ms <= 0)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_tele_walk(ctx, t, outlet_id, cn, from_ms, to_ms, false, see_moment, &g);
    if (rc == 0) {
        add_gap(&g, from_ms + (to_ms - from_ms) / step_ms * step_ms);
        *ret = (struct wr_list){g.p, g.n};
    }
    return rc;
}
