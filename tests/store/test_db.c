/* Statements, rows into structs, errors by name: the same on both engines. */
#include "store.h"

struct item {
    int64_t id;
    struct wr_str name;
    bool has_n;
    int64_t n;
    bool has_r;
    double r;
    struct wr_str content;
    int64_t parent_id;
};
static const struct wr_field item_fields[] = {
    WR_ID(struct item, id, "编号", "id"),
    WR_STR(struct item, name, 1, 100, "名称", "name"),
    WR_I64_OPT(struct item, n, INT64_MIN, INT64_MAX, "数", "number"),
    WR_F64_OPT(struct item, r, "值", "value"),
    WR_STR_OPT(struct item, content, 0, 1000, "内容", "bytes"),
    WR_ID_OPT(struct item, parent_id, "上级", "parent"),
    {0},
};

static const struct wr_stmt INSERT = {.name = "t_insert",
                                      .sql = "INSERT INTO item (name, n, r, content, parent_id) "
                                             "VALUES ($1, $2, $3, $4, $5) RETURNING id",
                                      .params = "tIRBI",
                                      .cols = "i"};
/* $2 before $1: SQLite numbers by first appearance */
static const struct wr_stmt INSERT_SWAPPED = {.name = "t_insert_swapped",
                                              .sql = "INSERT INTO item (n, name) VALUES ($2, $1)",
                                              .params = "ti",
                                              .cols = ""};
static const struct wr_stmt INSERT_QUIET = {.name = "t_insert_quiet",
                                            .sql = "INSERT INTO item (name) VALUES ($1)",
                                            .params = "t",
                                            .cols = "",
                                            .ephemeral = true};
static const struct wr_stmt BY_NAME = {
    .name = "t_by_name",
    .sql = "SELECT id, name, n, r, content, parent_id FROM item WHERE name = $1",
    .params = "t",
    .cols = "itIRBI"};
static const struct wr_stmt LIST = {.name = "t_list",
                                    .sql = "SELECT id, name, n FROM item WHERE ($1 IS NULL OR n = "
                                           "$1) AND ($2 IS NULL OR name LIKE $2) ORDER BY name",
                                    .params = "IT",
                                    .cols = "itI"};
static const struct wr_stmt COUNT = {
    .name = "t_count", .sql = "SELECT COUNT(*) FROM item", .params = "", .cols = "i"};
static const struct wr_stmt BUMP = {.name = "t_bump",
                                    .sql = "UPDATE item SET n = n + 1 WHERE name LIKE $1",
                                    .params = "t",
                                    .cols = ""};
static const struct wr_stmt ALL = {
    .name = "t_all", .sql = "SELECT * FROM item ORDER BY id", .params = "", .cols = "*"};
static const struct wr_stmt EXTRA = {.name = "t_extra",
                                     .sql = "SELECT id, name AS nobody FROM item LIMIT 1",
                                     .params = "",
                                     .cols = "it"};

/** A use case of the tests: runs `fn` and appends a leaf, so that the write may commit. */
struct step {
    int (*fn)(struct wr_tx *tx, void *arg);
    void *arg;
};
static int with_leaf(struct wr_tx *tx, void *arg)
{
    struct step *s = arg;
    wr_tx_note_leaf(tx);
    return s->fn(tx, s->arg);
}
static int write_tx(struct wr_ctx *ctx, int (*fn)(struct wr_tx *, void *), void *arg)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "test.write", with_leaf, &(struct step){fn, arg});
}

static int add_items(struct wr_tx *tx, void *arg)
{
    int64_t *first = arg;
    int64_t id = 0;
    int rc = wr_query_i64(tx, &INSERT, first, WR_T(WR_S("甲")), WR_I(INT64_C(-9007199254740991)),
                          WR_R(0.1), WR_B("\0\1\377", 3), WR_NULL);
    if (rc == 0)
        rc = wr_query_i64(tx, &INSERT, &id, WR_T(WR_S("乙")), WR_NULL, WR_NULL, WR_NULL,
                          WR_I(*first));
    if (rc == 0)
        rc = wr_exec(tx, &INSERT_SWAPPED, NULL, WR_T(WR_S("a'; DROP TABLE item; --")), WR_I(7));
    return rc;
}

