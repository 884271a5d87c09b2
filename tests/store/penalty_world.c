#include "penalty_world.h"

#include "app/modules.h"

static struct wr_str uid(struct wr_ctx *ctx, int64_t n)
{
    return wr_arena_printf(ctx->arena, "33333333-0000-4000-8000-%012lld", (long long)n);
}

struct world dk_begin(struct store *s)
{
    struct world w = world_make(s);

    s->ctx.entities = wr_all_entities;
    return w;
}

void dk_give(struct world *w, struct wr_ctx *ctx)
{
    world_give(w, ctx);
    ctx->entities = wr_all_entities;
}

void dk_end(struct store *s)
{
    struct wr_audit_verdict v;

    wr_err_reset(&s->ctx);
    s->ctx.actor = (struct wr_actor){.system = true};
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, wr_all_entities, &v));
    if (!v.ok)
        fail_msg("log: " WR_FMT, WR_ARG(v.first_bad));
}

struct wr_pen_new dk_filing(struct world *w, struct wr_ctx *ctx, int e, int64_t n)
{
    return (struct wr_pen_new){.uid = uid(ctx, n),
                               .enterprise_id = w->enterprise[e],
                               .source = WR_PEN_SRC_MANUAL,
                               .title = WR_S("超标排放水污染物案"),
                               .act_date = WR_S("2026-05-20"),
                               .officer_id = w->officer[0],
                               .second_officer_id = w->officer[1],
                               .scheme = WR_S("guangdong"),
                               .table = WR_S("2.7.1")};
}

void dk_as_legal(struct wr_ctx *ctx)
{
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.user_id = 500, .roles = WR_ROLE_LEGAL};
}

/** P1 of the tables: 36 %, 360,000 yuan; and whatever the system proposed. */
void dk_confirm(struct world *w, struct wr_ctx *ctx, struct wr_pen_docket *d, const char *flow)
{
    struct wr_pen_value_in v[] = {
        {.kind = WR_S("factor"), .name = WR_S("factors_n"), .value = WR_S("2")},
        {.kind = WR_S("factor"), .name = WR_S("pollutants"), .value = WR_S("\"class_a\"")},
        {.kind = WR_S("factor"), .name = WR_S("area"), .value = WR_S("\"restricted\"")},
        {.kind = WR_S("factor"), .name = WR_S("flow"), .value = wr_str(flow)},
        {.kind = WR_S("factor"),
         .name = WR_S("exceedance"),
         .value = WR_S("{\"measured\":\"30\",\"limit\":\"5\",\"evidence\":\"监测报告3号\"}")},
        {.kind = WR_S("factor"), .name = WR_S("count2y"), .value = WR_S("2")},
        {.kind = WR_S("fact"), .name = WR_S("earlier_1y"), .value = WR_S("0")},
        {.kind = WR_S("fact"), .name = WR_S("earlier_ever"), .value = WR_S("1")}};
    const struct wr_pen_values_in in = {.values = {v, WR_ARRAY_LEN(v)}};

    for (size_t i = 0; i < WR_ARRAY_LEN(v); i++)
        v[i].evidence = WR_S("现场检查笔录");
    world_as_officer(w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_values(ctx, d->id, &in, d));
}

void dk_event(struct wr_ctx *ctx, struct wr_pen_docket *d, int64_t kind, const char *day)
{
    const struct wr_pen_event_in in = {.kind = kind, .day = wr_str(day), .note = WR_S("记录")};

    store_ok(ctx, wr_penalty_svc_event(ctx, d->id, &in, d));
}

int dk_try_event(struct wr_ctx *ctx, struct wr_pen_docket *d, int64_t kind, const char *day)
{
    const struct wr_pen_event_in in = {.kind = kind, .day = wr_str(day)};

    wr_err_reset(ctx);
    return wr_penalty_svc_event(ctx, d->id, &in, d);
}

int dk_decide(struct wr_ctx *ctx, struct wr_pen_docket *d, const char *day)
{
    const struct wr_pen_decide_in in = {.day = wr_str(day), .note = WR_S("同意")};

    return wr_penalty_svc_decide(ctx, d->id, &in, d);
}

/** Filed by the first officer, told and decided by another person. */
void dk_decided(struct world *w, int e, int64_t n, const char *act, const char *flow,
                struct wr_pen_docket *ret)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_pen_new in = dk_filing(w, ctx, e, n);

    in.act_date = wr_str(act);
    world_as_officer(w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, ret));
    dk_confirm(w, ctx, ret, flow);
    store_ok(ctx, wr_penalty_svc_keep(ctx, ret->id, ret));
    dk_event(ctx, ret, WR_PEN_EV_NOTICED, "2026-06-10");
    dk_as_legal(ctx);
    store_ok(ctx, dk_decide(ctx, ret, "2026-06-10"));
}

const struct wr_pen_fact_row *dk_value(const struct wr_pen_docket *d, const char *name)
{
    const struct wr_pen_fact_row *v = d->values.p;

    for (size_t i = 0; i < d->values.n; i++)
        if (wr_str_eq(v[i].name, wr_str(name)))
            return &v[i];
    return NULL;
}
