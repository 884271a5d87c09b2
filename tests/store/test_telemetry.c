/* Time series: the same tests on SQLite files, PostgreSQL, and ClickHouse where WURAO_TEST_CH names a server. */
#include "base/calendar.h"
#include "store.h"
#include "telemetry/raw.h"
#include "telemetry/telemetry.h"

#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define HOUR_MS INT64_C(3600000)

static int64_t at(int year, int month, int day, int hour)
{
    struct wr_date d = {.year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day};
    return wr_date_to_ms(d) + hour * HOUR_MS;
}

static bool clickhouse; /* the second round of main() */

/** The store under test, fresh. */
static struct wr_tele *open_store(struct store *s, bool sync)
{
    char url[600];
    struct wr_tele *t = NULL;
    const struct wr_tele_options o = {.create = true, .sync = sync};

    if (clickhouse)
        (void)snprintf(url, sizeof(url), "%s", getenv("WURAO_TEST_CH"));
    else if (s->engine == WR_DB_PG)
        (void)snprintf(url, sizeof(url), "%s", s->url);
    else
        (void)snprintf(url, sizeof(url), "sqlite-dir:%s/telemetry", s->dir);
    store_ok(&s->ctx, wr_tele_open(&s->ctx, url, &o, &t));
    /* PostgreSQL: all tests share the schema `telemetry`; each begins with none of it */
    int64_t n = 0;
    store_ok(&s->ctx, wr_tele_drop_before(&s->ctx, t, WR_TELE_CLASS_REAL, at(2199, 1, 1, 0), &n));
    store_ok(&s->ctx, wr_tele_drop_before(&s->ctx, t, WR_TELE_CLASS_LONG, at(2199, 1, 1, 0), &n));
    return t;
}

#define V(f, fl, tx, mk)                                                                           \
    {                                                                                              \
        .factor = WR_S(f), .field = (fl), .text = WR_S(tx), .flag = WR_S(mk)                       \
    }

static struct wr_tele_row row(int64_t outlet, int cn, int64_t t_ms, const struct wr_tele_value *v,
                              size_t n)
{
    return (struct wr_tele_row){.outlet_id = outlet,
                                .cn = cn,
                                .t_ms = t_ms,
                                .received_ms = t_ms + HOUR_MS + 5000,
                                .source_id = 7,
                                .values = v,
                                .n = n};
}

static size_t read_all(struct store *s, struct wr_tele *t, const struct wr_tele_query *q,
                       struct wr_tele_sample **ret)
{
    struct wr_list l = {0};
    store_ok(&s->ctx, wr_tele_read(&s->ctx, t, q, &l));
    *ret = l.p;
    return l.n;
}

static void keeps_values_marks_and_nan(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    const struct wr_tele_value v[] = {
        V("w01018", WR_TELE_AVG, "36.910", "N"),
        V("w01018", WR_TELE_MAX, "-0", "N"),
        V("p99101", WR_TELE_RTD, "St", ""),
        {.factor = WR_S("w00000"), .field = WR_TELE_CALC_AVG, .value = NAN},
        {.factor = WR_S("w00000"),
         .field = WR_TELE_CALC_COU,
         .value = 0.1 + 0.2,
         .flag = WR_S("D")}};
    struct wr_tele_row r = row(1, WR_TELE_HOUR, at(2026, 5, 1, 8), v, WR_ARRAY_LEN(v));
    const struct wr_tele_query q = {.outlet_id = 1,
                                    .cn = WR_TELE_HOUR,
                                    .field = -1,
                                    .from_ms = at(2026, 5, 1, 0),
                                    .to_ms = at(2026, 5, 2, 0),
                                    .max = 100};
    struct wr_tele_sample *got = NULL;

    r.backfill = true;
    store_ok(&s->ctx, wr_tele_append(&s->ctx, t, &r, 1));
    assert_int_equal(r.outcome, WR_TELE_NEW);
    assert_int_equal(read_all(s, t, &q, &got), 5);
    assert_true(wr_str_eq(got[0].text, WR_S("36.910")));
    assert_true(got[0].value == 36.91);
    assert_string_equal(got[0].factor, "w01018");
    assert_string_equal(got[0].flag, "N");
    assert_int_equal(got[0].version, 1);
    assert_int_equal(got[0].source_id, 7);
    assert_true(got[0].backfill);
    assert_int_equal(got[0].received_ms, at(2026, 5, 1, 9) + 5000);
    assert_true(got[1].value == 0 && signbit(got[1].value));
    assert_true(isnan(got[2].value) && wr_str_eq(got[2].text, WR_S("St")));
    assert_string_equal(got[2].flag, "");
    assert_true(isnan(got[3].value));
    assert_true(got[4].value == 0.1 + 0.2);
    assert_string_equal(got[4].flag, "D");
    wr_tele_close(t);
}