static int look_at_items(struct wr_tx *tx, void *arg)
{
    int64_t first = *(int64_t *)arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct item x = {0};
    store_ok(ctx, wr_query_one(tx, &BY_NAME, item_fields, &x, WR_T(WR_S("甲"))));
    assert_int_equal(x.id, first);
    assert_true(x.has_n && x.n == INT64_C(-9007199254740991));
    assert_true(x.has_r && x.r == 0.1);
    assert_int_equal(x.content.n, 3);
    assert_memory_equal(x.content.p, "\0\1\377", 3);
    assert_int_equal(x.parent_id, 0);
    x = (struct item){0};
    store_ok(ctx, wr_query_one(tx, &BY_NAME, item_fields, &x, WR_T(WR_S("乙"))));
    assert_false(x.has_n || x.has_r);
    assert_null(x.content.p);
    assert_int_equal(x.parent_id, first);
    assert_int_equal(wr_query_one(tx, &BY_NAME, item_fields, &x, WR_T(WR_S("丙"))), WR_ENOTFOUND);
    assert_string_equal(wr_key_info(ctx->err.key)->key, "not_found.row");
    struct wr_list all;
    store_ok(ctx, wr_query_list(tx, &LIST, item_fields, sizeof x, 10, &all, WR_NULL, WR_NULL));
    assert_int_equal(all.n, 3);
    const struct item *it = all.p;
    assert_int_equal(it[0].n, 7); /* bytes decide the order on both engines */
    assert_true(wr_str_eq(it[0].name, WR_S("a'; DROP TABLE item; --")));
    store_ok(ctx,
             wr_query_list(tx, &LIST, item_fields, sizeof x, 10, &all, WR_I(7), WR_T(WR_S("a%"))));
    assert_int_equal(all.n, 1);
    store_ok(ctx,
             wr_query_list(tx, &LIST, item_fields, sizeof x, 10, &all, WR_NULL, WR_T(WR_S("A%"))));
    assert_int_equal(all.n, 0); /* LIKE counts letter case */
    assert_int_equal(wr_query_list(tx, &LIST, item_fields, sizeof x, 2, &all, WR_NULL, WR_NULL),
                     WR_ELIMIT);
    return 0;
}

static void rows_and_values(struct store *s)
{
    int64_t first = 0;
    store_ok(&s->ctx, write_tx(&s->ctx, add_items, &first));
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.look", look_at_items, &first));
}

static int add_one(struct wr_tx *tx, void *arg)
{
    return wr_exec(tx, &INSERT_SWAPPED, NULL, WR_T(wr_str(arg)), WR_I(1));
}

static int add_too_big(struct wr_tx *tx, void *arg)
{
    return wr_exec(tx, &INSERT_SWAPPED, NULL, WR_T(wr_str(arg)), WR_I(1000000));
}

static int add_orphan(struct wr_tx *tx, void *arg)
{
    int64_t id = 0;
    return wr_query_i64(tx, &INSERT, &id, WR_T(wr_str(arg)), WR_NULL, WR_NULL, WR_NULL,
                        WR_I(99999));
}

static int count_items(struct wr_tx *tx, void *arg)
{
    return wr_query_i64(tx, &COUNT, arg);
}

static int64_t items(struct wr_ctx *ctx)
{
    int64_t n = -1;
    store_ok(ctx, wr_tx_run(ctx, WR_TX_READ, "test.count", count_items, &n));
    return n;
}

static void constraints_are_conflicts(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    store_ok(ctx, write_tx(ctx, add_one, "x"));
    assert_int_equal(write_tx(ctx, add_one, "x"), WR_ECONFLICT);
    assert_true(wr_str_find(ctx->err.en, WR_S("name")) >= 0);
    assert_int_equal(write_tx(ctx, add_too_big, "y"), WR_ECONFLICT);
    assert_int_equal(write_tx(ctx, add_orphan, "z"), WR_ECONFLICT);
    assert_true(wr_str_find(ctx->err.en,
                            s->engine == WR_DB_PG ? WR_S("parent_id") : WR_S("FOREIGN KEY")) >= 0);
    assert_int_equal(items(ctx), 1);
}

static int go_on_after_failure(struct wr_tx *tx, void *arg)
{
    (void)arg;
    assert_int_equal(add_one(tx, "x"), WR_ECONFLICT);
    assert_int_equal(add_one(tx, "other"),
                     WR_EBUG); /* nothing runs after a failure, on either engine */
    return 0;
}

