/* Pure parts of listening: addresses, blanked passwords, commands on the wire, times of rows, and the raw files. */
#include "base/calendar.h"
#include "ingest/ingest_in.h"
#include "modules/device/device_rules.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct wr_arena arena;
    struct wr_ctx ctx;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    wr_arena_init(&f->arena, (size_t)64 << 20);
    wr_ctx_init(&f->ctx, &f->arena, wr_clock_system());
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    wr_arena_done(&f->arena);
    free(f);
    return 0;
}

static void addresses(void **state)
{
    static const struct {
        const char *list, *address;
        bool allowed;
    } cases[] = {
        {"", "203.0.113.9", true},
        {" , ", "203.0.113.9", false},
        {"203.0.113.9", "203.0.113.9", true},
        {"203.0.113.9", "203.0.113.8", false},
        {"10.1.0.0/16, 192.0.2.7", "10.1.255.1", true},
        {"10.1.0.0/16, 192.0.2.7", "10.2.0.1", false},
        {"10.1.0.0/16, 192.0.2.7", "192.0.2.7", true},
        {"10.1.2.128/25", "10.1.2.127", false},
        {"10.1.2.128/25", "10.1.2.200", true},
        {"0.0.0.0/0", "198.51.100.1", true},
        {"2001:db8::/32", "2001:db8:1::5", true},
        {"2001:db8::/32", "2001:db9::5", false},
        {"2001:db8::/32", "10.0.0.1", false},
        {"nonsense", "10.0.0.1", false},
    };
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++)
        if (wr_device_address_allowed(wr_str(cases[i].list), wr_str(cases[i].address)) !=
            cases[i].allowed)
            fail_msg("%s in \"%s\"", cases[i].address, cases[i].list);
}

static void passwords_are_blanked(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"##0001PW=123456;MN=1;CP=&&&&0000\r\n", "##0001PW=******;MN=1;CP=&&&&0000"},
        {"pw=a,Pw=b;PW=", "pw=*,Pw=*;PW="},
        {"NewPW=654321&&", "NewPW=******&&"},
        {"x\x80y PW=1", "x?y PW=*"},
        {"", ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_str got = wr_device_blank_password(&f->arena, wr_str(cases[i].in));
        if (!wr_str_eq(got, wr_str(cases[i].out)))
            fail_msg("%s became " WR_FMT, cases[i].in, WR_ARG(got));
    }
}

