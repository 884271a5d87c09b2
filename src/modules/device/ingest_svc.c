/* What ingest and the jobs need: profiles, what was heard, anchors of raw frames, gaps, retention. */
#include "base/alloc.h"
#include "base/calendar.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "modules/device/device_rules.h"
#include "modules/device/device_store.h"
#include "telemetry/raw.h"
#include "telemetry/telemetry.h"

#include <inttypes.h>

/* ---- profiles ------------------------------------------------------------------------------------ */

bool wr_logger_address_allowed(struct wr_str list, struct wr_str address)
{
    return wr_device_address_allowed(list, address);
}

struct wr_str wr_logger_blank_password(struct wr_arena *a, struct wr_str frame)
{
    return wr_device_blank_password(a, frame);
}

static int stamp_tx(struct wr_tx *tx, void *arg)
{
    int64_t *v = arg;
    return wr_logger_store_stamp(tx, &v[0], &v[1]);
}

int wr_logger_svc_stamp(struct wr_ctx *ctx, int64_t *ret)
{
    int64_t v[2] = {0, 0};
    int rc = wr_tx_run(ctx, WR_TX_READ, "logger.stamp", stamp_tx, v);
    if (rc == 0)
        *ret = v[1] * 65537 + v[0];
    return rc;
}

static int active_tx(struct wr_tx *tx, void *arg)
{
    return wr_logger_store_active(tx, arg);
}

int wr_logger_svc_active(struct wr_ctx *ctx, struct wr_list *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "logger.active", active_tx, ret);
}

/* ---- heard --------------------------------------------------------------------------------------- */

struct heard {
    const struct wr_logger_heard *h;
    size_t n;
};

static int heard_one(struct wr_tx *tx, const struct wr_logger_heard *h)
{
    const struct wr_logger_count *c = h->counts.p;
    char day[WR_DATE_TEXT];
    int rc = wr_logger_store_heard(tx, h);

    wr_date_format(wr_date_of_ms(h->last_ms), day);
    for (size_t i = 0; rc == 0 && i < h->counts.n; i++)
        rc = wr_logger_store_count(tx, h->logger_id, wr_str(day), c[i].name, c[i].n);
    return rc;
}

static int heard_tx(struct wr_tx *tx, void *arg)
{
    const struct heard *x = arg;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < x->n; i++)
        rc = heard_one(tx, &x->h[i]);
    return rc;
}

int wr_logger_svc_heard(struct wr_ctx *ctx, const struct wr_logger_heard *h, size_t n)
{
    return n == 0 ? 0
                  : wr_tx_run(ctx, WR_TX_WRITE, "logger.heard", heard_tx, &(struct heard){h, n});
}

static int offline_tx(struct wr_tx *tx, void *arg)
{
    (void)arg;
    return wr_logger_store_all_offline(tx);
}

int wr_logger_svc_all_offline(struct wr_ctx *ctx)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.offline", offline_tx, NULL);
}

struct seen {
    const struct wr_stranger *s;
    size_t n;
};

static int seen_tx(struct wr_tx *tx, void *arg)
{
    const struct seen *x = arg;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < x->n; i++) {
        int64_t known = 0;
        int64_t all = 0;
        struct wr_logger l;
        rc = wr_stranger_store_again(tx, &x->s[i], &known);
        if (rc != 0 || known > 0)
            continue;
        rc = wr_stranger_store_count(tx, &all);
        if (rc == 0 && all < WR_STRANGERS_MAX)
            rc = wr_logger_store_by_mn(tx, x->s[i].mn, &l); /* adopted a moment ago: no stranger */
        if (rc == WR_ENOTFOUND)
            rc = wr_stranger_store_insert(tx, &x->s[i]);
    }
    return rc;
}

int wr_stranger_svc_seen(struct wr_ctx *ctx, const struct wr_stranger *s, size_t n)
{
    return n == 0 ? 0 : wr_tx_run(ctx, WR_TX_WRITE, "logger.seen", seen_tx, &(struct seen){s, n});
}

/* ---- anchors ------------------------------------------------------------------------------------- */

/** Hash under way of one station's hour; open addressing by logger id + 1. */
struct slot {
    int64_t key; /* logger id + 1; 0: free */
    int64_t frames, bytes;
    struct wr_sha256 sha;
};
struct hashing {
    struct slot *slots;
    size_t size, used; /* a power of two */
    int64_t frames, bytes;
};

static struct slot *find_slot(struct hashing *h, int64_t key)
{
    size_t i = (size_t)((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15)) & (h->size - 1);
    while (h->slots[i].key != 0 && h->slots[i].key != key)
        i = (i + 1) & (h->size - 1);
    return &h->slots[i];
}

