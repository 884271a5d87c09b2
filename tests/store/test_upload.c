/* Photos in pieces, on both engines: resumed, repeated, wrong ones, given up, killed; and the page for work without network. */
#include "delivery_world.h"

#include "base/alloc.h"
#include "base/crypto.h"
#include "base/text.h"
#include "codec/image.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SIDE 400
#define PIECE 20000

/** A picture of noise: some hundred kilobytes that no codec makes smaller. */
static struct wr_str noise(struct wr_ctx *ctx, uint64_t seed)
{
    struct wr_image img = {.width = SIDE, .height = SIDE, .rgb = wr_alloc((size_t)SIDE * SIDE * 3)};
    struct wr_str out;
    assert_non_null(img.rgb);
    for (size_t i = 0; i < (size_t)SIDE * SIDE * 3; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        img.rgb[i] = (uint8_t)(seed >> 40);
    }
    store_ok(ctx, wr_image_encode_jpeg(ctx, &img, 90, &out));
    wr_image_done(&img);
    return out;
}

static struct wr_str sha_of(struct wr_ctx *ctx, struct wr_str bytes)
{
    uint8_t sum[WR_SHA256];
    wr_sha256(bytes.p, bytes.n, sum);
    return wr_hex(ctx->arena, sum, sizeof(sum));
}

/** An open visit of officer 0 whose record tells of a photo. */
static int64_t visit_with_photo_due(struct world *w, struct phone *p, struct wr_str sha)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_str visit = uuid_of(ctx, 0xab, 1);
    struct wr_delivery_record in = record_of(p, WR_DELIVERY_CHECK_IN, visit, body_check_in(w, 0));
    struct wr_delivery_record due =
        record_of(p, WR_DELIVERY_PHOTO, visit,
                  wr_arena_printf(ctx->arena,
                                  "{\"sha256\":\"" WR_FMT
                                  "\",\"kind\":\"problem\",\"taken_ms\":1790000000123}",
                                  WR_ARG(sha)));
    (void)deliver_one(p, &in, WR_DELIVERY_APPLIED);
    return deliver_one(p, &due, WR_DELIVERY_APPLIED).visit_id;
}

static int put(struct wr_ctx *ctx, int64_t visit, struct wr_str sha, struct wr_str whole, size_t at,
               size_t n, struct wr_upload_state *ret)
{
    const struct wr_upload_query q = {.offset = (int64_t)at, .total = (int64_t)whole.n};
    wr_err_reset(ctx);
    return wr_upload_svc_put(ctx, visit, sha, &q, wr_str_sub(whole, at, n), ret);
}

static int64_t received(struct wr_ctx *ctx, int64_t visit, struct wr_str sha)
{
    struct wr_upload_state st;
    wr_err_reset(ctx);
    store_ok(ctx, wr_upload_svc_get(ctx, visit, sha, &(struct wr_upload_look){0}, &st));
    return st.received;
}

static int parts_n(const struct store *s, struct wr_str sha, int64_t visit)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/photo-%lld-" WR_FMT ".part", s->dir, (long long)visit,
                   WR_ARG(sha));
    return access(path, F_OK) == 0;
}

static void a_photo_comes_in_pieces(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_str whole = noise(ctx, 1), sha = sha_of(ctx, whole);
    struct wr_upload_state st;
    struct wr_visit v;
    int64_t id = visit_with_photo_due(&w, &p, sha);
    assert_true(whole.n > 3 * PIECE);
    assert_int_equal(received(ctx, id, sha), 0);
    store_ok(ctx, put(ctx, id, sha, whole, 0, PIECE, &st));
    assert_true(st.received == PIECE && st.total == (int64_t)whole.n && st.photo_id == 0);
    assert_int_equal(put(ctx, id, sha, whole, 0, PIECE, &st),
                     WR_ECONFLICT); /* the answer was lost */
    assert_int_equal(ctx->err.key, WR_K_upload_offset);
    assert_true(wr_str_eq(ctx->err.extra_json, WR_S("20000")));
    assert_int_equal(put(ctx, id, sha, whole, 2 * PIECE, PIECE, &st), WR_ECONFLICT);
    assert_int_equal(received(ctx, id, sha), PIECE);
    size_t at = PIECE;
    for (; at < whole.n; at += PIECE)
        store_ok(ctx, put(ctx, id, sha, whole, at, PIECE, &st));
    assert_true(st.photo_id > 0 && st.received == (int64_t)whole.n);
    int64_t photo = st.photo_id;
    store_ok(ctx, put(ctx, id, sha, whole, at - PIECE, PIECE, &st)); /* once more: the same photo */
    assert_int_equal(st.photo_id, photo);
    assert_true(find_visit(&w, uuid_of(ctx, 0xab, 1), &v));
    assert_true(v.photos.n == 1 && v.photos_due.n == 0);
    const struct wr_visit_photo *ph = v.photos.p;
    assert_true(ph->kind == WR_PHOTO_PROBLEM && ph->taken_ms == 1790000000123 &&
                wr_str_eq(ph->sha256, sha));
    assert_false(parts_n(s, sha, id));
    delivery_verify(&w);
}