static void commands_on_the_wire(void **state)
{
    struct fixture *f = *state;
    const struct wr_logger l = WR_LOGGER_NEW;
    int64_t t = wr_date_to_ms((struct wr_date){2026, 5, 1}) + INT64_C(8) * 3600000;
    const struct {
        struct wr_command_new in;
        int64_t cn;
        const char *params; /* NULL: refused */
    } cases[] = {
        {{.kind = WR_CMD_SET_TIME}, 1012, "SystemTime=@now"},
        {{.kind = WR_CMD_SET_TIME, .factor = WR_S("w01018")}, 1012, "PolId=w01018;SystemTime=@now"},
        {{.kind = WR_CMD_SET_TIMEOUT, .has_value = true, .value = 5, .has_count = true, .count = 3},
         1000,
         "OverTime=5;ReCount=3"},
        {{.kind = WR_CMD_SET_REAL_INTERVAL, .has_value = true, .value = 30},
         1062,
         "RtdInterval=30"},
        {{.kind = WR_CMD_SET_REAL_INTERVAL, .has_value = true, .value = 29}, 1062, NULL},
        {{.kind = WR_CMD_SET_MINUTE_INTERVAL, .has_value = true, .value = 15},
         1064,
         "MinInterval=15"},
        {{.kind = WR_CMD_SET_MINUTE_INTERVAL, .has_value = true, .value = 7}, 1064, NULL},
        {{.kind = WR_CMD_BACKFILL_HOUR,
          .has_from_ms = true,
          .from_ms = t,
          .has_to_ms = true,
          .to_ms = t + INT64_C(3600000)},
         2061,
         "BeginTime=20260501080000;EndTime=20260501090000"},
        {{.kind = WR_CMD_BACKFILL_HOUR,
          .has_from_ms = true,
          .from_ms = t,
          .has_to_ms = true,
          .to_ms = t - 1},
         2061,
         NULL},
        {{.kind = WR_CMD_BACKFILL_HOUR}, 2061, NULL},
        {{.kind = WR_CMD_SAMPLE, .factor = WR_S("w01018")}, 3012, "PolId=w01018"},
        {{.kind = WR_CMD_SAMPLE}, 3012, NULL},
        {{.kind = WR_CMD_SAMPLE, .factor = WR_S("w;CN=3021")}, 3012, NULL},
        {{.kind = WR_CMD_STOP_REAL, .has_value = true, .value = 1}, 2012, NULL},
        {{.kind = WR_CMD_STOP_REAL}, 2012, ""},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        int64_t cn = 0;
        struct wr_str params = {0};
        wr_err_reset(&f->ctx);
        wr_device_command_build(&f->ctx, &l, &cases[i].in, &cn, &params);
        int rc = wr_faults_end(&f->ctx);
        assert_int_equal(cn, cases[i].cn);
        if ((rc == 0) != (cases[i].params != NULL))
            fail_msg("case %zu: %d", i, rc);
        if (rc == 0 && !wr_str_eq(params, wr_str(cases[i].params)))
            fail_msg("case %zu: " WR_FMT, i, WR_ARG(params));
    }
}

static void times_of_rows(void **state)
{
    static const struct {
        uint16_t command;
        const char *data_time;
        bool label_end;
        const char *want; /* NULL: none */
    } cases[] = {
        {2061, "20260501080000", false, "20260501080000"},
        {2061, "20260501081234", false, "20260501080000"},
        {2061, "20260501090000", true, "20260501080000"},
        {2031, "20260501000000", false, "20260501000000"},
        {2031, "20260502000000", true, "20260501000000"},
        {2051, "20260501084000", false, "20260501084000"},
        {2051, "20260501084017", false, "20260501084000"},
        {2051, "20260501085000", true, "20260501084000"},
        {2011, "20260501084017", true, "20260501084017"},
        {2011, "20260501084017123", false, "20260501084017"},
        {2111, "20260501011000", false, "20260501011000"},
        {2061, "20261301080000", false, NULL},
        {2061, NULL, false, NULL},
    };
    struct hj212_msg *m = calloc(1, sizeof(*m));
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        const struct profile p = {.label_end = cases[i].label_end, .minute_ms = 600000};
        int64_t at = 0;
        char text[18] = "";
        m->command = cases[i].command;
        m->data_time = (struct hj212_str){cases[i].data_time,
                                          cases[i].data_time ? strlen(cases[i].data_time) : 0};
        bool good = row_time(&p, m, &at);
        assert_int_equal(good, cases[i].want != NULL);
        if (good)
            hj212_time_text(at, 14, text);
        if (good && strcmp(text, cases[i].want) != 0)
            fail_msg("case %zu: %s", i, text);
    }
    free(m);
}

/* ---- raw files ----------------------------------------------------------------------------------- */

struct seen {
    size_t n;
    char last[32];
    struct wr_raw_pos pos;
};

static int see(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    struct seen *s = arg;
    s->n++;
    s->pos = behind;
    (void)snprintf(s->last, sizeof(s->last), WR_FMT, WR_ARG(rec->frame));
    return 0;
}