static bool grow(struct hashing *h)
{
    struct hashing bigger = {.size = h->size ? h->size * 2 : 1024};

    if (h->used * 2 < h->size)
        return true;
    bigger.slots = wr_alloc_array(bigger.size, sizeof(*bigger.slots));
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < h->size; i++)
        if (h->slots[i].key != 0)
            *find_slot(&bigger, h->slots[i].key) = h->slots[i];
    (void)wr_free(h->slots);
    h->slots = bigger.slots;
    h->size = bigger.size;
    return true;
}

/** Eight bytes of arrival time and four of length, big-endian, then the frame. */
static int hash_frame(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    struct hashing *h = arg;
    uint8_t head[12];
    (void)behind;

    if (!grow(h))
        return WR_ENOMEM;
    for (int i = 0; i < 8; i++)
        head[i] = (uint8_t)((uint64_t)rec->received_ms >> (56 - 8 * i));
    for (int i = 0; i < 4; i++)
        head[8 + i] = (uint8_t)(rec->frame.n >> (24 - 8 * i));
    struct slot *s = find_slot(h, rec->logger_id + 1);
    if (s->key == 0) {
        s->key = rec->logger_id + 1;
        wr_sha256_init(&s->sha);
        h->used++;
    }
    wr_sha256_add(&s->sha, head, sizeof(head));
    wr_sha256_add(&s->sha, rec->frame.p, rec->frame.n);
    s->frames++;
    s->bytes += (int64_t)rec->frame.n;
    h->frames++;
    h->bytes += (int64_t)rec->frame.n;
    return 0;
}

struct anchor {
    int64_t hour_ms;
    struct hashing *h;
};

static int write_hours(struct wr_tx *tx, int64_t anchor_id, const struct hashing *h)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < h->size; i++) {
        uint8_t hash[WR_SHA256];
        struct slot s = h->slots[i]; /* a copy: the transaction may run again */
        if (s.key == 0)
            continue;
        wr_sha256_end(&s.sha, hash);
        rc = wr_anchor_store_hour(
            tx, anchor_id,
            &(struct wr_frame_hour){.logger_id = s.key - 1,
                                    .frames = s.frames,
                                    .bytes = s.bytes,
                                    .sha256 = wr_hex(ctx->arena, hash, sizeof(hash))});
    }
    return rc;
}

static int anchor_tx(struct wr_tx *tx, void *arg)
{
    const struct anchor *a = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t id = 0;
    int rc =
        wr_anchor_store_insert(tx, a->hour_ms, a->h->frames, a->h->bytes, wr_ctx_now(ctx), &id);

    if (rc == 0)
        rc = write_hours(tx, id, a->h);
    return rc != 0 ? rc
                   : wr_audit_append(
                         tx, &WR_ANCHOR_ENTITY, id, 0, "frame.anchor",
                         wr_audit_payload1(ctx, "frames",
                                           wr_arena_printf(ctx->arena, "%" PRId64, a->h->frames)));
}

static int last_tx(struct wr_tx *tx, void *arg)
{
    return wr_anchor_store_last(tx, arg);
}

static int anchor_hour(struct wr_ctx *ctx, const char *dir, int64_t hour_ms)
{
    struct hashing h = {0};
    int rc = wr_raw_each(ctx, dir, hour_ms, hour_ms + WR_RAW_HOUR_MS, hash_frame, &h);

    if (rc == 0 && h.frames > 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "frame.anchor", anchor_tx, &(struct anchor){hour_ms, &h});
    (void)wr_free(h.slots);
    return rc;
}

#define SETTLE_MS INT64_C(60000) /* a batch under way at the turn of the hour */

int wr_frame_svc_anchor(struct wr_ctx *ctx)
{
    const char *dir = ctx->telemetry ? wr_tele_raw_dir(ctx->telemetry) : "";
    int64_t last_ms = 0;
    int64_t first = 0;

    if (dir[0] == '\0')
        return 0;
    int rc = wr_tx_run(ctx, WR_TX_READ, "frame.last", last_tx, &last_ms);
    if (rc == 0)
        rc = wr_raw_first_hour(ctx, dir, &first);
    if (rc != 0 || first == 0)
        return rc;
    int64_t hour_ms = first * WR_RAW_HOUR_MS;
    if (last_ms + WR_RAW_HOUR_MS > hour_ms)
        hour_ms = last_ms + WR_RAW_HOUR_MS;
    for (; rc == 0 && hour_ms + WR_RAW_HOUR_MS + SETTLE_MS <= wr_ctx_now(ctx);
         hour_ms += WR_RAW_HOUR_MS)
        rc = anchor_hour(ctx, dir, hour_ms);
    return rc;
}

/* ---- gaps ---------------------------------------------------------------------------------------- */

#define GAP_LOOK_BACK_MS (3 * WR_DAY_MS)

struct gap_kind {
    int cn;
    enum wr_command_kind kind;
    int64_t step_ms;
    int64_t late_ms; /* after the end of a period it is missing (facts/hj212.md §15 G1) */
};

