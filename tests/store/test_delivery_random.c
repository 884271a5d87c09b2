/*
 * Thousands of deliveries that come late, twice, in another order, in pieces and with the database failing in between: in the end
 * every record is where it would be had all come in order. And: what was acknowledged is there after kill -9.
 */
#include "delivery_world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SCRIPTS 50 /* WURAO_DELIVERY_SCRIPTS sets another number */
#define PHONES 2
#define RECORDS_MAX 40
#define VISITS_MAX 2
#define ROUNDS_MAX 200

/* ---- chance ----------------------------------------------------------------------------------------- */

static uint64_t seed;

static int pick(int n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)n);
}

/* ---- a script: what each phone recorded -------------------------------------------------------------- */

struct plot {
    struct phone phone;
    struct wr_str visits[VISITS_MAX];
    size_t visits_n;
    struct wr_delivery_record r[RECORDS_MAX];
    int64_t state[RECORDS_MAX];
    bool known[RECORDS_MAX]; /* the phone was told that it is kept */
    size_t n;
};

/** One more record of a visit, now and then one that the rules will refuse. */
static void add_record(struct plot *p, struct wr_str visit, int step, int last)
{
    struct world *w = p->phone.w;
    struct wr_ctx *ctx = &w->s->ctx;
    int64_t no = (int64_t)p->n + 1;
    struct wr_str uid = wr_str_sub(p->phone.device, 24, 12);
    struct wr_str finding =
        wr_arena_printf(ctx->arena, "000000f1-%04x-4000-8000-" WR_FMT, (unsigned)no, WR_ARG(uid));
    int64_t kind = WR_DELIVERY_ITEMS;
    struct wr_str body =
        body_items(ctx, (size_t)pick(3), 1 + (size_t)pick(2), pick(2) ? "甲" : "乙");
    if (step == 0) {
        kind = WR_DELIVERY_CHECK_IN;
        body = body_check_in(w, pick(WORLD_ENTERPRISES));
    } else if (step == last && pick(5)) {
        kind = pick(8) ? WR_DELIVERY_CHECK_OUT : WR_DELIVERY_CANCEL;
        body = kind == WR_DELIVERY_CANCEL ? WR_S("{\"reason\":\"改期\"}")
                                          : body_check_out(ctx, pick(2) ? "已指导" : "已答复");
    } else if (step == 1 && pick(4)) {
        body = body_items(ctx, 0, 1, "");
    } else if (pick(3) == 0) {
        kind = WR_DELIVERY_FINDING;
        body = body_finding(ctx, finding, pick(2) ? "台账缺页" : "标签缺失");
    } else if (pick(3) == 0) {
        kind = WR_DELIVERY_PHOTO;
        body = body_photo(ctx, no);
    } else if (pick(4) == 0 && p->n > 0 && p->r[p->n - 1].kind == WR_DELIVERY_FINDING) {
        struct wr_str before = wr_arena_printf(ctx->arena, "000000f1-%04x-4000-8000-" WR_FMT,
                                               (unsigned)no - 1, WR_ARG(uid));
        kind = WR_DELIVERY_FINDING_WITHDRAW;
        body = wr_arena_printf(ctx->arena, "{\"uid\":\"" WR_FMT "\"}", WR_ARG(before));
    } else if (pick(12) == 0) {
        body = WR_S("{\"items\":[{\"code\":\"??\",\"result\":\"ok\"}]}");
    }
    p->r[p->n] = record_of(&p->phone, kind, visit, body);
    p->r[p->n].base_version = pick(2);
    p->n++;
}

/** What phone number `no` recorded: its visits, one within the other. */
static void make_plot(struct world *w, struct plot *p, int no, int officer)
{
    int left[VISITS_MAX], steps[VISITS_MAX];
    *p = (struct plot){.phone = phone_make(w, no, officer),
                       .visits_n = 1 + (size_t)pick(VISITS_MAX)};
    for (size_t v = 0; v < p->visits_n; v++) {
        p->visits[v] = uuid_of(&w->s->ctx, 0xab00 + (int)v, no);
        left[v] = steps[v] = 1 + pick(7);
    }
    for (size_t v = (size_t)pick((int)p->visits_n), idle = 0; idle < p->visits_n;) {
        if (left[v] == 0) {
            idle++;
        } else {
            idle = 0;
            add_record(p, p->visits[v], steps[v] - left[v], steps[v] - 1);
            left[v]--;
        }
        v = pick(2) || left[v] == 0 ? (v + 1) % p->visits_n : v;
    }
}

