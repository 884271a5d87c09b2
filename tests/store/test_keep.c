/* Keeping a database: migrations, their history, backup, copy from engine to engine. */
#include "items.h"

#include "base/alloc.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX 100

/* ---- the migrations of sql/ ------------------------------------------------------------------- */

static struct wr_migration real[FILES_MAX];
static size_t real_n;

static int is_sql(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 9 && strcmp(e->d_name + n - 4, ".sql") == 0 ? 1 : 0;
}

static void read_real_migrations(void)
{
    struct dirent **files = NULL;
    int n = scandir(WR_SQL_DIR, &files, is_sql, alphasort);
    for (int i = 0; i < n && real_n < FILES_MAX; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", WR_SQL_DIR, files[i]->d_name);
        FILE *f = fopen(path, "r");
        char *text = wr_alloc((size_t)1 << 20);
        char *name = wr_alloc(strlen(files[i]->d_name) + 1);
        if (f && text && name) {
            size_t len = fread(text, 1, (size_t)1 << 20, f);
            memcpy(name, files[i]->d_name + 5, strlen(files[i]->d_name) - 9);
            real[real_n++] =
                (struct wr_migration){strtol(files[i]->d_name, NULL, 10), name, {text, len}};
        }
        if (f)
            (void)fclose(f);
        free(files[i]);
    }
    free((void *)files);
}

static void all_migrations_apply(struct store *s)
{
    int64_t applied = -1;
    assert_true(real_n >= 7);
    store_ok(&s->ctx, wr_db_migrate(&s->ctx, real, real_n, &applied));
    assert_int_equal(applied, (int64_t)real_n);
    store_ok(&s->ctx, wr_db_migrate(&s->ctx, real, real_n, &applied));
    assert_int_equal(applied, 0);
    store_ok(&s->ctx, wr_db_migration_check(&s->ctx, real, real_n));
    store_ok(&s->ctx, wr_db_check(&s->ctx));
}

static void history_is_guarded(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    struct wr_migration m[2] = {store_migrations[0], store_migrations[1]};
    assert_int_equal(wr_db_migration_check(ctx, m, 2), WR_ENOTFOUND);
    store_ok(ctx, wr_db_migrate(ctx, m, 1, NULL));
    assert_int_equal(wr_db_migration_check(ctx, m, 2), WR_ECONFLICT);
    assert_string_equal(wr_key_info(ctx->err.key)->key, "db.schema_older");
    struct wr_list list;
    store_ok(ctx, wr_db_migration_list(ctx, m, 2, &list));
    assert_int_equal(list.n, 2);
    assert_true(((struct wr_migration_state *)list.p)[0].applied_ms > 0);
    assert_int_equal(((struct wr_migration_state *)list.p)[1].applied_ms, 0);
    store_ok(ctx, wr_db_migrate(ctx, m, 2, NULL));
    store_ok(ctx, wr_db_migration_check(ctx, m, 2));
    assert_int_equal(wr_db_migration_check(ctx, m, 1), WR_ECONFLICT); /* an older program */
    assert_string_equal(wr_key_info(ctx->err.key)->key, "db.schema_newer");
    assert_int_equal(wr_db_migrate(ctx, m, 1, NULL), WR_ECONFLICT);
    m[0].sql = WR_S("CREATE TABLE other (id {pk}){strict};");
    assert_int_equal(wr_db_migrate(ctx, m, 2, NULL), WR_ECONFLICT);
    assert_string_equal(wr_key_info(ctx->err.key)->key, "db.schema_altered");
    store_ok(ctx, item_add(ctx, "still works", 1, 0));
}

static void a_failed_migration_leaves_nothing(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    struct wr_migration m[3] = {
        store_migrations[0],
        store_migrations[1],
        {3, "broken",
         WR_S("CREATE TABLE half (id {pk}){strict};\nCREATE TABLE half (id {pk}){strict};")}};
    assert_int_equal(wr_db_migrate(ctx, m, 3, NULL), WR_EIO);
    assert_true(wr_str_find(ctx->err.en, WR_S("broken")) >= 0);
    m[2].sql = WR_S("CREATE TABLE half (id {pk}, x {no_such_token}){strict};");
    assert_int_equal(wr_db_migrate(ctx, m, 3, NULL), WR_EIO);
    m[2].sql = WR_S("CREATE TABLE half (id {pk}){strict};");
    int64_t applied = 0;
    store_ok(ctx, wr_db_migrate(ctx, m, 3, &applied));
    assert_int_equal(applied, 1);
}

/** Two processes start at once on an empty database. */
static void *migrate_too(void *arg)
{
    struct store *s = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    store_ctx_init(s, &a, &ctx);
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = 20000};
    struct wr_db *db = NULL;
    store_ok(&ctx, wr_db_open(&ctx, s->url, &opt, &db));
    ctx.db = db;
    store_ok(&ctx, wr_db_migrate(&ctx, real, real_n, NULL));
    wr_db_close(db);
    wr_arena_done(&a);
    return NULL;
}

