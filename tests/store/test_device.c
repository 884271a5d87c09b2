/* The room of data loggers below the sockets: anchors of raw frames, requests for gaps, retention, the log, on both engines. */
#include "visit_world.h"

#include "app/embedded.h"
#include "base/crypto.h"
#include "base/text.h"
#include "modules/device/device_use.h"
#include "modules/enterprise/enterprise_use.h"
#include "telemetry/raw.h"

#include <stdio.h>

#define HOUR_MS INT64_C(3600000)
#define DAY_MS_ INT64_C(86400000)

static const struct wr_audit_entity *const *const ENTITIES[] = {wr_device_entities, NULL};

struct site {
    struct world w;
    struct wr_ctx *ctx;
    int64_t outlet, logger;
    char raw[120];
};

static struct site make_site(struct store *s)
{
    struct site t = {.w = world_make(s), .ctx = &s->ctx};
    char url[200];
    struct wr_outlet o = {.enterprise_id = t.w.enterprise[0],
                          .code = WR_S("DW001"),
                          .kind = WR_OUTLET_WATER,
                          .name = WR_S("总排口"),
                          .pollutants = WR_S(""),
                          .standard_name = WR_S(""),
                          .reason = WR_S("试验")};
    struct wr_logger l = WR_LOGGER_NEW;

    s->ctx.actor = (struct wr_actor){.system = true};
    (void)snprintf(t.raw, sizeof(t.raw), "%s/raw", s->dir);
    (void)snprintf(url, sizeof(url), "sqlite-dir:%s/telemetry", s->dir);
    const struct wr_tele_options opt = {.create = true, .sync = true, .raw_dir = t.raw};
    store_ok(&s->ctx, wr_tele_open(&s->ctx, url, &opt, &s->ctx.telemetry));
    store_ok(&s->ctx, wr_outlet_svc_add(&s->ctx, &o, &t.outlet));
    l.mn = WR_S("010000A8900016F000169DC0");
    l.password = WR_S("123456");
    l.outlet_id = t.outlet;
    store_ok(&s->ctx, wr_logger_svc_add(&s->ctx, &l, &t.logger));
    return t;
}

static void end_site(struct site *t)
{
    wr_tele_close(t->ctx->telemetry);
    t->ctx->telemetry = NULL;
}

static int64_t this_hour(const struct site *t)
{
    return wr_ctx_now(t->ctx) / HOUR_MS * HOUR_MS;
}

/** n frames of the hour, the logger's and a stranger's in turn. */
static void write_raw(struct site *t, int64_t hour_ms, int n)
{
    struct wr_raw *r = NULL;
    struct wr_raw_pos pos;
    struct wr_buf b;

    wr_buf_init(&b, 1 << 20);
    store_ok(t->ctx, wr_raw_open(t->ctx, t->raw, &r));
    for (int i = 0; i < n; i++) {
        char text[40];
        int len = snprintf(text, sizeof(text), "##0005frame%d", i);
        wr_raw_put(&b, &(struct wr_raw_rec){.received_ms = hour_ms + i,
                                            .logger_id = i % 2 == 0 ? t->logger : 0,
                                            .frame = {text, (size_t)len}});
    }
    store_ok(t->ctx, wr_raw_write(t->ctx, r, hour_ms / HOUR_MS, wr_buf_view(&b), &pos));
    store_ok(t->ctx, wr_raw_set_applied(t->ctx, t->raw, pos));
    wr_raw_close(r);
    wr_buf_done(&b);
}

/** What docs/ingest.md says the hash is. */
static struct wr_str expected_hash(struct site *t, int64_t hour_ms, int n)
{
    struct wr_sha256 h;
    uint8_t hash[WR_SHA256];

    wr_sha256_init(&h);
    for (int i = 0; i < n; i += 2) {
        char text[40];
        uint8_t head[12];
        int len = snprintf(text, sizeof(text), "##0005frame%d", i);
        for (int k = 0; k < 8; k++)
            head[k] = (uint8_t)((uint64_t)(hour_ms + i) >> (56 - 8 * k));
        for (int k = 0; k < 4; k++)
            head[8 + k] = (uint8_t)((unsigned)len >> (24 - 8 * k));
        wr_sha256_add(&h, head, sizeof(head));
        wr_sha256_add(&h, text, (size_t)len);
    }
    wr_sha256_end(&h, hash);
    return wr_hex(t->ctx->arena, hash, sizeof(hash));
}

