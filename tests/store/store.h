#pragma once
/*
 * Harness of the store suite: each test runs on a fresh SQLite file and on a fresh schema of the PostgreSQL server named by
 * WURAO_TEST_PG (script/test starts one). Without the variable the PostgreSQL half is skipped, in CI it is a failure.
 */
#include "db/db_int.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** What a test is given: an open, migrated database and a context to use it with. */
struct store {
    enum wr_db_engine engine;
    char dir[64];  /* temporary folder, removed afterwards */
    char url[512]; /* of the fresh database */
    struct wr_arena arena;
    struct wr_clock_fixed clock;
    struct wr_ctx ctx;
    struct wr_db *db;
};

struct store_test {
    const char *name;
    void (*run)(struct store *s);
    /** Migrations to apply first; NULL: those of tests/store/store.c (the small tables below). */
    const struct wr_migration *migrations;
    size_t migrations_n;
    bool bare; /* do not migrate */
};

/** A test on the program's own schema (app/embedded.h), named after its function. */
#define STORE_TEST(fn)                                                                             \
    {                                                                                              \
        .name = #fn, .run = fn, .migrations = wr_migrations, .migrations_n = wr_migrations_n       \
    }

/**
 * The small tables of the harness: `item` (id, name UNIQUE, n, r, content, parent_id), `note` (not evidence).
 */
extern const struct wr_migration store_migrations[];
extern const size_t store_migrations_n;

/** Run all tests on both engines. @return number of failures */
int store_run(const char *program, const struct store_test *tests, size_t n);

/** A second context and arena for another thread or process; `done` frees the arena. */
void store_ctx_init(struct store *s, struct wr_arena *a, struct wr_ctx *ctx);
/** A fresh database beside the test's own, on either engine; not migrated. */
struct wr_db *store_open_other(struct store *s, enum wr_db_engine engine, char url[512]);
/** Is there a PostgreSQL server to test with? */
bool store_has_pg(void);

/** Assert that a call succeeded, else print the message of the context. */
#define store_ok(ctx, call) store_ok_at((ctx), (call), #call, __FILE__, __LINE__)
void store_ok_at(struct wr_ctx *ctx, int rc, const char *what, const char *file, int line);
