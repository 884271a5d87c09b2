/* From the journal to the store: what is on disk already, so that a crash here only means doing it again. */
#include "base/events.h"
#include "codec/json.h"
#include "ingest/ingest_in.h"

#include <unistd.h>

#define ROWS_MAX 16384
#define ROWS_ARENA ((size_t)256 << 20)
#define FLUSH_MS INT64_C(5000)
#define LIVE_MAX 200 /* outlets told to live pages of one chunk */

struct applying {
    struct wr_ingest *g;
    struct wr_ctx ctx;
    struct wr_arena ctx_arena, row_arena;
    struct registry *reg;
    unsigned reg_gen;
    struct hj212_msg *msg;
    char *plain;
    struct wr_tele_row *rows;
    size_t n;
    struct wr_raw_pos pos; /* behind what is in `rows` or in the store */
    struct wr_raw_pos stored;
    struct wr_raw_pos marked;
    int64_t flushed_ms;
    bool ending;
};

static void take_registry(struct applying *a)
{
    struct wr_ingest *g = a->g;
    unsigned gen = atomic_load(&g->registry_gen);

    if (a->reg && gen == a->reg_gen)
        return;
    (void)pthread_mutex_lock(&g->lock);
    struct registry *fresh = registry_ref(g->registry);
    (void)pthread_mutex_unlock(&g->lock);
    a->reg = registry_unref(a->reg);
    a->reg = fresh;
    a->reg_gen = gen;
}

/* ---- storing ------------------------------------------------------------------------------------- */

/** One row the store refuses must not hold up the others. */
static void append_one_by_one(struct applying *a)
{
    for (size_t i = 0; i < a->n; i++) {
        wr_err_reset(&a->ctx);
        if (wr_tele_append(&a->ctx, a->ctx.telemetry, &a->rows[i], 1) != 0) {
            a->rows[i].outcome = WR_TELE_SAME;
            wr_log(WR_LOG_ERROR, "ingest.row", "outlet=%lld cn=%d error=" WR_LOG_Q,
                   (long long)a->rows[i].outlet_id, a->rows[i].cn, WR_LOG_QARG(a->ctx.err.en));
        }
    }
}

/** Until it is stored; a store that is away for a minute holds up the sockets, and loses nothing. */
static bool append(struct applying *a)
{
    for (int tries = 0;; tries++) {
        struct wr_arena_mark mark = wr_arena_mark(&a->ctx_arena);
        int rc = wr_tele_append(&a->ctx, a->ctx.telemetry, a->rows, a->n);
        if (rc == 0)
            return true;
        if (tries == 0)
            wr_log(WR_LOG_ERROR, "ingest.store", "error=" WR_LOG_Q, WR_LOG_QARG(a->ctx.err.en));
        if (rc == WR_EINVALID) {
            append_one_by_one(a);
            return true;
        }
        wr_err_reset(&a->ctx);
        wr_arena_rewind(&a->ctx_arena, mark);
        if (atomic_load(&a->g->stopping) && tries > 2)
            return false; /* the journal has it: the next start goes on here */
        (void)usleep(tries < 5 ? 200000 : 1000000);
    }
}

/** Newest real-time row of each outlet to live pages. */
static void tell_live(struct applying *a)
{
    int64_t told[LIVE_MAX];
    size_t n = 0;
    struct wr_buf b;

    if (!a->ctx.events)
        return;
    wr_buf_init(&b, 65536);
    for (size_t i = a->n; i-- > 0 && n < LIVE_MAX;) {
        const struct wr_tele_row *r = &a->rows[i];
        bool known = r->cn != WR_TELE_REAL || r->outcome == WR_TELE_SAME;
        for (size_t k = 0; k < n && !known; k++)
            known = told[k] == r->outlet_id;
        if (known)
            continue;
        told[n++] = r->outlet_id;
        struct wr_jw w;
        wr_buf_clear(&b);
        wr_jw_init(&w, &b);
        wr_jw_obj(&w, NULL);
        wr_jw_i64(&w, "outlet_id", r->outlet_id);
        wr_jw_i64(&w, "t_ms", r->t_ms);
        wr_jw_list(&w, "values");
        for (size_t k = 0; k < r->n && k < 60; k++) {
            wr_jw_obj(&w, NULL);
            wr_jw_str(&w, "factor", r->values[k].factor);
            wr_jw_str(&w, "field", wr_str(wr_tele_fields[r->values[k].field].name));
            wr_jw_str(&w, "value", r->values[k].text);
            if (r->values[k].flag.n > 0)
                wr_jw_str(&w, "flag", r->values[k].flag);
            wr_jw_obj_end(&w);
        }
        wr_jw_list_end(&w);
        wr_jw_obj_end(&w);
        if (!b.failed)
            wr_events_publish(&a->ctx, WR_TOPIC_EVENTS, "readings", wr_buf_view(&b));
    }
    wr_buf_done(&b);
}

