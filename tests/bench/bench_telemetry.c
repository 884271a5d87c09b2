/*
 * Two layouts of one month-by-month store, with the same values in the same order of arrival (hour by hour, all outlets):
 *   packet  one row a packet, all its values in one packed body (what src/telemetry does)
 *   value   one row a value: (outlet, cn, factor, field, t) -> value, text, mark, version, received, source
 * then the curve of one factor of one outlet over the whole span, read cold of our caches (fresh connections).
 *   bench_telemetry DIR OUTLETS DAYS [packet|value|both|read] [batch]
 * Prints one JSON object a layout.
 */
#include "base/alloc.h"
#include "base/calendar.h"
#include "telemetry/telemetry.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define FACTORS 6
#define FIELDS 4
#define HOUR_MS INT64_C(3600000)

static const char *const codes[FACTORS] = {"w01018", "w21003", "w00000",
                                           "w01001", "w21011", "w21001"};
static const enum wr_tele_field fields[FIELDS] = {WR_TELE_MIN, WR_TELE_AVG, WR_TELE_MAX,
                                                  WR_TELE_COU};

static int64_t first_ms;

static double seconds(void)
{
    return (double)wr_mono_ms(wr_clock_system()) / 1000;
}

static void text_of(long outlet, long hour, int factor, int field, char dst[24])
{
    unsigned x = (unsigned)(outlet * 7919 + hour * 104729 + factor * 31 + field);
    x ^= x >> 7;
    (void)snprintf(dst, 24, "%u.%02u", x % 120, x / 3 % 100);
}

static double folder_bytes(const char *dir)
{
    double all = 0;
    DIR *d = opendir(dir);
    const struct dirent *e = NULL;
    char path[900];
    struct stat st;

    while (d && (e = readdir(d)) != NULL) {
        (void)snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
            all += (double)st.st_size;
    }
    if (d)
        (void)closedir(d);
    return all;
}

static void print(const char *layout, long outlets, long days, double fill, double read_ms,
                  double again_ms, size_t points, const char *dir)
{
    double values = (double)outlets * (double)days * 24 * FACTORS * FIELDS;
    (void)printf("{\"layout\":\"%s\",\"values\":%.0f,\"packets\":%.0f,\"fill_s\":%.1f,"
                 "\"packets_per_s\":%.0f,\"values_per_s\":%.0f,\"bytes_per_value\":%.1f,"
                 "\"curve_points\":%zu,\"curve_ms\":%.2f,\"curve_again_ms\":%.2f}\n",
                 layout, values, values / FACTORS / FIELDS, fill, values / FACTORS / FIELDS / fill,
                 values / fill, folder_bytes(dir) / values, points, read_ms, again_ms);
    (void)fflush(stdout);
}

static void die(const char *what)
{
    (void)fprintf(stderr, "%s\n", what);
    exit(1);
}

/* ---- one row a packet ---------------------------------------------------------------------------- */

/** Curve of a year of one outlet, with fresh connections and again; processor time apart from waiting for it. */
static size_t read_packets(struct wr_ctx *ctx, struct wr_tele *t, long outlets, long days,
                           double took[2])
{
    struct wr_list l = {0};
    double cpu[2];

    for (int i = 0; i < 2; i++) {
        const struct wr_tele_query q = {.outlet_id = outlets / 2 + 1,
                                        .cn = WR_TELE_HOUR,
                                        .factor = WR_S("w01018"),
                                        .field = WR_TELE_AVG,
                                        .from_ms = first_ms,
                                        .to_ms = first_ms + days * 24 * HOUR_MS,
                                        .max = 100000};
        struct timespec a[2];
        struct timespec b[2];
        wr_arena_reset(ctx->arena);
        (void)clock_gettime(CLOCK_MONOTONIC, &a[0]);
        (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a[1]);
        if (wr_tele_read(ctx, t, &q, &l) != 0)
            die("read");
        (void)clock_gettime(CLOCK_MONOTONIC, &b[0]);
        (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b[1]);
        took[i] =
            (double)(b[0].tv_sec - a[0].tv_sec) * 1e3 + (double)(b[0].tv_nsec - a[0].tv_nsec) / 1e6;
        cpu[i] =
            (double)(b[1].tv_sec - a[1].tv_sec) * 1e3 + (double)(b[1].tv_nsec - a[1].tv_nsec) / 1e6;
    }
    (void)printf("{\"curve_cpu_ms\":%.2f,\"curve_again_cpu_ms\":%.2f}\n", cpu[0], cpu[1]);
    return l.n;
}

