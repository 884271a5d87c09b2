/* Integrity: rows decoded, the engine's own check, all at once or a part at a time. */
#include "telemetry/tele_in.h"

#include <limits.h>
#include <stdio.h>

struct checking {
    struct wr_ctx *ctx;
    struct wr_tele_report *report;
    struct wr_tele_key *at; /* NULL: nobody asks */
    int64_t left;           /* rows that may still be read */
};

static void bad(struct wr_ctx *ctx, struct wr_tele_report *r, struct wr_str what)
{
    if (r->bad++ == 0)
        r->first_bad = wr_arena_dup(ctx->arena, what);
}

static int check_rec(void *arg, const struct wr_tele_rec *rec)
{
    struct checking *c = arg;
    struct wr_str body = rec->body;
    struct wr_tele_group g;
    int more = wr_tele_group_next(&body, &g);

    if (c->left-- <= 0)
        return CHECK_STOP;
    c->report->rows++;
    for (; more == 1; more = wr_tele_group_next(&body, &g))
        c->report->values += (int64_t)g.n;
    if (more < 0) {
        char text[160];
        int n = snprintf(text, sizeof(text), "outlet %lld, cn %d, t %lld, seq %d: no valid row",
                         (long long)rec->outlet_id, rec->cn, (long long)rec->t_ms, rec->seq);
        bad(c->ctx, c->report, (struct wr_str){text, (size_t)n});
    }
    if (c->at)
        *c->at = (struct wr_tele_key){rec->outlet_id, rec->cn, rec->t_ms, rec->seq};
    return 0;
}

int wr_tele_months(struct wr_ctx *ctx, struct wr_tele *t, struct wr_list *ret)
{
    return wr_tele_ops_of(t)->months(ctx, wr_tele_store_of(t), ret);
}

struct wr_str wr_tele_month_name(struct wr_arena *a, struct wr_tele_month_of m)
{
    return wr_arena_printf(a, "%s-%04d-%02d", m.class == WR_TELE_CLASS_REAL ? "real" : "long",
                           m.month / 12, m.month % 12 + 1);
}

int wr_tele_check_month(struct wr_ctx *ctx, struct wr_tele *t, struct wr_tele_month_of m,
                        int64_t rows_max, struct wr_tele_key *at, struct wr_tele_report *ret,
                        bool *ret_more)
{
    struct wr_tele_key from = *at;
    struct checking c = {ctx, ret, at, rows_max};
    struct wr_str fault = {0};
    int rc = wr_tele_ops_of(t)->check(ctx, wr_tele_store_of(t), m.class, m.month,
                                      from.outlet_id != 0 ? &from : NULL, check_rec, &c, &fault);
    *ret_more = rc == CHECK_STOP;
    if (rc >= 0 && fault.p)
        bad(ctx, ret, fault);
    return rc < 0 ? rc : 0;
}

int wr_tele_check_rows(struct wr_ctx *ctx, struct wr_tele *t, int64_t outlet_id, int cn,
                       int64_t from_ms, int64_t to_ms, struct wr_tele_report *ret)
{
    struct checking c = {ctx, ret, NULL, INT64_MAX};
    return wr_tele_walk(ctx, t, outlet_id, cn, from_ms, to_ms, false, check_rec, &c);
}

int wr_tele_check(struct wr_ctx *ctx, struct wr_tele *t, struct wr_tele_report *ret)
{
    struct wr_list months = {0};

    *ret = (struct wr_tele_report){0};
    int rc = wr_tele_months(ctx, t, &months);
    const struct wr_tele_month_of *m = months.p;
    for (size_t i = 0; rc == 0 && i < months.n; i++) {
        struct wr_tele_key at = {0};
        bool more = true;
        while (rc == 0 && more)
            rc = wr_tele_check_month(ctx, t, m[i], INT64_MAX, &at, ret, &more);
        ret->months++;
    }
    return rc;
}