static void a_failed_statement_spoils_its_transaction(struct store *s)
{
    store_ok(&s->ctx, write_tx(&s->ctx, add_one, "x"));
    assert_int_equal(write_tx(&s->ctx, go_on_after_failure, NULL), WR_ECONFLICT);
    assert_int_equal(items(&s->ctx), 1);
}

static int wrong_values(struct wr_tx *tx, void *arg)
{
    (void)arg;
    struct item x = {0};
    assert_int_equal(wr_exec(tx, &INSERT_SWAPPED, NULL, WR_T(WR_S("x"))), WR_EBUG);
    assert_int_equal(wr_exec(tx, &INSERT_SWAPPED, NULL, WR_NULL, WR_I(1)), WR_EBUG);
    assert_int_equal(wr_exec(tx, &INSERT_SWAPPED, NULL, WR_I(1), WR_I(1)), WR_EBUG);
    assert_int_equal(
        wr_exec(tx, &INSERT_SWAPPED, NULL, WR_T(((struct wr_str){"a\0b", 3})), WR_I(1)),
        WR_EINVALID);
    store_ok(wr_tx_ctx(tx), add_one(tx, "x"));
    assert_int_equal(wr_query_one(tx, &EXTRA, item_fields, &x), WR_EBUG);
    return WR_EDENIED;
}

static void wrong_use_is_told(struct store *s)
{
    assert_int_equal(write_tx(&s->ctx, wrong_values, NULL), WR_EDENIED);
    assert_int_equal(items(&s->ctx), 0);
}

static void a_reader_cannot_write(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    assert_int_equal(wr_tx_run(ctx, WR_TX_READ, "test.sneak", add_one, "x"), WR_EBUG);
    assert_string_equal(wr_key_info(ctx->err.key)->key, "db.readonly");
    assert_int_equal(items(ctx), 0);
    store_ok(ctx, write_tx(ctx, add_one, "x"));
}

static int add_quiet(struct wr_tx *tx, void *arg)
{
    return wr_exec(tx, &INSERT_QUIET, NULL, WR_T(wr_str(arg)));
}

static int bump_none(struct wr_tx *tx, void *arg)
{
    int64_t n = -1;
    int rc = wr_exec(tx, &BUMP, &n, WR_T(wr_str(arg)));
    assert_int_equal(n, 0);
    return rc;
}

static int add_returning(struct wr_tx *tx, void *arg)
{
    int64_t id = 0;
    return wr_query_i64(tx, &INSERT, &id, WR_T(wr_str(arg)), WR_NULL, WR_NULL, WR_NULL, WR_NULL);
}

static void evidence_needs_a_leaf(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    assert_int_equal(wr_tx_run(ctx, WR_TX_WRITE, "test.no_leaf", add_one, "x"), WR_EBUG);
    assert_string_equal(wr_key_info(ctx->err.key)->key, "db.no_leaf");
    assert_int_equal(wr_tx_run(ctx, WR_TX_WRITE, "test.no_leaf", add_returning, "x"), WR_EBUG);
    assert_int_equal(items(ctx), 0);
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.quiet", add_quiet, "x"));
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.nothing", bump_none, "nobody"));
    assert_int_equal(items(ctx), 1);
}

struct many {
    int from, n;
};

static int add_many(struct wr_tx *tx, void *arg)
{
    const struct many *m = arg;
    int rc = 0;
    for (int i = m->from; rc == 0 && i < m->from + m->n; i++) {
        struct wr_str name = wr_arena_printf(wr_tx_ctx(tx)->arena, "n%06d", i);
        rc = wr_exec(tx, &INSERT_SWAPPED, NULL, WR_T(name), WR_I(i));
    }
    return rc;
}