/** Ask one station for the first gap of one grain. @param ret_asked  a request was queued, or one is open */
static int ask_for(struct wr_ctx *ctx, const struct wr_logger *l, const struct gap_kind *k,
                   bool *ret_asked)
{
    int64_t now = wr_ctx_now(ctx);
    int64_t from = wr_date_to_ms(wr_date_of_ms(now - GAP_LOOK_BACK_MS));
    int64_t to = now - k->step_ms - k->late_ms;
    struct wr_list gaps = {0};
    int64_t id = 0;

    if (from < l->created_ms) /* it owes nothing from before it was registered */
        from += (l->created_ms - from + k->step_ms - 1) / k->step_ms * k->step_ms;
    if (to <= from)
        return 0;
    to = from + (to - from) / k->step_ms * k->step_ms + k->step_ms;
    int rc = wr_tele_gaps(ctx, ctx->telemetry, l->outlet_id, k->cn, from, to, k->step_ms, 1, &gaps);
    const struct wr_tele_gap *g = gaps.p;
    if (rc == 0 && gaps.n > 0) {
        rc = wr_command_svc_auto(ctx, l->id, k->kind, WR_ORIGIN_GAP, g->from_ms, g->to_ms, &id);
        *ret_asked = id != 0;
    }
    return rc;
}

static int scan_station(struct wr_ctx *ctx, const struct wr_logger *l)
{
    const struct gap_kind kinds[] = {
        {WR_TELE_HOUR, WR_CMD_BACKFILL_HOUR, WR_RAW_HOUR_MS, 10 * INT64_C(60000)},
        {WR_TELE_DAY, WR_CMD_BACKFILL_DAY, WR_DAY_MS, WR_RAW_HOUR_MS},
        {WR_TELE_MINUTE, WR_CMD_BACKFILL_MINUTE, l->minute_interval_min * 60000,
         l->minute_interval_min * 60000 + 120000},
    };
    bool asked = false;
    int rc = 0;

    if (l->outlet_id == 0 || !l->auto_backfill || !l->online || l->last_data_ms == 0)
        return 0;
    for (size_t i = 0; rc == 0 && !asked && i < WR_ARRAY_LEN(kinds); i++) {
        struct wr_list last = {0};
        /* a station that never sent this grain does not have it */
        rc = wr_tele_last(ctx, ctx->telemetry, l->outlet_id, kinds[i].cn, wr_ctx_now(ctx), &last);
        if (rc == 0 && last.n > 0)
            rc = ask_for(ctx, l, &kinds[i], &asked);
    }
    return rc;
}

int wr_gap_svc_scan(struct wr_ctx *ctx)
{
    struct wr_list all = {0};

    if (!ctx->telemetry)
        return 0;
    int rc = wr_logger_svc_active(ctx, &all);
    const struct wr_logger *l = all.p;
    for (size_t i = 0; rc == 0 && i < all.n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        rc = scan_station(ctx, &l[i]);
        wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

/* ---- retention ----------------------------------------------------------------------------------- */

#define COUNT_DAYS 400
#define STRANGER_DAYS 30

static struct wr_device_keep keep = {.real_days = 30, .long_days = 3650, .raw_days = 30};

void wr_device_set_keep(const struct wr_device_keep *k)
{
    keep = *k;
}

static int retain_tx(struct wr_tx *tx, void *arg)
{
    int64_t now = wr_ctx_now(wr_tx_ctx(tx));
    char day[WR_DATE_TEXT];
    (void)arg;

    wr_date_format(wr_date_of_ms(now - COUNT_DAYS * WR_DAY_MS), day);
    int rc = wr_logger_store_drop_counts(tx, wr_str(day));
    return rc != 0 ? rc : wr_stranger_store_drop(tx, now - STRANGER_DAYS * WR_DAY_MS);
}

int wr_device_svc_retain(struct wr_ctx *ctx)
{
    int64_t now = wr_ctx_now(ctx);
    int64_t real = 0;
    int64_t years = 0;
    int64_t files = 0;
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "logger.retain", retain_tx, NULL);

    if (rc != 0 || !ctx->telemetry)
        return rc;
    rc = wr_tele_drop_before(ctx, ctx->telemetry, WR_TELE_CLASS_REAL,
                             now - keep.real_days * WR_DAY_MS, &real);
    if (rc == 0)
        rc = wr_tele_drop_before(ctx, ctx->telemetry, WR_TELE_CLASS_LONG,
                                 now - keep.long_days * WR_DAY_MS, &years);
    const char *dir = wr_tele_raw_dir(ctx->telemetry);
    if (rc == 0 && dir[0] != '\0')
        rc = wr_raw_drop_before(ctx, dir, (now - keep.raw_days * WR_DAY_MS) / WR_RAW_HOUR_MS,
                                &files);
    if (real + years + files > 0)
        wr_log(WR_LOG_INFO, "telemetry.retained",
               "real_months=%" PRId64 " long_months=%" PRId64 " raw_files=%" PRId64, real, years,
               files);
    return rc;
}
