#include "app/config.h"

#include "base/ini.h"
#include "base/log.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATH_DEFAULT "/etc/wurao/wurao.ini"
#define CREDENTIAL_BYTES_MAX 4096

static const struct wr_enum_item levels[] = {
    {"debug", WR_LOG_DEBUG, "调试", "debug"},
    {"info", WR_LOG_INFO, "一般", "info"},
    {"warn", WR_LOG_WARN, "警告", "warn"},
    {"error", WR_LOG_ERROR, "错误", "error"},
    {NULL, 0, NULL, NULL},
};

#define H struct wr_config_http
static const struct wr_field http_fields[] = {
    WR_STR_OPT(H, listen, 3, 60, "监听地址", "address and port to listen on; port 0 picks one"),
    WR_STR_OPT(H, public_url, 0, 200, "对外网址",
               "address people use, such as https://wurao.example.cn; https makes cookies Secure"),
    WR_STR_OPT(H, trusted_proxy, 0, 45, "可信代理",
               "address of the proxy whose X-Forwarded-For is believed"),
    WR_I64(H, workers, 1, 256, "工作线程", "threads that handle requests"),
    WR_I64(H, queue_max, 1, 100000, "排队上限",
           "requests waiting for a worker; more are answered 503"),
    WR_I64(H, connections_max, 4, 60000, "连接上限", "open connections"),
    WR_I64(H, per_address_max, 1, 60000, "单地址连接上限",
           "open connections of one address; not applied behind a trusted proxy"),
    WR_I64(H, streams_max, 0, 50000, "实时连接上限", "open event streams; more are answered 503"),
    WR_I64(H, idle_s, 1, 600, "空闲秒数", "seconds after which a silent connection is closed"),
    WR_I64(H, request_ms_max, 100, 600000, "请求时限",
           "milliseconds for waiting and working, then 503"),
    WR_I64(H, stream_s_max, 1, 86400, "实时连接时限",
           "seconds after which an event stream ends and its login is asked again"),
    WR_I64(H, stop_ms_max, 0, 600000, "停机等待",
           "milliseconds that requests under way are given at a stop"),
    WR_I64(H, header_bytes_max, 4096, 262144, "请求头上限", "bytes of request line and headers"),
    WR_I64(H, body_bytes_max, 1024, 1048576, "正文上限", "bytes of a JSON body"),
    WR_I64(H, upload_bytes_max, 1024, 268435456, "上传上限", "bytes of an uploaded file"),
    WR_I64(H, rate_read, 0, 1000000, "读取频率", "reads a minute and client; 0: unlimited"),
    WR_I64(H, rate_write, 0, 1000000, "写入频率", "changes a minute and client; 0: unlimited"),
    WR_I64(H, rate_login, 0, 1000000, "登录频率", "log-ins a minute and address; 0: unlimited"),
    WR_I64(H, rate_public, 0, 1000000, "公开接口频率",
           "public requests a minute and address; 0: unlimited"),
    WR_I64(H, rate_checkin, 0, 1000000, "打卡频率", "check-ins a minute and officer; 0: unlimited"),
    WR_I64(H, rate_upload, 0, 1000000, "上传频率", "uploads a minute and client; 0: unlimited"),
    {0},
};
#undef H

static const struct wr_field db_fields[] = {
    {.name = "url",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_SECRET,
     .off = offsetof(struct wr_config_db, url),
     .min = 1,
     .max = 1000,
     .doc = "sqlite:PATH or postgres://…",
     .zh = "数据库"},
    WR_I64(struct wr_config_db, readers_max, 1, 64, "读连接上限", "connections for reading"),
    WR_I64(struct wr_config_db, wait_ms_max, 100, 600000, "等待时限",
           "milliseconds to wait for a lock or a connection"),
    {0},
};

#define S struct wr_config_site
static const struct wr_field site_fields[] = {
    WR_STR_OPT(S, bureau_name, 0, 60, "机关名称", "name of the bureau, on plates and public pages"),
    WR_STR_OPT(S, city_name, 0, 30, "城市", "name of the city"),
    WR_STR_OPT(S, supervision_phone, 0, 40, "监督电话", "phone number for complaints about visits"),
    WR_STR_OPT(S, tile_url, 0, 300, "底图地址",
               "template of map tiles, {z}/{x}/{y}; empty: no base map"),
    WR_STR_OPT(S, map_box, 0, 100, "地图范围", "west,south,east,north in micro-degrees"),
    {0},
};
#undef S