/* ---- delivering -------------------------------------------------------------------------------------- */

static void note(struct plot *p, const struct wr_delivery_record *sent,
                 const struct wr_delivery_reply *reply)
{
    for (size_t i = 0; i < reply->results.n; i++) {
        size_t k = (size_t)sent[i].seq - 1;
        p->known[k] = true;
        p->state[k] = result_at(reply, i)->state;
    }
}

static void in_order(struct plot *p)
{
    struct wr_delivery_reply reply;
    for (size_t i = 0; i < p->n; i++) {
        store_ok(&p->phone.w->s->ctx, deliver(&p->phone, &p->r[i], 1, &reply));
        note(p, &p->r[i], &reply);
    }
    assert_int_equal(reply.next_seq, (int64_t)p->n + 1);
}

/** Send some records, in any order, some of them twice; the answer may get lost, and the database may fail at any step. */
static void send_some(struct plot *p)
{
    static const enum wr_db_fail kinds[] = {WR_DBF_SOFT, WR_DBF_LOST, WR_DBF_IO};
    struct wr_ctx *ctx = &p->phone.w->s->ctx;
    struct wr_delivery_record some[10];
    struct wr_delivery_reply reply;
    size_t n = (size_t)pick(7);
    for (size_t i = 0; i < n; i++)
        some[i] = p->r[pick((int)p->n)];
    bool fault = pick(4) == 0;
    if (fault)
        wr_db_test_fail_step(ctx->db, 1 + pick(150), kinds[pick(3)]);
    int rc = deliver(&p->phone, some, n, &reply);
    wr_db_test_fail_step(ctx->db, 0, WR_DBF_NONE);
    if (rc != 0 && !(fault && (rc == WR_EIO || rc == WR_EBUSY)))
        fail_msg("%zu records, with a fault: %d, came back as %d: %s: " WR_FMT, n, fault, rc,
                 wr_key_info(ctx->err.key)->key, WR_ARG(ctx->err.en));
    if (rc == 0 && pick(5))
        note(p, some, &reply);
    wr_err_reset(ctx);
}

static bool all_known(const struct plot *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (!p->known[i])
            return false;
    return true;
}

static void at_random(struct plot *plots)
{
    for (int i = 0; i < ROUNDS_MAX && !(all_known(&plots[0]) && all_known(&plots[1])); i++) {
        struct store *s = plots[0].phone.w->s;
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        send_some(&plots[pick(PHONES)]);
        wr_arena_rewind(&s->arena, mark);
    }
    for (int k = 0; k < PHONES; k++) { /* in the end the network is there; newest first */
        struct plot *p = &plots[k];
        struct wr_delivery_reply reply;
        struct wr_ctx *ctx = &p->phone.w->s->ctx;
        for (size_t i = p->n; i-- > 0;)
            store_ok(ctx, deliver(&p->phone, &p->r[i], 1, &reply));
        assert_int_equal(reply.next_seq, (int64_t)p->n + 1);
        store_ok(ctx, deliver(&p->phone, p->r, p->n, &reply));
        note(p, p->r, &reply);
    }
}

/* ---- comparing --------------------------------------------------------------------------------------- */

static bool same_items(const struct wr_visit *a, const struct wr_visit *b)
{
    const struct wr_visit_item *x = a->items.p, *y = b->items.p;
    bool same = a->items.n == b->items.n;
    for (size_t i = 0; same && i < a->items.n; i++)
        same = wr_str_eq(x[i].code, y[i].code) && x[i].result == y[i].result &&
               wr_str_eq(x[i].note, y[i].note);
    return same;
}

static bool same_parts(const struct wr_visit *a, const struct wr_visit *b)
{
    const struct wr_visit_finding *x = a->findings.p, *y = b->findings.p;
    const struct wr_visit_photo_due *s = a->photos_due.p, *t = b->photos_due.p;
    bool same = a->findings.n == b->findings.n && a->photos_due.n == b->photos_due.n;
    for (size_t i = 0; same && i < a->findings.n; i++)
        same = wr_str_eq(x[i].text, y[i].text);
    for (size_t i = 0; same && i < a->photos_due.n; i++)
        same = wr_str_eq(s[i].sha256, t[i].sha256) && s[i].taken_ms == t[i].taken_ms;
    return same;
}

