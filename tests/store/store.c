#include "store.h"

#include "base/alloc.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ARENA_MAX ((size_t)64 << 20)
#define T0 INT64_C(1790000000000)

#define SQL_LIT(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
const struct wr_migration store_migrations[] = {
    {1, "item",
     SQL_LIT("-- Things; it's a comment with a quote, a ; and a {brace}.\n"
             "CREATE TABLE item (\n"
             "  id {pk},\n"
             "  name {text} NOT NULL UNIQUE,   -- {not a token}\n"
             "  n {i64} CHECK (n < 1000000),\n"
             "  r {real},\n"
             "  content {blob},\n"
             "  parent_id {i64} REFERENCES item (id)\n"
             "){strict};\n"
             "CREATE INDEX item_n ON item (n);\n")},
    {2, "note",
     SQL_LIT("CREATE TABLE note (\n  id {pk},\n  item_id {i64} NOT NULL REFERENCES item (id),\n"
             "  text {text} NOT NULL DEFAULT '-- {not a comment}'\n){strict};\n")},
};
const size_t store_migrations_n = WR_ARRAY_LEN(store_migrations);

/** One test on one engine. */
struct instance {
    struct store_test test;
    enum wr_db_engine engine;
    char name[160];
};

static int schema_no;

bool store_has_pg(void)
{
    const char *url = getenv("WURAO_TEST_PG");
    return url && *url;
}

static bool in_ci(void)
{
    const char *ci = getenv("CI");
    const char *own = getenv("WURAO_CI");
    return (ci && *ci) || (own && *own);
}

void store_ok_at(struct wr_ctx *ctx, int rc, const char *what, const char *file, int line)
{
    if (rc == 0)
        return;
    print_error("%s returned %d: %.*s\n", what, rc, WR_ARG(ctx->err.en));
    _fail(file, line);
}

void store_ctx_init(struct store *s, struct wr_arena *a, struct wr_ctx *ctx)
{
    wr_arena_init(a, ARENA_MAX);
    wr_ctx_init(ctx, a, &s->clock.clock);
    ctx->db = s->db;
    ctx->actor.system = true;
}

/** Run one statement on the server's own database. */
static void on_server(struct store *s, const char *sql)
{
    struct wr_db *db = NULL;
    store_ok(&s->ctx, wr_db_open(&s->ctx, getenv("WURAO_TEST_PG"), NULL, &db));
    if (db->be->script(db->w.conn, sql) != WR_DBF_NONE)
        fail_msg("%s: %s", sql, db->w.conn->err.text);
    wr_db_close(db);
}

static void schema_name(char name[64])
{
    (void)snprintf(name, 64, "wr_test_%d_%d", (int)getpid(), schema_no);
}

static void make_url(struct store *s, enum wr_db_engine engine, char url[512])
{
    schema_no++;
    if (engine == WR_DB_SQLITE) {
        (void)snprintf(url, 512, "sqlite:%s/t%d.db", s->dir, schema_no);
        return;
    }
    char schema[64], sql[128];
    schema_name(schema);
    (void)snprintf(sql, sizeof sql, "CREATE SCHEMA %s", schema);
    on_server(s, sql);
    const char *base = getenv("WURAO_TEST_PG");
    (void)snprintf(url, 512, "%s%coptions=-csearch_path%%3D%s", base, strchr(base, '?') ? '&' : '?',
                   schema);
}

struct wr_db *store_open_other(struct store *s, enum wr_db_engine engine, char url[512])
{
    make_url(s, engine, url);
    struct wr_db *db = NULL;
    struct wr_db_options opt = {.readers_max = 4, .wait_ms_max = 20000, .create = true};
    store_ok(&s->ctx, wr_db_open(&s->ctx, url, &opt, &db));
    return db;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

static int set_up(void **state)
{
    const struct instance *i = *state;
    struct store *s = wr_alloc(sizeof *s);
    assert_non_null(s);
    s->engine = i->engine;
    wr_arena_init(&s->arena, ARENA_MAX);
    wr_clock_fixed_init(&s->clock, T0);
    wr_ctx_init(&s->ctx, &s->arena, &s->clock.clock);
    s->ctx.actor.system = true;
    const char *tmp = getenv("TMPDIR");
    bool fits = tmp && *tmp == '/' && strlen(tmp) < sizeof s->dir - sizeof "/wr-store-XXXXXX";
    (void)snprintf(s->dir, sizeof s->dir, "%s/wr-store-XXXXXX", fits ? tmp : "/tmp");
    assert_non_null(mkdtemp(s->dir));
    s->db = store_open_other(s, i->engine, s->url);
    s->ctx.db = s->db;
    bool own = i->test.migrations != NULL;
    if (!i->test.bare)
        store_ok(&s->ctx, wr_db_migrate(&s->ctx, own ? i->test.migrations : store_migrations,
                                        own ? i->test.migrations_n : store_migrations_n, NULL));
    *state = s;
    return 0;
}

static void drop_schemas(struct store *s)
{
    char sql[256];
    (void)snprintf(
        sql, sizeof sql,
        "DO $$ DECLARE r record; BEGIN FOR r IN SELECT nspname FROM pg_namespace WHERE nspname LIKE"
        " 'wr\\_test\\_%d\\_%%' LOOP EXECUTE format('DROP SCHEMA %%I CASCADE', r.nspname); END "
        "LOOP; END $$",
        (int)getpid());
    on_server(s, sql);
}

static int tear_down(void **state)
{
    struct store *s = *state;
    wr_db_close(s->db);
    s->ctx.db = NULL;
    if (store_has_pg())
        drop_schemas(s);
    (void)nftw(s->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    wr_arena_done(&s->arena);
    wr_free(s);
    return 0;
}

/** cmocka hands the state through; which test is running is kept beside it. */
static const struct instance *running;

static int set_up_instance(void **state)
{
    running = *state;
    if (running->engine == WR_DB_PG && !store_has_pg())
        return 0;
    return set_up(state);
}

static void run_instance(void **state)
{
    if (running->engine == WR_DB_PG && !store_has_pg()) {
        if (in_ci())
            fail_msg("WURAO_TEST_PG is not set: the PostgreSQL half must run in CI");
        skip();
    }
    running->test.run(*state);
}

static int tear_down_instance(void **state)
{
    if (running->engine == WR_DB_PG && !store_has_pg())
        return 0;
    return tear_down(state);
}

int store_run(const char *program, const struct store_test *tests, size_t n)
{
    struct instance *all = wr_alloc_array(2 * n, sizeof *all);
    struct CMUnitTest *list = wr_alloc_array(2 * n, sizeof *list);
    if (!all || !list)
        return 1;
    for (size_t i = 0; i < 2 * n; i++) {
        all[i].test = tests[i / 2];
        all[i].engine = i % 2 ? WR_DB_PG : WR_DB_SQLITE;
        (void)snprintf(all[i].name, sizeof all[i].name, "%s (%s)", tests[i / 2].name,
                       i % 2 ? "postgresql" : "sqlite");
        list[i] = (struct CMUnitTest){.name = all[i].name,
                                      .test_func = run_instance,
                                      .setup_func = set_up_instance,
                                      .teardown_func = tear_down_instance,
                                      .initial_state = &all[i]};
    }
    int failures = _cmocka_run_group_tests(program, list, 2 * n, NULL, NULL);
    wr_free(list);
    wr_free(all);
    return failures;
}