static void two_processes_migrate_at_once(struct store *s)
{
    pthread_t t[3];
    for (size_t i = 0; i < WR_ARRAY_LEN(t); i++)
        assert_int_equal(pthread_create(&t[i], NULL, migrate_too, s), 0);
    for (size_t i = 0; i < WR_ARRAY_LEN(t); i++)
        pthread_join(t[i], NULL);
    store_ok(&s->ctx, wr_db_migration_check(&s->ctx, real, real_n));
}

/* ---- backup ----------------------------------------------------------------------------------- */

static void a_backup_is_a_database(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    char path[128], url[160];
    (void)snprintf(path, sizeof path, "%s/backup.db", s->dir);
    store_ok(ctx, item_add(ctx, "kept", 1, 0));
    if (s->engine == WR_DB_PG) {
        assert_int_equal(wr_db_backup(ctx, path), WR_EINVALID);
        return;
    }
    store_ok(ctx, wr_db_backup(ctx, path));
    assert_int_equal(wr_db_backup(ctx, path), WR_ECONFLICT); /* never over another file */
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    store_ok(ctx, item_add(ctx, "later", 1, 0));
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    struct wr_db *db = NULL;
    store_ok(ctx, wr_db_open(ctx, url, NULL, &db));
    ctx->db = db;
    store_ok(ctx, wr_db_migration_check(ctx, store_migrations, store_migrations_n));
    store_ok(ctx, wr_db_check(ctx));
    assert_int_equal(items_like(ctx, NULL), 1);
    wr_db_close(db);
    ctx->db = s->db;
    (void)snprintf(path, sizeof path, "%s/no/such/folder.db", s->dir);
    assert_int_equal(wr_db_backup(ctx, path), WR_EIO);
}

static void an_owner_knows_whether_he_is_alone(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    assert_int_equal(items_like(ctx, NULL), 0); /* own readers do not count */
    store_ok(ctx, wr_db_alone(ctx));
    if (s->engine != WR_DB_SQLITE)
        return;
    struct wr_db *other = NULL;
    store_ok(ctx, wr_db_open(ctx, s->url, NULL, &other));
    ctx->db = other;
    assert_int_equal(items_like(ctx, NULL), 0);
    ctx->db = s->db;
    assert_int_equal(wr_db_alone(ctx), WR_EBUSY);
    wr_db_close(other);
    store_ok(ctx, wr_db_alone(ctx));
}

static void damage_is_found(struct store *s)
{
    if (s->engine != WR_DB_SQLITE)
        return;
    struct wr_ctx *ctx = &s->ctx;
    assert_int_equal(
        s->db->be->script(s->db->w.conn,
                          "PRAGMA foreign_keys = OFF; INSERT INTO note (item_id) VALUES (99)"),
        WR_DBF_NONE);
    assert_int_equal(wr_db_check(ctx), WR_EIO);
    assert_true(wr_str_find(ctx->err.en, WR_S("note")) >= 0);
}

/* ---- copy ------------------------------------------------------------------------------------- */

static const struct wr_stmt ADD_FULL = {
    .name = "t_add_full",
    .sql = "INSERT INTO item (id, name, n, r, content, parent_id) VALUES ($1, $2, $3, $4, $5, $6)",
    .params = "itIRBI",
    .cols = ""};
static const struct wr_stmt ADD_NOTE = {.name = "t_add_note",
                                        .sql = "INSERT INTO note (item_id, text) VALUES ($1, $2)",
                                        .params = "it",
                                        .cols = ""};
static const struct wr_stmt LINK = {.name = "t_link",
                                    .sql = "UPDATE item SET parent_id = $2 WHERE id = $1",
                                    .params = "ii",
                                    .cols = ""};

static int add_awkward_rows(struct wr_tx *tx, void *arg)
{
    (void)arg;
    int rc = 0;
    wr_tx_note_leaf(tx);
    for (int64_t i = 1; rc == 0 && i <= 500; i++) {
        struct wr_str name =
            wr_arena_printf(wr_tx_ctx(tx)->arena, "物品 %lld \n\t'\"\\ é😀", (long long)i * 7);
        struct wr_val bytes = i % 3 ? WR_NULL : WR_B("\0\1\2\377\\'", (size_t)(i % 6));
        rc = wr_exec(tx, &ADD_FULL, NULL, WR_I(i * 7), WR_T(name),
                     i % 5 ? WR_I(-i * INT64_C(1000000007)) : WR_NULL,
                     i % 4 ? WR_R(1.0 / (double)i) : WR_NULL, bytes, WR_NULL);
        if (rc == 0)
            rc = wr_exec(tx, &ADD_NOTE, NULL, WR_I(i * 7), WR_T(WR_S("")));
    }
    for (int64_t i = 1; rc == 0 && i < 500;
         i += 2) /* parents behind their children, and two in a ring */
        rc = wr_exec(tx, &LINK, NULL, WR_I(i * 7), WR_I((i + 1) * 7));
    return rc != 0 ? rc : wr_exec(tx, &LINK, NULL, WR_I(14), WR_I(7));
}

