/*
 * ClickHouse: one row a value, so that its own SQL can be used on it; `real` and `long` by month. With ?cluster=NAME the
 * two are Distributed over tables of the same names with _local behind them on every host of the URL.
 * ClickHouse does not fsync an insert: the journal of ingest is what makes an answer durable (docs/ingest.md).
 */
#include "telemetry/ch_http.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>

#define BATCH 4096

struct store {
    struct wr_ch ch;
    pthread_mutex_t write_lock;
};

static const char *table(enum wr_tele_class class)
{
    return class == WR_TELE_CLASS_REAL ? "real" : "long";
}

static const char *local_tail(const struct store *s)
{
    return s->ch.cluster[0] ? "_local" : "";
}

static int month_number(int month)
{
    return month / 12 * 100 + month % 12 + 1;
}

static int ask(struct wr_ctx *ctx, struct store *s, struct wr_str sql, struct wr_str data,
               struct wr_buf *reply)
{
    return sql.p ? wr_ch_ask(ctx, &s->ch, 0, sql, data, reply) : wr_fail(ctx, WR_K_memory);
}

/* ---- RowBinary --------------------------------------------------------------------------------- */

static void put_int(struct wr_buf *b, int64_t v, size_t bytes)
{
    wr_buf_add(b, &v, bytes); /* little-endian, as this machine's */
}
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "RowBinary is little-endian");

static void put_text(struct wr_buf *b, struct wr_str s)
{
    size_t n = s.n;
    for (; n >= 0x80; n >>= 7)
        wr_buf_c(b, (char)(n | 0x80));
    wr_buf_c(b, (char)n);
    wr_buf_str(b, s);
}

static bool take_bytes(struct wr_str *s, void *dst, size_t n)
{
    if (s->n < n)
        return false;
    memcpy(dst, s->p, n);
    s->p += n;
    s->n -= n;
    return true;
}

static bool take_text(struct wr_str *s, struct wr_str *ret)
{
    size_t n = 0;
    unsigned shift = 0;
    uint8_t c = 0;

    do {
        if (shift > 28 || !take_bytes(s, &c, 1))
            return false;
        n |= (size_t)(c & 0x7f) << shift;
        shift += 7;
    } while (c & 0x80);
    if (s->n < n)
        return false;
    *ret = (struct wr_str){s->p, n};
    s->p += n;
    s->n -= n;
    return true;
}

#define COLUMNS                                                                                    \
    "month, outlet, cn, t, seq, pos, received, source, backfill, factor, computed, flag, version," \
    " field, text, value"

/** All values of one record. */
static void put_rec(struct wr_buf *b, int month, const struct wr_tele_rec *r, int seq,
                    struct wr_str body)
{
    struct wr_tele_group g;
    struct wr_str text;
    int field = 0;
    int pos = 0;

    while (wr_tele_group_next(&body, &g) == 1) {
        while (wr_tele_item_next(&g.items, &field, &text)) {
            double value = wr_tele_number(text);
            put_int(b, month_number(month), 4);
            put_int(b, r->outlet_id, 8);
            put_int(b, r->cn, 4);
            put_int(b, r->t_ms, 8);
            put_int(b, seq, 4);
            put_int(b, pos++, 2);
            put_int(b, r->received_ms, 8);
            put_int(b, r->source_id, 8);
            put_int(b, r->backfill, 1);
            put_text(b, g.factor);
            put_int(b, g.computed, 1);
            put_text(b, g.flag);
            put_int(b, g.version, 1);
            put_int(b, field, 1);
            put_text(b, text);
            wr_buf_add(b, &value, sizeof(value));
        }
    }
}

/** What one row of SELECT_ROWS holds. */
struct value_row {
    struct wr_tele_rec rec;
    struct wr_str factor, flag, text;
    uint8_t computed, version, field;
};

#define SELECT_ROWS                                                                                \
    "SELECT outlet, cn, t, seq, received, source, backfill, factor, computed, flag, version,"      \
    " field, text FROM "