static void read_only(struct wr_ctx *ctx, const char *dir, long outlets, long days)
{
    const struct wr_tele_options o = {.sync = true};
    struct wr_tele *t = NULL;
    char url[600];
    double took[2];

    (void)snprintf(url, sizeof(url), "sqlite-dir:%s", dir);
    if (wr_tele_open(ctx, url, &o, &t) != 0)
        die("cannot open");
    size_t n = read_packets(ctx, t, outlets, days, took);
    (void)printf("{\"layout\":\"packet\",\"curve_points\":%zu,\"curve_ms\":%.2f,"
                 "\"curve_again_ms\":%.2f}\n",
                 n, took[0], took[1]);
    wr_tele_close(t);
}

static void packet_layout(struct wr_ctx *ctx, const char *dir, long outlets, long days, long batch)
{
    char url[600];
    struct wr_tele *t = NULL;
    const struct wr_tele_options o = {.create = true, .sync = false};
    struct wr_tele_row *rows = wr_alloc_array((size_t)batch, sizeof(*rows));
    struct wr_tele_value(*v)[FACTORS * FIELDS] = wr_alloc_array((size_t)batch, sizeof(*v));
    char(*text)[FACTORS * FIELDS][24] = wr_alloc_array((size_t)batch, sizeof(*text));
    size_t n = 0;

    (void)snprintf(url, sizeof(url), "sqlite-dir:%s", dir);
    if (!rows || !v || !text || wr_tele_open(ctx, url, &o, &t) != 0)
        die("cannot open");
    double began = seconds();
    for (long h = 0; h < days * 24; h++) {
        for (long k = 0; k < outlets; k++) {
            for (int f = 0; f < FACTORS * FIELDS; f++) {
                text_of(k, h, f / FIELDS, f % FIELDS, text[n][f]);
                v[n][f] = (struct wr_tele_value){.factor = wr_str(codes[f / FIELDS]),
                                                 .field = fields[f % FIELDS],
                                                 .text = wr_str(text[n][f]),
                                                 .flag = WR_S("N")};
            }
            rows[n] = (struct wr_tele_row){.outlet_id = k + 1,
                                           .cn = WR_TELE_HOUR,
                                           .t_ms = first_ms + h * HOUR_MS,
                                           .received_ms = first_ms + (h + 1) * HOUR_MS + 1234,
                                           .source_id = k + 1,
                                           .values = v[n],
                                           .n = FACTORS * FIELDS};
            if (++n == (size_t)batch || (k + 1 == outlets && h + 1 == days * 24)) {
                if (wr_tele_append(ctx, t, rows, n) != 0)
                    die("append");
                wr_arena_reset(ctx->arena);
                n = 0;
            }
        }
    }
    if (wr_tele_flush(ctx, t) != 0)
        die("flush");
    double fill = seconds() - began;
    double took[2];
    size_t points = read_packets(ctx, t, outlets, days, took);
    wr_tele_close(t);
    print("packet", outlets, days, fill, took[0], took[1], points, dir);
}

/* ---- one row a value ----------------------------------------------------------------------------- */

static const char VALUE_SCHEMA[] =
    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536;"
    "PRAGMA wal_autocheckpoint = 8192; PRAGMA synchronous = NORMAL;"
    "CREATE TABLE v (outlet INTEGER, cn INTEGER, factor INTEGER, field INTEGER, t INTEGER,"
    " version INTEGER, value REAL, text TEXT, flag TEXT, received INTEGER, source INTEGER,"
    " PRIMARY KEY (outlet, cn, factor, field, t, version)) WITHOUT ROWID";

static sqlite3 *open_month(const char *dir, int month, bool make)
{
    char path[600];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof(path), "%s/value-%d.db", dir, month);
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        (make && sqlite3_exec(db, VALUE_SCHEMA, NULL, NULL, NULL) != SQLITE_OK))
        die("open value");
    return db;
}