static void write_frames(struct fixture *f, struct wr_raw *r, int64_t hour, int from, int n,
                         struct wr_raw_pos *ret)
{
    struct wr_buf b;
    wr_buf_init(&b, 1 << 20);
    for (int i = from; i < from + n; i++) {
        char text[32];
        int len = snprintf(text, sizeof(text), "frame %d", i);
        const struct wr_raw_rec rec = {
            .received_ms = hour * WR_RAW_HOUR_MS + i, .logger_id = 7, .frame = {text, (size_t)len}};
        wr_raw_put(&b, &rec);
    }
    assert_int_equal(wr_raw_write(&f->ctx, r, hour, wr_buf_view(&b), ret), 0);
    wr_buf_done(&b);
}

static void raw_files_are_replayed_up_to_a_torn_end(void **state)
{
    struct fixture *f = *state;
    char dir[] = "/tmp/wr-raw-XXXXXX";
    char path[100];
    struct wr_raw *r = NULL;
    struct wr_raw_pos pos = {0};
    struct wr_raw_pos none = {0};
    struct seen s = {0};
    int64_t files = 0;
    int64_t hour = 0;

    assert_non_null(mkdtemp(dir));
    assert_int_equal(wr_raw_open(&f->ctx, dir, &r), 0);
    write_frames(f, r, 100, 0, 10, &pos);
    struct wr_raw_pos ten = pos;
    write_frames(f, r, 100, 10, 5, &pos);
    write_frames(f, r, 101, 15, 5, &pos);
    wr_raw_close(r);
    assert_int_equal(wr_raw_replay(&f->ctx, dir, none, see, &s), 0);
    assert_int_equal(s.n, 20);
    assert_string_equal(s.last, "frame 19");
    assert_true(s.pos.seq == pos.seq && s.pos.offset == pos.offset);
    s = (struct seen){0};
    assert_int_equal(wr_raw_replay(&f->ctx, dir, ten, see, &s), 0);
    assert_int_equal(s.n, 10);
    s = (struct seen){0};
    assert_int_equal(
        wr_raw_each(&f->ctx, dir, 100 * WR_RAW_HOUR_MS + 3, 101 * WR_RAW_HOUR_MS, see, &s), 0);
    assert_int_equal(s.n, 12);
    /* the last record of the first file is torn, one byte of the second is altered */
    (void)snprintf(path, sizeof(path), "%s/100-1.raw", dir);
    assert_int_equal(truncate(path, ten.offset + 5 * (48 + 8) - 3), 0);
    (void)snprintf(path, sizeof(path), "%s/101-2.raw", dir);
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, "X", 1, 48 + 2), 1);
    (void)close(fd);
    s = (struct seen){0};
    assert_int_equal(wr_raw_replay(&f->ctx, dir, none, see, &s), 0);
    assert_int_equal(s.n, 14);
    assert_string_equal(s.last, "frame 13");
    /* a new run begins a new file, whatever the old ones are */
    assert_int_equal(wr_raw_open(&f->ctx, dir, &r), 0);
    write_frames(f, r, 101, 20, 1, &pos);
    assert_int_equal(pos.seq, 3);
    wr_raw_close(r);
    assert_int_equal(wr_raw_set_applied(&f->ctx, dir, pos), 0);
    struct wr_raw_pos got = wr_raw_applied(dir);
    assert_true(got.seq == pos.seq && got.offset == pos.offset);
    assert_int_equal(wr_raw_first_hour(&f->ctx, dir, &hour), 0);
    assert_int_equal(hour, 100);
    assert_int_equal(wr_raw_drop_before(&f->ctx, dir, 102, &files), 0);
    assert_int_equal(files, 2); /* not the one under `applied` */
    (void)snprintf(path, sizeof(path), "%s/101-3.raw", dir);
    assert_int_equal(unlink(path), 0);
    (void)snprintf(path, sizeof(path), "%s/applied", dir);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(passwords_are_blanked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(commands_on_the_wire, set_up, tear_down),
        cmocka_unit_test_setup_teardown(times_of_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(raw_files_are_replayed_up_to_a_torn_end, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("ingest", tests, NULL, NULL);
}