static void what_is_no_photo_of_the_record_is_refused(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_str whole = noise(ctx, 1), sha = sha_of(ctx, whole), other = sha_of(ctx, WR_S("x"));
    struct wr_upload_state st;
    int64_t id = visit_with_photo_due(&w, &p, sha);
    world_as_officer(&w, ctx, 2);
    assert_int_equal(put(ctx, id, sha, whole, 0, PIECE, &st), WR_EDENIED); /* not his visit */
    world_as_officer(&w, ctx, 0);
    assert_int_equal(put(ctx, 999999, sha, whole, 0, PIECE, &st), WR_ENOTFOUND);
    assert_int_equal(put(ctx, id, WR_S("ABC"), whole, 0, PIECE, &st), WR_EINVALID);
    assert_int_equal(put(ctx, id, other, whole, 0, PIECE, &st), WR_EINVALID); /* kind is not told */
    assert_int_equal(ctx->err.faults->key, WR_K_upload_kind);
    store_ok(ctx, put(ctx, id, sha, whole, 0, PIECE, &st));
    const struct wr_upload_query total = {.offset = PIECE, .total = (int64_t)whole.n + 1};
    assert_int_equal(wr_upload_svc_put(ctx, id, sha, &total, WR_S("abc"), &st), WR_ECONFLICT);
    wr_err_reset(ctx);
    const struct wr_upload_query beyond = {.offset = PIECE, .total = PIECE + 2};
    assert_int_equal(wr_upload_svc_put(ctx, id, sha, &beyond, WR_S("abc"), &st), WR_EINVALID);
    wr_err_reset(ctx);

    char *bad = wr_arena_alloc(ctx->arena, whole.n); /* one byte is wrong: found out at the end */
    memcpy(bad, whole.p, whole.n);
    bad[whole.n - 5] ^= 1;
    int rc = 0;
    for (size_t at = PIECE; rc == 0 && at < whole.n; at += PIECE)
        rc = put(ctx, id, sha, (struct wr_str){bad, whole.n}, at, PIECE, &st);
    assert_int_equal(rc, WR_EINVALID);
    assert_int_equal(ctx->err.key, WR_K_upload_mismatch);
    assert_int_equal(received(ctx, id, sha), 0);
    assert_false(parts_n(s, sha, id));

    const struct wr_upload_query q = {.total = 1, .has_kind = true, .kind = WR_PHOTO_SCENE};
    assert_int_equal(wr_upload_svc_put(ctx, id, other, &q, WR_S("x"), &st), WR_EINVALID);
    assert_int_equal(received(ctx, id, other), 0); /* right bytes, but no picture */
}

static void uploads_are_counted_and_given_up(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_str whole = noise(ctx, 1), sha = sha_of(ctx, whole);
    struct wr_upload_state st;
    int64_t id = visit_with_photo_due(&w, &p, sha);
    const struct wr_upload_query q = {.total = 9, .has_kind = true, .kind = WR_PHOTO_SCENE};
    for (int i = 0; i < WR_UPLOADS_OPEN_MAX; i++) {
        struct wr_str one = sha_of(ctx, wr_arena_printf(ctx->arena, "%d", i));
        store_ok(ctx, wr_upload_svc_put(ctx, id, one, &q, WR_S("abc"), &st));
    }
    assert_int_equal(put(ctx, id, sha, whole, 0, PIECE, &st), WR_ELIMIT);
    assert_int_equal(ctx->err.key, WR_K_upload_open);
    wr_err_reset(ctx);
    int64_t real_ms = wr_now_ms(wr_clock_system()); /* files have the machine's time */
    s->clock.now_ms = real_ms + WR_UPLOAD_KEEP_MS - 60000;
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_upload_svc_sweep(ctx));
    struct wr_str first = sha_of(ctx, WR_S("0"));
    assert_true(parts_n(s, first, id));
    s->clock.now_ms = real_ms + WR_UPLOAD_KEEP_MS + 60000;
    store_ok(ctx, wr_upload_svc_sweep(ctx));
    assert_false(parts_n(s, first, id));
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, put(ctx, id, sha, whole, 0, PIECE, &st));
    assert_int_equal(st.received, PIECE);
}

