/* One frame: whose it is, whether it may be taken, what it is answered. Nothing here waits. */
#include "ingest/ingest_in.h"
#include "modules/device/device_svc.h"

#include <stdio.h>

#define FUTURE_MS_MAX INT64_C(86400000)
#define PAST_MS_MAX (INT64_C(86400000) * 3660)

/** A frame on its way through. */
struct taking {
    struct wr_ingest *g;
    struct conn *c;
    struct hj212_frame frame; /* as on the wire */
    const struct profile *p;
    struct station *s;
    enum wr_raw_verdict verdict;
    enum hj212_leniency refused;
    bool late; /* belongs to a request for history */
};

static struct wr_str as_str(struct hj212_str s)
{
    return (struct wr_str){s.p, s.n};
}

static void put_raw(struct taking *t)
{
    struct batch *b = t->g->batch;
    struct wr_str bytes = as_str(t->frame.bytes);
    struct wr_raw_rec rec = {.received_ms = t->g->now_ms,
                             .logger_id = t->p ? t->p->id : 0,
                             .verdict = (uint16_t)t->verdict,
                             .marks = t->late ? WR_RAW_BACKFILL : 0,
                             .frame = wr_str_sub(bytes, 0, WR_RAW_FRAME_MAX)};

    memcpy(rec.address, t->c->address, sizeof(rec.address));
    wr_raw_put(&b->raw, &rec);
    b->frames++;
}

/** An answer that goes out once the batch is on disk. */
static void put_ack(struct taking *t, const struct hj212_msg *m, uint16_t cn)
{
    struct batch *b = t->g->batch;
    struct ack a = {.conn = t->c->index, .gen = t->c->gen};
    char bytes[1200];

    a.n = (uint32_t)hj212_answer(m, cn, 0, bytes, sizeof(bytes));
    if (a.n == 0)
        return;
    wr_buf_add(&b->acks, &a, sizeof(a));
    wr_buf_add(&b->acks, bytes, a.n);
}

/* ---- whose is it -------------------------------------------------------------------------------- */

/** Parse by the profile of the station that spoke last here, then, if it is another one's, by its own. */
static enum hj212_error parse(struct taking *t, const struct hj212_frame *f)
{
    struct wr_ingest *g = t->g;
    struct hj212_profile any = hj212_compat();
    const struct profile *guess =
        t->c->last_logger_id ? registry_by_id(g->reg, t->c->last_logger_id) : NULL;

    any.allowed = HJ212_ALL_LENIENCIES;
    any.lazy_numbers = true;
    enum hj212_error e = hj212_parse(f, guess ? &guess->hj : &any, g->msg);
    t->p = guess;
    if (guess && guess->mn.n == g->msg->mn.n && memcmp(guess->mn.p, g->msg->mn.p, guess->mn.n) == 0)
        return e;
    t->p = registry_by_mn(g->reg, g->msg->mn.p ? g->msg->mn.p : "", g->msg->mn.n);
    return hj212_parse(f, t->p ? &t->p->hj : &any, g->msg);
}

static enum wr_raw_verdict verdict_of(enum hj212_error e)
{
    switch (e) {
    case HJ212_OK:
        return WR_RAW_TAKEN;
    case HJ212_ECRC:
        return WR_RAW_CRC;
    case HJ212_EKEY:
    case HJ212_ECIPHER:
        return WR_RAW_KEY;
    case HJ212_ELENGTH:
    case HJ212_ETAIL:
    case HJ212_ELONG:
    case HJ212_ETRUNC:
        return WR_RAW_BROKEN;
    case HJ212_ESYNTAX:
    case HJ212_EITEMS:
    case HJ212_ESPACE:
    case HJ212_EVALUE:
    case HJ212_ERRORS:
        break;
    }
    return WR_RAW_SYNTAX;
}

/** An encrypted frame tells its station in the clear; its key opens the rest. */
static void decrypt(struct taking *t)
{
    struct hj212_frame plain;
    struct hj212_sm4 *key = t->s ? station_key(t->s, t->p) : NULL;
    enum hj212_error e = hj212_decrypt(key, &t->frame, t->g->plain_buf, HJ212_BUFFER_MIN, &plain);

    if (e == HJ212_OK)
        e = hj212_parse(&plain, &t->p->hj, t->g->msg);
    t->verdict = verdict_of(e);
}

