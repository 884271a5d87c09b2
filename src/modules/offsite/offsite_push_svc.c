/* Video points by URL, events of their gateway, and electricity or working conditions pushed over HTTP. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/events.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>

#define KEY_BYTES 24
#define AHEAD_MS INT64_C(300000)
#define OLD_MS (400 * WR_DAY_MS)
#define VALUES_MAX 20000

struct work {
    const void *in;
    int64_t id, enterprise_id, cursor, limit;
    struct wr_list *list;
    struct wr_str sha256;
    struct wr_push_key key;
    struct wr_tele_row *rows;
    size_t rows_n;
    struct wr_video_event event;
    bool fresh;
};

static struct wr_str hash_of(struct wr_ctx *ctx, struct wr_str key)
{
    uint8_t h[WR_SHA256];
    wr_sha256(key.p, key.n, h);
    return wr_hex(ctx->arena, h, sizeof(h));
}

/* ---- video ------------------------------------------------------------------------------------------------- */

static int videos_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx);
    return wr_video_store_list(tx, own != 0 ? own : w->enterprise_id,
                               own != 0 ? 0 : wr_offsite_scope(ctx), w->list);
}

int wr_video_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret)
{
    struct work w = {.enterprise_id = enterprise_id, .list = ret};
    *ret = (struct wr_list){0};
    return wr_tx_run(ctx, WR_TX_READ, "video.list", videos_tx, &w);
}

static bool is_url(struct wr_str s)
{
    return s.n == 0 || wr_str_starts(s, WR_S("http://")) || wr_str_starts(s, WR_S("https://")) ||
           wr_str_starts(s, WR_S("rtsp://")) || wr_str_starts(s, WR_S("rtsps://"));
}

/** The enterprise's own, of its outlet, with a code nobody else has. `v->enterprise_id` of a known one stays. */
static int check_video(struct wr_tx *tx, struct wr_video_point *v)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_video_point other;
    struct wr_site_row s, of = {0};
    int rc = v->id != 0 ? wr_video_store_get(tx, v->id, &other) : 0;
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该视频点位 video point"));
    if (rc == 0 && v->id != 0)
        v->enterprise_id = other.enterprise_id;
    if (rc == 0)
        rc = wr_offsite_see_in(tx, v->enterprise_id, &s);
    if (rc == 0 && v->outlet_id != 0)
        rc = wr_offsite_see_outlet_in(tx, v->outlet_id, &of);
    if (rc < 0)
        return rc;
    if (v->outlet_id != 0 && of.id != v->enterprise_id)
        wr_fault(ctx, WR_S("outlet_id"), WR_K_offsite_other_outlet, ((struct wr_str){NULL, 0}));
    rc = wr_video_store_by_code(tx, v->code, &other);
    if (rc == 0 && other.id != v->id)
        return wr_fail(ctx, WR_K_video_twice, v->code);
    return rc < 0 && rc != WR_ENOTFOUND ? rc : wr_faults_end(ctx);
}

static int put_video_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_video_point v = *(const struct wr_video_point *)w->in;
    v.created_ms = wr_ctx_now(ctx);
    int rc = check_video(tx, &v);
    if (rc == 0)
        rc = v.id != 0 ? wr_video_store_update(tx, &v) : wr_video_store_insert(tx, &v, &v.id);
    w->id = v.id;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_VIDEO_ENTITY, v.id, v.enterprise_id, "video.put",
                                    wr_audit_payload1(ctx, "code", v.code));
}

int wr_video_svc_put(struct wr_ctx *ctx, const struct wr_video_point *in, int64_t *ret_id)
{
    struct work w = {.in = in};
    if (!is_url(in->stream_url))
        wr_fault(ctx, WR_S("stream_url"), WR_K_video_url, in->stream_url);
    if (!is_url(in->snapshot_url))
        wr_fault(ctx, WR_S("snapshot_url"), WR_K_video_url, in->snapshot_url);
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "video.put", put_video_tx, &w);
    *ret_id = w.id;
    return rc;
}

static int events_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_video_point v;
    struct wr_site_row s;
    int rc = wr_video_store_get(tx, w->id, &v);
    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该视频点位 video point"));
    if (rc == 0)
        rc = wr_offsite_see_in(tx, v.enterprise_id, &s);
    return rc < 0 ? rc : wr_video_store_events(tx, w->id, w->cursor, w->limit, w->list);
}

int wr_video_svc_events(struct wr_ctx *ctx, int64_t id, int64_t cursor, int64_t limit,
                        struct wr_list *ret)
{
    struct work w = {.id = id, .cursor = cursor, .limit = limit, .list = ret};
    *ret = (struct wr_list){0};
    return wr_tx_run(ctx, WR_TX_READ, "video.events", events_tx, &w);
}