/* ---- kill -9 ------------------------------------------------------------------------------------------ */

static struct wr_db *open_again(struct store *s)
{
    struct wr_db *db = NULL;
    struct wr_db_options opt = {.readers_max = 2, .wait_ms_max = 20000};
    store_ok(&s->ctx, wr_db_open(&s->ctx, s->url, &opt, &db));
    return db;
}

/** The child: sends small pieces and tells how much was acknowledged. */
static void be_sender(struct store *s, int64_t id, struct wr_str sha, struct wr_str whole, int fd)
{
    struct wr_upload_state st;
    s->db = s->ctx.db = open_again(s);
    for (int64_t at = received(&s->ctx, id, sha); at < (int64_t)whole.n;) {
        if (put(&s->ctx, id, sha, whole, (size_t)at, 200, &st) != 0)
            _exit(3);
        at = st.received;
        if (write(fd, &at, sizeof(at)) != sizeof(at))
            _exit(4);
    }
    for (;;)
        (void)pause();
}

static void kill_9_loses_no_acknowledged_piece(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct phone p = phone_make(&w, 1, 0);
    struct wr_str whole = noise(ctx, 1), sha = sha_of(ctx, whole);
    struct wr_upload_state st = {0};
    int64_t id = visit_with_photo_due(&w, &p, sha);
    for (int i = 0; i < 3; i++) {
        int fd[2];
        int64_t told = 0, n = 0;
        assert_int_equal(pipe(fd), 0);
        wr_db_close(s->db);
        s->db = ctx->db = NULL;
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            (void)close(fd[0]);
            be_sender(s, id, sha, whole, fd[1]);
        }
        (void)close(fd[1]);
        assert_int_equal(read(fd[0], &told, sizeof(told)), sizeof(told));
        struct timespec pause = {.tv_nsec = 1000000L * (15 + 20 * i)};
        (void)nanosleep(&pause, NULL);
        assert_int_equal(kill(pid, SIGKILL), 0);
        while (read(fd[0], &n, sizeof(n)) == sizeof(n))
            told = n;
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        (void)close(fd[0]);
        s->db = ctx->db = open_again(s);
        assert_true(received(ctx, id, sha) >= told || told == (int64_t)whole.n);
    }
    for (int64_t at = received(ctx, id, sha); st.photo_id == 0; at = st.received)
        store_ok(ctx, put(ctx, id, sha, whole, (size_t)at, PIECE, &st));
    delivery_verify(&w);
}

/* ---- the page for work without network ---------------------------------------------------------------- */

static const struct wr_offline_verdict *verdict_of(const struct wr_offline_page *page, size_t e,
                                                   int64_t kind, int64_t source)
{
    const struct wr_offline_enterprise *o = page->enterprises.p;
    const struct wr_offline_verdict *v = page->verdicts.p;
    const int64_t *index = o[e].verdicts.p;
    for (size_t i = 0; i < o[e].verdicts.n; i++)
        if (v[index[i]].kind == kind && v[index[i]].source == source)
            return &v[index[i]];
    fail_msg("no verdict for kind %d and source %d", (int)kind, (int)source);
    return NULL;
}

struct preview {
    int64_t enterprise_id, kind, source;
    struct wr_visit_verdict *ret;
};

static int preview_tx(struct wr_tx *tx, void *arg)
{
    struct preview *p = arg;
    return wr_visit_preview_in(tx, p->enterprise_id, p->kind, p->source, p->ret);
}

