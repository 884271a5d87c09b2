#include "app/system.h"

#include "app/app.h"
#include "app/embedded.h"
#include "app/modules.h"
#include "http/openapi.h"
#include "modules/audit/audit_svc.h"

#include <sys/stat.h>

void wr_system_contract(struct wr_buf *b)
{
    wr_openapi(b, wr_all_routes, WR_VERSION);
}

static int get_contract(struct wr_req *r WR_UNUSED, struct wr_resp *w)
{
    wr_system_contract(&w->body);
    w->cache_s = 60;
    return 0;
}

/* ---- public texts ---------------------------------------------------------------------------- */

struct public_config {
    struct wr_str bureau_name, supervision_phone, tile_url, city_name, public_url, map_box;
    bool demo;
};
#define P struct public_config
static const struct wr_field public_fields[] = {
    WR_STR(P, bureau_name, 0, 60, "机关名称", "name of the bureau"),
    WR_STR(P, supervision_phone, 0, 40, "监督电话", "phone number for complaints"),
    WR_STR(P, tile_url, 0, 300, "底图地址", "template of map tiles; empty: no base map"),
    WR_STR(P, city_name, 0, 30, "城市", "name of the city"),
    WR_STR(P, public_url, 0, 200, "对外网址", "address people use"),
    WR_STR(P, map_box, 0, 100, "地图范围", "west,south,east,north in micro-degrees"),
    WR_BOOL(P, demo, "演示", "this is a demonstration with made-up data"),
    {0},
};
#undef P

static int get_public_config(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_app *app = wr_req_hooks_arg(r);
    const struct wr_config_site *s = &app->config.site;
    const struct public_config out = {
        .bureau_name = s->bureau_name,
        .supervision_phone = s->supervision_phone,
        .tile_url = s->tile_url,
        .city_name = s->city_name,
        .public_url = app->site.public_url,
        .map_box = s->map_box,
        .demo = app->security.demo,
    };
    w->cache_s = 60;
    return wr_reply(w, public_fields, &out);
}

/* ---- for the system administrator ------------------------------------------------------------- */

struct health {
    struct wr_str version, db;
    int64_t uptime_s, db_bytes, schema_version;
    int64_t tx_read, tx_write, tx_retried, tx_failed, tx_wait_ms_max, tx_groups, tx_group_members;
};
#define H struct health
static const struct wr_field health_fields[] = {
    WR_STR(H, version, 0, 40, "版本", "of the program"),
    WR_I64(H, uptime_s, 0, WR_ID_MAX, "运行秒数", "seconds since the start"),
    WR_STR(H, db, 0, 20, "数据库", "sqlite or postgres"),
    WR_I64(H, db_bytes, 0, WR_ID_MAX, "数据库大小",
           "bytes of the SQLite file; 0 for another engine"),
    WR_I64(H, schema_version, 0, WR_ID_MAX, "结构版本", "last migration"),
    WR_I64(H, tx_read, 0, WR_ID_MAX, "读事务", "transactions since the start"),
    WR_I64(H, tx_write, 0, WR_ID_MAX, "写事务", "transactions since the start"),
    WR_I64(H, tx_retried, 0, WR_ID_MAX, "重试", "transactions run again"),
    WR_I64(H, tx_failed, 0, WR_ID_MAX, "失败", "transactions given up"),
    WR_I64(H, tx_wait_ms_max, 0, WR_ID_MAX, "最长等待",
           "longest wait for the writer, milliseconds"),
    WR_I64(H, tx_groups, 0, WR_ID_MAX, "提交组", "group commits"),
    WR_I64(H, tx_group_members, 0, WR_ID_MAX, "组内事务", "transactions in them"),
    {0},
};
#undef H

static int64_t file_bytes(const char *db_url)
{
    struct wr_str url = wr_str(db_url);
    struct stat st;
    if (!wr_str_starts(url, WR_S("sqlite:")) || stat(db_url + 7, &st) != 0) {
        return 0;
    }
    return (int64_t)st.st_size;
}