static const struct wr_stmt TAMPER = {.name = "t_frame_tamper",
                                      .sql = "UPDATE frame_hour SET frames = frames + 1",
                                      .params = "",
                                      .cols = "",
                                      .ephemeral = true};

static int tamper_tx(struct wr_tx *tx, void *arg)
{
    (void)arg;
    return wr_exec(tx, &TAMPER, NULL);
}

static void hours_are_hashed_once_and_anchored(struct store *s)
{
    struct site t = make_site(s);
    int64_t hour = this_hour(&t);
    struct wr_list l = {0};
    struct wr_audit_verdict v;
    const struct wr_frame_query q = {.from_ms = hour - 3 * HOUR_MS, .to_ms = hour + 3 * HOUR_MS};

    write_raw(&t, hour - 2 * HOUR_MS, 10);
    write_raw(&t, hour, 4);
    for (int again = 0; again < 2; again++)
        store_ok(t.ctx, wr_frame_svc_anchor(t.ctx));
    store_ok(t.ctx, wr_logger_svc_hours(t.ctx, t.logger, &q, &l));
    const struct wr_frame_hour *h = l.p;
    assert_int_equal(l.n, 1); /* the present hour is not over */
    assert_int_equal(h[0].hour_ms, hour - 2 * HOUR_MS);
    assert_int_equal(h[0].frames, 5);
    assert_true(wr_str_eq(h[0].sha256, expected_hash(&t, hour - 2 * HOUR_MS, 10)));
    s->clock.now_ms = hour + HOUR_MS + 61000;
    store_ok(t.ctx, wr_frame_svc_anchor(t.ctx));
    store_ok(t.ctx, wr_logger_svc_hours(t.ctx, t.logger, &q, &l));
    assert_int_equal(l.n, 2);
    store_ok(t.ctx, wr_audit_svc_verify(t.ctx, ENTITIES, &v));
    assert_true(v.ok);
    store_ok(t.ctx, wr_tx_run(t.ctx, WR_TX_WRITE, "t.tamper", tamper_tx, NULL));
    store_ok(t.ctx, wr_audit_svc_verify(t.ctx, ENTITIES, &v));
    assert_false(v.ok);
    end_site(&t);
}

static void hear(struct site *t, bool online)
{
    const struct wr_logger_heard h = {.logger_id = t->logger,
                                      .online = online,
                                      .address = WR_S("192.0.2.1"),
                                      .last_ms = wr_ctx_now(t->ctx),
                                      .last_data_ms = wr_ctx_now(t->ctx)};
    store_ok(t->ctx, wr_logger_svc_heard(t->ctx, &h, 1));
}

/** Hours up to the present one, but not those from `skip` to `skip_to`. */
static void fill_hours(struct site *t, int64_t from, int64_t skip, int64_t skip_to)
{
    const struct wr_tele_value v[] = {
        {.factor = WR_S("w01018"), .field = WR_TELE_AVG, .text = WR_S("1"), .flag = WR_S("N")}};
    for (int64_t at = from; at < this_hour(t); at += HOUR_MS) {
        struct wr_tele_row r = {.outlet_id = t->outlet,
                                .cn = WR_TELE_HOUR,
                                .t_ms = at,
                                .received_ms = at + HOUR_MS,
                                .source_id = t->logger,
                                .values = v,
                                .n = 1};
        if (at < skip || at > skip_to)
            store_ok(t->ctx, wr_tele_append(t->ctx, t->ctx->telemetry, &r, 1));
    }
}

static size_t commands(struct site *t, struct wr_logger_command **ret)
{
    const struct wr_command_query q = {.logger_id = t->logger};
    struct wr_list l = {0};
    struct wr_str next = {0};
    store_ok(t->ctx, wr_command_svc_list(t->ctx, &q, &l, &next));
    *ret = l.p;
    return l.n;
}

