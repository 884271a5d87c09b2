/* What was acknowledged is there: after kill -9, on a full disk, when the server drops its connections. */
#include "items.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WRITERS 6
#define KILLS 4
#define LINE 24

/* ---- kill -9 ---------------------------------------------------------------------------------- */

/** A thread of the child: adds items and, once one is acknowledged, writes its name to the pipe in one piece. */
struct writer {
    struct wr_db *db;
    long seed;
    int no;
};

static void *write_and_tell(void *arg)
{
    struct writer *w = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    wr_arena_init(&a, (size_t)1 << 20);
    wr_ctx_init(&ctx, &a, wr_clock_system());
    ctx.db = w->db;
    for (int i = 0;; i++) {
        char line[LINE + 1];
        (void)snprintf(line, sizeof line, "k%06ld-%02d-%-12d", w->seed, w->no, i);
        line[LINE - 1] = '\n';
        struct item_add add = {.name = {line, LINE - 1}, .n = 1};
        if (wr_tx_run(&ctx, WR_TX_WRITE, "test.kill", item_add_in, &add) != 0)
            _exit(3);
        if (write(STDOUT_FILENO, line, LINE) != LINE)
            _exit(4);
        wr_arena_reset(&a);
    }
    return NULL;
}

/** The child's main: opens the database itself, writes until it is killed. */
static int be_writer(const char *url, const char *seed)
{
    struct wr_arena a;
    struct wr_ctx ctx;
    wr_arena_init(&a, (size_t)1 << 20);
    wr_ctx_init(&ctx, &a, wr_clock_system());
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = 20000};
    struct wr_db *db = NULL;
    if (wr_db_open(&ctx, url, &opt, &db) != 0)
        return 2;
    pthread_t t[WRITERS];
    struct writer w[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        w[i] = (struct writer){.db = db, .seed = strtol(seed, NULL, 10), .no = i};
        if (pthread_create(&t[i], NULL, write_and_tell, &w[i]) != 0)
            return 2;
    }
    pthread_join(t[0], NULL);
    return 0;
}

static pid_t start_writer(const char *url, long seed, int *ret_fd)
{
    int fd[2];
    char text[24];
    (void)snprintf(text, sizeof text, "%ld", seed);
    assert_int_equal(pipe(fd), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)dup2(fd[1], STDOUT_FILENO);
        (void)close(fd[0]);
        (void)close(fd[1]);
        execl("/proc/self/exe", "store_fault", "--writer", url, text, (char *)NULL);
        _exit(127);
    }
    (void)close(fd[1]);
    *ret_fd = fd[0];
    return pid;
}

static int one_item(struct wr_tx *tx, void *arg)
{
    struct wr_str *name = arg;
    int64_t n = 0;
    int rc = wr_query_i64(tx, &ITEM_COUNT, &n, WR_T(*name));
    assert_int_equal(n, 1);
    return rc;
}

/** What came through the pipe as a whole line is in the database. */
static void is_there(struct store *s, const char line[LINE])
{
    struct wr_str name = {line, LINE - 1};
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.there", one_item, &name));
    wr_arena_reset(&s->arena);
}

static void kill_9_loses_nothing(struct store *s)
{
    for (int i = 0; i < KILLS; i++) {
        long seed = (long)getpid() % 1000 * 100 + i;
        int fd = -1;
        pid_t pid = start_writer(s->url, seed, &fd);
        FILE *told = fdopen(fd, "r");
        assert_non_null(told);
        char first[LINE];
        assert_int_equal(fread(first, 1, LINE, told), LINE); /* it is at work */
        struct timespec pause = {.tv_nsec = 1000000L * (20 + 37 * (wr_db_mono_ms() % 7))};
        (void)nanosleep(&pause, NULL);
        assert_int_equal(kill(pid, SIGKILL), 0);
        int status = 0;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status)); /* and did not end by itself */
        is_there(s, first);
        while (fread(first, 1, LINE, told) == LINE)
            is_there(s, first);
        (void)fclose(told);
    }
    store_ok(&s->ctx, wr_db_check(&s->ctx));
    store_ok(&s->ctx, item_add(&s->ctx, "after", 1, 0));
}

/* ---- full disk -------------------------------------------------------------------------------- */

static int add_bytes(struct wr_tx *tx, void *arg)
{
    static const struct wr_stmt add = {.name = "t_add_bytes",
                                       .sql = "INSERT INTO item (name, content) VALUES ($1, $2)",
                                       .params = "tb",
                                       .cols = ""};
    char *big = wr_arena_alloc(wr_tx_ctx(tx)->arena, 30000);
    assert_non_null(big);
    wr_tx_note_leaf(tx);
    return wr_exec(tx, &add, NULL, WR_T(*(struct wr_str *)arg), WR_B(big, 30000));
}

/** Write until it fails; @return how many were acknowledged. */
static int fill_up(struct wr_ctx *ctx)
{
    for (int i = 0; i < 2000; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "full%d", i);
        struct wr_str name = wr_str(text);
        int rc = wr_tx_run(ctx, WR_TX_WRITE, "test.full", add_bytes, &name);
        if (rc != 0) {
            assert_int_equal(rc, WR_EIO);
            return i;
        }
        wr_arena_reset(ctx->arena);
    }
    fail_msg("the disk did not fill up");
    return 0;
}