#define C struct wr_config_security
static const struct wr_field security_fields[] = {
    WR_I64(C, desk_idle_min, 1, 1440, "桌面空闲分钟",
           "minutes without a request after which staff must log in again"),
    WR_I64(C, desk_absolute_min, 1, 10080, "桌面会话上限分钟",
           "minutes after which staff must log in again in any case"),
    WR_I64(C, phone_idle_min, 1, 10080, "手机空闲分钟", "the same for people at a gate"),
    WR_I64(C, phone_absolute_min, 1, 43200, "手机会话上限分钟",
           "the same for people at a gate, in any case"),
    WR_I64(C, lock_after, 1, 100, "锁定次数", "failures in a row that lock an account"),
    WR_I64(C, lock_min, 1, 1440, "锁定分钟", "minutes an account stays locked"),
    WR_I64(C, password_chars_min, 8, 64, "口令最短", "characters of a password at least"),
    WR_I64(C, password_days_max, 0, 3650, "口令有效天数",
           "days after which a password is to be changed; 0: never"),
    WR_I64(C, sessions_max, 1, 100, "会话上限", "open sessions of one user; the oldest ends"),
    WR_BOOL(C, demo, "演示", "demonstration: demo passwords need no change"),
    WR_BOOL(C, fast_hash, "快速散列", "tests only: cheapest password hash"),
    {0},
};
#undef C

static const struct wr_field paths_fields[] = {
    WR_STR_OPT(struct wr_config_paths, keys, 0, 400, "密钥目录",
               "folder of the signing keys; empty: keys/ beside the database"),
    WR_STR_OPT(struct wr_config_paths, spool, 0, 400, "暂存目录",
               "folder for uploads and results; empty: spool/ beside the database"),
    WR_STR_OPT(struct wr_config_paths, rulepacks, 0, 400, "规则包目录",
               "folder of further rule packs; empty: none"),
    {0},
};
#define I struct wr_config_ingest
static const struct wr_field ingest_fields[] = {
    WR_STR_OPT(I, listen, 0, 60, "HJ 212 监听地址",
               "address and port for data loggers; port 0 picks one, \"off\" listens nowhere"),
    WR_I64(I, connections_max, 1, 100000, "连接上限", "connected stations"),
    WR_I64(I, per_address_max, 1, 100000, "单地址连接上限", "connections of one address"),
    WR_I64(I, frames_per_s_max, 0, 1000000, "单连接频率",
           "frames a second of one connection; 0: unlimited"),
    WR_I64(I, idle_s, 10, 86400, "空闲秒数", "seconds after which a silent connection is closed"),
    WR_I64(I, frame_s, 1, 600, "收包时限", "seconds a frame may take to arrive whole"),
    WR_I64(I, backlog_mib, 1, 4096, "积压上限",
           "MiB of frames on disk but not yet in the store, beyond which sockets are not read"),
    {0},
};
#undef I
#define T struct wr_config_telemetry
static const struct wr_field telemetry_fields[] = {
    {.name = "url",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_SECRET,
     .off = offsetof(T, url),
     .max = 1000,
     .doc = "sqlite-dir:PATH, postgres://… or clickhouse+http://…; empty: telemetry/ beside the "
            "database",
     .zh = "时序库"},
    WR_STR_OPT(T, raw, 0, 400, "原始报文目录",
               "folder of raw frames; empty: raw/ beside the database"),
    WR_I64(T, real_days, 1, 3650, "实时数据保留天数", "days real-time values are kept at least"),
    WR_I64(T, long_days, 365, 36500, "统计数据保留天数",
           "days minute, hour and day values are kept at least"),
    WR_I64(T, raw_days, 1, 3650, "原始报文保留天数", "days raw frames are kept"),
    {0},
};
#undef T
static const struct wr_field log_fields[] = {
    WR_ENUM(struct wr_config_log, level, levels, "日志级别", "least level that is written"),
    {0},
};

const struct wr_config_section wr_config_sections[] = {
    {"http", http_fields, offsetof(struct wr_config, http)},
    {"db", db_fields, offsetof(struct wr_config, db)},
    {"site", site_fields, offsetof(struct wr_config, site)},
    {"security", security_fields, offsetof(struct wr_config, security)},
    {"paths", paths_fields, offsetof(struct wr_config, paths)},
    {"ingest", ingest_fields, offsetof(struct wr_config, ingest)},
    {"telemetry", telemetry_fields, offsetof(struct wr_config, telemetry)},
    {"log", log_fields, offsetof(struct wr_config, log)},
    {0},
};