static bool store_rows(struct applying *a)
{
    if (a->n > 0) {
        if (!append(a))
            return false;
        atomic_fetch_add(&a->g->n_rows, (long long)a->n);
        if (a->g->opt.on_rows && a->g->opt.on_rows(&a->ctx, a->rows, a->n) != 0) {
            wr_log(WR_LOG_ERROR, "ingest.judge", "error=" WR_LOG_Q, WR_LOG_QARG(a->ctx.err.en));
            wr_err_reset(&a->ctx);
        }
        tell_live(a);
    }
    a->n = 0;
    wr_arena_reset(&a->row_arena);
    wr_arena_reset(&a->ctx_arena);
    a->stored = a->pos;
    return true;
}

/** Tell the journal how far the store is, once that is on disk itself. */
static void mark(struct applying *a)
{
    struct wr_ingest *g = a->g;

    if (a->stored.seq == a->marked.seq && a->stored.offset == a->marked.offset)
        return;
    int rc = wr_tele_flush(&a->ctx, a->ctx.telemetry);
    if (rc == 0)
        rc = wr_raw_set_applied(&a->ctx, g->raw_dir, a->stored);
    if (rc == 0)
        a->marked = a->stored;
    else
        wr_log(WR_LOG_ERROR, "ingest.mark", "error=" WR_LOG_Q, WR_LOG_QARG(a->ctx.err.en));
    wr_err_reset(&a->ctx);
    a->flushed_ms = wr_mono_ms(g->clock);
}

/* ---- records ------------------------------------------------------------------------------------- */

/** Decode the frame again, as the socket thread did. */
static bool decode(struct applying *a, const struct profile *p, struct wr_str frame)
{
    struct hj212_profile any = hj212_compat();
    struct hj212_framer f;
    struct hj212_frame got;
    struct hj212_frame plain;

    any.allowed = HJ212_ALL_LENIENCIES;
    any.lazy_numbers = true;
    hj212_framer_init(&f, any);
    if (hj212_next(&f, frame.p, frame.n, true, &got) != HJ212_FRAME)
        return false;
    if (!got.encrypted)
        return hj212_parse(&got, &p->hj, a->msg) == HJ212_OK;
    struct hj212_sm4 *key = p->has_key ? hj212_sm4_new(p->key) : NULL;
    bool good = hj212_decrypt(key, &got, a->plain, HJ212_BUFFER_MIN, &plain) == HJ212_OK &&
                hj212_parse(&plain, &p->hj, a->msg) == HJ212_OK;
    (void)hj212_sm4_free(key);
    return good;
}

static int take_record(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    struct applying *a = arg;
    const struct profile *p = NULL;

    if (rec->verdict == WR_RAW_TAKEN)
        p = registry_by_id(a->reg, rec->logger_id);
    if (p && decode(a, p, rec->frame) && row_of(&a->row_arena, p, a->msg, rec, &a->rows[a->n]))
        a->n++;
    if (behind.seq != 0) /* a batch from memory is counted as a whole */
        a->pos = behind;
    /* the frame's bytes are the caller's: a decrypted one, or a chunk that is full, goes to the store now */
    bool now =
        a->n == ROWS_MAX || (a->n > 0 && a->rows[a->n - 1].values[0].factor.p >= a->plain &&
                             a->rows[a->n - 1].values[0].factor.p < a->plain + HJ212_BUFFER_MIN);
    return now && !store_rows(a) ? 1 : 0;
}

/* ---- life ---------------------------------------------------------------------------------------- */

