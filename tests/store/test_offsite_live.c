/* Off-site rules over time on both engines: what changes elsewhere, what comes late, days and months that are over. */
#include "offsite_world.h"

#include "app/embedded.h"
#include "modules/device/device_use.h"

/* ---- changes made elsewhere ------------------------------------------------------------------------ */

static int add_limit_tx(struct wr_tx *tx, void *arg)
{
    const struct site *t = arg;
    int64_t id = 0;
    const struct wr_limit l = {.outlet_id = t->outlet,
                               .factor = WR_S("a34013"),
                               .grain = WR_OG_HOUR,
                               .hi = WR_S("10"),
                               .from_day = WR_S("2020-01-01"),
                               .source = WR_S("另一进程")};
    return wr_limit_add_in(tx, &l, &id);
}

static void limits_brought_in_elsewhere_are_taken_up(struct store *s)
{
    struct site t = site_make(s);
    int64_t now = wr_ctx_now(t.ctx) / HOUR_MS * HOUR_MS;
    site_hour(&t, "a34013", now - 3 * HOUR_MS, "12");
    site_look(&t);
    assert_int_equal(site_clue(&t, "E1", "a34013").id, 0);
    site_as_system(&t);
    store_ok(t.ctx, wr_tx_run(t.ctx, WR_TX_WRITE, "t.limit", add_limit_tx, &t));
    site_hour(&t, "a34013", now - 2 * HOUR_MS, "13");
    site_look(&t);
    struct wr_clue c = site_clue(&t, "E1", "a34013");
    assert_true(wr_str_eq(c.bound, WR_S("10")));
    assert_int_equal(c.times, 2); /* the hour before as well */
    site_end(&t);
}

/** A logger that sends what it kept for hours: each late row ends one gap and shows the next, and that is told once an hour. */
static void late_rows_do_not_tell_a_gap_each(struct store *s)
{
    struct site t = site_make(s);
    int64_t now = wr_ctx_now(t.ctx) / HOUR_MS * HOUR_MS;
    site_as_system(&t);
    site_look(&t);
    for (int i = 0; i < 300; i++) {
        const struct wr_tele_value v[] = {{.factor = WR_S(SO2),
                                           .field = WR_TELE_RTD,
                                           .text = wr_arena_printf(t.ctx->arena, "2%d.5", i % 7),
                                           .flag = WR_S("N")}};
        struct wr_tele_row r = {.outlet_id = t.outlet,
                                .cn = WR_TELE_REAL,
                                .t_ms = now - 20 * HOUR_MS + i * 60000,
                                .received_ms = now + i * 20,
                                .values = v,
                                .n = 1};
        store_ok(t.ctx, wr_tele_append(t.ctx, t.ctx->telemetry, &r, 1));
        store_ok(t.ctx, wr_offsite_on_rows(t.ctx, &r, 1));
    }
    site_look(&t);
    struct wr_clue c = site_clue(&t, "G1", "");
    assert_true(c.id != 0);
    assert_in_range(c.version, 1, 20);
    site_end(&t);
}

static struct wr_offsite_coverage coverage(struct site *t, const char *month)
{
    struct wr_offsite_coverage c;
    const struct wr_offsite_coverage_query q = {.month = wr_str(month)};
    store_ok(t->ctx, wr_offsite_svc_coverage(t->ctx, &q, &c));
    return c;
}