void wr_config_defaults(struct wr_config *c)
{
    const struct wr_security s = WR_SECURITY_DEFAULT;
    const int64_t minute_ms = 60000;
    *c = (struct wr_config){
        .http = {.listen = WR_S("127.0.0.1:8600"),
                 .public_url = WR_S(""),
                 .trusted_proxy = WR_S(""),
                 .workers = 8,
                 .queue_max = 512,
                 .connections_max = 2048,
                 .per_address_max = 512,
                 .streams_max = 1000,
                 .idle_s = 30,
                 .request_ms_max = 30000,
                 .stream_s_max = 1800,
                 .stop_ms_max = 10000,
                 .header_bytes_max = 32768,
                 .body_bytes_max = 1048576,
                 .upload_bytes_max = 33554432,
                 .rate_read = 6000,
                 .rate_write = 1200,
                 .rate_login = 60,
                 .rate_public = 1200,
                 .rate_checkin = 120,
                 .rate_upload = 240},
        .db = {.url = WR_S("sqlite:var/wurao.db"), .readers_max = 8, .wait_ms_max = 10000},
        .site = {.bureau_name = WR_S("郑州市生态环境局"),
                 .city_name = WR_S("郑州市"),
                 .supervision_phone = WR_S("12345"),
                 .tile_url = WR_S(""),
                 .map_box = WR_S("112700000,34260000,114220000,34980000")},
        .security = {.desk_idle_min = s.desk_idle_ms / minute_ms,
                     .desk_absolute_min = s.desk_absolute_ms / minute_ms,
                     .phone_idle_min = s.phone_idle_ms / minute_ms,
                     .phone_absolute_min = s.phone_absolute_ms / minute_ms,
                     .lock_after = s.lock_after,
                     .lock_min = s.lock_ms / minute_ms,
                     .password_chars_min = s.password_chars_min,
                     .password_days_max = s.password_days_max,
                     .sessions_max = s.sessions_max},
        .paths = {.keys = WR_S(""), .spool = WR_S(""), .rulepacks = WR_S("")},
        .ingest = {.listen = WR_S("127.0.0.1:8612"),
                   .connections_max = 20000,
                   .per_address_max = 20000,
                   .frames_per_s_max = 0,
                   .idle_s = 7200,
                   .frame_s = 10,
                   .backlog_mib = 64},
        .telemetry =
            {.url = WR_S(""), .raw = WR_S(""), .real_days = 30, .long_days = 3650, .raw_days = 30},
        .log = {.level = WR_LOG_INFO},
    };
}

void wr_config_security(const struct wr_config *c, struct wr_security *ret)
{
    const struct wr_config_security *s = &c->security;
    const int64_t minute_ms = 60000;
    *ret = (struct wr_security){
        .desk_idle_ms = s->desk_idle_min * minute_ms,
        .desk_absolute_ms = s->desk_absolute_min * minute_ms,
        .phone_idle_ms = s->phone_idle_min * minute_ms,
        .phone_absolute_ms = s->phone_absolute_min * minute_ms,
        .lock_after = s->lock_after,
        .lock_ms = s->lock_min * minute_ms,
        .password_chars_min = s->password_chars_min,
        .password_days_max = s->password_days_max,
        .sessions_max = s->sessions_max,
        .demo = s->demo,
        .fast_hash = s->fast_hash,
    };
}

static const struct wr_config_section *find_section(struct wr_str name)
{
    for (const struct wr_config_section *s = wr_config_sections; s->name != NULL; s++) {
        if (wr_str_eq(name, wr_str(s->name))) {
            return s;
        }
    }
    return NULL;
}

static void set_value(struct wr_ctx *ctx, struct wr_config *c, const struct wr_config_section *s,
                      struct wr_str key, struct wr_str value, struct wr_str path)
{
    const struct wr_field *f = s == NULL ? NULL : wr_field_find(s->fields, key);
    if (f == NULL) {
        wr_fault(ctx, path, WR_K_input_unknown, WR_S(""));
        return;
    }
    (void)wr_field_from_text(ctx, f, value, path, (char *)c + s->off);
}

/** A whole small file; absent with *ret_errno set when it cannot be read. */
static struct wr_str read_file(struct wr_ctx *ctx, const char *path, size_t max, int *ret_errno)
{
    struct wr_str none = {NULL, 0};
    *ret_errno = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *p = fd < 0 ? NULL : wr_arena_alloc(ctx->arena, max + 1);
    if (p == NULL) {
        *ret_errno = errno;
        return none;
    }
    size_t n = 0;
    ssize_t got = 1;
    while (got > 0 && n <= max) {
        got = read(fd, p + n, max + 1 - n);
        n += got > 0 ? (size_t)got : 0;
    }
    *ret_errno = got < 0 ? errno : n > max ? EFBIG : 0;
    (void)close(fd);
    return *ret_errno == 0 ? (struct wr_str){p, n} : none;
}