static int open_applying(struct applying *a, struct wr_ingest *g)
{
    *a = (struct applying){.g = g};
    wr_arena_init(&a->ctx_arena, ROWS_ARENA);
    wr_arena_init(&a->row_arena, ROWS_ARENA);
    wr_ctx_init(&a->ctx, &a->ctx_arena, g->clock);
    g->opt.prepare(g->opt.prepare_arg, &a->ctx);
    a->ctx.actor.system = true;
    a->ctx.request_id = WR_S("ingest");
    a->msg = wr_alloc(sizeof(*a->msg));
    a->plain = wr_alloc(HJ212_BUFFER_MIN);
    a->rows = wr_alloc_array(ROWS_MAX, sizeof(*a->rows));
    a->marked = a->stored = a->pos = wr_raw_applied(g->raw_dir);
    a->flushed_ms = wr_mono_ms(g->clock);
    return a->msg && a->plain && a->rows ? 0 : WR_ENOMEM;
}

static void close_applying(struct applying *a)
{
    a->reg = registry_unref(a->reg);
    (void)wr_free(a->msg);
    (void)wr_free(a->plain);
    (void)wr_free(a->rows);
    wr_arena_done(&a->row_arena);
    wr_arena_done(&a->ctx_arena);
}

/** A file's bytes go away after each record, so what is replayed is stored file by file: rows point into the mapping. */
static int replay_record(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    struct applying *a = arg;
    struct wr_raw_rec copy = *rec;

    copy.frame = wr_arena_dup(&a->row_arena, rec->frame);
    if (!copy.frame.p)
        return WR_ENOMEM;
    return take_record(a, &copy, behind);
}

int apply_journal(struct wr_ingest *g, struct wr_ctx *ctx)
{
    struct applying a;
    int rc = open_applying(&a, g);

    if (rc == 0) {
        take_registry(&a);
        rc = wr_raw_replay(&a.ctx, g->raw_dir, a.marked, replay_record, &a);
        if (rc == 0 && !store_rows(&a))
            rc = WR_EIO;
        mark(&a);
    }
    if (rc != 0)
        rc = wr_fail(ctx, WR_K_ingest_replay, wr_arena_dup(ctx->arena, a.ctx.err.en));
    if (a.pos.seq != 0 && rc == 0 && g->n_rows > 0)
        wr_log(WR_LOG_INFO, "ingest.replayed", "rows=%lld", (long long)atomic_load(&g->n_rows));
    close_applying(&a);
    return rc;
}

static struct batch *next_batch(struct applying *a)
{
    struct wr_ingest *g = a->g;
    struct timespec until;
    struct batch *b = NULL;

    (void)pthread_mutex_lock(&g->lock);
    while (g->apply_q.n == 0 && !g->write_ended) {
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        if (pthread_cond_timedwait(&g->to_apply, &g->lock, &until) != 0)
            break; /* a second without work: time to mark */
    }
    b = queue_take(&g->apply_q);
    a->ending = !b && g->write_ended;
    (void)pthread_mutex_unlock(&g->lock);
    return b;
}

static void forget(struct wr_ingest *g, const struct batch *b)
{
    uint64_t one = 1;

    (void)pthread_mutex_lock(&g->lock);
    bool was_full = g->backlog_bytes > g->opt.backlog_bytes_max;
    g->backlog_bytes -= b->raw.n;
    (void)pthread_mutex_unlock(&g->lock);
    if (was_full)
        (void)!write(g->wake_fd, &one, sizeof(one));
}

/** @return false: the store would not, and the program ends */
static bool apply_batch(struct applying *a, const struct batch *b)
{
    take_registry(a);
    a->g->opt.prepare(a->g->opt.prepare_arg, &a->ctx); /* the rules in force now */
    if (wr_raw_walk(wr_buf_view(&b->raw), take_record, a) != 0)
        return false;
    a->pos = b->pos;
    return store_rows(a);
}

void *apply_main(void *arg)
{
    struct wr_ingest *g = arg;
    struct applying a;
    bool good = open_applying(&a, g) == 0;

    while (good) {
        struct batch *b = next_batch(&a);
        if (b) {
            good = apply_batch(&a, b);
            forget(g, b);
            batch_unref(b);
        }
        if (good && (!b || wr_mono_ms(g->clock) - a.flushed_ms > FLUSH_MS))
            mark(&a);
        if (a.ending)
            break;
    }
    close_applying(&a);
    return NULL;
}