static void gaps_are_asked_for_once(struct store *s)
{
    struct site t = make_site(s);
    int64_t registered = wr_ctx_now(t.ctx);
    struct wr_logger_command *c = NULL;

    s->clock.now_ms = registered + 30 * HOUR_MS + 20 * 60000;
    int64_t from = (registered + HOUR_MS - 1) / HOUR_MS * HOUR_MS;
    hear(&t, false);
    fill_hours(&t, from, from + 5 * HOUR_MS, from + 7 * HOUR_MS);
    store_ok(t.ctx, wr_gap_svc_scan(t.ctx));
    assert_int_equal(commands(&t, &c), 0); /* not connected: nobody to ask */
    hear(&t, true);
    for (int again = 0; again < 2; again++)
        store_ok(t.ctx, wr_gap_svc_scan(t.ctx));
    assert_int_equal(commands(&t, &c), 1);
    assert_int_equal(c[0].kind, WR_CMD_BACKFILL_HOUR);
    assert_int_equal(c[0].origin, WR_ORIGIN_GAP);
    char want[80];
    char a[WR_STAMP_TEXT];
    wr_stamp_format(from + 5 * HOUR_MS, a);
    (void)snprintf(want, sizeof(want), "BeginTime=%.4s%.2s%.2s%.2s0000", a, a + 5, a + 8, a + 11);
    assert_true(wr_str_starts(c[0].params, wr_str(want)));
    /* it ended without bringing anything: not asked again at once */
    store_ok(t.ctx,
             wr_command_svc_step(t.ctx, &(struct wr_command_step){.id = c[0].id,
                                                                  .state = WR_COMMAND_TIMEOUT,
                                                                  .tries = -1,
                                                                  .qn_rtn = -1,
                                                                  .exe_rtn = -1,
                                                                  .rows_n = -1,
                                                                  .ended_ms = wr_ctx_now(t.ctx)}));
    store_ok(t.ctx, wr_gap_svc_scan(t.ctx));
    assert_int_equal(commands(&t, &c), 1);
    s->clock.now_ms += 7 * HOUR_MS;
    hear(&t, true);
    store_ok(t.ctx, wr_gap_svc_scan(t.ctx));
    assert_int_equal(commands(&t, &c), 2);
    struct wr_audit_verdict v;
    store_ok(t.ctx, wr_audit_svc_verify(t.ctx, ENTITIES, &v));
    assert_true(v.ok);
    end_site(&t);
}

static void what_is_old_goes(struct store *s)
{
    struct site t = make_site(s);
    struct wr_tele_report rep;
    const struct wr_tele_value v[] = {
        {.factor = WR_S("w01018"), .field = WR_TELE_RTD, .text = WR_S("1")}};
    const int codes[] = {WR_TELE_REAL, WR_TELE_HOUR};
    int64_t first = this_hour(&t);

    write_raw(&t, first, 4);
    for (size_t i = 0; i < WR_ARRAY_LEN(codes); i++) {
        struct wr_tele_row r = {.outlet_id = t.outlet,
                                .cn = codes[i],
                                .t_ms = first,
                                .received_ms = first,
                                .values = v,
                                .n = 1};
        store_ok(t.ctx, wr_tele_append(t.ctx, t.ctx->telemetry, &r, 1));
    }
    store_ok(t.ctx, wr_device_svc_retain(t.ctx));
    store_ok(t.ctx, wr_tele_check(t.ctx, t.ctx->telemetry, &rep));
    assert_int_equal(rep.months, 2);
    s->clock.now_ms = first + 70 * DAY_MS_;
    store_ok(t.ctx, wr_device_svc_retain(t.ctx));
    store_ok(t.ctx, wr_device_svc_check(t.ctx));
    store_ok(t.ctx, wr_tele_check(t.ctx, t.ctx->telemetry, &rep));
    assert_int_equal(rep.months, 1); /* the statistics stay */
    end_site(&t);
}