/** Half of May's hours are there, then all: what was kept in between stays. */
static void last_months_certificate_does_not_change(struct store *s)
{
    struct site t = site_make(s);
    int64_t may = world_day_ms("2026-05-01"), june = world_day_ms("2026-06-01");
    site_as_system(&t);
    for (int64_t at = may; at < june; at += 2 * HOUR_MS)
        site_hour(&t, SO2, at, "20");
    store_ok(t.ctx,
             wr_offsite_svc_keep_coverage(t.ctx)); /* the days for marks run until the 10th */
    assert_int_equal(coverage(&t, "2026-05").kept_ms, 0);
    world_next_day(&t.w, 1);
    for (int again = 0; again < 2; again++)
        store_ok(t.ctx, wr_offsite_svc_keep_coverage(t.ctx));
    struct wr_offsite_coverage kept = coverage(&t, "2026-05");
    const struct wr_offsite_coverage_row *r = kept.items.p;
    assert_int_equal(kept.kept_ms, wr_ctx_now(t.ctx));
    assert_int_equal(kept.enterprises_n, 1);
    assert_int_equal(r->availability_bp, 5000);
    assert_int_equal(r->enterprise_id, t.w.enterprise[0]);
    assert_int_equal(r->gaps.n, 2); /* reviews, availability */
    assert_true(wr_str_eq(r->enterprise_name, WR_S("试验第1厂")));
    int64_t made = kept.kept_ms;
    for (int64_t at = may + HOUR_MS; at < june; at += 2 * HOUR_MS)
        site_hour(&t, SO2, at, "20");
    world_next_day(&t.w, 20);
    store_ok(t.ctx, wr_offsite_svc_keep_coverage(t.ctx));
    kept = coverage(&t, "2026-05");
    r = kept.items.p;
    assert_int_equal(r->availability_bp, 5000);
    assert_int_equal(kept.kept_ms, made);
    assert_true(wr_str_eq(kept.pack, WR_S("offsite/default-2022")));
    assert_int_equal(coverage(&t, "2026-06").kept_ms, 0);
    /* an enterprise sees its own entry, another none of it */
    site_as_enterprise(&t);
    assert_int_equal(coverage(&t, "2026-05").items.n, 1);
    world_as(t.ctx, WR_ROLE_ENTERPRISE, t.w.enterprise[1]);
    assert_int_equal(coverage(&t, "2026-05").items.n, 0);
    world_as(t.ctx, WR_ROLE_DISTRICT_ADMIN, 0);
    t.ctx->actor.district_id = t.w.district[1];
    assert_int_equal(coverage(&t, "2026-05").items.n, 0);
    site_end(&t);
}

/** What the listener counted on a day: told by the clock of the store. */
static void packets_of_day(struct site *t, const char *day, int64_t packets, int64_t defective)
{
    struct wr_logger_count c[] = {{.name = WR_S(WR_COUNT_PACKETS), .n = packets},
                                  {.name = WR_S(WR_COUNT_DEFECTIVE), .n = defective}};
    site_as_system(t);
    const struct wr_logger_heard h = {.logger_id = t->logger,
                                      .last_ms = world_day_ms(day) + HOUR_MS,
                                      .frames = packets,
                                      .counts = {c, WR_ARRAY_LEN(c)}};
    store_ok(t->ctx, wr_logger_svc_heard(t->ctx, &h, 1));
}

/** W2: the share of a day is known when the day is over, live and after a restart. */
static void defective_packets_become_a_clue_when_their_day_is_over(struct store *s)
{
    struct site t = site_make(s);
    site_look(&t);
    packets_of_day(&t, "2026-06-09", 1000, 10); /* 1 %: not above the share */
    packets_of_day(&t, "2026-06-10", 1000, 11);
    site_look(&t);
    assert_int_equal(site_clue(&t, "W2", "").id, 0);
    world_next_day(&t.w, 1); /* noon of the 11th */
    site_look(&t);
    struct wr_clue c = site_clue(&t, "W2", "");
    assert_true(c.id != 0);
    assert_true(wr_str_eq(c.value, WR_S("110")));
    assert_true(wr_str_eq(c.bound, WR_S("100")));
    assert_int_equal(c.raised_ms, world_day_ms("2026-06-11"));
    assert_int_equal(c.from_ms, world_day_ms("2026-06-10"));
    int64_t version = c.version;
    wr_offsite_live_end(); /* the program begins anew: the same clue, not another one */
    site_look(&t);
    assert_int_equal(site_clue(&t, "W2", "").version, version);
    struct wr_replay r;
    world_as(t.ctx, WR_ROLE_SUPERVISION, 0);
    store_ok(t.ctx, wr_offsite_svc_replay(t.ctx,
                                          &(struct wr_replay_query){.from = WR_S("2026-06-09"),
                                                                    .to = WR_S("2026-06-11"),
                                                                    .rule = WR_S("W2")},
                                          &r));
    assert_int_equal(r.items.n, 1);
    site_end(&t);
}

int main(void)
{
    struct store_test tests[] = {
        STORE_TEST(limits_brought_in_elsewhere_are_taken_up),
        STORE_TEST(late_rows_do_not_tell_a_gap_each),
        STORE_TEST(last_months_certificate_does_not_change),
        STORE_TEST(defective_packets_become_a_clue_when_their_day_is_over),
    };
    return world_run("offsite_live", tests, WR_ARRAY_LEN(tests));
}