/** The key's row. @return 0, WR_EUNAUTH */
static int find_key(struct wr_tx *tx, struct work *w)
{
    int rc = wr_push_store_find(tx, w->sha256, &w->key);
    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_push_key) : rc;
}

static int video_push_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_video_push *in = w->in;
    struct wr_video_point v;
    int rc = find_key(tx, w);
    if (rc == 0)
        rc = wr_video_store_by_code(tx, in->code, &v);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && w->key.enterprise_id != 0 && w->key.enterprise_id != v.enterprise_id))
        return wr_fail(ctx, WR_K_not_found, WR_S("该视频点位 video point"));
    if (rc < 0)
        return rc;
    w->event = (struct wr_video_event){.point_id = v.id,
                                       .uid = in->uid,
                                       .at_ms = in->at_ms,
                                       .received_ms = wr_ctx_now(ctx),
                                       .kind = in->kind,
                                       .text = in->text,
                                       .snapshot_url = in->snapshot_url};
    return wr_video_store_add_event(tx, &w->event, &w->fresh);
}

int wr_video_svc_push(struct wr_ctx *ctx, struct wr_str key, const struct wr_video_push *in)
{
    struct work w = {.in = in, .sha256 = hash_of(ctx, key)};
    int64_t now = wr_ctx_now(ctx);
    if (in->at_ms > now + AHEAD_MS || in->at_ms < now - OLD_MS)
        wr_fault(ctx, WR_S("at_ms"), WR_K_push_time, ((struct wr_str){NULL, 0}));
    if (!is_url(in->snapshot_url))
        wr_fault(ctx, WR_S("snapshot_url"), WR_K_video_url, in->snapshot_url);
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "video.push", video_push_tx, &w);
    if (rc == 0 && w.fresh)
        wr_events_publish(
            ctx, WR_TOPIC_EVENTS, "video",
            wr_arena_printf(ctx->arena, "{\"point_id\":%" PRId64 "}", w.event.point_id));
    return rc;
}

/* ---- keys -------------------------------------------------------------------------------------------------- */

static int keys_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_push_store_keys(tx, w->list);
}

int wr_push_svc_keys(struct wr_ctx *ctx, struct wr_list *ret)
{
    struct work w = {.list = ret};
    *ret = (struct wr_list){0};
    return wr_tx_run(ctx, WR_TX_READ, "push.keys", keys_tx, &w);
}

static int make_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_site_row s;
    int rc = w->key.enterprise_id != 0 ? wr_offsite_see_in(tx, w->key.enterprise_id, &s) : 0;
    if (rc == 0)
        rc = wr_push_store_insert(tx, &w->key, w->sha256, &w->id);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_PUSH_KEY_ENTITY, w->id, w->key.enterprise_id,
                                    "push.make", wr_audit_payload1(ctx, "name", w->key.name));
}

int wr_push_svc_make(struct wr_ctx *ctx, const struct wr_push_key *in, struct wr_push_key *ret)
{
    uint8_t raw[KEY_BYTES];
    wr_random(raw, sizeof(raw));
    struct wr_str key = wr_hex(ctx->arena, raw, sizeof(raw));
    struct work w = {.key = *in, .sha256 = hash_of(ctx, key)};
    w.key.created_ms = wr_ctx_now(ctx);
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "push.make", make_tx, &w);
    *ret = (struct wr_push_key){.id = w.id, .key = key};
    return rc;
}

static int stop_tx(struct wr_tx *tx, void *arg)
{
    const struct work *w = arg;
    int rc = wr_push_store_stop(tx, w->id);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_PUSH_KEY_ENTITY, w->id, 0, "push.stop",
                                    (struct wr_str){NULL, 0});
}

int wr_push_svc_stop(struct wr_ctx *ctx, int64_t id)
{
    struct work w = {.id = id};
    return wr_tx_run(ctx, WR_TX_WRITE, "push.stop", stop_tx, &w);
}

/* ---- rows -------------------------------------------------------------------------------------------------- */

static const char *const pushable[] = {"rtd",   "min",   "avg",   "max", "cou", "zsrtd",
                                       "zsmin", "zsavg", "zsmax", "rs",  "rt",  "info"};

static int64_t field_of(struct wr_str name)
{
    for (size_t i = 0; i < WR_ARRAY_LEN(pushable); i++)
        if (wr_str_eq(name, wr_str(pushable[i])))
            return wr_enum_value(wr_tele_fields, name);
    return -1;
}