/* Of the months, and of what is new. */
struct checked {
    int64_t rows_n, done, under_way, bad, fresh;
};
static const struct wr_stmt CHECKED = {
    .name = "t_checked",
    .sql =
        "SELECT CAST(COALESCE(SUM(CASE WHEN name = 'new' THEN 0 ELSE rows_n END), 0) AS BIGINT) AS "
        "rows_n,"
        " COALESCE(MIN(CASE WHEN name = 'new' THEN NULL ELSE done_ms END), 0) AS done,"
        " COALESCE(SUM(CASE WHEN name <> 'new' AND begun_ms <> 0 THEN 1 ELSE 0 END), 0) AS "
        "under_way,"
        " CAST(COALESCE(SUM(bad_n), 0) AS BIGINT) AS bad,"
        " CAST(COALESCE(SUM(CASE WHEN name = 'new' THEN rows_n ELSE 0 END), 0) AS BIGINT) AS fresh"
        " FROM series_check",
    .params = "",
    .cols = "iiiii"};
#define C struct checked
static const struct wr_field checked_cols[] = {
    WR_I64(C, rows_n, 0, WR_ID_MAX, "", ""),    WR_I64(C, done, 0, WR_ID_MAX, "", ""),
    WR_I64(C, under_way, 0, WR_ID_MAX, "", ""), WR_I64(C, bad, 0, WR_ID_MAX, "", ""),
    WR_I64(C, fresh, 0, WR_ID_MAX, "", ""),     {0},
};
#undef C

static int checked_tx(struct wr_tx *tx, void *arg)
{
    return wr_query_one(tx, &CHECKED, checked_cols, arg);
}

static struct checked checked(struct site *t)
{
    struct checked c = {0};
    store_ok(t->ctx, wr_tx_run(t->ctx, WR_TX_READ, "t.checked", checked_tx, &c));
    return c;
}

/** A row of its own outlet, so that it is easy to find. */
static void put_hour(struct site *t, int64_t at)
{
    const struct wr_tele_value v[] = {
        {.factor = WR_S("w01018"), .field = WR_TELE_AVG, .text = WR_S("1"), .flag = WR_S("N")}};
    struct wr_tele_row r = {.outlet_id = t->outlet,
                            .cn = WR_TELE_HOUR,
                            .t_ms = at,
                            .received_ms = at + HOUR_MS,
                            .source_id = t->logger,
                            .values = v,
                            .n = 1};
    store_ok(t->ctx, wr_tele_append(t->ctx, t->ctx->telemetry, &r, 1));
}

static void integrity_is_checked_a_part_at_a_time(struct store *s)
{
    struct site t = make_site(s);
    int64_t now = this_hour(&t);
    int64_t rows = 0;

    for (int i = 1; i <= 250; i++)
        put_hour(&t, now - i * HOUR_MS);
    wr_device_set_check(100);
    /* each run reads no more than it may, and all are read once */
    for (int run = 0; run < 6; run++) {
        store_ok(t.ctx, wr_device_svc_check(t.ctx));
        int64_t so_far = checked(&t).rows_n;
        assert_true(so_far - rows <= 100);
        rows = so_far;
        s->clock.now_ms += 60000;
    }
    assert_int_equal(rows, 250);
    assert_int_equal(checked(&t).under_way, 0);
    /* what comes is read soon, and the months are left alone */
    s->clock.now_ms += HOUR_MS;
    put_hour(&t, now);
    int64_t done = checked(&t).done;
    store_ok(t.ctx, wr_device_svc_check(t.ctx));
    assert_in_range(checked(&t).fresh, 1, 10);
    assert_int_equal(checked(&t).done, done);
    /* after a month they are read again */
    s->clock.now_ms += 31 * DAY_MS_;
    for (int run = 0; run < 6; run++)
        store_ok(t.ctx, wr_device_svc_check(t.ctx));
    assert_true(checked(&t).done > done);
    assert_int_equal(checked(&t).rows_n, 251);
    assert_int_equal(checked(&t).bad, 0);
    wr_device_set_check(0);
    end_site(&t);
}

int main(void)
{
    struct store_test tests[] = {
        STORE_TEST(hours_are_hashed_once_and_anchored),
        STORE_TEST(gaps_are_asked_for_once),
        STORE_TEST(what_is_old_goes),
        STORE_TEST(integrity_is_checked_a_part_at_a_time),
    };
    return world_run("device", tests, WR_ARRAY_LEN(tests));
}