/** The page says of each kind and source what the gate would say, with the same reasons in the same order. */
static void same_as_at_the_gate(struct world *w, const struct wr_offline_page *page)
{
    struct wr_ctx *ctx = &w->s->ctx;
    const struct wr_offline_enterprise *o = page->enterprises.p;
    for (size_t e = 0; e < page->enterprises.n; e++) {
        assert_int_equal(o[e].verdicts.n, 3 * (WR_SOURCE_END - 1));
        for (int64_t kind = WR_VISIT_HELP; kind <= WR_VISIT_OTHER; kind++) {
            for (int64_t source = WR_SOURCE_PLAN; source < WR_SOURCE_END; source++) {
                struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
                struct wr_visit_verdict v;
                struct preview p = {o[e].id, kind, source, &v};
                store_ok(ctx, wr_tx_run(ctx, WR_TX_READ, "test.preview", preview_tx, &p));
                const struct wr_offline_verdict *ov = verdict_of(page, e, kind, source);
                const struct wr_offline_headline *h = page->headlines.p;
                const struct wr_offline_reason *r = page->reasons.p;
                const int64_t *index = ov->reasons.p;
                if (!ov->needs_evidence) {
                    assert_int_equal(ov->verdict, v.verdict);
                    assert_true(wr_str_eq(h[ov->headline].zh, v.headline_zh));
                    assert_int_equal(ov->reasons.n, v.reasons.n);
                    for (size_t i = 0; i < v.reasons.n; i++)
                        assert_true(
                            wr_str_eq(r[index[i]].zh,
                                      ((const struct wr_visit_reason *)v.reasons.p)[i].text_zh));
                }
                assert_int_equal(ov->used, v.used);
                wr_arena_rewind(ctx->arena, mark);
            }
        }
    }
}

static void the_offline_page_is_judged_as_at_the_gate(struct store *s)
{
    struct world w = delivery_world(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_offline_page page, second;
    struct wr_visit v;
    struct wr_mission m;
    store_ok(ctx, world_check_in(&w, 2, 3, 0, 1, &v));
    world_next_day(&w, 3);
    struct wr_mission_new plan = world_mission(&w, ctx, 1, 0, 1, 77);
    store_ok(ctx, world_approve(&w, ctx, 0, &plan, &m));
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_delivery_svc_offline(ctx, &(struct wr_offline_query){0}, &page));
    assert_int_equal(page.enterprises.n, WORLD_ENTERPRISES);
    const struct wr_offline_enterprise *o = page.enterprises.p;
    assert_int_equal(o[0].id, w.enterprise[1]); /* where he has a mission comes first */
    assert_true(o[0].tier == WR_TIER_MISSION && o[0].missions.n == 1 && o[0].has_plate);
    const struct wr_offline_mission *om = o[0].missions.p;
    assert_int_equal(om->approval, WR_APPROVAL_GIVEN);
    assert_true(((const struct wr_offline_verdict *)page.verdicts.p)[om->verdict].verdict !=
                WR_EFFECT_DENY);
    assert_true(o[1].id == w.enterprise[0] && o[1].last_visits.n == 1 &&
                verdict_of(&page, 1, WR_VISIT_INSPECTION, WR_SOURCE_PLAN)->used == 1);
    same_as_at_the_gate(&w, &page);
    const struct wr_offline_verdict *ov =
        verdict_of(&page, 1, WR_VISIT_INSPECTION, WR_SOURCE_COMPLAINT);
    assert_true(ov->needs_evidence && page.evidence.n > 0 && page.checklists.n >= 3 &&
                page.items.n > 10);
    assert_int_equal(((const struct wr_offline_enterprise *)page.enterprises.p)->checklists.n, 3);
    const struct wr_offline_reason *r = page.reasons.p;
    for (size_t i = 0; i < page.reasons.n; i++) /* nobody shall take the stand-in for a number */
        assert_true(wr_str_find(r[i].zh, WR_S("〔")) < 0);
    const struct wr_offline_query last = {.cursor = WR_S("2-999999999")};
    store_ok(ctx, wr_delivery_svc_offline(ctx, &last, &second));
    assert_int_equal(second.enterprises.n, 0);
    assert_int_equal(second.evidence.n, 0);
    world_as(ctx, WR_ROLE_OFFICER, 0);
    assert_int_equal(wr_delivery_svc_offline(ctx, &last, &second), WR_EDENIED);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "a photo comes in pieces", .run = a_photo_comes_in_pieces},
        {.name = "what is no photo of the record is refused",
         .run = what_is_no_photo_of_the_record_is_refused},
        {.name = "uploads are counted and given up", .run = uploads_are_counted_and_given_up},
        {.name = "kill -9 loses no acknowledged piece", .run = kill_9_loses_no_acknowledged_piece},
        {.name = "the offline page is judged as at the gate",
         .run = the_offline_page_is_judged_as_at_the_gate},
    };
    return world_run("store upload", tests, WR_ARRAY_LEN(tests));
}