static void count_progress(void *arg, const char *table, int64_t done, int64_t total)
{
    assert_true(done <= total && table);
    ++*(int *)arg;
}

static void copy_to(struct store *s, struct wr_db *from, struct wr_db *to)
{
    int seen = 0;
    store_ok(&s->ctx, wr_db_copy(&s->ctx, from, to, count_progress, &seen));
    assert_true(seen >= 2);
}

static struct wr_db *open_migrated(struct store *s, enum wr_db_engine engine,
                                   const struct wr_migration *m, size_t n)
{
    char url[512];
    struct wr_db *db = store_open_other(s, engine, url);
    struct wr_ctx ctx = s->ctx;
    ctx.db = db;
    store_ok(&ctx, wr_db_migrate(&ctx, m, n, NULL));
    return db;
}

static void copies_are_equal(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.rows", add_awkward_rows, NULL));
    enum wr_db_engine other = s->engine == WR_DB_SQLITE && store_has_pg() ? WR_DB_PG : WR_DB_SQLITE;
    struct wr_db *there = open_migrated(s, other, store_migrations, store_migrations_n);
    struct wr_db *back = open_migrated(s, s->engine, store_migrations, store_migrations_n);
    copy_to(s, s->db, there);
    copy_to(s, there, back);
    assert_int_equal(wr_db_copy(ctx, s->db, there, NULL, NULL),
                     WR_ECONFLICT); /* only into an empty one */
    struct wr_ctx in = *ctx;
    struct wr_db *each[] = {there, back};
    for (size_t i = 0; i < 2; i++) {
        in.db = each[i];
        assert_int_equal(items_like(&in, NULL), 500);
        store_ok(&in, wr_db_check(&in));
        struct item_add a = {.name = WR_S("next"), .n = 1};
        store_ok(&in, wr_tx_run(&in, WR_TX_WRITE, "test.next", item_add_in, &a));
        assert_int_equal(a.ret_id, 3501); /* numbers go on behind the highest */
    }
    wr_db_close(there);
    wr_db_close(back);
}

static void a_copy_needs_the_same_migrations(struct store *s)
{
    struct wr_db *other = open_migrated(s, WR_DB_SQLITE, store_migrations, 1);
    assert_int_equal(wr_db_copy(&s->ctx, s->db, other, NULL, NULL), WR_ECONFLICT);
    assert_string_equal(wr_key_info(s->ctx.err.key)->key, "db.copy_schema");
    wr_db_close(other);
}

static void the_real_tables_copy(struct store *s)
{
    char sql[800];
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO region (id, name, level, version) VALUES (2, '区', 'district', 1);"
        "INSERT INTO region (id, code, name, parent_id, level, version) VALUES (1, '410101', '街', "
        "2, 'street', 1);"
        "INSERT INTO media (id, sha256, taken_sha256, media_type, size_bytes, created_ms, content)"
        " VALUES (9, 'a', 'b', 'image/jpeg', 1, 5, %s);"
        "INSERT INTO audit_leaf VALUES (0, 1, 'system', 'a.b', 'region', 2, NULL, '', '{}', 'h')",
        s->engine == WR_DB_SQLITE ? "x'00ff'" : "'\\x00ff'");
    store_ok(&s->ctx, wr_db_migrate(&s->ctx, real, real_n, NULL));
    if (s->db->be->script(s->db->w.conn, sql) != WR_DBF_NONE)
        fail_msg("%s", s->db->w.conn->err.text);
    enum wr_db_engine other = s->engine == WR_DB_SQLITE && store_has_pg() ? WR_DB_PG : WR_DB_SQLITE;
    struct wr_db *there = open_migrated(s, other, real, real_n);
    copy_to(s, s->db, there);
    wr_db_close(there);
}

int main(void)
{
    static const struct store_test tests[] = {
        {.name = "all migrations apply", .run = all_migrations_apply, .bare = true},
        {.name = "history is guarded", .run = history_is_guarded, .bare = true},
        {.name = "a failed migration leaves nothing",
         .run = a_failed_migration_leaves_nothing,
         .bare = true},
        {.name = "two processes migrate at once",
         .run = two_processes_migrate_at_once,
         .bare = true},
        {.name = "a backup is a database", .run = a_backup_is_a_database},
        {.name = "an owner knows whether he is alone", .run = an_owner_knows_whether_he_is_alone},
        {.name = "damage is found", .run = damage_is_found},
        {.name = "copies are equal", .run = copies_are_equal},
        {.name = "a copy needs the same migrations", .run = a_copy_needs_the_same_migrations},
        {.name = "the real tables copy", .run = the_real_tables_copy, .bare = true},
    };
    read_real_migrations();
    int failures = store_run("store keep", tests, WR_ARRAY_LEN(tests));
    for (size_t i = 0; i < real_n; i++) {
        wr_free((void *)(uintptr_t)real[i].sql.p);
        wr_free((void *)(uintptr_t)real[i].name);
    }
    return failures;
}
