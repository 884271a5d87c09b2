/* Transactions: groups, isolation of a member that fails, retries, faults at the n-th step. */
#include "items.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#define THREADS 12
#define ROUNDS 25

static void a_failed_use_case_leaves_nothing(struct store *s)
{
    struct wr_ctx *ctx = &s->ctx;
    store_ok(ctx, item_add(ctx, "kept", 1, 0));
    assert_int_equal(item_add(ctx, "undone", 1, WR_EDENIED), WR_EDENIED);
    assert_int_equal(items_like(ctx, NULL), 1);
    store_ok(ctx, item_add(ctx, "undone", 1, 0)); /* and the next one goes on */
    assert_int_equal(items_like(ctx, NULL), 2);
}

/** A reader sees the state of its beginning, whatever is committed meanwhile. */
struct stable {
    struct store *s;
    bool started, written;
    pthread_mutex_t lock;
    pthread_cond_t cond;
};

static int read_twice(struct wr_tx *tx, void *arg)
{
    struct stable *st = arg;
    int64_t before = -1, after = -1;
    store_ok(wr_tx_ctx(tx), wr_query_i64(tx, &ITEM_COUNT, &before, WR_NULL));
    pthread_mutex_lock(&st->lock);
    st->started = true;
    pthread_cond_broadcast(&st->cond);
    while (!st->written)
        pthread_cond_wait(&st->cond, &st->lock);
    pthread_mutex_unlock(&st->lock);
    store_ok(wr_tx_ctx(tx), wr_query_i64(tx, &ITEM_COUNT, &after, WR_NULL));
    assert_int_equal(before, after);
    return 0;
}

static void *write_when_reading(void *arg)
{
    struct stable *st = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    store_ctx_init(st->s, &a, &ctx);
    pthread_mutex_lock(&st->lock);
    while (!st->started)
        pthread_cond_wait(&st->cond, &st->lock);
    pthread_mutex_unlock(&st->lock);
    store_ok(&ctx, item_add(&ctx, "meanwhile", 1, 0));
    pthread_mutex_lock(&st->lock);
    st->written = true;
    pthread_cond_broadcast(&st->cond);
    pthread_mutex_unlock(&st->lock);
    wr_arena_done(&a);
    return NULL;
}

static void a_reader_sees_one_state(struct store *s)
{
    struct stable st = {
        .s = s, .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER};
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, write_when_reading, &st), 0);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.twice", read_twice, &st));
    pthread_join(t, NULL);
    assert_int_equal(items_like(&s->ctx, NULL), 1);
}

/** One thread of many that write at once; every third use case of it fails on purpose. */
struct crowd {
    struct store *s;
    int no;
    int acknowledged, refused, busy, other;
};

static void *write_in_a_crowd(void *arg)
{
    struct crowd *c = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    store_ctx_init(c->s, &a, &ctx);
    for (int i = 0; i < ROUNDS; i++) {
        char name[32];
        int then = i % 3 == 2 ? WR_EDENIED : 0;
        (void)snprintf(name, sizeof name, "%s%d-%d", then ? "bad" : "good", c->no, i);
        int rc = item_add(&ctx, name, i, then);
        if (rc == 0)
            c->acknowledged++;
        else if (rc == WR_EDENIED)
            c->refused++;
        else if (rc == WR_EBUSY && !then)
            c->busy++;
        else if (rc == WR_EBUSY)
            c->refused++;
        else
            c->other++;
        wr_arena_reset(&a);
    }
    wr_arena_done(&a);
    return NULL;
}