static void identify(struct taking *t)
{
    enum hj212_error e = parse(t, &t->frame);

    if (!t->p) {
        t->verdict = WR_RAW_STRANGER;
        return;
    }
    t->s = station_of(t->g, t->p->id, true);
    if (t->frame.encrypted)
        decrypt(t);
    else
        t->verdict = verdict_of(e);
}

static bool password_fits(const struct profile *p, const struct hj212_msg *m)
{
    return p->password.n == 0 ||
           (p->password.n == m->pw.n && memcmp(p->password.p, m->pw.p, m->pw.n) == 0);
}

static void authorise(struct taking *t)
{
    char address[48];

    if (t->verdict != WR_RAW_TAKEN)
        return;
    if (t->p->allowed_addresses.n > 0) {
        address_text(t->c->address, address);
        if (!wr_logger_address_allowed(t->p->allowed_addresses, wr_str(address))) {
            t->verdict = WR_RAW_ADDRESS;
            return;
        }
    }
    if (!password_fits(t->p, t->g->msg))
        t->verdict = WR_RAW_PASSWORD;
}

/* ---- time ---------------------------------------------------------------------------------------- */

static void tell_clock(struct taking *t)
{
    struct wr_ingest *g = t->g;
    struct note *n = NULL;

    if (!t->p->auto_time || g->mono_ms - t->s->clock_told_ms < 60000)
        return;
    n = note_new(NOTE_CLOCK);
    if (n) {
        n->logger_id = t->p->id;
        t->s->clock_told_ms = g->mono_ms;
        post_note(g, n);
    }
}

/** QN tells the station's clock at sending. */
static void watch_clock(struct taking *t)
{
    const struct hj212_msg *m = t->g->msg;
    int64_t told = 0;

    if (m->qn.n != 17 || hj212_kind_from_site(m) == HJ212_K_INTERACTION || t->late ||
        m->back_fill || !hj212_time_ms(m->qn, &told))
        return;
    t->s->skew_ms = told - t->g->now_ms;
    if (t->s->skew_ms > WR_SKEW_MS_MAX || t->s->skew_ms < -WR_SKEW_MS_MAX)
        tell_clock(t);
}

static void check_time(struct taking *t)
{
    struct wr_ingest *g = t->g;
    int64_t at = 0;

    if (!is_data(g->msg))
        return;
    if (!row_time(t->p, g->msg, &at) || at > g->now_ms + FUTURE_MS_MAX ||
        at < g->now_ms - PAST_MS_MAX) {
        t->verdict = WR_RAW_TIME;
        tell_clock(t);
        return;
    }
    t->late =
        g->mono_ms < t->s->history_until_ms && g->msg->command != 2011 && g->msg->command != 2021;
    if (at > t->s->last_data_ms)
        t->s->last_data_ms = at;
}

/* ---- counting ------------------------------------------------------------------------------------ */

/** Of CRC, length or Flag (facts/hj212.md §15 W2). Flag=3 or 7 without PNUM is left out: the standard's own examples have it. */
#define DEFECTS                                                                                    \
    (HJ212_BIT(HJ212_L_CRC_MODBUS) | HJ212_BIT(HJ212_L_CRC_MODBUS_SWAPPED) |                       \
     HJ212_BIT(HJ212_L_LENGTH_WRONG) | HJ212_BIT(HJ212_L_LENGTH_CHARS) |                           \
     HJ212_BIT(HJ212_L_LENGTH_WIRE) | HJ212_BIT(HJ212_L_FLAG_AFTER_CP) |                           \
     HJ212_BIT(HJ212_L_FLAG_MISSING) | HJ212_BIT(HJ212_L_FLAG_FORMAT))

static void count(struct taking *t)
{
    struct station *s = t->s;
    uint64_t used = t->frame.leniencies | (t->p ? t->g->msg->leniencies : 0);

    if (t->verdict == WR_RAW_TAKEN)
        atomic_fetch_add_explicit(&t->g->n_taken, 1, memory_order_relaxed);
    else
        atomic_fetch_add_explicit(&t->g->n_refused, 1, memory_order_relaxed);
    if (!s)
        return;
    s->defective +=
        (used & DEFECTS) != 0 || t->verdict == WR_RAW_CRC || t->verdict == WR_RAW_BROKEN;
    for (; used != 0; used &= used - 1)
        s->counts[__builtin_ctzll(used)]++;
    s->counts[HJ212_LENIENCIES + t->verdict]++;
    s->last_ms = t->g->now_ms;
    s->frames++;
    s->refused += t->verdict != WR_RAW_TAKEN;
    s->changed = true;
}