static int load_file(struct wr_ctx *ctx, const char *path, struct wr_config *c)
{
    int err = 0;
    struct wr_str text = read_file(ctx, path != NULL ? path : PATH_DEFAULT, WR_INI_BYTES_MAX, &err);
    if (err == ENOENT && path == NULL) {
        return 0;
    }
    if (err != 0) {
        return wr_fail(ctx, WR_K_config_unreadable, wr_str(path != NULL ? path : PATH_DEFAULT),
                       wr_str(strerror(err)));
    }
    struct wr_ini ini;
    int rc = wr_ini_parse(ctx, text, &ini);
    if (rc != 0) {
        return rc;
    }
    for (size_t i = 0; i < ini.n; i++) {
        const struct wr_ini_entry *e = &ini.entries[i];
        struct wr_str where = wr_arena_printf(ctx->arena, "line %d, [" WR_FMT "] " WR_FMT, e->line,
                                              WR_ARG(e->section), WR_ARG(e->key));
        set_value(ctx, c, find_section(e->section), e->key, e->value, where);
    }
    return 0;
}

/** WURAO_HTTP_LISTEN=… → [http] listen. Variables of no section (WURAO_BIN and the like) are somebody else's. */
static void load_variable(struct wr_ctx *ctx, struct wr_str variable, struct wr_config *c)
{
    struct wr_str value = variable;
    struct wr_str name = wr_str_cut(&value, '=');
    if (!wr_str_starts(name, WR_S("WURAO_")) || value.p == NULL) {
        return;
    }
    struct wr_str key = wr_text_lower(ctx->arena, wr_str_sub(name, 6, name.n));
    struct wr_str section = wr_str_cut(&key, '_');
    const struct wr_config_section *s = find_section(section);
    if (s != NULL && key.n > 0) {
        set_value(ctx, c, s, key, value, name);
    }
}

static int load_credential(struct wr_ctx *ctx, const char *dir, const struct wr_config_section *s,
                           const struct wr_field *f, struct wr_config *c)
{
    struct wr_str path = wr_arena_printf(ctx->arena, "%s/%s.%s", dir, s->name, f->name);
    int err = path.p == NULL ? ENOMEM : 0;
    struct wr_str text = path.p == NULL ? path : read_file(ctx, path.p, CREDENTIAL_BYTES_MAX, &err);
    if (err == ENOENT) {
        return 0;
    }
    if (err != 0) {
        return wr_fail(ctx, WR_K_config_unreadable, path, wr_str(strerror(err)));
    }
    set_value(ctx, c, s, wr_str(f->name), wr_str_trim(text), path);
    return 0;
}

/** systemd's LoadCredential=db.url:… keeps a secret out of file and environment. */
static int load_credentials(struct wr_ctx *ctx, struct wr_config *c)
{
    const char *dir = getenv("CREDENTIALS_DIRECTORY");
    int rc = 0;
    for (const struct wr_config_section *s = wr_config_sections; dir != NULL && s->name != NULL;
         s++) {
        for (const struct wr_field *f = s->fields; rc == 0 && f->name != NULL; f++) {
            rc = (f->flags & WR_FF_SECRET) ? load_credential(ctx, dir, s, f, c) : 0;
        }
    }
    return rc;
}

int wr_config_load(struct wr_ctx *ctx, const char *path, char *const *environment,
                   struct wr_config *ret)
{
    wr_config_defaults(ret);
    int rc = load_file(ctx, path, ret);
    if (rc != 0) {
        return rc;
    }
    for (size_t i = 0; environment != NULL && environment[i] != NULL; i++) {
        load_variable(ctx, wr_str(environment[i]), ret);
    }
    rc = load_credentials(ctx, ret);
    return rc != 0 ? rc : wr_faults_end(ctx);
}

struct wr_str wr_config_text(struct wr_ctx *ctx, const struct wr_config_section *s,
                             const struct wr_field *f, const struct wr_config *c)
{
    const char *obj = (const char *)c + s->off;
    if ((f->flags & WR_FF_SECRET) == 0) {
        return wr_field_to_text(ctx, f, obj, false);
    }
    struct wr_str url;
    memcpy(&url, obj + f->off, sizeof(url));
    bool embedded = wr_str_starts(url, WR_S("sqlite")) || wr_str_find(url, WR_S("://")) < 0;
    return embedded ? url : wr_str_sub(url, 0, (size_t)(wr_str_find(url, WR_S("://")) + 3));
}
