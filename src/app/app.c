#include "app/app.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "modules/device/device_svc.h"
#include "modules/rulebook/rulebook_svc.h"
#include "telemetry/telemetry.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

/** Folder of the SQLite file, "var" for another engine. */
static struct wr_str data_folder(const char *db_url)
{
    struct wr_str url = wr_str(db_url);
    if (!wr_str_starts(url, WR_S("sqlite:"))) {
        return WR_S("var");
    }
    struct wr_str path = wr_str_sub(url, 7, url.n);
    for (size_t i = path.n; i > 0; i--) {
        if (path.p[i - 1] == '/') {
            return i == 1 ? WR_S("/") : wr_str_sub(path, 0, i - 1);
        }
    }
    return WR_S(".");
}

static int set_folder(struct wr_app *app, struct wr_ctx *ctx, struct wr_str configured,
                      const char *name, char dst[512])
{
    struct wr_str base = data_folder(app->db_url);
    int n = configured.n > 0 ? snprintf(dst, 512, WR_FMT, WR_ARG(configured))
                             : snprintf(dst, 512, WR_FMT "/%s", WR_ARG(base), name);
    return n > 0 && n < 512 ? 0 : wr_fail(ctx, WR_K_app_folder, wr_str(name), WR_S("ENAMETOOLONG"));
}

/** "west,south,east,north" in micro-degrees; empty: places are not checked. */
static int read_box(struct wr_ctx *ctx, struct wr_str text, struct wr_site *site)
{
    int64_t *const into[] = {&site->box_lng_min_e6, &site->box_lat_min_e6, &site->box_lng_max_e6,
                             &site->box_lat_max_e6};
    struct wr_str rest = text;
    if (text.n == 0)
        return 0;
    for (size_t i = 0; i < WR_ARRAY_LEN(into); i++) {
        if (!wr_str_i64(wr_str_trim(wr_str_cut(&rest, ',')), into[i])) {
            wr_fault(ctx, WR_S("site.map_box"), WR_K_config_map_box, text);
            return wr_faults_end(ctx);
        }
    }
    return 0;
}

static int configure_telemetry(struct wr_app *app, struct wr_ctx *ctx)
{
    const struct wr_config_telemetry *c = &app->config.telemetry;
    const struct wr_device_keep keep = {c->real_days, c->long_days, c->raw_days};
    int rc = set_folder(app, ctx, c->raw, "raw", app->raw_dir);

    if (app->telemetry_url == NULL)
        app->telemetry_url = c->url.n > 0
                                 ? wr_arena_cstr(ctx->arena, c->url)
                                 : wr_arena_printf(ctx->arena, "sqlite-dir:" WR_FMT "/telemetry",
                                                   WR_ARG(data_folder(app->db_url)))
                                       .p;
    wr_device_set_keep(&keep);
    return rc != 0 || app->telemetry_url != NULL ? rc : wr_fail(ctx, WR_K_memory);
}

int wr_app_configure(struct wr_app *app, struct wr_ctx *ctx, const char *config_path,
                     const char *db_url)
{
    app->config_path = config_path;
    wr_import_set_kinds(wr_all_import_kinds);
    int rc = wr_config_load(ctx, config_path, environ, &app->config);
    if (rc != 0) {
        return rc;
    }
    struct wr_str url = db_url != NULL ? wr_str(db_url) : app->config.db.url;
    app->db_url = wr_arena_cstr(ctx->arena, url);
    if (app->db_url == NULL) {
        return wr_fail(ctx, WR_K_memory);
    }
    const struct wr_config *c = &app->config;
    app->site = (struct wr_site){.public_url = c->http.public_url,
                                 .bureau_name = c->site.bureau_name,
                                 .city_name = c->site.city_name,
                                 .supervision_phone = c->site.supervision_phone};
    rc = read_box(ctx, c->site.map_box, &app->site);
    if (rc < 0)
        return rc;
    if (app->site.public_url.n == 0) {
        app->site.public_url =
            wr_arena_printf(ctx->arena, "http://" WR_FMT, WR_ARG(c->http.listen));
    }
    wr_config_security(c, &app->security);
    rc = set_folder(app, ctx, c->paths.keys, "keys", app->keys_dir);
    rc = rc != 0 ? rc : set_folder(app, ctx, c->paths.spool, "spool", app->spool_dir);
    return rc != 0 ? rc : configure_telemetry(app, ctx);
}

int wr_app_load_rules(struct wr_app *app, struct wr_ctx *ctx)
{
    struct wr_str dir = app->config.paths.rulepacks;
    const char *path = dir.n > 0 ? wr_arena_cstr(ctx->arena, dir) : NULL;
    return wr_rules_shelf_new(ctx, path, wr_all_pack_kinds, &app->shelf);
}