static void put_value(sqlite3_stmt *q, long outlet, long hour, int f)
{
    char text[24];
    text_of(outlet, hour, f / FIELDS, f % FIELDS, text);
    (void)sqlite3_bind_int64(q, 1, outlet + 1);
    (void)sqlite3_bind_int64(q, 2, f / FIELDS);
    (void)sqlite3_bind_int64(q, 3, fields[f % FIELDS]);
    (void)sqlite3_bind_int64(q, 4, first_ms + hour * HOUR_MS);
    (void)sqlite3_bind_double(q, 5, strtod(text, NULL));
    (void)sqlite3_bind_text(q, 6, text, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(q, 7, first_ms + (hour + 1) * HOUR_MS + 1234);
    (void)sqlite3_bind_int64(q, 8, outlet + 1);
    if (sqlite3_step(q) != SQLITE_DONE)
        die("insert value");
    (void)sqlite3_reset(q);
}

static int month_of(long hour)
{
    struct wr_date d = wr_date_of_ms(first_ms + hour * HOUR_MS);
    return d.year * 12 + d.month - 1;
}

static size_t read_values(const char *dir, long outlet, long days, double *ret_ms)
{
    struct timespec a;
    struct timespec b;
    size_t n = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &a);
    for (int m = month_of(0); m <= month_of(days * 24 - 1); m++) {
        sqlite3 *db = open_month(dir, m, false);
        sqlite3_stmt *q = NULL;
        if (sqlite3_prepare_v2(db,
                               "SELECT t, version, value, text, flag, received, source FROM v WHERE"
                               " outlet = ?1 AND cn = 2061 AND factor = 0 AND field = 2 ORDER BY t",
                               -1, &q, NULL) != SQLITE_OK)
            die("prepare");
        (void)sqlite3_bind_int64(q, 1, outlet);
        while (sqlite3_step(q) == SQLITE_ROW)
            n += sqlite3_column_double(q, 2) >= 0 && sqlite3_column_text(q, 3) != NULL;
        (void)sqlite3_finalize(q);
        (void)sqlite3_close(db);
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &b);
    *ret_ms = (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6;
    return n;
}

static void value_layout(const char *dir, long outlets, long days, long batch)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    int month = 0;
    long in_batch = 0;
    double began = seconds();

    (void)mkdir(dir, 0700);
    for (long h = 0; h < days * 24; h++) {
        if (month_of(h) != month) {
            if (db) {
                (void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
                (void)sqlite3_finalize(q);
                (void)sqlite3_close(db);
            }
            month = month_of(h);
            db = open_month(dir, month, true);
            if (sqlite3_prepare_v2(db,
                                   "INSERT INTO v VALUES (?1, 2061, ?2, ?3, ?4, 1, ?5, ?6, 'N', ?7,"
                                   " ?8) ON CONFLICT DO NOTHING",
                                   -1, &q, NULL) != SQLITE_OK)
                die("prepare");
            (void)sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
            in_batch = 0;
        }
        for (long k = 0; k < outlets; k++) {
            for (int f = 0; f < FACTORS * FIELDS; f++)
                put_value(q, k, h, f);
            if (++in_batch == batch) {
                (void)sqlite3_exec(db, "COMMIT; BEGIN", NULL, NULL, NULL);
                in_batch = 0;
            }
        }
    }
    (void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    double fill = seconds() - began;
    double took[2];
    size_t n = read_values(dir, outlets / 2 + 1, days, &took[0]);
    (void)read_values(dir, outlets / 2 + 1, days, &took[1]);
    print("value", outlets, days, fill, took[0], took[1], n, dir);
}

int main(int argc, char **argv)
{
    struct wr_arena arena;
    struct wr_ctx ctx;
    char dir[500];

    if (argc < 4)
        die("usage: bench_telemetry DIR OUTLETS DAYS [packet|value|both|read] [batch]");
    long outlets = strtol(argv[2], NULL, 10);
    long days = strtol(argv[3], NULL, 10);
    const char *which = argc > 4 ? argv[4] : "both";
    long batch = argc > 5 ? strtol(argv[5], NULL, 10) : 8192;
    wr_arena_init(&arena, (size_t)512 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    first_ms = wr_date_to_ms((struct wr_date){2025, 1, 1});
    (void)mkdir(argv[1], 0700);
    if (strcmp(which, "read") == 0) {
        (void)snprintf(dir, sizeof(dir), "%s/packet", argv[1]);
        read_only(&ctx, dir, outlets, days);
        return 0;
    }
    if (strcmp(which, "value") != 0) {
        (void)snprintf(dir, sizeof(dir), "%s/packet", argv[1]);
        packet_layout(&ctx, dir, outlets, days, batch);
    }
    if (strcmp(which, "packet") != 0) {
        (void)snprintf(dir, sizeof(dir), "%s/value", argv[1]);
        value_layout(dir, outlets, days, batch);
    }
    wr_arena_done(&arena);
    return 0;
}
