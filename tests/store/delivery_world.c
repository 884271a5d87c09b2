#include "delivery_world.h"

static const struct wr_audit_entity *const *const ENTITIES[] = {
    wr_visit_entities, wr_delivery_entities, wr_media_entities, NULL};

struct world delivery_world(struct store *s)
{
    struct world w = world_make(s);
    s->ctx.entities = ENTITIES;
    wr_upload_set_spool(s->dir);
    return w;
}

struct wr_str uuid_of(struct wr_ctx *ctx, int group, int64_t n)
{
    return wr_arena_printf(ctx->arena, "%08x-0000-4000-8000-%012llx", (unsigned)group,
                           (unsigned long long)n);
}

struct phone phone_make(struct world *w, int n, int officer)
{
    return (struct phone){.w = w, .officer = officer, .device = uuid_of(&w->s->ctx, 0xde, n)};
}

struct wr_delivery_record record_of(struct phone *p, int64_t kind, struct wr_str visit,
                                    struct wr_str body)
{
    struct wr_ctx *ctx = &p->w->s->ctx;
    int64_t seq = ++p->seq;
    struct wr_str tail = wr_str_sub(p->device, 24, 12);
    return (struct wr_delivery_record){
        .seq = seq,
        .uid = wr_arena_printf(ctx->arena, "%08llx-0000-4000-8000-" WR_FMT, (unsigned long long)seq,
                               WR_ARG(tail)),
        .kind = kind,
        .visit = visit,
        .device_ms = p->w->s->clock.now_ms - INT64_C(3600000) + seq * 1000,
        .mono_ms = seq * 1000,
        .body = body};
}

struct wr_str body_check_in(struct world *w, int e)
{
    return wr_arena_printf(
        w->s->ctx.arena,
        "{\"plate\":\"" WR_FMT
        "\",\"kind\":\"help\",\"source\":\"self_request\",\"reason\":\"企业申请\","
        "\"phone_verdict\":{\"verdict\":\"allow\",\"as_of_ms\":1790000000000,"
        "\"headline\":\"可以入企\"}}",
        WR_ARG(w->payload[e]));
}

struct wr_str body_items(struct wr_ctx *ctx, size_t from, size_t step, const char *note)
{
    struct wr_checklist c;
    struct wr_str out = WR_S("");
    wr_checklist_on(ctx, WR_VISIT_HELP, wr_ctx_now(ctx), &c);
    const struct wr_checklist_item *it = c.items.p;
    for (size_t i = from; i < c.items.n; i += step)
        out = wr_arena_printf(
            ctx->arena, WR_FMT "%s{\"code\":\"" WR_FMT "\",\"result\":\"ok\",\"note\":\"%s\"}",
            WR_ARG(out), out.n ? "," : "", WR_ARG(it[i].code), note);
    return wr_arena_printf(ctx->arena, "{\"items\":[" WR_FMT "]}", WR_ARG(out));
}

struct wr_str body_finding(struct wr_ctx *ctx, struct wr_str uid, const char *text)
{
    return wr_arena_printf(ctx->arena,
                           "{\"uid\":\"" WR_FMT "\",\"text\":\"%s\",\"severity\":\"slight\"}",
                           WR_ARG(uid), text);
}

struct wr_str body_photo(struct wr_ctx *ctx, int64_t n)
{
    return wr_arena_printf(ctx->arena,
                           "{\"sha256\":\"%064llx\",\"kind\":\"scene\",\"taken_ms\":%lld}",
                           (unsigned long long)n, 1790000000000LL + (long long)n);
}

struct wr_str body_check_out(struct wr_ctx *ctx, const char *summary)
{
    return wr_arena_printf(ctx->arena, "{\"conclusion\":\"advice\",\"summary\":\"%s\"}", summary);
}

int deliver(struct phone *p, const struct wr_delivery_record *r, size_t n,
            struct wr_delivery_reply *ret)
{
    struct wr_ctx *ctx = &p->w->s->ctx;
    const struct wr_delivery_batch in = {
        .device = p->device, .sent_ms = p->w->s->clock.now_ms - 700, .records = {(void *)r, n}};
    if (p->officer >= 0)
        world_as_officer(p->w, ctx, p->officer);
    return wr_delivery_svc_take(ctx, &in, ret);
}

const struct wr_delivery_result *result_at(const struct wr_delivery_reply *r, size_t i)
{
    assert_true(i < r->results.n);
    return (const struct wr_delivery_result *)r->results.p + i;
}

struct wr_delivery_result deliver_one(struct phone *p, const struct wr_delivery_record *r,
                                      int64_t state)
{
    struct wr_delivery_reply reply;
    store_ok(&p->w->s->ctx, deliver(p, r, 1, &reply));
    struct wr_delivery_result res = *result_at(&reply, 0);
    if (res.state != state)
        fail_msg("record %lld is %s: " WR_FMT, (long long)r->seq,
                 wr_enum_item(wr_delivery_states, res.state)->name,
                 WR_ARG(res.has_error ? res.error.detail : WR_S("")));
    return res;
}

struct finding {
    struct wr_str client_id;
    struct wr_visit *ret;
};

static int find_tx(struct wr_tx *tx, void *arg)
{
    struct finding *f = arg;
    return wr_visit_by_client_in(tx, f->client_id, f->ret);
}

bool find_visit(struct world *w, struct wr_str client_id, struct wr_visit *ret)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct finding f = {.client_id = client_id, .ret = ret};
    struct wr_actor before = ctx->actor;
    ctx->actor = (struct wr_actor){.system = true};
    int rc = wr_tx_run(ctx, WR_TX_READ, "test.find", find_tx, &f);
    if (rc == 0)
        store_ok(ctx, wr_visit_svc_get(ctx, ret->id, ret));
    else
        assert_int_equal(rc, WR_ENOTFOUND);
    wr_err_reset(ctx);
    ctx->actor = before;
    return rc == 0;
}

void delivery_verify(struct world *w)
{
    struct wr_audit_verdict v;
    struct wr_ctx *ctx = &w->s->ctx;
    wr_err_reset(ctx);
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_audit_svc_verify(ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg(WR_FMT, WR_ARG(v.first_bad));
}