/** The version counts every change: equal versions mean that nothing was applied twice. */
static bool same_visit(struct world *w, struct wr_str a_id, struct wr_str b_id)
{
    struct wr_visit a, b;
    bool there = find_visit(w, a_id, &a);
    if (there != find_visit(w, b_id, &b))
        return false;
    return !there ||
           (a.state == b.state && a.version == b.version && a.conclusion == b.conclusion &&
            wr_str_eq(a.summary, b.summary) && same_items(&a, &b) && same_parts(&a, &b) &&
            a.checked_out_ms == b.checked_out_ms);
}

static void compare(const struct plot *a, const struct plot *b, uint64_t script)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->state[i] != b->state[i] || b->state[i] == WR_DELIVERY_PARKED)
            fail_msg("script %llu: record %zu is %s, in order it was %s",
                     (unsigned long long)script, i + 1,
                     wr_enum_item(wr_delivery_states, b->state[i])->name,
                     wr_enum_item(wr_delivery_states, a->state[i])->name);
    for (size_t v = 0; v < a->visits_n; v++)
        if (!same_visit(a->phone.w, a->visits[v], b->visits[v]))
            fail_msg("script %llu: visit %zu differs", (unsigned long long)script, v);
}

static int scripts_n(void)
{
    const char *n = getenv("WURAO_DELIVERY_SCRIPTS");
    return n && *n ? (int)strtol(n, NULL, 10) : SCRIPTS;
}

static void any_order_comes_to_the_same(struct store *s)
{
    static struct plot straight[PHONES], chaos[PHONES];
    struct world w = delivery_world(s);
    if (s->engine == WR_DB_SQLITE) /* this test is about order; kill -9 has its own below */
        assert_int_equal(s->db->be->script(s->db->w.conn, "PRAGMA synchronous = OFF"), WR_DBF_NONE);
    int64_t applied = 0, refused = 0;
    for (int i = 1; i <= scripts_n(); i++) {
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        for (int k = 0; k < PHONES; k++) {
            uint64_t same = UINT64_C(20260610) + (uint64_t)(i * PHONES + k) * UINT64_C(7919);
            seed = same;
            make_plot(&w, &straight[k], i * 10 + k, 2 * k);
            seed = same;
            make_plot(&w, &chaos[k], i * 10 + 5 + k, 2 * k);
        }
        for (int k = 0; k < PHONES; k++)
            in_order(&straight[k]);
        seed = (uint64_t)i * UINT64_C(104729);
        at_random(chaos);
        for (int k = 0; k < PHONES; k++) {
            compare(&straight[k], &chaos[k], (uint64_t)i);
            for (size_t r = 0; r < chaos[k].n; r++) {
                applied += chaos[k].state[r] == WR_DELIVERY_APPLIED;
                refused += chaos[k].state[r] != WR_DELIVERY_APPLIED;
            }
        }
        s->clock.now_ms += 60000;
        wr_arena_rewind(&s->arena, mark);
    }
    assert_true(applied > 5 * scripts_n() && refused > scripts_n() / 10);
    delivery_verify(&w);
}

/* ---- kill -9 ------------------------------------------------------------------------------------------ */

#define KILLS 3
#define KILL_RECORDS 400

/** A long visit of one phone: a check-in, then findings without end. */
static struct wr_delivery_record nth_record(struct phone *p, struct wr_str visit, int64_t n)
{
    struct wr_ctx *ctx = &p->w->s->ctx;
    p->seq = n - 1;
    if (n % 50 == 1) /* a visit holds a hundred findings at most */
        return record_of(p, WR_DELIVERY_CHECK_IN, uuid_of(ctx, 0xab, n), body_check_in(p->w, 0));
    return record_of(p, WR_DELIVERY_FINDING, visit,
                     body_finding(ctx, uuid_of(ctx, 0xf1, n), "问题"));
}

static struct wr_str visit_of_nth(struct wr_ctx *ctx, int64_t n)
{
    return uuid_of(ctx, 0xab, (n - 1) / 50 * 50 + 1);
}

static struct wr_db *open_again(struct store *s)
{
    struct wr_db *db = NULL;
    struct wr_db_options opt = {.readers_max = 4, .wait_ms_max = 20000};
    store_ok(&s->ctx, wr_db_open(&s->ctx, s->url, &opt, &db));
    return db;
}

