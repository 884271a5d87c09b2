#pragma once
/* The wired program: what a command or the server is given. */

#include "app/config.h"
#include "base/events.h"
#include "base/keys.h"
#include "base/site.h"
#include "db/db.h"
#include "http/http.h"
#include "rules/shelf.h"

#define WR_VERSION "0.1.0"

struct wr_app {
    struct wr_arena arena; /* lives as long as the program: configuration, rule packs */
    const struct wr_clock *clock;
    struct wr_clock_fixed fixed; /* --at */
    enum wr_lang lang;
    struct wr_config config;
    const char *config_path;
    const char *db_url;
    char keys_dir[512];
    char spool_dir[512];
    char raw_dir[512];
    const char *telemetry_url; /* --telemetry, or configured, or beside the database */
    struct wr_tele *telemetry;
    struct wr_site site;
    struct wr_security security;
    struct wr_rules_shelf *shelf;
    struct wr_keys keys;
    bool has_keys;
    struct wr_db *db;
    struct wr_http *http;     /* while serving */
    struct wr_ingest *ingest; /* while serving */
    struct wr_events events;
    int64_t started_ms;
};

/** Configuration, texts, folders; no database yet. @param ctx  its arena is app->arena */
WR_MUST_CHECK int wr_app_configure(struct wr_app *app, struct wr_ctx *ctx, const char *config_path,
                                   const char *db_url);
WR_MUST_CHECK int wr_app_load_rules(struct wr_app *app, struct wr_ctx *ctx);
/** Open the database; `create` makes the file and its folder. */
WR_MUST_CHECK int wr_app_open_db(struct wr_app *app, struct wr_ctx *ctx, bool create);
/** Migrate an empty database, check any other. */
WR_MUST_CHECK int wr_app_migrate_or_check(struct wr_app *app, struct wr_ctx *ctx);
/** Rule packs that the bureau has published, onto the shelf. */
WR_MUST_CHECK int wr_app_add_published(struct wr_app *app, struct wr_ctx *ctx);
/** Open the telemetry store; without `create` a store that is not there is no failure. */
WR_MUST_CHECK int wr_app_open_telemetry(struct wr_app *app, struct wr_ctx *ctx, bool create);
WR_MUST_CHECK int wr_app_open_keys(struct wr_app *app, struct wr_ctx *ctx);
void wr_app_done(struct wr_app *app);
/** Give a context everything of the program: database, rules, keys, site, limits, entities. */
void wr_app_prepare(void *app, struct wr_ctx *ctx);

extern const struct wr_command wr_serve_commands[], wr_config_commands[], wr_db_commands[],
    wr_openapi_commands[], wr_demo_commands[];