static bool take_row(struct wr_str *s, struct value_row *v)
{
    int32_t cn = 0;
    uint8_t backfill = 0;
    bool good = take_bytes(s, &v->rec.outlet_id, 8) && take_bytes(s, &cn, 4) &&
                take_bytes(s, &v->rec.t_ms, 8) && take_bytes(s, &v->rec.seq, 4) &&
                take_bytes(s, &v->rec.received_ms, 8) && take_bytes(s, &v->rec.source_id, 8) &&
                take_bytes(s, &backfill, 1) && take_text(s, &v->factor) &&
                take_bytes(s, &v->computed, 1) && take_text(s, &v->flag) &&
                take_bytes(s, &v->version, 1) && take_bytes(s, &v->field, 1) &&
                take_text(s, &v->text);
    v->rec.cn = cn;
    v->rec.backfill = backfill != 0;
    return good;
}

static bool same_key(const struct wr_tele_rec *a, const struct wr_tele_rec *b)
{
    return a->outlet_id == b->outlet_id && a->cn == b->cn && a->t_ms == b->t_ms;
}

/** Values back into bodies, one call of `each` a record. */
struct gather {
    struct wr_buf body, items;
    struct wr_tele_group group; /* under way; factor and flag point into the reply */
    struct wr_tele_rec rec;
    bool any;
    wr_tele_rec_fn *each;
    void *arg;
};

static void end_group(struct gather *g)
{
    if (g->group.n > 0) {
        g->group.items = wr_buf_view(&g->items);
        wr_tele_group_put(&g->body, &g->group);
    }
    g->group = (struct wr_tele_group){0};
    wr_buf_clear(&g->items);
}

static int end_rec(struct gather *g)
{
    int rc = 0;

    end_group(g);
    if (g->any) {
        g->rec.body = wr_buf_view(&g->body);
        rc = g->each(g->arg, &g->rec);
    }
    wr_buf_clear(&g->body);
    g->any = false;
    return rc;
}

static int take_value(struct gather *g, const struct value_row *v)
{
    int rc = 0;

    if (g->any && (!same_key(&g->rec, &v->rec) || g->rec.seq != v->rec.seq))
        rc = end_rec(g);
    if (g->group.n > 0 && (g->group.computed != (v->computed != 0) || g->group.n == 255 ||
                           !wr_str_eq(g->group.factor, v->factor)))
        end_group(g);
    g->rec = v->rec;
    g->any = true;
    g->group.factor = v->factor;
    g->group.flag = v->flag;
    g->group.computed = v->computed != 0;
    g->group.version = v->version;
    g->group.n++;
    wr_buf_c(&g->items, (char)v->field);
    wr_buf_c(&g->items, (char)v->text.n);
    wr_buf_str(&g->items, v->text);
    return rc;
}

static int each_rec(struct wr_ctx *ctx, struct wr_str reply, wr_tele_rec_fn *each, void *arg)
{
    struct gather g = {.each = each, .arg = arg};
    struct value_row v = {0};
    int rc = 0;

    wr_buf_init(&g.body, WR_TELE_BODY_MAX);
    wr_buf_init(&g.items, WR_TELE_BODY_MAX);
    while (rc == 0 && reply.n > 0)
        rc = take_row(&reply, &v) ? take_value(&g, &v) : wr_fail(ctx, WR_K_tele_damaged);
    if (rc == 0)
        rc = end_rec(&g);
    wr_buf_done(&g.body);
    wr_buf_done(&g.items);
    return rc;
}

/* ---- append ------------------------------------------------------------------------------------ */

struct known {
    struct wr_ctx *ctx;
    struct wr_tele_rec *p;
    size_t n, cap;
};

static int keep_rec(void *arg, const struct wr_tele_rec *rec)
{
    struct known *k = arg;

    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 256;
        struct wr_tele_rec *p = wr_arena_array(k->ctx->arena, cap, sizeof(*p));
        if (!p)
            return wr_fail(k->ctx, WR_K_memory);
        if (k->n > 0)
            memcpy(p, k->p, k->n * sizeof(*p));
        k->p = p;
        k->cap = cap;
    }
    k->p[k->n] = *rec;
    k->p[k->n].body = wr_arena_dup(k->ctx->arena, rec->body);
    return k->p[k->n++].body.p ? 0 : wr_fail(k->ctx, WR_K_memory);
}