static void repeated_history_changes_nothing(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    const struct wr_tele_value a[] = {V("w01018", WR_TELE_AVG, "36.9", "N"),
                                      V("w21003", WR_TELE_AVG, "1.8", "N")};
    const struct wr_tele_value b[] = {V("w01018", WR_TELE_AVG, "12.0", "N"),
                                      V("w21003", WR_TELE_AVG, "1.8", "N")};
    const struct wr_tele_value c[] = {V("w00000", WR_TELE_COU, "63", "N")};
    int64_t t_ms = at(2026, 5, 31, 23);
    struct wr_tele_row rows[] = {row(2, WR_TELE_HOUR, t_ms, a, 2), row(2, WR_TELE_HOUR, t_ms, a, 2),
                                 row(2, WR_TELE_HOUR, t_ms, b, 2), row(2, WR_TELE_HOUR, t_ms, a, 2),
                                 row(2, WR_TELE_HOUR, t_ms, c, 1)};
    struct wr_tele_query q = {.outlet_id = 2,
                              .cn = WR_TELE_HOUR,
                              .field = -1,
                              .from_ms = t_ms,
                              .to_ms = t_ms + 1,
                              .max = 100};
    struct wr_tele_sample *got = NULL;

    for (int again = 0; again < 2; again++) {
        store_ok(&s->ctx, wr_tele_append(&s->ctx, t, rows, WR_ARRAY_LEN(rows)));
        assert_int_equal(rows[0].outcome, again ? WR_TELE_SAME : WR_TELE_NEW);
        assert_int_equal(rows[1].outcome, WR_TELE_SAME);
        assert_int_equal(rows[2].outcome, again ? WR_TELE_SAME : WR_TELE_VERSIONED);
        assert_int_equal(rows[2].version, again ? 0 : 2);
        assert_int_equal(rows[3].outcome, WR_TELE_SAME);
        assert_int_equal(rows[4].outcome, again ? WR_TELE_SAME : WR_TELE_NEW);
    }
    assert_int_equal(read_all(s, t, &q, &got), 3);
    assert_string_equal(got[0].factor, "w21003");
    assert_int_equal(got[0].version, 1);
    assert_string_equal(got[1].factor, "w01018");
    assert_true(got[1].value == 12.0 && got[1].version == 2);
    assert_string_equal(got[2].factor, "w00000");
    q.versions = WR_TELE_ALL_VERSIONS;
    q.factor = WR_S("w01018");
    assert_int_equal(read_all(s, t, &q, &got), 2);
    assert_true(got[0].value == 36.9 && got[0].version == 1);
    assert_true(got[1].value == 12.0 && got[1].version == 2);
    wr_tele_close(t);
}

static void computed_values_stand_beside(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    const struct wr_tele_value told[] = {V("w01018", WR_TELE_AVG, "36.9", "N")};
    const struct wr_tele_value calc[] = {
        {.factor = WR_S("w01018"), .field = WR_TELE_CALC_AVG, .value = 37.25}};
    struct wr_tele_row rows[] = {row(3, WR_TELE_HOUR, at(2026, 1, 1, 0), told, 1),
                                 row(3, WR_TELE_HOUR, at(2026, 1, 1, 0), calc, 1)};
    const struct wr_tele_query q = {.outlet_id = 3,
                                    .cn = WR_TELE_HOUR,
                                    .field = -1,
                                    .from_ms = 0,
                                    .to_ms = at(2026, 2, 1, 0),
                                    .max = 10};
    struct wr_tele_sample *got = NULL;

    store_ok(&s->ctx, wr_tele_append(&s->ctx, t, rows, 2));
    assert_int_equal(rows[1].outcome, WR_TELE_NEW);
    assert_int_equal(read_all(s, t, &q, &got), 2);
    assert_int_equal(got[0].version, 1);
    assert_int_equal(got[1].field, WR_TELE_CALC_AVG);
    assert_int_equal(got[1].version, 1);
    wr_tele_close(t);
}