static void run_crowd(struct store *s, struct crowd *sum)
{
    pthread_t t[THREADS];
    struct crowd c[THREADS];
    for (int i = 0; i < THREADS; i++) {
        c[i] = (struct crowd){.s = s, .no = i};
        assert_int_equal(pthread_create(&t[i], NULL, write_in_a_crowd, &c[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(t[i], NULL);
        sum->acknowledged += c[i].acknowledged;
        sum->refused += c[i].refused;
        sum->busy += c[i].busy;
        sum->other += c[i].other;
    }
}

static void many_threads_share_commits(struct store *s)
{
    struct crowd sum = {0};
    run_crowd(s, &sum);
    assert_int_equal(sum.other + sum.busy, 0);
    assert_int_equal(sum.refused, THREADS * (ROUNDS / 3));
    assert_int_equal(items_like(&s->ctx, "good%"), sum.acknowledged);
    assert_int_equal(items_like(&s->ctx, "bad%"), 0);
    struct wr_db_stats st;
    wr_db_stats(s->db, &st);
    assert_int_equal(st.group_members, sum.acknowledged);
    assert_true(st.groups < st.group_members); /* some did share */
}

static void without_groups_each_commits_alone(struct store *s)
{
    struct crowd sum = {0};
    wr_db_test_group_max(s->db, 1);
    run_crowd(s, &sum);
    assert_int_equal(sum.other + sum.busy, 0);
    struct wr_db_stats st;
    wr_db_stats(s->db, &st);
    assert_int_equal(st.groups, st.group_members);
    assert_int_equal(items_like(&s->ctx, NULL), sum.acknowledged);
}

/** Soft failures: run again with the arena as it was. */
struct soft {
    int runs;
    size_t used_bytes;
};

static int grow_and_add(struct wr_tx *tx, void *arg)
{
    struct soft *f = arg;
    f->runs++;
    if (f->runs == 1)
        f->used_bytes = wr_tx_ctx(tx)->arena->used_bytes;
    assert_int_equal(wr_tx_ctx(tx)->arena->used_bytes, f->used_bytes);
    assert_non_null(wr_arena_alloc(wr_tx_ctx(tx)->arena, 100000));
    struct item_add a = {.name = WR_S("again"), .n = 1};
    return item_add_in(tx, &a);
}

static void soft_failures_run_again(struct store *s)
{
    struct soft f = {0};
    wr_db_test_fail_step(s->db, 1, WR_DBF_SOFT);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.soft", grow_and_add, &f));
    assert_int_equal(f.runs, 2);
    assert_int_equal(items_like(&s->ctx, NULL), 1);
    wr_db_test_fail_step(s->db, 1, WR_DBF_SOFT);
    assert_int_equal(items_like(&s->ctx, NULL), 1); /* readers too */
    struct wr_db_stats st;
    wr_db_stats(s->db, &st);
    assert_int_equal(st.tx_retried, 2);
}

static int always_soft(struct wr_tx *tx, void *arg)
{
    int *runs = arg;
    int64_t n = 0;
    ++*runs;
    wr_db_test_fail_step(wr_tx_ctx(tx)->db, 1, WR_DBF_SOFT);
    return wr_query_i64(tx, &ITEM_COUNT, &n, WR_NULL);
}

static void soft_failures_come_to_an_end(struct store *s)
{
    int runs = 0;
    assert_int_equal(wr_tx_run(&s->ctx, WR_TX_WRITE, "test.busy", always_soft, &runs), WR_EBUSY);
    assert_int_equal(runs, WR_TX_TRIES_MAX);
    assert_int_equal(items_like(&s->ctx, NULL), 0);
}

static int add_three(struct wr_tx *tx, void *arg)
{
    (void)arg;
    static const char *const names[] = {"a", "b", "c"};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < 3; i++) {
        struct item_add a = {.name = wr_str(names[i]), .n = 1};
        rc = item_add_in(tx, &a);
    }
    return rc;
}

static void a_failure_at_any_step_undoes_all(struct store *s)
{
    static const enum wr_db_fail kinds[] = {WR_DBF_IO, WR_DBF_FULL, WR_DBF_CONFLICT, WR_DBF_MEMORY};
    for (size_t k = 0; k < WR_ARRAY_LEN(kinds); k++) {
        int rc = -1;
        for (int n = 1; n <= 20 && rc != 0; n++) {
            wr_db_test_fail_step(s->db, n, kinds[k]);
            rc = wr_tx_run(&s->ctx, WR_TX_WRITE, "test.three", add_three, NULL);
            wr_db_test_fail_step(s->db, 0, WR_DBF_NONE);
            assert_int_equal(items_like(&s->ctx, NULL), rc == 0 ? 3 : 0);
        }
        assert_int_equal(rc, 0); /* in the end there were no more steps to fail */
        assert_int_equal(wr_tx_run(&s->ctx, WR_TX_WRITE, "test.three", add_three, NULL),
                         WR_ECONFLICT);
        assert_int_equal(s->db->be->script(s->db->w.conn, "DELETE FROM item"), WR_DBF_NONE);
    }
}

/** A member whose connection breaks takes the group with it; the others run again and lose nothing. */
struct breaker {
    struct store *s;
    int done;
};

static void *break_now_and_then(void *arg)
{
    struct breaker *b = arg;
    for (int i = 0; i < 20; i++) {
        struct timespec pause = {.tv_nsec = 3000000};
        (void)nanosleep(&pause, NULL);
        wr_db_test_fail_step(b->s->db, 3, WR_DBF_SOFT);
    }
    return NULL;
}

static void a_broken_group_runs_again(struct store *s)
{
    struct breaker b = {.s = s};
    pthread_t t;
    struct crowd sum = {0};
    assert_int_equal(pthread_create(&t, NULL, break_now_and_then, &b), 0);
    run_crowd(s, &sum);
    pthread_join(t, NULL);
    wr_db_test_fail_step(s->db, 0, WR_DBF_NONE);
    /* whoever was hit in every try was told so; nothing else may have happened to anybody */
    assert_int_equal(sum.acknowledged + sum.busy, THREADS * (ROUNDS - ROUNDS / 3));
    assert_int_equal(sum.other, 0);
    assert_int_equal(items_like(&s->ctx, "good%"), sum.acknowledged);
    assert_int_equal(items_like(&s->ctx, "bad%"), 0);
}

/** Somebody holds the writer for longer than anybody waits. */
struct holder {
    struct store *s;
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool holds, go;
};

static int hold_it(struct wr_tx *tx, void *arg)
{
    (void)tx;
    struct holder *h = arg;
    pthread_mutex_lock(&h->lock);
    h->holds = true;
    pthread_cond_broadcast(&h->cond);
    while (!h->go)
        pthread_cond_wait(&h->cond, &h->lock);
    pthread_mutex_unlock(&h->lock);
    return 0;
}

static void *hold_writer(void *arg)
{
    struct holder *h = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    store_ctx_init(h->s, &a, &ctx);
    store_ok(&ctx, wr_tx_run(&ctx, WR_TX_WRITE, "test.hold", hold_it, h));
    wr_arena_done(&a);
    return NULL;
}

static void nobody_waits_for_ever(struct store *s)
{
    struct holder h = {.s = s, .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER};
    pthread_t t;
    s->db->opt.wait_ms_max = 300;
    assert_int_equal(pthread_create(&t, NULL, hold_writer, &h), 0);
    pthread_mutex_lock(&h.lock);
    while (!h.holds)
        pthread_cond_wait(&h.cond, &h.lock);
    pthread_mutex_unlock(&h.lock);
    int64_t from_ms = wr_db_mono_ms();
    assert_int_equal(item_add(&s->ctx, "x", 1, 0), WR_EBUSY);
    int64_t took_ms = wr_db_mono_ms() - from_ms;
    assert_true(took_ms >= 290 && took_ms < 5000);
    assert_int_equal(items_like(&s->ctx, NULL), 0); /* reading goes on */
    pthread_mutex_lock(&h.lock);
    h.go = true;
    pthread_cond_broadcast(&h.cond);
    pthread_mutex_unlock(&h.lock);
    pthread_join(t, NULL);
    store_ok(&s->ctx, item_add(&s->ctx, "x", 1, 0));
}

/** A second process (here: a second wr_db) writes to the same database. */
static void *write_through_another(void *arg)
{
    struct crowd *c = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    store_ctx_init(c->s, &a, &ctx);
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = 20000};
    struct wr_db *db = NULL;
    store_ok(&ctx, wr_db_open(&ctx, c->s->url, &opt, &db));
    ctx.db = db;
    for (int i = 0; i < ROUNDS; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "other%d-%d", c->no, i);
        if (item_add(&ctx, name, i, 0) == 0)
            c->acknowledged++;
        else
            c->other++;
    }
    wr_db_close(db);
    wr_arena_done(&a);
    return NULL;
}