/** What is stored under the keys of the batch, by key and seq. */
static int find_known(struct wr_ctx *ctx, struct store *s, enum wr_tele_class class, int month,
                      const struct wr_tele_rec *recs, size_t n, struct known *ret)
{
    struct wr_buf sql;
    struct wr_buf reply;

    wr_buf_init(&sql, (size_t)32 << 20);
    wr_buf_init(&reply, WR_CH_REPLY_MAX);
    wr_buf_printf(&sql, SELECT_ROWS "%s.%s WHERE month = %d AND (outlet, cn, t) IN (",
                  s->ch.database, table(class), month_number(month));
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !same_key(&recs[i - 1], &recs[i]))
            wr_buf_printf(&sql, "%s(%" PRId64 ",%d,%" PRId64 ")", i > 0 ? "," : "",
                          recs[i].outlet_id, recs[i].cn, recs[i].t_ms);
    wr_buf_printf(&sql, ") ORDER BY outlet, cn, t, seq, pos FORMAT RowBinary");
    int rc = sql.failed ? wr_fail(ctx, WR_K_memory)
                        : ask(ctx, s, wr_buf_view(&sql), (struct wr_str){0}, &reply);
    if (rc == 0)
        rc = each_rec(ctx, wr_buf_view(&reply), keep_rec, ret);
    wr_buf_done(&sql);
    wr_buf_done(&reply);
    return rc;
}

/** Bodies of one key: those stored, then those of this batch. */
struct moment {
    struct wr_str bodies[WR_TELE_SEQ_MAX];
    size_t n;
};

static int add_new(struct wr_ctx *ctx, int month, struct wr_tele_rec *r, struct moment *m,
                   struct wr_buf *data)
{
    struct wr_buf body;
    int rc = 0;

    wr_buf_init(&body, WR_TELE_BODY_MAX);
    r->row->outcome = wr_tele_merge(r->body, m->bodies, m->n, &body, &r->row->version);
    if (body.n > 0 && m->n >= WR_TELE_SEQ_MAX)
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("versions"), WR_S("1000"));
    if (rc == 0 && body.n > 0) {
        put_rec(data, month, r, (int)m->n, wr_buf_view(&body));
        m->bodies[m->n] = wr_arena_dup(ctx->arena, wr_buf_view(&body));
        rc = m->bodies[m->n++].p ? 0 : wr_fail(ctx, WR_K_memory);
    }
    wr_buf_done(&body);
    return rc;
}

static int append_batch(struct wr_ctx *ctx, struct store *s, enum wr_tele_class class, int month,
                        struct wr_tele_rec *recs, size_t n)
{
    struct known known = {.ctx = ctx};
    struct moment *m = wr_arena_new(ctx->arena, struct moment);
    struct wr_buf data;
    size_t at = 0;

    wr_buf_init(&data, (size_t)512 << 20);
    int rc = m ? find_known(ctx, s, class, month, recs, n, &known) : wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        if (i == 0 || !same_key(&recs[i - 1], &recs[i])) {
            m->n = 0;
            for (; at < known.n && same_key(&known.p[at], &recs[i]); at++)
                if (m->n < WR_TELE_SEQ_MAX)
                    m->bodies[m->n++] = known.p[at].body;
        }
        rc = add_new(ctx, month, &recs[i], m, &data);
    }
    if (rc == 0 && data.failed)
        rc = wr_fail(ctx, WR_K_memory);
    if (rc == 0 && data.n > 0)
        rc = ask(ctx, s,
                 wr_arena_printf(ctx->arena, "INSERT INTO %s.%s (" COLUMNS ") FORMAT RowBinary",
                                 s->ch.database, table(class)),
                 wr_buf_view(&data), NULL);
    wr_buf_done(&data);
    return rc;
}