static int walk(struct wr_tx *tx, void *arg)
{
    int n = *(int *)arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_cursor *c WR_CLEANUP(wr_cursor_closep) = NULL;
    store_ok(ctx, wr_cursor_open(tx, &ALL, &c));
    int seen = 0;
    int rc = 0;
    assert_int_equal(wr_cursor_cols(c), 6); /* names are known before the first row */
    assert_true(wr_str_eq(wr_cursor_name(c, 0), WR_S("id")));
    while ((rc = wr_cursor_next(c)) > 0) {
        assert_int_equal(wr_cursor_cols(c), 6);
        assert_true(wr_str_eq(wr_cursor_name(c, 1), WR_S("name")));
        assert_int_equal(wr_cursor_i64(c, 2), seen);
        assert_int_equal(wr_cursor_type(c, 2), WR_V_I64);
        assert_true(wr_cursor_is_null(c, 4) && !wr_cursor_str(c, 4).p);
        int64_t as_text = -1;
        assert_true(wr_str_i64(wr_cursor_str(c, 2), &as_text) && as_text == seen);
        if (seen % 700 ==
            0) { /* other statements, and the same one again, while the walk goes on */
            struct wr_cursor *inner WR_CLEANUP(wr_cursor_closep) = NULL;
            store_ok(ctx, wr_cursor_open(tx, &ALL, &inner));
            assert_int_equal(wr_cursor_next(inner), 1);
            int64_t count = 0;
            store_ok(ctx, wr_query_i64(tx, &COUNT, &count));
            assert_int_equal(count, n);
            struct item x = {0};
            store_ok(ctx, wr_cursor_into(inner, ctx->arena, item_fields, &x));
            assert_true(wr_str_eq(x.name, WR_S("n000000")));
        }
        seen++;
    }
    assert_int_equal(seen, n);
    assert_int_equal(wr_cursor_next(c), 0);
    return rc;
}

static void cursors_walk_long_results(struct store *s)
{
    int n = 40; /* short at first, then in portions, with a full last one, then short again */
    static const int more[] = {0, 0, 0, 460, 0, 1000, 345, 0};
    store_ok(&s->ctx, write_tx(&s->ctx, add_many, &(struct many){0, n}));
    for (size_t i = 0; i < WR_ARRAY_LEN(more); i++) {
        store_ok(&s->ctx, write_tx(&s->ctx, add_many, &(struct many){n, more[i]}));
        n += more[i];
        store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.walk", walk, &n));
    }
}

static void statements_are_compared_with_their_declaration(struct store *s)
{
    static const struct wr_stmt good = {
        .name = "t_good",
        .sql = "SELECT id, name FROM item WHERE ($1 IS NULL OR n = $1)",
        .params = "I",
        .cols = "it"};
    static const struct wr_stmt bad[] = {
        {.name = "t_bad_params",
         .sql = "SELECT id FROM item WHERE id = $1",
         .params = "it",
         .cols = "i"},
        {.name = "t_bad_cols", .sql = "SELECT id, name FROM item", .params = "", .cols = "i"},
        {.name = "t_bad_type", .sql = "SELECT name FROM item", .params = "", .cols = "i"},
        {.name = "t_bad_sql", .sql = "SELEC name FROM item", .params = "", .cols = "t"},
        {.name = "t_bad_table", .sql = "SELECT x FROM no_such_table", .params = "", .cols = "t"},
    };
    struct wr_ctx *ctx = &s->ctx;
    store_ok(ctx, wr_db_prepare_check(ctx, &good));
    store_ok(ctx, wr_db_prepare_check(ctx, &ALL));
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++) {
        assert_int_equal(wr_db_prepare_check(ctx, &bad[i]), WR_EBUG);
        assert_true(wr_str_find(ctx->err.en, wr_str(bad[i].name)) >= 0);
    }
}

static void the_database_is_whole(struct store *s)
{
    store_ok(&s->ctx, write_tx(&s->ctx, add_many, &(struct many){0, 50}));
    store_ok(&s->ctx, wr_db_check(&s->ctx));
}

int main(void)
{
    static const struct store_test tests[] = {
        {.name = "rows and values", .run = rows_and_values},
        {.name = "constraints are conflicts", .run = constraints_are_conflicts},
        {.name = "a failed statement spoils its transaction",
         .run = a_failed_statement_spoils_its_transaction},
        {.name = "wrong use is told", .run = wrong_use_is_told},
        {.name = "a reader cannot write", .run = a_reader_cannot_write},
        {.name = "evidence needs a leaf", .run = evidence_needs_a_leaf},
        {.name = "cursors walk long results", .run = cursors_walk_long_results},
        {.name = "statements are compared with their declaration",
         .run = statements_are_compared_with_their_declaration},
        {.name = "the database is whole", .run = the_database_is_whole},
    };
    return store_run("store db", tests, WR_ARRAY_LEN(tests));
}