/** The child: delivers one after the other, the later one of each pair first, and tells what was acknowledged. */
static void be_phone(struct store *s, struct phone *p, int64_t from, int fd)
{
    s->db = s->ctx.db = open_again(s);
    for (int64_t n = from; n < KILL_RECORDS; n += 2) {
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        for (int64_t k = n + 1; k >= n; k--) {
            struct wr_delivery_reply reply;
            struct wr_delivery_record r = nth_record(p, visit_of_nth(&s->ctx, k), k);
            if (deliver(p, &r, 1, &reply) != 0)
                _exit(3);
            if (write(fd, &k, sizeof(k)) != sizeof(k))
                _exit(4);
        }
        wr_arena_rewind(&s->arena, mark);
    }
    for (;;)
        (void)pause();
}

static const struct wr_stmt KEPT_N = {.name = "t_delivery_kept",
                                      .sql = "SELECT COUNT(*) FROM delivery WHERE uid = $1",
                                      .params = "t",
                                      .cols = "i"};

struct kept {
    struct wr_str uid;
    int64_t n;
};

static int kept_tx(struct wr_tx *tx, void *arg)
{
    struct kept *k = arg;
    return wr_query_i64(tx, &KEPT_N, &k->n, WR_T(k->uid));
}

/** What was told is there before anything is sent again, once; and when it is sent again it stays one. */
static void all_there(struct store *s, struct phone *p, const bool *told)
{
    for (int64_t n = 1; n <= KILL_RECORDS; n++) {
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        struct wr_delivery_record r = nth_record(p, visit_of_nth(&s->ctx, n), n);
        struct kept k = {.uid = r.uid};
        store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.kept", kept_tx, &k));
        assert_true(k.n == 1 || (k.n == 0 && !told[n]));
        wr_arena_rewind(&s->arena, mark);
    }
}

static void kill_9_loses_no_acknowledged_record(struct store *s)
{
    struct world w = delivery_world(s);
    struct phone p = phone_make(&w, 1, 0);
    bool told[KILL_RECORDS + 2] = {false};
    int64_t highest = 0;
    for (int i = 0; i < KILLS; i++) {
        int fd[2];
        assert_int_equal(pipe(fd), 0);
        wr_db_close(s->db);
        s->db = s->ctx.db = NULL;
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            (void)close(fd[0]);
            be_phone(s, &p, highest > 3 ? (highest - 3) | 1 : 1, fd[1]);
        }
        (void)close(fd[1]);
        int64_t n = 0;
        for (int k = 0; k < 6 + 7 * i; k++) { /* it is at work */
            assert_int_equal(read(fd[0], &n, sizeof(n)), sizeof(n));
            told[n] = true;
            highest = n > highest ? n : highest;
        }
        struct timespec pause = {.tv_nsec = 1000000L * (1 + 3 * i)};
        (void)nanosleep(&pause, NULL);
        assert_int_equal(kill(pid, SIGKILL), 0);
        while (read(fd[0], &n, sizeof(n)) == sizeof(n)) {
            told[n] = true;
            highest = n > highest ? n : highest;
        }
        int status = 0;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        (void)close(fd[0]);
        s->db = s->ctx.db = open_again(s);
        all_there(s, &p, told);
    }
    assert_true(highest > 4);
    for (int64_t n = highest; n >= 1; n--) { /* the phone sends all of it again, newest first */
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        struct wr_delivery_reply reply;
        struct wr_delivery_record r = nth_record(&p, visit_of_nth(&s->ctx, n), n);
        store_ok(&s->ctx, deliver(&p, &r, 1, &reply));
        wr_arena_rewind(&s->arena, mark);
    }
    for (int64_t n = 1; n <= highest; n++) {
        struct wr_arena_mark mark = wr_arena_mark(&s->arena);
        struct wr_delivery_record r = nth_record(&p, visit_of_nth(&s->ctx, n), n);
        (void)deliver_one(&p, &r, WR_DELIVERY_APPLIED);
        wr_arena_rewind(&s->arena, mark);
    }
    delivery_verify(&w);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "any order comes to the same", .run = any_order_comes_to_the_same},
        {.name = "kill -9 loses no acknowledged record",
         .run = kill_9_loses_no_acknowledged_record},
    };
    return world_run("store delivery_random", tests, WR_ARRAY_LEN(tests));
}