static void two_processes_follow_each_other(struct store *s)
{
    pthread_t t;
    struct crowd other = {.s = s};
    struct crowd sum = {0};
    assert_int_equal(pthread_create(&t, NULL, write_through_another, &other), 0);
    run_crowd(s, &sum);
    pthread_join(t, NULL);
    assert_int_equal(other.other + sum.other + sum.busy, 0);
    assert_int_equal(other.acknowledged, ROUNDS);
    assert_int_equal(items_like(&s->ctx, NULL), sum.acknowledged + ROUNDS);
}

static int64_t file_bytes(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : -1;
}

/** SQLite: rows reach the database itself without anybody's commit waiting for it, and without a close. */
static void the_log_is_moved_in_the_background(struct store *s)
{
    if (s->engine != WR_DB_SQLITE)
        return;
    static char name[100 << 10];
    memset(name, 'x', sizeof name);
    const char *path = s->url + strlen("sqlite:");
    int64_t before = file_bytes(path);
    for (int i = 0; i < 40; i++) { /* 4 MB: a thousand frames */
        (void)snprintf(name, sizeof name, "%d", i);
        name[strlen(name)] = '-';
        struct item_add a = {.name = {name, sizeof name}, .n = 1};
        store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.big", item_add_in, &a));
    }
    struct timespec pause = {.tv_nsec = 20000000};
    for (int i = 0; i < 500 && file_bytes(path) < before + (2 << 20); i++)
        (void)nanosleep(&pause, NULL);
    assert_true(file_bytes(path) >= before + (2 << 20));
    assert_int_equal(items_like(&s->ctx, NULL), 40);
}

int main(void)
{
    static const struct store_test tests[] = {
        {.name = "a failed use case leaves nothing", .run = a_failed_use_case_leaves_nothing},
        {.name = "a reader sees one state", .run = a_reader_sees_one_state},
        {.name = "many threads share commits", .run = many_threads_share_commits},
        {.name = "without groups each commits alone", .run = without_groups_each_commits_alone},
        {.name = "soft failures run again", .run = soft_failures_run_again},
        {.name = "soft failures come to an end", .run = soft_failures_come_to_an_end},
        {.name = "a failure at any step undoes all", .run = a_failure_at_any_step_undoes_all},
        {.name = "a broken group runs again", .run = a_broken_group_runs_again},
        {.name = "nobody waits for ever", .run = nobody_waits_for_ever},
        {.name = "two processes follow each other", .run = two_processes_follow_each_other},
        {.name = "the log is moved in the background", .run = the_log_is_moved_in_the_background},
    };
    return store_run("store tx", tests, WR_ARRAY_LEN(tests));
}