/** 100 days of hours over a turn of the year, one hour of each day missing, some late. */
static void fill_hours(struct store *s, struct wr_tele *t, int64_t outlet)
{
    struct wr_tele_row rows[2400];
    struct wr_tele_value v[2400];
    char text[2400][16];
    size_t n = 0;

    for (int h = 0; h < 2400; h++) {
        if (h % 24 == 13)
            continue;
        int len = snprintf(text[n], sizeof(text[n]), "%d.5", h);
        v[n] = (struct wr_tele_value){.factor = WR_S("a21026"),
                                      .field = WR_TELE_AVG,
                                      .text = {text[n], (size_t)len},
                                      .flag = h % 24 == 5 ? WR_S("M") : WR_S("N")};
        rows[n] = row(outlet, WR_TELE_HOUR, at(2025, 12, 1, 0) + h * HOUR_MS, &v[n], 1);
        if (h % 24 == 20)
            rows[n].received_ms += 5 * HOUR_MS;
        n++;
    }
    /* not in order */
    for (size_t i = 0; i < n; i += 7) {
        struct wr_tele_row x = rows[i];
        rows[i] = rows[n - 1 - i];
        rows[n - 1 - i] = x;
    }
    store_ok(&s->ctx, wr_tele_append(&s->ctx, t, rows, n));
}