static void take_values(struct wr_ctx *ctx, const struct wr_push_row *r, struct wr_str path,
                        struct wr_tele_value *out)
{
    const struct wr_push_value *v = r->values.p;
    for (size_t i = 0; i < r->values.n; i++) {
        int64_t field = field_of(v[i].field);
        struct wr_str at = wr_arena_printf(ctx->arena, WR_FMT ".values[%zu]", WR_ARG(path), i);
        if (field < 0)
            wr_fault(ctx, at, WR_K_push_field, v[i].field);
        else if (isnan(wr_tele_number(v[i].value)) && field != WR_TELE_INFO_VALUE)
            wr_fault(ctx, at, WR_K_offsite_decimal, v[i].value);
        out[i] = (struct wr_tele_value){.factor = v[i].factor,
                                        .field = (enum wr_tele_field)(field < 0 ? 0 : field),
                                        .text = v[i].value,
                                        .flag = v[i].flag.p != NULL ? v[i].flag : WR_S("")};
    }
}

/** Times, codes and values as HJ 212 wants them; faults by row. */
static int take_rows(struct wr_ctx *ctx, const struct wr_push *in, struct work *w)
{
    const struct wr_push_row *r = in->rows.p;
    int64_t now = wr_ctx_now(ctx);
    size_t values = 0;
    w->rows = wr_arena_array(ctx->arena, in->rows.n + 1, sizeof(*w->rows));
    for (size_t i = 0; w->rows != NULL && i < in->rows.n; i++) {
        struct wr_str path = wr_arena_printf(ctx->arena, "rows[%zu]", i);
        struct wr_tele_value *v = wr_arena_array(ctx->arena, r[i].values.n + 1, sizeof(*v));
        values += r[i].values.n;
        if (v == NULL || values > VALUES_MAX)
            return wr_fail(ctx, WR_K_memory);
        if (r[i].t_ms > now + AHEAD_MS || r[i].t_ms < now - OLD_MS)
            wr_fault(ctx, wr_arena_printf(ctx->arena, WR_FMT ".t_ms", WR_ARG(path)), WR_K_push_time,
                     wr_arena_printf(ctx->arena, "%" PRId64, r[i].t_ms));
        take_values(ctx, &r[i], path, v);
        w->rows[i] = (struct wr_tele_row){.cn = (int)r[i].cn,
                                          .t_ms = r[i].t_ms,
                                          .received_ms = now,
                                          .backfill = r[i].backfill,
                                          .values = v,
                                          .n = r[i].values.n};
    }
    w->rows_n = in->rows.n;
    return w->rows == NULL ? wr_fail(ctx, WR_K_memory) : wr_faults_end(ctx);
}

/** The points by code, within what the key is for. */
static int find_points_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_push *in = w->in;
    const struct wr_push_row *r = in->rows.p;
    int rc = find_key(tx, w);
    for (size_t i = 0; rc == 0 && i < in->rows.n; i++) {
        int64_t id = 0;
        rc = w->key.enterprise_id != 0
                 ? wr_offsite_store_find_outlet_of(tx, w->key.enterprise_id, r[i].outlet, &id)
                 : wr_offsite_store_find_outlet(tx, wr_offsite_text(r[i].credit_code).s,
                                                r[i].outlet, &id);
        if (rc == WR_ENOTFOUND) {
            rc = 0;
            wr_fault(ctx, wr_arena_printf(ctx->arena, "rows[%zu].outlet", i),
                     WR_K_offsite_other_outlet, r[i].outlet);
        }
        w->rows[i].outlet_id = id;
    }
    return rc < 0 ? rc : wr_faults_end(ctx);
}

int wr_push_svc_rows(struct wr_ctx *ctx, struct wr_str key, const struct wr_push *in,
                     struct wr_push_result *ret)
{
    struct work w = {.in = in, .sha256 = hash_of(ctx, key)};
    *ret = (struct wr_push_result){0};
    if (ctx->telemetry == NULL)
        return wr_fail(ctx, WR_K_tele_none);
    int rc = take_rows(ctx, in, &w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "push.rows", find_points_tx, &w);
    if (rc == 0)
        rc = wr_tele_append(ctx, ctx->telemetry, w.rows, w.rows_n);
    if (rc < 0)
        return rc;
    ret->rows_n = (int64_t)w.rows_n;
    for (size_t i = 0; i < w.rows_n; i++) {
        ret->new_n += w.rows[i].outcome == WR_TELE_NEW;
        ret->same_n += w.rows[i].outcome == WR_TELE_SAME;
        ret->versioned_n += w.rows[i].outcome == WR_TELE_VERSIONED;
    }
    return wr_offsite_on_rows(ctx, w.rows, w.rows_n);
}
