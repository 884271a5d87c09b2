/*
 * Every statement of every module against the schema of every migration, on both engines: it prepares, its parameters and
 * columns are what it declares, and it runs with values and with NULL wherever NULL is declared.
 */
#include "store.h"

#include "app/embedded.h"
#include "app/modules.h"

#include <ctype.h>

#define STMTS_MAX 5000

/** Call `fn` for each registered statement. @return how many there are */
static size_t each_stmt(struct store *s, void (*fn)(struct store *s, const struct wr_stmt *q))
{
    size_t n = 0;
    for (size_t m = 0; wr_all_stmts[m]; m++) {
        for (size_t i = 0; wr_all_stmts[m][i]; i++, n++)
            fn(s, wr_all_stmts[m][i]);
    }
    return n;
}

static size_t faults_n;

static void report(struct store *s, const struct wr_stmt *q)
{
    print_error("%s: %.*s\n", q->name, WR_ARG(s->ctx.err.en));
    faults_n++;
}

static void prepare_one(struct store *s, const struct wr_stmt *q)
{
    wr_err_reset(&s->ctx);
    if (wr_db_prepare_check(&s->ctx, q) != 0)
        report(s, q);
    wr_arena_reset(&s->arena);
}

static void statements_are_as_declared(struct store *s)
{
    faults_n = 0;
    assert_true(each_stmt(s, prepare_one) > 20);
    assert_int_equal(faults_n, 0);
}

/** Values of the declared types, NULL where it may be. */
static size_t make_values(const struct wr_stmt *q, bool nulls, struct wr_val v[WR_STMT_PARAMS_MAX])
{
    size_t n = strlen(q->params);
    for (size_t i = 0; i < n; i++) {
        switch (tolower((unsigned char)q->params[i])) {
        case 'i':
            v[i] = WR_I(1);
            break;
        case 'r':
            v[i] = WR_R(0.5);
            break;
        case 'b':
            v[i] = WR_B("\1", 1);
            break;
        default:
            v[i] = WR_T(WR_S("2026-01-01"));
        }
        if (nulls && isupper((unsigned char)q->params[i]))
            v[i] = WR_NULL;
    }
    return n;
}

struct trial {
    const struct wr_stmt *q;
    bool nulls;
};

static int try_one(struct wr_tx *tx, void *arg)
{
    const struct trial *t = arg;
    struct wr_val v[WR_STMT_PARAMS_MAX];
    size_t n = make_values(t->q, t->nulls, v);
    struct wr_cursor *c WR_CLEANUP(wr_cursor_closep) = NULL;
    int rc = wr_cursor_open_n(tx, t->q, &c, v, n);
    while (rc == 0 && (rc = wr_cursor_next(c)) > 0)
        rc = 0;
    return rc == 0 ? WR_EDENIED : rc; /* whatever it did is undone */
}

static void run_one(struct store *s, const struct wr_stmt *q)
{
    for (int nulls = 0; nulls < 2; nulls++) {
        struct trial t = {.q = q, .nulls = nulls != 0};
        wr_err_reset(&s->ctx);
        int rc = wr_tx_run(&s->ctx, WR_TX_WRITE, "test.try", try_one, &t);
        if (rc != WR_EDENIED && rc != WR_ECONFLICT)
            report(s, q);
        wr_arena_reset(&s->arena);
    }
}

static void statements_run(struct store *s)
{
    faults_n = 0;
    (void)each_stmt(s, run_one);
    assert_int_equal(faults_n, 0);
}

static const char *names[STMTS_MAX];
static size_t names_n;

static void look_at_name(struct store *s, const struct wr_stmt *q)
{
    (void)s;
    assert_true(names_n < STMTS_MAX && q->name && q->sql && q->params && q->cols);
    for (const char *p = q->name; *p; p++)
        assert_true(islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '_');
    for (size_t i = 0; i < names_n; i++) {
        if (strcmp(names[i], q->name) == 0)
            fail_msg("two statements are called %s", q->name);
    }
    names[names_n++] = q->name;
}

static void names_are_unique(struct store *s)
{
    names_n = 0;
    (void)each_stmt(s, look_at_name);
}

static void the_schema_is_current(struct store *s)
{
    store_ok(&s->ctx, wr_db_migration_check(&s->ctx, wr_migrations, wr_migrations_n));
    store_ok(&s->ctx, wr_db_check(&s->ctx));
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "the schema is current", .run = the_schema_is_current},
        {.name = "names are unique", .run = names_are_unique},
        {.name = "statements are as declared", .run = statements_are_as_declared},
        {.name = "statements run", .run = statements_run},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(tests); i++) {
        tests[i].migrations = wr_migrations;
        tests[i].migrations_n = wr_migrations_n;
    }
    return store_run("store drift", tests, WR_ARRAY_LEN(tests));
}