static int ch_append(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                     struct wr_tele_rec *recs, size_t n)
{
    struct store *s = store;
    int rc = 0;

    (void)pthread_mutex_lock(&s->write_lock);
    for (size_t i = 0; rc == 0 && i < n;) {
        size_t end = i + BATCH < n ? i + BATCH : n;
        while (end < n && same_key(&recs[end - 1], &recs[end])) /* a moment is judged as a whole */
            end++;
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        rc = append_batch(ctx, s, class, month, recs + i, end - i);
        if (rc == 0)
            wr_arena_rewind(ctx->arena, mark);
        i = end;
    }
    (void)pthread_mutex_unlock(&s->write_lock);
    return rc;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static int select_rows(struct wr_ctx *ctx, struct store *s, struct wr_str sql, wr_tele_rec_fn *each,
                       void *arg)
{
    struct wr_buf reply;

    wr_buf_init(&reply, WR_CH_REPLY_MAX);
    int rc = ask(ctx, s, sql, (struct wr_str){0}, &reply);
    if (rc == 0)
        rc = each_rec(ctx, wr_buf_view(&reply), each, arg);
    wr_buf_done(&reply);
    return rc;
}

static int ch_scan(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
                   int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg)
{
    struct store *s = store;

    if (from_ms >= to_ms)
        return 0;
    return select_rows(
        ctx, s,
        wr_arena_printf(ctx->arena,
                        SELECT_ROWS "%s.%s WHERE month >= %d AND month <= %d AND outlet = %" PRId64
                                    " AND cn = %d AND t >= %" PRId64 " AND t < %" PRId64
                                    " ORDER BY t %s, seq, pos FORMAT RowBinary",
                        s->ch.database, table(wr_tele_class_of(cn)),
                        month_number(wr_tele_month(from_ms)),
                        month_number(wr_tele_month(to_ms - 1)), outlet_id, cn, from_ms, to_ms,
                        back ? "DESC" : ""),
        each, arg);
}

/* ---- keeping ----------------------------------------------------------------------------------- */

#define MONTHS_MAX 6000

static int add_months(struct wr_ctx *ctx, struct store *s, enum wr_tele_class class,
                      struct wr_tele_month_of *m, size_t *n)
{
    struct wr_buf reply;
    uint32_t month = 0;

    wr_buf_init(&reply, WR_CH_REPLY_MAX);
    int rc = ask(ctx, s,
                 wr_arena_printf(ctx->arena,
                                 "SELECT month FROM %s.%s GROUP BY month ORDER BY month"
                                 " FORMAT RowBinary",
                                 s->ch.database, table(class)),
                 (struct wr_str){0}, &reply);
    struct wr_str bytes = wr_buf_view(&reply);
    while (rc == 0 && *n < MONTHS_MAX && take_bytes(&bytes, &month, 4))
        m[(*n)++] = (struct wr_tele_month_of){class, (int)(month / 100 * 12 + month % 100 - 1)};
    wr_buf_done(&reply);
    return rc;
}

static int ch_months(struct wr_ctx *ctx, void *store, struct wr_list *ret)
{
    struct wr_tele_month_of *m = wr_arena_array(ctx->arena, MONTHS_MAX, sizeof(*m));
    size_t n = 0;
    int rc = m ? add_months(ctx, store, WR_TELE_CLASS_REAL, m, &n) : wr_fail(ctx, WR_K_memory);

    if (rc == 0)
        rc = add_months(ctx, store, WR_TELE_CLASS_LONG, m, &n);
    if (rc == 0)
        *ret = (struct wr_list){m, n};
    return rc;
}

static int ch_drop(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month)
{
    struct store *s = store;
    size_t hosts = s->ch.cluster[0] ? s->ch.n_hosts : 1;
    int rc = 0;

    for (size_t h = 0; rc == 0 && h < hosts; h++)
        rc = wr_ch_ask(ctx, &s->ch, h,
                       wr_arena_printf(ctx->arena, "ALTER TABLE %s.%s%s DROP PARTITION %d",
                                       s->ch.database, table(class), local_tail(s),
                                       month_number(month)),
                       (struct wr_str){0}, NULL);
    return rc;
}

/** Value rows of a reply. */
static size_t count_values(struct wr_str bytes)
{
    struct value_row v;
    size_t n = 0;
    while (take_row(&bytes, &v))
        n++;
    return n;
}

#define CHECK_VALUES 1000000 /* of one question; far more than the values of one row */

/** From the row with the key `after` on: the question before may have cut it. */
static int ch_check(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                    const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
                    struct wr_str *ret_bad)
{
    struct store *s = store;
    const struct wr_tele_key k = after ? *after : (struct wr_tele_key){0};
    struct wr_buf reply;

    wr_buf_init(&reply, WR_CH_REPLY_MAX);
    int rc = ask(ctx, s,
                 wr_arena_printf(ctx->arena,
                                 SELECT_ROWS
                                 "%s.%s WHERE month = %d AND (outlet, cn, t, seq) >= (%" PRId64
                                 ", %" PRId64 ", %" PRId64 ", %" PRId64
                                 ") ORDER BY outlet, cn, t, seq, pos LIMIT %d"
                                 " FORMAT RowBinary",
                                 s->ch.database, table(class), month_number(month), k.outlet_id,
                                 k.cn, k.t_ms, k.seq, CHECK_VALUES),
                 (struct wr_str){0}, &reply);
    bool cut = rc == 0 && count_values(wr_buf_view(&reply)) == CHECK_VALUES;
    if (rc == 0)
        rc = each_rec(ctx, wr_buf_view(&reply), each, arg);
    wr_buf_done(&reply);
    if (rc == 0 && cut)
        return CHECK_STOP;
    if (rc == WR_EIO) { /* parts that cannot be read are what the check is for */
        *ret_bad = wr_arena_dup(ctx->arena, wr_err_text(ctx));
        wr_err_reset(ctx);
        rc = 0;
    }
    return rc;
}

static int ch_flush(struct wr_ctx *ctx, void *store)
{
    (void)ctx;
    (void)store;
    return 0;
}

/* ---- life -------------------------------------------------------------------------------------- */

static void ch_close(void *store)
{
    struct store *s = store;

    (void)pthread_mutex_destroy(&s->write_lock);
    (void)wr_free(s);
}

static int make_table(struct wr_ctx *ctx, const struct store *s, size_t h, const char *name,
                      const char *engine)
{
    return wr_ch_ask(
        ctx, &s->ch, h,
        wr_arena_printf(ctx->arena,
                        "CREATE TABLE IF NOT EXISTS %s.%s (month UInt32, outlet Int64, cn Int32,"
                        " t Int64, seq Int32, pos UInt16, received Int64, source Int64,"
                        " backfill UInt8, factor String, computed UInt8, flag String,"
                        " version UInt8, field UInt8, text String, value Float64) ENGINE = %s",
                        s->ch.database, name, engine),
        (struct wr_str){0}, NULL);
}

static int make_class(struct wr_ctx *ctx, const struct store *s, size_t h, enum wr_tele_class class)
{
    char name[40];
    char engine[300];

    (void)snprintf(name, sizeof(name), "%s%s", table(class), local_tail(s));
    int rc = make_table(ctx, s, h, name,
                        "MergeTree PARTITION BY month ORDER BY (outlet, cn, t, seq, pos)");
    if (rc != 0 || !s->ch.cluster[0])
        return rc;
    (void)snprintf(engine, sizeof(engine), "Distributed(%s, %s, %s, outlet)", s->ch.cluster,
                   s->ch.database, name);
    return make_table(ctx, s, h, table(class), engine);
}

static int make_tables(struct wr_ctx *ctx, const struct store *s)
{
    size_t hosts = s->ch.cluster[0] ? s->ch.n_hosts : 1;
    int rc = 0;

    for (size_t h = 0; rc == 0 && h < hosts; h++) {
        rc = wr_ch_ask(
            ctx, &s->ch, h,
            wr_arena_printf(ctx->arena, "CREATE DATABASE IF NOT EXISTS %s", s->ch.database),
            (struct wr_str){0}, NULL);
        if (rc == 0)
            rc = make_class(ctx, s, h, WR_TELE_CLASS_REAL);
        if (rc == 0)
            rc = make_class(ctx, s, h, WR_TELE_CLASS_LONG);
    }
    return rc;
}

int wr_tele_ch_open(struct wr_ctx *ctx, struct wr_str url, const struct wr_tele_options *opt,
                    void **ret_store)
{
    struct store *s = wr_alloc(sizeof(*s));

    if (!s)
        return wr_fail(ctx, WR_K_memory);
    s->ch.wait_ms_max = opt->wait_ms_max;
    (void)pthread_mutex_init(&s->write_lock, NULL);
    int rc = wr_ch_parse(ctx, url, &s->ch);
    if (rc == 0 && opt->create)
        rc = make_tables(ctx, s);
    if (rc != 0) {
        ch_close(s);
        return rc;
    }
    *ret_store = s;
    return 0;
}

const struct wr_tele_ops wr_tele_ch_ops = {.kind = "clickhouse",
                                           .close = ch_close,
                                           .append = ch_append,
                                           .scan = ch_scan,
                                           .months = ch_months,
                                           .drop = ch_drop,
                                           .check = ch_check,
                                           .flush = ch_flush};