static void reads_ranges_days_and_gaps(struct store *s)
{
    struct wr_tele *t = open_store(s, false);
    struct wr_tele_sample *got = NULL;
    struct wr_list l = {0};
    struct wr_tele_query q = {.outlet_id = 5,
                              .cn = WR_TELE_HOUR,
                              .factor = WR_S("a21026"),
                              .field = WR_TELE_AVG,
                              .from_ms = at(2025, 12, 31, 22),
                              .to_ms = at(2026, 1, 1, 2),
                              .max = 10};

    fill_hours(s, t, 5);
    fill_hours(s, t, 6);
    store_ok(&s->ctx, wr_tele_flush(&s->ctx, t));
    assert_int_equal(read_all(s, t, &q, &got), 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(got[i].t_ms == at(2025, 12, 31, 22) + (int64_t)i * HOUR_MS);
    q.max = 3;
    assert_int_equal(wr_tele_read(&s->ctx, t, &q, &l), WR_ELIMIT);
    wr_err_reset(&s->ctx);
    q.max = 10000;
    q.from_ms = 0;
    q.to_ms = at(2030, 1, 1, 0);
    assert_int_equal(read_all(s, t, &q, &got), 2300);

    store_ok(&s->ctx,
             wr_tele_last(&s->ctx, t, 5, WR_TELE_HOUR, at(2026, 1, 1, 0) + 13 * HOUR_MS, &l));
    assert_int_equal(l.n, 1);
    got = l.p;
    assert_true(got[0].t_ms == at(2026, 1, 1, 12));
    store_ok(&s->ctx, wr_tele_last(&s->ctx, t, 99, WR_TELE_HOUR, at(2026, 1, 1, 0), &l));
    assert_int_equal(l.n, 0);

    store_ok(&s->ctx, wr_tele_days(&s->ctx, t, 5, WR_TELE_HOUR, (struct wr_str){0},
                                   at(2025, 12, 30, 0), at(2026, 1, 3, 0), HOUR_MS, HOUR_MS, &l));
    const struct wr_tele_day *d = l.p;
    assert_int_equal(l.n, 4);
    assert_true(d[2].day_ms == at(2026, 1, 1, 0));
    assert_int_equal(d[2].moments, 23);
    assert_int_equal(d[2].normal, 22);
    assert_int_equal(d[2].in_time, 22);
    assert_int_equal(d[2].versioned, 0);

    store_ok(&s->ctx, wr_tele_gaps(&s->ctx, t, 5, WR_TELE_HOUR, at(2025, 12, 31, 0),
                                   at(2026, 1, 2, 0), HOUR_MS, 10, &l));
    const struct wr_tele_gap *g = l.p;
    assert_int_equal(l.n, 2);
    assert_true(g[0].from_ms == at(2025, 12, 31, 13) && g[0].to_ms == g[0].from_ms);
    store_ok(&s->ctx, wr_tele_gaps(&s->ctx, t, 99, WR_TELE_HOUR, at(2025, 12, 31, 0),
                                   at(2026, 1, 2, 0), HOUR_MS, 10, &l));
    g = l.p;
    assert_int_equal(l.n, 1);
    assert_true(g[0].to_ms == at(2026, 1, 1, 23));
    wr_tele_close(t);
}

static void drops_whole_months_and_checks(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    struct wr_tele_report rep = {0};
    struct wr_tele_sample *got = NULL;
    const struct wr_tele_value v[] = {V("w01018", WR_TELE_RTD, "36.9", "N")};
    struct wr_tele_row real = row(8, WR_TELE_REAL, at(2025, 12, 5, 1), v, 1);
    const struct wr_tele_query q = {.outlet_id = 8,
                                    .cn = WR_TELE_HOUR,
                                    .field = -1,
                                    .from_ms = at(2025, 12, 1, 0),
                                    .to_ms = at(2026, 12, 1, 0),
                                    .max = 5000};
    int64_t n = 0;

    fill_hours(s, t, 8);
    store_ok(&s->ctx, wr_tele_append(&s->ctx, t, &real, 1));
    store_ok(&s->ctx, wr_tele_check(&s->ctx, t, &rep));
    assert_int_equal(rep.bad, 0);
    assert_int_equal(rep.rows, 2301);
    assert_int_equal(rep.values, 2301);
    assert_int_equal(rep.months, 5);
    store_ok(&s->ctx,
             wr_tele_drop_before(&s->ctx, t, WR_TELE_CLASS_LONG, at(2025, 12, 31, 23), &n));
    assert_int_equal(n, 0);
    store_ok(&s->ctx, wr_tele_drop_before(&s->ctx, t, WR_TELE_CLASS_LONG, at(2026, 1, 1, 0), &n));
    assert_int_equal(n, 1);
    assert_int_equal(read_all(s, t, &q, &got), 2300 - 31 * 23);
    store_ok(&s->ctx, wr_tele_append(&s->ctx, t, &real, 1));
    assert_int_equal(real.outcome, WR_TELE_SAME);
    fill_hours(s, t, 8); /* a month that was dropped may come again */
    assert_int_equal(read_all(s, t, &q, &got), 2300);
    wr_tele_close(t);
}

/** A month of which there is a file but no table yet, as a reader sees it between its writer's first two steps. */
static void a_month_being_made_reads_as_empty(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    struct wr_tele_sample *got = NULL;
    struct wr_list last = {0};
    const struct wr_tele_value v[] = {V("w01018", WR_TELE_AVG, "36.9", "N")};
    struct wr_tele_row r = row(5, WR_TELE_HOUR, at(2026, 5, 1, 8), v, 1);
    const struct wr_tele_query q = {.outlet_id = 5,
                                    .cn = WR_TELE_HOUR,
                                    .field = -1,
                                    .from_ms = at(2026, 4, 1, 0),
                                    .to_ms = at(2026, 7, 1, 0),
                                    .max = 100};
    if (s->engine == WR_DB_SQLITE && !clickhouse) {
        char path[200];
        (void)snprintf(path, sizeof(path), "%s/telemetry/long-2026-05.db", s->dir);
        FILE *f = fopen(path, "wbe");
        assert_non_null(f);
        assert_int_equal(fclose(f), 0);
    }
    assert_int_equal(read_all(s, t, &q, &got), 0);
    store_ok(&s->ctx, wr_tele_last(&s->ctx, t, 5, WR_TELE_HOUR, at(2026, 5, 2, 0), &last));
    assert_int_equal(last.n, 0);
    store_ok(&s->ctx, wr_tele_append(&s->ctx, t, &r, 1));
    assert_int_equal(read_all(s, t, &q, &got), 1);
    wr_tele_close(t);
}

struct looking {
    struct wr_tele *t;
    atomic_bool end;
    atomic_int failures;
};

static void *look(void *arg)
{
    struct looking *l = arg;
    struct wr_arena a;
    struct wr_ctx ctx;
    wr_arena_init(&a, (size_t)8 << 20);
    while (!atomic_load(&l->end)) {
        struct wr_list got = {0};
        wr_ctx_init(&ctx, &a, wr_clock_system());
        const struct wr_tele_query q = {.outlet_id = 6,
                                        .cn = WR_TELE_HOUR,
                                        .field = -1,
                                        .from_ms = at(2020, 1, 1, 0),
                                        .to_ms = at(2022, 1, 1, 0),
                                        .max = 100};
        if (wr_tele_read(&ctx, l->t, &q, &got) != 0) {
            print_error("%.*s\n", WR_ARG(ctx.err.en));
            atomic_fetch_add(&l->failures, 1);
        }
        wr_arena_reset(&a);
    }
    wr_arena_done(&a);
    return NULL;
}

/** Months are made while others read through them. */
static void reading_goes_on_while_months_are_made(struct store *s)
{
    struct wr_tele *t = open_store(s, false);
    struct looking l = {.t = t};
    pthread_t readers[3];
    const struct wr_tele_value v[] = {V("w01018", WR_TELE_AVG, "36.9", "N")};
    if (clickhouse) {
        wr_tele_close(t);
        return;
    }
    for (size_t i = 0; i < WR_ARRAY_LEN(readers); i++)
        assert_int_equal(pthread_create(&readers[i], NULL, look, &l), 0);
    for (int i = 0; i < 24; i++) {
        struct wr_tele_row r = row(6, WR_TELE_HOUR, at(2020 + i / 12, i % 12 + 1, 2, 0), v, 1);
        store_ok(&s->ctx, wr_tele_append(&s->ctx, t, &r, 1));
    }
    atomic_store(&l.end, true);
    for (size_t i = 0; i < WR_ARRAY_LEN(readers); i++)
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    assert_int_equal(atomic_load(&l.failures), 0);
    wr_tele_close(t);
}

/** The parts together are the whole, each within its bounds. */
static void a_month_is_checked_in_parts(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    struct wr_tele_report whole = {0}, parts = {0}, rows = {0};
    struct wr_list months = {0};
    fill_hours(s, t, 8);
    fill_hours(s, t, 9);
    store_ok(&s->ctx, wr_tele_check(&s->ctx, t, &whole));
    store_ok(&s->ctx, wr_tele_months(&s->ctx, t, &months));
    const struct wr_tele_month_of *m = months.p;
    for (size_t i = 0; i < months.n; i++) {
        struct wr_tele_key key = {0};
        bool more = true;
        for (int turns = 0; more; turns++) {
            int64_t before = parts.rows;
            store_ok(&s->ctx, wr_tele_check_month(&s->ctx, t, m[i], 500, &key, &parts, &more));
            assert_true(parts.rows - before <= 500);
            assert_true(turns < 10);
        }
    }
    /* ClickHouse begins each part with the last row of the one before */
    assert_true(parts.rows == whole.rows || (clickhouse && parts.rows > whole.rows));
    assert_int_equal(parts.bad, 0);
    store_ok(&s->ctx, wr_tele_check_rows(&s->ctx, t, 8, WR_TELE_HOUR, at(2026, 1, 1, 0),
                                         at(2026, 1, 2, 0), &rows));
    assert_in_range(rows.rows, 20, 24);
    wr_tele_close(t);
}

/** Folders of a backup are a store again, and it says the same. */
static void a_backup_is_a_store_again(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    struct wr_tele *copy = NULL;
    struct wr_tele_copied copied;
    struct wr_tele_report a, b;
    char to[200], url[240];
    const struct wr_tele_options o = {0};
    (void)snprintf(to, sizeof(to), "%s/backup", s->dir);
    (void)snprintf(url, sizeof(url), "sqlite-dir:%s.telemetry", to);
    fill_hours(s, t, 8);
    store_ok(&s->ctx, wr_tele_backup(&s->ctx, t, to, &copied));
    bool lite = s->engine == WR_DB_SQLITE && !clickhouse;
    assert_int_equal(copied.series, lite);
    if (lite) {
        assert_int_equal(copied.months, 4);
        store_ok(&s->ctx, wr_tele_open(&s->ctx, url, &o, &copy));
        store_ok(&s->ctx, wr_tele_check(&s->ctx, t, &a));
        store_ok(&s->ctx, wr_tele_check(&s->ctx, copy, &b));
        assert_int_equal(b.rows, a.rows);
        assert_int_equal(b.bad, 0);
        wr_tele_close(copy);
        assert_int_equal(wr_tele_backup(&s->ctx, t, to, &copied), WR_ECONFLICT);
        wr_err_reset(&s->ctx);
    }
    wr_tele_close(t);
}

static size_t raw_files(const char *dir)
{
    size_t n = 0;
    const struct dirent *e = NULL;
    DIR *d = opendir(dir);
    assert_non_null(d);
    while ((e = readdir(d)) != NULL)
        n += wr_str_ends(wr_str(e->d_name), WR_S(".raw"));
    (void)closedir(d);
    return n;
}

static int count_rec(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    (void)rec;
    (void)behind;
    ++*(int *)arg;
    return 0;
}

/** Trying again and again on a full disk leaves no heap of files, and takes nothing of what was written before. */
static void a_full_disk_leaves_no_heap_of_files(struct store *s)
{
    struct wr_raw *r = NULL;
    struct wr_raw_pos pos;
    struct wr_buf small, large;
    struct rlimit old, limit;
    char dir[200], frame[1000] = {0};
    int n = 0;
    if (s->engine != WR_DB_SQLITE || clickhouse)
        return;
    (void)snprintf(dir, sizeof(dir), "%s/raw", s->dir);
    wr_buf_init(&small, (size_t)1 << 20);
    wr_buf_init(&large, (size_t)1 << 20);
    const struct wr_raw_rec rec = {.received_ms = at(2026, 5, 1, 8), .frame = {frame, 1000}};
    for (int i = 0; i < 200; i++)
        wr_raw_put(i < 20 ? &small : &large, &rec);
    store_ok(&s->ctx, wr_raw_open(&s->ctx, dir, &r));
    int64_t hour = rec.received_ms / HOUR_MS;
    store_ok(&s->ctx, wr_raw_write(&s->ctx, r, hour, wr_buf_view(&small), &pos));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    limit = (struct rlimit){.rlim_cur = 100000, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(wr_raw_write(&s->ctx, r, hour, wr_buf_view(&large), &pos), WR_EIO);
        wr_err_reset(&s->ctx);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(raw_files(dir), 1);
    store_ok(&s->ctx, wr_raw_write(&s->ctx, r, hour, wr_buf_view(&large), &pos));
    wr_raw_close(r);
    store_ok(&s->ctx, wr_raw_replay(&s->ctx, dir, (struct wr_raw_pos){0}, count_rec, &n));
    assert_int_equal(n, 200); /* none of them twice */
    wr_buf_done(&small);
    wr_buf_done(&large);
}

static void refuses_what_is_out_of_limits(struct store *s)
{
    struct wr_tele *t = open_store(s, true);
    const struct wr_tele_value good[] = {V("w01018", WR_TELE_RTD, "36.9", "N")};
    const struct wr_tele_value flag[] = {V("w01018", WR_TELE_RTD, "36.9", "NNNNN")};
    const struct wr_tele_value factor[] = {V("", WR_TELE_RTD, "36.9", "N")};
    struct wr_tele_row rows[] = {
        row(0, WR_TELE_REAL, at(2026, 1, 1, 0), good, 1),
        row(1, 1999, at(2026, 1, 1, 0), good, 1),
        row(1, WR_TELE_REAL, at(1980, 1, 1, 0), good, 1),
        row(1, WR_TELE_REAL, at(2026, 1, 1, 0), good, 0),
        row(1, WR_TELE_REAL, at(2026, 1, 1, 0), flag, 1),
        row(1, WR_TELE_REAL, at(2026, 1, 1, 0), factor, 1),
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(rows); i++) {
        wr_err_reset(&s->ctx);
        assert_int_equal(wr_tele_append(&s->ctx, t, &rows[i], 1), WR_EINVALID);
    }
    struct wr_tele *bad = NULL;
    assert_int_equal(wr_tele_open(&s->ctx, "mysql://x", &(struct wr_tele_options){0}, &bad),
                     WR_EINVALID);
    wr_tele_close(t);
}

static void thinning_keeps_extremes(struct store *s)
{
    enum { N = 10000 };
    struct wr_tele_sample *x = calloc(N, sizeof(*x));
    (void)s;

    for (size_t i = 0; i < N; i++) {
        x[i] = (struct wr_tele_sample){.t_ms = (int64_t)i * 1000, .value = sin((double)i / 50)};
        (void)snprintf(x[i].flag, sizeof(x[i].flag), "%s", i == 4321 ? "D" : "N");
    }
    x[1234].value = 99;
    x[7777].value = -99;
    for (size_t i = 5000; i < 5100; i++)
        x[i].value = NAN;
    size_t n = wr_tele_thin(x, N, 100, x);
    assert_true(n >= 200 && n <= 500);
    bool high = false, low = false, mark = false, gap = false;
    for (size_t i = 0; i < n; i++) {
        high = high || x[i].value == 99;
        low = low || x[i].value == -99;
        mark = mark || x[i].flag[0] == 'D';
        gap = gap || isnan(x[i].value);
        assert_true(i == 0 || x[i].t_ms > x[i - 1].t_ms);
    }
    assert_true(high && low && mark && gap);
    assert_true(x[0].t_ms == 0 && x[n - 1].t_ms == (N - 1) * 1000);
    free(x);
}

static void numbers_read_as_strtod_does(struct store *s)
{
    static const char *const good[] = {"0",
                                       "-0.0",
                                       "1",
                                       "36.910",
                                       "+7",
                                       "1e3",
                                       "1.5E-7",
                                       ".5",
                                       "5.",
                                       "0.1",
                                       "123456789012345678",
                                       "0.000000000000000000000001234",
                                       "99999999999999999999999"};
    static const char *const bad[] = {"", "-", ".", "1x", "0x10", "inf", "nan", "1e", "1..2", "St"};
    (void)s;

    for (size_t i = 0; i < WR_ARRAY_LEN(good); i++)
        assert_true(wr_tele_number(wr_str(good[i])) == strtod(good[i], NULL));
    for (size_t i = 0; i < WR_ARRAY_LEN(bad); i++)
        assert_true(isnan(wr_tele_number(wr_str(bad[i]))));
    unsigned seed = 1;
    for (int i = 0; i < 200000; i++) {
        char text[40];
        (void)snprintf(text, sizeof(text), "%s%d.%0*d", rand_r(&seed) % 2 ? "-" : "",
                       rand_r(&seed) % 1000000, rand_r(&seed) % 12 + 1, rand_r(&seed) % 1000);
        assert_true(wr_tele_number(wr_str(text)) == strtod(text, NULL));
    }
}

#define TEST(fn)                                                                                   \
    {                                                                                              \
        .name = #fn, .run = fn                                                                     \
    }

int main(void)
{
    static const struct store_test tests[] = {
        TEST(keeps_values_marks_and_nan),
        TEST(repeated_history_changes_nothing),
        TEST(computed_values_stand_beside),
        TEST(reads_ranges_days_and_gaps),
        TEST(drops_whole_months_and_checks),
        TEST(refuses_what_is_out_of_limits),
        TEST(thinning_keeps_extremes),
        TEST(numbers_read_as_strtod_does),
        TEST(a_month_being_made_reads_as_empty),
        TEST(reading_goes_on_while_months_are_made),
        TEST(a_month_is_checked_in_parts),
        TEST(a_backup_is_a_store_again),
        TEST(a_full_disk_leaves_no_heap_of_files),
    };
    int failures = store_run("telemetry", tests, WR_ARRAY_LEN(tests));
    if (getenv("WURAO_TEST_CH")) {
        clickhouse = true;
        failures += store_run("telemetry on ClickHouse", tests, WR_ARRAY_LEN(tests));
    }
    return failures;
}