static int get_health(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_app *app = wr_req_hooks_arg(r);
    struct wr_db_stats s;
    wr_db_stats(app->db, &s);
    const struct health out = {
        .version = WR_S(WR_VERSION),
        .db = wr_db_engine(app->db) == WR_DB_SQLITE ? WR_S("sqlite") : WR_S("postgres"),
        .uptime_s = (wr_now_ms(app->clock) - app->started_ms) / 1000,
        .db_bytes = file_bytes(app->db_url),
        .schema_version = wr_migrations[wr_migrations_n - 1].version,
        .tx_read = s.tx_read,
        .tx_write = s.tx_write,
        .tx_retried = s.tx_retried,
        .tx_failed = s.tx_failed,
        .tx_wait_ms_max = s.tx_wait_ms_max,
        .tx_groups = s.groups,
        .tx_group_members = s.group_members,
    };
    return wr_reply(w, health_fields, &out);
}

struct setting {
    struct wr_str name, value, default_value, doc;
};
static const struct wr_field setting_fields[] = {
    WR_STR(struct setting, name, 0, 100, "名称", "section.key"),
    WR_STR(struct setting, value, 0, 1000, "取值", "in use; secrets are hidden"),
    {.name = "default",
     .type = WR_F_STR,
     .off = offsetof(struct setting, default_value),
     .max = 1000,
     .doc = "where nothing is configured",
     .zh = "默认"},
    WR_STR(struct setting, doc, 0, 300, "说明", "what it does"),
    {0},
};

static int get_config(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_app *app = wr_req_hooks_arg(r);
    struct wr_config defaults;
    wr_config_defaults(&defaults);
    size_t n = 0;
    for (const struct wr_config_section *s = wr_config_sections; s->name != NULL; s++) {
        n += wr_field_count(s->fields);
    }
    struct setting *items = wr_arena_array(r->ctx->arena, n, sizeof(*items));
    if (items == NULL) {
        return wr_fail(r->ctx, WR_K_memory);
    }
    size_t at = 0;
    for (const struct wr_config_section *s = wr_config_sections; s->name != NULL; s++) {
        for (const struct wr_field *f = s->fields; f->name != NULL; f++) {
            items[at++] = (struct setting){
                .name = wr_arena_printf(r->ctx->arena, "%s.%s", s->name, f->name),
                .value = wr_config_text(r->ctx, s, f, &app->config),
                .default_value = wr_config_text(r->ctx, s, f, &defaults),
                .doc = wr_str(r->ctx->lang == WR_LANG_EN ? f->doc : f->zh),
            };
        }
    }
    return wr_reply_list(w, setting_fields, sizeof(*items), (struct wr_list){items, at},
                         (struct wr_str){NULL, 0}, -1);
}

static int get_events(struct wr_req *r WR_UNUSED, struct wr_resp *w)
{
    w->stream_topic = WR_TOPIC_EVENTS;
    return 0;
}

const struct wr_route wr_system_routes[] = {
    {WR_GET, "/api/openapi.json", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0, NULL, get_contract,
     "This contract (接口契约)", 0},
    {WR_GET, "/api/v1/public/config", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0, public_fields,
     get_public_config, "Texts of this installation (公开配置)", 0},
    {WR_GET, "/api/v1/system/health", WR_ROLE_SYSADMIN, WR_RATE_READ, NULL, 0, health_fields,
     get_health, "State of the server (运行状况)", 0},
    {WR_GET, "/api/v1/system/config", WR_ROLE_SYSADMIN, WR_RATE_READ, NULL, 0, setting_fields,
     get_config, "Settings in use (系统配置)", WR_RT_LIST},
    {WR_GET, "/api/v1/events", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, NULL, get_events,
     "News for live pages (实时消息)", WR_RT_STREAM},
    {0},
};
