#include "offsite_world.h"

#include "modules/device/device_use.h"
#include "modules/enterprise/enterprise_use.h"

#include <stdio.h>

static const struct wr_audit_entity *const *const ENTITIES[] = {wr_offsite_entities, NULL};

static void limit_to(struct site *t, const char *factor, const char *hi)
{
    int64_t id = 0;
    const struct wr_limit l = {.outlet_id = t->outlet,
                               .factor = wr_str(factor),
                               .grain = WR_OG_HOUR,
                               .hi = wr_str(hi),
                               .from_day = WR_S("2020-01-01"),
                               .source = WR_S("排污许可证")};
    store_ok(t->ctx, wr_limit_svc_add(t->ctx, &l, &id));
}

struct site site_make(struct store *s)
{
    struct site t = {.w = world_make(s), .s = s, .ctx = &s->ctx};
    char url[200];
    struct wr_outlet o = {.enterprise_id = t.w.enterprise[0],
                          .code = WR_S("DA001"),
                          .kind = WR_OUTLET_AIR,
                          .name = WR_S("总排口"),
                          .pollutants = WR_S(""),
                          .standard_name = WR_S(""),
                          .reason = WR_S("试验")};
    struct wr_outlet_factor f[] = {{.factor = WR_S(SO2)}, {.factor = WR_S(NOX)}};
    struct wr_logger l = WR_LOGGER_NEW;
    wr_offsite_live_end(); /* of the test before */
    (void)snprintf(url, sizeof(url), "sqlite-dir:%s/telemetry", s->dir);
    const struct wr_tele_options opt = {.create = true, .sync = true};
    store_ok(&s->ctx, wr_tele_open(&s->ctx, url, &opt, &s->ctx.telemetry));
    store_ok(&s->ctx, wr_outlet_svc_add(&s->ctx, &o, &t.outlet));
    struct wr_monitor m = {
        .outlet_id = t.outlet, .medium = WR_MEDIUM_GAS, .factors = {f, WR_ARRAY_LEN(f)}};
    store_ok(&s->ctx, wr_monitor_svc_put(&s->ctx, &m));
    l.mn = WR_S("010000A8900016F000169DC0");
    l.password = WR_S("123456");
    l.outlet_id = t.outlet;
    store_ok(&s->ctx, wr_logger_svc_add(&s->ctx, &l, &t.logger));
    limit_to(&t, SO2, "35");
    limit_to(&t, NOX, "50");
    return t;
}

void site_end(struct site *t)
{
    struct wr_audit_verdict v;
    wr_err_reset(t->ctx);
    t->ctx->actor = (struct wr_actor){.system = true};
    store_ok(t->ctx, wr_audit_svc_verify(t->ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg(WR_FMT, WR_ARG(v.first_bad));
    wr_offsite_live_end();
    wr_tele_close(t->ctx->telemetry);
    t->ctx->telemetry = NULL;
}

void site_as_system(struct site *t)
{
    wr_err_reset(t->ctx);
    t->ctx->actor = (struct wr_actor){.system = true};
}
void site_as_enterprise(struct site *t)
{
    world_as(t->ctx, WR_ROLE_ENTERPRISE, t->w.enterprise[0]);
}
void site_as_city(struct site *t)
{
    world_as(t->ctx, WR_ROLE_CITY_ADMIN, 0);
}

void site_hour(struct site *t, const char *factor, int64_t t_ms, const char *value)
{
    const struct wr_tele_value v[] = {
        {.factor = wr_str(factor), .field = WR_TELE_AVG, .text = wr_str(value), .flag = WR_S("N")}};
    struct wr_tele_row r = {.outlet_id = t->outlet,
                            .cn = WR_TELE_HOUR,
                            .t_ms = t_ms,
                            .received_ms = t_ms + HOUR_MS + 5000,
                            .values = v,
                            .n = 1};
    store_ok(t->ctx, wr_tele_append(t->ctx, t->ctx->telemetry, &r, 1));
    store_ok(t->ctx, wr_offsite_on_rows(t->ctx, &r, 1));
}

void site_look(struct site *t)
{
    site_as_system(t);
    for (int i = 0; i < 2; i++)
        store_ok(t->ctx, wr_offsite_svc_live(t->ctx));
}

struct wr_clue site_clue(struct site *t, const char *rule, const char *factor)
{
    const struct wr_clue_query q = {.outlet_id = t->outlet, .rule = wr_str(rule)};
    struct wr_offsite_page page;
    site_as_city(t);
    store_ok(t->ctx, wr_clue_svc_list(t->ctx, &q, &page));
    const struct wr_clue *c = page.items.p;
    for (size_t i = 0; i < page.items.n; i++)
        if (wr_str_eq(c[i].factor, wr_str(factor)))
            return c[i];
    return (struct wr_clue){0};
}