static void add_factor(char *dst, size_t size, const struct hj212_group *gr)
{
    size_t n = strlen(dst);
    if (n + gr->code_n + 2u < size)
        (void)snprintf(dst + n, size - n, "%s%.*s", n > 0 ? "," : "", (int)gr->code_n, gr->code);
}

static void tell_stranger(struct taking *t)
{
    const struct hj212_msg *m = t->g->msg;
    struct note *n = m->mn.n > 0 && m->mn.n <= WR_LOGGER_MN_MAX ? note_new(NOTE_STRANGER) : NULL;
    char factors[1000] = "";

    if (!n)
        return;
    for (size_t i = 0; i < m->n_groups; i++)
        add_factor(factors, sizeof(factors), &m->groups[i]);
    const struct wr_str parts[] = {as_str(m->mn),
                                   as_str(m->pw),
                                   as_str(m->st),
                                   {m->command ? (const char *)m->cn.p : NULL, m->cn.n},
                                   wr_str(hj212_dialect_name(m->dialect)),
                                   wr_str(factors),
                                   wr_str_sub(as_str(t->frame.bytes), 0, 10000)};
    if (note_texts(n, parts, WR_ARRAY_LEN(parts))) {
        address_text(t->c->address, n->address);
        post_note(t->g, n);
        atomic_fetch_add_explicit(&t->g->n_strangers, 1, memory_order_relaxed);
    } else {
        note_free(n);
    }
}

/* ---- the frame ----------------------------------------------------------------------------------- */

static void take_good(struct taking *t)
{
    struct wr_ingest *g = t->g;
    uint16_t due = 0;

    identify(t);
    if (t->p && t->s)
        authorise(t);
    if (t->p && t->s && t->verdict == WR_RAW_TAKEN) {
        station_attach(g, t->s, t->c);
        t->c->last_logger_id = t->p->id;
        t->s->dialect = g->msg->dialect;
        if (g->msg->st.n > 0 && g->msg->st.n < sizeof(t->s->st) &&
            g->msg->st_code != HJ212_ST('9', '1'))
            (void)snprintf(t->s->st, sizeof(t->s->st), WR_FMT, WR_ARG(as_str(g->msg->st)));
        check_time(t);
    }
    put_raw(t);
    if (t->verdict == WR_RAW_STRANGER)
        tell_stranger(t);
    if (t->p && t->s && t->verdict == WR_RAW_TAKEN) {
        watch_clock(t);
        due = hj212_answer_due(g->msg);
        if (due != 0)
            put_ack(t, g->msg, due);
        note_dialogue(g, t->s, g->msg);
        if (g->msg->command == 1013)
            tell_clock(t);
    }
    count(t);
}

/** A frame whose CRC or form is wrong is kept and counted, never answered. Its MN, if it can be read, tells whose it is. */
static void take_bad(struct taking *t)
{
    struct wr_str bytes = as_str(t->frame.bytes);
    ptrdiff_t at = wr_str_find(bytes, WR_S("MN="));

    t->verdict = verdict_of(t->frame.error);
    if (at >= 0) {
        struct wr_str rest = wr_str_sub(bytes, (size_t)at + 3, WR_LOGGER_MN_MAX + 1);
        struct wr_str mn = wr_str_cut(&rest, ';');
        t->p = registry_by_mn(t->g->reg, mn.p, mn.n);
        t->s = t->p ? station_of(t->g, t->p->id, true) : NULL;
    }
    if (bytes.n > 0)
        put_raw(t);
    t->g->msg->leniencies = 0;
    count(t);
}

size_t take_frames(struct wr_ingest *g, struct conn *c, const char *buf, size_t n, bool end)
{
    size_t at = 0;

    for (;;) {
        struct taking t = {.g = g, .c = c};
        enum hj212_got got = hj212_next(&c->framer, buf + at, n - at, end, &t.frame);
        at += t.frame.consumed;
        if (got == HJ212_MORE || c->closing)
            return at;
        atomic_fetch_add_explicit(&g->n_frames, 1, memory_order_relaxed);
        c->frames_in_second++;
        if (got == HJ212_FRAME)
            take_good(&t);
        else
            take_bad(&t);
    }
}