static void a_file_size_limit_is_an_error(struct store *s)
{
    if (s->engine != WR_DB_SQLITE)
        return; /* the server's disk is not ours to fill */
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    small = (struct rlimit){.rlim_cur = (rlim_t)3 << 20, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int kept = fill_up(&s->ctx);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_true(kept > 10);
    assert_int_equal(items_like(&s->ctx, "full%"), kept);
    store_ok(&s->ctx, wr_db_check(&s->ctx));
    store_ok(&s->ctx, item_add(&s->ctx, "after", 1, 0));
}

/** A real full disk needs a small file system, and mounting one needs to be root. */
static void a_full_disk_is_an_error(struct store *s)
{
    char dir[96], url[128];
    (void)snprintf(dir, sizeof dir, "%s/small", s->dir);
    if (s->engine != WR_DB_SQLITE || mkdir(dir, 0700) != 0 ||
        mount("none", dir, "tmpfs", 0, "size=2m") != 0)
        return;
    (void)snprintf(url, sizeof url, "sqlite:%s/t.db", dir);
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = 2000, .create = true};
    struct wr_db *db = NULL;
    store_ok(&s->ctx, wr_db_open(&s->ctx, url, &opt, &db));
    s->ctx.db = db;
    store_ok(&s->ctx, wr_db_migrate(&s->ctx, store_migrations, store_migrations_n, NULL));
    int kept = fill_up(&s->ctx);
    assert_string_equal(wr_key_info(s->ctx.err.key)->key, "db.full");
    assert_true(kept > 0);
    assert_int_equal(items_like(&s->ctx, "full%"), kept);
    store_ok(&s->ctx, wr_db_check(&s->ctx));
    wr_db_close(db);
    s->ctx.db = s->db;
    (void)umount(dir);
}

/* ---- the server drops its connections --------------------------------------------------------- */

struct cutter {
    struct store *s;
    char victim[64]; /* application name */
    atomic_bool stop;
};

static void *cut_connections(void *arg)
{
    struct cutter *c = arg;
    char sql[200];
    (void)snprintf(sql, sizeof sql,
                   "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                   "application_name = '%s'",
                   c->victim);
    while (!atomic_load(&c->stop)) {
        struct timespec pause = {.tv_nsec = 40000000};
        (void)nanosleep(&pause, NULL);
        (void)c->s->db->be->script(c->s->db->w.conn, sql);
    }
    return NULL;
}

static void a_broken_connection_loses_nothing(struct store *s)
{
    if (s->engine != WR_DB_PG)
        return;
    struct cutter c = {.s = s};
    char url[640];
    (void)snprintf(c.victim, sizeof c.victim, "wr_victim_%d", (int)getpid());
    (void)snprintf(url, sizeof url, "%s&application_name=%s", s->url, c.victim);
    struct wr_db_options opt = {.readers_max = 2, .wait_ms_max = 5000};
    struct wr_db *db = NULL;
    store_ok(&s->ctx, wr_db_open(&s->ctx, url, &opt, &db));
    struct wr_ctx ctx = s->ctx;
    ctx.db = db;
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, cut_connections, &c), 0);
    int acknowledged = 0, unknown = 0;
    for (int i = 0; i < 400; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "cut%d", i);
        int rc = item_add(&ctx, name, 1, 0);
        if (rc == 0)
            acknowledged++;
        else if (rc == WR_EIO)
            unknown++; /* the COMMIT was under way */
        else
            assert_int_equal(rc, WR_EBUSY);
    }
    atomic_store(&c.stop, true);
    pthread_join(t, NULL);
    int64_t there = items_like(&ctx, "cut%");
    assert_true(acknowledged > 100);
    assert_true(there >= acknowledged && there <= acknowledged + unknown);
    wr_db_close(db);
}

static void a_server_that_is_away_is_waited_for(struct store *s)
{
    if (s->engine != WR_DB_PG)
        return;
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = 400};
    struct wr_db *db = NULL;
    int64_t from_ms = wr_db_mono_ms();
    assert_int_equal(wr_db_open(&s->ctx, "postgres://nobody:secret@127.0.0.1:1/none", &opt, &db),
                     WR_EIO);
    int64_t took_ms = wr_db_mono_ms() - from_ms;
    assert_true(took_ms >= 200 && took_ms < 5000);
    assert_true(wr_str_find(s->ctx.err.zh, WR_S("secret")) < 0); /* and the password is not told */
}

int main(int argc, char **argv)
{
    static const struct store_test tests[] = {
        {.name = "kill -9 loses nothing", .run = kill_9_loses_nothing},
        {.name = "a file size limit is an error", .run = a_file_size_limit_is_an_error},
        {.name = "a full disk is an error", .run = a_full_disk_is_an_error},
        {.name = "a broken connection loses nothing", .run = a_broken_connection_loses_nothing},
        {.name = "a server that is away is waited for", .run = a_server_that_is_away_is_waited_for},
    };
    if (argc == 4 && strcmp(argv[1], "--writer") == 0)
        return be_writer(argv[2], argv[3]);
    return store_run("store fault", tests, WR_ARRAY_LEN(tests));
}