/** Make a folder and those above it. */
static int make_folder(struct wr_ctx *ctx, const char *path, mode_t mode)
{
    char part[512];
    size_t n = strlen(path);
    for (size_t i = 1; i <= n && i < sizeof(part); i++) {
        if (path[i] != '/' && path[i] != '\0') {
            continue;
        }
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, i == n ? mode : 0750) != 0 && errno != EEXIST) {
            return wr_fail(ctx, WR_K_app_folder, wr_str(path), wr_str(strerror(errno)));
        }
    }
    return 0;
}

int wr_app_open_db(struct wr_app *app, struct wr_ctx *ctx, bool create)
{
    const struct wr_config_db *c = &app->config.db;
    int rc = 0;
    if (create) {
        char folder[512];
        if (!wr_str_copy_z(data_folder(app->db_url), folder, sizeof(folder))) {
            return wr_fail(ctx, WR_K_app_folder, wr_str(app->db_url), WR_S("ENAMETOOLONG"));
        }
        rc = make_folder(ctx, folder, 0750);
    }
    struct stat st;
    if (rc == 0 && !create && wr_str_starts(wr_str(app->db_url), WR_S("sqlite:")) &&
        stat(app->db_url + 7, &st) != 0) {
        return wr_fail(ctx, WR_K_app_no_db, wr_str(app->db_url));
    }
    struct wr_db_options opt = {
        .readers_max = (size_t)c->readers_max, .wait_ms_max = c->wait_ms_max, .create = create};
    rc = rc != 0 ? rc : wr_db_open(ctx, app->db_url, &opt, &app->db);
    ctx->db = app->db;
    return rc;
}

int wr_app_migrate_or_check(struct wr_app *app WR_UNUSED, struct wr_ctx *ctx)
{
    /* Whoever knows no migration at all finds fault with any database but an empty one. */
    if (wr_db_migration_check(ctx, wr_migrations, 0) == 0) {
        int64_t applied = 0;
        return wr_db_migrate(ctx, wr_migrations, wr_migrations_n, &applied);
    }
    wr_err_reset(ctx);
    return wr_db_migration_check(ctx, wr_migrations, wr_migrations_n);
}

int wr_app_add_published(struct wr_app *app, struct wr_ctx *ctx)
{
    wr_app_prepare(app, ctx);
    return wr_rulebook_svc_refresh(ctx);
}

int wr_app_open_telemetry(struct wr_app *app, struct wr_ctx *ctx, bool create)
{
    const struct wr_tele_options o = {.create = create,
                                      .sync = !create, /* ingest has a journal of its own */
                                      .raw_dir = app->raw_dir,
                                      .wait_ms_max = app->config.db.wait_ms_max};
    int rc = wr_tele_open(ctx, app->telemetry_url, &o, &app->telemetry);

    if (rc != 0 && rc != WR_EINVALID && !create) {
        wr_err_reset(ctx);
        app->telemetry = NULL;
        rc = 0;
    }
    ctx->telemetry = app->telemetry;
    return rc;
}

int wr_app_open_keys(struct wr_app *app, struct wr_ctx *ctx)
{
    int rc = make_folder(ctx, app->keys_dir, 0700);
    if (rc != 0) {
        return rc;
    }
    struct wr_str url = app->site.public_url;
    ptrdiff_t scheme = wr_str_find(url, WR_S("://"));
    struct wr_str host = scheme < 0 ? url : wr_str_sub(url, (size_t)scheme + 3, url.n);
    struct wr_str origin = wr_arena_printf(ctx->arena, WR_FMT "/wurao-audit", WR_ARG(host));
    int err = origin.p == NULL
                  ? -ENOMEM
                  : wr_keys_open(&app->keys, app->keys_dir, origin.p, wr_now_ms(app->clock));
    if (err != 0) {
        return wr_fail(ctx, WR_K_app_keys, wr_str(app->keys_dir), wr_str(strerror(-err)));
    }
    app->has_keys = true;
    ctx->keys = &app->keys;
    return 0;
}

void wr_app_done(struct wr_app *app)
{
    if (app->has_keys) {
        wr_keys_done(&app->keys);
    }
    wr_tele_close(app->telemetry);
    if (app->db != NULL) {
        wr_db_close(app->db);
    }
    wr_rules_shelf_free(app->shelf);
    wr_arena_done(&app->arena);
}

void wr_app_prepare(void *arg, struct wr_ctx *ctx)
{
    struct wr_app *app = arg;
    ctx->db = app->db;
    ctx->telemetry = app->telemetry;
    ctx->rules_shelf = app->shelf;
    ctx->rules = app->shelf != NULL ? wr_rules_shelf_now(app->shelf) : NULL;
    ctx->keys = app->has_keys ? &app->keys : NULL;
    ctx->entities = wr_all_entities;
    ctx->site = &app->site;
    ctx->security = &app->security;
    ctx->events = app->http != NULL ? &app->events : NULL;
}
